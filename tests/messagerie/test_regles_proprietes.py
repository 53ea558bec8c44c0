"""The rules and the cursors, stated a second time, naively, and compared on whatever Hypothesis draws."""

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messagerie.actions.fils import avancer
from messagerie.droits.regles import ADMIS, RAISONS, Situation, Table, adresses_a, peut_ecrire
from messagerie.models import Fil, Participation

QUALITES = ["direction", "enseignant", "personnel", "responsable", "eleve"]
NATURES = ["annonce", "ecole", "foyer", "equipe", "projet", "eleves", "parents", "commune"]
STAFF = ["direction", "enseignant", "personnel"]

cellules = st.dictionaries(
    st.tuples(st.sampled_from(QUALITES), st.sampled_from(QUALITES)), st.sampled_from(["non", "reponse", "oui"])
)


# --- A second statement, written from the issue and not from the code -------------------------------------------------
def cellule_naive(auteur: str, cible: str) -> tuple[list[str], str]:
    """What one cell may hold, and what it holds when nobody chose."""
    if auteur == "enseignant" and cible == "eleve":
        return ["non", "oui"], "oui"
    if auteur == "eleve" and cible in ("enseignant", "eleve"):
        return ["non", "reponse"], "reponse"  # a pupil never begins
    if auteur == "eleve" or cible == "eleve":
        return ["non"], "non"  # no adult alone with a pupil
    if {auteur, cible} == {"personnel", "responsable"}:
        return ["non"], "non"
    if auteur == cible == "responsable":
        return ["non", "oui"], "non"  # parents of a class see each other, or do not
    return ["non", "reponse", "oui"], "oui"


def droit_naif(ecole: dict, territoire: dict, auteur: str, cible: str) -> str:
    """What a school, else its territory, else the product says of one cell."""
    if cible == "referent":
        return "oui"  # no school chooses whether its commune reads its direction
    permis, depart = cellule_naive(auteur, cible)
    dit = ecole.get((auteur, cible), territoire.get((auteur, cible), depart))
    return dit if dit in permis else "non"


def cibles_naives(nature: str, auteur: str, a_une_classe: bool) -> list[str]:
    if nature in ("equipe", "projet"):
        return STAFF if auteur in STAFF else []
    parle_a = {
        ("commune", "direction"): ["referent"],
        ("annonce", "direction"): ["responsable"],
        ("annonce", "enseignant"): ["responsable"],
        ("ecole", "direction"): ["responsable"],
        ("eleves", "enseignant"): ["eleve"],
        ("eleves", "eleve"): ["enseignant", "eleve"],
        ("parents", "responsable"): ["responsable"],
        ("parents", "enseignant"): ["responsable"],
    }
    if nature == "foyer":
        ecole = "enseignant" if a_une_classe else "direction"
        return [ecole] if auteur == "responsable" else ["responsable"] if auteur == ecole else []
    return parle_a.get((nature, auteur), [])


def peut_naif(ecole, territoire, qualites, nature, a_une_classe, est_ouvert, ont_ecrit, est_suspendu, incident) -> bool:
    if not est_ouvert or est_suspendu:
        return False
    if nature == "parents" and droit_naif(ecole, territoire, "responsable", "responsable") != "oui":
        return False
    for auteur in qualites:
        if auteur != "direction" and (incident == "tous" or (incident == "eleves" and auteur == "eleve")):
            continue
        cibles = cibles_naives(nature, auteur, a_une_classe)
        oui = 0
        for cible in cibles:
            droit = droit_naif(ecole, territoire, auteur, cible)
            deja = cible in ont_ecrit or (nature == "eleves" and cible in ("enseignant", "eleve"))
            oui += droit == "oui" or (droit == "reponse" and deja)
        if cibles and oui == len(cibles):
            return True
    return False


# Every cell alike, and every cell that says the most it may but one.
CELLULES = list(itertools.product(QUALITES, QUALITES))
TABLES = [{}, *(dict.fromkeys(CELLULES, droit) for droit in ("non", "reponse", "oui"))]
AU_PLUS = {cellule: cellule_naive(*cellule)[0][-1] for cellule in CELLULES}
TABLES += [AU_PLUS | {cellule: "non"} for cellule in CELLULES]
# A thread that is open; closed; written in by a person who is suspended, or during an incident.
MOMENTS = [(True, False, ""), (False, False, ""), (True, True, ""), (True, False, "eleves"), (True, False, "tous")]


def test_to_whom_one_speaks_in_each_kind_of_thread():
    for nature, auteur, a_une_classe in itertools.product(NATURES, QUALITES, [True, False]):
        assert [*adresses_a(nature, auteur, a_une_classe=a_une_classe)] == cibles_naives(nature, auteur, a_une_classe)


@pytest.mark.parametrize("rang", range(4))
def test_who_may_write_in_each_kind_of_thread_at_each_moment(rang):
    table, personne = TABLES[rang], [set(), {"direction", "enseignant"}, {"responsable", "enseignant"}]
    for nature, a_une_classe in itertools.product(NATURES, [True, False]):
        for qualites, ont_ecrit in itertools.product([*personne, *({q} for q in QUALITES)], [set(), set(QUALITES)]):
            for est_ouvert, *moment in MOMENTS:
                dit = {"a_une_classe": a_une_classe, "est_ouvert": est_ouvert, "ont_ecrit": ont_ecrit}
                obtenu = peut_ecrire(Situation(Table(table), *moment), qualites, nature=nature, **dit)
                assert obtenu == peut_naif(table, {}, qualites, nature, *dit.values(), *moment), (nature, qualites, dit)


