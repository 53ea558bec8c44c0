"""Who holds parental authority, as the State says: of the AAF alone, since no file of ONDE says it (formats.md §1 and §2).

The direction's own word stands (`Responsabilite.confirmee_le`): where the State says otherwise, the plan says so and writes nothing. A tie
that nobody stated takes the State's word, and follows it from then on: an adult whom it lists no more, although it lists others for that
child, no longer reads anything of the child.
"""

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from ent.annuaire.models import Responsabilite

from .plan import AutoriteDite, EleveVise

if TYPE_CHECKING:
    from .planifier_responsables import Adulte, PlanificateurResponsables

CONFIRMEE, SANS = Responsabilite.Autorite.CONFIRMEE, Responsabilite.Autorite.SANS


def planifier(p: "PlanificateurResponsables") -> None:
    if not p.plan.est_aaf:
        return
    contraires = 0
    dits: set[int] = set()  # children of whom the State names who holds authority
    for adulte in p.adultes:
        for enfant in adulte.vise.enfants:
            voulue = _voulue(p, adulte, enfant)
            if voulue == CONFIRMEE and enfant.personne:
                dits.add(enfant.personne.pk)
            if voulue:
                contraires += _dire(p, adulte, enfant, voulue)
    for lien in p.plan.liens_absents:
        if lien.enfant_id in dits and lien.autorite == CONFIRMEE and lien.confirmee_le is None:
            p.plan.autorites.append(AutoriteDite(SANS, lien))
    if contraires:
        phrase = ngettext(
            "Pour %(n)s lien, la direction a écrit autre chose que l’AAF sur l’autorité parentale : sa décision est gardée.",
            "Pour %(n)s liens, la direction a écrit autre chose que l’AAF sur l’autorité parentale : sa décision est gardée.",
            contraires,
        )
        p.plan.avertissements.append(phrase % {"n": contraires})


def _voulue(p: "PlanificateurResponsables", adulte: "Adulte", enfant: EleveVise) -> str:
    """What the State says of this adult and that child; empty when it says nothing, or both."""
    dites = {bloc.ecrit.autorite for bloc in p.enfants.surs_de(adulte.lignes, enfant)} - {None}
    return str(CONFIRMEE if True in dites else SANS) if len(dites) == 1 else ""


def _dire(p: "PlanificateurResponsables", adulte: "Adulte", enfant: EleveVise, voulue: str) -> bool:
    """Plan it; whether the direction wrote the contrary."""
    lien = adulte.lien_avec(enfant)
    if lien is None:
        p.plan.autorites.append(AutoriteDite(voulue, None, adulte.vise, enfant))
        return False
    if lien.autorite == voulue:
        return False
    if lien.confirmee_le is not None:
        return True
    if lien.etablissement_id == p.plan.etablissement.pk or lien in adulte.vise.a_reprendre:
        p.plan.autorites.append(AutoriteDite(voulue, lien))
    elif lien in adulte.vise.attendus:
        adulte.vise.attendus[lien] = voulue
    return False
