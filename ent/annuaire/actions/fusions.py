"""A school joins another in September: said by the operator, placed by the plan of the one that stays, done and undone by its turn.

What is written of the one that ends goes nowhere: its classes close with it, under its name, and who read them reads them still
(`PorteePassee`). What goes: its pupils to the classes of the other, the ties that it declared of them, what protects their health and their
safety, and who of its team follows.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..codes import suivant
from ..droits import en_cours
from ..journal import consigner
from ..lectures.passages import nature_apres, nature_du_plan, passages_rejoints
from ..models import (
    Affectation,
    AnneeScolaire,
    ClassePrevue,
    Etablissement,
    Mandat,
    Passage,
    Personne,
    Responsabilite,
    Role,
)
from ..registres import dire_le_travail_donne
from ..registres.suivre import faire_suivre
from .preparation import annee_a_preparer, placer_les_eleves, preparer_le_passage

Nature = Etablissement.Nature
JUILLET = 7  # before it, the year of the school that ends is not over
DE_L_ECOLE = (Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL)


def prendre_les_ecoles(ecoles: Collection[int]) -> dict[int, Etablissement]:
    """In the order of their numbers, whoever asks: two who change several schools at once follow each other."""
    return {e.pk: e for e in Etablissement.objects.select_for_update().filter(pk__in=ecoles).order_by("pk")}


def prendre_ensemble(passage: Passage) -> list[Passage]:
    """The school and those that join it by this plan. Refused when one joined, or was taken back, while they were being taken."""
    annonces = passages_rejoints(passage)
    ecoles = prendre_les_ecoles([passage.etablissement_id, *(p.etablissement_id for p in annonces)])
    rejoints = passages_rejoints(passage)
    if {passage.etablissement_id, *(p.etablissement_id for p in rejoints)} != set(ecoles):
        raise ValidationError(_("Une école vient de rejoindre celle-ci, ou n’y va plus : relisez la page."))
    return rejoints


def verifier_le_jour(rejoints: Collection[Passage], jour: dt.date) -> None:
    """A school that joins another ends with its year: no day of May nor June closes it."""
    if rejoints and jour.month < JUILLET:
        raise ValidationError(
            _("Une école rejoint celle-ci, et finit son année : le passage se fait à partir de juillet.")
        )


# --- Said -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def declarer_une_fusion(*, etablissement: Etablissement, rejoint: Etablissement, auteur: Personne) -> Passage:
    """`etablissement` ends in September and joins `rejoint`, whose plan takes its classes and pupils. Nothing else changes before the turn."""
    ecoles = prendre_les_ecoles([etablissement.pk, rejoint.pk])
    annee = annee_a_preparer()
    if annee is None:
        raise ValidationError(_("Une fusion se déclare de mai à octobre, pour la rentrée."))
    annee = AnneeScolaire.objects.pour(annee.debut)
    _verifier(ecoles[etablissement.pk], ecoles[rejoint.pk], annee)
    accueil = preparer_le_passage(etablissement=rejoint, auteur=auteur)
    if (
        accueil.jour and accueil.jour.month < JUILLET
    ):  # families would be told a day on which nothing may be done any more
        accueil.jour = None
        accueil.save(update_fields=["jour"])
    passage, _cree = Passage.objects.get_or_create(
        etablissement=etablissement, annee=annee, defaults={"prepare_par": auteur}
    )
    avant = nature_du_plan(accueil)
    passage.rejoint, passage.jour = rejoint, None
    passage.save(update_fields=["rejoint", "jour"])
    equipe = Role.objects.filter(en_cours(), etablissement=etablissement, nature__in=DE_L_ECOLE).order_by()
    passage.suivent.set(equipe.values_list("personne", flat=True).distinct())
    _reprendre_les_derniers(accueil, avant)
    placer_les_eleves(accueil)
    for ecole in (etablissement, rejoint):
        consigner("annuaire.declarer_une_fusion", auteur=auteur, etablissement=ecole, objet=f"passage {passage.pk}")
    return passage


def _verifier(ecole: Etablissement, rejoint: Etablissement, annee: AnneeScolaire) -> None:
    if ecole.pk == rejoint.pk:
        raise ValidationError(_("Choisissez une autre école : celle-ci ne se rejoint pas elle-même."))
    if Nature.COLLEGE in (ecole.nature, rejoint.nature):
        raise ValidationError(_("Seules des écoles se réunissent ici : un collège n’en est pas une."))
    for une in (ecole, rejoint):
        if une.fermee_le:
            raise ValidationError(f"{une.nom} : {une.fin_dite}")
    passages = Passage.objects.filter(etablissement__in=[ecole, rejoint], annee=annee)
    for passage in passages.select_related("etablissement", "rejoint"):
        noms = {"ecole": passage.etablissement.nom, "autre": passage.rejoint and passage.rejoint.nom}
        if passage.fait_le:
            raise ValidationError(_("%(ecole)s : la rentrée y est déjà faite.") % noms)
        if passage.rejoint:
            raise ValidationError(_("%(ecole)s : cette école rejoint déjà « %(autre)s ».") % noms)
    if Passage.objects.filter(rejoint=ecole, annee=annee).exists():
        raise ValidationError(_("%(ecole)s : une autre école la rejoint déjà.") % {"ecole": ecole.nom})


def _reprendre_les_derniers(passage: Passage, avant: str) -> None:
    """A nursery school that becomes a whole one keeps its GS, and one that stays a nursery school lets them go: both are placed again."""
    niveau = "GS"
    if suivant(niveau, avant) != suivant(niveau, nature_du_plan(passage)):
        passage.places.filter(niveau_actuel=niveau, de__etablissement=passage.etablissement_id).delete()


@transaction.atomic
def retirer_une_fusion(*, passage: Passage, auteur: Personne) -> None:
    """The school goes on; what its direction had prepared before is there again, and the other's plan is without its pupils."""
    prendre_les_ecoles([passage.etablissement_id, passage.rejoint_id or passage.etablissement_id])
    passage = Passage.objects.select_related("etablissement", "rejoint").get(pk=passage.pk)
    if passage.rejoint is None or passage.fait_le:
        raise ValidationError(_("Cette fusion n’est plus à retirer : relisez la page."))
    ecole, rejoint = passage.etablissement, passage.rejoint
    accueil = Passage.objects.get(etablissement=rejoint, annee=passage.annee_id)
    avant = nature_du_plan(accueil)
    passage.rejoint = None
    passage.save(update_fields=["rejoint"])
    passage.suivent.clear()
    accueil.places.filter(de__etablissement=ecole).delete()
    _reprendre_les_derniers(accueil, avant)
    ClassePrevue.objects.filter(passage=accueil, vient_de=ecole, places=None).delete()
    ClassePrevue.objects.filter(passage=accueil, vient_de=ecole).update(vient_de=None)
    placer_les_eleves(accueil)
    for une in (ecole, rejoint):
        consigner("annuaire.retirer_une_fusion", auteur=auteur, etablissement=une, objet=f"passage {passage.pk}")


