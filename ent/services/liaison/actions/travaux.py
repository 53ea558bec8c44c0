"""Choose works for a dossier: their words and files are copied as they are, and held."""

from collections.abc import Collection

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.fichiers import actions as fichiers

from ..lectures.choix import Choix, choix_de
from ..models import Campagne, Dossier, FichierDePiece, Piece


@transaction.atomic
def choisir(*, dossier: Dossier, auteur: Personne, cles: Collection[str], lues: Collection[str]) -> bool:
    """These things of what may be chosen; out go those that the page showed as chosen (`lues`) and that are so no more: what a colleague chose
    meanwhile stays. Whether that changed it.
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
        return False
    dossier.save(update_fields=["modifie_le"])
    consigner("liaison.choisir", auteur=auteur, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}")
    return True


@transaction.atomic
def choisir_pour_tous(*, campagne: Campagne, auteur: Personne, cle: str) -> int:
    """The same thing for all those of the campaign of whom it may be taken. How many dossiers took it."""
    pris = 0
    verrou = campagne.dossiers.select_for_update(of=("self",), no_key=True).select_related("eleve")
    for dossier in verrou.prefetch_related("pieces"):
        choix = next((c for c in choix_de(auteur, dossier) if c.souvenir.cle == cle), None)
        if choix is None or choix.est_vide or any(piece.cle == cle for piece in dossier.pieces.all()):
            continue
        prendre(dossier, choix)
        dossier.save(update_fields=["modifie_le"])
        pris += 1
    if pris:
        objet = f"campagne {campagne.pk}"
        consigner("liaison.choisir", auteur=auteur, etablissement=campagne.etablissement, objet=objet, dossiers=pris)
    return pris


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
