"""Open a space, correct it, close it before its day and take that back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement, Personne
from ent.socle.francais import cite

from ..models import AdulteDeLEspace, ArchiveDEspace, EcoleDeLEspace, Espace
from . import commun, gens
from .commun import consigner

DUREE = dt.timedelta(days=400)  # a school year and its holidays: what lasts longer is opened again


@transaction.atomic
def ouvrir(
    *, etablissement: Etablissement, par: Personne, titre: str, propos: str, debut: dt.date, fin: dt.date
) -> Espace:
    """The school that carries it is in at once, since its direction opens it; who opens it is its first adult."""
    _exiger_des_jours(debut, fin)
    espace = Espace.objects.create(
        etablissement=etablissement, cree_par=par, titre=titre, propos=propos, debut=debut, fin=fin
    )
    maintenant = timezone.now()
    ecole = EcoleDeLEspace.objects.create(
        espace=espace, etablissement=etablissement, invitee_par=par, accord_le=maintenant, accord_par=par
    )
    AdulteDeLEspace.objects.create(ecole=ecole, personne=par, nomme_par=par)
    consigner("espaces.ouvrir", ecole, par)
    commun.tenir_la_parole(espace, par)
    return espace


@transaction.atomic
def corriger(*, espace: Espace, par: Personne, titre: str, propos: str, debut: dt.date, fin: dt.date) -> Espace:
    """Its words and its days, while it lasts: a later end gives more time to all, an earlier one less."""
    espace = commun.verrouiller(espace)
    commun.exiger_ouvert(espace)
    _exiger_des_jours(debut, fin)
    _exiger_autour_des_dates(espace, debut, fin)
    if fin != espace.fin:
        espace.rappele_le = None
    espace.titre, espace.propos, espace.debut, espace.fin = titre, propos, debut, fin
    espace.save()
    consigner("espaces.corriger", espace, par)
    gens.dire_aux_classes(espace)
    commun.tenir_la_parole(espace, par)
    commun.relire(espace)
    return espace


def _exiger_autour_des_dates(espace: Espace, debut: dt.date, fin: dt.date) -> None:
    """A date that families wait for stays where they read it: they read nothing before the first day, and nobody writes after the last."""
    prevues = espace.dates.filter(annulee_le=None)
    if apres := prevues.filter(jour__gt=fin).first():
        raise ValidationError(
            _("« %(titre)s » a lieu après ce jour : changez d’abord cette date, ou annulez-la.")
            % {"titre": cite(apres.titre)},
            code="fin",
        )
    if avant := prevues.filter(jour__gte=timezone.localdate(), jour__lt=debut).first():
        raise ValidationError(
            _("« %(titre)s » a lieu avant ce jour : changez d’abord cette date, ou annulez-la.")
            % {"titre": cite(avant.titre)},
            code="debut",
        )


def _exiger_des_jours(debut: dt.date, fin: dt.date) -> None:
    if fin < debut:
        raise ValidationError(_("Ce jour vient avant le premier."), code="fin")
    if fin < timezone.localdate():
        raise ValidationError(_("Ce jour est passé : choisissez un jour à venir."), code="fin")
    if fin > debut + DUREE:
        raise ValidationError(_("Un an au plus : rouvrez-en un autre l’an prochain."), code="fin")


@transaction.atomic
def clore(*, espace: Espace, par: Personne) -> None:
    """Before its day: nobody writes there any more. Said again, it changes nothing."""
    espace = commun.verrouiller(espace)
    if not espace.est_ouvert:
        return
    espace.clos_le, espace.fin_prevue = timezone.now(), espace.fin
    espace.fin = max(timezone.localdate(), espace.debut)
    espace.save(update_fields=["clos_le", "fin_prevue", "fin"])
    consigner("espaces.clore", espace, par)
    commun.tenir_la_parole(espace, par)
    commun.relire(espace)


@transaction.atomic
def rouvrir(*, espace: Espace, par: Personne) -> None:
    """Undo, the same day: afterwards its archives are made."""
    espace = commun.verrouiller(espace)
    if espace.clos_le is None or espace.fin_prevue is None:
        return
    if not espace.se_rouvre or ArchiveDEspace.objects.filter(ecole__espace=espace).exists():
        raise ValidationError(_("Il est trop tard : un espace clos se rouvre le jour même. Ouvrez-en un autre."))
    espace.clos_le, espace.fin, espace.fin_prevue = None, espace.fin_prevue, None
    espace.save(update_fields=["clos_le", "fin_prevue", "fin"])
    consigner("espaces.rouvrir", espace, par)
    commun.tenir_la_parole(espace, par)
    commun.relire(espace)