@transaction.atomic
def dire_qui_suit(*, passage: Passage, personnes: Collection[int], auteur: Personne) -> None:
    """Of the team of the school that ends, who works in the other from the turn on. Who is named to a class there follows anyway."""
    prendre_les_ecoles([passage.etablissement_id])
    passage = Passage.objects.get(pk=passage.pk)
    if passage.rejoint_id is None or passage.fait_le:
        raise ValidationError(_("Ce n’est plus à dire : relisez la page."))
    equipe = Role.objects.filter(en_cours(), etablissement=passage.etablissement_id, nature__in=DE_L_ECOLE).order_by()
    suivent = set(equipe.filter(personne__in=personnes).values_list("personne", flat=True))
    passage.suivent.set(suivent)
    consigner(
        "annuaire.dire_qui_suit",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
        n=len(suivent),
    )


# --- Done, in the transaction of the turn -----------------------------------------------------------------------------
def rejoindre(*, passage: Passage, accueil: Passage, vont: Collection[int], auteur: Personne | None) -> dict[str, Any]:
    """The school ends today; what undoes it. `vont`: its pupils (ids) who go to a class of the other."""
    ecole, ici, jour = passage.etablissement, accueil.etablissement, timezone.localdate()
    finis, donnes, tenus = _suivre(passage, accueil, jour)
    reprises, quittees = _reprendre_les_liens(ecole, ici, vont)
    ecole.rejoint, ecole.fermee_le = ici, timezone.now()
    ecole.save(update_fields=["rejoint", "fermee_le"])
    faire_suivre(ecole.pk, ici.pk, vont)
    nature = str(ici.nature)
    ici.nature = nature_apres(ici, [ecole])
    ici.save(update_fields=["nature"])
    passage.fait_le, passage.fait_par = timezone.now(), auteur
    passage.save(update_fields=["fait_le", "fait_par"])
    consigner("annuaire.rejoindre", auteur=auteur, etablissement=ecole, objet=f"passage {passage.pk}", n=len(vont))
    return {
        "passage": passage.pk,
        "ecole": ecole.pk,
        "nature": nature,
        "finis": finis,
        "donnes": donnes,
        "tenus": tenus,
        "vont": sorted(vont),
        "reprises": reprises,
        "quittees": quittees,
    }


