"""What goes of a dossier at this moment, judged again when it is sealed; and where each sending stands, for who directs the school."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Personne, Responsabilite, Role
from ent.fichiers.lectures import TERMINAISONS, a_emporter
from ent.fichiers.models import Fichier

from .. import droits
from ..models import Avis, Campagne, Correspondant, Dossier, Envoi, Retour, Version
from ..parties import Partie
from . import accords, concernes, contenu
from .etats import DE_L_ENVOI, Etat
from .motifs import MOTIFS, REFUSES, SE_RETENTENT, Refus

QUI_PARTENT = (Retour.Choix.OUI, Retour.Choix.SAUF)  # answers whose word goes with it
A_CONFIRMER = Responsabilite.Autorite.A_CONFIRMER
VIVANTS = (Envoi.Etat.A_ENVOYER, Envoi.Etat.EN_COURS, Envoi.Etat.RECU)
AUTRE_ENFANT, RETIRE = "un autre enfant y est reconnu", "le fichier a été retiré ou changé depuis"


@dataclass
class Composition:
    """Of one archive: what `dossier.json` says (but for its number and its date), the PAI apart, and the object of each file."""

    dossier: dict[str, Any]
    sante: dict[str, Any] = field(default_factory=dict)
    objets: dict[str, str] = field(default_factory=dict)  # by path in the archive

    @property
    def omis(self) -> int:
        return sum(ligne["fichiers"] for ligne in self.dossier["omis"])

    @property
    def empreinte(self) -> str:
        """SHA-256 of all that it says, and of which files."""
        dit = json.dumps([self.dossier, self.sante, self.objets], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(dit.encode()).hexdigest()

    @property
    def parties(self) -> list[str]:
        dites = [partie["partie"] for partie in self.dossier["parties"]]
        return [*dites, str(Partie.SANTE)] if self.sante else dites


# --- What goes ---------------------------------------------------------------------------------------------------------
def qui_part(dossier: Dossier) -> tuple[Version, Composition]:
    """The parts of the last version that may go today, with the words of who let them go. Raises `Refus`."""
    version = contenu.montree(dossier)
    titulaires = accords.titulaires_de([dossier])[dossier.pk]
    if version is not None and contenu.va_ailleurs(dossier, version):
        raise Refus("ailleurs")
    if ecarte := concernes.ecartes([dossier]).get(dossier.pk):
        raise Refus(ecarte)
    dits, retours = list(dossier.avis.all()), list(dossier.retours.all())
    sorts = accords.sorts_de(version, titulaires, dits, retours, dossier.redemande_le) if version else {}
    partent = {partie for partie, sort in sorts.items() if sort == accords.Sort.PART}
    if version is None or not partent:
        raise Refus("sans_accord")
    # A word goes with what its author let go: said of other words, or for another school, it stays.
    d_accord = titulaires & accords.qui_laisse_partir(version, partent, dits, dossier.redemande_le)
    avec_un_mot = dossier.retours.filter(personne__in=d_accord, choix__in=QUI_PARTENT).exclude(mot="")
    mots = [(r.personne.nom_affiche, r.mot) for r in avec_un_mot.order_by("pk").select_related("personne")]
    return version, composer(dossier, version, partent, mots)


def sans_la_sante(composition: Composition) -> Composition:
    """What is handed over as a file: whoever opens it reads no PAI. Raises `Refus` when nothing else may go."""
    if not composition.dossier["parties"]:
        raise Refus("sans_accord")
    return replace(composition, sante={})


def la_sante_seule(composition: Composition) -> Composition:
    """The PAI, in an archive of its own that says nothing else: for the head and the doctor. Raises `Refus` when it may not go."""
    if not composition.sante:
        raise Refus("sans_accord")
    return Composition({**composition.dossier, "parties": [], "mots": [], "omis": []}, composition.sante)


def copie_pour(dossier: Dossier, personne: Personne) -> Composition:
    """What one holder reads of it: all that was shown, and their own word. Raises `Refus` while nothing was."""
    version = contenu.montree(dossier)
    if version is None:
        raise Refus("sans_accord")
    siens = dossier.retours.filter(personne=personne).exclude(mot="")
    mots = [(personne.nom_affiche, retour.mot) for retour in siens]
    return composer(dossier, version, {ligne["partie"] for ligne in version.contenu}, mots)


def composer(
    dossier: Dossier, version: Version, partent: Collection[str], mots: Collection[tuple[str, str]]
) -> Composition:
    lignes = [ligne for ligne in version.contenu if ligne["partie"] in partent]
    prises = _Prises(dossier, version, lignes)
    eleve, classe = dossier.eleve, dossier.campagne.classe
    dit = {
        "dossier": str(dossier.uuid),
        "de": {"uai": dossier.etablissement.uai, "nom": dossier.etablissement.nom},
        "vers": _vers(dossier),
        "classe": classe.nom,
        "annee_scolaire": classe.annee.nom,
        "eleve": {"nom": eleve.nom, "prenom": eleve.prenom},
        "parties": [_partie(ligne, prises) for ligne in lignes if ligne["partie"] != Partie.SANTE],
        "mots": [{"de": nom, "texte": texte} for nom, texte in mots],
        "omis": prises.omis(),
    }
    if eleve.date_naissance:
        dit["eleve"]["date_naissance"] = eleve.date_naissance.isoformat()
    if eleve.ine:
        dit["eleve"]["ine"] = eleve.ine
    sante = next((ligne["contenu"] for ligne in lignes if ligne["partie"] == Partie.SANTE), {})
    return Composition(dit, sante, prises.objets)


def _vers(dossier: Dossier) -> dict[str, str]:
    if dossier.destination:
        return {"uai": dossier.destination.uai, "nom": dossier.destination.nom}
    return {"nom": dossier.destination_dite}


def _partie(ligne: dict[str, Any], prises: "_Prises") -> dict[str, Any]:
    dit = dict(ligne["contenu"])
    if "pieces" in dit:
        dit["pieces"] = [
            {
                "jour": piece["jour"],
                "titre": piece["titre"],
                "texte": piece.get("texte", ""),
                "fichiers": [
                    {"chemin": chemin, "legende": f.get("legende", "")}
                    for f in piece["fichiers"]
                    if (chemin := prises.chemins.get(f["uuid"]))
                ],
            }
            for piece in dit["pieces"]
        ]
    return {"partie": ligne["partie"], "titre": str(Partie(ligne["partie"]).label), "contenu": dit}


class _Prises:
    """The files of these parts, judged as they are now: one on which another child is named since, or that changed, does not go. Three queries."""

    def __init__(self, dossier: Dossier, version: Version, lignes: Collection[dict[str, Any]]) -> None:
        self.chemins: dict[str, str] = {}
        self.objets: dict[str, str] = {}
        self._omis: dict[tuple[str, str], int] = defaultdict(int)
        voulus = [
            (ligne["partie"], f["uuid"])
            for ligne in lignes
            for p in ligne["contenu"].get("pieces", ())
            for f in p["fichiers"]
        ]
        trouves = Fichier.objects.filter(uuid__in={UUID(uuid) for _p, uuid in voulus}, etat=Fichier.Etat.SAIN)
        fichiers = {str(f.uuid): f for f in trouves.prefetch_related("declinaisons", "visages")}
        montres = dict(version.fichiers.values_list("fichier", "empreinte"))
        for partie, uuid in voulus:
            raison = self._raison(fichiers.get(uuid), dossier, montres)
            if raison:
                self._omis[partie, raison] += 1
            elif uuid not in self.chemins:
                self._prendre(fichiers[uuid])

    @staticmethod
    def _raison(fichier: Fichier | None, dossier: Dossier, montres: dict[int, str]) -> str:
        if fichier is None or a_emporter(fichier) is None or fichier.empreinte != montres.get(fichier.pk):
            return RETIRE
        return AUTRE_ENFANT if any(v.eleve_id != dossier.eleve_id for v in fichier.visages.all()) else ""

    def _prendre(self, fichier: Fichier) -> None:
        objet = a_emporter(fichier)
        if objet is not None:
            chemin = f"fichiers/{len(self.chemins) + 1:03d}.{TERMINAISONS[objet.type_mime]}"
            self.chemins[str(fichier.uuid)], self.objets[chemin] = chemin, objet.cle

    def omis(self) -> list[dict[str, Any]]:
        return [{"partie": partie, "fichiers": n, "raison": raison} for (partie, raison), n in self._omis.items()]


# --- Where it goes -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Chemin:
    """How a school is reached: `ici` (in this instance), by its correspondant, or by hand."""

    ici: bool = False
    correspondant: Correspondant | None = None

    @property
    def existe(self) -> bool:
        return self.ici or self.correspondant is not None


def chemin_vers(ecole: Etablissement | None) -> Chemin:
    """A declared correspondant first: a school may have rows here and live elsewhere; else here, where somebody directs it, or the school that it
    joined, which says what became of what was sent. Two queries.
    """
    if ecole is None:
        return Chemin()
    correspondant = (
        Correspondant.objects.filter(etablissement=ecole, ferme_le=None).select_related("etablissement").first()
    )
    if correspondant:
        return Chemin(correspondant=correspondant)
    ici = [ecole.pk, ecole.rejoint_id]
    dirige = Role.objects.filter(en_cours(), etablissement__in=ici, nature=Role.Nature.DIRECTEUR)
    return Chemin(ici=dirige.exists())


# --- Where each stands -------------------------------------------------------------------------------------------------
@dataclass
class Ligne:
    """One pupil's, as the page of who sends shows it."""

    dossier: Dossier
    partent: int  # parts that may go today
    attendent: int
    envoi: Envoi | None
    est_a_jour: bool  # the last version is the one that left
    pai_part: bool = False
    # The reader answers for the child at home: what may go would tell them what the other holder said. They send it, without being told before.
    est_le_sien: bool = False
    muets: list[str] = field(default_factory=list)  # holders, by name, who did not answer all of what was shown
    en_plus: int = 0  # parts let go since the sending that is there: they leave by a further one
    # Other words wait for the hour at which its family reads them: those of before would go.
    a_lire_plus_tard: bool = False
    attente: str = ""  # of what nothing may go, what it waits for
    ecarte: str = ""  # who is concerned no more, in a few words: nothing leaves, what left stays said
    a_confirmer: list[str] = field(default_factory=list)  # by name, who lets it go with an authority to be confirmed

    @property
    def est_envoyable(self) -> bool:
        return (
            self.partent > 0
            and not self.ecarte
            and not self.est_le_sien
            and not (self.est_a_jour and not self.en_plus and self.envoi and self.envoi.etat != Envoi.Etat.REFUSE)
        )

    @property
    def est_a_part(self) -> bool:
        """It will not leave, and did not."""
        return bool(self.ecarte) and (self.envoi is None or self.envoi.etat == Envoi.Etat.REFUSE)

    @property
    def se_retente(self) -> bool:
        """It is late, and tried again by itself."""
        return bool(self.envoi and self.envoi.motif in SE_RETENTENT and self.envoi.etat in VIVANTS)

    @property
    def etat(self) -> Etat | None:
        """As the view of the class says it."""
        return DE_L_ENVOI[self.envoi.etat] if self.envoi else None

    @property
    def motif(self) -> str:
        if self.envoi is None or not self.envoi.motif:
            return ""
        return str((REFUSES if self.envoi.etat == Envoi.Etat.REFUSE else MOTIFS).get(self.envoi.motif, ""))


