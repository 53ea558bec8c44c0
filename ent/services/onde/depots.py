"""The life of an import on the web: dropped, read again, asked for, applied; and the queue that it leaves."""

import time
from difflib import SequenceMatcher

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Etablissement, Inscription, Personne
from ent.socle.textes import norme

from . import annees, droits, territoire
from .executer import executer
from .lignes import Illisible, Lecture, LigneResponsable, NatureFichier
from .lire import lire
from .models import FichierDepose, ImportOnde, ImportTerritoire, LigneEnAttente
from .plan import Plan
from .planifier import planifier
from .planifier_enfants import RESSEMBLANCE

TACHE_APPLIQUER = "ent.services.onde.taches.appliquer_import"
TACHE_TERRITOIRE = "ent.services.onde.taches.traiter_territoire"
MUET = 60  # seconds without news after which the page offers to start again


# --- progress: outside the transaction, which nobody else can see -----------------------------------------------------
def noter_avancement(cle: str, fait: int, total: int) -> None:
    cache.set(cle, {"fait": fait, "total": total, "a": time.time()}, timeout=3600)


def avancement(cle: str, demande_le) -> dict:
    """How far the work is, and whether it has gone silent (a worker that was killed says nothing)."""
    etat = cache.get(cle) or {"fait": 0, "total": 0, "a": demande_le.timestamp() if demande_le else 0}
    return {"fait": etat["fait"], "total": etat["total"], "muet": time.time() - etat["a"] > MUET}


LA_DIRECTION_APPLIQUE = _lazy(
    "La direction seule applique ce plan : il dit qui travaille dans l’école, ou qui répond d’un enfant. Il l’attend, prêt."
)


def cle_import(pk: int) -> str:
    return f"annuaire-import-{pk}"


def cle_territoire(pk: int) -> str:
    return f"annuaire-territoire-{pk}"


def _differer(chemin: str, **arguments) -> None:
    """Enqueued in the caller's transaction: a rollback drops it. By name, since tasks import this file."""
    import_string(chemin).enqueue(**arguments)


# --- one school -------------------------------------------------------------------------------------------------------
@transaction.atomic
def deposer(*, etablissement: Etablissement, auteur: Personne, fichiers: list[tuple[str, bytes]]) -> ImportOnde:
    """Keep the files that could be read and that make a plan for this school.

    When two years are possible, none is kept: somebody says which (`dire_annee`), before any plan is shown.
    """
    distincts = _noms_distincts(fichiers)
    lectures = [lire(nom, contenu) for nom, contenu in distincts]
    _laisser_l_equipe_a_la_direction(auteur, etablissement, lectures)
    planifier(etablissement, lectures, annee=annees.supposer(etablissement, lectures).annee)
    # A school has one plan to read at a time.
    for ancien in ImportOnde.objects.filter(etablissement=etablissement, etat=ImportOnde.Etat.LU):
        _refermer(ancien, ImportOnde.Etat.ABANDONNE)
    annee = None if annees.est_a_dire() else AnneeScolaire.objects.pour(timezone.localdate())
    depot = ImportOnde.objects.create(etablissement=etablissement, auteur=auteur, annee=annee)
    FichierDepose.objects.bulk_create(
        [FichierDepose(import_onde=depot, nom=nom, contenu=contenu) for nom, contenu in distincts]
    )
    consigner(
        "annuaire.deposer_import",
        auteur=auteur,
        etablissement=etablissement,
        objet=f"import {depot.pk}",
        fichiers=len(fichiers),
    )
    return depot


def _laisser_l_equipe_a_la_direction(auteur: Personne, etablissement: Etablissement, lectures: list[Lecture]) -> None:
    """A staff file says who directs: to whom imports were confided, or who helps, would hold by it more than was confided to them."""
    personnels = [lecture for lecture in lectures if lecture.nature is NatureFichier.PERSONNELS]
    if personnels and etablissement.pk not in auteur.portee.etablissements_diriges:
        raise Illisible(
            personnels[0].fichier,
            1,
            _("c’est le fichier du personnel. La direction seule l’importe : il dit qui travaille ici, et qui dirige."),
        )


@transaction.atomic
def dire_annee(*, depot: ImportOnde, annee: AnneeScolaire, auteur: Personne) -> None:
    """Say which year the files are for, as long as nothing was asked of them."""
    depot = ImportOnde.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=depot.pk)
    if depot.etat != ImportOnde.Etat.LU:
        return
    depot.annee = AnneeScolaire.objects.pour(annee.debut)
    depot.save(update_fields=["annee"])
    consigner(
        "annuaire.dire_annee_import",
        auteur=auteur,
        etablissement=depot.etablissement,
        objet=f"import {depot.pk}",
        annee=depot.annee.nom,
    )


