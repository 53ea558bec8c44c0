"""Whom to call, and who may come: given by one holder of authority, for that one and for the school."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite
from ent.fichiers.models import Fichier
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import JOUR

from .. import droits


class DonnesQuerySet(models.QuerySet):
    """Rows that a holder of authority gave of a child (`par`, `eleve`, `etablissement`), but for those taken out."""

    def donnes_par(self, personne):
        return self.filter(droits.donnes_par(personne))

    def lus_a_l_ecole_par(self, personne):
        """But what another gave of a child of this reader's own."""
        return self.filter(droits.lus_a_l_ecole_par(personne))

    def en_vigueur(self):
        return self.filter(retire_le=None)

    def encore_vrais(self):
        """What the school reads: nothing of what has ended."""
        return self.en_vigueur()

    def de_la_place(self, place: Inscription):
        """Of a pupil whom one reads there, whoever gave them, as long as that one still answers for the child."""
        du_lien = en_vigueur(OuterRef("par"), OuterRef("eleve"), OuterRef("etablissement"))
        return self.filter(Exists(du_lien), eleve=place.eleve_id, etablissement=place.classe.etablissement_id)


def en_vigueur(adulte, enfant, ecole):
    """Ties of today, with authority: what a holder gave is read by the school no more once they hold none."""
    siens = Responsabilite.objects.filter(en_cours(jour=JOUR), adulte=adulte, enfant=enfant, etablissement=ecole)
    return siens.exclude(autorite=Responsabilite.Autorite.SANS).order_by()


class Donne(models.Model):
    """What both hold: of which child, in which school, by whom, and when that was last said to be true."""

    nom = models.CharField(_("nom"), max_length=80)
    lien = models.CharField(_("lien avec l’enfant"), max_length=40)
    telephone = models.CharField(_("téléphone"), max_length=30)
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    confirme_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Contact(Donne):
    """Somebody to call in an emergency, from the first to the last (`rang`)."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="contacts_urgence")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="contacts_urgence")
    autre_telephone = models.CharField(_("autre téléphone"), max_length=30, blank=True)
    rang = models.PositiveSmallIntegerField(default=0)

    objects = DonnesQuerySet.as_manager()

    class Meta:
        ordering = ["rang", "pk"]


class AutoriseQuerySet(DonnesQuerySet):
    def du_jour(self, jour: dt.date):
        commence = Q(debut=None) | Q(debut__lte=jour)
        return self.en_vigueur().filter(commence, Q(fin=None) | Q(fin__gte=jour))

    def encore_vrais(self):
        return self.en_vigueur().filter(Q(fin=None) | Q(fin__gte=aujourd_hui()))

    def lus_par(self, personne):
        """Whose photo this person may see: what one gave, and, at the gate, the pupils of today; of one's own child, what one gave."""
        places = Inscription.objects.filter(
            droits.places_de_sortie_par(personne),
            eleve=OuterRef("eleve"),
            classe__etablissement=OuterRef("etablissement"),
        )
        du_lien = en_vigueur(OuterRef("par"), OuterRef("eleve"), OuterRef("etablissement"))
        a_la_sortie = Q(Exists(places.order_by())) & Q(Exists(du_lien)) & droits.lus_a_l_ecole_par(personne)
        return self.en_vigueur().filter(droits.donnes_par(personne) | a_la_sortie)


class Autorise(Donne):
    """Somebody who may collect the child: always, or between two days. Ended, it is kept until the school year ends."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="autorises")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="autorises")
    photo = models.ForeignKey(Fichier, on_delete=models.SET_NULL, null=True, blank=True, related_name="autorises")
    debut = models.DateField(_("à partir du"), null=True, blank=True)
    fin = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = AutoriseQuerySet.as_manager()

    class Meta:
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(debut=None) | Q(fin=None) | Q(fin__gte=models.F("debut")), name="autorise_dates"
            )
        ]

    @property
    def est_termine(self) -> bool:
        return self.fin is not None and self.fin < aujourd_hui()
