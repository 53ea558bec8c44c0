"""Write, correct, publish, withdraw a billet of the journal."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.actions import groupe_ponctuel
from ent.annuaire.calendrier import moment_visible
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Groupe, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, detacher, recueillir
from ent.fichiers.actions import verrouiller as verrouiller_les_fichiers
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.dates import date_format

from ..evenements import billets as evenements
from ..evenements.commentaires import COMMENTAIRE
from ..lectures import billets_photos as photos
from ..models.billets import Billet, PieceBillet
from .archives import oublier_les_archives_du

TACHE_ANNONCER = "pages.taches.billets.annoncer"


@tout_ou_rien()
def ecrire_billet(
    *,
    auteur: Personne,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    titre: str = "",
    texte: str = "",
    envoi: Envoi | None = None,
) -> Billet:
    """Begin a billet, kept for those who teach there until it is published. Its files are held from now on."""
    cible = classe or groupe
    if cible is None or (classe and groupe):
        raise ValidationError(_("Un billet est d’une classe ou d’un groupe."))
    billet = Billet.objects.create(
        etablissement=cible.etablissement,
        classe=classe,
        groupe=groupe,
        auteur=auteur,
        titre=titre,
        texte=texte,
        live=False,
        has_unpublished_changes=True,
    )
    if envoi:
        tenir_les_pieces(billet, envoi, auteur)
    billet.save_revision(user=auteur, clean=False)
    consigner("pages.ecrire_billet", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    _signaler(billet)
    return billet


def _retoucher_ce_qui_fut_dit(billet: Billet, ancien: str) -> None:
    """A title that is corrected is so where it was told, without being told again."""
    if not ancien or ancien == billet.titre:
        return
    titres = (ancien, billet.titre or _("Sans titre"))
    diffusion.retoucher(nature=evenements.BILLET_PUBLIE, remplacements={billet.pk: titres})
    dits = billet.commentaires.values_list("pk", flat=True)
    diffusion.retoucher(nature=COMMENTAIRE, remplacements=dict.fromkeys(dits, titres))


def tenir_les_pieces(billet: Billet, envoi: Envoi, auteur: Personne) -> None:
    """Hold these files, in this order, and let go those that were taken out. In the caller's transaction."""
    fichiers = recueillir(envoi=envoi, deposant=auteur)
    avant = {piece.fichier_id: piece for piece in billet.pieces.select_related("fichier")}
    gardes = {f.pk for f in fichiers}
    partis = [piece.fichier for pk, piece in avant.items() if pk not in gardes]
    billet.pieces.exclude(fichier__in=gardes).delete()
    for rang, fichier in enumerate(fichiers):
        if fichier.pk in avant:
            billet.pieces.filter(fichier=fichier).update(rang=rang)
        else:
            PieceBillet.objects.create(billet=billet, fichier=fichier, rang=rang)
    detacher(fichiers=partis)


