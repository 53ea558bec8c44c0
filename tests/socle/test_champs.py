"""Words of several lines: measured as typed, kept whole, told in the product's words."""

from django import forms
from django.utils import translation

from ent.socle.champs import Paragraphes


class Formulaire(forms.Form):
    mot = forms.CharField(max_length=10, widget=Paragraphes(attrs={"rows": 2}))


def test_the_end_of_a_line_counts_for_one():
    formulaire = Formulaire({"mot": "aa\r\nbb\r\ncccc"})
    assert formulaire.is_valid() and formulaire.cleaned_data["mot"] == "aa\nbb\ncccc"


def test_what_is_too_long_is_neither_cut_nor_lost():
    assert "maxlength" not in str(Formulaire()["mot"]) and 'rows="2"' in str(Formulaire()["mot"])
    formulaire = Formulaire({"mot": "trop long pour ici"})
    assert formulaire.errors["mot"] == ["C’est trop long : 18 caractères, pour 10 au plus. Raccourcissez."]
    assert "trop long pour ici" in str(formulaire["mot"])


def test_an_arabic_reader_is_told_in_arabic():
    with translation.override("ar"):
        assert "18" in Formulaire({"mot": "trop long pour ici"}).errors["mot"][0]
        assert "trop" not in Formulaire({"mot": "trop long pour ici"}).errors["mot"][0]
