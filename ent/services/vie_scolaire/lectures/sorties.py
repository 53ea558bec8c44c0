"""The half-days of an outing, and those who do not leave."""

import datetime as dt

from ent.annuaire.models import Classe, Personne
from ent.annuaire.registres import Autorisation

from ..demi_journees import DemiJournee, demi_journees
from ..models import DemandeConsentement
from .autorisations import Rang, suivi_de


def demis_de(demande: DemandeConsentement, jour: dt.date) -> list[DemiJournee]:
    """Half-days of class that it touches that day: all of them where no hour is said, or in the midst of several days."""
    depart = demande.depart_a if jour == demande.debut else None
    retour = demande.retour_a if jour == demande.fin else None
    return [
        demi
        for demi in demi_journees(demande.etablissement, jour)
        if (depart is None or depart < demi.fin) and (retour is None or retour > demi.debut)
    ]


def restent(personne: Personne, demande: DemandeConsentement, classe: Classe) -> list[Rang]:
    """Pupils of the class who do not leave, and why in one word: conflicts first."""
    ici = [r for r in suivi_de(personne, demande, classe).rangs if r.etat is not Autorisation.ACCORDEE]
    return sorted(ici, key=lambda rang: list(Autorisation).index(rang.etat))
