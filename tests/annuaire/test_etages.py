"""Settings by levels: what is in force, from what each level said; and what is written on schools is what is computed."""

import datetime as dt
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ent.annuaire import actions, etages
from ent.annuaire.etages import Declaration, Dit, Entier, Etage, Heure, Mode, Ordre
from ent.annuaire.models import EntreeJournal, Etablissement, Place, Reglage

RACINE = Path(__file__).resolve().parents[2]
ANS = Declaration(
    "essai.ans", "Durée", "Puis elles s’effacent.", Entier(1, 9), 5, ordre=Ordre.AU_PLUS, borne="%(valeur)s au plus"
)
TERRITOIRE, COMMUNE, ECOLE = Etage


# --- What is declared -------------------------------------------------------------------------------------------------
def test_each_setting_has_a_name_a_sentence_a_default_and_a_rubric():
    rubriques = {r.nom for r in etages.rubriques()}
    for une in etages.declarations():
        assert str(une.nom), une.code
        assert str(une.phrase).endswith("."), une.code
        assert une.lire(une.genre.ecrire(une.defaut)) == une.defaut, une.code
        assert une.rubrique in rubriques, une.code
        assert une.etages, une.code
        assert bool(une.ordre) == bool(une.borne), une.code


def test_settings_are_read_under_names_that_are_declared():
    fichiers = [
        f for salle in ("ent", "messagerie", "pages", "cahier_de_textes") for f in (RACINE / salle).rglob("*.py")
    ]
    lus = {code for f in fichiers for code in re.findall(r"""\.reglage\(\s*["']([^"']+)["']""", f.read_text())}
    # What a right reads of all the schools of a person at once is named where the right is.
    lus |= {une.code for une in etages.declarations() if une.dans_la_portee}
    lus |= {
        f"{etages.MODULE}{code}" for f in fichiers for code in re.findall(r'^MODULE = "(\w+)"', f.read_text(), re.M)
    }
    # A table reads its cells, all of one prefix.
    prefixes = [p for f in fichiers for p in re.findall(r'^CODES = "([\w.]+)"', f.read_text(), re.M)]
    lus |= {une.code for une in etages.declarations() if une.code.startswith(tuple(prefixes))}
    assert lus == {une.code for une in etages.declarations()}
    with pytest.raises(etages.ReglageInconnu):
        Etablissement().reglage("calme.jamais")


def test_what_is_kept_and_no_longer_known_reads_as_the_default():
    ecole = Etablissement(reglages_en_vigueur={"calme.retient": "hier", "calme.debut": "25:00"})
    assert (ecole.reglage("calme.retient"), ecole.reglage("calme.debut")) == ("tout", dt.time(20))


# --- What is in force -------------------------------------------------------------------------------------------------
def calculee(*dits: tuple) -> tuple:
    """Value, who gave it, who fixed it."""
    lue = etages.calculer(ANS, [Dit(*dit) for dit in dits])
    return lue.valeur, lue.origine and lue.origine.etage, lue.verrou and lue.verrou.etage


def test_nobody_said_anything():
    assert calculee() == (5, None, None)


def test_the_nearest_level_is_followed():
    assert calculee((TERRITOIRE, 3, Mode.LIBRE), (ECOLE, 7, Mode.LIBRE)) == (7, ECOLE, None)
    assert calculee((TERRITOIRE, 3, Mode.LIBRE), (COMMUNE, 4, Mode.LIBRE)) == (4, COMMUNE, None)


def test_what_is_fixed_holds_below():
    assert calculee((COMMUNE, 4, Mode.FIXE), (ECOLE, 7, Mode.LIBRE)) == (4, COMMUNE, COMMUNE)


def test_who_is_beyond_a_bound_is_held_to_it():
    assert calculee((TERRITOIRE, 3, Mode.BORNE), (ECOLE, 7, Mode.LIBRE)) == (3, ECOLE, None)
    assert calculee((TERRITOIRE, 3, Mode.BORNE), (ECOLE, 2, Mode.LIBRE)) == (2, ECOLE, None)
    assert calculee((TERRITOIRE, 3, Mode.BORNE), (COMMUNE, 6, Mode.FIXE), (ECOLE, 1, Mode.LIBRE)) == (
        3,
        COMMUNE,
        COMMUNE,
    )


