"""An old link to a room that a school closed: who would read it were it open is told who closed it, at the same status; anybody else learns nothing."""

import pytest
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import Personne, Place
from ent.portail.views import salles_fermees
from tests.annuaire.test_modules import D_AUCUNE, D_UNE_ECOLE, sessions_en_cookies  # noqa: F401  (fixture)
from tests.etages import poser
from tests.matrice import COLONNES, Objets, client_de
from tests.test_matrice import LIGNES

pytestmark = [
    pytest.mark.besoin_de("ent.services.periscolaire"),
    pytest.mark.besoin_de("ent.services.agenda_ecole"),
    pytest.mark.besoin_de("ent.services.rendez_vous"),
]
CALME = "Cette rubrique est fermée dans votre école"
# What each is answered while it is open, as the rights matrix has it.
OUVERTES = {tuple(li[:3]): dict(zip(COLONNES, li[3:], strict=True)) for li in LIGNES}
LUES = [(*li, ici) for lignes, ici in ((D_UNE_ECOLE, True), (D_AUCUNE, False)) for li in lignes if li[1] == "GET"]


@pytest.mark.parametrize("ligne", LUES, ids=lambda ligne: "-".join(map(str, ligne)))
def test_it_is_told_to_who_would_read_it_and_to_nobody_else(ligne, d, mardi):
    module, _methode, nom, ecole, ici = ligne
    Personne.objects.update(langue="fr")
    arguments, _envoi = Objets(d, ecole).arguments(nom)
    chemin = reverse(nom, args=arguments)
    poser({f"module.{module}": False}, *([d.maternelle if ecole == "maternelle" else d.elementaire] if ici else []))
    fautes = {}
    for qui, ouverte in OUVERTES["GET", nom, ecole].items():
        cache.clear()
        with transaction.atomic():
            fermee = client_de(None if qui == "anonyme" else d.gens[qui]).get(chemin)
            transaction.set_rollback(True)
        if fermee.status_code in (403, 404) and (CALME in fermee.text) != (int(ouverte) < 400):
            fautes[qui] = (ouverte, fermee.status_code, CALME in fermee.text)
    assert fautes == {}


def main(reponse) -> str:
    return reponse.text.partition("<main")[2].partition("</main>")[0]


# --- What it says -------------------------------------------------------------------------------------------------------
@pytest.fixture
def date_de_l_ecole(d, mardi):
    """The page of a date of the elementary school's agenda."""
    arguments, _envoi = Objets(d, "elementaire").arguments("agenda_evenement")
    return reverse("agenda_evenement", args=arguments)


@pytest.mark.parametrize(
    ("place", "auteur", "phrase"),
    [
        (lambda d: Place(), "operateur", "le territoire l’a fermé. Rien n’est effacé : s’il le rouvre"),
        (lambda d: Place(commune=d.elementaire.commune), "referente", "la commune l’a fermé. Rien n’est effacé"),
        (lambda d: Place(ecole=d.elementaire), "directrice", "l’école l’a fermé. Rien n’est effacé"),
    ],
)
def test_it_says_who_closed_it_and_leads_back(d, entrer, date_de_l_ecole, place, auteur, phrase):
    actions.regler(place=place(d), code="module.agenda_ecole", valeur=False, auteur=getattr(d, auteur))
    page = entrer(d.mere).get(date_de_l_ecole)
    assert page.status_code == 404
    lue = " ".join(page.text.split()).replace("\u00a0", " ").replace("\u202f", " ")
    assert CALME in lue and f"« Agenda » ({d.elementaire.nom}) : {phrase}" in lue
    assert "data-retour" in page.text and "Cette page n’est pas là" not in lue


def test_who_directs_the_school_is_led_to_where_it_is_opened(d, entrer, date_de_l_ecole):
    actions.regler(place=Place(ecole=d.elementaire), code="module.agenda_ecole", valeur=False, auteur=d.directrice)
    reglages = f'href="{reverse("annuaire_reglages", args=[d.elementaire.uai])}"'
    for qui, y_va in ((d.directrice, True), (d.mere, False)):
        page = entrer(qui).get(date_de_l_ecole)
        assert page.status_code == 404 and (reglages in page.text) is y_va
    assert entrer(d.directrice).get(reverse("annuaire_reglages", args=[d.elementaire.uai])).status_code == 200


