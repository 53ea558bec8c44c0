"""Arguments of the addresses of menus and services around class: a cantine in each school, a week of menus, a rhythm."""

import datetime as dt

from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.actions import menus, rythmes
from ent.services.periscolaire.menu_colle import lire_la_semaine

LUNDI, VENDREDI = dt.date(2026, 11, 30), dt.date(2026, 11, 27)
REGLES = {
    "nature": "cantine", "jours": "0134", "debut": dt.time(11, 45), "fin": dt.time(13, 30), "capacite": None,
    "delai_ajout": "1 09:00", "delai_annulation": "0 09:00", "contact": "Mme Garnier, 01 99 00 12 30", "demande_reponse": False,
}  # fmt: skip
SAISIE = {
    "jours": ["0", "1", "3", "4"], "debut": "16:15", "fin": "18:30", "ajout_regle": "1", "ajout_heure": "09:00",
    "annulation_regle": "0", "annulation_heure": "09:00", "contact": "La direction",
}  # fmt: skip


def _cantine(o):
    return actions.regler_service(etablissement=o.ecole, auteur=o.direction, champs=REGLES)


def _garderie(o):
    return actions.regler_service(
        etablissement=o.ecole, auteur=o.direction, champs=REGLES | {"nature": "garderie-soir"}
    )


def _semaine(o):
    lue = lire_la_semaine("Lundi : riz (aucun), yaourt", LUNDI)
    menus.ecrire_semaine(ecoles=[o.ecole], lundi=LUNDI, jours=lue.jours, auteur=o.direction)
    menus.publier_semaine(ecoles=[o.ecole], lundi=LUNDI, auteur=o.direction)
    return [o.ecole.pk, LUNDI]


def _famille(o):
    _cantine(o)
    return ["cantine", LUNDI]


def _rythme(o):
    adulte = o.d.mere
    rythme, _bilan = rythmes.poser_rythme(
        service=_cantine(o), eleve=o.eleve, jours="0", debut=LUNDI, fin=LUNDI + dt.timedelta(days=30), par=adulte
    )
    return [rythme.pk]


def _rythmes(o):
    service = _cantine(o)
    return [], {"pour": f"{service.pk}:{o.eleve.uuid}", "jours": ["0"], "debut": "2026-11-30", "fin": "2026-12-18"}


def _jour(o):
    return [_cantine(o).pk, VENDREDI]


ARGUMENTS = {
    "periscolaire_semaine": lambda o: (_famille(o), {}),
    "periscolaire_rythme_arreter": lambda o: (_rythme(o), {}),
    "periscolaire_rythmes": _rythmes,
    "periscolaire_regime": lambda o: ([o.ecole.pk, o.eleve.uuid], {"repas": "sans-viande", "a_eviter": ["lait"]}),
    "periscolaire_menus_semaine": lambda o: (_semaine(o), {}),
    "periscolaire_menus_papier": lambda o: (_semaine(o), {}),
    "periscolaire_menus_ecrire": lambda o: (_semaine(o), {"texte": "Mardi : soupe, riz"}),
    "periscolaire_allergenes": lambda o: (_semaine(o), {}),
    "periscolaire_menus_publier": lambda o: (_semaine(o), {}),
    "periscolaire_menus_retirer": lambda o: (_semaine(o), {}),
    "periscolaire_menus_reprendre": lambda o: (_semaine(o), {"de": "2026-11-23"}),
    "periscolaire_ouvrir": lambda o: ([o.ecole.pk], SAISIE | {"nature": "garderie-soir"}),
    "periscolaire_eleves": lambda o: ([o.ecole.pk], {}),
    "periscolaire_eleve": lambda o: ([o.ecole.pk, o.eleve.uuid], {"repas": "panier", "declarant": ""}),
    "periscolaire_service": lambda o: ([_cantine(o).pk], SAISIE),
    "periscolaire_fermer": lambda o: ([_cantine(o).pk], {}),
    "periscolaire_rouvrir": lambda o: ([_cantine(o).pk], {}),
    "periscolaire_export": lambda o: ([_cantine(o).pk, dt.date(2026, 11, 1), "ods"], {}),
    "periscolaire_liste": lambda o: (_jour(o), {}),
    "periscolaire_liste_papier": lambda o: ([_garderie(o).pk, VENDREDI], {}),
    "periscolaire_pointer": lambda o: (_jour(o), {}),
    "periscolaire_jour_fermer": lambda o: (_jour(o), {"raison": "grève"}),
    "periscolaire_jour_rouvrir": lambda o: (_jour(o), {}),
    "periscolaire_changer": lambda o: (_jour(o), {"eleve": str(o.eleve.uuid), "veut": "oui"}),
    "periscolaire_cuisine": lambda o: (_jour(o), {}),
    "periscolaire_cuisine_papier": lambda o: (_jour(o), {}),
}
