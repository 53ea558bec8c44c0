"""Retention runs by itself: whose right ended, told a month before, erased in small transactions, and nothing of who is tied anywhere."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.droits import DELAI_MAX, GARDE_DES_ANNEES, PREAVIS
from ent.annuaire.lectures.conservation import a_blanc, est_tenue, fins_de_droit
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Delegation,
    Effacement,
    EntreeJournal,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)
from ent.annuaire.traitement import Depuis, traitements
from ent.diffusion.periodique import _periodiques
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du
from tests.etages import poser
from tests.heures import le


def finir_le_travail(personne: Personne, jour: dt.date) -> None:
    Role.objects.filter(personne=personne).update(fin=jour)
    Affectation.objects.filter(enseignant=personne).update(fin=jour)


def faire_partir(*eleves: Personne, jour: dt.date) -> None:
    Inscription.objects.filter(eleve__in=eleves).update(fin=jour)
    Personne.objects.filter(pk__in=[e.pk for e in eleves]).update(fermee_le=timezone.now())


def nuit(horloge, jour: dt.date) -> dict[str, int]:
    horloge(le(jour))
    return {"prevenus": actions.prevoir_les_effacements(), "comptes": actions.effacer_les_dus()}


@pytest.fixture(autouse=True)
def sans_acces_fini(d):
    """The cast has somebody whose access ended yesterday (`assistante_finie`): her tests are her own."""
    Personne.objects.filter(pk=d.assistante_finie.pk).update(is_superuser=True)


# --- What rooms declare -------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("pages")
def test_what_the_register_says_is_what_the_machine_does():
    """A time without a machine is a page that the school takes down; every other is erased by a path that exists, or by a periodic work that runs."""
    a_la_main = {t.nom for t in traitements() if not t.automatique}
    assert a_la_main == {"pages.site"}
    for garde in [garde for t in traitements() for garde in t.gardes]:
        assert not garde.par or garde.par in _periodiques, garde.par
        assert bool(garde.lignes) + bool(garde.par) + (garde.depuis is Depuis.MAIN) == 1, garde.dite
        for modele, chemin in garde.lignes.items():
            champ = apps.get_model(modele)._meta.get_field(chemin.partition("__")[0])
            assert champ.is_relation or isinstance(champ, models.DateField), (modele, chemin)


@pytest.mark.besoin_de("cahier_de_textes", "ent.services.vie_scolaire")
def test_the_sentence_is_made_of_the_same_numbers():
    durees = {t.nom: t.duree for t in traitements()}
    assert durees["annuaire.equipe"] == "90 jours au plus après la fin du lien ou des fonctions"
    assert durees["vie_scolaire.absences"] == "Après la fin de l’année scolaire"
    assert durees["cahier_de_textes.classe"].startswith(
        "Le cahier d’une classe\u00a0: 5 ans après la fin de l’année scolaire"
    )
    assert (DELAI_MAX.days, PREAVIS.days) == (90, 30)


@pytest.mark.toute_la_maison
def test_what_stays_when_a_person_goes_is_said_row_by_row():
    """Of what is somebody's own, or of a pupil: kept without a name, since another family or the law needs it."""
    restent = {f"{t.modele}.{chemin}" for tr in traitements() for t in tr.tenues for chemin in t.restent}
    assert restent == {
        "annuaire.EntreeJournal.auteur_uuid",
        "annuaire.Personne.pk",
        "annuaire.Reglage.par",
        "cahier_de_textes.Remise.par",
        "cahier_de_textes.TravailFait.par",
        "cahier_de_textes.TravailVu.par",
        "espaces.InscriptionVisite.par",
        "fichiers.Fichier.deposant",
        "fichiers.Visage.eleve",
        "messagerie.CouponMot.adulte",
        "messagerie.MotVu.par",
        "messagerie.ReponseMot.par",
        "messagerie.Signalement.par",
        "pages.ImageDEcole.eleves",
        "periscolaire.JourDeclare.par",
        "periscolaire.Rythme.par",
        "renseignements.Ouverture.personne",
        "tiers.OppositionTiers.par",
        "vie_scolaire.Consentement.responsable",
        "vie_scolaire.DeclarationAbsence.par",
        "vie_scolaire.PointageAdulte.adulte",
    }
    oeuvres = {f"{t.modele}.{chemin}" for tr in traitements() for t in tr.tenues for chemin in t.oeuvres}
    assert oeuvres == {
        "cahier_de_textes.Seance.auteur",
        "cahier_de_textes.Travail.auteur",
        "messagerie.Message.auteur",
        "pages.Billet.auteur",
        "pages.Commentaire.auteur",
    }


