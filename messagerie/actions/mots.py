"""Send, correct, withdraw a mot; tell its families."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire import calendrier
from ent.annuaire.actions import groupe_ponctuel
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import Prevenus
from ent.fichiers.actions import Envoi, detacher, recueillir
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.dates import date_format
from ent.socle.francais import cite

from ..evenements import mots as evenements
from ..models import DecisionMot, Mot, Option, ReponseMot, VersionMot
from .mots_rappels import dire_le_rappel
from .mots_versions import dire_le_changement, prevenir_qui_avait_signe

TACHE_ANNONCER = "messagerie.taches.mots.annoncer"
RETIRE = gettext_lazy("Ce mot vient d’être retiré. Remettez-le, puis corrigez-le.")
GARDES = ("titre", "texte", "date_limite", "montant", "objet", "options_brutes")  # what a version keeps


@dataclass(frozen=True)
class Public:
    """Whom a mot is for: a class, a level or named pupils of it, a group; else the whole school."""

    etablissement: Etablissement
    classe: Classe | None = None
    groupe: Groupe | None = None
    niveau: str = ""
    eleves: tuple[Personne, ...] = ()


@tout_ou_rien()
def envoyer_mot(
    *,
    auteur: Personne,
    public: Public,
    nature: str,
    titre: str,
    texte: str = "",
    date_limite: dt.date | None = None,
    signatures: str = Mot.Signatures.UNE,
    avec_dessin: bool = False,
    options: list[Option] | None = None,
    montant: Decimal | None = None,
    objet: str = "",
    envoi: Envoi | None = None,
    a: dt.datetime | None = None,
) -> Mot:
    """Send a mot to families, at once or from `a`, and never in quiet hours."""
    groupe = groupe_ponctuel(public.classe, public.eleves) if public.classe else None
    groupe = groupe or public.groupe
    mot = Mot.objects.create(
        etablissement=public.etablissement,
        classe=public.classe,
        groupe=groupe,
        niveau="" if groupe else public.niveau,
        auteur=auteur,
        de_la_direction=_est_de_la_direction(auteur, public),
        nature=nature,
        titre=titre,
        texte=texte,
        date_limite=date_limite if nature != Mot.Nature.INFORMATION else None,
        signatures=signatures,
        avec_dessin=avec_dessin,
        options_brutes=[option.en_json() for option in options or []],
        montant=montant,
        objet=objet,
        visible_le=calendrier.moment_visible(public.etablissement, a),
    )
    _faire_partir(mot, auteur, envoi)
    return mot


def _faire_partir(mot: Mot, auteur: Personne, envoi: Envoi | None) -> None:
    if envoi:
        mot.fichiers.set(recueillir(envoi=envoi, deposant=auteur))
    _consigner("envoyer_mot", mot, auteur, nature=mot.nature)
    _annoncer_a_l_heure(mot)
    diffusion.signaler(nature=evenements.MOT_CHANGE, objet_id=mot.pk, destinataires=evenements.tenants(mot))


def _est_de_la_direction(auteur: Personne, public: Public) -> bool:
    """A head who teaches writes to her class as its teacher; to others, as the direction."""
    if public.classe is not None:
        return public.classe.pk not in auteur.portee.classes_tenues
    return public.groupe is None or public.groupe.pk not in auteur.portee.groupes_tenus


def _consigner(verbe: str, mot: Mot, auteur: Personne, **details: Any) -> None:
    consigner(f"messagerie.{verbe}", auteur=auteur, etablissement=mot.etablissement, objet=f"mot {mot.pk}", **details)


def _annoncer_a_l_heure(mot: Mot) -> None:
    if mot.attend:
        diffusion.differer(TACHE_ANNONCER, a=mot.visible_le, mot_id=mot.pk)
    else:
        annoncer_mot(mot=mot)


def dire_le_mot(mot: Mot, prenom: str) -> str:
    """The sentence of a notification, in the language in force."""
    if not mot.demande_reponse or not mot.date_limite:
        return _("%(enfant)s · Mot de l’école : %(titre)s") % {"enfant": prenom, "titre": mot.titre}
    suite = {"enfant": prenom, "jour": date_format(mot.date_limite, "l j F"), "titre": mot.titre}
    return _("%(enfant)s · À signer jusqu’au %(jour)s : %(titre)s") % suite


DIRE = {
    evenements.MOT_PUBLIE: dire_le_mot,
    evenements.MOT_RAPPELE: dire_le_rappel,
    evenements.MOT_CORRIGE: dire_le_changement,
}


def redites(nature: str, mots: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says again each of these that was told so."""
    return {mot.pk: partial(DIRE[nature], mot) for mot in Mot.objects.filter(pk__in=mots)}


