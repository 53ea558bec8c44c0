"""What is kept of a holder's answer on paper, for who types another coupon of theirs: nothing takes its place unseen."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.socle.dates import date_format
from ent.socle.francais import de_qui

from ..models import Avis, Dossier, Retour
from ..parties import Partie


@dataclass(frozen=True)
class Notee:
    """The answer that is kept: of which paper, since when, in words; `marque` names it, as a page read it."""

    numero: int
    adulte: str
    jour: str
    dits: tuple[tuple[str, str], ...]
    precision: str
    par_compte: bool
    marque: str

    def phrase(self, numero: int) -> str:
        """Why a coupon of that number is asked about; nothing where it simply comes after."""
        dit = {"numero": numero, "avant": self.numero, "de_qui": de_qui(self.adulte), "jour": self.jour}
        if numero < self.numero:
            return (
                _(
                    "Ce coupon (n° %(numero)s) est plus ancien que la réponse déjà notée %(de_qui)s : papier n° %(avant)s, le %(jour)s."
                )
                % dit
            )
        if numero == self.numero:
            return _("La réponse %(de_qui)s au papier n° %(numero)s est déjà notée, le %(jour)s.") % dit
        return ""


def notee_de(dossier: Dossier, adulte: Personne) -> Notee | None:
    """None: this holder did not answer yet. Two queries."""
    retour = Retour.objects.filter(dossier=dossier, personne=adulte).exclude(repondu_le=None).first()
    if retour is None:
        return None
    avis = list(Avis.objects.filter(dossier=dossier, personne=adulte).order_by("pk"))
    dits = [(str(Partie(a.partie).label), str(_("Oui") if a.accorde else _("Non"))) for a in avis]
    if retour.choix == Retour.Choix.PARLER:
        dits = [(str(_("Réponse")), str(retour.get_choix_display()))]
    return Notee(
        retour.version_lue,
        adulte.nom_affiche,
        date_format(timezone.localdate(retour.repondu_le), "j F"),
        tuple(dits),
        retour.precision,
        any(not a.sur_papier for a in avis),
        _marque(retour, [(a.partie, a.empreinte, a.accorde) for a in avis]),
    )


def _marque(retour: Retour, avis: list[Any]) -> str:
    dit = [retour.version_lue, retour.choix, retour.precision, str(retour.repondu_le), avis]
    return hashlib.sha256(json.dumps(dit).encode()).hexdigest()[:16]
