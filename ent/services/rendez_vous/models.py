"""Meetings of a class with its families: slots, what is booked in them, what a teacher notes."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Personne, Role

from . import droits

HUIT_HEURES, VINGT_HEURES = dt.time(8), dt.time(20)


class Moyen(models.TextChoices):
    """How one meets."""

    ECOLE = "ecole", _("À l’école")
    TELEPHONE = "telephone", _("Par téléphone")
    VIDEO = "video", _("En vidéo")


class RencontreQuerySet(models.QuerySet["Rencontre"]):
    def des_enfants_de(self, personne):
        return self.filter(droits.rencontres_des_enfants_de(personne))

    def tenues_par(self, personne):
        return self.filter(droits.rencontres_tenues_par(personne))

    def suivies_par(self, personne):
        return self.filter(droits.rencontres_suivies_par(personne)).distinct()

    def avec_celles_qu_il_tient(self, personne):
        """Each with `est_tenue`: whose page this person opens. Of the others a direction reads counts."""
        tenues = Rencontre.objects.tenues_par(personne).filter(pk=OuterRef("pk")).order_by()
        return self.annotate(est_tenue=Exists(tenues))

    def sans_hote(self):
        """Still to come, and nobody of those who were to receive works there any more."""
        y_travaille = Role.objects.filter(
            en_cours(), personne=OuterRef("personne"), etablissement=OuterRef("rencontre__etablissement")
        )
        tenues = Rencontre.hotes.through.objects.filter(Exists(y_travaille), rencontre=OuterRef("pk")).order_by()
        return self.filter(~Exists(tenues), fin__gt=timezone.now())

    def a_reprendre_par(self, personne):
        return self.filter(droits.rencontres_a_reprendre_par(personne)).sans_hote()

    def publics(self, ids) -> dict[int, list[Audience]]:
        """The families of the class."""
        lignes = self.filter(pk__in=ids).values_list("pk", "etablissement_id", "classe_id")
        return {pk: [Audience(ecole, classe)] for pk, ecole, classe in lignes}


class Rencontre(models.Model):
    """One or several teachers receive the families of a class, on a few evenings."""

    class Duree(models.IntegerChoices):
        DIX = 10, _("10 min")
        QUINZE = 15, _("15 min")
        VINGT = 20, _("20 min")

    class Verrou(models.TextChoices):
        """Until when a family changes its mind by itself."""

        VEILLE = "veille", _("la veille, 20 h")
        MATIN = "matin", _("le matin même, 8 h")
        DEUX_JOURS = "deux_jours", _("deux jours avant, 20 h")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="rencontres")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="rencontres")
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    # All at the same table.
    hotes = models.ManyToManyField(Personne, related_name="rencontres_tenues")
    titre = models.CharField(_("titre"), max_length=80)
    mot = models.CharField(_("mot aux familles"), max_length=500, blank=True)
    duree = models.PositiveSmallIntegerField(_("durée"), choices=Duree, default=Duree.QUINZE)
    moyens_bruts = models.CharField(max_length=40, default=Moyen.ECOLE)
    lieu = models.CharField(_("où"), max_length=80, blank=True)
    lien_video = models.URLField(_("lien de la visio"), blank=True)
    verrou = models.CharField(max_length=10, choices=Verrou, default=Verrou.VEILLE)
    cree_le = models.DateTimeField(default=timezone.now)
    # When families may read it: empty while it is prepared; never in quiet hours.
    visible_le = models.DateTimeField(null=True, blank=True)
    # The end of its last slot, kept by the actions: a home asks for what is still to come.
    fin = models.DateTimeField(null=True, blank=True)
    relance_le = models.DateTimeField(null=True, blank=True)

    objects = RencontreQuerySet.as_manager()

    class Meta:
        ordering = ["-cree_le", "-pk"]
        indexes = [models.Index(fields=["classe", "fin"])]

    def __str__(self) -> str:
        return f"rencontre {self.pk}"

    @property
    def audience(self) -> Audience:
        return Audience(self.etablissement_id, self.classe_id)

    @property
    def moyens(self) -> list[Moyen]:
        return [Moyen(brut) for brut in self.moyens_bruts.split(",") if brut]

    @property
    def est_ouverte(self) -> bool:
        return self.visible_le is not None

    @property
    def attend(self) -> bool:
        """Open, and still held by quiet hours."""
        return self.visible_le is not None and self.visible_le > timezone.now()

    @property
    def est_finie(self) -> bool:
        return self.fin is not None and self.fin <= timezone.now()

    def verrou_du(self, debut: dt.datetime) -> dt.datetime:
        """Until when a family changes a slot that begins then."""
        jours, heure = {
            self.Verrou.VEILLE: (1, VINGT_HEURES),
            self.Verrou.MATIN: (0, HUIT_HEURES),
            self.Verrou.DEUX_JOURS: (2, VINGT_HEURES),
        }[self.Verrou(self.verrou)]
        jour = timezone.localtime(debut).date() - dt.timedelta(days=jours)
        return min(debut, timezone.make_aware(dt.datetime.combine(jour, heure)))


class CreneauQuerySet(models.QuerySet["Creneau"]):
    def tenus_par(self, personne):
        return self.filter(rencontre__in=Rencontre.objects.tenues_par(personne).order_by().values("pk"))

    def avec_ce_qui_est_pris(self):
        """Each with `est_pris`, and nothing of who took it."""
        prises = Reservation.objects.filter(creneau=OuterRef("pk"), annulee_le=None)
        return self.annotate(est_pris=Exists(prises))


class Creneau(models.Model):
    """A few minutes of an evening."""

    class Etat(models.TextChoices):
        OUVERT = "ouvert", _("libre")
        PAUSE = "pause", _("pause")
        FERME = "ferme", _("fermé")

    rencontre = models.ForeignKey(Rencontre, on_delete=models.CASCADE, related_name="creneaux")
    debut = models.DateTimeField()
    fin = models.DateTimeField()
    etat = models.CharField(max_length=6, choices=Etat, default=Etat.OUVERT)

    objects = CreneauQuerySet.as_manager()

    class Meta:
        ordering = ["debut", "pk"]
        constraints = [models.UniqueConstraint(fields=["rencontre", "debut"], name="creneau_une_fois")]

    def __str__(self) -> str:
        return f"créneau {self.pk}"

    @property
    def jour(self) -> dt.date:
        return timezone.localtime(self.debut).date()

    @property
    def est_verrouille(self) -> bool:
        """Families change it no more by themselves."""
        return timezone.now() >= self.rencontre.verrou_du(self.debut)


class ReservationQuerySet(models.QuerySet["Reservation"]):
    def en_vigueur(self):
        return self.filter(annulee_le=None)

    def du_foyer_de(self, personne, foyers: Mapping[int, Collection[int]]):
        return self.filter(droits.reservations_du_foyer_de(personne, foyers))

    def confiees_a(self, personne, foyers: Mapping[tuple[int, int], Collection[int]]):
        return self.filter(droits.reservations_confiees_a(personne, foyers))

    def tenues_par(self, personne):
        return self.filter(droits.reservations_tenues_par(personne))

    def lisibles(self, personne, ids) -> set[int]:
        """Of these, those that this person receives today, meetings turned off or not: what is not among them is forgotten for good."""
        return set(self.filter(droits.reservations_dites_a(personne), pk__in=ids).values_list("pk", flat=True))

    def publics(self, ids) -> dict[int, list[Audience]]:
        lignes = self.filter(pk__in=ids).values_list("pk", "creneau__rencontre__etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lignes}


class Reservation(models.Model):
    """A slot taken by one household for one child. Moved, it is the same one elsewhere; cancelled, it is kept and may be taken up again.

    That a slot has one taker at most is said by the database: of two families in the same second, it decides.
    """

    class Fin(models.TextChoices):
        FAMILLE = "famille", _("par la famille")
        ECOLE = "ecole", _("par l’école")
        LIENS = "liens", _("l’enfant a changé de classe, ou l’adulte n’en répond plus")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    creneau = models.ForeignKey(Creneau, on_delete=models.CASCADE, related_name="reservations")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    # Whose household comes; empty: a child whom nobody is known to answer for.
    responsable = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    prise_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    moyen = models.CharField(max_length=9, choices=Moyen, default=Moyen.ECOLE)
    telephone = models.CharField(_("numéro où vous appeler"), max_length=30, blank=True)
    interprete = models.CharField(max_length=30, blank=True)
    mot = models.CharField(_("un mot"), max_length=300, blank=True)
    # What the school said when it moved or cancelled.
    mot_de_l_ecole = models.CharField(max_length=300, blank=True)
    # Where it was before it was moved: one tap goes back.
    ancien = models.ForeignKey(Creneau, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Grows with each change: a calendar that holds the former one takes the new one (RFC 5545).
    sequence = models.PositiveIntegerField(default=0)
    prise_le = models.DateTimeField(default=timezone.now)
    modifiee_le = models.DateTimeField(default=timezone.now)
    rappelee_le = models.DateTimeField(null=True, blank=True)
    annulee_le = models.DateTimeField(null=True, blank=True)
    annulee_par = models.CharField(max_length=7, choices=Fin, blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        ordering = ["creneau__debut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["creneau"], condition=models.Q(annulee_le=None), name="reservation_une_par_creneau"
            )
        ]

    def __str__(self) -> str:
        return f"rendez-vous {self.pk}"

    @property
    def est_annulee(self) -> bool:
        return self.annulee_le is not None


class NoteRendezVousQuerySet(models.QuerySet["NoteRendezVous"]):
    def ecrites_par(self, personne):
        return self.filter(droits.notes_de(personne))


class NoteRendezVous(models.Model):
    """What a teacher keeps of a meeting, for themself."""

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="notes")
    auteur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    texte = models.TextField(max_length=2000)
    ecrite_le = models.DateTimeField(default=timezone.now)

    objects = NoteRendezVousQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reservation", "auteur"], name="note_rendez_vous_une")]

    def __str__(self) -> str:
        return f"note {self.pk}"
