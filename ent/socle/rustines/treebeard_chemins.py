"""The path of a node in the tree, reckoned without reading its parent: two hundred sites are born in a few queries.

The public way writes one node at a time, and locks the tree for each.
"""

from treebeard.mp_tree import MP_Node

ESSAYEE = {"django-treebeard": "5.3.1"}


def chemin(genre: type[MP_Node], parent: str, profondeur: int, rang: int) -> str:
    """Of the child of that rank, from one."""
    return genre._get_path(parent, profondeur, rang)
