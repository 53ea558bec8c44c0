"""Hang a work on the board of a space, correct it, move it, take it down and hang it again."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours, exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Inscription, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, attacher, detacher, recueillir
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import tout_ou_rien

from ..models import ClasseDeLEspace, Espace, FichierDOeuvre, Oeuvre

TACHE_EFFACER = "ent.services.espaces.taches.tableau.effacer_l_oeuvre"


@tout_ou_rien()
def accrocher(
    *,
    classe: ClasseDeLEspace,
    par: Personne,
    titre: str,
    texte: str = "",
    eleves: Collection[Personne] = (),
    avec_prenoms: bool = False,
    envoi: Envoi | None = None,
    deja: Collection[Fichier] = (),
) -> Oeuvre:
    """`deja`: files of what it is taken from. Above all the others. What may not be shown waits, and the rest is read at once."""
    espace = _espace_ouvert(classe.ecole.espace)
    fichiers = [*deja, *(recueillir(envoi=envoi, deposant=par) if envoi else [])]
    if not (fichiers or texte):
        raise ValidationError(_("Joignez une image, un son, une vidéo ou un PDF, ou écrivez quelques mots."))
    _exiger_de_la_classe(classe, eleves)
    premier = espace.oeuvres.aggregate(rang=Max("rang"))["rang"] or 0
    oeuvre = Oeuvre.objects.create(
        espace=espace,
        classe=classe,
        auteur=par,
        titre=titre,
        texte=texte,
        avec_prenoms=avec_prenoms,
        rang=premier + 1,
    )
    oeuvre.eleves.set(eleves)
    if deja:
        attacher(fichiers=deja)
    _tenir(oeuvre, fichiers)
    _consigner("espaces.accrocher", oeuvre, par)
    return oeuvre


@tout_ou_rien()
def corriger(
    *,
    oeuvre: Oeuvre,
    par: Personne,
    titre: str,
    texte: str,
    eleves: Collection[Personne],
    avec_prenoms: bool,
    envoi: Envoi,
) -> None:
    """Its words, of whom it is, its files: what is let go is held no more."""
    oeuvre = _la_sienne(oeuvre, par)
    _espace_ouvert(oeuvre.espace)
    fichiers = recueillir(envoi=envoi, deposant=par)
    if not (fichiers or texte):
        raise ValidationError(_("Joignez une image, un son, une vidéo ou un PDF, ou écrivez quelques mots."))
    _exiger_de_la_classe(oeuvre.classe, eleves)
    oeuvre.titre, oeuvre.texte, oeuvre.avec_prenoms = titre, texte, avec_prenoms
    oeuvre.save(update_fields=["titre", "texte", "avec_prenoms"])
    oeuvre.eleves.set(eleves)
    laches = [f.fichier for f in oeuvre.fichiers.exclude(fichier__in=fichiers).select_related("fichier")]
    oeuvre.fichiers.all().delete()
    _tenir(oeuvre, fichiers)
    detacher(fichiers=laches)
    _consigner("espaces.corriger_oeuvre", oeuvre, par)


@transaction.atomic
def decrocher(*, oeuvre: Oeuvre, par: Personne) -> None:
    """Nobody reads it any more, at its page nor at the address of its files. For an hour it may be hung again, then it goes. Done twice, it
    changes nothing. Also when the space is over: a work is taken back at any time.
    """
    oeuvre = _la_sienne(oeuvre, par, parmi=Oeuvre.objects.reprises_par(par))
    if oeuvre.est_retiree:
        return
    oeuvre.retiree_le = timezone.now()
    oeuvre.save(update_fields=["retiree_le"])
    diffusion.differer(TACHE_EFFACER, a=oeuvre.retiree_le + Oeuvre.REGRET, oeuvre_id=oeuvre.pk)
    _consigner("espaces.decrocher", oeuvre, par)


@transaction.atomic
def raccrocher(*, oeuvre: Oeuvre, par: Personne) -> None:
    """As it was, where it was."""
    oeuvre = _la_sienne(oeuvre, par)
    if not oeuvre.est_retiree:
        return
    _espace_ouvert(oeuvre.espace)
    if not oeuvre.se_remet:
        raise ValidationError(_("Il est trop tard : cette œuvre est effacée. Accrochez-la de nouveau."))
    oeuvre.retiree_le = None
    oeuvre.save(update_fields=["retiree_le"])
    _consigner("espaces.raccrocher", oeuvre, par)


@transaction.atomic
def monter(*, oeuvre: Oeuvre, par: Personne) -> None:
    """Above all the others; at the top already, it stays there."""
    oeuvre = _la_sienne(oeuvre, par)
    espace = _espace_ouvert(oeuvre.espace)
    premier = espace.oeuvres.aggregate(rang=Max("rang"))["rang"] or 0
    if oeuvre.rang == premier:
        return
    oeuvre.rang = premier + 1
    oeuvre.save(update_fields=["rang"])
    _consigner("espaces.monter", oeuvre, par)


@transaction.atomic
def effacer(*, oeuvre: Oeuvre) -> None:
    """By the clock: what was taken down an hour ago goes, with the files that nothing else holds. Hung again meanwhile, it stays."""
    jetee = Oeuvre.objects.select_for_update().filter(pk=oeuvre.pk, retiree_le__lte=timezone.now() - Oeuvre.REGRET)
    for une in jetee:
        tenus = [f.fichier for f in une.fichiers.select_related("fichier")]
        une.delete()
        detacher(fichiers=tenus)


def _tenir(oeuvre: Oeuvre, fichiers: Collection[Fichier]) -> None:
    uniques = list({fichier.pk: fichier for fichier in fichiers}.values())
    FichierDOeuvre.objects.bulk_create(
        FichierDOeuvre(oeuvre=oeuvre, fichier=fichier, rang=rang) for rang, fichier in enumerate(uniques)
    )


def _espace_ouvert(espace: Espace) -> Espace:
    """Under its lock: two who hang at once follow each other."""
    verrou = Espace.objects.select_for_update(of=("self",), no_key=True).get(pk=espace.pk)
    if not verrou.est_ouvert:
        raise ValidationError(_("Cet espace est fini : on le relit, on n’y accroche plus rien."), code="fini")
    return verrou


def _la_sienne(oeuvre: Oeuvre, par: Personne, parmi: QuerySet[Oeuvre] | None = None) -> Oeuvre:
    """As it is under lock, if this person still writes it."""
    siennes = (Oeuvre.objects.ecrites_par(par) if parmi is None else parmi).filter(pk=oeuvre.pk)
    exiger(siennes.exists(), _("Ceux qui enseignent dans la classe, et sa direction, changent cette œuvre."))
    verrou = Oeuvre.objects.select_for_update(of=("self",))
    return verrou.select_related("espace", "classe__ecole__etablissement").get(pk=oeuvre.pk)


def _exiger_de_la_classe(classe: ClasseDeLEspace, eleves: Collection[Personne]) -> None:
    ids = {eleve.pk for eleve in eleves}
    presents = Inscription.objects.filter(en_cours(), classe=classe.classe_id, eleve__in=ids).order_by()
    if ids - set(presents.values_list("eleve_id", flat=True)):
        raise ValidationError(_("Un de ces élèves n’est plus dans la classe. Relisez la liste."), code="eleves")


def _consigner(verbe: str, oeuvre: Oeuvre, par: Personne) -> None:
    """In the journal of the school of its class."""
    consigner(
        verbe,
        auteur=par,
        etablissement=oeuvre.classe.ecole.etablissement,
        objet=f"espace {oeuvre.espace_id}",
        oeuvre=oeuvre.pk,
    )
