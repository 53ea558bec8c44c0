"""The keys of a school: made at first need, changed, revoked."""

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne

from ..lectures import cles
from ..models import Cle, Envoi
from .seaux import recommencer


@transaction.atomic
def cle_de(ecole: Etablissement) -> Cle:
    """The one that signs; made if there is none. Two who need the first one at once make one."""
    Etablissement.objects.select_for_update(no_key=True).get(pk=ecole.pk)
    if deja := cles.qui_signe(ecole):
        return deja
    cle = _tirer(ecole)
    consigner("liaison.faire_une_cle", auteur=None, etablissement=ecole, objet=f"cle {cle.pk}")
    return cle


@transaction.atomic
def changer_de_cle(*, ecole: Etablissement, auteur: Personne) -> Cle:
    """What is sealed from now on is under a new one; the former, still published, ends what it began."""
    Etablissement.objects.select_for_update(no_key=True).get(pk=ecole.pk)
    cle = _tirer(ecole)
    consigner("liaison.changer_de_cle", auteur=auteur, etablissement=ecole, objet=f"cle {cle.pk}")
    return cle


def _tirer(ecole: Etablissement) -> Cle:
    publique, scellee = cles.tirer()
    return Cle.objects.create(etablissement=ecole, kid=publique["kid"], publique=publique, privee_scellee=scellee)


@transaction.atomic
def revoquer(*, cle: Cle, auteur: Personne) -> None:
    """Nothing that it signed is taken any more: what has not arrived is sealed again, under another number, with the next one."""
    relue = Cle.objects.select_for_update().get(pk=cle.pk)
    if relue.revoquee_le is not None:
        return
    relue.revoquee_le = timezone.now()
    relue.save(update_fields=["revoquee_le"])
    en_chemin = Envoi.objects.select_for_update(of=("self",)).filter(cle=relue)
    for envoi in en_chemin.filter(etat__in=(Envoi.Etat.A_ENVOYER, Envoi.Etat.EN_COURS)):
        recommencer(envoi)
    consigner("liaison.revoquer", auteur=auteur, etablissement=relue.etablissement, objet=f"cle {relue.pk}")
