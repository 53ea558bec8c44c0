"""Run code over the database of the browser tests' server: `python -m tests.navigateur.valet`, one demand a line.

Django starts once; each demand then has a fork of its own, which leaves nothing to the next, as a command would.
"""

import contextlib
import io
import json
import os
import sys
import traceback

from config import ramasse_miettes
from tests.navigateur import horloge


def repondre(demande: dict) -> dict:
    """A management command and what it printed, or statements then an expression over the cast and its value."""
    if commande := demande.get("commande"):
        from django.core.management import execute_from_command_line

        with contextlib.redirect_stdout(io.StringIO()) as sortie:
            execute_from_command_line(["manage.py", *commande])
        return {"valeur": sortie.getvalue()}
    from config.demonstration.distribution import Distribution

    noms: dict = {"d": Distribution()}
    exec("from ent.annuaire.models import *", noms)  # noqa: S102
    exec(demande["code"], noms)  # noqa: S102
    return {"valeur": eval(demande["expression"], noms)}  # noqa: S307


def main() -> None:
    horloge.regler()
    import django

    with ramasse_miettes.en_chargeant():
        django.setup()
        import config.urls  # noqa: F401  (read once, not by each fork)

    with os.fdopen(os.dup(1), "w") as reponses:
        os.dup2(2, 1)  # what the code prints is not an answer
        for ligne in sys.stdin:
            if os.fork() == 0:
                try:
                    reponse = repondre(json.loads(ligne))
                except BaseException:
                    reponse = {"erreur": traceback.format_exc()}
                print(json.dumps(reponse, default=str), file=reponses, flush=True)
                os._exit(0)
            os.wait()


if __name__ == "__main__":
    main()
