"""Arguments of the addresses of messages: the thread of Nadia's household about the pupil of each school, with its class."""

import datetime as dt
import uuid

from django.utils import timezone

from ent.annuaire.models import Personne
from messagerie.actions import messages
from messagerie.models import Message
from tests.messagerie.fils import Fils
from tests.messagerie.matrice_carnet import ARGUMENTS_CARNET
from tests.messagerie.matrice_regles import ARGUMENTS_REGLES, SANS_ECOLE_REGLES


def _fil(o):
    return Fils(o.d).foyer(o.eleve, o.d.mere)


def _eleves(o):
    return Fils(o.d).de_classe("eleves", o.classe)


def _message(o):
    """Written by the class's teacher, a moment ago."""
    auteur = Personne.objects.get(pk=o.enseignante.pk)
    return messages.envoyer(fil=_fil(o), auteur=auteur, uuid=uuid.uuid4(), texte="Bonjour")


def _rendu(o):
    """Written by Nadia at night, who might write no more in the morning."""
    hier = timezone.now() - dt.timedelta(hours=12)
    return Message.objects.create(
        fil=_fil(o), auteur=o.d.mere, uuid=uuid.uuid4(), texte="Bonsoir", ecrit_le=hier, rendu_le=timezone.now()
    )


def _cle(o) -> str:
    return f"foyer.classe.{o.classe.pk}.{o.eleve.uuid}.{o.d.mere.pk}"


SANS_ECOLE = SANS_ECOLE_REGLES | {"messagerie_directions"}
ARGUMENTS = {
    **ARGUMENTS_CARNET,
    **ARGUMENTS_REGLES,
    "messagerie_ouvrir": lambda o: ([], {"cle": _cle(o)}),
    "messagerie_directions": lambda o: ([], {"ecoles": [o.ecole.pk], "texte": "Bonjour"}),
    "messagerie_projet": lambda o: ([o.ecole.pk], {"titre": "Classe verte", "membres": [o.d.remplacant.pk]}),
    "messagerie_fil": lambda o: ([_fil(o).pk], {}),
    "messagerie_envoyer": lambda o: ([_fil(o).pk], {"uuid": str(uuid.uuid4()), "texte": "Bonjour"}),
    "messagerie_suite": lambda o: ([_fil(o).pk], {}),
    "messagerie_avancer": lambda o: ([_fil(o).pk], {"lu": "1"}),
    "messagerie_brouillon": lambda o: ([_fil(o).pk], {"texte": "Bonj"}),
    "messagerie_basculer": lambda o: ([_eleves(o).pk], {"ouvert": "0"}),
    "messagerie_message": lambda o: ([_message(o).pk], {"texte": "Bonsoir"}),
    "messagerie_rappeler": lambda o: ([_message(o).pk], {}),
    "messagerie_renvoyer": lambda o: ([_rendu(o).pk], {}),
    "messagerie_jeter": lambda o: ([_rendu(o).pk], {}),
    "messagerie_remettre": lambda o: ([_rendu(o).pk], {}),
    "messagerie_reagir": lambda o: ([_message(o).pk], {"signe": "merci"}),
}
