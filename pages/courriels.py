"""What Wagtail would mail by itself, and that is told otherwise."""

from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted


def sans_courriel(**_signal) -> None:
    """What pupils and teachers do in the workflow is told by our signals and on their pages."""


def taire_le_circuit() -> None:
    """Wagtail's own mails of a workflow would name a child to a mailbox. A signal knows one receiver by `dispatch_uid`, and this
    room starts before Wagtail's admin.
    """
    for signal, mot in [
        (workflow_submitted, "submitted"),
        (workflow_rejected, "rejected"),
        (workflow_approved, "approved"),
    ]:
        signal.connect(sans_courriel, sender=WorkflowState, dispatch_uid=f"workflow_state_{mot}_email_notification")
