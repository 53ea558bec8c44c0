"""What may come out beside « good » (a `Preparation`) and « refused » (a `ValidationError`)."""


class SansVerdict(Exception):
    """Nobody knows yet: no place, no time, no antivirus. The file is neither good nor refused, and is shown to nobody.

    `du_fichier`: it had its place and its time, and did not finish; a busy machine does that, and a file that sleeps too.
    """

    def __init__(self, *, du_fichier: bool = False) -> None:
        super().__init__()
        self.du_fichier = du_fichier
