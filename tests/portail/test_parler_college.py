"""A collège is spoken of as one: whoever is of a collège alone walks all their pages and meets no word of an école; a household of both reads each."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, override

from ent.annuaire.models import Personne, Responsabilite
from ent.annuaire.natures import dire_de
from ent.diffusion import paroles
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from ent.socle import college
from ent.socle.college import AUX_DEUX, COLLEGE, DEUX, au_college, aux_deux
from ent.socle.dates import date_format
from ent.socle.francais import langue_de_base, parlee_de
from tests.config.test_traductions import phrases_du_code, variables
from tests.graines import MARDI_10H

DOSSIER = settings.LANGUES / "fr_College/LC_MESSAGES"
CATALOGUE = polib.pofile(str(DOSSIER / "django.po"))
D_UNE_ECOLE = re.compile(
    r"\b(?:écoles?|ONDE|maîtresses?|maîtres?|garderies?|récréation|TPS|PS|MS|GS|CP|CE[12]|CM[12])\b", re.IGNORECASE
)
# What is an école even there: the name of the product, that of another, the one from which a pupil of 6e comes.
DITS_QUAND_MEME = re.compile(
    f"{settings.ENT_NOM}|École directe|l’école d’avant|L’école ou le collège écrit en haut|l’école et le collège"
)
SANS = re.compile(r"^/(?:static|fichiers|cms)/|deconnexion|\.(?:pdf|ics|zip|csv|ods)$")
MONTREES = {"alt", "aria-label", "data-lire", "placeholder", "title", "content"}


class Lue(HTMLParser):
    """What a page says, block by block, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.dit, self.liens, self.muet = [""], [], 0

    def handle_starttag(self, tag, attrs):
        self.muet += tag in ("script", "style")
        dits = dict(attrs)
        self.liens += [dits["href"]] if tag == "a" and dits.get("href") else []
        self.dit += [valeur for nom, valeur in attrs if nom in MONTREES and valeur]
        if tag not in ("a", "b", "bdi", "em", "span", "strong", "time", "svg", "use"):
            self.dit.append("")

    def handle_endtag(self, tag):
        self.muet -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.muet:
            self.dit[-1] += data


def parcourues(client, *depart: str) -> dict[str, list[str]]:
    """« name of the address » → what it says: each page within reach of links once; of helps, that of each page."""
    lues: dict[str, list[str]] = {}
    file = deque(depart)
    while file:
        adresse = urlsplit(file.popleft())
        if adresse.netloc or not adresse.path.startswith("/") or SANS.search(adresse.path):
            continue
        try:
            nom = resolve(adresse.path).view_name
        except Resolver404:
            continue
        cle = f"{nom} {parse_qs(adresse.query).get('page', [''])[0]}"
        if cle in lues:
            continue
        reponse = client.get(f"{adresse.path}?{adresse.query}")
        if reponse.status_code == 302:
            file.append(reponse["Location"])
        elif reponse.status_code == 200 and not reponse.streaming and "text/html" in reponse.get("Content-Type", ""):
            page = Lue()
            page.feed(reponse.text)
            lues[cle] = [" ".join(dit.split()) for dit in page.dit]
            file += [f"{adresse.path}{lien}" if lien.startswith("?") else lien for lien in page.liens]
    return lues


def d_une_ecole(lues: dict[str, list[str]]) -> set[tuple[str, str]]:
    dites = {(cle, phrase) for cle, phrases in lues.items() for phrase in phrases}
    return {(cle, phrase) for cle, phrase in dites if D_UNE_ECOLE.search(DITS_QUAND_MEME.sub("", phrase))}


# --- The walks --------------------------------------------------------------------------------------------------------
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("qui", "au_moins"), [("principale", 120), ("maths", 60), ("hugo", 8), ("mere", 60)])
def test_nobody_of_a_college_alone_meets_a_word_of_an_ecole(c, mardi, entrer, qui, au_moins):
    Responsabilite.objects.filter(enfant=c.jade).delete()  # the mother has her elder child alone
    lues = parcourues(entrer(getattr(c, qui)), "/", "/plus/")
    assert len(lues) >= au_moins
    assert d_une_ecole(lues) == set()


