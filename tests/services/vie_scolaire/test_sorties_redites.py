"""Of an outing that changed: what each reader is told is what changed for them, whatever else was done to it meanwhile, and is never cut in the midst of a word."""

import datetime as dt

from django.urls import reverse

from ent.annuaire.models import Etablissement
from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import autorisations, consentements
from ent.services.vie_scolaire.actions import changements as actions
from ent.services.vie_scolaire.evenements.consentements import ANNULEE, CORRIGEE, DEMANDE, RETABLIE
from ent.services.vie_scolaire.lectures.autorisations import suivi_de
from ent.services.vie_scolaire.lectures.changements import histoire
from ent.services.vie_scolaire.models import DemandeConsentement
from tests.etages import poser
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte

from .test_autorisations_pages import relu
from .test_sorties_changees import JEUDI, VENDREDI, cachees, dites, envoi

JOUR = dt.timedelta(days=1)
SOIR = MARDI_10H + dt.timedelta(hours=10, minutes=30)  # quiet hours
MOT = "Le car est en panne. Venez chercher vos enfants à 11 h 30 au portail de la rue du Lac\u00a0: il n’y a pas de cantine."
TITRE = "Découverte de la ferme pédagogique du Pré-Vert, avec ceux de Rennes et de Vannes"
PLUS_TARD = JEUDI + 14 * JOUR


def annuler(demande, auteur, mot=""):
    actions.annuler_sortie(demande=demande, auteur=auteur, mot=mot)
    demande.refresh_from_db()


def retablir(demande, auteur):
    actions.retablir_sortie(demande=demande, auteur=auteur)
    demande.refresh_from_db()


# --- What changed for whom ----------------------------------------------------------------------------------------------
def test_days_later_a_comma_does_not_hide_the_day_that_one_agreed_to(d, proposer, autoriser, corriger, horloge):
    demande = proposer(debut=PLUS_TARD, fin=PLUS_TARD)
    autoriser(demande, d.mere, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(minutes=5))
    corriger(demande, debut=PLUS_TARD + JOUR, fin=PLUS_TARD + JOUR)
    horloge(MARDI_10H + 6 * JOUR)
    corriger(demande, texte="Bottes et pique-nique.")
    jour = "vendredi 11 décembre au lieu de jeudi 10 décembre, ce qu’il faut savoir"
    assert dites(CORRIGEE, d.mere) == [f"Inès · Répondez à nouveau, Sortie à la ferme a changé : {jour}"]
    assert dites(CORRIGEE, d.mere_arabophone) != [] and "10" not in dites(CORRIGEE, d.mere_arabophone)[0]


def test_what_went_from_to_is_not_said_after_a_second_de(d, proposer, corriger):
    demande = proposer(debut=PLUS_TARD, fin=PLUS_TARD + JOUR, depart_a=dt.time(8, 30), retour_a=dt.time(16))
    corriger(demande, depart_a=dt.time(9))
    assert "de 9 h 00 à 16 h 00 (avant : de 8 h 30 à 16 h 00)" in " ".join(dites(CORRIGEE, d.mere)[0].split())
    corriger(demande, fin=PLUS_TARD)
    assert "jeudi 10 décembre (avant : du jeudi 10 décembre au vendredi 11 décembre)" in " ".join(
        dites(CORRIGEE, d.mere)[0].split()
    )


def test_moved_twice_each_reads_from_the_day_that_they_agreed_to(d, proposer, autoriser, corriger, horloge, entrer):
    demande = proposer(debut=PLUS_TARD, fin=PLUS_TARD)
    for adulte in (d.mere, d.pere_separe):
        autoriser(demande, adulte, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(minutes=5))
    corriger(demande, debut=PLUS_TARD + JOUR, fin=PLUS_TARD + JOUR)
    horloge(MARDI_10H + dt.timedelta(minutes=10))
    autoriser(demande, d.pere_separe, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(minutes=15))
    lundi = PLUS_TARD + 4 * JOUR
    corriger(demande, debut=lundi, fin=lundi)
    assert "lundi 14 décembre au lieu de jeudi 10 décembre" in dites(CORRIGEE, d.mere)[0]
    assert "lundi 14 décembre au lieu de vendredi 11 décembre" in dites(CORRIGEE, d.pere_separe)[0]
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    assert "lundi 14 décembre au lieu de jeudi 10 décembre." in texte(entrer(relu(d.mere)).get(une))


def test_back_to_its_first_day_who_agreed_to_it_reads_why_they_answer_again(d, proposer, autoriser, corriger, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    corriger(demande, debut=JEUDI, fin=JEUDI)
    jour = "jeudi 26 novembre au lieu de vendredi 27 novembre"
    assert dites(CORRIGEE, d.mere) == [f"Inès · Répondez à nouveau, Sortie à la ferme a changé : {jour}"]
    page = texte(entrer(relu(d.mere)).get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])))
    assert jour in page and "ne compte plus" in page


