"""The registry of third services, what each school opened of it, and the key that signs what we say of people."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import NIVEAUX
from ent.annuaire.droits import en_cours_ce_jour
from ent.annuaire.models import Classe, Etablissement, Personne, Responsabilite

from . import droits
from .adresses import origine_de
from .attributs import NUMERO, ORDRE, Attribut, Dialecte, Public, ecrire, en_mots, lire


class ServiceTiersQuerySet(models.QuerySet["ServiceTiers"]):
    def tenus_par(self, personne):
        return self.filter(droits.services_tenus_par(personne))

    def proposes_de(self, personne):
        return self.filter(droits.services_proposes_a(personne))


class ServiceTiers(models.Model):
    """A service made by somebody else, that the operator trusts. Territory-wide: each school opens it or not (`OuvertureTiers`)."""

    class Protocole(models.TextChoices):
        CAS = "cas", "CAS"
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2"
        LIEN = "lien", _("Un lien, sans compte")

    class Icone(models.TextChoices):
        CALCUL = "calcul", _("calcul")
        LIVRE = "livre", _("livre")
        LIRE = "lire", _("lecture")
        TABLETTE = "tablette", _("écran")
        AGENDA = "agenda", _("agenda")
        BALLON = "ballon", _("jeu")
        SON = "son", _("son")
        ECOLE = "ecole", _("école")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=60)
    objet = models.CharField(max_length=120)
    icone = models.CharField(max_length=10, choices=Icone, default=Icone.LIVRE)
    protocole = models.CharField(max_length=4, choices=Protocole)
    dialecte = models.CharField(max_length=8, choices=Dialecte, default=Dialecte.COURANT)
    accueil = models.URLField(max_length=500)  # where its tile leads
    # Of CAS services, of OIDC returns: one a line, each exact; of SAML, those of its metadata that receive a response.
    adresses = models.TextField(blank=True)
    metadonnees = models.TextField(blank=True)  # of SAML: as the service gives them
    entite = models.CharField(max_length=500, blank=True)  # of SAML: the name under which it asks
    sortie = models.URLField(max_length=500, blank=True)  # told when a session ends; of CAS, else the service's own
    # What opens a given page of it with an account: of OIDC, where it is asked to start (`initiate_login_uri`); of CAS, its own way in, with « {page} ».
    depart = models.CharField(max_length=500, blank=True)
    relais = models.BooleanField(default=False)  # of SAML: it opens the page that RelayState names
    publics = models.CharField(max_length=60)  # the most that a school may open it to
    niveaux = models.CharField(max_length=60, blank=True)  # nothing: all
    attributs = models.CharField(max_length=60, blank=True)
    garde = models.CharField(max_length=120, blank=True)  # « ses exercices, jusqu’au 31 août »
    lieu = models.CharField(max_length=120, blank=True)  # « en France, à Roubaix »
    contact = models.EmailField(blank=True)  # of who answers there for people's data
    vie_privee = models.URLField(max_length=500, blank=True)  # what it says itself of people's data
    cree_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = ServiceTiersQuerySet.as_manager()

    class Meta:
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    @property
    def adresses_dites(self) -> list[str]:
        return self.adresses.split("\n") if self.adresses else []

    def admet(self, adresse: str) -> bool:
        """Letter for letter: no prefix, no pattern, no normal form. What is not written in the registry is another address."""
        return adresse in self.adresses_dites

    @property
    def origines(self) -> set[str]:
        """Servers that the operator declared of it: a page is opened there, and nowhere else."""
        dites = (self.accueil, self.depart, *self.adresses_dites)
        return {origine for adresse in dites if (origine := origine_de(adresse))}

    @property
    def attributs_dits(self) -> list[Attribut]:
        return [attribut for attribut in Attribut if attribut in self.recoit]

    @property
    def recoit(self) -> frozenset[str]:
        """The most that it may receive today. Each school agrees to it, or to less (`OuvertureTiers.recoit`)."""
        return frozenset() if self.est_un_lien else lire(self.attributs) | {NUMERO}

    @property
    def recoit_ecrit(self) -> str:
        return ecrire(self.recoit, ORDRE)

    @property
    def recoit_en_mots(self) -> str:
        return en_mots(self.recoit)

    @property
    def publics_dits(self) -> frozenset[str]:
        return lire(self.publics)

    @property
    def niveaux_dits(self) -> frozenset[str]:
        return lire(self.niveaux)

    @property
    def est_un_lien(self) -> bool:
        return self.protocole == self.Protocole.LIEN

    @property
    def domaine(self) -> str:
        return urlsplit(self.accueil).hostname or ""

    @property
    def domaine_vie_privee(self) -> str:
        return urlsplit(self.vie_privee).hostname or ""

    @property
    def client_id(self) -> str:
        """Of its OIDC client (`allauth.idp.oidc`), which keeps the secret's digest."""
        return self.uuid.hex


