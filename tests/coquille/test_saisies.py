"""What somebody writes is kept should their session end: by the page itself, wherever they write (`saisies.js`).

That no page forgets it is read by the rights matrix, for every persona (`tests/gestes.py`); the browser plays it in tests/navigateur/test_saisies.py.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from ent.coquille.assemblages import adresse
from ent.portail.contexte import Cadre
from tests.gestes import sans_garde

PAGE = Template("{% saisies %}<body><form method='post'>{{ champ|safe }}</form></body>{% endsaisies %}")
ZONE = '<textarea name="texte"></textarea>'


def page(personne, champ: str) -> str:
    requete = RequestFactory().get("/")
    requete.user = personne
    return PAGE.render(Context({"cadre": Cadre(requete), "champ": champ}))


@pytest.mark.parametrize(
    ("champ", "attendu"),
    [
        (ZONE, True), ('<input type="text" name="precision" maxlength="120">', True), ('<input id="jour" type="date" name="jour">', True),
        ('<input type="search" name="q">', False), ('<input type="password" name="p" maxlength="120">', False),
        ('<input type="hidden" name="version">', False), ('<input type="radio" name="vient">', False),
    ],
)  # fmt: skip
def test_a_page_keeps_what_is_filled(d, champ, attendu):
    rendue = page(d.enseignante, champ)
    assert (adresse("saisies.js") in rendue, '<template id="saisie">' in rendue) == (attendu, attendu)
    assert rendue.endswith("</body>")
    assert adresse("saisies.js") not in page(AnonymousUser(), champ), "no session to lose"


def test_each_speaks_as_its_reader_is_spoken_to(d):
    assert "Tu avais commencé à écrire" in page(d.eleve_cp, ZONE)
    assert "Vous aviez commencé à écrire" in page(d.mere, ZONE)


def test_a_form_that_nothing_keeps_is_a_fault():
    nue = f'<html data-personne="x"><body><form method="post">{ZONE}</form></body></html>'
    assert sans_garde("/ecrire/", nue) == ["/ecrire/: what is written for /ecrire/ is not kept"]
    for bonne in (
        nue.replace(ZONE, f"<div data-brouillon></div>{ZONE}"),
        nue.replace("</body>", '<template id="saisie"></template></body>'),
        nue.replace(' data-personne="x"', ""),
        nue.replace(ZONE, ""),
    ):
        assert sans_garde("/ecrire/", bonne) == []
