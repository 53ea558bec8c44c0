"""A school turns its year: prepared from today's classes, done in one transaction, undone whole for a fortnight.

What was read of the classes that close is read still (`Personne.autrefois`); what is written in those of September stays if the passage is undone.
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
from ..droits import en_cours, pas_fini
from ..journal import consigner
from ..lectures.passages import (
    classes_prevues,
    inscriptions_d_avant,
    nature_du_plan,
    passages_rejoints,
    sans_qui_est_parti,
)
from ..models import Affectation, Classe, ClassePrevue, Inscription, Passage, Personne, PlacePrevue
from ..registres import dire_les_changements_de_classe, prevenir_des_liens, rendre_ce_qui_etait_dit
from .fusions import faire_revenir, prendre_ensemble, prendre_les_ecoles, rejoindre, se_separer, verifier_le_jour
from .preparation import annee_a_preparer
from .scolarite import _prendre, _recoller, rouvrir_les_comptes

RETOUR = dt.timedelta(days=15)


def _a_faire(passage: Passage) -> Passage:
    """The plan as it is now, in this transaction."""
    _prendre(passage.etablissement)
    return _relu(passage)


def _relu(passage: Passage) -> Passage:
    """Who comes second reads that it is done, and by whom; that of a school which joins another is done by the other's."""
    relu = Passage.objects.select_related("etablissement", "annee", "fait_par", "rejoint").get(pk=passage.pk)
    if relu.rejoint:
        phrase = _("Cette école rejoint « %(ecole)s » : sa rentrée se fait là.")
        raise ValidationError(phrase % {"ecole": relu.rejoint.nom})
    if relu.fait_le:
        qui = relu.fait_par.nom_affiche if relu.fait_par else _("le calendrier")
        raise ValidationError(_("Le passage est déjà fait, par %(qui)s : relisez la page.") % {"qui": qui})
    return relu


@transaction.atomic
def placer(
    *, passage: Passage, eleves: Collection[int], vers: ClassePrevue | None, maintien: bool, auteur: Personne
) -> int:
    """These pupils (ids) in this class of September, at the level above or at theirs still; or out of the school: who was to arrive is in the plan
    no more. How many.
    """
    passage = _a_faire(passage)
    siennes, nature = passage.places.filter(eleve__in=eleves), nature_du_plan(passage)
    retirees = siennes.filter(de=None).delete()[0] if vers is None else 0
    places = list(siennes.all())
    for place in places:
        place.vers, place.vient_d_onde = vers, False
        if vers is None:
            place.niveau = ""
        elif maintien or place.de_id is None:
            place.niveau = place.niveau_actuel
        else:
            place.niveau = suivant(place.niveau_actuel, nature) or place.niveau_actuel
    PlacePrevue.objects.bulk_update(places, ["vers", "niveau", "vient_d_onde"])
    consigner(
        "annuaire.placer_au_passage",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
        n=len(places) + retirees,
    )
    return len(places) + retirees


@transaction.atomic
def accueillir_au_passage(
    *, passage: Passage, ine: str, naissance: dt.date, vers: ClassePrevue, niveau: str, auteur: Personne
) -> PlacePrevue:
    """A pupil of another school, known by their INE and their day of birth: neither alone says that somebody is there."""
    passage = _a_faire(passage)
    eleve = Personne.objects.filter(ine=ine.strip().upper(), date_naissance=naissance).first()
    if eleve is None:
        raise ValidationError(_("Aucun élève des écoles d’ici n’a cet INE et cette date de naissance."))
    place, _neuve = PlacePrevue.objects.update_or_create(
        passage=passage, eleve=eleve, defaults={"vers": vers, "niveau": niveau}
    )
    consigner(
        "annuaire.placer_au_passage",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
        n=1,
    )
    return place


@transaction.atomic
def dire_une_classe(
    *, passage: Passage, prevue: ClassePrevue | None, nom: str, enseignant: Personne | None, auteur: Personne
) -> ClassePrevue:
    """Name a class of September and who will teach there (None: « à nommer »); make one more when none is given."""
    passage = _a_faire(passage)
    prevue = prevue or ClassePrevue(passage=passage)
    if passage.classes.filter(nom=nom).exclude(pk=prevue.pk).exists():
        raise ValidationError(_("Une classe de septembre porte déjà ce nom."))
    prevue.nom, prevue.enseignant = nom, enseignant
    prevue.save()
    consigner(
        "annuaire.dire_une_classe_prevue",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
    )
    return prevue


