"""Messages and the carnet de liaison."""
