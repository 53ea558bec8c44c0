"""The same feed, outward: what a parent reads here of their children in écoles, as lines of the contract, for the ENT that they let show it; of their children in
a collège of here, for the ENT of écoles.

A picture of today and not a list of changes: what is no more in it is withdrawn. All of it is read under the rights of who gave the accord, at
each call: a tie that ends, a module that closes, a word that is taken back leave it at once. What may go out each room says
(`au_dehors`): of meals, health, permissions, who collects a child, nothing does.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.connexion.registres import entree_par
from ent.diffusion.models import Notification
from ent.diffusion.sortes import sorte_de
from ent.portail.lectures import fil
from ent.portail.registres import programmes
from ent.socle.textes import en_une_ligne

from .. import droits
from ..lignes import A_UNE_HEURE, TITRE_MAX, Nature, Par
from ..models import Accord

SEL = "ent.services.continuite.ligne"
DEPUIS, JUSQU_A = dt.timedelta(days=7), dt.timedelta(days=21)
NOUVELLES_MAX = 200


@dataclass(frozen=True)
class Dite:
    """One line that goes out, without its version."""

    identifiant: str
    nature: Nature
    eleve: int
    titre: str
    jour: dt.date
    chemin: str
    heure: dt.time | None = None


def photo(accord: Accord) -> dict[str, Any]:
    """`enfants`: the number and the first name of each; `elements`: their lines, by the JSON Schema of their kind."""
    numeros = {e.eleve_id: str(e.numero) for e in accord.enfants.all()}
    suivis, dites = _dites(accord, numeros)
    version = int(timezone.now().timestamp() * 1000)  # one after the other: of two pictures the later holds
    enfants = {numeros[s.eleve.pk]: (s.eleve.prenom, s.inscription.classe.etablissement.nom) for s in suivis}
    entrer = entree_par(accord.emetteur.origines_dites)  # signed in by that very ENT, where families come in by it
    return {
        "enfants": [{"id": numero, "prenom": prenom, "ecole": ecole} for numero, (prenom, ecole) in enfants.items()],
        "elements": [_en_json(dite, numeros[dite.eleve], version, entrer) for dite in dites],
    }


def chemin_de(personne: Personne, identifiant: str) -> str | None:
    """Where the parent who gave an accord reads the line of that id: its own page may bear a number that leaves nowhere."""
    for accord in Accord.objects.donnes_par(personne).select_related("emetteur").prefetch_related("enfants"):
        accord.personne = personne
        _suivis, dites = _dites(accord, {e.eleve_id: str(e.numero) for e in accord.enfants.all()})
        if trouvee := next((dite for dite in dites if dite.identifiant == identifiant), None):
            return trouvee.chemin
    return None


def _dites(accord: Accord, numeros: Mapping[int, str]) -> tuple[list[Suivi], list[Dite]]:
    siens = (
        droits.suivis_a_montrer(accord.personne, accord.emetteur.etablissement_id)
        if accord.emetteur.montre_le_college
        else droits.suivis_a_montrer(accord.personne)
    )
    suivis = [s for s in siens if s.eleve.pk in numeros]
    if not suivis:
        return [], []
    with translation.override(accord.personne.langue):
        return suivis, [*_des_jours(accord, suivis), *_des_nouvelles(accord, {s.eleve.pk for s in suivis})]


def _des_jours(accord: Accord, suivis: list[Suivi]) -> Iterator[Dite]:
    demande = HttpRequest()  # rooms read who asks, and which children
    demande.user, demande.suivis = accord.personne, suivis  # type: ignore[assignment, attr-defined]
    aujourd_hui, memes = timezone.localdate(), Counter[tuple]()
    lundi_d_ici = aujourd_hui - dt.timedelta(days=aujourd_hui.weekday())  # a week is read whole
    for programme in programmes():
        if not programme.au_dehors:
            continue
        nature = Nature(programme.au_dehors)
        for chose in fil.du_programme(demande, programme, lundi_d_ici, aujourd_hui + JUSQU_A):
            titre = en_une_ligne(chose.mots, TITRE_MAX)
            lundi = chose.jour - dt.timedelta(days=chose.jour.weekday())
            heure = chose.heure if nature in A_UNE_HEURE and chose.heure != dt.time() else None
            for eleve in sorted({s.eleve.pk for s in chose.suivis}) if titre else []:
                dit = (programme.nom, chose.jour, chose.heure, titre, eleve)
                memes[dit] += 1  # twice the same words on one day are two things
                yield Dite(
                    _numero(accord, *dit, memes[dit]),
                    nature,
                    eleve,
                    titre,
                    chose.jour,
                    reverse("semaine_du", args=[lundi]),
                    heure,
                )


def _des_nouvelles(accord: Accord, eleves: set[int]) -> Iterator[Dite]:
    siennes = Notification.objects.visibles_par(accord.personne).filter(
        eleve__in=eleves, visible_le__gte=timezone.now() - DEPUIS
    )
    for nouvelle in siennes[:NOUVELLES_MAX]:
        sorte = sorte_de(nouvelle.nature)
        titre = en_une_ligne(str(sorte.dit_au_dehors) or nouvelle.texte, TITRE_MAX)
        if sorte.au_dehors and titre:
            jour, numero = timezone.localdate(nouvelle.visible_le), _numero(accord, "nouvelle", nouvelle.pk)
            yield Dite(numero, Nature(sorte.au_dehors), nouvelle.eleve_id, titre, jour, nouvelle.adresse)


def _numero(accord: Accord, *parties: Any) -> str:
    """The same thing has the same, in this accord: in another it has another, and none says what it was made of."""
    return salted_hmac(f"{SEL}.{accord.uuid}", "|".join(map(str, parties)), algorithm="sha256").hexdigest()[:40]


def _en_json(dite: Dite, numero: str, version: int, entrer: Callable[[str], str]) -> dict[str, Any]:
    ligne = {
        "id": dite.identifiant,
        "version": version,
        "nature": dite.nature.value,
        "eleve": {"par": Par.ID.value, "valeur": numero},
        "titre": dite.titre,
        "jour": dite.jour.isoformat(),
        "lien": settings.ENT_ADRESSE.rstrip("/") + entrer(reverse("continuite_vers", args=[dite.identifiant])),
    }
    return ligne | ({"heure": f"{dite.heure:%H:%M}"} if dite.heure else {})
