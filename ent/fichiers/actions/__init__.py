"""Writes of files: deposit, take, let go, purge; say who is on an image, and blur."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.socle.differer import differer

from .. import sas
from ..controles import Preparation, Sortie, images, reconnaitre
from ..limites import DEPOTS_LIBRES, GO, ZONES_MAX, lisible
from ..models import Declinaison, Fichier, Visage
from ..registres import Destination, cles_gardees, fichiers_retenus, prevenir_des_images
from ..stockage import cles_par_jour, ecrire, effacer, stockage, tout_ou_rien

TACHE_PURGER = "ent.fichiers.taches.purger"
GARDE = dt.timedelta(hours=24)  # of a deposit that nothing took


@dataclass
class Envoi:
    """What a form brings, checked: files deposited before it (or already there), and files sent along with it."""

    destination: Destination
    deposes: list[Fichier] = field(default_factory=list)
    prepares: list[Preparation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.deposes or self.prepares)

    @property
    def empreintes(self) -> set[str]:
        """Of all its files: kept from a form that was refused, or sent along, they are the same."""
        return {un.empreinte for un in self.deposes} | {un.empreinte for un in self.prepares}


def deposer(
    *,
    deposant: Personne,
    envoi: uuid.UUID,
    contenu: File,
    nom: str,
    destination: Destination,
    attente: float | None = None,
) -> tuple[Fichier, bool]:
    """Check a file and keep it, until an item takes it. Sent again under the same `envoi`, it is the same file.

    Gives the file and whether it is new. Refusals are ValidationErrors; nothing is then kept. A file that could not be judged in time
    (`attente`: seconds; those of a page) is kept « en cours de contrôle ».
    """
    if deja := Fichier.objects.filter(deposant=deposant, envoi=envoi).first():
        return deja, False
    prepare = juger_ou_garder(contenu, nom, attente=attente)
    try:
        return ranger(prepare=prepare, deposant=deposant, envoi=envoi, destination=destination), True
    except IntegrityError:  # the same deposit came twice at once
        return Fichier.objects.get(deposant=deposant, envoi=envoi), False


def juger_ou_garder(contenu: File, nom: str, *, attente: float | None = None) -> Preparation:
    """What a file is found to be, if somebody can say it while a page waits; else the file as it came, to be judged later."""
    try:
        return sas.juger(contenu, nom, attente=settings.ENT_ATTENTE_CONTROLE if attente is None else attente)
    except sas.SansVerdict:
        brut, _controle = reconnaitre(contenu, nom)
        brut.etat = Fichier.Etat.CONTROLE
        brut.sorties = [Sortie(Declinaison.BRUT, "application/octet-stream", contenu)]
        return brut


@tout_ou_rien()
def ranger(
    *, prepare: Preparation, deposant: Personne | None, destination: Destination, envoi: uuid.UUID | None = None
) -> Fichier:
    """Store a file that was found good, or is still to be judged, under the quota of its class or school. Nobody deposited what a machine brought."""
    etablissement, classe = destination.etablissement, destination.classe
    if deposant is not None:
        _verifier_les_depots(deposant, prepare)
    _verifier_la_place(etablissement, classe, prepare)
    fichier = Fichier.objects.create(
        etablissement=etablissement,
        classe=classe,
        deposant=deposant,
        envoi=envoi or uuid.uuid4(),
        nature=prepare.nature,
        nom_donne=prepare.nom,
        type_mime=prepare.type_mime,
        octets=prepare.octets,
        largeur=prepare.largeur,
        hauteur=prepare.hauteur,
        duree=prepare.duree,
        empreinte=prepare.empreinte,
        etat=prepare.etat,
    )
    Declinaison.objects.bulk_create(declinaison(fichier, sortie) for sortie in prepare.sorties)
    consigner(
        "fichiers.deposer",
        auteur=deposant,
        etablissement=etablissement,
        objet=f"fichier {fichier.pk}",
        nature=fichier.nature,
        octets=fichier.octets,
    )
    transaction.on_commit(_prevoir_la_purge)
    if not fichier.est_sain:
        differer("ent.fichiers.taches.controler", fichier_id=fichier.pk, essai=1)
        fichier.refresh_from_db()  # where tasks run at once, it is judged
    return fichier


def declinaison(fichier: Fichier, sortie: Sortie) -> Declinaison:
    """One of its objects, written in the storage; not saved yet."""
    return Declinaison(
        fichier=fichier,
        nom=sortie.nom,
        type_mime=sortie.type_mime,
        octets=sortie.contenu.size,
        largeur=sortie.largeur,
        hauteur=sortie.hauteur,
        cle=ecrire(sortie.contenu),
    )


def _verifier_les_depots(deposant: Personne, prepare: Preparation) -> None:
    en_attente = Fichier.objects.deposes_par(deposant).aggregate(n=Sum("octets"))["n"] or 0
    if en_attente + prepare.octets > DEPOTS_LIBRES:
        phrase = _(
            "« %(fichier)s » n’entre plus : %(pris)s de fichiers attendent déjà d’être envoyés. "
            "Il faut d’abord envoyer ceux-là, ou attendre demain."
        )
        raise ValidationError(phrase % {"fichier": prepare.nom, "pris": lisible(en_attente)}, code="depots")


def _quota(etablissement: Etablissement, classe: Classe | None) -> int:
    """In bytes: what the commune or the territory leaves, and never more than the installation."""
    if classe:
        return min(settings.ENT_QUOTA_CLASSE, etablissement.reglage("fichiers.quota_classe") * GO)
    return min(settings.ENT_QUOTA_ECOLE, etablissement.reglage("fichiers.quota_ecole") * GO)


def _verifier_la_place(etablissement: Etablissement, classe: Classe | None, prepare: Preparation) -> None:
    """Counted under a lock of the class (or school): two deposits never take the same last place."""
    compte: Classe | Etablissement = classe or etablissement
    # no_key: whoever writes in this class meanwhile does not wait.
    type(compte)._base_manager.select_for_update(no_key=True).get(pk=compte.pk)
    siens = Fichier.objects.filter(classe=classe) if classe else etablissement.fichiers.filter(classe=None)
    pris = siens.aggregate(n=Sum("octets"))["n"] or 0
    quota = _quota(etablissement, classe)
    if pris + prepare.octets > quota:
        phrase = _(
            "« %(fichier)s » n’entre plus : %(qui)s garde déjà %(pris)s de fichiers sur %(quota)s. "
            "Il faut retirer d’anciens fichiers, ou demander plus de place à l’école."
        )
        valeurs = {"fichier": prepare.nom, "qui": str(compte), "pris": lisible(pris), "quota": lisible(quota)}
        raise ValidationError(phrase % valeurs, code="quota")


@tout_ou_rien()
def recueillir(*, envoi: Envoi, deposant: Personne) -> list[Fichier]:
    """Take what a form brought, in the caller's transaction (itself a `tout_ou_rien`), in order. The caller then holds
    them: ``travail.fichiers.set(recueillir(envoi=…, deposant=…))``.
    """
    neufs = [ranger(prepare=p, deposant=deposant, destination=envoi.destination) for p in envoi.prepares]
    fichiers = [*envoi.deposes, *neufs]
    attacher(fichiers=fichiers)
    return fichiers


def verrouiller(fichiers: Iterable[int]) -> None:
    """Before what holds them is locked: an image that changes locks itself, then what follows it. One query, in the caller's transaction."""
    connus = Fichier.objects.filter(pk__in={*fichiers}).order_by("pk")
    list(connus.select_for_update().values_list("pk", flat=True))


