"""Arguments of the addresses of the roll, of absences and of image rights, in each school."""

import datetime as dt

from django.apps import apps

from ent.annuaire.models import Personne
from ent.services.vie_scolaire.actions import absences, appels, autorisations, changements, collectives, evacuations
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee, demi_journees, jours_de_classe
from ent.services.vie_scolaire.forms.absences import AbsenceForm
from ent.services.vie_scolaire.models import DemandeConsentement
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()


def _demande(o):
    return actions.demander_consentement(
        etablissement=o.ecole,
        auteur=Personne.objects.get(pk=o.enseignante.pk),
        finalite="vie_de_classe",
        supports=["journal", "site"],
        texte="Des photos.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )


def _de_classe(o):
    return [_demande(o).pk, o.classe.pk]


# --- Anything else that families allow ------------------------------------------------------------------------------------
def _autorisation(o, genre="sortie", jour=MARDI + dt.timedelta(days=2)):
    return autorisations.demander_autorisation(
        etablissement=o.ecole,
        auteur=o.direction,
        genre=genre,
        classes=[o.classe],
        champs={"titre": "Sortie à la ferme", "texte": "Bottes.", "debut": jour, "fin": jour},
    )


def _de_la_classe(o, genre="sortie"):
    return [_autorisation(o, genre).pk, o.classe.pk]


def _finie(o):
    """Of last year, of the whole school."""
    demande = _autorisation(o, "charte")
    DemandeConsentement.objects.filter(pk=demande.pk).update(
        debut=dt.date(2025, 9, 1), fin=dt.date(2026, 8, 31), toute_l_ecole=True
    )
    return [demande.pk]


def _le_jour(o):
    """The day of an outing to which the mother agreed."""
    demande = _autorisation(o)
    autorisations.repondre_autorisation(demande=demande, eleve=o.eleve, par=o.d.mere, accorde=True)
    DemandeConsentement.objects.filter(pk=demande.pk).update(debut=MARDI, fin=MARDI)
    return [demande.pk, o.classe.pk]


def _annulee(o):
    demande = _autorisation(o)
    changements.annuler_sortie(demande=demande, auteur=o.direction, mot="Le car est en panne.")
    return demande.pk


def _voulue(o):
    return {"titre": "Sortie à la ferme", "debut": str(MARDI + dt.timedelta(days=2)), "classes": [o.classe.pk]}


# --- The roll and absences ----------------------------------------------------------------------------------------------
def _appel(o, jour=MARDI, moment="matin"):
    """A roll of the class where the pupil is missing."""
    return appels.faire_l_appel(
        classe=o.classe, demi=demi_journee(o.ecole, jour, moment), auteur=o.direction, dits={o.eleve.pk: Dit(True)}
    )


def _ligne(o):
    return _appel(o).lignes.get().pk


def _manque(o):
    """A morning that was missed, and what the class did and was given that day, where a cahier says it."""
    if apps.is_installed("cahier_de_textes"):
        from tests.cahier_de_textes import matrice as cahier

        cahier.travail(o)
        cahier.seance_lue(o)
    _appel(o)
    return []


def _souvent(o):
    """Four half-days of the month."""
    for jour in jours_de_classe(o.ecole, MARDI - dt.timedelta(days=1), MARDI):
        for demi in demi_journees(o.ecole, jour):
            _appel(o, jour, demi.moment)
    return [o.ecole.uai, "2026-11", o.eleve.uuid]


def _confie(o):
    (appel,) = appels.confier_des_eleves(
        classe=o.classe,
        eleves=[o.eleve],
        a=o.d.remplacant,
        auteur=o.direction,
        demis=[demi_journee(o.ecole, MARDI, "matin")],
    )
    return appel


def _confie_fait(o):
    return [appels.faire_l_appel_confie(appel=_confie(o), auteur=o.direction, dits={}).pk]


def _evacuation(o):
    return evacuations.pointer(etablissement=o.ecole, par=o.direction, vus=[], le=MARDI_10H)


def _evacuation_finie(o):
    evacuation = _evacuation(o)
    evacuations.finir_evacuation(evacuation=evacuation, par=o.direction)
    return evacuation.pk


def _declaree(o):
    jour = MARDI + dt.timedelta(days=2)
    return absences.declarer_absence(
        eleve=o.eleve, etablissement=o.ecole, par=o.d.mere, debut=jour, fin=jour, duree="journee", motif="maladie"
    )


def _expliquee(o):
    """Told by the mother of a half-day that the roll missed."""
    _ligne(o)
    return absences.declarer_absence(
        eleve=o.eleve, etablissement=o.ecole, par=o.d.mere, debut=MARDI, fin=MARDI, duree="matin", motif="maladie"
    )


def _changee(o, dite):
    return [dite.pk], _dite(o, _suivis(o), dite, duree="matin")


def _collective(o):
    return collectives.noter_collective(
        etablissement=o.ecole, auteur=o.direction, raison="greve", debut=MARDI, fin=MARDI
    )


def _dite(o, suivis, remplace=None, **champs):
    """What a page sends: it bears the print of what the school will read."""
    envoi = {
        "eleves": [str(suivis[0].inscription.pk)],
        "quand": "demain",
        "duree": "journee",
        "motif": "maladie",
    } | champs
    return {**envoi, "lue": AbsenceForm(envoi, personne=o.d.mere, suivis=suivis, remplace=remplace).empreinte}


def _suivis(o):
    return [s for s in Personne.objects.get(pk=o.d.mere.pk).portee.suivis if s.eleve == o.eleve]


def _du_matin(o):
    _appel(o)
    return [o.classe.pk, str(MARDI), "matin"]


NOUVELLE = {
    "finalite": "vie_de_classe", "supports": ["journal"], "texte": "Des photos.", "debut": "2026-09-01", "fin": "2027-08-31",
}  # fmt: skip

ARGUMENTS = {
    "appel_maintenant": lambda o: ([o.classe.pk], {}),
    "appel_classe": lambda o: (_du_matin(o), {f"arrive-{o.eleve.pk}": "09:05"}),
    "appel_confier": lambda o: (
        [o.classe.pk],
        {"eleves": [o.eleve.pk], "a": o.enseignante.pk, "demis": ["matin"]},
    ),
    "appel_confie": lambda o: (_confie_fait(o), {f"absent-{o.eleve.pk}": "on"}),
    "evacuation_pointer": lambda o: ([o.ecole.uai], {"eleves": [o.eleve.pk], "vu": [o.eleve.pk]}),
    "evacuation_finir": lambda o: ([_evacuation(o).pk], {"manquent": 1000}),
    "evacuation_reprendre": lambda o: ([_evacuation_finie(o)], {}),
    "appel_reprendre": lambda o: ([_confie(o).pk], {}),
    "absences": lambda o: (_manque(o), {}),
    "absences_prevenir": lambda o: ([], _dite(o, _suivis(o))),
    "absences_changer": lambda o: _changee(o, _declaree(o)),
    "absences_retirer": lambda o: ([_declaree(o).pk], {}),
    "absences_motif": lambda o: ([_expliquee(o).pk], {"motif": "transports"}),
    "absences_justificatif": lambda o: ([_declaree(o).pk], {"fichiers": o.televerse()}),
    "absences_expliquer": lambda o: ([_ligne(o)], {"motif": "maladie"}),
    "absences_ecole": lambda o: ([o.ecole.uai], {}),
    "absences_collective": lambda o: (
        [o.ecole.uai],
        {"raison": "greve", "debut": str(MARDI), "fin": str(MARDI), "moment": ""},
    ),
    "absences_collective_retirer": lambda o: ([_collective(o).pk], {}),
    "absences_mois": lambda o: ([o.ecole.uai, "2026-11"], {}),
    "absences_lettres": lambda o: (_souvent(o), {}),
    "absences_registre": lambda o: ([o.classe.pk, "2026-11"], {}),
    "absences_registre_ods": lambda o: ([o.classe.pk, "2026-11"], {}),
    "absences_juger": lambda o: ([_declaree(o).pk], {"valable": "oui"}),
    "absences_dire": lambda o: ([_ligne(o)], {"motif": "maladie"}),
    "consentements_repondre": lambda o: (
        [_demande(o).pk, o.eleve.uuid],
        {"support": "journal", "reponse": "oui"},
    ),
    "consentements_demander": lambda o: ([o.ecole.pk], NOUVELLE),
    "consentements_demande": lambda o: ([_demande(o).pk], {}),
    "consentements_fermer": lambda o: ([_demande(o).pk], {}),
    "consentements_feuilles": lambda o: ([_demande(o).pk], {}),
    "consentements_classe": lambda o: (_de_classe(o), {}),
    "consentements_accords": lambda o: (_de_classe(o), {}),
    "consentements_papiers": lambda o: (_de_classe(o), {}),
    "autorisation": lambda o: ([_autorisation(o).pk], {}),
    "autorisation_famille": lambda o: ([_autorisation(o).pk, o.eleve.uuid], {}),
    "autorisation_repondre": lambda o: ([_autorisation(o).pk, o.eleve.uuid], {"reponse": "oui"}),
    "autorisation_traduire": lambda o: ([_autorisation(o).pk, o.eleve.uuid], {}),
    "autorisations_demander": lambda o: ([o.ecole.pk, "sortie"], _voulue(o)),
    "autorisation_fermer": lambda o: ([_autorisation(o).pk], {}),
    # The same: what changes is read before it is written (test_sorties_changees.py).
    "sortie_corriger": lambda o: ([_autorisation(o).pk], _voulue(o) | {"texte": "Bottes."}),
    "sortie_annuler": lambda o: ([_autorisation(o).pk], {"mot": "Le car est en panne."}),
    "sortie_retablir": lambda o: ([_annulee(o)], {}),
    "sortie_ics": lambda o: ([_autorisation(o).pk], {}),
    "autorisation_redemander": lambda o: (_finie(o), {}),
    "autorisation_relancer": lambda o: ([_autorisation(o).pk], {}),
    "autorisation_feuilles": lambda o: ([_autorisation(o).pk], {}),
    "autorisation_ods": lambda o: ([_autorisation(o).pk], {}),
    "autorisation_saisir": lambda o: (_de_la_classe(o), {"origine": "papier"}),
    "autorisation_signer": lambda o: (_de_la_classe(o, "charte"), {f"signe-{o.eleve.uuid}": "oui"}),
    "autorisation_appel": lambda o: (_le_jour(o), {}),
}

SANS_ECOLE = {"absences_prevenir"}
