"""Who works in a school: roles, classes, arrivals and departures."""

import datetime as dt
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..droits import aide_en_cours, en_cours, pas_fini, peut_noter_un_depart
from ..journal import consigner, est_le_dernier_geste
from ..matieres import ranger
from ..models import Affectation, Aide, Classe, EntreeJournal, Etablissement, Mandat, Personne, Role
from ..registres import dire_l_equipe_changee, dire_le_travail_donne, dire_le_travail_rendu, inviter
from ..registres.ecole import dire_une_nomination
from .aides import finir_une_aide
from .ecole import creer_etablissement


@transaction.atomic
def donner_role(
    *,
    personne: Personne,
    nature: str,
    etablissement: Etablissement | None = None,
    commune=None,
    debut: dt.date | None = None,
    fin: dt.date | None = None,
    auteur: Personne | None = None,
) -> Role:
    if etablissement is not None and etablissement.fermee_le:
        raise ValidationError(etablissement.fin_dite)
    role, _cree = Role.objects.get_or_create(
        personne=personne,
        nature=nature,
        etablissement=etablissement,
        commune=commune,
        fin=fin,
        defaults={"debut": debut or timezone.localdate()},
    )
    dire_le_travail_donne([personne.pk])
    consigner(
        "annuaire.donner_role", auteur=auteur, etablissement=etablissement, objet=f"personne {personne.pk}", role=nature
    )
    return role


@transaction.atomic
def affecter(
    *,
    enseignant: Personne,
    classe: Classe,
    nature: str = Affectation.Nature.TITULAIRE,
    debut: dt.date | None = None,
    fin: dt.date | None = None,
    matieres: Iterable[str] = (),
    auteur: Personne | None = None,
) -> Affectation:
    """Give a class to a teacher, who gets the role in that school if they had none: for as long as the class, a remplaçant's."""
    debut = debut or timezone.localdate()
    if not enseignant.roles.filter(
        nature=Role.Nature.ENSEIGNANT, etablissement=classe.etablissement, fin=None
    ).exists():
        donner_role(
            personne=enseignant,
            nature=Role.Nature.ENSEIGNANT,
            etablissement=classe.etablissement,
            debut=debut,
            fin=fin,
            auteur=auteur,
        )
    if classe.etablissement.est_college and nature not in (*Affectation.DU_COLLEGE, Affectation.Nature.REMPLACANT):
        nature = Affectation.Nature.PROFESSEUR
    affectation = Affectation.objects.create(
        enseignant=enseignant, classe=classe, nature=nature, debut=debut, fin=fin, matieres=ranger(matieres)
    )
    consigner(
        "annuaire.affecter",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"classe {classe.pk}",
        nature=nature,
    )
    return affectation


@transaction.atomic
def dire_les_matieres(
    *, affectation: Affectation, nature: str, matieres: Iterable[str], auteur: Personne
) -> Affectation:
    """What somebody teaches to a division, and whether they are its professeur principal. What it was until yesterday is kept: that tie ends, and
    another goes on to the same day; one that began today gives its place.
    """
    tenue = Affectation.objects.select_for_update(of=("self",)).select_related("classe").get(pk=affectation.pk)
    dites, jour = ranger(matieres), timezone.localdate()
    if (tenue.nature, tenue.matieres) != (nature, dites):
        suite = Affectation(enseignant_id=tenue.enseignant_id, classe=tenue.classe, fin=tenue.fin)
        suite.nature, suite.matieres, suite.debut = nature, dites, jour
        if tenue.debut < jour:
            tenue.fin = jour - dt.timedelta(days=1)
            tenue.save(update_fields=["fin"])
        else:
            tenue.delete()
        suite.save()
        tenue = suite
        consigner(
            "annuaire.dire_les_matieres",
            auteur=auteur,
            etablissement=tenue.classe.etablissement,
            objet=f"classe {tenue.classe_id}",
            personne=tenue.enseignant_id,
            nature=nature,
            matieres=dites,
        )
    return tenue


def _liens_du_travail(etablissement: Etablissement) -> dict[str, QuerySet]:
    """What ends when somebody leaves a school, by its name."""
    return {
        "role": Role.objects.filter(etablissement=etablissement).select_for_update(of=("self",)),
        "affectation": Affectation.objects.filter(classe__etablissement=etablissement).select_for_update(of=("self",)),
        "mandat": Mandat.objects.filter(etablissement=etablissement, fini_le=None).select_for_update(of=("self",)),
        "confie": Mandat.objects.filter(etablissement=etablissement).select_for_update(of=("self",)),  # by who leaves
    }


@dataclass(frozen=True)
class Depart:
    """One departure, and no other of the same person: the line that says it, and each tie that it ended (name, id, day on which it was to
    end or None). What `annuler_un_depart` needs.
    """

    geste: int
    finis: list[tuple]


DEPARTS = ("annuaire.noter_un_depart", "annuaire.finir_une_direction", "annuaire.annuler_un_depart")


