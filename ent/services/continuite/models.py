"""Who may send here, what they said, and what became of each of their calls."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Etablissement, Personne

from . import droits
from .lignes import NOMS, Nature, origine_de


class EmetteurQuerySet(models.QuerySet["Emetteur"]):
    def tenus_par(self, personne):
        return self.filter(droits.emetteurs_tenus_par(personne))


class Emetteur(models.Model):
    """The ENT of one collège, that the operator let speak to its families: its secret (a digest), its keys, the servers its links lead to.

    Or, where that collège is on this very site (`Montre.COLLEGE`), the ENT of écoles that its families let show what it says: that one reads and sends nothing.
    """

    class Montre(models.TextChoices):
        """What a family may let it show."""

        ECOLES = "ecoles", _("L’ENT du collège : il envoie ici ce qu’il dit, et peut montrer ce que disent les écoles")
        COLLEGE = "college", _("L’ENT d’écoles : il peut montrer ce que ce collège dit ici, et n’envoie rien")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # its client_id
    etablissement = models.ForeignKey(
        Etablissement, verbose_name=_("collège"), on_delete=models.CASCADE, related_name="emetteurs"
    )
    montre = models.CharField(_("qui est-il ?"), max_length=8, choices=Montre, default=Montre.ECOLES)
    nom = models.CharField(_("nom de son ENT"), max_length=60)
    origines = models.TextField(_("serveurs de ses liens"))  # « https://college.exemple.fr », one a line
    # Of its pages where a family comes back, once it let that ENT show what an école says: one a line, each exact. None: it asks for nothing.
    retours = models.TextField(_("adresses de retour"), blank=True)
    cles = models.JSONField(default=list)  # its public keys (JWK, Ed25519): several while they turn
    secret = models.CharField(max_length=128, blank=True)
    ouvert_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouvert_le = models.DateTimeField(default=timezone.now)
    ferme_le = models.DateTimeField(null=True, blank=True)

    objects = EmetteurQuerySet.as_manager()

    class Meta:
        ordering = ["etablissement__nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    @property
    def montre_le_college(self) -> bool:
        return self.montre == self.Montre.COLLEGE

    @property
    def origines_dites(self) -> list[str]:
        return self.origines.split()

    @property
    def retours_dits(self) -> list[str]:
        return self.retours.split()


class AgendaExterneQuerySet(models.QuerySet["AgendaExterne"]):
    def tenus_par(self, personne):
        return self.filter(droits.agendas_tenus_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        dits = self.filter(pk__in=ids).values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in dits}


class AgendaExterne(models.Model):
    """The iCal address that a product gave to one holder of authority, of one child: sealed, read for them alone. Tried first, then kept (`garde`).

    What it says is in `Element`, of which none is shown before it is kept.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    titulaire = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    nom = models.CharField(max_length=40)
    adresse_scellee = models.TextField()
    remplace = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")  # once it is kept
    garde = models.BooleanField(default=False)
    ajoute_le = models.DateTimeField(default=timezone.now)
    # --- How it is read ---------------------------------------------------------------------------------------------------
    lu_le = models.DateTimeField(null=True, blank=True)  # the last time that it answered
    panne = models.CharField(max_length=20, blank=True)  # why it did not, since then
    pannes = models.PositiveIntegerField(default=0)  # how many times in a row
    prochain_le = models.DateTimeField(default=timezone.now, db_index=True)
    etag = models.CharField(max_length=200, blank=True)
    modifie = models.CharField(max_length=60, blank=True)  # « Last-Modified », as it was said
    fenetre_du = models.DateField(null=True, blank=True)  # the day of which its lines were read
    trop = models.BooleanField(default=False)  # it says more than what is kept of it
    perdu_le = models.DateTimeField(null=True, blank=True)  # away too long: its lines went, and its holder was told

    objects = AgendaExterneQuerySet.as_manager()

    class Meta:
        ordering = ["ajoute_le", "pk"]
        indexes = [models.Index(fields=["titulaire", "eleve"])]

    def __str__(self) -> str:
        return f"agenda {self.pk}"

    @property
    def a_ete_essaye(self) -> bool:
        return bool(self.lu_le or self.panne)


class PlateformeQuerySet(models.QuerySet["Plateforme"]):
    def tenues_par(self, personne):
        return self.filter(droits.emetteurs_tenus_par(personne))

    def ouvertes_a(self, personne):
        """Those of the collèges of one's children, that the operator keeps open. No parent of a tie without authority is among theirs."""
        return self.filter(droits.plateformes_ouvertes_a(personne)).distinct()


