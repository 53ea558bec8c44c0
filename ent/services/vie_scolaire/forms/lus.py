"""A page of many answers, each of which bears what the page had read of it (docs/decisions/0100)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne

from ..actions.consentements import AUTREMENT
from ..models import AccordEleve, Consentement

OUI, NON, RIEN = "oui", "non", ""


def mot_de(ligne: Consentement | AccordEleve | None) -> str:
    """An answer in force as a form says it."""
    return RIEN if ligne is None else OUI if ligne.accorde else NON


class AvecLus:
    """Put before the form's class. Beside each row, « lu-<row> »: what the page showed chosen, and the number of the answer that it had read.

    A row sent as the page showed it is not touched, whatever it has become since. A row that is touched, and that somebody else answered
    otherwise since, is refused once in words, and shown again as typed: sent again, it replaces.
    """

    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def lire(self, nom: str, ligne: Consentement | AccordEleve | None, *, montre: bool = True) -> str:
        """Keep what is in force for this row; what its field shows chosen. `montre`: whether who enters may read it."""
        self._en_vigueur: dict[str, tuple[str, str, bool]] = getattr(self, "_en_vigueur", {})
        dit, numero = mot_de(ligne), str(ligne.pk) if ligne else ""
        self._en_vigueur[nom] = (dit, numero, montre)
        montree = dit if montre else RIEN
        self.fields[f"lu-{nom}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=f"{montree}:{numero}"
        )
        return montree

    def lire_a_l_ecran(self, nom: str, personne: Personne) -> None:
        """This row has no field: its holder answered on a screen. What a page of before sends of it is refused, not dropped unsaid."""
        self._a_l_ecran: dict[str, Personne] = getattr(self, "_a_l_ecran", {}) | {nom: personne}

    def voulu(self, nom: str) -> str:
        """What was sent of this row; as the page showed it when it sent nothing."""
        return self.cleaned_data.get(nom, self._lu(nom)[0])

    def est_touche(self, nom: str) -> bool:
        return self.voulu(nom) != self._lu(nom)[0]

    def numero_lu(self, nom: str) -> str:
        """The number of the answer that the page had read; empty when there was none."""
        return self._lu(nom)[1]

    def _lu(self, nom: str) -> tuple[str, str]:
        montree, _deux_points, numero = self.cleaned_data.get(f"lu-{nom}", "").partition(":")
        return montree, numero

    def clean(self) -> dict | None:
        propres = super().clean()  # type: ignore[misc]
        for nom, (dit, numero, montre) in getattr(self, "_en_vigueur", {}).items():
            # Of what one may not read, nothing: not even that it says the same.
            autrement = self.voulu(nom) != dit or not montre
            if self.est_touche(nom) and self.numero_lu(nom) != numero and autrement:
                self.add_error(nom, self._phrase(dit) if montre else self._phrase(None))  # type: ignore[attr-defined]
                # Shown again, the row bears what is in force now: sent again, it is in full knowledge.
                self.data = self.data.copy()
                self.data[f"lu-{nom}"] = self.fields[f"lu-{nom}"].initial
        for nom, personne in getattr(self, "_a_l_ecran", {}).items():
            tape = self.data.get(nom, RIEN)
            if tape not in (RIEN, self.data.get(f"lu-{nom}", "").partition(":")[0]):
                phrase = _("%(nom)s a déjà répondu à l’écran : sa réponse ne se change pas d’ici.")
                self.add_error(None, phrase % {"nom": personne.nom_affiche})  # type: ignore[attr-defined]
        return propres

    def refuser(self, refus: ValidationError) -> None:
        """What the action refused, under its field where it has one."""
        if hasattr(refus, "error_dict"):
            for champ, phrases in refus.message_dict.items():
                self.add_error(champ, phrases)  # type: ignore[attr-defined]
        else:
            self.add_error(None, refus)  # type: ignore[attr-defined]

    def _phrase(self, dit: str | None) -> str:
        if dit is None:
            return _(AUTREMENT)
        mots = {OUI: _("oui"), NON: _("non"), RIEN: _("pas de réponse")}
        return _(
            "C’est changé depuis que cette page est ouverte : c’est maintenant « %(dit)s ». Envoyez de nouveau pour "
            "le remplacer."
        ) % {"dit": mots[dit]}
