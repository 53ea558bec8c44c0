"""« Qui a fait quoi »: whom and which class the lines of a school's journal are about, as its direction may read them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.dates import est_plausible
from ent.socle.nombres import entier
from ent.socle.tri import cle

from ..droits import en_cours
from ..equipes import DU_TRAVAIL
from ..models import Classe, EntreeJournal, Etablissement, Groupe, Inscription, Personne, Responsabilite, Role
from ..registres import genre_nomme, sortes_de_gestes, verbes_de, verbes_entre_eux

FAMILLES, LE_SITE = "familles", "site"


@dataclass
class Objet:
    """What one line is about: ids, until they are named."""

    classes: set[int] = field(default_factory=set)
    groupes: set[int] = field(default_factory=set)
    personnes: set[int] = field(default_factory=set)


@dataclass
class Noms:
    """Names that this reader may read, of what a page of lines is about."""

    auteurs: dict
    objets: dict[str, Objet]
    classes: dict[int, str]
    groupes: dict[int, tuple[str, int | None]]
    personnes: dict[int, tuple]  # uuid and name
    sa_classe: dict[int, int]  # of each pupil

    def auteur(self, entree: EntreeJournal) -> str:
        if entree.auteur_uuid is None:
            return _("Le site")
        return self.auteurs.get(entree.auteur_uuid) or _("Une personne d’ailleurs")

    def gens(self, entree: EntreeJournal) -> list[str]:
        """Who it is about, when it is not their own act alone."""
        objet = self.objets.get(entree.objet, Objet())
        connues = [self.personnes[pk] for pk in sorted(objet.personnes) if pk in self.personnes]
        return [nom for uuid, nom in connues if uuid != entree.auteur_uuid]

    def trajet(self, entree: EntreeJournal) -> str:
        """From which class to which, as it was then."""
        if entree.verbe != "annuaire.changer_de_classe":
            return ""
        de, vers = (self.classes.get(entree.details[bout]) for bout in ("de", "vers"))
        return _("de %(de)s à %(vers)s") % {"de": de, "vers": vers} if de and vers else ""

    def lieux(self, entree: EntreeJournal) -> list[str]:
        """The class or the group: its own; else that of the pupils it is about, unless the line says where they went."""
        if self.trajet(entree):
            return []
        objet = self.objets.get(entree.objet, Objet())
        classes = set(objet.classes)
        noms = []
        for pk in sorted(objet.groupes):
            nom, ponctuel_de = self.groupes.get(pk, ("", None))
            if ponctuel_de:
                classes.add(ponctuel_de)
            elif nom:
                noms.append(nom)
        if not classes:
            classes = {self.sa_classe[pk] for pk in objet.personnes if pk in self.sa_classe}
        return [*(self.classes[pk] for pk in sorted(classes) if pk in self.classes), *noms]


def noms_de(lecteur: Personne, ecole: Etablissement, entrees: Collection[EntreeJournal]) -> Noms:
    """Of a page of lines. One query by kind of thing, and five."""
    objets = _objets(ecole, {e.objet for e in entrees if e.objet})
    gens = {pk for o in objets.values() for pk in o.personnes}
    groupes = {pk for o in objets.values() for pk in o.groupes}
    inscriptions = Inscription.objects.filter(en_cours(), eleve__in=gens, classe__etablissement=ecole)
    return Noms(
        auteurs=_auteurs(lecteur, {e.auteur_uuid for e in entrees if e.auteur_uuid}),
        objets=objets,
        classes=dict(Classe.objects.filter(etablissement=ecole).order_by().values_list("pk", "nom")),
        groupes={
            pk: (nom, de)
            for pk, nom, de in Groupe.objects.filter(pk__in=groupes, etablissement=ecole)
            .order_by()
            .values_list("pk", "nom", "ponctuel_de")
        },
        personnes={p.pk: (p.uuid, str(p)) for p in Personne.objects.connues_de(lecteur).filter(pk__in=gens)},
        sa_classe=dict(inscriptions.order_by().values_list("eleve", "classe")),
    )


def _objets(ecole: Etablissement, noms: set[str]) -> dict[str, Objet]:
    """By its name in the journal. What was deleted since, or is of another school, is about nobody."""
    par_genre: dict[str, list[int]] = defaultdict(list)
    for nom in noms:
        genre, _espace, numero = nom.partition(" ")
        if (lu := entier(numero)) is not None:
            par_genre[genre].append(lu)
    objets: dict[str, Objet] = {}
    for nom, ids in par_genre.items():
        if (genre := genre_nomme(nom)) is None:
            continue
        chemins = [("classes", genre.classe), ("groupes", genre.groupe), *(("personnes", p) for p in genre.personnes)]
        chemins = [(ou, chemin) for ou, chemin in chemins if chemin]
        rangs = genre.modele._base_manager.filter(pk__in=ids)
        rangs = rangs.filter(**{genre.ecole: ecole}) if genre.ecole else rangs
        for pk, *valeurs in rangs.order_by().values_list("pk", *(chemin for _ou, chemin in chemins)):
            objet = objets.setdefault(f"{nom} {pk}", Objet())
            for (ou, _chemin), valeur in zip(chemins, valeurs, strict=True):
                if valeur:
                    getattr(objet, ou).add(valeur)
    return objets


# Who keeps schools from above, and signs in theirs.
D_OU = {
    Role.Nature.OPERATEUR: gettext_lazy("%(qui)s, pour le territoire,"),
    Role.Nature.REFERENT_COMMUNE: gettext_lazy("%(qui)s, pour la commune,"),
}


def _auteurs(lecteur: Personne, uuids: set) -> dict:
    """By uuid: people of the school, today's and those who left; who keeps the territory, or its commune, is said to be from there."""
    connus = Personne.objects.connues_de(lecteur)
    noms = {p.uuid: p.nom_affiche for p in connus.filter(uuid__in=uuids)}
    du_dessus = Role.objects.filter(nature__in=D_OU, personne__uuid__in=uuids - noms.keys()).order_by("nature")
    for role in du_dessus.select_related("personne"):
        noms[role.personne.uuid] = D_OU[role.nature] % {"qui": role.personne.nom_affiche}
    return noms


