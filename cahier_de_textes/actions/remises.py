"""Hand in, take back, answer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.calendrier import moment_visible
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, detacher, recueillir, remettre_en_depot
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import tout_ou_rien
from ent.portail.actions import garder_brouillon, oublier_brouillon
from ent.socle.textes import numero_de_l_envoi

from .. import evenements
from ..lectures.reprises import Repris, cle_de, repris_par
from ..models import Remise, Retour, Travail, TravailFait

ESSAIS_MAX = 20  # of one pupil for one travail
OCTETS_MAX = 200_000_000  # of all their tries: one household does not fill the place of a class
TACHE_ANNONCER_RETOUR = "cahier_de_textes.taches.annoncer_retour"


@tout_ou_rien()
def remettre(
    *, travail: Travail, eleve: Personne, par: Personne, uuid: UUID, texte: str = "", envoi: Envoi | None = None
) -> Remise:
    """Keep one try of a pupil, and tick the travail: handing in is doing. Sent again after a cut, it is kept once.

    `uuid` was drawn by the device. The same one for another pupil, or another travail, is refused; for other words or files, from a page gone back
    to, it is another try, so that nothing is dropped.
    """
    remise, creee = _une_fois(uuid, travail, eleve, par, texte)
    if not creee and not _est_la_meme(remise, texte, envoi):
        autrement = numero_de_l_envoi(uuid, texte, envoi.empreintes if envoi else ())
        remise, creee = _une_fois(autrement, travail, eleve, par, texte)
    if not creee:
        return remise
    if Remise.objects.filter(travail=travail, eleve=eleve).count() > ESSAIS_MAX:
        if travail.etablissement.est_college:
            raise ValidationError(_("Tu as déjà envoyé beaucoup d’essais. Parles-en avec ton professeur."))
        raise ValidationError(_("Tu as déjà envoyé beaucoup d’essais. Parles-en avec ta maîtresse ou ton maître."))
    if not texte and not envoi:
        raise ValidationError(_("Il n’y a rien à envoyer. Prends une photo, parle, dessine ou écris."))
    if envoi:
        remise.fichiers.set(recueillir(envoi=envoi, deposant=par))
        if _octets_rendus(travail, eleve) > OCTETS_MAX:
            raise ValidationError(
                _("Tu as déjà envoyé beaucoup de photos et de vidéos pour ce travail. Parles-en avec un adulte.")
            )
    TravailFait.objects.get_or_create(travail=travail, eleve=eleve, defaults={"par": par})
    if (repris := repris_par(par, travail, eleve)) and repris.uuid == uuid:  # it leaves again: nothing is under the pen
        oublier_brouillon(auteur=par, cle=cle_de(travail.pk, eleve.pk))
    consigner("cahier_de_textes.remettre", auteur=par, etablissement=travail.etablissement, objet=f"remise {remise.pk}")
    _signaler(remise)
    return remise


def _une_fois(uuid: UUID, travail: Travail, eleve: Personne, par: Personne, texte: str) -> tuple[Remise, bool]:
    remise, creee = Remise.objects.get_or_create(
        uuid=uuid, defaults={"travail": travail, "eleve": eleve, "par": par, "texte": texte}
    )
    if (remise.travail_id, remise.eleve_id) != (travail.pk, eleve.pk):
        raise PermissionDenied
    return remise, creee


def _est_la_meme(remise: Remise, texte: str, envoi: Envoi | None) -> bool:
    """All that is sent is there already."""
    tenues = set(remise.fichiers.values_list("empreinte", flat=True))
    return remise.texte == texte and (envoi is None or envoi.empreintes <= tenues)  # a pupil deposits none before


@transaction.atomic
def reprendre(*, remise: Remise, par: Personne) -> None:
    """Take back a pupil's latest try while nobody has answered it; with the only one goes its tick.

    What was handed in comes back under the pen of who takes it back (`lectures.reprises`), to be sent again: a work never vanishes.
    """
    remise = (
        Remise.objects.select_for_update(of=("self",))
        .select_related("travail__etablissement", "eleve")
        .get(pk=remise.pk)
    )
    autres = Remise.objects.filter(travail=remise.travail_id, eleve=remise.eleve_id).exclude(pk=remise.pk)
    if remise.retours.exists():
        raise ValidationError(_("On t’a déjà répondu. Tu peux envoyer un autre essai."))
    if autres.filter(remis_le__gt=remise.remis_le).exists():
        raise ValidationError(_("Tu as envoyé un autre essai après celui-là."))
    if not autres.exists():
        TravailFait.objects.filter(travail=remise.travail_id, eleve=remise.eleve_id).delete()
    consigner(
        "cahier_de_textes.reprendre_remise",
        auteur=par,
        etablissement=remise.travail.etablissement,
        objet=f"remise {remise.pk}",
        travail=remise.travail_id,
        eleve=remise.eleve_id,
    )
    _signaler(remise)
    fichiers = list(remise.fichiers.all())
    travail, eleve, texte = remise.travail, remise.eleve, remise.texte
    remise.delete()
    _rendre_sous_la_plume(travail, eleve, par, texte, fichiers)


def _rendre_sous_la_plume(
    travail: Travail, eleve: Personne, par: Personne, texte: str, fichiers: list[Fichier]
) -> None:
    """Beside what was taken back before, and not sent since: one number, of the page that will send both."""
    avant = repris_par(par, travail, eleve) or Repris(uuid4(), "", ())
    textes = [dit for dit in (texte, avant.texte) if dit]
    repris = Repris(avant.uuid, "\n".join(textes), (*(f.pk for f in fichiers), *avant.pieces))
    remettre_en_depot(fichiers=fichiers, deposant=par, cle=str(repris.uuid))
    garder_brouillon(
        auteur=par, etablissement=travail.etablissement, cle=cle_de(travail.pk, eleve.pk), champs=repris.champs
    )


@tout_ou_rien()
def repondre(
    *, remise: Remise, auteur: Personne, texte: str = "", tampon: str = "", envoi: Envoi | None = None
) -> Retour:
    """Answer a try with a word, a sound or a stamp; another stamp of the same teacher takes the place of the first.

    The family reads it at once, or when quiet hours end. Answers to one try take their turn: two stamps tapped at once leave one.
    """
    if not texte and not tampon and not envoi:
        raise ValidationError(_("Choisissez un tampon, écrivez un mot ou enregistrez votre voix."))
    etablissement = remise.travail.etablissement
    visible_le = moment_visible(etablissement)
    if Remise.objects.select_for_update().filter(pk=remise.pk).first() is None:
        raise ValidationError(_("Cet essai vient d’être repris : il n’y a plus rien à corriger."))
    if tampon and not texte and not envoi:
        retour = _tamponner(remise, auteur, tampon, visible_le)
    else:
        son = recueillir(envoi=envoi, deposant=auteur)[0] if envoi else None
        retour = Retour.objects.create(
            remise=remise, auteur=auteur, texte=texte, tampon=tampon, son=son, visible_le=visible_le
        )
    consigner("cahier_de_textes.repondre", auteur=auteur, etablissement=etablissement, objet=f"remise {remise.pk}")
    if retour.attend:
        diffusion.differer(TACHE_ANNONCER_RETOUR, a=retour.visible_le, retour_id=retour.pk)
        diffusion.signaler(
            nature=evenements.REMISE_CHANGEE,
            objet_id=remise.travail_id,
            destinataires=evenements.enseignants(remise.travail),
        )
    else:
        annoncer_retour(retour=retour)
    return retour


def _tamponner(remise: Remise, auteur: Personne, tampon: str, visible_le: dt.datetime) -> Retour:
    """In the place of those that are there: two accounts that were merged had one each."""
    siens = Retour.objects.filter(remise=remise, auteur=auteur, texte="", son=None, tampon__gt="").order_by("pk")
    retour = siens.first() or Retour(remise=remise, auteur=auteur)
    retour.tampon, retour.fait_le, retour.visible_le = tampon, timezone.now(), visible_le
    retour.save()
    siens.exclude(pk=retour.pk).delete()
    return retour


@transaction.atomic
def annoncer_retour(*, retour: Retour) -> None:
    """Tell the pupil and the household that there is an answer; never what it says. Told again, it changes nothing.

    They read it while the child is in the school: who left it is told of nothing that they could not open.
    """
    remise = retour.remise
    travail = remise.travail
    if travail.retire_le or retour.attend:
        return

    diffusion.notifier(
        nature=evenements.REMISE_CHANGEE,
        objet_id=remise.pk,
        etablissement=travail.etablissement,
        textes=dict.fromkeys(
            evenements.lecteurs_de_la_remise(remise), partial(_dire_le_retour, retour, remise.eleve.prenom)
        ),
        adresse=_page_de_l_enfant(remise),
        visible_le=calendrier.ouverture(travail.etablissement, timezone.now()),
    )
    _signaler(remise)


def _dire_le_retour(retour: Retour, prenom: str) -> str:
    if retour.remise.travail.etablissement.est_college:
        return _("%(eleve)s · %(qui)s a répondu") % {"eleve": prenom, "qui": retour.auteur.nom_affiche}
    un_maitre = retour.auteur.civilite == Personne.Civilite.MONSIEUR
    return f"{prenom} · {_('le maître a répondu') if un_maitre else _('la maîtresse a répondu')}"


def retours_redits(remises: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told that each of these was answered: one says who, and each who answered stands there."""
    dits: dict[int, list[Callable[[str], str]]] = defaultdict(list)
    retours = Retour.objects.filter(remise__in=remises)
    for retour in retours.select_related("auteur", "remise__travail__etablissement"):
        dits[retour.remise_id].append(partial(_dire_le_retour, retour))
    return dits


