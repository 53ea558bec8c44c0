"""Which school year a file is for: nothing in it says so. From July to September a person does; a guess is proposed, with its why.

The signs of the guess are a list of cases, the first that tells decides. None of them decides alone what is written.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.codes import NIVEAUX
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Inscription

from .identites import cle_eleve
from .lignes import Illisible, Lecture, LigneEleve, NatureFichier

RENTREE_PROCHE = 15  # of August: schools prepare the year that comes


def du_jour(jour: dt.date | None = None) -> AnneeScolaire:
    return AnneeScolaire.objects.prevue(jour or timezone.localdate())


def est_a_dire(jour: dt.date | None = None) -> bool:
    """From July to September, schools drop files of two years."""
    return (jour or timezone.localdate()).month in (7, 8, 9)


def possibles(jour: dt.date | None = None) -> list[AnneeScolaire]:
    """The years that a file of this day may be for, the older first. One, but from July to September."""
    jour = jour or timezone.localdate()
    annee = du_jour(jour)
    if not est_a_dire(jour):
        return [annee]
    if jour.month == annee.debut.month:
        return [du_jour(annee.debut - dt.timedelta(days=1)), annee]
    return [annee, du_jour(annee.fin + dt.timedelta(days=1))]


def choisie(nom: str) -> AnneeScolaire:
    """The year that a command was given. Raises `Illisible` when it had to be said, or cannot be that one."""
    permises = {annee.nom: annee for annee in possibles()}
    if not nom and len(permises) == 1:
        return du_jour()
    if nom in permises:
        return permises[nom]
    choix = _(" ou ").join(f"--annee {permise}" for permise in permises)
    phrase = _("Dites pour quelle année sont ces fichiers : %(choix)s.")
    raise Illisible("", 0, phrase % {"choix": choix})


@dataclass(frozen=True)
class Supposition:
    annee: AnneeScolaire
    raison: str
    est_un_signe: bool = True  # False: the date alone


@dataclass(frozen=True)
class Indices:
    """What the signs look at: the file's pupils, and those of the school today."""

    avant: AnneeScolaire
    apres: AnneeScolaire
    lignes: list[LigneEleve]
    etablissement: Etablissement
    presents: list[Inscription]

    def niveaux(self) -> Iterable[tuple[int, int]]:
        """Of each pupil known in a class of the older year: their level today, and the one that the file writes."""
        anciens = [i for i in self.presents if i.classe.annee_id == self.avant.pk]
        par_ine = {i.eleve.ine: i for i in anciens if i.eleve.ine}
        par_nom = {cle_eleve(i.eleve.nom, i.eleve.prenom, i.eleve.date_naissance): i for i in anciens}
        for ligne in self.lignes:
            connu = par_ine.get(ligne.ine) or par_nom.get(cle_eleve(ligne.nom, ligne.prenom, ligne.date_naissance))
            if connu and connu.niveau in NIVEAUX and ligne.niveau in NIVEAUX:
                yield NIVEAUX.index(connu.niveau), NIVEAUX.index(ligne.niveau)


def supposer(
    etablissement: Etablissement, lectures: Iterable[Lecture], signes: "list[Signe] | None" = None
) -> Supposition:
    """The year that these files seem to be for."""
    if not est_a_dire():
        return Supposition(du_jour(), "", est_un_signe=False)
    presents = Inscription.objects.filter(classe__etablissement=etablissement, fin=None)
    avant, apres = possibles()
    indices = Indices(
        avant,
        apres,
        lignes=[ligne for lu in lectures if lu.nature is NatureFichier.ELEVES for ligne in lu.lignes],
        etablissement=etablissement,
        presents=list(presents.select_related("eleve", "classe__annee").order_by("pk")),
    )
    return next(supposition for signe in signes or SIGNES if (supposition := signe(indices)))


def sure(etablissement: Etablissement, lectures: Iterable[Lecture]) -> AnneeScolaire | None:
    """The year that the pupils themselves tell, of files that nobody reads before they are applied; None for the one in progress.

    Numbers of classes do not count: the AAF's need not be ONDE's.
    """
    supposee = supposer(etablissement, lectures, [deja_passes, niveaux_des_eleves, date_du_jour])
    return supposee.annee if supposee.est_un_signe else None


# --- the signs, the surest first ------------------------------------------------------------------------------------
def deja_passes(indices: Indices) -> Supposition | None:
    """Pupils are in classes of the later year: nobody goes back."""
    if any(i.classe.annee.debut >= indices.apres.debut for i in indices.presents):
        phrase = _("vos élèves sont déjà dans leurs classes de %(annee)s")
        return Supposition(indices.apres, phrase % {"annee": indices.apres})
    return None


def niveaux_des_eleves(indices: Indices) -> Supposition | None:
    """Pupils go up one level with the year; those who stay down are few."""
    couples = list(indices.niveaux())
    restent = sum(avant == apres for avant, apres in couples)
    montent = sum(avant + 1 == apres for avant, apres in couples)
    if montent > restent:
        phrase = ngettext(
            "%(n)s élève sur %(total)s y monte d’un niveau", "%(n)s élèves sur %(total)s y montent d’un niveau", montent
        )
        return Supposition(indices.apres, phrase % {"n": montent, "total": len(couples)})
    if restent > montent:
        phrase = ngettext(
            "%(n)s élève sur %(total)s y a le niveau qu’il a aujourd’hui",
            "%(n)s élèves sur %(total)s y ont le niveau qu’ils ont aujourd’hui",
            restent,
        )
        return Supposition(indices.avant, phrase % {"n": restent, "total": len(couples)})
    return None


def numeros_des_classes(indices: Indices) -> Supposition | None:
    """ONDE's numbers of classes: those of the older year, or none of them."""
    ecrits = {ligne.identifiant_classe for ligne in indices.lignes} - {""}
    classes = Classe.objects.filter(etablissement=indices.etablissement, annee=indices.avant.pk).order_by()
    connus = set(classes.values_list("identifiant_onde", flat=True)) - {""}
    if not ecrits or not connus:
        return None
    if len(ecrits & connus) * 2 > len(ecrits):
        phrase = _("ses classes ont les numéros de celles de %(annee)s")
        return Supposition(indices.avant, phrase % {"annee": indices.avant})
    phrase = _("ses classes n’ont pas les numéros de celles de %(annee)s")
    return Supposition(indices.apres, phrase % {"annee": indices.avant})


def date_du_jour(indices: Indices) -> Supposition:
    """Nothing in the files tells: the year in progress, or the next from the middle of August."""
    jour = timezone.localdate()
    if jour >= indices.apres.debut:
        return Supposition(indices.apres, _("l’année a commencé"), est_un_signe=False)
    if (jour.month, jour.day) >= (8, RENTREE_PROCHE):
        return Supposition(indices.apres, _("la rentrée est proche"), est_un_signe=False)
    return Supposition(indices.avant, _("l’année n’est pas finie"), est_un_signe=False)


type Signe = Callable[[Indices], Supposition | None]
SIGNES: list[Signe] = [
    deja_passes,
    niveaux_des_eleves,
    numeros_des_classes,
    date_du_jour,
]