def test_who_has_not_been_told_of_an_outing_is_not_told_that_it_changed(d, proposer, corriger, horloge):
    poser({"calme.retient": "notifications"})
    horloge(SOIR)
    ecole = Etablissement.objects.get(pk=d.elementaire.pk)
    demande = proposer(debut=PLUS_TARD, fin=PLUS_TARD, etablissement=ecole)
    corriger(demande, titre="Sortie au zoo")
    assert dites(CORRIGEE) == []
    assert dites(DEMANDE, d.mere) == ["Inès · Sortie au zoo : votre autorisation"]


# --- Cancelled, then put back -------------------------------------------------------------------------------------------
def test_a_correction_that_quiet_hours_held_is_told_once_it_is_put_back(d, proposer, autoriser, corriger, horloge):
    demande = proposer(debut=VENDREDI, fin=VENDREDI)
    autoriser(demande, d.mere, d.eleve_cp)
    horloge(SOIR)
    corriger(demande, debut=JEUDI, fin=JEUDI)
    dite = dites(CORRIGEE, d.mere)
    annuler(demande, d.enseignante)
    retablir(demande, d.enseignante)
    assert dites(CORRIGEE, d.mere) == dite != []
    assert dites(RETABLIE) == dites(ANNULEE) == [], "nobody had been told that it was cancelled"


def test_put_back_who_answers_again_is_asked_again(d, proposer, autoriser, corriger):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    annuler(demande, d.enseignante)
    assert dites(CORRIGEE) == []
    retablir(demande, d.enseignante)
    assert "Répondez à nouveau" in dites(CORRIGEE, d.mere)[0] and dites(RETABLIE, d.mere) != []


def test_cancelled_before_families_see_it_and_put_back_after_it_is_announced(d, proposer, horloge):
    poser({"calme.retient": "tout"})
    horloge(MARDI_10H + dt.timedelta(hours=20, minutes=40))
    ecole = Etablissement.objects.get(pk=d.elementaire.pk)
    demande = proposer(debut=VENDREDI, fin=VENDREDI, etablissement=ecole)
    annuler(demande, d.enseignante)
    horloge(demande.visible_le + dt.timedelta(minutes=1))
    consentements.annoncer_demande(demande=DemandeConsentement.objects.get(pk=demande.pk))
    assert dites(DEMANDE) == []
    retablir(demande, d.enseignante)
    assert dites(DEMANDE, d.mere) == ["Inès · Sortie à la ferme : votre autorisation"]
    assert dites(RETABLIE) == [], "nobody had been told that it was cancelled"


def test_who_was_told_in_the_morning_that_it_is_cancelled_is_told_that_it_takes_place(d, proposer, horloge):
    demande = proposer(debut=VENDREDI, fin=VENDREDI)
    horloge(MARDI_10H + dt.timedelta(hours=20, minutes=40))
    annuler(demande, d.enseignante)
    (le,) = set(Notification.objects.filter(nature=ANNULEE).values_list("visible_le", flat=True))
    horloge(le + dt.timedelta(minutes=5))
    retablir(demande, d.enseignante)
    assert dites(RETABLIE, d.mere) != []


# --- Within a notification ----------------------------------------------------------------------------------------------
def test_the_word_of_a_cancellation_is_told_whole(d, proposer):
    assert len(TITRE) == 80 and len(MOT) > 100
    demande = proposer(titre=TITRE, fin=VENDREDI)
    annuler(demande, d.enseignante, MOT)
    for qui in (d.mere, d.mere_arabophone):
        (dite,) = dites(ANNULEE, qui)
        assert MOT in dite and len(dite) <= 200 and "Découverte de la" in dite


def test_at_its_longest_it_ends_on_a_word_and_says_where_the_rest_is(d, proposer, corriger):
    d.eleve_cp.prenom = "Marie-" * 12
    d.eleve_cp.save()
    demande = proposer(titre=TITRE, lieu="à la ferme du Pré-Vert " * 5)
    corriger(demande, titre=TITRE[::-1].strip(), lieu="au zoo de la grande ville " * 4, fin=VENDREDI)
    (dite,) = dites(CORRIGEE, d.mere)
    assert dite.endswith("… la suite sur la page") and len(dite) <= 200
    assert "du jeudi 26 novembre au vendredi 27 novembre" in dite, "what counts most first"
    annuler(demande, d.enseignante, ("mot " * 30).strip())
    (dite,) = dites(ANNULEE, d.mere)
    assert len(dite) <= 200 and dite.endswith("mot… la suite sur la page")


