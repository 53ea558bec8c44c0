"""What was confided of the cahier draws neither the photos of a class nor what their captions say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions.seances import ecrire_seance
from cahier_de_textes.actions.travaux import publier_travail
from ent.annuaire.models import Delegation, Personne
from ent.fichiers.models import Visage

from .test_porteurs import photo

LEGENDE = "Kenza et Sofiane au potager"


@pytest.fixture(autouse=True)
def confie(d, mardi):
    Delegation.objects.filter(delegue=d.assistante).update(salles="cahier+")


def contenu(d) -> tuple[list[dict], object]:
    image = photo(d, d.enseignante, d.cp_ce1)
    texte = {"type": "texte", "value": "<p>On a semé des radis.</p>"}
    return [texte, {"type": "image", "value": {"fichier": str(image.uuid), "legende": LEGENDE}}], image


def traduit(client, monkeypatch, adresse) -> str:
    """What is sent to be translated."""
    from ent.portail.views import traduction

    monkeypatch.setattr(traduction, "est_branchee", lambda: True)
    monkeypatch.setattr(
        "cahier_de_textes.views.familles.rendre_la_traduction",
        lambda request, *, original, qui, retour: traduction.HttpResponse(original),
    )
    return client.post(adresse).text


def test_the_photos_of_a_seance_are_not_drawn_nor_their_captions(d, entrer, monkeypatch):
    blocs, _image = contenu(d)
    seance = ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=dt.date(2026, 11, 23), titre="Le potager", contenu=blocs
    )
    for qui, dit in ((d.mere, True), (d.assistante, False)):
        client, cles = entrer(qui), [d.eleve_cp.uuid, seance.pk]
        page = client.get(reverse("cahier_enfant_seance", args=cles)).text
        original = traduit(client, monkeypatch, reverse("cahier_traduire_seance", args=cles))
        assert "radis" in page and "radis" in original
        assert ((LEGENDE in page), (LEGENDE in original), ("contenu__image" in page)) == (dit, dit, dit)


@pytest.mark.parametrize("quelqu_un", [False, True])
def test_of_a_travail_what_is_to_be_seen_on_paper_is_drawn_and_nobody_s_face(d, entrer, monkeypatch, quelqu_un):
    blocs, image = contenu(d)
    travail = publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        nature="lire",
        texte="Regarder",
        date_pour=dt.date(2026, 11, 26),
        contenu=blocs,
    )
    type(image).objects.filter(pk=image.pk).update(personnes_dites_le=timezone.now())  # said to show nobody
    if quelqu_un:
        Visage.objects.create(fichier=image, eleve=d.eleve_ce1)
    client, cles = entrer(d.assistante), [d.eleve_cp.uuid, travail.pk]
    page = client.get(reverse("cahier_enfant_travail", args=cles)).text
    original = traduit(client, monkeypatch, reverse("cahier_traduire_travail", args=cles))
    assert "radis" in page
    lus = type(image).objects.lisibles_par(Personne.objects.get(pk=d.assistante.pk)).filter(pk=image.pk)
    assert lus.exists() is not quelqu_un
    assert (LEGENDE in page, LEGENDE in original) == (not quelqu_un, not quelqu_un)


def test_what_the_child_hands_in_is_not_for_who_was_confided_it(d, entrer):
    travail = publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        nature="ecrire",
        texte="Écrire une phrase",
        date_pour=dt.date(2026, 11, 26),
        est_a_rendre=True,
    )
    adresse = reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])
    rendre = reverse("cahier_rendre", args=[travail.pk, d.eleve_cp.uuid])
    assert rendre in entrer(d.mere).get(adresse).text
    assert rendre not in entrer(d.assistante).get(adresse).text
