"""Template tags of the design system."""

import re

import pytest
from django import forms
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch
from django.utils.html import strip_tags

from ent.annuaire.gommettes import Couleur, Forme, Image
from ent.annuaire.models import Personne
from ent.coquille.assemblages import adresse
from tests.lancer import GABARITS, RACINE


def rendre(source: str, **variables) -> str:
    return Template(source).render(Context(variables))


def test_scripts_come_after_the_style_on_a_slow_line_and_every_page_loads_them_so():
    assert rendre('{% script "script.js" "icones.svg" %}') == "".join(
        f'<script type="module" fetchpriority="low" src="{adresse(nom)}"></script>'
        for nom in ("script.js", "icones.svg")
    )
    gabarits = [g for dossier in GABARITS for g in (RACINE / dossier).rglob("*.html")]
    assert [
        g for g in gabarits if "<script" in (lu := g.read_text()) and "assemblage" in lu.partition("<script")[2][:60]
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "{% url 'accueil' %}",
        "{% url 'annuaire_fiche' uai %}",
        "{% url 'annuaire_fiche' uai=uai %}",
        "{% url nom uai as adresse %}« {{ adresse }} »",
        "{% url 'nulle_part' as adresse %}« {{ adresse }} »",
        "{% url 'annuaire_fiche' 'x y' as adresse %}« {{ adresse }} »",
        "{% url 'wagtailadmin_pages:edit' 12 %}",
        "{% autoescape off %}{% url 'accueil' %}{% endautoescape %}",
    ],
)
def test_an_address_is_what_django_writes(source):
    variables = {"uai": "0781234A", "nom": "annuaire_fiche"}
    de_django = Engine().from_string(source)
    assert rendre(source, **variables) == de_django.render(Context(variables))


def test_an_address_that_does_not_exist_is_an_error():
    with pytest.raises(NoReverseMatch):
        rendre("{% url 'nulle_part' %}")


def test_a_link_that_writes_to_an_address_writes_to_it_alone():
    for courriel, attendu in {
        "a?body=x&cc=z@b.fr": "mailto:a%3Fbody%3Dx%26cc%3Dz@b.fr",
        "direction+cp@ecole.fr": "mailto:direction+cp@ecole.fr",
        "a%3Fcc=z@b.fr": "mailto:a%253Fcc%3Dz@b.fr",
    }.items():
        assert rendre("{{ courriel|mailto }}", courriel=courriel) == attendu
    gabarits = [g for dossier in GABARITS for g in (RACINE / dossier).rglob("*.html")]
    assert [g for g in gabarits if "mailto:" in g.read_text()] == [], "drawn by the filter alone"


def test_an_address_goes_to_the_next_line_at_its_at_sign():
    assert rendre("{{ courriel|secable }}", courriel="<b>@b.fr") == "&lt;b&gt;<wbr>@b.fr"
    assert (
        rendre("{% blocktranslate with a=courriel|secable %}{{ a }} attend{% endblocktranslate %}", courriel="a@b.fr")
        == "a<wbr>@b.fr attend"
    )


def test_each_way_out_of_a_device_says_that_it_is_one():
    """Scripts wipe by it what the device kept: without network such a form leaves all the same (hors-ligne.js, saisies.js, sortie.js)."""
    gabarits = [g for dossier in GABARITS for g in (RACINE / dossier).rglob("*.html")]
    formulaires = [(g.name, f) for g in gabarits for f in re.findall(r"<form [^>]*>", g.read_text())]
    sorties = [(nom, f) for nom, f in formulaires if re.search(r"account_logout|\{\{ changer \}\}", f)]
    assert len(sorties) >= 5
    assert [(nom, f) for nom, f in sorties if "data-sortie=" not in f] == []


def test_the_form_of_a_date_holds_no_word_which_no_language_would_say_again():
    """« à 18 h 02 » stood in the midst of a Tamil sentence."""
    gabarits = [g for dossier in GABARITS for g in (RACINE / dossier).rglob("*.html")]
    assert [g for g in gabarits if re.search(r"""\|(?:date|time):["'][^"']*[à-ÿ]""", g.read_text())] == []


def test_an_icon_is_one_reference_to_the_sprite():
    assert rendre('{% icone "coche" %}') == (
        f'<svg class="icone" viewBox="0 0 24 24" aria-hidden="true"><use href="{adresse("icones.svg")}#i-coche"/></svg>'
    )


def test_an_icon_takes_a_class():
    assert '<svg class="icone icone--petite" ' in rendre('{% icone "coche" "icone--petite" %}')


def test_an_icon_that_was_not_drawn_is_an_error_of_whoever_writes_the_page():
    with pytest.raises(ValueError, match="No drawing « licorne »"):
        rendre('{% icone "licorne" %}')


