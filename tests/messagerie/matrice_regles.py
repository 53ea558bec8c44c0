"""Arguments of the addresses of the rules of messages: reports, suspensions, incidents, absences."""

import datetime as dt
import uuid

from messagerie.actions import absences, fils, incidents, messages, moderation

JUSQU_AU = dt.date(2026, 12, 1)
SUSPENDRE = {"cible": "eleve", "date_fin": "2026-12-01", "motif": "Mots blessants"}


def message(o):
    """An announcement of the class's teacher to its families."""
    fil = fils.fil_de_classe(nature="annonce", classe=o.classe, auteur=o.enseignante)
    return messages.envoyer(fil=fil, auteur=o.enseignante, uuid=uuid.uuid4(), texte="Demain, piscine.")


def message_signale(o):
    """The same, reported by the mother of one of its pupils."""
    ecrit = message(o)
    moderation.signaler_message(message=ecrit, par=o.d.mere)
    return ecrit


def suspension(o):
    [posee] = moderation.suspendre(
        etablissement=o.ecole, personnes=[o.eleve], motif="Mots blessants", date_fin=JUSQU_AU, auteur=o.direction
    )
    return posee


def incident(o):
    return incidents.declarer_incident(
        etablissement=o.ecole, portee="eleves", motif="Comptes volés", auteur=o.direction
    )


def absence(o):
    return absences.declarer_absence(
        personne=o.d.mere, debut=dt.date(2026, 11, 26), fin=dt.date(2026, 11, 26), texte="Je reviens vendredi."
    )


ARGUMENTS_REGLES = {
    "messagerie_ecole": lambda o: ([o.ecole.uai], {}),
    "messagerie_regles": lambda o: ([o.ecole.uai], {}),
    "messagerie_regler": lambda o: ([o.ecole.uai], {"responsable-enseignant": "reponse"}),
    "messagerie_signaler": lambda o: ([message(o).pk], {}),
    "messagerie_traduire": lambda o: ([message(o).pk], {}),
    "messagerie_moderation": lambda o: ([o.ecole.uai], {}),
    "messagerie_signalement": lambda o: ([message_signale(o).pk], {"geste": "sans_suite"}),
    "messagerie_suspensions": lambda o: ([o.ecole.uai], {}),
    "messagerie_suspendre": lambda o: ([o.ecole.uai, o.eleve.uuid], SUSPENDRE),
    "messagerie_lever": lambda o: ([suspension(o).pk], {}),
    "messagerie_incident": lambda o: ([o.ecole.uai], {"portee": "eleves", "motif": "Comptes volés"}),
    "messagerie_incident_territoire": lambda o: ([], {"portee": "eleves", "motif": "Comptes volés"}),
    "messagerie_incident_corriger": lambda o: ([incident(o).pk], {"motif": "Des comptes ont été volés"}),
    "messagerie_incident_finir": lambda o: ([incident(o).pk], {}),
    "messagerie_preuves": lambda o: (
        [incident(o).pk],
        {"preuves-debut": "2026-11-20", "preuves-fin": "2026-11-24"},
    ),
    "messagerie_absence_retirer": lambda o: ([absence(o).pk], {}),
    "messagerie_absences": lambda o: (
        [],
        {"debut": "2026-11-26", "fin": "2026-11-26", "texte": "Je reviens vendredi."},
    ),
}
SANS_ECOLE_REGLES = {"messagerie_absence_retirer", "messagerie_absences", "messagerie_incident_territoire"}
