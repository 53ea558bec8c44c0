"""Two schools become one in July, in a real browser: what the operator reads and writes, what both directions read, the turn and its undoing."""

import datetime as dt

import pytest

from tests.graines import MARDI_10H
from tests.navigateur.test_rentree import DIRECTION, ECOLE, regarder, un_serveur

pytestmark = pytest.mark.navigateur
JUILLET = dt.datetime(2027, 7, 6, 10, tzinfo=MARDI_10H.tzinfo)


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    with un_serveur(tmp_path_factory.mktemp("juillet"), JUILLET) as s:
        yield s


def test_the_operator_writes_it_both_directions_read_it_and_one_turns_it(appareil, serveur):
    serveur.recommencer()
    o = appareil("bureau")
    o.entrer("olivier.renard@exemple.fr")
    uai = serveur.lire("d.maternelle.uai")
    o.aller(f"/annuaire/ecoles/{uai}/")
    o.page.get_by_role("link", name="Réunir avec une autre").click()
    regarder(o, "fusion-choix")
    o.page.get_by_label("L’école qu’elle rejoint").select_option(serveur.lire("d.elementaire.uai"))
    o.page.get_by_role("button", name="Voir ce que cela fait").click()
    o.page.get_by_role("button", name="Écrire la fusion").wait_for()
    regarder(o, "fusion-apercu")
    o.page.get_by_role("button", name="Écrire la fusion").click()
    o.page.get_by_text("C’est écrit").wait_for()
    regarder(o, "fusion-ecrite")
    b = appareil("bureau")
    b.entrer("odile.tissier@exemple.fr")
    b.aller(f"/annuaire/{uai}/")
    regarder(b, "fusion-ecole-qui-ferme")
    b.aller(f"/annuaire/{uai}/rentree/")
    b.page.get_by_role("heading", name="Votre école en rejoint une autre").wait_for()
    regarder(b, "fusion-rentree-qui-ferme")
    a = appareil("bureau")
    a.entrer(DIRECTION)
    a.aller(f"{ECOLE}/rentree/")
    a.page.get_by_text("rejoint votre école").first.wait_for()
    regarder(a, "fusion-rentree-qui-reste")
    a.page.get_by_role("button", name="Faire le passage maintenant").click()
    a.page.get_by_text("a rejoint votre école").wait_for()
    regarder(a, "fusion-faite")
    assert serveur.lire("d.maternelle.rejoint == d.elementaire") is True
    o.aller(f"/annuaire/ecoles/{uai}/")
    o.page.get_by_text("Fermée depuis le").wait_for()
    regarder(o, "fusion-fiche")
    o.aller("/annuaire/ecoles/")
    regarder(o, "fusion-liste")
    o.aller(f"/ecoles/{serveur.lire('d.maternelle.site.slug')}/")
    o.page.get_by_text("elle a rejoint").wait_for()
    regarder(o, "fusion-site")
    p = appareil("telephone")
    p.entrer("nadia.belhadj@exemple.fr")
    p.aller("/annees/")
    p.page.get_by_text("École Les Coquelicots").wait_for()
    regarder(p, "fusion-annees")
    a.page.get_by_role("button", name="Revenir aux classes d’avant").click()
    a.page.get_by_text("Les classes d’avant sont revenues.").wait_for()
    assert serveur.lire("d.maternelle.rejoint is None") is True
