"""The carnet de liaison: a mot, what its families answered, and what is known of how it reached them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.adressables import Adressable
from ent.socle.dates import date_format, time_format

from ..droits import mots as droits

OUI, NON = "oui", "non"
HEURE = "G\u00a0\\h\u00a0i"  # « 16 h 30 » that no line breaks


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen. A slot has its hours and its places."""

    cle: str
    libelle: str = ""
    debut: dt.datetime | None = None
    fin: dt.datetime | None = None
    places: int | None = None
    est_retiree: bool = False  # kept for those who chose it before a correction

    @property
    def texte(self) -> str:
        """« Jeudi 3 décembre, de 16 h 30 à 16 h 45 », or its words: the usual ones are in the reader's language."""
        if self.debut is None:
            return gettext(self.libelle)
        debut = timezone.localtime(self.debut)
        heures = {
            "debut": time_format(debut, HEURE),
            "fin": self.fin and time_format(timezone.localtime(self.fin), HEURE),
        }
        jour = date_format(debut, "l j F").capitalize()
        phrase = _("%(jour)s, de %(debut)s à %(fin)s") if self.fin else _("%(jour)s à %(debut)s")
        return phrase % ({"jour": jour} | heures)

    def en_json(self) -> dict:
        brut = {"cle": self.cle, "libelle": self.libelle, "places": self.places, "est_retiree": self.est_retiree}
        for nom in ("debut", "fin"):
            instant = getattr(self, nom)
            brut[nom] = instant and instant.isoformat()
        return {nom: valeur for nom, valeur in brut.items() if valeur not in (None, "", False)}

    @classmethod
    def de_json(cls, brut: dict) -> "Option":
        instants = {nom: dt.datetime.fromisoformat(brut[nom]) for nom in ("debut", "fin") if nom in brut}
        return cls(**brut | instants)


class MotQuerySet(models.QuerySet["Mot"]):
    def visibles_par(self, personne):
        return self.filter(droits.mots_visibles_par(personne))

    def des_enfants_de(self, personne):
        """What was sent to the families of this person's children, as they read it."""
        return self.filter(droits.mots_des_enfants_de(personne))

    def repris_aux_familles_de(self, personne):
        return self.filter(droits.mots_repris_aux_familles_de(personne))

    def suivis_par(self, personne):
        return self.filter(droits.mots_suivis_par(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.mots_modifiables_par(personne))


class Mot(Adressable, models.Model):
    """A word of the carnet: to a class, a level of it, a group, named pupils (a `Groupe.ponctuel_de`: `classe` and
    `groupe` both set), or the whole school (neither is).
    """

    class Nature(models.TextChoices):
        INFORMATION = "information", _("Information")
        ACCUSE = "accuse", _("À signer")
        OUI_NON = "oui_non", _("Oui ou non")
        CHOIX = "choix", _("Un choix")
        CRENEAUX = "creneaux", _("Des créneaux")
        ARGENT = "argent", _("De l’argent")
        OBJET = "objet", _("Un objet à apporter")

    class Signatures(models.TextChoices):
        UNE = "une", _("Une signature par enfant suffit")
        CHACUN = "chacun", _("Chaque responsable légal signe")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="mots")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="mots")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="mots")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="mots_envoyes")
    # Sent by the direction as such: its teachers then follow it, and do not correct it.
    de_la_direction = models.BooleanField(default=False)
    nature = models.CharField(max_length=11, choices=Nature)
    titre = models.CharField(_("titre"), max_length=120)
    texte = models.TextField(_("texte"), max_length=4000, blank=True)
    # The last day on which families answer. An information has none.
    date_limite = models.DateField(_("réponse jusqu’au"), null=True, blank=True)
    signatures = models.CharField(max_length=6, choices=Signatures, default=Signatures.UNE)
    avec_dessin = models.BooleanField(_("signature dessinée au doigt"), default=False)
    options_brutes = models.JSONField(default=list, blank=True)
    # Asked of each; empty: each family writes its own.
    montant = models.DecimalField(_("montant"), max_digits=6, decimal_places=2, null=True, blank=True)
    objet = models.CharField(_("objet à apporter"), max_length=120, blank=True)
    fichiers = models.ManyToManyField("fichiers.Fichier", related_name="mots", blank=True)
    # Grows when a correction asks again those who had signed.
    version = models.PositiveSmallIntegerField(default=1)
    publie_le = models.DateTimeField(default=timezone.now)
    # When families may read it: at once, at a chosen hour, or when quiet hours end.
    visible_le = models.DateTimeField(default=timezone.now)
    corrige_le = models.DateTimeField(null=True, blank=True)
    relance_le = models.DateTimeField(null=True, blank=True)
    retire_le = models.DateTimeField(null=True, blank=True)

    COLONNES = droits.MOTS
    objects = MotQuerySet.as_manager()

    class Meta:
        ordering = ["-visible_le", "-pk"]
        indexes = [
            models.Index(fields=["classe", "-visible_le"]),
            models.Index(fields=["groupe", "-visible_le"]),
            models.Index(fields=["etablissement", "-visible_le"]),
        ]

    def __str__(self) -> str:
        return f"mot {self.pk}"

    @property
    def attend(self) -> bool:
        """Still held from families by its hour or by quiet hours."""
        return self.visible_le > timezone.now()

    @property
    def n_est_pas_parti(self) -> bool:
        """Withdrawn while it was held: nobody of the families had seen it."""
        return self.retire_le is not None and self.retire_le < self.visible_le

    @property
    def demande_reponse(self) -> bool:
        return self.nature != self.Nature.INFORMATION

    @property
    def est_clos(self) -> bool:
        return self.date_limite is not None and timezone.localdate() > self.date_limite

    @property
    def est_a_montant_libre(self) -> bool:
        return self.nature == self.Nature.ARGENT and self.montant is None

    @property
    def toutes_les_options(self) -> list[Option]:
        return [Option.de_json(brut) for brut in self.options_brutes]

    @property
    def options(self) -> list[Option]:
        """Those that may be chosen now."""
        return [option for option in self.toutes_les_options if not option.est_retiree]

    def option(self, cle: str) -> Option | None:
        return next((option for option in self.toutes_les_options if option.cle == cle), None)