@transaction.atomic
def attacher(*, fichiers: Collection[Fichier]) -> None:
    """An item takes these files: from now on its readers read them, and the purge leaves them."""
    presents = Fichier.objects.filter(pk__in=[f.pk for f in fichiers]).order_by("pk")
    if len(presents.select_for_update()) < len({f.pk for f in fichiers}):
        raise ValidationError(_("Un fichier déposé il y a plus d’un jour a été effacé. Il faut le joindre de nouveau."))
    if presents.exclude(etat=Fichier.Etat.SAIN).exists():
        raise ValidationError(_("Un fichier est encore en cours de contrôle, ou a été refusé."), code="controle")
    presents.filter(attache_le=None).update(attache_le=timezone.now())


@transaction.atomic
def detacher(*, fichiers: Collection[Fichier]) -> None:
    """An item let these files go. Those that no other item holds are erased at once; call it once the tie is cut."""
    libres = list(Fichier.objects.filter(pk__in=[f.pk for f in fichiers]).libres())
    _supprimer([f.pk for f in libres])


def numero_du_depot(personne: Personne, cle: str, nom: str, somme: str) -> uuid.UUID:
    """The same file that one person deposits in one page is one deposit."""
    return uuid.uuid5(personne.uuid, f"{cle}:{nom}:{somme}")


