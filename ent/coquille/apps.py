from ent.socle import salles


class CoquilleConfig(salles.Salle):
    """The shell: base templates, components, tags, assets, what a browser keeps. It knows no room."""

    name = "ent.coquille"
    label = "coquille"