def _suivre(passage: Passage, accueil: Passage, jour: dt.date) -> tuple[list[list], list[int], list[int]]:
    """Roles that end with the school (id, day on which each was to end), those given in the other (ids), and those that who follows held there
    (ids). A head of the one that ends teaches in the other: who directs it is named by the operator.
    """
    hier = jour - dt.timedelta(days=1)
    roles = Role.objects.filter(etablissement=passage.etablissement, nature__in=DE_L_ECOLE)
    finis = list(roles.filter(Q(fin=None) | Q(fin__gt=hier)).order_by("pk"))
    nommes = accueil.classes.exclude(enseignant=None).order_by().values_list("enseignant", flat=True)
    suivent = {*nommes, *passage.suivent.order_by().values_list("pk", flat=True)}
    la = Role.objects.filter(Q(fin=None) | Q(fin__gt=hier), etablissement=accueil.etablissement).order_by()
    tenus = set(la.values_list("personne", "nature"))
    y_sont = {personne for personne, _nature in tenus}
    donnes = []
    for role in finis:
        dirige = role.nature == Role.Nature.DIRECTEUR
        nature = Role.Nature.ENSEIGNANT if dirige else Role.Nature(role.nature)
        deja = (role.personne_id, nature) in tenus or (dirige and role.personne_id in y_sont)
        if role.personne_id in suivent and not deja:
            tenus.add((role.personne_id, nature))
            neuf = Role(personne_id=role.personne_id, nature=nature, etablissement=accueil.etablissement)
            neuf.debut, neuf.fin = max(jour, role.debut), role.fin
            neuf.save()
            donnes.append(neuf.pk)
    dire_le_travail_donne({role.personne_id for role in finis})
    traces = [[role.pk, role.fin and role.fin.isoformat()] for role in finis]
    Role.objects.filter(pk__in=[role.pk for role in finis]).update(fin=hier)
    siens = la.filter(personne__in=suivent & {role.personne_id for role in finis}).exclude(pk__in=donnes)
    return traces, donnes, list(siens.values_list("pk", flat=True))