class OuvertureTiersQuerySet(models.QuerySet["OuvertureTiers"]):
    def des_ecoles_de(self, personne):
        """Open in this person's schools, each with its service and its classes. Two queries."""
        ouvertes = self.filter(droits.ouvertures_des_ecoles_de(personne))
        return ouvertes.select_related("service", "etablissement").prefetch_related("classes")

    def fermees_pour(self, personne):
        """Closed of late, by the school or by the operator: what the service keeps is still read. One query."""
        return self.filter(droits.ouvertures_recemment_fermees_de(personne)).select_related("service", "etablissement")

    def dirigees_par(self, personne):
        return self.filter(droits.ouvertures_dirigees_par(personne))


class OuvertureTiers(models.Model):
    """A school opened a service: to whom, since when, and for it to receive what. Closed, the row stays, with who had said yes.

    What its direction agreed to is written here: what the operator adds to the registry later leaves once it says yes again.
    """

    service = models.ForeignKey(ServiceTiers, on_delete=models.CASCADE, related_name="ouvertures")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="services_tiers")
    publics = models.CharField(max_length=60)
    niveaux = models.CharField(max_length=60, blank=True)  # nothing: all
    par_classes = models.BooleanField(default=False)  # some were named: if none of them is left, nobody
    classes = models.ManyToManyField(Classe, blank=True, related_name="+")
    attributs = models.CharField(max_length=60, blank=True)  # agreed, the number among them
    refuses = models.CharField(max_length=60, blank=True)  # asked since, and refused
    accorde_le = models.DateTimeField(null=True, blank=True)  # when more was agreed to than on the first day
    ouvert_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouvert_le = models.DateTimeField(default=timezone.now)
    ferme_le = models.DateTimeField(null=True, blank=True)

    objects = OuvertureTiersQuerySet.as_manager()

    class Meta:
        ordering = ["service__nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["service", "etablissement"], name="ouverture_tiers_unique")]

    def __str__(self) -> str:
        return f"ouverture {self.pk}"

    @property
    def recoit(self) -> frozenset[str]:
        """What leaves for it of this school's people: agreed to here, and still asked by the registry. All protocols read this."""
        return lire(self.attributs) & self.service.recoit

    @property
    def recoit_en_mots(self) -> str:
        return en_mots(self.recoit)

    @property
    def demande(self) -> frozenset[str]:
        """What the registry would have it receive, and this school has not agreed to."""
        return self.service.recoit - self.recoit

    @property
    def demande_ecrite(self) -> str:
        return ecrire(self.demande, ORDRE)

    @property
    def demande_en_mots(self) -> str:
        return en_mots(self.demande)

    @property
    def attend(self) -> bool:
        """Something of it was not answered yet."""
        return self.ferme_le is None and bool(self.demande - lire(self.refuses))

    @property
    def sait_qui_vient(self) -> bool:
        """A link that became a service knows nobody of a school that agreed to a link."""
        return self.service.est_un_lien or NUMERO in self.recoit

    @property
    def publics_dits(self) -> frozenset[str]:
        """Never more than what the operator allows today."""
        return lire(self.publics) & self.service.publics_dits

    @property
    def niveaux_dits(self) -> frozenset[str]:
        """Nothing: all. Never more than the service's, where it names some."""
        siens, du_service = lire(self.niveaux), self.service.niveaux_dits
        if not (siens and du_service):
            return siens or du_service
        return (siens & du_service) or frozenset({"aucun"})

    @property
    def niveaux_en_mots(self) -> str:
        return ", ".join(n for n in NIVEAUX if n in self.niveaux_dits)

    @property
    def publics_en_mots(self) -> str:
        dits = [str(public.label) for public in Public if public in self.publics_dits]
        return ", ".join([*dits[:1], *(dit[:1].lower() + dit[1:] for dit in dits[1:])])


class OppositionTiersQuerySet(models.QuerySet["OppositionTiers"]):
    def qui_comptent(self):
        """Not taken back; each with whether who said it holds authority over that child today (`tient`). May be prepared.

        It does not end with the tie of who said it: a tie ends in an office, for reasons of adults, and what kept the child out would end with
        it while nobody had said yes for the child. Standing for nothing costs a sheet of paper in class, and one tap of any holder
        (`lever`); ending for nothing hands over what no one takes back.
        """
        liens = Responsabilite.objects.filter(en_cours_ce_jour(), adulte=OuterRef("par"), enfant=OuterRef("eleve"))
        tient = Exists(liens.exclude(autorite=Responsabilite.Autorite.SANS))
        return self.filter(reprise_le=None).annotate(tient=tient)

    def lues_par(self, personne):
        """Of the pupils of the classes and groups that one teaches, and of the schools that one directs."""
        return self.filter(droits.oppositions_lues_par(personne))

    def lisibles_par_l_equipe(self, personne, ids) -> set[int]:
        return set(self.lues_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))


