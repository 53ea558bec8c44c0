"""What is kept of a record, and until when. Each day; run again, it finds nothing left.

- What a family gave of a child who left the school, and their health sheet: a month after they left, and their openings too.
- What nobody confirmed: two Septembers after it was last said to be true.
- A contact taken out: the next day. Who may come no more: until the school year ends, in case somebody asks who came.
- A correction that was answered, an opening: until the school year after theirs begins.
- A correction that waits, asked by who answers for the child no more: the next day.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Etablissement, Inscription
from ent.fichiers.actions import detacher
from ent.fichiers.models import Fichier
from ent.socle.dates import aujourd_hui

from ..models import Autorise, Contact, Correction, FicheSante, Ouverture

APRES_LE_DEPART = dt.timedelta(days=31)


def effacer_ce_qui_est_fini() -> None:
    perimes = _perimes()
    ecoles: set[int] = set()
    for lignes in perimes:
        ecoles.update(lignes.order_by().values_list("etablissement_id", flat=True).distinct())
    for ecole in Etablissement.objects.filter(pk__in=ecoles):
        _effacer_d_une_ecole(ecole, [lignes.filter(etablissement=ecole) for lignes in perimes])


@transaction.atomic
def _effacer_d_une_ecole(ecole: Etablissement, perimes: list[Any]) -> None:
    papiers: list[Fichier] = []
    n = 0
    for lignes in perimes:
        pks = list(lignes.values_list("pk", flat=True))
        siennes = lignes.model._base_manager.filter(pk__in=pks)
        champ = {Autorise: "photo", FicheSante: "document"}.get(lignes.model)
        if champ:
            tenus = siennes.exclude(**{champ: None}).values_list(champ, flat=True)
            papiers += list(Fichier.objects.filter(pk__in=list(tenus)))
        n += siennes.delete()[0]
    if papiers:
        detacher(fichiers=papiers)
    if n:
        consigner("renseignements.effacer", etablissement=ecole, n=n)


def _perimes() -> list[Any]:
    jour = aujourd_hui()
    debut = AnneeScolaire.objects.prevue(jour).debut
    avant = AnneeScolaire.objects.prevue(debut - dt.timedelta(days=1)).debut
    hier = timezone.now() - dt.timedelta(days=1)
    encore_la = Inscription.objects.filter(
        Q(fin=None) | Q(fin__gte=jour - APRES_LE_DEPART),
        eleve=OuterRef("eleve"),
        classe__etablissement=OuterRef("etablissement"),
    )
    partis = ~Exists(encore_la.order_by())
    orphelines = Q(etat=Correction.Etat.ATTENTE) & ~Q(pk__in=Correction.objects.vivantes().order_by().values("pk"))
    jamais_redits = Q(confirme_le__date__lt=avant)
    return [
        Contact.objects.filter(partis | jamais_redits | Q(retire_le__lt=hier)),
        Autorise.objects.filter(partis | jamais_redits | Q(retire_le__date__lt=debut) | Q(fin__lt=debut)),
        FicheSante.objects.filter(partis),
        Correction.objects.filter(partis | Q(traitee_le__date__lt=debut) | orphelines),
        Ouverture.objects.filter(partis | Q(jour__lt=debut)),
    ]
