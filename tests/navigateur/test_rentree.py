"""A direction turns its year in May, in a real browser: the plan, the turn, its undoing; on a phone and on a desk. And what retention will take."""

import datetime as dt
import sqlite3
import time
from contextlib import closing, contextmanager

import pytest

from tests import modeles
from tests.graines import MARDI_10H
from tests.navigateur import horloge
from tests.navigateur.conftest import TAILLES
from tests.navigateur.serveur import Serveur
from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = pytest.mark.navigateur
MAI = dt.datetime(2027, 5, 18, 10, tzinfo=MARDI_10H.tzinfo)
DIRECTION, ECOLE = "anne.quemeneur@exemple.fr", "/annuaire/0789901N"


@contextmanager
def un_serveur(var, quand: dt.datetime):
    """A server of its own, at that hour: its clock is moved before it starts."""
    modeles.copier(var, modeles.DEMONSTRATION)
    s = Serveur(var)
    s.ecart = quand.timestamp() - time.time()
    s.environnement[horloge.VARIABLE] = str(s.ecart)
    with closing(sqlite3.connect(var / modeles.BASE)) as base, base:
        base.execute("UPDATE wagtailcore_site SET port = ? WHERE hostname != 'localhost'", [s.port])
    try:
        s.demarrer()
        yield s
    finally:
        s.fermer()


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    with un_serveur(tmp_path_factory.mktemp("mai"), MAI) as s:
        yield s


def regarder(a, nom: str) -> None:
    """What no test of a template sees: nothing beyond the edge, nothing axe blames, on a phone and on a desk."""
    for taille, (largeur, hauteur) in TAILLES.items():
        a.page.set_viewport_size({"width": largeur, "height": hauteur})
        assert not debords(a.page), (nom, taille)
        a.photographier(f"{nom}-{taille}")
    assert examiner(a.page, nom) == []
    a.page.set_viewport_size(dict(zip(("width", "height"), TAILLES["bureau"], strict=True)))


def test_a_direction_prepares_places_turns_and_comes_back(appareil, serveur):
    serveur.recommencer()
    a = appareil("bureau")
    a.entrer(DIRECTION)
    a.aller(f"{ECOLE}/rentree/")
    regarder(a, "rentree-avant")
    a.page.get_by_role("button", name="Préparer la rentrée").click()
    a.page.get_by_role("heading", name="Répartir").wait_for()
    regarder(a, "rentree-plan")
    # A pupil repeats: ticked, kept at their level, in the class where they are.
    a.page.locator("details", has_text="CM2").first.locator("summary").click()
    lot = a.page.locator("details[open]")
    lot.locator("input[name=eleve]").first.check()
    lot.get_by_label("En septembre").select_option(label=lot.locator("option").first.inner_text())
    lot.get_by_label("Garde son niveau (maintien)").check()
    lot.get_by_role("button", name="Placer les élèves cochés").click()
    a.page.get_by_text("1 élève placé.").wait_for()
    with a.page.expect_download() as attendu:
        a.page.get_by_role("link", name="Imprimer les listes").click()
    assert attendu.value.suggested_filename.endswith(".pdf")
    a.page.get_by_text("Sans attendre l’été").click()  # in May: what it would close is read first
    a.page.get_by_role("button", name="Faire le passage maintenant").click()
    a.page.get_by_role("heading", name="2027-2028 a commencé").wait_for()
    regarder(a, "rentree-faite")
    assert serveur.lire("d.eleve_cp.inscriptions.filter(fin=None).get().niveau") == "CE1"
    a.page.get_by_role("button", name="Revenir aux classes d’avant").click()
    a.page.get_by_text("Les classes d’avant sont revenues.").wait_for()
    assert serveur.lire("d.eleve_cp.inscriptions.filter(fin=None).get().niveau") == "CP"


def test_a_direction_reads_what_will_go_and_a_person_that_their_account_does(appareil, serveur):
    serveur.recommencer()
    serveur.faire(
        """
import datetime as dt
from django.utils import timezone
from ent.annuaire import actions
from ent.annuaire.models import Affectation, Role
jour = timezone.localdate() - dt.timedelta(days=70)
Role.objects.filter(personne=d.enseignant).update(fin=jour)
Affectation.objects.filter(enseignant=d.enseignant).update(fin=jour)
actions.prevoir_les_effacements()
"""
    )
    a = appareil("bureau")
    a.entrer(DIRECTION)
    a.aller(f"{ECOLE}/conservation/")
    a.page.get_by_text("s’efface le").first.wait_for()
    regarder(a, "partira-ecole")
    o = appareil("bureau")
    o.entrer("olivier.renard@exemple.fr")
    o.aller("/annuaire/conservation/")
    o.page.get_by_role("heading", name="Comptes").wait_for()
    regarder(o, "partira-territoire")
    p = appareil("telephone")
    p.entrer(serveur.lire("d.enseignant.courriel"))
    p.aller("/compte/donnees/")
    p.page.get_by_text("Votre compte s’efface le").wait_for()
    regarder(p, "partira-compte")
    p.page.get_by_role("button", name="M’y opposer").click()
    p.page.get_by_role("button", name="Accepter qu’elle le garde").wait_for()