class OppositionTiers(models.Model):
    """A holder of parental authority took a child out of a service, of a mission of public interest (RGPD art. 21). That of one is enough.

    Of the child and the service, whatever the school: it goes with the child who changes school, or whose school joins another. Nobody
    refuses it here: a school that would go on, as the law lets it for reasons that it must show, has to persuade that family. Taken back,
    the row stays. It outlives the tie, and the account, of who said it: any holder then takes it back.
    """

    service = models.ForeignKey(ServiceTiers, on_delete=models.CASCADE, related_name="oppositions")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="oppositions_tiers")
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="oppositions_tiers_dites")
    dite_le = models.DateTimeField(default=timezone.now)
    reprise_le = models.DateTimeField(null=True, blank=True)

    dit_qui = True  # whether the page that holds it says by whom, and when (`lectures.oppositions`)

    objects = OppositionTiersQuerySet.as_manager()

    class Meta:
        ordering = ["eleve__prenom", "eleve__nom", "dite_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "eleve", "par"],
                condition=models.Q(reprise_le=None),
                name="opposition_tiers_une_en_vigueur",
            )
        ]

    def __str__(self) -> str:
        return f"opposition {self.pk}"


class VisitesTiers(models.Model):
    """How many people of one kind came from one school in one month, each counted once. Who they were is written nowhere."""

    ouverture = models.ForeignKey(OuvertureTiers, on_delete=models.CASCADE, related_name="visites")
    mois = models.DateField()  # its first day
    profil = models.CharField(max_length=12, choices=Public)
    personnes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-mois", "pk"]
        constraints = [models.UniqueConstraint(fields=["ouverture", "mois", "profil"], name="visites_tiers_uniques")]

    def __str__(self) -> str:
        return f"visites {self.pk}"


class CleDeSignature(models.Model):
    """An RSA key that signs what OIDC services read, sealed (`lectures.cles`). The last one signs; the others still prove."""

    scellee = models.TextField()
    creee_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"clé {self.pk}"
