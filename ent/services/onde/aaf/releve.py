"""Take what the folder holds: sets in the order of their days, each whole and once; then each school, in its own transaction.

Killed anywhere, nothing is half-written: what was read of a set is kept with the list of schools to apply, or not at all; the next round
goes on with those that are left. Two rounds at once do no more than one.
"""

from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne

from .. import annees
from ..executer import executer
from ..lignes import Illisible
from ..models import EcoleAaf, LotAaf
from ..plan import REFUS_GARDES, Plan
from ..planifier import planifier
from ..planifier_classes import DERNIERS_NIVEAUX
from .ecoles import Annuaire
from .lots import LotDepose, inventorier, rompu
from .miroir import Miroir

TACHE, TACHE_ECOLE = "ent.services.onde.taches.relever_aaf", "ent.services.onde.taches.appliquer_ecole_aaf"
NUIT = range(1, 6)  # hours: quiet, and before anybody comes
DEPARTS_MAX, PEUPLEE = 0.3, 10  # share of pupils that no night makes leave unseen, in a school that has so many
VU = "onde-aaf-dossier"  # what the last round said of the folder itself


def dossier() -> Path | None:
    return Path(settings.ENT_AAF_DOSSIER) if settings.ENT_AAF_DOSSIER else None


def chaque_nuit() -> None:
    """What the clock calls: asks a worker for a round at night, or when one was stopped. Reads nothing itself."""
    est_la_nuit = timezone.localtime().hour in NUIT
    if dossier() and (est_la_nuit or LotAaf.objects.filter(etat=LotAaf.Etat.EN_COURS).exists()):
        demander()


def demander() -> None:
    """By name, since tasks import this file."""
    import_string(TACHE).enqueue()


# --- one round ----------------------------------------------------------------------------------------------------------
def relever(chemin: Path | None = None) -> list[LotAaf]:
    """Finish what was begun, then take what came to the folder (that of the settings, if none is said). The sets that this round looked into."""
    for commence in LotAaf.objects.filter(etat=LotAaf.Etat.EN_COURS).order_by("jour", "pk"):
        appliquer(commence)
    chemin = chemin or dossier()
    if chemin is None:
        return []
    try:
        deposes, remarques = inventorier(chemin)
    except OSError as erreur:
        _noter([_("Le dossier de l’AAF ne s’ouvre pas (%(e)s).") % {"e": erreur.strerror}])
        return []
    maintenant = timezone.now()
    en_copie = [depose for depose in deposes if not depose.est_pose(maintenant)]
    for depose in en_copie:
        remarques.append(_("Lot du %(jour)s : encore en cours de copie.") % {"jour": f"{depose.jour:%d/%m/%Y}"})
    _noter(remarques)
    return [lot for depose in deposes if depose not in en_copie and (lot := _prendre(depose))]


def _noter(remarques: list[str]) -> None:
    cache.set(VU, {"le": timezone.now(), "remarques": remarques[:50]}, timeout=None)


def _prendre(depose: LotDepose) -> LotAaf | None:
    """Take one set, unless it was taken, or refused for what it still is."""
    connu = LotAaf.objects.filter(flux=depose.flux, genre=depose.genre, jour=depose.jour).first()
    if connu and connu.etat != LotAaf.Etat.REFUSE:
        return None
    refus = depose.ce_qui_manque() or rompu(depose, dernier(depose.flux), frozenset(settings.ENT_AAF_JOURS))
    if refus:
        return _refuser(depose, connu, refus)
    if connu and connu.bilan.get("lu") and connu.empreinte == depose.empreinte:
        return None
    try:
        lot = _lire(depose, connu)
    except Illisible as illisible:
        return _refuser(depose, connu, str(illisible), lu=True)
    appliquer(lot)
    return lot


def dernier(flux: str) -> LotAaf | None:
    """The last set of this sender that was taken."""
    pris = LotAaf.objects.filter(flux=flux).exclude(etat=LotAaf.Etat.REFUSE)
    return pris.order_by("-jour", "-pk").first()


