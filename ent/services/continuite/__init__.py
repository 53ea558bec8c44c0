"""The collège: what its own ENT says of a child, on the one page of the family."""
