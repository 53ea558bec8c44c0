"""What a keepsake would hold at this moment, and whether what one holds may still be given."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite
from ent.fichiers.lectures import TERMINAISONS
from ent.fichiers.limites import lisible
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Souvenir, souvenirs_de
from ent.fichiers.stockage import lire

from .models import AlbumSouvenir, PartAlbum, enfants_de

VIGNETTES = "vignettes"
DOSSIERS = {"image": "photos", "son": "sons", "video": "videos", "document": "documents"}


@dataclass(frozen=True)
class Prise:
    """One object to take: of which file, in which folder, named after what it is of."""

    fichier: int
    dossier: str
    cle: str
    octets: int
    terminaison: str
    souvenir: Souvenir

    @property
    def nom(self) -> tuple[int, str]:
        return self.fichier, self.dossier


@dataclass
class Contenu:
    """All that this reader may keep of this child today, by day."""

    choses: list[Souvenir]
    prises: list[Prise] = field(default_factory=list)

    @property
    def octets(self) -> int:
        return sum(prise.octets for prise in self.prises)

    @property
    def fichiers(self) -> int:
        return len({prise.fichier for prise in self.prises})

    @property
    def cles(self) -> set[str]:
        return {prise.cle for prise in self.prises}

    @property
    def textes(self) -> dict[str, str]:
        """By what is told, a digest of its words."""
        return {chose.cle: _empreinte(chose) for chose in self.choses}

    @property
    def comptes(self) -> dict[str, int]:
        """Of what a family counts: photos, works, words, sounds, videos."""
        vus = {f.pk: f.nature for chose in self.choses for f in _fichiers(chose)}
        natures, genres = Counter(vus.values()), Counter(chose.genre for chose in self.choses)
        return {
            "photos": natures[Fichier.Nature.IMAGE],
            "travaux": genres[Souvenir.TRAVAIL],
            "mots": genres[Souvenir.MOT],
            "sons": natures[Fichier.Nature.SON],
            "videos": natures[Fichier.Nature.VIDEO],
        }

    def couvre(self, cles: Collection[str], textes: dict[str, str]) -> bool:
        """All of that may still be given."""
        siens = self.textes
        return set(cles) <= self.cles and all(siens.get(cle) == dit for cle, dit in textes.items())


def _empreinte(chose: Souvenir) -> str:
    dit = [
        chose.titre,
        chose.texte,
        chose.de,
        sorted(chose.legendes.items()),
        [(r.de, r.texte) for r in chose.reponses],
    ]
    return sha256(json.dumps(dit).encode()).hexdigest()[:32]


def _fichiers(chose: Souvenir) -> Iterator[Fichier]:
    yield from chose.fichiers
    yield from (reponse.son for reponse in chose.reponses if reponse.son is not None)


def enfant_de(personne: Personne, uuid: UUID) -> Personne | None:
    return enfants_de(personne).filter(uuid=uuid).first()


def ecole_de(personne: Personne, eleve: Personne) -> Etablissement:
    """The school of the child today, else the last one that said who answers for them."""
    presents = Inscription.objects.filter(eleve=eleve, classe__fermee_le=None).order_by("-debut", "-pk")
    if inscription := presents.select_related("classe__etablissement").first():
        return inscription.classe.etablissement
    liens = Responsabilite.objects.filter(adulte=personne, enfant=eleve).select_related("etablissement")
    return liens.order_by("-debut", "-pk")[0].etablissement


def contenu_de(personne: Personne, eleve: Personne, langue: str) -> Contenu:
    """By the rights of this moment, as each room judges them. As many queries whatever there is."""
    with override(langue):
        choses = sorted(souvenirs_de(personne, eleve), key=lambda chose: (chose.jour, chose.cle))
    contenu, pris = Contenu(choses), set()
    for chose in choses:
        for fichier in _fichiers(chose):
            if fichier.pk not in pris:
                pris.add(fichier.pk)
                contenu.prises += _prises(chose, fichier)
    return contenu


def _prises(chose: Souvenir, fichier: Fichier) -> Iterator[Prise]:
    """The large one and, of a photo, a small one for the page."""
    grande = fichier.declinaison("1600" if fichier.est_image else "original")
    if grande is None:
        return
    petite = fichier.declinaison("320") if fichier.est_image else None
    for dossier, objet in ((DOSSIERS[fichier.nature], grande), (VIGNETTES, petite)):
        if objet is not None and (dossier != VIGNETTES or objet.cle != grande.cle):
            yield Prise(fichier.pk, dossier, objet.cle, objet.octets, TERMINAISONS[objet.type_mime], chose)


def est_encore_permis(album: AlbumSouvenir, contenu: Contenu) -> bool:
    """All that it holds may be given to its reader today: each photo as it is now, each word as it is said now."""
    cles = {e["objet"] for part in album.parts.all() for e in part.entrees if e.get("objet")}
    return contenu.couvre(cles, album.textes)


def lire_album(parts: list[PartAlbum], debut: int, longueur: int) -> Iterator[bytes]:
    """Bytes of the ZIP from `debut`, whatever the parts that hold them."""
    fin = debut + longueur
    for part in parts:
        de, a = max(debut, part.debut), min(fin, part.debut + part.octets)
        if de < a:
            yield from lire(part.cle, de - part.debut, a - de)


# --- In words ----------------------------------------------------------------------------------------------------------
def en_mots(comptes: dict[str, int]) -> list[str]:
    """« 12 photos », « 3 travaux »: what there is, and nothing of what there is not."""
    dits = {
        "photos": lambda n: ngettext("%(n)s photo", "%(n)s photos", n),
        "travaux": lambda n: ngettext("%(n)s travail", "%(n)s travaux", n),
        "mots": lambda n: ngettext("%(n)s mot", "%(n)s mots", n),
        "sons": lambda n: ngettext("%(n)s son", "%(n)s sons", n),
        "videos": lambda n: ngettext("%(n)s vidéo", "%(n)s vidéos", n),
    }
    return [dire(comptes[nom]) % {"n": comptes[nom]} for nom, dire in dits.items() if comptes.get(nom)]


def avancement(album: AlbumSouvenir) -> str:
    valeurs = {
        "faits": album.faits,
        "total": album.total,
        "octets": lisible(album.octets),
        "prevus": lisible(max(album.octets, album.octets_prevus)),
    }
    return _("Fichiers : %(faits)s sur %(total)s. Poids : %(octets)s sur %(prevus)s.") % valeurs
