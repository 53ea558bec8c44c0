"""Ask families for an outing, for the year, in one's own words; answer; enter what came on paper or was said at the door; remind; ask again."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Personne
from ent.annuaire.registres import Autorisation
from ent.diffusion import actions as diffusion
from ent.diffusion.bilingue import autre_langue
from ent.socle.dates import aujourd_hui

from ..evenements import consentements as evenements
from ..feuilles import Coupon
from ..lectures.autorisations import etats_de, suivi_de
from ..models import Consentement, DemandeConsentement
from .annonces import RAPPEL, REPONSES_DIFFERENTES, UNE_AUTRE_REPONSE, dire
from .consentements import (
    TACHE_ANNONCER,
    Saisie,
    annoncer_demande,
    ecrire,
    exiger_lu,
    exiger_ouverte,
    signaler,
    verrouiller,
)

AUTREMENT_DEPUIS = gettext_noop(
    "Vous avez répondu autrement depuis : rien n’est changé. Votre réponse de maintenant est ci-dessous."
)
Genre = DemandeConsentement.Genre
Origine = Consentement.Origine


@transaction.atomic
def demander_autorisation(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    genre: str,
    classes: Collection[Classe] = (),
    champs: Mapping[str, Any],
    suite_de: DemandeConsentement | None = None,
) -> DemandeConsentement:
    """Ask the families of these classes, or of the whole school; told when quiet hours allow.

    `champs`: « titre », « texte », « debut », « fin », and of an outing « lieu », « depart_a », « retour_a »; « repondre_avant ». What is asked is
    not corrected afterwards: a family agreed to what it read. It is closed, and asked again; an outing alone changes (`changements`).
    """
    if champs["fin"] < champs["debut"]:
        raise ValidationError(_("Le dernier jour vient avant le premier."), code="fin")
    if any(c.etablissement_id != etablissement.pk for c in classes):
        raise ValidationError(_("Une de ces classes n’est pas de l’école."), code="classes")
    demande = DemandeConsentement.objects.create(
        etablissement=etablissement,
        toute_l_ecole=not classes,
        genre=genre,
        auteur=auteur,
        suite_de=suite_de,
        visible_le=calendrier.moment_visible(etablissement),
        **champs,
    )
    demande.classes.set(classes)
    if not evenements.inscriptions_de(demande).exists():
        raise ValidationError(_("Personne n’est concerné dans ces classes."), code="classes")
    _consigner("demander_autorisation", demande, auteur, genre=genre)
    if demande.attend:
        diffusion.differer(TACHE_ANNONCER, a=demande.visible_le, demande_id=demande.pk)
    else:
        annoncer_demande(demande=demande)
    return demande


@transaction.atomic
def redemander_autorisation(*, demande: DemandeConsentement, auteur: Personne) -> DemandeConsentement:
    """The same question for the school year that began: of the whole school, or of the classes of the same names."""
    demande = verrouiller(demande)
    if demande.est_sortie:
        raise ValidationError(_("Une sortie ne se redemande pas : faites une nouvelle demande."), code="sortie")
    if demande.fermee_le:
        raise ValidationError(_("Cette demande a été fermée : faites une nouvelle demande."), code="fermee")
    if demande.suites.exists():
        raise ValidationError(_("C’est déjà redemandé pour cette année."), code="suite")
    annee = AnneeScolaire.objects.prevue(aujourd_hui())
    if demande.fin >= annee.debut:
        raise ValidationError(_("Cette demande vaut encore : rien n’est à redemander."), code="fin")
    classes: list[Classe] = []
    if not demande.toute_l_ecole:
        noms = set(demande.classes.values_list("nom", flat=True))
        ouvertes = Classe.objects.filter(etablissement=demande.etablissement, fermee_le=None, annee__nom=annee.nom)
        classes = [classe for classe in ouvertes if classe.nom in noms]
        if not classes:
            raise ValidationError(
                _("Les classes de l’an dernier n’existent plus : faites une nouvelle demande."), code="classes"
            )
    return demander_autorisation(
        etablissement=demande.etablissement,
        auteur=auteur,
        genre=demande.genre,
        classes=classes,
        champs={"titre": demande.titre, "texte": demande.texte, "debut": aujourd_hui(), "fin": annee.fin},
        suite_de=demande,
    )


@transaction.atomic
def repondre_autorisation(
    *,
    demande: DemandeConsentement,
    eleve: Personne,
    par: Personne,
    accorde: bool,
    lu: str | None = None,
    tour: int | None = None,
) -> bool:
    """One holder's word for one child, or another word: what was said before is kept. True when something changed.

    `lu`: number of the answer that the page had read, empty for none: a tap that was kept offline never writes over a newer word.
    `tour`: which asking it had read: nobody agrees to a day that they have not seen. None: no page read it.
    """
    demande = verrouiller(demande)
    exiger_ouverte(demande, tour)
    if demande.attend:
        raise ValidationError(_("Cette demande n’est pas encore ouverte."), code="attend")
    if demande.est_verrouillee:
        raise ValidationError(
            _("C’est le jour de la sortie : la réponse ne se change plus ici. Appelez l’école."), code="verrou"
        )
    exiger_lu(demande, Saisie(eleve, par, "", accorde, lu=lu), AUTREMENT_DEPUIS)
    avant = etats_de(demande, [eleve.pk]).get(eleve.pk)
    if not ecrire(demande, eleve, par, "", accorde):
        return False
    _consigner("repondre_autorisation", demande, par)
    dits = {nature: [demande.pk] for nature in (evenements.DEMANDE, evenements.RAPPEL, evenements.CORRIGEE)}
    diffusion.lire_ce_qui_dit(personne=par, dits=dits, eleve=eleve.pk)
    _suivre_les_desaccords(demande, {eleve.pk: avant})
    # Of the other holder, nothing: not even that a page should be read again.
    signaler(evenements.CHANGE, demande, evenements.equipe_de(demande, [eleve.pk]) | {par.pk})
    return True


@transaction.atomic
def saisir_autorisations(
    *,
    demande: DemandeConsentement,
    auteur: Personne,
    saisies: Collection[Saisie],
    origine: str,
    tour: int | None = None,
) -> int:
    """Enter what came back on paper, or was said in person, all of it or nothing. How many changed.

    What a holder answered on a screen is theirs to change, until it locks: then the school writes what they say when they call, never an
    older paper, and they are told.
    Refusals come by field: ``ValidationError({cle: "…"})``.
    """
    demande = verrouiller(demande)
    exiger_ouverte(demande, tour)
    avant = etats_de(demande, {s.eleve.pk for s in saisies})
    refus: dict[str, str] = {}
    changees: list[Saisie] = []
    remplacees: set[tuple[int, int]] = set()
    for saisie in saisies:
        try:
            est_a_l_ecran = _exiger_sans_ecran(demande, saisie, origine)
            exiger_lu(demande, saisie)
            if ecrire(demande, saisie.eleve, saisie.responsable, "", saisie.accorde, origine=origine, saisi_par=auteur):
                changees.append(saisie)
                if est_a_l_ecran:
                    remplacees.add((saisie.responsable.pk, saisie.eleve.pk))
        except ValidationError as erreur:
            refus[saisie.cle] = erreur.messages[0]
    if refus:
        raise ValidationError(refus)
    if not changees:
        return 0
    eleves = {s.eleve.pk for s in changees}
    _consigner("saisir_autorisations", demande, auteur, nombre=len(changees), origine=origine)
    _dire_les_remplacees(demande, remplacees)
    _suivre_les_desaccords(demande, {eleve: avant.get(eleve) for eleve in eleves})
    signaler(evenements.CHANGE, demande, evenements.equipe_de(demande, eleves) | {s.responsable.pk for s in changees})
    return len(changees)


def _dire_les_remplacees(demande: DemandeConsentement, familles: set[tuple[int, int]]) -> None:
    """Who (adult, child) had answered on a screen, over which the school wrote."""
    if familles:
        dire(demande, evenements.ECRITE, familles, UNE_AUTRE_REPONSE, renouvelle=True)


def _exiger_sans_ecran(demande: DemandeConsentement, saisie: Saisie, origine: str) -> bool:
    """Whether this is written over an answer given on a screen: on the day of an outing, what was said in person alone is."""
    a_l_ecran = demande.consentements.en_vigueur().filter(
        eleve=saisie.eleve, responsable=saisie.responsable, origine=Origine.ECRAN
    )
    if not a_l_ecran.exists():
        return False
    if demande.est_verrouillee and origine == Origine.SUR_PLACE:
        return True
    raise ValidationError(
        _("%(nom)s a déjà répondu à l’écran : sa réponse ne se change pas d’ici.")
        % {"nom": saisie.responsable.nom_affiche}
    )


@transaction.atomic
def relancer_autorisation(*, demande: DemandeConsentement, auteur: Personne) -> int:
    """Remind the families of whom nobody answered and who are reached; once a day, whoever asks. How many children."""
    demande = verrouiller(demande)
    exiger_ouverte(demande)
    if demande.attend:
        raise ValidationError(_("Les familles ne le voient pas encore : il n’y a rien à rappeler."))
    if demande.est_verrouillee:
        raise ValidationError(_("C’est le jour de la sortie : appelez les familles."))
    suivi = suivi_de(auteur, demande)
    if suivi.est_relancee_aujourd_hui:
        raise ValidationError(_("Un rappel est déjà parti aujourd’hui. Le prochain pourra partir demain."))
    rangs = suivi.a_rappeler
    if rangs:
        couples = {(adulte.personne.pk, rang.eleve.pk) for rang in rangs for adulte in rang.adultes}
        dire(demande, evenements.RAPPEL, couples, RAPPEL, renouvelle=True)
        demande.relancee_le = timezone.now()
        demande.save(update_fields=["relancee_le"])
        _consigner("relancer_autorisation", demande, auteur, enfants=len(rangs))
    return len(rangs)


@transaction.atomic
def preparer_coupons(*, demande: DemandeConsentement, auteur: Personne, classe: Classe | None = None) -> list[Coupon]:
    """A slip for each child of whom nobody answered, now: any holder of authority signs it."""
    exiger_ouverte(demande)
    rangs = [rang for rang in suivi_de(auteur, demande, classe).rangs if rang.attend]
    if not rangs:
        raise ValidationError(_("Il n’y a rien à imprimer : chacun a répondu."), code="vide")
    _consigner("imprimer_feuilles", demande, auteur, nombre=len(rangs))
    return [Coupon(rang.inscription, autre_langue(*(a.personne.langue for a in rang.adultes))) for rang in rangs]


# --- Two answers that differ ------------------------------------------------------------------------------------------
def _suivre_les_desaccords(demande: DemandeConsentement, avant: Mapping[int, Autorisation | None]) -> None:
    """A conflict that appears is told to each holder, to the direction and to who teaches the child; one that is over is taken back."""
    apres = etats_de(demande, avant)
    nes = [e for e, etat in apres.items() if etat is Autorisation.DESACCORD and avant[e] is not Autorisation.DESACCORD]
    finis = [e for e, etat in avant.items() if etat is Autorisation.DESACCORD and apres.get(e) is not etat]
    if finis:
        diffusion.denotifier(nature=evenements.DESACCORD, objet_id=demande.pk, eleves=finis)
        if Autorisation.DESACCORD not in etats_de(demande, _tous(demande)).values():
            diffusion.denotifier(nature=evenements.DESACCORD_ECOLE, objet_id=demande.pk)
    if not nes:
        return
    familles = evenements.familles_de(demande, nes)
    dire(demande, evenements.DESACCORD, familles, REPONSES_DIFFERENTES, renouvelle=True)
    _dire_a_l_equipe(demande, nes)
    signaler(evenements.CHANGE, demande, {adulte for adulte, _enfant in familles})


def _tous(demande: DemandeConsentement) -> set[int]:
    return set(evenements.inscriptions_de(demande).order_by().values_list("eleve_id", flat=True))


def _dire_a_l_equipe(demande: DemandeConsentement, eleves: Collection[int]) -> None:
    def phrase(nom: str) -> str:
        return _("%(nom)s : des réponses diffèrent pour un enfant") % {"nom": nom}

    diffusion.notifier(
        nature=evenements.DESACCORD_ECOLE,
        objet_id=demande.pk,
        etablissement=demande.etablissement,
        textes={(personne, None): partial(phrase, demande.nom) for personne in evenements.equipe_de(demande, eleves)},
        adresse=reverse("autorisation", args=[demande.pk]),
        visible_le=calendrier.ouverture(demande.etablissement, timezone.now()),
        renouvelle=True,
    )


def _consigner(verbe: str, demande: DemandeConsentement, auteur: Personne, **details: Any) -> None:
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=auteur,
        etablissement=demande.etablissement,
        objet=f"demande {demande.pk}",
        **details,
    )
