"""Whom a thing is for, stated once: who sees it (`droits`), whom it reaches (`destinataires`), « à qui » (`enonces`)."""
