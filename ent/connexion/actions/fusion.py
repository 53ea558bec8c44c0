"""« Ajouter un enfant »: a parent known under two records becomes one account."""

import datetime as dt
from functools import partial

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Affectation, Delegation, Etablissement, Inscription, Personne, Responsabilite, Role
from ent.annuaire.registres import dire_le_travail_donne, identites, prevenir_des_liens
from ent.annuaire.registres.reponses import ReponseDAdulte, reponses_d_adultes
from ent.annuaire.registres.suivre import attendre_un_lien
from ent.socle.textes import norme

from .. import droits
from ..models import CodeActivation
from .activation import CodeDejaUtilise

# Dated ties, and what makes two of them the same tie.
LIENS: list[tuple[type[models.Model], str, tuple[str, ...]]] = [
    (Responsabilite, "adulte", ("enfant_id",)),
    (Role, "personne", ("nature", "etablissement_id", "commune_id")),
    (Affectation, "enseignant", ("classe_id",)),
]
RECU = Delegation._meta.get_field("delegue")


class FusionImpossible(Exception):
    """The other record is an account of its own."""


class FusionDeSoi(Exception):
    """What the paper opens was confided by whoever holds it: their children are in their account already."""


class FusionDuPersonnel(Exception):
    """Whoever works in the school of the paper does not take a family of that school into their own account."""


def _prend_une_famille_de_son_ecole(depuis: Personne, vers: Personne, etablissement: int) -> bool:
    """A teacher prints papers and knows birth dates: only one who is that very parent, by name, may add the child."""
    natures = (Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR, Role.Nature.PERSONNEL)
    if not Role.objects.filter(en_cours(), personne=vers, etablissement=etablissement, nature__in=natures).exists():
        return False
    meme_nom = norme(depuis.nom) == norme(vers.nom) and norme(depuis.prenom) == norme(vers.prenom)
    return not (
        meme_nom and Responsabilite.objects.filter(en_cours(), adulte=depuis, etablissement=etablissement).exists()
    )


def _exiger_possible(depuis: Personne, vers: Personne, etablissement: Etablissement) -> None:
    """Raises what says why these two are not one person."""
    if depuis == vers or droits.est_activee(depuis) or depuis.fusionnee_dans_id or vers.fusionnee_dans_id:
        raise FusionImpossible
    if depuis.delegations_recues.filter(delegant=vers).exists():
        raise FusionDeSoi
    ecoles = {
        etablissement.pk,
        *depuis.delegations_recues.filter(finie_le=None).values_list("etablissement", flat=True),
    }
    if any(_prend_une_famille_de_son_ecole(depuis, vers, ecole) for ecole in ecoles):
        raise FusionDuPersonnel


def _user(code: CodeActivation, depuis: Personne) -> None:
    """It works once."""
    ouverts = CodeActivation.objects.filter(pk=code.pk, generation=code.generation, personne=depuis, utilise_le=None)
    if not ouverts.update(utilise_le=timezone.now()):
        raise CodeDejaUtilise


@transaction.atomic
def fusionner(
    *, depuis: Personne, vers: Personne, etablissement: Etablissement, code: CodeActivation | None = None
) -> None:
    """Give to `vers` all that `depuis` had, and close `depuis`. With a `code`, which works once.

    Nothing is added beyond the ties of `depuis`; where both hold the same tie, the one of `vers` stays, declared by the school where
    the child is, and « sans autorité » on either side wins: a second paper never reopens a child.
    """
    gens = {p.pk: p for p in Personne.objects.select_for_update().filter(pk__in=[depuis.pk, vers.pk]).order_by("pk")}
    depuis, vers = gens[depuis.pk], gens[vers.pk]
    _exiger_possible(depuis, vers, etablissement)
    if code is not None:
        _user(code, depuis)
    _garder_sans_autorite(depuis, vers)
    _suivre_l_ecole(depuis, vers)
    for modele, champ, identite in LIENS:
        _deplacer_liens(modele, champ, identite, depuis, vers)
    vers.groupes_tenus.add(*depuis.groupes_tenus.all())
    depuis.groupes_tenus.clear()
    for modele, champ, identite in identites():
        _deplacer_sauf_doublons(modele, champ, identite, depuis, vers)
    CodeActivation.objects.filter(personne=depuis, utilise_le=None).update(utilise_le=timezone.now())
    _garder_le_dernier_mot(depuis, vers)
    _deplacer_le_reste(depuis, vers)
    _completer(depuis, vers)
    annuaire.reprendre_les_acces(depuis=depuis, vers=vers)
    annuaire.accepter_les_acces(personne=vers)
    _clore(depuis, vers)
    dire_le_travail_donne([depuis.pk, vers.pk])
    consigner(
        "connexion.fusionner",
        auteur=vers,
        etablissement=etablissement,
        objet=f"personne {vers.pk}",
        depuis=depuis.pk,
    )
    prevenir_des_liens(vers.responsabilites.values_list("enfant_id", flat=True))


