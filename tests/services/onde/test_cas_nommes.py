"""The rules of an import are lists of named cases: each says its why, and its place among the others is what it means."""

import pytest

from ent.services.onde import annees, planifier_classes, planifier_eleves, planifier_enfants, planifier_tenues
from ent.services.onde import planifier_responsables as responsables

LISTES = {
    "QUI": (planifier_eleves.QUI, [
        "ine_d_un_autre_enfant", "meme_ine", "meme_jointure", "homonyme_a_l_autre_ine", "passe_depuis_par_une_autre_ecole",
        "memes_nom_et_naissance", "nouveau",
    ]),
    "REFUS": (planifier_eleves.REFUS, ["tenu_par_une_autre_ecole", "ecrit_deux_fois", "classe_incertaine"]),
    "RESTENT": (planifier_eleves.RESTENT, ["retenu_par_sa_ligne", "nomme_par_une_ligne_refusee", "part_ce_soir"]),
    "PAR_IDENTIFIANT": (
        planifier_classes.PAR_IDENTIFIANT,
        [
            "meme_identifiant", "meme_nom_sans_identifiant", "meme_nom_pour_l_etat", "meme_nom_au_numero_change", "fermee_du_meme_nom",
            "nouvelle_classe",
        ],
    ),
    "MEMES": (planifier_enfants.MEMES, ["nes_le_meme_jour", "de_la_meme_classe"]),
    "ENFANTS": (
        planifier_enfants.ENFANTS,
        ["choisi_par_une_personne", "seul_de_ce_nom", "refuse_avec_son_enfant", "deja_demande", "a_demander"],
    ),
    "RAISONS": (
        planifier_enfants.RAISONS, ["aucun_enfant_ecrit", "plusieurs_candidats", "autre_naissance", "nom_inconnu"],
    ),
    "RETROUVER": (responsables.RETROUVER, ["connu_d_onde_sous_ce_nom", "lie_au_meme_enfant_sous_ce_nom"]),
    "LIENS": (responsables.LIENS, ["deja_lie", "enfant_protege", "a_lier"]),
    "SIGNES": (annees.SIGNES, ["deja_passes", "niveaux_des_eleves", "numeros_des_classes", "date_du_jour"]),
    "CLASSES": (
        planifier_tenues.CLASSES,
        [
            "classe_incertaine", "promise_deja", "dite_autrement", "tenue_deja", "finie_par_la_direction", "d_un_college", "partagee", "libre",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("liste", LISTES)
def test_each_list_of_cases_reads_in_its_order_and_each_case_says_why(liste):
    cas, attendus = LISTES[liste]
    assert [fonction.__name__ for fonction in cas] == attendus
    assert [fonction.__name__ for fonction in cas if not fonction.__doc__] == []
