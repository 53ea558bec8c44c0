"""Asking, answering, changing one's mind: what is kept, what counts, who is told."""

import datetime as dt
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Classe, EntreeJournal, Inscription, Personne, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers import registres
from ent.fichiers.registres import refus_d_image
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.droits import consentements as droits
from ent.services.vie_scolaire.feuilles import feuilles_pdf
from ent.services.vie_scolaire.lectures.familles import tous_les_billets
from ent.services.vie_scolaire.lectures.images import eleves_montrables
from ent.services.vie_scolaire.models import AccordEleve, Consentement, DemandeConsentement
from tests.graines import MARDI_10H


def montre(eleve: Personne, support: str = "journal") -> bool:
    return eleves_montrables(support).filter(pk=eleve.pk).exists()


def relu(personne: Personne) -> Personne:
    """As another request would read them."""
    return Personne.objects.get(pk=personne.pk)


# --- Whom a question is put to ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "demandees", "suivies"),
    [
        ("mere", {"toutes", "cp", "cm2", "maternelle"}, set()),
        ("mere_arabophone", {"toutes", "cp"}, set()),
        ("eleve_cp", set(), set()),
        ("enseignante", set(), {"toutes", "cp", "finie"}),
        ("directrice", set(), {"toutes", "cp", "cm2", "finie"}),
        ("directrice_maternelle", set(), {"maternelle"}),
    ],
)
def test_a_question_is_put_to_the_families_of_its_classes_and_followed_by_who_teaches_them(
    d, demander, qui, demandees, suivies
):
    hier = MARDI_10H.date() - dt.timedelta(days=1)
    posees = {
        "toutes": demander(), "cp": demander(classes=[d.cp_ce1]), "cm2": demander(classes=[d.cm2]),
        "maternelle": demander(etablissement=d.maternelle, auteur=d.directrice_maternelle), "finie": demander(),
    }  # fmt: skip
    DemandeConsentement.objects.filter(pk=posees["finie"].pk).update(fin=hier)
    objets, qui = DemandeConsentement.objects, d.gens[qui]
    lues = [
        {nom for nom, demande in posees.items() if demande in ici}
        for ici in (objets.des_enfants_de(qui), objets.suivies_par(qui))
    ]
    assert lues == [demandees, suivies]


def test_a_child_s_own_word_is_heard_by_their_teachers_or_their_direction(d, mardi):
    entendent = {nom for nom, qui in d.gens.items() if droits.peut_recueillir_l_accord(qui, d.cp_ce1)}
    assert entendent == {"enseignante", "directrice"}


# --- The rule, case by case -------------------------------------------------------------------------------------------
def test_each_holder_of_authority_says_yes_and_then_only(d, demander, dire):
    demande = demander()
    assert not montre(d.eleve_cp)
    dire(demande, d.mere, d.eleve_cp, journal=True, site=True)
    assert not montre(d.eleve_cp), "the father has not answered"
    dire(demande, d.pere_separe, d.eleve_cp, journal=True, site=False)
    assert (montre(d.eleve_cp, "journal"), montre(d.eleve_cp, "site")) == (True, False)
    assert not montre(d.eleve_cm2), "their other child was not answered for"


def test_a_consent_is_withdrawn_at_any_time_and_its_history_kept(d, demander, dire):
    demande = demander()
    for parent in (d.mere, d.pere_separe):
        dire(demande, parent, d.eleve_cp, journal=True)
    assert dire(demande, d.mere, d.eleve_cp, journal=False)
    assert not montre(d.eleve_cp)
    assert dire(demande, d.mere, d.eleve_cp, journal=True)
    assert montre(d.eleve_cp)
    siens = Consentement.objects.filter(responsable=d.mere, eleve=d.eleve_cp).order_by("pk")
    assert [(c.accorde, c.remplace_le is None) for c in siens] == [(True, False), (False, False), (True, True)]