def test_a_family_reads_it_in_its_language(d, entrer, date_de_l_ecole):
    poser({"module.agenda_ecole": False}, d.elementaire)
    Personne.objects.filter(pk=d.mere.pk).update(langue="en")
    page = entrer(d.mere).get(date_de_l_ecole).text
    assert "This section is closed in your school" in page and "“Calendar”" in page


def test_whoever_has_no_right_reads_what_a_page_that_does_not_exist_says(d, entrer, date_de_l_ecole):
    poser({"module.agenda_ecole": False}, d.elementaire)
    client = entrer(d.directrice_maternelle)
    lue = main(client.get(date_de_l_ecole))
    assert "Cette page n’est pas là" in lue and lue == main(client.get("/agenda/987654/"))
    assert CALME not in entrer(d.mere).get("/agenda/987654/").text  # nothing was ever there


def test_who_asks_again_without_end_plays_no_page_any_more(d, entrer, date_de_l_ecole, monkeypatch):
    """Each answer plays the room's view, several times: past the brake, it is the answer of any page that is not there; of that person alone."""
    monkeypatch.setattr(salles_fermees, "PAGES", 2)
    poser({"module.agenda_ecole": False}, d.elementaire)
    vraie, jouees = salles_fermees._ouvrirait, []
    monkeypatch.setattr(salles_fermees, "_ouvrirait", lambda *quoi: jouees.append("vue") or vraie(*quoi))
    client = entrer(d.mere)
    dits = [CALME in client.get(date_de_l_ecole).text for _n in range(4)]
    assert dits == [True, True, False, False]
    combien = len(jouees)
    page = client.get(date_de_l_ecole)
    assert (page.status_code, len(jouees)) == (404, combien)
    assert main(page) == main(client.get("/agenda/987654/"))
    assert CALME in entrer(d.enseignante).get(date_de_l_ecole).text


def test_only_a_page_says_it(d, entrer, date_de_l_ecole):
    poser({"module.agenda_ecole": False}, d.elementaire)
    client = entrer(d.mere)
    assert CALME not in client.get(date_de_l_ecole, headers={"HX-Request": "true"}).text
    assert CALME not in client.post(date_de_l_ecole).text


def test_to_know_it_the_room_s_own_view_is_asked_and_nothing_of_what_it_does_stays(
    d, entrer, date_de_l_ecole, monkeypatch, django_capture_on_commit_callbacks
):
    from ent.services.agenda_ecole.views import lire

    vraie, appels = lire.evenement, []

    def bavarde(request, **arguments):
        reponse = vraie(request, **arguments)
        appels.append("vue")
        request.session["essai"] = True
        messages.success(request, "Lu.")
        transaction.on_commit(lambda: appels.append("après"))
        return reponse

    poser({"module.agenda_ecole": False}, d.elementaire)
    client = entrer(d.mere)
    avant = dict(client.session)
    monkeypatch.setattr(salles_fermees, "_vue", lambda request: bavarde)
    with django_capture_on_commit_callbacks(execute=True):
        assert CALME in client.get(date_de_l_ecole).text
    assert appels == ["vue"] and dict(client.session) == avant
    assert "Lu." not in client.get("/plus/").text


def test_of_two_schools_it_names_the_one_that_keeps_the_page(d, entrer, date_de_l_ecole):
    """Nadia has a child in each; both are closed, the page is of one."""
    poser({"module.agenda_ecole": False})
    page = entrer(d.mere).get(date_de_l_ecole).text
    assert d.elementaire.nom in page and d.maternelle.nom not in page


def test_where_nothing_is_closed_it_costs_nothing(d, entrer, mardi, django_assert_num_queries):
    client = entrer(d.mere)
    client.get("/agenda/987654/")
    with django_assert_num_queries(4):
        client.get("/agenda/987654/")
