"""An outing that was sent changes: what is a detail and what is asked again, who is told what, cancelled and put back."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from ent.annuaire.registres import Autorisation, autorisations_de
from ent.diffusion.models import Notification
from ent.portail.actions import choisir_langue
from ent.services.vie_scolaire.actions import autorisations, sorties
from ent.services.vie_scolaire.actions import changements as actions
from ent.services.vie_scolaire.actions.consentements import Saisie
from ent.services.vie_scolaire.evenements.consentements import ANNULEE, CORRIGEE, DESACCORD, RETABLIE
from ent.services.vie_scolaire.feuilles import coupons_pdf
from ent.services.vie_scolaire.lectures.autorisations import etats_de
from ent.services.vie_scolaire.lectures.changements import ce_qui_redemande, copie, effet_de
from ent.services.vie_scolaire.models import Appel, Consentement, DemandeConsentement
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte

from .test_autorisations import le_jour
from .test_autorisations_pages import relu, repondre

MARDI, JEUDI = MARDI_10H.date(), MARDI_10H.date() + dt.timedelta(days=2)
VENDREDI = JEUDI + dt.timedelta(days=1)


def dites(nature: str, qui=None) -> list[str]:
    lues = Notification.objects.filter(nature=nature).order_by("pk")
    return list((lues.filter(destinataire=qui) if qui else lues).values_list("texte", flat=True))


# --- The rule -----------------------------------------------------------------------------------------------------------
DEPART = {"depart_a": dt.time(8, 40), "retour_a": dt.time(16, 15), "lieu": "à la ferme du Pré-Vert"}


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ({}, {"texte": "Bottes et pique-nique."}, []),
        ({}, {"repondre_avant": VENDREDI}, []),
        ({}, {"debut": VENDREDI, "fin": VENDREDI}, ["jour"]),
        ({}, {"fin": VENDREDI}, ["jour"]),
        ({}, {"depart_a": dt.time(8, 55)}, []),
        ({}, {"depart_a": dt.time(8, 56)}, ["heures"]),
        ({}, {"retour_a": None}, ["heures"]),
        ({}, {"lieu": "A la ferme du pré vert"}, []),
        ({}, {"lieu": "à la ferme du Pré-Bleu"}, ["lieu"]),
        ({}, {"lieu": ""}, ["lieu"]),
        ({}, {"titre": "Sorti à la ferme"}, []),
        ({}, {"titre": "Sortie au zoo"}, ["titre"]),
        # What was not said and now is, is a precision; but for hours that are not those of the class.
        ({"depart_a": None, "retour_a": None, "lieu": ""}, {}, []),
        ({"depart_a": None, "retour_a": None}, {"retour_a": dt.time(18, 30)}, ["heures"]),
        ({"depart_a": None, "retour_a": None}, {"depart_a": dt.time(7)}, ["heures"]),
    ],
)
def test_what_is_asked_again_is_what_families_did_not_agree_to(d, proposer, avant, apres, attendu):
    demande = proposer(**DEPART | avant)
    assert ce_qui_redemande(copie(demande), copie(demande, DEPART | apres), demande) == attendu


def test_quarters_of_an_hour_one_by_one_are_an_hour(d, proposer, autoriser, corriger):
    demande = proposer(depart_a=dt.time(9))
    autoriser(demande, d.mere, d.eleve_cp)
    assert corriger(demande, depart_a=dt.time(9, 15)).redemande == ()
    assert corriger(demande, depart_a=dt.time(9, 30)).redemande == ("heures",)
    assert demande.tour == 1
    assert corriger(demande, depart_a=dt.time(9, 45)).redemande == (), "of what is agreed to since"


# --- Corrected ----------------------------------------------------------------------------------------------------------
def test_answers_stand_when_a_detail_changes_and_families_are_told(d, proposer, autoriser, corriger):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    effet = corriger(demande, texte="Bottes et pique-nique.")
    assert (effet.redemande, effet.a_redemander, effet.reponses) == ((), 0, 1)
    assert etats_de(demande, [d.eleve_cp.pk])[d.eleve_cp.pk] is Autorisation.ACCORDEE
    assert dites(CORRIGEE, d.mere) == ["Inès · Sortie à la ferme a changé : ce qu’il faut savoir"]
    assert (demande.texte, demande.sequence, demande.tour) == ("Bottes et pique-nique.", 1, 0)


def test_answers_are_asked_again_when_the_day_changes_and_the_former_ones_are_kept(d, proposer, autoriser, corriger):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    assert dites(DESACCORD)
    effet = corriger(demande, debut=VENDREDI, fin=VENDREDI)
    assert (effet.redemande, effet.a_redemander) == (("jour",), 1)
    assert etats_de(demande, [d.eleve_cp.pk])[d.eleve_cp.pk] is Autorisation.SANS_REPONSE
    assert dites(DESACCORD) == [], "it is over with the answers that made it"
    assert Consentement.objects.filter(demande=demande).exclude(remplace_le=None).count() == 2
    quoi = "Sortie à la ferme a changé : vendredi 27 novembre au lieu de jeudi 26 novembre"
    assert dites(CORRIGEE, d.mere) == [f"Inès · Répondez à nouveau, {quoi}"]
    assert dites(CORRIGEE, d.mere_arabophone) != [], "who had not answered is told too"
    assert f"Inès · {quoi}" not in dites(CORRIGEE)
    autoriser(demande, d.mere, d.eleve_cp)
    assert etats_de(demande, [d.eleve_cp.pk])[d.eleve_cp.pk] is Autorisation.ACCORDEE


def test_a_comma_does_not_hide_a_day_that_moved(d, proposer, autoriser, corriger, entrer, horloge):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(minutes=5))
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    corriger(demande, texte="Bottes et pique-nique.")
    jour = "vendredi 27 novembre au lieu de jeudi 26 novembre, ce qu’il faut savoir"
    assert dites(CORRIGEE, d.mere) == [f"Inès · Répondez à nouveau, Sortie à la ferme a changé : {jour}"]
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    assert f"La sortie a changé le 24 novembre : {jour}." in texte(entrer(relu(d.mere)).get(une))
    horloge(MARDI_10H + dt.timedelta(minutes=10))
    autoriser(demande, d.mere, d.eleve_cp)
    assert "La sortie a changé" not in texte(entrer(relu(d.mere)).get(une)), "she answered to what it is"
    corriger(demande, debut=JEUDI, fin=JEUDI)
    assert "jeudi 26 novembre au lieu de vendredi 27 novembre" in dites(CORRIGEE, d.mere)[0], "even as it was at first"


def test_it_is_told_in_the_language_of_who_reads(d, proposer, corriger):
    demande = proposer()
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    (dite,) = dites(CORRIGEE, d.mere_arabophone)
    assert "au lieu de" not in dite and "novembre" not in dite and demande.titre in dite


def test_families_of_another_class_are_told_nothing_and_read_nothing(d, proposer, corriger, entrer):
    demande = proposer(auteur=d.directrice, classes=[d.cm2])
    corriger(demande, auteur=d.directrice, debut=VENDREDI, fin=VENDREDI)
    actions.annuler_sortie(demande=demande, auteur=d.directrice, mot="Le car est en panne.")
    assert dites(CORRIGEE, d.mere_arabophone) == dites(ANNULEE, d.mere_arabophone) == []
    client = entrer(d.mere_arabophone)
    assert "Sortie à la ferme" not in texte(client.get(reverse("autorisations")))
    assert client.get(reverse("sortie_ics", args=[demande.pk])).status_code == 404
    assert client.get(reverse("autorisation_famille", args=[demande.pk, d.eleve_ce1.uuid])).status_code == 404


def test_the_same_again_changes_nothing_and_tells_nobody(d, proposer, corriger):
    demande = proposer()
    corriger(demande, titre=demande.titre, debut=demande.debut)
    assert (demande.sequence, dites(CORRIGEE), demande.versions.count()) == (0, [], 0)


def test_what_families_do_not_see_yet_is_told_once_as_it_is(d, proposer, corriger, horloge):
    demande = proposer()
    DemandeConsentement.objects.filter(pk=demande.pk).update(visible_le=MARDI_10H + dt.timedelta(hours=20))
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    assert dites(CORRIGEE) == []


def test_nobody_agrees_to_a_day_that_they_have_not_seen(d, proposer, corriger, entrer):
    demande = proposer()
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    refusee = repondre(entrer(d.mere), demande, d.eleve_cp, lu="", tour="0")
    assert refusee.status_code == 422
    assert "La sortie a changé depuis que cette page est ouverte" in texte(refusee)
    assert not Consentement.objects.filter(demande=demande).exists()
    assert repondre(entrer(d.mere), demande, d.eleve_cp, lu="", tour="1").status_code == 302
    with pytest.raises(ValidationError, match="La sortie a changé"):
        papiers = [Saisie(d.eleve_cp, d.pere_separe, "", True)]
        autorisations.saisir_autorisations(
            demande=demande, auteur=d.enseignante, saisies=papiers, origine="papier", tour=0
        )


def test_slips_say_the_new_day_and_are_for_all_who_answer_again(d, proposer, autoriser, corriger):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    avant = autorisations.preparer_coupons(demande=demande, auteur=d.enseignante, classe=d.cp_ce1)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    apres = autorisations.preparer_coupons(demande=demande, auteur=d.enseignante, classe=d.cp_ce1)
    assert len(apres) == len(avant) + 1
    page = PdfReader(io.BytesIO(coupons_pdf(demande, apres))).pages[0].extract_text()
    assert "Vendredi 27 novembre." in page and "À rendre le jeudi 26 novembre au plus tard" in page
    assert "remplace le coupon d’avant" in page.replace("\u00a0", " ")


@pytest.mark.parametrize("champs", [{"lieu": "au zoo"}, {"titre": "Sortie au zoo"}, {"fin": VENDREDI}])
def test_on_its_day_hours_alone_change(d, proposer, autoriser, corriger, champs):
    demande = proposer(lieu="à la ferme", retour_a=dt.time(16))
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    assert corriger(demande, retour_a=dt.time(17, 30)).redemande == ()
    assert dites(CORRIGEE, d.mere) == ["Inès · Sortie à la ferme a changé : retour 17 h 30 au lieu de retour 16 h 00"]
    with pytest.raises(ValidationError, match="seules les heures"):
        corriger(demande, **champs)


def test_put_off_on_its_morning_it_is_asked_again_and_its_roll_goes(d, proposer, autoriser, corriger):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    corriger(demande, debut=VENDREDI, fin=VENDREDI)
    assert (demande.tour, Appel.objects.filter(sortie=demande).count()) == (1, 0)


# --- Cancelled ----------------------------------------------------------------------------------------------------------
def annuler(demande, auteur, mot=""):
    actions.annuler_sortie(demande=demande, auteur=auteur, mot=mot)
    demande.refresh_from_db()


def test_cancelled_it_is_told_leaves_what_is_owed_and_stands_crossed(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    annuler(demande, d.enseignante, "Le car est en panne.")
    assert dites(ANNULEE, d.mere) == ["Inès · Annulée : Sortie à la ferme, jeudi 26 novembre. Le car est en panne."]
    client = entrer(relu(d.pere_separe))
    assert "À faire maintenant" not in texte(client.get("/"))
    for adresse in (reverse("semaine"), reverse("autorisations")):
        page = client.get(adresse).text
        assert "<s>" in page and "nnulée" in page and "Sortie à la ferme" in page
    une = client.get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid]))
    assert "La sortie est annulée : il n’y a plus à répondre. Le car est en panne." in texte(une)
    assert "J’autorise" not in texte(une)
    assert repondre(client, demande, d.eleve_cp).status_code == 422
    with pytest.raises(ValidationError, match="La sortie est annulée"):
        autoriser(demande, d.pere_separe, d.eleve_cp)
    assert autorisations_de("sortie", d.elementaire.pk, [d.eleve_cp.pk], JEUDI)[d.eleve_cp.pk] == "non_demandee"


def test_cancelled_on_its_day_its_roll_is_no_longer_asked(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    annuler(demande, d.enseignante)
    assert not Appel.objects.filter(sortie=demande).exists()
    with pytest.raises(ValidationError):
        sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)


def test_once_its_roll_is_made_it_took_place(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    (appel, *_autres) = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    Appel.objects.filter(pk=appel.pk).update(fait_le=MARDI_10H)
    with pytest.raises(ValidationError, match="elle a eu lieu"):
        annuler(demande, d.enseignante)


def test_put_back_within_the_hour_answers_count_again_and_who_was_told_is_told(d, proposer, autoriser, horloge):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    annuler(demande, d.enseignante, "Le car est en panne.")
    actions.retablir_sortie(demande=demande, auteur=d.enseignante)
    demande.refresh_from_db()
    assert (demande.est_ouverte, demande.mot, demande.sequence) == (True, "", 2)
    assert etats_de(demande, [d.eleve_cp.pk])[d.eleve_cp.pk] is Autorisation.ACCORDEE
    assert dites(ANNULEE) == []
    assert dites(RETABLIE, d.mere) == ["Inès · Sortie à la ferme a bien lieu : jeudi 26 novembre"]
    annuler(demande, d.enseignante)
    assert dites(RETABLIE) == []
    horloge(MARDI_10H + dt.timedelta(hours=1, minutes=1))
    with pytest.raises(ValidationError, match="plus d’une heure"):
        actions.retablir_sortie(demande=demande, auteur=d.enseignante)


# --- Pages --------------------------------------------------------------------------------------------------------------
def envoi(demande, **champs) -> dict:
    return {"titre": demande.titre, "debut": str(demande.debut), "texte": demande.texte} | champs


def cachees(reponse) -> dict[str, str]:
    formulaire = reponse.context["formulaire"]
    return {"version": formulaire.version_portee} | (
        {"lue": formulaire.empreinte} if reponse.status_code == 422 else {}
    )


def test_who_corrects_reads_first_what_families_will_read_and_how_many_answer_again(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, debut=str(VENDREDI)) | cachees(client.get(adresse))
    relue = client.post(adresse, dit)
    page = texte(relue)
    assert relue.status_code == 422
    assert "La famille de 1 enfant devra répondre à nouveau, car cela change : le jour." in page
    assert "Les familles liront : Sortie à la ferme a changé : vendredi 27 novembre au lieu de jeudi 26" in page
    demande.refresh_from_db()
    assert (demande.debut, dites(CORRIGEE)) == (JEUDI, []), "nothing is written yet"
    ecrite = client.post(adresse, dit | cachees(relue), follow=True)
    assert "C’est corrigé, et les familles répondent à nouveau. Les familles sont prévenues." in texte(ecrite)
    assert "Ce qui a changé" in texte(ecrite)
    page = texte(entrer(relu(d.mere)).get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])))
    assert "La sortie a changé le 24 novembre : vendredi 27 novembre au lieu de jeudi 26 novembre." in page
    assert "Votre réponse d’avant ne compte plus : répondez à nouveau." in page
    assert "La sortie a changé : répondez à nouveau." in texte(entrer(relu(d.mere)).get("/"))
    assert "ne compte plus" not in texte(
        entrer(relu(d.pere_separe)).get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid]))
    ), "he had not answered: nothing tells him that she had"


def test_two_who_correct_at_once_do_not_overwrite_each_other(d, proposer, corriger, entrer):
    demande = proposer()
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, texte="Bottes, gants.") | cachees(client.get(adresse))
    corriger(demande, auteur=d.directrice, texte="Pique-nique.")
    refusee = client.post(adresse, dit)
    assert refusee.status_code == 422 and "pendant que vous écriviez" in texte(refusee)
    demande.refresh_from_db()
    assert demande.texte == "Pique-nique."
    assert client.post(adresse, dit | cachees(refusee)).status_code == 302, "read once, with what it does"
    demande.refresh_from_db()
    assert demande.texte == "Bottes, gants."


def test_a_deadline_that_is_over_is_given_again_with_what_is_asked_again(d, proposer, autoriser, entrer, horloge):
    demande = proposer(debut=VENDREDI, fin=VENDREDI, repondre_avant=MARDI)
    autoriser(demande, d.mere, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(days=1))
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    dit = envoi(demande, lieu="au zoo", repondre_avant=str(MARDI)) | cachees(client.get(adresse))
    assert "donnez-leur une date à venir" not in texte(client.post(adresse, dit)), "a place that was not said"
    dit |= {"debut": str(JEUDI)}
    assert "donnez-leur une date à venir" in texte(client.post(adresse, dit))


def test_it_is_cancelled_from_its_page_and_put_back(d, proposer, entrer):
    demande = proposer()
    client = entrer(d.enseignante)
    adresse = reverse("sortie_annuler", args=[demande.pk])
    version = client.get(reverse("autorisation", args=[demande.pk])).context["annuler"].version_portee
    page = client.post(adresse, {"mot": "Le car est en panne.", "version": version}, follow=True)
    assert "La sortie est annulée. Les familles sont prévenues." in texte(page) and "Rétablir" in texte(page)
    assert "<s>Sortie à la ferme</s>" in client.get(reverse("autorisations_suivi")).text
    page = client.post(reverse("sortie_retablir", args=[demande.pk]), follow=True)
    assert "La sortie a bien lieu" in texte(page) and "Annuler la sortie" in texte(page)


def test_who_holds_one_class_of_two_neither_corrects_nor_cancels(d, proposer, entrer):
    demande = proposer(auteur=d.directrice, classes=[d.cp_ce1, d.cm2])
    client = entrer(d.enseignante)
    assert client.get(reverse("sortie_corriger", args=[demande.pk])).status_code == 403
    assert client.post(reverse("sortie_annuler", args=[demande.pk])).status_code == 403
    assert "Corriger la sortie" not in texte(client.get(reverse("autorisation", args=[demande.pk])))


def test_only_an_outing_is_corrected(d, proposer, entrer):
    demande = proposer("seul")
    assert entrer(d.directrice).get(reverse("sortie_corriger", args=[demande.pk])).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_what_a_correction_does_is_read_in_two_queries(d, proposer, autoriser, nombre, django_assert_num_queries):
    demande = proposer()
    for eleve in (d.eleve_cp, d.eleve_ce1, d.eleve_cp)[:nombre]:
        autoriser(demande, d.mere if eleve == d.eleve_cp else d.mere_arabophone, eleve)
    demande = DemandeConsentement.objects.select_related("etablissement").get(pk=demande.pk)
    with django_assert_num_queries(1):
        effet_de(demande, {"debut": VENDREDI, "fin": VENDREDI})


@pytest.mark.parametrize("mot", ["", "Le car est en panne."])
def test_a_cancelled_outing_is_said_again_in_the_language_now_chosen(d, proposer, mot):
    annuler(proposer(), d.enseignante, mot)
    avant = dites(ANNULEE, d.mere)
    choisir_langue(personne=d.mere, langue="en")
    (dite,) = dites(ANNULEE, d.mere)
    assert "Cancelled: Sortie à la ferme, Thursday 26 November" in dite and dite.endswith(mot)
    choisir_langue(personne=d.mere, langue="fr")
    assert dites(ANNULEE, d.mere) == avant
