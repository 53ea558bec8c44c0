"""What may be told of a travail, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.models import Classe, Inscription

from .models import Remise, Seance, Travail

TRAVAIL_PUBLIE = "cahier_de_textes.travail_publie"
TRAVAIL_CHANGE = "cahier_de_textes.travail_change"
TRAVAIL_FAIT = "cahier_de_textes.travail_fait"
TRAVAIL_VU = "cahier_de_textes.travail_vu"
TRAVAIL_RAPPELE = "cahier_de_textes.travail_rappele"
SEANCE_CHANGEE = "cahier_de_textes.seance_changee"
EMPLOI_CHANGE = "cahier_de_textes.emploi_change"
REMISE_CHANGEE = "cahier_de_textes.remise_changee"
# What families were told with its words: taken back when it is withdrawn, or given to others.
DITS_AVEC_LE_TEXTE = (TRAVAIL_PUBLIE, TRAVAIL_RAPPELE)


def inscriptions_concernees(travail: Travail) -> QuerySet[Inscription]:
    """Current inscriptions of the pupils to whom the travail is given."""
    return destinataires.inscriptions(travail.audience)


def eleves_concernes(travail: Travail) -> dict[int, str]:
    """First name by id of the pupils to whom the travail is given today."""
    return destinataires.eleves(travail.audience)


def responsables(travail: Travail | Seance, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(responsable, child) for each of these pupils, by the ties that the school of the travail declared."""
    return destinataires.familles(travail.etablissement_id, eleves)


def lecteurs_de_la_remise(remise: Remise) -> set[tuple[int, int]]:
    """(responsable, child) of who handed it in, while the child is in that school; afterwards they read no page of it."""
    encore = destinataires.presents(remise.travail.etablissement_id).filter(eleve=remise.eleve_id)
    return responsables(remise.travail, [remise.eleve_id]) if encore.exists() else set()


def enseignants(travail: Travail | Seance) -> set[int]:
    """Those who teach the class or group today. One query."""
    return destinataires.enseignants(travail.audience)


def enseignants_de(travaux: Collection[Travail | Seance]) -> dict[Travail | Seance, set[int]]:
    """`enseignants` of several travaux. Two queries at most, whatever their number."""
    par_audience = destinataires.enseignants_de({t.audience for t in travaux})
    return {t: par_audience[t.audience] for t in travaux}


def enseignants_de_la_classe(classe: Classe) -> set[int]:
    return destinataires.enseignants_des_classes({classe.pk}).get(classe.pk, set())


def concernes_par_la_seance(seance: Seance) -> set[int]:
    """Its teachers; its pupils and families too once they may read it: it is given, and its day has come."""
    lecteurs = enseignants(seance)
    if seance.est_brouillon or seance.attend or seance.date > timezone.localdate():
        return lecteurs
    eleves = destinataires.eleves(seance.audience).keys()
    return lecteurs | eleves | destinataires.adultes(seance.etablissement_id, eleves)
