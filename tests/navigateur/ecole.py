"""What a class gives and receives, as the server holds it; the classroom's tablet."""

from tests.navigateur.test_direct import entrer_par_les_images

DONNER = """
import datetime as dt
from ent.annuaire import calendrier
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.models import Seance
from django.utils import timezone
jour = calendrier.prochain_jour_de_classe(d.elementaire, timezone.localdate())
publier_travail(auteur=d.enseignante, classe=d.cp_ce1, nature="{nature}", texte="{texte}", date_pour=jour, est_a_rendre={rendre})
"""
REMISES = "[[r.eleve.prenom, r.texte, [f.nature for f in r.fichiers.all()]] for r in Remise.objects.filter(travail__texte={texte!r}).order_by('pk')]"


class Ecole:
    """What the server holds of a travail."""

    def __init__(self, serveur) -> None:
        self.serveur = serveur
        self.jeton = serveur.lire("d.cp_ce1.jeton_tablette")

    def donner(self, texte: str, nature: str = "projet", rendre: bool = True) -> int:
        self.serveur.faire(DONNER.format(texte=texte, nature=nature, rendre=rendre))
        return self.lire(f"Travail.objects.get(texte={texte!r}).pk")

    def lire(self, expression: str):
        modeles = "__import__('cahier_de_textes.models', fromlist=['x'])"
        return self.serveur.lire(
            f"(lambda Travail, Remise, Retour: {expression})(*(getattr({modeles}, n) for n in ('Travail', 'Remise', 'Retour')))"
        )

    def remises(self, texte: str) -> list:
        return self.lire(REMISES.format(texte=texte))


def tablette_de(appareil, ecole, prenom: str = "Inès"):
    """The classroom's tablet, a pupil signed in by their pictures."""
    tablette = appareil("tablette")
    tablette.page.set_default_timeout(8000)
    entrer_par_les_images(tablette, ecole.serveur, ecole.jeton, prenom)
    return tablette


def ouvrir(appareil, pk: int) -> None:
    appareil.aller(f"/cahier/eleve/travail/{pk}/")
    appareil.page.get_by_role("heading", name="Je rends mon travail").wait_for()


def attendre_les_remises(ecole, page, texte: str, attendues: list) -> None:
    for _essai in range(40):
        if (lues := ecole.remises(texte)) == attendues:
            return
        page.wait_for_timeout(250)
    assert lues == attendues
