"""What the school keeps: rules of a service, who declares for a child, what each eats, who was seen."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.socle.dates import aujourd_hui

from .. import allergenes, evenements
from ..delais import jours_perdus
from ..lectures.listes import LA, PAS_VU, dit_de
from ..models import Declarant, Pointage, Regime, ServicePeriscolaire
from .jours import donner_a_qui_attend, prendre_son_tour, verrouiller
from .jours_otes import oter_des_jours


@dataclass(frozen=True)
class Vu:
    """What was seen of a child on a day."""

    eleve: Personne
    present: bool | None  # None: nothing was seen after all
    parti_a: dt.time | None = None
    parti_avec: str = ""
    lu: str | None = None  # what their page had read (`dit_de`); None: no page was read
    par_defaut: bool = False  # « Tous là »: of whom nobody has seen yet


@transaction.atomic
def regler_service(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    champs: Mapping[str, Any],
    encadrants: Collection[Personne] = (),
    service: ServicePeriscolaire | None = None,
) -> ServicePeriscolaire:
    """Open a service, or change its rules, as it stands now: days that were declared stay declared, but those to come on a weekday that it serves no more.
    One that was closed meanwhile stays so.
    """
    if service is not None:
        service = verrouiller([service.pk])[service.pk]
        if service.ferme_le:
            raise ValidationError(_("Ce service est fermé : rouvrez-le pour changer ses règles."))
    else:
        prendre_son_tour(etablissement.pk)
        deja = ServicePeriscolaire.objects.filter(etablissement=etablissement, nature=champs["nature"], ferme_le=None)
        if deja.exists():
            raise ValidationError(_("L’école a déjà ce service : changez ses règles."), code="nature")
        service = ServicePeriscolaire(etablissement=etablissement)
    est_nouveau, avant = service.pk is None, service.jours
    for nom, valeur in champs.items():
        setattr(service, nom, valeur)
    service.save()
    service.encadrants.set(encadrants)
    if not est_nouveau and (otes := jours_perdus(avant, service.jours)):
        oter_des_jours(service, otes, auteur)
    donner_a_qui_attend(services=[service.pk])  # there may be more places
    _consigner("ouvrir_service" if est_nouveau else "regler_service", etablissement, auteur, f"service {service.pk}")
    return service


@transaction.atomic
def dire_regime(
    *, etablissement: Etablissement, eleve: Personne, repas: str, a_eviter: Collection[str], par: Personne
) -> None:
    """The former one is kept. The journal says that it changed, never what a child eats."""
    eviter = allergenes.ecrire(a_eviter)
    ancien = Regime.objects.en_vigueur().select_for_update().filter(etablissement=etablissement, eleve=eleve).first()
    if ancien and (ancien.repas, ancien.a_eviter_brut) == (repas, eviter):
        return
    if ancien:
        ancien.remplace_le = timezone.now()
        ancien.save(update_fields=["remplace_le"])
    Regime.objects.create(etablissement=etablissement, eleve=eleve, repas=repas, a_eviter_brut=eviter, par=par)
    _consigner("dire_regime", etablissement, par, "régime")


@transaction.atomic
def decider_declarant(
    *, etablissement: Etablissement, eleve: Personne, responsable: Personne | None, auteur: Personne
) -> None:
    """One holder alone declares for this child, or each of them again."""
    siens = Declarant.objects.filter(etablissement=etablissement, eleve=eleve)
    if responsable is None:
        change = siens.delete()[0]
    elif change := not siens.filter(responsable=responsable).exists():
        Declarant.objects.update_or_create(
            etablissement=etablissement,
            eleve=eleve,
            defaults={"responsable": responsable, "decide_par": auteur},
        )
    if change:
        _consigner("decider_declarant", etablissement, auteur, "déclarant")


@transaction.atomic
def pointer(*, service: ServicePeriscolaire, jour: dt.date, vus: Collection[Vu], par: Personne) -> tuple[int, list[Vu]]:
    """Who is there, who left and with whom: what is said of a child replaces what its page had read, and never what another hand wrote
    meanwhile. How many were said, and what somebody else said otherwise. Nobody was seen on a day that has not come; what was noted of it by
    mistake is taken back.
    """
    if jour > aujourd_hui() and any(vu.present is not None for vu in vus):
        raise ValidationError(_("Ce jour n’est pas encore venu : on pointe le jour même."), code="jour")
    verrouiller([service.pk])
    deja = {p.eleve_id: p for p in Pointage.objects.filter(service=service, jour=jour)}
    ecrits: list[Vu] = []
    refuses: list[Vu] = []
    for vu in vus:
        avant = deja.get(vu.eleve.pk)
        actuel, dit = dit_de(avant), dit_de(vu)
        # Both saw them there: one adds to what the other says.
        la_aussi = bool(vu.present and vu.lu == PAS_VU and avant and avant.present)
        if actuel == dit or (vu.par_defaut and avant) or (la_aussi and dit == LA):
            continue  # said already, and maybe more of it
        (ecrits if vu.lu in (None, actuel) or (la_aussi and actuel == LA) else refuses).append(vu)
    _garder(service, jour, ecrits, par)
    return len(ecrits), refuses


def _garder(service: ServicePeriscolaire, jour: dt.date, vus: Collection[Vu], par: Personne) -> None:
    oublies = [vu.eleve for vu in vus if vu.present is None]
    Pointage.objects.filter(service=service, jour=jour, eleve__in=oublies).delete()
    for vu in vus:
        if vu.present is not None:
            Pointage.objects.update_or_create(
                service=service,
                jour=jour,
                eleve=vu.eleve,
                defaults={"present": vu.present, "parti_a": vu.parti_a, "parti_avec": vu.parti_avec, "par": par},
            )
    if vus:
        _consigner("pointer", service.etablissement, par, f"service {service.pk}", nombre=len(vus))
        diffusion.signaler(
            nature=evenements.JOURS,
            objet_id=service.pk,
            destinataires=evenements.ceux_qui_servent(service.etablissement_id),
        )


@transaction.atomic
def noter_export(*, service: ServicePeriscolaire, mois: dt.date, auteur: Personne) -> None:
    """Names left the product: the journal says who took them out, and of which month."""
    _consigner("exporter", service.etablissement, auteur, f"service {service.pk}", mois=f"{mois:%Y-%m}")


def _consigner(verbe: str, etablissement: Etablissement, auteur: Personne, objet: str, **details: Any) -> None:
    consigner(f"periscolaire.{verbe}", auteur=auteur, etablissement=etablissement, objet=objet, **details)
