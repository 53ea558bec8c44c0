"""What a family reads of the outside calendars that it added: how each is read, what it says next, why it was not read."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.annuaire.models.portee import Suivi
from ent.socle import dehors

from .. import droits
from ..models import AgendaExterne, Element
from . import sceaux

APERCU = 5
_PAS_D_ADRESSE = _("Ce n’est pas l’adresse d’un agenda. Copiez-la entière : elle commence par https:// ou webcal://.")
_AILLEURS = _("Cette adresse ne mène pas à un site public : nous ne la lisons pas.")
_MUET = _("Le site ne répond pas, ou pas assez vite.")
_TROP = _("Cet agenda est trop gros pour être lu ici.")
RAISONS: dict[str, Promise] = {
    "adresse": _PAS_D_ADRESSE,
    "sans_https": _("Cette adresse n’est pas protégée : il en faut une qui commence par https:// ou webcal://."),
    "port": _AILLEURS,
    "privee": _AILLEURS,
    "detours": _AILLEURS,
    "nom": _("Aucun site ne porte ce nom. Vérifiez l’adresse."),
    "certificat": _("Ce site ne prouve pas qui il est : nous ne le lisons pas."),
    "muet": _MUET,
    "lent": _MUET,
    "coupe": _MUET,
    "panne": _MUET,
    "attendre": _MUET,
    "refus": _("Le site refuse cette adresse. Demandez-en une nouvelle dans le produit du collège."),
    "absent": _("Cette adresse n’existe plus. Demandez-en une nouvelle dans le produit du collège."),
    "trop_gros": _TROP,
    "trop_lourd": _TROP,
    "illisible": _(
        "Cette adresse ne donne pas un agenda. Dans le produit, cherchez « iCal », « exporter » ou « s’abonner »."
    ),
    "scellee": _("Cette adresse ne peut plus être ouverte. Collez-la de nouveau."),
}


def enfant_de(personne: Personne, eleve: UUID) -> Suivi | None:
    """A child of whom one may add a calendar. No query of its own."""
    return next((s for s in droits.enfants_au_college(personne) if s.eleve.uuid == eleve), None)


def gardes_par(personne: Personne) -> dict[int, list[AgendaExterne]]:
    """By child, those that one keeps. One query."""
    par_enfant: dict[int, list[AgendaExterne]] = defaultdict(list)
    for agenda in AgendaExterne.objects.tenus_par(personne).filter(garde=True):
        par_enfant[agenda.eleve_id].append(agenda)
    return par_enfant


def prochains(agenda: AgendaExterne) -> list[Element]:
    """The first things that it says from today on. One query."""
    return list(agenda.elements.filter(jour__gte=timezone.localdate())[:APERCU])


def serveur(agenda: AgendaExterne) -> str:
    """All that is ever shown again of its address."""
    return dehors.serveur(sceaux.ouvrir(agenda.adresse_scellee))


def raison(agenda: AgendaExterne) -> str:
    return str(RAISONS.get(agenda.panne, _MUET)) if agenda.panne else ""


def ou_ils_tiennent(agendas: Collection[AgendaExterne]) -> dict[int, int | None]:
    """Of those whose holder still answers for the child, the collège where the child is today by that tie; nothing where they are in none.

    One that is not there is held no more. Two queries.
    """
    adultes, eleves = {a.titulaire_id for a in agendas}, {a.eleve_id for a in agendas}
    liens = set(
        Responsabilite.objects.filter(en_cours(), adulte__in=adultes, enfant__in=eleves)
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .order_by()
        .values_list("adulte_id", "enfant_id", "etablissement_id")
    )
    colleges = list(
        Inscription.objects.filter(en_cours(), eleve__in=eleves, classe__etablissement__nature="college")
        .filter(classe__fermee_le=None)
        .order_by("pk")
        .values_list("eleve_id", "classe__etablissement_id")
    )
    tenus: dict[int, int | None] = {}
    for agenda in agendas:
        if any((adulte, enfant) == (agenda.titulaire_id, agenda.eleve_id) for adulte, enfant, _ecole in liens):
            siens = [c for e, c in colleges if e == agenda.eleve_id and (agenda.titulaire_id, e, c) in liens]
            tenus[agenda.pk] = siens[0] if siens else None
    return tenus