# --- Pages that are no longer true --------------------------------------------------------------------------------------
def version(client, demande) -> str:
    return client.get(reverse("autorisation", args=[demande.pk])).context["annuler"].version_portee


def test_a_second_who_cancels_reads_that_their_word_did_not_leave_and_says_it(d, proposer, entrer):
    demande, mot = proposer(), "Prenez vos enfants à 11 h."
    client, adresse = entrer(d.directrice), reverse("sortie_annuler", args=[demande.pk])
    lue = version(client, demande)
    annuler(demande, d.enseignante)
    refusee = client.post(adresse, {"mot": mot, "version": lue})
    page = texte(refusee)
    assert refusee.status_code == 422 and "Votre mot n’est pas parti" in page and mot in refusee.text
    demande.refresh_from_db()
    assert demande.mot == ""
    dit = {"mot": mot, "version": refusee.context["annuler"].version_portee}
    assert client.post(adresse, dit).status_code == 302
    demande.refresh_from_db()
    assert demande.mot == mot and dites(ANNULEE, d.mere)[0].endswith(mot)
    assert client.post(adresse, dit).status_code == 302, "sent twice, it is told once"
    assert len(dites(ANNULEE, d.mere)) == 1


def test_nobody_cancels_unseen_what_another_has_just_put_off(d, proposer, corriger, entrer):
    demande = proposer()
    client, adresse = entrer(d.directrice), reverse("sortie_annuler", args=[demande.pk])
    lue = version(client, demande)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    refusee = client.post(adresse, {"mot": "Le car est en panne.", "version": lue})
    assert refusee.status_code == 422 and "La sortie a changé pendant que vous écriviez" in texte(refusee)
    assert "Le car est en panne." in refusee.text
    demande.refresh_from_db()
    assert not demande.est_annulee


def test_what_was_read_before_it_leaves_is_what_leaves(d, proposer, entrer):
    demande = proposer(lieu="à la ferme du Pré-Vert")
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, lieu="à la ferme du Pré-Bleu") | cachees(client.get(adresse))
    dit |= cachees(client.post(adresse, dit))
    assert client.post(adresse, dit | {"lieu": "au zoo de Vincennes"}).status_code == 422
    demande.refresh_from_db()
    assert demande.lieu == "à la ferme du Pré-Vert"


# --- When families know, and who knows by paper alone -------------------------------------------------------------------
def notifications_seules(d) -> Etablissement:
    poser({"calme.retient": "notifications"})
    return Etablissement.objects.get(pk=d.elementaire.pk)


def test_at_night_who_acts_reads_when_families_will_be_told(d, proposer, entrer, horloge):
    client, demande = entrer(d.enseignante), proposer(etablissement=notifications_seules(d))
    horloge(SOIR)
    client = entrer(relu(d.enseignante))
    quand = "Les familles le lisent dès maintenant ici, et seront prévenues mercredi 25 novembre à 7 h"
    adresse = reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, texte="Bottes et gants.") | cachees(client.get(adresse))
    dit |= cachees(client.post(adresse, dit))
    assert quand in texte(client.post(adresse, dit, follow=True))
    annulation = {"version": version(client, demande)}
    assert quand in texte(client.post(reverse("sortie_annuler", args=[demande.pk]), annulation, follow=True))
    assert quand in texte(client.post(reverse("sortie_retablir", args=[demande.pk]), follow=True))


def test_asked_at_night_it_says_when_families_will_read_it(d, mardi, entrer, horloge):
    horloge(SOIR)
    client = entrer(relu(d.enseignante))
    adresse = reverse("autorisations_demander", args=[d.elementaire.pk, "sortie"])
    dit = {"titre": "Sortie au zoo", "debut": str(VENDREDI), "texte": "", "classes": [d.cp_ce1.pk]}
    faite = client.post(adresse, dit, follow=True)
    assert "Les familles le liront mercredi 25 novembre à 7 h" in texte(faite)
    assert "elles le liront mercredi 25 novembre à 7 h" in texte(faite), "and its page goes on saying it"
    (demande,) = DemandeConsentement.objects.filter(titre="Sortie au zoo")
    corriger_ = reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, titre="Sortie au cirque") | cachees(client.get(corriger_))
    relue = client.post(corriger_, dit)
    assert "a changé" not in texte(relue) and "elles liront la sortie telle qu’elle est ici" in texte(relue)


