"""What a family may ask to correct: fields of the child, and of the asker themself; and since when what it gave holds. No row, no right."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.dates import date_format


class Champ(models.TextChoices):
    """A group of columns of a person that are corrected together."""

    PRENOM = "prenom", _("Prénom")
    NOM = "nom", _("Nom de famille")
    NOM_USAGE = "nom_usage", _("Nom d’usage")
    DATE_NAISSANCE = "date_naissance", _("Date de naissance")
    ADRESSE = "adresse", _("Adresse")
    PORTABLE = "telephone_portable", _("Téléphone portable")
    DOMICILE = "telephone", _("Téléphone fixe")
    TRAVAIL = "telephone_travail", _("Téléphone au travail")
    COURRIEL = "courriel_contact", _("E-mail")

    @property
    def est_de_l_enfant(self) -> bool:
        return self.value in ("prenom", "nom", "nom_usage", "date_naissance")

    @property
    def colonnes(self) -> tuple[str, ...]:
        return ("adresse", "code_postal", "ville") if self == Champ.ADRESSE else (self.value,)


DE_L_ENFANT = [champ for champ in Champ if champ.est_de_l_enfant]
DE_L_ADULTE = [champ for champ in Champ if not champ.est_de_l_enfant]


def valeurs_de(personne: Any, champ: Champ) -> dict[str, str]:
    """What the school holds, as it is kept in a correction."""
    return {colonne: ecrite(getattr(personne, colonne)) for colonne in champ.colonnes}


def ecrite(valeur: Any) -> str:
    return valeur.isoformat() if isinstance(valeur, dt.date) else str(valeur or "")


def lue(colonne: str, valeur: str) -> Any:
    """As the column of a person holds it."""
    if colonne == "date_naissance":
        return dt.date.fromisoformat(valeur) if valeur else None
    return valeur


def dire_valeurs(valeurs: Mapping[str, str]) -> str:
    """In words: « 12 mai 2020 », « 3 rue des Lilas, 78190 Trappes »; a dash where there is nothing."""
    if valeurs.get("date_naissance"):
        return date_format(dt.date.fromisoformat(valeurs["date_naissance"]), "j F Y")
    if "adresse" in valeurs:
        ville = " ".join(filter(None, (valeurs["code_postal"], valeurs["ville"])))
        return ", ".join(filter(None, (valeurs["adresse"], ville))) or "–"
    return next(iter(valeurs.values()), "") or "–"


def empreinte(valeurs: Mapping[str, str]) -> str:
    """A short print of what was read, that a button bears."""
    return hashlib.sha256(repr(sorted(valeurs.items())).encode()).hexdigest()[:16]


def rentree(jour: dt.date) -> dt.datetime:
    """When the school year that holds this day began: on the first of September. No row is read."""
    annee = jour.year if jour.month >= 9 else jour.year - 1
    return timezone.make_aware(dt.datetime.combine(dt.date(annee, 9, 1), dt.time()))
