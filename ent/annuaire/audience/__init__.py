"""Whom a thing is for, stated once: what it says (`enonces`), who sees it (`droits`). Whom it reaches: `ent.annuaire.destinataires`."""
