"""psycopg parses a longer query again at each use; those of a home are asked together, and always the same."""

from psycopg import _queries

ESSAYEE = {"psycopg": "3.3.9"}


def retenir_les_longues() -> None:
    """Keep how a query of sixty thousand letters and a thousand values is written, as it does up to four thousand and fifty."""
    _queries.MAX_CACHED_STATEMENT_LENGTH, _queries.MAX_CACHED_STATEMENT_PARAMS = 65_536, 1_000
