"""Who is concerned no more by a passage is set apart, with why, and nothing of theirs leaves; an authority to be confirmed is said before a send."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Responsabilite
from ent.services.liaison.actions import montrer
from ent.services.liaison.lectures.preparation import suivi_de
from ent.services.liaison.models import Envoi
from tests.services.liaison.test_ce_qui_tient import refus
from tests.services.liaison.test_echange import envoyer, plus_tard


def down(d, eleve) -> None:
    """To another level of the school, as the direction states it."""
    Inscription.objects.filter(eleve=eleve, classe=d.cm2).update(classe=d.cp_ce1, niveau="CE1")


def gone(d, eleve) -> None:
    Inscription.objects.filter(eleve=eleve, classe=d.cm2).update(fin=d.cm2.annee.debut)


SORTIS = [(down, "niveau", "N’est plus en CM2."), (gone, "parti", "N’est plus dans l’école.")]


@pytest.mark.parametrize(("sortir", "code", "dit"), SORTIS)
def test_who_is_concerned_no_more_is_set_apart_and_not_sent(d, accorde, college, entrer, sortir, code, dit):
    client, cle = entrer(d.directrice), accorde.campagne.uuid
    sortir(d, accorde.eleve)
    assert refus(accorde) == code
    lue = client.get(reverse("liaison_envois", args=[cle])).text
    assert "Oui, envoyer le dossier de Sofiane" not in lue and "qui a un accord" not in lue
    assert dit in lue.split('id="a-part"')[1]
    classe = client.get(reverse("liaison_campagne", args=[cle])).text
    assert "<h1>11 dossiers vers la 6e</h1>" in classe
    assert dit in classe.split('id="a-part"')[1]
    assert "ce dossier ne part pas" in client.get(reverse("liaison_preparer", args=[accorde.uuid])).text


@pytest.mark.parametrize(("sortir", "code", "_dit"), SORTIS)
def test_a_page_left_open_is_told_why_nothing_left(d, accorde, college, entrer, sortir, code, _dit):
    client = entrer(d.directrice)
    sortir(d, accorde.eleve)
    for nom, cle, envoi in (
        ("liaison_envoyer", accorde.campagne.uuid, {"dossier": str(accorde.uuid)}),
        ("liaison_remettre", accorde.uuid, {}),
    ):
        reponse = client.post(reverse(nom, args=[cle]), envoi, follow=True).text
        assert "Rien n’est parti." in reponse
        assert ("n’est plus dans le niveau" in reponse) == (code == "niveau")
    assert not Envoi.objects.exists()


def test_who_leaves_its_level_while_it_is_on_its_way_is_not_sent(d, accorde, college, reseau):
    reseau.couper = lambda _methode, _chemin: True
    envoi = envoyer(d, accorde)
    down(d, accorde.eleve)
    reseau.couper = lambda _methode, _chemin: False
    envoi = plus_tard(Envoi.objects.get(pk=envoi.pk))
    assert (envoi.etat, envoi.motif) == (Envoi.Etat.REFUSE, "niveau")


def test_what_left_before_stays_among_those_that_left(d, accorde, college, reseau, entrer):
    envoyer(d, accorde)
    gone(d, accorde.eleve)
    assert "a-part" not in entrer(d.directrice).get(reverse("liaison_envois", args=[accorde.campagne.uuid])).text
    assert not suivi_de(accorde.campagne).a_part


def test_who_is_concerned_no_more_is_not_reminded(d, montre):
    assert any(ligne.dossier == montre for ligne in suivi_de(montre.campagne).a_relancer)
    down(d, montre.eleve)
    assert not suivi_de(montre.campagne).a_relancer
    assert montrer.relancer(campagne=montre.campagne, auteur=d.directrice) == 0


def test_an_authority_to_be_confirmed_is_said_before_a_send(d, accorde, college, entrer):
    """It counts here, as who holds none is known; who sends reads that the school did not confirm it."""
    client, adresse = entrer(d.directrice), reverse("liaison_envois", args=[accorde.campagne.uuid])
    Responsabilite.objects.filter(enfant=accorde.eleve).update(autorite="confirmee")
    assert "à confirmer" not in client.get(adresse).text
    Responsabilite.objects.filter(enfant=accorde.eleve, adulte=d.mere).update(autorite="a_confirmer")
    lue = client.get(adresse).text
    assert "Dans 1 dossier, l’accord vient de quelqu’un dont l’autorité parentale est encore à confirmer." in lue
    assert f"Autorité parentale encore à confirmer : {d.mere.nom_affiche}." in lue.replace("\xa0", " ")
    assert d.pere_separe.nom_affiche not in lue
    assert reverse("annuaire_responsables", args=[d.elementaire.uai]) in lue
