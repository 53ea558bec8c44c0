"""What the tests of the carnet share."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.models import Personne, Responsabilite
from messagerie.actions import mots as actions
from messagerie.actions import mots_reponses as reponses
from messagerie.actions.mots import Public
from messagerie.models import NON, OUI, Mot, Option, ReponseMot
from tests.heures import MARDI_21H as MARDI_21H
from tests.heures import MERCREDI_7H as MERCREDI_7H

PARIS = timezone.get_default_timezone()
VENDREDI = dt.date(2026, 11, 27)
SAMEDI = dt.datetime(2026, 11, 28, 10, 0, tzinfo=PARIS)
OUI_NON = [Option(OUI, "Oui"), Option(NON, "Non")]
CRENEAUX = [
    Option(f"c{n}", "", dt.datetime(2026, 12, 3, 16, 15 + 15 * n, tzinfo=PARIS), None, places)
    for n, places in [(1, 1), (2, 2)]
]


def envoyer(d, **champs) -> Mot:
    """A mot of the CP-CE1's teacher, to sign before Friday."""
    nature = champs.setdefault("nature", Mot.Nature.ACCUSE)
    options = {
        Mot.Nature.OUI_NON: OUI_NON, Mot.Nature.CRENEAUX: CRENEAUX, Mot.Nature.ARGENT: OUI_NON, Mot.Nature.OBJET: OUI_NON,
    }  # fmt: skip
    champs.setdefault("options", options.get(nature))
    champs.setdefault("auteur", d.enseignante)
    champs.setdefault("public", Public(d.elementaire, classe=d.cp_ce1))
    champs.setdefault("date_limite", VENDREDI)
    return actions.envoyer_mot(**{"titre": "Sortie à la ferme", "texte": "Départ 8 h 40."} | champs)


def relu(personne: Personne) -> Personne:
    """Reach is kept for one request: somebody is read afresh."""
    return Personne.objects.get(pk=personne.pk)


def signer(mot: Mot, eleve: Personne, par: Personne, choix: str = "", **champs) -> ReponseMot:
    return reponses.repondre(mot=mot, eleve=eleve, par=par, choix=choix, **champs)


def vivre_ensemble(*adultes: Personne) -> None:
    """Same address on the school's files."""
    Personne.objects.filter(pk__in=[a.pk for a in adultes]).update(adresse="3 rue des Prés", code_postal="78190")


def lecteurs(d, mot: Mot) -> list[str]:
    """Names in the cast of those who read it now."""
    return sorted(c for c, p in d.gens.items() if Mot.objects.visibles_par(relu(p)).filter(pk=mot.pk).exists())


def sans_autorite(adulte: Personne, enfant: Personne) -> None:
    Responsabilite.objects.filter(adulte=adulte, enfant=enfant).update(autorite="sans")
