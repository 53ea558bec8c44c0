"""What is read, seen, signed or answered is counted as unread no more, wherever it was done; and what one has just signed stays in sight."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.portail.lectures import nouvelles_de
from messagerie.actions import fils as actions
from messagerie.models import Mot
from tests.messagerie.mots import envoyer, relu, signer


def comptes(personne) -> dict[str, int]:
    return nouvelles_de(relu(personne))


def test_a_thread_read_to_its_end_is_counted_no_more_even_when_its_news_waits_for_the_morning(
    d, fils_de, ecrire, mardi, horloge
):
    """Between colleagues a message leaves at night, and is announced in the morning: read meanwhile, it is not."""
    nuit = mardi.replace(hour=22)
    horloge(nuit)
    fil = fils_de.equipe
    ecrire(fil, d.directrice, "Réunion à 8 h 30")
    fil.refresh_from_db()
    actions.avancer(fil=fil, personne=d.enseignante, lu=fil.dernier_numero)
    horloge(nuit + dt.timedelta(hours=10))
    assert comptes(d.enseignante) == {"*": 0}
    assert comptes(d.enseignant) == {"messagerie.message": 1, "*": 1}, "who did not read it is told"


def test_read_half_it_is_still_counted(d, fils_de, ecrire, mardi):
    fil = fils_de.foyer()
    for mots in ("Bonjour", "Et encore"):
        ecrire(fil, d.enseignante, mots)
    fil.refresh_from_db()
    actions.avancer(fil=fil, personne=d.mere, lu=1)
    assert comptes(d.mere) == {"messagerie.message": 1, "*": 1}
    actions.avancer(fil=fil, personne=d.mere, lu=2)
    assert comptes(d.mere) == {"*": 0}


@pytest.mark.parametrize("geste", ["vu", "signe"])
def test_a_mot_seen_or_signed_is_counted_no_more_for_that_adult_alone(d, mardi, entrer, geste):
    mot = envoyer(d)
    envoyer(d, titre="Un autre mot")
    if geste == "vu":
        entrer(d.mere).post("/carnet/vus/", {"vu": [f"{mot.pk}:{d.eleve_cp.uuid}"]})
    else:
        signer(mot, d.eleve_cp, d.mere)
    assert comptes(d.mere) == {"messagerie.mot_publie": 1, "*": 1}
    assert comptes(d.pere_separe) == {"messagerie.mot_publie": 2, "*": 2}


@pytest.mark.parametrize("page", ["/", "/carnet/"])
def test_a_slip_that_was_just_signed_stays_at_its_place(d, mardi, entrer, page):
    mots = [
        envoyer(d, titre=f"Mot {n}", nature=Mot.Nature.OUI_NON, date_limite=dt.date(2026, 11, 25 + n)) for n in range(3)
    ]
    mere = entrer(d.mere)

    def coupons() -> list[tuple[str, bool]]:
        """In their order: which mot, and whether it says that it is signed."""
        morceaux = re.split(r'<li class="fil__article fil__article--libre" id="mot-(\d+)-', mere.get(page).text)
        return [
            (pk, "C’est signé, l’école le sait" in suite)
            for pk, suite in zip(morceaux[1::2], morceaux[2::2], strict=True)
        ]

    avant = coupons()
    assert avant == [(str(mot.pk), False) for mot in mots]
    signer(mots[1], d.eleve_cp, d.mere, "oui")
    assert coupons() == [(pk, pk == str(mots[1].pk)) for pk, _signe in avant]


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_an_absence_says_whose_it_is_and_where_to_tell_that_of_a_child(d, mardi, entrer):
    chez_une_mere = entrer(d.mere).get(reverse("messagerie_absences")).text
    assert "c’est votre absence à vous" in chez_une_mere and 'href="/absences/prevenir/"' in chez_une_mere
    assert "écrivez à son enseignant" not in chez_une_mere
    assert "c’est votre absence à vous" not in entrer(d.enseignant).get(reverse("messagerie_absences")).text
    assert "Mon absence (messages)" in entrer(d.mere).get("/plus/").text
