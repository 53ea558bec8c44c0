"""Three weeks of class journals: what the cast's classes drew, grew and saw; a pupil's billet to read over, one returned."""

import datetime as dt
import io
import math
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Personne
from ent.fichiers.actions import Envoi, deposer
from ent.fichiers.demonstration import PATIENCE, feuille_dessinee
from ent.fichiers.registres import Destination
from pages.actions import billets as actions
from pages.actions import billets_eleves, billets_photos, commentaires, portfolio
from pages.lectures.billets_photos import EQUIPE
from pages.models import Billet, Commentaire

CIEL, TERRE, VERT = "#d9ecf5", "#7b5a3e", "#3f8d55"
PEAUX = ("#b77a55", "#f0c9a4", "#8a5637")
HABITS = ("#087e8b", "#d8604f", "#f5bd1f")


def jardin(pousses: int) -> bytes:
    """Lentils on the sill: as many sprouts as days. PNG, 1200 × 900."""
    image = Image.new("RGB", (1200, 900), CIEL)
    crayon = ImageDraw.Draw(image)
    crayon.rectangle((0, 620, 1200, 900), fill=TERRE)
    for n in range(pousses):
        x, haut = 140 + n * 920 // max(1, pousses - 1), 620 - 60 - 45 * (n % 4) - 12 * pousses
        crayon.line([(x, 640), (x, haut)], fill=VERT, width=16)
        for cote in (-1, 1):
            crayon.ellipse((x + cote * 55 - 45, haut - 10, x + cote * 55 + 45, haut + 40), fill=VERT)
    return _png(image)


def ronde(enfants: int) -> bytes:
    """Children side by side in the yard, drawn. PNG, 1200 × 900."""
    image = Image.new("RGB", (1200, 900), "#efe6d6")
    crayon = ImageDraw.Draw(image)
    crayon.rectangle((0, 700, 1200, 900), fill="#d9b98a")
    for n in range(enfants):
        x = 600 + (n - (enfants - 1) / 2) * 300
        crayon.ellipse((x - 130, 500, x + 130, 900), fill=HABITS[n % 3])
        crayon.ellipse((x - 85, 300, x + 85, 480), fill=PEAUX[n % 3])
        crayon.pieslice((x - 92, 285, x + 92, 460), 180, 360, fill="#2d2320")
    return _png(image)


def soleil(rayons: int) -> bytes:
    """A collage of the small ones. PNG, 1200 × 900."""
    image = Image.new("RGB", (1200, 900), "#fdfcf7")
    crayon = ImageDraw.Draw(image)
    for n in range(rayons):
        angle = 2 * math.pi * n / rayons
        crayon.line(
            [(600, 450), (600 + 400 * math.cos(angle), 450 + 400 * math.sin(angle))], fill=HABITS[n % 3], width=36
        )
    crayon.ellipse((420, 270, 780, 630), fill="#f5bd1f")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    tampon = io.BytesIO()
    image.save(tampon, "PNG")
    return tampon.getvalue()


LEVEES = "Elles ont levé !"


def semer_journal(d, maintenant: dt.datetime) -> None:
    camarades = list(
        Personne.objects.filter(inscriptions__classe=d.cp_ce1, prenom__in=["Naïm", "Zoé"]).order_by("prenom")
    )
    # Author, class, title, words, photos with who is on them, days ago, public.
    ecrits: list[tuple] = [
        (d.enseignante, d.cp_ce1, "Les lentilles, premier jour", "Du coton, de l’eau, et chacun sa boîte. On compte les jours.",
         [(jardin(2), []), (jardin(3), [])], 19, {}),
        (d.enseignante, d.cp_ce1, LEVEES, "Celles du placard sont pâles, celles de la fenêtre sont vertes.",
         [(jardin(5), []), (jardin(7), []), (ronde(1), [d.eleve_ce1])], 12, {}),
        (d.enseignante, d.cp_ce1, "Récolte de feuilles dans la cour", "Chênes, érables… et un gland mystère.",
         [(feuille_dessinee("#b3541e", 7), []), (ronde(2), [d.eleve_cp, d.eleve_ce1]), (ronde(3), [d.eleve_ce1, *camarades])], 1, {}),
        (d.enseignante, d.cp_ce1, "Pour la prochaine sortie", "Prévoir deux accompagnateurs de plus.", [], 2, {"public": EQUIPE}),
        (d.enseignant, d.cm2, "Le cross de l’école", "Tout le monde a fini. Les grands ont encouragé les petits.",
         [(ronde(1), [d.eleve_cm2]), (jardin(4), [])], 6, {}),
        (d.directrice_maternelle, d.ms, "Des soleils pour l’hiver", "Déchirer, coller, recommencer.",
         [(soleil(9), []), (soleil(14), [])], 4, {}),
    ]  # fmt: skip
    for auteur, classe, titre, texte, photos, jours, public in ecrits:
        billet = _publier(auteur, classe, titre, texte, photos, maintenant, jours, **public)
        if titre == LEVEES:
            semis = billet
            actions.montrer_sur_le_site(billet=semis, auteur=d.enseignante, est_montre=True)
            _commenter(semis, d, maintenant)
    _proposer(d, maintenant)
    portfolio.garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre=semis.titre, billet=semis
    )


