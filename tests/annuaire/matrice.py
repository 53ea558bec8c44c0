"""Arguments of the addresses of the directory."""

GROUPE = {"nom": "Les fusées"}

ARRIVEE = {
    "prenom": "Nina",
    "nom": "Péron",
    "courriel": "nina.peron@exemple.fr",
    "nature": "enseignant",
    "titre": "titulaire",
}

ARGUMENTS = {
    "annuaire_ecole": lambda o: ([o.ecole.uai], {}),
    "annuaire_classe": lambda o: ([o.ecole.uai, o.classe.pk], {}),
    "annuaire_eleve": lambda o: ([o.ecole.uai, o.eleve.uuid], {}),
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

SANS_ECOLE = {"annuaire_chercher"}
