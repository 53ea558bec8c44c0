"""Have a message translated, and keep what the machine made of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.portail import traduction

from ..lectures.traduction import traductions_de
from ..models import Message, Traduction


def traduire_message(*, message: Message, personne: Personne, langue: str) -> str:
    """What it says in this language, asked once per version of the message. The service is asked outside any transaction;
    raises `TraductionImpossible` when it does not translate.
    """
    if message.rappele_le is not None or not message.texte.strip():
        raise ValidationError(_("Il n’y a pas de mots à traduire dans ce message."))
    if deja := traductions_de([message], langue).get(message.pk):
        return deja
    texte = traduction.traduire(message.texte, langue)
    _garder(message, personne, langue, texte)
    return texte


@transaction.atomic
def _garder(message: Message, personne: Personne, langue: str, texte: str) -> None:
    Traduction.objects.update_or_create(
        message=message, langue=langue, defaults={"revision": message.revision, "texte": texte}
    )
    consigner(
        "messagerie.traduire",
        auteur=personne,
        etablissement=message.fil.etablissement,
        objet=f"message {message.pk}",
        langue=langue,
    )
