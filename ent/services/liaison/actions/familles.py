"""What a holder of authority reads, answers and adds; their mind changed until it left."""

from collections.abc import Collection, Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.contenu import montree
from ..lectures.familles import A_REDIRE, parties_parties
from ..models import Avis, Dossier, Retour, Version
from . import seaux

Choix = Retour.Choix
CHANGE = gettext_lazy(
    "L’école a changé ce dossier pendant que vous répondiez. Relisez ce qui est marqué, puis répondez."
)
DEJA_EN_PARTIE = gettext_lazy(
    "Une partie de ce dossier est déjà partie : pour elle, votre réponse ne se change plus ici, parlez-en à l’école. Pour le reste, vous pouvez "
    "changer d’avis."
)
# What who prepares it is told: neither what troubles this holder, which their page says, nor anything of the other one.
OBJECTIONS = {
    Choix.GENE: gettext_noop("%(enfant)s · Une phrase de son dossier gêne %(nom)s."),
    Choix.PARLER: gettext_noop("%(enfant)s · %(nom)s veut parler de son dossier."),
    Choix.NON: gettext_noop("%(enfant)s · %(nom)s dit non à son dossier."),
}


@transaction.atomic
def noter_la_lecture(*, dossier: Dossier, par: Personne, numero: int) -> None:
    """This holder had that version (its number) on their screen. Seen again, nothing changes."""
    version = montree(dossier)
    if version is None or numero != version.numero:
        return
    _lire_ce_qui_le_dit(dossier, par)
    retour = _retour(dossier, par)
    if retour.version_lue < numero:
        retour.version_lue, retour.lu_le = numero, timezone.now()
        retour.save(update_fields=["version_lue", "lu_le"])
        _signaler(dossier, par)


@transaction.atomic
def repondre(
    *,
    dossier: Dossier,
    par: Personne,
    choix: str,
    dits: Mapping[str, tuple[str, bool]],
    precision: str = "",
    mot: str = "",
) -> Retour:
    """`dits`: by part, the digest that this holder read and whether it goes. Given to other words than those that are shown now, nothing is written.

    « Une phrase me gêne » and « parlons-en d’abord » hold back as « non » does: nothing goes meanwhile, whatever the other holder said.
    What left is answered no more; what did not leave with it is, until it leaves.
    """
    dossier = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("etablissement", "eleve", "campagne")
        .get(pk=dossier.pk)
    )
    parties = parties_parties(dossier.pk)
    if parties & dits.keys():
        raise ValidationError(
            _("Ce dossier est déjà parti : votre réponse ne se change plus ici. Parlez-en à l’école.")
        )
    version = _exiger_ces_mots(dossier, par, dits, parties)
    _ecrire(dossier, par, dits)
    retour = _retour(dossier, par)
    retour.choix = choix if choix in A_REDIRE else _choix_de(dossier, par, version)
    retour.precision, retour.mot = precision, mot
    retour.version_lue, retour.repondu_le = version.numero, timezone.now()
    retour.lu_le = retour.lu_le or retour.repondu_le
    retour.save()
    seaux.desceller(dossier)
    consigner("liaison.repondre", auteur=par, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}")
    _lire_ce_qui_le_dit(dossier, par)
    _dire_a_l_ecole(dossier, par, retour)
    _signaler(dossier, par)
    return retour


def _exiger_ces_mots(
    dossier: Dossier, par: Personne, dits: Mapping[str, tuple[str, bool]], parties: Collection[str]
) -> Version:
    """What is shown now, but for the parts that left: all that waits for this holder is answered, in its words."""
    version = montree(dossier)
    contenu = version.contenu if version else []
    montres = {ligne["partie"]: ligne["empreinte"] for ligne in contenu if ligne["partie"] not in parties}
    siens = Avis.objects.filter(dossier=dossier, personne=par).values_list("partie", "empreinte")
    connus = dict(siens) | {partie: empreinte for partie, (empreinte, _accorde) in dits.items()}
    sont_ceux_la = dits and dits.keys() <= montres.keys() and all(connus.get(p) == e for p, e in montres.items())
    if version is None or not sont_ceux_la:
        raise ValidationError(CHANGE, code="change")
    return version


def _ecrire(dossier: Dossier, par: Personne, dits: Mapping[str, tuple[str, bool]]) -> None:
    sien = {"sur_papier": False, "saisi_par": None, "dit_le": timezone.now()}
    for partie, (empreinte, accorde) in dits.items():
        valeurs = {"empreinte": empreinte, "accorde": accorde, **sien}
        Avis.objects.update_or_create(dossier=dossier, personne=par, partie=partie, defaults=valeurs)


def _choix_de(dossier: Dossier, par: Personne, version: Version) -> str:
    """What all their answers come to, of which some may be of another day."""
    montrees = [ligne["partie"] for ligne in version.contenu]
    dits = set(
        Avis.objects.filter(dossier=dossier, personne=par, partie__in=montrees).values_list("accorde", flat=True)
    )
    return Choix.SAUF if len(dits) > 1 else Choix.OUI if dits == {True} else Choix.NON


def _retour(dossier: Dossier, par: Personne) -> Retour:
    return Retour.objects.get_or_create(dossier=dossier, personne=par)[0]


def _lire_ce_qui_le_dit(dossier: Dossier, par: Personne) -> None:
    dits = {nature: [dossier.pk] for nature in (evenements.MONTRE, evenements.RELANCE)}
    diffusion.lire_ce_qui_dit(personne=par, dits=dits, eleve=dossier.eleve_id)


def _signaler(dossier: Dossier, par: Personne) -> None:
    """Who prepares it, and one's own screens: a signal to the other holder would tell that this one answered."""
    qui = evenements.equipe_de(dossier) | {par.pk}
    diffusion.signaler(nature=evenements.CHANGE, objet_id=dossier.pk, destinataires=qui)


def _dire_a_l_ecole(dossier: Dossier, par: Personne, retour: Retour) -> None:
    """Who prepares it, but who answers for the child too: they would read at home what the other holder answered. Said otherwise since, it is taken back."""
    if retour.choix not in OBJECTIONS:
        diffusion.denotifier(nature=evenements.OBJECTION, objet_id=retour.pk)
        return
    texte = partial(_en_mots, OBJECTIONS[Choix(retour.choix)], dossier.eleve.prenom, par.nom_affiche)
    responsables = {adulte for adulte, _enfant in evenements.familles_de(dossier)}
    diffusion.notifier(
        nature=evenements.OBJECTION,
        objet_id=retour.pk,
        etablissement=dossier.etablissement,
        textes={(personne, None): texte for personne in evenements.equipe_de(dossier) - responsables},
        adresse=evenements.adresse_de_l_ecole(dossier),
        visible_le=calendrier.ouverture(dossier.etablissement, timezone.now()),
        renouvelle=True,
    )


def _en_mots(modele: str, enfant: str, nom: str) -> str:
    return _(modele) % {"enfant": enfant, "nom": nom}
