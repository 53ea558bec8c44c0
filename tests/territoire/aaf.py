"""The invented territory as the State's directory gives it: one Complet of the AAF of the 1st degree for all the schools, written as they are drawn."""

import datetime as dt
import itertools
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from ent.annuaire.models import Personne

from .ecoles import Ecole, Salle
from .familles import Enfant, Famille

FLUX = "ENTINVENTE1D"
CATEGORIES = ["EtabEducNat", "Eleve", "PersRelEleve", "PersEducNat"]
ENTETE = '<?xml version="1.0" encoding="ISO-8859-15"?>\n<!DOCTYPE ficAlimMENESR SYSTEM "ficAlimMENESR.dtd">\n<ficAlimMENESR>\n'


def fiche(categorie: str, jointure: str, attributs: dict[str, str | list[str]]) -> str:
    quoi = "categorieStructure" if categorie == "EtabEducNat" else "categoriePersonne"
    corps = "".join(f'<attr name="{nom}">{_valeurs(valeurs)}</attr>\n' for nom, valeurs in attributs.items())
    return (
        f'<addRequest>\n<operationalAttributes><attr name="{quoi}"><value>{categorie}</value></attr></operationalAttributes>\n'
        f"<identifier><id>{jointure}</id></identifier>\n<attributes>\n{corps}</attributes>\n</addRequest>\n"
    )


def _valeurs(valeurs: str | list[str]) -> str:
    ecrites = [valeurs] if isinstance(valeurs, str) else valeurs
    return "".join(f"<value>{escape(v)}</value>" if v else "<value/>" for v in ecrites or [""])


class DepotAaf:
    """The four files of a Complet, open while the schools are drawn."""

    def __init__(self, dossier: Path, jour: dt.date) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        self.chemins = {c: dossier / f"{FLUX}_Complet_{jour:%Y%m%d}_{c}_0000.xml" for c in CATEGORIES}
        self.fichiers = {
            c: chemin.open("w", encoding="iso-8859-15", errors="xmlcharrefreplace")
            for c, chemin in self.chemins.items()
        }
        for fichier in self.fichiers.values():
            fichier.write(ENTETE)
        # The State numbers people once, wherever they are met.
        self.numeros: defaultdict[object, str] = defaultdict(map(str, itertools.count(1_000_001)).__next__)
        self.ecrits: set[object] = set()

    def __enter__(self) -> "DepotAaf":
        return self

    def __exit__(self, *erreur) -> None:
        for categorie, fichier in self.fichiers.items():
            fichier.write("</ficAlimMENESR>\n")
            fichier.close()
            avant = time.time() - 3600  # copied an hour ago: nobody waits for the end of the copy
            os.utime(self.chemins[categorie], (avant, avant))

    def deposer(self, ecole: Ecole, familles: list[Famille]) -> None:
        etablissement = ecole.etablissement
        self._ecrire(
            "EtabEducNat",
            str(ecole.numero),
            ENTStructureJointure=str(ecole.numero),
            ENTStructureUAI=ecole.uai,
            ENTStructureNomCourant=f"E.PU {etablissement.nom.upper()}",
            ENTStructureTypeStruct="ECOLE",
            ENTEcoleCommune=etablissement.commune.nom.upper(),
        )
        for famille in familles:
            for enfant in famille.enfants:
                if enfant.place.ecole is ecole:
                    self._eleve(ecole, enfant, famille)
            for adulte, _lien in famille.adultes:
                if adulte.uuid not in self.ecrits:
                    self.ecrits.add(adulte.uuid)
                    self._adulte(adulte, famille.enfants)
        self._equipe(ecole)

    def _ecrire(self, categorie: str, jointure: str, **attributs) -> None:
        self.fichiers[categorie].write(fiche(categorie, jointure, attributs))

    def _identite(self, p: Personne, civilite: str) -> dict[str, str]:
        naissance = f"{p.date_naissance:%d/%m/%Y}" if p.date_naissance else ""
        return {
            "ENTPersonJointure": self.numeros[p.uuid],
            "ENTPersonDateNaissance": naissance,
            "ENTPersonNom": (p.nom_usage or p.nom).upper(),
            "ENTPersonNomPatro": p.nom.upper(),
            "ENTPersonPrenom": p.prenom,
            "ENTPersonCivilite": civilite.upper(),
        }

    def _eleve(self, ecole: Ecole, enfant: Enfant, famille: Famille) -> None:
        e, salle = enfant.eleve, enfant.place.salle
        services = {"ENTEleveRestaurantScolaire": "O" if int(e.uuid) % 3 else "N", "ENTEleveGarderieSoir": "N"}
        self._ecrire(
            "Eleve",
            self.numeros[e.uuid],
            **self._identite(e, "M." if e.sexe == "M" else "Mme"),
            ENTEleveINE=e.ine or "",
            ENTPersonStructRattach=str(ecole.numero),
            ENTPersonClasses=_classe(ecole, salle),
            ENTPersonGroupes="",
            ENTEleveNiveau=f"0000${enfant.place.niveau}" if enfant.place.niveau else "",
            ENTEleveAutoriteParentale=[self.numeros[a.uuid] for a, lien in famille.adultes if lien != "autre"],
            ENTPersonAdresse=e.adresse,
            ENTPersonCodePostal=e.code_postal,
            ENTPersonVille=e.ville.upper(),
            **services,
        )

    def _adulte(self, a: Personne, enfants: Iterable[Enfant]) -> None:
        self._ecrire(
            "PersRelEleve",
            self.numeros[a.uuid],
            **self._identite(a, a.civilite),
            ENTPersRelEleveEleve=[self.numeros[e.eleve.uuid] for e in enfants],
            ENTPersonMail=a.courriel_contact,
            ENTPersonTelPerso=a.telephone,
            ENTPersRelEleveTelPro=a.telephone_travail,
            ENTPersRelEleveTelMobile=a.telephone_portable,
            ENTPersonAdresse=a.adresse,
            ENTPersonCodePostal=a.code_postal,
            ENTPersonVille=a.ville.upper(),
            ENTPersonAdresseDiffusion="O",
        )

    def _equipe(self, ecole: Ecole) -> None:
        tenues: dict[object, list[str]] = defaultdict(list)
        gens = {ecole.directeur.uuid: ecole.directeur} if ecole.directeur else {}
        for salle in ecole.salles:
            for enseignant in salle.enseignants:
                gens[enseignant.uuid] = enseignant
                tenues[enseignant.uuid].append(_classe(ecole, salle))
        for p in gens.values():
            dirige = p is ecole.directeur
            self._ecrire(
                "PersEducNat",
                self.numeros[p.uuid],
                **self._identite(p, p.civilite),
                ENTPersonMail=p.courriel_contact,
                ENTPersonStructRattach=str(ecole.numero),
                ENTPersonFonctions=f"{ecole.numero}$ENS$ENSEIGNANT$-$-",
                ENTEnsFonctionDir=str(ecole.numero) if dirige else "",
                ENTPersonClasses=tenues[p.uuid],
            )


def _classe(ecole: Ecole, salle: Salle) -> str:
    """Structure, kind, kind in words, number, label."""
    return f"{ecole.numero}$EL$CLASSE${salle.classe.identifiant_onde}${salle.classe.nom}"
