"""Pages of the directory: the direction's, school by school, and the operator's."""

from . import ecole, imports, liens, territoire

__all__ = ["ecole", "imports", "liens", "territoire"]
