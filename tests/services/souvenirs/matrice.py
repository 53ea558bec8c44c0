"""Arguments of the addresses of keepsakes: that of a pupil, made for who answers for them."""

import contextlib

from django.core.exceptions import ValidationError

from ent.annuaire.models import Personne, Responsabilite
from ent.services.souvenirs import actions, lectures


def _publie(o):
    """A billet of the journal: what there is to keep."""
    from tests.pages.matrice_journal import _publie as publie

    return publie(o)


def _album(o):
    """Each holder has theirs, ready: the class told something."""
    _publie(o)
    for lien in Responsabilite.objects.filter(enfant=o.eleve).exclude(autorite=Responsabilite.Autorite.SANS):
        par = Personne.objects.get(pk=lien.adulte_id)
        with contextlib.suppress(ValidationError):
            actions.demander(eleve=o.eleve, par=par, contenu=lectures.contenu_de(par, o.eleve, "fr"))
    return [o.eleve.uuid]


ARGUMENTS = {
    "souvenirs_album": lambda o: ([_publie(o) and o.eleve.uuid], {}),
    "souvenirs_etat": lambda o: ([o.eleve.uuid], {}),
    "souvenirs_prendre": lambda o: (_album(o), {}),
}
