"""A database of the demonstration as an installation had it on 2026-11-24 (b190293, 253 migrations), and what its pages said.

`demonstration.sqlite3.xz` holds the cast, three weeks of school life, and forms that were being typed; without sessions, search index
nor done tasks, none of which an upgrade must carry. `pages.txt` is what the code of that day answered. When the words of a page are
changed on purpose, `python -m tests.donnees` writes it again from today's code: read its diff, in which no name, child, date or count
may move.
"""

import lzma
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ICI = Path(__file__).parent
PAGES = ICI / "pages.txt"


def relire() -> str:
    """The words of the pages, by today's code over that database, migrated."""
    with tempfile.TemporaryDirectory(prefix="ent-donnees-") as var:
        (Path(var) / "ent.sqlite3").write_bytes(lzma.decompress((ICI / "demonstration.sqlite3.xz").read_bytes()))
        hors = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_DEBUG")
        env = {cle: v for cle, v in os.environ.items() if cle not in hors} | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENT_VAR": var,
            "ENT_CLE_SECRETE": "a" * 42,
            "ENT_CLE_CODES": "b" * 43,
        }
        commande = [sys.executable, "-m", "tests.donnees.relire"]
        fini = subprocess.run(commande, cwd=ICI.parent.parent, env=env, capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stderr
    return fini.stdout
