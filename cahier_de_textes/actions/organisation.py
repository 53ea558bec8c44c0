"""Copy and repeat a travail or a séance; correct or withdraw a whole series."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.calendrier import moment_visible
from ent.annuaire.models import Classe, Groupe, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..ecrits import CHAMP_DATE, FOND, UnEcrit, date_de
from ..models import Geste, Remise, Seance, Travail
from . import annonces
from .commun import DEJA_RENDU, exiger_une_cible, noter_qui_corrige
from .gestes import etat, fichiers_tenus, garder_geste, relier
from .signaler import signaler_ecrits
from .travaux import TACHE_ANNONCER, annoncer_travail

FOIS_AU_PLUS = 40


@transaction.atomic
def dupliquer(
    *,
    ecrit: UnEcrit,
    auteur: Personne,
    date: dt.date,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    est_brouillon: bool = False,
    est_repris: bool = False,
) -> Geste:
    """Copy to a day of this class or another, of this year or another.

    Elsewhere, a copy is for the whole class. What named pupils is then a draft for the whole class, since its words may
    be about them; taken up from the réserve (`est_repris`), it always is.
    """
    exiger_une_cible(classe, groupe)
    perd_ses_noms = ecrit.est_nominatif and (est_repris or classe != ecrit.classe)
    garde_son_audience = not perd_ses_noms and not est_repris and _meme_cible(ecrit, classe, groupe)
    copie = _copie(ecrit, auteur, date, est_brouillon=est_brouillon or perd_ses_noms)
    if not garde_son_audience:
        _donner_a_tous(copie, classe, groupe)
    return _poser(
        [copie],
        ecrit=ecrit,
        nature=Geste.Nature.DUPLIQUER,
        auteur=auteur,
        a=None if est_repris else _retenu_jusqu_a(ecrit),
    )


def _meme_cible(ecrit: UnEcrit, classe: Classe | None, groupe: Groupe | None) -> bool:
    return ecrit.classe == classe if classe else (ecrit.classe_id is None and ecrit.groupe == groupe)


@transaction.atomic
def repeter(*, ecrit: UnEcrit, auteur: Personne, jours: Collection[int], jusqu_au: dt.date) -> Geste:
    """Copy to each class day that falls on these weekdays (Monday = 0), up to a date. The copies make a series with it.

    Families are told of the first copy; the others are simply there, day by day.
    """
    ecrit = type(ecrit).objects.select_for_update().get(pk=ecrit.pk)
    dates = dates_de_repetition(ecrit, jours, jusqu_au)
    if not dates:
        raise ValidationError(
            _("Aucun jour de classe ne convient d’ici là. Choisissez d’autres jours ou une fin plus tard.")
        )
    if len(dates) > FOIS_AU_PLUS:
        raise ValidationError(
            _("Cela ferait %(n)d fois : %(max)d au plus. Choisissez une fin plus proche, ou moins de jours.")
            % {"n": len(dates), "max": FOIS_AU_PLUS}
        )
    if ecrit.serie is None:
        ecrit.serie = uuid.uuid4()
        ecrit.save(update_fields=["serie"])
    copies = [_copie(ecrit, auteur, date, est_brouillon=ecrit.est_brouillon) for date in dates]
    for copie in copies:
        copie.serie = ecrit.serie
    return _poser(copies, ecrit=ecrit, nature=Geste.Nature.REPETER, auteur=auteur, a=_retenu_jusqu_a(ecrit))


def dates_de_repetition(ecrit: UnEcrit, jours: Collection[int], jusqu_au: dt.date) -> list[dt.date]:
    """Class days after this one, on these weekdays, where the series is not already; one more than allowed at most. Nothing is given for a day
    that is past; what was done, may be written.
    """
    modele = type(ecrit)
    dates: list[dt.date] = []
    prises = set()
    if ecrit.serie:
        prises = set(modele.objects.presents().filter(serie=ecrit.serie).values_list(CHAMP_DATE[modele], flat=True))
    jour = date_de(ecrit)
    if modele is Travail:
        jour = max(jour, timezone.localdate() - dt.timedelta(days=1))
    while jour < jusqu_au and len(dates) <= FOIS_AU_PLUS:
        jour += dt.timedelta(days=1)
        if jour.weekday() in jours and jour not in prises and calendrier.est_jour_de_classe(ecrit.etablissement, jour):
            dates.append(jour)
    return dates


def _copie(ecrit: UnEcrit, auteur: Personne, date: dt.date, *, est_brouillon: bool) -> UnEcrit:
    """Not saved yet. Named pupils are the same group: it is never changed once made."""
    modele = type(ecrit)
    champs = {nom: getattr(ecrit, nom) for nom in FOND[modele] if nom != "contenu"}
    copie = modele(
        etablissement=ecrit.etablissement,
        classe=ecrit.classe,
        groupe=ecrit.groupe,
        auteur=auteur,
        contenu=list(ecrit.contenu.raw_data),
        origine=ecrit,
        **champs,
        **{CHAMP_DATE[modele]: date},
    )
    if isinstance(copie, Seance):
        copie.niveaux = ecrit.niveaux
    else:
        copie.niveau = ecrit.niveau
    if not est_brouillon:
        copie.publie_le = timezone.now()
    return copie


def _donner_a_tous(copie: UnEcrit, classe: Classe | None, groupe: Groupe | None) -> None:
    copie.etablissement = exiger_une_cible(classe, groupe)
    copie.classe, copie.groupe = classe, groupe
    if isinstance(copie, Seance):
        copie.niveaux = ""
    else:
        copie.niveau = ""


def _est_tenu(ecrit: UnEcrit) -> bool:
    """Families do not read it yet."""
    return ecrit.est_brouillon or ecrit.attend


def _retenu_jusqu_a(ecrit: UnEcrit) -> dt.datetime | None:
    """A copy is not read before what it says: until then families wait for both."""
    return ecrit.visible_le if ecrit.attend else None


def _poser(
    copies: list[UnEcrit], *, ecrit: UnEcrit, nature: str, auteur: Personne, a: dt.datetime | None = None
) -> Geste:
    """Write the copies, keep the geste, tell whom it concerns."""
    modele, etablissement = type(ecrit), copies[0].etablissement
    for copie in copies:
        copie.visible_le = moment_visible(etablissement, a) if copie.publie_le else None
    modele.objects.bulk_create(copies)
    _tenir_les_memes_fichiers(copies, ecrit)
    geste = garder_geste(
        nature=nature,
        auteur=auteur,
        etablissement=etablissement,
        avants=[(copie, {"retire_le": timezone.now().isoformat()}) for copie in copies],
    )
    premiere = copies[0]
    if isinstance(premiere, Travail) and not premiere.est_brouillon:
        if premiere.attend:
            diffusion.differer(TACHE_ANNONCER, a=premiere.visible_le, travail_id=premiere.pk)
        else:
            annoncer_travail(travail=premiere)
    signaler_ecrits(copies)
    return geste


def _tenir_les_memes_fichiers(ecrits: list[UnEcrit], source: UnEcrit) -> dict[int, list[int]]:
    """They hold what this one holds, and no more what they held, which is given back: undoing ties it again, the purge
    erases what nothing holds. Three queries, whatever their number.
    """
    avant = fichiers_tenus(type(source), [ecrit.pk for ecrit in ecrits])
    siens = [fichier.pk for fichier in source.fichiers.all()]
    relier(type(source), {ecrit.pk: siens for ecrit in ecrits})
    return avant


# --- A series ---------------------------------------------------------------------------------------------------------
def suivants(ecrit: UnEcrit):
    """Those of the series from this one on, this one included."""
    modele = type(ecrit)
    if ecrit.serie is None:
        return modele.objects.filter(pk=ecrit.pk)
    return modele.objects.presents().filter(
        serie=ecrit.serie,
        classe=ecrit.classe,
        groupe=ecrit.groupe,
        **{f"{CHAMP_DATE[modele]}__gte": date_de(ecrit)},
    )


@transaction.atomic
def retirer(*, ecrit: UnEcrit, auteur: Personne, et_les_suivants: bool = False) -> Geste:
    """Withdraw this one, or this one and the rest of its series: they leave every page. Can be undone."""
    ecrits = suivants(ecrit) if et_les_suivants else type(ecrit).objects.filter(pk=ecrit.pk)
    retires = list(ecrits.presents().select_for_update())
    avants = [(retire, etat(retire, ["retire_le"])) for retire in retires]
    for retire in retires:
        retire.retire_le = timezone.now()
    type(ecrit).objects.bulk_update(retires, ["retire_le"])
    if isinstance(ecrit, Travail):
        diffusion.mettre_de_cote(natures=evenements.DITS_AVEC_LE_TEXTE, objets=[retire.pk for retire in retires])
    signaler_ecrits(retires)
    return garder_geste(nature=Geste.Nature.RETIRER, auteur=auteur, etablissement=ecrit.etablissement, avants=avants)


@transaction.atomic
def corriger_les_suivants(*, ecrit: UnEcrit, auteur: Personne) -> Geste:
    """Give the rest of the series what this one says now. Its days, audience and ticks stay.

    What waits for its hour, or is a draft, is not said by others that families read already.
    """
    champs = FOND[type(ecrit)]
    corriges = list(suivants(ecrit).exclude(pk=ecrit.pk).select_for_update())
    if _est_tenu(ecrit) and not all(_est_tenu(corrige) for corrige in corriges):
        raise ValidationError(
            _(
                "Les familles lisent déjà les suivants : elles sauraient avant l’heure ce que dit celui-ci. Donnez-le d’abord."
            )
        )
    if isinstance(ecrit, Travail) and not ecrit.est_a_rendre and Remise.objects.filter(travail__in=corriges).exists():
        raise ValidationError(DEJA_RENDU)
    avants = [(corrige, etat(corrige, champs)) for corrige in corriges]
    for corrige in corriges:
        for champ in champs:
            setattr(corrige, champ, list(ecrit.contenu.raw_data) if champ == "contenu" else getattr(ecrit, champ))
        noter_qui_corrige(corrige, auteur)
    type(ecrit).objects.bulk_update(corriges, [*champs, "corrige_par_autrui"])
    tenus = _tenir_les_memes_fichiers(corriges, ecrit)
    if isinstance(ecrit, Travail):
        annonces.redire(corriges)
    signaler_ecrits(corriges)
    return garder_geste(
        nature=Geste.Nature.CORRIGER,
        auteur=auteur,
        etablissement=ecrit.etablissement,
        avants=avants,
        fichiers=tenus,
    )