# What is asked for as a whole: who of it signed is not of the school.
DU_DESSUS = {
    "commune": (Role.Nature.REFERENT_COMMUNE, gettext_lazy("La commune")),
    "territoire": (Role.Nature.OPERATEUR, gettext_lazy("Le territoire")),
}


# --- What is asked of the page ------------------------------------------------------------------------------------------
@dataclass
class Demande:
    """Who, what, whom and which day, from an address: what means nothing there asks nothing. People are named by their uuid."""

    lecteur: Personne
    ecole: Etablissement
    qui: str = ""
    quoi: str = ""
    jour: dt.date | None = None
    sujet: Personne | None = None

    @classmethod
    def de(cls, lecteur: Personne, ecole: Etablissement, lue: Mapping[str, str]) -> "Demande":
        demande = cls(lecteur, ecole, jour=_jour(lue.get("jour", "")))
        demande.quoi = next((nom for nom, _libelle in sortes_de_gestes() if nom == lue.get("quoi")), "")
        demande.qui = next((nom for nom, _libelle in demande.auteurs if nom == lue.get("qui")), "")
        if sujet := _uuid(lue.get("sujet", "")):
            demande.sujet = Personne.objects.connues_de(lecteur).filter(uuid=sujet).first()
        return demande

    @property
    def est_vide(self) -> bool:
        return not (self.qui or self.quoi or self.jour or self.sujet)

    @cached_property
    def _equipe(self) -> list[Personne]:
        """Who works or worked there. One query."""
        roles = Role.objects.filter(etablissement=self.ecole, nature__in=DU_TRAVAIL).order_by().values("personne")
        return sorted(Personne.objects.filter(pk__in=roles), key=lambda p: (cle(p.nom), cle(p.prenom), p.pk))

    @cached_property
    def auteurs(self) -> list[tuple[str, str]]:
        return [
            *((str(p.uuid), f"{p.nom} {p.prenom}") for p in self._equipe),
            (FAMILLES, _("Les familles et les élèves")),
            *((nom, str(libelle)) for nom, (_nature, libelle) in DU_DESSUS.items()),
            (LE_SITE, _("Le site")),
        ]

    @property
    def sortes(self) -> list[tuple]:
        return sortes_de_gestes()

    def lignes(self) -> QuerySet[EntreeJournal]:
        lignes = EntreeJournal.objects.visibles_par(self.lecteur).filter(etablissement=self.ecole)
        lignes = lignes.exclude(_de_l_autre_foyer(self.lecteur))
        if self.qui == LE_SITE:
            lignes = lignes.filter(auteur_uuid=None)
        elif self.qui == FAMILLES:
            du_dessus = Role.objects.filter(nature__in=D_OU).order_by().values("personne__uuid")
            autres = Q(auteur_uuid__in=[p.uuid for p in self._equipe]) | Q(auteur_uuid__in=du_dessus)
            lignes = lignes.exclude(auteur_uuid=None).exclude(autres)
        elif self.qui in DU_DESSUS:
            d_en_haut = Role.objects.filter(nature=DU_DESSUS[self.qui][0]).order_by().values("personne__uuid")
            lignes = lignes.filter(auteur_uuid__in=d_en_haut).exclude(auteur_uuid__in=[p.uuid for p in self._equipe])
        elif self.qui:
            lignes = lignes.filter(auteur_uuid=self.qui)
        if self.quoi:
            lignes = lignes.filter(verbe__in=verbes_de(self.quoi))
        if self.jour:
            debut = timezone.make_aware(dt.datetime.combine(self.jour, dt.time()))
            fin = timezone.make_aware(dt.datetime.combine(self.jour + dt.timedelta(days=1), dt.time()))
            lignes = lignes.filter(fait_le__gte=debut, fait_le__lt=fin)
        return lignes.filter(objet__in=_objets_de(self.sujet, self.ecole)) if self.sujet else lignes