@transaction.atomic
def retirer_une_classe(*, passage: Passage, prevue: ClassePrevue, auteur: Personne) -> None:
    """A class that does not open in September: nobody is placed there any more."""
    passage = _a_faire(passage)
    if passage.places.filter(vers=prevue).exists():
        raise ValidationError(_("Placez d’abord ailleurs les élèves de cette classe."))
    prevue.delete()
    consigner(
        "annuaire.retirer_une_classe_prevue",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
    )


@transaction.atomic
def programmer_le_passage(*, passage: Passage, jour: dt.date | None, auteur: Personne) -> None:
    """On that day; None: on no day any more."""
    passage = _a_faire(passage)
    if jour:
        prete = annee_a_preparer(jour)
        if prete is None or prete.debut != passage.annee.debut:
            raise ValidationError(
                _("Choisissez un jour de cette rentrée, au plus tard en octobre %(annee)s.")
                % {"annee": passage.annee.debut.year}
            )
        verifier_le_jour(passages_rejoints(passage), jour)
    passage.jour = jour
    passage.save(update_fields=["jour"])
    consigner(
        "annuaire.programmer_le_passage",
        auteur=auteur,
        etablissement=passage.etablissement,
        objet=f"passage {passage.pk}",
    )


# --- The turn -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def faire_le_passage(*, passage: Passage, auteur: Personne | None) -> Passage:
    """All of it or nothing, of the school and of those that join it. Pupils who came since the plan was made, and whom it does not place, keep
    it from being done.
    """
    rejoints = prendre_ensemble(passage)
    passage = _relu(passage)
    ecole, jour = passage.etablissement, timezone.localdate()
    verifier_le_jour(rejoints, jour)
    anciennes = inscriptions_d_avant(passage, [p.etablissement for p in rejoints])
    places = {place.eleve_id: place for place in passage.places.select_related("vers", "eleve")}
    if oublies := [i.eleve for i in anciennes if i.eleve_id not in places]:
        noms = ", ".join(str(eleve) for eleve in oublies[:5])
        raise ValidationError(_("Dites d’abord où vont : %(noms)s.") % {"noms": noms})
    ligne = consigner(
        "annuaire.faire_le_passage", auteur=auteur, etablissement=ecole, objet=f"passage {passage.pk}", n=len(places)
    )
    trace: dict[str, Any] = {"geste": ligne.pk, "avant": [], "comptes": [], "gommettes": {}, "fusions": []}
    classes, trace["affectations"] = _ouvrir(passage, jour)
    for i in anciennes:
        trace["avant"].append([i.pk, i.debut.isoformat(), i.fin and i.fin.isoformat()])
        i.fin = jour - dt.timedelta(days=1)
        i.debut = min(i.debut, i.fin)
    Inscription.objects.bulk_update(anciennes, ["debut", "fin"], batch_size=200)
    trace["fermees"] = _fermer_les_classes(passage, rejoints)
    presents = {i.eleve_id for i in anciennes}
    trace["faites"] = _inscrire(places, presents, classes, jour, trace["gommettes"])
    trace["comptes"] = _fermer_les_comptes([pk for pk in presents if places[pk].vers_id is None])
    par_ecole: dict[int, set[int]] = {ecole.pk: set()}
    for i in anciennes:
        par_ecole.setdefault(i.classe.etablissement_id, set()).add(i.eleve_id)
    for rejoint in rejoints:
        vont = {pk for pk in par_ecole.get(rejoint.etablissement_id, ()) if places[pk].vers_id}
        trace["fusions"].append(rejoindre(passage=rejoint, accueil=passage, vont=vont, auteur=auteur))
    passage.trace, passage.fait_le, passage.fait_par = trace, timezone.now(), auteur
    passage.save(update_fields=["trace", "fait_le", "fait_par"])
    prevenir_des_liens([*presents, *places])
    for une, eleves in par_ecole.items():
        dire_les_changements_de_classe(une, sorted(eleves), geste=ligne.pk)
    return passage


def _fermer_les_classes(passage: Passage, rejoints: list[Passage]) -> list[int]:
    """Those of the years before; all of a school that ends."""
    avant = Q(etablissement=passage.etablissement, annee__debut__lt=passage.annee.debut)
    fermees = Classe.objects.filter(avant | Q(etablissement__in=[p.etablissement_id for p in rejoints]), fermee_le=None)
    lesquelles = list(fermees.order_by().values_list("pk", flat=True))
    Classe.objects.filter(pk__in=lesquelles).update(fermee_le=timezone.now())
    return lesquelles


