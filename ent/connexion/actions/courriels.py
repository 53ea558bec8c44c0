"""E-mails that somebody asks for. They leave with the transaction, by a worker."""

from allauth.account.models import EmailAddress
from django.db import transaction

from ent.annuaire import actions as annuaire
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne, Role
from ent.socle.differer import differer

from .activation import adresse_prise, donner_un_identifiant


class CourrielDejaPris(Exception):
    """Somebody signs in with this address."""


@transaction.atomic
def demander_un_mot_de_passe(*, courriel: str) -> None:
    """The same writing whoever has an account, and whoever has none. Not journalled: anybody asks anything."""
    differer("ent.connexion.taches.mot_de_passe_oublie", courriel=courriel)


@transaction.atomic
def inviter_un_operateur(*, prenom: str, nom: str, courriel: str) -> Personne:
    """Open the account of who runs the territory, by an e-mail that lets them choose a password. Asked again, it is sent again.

    Whoever has the server answers for the address: it is proved theirs, so that the link may be asked for again.
    """
    courriel = courriel.strip().lower()
    personne = Personne.objects.filter(courriel=courriel, roles__nature=Role.Nature.OPERATEUR).first()
    if personne is None:
        personne = Personne(prenom=prenom, nom=nom, courriel=courriel)
        if adresse_prise(courriel, sauf=personne):
            raise CourrielDejaPris
        personne.set_unusable_password()
        personne.full_clean()
        personne.save()
        donner_un_identifiant(personne)
        EmailAddress.objects.create(user=personne, email=courriel, primary=True, verified=True)
        annuaire.donner_role(personne=personne, nature=Role.Nature.OPERATEUR)
    differer("ent.connexion.taches.inviter", courriel=courriel)
    consigner("connexion.inviter_un_operateur", objet=f"personne {personne.pk}")
    return personne
