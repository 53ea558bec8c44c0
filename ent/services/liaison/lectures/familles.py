"""What a holder of authority reads of a dossier: exactly what was shown, and their own answers.

What the other holder read, answered or wrote never comes in this file: not even whether a part would go now, from which one would know it. What left
is told once it left.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Affectation, Etablissement, Personne
from ent.fichiers.models import Fichier
from ent.socle.francais import de_qui
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Avis, Dossier, Envoi, FichierDeVersion, Retour, Version
from ..parties import A_DEUX, MAITRISES, REUSSITES, Amenagement, Composante, Domaine, Partie
from .accords import RETIENNENT, titulaires_de, vaut_encore
from .motifs import DITS_PAR_QUELQU_UN
from .passages import Passage, passage_de

Choix = Retour.Choix
A_REDIRE = RETIENNENT  # answers that wait for something of the school
MOTS_PAR_MINUTE = 150
BROUILLON = "reponse"  # what is typed in an answer, until it is given
# What a home asks with the count of unread news: which dossiers, of which child.
PRESENTS = Preparee(lambda: Dossier.objects.order_by().values_list("pk", "eleve_id", "campagne__vers"))
# What it reads of each then, for as long as the class's dossiers are open.
DOSSIERS = Preparee(
    lambda: Dossier.objects.order_by().select_related("eleve", "etablissement", "campagne__classe", "destination")
)
VERSIONS = Preparee(lambda: Version.objects.order_by("dossier", "numero"))
AVIS, RETOURS = Preparee(Avis.objects.all), Preparee(Retour.objects.all)
ENVOIS = Preparee(lambda: Envoi.objects.select_related("version", "destination").order_by("pk"))


@dataclass
class Feuillet:
    """One part of what was shown, and what this holder said of these very words."""

    partie: Partie
    empreinte: str
    contenu: dict[str, Any]
    dit: Avis | None = None
    a_change: bool = False  # while its reader was answering
    est_parti: bool = False
    titre: str | Promise = ""
    fichiers: dict[str, Fichier] = field(default_factory=dict)  # by uuid

    @property
    def est_a_deux(self) -> bool:
        return self.partie in A_DEUX

    @property
    def positions(self) -> list[tuple[str, str]]:
        """« Français, à l’oral et à l’écrit », « Satisfaisante »: in the order of the socle."""
        dites = self.contenu.get("positions", {})
        socle = [(c.label, MAITRISES.get(dites[c])) for c in Composante if c in dites]
        maternelle = [(c.label, REUSSITES.get(dites[c])) for c in Domaine if c in dites]
        return [(str(quoi), str(degre)) for quoi, degre in [*socle, *maternelle] if degre]

    @property
    def amenagements(self) -> list[tuple[str, str]]:
        noms = dict(Amenagement.choices)
        return [(str(noms.get(a["sorte"], a["sorte"])), a["texte"]) for a in self.contenu.get("amenagements", ())]

    @property
    def pieces(self) -> list[tuple[dict[str, Any], list[Fichier]]]:
        """Each work, with those of its files that are still there."""
        return [
            (piece, [self.fichiers[f["uuid"]] for f in piece["fichiers"] if f["uuid"] in self.fichiers])
            for piece in self.contenu.get("pieces", ())
        ]

    @property
    def textes(self) -> list[str]:
        """All its words, for who reads them in another language."""
        dits = [self.contenu.get(nom, "") for nom in ("sait", "aide", "mot", "texte")]
        dits += [f"{quoi}{_(' : ')}{degre}" for quoi, degre in self.positions]
        dits += [f"{sorte}{_(' : ')}{texte}" for sorte, texte in self.amenagements]
        for piece in self.contenu.get("pieces", ()):
            dits += [piece["titre"], piece["texte"], *(f["legende"] for f in piece["fichiers"])]
        return [dit for dit in dits if dit]


@dataclass
class Lu:
    """A dossier as one holder reads it."""

    dossier: Dossier
    version: Version
    feuillets: list[Feuillet]
    retour: Retour | None = None
    envoi: Envoi | None = None  # it left
    autres: list[str] = field(default_factory=list)  # those who may answer too, by name
    enseignant: str = ""
    partis: frozenset[str] = frozenset()  # the parts that left, whatever they left in
    est_remis: bool = False  # by hand alone: what stays may still be handed over, and waits for an answer
    non_pris: str = ""  # the school that did not take it
    est_seul: bool = False  # the only one that they read

    @property
    def passage(self) -> Passage:
        return passage_de(self.dossier.campagne)

    @property
    def est_en_retard(self) -> bool:
        """The day that was given is behind: an answer is still taken until it leaves."""
        return self.dossier.campagne.date_reponse < timezone.localdate()

    @property
    def a_dire(self) -> list[Feuillet]:
        """What still waits for this holder: words that they have not answered; of an answer that waited for other words, what it held back too."""
        neufs = [f for f in self.restent if f.dit is None]
        if (self.envoi and not self.est_remis) or not neufs:
            return []
        return [f for f in self.restent if f.dit is None or (self.est_retenu and not f.dit.accorde)]

    @property
    def restent(self) -> list[Feuillet]:
        """Those that did not leave: their answer may change yet, whatever left without them."""
        return [f for f in self.feuillets if not f.est_parti]

    @property
    def est_clos(self) -> bool:
        """All of it left."""
        return self.envoi is not None and not self.restent

    @property
    def est_entame(self) -> bool:
        """Some of it left, some did not: what is promised is of the rest alone."""
        return self.envoi is not None and bool(self.restent)

    @property
    def est_retenu(self) -> bool:
        """By this holder's own answer: whatever else was said, nothing goes."""
        return self.retour is not None and self.retour.choix in A_REDIRE

    @property
    def a_repondu(self) -> bool:
        return self.retour is not None and self.retour.repondu_le is not None

    @property
    def est_a_relire(self) -> bool:
        """Answered, then some of it changed."""
        return bool(self.a_dire) and self.a_repondu

    @property
    def est_redemande(self) -> bool:
        """To be said again though no word changed: who answers for the child did."""
        le = self.dossier.redemande_le
        return bool(self.est_a_relire and le and self.retour and not vaut_encore(self.retour.repondu_le, le))

    @property
    def pourquoi_relire(self) -> str:
        if self.est_redemande:
            return _("L’école vous demande de nouveau votre réponse.")
        return _("L’école a changé ce dossier depuis votre réponse.")

    @property
    def montre_la_sante(self) -> bool:
        return any(f.partie == Partie.SANTE for f in self.feuillets)

    @property
    def minutes(self) -> int:
        mots = sum(len(dit.split()) for f in self.a_dire for dit in f.textes)
        return min(9, 2 + mots // MOTS_PAR_MINUTE)

    @property
    def textes(self) -> str:
        return "\n".join(dit for f in self.feuillets for dit in f.textes)


# --- Of a home, of « Plus » -----------------------------------------------------------------------------------------------
def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    return [(PRESENTS, droits.dossiers_lus_par(personne))] if droits.enfants_de(personne) else []


def lus_par(personne: Personne, dossiers: Collection[int] | None = None) -> list[Lu]:
    """Those of one's children (or of these ids), what waits first. Five queries; one where there is none."""
    siens = droits.dossiers_lus_par(personne) & (Q() if dossiers is None else Q(pk__in=sorted(dossiers)))
    lus = {d.pk: d for d in DOSSIERS.lire(siens)}
    if not lus:
        return []
    leurs, siennes = Q(dossier__in=sorted(lus)), Q(personne=personne)
    versions = {v.dossier_id: v for v in VERSIONS.lire(leurs & Q(montree_le__lte=timezone.now()))}
    avis = {
        (a.dossier_id, a.partie, a.empreinte): a
        for a in AVIS.lire(leurs & siennes)
        if vaut_encore(a.dit_le, lus[a.dossier_id].redemande_le)
    }
    retours = {r.dossier_id: r for r in RETOURS.lire(leurs & siennes)}
    envois: dict[int, list[Envoi]] = {pk: [] for pk in lus}
    for envoi in ENVOIS.lire(_partis(lus) | (leurs & _NON_PRIS)):
        envois[envoi.dossier_id].append(envoi)
    tous = [
        _lu(dossier, versions[pk], envois[pk], avis, retours.get(pk)) for pk, dossier in lus.items() if pk in versions
    ]
    return sorted(tous, key=lambda lu: (not lu.a_dire, lu.dossier.campagne.date_reponse, lu.dossier.pk))


def partis(dossiers: Collection[int]) -> QuerySet[Envoi]:
    """What left, of these dossiers (ids): on its way, there, handed over, or given up since its first byte may have left. What they did not take, or
    never left, is no departure.
    """
    return Envoi.objects.filter(_partis(dossiers))


def _partis(dossiers: Collection[int]) -> Q:
    au_depart = (Envoi.Etat.A_ENVOYER, Envoi.Etat.REFUSE)
    return Q(dossier__in=sorted(dossiers)) & ~Q(etat__in=au_depart, parti_le=None)


def parties_parties(dossier: int) -> frozenset[str]:
    """The parts of this dossier (id) that left, in whatever: of these alone is the answer given for good. One query."""
    return frozenset(partie for e in partis([dossier]) for partie in e.parties)


_NON_PRIS = Q(etat=Envoi.Etat.REFUSE, parti_le=None, motif__in=sorted(DITS_PAR_QUELQU_UN))


def _non_pris(dossier: Dossier, envois: Collection[Envoi]) -> str:
    """The school that said that it does not take this dossier, while nothing else was sent since and it goes there still."""
    dernier = max(envois, key=lambda e: e.pk, default=None)
    if dernier is None or dernier.destination is None or dernier.destination_id != dossier.destination_id:
        return ""
    return dernier.destination.nom if _est_rendu(dernier) else ""


def _est_rendu(envoi: Envoi) -> bool:
    return envoi.etat == Envoi.Etat.REFUSE and envoi.parti_le is None


Dits = dict[tuple[int, str, str], Avis]


def _lu(dossier: Dossier, version: Version, envois: Collection[Envoi], avis: Dits, retour: Retour | None) -> Lu:
    """Of a part that left, the words that left; of the others, those that are shown. Once all of it left, what left."""
    non_pris, envois = _non_pris(dossier, envois), [e for e in envois if not _est_rendu(e)]
    departs = {partie: e.version for e in envois for partie in e.parties}
    dernier = max(envois, key=lambda e: e.pk, default=None)
    if dernier and all(ligne["partie"] in departs for ligne in version.contenu):
        version = dernier.version
    feuillets = {ligne["partie"]: _feuillet(version, ligne, avis) for ligne in version.contenu}
    for partie, partie_avec in departs.items():
        for ligne in partie_avec.contenu:
            if ligne["partie"] == partie:
                feuillets[partie] = _feuillet(partie_avec, ligne, avis)
                feuillets[partie].est_parti = True
    dans_l_ordre = [feuillets[partie] for partie in Partie if partie in feuillets]
    remis = all(e.etat == Envoi.Etat.REMIS for e in envois)
    lu = Lu(dossier, version, dans_l_ordre, retour, dernier, partis=frozenset(departs), est_remis=remis)
    lu.non_pris = non_pris
    return lu


def _feuillet(version: Version, ligne: dict[str, Any], avis: Dits) -> Feuillet:
    partie, empreinte = ligne["partie"], ligne["empreinte"]
    return Feuillet(Partie(partie), empreinte, ligne["contenu"], avis.get((version.dossier_id, partie, empreinte)))


# --- Of its page -----------------------------------------------------------------------------------------------------------
def lire(personne: Personne, dossier: Dossier) -> Lu | None:
    """All that its page shows. None: this person reads it no more, or not yet."""
    tous = lus_par(personne)
    lu = next((lu for lu in tous if lu.dossier.pk == dossier.pk), None)
    if lu is None:
        return None
    lu.est_seul = len(tous) == 1
    autres = titulaires_de([dossier])[dossier.pk] - {personne.pk}
    lu.autres = [p.nom_affiche for p in Personne.objects.filter(pk__in=autres).order_by("nom", "prenom", "pk")]
    lu.enseignant = _qui_enseigne(dossier)
    fichiers = _fichiers(dossier)
    for feuillet in lu.feuillets:
        feuillet.titre = _titre(feuillet.partie, lu)
        feuillet.fichiers = fichiers
    return lu


def ecole_du_brouillon(personne: Personne, cible: str, numero: int) -> Etablissement | None:
    """Of a dossier that is being answered, to who may answer it."""
    lu = next(iter(lus_par(personne, [numero])), None) if not cible else None
    return None if lu is None or lu.est_clos else lu.dossier.etablissement


def _titre(partie: Partie, lu: Lu) -> str | Promise:
    if partie == Partie.SAVOIRS and lu.enseignant:
        return _("La page %(de_qui)s") % {"de_qui": de_qui(lu.enseignant)}
    if partie == Partie.ELEVE:
        return _("La page %(de_qui)s") % {"de_qui": de_qui(lu.dossier.eleve.prenom)}
    return partie.label


def _qui_enseigne(dossier: Dossier) -> str:
    """The one who holds the class today; nothing when they are several, or none."""
    titulaires = Affectation.objects.filter(
        en_cours(),
        classe=dossier.campagne.classe_id,
        nature__in=(Affectation.Nature.TITULAIRE, Affectation.Nature.PRINCIPAL),
    ).select_related("enseignant")
    noms = [a.enseignant.nom_affiche for a in titulaires]
    return noms[0] if len(noms) == 1 else ""


def _fichiers(dossier: Dossier) -> dict[str, Fichier]:
    """Of all that was shown of it: each part says which are its own."""
    montrees = dossier.versions.filter(montree_le__lte=timezone.now())
    tenus = FichierDeVersion.objects.filter(version__in=montrees.order_by()).select_related("fichier")
    return {str(t.fichier.uuid): t.fichier for t in tenus}
