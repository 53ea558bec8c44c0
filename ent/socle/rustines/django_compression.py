"""A page is compressed by ISA-L instead of zlib: five times quicker, for 5 % more bytes.

Compression at zlib's sixth level was a third of what the heaviest pages cost. Django's middleware says no other way: its level and its library are
written in `django.utils.text`, which this replaces, so that lengths, weak ETags and the defence against BREACH stay Django's own.
"""

import gzip

from django.utils import text
from isal import igzip

ESSAYEE = {"Django": "6.1.3", "isal": "1.9.1"}
NIVEAU = 2  # of 0 to 3: the third costs twice as much for the same bytes


def accelerer() -> None:
    """Twice is once."""
    if text.gzip_compress is gzip.compress:
        text.gzip_compress = _comprimer


def _comprimer(contenu: bytes, compresslevel: int, mtime: float) -> bytes:
    return igzip.compress(contenu, NIVEAU, mtime=mtime)
