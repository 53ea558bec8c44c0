"""Files of the AAF read as a stream: what they hold, and what is refused without being followed."""

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ent.services.onde.aaf.requetes import Requete, lire
from ent.services.onde.lignes import Illisible

from . import aaf

UTILES = frozenset({"ENTPersonNom", "ENTPersonMail", "ENTPersonAutresPrenoms"})
CORPS = aaf.ajout("Eleve", "1", ENTPersonNom="ÉLIÉ")


def lus(tmp_path, contenu: bytes) -> list[Requete]:
    chemin = tmp_path / "ENT_Complet_20261102_Eleve_0000.xml"
    chemin.write_bytes(contenu)
    return list(lire(chemin, UTILES))


def refus(tmp_path, contenu: bytes) -> tuple[int, str]:
    with pytest.raises(Illisible) as erreur:
        lus(tmp_path, contenu)
    return erreur.value.ligne, erreur.value.raison


@pytest.mark.parametrize("encodage", ["UTF-8", "ISO-8859-15"])
def test_the_three_requests_in_both_encodings(tmp_path, encodage):
    contenu = aaf.fichier(
        aaf.ajout(
            "Eleve",
            "1",
            ENTPersonNom="Œuvre & Cie",
            ENTPersonAutresPrenoms=["Ana", "Éva"],
            ENTPersonMail="",
            Inutile="x",
        ),
        aaf.remplace("Eleve", "2", ENTPersonMail=""),
        aaf.retire("Eleve", "3"),
        encodage=encodage,
    )
    ajout, remplace, retire = lus(tmp_path, contenu)
    assert (ajout.operation, ajout.categorie, ajout.jointure) == ("add", "Eleve", "1")
    assert ajout.attributs == {
        "ENTPersonNom": ["Œuvre & Cie"],
        "ENTPersonAutresPrenoms": ["Ana", "Éva"],
        "ENTPersonMail": [],
    }
    assert (remplace.operation, remplace.attributs) == ("modify", {"ENTPersonMail": []})
    assert (retire.operation, retire.jointure, retire.attributs) == ("delete", "3", {})


def test_a_sign_written_as_html_by_the_sender_is_read(tmp_path):
    (ajout,) = lus(tmp_path, aaf.fichier(aaf.ajout("Eleve", "1", ENTPersonNom="D&apos;ARC")))
    assert ajout.attributs["ENTPersonNom"] == ["D'ARC"]


ENTITES = "Il déclare des entités"


@pytest.mark.parametrize(
    ("doctype", "phrase"),
    [
        ('<!DOCTYPE ficAlimMENESR [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', ENTITES),
        ('<!DOCTYPE ficAlimMENESR SYSTEM "ficAlimMENESR.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>', ENTITES),
        ('<!DOCTYPE ficAlimMENESR [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]>', ENTITES),
        ('<!DOCTYPE ficAlimMENESR SYSTEM "http://192.0.2.1/autre.dtd">', "Il se dit d’un autre genre de document"),
        ("<!DOCTYPE html>", "Il se dit d’un autre genre de document"),
    ],
)
def test_a_document_type_of_its_own_is_refused_unread(tmp_path, doctype, phrase):
    contenu = f'<?xml version="1.0"?>\n{doctype}\n<ficAlimMENESR>{CORPS}</ficAlimMENESR>'
    assert refus(tmp_path, contenu.encode())[1].startswith(phrase)


def test_an_entity_that_only_the_dtd_would_define_is_refused_and_never_dropped_in_silence(tmp_path):
    contenu = aaf.fichier(CORPS).replace("ÉLIÉ".encode("iso-8859-15"), b"&eacute;lie")
    assert refus(tmp_path, contenu) == (4, "Il renvoie à une entité que rien ne définit : il est refusé.")


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (aaf.fichier(CORPS)[:-30], "Le fichier s’arrête au milieu : il a été coupé."),
        (b"", "Le fichier s’arrête au milieu : il a été coupé."),
        (b"PK\x03\x04zip", "Ce n’est pas un fichier de l’AAF, ou il est abîmé"),
        (
            b'<?xml version="1.0" encoding="UTF-8"?><ficAlimMENESR>\xe9</ficAlimMENESR>',
            "Ce n’est pas un fichier de l’AAF, ou il est abîmé",
        ),
        (b'<?xml version="1.0" encoding="martien"?><ficAlimMENESR/>', "Son encodage n’est pas connu"),
        (b"<autre/>", "« autre » n’est pas attendu ici"),
        (b"<ficAlimMENESR><value/></ficAlimMENESR>", "« value » n’est pas attendu ici"),
        (aaf.fichier(CORPS.replace("<id>1</id>", "<id/>")), "Une fiche n’a pas de numéro"),
        (
            aaf.fichier(aaf.remplace("Eleve", "1", ENTPersonNom="x").replace("replace", "add")),
            "Une modification autre qu’un remplacement",
        ),
        (aaf.fichier(aaf.ajout("Eleve", "1", ENTPersonNom="x" * 5_000)), "Une valeur est trop longue"),
        (aaf.fichier(aaf.ajout("Eleve", "1", ENTPersonNom=["x"] * 20_001)), "Une fiche a trop de valeurs"),
    ],
)
def test_what_is_no_file_of_the_state_says_why(tmp_path, contenu, phrase):
    assert refus(tmp_path, contenu)[1].startswith(phrase)


@given(st.binary(max_size=300), st.integers(0, 600))
def test_damage_is_refused_by_a_sentence_and_nothing_else(tmp_path_factory, bruit, place):
    sain = aaf.fichier(CORPS, aaf.retire("Eleve", "3"))
    with suppress(Illisible):
        lus(tmp_path_factory.mktemp("aaf"), sain[:place] + bruit + sain[place:])


def test_memory_does_not_grow_with_the_file(tmp_path):
    """Twenty megabytes here, half a gigabyte in the field: what is held is one block of the file and its requests."""
    chemin = tmp_path / "ENT_Complet_20261102_Eleve_0000.xml"
    fiche = aaf.ajout("Eleve", "1", ENTPersonNom="MARTIN", ENTPersonAutresPrenoms=["Ana"] * 20, Inutile="x" * 2_000)
    with chemin.open("wb") as flux:
        flux.write(aaf.ENTETE.format(encodage="UTF-8").encode())
        for _n in range(100):
            flux.write((fiche * 70).encode())
        flux.write(b"</ficAlimMENESR>")
    assert chemin.stat().st_size > 15_000_000
    tracemalloc.start()
    combien = sum(1 for _requete in lire(chemin, UTILES))
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert combien == 7_000
    assert pic < 5_000_000