def test_one_speaks_in_a_thread_only_if_one_may_speak_to_all_whom_it_addresses():
    for table, nature, qualite in itertools.product(TABLES, NATURES, QUALITES):
        obtenu = peut_ecrire(
            Situation(Table(table)), {qualite}, nature=nature, a_une_classe=True, est_ouvert=True, ont_ecrit=set()
        )
        assert obtenu == peut_naif(table, {}, {qualite}, nature, True, True, set(), False, ""), (table, nature, qualite)


@pytest.mark.parametrize("auteur", QUALITES)
def test_a_cell_holds_what_it_may_and_says_why_when_it_is_no_choice(auteur):
    for cible in QUALITES:
        permis, _depart = cellule_naive(auteur, cible)
        assert [str(droit) for droit in ADMIS[auteur, cible]] == permis
        assert ((auteur, cible) in RAISONS) == (permis == ["non"])
        for ecole, territoire in itertools.product(["", "non", "reponse", "oui"], repeat=2):
            dits = [{(auteur, cible): droit} if droit else {} for droit in (ecole, territoire)]
            table, droit = Table(dits[1] | dits[0]), droit_naif(*dits, auteur, cible)
            assert table.droit(auteur, cible) == droit
            assert table.permet(auteur, cible, en_reponse=True) == (droit != "non")
            assert table.permet(auteur, cible, en_reponse=False) == (droit == "oui")
            assert table.les_parents_se_voient == (droit_naif(*dits, "responsable", "responsable") == "oui")


@settings(max_examples=400, deadline=None)
@given(
    ecole=cellules,
    territoire=cellules,
    qualites=st.sets(st.sampled_from(QUALITES)),
    nature=st.sampled_from(NATURES),
    a_une_classe=st.booleans(),
    est_ouvert=st.booleans(),
    ont_ecrit=st.sets(st.sampled_from(QUALITES)),
    est_suspendu=st.booleans(),
    incident=st.sampled_from(["", "eleves", "tous"]),
)
def test_who_may_write_is_what_the_rules_say(
    ecole, territoire, qualites, nature, a_une_classe, est_ouvert, ont_ecrit, est_suspendu, incident
):
    obtenu = peut_ecrire(
        Situation(Table(territoire | ecole), est_suspendu, incident),
        qualites,
        nature=nature,
        a_une_classe=a_une_classe,
        est_ouvert=est_ouvert,
        ont_ecrit=ont_ecrit,
    )
    assert obtenu == peut_naif(
        ecole, territoire, qualites, nature, a_une_classe, est_ouvert, ont_ecrit, est_suspendu, incident
    )


@settings(max_examples=300, deadline=None)
@given(ecole=cellules, territoire=cellules)
def test_each_cell_is_the_schools_else_the_territorys_else_the_default(ecole, territoire):
    table = Table(territoire | ecole)
    for auteur in QUALITES:
        for cible in QUALITES:
            droit = droit_naif(ecole, territoire, auteur, cible)
            assert table.droit(auteur, cible) == droit
            assert table.permet(auteur, cible, en_reponse=True) == (droit != "non")
            assert table.permet(auteur, cible, en_reponse=False) == (droit == "oui")


@settings(max_examples=300, deadline=None)
@given(
    ecole=cellules, territoire=cellules, ont_ecrit=st.sets(st.sampled_from(QUALITES)), nature=st.sampled_from(NATURES)
)
def test_no_table_lets_a_parent_or_the_direction_write_to_a_pupil_nor_a_pupil_begin(
    ecole, territoire, ont_ecrit, nature
):
    table = Table(territoire | ecole)
    for adulte in ("direction", "personnel", "responsable"):
        assert not table.permet(adulte, "eleve", en_reponse=True)
        assert not table.permet("eleve", adulte, en_reponse=True)
    assert not table.permet("eleve", "enseignant", en_reponse=False)
    if nature != "eleves":
        assert not peut_ecrire(
            Situation(table), {"eleve"}, nature=nature, a_une_classe=True, est_ouvert=True, ont_ecrit=ont_ecrit
        )


# --- Cursors ----------------------------------------------------------------------------------------------------------
gestes = st.lists(
    st.one_of(
        st.tuples(st.just("ecrit"), st.integers(1, 4), st.just(0)),
        st.tuples(st.just("avance"), st.integers(0, 14), st.integers(0, 14)),
    ),
    max_size=12,
)


@pytest.fixture
def fil(d, fils_de) -> Fil:
    return fils_de.annonce


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestes=gestes)
def test_a_cursor_never_goes_back_nor_past_what_has_left(d, fil, gestes):
    with transaction.atomic():
        parti = recu = lu = 0
        for geste, a, b in gestes:
            if geste == "ecrit":
                parti += a
                Fil.objects.filter(pk=fil.pk).update(dernier_numero=parti)
            else:
                # The naive reader: a set of numbers received, a set of numbers read.
                recu = max(recu, *(n for n in range(parti + 1) if n <= a or n <= b))
                lu = max(lu, *(n for n in range(parti + 1) if n <= b), 0)
                place = avancer(fil=Fil.objects.get(pk=fil.pk), personne=d.mere, recu=a, lu=b)
                gardee = Participation.objects.get(fil=fil, personne=d.mere)
                assert (place.recu_jusqu_a, place.lu_jusqu_a) == (gardee.recu_jusqu_a, gardee.lu_jusqu_a) == (recu, lu)
                assert 0 <= lu <= recu <= parti
                assert len(set(range(1, parti + 1)) - set(range(1, lu + 1))) == parti - gardee.lu_jusqu_a
        transaction.set_rollback(True)