class Plateforme(models.Model):
    """The site where parents have an account for some collèges, as the operator declared it: where it is, and by which name and secret (sealed) it knows us.

    An Edifice platform (entcore), or another site of this product: that one says of which child each line is, and its collèges need not be known here.
    """

    class Genre(models.TextChoices):
        EDIFICE = "edifice", _("Edifice (entcore)")
        ICI = "ici", _("Un autre site fait avec ce logiciel")

    genre = models.CharField(_("sorte de site"), max_length=8, choices=Genre, default=Genre.EDIFICE)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(_("nom"), max_length=60)
    adresse = models.CharField(_("adresse"), max_length=200)  # « https://college.exemple.fr »: it never changes
    colleges = models.ManyToManyField(Etablissement, verbose_name=_("collèges"), related_name="+", blank=True)
    client_id = models.CharField(_("identifiant du client"), max_length=100)
    secret_scelle = models.TextField()
    essaye_le = models.DateTimeField(null=True, blank=True)
    essai = models.CharField(max_length=20, blank=True)  # why the last try failed
    ouverte_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouverte_le = models.DateTimeField(default=timezone.now)
    fermee_le = models.DateTimeField(null=True, blank=True)

    objects = PlateformeQuerySet.as_manager()

    class Meta:
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    @property
    def dit_de_qui(self) -> bool:
        """Whether its lines say of which child they are."""
        return self.genre == self.Genre.ICI


class CompteRelieQuerySet(models.QuerySet["CompteRelie"]):
    def tenus_par(self, personne):
        return self.filter(droits.comptes_tenus_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        dits = self.filter(pk__in=ids, eleve__isnull=False).values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in dits}

    def lisibles_par(self, personne, ids) -> set[int]:
        """Of those that speak of several children."""
        return set(self.tenus_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))


class CompteRelie(models.Model):
    """The account that a parent has on a platform, read here because they said yes there: its keys, sealed, and its lines (`Element`), theirs alone.

    An Edifice platform says of no line which child it is about: the parent said whose they all are (`eleve`), or that they are of several. A site like this
    one says it (`EnfantRelie`).
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plateforme = models.ForeignKey(Plateforme, on_delete=models.CASCADE, related_name="comptes")
    titulaire = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, related_name="+")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")  # the collège
    acces_scelle = models.TextField(blank=True)
    renouvellement_scelle = models.TextField(blank=True)
    expire_le = models.DateTimeField()
    relie_le = models.DateTimeField(default=timezone.now)
    # --- How it is read ---------------------------------------------------------------------------------------------------
    lu_le = models.DateTimeField(null=True, blank=True)
    panne = models.CharField(max_length=20, blank=True)
    pannes = models.PositiveIntegerField(default=0)
    prochain_le = models.DateTimeField(default=timezone.now, db_index=True)
    fini_le = models.DateTimeField(
        null=True, blank=True
    )  # refused there, or away too long: its keys and lines went, and its holder was told

    objects = CompteRelieQuerySet.as_manager()

    class Meta:
        ordering = ["plateforme__nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["plateforme", "titulaire"], name="compte_relie_une_fois")]

    def __str__(self) -> str:
        return f"compte relié {self.pk}"


class EnfantRelie(models.Model):
    """A child of whom a linked account speaks, as the other site names them: a number of that accord alone, a first name, their collège. `eleve`: who it is of
    the children that this very parent has here, when one of them alone bears that first name; nobody, where they are not known here.
    """

    compte = models.ForeignKey(CompteRelie, on_delete=models.CASCADE, related_name="enfants")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, related_name="+")
    numero = models.CharField(max_length=128)
    prenom = models.CharField(max_length=60)
    ecole = models.CharField(max_length=120)

    class Meta:
        ordering = ["prenom", "pk"]
        constraints = [models.UniqueConstraint(fields=["compte", "numero"], name="enfant_relie_une_fois")]

    def __str__(self) -> str:
        return f"enfant relié {self.pk}"

    @property
    def uuid(self) -> uuid.UUID:
        """What names them in an address of their parent's pages, where no row of the directory does."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"continuite.enfant_relie.{self.pk}")


