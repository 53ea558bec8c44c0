"""What Wagtail's administration does by itself and has no setting for: mails, filters, a queryset kept for everybody, dates replaced.

Each is called once, by the room that has the administration, when it is ready.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.apps.registry import Apps
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

ESSAYEE = {"wagtail": "8.0.1"}

MAILS = [
    (task_submitted, "TaskState", "group_approval_task_submitted_email_notification"),
    (workflow_submitted, "WorkflowState", "workflow_state_submitted_email_notification"),
    (workflow_rejected, "WorkflowState", "workflow_state_rejected_email_notification"),
    (workflow_approved, "WorkflowState", "workflow_state_approved_email_notification"),
]


def taire_les_mails(applications: Apps) -> None:
    """They name pages and people. Loudly, if Wagtail no longer sends them as it did: they would leave."""
    for signal, emetteur, cle in MAILS:
        if not signal.disconnect(sender=applications.get_model("wagtailcore", emetteur), dispatch_uid=cle):
            raise RuntimeError(f"Wagtail no longer sends « {cle} » as it did.")


def oter_des_filtres(noms: Iterable[str]) -> None:
    """Of the listings of pages."""
    from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet

    for jeu in (PageFilterSet, GenericPageFilterSet):
        for nom in noms:
            del jeu.base_filters[nom]
            del jeu.declared_filters[nom]


def n_offrir_en_lot_que(permises: Collection[tuple[str, str]]) -> None:
    """Of the buttons under what is ticked in a listing, those of these (model, action)."""
    from wagtail.admin.views.bulk_action.registry import bulk_action_registry as registre

    toutes = registre.get_bulk_actions_for_model
    registre.get_bulk_actions_for_model = lambda application, modele: [
        action for action in toutes(application, modele) if (modele, action.action_type) in permises
    ]


def juger_les_choix_a_chaque_requete() -> None:
    """A chooser's block would keep for everybody the queryset of the first request that read it, with its perimeter."""
    from wagtail.blocks.field_block import ChooserBlock

    ChooserBlock.field = property(ChooserBlock.__dict__["field"].func)


def garder_les_dates_tapees() -> None:
    """Its calendar replaces a date that it does not read by today's, as one leaves the field: what is typed stays, for the form to judge."""
    from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

    for saisie in (AdminDateInput, AdminDateTimeInput, AdminTimeInput):
        saisie.get_config = _sans_remplacer(saisie.get_config)


def n_etre_l_id_de_personne() -> None:
    """A chooser that is drawn again asks the database for what was sent, a word as well as an id."""
    from wagtail.admin.widgets.chooser import BaseChooser

    demander = BaseChooser.get_instance

    def get_instance(chooser: BaseChooser, value: Any) -> Any:
        try:
            return demander(chooser, value)
        except (ValueError, TypeError, OverflowError):
            return None

    BaseChooser.get_instance = get_instance


def _sans_remplacer(lire: Callable[[Any], dict]) -> Callable[[Any], dict]:
    return lambda saisie: lire(saisie) | {"validateOnBlur": False}