def test_the_same_answer_twice_is_one(d, demander, dire):
    demande = demander()
    assert dire(demande, d.mere, d.eleve_cp, journal=True) is True
    lignes = EntreeJournal.objects.count()
    assert dire(demande, d.mere, d.eleve_cp, journal=True) is False
    assert (Consentement.objects.count(), EntreeJournal.objects.count()) == (1, lignes)


def test_a_consent_counts_from_its_first_day_to_its_last(d, demander, dire, horloge):
    demande = demander(debut=dt.date(2026, 11, 25), fin=dt.date(2026, 11, 26))
    for parent in (d.mere, d.pere_separe):
        dire(demande, parent, d.eleve_cp, journal=True)
    for ecart, vu in [(0, False), (1, True), (2, True), (3, False)]:
        horloge(MARDI_10H + dt.timedelta(days=ecart))
        assert montre(d.eleve_cp) is vu


def test_a_child_who_says_no_is_not_shown_and_silence_is_not_a_no(d, demander, dire):
    demande = demander()
    for parent in (d.mere, d.pere_separe):
        dire(demande, parent, d.eleve_cp, journal=True)
    assert montre(d.eleve_cp)
    assert actions.dire_accords(demande=demande, auteur=d.enseignante, dits=[(d.eleve_cp, "journal", False)]) == 1
    assert not montre(d.eleve_cp)
    assert refus_d_image("journal", [d.eleve_cp.pk]) == {d.eleve_cp.pk: "Inès : ne le souhaite pas"}
    actions.dire_accords(demande=demande, auteur=d.enseignante, dits=[(d.eleve_cp, "journal", None)])
    assert montre(d.eleve_cp)
    assert [a.remplace_le is None for a in AccordEleve.objects.all()] == [False]


def test_an_authority_that_nobody_confirmed_answers_and_does_not_count_yet(d, demander, dire):
    """ONDE never says who holds it: an adult « à confirmer » is asked, and their yes waits for the direction."""
    demande = demander()
    lien = Responsabilite.objects.get(adulte=d.mere_arabophone, enfant=d.eleve_ce1)
    Responsabilite.objects.filter(pk=lien.pk).update(autorite="a_confirmer")
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    assert refus_d_image("journal", [d.eleve_ce1.pk]) == {
        d.eleve_ce1.pk: "Kenza : l’école doit confirmer qui a l’autorité parentale"
    }
    Responsabilite.objects.filter(pk=lien.pk).update(autorite="confirmee")
    assert montre(d.eleve_ce1)


def test_an_adult_without_authority_is_not_asked_and_does_not_count(d, demander, dire):
    demande = demander()
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
    dire(demande, d.mere, d.eleve_cp, journal=True)
    assert montre(d.eleve_cp)
    with pytest.raises(ValidationError) as refus:
        dire(demande, d.pere_separe, d.eleve_cp, journal=False)
    assert refus.value.code == "responsable"
    assert montre(d.eleve_cp)


def test_a_holder_who_arrives_is_waited_for(d, demander, dire):
    demande = demander()
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    assert montre(d.eleve_ce1)
    Responsabilite.objects.create(
        adulte=d.pere_separe, enfant=d.eleve_ce1, etablissement=d.elementaire, autorite="confirmee", debut=MARDI_10H
    )
    assert refus_d_image("journal", [d.eleve_ce1.pk]) == {
        d.eleve_ce1.pk: "Kenza : un seul de ses deux responsables a répondu"
    }


def test_the_editor_reads_why_and_never_which_parent(d, demander, dire):
    demande = demander()
    enfants = [d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ce1.pk]
    dire(demande, d.mere, d.eleve_cp, journal=False)
    dire(demande, d.mere, d.eleve_cm2, journal=True)
    assert refus_d_image("journal", enfants) == {
        d.eleve_cp.pk: "Inès : sa famille a refusé",
        d.eleve_cm2.pk: "Sofiane : un seul de ses deux responsables a répondu",
        d.eleve_ce1.pk: "Kenza : sa famille n’a pas répondu",
    }