@tout_ou_rien()
def corriger_billet(*, billet: Billet, auteur: Personne, titre: str, texte: str, envoi: Envoi | None = None) -> Billet:
    """Change its words and its files; published, what is written is at once what families read."""
    if envoi is not None:
        verrouiller_ses_fichiers(billet, envoi)
    billet = verrouiller(billet.pk)
    ancien = billet.titre
    billet.titre, billet.texte = titre, texte
    if envoi is not None:
        tenir_les_pieces(billet, envoi, auteur)
    if not billet.est_publie:
        billet.save(update_fields=["titre", "texte"])
    version = billet.save_revision(user=auteur, clean=False)
    if billet.est_publie:
        version.publish(user=auteur)
        oublier_les_archives_du(billet)
        _retoucher_ce_qui_fut_dit(billet, ancien)
    consigner("pages.corriger_billet", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    billet = relire(billet)
    suivre_les_montres(billet)
    _signaler(billet)
    return billet


def suivre_les_montres(billet: Billet) -> None:
    """A billet for the families of those shown follows who is shown: who is no more reads it no more, who now is, is told of it. Under its lock.

    Never refused, whatever class they are in since: blurring a face, taking a photo out wait for nobody. Who reads is judged at each reading.
    """
    if billet.classe is None or billet.groupe is None:
        return
    montres, dits = set(photos.eleves_montres(billet)), set(billet.groupe.eleves.all())
    if montres == dits:
        return
    # Whoever is shown no more and had left the class keeps no word of it either.
    avant = evenements.eleves(billet) | {eleve.pk: eleve.prenom for eleve in dits - montres}
    lecteurs = evenements.lecteurs(billet)
    billet.groupe.eleves.set(montres)
    billet.equipe = not montres
    billet.save(update_fields=["equipe"])
    reprendre_ce_qui_fut_dit(billet, avant)
    annoncer_billet(billet=billet)
    diffusion.signaler(nature=evenements.BILLET_CHANGE, objet_id=billet.pk, destinataires=lecteurs)


def verrouiller_ses_fichiers(billet: Billet, envoi: Envoi | None = None) -> None:
    """And those that are brought, before the billet itself: an image that changes locks itself, then its billets."""
    siens = billet.pieces.order_by().values_list("fichier", flat=True)
    verrouiller_les_fichiers({*siens, *(f.pk for f in (envoi.deposes if envoi else ()))})


def verrouiller(pk: int) -> Billet:
    """The billet as it is now, under its lock."""
    lus = Billet.objects.select_for_update(of=("self",)).select_related("etablissement", "classe", "groupe")
    return lus.get(pk=pk)


def relire(billet: Billet) -> Billet:
    return Billet.objects.select_related("etablissement", "classe", "groupe", "auteur").get(pk=billet.pk)


@transaction.atomic
def publier_billet(
    *,
    billet: Billet,
    auteur: Personne,
    public: str = photos.FAMILLES,
    a: dt.datetime | None = None,
) -> Billet:
    """Bring a billet to its readers: at once, or from `a`, and never in quiet hours. What a pupil sent is approved by it.

    Photos that may not be shown to these readers stay in the billet and are left out of what they read.
    """
    billet = verrouiller(billet.pk)
    deja_lu, avant = billet.est_publie and not billet.equipe, evenements.eleves(billet)
    _adresser(billet, public)
    _exiger_de_quoi_lire(billet)
    if not billet.titre:
        billet.titre = titre_par_defaut(billet)
    maintenant = timezone.now()
    if billet.retire_le:
        _rendre_ce_qui_fut_dit(billet)
    billet.retire_le = None
    billet.etat = Billet.Etat.PUBLIE
    billet.publie_le = billet.publie_le or maintenant
    if billet.visible_le is None or billet.attend or not deja_lu:
        billet.visible_le = moment_visible(billet.etablissement, a)
    billet.save()
    billet.save_revision(user=auteur, clean=False)
    _approuver_ou_publier(billet, auteur)
    consigner(
        "pages.publier_billet",
        auteur=auteur,
        etablissement=billet.etablissement,
        objet=f"billet {billet.pk}",
        public=public,
    )
    billet = relire(billet)
    oublier_les_archives_du(billet)
    reprendre_ce_qui_fut_dit(billet, avant)
    _dire(billet)
    return billet


def _dire(billet: Billet) -> None:
    """To its readers now, or when its hour comes; to the team alone, in silence."""
    if not billet.equipe and not billet.attend:
        annoncer_billet(billet=billet)
        return
    if not billet.equipe:
        diffusion.differer(TACHE_ANNONCER, a=billet.visible_le, billet_id=billet.pk)
    _signaler(billet)


def reprendre_ce_qui_fut_dit(billet: Billet, avant: dict[int, str]) -> None:
    """Of those whom it was for, whoever is no more among them keeps no word of it, nor of what is said under it.

    For somebody new, what was said under it was not meant: its team shows each comment again, or not.
    """
    apres = evenements.eleves(billet).keys()
    partis, venus = avant.keys() - apres, apres - avant.keys()
    if partis:
        diffusion.denotifier(nature=evenements.BILLET_PUBLIE, objet_id=billet.pk, eleves=partis)
    if venus:
        billet.commentaires.update(visible_le=None)
    sans_nouvelles = avant.keys() if venus else partis
    for commentaire in billet.commentaires.values_list("pk", flat=True) if sans_nouvelles else ():
        diffusion.denotifier(nature=COMMENTAIRE, objet_id=commentaire, eleves=sans_nouvelles)


def titre_par_defaut(billet: Billet) -> str:
    return _("Photos du %(jour)s") % {"jour": date_format(timezone.localdate(), "j F")}


def _adresser(billet: Billet, public: str) -> None:
    """Whom it is for. The families of those shown: a group made for it once, of those whom its photos show."""
    billet.equipe = public == photos.EQUIPE
    # For fewer, then for all again: whether everybody may read it is chosen again too.
    billet.sur_le_site = billet.sur_le_site and public == photos.FAMILLES
    if public == photos.MONTRES:
        if billet.classe is None:
            raise ValidationError(_("Un billet de groupe est pour tout le groupe, ou pour l’équipe."))
        eleves = photos.eleves_montres(billet)
        if not eleves:
            raise ValidationError(_("Dites d’abord quels élèves sont sur les photos : leurs familles les liront."))
        if billet.groupe is None:
            billet.groupe = groupe_ponctuel(billet.classe, eleves, choisis=False)
        else:
            billet.groupe.eleves.set(eleves)
    elif billet.est_nominatif:
        billet.groupe = None


def _exiger_de_quoi_lire(billet: Billet) -> None:
    images = photos.photos_de(billet)
    a_lire = billet.texte or billet.titre or len(images) < billet.pieces.count() or any(p.prete for p in images)
    if a_lire:
        return
    if not images:
        raise ValidationError(_("Il n’y a encore rien à publier : choisissez des photos, ou écrivez deux mots."))
    raise ValidationError(
        _(
            "Aucune photo ne peut être montrée pour l’instant. Dites qui y est, floutez, ou choisissez un public plus petit."
        )
    )


def _approuver_ou_publier(billet: Billet, auteur: Personne) -> None:
    """By the workflow when the billet is in it: its approval publishes. A billet that was returned leaves it."""
    if tache := billet.current_workflow_task_state:
        tache.approve(user=auteur)
    else:
        billet.get_latest_revision().publish(user=auteur)


def dire_le_billet(billet: Billet, prenom: str) -> str:
    """The sentence of a notification, in the language in force."""
    return _("%(enfant)s · Journal de la classe : %(titre)s") % {"enfant": prenom, "titre": billet.titre}


def redites(billets: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    return {billet.pk: partial(dire_le_billet, billet) for billet in Billet.objects.filter(pk__in=billets)}


@transaction.atomic
def annoncer_billet(*, billet: Billet) -> None:
    """Tell families of a billet that has become visible. Told again, it changes nothing."""
    if billet.retire_le or billet.equipe or not billet.est_publie or billet.attend:
        return
    eleves = evenements.eleves(billet)
    familles = evenements.responsables(billet, eleves)

    diffusion.notifier(
        nature=evenements.BILLET_PUBLIE,
        objet_id=billet.pk,
        etablissement=billet.etablissement,
        textes={(adulte, enfant): partial(dire_le_billet, billet, eleves[enfant]) for adulte, enfant in familles},
        adresse=reverse("journal_billet", args=[billet.pk]),
        visible_le=calendrier.ouverture(billet.etablissement, timezone.now()),
    )
    diffusion.signaler(nature=evenements.BILLET_PUBLIE, objet_id=billet.pk, destinataires=evenements.lecteurs(billet))


@transaction.atomic
def retirer_billet(*, billet: Billet, auteur: Personne) -> None:
    """Withdraw a billet: it leaves every page, and what was told of it is taken back. Can be undone."""
    lecteurs = evenements.lecteurs(billet)
    Billet.objects.filter(pk=billet.pk, retire_le=None).update(retire_le=timezone.now())
    diffusion.mettre_de_cote(natures=[evenements.BILLET_PUBLIE], objets=[billet.pk])
    diffusion.mettre_de_cote(natures=[COMMENTAIRE], objets=list(billet.commentaires.values_list("pk", flat=True)))
    oublier_les_archives_du(billet)
    consigner("pages.retirer_billet", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    diffusion.signaler(nature=evenements.BILLET_CHANGE, objet_id=billet.pk, destinataires=lecteurs)


@transaction.atomic
def remettre_billet(*, billet: Billet, auteur: Personne) -> None:
    """Undo a withdrawal. Who had been told is told nothing anew, and who had not read finds it again; those who never were are told now."""
    Billet.objects.filter(pk=billet.pk).update(retire_le=None)
    billet.retire_le = None
    _rendre_ce_qui_fut_dit(billet)
    annoncer_billet(billet=billet)
    consigner("pages.remettre_billet", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    _signaler(billet)


def _rendre_ce_qui_fut_dit(billet: Billet) -> None:
    """Of a billet that is put back, and of what is said under it, but what was withdrawn on its own."""
    diffusion.rendre(natures=[evenements.BILLET_PUBLIE], objets=[billet.pk])
    restes = billet.commentaires.filter(retire_le=None).values_list("pk", flat=True)
    diffusion.rendre(natures=[COMMENTAIRE], objets=list(restes))


@transaction.atomic
def effacer_brouillon(*, billet: Billet, auteur: Personne) -> None:
    """Throw away what was never published, and its files; what a colleague published meanwhile stays. Said again, it changes nothing."""
    verrouiller_ses_fichiers(billet)
    billets = Billet.objects.select_for_update(of=("self",)).select_related("etablissement", "classe", "groupe")
    lu = billets.filter(pk=billet.pk).first()
    if lu is None:
        return
    if lu.est_publie:
        raise ValidationError(_("Ce billet est publié : retirez-le, vous pourrez le remettre."))
    fichiers = list(lu.fichiers.all())
    consigner("pages.effacer_billet", auteur=auteur, etablissement=lu.etablissement, objet=f"billet {lu.pk}")
    _signaler(lu)
    lu.delete()
    detacher(fichiers=fichiers)


@transaction.atomic
def montrer_sur_le_site(*, billet: Billet, auteur: Personne, est_montre: bool) -> None:
    """The class shows a billet to everybody, or no more. Photos are judged at each reading by what was allowed for the site."""
    billet = verrouiller(billet.pk)
    if est_montre and (not billet.est_publie or billet.equipe or billet.groupe_id):
        raise ValidationError(_("Seul un billet publié pour toute la classe peut être montré sur le site de l’école."))
    Billet.objects.filter(pk=billet.pk).update(sur_le_site=est_montre)
    consigner(
        "pages.montrer_sur_le_site",
        auteur=auteur,
        etablissement=billet.etablissement,
        objet=f"billet {billet.pk}",
        montre=est_montre,
    )
    _signaler(billet)


def _signaler(billet: Billet) -> None:
    diffusion.signaler(nature=evenements.BILLET_CHANGE, objet_id=billet.pk, destinataires=evenements.lecteurs(billet))
