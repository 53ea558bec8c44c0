"""The positions of a class on one screen: what is changed is saved, and nothing else."""

import pytest
from django.urls import reverse

from ent.portail.models import Brouillon
from ent.services.liaison.actions import preparation
from ent.services.liaison.models import Dossier
from tests.services.liaison.conftest import relire


@pytest.fixture
def table(d, dossier, entrer):
    """What its page bears, as a browser sends it."""
    adresse = reverse("liaison_positions", args=[dossier.campagne.uuid])
    formulaire = entrer(d.enseignant).get(adresse).context["formulaire"]
    champs = {f"lu-{r.dossier.pk}": r.lue for r in formulaire.rangees}
    champs |= {
        f"p-{r.dossier.pk}-{c}": str(r.dites.get(c, "")) for r in formulaire.rangees for c, _l in formulaire.codes
    }
    return adresse, champs


def autre(dossier: Dossier) -> Dossier:
    return dossier.campagne.dossiers.exclude(pk=dossier.pk).first()


def test_one_sending_saves_what_it_changed_alone_and_is_undone_in_one_tap(d, dossier, table, entrer):
    adresse, champs = table
    voisin = autre(dossier)
    avant = dossier.campagne.dossiers.exclude(pk__in=[dossier.pk, voisin.pk]).values_list("pk", "modifie_le")
    avant = set(avant)
    envoi = champs | {f"p-{dossier.pk}-CPD_ETR": "4", f"p-{voisin.pk}-CPD_FRA": "2"}
    page = entrer(d.enseignant).post(adresse, envoi, follow=True).text
    assert "Enregistré pour 2 élèves." in page
    assert relire(dossier).positions == {"CPD_FRA": 3, "CPD_ETR": 4}
    assert relire(voisin).positions == {"CPD_FRA": 2}
    assert set(dossier.campagne.dossiers.filter(pk__in=dict(avant)).values_list("pk", "modifie_le")) == avant
    preparation.annuler(campagne=dossier.campagne, auteur=d.enseignant, geste=relire(voisin).avant["geste"])
    assert (relire(dossier).positions, relire(voisin).positions) == ({"CPD_FRA": 3}, {})


def test_of_two_teachers_each_saves_their_own_and_one_pupil_is_overwritten_by_nobody_unseen(d, dossier, table, entrer):
    adresse, champs = table
    voisin = autre(dossier)
    preparation.corriger_dossier(dossier=dossier, auteur=d.remplacant, positions={"CPD_FRA": 1})
    client = entrer(d.enseignant)
    assert client.post(adresse, champs | {f"p-{voisin.pk}-CPD_FRA": "2"}).status_code == 302
    assert relire(dossier).positions == {"CPD_FRA": 1}, "what this page only showed is not written again"
    reponse = client.post(adresse, champs | {f"p-{dossier.pk}-CPD_FRA": "4"})
    assert reponse.status_code == 422
    assert "Sofiane a changé pendant que vous écriviez" in reponse.text
    assert relire(dossier).positions == {"CPD_FRA": 1}
    lues = {f"lu-{r.dossier.pk}": r.lue for r in reponse.context["formulaire"].rangees}
    assert (
        client.post(
            adresse, champs | lues | {f"p-{dossier.pk}-CPD_FRA": "4", f"p-{voisin.pk}-CPD_FRA": "2"}
        ).status_code
        == 302
    )
    assert relire(dossier).positions == {"CPD_FRA": 4}


def test_what_is_no_degree_is_refused_and_nothing_is_lost(d, dossier, table, entrer):
    adresse, champs = table
    reponse = entrer(d.enseignant).post(
        adresse, champs | {f"p-{dossier.pk}-CPD_ETR": "9", f"p-{dossier.pk}-CPD_FRA": "1"}
    )
    assert reponse.status_code == 422
    assert "parmi les degrés proposés" in reponse.text
    assert relire(dossier).positions == {"CPD_FRA": 3}


def test_what_is_typed_is_kept_before_it_is_saved_and_taken_up_it_is_shown_not_saved(d, dossier, table, entrer):
    adresse, champs = table
    cle = f"liaison:positions:{dossier.campagne.pk}~k3x9q2ab"
    ici = reverse("liaison_brouillon", args=[cle])
    envoi = champs | {f"p-{dossier.pk}-CPD_FRA": "1"}
    assert entrer(d.enseignante).post(ici, envoi).status_code == 404, "of another class"
    client = entrer(d.enseignant)
    assert client.post(ici, envoi).status_code == 204
    assert cle in client.get(adresse).text, "offered again"
    page = client.post(adresse, envoi | {"brouillon-cle": cle, "contenu-geste": "reprendre-tout"})
    [sienne] = [r for r in page.context["formulaire"].rangees if r.dossier == dossier]
    assert (page.status_code, sienne.dites, relire(dossier).positions) == (200, {"CPD_FRA": 1}, {"CPD_FRA": 3})
    assert client.post(adresse, envoi | {"brouillon-cle": cle}).status_code == 302
    assert (relire(dossier).positions, Brouillon.objects.exists()) == ({"CPD_FRA": 1}, False)
