"""Hours that mots offer as slots, and that families took in them, for other rooms and for one another."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from ent.annuaire.destinataires import eleves_de
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne
from ent.annuaire.occupations import SANS_FIN, Plage, aussi_prises, aussi_proposees

from ..models import Mot, Option, ReponseMot
from .mots_familles import Bulletin

AGE = dt.timedelta(days=366)  # slots are of the year that comes: an older mot has none left


def _avec_creneaux():
    return Mot.objects.filter(nature=Mot.Nature.CRENEAUX, retire_le=None, publie_le__gt=timezone.now() - AGE)


def _plage(mot: Mot, option: Option | None) -> Plage | None:
    if option is None or option.debut is None:
        return None
    return Plage(f"mot-{mot.pk}", mot.titre, option.debut, option.fin or option.debut + SANS_FIN)


def proposees(adultes: Collection[int], debut: dt.datetime, fin: dt.datetime) -> list[Plage]:
    """Slots of the mots that these adults sent. One query."""
    mots = _avec_creneaux().filter(auteur__in=adultes).order_by("pk")
    return [plage for mot in mots for option in mot.options if (plage := _plage(mot, option))]


def prises(adultes: Collection[int], debut: dt.datetime, fin: dt.datetime) -> list[Plage]:
    """The slots that these adults chose for children who are there still: who left the class gave theirs back. One query, three when there is one."""
    reponses = ReponseMot.objects.en_vigueur().filter(par__in=adultes, mot__in=_avec_creneaux().order_by().values("pk"))
    lues = list(reponses.select_related("mot__classe", "mot__groupe"))
    eleves = eleves_de({reponse.mot.audience for reponse in lues}) if lues else {}
    restent = (r for r in lues if r.eleve_id in eleves[r.mot.audience])
    return [plage for r in restent if (plage := _plage(r.mot, r.mot.option(r.choix)))]


def aussi_proposees_par(personne: Personne, mot: Mot) -> list[Plage]:
    """What its author offers elsewhere at the hours of this mot that are to come. No query of a mot without slots, nor for a colleague."""
    if mot.nature != Mot.Nature.CRENEAUX or mot.auteur_id != personne.pk or mot.retire_le:
        return []
    siennes = [plage for option in mot.options if (plage := _plage(mot, option))]
    return aussi_proposees([personne.pk], [plage for plage in siennes if plage.fin > timezone.now()])


def aussi_prises_par_le_foyer(personne: Personne, bulletin: Bulletin) -> list[Plage]:
    """What this adult or who lives with them took elsewhere at the hour that was chosen. No query while none was."""
    reponse = bulletin.mienne or bulletin.du_foyer
    mot, eleve = bulletin.mot, bulletin.suivi.eleve.pk
    if mot.nature != Mot.Nature.CRENEAUX or reponse is None or mot.retire_le:
        return []
    plage = _plage(mot, mot.option(reponse.choix))
    if plage is None or plage.fin <= timezone.now():
        return []
    foyers = foyers_de([eleve], mot.etablissement).get(eleve, [])
    foyer = next((f for f in foyers if personne.pk in f), frozenset([personne.pk]))
    return aussi_prises(foyer, [plage])
