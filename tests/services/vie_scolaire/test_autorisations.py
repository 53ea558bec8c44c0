"""Outings, going home alone, the charter: who asks, who answers, where a child stands, who is told, who obeys."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.annuaire.registres import Autorisation, autorisations_de, enfants
from ent.diffusion.models import Notification
from ent.fichiers.registres import refus_d_image
from ent.services.vie_scolaire.actions import autorisations as actions
from ent.services.vie_scolaire.actions import consentements, sorties
from ent.services.vie_scolaire.actions.consentements import Saisie
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.droits import consentements as droits
from ent.services.vie_scolaire.exports import lignes_des_autorisations
from ent.services.vie_scolaire.feuilles import coupons_pdf
from ent.services.vie_scolaire.lectures import autorisations as lectures
from ent.services.vie_scolaire.lectures.appels import feuille_confiee, feuille_de_classe
from ent.services.vie_scolaire.lectures.phrases import quand_et_ou
from ent.services.vie_scolaire.models import Consentement, DemandeConsentement
from tests.graines import MARDI_10H

A = Autorisation
MARDI, JEUDI = MARDI_10H.date(), MARDI_10H.date() + dt.timedelta(days=2)


def etat(demande, eleve) -> str:
    return lectures.etats_de(demande, [eleve.pk])[eleve.pk]


def le_jour(demande) -> DemandeConsentement:
    """The day of the outing has come."""
    DemandeConsentement.objects.filter(pk=demande.pk).update(debut=MARDI, fin=MARDI)
    demande.refresh_from_db()
    return demande


# --- The rule -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("dits", "attendu"),
    [
        ([], A.SANS_REPONSE),
        ([True], A.ACCORDEE),
        ([False], A.REFUSEE),
        ([True, True], A.ACCORDEE),
        ([False, False], A.REFUSEE),
        ([True, False], A.DESACCORD),
    ],
)
def test_one_agreement_is_enough_while_nobody_refused(dits, attendu):
    assert lectures.etat_de(dits) is attendu


def test_separated_parents_who_differ_are_in_conflict_until_one_changes(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    assert etat(demande, d.eleve_cp) is A.ACCORDEE
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    assert etat(demande, d.eleve_cp) is A.DESACCORD
    autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    assert etat(demande, d.eleve_cp) is A.REFUSEE
    siens = Consentement.objects.filter(responsable=d.mere).order_by("pk")
    assert [(c.accorde, c.remplace_le is None) for c in siens] == [(True, False), (False, True)], "the former is kept"


def test_a_tie_without_authority_answers_nothing_and_counts_for_nothing(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    autoriser(demande, d.mere, d.eleve_cp)
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
    assert etat(demande, d.eleve_cp) is A.ACCORDEE
    with pytest.raises(ValidationError, match="Seul un responsable légal"):
        autoriser(demande, d.pere_separe, d.eleve_cp)
    assert not DemandeConsentement.objects.des_enfants_de(Personne.objects.get(pk=d.pere_separe.pk)).exists()


@pytest.mark.parametrize("qui", ["eleve_cp", "enseignante", "directrice", "mere_arabophone", "operateur"])
def test_nobody_else_answers_for_a_child(d, proposer, autoriser, qui):
    with pytest.raises(ValidationError):
        autoriser(proposer(), d.gens[qui], d.eleve_cp)


def test_what_is_asked_of_images_and_of_anything_else_never_mix(d, demander, proposer, autoriser, dire):
    image = demander()
    dire(image, d.mere, d.eleve_cp, journal=False)
    demande = proposer("libre", titre="Piscine")
    autoriser(demande, d.mere, d.eleve_cp)
    assert etat(demande, d.eleve_cp) is A.ACCORDEE
    assert refus_d_image("journal", [d.eleve_cp.pk]) == {d.eleve_cp.pk: "Inès : sa famille a refusé"}
    assert list(DemandeConsentement.objects.images()) == [image]


# --- Who asks -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "genre", "ou", "permis"),
    [
        ("enseignante", "sortie", "cp_ce1", True),
        ("enseignante", "libre", "cp_ce1", True),
        ("enseignante", "sortie", "cm2", False),
        ("enseignante", "sortie", None, False),
        ("enseignante", "seul", "cp_ce1", False),
        ("directrice", "seul", None, True),
        ("directrice", "sortie", "cm2", True),
        ("directrice_maternelle", "sortie", "cm2", False),
        ("mere", "sortie", "cp_ce1", False),
    ],
)
def test_the_direction_asks_anything_and_a_teacher_of_their_class(d, mardi, qui, genre, ou, permis):
    classes = {getattr(d, ou).pk} if ou else set()
    assert droits.peut_demander(d.gens[qui], d.elementaire.pk, genre, classes) is permis


def test_pupils_of_maternelle_are_not_asked_about_going_home_alone(d, proposer, autoriser):
    Inscription.objects.filter(eleve=d.eleve_ce1).update(niveau="GS")
    demande = proposer("seul")
    assert d.eleve_ce1.pk not in lectures.etats_de(demande, [d.eleve_cp.pk, d.eleve_ce1.pk])
    with pytest.raises(ValidationError, match="ne concerne plus cet élève"):
        autoriser(demande, d.mere_arabophone, d.eleve_ce1)
    assert "seul" not in lectures.genres_de(d.directrice_maternelle, d.maternelle)


def test_each_holder_is_told_once_in_their_feed_of_the_child(d, proposer):
    demande = proposer()
    dites = Notification.objects.filter(nature="vie_scolaire.consentement_demande", objet_id=demande.pk)
    lues = {(n.destinataire, n.texte) for n in dites.select_related("destinataire") if n.eleve_id == d.eleve_cp.pk}
    assert lues == {(qui, "Inès · Sortie à la ferme : votre autorisation") for qui in (d.mere, d.pere_separe)}


# --- The lock -------------------------------------------------------------------------------------------------------------
def test_the_day_of_the_outing_a_family_calls_and_the_school_writes_it(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    le_jour(demande)
    with pytest.raises(ValidationError, match=r"ne se change plus ici\. Appelez l’école"):
        autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    dite = Saisie(d.eleve_cp, d.mere, "", False, cle="x")
    assert actions.saisir_autorisations(demande=demande, auteur=d.enseignante, saisies=[dite], origine="place") == 1
    assert etat(demande, d.eleve_cp) is A.REFUSEE
    ecrite = Consentement.objects.en_vigueur().get(responsable=d.mere, eleve=d.eleve_cp)
    assert (ecrite.origine, ecrite.saisi_par, ecrite.accorde) == ("place", d.enseignante, False)


def test_before_that_day_what_was_said_on_a_screen_is_its_author_s_alone(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    for par, permis in ((d.mere, False), (d.pere_separe, True)):
        dite = [Saisie(d.eleve_cp, par, "", False, cle="x")]
        if permis:
            assert (
                actions.saisir_autorisations(demande=demande, auteur=d.enseignante, saisies=dite, origine="papier") == 1
            )
        else:
            with pytest.raises(ValidationError, match="a déjà répondu à l’écran"):
                actions.saisir_autorisations(demande=demande, auteur=d.enseignante, saisies=dite, origine="papier")
    assert etat(demande, d.eleve_cp) is A.DESACCORD


# --- A conflict is told ---------------------------------------------------------------------------------------------------
def test_a_conflict_waits_on_the_home_of_the_direction_until_it_is_over(d, proposer, autoriser, entrer, mardi):
    """As the states say it: of holders of today alone, of what still runs; without a name."""
    dit = "1 enfant dont les responsables répondent différemment"
    direction, demande = entrer(d.directrice), proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    assert dit not in direction.get("/").text
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    page = direction.get("/").text
    assert dit in page
    assert "Inès" not in page.partition("À décider")[2].partition("</ul>")[0]
    suivies = reverse("autorisations_suivi")
    assert f'href="{suivies}#demandees"' in page and "1 désaccord" in direction.get(suivies).text
    assert dit not in entrer(d.directrice_maternelle).get("/").text
    liens = Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp)
    liens.update(autorite=Responsabilite.Autorite.SANS)
    assert dit not in direction.get("/").text, "who has no authority answers for nobody"
    liens.update(autorite=Responsabilite.Autorite.CONFIRMEE)
    assert dit in direction.get("/").text
    DemandeConsentement.objects.filter(pk=demande.pk).update(debut=MARDI - dt.timedelta(9), fin=MARDI - dt.timedelta(1))
    assert dit not in direction.get("/").text


def test_a_conflict_is_told_to_each_holder_and_to_the_school_and_names_nobody(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    dites = Notification.objects.filter(nature="vie_scolaire.autorisation_desaccord")
    assert {(n.destinataire, n.texte) for n in dites.select_related("destinataire")} == {
        (qui, "Inès · Sortie à la ferme : les réponses diffèrent. Voyez avec l’école.")
        for qui in (d.mere, d.pere_separe)
    }
    ecole = Notification.objects.filter(nature="vie_scolaire.autorisation_en_desaccord").select_related("destinataire")
    assert {(n.destinataire, n.eleve_id, n.texte) for n in ecole} == {
        (qui, None, "Sortie à la ferme : des réponses diffèrent pour un enfant")
        for qui in (d.enseignante, d.directrice)
    }
    autoriser(demande, d.pere_separe, d.eleve_cp)
    assert not dites.all().exists() and not ecole.all().exists()


# --- Reminded, on paper, as a spreadsheet ---------------------------------------------------------------------------------
def test_only_those_who_wait_and_are_reached_are_reminded_once_a_day(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    assert actions.relancer_autorisation(demande=demande, auteur=d.enseignante) >= 1
    dites = Notification.objects.filter(nature="vie_scolaire.autorisation_rappelee")
    assert d.mere_arabophone.pk in set(dites.values_list("destinataire", flat=True))
    assert not dites.filter(eleve=d.eleve_cp).exists(), "one agreement suffices: nobody of theirs is asked again"
    with pytest.raises(ValidationError, match="Un rappel est déjà parti aujourd’hui"):
        actions.relancer_autorisation(demande=demande, auteur=d.directrice)


def test_a_slip_is_printed_for_each_child_of_whom_nobody_answered(d, proposer, autoriser):
    demande = proposer(depart_a=dt.time(8, 40), retour_a=dt.time(16, 15), lieu="à la ferme du Pré-Vert")
    autoriser(demande, d.mere, d.eleve_cp)
    prets = actions.preparer_coupons(demande=demande, auteur=d.enseignante)
    mots = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(coupons_pdf(demande, prets))).pages)
    assert "Kenza Haddad" in mots and "Inès Belhadj" not in mots
    assert "de 8 h 40 à 16 h 15" in mots.replace("\u00a0", " ") and "J’autorise" in mots
    assert {(c.inscription.eleve, c.langue) for c in prets if c.langue} == {(d.eleve_ce1, "ar")}, (
        "and in her mother's language"
    )
    assert "Haddad" in mots and d.mere_arabophone.nom_affiche not in mots, "no adult is named: either household signs"


def test_where_an_outing_goes_stands_whole_in_a_line_that_is_read_from_right_to_left(d, proposer):
    demande = proposer(depart_a=dt.time(8, 40), lieu="au théâtre de la ville")
    assert quand_et_ou(demande) == "Jeudi 26 novembre, départ 8 h 40, au théâtre de la ville."
    with translation.override("ar"):
        assert quand_et_ou(demande).endswith("8:40، \u2068au théâtre de la ville\u2069.")


def test_the_spreadsheet_holds_names_and_states_and_nothing_else(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    lignes = list(lignes_des_autorisations(lectures.suivi_de(d.enseignante, demande)))
    assert lignes[0] == ["Classe", "Nom", "Prénom", "Autorisation"]
    assert ["CP-CE1", "Belhadj", "Inès", "en désaccord"] in lignes
    assert {len(ligne) for ligne in lignes} == {4}


# --- Each year ------------------------------------------------------------------------------------------------------------
def test_what_held_for_the_year_ends_with_it_and_is_asked_again_in_one_gesture(d, proposer, autoriser, horloge):
    demande = proposer("seul")
    autoriser(demande, d.mere, d.eleve_cp)
    assert lectures.a_redemander(d.directrice) == ("2026-2027", [])
    horloge(dt.datetime(2027, 9, 2, 10, tzinfo=dt.UTC))
    assert autorisations_de("seul", d.elementaire.pk, [d.eleve_cp.pk], dt.date(2027, 9, 2)) == {
        d.eleve_cp.pk: A.NON_DEMANDEE
    }
    directrice = Personne.objects.get(pk=d.directrice.pk)
    assert lectures.a_redemander(directrice) == ("2027-2028", [demande])
    nouvelle = actions.redemander_autorisation(demande=demande, auteur=directrice)
    assert (nouvelle.genre, nouvelle.fin, nouvelle.consentements.count()) == ("seul", dt.date(2028, 8, 31), 0)
    assert lectures.a_redemander(directrice)[1] == []
    with pytest.raises(ValidationError, match="déjà redemandé"):
        actions.redemander_autorisation(demande=demande, auteur=directrice)


# --- Obeyed elsewhere -----------------------------------------------------------------------------------------------------
def test_other_rooms_read_where_each_child_stands_in_that_school_that_day(d, proposer, autoriser):
    seul = proposer("seul")
    ids = [d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ce1.pk, d.eleve_ms.pk]
    autoriser(seul, d.mere, d.eleve_cp)
    autoriser(seul, d.pere_separe, d.eleve_cp, accorde=False)
    autoriser(seul, d.mere, d.eleve_cm2)
    lu = autorisations_de("seul", d.elementaire.pk, ids, MARDI)
    assert lu == dict(zip(ids, [A.DESACCORD, A.ACCORDEE, A.SANS_REPONSE, A.NON_DEMANDEE], strict=True))
    assert set(autorisations_de("seul", d.maternelle.pk, ids, MARDI).values()) == {A.NON_DEMANDEE}
    assert set(autorisations_de("tiers", d.elementaire.pk, ids, MARDI).values()) == {A.NON_DEMANDEE}
    consentements.fermer_demande(demande=seul, auteur=d.directrice)
    assert set(autorisations_de("seul", d.elementaire.pk, ids, MARDI).values()) == {A.NON_DEMANDEE}


def test_a_yes_of_those_alone_whose_authority_is_to_be_confirmed_is_obeyed_and_said(d, proposer, autoriser):
    """The school declared the tie (decision 0140): the child may go, and who lets them go reads the doubt. Confirmed, or with another's yes, there is none."""
    seul = proposer("seul")
    liens = Responsabilite.objects.filter(enfant=d.eleve_cp, etablissement=d.elementaire)
    liens.update(autorite="a_confirmer")

    def lu():
        return autorisations_de("seul", d.elementaire.pk, [d.eleve_cp.pk], MARDI)[d.eleve_cp.pk]

    autoriser(seul, d.mere, d.eleve_cp)
    assert lu() is A.A_CONFIRMER and lu().est_donnee
    liens.filter(adulte=d.pere_separe).update(autorite="confirmee")
    assert lu() is A.A_CONFIRMER  # confirmed, and silent
    autoriser(seul, d.pere_separe, d.eleve_cp)
    assert lu() is A.ACCORDEE
    autoriser(seul, d.pere_separe, d.eleve_cp, accorde=False)
    assert lu() is A.DESACCORD


