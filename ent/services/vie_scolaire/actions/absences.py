"""Tell an absence, take it back, join a proof, judge it. Who is told why is told once, and no adult is asked any more."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire import destinataires
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.registres import dire_un_acte_confie, suite_d_absence
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, detacher, recueillir
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.dates import aujourd_hui

from ..droits import absences as droits
from ..evenements import appels as evenements
from ..lectures.absences import manque_dit, phrase_de, phrase_pour_l_ecole
from ..models import DeclarationAbsence, Duree, LigneAppel, Motif
from .absences_possibles import exiger_possible
from .alertes import alerter

MOTIF_JUGE = gettext_lazy("La direction a déjà répondu sur ce motif : parlez-en avec elle.")
DEJA_DIT = gettext_lazy("Vous avez déjà dit autre chose de ce moment : changez-le, ou retirez-le.")
RELIRE = gettext_lazy("Ceci a changé depuis que vous l’avez lu : rien n’est noté. Relisez, puis répondez de nouveau.")


@transaction.atomic
def declarer_absence(
    *,
    eleve: Personne,
    etablissement: Etablissement,
    par: Personne,
    debut: dt.date,
    fin: dt.date,
    duree: str,
    motif: str,
    precision: str = "",
    heure: dt.time | None = None,
    origine: str = DeclarationAbsence.Origine.FAMILLE,
    remplace: Collection[DeclarationAbsence] = (),
    suites: Collection[str] = (),
) -> DeclarationAbsence:
    """A child will not come, or did not, and why, in the place of `remplace`; `suites` are what other rooms do of it, by their names.
    `heure`: of a lateness, about when they will be there. Told again as it was, it stays, and is told to nobody twice.
    """
    heure = heure if duree == Duree.RETARD else None
    exiger_possible(etablissement, debut, fin, duree, heure)
    explique = origine != DeclarationAbsence.Origine.FAMILLE or _exiger_de_la_famille(par, eleve, etablissement, debut)
    quoi = {"debut": debut, "fin": fin, "duree": duree, "motif": motif, "precision": precision.strip(), "heure": heure}
    if redite := _redite(remplace, par, quoi, suites):
        return redite
    anciennes = [retiree for dite in remplace if (retiree := _retirer(dite, par))]
    if DeclarationAbsence.objects.contredites_par(par, eleve, etablissement, debut, fin, duree, heure):
        raise ValidationError(DEJA_DIT, code="deja")
    dite = DeclarationAbsence.objects.create(
        etablissement=etablissement,
        eleve=eleve,
        par=par,
        origine=origine,
        suites=",".join(suites),
        **quoi,
    )
    _reprendre_les_papiers(dite, anciennes)
    _repandre(dite, par, explique, anciennes)
    return dite


def _redite(
    remplace: Collection[DeclarationAbsence], par: Personne, quoi: dict, suites: Collection[str]
) -> DeclarationAbsence | None:
    """The one that says the same already, where it is all that this replaces."""
    tenues = DeclarationAbsence.objects.en_vigueur().filter(pk__in=[dite.pk for dite in remplace], par=par, **quoi)
    redite = tenues.first() if len(remplace) == 1 else None
    return redite if redite and set(redite.ses_suites) == set(suites) else None


def _reprendre_les_papiers(dite: DeclarationAbsence, anciennes: Collection[DeclarationAbsence]) -> None:
    """What proves it was joined to what it replaces: it goes along, and is not asked for again."""
    for ancienne in anciennes:
        if papiers := list(ancienne.fichiers.all()):
            dite.fichiers.add(*papiers)
            ancienne.fichiers.clear()


def _repandre(
    dite: DeclarationAbsence, par: Personne, explique: bool, anciennes: Collection[DeclarationAbsence]
) -> None:
    """What follows from it, for the roll, for other rooms, for who reads it. What it does is done before what it replaces is undone: a meal
    that it cancels too is not declared again meanwhile, nor its place given to another.
    """
    _consigner("declarer_absence", dite, par)
    _faire_suivre(dite, par)
    for ancienne in anciennes:
        _rendre(ancienne, par, a_sa_place=dite)
    if explique:
        _expliquer(dite)
    _annoncer(dite)
    _dire_a_qui_confia(dite)


def _exiger_de_la_famille(par: Personne, eleve: Personne, etablissement: Etablissement, debut: dt.date) -> bool:
    """A holder of authority; or who was confided by one of them to tell it, of days to come alone. Whether they also say why a child was
    not there: what a roll asked already is asked of the family.
    """
    if destinataires.liens(etablissement.pk, [eleve.pk]).filter(adulte=par).exists():
        return True
    if droits.peut_dire_pour_la_famille(par, eleve.pk, etablissement.pk):
        if debut < aujourd_hui():
            phrase = _("Les absences vous ont été confiées pour les lire : les expliquer reste à la famille.")
            raise ValidationError(phrase, code="debut")
        return False
    raise ValidationError(_("Seul un responsable légal de l’enfant peut le dire."), code="responsable")


def _dire_a_qui_confia(dite: DeclarationAbsence) -> None:
    """Who confided a child reads what was told in their place; nothing of what a holder of authority told."""
    for suivi in droits.a_dire_de(dite.par):
        if suivi.delegation and (suivi.eleve.pk, suivi.etablissement_id) == (dite.eleve_id, dite.etablissement_id):
            dire_un_acte_confie(
                par=dite.par,
                suivi=suivi,
                salle=droits.SALLE,
                geste=lambda: phrase_de(dite, avec_le_motif=False),
                adresse=reverse("absences"),
            )


@transaction.atomic
def retirer_absence(*, declaration: DeclarationAbsence, par: Personne) -> None:
    """The child comes after all; until the roll of its first half-day. What other rooms did of it is undone."""
    if retiree := _retirer(declaration, par):
        _rendre(retiree, par)


def _retirer(declaration: DeclarationAbsence, par: Personne) -> DeclarationAbsence | None:
    """None: it was withdrawn already."""
    dite = DeclarationAbsence.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if dite.retiree_le:
        return None
    if dite.lignes.exists():
        raise ValidationError(_("L’appel est fait : dites-le à l’école, qui le corrige."), code="appel")
    dite.retiree_le = timezone.now()
    dite.save(update_fields=["retiree_le"])
    diffusion.denotifier(nature=evenements.DECLAREE, objet_id=dite.pk)
    _consigner("retirer_absence", dite, par)
    _signaler(dite)
    return dite


def _rendre(dite: DeclarationAbsence, par: Personne, a_sa_place: DeclarationAbsence | None = None) -> None:
    """What other rooms did of it is undone, but for what is still told of these days, whoever tells it: that holds it from now on, and undoes
    it in its turn. Who told what comes in its place (`a_sa_place`) was asked: it holds nothing else than what they kept.
    """
    if not dite.suites:
        return
    memes_jours = DeclarationAbsence.objects.en_vigueur().filter(
        eleve=dite.eleve_id, etablissement=dite.etablissement_id, debut__lte=dite.fin, fin__gte=dite.debut
    )
    autres = list(memes_jours.exclude(duree=Duree.RETARD).select_related("eleve", "etablissement"))
    for nom in dite.ses_suites:
        restent = [autre for autre in autres if autre != a_sa_place or nom in autre.ses_suites]
        if suite := suite_d_absence(nom):
            suite.defaire(par, manque_dit(dite), [manque_dit(autre) for autre in restent])
        for autre in restent:
            if nom not in autre.ses_suites:
                autre.suites = ",".join([*autre.ses_suites, nom])
                autre.save(update_fields=["suites"])


@transaction.atomic
def corriger_motif(*, declaration: DeclarationAbsence, motif: str, precision: str, par: Personne) -> bool:
    """Why, told otherwise once the roll is made, until the direction judged of it: who read the former reads this one, and that it changed.
    Whether it says anything else.
    """
    dite = DeclarationAbsence.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if dite.valable is not None:
        raise ValidationError(MOTIF_JUGE, code="jugee")
    dits = (motif, precision.strip() if motif == Motif.AUTRE else "")
    if dits == (dite.motif, dite.precision):
        return False
    if dite.change_le is None:
        dite.motif_avant, dite.precision_avant = dite.motif, dite.precision
    dite.motif, dite.precision = dits
    dite.change_le = timezone.now()
    dite.save(update_fields=["motif", "precision", "motif_avant", "precision_avant", "change_le"])
    _consigner("corriger_motif", dite, par)
    diffusion.denotifier(nature=evenements.DECLAREE, objet_id=dite.pk)
    _annoncer(dite)
    return True


@tout_ou_rien()
def joindre_justificatif(*, declaration: DeclarationAbsence, envoi: Envoi, par: Personne) -> None:
    """The paper that proves it; what was joined before and is not sent again goes."""
    avant = list(declaration.fichiers.all())
    fichiers = recueillir(envoi=envoi, deposant=par)
    declaration.fichiers.set(fichiers)
    if partis := [f for f in avant if f not in fichiers]:
        detacher(fichiers=partis)
    _consigner("joindre_justificatif", declaration, par, fichiers=len(fichiers))
    _signaler(declaration)


@transaction.atomic
def juger_absence(*, declaration: DeclarationAbsence, valable: bool | None, par: Personne, lu: str = "") -> None:
    """The direction says whether a motive holds (R131-7), of what its page showed (`lu`; none: no page did), not taken back; again, it changes nothing."""
    dite = DeclarationAbsence.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if dite.valable == valable and not dite.retiree_le:
        return
    if dite.retiree_le or (lu and lu != dite.a_juger_lu):
        raise ValidationError(RELIRE)
    dite.valable, dite.jugee_par, dite.jugee_le = valable, par, timezone.now()
    dite.save(update_fields=["valable", "jugee_par", "jugee_le"])
    _consigner("juger_absence", dite, par, valable=valable)
    alerter(ecole=dite.etablissement, eleves=[dite.eleve_id], jour=dite.debut)
    _signaler(dite)


@transaction.atomic
def preparer_lettres(*, ecole: Etablissement, eleve: Personne, auteur: Personne) -> list[Personne]:
    """To whom letters are printed: each adult who answers for the child, and the journal says that they were."""
    liens = destinataires.liens(ecole.pk, [eleve.pk]).select_related("adulte").order_by("pk")
    adultes = [lien.adulte for lien in liens]
    consigner(
        "vie_scolaire.imprimer_lettres",
        auteur=auteur,
        etablissement=ecole,
        objet=f"personne {eleve.pk}",
        nombre=len(adultes),
    )
    return adultes


# --- What they share --------------------------------------------------------------------------------------------------
def _faire_suivre(dite: DeclarationAbsence, par: Personne) -> None:
    """What other rooms do of it."""
    for nom in dite.ses_suites:
        if suite := suite_d_absence(nom):
            suite.appliquer(par, manque_dit(dite))


def _expliquer(dite: DeclarationAbsence) -> None:
    """Absences that it tells the reason of: nobody is asked any more, separated parents included."""
    if dite.duree == Duree.RETARD:
        return
    lignes = LigneAppel.objects.filter(
        appel__etablissement=dite.etablissement_id,
        appel__jour__range=(dite.debut, dite.fin),
        eleve=dite.eleve_id,
        absent=True,
        declaration=None,
    )
    if dite.duree != Duree.JOURNEE:
        lignes = lignes.filter(appel__moment=dite.duree)
    expliquees = list(lignes)
    if not expliquees:
        return
    LigneAppel.objects.filter(pk__in=[ligne.pk for ligne in expliquees]).update(declaration=dite)
    diffusion.denotifier_tout(nature=evenements.ABSENCE, objets=[ligne.pk for ligne in expliquees])
    adultes = evenements.familles_de(dite.etablissement_id, dite.eleve_id)
    diffusion.signaler(nature=evenements.ABSENCE, objet_id=expliquees[0].pk, destinataires=adultes)


def _annoncer(dite: DeclarationAbsence) -> None:
    """Who teaches the child and the direction read it at once: they work, quiet hours are not theirs. Not who answers for the child too."""
    equipe = evenements.equipe_de(dite.etablissement_id, [dite.eleve_id])
    equipe -= destinataires.autres_adultes_de(dite.eleve_id, dite.par_id)
    if dite.est_notee:
        equipe.discard(dite.par_id)  # who noted it has no news of it

    def phrase() -> str:
        return phrase_pour_l_ecole(dite)

    diffusion.notifier(
        nature=evenements.DECLAREE,
        objet_id=dite.pk,
        etablissement=dite.etablissement,
        textes=dict.fromkeys([(personne, None) for personne in equipe], phrase),
        adresse=reverse("appel"),
    )
    _signaler(dite)


def _signaler(dite: DeclarationAbsence) -> None:
    """Who follows it, and whoever told it: not the other adults of the child."""
    equipe = evenements.equipe_de(dite.etablissement_id, [dite.eleve_id]) | ({dite.par_id} if dite.par_id else set())
    diffusion.signaler(nature=evenements.DECLAREE, objet_id=dite.pk, destinataires=equipe)


def _consigner(verbe: str, dite: DeclarationAbsence, par: Personne, **details) -> None:
    """Who and when: the motive and the words stand nowhere else than with what was told."""
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=par,
        etablissement=dite.etablissement,
        objet=f"declaration {dite.pk}",
        **details,
    )
