"""A pupil changes class or leaves the school, stated by hand: what an import of ONDE does of the same movement, and its undoing."""

import datetime as dt
from dataclasses import astuple, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import gommettes
from ..droits import en_cours
from ..journal import consigner, est_le_dernier_geste
from ..models import Classe, Etablissement, Inscription, Personne
from ..registres import (
    Mouvement,
    dire_les_changements_de_classe,
    dire_un_mouvement,
    prevenir_des_liens,
    rendre_ce_qui_etait_dit,
    taire_un_mouvement,
)

MOUVEMENTS = ("annuaire.changer_de_classe", "annuaire.noter_la_sortie", "annuaire.annuler_un_mouvement")


@dataclass(frozen=True)
class Trace:
    """What undoes one movement: the line that says it, each enrolment as it was (id, class, level, first and last days), those that it left
    (ids), the one that it made, the sticker of before, whether the account was closed, and the places that other schools held open (ids).
    """

    geste: int
    avant: list[list]
    laissees: list[int]
    faite: int | None = None
    gommette: list[str] | None = None
    a_ferme: bool = False
    ailleurs: list[int] | None = None

    @property
    def en_liste(self) -> list:
        return list(astuple(self))


def _prendre(etablissement: Etablissement) -> None:
    """As imports do: two movements of one school follow each other."""
    Etablissement.objects.select_for_update().get(pk=etablissement.pk)


def _avant(inscription: Inscription) -> list:
    debut, fin = inscription.debut, inscription.fin
    return [inscription.pk, inscription.classe_id, inscription.niveau, debut.isoformat(), fin and fin.isoformat()]


def _ailleurs(eleve: Personne, etablissement: Etablissement) -> list[int]:
    """The places (ids) that other schools hold open for the pupil."""
    ouvertes = Inscription.objects.filter(eleve=eleve, fin=None).exclude(classe__etablissement=etablissement)
    return list(ouvertes.order_by("pk").values_list("pk", flat=True))


def _clore(inscription: Inscription) -> None:
    """Its last day was yesterday: nothing is read by it from now on, even one that was to begin today."""
    inscription.fin = timezone.localdate() - dt.timedelta(days=1)
    inscription.debut = min(inscription.debut, inscription.fin)
    inscription.save(update_fields=["debut", "fin"])


@transaction.atomic
def changer_de_classe(*, inscription: Inscription, classe: Classe, niveau: str, auteur: Personne) -> Trace:
    """From today in another class of the same school, at that level; their work and what was written of them stay theirs."""
    ecole, eleve = classe.etablissement, inscription.eleve
    _prendre(ecole)
    ancienne = (
        Inscription.objects.filter(en_cours(), pk=inscription.pk, classe__etablissement=ecole)
        .select_related("classe")
        .first()
    )
    if ancienne is None or Inscription.objects.filter(en_cours(), eleve=eleve, classe=classe).exists():
        raise ValidationError(_("%(eleve)s a changé de classe entre-temps : relisez sa fiche.") % {"eleve": eleve})
    de, avant = ancienne.classe, _avant(ancienne)
    ligne = consigner(
        "annuaire.changer_de_classe",
        auteur=auteur,
        etablissement=ecole,
        objet=f"personne {eleve.pk}",
        de=de.pk,
        vers=classe.pk,
    )
    faite = None
    if ancienne.debut >= timezone.localdate():  # was put there today: that line is corrected
        ancienne.classe, ancienne.niveau = classe, niveau
        ancienne.save(update_fields=["classe", "niveau"])
    else:
        _clore(ancienne)
        faite = Inscription.objects.create(
            eleve=eleve,
            classe=classe,
            niveau=niveau,
            niveau_ecrit=ancienne.niveau_ecrit,
            photo_onde=ancienne.photo_onde,
            debut=timezone.localdate(),
        ).pk
    gommette = _recoller(eleve, classe)
    prevenir_des_liens([eleve.pk])
    dire_les_changements_de_classe(ecole.pk, [eleve.pk], geste=ligne.pk)
    dire_un_mouvement(Mouvement(ligne.pk, eleve, ecole, auteur, de=(de,), vers=classe))
    return Trace(ligne.pk, [avant], [faite or ancienne.pk], faite, gommette, ailleurs=_ailleurs(eleve, ecole))


