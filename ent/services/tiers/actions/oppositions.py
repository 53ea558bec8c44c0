"""A holder of authority takes a child out of a service, and puts them back; the school is told, and the next one, where the child goes."""

from collections.abc import Collection
from functools import partial

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.actions import denotifier_tout, notifier
from ent.diffusion.actions.perdus import oublier_l_illisible

from .. import evenements
from ..lectures import oppositions as lectures
from ..models import OppositionTiers, ServiceTiers

PHRASES = {
    evenements.OPPOSITION: gettext_lazy("%(eleve)s ne va plus sur %(nom)s : sa famille n’est pas d’accord."),
    evenements.REMISE: gettext_lazy("%(eleve)s peut de nouveau aller sur %(nom)s."),
}


@transaction.atomic
def s_opposer(*, service: ServiceTiers, places: Collection[Suivi], auteur: Personne) -> None:
    """Of the child of these places: nothing more is said of them there, by no protocol, whatever was given before. Said twice, it is said once;
    by a second holder, it tells the school nothing that it does not read already.
    """
    [eleve] = {place.eleve for place in places}
    debout = OppositionTiers.objects.filter(service=service, eleve=eleve, reprise_le=None)
    etait_dehors = debout.exists()
    opposition, creee = debout.get_or_create(par=auteur, defaults={"service": service, "eleve": eleve})
    if not creee:
        return
    Token.objects.filter(user=eleve, client=service.client_id).delete()
    _consigner("s_opposer", opposition, places, auteur)
    if not etait_dehors:
        _ne_plus_dire(opposition)
        _dire_a_l_equipe(evenements.OPPOSITION, opposition, places, sauf={auteur.pk})


@transaction.atomic
def lever(*, service: ServiceTiers, places: Collection[Suivi], auteur: Personne) -> None:
    """One's own, and that of who holds no authority any more, which nobody else would take back. What another holder said stands, and the child
    with it: the school then still reads that the child is out.
    """
    [eleve] = {place.eleve for place in places}
    comptent = OppositionTiers.objects.qui_comptent().filter(service=service, eleve=eleve)
    debout = list(comptent.select_for_update(of=("self",)).order_by("pk"))
    levees = [o for o in debout if o.par_id == auteur.pk or not o.tient]
    if not levees:
        return
    OppositionTiers.objects.filter(pk__in=[o.pk for o in levees]).update(reprise_le=timezone.now())
    opposition = next((o for o in levees if o.par_id == auteur.pk), levees[0])
    _consigner("lever", opposition, places, auteur)
    if len(levees) == len(debout):
        _ne_plus_dire(opposition)
        _dire_a_l_equipe(evenements.REMISE, opposition, places, sauf={auteur.pk})


# --- A child who changes class, or leaves ---------------------------------------------------------------------------------
@transaction.atomic
def suivre_les_liens(enfants: Collection[int]) -> None:
    """Their class, or their ties, changed: of each who is out, who teaches them now is told, if they do not read it yet. Whoever teaches them
    no more, nor directs their school, reads nothing of it any more.
    """
    siennes = lectures.toutes_de(enfants)
    if not siennes:
        return
    debout: dict[tuple[int, int], list[OppositionTiers]] = {}
    for une in OppositionTiers.objects.qui_comptent().filter(eleve__in=enfants).select_related("service", "eleve"):
        debout.setdefault((une.service_id, une.eleve_id), []).append(une)
    for oppositions in debout.values():
        premiere = oppositions[0]
        places = lectures.places_de(premiere.eleve, premiere.service)
        dites = lectures.toutes_de([premiere.eleve_id], Q(service=premiere.service))
        lisent = lectures.ceux_qui_ont_lu_de(dites, evenements.OPPOSITION)
        _dire_a_l_equipe(evenements.OPPOSITION, premiere, places, sauf=lisent | {o.par_id for o in oppositions})
    oublier_l_illisible(lectures.ceux_qui_ont_lu_de(siennes, *PHRASES))


# --- The school -----------------------------------------------------------------------------------------------------------
def _consigner(verbe: str, opposition: OppositionTiers, places: Collection[Suivi], auteur: Personne) -> None:
    """In each school where the child may open it."""
    for ecole in _par_ecole(places):
        consigner(
            f"tiers.{verbe}",
            auteur=auteur,
            etablissement=ecole,
            objet=f"opposition {opposition.pk}",
            nom=opposition.service.nom,
        )


def _ne_plus_dire(opposition: OppositionTiers) -> None:
    """Whatever was told of that child and that service, whoever said it: a team reads where they stand, not their coming and going."""
    siennes = lectures.toutes_de([opposition.eleve_id], Q(service=opposition.service_id))
    for nature in PHRASES:
        denotifier_tout(nature=nature, objets=siennes)


def _dire_a_l_equipe(
    nature: str, opposition: OppositionTiers, places: Collection[Suivi], *, sauf: Collection[int]
) -> None:
    """To the direction and to who teaches the child, in each school where the child may open it."""
    for ecole, classes in _par_ecole(places).items():
        equipe = evenements.directions(ecole).union(*enseignants_des_classes(classes).values()).difference(sauf)
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
