"""What a person may do in a thread, and how it is named for them."""

import datetime as dt
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.natures import dire_d_une
from ent.socle.francais import cite, de_qui

from ..droits import fils as droits
from ..droits import regles
from ..droits.regles import Nature, Qualite, Situation
from ..evenements import gens as evenements
from ..evenements.gens import Gens, Lues, Questions
from ..models import Fil
from ..models.fils import jamais_eus, membre_de, reunies
from . import regles as lectures

TOURS_DE_REPOS = (
    14  # quiet hours of several schools that take turns for a week leave no minute: it is then said at the last of them
)
DE_LA_CLASSE = (Nature.ANNONCE, Nature.ELEVES, Nature.PARENTS)


@dataclass
class Place:
    """One person in one thread: in what capacities, and what these allow. Its one query is made at first need."""

    personne: Personne
    fil: Fil

    @cached_property
    def lues(self) -> Lues:
        return evenements.lire(self.questions())

    def questions(self, *, avec_les_gens: bool = False) -> Questions:
        """What is to be read: what holds in the school, and the people of a household's thread, which its right depends on."""
        if self.fil.nature == Nature.COLLECTIF:
            posees = lectures.questions_reunies(self.personne, self.fil.pk)
        else:
            posees = lectures.questions(self.personne, self.fil.etablissement_id)
        if avec_les_gens or self.fil.nature == Nature.FOYER:
            des_gens = evenements.questions(self.fil)
            posees |= des_gens
            if avec_les_gens:
                posees |= evenements.questions_des_comptes(des_gens)
        return posees

    @cached_property
    def gens(self) -> Gens:
        """Who reads here. Another query, in a thread that follows from a class or a school, unless it was read along."""
        return Gens(self.fil, self.lues) if "roles" in self.lues else evenements.gens(self.fil)

    @property
    def nom(self) -> str:
        """How this thread is named for this person."""
        return titre(self.fil, self.gens.autre_cote(self.personne.pk) if self.fil.nature == Nature.FOYER else ())

    @cached_property
    def est_membre(self) -> bool:
        return self.fil.pk is not None and self.fil.pk in membre_de(self.personne)

    @cached_property
    def ecoles(self) -> frozenset[int]:
        """Of a thread of several schools, those where this person works."""
        return reunies(self.personne).get(self.fil.pk, frozenset()) if self.fil.pk else frozenset()

    @cached_property
    def qualites(self) -> set[str]:
        return droits.qualites_dans(
            self.personne,
            self.fil,
            est_membre=self.est_membre,
            ecoles=self.ecoles,
            jamais_eus=jamais_eus(self.personne),
        )

    @cached_property
    def qualites_par_ecole(self) -> dict[int | None, set[str]]:
        """Under None where the thread is of one school: all of theirs."""
        if self.fil.nature != Nature.COLLECTIF:
            return {None: self.qualites}
        lues = droits.qualites_reunies(self.personne, self.ecoles, est_membre=self.est_membre)
        return dict(lues.items())

    @cached_property
    def situations(self) -> dict[int | None, Situation]:
        """By school of a thread of several where this person works; under None, what holds in the thread."""
        if self.fil.nature == Nature.COLLECTIF:
            return lectures.situations_reunies(self.lues, self.ecoles)
        return {None: lectures.situation_lue(self.lues)}

    @property
    def situation(self) -> Situation:
        return self.situations[None]

    @property
    def est_gele(self) -> bool:
        """An incident holds what was written here."""
        return bool(self.situation.incident)

    @cached_property
    def peut_ecrire(self) -> bool:
        """In a thread of several schools, each of those where one works must let one: the stricter holds."""
        return bool(self.qualites) and all(
            self._permet(self.situations[ecole], siennes) for ecole, siennes in self.qualites_par_ecole.items()
        )

    @cached_property
    def peut_parler(self) -> bool:
        """Neither a suspension nor an incident keeps them from a sign."""
        return bool(self.qualites) and all(
            any(self.situations[ecole].peut_parler(q) for q in siennes)
            for ecole, siennes in self.qualites_par_ecole.items()
        )

    def _permet(self, situation: Situation, qualites: Collection[str]) -> bool:
        return regles.peut_ecrire(
            situation,
            qualites,
            nature=self.fil.nature,
            a_une_classe=self.fil.classe_id is not None,
            est_ouvert=self.fil.est_ouvert and not self.est_depasse,
            ont_ecrit=self.fil.qualites_qui_ont_ecrit,
        )

    @cached_property
    def est_depasse(self) -> str:
        """Why a thread of a class that is over, or a household's, only stays to be read; empty while it goes on.

        A household that changed goes on in another thread: who left it reads nothing new here. So does a child in another
        class: the former teacher writes to the family no more, and receives nothing by mistake.
        """
        fil = self.fil
        if self.personne.portee.est_passee or (fil.nature in DE_LA_CLASSE and fil.classe_id and fil.classe.fermee_le):
            return _("L’année de cette classe est finie : ce fil reste à lire.")
        if fil.etablissement.fermee_le:
            return _("Cette école en a rejoint une autre : ce fil reste à lire.")
        if fil.nature == Nature.COLLECTIF and (not fil.est_ouvert or (fil.fin and fil.fin < timezone.localdate())):
            return _("Ce qui réunissait ces écoles est terminé : ce fil reste à lire.")
        if fil.nature != Nature.FOYER:
            return ""
        if fil.adultes_du_foyer not in self.gens.foyers:
            return _("Le foyer a changé : ce fil reste à lire, la suite est dans un autre.")
        if self.gens.n_a_que_des_tus:
            dite = _("À l’école, seul un autre responsable %(de_prenom)s lirait ici : écrivez à une autre personne.")
            return dite % {"de_prenom": de_qui(fil.eleve.prenom)}
        if fil.classe_id and fil.classe_id not in self.gens.classes_de_l_enfant:
            return _("%(enfant)s a changé de classe : ce fil reste à lire, la suite est dans un autre.") % {
                "enfant": fil.eleve.prenom
            }
        return ""

    @property
    def pourquoi_pas(self) -> str:
        """Why one only reads here, and what to do instead; empty when one may write."""
        if self.peut_ecrire:
            return ""
        fil, ici = self.fil, self.situation
        if ici.est_suspendu:
            return _("Vous ne pouvez pas écrire pour le moment. La raison est dans vos notifications.")
        if ici.incident and not self._permet(Situation(ici.table), self.qualites):
            ici = Situation(ici.table)
        elif ici.incident:
            return _(
                "L’école a coupé les messages pour un moment. Vous pouvez lire ; vous écrirez quand ce sera rétabli."
            )
        if self.est_depasse:
            return self.est_depasse
        if fil.nature == Nature.ELEVES:
            if Qualite.ELEVE in self.qualites:
                if fil.etablissement.est_college:
                    return _("Un professeur a fermé la discussion.")
                return _("Ta maîtresse ou ton maître a fermé la discussion.")
            return _("Vous lisez ce que la classe s’écrit ; les élèves et leurs enseignants y écrivent.")
        if not fil.est_ouvert:
            return _("Ce fil est fermé. Il reste à lire.")
        if fil.nature in (Nature.ANNONCE, Nature.ECOLE):
            return _("On ne répond pas ici : « Répondre » écrit à l’école seule.")
        if fil.nature == Nature.COLLECTIF:
            return _("Les règles d’une des écoles ne permettent pas d’écrire ici.")
        return _("Les règles de l’école ne permettent pas d’écrire ici.")


