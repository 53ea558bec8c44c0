"""Accesses that holders of authority confide: to whom, of which child, which rooms, until when."""

import uuid
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.dates import aujourd_hui

from .. import droits
from .liens import PERSONNE, Responsabilite
from .lieux import Etablissement

REPOND = "+"  # after the code of a room: what one may do there, besides reading


@dataclass(frozen=True)
class Confie:
    """What was confided of one child: rooms that are read, and those of them where one may answer."""

    lues: frozenset[str]
    repondues: frozenset[str]

    @classmethod
    def de(cls, *ecrites: str) -> "Confie":
        """Of what rows say (« absences+ cahier »): two holders who each confide the same child add up."""
        mots = [mot for salles in ecrites for mot in salles.split()]
        repondues = frozenset(mot.removesuffix(REPOND) for mot in mots if mot.endswith(REPOND))
        return cls(frozenset(mot.removesuffix(REPOND) for mot in mots), repondues)

    def lit(self, salle: str) -> bool:
        return salle in self.lues

    def repond(self, salle: str) -> bool:
        return salle in self.repondues

    def tient_dans(self, autre: "Confie") -> bool:
        return self.lues <= autre.lues and self.repondues <= autre.repondues

    @property
    def ecrites(self) -> str:
        """As a row keeps it."""
        return " ".join(salle + REPOND * (salle in self.repondues) for salle in sorted(self.lues))


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def en_vigueur(self):
        """Accepted, between their days, ended by nobody, given by who still holds the tie, to who was not refused it."""
        return self.qui_tiennent().filter(droits.delegation_en_cours())

    def qui_tiennent(self):
        """Whatever their days: the tie of who gave it runs today, and no tie of who received it says « sans autorité »."""
        liens = Responsabilite.objects.filter(
            droits.en_cours_ce_jour(), enfant=models.OuterRef("enfant"), etablissement=models.OuterRef("etablissement")
        ).order_by()
        tenue = liens.filter(adulte=models.OuterRef("delegant")).exclude(autorite=Responsabilite.Autorite.SANS)
        # Whatever the school that said so: nobody is given by a parent what a direction took away.
        refusee = Responsabilite.objects.filter(
            droits.en_cours_ce_jour(),
            enfant=models.OuterRef("enfant"),
            adulte=models.OuterRef("delegue"),
            autorite=Responsabilite.Autorite.SANS,
        ).order_by()
        return self.filter(models.Exists(tenue), ~models.Exists(refusee), delegant__is_active=True)

    def vues_par(self, personne):
        return self.filter(droits.delegations_vues_par(personne))


class Delegation(models.Model):
    """Access to one child in one school, that a holder of authority gives to another adult, with an end. Rows of one gesture share `cle`.

    Nothing of it is in `Portee.suivis`: rooms that open themselves to it read `Portee.suivis_de`.
    """

    class Lien(models.TextChoices):
        CONJOINT = "conjoint", _("nouveau conjoint ou nouvelle conjointe")
        GRAND_PARENT = "grand_parent", _("grand-parent")
        ASSISTANTE = "assistante", _("assistante maternelle ou garde d’enfant")
        AUTRE = "autre", _("autre personne de confiance")

    cle = models.UUIDField(default=uuid.uuid4)
    delegant = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="delegations_donnees")
    delegue = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="delegations_recues")
    enfant = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="delegations")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="delegations")
    lien = models.CharField(_("lien"), max_length=12, choices=Lien)
    # What who gives it calls them, and where they write to them: theirs, read by no other holder, nor by the school.
    nom_donne = models.CharField(max_length=120)
    courriel = models.EmailField(blank=True)
    salles = models.CharField(max_length=200)  # « absences+ cahier », see `Confie`
    debut = models.DateField(default=aujourd_hui)
    fin = models.DateField()
    creee_le = models.DateTimeField(default=timezone.now)
    acceptee_le = models.DateTimeField(null=True, blank=True)
    utilisee_le = models.DateTimeField(null=True, blank=True)  # the first opening of the last day it was opened
    finie_le = models.DateTimeField(null=True, blank=True)
    finie_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The line of the journal that closed it, by a geste that may be undone: a school that joined another declared the tie no more.
    fermee_au_geste = models.BigIntegerField(null=True, blank=True, db_index=True)
    # The other holder says no: the direction reads it, nothing is cut by itself.
    opposee_le = models.DateTimeField(null=True, blank=True)
    opposee_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opposition_lue_le = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-creee_le", "pk"]
        indexes = [models.Index(fields=["cle"])]
        constraints = [
            models.UniqueConstraint(fields=["cle", "enfant", "etablissement"], name="delegation_unique_par_enfant"),
            models.CheckConstraint(condition=models.Q(fin__gte=models.F("debut")), name="delegation_dates"),
            models.CheckConstraint(
                condition=~models.Q(delegant=models.F("delegue")) & ~models.Q(delegue=models.F("enfant")),
                name="delegation_a_un_autre",
            ),
        ]

    def __str__(self) -> str:
        return f"délégation {self.pk}"

    @property
    def confie(self) -> Confie:
        return Confie.de(self.salles)

    @property
    def est_finie(self) -> bool:
        return self.finie_le is not None or self.fin < aujourd_hui()