@transaction.atomic
def noter_un_depart(*, personne: Personne, etablissement: Etablissement, auteur: Personne) -> Depart:
    """Somebody works in the school no more: their roles and their classes there ended yesterday. What they wrote stays."""
    hier = timezone.localdate() - dt.timedelta(days=1)
    liens, pas_fini = _liens_du_travail(etablissement), Q(fin=None) | Q(fin__gt=hier)
    roles = list(liens["role"].filter(pas_fini, personne=personne))
    if not peut_noter_un_depart(auteur, personne, roles):
        raise ValidationError(_("La direction est nommée par l’opérateur du territoire : prévenez-le."))
    finis: list[tuple] = []
    tenus = [
        *liens["affectation"].filter(pas_fini, enseignant=personne),
        *liens["mandat"].filter(pas_fini, personne=personne),
    ]
    for lien in [*roles, *tenus]:
        finis.append((lien._meta.model_name, lien.pk, lien.fin and lien.fin.isoformat()))
        lien.fin = hier
        lien.save(update_fields=["fin"])
    dire_l_equipe_changee(etablissement.pk, [personne.pk])
    ligne = consigner(
        "annuaire.noter_un_depart", auteur=auteur, etablissement=etablissement, objet=f"personne {personne.pk}"
    )
    return Depart(ligne.pk, finis)


@transaction.atomic
def finir_une_direction(*, personne: Personne, etablissement: Etablissement, auteur: Personne) -> Depart:
    """Somebody directs the school no more, since yesterday; what else they do there goes on. A school is never left without a direction."""
    Etablissement.objects.select_for_update().get(pk=etablissement.pk)  # of the last two, who end each other, one stays
    hier = timezone.localdate() - dt.timedelta(days=1)
    directions = list(_liens_du_travail(etablissement)["role"].filter(en_cours(), nature=Role.Nature.DIRECTEUR))
    siennes = [role for role in directions if role.personne_id == personne.pk]
    autres = [role for role in directions if role.personne_id != personne.pk]
    if not Personne.objects.filter(pk__in=[r.personne_id for r in autres if r.fin is None], is_active=True).exists():
        raise ValidationError(
            _("Personne d’autre ne dirige cette école : nommez d’abord qui prend la suite."), code="derniere"
        )
    finis = [(role._meta.model_name, role.pk, role.fin and role.fin.isoformat()) for role in siennes]
    Role.objects.filter(pk__in=[role.pk for role in siennes]).update(fin=hier)
    # What they had confided, or opened, goes with them: it does not come back if they direct again one day, unless that end itself is undone.
    confies = _liens_du_travail(etablissement)["confie"].filter(confie_par=personne, fini_le=None)
    finis += [("confie", mandat.pk, None) for mandat in confies]
    Mandat.objects.filter(pk__in=[mandat.pk for mandat in confies]).update(fini_le=timezone.now(), fini_par=auteur)
    for aide in Aide.objects.filter(aide_en_cours(), ouverte_par=personne, etablissement=etablissement):
        finir_une_aide(aide=aide, auteur=auteur)
    dire_l_equipe_changee(etablissement.pk, [personne.pk])
    ligne = consigner(
        "annuaire.finir_une_direction", auteur=auteur, etablissement=etablissement, objet=f"personne {personne.pk}"
    )
    return Depart(ligne.pk, finis)


@transaction.atomic
def annuler_un_depart(*, depart: Depart, etablissement: Etablissement, auteur: Personne) -> None:
    """Give back what ended, to the day it was to end, once. What an import gave again meanwhile stays as it is."""
    liens = _liens_du_travail(etablissement)
    ecole = Etablissement.objects.select_for_update(of=("self",)).select_related("rejoint").get(pk=etablissement.pk)
    if ecole.fermee_le:  # it joined another meanwhile: what is given back with it, its turn says
        raise ValidationError(ecole.fin_dite)
    # Of two who undo, the second finds it undone.
    objet = EntreeJournal.objects.filter(pk=depart.geste).values_list("objet", flat=True).first() or ""
    if not est_le_dernier_geste(depart.geste, etablissement=etablissement, objet=objet, verbes=DEPARTS):
        raise ValidationError(_("Ce départ a déjà été annulé, ou noté à nouveau."))
    for nom, pk, fin in depart.finis:
        lien = liens[nom].filter(pk=pk).first()
        if lien is None:  # what was taken away for good meanwhile
            continue
        rendu: dict[str, Any] = {"fin": fin and dt.date.fromisoformat(fin)}
        if nom == "confie":
            rendu = {"fini_le": None, "fini_par": None}
        for champ, valeur in rendu.items():
            setattr(lien, champ, valeur)
        with suppress(ValidationError):
            lien.validate_constraints()
            lien.save(update_fields=[*rendu])
    personne = int(objet.removeprefix("personne "))
    confies = Mandat.objects.filter(pk__in=[pk for nom, pk, _fin in depart.finis if nom == "confie"]).order_by()
    dire_l_equipe_changee(etablissement.pk, [personne])
    dire_le_travail_donne([personne, *confies.values_list("personne", flat=True)])
    consigner("annuaire.annuler_un_depart", auteur=auteur, etablissement=etablissement, objet=objet)