class ElementQuerySet(models.QuerySet["Element"]):
    def visibles_par(self, personne):
        return self.filter(droits.elements_visibles_par(personne))

    def lisibles_par(self, personne, ids) -> set[int]:
        return set(self.visibles_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Each is for its pupil, in whatever class of the collège they are."""
        lignes = self.filter(pk__in=ids, retire_le=None, eleve__isnull=False)
        dits = lignes.values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in dits}


class Element(models.Model):
    """One thing that a collège says of one pupil: a line and where it is read, never its content. Withdrawn, its number and its version stay,
    so that an older one that comes late is known as older.

    It is of a sender; or of the outside calendar of one holder, who reads it alone: without a link, and with the name of that calendar in `quand`; or of
    the account that one holder linked, theirs alone too (of no pupil, where that account speaks of several, or of a child who is not known here: `enfant`).
    """

    # Without an index of their own: those below hold them, and each one more is written at each line.
    emetteur = models.ForeignKey(Emetteur, on_delete=models.CASCADE, null=True, related_name="elements", db_index=False)
    agenda = models.ForeignKey(
        AgendaExterne, on_delete=models.CASCADE, null=True, related_name="elements", db_index=False
    )
    compte = models.ForeignKey(
        CompteRelie, on_delete=models.CASCADE, null=True, related_name="elements", db_index=False
    )
    enfant = models.ForeignKey(EnfantRelie, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    identifiant = models.CharField(max_length=64)  # the collège's own
    version = models.PositiveBigIntegerField()
    nature = models.CharField(max_length=10, choices=[(n.value, n.value) for n in Nature], blank=True)
    titre = models.CharField(max_length=140, blank=True)
    jour = models.DateField()
    heure = models.TimeField(null=True, blank=True)
    # Both in a word, « 2026-12-03 14:00 », then the name of a calendar: what a home reads with the rest.
    quand = models.CharField(max_length=60, blank=True)
    lien = models.CharField(max_length=500, blank=True)
    recu_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = ElementQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "heure", "pk"]
        indexes = [
            models.Index(fields=["eleve", "etablissement", "jour"]),
            models.Index(fields=["enfant"], name="element_d_un_enfant_relie", condition=Q(enfant__isnull=False)),
        ]
        constraints = [
            # By its own id first: of a sender who has just begun, PostgreSQL has no count, and would read all that they said for each batch.
            models.UniqueConstraint(fields=["identifiant", "emetteur"], name="element_une_fois"),
            # Of those alone: a collège's line writes nothing there.
            models.UniqueConstraint(
                fields=["agenda", "identifiant"], condition=Q(agenda__isnull=False), name="element_d_agenda_une_fois"
            ),
            models.UniqueConstraint(
                fields=["compte", "identifiant"], condition=Q(compte__isnull=False), name="element_de_compte_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(emetteur__isnull=False, agenda=None, compte=None)
                | Q(emetteur=None, agenda__isnull=False, compte=None)
                | Q(emetteur=None, agenda=None, compte__isnull=False),
                name="element_d_une_source",
            ),
        ]

    def __str__(self) -> str:
        return f"element {self.pk}"

    def mene_a(self) -> str:
        """Where it is read, if its server is still one that the operator declared; else nothing."""
        origines = self.emetteur.origines_dites if self.emetteur else []
        if self.compte:
            origines = [self.compte.plateforme.adresse]
        return self.lien if origine_de(self.lien) in origines else ""

    @property
    def source(self) -> str:
        """The outside calendar that says it."""
        return (*self.quand.split(" ", 2), "", "")[2]

    @property
    def nom_de_nature(self) -> str:
        return str(NOMS[Nature(self.nature)])


class AccordQuerySet(models.QuerySet["Accord"]):
    def donnes_par(self, personne):
        return self.filter(droits.accords_donnes_par(personne))


class Accord(models.Model):
    """A parent lets the ENT of a collège show what the écoles of their younger children say: theirs alone, ended by them in one tap. A code, once,
    against a key that lasts; both are kept as digests.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    emetteur = models.ForeignKey(Emetteur, on_delete=models.CASCADE, related_name="accords")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    derriere_la_cle = models.BooleanField(default=False)  # the session that gave it had given the second key
    code = models.CharField(max_length=64, blank=True)
    defi = models.CharField(max_length=64)  # PKCE, S256
    retour = models.CharField(max_length=500)
    cle = models.CharField(max_length=64, blank=True)  # none while its code was not taken
    donne_le = models.DateTimeField(default=timezone.now)
    lu_le = models.DateTimeField(null=True, blank=True)

    objects = AccordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return f"accord {self.pk}"


class EnfantDUnAccord(models.Model):
    """A child that it is about, and the number by which that ENT knows them: another in each accord."""

    accord = models.ForeignKey(Accord, on_delete=models.CASCADE, related_name="enfants")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    numero = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["accord", "eleve"], name="enfant_une_fois_par_accord")]

    def __str__(self) -> str:
        return f"enfant de l’accord {self.accord_id}"


class AppelQuerySet(models.QuerySet["Appel"]):
    def tenus_par(self, personne):
        return self.filter(Q(emetteur__in=Emetteur.objects.tenus_par(personne)))


class Appel(models.Model):
    """What became of one call: how many lines were taken, how many refused by reason; never whose."""

    emetteur = models.ForeignKey(Emetteur, on_delete=models.CASCADE, related_name="appels")
    recu_le = models.DateTimeField(default=timezone.now)
    pris = models.PositiveIntegerField(default=0)
    inchanges = models.PositiveIntegerField(default=0)
    refus = models.JSONField(default=dict)  # by reason
    panne = models.CharField(max_length=20, blank=True)  # why nothing of it was read

    objects = AppelQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["emetteur", "recu_le"])]

    def __str__(self) -> str:
        return f"appel {self.pk}"
