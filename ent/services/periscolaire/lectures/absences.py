"""What an absence may cancel, as it is offered to who declares it; and who is absent from class, for who serves."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.annuaire.registres import Manque, Proposition, absents_de
from ent.socle.francais import de_qui

from ..models import JourDeclare, ServicePeriscolaire
from .familles import declare_pour
from .phrases import quand

N = ServicePeriscolaire.Nature
# An absence of half a day says nothing of the meal: who comes at noon eats. Services around that half-day are offered.
AUTOUR = {
    "": frozenset(N),
    "matin": frozenset({N.GARDERIE_MATIN}),
    "apres_midi": frozenset({N.ETUDE, N.GARDERIE_SOIR}),
}
# Which half-day says that a child expected at a service is not there.
DU_MOMENT = {N.CANTINE: "matin", N.ETUDE: "apres_midi", N.GARDERIE_SOIR: "apres_midi"}


@dataclass(frozen=True)
class Annulable:
    dit: JourDeclare
    limite: dt.datetime


def annulables(personne: Personne, manque: Manque) -> list[Annulable]:
    """Days declared for this child that this person may still cancel, in their order. Two queries at most."""
    dits = list(
        JourDeclare.objects.des_enfants_de(personne)
        .filter(
            eleve=manque.eleve,
            service__etablissement=manque.etablissement,
            service__nature__in=AUTOUR.get(manque.moment, frozenset()),
            service__ferme_le=None,
            jour__range=(manque.debut, manque.fin),
            etat__in=(JourDeclare.Etat.OUI, JourDeclare.Etat.ATTENTE),
        )
        .select_related("service__etablissement", "eleve", "rythme")
        .order_by("jour", "service__debut")
    )
    if not dits or not declare_pour(personne, manque.etablissement.pk, manque.eleve.pk):
        return []
    maintenant = timezone.now()
    lus = [Annulable(dit, dit.service.limite_annulation(dit.jour)) for dit in dits if dit.service.ouvre_le(dit.jour)]
    return [lu for lu in lus if maintenant <= lu.limite]


def proposer(personne: Personne, manque: Manque) -> Proposition | None:
    """« Annuler cantine, garderie du soir d’Inès », and until when it counts; nothing when it is too late, or when nothing was declared."""
    lus = annulables(personne, manque)
    if not lus:
        return None
    services = dict.fromkeys(str(lu.dit.service).lower() for lu in lus)
    phrase = _("Annuler pour %(prenom)s : %(services)s")
    if len(services) == 1 and lus[0].dit.service.est_repas:
        phrase = _("Annuler la cantine %(de_prenom)s")
    mots = {"prenom": manque.eleve.prenom, "de_prenom": de_qui(manque.eleve.prenom), "services": ", ".join(services)}
    effet = _("Prévenu avant %(quand)s : ce ne sera pas compté.") % {"quand": quand(min(lu.limite for lu in lus))}
    n, repas = len(lus), all(lu.dit.service.est_repas for lu in lus)
    bouton = (
        ngettext("annuler %(n)s repas", "annuler %(n)s repas", n)
        if repas
        else ngettext("annuler %(n)s jour", "annuler %(n)s jours", n)
    )
    return Proposition(phrase % mots, effet, bouton % {"n": n}, icone="soleil")


def absents_de_la_classe(service: ServicePeriscolaire, jour: dt.date) -> frozenset[int]:
    """Pupils (ids) expected at this service whose class knows that they are not there; nothing of why."""
    moment = DU_MOMENT.get(N(service.nature))
    return absents_de(service.etablissement_id, jour).get(moment, frozenset()) if moment else frozenset()
