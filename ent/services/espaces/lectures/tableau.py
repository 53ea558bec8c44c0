"""The board of works as one person reads it: each image judged at this moment; and, for who hangs, why one waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne
from ent.fichiers.models import Fichier, numeroter
from ent.fichiers.registres import Souvenir, travaux_de
from ent.fichiers.supports import Support
from ent.fichiers.visages import Image, images_de
from ent.socle.tri import cle

from .. import droits
from ..models import ClasseDeLEspace, EcoleDeLEspace, Espace, FichierDOeuvre, Oeuvre
from ..models.tableau import montrable

TITRE = 80  # letters of `Oeuvre.titre`
# What may hang: a document is a PDF alone, which any browser opens.
NATURES = ("image", "son", "video", "document")
PDF = "application/pdf"


@dataclass
class Attente:
    """A file that nobody else reads yet, and why, for who hung it."""

    fichier: Fichier
    pourquoi: str
    se_dit: bool  # nobody said who is on it: one tap


@dataclass
class OeuvreLue:
    """A work: what is shown of it, whose it is, what waits."""

    oeuvre: Oeuvre
    de: str  # « CM2, École du Cerf-Volant »
    prenoms: str
    fichiers: list[Fichier] = field(default_factory=list)
    attendent: list[Attente] = field(default_factory=list)
    se_change: bool = False

    @property
    def se_voit(self) -> bool:
        """There is something to look at, to listen to or to read."""
        return bool(self.fichiers or self.oeuvre.texte)

    @property
    def premiere_image(self) -> Fichier | None:
        return next((f for f in self.fichiers if f.est_image), None)


class Tableau:
    """The works of a space for one reader. A fixed number of queries, whatever hangs."""

    def __init__(self, personne: Personne, espace: Espace) -> None:
        self.personne, self.espace = personne, espace

    @cached_property
    def miennes(self) -> list[ClasseDeLEspace]:
        """The classes whose works this person hangs: those they teach, and those of the schools that they commit."""
        if not Espace.objects.du_travail_de(self.personne).filter(pk=self.espace.pk).exists():
            return []
        engagees = droits.ecoles_engagees_par(self.personne)
        tenues = droits.portee_de(self.personne).classes_tenues
        lues = ClasseDeLEspace.objects.dedans().filter(ecole__espace=self.espace)
        siennes = lues.filter(Q(classe__in=tenues) | Q(ecole__etablissement__in=engagees))
        return list(siennes.select_related("classe__etablissement", "ecole__etablissement", "ecole__espace").distinct())

    @property
    def prenables(self) -> set[int]:
        """Of these, the classes that they teach: what their pupils made is theirs to take."""
        tenues = droits.portee_de(self.personne).classes_tenues
        return {classe.pk for classe in self.miennes if classe.classe_id in tenues}

    @property
    def accroche(self) -> bool:
        return self.espace.est_ouvert and bool(self.miennes)

    @cached_property
    def oeuvres(self) -> list[OeuvreLue]:
        """The highest first. One of which nothing may be shown yet is seen by who hangs it alone."""
        lues = self.lire(Oeuvre.objects.visibles_par(self.personne).filter(espace=self.espace))
        return [lue for lue in lues if lue.se_voit or lue.se_change]

    @property
    def retirees(self) -> list[Oeuvre]:
        """Those of theirs that were taken down within the hour."""
        return [oeuvre for oeuvre in self._de_cote if oeuvre.est_retiree and oeuvre.classe.retiree_le is None]

    @property
    def suspendues(self) -> list[Oeuvre]:
        """Those of a class of theirs that was taken away: nobody sees them, and they would hang again with it."""
        return [oeuvre for oeuvre in self._de_cote if not oeuvre.est_retiree]

    @cached_property
    def _de_cote(self) -> list[Oeuvre]:
        if not (droits.portee_de(self.personne).classes_tenues or droits.ecoles_engagees_par(self.personne)):
            return []
        decrochees = Q(retiree_le__gt=timezone.now() - Oeuvre.REGRET)
        de_cote = decrochees | Q(retiree_le=None, classe__retiree_le__isnull=False)
        siennes = Oeuvre.objects.reprises_par(self.personne).filter(de_cote, espace=self.espace)
        return list(siennes.select_related("classe").order_by("-retiree_le", "pk"))

    def lire(self, oeuvres) -> list[OeuvreLue]:
        tous = FichierDOeuvre.objects.select_related("fichier__etablissement", "fichier__classe")
        lues = list(
            oeuvres.select_related("classe__classe", "classe__ecole__etablissement").prefetch_related(
                Prefetch("fichiers", tous), "eleves"
            )
        )
        fichiers = [lien.fichier for oeuvre in lues for lien in oeuvre.fichiers.all()]
        montres, presents = montrables_parmi(fichiers), presents_parmi(lues)
        miennes = {classe.pk for classe in self.miennes}
        images = {}
        if miennes:
            caches = [
                lien.fichier
                for oeuvre in lues
                if oeuvre.classe_id in miennes
                for lien in oeuvre.fichiers.all()
                if lien.fichier_id not in montres
            ]
            images = {image.fichier.pk: image for image in images_de(caches, Support.PROJET)}
        return [
            self._une(oeuvre, montres, images, prenoms(oeuvre, presents), oeuvre.classe_id in miennes)
            for oeuvre in lues
        ]

    def _une(
        self, oeuvre: Oeuvre, montres: set[int], images: dict[int, Image], nommes: str, est_mienne: bool
    ) -> OeuvreLue:
        siens = [lien.fichier for lien in oeuvre.fichiers.all()]
        return OeuvreLue(
            oeuvre,
            _("%(classe)s, %(ecole)s")
            % {"classe": oeuvre.classe.classe.nom, "ecole": oeuvre.classe.ecole.etablissement},
            nommes if oeuvre.avec_prenoms or est_mienne else "",
            numeroter(f for f in siens if f.pk in montres),
            [attente(images[f.pk]) for f in siens if f.pk in images],
            est_mienne,
        )


def presents_parmi(oeuvres: Collection[Oeuvre]) -> set[tuple[int, int]]:
    """(class, pupil) of those whom these works name and who are of that class today. Reads `eleves`. One query, where somebody is named."""
    nommes = {eleve.pk for oeuvre in oeuvres for eleve in oeuvre.eleves.all()}
    if not nommes:
        return set()
    classes = {oeuvre.classe.classe_id for oeuvre in oeuvres}
    la = Inscription.objects.filter(en_cours(), eleve__in=nommes, classe__in=classes).order_by()
    return set(la.values_list("classe_id", "eleve_id"))


def prenoms(oeuvre: Oeuvre, presents: set[tuple[int, int]]) -> str:
    """« Adam, Inès »: never a family name, nor who left the class. Reads `eleves`."""
    la = (eleve.prenom for eleve in oeuvre.eleves.all() if (oeuvre.classe.classe_id, eleve.pk) in presents)
    return ", ".join(sorted(la, key=cle))


def montrables_parmi(fichiers: Collection[Fichier]) -> set[int]:
    """Of these, what may be shown at this moment in a project with another school. One query."""
    ids = [f.pk for f in fichiers]
    if not ids:
        return set()
    return set(
        Fichier.objects.filter(montrable(), pk__in=ids, etat=Fichier.Etat.SAIN).order_by().values_list("pk", flat=True)
    )


def attente(image: Image) -> Attente:
    """In plain words, with what to do."""
    if not image.est_dite:
        return Attente(image.fichier, _("Elle attend : dites qui y est. S’il n’y a personne, une touche suffit."), True)
    raisons = " ; ".join(image.refus.values())
    return Attente(
        image.fichier,
        _("Elle n’est vue de personne d’autre (%(raisons)s). Floutez-la, ou choisissez-en une autre.")
        % {"raisons": raisons},
        False,
    )


def eleves_de(classe: ClasseDeLEspace) -> list[Personne]:
    """The pupils of a class today, by first name. One query."""
    presents = Inscription.objects.filter(en_cours(), classe=classe.classe_id).select_related("eleve").distinct()
    return sorted({i.eleve for i in presents}, key=lambda e: (cle(e.prenom), cle(e.nom), e.pk))


# --- What exists already ------------------------------------------------------------------------------------------------
@dataclass
class Prise:
    """Something of a pupil that may be hung as it is, and the files of it that would hang."""

    souvenir: Souvenir
    fichiers: list[Fichier]

    @property
    def titre(self) -> str:
        return " ".join(self.souvenir.titre.split())[:TITRE] or _("Sans titre")


def prises_de(personne: Personne, eleve: Personne, classe: ClasseDeLEspace) -> list[Prise]:
    """Works of this pupil and photos where they are, the latest first, that rooms let who teaches take; of the school of that class alone."""
    ecole = classe.ecole.etablissement_id
    prises = [
        Prise(souvenir, [f for f in souvenir.fichiers if f.etablissement_id == ecole and s_accroche(f)])
        for souvenir in travaux_de(personne, eleve)
        if souvenir.genre in (Souvenir.TRAVAIL, Souvenir.PHOTO)
    ]
    return sorted((p for p in prises if p.fichiers), key=lambda p: (p.souvenir.jour, p.souvenir.cle), reverse=True)


def s_accroche(fichier: Fichier) -> bool:
    """Of documents, a PDF alone."""
    return fichier.est_sain and (fichier.nature != Fichier.Nature.DOCUMENT or fichier.type_mime == PDF)


# --- For the archive ----------------------------------------------------------------------------------------------------
def oeuvres_a_garder(ecole: EcoleDeLEspace) -> list[OeuvreLue]:
    """Those that hang, of all its schools, with what may be shown at this moment; first names where their author chose so. Nobody's reader."""
    lues = Oeuvre.objects.accrochees(archive_de=ecole.etablissement_id).filter(espace=ecole.espace_id)
    tous = FichierDOeuvre.objects.select_related("fichier").prefetch_related("fichier__declinaisons")
    oeuvres = list(
        lues.select_related("classe__classe", "classe__ecole__etablissement").prefetch_related(
            Prefetch("fichiers", tous), "eleves"
        )
    )
    montres = montrables_parmi([lien.fichier for oeuvre in oeuvres for lien in oeuvre.fichiers.all()])
    presents = presents_parmi(oeuvres)
    return [lue for lue in (_gardee(oeuvre, montres, prenoms(oeuvre, presents)) for oeuvre in oeuvres) if lue.se_voit]


def _gardee(oeuvre: Oeuvre, montres: Iterable[int], nommes: str) -> OeuvreLue:
    de = {"classe": oeuvre.classe.classe.nom, "ecole": oeuvre.classe.ecole.etablissement}
    return OeuvreLue(
        oeuvre,
        _("%(classe)s, %(ecole)s") % de,
        nommes if oeuvre.avec_prenoms else "",
        [lien.fichier for lien in oeuvre.fichiers.all() if lien.fichier_id in montres],
    )
