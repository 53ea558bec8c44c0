"""A school is invited; its direction agrees or refuses; it leaves, and comes back while nothing else happened."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.socle.francais import cite

from .. import evenements
from ..models import AdulteDeLEspace, ClasseDeLEspace, EcoleDeLEspace, Espace, InscriptionVisite
from . import commun, visites
from .commun import consigner


@transaction.atomic
def inviter(*, espace: Espace, etablissement: Etablissement, par: Personne) -> EcoleDeLEspace:
    """Its direction is told. A school that refused or left may be invited again: it agrees anew, and brings whom it had named."""
    espace = commun.verrouiller(espace)
    commun.exiger_ouvert(espace)
    ecole, neuve = EcoleDeLEspace.objects.get_or_create(
        espace=espace, etablissement=etablissement, defaults={"invitee_par": par}
    )
    if not neuve:
        if ecole.est_dedans or ecole.attend:
            return ecole
        ecole.invitee_par, ecole.invitee_le = par, timezone.now()
        ecole.accord_le = ecole.accord_par = ecole.refus_le = ecole.quittee_le = None
        ecole.save()
    consigner("espaces.inviter", espace, par)
    _dire_l_invitation(ecole)
    return ecole


def _dire_l_invitation(ecole: EcoleDeLEspace) -> None:
    espace = ecole.espace

    def phrase() -> str:
        dit = {"ecole": espace.etablissement.nom, "titre": cite(espace.titre)}
        return _("%(ecole)s invite votre école dans « %(titre)s » : à vous de dire oui ou non.") % dit

    commun.dire(
        evenements.INVITATION,
        ecole.pk,
        ecole.etablissement,
        evenements.qui_engage(ecole.etablissement),
        phrase,
        reverse("espaces_invitation", args=[ecole.pk]),
    )


@transaction.atomic
def retirer_l_invitation(*, ecole: EcoleDeLEspace, par: Personne) -> None:
    """While nobody answered. Said again, it changes nothing."""
    ecole = verrouiller(ecole)
    if not ecole.attend:
        return
    diffusion.denotifier(nature=evenements.INVITATION, objet_id=ecole.pk)
    ecole.quittee_le = timezone.now()
    ecole.save(update_fields=["quittee_le"])
    consigner("espaces.retirer_invitation", ecole.espace, par)


@transaction.atomic
def accepter(*, ecole: EcoleDeLEspace, par: Personne) -> EcoleDeLEspace:
    """The school is in; who said so is its first adult, and names the others. Said again, it changes nothing."""
    ecole = verrouiller(ecole)
    if ecole.est_dedans:
        return ecole
    commun.exiger_ouvert(ecole.espace)
    if ecole.quittee_le is not None:
        raise ValidationError(_("Votre école a quitté cet espace : demandez une nouvelle invitation."), code="dehors")
    ecole.accord_le, ecole.accord_par, ecole.refus_le = timezone.now(), par, None
    ecole.save(update_fields=["accord_le", "accord_par", "refus_le"])
    AdulteDeLEspace.objects.update_or_create(
        ecole=ecole, personne=par, defaults={"retire_le": None}, create_defaults={"nomme_par": par}
    )
    consigner("espaces.accepter", ecole, par)
    visites.remplir_toutes(ecole.espace)
    _apres_une_reponse(ecole, par)
    return ecole


@transaction.atomic
def refuser(*, ecole: EcoleDeLEspace, par: Personne) -> EcoleDeLEspace:
    """Nothing of the school was ever there. One may still agree until the end. Said again, it changes nothing."""
    ecole = verrouiller(ecole)
    if not ecole.attend:
        return ecole
    ecole.refus_le = timezone.now()
    ecole.save(update_fields=["refus_le"])
    consigner("espaces.refuser", ecole, par)
    _apres_une_reponse(ecole, par)
    return ecole


def _apres_une_reponse(ecole: EcoleDeLEspace, par: Personne) -> None:
    espace = ecole.espace
    diffusion.denotifier(nature=evenements.INVITATION, objet_id=ecole.pk)

    def phrase() -> str:
        dit = {"ecole": ecole.etablissement.nom, "titre": cite(espace.titre)}
        if ecole.accord_le:
            return _("%(ecole)s est entrée dans « %(titre)s ».") % dit
        return _("%(ecole)s n’entre pas dans « %(titre)s ».") % dit

    porteurs = evenements.adultes_de(espace).get(espace.etablissement_id, set())
    adresse = reverse("espaces_espace", args=[espace.pk])
    commun.dire(evenements.REPONSE, ecole.pk, espace.etablissement, porteurs - {par.pk}, phrase, adresse)
    commun.tenir_la_parole(espace, par)
    commun.relire(espace)


@transaction.atomic
def quitter(*, ecole: EcoleDeLEspace, par: Personne) -> None:
    """Its people, its classes and their sign-ups are of the space no more, at once. What was told of it to its families is taken back."""
    ecole = verrouiller(ecole)
    if not ecole.est_dedans:
        return
    if ecole.porte:
        raise ValidationError(_("Votre école porte cet espace : elle ne le quitte pas, elle le clôt."), code="porte")
    ecole.quittee_le = timezone.now()
    ecole.save(update_fields=["quittee_le"])
    consigner("espaces.quitter", ecole, par)
    taire(
        ecole.espace, ecole.etablissement, ClasseDeLEspace.objects.filter(ecole=ecole).values_list("classe", flat=True)
    )
    taire_aux_adultes(ecole.espace, AdulteDeLEspace.objects.filter(ecole=ecole).values_list("personne", flat=True))
    visites.remplir_toutes(ecole.espace)
    commun.tenir_la_parole(ecole.espace, par)
    commun.relire(ecole.espace)


@transaction.atomic
def revenir(*, ecole: EcoleDeLEspace, par: Personne) -> None:
    """Undo: it is in again, with whom it had named."""
    ecole = verrouiller(ecole)
    if ecole.quittee_le is None or ecole.accord_le is None:
        return
    commun.exiger_ouvert(ecole.espace)
    ecole.quittee_le = None
    ecole.save(update_fields=["quittee_le"])
    consigner("espaces.revenir", ecole, par)
    visites.remplir_toutes(ecole.espace)
    commun.tenir_la_parole(ecole.espace, par)
    commun.relire(ecole.espace)


def taire(espace: Espace, etablissement: Etablissement, classes) -> None:
    """What families of these classes were told of this space, of their children there, is taken back."""
    eleves = list(evenements.prenoms_de(list(classes)))
    dates = list(espace.dates.order_by().values_list("pk", flat=True))
    for nature in evenements.DES_DATES:
        for date in dates:
            diffusion.denotifier(nature=nature, objet_id=date, eleves=eleves)
    siennes = InscriptionVisite.objects.filter(date__in=dates, eleve__in=eleves)
    diffusion.denotifier_tout(nature=evenements.PLACE, objets=list(siennes.values_list("pk", flat=True)))
    ouvertes = ClasseDeLEspace.objects.filter(ecole__espace=espace, classe__in=list(classes))
    diffusion.denotifier_tout(nature=evenements.OUVERT, objets=list(ouvertes.values_list("pk", flat=True)))
    ouvertes.update(dite_le=None)


def taire_aux_adultes(espace: Espace, personnes) -> None:
    """The same of who was named and is of it no more, by this school or another; what quiet hours held is told to them no more."""
    partis = set(personnes) - {pk for gens in evenements.adultes_de(espace).values() for pk in gens}
    ecoles = list(espace.ecoles.order_by().values_list("pk", flat=True))
    dits = [(evenements.DATE_EQUIPE, pk) for pk in espace.dates.order_by().values_list("pk", flat=True)]
    de_classes = InscriptionVisite.objects.filter(date__espace=espace, eleve=None).order_by()
    dits += [(evenements.PLACE_EQUIPE, pk) for pk in de_classes.values_list("pk", flat=True)]
    dits += [(nature, pk) for nature in (evenements.NOMME, evenements.REPONSE) for pk in ecoles]
    for nature, objet in [*dits, (evenements.FIN_PROCHE, espace.pk)]:
        diffusion.denotifier(nature=nature, objet_id=objet, destinataires=partis)


def verrouiller(ecole: EcoleDeLEspace) -> EcoleDeLEspace:
    """Under the lock of its space: an answer and a closing take their turn."""
    espace = commun.verrouiller(ecole.espace)
    lue = EcoleDeLEspace.objects.select_related("etablissement").get(pk=ecole.pk)
    lue.espace = espace
    return lue
