"""What the tests of comments share."""

import datetime as dt
import re

from django.urls import reverse
from django.utils import timezone

from ent.diffusion.models import Notification
from pages.models import Billet, Commentaire
from tests.pages.journal import relu


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text)).replace("\xa0", " ")


def page(entrer, personne, billet) -> str:
    return texte(entrer(relu(personne)).get(reverse("journal_billet", args=[billet.pk])))


def liseurs(d, commentaire: Commentaire) -> list[str]:
    """Names in the cast of those who read it now, among those who read its billet."""
    return sorted(
        nom
        for nom, personne in d.gens.items()
        if Billet.objects.visibles_par(relu(personne)).filter(pk=commentaire.billet_id).exists()
        and Commentaire.objects.lus_par(relu(personne), commentaire.billet).filter(pk=commentaire.pk).exists()
    )


def dites(commentaire: Commentaire) -> set[tuple[int, str]]:
    siennes = Notification.objects.filter(nature="pages.commentaire", objet_id=commentaire.pk)
    return set(siennes.values_list("destinataire_id", "texte"))


def suspendre(d, personne) -> None:
    from messagerie.actions import moderation

    fin = timezone.localdate() + dt.timedelta(days=7)
    moderation.suspendre(
        etablissement=d.elementaire, personnes=[personne], motif="Propos blessants.", date_fin=fin, auteur=d.directrice
    )
