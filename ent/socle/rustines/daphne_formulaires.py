"""What a browser sends is Django's to read, in a thread.

Twisted would parse a form in the loop first, for nobody: a deposit of 100 MB held every socket for 3 s and took 1.2 GB, and a
form without any field was refused (400). Twisted's request has an option for that, which Daphne has no setting for: its
requests pass on whatever they are given.
"""

from functools import partialmethod

from daphne.http_protocol import WebRequest

ESSAYEE = {"daphne": "4.2.3", "Twisted": "26.10.0"}


def laisser_a_la_page() -> None:
    """For every request that this process will answer."""
    WebRequest.__init__ = partialmethod(WebRequest.__init__, parsePOSTFormSubmission=False)
