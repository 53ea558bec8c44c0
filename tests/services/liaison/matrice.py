"""Arguments of the addresses of dossiers: one that has just been shown, in each school."""

import datetime as dt
from uuid import UUID

from ent.services.liaison.actions import montrer, preparation
from ent.services.liaison.models import Campagne, Dossier

SEUL = Campagne.Vers.ECOLE


def dossier(o) -> Dossier:
    """Written, not shown."""
    campagne = preparation.ouvrir_campagne(
        classe=o.classe,
        auteur=o.enseignante,
        vers=SEUL,
        date_reponse=dt.date(2027, 5, 12),
        date_envoi=dt.date(2027, 5, 22),
        eleves=[o.eleve.pk],
    )
    sien = campagne.dossiers.get()
    preparation.corriger_dossier(dossier=sien, auteur=o.enseignante, sait="Elle compte jusqu’à cent.")
    return Dossier.objects.select_related("campagne", "etablissement", "eleve").get(pk=sien.pk)


def montre(o) -> Dossier:
    """What its family may read and answer."""
    sien = dossier(o)
    montrer.montrer(dossier=sien, auteur=o.enseignante)
    return sien


def _reponse(o):
    sien = montre(o)
    lues = {f"lue-{li['partie']}": li["empreinte"] for li in sien.versions.get().contenu}
    return [sien.uuid], {"choix": "oui", **lues}


ARGUMENTS = {
    "dossier_famille": lambda o: ([montre(o).uuid], {}),
    "dossier_repondre": _reponse,
    "dossier_lu": lambda o: ([montre(o).uuid], {"vu": f"1:{o.eleve.uuid}"}),
    "dossier_traduire": lambda o: ([montre(o).uuid], {}),
    "liaison_envoi_recu": lambda o: ([UUID(int=1)], {}),
    "liaison_jwks": lambda o: ([o.ecole.uai], {}),
}
SANS_ECOLE = {"liaison_envoi_recu"}
