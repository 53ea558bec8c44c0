"""Confide, change, end, give back; say that one does not agree. Each ends what was shown at once, and leaves a line in the journal."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Confie, Delegation, Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres.actes import ActeConfie, actes_dits
from ent.connexion.actions import emettre_code
from ent.connexion.droits import est_activee
from ent.diffusion import actions as diffusion
from ent.socle.dates import aujourd_hui, date_format

from . import evenements, lectures

MAXIMUM = 10  # accesses that one person has given and that run
VALIDITE_DU_CODE = dt.timedelta(days=14)
ACTES_REDITS = 6  # the last answers, of which any may have been told with those that followed
REPRISE = dt.timedelta(hours=1)  # during which who ended it gives it back in one tap


def _consigner(verbe: str, delegation: Delegation, auteur: Personne | None, **details: Any) -> None:
    consigner(
        f"acces_confies.{verbe}",
        auteur=auteur,
        etablissement=delegation.etablissement,
        objet=f"personne {delegation.enfant_id}",
        acces=delegation.pk,
        **details,
    )


def _changer_de_vue(delegations: Collection[Delegation]) -> None:
    """After commit: their open pages ask again what they may read, and their sockets who they are."""
    delegues = {d.delegue_id for d in delegations}
    for delegation in delegations:
        diffusion.signaler(nature=evenements.CHANGE, objet_id=delegation.pk, destinataires=[delegation.delegue_id])
    diffusion.congedier_les_sessions(personnes=delegues)


@transaction.atomic
def confier(
    *,
    delegant: Personne,
    suivis: Sequence[Suivi],
    prenom: str,
    nom: str,
    courriel: str,
    lien: str,
    confie: Confie,
    debut: dt.date,
    fin: dt.date,
) -> list[Delegation]:
    """One row a child and school, to somebody new: who they are is known when they come in by their code, never by their address."""
    Personne.objects.select_for_update().get(pk=delegant.pk)  # two at once count each other
    if lectures.donnes_par(delegant) >= MAXIMUM:
        raise ValidationError(_("Vous avez déjà beaucoup d’accès confiés en cours. Terminez-en un d’abord."))
    delegue = _quelqu_un(prenom, nom)
    cle, lignes = uuid.uuid4(), {(s.eleve.pk, s.etablissement_id): s for s in suivis}
    donnees = [
        Delegation.objects.create(
            cle=cle,
            delegant=delegant,
            delegue=delegue,
            enfant=suivi.eleve,
            etablissement=suivi.inscription.classe.etablissement,
            lien=lien,
            nom_donne=f"{prenom} {nom}",
            courriel=courriel,
            salles=confie.ecrites,
            debut=debut,
            fin=fin,
        )
        for suivi in lignes.values()
    ]
    _emettre(donnees)
    for delegation in donnees:
        _consigner("confier", delegation, delegant, salles=confie.ecrites, fin=fin.isoformat())
        _dire_qu_il_existe(delegation)
    return donnees


def _quelqu_un(prenom: str, nom: str) -> Personne:
    delegue = Personne(prenom=prenom, nom=nom)
    delegue.set_unusable_password()
    delegue.full_clean(exclude=["password"])
    delegue.save()
    return delegue


def _emettre(delegations: Sequence[Delegation], *, renouveler: bool = False) -> None:
    """Two weeks, and never later than the access itself."""
    emettre_code(
        personne=delegations[0].delegue,
        etablissement=delegations[0].etablissement,
        renouveler=renouveler,
        expire_le=min(timezone.now() + VALIDITE_DU_CODE, lectures.dernier_instant(delegations)),
    )


def _dire(
    nature: str,
    delegation: Delegation,
    a_qui: Collection[tuple[int, int]],
    phrase: Callable[[], str],
    adresse: str = "",
) -> None:
    diffusion.notifier(
        nature=nature,
        objet_id=delegation.pk,
        etablissement=delegation.etablissement,
        textes=dict.fromkeys(a_qui, phrase),
        adresse=adresse or reverse("acces_confies"),
        visible_le=calendrier.ouverture(delegation.etablissement, timezone.now()),
        renouvelle=True,
    )


def _dire_qu_il_existe(delegation: Delegation) -> None:
    _dire(
        evenements.CONFIE,
        delegation,
        evenements.autres_responsables(delegation),
        partial(_existe, delegation, delegation.enfant.prenom),
    )


def _existe(delegation: Delegation, prenom: str) -> str:
    """What the other holder is told: that it exists. No name, no address."""
    return _("%(enfant)s · Un accès a été confié (%(lien)s), jusqu’au %(jour)s") % {
        "enfant": prenom,
        "lien": delegation.get_lien_display(),
        "jour": date_format(delegation.fin, "j F Y"),
    }


def _est_fini(delegation: Delegation, prenom: str) -> str:
    return _("%(enfant)s · L’accès confié à %(nom)s est terminé") % {
        "enfant": prenom,
        "nom": delegation.nom_donne,
    }


def _a_repondu_au_desaccord(delegation: Delegation, prenom: str) -> str:
    return _("%(enfant)s · La direction a lu votre désaccord sur un accès confié, et dit vous avoir répondu") % {
        "enfant": prenom
    }


def _n_est_plus(delegation: Delegation, prenom: str) -> str:
    """To who did not agree: no name, as they read none."""
    return _("%(enfant)s · L’accès confié avec lequel vous n’étiez pas d’accord est terminé") % {"enfant": prenom}


DIRE = {
    evenements.CONFIE: (_existe,),
    evenements.FINI: (_est_fini,),
    evenements.DESACCORD: (_a_repondu_au_desaccord, _n_est_plus),
}


def redites(nature: str, delegations: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each, to the other holder or to who confided it, while it is what it was."""
    return {d.pk: [partial(dire, d) for dire in DIRE[nature]] for d in Delegation.objects.filter(pk__in=delegations)}


