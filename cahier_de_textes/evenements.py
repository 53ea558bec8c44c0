"""What may be told of a travail, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes, enseignants_des_groupes
from ent.annuaire.models import Inscription, Responsabilite

from .models import Remise, Seance, Travail

TRAVAIL_PUBLIE = "cahier_de_textes.travail_publie"
TRAVAIL_CHANGE = "cahier_de_textes.travail_change"
TRAVAIL_FAIT = "cahier_de_textes.travail_fait"
TRAVAIL_VU = "cahier_de_textes.travail_vu"
TRAVAIL_RAPPELE = "cahier_de_textes.travail_rappele"
SEANCE_CHANGEE = "cahier_de_textes.seance_changee"
REMISE_CHANGEE = "cahier_de_textes.remise_changee"
# What families were told with its words: taken back when it is withdrawn, or given to others.
DITS_AVEC_LE_TEXTE = (TRAVAIL_PUBLIE, TRAVAIL_RAPPELE)


def inscriptions_concernees(travail: Travail) -> QuerySet[Inscription]:
    """Current inscriptions of the pupils to whom the travail is given: the class, one level of it, the group or the named pupils."""
    inscriptions = _inscriptions_de(travail)
    return inscriptions.filter(niveau=travail.niveau) if travail.niveau else inscriptions


def _inscriptions_de(ecrit: Travail | Seance) -> QuerySet[Inscription]:
    """Of its class, of its group, or of its named pupils who are still in the class; levels left aside."""
    inscriptions = Inscription.objects.filter(en_cours(), classe__etablissement=ecrit.etablissement_id)
    if ecrit.classe_id:
        inscriptions = inscriptions.filter(classe=ecrit.classe_id)
    return inscriptions.filter(eleve__groupes=ecrit.groupe_id) if ecrit.groupe_id else inscriptions


def eleves_concernes(travail: Travail) -> dict[int, str]:
    """First name by id of the pupils to whom the travail is given today."""
    return dict(inscriptions_concernees(travail).values_list("eleve_id", "eleve__prenom"))


def responsables(travail: Travail | Seance, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(responsable, child) for each of these pupils, by the ties that the school of the travail declared."""
    liens = Responsabilite.objects.filter(
        en_cours(), enfant__in=eleves, etablissement=travail.etablissement_id
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    return set(liens.order_by().values_list("adulte_id", "enfant_id"))


def lecteurs_de_la_remise(remise: Remise) -> set[tuple[int, int]]:
    """(responsable, child) of who handed it in, while the child is in that school; afterwards they read no page of it."""
    ecole = remise.travail.etablissement_id
    presents = Inscription.objects.filter(
        en_cours(), eleve=remise.eleve_id, classe__etablissement=ecole, classe__fermee_le=None
    )
    return responsables(remise.travail, [remise.eleve_id]) if presents.exists() else set()


def enseignants(travail: Travail | Seance) -> set[int]:
    """Those who teach the class or group today. One query."""
    return enseignants_de([travail])[travail]


def enseignants_de(travaux: Collection[Travail | Seance]) -> dict[Travail | Seance, set[int]]:
    """`enseignants` of several travaux. Two queries at most, whatever their number."""
    classes = enseignants_des_classes({t.classe_id for t in travaux if t.classe_id})
    groupes = enseignants_des_groupes({t.groupe_id for t in travaux if t.groupe_id and not t.classe_id})
    return {t: classes[t.classe_id] if t.classe_id else groupes[t.groupe_id or 0] for t in travaux}


def concernes_par_la_seance(seance: Seance) -> set[int]:
    """Its teachers; its pupils and families too once they may read it: it is given, and its day has come."""
    lecteurs = enseignants(seance)
    if seance.est_brouillon or seance.attend or seance.date > timezone.localdate():
        return lecteurs
    inscriptions = _inscriptions_de(seance)
    if seance.niveaux and not seance.groupe_id:
        inscriptions = inscriptions.filter(niveau__in=seance.liste_niveaux)
    eleves = set(inscriptions.order_by().values_list("eleve_id", flat=True))
    return lecteurs | eleves | {adulte for adulte, _e in responsables(seance, eleves)}
