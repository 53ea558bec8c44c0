"""What waits for a direction: corrections of families; and whom it named to read health."""

from dataclasses import dataclass

from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Etablissement, Personne, Role
from ent.socle.dates import aujourd_hui
from ent.socle.textes import norme

from ..champs_corriges import Champ, dire_valeurs, empreinte, valeurs_de
from ..models import Correction, LecteurSante

RECENTES = 20


@dataclass
class CorrectionLue:
    """With what the school holds at this moment, and what accepting would also do."""

    correction: Correction
    actuel: str
    vu: str
    a_change: bool
    rejoint: str = ""  # whose household the new address would join

    @property
    def champ(self) -> Champ:
        return Champ(self.correction.champ)


def corrections_de(personne: Personne, ecole: Etablissement) -> list[CorrectionLue]:
    """Those that wait, the oldest first."""
    attendent = Correction.objects.a_traiter_par(personne).vivantes().en_attente().filter(etablissement=ecole)
    return [_lue(correction, ecole) for correction in attendent.select_related("eleve", "par")]


def corrections_fermees_a(personne: Personne, ecole: Etablissement) -> list[Personne]:
    """Children of this person of whom another holder asks one: what it says is not theirs to read, but where no colleague directs (`entre_eux`). One query."""
    attendent = Correction.objects.dirigees_par(personne).vivantes().en_attente().filter(etablissement=ecole)
    lues = Correction.objects.a_traiter_par(personne).order_by().values("pk")
    fermees = attendent.exclude(pk__in=lues).order_by().values("eleve")
    return list(Personne.objects.filter(pk__in=fermees))


def _lue(correction: Correction, ecole: Etablissement) -> CorrectionLue:
    actuelles = valeurs_de(correction.sujet, Champ(correction.champ))
    lue = CorrectionLue(
        correction, dire_valeurs(actuelles), empreinte(actuelles), a_change=actuelles != correction.avant
    )
    if lue.champ == Champ.ADRESSE:
        lue.rejoint = _rejoint(correction, ecole)
    return lue


def _rejoint(correction: Correction, ecole: Etablissement) -> str:
    """The address would make one household of two: the direction is told before, since letters and messages follow it."""
    foyers = foyers_de([correction.eleve_id], ecole).get(correction.eleve_id, [])
    ailleurs = {pk for foyer in foyers if correction.par_id not in foyer for pk in foyer}
    voulue = (norme(correction.apres["adresse"]), correction.apres["code_postal"])
    autres = Personne.objects.filter(pk__in=ailleurs)
    return next((p.nom_affiche for p in autres if voulue[0] and (norme(p.adresse), p.code_postal) == voulue), "")


def traitees_de(personne: Personne, ecole: Etablissement) -> list[Correction]:
    """The last ones that were answered."""
    lues = Correction.objects.a_traiter_par(personne).filter(etablissement=ecole, etat__in=("acceptee", "refusee"))
    return list(lues.select_related("eleve", "par", "traitee_par").order_by("-traitee_le", "-pk")[:RECENTES])


def lecteurs_de(personne: Personne, ecole: Etablissement) -> list[LecteurSante]:
    """Who is named today, and who will be."""
    tous = LecteurSante.objects.diriges_par(personne).filter(etablissement=ecole)
    return [un for un in tous.select_related("personne") if un.fin is None or un.fin >= aujourd_hui()]


def equipe_a_nommer(ecole: Etablissement) -> list[Personne]:
    """Who works there and does not read every sheet by directing."""
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature__in=DU_TRAVAIL)
    dirigent = roles.filter(nature=Role.Nature.DIRECTEUR).values("personne")
    return list(Personne.objects.filter(roles__in=roles).exclude(pk__in=dirigent).distinct())


def combien_attendent(personne: Personne, ecole: Etablissement) -> int:
    return Correction.objects.dirigees_par(personne).vivantes().en_attente().filter(etablissement=ecole).count()
