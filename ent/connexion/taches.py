"""E-mails that leave by a worker: a page takes one time whoever has an account, and waits for no mail server.

A task keeps an address or an id, never the link: what opens an account is made when it leaves.
"""

from allauth.account.models import EmailAddress
from django.tasks import task

from . import courrier, lectures


@task
def mot_de_passe_oublie(courriel: str) -> None:
    """To whoever holds this address, proved theirs. To nobody else: whether there was anybody is not told to who asked."""
    if personne := lectures.titulaire_de(courriel):
        courrier.choisir_un_mot_de_passe(personne, courriel)


@task
def inviter(courriel: str) -> None:
    if personne := lectures.titulaire_de(courriel):
        courrier.choisir_un_mot_de_passe(personne, courriel, courrier.INVITATION)


@task
def inviter_dans_une_ecole(code: int) -> None:
    if attendu := lectures.code_a_envoyer(code):
        courrier.inviter_dans_une_ecole(attendu)


@task
def confirmer(adresse_id: int) -> None:
    if adresse := EmailAddress.objects.filter(pk=adresse_id).select_related("user").first():
        courrier.confirmer(adresse)


@task
def dire_deja_pris(courriel: str, langue: str) -> None:
    courrier.dire_deja_pris(courriel, langue)


@task
def prevenir_le_titulaire(courriel: str, langue: str) -> None:
    courrier.prevenir_le_titulaire(courriel, langue)
