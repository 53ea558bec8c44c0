"""Who reads a billet, who teaches it, whom it reaches: held on drawn worlds to what a person would say (`tests.annuaire.mondes`)."""

from pages.droits import billets as droits
from pages.evenements import billets as evenements
from pages.models import Billet
from tests.annuaire.mondes import Cible, Monde, ecrire, essayer
from tests.conftest import MARDI_10H


def un_billet(ici, cible: Cible) -> Billet:
    return Billet.objects.create(
        **ici.lieux(cible), titre="Nos semis", auteur=ici.auteur, etat="publie", live=True, visible_le=MARDI_10H
    )


def test_a_billet_is_read_taught_and_told_as_a_person_would_say(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        billets = {
            cible: un_billet(ici, cible)
            for cible in monde.cibles
            if not (cible.niveaux or cible.eleve) and (cible.classe is not None or cible.groupe is not None)
        }
        for cle in ici.gens if billets else ():
            qui = ici.relu(cle)
            lus = set(Billet.objects.des_enfants_de(qui))
            tenus = set(Billet.objects.modifiables_par(qui))
            for cible, billet in billets.items():
                lit, tient = monde.lit(cible, cle), monde.tient(cible, cle)
                vus[lit] += 1
                assert (billet in lus) is lit
                assert any(droits.concerne(billet, suivi) for suivi in qui.portee.suivis) is lit
                assert (billet in tenus) is tient
                assert droits.peut_modifier(qui, billet) is tient
                assert (qui.pk in evenements.enseignants(billet)) is tient
                assert (qui.pk in evenements.lecteurs(billet)) is (lit or tient)

    essayer(comparer)
