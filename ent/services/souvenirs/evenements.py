"""What is told of a keepsake, to who asked for it and to nobody else."""

PRET = "souvenirs.pret"
AVANCE = "souvenirs.avance"  # a part more is made
