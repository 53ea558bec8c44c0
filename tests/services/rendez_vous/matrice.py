"""Arguments of the addresses of meetings: a class of each school receives its families, one of whom has a slot."""

import datetime as dt

from ent.annuaire.models import Personne
from ent.services.rendez_vous.actions import rencontres, reservations

JOUR = dt.date(2026, 12, 8)


def _preparee(o):
    return rencontres.preparer_rencontre(
        classe=o.classe,
        auteur=Personne.objects.get(pk=o.enseignante.pk),
        titre="Bilan",
        duree=15,
        moyens=["ecole"],
        soirees=[(JOUR, dt.time(16, 45), dt.time(18, 0))],
    )


def _ouverte(o):
    rencontre = _preparee(o)
    return rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=rencontre.auteur)


def _sans_hote(o):
    """Who was to receive left the school."""
    rencontre = _ouverte(o)
    rencontre.hotes.clear()
    return rencontre


def _libre(o):
    return _ouverte(o).creneaux.first()


def _prise(o):
    mere = Personne.objects.get(pk=o.d.mere.pk)
    return reservations.reserver(creneau=_libre(o), eleve=o.eleve, responsable=mere, par=mere)


def _annulee(o):
    prise = _prise(o)
    reservations.annuler(reservation=prise, par=prise.responsable)
    return prise


def _prendre(o):
    creneau = _libre(o)
    return [creneau.rencontre_id, o.eleve.uuid], {"creneau": creneau.pk, "moyen": "ecole"}


def _venir(o):
    creneau = _libre(o)
    return [], {"venue": f"{creneau.pk}:{o.eleve.uuid}"}


def _deplacer(o):
    prise = _prise(o)
    return [prise.uuid], {"creneau": prise.creneau.rencontre.creneaux.last().pk}


def _bouger(o):
    cle, envoi = _deplacer(o)
    return cle, envoi | {"mot": "Je finis plus tard."}


def _donner(o):
    creneau = _libre(o)
    lien = o.eleve.responsables.get(adulte__prenom="Nadia")
    return [creneau.pk], {"famille": f"{o.eleve.uuid}:{lien.adulte.uuid}", "moyen": "ecole"}


REGLAGES = {"titre": "Bilan", "moyens": ["ecole"], "verrou": "veille"}
SOIREE = {"jour": "2026-12-10", "de": "17:00", "a": "18:00", "pause_apres": "0"}
NOUVELLE = REGLAGES | {"duree": "15", "pause_apres": "4", "jour_1": "2026-12-10", "de_1": "17:00", "a_1": "18:00"}

ARGUMENTS = {
    "rdv_venir": _venir,
    "rdv_prendre": _prendre,
    "rdv_deplacer": _deplacer,
    "rdv_annuler": lambda o: ([_prise(o).uuid], {}),
    "rdv_reprendre": lambda o: ([_annulee(o).uuid], {}),
    "rdv_ics": lambda o: ([_prise(o).uuid], {}),
    "rdv_preparer": lambda o: ([o.classe.pk], NOUVELLE),
    "rdv_prendre_la_suite": lambda o: ([_sans_hote(o).pk], {}),
    "rdv_rencontre": lambda o: ([_ouverte(o).pk], {}),
    "rdv_reglages": lambda o: ([_ouverte(o).pk], REGLAGES),
    "rdv_soiree": lambda o: ([_ouverte(o).pk], SOIREE),
    "rdv_soiree_retirer": lambda o: ([_ouverte(o).pk], {"jour": "2026-12-08"}),
    "rdv_ouvrir": lambda o: ([_preparee(o).pk], {}),
    "rdv_relancer": lambda o: ([_ouverte(o).pk], {}),
    "rdv_papiers": lambda o: ([_ouverte(o).pk], {}),
    "rdv_creneau": lambda o: ([_libre(o).pk], {"etat": "ferme"}),
    "rdv_donner": _donner,
    "rdv_prise": lambda o: ([_prise(o).uuid], {}),
    "rdv_noter": lambda o: ([_prise(o).uuid], {"texte": "Revoir."}),
    "rdv_note_rendre": lambda o: ([_prise(o).uuid], {}),
    "rdv_bouger": _bouger,
    "rdv_decommander": lambda o: ([_prise(o).uuid], {"mot": "Je suis en stage."}),
}
