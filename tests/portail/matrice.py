"""Arguments of the addresses of the portal: a quiet slot and a phone of Nadia's, the foot of her e-mails."""

import datetime as dt

from django.core import signing

from ent.diffusion.actions import reglages as prevenance
from ent.diffusion.models import Appareil
from ent.diffusion.paroles import SEL_ARRET


def creneau(o):
    """A quiet slot of Nadia's."""
    return prevenance.ajouter_creneau(personne=o.d.mere, jours=[0], debut=dt.time(12), fin=dt.time(13))


def appareil(o):
    """A phone of Nadia's."""
    return Appareil.objects.create(personne=o.d.mere, jeton="t", nom="Chrome", adresse="https://x/", cle="", secret="")


def lien_d_arret(o) -> str:
    """What the foot of Nadia's e-mail leads to."""
    return signing.dumps(str(o.d.mere.uuid), salt=SEL_ARRET)


ARGUMENTS = {
    "tuile": lambda o: (["famille", "sans_enfant"], {}),
    "langues_relire": lambda o: (["uk"], {}),
    "langues_sortir": lambda o: (["uk"], {}),
    "langue": lambda o: ([], {"langue": "fr"}),
    "theme": lambda o: ([], {"theme": "sombre"}),
    "prevenir": lambda o: ([], {"heure": "18:00"}),
    "prevenir_creneau": lambda o: ([], {"jours": ["0"], "debut": "12:00", "fin": "13:00"}),
    "prevenir_creneau_retirer": lambda o: ([creneau(o).pk], {}),
    "prevenir_appareil": lambda o: ([], {}),
    "prevenir_appareil_retirer": lambda o: ([appareil(o).pk], {}),
    "prevenir_arreter": lambda o: ([lien_d_arret(o)], {}),
    "annee_enfant": lambda o: ([o.eleve.uuid, o.classe.pk], {}),
    "annee_classe": lambda o: ([o.classe.pk], {}),
    "rentree_listes": lambda o: ([o.ecole.uai], {}),
    "joindre": lambda o: ([o.ecole.uai], {}),
    "notifications": lambda o: ([], {"jusqu_a": "1"}),
    "plus_tard": lambda o: ([], {"cle": "mot-1-2"}),
    "semaine_du": lambda o: ([dt.date(2026, 11, 23)], {}),
    "semaine_feuille": lambda o: ([dt.date(2026, 11, 23)], {}),
    "copies": lambda o: ([], {"a": ["/carnet/"]}),
    "nouvelles_lues": lambda o: ([], {"vu": ["essai.nouvelle.1"]}),
}
SANS_ECOLE = {
    "prevenir",
    "prevenir_creneau",
    "prevenir_creneau_retirer",
    "prevenir_appareil",
    "prevenir_appareil_retirer",
    "prevenir_arreter",
    "tuile",
    "langue",
    "langues_relire",
    "langues_sortir",
    "theme",
    "notifications",
    "plus_tard",
    "semaine_du",
    "semaine_feuille",
    "nouvelles_lues",
    "copies",
}
