"""Keep what a person is typing (`ent.portail.brouillons`)."""

from functools import partial

from ent.portail import brouillons

from ..models import Brouillon

garder_brouillon = partial(brouillons.garder, Brouillon)
oublier_brouillon = partial(brouillons.oublier, Brouillon)
