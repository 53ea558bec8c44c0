"""The help of the directory."""

from .ecole import AIDES as DE_L_ECOLE
from .pouvoirs import POUVOIRS

AIDES = [*DE_L_ECOLE, *POUVOIRS]
