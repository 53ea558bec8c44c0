"""Arguments of the addresses of dossiers: a class of each school prepares one pupil's, towards another school."""

import datetime as dt
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.base import ContentFile

from ent.annuaire.models import Personne, Responsabilite
from ent.fichiers.stockage import ecrire, tout_ou_rien
from ent.services.liaison.actions import cles, montrer, preparation
from ent.services.liaison.models import Correspondant, Envoi, Reception

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


def fermee(o):
    sienne = campagne(o)
    preparation.fermer_campagne(campagne=sienne, auteur=_auteur(o))
    return sienne


def dossier(o):
    """Written, not shown."""
    sien = campagne(o).dossiers.select_related("campagne", "etablissement", "eleve").get()
    preparation.corriger_dossier(dossier=sien, auteur=_auteur(o), sait="Elle lit.", est_pret=True)
    return sien


def montre(o):
    sien = dossier(o)
    montrer.montrer(dossier=sien, auteur=_auteur(o))
    return sien


def sur_papier(o):
    """The same, of a child one of whose holders has no account."""
    adulte = Personne.objects.create(prenom="Ali", nom="Sans", password="!")
    Responsabilite.objects.create(
        adulte=adulte, enfant=o.eleve, etablissement=o.ecole, autorite="confirmee", debut=o.classe.annee.debut
    )
    return montre(o)


def _geste(o):
    sien = dossier(o)
    return [sien.campagne.uuid, preparation.corriger_dossier(dossier=sien, auteur=_auteur(o), sait="Elle écrit.")]


# --- The school that prepares -----------------------------------------------------------------------------------------
DE_L_ECOLE = {
    "liaison_ouvrir": lambda o: ([o.classe.pk], DATES | {"vers": "ecole", "eleves": [o.eleve.pk]}),
    "liaison_campagne": lambda o: ([campagne(o).uuid], {}),
    "liaison_de_la_classe": lambda o: ([campagne(o).classe_id], {}),
    "liaison_fermer": lambda o: ([campagne(o).uuid], {}),
    "liaison_rouvrir": lambda o: ([fermee(o).uuid], {}),
    "liaison_ne_plus_montrer_les": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_redemander": lambda o: ([montre(o).uuid], {}),
    "liaison_dates": lambda o: ([campagne(o).uuid], DATES),
    "liaison_completer": lambda o: ([campagne(o).uuid], {}),
    "liaison_positions": lambda o: ([dossier(o).campagne.uuid], {}),
    "liaison_montrer": lambda o: ([dossier(o).campagne.uuid], {}),
    "liaison_relancer": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_annuler": lambda o: (_geste(o), {}),
    "liaison_preparer": lambda o: ([dossier(o).uuid], {"sait": "Elle écrit."}),
    "liaison_montrer_un": lambda o: ([dossier(o).uuid], {}),
    "liaison_ne_plus_montrer": lambda o: ([montre(o).uuid], {}),
    "liaison_sante": lambda o: ([dossier(o).uuid], {"texte": "Trousse à l’infirmerie."}),
    "liaison_travaux": lambda o: ([dossier(o).uuid], {}),
    "liaison_travail_pour_tous": lambda o: ([dossier(o).uuid], {"cle": "billet-1"}),
    "liaison_papiers": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_coupon": lambda o: ([sur_papier(o).uuid, 1], {"parler": "on"}),
    "liaison_brouillon": lambda o: ([f"liaison:{dossier(o).pk}"], {"sait": "Elle"}),
}


# --- Families and pupils ------------------------------------------------------------------------------------------------
def _reponse(o):
    sien = montre(o)
    lues = {f"lue-{li['partie']}": li["empreinte"] for li in sien.versions.get().contenu}
    return [sien.uuid], {"choix": "oui", "version": "aucune", **lues}


