"""Choose works for a dossier: their words and files are copied as they are, and held."""

from collections.abc import Collection, Mapping

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.fichiers import actions as fichiers

from ..lectures.choix import Choix, choix_de
from ..models import Campagne, Dossier, FichierDePiece, Piece


@transaction.atomic
def choisir(*, dossier: Dossier, auteur: Personne, cles: Collection[str], lues: Collection[str]) -> int | None:
    """These things of what may be chosen; out go those that the page showed as chosen (`lues`) and that are so no more: what a colleague chose
    meanwhile stays. The line of the journal that brings back what was chosen before; None: nothing changed.
    """
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("eleve").get(pk=dossier.pk)
    proposes = {choix.souvenir.cle: choix for choix in choix_de(auteur, dossier)}
    siennes = {piece.cle: piece for piece in dossier.pieces.all()}
    ajoutees = [c for cle, c in proposes.items() if cle in cles and cle not in siennes and not c.est_vide]
    otees = [p for cle, p in siennes.items() if cle in lues and cle not in cles and not p.de_l_eleve]
    for choix in ajoutees:
        prendre(dossier, choix)
    oter(otees)
    if not ajoutees and not otees:
        return None
    geste = consigner(
        "liaison.choisir", auteur=auteur, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}"
    ).pk
    _retenir(dossier, geste, pris=[c.souvenir.cle for c in ajoutees], otes=[p.cle for p in otees])
    return geste


@transaction.atomic
def choisir_pour_tous(*, campagne: Campagne, auteur: Personne, cle: str) -> tuple[int, int | None]:
    """The same thing for all those of the campaign of whom it may be taken. How many dossiers took it, and the line of the journal that takes it back."""
    pris: list[Dossier] = []
    siens = campagne.dossiers.prepares_par(auteur)
    verrou = siens.select_for_update(of=("self",), no_key=True).select_related("eleve")
    for dossier in verrou.prefetch_related("pieces"):
        choix = next((c for c in choix_de(auteur, dossier) if c.souvenir.cle == cle), None)
        if choix is None or choix.est_vide or any(piece.cle == cle for piece in dossier.pieces.all()):
            continue
        prendre(dossier, choix)
        pris.append(dossier)
    if not pris:
        return 0, None
    objet, n = f"campagne {campagne.pk}", len(pris)
    geste = consigner(
        "liaison.choisir", auteur=auteur, etablissement=campagne.etablissement, objet=objet, dossiers=n
    ).pk
    for dossier in pris:
        _retenir(dossier, geste, pris=[cle], otes=[])
    return n, geste


def _retenir(dossier: Dossier, geste: int, *, pris: list[str], otes: list[str]) -> None:
    """One step back (`preparation.annuler`): which things, never their words nor their files, which are judged again."""
    dossier.avant = {"geste": geste, "dits": {}, "travaux": {"pris": pris, "otes": otes}}
    dossier.save(update_fields=["avant", "modifie_le"])


def remettre(dossier: Dossier, auteur: Personne, avant: Mapping[str, Collection[str]]) -> None:
    """What was taken goes, what was taken out comes back if it still may. In the caller's transaction."""
    if not avant:
        return
    oter(list(dossier.pieces.filter(cle__in=avant["pris"], de_l_eleve=False)))
    deja = set(dossier.pieces.values_list("cle", flat=True))
    for choix in choix_de(auteur, dossier) if avant["otes"] else ():
        if choix.souvenir.cle in avant["otes"] and choix.souvenir.cle not in deja and not choix.est_vide:
            prendre(dossier, choix)


def prendre(dossier: Dossier, choix: Choix, *, de_l_eleve: bool = False) -> None:
    """In the caller's transaction."""
    souvenir = choix.souvenir
    dits = {"cle": souvenir.cle, "jour": souvenir.jour, "titre": choix.titre, "texte": souvenir.texte}
    piece = Piece.objects.create(dossier=dossier, de_l_eleve=de_l_eleve, **dits)
    FichierDePiece.objects.bulk_create(
        FichierDePiece(piece=piece, fichier=fichier, legende=souvenir.legendes.get(fichier.pk, "")[:200])
        for fichier in choix.vont
    )
    fichiers.attacher(fichiers=choix.vont)


def oter(pieces: Collection[Piece]) -> None:
    """In the caller's transaction."""
    tenus = [f.fichier for piece in pieces for f in piece.fichiers.select_related("fichier")]
    Piece.objects.filter(pk__in=[piece.pk for piece in pieces]).delete()
    fichiers.detacher(fichiers=tenus)
