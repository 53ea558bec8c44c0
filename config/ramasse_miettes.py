"""When a process looks for garbage.

Python counts what is allocated since the last look, and a page allocates more than its threshold several times; now and then it
goes through everything that the product loaded, for fifty milliseconds in the middle of somebody's page. What was loaded stays:
it is set aside, and looks are rarer.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def en_chargeant() -> Iterator[None]:
    """While the product is imported: nothing of it is garbage, and looking for some was a sixth of each start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def regler() -> None:
    """For a server, once everything is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
