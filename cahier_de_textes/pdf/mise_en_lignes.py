"""Text laid out in lines of a width, so that a page knows its height before it is drawn."""

from dataclasses import dataclass

from ent.diffusion.papier import DOUCE, ENCRE, POLICE, Feuilles

INTERLIGNE = 0.43  # mm of height by point of size


@dataclass(frozen=True)
class Morceau:
    """A passage in one style. `est_detail` may be shortened when room lacks."""

    texte: str
    gras: bool = False
    est_detail: bool = False
    espace: float = 0.0  # before it, in lines


@dataclass(frozen=True)
class Ligne:
    texte: str
    gras: bool
    douce: bool
    hauteur: float


def en_lignes(
    pdf: Feuilles, morceaux: list[Morceau], largeur: float, taille: float, detail: int | None = None
) -> tuple[list[Ligne], bool]:
    """The lines of these passages at this size, and whether some detail was cut to `detail` lines."""
    lignes: list[Ligne] = []
    est_coupe = False
    pas = taille * INTERLIGNE
    for morceau in morceaux:
        pdf.set_font(POLICE, "B" if morceau.gras else "", taille * (0.92 if morceau.est_detail else 1))
        rendues = _couper_en_lignes(pdf, morceau.texte, largeur)
        if morceau.est_detail and detail is not None and len(rendues) > detail:
            rendues = terminer(rendues[:detail])
            est_coupe = True
        for rang, texte in enumerate(rendues):
            espace = morceau.espace * pas if rang == 0 and lignes else 0
            lignes.append(Ligne(texte, morceau.gras, morceau.est_detail, pas + espace))
    return lignes, est_coupe


def _couper_en_lignes(pdf: Feuilles, texte: str, largeur: float) -> list[str]:
    lisible = pdf.lisible(texte).strip()
    if not lisible:
        return []
    return pdf.lignes(lisible, largeur)


def terminer(lignes: list[str]) -> list[str]:
    """Say that what follows was cut."""
    return [*lignes[:-1], lignes[-1].rstrip(" .,;:") + " …"] if lignes else []


def hauteur_de(lignes: list[Ligne]) -> float:
    return sum(ligne.hauteur for ligne in lignes)


def raccourcir(lignes: list[Ligne], hauteur: float) -> tuple[list[Ligne], bool]:
    """The lines that fit, the last one saying that some are missing."""
    gardees, prise = [], 0.0
    for ligne in lignes:
        if prise + ligne.hauteur > hauteur + 0.01:
            if gardees:
                derniere = gardees[-1]
                gardees[-1] = Ligne(terminer([derniere.texte])[0], derniere.gras, derniere.douce, derniere.hauteur)
            return gardees, True
        gardees.append(ligne)
        prise += ligne.hauteur
    return gardees, False


def poser(pdf: Feuilles, x: float, y: float, lignes: list[Ligne], taille: float) -> None:
    """Draw lines from the top of a cell."""
    pas = taille * INTERLIGNE
    for ligne in lignes:
        y += ligne.hauteur
        pdf.set_text_color(*(DOUCE if ligne.douce else ENCRE))
        pdf.set_font(POLICE, "B" if ligne.gras else "", taille * (0.92 if ligne.douce else 1))
        pdf.ligne(x, y - pas * 0.27, ligne.texte)
