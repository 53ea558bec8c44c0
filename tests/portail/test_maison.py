"""« Plus » is a house: each room says where it stands, and what it says is what it holds."""

import datetime as dt
import re

import pytest

from ent.services.agenda_ecole.models import Evenement
from ent.services.periscolaire.models import Menu
from tests.cahier_de_textes.test_actions import donner
from tests.portail.test_accueil import texte

pytestmark = pytest.mark.besoin_de(
    "cahier_de_textes",
    "messagerie",
    "pages",
    "ent.services.vie_scolaire",
    "ent.services.rendez_vous",
    "ent.services.periscolaire",
    "ent.services.agenda_ecole",
    "ent.services.renseignements",
    "ent.services.acces_confies",
    "ent.services.souvenirs",
    "ent.services.espaces",
)

# Rows where there is nothing to say: a rule, whom one looks for, a password, a count that no evacuation asks for.
SANS_ETAT = {"Évacuation", "Qui peut écrire à qui", "Chercher quelqu’un", "Changer mon mot de passe", "Mes données"}
MAISONS = ["mere", "enseignante", "directrice", "referente", "operateur"]


@pytest.mark.parametrize("qui", MAISONS)
def test_every_room_of_plus_says_where_it_stands(d, entrer, mardi, qui):
    page = entrer(getattr(d, qui)).get("/plus/").text
    rangees = re.findall(
        r'<li><a (?:class="geste" )?href="[^"]*">.*?</a></li>',
        page.partition("<main")[2].partition("</main>")[0],
        re.DOTALL,
    )
    muettes = {" ".join(re.sub("<[^>]+>", " ", r).split()) for r in rangees if "<small>" not in r}
    assert len(rangees) > 6
    assert muettes <= SANS_ETAT


def test_what_a_room_says_is_what_it_holds(d, entrer, mardi):
    """Of menus, meetings, the cahier and the agenda: none at first, then what there is."""
    client = entrer(d.mere)
    page = texte(client.get("/plus/"))
    for vide in ("pas encore de menus", "aucun de prévu", "Cahier, jour par jour rien à faire", "Agenda rien de prévu"):
        assert vide in page
    Menu.objects.create(etablissement=d.elementaire, jour=dt.date(2026, 12, 12), publie_le=mardi)
    Menu.objects.create(etablissement=d.elementaire, jour=dt.date(2026, 12, 18))  # nobody has published it
    donner(d, texte="Page 14", niveau="CP", date_pour=dt.date(2026, 11, 26))
    Evenement.objects.create(
        etablissement=d.elementaire,
        titre="Conseil d’école",
        jour=dt.date(2026, 12, 15),
        dernier_jour=dt.date(2026, 12, 15),
        dernier=dt.date(2026, 12, 15),
    )
    page = texte(client.get("/plus/"))
    assert "menus jusqu’au 12 décembre" in page
    assert "Cahier, jour par jour 1 chose à faire" in page
    assert "Agenda 15 décembre : Conseil d’école" in page


@pytest.mark.toute_la_maison
@pytest.mark.parametrize(
    ("qui", "requetes"), [("mere_arabophone", 28), ("mere", 28), ("enseignante", 28), ("directrice", 28)]
)
def test_it_costs_the_same_whatever_is_there(d, entrer, mardi, qui, requetes, django_assert_num_queries):
    """Session, person, ties, children; what is unread; then each room its own, once."""
    for n in range(3):
        donner(d, texte=f"Page {n}", date_pour=dt.date(2026, 11, 26))
    client = entrer(getattr(d, qui))
    with django_assert_num_queries(requetes):
        client.get("/plus/")


def test_a_number_after_a_name_stays_with_what_it_counts_from_right_to_left(d, entrer, mardi):
    """« Mme Belhadj · 3 أطفال » drew the 3 beside the name, away from the children: a name is a run of its own."""
    page = entrer(d.mere).get("/plus/").text
    assert f"<bdi>{d.mere.nom_affiche}</bdi> · " in page
