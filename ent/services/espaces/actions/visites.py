"""Who signs up for a visit: a family for its child, a teacher for their class; the places that there are, and who waits.

Answers to one date take their turn (its row is locked): of two families for the last place, one has it and the other waits.
"""

from collections.abc import Callable, Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.moments import quand
from ..models import ClasseDeLEspace, DateDeLEspace, Espace, InscriptionVisite
from . import commun
from .commun import consigner

Etat = InscriptionVisite.Etat


@transaction.atomic
def repondre(
    *,
    date: DateDeLEspace,
    classe: ClasseDeLEspace,
    par: Personne,
    vient: bool,
    eleve: Personne | None = None,
    en_equipe: bool = False,
    vue: str | None = None,
) -> InscriptionVisite:
    """Of one child, or of the whole class when there is none. `en_equipe`: a teacher says what they were told, until the day itself. `vue`: what
    the page showed (`DateDeLEspace.vue`): of a date that moved since, or of an answer that the other parent changed, nothing is overwritten.
    """
    date = verrouiller(date)
    _exiger(date, eleve, en_equipe)
    dite = InscriptionVisite.objects.filter(date=date, eleve=eleve)
    dite = dite.filter(classe=classe) if eleve is None else dite
    inscription = dite.first() or InscriptionVisite(date=date, classe=classe, eleve=eleve, etat="")
    avant = inscription.etat
    if avant and vient == (avant != Etat.NON) and inscription.classe_id == classe.pk:
        return inscription
    if vue is not None and vue != date.vue(inscription if avant else None):
        raise ValidationError(
            _("Ceci a changé depuis que vous l’avez lu : rien n’est noté. Relisez, puis répondez de nouveau."),
            code="vue",
        )
    inscription.etat = _etat(date) if vient else Etat.NON
    inscription.classe, inscription.par = classe, par
    inscription.dite_le = timezone.now()
    if vient:
        inscription.demandee_le = inscription.dite_le
    inscription.save()
    consigner("espaces.repondre" if eleve else "espaces.repondre_classe", classe.ecole, par)
    if avant == Etat.VIENT:
        remplir(date)
    commun.relire(date.espace)
    return inscription


def _exiger(date: DateDeLEspace, eleve: Personne | None, en_equipe: bool) -> None:
    if not date.inscrit or date.par_enfant != (eleve is not None):
        raise ValidationError(_("On ne s’inscrit pas ainsi à cette date : rouvrez-la."), code="inscription")
    if date.est_annulee:
        raise ValidationError(_("Cette date est annulée."), code="annulee")
    if en_equipe and not date.est_passee and date.espace.est_ouvert:
        return
    if not date.inscription_ouverte:
        raise ValidationError(
            _("Il est trop tard pour répondre ici. Prévenez l’école si quelque chose change."), code="heure"
        )


def _etat(date: DateDeLEspace) -> str:
    """Comes while there is a place, and nobody waits for it."""
    tenues = InscriptionVisite.objects.tenues().filter(date=date)
    libre = date.places is None or (tenues.qui_viennent().count() < date.places and not tenues.qui_attendent().exists())
    return Etat.VIENT if libre else Etat.ATTEND


def remplir(date: DateDeLEspace) -> int:
    """Places that are free go to who waits, in the order in which they asked; each is told. How many. Where a school or a class that came back
    makes more than the places, the last who asked wait again, and are told so.
    """
    date = verrouiller(date)
    if not date.inscrit or date.est_annulee or date.a_commence or not date.espace.est_ouvert:
        return 0
    tenues = InscriptionVisite.objects.tenues().filter(date=date)
    attendent = list(tenues.qui_attendent().select_related("classe__ecole__etablissement", "eleve"))
    if date.places is not None:
        liens = tenues.qui_viennent().select_related("classe__ecole__etablissement", "eleve")
        viennent = list(liens.order_by("demandee_le", "pk"))
        for inscription in viennent[date.places :]:
            _passer(date, inscription, Etat.ATTEND)
        attendent = attendent[: max(date.places - len(viennent), 0)]
    for inscription in attendent:
        _passer(date, inscription, Etat.VIENT)
    return len(attendent)


def _passer(date: DateDeLEspace, inscription: InscriptionVisite, etat: Etat) -> None:
    inscription.etat = etat
    inscription.save(update_fields=["etat"])
    _dire_la_place(date, inscription)


def remplir_toutes(espace: Espace) -> None:
    """Once people left, or came back: what they held is free, or is theirs again."""
    for date in espace.dates.exclude(inscrit="").order_by("pk"):
        remplir(date)


def liberer(*, eleves: frozenset[int]) -> None:
    """Children whose class changed: their places, which count for nothing, go to who waits."""
    touchees = InscriptionVisite.objects.filter(eleve__in=eleves, date__jour__gte=timezone.localdate())
    for pk in sorted(set(touchees.order_by().values_list("date", flat=True))):
        with transaction.atomic():
            remplir(DateDeLEspace.objects.get(pk=pk))


def verrouiller(date: DateDeLEspace) -> DateDeLEspace:
    verrou = DateDeLEspace.objects.select_for_update(of=("self",), no_key=True)
    return verrou.select_related("espace__etablissement").get(pk=date.pk)


def _dire_la_place(date: DateDeLEspace, inscription: InscriptionVisite) -> None:
    """That there is one, or that there is none any more."""
    etablissement = inscription.classe.ecole.etablissement
    adresse = reverse("espaces_date", args=[date.pk])
    if inscription.eleve is None:
        gens = evenements.adultes_de(date.espace).get(etablissement.pk, set())
        dire_a_l_equipe = partial(_phrase_de_classe, date, inscription.etat)
        commun.dire(evenements.PLACE_EQUIPE, inscription.pk, etablissement, gens, dire_a_l_equipe, adresse)
        return
    dire: Callable[[], str] = partial(_phrase, date, inscription.etat, inscription.eleve.prenom)
    textes: dict[tuple[int, int | None], str | Callable[[], str]]
    textes = dict.fromkeys(evenements.familles_de(etablissement.pk, [inscription.eleve.pk]), dire)
    diffusion.notifier(
        nature=evenements.PLACE,
        objet_id=inscription.pk,
        etablissement=etablissement,
        textes=textes,
        adresse=adresse,
        visible_le=calendrier.ouverture(etablissement, timezone.now()),
        renouvelle=True,
    )


def redites(inscriptions: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told each of these children that they have a place, or have none any more, while its date is what it was."""
    lues = InscriptionVisite.objects.filter(pk__in=inscriptions).select_related("date")
    return {lue.pk: [partial(_phrase, lue.date, lue.etat)] for lue in lues}


def _phrase(date: DateDeLEspace, etat: str, prenom: str) -> str:
    dit = {"enfant": prenom, "titre": date.titre, "quand": quand(date)}
    if etat == Etat.ATTEND:
        return _("%(enfant)s · De nouveau sur la liste d’attente : %(titre)s, %(quand)s") % dit
    return _("%(enfant)s · Une place s’est libérée : %(titre)s, %(quand)s") % dit


def _phrase_de_classe(date: DateDeLEspace, etat: str) -> str:
    dit = {"titre": date.titre, "quand": quand(date)}
    if etat == Etat.ATTEND:
        return _("Votre classe est de nouveau sur la liste d’attente : %(titre)s, %(quand)s") % dit
    return _("Une place s’est libérée pour votre classe : %(titre)s, %(quand)s") % dit