def test_with_no_question_nobody_is_shown(d, mardi):
    assert not eleves_montrables("journal").exists()
    assert refus_d_image("site", [d.eleve_cp.pk]) == {d.eleve_cp.pk: "Inès : l’école n’a rien demandé à sa famille"}


def test_a_question_that_is_closed_permits_nothing_more(d, demander, dire):
    demande = demander()
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    actions.fermer_demande(demande=demande, auteur=d.directrice)
    assert not montre(d.eleve_ce1)
    assert Consentement.objects.count() == 1, "what was answered is kept"
    with pytest.raises(ValidationError):
        dire(demande, d.mere_arabophone, d.eleve_ce1, journal=False)


def test_a_child_who_leaves_the_school_is_shown_no_more(d, demander, dire):
    demande = demander()
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    Inscription.objects.filter(eleve=d.eleve_ce1).update(fin=dt.date(2026, 11, 23))
    assert not montre(d.eleve_ce1)


# --- Whom it asks -----------------------------------------------------------------------------------------------------
def test_a_question_to_some_classes_asks_no_other(d, demander, dire):
    demande = demander(classes=[d.cm2])
    assert [b.suivi.eleve for b in tous_les_billets(relu(d.mere))] == [d.eleve_cm2]
    with pytest.raises(ValidationError) as refus:
        dire(demande, d.mere, d.eleve_cp, journal=True)
    assert refus.value.code == "eleve"
    Classe.objects.filter(pk=d.cm2.pk).update(fermee_le=MARDI_10H)
    assert tous_les_billets(relu(d.mere)) == [], "nor does it become a question to the school"


def test_a_medium_that_is_not_asked_is_not_answered(d, demander, dire):
    demande = demander(supports=["journal"])
    with pytest.raises(ValidationError) as refus:
        dire(demande, d.mere, d.eleve_cp, site=True)
    assert refus.value.code == "support"
    assert Consentement.objects.count() == 0


@pytest.mark.parametrize("champs", [{"supports": []}, {"fin": dt.date(2026, 8, 1)}])
def test_a_question_is_whole(demander, champs):
    with pytest.raises(ValidationError):
        demander(**champs)


def test_a_class_of_another_school_is_refused(d, demander):
    with pytest.raises(ValidationError):
        demander(classes=[d.ms])


def test_families_are_told_once_each_child_apart(d, demander):
    demande = demander()
    actions.annoncer_demande(demande=demande)
    dites = Notification.objects.filter(nature="vie_scolaire.consentement_demande")
    assert sorted(dites.filter(destinataire=d.mere).values_list("texte", flat=True)) == [
        "Inès · L’école demande une autorisation : photos",
        "Sofiane · L’école demande une autorisation : photos",
    ]
    assert not dites.filter(eleve=d.eleve_ms).exists(), "the other school asks nothing"


def test_who_changes_class_is_still_told_of_what_the_school_asks_and_of_no_question_to_the_former_class(d, demander):
    a_l_ecole, _a_la_classe, a_l_autre = demander(), demander(classes=[d.cp_ce1]), demander(classes=[d.cp_ce1, d.cm2])
    place = d.eleve_cp.inscriptions.get(fin=None)
    annuaire.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    dites = Notification.objects.filter(
        nature="vie_scolaire.consentement_demande", eleve=d.eleve_cp, destinataire=d.mere
    )
    assert set(dites.values_list("objet_id", flat=True)) == {a_l_ecole.pk, a_l_autre.pk}


def test_in_quiet_hours_it_waits(d, demander, dire, horloge):
    horloge(dt.datetime(2026, 11, 24, 21, 0, tzinfo=MARDI_10H.tzinfo))
    demande = demander()
    assert demande.attend
    assert (Notification.objects.count(), tous_les_billets(relu(d.mere))) == (0, [])
    with pytest.raises(ValidationError) as refus:
        dire(demande, d.mere, d.eleve_cp, journal=True)
    assert refus.value.code == "attend"
    horloge(dt.datetime(2026, 11, 25, 7, 30, tzinfo=MARDI_10H.tzinfo))
    assert len(tous_les_billets(relu(d.mere))) == 2


