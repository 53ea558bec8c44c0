"""What goes to GAR tonight: schools that opened it, who learns and who teaches there today, in which classes and groups. Nothing else of anybody.

No birth date, no address of mail of a pupil or a teacher, no family: the schema asks for none of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import en_cours, pas_finie
from ent.annuaire.models import Affectation, Classe, Etablissement, Groupe, Inscription, Personne, Role

ELEVE, ENSEIGNANT = "National_elv", "National_ens"
DIVISION, GROUPE = "DIVISION", "GROUPE"
PRESENTE = {"is_active": True, "fermee_le": None, "fusionnee_dans": None}


@dataclass
class Fiche:
    """A person, once, whatever the number of their schools."""

    personne: int
    nom: str
    prenom: str
    profil: str
    uais: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Regroupement:
    """A class or a group; its code is of its school alone, and no class has that of a group."""

    code: str
    uai: str
    libelle: str
    statut: str
    divisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Responsable:
    """Who gives resources out in a school: its direction."""

    personne: int
    nom: str
    prenom: str
    courriel: str
    uais: tuple[str, ...]


@dataclass
class Contenu:
    ecoles: list[Etablissement]
    eleves: list[Fiche] = field(default_factory=list)
    enseignants: list[Fiche] = field(default_factory=list)
    niveaux_eleves: list[tuple[str, int, str]] = field(default_factory=list)  # (UAI, person, code)
    niveaux_enseignants: list[tuple[str, int, str]] = field(default_factory=list)
    regroupements: list[Regroupement] = field(default_factory=list)
    membres: list[tuple[str, int, str]] = field(default_factory=list)  # (UAI, person, code of the class or group)
    responsables: list[Responsable] = field(default_factory=list)
    laisses: Counter[tuple[str, str]] = field(default_factory=Counter)  # (reason, UAI)

    @property
    def personnes(self) -> set[int]:
        return {f.personne for f in (*self.eleves, *self.enseignants)} | {r.personne for r in self.responsables}


def est_ouvert(ecole: Etablissement) -> bool:
    """Files of the first degree hold no collège, GAR has others for them; nor a school that joined another."""
    d_ici = ecole.fermee_le is None and ecole.nature != Etablissement.Nature.COLLEGE
    return bool(settings.ENT_GAR_ID) and d_ici and ecole.reglage("gar.ouvert")


def numero_de_l_ent() -> str:
    """What GAR calls us; nothing: nothing is sent."""
    return settings.ENT_GAR_ID


def dossier() -> Path | None:
    return Path(settings.ENT_GAR_DOSSIER) if settings.ENT_GAR_DOSSIER else None


def mediacentre_est_regle() -> bool:
    return bool(settings.ENT_GAR_ADRESSE and settings.ENT_GAR_CERTIFICAT and settings.ENT_GAR_CLE)


def contenu_du_soir() -> Contenu:
    """A fixed number of queries, whatever the number of schools."""
    toutes = list(Etablissement.objects.order_by("uai"))
    contenu = Contenu([ecole for ecole in toutes if est_ouvert(ecole)])
    for ecole in toutes:
        if ecole.nature == Etablissement.Nature.COLLEGE and ecole.reglage("gar.ouvert"):
            contenu.laisses["college", ecole.uai] += 1
    uais = {ecole.pk: ecole.uai for ecole in contenu.ecoles}
    inscrits = _eleves(contenu, uais)
    _enseignants(contenu, uais)
    _classes(contenu, uais, inscrits)
    _groupes(contenu, uais, inscrits)
    _responsables(contenu, uais)
    return contenu


def _nomme(contenu: Contenu, uai: str, nom: str, prenom: str) -> bool:
    """GAR takes nobody without a name and a first name."""
    if nom.strip() and prenom.strip():
        return True
    contenu.laisses["sans_nom", uai] += 1
    return False


def _ajouter(fiches: dict[int, Fiche], contenu: Contenu, personne: Personne, profil: str, uai: str) -> None:
    nom = personne.nom_usage or personne.nom
    if personne.pk not in fiches and _nomme(contenu, uai, nom, personne.prenom):
        fiches[personne.pk] = Fiche(personne.pk, nom, personne.prenom, profil)
    if (fiche := fiches.get(personne.pk)) and uai not in fiche.uais:
        fiche.uais.append(uai)


def _eleves(contenu: Contenu, uais: dict[int, str]) -> list[Inscription]:
    """Those who are in a class that is open, today. A class of next year waits for its first day."""
    presents = {f"eleve__{nom}": valeur for nom, valeur in PRESENTE.items()}
    inscrits = list(
        Inscription.objects.filter(en_cours(), classe__fermee_le=None, classe__etablissement__in=uais, **presents)
        .select_related("eleve", "classe")
        .order_by("eleve_id", "pk")
    )
    fiches: dict[int, Fiche] = {}
    niveaux: dict[tuple[str, int, str], None] = {}
    for i in inscrits:
        uai = uais[i.classe.etablissement_id]
        _ajouter(fiches, contenu, i.eleve, ELEVE, uai)
        code = settings.ENT_GAR_NIVEAUX.get(i.niveau, "")
        if i.eleve_id in fiches and code:
            niveaux[uai, i.eleve_id, code] = None
        elif i.eleve_id in fiches:
            contenu.laisses["sans_niveau" if not i.niveau else "niveau_sans_code", uai] += 1
    contenu.eleves, contenu.niveaux_eleves = list(fiches.values()), list(niveaux)
    return inscrits


def _enseignants(contenu: Contenu, uais: dict[int, str]) -> None:
    """By a role of teacher, or a class that the direction holds."""
    presents = {f"personne__{nom}": valeur for nom, valeur in PRESENTE.items()}
    roles = Role.objects.filter(en_cours(), etablissement__in=uais, nature__in=["enseignant", "directeur"], **presents)
    tiennent = _tenues(uais)
    fiches: dict[int, Fiche] = {}
    for role in roles.select_related("personne").order_by("personne_id", "pk"):
        if role.nature == Role.Nature.ENSEIGNANT or (role.personne_id, role.etablissement_id) in tiennent:
            _ajouter(fiches, contenu, role.personne, ENSEIGNANT, uais[role.etablissement_id])
    contenu.enseignants = list(fiches.values())


def _tenues(uais: Iterable[int]) -> set[tuple[int, int]]:
    """(teacher, school) of the classes that are held today."""
    tenues = Affectation.objects.filter(en_cours(), classe__fermee_le=None, classe__etablissement__in=uais)
    return set(tenues.order_by().values_list("enseignant_id", "classe__etablissement_id"))


def _commencees() -> Q:
    """Of the school year that runs: what is prepared for the next waits for it."""
    return Q(annee__debut__lte=timezone.localdate()) & pas_finie("annee__")


def _classes(contenu: Contenu, uais: dict[int, str], inscrits: list[Inscription]) -> None:
    eleves, enseignants = ({f.personne for f in fiches} for fiches in (contenu.eleves, contenu.enseignants))
    classes = Classe.objects.filter(_commencees(), fermee_le=None, etablissement__in=uais).order_by(
        "etablissement", "pk"
    )
    codes = {c.pk: f"D{c.pk}" for c in classes}
    contenu.regroupements += [Regroupement(codes[c.pk], uais[c.etablissement_id], c.nom, DIVISION) for c in classes]
    membres: dict[tuple[str, int, str], None] = {}
    niveaux: dict[int, set[str]] = defaultdict(set)
    for i in inscrits:
        niveaux[i.classe_id].add(settings.ENT_GAR_NIVEAUX.get(i.niveau, ""))
        if i.eleve_id in eleves and i.classe_id in codes:
            membres[uais[i.classe.etablissement_id], i.eleve_id, codes[i.classe_id]] = None
    tenues = Affectation.objects.filter(en_cours(), classe__in=codes).select_related("classe").order_by("pk")
    enseignes: dict[tuple[str, int, str], None] = {}
    for a in tenues:
        if a.enseignant_id in enseignants:
            uai = uais[a.classe.etablissement_id]
            membres[uai, a.enseignant_id, codes[a.classe_id]] = None
            for code in sorted(niveaux[a.classe_id] - {""}):
                enseignes[uai, a.enseignant_id, code] = None
    contenu.membres += list(membres)
    contenu.niveaux_enseignants = list(enseignes)


def _groupes(contenu: Contenu, uais: dict[int, str], inscrits: list[Inscription]) -> None:
    """Groups under a name. Pupils who are taken together for one thing are no group."""
    eleves, enseignants = ({f.personne for f in fiches} for fiches in (contenu.eleves, contenu.enseignants))
    classe_de = {(i.eleve_id, i.classe.etablissement_id): i.classe_id for i in inscrits}
    groupes = Groupe.objects.filter(_commencees(), ponctuel_de=None, etablissement__in=uais)
    for groupe in groupes.prefetch_related("eleves", "enseignants").order_by("etablissement", "pk"):
        uai, code, ecole = uais[groupe.etablissement_id], f"G{groupe.pk}", groupe.etablissement_id
        siens = [e.pk for e in groupe.eleves.all() if e.pk in eleves and (e.pk, ecole) in classe_de]
        divisions = sorted({classe_de[e, ecole] for e in siens})
        contenu.regroupements.append(
            Regroupement(code, uai, groupe.nom, GROUPE, tuple(f"D{classe}" for classe in divisions))
        )
        siens += [p.pk for p in groupe.enseignants.all() if p.pk in enseignants]
        contenu.membres += [(uai, personne, code) for personne in dict.fromkeys(siens)]


def _responsables(contenu: Contenu, uais: dict[int, str]) -> None:
    """The direction of each school, at the address that the school's own files gave: never the one by which somebody signs in."""
    presents = {f"personne__{nom}": valeur for nom, valeur in PRESENTE.items()}
    roles = Role.objects.filter(en_cours(), etablissement__in=uais, nature=Role.Nature.DIRECTEUR, **presents)
    dirigees: dict[int, tuple[Personne, list[str]]] = {}
    for role in roles.select_related("personne").order_by("personne_id", "pk"):
        dirigees.setdefault(role.personne_id, (role.personne, []))[1].append(uais[role.etablissement_id])
    for personne, siennes in dirigees.values():
        if not personne.courriel_contact:
            contenu.laisses.update(("sans_courriel", uai) for uai in siennes)
        elif _nomme(contenu, siennes[0], personne.nom, personne.prenom):
            nom = personne.nom_usage or personne.nom
            contenu.responsables.append(
                Responsable(personne.pk, nom, personne.prenom, personne.courriel_contact, tuple(dict.fromkeys(siennes)))
            )
