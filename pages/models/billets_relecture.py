"""The workflow of what pupils write: one task, « relecture par l’enseignant », in Wagtail's own tables."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, Workflow, WorkflowContentType, WorkflowTask
from wagtail.permission_policies.base import BasePermissionPolicy

from .. import perimetre
from ..droits import billets as droits
from .billets import Billet

NOM = "Journal de la classe"
NOM_DE_LA_TACHE = "Relecture par l’enseignant"


class RelectureEnseignant(Task):
    """Its reviewers are those who teach the class today, as our rights say: no group of Wagtail names them."""

    class Meta:
        verbose_name = _("relecture par l’enseignant")

    def user_can_access_editor(self, obj, user) -> bool:
        return droits.peut_modifier(user, obj)

    def locked_for_user(self, obj, user) -> bool:
        """Sent, it is in its teacher's hands: its author takes it back before changing it."""
        return not droits.peut_modifier(user, obj)

    def get_actions(self, obj, user) -> list[tuple]:
        if not droits.peut_modifier(user, obj):
            return []
        return [("reject", _("Rendre avec un mot"), True), ("approve", _("Publier"), False)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if perimetre.en_cours() is not None:  # Wagtail's pages know no billet
            return TaskState.objects.none()
        a_lui = Billet.objects.a_relire_par(user).order_by().annotate(cle=Cast("pk", models.CharField()))
        en_cours = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)
        return en_cours.filter(workflow_state__object_id__in=a_lui.values("cle"))

    @classmethod
    def get_description(cls):
        return _("Ceux qui enseignent dans la classe relisent, rendent ou publient.")


@transaction.atomic
def atelier() -> Workflow:
    """The workflow of billets; made again where a restored or emptied database lost it."""
    genre = ContentType.objects.get_for_model(Billet)
    lie = (
        WorkflowContentType.objects.filter(content_type=genre, workflow__active=True).select_related("workflow").first()
    )
    if lie and WorkflowTask.objects.filter(workflow=lie.workflow, task__active=True).exists():
        return lie.workflow
    tache = RelectureEnseignant.objects.filter(active=True).first() or RelectureEnseignant.objects.create(
        name=NOM_DE_LA_TACHE
    )
    cours = Workflow.objects.create(name=NOM)
    WorkflowTask.objects.create(workflow=cours, task=tache, sort_order=0)
    WorkflowContentType.objects.update_or_create(content_type=genre, defaults={"workflow": cours})
    return cours


class PolitiqueDesBillets(BasePermissionPolicy):
    """What Wagtail asks before it publishes a billet: our rights answer."""

    def user_has_permission(self, user, action) -> bool:
        return action == "publish" and droits.publie_quelque_part(user)

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        return action in ("publish", "change") and droits.peut_modifier(user, instance)
