"""Arguments of the addresses of the directory."""

ARGUMENTS = {
    "annuaire_ecole": lambda o: ([o.ecole.uai], {}),
    "annuaire_classe": lambda o: ([o.ecole.uai, o.classe.pk], {}),
    "annuaire_reglages": lambda o: ([o.ecole.uai], {}),
    "annuaire_equipe": lambda o: ([o.ecole.uai], {}),
    "annuaire_depart_annuler": lambda o: ([o.ecole.uai, "x"], {}),
    "annuaire_journal": lambda o: ([o.ecole.uai], {}),
    "annuaire_responsables": lambda o: ([o.ecole.uai], {}),
}