def test_the_walk_sees_what_an_ecole_says(d, mardi, entrer):
    assert len(d_une_ecole(parcourues(entrer(d.directrice), "/plus/"))) > 50


@pytest.mark.timeout(300)
def test_a_parent_of_a_college_alone_reads_it_in_easy_french_too(c, mardi, entrer):
    Responsabilite.objects.filter(enfant=c.jade).delete()
    client = entrer(c.mere)
    client.cookies["confort"] = "facile"
    lues = parcourues(client, "/", "/plus/")
    assert len(lues) >= 60
    assert d_une_ecole(lues) == set()
    page = client.get("/plus/").text
    assert '<html lang="fr"' in page and "confort--facile" in page


def test_whoever_follows_both_reads_of_each_school_what_it_is(c, d, mardi, entrer):
    """Of a school that the address names: an operator, a commune, who works in one and in the other."""
    for qui in (d.operateur, d.referente):
        client = entrer(qui)
        fiche = client.get(f"/annuaire/ecoles/{c.ecole.uai}/").text
        assert "Équipe du collège" in fiche and "Ce que le collège tient" in fiche
        assert "Équipe de l’école" in client.get(f"/annuaire/ecoles/{d.elementaire.uai}/").text
    assert '<html lang="fr"' in fiche


# --- A household of both ----------------------------------------------------------------------------------------------
# A sentence of a page about both that says « école » says « collège » too; names and words of the product say what they are of.
NOMMEES = re.compile(r"École (?:du Cerf-Volant|maternelle)|À l’école primaire", re.IGNORECASE)


def d_une_seule(lues: dict[str, list[str]]) -> set[tuple[str, str]]:
    dites = {
        (cle, NOMMEES.sub("", DITS_QUAND_MEME.sub("", phrase))) for cle, phrases in lues.items() for phrase in phrases
    }
    return {
        (cle, phrase)
        for cle, phrase in dites
        if re.search(r"\bécoles?\b", phrase, re.IGNORECASE) and not re.search("collège", phrase, re.IGNORECASE)
    }


@pytest.mark.timeout(300)
@pytest.mark.parametrize("confort", ["", "facile"])
def test_a_household_of_both_reads_both_words_where_a_page_is_about_both(c, mardi, entrer, confort):
    client = entrer(c.mere)
    client.cookies["confort"] = confort
    lues = parcourues(client, "/", "/plus/", "/chercher/?q=absence")
    assert len(lues) >= 60 and "Prévenir l’école ou le collège" in lues["plus "]
    assert d_une_seule(lues) == set()
    Responsabilite.objects.filter(adulte=c.mere, enfant=c.hugo).delete()  # the same pages, of the école alone
    page = Lue()
    page.feed(entrer(c.mere).get("/plus/").text)
    assert d_une_seule({"plus": page.dit}) != set()


@pytest.mark.besoin_de("ent.services.renseignements", "messagerie")
def test_a_household_of_both_reads_of_each_child_what_their_school_is(c, mardi, entrer):
    client = entrer(c.mere)
    for enfant, mot in ((c.hugo, "Le collège"), (c.jade, "L’école")):
        page = client.get(f"/mes-enfants/{enfant.inscriptions.get().classe.etablissement_id}/{enfant.uuid}/").text
        assert f"{mot} " in page and ("l’école" in page) == (enfant == c.jade) and "école ou" not in page
    assert "Les mots écrits par le collège" in client.get(f"/langue/?enfant={c.hugo.uuid}").text
    assert "La direction écrit aux familles du collège." in client.get(f"/messages/regles/{c.ecole.uai}/").text


