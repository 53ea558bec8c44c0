"""A mutant is put in the place of the code that runs, in a process of its own: nothing is written on the disk, nothing is imported again."""

import ast
import functools
import gc
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from .operateurs import Mutant


def greffer(mutant: Mutant, module: ModuleType, memoires: list[Callable[[], None]]) -> None:
    """In this process, from now on, the module is the mutant. `memoires` forget what the former code had computed."""
    if mutant.portee and (fonction := _fonction(module, mutant.portee)):
        fonction.__code__ = _code(mutant, module, mutant.portee)
    else:
        _rebaptiser(mutant, module)
    for oublier in memoires:
        oublier()


def _fonction(module: ModuleType, portee: str) -> FunctionType | None:
    """The living function of that name, under what wraps it: a property, a cache, a context manager."""
    objet: Any = module
    for nom in portee.split("."):
        objet = vars(objet).get(nom) if isinstance(objet, type) else getattr(objet, nom, None)
        while not isinstance(objet, FunctionType | type) and objet is not None:
            objet = next(
                (getattr(objet, n) for n in ("__wrapped__", "fget", "func", "__func__") if hasattr(objet, n)), None
            )
        if isinstance(objet, FunctionType):
            while hasattr(objet, "__wrapped__"):
                objet = objet.__wrapped__
            return objet
    return None


def _code(mutant: Mutant, module: ModuleType, portee: str) -> CodeType:
    code = compile(mutant.arbre, module.__file__ or mutant.fichier, "exec", dont_inherit=True)
    for nom in portee.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == nom)
        if code.co_flags & 0x1:  # CO_OPTIMIZED: the body of a function; those within go along
            return code
    return code


def _rebaptiser(mutant: Mutant, module: ModuleType) -> None:
    """A constant at the top of the file: the new value takes the place of the old wherever it is known. Constants of the file
    that are made of it are made again.
    """
    anciens, espace = dict(vars(module)), dict(vars(module))
    changes: set[str] = set()
    for noeud, autre in zip(mutant.arbre.body, ast.parse(_source(module)).body, strict=True):
        change = ast.dump(noeud) != ast.dump(autre)
        if change or (isinstance(noeud, ast.Assign | ast.AnnAssign) and changes & _noms(noeud, ast.Load)):
            exec(compile(ast.Module([noeud], []), mutant.fichier, "exec"), espace)  # noqa: S102 (our own code, changed by a letter)
            changes |= _noms(noeud, ast.Store)
    for nom, nouveau in espace.items():
        ancien = anciens.get(nom)
        if nom != "__builtins__" and ancien is not nouveau and ancien is not None:
            _remplacer_partout(nom, ancien, nouveau)


def _noms(noeud: ast.AST, usage: type[ast.expr_context]) -> set[str]:
    return {n.id for n in ast.walk(noeud) if isinstance(n, ast.Name) and isinstance(n.ctx, usage)}


def _source(module: ModuleType) -> str:
    with open(module.__file__ or "") as fichier:
        return fichier.read()


def _remplacer_partout(nom: str, ancien: Any, nouveau: Any) -> None:
    """Words and figures are shared by all that say the same: they are replaced under their own name, in our rooms alone."""
    if isinstance(ancien, dict):
        ancien.clear()
        ancien.update(nouveau)
    elif hasattr(ancien, "__dataclass_fields__"):
        vars(ancien).update(vars(nouveau))
    else:
        partage = isinstance(ancien, str | int)
        for module in list(sys.modules.values()):
            for ici, valeur in list(getattr(module, "__dict__", {}).items()):
                if valeur is ancien and (not partage or (ici == nom and _est_de_chez_nous(vars(module)))):
                    setattr(module, ici, nouveau)


def memoires() -> list[Callable[[], None]]:
    """How to forget each answer that is remembered, in all our rooms; what rights of images wrote once, too."""
    from ent.fichiers.registres import DroitALImage

    objets = gc.get_objects()
    caches = [o.cache_clear for o in objets if type(o) is functools._lru_cache_wrapper and _est_de_chez_nous(vars(o))]
    return caches + [vars(o)["_ecrits"].clear for o in objets if type(o) is DroitALImage]


def _est_de_chez_nous(dit: dict[str, Any]) -> bool:
    """A module, or what says in which module it was written."""
    nom = dit.get("__module__") or dit.get("__name__") or ""
    return nom.split(".")[0] in ("ent", "cahier_de_textes", "messagerie", "pages")


def codes(module: ModuleType) -> Iterator[CodeType]:
    """All the code of a module, the functions within functions too."""

    def descendre(code: CodeType) -> Iterator[CodeType]:
        yield code
        for constante in code.co_consts:
            if isinstance(constante, CodeType):
                yield from descendre(constante)

    vus: set[int] = set()
    for objet in gc.get_objects():
        if type(objet) is FunctionType and objet.__code__.co_filename == module.__file__:
            for code in descendre(objet.__code__):
                if id(code) not in vus:
                    vus.add(id(code))
                    yield code
