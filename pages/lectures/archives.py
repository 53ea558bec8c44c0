"""What of a journal a person may keep, at this moment: the year in progress, and the years that are not erased yet."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.utils import timezone

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.fichiers.models import numeroter

from ..droits import billets as droits
from ..models.archives import ArchiveJournal
from ..models.billets import Billet, PieceBillet
from .pieces import pieces_montrables


@dataclass
class Recueil:
    """The journal of one class of one child."""

    eleve: Personne
    inscription: Inscription

    @property
    def classe(self) -> Classe:
        return self.inscription.classe


def recueils_de(personne: Personne, eleve_uuid) -> list[Recueil]:
    """The classes of that child whose journal is still there, the present one first. Three queries at most.

    A closed class is open to those who answer for the child today, in whatever school, and whom that class's school had declared.
    """
    est_moi = str(personne.uuid) == str(eleve_uuid)
    liens = Responsabilite.objects.filter(adulte=personne, enfant__uuid=eleve_uuid)
    liens = liens.exclude(autorite=Responsabilite.Autorite.SANS).order_by()
    if not est_moi and not liens.filter(en_cours()).exists():
        return []
    inscriptions = Inscription.objects.filter(
        eleve__uuid=eleve_uuid, debut__lte=timezone.localdate(), classe__billets__etat=Billet.Etat.PUBLIE
    )
    if not est_moi:
        inscriptions = inscriptions.filter(classe__etablissement__in=liens.values("etablissement"))
    inscriptions = inscriptions.select_related("eleve", "classe__etablissement", "classe__annee").distinct()
    return [Recueil(i.eleve, i) for i in inscriptions.order_by("-debut", "-pk")]


def publics_des_offres(classes: Collection[int]) -> dict[int, list[Audience]]:
    """Of these classes whose journal may be kept, who were in them: it stays theirs, wherever they are since."""
    eleves: dict[tuple[int, int], set[int]] = defaultdict(set)
    lignes = Inscription.objects.filter(classe__in=classes).order_by()
    for classe, ecole, eleve in lignes.values_list("classe_id", "classe__etablissement_id", "eleve_id"):
        eleves[classe, ecole].add(eleve)
    return {classe: [Audience(ecole, eleves=frozenset(siens))] for (classe, ecole), siens in eleves.items()}


@dataclass
class BilletGarde:
    """A billet and its files, as an archive takes them: with what is stored of each."""

    billet: Billet
    pieces: list[PieceBillet] = field(default_factory=list)

    @property
    def photos(self) -> list[PieceBillet]:
        return [p for p in self.pieces if p.fichier.est_image]

    @property
    def sons_et_videos(self) -> list[PieceBillet]:
        return [p for p in self.pieces if not p.fichier.est_image]


def billets_du_recueil(personne: Personne, recueil: Recueil) -> list[BilletGarde]:
    """What this person may read of it now, oldest first, with the files they may be shown. Four queries."""
    classe, eleve = recueil.classe, recueil.eleve
    de_la_classe = Q(classe=classe) & (Q(groupe=None) | Q(groupe__eleves=eleve))
    billets = Billet.objects.filter(droits.lisible() & de_la_classe).select_related("auteur", "classe", "groupe")
    if fin := recueil.inscription.fin:
        billets = billets.filter(visible_le__date__lte=fin)
    return garder(personne, billets)


def garder(personne: Personne, billets: QuerySet[Billet]) -> list[BilletGarde]:
    """These billets, oldest first, each with what this person may be shown of its files. Four queries."""
    gardes = {billet.pk: BilletGarde(billet) for billet in billets.order_by("visible_le", "pk").distinct()}
    nominatifs = [garde.billet.pk for garde in gardes.values() if garde.billet.est_nominatif]
    permises = [piece.pk for piece in pieces_montrables(gardes, nominatifs, personne)]
    pieces = PieceBillet.objects.filter(pk__in=permises).select_related("fichier")
    for piece in pieces.prefetch_related("fichier__declinaisons"):
        gardes[piece.billet_id].pieces.append(piece)
    for garde in gardes.values():
        numeroter(piece.fichier for piece in garde.pieces)
    return list(gardes.values())


# --- What one that was made holds ----------------------------------------------------------------------------------------
def ce_que_tiennent(lus: list[BilletGarde]) -> dict[str, str]:
    """By billet and by file, a digest of what an archive of these shows: the words, the very object, what is said under it."""
    tenu = {f"billet {lu.billet.pk}": _empreinte(lu.billet.titre, lu.billet.texte) for lu in lus}
    for piece in (piece for lu in lus for piece in lu.pieces):
        objet = piece.fichier.declinaison("1600" if piece.fichier.est_image else "original")
        if objet is not None:
            tenu[f"piece {piece.pk}"] = _empreinte(objet.cle, piece.legende)
    return tenu


def _empreinte(*dits: str) -> str:
    return sha256(json.dumps(dits).encode()).hexdigest()[:32]


def est_encore_permise(archive: ArchiveJournal, recueil: Recueil, personne: Personne) -> bool:
    """All that it holds may be given to its reader now, as it is now: a day that ends somebody's place is told to no room. Four queries."""
    if archive.tenu is None:
        return False
    return archive.tenu.items() <= ce_que_tiennent(billets_du_recueil(personne, recueil)).items()
