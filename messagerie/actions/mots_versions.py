"""Who had signed a mot is told when it becomes something else (docs/decisions/0195)."""

from collections.abc import Collection
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import Prevenus, prevenus

from ..evenements import mots as evenements
from ..lectures.mots_versions import ecarts, lue_alors
from ..models import Mot, VersionMot


def prevenir_qui_avait_signe(
    *, mot: Mot, corrigee: VersionMot, enfants: Collection[Personne] | None = None
) -> Prevenus:
    """One line by adult and child, in the place of the former one: the last correction is something else than what `corrigee` said, and than what this adult
    answered. Where it is again what they answered, nothing is said any more. Of how many children somebody is told, and of how many nobody can be.

    A comma tells nobody. Who answered on paper without being known is told by nothing: the school has the list. `enfants`: of these alone, whose paper of
    before comes in after the others were told.
    """
    eleves = evenements.eleves_du_mot(mot)
    liens = evenements.responsables_du_mot(mot, eleves.keys())
    versions = list(mot.versions.order_by("pk"))
    a_dire: set[tuple[int, int]] = set()
    revenus: set[tuple[int, int]] = set()
    reponses = evenements.reponses_comptees(mot).exclude(par=None)
    for reponse in reponses if enfants is None else reponses.filter(eleve__in=enfants):
        couple = (reponse.par_id, reponse.eleve_id)
        if couple not in liens or not any(e.compte for e in ecarts(corrigee, mot, reponse.choix)):
            continue
        lue = lue_alors(versions, reponse.lue_le)
        autre = lue is not None and any(e.compte for e in ecarts(lue, mot, reponse.choix))
        (a_dire if autre else revenus).add(couple)
    for adulte, enfant in revenus:
        diffusion.denotifier(nature=evenements.MOT_CORRIGE, objet_id=mot.pk, eleves=[enfant], destinataires=[adulte])
    diffusion.notifier(
        nature=evenements.MOT_CORRIGE,
        objet_id=mot.pk,
        etablissement=mot.etablissement,
        textes={(adulte, enfant): partial(dire_le_changement, mot, eleves[enfant]) for adulte, enfant in a_dire},
        adresse=reverse("carnet_lire", args=[mot.pk]),
        visible_le=calendrier.ouverture(mot.etablissement, timezone.now()),
        renouvelle=True,
    )
    return prevenus(a_dire)


def dire_le_changement(mot: Mot, prenom: str) -> str:
    """The sentence of a notification, in the language in force."""
    return _("%(enfant)s · Changé depuis votre réponse : %(titre)s") % {"enfant": prenom, "titre": mot.titre}
