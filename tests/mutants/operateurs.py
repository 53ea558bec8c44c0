"""The small changes: what a hurried hand could write instead, one at a time."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARAISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Lt: [ast.LtE], ast.LtE: [ast.Lt], ast.Gt: [ast.GtE], ast.GtE: [ast.Gt],
    ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
}  # fmt: skip
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
# Words and order alone: nobody reads or does more for them.
SANS_EFFET = {"gettext", "gettext_lazy", "ngettext", "_", "order_by", "date_format"}
ENSEMBLES = (ast.List, ast.Tuple, ast.Set)


@dataclass(frozen=True)
class Mutant:
    """One change of one file. `portee` is the function that holds it (« Classe.methode »), empty at the top of the file."""

    fichier: str
    ligne: int
    portee: str
    avant: str
    apres: str
    rang: int  # among those that read the same
    arbre: ast.Module

    @property
    def nom(self) -> str:
        """How it is named in `acceptes.toml`: by its words, so that a line above does not rename it."""
        suite = f" #{self.rang}" if self.rang else ""
        return f"{self.fichier}::{self.portee or '<module>'}::{self.avant} → {self.apres}{suite}"


def mutants_de(fichier: str, source: str) -> list[Mutant]:
    arbre = ast.parse(source)
    trouves: list[Mutant] = []
    vus: dict[tuple[str, str, str], int] = {}
    for chemin, portee, noeud in _noeuds(arbre):
        for nouveau in _changes(noeud):
            avant, apres = _court(noeud), _court(nouveau)
            if avant == apres:
                continue
            cle = (portee, avant, apres)
            rang = vus.get(cle, 0)
            vus[cle] = rang + 1
            mute = _remplacer(arbre, chemin, nouveau)
            trouves.append(Mutant(fichier, _ligne(noeud), portee, avant, apres, rang, mute))
    return trouves


def _ligne(noeud: ast.AST) -> int:
    """Some nodes bear no line (a `for` within brackets, a `case`): the first within says it."""
    return next((n.lineno for n in ast.walk(noeud) if hasattr(n, "lineno")), 0)


def _court(noeud: ast.AST) -> str:
    if isinstance(noeud, ast.If):
        return f"if {_court(noeud.test)}"
    texte = " ".join(ast.unparse(noeud).split())
    return texte if len(texte) < 110 else f"{texte[:80]}…{texte[-25:]}"


type Pas = tuple[str, int | None]


def _noeuds(arbre: ast.Module) -> Iterator[tuple[list[Pas], str, ast.AST]]:
    """Every node that may change, the way to it and the function that holds it. Docstrings, types and words are passed over."""

    def descendre(noeud: ast.AST, chemin: list[Pas], portee: str, dans_une_classe: bool) -> Iterator:
        for champ, valeur in ast.iter_fields(noeud):
            if champ in ("annotation", "returns", "decorator_list", "type_comment", "bases", "type_params"):
                continue
            enfants = enumerate(valeur) if isinstance(valeur, list) else [(None, valeur)]
            for rang, enfant in enfants:
                if not isinstance(enfant, ast.AST) or _se_passe(enfant, noeud, champ, rang):
                    continue
                ici = [*chemin, (champ, rang)]
                sous = portee
                if isinstance(enfant, ast.ClassDef | ast.FunctionDef):
                    sous = f"{portee}.{enfant.name}" if portee else enfant.name
                en_classe = isinstance(enfant, ast.ClassDef)
                # What a class declares (fields, choices) is data of the model; its methods are rules.
                declare = isinstance(noeud, ast.ClassDef) and not isinstance(enfant, ast.FunctionDef)
                if not declare:
                    yield ici, sous, enfant
                    yield from descendre(enfant, ici, sous, en_classe)

    yield from descendre(arbre, [], "", False)


def _se_passe(enfant: ast.AST, parent: ast.AST, champ: str, rang: int | None) -> bool:
    if isinstance(enfant, ast.Import | ast.ImportFrom | ast.Pass | ast.arguments | ast.TypeAlias):
        return True
    if isinstance(enfant, ast.Expr) and isinstance(enfant.value, ast.Constant):
        return True
    if isinstance(enfant, ast.Call):
        appele = enfant.func
        nom = appele.id if isinstance(appele, ast.Name) else getattr(appele, "attr", "")
        return nom in SANS_EFFET and nom != "order_by"
    return False


def _changes(noeud: ast.AST) -> Iterator[ast.AST]:
    yield from _operations(noeud)
    yield from _valeurs(noeud)
    yield from _instructions(noeud)
    if isinstance(noeud, ast.Call):
        yield from _appels(noeud)


def _operations(noeud: ast.AST) -> Iterator[ast.AST]:
    match noeud:
        case ast.Compare(ops=[op]):
            for autre in COMPARAISONS.get(type(op), []):
                yield _avec(noeud, ops=[autre()])
        case ast.BoolOp(values=[gauche, droite]):
            yield _avec(noeud, op=ast.And() if isinstance(noeud.op, ast.Or) else ast.Or())
            yield from (gauche, droite)
        case ast.BoolOp():
            yield _avec(noeud, op=ast.And() if isinstance(noeud.op, ast.Or) else ast.Or())
            yield from (_avec(noeud, values=_sauf(noeud.values, n)) for n in range(len(noeud.values)))
        case ast.BinOp(op=op) if type(op) in OPERATIONS and not _est_du_texte(noeud):
            yield _avec(noeud, op=OPERATIONS[type(op)]())
            if isinstance(op, ast.BitOr | ast.BitAnd):
                yield from (noeud.left, noeud.right)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield noeud.operand
        case ast.IfExp():
            yield from (noeud.body, noeud.orelse)


def _valeurs(noeud: ast.AST) -> Iterator[ast.AST]:
    match noeud:
        case ast.Constant(value=bool() as valeur):
            yield ast.Constant(not valeur)
        case ast.Constant(value=int() as valeur):
            yield ast.Constant(valeur + 1)
        case ast.Constant(value=str() as valeur) if valeur:
            yield ast.Constant(f"{valeur}?")
        case ast.Dict() if len(noeud.keys) > 1:
            for n in range(len(noeud.keys)):
                yield _avec(noeud, keys=_sauf(noeud.keys, n), values=_sauf(noeud.values, n))
        case ast.List() | ast.Tuple() | ast.Set() if len(noeud.elts) > 1 and _se_lit(noeud):
            for n in range(len(noeud.elts)):
                yield _avec(noeud, elts=_sauf(noeud.elts, n))
        case ast.comprehension(ifs=[_, *_]):
            yield _avec(noeud, ifs=[])


def _se_lit(noeud: ast.AST) -> bool:
    return isinstance(getattr(noeud, "ctx", ast.Load()), ast.Load)


def _appels(noeud: ast.Call) -> Iterator[ast.AST]:
    if len(noeud.keywords) + len(noeud.args) > 1 or (noeud.keywords and isinstance(noeud.func, ast.Attribute)):
        for n in range(len(noeud.keywords)):
            yield _avec(noeud, keywords=_sauf(noeud.keywords, n))
    if isinstance(noeud.func, ast.Attribute) and noeud.func.attr in ("filter", "exclude"):
        yield noeud.func.value
        autre = "exclude" if noeud.func.attr == "filter" else "filter"
        yield _avec(noeud, func=_avec(noeud.func, attr=autre))


def _instructions(noeud: ast.AST) -> Iterator[ast.AST]:
    match noeud:
        case ast.If():
            yield _avec(noeud, test=ast.Constant(True))
            yield _avec(noeud, test=ast.Constant(False))
        case ast.match_case():
            if noeud.guard is not None:
                yield _avec(noeud, guard=None)
            yield _avec(noeud, guard=ast.Constant(False))
        case ast.Return(value=ast.expr() as valeur) if not isinstance(valeur, ast.Constant):
            yield _avec(noeud, value=ast.Constant(None))
        case ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Delete():
            yield ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _est_du_texte(noeud: ast.BinOp) -> bool:
    return any(
        isinstance(cote, ast.JoinedStr) or (isinstance(cote, ast.Constant) and isinstance(cote.value, str))
        for cote in (noeud.left, noeud.right)
    )


def _sauf(liste: list, rang: int) -> list:
    return [element for n, element in enumerate(liste) if n != rang]


def _avec(noeud: ast.AST, **champs) -> ast.AST:
    autre = copy.copy(noeud)
    for nom, valeur in champs.items():
        setattr(autre, nom, valeur)
    return autre


def _remplacer(arbre: ast.Module, chemin: list[Pas], nouveau: ast.AST) -> ast.Module:
    """A tree that shares all with the first but the way to what changed."""

    def refaire(noeud: ast.AST, reste: list[Pas]) -> ast.AST:
        if not reste:
            return ast.copy_location(copy.copy(nouveau), noeud) if hasattr(noeud, "lineno") else nouveau
        (champ, rang), *suite = reste
        valeur = getattr(noeud, champ)
        if rang is None:
            return _avec(noeud, **{champ: refaire(valeur, suite)})
        return _avec(noeud, **{champ: [refaire(v, suite) if n == rang else v for n, v in enumerate(valeur)]})

    return ast.fix_missing_locations(copy.deepcopy(refaire(arbre, chemin)))
