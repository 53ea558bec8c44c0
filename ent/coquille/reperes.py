"""Where the frame of every page leads: the shell has these marks, the rooms above say which of their pages each one is."""

from functools import cache

from django.urls import reverse

# The home, one's account, the language, the help, the way out, that of a pupil back to the wall; then what scripts of the frame ask.
REPERES = (
    "accueil",
    "compte",
    "langue",
    "sortie",
    "mur",
    "confort",
    "qui_est_la",
    "abonner",
    "bannieres",
    "aide",
    "copies",
    "partage",
)
_pages: dict[str, str] = {}


def enregistrer_reperes(**pages: str) -> None:
    """The name of the address of each mark: ``enregistrer_reperes(accueil="accueil", sortie="account_logout")``."""
    if inconnus := pages.keys() - set(REPERES):
        raise ValueError(f"No such mark: {', '.join(sorted(inconnus))}.")
    _pages.update(pages)


@cache
def repere(nom: str) -> str:
    """The address of this mark."""
    return reverse(_pages[nom])
