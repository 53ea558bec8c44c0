"""Arguments of the addresses of the directory."""

from ent.annuaire.models import Etablissement

GROUPE = {"nom": "Les fusées"}

ARRIVEE = {
    "prenom": "Nina",
    "nom": "Péron",
    "courriel": "nina.peron@exemple.fr",
    "nature": "enseignant",
    "titre": "titulaire",
}

OUVERTURE = {"uai": "0783456H", "nom": "École des Merisiers", "commune": "78208", "nature": "primaire"}
DIRECTION = {"prenom": "Rose", "nom_de_famille": "Ny", "courriel": "rose.ny@exemple.fr"}


def _vierge(o) -> str:
    """Of a school where nobody is, whose number is that of its opening."""
    dits = {"nom": "École Test", "nature": "primaire", "commune": o.ecole.commune}
    return Etablissement.objects.get_or_create(uai=OUVERTURE["uai"], defaults=dits)[0].uai


ARGUMENTS = {
    "annuaire_conservation": lambda o: ([o.ecole.uai], {}),
    "annuaire_ecoles_export": lambda o: (["csv"], {}),
    "annuaire_ecoles_ouvrir": lambda o: ([], OUVERTURE),
    "annuaire_fiche": lambda o: ([o.ecole.uai], {}),
    "annuaire_fiche_corriger": lambda o: ([_vierge(o)], OUVERTURE),
    "annuaire_fiche_retirer": lambda o: ([_vierge(o)], {}),
    "annuaire_fiche_direction": lambda o: ([o.ecole.uai], DIRECTION),
    "annuaire_comptes": lambda o: ([o.ecole.uai], {}),
    "annuaire_ecole": lambda o: ([o.ecole.uai], {}),
    "annuaire_classe": lambda o: ([o.ecole.uai, o.classe.pk], {}),
    "annuaire_eleve": lambda o: ([o.ecole.uai, o.eleve.uuid], {}),
    "annuaire_eleve_classe": lambda o: (
        [o.ecole.uai, o.eleve.uuid],
        {"depuis": o.eleve.inscriptions.get(fin=None).pk, "classe": f"{o.d.cm2.pk}:CM2"},
    ),
    "annuaire_eleve_sortie": lambda o: ([o.ecole.uai, o.eleve.uuid], {}),
    "annuaire_eleve_annuler": lambda o: ([o.ecole.uai, o.eleve.uuid, "x"], {}),
    "annuaire_adulte": lambda o: ([o.ecole.uai, o.d.mere.uuid], {}),
    "annuaire_chercher": lambda o: ([], {"lettres": "bel"}),
    "annuaire_autorite": lambda o: ([o.ecole.uai, o.classe.pk], {}),
    "annuaire_autorite_annuler": lambda o: ([o.ecole.uai, o.classe.pk, "x"], {}),
    "annuaire_reglages": lambda o: ([o.ecole.uai], {}),
    "annuaire_reglage_annuler": lambda o: ([o.ecole.uai, "calme.debut"], {}),
    "annuaire_reglages_commune": lambda o: ([o.ecole.commune.code_insee], {}),
    "annuaire_reglage_commune": lambda o: (
        [o.ecole.commune.code_insee, "calme.debut"],
        {"dire": "libre", "valeur": "19:00"},
    ),
    "annuaire_reglage_annuler_commune": lambda o: ([o.ecole.commune.code_insee, "calme.debut"], {}),
    "annuaire_reglage_territoire": lambda o: (["calme.debut"], {"dire": "libre", "valeur": "19:00"}),
    "annuaire_reglages_ensemble_commune": lambda o: (
        [o.ecole.commune.code_insee],
        {"pret": ["calme.debut~libre~19:00"]},
    ),
    "annuaire_reglages_ensemble_territoire": lambda o: ([], {"pret": ["calme.debut~libre~19:00"]}),
    "annuaire_reglage_annuler_territoire": lambda o: (["calme.debut"], {}),
    "annuaire_interlocuteur": lambda o: ([o.ecole.uai], {"nom": "Marie-Jo, secrétariat"}),
    "annuaire_equipe": lambda o: ([o.ecole.uai], {}),
    "annuaire_accueillir": lambda o: ([o.ecole.uai], ARRIVEE),
    "annuaire_service": lambda o: ([o.ecole.uai, o.classe.pk, o.d.enseignante.uuid], {"nature": "professeur"}),
    "annuaire_membre_classes": lambda o: ([o.ecole.uai, o.direction.uuid], {"titre": "titulaire"}),
    "annuaire_fiche_direction_finir": lambda o: ([o.ecole.uai, o.direction.uuid], {}),
    "annuaire_fiche_direction_rendre": lambda o: ([o.ecole.uai, "x"], {}),
    "annuaire_aide": lambda o: ([o.ecole.uai], {"a_qui": str(o.d.operateur.uuid)}),
    "annuaire_aide_finir": lambda o: ([o.aide().pk], {}),
    "annuaire_aide_recue": lambda o: ([o.aide().etablissement.uai], {}),
    "annuaire_aide_page": lambda o: ([o.aide().etablissement.uai, "reglages"], {}),
    "annuaire_pouvoirs_confier": lambda o: (
        [o.ecole.uai, o.d.remplacant.uuid],
        {"pouvoirs": ["import"], "debut": "2026-11-17", "fin": "2026-12-17"},
    ),
    "annuaire_pouvoirs_reprendre": lambda o: ([o.ecole.uai, o.mandat().pk], {}),
    "annuaire_pouvoirs_redonner": lambda o: ([o.ecole.uai, "x"], {}),
    "annuaire_pouvoirs_rendre": lambda o: ([o.mandat().pk], {}),
    "annuaire_depart_annuler": lambda o: ([o.ecole.uai, "x"], {}),
    "annuaire_journal": lambda o: ([o.ecole.uai], {}),
    "annuaire_traitements": lambda o: ([o.ecole.uai], {}),
    "annuaire_traitements_export": lambda o: ([o.ecole.uai, "csv"], {}),
    "annuaire_groupe_garder": lambda o: ([o.classe.pk], GROUPE | {"eleves": o.eleve.pk}),
    "annuaire_groupe": lambda o: ([o.groupe().pk], GROUPE),
    "annuaire_groupe_oublier": lambda o: ([o.groupe().pk], {}),
    "annuaire_passage": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_qui_suit": lambda o: ([o.ecole.uai], {}),
    "annuaire_reunir": lambda o: ([o.ecole.uai], {}),
    "annuaire_reunir_retirer": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_preparer": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_placer": lambda o: ([o.ecole.uai], {"vers": "depart"}),
    "annuaire_passage_classe": lambda o: ([o.ecole.uai], {"nom": "CE2"}),
    "annuaire_passage_arrivee": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_programmer": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_faire": lambda o: ([o.ecole.uai], {}),
    "annuaire_passage_defaire": lambda o: ([o.ecole.uai], {}),
    "annuaire_niveaux": lambda o: ([o.ecole.uai], {}),
    "annuaire_responsables": lambda o: ([o.ecole.uai], {}),
}

SANS_ECOLE = {
    "annuaire_reglage_territoire",
    "annuaire_reglages_ensemble_territoire",
    "annuaire_reglage_annuler_territoire",
    "annuaire_chercher",
    "annuaire_ecoles_export",
    "annuaire_ecoles_ouvrir",
    "annuaire_fiche_corriger",
    "annuaire_fiche_retirer",
}
