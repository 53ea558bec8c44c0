"""Pupils of a plan: who each line means, which lines are refused, what changes, who is gone.

The rules are lists of cases, each a function that says its own why. A line goes down `QUI` until one case knows whom it
means, then down `REFUS` until one refuses it; a pupil whom no line names goes down `RESTENT`, and has left if none keeps them.

A file proves nothing about who may follow a child: anyone can type a line. So a pupil whom another school still holds this
year is never taken by a line. That school records the departure first, by its own import.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Inscription, Personne
from ent.socle.dates import date_format
from ent.socle.textes import norme

from .autre_ecole import refuser_les_eleves_d_une_autre
from .eleves_connus import ElevesConnus
from .identites import differences
from .lignes import Illisible, Lecture, LigneEleve, Rejet
from .plan import Changement, ClasseVisee, EleveVise, Plan, acquis
from .planifier_classes import PlanificateurClasses


@dataclass(frozen=True)
class Reconnu:
    """Whom a line means: somebody known, or a new pupil."""

    personne: Personne | None = None


@dataclass(frozen=True)
class Refus:
    raison: str
    que_faire: str
    ecrit: str | None = None  # what is shown of the line, if not the pupil's name as it writes it
    retient: bool = False  # the pupil stays where they are, here and in the other school


class PlanificateurEleves:
    def __init__(self, plan: Plan, annee: AnneeScolaire) -> None:
        self.plan, self.annee = plan, annee
        self.connus = ElevesConnus(plan, annee)
        self.classes = PlanificateurClasses(plan, annee)
        self.vus: dict[int, LigneEleve] = {}  # lines that were accepted, by pupil
        self.retenus: set[int] = set()

    @property
    def nombre_de_presents(self) -> int:
        return len(self.connus.presents)

    def garder_l_effectif(self) -> None:
        """No file of pupils: everyone stays where they are."""
        self.plan.eleves = [_present(inscription) for inscription in self.connus.presents.values()]

    def planifier(self, lectures: list[Lecture]) -> None:
        lignes = [ligne for lecture in lectures for ligne in lecture.lignes]
        self._refuser_une_annee_quittee(lectures[0].fichier)
        self.connus.charger(lignes)
        self.classes.charger(lignes)
        refuser_les_eleves_d_une_autre(lectures[0].fichier, lignes, self.connus, self.classes.classes, self.annee)
        for ligne in lignes:
            self._planifier_ligne(ligne)
        self.plan.inscriptions_a_clore = self.connus.en_trop
        self._planifier_les_absents()
        self.classes.fermer_les_anciennes()

    def _refuser_une_annee_quittee(self, fichier: str) -> None:
        """Pupils are in classes of a later year: nobody is brought back to classes that are closed."""
        plus_tard = [i.classe.annee for i in self.connus.presents.values() if i.classe.annee.debut > self.annee.debut]
        if plus_tard:
            phrase = _(
                "Les élèves sont déjà dans leurs classes de %(annee)s : un fichier de %(avant)s ne s’importe plus."
            )
            raise Illisible(fichier, 0, phrase % {"annee": plus_tard[0], "avant": self.annee})

    def _planifier_ligne(self, ligne: LigneEleve) -> None:
        issue = next(issue for cas in QUI if (issue := cas(self, ligne)))
        if isinstance(issue, Refus):
            self._refuser(ligne, issue)
            return
        personne = issue.personne
        if refus := next((refus for cas in REFUS if (refus := cas(self, ligne, personne))), None):
            if refus.retient and personne:
                self.retenus.add(personne.pk)
                self.plan.inscrits_ailleurs += 1
            self._refuser(ligne, refus)
            return
        if personne:
            self.vus[personne.pk] = ligne
        self.plan.eleves.append(self._viser(ligne, personne, acquis(self.classes.de(ligne))))

    def _refuser(self, ligne: LigneEleve, refus: Refus) -> None:
        ecrit = f"{ligne.prenom} {ligne.nom}" if refus.ecrit is None else refus.ecrit
        nom, prenom = norme(ligne.nom), norme(ligne.prenom)
        qui = "" if refus.ecrit is None else f"{ligne.prenom} {ligne.nom}"
        rejet = Rejet(ligne.fichier, ligne.ligne, ecrit, refus.raison, refus.que_faire, nom=nom, prenom=prenom, qui=qui)
        self.plan.rejets.append(rejet)

    def _planifier_les_absents(self) -> None:
        """Pupils of the school whom no accepted line names."""
        for pk, inscription in self.connus.presents.items():
            if pk not in self.vus:
                reste = any(cas(self, inscription) for cas in RESTENT)
                (self.plan.eleves if reste else self.plan.eleves_partis).append(_present(inscription))

    def _viser(self, ligne: LigneEleve, personne: Personne | None, classe: ClasseVisee) -> EleveVise:
        inscription = self.connus.inscription_de(personne)
        niveau, niveau_ecrit = _niveau(ligne, classe, inscription)
        champs: dict[str, str | dt.date] = {"nom": ligne.nom, "prenom": ligne.prenom, **ligne.champs}
        champs |= {"date_naissance": ligne.date_naissance} if ligne.date_naissance else {}
        champs |= {"ine": ligne.ine} if ligne.ine else {}
        eleve = EleveVise(
            reference=str(personne.uuid) if personne else f"{self._rang(ligne.fichier)}-{ligne.ligne}",
            nom=ligne.nom,
            prenom=ligne.prenom,
            nom_usage=ligne.champs.get("nom_usage", personne.nom_usage if personne else ""),
            date_naissance=ligne.date_naissance,
            niveau=niveau,
            niveau_ecrit=niveau_ecrit,
            niveau_lu=ligne.niveau_ecrit,
            classe_nom=classe.nom,
            personne=personne,
            inscription=inscription,
            classe=classe,
            fichier=ligne.fichier,
            ligne=ligne.ligne,
            jointure=ligne.jointure,
            champs=champs,
        )
        eleve.photo = ligne.photo if ligne.dit_photo else inscription.photo_onde if inscription else None
        eleve.decision = ligne.decision or (inscription.decision if inscription else "")
        if personne:
            taire = self.connus.est_venu_d_ailleurs(personne)
            eleve.champs, eleve.changements = differences(personne, champs, taire=taire)
            eleve.changements += _changements_de_place(eleve, classe, inscription)
            eleve.arrive = inscription is None
        return eleve

    def _rang(self, fichier: str) -> int:
        return next(i for i, f in enumerate(self.plan.fichiers) if f["nom"] == fichier)


def _present(inscription: Inscription) -> EleveVise:
    eleve = inscription.eleve
    return EleveVise(
        reference=str(eleve.uuid),
        nom=eleve.nom,
        prenom=eleve.prenom,
        nom_usage=eleve.nom_usage,
        date_naissance=eleve.date_naissance,
        niveau=inscription.niveau,
        niveau_ecrit=inscription.niveau_ecrit,
        classe_nom=inscription.classe.nom,
        personne=eleve,
        inscription=inscription,
        photo=inscription.photo_onde,
        decision=inscription.decision,
    )


def _niveau(ligne: LigneEleve, classe: ClasseVisee, inscription: Inscription | None) -> tuple[str, str]:
    """The level, and what stands instead. In the same class, a word that is no level takes nothing from what was known."""
    if inscription and (
        ligne.niveau is None or (ligne.niveau_ecrit and inscription.niveau and inscription.classe == classe.classe)
    ):
        return inscription.niveau, inscription.niveau_ecrit
    return ligne.niveau or "", ligne.niveau_ecrit


def _changements_de_place(eleve: EleveVise, classe: ClasseVisee, inscription: Inscription | None) -> list[Changement]:
    """Class, level and ONDE's hint on photos: what the enrolment holds. Who was to leave this evening does not: the file names them."""
    if inscription is None:
        return [Changement("classe", "", classe.nom)]
    places = []
    if classe.classe is None or classe.classe.pk != inscription.classe.pk:
        places.append(Changement("classe", inscription.classe.nom, classe.nom))
    if inscription.fin:
        places.append(Changement("depart", date_format(inscription.fin, "j F Y"), ""))
    if (inscription.niveau, inscription.niveau_ecrit) != (eleve.niveau, eleve.niveau_ecrit):
        avant = inscription.niveau or inscription.niveau_ecrit
        places.append(Changement("niveau", avant, eleve.niveau or eleve.niveau_ecrit))
    if inscription.photo_onde != eleve.photo:
        places.append(Changement("photo", _oui_non(inscription.photo_onde), _oui_non(eleve.photo)))
    if inscription.decision != eleve.decision:
        places.append(Changement("decision", _decision(inscription.decision), _decision(eleve.decision)))
    return places


