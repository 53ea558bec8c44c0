"""A pupil changes class or leaves the school, stated by hand: what an import of ONDE does of the same movement, and its undoing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.differer import differer

from .. import gommettes
from ..droits import en_cours, pas_fini
from ..journal import consigner, est_le_dernier_geste
from ..lectures.mouvements import ANNULE, MOUVEMENTS, SORTIE, Trace, mouvement_debout
from ..models import Classe, EntreeJournal, Etablissement, Inscription, Personne
from ..registres import (
    Mouvement,
    dire_les_changements_de_classe,
    dire_un_mouvement,
    prevenir_des_liens,
    rendre_ce_qui_etait_dit,
    taire_un_mouvement,
)

TACHE_FINIR = "ent.annuaire.ouvrier.finir_un_depart"
DES_LE_MATIN = dt.time(7)  # before school: a phone is left alone at midnight


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


def _hier() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)


def _clore(inscription: Inscription, fin: dt.date | None = None) -> None:
    """Its last day was yesterday, unless another is said: nothing is read by it from now on, even one that was to begin today."""
    inscription.fin = fin or _hier()
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


def rouvrir_les_comptes(rendues: Collection[int]) -> None:
    """Of who has a class again by these enrolments (ids) that an undoing gave back: if another school closed their account since, it was for want of one."""
    siennes = Inscription.objects.filter(en_cours(), pk__in=rendues, eleve=OuterRef("pk")).order_by()
    fermes = Personne.objects.filter(is_active=True, fusionnee_dans=None).exclude(fermee_le=None)
    fermes.filter(Exists(siennes)).update(fermee_le=None)


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
def noter_la_sortie(*, eleve: Personne, etablissement: Etablissement, auteur: Personne, ce_soir: bool = False) -> Trace:
    """A pupil is of the school no more, from today: nobody there reads of them by it, nor their family of it. What was written stays.

    `ce_soir`: today is their last day. Until it ends nothing changes, its lists keep them; the rest follows in the morning.
    """
    _prendre(etablissement)
    fin = timezone.localdate() if ce_soir else _hier()
    ici = Inscription.objects.filter(en_cours(), eleve=eleve, classe__etablissement=etablissement)
    inscriptions = list(ici.filter(Q(fin=None) | Q(fin__gt=fin)).select_related("classe"))
    if not inscriptions:
        dit = _("Ce départ est déjà noté.") if ce_soir else _("%(eleve)s n’est déjà plus dans l’école.")
        raise ValidationError(dit % {"eleve": eleve})
    avant = [_avant(inscription) for inscription in inscriptions]
    for inscription in inscriptions:
        _clore(inscription, fin)
    ailleurs, objet = _ailleurs(eleve, etablissement), f"personne {eleve.pk}"
    if ce_soir:
        trace = Trace(0, avant, sorted(ici.values_list("pk", flat=True)), ailleurs=ailleurs)
        # The line itself holds what undoes it: until the evening, from any session.
        details = {"dernier_jour": fin.isoformat(), "trace": trace.en_liste[1:]}
        ligne = consigner(
            "annuaire.noter_la_sortie", auteur=auteur, etablissement=etablissement, objet=objet, **details
        )
        _finir_le_matin(ligne, fin)
        return replace(trace, geste=ligne.pk)
    ligne = consigner("annuaire.noter_la_sortie", auteur=auteur, etablissement=etablissement, objet=objet)
    de = [inscription.classe for inscription in inscriptions]
    return Trace(
        ligne.pk, avant, [], a_ferme=_dire_parti(ligne.pk, eleve, etablissement, auteur, de), ailleurs=ailleurs
    )


def _finir_le_matin(ligne: EntreeJournal, dernier_jour: dt.date) -> None:
    demain = dt.datetime.combine(dernier_jour + dt.timedelta(days=1), DES_LE_MATIN)
    differer(TACHE_FINIR, a=timezone.make_aware(demain), geste=ligne.pk)


@transaction.atomic
def finir_un_depart(*, geste: int) -> None:
    """The day that was somebody's last one is over: their account and who counts on their ties, unless that was undone or they moved since."""
    ligne = EntreeJournal.objects.select_related("etablissement").get(pk=geste)
    ecole, fin = ligne.etablissement, dt.date.fromisoformat(ligne.details["dernier_jour"])
    if ecole is None or fin > _hier():
        return
    _prendre(ecole)
    eleve = Personne.objects.filter(pk=ligne.objet.removeprefix("personne ")).first()
    if eleve is None or not _tient(ligne, eleve, ecole):
        return
    auteur = Personne.objects.filter(uuid=ligne.auteur_uuid).first()
    siennes = Inscription.objects.filter(eleve=eleve, classe__etablissement=ecole)
    if auteur and not siennes.filter(en_cours()).exists():
        finies = siennes.filter(fin=fin).select_related("classe")
        _dire_parti(geste, eleve, ecole, auteur, [inscription.classe for inscription in finies])


