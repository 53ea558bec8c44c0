"""Arguments of the addresses of the cahier: a travail and a séance of the class of each school, and what becomes of them."""

import datetime as dt
import uuid

from django.utils import timezone

from cahier_de_textes.actions import agenda as actions_agenda
from cahier_de_textes.actions import emploi as actions_emploi
from cahier_de_textes.actions import organisation, remises, seances, visas
from cahier_de_textes.actions import travaux as cahier
from cahier_de_textes.agenda import signer
from cahier_de_textes.models import Seance

TRAVAIL = {"nature": "lire", "pour": "", "texte": "Page 3", "date_pour": "2026-11-26"}
AJOUT = {
    "phrase": "pour jeudi lire la page 3", "lue": "pour jeudi lire la page 3", "jour": "2026-11-26", "pour": "",
    "nature": "lire", "minutes": "10",
}  # fmt: skip
EMPLOI = {"jour-0-matin": "8h45 lecture"}
SEANCE = {"titre": "Les dizaines", "date": "2026-11-26", "moment": "matin"}


def travail(o, **champs):
    return cahier.publier_travail(
        auteur=o.enseignante,
        classe=o.classe,
        nature="lire",
        texte="Page 14",
        date_pour=dt.date(2026, 11, 26),
        **champs,
    )


def remise(o):
    """What the pupil handed in."""
    return remises.remettre(
        travail=travail(o, est_a_rendre=True), eleve=o.eleve, par=o.eleve, uuid=uuid.uuid4(), texte="Voilà"
    )


def retour(o):
    """What the class's teacher answered."""
    return remises.repondre(remise=remise(o), auteur=o.enseignante, tampon="bravo")


def travail_retire(o):
    ecrit = travail(o)
    cahier.retirer_travail(travail=ecrit, auteur=o.enseignante)
    return ecrit


def agenda(o):
    """A calendar address of Nadia's."""
    return actions_agenda.ouvrir_agenda(personne=o.d.mere, nom="Mon téléphone")


def adresse_d_agenda(o):
    cle = agenda(o).uuid
    return [cle, signer(cle)]


def seance_lue(o):
    """What the class did this morning, families reading it."""
    return Seance.objects.create(
        etablissement=o.ecole,
        classe=o.classe,
        auteur=o.enseignante,
        date=dt.date(2026, 11, 24),
        titre="Lire un plan",
        publie_le=timezone.now(),
        visible_le=timezone.now(),
    )


def seance(o, **champs):
    return seances.ecrire_seance(
        auteur=o.enseignante, classe=o.classe, titre="Les dizaines", date=dt.date(2026, 11, 24), **champs
    )


def seance_retiree(o):
    ecrit = seance(o)
    seances.retirer_seance(seance=ecrit, auteur=o.enseignante)
    return ecrit


def geste(o):
    """A copy that its author may undo."""
    return organisation.dupliquer(ecrit=travail(o), auteur=o.enseignante, date=dt.date(2026, 11, 27), classe=o.classe)


def emploi(o):
    """The timetable of the class, as its teacher wrote it."""
    return actions_emploi.ecrire_emploi(classe=o.classe, auteur=o.enseignante, creneaux=[])


def visa(o):
    return visas.apposer_visa(classe=o.classe, par=o.direction, date_lundi=dt.date(2026, 11, 23))