@transaction.atomic
def retirer_retour(*, retour: Retour, par: Personne) -> None:
    """Take back one's own answer."""
    remise = retour.remise
    consigner(
        "cahier_de_textes.retirer_retour",
        auteur=par,
        etablissement=remise.travail.etablissement,
        objet=f"remise {remise.pk}",
    )
    son = retour.son
    retour.delete()
    if son:
        detacher(fichiers=[son])
    if not remise.retours.exists():
        diffusion.denotifier(nature=evenements.REMISE_CHANGEE, objet_id=remise.pk)
    _signaler(remise)


def _octets_rendus(travail: Travail, eleve: Personne) -> int:
    tenus = Fichier.objects.filter(remises__travail=travail, remises__eleve=eleve)
    return tenus.aggregate(n=Sum("octets"))["n"] or 0


def _signaler(remise: Remise) -> None:
    """To the teachers of the travail, the pupil and those who answer for them."""
    travail = remise.travail
    famille = {remise.eleve_id} | {adulte for adulte, _e in evenements.responsables(travail, [remise.eleve_id])}
    diffusion.signaler(
        nature=evenements.REMISE_CHANGEE,
        objet_id=travail.pk,
        destinataires=evenements.enseignants(travail) | famille,
    )


def _page_de_l_enfant(remise: Remise) -> str:
    try:
        return reverse("cahier_enfant_travail", args=[remise.eleve.uuid, remise.travail_id])
    except NoReverseMatch:
        return reverse("accueil")
