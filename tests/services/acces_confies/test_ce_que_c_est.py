"""Who was confided some rooms, or whose access is over, reads what they have: no family's words, nothing that never was theirs."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Delegation, Responsabilite
from ent.socle.dates import aujourd_hui

SIEN = re.compile(r"\b(?:votre enfant|vos enfants)\b[^<]*|<title>Mes enfants")
PAGES = ("accueil", "plus", "semaine", "absences", "periscolaire", "periscolaire_menus", "agenda", "rdv", "prevenir")


def seulement(d, salles: str) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(salles=salles)


@pytest.mark.besoin_de("ent.services.rendez_vous")
def test_who_was_confided_one_room_reads_no_family_s_words_for_it(d, entrer, mardi):
    seulement(d, "agenda rendez_vous+")
    client = entrer(d.assistante)
    accueil, plus = client.get("/").text, client.get(reverse("plus")).text
    assert "Prévenir l’école" not in accueil and "Prévenir l’école" not in plus
    assert f'href="{reverse("rdv")}"' in accueil
    assert "Ce qui vous est confié" in plus and "Pour les enfants" in plus
    assert "Décider pour mes enfants" not in plus
    siennes = entrer(d.mere)
    assert (
        "Prévenir l’école" in siennes.get("/").text and "Décider pour mes enfants" in siennes.get(reverse("plus")).text
    )


@pytest.mark.besoin_de("messagerie")
def test_messages_are_said_to_be_the_family_s_and_are_no_dead_end(d, entrer, mardi):
    ecrire = reverse("messagerie_ecrire")
    for boite in (entrer(d.assistante).get(reverse("messagerie") + mots).text for mots in ("?q=cantine", "")):
        assert "ne font pas partie de ce qui vous est confié" in boite and 'type="search"' not in boite
    assert ecrire not in boite and "Écrivez le premier" not in boite
    page = entrer(d.assistante).get(ecrire, follow=True)  # typed: it was a form that proposed nobody
    assert page.redirect_chain and "ne font pas partie de ce qui vous est confié" in page.text
    Delegation.objects.filter(delegue=d.assistante).update(finie_le=mardi)
    boite = entrer(d.assistante).get(reverse("messagerie")).text
    assert "Aucun message." in boite and ecrire not in boite and "Écrivez le premier" not in boite
    assert ecrire in entrer(d.mere).get(reverse("messagerie")).text


def test_whose_access_is_over_reads_that_it_is_and_nothing_that_never_was_theirs(d, entrer, mardi):
    Delegation.objects.filter(delegue=d.assistante).update(finie_le=mardi)
    client = entrer(d.assistante)
    accueil = client.get("/").text
    assert "il est terminé" in accueil and "J’ai un code" in accueil
    assert "Bienvenue" not in accueil and "Aucun enfant" not in accueil and "papier donné par l’école" not in accueil
    Delegation.objects.filter(delegue=d.assistante).update(finie_le=mardi - dt.timedelta(days=90))  # long ago too
    assert "il est terminé" in client.get("/").text
    plus = client.get(reverse("plus")).text
    for mot in ("Journal", "Droit à l’image", "Autorisations", "Décider pour mes enfants"):
        assert mot not in plus, mot
    assert "Ajouter un enfant" in plus


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_who_once_had_a_child_here_keeps_what_a_family_has(d, entrer, mardi):
    Delegation.objects.filter(delegue=d.assistante).update(finie_le=mardi)
    annees = f'href="{reverse("annees")}"'
    assert annees not in entrer(d.assistante).get(reverse("plus")).text
    hier = aujourd_hui() - dt.timedelta(days=1)
    Responsabilite.objects.create(
        adulte=d.assistante, enfant=d.eleve_cp, etablissement=d.elementaire, debut=dt.date(2026, 9, 1), fin=hier
    )
    assert annees in entrer(d.assistante).get(reverse("plus")).text


def test_who_gave_it_reads_when_it_ended_and_no_day_to_come(d, entrer, mardi):
    donnee = Delegation.objects.filter(delegue=d.assistante).first()
    for client, page in (
        (entrer(donnee.delegant), reverse("acces_confies")),
        (entrer(d.directrice), reverse("acces_confies_ecole", args=[d.elementaire.uai])),
    ):
        jour = f'<time datetime="{donnee.fin:%Y-%m-%d}">'
        assert jour in client.get(page).text
        Delegation.objects.filter(cle=donnee.cle).update(finie_le=mardi)
        lue = client.get(page).text
        assert "Terminé le 24 novembre" in lue and jour not in lue
        Delegation.objects.filter(cle=donnee.cle).update(finie_le=None)


@pytest.mark.besoin_de(
    "cahier_de_textes",
    "ent.services.agenda_ecole",
    "ent.services.periscolaire",
    "ent.services.rendez_vous",
    "ent.services.vie_scolaire",
)
def test_no_page_says_a_confided_child_to_be_theirs(d, entrer, mardi):
    """A childminder reads « l’enfant »: the parent of that child, « votre enfant »."""
    from ent.services.periscolaire.models import ServicePeriscolaire

    seulement(d, "cahier+ absences+ agenda cantine+ rendez_vous+")
    client = entrer(d.assistante)
    assert "n’a pas ouvert ces services" in client.get(reverse("periscolaire")).text
    assert SIEN.findall(client.get(reverse("periscolaire")).text) == []
    ServicePeriscolaire.objects.create(
        etablissement=d.elementaire, nature="cantine", debut=dt.time(11, 45), fin=dt.time(13, 20)
    )
    pages = {nom: client.get(reverse(nom)).text for nom in PAGES}
    assert {nom: SIEN.findall(page) for nom, page in pages.items() if SIEN.search(page)} == {}
    assert "En cas d’oubli, l’enfant mange" in pages["periscolaire"]
    assert "<title>Ce qui vous est confié" in pages["accueil"]
    aides = {nom: client.get(f"/aide/?page={nom}").text for nom in ("periscolaire", "agenda", "semaine")}
    assert {nom: SIEN.findall(page) for nom, page in aides.items() if SIEN.search(page)} == {}
    siennes = entrer(d.mere)
    assert "En cas d’oubli, votre enfant mange" in siennes.get(reverse("periscolaire")).text
    assert "<title>Mes enfants" in siennes.get("/").text
