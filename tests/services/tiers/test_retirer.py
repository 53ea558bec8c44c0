"""A service is closed by a school or withdrawn by the operator: what stops, what it keeps, who is told; and it is undone."""

import datetime as dt

from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
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
