"""Answer a mot, take one's answer back, enter what came on paper, settle two answers; what was seen."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format
from ent.socle.francais import cite

from ..evenements import mots as evenements
from ..lectures.mots_versions import ecarts_depuis, papiers_d_avant
from ..models import OUI, DecisionMot, Mot, MotVu, Option, ReponseMot, VersionMot
from .mots_versions import prevenir_qui_avait_signe

MONTANT_MAX = Decimal("9999.99")


@dataclass(frozen=True)
class Saisie:
    """One answer that came on paper."""

    eleve: Personne
    adulte: Personne | None
    choix: str = ""
    montant: Decimal | None = None
    cle: str = ""  # of its row in the form: where a refusal is said


def _verrouiller(mot: Mot) -> Mot:
    """Answers to one mot are written one after the other: two parents never take the same last place."""
    return Mot.objects.select_for_update(of=("self",), no_key=True).select_related("etablissement").get(pk=mot.pk)


@transaction.atomic
def repondre(
    *,
    mot: Mot,
    eleve: Personne,
    par: Personne,
    choix: str = "",
    montant: Decimal | None = None,
    nom: str = "",
    trace: list | None = None,
    uuid: UUID | None = None,
    version: int | None = None,
    tel_que: dt.datetime | None = None,
    depuis: int | None = None,
) -> ReponseMot:
    """Sign for a child; again before the deadline, it changes one's mind. The same tap twice counts once.

    A tap says what it was given to (`version`, and `tel_que`, the moment as of which it was read), which answer of one's own it takes the place of
    (`depuis`, 0 for none) and, where it waited for the network, its number: it covers neither a mot that was asked again or became something else since, nor a
    later answer.
    """
    mot = _verrouiller(mot)
    if uuid and (recue := ReponseMot.objects.filter(uuid=uuid).first()):
        if (recue.mot_id, recue.eleve_id, recue.par_id) != (mot.pk, eleve.pk, par.pk):
            raise PermissionDenied
        return recue
    _exiger_ouvert(mot)
    est_autre = any(ecart.compte for ecart in ecarts_depuis(mot, tel_que, choix))
    if est_autre or (version is not None and version != mot.version):
        raise ValidationError(_("L’école a corrigé ce mot depuis : relisez-le, puis répondez."), code="version")
    if depuis is not None:
        _exiger_la_derniere(mot, eleve, par, depuis, choix, montant)
    if mot.avec_dessin and not nom and not trace:
        raise ValidationError(_("L’école demande une signature : dessinez-la, ou écrivez votre nom."), code="signature")
    reponse = _ecrire(mot, eleve, par, choix, montant, nom=nom, trace=trace or [], uuid=uuid)
    consigner("messagerie.repondre_au_mot", auteur=par, etablissement=mot.etablissement, objet=f"mot {mot.pk}")
    _lire_ce_qui_dit([mot.pk], eleve.pk, par)
    _signaler(mot, eleve, par)
    return reponse


def _exiger_la_derniere(
    mot: Mot, eleve: Personne, par: Personne, depuis: int, choix: str, montant: Decimal | None
) -> None:
    """What one answered since, on another device, stays; the same answer is no quarrel."""
    mienne = ReponseMot.objects.en_vigueur().filter(mot=mot, eleve=eleve, par=par).first()
    if (mienne.pk if mienne else 0) == depuis:
        return
    if mienne and (mienne.choix, mienne.montant) == (choix, _montant(mot, choix, montant)):
        return
    raise ValidationError(
        _("Vous avez changé votre réponse depuis, sur un autre appareil : c’est elle qui reste."), code="depuis"
    )


def _exiger_ouvert(mot: Mot) -> None:
    if mot.retire_le:
        raise ValidationError(_("L’école vient de retirer ce mot : il n’y a plus rien à signer."), code="retire")
    if mot.attend:
        raise ValidationError(_("Ce mot n’est pas encore ouvert."), code="attend")
    if mot.est_clos and mot.date_limite:
        raise ValidationError(
            _("C’était jusqu’au %(jour)s : on ne peut plus répondre ici. Dites-le à l’école.")
            % {"jour": date_format(mot.date_limite, "l j F")},
            code="clos",
        )


def _ecrire(
    mot: Mot,
    eleve: Personne,
    par: Personne | None,
    choix: str,
    montant: Decimal | None,
    *,
    lue: VersionMot | None = None,
    **signature,
) -> ReponseMot:
    """`lue`: what the mot said on the paper that was signed, where it says something else now."""
    option = _option_choisie(mot, choix, lue)
    montant = _montant(mot, choix, montant, lue)
    ancienne = ReponseMot.objects.en_vigueur().filter(mot=mot, eleve=eleve, par=par).first()
    est_la_meme = ancienne and (ancienne.choix, ancienne.montant) == (choix, montant) and not signature.get("trace")
    # Of a mot that changed since, it is given anew: to what it says now.
    if ancienne and est_la_meme and not ecarts_depuis(mot, ancienne.lue_le, choix):
        return ancienne
    if option is not None and option.places is not None:
        prises = evenements.reponses_comptees(mot).filter(choix=option.cle)
        if prises.exclude(pk=ancienne and ancienne.pk).count() >= option.places:
            raise ValidationError(
                _("« %(creneau)s » vient d’être pris. Choisissez-en un autre.") % {"creneau": cite(option.texte)},
                code="complet",
            )
    if ancienne:
        ancienne.remplacee_le = timezone.now()
        ancienne.save(update_fields=["remplacee_le"])
    DecisionMot.objects.filter(mot=mot, eleve=eleve).delete()  # settled on answers that are no more
    return ReponseMot.objects.create(
        mot=mot,
        eleve=eleve,
        par=par,
        choix=choix,
        libelle=_en_francais(option),
        montant=montant,
        version=mot.version,
        tel_que=lue.jusqu_a - dt.timedelta(microseconds=1) if lue else None,
        **signature,
    )


def _option_choisie(mot: Mot, choix: str, lue: VersionMot | None = None) -> Option | None:
    if not mot.demande_reponse:
        raise ValidationError(_("Ce mot est une information : il n’y a rien à signer."), code="information")
    if mot.nature == Mot.Nature.ACCUSE:
        return None
    offertes = mot.options if lue is None else [o for o in lue.options if not o.est_retiree]
    if option := next((o for o in offertes if o.cle == choix), None):
        return option
    connue = mot.option(choix)
    if connue is not None and lue is not None:
        raise ValidationError(_("Ce choix n’était pas sur les papiers d’avant la correction."), code="choix")
    if connue is not None:
        raise ValidationError(
            _("« %(choix)s » n’est plus proposé depuis la correction du mot.") % {"choix": cite(connue.texte)},
            code="choix",
        )
    raise ValidationError(_("Choisissez une des réponses proposées."), code="choix")


def _en_francais(option: Option | None) -> str:
    """As the school reads it, whatever the language of who signs."""
    if option is None:
        return ""
    with override("fr"):
        return option.texte[:120]


def _montant(mot: Mot, choix: str, montant: Decimal | None, lue: VersionMot | None = None) -> Decimal | None:
    if mot.nature != Mot.Nature.ARGENT or choix != OUI:
        return None
    fixe = lue.montant if lue else mot.montant
    if fixe is not None:
        return fixe
    if montant is None or not 0 < montant <= MONTANT_MAX:
        raise ValidationError(_("Écrivez un montant en euros, par exemple 12,50."), code="montant")
    return montant


@transaction.atomic
def reprendre_reponse(
    *, mot: Mot, eleve: Personne, par: Personne | None, auteur: Personne, a_l_ecole: bool = False
) -> None:
    """Take an answer back: one's own before the deadline, or, at school (`a_l_ecole`: who teaches may have signed it at home), one that was entered
    from paper. It is kept in the history. Taken back already, nothing changes.
    """
    mot = _verrouiller(mot)
    siennes = ReponseMot.objects.en_vigueur().filter(mot=mot, eleve=eleve, par=par)
    if a_l_ecole or par != auteur:
        siennes = siennes.filter(source=ReponseMot.Source.PAPIER)
    else:
        _exiger_ouvert(mot)
    if not siennes.update(remplacee_le=timezone.now()):
        return
    DecisionMot.objects.filter(mot=mot, eleve=eleve).delete()
    consigner("messagerie.reprendre_reponse", auteur=auteur, etablissement=mot.etablissement, objet=f"mot {mot.pk}")
    _signaler(mot, eleve, par)


@transaction.atomic
def saisir_papiers(*, mot: Mot, auteur: Personne, saisies: Collection[Saisie], d_avant: bool = False) -> int:
    """Enter what came back on paper, all of it or nothing; the deadline is for families, not for the teacher's desk.

    Refusals come by row: ``ValidationError({cle: "…"})``. What an adult signed on a screen is theirs. `d_avant`: papers that were printed before the
    last correction are answers to what they say (docs/decisions/0195), and who signed them is told of it, as the others were.
    """
    mot = _verrouiller(mot)
    if mot.retire_le:
        raise ValidationError(_("Ce mot est retiré : remettez-le avant d’y entrer des réponses."))
    corrigee, _ecarts = (d_avant and papiers_d_avant(mot)) or (None, [])
    refus: dict[str, str] = {}
    for saisie in saisies:
        try:
            _exiger_sans_ecran(mot, saisie)
            _ecrire(
                mot,
                saisie.eleve,
                saisie.adulte,
                saisie.choix,
                saisie.montant,
                lue=corrigee,
                source=ReponseMot.Source.PAPIER,
                saisie_par=auteur,
            )
        except ValidationError as erreur:
            refus[saisie.cle] = erreur.messages[0]
    if refus:
        raise ValidationError(refus)
    consigner(
        "messagerie.saisir_papiers",
        auteur=auteur,
        etablissement=mot.etablissement,
        objet=f"mot {mot.pk}",
        nombre=len(saisies),
    )
    if corrigee:
        prevenir_qui_avait_signe(mot=mot, corrigee=corrigee, enfants={saisie.eleve for saisie in saisies})
    for saisie in saisies:
        _signaler(mot, saisie.eleve, saisie.adulte)
    return len(saisies)


def _exiger_sans_ecran(mot: Mot, saisie: Saisie) -> None:
    a_l_ecran = ReponseMot.objects.en_vigueur().filter(
        mot=mot, eleve=saisie.eleve, par=saisie.adulte, source=ReponseMot.Source.ECRAN
    )
    if saisie.adulte is not None and a_l_ecran.exists():
        raise ValidationError(
            _("%(nom)s a déjà répondu à l’écran : sa réponse ne se change pas d’ici.")
            % {"nom": saisie.adulte.nom_affiche}
        )


@transaction.atomic
def trancher(*, mot: Mot, eleve: Personne, choix: str, auteur: Personne) -> None:
    """Two adults of a child answered differently: keep what was settled with them. Both answers stay as they are."""
    mot = _verrouiller(mot)
    if choix not in set(ReponseMot.objects.en_vigueur().filter(mot=mot, eleve=eleve).values_list("choix", flat=True)):
        raise ValidationError(_("Cette réponse n’est plus parmi celles des familles. Relisez-les."))
    DecisionMot.objects.update_or_create(
        mot=mot, eleve=eleve, defaults={"choix": choix, "par": auteur, "decide_le": timezone.now()}
    )
    consigner("messagerie.trancher", auteur=auteur, etablissement=mot.etablissement, objet=f"mot {mot.pk}")
    diffusion.signaler(nature=evenements.MOT_REPONDU, objet_id=mot.pk, destinataires=evenements.tenants(mot))


@transaction.atomic
def voir_mots(*, par: Personne, vus: Collection[tuple[Mot, Personne]]) -> None:
    """This adult had these children's mots on their screen. Seen again, nothing changes and nobody is told."""
    for eleve in {eleve.pk for _mot, eleve in vus}:
        _lire_ce_qui_dit([mot.pk for mot, enfant in vus if enfant.pk == eleve], eleve, par)
    deja = set(
        MotVu.objects.filter(par=par, mot__in={mot.pk for mot, _eleve in vus}).values_list(
            "mot_id", "eleve_id", "version"
        )
    )
    neufs = [(mot, eleve) for mot, eleve in vus if (mot.pk, eleve.pk, mot.version) not in deja]
    MotVu.objects.bulk_create(
        [MotVu(mot=mot, eleve=eleve, par=par, version=mot.version) for mot, eleve in neufs], ignore_conflicts=True
    )
    for mot in {mot for mot, _eleve in neufs}:
        diffusion.signaler(nature=evenements.MOT_VU, objet_id=mot.pk, destinataires=evenements.tenants(mot))


def _lire_ce_qui_dit(mots: Collection[int], eleve: int, par: Personne) -> None:
    """Read, or answered from wherever it was: nothing counts it as unread any more."""
    diffusion.lire_ce_qui_dit(personne=par, dits=dict.fromkeys(evenements.DITS_AVEC_LE_TITRE, mots), eleve=eleve)


def _signaler(mot: Mot, eleve: Personne, par: Personne | None) -> None:
    """The school and the signer's own household: a signal to the other one would tell that this one answered."""
    foyer = evenements.foyer_de(mot, eleve.pk, par.pk) | {par.pk} if par else set()
    diffusion.signaler(nature=evenements.MOT_REPONDU, objet_id=mot.pk, destinataires=evenements.tenants(mot) | foyer)