def _de_l_autre_foyer(lecteur: Personne) -> Q:
    """What was said by another of a child to whom this reader is tied: the rest of the direction reads it. A query by kind; none for who has no child."""
    enfants = lecteur.portee.siens
    tus = Q(pk__in=[])
    for nom in sorted(set(verbes_entre_eux().values())) if enfants else ():
        genre = genre_nomme(nom)
        if genre is None:
            continue
        siens = Q(pk__in=[])
        for chemin in genre.personnes:
            siens |= Q(**{f"{chemin}__in": enfants})
        ids = genre.modele._base_manager.filter(siens).order_by().values_list("pk", flat=True)
        verbes = [verbe for verbe, dit in verbes_entre_eux().items() if dit == nom]
        tus |= Q(verbe__in=verbes, objet__in=[f"{nom} {pk}" for pk in ids]) & ~Q(auteur_uuid=lecteur.uuid)
    return tus


def _objets_de(personne: Personne, ecole: Etablissement) -> list[str]:
    """Of lines about this person: themself, and the ties of this school. One query."""
    liens = Responsabilite.objects.filter(Q(adulte=personne) | Q(enfant=personne), etablissement=ecole)
    return [
        f"personne {personne.pk}",
        *(f"responsabilite {pk}" for pk in liens.order_by().values_list("pk", flat=True)),
    ]


def _jour(texte: str) -> dt.date | None:
    try:
        lu = dt.date.fromisoformat(texte)
    except ValueError:
        return None
    return lu if est_plausible(lu) else None


def _uuid(texte: str) -> UUID | None:
    try:
        return UUID(texte)
    except ValueError:
        return None


def gestes_faits(
    *, etablissement: Etablissement, objet: str, verbes: Collection[str]
) -> list[tuple[str, str, dt.datetime]]:
    """What the journal tells of these verbs on that object, the last first: the verb, by whom (empty for whoever is gone), when. Two queries."""
    lignes = list(EntreeJournal.objects.filter(etablissement=etablissement, objet=objet, verbe__in=list(verbes)))
    noms = {p.uuid: p.nom_affiche for p in Personne.objects.filter(uuid__in={ligne.auteur_uuid for ligne in lignes})}
    return [(ligne.verbe, noms.get(ligne.auteur_uuid, ""), ligne.fait_le) for ligne in lignes]
