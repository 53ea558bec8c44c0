"""An adult opens their account with the code of a slip."""

import re
import secrets
import unicodedata

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.annuaire.models.personnes import PAR_IDENTITE
from ent.diffusion import actions as diffusion
from ent.diffusion.actions import reglages
from ent.socle.differer import differer

from .. import droits
from ..models import CodeActivation
from ..registres import dire_une_reprise
from .sessions import finir_de_loin

ESSAIS = 10  # homonyms who come in at the very same instant


class CodeDejaUtilise(Exception):
    """Someone used this code in the meantime."""


class AdresseDejaPrise(Exception):
    """The e-mail belongs to another account."""


def adresse_prise(courriel: str, sauf: Personne) -> bool:
    return (
        Personne.objects.filter(courriel__iexact=courriel).exclude(pk=sauf.pk).exists()
        or EmailAddress.objects.filter(email__iexact=courriel).exclude(user_id=sauf.pk).exists()
    )


def identifiant_libre(personne: Personne) -> str:
    """« nadia.belhadj », « nadia.belhadj2 »…: readable over the phone, without accents."""
    parties = [_sans_accent(personne.prenom), _sans_accent(personne.nom_usage or personne.nom)]
    base = ".".join(p for p in parties if p)[:50] or "compte"
    pris = set(
        Personne.objects.filter(identifiant__startswith=base)
        .exclude(pk=personne.pk)
        .values_list("identifiant", flat=True)
    )
    candidat, rang = base, 1
    while candidat in pris:
        rang += 1
        candidat = f"{base}{rang}"
    return candidat


def donner_un_identifiant(personne: Personne) -> None:
    """Theirs from now on, in the caller's transaction: a homonym who takes the same one at that instant leaves them the next."""
    for essai in range(ESSAIS):
        if personne.identifiant:
            return
        candidat = identifiant_libre(personne)
        try:
            with transaction.atomic():
                Personne.objects.filter(pk=personne.pk).update(identifiant=candidat)
        except IntegrityError:
            if essai == ESSAIS - 1:
                raise
        else:
            personne.identifiant = candidat


def _sans_accent(texte: str) -> str:
    decompose = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae").replace("ł", "l"))
    return re.sub(r"[^a-z0-9]+", "-", decompose.encode("ascii", "ignore").decode()).strip("-")


def activer(
    *, code: CodeActivation, courriel: str, mot_de_passe: str, prouvee: str = ""
) -> tuple[Personne, EmailAddress | None]:
    """Open the account of the code's person, or give it back to them with a new password. Works once.

    The e-mail stays unverified until its owner, signed in, follows the link: until then it resets no password. `prouvee`: the
    address at which they received their invitation, which is theirs.
    """
    try:
        return _activer(
            code_pk=code.pk, generation=code.generation, courriel=courriel, mot_de_passe=mot_de_passe, prouvee=prouvee
        )
    except IntegrityError as erreur:  # another account took the e-mail since we looked
        raise AdresseDejaPrise from erreur


@transaction.atomic
def _activer(
    *, code_pk: int, generation: int, courriel: str, mot_de_passe: str, prouvee: str
) -> tuple[Personne, EmailAddress | None]:
    code = prendre_le_code(code_pk=code_pk, generation=generation)
    personne = Personne.objects.select_for_update().get(pk=code.personne_id)
    deja_activee = droits.est_activee(personne)
    # A paper of another school, still in a drawer, must not open again an account that is now somebody's.
    CodeActivation.objects.filter(personne=personne, utilise_le=None).update(utilise_le=timezone.now())
    prevenir = EmailAddress.objects.filter(user=personne, verified=True).first() if deja_activee else None
    adresse = _prendre_l_adresse(personne, courriel.lower(), prouvee.lower())
    donner_un_identifiant(personne)
    personne.set_password(mot_de_passe)
    personne.save(update_fields=["courriel", "password"])
    diffusion.congedier_les_sessions(personnes=[personne.pk])
    if deja_activee:
        finir_de_loin(personnes=[personne.pk])
        reglages.retirer_les_appareils(personne=personne)
        dire_une_reprise(personne.pk)
    else:
        diffusion.commencer_aujourd_hui(personne=personne)
    annuaire.accepter_les_acces(personne=personne)
    consigner(
        "connexion.activer",
        auteur=personne,
        etablissement=code.etablissement,
        objet=f"personne {personne.pk}",
        nouveau_mot_de_passe=deja_activee,
        avec_courriel=bool(personne.courriel),
        titulaire_prevenu=prevenir is not None,
    )
    if prevenir:
        differer("ent.connexion.taches.prevenir_le_titulaire", courriel=prevenir.email, langue=personne.langue)
    return personne, adresse


def _prendre_l_adresse(personne: Personne, courriel: str, prouvee: str) -> EmailAddress | None:
    """The address that they gave, where it is another than theirs; not saved on the person yet."""
    if not courriel or courriel == personne.courriel:
        return None
    if adresse_prise(courriel, sauf=personne):
        raise AdresseDejaPrise
    EmailAddress.objects.filter(user=personne).delete()
    personne.courriel = courriel
    return EmailAddress.objects.create(user=personne, email=courriel, primary=True, verified=courriel == prouvee)


def prendre_le_code(*, code_pk: int, generation: int) -> CodeActivation:
    """In the transaction of what it opens. The update itself takes the code: of two people at the same time, one changes a row and the other none."""
    pris = CodeActivation.objects.filter(
        pk=code_pk, generation=generation, utilise_le=None, expire_le__gt=timezone.now()
    ).update(utilise_le=timezone.now())
    if not pris:
        raise CodeDejaUtilise
    return CodeActivation.objects.select_related("etablissement").get(pk=code_pk)


@transaction.atomic
def ouvrir_par_identite(*, personne: Personne) -> None:
    """The account of somebody whom a public identity recognised, open without a password of its own. Papers in drawers open nothing more."""
    if droits.est_activee(personne):
        return
    personne.password = PAR_IDENTITE + secrets.token_hex(20)
    donner_un_identifiant(personne)
    personne.save(update_fields=["password"])
    CodeActivation.objects.filter(personne=personne, utilise_le=None).update(utilise_le=timezone.now())
    diffusion.commencer_aujourd_hui(personne=personne)
    annuaire.accepter_les_acces(personne=personne)
    consigner("connexion.activer", auteur=personne, objet=f"personne {personne.pk}", par_identite=True)


@transaction.atomic
def consigner_echec_de_code(*, code: CodeActivation) -> None:
    """Count a wrong proof given with a true code; past ten the code is void and the school prints another."""
    CodeActivation.objects.filter(pk=code.pk).update(echecs=F("echecs") + 1)
    consigner("connexion.echec_de_code", etablissement=code.etablissement, objet=f"code {code.pk}")