def test_of_two_questions_of_a_kind_the_most_cautious_counts(d, proposer, autoriser):
    autoriser(proposer("seul"), d.mere, d.eleve_cp)
    autoriser(proposer("seul", classes=[d.cp_ce1]), d.mere, d.eleve_cp, accorde=False)
    assert autorisations_de("seul", d.elementaire.pk, [d.eleve_cp.pk], MARDI) == {d.eleve_cp.pk: A.REFUSEE}


@pytest.mark.parametrize("nombre", [1, 3])
def test_it_is_read_in_four_queries_whatever_the_children(d, proposer, nombre, django_assert_num_queries):
    proposer("seul")
    ids = list(Inscription.objects.filter(classe=d.cp_ce1).values_list("eleve_id", flat=True)[:nombre])
    with django_assert_num_queries(4):
        autorisations_de("seul", d.elementaire.pk, ids, MARDI)


def test_without_this_room_nobody_is_allowed_anything(monkeypatch):
    monkeypatch.setattr(enfants, "_autorisations", [])
    assert autorisations_de("seul", 1, [4], MARDI) == {4: A.NON_DEMANDEE}
    assert [etat for etat in A if etat.est_donnee] == [A.A_CONFIRMER, A.ACCORDEE]


# --- The roll of an outing ------------------------------------------------------------------------------------------------
def test_who_has_no_consent_stands_on_the_outing_s_roll_and_stays_on_that_of_the_class(d, proposer, autoriser):
    demande = proposer()
    autoriser(demande, d.mere_arabophone, d.eleve_ce1)
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    le_jour(demande)
    matin, apres_midi = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    assert (matin.moment, apres_midi.moment, matin.confie_a) == ("matin", "apres_midi", d.enseignante)
    demi = demi_journee(d.elementaire, MARDI, "matin")
    feuille = feuille_confiee(matin, demi, d.enseignante)
    assert [case.eleve for case in feuille.cases] == [d.eleve_ce1]
    assert {r.eleve: r.etat for r in feuille.restent}[d.eleve_cp] is A.DESACCORD
    classe = {case.eleve for case in feuille_de_classe(d.cp_ce1, demi).cases}
    assert d.eleve_cp in classe and d.eleve_ce1 not in classe


