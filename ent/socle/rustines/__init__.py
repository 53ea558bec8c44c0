"""What leans on the privates of a library, one patch a file: nothing else in the product does (`tests/socle/rustines/test_toutes.py`).

Each says why it is there, and in `ESSAYEE` the versions that it was tried with. `tests/socle/rustines/` fails when a library
changes what a patch leans on, or when another version is installed: read the patch again, then write the new version.
A patch does nothing by being imported: the room it is for calls it, when it has to.
"""
