"""Menus, services around class, who is declared and who was seen, what each child eats."""

from .jours import Declarant, JourDeclare, Pointage, Rythme
from .menus import Menu, Plat
from .regimes import Regime
from .services import ServicePeriscolaire

__all__ = ["Declarant", "JourDeclare", "Menu", "Plat", "Pointage", "Regime", "Rythme", "ServicePeriscolaire"]
