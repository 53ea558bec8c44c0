"""The product's own entry point, its clock set."""

from tests.navigateur import horloge

horloge.regler()

from config.asgi import application  # noqa: E402, F401  (the clock is set before anything reads it)
