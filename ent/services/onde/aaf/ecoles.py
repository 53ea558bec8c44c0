"""One school as the State last said it, as the files that a plan is made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import batched

from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement

from ..lignes import BlocEnfant, Lecture, LigneEleve, NatureFichier
from ..models import FicheAaf
from ..normes import CelluleRefusee
from .fiches import (
    Contenu,
    adultes_dits,
    eleve,
    enfant,
    personnel,
    premier,
    rejet,
    responsable,
    services,
    structures_de,
)
from .miroir import AUTRES

LOT = 5_000
Fiches = list[tuple[str, Contenu]]


class Annuaire:
    """The records of one sender, read school by school. Staff work in several: where each does is read once."""

    def __init__(self, flux: str) -> None:
        self.fiches = FicheAaf.objects.filter(flux=flux)
        lieux = self.fiches.filter(categorie=FicheAaf.Categorie.STRUCTURE).exclude(etablissement=None).order_by()
        self.structures = dict(lieux.values_list("etablissement", "jointure"))
        libelles = (
            self.fiches.filter(categorie=FicheAaf.Categorie.MATIERE).order_by().values_list("jointure", "contenu")
        )
        self.matieres = {code: premier(contenu, "ENTLibelleMatiere") for code, contenu in libelles}
        self.personnels: dict[str, list[str]] = defaultdict(list)
        agents = self.fiches.filter(categorie=FicheAaf.Categorie.PERSONNEL).order_by("jointure")
        for jointure, contenu in agents.values_list("jointure", "contenu").iterator(chunk_size=LOT):
            for structure in structures_de("PersEducNat", contenu):
                self.personnels[structure].append(jointure)

    def _de(self, categorie: str, **ou) -> Fiches:
        return list(
            self.fiches.filter(categorie=categorie, **ou).order_by("jointure").values_list("jointure", "contenu")
        )

    def lectures_de(self, ecole: Etablissement) -> tuple[list[Lecture], dict[str, int]]:
        """Its pupils, their adults, its staff; and how many pupils the State says of each service."""
        structure = self.structures[ecole.pk]
        fiches = self._de(FicheAaf.Categorie.ELEVE, etablissement=ecole)
        eleves = Lecture(_("AAF, élèves"), NatureFichier.ELEVES, total=len(fiches), est_aaf=True)
        par_jointure = _lire(eleves, fiches, lambda nom, jointure, contenu: eleve(nom, jointure, contenu, structure))
        adultes = self._responsables(fiches, par_jointure)
        personnels = Lecture(_("AAF, personnels"), NatureFichier.PERSONNELS, est_aaf=True)
        agents = self._de(FicheAaf.Categorie.PERSONNEL, jointure__in=self.personnels[structure])
        personnels.total = len(agents)
        _lire(personnels, agents, lambda nom, j, contenu: personnel(nom, j, contenu, structure, self.matieres))
        lectures = [eleves, adultes, personnels]
        return [lu for lu in lectures if lu.total or lu is eleves], services(contenu for _j, contenu in fiches)

    def _responsables(self, fiches: Fiches, eleves: dict[str, LigneEleve]) -> Lecture:
        blocs: dict[str, list[BlocEnfant]] = defaultdict(list)
        for jointure, contenu in fiches:
            if ligne := eleves.get(jointure):
                dits = adultes_dits(contenu)
                # An adult whom the child's record leaves out, although it names others, holds no authority.
                dits |= dict.fromkeys(contenu.get(AUTRES, ()), False if True in dits.values() else None)
                for adulte, autorite in dits.items():
                    blocs[adulte].append(enfant(ligne, autorite))
        connus: Fiches = []
        for lot in batched(sorted(blocs), LOT):
            connus += self._de(FicheAaf.Categorie.RESPONSABLE, jointure__in=lot)
        lecture = Lecture(_("AAF, responsables"), NatureFichier.RESPONSABLES, total=len(connus), est_aaf=True)
        _lire(lecture, connus, lambda nom, jointure, contenu: responsable(nom, jointure, contenu, blocs[jointure]))
        if perdus := len(blocs) - len(connus):
            phrase = _("%(n)s responsables sont nommés sans que l’AAF les décrive : le prochain lot complet les dira.")
            lecture.avertissements.append(phrase % {"n": perdus})
        return lecture

    def vider(self, ecole: Etablissement) -> None:
        """What the State emptied was taken by the school: it is forgotten, so that what the school writes there since stays."""
        structure = self.structures[ecole.pk]
        eleves = self._avec_des_vides(etablissement=ecole)
        adultes = {
            j
            for fiche in self.fiches.filter(categorie=FicheAaf.Categorie.ELEVE, etablissement=ecole)
            for j in _adultes(fiche)
        }
        for lot in batched(sorted(adultes), LOT):
            eleves += self._avec_des_vides(categorie=FicheAaf.Categorie.RESPONSABLE, jointure__in=lot)
        agents = {"categorie": FicheAaf.Categorie.PERSONNEL, "jointure__in": self.personnels[structure]}
        vides = eleves + self._avec_des_vides(**agents)
        for fiche in vides:
            fiche.contenu = {nom: valeurs for nom, valeurs in fiche.contenu.items() if valeurs}
        FicheAaf.objects.bulk_update(vides, ["contenu"], batch_size=200)

    def _avec_des_vides(self, **lesquelles) -> list[FicheAaf]:
        siennes = self.fiches.exclude(categorie=FicheAaf.Categorie.STRUCTURE).filter(**lesquelles).order_by("pk")
        return [fiche for fiche in siennes if not all(fiche.contenu.values())]


def _adultes(fiche: FicheAaf) -> set[str]:
    return {*adultes_dits(fiche.contenu), *fiche.contenu.get(AUTRES, ())}


def _lire[L](
    lecture: Lecture, fiches: Iterable[tuple[str, Contenu]], lire_une: Callable[[str, str, Contenu], L]
) -> dict[str, L]:
    """The lines of these records, by number; those that cannot be read are refused in the reading."""
    lues: dict[str, L] = {}
    for jointure, contenu in fiches:
        try:
            lues[jointure] = lire_une(lecture.fichier, jointure, contenu)
        except CelluleRefusee as refus:
            lecture.rejets.append(rejet(lecture.fichier, jointure, refus, contenu))
    lecture.lignes = list(lues.values())
    return lues
