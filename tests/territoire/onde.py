"""The ONDE exports of the invented schools, in the form of the real ones (formats: both files, both encodings).

Semicolons, CRLF, names in capitals, the child block repeated under identical headers, ragged rows, class labels that
differ between the two files: what an import has to live with.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ent.annuaire.codes import CYCLE_PAR_NIVEAU
from ent.annuaire.models import Personne

from .ecoles import Ecole, Salle
from .familles import Enfant, Famille

ELEVES = [
    "Nom élève", "Nom d'usage élève", "Prénom élève", "Date naissance", "Sexe", "INE", "Adresse1", "Cp1", "Commune1",
    "Pays1", "Adresse2", "Cp2", "Commune2", "Pays2", " Cycle", "Niveau", "Libellé classe", "Identifiant classe",
    "Attestation fournie", "Autorisation associations", "Autorisation photo", "Décision de passage",
]  # fmt: skip
RESPONSABLES = [
    "Civilité Responsable", "Nom usage responsable", "Nom responsable", "Prénom responsable", "Adresse responsable",
    "CP responsable", "Commune responsable", "Pays", "Courriel", "Téléphone domicile", "Téléphone travail",
    "Téléphone portable",
]  # fmt: skip
BLOC_ENFANT = ["Nom d'usage enfant", "Nom de famille enfant", "Prénom enfant", "Classes enfants"]
CYCLES = {1: "CYCLE I", 2: "CYCLE II", 3: "CYCLE III"}


def eleves(ecole: Ecole, enfants: Iterable[tuple[Enfant, Famille]]) -> list[list[str]]:
    lignes = [ELEVES]
    for enfant, famille in sorted(enfants, key=lambda couple: _ordre(couple[0])):
        e, niveau = enfant.eleve, enfant.place.niveau
        # A separated parent's home is the second address.
        autres = [a.adresse for a, _lien in famille.adultes if a.adresse != e.adresse][:1]
        seconde = [autres[0], e.code_postal, e.ville, "FRANCE"] if autres else ["", "", "", ""]
        photo = "Oui" if int(e.uuid) % 5 else "Non"
        lignes.append(
            [
                e.nom.upper(), e.nom_usage.upper(), e.prenom, f"{e.date_naissance:%d/%m/%Y}", e.sexe, e.ine or "",
                e.adresse, e.code_postal, e.ville, "FRANCE", *seconde,
                CYCLES[CYCLE_PAR_NIVEAU[niveau]] if niveau else "", niveau,
                enfant.place.salle.classe.nom, enfant.place.salle.classe.identifiant_onde, "Oui", "Non", photo, "",
            ]
        )  # fmt: skip
    return lignes


def _ordre(enfant: Enfant) -> tuple:
    return enfant.place.salle.classe.identifiant_onde, enfant.eleve.nom, enfant.eleve.prenom, enfant.eleve.uuid


def responsables(ecole: Ecole, familles: Iterable[Famille]) -> list[list[str]]:
    """One row per adult, with each of their children in this school (an export knows no other)."""
    lignes = []
    for famille in familles:
        blocs = [
            [e.eleve.nom_usage.upper(), e.eleve.nom.upper(), e.eleve.prenom, libelle(e.place.salle)]
            for e in famille.enfants
            if e.place.ecole is ecole
        ]
        lignes += [
            _adulte(adulte) + [cellule for bloc in blocs for cellule in bloc] for adulte, _lien in famille.adultes
        ]
    plus_long = max((len(ligne) for ligne in lignes), default=0) - len(RESPONSABLES)
    entete = RESPONSABLES + BLOC_ENFANT * (plus_long // len(BLOC_ENFANT))
    return [entete, *sorted(lignes, key=lambda ligne: ligne[2:])]


def _adulte(a: Personne) -> list[str]:
    civilite = {"Mme": "MME", "M.": "M."}[a.civilite] if int(a.uuid) % 2 else a.civilite
    return [
        civilite, a.nom_usage.upper(), a.nom.upper(), a.prenom, a.adresse, a.code_postal, a.ville, "FRANCE",
        a.courriel_contact, a.telephone, a.telephone_travail, a.telephone_portable,
    ]  # fmt: skip


def libelle(salle: Salle) -> str:
    """The class as the responsables' file names it: not as the pupils' file does."""
    niveaux = "-".join(n for n in salle.places if n) or "ULIS"
    return f"CLASSE  {niveaux}" if len(salle.classe.nom) % 2 else salle.classe.nom


def octets(lignes: list[list[str]], encodage: str) -> bytes:
    texte = io.StringIO(newline="")
    csv.writer(texte, delimiter=";", lineterminator="\r\n").writerows(lignes)
    return texte.getvalue().encode(encodage)


class Depot:
    """A folder of exports, UAI/eleves.csv and UAI/responsables.csv, and territoire.zip that holds them all."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        dossier.mkdir(parents=True, exist_ok=True)
        self.archive = zipfile.ZipFile(dossier / "territoire.zip", "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> "Depot":
        return self

    def __exit__(self, *erreur) -> None:
        self.archive.close()

    def deposer(self, ecole: Ecole, familles: list[Famille]) -> None:
        enfants = [(e, f) for f in familles for e in f.enfants if e.place.ecole is ecole]
        for nom, lignes in (
            ("eleves.csv", eleves(ecole, enfants)),
            ("responsables.csv", responsables(ecole, familles)),
        ):
            contenu = octets(lignes, ecole.encodage)
            fichier = self.dossier / ecole.uai / nom
            fichier.parent.mkdir(exist_ok=True)
            fichier.write_bytes(contenu)
            # A fixed date: the same seed gives the same archive, byte for byte.
            self.archive.writestr(
                zipfile.ZipInfo(f"{ecole.uai}/{nom}", (2026, 9, 1, 8, 0, 0)), contenu, zipfile.ZIP_DEFLATED
            )
