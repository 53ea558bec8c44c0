"""What is told of what the school asks families, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.models import Affectation, Inscription, Responsabilite, Role

from ..droits.consentements import MATERNELLE, SEUL
from ..models import DemandeConsentement

DEMANDE = "vie_scolaire.consentement_demande"
CHANGE = "vie_scolaire.consentement_change"
RAPPEL = "vie_scolaire.autorisation_rappelee"
DESACCORD = "vie_scolaire.autorisation_desaccord"  # to each holder: answers differ, and the child does not go
ECRITE = "vie_scolaire.autorisation_ecrite"  # to a holder: the school wrote, over their screen's answer, what they said
DESACCORD_ECOLE = "vie_scolaire.autorisation_en_desaccord"  # to the direction and to who teaches the child
DITES = (DEMANDE, RAPPEL, ECRITE, DESACCORD, DESACCORD_ECOLE)  # of a question that runs
CORRIGEE = "vie_scolaire.sortie_corrigee"
ANNULEE = "vie_scolaire.sortie_annulee"
RETABLIE = "vie_scolaire.sortie_retablie"
DES_SORTIES = (CORRIGEE, ANNULEE, RETABLIE)


def inscriptions_de(demande: DemandeConsentement) -> QuerySet[Inscription]:
    """Current inscriptions of the pupils whom it is about."""
    ici = destinataires.presents(demande.etablissement_id)
    if demande.genre == SEUL:
        ici = ici.exclude(niveau__in=MATERNELLE)
    return ici if demande.toute_l_ecole else ici.filter(classe__in=demande.classes.all())


def liens_de(demande: DemandeConsentement, eleves: Collection[int]) -> QuerySet[Responsabilite]:
    """Who is asked for these pupils: by the ties that the school declared, but those without authority."""
    return destinataires.liens(demande.etablissement_id, eleves)


def familles_de(demande: DemandeConsentement, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(adult, child)."""
    return destinataires.familles(demande.etablissement_id, eleves)


def direction_de(demande: DemandeConsentement) -> set[int]:
    return set(
        Role.objects.filter(
            en_cours(), etablissement=demande.etablissement_id, nature=Role.Nature.DIRECTEUR
        ).values_list("personne_id", flat=True)
    )


def equipe_de(demande: DemandeConsentement, eleves: Collection[int] | None = None) -> set[int]:
    """The direction, and the teachers of these pupils' classes in the school (of all whom it is about when None)."""
    de_quels = Q(classe__in=inscriptions_de(demande).order_by().values("classe"))
    if eleves is not None:
        de_quels &= Q(classe__inscriptions__in=inscriptions_de(demande).filter(eleve__in=eleves))
    y_travaillent = Role.objects.filter(en_cours(), etablissement=demande.etablissement_id, nature__in=DU_TRAVAIL)
    tenues = Affectation.objects.filter(
        en_cours(), de_quels, classe__fermee_le=None, enseignant__in=y_travaillent.order_by().values("personne")
    )
    return direction_de(demande) | set(tenues.order_by().values_list("enseignant_id", flat=True))
