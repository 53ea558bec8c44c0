"""Calls of a page stand in one block of memory, however deep they go.

Python keeps its calls in blocks of 16 kB: when a call does not fit, it asks the system for another block, and gives it back as soon as that call ends. A
page whose loops happen to sit at the edge of one asks a hundred times and more: the week and a thread cost twice what they compute, and one
call more or less anywhere above moved it to another page. No setting says how large a block is, but a block holds at least the call that asked
for it, and what is left of it serves those below: a first call that asks for a deep stack and uses none of it makes a block for all of them.
"""

from collections.abc import Callable
from typing import Any

ESSAYEE = {"Python": "3.13.5"}
# In words of 8 bytes: the block is the power of two above, 512 kB. Memory that no call uses is never touched, so it costs its address alone.
PROFONDEUR = 36_000


def _appeler(appelee: Callable, *arguments: Any) -> Any:
    return appelee(*arguments)


_appeler.__code__ = _appeler.__code__.replace(co_stacksize=PROFONDEUR)


def au_large(appelee: Callable) -> Callable:
    """The same WSGI application, whose calls share one block."""

    def application(*arguments: Any) -> Any:
        return _appeler(appelee, *arguments)

    return application
