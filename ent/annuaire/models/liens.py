"""Ties: pupil–class, teacher–class, adult–child, person–school–role. Each has dates: a tie that ended is kept."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .. import matieres
from ..codes import CHOIX_NIVEAUX
from ..droits import en_cours, en_cours_ce_jour
from .lieux import Classe, Commune, Etablissement

PERSONNE = "annuaire.Personne"  # by name: a person reads their ties (`Portee`), and no tie reads a person


# Of a Mme, of somebody whose civility nobody said; a M. is named by the label of the choice.
ACCORDS = {
    "enseignant": (_("enseignante"), _("enseignant ou enseignante")),
    "directeur": (_("directrice"), _("direction")),
    "referent_commune": (_("référente de commune"), _("référent ou référente de commune")),
    "operateur": (_("opératrice du territoire"), _("opérateur ou opératrice du territoire")),
    "co_enseignant": (_("co-enseignante"), _("co-enseignant ou co-enseignante")),
    "remplacant": (_("remplaçante"), _("remplaçant ou remplaçante")),
    "professeur": (_("professeure"), _("professeur ou professeure")),
    "principal": (_("professeure principale"), _("professeur principal")),
}


def accorder(nature: str, libelle: str, civilite: str) -> str:
    elle, les_deux = ACCORDS.get(nature, (libelle, libelle))
    return str({"Mme": elle, "M.": libelle}.get(civilite, les_deux))


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    def sans_niveau_de(self, ecole: Etablissement):
        """Pupils of the school today, of whom nobody said the level."""
        return self._presents(ecole).filter(niveau="")

    def a_preciser_de(self, ecole: Etablissement):
        """The same, and those of whom the file says no level and somebody does; class by class."""
        places = self._presents(ecole).filter(models.Q(niveau="") | ~models.Q(niveau_ecrit=""))
        return places.select_related("eleve", "classe").order_by(
            "classe__nom", "classe_id", "eleve__nom", "eleve__prenom", "pk"
        )

    def _presents(self, ecole: Etablissement):
        return self.filter(en_cours(), fin=None, classe__etablissement=ecole)


class Inscription(models.Model):
    """A pupil in a class, at a level, from a day to a day (inclusive; open while `fin` is empty)."""

    class Decision(models.TextChoices):
        PASSAGE = "passage", _("passe")
        MAINTIEN = "maintien", _("maintien")
        SAUT = "saut", _("saute une classe")

    eleve = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="inscriptions")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="inscriptions")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    # What ONDE writes instead of a level (« ULIS école », « CE1-CE2 »): no level is guessed from it, one is to be said.
    niveau_ecrit = models.CharField(max_length=40, blank=True)
    # What ONDE's column « Autorisation photo » said, if anything: a hint for the direction, never a consent.
    photo_onde = models.BooleanField(null=True, blank=True)
    # What its column « Décision de passage » said: where the plan of September begins.
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["eleve__prenom", "eleve__nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["eleve", "classe"], condition=models.Q(fin=None), name="inscription_ouverte_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(fin=None) | models.Q(fin__gte=models.F("debut")), name="inscription_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.eleve_id} – {self.classe_id}"


class Affectation(models.Model):
    """A teacher in a class. Several may hold it together; a remplaçant holds it between two dates.

    In a collège each says what they teach to the division (`matieres`). A tie whose subjects change ends, and another begins: what was
    taught, and when, is kept as who taught is.
    """

    class Nature(models.TextChoices):
        TITULAIRE = "titulaire", _("titulaire")
        CO_ENSEIGNANT = "co_enseignant", _("co-enseignant")
        REMPLACANT = "remplacant", _("remplaçant")
        PROFESSEUR = "professeur", _("professeur")  # these two in a collège
        PRINCIPAL = "principal", _("professeur principal")

    DU_COLLEGE = (Nature.PROFESSEUR.value, Nature.PRINCIPAL.value)

    enseignant = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="affectations")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="affectations")
    nature = models.CharField(max_length=13, choices=Nature, default=Nature.TITULAIRE)
    # Codes of `matieres`, in its order; none in an école, where one teaches all.
    matieres = models.JSONField(default=list, blank=True)
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enseignant", "classe"], condition=models.Q(fin=None), name="affectation_ouverte_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enseignant_id} – {self.classe_id}"

    @staticmethod
    def a_eu(enseignant: Any, *, eleve: str, classe: str) -> Exists:
        """Of the row that holds them at these paths: that this teacher (or the one of the row, an `OuterRef`) taught that class on a day when that pupil
        was in it. Who comes after a pupil left reads of the class, and nothing of what is that pupil's alone; given and taken back the same day, a class
        was taught on none.
        """
        memes_jours = Inscription.objects.filter(
            Q(classe__affectations__fin=None) | Q(classe__affectations__fin__gte=F("classe__affectations__debut")),
            Q(fin=None) | Q(fin__gte=F("classe__affectations__debut")),
            Q(classe__affectations__fin=None) | Q(classe__affectations__fin__gte=F("debut")),
            classe__affectations__enseignant=enseignant,
            eleve=OuterRef(eleve),
            classe=OuterRef(classe),
        )
        return Exists(memes_jours.order_by())

    @property
    def nature_dite(self) -> str:
        return accorder(str(self.nature), self.get_nature_display(), self.enseignant.civilite)

    @property
    def matieres_dites(self) -> str:
        """« mathématiques et physique-chimie »; nothing in an école."""
        return matieres.en_mots(self.matieres)

    @property
    def en_bref(self) -> str:
        """« M. Durand, mathématiques »: who it is for a family. Its teacher is read with it."""
        return ", ".join(filter(None, (self.enseignant.nom_affiche, self.matieres_dites)))

    @property
    def precise(self) -> str:
        """What its class does not say of it: « professeure principale, anglais »; nothing of a titulaire."""
        quoi = "" if self.nature in (self.Nature.TITULAIRE, self.Nature.PROFESSEUR) else self.nature_dite
        return ", ".join(filter(None, (quoi, self.matieres_dites)))


class Responsabilite(models.Model):
    """An adult answers for a child. Imported ties wait for the directeur to confirm parental authority.

    ONDE says neither the kind of tie nor who holds parental authority (formats.md §1): both are the direction's to
    state. A tie « sans autorité » opens nothing of the child.
    """

    class Lien(models.TextChoices):
        MERE = "mere", _("mère")
        PERE = "pere", _("père")
        TUTEUR = "tuteur", _("tuteur ou tutrice")
        AUTRE = "autre", _("autre")
        INCONNU = "", _("à préciser")

    class Autorite(models.TextChoices):
        A_CONFIRMER = "a_confirmer", _("à confirmer")
        CONFIRMEE = "confirmee", _("confirmée")
        SANS = "sans", _("sans autorité parentale")

    class Foyer(models.TextChoices):
        """Which adults of a child are written to together. Empty: those of one same address on the school's files."""

        SELON_L_ADRESSE = "", _("selon l’adresse")
        PREMIER = "1", _("premier foyer")
        SECOND = "2", _("second foyer")
        AUTRE = "3", _("autre foyer")

    adulte = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="responsabilites")
    enfant = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="responsables")
    # The school that declared the tie, and alone may change it.
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="responsabilites")
    # Those that declared it before, and that the child left: what was read there then is read by it still.
    anciennes_ecoles = models.ManyToManyField(Etablissement, related_name="+", blank=True)
    lien = models.CharField(max_length=6, choices=Lien, blank=True)
    autorite = models.CharField(max_length=11, choices=Autorite, default=Autorite.A_CONFIRMER)
    foyer = models.CharField(_("foyer"), max_length=1, choices=Foyer, blank=True)
    confirmee_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmee_le = models.DateTimeField(null=True, blank=True)
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["enfant__prenom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adulte", "enfant"], condition=models.Q(fin=None), name="responsabilite_ouverte_unique"
            ),
            models.CheckConstraint(condition=~models.Q(adulte=models.F("enfant")), name="responsabilite_de_soi"),
        ]

    def __str__(self) -> str:
        return f"{self.adulte_id} – {self.enfant_id}"

    @property
    def nom_du_lien(self) -> str:
        """« mère »; « responsable » while nobody said."""
        return str(self.Lien(self.lien).label if self.lien else _("responsable"))

    @property
    def est_a_confirmer(self) -> bool:
        return self.autorite == self.Autorite.A_CONFIRMER

    @property
    def autorite_en_mots(self) -> str:
        """What it gives, as a sentence that follows a name."""
        return str(
            {
                self.Autorite.CONFIRMEE: _("a l’autorité parentale"),
                self.Autorite.A_CONFIRMER: _("autorité parentale à confirmer"),
                self.Autorite.SANS: _("n’a pas l’autorité parentale : ne lit rien de l’enfant"),
            }[self.Autorite(self.autorite)]
        )

    @property
    def dit(self) -> tuple[str, str, str]:
        """What the direction states of it, which no file does."""
        return self.lien, self.autorite, self.foyer

    @property
    def lu(self) -> str:
        """The same in one line, that a page bears."""
        return "|".join(self.dit)


