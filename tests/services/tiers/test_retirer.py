"""A service is closed by a school or withdrawn by the operator: what stops, what it keeps, who is told; and it is undone."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
from ent.services.tiers.actions import ecole, registre
from ent.services.tiers.lectures import services
from ent.services.tiers.models import OuvertureTiers, ServiceTiers

from .conftest import enregistrer, neuf, ouvrir
from .test_accords import elargir, mots, par_cas

FERMER, ROUVRIR, RETIRER = "tiers_fermer", "tiers_rouvrir", "tiers_retirer"


def dits(nature) -> set[str]:
    return {n.destinataire.prenom for n in Notification.objects.filter(nature=nature).select_related("destinataire")}


def test_before_it_is_closed_the_direction_reads_what_stops_what_is_kept_and_who_is_told(calcul, d, entrer, mardi):
    ServiceTiers.objects.update(contact="donnees@calcul.exemple.fr")
    client, vers = entrer(d.directrice), reverse(FERMER, args=[d.elementaire.uai, calcul.uuid])
    page = mots(client.get(vers))
    for mot in (
        "plus personne de l’école n’y entre",
        "Ses exercices, jusqu’au 31 août",
        "donnees@calcul.exemple.fr",
        "« Rouvrir »",
    ):
        assert mot in page
    assert OuvertureTiers.objects.get().ferme_le is None  # a page alone closes nothing
    client.post(vers)
    assert services.acces_de(neuf(d.eleve_cp)) == []


def test_families_of_those_who_went_are_told_and_read_what_it_keeps(calcul, d, entrer, mardi):
    ouvrir(d, calcul, publics="eleve", niveaux="CP")
    entrer(d.directrice).post(reverse(FERMER, args=[d.elementaire.uai, calcul.uuid]))
    assert dits(evenements.FERME) >= {d.mere.prenom, d.pere_separe.prenom} and dits(evenements.RETIRE) == set()
    assert Notification.objects.filter(nature=evenements.FERME, destinataire=d.mere).count() == 1
    page = mots(entrer(d.pere_separe).get(reverse("tiers")))
    assert "Fermés depuis peu" in page and "ses exercices, jusqu’au 31 août" in page
    OuvertureTiers.objects.update(ferme_le=mardi - dt.timedelta(days=61))
    assert "Fermés depuis peu" not in mots(entrer(d.pere_separe).get(reverse("tiers")))


def test_of_other_levels_families_are_told_nothing(calcul, d, entrer, mardi):
    """Inès is in CP, Sofiane in CM2: their parents are told for him."""
    ouvrir(d, calcul, publics="eleve", niveaux="CM2")
    entrer(d.directrice).post(reverse(FERMER, args=[d.elementaire.uai, calcul.uuid]))
    [fermee] = OuvertureTiers.objects.all()
    assert services.fermes_de(neuf(d.eleve_cp)) == [] and services.fermes_de(neuf(d.mere)) == [fermee]
    assert {eleve for _adulte, eleve in evenements.familles(fermee)}.isdisjoint({d.eleve_cp.pk})


def test_reopened_it_is_as_it_was_and_nothing_more(calcul, d, entrer, mardi):
    client = entrer(d.directrice)
    client.post(reverse(FERMER, args=[d.elementaire.uai, calcul.uuid]))
    elargir(d, calcul, "prenom nom niveau")
    assert "Rouvrir comme avant" in mots(client.get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    client.post(reverse(ROUVRIR, args=[d.elementaire.uai, calcul.uuid]))
    assert par_cas(d, entrer, calcul) == {"prenom", "niveau"}
    assert dits(evenements.FERME) == set()
    verbes = EntreeJournal.objects.filter(verbe__startswith="tiers.", etablissement=d.elementaire)
    assert {v.verbe for v in verbes} == {"tiers.ouvrir", "tiers.fermer", "tiers.rouvrir"}


def test_withdrawn_by_the_operator_directions_and_families_are_told_and_it_is_undone(calcul, d, entrer, mardi):
    ailleurs, _secret = enregistrer(d, nom="Ailleurs", adresses="https://ailleurs.exemple.fr/")
    ouvrir(d, ailleurs, etablissement=d.maternelle)
    client, vers = entrer(d.operateur), reverse(RETIRER, args=[calcul.uuid])
    page = mots(client.get(vers))
    assert "1 école l’a ouvert." in page and "La direction de chaque école qui l’avait ouvert" in page
    assert ServiceTiers.objects.get(pk=calcul.pk).retire_le is None
    client.post(vers)
    assert dits(evenements.RETIRE) == {d.directrice.prenom}  # of the school that had opened it, and of no other
    assert d.mere.prenom in dits(evenements.FERME)
    assert "Fermés depuis peu" in mots(entrer(d.pere_separe).get(reverse("tiers")))
    client.post(vers, {"remettre": "1"})
    assert (dits(evenements.RETIRE), dits(evenements.FERME)) == (set(), set())
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [calcul]


def test_whom_to_write_to_about_data(calcul, d, entrer, settings, mardi):
    """The service's own, on its page; the territory's, if it said one; else the direction."""
    ServiceTiers.objects.update(contact="donnees@calcul.exemple.fr", vie_privee="https://www.calcul.exemple.fr/donnees")
    client, vers = entrer(d.pere_separe), reverse("tiers_recoit", args=[calcul.uuid])
    page = client.get(vers).text
    assert 'href="mailto:donnees@calcul.exemple.fr"' in page and "Sur www.calcul.exemple.fr, hors de" in page
    assert "Dites-le à la direction de l’école" in page
    settings.ENT_DELEGUE = "dpo@territoire.exemple.fr"
    for adresse in (vers, reverse("tiers")):
        assert 'href="mailto:dpo@territoire.exemple.fr"' in client.get(adresse).text


# --- Two at once --------------------------------------------------------------------------------------------------------
def gestes(verbe: str) -> int:
    return EntreeJournal.objects.filter(verbe=f"tiers.{verbe}").count()


def test_two_who_close_it_at_the_same_second_close_it_once_and_who_reopens_reopens_what_is_there(calcul, d, mardi):
    """Each holds the row as it was before the other: what is written is judged on the row as it is."""
    lue, lue_aussi, ouverte = (OuvertureTiers.objects.get() for _fois in range(3))
    ecole.fermer_a_l_ecole(ouverture=lue, auteur=d.directrice)
    ecole.fermer_a_l_ecole(ouverture=lue_aussi, auteur=d.directrice)
    assert gestes("fermer") == 1
    ecole.rouvrir(ouverture=ouverte, auteur=d.directrice)
    ecole.rouvrir(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice)
    assert gestes("rouvrir") == 1 and OuvertureTiers.objects.get().ferme_le is None


def test_two_who_withdraw_it_at_the_same_second_withdraw_it_once(calcul, d, mardi):
    lu, lu_aussi, en_vigueur = (ServiceTiers.objects.get() for _fois in range(3))
    registre.retirer_service(service=lu, auteur=d.operateur)
    registre.retirer_service(service=lu_aussi, auteur=d.operateur)
    assert gestes("retirer") == 1
    registre.remettre_service(service=en_vigueur, auteur=d.operateur)
    assert gestes("remettre") == 1 and ServiceTiers.objects.get().retire_le is None


@pytest.mark.parametrize(
    ("geste", "table"),
    [
        (lambda s, o, d: ecole.fermer_a_l_ecole(ouverture=o, auteur=d.directrice), "ouvertures"),
        (lambda s, o, d: ecole.rouvrir(ouverture=o, auteur=d.directrice), "ouvertures"),
        (lambda s, o, d: registre.retirer_service(service=s, auteur=d.operateur), "services et ouvertures"),
        (lambda s, o, d: registre.remettre_service(service=s, auteur=d.operateur), "services"),
    ],
    ids=["fermer", "rouvrir", "retirer", "remettre"],
)
def test_each_holds_what_it_changes(calcul, d, mardi, monkeypatch, geste, table):
    tenues: list[str] = []
    vraie = QuerySet.select_for_update

    def tenir(self, *args, **options):
        tenues.append("services" if self.model is ServiceTiers else "ouvertures")
        return vraie(self, *args, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", tenir)
    geste(calcul, OuvertureTiers.objects.get(), d)
    assert " et ".join(dict.fromkeys(tenues)) == table
