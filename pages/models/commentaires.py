"""What readers of a billet answer to it, when its teachers opened it to comments."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Personne

from ..droits import commentaires as droits
from .billets import Billet

PATIENCE = dt.timedelta(days=15)  # of a comment, among what waits for who teaches


class CommentaireQuerySet(models.QuerySet["Commentaire"]):
    def lus_par(self, personne, billet: Billet):
        """Those of a billet in hand, which this person reads: the caller has judged that."""
        return self.filter(droits.lisibles_par(personne, billet), billet=billet)

    def lisibles(self, personne, ids) -> set[int]:
        """Of these comments, those under a billet that this person reads today."""
        lus = Billet.objects.visibles_par(personne).order_by().values("pk")
        return set(self.filter(pk__in=ids, billet__in=lus).order_by().values_list("pk", flat=True))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Those of the billets."""
        ou = dict(self.filter(pk__in=ids).order_by().values_list("pk", "billet_id"))
        publics = Billet.publics(set(ou.values()))
        return {pk: publics[billet] for pk, billet in ou.items()}

    def a_montrer_par(self, personne):
        """What families wrote these last days, that this person may show to the readers of their billets and has not. Showing is no duty: what
        nobody showed then waits no more.
        """
        ouverts = Billet.objects.filter(droits.billets_commentes(personne)).order_by().values("pk")
        depuis = timezone.now() - PATIENCE
        attendent = droits.lus_par_l_equipe(personne) & Q(
            visible_le=None, retire_le=None, eleve__isnull=False, cree_le__gte=depuis
        )
        return self.filter(attendent, billet__in=ouverts)

    def recents_par(self, personne, billet: Billet):
        """What this person may put back."""
        return self.filter(droits.remettables_par(personne, billet), billet=billet)


class Commentaire(models.Model):
    """A few words under a billet. A family's are read by their author and the team until a teacher shows them to all the readers,
    signed by the child alone: the parents of a class do not know one another by the product.
    """

    wagtail_reference_index_ignore = True

    # Drawn with the form: sent twice by its author, it is found and not made twice.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    billet = models.ForeignKey(Billet, on_delete=models.CASCADE, related_name="commentaires")
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="commentaires_ecrits")
    # The child through whom a family reads the billet; nobody for the team.
    eleve = models.ForeignKey(
        Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="commentaires_de_sa_famille"
    )
    texte = models.TextField(_("commentaire"), max_length=1000)
    cree_le = models.DateTimeField(default=timezone.now, editable=False)
    # From when all the readers of the billet read it; empty: its author and the team alone.
    visible_le = models.DateTimeField(null=True, blank=True, editable=False)
    retire_le = models.DateTimeField(null=True, blank=True, editable=False)
    retire_par = models.ForeignKey(
        Personne, on_delete=models.PROTECT, null=True, blank=True, related_name="commentaires_retires"
    )

    objects = CommentaireQuerySet.as_manager()

    class Meta:
        ordering = ["cree_le", "pk"]
        indexes = [models.Index(fields=["billet", "cree_le"], name="commentaires_du_billet")]
        constraints = [models.UniqueConstraint(fields=["auteur", "uuid", "billet"], name="commentaire_une_fois")]

    def __str__(self) -> str:
        return f"commentaire {self.pk}"

    @property
    def est_montre(self) -> bool:
        return self.visible_le is not None

    @property
    def attend(self) -> bool:
        """Shown, and still held from families by quiet hours."""
        return self.visible_le is not None and self.visible_le > timezone.now()