def _ouvrir(passage: Passage, jour: dt.date) -> tuple[dict[int, Classe], list[int]]:
    """The classes of September, by planned class: opened again those that an undone passage had made. And who teaches there."""
    classes: dict[int, Classe] = {}
    affectations = []
    prevues = [sans_qui_est_parti(prevue) for prevue in classes_prevues(passage)]
    laissees = _liberer_les_noms(passage, prevues)
    for prevue in prevues:
        classe = prevue.classe or laissees.get(prevue.nom)
        classe = classe or Classe(etablissement=passage.etablissement, annee=passage.annee)
        classe.nom, classe.fermee_le = prevue.nom, None
        classe.save()
        prevue.classe = classe
        prevue.save(update_fields=["classe"])
        classes[prevue.pk] = classe
        if prevue.enseignant:
            tenue = Affectation(enseignant=prevue.enseignant, classe=classe, debut=jour)
            if passage.etablissement.est_college:  # the one whom a plan names is its professeur principal
                tenue.nature = Affectation.Nature.PRINCIPAL
            tenue.save()
            affectations.append(tenue.pk)
    return classes, affectations


def _liberer_les_noms(passage: Passage, prevues: Collection[ClassePrevue]) -> dict[str, Classe]:
    """Classes of an undone turn that no planned class holds any more, by name: opened again, they are hers. Refused where one that is open, by a file of
    that year, bears a name of the plan; and of two that exchanged their names, the first does not wait for the other.
    """
    siennes = [prevue.classe_id for prevue in prevues if prevue.classe_id]
    autres = passage.etablissement.classes.filter(annee=passage.annee, nom__in=[prevue.nom for prevue in prevues])
    for autre in autres.exclude(pk__in=siennes).exclude(fermee_le__isnull=False):
        raise ValidationError(f"{autre.nom} : {_('Une classe de septembre porte déjà ce nom.')}")
    for pk in siennes:
        Classe.objects.filter(pk=pk).update(nom=f"#{pk}")
    laissees = {classe.nom: classe for classe in autres.exclude(pk__in=siennes).filter(identifiant_onde="")}
    for prevue in prevues:
        # Hers was named so since: the other one, closed, leaves it the name.
        if prevue.classe_id and prevue.nom in laissees:
            autre = laissees.pop(prevue.nom)
            Classe.objects.filter(pk=autre.pk).update(nom=f"{autre.nom[:60]} ({autre.pk})")
    return laissees


def _inscrire(
    places: dict[int, PlacePrevue], presents: set[int], classes: dict[int, Classe], jour: dt.date, gommettes: dict
) -> list[int]:
    """Those who were there, and those who arrive; each with a sticker that nobody of their class has."""
    vont = [
        (p, classes[p.vers_id])
        for p in places.values()
        if p.vers_id is not None and (p.eleve_id in presents or p.de_id is None)
    ]
    faites = Inscription.objects.bulk_create(
        Inscription(eleve=p.eleve, classe=classe, niveau=p.niveau, debut=jour) for p, classe in vont
    )
    for place, classe in vont:
        if place.eleve.fermee_le:
            place.eleve.fermee_le = None
            place.eleve.save(update_fields=["fermee_le"])
        if avant := _recoller(place.eleve, classe):
            gommettes[str(place.eleve_id)] = avant
    return [inscription.pk for inscription in faites]


def _fermer_les_comptes(eleves: Collection[int]) -> list[int]:
    """Of who is enrolled nowhere any more."""
    ailleurs = Inscription.objects.filter(pas_fini(), eleve__in=eleves).order_by().values_list("eleve", flat=True)
    partent = sorted(set(eleves) - set(ailleurs))
    Personne.objects.filter(pk__in=partent, fermee_le=None).update(fermee_le=timezone.now())
    return partent


# --- Its undoing --------------------------------------------------------------------------------------------------------
def peut_se_defaire(passage: Passage) -> bool:
    return passage.fait_le is not None and timezone.now() < passage.fait_le + RETOUR