def _proposer(d, maintenant: dt.datetime) -> None:
    """What two pupils propose: one waits to be read, the other was given back."""
    renard = billets_eleves.proposer_billet(
        eleve=d.eleve_cp,
        classe=d.cp_ce1,
        uuid=d.identite("billet renard"),
        texte="Dimanche j’ai vu un renard dans la forêt. Il m’a regardée.",
        envoi=_envoi(d.eleve_cp, d.cp_ce1, [feuille_dessinee("#d7822b", 5)]),
    )
    chat = billets_eleves.proposer_billet(
        eleve=d.eleve_ce1, classe=d.cp_ce1, uuid=d.identite("billet chat"), texte="Mon chat a eu des bébés."
    )
    billets_eleves.rendre_billet(billet=chat, auteur=d.enseignante, mot="Combien de bébés ? Comment sont-ils ?")
    Billet.objects.filter(pk__in=[renard.pk, chat.pk]).update(cree_le=maintenant - dt.timedelta(hours=2))


def _commenter(billet: Billet, d, maintenant: dt.datetime) -> None:
    """Opened to families: one comment that all read and its answer, one that the team has not shown."""
    commentaires.ouvrir_aux_commentaires(billet=billet, auteur=d.enseignante, est_ouvert=True)
    ecrits = [
        commentaires.commenter(billet=billet, auteur=auteur, uuid=d.identite(f"commentaire {texte}"), texte=texte)
        for auteur, texte in [
            (d.mere, "Les nôtres poussent aussi, sur le rebord de la cuisine !"),
            (d.enseignante, "Bravo ! Apportez-en une photo, nous les comparerons."),
            (d.mere_arabophone, "Est-ce qu’il reste des graines pour la maison ?"),
        ]
    ]
    commentaires.montrer_commentaire(commentaire=ecrits[0], auteur=d.enseignante, est_montre=True)
    for heures, ecrit in zip((30, 26, 3), ecrits, strict=True):
        Commentaire.objects.filter(pk=ecrit.pk).update(cree_le=maintenant - dt.timedelta(hours=heures))
    Commentaire.objects.filter(billet=billet, visible_le__gt=maintenant).update(visible_le=maintenant)


def _publier(
    auteur,
    classe: Classe,
    titre: str,
    texte: str,
    photos: list[tuple[bytes, list]],
    maintenant: dt.datetime,
    jours: int,
    **public,
) -> Billet:
    """Through the actions, then dated as it was."""
    billet = actions.ecrire_billet(
        auteur=auteur, classe=classe, titre=titre, texte=texte, envoi=_envoi(auteur, classe, [p for p, _qui in photos])
    )
    for piece, (_photo, qui) in zip(billet.pieces.select_related("fichier"), photos, strict=True):
        billets_photos.dire_qui_est_sur(billet=billet, pieces=[piece], eleves=qui, auteur=auteur)
    billet = actions.publier_billet(billet=billet, auteur=auteur, **public)
    jour = timezone.localdate(maintenant) - dt.timedelta(days=jours)
    quand = timezone.make_aware(dt.datetime.combine(jour, dt.time(16, 20)))
    billet.publie_le = billet.visible_le = min(calendrier.ouverture(classe.etablissement, quand), maintenant)
    billet.save(update_fields=["publie_le", "visible_le"])
    actions.annoncer_billet(billet=billet)
    return billet


def _envoi(auteur, classe: Classe, photos: list[bytes]) -> Envoi | None:
    destination = Destination(classe.etablissement, classe)
    deposes = [
        deposer(
            deposant=auteur,
            envoi=uuid.uuid4(),
            contenu=ContentFile(photo),
            nom=f"photo-{n}.png",
            destination=destination,
            attente=PATIENCE,
        )[0]
        for n, photo in enumerate(photos, 1)
    ]
    return Envoi(destination, deposes=deposes) if deposes else None
