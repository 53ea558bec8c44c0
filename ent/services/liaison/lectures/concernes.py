"""Whom the dossiers of a passage concern: who is in the school today, at the level from which one goes there."""

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription

from ..models import Campagne, Dossier

NIVEAUX = {Campagne.Vers.SIXIEME: "CM2", Campagne.Vers.CP: "GS"}  # from any level to another school


def a_concerner(classe: Classe, vers: str) -> list[Inscription]:
    """Who is in the class today, of the level of this passage; all of them for another school."""
    presents = Inscription.objects.filter(en_cours(), classe=classe, eleve__fermee_le=None).select_related("eleve")
    niveau = NIVEAUX.get(Campagne.Vers(vers))
    return list(presents.filter(niveau=niveau) if niveau else presents)


def ecartes(dossiers: Collection[Dossier]) -> dict[int, str]:
    """Those (ids) that may not leave any more, each with why: a code of `MOTIFS`. One query; two where campaigns were not read."""
    presents: dict[tuple[int, int], set[str]] = defaultdict(set)
    ici = Inscription.objects.filter(
        en_cours(),
        eleve__in={d.eleve_id for d in dossiers},
        classe__etablissement__in={d.etablissement_id for d in dossiers},
    ).order_by()
    for eleve, ecole, niveau in ici.values_list("eleve_id", "classe__etablissement_id", "niveau"):
        presents[eleve, ecole].add(niveau)
    return {
        d.pk: code for d in dossiers if (code := _pourquoi(presents[d.eleve_id, d.etablissement_id], d.campagne.vers))
    }


def _pourquoi(niveaux: Collection[str], vers: str) -> str:
    if not niveaux:
        return "parti"
    voulu = NIVEAUX.get(Campagne.Vers(vers))
    return "niveau" if voulu and voulu not in niveaux else ""


def dire_ecarte(code: str, campagne: Campagne) -> str:
    """In a few words, beside a name; nothing of who is concerned."""
    if code == "niveau":
        return _("n’est plus en %(niveau)s") % {"niveau": NIVEAUX[Campagne.Vers(campagne.vers)]}
    return _("n’est plus dans l’école") if code else ""