# --- What is told -----------------------------------------------------------------------------------------------------
@pytest.fixture
def signaux(monkeypatch):
    """(kind, ids of those told), in order."""
    recus = []
    monkeypatch.setattr(
        "ent.diffusion.actions.publier", lambda cibles, signal: recus.append((signal["type"], set(cibles)))
    )
    return recus


@pytest.mark.django_db(transaction=True)
def test_an_answer_reaches_the_school_and_its_author_never_the_other_parent(d, demander, dire, signaux):
    demande = demander()
    signaux.clear()
    dire(demande, d.mere, d.eleve_cp, journal=True)
    assert signaux == [("vie_scolaire.consentement_change", {d.mere.pk, d.directrice.pk, d.enseignante.pk})]


@pytest.mark.django_db(transaction=True)
def test_rooms_that_keep_images_are_told_after_commit_and_not_after_a_rollback(d, demander, dire, monkeypatch):
    recus = []
    monkeypatch.setattr(registres, "_retraits", [recus.append])
    demande = demander()
    with transaction.atomic():
        dire(demande, d.mere, d.eleve_cp, journal=True)
        assert recus == []
    dire(demande, d.mere, d.eleve_cp, journal=True)
    actions.dire_accords(demande=demande, auteur=d.enseignante, dits=[(d.eleve_ce1, "site", False)])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        dire(demande, d.mere, d.eleve_cp, journal=False)
        raise ZeroDivisionError
    assert recus == [{d.eleve_cp.pk}, {d.eleve_ce1.pk}]
    actions.fermer_demande(demande=demande, auteur=d.directrice)
    ecole = set(Inscription.objects.filter(classe__etablissement=d.elementaire).values_list("eleve", flat=True))
    assert recus[2:] == [ecole]


@pytest.mark.besoin_de("ent.services.onde")
@pytest.mark.django_db(transaction=True)
def test_rooms_are_told_when_the_directory_moves(d, demander, dire, monkeypatch):
    """A holder who arrives, an authority that is stated, a child who is put in a class or gone with an import."""
    from ent.services.onde.importer import importer
    from tests.services.onde.exports import eleve, fichier_eleves

    recus = []
    monkeypatch.setattr(registres, "_retraits", [recus.append])
    lien = annuaire.rattacher(adulte=d.pere_separe, enfant=d.eleve_ce1, etablissement=d.elementaire)
    annuaire.confirmer_responsabilite(responsabilite=lien, lien="pere", autorite="confirmee", auteur=d.directrice)
    annuaire.inscrire(eleve=d.eleve_ms, classe=d.cm2, niveau="CM2")
    assert recus == [{d.eleve_ce1.pk}, {d.eleve_ce1.pk}, {d.eleve_ms.pk}]
    seule = eleve("ROYER", "Adèle", ne="01/05/2020", classe="CP-CE1", identifiant="991001")
    plan = importer(etablissement=d.elementaire, lectures=[fichier_eleves(seule)])
    partis = {e.personne.pk for e in plan.eleves_partis}
    assert d.eleve_cp.pk in partis
    assert partis < recus[-1]


# --- Paper ------------------------------------------------------------------------------------------------------------
def saisie(eleve, adulte, support="journal", accorde=True, cle="a"):
    return actions.Saisie(eleve, adulte, support, accorde, cle)


def test_paper_is_entered_by_the_direction_and_says_so(d, demander):
    demande = demander()
    assert actions.saisir_papiers(
        demande=demande, auteur=d.directrice, saisies=[saisie(d.eleve_ce1, d.mere_arabophone)]
    )
    (consentement,) = Consentement.objects.all()
    assert (consentement.origine, consentement.saisi_par) == ("papier", d.directrice)
    assert montre(d.eleve_ce1)


