#!/usr/bin/env python
"""Django's command line for the ENT."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import execute_from_command_line

    from config import ramasse_miettes

    # The first waits for a file that does not load to be corrected; Django reads the others before it loads anything.
    if not any(mot.startswith(("runserver", "--settings", "--pythonpath")) for mot in sys.argv[1:]):
        with ramasse_miettes.en_chargeant():
            django.setup()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
