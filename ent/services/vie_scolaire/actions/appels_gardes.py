"""A roll that was made stays that of its class, for who leaves it the same day: their enrolment ends the day before, and no longer says that they were there.

What it said of them goes on a kept roll: one of no class, given to nobody, of the half-day that was called (`AppelQuerySet.gardes`). It counts as any ad hoc
roll does: in the register of the class that made it, and in no other.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription
from ent.annuaire.registres import Mouvement
from ent.socle.dates import aujourd_hui

from ..demi_journees import demi_journee
from ..models import Appel, LigneAppel


def garder_les_appels(mouvement: Mouvement) -> None:
    """In the transaction of a movement by hand: of who leaves the school, each roll that was made today; of who changes class, those of half-days that are
    over, for of one that runs, who has them says who is there.
    """
    faits = Appel.objects.faits().filter(classe__in=mouvement.de, jour=aujourd_hui()).select_related("etablissement")
    for appel in faits:
        if mouvement.vers is None or est_finie(appel):
            _garder(appel, mouvement.eleve.pk)


@transaction.atomic
def garder_de_qui_part(enfants: Collection[int]) -> None:
    """After an import too, that says nobody by name: of who is of the school no more, what rolls said today."""
    ici = Inscription.objects.filter(en_cours(), classe__etablissement=OuterRef("appel__etablissement"))
    lignes = LigneAppel.objects.d_une_ancienne_classe().filter(
        ~Exists(ici.filter(eleve=OuterRef("eleve"))), appel__jour=aujourd_hui(), eleve__in=enfants
    )
    for ligne in lignes.exclude(appel__fait_le=None).select_related("appel__etablissement"):
        _garder(ligne.appel, ligne.eleve_id)


def est_finie(appel: Appel) -> bool:
    demi = demi_journee(appel.etablissement, appel.jour, appel.moment)
    return demi is not None and demi.finit_a <= timezone.now()


def garder_la_ligne(ligne: LigneAppel) -> bool:
    """Whether the roll that bore it was made: it is kept then."""
    if ligne.appel.fait_le is None:
        return False
    _garder(ligne.appel, ligne.eleve_id)
    return True


def _garder(appel: Appel, eleve: int) -> None:
    """A line for them, that they were there where nothing else was said. Kept already, or on the roll of somebody who had them, it stays so."""
    ailleurs = LigneAppel.objects.filter(
        appel__etablissement=appel.etablissement_id,
        appel__classe=None,
        appel__jour=appel.jour,
        appel__moment=appel.moment,
        eleve=eleve,
    )
    if ailleurs.exists():
        return
    garde, _cree = Appel.objects.gardes().get_or_create(
        etablissement=appel.etablissement,
        de_la_classe=appel.classe,
        jour=appel.jour,
        moment=appel.moment,
        classe=None,
        sortie=None,
        confie_a=None,
        defaults={"auteur": appel.auteur, "fait_le": appel.fait_le},
    )
    if not appel.lignes.filter(eleve=eleve).update(appel=garde):
        LigneAppel.objects.create(appel=garde, eleve_id=eleve)


def rendre_les_gardees(eleve: int, ecole: int) -> None:
    """In the transaction that undoes a movement: the roll of a class that has them again says the same of them."""
    gardees = LigneAppel.objects.filter(
        appel__in=Appel.objects.gardes().filter(etablissement=ecole, jour=aujourd_hui()), eleve=eleve
    ).select_related("appel")
    for ligne in gardees:
        garde = ligne.appel
        siens = Appel.objects.filter(
            classe__in=_classes_de(eleve), classe=garde.de_la_classe_id, jour=garde.jour, moment=garde.moment
        )
        if (appel := siens.first()) is None:
            continue
        if ligne.dit_quelque_chose and not appel.lignes.filter(eleve=eleve).exists():
            LigneAppel.objects.filter(pk=ligne.pk).update(appel=appel)
        else:
            ligne.delete()
        if not garde.lignes.exists():
            garde.delete()


def _classes_de(eleve: int) -> QuerySet[Classe]:
    return Classe.objects.filter(en_cours("inscriptions__"), inscriptions__eleve=eleve)
