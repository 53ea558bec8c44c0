"""Deferred tasks of public identities."""

from django.core.mail import send_mail
from django.tasks import task
from django.utils import translation
from django.utils.translation import gettext as _

from ent.socle.francais import objet_de


@task
def dire_un_rattachement(courriel: str, langue: str, nom: str) -> None:
    """To the address that its owner had verified. No child is named: a mailbox may be shared."""
    with translation.override(langue):
        objet = objet_de(_("une identité publique ouvre maintenant votre compte"))
        texte = _(
            "Bonjour,\n\nVotre compte s’ouvre maintenant aussi avec « %(nom)s ». Si ce n’est pas vous, entrez dans votre compte, "
            "choisissez « Mon compte » et détachez-la, puis prévenez la direction de l’école."
        )
    send_mail(objet, texte % {"nom": nom}, None, [courriel])
