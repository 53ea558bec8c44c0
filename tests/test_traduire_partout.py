"""« Traduire » under what a school writes to families: work, séances, mots, billets. (Messages: tests/messagerie/test_traduction.py.)"""

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from pages.actions import billets
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_seances import ecrire
from tests.messagerie.mots import envoyer
from tests.pages.journal import brouillon

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")  # where words are translated

CONTENU = [{"type": "etapes", "value": ["lire", "réciter"], "id": "a"}]


def _travail(d):
    lu = donner(d, contenu=CONTENU)
    return (
        "cahier_enfant_travail",
        "cahier_traduire_travail",
        [d.eleve_ce1.uuid, lu.pk],
        "Relire la page 14\n1. lire\n2. réciter",
    )


def _seance(d):
    lue = ecrire(d, contenu=CONTENU)
    return (
        "cahier_enfant_seance",
        "cahier_traduire_seance",
        [d.eleve_ce1.uuid, lue.pk],
        "Les dizaines\n1. lire\n2. réciter",
    )


def _mot(d):
    lu = envoyer(d)
    return "carnet_mot", "carnet_traduire", [d.eleve_ce1.uuid, lu.pk], "Sortie à la ferme\nDépart 8 h 40."


def _billet(d):
    lu = brouillon(d, texte="Nous les avons comptées.")
    billets.publier_billet(billet=lu, auteur=lu.auteur)
    return "journal_billet", "journal_traduire", [lu.pk], "Les feuilles d’automne\nNous les avons comptées."


@pytest.fixture(params=[_travail, _seance, _mot, _billet], ids=lambda f: f.__name__[1:])
def ecrit(request, d, mardi):
    page, traduire, arguments, mots = request.param(d)
    return reverse(page, args=arguments), reverse(traduire, args=arguments), mots


def test_it_is_offered_to_who_reads_in_another_language_where_it_is_plugged(d, ecrit, entrer, settings):
    page, traduire, _mots = ecrit
    assert traduire not in entrer(d.mere_arabophone).get(page).text
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"
    assert f'data-hx-post="{traduire}"' in entrer(d.mere_arabophone).get(page).text
    Personne.objects.filter(pk=d.mere_arabophone.pk).update(langue="fr")
    assert traduire not in entrer(Personne.objects.get(pk=d.mere_arabophone.pk)).get(page).text


def test_all_its_words_are_read_in_one_s_language_and_alone_leave(d, ecrit, entrer, machine):
    _page, traduire, mots = ecrit
    lue = entrer(d.mere_arabophone).post(traduire).text
    assert "".join(f"[ar] {mots}".split()) in "".join(lue.split())
    assert [recu for _chemin, recu in machine.recus] == [
        {"q": mots, "source": "auto", "target": "ar", "format": "text"}
    ]


def test_it_is_asked_once_for_all_the_families_of_a_class(d, ecrit, entrer, machine):
    for _fois in range(2):
        assert entrer(d.mere_arabophone).post(ecrit[1], headers={"HX-Request": "true"}).status_code == 200
    assert len(machine.recus) == 1


def test_away_it_is_said_and_the_words_stay(d, ecrit, entrer, machine):
    machine.humeur = "500"
    reponse = entrer(d.mere_arabophone).post(ecrit[1])
    assert (
        reponse.status_code == 422
        and ecrit[2].splitlines()[0] in reponse.text
        and 'class="avis avis--attente"' in reponse.text
    )
    machine.humeur = "bonne"
    assert entrer(d.mere_arabophone).post(ecrit[1]).status_code == 200