def _clore(depuis: Personne, vers: Personne) -> None:
    depuis.fusionnee_dans = vers
    depuis.is_active = False
    depuis.fermee_le = timezone.now()
    depuis.save(update_fields=["fusionnee_dans", "is_active", "fermee_le"])


def _garder_sans_autorite(depuis: Personne, vers: Personne) -> None:
    """A child said « sans autorité » on one side, by a tie that is not over, is so on both before ties move."""
    liens = Responsabilite.objects.filter(
        models.Q(fin=None) | models.Q(fin__gte=timezone.localdate()), adulte__in=[depuis, vers]
    ).order_by()
    sans = Responsabilite.Autorite.SANS
    for dit in liens.filter(autorite=sans).order_by("confirmee_le", "pk"):
        # By whom it was said too: what the direction said, no file of the State lifts.
        liens.filter(enfant=dit.enfant_id).exclude(pk=dit.pk).update(
            autorite=sans, confirmee_le=dit.confirmee_le, confirmee_par=dit.confirmee_par_id
        )


def _suivre_l_ecole(depuis: Personne, vers: Personne) -> None:
    """Where both hold a child, the tie of `vers` is declared by the school where the child is: taken over as by an import, with what was confirmed, from
    one that the child left; waited for while both schools hold the child. It remembers those that the child left.
    """
    ouverts = Responsabilite.objects.filter(fin=None)
    siens = {lien.enfant_id: lien for lien in ouverts.filter(adulte=vers)}
    presents = Inscription.objects.filter(en_cours(), eleve__in=siens).order_by()
    la = set(presents.values_list("eleve", "classe__etablissement"))
    for lien in ouverts.filter(adulte=depuis, enfant__in=siens):
        garde = siens[lien.enfant_id]
        ecoles = {garde.etablissement_id, lien.etablissement_id}
        ou = {ecole for ecole in ecoles if (lien.enfant_id, ecole) in la}
        if len(ou) > 1:
            attendre_un_lien(garde, lien.etablissement_id)
        elif ou == {lien.etablissement_id}:
            _reprendre(garde, lien)
        quittees = ecoles | {e.pk for un in (garde, lien) for e in un.anciennes_ecoles.all()}
        garde.anciennes_ecoles.add(*(quittees - ou - {garde.etablissement_id}))


def _reprendre(garde: Responsabilite, lien: Responsabilite) -> None:
    """By the school of `lien`, whose word counts where nobody had said anything."""
    garde.etablissement_id = lien.etablissement_id
    if garde.autorite == Responsabilite.Autorite.A_CONFIRMER:
        for dit in ("lien", "autorite", "foyer", "confirmee_par_id", "confirmee_le"):
            setattr(garde, dit, getattr(lien, dit))
    garde.save()