def _recoller(eleve: Personne, classe: Classe, voulue: list[str] | None = None) -> list[str] | None:
    """Another sticker if a pupil of the class has theirs, or the one that they had before if nobody has it: what it was, if it changed."""
    autres = Personne.objects.filter(en_cours("inscriptions__"), inscriptions__classe=classe).exclude(pk=eleve.pk)
    prises = set(autres.values_list("gommette_couleur", "gommette_forme", "gommette_image"))
    actuelle = [eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image]
    if voulue and tuple(voulue) not in prises:
        nouvelle = tuple(voulue)
    elif eleve.gommette_image and tuple(actuelle) not in prises:
        return None
    else:
        nouvelle = gommettes.attribuer(prises=prises, graine=eleve.pk)
    eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image = nouvelle
    eleve.save(update_fields=["gommette_couleur", "gommette_forme", "gommette_image"])
    return actuelle


@transaction.atomic
def noter_la_sortie(*, eleve: Personne, etablissement: Etablissement, auteur: Personne) -> Trace:
    """A pupil is of the school no more, from today: nobody there reads of them by it, nor their family of it. What was written stays."""
    _prendre(etablissement)
    ici = Inscription.objects.filter(en_cours(), eleve=eleve, classe__etablissement=etablissement)
    inscriptions = list(ici.select_related("classe"))
    if not inscriptions:
        raise ValidationError(_("%(eleve)s n’est déjà plus dans l’école.") % {"eleve": eleve})
    avant = [_avant(inscription) for inscription in inscriptions]
    for inscription in inscriptions:
        _clore(inscription)
    a_ferme = not Inscription.objects.filter(eleve=eleve, fin=None).exists()
    if a_ferme:
        eleve.fermee_le = timezone.now()
        eleve.save(update_fields=["fermee_le"])
    ligne = consigner(
        "annuaire.noter_la_sortie", auteur=auteur, etablissement=etablissement, objet=f"personne {eleve.pk}"
    )
    prevenir_des_liens([eleve.pk])
    de = tuple(inscription.classe for inscription in inscriptions)
    dire_un_mouvement(Mouvement(ligne.pk, eleve, etablissement, auteur, de=de))
    return Trace(ligne.pk, avant, [], a_ferme=a_ferme, ailleurs=_ailleurs(eleve, etablissement))


@transaction.atomic
def annuler_un_mouvement(*, trace: Trace, eleve: Personne, etablissement: Etablissement, auteur: Personne) -> None:
    """Once, and while nothing moved the pupil since: an import, another hand, or another school that took them."""
    _prendre(etablissement)
    objet = f"personne {eleve.pk}"
    refus = ValidationError(_("Ce n’est plus à annuler : l’élève a changé de place depuis."))
    if not est_le_dernier_geste(trace.geste, etablissement=etablissement, objet=objet, verbes=MOUVEMENTS):
        raise refus
    siennes = Inscription.objects.filter(eleve=eleve, classe__etablissement=etablissement)
    laissees = list(siennes.filter(en_cours()).order_by("pk").values_list("pk", flat=True))
    classes = {classe for _pk, classe, *_reste in trace.avant}
    ouvertes = Classe.objects.filter(pk__in=classes, fermee_le=None)
    if laissees != trace.laissees or len(ouvertes) != len(classes):
        raise refus
    if trace.ailleurs is not None and _ailleurs(eleve, etablissement) != trace.ailleurs:
        raise refus
    if trace.faite:
        siennes.filter(pk=trace.faite).delete()
    for pk, classe, niveau, debut, fin in trace.avant:
        siennes.filter(pk=pk).update(classe=classe, niveau=niveau, debut=debut, fin=fin)
    _recoller(eleve, ouvertes[0], trace.gommette)  # another may have taken theirs meanwhile
    if trace.a_ferme:
        eleve.fermee_le = None
        eleve.save(update_fields=["fermee_le"])
    consigner("annuaire.annuler_un_mouvement", auteur=auteur, etablissement=etablissement, objet=objet)
    prevenir_des_liens([eleve.pk])
    taire_un_mouvement(trace.geste)
    dire_les_changements_de_classe(etablissement.pk, [eleve.pk])
    rendre_ce_qui_etait_dit(trace.geste)
