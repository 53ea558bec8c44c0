"""What may be chosen for a dossier: works of the child and photos of the class, each file judged for this use.

What goes to another school is seen by people whom no family met: an image on which another child is named stays, and so does one of the class of
which nobody said who is on it. A work that the child made is theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier, Visage
from ent.fichiers.registres import Souvenir, travaux_de

from ..models import Dossier

TITRE = 200  # letters of `Piece.titre`


@dataclass
class Choix:
    """One thing: what of it goes, and of what stays, why (by file)."""

    souvenir: Souvenir
    vont: list[Fichier] = field(default_factory=list)
    restent: list[tuple[Fichier, str]] = field(default_factory=list)
    est_choisi: bool = False

    @property
    def titre(self) -> str:
        return Truncator(" ".join(self.souvenir.titre.split())).chars(TITRE)

    @property
    def est_vide(self) -> bool:
        """Nothing of it would go."""
        return not self.vont and not self.souvenir.texte

    @property
    def pourquoi(self) -> list[str]:
        """Each reason once."""
        return list(dict.fromkeys(raison for _fichier, raison in self.restent))


def choix_de(personne: Personne, dossier: Dossier) -> list[Choix]:
    """The latest first. As many queries whatever there is. Reads `pieces`."""
    choses = [s for s in travaux_de(personne, dossier.eleve) if s.genre in (Souvenir.TRAVAIL, Souvenir.PHOTO)]
    choses.sort(key=lambda s: (s.jour, s.cle), reverse=True)
    autres = autres_enfants(dossier.eleve_id, (f for s in choses for f in s.fichiers))
    choisies = {piece.cle for piece in dossier.pieces.all() if not piece.de_l_eleve}
    return [juger(souvenir, autres, souvenir.cle in choisies) for souvenir in choses]


def autres_enfants(eleve: int, fichiers: Iterable[Fichier]) -> dict[int, list[str]]:
    """By file, the first names of the other pupils who were said to be on it. One query."""
    noms: dict[int, list[str]] = defaultdict(list)
    vus = [f.pk for f in fichiers if f.se_regarde]
    lignes = Visage.objects.filter(fichier__in=vus).exclude(eleve=eleve) if vus else Visage.objects.none()
    for fichier, prenom in lignes.values_list("fichier_id", "eleve__prenom"):
        noms[fichier].append(prenom)
    return noms


def juger(souvenir: Souvenir, autres: dict[int, list[str]], est_choisi: bool) -> Choix:
    choix = Choix(souvenir, est_choisi=est_choisi)
    for fichier in souvenir.fichiers:
        raison = pourquoi_pas(fichier, autres.get(fichier.pk, ()), est_du_sien=souvenir.genre == Souvenir.TRAVAIL)
        if raison:
            choix.restent.append((fichier, raison))
        elif fichier.est_sain:
            choix.vont.append(fichier)
    return choix


def pourquoi_pas(fichier: Fichier, autres: Collection[str], *, est_du_sien: bool) -> str:
    """Why this file does not go; nothing when it does."""
    if not fichier.se_regarde:
        return ""
    if autres:
        return _("on y voit aussi %(noms)s") % {"noms": ", ".join(sorted(autres))}
    if fichier.personnes_dites_le is None and not est_du_sien:
        return _("personne n’a dit qui est dessus")
    return ""
