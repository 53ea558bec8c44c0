"""Wagtail's administration as an app of ours.

Its own mails are not sent, since they would name pages and people. Its listings lose the filters that name everybody who
writes in the territory, and every site.
"""

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

MAILS = [
    (task_submitted, "TaskState", "group_approval_task_submitted_email_notification"),
    (workflow_submitted, "WorkflowState", "workflow_state_submitted_email_notification"),
    (workflow_rejected, "WorkflowState", "workflow_state_rejected_email_notification"),
    (workflow_approved, "WorkflowState", "workflow_state_approved_email_notification"),
]


DE_TROP = ("owner", "edited_by", "site")


class Administration(WagtailAdminAppConfig):
    default = False

    def ready(self) -> None:
        super().ready()
        for signal, emetteur, cle in MAILS:
            coupe = signal.disconnect(sender=self.apps.get_model("wagtailcore", emetteur), dispatch_uid=cle)
            if not coupe:
                raise RuntimeError(f"Wagtail no longer sends « {cle} » as it did.")
        self._oter_des_filtres()
        self._juger_les_choix_a_chaque_requete()

    @staticmethod
    def _oter_des_filtres() -> None:
        from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet

        for jeu in (PageFilterSet, GenericPageFilterSet):
            for nom in DE_TROP:
                del jeu.base_filters[nom]
                del jeu.declared_filters[nom]

    @staticmethod
    def _juger_les_choix_a_chaque_requete() -> None:
        """A chooser's block would keep for everybody the queryset of the first request that read it, with its perimeter."""
        from wagtail.blocks.field_block import ChooserBlock

        ChooserBlock.field = property(ChooserBlock.__dict__["field"].func)
