"""Children of a plan's responsables: which pupil each line names, and what a person must decide.

ONDE names children without an INE (formats.md §1). So a child is named surely only if one pupil of the school, and no more,
bears that name (`MEMES`: birth date if the file has it, class only as a tie-break); otherwise the child's block waits for a
person and ties nobody. A block goes down `ENFANTS` until one case says whom it names.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Responsabilite
from ent.socle.textes import norme

from .identites import noms_de, signes, uniques
from .lignes import BlocEnfant, Ignore, LigneResponsable
from .models import LigneEnAttente
from .plan import EleveVise, Plan, Question

CANDIDATS_MAX = 6
RESSEMBLANCE = 0.6


def empreinte(ligne: LigneResponsable, bloc: BlocEnfant, *, en_plus: str = "") -> str:
    """Identity of a question, whatever its file and line number."""
    contenu = [
        norme(ligne.nom),
        norme(ligne.prenom),
        ligne.civilite,
        norme(bloc.nom),
        norme(bloc.nom_usage),
        norme(bloc.prenom),
        norme(bloc.classe),
        str(bloc.date_naissance or ""),
        en_plus,
    ]
    return hashlib.sha256(json.dumps(contenu, ensure_ascii=False).encode()).hexdigest()


@dataclass(eq=False)
class Bloc:
    """A child written on a line: the pupils who may be meant, and the question that waits about it, answered or not."""

    ligne: LigneResponsable
    ecrit: BlocEnfant
    homonymes: list[EleveVise]
    candidats: list[EleveVise]
    marque: str
    attente: LigneEnAttente | None

    @property
    def attend(self) -> bool:
        return self.attente is not None and self.attente.resolue_le is None


class PlanificateurEnfants:
    def __init__(self, plan: Plan, reponses: dict[str, list[str]]) -> None:
        self.plan, self.reponses = plan, reponses
        self.par_reference = {e.reference: e for e in plan.eleves}
        self.par_jointure = {e.jointure: e for e in plan.eleves if e.jointure}
        self.index: dict[tuple[str, str], list[EleveVise]] = defaultdict(list)
        for eleve in plan.eleves:
            for nom in noms_de(eleve):
                self.index[nom, norme(eleve.prenom)].append(eleve)
        self.attentes = {a.empreinte: a for a in LigneEnAttente.objects.filter(etablissement=plan.etablissement)}
        self.proteges = self._proteges()
        # Blocks that name one child surely, by line; and the children whom a person chose for a line.
        self.surs: dict[int, list[Bloc]] = defaultdict(list)
        self.choisis: set[tuple[int, int]] = set()
        self.questions: dict[str, Question] = {}
        self.empreintes: dict[str, frozenset[tuple[str, ...]]] = {}

    def _proteges(self) -> set[int]:
        """Children of whom a direction wrote that an adult has no authority."""
        eleves = [e.personne.pk for e in self.plan.eleves if e.personne]
        ouvert = Q(fin=None) | Q(fin__gte=timezone.localdate())
        sans = Responsabilite.objects.filter(ouvert, enfant__in=eleves, autorite=Responsabilite.Autorite.SANS)
        return set(sans.order_by().values_list("enfant", flat=True))

    def est_protege(self, eleve: EleveVise) -> bool:
        return eleve.personne is not None and eleve.personne.pk in self.proteges

    def a_ete_choisi(self, lignes: list[LigneResponsable], enfant: EleveVise) -> bool:
        """A person said that one of these lines means this child."""
        return any((id(ligne), id(enfant)) in self.choisis for ligne in lignes)

    def homonymes(self, bloc: BlocEnfant) -> list[EleveVise]:
        noms = [norme(nom) for nom in (bloc.nom, bloc.nom_usage) if nom]
        return uniques(eleve for nom in noms for eleve in self.index.get((nom, norme(bloc.prenom)), ()))

    def de(self, ligne: LigneResponsable) -> list[EleveVise]:
        """The children of whom this line is surely."""
        blocs = [self._bloc(ligne, ecrit) for ecrit in ligne.enfants or (BlocEnfant(),)]
        return uniques(eleve for bloc in blocs for eleve in self._nommes(bloc))

    def _bloc(self, ligne: LigneResponsable, ecrit: BlocEnfant) -> Bloc:
        if ecrit.jointure:
            homonymes = candidats = [e for e in [self.par_jointure.get(ecrit.jointure)] if e]
        else:
            homonymes = candidats = self.homonymes(ecrit)
            for memes in MEMES:
                candidats = memes(candidats, ecrit)
        marque = self._marque(ligne, ecrit)
        return Bloc(ligne, ecrit, homonymes, candidats, marque, self.attentes.get(marque))

    def _nommes(self, bloc: Bloc) -> list[EleveVise]:
        return next(nommes for cas in ENFANTS if (nommes := cas(self, bloc)) is not None)

    def _marque(self, ligne: LigneResponsable, bloc: BlocEnfant) -> str:
        """The fingerprint; two people of one name asking for one child's name are told apart by how to reach them."""
        marque = empreinte(ligne, bloc)
        siens = frozenset(signes(ligne.champs))
        connus = self.empreintes.setdefault(marque, siens)
        if connus is siens or not siens or not connus or connus & siens:
            return marque
        return empreinte(ligne, bloc, en_plus=repr(sorted(siens)))

    # --- questions --------------------------------------------------------------------------------------------------
    def clore(self, bloc: Bloc, enfants: list[EleveVise]) -> None:
        """What waited about this block is settled."""
        if bloc.attente is not None and bloc.attend:
            self.plan.attentes_closes.append((bloc.attente, enfants))

    def rappeler(self, bloc: Bloc, attente: LigneEnAttente) -> None:
        """The question was asked already: it waits, or the direction set it aside."""
        ligne = bloc.ligne
        if attente.resolue_le is None:
            attend = Ignore(ligne.fichier, ligne.ligne, _("Attend déjà dans la file des lignes à résoudre."))
            self.plan.deja_en_attente.append(attend)
        elif not attente.resolution:
            self.plan.ignores.append(Ignore(ligne.fichier, ligne.ligne, _("Mise de côté par la direction.")))

    def demander(self, bloc: Bloc, doute: str = "") -> None:
        ligne = bloc.ligne
        if bloc.marque in self.questions:
            return
        raison, proches = next(dit for raison in RAISONS if (dit := raison(self, bloc)))
        raison = doute or raison
        if any(self.est_protege(e) for e in bloc.candidats):
            sans = _(
                "La direction a écrit qu’un adulte n’a pas d’autorité pour cet enfant : dites si cette personne peut le suivre."
            )
            raison = sans if len(bloc.candidats) == 1 else f"{raison} {sans}"
        self.questions[bloc.marque] = Question(
            empreinte=bloc.marque,
            fichier=ligne.fichier,
            ligne=ligne.ligne,
            responsable=f"{ligne.civilite} {ligne}".strip(),
            enfant=str(bloc.ecrit),
            raison=raison,
            candidats=proches,
            contenu=ligne.contenu(bloc.ecrit),
        )

    def surs_de(self, lignes: list[LigneResponsable], enfant: EleveVise) -> Iterator[Bloc]:
        """The blocks of these lines that name this child."""
        for ligne in lignes:
            yield from (bloc for bloc in self.surs[id(ligne)] if bloc.candidats[0] is enfant)

    def proches(self, bloc: BlocEnfant) -> list[EleveVise]:
        """Pupils whose name looks like it, the closest first: suggested, never chosen."""
        cherche = norme(bloc.nom or bloc.nom_usage), norme(bloc.prenom)
        notes = []
        for eleve in self.plan.eleves:
            noms, prenom = noms_de(eleve), norme(eleve.prenom)
            # A quick look first: comparing every name of a large school letter by letter is slow.
            if cherche[0] not in noms and cherche[1][:3] != prenom[:3]:
                continue
            note = max(SequenceMatcher(None, "".join(cherche), nom + prenom).ratio() for nom in noms)
            if note >= RESSEMBLANCE:
                notes.append((-note, eleve.ligne, eleve.reference, eleve))
        return [eleve for *_cle, eleve in sorted(notes, key=lambda n: n[:3])[:CANDIDATS_MAX]]


