"""Until when a day may be added or cancelled: the rule of a service, said in words, and the instant that it makes of a day."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.calendrier import est_jour_de_classe
from ent.socle.dates import time_format

# « 0 » to « 3 »: so many class days before. « lun » to « ven »: that day of the week before.
JOURS_DE_SEMAINE = ("lun", "mar", "mer", "jeu", "ven")
REGLES = {
    "0": gettext_lazy("le jour même"),
    "1": gettext_lazy("le jour d’école d’avant"),
    "2": gettext_lazy("deux jours d’école avant"),
    "3": gettext_lazy("trois jours d’école avant"),
    "lun": gettext_lazy("le lundi de la semaine d’avant"),
    "mar": gettext_lazy("le mardi de la semaine d’avant"),
    "mer": gettext_lazy("le mercredi de la semaine d’avant"),
    "jeu": gettext_lazy("le jeudi de la semaine d’avant"),
    "ven": gettext_lazy("le vendredi de la semaine d’avant"),
}
NOMS_DES_JOURS = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
)
LOIN = 100  # days: longer than any holiday
UN_JOUR = dt.timedelta(days=1)


@dataclass(frozen=True)
class Delai:
    """« jeu 12:00 » in its column: Thursday noon, for the whole week that follows."""

    regle: str
    heure: dt.time

    @classmethod
    def lu(cls, brut: str) -> "Delai":
        regle, _espace, heure = brut.partition(" ")
        return cls(regle, dt.time.fromisoformat(heure))

    @property
    def brut(self) -> str:
        return f"{self.regle} {self.heure:%H:%M}"

    def jour_limite(self, etablissement, jour: dt.date) -> dt.date:
        """The day of the deadline. One that falls on a closed day comes before: nobody is asked anything while the school is shut."""
        if self.regle in JOURS_DE_SEMAINE:
            lundi = jour - dt.timedelta(days=jour.weekday() + 7)
            voulu = lundi + JOURS_DE_SEMAINE.index(self.regle) * UN_JOUR
            return voulu if est_jour_de_classe(etablissement, voulu) else _jour_d_avant(etablissement, voulu)
        for _pas in range(int(self.regle)):
            jour = _jour_d_avant(etablissement, jour)
        return jour

    def limite(self, etablissement, jour: dt.date) -> dt.datetime:
        """The instant after which it is too late for that day."""
        return timezone.make_aware(dt.datetime.combine(self.jour_limite(etablissement, jour), self.heure))

    def __str__(self) -> str:
        """« le jour d’école d’avant, avant 9 h 00 »."""
        return _("%(quand)s, avant %(heure)s") % {
            "quand": REGLES[self.regle],
            "heure": time_format(self.heure, r"G \h i"),
        }


def _jour_d_avant(etablissement, jour: dt.date) -> dt.date:
    for pas in range(1, LOIN):
        if est_jour_de_classe(etablissement, jour - pas * UN_JOUR):
            return jour - pas * UN_JOUR
    raise ValueError(f"No class day found before {jour}.")


def jours_perdus(avant: str, apres: str) -> str:
    """Weekdays of the first that the second has no more."""
    return "".join(jour for jour in avant if jour not in apres)


def jours_en_mots(jours: str) -> str:
    """« lundi, jeudi » of « 03 »."""
    return ", ".join(str(NOMS_DES_JOURS[int(jour)]) for jour in jours)
