"""Arguments of the addresses of spaces: one that this school carries with the collège, where its class comes and the cast's other school is not."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.models import Personne
from ent.services.espaces.actions import agenda, ecoles, espaces, fin, gens, tableau
from ent.services.espaces.models import ArchiveDEspace, ClasseDeLEspace, Espace

DEBUT, JOUR, FIN = dt.date(2026, 11, 23), dt.date(2026, 12, 3), dt.date(2026, 12, 18)
ENVOI = {"titre": "La chorale", "propos": "Chanter.", "debut": "2026-11-23", "fin": "2026-12-18"}
DATE = {"titre": "Visite", "jour": "2026-12-04", "de": "09:00", "a": "10:30", "inscrit": "enfant", "places": "20"}


def _direction(o) -> Personne:
    return Personne.objects.get(pk=o.direction.pk)


def _espace(o) -> Espace:
    champs = {"titre": "La chorale", "propos": "Chanter ensemble.", "debut": DEBUT, "fin": FIN}
    espace = espaces.ouvrir(etablissement=o.ecole, par=_direction(o), **champs)
    autre = ecoles.inviter(espace=espace, etablissement=o.d.college, par=_direction(o))
    ecoles.accepter(ecole=autre, par=_direction(o))
    gens.apporter(
        ecole=_sienne(o, espace),
        par=_direction(o),
        adultes={o.direction, o.enseignante},
        classes=[o.classe],
        parmi=[o.classe],
    )
    return espace


def _sienne(o, espace):
    return espace.ecoles.get(etablissement=o.ecole)


def _invitee(o):
    """This school is invited by the collège, and has not answered."""
    champs = {"titre": "La visite", "propos": "Voir le collège.", "debut": DEBUT, "fin": FIN}
    espace = espaces.ouvrir(etablissement=o.d.college, par=o.d.operateur, **champs)
    return ecoles.inviter(espace=espace, etablissement=o.ecole, par=o.d.operateur)


def _entree(o):
    """The same, once it said yes."""
    return ecoles.accepter(ecole=_invitee(o), par=_direction(o))


def _partie(o):
    ecole = _entree(o)
    ecoles.quitter(ecole=ecole, par=_direction(o))
    return ecole


def _a_retirer(o):
    """This school invited the other one of the cast."""
    autre = o.d.elementaire if o.ecole == o.d.maternelle else o.d.maternelle
    return ecoles.inviter(espace=_espace(o), etablissement=autre, par=_direction(o))


def _close(o) -> Espace:
    espace = _espace(o)
    espaces.clore(espace=espace, par=_direction(o))
    return espace


def _date(o, inscrit="enfant"):
    limite = timezone.make_aware(dt.datetime(2026, 12, 2, 18)) if inscrit else None
    champs = {"titre": "Visite", "texte": "", "lieu": "Théâtre", "jour": JOUR, "de": dt.time(9), "a": dt.time(10)}
    return agenda.ajouter(espace=_espace(o), par=_direction(o), inscrit=inscrit, places=None, jusqu_a=limite, **champs)


def _annulee(o):
    date = _date(o)
    agenda.annuler(date=date, par=_direction(o), mot="Neige.")
    return date


def _archive(o) -> ArchiveDEspace:
    espace = _espace(o)
    Espace.objects.filter(pk=espace.pk).update(debut=dt.date(2026, 11, 2), fin=dt.date(2026, 11, 20))
    fin.archiver()
    return ArchiveDEspace.objects.get(ecole=_sienne(o, espace))


ARGUMENTS = {
    "espaces_ouvrir": lambda o: ([o.ecole.uai], ENVOI),
    "espaces_espace": lambda o: ([_espace(o).pk], {}),
    "espaces_corriger": lambda o: ([_espace(o).pk], ENVOI),
    "espaces_clore": lambda o: ([_espace(o).pk], {}),
    "espaces_rouvrir": lambda o: ([_close(o).pk], {}),
    "espaces_inviter": lambda o: ([_espace(o).pk], {}),
    "espaces_ecrire": lambda o: ([_espace(o).pk], DATE),
    "espaces_invitation": lambda o: ([_invitee(o).pk], {}),
    "espaces_repondre_invitation": lambda o: ([_invitee(o).pk], {"accord": "oui"}),
    "espaces_retirer_invitation": lambda o: ([_a_retirer(o).pk], {}),
    "espaces_gens": lambda o: ([_sienne(o, _espace(o)).pk], {"adultes": [str(o.direction.pk)]}),
    "espaces_quitter": lambda o: ([_entree(o).pk], {}),
    "espaces_revenir": lambda o: ([_partie(o).pk], {}),
    "espaces_archive": lambda o: ([_archive(o).pk], {}),
    "espaces_date": lambda o: ([_date(o).pk], {}),
    "espaces_brouillon": lambda o: ([f"datespace:espace:{_espace(o).pk}"], {"titre": "Visite"}),
    "espaces_ics": lambda o: ([_date(o).pk], {}),
    "espaces_liste": lambda o: ([_date(o).pk], {}),
    "espaces_corriger_date": lambda o: ([_date(o).pk], DATE),
    "espaces_annuler_date": lambda o: ([_date(o).pk], {"mot": "Neige."}),
    "espaces_retablir_date": lambda o: ([_annulee(o).pk], {}),
    "espaces_repondre": lambda o: ([_date(o).pk, o.eleve.uuid], {"vient": "oui"}),
    "espaces_repondre_classe": lambda o: ([_date(o, "classe").pk, o.classe.pk], {"vient": "oui"}),
}


# --- The board of works -----------------------------------------------------------------------------------------------
def _classe(o) -> ClasseDeLEspace:
    return ClasseDeLEspace.objects.get(ecole=_sienne(o, _espace(o)), classe=o.classe)


def _oeuvre(o):
    classe = _classe(o)
    return tableau.accrocher(classe=classe, par=_direction(o), titre="La fresque", texte="Peinte ensemble.")


def _decrochee(o):
    oeuvre = _oeuvre(o)
    tableau.decrocher(oeuvre=oeuvre, par=_direction(o))
    return oeuvre


def _a_accrocher(o) -> list[int]:
    classe = _classe(o)
    return [classe.ecole.espace_id, classe.pk]


OEUVRE = {"titre": "La fresque", "texte": "Peinte ensemble."}
ARGUMENTS |= {
    "espaces_tableau": lambda o: ([_oeuvre(o).espace_id], {}),
    "espaces_accrocher": lambda o: (_a_accrocher(o), OEUVRE),
    "espaces_prendre": lambda o: (_a_accrocher(o), {}),
    "espaces_oeuvre": lambda o: ([_oeuvre(o).pk], {}),
    "espaces_corriger_oeuvre": lambda o: ([_oeuvre(o).pk], OEUVRE),
    "espaces_decrocher": lambda o: ([_oeuvre(o).pk], {}),
    "espaces_raccrocher": lambda o: ([_decrochee(o).pk], {}),
    "espaces_monter": lambda o: ([_oeuvre(o).pk], {}),
}
