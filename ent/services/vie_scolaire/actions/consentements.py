"""Ask families, answer, change one's mind, enter what came on paper, hear the child, stop asking."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.registres import prevenir_les_retraits
from ent.socle.tri import cle

from ..evenements import consentements as evenements
from ..feuilles import Feuille
from ..models import AccordEleve, Consentement, DemandeConsentement
from .annonces import DES_PHOTOS, VOTRE_AUTORISATION, dire

AUTREMENT = gettext_noop(
    "Une autre réponse est entrée depuis que cette page est ouverte. Envoyez de nouveau pour la remplacer."
)
TACHE_ANNONCER = "ent.services.vie_scolaire.taches.consentements.annoncer"


@dataclass(frozen=True)
class Saisie:
    """One answer that came on paper."""

    eleve: Personne
    responsable: Personne
    support: str
    accorde: bool
    cle: str = ""  # of its field: where a refusal is said
    lu: str | None = None  # number of the answer that the page had read, empty for none; None: no page read it


class Parole(NamedTuple):
    """What a child says of one medium."""

    eleve: Personne
    support: str
    accorde: bool | None  # None: they say nothing any more
    cle: str = ""  # of its field: where a refusal is said
    lu: str | None = None  # number of what the page had read, empty for nothing; None: no page read it


@transaction.atomic
def demander_consentement(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    finalite: str,
    supports: Collection[str],
    texte: str,
    debut: dt.date,
    fin: dt.date,
    classes: Collection[Classe] = (),
) -> DemandeConsentement:
    """Ask the holders of authority of these classes' pupils, or of the whole school's. Told when quiet hours allow."""
    if not supports:
        raise ValidationError(_("Choisissez au moins un endroit où montrer les photos."), code="supports")
    if fin < debut:
        raise ValidationError(_("Le dernier jour vient avant le premier."), code="fin")
    if any(c.etablissement_id != etablissement.pk for c in classes):
        raise ValidationError(_("Une de ces classes n’est pas de l’école."), code="classes")
    demande = DemandeConsentement.objects.create(
        etablissement=etablissement,
        toute_l_ecole=not classes,
        finalite=finalite,
        supports_bruts=",".join(dict.fromkeys(str(s) for s in supports)),
        texte=texte,
        debut=debut,
        fin=fin,
        auteur=auteur,
        visible_le=calendrier.moment_visible(etablissement),
    )
    demande.classes.set(classes)
    _consigner("demander_consentement", demande, auteur, supports=demande.supports_bruts)
    if demande.attend:
        diffusion.differer(TACHE_ANNONCER, a=demande.visible_le, demande_id=demande.pk)
    else:
        annoncer_demande(demande=demande)
    return demande


@transaction.atomic
def annoncer_demande(*, demande: DemandeConsentement) -> None:
    """Tell those who are asked, once it is visible. Told again, it changes nothing."""
    if not demande.est_ouverte or demande.attend:
        return
    eleves = set(evenements.inscriptions_de(demande).values_list("eleve_id", flat=True))
    familles = evenements.familles_de(demande, eleves)
    if (
        demande.sequence
    ):  # it was cancelled and put back before it was told: who saw its page meanwhile may have answered
        familles -= set(demande.consentements.en_vigueur().order_by().values_list("responsable_id", "eleve_id"))
    if demande.est_image:
        modele, adresse = DES_PHOTOS, "consentements"
    else:
        modele, adresse = VOTRE_AUTORISATION, "autorisations"
    dire(demande, evenements.DEMANDE, familles, modele, adresse=adresse)
    signaler(evenements.DEMANDE, demande, {adulte for adulte, _enfant in familles} | evenements.equipe_de(demande))


@transaction.atomic
def fermer_demande(*, demande: DemandeConsentement, auteur: Personne) -> None:
    """Stop asking: what was answered is kept, and counts no more. Photos that it allowed are taken down."""
    demande = verrouiller(demande)
    if demande.fermee_le:
        return
    demande.fermee_le = timezone.now()
    demande.save(update_fields=["fermee_le"])
    for nature in evenements.DITES:
        diffusion.denotifier(nature=nature, objet_id=demande.pk)
    _consigner("fermer_demande", demande, auteur)
    eleves = set(evenements.inscriptions_de(demande).values_list("eleve_id", flat=True))
    familles = {adulte for adulte, _enfant in evenements.familles_de(demande, eleves)}
    signaler(evenements.CHANGE, demande, familles | evenements.equipe_de(demande))
    prevenir_les_retraits(eleves)


@transaction.atomic
def repondre(*, demande: DemandeConsentement, eleve: Personne, par: Personne, reponses: Mapping[str, bool]) -> bool:
    """Answer for a child, by medium, or change one's mind: what was said before is kept. True when something changed.

    A « non » counts at the next reading; rooms that kept an image are told after commit.
    """
    demande = verrouiller(demande)
    exiger_ouverte(demande)
    if demande.attend:
        raise ValidationError(_("Cette demande n’est pas encore ouverte."), code="attend")
    changees = [ecrire(demande, eleve, par, support, accorde) for support, accorde in reponses.items()]
    if not any(changees):
        return False
    _consigner("repondre_consentement", demande, par)
    diffusion.lire_ce_qui_dit(personne=par, dits={evenements.DEMANDE: [demande.pk]}, eleve=eleve.pk)
    # The other holder is told nothing, not even that a page should be read again.
    signaler(evenements.CHANGE, demande, evenements.equipe_de(demande, [eleve.pk]) | {par.pk})
    prevenir_les_retraits([eleve.pk])
    return True


@transaction.atomic
def saisir_papiers(*, demande: DemandeConsentement, auteur: Personne, saisies: Collection[Saisie]) -> int:
    """Enter what came back on paper, all of it or nothing. What a holder answered on a screen is theirs to change.

    Refusals come by field: ``ValidationError({cle: "…"})``.
    """
    demande = verrouiller(demande)
    exiger_ouverte(demande)
    refus: dict[str, str] = {}
    for saisie in saisies:
        try:
            _exiger_sans_ecran(demande, saisie)
            exiger_lu(demande, saisie)
            ecrire(
                demande,
                saisie.eleve,
                saisie.responsable,
                saisie.support,
                saisie.accorde,
                origine=Consentement.Origine.PAPIER,
                saisi_par=auteur,
            )
        except ValidationError as erreur:
            refus[saisie.cle] = erreur.messages[0]
    if refus:
        raise ValidationError(refus)
    if not saisies:
        return 0
    eleves = {s.eleve.pk for s in saisies}
    _consigner("saisir_papiers", demande, auteur, nombre=len(saisies))
    signaler(evenements.CHANGE, demande, evenements.equipe_de(demande, eleves) | {s.responsable.pk for s in saisies})
    prevenir_les_retraits(eleves)
    return len(saisies)


def _exiger_sans_ecran(demande: DemandeConsentement, saisie: Saisie) -> None:
    a_l_ecran = demande.consentements.en_vigueur().filter(
        eleve=saisie.eleve, responsable=saisie.responsable, support=saisie.support, origine=Consentement.Origine.ECRAN
    )
    if a_l_ecran.exists():
        raise ValidationError(
            _("%(nom)s a déjà répondu à l’écran : sa réponse ne se change pas d’ici.")
            % {"nom": saisie.responsable.nom_affiche}
        )


@transaction.atomic
def dire_accords(
    *, demande: DemandeConsentement, auteur: Personne, dits: Collection[Parole | tuple[Personne, str, bool | None]]
) -> int:
    """Keep what children said, each of one medium, all of it or nothing. How many changed.

    Refusals come by field: ``ValidationError({cle: "…"})``.
    """
    demande = verrouiller(demande)
    exiger_ouverte(demande)
    refus: dict[str, str] = {}
    changes: set[int] = set()
    for parole in (Parole(*dit) for dit in dits):
        try:
            if _dire_accord(demande, parole, auteur):
                changes.add(parole.eleve.pk)
        except ValidationError as erreur:
            refus[parole.cle] = erreur.messages[0]
    if refus:
        raise ValidationError(refus)
    if changes:
        _consigner("dire_accords", demande, auteur, eleves=sorted(changes))
        signaler(evenements.CHANGE, demande, evenements.equipe_de(demande, changes))
        prevenir_les_retraits(changes)
    return len(changes)


def _dire_accord(demande: DemandeConsentement, parole: Parole, auteur: Personne) -> bool:
    eleve, support, accorde, _cle, lu = parole
    _exiger_concerne(demande, eleve, support)
    ancien = demande.accords.en_vigueur().filter(eleve=eleve, support=support).first()
    if (ancien.accorde if ancien else None) == accorde:
        return False
    if lu is not None and lu != (str(ancien.pk) if ancien else ""):
        raise ValidationError(_(AUTREMENT))
    if ancien:
        ancien.remplace_le = timezone.now()
        ancien.save(update_fields=["remplace_le"])
    if accorde is not None:
        AccordEleve.objects.create(demande=demande, eleve=eleve, support=support, accorde=accorde, recueilli_par=auteur)
    return True


@transaction.atomic
def preparer_feuilles(*, demande: DemandeConsentement, auteur: Personne, classe: Classe | None = None) -> list[Feuille]:
    """The sheets of exactly those who have not answered, at this moment: one for each holder of each child."""
    exiger_ouverte(demande)
    inscriptions = evenements.inscriptions_de(demande).select_related("eleve", "classe")
    if classe:
        inscriptions = inscriptions.filter(classe=classe)
    par_eleve = {i.eleve_id: i for i in inscriptions}
    dits = set(
        demande.consentements.en_vigueur()
        .filter(eleve__in=par_eleve)
        .order_by()
        .values_list("eleve_id", "responsable_id", "support")
    )
    feuilles = []
    for lien in evenements.liens_de(demande, par_eleve).select_related("adulte").order_by("pk"):
        manquants = tuple(s for s in demande.supports if (lien.enfant_id, lien.adulte_id, s) not in dits)
        if manquants:
            feuilles.append(Feuille(par_eleve[lien.enfant_id], lien.adulte, manquants))
    if not feuilles:
        raise ValidationError(_("Il n’y a rien à imprimer : chacun a répondu."), code="vide")
    feuilles.sort(key=_rang)
    _consigner("imprimer_feuilles", demande, auteur, nombre=len(feuilles))
    return feuilles


# --- What they share --------------------------------------------------------------------------------------------------
def verrouiller(demande: DemandeConsentement) -> DemandeConsentement:
    """Answers to one question are written one after the other."""
    verrou = DemandeConsentement.objects.select_for_update(of=("self",), no_key=True)
    return verrou.select_related("etablissement").get(pk=demande.pk)


def exiger_ouverte(demande: DemandeConsentement, tour: int | None = None) -> None:
    """It is answered, and it is what the page had read (`tour`; None: no page read it)."""
    if demande.est_annulee:
        raise ValidationError(_("La sortie est annulée : il n’y a plus à répondre."), code="annulee")
    if not demande.est_ouverte:
        raise ValidationError(_("L’école ne demande plus cette autorisation."), code="fermee")
    if tour is not None and tour != demande.tour:
        raise ValidationError(
            _("La sortie a changé depuis que cette page est ouverte : lisez ce qui change, puis répondez."), code="tour"
        )


def _exiger_concerne(demande: DemandeConsentement, eleve: Personne, support: str) -> None:
    if support not in demande.questions:
        raise ValidationError(_("L’école n’a pas demandé cela."), code="support")
    if not evenements.inscriptions_de(demande).filter(eleve=eleve).exists():
        raise ValidationError(_("Cette demande ne concerne plus cet élève."), code="eleve")


def exiger_lu(demande: DemandeConsentement, saisie: Saisie, phrase: str = AUTREMENT) -> None:
    """Nobody writes over an answer that came since their page was read: seen again here, under the lock."""
    if saisie.lu is None:
        return
    actuel = (
        demande.consentements.en_vigueur()
        .filter(eleve=saisie.eleve, responsable=saisie.responsable, support=saisie.support)
        .first()
    )
    if (str(actuel.pk) if actuel else "") != saisie.lu and not (actuel and actuel.accorde == saisie.accorde):
        raise ValidationError(_(phrase), code="lu")


def ecrire(
    demande: DemandeConsentement, eleve: Personne, par: Personne, support: str, accorde: bool, **origine: Any
) -> bool:
    """One answer. The same again changes nothing."""
    _exiger_concerne(demande, eleve, support)
    if not evenements.liens_de(demande, [eleve.pk]).filter(adulte=par).exists():
        raise ValidationError(_("Seul un responsable légal de l’enfant peut répondre."), code="responsable")
    ancien = demande.consentements.en_vigueur().filter(eleve=eleve, responsable=par, support=support).first()
    if ancien and ancien.accorde == accorde:
        return False
    if ancien:
        ancien.remplace_le = timezone.now()
        ancien.save(update_fields=["remplace_le"])
    Consentement.objects.create(
        demande=demande, eleve=eleve, responsable=par, support=support, accorde=accorde, **origine
    )
    return True


def _consigner(verbe: str, demande: DemandeConsentement, auteur: Personne, **details: Any) -> None:
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=auteur,
        etablissement=demande.etablissement,
        objet=f"demande {demande.pk}",
        **details,
    )


def signaler(nature: str, demande: DemandeConsentement, destinataires: set[int]) -> None:
    diffusion.signaler(nature=nature, objet_id=demande.pk, destinataires=destinataires)


def _rang(feuille: Feuille) -> tuple:
    inscription = feuille.inscription
    return cle(inscription.classe.nom), cle(inscription.eleve.prenom), cle(inscription.eleve.nom)