def _tient(ligne: EntreeJournal, eleve: Personne, ecole: Etablissement) -> bool:
    """Nothing moved the pupil since. What an undoing put back is finished by the departure that stands, once, if it is of that day."""
    debout = mouvement_debout(eleve, ecole)
    if debout is not None and debout.pk == ligne.pk:
        return True
    jour = ligne.details["dernier_jour"]
    if ligne.verbe != ANNULE or (debout and debout.verbe == SORTIE and debout.details.get("dernier_jour") == jour):
        return False
    return est_le_dernier_geste(ligne.pk, etablissement=ecole, objet=ligne.objet, verbes=MOUVEMENTS)


def _dire_parti(geste: int, eleve: Personne, etablissement: Etablissement, auteur: Personne, de: list[Classe]) -> bool:
    """The account of who has no class anywhere is closed, whether by that; rooms and people are told. Where their last day in another school is
    today, what finishes that one closes it.
    """
    a_ferme = eleve.fermee_le is None and not Inscription.objects.filter(pas_fini(), eleve=eleve).exists()
    if a_ferme:
        eleve.fermee_le = timezone.now()
        eleve.save(update_fields=["fermee_le"])
    prevenir_des_liens([eleve.pk])
    dire_un_mouvement(Mouvement(geste, eleve, etablissement, auteur, de=tuple(de)))
    return a_ferme


@transaction.atomic
def annuler_un_mouvement(*, trace: Trace, eleve: Personne, etablissement: Etablissement, auteur: Personne) -> None:
    """Once, and while nothing moved the pupil since: an import, another hand, or another school that took them."""
    _prendre(etablissement)
    objet = f"personne {eleve.pk}"
    refus = ValidationError(_("Ce n’est plus à annuler : l’élève a changé de place depuis."))
    debout = mouvement_debout(eleve, etablissement)
    if debout is None or debout.pk != trace.geste:
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
    rouvrir_les_comptes([pk for pk, *_reste in trace.avant])
    jours = [
        fin for *_reste, fin in trace.avant if fin
    ]  # undone of who was to leave that evening: the rest follows still
    details = {"dernier_jour": max(jours)} if len(jours) == len(trace.avant) else {}
    details |= {"defait": trace.geste, "annule": EntreeJournal.objects.get(pk=trace.geste).verbe}
    ligne = consigner(
        "annuaire.annuler_un_mouvement", auteur=auteur, etablissement=etablissement, objet=objet, **details
    )
    if "dernier_jour" in details:
        _finir_le_matin(ligne, dt.date.fromisoformat(max(jours)))
    prevenir_des_liens([eleve.pk])
    taire_un_mouvement(trace.geste)
    dire_les_changements_de_classe(etablissement.pk, [eleve.pk])
    rendre_ce_qui_etait_dit(trace.geste)
