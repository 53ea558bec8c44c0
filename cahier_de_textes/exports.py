"""The year in an open format: two tables, the blocks as JSON, and the files attached. Built while it is sent."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from ent.annuaire.models import Classe, Groupe
from ent.fichiers.archives import Sortie, nom_sur
from ent.fichiers.lectures import nom_de_sortie
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import lire
from ent.socle.tableurs import en_csv

from .contenus import blocs_de, texte_brut
from .lectures.impressions import JourDuCahier
from .models import Seance, Travail, Visa

VERSION = 1
SEANCES = ["date", "moment", "heure", "niveaux", "domaine", "code_domaine", "titre", "contenu", "auteur", "etat"]
TRAVAUX = ["pour_le", "nature", "niveau", "texte", "minutes", "contenu", "auteur", "etat"]


def _etat(ecrit: Seance | Travail) -> str:
    return "brouillon" if ecrit.est_brouillon else "donne"


def _auteur(ecrit: Seance | Travail) -> str:
    return "" if ecrit.auteur is None else str(ecrit.auteur)


def lignes_de_seances(seances: list[Seance]) -> list[list[Any]]:
    return [
        [
            s.date.isoformat(), s.moment, s.heure.isoformat("minutes") if s.heure else "", s.audience.precision,
            s.get_domaine_display(), s.domaine, s.titre, texte_brut(s.contenu), _auteur(s), _etat(s),
        ]
        for s in seances
    ]  # fmt: skip


def lignes_de_travaux(travaux: list[Travail]) -> list[list[Any]]:
    return [
        [
            t.date_pour.isoformat(), t.nature, t.audience.precision, t.texte, t.minutes, texte_brut(t.contenu), _auteur(t),
            _etat(t),
        ]
        for t in travaux
    ]  # fmt: skip


def en_json(cible: Classe | Groupe, seances: list[Seance], travaux: list[Travail], visas: list[Visa]) -> bytes:
    """Everything with its blocks, in words of the domain: another tool can read it back."""
    cahier = {
        "format": "cahier-de-textes",
        "version": VERSION,
        "ecole": {"uai": cible.etablissement.uai, "nom": cible.etablissement.nom},
        "classe" if isinstance(cible, Classe) else "groupe": cible.nom,
        "annee": cible.annee.nom,
        "seances": [
            {
                "id": s.pk, "date": s.date.isoformat(), "moment": s.moment,
                "heure": s.heure.isoformat("minutes") if s.heure else None, "niveaux": s.liste_niveaux,
                "domaine": s.domaine, "titre": s.titre, "contenu": blocs_de(s.contenu), "auteur": str(s.auteur),
                "etat": _etat(s), "quelques_eleves": s.est_nominatif,
            }
            for s in seances
        ],
        "travaux": [
            {
                "id": t.pk, "pour_le": t.date_pour.isoformat(), "nature": t.nature, "niveau": t.niveau,
                "texte": t.texte, "minutes": t.minutes, "a_rendre": t.est_a_rendre, "contenu": blocs_de(t.contenu),
                "auteur": str(t.auteur), "etat": _etat(t), "quelques_eleves": t.est_nominatif,
            }
            for t in travaux
        ],
        "visas": [
            {
                "semaine": v.date_lundi.isoformat(), "nature": v.nature, "par": str(v.par),
                "nom_inspection": v.nom_inspection, "mot": v.mot, "le": v.appose_le.isoformat(),
            }
            for v in visas
        ],
    }  # fmt: skip
    return json.dumps(cahier, ensure_ascii=False, indent=1).encode()


def archive(cible: Classe | Groupe, jours: list[JourDuCahier], visas: list[Visa]) -> Iterator[bytes]:
    """The pieces of the ZIP. Everything is read from the database before the first one leaves, save the files' bytes."""
    seances = [seance for jour in jours for seance in jour.seances]
    travaux = [travail for jour in jours for travail in jour.travaux]
    textes = {
        "séances.csv": en_csv([SEANCES, *lignes_de_seances(seances)]),
        "travaux.csv": en_csv([TRAVAUX, *lignes_de_travaux(travaux)]),
        "cahier.json": en_json(cible, seances, travaux, visas),
    }
    fichiers = {fichier.pk: fichier for ecrit in [*seances, *travaux] for fichier in ecrit.fichiers.all()}
    return _morceaux(textes, list(fichiers.values()))


def _morceaux(textes: dict[str, bytes], fichiers: list[Fichier]) -> Iterator[bytes]:
    sortie = Sortie()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in textes.items():
            zip_.writestr(nom, contenu)
            yield sortie.prendre()
        for fichier in fichiers:
            objet = fichier.declinaison("1600" if fichier.est_image else "original")
            if objet is None:
                continue
            # Named by its UUID, as the blocks of cahier.json name it. Images and sounds are compressed already.
            entree = zipfile.ZipInfo(f"fichiers/{fichier.uuid}/{nom_sur(nom_de_sortie(fichier, objet))}")
            entree.file_size = objet.octets
            with zip_.open(entree, "w", force_zip64=True) as dans:
                for morceau in lire(objet.cle, 0, objet.octets):
                    dans.write(morceau)
                    yield sortie.prendre()
    yield sortie.prendre()
