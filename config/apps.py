from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The assembling room: settings, addresses and the demonstration."""

    name = "config"

    def ready(self) -> None:
        from ent.coquille.jinja import traduite
        from ent.socle.dates import est_plausible
        from ent.socle.nombres import entier
        from ent.socle.rustines import (
            django_adresses,
            django_compression,
            django_dates,
            django_locaux,
            django_migrations,
            django_phrases,
            django_signes,
            django_traductions,
        )
        from ent.socle.textes import sobre

        django_locaux.lire_sans_verrou()
        django_traductions.accorder()
        django_phrases.retenir(traduite)
        django_dates.borner(est_plausible)
        django_signes.tenir(sobre)
        django_adresses.borner(entier)
        django_compression.accelerer()
        django_migrations.wagtail_d_abord()
        django_migrations.ce_qui_change_seul()