ARGUMENTS = {
    "cahier_classe": lambda o: ([o.classe.pk], {}),
    "cahier_donner_classe": lambda o: ([o.classe.pk], TRAVAIL),
    "cahier_donner_groupe": lambda o: ([o.groupe().pk], TRAVAIL),
    "cahier_charge_classe": lambda o: ([o.classe.pk], {}),
    "cahier_charge_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_comprendre_classe": lambda o: ([o.classe.pk], {}),
    "cahier_comprendre_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_ajouter_classe": lambda o: ([o.classe.pk], AJOUT),
    "cahier_ajouter_groupe": lambda o: ([o.groupe().pk], AJOUT),
    "cahier_publier": lambda o: ([travail(o).pk], {}),
    "cahier_projeter": lambda o: ([o.classe.pk], {}),
    "cahier_emploi": lambda o: ([o.classe.pk], EMPLOI),
    "cahier_emploi_annuler": lambda o: ([emploi(o).pk], {}),
    "cahier_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_travail": lambda o: ([travail(o).pk], {}),
    "cahier_lire": lambda o: ([travail(o).pk], {}),
    "cahier_modifier": lambda o: ([travail(o).pk], TRAVAIL),
    "cahier_retirer": lambda o: ([travail(o).pk], {}),
    "cahier_remettre": lambda o: ([travail_retire(o).pk], {}),
    "cahier_suivi": lambda o: ([travail(o).pk], {}),
    "cahier_suivi_papiers": lambda o: ([travail(o).pk], {}),
    "cahier_relancer": lambda o: ([travail(o).pk], {"filtre": "non_vu"}),
    "cahier_brouillon": lambda o: ([f"travail:classe:{o.classe.pk}"], TRAVAIL),
    "cahier_jour_du": lambda o: (["2026-11-24"], {}),
    "cahier_eleve_semaine_du": lambda o: (["2026-11-23"], {}),
    "cahier_enfant_travail": lambda o: ([o.eleve.uuid, travail(o).pk], {}),
    "cahier_enfant_seance": lambda o: ([o.eleve.uuid, seance_lue(o).pk], {}),
    "cahier_traduire_travail": lambda o: ([o.eleve.uuid, travail(o).pk], {}),
    "cahier_traduire_seance": lambda o: ([o.eleve.uuid, seance_lue(o).pk], {}),
    "cahier_seance_classe": lambda o: ([o.classe.pk], SEANCE),
    "cahier_seance_groupe": lambda o: ([o.groupe().pk], SEANCE),
    "cahier_seance": lambda o: ([seance(o).pk], {}),
    "cahier_seance_modifier": lambda o: ([seance(o).pk], SEANCE),
    "cahier_seance_publier": lambda o: ([seance(o, est_brouillon=True).pk], {}),
    "cahier_seance_retirer": lambda o: ([seance(o).pk], {}),
    "cahier_seance_remettre": lambda o: ([seance_retiree(o).pk], {}),
    "cahier_agenda": lambda o: ([], {"nom": "Mon téléphone"}),
    "cahier_agenda_revoquer": lambda o: ([agenda(o).pk], {}),
    "cahier_ics": lambda o: (adresse_d_agenda(o), {}),
    "cahier_vus": lambda o: ([], {"vu": f"{travail(o).pk}:{o.eleve.uuid}"}),
    "cahier_eleve_travail": lambda o: ([travail(o).pk], {}),
    "cahier_rendre": lambda o: (
        [travail(o, est_a_rendre=True).pk, o.eleve.uuid],
        {"uuid": str(uuid.uuid4()), "texte": "Voilà"},
    ),
    "cahier_reprendre": lambda o: ([remise(o).pk], {}),
    "cahier_remises": lambda o: ([travail(o, est_a_rendre=True).pk], {}),
    "cahier_remise": lambda o: ([remise(o).pk], {"tampon": "bravo"}),
    "cahier_retirer_retour": lambda o: ([retour(o).pk], {}),
    "cahier_cocher": lambda o: ([travail(o).pk, o.eleve.uuid], {"fait": "1"}),
    "cahier_projeter_contenu": lambda o: (["seance", seance(o).pk], {}),
    "cahier_dupliquer": lambda o: (
        ["travail", travail(o).pk],
        {"cible": f"classe-{o.classe.pk}", "date": "2026-11-27"},
    ),
    "cahier_repeter": lambda o: (["travail", travail(o).pk], {"jours": ["3"], "jusqu_au": "2026-12-10"}),
    "cahier_serie": lambda o: (["travail", travail(o).pk], {"acte": "retirer"}),
    "cahier_partager": lambda o: (["travail", travail(o).pk], {"partage": "1"}),
    "cahier_reserve_reprendre": lambda o: (
        ["travail", travail(o).pk],
        {"cible": f"classe-{o.classe.pk}", "date": "2026-11-27"},
    ),
    "cahier_geste_annuler": lambda o: ([geste(o).pk], {}),
    "cahier_decaler_classe": lambda o: ([o.classe.pk], {"depuis": "2026-11-26"}),
    "cahier_decaler_groupe": lambda o: ([o.groupe().pk], {"depuis": "2026-11-26"}),
    "cahier_visa": lambda o: ([o.classe.pk], {"nature": "direction"}),
    "cahier_visa_retirer": lambda o: ([visa(o).pk], {}),
    "cahier_imprimer_classe": lambda o: ([o.classe.pk], {}),
    "cahier_imprimer_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_etiquettes_classe": lambda o: ([o.classe.pk], {}),
    "cahier_etiquettes_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_pdf_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_pdf_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_zip_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_zip_groupe": lambda o: ([o.groupe().pk], {}),
}
SANS_ECOLE = {"cahier_jour_du", "cahier_eleve_semaine_du", "cahier_agenda", "cahier_agenda_revoquer", "cahier_ics"}
