"""What came: as a part is read, whoever sent it; whom it may be about; what who teaches reads."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.annuaire.recherche import correspond, mots
from ent.socle.dates import date_format
from ent.socle.textes import norme

from .. import droits
from ..models import Reception
from ..parties import MAITRISES, REUSSITES, Amenagement, Composante, Domaine, Partie

TITRES = {"sait": "Ce qu’il ou elle sait faire", "aide": "Ce qui l’aide", "mot": "Un mot de plus", "texte": ""}


def recue_de(de: Etablissement, vers: Etablissement, identifiant: UUID) -> Reception | None:
    """What its sender asks about: its own alone, which the school that took over from that one may hold now."""
    return Reception.objects.filter(
        de=de, etablissement__in=[vers.pk, vers.rejoint_id], identifiant=identifiant
    ).first()


# --- A part, read ------------------------------------------------------------------------------------------------------
@dataclass
class PieceLue:
    jour: str
    titre: str
    texte: str
    fichiers: list[dict[str, Any]]  # {"chemin", "legende", "est_image", "fichier"}


@dataclass
class PartieLue:
    """What a page shows of it. One that is not known is shown as it came (`brut`), never run."""

    titre: str
    est_connue: bool = True
    textes: list[tuple[str, str]] = field(default_factory=list)
    degres: list[tuple[str, str]] = field(default_factory=list)
    amenagements: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[PieceLue] = field(default_factory=list)
    brut: str = ""


def partie_lue(ligne: Mapping[str, Any], fichiers: Mapping[str, Any]) -> PartieLue:
    """Of what follows the schema. `fichiers`: by path, the file as it is kept here; none in the page of an archive."""
    dit, code = ligne["contenu"], ligne["partie"]
    if code not in Partie.values:
        return PartieLue(ligne["titre"], est_connue=False, brut=json.dumps(dit, ensure_ascii=False, indent=1))
    return PartieLue(
        str(Partie(code).label),
        textes=[(titre, dit[nom]) for nom, titre in TITRES.items() if dit.get(nom)],
        degres=[_degre(nom, degre) for nom, degre in dit.get("positions", {}).items()],
        amenagements=[(_dit(Amenagement, un["sorte"]), un["texte"]) for un in dit.get("amenagements", ())],
        pieces=[_piece(piece, fichiers) for piece in dit.get("pieces", ())],
    )


def _dit(codes: Any, code: str) -> str:
    """In words, or as it was said."""
    return str(codes(code).label) if code in codes.values else code


def _degre(code: str, degre: int) -> tuple[str, str]:
    if code in Domaine.values:
        return str(Domaine(code).label), str(REUSSITES.get(degre, degre))
    return _dit(Composante, code), str(MAITRISES.get(degre, degre))


def _piece(piece: Mapping[str, Any], fichiers: Mapping[str, Any]) -> PieceLue:
    dits = [
        {
            "chemin": f["chemin"],
            "legende": f.get("legende", ""),
            "est_image": f["chemin"].endswith((".webp", ".jpg", ".png")),
            "fichier": fichiers.get(f["chemin"]),
        }
        for f in piece["fichiers"]
    ]
    return PieceLue(piece["jour"], piece["titre"], piece.get("texte", ""), dits)


# --- Whom it is about --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Proposition:
    """A pupil of here who may be the one, and what differs from what the other school says."""

    eleve: Personne
    classe: str
    par_ine: bool
    differences: list[tuple[str, str, str]]  # what, there, here
    est_un_autre: bool  # neither the number nor anything that was said is the same: confirmed twice


def _places(reception: Reception) -> QuerySet[Inscription]:
    """Of those who are, or will be, in the school."""
    a_venir = Q(debut__gt=timezone.localdate())
    ici = Inscription.objects.filter(
        en_cours() | a_venir, classe__etablissement=reception.etablissement_id, classe__fermee_le=None
    )
    return ici.select_related("eleve", "classe").order_by("eleve__nom", "eleve__prenom", "pk")


def eleves_possibles(reception: Reception) -> list[Personne]:
    return [place.eleve for place in _places(reception)]


def chercher(reception: Reception, voulu: str) -> list["Proposition"]:
    """Pupils of the school by some letters of their names, twenty at most."""
    voulus, dit = mots(voulu), reception.contenu.get("eleve", {})
    places = (
        p for p in _places(reception) if voulus and correspond(voulus, [p.eleve.prenom, p.eleve.nom, p.eleve.nom_usage])
    )
    return [_proposer(place, dit, False) for place in islice(places, 20)]


def propositions_pour(reception: Reception) -> list[Proposition]:
    """By the INE, else by names and date of birth; among those who are, or will be, in the school. One query, and that of names."""
    dit = reception.contenu.get("eleve", {})
    places = _places(reception)
    ine = dit.get("ine")
    if ine and (place := places.filter(eleve__ine=ine).first()):
        return [_proposer(place, dit, True)]
    jour = dit.get("date_naissance")
    proches = places.filter(Q(eleve__date_naissance=jour) if jour else Q(eleve__nom__iexact=dit.get("nom", "")))
    vus: dict[int, Proposition] = {}
    for place in proches[:200]:
        if _se_ressemblent(place.eleve, dit):
            vus.setdefault(place.eleve_id, _proposer(place, dit, False))
    return list(vus.values())[:5]


def jour_dit(iso: str) -> str:
    """« 8 février 2016 »; as it was said when it is no day."""
    try:
        return date_format(dt.date.fromisoformat(iso), "j F Y")
    except ValueError:
        return iso


def _en_mots(nom: str) -> set[str]:
    return set(mots(nom))


def _se_ressemblent(eleve: Personne, dit: Mapping[str, str]) -> bool:
    """A name, or a first name, in common."""
    la_bas = _en_mots(dit.get("nom", "")) | _en_mots(dit.get("prenom", ""))
    return bool(la_bas & (_en_mots(eleve.nom) | _en_mots(eleve.nom_usage))) or bool(
        _en_mots(eleve.prenom) & _en_mots(dit.get("prenom", ""))
    )


def _proposer(place: Inscription, dit: Mapping[str, str], par_ine: bool) -> Proposition:
    eleve = place.eleve
    ici = {
        "nom": eleve.nom,
        "prenom": eleve.prenom,
        "date_naissance": eleve.date_naissance.isoformat() if eleve.date_naissance else "",
    }
    libelles = {"nom": "Nom", "prenom": "Prénom", "date_naissance": "Date de naissance"}
    autres = [
        (libelles[c], jour_dit(dit[c]), jour_dit(ici[c]))
        for c in libelles
        if dit.get(c) and norme(dit[c]) != norme(ici[c])
    ]
    rien_de_pareil = not par_ine and len(autres) == sum(bool(dit.get(c)) for c in libelles)
    return Proposition(eleve, place.classe.nom, par_ine, autres, rien_de_pareil)


# --- What one reads ----------------------------------------------------------------------------------------------------
@dataclass
class Recu:
    """A dossier that came, as this reader reads it, once somebody said of whom it speaks: nothing before. The PAI for a head alone; the words of a family not for who answers
    for that child at home: they are the other holder's.
    """

    reception: Reception
    parties: list[PartieLue]
    mots: list[dict[str, str]]
    sante: str
    omis: int


def recu_pour(personne: Personne, reception: Reception) -> Recu:
    if reception.etat != Reception.Etat.CONFIRMEE:
        return Recu(reception, [], [], "", 0)
    fichiers = {f.chemin: f.fichier for f in reception.fichiers.select_related("fichier")}
    dit = reception.contenu
    se_lisent = reception.eleve_id is not None and not droits.est_le_sien(personne, reception)
    sante = dit.get("sante", {}) if droits.lit_la_sante(personne, reception.etablissement_id) else {}
    return Recu(
        reception,
        [partie_lue(ligne, fichiers) for ligne in dit.get("parties", ())],
        dit.get("mots", []) if se_lisent else [],
        sante.get("texte", ""),
        sum(ligne["fichiers"] for ligne in dit.get("omis", ())),
    )


def par_classe(personne: Personne) -> list[tuple[Classe, list[Reception]]]:
    """What this person may read, by the class where each pupil is today: of one who changed schools during the year, each may have sent one. Two queries."""
    toutes = list(Reception.objects.lues_par(personne).select_related("eleve", "de").order_by("-recue_le", "-pk"))
    lues: dict[int | None, list[Reception]] = {}
    for reception in toutes:
        lues.setdefault(reception.eleve_id, []).append(reception)
    places = Inscription.objects.filter(
        en_cours(), eleve__in=lues, classe__etablissement__in={r.etablissement_id for r in toutes}
    ).select_related("classe")
    classes: dict[Classe, list[Reception]] = {}
    for place in places.order_by("classe__nom", "classe", "eleve__nom", "eleve__prenom", "pk"):
        classes.setdefault(place.classe, []).extend(lues[place.eleve_id])
    return list(classes.items())


def receptions_lisibles(personne: Personne, ids: Collection[int]) -> set[int]:
    """Of what a direction was told of, what this person may treat today. One query."""
    return set(Reception.objects.tenues_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def attente(personne: Personne) -> list[Reception]:
    """What the direction looks at: what waits for who says whom it is about first, then the others, the newest first."""
    etats = Reception.Etat
    arrive = When(etat__in=(etats.A_VERIFIER, etats.EN_COURS), then=1)
    rang = Case(When(etat=etats.A_CONFIRMER, then=0), arrive, default=2)
    tenues = Reception.objects.tenues_par(personne).select_related("eleve", "de", "etablissement")
    return list(tenues.order_by(rang, "-recue_le", "-pk")[:500])


def identique(nouvelle: Mapping[str, Any], ancienne: Mapping[str, Any]) -> bool:
    """Whether both say the same child."""
    return bool(nouvelle) and nouvelle.get("eleve") == ancienne.get("eleve")