def _noms_distincts(fichiers: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Both extractions download under one name, « CSVExtraction.csv »: tell them apart."""
    vus: dict[str, int] = {}
    distincts = []
    for nom, contenu in fichiers:
        vus[nom] = vus.get(nom, 0) + 1
        tete, point, queue = nom.rpartition(".")
        rang = f" ({vus[nom]})"
        suivant = nom if vus[nom] == 1 else (f"{tete}{rang}{point}{queue}" if point else nom + rang)
        distincts.append((suivant[-200:], contenu))
    return distincts


def relire(depot: ImportOnde) -> list[Lecture]:
    return [lire(fichier.nom, bytes(fichier.contenu)) for fichier in depot.fichiers.all()]


def dit_l_equipe(depot: ImportOnde) -> bool:
    return any(lecture.nature is NatureFichier.PERSONNELS for lecture in relire(depot))


def plan_de(depot: ImportOnde, reponses: dict | None = None) -> Plan:
    """The plan as the directory stands now."""
    return planifier(depot.etablissement, relire(depot), reponses, annee=depot.annee)


@transaction.atomic
def demander_application(
    *, depot: ImportOnde, auteur: Personne, plan: Plan, reponses: dict[str, list[str]], empreinte: str
) -> bool:
    """Ask for the plan that was read. False when the directory moved since: `plan`, as it now is, must be read first.

    What is kept is the fingerprint of the very plan to execute, answers included: the worker has only that one to compute.
    """
    depot = ImportOnde.objects.select_for_update().get(pk=depot.pk)
    if depot.etat != ImportOnde.Etat.LU:
        return True
    if plan.empreinte() != empreinte:
        return False
    promis = planifier(plan.etablissement, plan.lectures, reponses, annee=plan.annee) if reponses else plan
    exiger(droits.peut_appliquer(auteur, promis), str(LA_DIRECTION_APPLIQUE))
    depot.etat, depot.reponses, depot.demande_le = ImportOnde.Etat.EN_COURS, reponses, timezone.now()
    depot.empreinte, depot.auteur = promis.empreinte(), auteur
    depot.save(update_fields=["etat", "reponses", "demande_le", "empreinte", "auteur"])
    _differer(TACHE_APPLIQUER, import_id=depot.pk)
    return True


def _s_est_tu(depot: ImportOnde) -> bool:
    en_cours = depot.etat == ImportOnde.Etat.EN_COURS
    return en_cours and bool(avancement(cle_import(depot.pk), depot.demande_le)["muet"])


@transaction.atomic
def redemander(*, depot: ImportOnde) -> None:
    """The worker was stopped: nothing was written, so the same work is asked for again."""
    if _s_est_tu(depot):
        depot.demande_le = timezone.now()
        depot.save(update_fields=["demande_le"])
        cache.delete(cle_import(depot.pk))
        _differer(TACHE_APPLIQUER, import_id=depot.pk)


def _exiger_qui_applique(depot: ImportOnde, plan: Plan) -> None:
    """Judged again when it is written: a power may have been taken back meanwhile."""
    if depot.auteur is None or not droits.peut_appliquer(depot.auteur, plan):
        raise Illisible(plan.lectures[0].fichier, 1, str(LA_DIRECTION_APPLIQUE))


def appliquer(*, import_id: int) -> None:
    """Compute the plan once, under the school's lock, and write it, all or nothing. Run twice, the second finds it done."""
    cle = cle_import(import_id)
    try:
        with transaction.atomic():
            depot = (
                ImportOnde.objects.select_for_update(of=("self",))
                .select_related("etablissement", "auteur", "annee")
                .get(pk=import_id)
            )
            if depot.etat != ImportOnde.Etat.EN_COURS:
                return
            Etablissement.objects.select_for_update().get(pk=depot.etablissement_id)
            plan = plan_de(depot, depot.reponses)
            _exiger_qui_applique(depot, plan)
            if plan.empreinte() != depot.empreinte:
                depot.etat, depot.erreur = ImportOnde.Etat.LU, _("L’annuaire a changé entre-temps : relisez le plan.")
                depot.save(update_fields=["etat", "erreur"])
                return
            depot.bilan = executer(
                plan,
                auteur=depot.auteur,
                objet=f"import {depot.pk}",
                avancement=lambda f, t: noter_avancement(cle, f, t),
            ) | {"refus": plan.refus()}
            depot.applique_le, depot.erreur = timezone.now(), ""
            _refermer(depot, ImportOnde.Etat.APPLIQUE)
    except (Illisible, IntegrityError) as erreur:
        phrase = str(erreur) if isinstance(erreur, Illisible) else _("L’annuaire a changé pendant l’import.")
        ImportOnde.objects.filter(pk=import_id, etat=ImportOnde.Etat.EN_COURS).update(
            etat=ImportOnde.Etat.ECHOUE, erreur=phrase
        )
    except Exception:
        # Whatever happened, nothing was written: say so on the page, and let the worker's log keep the reason.
        ImportOnde.objects.filter(pk=import_id, etat=ImportOnde.Etat.EN_COURS).update(
            etat=ImportOnde.Etat.ECHOUE, erreur=_("Un problème de notre côté. Recommencez dans un moment.")
        )
        raise


@transaction.atomic
def abandonner(*, depot: ImportOnde, auteur: Personne) -> bool:
    """Forget the files. What was not applied has changed nothing; what is being applied, or was, is no more to be abandoned: False. A worker that was
    stopped wrote nothing: who comes after it finds the import abandoned.
    """
    depot = ImportOnde.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=depot.pk)
    if depot.etat not in (ImportOnde.Etat.LU, ImportOnde.Etat.ECHOUE) and not _s_est_tu(depot):
        return False
    _refermer(depot, ImportOnde.Etat.ABANDONNE)
    consigner(
        "annuaire.abandonner_import", auteur=auteur, etablissement=depot.etablissement, objet=f"import {depot.pk}"
    )
    return True


