"""Arguments of the addresses of the directory."""

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

ARGUMENTS = {
    "annuaire_ecoles_export": lambda o: (["csv"], {}),
    "annuaire_ecoles_ouvrir": lambda o: ([], OUVERTURE),
    "annuaire_fiche": lambda o: ([o.ecole.uai], {}),
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
    "annuaire_interlocuteur": lambda o: ([o.ecole.uai], {"nom": "Marie-Jo, secrétariat"}),
    "annuaire_equipe": lambda o: ([o.ecole.uai], {}),
    "annuaire_accueillir": lambda o: ([o.ecole.uai], ARRIVEE),
    "annuaire_membre_classes": lambda o: ([o.ecole.uai, o.direction.uuid], {"titre": "titulaire"}),
    "annuaire_depart_annuler": lambda o: ([o.ecole.uai, "x"], {}),
    "annuaire_journal": lambda o: ([o.ecole.uai], {}),
    "annuaire_groupe_garder": lambda o: ([o.classe.pk], GROUPE | {"eleves": o.eleve.pk}),
    "annuaire_groupe": lambda o: ([o.groupe().pk], GROUPE),
    "annuaire_groupe_oublier": lambda o: ([o.groupe().pk], {}),
    "annuaire_niveaux": lambda o: ([o.ecole.uai], {}),
    "annuaire_responsables": lambda o: ([o.ecole.uai], {}),
}

SANS_ECOLE = {"annuaire_chercher", "annuaire_ecoles_export", "annuaire_ecoles_ouvrir"}
