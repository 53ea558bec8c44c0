"""The health sheet, and who else may read it. The journal says that it was written, never what it says."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne, Role
from ent.fichiers.actions import Envoi, detacher, recueillir
from ent.fichiers.stockage import tout_ou_rien

from ..models import FicheSante, LecteurSante


@tout_ou_rien()
def ecrire_sante(
    *,
    etablissement: Etablissement,
    eleve: Personne,
    par: Personne,
    champs: Mapping[str, Any],
    document: Envoi | None = None,
) -> FicheSante:
    """All of it at once: a document that is not sent again goes."""
    Personne.objects.select_for_update(of=("self",), no_key=True).get(pk=eleve.pk)
    fiche = FicheSante.objects.filter(etablissement=etablissement, eleve=eleve).first() or FicheSante(
        etablissement=etablissement, eleve=eleve
    )
    avant = fiche.document
    for nom, valeur in champs.items():
        setattr(fiche, nom, valeur)
    fiche.document = next(iter(recueillir(envoi=document, deposant=par)), None) if document else None
    fiche.par, fiche.modifiee_le = par, timezone.now()
    fiche.save()
    if avant and avant != fiche.document:
        detacher(fichiers=[avant])
    consigner("renseignements.ecrire_sante", auteur=par, etablissement=etablissement, objet=f"personne {eleve.pk}")
    return fiche


@transaction.atomic
def nommer_lecteur(
    *, etablissement: Etablissement, personne: Personne, debut: dt.date, fin: dt.date | None, auteur: Personne
) -> LecteurSante:
    """One of the staff, from a day to a day."""
    Etablissement.objects.select_for_update(of=("self",), no_key=True).get(pk=etablissement.pk)
    if not Role.objects.filter(
        en_cours(), personne=personne, etablissement=etablissement, nature__in=DU_TRAVAIL
    ).exists():
        raise ValidationError(_("Cette personne ne travaille plus dans l’école."), code="personne")
    siens = LecteurSante.objects.filter(etablissement=etablissement, personne=personne)
    if siens.exclude(fin__lt=debut).exists():
        raise ValidationError(_("Cette personne est déjà nommée pour ces dates."), code="personne")
    lecteur = LecteurSante.objects.create(
        etablissement=etablissement, personne=personne, debut=debut, fin=fin, nomme_par=auteur
    )
    consigner(
        "renseignements.nommer_lecteur", auteur=auteur, etablissement=etablissement, objet=f"personne {personne.pk}"
    )
    return lecteur


@transaction.atomic
def arreter_lecteur(*, lecteur: LecteurSante, auteur: Personne) -> None:
    """From this moment; one that was to begin is forgotten."""
    hier = timezone.localdate() - dt.timedelta(days=1)
    if lecteur.fin and lecteur.fin <= hier:
        return
    if lecteur.debut > hier:
        lecteur.delete()
    else:
        lecteur.fin = hier
        lecteur.save(update_fields=["fin"])
    consigner(
        "renseignements.arreter_lecteur",
        auteur=auteur,
        etablissement=lecteur.etablissement,
        objet=f"personne {lecteur.personne_id}",
    )
