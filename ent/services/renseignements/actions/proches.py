"""Whom to call and who may come, as one holder of authority says it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import EntreeJournal, Etablissement, Personne
from ent.fichiers.actions import Envoi, detacher, recueillir
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.textes import chiffres, norme

from ..models import Autorise, Contact

AU_PLUS = 8  # of each, for one child and one holder


def _les_siens(
    modele: type[Contact] | type[Autorise], etablissement: Etablissement, eleve: Personne, par: Personne
) -> Any:
    """Under a lock of the child: two phones of one holder never give the same rank."""
    Personne.objects.select_for_update(of=("self",), no_key=True).get(pk=eleve.pk)
    siens = modele._default_manager.filter(etablissement=etablissement, eleve=eleve, par=par, retire_le=None)
    if siens.count() >= AU_PLUS:
        raise ValidationError(_("Huit au plus : retirez-en un d’abord."))
    return siens


@transaction.atomic
def donner_contact(
    *, etablissement: Etablissement, eleve: Personne, par: Personne, champs: Mapping[str, Any]
) -> Contact:
    """At the end of one's own list."""
    siens = _les_siens(Contact, etablissement, eleve, par)
    rang = (siens.aggregate(dernier=Max("rang"))["dernier"] or 0) + 1
    contact = Contact.objects.create(etablissement=etablissement, eleve=eleve, par=par, rang=rang, **champs)
    _consigner("donner_contact", contact, par)
    return contact


@transaction.atomic
def corriger_contact(*, contact: Contact, champs: Mapping[str, Any], par: Personne) -> None:
    _ecrire(contact, champs)
    _consigner("corriger_contact", contact, par)


@transaction.atomic
def bouger_contact(*, contact: Contact, monte: bool, par: Personne) -> None:
    """One place up or down in one's own list; at its end, nothing changes."""
    siens = list(
        Contact.objects.en_vigueur()
        .select_for_update(of=("self",))
        .filter(etablissement=contact.etablissement_id, eleve=contact.eleve_id, par=par)
        .order_by("rang", "pk")
    )
    ici = next((rang for rang, un in enumerate(siens) if un.pk == contact.pk), None)
    vers = None if ici is None else ici + (-1 if monte else 1)
    if ici is None or vers is None or not 0 <= vers < len(siens):
        return
    siens[ici], siens[vers] = siens[vers], siens[ici]
    for rang, un in enumerate(siens, 1):
        un.rang = rang
    Contact.objects.bulk_update(siens, ["rang"])
    _consigner("ranger_contacts", contact, par)


@transaction.atomic
def copier_contacts(*, contacts: list[Contact], etablissement: Etablissement, eleve: Personne, par: Personne) -> int:
    """The same for a brother or a sister: those that are not there yet, in their order. How many."""
    siens = Contact.objects.en_vigueur().filter(etablissement=etablissement, eleve=eleve, par=par)
    connus = {(norme(c.nom), chiffres(c.telephone)) for c in siens}
    copies = 0
    for contact in contacts:
        if (norme(contact.nom), chiffres(contact.telephone)) not in connus:
            champs = {nom: getattr(contact, nom) for nom in ("nom", "lien", "telephone", "autre_telephone")}
            donner_contact(etablissement=etablissement, eleve=eleve, par=par, champs=champs)
            copies += 1
    return copies


@transaction.atomic
def confirmer(*, etablissement: Etablissement, eleve: Personne, par: Personne) -> None:
    """« Toujours vrai »: all that this holder gave of the child."""
    maintenant = timezone.now()
    for modele in (Contact, Autorise):
        modele.objects.en_vigueur().filter(etablissement=etablissement, eleve=eleve, par=par).update(
            confirme_le=maintenant
        )
    consigner("renseignements.confirmer", auteur=par, etablissement=etablissement, objet=f"personne {eleve.pk}")


@tout_ou_rien()
def autoriser(
    *,
    etablissement: Etablissement,
    eleve: Personne,
    par: Personne,
    champs: Mapping[str, Any],
    photo: Envoi | None = None,
) -> Autorise:
    """Somebody more may collect the child."""
    _les_siens(Autorise, etablissement, eleve, par)
    image = next(iter(recueillir(envoi=photo, deposant=par)), None) if photo else None
    autorise = Autorise.objects.create(etablissement=etablissement, eleve=eleve, par=par, photo=image, **champs)
    _consigner("autoriser", autorise, par)
    return autorise


@tout_ou_rien()
def corriger_autorise(
    *, autorise: Autorise, champs: Mapping[str, Any], par: Personne, photo: Envoi | None = None
) -> None:
    """A photo that is not sent again goes."""
    avant = autorise.photo
    autorise.photo = next(iter(recueillir(envoi=photo, deposant=par)), None) if photo else None
    _ecrire(autorise, champs, "photo")
    if avant and avant != autorise.photo:
        detacher(fichiers=[avant])
    _consigner("corriger_autorise", autorise, par)


@transaction.atomic
def retirer(*, donne: Contact | Autorise, par: Personne) -> EntreeJournal | None:
    """From this moment nobody at school reads it. Said again, it changes nothing."""
    tenu = type(donne)._default_manager.select_for_update(of=("self",)).get(pk=donne.pk)
    if tenu.retire_le:
        return None
    tenu.retire_le = timezone.now()
    tenu.save(update_fields=["retire_le"])
    return _consigner("retirer_contact" if isinstance(tenu, Contact) else "retirer_autorise", tenu, par)


@transaction.atomic
def rendre(*, donne: Contact | Autorise, par: Personne) -> None:
    """Undo, as far as there is still room."""
    tenu = type(donne)._default_manager.select_for_update(of=("self",)).get(pk=donne.pk)
    if tenu.retire_le:
        _les_siens(type(tenu), tenu.etablissement, tenu.eleve, par)
        tenu.retire_le = None
        tenu.save(update_fields=["retire_le"])
        _consigner("rendre_contact" if isinstance(tenu, Contact) else "rendre_autorise", tenu, par)


def _ecrire(donne: Contact | Autorise, champs: Mapping[str, Any], *autres: str) -> None:
    for nom, valeur in champs.items():
        setattr(donne, nom, valeur)
    donne.confirme_le = timezone.now()
    donne.save(update_fields=[*champs, *autres, "confirme_le"])


def _consigner(verbe: str, donne: Contact | Autorise, par: Personne) -> EntreeJournal:
    """Of which child; never who is called nor who comes."""
    return consigner(
        f"renseignements.{verbe}", auteur=par, etablissement=donne.etablissement, objet=f"personne {donne.eleve_id}"
    )