def place(personne: Personne, fil: Fil) -> Place:
    return Place(personne, fil)


def moment_du_depart(fil: Fil) -> dt.datetime:
    """Now, or when quiet hours end: for what reaches families, in a school that holds what is written."""
    maintenant, ecole = timezone.now(), fil.etablissement
    if not fil.touche_les_familles or not calendrier.retient_la_page(ecole):
        return maintenant
    return calendrier.ouverture(ecole, maintenant)


def heure_de_dire(fil: Fil) -> dt.datetime:
    """When what is written may buzz somebody: now, or when quiet hours end, in all its schools when it is of several."""
    quand = timezone.now()
    if fil.nature != Nature.COLLECTIF:
        return calendrier.ouverture(fil.etablissement, quand)
    ecoles = list(Etablissement.objects.filter(fils_reunis__fil=fil))
    for _tour in range(TOURS_DE_REPOS):
        suivant = max((calendrier.ouverture(ecole, quand) for ecole in ecoles), default=quand)
        if suivant == quand:
            break
        quand = suivant
    return quand


def par_ecole(fil: Fil, gens: Gens, personnes: Set[int]) -> list[tuple[Etablissement, Set[int]]]:
    """These people of the thread, each under the school by which they are told of it: one belongs to no other."""
    if fil.nature != Nature.COLLECTIF:
        return [(fil.etablissement, personnes)]
    rangees = gens.par_ecole(personnes)
    ecoles = Etablissement.objects.in_bulk(rangees)
    return [(ecoles[pk], siennes) for pk, siennes in sorted(rangees.items())]


