"""Acts on several items: kept with the state of each before, and undone together or not at all."""

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import detacher
from ent.fichiers.models import Fichier
from ent.socle.francais import cite

from .. import droits, evenements
from ..contenus import blocs_de
from ..ecrits import CHAMP_DATE, FOND, MODELES, UnEcrit, nom_de, texte_de
from ..models import Geste, Remise, Travail
from . import annonces
from .commun import DEJA_RENDU
from .signaler import signaler_ecrits
from .travaux import rendre_ce_qui_fut_dit

DECALES = "cahier_de_textes.travaux_decales"
VIE = ["retire_le", "visible_le"]


def etat(ecrit: UnEcrit, champs: Collection[str]) -> dict[str, str | None]:
    """These fields as text that JSON keeps."""
    return {
        nom: None if getattr(ecrit, nom) is None else ecrit._meta.get_field(nom).value_to_string(ecrit)
        for nom in champs
    }


def empreinte(ecrit: UnEcrit, champs: Collection[str]) -> str:
    """What tells whether these fields changed. A block's id is not what its author wrote."""
    valeurs = etat(ecrit, [champ for champ in champs if champ != "contenu"])
    if "contenu" in champs:
        valeurs["contenu"] = repr([(bloc["type"], bloc["value"]) for bloc in blocs_de(ecrit.contenu)])
    return hashlib.sha256(repr(sorted(valeurs.items())).encode()).hexdigest()


def tous_les_champs(modele: type[UnEcrit]) -> list[str]:
    """What a teacher may have changed in an item since it was made."""
    return [*FOND[modele], CHAMP_DATE[modele], *VIE]


def garder_geste(
    *,
    nature: str,
    auteur: Personne,
    etablissement: Etablissement,
    avants: list[tuple[UnEcrit, dict[str, str | None]]],
    **details: Any,
) -> Geste:
    """Keep what was done to these items, each with the fields to give back. Called once they are written."""
    traces: dict[str, list] = {nom: [] for nom in MODELES}
    for ecrit, avant in avants:
        # An item made by the act is withdrawn by undoing: any change to it since would be lost.
        compares = tous_les_champs(type(ecrit)) if nature in Geste.QUI_CREENT else sorted(avant)
        traces[nom_de(ecrit)].append([ecrit.pk, avant, empreinte(ecrit, compares)])
    geste = Geste.objects.create(
        etablissement=etablissement, auteur=auteur, nature=nature, donnees=traces | {"details": details}
    )
    comptes = {nom: len(lignes) for nom, lignes in traces.items() if lignes}
    consigner(
        f"cahier_de_textes.{nature}",
        auteur=auteur,
        etablissement=etablissement,
        objet=f"geste {geste.pk}",
        **comptes,
    )
    return geste


@transaction.atomic
def annuler_geste(*, geste: Geste, auteur: Personne) -> None:
    """Give every item its state of before. If one was changed since, nothing is undone. Undone already, nothing changes."""
    geste = Geste.objects.select_for_update().select_related("etablissement").get(pk=geste.pk)
    if geste.annule_le:
        return
    rendus: list[UnEcrit] = []
    retires: dict[int, dt.datetime] = {}
    for nom, modele in MODELES.items():
        traces = geste.donnees[nom]
        ecrits = modele.objects.select_for_update().in_bulk([pk for pk, _avant, _apres in traces])
        _exiger_rien_de_rendu(ecrits, {pk for pk, avant, _apres in traces if avant.get("est_a_rendre") == "False"})
        for pk, avant, apres in traces:
            rendus.append(_a_rendre(ecrits.get(pk), avant, apres, geste, auteur))
        if modele is Travail:
            retires = {ecrit.pk: ecrit.retire_le for ecrit in ecrits.values() if ecrit.retire_le}
        champs = sorted({champ for _pk, avant, _apres in traces for champ in avant})
        _rendre(modele, [(ecrits[pk], avant) for pk, avant, _apres in traces], champs)
        if "contenu" in champs:
            _rendre_les_fichiers(modele, geste.donnees["details"]["fichiers"])
    _dire_ce_qui_est_rendu([ecrit for ecrit in rendus if isinstance(ecrit, Travail)], retires)
    diffusion.denotifier(nature=DECALES, objet_id=geste.pk)
    geste.annule_le = timezone.now()
    geste.save(update_fields=["annule_le"])
    consigner(
        "cahier_de_textes.annuler_geste",
        auteur=auteur,
        etablissement=geste.etablissement,
        objet=f"geste {geste.pk}",
    )
    signaler_ecrits(rendus)


