"""The sites of the schools of the cast: a few news, a project, the team, how to reach them, and pictures drawn here (nobody on them)."""

import datetime as dt
import io
import math

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Place
from pages import models
from pages.actions import site_equipes, site_reglages

ACTUALITES = {
    "elementaire": [
        (
            2,
            "La semaine du goût",
            "Des tomates du jardin au potiron : toute l’école a cuisiné.",
            "jardin",
            "Lundi, les CP-CE1 ont épluché. Jeudi, tout le monde a goûté : le potiron gagne d’une courte tête.",
        ),
        (
            9,
            "Les CM2 au musée",
            "Une journée pour apprendre à regarder.",
            "ciel",
            "Chacun a choisi une œuvre et l’a racontée aux autres. Les carnets de croquis sont exposés dans le hall.",
        ),
        (
            16,
            "Merci pour la bourse aux livres",
            "412 livres ont changé de mains.",
            "livres",
            "Ceux qui restent rejoignent la bibliothèque de l’école, où les parents peuvent aussi emprunter le vendredi soir.",
        ),
    ],
    "maternelle": [
        (
            3,
            "Les Coquelicots plantent des bulbes",
            "Rendez-vous au printemps.",
            "jardin",
            "Les moyens ont creusé, les petits ont arrosé. Il faut maintenant attendre.",
        ),
    ],
}


def semer_sites(d, maintenant: dt.datetime) -> None:
    site_equipes.aligner_equipes()
    site_de_demonstration(
        d.elementaire, d.directrice, "elementaire", maintenant, palette="encre", embleme="montgolfiere"
    )
    site_de_demonstration(
        d.maternelle, d.directrice_maternelle, "maternelle", maintenant, palette="brique", embleme="fleur"
    )
    for ecole, auteur, *ou in [
        (d.elementaire, d.directrice, "4 rue du Cerf-Volant", "78190", "01 99 00 12 30", "cerf-volant@exemple.fr"),
        (
            d.maternelle,
            d.directrice_maternelle,
            "2 allée des Coquelicots",
            "78990",
            "01 99 00 12 31",
            "coquelicots@exemple.fr",
        ),
        (d.college, None, "15 avenue des Grands-Chênes", "78190", "01 99 00 12 32", "grands-chenes@exemple.fr"),
    ]:
        _contact(ecole, auteur, *ou)


@transaction.atomic
def site_de_demonstration(ecole, auteur, cle: str, maintenant=None, *, palette: str, embleme: str) -> None:
    """News, pictures and look of one school; `auteur` publishes there."""
    maintenant = maintenant or timezone.now()
    site_equipes.aligner_personne(personne=auteur)
    site = models.SiteDEcole.objects.select_related("collection", "etablissement").get(etablissement=ecole)
    rubrique = models.RubriqueActualites.objects.get(etablissement=ecole)
    for jours, titre, resume, dessin, texte in ACTUALITES[cle]:
        article = models.Actualite(
            title=titre,
            resume=resume,
            date=timezone.localdate(maintenant) - dt.timedelta(days=jours),
            live=False,
            illustration=_image(site, auteur, titre, dessin),
            corps=[("texte", _texte(texte))],
            owner=auteur,
        )
        rubrique.add_child(instance=article)
        article.save_revision(user=auteur).publish(user=auteur)
    if cle == "elementaire":
        _equipe(ecole, auteur)
    bandeau = _image(site, auteur, "La cour de l’école", "ciel", (1600, 500))
    annuaire.regler(place=Place(ecole=ecole), code="pages.palette", valeur=palette, auteur=auteur)
    site_reglages.regler_site(site=site, auteur=auteur, embleme=embleme, bandeau=bandeau)


def _texte(texte: str):
    from wagtail.rich_text import RichText

    return RichText(f"<p>{texte}</p>")