@transaction.atomic
def nouveau_code(*, delegations: Sequence[Delegation], auteur: Personne) -> None:
    """The former one opens nothing any more. A code opens the account of its person: none is made once that account is somebody's."""
    geste = Delegation.objects.filter(cle__in={d.cle for d in delegations})
    delegues = _delegues(geste)
    ouvert = geste.exclude(acceptee_le=None).exists() or any(est_activee(d) or d.fusionnee_dans_id for d in delegues)
    exiger(not ouvert, _("Cet accès est déjà ouvert."))
    _emettre(delegations, renouveler=True)
    _consigner("nouveau_code", delegations[0], auteur)


@transaction.atomic
def changer(*, delegations: Collection[Delegation], confie: Confie, fin: dt.date, auteur: Personne) -> None:
    """Other rooms, another last day, of what is not over. What is read less is read no more at once; of what is read more or longer, the
    other holder may say again that they do not agree.
    """
    nouvelles = confie.ecrites, fin
    changees = [d for d in _prises(delegations) if d.finie_le is None and (d.salles, d.fin) != nouvelles]
    for delegation in changees:
        if fin > delegation.fin or not confie.tient_dans(delegation.confie):
            delegation.opposee_le = delegation.opposee_par = delegation.opposition_lue_le = None
        delegation.salles, delegation.fin = nouvelles
        delegation.save(update_fields=["salles", "fin", "opposee_le", "opposee_par", "opposition_lue_le"])
        _consigner("changer", delegation, auteur, salles=confie.ecrites, fin=fin.isoformat())
        _dire_qu_il_existe(delegation)
    _changer_de_vue(changees)


@transaction.atomic
def finir(*, delegations: Collection[Delegation], auteur: Personne) -> None:
    """Nothing is read from now on. Who confided it is told when somebody else ends it."""
    finies = [d for d in _prises(delegations) if d.finie_le is None]
    for delegation in finies:
        delegation.finie_le, delegation.finie_par = timezone.now(), auteur
        delegation.save(update_fields=["finie_le", "finie_par"])
        diffusion.denotifier(nature=evenements.CONFIE, objet_id=delegation.pk)
        _consigner("finir", delegation, auteur)
        if auteur.pk != delegation.delegant_id:
            _dire(
                evenements.FINI,
                delegation,
                evenements.delegant(delegation),
                partial(_est_fini, delegation, delegation.enfant.prenom),
            )
        _dire_a_l_opposant(delegation, _n_est_plus)
    _changer_de_vue(finies)


