from ent.socle import salles


class VieScolaireConfig(salles.Salle):
    """School life: the roll and absences; what the school asks families (images, outings, going home alone…) and what they answer."""

    name = "ent.services.vie_scolaire"
    label = "vie_scolaire"
    adresses = (
        ("autorisations/", "ent.services.vie_scolaire.urls"),
        ("sorties-et-accords/", "ent.services.vie_scolaire.urls_autorisations"),
        ("appel/", "ent.services.vie_scolaire.urls_appels"),
        ("absences/", "ent.services.vie_scolaire.urls_absences"),
    )
