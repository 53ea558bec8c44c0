"""A private file, and the objects stored for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import count
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.socle.adresses import adresse
from ent.socle.preparees import Regle

from . import droits, registres
from .limites import largeurs, lisible
from .supports import Support


def duree_dite(secondes: float | None) -> str:
    """« 0:12 »; nothing when the file does not say."""
    return f"{int(secondes) // 60}:{int(secondes) % 60:02}" if secondes else ""


def nom_montre(nature: str, nom_donne: str, rang: int = 0) -> str:
    """What everybody is told that a file is called. Of a document, the name that was given, which says what it is. Of a photo, a video or
    a sound, never: who sorts their photos, and the telephone that records a child, call them by a pupil's name, which other families have
    not to read. They are told apart by their place.
    """
    if nature == Fichier.Nature.DOCUMENT:
        return nom_donne
    nom = {Fichier.Nature.IMAGE: gettext("Photo"), Fichier.Nature.SON: gettext("Son")}.get(nature) or gettext("Vidéo")
    return f"{nom} {rang}" if rang else nom


def rangs(natures: Iterable[str]) -> list[int]:
    """Of each file of one item, by its kind, which of that kind it is; 0 when it is alone."""
    toutes = list(natures)
    combien, comptes = Counter(toutes), defaultdict(lambda: count(1))
    return [next(comptes[nature]) if combien[nature] > 1 else 0 for nature in toutes]


def numeroter(fichiers: Iterable["Fichier"]) -> list["Fichier"]:
    """Those of one item: « Photo 1 », « Photo 2 »."""
    lus = list(fichiers)
    for fichier, rang in zip(lus, rangs(f.nature for f in lus), strict=True):
        fichier.rang = rang
    return lus


class FichierQuerySet(models.QuerySet["Fichier"]):
    def lisibles_par(self, personne, porteurs=None):
        """Files that this person may read now, through the items that hold them (of any kind, or of these)."""
        return self.filter(lus_par(personne, registres.porteurs() if porteurs is None else porteurs))

    def deposes_par(self, personne):
        """One's own deposits that no item has taken."""
        return self.filter(droits.deposes_par(personne))

    def montrables_sur(self, support: str):
        """What may be shown there today: see `droits.montrable`."""
        return self.filter(montrables_sur(support))

    def avec_declinaisons(self):
        return self.prefetch_related("declinaisons")

    def libres(self):
        """Held by no item: no row of any room refers to them."""
        libres = self
        # Hidden ones too: the table of a many-to-many, and a foreign key that has no name on this side.
        for relation in Fichier._meta.get_fields(include_hidden=True):
            if not relation.one_to_many or relation.related_model in (Declinaison, Visage):
                continue
            tenus = relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
            libres = libres.exclude(models.Exists(tenus.order_by()))
        return libres