def test_a_line_of_a_page_about_both_is_said_as_the_school_of_its_child(c, mardi):
    par_enfant = {s.eleve: s for s in Personne.objects.get(pk=c.mere.pk).portee.suivis}
    hugo, jade = par_enfant[c.hugo], par_enfant[c.jade]
    for langue in ("fr", "fr-simple"):
        with override(parlee_de(langue, AUX_DEUX)):
            dites = [dire_de(suivis, gettext, "Prévenir l’école") for suivis in ([hugo], [jade], [hugo, jade], [])]
        assert dites == [f"Prévenir {dit}" for dit in ("le collège", "l’école", *["l’école ou le collège"] * 2)]
    with override(COLLEGE):  # of a page about one: as the page is
        assert dire_de([jade], gettext, "Prévenir l’école") == "Prévenir le collège"


def test_a_part_of_a_template_is_said_as_the_school_of_its_child(c, mardi):
    par_enfant = {s.eleve: s for s in Personne.objects.get(pk=c.mere.pk).portee.suivis}
    gabarit = engines["django"].from_string("{% dire_de qui %}{% translate 'Prévenir l’école' %}{% enddire_de %}")
    with override(DEUX):
        dites = [
            gabarit.render({"qui": q})
            for q in (par_enfant[c.hugo], [par_enfant[c.jade]], list(par_enfant.values()), None)
        ]
    assert dites == [f"Prévenir {dit}" for dit in ("le collège", "l’école", *["l’école ou le collège"] * 2)]


def test_the_home_says_each_thing_that_waits_as_the_school_of_its_child(c, mardi, entrer):
    from ent.portail import registres

    attente = registres.Attente(
        "essai",
        lambda request, _lignes: [
            registres.Chose(
                f"essai-{e.pk}", [e.pk], lambda _chose: format_html("<li>{}.</li>", gettext("Prévenir l’école"))
            )
            for e in (c.hugo, c.jade)
        ],
    )
    registres.fil._attentes["essai"] = attente
    try:
        page = entrer(c.mere).get("/").text
    finally:
        del registres.fil._attentes["essai"]
    assert "<li>Prévenir le collège.</li>" in page and "<li>Prévenir l’école.</li>" in page


def test_who_works_in_an_ecole_reads_it_though_a_child_of_theirs_is_in_a_college(c, d, mardi, entrer):
    Responsabilite.objects.filter(adulte=c.mere, enfant=c.hugo).update(adulte=d.directrice)
    assert "ou le collège" not in entrer(d.directrice).get("/plus/").text


def test_another_language_is_as_it_was(c, mardi, entrer):
    Responsabilite.objects.filter(enfant=c.jade).delete()
    assert "Prévenir le collège" in entrer(c.mere).get("/plus/").text
    Personne.objects.filter(pk=c.mere.pk).update(langue="en")
    with override("en"):
        dite = gettext("Prévenir l’école")
    assert dite in entrer(c.mere).get("/plus/").text


def test_it_costs_no_query(c, d, mardi, entrer, django_assert_num_queries):
    """The portée says it, that the page reads anyway."""
    personne = Personne.objects.get(pk=c.mere.pk)
    with django_assert_num_queries(1):
        assert personne.portee.colleges == {c.ecole.pk} and c.ecole.pk in personne.portee.ecoles


def test_what_is_told_of_a_college_says_it(c, d, mardi):
    for ecole, enfant in ((c.ecole, c.hugo), (d.elementaire, c.jade)):
        textes = {(c.mere.pk, enfant.pk): lambda: gettext("Prévenir l’école")}
        notifier(nature="carnet.mot", objet_id=enfant.pk, etablissement=ecole, textes=textes, adresse="/carnet/")
    dits = Notification.objects.filter(destinataire=c.mere, nature="carnet.mot").values_list("eleve", "texte")
    assert dict(dits) == {c.hugo.pk: "Prévenir le collège", c.jade.pk: "Prévenir l’école"}