def test_opened_again_the_roll_follows_what_was_entered_at_the_door(d, proposer, autoriser):
    demande = proposer(retour_a=dt.time(12))
    autoriser(demande, d.mere_arabophone, d.eleve_ce1)
    le_jour(demande)
    (matin,) = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    dites = [Saisie(d.eleve_cp, d.mere, "", True, cle="x"), Saisie(d.eleve_ce1, d.mere_arabophone, "", False, cle="y")]
    actions.saisir_autorisations(demande=demande, auteur=d.enseignante, saisies=dites, origine="place")
    (encore,) = sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)
    assert encore == matin
    assert {ligne.eleve for ligne in encore.lignes.all()} == {d.eleve_cp}


@pytest.mark.parametrize("quand", ["before", "closed", "nobody", "no class"])
def test_the_roll_of_an_outing_is_of_its_day_and_of_who_may_go(d, proposer, autoriser, horloge, quand):
    demande = proposer()
    if quand != "nobody":
        autoriser(demande, d.mere, d.eleve_cp)
    if quand != "before":
        le_jour(demande)
    if quand == "closed":
        consentements.fermer_demande(demande=demande, auteur=d.directrice)
        demande.refresh_from_db()
    if quand == "no class":
        samedi = dt.date(2026, 11, 28)
        DemandeConsentement.objects.filter(pk=demande.pk).update(debut=samedi, fin=samedi)
        demande.refresh_from_db()
        horloge(MARDI_10H + dt.timedelta(days=4))
    with pytest.raises(ValidationError):
        sorties.ouvrir_l_appel(demande=demande, classe=d.cp_ce1, auteur=d.enseignante)


def test_a_class_of_another_school_is_refused(d, mardi):
    with pytest.raises(ValidationError, match="n’est pas de l’école"):
        actions.demander_autorisation(
            etablissement=d.elementaire,
            auteur=d.directrice,
            genre="sortie",
            classes=Classe.objects.filter(pk=d.ms.pk),
            champs={"titre": "Ferme", "texte": "", "debut": JEUDI, "fin": JEUDI},
        )