@transaction.atomic
def _refuser(depose: LotDepose, connu: LotAaf | None, phrase: str, *, lu: bool = False) -> LotAaf | None:
    """Say it once: a refusal that stands since yesterday keeps its day."""
    lot = connu or LotAaf(flux=depose.flux, genre=depose.genre, jour=depose.jour)
    if connu and connu.erreur == phrase and connu.empreinte == depose.empreinte:
        return None
    lot.etat, lot.erreur, lot.empreinte, lot.lu_le = LotAaf.Etat.REFUSE, phrase, depose.empreinte, timezone.now()
    lot.bilan = {"lu": lu, "fichiers": len(depose.fichiers)}
    lot.save()
    consigner("annuaire.refuser_aaf", objet=f"lot {lot.pk}", raison=phrase)
    return lot


@transaction.atomic
def _lire(depose: LotDepose, connu: LotAaf | None) -> LotAaf:
    """What the set says is kept whole, with the schools to apply. Raises `Illisible`: then nothing is."""
    identite = {"flux": depose.flux, "genre": depose.genre, "jour": depose.jour}
    lot, _cree = LotAaf.objects.get_or_create(**identite, defaults={"etat": LotAaf.Etat.REFUSE})
    lot = LotAaf.objects.select_for_update().get(pk=lot.pk)
    if lot.etat != LotAaf.Etat.REFUSE:  # another round took it meanwhile
        return lot
    miroir = Miroir(lot)
    miroir.prendre(depose)
    _verifier_que_rien_n_a_bouge(depose)
    lot.etat, lot.erreur, lot.empreinte, lot.lu_le = LotAaf.Etat.EN_COURS, "", depose.empreinte, timezone.now()
    lot.bilan = {
        "fichiers": len(depose.fichiers),
        "comptes": miroir.comptes,
        "inconnues": miroir.inconnues[:500],
        "rpi": miroir.rpi,
        "remarques": miroir.remarques(),
    }
    lot.save()
    EcoleAaf.objects.filter(etablissement__in=miroir.ecoles, etat__in=["a_faire", "retenue"]).delete()
    EcoleAaf.objects.bulk_create([EcoleAaf(lot=lot, etablissement_id=ecole) for ecole in sorted(miroir.ecoles)])
    return lot


def _verifier_que_rien_n_a_bouge(depose: LotDepose) -> None:
    for fichier in depose.fichiers:
        etat = fichier.chemin.stat() if fichier.chemin.is_file() else None
        if etat is None or (etat.st_size, etat.st_mtime_ns) != (fichier.taille, fichier.modifie_ns):
            raise Illisible(fichier.chemin.name, 0, _("Ce fichier a changé pendant sa lecture : rien n’a été écrit."))


# --- its schools --------------------------------------------------------------------------------------------------------
def appliquer(lot: LotAaf) -> None:
    """Each school left to do; then, once all let go of who left them, those that met a pupil whom another still held."""
    if lot.etat != LotAaf.Etat.EN_COURS:
        return
    annuaire = Annuaire(lot.flux)
    for passage in ({"etat": EcoleAaf.Etat.A_FAIRE}, {"dits__a_repasser": True}):
        for pk in list(lot.ecoles.filter(**passage).order_by("pk").values_list("pk", flat=True)):
            appliquer_ecole(pk, annuaire, repasse="dits__a_repasser" in passage)
    _finir(lot)


@transaction.atomic
def _finir(lot: LotAaf) -> None:
    lot = LotAaf.objects.select_for_update().get(pk=lot.pk)
    if lot.etat == LotAaf.Etat.EN_COURS:
        lot.etat, lot.applique_le = LotAaf.Etat.APPLIQUE, timezone.now()
        lot.save(update_fields=["etat", "applique_le"])
        etats = [str(etat) for etat in lot.ecoles.values_list("etat", flat=True)]
        consigner(
            "annuaire.relever_aaf",
            objet=f"lot {lot.pk}",
            ecoles=etats.count("appliquee"),
            erreurs=len(etats) - etats.count("appliquee"),
        )


def appliquer_ecole(pk: int, annuaire: Annuaire, *, repasse: bool = False) -> None:
    """Plan and write one school of a set, all or nothing; done twice, the second finds it done."""
    try:
        with transaction.atomic():
            etats = EcoleAaf.objects.select_for_update(of=("self",)).select_related("etablissement__commune")
            ecole = etats.filter(pk=pk).first()
            if ecole and (ecole.etat == EcoleAaf.Etat.A_FAIRE or (repasse and ecole.dits.get("a_repasser"))):
                _ecrire(ecole, annuaire, repasse=repasse)
    except (Illisible, IntegrityError) as erreur:
        change = _("L’annuaire a changé pendant l’import de cette école : rien n’a été écrit.")
        dite = erreur.raison if isinstance(erreur, Illisible) else change
        EcoleAaf.objects.filter(pk=pk).update(etat=EcoleAaf.Etat.REFUSEE, erreur=dite, dits={}, faite_le=timezone.now())


