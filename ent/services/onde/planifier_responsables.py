"""Responsables of a plan: which children they answer for, who they already are, what a person must decide.

ONDE gives them no number, and names children without an INE (formats.md §1). Hence six rules, each on the safe side:

- a child is named surely only if one pupil of the school, and no more, bears that name (birth date if the file has it,
  class only as a tie-break); otherwise the child's block waits for a person and ties nobody;
- two lines are one parent only if they bear the same name and share a child, an e-mail, a mobile phone or an address.
  Wrongly merging two people shows one family to another; wrongly splitting one is repaired by the family's second code;
- a parent is found again by the name under which this school's ONDE knew them, and by the same shared signs;
- once the direction has written that an adult has no authority over a child, no line ties anyone new to that child: a
  spelling would undo what was decided. A person says;
- what an adult's record holds is shown and changed only by a school that declared that adult;
- a tie is never closed by a file. One that the file no longer holds is listed, and the direction decides: a change of
  spelling in ONDE must not shut a family out in silence.
"""

import hashlib
import json
from collections import defaultdict
from difflib import SequenceMatcher

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.socle.textes import chiffres, norme

from .lignes import BlocEnfant, Ignore, Illisible, Lecture, LigneResponsable
from .models import FicheOnde, LigneEnAttente
from .plan import EleveVise, Plan, Question, ResponsableVise, acquis
from .planifier_eleves import PEUPLEE, differences, survivante

CANDIDATS_MAX = 6
RESSEMBLANCE = 0.6


def cle_responsable(nom: str, prenom: str) -> str:
    return f"{norme(nom)}|{norme(prenom)}"[:240]


def signes(champs: dict[str, str]) -> set[tuple[str, ...]]:
    """What two records of one parent share besides the name: e-mail, mobile phone, address."""
    trouves: set[tuple[str, ...]] = set()
    if courriel := champs.get("courriel_contact"):
        trouves.add(("courriel", courriel.casefold()))
    if portable := chiffres(champs.get("telephone_portable") or ""):
        trouves.add(("portable", portable))
    if champs.get("adresse") and champs.get("code_postal"):
        trouves.add(("adresse", norme(champs["adresse"]), champs["code_postal"]))
    return trouves


def signes_de(personne: Personne) -> set[tuple[str, ...]]:
    return signes(
        {c: getattr(personne, c) for c in ("courriel_contact", "telephone_portable", "adresse", "code_postal")}
    )


def empreinte(ligne: LigneResponsable, bloc: BlocEnfant, *, en_plus: str = "") -> str:
    """Identity of a question, whatever its file and line number."""
    contenu = [norme(ligne.nom), norme(ligne.prenom), ligne.civilite, norme(bloc.nom), norme(bloc.nom_usage),
               norme(bloc.prenom), norme(bloc.classe), str(bloc.date_naissance or ""), en_plus]  # fmt: skip
    return hashlib.sha256(json.dumps(contenu, ensure_ascii=False).encode()).hexdigest()


def etiquette(classe: str) -> str:
    return norme(classe).removeprefix("classe")


