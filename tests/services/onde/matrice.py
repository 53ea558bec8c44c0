"""Arguments of the addresses of imports: a file dropped in each school, an archive of the territory, a line that waits."""

import io
import zipfile

from django.utils import timezone

from ent.services.onde import depots
from ent.services.onde.executer import executer
from ent.services.onde.lire import lire
from ent.services.onde.models import EcoleAaf, ImportOnde, ImportTerritoire, LigneEnAttente, LotAaf
from ent.services.onde.plan import COMPTES
from ent.services.onde.planifier import planifier


def depot(o):
    """An import dropped by the direction: the school's file, with one pupil of it."""
    contenu = (
        "Nom élève;Prénom élève;Date naissance;INE;Niveau;Libellé classe;Identifiant classe\n"
        f"{o.eleve.nom};{o.eleve.prenom};{o.eleve.date_naissance:%d/%m/%Y};{o.eleve.ine};;"
        f"{o.classe.nom};{o.classe.identifiant_onde}\n"
    )
    auteur = o.d.directrice_maternelle if o.ecole == o.d.maternelle else o.d.directrice
    return depots.deposer(etablissement=o.ecole, auteur=auteur, fichiers=[("eleves.csv", contenu.encode("cp1252"))])


def archive(o):
    """A ZIP dropped by the operator."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("0780001C/eleves.csv", "Nom élève;Prénom élève\n")
    return depots.deposer_territoire(auteur=o.d.operateur, nom="territoire.zip", contenu=tampon.getvalue())


REFUS = {"fichier": "eleves.csv", "ligne": 4, "raison": "Cette date n’existe pas.", "que_faire": "Corriger dans ONDE"}


def archive_lue(o):
    """An archive in which a line of the school was refused."""
    lue = {
        "uai": o.ecole.uai,
        "nom": o.ecole.nom,
        "comptes": dict.fromkeys(COMPTES, 0) | {"rejets": 1},
        "alertes": [],
        "refus": [REFUS],
    }
    return ImportTerritoire.objects.create(
        auteur=o.d.operateur, nom="t.zip", contenu=b"", etat=ImportTerritoire.Etat.LU, bilan={"ecoles": [lue]}
    )


def lot_aaf(o):
    """A set of the AAF, in which the school waits for a word."""
    lot = LotAaf.objects.create(flux="ENT1D", genre="complet", jour="2026-11-02", etat="applique")
    EcoleAaf.objects.create(
        lot=lot, etablissement=o.ecole, etat="retenue", dits={"refus": [REFUS]}, comptes={"rejets": 1}
    )
    return lot


def refuse(o):
    """An import of the school that refused a line."""
    return ImportOnde.objects.create(
        etablissement=o.ecole,
        etat=ImportOnde.Etat.APPLIQUE,
        applique_le=timezone.now(),
        bilan={"rejets": 1, "refus": [REFUS]},
    )


def attente(o):
    """A responsable whose child is nobody of the school, left by an import."""
    contenu = (
        "Civilité Responsable;Nom responsable;Prénom responsable;Courriel;"
        "Nom de famille enfant;Prénom enfant;Classes enfants\nMme;Vasseur;Lise;;Vasseur;Absent;CP\n"
    )
    plan = planifier(o.ecole, [lire("responsables.csv", contenu.encode("cp1252"))])
    executer(plan, auteur=o.d.directrice)
    return LigneEnAttente.objects.get()


ARGUMENTS = {
    "annuaire_territoire_import": lambda o: ([archive(o).pk], {}),
    "annuaire_territoire_avancement": lambda o: ([archive(o).pk], {}),
    "annuaire_territoire_appliquer": lambda o: ([archive(o).pk], {}),
    "annuaire_territoire_abandonner": lambda o: ([archive(o).pk], {}),
    "annuaire_territoire_reprendre": lambda o: ([archive(o).pk], {}),
    "annuaire_territoire_refus": lambda o: ([archive_lue(o).pk, o.ecole.uai], {}),
    "annuaire_aaf_lot": lambda o: ([lot_aaf(o).pk], {}),
    "annuaire_aaf_appliquer": lambda o: ([lot_aaf(o).pk, o.ecole.uai], {}),
    "annuaire_aaf_refus": lambda o: ([lot_aaf(o).pk, o.ecole.uai], {}),
    "annuaire_refus": lambda o: ([refuse(o).etablissement.uai], {}),
    "annuaire_attente": lambda o: ([o.ecole.uai], {}),
    "annuaire_attente_resoudre": lambda o: ([o.ecole.uai, attente(o).pk], {}),
    "annuaire_import": lambda o: ([o.ecole.uai], {}),
    "annuaire_import_modele": lambda o: ([o.ecole.uai], {}),
    "annuaire_import_plan": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_annee": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_imprimer": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_appliquer": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_avancement": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_reprendre": lambda o: ([o.ecole.uai, depot(o).pk], {}),
    "annuaire_import_abandonner": lambda o: ([o.ecole.uai, depot(o).pk], {}),
}
SANS_ECOLE = {
    "annuaire_aaf_lot",
    "annuaire_aaf_appliquer",
    "annuaire_aaf_refus",
    "annuaire_territoire_refus",
    "annuaire_territoire_import",
    "annuaire_territoire_avancement",
    "annuaire_territoire_appliquer",
    "annuaire_territoire_abandonner",
    "annuaire_territoire_reprendre",
}
