"""What tests of the cahier share."""

import pytest

from ent.diffusion import actions as diffusion


@pytest.fixture
def signaux(monkeypatch):
    """Signals that left for browsers, as (recipients, type, id)."""
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, s: partis.append((set(cibles), s["type"], s["id"])))
    return partis
