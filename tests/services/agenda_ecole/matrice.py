"""Arguments of the addresses of the agenda: an event of a class of each school."""

import datetime as dt

from ent.annuaire.models import Personne
from ent.services.agenda_ecole import actions

JOUR = dt.date(2026, 12, 3)
ENVOI = {"titre": "Piscine", "jour": "2026-12-04", "de": "09:00", "a": "10:30", "rythme": ""}


def _evenement(o):
    return actions.publier_evenement(
        etablissement=o.ecole,
        auteur=Personne.objects.get(pk=o.enseignante.pk),
        classe=o.classe,
        titre="Sortie",
        jour=JOUR,
        dernier_jour=JOUR,
    )


def _annule(o):
    evenement = _evenement(o)
    return actions.annuler_evenement(
        evenement=evenement, auteur=evenement.auteur, le=JOUR, portee=actions.UNE, mot="Neige."
    )


ARGUMENTS = {
    "agenda_evenement": lambda o: ([_evenement(o).pk], {}),
    "agenda_ics": lambda o: ([_evenement(o).pk], {}),
    "agenda_corriger": lambda o: ([_evenement(o).pk], ENVOI),
    "agenda_annuler": lambda o: ([_evenement(o).pk], {"le": "2026-12-03", "mot": "Neige."}),
    "agenda_retablir": lambda o: ([_annule(o).pk], {}),
    "agenda_ecrire_ecole": lambda o: ([o.ecole.pk], ENVOI),
    "agenda_ecrire_classe": lambda o: ([o.classe.pk], ENVOI),
    "agenda_ecrire_groupe": lambda o: ([o.groupe().pk], ENVOI),
}