# --- Whose right ended ----------------------------------------------------------------------------------------------------
def test_nobody_of_a_living_school_goes(d, mardi):
    assert dict(fins_de_droit(mardi.date())) == {}


def test_who_was_confided_an_access_goes_three_months_after_it_ended(d, mardi):
    Personne.objects.filter(pk=d.assistante_finie.pk).update(is_superuser=False)
    ((pk, fin),) = fins_de_droit(mardi.date())
    assert (pk, fin.genre, fin.efface_le) == (d.assistante_finie.pk, "autre", mardi.date() + dt.timedelta(days=89))


def test_who_works_there_no_more_is_told_at_sixty_days_and_goes_at_ninety(d, mardi, horloge):
    depart = mardi.date()
    finir_le_travail(d.enseignante, depart)
    assert nuit(horloge, depart + dt.timedelta(days=59)) == {"prevenus": 0, "comptes": 0}
    assert nuit(horloge, depart + dt.timedelta(days=60)) == {"prevenus": 1, "comptes": 0}
    prevu = Effacement.objects.get()
    assert (prevu.personne, prevu.genre, prevu.etablissement) == (d.enseignante, "equipe", d.elementaire)
    assert prevu.date_prevue == depart + dt.timedelta(days=90)
    assert nuit(horloge, depart + dt.timedelta(days=89)) == {"prevenus": 0, "comptes": 0}
    assert nuit(horloge, depart + dt.timedelta(days=90)) == {"prevenus": 0, "comptes": 1}
    assert nuit(horloge, depart + dt.timedelta(days=91)) == {"prevenus": 0, "comptes": 0}


def test_a_school_may_choose_less_and_the_notice_is_whole(d, mardi, horloge):
    depart = mardi.date()
    poser({"conservation.delai": 30})
    finir_le_travail(d.enseignante, depart)
    assert nuit(horloge, depart + dt.timedelta(days=1))["prevenus"] == 1
    assert Effacement.objects.get().date_prevue == depart + dt.timedelta(days=31)


def test_a_round_that_is_late_still_gives_a_month(d, mardi, horloge):
    finir_le_travail(d.enseignante, mardi.date() - dt.timedelta(days=700))
    assert nuit(horloge, mardi.date())["prevenus"] == 1
    assert Effacement.objects.get().date_prevue == mardi.date() + PREAVIS


def test_a_leaver_and_their_family_stay_as_long_as_the_year_is_read(d, mardi, horloge):
    siens = Responsabilite.objects.filter(enfant=d.eleve_cm2)
    Responsabilite.objects.exclude(enfant=d.eleve_cm2).filter(adulte__in=siens.values("adulte")).delete()
    Role.objects.filter(personne__in=siens.values("adulte")).delete()
    faire_partir(d.eleve_cm2, jour=mardi.date())
    fin = AnneeScolaire.objects.prevue(mardi.date()).fin + GARDE_DES_ANNEES
    famille = set(siens.values_list("adulte", flat=True))
    Personne.objects.filter(pk=d.assistante.pk).update(is_superuser=True)
    assert {pk: f.efface_le for pk, f in fins_de_droit(fin)} == dict.fromkeys([d.eleve_cm2.pk, *famille], fin)
    assert nuit(horloge, fin - dt.timedelta(days=31))["prevenus"] == 0
    assert nuit(horloge, fin - dt.timedelta(days=30))["prevenus"] == 1 + len(famille)
    assert nuit(horloge, fin)["comptes"] == 1 + len(famille)


