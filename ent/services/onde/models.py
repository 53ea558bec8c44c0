"""What an ONDE import leaves behind: the files until they are applied, identities seen, lines that wait.

The tables of ONDE's were made with the directory's and keep its label: what is stored does not move with the code.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Affectation, AnneeScolaire, Etablissement, Groupe, Personne, Responsabilite
from ent.socle.textes import nom_lisible

from . import droits


class ImportQuerySet(models.QuerySet["ImportOnde"]):
    def visibles_par(self, personne):
        return self.filter(droits.imports_visibles_par(personne))


class LigneQuerySet(models.QuerySet["LigneEnAttente"]):
    def visibles_par(self, personne):
        return self.filter(droits.lignes_visibles_par(personne))

    def en_attente(self):
        return self.filter(resolue_le=None)


class ImportOnde(models.Model):
    """One import in one school: files dropped, plan read, then applied in one transaction (or abandoned)."""

    class Etat(models.TextChoices):
        LU = "lu", _("plan à relire")
        EN_COURS = "en_cours", _("en cours")
        APPLIQUE = "applique", _("appliqué")
        ECHOUE = "echoue", _("échoué, rien n’a été écrit")
        ABANDONNE = "abandonne", _("abandonné")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="imports")
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    # The year that the files are for; NULL until a person says it, from July to September.
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    etat = models.CharField(max_length=9, choices=Etat, default=Etat.LU)
    cree_le = models.DateTimeField(auto_now_add=True)
    demande_le = models.DateTimeField(null=True, blank=True)
    applique_le = models.DateTimeField(null=True, blank=True)
    # The plan that was asked for: if the directory moved since, it is shown again rather than applied.
    empreinte = models.CharField(max_length=64, blank=True)
    # Answers to the questions of the plan: {"<empreinte of the line>": [reference of pupil, …]}.
    reponses = models.JSONField(default=dict, blank=True)
    bilan = models.JSONField(default=dict, blank=True)
    erreur = models.TextField(blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        app_label = "annuaire"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return f"import {self.pk}"


class FichierDepose(models.Model):
    """A file of an import, kept only until it is applied or abandoned."""

    import_onde = models.ForeignKey(ImportOnde, on_delete=models.CASCADE, related_name="fichiers")
    nom = models.CharField(max_length=200)
    contenu = models.BinaryField()

    class Meta:
        app_label = "annuaire"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nom


class FicheOnde(models.Model):
    """The name under which a school's ONDE knows a person, so that the next file finds the same person again.

    Two schools may spell a parent differently: after a merge both spellings lead to the one account.
    """

    class Nature(models.TextChoices):
        ELEVE = "eleve", _("élève")
        RESPONSABLE = "responsable", _("responsable")
        PERSONNEL = "personnel", _("personnel")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="fiches")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="fiches")
    nature = models.CharField(max_length=11, choices=Nature)
    cle = models.CharField(max_length=240)  # normalised names, see ent.services.onde

    class Meta:
        app_label = "annuaire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["etablissement", "nature", "cle", "personne"], name="fiche_unique"),
        ]

    def __str__(self) -> str:
        return self.cle


class LigneEnAttente(models.Model):
    """A responsable that the file does not let us tie to a pupil: a person decides (formats.md §1, « never a guess »)."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="lignes_en_attente")
    # Identity of the line's content, so that the next import of the same line does not ask again.
    empreinte = models.CharField(max_length=64)
    fichier = models.CharField(max_length=200)
    ligne = models.PositiveIntegerField()
    raison = models.TextField()
    contenu = models.JSONField()  # the responsable's cells and the child's, as read
    cree_le = models.DateTimeField(auto_now_add=True)
    # Pupils chosen by hand (uuid), empty when the line is set aside; NULL while it waits.
    resolution = models.JSONField(null=True, blank=True)
    resolue_le = models.DateTimeField(null=True, blank=True)
    resolue_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = LigneQuerySet.as_manager()

    class Meta:
        app_label = "annuaire"
        ordering = ["fichier", "ligne", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["etablissement", "empreinte"], name="ligne_en_attente_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.fichier}:{self.ligne}"

    @property
    def nom_du_responsable(self) -> str:
        lu = self.contenu
        return f"{lu['civilite']} {lu['prenom']} {nom_lisible(lu['champs'].get('nom_usage') or lu['nom'])}".strip()

    @property
    def nom_de_l_enfant(self) -> str:
        enfant = self.contenu["enfant"]
        return f"{enfant['prenom']} {nom_lisible(enfant['nom'] or enfant['nom_usage'])}".strip()


class ImportTerritoireQuerySet(models.QuerySet["ImportTerritoire"]):
    def visibles_par(self, personne):
        """The operator alone: it shows counts per school, never people."""
        return self.all() if personne.portee.est_operateur else self.none()


class ImportTerritoire(models.Model):
    """A ZIP of many schools (`UAI/fichier.csv`), read then applied school by school. Territory-wide."""

    class Etat(models.TextChoices):
        LECTURE = "lecture", _("lecture en cours")
        LU = "lu", _("bilan à relire")
        EN_COURS = "en_cours", _("en cours")
        APPLIQUE = "applique", _("appliqué")
        ECHOUE = "echoue", _("refusé")
        ABANDONNE = "abandonne", _("abandonné")

    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    # Said once for all the schools; NULL for the year in progress of an archive dropped before it was asked.
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    etat = models.CharField(max_length=9, choices=Etat, default=Etat.LECTURE)
    nom = models.CharField(max_length=200)
    contenu = models.BinaryField()
    cree_le = models.DateTimeField(auto_now_add=True)
    demande_le = models.DateTimeField(null=True, blank=True)
    applique_le = models.DateTimeField(null=True, blank=True)
    # {"ecoles": [{"uai", "nom", "comptes" or "erreur"}], "remarques": [sentence]}; while it is applied, the plan, and "faites": by UAI, what was done.
    bilan = models.JSONField(default=dict, blank=True)
    erreur = models.TextField(blank=True)

    objects = ImportTerritoireQuerySet.as_manager()

    class Meta:
        app_label = "annuaire"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return f"import de territoire {self.pk}"

    @property
    def est_au_travail(self) -> bool:
        return self.etat in (self.Etat.LECTURE, self.Etat.EN_COURS)


# --- The State's directory (AAF), taken from a folder -------------------------------------------------------------------
class LotAafQuerySet(models.QuerySet["LotAaf"]):
    def visibles_par(self, personne):
        """The operator alone: counts and reasons per school, never people."""
        return self.all() if personne.portee.est_operateur else self.none()


class LotAaf(models.Model):
    """A set of files of one day and one kind, of one sender (`flux`): taken once, whole. Territory-wide.

    A refused one is looked at again when its files change, or when what it waited for came.
    """

    class Genre(models.TextChoices):
        COMPLET = "complet", _("complet")
        DELTA = "delta", _("delta")

    class Etat(models.TextChoices):
        REFUSE = "refuse", _("refusé, rien n’a été écrit")
        EN_COURS = "en_cours", _("en cours")
        APPLIQUE = "applique", _("appliqué")

    flux = models.CharField(max_length=100)  # what the names of its files begin with
    genre = models.CharField(max_length=7, choices=Genre)
    jour = models.DateField()
    etat = models.CharField(max_length=8, choices=Etat)
    empreinte = models.CharField(max_length=64)  # of the names, sizes and dates of its files
    # Why it is refused; {"fichiers", "comptes", "inconnues": [{"uai", "nom"}], "rpi": {uai: words}, "remarques": [sentence]}.
    erreur = models.TextField(blank=True)
    bilan = models.JSONField(default=dict, blank=True)
    recu_le = models.DateTimeField(default=timezone.now)
    lu_le = models.DateTimeField(default=timezone.now)
    applique_le = models.DateTimeField(null=True, blank=True)

    objects = LotAafQuerySet.as_manager()

    class Meta:
        ordering = ["-jour", "-pk"]
        constraints = [models.UniqueConstraint(fields=["flux", "genre", "jour"], name="lot_aaf_une_fois")]

    def __str__(self) -> str:
        return f"{self.flux} {self.genre} {self.jour:%d/%m/%Y}"


class EcoleAafQuerySet(models.QuerySet["EcoleAaf"]):
    def visibles_par(self, personne):
        return self.all() if personne.portee.est_operateur else self.none()


class EcoleAaf(models.Model):
    """One school of a set: to be applied, applied, held until somebody says so, or refused. Each is a transaction of its own."""

    class Etat(models.TextChoices):
        A_FAIRE = "a_faire", _("à faire")
        APPLIQUEE = "appliquee", _("à jour")
        RETENUE = "retenue", _("à vérifier")
        REFUSEE = "refusee", _("laissée de côté")

    lot = models.ForeignKey(LotAaf, on_delete=models.CASCADE, related_name="ecoles")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    etat = models.CharField(max_length=9, choices=Etat, default=Etat.A_FAIRE)
    # {count: n}, {"alertes": [sentence], "refus": [line and why], "services": {"cantine": n, …}}.
    comptes = models.JSONField(default=dict, blank=True)
    dits = models.JSONField(default=dict, blank=True)
    erreur = models.TextField(blank=True)
    faite_le = models.DateTimeField(null=True, blank=True)

    objects = EcoleAafQuerySet.as_manager()

    class Meta:
        ordering = ["etablissement__nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["lot", "etablissement"], name="ecole_aaf_unique")]

    def __str__(self) -> str:
        return f"lot {self.lot_id}, école {self.etablissement_id}"


class FicheAaf(models.Model):
    """What the State's directory last said of somebody, or of a structure: a Complet says all again, a Delta what changed.

    Of the schools of this installation alone, and of the attributes that are used. `etablissement`: of a pupil or of a structure; staff and
    responsables name theirs in `contenu`.
    """

    class Categorie(models.TextChoices):
        STRUCTURE = "structure", _("établissement")
        ELEVE = "eleve", _("élève")
        RESPONSABLE = "responsable", _("responsable")
        PERSONNEL = "personnel", _("personnel")
        MATIERE = "matiere", _("matière")  # of the 2nd degree: a code and its label, of no school

    flux = models.CharField(max_length=100)
    categorie = models.CharField(max_length=11, choices=Categorie)
    jointure = models.CharField(max_length=40)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # {attribute: [values]}: one that was emptied is there with none, until the schools took it.
    contenu = models.JSONField(default=dict)
    vue = models.ForeignKey(LotAaf, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["flux", "categorie", "jointure"], name="fiche_aaf_unique")]

    def __str__(self) -> str:
        return f"{self.categorie} {self.jointure}"


class GroupeAaf(models.Model):
    """A group of the directory that the AAF keeps, by its number there."""

    groupe = models.OneToOneField(Groupe, on_delete=models.CASCADE, related_name="+")
    numero = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.numero


class RepriseAttendue(models.Model):
    """A tie that a file of this school named while the child's former school still held them: taken over when that one lets the child go.

    `geste`: the line of the journal that took it over, so that undoing it gives the tie back, with what it was.
    """

    lien = models.ForeignKey(Responsabilite, on_delete=models.CASCADE, related_name="+")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    autorite = models.CharField(max_length=11, blank=True)  # what the State said of it, if anything
    geste = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    quittee = models.ForeignKey(Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    quittee_alors = models.BooleanField(default=False)  # not left before
    autorite_avant = models.CharField(max_length=11, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lien", "etablissement"], name="reprise_attendue_unique")]

    def __str__(self) -> str:
        return f"{self.lien_id} – {self.etablissement_id}"


class TenueAaf(models.Model):
    """A tie of a teacher with a division that the AAF gave: it alone ends by its word. What a direction gave stays the direction's."""

    affectation = models.OneToOneField(Affectation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.affectation_id}"
