"""Who finds whom, in drawn worlds, against what a person would say of them."""

from ent.annuaire.lectures import fiches, gens
from ent.annuaire.models import Etablissement
from tests.annuaire.mondes import ADULTES, ECOLES, ELEVES, PRESENT, Ecrit, Monde, ecrire, essayer


def eleves_de(monde: Monde, qui: str, ecole: str) -> set[str]:
    """Pupils of the school that this adult directs; of the classes they teach there; of the groups they teach there."""
    if not monde.travaille(qui, ecole):
        return set()
    nature, _moment = monde.roles[qui, ecole]
    trouves = set()
    for (eleve, classe), (_niveau, moment) in monde.inscriptions.items():
        ici = monde.classes[classe]
        if moment != PRESENT or ici.ecole != ecole:
            continue
        tenue = monde.affectations.get((qui, classe)) == PRESENT and not ici.fermee
        en_groupe = any(
            g.ecole == ecole and not g.fini and qui in g.enseignants and eleve in g.eleves for g in monde.groupes
        )
        if nature == "directeur" or tenue or en_groupe:
            trouves.add(eleve)
    return trouves


def adultes_de(monde: Monde, qui: str, ecole: str) -> set[str]:
    """Who answers today for one of these pupils, as this school says, with or without authority; and the team."""
    siens = eleves_de(monde, qui, ecole)
    familles = {
        adulte
        for (adulte, enfant, ou), (_autorite, moment) in monde.liens.items()
        if ou == ecole and moment == PRESENT and enfant in siens
    }
    equipe = {a for a in ADULTES if monde.travaille(a, ecole)} if monde.travaille(qui, ecole) else set()
    return familles | equipe


def fiche_ouverte(monde: Monde, qui: str, ecole: str, autre: str) -> bool:
    dirige = monde.roles.get((qui, ecole)) == ("directeur", PRESENT)
    est_equipe = monde.travaille(autre, ecole)
    siens = eleves_de(monde, qui, ecole)
    repond = any(
        (a, ou, moment) == (autre, ecole, PRESENT) and enfant in siens
        for (a, enfant, ou), (_autorite, moment) in monde.liens.items()
    )
    return repond or (dirige and est_equipe)


def _trouves(ici: Ecrit, qui: str) -> set[tuple[str, str]]:
    noms = {ecole.pk: nom for nom, ecole in ici.ecoles.items()}
    cles = {personne.pk: cle for cle, personne in ici.gens.items()}
    trouvees = gens.chercher(ici.relu(qui), "tirage").trouvees
    return {(cles[t.personne.pk], noms[t.etablissement.pk]) for t in trouvees}


def test_one_finds_whom_one_works_for_and_opens_their_sheets_alone(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        for qui in ADULTES:
            trouves = _trouves(ici, qui)
            for ecole in ECOLES:
                uai = Etablissement.objects.get(pk=ici.ecoles[ecole].pk).uai
                for autre in (*ELEVES, *ADULTES):
                    attendu = autre in eleves_de(monde, qui, ecole) | adultes_de(monde, qui, ecole)
                    vus[attendu] += 1
                    assert ((autre, ecole) in trouves) is attendu
                    uuid = ici.gens[autre].uuid
                    if autre in ELEVES:
                        assert (fiches.fiche_d_eleve(ici.relu(qui), uai, uuid) is not None) is attendu
                    else:
                        ouverte = fiches.fiche_d_adulte(ici.relu(qui), uai, uuid) is not None
                        assert ouverte is fiche_ouverte(monde, qui, ecole, autre)

    essayer(comparer)