@transaction.atomic
def rendre(*, delegations: Collection[Delegation], auteur: Personne) -> int:
    """Who ended it gives it back, for an hour; how many children.

    Who came in by its code in between has accepted it, and had nothing to accept then. Who added the others to an account of theirs left
    this one behind: it is confided anew.
    """
    depuis = timezone.now() - REPRISE
    delegues = {d.pk: d for d in _delegues(Delegation.objects.filter(pk__in=[d.pk for d in delegations]))}
    rendues = [
        d
        for d in _prises(delegations)
        if d.finie_par_id == auteur.pk and d.finie_le and d.finie_le > depuis
        if not delegues[d.delegue_id].fusionnee_dans_id
    ]
    for delegation in rendues:
        _rouvrir(delegation, delegues[delegation.delegue_id])
        for nature in (evenements.FINI, evenements.DESACCORD):
            diffusion.denotifier(nature=nature, objet_id=delegation.pk)
        _consigner("rendre", delegation, auteur)
    _changer_de_vue(rendues)
    return len(rendues)


def _rouvrir(delegation: Delegation, delegue: Personne) -> None:
    delegation.finie_le = delegation.finie_par = delegation.fermee_au_geste = None
    if est_activee(delegue):
        delegation.acceptee_le = delegation.acceptee_le or timezone.now()
    delegation.save(update_fields=["finie_le", "finie_par", "fermee_au_geste", "acceptee_le"])
    _dire_qu_il_existe(delegation)


def _delegues(delegations: QuerySet[Delegation]) -> list[Personne]:
    """Those who received them, held until the end: no account is opened meanwhile. Taken before their rows, as who opens one does."""
    gens = Personne.objects.select_for_update().filter(pk__in=delegations.order_by().values("delegue"))
    return list(gens.order_by("pk"))


def _prises(delegations: Collection[Delegation]) -> list[Delegation]:
    siennes = Delegation.objects.select_for_update(of=("self",)).filter(pk__in=[d.pk for d in delegations])
    return list(siennes.select_related("etablissement", "enfant"))


@transaction.atomic
def s_opposer(*, delegations: Collection[Delegation], auteur: Personne) -> None:
    """The direction reads it; nothing is cut. Said again, it changes nothing."""
    for delegation in _prises(delegations):
        if delegation.opposee_le is None:
            delegation.opposee_le, delegation.opposee_par = timezone.now(), auteur
            delegation.save(update_fields=["opposee_le", "opposee_par"])
            diffusion.denotifier(nature=evenements.DESACCORD, objet_id=delegation.pk)
            _consigner("s_opposer", delegation, auteur)


@transaction.atomic
def ne_plus_s_opposer(*, delegations: Collection[Delegation], auteur: Personne) -> int:
    """Who said it takes it back, until the direction has answered: of how many children."""
    prises = [d for d in _prises(delegations) if d.opposee_par_id == auteur.pk and d.opposition_lue_le is None]
    for delegation in prises:
        delegation.opposee_le = delegation.opposee_par = None
        delegation.save(update_fields=["opposee_le", "opposee_par"])
        _consigner("ne_plus_s_opposer", delegation, auteur)
    return len(prises)


@transaction.atomic
def lire_un_desaccord(*, delegations: Collection[Delegation], auteur: Personne) -> None:
    """Who did not agree is told that the direction has dealt with it."""
    for delegation in _prises(delegations):
        if delegation.opposee_le and delegation.opposition_lue_le is None:
            delegation.opposition_lue_le = timezone.now()
            delegation.save(update_fields=["opposition_lue_le"])
            _consigner("lire_un_desaccord", delegation, auteur)
            _dire_a_l_opposant(delegation, _a_repondu_au_desaccord)


def _dire_a_l_opposant(delegation: Delegation, phrase: Callable[[Delegation, str], str]) -> None:
    if delegation.opposee_par_id:
        dite = partial(phrase, delegation, delegation.enfant.prenom)
        _dire(evenements.DESACCORD, delegation, evenements.opposant(delegation), dite)


@transaction.atomic
def fermer_ce_qui_ne_tient_plus(enfants: Collection[int]) -> None:
    """Ties of these children changed: what was given by who holds them no more is over, and does not come back with the tie."""
    _fermer(Delegation.objects.filter(enfant__in=enfants), None)