def _decision(decision: str) -> str:
    return str(Inscription.Decision(decision).label) if decision else ""


def _oui_non(photo: bool | None) -> str:
    return "" if photo is None else _("oui") if photo else _("non")


# --- whom a line means: the first case that knows ----------------------------------------------------------------------
def ine_d_un_autre_enfant(p: PlanificateurEleves, ligne: LigneEleve) -> Refus | None:
    """An INE names one child: on the line of another, it is refused."""
    porteur = p.connus.par_son_ine(ligne)
    if porteur is None or p.connus.est_le_meme(porteur, ligne):
        return None
    que_faire = _("Vérifier l’INE dans ONDE")
    if p.connus.est_a_nous(porteur):
        ecrit = _("INE déjà porté par %(nom)s") % {"nom": porteur}
        return Refus(_("Deux élèves ne peuvent pas avoir le même INE."), que_faire, ecrit)
    # Nothing is said of the other school's child, not even their first name.
    return Refus(_("Cet INE est déjà celui d’un autre enfant."), que_faire)


def meme_ine(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu | None:
    """The same INE, with enough of the same names and birth date: the same pupil, whatever else was corrected."""
    porteur = p.connus.par_son_ine(ligne)
    return Reconnu(porteur) if porteur else None


def meme_jointure(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu | None:
    """The State's number, met before: the same pupil, whatever name was corrected. No file of ONDE writes one."""
    connu = p.connus.par_sa_jointure(ligne)
    return Reconnu(connu) if connu else None


def homonyme_a_l_autre_ine(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu | None:
    """Two children of one name and one birth date are told apart by their INE: this line is the one whom nobody knows."""
    homonyme = p.connus.par_son_nom(ligne)
    if homonyme and ligne.ine and homonyme.ine and (homonyme.pk in p.vus or homonyme.ine in p.connus.par_ine):
        return Reconnu()
    return None


def passe_depuis_par_une_autre_ecole(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu | None:
    """A former pupil who has been to another school since comes back by the INE, never by a name alone."""
    homonyme = p.connus.par_son_nom(ligne)
    if homonyme and p.connus.est_venu_d_ailleurs(homonyme) and not p.connus.est_tenu_ailleurs(homonyme):
        return Reconnu()
    return None


def memes_nom_et_naissance(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu | None:
    """Without INE: the same family name, first name and birth date, in this school."""
    homonyme = p.connus.par_son_nom(ligne)
    return Reconnu(homonyme) if homonyme else None


def nouveau(p: PlanificateurEleves, ligne: LigneEleve) -> Reconnu:
    """Nobody is known by that INE nor by that name: a new pupil."""
    return Reconnu()


QUI: list[Callable[[PlanificateurEleves, LigneEleve], Reconnu | Refus | None]] = [
    ine_d_un_autre_enfant,
    meme_ine,
    meme_jointure,
    homonyme_a_l_autre_ine,
    passe_depuis_par_une_autre_ecole,
    memes_nom_et_naissance,
    nouveau,
]


# --- which lines are refused, whoever they mean: the first case that refuses --------------------------------------------
def tenu_par_une_autre_ecole(p: PlanificateurEleves, ligne: LigneEleve, personne: Personne | None) -> Refus | None:
    """Nothing is said of the other school, nor of the child beyond what the file says."""
    if personne is None or not p.connus.est_tenu_ailleurs(personne):
        return None
    que_faire = _(
        "Demander à l’autre école d’importer son fichier à jour pour enregistrer le départ, puis réimporter celui-ci"
    )
    return Refus(_("Cet élève est encore inscrit dans une autre école."), que_faire, retient=True)


def ecrit_deux_fois(p: PlanificateurEleves, ligne: LigneEleve, personne: Personne | None) -> Refus | None:
    """Two lines for one pupil: the first counts."""
    if personne is None or personne.pk not in p.vus:
        return None
    raison = _("Le même élève est déjà écrit à la ligne %(n)s.") % {"n": p.vus[personne.pk].ligne}
    return Refus(raison, _("Garder une seule ligne dans ONDE"))


def classe_incertaine(p: PlanificateurEleves, ligne: LigneEleve, personne: Personne | None) -> Refus | None:
    """Two classes bear the name written, and no identifier says which."""
    if p.classes.de(ligne) is not None:
        return None
    que_faire = _("Exporter avec la colonne « Identifiant classe »")
    return Refus(_("Deux classes portent ce nom."), que_faire, ecrit=ligne.classe)


REFUS: list[Callable[[PlanificateurEleves, LigneEleve, Personne | None], Refus | None]] = [
    tenu_par_une_autre_ecole,
    ecrit_deux_fois,
    classe_incertaine,
]


# --- who stays although no line was accepted for them; the others have left ---------------------------------------------
def retenu_par_sa_ligne(p: PlanificateurEleves, inscription: Inscription) -> bool:
    """Enrolled here and in another school: the line that would have said so was refused."""
    return inscription.eleve_id in p.retenus


def nomme_par_une_ligne_refusee(p: PlanificateurEleves, inscription: Inscription) -> bool:
    """A line that was refused speaks of them, by INE or by name: they have not left, so they stay as they are."""
    eleve = inscription.eleve
    noms = {(norme(nom), norme(eleve.prenom)) for nom in (eleve.nom, eleve.nom_usage)}
    return any(
        (rejet.ine and rejet.ine.upper() == eleve.ine)
        or (rejet.nom and rejet.prenom and (rejet.nom, rejet.prenom) in noms)
        for rejet in p.plan.rejets
    )


def part_ce_soir(p: PlanificateurEleves, inscription: Inscription) -> bool:
    """The departure is noted already: it follows in the morning, and the lists of the day keep them until then."""
    return inscription.fin is not None


RESTENT: list[Callable[[PlanificateurEleves, Inscription], bool]] = [
    retenu_par_sa_ligne,
    nomme_par_une_ligne_refusee,
    part_ce_soir,
]
