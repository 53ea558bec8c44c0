"""What a level said of its settings lately, who and when, and whether it may be undone."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import etages
from ..etages import ANNULABLE, Declaration, Etage, Mode
from ..models import EntreeJournal, Personne, Place, Reglage
from .reglages import signature

CHANGEMENTS = 60


@dataclass
class Changement:
    """What was said at a level at one instant, who and when; it may be undone while nothing replaced any of it, for fifteen days."""

    lignes: list[Reglage]
    dits: list[tuple[str, str]]  # each setting, and what was said of it
    signature: str
    annulable: bool
    est_un_retour: bool = False  # said by undoing: what it undid is said again, not undone again

    @property
    def nom(self) -> str:
        return ", ".join(nom for nom, _valeur in self.dits)


def changements(place: Place, lecteur: Personne, code: str = "") -> list[Changement]:
    """The last ones of this level, the newest first, with what was said together; all of one setting. Two queries."""
    lignes = Reglage.objects.filter(**place.cles).select_related("par")
    lignes = lignes.filter(code=code) if code else lignes.filter(le__gte=timezone.now() - ANNULABLE)
    connues = {une.code: une for une in etages.declarations()}
    lues = [ligne for ligne in lignes.order_by("-le", "-pk")[:CHANGEMENTS] if ligne.code in connues]
    retours, depuis = _retours(lues), timezone.now() - ANNULABLE
    return [
        Changement(
            ensemble,
            [(str(connues[li.code].nom), _en_mots(connues[li.code], li)) for li in ensemble],
            signature(ensemble[0], lecteur.pk),
            ensemble[0].remplace_le is None and ensemble[0].le >= depuis and ensemble[0].pk not in retours,
            ensemble[0].pk in retours,
        )
        for _le, siennes in groupby(lues, key=lambda ligne: ligne.le)
        for ensemble in _encore_ensemble(list(siennes)[::-1])
    ]


def _retours(lignes: list[Reglage]) -> set[int]:
    """Of these rows (ids), those that undoing wrote. One query, none without a row."""
    objets = [f"reglage {ligne.pk}" for ligne in lignes]
    dits = EntreeJournal.objects.filter(verbe="annuaire.revenir_sur_un_reglage", objet__in=objets) if objets else []
    return {int(dit.objet.split()[1]) for dit in dits}


def _encore_ensemble(lignes: list[Reglage]) -> list[list[Reglage]]:
    """Of what was said at once, one change; as many as there were settings once one of them was said again."""
    return [lignes] if all(ligne.remplace_le is None for ligne in lignes) else [[ligne] for ligne in lignes]


def _en_mots(une: Declaration, ligne: Reglage) -> str:
    if ligne.valeur is None:
        return _("laissé libre") if ligne.etage is Etage.TERRITOIRE else _("suit ce qui est au-dessus")
    valeur = une.en_mots(une.lire(ligne.valeur), ligne.mode)
    return _("%(valeur)s, fixé") % {"valeur": valeur} if ligne.mode == Mode.FIXE else valeur