class PlanificateurResponsables:
    def __init__(self, plan: Plan, reponses: dict[str, list[str]]) -> None:
        self.plan, self.reponses = plan, reponses
        self.par_reference = {e.reference: e for e in plan.eleves}
        self.index: dict[tuple[str, str], list[EleveVise]] = defaultdict(list)
        for eleve in plan.eleves:
            for nom in {norme(n) for n in (eleve.nom, eleve.nom_usage) if n}:
                self.index[nom, norme(eleve.prenom)].append(eleve)
        self.attentes = {a.empreinte: a for a in LigneEnAttente.objects.filter(etablissement=plan.etablissement)}
        self.proteges = self._proteges()
        # Blocks that name each child, by line; and the children whom a person chose for a line.
        self.blocs: dict[int, list[tuple[BlocEnfant, str, EleveVise]]] = defaultdict(list)
        self.choisis: set[tuple[int, int]] = set()
        self.questions: dict[str, Question] = {}
        self.empreintes: dict[str, frozenset[tuple[str, ...]]] = {}

    def _proteges(self) -> set[int]:
        """Children of whom a direction wrote that an adult has no authority."""
        eleves = [e.personne.pk for e in self.plan.eleves if e.personne]
        ouvert = Q(fin=None) | Q(fin__gte=timezone.localdate())
        sans = Responsabilite.objects.filter(ouvert, enfant__in=eleves, autorite=Responsabilite.Autorite.SANS)
        return set(sans.order_by().values_list("enfant", flat=True))

    def _est_protege(self, eleve: EleveVise) -> bool:
        return eleve.personne is not None and eleve.personne.pk in self.proteges

    def planifier(self, lectures: list[Lecture]) -> None:
        lignes = [ligne for lecture in lectures for ligne in lecture.lignes]
        self._refuser_autre_ecole(lectures, lignes)
        surs = [self._enfants(ligne) for ligne in lignes]
        groupes = self._reunir(lignes, surs)
        self._charger(surs)
        pris: set[int] = set()
        for rangs in groupes:
            self._viser([lignes[r] for r in rangs], [e for r in rangs for e in surs[r]], pris)
        self._lister_les_absents({id(e) for enfants in surs for e in enfants})
        self.plan.questions = list(self.questions.values())

    def _refuser_autre_ecole(self, lectures: list[Lecture], lignes: list[LigneResponsable]) -> None:
        blocs = [bloc for ligne in lignes for bloc in ligne.enfants]
        if len(self.plan.eleves) < PEUPLEE or len(blocs) < PEUPLEE:
            return
        if not any(self._homonymes(bloc) for bloc in blocs):
            raise Illisible(
                lectures[0].fichier,
                0,
                _(
                    "Aucun des enfants de ce fichier n’est élève de votre école : c’est sans doute l’export d’une autre école."
                ),
            )

    # --- which children ---------------------------------------------------------------------------------------------
    def _homonymes(self, bloc: BlocEnfant) -> list[EleveVise]:
        trouves: dict[int, EleveVise] = {}
        for nom in (bloc.nom, bloc.nom_usage):
            if nom:
                trouves |= {id(e): e for e in self.index.get((norme(nom), norme(bloc.prenom)), ())}
        return list(trouves.values())

    def _enfants(self, ligne: LigneResponsable) -> list[EleveVise]:
        surs: list[EleveVise] = []
        for bloc in ligne.enfants or (BlocEnfant(),):
            surs += self._enfant(ligne, bloc)
        return list({id(e): e for e in surs}.values())

    def _enfant(self, ligne: LigneResponsable, bloc: BlocEnfant) -> list[EleveVise]:
        """The one pupil that this block names, or what a person answered; nothing when the question waits."""
        homonymes = self._homonymes(bloc)
        candidats = [e for e in homonymes if not bloc.date_naissance or e.date_naissance == bloc.date_naissance]
        if len(candidats) > 1 and bloc.classe:
            memes = [e for e in candidats if etiquette(e.classe_nom) == etiquette(bloc.classe)]
            candidats = memes if len(memes) == 1 else candidats
        marque = self._marque(ligne, bloc)
        attente = self.attentes.get(marque)
        if choisis := self._choisis(marque, attente, candidats):
            if attente and attente.resolue_le is None:
                self.plan.attentes_closes.append((attente, choisis))
            self.choisis |= {(id(ligne), id(e)) for e in choisis}
            return choisis
        if len(candidats) == 1:
            self.blocs[id(ligne)].append((bloc, marque, candidats[0]))
            if self._est_protege(candidats[0]):
                return candidats  # tied already, or a question: `_viser` knows once it has found the adult
            if attente and attente.resolue_le is None:
                self.plan.attentes_closes.append((attente, candidats))
            return candidats
        if attente:
            self._deja_demande(ligne, attente)
            return []
        self.questions.setdefault(marque, self._question(ligne, bloc, marque, candidats, homonymes))
        return []

    def _choisis(self, marque: str, attente: LigneEnAttente | None, candidats: list[EleveVise]) -> list[EleveVise]:
        """What a person answered, with this plan or before. A former answer yields to the one pupil of that name."""
        reponse: list[str] = self.reponses.get(marque) or []
        seul = len(candidats) == 1 and not self._est_protege(candidats[0])
        if not reponse and attente and attente.resolue_le and not seul:
            reponse = attente.resolution or []
        return [self.par_reference[r] for r in reponse if r in self.par_reference]

    def _deja_demande(self, ligne: LigneResponsable, attente: LigneEnAttente) -> None:
        if attente.resolue_le is None:
            attend = Ignore(ligne.fichier, ligne.ligne, _("Attend déjà dans la file des lignes à résoudre."))
            self.plan.deja_en_attente.append(attend)
        elif not attente.resolution:
            self.plan.ignores.append(Ignore(ligne.fichier, ligne.ligne, _("Mise de côté par la direction.")))

    def _demander(self, lignes: list[LigneResponsable], enfant: EleveVise) -> None:
        """Lines that would tie someone new to a child of whom an adult has no authority: they wait for a person."""
        for ligne in lignes:
            for bloc, marque, nomme in self.blocs[id(ligne)]:
                if nomme is not enfant:
                    continue
                if attente := self.attentes.get(marque):
                    self._deja_demande(ligne, attente)
                else:
                    self.questions.setdefault(marque, self._question(ligne, bloc, marque, [enfant], [enfant]))

    def _marque(self, ligne: LigneResponsable, bloc: BlocEnfant) -> str:
        """The fingerprint; two people of one name asking for one child's name are told apart by how to reach them."""
        marque = empreinte(ligne, bloc)
        siens = frozenset(signes(ligne.champs))
        connus = self.empreintes.setdefault(marque, siens)
        if connus is siens or not siens or not connus or connus & siens:
            return marque
        return empreinte(ligne, bloc, en_plus=repr(sorted(siens)))

    def _question(self, ligne, bloc, marque: str, candidats, homonymes) -> Question:
        if not bloc.prenom and not bloc.nom and not bloc.nom_usage:
            raison, proches = _("Aucun enfant n’est écrit sur cette ligne."), []
        elif candidats:
            raison, proches = _("Plusieurs élèves portent ce nom."), candidats
        elif homonymes:
            raison, proches = _("L’élève de ce nom n’a pas cette date de naissance."), homonymes
        else:
            raison, proches = _("Aucun élève de l’école ne porte ce nom."), self._proches(bloc)
        if any(self._est_protege(e) for e in candidats):
            sans = _(
                "La direction a écrit qu’un adulte n’a pas d’autorité pour cet enfant : dites si cette personne peut le suivre."
            )
            raison = sans if len(candidats) == 1 else f"{raison} {sans}"
        return Question(
            empreinte=marque, fichier=ligne.fichier, ligne=ligne.ligne, responsable=f"{ligne.civilite} {ligne}".strip(),
            enfant=str(bloc), raison=raison, candidats=proches, contenu=ligne.contenu(bloc),
        )  # fmt: skip

    def _proches(self, bloc: BlocEnfant) -> list[EleveVise]:
        """Pupils whose name looks like it, the closest first: suggested, never chosen."""
        cherche = norme(bloc.nom or bloc.nom_usage), norme(bloc.prenom)
        notes = []
        for eleve in self.plan.eleves:
            noms = [norme(n) for n in (eleve.nom, eleve.nom_usage) if n]
            prenom = norme(eleve.prenom)
            # A quick look first: comparing every name of a large school letter by letter is slow.
            if cherche[0] not in noms and cherche[1][:3] != prenom[:3]:
                continue
            note = max(SequenceMatcher(None, "".join(cherche), nom + prenom).ratio() for nom in noms)
            if note >= RESSEMBLANCE:
                notes.append((-note, eleve.ligne, eleve.reference, eleve))
        return [eleve for *_cle, eleve in sorted(notes, key=lambda n: n[:3])[:CANDIDATS_MAX]]

    # --- which adults -----------------------------------------------------------------------------------------------
    def _reunir(self, lignes: list[LigneResponsable], surs: list[list[EleveVise]]) -> list[list[int]]:
        """Ranks of lines, by person, in the order of the file."""
        par_nom: dict[str, list[int]] = defaultdict(list)
        for rang, ligne in enumerate(lignes):
            par_nom[cle_responsable(ligne.nom, ligne.prenom)].append(rang)
        groupes: list[list[int]] = []
        for rangs in par_nom.values():
            amas: list[tuple[list[int], set, str]] = []
            for rang in rangs:
                ligne = lignes[rang]
                marques = signes(ligne.champs) | {("enfant", id(e)) for e in surs[rang]}
                civilite, membres = ligne.civilite, [rang]
                restes = []
                for autres, leurs, leur_civilite in amas:
                    if marques & leurs and not (civilite and leur_civilite and civilite != leur_civilite):
                        membres, marques, civilite = autres + membres, marques | leurs, civilite or leur_civilite
                    else:
                        restes.append((autres, leurs, leur_civilite))
                amas = [*restes, (sorted(membres), marques, civilite)]
            groupes += [membres for membres, _m, _c in amas]
        # A person of whom nothing is sure is not created: the question keeps the line.
        return sorted((g for g in groupes if any(surs[r] for r in g)), key=min)

    def _charger(self, surs: list[list[EleveVise]]) -> None:
        enfants = sorted({e.personne.pk for liste in surs for e in liste if e.personne})
        self.liens: dict[int, list[Responsabilite]] = defaultdict(list)
        self.adultes_de: dict[int, list[Personne]] = defaultdict(list)
        ouverts = (
            Responsabilite.objects.filter(enfant__in=enfants, fin=None)
            .select_related("adulte__fusionnee_dans", "enfant")
            .order_by("pk")
        )
        for lien in ouverts:
            adulte = survivante(lien.adulte)
            self.liens[adulte.pk].append(lien)
            self.adultes_de[lien.enfant_id].append(adulte)
        self.fiches: dict[str, list[Personne]] = defaultdict(list)
        for fiche in self.plan.fiches:
            if fiche.nature == FicheOnde.Nature.RESPONSABLE:
                self.fiches[fiche.cle].append(survivante(fiche.personne))
        self.avec_fiche = {personne.pk for connus in self.fiches.values() for personne in connus}
        self.ouverts_ailleurs = self._ecoles_ouvertes(enfants)

    def _ecoles_ouvertes(self, enfants: list[int]) -> dict[int, set[int]]:
        """Schools, other than this one, where these children are still present."""
        ecoles: dict[int, set[int]] = defaultdict(set)
        for enfant, ecole in (
            Inscription.objects.filter(eleve__in=enfants, fin=None)
            .exclude(classe__etablissement=self.plan.etablissement)
            .order_by()
            .values_list("eleve", "classe__etablissement")
        ):
            ecoles[enfant].add(ecole)
        return ecoles

    def _viser(self, lignes: list[LigneResponsable], enfants: list[EleveVise], pris: set[int]) -> None:
        premiere = lignes[0]
        enfants = list({id(e): e for e in enfants}.values())
        champs: dict[str, str] = {}
        for ligne in lignes:
            champs = ligne.champs | champs
        civilite = next((ligne.civilite for ligne in lignes if ligne.civilite), "")
        vise = ResponsableVise(
            nom=premiere.nom, prenom=premiere.prenom, civilite=civilite, fichier=premiere.fichier,
            lignes=[ligne.ligne for ligne in lignes], champs=champs, enfants=enfants,
            cle=cle_responsable(premiere.nom, premiere.prenom),
        )  # fmt: skip
        vise.personne = self._retrouver(vise, lignes, enfants, pris)
        lies = {lien.enfant_id: lien for lien in self.liens.get(vise.personne.pk, ())} if vise.personne else {}
        for enfant in enfants:
            lien = lies.get(enfant.personne.pk) if enfant.personne else None
            if lien is None:
                if self._est_protege(enfant) and not any((id(ligne), id(enfant)) in self.choisis for ligne in lignes):
                    self._demander(lignes, enfant)
                    vise.enfants = [e for e in vise.enfants if e is not enfant]
                    continue
                vise.a_lier.append(enfant)
                continue
            if self._est_protege(enfant):
                self._clore_les_questions(lignes, enfant)
            if (
                lien.etablissement_id != self.plan.etablissement.pk
                and lien.etablissement_id not in self.ouverts_ailleurs.get(lien.enfant_id, ())
            ):
                vise.a_reprendre.append(lien)
        if not vise.enfants:
            return
        if vise.personne:
            pris.add(vise.personne.pk)
            self._comparer(vise, lies, champs | ({"civilite": civilite} if civilite else {}))
        self.plan.responsables.append(vise)

    def _clore_les_questions(self, lignes: list[LigneResponsable], enfant: EleveVise) -> None:
        """The adult is tied to that child already: what waited about these lines is settled."""
        for ligne in lignes:
            for _bloc, marque, nomme in self.blocs[id(ligne)]:
                attente = self.attentes.get(marque)
                if nomme is enfant and attente and attente.resolue_le is None:
                    self.plan.attentes_closes.append((attente, [enfant]))

    def _comparer(self, vise: ResponsableVise, lies: dict[int, Responsabilite], ecrits: dict[str, str]) -> None:
        """A school changes the record of the adults it declares, and reads « before » only if it did already."""
        personne = acquis(vise.personne)
        ici = personne.pk in self.avec_fiche or any(
            lien.etablissement_id == self.plan.etablissement.pk for lien in lies.values()
        )
        vise.declare_ici = ici or bool(vise.a_lier or vise.a_reprendre)
        vise.champs = {}
        if vise.declare_ici:
            vise.champs, vise.changements = differences(personne, ecrits, taire=not ici)

    def _retrouver(self, vise, lignes, enfants: list[EleveVise], pris: set[int]) -> Personne | None:
        """Who this is already: known to this ONDE by that name, or tied to the same child under that name."""
        siens = {e.personne.pk for e in enfants if e.personne}
        marques = set().union(*(signes(ligne.champs) for ligne in lignes))
        candidats: dict[int, tuple[bool, Personne]] = {}
        for personne in self.fiches.get(vise.cle, ()):
            partage = any(lien.enfant_id in siens for lien in self.liens.get(personne.pk, ()))
            if partage or marques & signes_de(personne):
                candidats[personne.pk] = (partage, personne)
        for enfant in siens:
            for adulte in self.adultes_de.get(enfant, ()):
                noms = {cle_responsable(n, adulte.prenom) for n in (adulte.nom, adulte.nom_usage) if n}
                if vise.cle in noms:
                    candidats[adulte.pk] = (True, adulte)
        possibles = [
            (not partage, personne.pk, personne)
            for partage, personne in candidats.values()
            if personne.pk not in pris
            and personne.pk not in siens
            and not (vise.civilite and personne.civilite and vise.civilite != personne.civilite)
        ]
        return min(possibles)[2] if possibles else None

    def _lister_les_absents(self, cites: set[int]) -> None:
        """Ties of this school that the file no longer holds, of adults whom ONDE gave. Listed; never closed."""
        venus_d_onde = {survivante(f.personne).pk for f in self.plan.fiches if f.nature == FicheOnde.Nature.RESPONSABLE}
        cites_pk = {e.personne.pk for e in self.plan.eleves if e.personne and id(e) in cites}
        tenus = {
            (vise.personne.pk, enfant)
            for vise in self.plan.responsables
            if vise.personne
            for enfant in [e.personne.pk for e in vise.enfants if e.personne]
        }
        for adulte, liens in self.liens.items():
            for lien in liens:
                if (
                    adulte in venus_d_onde
                    and lien.etablissement_id == self.plan.etablissement.pk
                    and lien.enfant_id in cites_pk
                    and (adulte, lien.enfant_id) not in tenus
                ):
                    self.plan.liens_absents.append(lien)
