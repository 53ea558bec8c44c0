"""`make mutants`: rights are changed one small thing at a time, and each change must make a test fail.

Run ``python -m tests.mutants`` for all, ``python -m tests.mutants droits.mots`` for the targets whose name holds this. See
docs/decisions: the libraries, and why this one is our own.
"""
