"""The product's pages, which tell besides when each message was committed: the clock of this machine, read by everybody.

The instant is taken before the first gesture that follows a commit, so that what follows is in the measure.
"""

import time

from django.db.backends.base.base import BaseDatabaseWrapper

from config.wsgi import application  # noqa: F401  (what gunicorn serves)
from ent.diffusion import actions
from messagerie.views import fils

_apres_le_commit, _publier = BaseDatabaseWrapper.run_and_clear_commit_hooks, actions.publier
_commis = 0.0


def apres_le_commit(connexion) -> None:
    global _commis
    if connexion.run_on_commit:
        _commis = time.monotonic()
    _apres_le_commit(connexion)


BaseDatabaseWrapper.run_and_clear_commit_hooks = apres_le_commit
actions.publier = lambda cibles, signal: _publier(cibles, signal | {"commis": _commis})
# One author writes here as much as a whole school: the brake on a person's own gestures is not what is measured.
fils.MAXIMUM = 10**6
