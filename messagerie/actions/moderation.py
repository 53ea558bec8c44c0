"""Report a message; what the direction decides of it; keep someone from writing for a while."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours, exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Inscription, Mandat, Personne, Responsabilite, Role
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import Raison, atteignables
from ent.socle.dates import date_format

from ..evenements.gens import gens as gens_de
from ..lectures.fils import par_ecole
from ..lectures.moderation import ecole_qui_modere
from ..models import Fil, Message, Signalement, Suspension
from .messages import retirer_le_texte

SIGNALEMENT = "messagerie.signalement"
SIGNALEMENT_LU = "messagerie.signalement_lu"
SUSPENSION = "messagerie.suspension"


# --- Report -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def signaler_message(*, message: Message, par: Personne, motif: str = "") -> Signalement:
    """Ask the direction to look at a message. Said again by the same person, it is the same report.

    The direction is told at once, at night too: what is reported may be a threat. So is whom it confided that to.
    """
    exiger(message.auteur_id != par.pk, _("C’est votre message : vous pouvez le corriger ou le retirer."))
    ecole = ecole_qui_modere(message, par)
    signalement, cree = Signalement.objects.get_or_create(
        message=message, par=par, defaults={"etablissement": ecole, "motif": motif}
    )
    if not cree:
        return signalement
    consigner("messagerie.signaler", auteur=par, etablissement=ecole, objet=f"message {message.pk}")
    a_prevenir = _direction(ecole) | _delegues(signalement)
    # Another report of the same message is told again.
    diffusion.denotifier(nature=SIGNALEMENT, objet_id=message.pk)
    _notifier(
        ecole,
        SIGNALEMENT,
        message.pk,
        {(qui, None) for qui in a_prevenir},
        lambda: _("Un message a été signalé : à lire."),
        reverse("messagerie_signalement", args=[message.pk]),
        attendre=False,
    )
    return signalement


def _direction(ecole: Etablissement) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR).order_by()
    return set(roles.values_list("personne_id", flat=True))


def _delegues(signalement: Signalement) -> set[int]:
    """Those to whom that was confided, who may read this very report now: by the right itself, so neither who wrote the message nor who reported it."""
    mandats = Mandat.objects.en_vigueur().filter(
        etablissement=signalement.etablissement, pouvoirs__contains="moderation"
    )
    delegues = Personne.objects.filter(pk__in=mandats.order_by().values("personne"), is_active=True)
    return {p.pk for p in delegues if Signalement.objects.moderes_par(p).filter(pk=signalement.pk).exists()}


def _notifier(
    ecole: Etablissement,
    nature: str,
    objet_id: int,
    a_qui: Collection[tuple[int, int | None]],
    texte: str | Callable[[], str],
    adresse: str,
    *,
    attendre: bool = True,
) -> None:
    """`attendre`: families are told when quiet hours end."""
    quand = calendrier.ouverture(ecole, timezone.now()) if attendre else timezone.now()
    diffusion.notifier(
        nature=nature,
        objet_id=objet_id,
        etablissement=ecole,
        textes=dict.fromkeys(a_qui, texte),
        adresse=adresse,
        visible_le=quand,
    )


# --- Decide -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def classer_sans_suite(*, message: Message, auteur: Personne) -> None:
    """The direction read it, and nothing follows."""
    _traiter(message, auteur, Signalement.Suite.SANS_SUITE)


@transaction.atomic
def retirer_le_message(*, message: Message, auteur: Personne) -> None:
    """Nobody reads it any more; what it said stays, for the direction."""
    _retirer(message)
    _traiter(message, auteur, Signalement.Suite.RETIRE)


@transaction.atomic
def suspendre_l_auteur(
    *,
    message: Message,
    auteur: Personne,
    personnes: Collection[Personne],
    motif: str,
    date_fin: dt.date,
    retirer: bool = False,
) -> None:
    """Keep who wrote it (a pupil, a household) from writing until a day; the message may go with it."""
    if retirer:
        _retirer(message)
    suspendre(
        etablissement=ecole_qui_modere(message, auteur),
        personnes=personnes,
        motif=motif,
        date_fin=date_fin,
        auteur=auteur,
    )
    _traiter(message, auteur, Signalement.Suite.SUSPENDU)


def _retirer(message: Message) -> None:
    fil = Fil.objects.select_related("etablissement", "classe", "groupe", "eleve").select_for_update(of=("self",))
    le_fil = fil.get(pk=message.fil_id)
    a_jour = Message.objects.select_related("auteur", "en_reponse_a__auteur").get(pk=message.pk)
    a_jour.fil = le_fil
    if a_jour.rappele_le is not None:
        raise ValidationError(_("Ce message est déjà retiré."))
    retirer_le_texte(a_jour)


def _traiter(message: Message, auteur: Personne, suite: str) -> None:
    """All that was said of a message gets one answer; who reported it learns that it was read, not what followed."""
    signalements = Signalement.objects.select_for_update().filter(message=message)
    attendaient = {s.par_id for s in signalements if not s.suite}
    ecole = ecole_qui_modere(message, auteur)
    if suite == Signalement.Suite.SANS_SUITE:  # what somebody decided meanwhile had one
        signalements = signalements.filter(suite="")
    signalements.update(suite=suite, traite_par=auteur, traite_le=timezone.now())
    consigner(
        "messagerie.traiter_signalement",
        auteur=auteur,
        etablissement=ecole,
        objet=f"message {message.pk}",
        suite=str(suite),
    )
    diffusion.denotifier(nature=SIGNALEMENT, objet_id=message.pk)
    gens = gens_de(message.fil)
    for la_leur, adultes in par_ecole(message.fil, gens, attendaient - gens.eleves):
        _notifier(
            la_leur,
            SIGNALEMENT_LU,
            message.pk,
            {(qui, None) for qui in adultes},
            lambda: _("La direction a lu le message que vous aviez signalé."),
            reverse("messagerie_fil", args=[message.fil_id]),
        )


# --- Suspend ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def suspendre(
    *, etablissement: Etablissement, personnes: Collection[Personne], motif: str, date_fin: dt.date, auteur: Personne
) -> list[Suspension]:
    """These people go on reading, and write no more in this school until that day; a new one takes the place of the old.

    They are told why; of a pupil, those who answer for them are.
    """
    if not personnes:
        raise ValidationError(_("Choisissez un élève ou un foyer."))
    if not motif.strip():
        raise ValidationError(_("Dites pourquoi : la personne lira cette phrase."))
    if date_fin < timezone.localdate():
        raise ValidationError(_("Ce jour est déjà passé."))
    ids = [p.pk for p in personnes]
    maintenant = timezone.now()
    # One after the other: two hands on the same people leave one suspension.
    list(Personne.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    anciennes = Suspension.objects.filter(etablissement=etablissement, personne__in=ids, levee_le=None)
    for pk in anciennes.order_by().values_list("pk", flat=True):
        diffusion.denotifier(nature=SUSPENSION, objet_id=pk)  # its day holds no more
    anciennes.update(levee_le=maintenant)
    posees = []
    for personne in personnes:
        suspension = Suspension.objects.create(
            etablissement=etablissement, personne=personne, motif=motif, date_fin=date_fin, par=auteur
        )
        posees.append(suspension)
        consigner(
            "messagerie.suspendre",
            auteur=auteur,
            etablissement=etablissement,
            objet=f"personne {personne.pk}",
            jusqu_au=date_fin.isoformat(),
        )
        _prevenir(suspension)
    return posees


def _prevenir(suspension: Suspension) -> None:
    """In each reader's language: the reason itself is shown whole by the page."""
    ecole, personne = suspension.etablissement, suspension.personne
    adresse, a_qui = reverse("messagerie_suspendu"), _qui_l_apprend(personne, ecole)
    dire = partial(_dire_la_suspension, suspension, "" if (personne.pk, None) in a_qui else personne.prenom)
    _notifier(ecole, SUSPENSION, suspension.pk, a_qui, dire, adresse)


