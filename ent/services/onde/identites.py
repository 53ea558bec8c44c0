"""Who is who: the keys and signs by which two records are one person, and what a file changes in one."""

from collections.abc import Iterable
from itertools import batched

from ent.annuaire.models import Personne
from ent.socle.textes import chiffres, meme_texte, norme

from .models import FicheOnde
from .plan import Changement, acquis


def cle_eleve(nom: str, prenom: str, date_naissance) -> str:
    return f"{norme(nom)}|{norme(prenom)}|{date_naissance or ''}"[:240]


def cle_adulte(nom: str, prenom: str) -> str:
    return f"{norme(nom)}|{norme(prenom)}"[:240]


def cle_aaf(jointure: str) -> str:
    """The State's number of a person: no name, once normalised, bears a dash."""
    return f"aaf|{jointure}"


def par_jointures(nature: str, jointures: Iterable[str]) -> dict[str, Personne]:
    """Whom each of these numbers of the AAF is, in whichever school it was first met: numbers come from the State alone, never from a
    file that somebody typed. One query for five thousand of them.
    """
    connues: dict[str, Personne] = {}
    for lot in batched(sorted({cle_aaf(j) for j in jointures if j}), 5_000):
        fiches = FicheOnde.objects.filter(nature=nature, cle__in=lot).select_related("personne__fusionnee_dans")
        for fiche in fiches.order_by("pk"):
            connues.setdefault(fiche.cle.removeprefix("aaf|"), survivante(fiche.personne))
    return connues


def noms_de(personne) -> set[str]:
    """The family names, as compared, under which a person or a planned one is known."""
    return {norme(nom) for nom in (personne.nom, personne.nom_usage) if nom}


def a_une_lettre(un: str, autre: str) -> bool:
    """Two names that one letter tells apart: changed, added or missing."""
    court, long = sorted((norme(un), norme(autre)), key=len)
    if len(long) - len(court) > 1 or court == long:
        return False
    debut = next((i for i, (a, b) in enumerate(zip(court, long, strict=False)) if a != b), len(court))
    return court[debut + (len(court) == len(long)) :] == long[debut + 1 :]


def survivante(personne: Personne) -> Personne:
    """The account that a merged one became."""
    while personne.fusionnee_dans_id:
        personne = acquis(personne.fusionnee_dans)
    return personne


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


def uniques[T](objets: Iterable[T]) -> list[T]:
    """Each object of a plan once, in order: those of a plan are compared by identity."""
    return list({id(objet): objet for objet in objets}.values())


def ecrire(valeur) -> str:
    """A value as the plan shows it."""
    return valeur.strftime("%d/%m/%Y") if hasattr(valeur, "strftime") else str(valeur or "")


def differences(personne: Personne, champs: dict, *, taire: bool = False) -> tuple[dict, list[Changement]]:
    """What the file changes in a person: the fields to write, and each as before → after.

    `taire`: what another school wrote is not shown to this one.
    """
    nouveaux, changements = {}, []
    for champ, valeur in champs.items():
        ancien = getattr(personne, champ)
        egaux = meme_texte(ancien or "", valeur) if isinstance(valeur, str) else ancien == valeur
        if not egaux:
            nouveaux[champ] = valeur
            changements.append(Changement(champ, "" if taire else ecrire(ancien), ecrire(valeur)))
    return nouveaux, changements
