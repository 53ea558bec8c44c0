"""Forms of the directory: ties."""

from collections.abc import Callable

from ent.socle.nombres import entiers

from ..models import Responsabilite


class LiensForm:
    """Kind of tie, parental authority and household of many ties at once; `liens` are those of the page.

    Each row bears what the page had read of it (`Responsabilite.lu`): what one did not touch is left as somebody else has set it
    since, and what both changed is refused once.
    """

    CHAMPS = ("lien", "autorite", "foyer")

    def __init__(self, envoi, *, liens: list[Responsabilite]) -> None:
        self.envoi, self.liens = envoi, liens

    def decisions(self) -> list[tuple[Responsabilite, str, str, str]]:
        """Ties that the page changes. What is not a known choice changes nothing."""
        return [(lien, *voulu) for lien, voulu in self._voulus() if voulu != lien.dit]

    def conflits(self) -> list[Responsabilite]:
        """Ties that somebody else changed since the page was read, and that it changes otherwise."""
        return [lien for lien, voulu in self._voulus() if voulu != lien.dit and self._version(lien) != lien.lu]

    def contester(self, dire: Callable[[Responsabilite], str]) -> dict[int, str]:
        """The rows as they were typed, to be shown again; by tie in conflict, what `dire` says of what is kept. Nothing is saved."""
        contestes = {lien.pk: dire(lien) for lien in self.conflits()}
        for lien, voulu in self._voulus():
            lien.lu_en_base = lien.lu
            lien.lien, lien.autorite, lien.foyer = voulu
        return contestes

    def _version(self, lien: Responsabilite) -> str:
        return self.envoi.get(f"lu-{lien.pk}", "")

    def _voulus(self) -> list[tuple[Responsabilite, tuple[str, ...]]]:
        voulus = []
        for lien in self.liens:
            voulu = tuple(self.envoi.get(f"{champ}-{lien.pk}", getattr(lien, champ)) for champ in self.CHAMPS)
            if self._version(lien) == "|".join(voulu):
                voulu = lien.dit  # untouched
            nature, autorite, foyer = voulu
            if (
                nature in Responsabilite.Lien.values
                and autorite in Responsabilite.Autorite.values
                and foyer in Responsabilite.Foyer.values
            ):
                voulus.append((lien, voulu))
        return voulus


class EnLotForm:
    """Boxes ticked beside adults of a class who are to be confirmed. Each bears what the page had read of the tie.

    What somebody stated otherwise since is refused once, and shown with what is kept: sent again, still ticked, it is confirmed.
    """

    def __init__(self, envoi, *, liens: list[Responsabilite]) -> None:
        self.is_bound = envoi is not None
        coches = set(entiers(envoi.getlist("l"))) if envoi is not None else set()
        self.coches = [lien for lien in liens if lien.pk in coches]
        self.lues = {lien.pk: envoi.get(f"lu-{lien.pk}", "") for lien in self.coches}
        self.rien = self.is_bound and not self.coches
        for lien in liens:
            lien.est_coche = lien.pk in coches

    @property
    def a_confirmer(self) -> list[Responsabilite]:
        """Those that the ticks change."""
        return [lien for lien in self.coches if lien.autorite != Responsabilite.Autorite.CONFIRMEE]

    @property
    def changes(self) -> list[Responsabilite]:
        return [lien for lien in self.a_confirmer if self.lues[lien.pk] != lien.lu]

    def is_valid(self) -> bool:
        return bool(self.coches) and not self.changes
