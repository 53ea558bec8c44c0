"""The portfolio of a pupil across years: works chosen by them or by those who teach them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne
from ent.fichiers.models import Fichier

from ..droits import portfolio as droits
from .billets import Billet


class EntreePortfolioQuerySet(models.QuerySet["EntreePortfolio"]):
    def visibles_par(self, personne):
        lus = Personne.objects.filter(droits.eleves_a_portfolio(personne)).order_by()
        return self.filter(droits.entrees_lues_par(personne), retiree_le=None, eleve__in=lus.values("pk"))

    def modifiables_par(self, personne):
        """Taken out by the pupil, or by those who teach them today; those that were, too."""
        enseignes = Personne.objects.filter(droits.eleves_enseignes_par(personne)).order_by()
        siennes = models.Q(eleve=personne) if personne.portee.est_eleve else droits.RIEN
        return self.filter(models.Q(eleve__in=enseignes.values("pk")) | siennes)


class EntreePortfolio(models.Model):
    """A work that a pupil keeps. It belongs to the child: nothing carries it to the next class, since nothing ties it to one."""

    wagtail_reference_index_ignore = True
    # Where it was chosen.
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="entrees_portfolio")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="portfolio")
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    billet = models.ForeignKey(
        Billet, on_delete=models.SET_NULL, null=True, blank=True, related_name="entrees_portfolio"
    )
    titre = models.CharField(_("titre"), max_length=120)
    texte = models.TextField(_("pourquoi je le garde"), max_length=2000, blank=True)
    fichiers = models.ManyToManyField(Fichier, related_name="entrees_portfolio", blank=True)
    ajoutee_le = models.DateTimeField(default=timezone.now)
    retiree_le = models.DateTimeField(null=True, blank=True)

    objects = EntreePortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["-ajoutee_le", "-pk"]
        indexes = [models.Index(fields=["eleve", "-ajoutee_le"], name="portfolio_de_l_eleve")]
        constraints = [
            models.UniqueConstraint(
                fields=["eleve", "billet"],
                condition=models.Q(retiree_le=None, billet__isnull=False),
                name="portfolio_un_billet_une_fois",
            )
        ]

    def __str__(self) -> str:
        return f"portfolio {self.pk}"
