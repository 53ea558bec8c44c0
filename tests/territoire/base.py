"""Write the invented territory to the database, one commune at a time, in batches."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from django.db import models

from cahier_de_textes.models import Travail
from ent.annuaire import naissances
from ent.annuaire.models import Affectation, Classe, Etablissement, Inscription, Personne, Responsabilite, Role

from .ecoles import Ecole
from .familles import Enfant, Famille, inscriptions, liens
from .travaux import Cahiers

LOT = 2000


def ecrire(modele: type[models.Model], objets: Iterable[models.Model]) -> int:
    """Insert by batches, so that memory holds one batch; returns how many."""
    return sum(len(modele.objects.bulk_create(lot, batch_size=LOT)) for lot in batched(objets, LOT, strict=False))


def ecrire_ecoles(ecoles: list[Ecole]) -> None:
    ecrire(Etablissement, [e.etablissement for e in ecoles])
    naissances.accompagner(e.etablissement for e in ecoles)


def ecrire_equipes(ecoles: list[Ecole], annee, roles: list[Role], affectations: list[Affectation]) -> None:
    """Staff, classes, then the ties between them. Django fills the keys of objects in hand as it inserts them."""
    equipe = {id(r.personne): r.personne for r in roles}
    ecrire(Personne, equipe.values())
    for ecole in ecoles:
        for salle in ecole.salles:
            salle.classe.annee = annee
    ecrire(Classe, rattachees(s.classe for e in ecoles for s in e.salles))
    ecrire(Role, rattachees(roles))
    ecrire(Affectation, rattachees(affectations))


def ecrire_familles(familles: list[Famille], rentree, confirmee_le) -> None:
    ecrire(Personne, (e.eleve for f in familles for e in f.enfants))
    ecrire(Personne, (a for f in familles for a, _lien in f.adultes))
    ecrire(Inscription, (i for f in familles for i in inscriptions(f, rentree)))
    ecrire(Responsabilite, (lien for f in familles for lien in liens(f, rentree, confirmee_le)))


def ecrire_cahiers(cahiers: Cahiers, ecoles: list[Ecole], familles: list[Famille], alea) -> int:
    """The year of homework of these schools, its ticks and its last notifications. Returns the number of travaux."""
    par_classe: dict[int, list[Enfant]] = defaultdict(list)
    par_eleve: dict[int, Famille] = {}
    for famille in familles:
        for enfant in famille.enfants:
            par_classe[enfant.place.salle.classe.pk].append(enfant)
            par_eleve[enfant.eleve.pk] = famille
    total = 0
    for ecole in ecoles:
        travaux = [t for salle in ecole.salles for t in cahiers.travaux(ecole, salle, alea)]
        total += ecrire(Travail, travaux)
        for modele, objets in cahiers.suites(travaux, par_classe, par_eleve):
            ecrire(modele, objets)
    return total


def rattachees(objets: Iterable[models.Model]) -> list[models.Model]:
    """Ties built before their ends were written: take the keys that these received since."""
    objets = list(objets)
    for objet in objets:
        for champ in objet._meta.concrete_fields:
            if champ.is_relation and (bout := objet._state.fields_cache.get(champ.name)):
                setattr(objet, champ.name, bout)
    return objets