@transaction.atomic
def annoncer_mot(*, mot: Mot) -> None:
    """Tell families of a mot that has become visible. Told again, it changes nothing."""
    if mot.retire_le or mot.attend:
        return
    eleves = evenements.eleves_du_mot(mot)
    familles = evenements.responsables_du_mot(mot, eleves.keys())

    diffusion.notifier(
        nature=evenements.MOT_PUBLIE,
        objet_id=mot.pk,
        etablissement=mot.etablissement,
        textes={(adulte, enfant): partial(dire_le_mot, mot, eleves[enfant]) for adulte, enfant in familles},
        adresse=reverse("carnet_lire", args=[mot.pk]),
        visible_le=calendrier.ouverture(mot.etablissement, timezone.now()),
    )
    diffusion.signaler(
        nature=evenements.MOT_PUBLIE, objet_id=mot.pk, destinataires={adulte for adulte, _enfant in familles}
    )


@tout_ou_rien()
def corriger_mot(
    *,
    mot: Mot,
    auteur: Personne,
    redemander: bool = False,
    envoi: Envoi | None = None,
    a: dt.datetime | None = None,
    **champs: Any,
) -> Prevenus:
    """Correct a mot; what it said before is kept. `redemander` asks again those who had signed, their answers kept. Otherwise who had signed something else is
    told: of how many children.

    `champs` are among titre, texte, date_limite, montant, objet, avec_dessin, and `options` (a list of `Option`).
    """
    _reprendre(mot)
    ancienne = VersionMot.objects.create(
        mot=mot, numero=mot.version, par=auteur, contenu={nom: _en_clair(getattr(mot, nom)) for nom in GARDES}
    )
    options = champs.pop("options", None)
    if options is not None:
        mot.options_brutes = [o.en_json() for o in _fondre_les_options(mot, options, redemander)]
    for nom, valeur in champs.items():
        setattr(mot, nom, valeur)
    mot.corrige_le = timezone.now()
    attendait = mot.attend
    if attendait:
        mot.visible_le = calendrier.moment_visible(mot.etablissement, a)
    if redemander:
        _redemander(mot)
    mot.save()
    if envoi is not None:
        _changer_les_fichiers(mot, auteur, envoi)
    _consigner("corriger_mot", mot, auteur, redemander=redemander)
    prevenus = Prevenus()
    if attendait:
        _annoncer_a_l_heure(mot)
    else:
        prevenus = _dire_la_correction(mot, ancienne, redemander)
    _signaler_le_changement(mot)
    return prevenus


def _reprendre(mot: Mot) -> None:
    """Under lock. Withdrawn while the correction was being sent (its files are read first), it would be told to families who no longer read it."""
    mot.refresh_from_db(from_queryset=Mot.objects.select_for_update(of=("self",)))
    if mot.retire_le:
        raise ValidationError(RETIRE)


