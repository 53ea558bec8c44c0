"""Who is on an image, read: as an adult of the school settles it, and what of a form or of an item waits for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription, Personne
from ent.socle.tri import cle

from . import droits, registres
from .models import Fichier, Visage
from .supports import Support


@dataclass
class Image:
    """An image, or a video: whom one said to be on it, and who of them may not be shown to families."""

    fichier: Fichier
    eleves: list[Personne] = field(default_factory=list)
    refus: dict[int, str] = field(default_factory=dict)  # by pupil, why
    bloques: list[str] = field(default_factory=list)  # the media on which it is not shown
    supports: list[str] = field(default_factory=lambda: [Support.JOURNAL.value])  # those that it is on

    @property
    def id(self) -> str:
        """Of its form in a page."""
        return f"qui-{self.fichier.uuid}"

    @property
    def est_dite(self) -> bool:
        return self.fichier.personnes_dites_le is not None

    @property
    def refuses(self) -> list[Personne]:
        return [eleve for eleve in self.eleves if eleve.pk in self.refus]


def images_de(fichiers: Iterable[Fichier], support: str = Support.JOURNAL) -> list[Image]:
    """Of these files, those that are looked at. Two queries and those of the consents, whatever their number."""
    vus = [f for f in fichiers if f.se_regarde]
    if not vus:
        return []
    par_fichier: dict[int, list[Personne]] = {f.pk: [] for f in vus}
    eleves = Personne.objects.filter(visages__fichier__in=par_fichier).distinct().in_bulk()
    for pk, eleve in Visage.objects.filter(fichier__in=par_fichier).values_list("fichier_id", "eleve_id"):
        par_fichier[pk].append(eleves[eleve])
    refus = registres.refus_d_image(support, list(eleves)) if eleves else {}
    images = []
    for fichier in vus:
        siens = sorted(par_fichier[fichier.pk], key=lambda e: (cle(e.prenom), cle(e.nom), e.pk))
        les_siens = {e.pk: refus[e.pk] for e in siens if e.pk in refus}
        images.append(Image(fichier, siens, les_siens, [support] if les_siens else []))
    return images


def image_sur(fichier: Fichier, supports: Collection[str]) -> Image:
    """One image, judged for each medium that it is on: what is said of it is what is shown of it there."""
    une, *autres = [images_de([fichier], support)[0] for support in supports]
    une.supports = [*supports]
    for autre in autres:
        une.bloques += autre.bloques
        for eleve, phrase in autre.refus.items():
            dites = une.refus.get(eleve, phrase)
            une.refus[eleve] = dites if phrase in dites else f"{dites} ; {phrase}"
    return une


def ce_qui_bloque(personne: Personne, fichiers: Iterable[Fichier]) -> dict[int, str]:
    """By image (its number) that several households may not be shown yet, why: nobody said who is on it, or somebody is who may not
    be shown. Those that may are absent; and those that this person may not settle (a colleague's, taken up from the reserve), which
    families are not shown meanwhile.
    """
    phrases = {}
    for image in images_de(f for f in fichiers if droits.peut_dire_qui(personne, f)):
        if not image.est_dite:
            phrase = _("Dites qui est sur « %(nom)s » : si l’on n’y reconnaît personne, une touche suffit.")
            phrases[image.fichier.pk] = phrase % {"nom": image.fichier.nom_donne}
        elif image.refus:
            phrase = _(
                "« %(nom)s » ne peut pas être montrée à ces familles (%(raisons)s). Floutez-la, retirez-la, ou écrivez à moins de "
                "monde."
            )
            phrases[image.fichier.pk] = phrase % {
                "nom": image.fichier.nom_donne,
                "raisons": " ; ".join(image.refus.values()),
            }
    return phrases


def cachees(fichiers: Iterable[Fichier]) -> list[Fichier]:
    """Of these, what families are not shown at this moment. One query, none without any image."""
    vus = [f for f in fichiers if f.se_regarde]
    if not vus:
        return []
    montrees = set(
        Fichier.objects.filter(pk__in=[f.pk for f in vus])
        .montrables_sur(Support.JOURNAL)
        .order_by()
        .values_list("pk", flat=True)
    )
    return [f for f in vus if f.pk not in montrees]


def reglable_par(personne: Personne, uuid) -> Fichier | None:
    """An image (or a video) that this person reads as an adult of its school, in an item whose images are asked about: they may say who
    is on it, and blur. A medical paper, or the face of who collects a child, is read by a teacher and never altered.
    """
    connus = Fichier.objects.filter(uuid=uuid, nature__in=droits.A_VOIR, etat=Fichier.Etat.SAIN)
    for fichier in connus.select_related("etablissement", "classe"):
        if droits.peut_dire_qui(personne, fichier) and _est_lu(personne, fichier):
            return fichier
    return None


def _est_lu(personne: Personne, fichier: Fichier) -> bool:
    regles = [porteur for porteur in registres.porteurs() if porteur.se_regle]
    return Fichier.objects.lisibles_par(personne, regles).filter(pk=fichier.pk).exists()


def eleves_a_dire(personne: Personne, fichier: Fichier) -> list[tuple[Classe, list[Personne]]]:
    """Whom one may say to be on it, by class: of the pupils whom one knows, those of its class; else those of the classes and groups
    that one teaches; for a direction that teaches none, all of its school. And whoever was said already. Two queries at most.
    """
    ici = Inscription.objects.filter(
        en_cours(), classe__etablissement=fichier.etablissement_id, classe__fermee_le=None
    ).select_related("eleve", "classe")
    portee = personne.portee
    connus = Q(eleve__in=Personne.objects.eleves_visibles_par(personne).order_by().values("pk"))
    tenus = Q(classe__in=portee.classes_tenues) | Q(eleve__groupes__in=portee.groupes_tenus)
    if fichier.classe_id:
        connus &= Q(classe=fichier.classe_id)
    elif ici.filter(tenus).exists():
        connus &= tenus
    siennes = ici.filter(connus | Q(eleve__visages__fichier=fichier.pk))
    par_classe: dict[Classe, dict[int, Personne]] = {}
    for inscription in siennes.order_by("classe__nom", "classe", "eleve__prenom", "eleve__nom", "pk").distinct():
        par_classe.setdefault(inscription.classe, {})[inscription.eleve_id] = inscription.eleve
    return [(classe, list(eleves.values())) for classe, eleves in par_classe.items()]


def eleves_choisis(groupes: list[tuple[Classe, list[Personne]]], uuids: Collection[str]) -> list[Personne]:
    """Of these, each once."""
    voulus = set(uuids)
    return list({e.pk: e for _classe, eleves in groupes for e in eleves if str(e.uuid) in voulus}.values())
