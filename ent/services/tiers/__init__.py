"""Third services of the territory: one tile, one door (CAS, OpenID Connect), the least attributes."""
