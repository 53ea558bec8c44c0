"""The second engine: it escapes, it translates, it knows the tags of the design system, and an absent variable fails."""

import datetime as dt
import re

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from jinja2 import DictLoader, UndefinedError

from ent.coquille import jinja
from ent.coquille.jinja import dessiner, outil, phrases

GABARITS = {
    "ligne.html": '<b title="{{ texte }}">{{ texte }}</b>',
    "absente.html": "{% if qui %}oui{% endif %}",
    "attribut.html": "{{ qui.prenom }}",
    "outils.html": '{{ icone("coche", "icone--petite") }}{{ jour|date("l j F") }} {{ url("tuile", "famille", "cahier") }}',
    "instant.html": '{{ le|date("c") }} {{ le|date("j F") }} {{ le|time("G") }} {{ mots|linebreaks }}',
    "dessin_absent.html": '{{ icone("licorne") }}',
    "vus.html": "{% trans n=vus, sur=concernes %}{{ n }}/{{ sur }} vu{% pluralize %}{{ n }}/{{ sur }} vus{% endtrans %}",
    "mot.html": '{{ _("Fait") }} {% trans %}100 % de la classe{% endtrans %}',
    "pour.html": "{% trans jour=jour %}Pour {{ jour }}{% endtrans %}",
    "blancs.html": "<ul>\n  {% for n in [1, 2] %}\n    <li>{{ n }}</li>\n  {% endfor %}\n</ul>",
}


@pytest.fixture(autouse=True)
def gabarits(monkeypatch):
    monkeypatch.setattr(engines["jinja2"].env, "loader", DictLoader(GABARITS))


def test_what_people_write_is_escaped_and_what_is_marked_safe_is_not():
    rendu = dessiner("ligne.html", texte='<i>"l\'eau"</i> & {{ 1 }}')
    attendu = "&lt;i&gt;&#34;l&#39;eau&#34;&lt;/i&gt; &amp; {{ 1 }}"
    assert rendu == f'<b title="{attendu}">{attendu}</b>' and type(rendu) is SafeString
    assert dessiner("ligne.html", texte=mark_safe("<i>a</i>")).endswith("><i>a</i></b>")


@pytest.mark.parametrize("nom", ["absente.html", "attribut.html"])
def test_an_absent_variable_fails(nom):
    with pytest.raises(UndefinedError):
        dessiner(nom, **({"qui": object()} if nom == "attribut.html" else {}))


def test_it_knows_the_tags_of_the_design_system():
    rendu = dessiner("outils.html", jour=dt.date(2026, 12, 1))
    assert rendu.startswith('<svg class="icone icone--petite"')
    assert rendu.endswith("</svg>mardi 1er décembre /tuile/famille/cahier/")
    with pytest.raises(ValueError, match="licorne"):
        dessiner("dessin_absent.html")


def test_an_instant_is_said_on_the_clock_of_schools():
    le = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)
    rendu = dessiner("instant.html", le=le, mots="a\n<b>")
    assert rendu == "2026-12-01T00:30:00+01:00 1er décembre 0 <p>a<br>&lt;b&gt;</p>"


def test_two_tools_do_not_share_a_name(monkeypatch):
    monkeypatch.setattr(jinja, "OUTILS", dict(jinja.OUTILS))
    with pytest.raises(ValueError, match="icone"):
        outil(lambda nom: nom, "icone")


def test_it_speaks_the_language_of_the_page_and_counts_as_it_does():
    assert [dessiner("vus.html", vus=n, concernes=9) for n in (0, 1, 2)] == ["0/9 vu", "1/9 vu", "2/9 vus"]
    assert dessiner("mot.html") == "Fait 100 % de la classe"
    assert dessiner("pour.html", jour="<b>") == "Pour &lt;b&gt;"
    with translation.override("ar"):
        assert dessiner("mot.html").startswith("تمّ ")
        assert dessiner("pour.html", jour="x") == "ليوم x"


def test_its_sentences_are_named_as_django_names_them():
    dites = {nom: phrases(code) for nom, code in GABARITS.items()}
    assert dites["vus.html"] == {"%(n)s/%(sur)s vu", "%(n)s/%(sur)s vus"}
    assert dites["mot.html"] == {"Fait", "100 %% de la classe"}
    assert dites["pour.html"] == {"Pour %(jour)s"} and dites["ligne.html"] == set()


def test_indentation_is_not_sent():
    assert dessiner("blancs.html") == "<ul>  <li>1</li>  <li>2</li> </ul>"


def test_a_template_of_django_includes_one():
    hote = engines["django"].from_string('{% dessiner "ligne.html" texte=texte %}')
    assert re.sub(r"\s", "", hote.render({"texte": "<"})) == '<btitle="&lt;">&lt;</b>'
