"""What a mot asks, read from its form: two words, a list of choices, slots cut out of a day, an amount, an object."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.champs import Paragraphes

from ..models import NON, OUI, Mot, Option

PLAGES = 3  # rows « day, from, to » of the form
CHOIX_MAX, CRENEAUX_MAX = 12, 60
MONTANT_MAX = Decimal("9999.99")
MONTANT_FAUX = gettext_lazy("Écrivez un montant en euros, par exemple 12,50.")


def montant_lu(texte: str) -> Decimal | None:
    """« 12,50 », « 12.5 € » → 12.50. Empty is None; what is not an amount is refused in a sentence."""
    brut = texte.replace("€", "").replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if not brut:
        return None
    try:
        montant = Decimal(brut)
    except InvalidOperation:
        raise forms.ValidationError(MONTANT_FAUX) from None
    if not montant.is_finite() or montant <= 0 or montant != montant.quantize(Decimal("0.01")):
        raise forms.ValidationError(MONTANT_FAUX)
    if montant > MONTANT_MAX:
        raise forms.ValidationError(_("Ce montant est trop grand : 9 999,99 euros au plus."))
    return montant.quantize(Decimal("0.01"))


class ChampMontant(forms.CharField):
    """An amount as one writes it in French."""

    def __init__(self, **options) -> None:
        options.setdefault("max_length", 20)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value):
        return montant_lu(super().clean(value))


def _date() -> forms.DateField:
    return forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026.")},
    )


def _heure() -> forms.TimeField:
    return forms.TimeField(
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Cette heure n’existe pas. Écrivez-la ainsi : 16:30.")},
    )


class AvecOptions(forms.Form):
    """The fields of each kind of question. `options_de` turns them into options; errors go to their fields."""

    libelle_oui = forms.CharField(label=gettext_lazy("Pour dire oui"), max_length=40, required=False, initial="Oui")
    libelle_non = forms.CharField(label=gettext_lazy("Pour dire non"), max_length=40, required=False, initial="Non")
    choix = forms.CharField(
        label=gettext_lazy("Les choix"),
        required=False,
        max_length=1000,
        widget=Paragraphes(attrs={"rows": 4}),
        help_text=gettext_lazy("Un par ligne, par exemple « Gâteau », « Boisson », « Fruits »."),
    )
    gardes = forms.MultipleChoiceField(
        label=gettext_lazy("Créneaux gardés"), required=False, widget=forms.CheckboxSelectMultiple
    )
    duree = forms.IntegerField(
        label=gettext_lazy("Minutes par créneau"),
        required=False,
        min_value=5,
        max_value=480,
        help_text=gettext_lazy("Vide : chaque ligne est un seul créneau."),
        error_messages={"min_value": gettext_lazy("Cinq minutes au moins.")},
    )
    places = forms.IntegerField(
        label=gettext_lazy("Places par créneau"),
        required=False,
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={"min_value": gettext_lazy("Il faut au moins une place.")},
    )
    montant = ChampMontant(
        label=gettext_lazy("Montant demandé, en euros"),
        required=False,
        help_text=gettext_lazy("Vide : chaque famille écrit ce qu’elle donne."),
    )
    objet = forms.CharField(
        label=gettext_lazy("Objet à apporter"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Par exemple « un gilet jaune »."),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for nom in ("choix", "objet"):
            self.fields[nom].suit_un_choix = True  # asked of the mot that families choose in, or bring something for
        for n in range(1, PLAGES + 1):
            self.fields[f"jour_{n}"], self.fields[f"de_{n}"], self.fields[f"a_{n}"] = _date(), _heure(), _heure()

    @property
    def plages(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"jour_{n}"], self[f"de_{n}"], self[f"a_{n}"]) for n in range(1, PLAGES + 1)]

    def options_de(self, nature: str, donnees: dict, actuelles: list[Option]) -> list[Option]:
        """The options of this kind. `actuelles` are those of a mot that is corrected: the same words keep their key."""
        if nature == Mot.Nature.CHOIX:
            return self._choix(donnees, actuelles)
        if nature == Mot.Nature.CRENEAUX:
            return self._creneaux(donnees, actuelles)
        if nature == Mot.Nature.OUI_NON:
            oui, non = donnees.get("libelle_oui") or "Oui", donnees.get("libelle_non") or "Non"
            if oui.casefold() == non.casefold():
                self.add_error("libelle_non", _("Les deux réponses disent la même chose."))
            return [Option(OUI, oui), Option(NON, non)]
        if nature == Mot.Nature.ARGENT:
            return [Option(OUI, "Je participe"), Option(NON, "Je ne participe pas")]
        if nature == Mot.Nature.OBJET:
            if not donnees.get("objet") and not self.errors.get("objet"):
                self.add_error("objet", _("Dites ce qu’il faut apporter."))
            return [Option(OUI, "Je l’apporterai"), Option(NON, "Je ne pourrai pas")]
        return []

    def _choix(self, donnees: dict, actuelles: list[Option]) -> list[Option]:
        lignes = [ligne.strip(" -•\t") for ligne in donnees.get("choix", "").splitlines()]
        lignes = [ligne for ligne in lignes if ligne]
        if self.errors.get("choix"):
            return []
        if len(lignes) < 2:
            self.add_error("choix", _("Il faut au moins deux choix, un par ligne."))
        elif len(lignes) > CHOIX_MAX:
            self.add_error("choix", _("Douze choix au plus : au-delà, personne ne les lit."))
        elif len({ligne.casefold() for ligne in lignes}) < len(lignes):
            self.add_error("choix", _("Deux choix sont les mêmes : retirez-en un."))
        elif any(len(ligne) > 80 for ligne in lignes):
            self.add_error("choix", _("Un choix fait plus de 80 lettres : raccourcissez-le."))
        connues = {o.libelle: o.cle for o in actuelles}
        neuves = _cles_neuves(actuelles)
        return [Option(connues.get(ligne) or next(neuves), ligne) for ligne in lignes]

    def _creneaux(self, donnees: dict, actuelles: list[Option]) -> list[Option]:
        places, pas = donnees.get("places") or 1, donnees.get("duree")
        gardees = [o for o in actuelles if not o.est_retiree and o.cle in (donnees.get("gardes") or [])]
        debuts: list[tuple[dt.datetime, dt.datetime | None]] = []
        for n in range(1, PLAGES + 1):
            debuts += self._plage(n, donnees, pas)
        deja = {o.debut for o in gardees}
        debuts = sorted({debut: fin for debut, fin in debuts if debut not in deja}.items())
        marquees = {f"{nom}_{n}" for nom in ("jour", "de", "a") for n in range(1, PLAGES + 1)} & set(self.errors)
        if not marquees and not gardees and not debuts:
            self.add_error("jour_1", _("Écrivez au moins un jour et une heure."))
        if len(gardees) + len(debuts) > CRENEAUX_MAX:
            self.add_error("duree", _("Cela ferait plus de 60 créneaux : faites-les plus longs, ou deux mots."))
        neuves = _cles_neuves(actuelles)
        neufs = [Option(next(neuves), "", debut, fin, places) for debut, fin in debuts[:CRENEAUX_MAX]]
        return sorted([*gardees, *neufs], key=lambda o: o.debut)

    def _plage(self, n: int, donnees: dict, pas: int | None) -> list[tuple[dt.datetime, dt.datetime | None]]:
        jour, de, a = (donnees.get(f"{nom}_{n}") for nom in ("jour", "de", "a"))
        if any(self.errors.get(f"{nom}_{n}") for nom in ("jour", "de", "a")) or not (jour or de or a):
            return []
        if jour is None or de is None:
            self.add_error(f"jour_{n}", _("Écrivez le jour et l’heure de début."))
            return []
        if jour < timezone.localdate() or jour > timezone.localdate() + dt.timedelta(days=365):
            self.add_error(f"jour_{n}", _("Ce jour est passé, ou dans plus d’un an : vérifiez la date."))
            return []
        debut = timezone.make_aware(dt.datetime.combine(jour, de))
        if a is None or pas is None:
            if a is not None and a <= de:
                self.add_error(f"a_{n}", _("La fin vient avant le début."))
            return [(debut, a and timezone.make_aware(dt.datetime.combine(jour, a)))]
        fin = timezone.make_aware(dt.datetime.combine(jour, a))
        duree = dt.timedelta(minutes=pas)
        if debut + duree > fin:
            self.add_error(f"a_{n}", _("Aucun créneau ne tient entre ces deux heures."))
            return []
        nombre = min((fin - debut) // duree, CRENEAUX_MAX + 1)
        return [(debut + k * duree, debut + (k + 1) * duree) for k in range(nombre)]


def _cles_neuves(actuelles: list[Option]):
    """« c4 », « c5 »…: never a key that was given before."""
    dernier = max((int(o.cle[1:]) for o in actuelles if o.cle[1:].isdigit()), default=0)
    while True:
        dernier += 1
        yield f"c{dernier}"
