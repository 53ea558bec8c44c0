"""When a server looks for garbage.

Python counts what is allocated since the last look, and a page allocates more than its threshold several times; now and then it
goes through everything that the product loaded, for fifty milliseconds in the middle of somebody's page. What was loaded stays:
it is set aside, and looks are rarer.
"""

import gc


def regler() -> None:
    """Once everything is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