def fermer_avec_l_ecole(ecole: int, enfants: Collection[int], geste: int | None) -> None:
    """These children changed class by a geste. When it may be undone (a school joined another), what it closes is remembered by it."""
    if geste is not None:
        _fermer(Delegation.objects.filter(enfant__in=enfants, etablissement=ecole), geste)


def _fermer(delegations: QuerySet[Delegation], geste: int | None) -> None:
    ouvertes = delegations.filter(finie_le=None, fin__gte=aujourd_hui())
    tiennent = set(Delegation.objects.qui_tiennent().filter(pk__in=ouvertes).values_list("pk", flat=True))
    fermees = [d for d in _prises(ouvertes) if d.pk not in tiennent]
    for delegation in fermees:
        delegation.finie_le, delegation.fermee_au_geste = timezone.now(), geste
        delegation.save(update_fields=["finie_le", "fermee_au_geste"])
        diffusion.denotifier(nature=evenements.CONFIE, objet_id=delegation.pk)
        _consigner("fermer", delegation, None)
    _changer_de_vue(fermees)


def rouvrir_avec_l_ecole(geste: int) -> None:
    """That geste is undone, and the ties are there again: so is what it had closed, until the day that was said. What a third school declares
    since stays closed, and so does what was left behind for another account.
    """
    fermees = Delegation.objects.filter(fermee_au_geste=geste, fin__gte=aujourd_hui())
    delegues = {d.pk: d for d in _delegues(fermees)}
    tiennent = set(Delegation.objects.qui_tiennent().filter(pk__in=fermees).values_list("pk", flat=True))
    rouvertes = [d for d in _prises(fermees) if d.pk in tiennent and not delegues[d.delegue_id].fusionnee_dans_id]
    for delegation in rouvertes:
        _rouvrir(delegation, delegues[delegation.delegue_id])
        _consigner("rouvrir", delegation, None)
    _changer_de_vue(rouvertes)


def dire_un_acte(
    *,
    par: Personne,
    suivi: Suivi,
    salle: str,
    geste: Callable[[], str],
    adresse: str,
    foyer: Collection[int] | None = None,
) -> None:
    """Who confided that room of the child reads what was answered in their place, under the name that they gave; of what is one household's, who of it."""
    donnees = Delegation.objects.en_vigueur().filter(
        delegue=par, enfant=suivi.eleve, etablissement=suivi.etablissement_id
    )
    for delegation in donnees.select_related("etablissement", "enfant"):
        if not delegation.confie.repond(salle) or (foyer is not None and delegation.delegant_id not in foyer):
            continue
        phrase = partial(_a_repondu, delegation.nom_donne, geste, lectures.acte_a_lire(delegation))
        _dire(evenements.ACTE, delegation, evenements.delegant(delegation), phrase, adresse)


def _a_repondu(nom: str, geste: Callable[[], str], a_lire: str) -> str:
    """The last first, then those that were not read yet: it takes the place of what said them."""
    avant = a_lire.removeprefix(_par_l_acces(nom, []))
    return _par_l_acces(nom, filter(None, [geste(), avant]))


def _par_l_acces(nom: str, gestes: Iterable[str]) -> str:
    return _("%(nom)s, par l’accès confié : %(geste)s") % {"nom": nom, "geste": " · ".join(gestes)}


def actes_redits(delegations: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of what was answered by each: one of the last answers of its child, or several that followed."""
    lues = list(Delegation.objects.filter(pk__in=delegations))
    actes = actes_dits({d.delegue_id for d in lues}, {d.enfant_id for d in lues})
    return {d.pk: _suites(d.nom_donne, [a for a in actes if a.eleve == d.enfant_id][:ACTES_REDITS]) for d in lues}


def _suites(nom: str, actes: Sequence[ActeConfie]) -> list[Callable[[str], str]]:
    suites = (suite for combien in range(1, len(actes) + 1) for suite in combinations(actes, combien))
    return [partial(_une_suite, nom, suite) for suite in suites]


def _une_suite(nom: str, actes: Sequence[ActeConfie], prenom: str) -> str:
    return _par_l_acces(nom, [acte.dire() for acte in actes])
