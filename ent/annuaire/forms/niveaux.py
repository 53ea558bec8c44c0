"""The levels that no file says: of the pupils for whom ONDE writes « ULIS école » or « GS/CP »."""

from ..codes import CHOIX_NIVEAUX
from ..models import Inscription


class NiveauxForm:
    """The level of many pupils at once; `inscriptions` are those of the page.

    Each row bears the level that the page had read: what one did not touch is left, what somebody else said otherwise meanwhile is
    refused once. What is not a level changes nothing: a pupil keeps theirs.
    """

    CHOIX = CHOIX_NIVEAUX

    def __init__(self, envoi, *, inscriptions: list[Inscription]) -> None:
        self.inscriptions = inscriptions
        self._voulus = {}
        niveaux = dict(CHOIX_NIVEAUX)
        for inscription in inscriptions:
            voulu, lu = (envoi.get(f"{champ}-{inscription.pk}", "") for champ in ("niveau", "lu"))
            if voulu in niveaux and voulu not in (lu, inscription.niveau):
                self._voulus[inscription] = (voulu, lu)

    def decisions(self) -> list[tuple[Inscription, str]]:
        return [(inscription, voulu) for inscription, (voulu, _lu) in self._voulus.items()]

    def contester(self) -> bool:
        """Whether somebody else said a level meanwhile: rows then show what was typed, and what is kept."""
        contestees = [i for i, (_voulu, lu) in self._voulus.items() if lu != i.niveau]
        for inscription in self.inscriptions:
            inscription.lu = inscription.niveau
        for inscription, voulu in self.decisions():
            inscription.dit_entre_temps = inscription.get_niveau_display() if inscription in contestees else ""
            inscription.niveau = voulu
        return bool(contestees)
