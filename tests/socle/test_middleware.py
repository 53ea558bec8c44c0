"""Two pages that wait for one another: one is undone by the database and played again, and nobody reads that something went wrong."""

import threading
from urllib.parse import urlencode

import pytest
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.urls import include, path, reverse
from django.views.decorators.http import require_POST
from psycopg.errors import DeadlockDetected

from ent.annuaire.models import Personne
from ent.annuaire.views.gestes import corrige
from ent.socle.middleware import est_un_blocage

TENUS: dict[str, threading.Event] = {}
JOUEES: list[str] = []


def croiser(request, premier: int, second: int) -> HttpResponse:
    """Hold one, wait until the other page holds the other, ask for it."""
    JOUEES.append(request.path)
    moi, autre = str(premier), str(second)
    Personne.objects.select_for_update().get(pk=premier)
    TENUS[moi].set()
    assert TENUS[autre].wait(20)
    messages.info(request, "Fait.")
    lu = request.FILES["mot"].read().decode()
    Personne.objects.filter(pk=second).update(nom=lu)
    return HttpResponse(" ".join([lu, *(m.message for m in messages.get_messages(request)), request.user.prenom]))


@require_POST
def a_plusieurs_temps(request, premier: int, second: int) -> HttpResponse:
    """A view that is no gesture may have written already: it is not played again."""
    with transaction.atomic():
        return croiser(request, premier, second)


urlpatterns = [
    path("geste/<int:premier>/<int:second>/", corrige(croiser)),
    path("libre/<int:premier>/<int:second>/", a_plusieurs_temps),
    path("", include("config.urls")),
]


def se_croisent(d, entrer, debut: str) -> list:
    """What each of two pages that lock the same two rows by the other end answers."""
    gens, issues = [d.mere.pk, d.pere_separe.pk], {}
    TENUS.clear()
    TENUS.update({str(pk): threading.Event() for pk in gens})
    JOUEES.clear()
    # What one client's page raises, Django's signal would raise in both.
    clients = [entrer(d.directrice, raise_request_exception=False) for _rang in (0, 1)]

    def envoyer(rang: int) -> None:
        try:
            premier, second = gens[rang], gens[1 - rang]
            mot = SimpleUploadedFile("mot.txt", f"Par {rang}".encode())
            issues[rang] = clients[rang].post(f"/{debut}/{premier}/{second}/", {"mot": mot})
        finally:
            connection.close()

    fils = [threading.Thread(target=envoyer, args=(rang,)) for rang in (0, 1)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return [issues[0], issues[1]]


@pytest.mark.reel
@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_the_one_that_was_undone_is_played_again_with_its_files_and_says_its_word_once(d, entrer):
    un, autre = se_croisent(d, entrer, "geste")
    assert [r.text for r in (un, autre)] == [f"Par {rang} Fait. {d.directrice.prenom}" for rang in (0, 1)]
    assert {*Personne.objects.filter(pk__in=[d.mere.pk, d.pere_separe.pk]).values_list("nom", flat=True)} == {
        "Par 0",
        "Par 1",
    }
    assert len(JOUEES) == 3


@pytest.mark.reel
@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_what_is_not_one_transaction_is_not_played_again(d, entrer):
    assert sorted(r.status_code for r in se_croisent(d, entrer, "libre")) == [200, 500]
    assert len(JOUEES) == 2


def test_only_a_deadlock_is_one():
    bloque = OperationalError("deadlock detected")
    bloque.__cause__ = DeadlockDetected("deadlock detected")
    assert est_un_blocage(bloque)
    assert not est_un_blocage(OperationalError("could not connect"))
    assert not est_un_blocage(ValueError())


# --- A NUL ------------------------------------------------------------------------------------------------------------
def test_what_is_typed_is_read_without_a_nul_and_what_an_address_holds_is_found_nowhere(d, mardi, entrer):
    """PostgreSQL neither keeps it nor looks for it: a question that holds one was an error page."""
    client = entrer(d.enseignant)
    page = client.get(reverse("chercher") + "?mots=Sof%00iane&page=%00")
    assert (page.status_code, page.wsgi_request.GET["mots"]) == (200, "Sof\ufffdiane")
    envoi = {"texte": "Le lit\0re & 5 %", "plusieurs": ["a\0", "b"]}
    a_plat = {"data": urlencode(envoi, True), "content_type": "application/x-www-form-urlencoded"}
    lu = client.post(reverse("chercher"), **a_plat).wsgi_request.POST
    assert (lu["texte"], lu.getlist("plusieurs")) == ("Le litre & 5 %", ["a", "b"])
