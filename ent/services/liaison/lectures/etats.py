"""Where a family stands, in the view of a class: words, an icon, a tone."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Etat:
    """Where a family stands: its words, the icon and the tone of `etat.css`, its part of the bar."""

    nom: str
    libelle: object
    icone: str
    ton: str
    est_a_suivre: bool = True


CONFIRME = Etat("confirme", gettext_lazy("Confirmé"), "deux-coches", "fait", est_a_suivre=False)
ENVOYE = Etat("envoye", gettext_lazy("Arrivé, à confirmer là-bas"), "envoyer", "info", est_a_suivre=False)
EN_ROUTE = Etat("en_route", gettext_lazy("En route"), "envoyer", "info", est_a_suivre=False)
VA_PARTIR = Etat("va_partir", gettext_lazy("Va partir"), "horloge", "info", est_a_suivre=False)
REMIS = Etat("remis", gettext_lazy("Remis en fichier"), "recu", "info", est_a_suivre=False)
RENVOYE = Etat("renvoye", gettext_lazy("Pas arrivé"), "alerte", "manque")
ACCORD = Etat("accord", gettext_lazy("Accord"), "coche", "fait", est_a_suivre=False)
EN_PARTIE = Etat("en_partie", gettext_lazy("Accord à compléter"), "coche", "attente")
LU = Etat("lu", gettext_lazy("Lu, sans réponse"), "oeil", "attente")
A_LIRE = Etat("a_lire", gettext_lazy("À lire"), "horloge", "")
PAPIER = Etat("papier", gettext_lazy("Papier remis"), "fichier", "")
SIEN = Etat("sien", gettext_lazy("Votre enfant"), "cadenas", "", est_a_suivre=False)
A_MONTRER = Etat("a_montrer", gettext_lazy("Pas encore montré"), "stylo", "")
PARLER = Etat("parler", gettext_lazy("Veut en parler"), "parler", "manque")
NON = Etat("non", gettext_lazy("Non"), "croix", "manque")
ETATS = (
    CONFIRME,
    ENVOYE,
    REMIS,
    EN_ROUTE,
    VA_PARTIR,
    ACCORD,
    EN_PARTIE,
    LU,
    A_LIRE,
    PAPIER,
    SIEN,
    A_MONTRER,
    RENVOYE,
    PARLER,
    NON,
)
DE_L_ENVOI = {  # by state of a sending
    "a_envoyer": VA_PARTIR,
    "en_cours": EN_ROUTE,
    "recu": ENVOYE,
    "confirme": CONFIRME,
    "refuse": RENVOYE,
    "remis": REMIS,
}