def test_a_sticker_says_its_colour_outline_and_picture():
    ines = Personne(prenom="Inès", gommette_couleur="turquoise", gommette_forme="rond", gommette_image="tortue")
    sprite = adresse("icones.svg")
    assert rendre("{% gommette ines %}", ines=ines) == (
        '<svg class="gommette g-turquoise" viewBox="0 0 48 48" aria-hidden="true">'
        f'<use href="{sprite}#f-rond"/><use href="{sprite}#p-tortue" x="8" y="8" width="32" height="32"/></svg>'
    )


@pytest.mark.parametrize("taille", ["mini", "grande", "geante", "tete"])
def test_a_sticker_has_sizes(taille):
    ines = Personne(prenom="Inès", gommette_couleur="turquoise", gommette_forme="rond", gommette_image="tortue")
    attendu = f'class="gommette gommette--{taille} g-turquoise"'
    assert attendu in rendre("{% gommette ines taille %}", ines=ines, taille=taille)


def test_each_of_the_thousand_stickers_can_be_drawn():
    gabarit = Template("{% gommette e %}")
    dessins = {
        gabarit.render(Context({"e": Personne(gommette_couleur=c, gommette_forme=f, gommette_image=i)}))
        for c in Couleur.values
        for f in Forme.values
        for i in Image.values
    }
    assert len(dessins) == 1000


def test_someone_without_a_sticker_shows_initials_that_cannot_carry_html():
    adulte = Personne(prenom="<b>", nom="Belhadj")
    assert rendre("{% gommette adulte %}", adulte=adulte) == '<span class="initiales" aria-hidden="true">&lt;B</span>'


def test_a_picture_of_a_secret_stands_alone():
    assert rendre('{% image_gommette "soleil" %}') == (
        f'<svg viewBox="0 0 48 48" aria-hidden="true"><use href="{adresse("icones.svg")}#p-soleil"/></svg>'
    )


@pytest.mark.parametrize("nom", ["apprendre", "lire", "apporter", "preparer"])
def test_each_kind_of_travail_has_a_scene_that_fills_its_frame(nom):
    assert rendre("{% dessin nom 'tache__image' %}", nom=nom) == (
        '<svg class="tache__image" viewBox="0 0 320 240" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        f'<use href="{adresse("dessins.svg")}#d-{nom}"/></svg>'
    )


class Formulaire(forms.Form):
    code = forms.CharField(label="Code", min_length=8, help_text="Sur le papier.")
    mot = forms.CharField(label="Un mot", required=False)
    rester = forms.BooleanField(label="Rester")
    choix = forms.ChoiceField(label="Pour", choices=[("a", "Moi"), ("b", "Nous")], widget=forms.RadioSelect)


def test_a_field_ties_its_label_its_help_and_its_error_to_the_input():
    html = rendre("{% champ f.code %}", f=Formulaire({"code": "abc"}))
    assert '<label for="id_code">Code</label>' in html
    assert 'aria-describedby="id_code_helptext id_code_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="aide" id="id_code_helptext">Sur le papier.</p>' in html
    assert '<p class="erreur" id="id_code_error">' in html


def test_a_field_keeps_what_was_typed_and_escapes_it():
    assert 'value="&lt;script&gt;"' in rendre("{% champ f.mot %}", f=Formulaire({"mot": "<script>"}))


def test_a_field_that_may_stay_empty_says_so():
    assert "(facultatif)" in rendre("{% champ f.mot %}", f=Formulaire())
    assert "(facultatif)" not in rendre("{% champ f.code %}", f=Formulaire())


def test_a_box_and_a_choice_have_their_own_shape():
    assert '<label class="case" for="id_rester">' in rendre("{% champ f.rester %}", f=Formulaire())
    groupe = rendre("{% champ f.choix %}", f=Formulaire())
    assert "<legend>Pour</legend>" in groupe
    assert groupe.count('<label class="case"') == 2


@pytest.mark.parametrize("n", [0, 1, 12])
def test_a_count_says_the_same_words_of_any_number_since_a_script_changes_it(n):
    dit = strip_tags(rendre(f"{{% pastille 'messagerie.message' {n} %}}"))
    assert dit == f"{n} à lire"


def test_what_is_marked_in_a_form_is_led_to_from_its_summary():
    refuse = Formulaire({"code": "abc", "rester": "on", "choix": "c"})
    page = rendre("{% fautes f %}{% champ f.code %}{% champ f.mot %}{% champ f.choix %}", f=refuse)
    assert re.findall(r'href="#(\w+)">([^<]+)', page) == [("id_code", "Code"), ("id_choix_0", "Pour")]
    assert 'id="id_code"' in page and 'id="id_choix_0"' in page
    assert rendre("{% fautes f %}", f=Formulaire({"code": "abcdefgh", "rester": "on", "choix": "a"})) == ""
