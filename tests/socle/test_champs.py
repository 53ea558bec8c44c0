"""Words of several lines: measured as typed, kept whole, told in the product's words."""

from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from ent.annuaire.models import Commune
from ent.socle.champs import Nom, Paragraphes, Plusieurs

RACINE = Path(__file__).resolve().parents[2]


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


@pytest.mark.parametrize("vide", ["\u200b\u200b", "\u3164", "\u2800\r\n\u00ad"])
def test_words_that_nobody_would_see_are_none(vide):
    """A mot and a message left with an empty frame, and an e-mail said that there was something to read."""

    class Nomme(Formulaire):
        titre = Nom()

    assert set(Nomme({"mot": vide, "titre": vide}).errors) == {"mot", "titre"}
    assert Nomme({"mot": "👍", "titre": "👍"}).is_valid()


def test_an_arabic_reader_is_told_in_arabic():
    with translation.override("ar"):
        assert "18" in Formulaire({"mot": "trop long pour ici"}).errors["mot"][0]
        assert "trop" not in Formulaire({"mot": "trop long pour ici"}).errors["mot"][0]


# --- Plusieurs --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("brut", ["9" * 25, "-1", "x", "", "1.5"])
def test_what_is_no_id_is_nobody_s(db, brut):
    class Villes(forms.Form):
        villes = Plusieurs(queryset=Commune.objects.all())

    ici = Commune.objects.create(nom="Vieux-Port", code_insee="97400")
    assert Villes(QueryDict(f"villes={ici.pk}")).is_valid()
    assert list(Villes(QueryDict(f"villes={ici.pk}&villes={brut}")).errors) == ["villes"]


def test_every_form_of_ours_chooses_several_by_it():
    """Django's own asks the database for numbers that it cannot hold."""
    ecrits = [f for salle in ("ent", "cahier_de_textes", "messagerie", "pages") for f in (RACINE / salle).rglob("*.py")]
    assert [
        f.name for f in ecrits if "forms.ModelMultipleChoiceField(" in f.read_text() and f.name != "champs.py"
    ] == []
