"""Who reads the files of the messagerie: whoever reads the item that holds them. And where one deposits them."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.fichiers.registres import Destination, Presentation, tenus_par
from ent.socle.nombres import entier
from ent.socle.preparees import Lignes

from .droits.fils import messages_a_reprendre
from .droits.mots import mots_visibles_par
from .droits.regles import A_UN_FOYER, ENTRE_COLLEGUES
from .lectures.conversation import fil_lu
from .lectures.fils import ecole_de, place
from .models import Message, Mot, Signalement
from .models.messages import messages_lus_par


def des_messages(personne) -> Q:
    """Those of a message that one reads, while it is not taken back."""
    return tenus_par(Message.pieces.through, message=Lignes(Message, _lisibles(personne)))


def messages_lus(personne) -> QuerySet[Message]:
    return Message.objects.filter(_lisibles(personne))


def _lisibles(personne) -> Q:
    return messages_lus_par(personne) & Q(rappele_le=None)


def presenter_message(personne, message: Message) -> Presentation:
    return Presentation(
        titre=place(personne, message.fil).nom,
        adresse=f"{reverse('messagerie_fil', args=[message.fil_id])}?message={message.numero or 0}#m{message.numero or message.uuid}",
        le=message.parti_le or message.ecrit_le,
        de=message.auteur.nom_affiche,
        pour=_("les personnes qui lisent ce fil"),
        aux_familles=message.fil.nature not in ENTRE_COLLEGUES,
        eleve=message.fil.eleve,
    )


def des_messages_a_un_foyer(personne) -> Q:
    """Of a thread that one household alone reads with the school; and, between colleagues, no family does."""
    lus = _lisibles(personne) & Q(fil__nature__in=A_UN_FOYER)
    return tenus_par(Message.pieces.through, message=Lignes(Message, lus))


def des_messages_rendus(personne) -> Q:
    """Those of a message that one was given back, whether one still reads its thread or not."""
    return tenus_par(Message.pieces.through, message=Lignes(Message, messages_a_reprendre(personne)))


def fil(personne, cle: str) -> Destination | None:
    """A thread where this person may write: on the class's quota, else the school's."""
    numero = entier(cle)
    trouve = None if numero is None else fil_lu(personne, numero)
    if trouve is None or not place(personne, trouve).peut_ecrire:
        return None
    return Destination(ecole_de(trouve, personne), trouve.classe)


def des_messages_signales(personne) -> Q:
    """The direction reads the files of a reported message, as it reads its words."""
    signales = Signalement.objects.moderes_par(personne).order_by().values("message")
    return tenus_par(Message.pieces.through, message=signales)


def des_mots(personne) -> Q:
    """The attachments of a mot: the families it is sent to, and those who follow it."""
    return tenus_par(Mot.fichiers.through, mot=Lignes(Mot, mots_visibles_par(personne)))


def des_mots_d_un_eleve(personne) -> Q:
    return tenus_par(Mot.fichiers.through, mot=Lignes(Mot, mots_visibles_par(personne) & Mot.pour_un_seul_eleve()))


def mots_lus(personne) -> QuerySet[Mot]:
    return Mot.objects.visibles_par(personne).select_related("auteur", "classe", "groupe", "etablissement")


def presenter_mot(personne, mot: Mot) -> Presentation:
    return Presentation(
        titre=mot.titre,
        adresse=reverse("carnet_lire", args=[mot.pk]),
        le=mot.visible_le,
        de=mot.auteur.nom_affiche,
        pour=_("les familles de %(classe)s") % {"classe": mot.a_qui},
        eleve=mot.groupe.eleves.first() if mot.est_pour_un_seul else None,
    )