@transaction.atomic
def defaire_le_passage(*, passage: Passage, auteur: Personne) -> None:
    """Classes, enrolments, accounts and stickers as they were; what was written since stays with the classes of September, that are read as those of
    a year that is over. Who left since, and a leaver whom another school took since, stay out.
    """
    ecole = passage.etablissement
    fusions = Passage.objects.get(pk=passage.pk).trace.get("fusions", [])
    prendre_les_ecoles([ecole.pk, *(dite["ecole"] for dite in fusions)])
    passage = Passage.objects.select_related("etablissement").get(pk=passage.pk)
    if passage.rejoint_id or not peut_se_defaire(passage) or passage.trace.get("fusions", []) != fusions:
        raise ValidationError(_("Ce passage ne se défait plus."))
    trace, partis = passage.trace, _partis_depuis(passage)
    eleves = _fermer_septembre(passage)
    Classe.objects.filter(pk__in=trace["fermees"]).update(fermee_le=None)
    for dite in reversed(fusions):
        se_separer(dite=dite, accueil=passage)
    _rendre_les_places(passage, partis)
    for dite in fusions:
        faire_revenir(dite=dite, accueil=passage)
    Personne.objects.filter(pk__in=trace["comptes"]).update(fermee_le=None)
    _fermer_les_comptes(eleves)  # of who had arrived by it, and left their school since
    for pk, (couleur, forme, image) in trace["gommettes"].items():
        if int(pk) not in partis:
            Personne.objects.filter(pk=pk).update(gommette_couleur=couleur, gommette_forme=forme, gommette_image=image)
    passage.fait_le = passage.fait_par = passage.jour = None
    passage.trace = {}
    passage.save(update_fields=["fait_le", "fait_par", "jour", "trace"])
    consigner("annuaire.defaire_le_passage", auteur=auteur, etablissement=ecole, objet=f"passage {passage.pk}")
    prevenir_des_liens(eleves)
    dire_les_changements_de_classe(ecole.pk, sorted(eleves))
    rendre_ce_qui_etait_dit(trace["geste"])


def _partis_depuis(passage: Passage) -> dict[int, dt.date]:
    """Of the pupils (ids) whom the turn placed, those who are in no class of the school any more, and their last day there."""
    placees = Inscription.objects.filter(pk__in=passage.trace["faites"]).order_by()
    ici = Inscription.objects.filter(classe__etablissement=passage.etablissement, eleve__in=placees.values("eleve"))
    encore = ici.filter(en_cours()).order_by().values("eleve")
    partis = ici.exclude(eleve__in=encore).order_by().values_list("eleve")
    return dict(partis.annotate(dernier_jour=Max("fin")))


def _fermer_septembre(passage: Passage) -> set[int]:
    """Nobody is enrolled nor teaches any more in the classes that the turn opened, not even until a day to come. Who was enrolled there (ids)."""
    jour = timezone.localdate()
    hier = jour - dt.timedelta(days=1)
    pas_finie = Q(fin=None) | Q(fin__gt=hier)
    classes = Classe.objects.filter(pk__in=passage.classes.values("classe"))
    Affectation.objects.filter(classe__in=classes, debut__gt=hier).delete()
    Affectation.objects.filter(pas_finie, classe__in=classes).update(fin=hier)
    inscriptions = Inscription.objects.filter(classe__in=classes)
    eleves = set(inscriptions.order_by().values_list("eleve", flat=True))
    inscriptions.filter(debut__gt=hier).delete()
    inscriptions.filter(pas_finie).update(fin=hier)
    classes.update(fermee_le=timezone.now())
    return eleves


def _rendre_les_places(passage: Passage, partis: dict[int, dt.date]) -> None:
    """As they were before the turn; of who left since, until the day when they did."""
    pris = Inscription.objects.filter(en_cours(), fin=None).exclude(classe__etablissement=passage.etablissement)
    ailleurs = set(pris.filter(eleve__in=passage.trace["comptes"]).order_by().values_list("eleve", flat=True))
    avant = {pk: (debut, fin) for pk, debut, fin in passage.trace["avant"]}
    places = [p for p in Inscription.objects.filter(pk__in=avant) if p.eleve_id not in ailleurs]
    for place in places:
        debut, fin = avant[place.pk]
        fins = [jour for jour in (fin and dt.date.fromisoformat(fin), partis.get(place.eleve_id)) if jour]
        place.fin = min(fins, default=None)
        place.debut = min([dt.date.fromisoformat(debut), *fins])
    Inscription.objects.bulk_update(places, ["debut", "fin"], batch_size=200)
    rouvrir_les_comptes([place.pk for place in places])


def passer_les_ecoles() -> None:
    """Those whose day has come, each in its own transaction: a worker that is killed leaves the others for the next round."""
    dus = Passage.objects.filter(fait_le=None, rejoint=None, jour__lte=timezone.localdate()).select_related(
        "etablissement"
    )
    for passage in dus.order_by("jour", "pk"):
        try:
            faire_le_passage(passage=passage, auteur=None)
        except ValidationError:
            continue  # somebody is to be placed: its page says who
