"""A school is created with its site."""

from ent.annuaire.naissances import enregistrer_naissance

from .actions.site import creer_sites

enregistrer_naissance("site", creer_sites)
