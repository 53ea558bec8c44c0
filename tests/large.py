"""Tests run as servers do: their calls in one block (`ent/socle/rustines/python_pile.py`), so that a call more or less makes none of them slow."""

import pytest

from ent.socle.rustines import python_pile


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    greffons = session.config.pluginmanager
    autres = greffons.subset_hook_caller("pytest_runtestloop", [greffons.get_plugin("tests.large")])
    return python_pile.au_large(lambda: autres(session=session))()