def lignes_de(campagne: Campagne, lecteur: Personne) -> list[Ligne]:
    """In nine queries, whatever their number. `lecteur`: who reads it."""
    lus = campagne.dossiers.select_related("eleve", "destination", "etablissement", "campagne")
    dossiers = list(lus.order_by("eleve__nom", "eleve__prenom", "pk"))
    ids = [d.pk for d in dossiers]
    autorites, ecartes = accords.autorites_de(dossiers), concernes.ecartes(dossiers)
    titulaires = {pk: frozenset(siennes) for pk, siennes in autorites.items()}
    noms = {p.pk: p.nom_affiche for p in Personne.objects.filter(pk__in=set().union(*titulaires.values()))}
    faites, maintenant = list(Version.objects.filter(dossier__in=ids).order_by("numero")), timezone.now()
    # As `contenu.montree`: what goes is what was read.
    versions = {v.dossier_id: v for v in faites if v.montree_le <= maintenant}
    retenues = {v.dossier_id for v in faites if v.montree_le > maintenant}
    avis, retours = _par_dossier(Avis, ids), _par_dossier(Retour, ids)
    envois = {e.dossier_id: e for e in Envoi.objects.filter(dossier__in=ids).order_by("pk") if not e.est_un_pai}
    lignes = []
    for dossier in dossiers:
        version, siens, dits = versions.get(dossier.pk), titulaires[dossier.pk], avis[dossier.pk]
        sorts = accords.sorts_de(version, siens, dits, retours[dossier.pk], dossier.redemande_le) if version else {}
        vont = {partie for partie, sort in sorts.items() if sort is accords.Sort.PART}
        partent = len(vont)
        pai_part = sorts.get(Partie.SANTE) is accords.Sort.PART
        if le_sien := droits.est_le_sien(lecteur, dossier):  # all that was shown, whatever was answered
            partent, pai_part = len(sorts), Partie.SANTE in sorts
        envoi = envois.get(dossier.pk)
        a_jour = bool(envoi and version and envoi.version_id == version.pk)
        ligne = Ligne(dossier, partent, len(sorts) - partent, envoi, a_jour, pai_part, le_sien)
        ligne.a_lire_plus_tard = dossier.pk in retenues
        ligne.ecarte = concernes.dire_ecarte(ecartes.get(dossier.pk, ""), campagne)
        ligne.attente = _attente(version, dossier.pk in retenues, sorts)
        la_bas = envoi is not None and envoi.etat in (Envoi.Etat.RECU, Envoi.Etat.CONFIRME)
        if envoi and a_jour and la_bas and not le_sien:
            ligne.en_plus = len(vont - {*envoi.parties})
        if version and not le_sien:
            muets = _muets(version, sorts, siens, dits, dossier.redemande_le)
            ligne.muets = sorted(noms[pk] for pk in muets)
            laissent = siens & accords.qui_laisse_partir(version, vont, dits, dossier.redemande_le)
            ligne.a_confirmer = sorted(noms[pk] for pk in laissent if autorites[dossier.pk][pk] == A_CONFIRMER)
        lignes.append(ligne)
    return lignes