def _equipe(ecole, auteur) -> None:
    page = models.PageEquipe.objects.get(etablissement=ecole)
    page.corps = [
        ("membre", {"nom": nom, "fonction": fonction, "image": None})
        for nom, fonction in [("Mme Quéméneur", "Directrice"), ("Mme Lefort", "CP-CE1"), ("M. Caradec", "CM2")]
    ]
    page.save_revision(user=auteur).publish(user=auteur)


def _contact(ecole, auteur, rue: str, code_postal: str, telephone: str, courriel: str) -> None:
    """How to reach the school, as every site sends to it."""
    page = models.PageContact.objects.get(etablissement=ecole)
    page.rue, page.code_postal, page.telephone, page.courriel = rue, code_postal, telephone, courriel
    page.save_revision(user=auteur).publish(user=auteur)


def _image(site, auteur, titre: str, dessin: str, taille: tuple[int, int] = (1200, 800)) -> models.ImageDEcole:
    image = models.ImageDEcole(
        title=titre,
        description=titre,
        collection=site.collection,
        uploaded_by_user=auteur,
        personnes=models.ImageDEcole.Personnes.PERSONNE,
    )
    tampon = io.BytesIO()
    DESSINS[dessin](*taille).save(tampon, "WEBP", quality=80)
    image.file = ContentFile(tampon.getvalue(), "dessin.webp")
    image.save()
    image.get_file_size(), image.get_file_hash()
    return image


def _jardin(largeur: int, hauteur: int) -> Image.Image:
    """Rows of a kitchen garden under the sun."""
    toile = Image.new("RGB", (largeur, hauteur), "#cfe8f2")
    crayon = ImageDraw.Draw(toile)
    crayon.ellipse((largeur * 0.78, hauteur * 0.08, largeur * 0.9, hauteur * 0.08 + largeur * 0.12), fill="#f5bd1f")
    for rang in range(4):
        y = hauteur * (0.45 + 0.14 * rang)
        crayon.rectangle((0, y, largeur, hauteur), fill=["#7fae6b", "#6b9a57", "#8a5a3a", "#75492d"][rang])
        for n in range(12):
            x = largeur * (n + 0.5) / 12
            rayon = 10 + 6 * rang
            crayon.ellipse((x - rayon, y - rayon, x + rayon, y + rayon), fill=["#cf3527", "#bf5600", "#1d8348"][n % 3])
    return toile


def _ciel(largeur: int, hauteur: int) -> Image.Image:
    """A kite in a wide sky, over hills."""
    toile = Image.new("RGB", (largeur, hauteur), "#a9d3ea")
    crayon = ImageDraw.Draw(toile)
    collines = [(x, hauteur * 0.75 + 40 * math.sin(x / 130)) for x in range(0, largeur + 20, 20)]
    crayon.polygon([*collines, (largeur, hauteur), (0, hauteur)], fill="#6b9a57")
    x, y, c = largeur * 0.62, hauteur * 0.3, hauteur * 0.17
    crayon.polygon([(x, y - c), (x + c * 0.7, y), (x, y + c), (x - c * 0.7, y)], fill="#cf3527")
    crayon.line([(x, y - c), (x, y + c)], fill="#ffffff", width=4)
    crayon.line([(x, y + c), (x - c, hauteur * 0.8)], fill="#35260a", width=3)
    return toile


def _livres(largeur: int, hauteur: int) -> Image.Image:
    """A shelf."""
    toile = Image.new("RGB", (largeur, hauteur), "#f2ede4")
    crayon = ImageDraw.Draw(toile)
    couleurs = ["#cf3527", "#2a5fd0", "#1d8348", "#f5bd1f", "#7446bd", "#087e8b"]
    x = 40
    for n in range(30):
        epais = 28 + (n * 17) % 23
        if x + epais > largeur - 40:
            break
        crayon.rectangle((x, hauteur * (0.2 + 0.06 * (n % 3)), x + epais, hauteur * 0.8), fill=couleurs[n % 6])
        x += epais + 4
    crayon.rectangle((0, hauteur * 0.8, largeur, hauteur * 0.85), fill="#8a5a3a")
    return toile


DESSINS = {"jardin": _jardin, "ciel": _ciel, "livres": _livres}
