"""A plan of September, from today's classes: those of the school, and of the schools that join it."""

import datetime as dt
from collections import Counter, defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from ..codes import NIVEAUX, suivant
from ..droits import en_cours
from ..journal import consigner
from ..lectures.passages import ecart_du_plan, inscriptions_d_avant, nature_apres, passages_rejoints
from ..models import (
    Affectation,
    AnneeScolaire,
    Classe,
    ClassePrevue,
    Etablissement,
    Inscription,
    Passage,
    Personne,
    PlacePrevue,
)
from .scolarite import _prendre

MAI, OCTOBRE = 5, 10
NOM, NOM_D_ECOLE = 40, 36  # of a class that bears its school's too: what fits in 80


def annee_a_preparer(jour: dt.date | None = None) -> AnneeScolaire | None:
    """From May, the year that comes; in September and October, the one that has begun. None the rest of the year."""
    jour = jour or timezone.localdate()
    if not MAI <= jour.month <= OCTOBRE:
        return None
    return AnneeScolaire.objects.prevue(max(jour, dt.date(jour.year, 9, 1)))


@transaction.atomic
def preparer_le_passage(*, etablissement: Etablissement, auteur: Personne) -> Passage:
    """Today's classes again with their teachers, each level going up together; what has no class gets one « à nommer ». Once: a second call
    gives the first plan, with who moved since.
    """
    _prendre(etablissement)
    annee = annee_a_preparer()
    if annee is None:
        raise ValidationError(_("La rentrée se prépare à partir de mai."))
    annee = AnneeScolaire.objects.pour(annee.debut)
    passage, nouveau = Passage.objects.get_or_create(
        etablissement=etablissement, annee=annee, defaults={"prepare_par": auteur}
    )
    if nouveau:
        placer_les_eleves(passage)
        consigner(
            "annuaire.preparer_le_passage", auteur=auteur, etablissement=etablissement, objet=f"passage {passage.pk}"
        )
    elif not passage.fait_le and not passage.rejoint_id:
        _suivre_les_eleves(passage)
    return passage


def _suivre_les_eleves(passage: Passage) -> None:
    """Who came is placed with those of their class, who left is in the plan no more. Who changed class goes where the direction said, unless at another
    level.
    """
    rejointes = [p.etablissement for p in passages_rejoints(passage)]
    ecart = ecart_du_plan(passage, rejointes, list(passage.places.all()))
    a_oter = [place.pk for place in ecart.partis]
    for place, inscription in ecart.deplaces:
        if place.de_id and place.niveau_actuel != inscription.niveau:
            a_oter.append(place.pk)
        else:
            place.de, place.niveau_actuel = inscription.classe, inscription.niveau
            place.save(update_fields=["de", "niveau_actuel"])
    passage.places.filter(pk__in=a_oter).delete()
    placer_les_eleves(passage)


def placer_les_eleves(passage: Passage) -> None:
    """Those who have no place in the plan yet: by class and level, together. A pupil of two of the schools has one place."""
    rejointes = [p.etablissement for p in passages_rejoints(passage)]
    nature = nature_apres(passage.etablissement, rejointes)
    deja = set(passage.places.order_by().values_list("eleve", flat=True))
    places: dict[int, Inscription] = {}
    for inscription in inscriptions_d_avant(passage, rejointes):
        if inscription.eleve_id not in deja:
            places.setdefault(inscription.eleve_id, inscription)
    # A class that has its place in the plan makes no other: the direction may have named it otherwise.
    lues = set(passage.places.exclude(de=None).order_by().values_list("de", flat=True))
    siennes = _classes_de_septembre(passage, [p for p in places.values() if p.classe_id not in lues])
    homonymes = {prevue.nom: prevue for prevue in passage.classes.all()}
    prevues = list(passage.classes.order_by("pk"))
    effectifs = Counter(passage.places.exclude(vers=None).order_by().values_list("vers", flat=True))
    vers: dict[tuple[int, str, str], ClassePrevue | None] = {}
    for place in places.values():
        if (cle := _lot(place)) not in vers:
            niveau = _niveau_apres(place, nature)
            sienne = siennes.get(place.classe_id) or homonymes.get(place.classe.nom)
            vers[cle] = _classe_pour(passage, niveau, prevues, effectifs, sienne)
        if (cible := vers[cle]) is not None:
            effectifs[cible.pk] += 1
    PlacePrevue.objects.bulk_create(
        PlacePrevue(
            passage=passage,
            eleve=place.eleve,
            de=place.classe,
            niveau_actuel=place.niveau,
            vers=vers[_lot(place)],
            niveau=_niveau_apres(place, nature) or "",
            vient_d_onde=bool(place.decision),
        )
        for place in places.values()
    )


