"""The « dossier de liaison »: what a school says of a pupil to the next one, and what a family let go of it."""
