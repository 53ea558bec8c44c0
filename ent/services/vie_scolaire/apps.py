from ent.socle import salles


class VieScolaireConfig(salles.Salle):
    """School life: the roll and absences; image rights, what the school asks and what families answer."""

    name = "ent.services.vie_scolaire"
    label = "vie_scolaire"
    adresses = (
        ("autorisations/", "ent.services.vie_scolaire.urls"),
        ("appel/", "ent.services.vie_scolaire.urls_appels"),
        ("absences/", "ent.services.vie_scolaire.urls_absences"),
    )