class ReponseMotQuerySet(models.QuerySet["ReponseMot"]):
    def en_vigueur(self):
        return self.filter(remplacee_le=None)


class ReponseMot(models.Model):
    """What one adult answered for one child. Changing one's mind, or being asked again, keeps the former answer."""

    class Source(models.TextChoices):
        ECRAN = "ecran", _("à l’écran")
        PAPIER = "papier", _("sur papier")

    mot = models.ForeignKey(Mot, on_delete=models.CASCADE, related_name="reponses")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="reponses_aux_mots")
    # Empty: signed on paper by an adult whom the school does not know.
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    choix = models.CharField(max_length=8, blank=True)
    # In the words of that day: an option may be corrected later.
    libelle = models.CharField(max_length=120, blank=True)
    montant = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    nom = models.CharField(max_length=80, blank=True)  # typed as a signature
    trace = models.JSONField(default=list, blank=True)  # drawn: strokes of points, checked by the form
    # Drawn by a phone for a tap that may wait there: sent again after a cut, it is found, not signed twice.
    uuid = models.UUIDField(null=True, blank=True, unique=True)
    source = models.CharField(max_length=6, choices=Source, default=Source.ECRAN)
    saisie_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)  # of the mot that was signed
    signe_le = models.DateTimeField(default=timezone.now)
    # A moment when the mot said what was signed, where it says something else by `signe_le`: on a paper that was printed before a correction.
    tel_que = models.DateTimeField(null=True, blank=True)
    remplacee_le = models.DateTimeField(null=True, blank=True)

    objects = ReponseMotQuerySet.as_manager()

    class Meta:
        ordering = ["signe_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mot", "eleve", "par"], condition=models.Q(remplacee_le=None), name="reponse_mot_une_en_vigueur"
            ),
            models.UniqueConstraint(
                fields=["mot", "eleve"],
                condition=models.Q(remplacee_le=None, par=None),
                name="reponse_mot_papier_seule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mot_id} pour {self.eleve_id} par {self.par_id}"

    @property
    def lue_le(self) -> dt.datetime:
        """What it is an answer to: the mot as it was then."""
        return self.tel_que or self.signe_le


class VersionMot(models.Model):
    """What a mot said before a correction: what a former answer was given to."""

    mot = models.ForeignKey(Mot, on_delete=models.CASCADE, related_name="versions")
    numero = models.PositiveSmallIntegerField()
    contenu = models.JSONField()
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    jusqu_a = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.mot_id} v{self.numero}"

    @property
    def montant(self) -> Decimal | None:
        brut = self.contenu["montant"]
        return None if brut is None else Decimal(brut)

    @property
    def options(self) -> list[Option]:
        """Withdrawn ones too."""
        return [Option.de_json(brut) for brut in self.contenu["options_brutes"]]

    def option(self, cle: str) -> Option | None:
        return next((option for option in self.options if option.cle == cle), None)


class MotVu(models.Model):
    """An adult had a child's mot on their screen; of one version of it."""

    mot = models.ForeignKey(Mot, on_delete=models.CASCADE, related_name="vus")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    vu_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mot", "eleve", "par", "version"], name="mot_vu_une_fois")]

    def __str__(self) -> str:
        return f"{self.mot_id} de {self.eleve_id} vu par {self.par_id}"


class CouponMot(models.Model):
    """A paper coupon was printed for a child, or for one of the adults when each signs."""

    mot = models.ForeignKey(Mot, on_delete=models.CASCADE, related_name="coupons")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    adulte = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    imprime_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"coupon {self.mot_id} de {self.eleve_id}"


class DecisionMot(models.Model):
    """Two households answered differently: what the sender retained, once settled with them."""

    mot = models.ForeignKey(Mot, on_delete=models.CASCADE, related_name="decisions")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    choix = models.CharField(max_length=8)
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    decide_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mot", "eleve"], name="decision_mot_unique")]

    def __str__(self) -> str:
        return f"{self.mot_id} pour {self.eleve_id} : {self.choix}"
