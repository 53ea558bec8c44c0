"""Keys of RSA that were drawn already: one takes half a second, and no test but that of drawing asks that nobody ever had it."""

from contextlib import contextmanager
from itertools import cycle

RESERVE = 4  # that many in a row are all others


@contextmanager
def tirees_d_avance(module):
    """Within, what `module` draws comes in turn from the first ones that it drew in this process."""
    vraie, reserves = module.generate_private_key, {}

    def tirer(public_exponent: int, key_size: int):
        if key_size not in reserves:
            reserves[key_size] = cycle(
                [vraie(public_exponent=public_exponent, key_size=key_size) for _ in range(RESERVE)]
            )
        return next(reserves[key_size])

    module.generate_private_key = tirer
    try:
        yield
    finally:
        module.generate_private_key = vraie
