"""The legend of a plan, over its bar."""

from ent.services.onde.piles import presenter
from ent.services.onde.planifier import planifier

from .exports import appliquer, eleve, fichier_eleves, fichier_responsables, responsable


def test_the_legend_adds_up_to_what_is_applied_and_says_as_many_as_the_lists(ecole):
    """« 3 créations » stood over « 1 élève, 2 responsables, 2 liens de parenté »; classes that change were in the list alone."""
    eleves = [eleve("BENALI", "Yanis", ine="270000001AA"), eleve("KONE", "Aïcha", ine="270000002AA")]
    appliquer(
        ecole,
        fichier_eleves(*eleves),
        fichier_responsables(responsable("Mme", "KONE", "Awa", ("KONE", "Aïcha", "CP A"))),
    )
    encore = fichier_eleves(
        eleve("BENALI", "Yanis", ine="270000001AA", ville="Élancourt", identifiant="777"),
        eleve("DIARRA", "Zélie", ine="270000003AA", identifiant="777"),
    )
    adultes = fichier_responsables(responsable("M.", "DIARRA", "Paul", ("DIARRA", "Zélie", "CP A")))
    page = presenter(planifier(ecole, [encore, adultes]))
    assert [phrase for _couleur, _n, phrase in page["legende"]] == ["3 créations", "2 changements", "1 départ"]
    assert (page["creations"], page["nombre_modifies"]) == (3, 2)
    assert sum(n for _couleur, n, _phrase in page["legende"]) == page["total"]
