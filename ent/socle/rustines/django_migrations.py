"""A new database is made of Wagtail's tables first: a third less time at the first start.

Django goes through applications by name, so that ours stand before Wagtail's hundred and thirty migrations, of which each
draws again every model that leads to a person or to a page, ours among them. Nothing of ours is waited for by Wagtail but who
signs in, which its own migrations ask for. The order between dependencies is Django's.
"""

from django.db.migrations.graph import MigrationGraph

ESSAYEE = {"Django": "6.1.3", "wagtail": "8.0.1"}


def wagtail_d_abord() -> None:
    """For every command of this process."""
    par_nom = MigrationGraph.leaf_nodes
    if par_nom.__name__ == "ordonnees":
        return

    def ordonnees(self, app: str | None = None) -> list[tuple[str, str]]:
        return sorted(par_nom(self, app), key=lambda feuille: (not feuille[0].startswith("wagtail"), feuille))

    MigrationGraph.leaf_nodes = ordonnees
