"""A new database is made in a fifth of the time.

Django draws every model again at each operation that concerns a relation, and here each of two hundred and fifty leads to a school or to a
person in two steps: of ninety seconds of `migrate`, seventy-five were spent on that. Two patches:

- *Wagtail's tables first.* Django goes through applications by name, so that ours stand before Wagtail's hundred and thirty migrations. Nothing
  of ours is waited for by Wagtail but who signs in, which its own migrations ask for. The order between dependencies is Django's.
- *What changes is drawn again alone*, with the models that inherit from it, where the schema asks for nothing more: those that point to it keep the
  class they knew, whose table and key are the same. A field that others point to, a table or a model that takes another name draw
  all of them, and so does a function of a migration, by what Django does already for models that it draws later (`is_delayed`).
"""

from collections.abc import Callable, Iterator
from functools import wraps

from django.db.migrations import operations
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced

ESSAYEE = {"Django": "6.1.3", "wagtail": "8.0.1"}

Cle = tuple[str, str]  # label of the application, name of the model in lower case


def wagtail_d_abord() -> None:
    """For every command of this process."""
    par_nom = MigrationGraph.leaf_nodes
    if par_nom.__name__ == "ordonnees":
        return

    def ordonnees(self, app: str | None = None) -> list[tuple[str, str]]:
        return sorted(par_nom(self, app), key=lambda feuille: (not feuille[0].startswith("wagtail"), feuille))

    MigrationGraph.leaf_nodes = ordonnees


def ce_qui_change_seul() -> None:
    """For every command of this process; twice is once."""
    un, plusieurs = ProjectState.reload_model, ProjectState.reload_models
    if un.__name__ == "_un":
        return

    def _un(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """`delay`: Django knows that no relation is concerned."""
        if "apps" not in self.__dict__:  # as Django asks: its name would draw them
            return
        if delay if self.seul is None else self.seul:
            self.is_delayed = True
            self._reload({(app_label, model_name), *_heritiers(self, (app_label, model_name))})
        elif not _tout_redessiner(self):
            un(self, app_label, model_name, delay)

    def _plusieurs(self, models, delay: bool = True) -> None:
        if not _tout_redessiner(self):
            plusieurs(self, models, delay)

    def _oter(self, app_label: str, model_name: str) -> None:
        """With it go the tables between it and others, which Django leaves among the classes."""
        par_django(self, app_label, model_name)
        self.is_delayed = True

    ProjectState.reload_model, ProjectState.reload_models, ProjectState.seul = _un, _plusieurs, None
    par_django, ProjectState.remove_model = ProjectState.remove_model, _oter
    for operation, seul in CONCERNENT.items():
        operation.state_forwards = _en_disant(seul, operation.state_forwards)
        operation.database_forwards = _tout_dessine(operation.database_forwards, sauf_seul=True)
    for operation in vars(operations).values():
        if isinstance(operation, type) and "database_backwards" in vars(operation):
            operation.database_backwards = _tout_dessine(operation.database_backwards)


def _change_seul(operation: operations.AlterField, app_label: str, state: ProjectState) -> bool:
    """Nothing points to this field, by its model or by one that inherits from it: a proxy is pointed to in its own name."""
    modele, champ = (app_label, operation.model_name_lower), (operation.name, operation.field)
    return not any(field_is_referenced(state, cle, champ) for cle in (modele, *_heritiers(state, modele)))


# Whether an operation concerns its model alone, where `delay` does not say it.
CONCERNENT: dict[type, Callable[..., bool]] = {
    operations.CreateModel: lambda *_: True,  # nobody pointed to it
    operations.AddField: lambda *_: True,
    operations.RemoveField: lambda *_: True,
    operations.AlterField: _change_seul,
    operations.AlterModelTable: lambda *_: False,
    operations.RenameModel: lambda *_: False,
}


def _tout_redessiner(etat: ProjectState) -> bool:
    """If some classes are not up to date, all are drawn again when they are next asked for."""
    if not etat.is_delayed:
        return False
    etat.clear_delayed_apps_cache()
    etat.is_delayed = False
    return True


def _en_disant(seul: Callable[..., bool], de_django: Callable) -> Callable:
    @wraps(de_django)
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.seul = seul(self, app_label, state)
        try:
            de_django(self, app_label, state)
        finally:
            state.seul = None

    return state_forwards


def _tout_dessine(de_django: Callable, *, sauf_seul: bool = False) -> Callable:
    """What an operation does to the tables, all models up to date in both states; `sauf_seul`: unless its model was drawn alone."""

    @wraps(de_django)
    def sur_la_base(self, app_label: str, schema_editor, from_state: ProjectState, to_state: ProjectState) -> None:
        if not (sauf_seul and to_state.is_delayed):
            from_state.clear_delayed_apps_cache()
            to_state.clear_delayed_apps_cache()
        de_django(self, app_label, schema_editor, from_state, to_state)

    return sur_la_base


def _heritiers(etat: ProjectState, cle: Cle) -> Iterator[Cle]:
    """Models that inherit from this one, and those that inherit from them."""
    nom = ".".join(cle)
    for autre, modele in etat.models.items():
        if any(isinstance(base, str) and base.lower() == nom for base in modele.bases):
            yield autre
            yield from _heritiers(etat, autre)