def _deplacer_liens(modele, champ: str, identite: tuple[str, ...], depuis: Personne, vers: Personne) -> None:
    """Move dated ties. A tie that `vers` already holds is kept closed since the day before, so that it counts no more; one that was to begin
    later begins now, so that what ran goes on.
    """
    hier = timezone.localdate() - dt.timedelta(days=1)
    siens = modele.objects.filter(**{champ: vers}, fin=None)
    tenus = {tuple(getattr(lien, c) for c in identite): lien for lien in siens}
    for lien in modele.objects.filter(**{champ: depuis}):
        tenu = tenus.get(tuple(getattr(lien, c) for c in identite))
        if tenu is not None and (lien.fin is None or lien.fin > hier):
            if lien.debut <= hier < tenu.debut:
                tenu.debut = timezone.localdate()
                tenu.save(update_fields=["debut"])
            lien.fin = hier
        setattr(lien, champ, vers)
        lien.save(update_fields=[champ, "fin"])


def _deplacer_sauf_doublons(modele, champ: str, identite: tuple[str, ...], depuis: Personne, vers: Personne) -> None:
    connus = set(modele.objects.filter(**{champ: vers}).values_list(*identite))
    for ligne in modele.objects.filter(**{champ: depuis}):
        if tuple(getattr(ligne, c) for c in identite) in connus:
            ligne.delete()
        else:
            setattr(ligne, champ, vers)
            ligne.save(update_fields=[champ])


def _garder_le_dernier_mot(depuis: Personne, vers: Personne) -> None:
    """Answered on both sides (on paper, on a screen), the last word counts and the former is kept as such: a refusal that came last on paper would stay
    behind with a record that nobody is any more, and two answers of one adult would be a quarrel.
    """
    for reponse in reponses_d_adultes():
        toutes = reponse.modele._base_manager.all()
        en_vigueur = toutes.filter(**{reponse.remplace: None}) if reponse.remplace else toutes
        tenues = {
            tuple(getattr(dite, c) for c in reponse.cles): dite for dite in en_vigueur.filter(**{reponse.champ: vers})
        }
        for dite in en_vigueur.filter(**{reponse.champ: depuis}):
            autre = tenues.get(tuple(getattr(dite, c) for c in reponse.cles))
            if autre is not None:
                _remplacer(reponse, *sorted((dite, autre), key=partial(_rang, reponse)))


def _rang(reponse: ReponseDAdulte, dite: models.Model) -> tuple:
    """What was only read comes before what was answered."""
    quand = getattr(dite, reponse.dit)
    return quand is not None, quand or dt.datetime.min, dite.pk


def _remplacer(reponse: ReponseDAdulte, ancienne: models.Model, derniere: models.Model) -> None:
    if not reponse.remplace:
        ancienne.delete()
        return
    setattr(ancienne, reponse.remplace, getattr(derniere, reponse.dit))
    ancienne.save(update_fields=[reponse.remplace])


def _liees() -> list[models.ManyToOneRel]:
    """What names a person, whether or not a person leads to it (`related_name="+"`): the school may have written it of whoever has no account yet. A
    column without an index is searched by nobody.
    """
    toutes = Personne._meta.get_fields(include_hidden=True)
    liees = [r for r in toutes if isinstance(r, models.ManyToOneRel)]
    cherchees = [r for r in liees if getattr(r.field, "db_index", True)]
    return [r for r in cherchees if r.related_model is not CodeActivation and r.field is not RECU]


def _deplacer_le_reste(depuis: Personne, vers: Personne) -> None:
    """Whatever other rooms tie to a person (receipts, seats in a thread, coupons, what was booked…) follows; a row that `vers` has too stays behind.

    What was confided is accepted or left: `annuaire.reprendre_les_acces`.
    """
    for relation in _liees():
        champ = relation.field.name
        for pk in relation.related_model._base_manager.filter(**{champ: depuis}).values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    relation.related_model._base_manager.filter(pk=pk).update(**{champ: vers})
            except IntegrityError:
                continue


def _completer(depuis: Personne, vers: Personne) -> None:
    """Ways to reach the person that the other school knew, where `vers` had none."""
    champs = [
        "civilite", "courriel_contact", "telephone", "telephone_travail", "telephone_portable", "adresse", "code_postal",
        "ville",
    ]  # fmt: skip
    vides = [champ for champ in champs if not getattr(vers, champ) and getattr(depuis, champ)]
    for champ in vides:
        setattr(vers, champ, getattr(depuis, champ))
    if vides:
        vers.save(update_fields=vides)
