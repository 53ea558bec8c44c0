"""Services that schools know, filled in beforehand: the operator checks, adds the addresses of their contract, and registers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .attributs import Attribut, Dialecte, Public

CAS, OIDC, SAML, LIEN = "cas", "oidc", "saml", "lien"

PREREGLES: dict[str, dict[str, Any]] = {
    "elea": {
        "nom": "Éléa",
        "objet": _("Parcours d’apprentissage en ligne"),
        "icone": "livre",
        "protocole": CAS,
        "dialecte": Dialecte.ELEA,
        "publics": [Public.ELEVE, Public.ENSEIGNANT],
        "attributs": [Attribut.PRENOM, Attribut.NOM, Attribut.CLASSE, Attribut.ECOLE, Attribut.PROFIL],
    },
    "pronote": {
        "nom": "PRONOTE",
        "objet": _("Notes et emploi du temps du collège"),
        "icone": "agenda",
        "protocole": CAS,
        "dialecte": Dialecte.COURANT,
        "publics": [Public.ELEVE, Public.RESPONSABLE, Public.ENSEIGNANT],
        "attributs": [Attribut.PRENOM, Attribut.NOM, Attribut.PROFIL],
    },
    "gar": {
        "nom": _("Médiacentre du GAR"),
        "objet": _("Manuels et ressources en ligne de l’école"),
        "icone": "lire",
        "protocole": LIEN,
        "publics": [Public.ELEVE, Public.ENSEIGNANT],
        "attributs": [],
    },
    "cas": {"nom": "", "protocole": CAS, "publics": [Public.ELEVE], "attributs": []},
    "oidc": {"nom": "", "protocole": OIDC, "publics": [Public.ELEVE], "attributs": []},
    "saml": {"nom": "", "protocole": SAML, "publics": [Public.ELEVE], "attributs": []},
}
INTITULES = {
    "elea": "Éléa",
    "pronote": "PRONOTE",
    "gar": _("Médiacentre du GAR"),
    "cas": _("Un autre service, par CAS"),
    "oidc": _("Un autre service, par OpenID Connect"),
    "saml": _("Un autre service, par SAML 2"),
}
