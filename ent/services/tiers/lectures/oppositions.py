"""Children who are out of a service, as their school reads it. A teacher reads who; a direction, by whom and since when too."""

from collections import defaultdict
from collections.abc import Collection

from ent.annuaire import destinataires
from ent.annuaire.models import Etablissement, Personne

from ..models import OppositionTiers
from .services import Acces


def par_service(personne: Personne, acces: Collection[Acces]) -> dict[int, list[Personne]]:
    """By service, the pupils whom this person teaches and whose family took them out, by first name. One query; none where nobody is."""
    services = [un.service.pk for un in acces if un.peut_en_retirer]
    if not services or not personne.portee.est_personnel:
        return {}
    lues = OppositionTiers.objects.lues_par(personne).qui_comptent().filter(service__in=services)
    trouves: dict[int, dict[int, Personne]] = defaultdict(dict)
    for opposition in lues.select_related("eleve"):
        trouves[opposition.service_id][opposition.eleve_id] = opposition.eleve
    return {service: list(eleves.values()) for service, eleves in trouves.items()}


def de_l_ecole(personne: Personne, ecole: Etablissement) -> dict[int, list[OppositionTiers]]:
    """By service, those that count for pupils of this school. One query."""
    ici = destinataires.presents(ecole.pk).order_by().values("eleve")
    lues = OppositionTiers.objects.lues_par(personne).qui_comptent().filter(eleve__in=ici)
    trouvees: dict[int, list[OppositionTiers]] = defaultdict(list)
    for opposition in lues.select_related("eleve", "par"):
        trouvees[opposition.service_id].append(opposition)
    return dict(trouvees)


def de_l_eleve(personne: Personne, eleve: Personne, ecole: Etablissement) -> list[OppositionTiers]:
    """Of a pupil, to services that this school opens. One query."""
    lues = OppositionTiers.objects.lues_par(personne).qui_comptent().filter(eleve=eleve)
    ouvertes = lues.filter(
        service__retire_le=None, service__ouvertures__etablissement=ecole, service__ouvertures__ferme_le=None
    )
    return list(ouvertes.select_related("service", "par").order_by("service__nom", "dite_le", "pk"))
