"""Whom a person may turn to, with hours: what each help ends with."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..droits import en_cours
from ..heures import Plage, ouvert_jusqu_a, prochaine_ouverture
from ..models import Etablissement, Interlocuteur, Personne, Role


@dataclass(frozen=True)
class Secours:
    """Somebody who answers: for a school, or for the territory (`ecole` is None then)."""

    nom: str
    ecole: Etablissement | None
    plages: list[Plage]
    jours: list[int]
    telephone: str = ""
    courriel: str = ""
    par_ecrit: bool = True
    precision: str = ""
    aux_vacances: bool = False

    @property
    def initiales(self) -> str:
        return "".join(mot[0] for mot in self.nom.replace(",", " ").split()[:2]).upper()

    @property
    def ouvert_jusqu_a(self) -> dt.time | None:
        return ouvert_jusqu_a(timezone.now(), self.jours, self.plages, aux_vacances=self.aux_vacances)

    @property
    def reprend(self) -> dt.datetime | None:
        return prochaine_ouverture(timezone.now(), self.jours, self.plages, aux_vacances=self.aux_vacances)

    @property
    def reprend_aujourd_hui(self) -> bool:
        return (
            self.reprend is not None
            and timezone.localtime(self.reprend).date() == timezone.localtime(timezone.now()).date()
        )


def _dit(qui: Interlocuteur, ecole: Etablissement | None) -> Secours:
    return Secours(
        nom=qui.nom,
        ecole=ecole,
        plages=qui.plages(),
        jours=[int(jour) for jour in qui.jours],
        telephone=qui.telephone,
        courriel=qui.courriel,
        par_ecrit=qui.par_ecrit and ecole is not None,
        precision=qui.precision,
        aux_vacances=qui.aux_vacances,
    )


def _par_defaut(ecole: Etablissement) -> Secours:
    """Where nobody was named: the direction, at school hours."""
    en_poste = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR).select_related(
        "personne"
    )
    noms = [role.personne.nom_affiche for role in en_poste]
    semaine = ecole.jours_de_classe()
    debut, fin = ecole.matin_debut, ecole.apres_midi_fin
    nom = _("%(nom)s, direction") % {"nom": noms[0]} if noms else _("La direction")
    return Secours(nom=nom, ecole=ecole, plages=[(debut, fin)], jours=sorted(semaine))


def secours_de(personne: Personne | None, *, de_l_ecole: bool) -> list[Secours]:
    """Who answers this person: their schools' (`de_l_ecole`), then the territory's. Nobody known: the territory's alone."""
    if personne is None or not de_l_ecole:
        du_territoire = Interlocuteur.objects.filter(etablissement=None)
        return [_dit(qui, None) for qui in du_territoire]
    portee = personne.portee
    ids = portee.etablissements_de_travail | {suivi.etablissement_id for suivi in portee.suivis}
    connus = {
        qui.etablissement_id: qui
        for qui in Interlocuteur.objects.visibles_par(personne).filter(Q(etablissement__in=ids) | Q(etablissement=None))
    }
    ecoles = Etablissement.objects.visibles_par(personne).filter(pk__in=ids).order_by("nom", "pk")
    trouves = [_dit(connus[e.pk], e) if e.pk in connus else _par_defaut(e) for e in ecoles]
    return [*trouves, _dit(connus[None], None)] if None in connus else trouves
