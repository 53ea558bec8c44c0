"""Pupils at the door of their class: tries counted, secrets renewed, tablets closed."""

import datetime as dt
import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.calendrier import fin_de_la_classe
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.diffusion import actions as diffusion

from .. import collegiens, derivation, essais, evenements
from ..lectures import Entree, mur_de
from ..models import SecretEleve
from .sessions import finir_de_loin

ENTRE, FAUX, PATIENTE = "entre", "faux", "patiente"


@dataclass(frozen=True)
class Verdict:
    """What the door answers. `secondes` to wait, or None when only a teacher can open again."""

    issue: str
    secondes: int | None = 0


def attente(secret: SecretEleve | None) -> Verdict | None:
    """The wait in force for a pupil, or None when they may try."""
    if secret is None:
        return None
    if secret.echecs >= essais.ECHECS_MAX:
        return Verdict(PATIENTE, None)
    if secret.attendre_jusqu_a and secret.attendre_jusqu_a > timezone.now():
        return Verdict(PATIENTE, max(1, round((secret.attendre_jusqu_a - timezone.now()).total_seconds())))
    return None


def attente_du_mur(classe: Classe, appareil: str) -> int:
    """Seconds until the wall opens again on this device, 0 when it is open."""
    pendant = fin_de_la_classe(classe.etablissement, timezone.now()) is not None
    return essais.attente_d_appareil(classe.pk, appareil, pendant_la_classe=pendant)


@transaction.atomic
def essayer_secret(*, entree: Entree, classe: Classe, reponse: Sequence[str] | str, appareil: str = "") -> Verdict:
    """Judge one try from a device (« » for one that the class does not know). The row is locked, so that tries made at the same time are counted one
    after the other."""
    SecretEleve.objects.get_or_create(eleve=entree.eleve)
    secret = SecretEleve.objects.select_for_update().get(eleve=entree.eleve)
    if refus := attente(secret):
        return refus
    if secondes := attente_du_mur(classe, appareil):
        return Verdict(PATIENTE, secondes)
    if _est_juste(entree, secret.generation, reponse):
        secret.echecs, secret.attendre_jusqu_a = 0, None
        secret.save(update_fields=["echecs", "attendre_jusqu_a"])
        return Verdict(ENTRE)
    secret.echecs += 1
    pause = essais.attente_apres(secret.echecs)
    secret.attendre_jusqu_a = timezone.now() + dt.timedelta(seconds=pause) if pause else None
    secret.save(update_fields=["echecs", "attendre_jusqu_a"])
    if essais.compter_un_secret_faux(classe.pk, appareil) == essais.ECHECS_A_DIRE:
        _dire_aux_enseignants(classe)
    if secret.echecs == essais.ECHECS_MAX:
        consigner("connexion.bloquer_secret", etablissement=classe.etablissement, objet=f"personne {entree.eleve.pk}")
    return Verdict(FAUX, None if secret.echecs >= essais.ECHECS_MAX else pause)


def _dire_aux_enseignants(classe: Classe) -> None:
    """Somebody who is not the class may be holding its link."""
    consigner("connexion.secrets_faux", etablissement=classe.etablissement, objet=f"classe {classe.pk}")
    tenants = enseignants_des_classes({classe.pk}).get(classe.pk, set())
    dire = evenements.mur_essaye(classe, essais.ECHECS_A_DIRE)
    diffusion.notifier(
        nature=evenements.MUR_ESSAYE,
        objet_id=classe.pk,
        etablissement=classe.etablissement,
        textes=dict.fromkeys(((pk, None) for pk in tenants), dire),
        adresse=reverse("connexion_acces", args=[classe.pk]),
        renouvelle=True,
    )


@transaction.atomic
def ouvrir_le_mur(*, classe: Classe, auteur: Personne) -> None:
    """Half an hour in which devices that the class does not know become its tablets."""
    essais.ouvrir_aux_nouvelles(classe.pk)
    diffusion.denotifier(nature=evenements.MUR_ESSAYE, objet_id=classe.pk)
    consigner("connexion.ouvrir_le_mur", auteur=auteur, etablissement=classe.etablissement, objet=f"classe {classe.pk}")


def _est_juste(entree: Entree, generation: int, reponse: Sequence[str] | str) -> bool:
    eleve = entree.eleve
    if entree.lit:
        attendu, donne = derivation.secret_mot(eleve.uuid, generation), _simplifier(str(reponse))
    else:
        attendu = ",".join(derivation.secret_images(eleve.uuid, generation, eleve.gommette_image))
        donne = ",".join(reponse)
    return hmac.compare_digest(attendu.encode(), donne.encode())