def test_an_e_mail_or_a_push_of_a_college_alone_says_it(c, d, mardi):
    def nouvelle(ecole) -> Notification:
        return Notification(destinataire=c.mere, etablissement=ecole, nature="carnet.mot", texte="Un mot")

    for ecoles, dit in (
        ([c.ecole], "du collège"),
        ([c.ecole, d.elementaire], "de l’école ou du collège"),
        ([d.elementaire], "de l’école vous attend"),
    ):
        nouvelles = [nouvelle(ecole) for ecole in ecoles]
        with override(paroles.langue_de("fr", nouvelles)):
            assert dit in paroles.phrase(len(nouvelles))
        assert paroles.langue_de("tr", nouvelles) == "tr"


@pytest.mark.besoin_de("pages")
def test_the_public_site_of_a_college_is_one_s(d, client):
    slug = d.college.site.slug
    page = client.get(f"/ecoles/{slug}/").text
    assert "Bienvenue sur le site de notre collège" in page
    assert "du collège en est responsable" in client.get(f"/ecoles/{slug}/mentions-legales/").text


# --- The rules --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("Mon école", "Mon collège"),
        ("Prévenir l’école", "Prévenir le collège"),
        ("Écrire à l’école", "Écrire au collège"),
        ("À toute l’école", "À tout le collège"),
        ("Les pages de l’école. L’école répond.", "Les pages du collège. Le collège répond."),
        ("Une autre école a répondu", "Un autre établissement a répondu"),
        ("invitez une autre école", "invitez un autre établissement"),
        ("toutes vos écoles", "tous vos établissements"),
        ("Espaces entre écoles", "Espaces entre établissements"),
        ("aux heures d’école", "aux heures de classe"),
        ("L’école est prévenue.", "Le collège est prévenu."),
        ("L’école maternelle", "L’école maternelle"),
        ("Corrigez-le dans ONDE", "Corrigez-le dans Siècle"),
        ("L’export des responsables d’ONDE", "L’export des responsables de Siècle"),
        ("Dis-le à ta maîtresse ou à ton maître.", "Dis-le à ton professeur."),
        ("La maîtresse ou le maître lit", "Le professeur lit"),
        ("Ta maîtresse ou ton maître sait.", "Ton professeur sait."),
        ("pour ta nouvelle école", "pour ton nouveau collège"),
        ("Ma page pour ma nouvelle école", "Ma page pour mon nouveau collège"),
        ("la microécole", "la microécole"),
    ],
)
def test_sentences_agree(ecrit, dit):
    assert au_college(ecrit) == dit


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("Mon école", "Mon école ou mon collège"),
        ("Prévenir l’école", "Prévenir l’école ou le collège"),
        ("Écrire à l’école", "Écrire à l’école ou au collège"),
        ("L’école est prévenue.", "L’école ou le collège est prévenu."),
        ("Les pages de l’école. L’école répond.", "Les pages de l’école ou du collège. L’école ou le collège répond."),
        ("À toute l’école", "À toute l’école ou tout le collège"),
        ("Une autre école a répondu", "Un autre établissement a répondu"),
        ("toutes vos écoles", "tous vos établissements"),
        ("Ma page pour ma nouvelle école", "Ma page pour mon nouvel établissement"),
        ("dans la même école", "dans la même école ou le même collège"),
        ("L’école maternelle", "L’école maternelle"),
        ("ni à vous, ni à l’école.", "ni à vous, ni à l’école ni au collège."),
        ("Ni l’école, ni vous", "Ni l’école ni le collège, ni vous"),
        ("Vous quittez Mes écoles : mes écoles le savent", "Vous quittez Mes écoles : mes établissements le savent"),
        ("Ni l’école ni le collège ne savent", "Ni l’école ni le collège ne savent"),
        ("Bonjour", "Bonjour"),
    ],
)
def test_sentences_of_both_agree(ecrit, dit):
    assert aux_deux(ecrit, au_college(ecrit)) == dit


