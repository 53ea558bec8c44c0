"""The languages of families, as the operator follows them: which were read by somebody whose language it is; out and in as PO files."""

import io

import polib
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ent.annuaire.models import EntreeJournal
from ent.portail.lectures import langues

PHRASE = "Choisissez une langue."


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.LANGUES_RELUES = tmp_path / "langues"


def po(*entrees: polib.POEntry, langue: str = "uk") -> SimpleUploadedFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": langue, "Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(entrees)
    return SimpleUploadedFile("uk.po", str(catalogue).encode())


def deposer(client, fichier: SimpleUploadedFile, langue: str = "uk"):
    return client.post(f"/langues/{langue}/", {"relu_par": "Olena Koval", "fichier": fichier})


def test_the_operator_reads_which_languages_nobody_has_read_again(d, entrer):
    client = entrer(d.operateur)
    assert "7 langues pas encore relues" in client.get("/plus/").text
    page = client.get("/langues/").text
    assert page.count("Pas encore relue") == 7
    assert [nom for nom in langues.autres().values() if nom not in page] == []


def test_they_are_nobody_else_s(d, entrer):
    for personne in (d.mere, d.enseignante, d.directrice, d.referente):
        client = entrer(personne)
        assert [client.get(chemin).status_code for chemin in ("/langues/", "/langues/uk/", "/langues/uk.po")] == [
            404
        ] * 3
        assert deposer(client, po(polib.POEntry(msgid=PHRASE, msgstr="Оберіть мову."))).status_code == 404
    assert not settings.LANGUES_RELUES.exists()


def test_a_language_that_is_not_spoken_is_no_page(d, entrer):
    assert [entrer(d.operateur).get(f"/langues/{langue}/").status_code for langue in ("fr", "xx")] == [404, 404]


def test_a_catalog_goes_out_whole(d, entrer):
    rendu = entrer(d.operateur).get("/langues/uk.po")
    assert rendu["Content-Disposition"] == 'attachment; filename="ent-uk.po"'
    sorti = {e.msgid: e.msgstr for e in polib.pofile(rendu.text)}
    notre = {e.msgid: e.msgstr for e in polib.pofile(str(langues.chemin(settings.LANGUES, "uk")))}
    assert sorti == notre


@pytest.mark.parametrize("langue", langues.autres())
def test_what_goes_out_may_come_back_as_it_is(langue):
    lu = langues.lire_po(langues.en_po(langue), langue)
    assert (lu.fautes, lu.inconnues) == ([], 0)


def test_it_comes_back_says_who_read_it_and_comes_before_ours(d, entrer):
    client = entrer(d.operateur)
    assert deposer(client, po(polib.POEntry(msgid=PHRASE, msgstr="Оберіть, будь ласка, мову."))).status_code == 302
    page = client.get("/langues/").text
    assert "Relue par Olena Koval" in page and page.count("Pas encore relue") == 6
    compile_ = polib.mofile(str(langues.chemin(settings.LANGUES_RELUES, "uk").with_suffix(".mo")))
    dites = {e.msgid: e.msgstr for e in compile_}
    assert dites[PHRASE] == "Оберіть, будь ласка, мову."
    assert len(dites) == len(polib.pofile(str(langues.chemin(settings.LANGUES, "uk"))))  # the others are ours
    assert "Оберіть, будь ласка, мову." in client.get("/langues/uk.po").text
    ligne = EntreeJournal.objects.get(verbe="portail.relire_langue")
    assert (ligne.auteur_uuid, ligne.details) == (d.operateur.uuid, {"langue": "uk", "phrases": 1})
    assert settings.LOCALE_PATHS[1] == settings.LANGUES


def test_what_the_product_says_no_more_is_left_aside_and_said(d, entrer):
    client = entrer(d.operateur)
    deposer(client, po(polib.POEntry(msgid=PHRASE, msgstr="Мова."), polib.POEntry(msgid="Rien de tel", msgstr="Ні.")))
    assert "Laissées de côté, que le produit ne dit plus : 1." in client.get("/langues/").text


@pytest.mark.parametrize(
    ("entree", "dit"),
    [
        (polib.POEntry(msgid="Pour %(jour)s", msgstr="На"), "garder %(jour)s"),
        (polib.POEntry(msgid="Pour %(jour)s", msgstr="На %(день)s"), "garder %(jour)s"),
        (polib.POEntry(msgid="Pour %(jour)s", msgstr="На %(jour)s %(autre)s"), "garder %(jour)s"),
        (polib.POEntry(msgid=PHRASE, msgstr="<script>alert(1)</script>"), "aucune balise"),
        (polib.POEntry(msgid=PHRASE, msgstr="<img src=x onerror=alert(1)"), "aucune balise"),
        (polib.POEntry(msgid=PHRASE, msgstr='x" data-hx-post="/sortir/" data-hx-trigger="load'), "aucune balise"),
        (polib.POEntry(msgid="Pour %(jour)s", msgstr="%(jour)s 100 % de"), "aucune balise"),
        (polib.POEntry(msgid="%(n)s photo", msgid_plural="%(n)s photos", msgstr_plural={0: "фото"}), "3 formes"),
    ],
)
def test_a_translation_that_would_break_a_page_changes_nothing_and_says_which(d, entrer, entree, dit):
    reponse = deposer(entrer(d.operateur), po(polib.POEntry(msgid="Prêt", msgstr="Готово"), entree))
    assert reponse.status_code == 422 and dit in reponse.text and "<script>alert" not in reponse.text
    assert not settings.LANGUES_RELUES.exists()


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        (b"bonjour", "pas un catalogue PO"),
        ("msgid « é »".encode("latin-1", "replace"), "UTF-8"),
        (b'msgid "a\nmsgstr', "ne se lit pas"),
        (b'msgid ""\nmsgstr ""\n"Language: tr\\n"\n', "une autre langue"),
        (b'msgid ""\nmsgstr ""\n"Language: uk\\n"\n', "Aucune phrase"),
    ],
)
def test_what_is_no_catalog_of_that_language_gets_a_sentence(d, entrer, contenu, dit):
    reponse = deposer(entrer(d.operateur), SimpleUploadedFile("uk.po", contenu))
    assert reponse.status_code == 422 and dit in reponse.text


def test_a_file_is_asked_and_a_name_too(d, entrer):
    reponse = entrer(d.operateur).post("/langues/uk/", {})
    assert (
        reponse.status_code == 422
        and "Dites qui a relu." in reponse.text
        and "Choisissez le fichier PO." in reponse.text
    )


def test_a_file_of_another_size_is_refused(d, entrer):
    lourd = SimpleUploadedFile("uk.po", io.BytesIO(b"#" * 3_100_000).getvalue())
    assert "trop lourd" in deposer(entrer(d.operateur), lourd).text
