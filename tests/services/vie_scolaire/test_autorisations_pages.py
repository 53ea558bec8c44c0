"""Pages of what families allow: what each reads, and what a teacher, the other parent and other classes never do."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Affectation, Personne
from ent.services.vie_scolaire.actions import autorisations, consentements, sorties
from ent.services.vie_scolaire.actions.consentements import Saisie
from ent.services.vie_scolaire.lectures.autorisations import dire_les_desaccords, suivi_de
from ent.services.vie_scolaire.lectures.familles import tous_les_billets
from ent.services.vie_scolaire.models import AccordEleve, Consentement, DemandeConsentement
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte

from .test_autorisations import le_jour
from .test_lus import champs_de

JEUDI = MARDI_10H.date() + dt.timedelta(days=2)
SORTIE = {"titre": "Sortie à la ferme", "debut": str(JEUDI)}


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def repondre(client, demande, eleve, reponse="oui", **champs):
    return client.post(reverse("autorisation_repondre", args=[demande.pk, eleve.uuid]), {"reponse": reponse} | champs)


# --- Families -------------------------------------------------------------------------------------------------------------
def test_it_waits_in_the_feed_with_what_it_takes_and_is_done_in_one_tap(d, proposer, entrer):
    demande = proposer(depart_a=dt.time(8, 40), lieu="à la ferme du Pré-Vert")
    client = entrer(d.mere)
    page = texte(client.get("/"))
    assert "À faire maintenant 1 chose, 1 min" in page
    assert (
        "Sortie à la ferme : votre autorisation" in page
        and "Jeudi 26 novembre, départ 8 h 40, à la ferme du Pré-Vert." in page
    )
    reponse = repondre(client, demande, d.eleve_cp, depuis="accueil")
    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    assert "C’est noté : vous autorisez." in texte(client.get("/"))


@pytest.mark.besoin_de("cahier_de_textes")
@pytest.mark.parametrize("nombre", [0, 1, 3])
def test_a_home_that_owes_no_authorisation_costs_nothing_more(
    d, proposer, autoriser, entrer, nombre, django_assert_num_queries
):
    for _n in range(nombre):
        demande = proposer("seul")
        for eleve in (d.eleve_cp, d.eleve_cm2):
            autoriser(demande, d.mere, eleve)
    Consentement.objects.update(dit_le="2026-11-20T10:00:00Z")
    client = entrer(d.mere)
    client.post("/notifications/", {"jusqu_a": "999999"})
    with django_assert_num_queries(7):
        client.get("/")


def test_an_outing_is_in_the_days_of_its_child_with_one_s_own_answer(d, proposer, autoriser, entrer):
    demande = proposer(depart_a=dt.time(8, 40))
    autoriser(demande, d.mere, d.eleve_cp)
    assert "8 h 40, Sortie à la ferme vous autorisez" in texte(entrer(relu(d.mere)).get(reverse("semaine")))
    assert "8 h 40, Sortie à la ferme à répondre" in texte(entrer(relu(d.pere_separe)).get(reverse("semaine")))
    autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    assert "8 h 40, Sortie à la ferme vous n’autorisez pas" in texte(entrer(relu(d.mere)).get(reverse("semaine")))
    assert "Sortie à la ferme" not in texte(entrer(d.eleve_cp).get("/"))


def test_a_holder_reads_their_own_answer_and_that_answers_differ_and_nothing_else(d, proposer, autoriser, entrer):
    demande = proposer()
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    assert "diffèrent" not in texte(entrer(d.mere).get(une)), "she has not answered: she learns nothing of him"
    autoriser(demande, d.mere, d.eleve_cp)
    for qui, autre in ((d.mere, d.pere_separe), (d.pere_separe, d.mere)):
        lue = entrer(relu(qui)).get(une)
        page = lue.text
        assert "Les réponses données pour votre enfant diffèrent : voyez avec l’école." in texte(lue)
        for secret in (autre.prenom, autre.nom_affiche, autre.courriel, autre.telephone or "rien de tel"):
            assert secret not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)
    assert page.count('aria-pressed="true"') == 1


def test_a_conflict_never_reads_as_given_to_its_own_holder(d, proposer, autoriser, entrer):
    demande, seul = proposer(depart_a=dt.time(8, 40)), proposer("seul")
    autoriser(seul, d.mere, d.eleve_cp)
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    rien = "vos réponses diffèrent : rien n’est autorisé"
    for qui in (d.mere, d.pere_separe):
        client = entrer(relu(qui))
        assert f"8 h 40, Sortie à la ferme {rien}" in texte(client.get(reverse("semaine")))
        assert texte(client.get(reverse("autorisations"))).count(rien) == 1
    client = entrer(relu(d.mere))
    assert texte(client.get(reverse("autorisations"))).count("vous autorisez") == 1, "of what nobody contests"
    dite = repondre(client, demande, d.eleve_cp, depuis="accueil")
    page = texte(client.get(dite["Location"]))
    assert "D’ici là, rien n’est autorisé." in page and "C’est noté : vous autorisez." not in page
    le_jour(demande)
    une = texte(client.get(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])))
    assert rien in une and "vous autorisez" not in une


def test_a_conflict_on_an_outing_stays_on_the_homes_of_its_holders(d, proposer, autoriser, entrer, horloge):
    """Told once in the news, it was forgotten until the eve: the child did not go."""
    demande = proposer(debut=JEUDI + dt.timedelta(days=7), fin=JEUDI + dt.timedelta(days=7))
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    differe = "Les réponses données pour votre enfant diffèrent : voyez avec l’école."
    for lendemain in (0, 1):
        horloge(MARDI_10H + dt.timedelta(days=lendemain))
        for qui in (d.mere, d.pere_separe):
            page = texte(entrer(relu(qui)).get("/"))
            assert page.count(differe) == 1, (qui, lendemain)
    autoriser(demande, d.pere_separe, d.eleve_cp)
    for qui in (d.mere, d.pere_separe):
        assert differe not in texte(entrer(relu(qui)).get("/"))
    horloge(MARDI_10H + dt.timedelta(days=2))
    assert "Je n’autorise pas : Inès, Sortie à la ferme" not in texte(entrer(relu(d.mere)).get("/"))


@pytest.mark.parametrize("nombre", [1, 3])
def test_conflicts_are_read_in_one_query_whatever_the_answers(
    d, proposer, autoriser, nombre, django_assert_num_queries
):
    for _n in range(nombre):
        demande = proposer("seul")
        autoriser(demande, d.mere, d.eleve_cp)
        autoriser(demande, d.pere_separe, d.eleve_cp)
    mere = relu(d.mere)
    billets = tous_les_billets(mere, images=False)
    for questions in (1, 0):  # two parts of a home ask
        with django_assert_num_queries(questions):
            dire_les_desaccords(mere, billets)


def test_a_change_of_mind_is_dated_and_the_former_answer_is_shown_to_its_author_alone(
    d, proposer, autoriser, entrer, horloge
):
    demande = proposer("seul")
    autoriser(demande, d.mere, d.eleve_cp)
    horloge(MARDI_10H + dt.timedelta(days=1))
    client = entrer(d.mere)
    repondre(client, demande, d.eleve_cp, "non")
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    page = texte(client.get(une))
    assert "Autorisation retirée mercredi 25 novembre." in page
    assert "J’autorise · du 24 novembre 2026 au 25 novembre 2026" in page
    assert "24 novembre 2026" not in texte(entrer(d.pere_separe).get(une))


def test_after_the_lock_it_is_refused_with_what_to_do(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    reponse = repondre(entrer(d.mere), demande, d.eleve_cp, "non")
    assert reponse.status_code == 422
    assert "C’est le jour de la sortie : la réponse ne se change plus ici. Appelez l’école." in texte(reponse)
    assert Consentement.objects.get(responsable=d.mere).accorde
    assert "À faire maintenant 1 chose" not in texte(entrer(d.pere_separe).get("/")), "nobody is asked any more"


def test_what_is_asked_is_translated_where_it_is_plugged(d, proposer, entrer, settings):
    demande = proposer()
    adresses = [
        reverse(nom, args=[demande.pk, d.eleve_ce1.uuid]) for nom in ("autorisation_famille", "autorisation_traduire")
    ]
    assert adresses[1] not in entrer(d.mere_arabophone).get(adresses[0]).text
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"
    assert f'data-hx-post="{adresses[1]}"' in entrer(d.mere_arabophone).get(adresses[0]).text


# --- The school -----------------------------------------------------------------------------------------------------------
def test_a_teacher_reads_where_a_child_stands_and_the_direction_who_said_what(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    adresse = reverse("autorisation", args=[demande.pk])
    enseignante, directrice = (texte(entrer(qui).get(adresse)) for qui in (d.enseignante, d.directrice))
    assert "Inès Belhadj en désaccord" in enseignante and "Inès Belhadj en désaccord" in directrice
    assert "Mme Belhadj" not in enseignante and "M. Belhadj" not in enseignante
    assert "Mme Belhadj : oui, 24 novembre" in directrice and "M. Belhadj : non, 24 novembre" in directrice


def test_of_a_question_to_the_school_a_teacher_follows_their_class_alone(d, proposer, entrer):
    demande = proposer("seul")
    page = texte(entrer(d.enseignante).get(reverse("autorisation", args=[demande.pk])))
    assert "CP-CE1" in page and "CM2" not in page and "Sofiane" not in page
    client = entrer(d.enseignante)
    for nom in ("autorisation_fermer", "autorisation_relancer"):
        assert client.post(reverse(nom, args=[demande.pk])).status_code == 403
    for nom in ("autorisation_saisir", "autorisation_appel"):
        assert client.post(reverse(nom, args=[demande.pk, d.cm2.pk])).status_code == 404
    assert client.post(reverse("autorisation_feuilles", args=[demande.pk]), {"classe": d.cm2.pk}).status_code == 404


def test_who_holds_one_class_of_two_leads_neither(d, proposer, entrer):
    demande = proposer(auteur=d.directrice, classes=[d.cp_ce1, d.cm2])
    assert entrer(d.enseignante).post(reverse("autorisation_fermer", args=[demande.pk])).status_code == 403
    Affectation.objects.create(
        enseignant=d.enseignante, classe=d.cm2, nature="co_enseignant", debut=dt.date(2026, 9, 1)
    )
    assert entrer(relu(d.enseignante)).post(reverse("autorisation_fermer", args=[demande.pk])).status_code == 302


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"titre": ""}, "Donnez un titre"),
        ({"debut": "2026-11-24"}, "Il faut un jour à venir"),
        ({"fin": "2026-11-25"}, "Le dernier jour vient avant le premier"),
        ({"repondre_avant": str(JEUDI)}, "Au plus tard la veille de la sortie."),
        ({"depart_a": "16:00", "retour_a": "08:40"}, "Le retour vient après le départ."),
        ({"classes": []}, "Choisissez au moins une classe."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(d, mardi, entrer, champs, faute):
    adresse = reverse("autorisations_demander", args=[d.elementaire.pk, "sortie"])
    reponse = entrer(d.enseignante).post(adresse, SORTIE | {"classes": [d.cp_ce1.pk]} | champs)
    assert reponse.status_code == 422 and faute in texte(reponse)
    assert not DemandeConsentement.objects.exists()


def test_a_class_that_one_does_not_hold_is_not_asked(d, mardi, entrer):
    adresse = reverse("autorisations_demander", args=[d.elementaire.pk, "sortie"])
    assert entrer(d.enseignante).post(adresse, SORTIE | {"classes": [d.cm2.pk]}).status_code == 422
    assert (
        entrer(d.enseignante).get(reverse("autorisations_demander", args=[d.elementaire.pk, "seul"])).status_code == 404
    )
    assert not DemandeConsentement.objects.exists()


def test_what_came_on_paper_is_entered_with_one_tap_each_and_says_who_entered_it(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    adresse = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk])
    client = entrer(d.enseignante)
    page = client.get(adresse)
    assert "Mme Belhadj : a répondu à l’écran" in texte(page)
    assert f'name="{d.eleve_cp.uuid}:{d.mere.uuid}"' not in page.text
    cle = f"{d.eleve_ce1.uuid}:{d.mere_arabophone.uuid}"
    assert client.post(adresse, {"origine": "place", cle: "oui"}).status_code == 302
    dite = Consentement.objects.get(responsable=d.mere_arabophone)
    assert (dite.accorde, dite.origine, dite.saisi_par) == (True, "place", d.enseignante)
    directrice = texte(entrer(d.directrice).get(reverse("autorisation", args=[demande.pk])))
    assert "Mme Haddad : oui, 24 novembre (en personne, entré par Mme Lefort)" in directrice
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_ce1.uuid])
    Personne.objects.filter(pk=d.mere_arabophone.pk).update(langue="fr")
    assert "Votre réponse dite à l’école, entrée mardi 24 novembre." in texte(entrer(relu(d.mere_arabophone)).get(une))


def test_a_teacher_reads_on_the_page_of_papers_what_they_entered_and_no_more(d, proposer, entrer):
    demande = proposer()
    adresse = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk])
    for auteur, eleve, adulte in (
        (d.directrice, d.eleve_cp, d.mere),
        (d.directrice, d.eleve_cp, d.pere_separe),
        (d.enseignante, d.eleve_ce1, d.mere_arabophone),
    ):
        dite = [Saisie(eleve, adulte, "", adulte != d.pere_separe)]
        autorisations.saisir_autorisations(demande=demande, auteur=auteur, saisies=dite, origine="papier")
    cles = [f"{d.eleve_cp.uuid}:{p.uuid}" for p in (d.mere, d.pere_separe)] + [
        f"{d.eleve_ce1.uuid}:{d.mere_arabophone.uuid}"
    ]
    for qui, dits in ((d.enseignante, [None, None, "oui"]), (d.directrice, ["oui", "non", "oui"])):
        page = entrer(relu(qui)).get(adresse)
        envoi = champs_de(page.text)
        assert [envoi.get(cle) for cle in cles] == dits
        lus = [envoi[f"lu-{cle}"].partition(":")[0] or None for cle in cles]
        assert lus == dits, "nor what the page bears hidden"
        assert texte(page).count("déjà entrée") == dits.count(None)
    refusees = [
        texte(entrer(relu(d.enseignante)).post(adresse, {"origine": "papier", cles[0]: dit})) for dit in ("oui", "non")
    ]
    assert all("Une autre réponse est entrée" in refusee for refusee in refusees), "whatever it says"


def test_children_sign_the_charter_too(d, proposer, entrer):
    demande = proposer("charte", texte="Je suis poli.")
    client = entrer(d.enseignante)
    adresse = reverse("autorisation_signer", args=[demande.pk, d.cp_ce1.pk])
    page, case = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk]), f"signe-{d.eleve_ce1.uuid}"
    for signe, restent in ((True, {d.eleve_ce1}), (False, set())):
        envoi = champs_de(client.get(page).text) | {case: "oui"}
        client.post(adresse, {nom: valeur for nom, valeur in envoi.items() if nom != case or signe})
        assert {accord.eleve for accord in AccordEleve.objects.en_vigueur()} == restent
    sortie = proposer()
    assert client.post(reverse("autorisation_signer", args=[sortie.pk, d.cp_ce1.pk])).status_code == 404


def test_images_and_the_rest_have_their_own_pages(d, demander, proposer, entrer):
    image, sortie = demander(), proposer()
    client = entrer(d.directrice)
    assert client.get(reverse("autorisation", args=[image.pk])).status_code == 404
    assert client.get(reverse("consentements_demande", args=[sortie.pk])).status_code == 404
    assert "Sortie à la ferme" not in client.get(reverse("consentements_suivi")).text
    mere = entrer(d.mere)
    assert (
        mere.post(reverse("consentements_repondre", args=[sortie.pk, d.eleve_cp.uuid]), {"reponse": "oui"}).status_code
        == 404
    )
    assert repondre(mere, image, d.eleve_cp).status_code == 404


def test_september_says_what_to_ask_again(d, proposer, entrer, horloge):
    demande = proposer("seul")
    horloge(dt.datetime(2027, 9, 2, 10, tzinfo=dt.UTC))
    client = entrer(relu(d.directrice))
    assert "Redemander pour 2027-2028" in texte(client.get(reverse("autorisations_suivi")))
    assert "Redemander" not in texte(entrer(relu(d.enseignante)).get(reverse("autorisations_suivi")))
    for _fois in range(2):
        client.post(reverse("autorisation_redemander", args=[demande.pk]))
    assert DemandeConsentement.objects.filter(suite_de=demande).count() == 1


@pytest.mark.parametrize("cas", ["outing", "closed"])
def test_an_outing_and_what_was_closed_are_not_asked_again(d, proposer, entrer, horloge, cas):
    demande = proposer() if cas == "outing" else proposer("seul")
    if cas == "closed":
        consentements.fermer_demande(demande=demande, auteur=d.directrice)
    horloge(dt.datetime(2027, 9, 2, 10, tzinfo=dt.UTC))
    page = texte(entrer(relu(d.directrice)).post(reverse("autorisation_redemander", args=[demande.pk]), follow=True))
    assert "faites une nouvelle demande" in page
    assert not DemandeConsentement.objects.filter(suite_de=demande).exists()


def test_the_roll_says_in_words_who_does_not_leave(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere_arabophone, d.eleve_ce1)
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    le_jour(demande)
    client = entrer(d.enseignante)
    reponse = client.post(reverse("autorisation_appel", args=[demande.pk, d.cp_ce1.pk]))
    lue = client.get(reponse["Location"])
    page, dits = lue.text, texte(lue).partition("Ne partent pas")[2]
    assert "Inès Belhadj en désaccord" in dits and "sans autorisation : pas de réponse" in dits
    assert f'name="absent-{d.eleve_cp.pk}"' not in page and f'name="absent-{d.eleve_ce1.pk}"' in page
    consentements.fermer_demande(demande=demande, auteur=d.directrice)
    assert client.get(reponse["Location"]).status_code == 200, "a roll that was opened outlives its question"


def case_de(page: str, eleve) -> tuple[str, str]:
    """A pupil's tile, and their line, on a roll."""
    tuile = re.search(rf'data-eleve="{eleve.pk}".*?</li>', page, re.DOTALL)
    ligne = re.search(rf'data-detail="{eleve.pk}".*?<label', page, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", tuile[0]), re.sub(r"<[^>]*>|\s+", " ", ligne[0])


@pytest.mark.parametrize(
    ("qui", "mot"), [("mere", "ne part plus : refus"), ("pere_separe", "ne part plus : en désaccord")]
)
def test_a_child_withdrawn_once_the_roll_is_open_is_marked_on_their_case(d, proposer, autoriser, entrer, qui, mot):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.mere_arabophone, d.eleve_ce1)
    le_jour(demande)
    client = entrer(d.enseignante)
    adresse = client.post(reverse("autorisation_appel", args=[demande.pk, d.cp_ce1.pk]))["Location"]
    assert "ne part plus" not in texte(client.get(adresse))
    non = [Saisie(d.eleve_cp, d.gens[qui], "", False)]
    autorisations.saisir_autorisations(demande=demande, auteur=d.directrice, saisies=non, origine="place")
    page = client.get(adresse).text
    assert all(mot in dite for dite in case_de(page, d.eleve_cp))
    assert not any("ne part plus" in dite for dite in case_de(page, d.eleve_ce1))
    assert "plus personne n’est autorisé" not in page
    consentements.fermer_demande(demande=demande, auteur=d.directrice)
    assert "C’est fermé : plus personne n’est autorisé par cette demande." in texte(client.get(adresse))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_follow_up_is_read_in_as_many_queries_whatever_the_answers(d, proposer, nombre, django_assert_num_queries):
    demande = proposer()
    rangs = [rang for rang in suivi_de(d.directrice, demande).rangs if rang.adultes][:nombre]
    for rang in rangs:
        Consentement.objects.create(
            demande=demande,
            eleve=rang.eleve,
            responsable=rang.adultes[0].personne,
            accorde=True,
            saisi_par=d.enseignante,
        )
    with django_assert_num_queries(6):
        suivi_de(d.directrice, demande)


def test_who_opens_the_roll_of_an_outing_takes_it(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    (matin, _soir) = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.directrice)
    assert entrer(d.enseignant).get(reverse("appel_confie", args=[matin.pk])).status_code == 404
    (matin, _soir) = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    assert entrer(d.enseignante).post(reverse("appel_confie", args=[matin.pk]), {}).status_code == 302