def ecole_de(fil: Fil, personne: Personne) -> Etablissement:
    """By which this person is told of the thread; its own, when they are of it no more."""
    siennes = reunies(personne).get(fil.pk) if fil.nature == Nature.COLLECTIF else None
    return Etablissement.objects.get(pk=min(siennes)) if siennes else fil.etablissement


def est_gele(fil: Fil) -> bool:
    """An incident freezes what was written: of the territory, of its school, of one or another of its schools. One query."""
    if fil.nature == Nature.COLLECTIF:
        return lectures.un_incident_dans(fil.pk)
    return bool(lectures.incident_en_cours(fil.etablissement_id))


def depart(fil: Fil) -> dt.datetime | None:
    """When what is written now would leave, if it waits; None when it leaves at once."""
    moment = moment_du_depart(fil)
    return timezone.localtime(moment) if moment > timezone.now() else None


def a_qui(fil: Fil, qualites: Collection[str]) -> str:
    """To whom it goes, as the journal says it: a kind of thread, and the side of a household's; never a name."""
    if fil.nature != Nature.FOYER:
        return str(fil.nature)
    if Qualite.RESPONSABLE not in qualites:
        return "foyer"
    return "classe" if fil.classe_id else "direction"


def titre(fil: Fil, autre_cote: Sequence[str] = ()) -> str:
    """How the thread is named; a household's, by the child first, then by who is on the other side (« Inès · Mme Lefort »)."""
    match fil.nature:
        case Nature.ANNONCE:
            return _("Annonces de %(classe)s") % {"classe": fil.classe or fil.groupe}
        case Nature.ECOLE:
            return dire_d_une(fil.etablissement, lambda: _("Annonces de l’école"))
        case Nature.EQUIPE:
            return dire_d_une(fil.etablissement, lambda: _("L’équipe de l’école"))
        case Nature.PROJET | Nature.COLLECTIF:
            return fil.titre
        case Nature.COMMUNE:
            return _("%(ecole)s · la direction et la commune") % {"ecole": fil.etablissement}
        case Nature.ELEVES:
            return _("La classe %(classe)s") % {"classe": fil.classe}
        case Nature.PARENTS:
            return _("Les parents de %(classe)s") % {"classe": fil.classe}
    return f"{fil.eleve.prenom} · {', '.join(autre_cote) or _('la direction')}"


def annonce(fil: Fil, auteur: Personne) -> str:
    """What tells of a message. Only a household's thread is written to someone: elsewhere, a mother would read that her own daughter
    wrote to her.
    """
    if fil.nature == Nature.FOYER:
        return _("%(auteur)s vous a écrit.") % {"auteur": auteur.nom_affiche}
    return _("%(auteur)s a écrit dans « %(fil)s ».") % {"auteur": auteur.nom_affiche, "fil": cite(titre(fil))}
