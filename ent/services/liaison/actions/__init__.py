"""Every write of dossiers: one transaction, journalled."""
