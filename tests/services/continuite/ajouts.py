"""What tests of outside calendars do: add one as a family does, read its page, let the worker read it again."""

import datetime as dt

from django.urls import reverse

from ent.annuaire.models import Personne, Responsabilite
from ent.services.continuite.actions import releve
from ent.services.continuite.models import AgendaExterne
from tests.portail.test_accueil import texte

from .produit import calendrier, cours

MATHS = calendrier(cours("Maths", "20261124", "1400"), cours("Histoire", "20261126"))


def essayer(client, college, adresse: str, nom: str = "PRONOTE", eleve: Personne | None = None):
    """What the form answers, once a worker read it."""
    eleve = eleve or college.collegienne
    return client.post(reverse("continuite_agenda_ajouter", args=[eleve.uuid]), {"nom": nom, "adresse": adresse})


def ajouter(client, college, produit, corps: bytes = MATHS, **options) -> AgendaExterne:
    """Added, and kept."""
    produit.donner(corps)
    reponse = essayer(client, college, produit.adresse(), **options)
    assert reponse.status_code == 302, texte(reponse)
    agenda = AgendaExterne.objects.latest("pk")
    client.post(reverse("continuite_agenda_garder", args=[agenda.uuid]))
    agenda.refresh_from_db()
    assert agenda.garde
    return agenda


def page(client, agenda: AgendaExterne) -> str:
    return texte(client.get(reverse("continuite_agenda", args=[agenda.uuid])))


def titres(agenda: AgendaExterne) -> list[str]:
    return list(agenda.elements.values_list("titre", flat=True))


def relever(horloge, agenda: AgendaExterne, dans: dt.timedelta | None = None) -> AgendaExterne:
    """A round, when this one is due (or later)."""
    agenda.refresh_from_db()
    horloge(agenda.prochain_le + (dans or dt.timedelta()))
    releve.relever()
    return AgendaExterne.objects.get(pk=agenda.pk)


def second_parent(d, college) -> Personne:
    lien = Responsabilite.objects.get(enfant=college.collegienne)
    Responsabilite.objects.create(
        adulte=d.pere_separe,
        enfant=lien.enfant,
        etablissement=lien.etablissement,
        lien="pere",
        autorite="confirmee",
        debut=lien.debut,
    )
    return d.pere_separe
