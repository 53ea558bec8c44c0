"""What the tests of the journal share: billets of the CP-CE1 with small photos, and who may be shown."""

import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image

from ent.annuaire.models import Classe, Personne
from ent.fichiers.actions import Envoi, deposer
from ent.fichiers.lectures import lisible_par
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from pages.actions import billets as actions
from pages.actions import billets_photos
from pages.lectures.billets_photos import FAMILLES
from pages.models import Billet


def image(couleur: str = "red", cote: int = 60) -> bytes:
    tampon = io.BytesIO()
    Image.new("RGB", (cote, cote // 2), couleur).save(tampon, "PNG")
    return tampon.getvalue()


def photo(deposant: Personne, classe: Classe, couleur: str = "red", nom: str = "") -> Fichier:
    """Deposited, as a phone does before the form."""
    fichier, _neuf = deposer(
        deposant=deposant,
        envoi=uuid.uuid4(),
        contenu=ContentFile(image(couleur)),
        nom=nom or f"{couleur}.png",
        destination=Destination(classe.etablissement, classe),
    )
    return fichier


def brouillon(d, *montres: list[Personne] | None, auteur: Personne | None = None, classe=None, **champs) -> Billet:
    """A draft with one photo for each list of pupils; None: nobody said who is on it."""
    auteur, classe = auteur or d.enseignante, classe or d.cp_ce1
    photos = [photo(auteur, classe) for _qui in montres]
    billet = actions.ecrire_billet(
        auteur=auteur,
        classe=classe,
        envoi=Envoi(Destination(classe.etablissement, classe), deposes=photos),
        **{"titre": "Les feuilles d’automne"} | champs,
    )
    for piece, qui in zip(billet.pieces.all(), montres, strict=True):
        if qui is not None:
            billets_photos.dire_qui_est_sur(billet=billet, pieces=[piece], eleves=qui, auteur=auteur)
    return billet


def publie(d, *montres: list[Personne] | None, public: str = FAMILLES, a=None, **champs) -> Billet:
    billet = brouillon(d, *montres, **champs)
    return actions.publier_billet(billet=billet, auteur=billet.auteur, public=public, a=a)


def fichiers_de(billet: Billet) -> list[Fichier]:
    return [piece.fichier for piece in billet.pieces.select_related("fichier")]


def relu(personne: Personne) -> Personne:
    """Reach is kept for one request: somebody is read afresh."""
    return Personne.objects.get(pk=personne.pk)


def lecteurs(d, billet: Billet) -> list[str]:
    """Names in the cast of those who read it now."""
    return sorted(c for c, p in d.gens.items() if Billet.objects.visibles_par(relu(p)).filter(pk=billet.pk).exists())


def voit(personne: Personne, fichier: Fichier) -> bool:
    """Whether this person may read that file now, by its address."""
    return lisible_par(relu(personne), fichier.uuid) is not None


def voyeurs(d, fichier: Fichier) -> list[str]:
    """Names in the cast of those who may read that file now, by its address."""
    return sorted(c for c, p in d.gens.items() if voit(p, fichier))