def _reprendre_les_liens(
    ecole: Etablissement, ici: Etablissement, vont: Collection[int]
) -> tuple[list[int], list[int]]:
    """Who answers for these pupils does so by what the other declares from now on, with what was confirmed, and reads what was read by
    the one that ends: the ties (ids), and those that had not left that school before.
    """
    liens = Responsabilite.objects.filter(en_cours(), etablissement=ecole, enfant__in=vont).order_by("pk")
    reprises = list(liens.values_list("pk", flat=True))
    passees = Responsabilite.anciennes_ecoles.through
    connues = set(
        passees.objects.filter(responsabilite__in=reprises, etablissement=ecole)
        .order_by()
        .values_list("responsabilite", flat=True)
    )
    quittees = [pk for pk in reprises if pk not in connues]
    passees.objects.bulk_create(passees(responsabilite_id=pk, etablissement_id=ecole.pk) for pk in quittees)
    Responsabilite.objects.filter(pk__in=reprises).update(etablissement=ici)
    return reprises, quittees


# --- Undone -----------------------------------------------------------------------------------------------------------
def se_separer(*, dite: dict[str, Any], accueil: Passage) -> None:
    """The school is there again, with its team, but who left since, and the ties that it declared. A tie that a third school took since stays there."""
    ici, hier = accueil.etablissement, timezone.localdate() - dt.timedelta(days=1)
    partis = _partis_depuis(dite, ici)
    donnes = Role.objects.filter(pk__in=dite["donnes"])
    donnes.filter(debut__gt=hier).delete()
    donnes.filter(Q(fin=None) | Q(fin__gt=hier)).update(fin=hier)
    fins = dict(dite["finis"])
    rendus = Role.objects.filter(pk__in=fins)
    for role in rendus:
        fin = fins[role.pk] and dt.date.fromisoformat(fins[role.pk])
        role.fin = min([jour for jour in (fin, partis.get(role.personne_id)) if jour], default=None)
        role.save(update_fields=["fin"])
    dire_le_travail_donne({role.personne_id for role in rendus})
    for personne, jour in partis.items():
        pas_fini = Q(fin=None) | Q(fin__gt=jour)
        siennes = Affectation.objects.filter(pas_fini, enseignant=personne, classe__etablissement=dite["ecole"])
        siennes.update(fin=jour)
        Mandat.objects.filter(personne=personne, etablissement=dite["ecole"], fini_le=None, fin__gt=jour).update(
            fin=jour
        )
    reprises = Responsabilite.objects.filter(pk__in=dite["reprises"], etablissement=ici)
    passees = Responsabilite.anciennes_ecoles.through.objects.filter(etablissement=dite["ecole"])
    passees.filter(responsabilite__in=[pk for pk in dite["quittees"] if reprises.filter(pk=pk).exists()]).delete()
    reprises.update(etablissement=dite["ecole"])
    Etablissement.objects.filter(pk=dite["ecole"]).update(rejoint=None, fermee_le=None)
    ici.nature = dite["nature"]
    ici.save(update_fields=["nature"])
    Passage.objects.filter(pk=dite["passage"]).update(fait_le=None, fait_par=None)


def faire_revenir(*, dite: dict[str, Any], accueil: Passage) -> None:
    """Once pupils have their places again: what protects them, with what was said of it since, is read by the school that is there again."""
    faire_suivre(accueil.etablissement_id, dite["ecole"], dite.get("vont", ()))


def _partis_depuis(dite: dict[str, Any], ici: Etablissement) -> dict[int, dt.date]:
    """Of those who followed (ids), who works in the other school no more, and their last day there: a departure that was noted of it is one of
    the school that had joined it.
    """
    encore = Role.objects.filter(Q(fin=None) | Q(fin__gte=timezone.localdate()), etablissement=ici).order_by()
    suivirent = Role.objects.filter(pk__in=[*dite["donnes"], *dite.get("tenus", [])]).order_by()
    partis = suivirent.exclude(personne__in=encore.values("personne")).values_list("personne")
    return dict(partis.annotate(dernier_jour=Max("fin")))
