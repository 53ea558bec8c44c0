"""A space of the cast's schools: the CM2 and the middle section read stories together, and go to the library. Nothing of it is new: it was told days ago."""

import datetime as dt

from django.utils import timezone

from ent.annuaire import calendrier
from ent.diffusion import actions as diffusion

from . import evenements
from .actions import agenda, ecoles, espaces, gens
from .models import ClasseDeLEspace, DateDeLEspace, EcoleDeLEspace

ORDRE = 95


def semer(d, maintenant: dt.datetime) -> None:
    jour = timezone.localdate(maintenant)
    espace = espaces.ouvrir(
        etablissement=d.elementaire,
        par=d.directrice,
        titre="Les grands lisent aux petits",
        propos="Les CM2 préparent des albums et les lisent aux moyens. On finit par une visite de la médiathèque.",
        debut=jour - dt.timedelta(days=8),
        fin=jour + dt.timedelta(days=45),
    )
    invitee = ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice)
    ecoles.accepter(ecole=invitee, par=d.directrice_maternelle)
    sienne = EcoleDeLEspace.objects.get(espace=espace, etablissement=d.elementaire)
    for ecole, par, adultes, classe in [
        (sienne, d.directrice, [d.directrice, d.enseignant], d.cm2),
        (invitee, d.directrice_maternelle, [d.directrice_maternelle], d.ms),
    ]:
        gens.apporter(ecole=ecole, par=par, adultes=adultes, classes=[classe], parmi=[classe])
    visite = calendrier.prochain_jour_de_classe(d.elementaire, jour + dt.timedelta(days=26))
    veille = dt.datetime.combine(visite - dt.timedelta(days=1), dt.time(18))
    agenda.ajouter(
        espace=espace,
        par=d.enseignant,
        prevenir=False,
        titre="Visite de la médiathèque",
        texte="On y va à pied, les grands donnent la main aux petits.",
        lieu="médiathèque Anatole-France",
        jour=visite,
        de=dt.time(9, 30),
        a=dt.time(11, 0),
        inscrit="enfant",
        places=24,
        jusqu_a=timezone.make_aware(veille),
    )
    _comme_dit_avant(maintenant)


def _comme_dit_avant(maintenant: dt.datetime) -> None:
    """Who is counted news finds none of it."""
    lues = {
        evenements.INVITATION: EcoleDeLEspace,
        evenements.REPONSE: EcoleDeLEspace,
        evenements.NOMME: EcoleDeLEspace,
        evenements.OUVERT: ClasseDeLEspace,
        evenements.DATE_EQUIPE: DateDeLEspace,
    }
    for nature, modele in lues.items():
        diffusion.denotifier_tout(nature=nature, objets=list(modele.objects.values_list("pk", flat=True)))
    avant = maintenant - dt.timedelta(days=3)
    DateDeLEspace.objects.update(ecrite_le=avant, modifie_le=avant)
