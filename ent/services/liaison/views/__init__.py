"""The pages of dossiers."""