def test_who_is_reached_by_paper_alone_is_counted_and_printed(d, proposer, entrer):
    demande = proposer()
    client = entrer(d.enseignante)
    n = sum(not rang.est_atteint for rang in suivi_de(d.enseignante, demande).rangs)
    assert n > 1
    page = client.post(reverse("sortie_annuler", args=[demande.pk]), {"version": version(client, demande)}, follow=True)
    assert f"Les familles de {n} enfants ne sont pas jointes par l’écran : prévenez-les." in texte(page)
    page = texte(client.post(reverse("sortie_retablir", args=[demande.pk]), follow=True))
    assert f"Les familles de {n} enfants ne sont jointes que sur papier : imprimez leurs coupons." in page
    assert "Imprimer les coupons" in page and "Imprimer tous les coupons" not in page, "of one class, once"


def test_coupons_of_several_classes_are_printed_at_once(d, proposer, entrer):
    demande = proposer(auteur=d.directrice, classes=[d.cp_ce1, d.cm2])
    assert "Imprimer tous les coupons" in texte(entrer(d.directrice).get(reverse("autorisation", args=[demande.pk])))


def test_paper_that_will_no_longer_count_is_counted_before(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    papiers = [consentements.Saisie(d.eleve_ce1, d.mere_arabophone, "", True)]
    autorisations.saisir_autorisations(demande=demande, auteur=d.enseignante, saisies=papiers, origine="papier", tour=0)
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = cachees(client.get(adresse))
    relue = texte(client.post(adresse, envoi(demande, debut=str(VENDREDI)) | dit))
    assert "La réponse sur papier de 1 enfant ne comptera plus : son coupon est à imprimer à nouveau." in relue
    relue = texte(client.post(adresse, envoi(demande, texte="Gants.") | dit))
    assert "sur papier" not in relue, "answers stand"


def test_who_corrects_an_outing_that_was_cancelled_meanwhile_is_refused_by_a_page_that_keeps_what_was_typed(
    d, proposer, entrer
):
    """Led to another page of ours, saisies.js would take it for received; put back within the hour, it is offered again."""
    demande = proposer()
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, texte="Gants, bonnet.") | cachees(client.get(adresse))
    actions.annuler_sortie(demande=demande, auteur=d.directrice)
    refus = client.post(adresse, dit)
    assert (refus.status_code, "ne se corrige plus" in texte(refus), 'data-copie="ailleurs"' in refus.text) == (
        403,
        True,
        True,
    )
    assert "ne se corrige plus" in texte(client.get(adresse, follow=True))


# --- What pages say of it -----------------------------------------------------------------------------------------------
def test_home_and_list_say_what_changed_and_to_answer_again(d, proposer, autoriser, corriger, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    corriger(demande, texte="Gants.")
    dit = "La sortie a changé : répondez à nouveau. Vendredi 27 novembre au lieu de jeudi 26 novembre"
    for adresse in ("/", reverse("autorisations")):
        assert dit in texte(entrer(relu(d.mere)).get(adresse))
    chez_lui = texte(entrer(relu(d.pere_separe)).get("/"))
    assert "La sortie a changé le 24 novembre : vendredi 27 novembre au lieu de jeudi" in chez_lui
    assert "répondez à nouveau" not in chez_lui


def test_cancelled_nothing_more_is_expected_on_any_page(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    client, adresse = entrer(d.enseignante), reverse("autorisation", args=[demande.pk])
    avant = texte(client.get(adresse))
    assert "sans réponse" in avant and "il faut le papier" in avant and "Dans mon agenda" in avant
    annuler(demande, d.enseignante)
    apres = texte(client.get(adresse))
    for mot in ("sans réponse", "il faut le papier", "Dans mon agenda"):
        assert mot not in apres
    assert "1 accord" in apres
    une = texte(entrer(relu(d.mere)).get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])))
    assert "Vous aviez autorisé, mardi 24 novembre." in une
    assert "Votre réponse" not in une and "Dans mon agenda" not in une


def test_what_changed_tells_that_it_was_cancelled_and_put_back(d, proposer, corriger, entrer, horloge):
    demande = proposer()
    corriger(demande, texte="Gants.")
    horloge(MARDI_10H + dt.timedelta(minutes=5))
    annuler(demande, d.enseignante)
    horloge(MARDI_10H + dt.timedelta(minutes=9))
    retablir(demande, d.directrice)
    etapes = [(etape.quoi, etape.par) for etape in histoire(demande)]
    claire, anne = d.enseignante.nom_affiche, d.directrice.nom_affiche
    assert etapes == [
        ("Rétablie : elle a bien lieu", anne),
        ("Annulée", claire),
        ("ce qu’il faut savoir", claire),
    ]
    assert f"· {anne} Rétablie : elle a bien lieu" in texte(
        entrer(d.directrice).get(reverse("autorisation", args=[demande.pk]))
    )
