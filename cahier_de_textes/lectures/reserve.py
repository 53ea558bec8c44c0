"""What a teacher may take up again, searched by words, domain, level and year."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from ent.annuaire.models import AnneeScolaire, Inscription

from ..ecrits import CHAMP_DATE, CHAMP_TEXTE, MODELES, UnEcrit


@dataclass(frozen=True)
class Recherche:
    """What is asked of the réserve; each empty criterion asks nothing."""

    quoi: str = "seance"
    mots: str = ""
    domaine: str = ""
    nature: str = ""
    niveau: str = ""
    annee: AnneeScolaire | None = None
    de_qui: str = ""  # « moi », « ecole », or both


def chercher(personne, recherche: Recherche) -> QuerySet[UnEcrit]:
    """Newest first. Words are looked for without accents or case, in titles and contents: one more query when there are any."""
    modele = MODELES[recherche.quoi]
    champ = CHAMP_DATE[modele]
    trouves = modele.objects.reserve_de(personne).presents()
    if recherche.de_qui:
        a_moi = Q(auteur=personne)
        trouves = trouves.filter(a_moi if recherche.de_qui == "moi" else ~a_moi)
    if recherche.domaine and recherche.quoi == "seance":
        trouves = trouves.filter(domaine=recherche.domaine)
    if recherche.nature and recherche.quoi == "travail":
        trouves = trouves.filter(nature=recherche.nature)
    if recherche.annee:
        trouves = trouves.filter(**{f"{champ}__range": (recherche.annee.debut, recherche.annee.fin)})
    if recherche.niveau:
        trouves = trouves.filter(_du_niveau(recherche))
    if mots := replier(recherche.mots).split():
        trouves = trouves.filter(pk__in=_contiennent(trouves, CHAMP_TEXTE[modele], mots))
    return trouves.select_related("classe", "groupe", "auteur", "etablissement").order_by(f"-{champ}", "-pk")


def _du_niveau(recherche: Recherche) -> Q:
    """Given to this level, or to the whole of a class that has it."""
    avec_ce_niveau = Inscription.objects.filter(niveau=recherche.niveau).values("classe")
    if recherche.quoi == "seance":
        return Q(niveaux__contains=f",{recherche.niveau},") | Q(niveaux="", groupe=None, classe__in=avec_ce_niveau)
    return Q(niveau=recherche.niveau) | Q(niveau="", groupe=None, classe__in=avec_ce_niveau)


def _contiennent(ecrits: QuerySet, champ: str, mots: list[str]) -> list[int]:
    """Ids of those that hold every word. Neither database folds accents by itself: it is done here, on text alone."""
    lignes = ecrits.order_by().annotate(brut=Cast("contenu", TextField())).values_list("pk", champ, "brut")
    return [pk for pk, texte, brut in lignes if _a_tous(replier(f"{texte} {_desechapper(brut or '')}"), mots)]


def _a_tous(texte: str, mots: list[str]) -> bool:
    return all(mot in texte for mot in mots)


def _desechapper(brut: str) -> str:
    """The JSON of a content as words: one database keeps « é » as it is, the other as an escape."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), re.sub(r"<[^>]*>", " ", brut))


def replier(texte: str) -> str:
    """Without accents, case nor ligatures: « Œuvre » and « oeuvre » are one."""
    petit = texte.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFKD", petit) if not unicodedata.combining(c))