# --- of the pupils of that name, those who may be meant ------------------------------------------------------------------
def nes_le_meme_jour(eleves: list[EleveVise], bloc: BlocEnfant) -> list[EleveVise]:
    """If the file has the birth date, it decides."""
    return [e for e in eleves if not bloc.date_naissance or e.date_naissance == bloc.date_naissance]


def de_la_meme_classe(eleves: list[EleveVise], bloc: BlocEnfant) -> list[EleveVise]:
    """The class only says which of several: its label is free, and moves during the year."""
    if len(eleves) < 2 or not bloc.classe:
        return eleves
    memes = [e for e in eleves if _etiquette(e.classe_nom) == _etiquette(bloc.classe)]
    return memes if len(memes) == 1 else eleves


def _etiquette(classe: str) -> str:
    return norme(classe).removeprefix("classe")


MEMES: list[Callable[[list[EleveVise], BlocEnfant], list[EleveVise]]] = [nes_le_meme_jour, de_la_meme_classe]


# --- whom a block names: the first case that says so (nobody, as long as a question waits) -------------------------------
def choisi_par_une_personne(p: PlanificateurEnfants, bloc: Bloc) -> list[EleveVise] | None:
    """What was answered, with this plan or before. A former answer yields to the one pupil of that name."""
    reponse: list[str] = p.reponses.get(bloc.marque) or []
    seul = len(bloc.candidats) == 1 and not p.est_protege(bloc.candidats[0])
    if not reponse and bloc.attente and bloc.attente.resolue_le and not seul:
        reponse = bloc.attente.resolution or []
    choisis = [p.par_reference[r] for r in reponse if r in p.par_reference]
    if not choisis:
        return None
    p.clore(bloc, choisis)
    p.choisis |= {(id(bloc.ligne), id(e)) for e in choisis}
    return choisis