def _refermer(depot: ImportOnde, etat: str) -> None:
    """Files and answers hold people: they go as soon as the import is over."""
    depot.fichiers.all().delete()
    depot.etat, depot.reponses = etat, {}
    depot.save(update_fields=["etat", "reponses", "bilan", "erreur", "applique_le"])


# --- the queue --------------------------------------------------------------------------------------------------------
PROPOSITIONS = 4


def eleves_a_choisir(etablissement: Etablissement) -> list[tuple[Personne, str]]:
    """The pupils of the school, each with their class, by name."""
    presents = Inscription.objects.filter(classe__etablissement=etablissement, fin=None).select_related(
        "eleve", "classe"
    )
    return [(i.eleve, i.classe.nom) for i in presents.order_by("eleve__nom", "eleve__prenom", "pk")]


def proposer(attente: LigneEnAttente, eleves: list[tuple[Personne, str]]) -> list[tuple[Personne, str]]:
    """Pupils whose name looks like the one written, the closest first. Proposed, never chosen."""
    enfant = attente.contenu["enfant"]
    cherche = norme(enfant["prenom"]) + norme(enfant["nom"] or enfant["nom_usage"] or "")
    notes = []
    for rang, (eleve, classe) in enumerate(eleves):
        noms = {norme(n) for n in (eleve.nom, eleve.nom_usage) if n}
        note = max(SequenceMatcher(None, cherche, norme(eleve.prenom) + nom).ratio() for nom in noms)
        if note >= RESSEMBLANCE:
            notes.append((-note, rang, (eleve, classe)))
    return [choix for _note, _rang, choix in sorted(notes, key=lambda n: n[:2])[:PROPOSITIONS]]


@transaction.atomic
def resoudre(*, attente: LigneEnAttente, eleves: list[Personne], auteur: Personne) -> dict:
    """A person says which pupils a waiting line means: the responsable is created or found, and tied to them."""
    attente = LigneEnAttente.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=attente.pk)
    if attente.resolue_le:
        return {}
    ligne = LigneResponsable.depuis(attente.contenu, fichier=attente.fichier, ligne=attente.ligne)
    lecture = Lecture(attente.fichier, NatureFichier.RESPONSABLES, lignes=[ligne], total=1)
    references = [str(eleve.uuid) for eleve in eleves]
    comptes = executer(
        planifier(attente.etablissement, [lecture], {attente.empreinte: references}),
        auteur=auteur,
        objet=f"ligne {attente.pk}",
    )
    _trancher(attente, references, auteur)
    return comptes


@transaction.atomic
def ecarter(*, attente: LigneEnAttente, auteur: Personne) -> None:
    """Set a line aside: this responsable is not of the school, or no longer. Next imports will not ask again. What somebody settled meanwhile stands."""
    attente = LigneEnAttente.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=attente.pk)
    if attente.resolue_le is None:
        _trancher(attente, [], auteur)
        consigner(
            "annuaire.ecarter_ligne", auteur=auteur, etablissement=attente.etablissement, objet=f"ligne {attente.pk}"
        )


