"""Whom a mot and a thread are for: rights, predicates and recipients, held on drawn worlds to what a person would say
(`tests.annuaire.mondes`).
"""

import dataclasses

from messagerie.droits import fils as droits_fils
from messagerie.droits import mots as droits
from messagerie.evenements import mots as evenements
from messagerie.evenements.fils import participants
from messagerie.lectures.mots_listes import mots_suivis
from messagerie.models import Fil, Mot, Participation
from messagerie.models.fils import membre_de
from tests.annuaire.mondes import ADULTES, ELEVES, PRESENT, Cible, Monde, ecrire, essayer
from tests.conftest import MARDI_10H


def un_mot(ici, cible: Cible) -> Mot:
    return Mot.objects.create(
        **ici.lieux(cible),
        niveau="".join(cible.niveaux),
        nature="information",
        titre="Sortie",
        auteur=ici.auteur,
        visible_le=MARDI_10H,
    )


def test_a_mot_is_read_kept_and_told_as_a_person_would_say(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        mots = {c: un_mot(ici, c) for c in monde.cibles if not c.eleve and len(c.niveaux) < 2}
        for cle in ici.gens if mots else ():
            qui = ici.relu(cle)
            lus, tenus = set(Mot.objects.des_enfants_de(qui)), set(Mot.objects.modifiables_par(qui))
            for cible, mot in mots.items():
                lit, tient = monde.lit(cible, cle, eleves=False), monde.tient(cible, cle)
                vus[lit] += 1
                assert (mot in lus) is lit
                assert any(droits.peut_repondre(qui, mot, suivi) for suivi in qui.portee.suivis) is lit
                assert (mot in tenus) is tient
                assert droits.peut_modifier_le_mot(qui, mot) is tient
                assert (qui.pk in evenements.familles_du_mot(mot)) is lit
                if not mot.est_d_ecole:
                    assert (qui.pk in evenements.tenants(mot)) is (tient or _dirige(monde, cle, cible.ecole))
        _comptes(d, ici, monde, mots)

    essayer(comparer)


def _dirige(monde: Monde, cle: str, ecole: str) -> bool:
    return monde.roles.get((cle, ecole)) == ("directeur", PRESENT)


def _comptes(d, ici, monde: Monde, mots: dict[Cible, Mot]) -> None:
    """The list of the direction says how many children each is for."""
    directions = [cle for cle in ADULTES if _dirige(monde, cle, "elementaire")]
    tailles = {ligne.mot: ligne.sur for cle in directions for ligne in mots_suivis(ici.relu(cle))}
    for cible, mot in mots.items():
        if mot in tailles and not mot.est_d_ecole:
            assert tailles[mot] == sum(monde.est_pour(cible, e) for e in ELEVES)


NATURES = {"classe": ("annonce", "eleves", "parents"), "groupe": ("annonce",), "ecole": ("ecole",), "eleve": ("foyer",)}
DE_LA_CLASSE_ET_DE_LA_DIRECTION = ("annonce", "eleves")


def _sorte(cible: Cible) -> str:
    return (
        "eleve"
        if cible.eleve
        else "groupe"
        if cible.groupe is not None
        else "classe"
        if cible.classe is not None
        else "ecole"
    )


def des_fils(ici, cible: Cible) -> list[Fil]:
    """Every kind of thread that such an audience may have; a household's names the first adult alone."""
    if cible.niveaux or (cible.groupe is not None and cible.classe is not None):
        return []
    lieux = ici.lieux(dataclasses.replace(cible, classe=None) if cible.eleve else cible)
    eleve = {"eleve": ici.gens[cible.eleve], "foyer": str(ici.gens["a0"].pk)} if cible.eleve else {}
    fils = [
        Fil.objects.create(**lieux, **eleve, nature=nature, cree_par=ici.auteur) for nature in NATURES[_sorte(cible)]
    ]
    for fil in fils if cible.eleve else ():
        Participation.objects.create(fil=fil, personne=ici.gens["a0"], est_membre=True)
    return fils


def _a_un_lien(monde: Monde, cible: Cible, cle: str) -> bool:
    """With authority or without, declared by whichever school."""
    return any(
        (adulte, enfant, moment) == (cle, cible.eleve, PRESENT)
        for (adulte, enfant, _ecole), (_autorite, moment) in monde.liens.items()
    )


def lit_le_fil(monde: Monde, cible: Cible, nature: str, cle: str) -> bool:
    """As one would say it aloud."""
    if cle in ELEVES:
        return nature == "eleves" and monde.est_pour(cible, cle)
    if nature == "foyer" and cle != "a0" and _a_un_lien(monde, cible, cle):
        return False  # of another household of their own child, whatever they are at school
    if _dirige(monde, cle, cible.ecole) and nature in (*DE_LA_CLASSE_ET_DE_LA_DIRECTION, "ecole", "foyer"):
        return True
    if nature == "ecole" and monde.travaille(cle, cible.ecole):
        return True
    famille = monde.lit(cible, cle) and (nature != "foyer" or cle == "a0")
    return famille or monde.tient(cible, cle)


def test_a_thread_is_read_by_whom_a_person_would_say(d, mardi):
    Fil.objects.filter(nature="ecole").delete()

    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        fils = [(cible, fil) for cible in monde.cibles for fil in des_fils(ici, cible)]
        lecteurs = {fil.pk: participants(fil) for _cible, fil in fils}
        for cle in ici.gens if fils else ():
            qui = ici.relu(cle)
            lus = set(Fil.objects.visibles_par(qui))
            for cible, fil in fils:
                lit = lit_le_fil(monde, cible, fil.nature, cle)
                vus[lit] += 1
                assert (fil in lus) is lit
                assert bool(droits_fils.qualites_dans(qui, fil, est_membre=fil.pk in membre_de(qui))) is lit
                assert (qui.pk in lecteurs[fil.pk]) is lit

    essayer(comparer)
