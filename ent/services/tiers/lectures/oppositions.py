"""Children who are out of a service, as their school reads it. A teacher reads who; a direction, by whom and since when too, but of its own child: as
at home, that another holder said it is not told (decision 0188).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from ent.annuaire import destinataires
from ent.annuaire.droits import est_le_sien
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.models import Notification

from .. import droits
from ..models import OppositionTiers, OuvertureTiers, ServiceTiers
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
    for opposition in _sans_l_autre(personne, lues.select_related("eleve", "par")):
        trouvees[opposition.service_id].append(opposition)
    return dict(trouvees)


def de_l_eleve(personne: Personne, eleve: Personne, ecole: Etablissement) -> list[OppositionTiers]:
    """Of a pupil, to services that this school opens. One query."""
    lues = OppositionTiers.objects.lues_par(personne).qui_comptent().filter(eleve=eleve)
    ouvertes = lues.filter(
        service__retire_le=None, service__ouvertures__etablissement=ecole, service__ouvertures__ferme_le=None
    )
    return list(
        _sans_l_autre(personne, ouvertes.select_related("service", "par").order_by("service__nom", "dite_le", "pk"))
    )


def _sans_l_autre(personne: Personne, lues: Iterable[OppositionTiers]) -> Iterator[OppositionTiers]:
    for opposition in lues:
        opposition.dit_qui = opposition.par_id == personne.pk or not est_le_sien(personne, opposition.eleve_id)
        yield opposition


# --- Whom it is told ------------------------------------------------------------------------------------------------------
def places_de(eleve: Personne, service: ServiceTiers) -> list[Suivi]:
    """Of a pupil, those where they would go to a service, had nobody taken them out. A link knows nobody. Two queries and those of their reach."""
    ouvertures = [
        (ouverture, [classe.pk for classe in ouverture.classes.all()])
        for ouverture in OuvertureTiers.objects.des_ecoles_de(eleve).filter(service=service)
        if "eleve" in ouverture.publics_dits and ouverture.sait_qui_vient and not service.est_un_lien
    ]
    siens = [s for s in eleve.portee.suivis if s.eleve.pk == eleve.pk]
    return [s for s in siens if any(droits.dans_le_cercle(s, o, classes) for o, classes in ouvertures)]


def ceux_qui_ont_lu_de(oppositions: Collection[int], *natures: str) -> set[int]:
    """Who was told something of these, and still has it among their news."""
    dites = Notification.objects.filter(nature__in=natures, objet_id__in=oppositions)
    return set(dites.order_by().values_list("destinataire", flat=True))


def toutes_de(eleves: Collection[int], de_quoi: Q | None = None) -> list[int]:
    """Of these pupils, what was taken back too."""
    siennes = OppositionTiers.objects.filter(de_quoi or Q(), eleve__in=eleves)
    return list(siennes.order_by("pk").values_list("pk", flat=True))
