"""Names of columns, normalised: every header met in the field (formats.md §1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .lignes import NatureFichier

ELEVES = {
    "nomeleve": "nom", "nomdefamilleeleve": "nom", "nomdefamille": "nom", "nom": "nom",
    "nomdusageeleve": "nom_usage", "nomusageeleve": "nom_usage", "nomdusage": "nom_usage", "nomusage": "nom_usage",
    "prenomeleve": "prenom", "prenom": "prenom",
    "datenaissance": "date_naissance", "datedenaissance": "date_naissance", "datenaissanceeleve": "date_naissance",
    "sexe": "sexe", "ine": "ine", "ineeleve": "ine", "niveau": "niveau",
    "adresse1": "adresse", "adresse": "adresse", "cp1": "code_postal", "cp": "code_postal", "codepostal": "code_postal",
    "commune1": "ville", "commune": "ville", "ville": "ville",
    "autorisationphoto": "photo", "autorisationsphotos": "photo", "decisiondepassage": "decision",
    "libelleclasse": "classe", "classe": "classe", "identifiantclasse": "identifiant_classe",
}  # fmt: skip
RESPONSABLES = {
    "civiliteresponsable": "civilite", "civilite": "civilite",
    "nomusageresponsable": "nom_usage", "nomdusageresponsable": "nom_usage",
    "nomresponsable": "nom", "nomdefamilleresponsable": "nom", "prenomresponsable": "prenom",
    "adresseresponsable": "adresse", "cpresponsable": "code_postal", "communeresponsable": "ville",
    "courriel": "courriel_contact", "courrielresponsable": "courriel_contact",
    "telephonedomicile": "telephone", "telephonetravail": "telephone_travail", "telephoneportable": "telephone_portable",
}  # fmt: skip
PERSONNELS = {
    "civilite": "civilite", "nomusage": "nom_usage", "nomdusage": "nom_usage", "nom": "nom", "nomdefamille": "nom",
    "prenom": "prenom", "adresse": "adresse", "cp": "code_postal", "codepostal": "code_postal", "commune": "ville",
    "courriel": "courriel_contact", "telephonedomicile": "telephone", "telephoneportable": "telephone_portable",
    "directeur": "directeur",
}  # fmt: skip
ENFANT = {
    "nomdusageenfant": "nom_usage", "nomusageenfant": "nom_usage", "nomdusageeleve": "nom_usage", "nomusageeleve": "nom_usage",
    "nomdefamilleenfant": "nom", "nomenfant": "nom", "nomdefamilleeleve": "nom", "nomeleve": "nom",
    "prenomenfant": "prenom", "prenomeleve": "prenom",
    "classesenfants": "classe", "classeenfant": "classe", "classesenfant": "classe", "classeseleves": "classe",
    "classeeleve": "classe", "classeseleve": "classe",
    "datenaissanceenfant": "date_naissance", "datedenaissanceenfant": "date_naissance",
    "datenaissanceeleve": "date_naissance", "datedenaissanceeleve": "date_naissance", "datenaissance": "date_naissance",
    "datedenaissance": "date_naissance",
}  # fmt: skip
# Known, and of no use to us: not named among the ignored.
SANS_EMPLOI = {
    NatureFichier.ELEVES: {
        "pays1", "adresse2", "cp2", "commune2", "pays2", "cycle", "attestationfournie", "autorisationassociations",
        "autorisationsassociations", "pays",
    },
    NatureFichier.RESPONSABLES: {"pays", "paysresponsable", "numerodeposte"},
    NatureFichier.PERSONNELS: {"pays", "classe"},
}  # fmt: skip
CHAMPS = {
    NatureFichier.ELEVES: ELEVES,
    NatureFichier.RESPONSABLES: RESPONSABLES,
    NatureFichier.PERSONNELS: PERSONNELS,
}
OBLIGATOIRES: dict[NatureFichier, list[tuple[tuple[str, ...], str]]] = {
    NatureFichier.ELEVES: [
        (("nom", "nom_usage"), "Nom élève"),
        (("prenom",), "Prénom élève"),
        (("date_naissance",), "Date naissance"),
        (("classe", "identifiant_classe"), "Libellé classe"),
    ],
    NatureFichier.PERSONNELS: [(("nom",), "Nom"), (("prenom",), "Prénom")],
}


# How the two lines of our template that are no person's begin (`exports.modele_du_personnel`): in French, as the columns.
EXPLICATION, EXEMPLE = "Explication", "Exemple"
DU_MODELE = re.compile(rf"({EXPLICATION}|{EXEMPLE})\s*:", re.IGNORECASE)


def est_du_modele(cellules: list[str]) -> bool:
    """A line that our template came with, left where it was."""
    return DU_MODELE.match(next((c.strip() for c in cellules if c.strip()), "")) is not None


def nature(cles: list[str]) -> NatureFichier | None:
    """The kind of a file, from its normalised header."""
    presentes = set(cles)
    if presentes & {"nomresponsable", "nomdefamilleresponsable"}:
        return NatureFichier.RESPONSABLES
    if "directeur" in presentes and {"nom", "prenom"} & presentes:
        return NatureFichier.PERSONNELS
    if presentes & {"nomeleve", "nomdefamilleeleve", "prenomeleve"}:
        return NatureFichier.ELEVES
    return None


def placer(
    cles: list[str], nature: NatureFichier, *, avant: int | None = None, apres: int | None = None
) -> tuple[dict[str, int], list[int]]:
    """Where each field is (the first column of that name wins), and the columns that nobody knows."""
    plan: dict[str, int] = {}
    inconnues = []
    for position, cle in enumerate(cles):
        if avant is not None and apres is not None and avant <= position < apres:
            continue
        if champ := CHAMPS[nature].get(cle):
            plan.setdefault(champ, position)
        elif cle and cle not in SANS_EMPLOI[nature]:
            inconnues.append(position)
    return plan, inconnues


@dataclass(frozen=True)
class Blocs:
    """The child's columns, repeated N times: read by position, since names repeat."""

    debut: int
    champs: tuple[str | None, ...]
    fin: int
    ouvert: bool  # nothing follows the blocks: a row may hold more of them than the header

    @classmethod
    def trouver(cls, cles: list[str]) -> "Blocs | None":
        debut = next((i for i, cle in enumerate(cles) if cle in ENFANT and cle != "datenaissance"), None)
        if debut is None:
            return None
        champs: list[str] = []
        for cle in cles[debut:]:
            champ = ENFANT.get(cle)
            if champ is None or champ in champs:
                break
            champs.append(champ)
        if "prenom" not in champs or not {"nom", "nom_usage"} & set(champs):
            return None
        fin = debut
        while fin < len(cles) and cles[fin] in ENFANT:
            fin += 1
        return cls(debut, tuple(champs), fin, ouvert=not any(cles[fin:]))

    def dans(self, cellules: list[str]) -> Iterator[dict[str, int]]:
        fin = len(cellules) if self.ouvert else min(self.fin, len(cellules))
        for depart in range(self.debut, fin, len(self.champs)):
            yield {champ: depart + rang for rang, champ in enumerate(self.champs) if champ}
