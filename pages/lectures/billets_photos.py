"""The images of a billet before it is published: who is on each, who must not be, whether families will see it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne
from ent.fichiers.models import Fichier
from ent.fichiers.registres import refus_d_image
from ent.fichiers.supports import Support
from ent.socle.tri import cle

from ..models.billets import Billet, PieceBillet
from .pieces import Piece, pieces_des

FAMILLES, MONTRES, EQUIPE = "familles", "montres", "equipe"
A_VOIR = (Fichier.Nature.IMAGE, Fichier.Nature.VIDEO)


@dataclass
class Photo:
    """A photo (or a video) of a billet, as the teacher prepares it."""

    piece: PieceBillet
    eleves: list[Personne]
    refus: dict[int, str] = field(default_factory=dict)  # by pupil shown, why they may not be
    public: str = FAMILLES
    est_cochee: bool = False  # in the form that says who is on it
    rang: int = 0  # « Photo 2 » of that form

    @property
    def fichier(self) -> Fichier:
        return self.piece.fichier

    @property
    def est_dite(self) -> bool:
        """Somebody said who is on it. Of a video one says only that nobody can be recognised."""
        return self.fichier.personnes_dites_le is not None

    @property
    def bloquee(self) -> bool:
        """Somebody is on it who may not be shown to these readers."""
        if self.public == EQUIPE or (self.public == MONTRES and len(self.eleves) == 1):
            return False  # the team only; or a child, shown to those who answer for them
        return bool(self.refus)

    @property
    def prete(self) -> bool:
        return self.public == EQUIPE or (self.est_dite and not self.bloquee)

    @property
    def refuses(self) -> list[Personne]:
        return [eleve for eleve in self.eleves if eleve.pk in self.refus]


@dataclass
class Lecteurs:
    """Those for whom a billet may be published, and how its photos would be seen by them: what the button says, and does."""

    cle: str
    nom: str
    photos: list[Photo]  # judged for them
    est_en_mots: bool  # something is left to read without any photo

    @property
    def visibles(self) -> int:
        return sum(photo.prete for photo in self.photos)

    @property
    def laissees(self) -> int:
        return len(self.photos) - self.visibles

    @property
    def muettes(self) -> int:
        return sum(not photo.est_dite for photo in self.photos)

    @property
    def sait(self) -> bool:
        """That no photo would be seen, and why, stands above: who publishes does it knowingly."""
        return bool(self.laissees and not self.visibles and not self.muettes)

    @property
    def rien(self) -> bool:
        """There would be nothing to read: there is nothing to press."""
        return self.sait and not self.est_en_mots


def lecteurs_possibles(
    billet: Billet, publics: Collection[tuple[str, str]], toutes: list[Photo], autres: list[Piece]
) -> list[Lecteurs]:
    """Each of these publics, the photos judged for it; the families of those shown where somebody of a class may be."""
    est_en_mots = bool(billet.texte or billet.titre or autres)
    return [
        Lecteurs(cle, nom, [Photo(p.piece, p.eleves, p.refus, cle) for p in toutes], est_en_mots)
        for cle, nom in publics
        if cle != MONTRES or (toutes and billet.classe_id)
    ]


def public_de(billet: Billet) -> str:
    """What was chosen: for those shown, it stays so while nobody is, and the team alone reads it."""
    return MONTRES if billet.est_nominatif else EQUIPE if billet.equipe else FAMILLES


def photos_de(billet: Billet, public: str = "") -> list[Photo]:
    """Photos and videos, in order, judged for `public`. Four queries and those of the consents, whatever their number."""
    pieces = list(
        billet.pieces.filter(fichier__nature__in=A_VOIR)
        .select_related("fichier")
        .prefetch_related("fichier__visages__eleve")
    )
    montres = {v.eleve_id for piece in pieces for v in piece.fichier.visages.all()}
    refus = refus_d_image(Support.JOURNAL, montres) if montres else {}
    photos = []
    for piece in pieces:
        eleves = sorted((v.eleve for v in piece.fichier.visages.all()), key=lambda e: (cle(e.prenom), cle(e.nom), e.pk))
        siens = {e.pk: refus[e.pk] for e in eleves if e.pk in refus}
        photos.append(Photo(piece, eleves, siens, public or public_de(billet)))
    return photos


def raisons(photos: Collection[Photo]) -> str:
    """Why these may not be shown, each reason once, as a sentence."""
    dites = dict.fromkeys(phrase.rstrip(".") for photo in photos for phrase in photo.refus.values())
    return f"{' ; '.join(dites)}." if dites else ""


def cachees_de(billet: Billet) -> dict[int, str]:
    """By piece, why the families for whom this billet is published do not see it; nothing of what is for its team alone."""
    if not billet.est_publie or billet.equipe:
        return {}
    return {
        photo.piece.pk: raisons([photo]) if photo.est_dite else _("Personne n’a dit qui est dessus.")
        for photo in photos_de(billet)
        if not photo.prete
    }


def autres_pieces(billet: Billet) -> list[Piece]:
    """Sounds and documents. One query."""
    return [piece for piece in pieces_des([billet.pk]) if piece.nature not in A_VOIR]


def eleves_a_dire(billet: Billet) -> list[Personne]:
    """The pupils of its class or group, by first name: those one may say are on a photo. One query."""
    ici = Q(classe=billet.classe_id) if billet.classe_id else Q(eleve__groupes=billet.groupe_id)
    inscriptions = Inscription.objects.filter(en_cours(), ici, classe__etablissement=billet.etablissement_id)
    return list({i.eleve_id: i.eleve for i in inscriptions.select_related("eleve")}.values())


def eleves_montres(billet: Billet) -> list[Personne]:
    """Those who are on its photos. One query."""
    montres = Personne.objects.filter(visages__fichier__pieces_de_billets__billet=billet).distinct()
    return list(montres.order_by("prenom", "nom", "pk"))


def eleves_choisis(billet: Billet, uuids: Collection[str]) -> list[Personne]:
    """Of these, the pupils of its class or group."""
    voulus = set(uuids)
    return [eleve for eleve in eleves_a_dire(billet) if str(eleve.uuid) in voulus]
