"""Rows become instances, as Django makes them, without what it does again for each.

It sets the fields of an instance one after the other, sends two signals, and makes as many instances of a class as there are pupils
who lead to it: half of what a page reads is made twenty times. Here the values of a row become the words of an instance at once, and
what several rows lead to by one path is one instance. A model that wants more of its instances (a signal, an `__init__`, a field that
does something when it is set) is left to Django, and so is a queryset that is not plain.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import FETCH_ONE, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

ESSAYEE = {"Django": "6.1.3"}
# Attributes that keep what they are given among the words of the instance, and do nothing else.
SIMPLES = (DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor)

type Faites = dict[tuple["Table", Any], Model]  # those that rows lead to, by path and key


class Table:
    """One of the tables of a query: where its columns stand in a row, and the tables that it leads to (`select_related`)."""

    def __init__(self, infos: dict[str, Any], select: list) -> None:
        colonnes = infos["select_fields"]
        self.modele: type[Model] = infos["model"]
        self.debut, self.fin = colonnes[0], colonnes[-1] + 1
        self.noms = [colonne.target.attname for colonne, _sql, _alias in select[self.debut : self.fin]]
        self.est_simple = est_simple(self.modele, self.noms) and not infos.get("from_parent", False)
        self.cle = self.noms.index(self.modele._meta.pk_fields[0].attname)
        self.menees: list[tuple[Table, Callable, Callable]] = [
            (Table(siennes, select), siennes["local_setter"], siennes["remote_setter"])
            for siennes in infos.get("related_klass_infos", ())
        ]

    @property
    def tout_est_simple(self) -> bool:
        return self.est_simple and all(table.tout_est_simple for table, _ici, _la in self.menees)

    def instance(self, ligne: tuple, base: str, faites: Faites) -> Model:
        objet = object.__new__(self.modele)
        etat = ModelState()
        etat.adding, etat.db = False, base
        objet.__dict__.update(zip(self.noms, ligne[self.debut : self.fin], strict=True), _state=etat)
        for table, d_ici, de_la in self.menees:
            autre = table._menee(ligne, base, faites)
            d_ici(objet, autre)
            if autre is not None:
                de_la(autre, objet)
        return objet

    def _menee(self, ligne: tuple, base: str, faites: Faites) -> Model | None:
        cle = ligne[self.debut + self.cle]
        if cle is None:
            return None
        if (deja := faites.get((self, cle))) is None:
            deja = faites[self, cle] = self.instance(ligne, base, faites)
        return deja


def est_simple(modele: type[Model], noms: Iterable[str]) -> bool:
    """Nothing else happens when one is made than these fields being set."""
    return (
        modele.__init__ is Model.__init__
        and modele.from_db.__func__ is Model.from_db.__func__
        and not (pre_init.has_listeners(modele) or post_init.has_listeners(modele))
        and all(type(_attribut(modele, nom)) in SIMPLES for nom in noms)
    )


def _attribut(modele: type[Model], nom: str) -> Any:
    """What the class, or one above it, holds under that name."""
    return next((vars(classe)[nom] for classe in modele.__mro__ if nom in vars(classe)), None)


def table_de(qs: QuerySet, compilateur: Any) -> Table | None:
    """Of a query that was written: what makes its rows instances; None where Django makes them."""
    if qs._iterable_class is not ModelIterable or qs._known_related_objects or qs._fetch_mode is not FETCH_ONE:
        return None
    table = Table(compilateur.klass_info, compilateur.select)
    return table if table.tout_est_simple else None


def instances(table: Table, compilateur: Any, base: str, lignes: Iterable[tuple]) -> list[Model]:
    """Of these rows, in their order, with the annotations of the query."""
    faites: Faites = {}
    lues = []
    annotations = compilateur.annotation_col_map or {}
    for ligne in lignes:
        objet = table.instance(ligne, base, faites)
        for nom, rang in annotations.items():
            setattr(objet, nom, ligne[rang])
        lues.append(objet)
    return lues
