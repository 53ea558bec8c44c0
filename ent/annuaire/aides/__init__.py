"""The help of the directory."""

from .ecole import AIDES as DE_L_ECOLE
from .pouvoirs import POUVOIRS
from .rentree import AIDES as DE_LA_RENTREE

AIDES = [*DE_L_ECOLE, *DE_LA_RENTREE, *POUVOIRS]
