"""The editor of a content: raw → form → raw, gestures without JavaScript, each error in a sentence, XSS."""

import uuid
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier_de_textes.contenus import blocs_de, fichiers_de, texte_brut
from cahier_de_textes.forms.contenus import AvecContenu, ChampContenu
from cahier_de_textes.models import Travail
from cahier_de_textes.texte_riche import en_clair, nettoyer, pour_la_zone
from ent.socle.textes import sobre


class Formulaire(AvecContenu, forms.Form):
    contenu = ChampContenu()
    titre = forms.CharField()


class Navigateur(HTMLParser):
    """What a browser without script would send of a form: named inputs, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paires: list[tuple[str, str]] = []
        self.boutons: list[str] = []
        self._zone = self._choix = None
        self._dans_modele = 0
        self.feed(html)

    def handle_starttag(self, balise, attributs):
        a = dict(attributs)
        self._dans_modele += balise == "template"
        if self._dans_modele:
            return
        if balise == "input" and "name" in a and (a.get("type") not in ("radio", "checkbox") or "checked" in a):
            self.paires.append((a["name"], a.get("value", "")))
        elif balise == "textarea":
            self._zone, self._texte = a["name"], ""
        elif balise == "select":
            self._choix, self._valeur = a["name"], None
        elif balise == "option" and (self._valeur is None or "selected" in a):
            self._valeur = a["value"]
        elif balise == "button" and a.get("value"):
            self.boutons.append(a["value"])

    def handle_data(self, texte):
        if self._zone:
            self._texte += texte

    def handle_endtag(self, balise):
        if balise == "template":
            self._dans_modele -= 1
        elif balise == "textarea" and self._zone:
            # A browser drops the line end that follows the tag, and sends CRLF.
            self.paires.append((self._zone, self._texte.removeprefix("\n").replace("\n", "\r\n")))
            self._zone = None
        elif balise == "select" and self._choix:
            self.paires.append((self._choix, self._valeur))
            self._choix = None


def donnees(*paires: tuple[str, str]) -> QueryDict:
    requete = QueryDict(mutable=True)
    for nom, valeur in paires:
        requete.appendlist(nom, valeur)
    return requete


def envoyer(formulaire: forms.Form, *de_plus: tuple[str, str]) -> Formulaire:
    """The same form, as a browser sends back what it shows."""
    return Formulaire(donnees(*Navigateur(str(formulaire["contenu"])).paires, ("titre", "x"), *de_plus))


LIGNE = (
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)
    # A form writes each letter one way (`sobre`): U+F900 and U+8C48 are one.
    .map(lambda t: " ".join(sobre(t).split()))
    .filter(bool)
)
RICHE = st.recursive(
    LIGNE.map(lambda t: t.replace("<", "&lt;")),
    lambda dedans: st.tuples(st.sampled_from(["p", "b", "em", "ul><li", "a href='https://a.fr/'"]), dedans).map(
        lambda b: f"<{b[0]}>{b[1]}</{b[0].split()[0].split('>')[0]}>"
    ),
    max_leaves=4,
)
NOMBRE = st.decimals(0, 999_999, places=2).map(str)
BLOC = st.one_of(
    st.tuples(st.just("texte"), st.one_of(RICHE, LIGNE).map(nettoyer).filter(bool)),
    st.tuples(
        st.just("lien"), st.fixed_dictionaries({"adresse": st.just("https://exemple.fr/a?b=c&d"), "titre": LIGNE})
    ),
    st.tuples(st.just("etapes"), st.lists(LIGNE, min_size=1, max_size=20)),
    st.tuples(st.just("mots"), st.lists(LIGNE, min_size=1, max_size=40)),
    st.tuples(
        st.just("operation"),
        st.fixed_dictionaries({"nombres": st.lists(NOMBRE, min_size=2, max_size=4), "signe": st.just("+")}),
    ),
).map(lambda b: {"type": b[0], "value": b[1], "id": str(uuid.uuid4())})


@pytest.mark.timeout(20)
@pytest.mark.parametrize("motif", ["<div", "<div>", "<b>", "<ul><li>", "<", "<p><b></b></p>", "&nbsp;", "<p>", "</p>"])
def test_tags_without_end_hold_no_page_and_lose_no_word(motif):
    """300 kB of « <div »: nine seconds of every page, before."""
    assert en_clair(nettoyer("Bonjour " + motif * 75_000)).startswith("Bonjour")


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOC, max_size=6))
def test_a_content_comes_back_from_the_form_as_it_was(bruts):
    envoi = envoyer(Formulaire(initial={"contenu": bruts}))
    assert envoi.is_valid(), envoi["contenu"].errors
    assert envoi.cleaned_data["contenu"] == bruts
    # And through the model's field, in which Wagtail wraps the items of lists.
    travail = Travail(contenu=envoi.cleaned_data["contenu"])
    assert blocs_de(travail.contenu) == bruts


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), RICHE))
def test_cleaning_twice_is_cleaning_once_and_the_area_gives_the_text_back(texte):
    html = nettoyer(texte)
    assert nettoyer(html) == html
    assert nettoyer(pour_la_zone(html)) == html


XSS = [
    "<script>alert(1)</script>", "<p>a<script>alert(1)</script></p>", "<img src=x onerror=alert(1)>", "<p><img src=x onerror=alert(1)></p>",
    "<svg onload=alert(1)><p>", "<p><svg><script>alert(1)</script></svg>", "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href='vbscript:x'>x</a>",
    "<a href='//mechant.fr'>x</a>", "<a href='/sortir/'>x</a>", "<p onclick=alert(1)>x</p>", "<b style='background:url(javascript:x)'>x</b>",
    "<p style=position:fixed>x</p>", "<iframe src=https://a.fr></iframe><p>x</p>", "<form action=/x><p>x</p><input name=a></form>",
    "<math><mtext><p><script>alert(1)</script>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<p><!--<img src='--><img src=x onerror=alert(1)>'>",
    "<textarea><p></textarea><script>alert(1)</script>", "<base href=https://a.fr><p>x</p>", "<meta http-equiv=refresh content=0><p>x</p>",
    "<p><a href='https://a.fr' onmouseover=alert(1) target=_blank rel=opener>x</a></p>", "<scr<script>ipt>alert(1)</scr</script>ipt><p>x</p>",
    "<p>x</p><template><script>alert(1)</script></template>", "<div><div onfocus=alert(1) tabindex=0 autofocus>x</div></div>",
    "<p\x00onclick=alert(1)>x</p>", "<<p>script>alert(1)<</p>/script>",
]  # fmt: skip


@pytest.mark.parametrize("avant", ["mailto:", " MailTo:"])
def test_a_link_that_writes_names_one_address_and_no_hidden_reader(avant):
    assert "?" not in nettoyer(f'<p><a href="{avant}a@b.fr?bcc=z@c.fr&body=x">Écrire</a></p>')
    assert 'href="https://a.fr/?q=1"' in nettoyer('<p><a href="https://a.fr/?q=1">Lire</a></p>')


class Balises(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.vues = []
        self.feed(html)

    def handle_starttag(self, balise, attributs):
        self.vues.append((balise, dict(attributs)))


@pytest.mark.parametrize("attaque", XSS)
def test_rich_text_keeps_ten_tags_and_the_address_of_links(attaque):
    for balise, attributs in Balises(nettoyer(attaque)).vues:
        assert balise in {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
        if balise == "a":
            assert attributs.pop("rel") == "noopener nofollow"
            assert attributs.pop("href", "https://").startswith(("https://", "http://", "mailto:"))
        assert attributs == {}


def bloc(cle: str, type_: str, **champs) -> list[tuple[str, str]]:
    return [
        (f"contenu-{cle}-type", type_),
        *((f"contenu-{cle}-{nom.replace('_', '-')}", v) for nom, v in champs.items()),
    ]


@pytest.mark.parametrize(
    ("type_", "champs", "case", "phrase"),
    [
        ("lien", {"titre": "Le site"}, "adresse", "Collez l’adresse de la page, par exemple https://www.lumni.fr."),
        ("lien", {"adresse": "pas une adresse"}, "adresse", "Cette adresse est incomplète. Copiez-la en haut de la page que vous voulez montrer."),
        ("lien", {"adresse": "ftp://a.fr/x"}, "adresse", "Cette adresse est incomplète. Copiez-la en haut de la page que vous voulez montrer."),
        ("lien", {"adresse": "javascript:alert(1)//a.fr"}, "adresse", "Cette adresse est incomplète. Copiez-la en haut de la page que vous voulez montrer."),
        ("lien", {"adresse": "a.fr", "titre": "x" * 121}, "titre", "C’est trop long pour cette case : raccourcissez."),
        ("mots", {"lignes": "bon\n" + "x" * 61}, "lignes", "Ligne 2 : un mot a 60 signes au plus."),
        ("mots", {"lignes": "mot\n" * 41}, "lignes", "C’est trop de mots : 40 au plus. Ajoutez une seconde liste."),
        ("etapes", {"lignes": "x" * 301}, "lignes", "Ligne 1 : une étape a 300 signes au plus."),
        ("etapes", {"lignes": "pas\n" * 21}, "lignes", "C’est trop d’étapes : 20 au plus."),
        ("texte", {"texte": "x" * 10_001}, "texte", "C’est trop long pour cette case : raccourcissez."),
        ("operation", {"nombre_0": "12", "signe": "+"}, "nombre-1", "Il faut deux nombres."),
        ("operation", {"nombre_0": "12", "nombre_2": "douze", "signe": "+"}, "nombre-2", "Ce n’est pas un nombre. Écrivez par exemple 348 ou 12,5."),
        ("operation", {"nombre_0": "12", "nombre_1": "-3", "signe": "+"}, "nombre-1", "Écrivez un nombre positif."),
        ("operation", {"nombre_0": "1,2345", "nombre_1": "3", "signe": "+"}, "nombre-0", "Trois chiffres au plus après la virgule."),
        ("operation", {"nombre_0": "1234567890", "nombre_1": "3", "signe": "+"}, "nombre-0", "Ce nombre est trop long : neuf chiffres au plus."),
        ("operation", {"nombre_0": "12345678,9", "nombre_1": "3", "signe": "+"}, "nombre-0", "Ce nombre est trop long : six chiffres au plus avant la virgule."),
        ("operation", {"nombre_0": "12", "nombre_1": "3"}, "signe", "Choisissez un signe."),
        ("operation", {"nombre_0": "12", "nombre_1": "3", "signe": "%"}, "signe", "Choisissez un signe : +, −, × ou ÷."),
        ("operation", {"nombre_0": "12", "nombre_1": "30", "signe": "-"}, "signe", "Écrivez le plus grand nombre en premier."),
        ("operation", {"nombre_0": "12", "nombre_1": "0", "signe": ":"}, "signe", "On ne divise pas par 0 : changez le second nombre."),
        ("operation", {"nombre_0": "1", "nombre_1": "2", "nombre_2": "3", "signe": "x"}, "signe", "Seule une addition a plus de deux nombres : effacez les autres, ou choisissez +."),
        ("image", {"legende": "Un chat"}, "fichier", "Choisissez une image, ou retirez ce bloc."),
        ("son", {"titre": "Un chant"}, "fichier", "Choisissez un son, ou retirez ce bloc."),
        ("video", {"titre": "Un film"}, "fichier", "Choisissez une vidéo, ou retirez ce bloc."),
        ("document", {"titre": "Un plan"}, "fichier", "Choisissez un document, ou retirez ce bloc."),
    ],
)  # fmt: skip
def test_each_error_is_a_sentence_on_its_block_and_nothing_typed_is_lost(type_, champs, case, phrase):
    formulaire = Formulaire(donnees(*bloc("0", "texte", texte="avant"), *bloc("7", type_, **champs), ("titre", "x")))
    assert not formulaire.is_valid()
    assert formulaire.errors == {"contenu": ["Un bloc du contenu est à corriger."]}
    avant, fautive = formulaire["contenu"].data
    assert avant.erreurs == {}
    assert fautive.erreurs == {case: phrase}
    page = str(formulaire["contenu"])
    assert phrase in page
    rendu = dict(Navigateur(page).paires)
    for nom, valeur in champs.items():
        if nom != "signe":
            assert rendu[f"contenu-7-{nom.replace('_', '-')}"].replace("\r\n", "\n") == valeur


def test_too_many_blocks_is_said_with_the_number_to_take_away():
    paires = [paire for n in range(42) for paire in bloc(str(n), "texte", texte="x")]
    formulaire = Formulaire(donnees(*paires, ("titre", "x")))
    assert not formulaire.is_valid()
    assert "Un contenu a 40 blocs au plus : retirez-en 2." in str(formulaire["contenu"])


def test_empty_and_taken_away_blocks_are_left_out():
    formulaire = Formulaire(
        donnees(
            *bloc("0", "texte", texte="<p><br></p>"),
            *bloc("1", "mots", lignes=" \n"),
            *bloc("2", "operation", signe="+"),
            *bloc("3", "lien", adresse="mauvaise", retire="1"),
            *bloc("4", "texte", texte="reste"),
            *bloc("5", "pirate", texte="x"),
            ("titre", "x"),
        )
    )
    assert formulaire.is_valid()
    assert [(b["type"], b["value"]) for b in formulaire.cleaned_data["contenu"]] == [("texte", "<p>reste</p>")]


def test_without_script_each_button_gives_back_all_that_was_typed():
    """Add, write, add, move, take away, put back, send: only buttons that post the form."""
    formulaire = envoyer(Formulaire(), ("contenu-geste", "ajouter-texte"))
    assert not formulaire.is_valid()
    assert formulaire.errors == {}
    assert " autofocus" in str(formulaire["contenu"])
    ecrit = dict(Navigateur(str(formulaire["contenu"])).paires) | {"contenu-0-texte": "Lire la page 14"}
    formulaire = Formulaire(donnees(*ecrit.items(), ("contenu-geste", "ajouter-mots")))
    ecrit = dict(Navigateur(str(formulaire["contenu"])).paires) | {"contenu-1-lignes": "un\ndeux"}
    formulaire = Formulaire(donnees(*ecrit.items(), ("contenu-geste", "monter-1")))
    assert [s.type for s in formulaire["contenu"].data] == ["mots", "texte"]
    formulaire = envoyer(formulaire, ("contenu-geste", "monter-1"))  # already the first
    assert [s.type for s in formulaire["contenu"].data] == ["mots", "texte"]
    formulaire = envoyer(formulaire, ("contenu-geste", "retirer-0"))
    assert [s.retire for s in formulaire["contenu"].data] == [False, True]
    seul = envoyer(formulaire)
    assert seul.is_valid()
    assert [b["value"] for b in seul.cleaned_data["contenu"]] == [["un", "deux"]]
    formulaire = envoyer(formulaire, ("contenu-geste", "remettre-0"))
    formulaire = envoyer(formulaire, ("contenu-geste", "descendre-1"))
    fini = envoyer(formulaire)
    assert fini.is_valid()
    assert [b["value"] for b in fini.cleaned_data["contenu"]] == ["<p>Lire la page 14</p>", ["un", "deux"]]


def test_an_address_without_scheme_is_completed():
    formulaire = Formulaire(donnees(*bloc("0", "lien", adresse="www.lumni.fr/a"), ("titre", "x")))
    assert formulaire.is_valid()
    assert formulaire.cleaned_data["contenu"][0]["value"] == {"adresse": "https://www.lumni.fr/a", "titre": ""}


def test_the_words_and_the_files_of_a_content():
    ident = uuid.uuid4()
    bruts = [
        {"type": "texte", "value": "<p>Lis <b>tout</b> &amp; bien.</p><ul><li>un</li></ul>", "id": "a"},
        {"type": "image", "value": {"fichier": str(ident), "legende": "Un chat"}, "id": "b"},
        {"type": "son", "value": {"fichier": "pas un uuid", "titre": ""}, "id": "c"},
        {"type": "etapes", "value": ["Plier", "Couper"], "id": "d"},
        {"type": "mots", "value": ["chat", "chien"], "id": "e"},
        {"type": "operation", "value": {"nombres": ["348", "1.50"], "signe": "x"}, "id": "f"},
        {"type": "lien", "value": {"adresse": "https://a.fr", "titre": ""}, "id": "g"},
    ]  # fmt: skip
    attendu = "Lis tout & bien.\nun\nUn chat\n1. Plier\n2. Couper\nchat, chien\n348 fois 1,50\nhttps://a.fr"
    for contenu in (bruts, Travail(contenu=bruts).contenu):
        assert texte_brut(contenu) == attendu
        assert fichiers_de(contenu) == {ident}
    assert texte_brut(None) == ""
