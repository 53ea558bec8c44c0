"""A holder of authority takes a child out of a service, and puts them back; the school is told."""

from collections.abc import Collection
from functools import partial

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.actions import denotifier, notifier

from .. import evenements
from ..models import OppositionTiers, ServiceTiers

PHRASES = {
    evenements.OPPOSITION: gettext_lazy("%(eleve)s ne va plus sur %(nom)s : sa famille n’est pas d’accord."),
    evenements.REMISE: gettext_lazy("%(eleve)s peut de nouveau aller sur %(nom)s."),
}


@transaction.atomic
def s_opposer(*, service: ServiceTiers, places: Collection[Suivi], auteur: Personne) -> None:
    """Of the child of these places: nothing more is said of them there, by no protocol, whatever was given before. Said twice, it is said once."""
    [eleve] = {place.eleve for place in places}
    opposition, creee = OppositionTiers.objects.get_or_create(service=service, eleve=eleve, par=auteur, reprise_le=None)
    if not creee:
        return
    Token.objects.filter(user=eleve, client=service.client_id).delete()
    _consigner_et_dire("s_opposer", evenements.OPPOSITION, opposition, places, auteur)


@transaction.atomic
def lever(*, service: ServiceTiers, places: Collection[Suivi], auteur: Personne) -> None:
    """One's own alone: what another holder said stands, and the child with it."""
    [eleve] = {place.eleve for place in places}
    siennes = OppositionTiers.objects.select_for_update().filter(service=service, eleve=eleve, reprise_le=None)
    opposition = siennes.filter(par=auteur).first()
    if opposition is None:
        return
    opposition.reprise_le = timezone.now()
    opposition.save(update_fields=["reprise_le"])
    denotifier(nature=evenements.OPPOSITION, objet_id=opposition.pk)
    reste = siennes.qui_comptent().exists()
    _consigner_et_dire("lever", "" if reste else evenements.REMISE, opposition, places, auteur)


def _consigner_et_dire(
    verbe: str, nature: str, opposition: OppositionTiers, places: Collection[Suivi], auteur: Personne
) -> None:
    """In each school where the child may open it; to its direction and to who teaches the child."""
    for ecole, classes in _par_ecole(places).items():
        consigner(
            f"tiers.{verbe}",
            auteur=auteur,
            etablissement=ecole,
            objet=f"service {opposition.service_id}",
            nom=opposition.service.nom,
        )
        equipe = evenements.directions(ecole).union(*enseignants_des_classes(classes).values()) - {auteur.pk}
        if nature:
            notifier(
                nature=nature,
                objet_id=opposition.pk,
                etablissement=ecole,
                textes={(adulte, None): partial(_dire, nature, opposition) for adulte in equipe},
                adresse=reverse("annuaire_eleve", args=[ecole.uai, opposition.eleve.uuid]),
            )


def _par_ecole(places: Collection[Suivi]) -> dict[Etablissement, set[int]]:
    trouvees: dict[Etablissement, set[int]] = {}
    for place in places:
        trouvees.setdefault(place.inscription.classe.etablissement, set()).add(place.classe_id)
    return trouvees


def _dire(nature: str, opposition: OppositionTiers, _prenom: str = "") -> str:
    return PHRASES[nature] % {"eleve": opposition.eleve, "nom": opposition.service.nom}
