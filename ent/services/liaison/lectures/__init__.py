"""What the pages of dossiers show. Nothing is written."""