def _qui_l_apprend(personne: Personne, ecole: Etablissement) -> set[tuple[int, int | None]]:
    """Who answers for a pupil, of them; else themself."""
    return {(adulte, personne.pk) for adulte in _responsables(personne, ecole)} or {(personne.pk, None)}


def qui_ne_l_apprend_pas(suspensions: Collection[Suspension]) -> tuple[list[Personne], bool]:
    """Of those whom these tell, those who have no account to read it; and whether nobody has one. Two queries, and two for each."""
    ids = {qui for s in suspensions for qui, _enfant in _qui_l_apprend(s.personne, s.etablissement)}
    sans = {pk for pk, atteinte in atteignables(ids).items() if atteinte.code == Raison.SANS_COMPTE}
    return list(Personne.objects.filter(pk__in=sans).order_by("nom", "prenom", "pk")), sans == ids


def _dire_la_suspension(suspension: Suspension, prenom: str) -> str:
    """Of a child, or to whom it is about."""
    if prenom:
        texte = _("%(prenom)s ne peut plus écrire à l’école jusqu’au %(jour)s : %(motif)s")
    else:
        texte = _("Vous ne pouvez plus écrire à l’école jusqu’au %(jour)s : %(motif)s")
    jour = date_format(suspension.date_fin, "j F")
    return texte % {"prenom": prenom, "jour": jour, "motif": suspension.motif}


def suspensions_redites(suspensions: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again: its day and its reason are what was told."""
    return {s.pk: partial(_dire_la_suspension, s) for s in Suspension.objects.filter(pk__in=suspensions)}


def _responsables(personne: Personne, ecole: Etablissement) -> set[int]:
    """Those who answer for a pupil of the school; nobody for an adult."""
    if not Inscription.objects.filter(en_cours(), eleve=personne, classe__etablissement=ecole).exists():
        return set()
    liens = Responsabilite.objects.filter(en_cours(), enfant=personne, etablissement=ecole).order_by()
    return set(liens.exclude(autorite=Responsabilite.Autorite.SANS).values_list("adulte_id", flat=True))


@transaction.atomic
def lever_la_suspension(*, suspension: Suspension, auteur: Personne) -> None:
    """Let someone write again before the day. Done twice, it changes nothing."""
    if not Suspension.objects.filter(pk=suspension.pk, levee_le=None).update(levee_le=timezone.now()):
        return
    consigner(
        "messagerie.lever_suspension",
        auteur=auteur,
        etablissement=suspension.etablissement,
        objet=f"personne {suspension.personne_id}",
    )
    diffusion.denotifier(nature=SUSPENSION, objet_id=suspension.pk)
