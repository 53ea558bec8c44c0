"""Arguments of the addresses of the rules of messages: reports, suspensions, incidents, absences."""

ARGUMENTS_REGLES = {
    "messagerie_ecole": lambda o: ([o.ecole.uai], {}),
    "messagerie_regles": lambda o: ([o.ecole.uai], {}),
    "messagerie_regler": lambda o: ([o.ecole.uai], {"responsable-enseignant": "reponse"}),
}
