"""Threads of forty messages, one for each parent that the bench signs in: with the teachers of the class of a first child."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne
from messagerie.actions.fils import fil_de_foyer
from messagerie.models import Fil, Message, Participation, Reaction

MESSAGES = 40
PHRASES = (
    "Bonjour, {prenom} a laissé son cahier à la maison, je l’apporte à midi.",
    "Bonjour, c’est noté. Nous commençons la lecture cet après-midi, il en aura besoin demain aussi.",
    "Merci beaucoup. Est-ce que la sortie à la ferme est toujours prévue jeudi ? Faut-il un pique-nique ?",
    "Oui, un pique-nique dans un sac à dos, et des bottes : il a plu toute la semaine et le chemin est long.",
)


def fil_de_quarante(visiteur: dict) -> Fil:
    """Two days of talk between a household and the school, with some signs and some quotes."""
    enfant = Personne.objects.get(uuid=visiteur["enfant"])
    moi = Personne.objects.get(uuid=visiteur["personne"])
    inscription = enfant.inscriptions.select_related("classe__etablissement").get(classe=visiteur["enfant_classe"])
    classe = inscription.classe
    enseignant = classe.affectations.select_related("enseignant").order_by("pk")[0].enseignant
    foyer = next(f for f in foyers_de([enfant.pk], classe.etablissement)[enfant.pk] if moi.pk in f)
    fil = fil_de_foyer(eleve=enfant, adultes=foyer, auteur=moi, classe=classe)
    if fil.dernier_numero:  # both adults of a household are among those who come
        return fil
    debut = timezone.now() - dt.timedelta(days=2)
    Message.objects.bulk_create(
        Message(
            fil=fil,
            numero=n,
            revision=n,
            uuid=uuid.uuid4(),
            auteur=moi if n % 2 else enseignant,
            texte=PHRASES[n % len(PHRASES)].format(prenom=enfant.prenom),
            parti_le=debut + n * dt.timedelta(minutes=40),
            ecrit_le=debut + n * dt.timedelta(minutes=40),
        )
        for n in range(1, MESSAGES + 1)
    )
    messages = list(fil.messages.order_by("numero"))
    for cite, message in zip(messages[:MESSAGES:10], messages[5:MESSAGES:10], strict=True):
        message.en_reponse_a = cite
        message.save(update_fields=["en_reponse_a"])
    Reaction.objects.bulk_create(Reaction(message=m, personne=enseignant, signe="merci") for m in messages[:MESSAGES:8])
    lu = {"recu_jusqu_a": MESSAGES, "lu_jusqu_a": MESSAGES}
    Participation.objects.update_or_create(fil=fil, personne=enseignant, defaults=lu)
    Participation.objects.filter(fil=fil, est_membre=True).update(**lu)
    fil.dernier_numero = fil.revision = MESSAGES
    fil.dernier_message, fil.dernier_le = messages[-1], messages[-1].parti_le
    fil.ont_ecrit = ",enseignant,responsable,"
    fil.save()
    return fil


def fils(visiteurs: list[dict]) -> list[dict]:
    lus = []
    for visiteur in visiteurs:
        fil = fil_de_quarante(visiteur)
        lus.append(
            visiteur
            | {"adresse": reverse("messagerie_fil", args=[fil.pk]), "contenu": MESSAGES, "mot": "le chemin est long"}
        )
    return lus
