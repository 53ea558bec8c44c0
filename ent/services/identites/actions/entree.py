"""Whom an identity is here: recognised, tied by a code or from one's account, untied. Nobody is ever made."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.connexion import actions as connexion
from ent.connexion import collegiens
from ent.connexion.models import CodeActivation
from ent.socle.differer import differer

from .. import droits
from ..attributs import Dit
from ..lectures import sceaux
from ..lectures.gens import reconnues, survivante
from ..lectures.refus import Raison, Refus
from ..models import FournisseurIdentite, Rattachement, SessionParIdentite


class DerniereVoie(Exception):
    """Untied, this person could not come in any more."""


def empreinte_de(fournisseur: FournisseurIdentite, dit: Dit) -> str:
    if not dit.sujet:
        raise Refus(Raison.FAUX, "aucun numéro stable")
    return sceaux.empreinte(fournisseur.pk, dit.sujet)


@transaction.atomic
def reconnaitre(*, fournisseur: FournisseurIdentite, dit: Dit) -> Personne | None:
    """Whose identity this is: as it was tied, else as the directory knows them, who are tied then. Nobody: None. Raises `Refus`."""
    empreinte = empreinte_de(fournisseur, dit)
    lien = _lien(fournisseur, empreinte)
    if lien is not None:
        return _revue(lien)
    gens, comment = reconnues(fournisseur, dit)
    if not gens:
        return None
    personne = gens[0] if len(gens) == 1 else _reunir(gens)
    return _lier(personne, fournisseur, empreinte, comment)


def _lien(fournisseur: FournisseurIdentite, empreinte: str) -> Rattachement | None:
    siens = Rattachement.objects.select_for_update(of=("self",)).select_related("personne")
    return siens.filter(fournisseur=fournisseur, empreinte=empreinte).first()


def _revue(lien: Rattachement) -> Personne:
    personne = survivante(lien.personne)
    _exiger_ouverte(personne)
    if lien.vu_le != timezone.localdate():
        Rattachement.objects.filter(pk=lien.pk).update(vu_le=timezone.localdate())
    return personne


def _exiger_ouverte(personne: Personne) -> None:
    if not droits.est_reconnaissable(personne):
        raise Refus(Raison.FERME, "compte fermé")


def _reunir(gens: list[Personne]) -> Personne:
    """The State says that these records are one person, known in several schools: they become one account, unless two are open."""
    ouverts = [p for p in gens if connexion.est_ouvert(p)]
    if len(ouverts) > 1:
        raise Refus(Raison.PLUSIEURS, "deux comptes ouverts")
    vers = ouverts[0] if ouverts else gens[0]
    _exiger_ouverte(vers)
    for depuis in gens:
        if depuis != vers and droits.est_reconnaissable(depuis):
            ecole = _ecole_de(depuis)
            try:
                with transaction.atomic():
                    connexion.fusionner(depuis=depuis, vers=vers, etablissement=ecole)
            except (connexion.FusionImpossible, connexion.FusionDeSoi, connexion.FusionDuPersonnel) as refus:
                raise Refus(Raison.PLUSIEURS, type(refus).__name__) from refus
    return vers


def _ecole_de(personne: Personne) -> Etablissement:
    lien = personne.responsabilites.select_related("etablissement").order_by("-pk").first()
    if lien is None:
        raise Refus(Raison.PLUSIEURS, "aucune école")
    return lien.etablissement


def _lier(personne: Personne, fournisseur: FournisseurIdentite, empreinte: str, comment: str) -> Personne:
    _exiger_ouverte(personne)
    etait_ouvert = connexion.est_ouvert(personne)
    try:
        with transaction.atomic():
            Rattachement.objects.create(
                fournisseur=fournisseur, personne=personne, empreinte=empreinte, comment=comment
            )
    except IntegrityError as pris:  # the same identity, on two devices at once
        lien = Rattachement.objects.filter(fournisseur=fournisseur, empreinte=empreinte).first()
        if lien is None or survivante(lien.personne) != personne:
            raise Refus(Raison.PRISE, "identité déjà rattachée") from pris
        return personne
    # A pupil of an école comes in by their class; one of a collège, by themself: the code of their paper opens it no more.
    if not personne.inscriptions.exists() or collegiens.est_collegien(personne):
        connexion.ouvrir_par_identite(personne=personne)
    consigner(
        "identites.rattacher",
        auteur=personne,
        objet=f"personne {personne.pk}",
        nom=fournisseur.nom,
        comment=comment,
    )
    if etait_ouvert:
        _prevenir(personne, fournisseur)
    return personne


def _prevenir(personne: Personne, fournisseur: FournisseurIdentite) -> None:
    """Whoever holds the account learns that something more opens it."""
    if adresse := EmailAddress.objects.filter(user=personne, verified=True).first():
        differer(
            "ent.services.identites.taches.dire_un_rattachement",
            courriel=adresse.email,
            langue=personne.langue,
            nom=fournisseur.nom,
        )


@transaction.atomic
def lier_par_code(
    *, fournisseur: FournisseurIdentite, empreinte: str, code: CodeActivation, deux_noms: bool = False
) -> Personne:
    """A first time, with the paper of the school: its person, and nobody else. The code works once. Raises `Refus`, `CodeDejaUtilise`.

    `deux_noms`: the provider says another name than the paper, and whoever came said that both are theirs.
    """
    pris = connexion.prendre_le_code(code_pk=code.pk, generation=code.generation)
    personne = survivante(Personne.objects.select_for_update().get(pk=pris.personne_id))
    if (lien := _lien(fournisseur, empreinte)) is not None and survivante(lien.personne) != personne:
        raise Refus(Raison.PRISE, "identité déjà rattachée")
    comment = Rattachement.Comment.DEUX_NOMS if deux_noms else Rattachement.Comment.CODE
    return _lier(personne, fournisseur, empreinte, comment)


@transaction.atomic
def lier_a_son_compte(*, fournisseur: FournisseurIdentite, empreinte: str, personne: Personne) -> None:
    """By whoever is in, and has just proved that identity. Raises `Refus`."""
    if (lien := _lien(fournisseur, empreinte)) is not None:
        if survivante(lien.personne) != personne:
            raise Refus(Raison.PRISE, "identité déjà rattachée")
        return
    _lier(personne, fournisseur, empreinte, Rattachement.Comment.COMPTE)


@transaction.atomic
def delier(*, rattachement: Rattachement, auteur: Personne, ici: str = "") -> None:
    """Never the last way in, of two that go at the same instant either: each waits for its turn. The sessions that it opened end, but the one in
    hand (`ici`). Raises `DerniereVoie`.
    """
    Personne.objects.select_for_update().get(pk=rattachement.personne_id)
    if not peut_se_passer_de(rattachement):
        raise DerniereVoie
    consigner("identites.detacher", auteur=auteur, objet=f"personne {auteur.pk}", nom=rattachement.fournisseur.nom)
    siennes = SessionParIdentite.objects.filter(ouverte__personne=auteur, fournisseur=rattachement.fournisseur)
    for ligne in siennes.exclude(ouverte__cle=ici).select_related("ouverte"):
        connexion.fermer_session(ouverte=ligne.ouverte, auteur=auteur)
    rattachement.delete()


def tout_delier(personne: int) -> None:
    """Their account is given back by a paper of the school: whoever had tied an identity to it comes in no more. In that transaction."""
    Rattachement.objects.filter(personne=personne).delete()


def peut_se_passer_de(rattachement: Rattachement) -> bool:
    """A password, a passkey, an address that gives another password, or another identity of a provider that is open."""
    personne = rattachement.personne
    autres = Rattachement.objects.filter(personne=personne, fournisseur__retire_le=None).exclude(pk=rattachement.pk)
    return (
        personne.has_usable_password()
        or autres.exists()
        or EmailAddress.objects.filter(user=personne, verified=True).exists()
        or any(cle.wrap().is_passwordless for cle in _cles(personne))
    )


def _cles(personne: Personne):
    return Authenticator.objects.filter(user=personne, type=Authenticator.Type.WEBAUTHN)
