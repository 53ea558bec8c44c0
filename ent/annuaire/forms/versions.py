"""A correcting form bears the version that its page had read.

The version is a print of what the form shows of the row: nothing is added to the row, and what others change elsewhere in it is no
conflict. The form is refused once; it comes back with what was typed, what is kept now, and the new version: sent again, it replaces.
The view wears `ent.annuaire.views.gestes.corrige`, so that the row is read in one's turn.
"""

import hashlib
import json
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import time_format

from ..journal import dernier_geste

CHAMP = "version"  # what `{% version formulaire %}` draws
CONFLIT = "conflit"


class Ecart(NamedTuple):
    """A field that is no longer what one types: its name, and what is kept now, in words."""

    libelle: str
    valeur: str


class AvecVersion:
    """Put before the form's class, which says what it corrects (`corrige`), and by which verbes the journal tells it."""

    VERBES: frozenset[str] = frozenset()
    SANS_VERSION: frozenset[str] = (
        frozenset()
    )  # fields whose first value depends on the day or on the reader, not on the row

    def corrige(self) -> tuple | None:
        """The school in whose journal the row stands, and its names there (« travail 12 »); nothing for a form that makes one."""
        raise NotImplementedError

    @cached_property
    def version(self) -> str:
        return hashlib.sha256(json.dumps(self.lu(), default=str).encode()).hexdigest()[:16]

    @property
    def version_portee(self) -> str:
        """What the page bears: what is kept now, or what a form shown again (another fault, a draft taken up) had read."""
        connue = self.is_bound and not self.has_error(NON_FIELD_ERRORS, CONFLIT) and self.data.get(CHAMP)
        return connue or self.version

    def lu(self) -> list[tuple[str, Any]]:
        """What the row holds of what the form shows."""
        return [(nom, self._lu(nom)) for nom in self.fields if nom not in self.SANS_VERSION]

    def _lu(self, nom: str) -> Any:
        """What the row holds, as it can be compared."""
        champ = self.fields[nom]
        if hasattr(champ, "actuels"):  # files
            return [str(fichier.uuid) for fichier in champ.actuels]
        valeur = self.get_initial_for_field(champ, nom)
        return valeur.get_prep_value() if hasattr(valeur, "get_prep_value") else valeur

    def clean(self) -> dict | None:
        propres = super().clean()
        if (corrige := self.corrige()) and self.data.get(CHAMP) != self.version:
            self.add_error(None, ValidationError(self._phrase_du_conflit(*corrige), code=CONFLIT))
        return propres

    def _phrase_du_conflit(self, etablissement: Any, *objets: str) -> str:
        geste = dernier_geste(etablissement=etablissement, objets=objets, verbes=self.VERBES)
        if geste is None:
            return _(
                "Cela a changé pendant que vous écriviez. Ce que vous avez tapé est gardé ci-dessous : comparez, puis "
                "enregistrez de nouveau pour le remplacer."
            )
        qui, le = geste
        return _(
            "%(qui)s a modifié cela à %(quand)s, pendant que vous écriviez. Ce que vous avez tapé est gardé ci-dessous : comparez, "
            "puis enregistrez de nouveau pour le remplacer."
        ) % {"qui": qui, "quand": time_format(timezone.localtime(le), "G\u00a0\\h\u00a0i")}

    @property
    def ecarts(self) -> list[Ecart]:
        """Once refused: what is kept now, where it is not what was typed."""
        if not self.has_error(NON_FIELD_ERRORS, CONFLIT):
            return []
        return [
            Ecart(str(self[nom].label), self._en_mots(nom))
            for nom in self.changed_data
            if nom not in self.SANS_VERSION and self.cleaned_data.get(nom) != self._lu(nom)
        ]

    def _en_mots(self, nom: str) -> str:
        champ, valeur = self.fields[nom], self._lu(nom)
        if hasattr(champ, "actuels"):
            return ", ".join(fichier.nom_donne for fichier in champ.actuels) or "—"
        if isinstance(valeur, bool):
            return _("oui") if valeur else _("non")
        if choix := dict(getattr(champ, "choices", ())):
            choisis = valeur if isinstance(valeur, list | tuple) else ["" if valeur is None else valeur]
            return ", ".join(str(choix.get(v, choix.get(str(v), v))) for v in choisis) or "—"
        if isinstance(valeur, list | dict):
            return _("autre chose : ouvrez-le à côté pour le lire")
        return str(self[nom].field.widget.format_value(valeur) or "—") if valeur not in (None, "") else "—"