DES_FAMILLES = {
    "dossier_famille": lambda o: ([montre(o).uuid], {}),
    "dossier_repondre": _reponse,
    "dossier_brouillon": lambda o: ([f"reponse:{montre(o).pk}"], {"choix": "gene"}),
    "dossier_lu": lambda o: ([montre(o).uuid], {"vu": f"1:{o.eleve.uuid}"}),
    # No argument, but the pupil's own: made, then theirs alone.
    "dossier_eleve": lambda o: (montre(o) and [], {"texte": "J’aime peindre."}),
    "dossier_eleve_fini": lambda o: (montre(o) and [], {"fini": "1"}),
    "dossier_dictee": lambda o: ([dossier(o).uuid], {"texte": "J’aime peindre."}),
    "dossier_traduire": lambda o: ([montre(o).uuid], {}),
}


# --- What leaves, what comes, the operator, between instances -----------------------------------------------------------
def _envoi(o, **autres) -> Envoi:
    sien = montre(o)
    return Envoi.objects.create(dossier=sien, version=sien.versions.get(), **autres)


def _remis(o) -> Envoi:
    with tout_ou_rien():
        return _envoi(o, etat="remis", cle_objet=ecrire(File(ContentFile(b"PK"))), octets=2)


def _reception(o, **autres) -> Reception:
    """Come to that school, from the other one."""
    dit = {"eleve": {"nom": o.eleve.nom, "prenom": o.eleve.prenom}, "annee_scolaire": "2026-2027"}
    champs = {"etat": "a_confirmer", "contenu": dit, "octets": 1, "recus": 1, "efface_le": dt.date(2028, 8, 31)}
    return Reception.objects.create(etablissement=o.ecole, de=o.d.college, identifiant=uuid4(), **(champs | autres))


def _correspondant(o) -> str:
    """An address that answers nothing."""
    adresse = "https://127.0.0.1"
    Correspondant.objects.get_or_create(etablissement=o.d.college, defaults={"adresse": adresse})
    return o.d.college.uai


DU_VOYAGE = {
    "liaison_envoi_recu": lambda o: ([UUID(int=1)], {}),
    "liaison_jwks": lambda o: ([o.ecole.uai], {}),
    "liaison_envois": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_envoyer": lambda o: ([montre(o).campagne.uuid], {}),
    "liaison_reessayer": lambda o: ([_envoi(o).uuid], {}),
    "liaison_fichier": lambda o: ([_remis(o).uuid], {}),
    "liaison_remettre": lambda o: ([montre(o).uuid], {}),
    "liaison_copie": lambda o: ([montre(o).uuid], {}),
    "liaison_cles": lambda o: ([o.ecole.uai], {}),
    "liaison_cle_changer": lambda o: ([o.ecole.uai], {}),
    "liaison_cle_revoquer": lambda o: ([o.ecole.uai, cles.cle_de(o.ecole).pk], {}),
    "liaison_reception": lambda o: ([_reception(o).uuid], {}),
    "liaison_confirmer": lambda o: ([_reception(o).uuid], {"eleve": str(o.eleve.uuid)}),
    "liaison_ce_n_est_pas_lui": lambda o: (
        [_reception(o, etat="confirmee", eleve=o.eleve).uuid],
        {"eleve": str(o.eleve.uuid)},
    ),
    "liaison_refuser": lambda o: ([_reception(o).uuid], {"motif": "autre_ecole", "sur": "oui"}),
    "liaison_lire": lambda o: ([_reception(o, etat="confirmee", eleve=o.eleve).uuid], {}),
    "liaison_correspondant_nouveau": lambda o: ([], {"etablissement": o.d.college.pk, "adresse": "https://127.0.0.1"}),
    "liaison_correspondant": lambda o: ([_correspondant(o)], {"adresse": "https://127.0.0.1"}),
    "liaison_correspondant_relire": lambda o: ([_correspondant(o)], {}),
    "liaison_correspondant_confirmer": lambda o: ([_correspondant(o)], {"kid": "x"}),
    "liaison_correspondant_fermer": lambda o: ([_correspondant(o)], {}),
}
SANS_ECOLE = {
    "dossier_eleve",
    "dossier_eleve_fini",
    "liaison_envoi_recu",
    "liaison_correspondant",
    "liaison_correspondant_relire",
    "liaison_correspondant_confirmer",
    "liaison_correspondant_fermer",
}

ARGUMENTS = {**DE_L_ECOLE, **DES_FAMILLES, **DU_VOYAGE}
