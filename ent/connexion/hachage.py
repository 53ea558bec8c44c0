"""Password hashing at the cost that OWASP advises for Argon2id: 19 MiB, two passes, one lane.

Django's own Argon2 settings (100 MiB, eight lanes) take 200 ms of processor at each sign-in here: 46,000 families that
come in on the same September evening would wait for hours. This takes about a tenth, and brakes count the tries.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
