"""A ZIP of many schools, `UAI/fichier.csv`: each school is its own transaction; a bad one does not stop the others.

The archive is never unpacked on disk. Its promises are checked before a byte is inflated, and again while inflating,
since a crafted archive lies about its sizes.
"""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.codes import valider_uai
from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Etablissement, Personne

from .importer import importer
from .lignes import Illisible
from .lire import lire
from .plan import SANS_EFFET, Plan
from .planifier import ecole_fermee, planifier
from .texte import TAILLE_MAX

DEPLIE_MAX = 500 * 1024 * 1024
ENTREES_MAX = 5_000
TAUX_MAX = 200  # an export is text: it shrinks by ten, not by a thousand
Retenir = Callable[[dict], dict]
PARASITES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def ouvrir(nom: str, contenu: bytes) -> tuple[zipfile.ZipFile, dict[str, list[zipfile.ZipInfo]], list[str]]:
    """The archive, its files by UAI, and a sentence per entry left aside. Raises `Illisible`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(contenu))
        entrees = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Illisible(nom, 0, _("Ce fichier n’est pas une archive ZIP, ou il est abîmé.")) from None
    if len(entrees) > ENTREES_MAX:
        raise Illisible(nom, 0, _("L’archive contient trop de fichiers (%(n)s).") % {"n": len(entrees)})
    if sum(e.file_size for e in entrees) > DEPLIE_MAX:
        raise Illisible(nom, 0, _("Une fois dépliée, l’archive serait trop grosse. Elle n’a pas été ouverte."))
    par_ecole: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
    remarques = []
    for entree in entrees:
        chemin = entree.filename
        if entree.is_dir() or any(p in chemin for p in PARASITES):
            continue
        if raison := _raison_de_refuser(entree):
            remarques.append(_("%(chemin)s : %(raison)s") % {"chemin": chemin[:120], "raison": raison})
            continue
        par_ecole[PurePosixPath(chemin).parts[-2].upper()].append(entree)
    if not par_ecole and not remarques:
        raise Illisible(nom, 0, _("L’archive ne contient aucun fichier UAI/fichier.csv."))
    return archive, dict(sorted(par_ecole.items())), remarques


def _raison_de_refuser(entree: zipfile.ZipInfo) -> str:
    chemin = PurePosixPath(entree.filename)
    if chemin.is_absolute() or ".." in chemin.parts or "\\" in entree.filename or ":" in entree.filename:
        return _("ce chemin sort de l’archive.")
    if len(chemin.parts) not in (2, 3):  # one folder around all the schools is usual
        return _("on attend UAI/fichier.csv.")
    try:
        valider_uai(chemin.parts[-2].upper())
    except ValidationError as erreur:
        return erreur.messages[0]
    if chemin.suffix.lower() != ".csv":
        return _("ce n’est pas un fichier .csv.")
    if entree.flag_bits & 0x1:
        return _("ce fichier est protégé par un mot de passe.")
    if entree.file_size > TAILLE_MAX:
        return _("ce fichier est trop gros.")
    if entree.file_size > 1_000_000 and entree.file_size > TAUX_MAX * max(entree.compress_size, 1):
        return _("ce fichier se déplie de façon suspecte.")
    return ""


def _contenu(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> bytes:
    nom = PurePosixPath(entree.filename).name
    try:
        with archive.open(entree) as flux:
            contenu = flux.read(TAILLE_MAX + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error):
        raise Illisible(nom, 0, _("Ce fichier est abîmé dans l’archive.")) from None
    return contenu


def traiter(
    *,
    nom: str,
    contenu: bytes,
    appliquer: bool,
    annee: AnneeScolaire | None = None,
    auteur: Personne | None = None,
    avancement: Callable[[int, int], None] | None = None,
    retenir: Retenir | None = None,
) -> dict:
    """Plan (or apply) every school of the archive. The answer holds counts and sentences, never people.

    A pupil who changes school within the archive is let go by one school before the other may enrol them, whatever
    their order: the schools that met such a pupil are applied a second time, once all the others are. `retenir` keeps
    what is done of a school, in the transaction that does it, and says all that was since the archive was asked for.
    """
    archive, par_ecole, remarques = ouvrir(nom, contenu)
    connues = {e.uai: e for e in Etablissement.objects.filter(uai__in=par_ecole).select_related("commune", "rejoint")}
    faire = retenir or ajoute_a({})
    ecoles: list[dict] = []
    a_refaire: list[tuple[int, str]] = []
    comment: dict[str, Any] = {"annee": annee, "auteur": auteur, "retenir": faire if appliquer else None}
    with archive:
        for rang, (uai, entrees) in enumerate(par_ecole.items(), start=1):
            lue, ailleurs = _une_ecole(archive, uai, entrees, connues.get(uai), **comment)
            a_refaire += [(len(ecoles), uai)] if ailleurs and appliquer else []
            ecoles.append(lue)
            if avancement:
                avancement(rang, len(par_ecole))
        for place, uai in a_refaire:
            ecoles[place], _ailleurs = _une_ecole(archive, uai, par_ecole[uai], connues.get(uai), **comment)
    if appliquer:
        with transaction.atomic():
            consigner(
                "annuaire.importer_territoire",
                auteur=auteur,
                ecoles=sum("erreur" not in e for e in ecoles),
                erreurs=sum("erreur" in e for e in ecoles),
            )
    return {"ecoles": ecoles, "remarques": remarques}


def ajoute_a(faites: dict[str, dict]) -> Retenir:
    """What was done of each school, by UAI: all its passes told as one."""

    def retenir(resume: dict) -> dict:
        avant = faites.get(resume["uai"])
        faites[resume["uai"]] = _reunir(avant, resume) if avant else resume
        return faites[resume["uai"]]

    return retenir


def _reunir(premiere: dict, seconde: dict) -> dict:
    """Two passes over one school told as one: what was done adds up, what was refused is what still is."""
    avant, apres = premiere["comptes"], seconde["comptes"]
    restes = {*SANS_EFFET} - {"a_resoudre"}
    return (
        premiere
        | {"refus": seconde["refus"]}
        | {"comptes": {nom: n if nom in restes else avant[nom] + n for nom, n in apres.items()}}
    )


def _une_ecole(
    archive, uai: str, entrees, etablissement, *, annee, auteur, retenir: Retenir | None
) -> tuple[dict, int]:
    """What is told of it, and how many of its pupils another school still holds. Applied where something keeps what was done."""
    if etablissement is None:
        erreur = _("Cette école n’existe pas encore dans l’annuaire : ouvrez-la dans « Établissements ».")
        return {"uai": uai, "nom": "", "erreur": erreur}, 0
    resume = {"uai": uai, "nom": etablissement.nom}
    if etablissement.fermee_le:
        return resume | {"erreur": ecole_fermee(etablissement)}, 0
    try:
        lectures = [lire(PurePosixPath(e.filename).name, _contenu(archive, e)) for e in entrees]
        if retenir is None:
            plan = planifier(etablissement, lectures, annee=annee)
            return resume | _dit_d_un_plan(plan, plan.comptes()), plan.inscrits_ailleurs
        with transaction.atomic():  # killed in the middle, neither is written
            plan = importer(etablissement=etablissement, lectures=lectures, annee=annee, auteur=auteur)
            return retenir(resume | _dit_d_un_plan(plan, plan.applique)), plan.inscrits_ailleurs
    except Illisible as illisible:
        return resume | {"erreur": str(illisible)}, 0
    except IntegrityError:
        return resume | {
            "erreur": _("L’annuaire a changé pendant l’import de cette école : rien n’a été écrit, recommencez.")
        }, 0


def _dit_d_un_plan(plan: Plan, comptes: dict) -> dict:
    alertes = [a for a in plan.avertissements if not a.startswith(_("Ligne"))]
    if plan.doutes:
        alertes.append(
            _("Prénoms à une lettre près de responsables connus : déposez ce fichier sur la page de l’école.")
        )
    return {"comptes": comptes, "alertes": alertes, "refus": plan.refus()}


def phrase_du_bilan(ecoles: list[dict]) -> str:
    bonnes = sum("erreur" not in e for e in ecoles)
    return ngettext("%(n)s école lue sur %(t)s.", "%(n)s écoles lues sur %(t)s.", bonnes) % {
        "n": bonnes,
        "t": len(ecoles),
    }
