"""What the archive of a space holds for one school, part by part. A file that reads more of a space (its board of works) adds its part to `PARTIES`.

A part is asked for one school that is in, and gives that school's own: the names of its pupils, and of nobody else's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ent.annuaire.registres.collectifs import archive_de_la_parole
from ent.fichiers.archives import nom_sur
from ent.fichiers.lectures import nom_de_sortie
from ent.fichiers.models import Fichier

from ..models import AdulteDeLEspace, ClasseDeLEspace, DateDeLEspace, EcoleDeLEspace, InscriptionVisite
from .moments import quand
from .tableau import oeuvres_a_garder


@dataclass(frozen=True)
class Piece:
    """A file that the archive bears: its path there (« oeuvres/01-fresque.jpg »), and the key of its object in the storage."""

    chemin: str
    cle: str


@dataclass(frozen=True)
class Partie:
    """A part of the page: its template draws `contexte`. Without one, the part is left out."""

    gabarit: str
    contexte: dict[str, Any]
    pieces: tuple[Piece, ...] = field(default=())


Lecture = Callable[[EcoleDeLEspace], Partie | None]


def gens(ecole: EcoleDeLEspace) -> Partie:
    """Schools, their adults by name, their classes; of pupils, how many."""
    espace, d_ici = ecole.espace, ecole.etablissement_id
    adultes = AdulteDeLEspace.objects.presents(archive_de=d_ici).filter(ecole__espace=espace).select_related("personne")
    classes = ClasseDeLEspace.objects.dedans(archive_de=d_ici).filter(ecole__espace=espace).select_related("classe")
    ecoles = [
        {
            "nom": une.etablissement.nom,
            "adultes": [a.personne.nom_affiche for a in adultes if a.ecole_id == une.pk],
            "classes": [c.classe.nom for c in classes if c.ecole_id == une.pk],
        }
        for une in espace.ecoles.dedans(archive_de=d_ici).select_related("etablissement")
    ]
    return Partie("espaces/archive/gens.html", {"ecoles": ecoles})


def dates(ecole: EcoleDeLEspace) -> Partie | None:
    """Each date; of a visit, how many came of all schools, and who of this one."""
    lues = list(DateDeLEspace.objects.filter(espace=ecole.espace_id))
    if not lues:
        return None
    tenues = InscriptionVisite.objects.tenues(archive_de=ecole.etablissement_id)
    viennent = tenues.qui_viennent().filter(date__in=lues)
    lignes = list(viennent.select_related("eleve", "classe__classe").order_by("classe", "eleve__prenom", "pk"))
    return Partie("espaces/archive/dates.html", {"dates": [_une_date(date, lignes, ecole) for date in lues]})


def _une_date(date: DateDeLEspace, lignes: Iterable[InscriptionVisite], ecole: EcoleDeLEspace) -> dict[str, Any]:
    siennes = [ligne for ligne in lignes if ligne.date_id == date.pk]
    d_ici = [ligne for ligne in siennes if ligne.classe.ecole_id == ecole.pk]
    return {
        "titre": date.titre,
        "quand": quand(date),
        "lieu": date.lieu,
        "texte": date.texte,
        "annulee": date.est_annulee,
        "mot": date.mot,
        "nombre": len(siennes) if date.inscrit else None,
        "par_classe": date.par_classe,
        "d_ici": [_nom(ligne) for ligne in d_ici],
    }


def _nom(ligne: InscriptionVisite) -> str:
    if ligne.eleve is None:
        return ligne.classe.classe.nom
    return f"{ligne.eleve.prenom} {ligne.eleve.nom} ({ligne.classe.classe.nom})"


def paroles(ecole: EcoleDeLEspace) -> Partie | None:
    """The lines of the thread, if a room gave one."""
    lignes = list(archive_de_la_parole(ecole.espace.cle))
    return Partie("espaces/archive/paroles.html", {"lignes": lignes}) if lignes else None


def oeuvres(ecole: EcoleDeLEspace) -> Partie | None:
    """What hangs, of all schools: of images, those that may be shown on that day."""
    lues = oeuvres_a_garder(ecole)
    if not lues:
        return None
    pieces: list[Piece] = []
    dessinees = []
    for lue in lues:
        siennes = [dite for fichier in lue.fichiers if (dite := _piece(fichier, len(pieces) + 1, pieces))]
        dessinees.append(
            {
                "titre": lue.oeuvre.titre,
                "de": lue.de,
                "prenoms": lue.prenoms,
                "texte": lue.oeuvre.texte,
                "pieces": siennes,
            }
        )
    return Partie("espaces/archive/oeuvres.html", {"oeuvres": dessinees}, tuple(pieces))


def _piece(fichier: Fichier, rang: int, pieces: list[Piece]) -> dict[str, Any] | None:
    """Named by its place alone, a document by its own name too."""
    objet = fichier.declinaison("1600" if fichier.est_image else "original")
    if objet is None:
        return None
    chemin = f"oeuvres/{rang:02d}-{nom_sur(nom_de_sortie(fichier, objet))}"
    pieces.append(Piece(chemin, objet.cle))
    return {"chemin": chemin, "nom": fichier.nom, "est_image": fichier.est_image}


# In the order of the page.
PARTIES: list[Lecture] = [gens, dates, oeuvres, paroles]


def parties_de(ecole: EcoleDeLEspace) -> list[Partie]:
    return [partie for lire in PARTIES if (partie := lire(ecole)) is not None]