# --- By hand --------------------------------------------------------------------------------------------------------
@transaction.atomic
def accueillir(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    identite: dict[str, str],
    nature: str,
    classes: Collection[Classe] = (),
    titre: str = Affectation.Nature.TITULAIRE,
    fin: dt.date | None = None,
    matieres: Collection[str] = (),
    par_courriel: bool = False,
) -> Personne:
    """Somebody arrives whom no file has said yet: a person of the directory, a role until `fin`, and classes. Their account is opened by a
    paper, or by the invitation that leaves now (`par_courriel`); if they have one already, they bring the two together when they open it
    (`ent.connexion`).

    `identite`: civilite, nom, prenom, courriel_contact.
    """
    personne = Personne(**identite)
    personne.set_unusable_password()
    personne.save()
    donner_role(personne=personne, nature=nature, etablissement=etablissement, fin=fin, auteur=auteur)
    for classe in classes:
        affecter(enseignant=personne, classe=classe, nature=titre, fin=fin, matieres=matieres, auteur=auteur)
    if par_courriel:
        inviter(etablissement=etablissement, auteur=auteur, personnes=[personne.pk])
    return personne


@transaction.atomic
def nommer_la_direction(
    *, etablissement: Etablissement, identite: dict[str, str], auteur: Personne, par_courriel: bool = False
) -> Personne:
    """Who directs a school, named by the operator: their account is opened by a paper or by an e-mail, as everybody's. Who directs it already, and
    its commune, are told: nobody reads a school from above by naming themself unseen.
    """
    nommee = accueillir(
        etablissement=etablissement,
        auteur=auteur,
        identite=identite,
        nature=Role.Nature.DIRECTEUR.value,
        par_courriel=par_courriel,
    )
    dire_une_nomination(etablissement=etablissement, nommee=nommee, auteur=auteur)
    return nommee


@transaction.atomic
def ouvrir_une_ecole(
    *, auteur: Personne, direction: dict[str, str] | None, par_courriel: bool = False, **ecole: str
) -> Etablissement:
    """A school of the territory and its first direction, both or neither. `ecole`: what `creer_etablissement` takes."""
    etablissement = creer_etablissement(auteur=auteur, **ecole)
    if direction:
        nommer_la_direction(etablissement=etablissement, identite=direction, auteur=auteur, par_courriel=par_courriel)
    return etablissement


def _deplacer_la_fin(tenue: Affectation, etablissement: Etablissement, fin: dt.date | None) -> None:
    """With the role, where it was given for as long as the class (a remplaçant's), or would end before it."""
    roles = Role.objects.filter(
        pas_fini(), personne=tenue.enseignant_id, etablissement=etablissement, nature=Role.Nature.ENSEIGNANT
    )
    dates = roles.exclude(fin=None).order_by("-fin")
    role = None if roles.filter(fin=None).exists() else dates.first()
    if role and role.fin and (role.fin == tenue.fin or fin is None or role.fin < fin):
        role.fin = fin
        role.save(update_fields=["fin"])
    tenue.fin = fin
    tenue.save(update_fields=["fin"])


@transaction.atomic
def regler_les_classes(
    *,
    personne: Personne,
    etablissement: Etablissement,
    auteur: Personne,
    classes: Collection[Classe],
    titre: str,
    fin: dt.date | None,
    matieres: Collection[str] = (),
    deplace_la_fin: bool = False,
) -> None:
    """These classes of the school from today, and no other: what is kept stays as it was given, the rest ended yesterday. `deplace_la_fin`: what is
    kept lasts until `fin`, longer or less than was said.
    """
    hier = timezone.localdate() - dt.timedelta(days=1)
    tenues = Affectation.objects.select_for_update(of=("self",)).filter(
        en_cours(), enseignant=personne, classe__etablissement=etablissement
    )
    voulues = {classe.pk for classe in classes}
    gardees, rendues = set(), False
    for affectation in tenues:
        if affectation.classe_id in voulues:
            gardees.add(affectation.classe_id)
            if deplace_la_fin:
                _deplacer_la_fin(affectation, etablissement, fin)
        else:
            rendues = True
            affectation.fin = hier
            affectation.save(update_fields=["fin"])
    for classe in classes:
        if classe.pk not in gardees:
            affecter(enseignant=personne, classe=classe, nature=titre, fin=fin, matieres=matieres, auteur=auteur)
    if rendues:
        dire_le_travail_rendu([personne.pk])
    consigner(
        "annuaire.regler_les_classes", auteur=auteur, etablissement=etablissement, objet=f"personne {personne.pk}"
    )
