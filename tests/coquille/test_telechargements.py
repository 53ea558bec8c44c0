"""What a form asks for may be a file: the page stays, and is told that it came (`FichiersRendus`)."""

import io

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from ent.coquille.middleware import FichiersRendus

PDF = {"content_type": "application/pdf", "headers": {"Content-Disposition": 'attachment; filename="papiers.pdf"'}}


def rendre(reponse, *, methode="post", cookie=True):
    requete = getattr(RequestFactory(), methode)("/")
    if cookie:
        requete.COOKIES["envoi"] = "1764190000000"
    return FichiersRendus(lambda _requete: reponse)(requete)


@pytest.mark.parametrize(
    "reponse",
    [
        HttpResponse(b"%PDF-", **PDF),
        StreamingHttpResponse([b"%PDF-"], **PDF),
        FileResponse(io.BytesIO(b"PK"), as_attachment=True, filename="preuves.zip"),
        HttpResponse(status=204),
    ],
    ids=["whole", "streamed", "a file", "nothing"],
)
def test_a_file_takes_the_cookie_away(reponse):
    rendu = rendre(reponse)
    assert rendu.cookies["envoi"].value == ""
    assert rendu.cookies["envoi"]["max-age"] == 0


def test_a_page_leaves_it_since_the_button_waits_for_that_page():
    assert "envoi" not in rendre(HttpResponse("<h1>Refusé</h1>", status=422)).cookies
    assert "envoi" not in rendre(HttpResponse(status=302, headers={"Location": "/"})).cookies


def test_what_a_page_fetches_meanwhile_is_not_the_answer_of_its_form():
    assert "envoi" not in rendre(HttpResponse(b"%PDF-", **PDF), methode="get").cookies


def test_who_left_no_cookie_gets_none():
    assert "envoi" not in rendre(HttpResponse(b"%PDF-", **PDF), cookie=False).cookies


def test_the_papers_of_a_class_say_that_they_came(d, entrer, mardi):
    anne = entrer(d.directrice)
    anne.cookies["envoi"] = "1764190000000"
    reponse = anne.post(f"/classe/{d.cp_ce1.pk}/papiers/", {"eleve": [d.eleve_cp.pk]})
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    assert reponse.cookies["envoi"]["max-age"] == 0