@pytest.mark.parametrize("etage", [TERRITOIRE, COMMUNE])
def test_a_bound_changes_nothing_of_who_chose_nothing_and_is_within_it(etage):
    assert calculee((etage, 7, Mode.BORNE)) == (5, None, None)
    assert calculee((etage, 5, Mode.BORNE)) == (5, etage, None)
    assert calculee((etage, 4, Mode.BORNE)) == (4, etage, None)


def test_what_is_proposed_above_is_kept_within_the_bound_of_a_commune():
    assert calculee((TERRITOIRE, 3, Mode.LIBRE), (COMMUNE, 4, Mode.BORNE)) == (3, TERRITOIRE, None)
    assert calculee((TERRITOIRE, 6, Mode.LIBRE), (COMMUNE, 4, Mode.BORNE)) == (4, COMMUNE, None)
    assert calculee((TERRITOIRE, 6, Mode.BORNE), (COMMUNE, 8, Mode.BORNE), (ECOLE, 7, Mode.LIBRE)) == (6, ECOLE, None)


def test_past_midnight_is_later_than_the_evening():
    soir = etages.declaration("calme.debut")
    assert isinstance(soir.genre, Heure)
    assert soir.tient(dt.time(19), dt.time(20))
    assert not soir.tient(dt.time(0, 30), dt.time(20))


# --- In schools -------------------------------------------------------------------------------------------------------
def en_vigueur(code: str) -> dict[str, object]:
    return {ecole.uai: ecole.reglage(code) for ecole in Etablissement.objects.all()}


def test_what_a_level_says_is_in_force_in_its_schools_and_no_other(d):
    trappes, soir = d.elementaire.commune, dt.time(18)
    assert actions.regler(place=Place(commune=trappes), code="calme.debut", valeur=soir, auteur=d.referente) == 2
    assert en_vigueur("calme.debut") == {
        d.elementaire.uai: soir,
        d.college.uai: soir,
        d.maternelle.uai: dt.time(20),
    }


def test_a_school_that_opens_takes_what_is_said_above(d):
    actions.regler(place=Place(), code="calme.debut", valeur=dt.time(18), mode=Mode.FIXE, auteur=d.operateur)
    nee = actions.creer_etablissement(uai="0783456H", nom="École des Merisiers", nature="primaire", code_insee="78208")
    assert nee.reglage("calme.debut") == dt.time(18)
    assert en_vigueur("calme.debut")[nee.uai] == dt.time(18)


@pytest.mark.parametrize(
    ("dessus", "valeur", "phrase"),
    [
        ((dt.time(19), Mode.FIXE), dt.time(18), "C’est fixé par le territoire"),
        ((dt.time(19), Mode.BORNE), dt.time(21), "Hors de ce que laisse le territoire : au plus tard à 19.*h"),
    ],
)
def test_a_school_says_nothing_against_what_is_above(d, dessus, valeur, phrase):
    soir, mode = dessus
    actions.regler(place=Place(), code="calme.debut", valeur=soir, mode=mode, auteur=d.operateur)
    with pytest.raises(ValidationError, match=phrase):
        actions.regler(place=Place(ecole=d.elementaire), code="calme.debut", valeur=valeur, auteur=d.directrice)
    assert d.elementaire.reglages.count() == 0


def test_the_choice_of_a_school_comes_back_once_nothing_holds_it_any_more(d):
    d_ici = Place(ecole=d.elementaire)
    actions.regler(place=d_ici, code="calme.debut", valeur=dt.time(18), auteur=d.directrice)
    actions.regler(place=Place(), code="calme.debut", valeur=dt.time(19), mode=Mode.FIXE, auteur=d.operateur)
    assert en_vigueur("calme.debut")[d.elementaire.uai] == dt.time(19)
    actions.regler(place=Place(), code="calme.debut", valeur=None, auteur=d.operateur)
    assert en_vigueur("calme.debut") == {
        d.elementaire.uai: dt.time(18),
        d.college.uai: dt.time(20),
        d.maternelle.uai: dt.time(20),
    }