class Role(models.Model):
    """What an adult is in a school, a commune or the territory. Being a pupil or a responsable follows from ties."""

    class Nature(models.TextChoices):
        ENSEIGNANT = "enseignant", _("enseignant")
        DIRECTEUR = "directeur", _("directeur")
        PERSONNEL = "personnel", _("personnel")
        REFERENT_COMMUNE = "referent_commune", _("référent de commune")
        OPERATEUR = "operateur", _("opérateur du territoire")

    personne = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="roles")
    nature = models.CharField(max_length=16, choices=Nature)
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="roles"
    )
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, blank=True, related_name="roles")
    debut = models.DateField()
    fin = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="role_a_sa_place",
                condition=models.Q(
                    nature__in=["enseignant", "directeur", "personnel"], etablissement__isnull=False, commune=None
                )
                | models.Q(nature="referent_commune", etablissement=None, commune__isnull=False)
                | models.Q(nature="operateur", etablissement=None, commune=None),
            ),
            models.UniqueConstraint(
                fields=["personne", "nature", "etablissement"],
                condition=models.Q(fin=None, etablissement__isnull=False),
                name="role_ouvert_unique_ecole",
            ),
            models.UniqueConstraint(
                fields=["personne", "nature", "commune"],
                condition=models.Q(fin=None, commune__isnull=False),
                name="role_ouvert_unique_commune",
            ),
            models.UniqueConstraint(
                fields=["personne", "nature"],
                condition=models.Q(fin=None, commune=None, etablissement=None),
                name="role_ouvert_unique_territoire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} – {self.nature}"

    @property
    def nature_dite(self) -> str:
        """As this person is named by it: « directrice » of a Mme, both words of whom the school gave no civility."""
        return accorder(str(self.nature), self.get_nature_display(), self.personne.civilite)


def dirige_encore(qui: str) -> models.Q:
    """Of a row that holds a school and, at this path, who gave something of it: they direct that school today, by an account that is open."""
    roles = Role.objects.filter(
        en_cours_ce_jour(),
        personne=models.OuterRef(qui),
        etablissement=models.OuterRef("etablissement"),
        nature=Role.Nature.DIRECTEUR,
    )
    return models.Q(models.Exists(roles.order_by()), **{f"{qui}__is_active": True})
