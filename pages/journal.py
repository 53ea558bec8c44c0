"""What the journal plugs into the rest of the product, when the site starts."""

import datetime as dt


def brancher() -> None:
    from wagtail.permissions import policy_registry

    from ent.diffusion.periodique import Periodique, enregistrer_periodique
    from ent.fichiers.registres import enregistrer_image_changee, enregistrer_retrait

    from . import contributions_journal, porteurs_journal  # noqa: F401
    from .actions.archives import oublier_les_archives_de, oublier_les_archives_des_images, tournee
    from .actions.billets_photos import redessiner_les_journaux
    from .models.billets import Billet
    from .models.billets_relecture import PolitiqueDesBillets

    policy_registry.register(Billet, PolitiqueDesBillets(Billet))
    enregistrer_retrait(redessiner_les_journaux)
    enregistrer_retrait(oublier_les_archives_de)
    enregistrer_image_changee(oublier_les_archives_des_images)
    enregistrer_periodique(Periodique("pages.journaux", tournee, dt.timedelta(days=1)))
    _taire_les_courriels_du_circuit()


def sans_courriel(**_signal) -> None:
    """What pupils and teachers do in the workflow is told by our signals and on their pages."""


def _taire_les_courriels_du_circuit() -> None:
    """Wagtail's own mails of a workflow would name a child to a mailbox. A signal knows one receiver by `dispatch_uid`, and this
    room starts before Wagtail's admin.
    """
    from wagtail.models import WorkflowState
    from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

    for signal, mot in [
        (workflow_submitted, "submitted"),
        (workflow_rejected, "rejected"),
        (workflow_approved, "approved"),
    ]:
        signal.connect(sans_courriel, sender=WorkflowState, dispatch_uid=f"workflow_state_{mot}_email_notification")