@transaction.atomic
def remettre_en_depot(*, fichiers: Collection[Fichier], deposant: Personne, cle: str) -> None:
    """An item let these files go, to the page `cle` of this person, who may send them again; call it once the tie is cut.

    From today they are deposits of theirs, read by nobody else; what another item holds too stays as it is there.
    """
    libres = set(Fichier.objects.filter(pk__in=[f.pk for f in fichiers]).libres().values_list("pk", flat=True))
    for fichier in fichiers:
        numero = numero_du_depot(deposant, cle, fichier.nom_donne, fichier.empreinte)
        if Fichier.objects.filter(deposant=deposant, envoi=numero).exclude(pk=fichier.pk).exists():
            continue  # twice the same, in one page: the purge takes the second
        champs = {"deposant": deposant, "attache_le": None, "cree_le": timezone.now()} if fichier.pk in libres else {}
        if champs or fichier.deposant_id == deposant.pk:
            Fichier.objects.filter(pk=fichier.pk).update(envoi=numero, **champs)
    transaction.on_commit(_prevoir_la_purge)


def _supprimer(pks: Collection[int]) -> int:
    """Rows now, objects after commit: a rollback keeps both."""
    cles = list(Declinaison.objects.filter(fichier__in=pks).values_list("cle", flat=True))
    Fichier.objects.filter(pk__in=pks).delete()
    transaction.on_commit(lambda: effacer(cles))
    return len(pks)


# --- Who is on an image -----------------------------------------------------------------------------------------------
@transaction.atomic
def dire_qui(*, fichier: Fichier, eleves: Collection[Personne], auteur: Personne) -> None:
    """Say which pupils of the school can be recognised on an image; an empty list says: nobody. Said again, it replaces.

    Of a video one says only that: it cannot be blurred, and each second of it would have to be looked at for each of them.
    """
    fichier = _image_verrouillee(fichier, video=not eleves)
    dits, connus = {e.pk for e in eleves}, set(fichier.visages.values_list("eleve", flat=True))
    ici = Inscription.objects.filter(
        en_cours(), eleve__in=dits - connus, classe__etablissement=fichier.etablissement_id, classe__fermee_le=None
    )
    if dits - connus - set(ici.values_list("eleve", flat=True)):
        raise ValidationError(_("Un de ces élèves n’est pas dans l’école. Relisez la liste."), code="eleves")
    fichier.visages.exclude(eleve__in=dits).delete()
    Visage.objects.bulk_create([Visage(fichier=fichier, eleve_id=pk) for pk in sorted(dits - connus)])
    fichier.personnes_dites_le = timezone.now()
    fichier.save(update_fields=["personnes_dites_le"])
    consigner(
        "fichiers.dire_qui",
        auteur=auteur,
        etablissement=fichier.etablissement,
        objet=f"fichier {fichier.pk}",
        eleves=sorted(dits),
    )
    prevenir_des_images([fichier.pk])


def _image_verrouillee(fichier: Fichier, *, video: bool = False) -> Fichier:
    relu = Fichier.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=fichier.pk)
    if relu.nature == Fichier.Nature.VIDEO and not video:
        raise ValidationError(
            _("Une vidéo où l’on reconnaît quelqu’un reste dans l’équipe : aucune famille ne la verra."), code="video"
        )
    if not relu.se_regarde:
        raise ValidationError(_("Ce fichier n’est pas une image."), code="nature")
    return relu


def flouter(
    *,
    fichier: Fichier,
    rectangles: Sequence[tuple[int, int, int, int]],
    auteur: Personne,
    masques: Collection[Personne] = (),
) -> None:
    """Blur zones of an image for ever, in every width: (left, top, right, bottom) in thousandths of its sides. The pupils
    `masques` are no more recognisable on it.

    New objects take the place of the old ones, which are erased after commit: under the same address, an ETag that was
    kept no longer answers.
    """
    _verifier_les_zones(rectangles)
    if not fichier.est_image:
        raise ValidationError(_("Ce fichier n’est pas une image."), code="nature")
    avant = list(Declinaison.objects.filter(fichier=fichier))
    if not avant:
        raise ValidationError(_("Cette image vient d’être effacée."), code="efface")
    plus_grande = max(avant, key=lambda d: d.largeur or 0)
    # Before the transaction: a photo takes a second, and whoever writes meanwhile does not wait.
    try:
        with stockage().open(plus_grande.cle) as contenu:
            sorties = images.flouter(contenu, [d.nom for d in avant], rectangles)
    except FileNotFoundError:  # somebody else blurred it at that moment
        raise _changee_entre_temps() from None
    _remplacer(fichier, avant, sorties, masques, auteur, len(rectangles))