def _ecrire(ecole: EcoleAaf, annuaire: Annuaire, *, repasse: bool) -> None:
    force = repasse or ecole.dits.get("force", False)
    etablissement = Etablissement.objects.select_for_update().get(pk=ecole.etablissement_id)
    ecole.faite_le, ecole.erreur = timezone.now(), ""
    if etablissement.pk not in annuaire.structures:
        ecole.etat, ecole.erreur = EcoleAaf.Etat.REFUSEE, _("L’AAF ne nomme plus cette école.")
        ecole.save()
        return
    lectures, services = annuaire.lectures_de(etablissement)
    plan = planifier(etablissement, lectures, annee=annees.sure(etablissement, lectures))
    ecole.dits = {"alertes": plan.avertissements, "refus": plan.refus()[:REFUS_GARDES], "services": services}
    if not force and (phrase := inquietant(plan)):
        ecole.etat, ecole.erreur = EcoleAaf.Etat.RETENUE, phrase
        ecole.comptes = _faits(plan.comptes())
    else:
        faits = _faits(executer(plan, objet=f"lot {ecole.lot_id}"))
        annuaire.vider(etablissement)
        ecole.etat = EcoleAaf.Etat.APPLIQUEE
        ecole.comptes = _reunis(ecole.comptes, faits) if repasse else faits
        ecole.dits |= {"a_repasser": True} if plan.inscrits_ailleurs and not repasse else {}
    ecole.save()


def _faits(comptes: dict[str, int]) -> dict[str, int]:
    return {nom: n for nom, n in comptes.items() if n}


def _reunis(premiers: dict[str, int], seconds: dict[str, int]) -> dict[str, int]:
    """Two passes told as one: what was done adds up, what was refused is what still is."""
    restes = ("rejets", "ignores", "deja_en_attente", "niveaux_a_preciser")
    faits = {nom: n for nom, n in premiers.items() if nom not in restes}
    return {nom: n if nom in restes else faits.pop(nom, 0) + n for nom, n in seconds.items()} | faits


def inquietant(plan: Plan) -> str:
    """Why a person is to look before this plan is written: nobody reads those of the night. Leavers of the last class leave each year."""
    partis = [
        parti
        for parti in plan.eleves_partis
        if not (
            parti.inscription
            and parti.inscription.classe.annee_id != plan.annee.pk
            and parti.niveau in DERNIERS_NIVEAUX
        )
    ]
    finies, donnees = len(plan.affectations_finies), plan.affectations_de_l_aaf
    if donnees >= PEUPLEE and finies > donnees * DEPARTS_MAX:
        phrase = _(
            "%(n)s services d’enseignement sur %(total)s finiraient : rien n’est écrit avant que quelqu’un le dise."
        )
        return phrase % {"n": finies, "total": donnees}
    restent = sum(1 for eleve in plan.eleves if eleve.inscription)
    avant = restent + len(plan.eleves_partis)
    if avant < PEUPLEE or len(partis) <= avant * DEPARTS_MAX:
        return ""
    phrase = ngettext(
        "%(n)s élève sur %(total)s quitterait l’école : rien n’est écrit avant que quelqu’un le dise.",
        "%(n)s élèves sur %(total)s quitteraient l’école : rien n’est écrit avant que quelqu’un le dise.",
        len(partis),
    )
    return phrase % {"n": len(partis), "total": avant}


# --- what the operator says ----------------------------------------------------------------------------------------------
@transaction.atomic
def appliquer_quand_meme(*, ecole: EcoleAaf, auteur: Personne) -> bool:
    """A school that was held is written as it is now said; whether it still waited."""
    ecole = EcoleAaf.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=ecole.pk)
    if ecole.etat != EcoleAaf.Etat.RETENUE:
        return False
    ecole.etat, ecole.dits = EcoleAaf.Etat.A_FAIRE, ecole.dits | {"force": True}
    ecole.save(update_fields=["etat", "dits"])
    consigner("annuaire.forcer_aaf", auteur=auteur, etablissement=ecole.etablissement, objet=f"lot {ecole.lot_id}")
    import_string(TACHE_ECOLE).enqueue(ecole_id=ecole.pk)
    return True