def _dire_la_correction(mot: Mot, ancienne: VersionMot, redemander: bool) -> Prevenus:
    """Asked again, it is told anew. Otherwise what was told of it says what it is now (a title that is corrected is not kept, word for word, by those it was
    told to), and those alone are told anew who had answered something else. Of how many children.
    """
    if redemander:
        for dit in evenements.DITS_AVEC_LE_TITRE:
            diffusion.denotifier(nature=dit, objet_id=mot.pk)
        annoncer_mot(mot=mot)
        return Prevenus()
    adresse = reverse("carnet_lire", args=[mot.pk])
    diffusion.redire({(nature, mot.pk): (partial(dire, mot), adresse) for nature, dire in DIRE.items()})
    return prevenir_qui_avait_signe(mot=mot, corrigee=ancienne)


def _en_clair(valeur: Any) -> Any:
    """As JSON keeps it."""
    return valeur if valeur is None or isinstance(valeur, list | str) else str(valeur)


def _fondre_les_options(mot: Mot, voulues: list[Option], redemander: bool) -> list[Option]:
    """The new options; one that somebody chose does not vanish under their signature unless they are asked again."""
    prises = dict(evenements.reponses_comptees(mot).values_list("choix").annotate(n=Count("pk")))
    cles = {option.cle for option in voulues}
    perdues = [o for o in mot.options if o.cle not in cles]
    if not redemander:
        if choisie := next((o for o in perdues if prises.get(o.cle)), None):
            raise ValidationError(
                _(
                    "Des familles ont déjà choisi « %(option)s ». Gardez ce choix, ou demandez-leur de répondre à nouveau."
                )
                % {"option": cite(choisie.texte)}
            )
        for option in voulues:
            if option.places is not None and prises.get(option.cle, 0) > option.places:
                raise ValidationError(
                    _(
                        "%(option)s : %(n)d familles y sont déjà inscrites. Laissez autant de places, ou demandez-leur de répondre à nouveau."
                    )
                    % {"option": option.texte, "n": prises[option.cle]}
                )
    anciennes = [o for o in mot.toutes_les_options if o.cle not in cles]
    return [*voulues, *(Option(**vars(o) | {"est_retiree": True}) for o in anciennes)]


def _redemander(mot: Mot) -> None:
    mot.version += 1
    mot.relance_le = None
    ReponseMot.objects.en_vigueur().filter(mot=mot).update(remplacee_le=timezone.now())
    DecisionMot.objects.filter(mot=mot).delete()


def _changer_les_fichiers(mot: Mot, auteur: Personne, envoi: Envoi) -> None:
    avant = list(mot.fichiers.all())
    gardes = recueillir(envoi=envoi, deposant=auteur)
    mot.fichiers.set(gardes)
    detacher(fichiers=[fichier for fichier in avant if fichier not in gardes])


@transaction.atomic
def retirer_mot(*, mot: Mot, auteur: Personne) -> None:
    """Withdraw a mot: it leaves every page, and what was told of it is taken back. Its answers are kept. Can be undone."""
    destinataires = evenements.familles_du_mot(mot)
    mot.retire_le = timezone.now()
    mot.save(update_fields=["retire_le"])
    diffusion.mettre_de_cote(natures=evenements.DITS_AVEC_LE_TITRE, objets=[mot.pk])
    _consigner("retirer_mot", mot, auteur)
    _signaler_le_changement(mot, destinataires)


@transaction.atomic
def remettre_mot(*, mot: Mot, auteur: Personne) -> None:
    """Undo a withdrawal: answers are as they were, who had been told is told nothing anew, and who had not read finds it again. Those who never were
    (its hour came while it was withdrawn) are told now.
    """
    mot.retire_le = None
    mot.save(update_fields=["retire_le"])
    diffusion.rendre(natures=evenements.DITS_AVEC_LE_TITRE, objets=[mot.pk])
    _annoncer_a_l_heure(mot)
    _consigner("remettre_mot", mot, auteur)
    _signaler_le_changement(mot)


def _signaler_le_changement(mot: Mot, aussi: set[int] | None = None) -> None:
    destinataires = evenements.tenants(mot) | evenements.familles_du_mot(mot) | (aussi or set())
    diffusion.signaler(nature=evenements.MOT_CHANGE, objet_id=mot.pk, destinataires=destinataires)