def _verifier_les_zones(rectangles: Sequence[tuple[int, int, int, int]]) -> None:
    if not rectangles:
        raise ValidationError(_("Dessinez au moins un rectangle sur ce qu’il faut flouter."), code="zones")
    if len(rectangles) > ZONES_MAX:
        raise ValidationError(_("%(n)s rectangles au plus par image.") % {"n": ZONES_MAX}, code="zones")
    for zone in rectangles:
        if len(zone) != 4 or any(type(cote) is not int for cote in zone):
            raise ValidationError(_("Un rectangle n’a pas pu être lu. Dessinez-le de nouveau."), code="zones")
        gauche, haut, droite, bas = zone
        if not (0 <= gauche < droite <= 1000 and 0 <= haut < bas <= 1000):
            raise ValidationError(_("Un rectangle sort de l’image. Dessinez-le de nouveau."), code="zones")


def _changee_entre_temps() -> ValidationError:
    return ValidationError(
        _("Cette image vient d’être changée par quelqu’un d’autre. Regardez-la de nouveau."), code="change"
    )


@tout_ou_rien()
def _remplacer(
    fichier: Fichier,
    avant: list[Declinaison],
    sorties: list,
    masques: Collection[Personne],
    auteur: Personne,
    zones: int,
) -> None:
    relu = _image_verrouillee(fichier)
    actuelles = {d.nom: d for d in relu.declinaisons.select_for_update()}
    if {d.cle for d in actuelles.values()} != {d.cle for d in avant}:
        raise _changee_entre_temps()
    for sortie in sorties:
        objet = actuelles[sortie.nom]
        objet.type_mime, objet.octets = sortie.type_mime, sortie.contenu.size
        objet.cle = ecrire(sortie.contenu)
        objet.save(update_fields=["type_mime", "octets", "cle"])
    anciennes = [d.cle for d in avant]
    with sorties[-1].contenu.open() as plus_grand:
        relu.empreinte = hashlib.sha256(plus_grand.read()).hexdigest()
    relu.octets = sum(s.contenu.size for s in sorties)
    relu.save(update_fields=["empreinte", "octets"])
    relu.visages.filter(eleve__in=masques).delete()
    consigner(
        "fichiers.flouter",
        auteur=auteur,
        etablissement=relu.etablissement,
        objet=f"fichier {relu.pk}",
        zones=zones,
        eleves=sorted(e.pk for e in masques),
    )
    transaction.on_commit(lambda: effacer(anciennes))
    prevenir_des_images([relu.pk])


def _prevoir_la_purge() -> None:
    """Enqueue a purge for tomorrow, once an hour at most: where nothing is deposited there is nothing to purge."""
    tache = import_string(TACHE_PURGER)
    if tache.get_backend().supports_defer and cache.add("fichiers-purge", 1, timeout=3600):
        tache.using(run_after=timezone.now() + GARDE + dt.timedelta(hours=1)).enqueue()


def purger() -> dict[str, int]:
    """Erase what nothing holds for a day: deposits never taken, files whose items are gone, objects without a row."""
    limite = timezone.now() - GARDE
    with transaction.atomic():
        vieux = Fichier.objects.filter(cree_le__lt=limite).select_for_update(of=("self",), skip_locked=True)
        fichiers = _supprimer([f.pk for f in vieux.libres().exclude(pk__in=fichiers_retenus()).only("pk")])
    objets = 0
    for jour, cles in cles_par_jour():
        if jour < f"{limite - GARDE:%Y-%m-%d}":  # today's may belong to a deposit that is not committed yet
            connues = set(Declinaison.objects.filter(cle__startswith=f"{jour}/").values_list("cle", flat=True))
            connues |= cles_gardees(jour)
            orphelines = [cle for cle in cles if cle not in connues]
            effacer(orphelines)
            objets += len(orphelines)
    return {"fichiers": fichiers, "objets": objets}