def _dire_ce_qui_est_rendu(travaux: list[Travail], retires: dict[int, dt.datetime]) -> None:
    """What was told of them goes with those that undoing withdraws, comes back with those that it puts back (by id, when each had been
    withdrawn), and says what they are now.
    """
    partent = [travail.pk for travail in travaux if travail.retire_le]
    diffusion.mettre_de_cote(natures=evenements.DITS_AVEC_LE_TEXTE, objets=partent)
    remis = {travail: retires[travail.pk] for travail in travaux if travail.pk in retires and not travail.retire_le}
    rendre_ce_qui_fut_dit(remis=remis)
    annonces.redire(travaux)


def _a_rendre(ecrit: UnEcrit | None, avant: dict, apres: str, geste: Geste, auteur: Personne) -> UnEcrit:
    """The item, unless undoing would lose something or is not this person's to do any more."""
    if ecrit is None:
        raise ValidationError(_("Un des éléments a été supprimé depuis : rien n’est annulé."))
    if not droits.peut_modifier(auteur, ecrit):
        raise ValidationError(_("Vous n’enseignez plus dans cette classe : rien n’est annulé."))
    compares = tous_les_champs(type(ecrit)) if geste.nature in Geste.QUI_CREENT else sorted(avant)
    if empreinte(ecrit, compares) != apres:
        phrase = _("« %(texte)s » a été changé depuis : rien n’est annulé. Corrigez à la main ce qui doit l’être.")
        raise ValidationError(phrase % {"texte": cite(texte_de(ecrit))})
    return ecrit


def _exiger_rien_de_rendu(ecrits: dict[int, UnEcrit], ne_l_etaient_pas: set[int]) -> None:
    """Of works that would not be to be handed in any more (ids), as when one is corrected."""
    le_sont = [pk for pk in ne_l_etaient_pas if isinstance(e := ecrits.get(pk), Travail) and e.est_a_rendre]
    if le_sont and Remise.objects.filter(travail__in=le_sont).exists():
        raise ValidationError(DEJA_RENDU)


def _rendre(modele: type[UnEcrit], paires: list[tuple[UnEcrit, dict]], champs: list[str]) -> None:
    for ecrit, avant in paires:
        for champ, valeur in avant.items():
            setattr(ecrit, champ, None if valeur is None else modele._meta.get_field(champ).to_python(valeur))
    if paires:
        modele.objects.bulk_update([ecrit for ecrit, _avant in paires], champs)


def fichiers_tenus(modele: type[UnEcrit], pks: Collection[int]) -> dict[int, list[int]]:
    """Ids of the files of each of these items."""
    tenus: dict[int, list[int]] = {pk: [] for pk in pks}
    champ = f"{modele._meta.model_name}_id"
    for pk, fichier in modele.fichiers.through.objects.filter(**{f"{champ}__in": tenus}).values_list(champ, "fichier"):
        tenus[pk].append(fichier)
    return tenus


def relier(modele: type[UnEcrit], fichiers: dict[int, list[int]]) -> None:
    """These items (by id) hold these files, and no other."""
    liens, champ = modele.fichiers.through, f"{modele._meta.model_name}_id"
    liens.objects.filter(**{f"{champ}__in": fichiers}).delete()
    liens.objects.bulk_create([liens(**{champ: pk, "fichier_id": f}) for pk, leurs in fichiers.items() for f in leurs])


def _rendre_les_fichiers(modele: type[UnEcrit], tenus: dict[str, list[int]]) -> None:
    """Those of before the correction that were not erased since. Nobody reads any more those that it had brought."""
    avant = {int(pk): fichiers for pk, fichiers in tenus.items()}
    corriges = {fichier for fichiers in fichiers_tenus(modele, avant).values() for fichier in fichiers}
    voulus = {fichier for fichiers in avant.values() for fichier in fichiers}
    restent = set(Fichier.objects.filter(pk__in=voulus).select_for_update().values_list("pk", flat=True))
    relier(modele, {pk: [f for f in fichiers if f in restent] for pk, fichiers in avant.items()})
    detacher(fichiers=Fichier.objects.filter(pk__in=corriges - restent))