@pytest.mark.parametrize("lien", ["role", "enfant", "delegation", "inscription", "attendu"])
def test_who_is_tied_anywhere_stays(d, mardi, horloge, lien):
    """Told, then tied again: nothing goes, and the school is told no more of it."""
    jour = mardi.date()
    finir_le_travail(d.enseignante, jour - dt.timedelta(days=80))
    assert nuit(horloge, jour)["prevenus"] == 1
    if lien == "role":
        Role.objects.create(personne=d.enseignante, nature="enseignant", etablissement=d.maternelle, debut=jour)
    elif lien == "enfant":
        Responsabilite.objects.create(adulte=d.enseignante, enfant=d.eleve_cp, etablissement=d.elementaire, debut=jour)
    elif lien == "delegation":
        Delegation.objects.create(
            delegant=d.mere,
            delegue=d.enseignante,
            enfant=d.eleve_cp,
            etablissement=d.elementaire,
            lien=Delegation.Lien.values[0],
            salles="cahier",
            debut=jour,
            fin=jour + dt.timedelta(days=400),
        )
    elif lien == "inscription":
        Inscription.objects.create(eleve=d.enseignante, classe=d.eleve_cp.inscriptions.get().classe, debut=jour)
    else:
        neuf = Personne.objects.create(prenom="Nour", nom="Attendue")
        Responsabilite.objects.create(adulte=d.enseignante, enfant=neuf, etablissement=d.elementaire, debut=jour)
    assert nuit(horloge, jour + dt.timedelta(days=60)) == {"prevenus": 0, "comptes": 0}
    assert list(Effacement.objects.all()) == []
    assert Personne.objects.get(pk=d.enseignante.pk).nom == d.enseignante.nom


def test_the_day_it_goes_it_is_judged_again(d, mardi, horloge):
    """Tied again since the list was made."""
    finir_le_travail(d.enseignante, mardi.date() - dt.timedelta(days=400))
    nuit(horloge, mardi.date())
    horloge(le(mardi.date() + PREAVIS))
    Role.objects.create(personne=d.enseignante, nature="enseignant", etablissement=d.maternelle, debut=mardi.date())
    assert actions.effacer_une_personne(personne=d.enseignante.pk) is False
    assert Personne.objects.get(pk=d.enseignante.pk).nom == d.enseignante.nom


def test_an_objection_is_taken_back_and_both_are_journalled(d, mardi):
    for oppose in (True, True, False):
        actions.s_opposer(personne=d.mere, oppose=oppose)
    assert Personne.objects.get(pk=d.mere.pk).opposition_le is None
    gestes = EntreeJournal.objects.filter(verbe__contains="opposer").order_by("pk")
    assert list(gestes.values_list("verbe", flat=True)) == ["annuaire.s_opposer", "annuaire.ne_plus_s_opposer"]


def test_a_dry_run_says_what_goes_and_writes_nothing(d, mardi):
    finir_le_travail(d.enseignante, mardi.date() - dt.timedelta(days=1))
    avant = EntreeJournal.objects.count()
    prevision = a_blanc()
    (ligne,) = prevision.comptes
    assert (ligne.ecole, str(ligne.genre), ligne.n, ligne.premier) == (
        d.elementaire,
        "equipe",
        1,
        mardi.date() + DELAI_MAX - dt.timedelta(days=1),
    )
    assert (EntreeJournal.objects.count(), Effacement.objects.count()) == (avant, 0)


# --- What holds nobody ---------------------------------------------------------------------------------------------------
def test_a_plan_of_september_that_was_never_done_keeps_nobody_once_its_year_is_over(d, mardi, horloge):
    horloge(le(dt.date(2027, 6, 14)))
    actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert est_tenue(d.eleve_cp.pk, dt.date(2028, 8, 31))
    assert not est_tenue(d.eleve_cp.pk, dt.date(2028, 9, 1))


def test_a_class_that_was_closed_keeps_nobody_who_works_there_no_more(d, mardi, horloge):
    """Who does not follow to the school that theirs joins."""
    horloge(JUIN)
    fusion = declarer(d)
    Role.objects.filter(personne=d.remplacant, etablissement=d.elementaire).delete()
    Affectation.objects.filter(enseignant=d.remplacant).update(fin=None)
    actions.dire_qui_suit(passage=fusion, personnes=[d.directrice_maternelle.pk], auteur=d.directrice_maternelle)
    plan = plan_du(d.elementaire)
    plan.classes.filter(enseignant=d.remplacant).update(enseignant=None)
    horloge(RENTREE)
    actions.faire_le_passage(passage=plan, auteur=d.directrice)
    assert Affectation.objects.filter(
        enseignant=d.remplacant, fin=None
    ).exists()  # to its end: they read that year again if it is undone
    assert not est_tenue(d.remplacant.pk, RENTREE.date())
    assert est_tenue(d.directrice_maternelle.pk, RENTREE.date())