def test_no_sentence_of_both_names_one_twice_or_contracts_badly():
    fautes = re.compile(
        r"collège ou (?:le|au|du) collège|\b(?:de|à) le collège|\bou (?:de|à) le\b|\b(?:l’|d’|une |la )collège|établissement (?:elle|seule)\b"
    )
    for langue in (DEUX, f"fr-simple-{AUX_DEUX}", "fr-simple-college"):
        with override(langue):
            phrases = {p for p in phrases_du_code() if p and "collège" not in p}
            assert {dite for p in phrases if fautes.search(dite := gettext(p))} == set()


def test_no_rule_leaves_two_words_that_french_contracts_or_agrees_otherwise():
    fautes = re.compile(
        r"\b(?:de|à) le (?:collège|nouveau|même)|\b(?:l’|d’|une |cette |la |ma )collège|\b(?:une|cette|la|aucune) (?:autre )?établissement|"
        r"\bcollège (?:elle|seule)\b|qu’Siècle|d’Siècle",
        re.IGNORECASE,
    )
    with override(COLLEGE):
        assert {
            dite for phrase in phrases_du_code() if fautes.search(dite := gettext(phrase) if phrase else "")
        } == set()


def test_its_catalog_is_compiled_over_that_of_french():
    compile_ = {e.msgid_with_context: e.msgstr or e.msgstr_plural for e in polib.mofile(str(DOSSIER / "django.mo"))}
    attendues = {}
    for catalogue in (polib.pofile(str(settings.LANGUES / "fr/LC_MESSAGES/django.po")), CATALOGUE):
        attendues |= {e.msgid_with_context: e.msgstr or e.msgstr_plural for e in catalogue}
    assert compile_ == attendues


@pytest.mark.toute_la_maison
def test_each_of_its_sentences_is_of_the_product_and_says_what_no_rule_would():
    assert {e.msgid for e in CATALOGUE} - phrases_du_code() == set()
    assert [e.msgid for e in CATALOGUE if variables(e.msgid) != variables(e.msgstr)] == []
    assert [e.msgid for e in CATALOGUE if au_college(e.msgid) == e.msgstr] == []


@pytest.mark.parametrize("langue", [DEUX, f"fr-simple-{AUX_DEUX}", "fr-simple-college"])
def test_what_is_composed_is_french_in_its_dates_and_its_numbers(langue):
    with override(langue):
        assert langue_de_base() == "fr" and date_format(MARDI_10H.date(), "l j F Y") == "mardi 24 novembre 2026"
        assert gettext("This field is required.") == "Il faut une réponse ici."
        assert ngettext("%(n)s photo", "%(n)s photos", 0) == "%(n)s photo"
        assert "établissements" in ngettext("%(n)s école", "%(n)s écoles", 2)


def test_it_is_french_in_its_dates_and_its_numbers():
    with override(COLLEGE):
        assert (langue_de_base(), date_format(MARDI_10H.date(), "l j F")) == ("fr", "mardi 24 novembre")
        assert gettext("This field is required.") == "Il faut une réponse ici."
        assert ngettext("%(n)s école", "%(n)s écoles", 0) == "%(n)s collège"
        assert ngettext("%(n)s école", "%(n)s écoles", 2) == "%(n)s établissements"


@pytest.mark.parametrize(
    ("nom", "phrase", "dite"),
    [
        ("Siècle", "Dans BASE, d’BASE, qu’BASE lit", "Dans Siècle, de Siècle, que Siècle lit"),
        ("Atlas", "Dans BASE, d’BASE, qu’BASE lit", "Dans Atlas, d’Atlas, qu’Atlas lit"),
        ("Siècle", "La BASES et l’ABASE", "La BASES et l’ABASE"),
    ],
)
def test_a_room_says_what_a_college_calls_otherwise(nom, phrase, dite):
    regles = list(college.REGLES)
    try:
        college.enregistrer_nom("BASE", nom)
        assert au_college(phrase) == dite
    finally:
        college.REGLES[:] = regles
        au_college.cache_clear()
    assert au_college(phrase) == phrase