def seul_de_ce_nom(p: PlanificateurEnfants, bloc: Bloc) -> list[EleveVise] | None:
    """One pupil, and no more, bears that name."""
    if len(bloc.candidats) != 1:
        return None
    p.surs[id(bloc.ligne)].append(bloc)
    # Of a protected child it is a tie already, or a question: known once the adult is found.
    if not p.est_protege(bloc.candidats[0]):
        p.clore(bloc, bloc.candidats)
    return bloc.candidats


def refuse_avec_son_enfant(p: PlanificateurEnfants, bloc: Bloc) -> list[EleveVise] | None:
    """The AAF's child is not of the plan (their own line was refused): nobody is tied, and nothing is asked."""
    return [] if bloc.ecrit.jointure and not bloc.candidats else None


def deja_demande(p: PlanificateurEnfants, bloc: Bloc) -> list[EleveVise] | None:
    """The question was asked by a former file: it is not asked twice."""
    if bloc.attente is None:
        return None
    p.rappeler(bloc, bloc.attente)
    return []


def a_demander(p: PlanificateurEnfants, bloc: Bloc) -> list[EleveVise]:
    """Nobody, or several: a person says."""
    p.demander(bloc)
    return []


ENFANTS: list[Callable[[PlanificateurEnfants, Bloc], list[EleveVise] | None]] = [
    choisi_par_une_personne,
    seul_de_ce_nom,
    refuse_avec_son_enfant,
    deja_demande,
    a_demander,
]

# --- why a person is asked, and which pupils are proposed: the first reason that holds -----------------------------------
Dit = tuple[str, list[EleveVise]]


def aucun_enfant_ecrit(p: PlanificateurEnfants, bloc: Bloc) -> Dit | None:
    """The line names no child: nobody can be proposed."""
    ecrit = bloc.ecrit.prenom or bloc.ecrit.nom or bloc.ecrit.nom_usage
    return None if ecrit else (_("Aucun enfant n’est écrit sur cette ligne."), [])


def plusieurs_candidats(p: PlanificateurEnfants, bloc: Bloc) -> Dit | None:
    """Homonyms that nothing written tells apart; or one alone, whom the direction protects."""
    return (_("Plusieurs élèves portent ce nom."), bloc.candidats) if bloc.candidats else None


def autre_naissance(p: PlanificateurEnfants, bloc: Bloc) -> Dit | None:
    """The name is known, the birth date is not theirs."""
    return (_("L’élève de ce nom n’a pas cette date de naissance."), bloc.homonymes) if bloc.homonymes else None


def nom_inconnu(p: PlanificateurEnfants, bloc: Bloc) -> Dit:
    """Names that look like it are proposed."""
    return _("Aucun élève de l’école ne porte ce nom."), p.proches(bloc.ecrit)


RAISONS: list[Callable[[PlanificateurEnfants, Bloc], Dit | None]] = [
    aucun_enfant_ecrit,
    plusieurs_candidats,
    autre_naissance,
    nom_inconnu,
]