def _lot(place: Inscription) -> tuple[int, str, str]:
    """Those who go together: a class, a level; apart, whom ONDE says that they stay, or skip a class."""
    return (place.classe_id, place.niveau, "" if place.decision == Inscription.Decision.PASSAGE else place.decision)


def _niveau_apres(place: Inscription, nature: str) -> str | None:
    """By what ONDE decided, if it did; else one level up."""
    if place.decision == Inscription.Decision.MAINTIEN:
        return place.niveau
    apres = suivant(place.niveau, nature)
    return suivant(apres, nature) if apres and place.decision == Inscription.Decision.SAUT else apres


PRINCIPAUX_D_ABORD = Case(When(nature=Affectation.Nature.PRINCIPAL, then=0), default=1)


def _classes_de_septembre(passage: Passage, places: list[Inscription]) -> dict[int, ClassePrevue]:
    """By class of today (id): hers again, by name, with the levels that it holds and who teaches there first."""
    niveaux: dict[int, set[str]] = defaultdict(set)
    classes: dict[int, Classe] = {}
    for place in places:
        classes[place.classe_id] = place.classe
        niveaux[place.classe_id].add(place.niveau)
    titulaires: dict[int, Personne] = {}
    tenues = Affectation.objects.filter(en_cours(), classe__in=classes).exclude(nature=Affectation.Nature.REMPLACANT)
    for tenue in tenues.select_related("enseignant").order_by(PRINCIPAUX_D_ABORD, "debut", "pk"):
        titulaires.setdefault(tenue.classe_id, tenue.enseignant)
    connues = {prevue.nom: prevue for prevue in passage.classes.order_by("pk")}
    siennes = {}
    for pk, classe in classes.items():
        nom = _nom(passage, classe, connues)
        if nom not in connues:
            connues[nom] = ClassePrevue.objects.create(
                passage=passage,
                nom=nom,
                niveaux=",".join(n for n in NIVEAUX if n in niveaux[pk]),
                enseignant=titulaires.get(pk),
                vient_de=None if classe.etablissement_id == passage.etablissement_id else classe.etablissement,
            )
        siennes[pk] = connues[nom]
    return siennes


def _nom(passage: Passage, classe: Classe, connues: dict[str, ClassePrevue]) -> str:
    """Its own; of a school that joins, with the name of that school where another class bears it already."""
    ecole = classe.etablissement
    deja = connues.get(classe.nom)
    if ecole.pk == passage.etablissement_id or deja is None or deja.vient_de_id == ecole.pk:
        return classe.nom
    return f"{classe.nom[:NOM]} ({ecole.nom[:NOM_D_ECOLE]})"


def _classe_pour(
    passage: Passage,
    niveau: str | None,
    prevues: list[ClassePrevue],
    effectifs: Counter[int],
    sienne: ClassePrevue | None,
) -> ClassePrevue | None:
    """The least full of those that hold this level; else a new one, named by it. Pupils without a level stay where they are."""
    if niveau is None:
        return None
    if not niveau:
        return sienne
    tiennent = [p for p in prevues if niveau in p.niveaux.split(",")]
    if tiennent:
        return min(tiennent, key=lambda p: (effectifs[p.pk], p.pk))
    neuve, _cree = ClassePrevue.objects.get_or_create(
        passage=passage, nom=niveau, defaults={"niveaux": niveau, "vient_de": sienne.vient_de if sienne else None}
    )
    prevues.append(neuve)
    return neuve
