"""What pages show: resources of each school of a person, what GAR knows of children, what was sent and what was left out."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.tri import cle

from .. import droits
from ..models import EnvoiGar, ListeGar
from .contenu import est_ouvert, mediacentre_est_regle

PAUSE = dt.timedelta(minutes=1)  # GAR is asked no more often, for one person
FRAICHE = dt.timedelta(minutes=30)  # a list that is older is asked again


@dataclass
class Ici:
    """The resources of one school, as one person reads them."""

    ecole: Etablissement
    liste: ListeGar | None

    @property
    def ressources(self) -> list[dict[str, str]]:
        return sorted(self.liste.ressources, key=lambda r: cle(r["nom"])) if self.liste else []

    @property
    def est_a_demander(self) -> bool:
        """What the page asks for by itself: nothing yet, or something old; not what has just been asked."""
        if not mediacentre_est_regle():
            return False
        if self.liste is None or self.liste.demandee_le is None:
            return True
        maintenant = timezone.now()
        vieille = self.liste.lue_le is None or maintenant - self.liste.lue_le > FRAICHE
        return vieille and maintenant - self.liste.demandee_le >= PAUSE

    @property
    def est_ancienne(self) -> bool:
        return bool(self.liste and self.liste.panne == ListeGar.Panne.LOIN)


def ecoles_ouvertes_a(personne: Personne) -> list[Etablissement]:
    """One query; none for who neither learns nor teaches."""
    ids = droits.ecoles_de_ressources(personne)
    ecoles = Etablissement.objects.visibles_par(personne).filter(pk__in=ids).order_by("nom", "pk") if ids else []
    return [ecole for ecole in ecoles if est_ouvert(ecole)]


def ressources_de(personne: Personne) -> list[Ici]:
    """Two queries, whatever the number of schools."""
    ecoles = ecoles_ouvertes_a(personne)
    listes = {li.etablissement_id: li for li in ListeGar.objects.lues_par(personne).filter(etablissement__in=ecoles)}
    return [Ici(ecole, listes.get(ecole.pk)) for ecole in ecoles]


def enfants_connus(personne: Personne) -> list[Suivi]:
    """Children whom GAR knows. No query: their schools came with them."""
    ouvertes = {s.etablissement_id for s in personne.portee.suivis if est_ouvert(s.inscription.classe.etablissement)}
    return droits.enfants_connus(personne, ouvertes)


RAISONS = {
    "college": gettext_lazy("un collège : le GAR le reçoit par d’autres fichiers"),
    "sans_nom": gettext_lazy("sans nom ou sans prénom : pas envoyé"),
    "sans_niveau": gettext_lazy("élèves sans niveau : envoyés sans niveau"),
    "niveau_sans_code": gettext_lazy("élèves dont le niveau n’a pas de code national : envoyés sans niveau"),
    "sans_courriel": gettext_lazy("direction sans adresse d’école : pas envoyée comme responsable d’affectation"),
}


@dataclass(frozen=True)
class Laisse:
    raison: str
    nombre: int
    ecoles: list[str]


def laisses_de(envoi: EnvoiGar, noms: dict[str, str]) -> list[Laisse]:
    """By reason, how many and where; never who."""
    par_raison: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for raison, uai, nombre in envoi.laisses:
        par_raison[raison].append((noms.get(uai, uai), nombre))
    return [
        Laisse(str(RAISONS[raison]), sum(n for _nom, n in lieux), sorted((nom for nom, _n in lieux), key=cle))
        for raison, lieux in par_raison.items()
        if raison in RAISONS
    ]


def noms_des_ecoles(personne: Personne, envois: list[EnvoiGar]) -> dict[str, str]:
    uais = {uai for envoi in envois for _raison, uai, _nombre in envoi.laisses}
    return dict(Etablissement.objects.suivis_par(personne).filter(uai__in=uais).values_list("uai", "nom"))


def en_mots(n: int) -> str:
    return ngettext("%(n)s ressource", "%(n)s ressources", n) % {"n": n} if n else _("aucune ressource")