def _par_dossier(modele: type[Any], ids: Collection[int]) -> dict[int, list[Any]]:
    lus: dict[int, list[Any]] = defaultdict(list)
    for ligne in modele.objects.filter(dossier__in=ids).order_by():
        lus[ligne.dossier_id].append(ligne)
    return lus


def _attente(version: Version | None, retenue: bool, sorts: dict[str, accords.Sort]) -> str:
    if version is None:
        return _("sera lu par la famille à son heure") if retenue else _("pas encore montré")
    if all(sort in (accords.Sort.REFUSE, accords.Sort.DESACCORD) for sort in sorts.values()):
        return _("la famille ne le laisse pas partir")
    return _("attend la famille")


def _muets(
    version: Version,
    sorts: dict[str, accords.Sort],
    titulaires: Collection[int],
    avis: Collection[Avis],
    redemande_le: dt.datetime | None,
) -> set[int]:
    """Holders (ids) who may still say something of a part that nobody refused: one « oui » lets a usual part go before the other answers."""
    ouverts = (accords.Sort.PART, accords.Sort.ATTEND)
    attendues = [(li["partie"], li["empreinte"]) for li in version.contenu if sorts[li["partie"]] in ouverts]
    dits = {
        (a.personne_id, a.partie, a.empreinte)
        for a in avis
        if not a.accorde or accords.vaut_encore(a.dit_le, redemande_le)
    }
    return {pk for pk in titulaires if any((pk, *attendue) not in dits for attendue in attendues)}


def envois_lisibles(personne: Personne, ids: Collection[int]) -> set[int]:
    """Of what a direction was told of, what this person may follow today. One query."""
    return set(Envoi.objects.tenus_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def envois_dus(combien: int) -> list[int]:
    """Those whose time has come, the oldest first."""
    dus = Envoi.objects.filter(etat__in=VIVANTS, prochain_le__lte=timezone.now()).order_by("prochain_le", "pk")
    return list(dus.values_list("pk", flat=True)[:combien])