def _simplifier(mot: str) -> str:
    """« Girafe 47 » is girafe47: capitals, accents and spaces do not count."""
    decompose = unicodedata.normalize("NFKD", mot.casefold())
    return "".join(c for c in decompose if not c.isspace() and not unicodedata.combining(c))


def _fermer(eleves: Sequence[Personne]) -> None:
    """End the sessions of these pupils: a session dies with the (unusable) password it was opened with."""
    for eleve in eleves:
        eleve.set_unusable_password()
    Personne.objects.bulk_update(eleves, ["password"])
    finir_de_loin(personnes=[eleve.pk for eleve in eleves])
    diffusion.congedier_les_sessions(personnes=[eleve.pk for eleve in eleves])


@transaction.atomic
def nouveau_secret(*, entree: Entree, classe: Classe, auteur: Personne) -> None:
    """Void a pupil's secret, forget their mistakes, end the session that the old secret may have opened."""
    secret, _cree = SecretEleve.objects.select_for_update().get_or_create(eleve=entree.eleve)
    secret.generation += 1
    secret.echecs, secret.attendre_jusqu_a = 0, None
    secret.save(update_fields=["generation", "echecs", "attendre_jusqu_a"])
    _fermer([entree.eleve])
    consigner(
        "connexion.nouveau_secret",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"personne {entree.eleve.pk}",
    )


@transaction.atomic
def renouveler_les_secrets(*, etablissement: Etablissement | None, auteur: Personne) -> int:
    """Void the secret of every pupil of a school, or of the territory (None), and end their sessions; how many.

    A few queries whatever the number of pupils: secrets are derived from a generation, and a session dies with the
    password it was opened with, here one and the same unusable word for all.
    """
    inscrits = Inscription.objects.filter(en_cours(), classe__fermee_le=None).order_by()
    inscrits = inscrits.exclude(eleve__in=collegiens.places_au_college().values("eleve"))  # they have an account
    if etablissement is not None:
        inscrits = inscrits.filter(classe__etablissement=etablissement)
    eleves = inscrits.values("eleve")
    sans = inscrits.filter(eleve__secret=None).values_list("eleve_id", flat=True).distinct()
    # One that a try creates meanwhile is left as it is: the next line moves it with the others.
    SecretEleve.objects.bulk_create(
        [SecretEleve(eleve_id=pk) for pk in sans.iterator()], batch_size=2_000, ignore_conflicts=True
    )
    SecretEleve.objects.filter(eleve__in=eleves).update(generation=F("generation") + 1, echecs=0, attendre_jusqu_a=None)
    Personne.objects.filter(pk__in=eleves).update(password=make_password(None))
    touches = list(eleves.values_list("eleve", flat=True).distinct())
    finir_de_loin(personnes=touches)
    diffusion.congedier_les_sessions(personnes=touches)
    par_ecole = inscrits.values_list("classe__etablissement").annotate(Count("eleve", distinct=True))
    comptes = dict(par_ecole)
    for ecole in Etablissement.objects.filter(pk__in=comptes):
        consigner("connexion.renouveler_les_secrets", auteur=auteur, etablissement=ecole, eleves=comptes[ecole.pk])
    return sum(comptes.values())


@transaction.atomic
def fermer_les_tablettes(*, classe: Classe, auteur: Personne) -> None:
    """Every pupil of the class leaves at once, on every tablet."""
    _fermer([entree.eleve for entree in mur_de(classe)])
    consigner(
        "connexion.fermer_les_tablettes", auteur=auteur, etablissement=classe.etablissement, objet=f"classe {classe.pk}"
    )


@transaction.atomic
def renouveler_lien(*, classe: Classe, auteur: Personne) -> None:
    """Another address for the class; whoever came in by the old one leaves."""
    annuaire.renouveler_lien_tablette(classe=classe, auteur=auteur)
    _fermer([entree.eleve for entree in mur_de(classe)])


@transaction.atomic
def noter_entree(*, eleve: Personne, classe: Classe) -> None:
    """Connection log (formats.md §8): who came in, in which class, nothing else."""
    consigner("connexion.entrer", auteur=eleve, etablissement=classe.etablissement, objet=f"classe {classe.pk}")
