"""Settings by levels: say one, undo it; what is in force is computed again for all schools below, in one transaction."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import etages
from ..etages import ANNULABLE, Declaration, Etage, Mode
from ..journal import consigner, consigner_dans
from ..models import Commune, EntreeJournal, Etablissement, Personne, Place, Reglage
from ..registres import dire_des_decisions
from .ecole import regler_etablissement


def _prendre_son_tour(ecoles: Sequence[Etablissement] | None, place: Place) -> list[Etablissement]:
    """The schools below, once nobody else is writing a setting that rules one of them: whoever does holds their communes."""
    communes = Commune.objects.select_for_update(no_key=True)
    if ecoles is not None:
        communes = communes.filter(pk__in={ecole.commune_id for ecole in ecoles})
    elif place.ecole is not None:
        communes = communes.filter(pk=place.ecole.commune_id)
    elif place.commune is not None:
        communes = communes.filter(pk=place.commune.pk)
    list(communes.order_by("pk").values_list("pk"))
    return list(place.ecoles if ecoles is None else ecoles)


Vigueurs = dict[int, tuple[dict[str, Any], dict[str, Any]]]  # by school (id), what was in force and what is


def recalculer(ecoles: Sequence[Etablissement]) -> Vigueurs:
    """Write on each of these schools what is in force there; those that it changes. Two queries, one more when some change."""
    par_place: dict[tuple[int | None, int | None], dict[str, Reglage]] = {}
    for ligne in Reglage.objects.qui_touchent(ecoles).order_by():
        par_place.setdefault((ligne.commune_id, ligne.etablissement_id), {})[ligne.code] = ligne
    changees: list[Etablissement] = []
    vigueurs: Vigueurs = {}
    for ecole in ecoles:
        places = [par_place.get(cle, {}) for cle in ((None, None), (ecole.commune_id, None), (None, ecole.pk))]
        vigueur = {}
        for une in etages.declarations():
            dits = [lignes[une.code].dit for lignes in places if une.code in lignes]
            lu = etages.calculer(une, dits, ecole.nature)
            if lu.origine is not None:
                vigueur[une.code] = une.genre.ecrire(lu.valeur)
        if vigueur != ecole.reglages_en_vigueur:
            vigueurs[ecole.pk] = (ecole.reglages_en_vigueur, vigueur)
            ecole.mettre_en_vigueur(vigueur)
            changees.append(ecole)
    Etablissement.objects.bulk_update(changees, ["reglages_en_vigueur", "modules_fermes"], batch_size=500)
    etages.dire_les_suites(vigueurs)
    return vigueurs


def combien_changent(ecoles: Sequence[Etablissement], vigueurs: Vigueurs) -> int:
    """Schools where something is not what it was: that another level says the same there now changes nothing that anybody sees."""
    natures, connues = {ecole.pk: ecole.nature for ecole in ecoles}, etages.declarations()
    return sum(
        any(une.lire(avant.get(une.code), natures[pk]) != une.lire(apres.get(une.code), natures[pk]) for une in connues)
        for pk, (avant, apres) in vigueurs.items()
    )


def dire_les_modules(place: Place, ecoles: Sequence[Etablissement], vigueurs: Vigueurs, auteur: Personne) -> None:
    """Of modules that a level above turned off or on: each school's own journal says it, and who directs it is told. A school's own page
    says it to nobody: it is its direction's.
    """
    if place.ecole is not None:
        return
    lignes: list[EntreeJournal] = []
    for une in etages.modules():
        natures = {ecole.pk: ecole.nature for ecole in ecoles}
        passages = {pk: [une.lire(dite.get(une.code), natures[pk]) for dite in dites] for pk, dites in vigueurs.items()}
        ferment = [ecole for ecole in ecoles if passages.get(ecole.pk) == [True, False]]
        rouvrent = [ecole for ecole in ecoles if passages.get(ecole.pk) == [False, True]]
        dits = {"auteur": auteur, "code": une.code, "etage": place.etage.value}
        lignes += consigner_dans("annuaire.fermer_un_module", etablissements=ferment, **dits)
        lignes += consigner_dans("annuaire.rouvrir_un_module", etablissements=rouvrent, **dits)
    if lignes:
        dire_des_decisions([ligne.pk for ligne in lignes])


@transaction.atomic
def regler_a_la_naissance(ecoles: Sequence[Etablissement]) -> None:
    """Schools that open take what their commune and the territory say."""
    recalculer(_prendre_son_tour(ecoles, Place()))


@dataclass(frozen=True)
class Voulu:
    """What a level says of one setting: a value as its declaration types it, or None to follow what is above."""

    code: str
    valeur: Any
    mode: str = Mode.LIBRE


def regler(*, place: Place, code: str, valeur: Any, mode: str = Mode.LIBRE, auteur: Personne) -> int:
    """Say one. How many schools it changes."""
    return regler_ensemble(place=place, voulus=[Voulu(code, valeur, mode)], auteur=auteur)


@transaction.atomic
def regler_ensemble(*, place: Place, voulus: Sequence[Voulu], auteur: Personne) -> int:
    """Say several, all or none, at one instant: they are undone together. How many schools they change."""
    ecoles = _prendre_son_tour(None, place)
    maintenant, lignes = timezone.now(), []
    for voulu in voulus:
        une = etages.declaration(voulu.code)
        verifier(place, une, voulu.valeur, voulu.mode)
        brut = None if voulu.valeur is None else une.genre.ecrire(voulu.valeur)
        lignes.append(_ecrire(place, une, brut, voulu.mode, auteur, maintenant))
    vigueurs = recalculer(ecoles)
    n = combien_changent(ecoles, vigueurs)
    for ligne in lignes:
        consigner(
            "annuaire.regler",
            auteur=auteur,
            etablissement=place.ecole,
            objet=f"reglage {ligne.pk}",
            code=ligne.code,
            n=n,
        )
    dire_les_modules(place, ecoles, vigueurs, auteur)
    return n


@transaction.atomic
def regler_une_ecole(
    *, etablissement: Etablissement, auteur: Personne, champs: dict[str, Any], choix: dict[str, Any]
) -> None:
    """The page of a direction: its week (`champs`), and by code the settings that it changes, which are undone together."""
    regler_etablissement(etablissement=etablissement, auteur=auteur, champs=champs)
    if choix:
        voulus = [Voulu(code, valeur) for code, valeur in choix.items()]
        regler_ensemble(place=Place(ecole=etablissement), voulus=voulus, auteur=auteur)


def _ecrire(place: Place, une: Declaration, brut: Any, mode: str, auteur: Personne, maintenant: dt.datetime) -> Reglage:
    Reglage.objects.actuels().filter(code=une.code, **place.cles).update(remplace_le=maintenant)
    return Reglage.objects.create(
        code=une.code,
        valeur=brut,
        mode=mode if brut is not None else Mode.LIBRE,
        par=auteur,
        le=maintenant,
        **place.cles,
    )


def verifier(place: Place, une: Declaration, valeur: Any, mode: str) -> None:
    """Whether this level may say that, under what the levels above say today. One query."""
    if place.etage not in une.etages:
        raise ValidationError(_("Cela ne se règle pas à cet étage."))
    if mode != Mode.LIBRE and (place.ecole is not None or valeur is None):
        raise ValidationError(_("Une école choisit pour elle seule."))
    if mode == Mode.BORNE and une.ordre is None:
        raise ValidationError(_("Ce réglage se fixe ou se laisse libre, il n’a pas de borne."))
    au_dessus = etages.calculer(une, [ligne.dit for ligne in lignes_au_dessus(place, [une.code])])
    if au_dessus.verrou is not None:
        raise ValidationError(
            _("C’est fixé par %(qui)s : on ne peut pas le changer plus bas.")
            % {"qui": etages.QUI[au_dessus.verrou.etage]}
        )
    if valeur is not None and au_dessus.borne is not None and not une.tient(valeur, au_dessus.borne[0]):
        borne, qui = au_dessus.borne
        raise ValidationError(
            _("Hors de ce que laisse %(qui)s : %(borne)s.")
            % {"qui": etages.QUI[qui.etage], "borne": une.en_mots(borne, Mode.BORNE)}
        )


def lignes_au_dessus(place: Place, codes: Collection[str]) -> list[Reglage]:
    """What the levels above say of these settings. One query; none above the territory."""
    if place.etage is Etage.TERRITOIRE:
        return []
    dessus = Reglage.objects.actuels().filter(code__in=codes, etablissement=None)
    du_territoire = dessus.filter(commune=None)
    if place.ecole is None:
        return list(du_territoire)
    return list(du_territoire | dessus.filter(commune=place.ecole.commune_id))


@transaction.atomic
def revenir(*, place: Place, lignes: Collection[int], auteur: Personne) -> None:
    """Undo what was said there at once, for fifteen days: what each of these rows replaced is said again; all of them or none. They are the
    rows that one read.
    """
    ecoles, maintenant = _prendre_son_tour(None, place), timezone.now()
    dites = Reglage.objects.actuels().filter(pk__in=lignes, **place.cles).order_by("pk")
    remises = [_revenir(place, dite, auteur, maintenant) for dite in dites]
    if not remises or len(remises) != len(set(lignes)):
        raise ValidationError(_("Ce réglage a été changé depuis : relisez-le avant d’y revenir."))
    vigueurs = recalculer(ecoles)
    n = combien_changent(ecoles, vigueurs)
    for remise in remises:
        consigner(
            "annuaire.revenir_sur_un_reglage",
            auteur=auteur,
            etablissement=place.ecole,
            objet=f"reglage {remise.pk}",
            code=remise.code,
            n=n,
        )
    dire_les_modules(place, ecoles, vigueurs, auteur)


def _revenir(place: Place, dite: Reglage, auteur: Personne, maintenant: dt.datetime) -> Reglage:
    if dite.le < maintenant - ANNULABLE:
        raise ValidationError(_("Plus de quinze jours ont passé : réglez-le à nouveau."))
    siennes = Reglage.objects.filter(code=dite.code, **place.cles)
    avant = siennes.filter(remplace_le=dite.le).exclude(pk=dite.pk).first()
    valeur, mode = (avant.valeur, avant.mode) if avant else (None, Mode.LIBRE)
    return _ecrire(place, etages.declaration(dite.code), valeur, mode, auteur, maintenant)