def test_what_was_answered_on_a_screen_is_not_changed_by_paper_and_nothing_of_the_pile_is_entered(d, demander, dire):
    demande = demander()
    dire(demande, d.mere, d.eleve_cp, journal=False)
    pile = [saisie(d.eleve_ce1, d.mere_arabophone, cle="bon"), saisie(d.eleve_cp, d.mere, cle="ecran")]
    with pytest.raises(ValidationError) as refus:
        actions.saisir_papiers(demande=demande, auteur=d.directrice, saisies=pile)
    assert refus.value.message_dict == {
        "ecran": ["Mme Belhadj a déjà répondu à l’écran : sa réponse ne se change pas d’ici."]
    }
    assert [c.accorde for c in Consentement.objects.all()] == [False]


def lu(feuilles, demande) -> str:
    pages = PdfReader(io.BytesIO(feuilles_pdf(demande, feuilles))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_sheets_are_for_exactly_those_who_have_not_answered(d, demander, dire):
    demande = demander(classes=[d.cp_ce1])
    dire(demande, d.mere, d.eleve_cp, journal=True, site=False)
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    feuilles = actions.preparer_feuilles(demande=demande, auteur=d.directrice)
    pour = {(f.inscription.eleve, f.responsable): f.supports for f in feuilles}
    assert (d.eleve_cp, d.mere) not in pour
    assert pour[d.eleve_cp, d.pere_separe] == ("journal", "site")
    assert pour[d.eleve_ce1, d.mere_arabophone] == ("site",)
    inscrits = Inscription.objects.filter(classe=d.cp_ce1).count()
    assert len(feuilles) == inscrits, "one holder each, but Inès who has two, one of whom answered"
    texte = lu(feuilles, demande)
    assert "Inès Belhadj" in texte
    assert "Date et signature (M. Belhadj)" in texte
    assert "Date et signature (Mme Belhadj)" not in texte
    assert "Sofiane" not in texte
    assert texte.count("le site de l’école, ouvert à tous sur internet") == len(feuilles)
    assert texte.count("le journal de la classe, lu par") == len(feuilles) - 1
    assert EntreeJournal.objects.latest("pk").details == {"nombre": len(feuilles)}


def test_when_each_has_answered_there_is_nothing_to_print(d, demander, dire):
    demande = demander(etablissement=d.maternelle, auteur=d.directrice_maternelle, supports=["journal"])
    Inscription.objects.filter(classe=d.ms).exclude(eleve=d.eleve_ms).delete()
    dire(demande, d.mere, d.eleve_ms, journal=False)
    with pytest.raises(ValidationError):
        actions.preparer_feuilles(demande=demande, auteur=d.directrice_maternelle)


def test_what_is_kept_of_the_rule_is_never_what_it_said(d, demander, dire, horloge):
    """The rule is written once; what it gives is read each time, and « today » is the day of that reading."""
    demande = demander(fin=MARDI_10H.date())
    assert list(registres.eleves_montrables_sur("journal")) == []
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    assert list(registres.eleves_montrables_sur("journal")) == [d.eleve_ce1]
    regle = registres.eleves_montrables_sur("journal")
    horloge(MARDI_10H + dt.timedelta(days=1))
    assert list(regle) == list(registres.eleves_montrables_sur("journal")) == []


def test_many_images_are_judged_by_one_query(d, demander):
    demander()
    with CaptureQueriesContext(connection) as requetes:
        list(eleves_montrables("journal"))
    assert len(requetes) == 1


def test_a_question_that_was_answered_is_counted_no_more_for_that_child(d, demander, dire):
    demande = demander()
    avant = Notification.objects.non_lues().filter(destinataire=d.mere).count()
    dire(demande, d.mere, d.eleve_cp, journal=True)
    restent = Notification.objects.non_lues().filter(destinataire=d.mere)
    assert restent.count() == avant - 1 and d.eleve_cp.pk not in restent.values_list("eleve", flat=True)