def _trancher(attente: LigneEnAttente, references: list[str], auteur: Personne) -> None:
    attente.resolution, attente.resolue_le, attente.resolue_par = references, timezone.now(), auteur
    attente.save(update_fields=["resolution", "resolue_le", "resolue_par"])


# --- the territory ----------------------------------------------------------------------------------------------------
@transaction.atomic
def deposer_territoire(
    *, auteur: Personne, nom: str, contenu: bytes, annee: AnneeScolaire | None = None
) -> ImportTerritoire:
    """`annee`: the one in progress, if none is said."""
    territoire.ouvrir(nom, contenu)  # refuses at once what is not an archive of schools
    annee = AnneeScolaire.objects.pour(annee.debut if annee else timezone.localdate())
    depot = ImportTerritoire.objects.create(
        auteur=auteur, nom=nom[-200:], contenu=contenu, annee=annee, demande_le=timezone.now()
    )
    _differer(TACHE_TERRITOIRE, import_id=depot.pk)
    return depot


@transaction.atomic
def demander_territoire(*, depot: ImportTerritoire) -> None:
    depot = ImportTerritoire.objects.select_for_update().defer("contenu").get(pk=depot.pk)
    if depot.etat == ImportTerritoire.Etat.LU:
        depot.etat, depot.demande_le = ImportTerritoire.Etat.EN_COURS, timezone.now()
        depot.save(update_fields=["etat", "demande_le"])
        cache.delete(cle_territoire(depot.pk))
        _differer(TACHE_TERRITOIRE, import_id=depot.pk)


@transaction.atomic
def redemander_territoire(*, depot: ImportTerritoire) -> None:
    """The worker was stopped: each school is written whole or not at all, so the same work goes on."""
    depot = ImportTerritoire.objects.select_for_update().defer("contenu").get(pk=depot.pk)
    if depot.est_au_travail and avancement(cle_territoire(depot.pk), depot.demande_le)["muet"]:
        depot.demande_le = timezone.now()
        depot.save(update_fields=["demande_le"])
        cache.delete(cle_territoire(depot.pk))
        _differer(TACHE_TERRITOIRE, import_id=depot.pk)


def _retenir_dans(import_id: int) -> territoire.Retenir:
    """On the archive, beside the plan that was read: who goes on after a worker that was killed tells what that one did too."""

    def retenir(resume: dict) -> dict:
        depot = ImportTerritoire.objects.select_for_update().defer("contenu").get(pk=import_id)
        if depot.etat != ImportTerritoire.Etat.EN_COURS:  # another worker ended it meanwhile, and told it
            return resume
        dit = territoire.ajoute_a(depot.bilan.setdefault("faites", {}))(resume)
        depot.save(update_fields=["bilan"])
        return dit

    return retenir


def traiter_territoire(*, import_id: int) -> None:
    """Read, then later apply, an archive: each school in its own transaction, so this one holds none."""
    etats = ImportTerritoire.Etat
    depot = ImportTerritoire.objects.select_related("auteur", "annee").get(pk=import_id)
    if depot.etat not in (etats.LECTURE, etats.EN_COURS):
        return
    applique = depot.etat == etats.EN_COURS
    encore = ImportTerritoire.objects.filter(pk=import_id, etat=depot.etat)  # abandoned meanwhile, it stays so
    cle = cle_territoire(depot.pk)
    try:
        bilan = territoire.traiter(
            nom=depot.nom,
            contenu=bytes(depot.contenu),
            annee=depot.annee,
            appliquer=applique,
            auteur=depot.auteur,
            avancement=lambda fait, total: noter_avancement(cle, fait, total),
            retenir=_retenir_dans(import_id),
        )
    except Illisible as illisible:
        encore.update(etat=etats.ECHOUE, erreur=str(illisible), contenu=b"")
        return
    changements: dict[str, object] = {"bilan": bilan}
    if all("erreur" in ecole for ecole in bilan["ecoles"]):  # or nothing but files left aside
        refus = _("Aucune école de cette archive n’a pu être importée.")
        changements |= {"etat": etats.ECHOUE, "erreur": refus, "contenu": b""}
    elif applique:
        changements |= {"etat": etats.APPLIQUE, "applique_le": timezone.now(), "contenu": b""}
    else:
        changements |= {"etat": etats.LU}
    encore.update(**changements)


@transaction.atomic
def abandonner_territoire(*, depot: ImportTerritoire) -> bool:
    """Whether it was still to be abandoned."""
    encore = ImportTerritoire.objects.filter(pk=depot.pk, etat__in=["lu", "lecture", "echoue"])
    return bool(encore.update(etat=ImportTerritoire.Etat.ABANDONNE, contenu=b""))
