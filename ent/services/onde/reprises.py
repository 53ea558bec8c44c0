"""Ties of a child who changes school, when the file of the next one comes before the former lets them go.

A file takes over the ties of a school that the child left. Of a child whom their école still holds (the AAF of a collège says its 6e before that
école turns its year) it keeps which ties it named (`RepriseAttendue`), and they are taken over in the transaction that lets the child go: the
passage, a file of the école, a departure noted by hand. So the order changes nothing. What a gesture took over goes back with it.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.annuaire.models import Inscription, Responsabilite
from ent.annuaire.registres import Mouvement

from .models import RepriseAttendue
from .plan import Plan

QUITTEES = Responsabilite.anciennes_ecoles.through


def noter(plan: Plan) -> None:
    """What this file names, of the children that it speaks of: what a former one named is forgotten, were it that it names nobody for one of them,
    or that they left.
    """
    enfants = {e.personne.pk for r in plan.responsables for e in r.enfants if e.personne}
    if plan.est_aaf:  # it says all of a child, parents with them; a file of pupils says nothing of their parents
        enfants |= {e.personne.pk for e in [*plan.eleves, *plan.eleves_partis] if e.personne}
    if not enfants:
        return
    siennes = RepriseAttendue.objects.filter(etablissement=plan.etablissement)
    siennes.filter(lien__enfant__in=enfants, geste=None).delete()
    attendus = {lien: dite for r in plan.responsables for lien, dite in r.attendus.items()}
    if attendus:
        siennes.filter(lien__in=attendus).delete()
        RepriseAttendue.objects.bulk_create(
            RepriseAttendue(
                lien=lien, etablissement=plan.etablissement, autorite=dite, autorite_avant=lien.autorite if dite else ""
            )
            for lien, dite in attendus.items()
        )


def attendre(lien: Responsabilite, ecole: int) -> None:
    """Two records of one adult became one while both schools hold the child: what the other's file named is this tie."""
    RepriseAttendue.objects.get_or_create(lien=lien, etablissement_id=ecole)


def prendre(eleves: Collection[int], *, geste: int | None = None) -> None:
    """Those of these children (ids) whom the school that declared the tie holds no more, and the one that waits does."""
    for attendue in _mures(eleves):
        lien, dite = attendue.lien, _mot_qui_tient(attendue)
        attendue.geste, attendue.quittee_id, attendue.autorite_avant = geste, lien.etablissement_id, lien.autorite
        _passee, attendue.quittee_alors = QUITTEES.objects.get_or_create(
            responsabilite_id=lien.pk, etablissement_id=lien.etablissement_id
        )
        lien.etablissement_id = attendue.etablissement_id
        lien.autorite = dite or lien.autorite
        lien.save(update_fields=["etablissement", "autorite"])
        if geste is None:
            attendue.delete()
        else:
            attendue.save()


def _mot_qui_tient(attendue: RepriseAttendue) -> str:
    """What the State said of authority, if it still stands: what a direction said does, and what was said since of a tie that the file knew otherwise;
    « sans autorité » is never lifted by an older word.
    """
    lien, sans = attendue.lien, Responsabilite.Autorite.SANS
    if lien.confirmee_le is not None:
        return ""
    return attendue.autorite if attendue.autorite == sans or lien.autorite == attendue.autorite_avant else ""


def _mures(eleves: Collection[int]) -> list[RepriseAttendue]:
    pas_finie = Q(fin=None) | Q(fin__gte=timezone.localdate())  # who leaves this evening is held until then
    ouvertes = Inscription.objects.filter(pas_finie, eleve=OuterRef("lien__enfant"))
    attendues = RepriseAttendue.objects.filter(geste=None, lien__enfant__in=eleves, lien__fin=None).filter(
        Exists(ouvertes.filter(classe__etablissement=OuterRef("etablissement"))),
        ~Exists(ouvertes.filter(classe__etablissement=OuterRef("lien__etablissement"))),
    )
    # Ties are locked too: a direction may take authority away at this very moment. Of two schools that wait for one tie, the last that named it.
    lues = attendues.select_for_update(of=("self", "lien")).select_related("lien").order_by("pk")
    return list({attendue.lien_id: attendue for attendue in lues}.values())


def rendre(geste: int) -> None:
    """What this gesture took over is the former school's again, and waits again. A tie that a third school took since stays there."""
    prises = RepriseAttendue.objects.filter(geste=geste).select_related("lien")
    for attendue in prises.select_for_update(of=("self", "lien")):
        lien, etait = attendue.lien, attendue.quittee_id
        if lien.etablissement_id == attendue.etablissement_id and etait is not None:
            if attendue.quittee_alors:
                QUITTEES.objects.filter(responsabilite_id=lien.pk, etablissement_id=etait).delete()
            lien.etablissement_id = etait
            if lien.autorite == attendue.autorite and lien.confirmee_le is None:  # what was said since stands
                lien.autorite = attendue.autorite_avant
            lien.save(update_fields=["etablissement", "autorite"])
        attendue.geste, attendue.quittee, attendue.quittee_alors = None, None, False
        attendue.autorite_avant = lien.autorite if attendue.autorite else ""
        attendue.save()


# --- what tells it ------------------------------------------------------------------------------------------------------
def apres_un_passage(ecole: int, eleves: Collection[int], geste: int | None) -> None:
    """A change of class alone lets nobody go: their école holds them."""
    if geste is not None:
        prendre(eleves, geste=geste)


def apres_un_mouvement(mouvement: Mouvement) -> None:
    if mouvement.vers is None:
        prendre([mouvement.eleve.pk], geste=mouvement.geste)