def test_what_was_said_is_undone_for_fifteen_days(d, mardi, horloge):
    ici = Place(commune=d.elementaire.commune)
    for heure in (18, 19):
        horloge(mardi + dt.timedelta(days=heure - 18))
        actions.regler(place=ici, code="calme.debut", valeur=dt.time(heure), auteur=d.referente)
    dite = Reglage.objects.actuels().get(commune=ici.commune)
    horloge(mardi + dt.timedelta(days=17))
    with pytest.raises(ValidationError, match="Plus de quinze jours ont passé"):
        actions.revenir(place=ici, lignes=[dite.pk], auteur=d.referente)
    horloge(mardi + dt.timedelta(days=15))
    actions.revenir(place=ici, lignes=[dite.pk], auteur=d.referente)
    assert en_vigueur("calme.debut")[d.elementaire.uai] == dt.time(18)
    with pytest.raises(ValidationError, match="changé depuis"):
        actions.revenir(place=ici, lignes=[dite.pk], auteur=d.referente)
    derniere = EntreeJournal.objects.filter(verbe="annuaire.revenir_sur_un_reglage").get()
    assert (derniere.auteur_uuid, derniere.details) == (d.referente.uuid, {"code": "calme.debut", "n": 2})


def test_reading_a_setting_asks_nothing_of_the_database(d, django_assert_num_queries):
    ecole = Etablissement.objects.get(pk=d.elementaire.pk)
    with django_assert_num_queries(0):
        assert ecole.reglage("calme.debut") == dt.time(20)


def test_saying_one_costs_the_same_for_one_school_and_for_all(d, django_assert_num_queries):
    """Its transaction, its turn, the schools, what is above, the row replaced and the new one, what rules them, their values, the journal."""
    with django_assert_num_queries(10):
        actions.regler(place=Place(ecole=d.elementaire), code="calme.debut", valeur=dt.time(18), auteur=d.directrice)
    with django_assert_num_queries(9):
        actions.regler(place=Place(), code="calme.fin", valeur=dt.time(8), auteur=d.operateur)


# --- Random worlds ----------------------------------------------------------------------------------------------------
heures = st.sampled_from([dt.time(18), dt.time(19), dt.time(20), dt.time(21), None])
gestes = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["calme.debut", "calme.fin"]),
        heures,
        st.sampled_from(list(Mode)),
        st.booleans(),
    ),
    max_size=8,
)


def jouer(place: Place, geste: tuple, auteur) -> None:
    code, valeur, mode, revient = geste
    dite = Reglage.objects.actuels().filter(code=code, **place.cles).first()
    with suppress(ValidationError):
        if revient and dite:
            actions.revenir(place=place, lignes=[dite.pk], auteur=auteur)
        else:
            voulue = dt.time(valeur.hour - 12) if valeur and code == "calme.fin" else valeur
            actions.regler(place=place, code=code, valeur=voulue, mode=mode, auteur=auteur)


def verifier(ecole: Etablissement, code: str) -> None:
    """As computed from the rows; as the highest level that speaks says, when it fixes or bounds; the default when none speaks, or all of them only
    bound and it is within.
    """
    une = etages.declaration(code)
    lignes = {li.etage: li for li in Reglage.objects.qui_touchent([ecole]).filter(code=code) if li.valeur is not None}
    assert ecole.reglage(code) == etages.calculer(une, [li.dit for li in lignes.values()]).valeur
    premiere = next((lignes[etage] for etage in Etage if etage in lignes), None)
    if premiere is None:
        assert code not in ecole.reglages_en_vigueur
    elif premiere.mode == Mode.FIXE:
        assert ecole.reglage(code) == une.lire(premiere.valeur)
    elif premiere.mode == Mode.BORNE:
        assert une.tient(ecole.reglage(code), une.lire(premiere.valeur))
    if all(li.mode == Mode.BORNE and une.tient(une.defaut, une.lire(li.valeur)) for li in lignes.values()):
        assert ecole.reglage(code) == une.defaut


def test_what_is_written_on_schools_is_what_is_computed_from_what_was_said(d):
    """Whatever is fixed, bounded, left free and undone, at three levels, in any order; what is refused changes nothing."""
    ecoles = [d.elementaire, d.maternelle, d.college]
    places = [
        Place(),
        *(Place(commune=ecole.commune) for ecole in ecoles[:2]),
        *(Place(ecole=ecole) for ecole in ecoles),
    ]

    @settings(max_examples=min(40, settings().max_examples), deadline=None, phases=[Phase.explicit, Phase.generate])
    @given(gestes)
    def un(joues) -> None:
        with transaction.atomic():
            for rang, *geste in joues:
                jouer(places[rang], tuple(geste), d.operateur)
            for ecole in Etablissement.objects.all():
                for code in ("calme.debut", "calme.fin"):
                    verifier(ecole, code)
            transaction.set_rollback(True)

    un()