class Fichier(models.Model):
    """A file as people know it. An item of another room holds it by a foreign key or a many-to-many.

    The same `envoi`, chosen by the browser, never makes a second file: a deposit that was cut is sent again.
    """

    class Nature(models.TextChoices):
        IMAGE = "image", _("image")
        SON = "son", _("son")
        VIDEO = "video", _("vidéo")
        DOCUMENT = "document", _("document")

    class Etat(models.TextChoices):
        """Only what is sound has an object to show, and may be held by an item."""

        CONTROLE = "controle", _("en cours de contrôle")
        SAIN = "sain", _("sain")
        REFUSE = "refuse", _("refusé")

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="fichiers")
    # Whose quota it counts on: the class, else the school.
    classe = models.ForeignKey(Classe, on_delete=models.SET_NULL, null=True, blank=True, related_name="fichiers")
    # Its index is that of `fichier_une_fois_par_envoi`.
    deposant = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    envoi = models.UUIDField(default=uuid4)
    nature = models.CharField(max_length=8, choices=Nature)
    # As given, without path nor control characters: for its depositor and the adults of the school alone, see `nom`.
    nom_donne = models.CharField(max_length=120, db_column="nom")
    type_mime = models.CharField(max_length=80)  # as found in the content, before images are written again
    octets = models.BigIntegerField()  # of all that is stored
    largeur = models.PositiveIntegerField(null=True, blank=True)
    hauteur = models.PositiveIntegerField(null=True, blank=True)
    duree = models.FloatField(null=True, blank=True)  # seconds, when the file says so
    etat = models.CharField(max_length=8, choices=Etat, default=Etat.SAIN)
    motif = models.TextField(blank=True)  # why it was refused, in its depositor's language
    empreinte = models.CharField(max_length=64)  # SHA-256 of what was sent; once blurred, of what is kept
    cree_le = models.DateTimeField(auto_now_add=True)
    # When an item took it. Until then its depositor alone reads it, and it is purged after a day.
    attache_le = models.DateTimeField(null=True, blank=True)
    # Of an image or a video: when somebody said who can be recognised on it (`Visage`), perhaps nobody.
    personnes_dites_le = models.DateTimeField(null=True, blank=True)

    rang = 0  # which of its kind, among those that it is shown with: see `numeroter`
    objets: "list[Declinaison] | None" = None  # where they were read with it, by a prepared query

    objects = FichierQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["deposant"], condition=models.Q(attache_le=None), name="fichier_depot_libre")]
        constraints = [
            models.UniqueConstraint(fields=["deposant", "envoi"], name="fichier_une_fois_par_envoi"),
            models.CheckConstraint(
                condition=models.Q(attache_le=None) | models.Q(etat="sain"), name="fichier_tenu_est_sain"
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def nom(self) -> str:
        """What any reader is told it is called, by `nom_montre`."""
        return nom_montre(self.nature, self.nom_donne, self.rang)

    @property
    def duree_dite(self) -> str:
        return duree_dite(self.duree)

    @property
    def est_sain(self) -> bool:
        return self.etat == self.Etat.SAIN

    @property
    def est_image(self) -> bool:
        return self.nature == self.Nature.IMAGE

    @property
    def se_regarde(self) -> bool:
        """Somebody can be recognised on it."""
        return self.nature in droits.A_VOIR

    @property
    def taille(self) -> str:
        return lisible(self.octets)

    def declinaison(self, nom: str) -> "Declinaison | None":
        """The object of that name; of an image smaller than the width asked, its largest. Reads `objets`, else `declinaisons.all()`.

        What is not sound gives none, to anybody: what was sent stays as it came until it is judged.
        """
        if not self.est_sain:
            return None
        toutes = sorted(self.declinaisons.all() if self.objets is None else self.objets, key=lambda d: d.largeur or 0)
        exacte = next((d for d in toutes if d.nom == nom), None)
        return exacte or (toutes[-1] if self.est_image and nom.isdigit() and toutes else None)

    def adresse(self, nom: str = "") -> str:
        """Where it is served, the right judged each time: « 320 », « 800 », « 1600 » of an image, else « original »."""
        return adresse("fichiers_servir", self.uuid, nom or ("1600" if self.est_image else "original"))

    @property
    def page(self) -> str:
        """Where a person opens it: an image, in its page, among the others of what holds it."""
        return adresse("fichiers_voir", self.uuid) if self.est_image else self.adresse()

    @property
    def vignette(self) -> str:
        return self.adresse("320") if self.est_image and self.est_sain else ""

    @property
    def srcset(self) -> str:
        tailles = largeurs(self.largeur, self.hauteur) if self.est_image and self.est_sain else ()
        return ", ".join(f"{self.adresse(nom)} {points}w" for nom, points in tailles)


class Declinaison(models.Model):
    """One stored object of a file: a width of an image, the original of anything else, or what is still to be judged (`BRUT`)."""

    BRUT = "brut"

    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="declinaisons")
    nom = models.CharField(max_length=8)
    type_mime = models.CharField(max_length=80)
    cle = models.CharField(max_length=120, unique=True)  # in the storage; random, never shown
    octets = models.BigIntegerField()
    largeur = models.PositiveIntegerField(null=True, blank=True)
    hauteur = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fichier", "nom"], name="declinaison_unique")]

    def __str__(self) -> str:
        return f"{self.fichier_id}/{self.nom}"


class Visage(models.Model):
    """A pupil who can be recognised on an image, as an adult of the school said: nothing is guessed from the pixels."""

    # Its index is that of `visage_unique`.
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="visages", db_index=False)
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="visages")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fichier", "eleve"], name="visage_unique")]

    def __str__(self) -> str:
        return f"{self.fichier_id} – {self.eleve_id}"


def lus_par(personne, porteurs: Iterable[registres.Porteur]) -> models.Q:
    """What this person may read now of what these kinds of items hold."""
    return droits.fichiers_lisibles_par(personne, porteurs, montrables_sur(Support.JOURNAL), Visage)


def montrables_sur(support: str, *, partout: bool = False) -> models.Q:
    """What may be shown on a medium (`supports.Support`) today, by `droits.montrable`."""

    def regle() -> models.Q:
        permis = registres.eleves_montrables_sur(support)
        inscriptions = Inscription._base_manager.all()
        # One per photo that a page shows: Django took longer to write it than for all else that judges a file.
        return models.Q(
            Regle(Fichier, droits.montrable(Visage._base_manager.all(), inscriptions, permis, partout=partout))
        )

    return registres.selon_le_droit(("fichiers", support, partout), regle)
