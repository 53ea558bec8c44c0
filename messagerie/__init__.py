"""Messages and the carnet de liaison. Not installed yet: nothing is here until it works."""
