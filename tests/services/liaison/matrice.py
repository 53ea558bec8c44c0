"""Arguments of the addresses of dossiers: a class of each school prepares one pupil's, towards another school."""

import datetime as dt
from uuid import UUID

from ent.annuaire.models import Personne
from ent.services.liaison.actions import montrer, preparation

REPONSE, ENVOI = dt.date(2027, 5, 12), dt.date(2027, 5, 22)
DATES = {"date_reponse": "2027-05-12", "date_envoi": "2027-05-22"}


def _auteur(o) -> Personne:
    return Personne.objects.get(pk=o.enseignante.pk)


def campagne(o):
    return preparation.ouvrir_campagne(
        classe=o.classe,
        auteur=_auteur(o),
        vers="ecole",
        date_reponse=REPONSE,
        date_envoi=ENVOI,
        eleves=[o.eleve.pk],
    )


def dossier(o):
    """Written, not shown."""
    sien = campagne(o).dossiers.select_related("campagne", "etablissement", "eleve").get()
    preparation.corriger_dossier(dossier=sien, auteur=_auteur(o), sait="Elle lit.", est_pret=True)
    return sien


def montre(o):
    sien = dossier(o)
    montrer.montrer(dossier=sien, auteur=_auteur(o))
    return sien


def _geste(o):
    sien = dossier(o)
    return [sien.campagne.uuid, preparation.corriger_dossier(dossier=sien, auteur=_auteur(o), sait="Elle écrit.")]


# --- The school that prepares -----------------------------------------------------------------------------------------
DE_L_ECOLE = {
    "liaison_ouvrir": lambda o: ([o.classe.pk], DATES | {"vers": "ecole", "eleves": [o.eleve.pk]}),
    "liaison_campagne": lambda o: ([campagne(o).uuid], {}),
    "liaison_dates": lambda o: ([campagne(o).uuid], DATES),
    "liaison_completer": lambda o: ([campagne(o).uuid], {}),
    "liaison_positions": lambda o: ([dossier(o).campagne.uuid], {}),
    "liaison_montrer": lambda o: ([dossier(o).campagne.uuid], {}),
    "liaison_relancer": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_annuler": lambda o: (_geste(o), {}),
    "liaison_preparer": lambda o: ([dossier(o).uuid], {"sait": "Elle écrit."}),
    "liaison_montrer_un": lambda o: ([dossier(o).uuid], {}),
    "liaison_sante": lambda o: ([dossier(o).uuid], {"texte": "Trousse à l’infirmerie."}),
    "liaison_travaux": lambda o: ([dossier(o).uuid], {}),
    "liaison_travail_pour_tous": lambda o: ([dossier(o).uuid], {"cle": "billet-1"}),
    "liaison_papiers": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_coupon": lambda o: ([montre(o).uuid, 1], {"parler": "on"}),
    "liaison_brouillon": lambda o: ([f"liaison:{dossier(o).pk}"], {"sait": "Elle"}),
}


# --- Families and pupils ------------------------------------------------------------------------------------------------
def _reponse(o):
    sien = montre(o)
    lues = {f"lue-{li['partie']}": li["empreinte"] for li in sien.versions.get().contenu}
    return [sien.uuid], {"choix": "oui", **lues}


DES_FAMILLES = {
    "dossier_famille": lambda o: ([montre(o).uuid], {}),
    "dossier_repondre": _reponse,
    "dossier_lu": lambda o: ([montre(o).uuid], {"vu": f"1:{o.eleve.uuid}"}),
    # No argument, but the pupil's own: made, then theirs alone.
    "dossier_eleve": lambda o: (montre(o) and [], {"texte": "J’aime peindre."}),
    "dossier_eleve_fini": lambda o: (montre(o) and [], {"fini": "1"}),
    "dossier_eleve_travail": lambda o: (montre(o) and [], {"cle": "portfolio-1", "voulu": "1"}),
    "dossier_dictee": lambda o: ([dossier(o).uuid], {"texte": "J’aime peindre."}),
    "dossier_traduire": lambda o: ([montre(o).uuid], {}),
}

# --- Between instances --------------------------------------------------------------------------------------------------
ENTRE_INSTANCES = {
    "liaison_envoi_recu": lambda o: ([UUID(int=1)], {}),
    "liaison_jwks": lambda o: ([o.ecole.uai], {}),
}
SANS_ECOLE = {"dossier_eleve", "dossier_eleve_fini", "dossier_eleve_travail", "liaison_envoi_recu"}

ARGUMENTS = {**DE_L_ECOLE, **DES_FAMILLES, **ENTRE_INSTANCES}
