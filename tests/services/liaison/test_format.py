"""The archive: what goes in it and what stays, whom it lets be recognised, and what refuses one that is not as it was signed."""

import io
import json
import stat
import zipfile
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest

from docs.verifier_dossier import verifier
from ent.fichiers import actions as fichiers
from ent.services.liaison.actions import envois
from ent.services.liaison.archives_zip import ecrire
from ent.services.liaison.lectures import archives, cles, format
from ent.services.liaison.lectures.envois import copie_pour, qui_part
from ent.services.liaison.lectures.motifs import Refus
from ent.services.liaison.lectures.receptions import partie_lue
from ent.services.liaison.models import Cle, Retour
from tests.services.liaison.conftest import relire

from .voyage import accorder, defaire, en_json, illustrer, montrer_et_accorder, octets, refaire


@pytest.fixture
def scelle(d, dossier):
    """Sealed to be taken away, two photos in it."""
    illustrer(d, dossier)
    montrer_et_accorder(d, dossier, mot="Il aime lire.")
    dossier.destination = d.college
    dossier.save()
    return envois.remettre(dossier=dossier, auteur=d.directrice)


@pytest.fixture
def archive(scelle) -> bytes:
    return octets(scelle.cle_objet)


def lire(archive: bytes | io.BytesIO, scelle, connues=None) -> archives.Lue:
    fichier = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    connues = cles.publiees(scelle.dossier.etablissement) if connues is None else connues
    return archives.lire(
        fichier,
        connues,
        de=scelle.dossier.etablissement.uai,
        vers={scelle.destination.uai},
        identifiant=str(scelle.uuid),
    )


def refus(archive, scelle, connues=None) -> str:
    with pytest.raises(Refus) as dit:
        lire(archive, scelle, connues)
    return dit.value.code


# --- What goes -----------------------------------------------------------------------------------------------------------
def test_it_says_the_child_the_parts_let_go_and_each_holder_s_word_in_their_name(d, scelle, archive):
    lue = lire(archive, scelle)
    dit = lue.dossier
    assert dit["eleve"] == {
        "nom": "Belhadj",
        "prenom": "Sofiane",
        "date_naissance": d.eleve_cm2.date_naissance.isoformat(),
        "ine": d.eleve_cm2.ine,
    }
    assert [p["partie"] for p in dit["parties"]] == ["savoirs", "positions", "travaux"]
    assert {(m["de"], m["texte"]) for m in dit["mots"]} == {
        (d.mere.nom_affiche, "Il aime lire."),
        (d.pere_separe.nom_affiche, "Il aime lire."),
    }
    assert lue.fichiers == ["fichiers/001.webp", "fichiers/002.webp"]
    tout = archive.decode("latin-1") + json.dumps(dit)
    for contact in [d.mere.courriel, "billet-", "travail-1"]:
        assert contact not in json.dumps(dit), contact
    assert d.eleve_cp.prenom not in tout


def test_a_part_held_back_and_the_word_of_who_says_no_stay(d, dossier):
    illustrer(d, dossier)
    montrer_et_accorder(d, dossier)
    accorder(dossier, d.mere, sauf=("travaux",), mot="Sans les photos.")
    Retour.objects.filter(personne=d.pere_separe).update(choix="non", mot="Rien.")
    _version, composition = qui_part(relire(dossier))
    assert [p["partie"] for p in composition.dossier["parties"]] == ["savoirs", "positions"]
    assert [m["texte"] for m in composition.dossier["mots"]] == ["Sans les photos."]
    assert composition.objets == {}


def test_nothing_goes_while_nothing_is_let_go(montre):
    with pytest.raises(Refus, match="sans_accord"):
        qui_part(montre)


def test_a_pai_is_a_file_of_its_own(d, dossier):
    type(dossier).objects.filter(pk=dossier.pk).update(sante="Asthme : inhalateur.")
    montrer_et_accorder(d, dossier)
    tampon = io.BytesIO()
    ecrire(tampon, qui_part(relire(dossier))[1], str(uuid4()), None)
    entrees = defaire(tampon.getvalue())
    for nom in ("dossier.json", "index.html"):
        assert "Asthme" not in entrees[nom].decode()
    assert en_json(entrees["sante.json"])["contenu"] == {"texte": "Asthme : inhalateur."}
    assert "Asthme" in entrees["sante.html"].decode()


def test_handed_over_a_dossier_holds_no_pai_which_is_an_archive_of_its_own_that_says_nothing_else(d, dossier):
    type(dossier).objects.filter(pk=dossier.pk).update(sante="Asthme : inhalateur.")
    montrer_et_accorder(d, dossier, mot="Il aime lire.")
    remis = envois.remettre(dossier=relire(dossier), auteur=d.directrice)
    assert not any(b"Asthme" in octets_ or "sante" in nom for nom, octets_ in defaire(octets(remis.cle_objet)).items())
    pai = envois.remettre(dossier=relire(dossier), auteur=d.directrice, le_pai=True)
    entrees = defaire(octets(pai.cle_objet))
    assert en_json(entrees["sante.json"])["contenu"] == {"texte": "Asthme : inhalateur."}
    dit = en_json(entrees["dossier.json"])
    assert (dit["parties"], dit["mots"]) == ([], [])
    assert format.suit(dit, format.SCHEMA), "read by who reads the format"
    assert envois.remettre(dossier=relire(dossier), auteur=d.directrice).pk == remis.pk
    assert envois.remettre(dossier=relire(dossier), auteur=d.directrice, le_pai=True).pk == pai.pk


def test_a_photo_on_which_another_child_is_named_since_or_that_was_blurred_or_taken_away_stays_and_it_is_said(
    d, dossier
):
    nommee, floutee, gardee = illustrer(d, dossier, 3)
    montrer_et_accorder(d, dossier)
    fichiers.dire_qui(fichier=gardee, eleves=[d.eleve_cm2], auteur=d.enseignant)
    fichiers.dire_qui(fichier=nommee, eleves=[d.eleve_cm2, d.eleve_cp], auteur=d.enseignant)
    fichiers.flouter(fichier=floutee, rectangles=[(0, 0, 500, 500)], auteur=d.enseignant)
    _version, composition = qui_part(relire(dossier))
    assert len(composition.objets) == 1
    assert composition.dossier["omis"] == [
        {"partie": "travaux", "fichiers": 1, "raison": "un autre enfant y est reconnu"},
        {"partie": "travaux", "fichiers": 1, "raison": "le fichier a été retiré ou changé depuis"},
    ]


def test_each_holder_s_copy_holds_what_was_shown_and_their_own_word(d, dossier):
    montrer_et_accorder(d, dossier, mot="Le mien.")
    Retour.objects.filter(personne=d.pere_separe).update(mot="Le sien.")
    copie = copie_pour(relire(dossier), d.mere)
    assert [m["texte"] for m in copie.dossier["mots"]] == ["Le mien."]


# --- The page in it ------------------------------------------------------------------------------------------------------
def test_the_page_opens_alone_runs_nothing_and_shows_each_file(archive):
    entrees = defaire(archive)
    page = entrees["index.html"].decode()
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="', "")
    for nom in ["page.css", *(n for n in entrees if n.startswith("fichiers/"))]:
        assert f'"{nom}"' in page
    assert "Français, à l’oral et à l’écrit" in page
    assert "Satisfaisante" in page


# --- What refuses --------------------------------------------------------------------------------------------------------
def test_the_verifier_of_the_documentation_says_the_same(archive, scelle, tmp_path):
    (tmp_path / "d.zip").write_bytes(archive)
    jwks = {"keys": cles.publiees(scelle.dossier.etablissement)}
    assert verifier(str(tmp_path / "d.zip"), jwks)["de"] == scelle.dossier.etablissement.uai
    entrees = defaire(archive) | {"dossier.json": defaire(archive)["dossier.json"].replace(b"Sofiane", b"Soufian")}
    (tmp_path / "d.zip").write_bytes(refaire(entrees).getvalue())
    with pytest.raises(ValueError, match="a changé"):
        verifier(str(tmp_path / "d.zip"), jwks)
    with pytest.raises(ValueError, match="publiée"):
        verifier(str(tmp_path / "d.zip"), {"keys": []})


@pytest.mark.parametrize(
    ("quoi", "code"),
    [
        ("dossier.json", "altere"),
        ("fichiers/001.webp", "altere"),
        ("index.html", "altere"),
        ("manifeste.json", "signature"),
        ("manifeste.sig", "signature"),
    ],
)
def test_a_byte_that_changed_anywhere_refuses_the_whole(archive, scelle, quoi, code):
    entrees = defaire(archive)
    contenu = bytearray(entrees[quoi])
    place = contenu.index(b"2026") + 3 if quoi == "manifeste.json" else len(contenu) // 2
    contenu[place] = ord("7") if chr(contenu[place]) != "7" else ord("8")
    assert refus(refaire(entrees | {quoi: bytes(contenu)}), scelle) == code


def test_a_byte_of_the_zip_itself_refuses_it(archive, scelle):
    place = archive.index(b"fichiers/001.webp") + 40
    abime = archive[:place] + bytes([archive[place] ^ 1]) + archive[place + 1 :]
    assert refus(abime, scelle) == "altere"
    assert refus(archive[: len(archive) // 2], scelle) == "altere"


def test_a_key_that_is_not_known_or_was_revoked_refuses_it(archive, scelle):
    assert refus(archive, scelle, []) == "cle"
    autre, _scellee = cles.tirer()
    assert refus(archive, scelle, [autre]) == "cle"
    Cle.objects.update(revoquee_le=scelle.demande_le)
    assert refus(archive, scelle) == "cle"


def test_names_that_lead_elsewhere_twice_or_are_links_are_refused(archive, scelle):
    entrees = defaire(archive)
    for nom in ["../x.html", "/etc/x.txt", "fichiers/../x.css", "a\\b.txt", "fichiers/A.webp", "x"]:
        assert refus(refaire(entrees | {nom: b"x"}), scelle) == "forme", nom
    lien = zipfile.ZipInfo("fichiers/lien.webp")
    lien.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refus(refaire([*entrees.items(), (lien, b"/etc/passwd")]), scelle) == "forme"
    with pytest.warns(UserWarning, match="Duplicate"):
        deux = refaire([*entrees.items(), ("dossier.json", b"{}")])
    assert refus(deux, scelle) == "forme"
    assert refus(refaire(entrees | {"fichiers/999.webp": b"x"}), scelle) == "altere"  # that the manifest does not name
    assert refus(refaire({n: o for n, o in entrees.items() if n != "index.html"}), scelle) == "altere"


def test_a_bomb_does_not_go_off(archive, scelle):
    entrees = defaire(archive)
    gonflee = refaire(entrees | {"dossier.json": b'{"a":"' + b"0" * 3_000_000 + b'"}'})
    assert len(gonflee.getvalue()) < 100_000
    assert refus(gonflee, scelle) == "forme"
    bombe = refaire(entrees | {"fichiers/003.webp": bytes(format.OCTETS_MAX + 1)})
    assert len(bombe.getvalue()) < 1_000_000
    assert refus(bombe, scelle) == "trop_gros"
    assert refus(refaire(entrees | {f"fichiers/x{n}.webp": b"" for n in range(300)}), scelle) == "trop_gros"


# --- Versions ------------------------------------------------------------------------------------------------------------
def resigner(archive: bytes, scelle, **changes) -> io.BytesIO:
    """The same, written by another version, and signed by the school."""
    entrees = defaire(archive)
    dossier = en_json(entrees["dossier.json"]) | changes
    entrees["dossier.json"] = json.dumps(dossier).encode()
    manifeste = en_json(entrees["manifeste.json"]) | {"version": dossier["version"]}
    for ligne in manifeste["fichiers"]:
        contenu = entrees[ligne["chemin"]]
        ligne |= {"octets": len(contenu), "sha256": cles.empreinte_de(io.BytesIO(contenu))}
    entrees["manifeste.json"] = json.dumps(manifeste).encode()
    entrees["manifeste.sig"] = cles.en_b64(cles.privee(scelle.cle).sign(entrees["manifeste.json"])).encode()
    return refaire(entrees)


def test_a_later_minor_is_read_what_it_adds_kept_and_shown_as_it_came(archive, scelle):
    inconnue = {"partie": "musique", "titre": "Ses instruments", "contenu": {"joue": "<b>piano</b>"}}
    lue = lire(resigner(archive, scelle, version="1.7", parties=[inconnue], humeur="bonne"), scelle)
    partie = partie_lue(lue.dossier["parties"][0], {})
    assert not partie.est_connue
    assert (partie.titre, "<b>piano</b>" in partie.brut) == ("Ses instruments", True)
    assert lire(resigner(archive, scelle, version="1.0"), scelle).dossier["version"] == "1.0"


def test_a_newer_major_is_refused_and_it_is_said_why(archive, scelle):
    assert refus(resigner(archive, scelle, version="2.0"), scelle) == "version"


@pytest.mark.parametrize(
    "change",
    [
        {"eleve": {"nom": "X"}},
        {"parties": [{"partie": "savoirs", "titre": "x", "contenu": {"positions": {"CPD_FRA": 9}}}]},
        {"parties": "rien"},
        {"annee_scolaire": "l’an prochain"},
        {"mots": [{"de": "x", "texte": "x" * 20_001}]},
        {"dossier": "pas-un-numero"},
    ],
)
def test_what_does_not_follow_the_schema_is_refused_as_jsonschema_would(archive, scelle, change):
    dit = en_json(defaire(archive)["dossier.json"])
    juge = jsonschema.Draft202012Validator(format.SCHEMA)
    assert juge.is_valid(dit)
    assert format.suit(dit, format.SCHEMA)
    assert not juge.is_valid(dit | change)
    assert refus(resigner(archive, scelle, **change), scelle) == "forme"


def test_the_schema_of_the_documentation_is_the_one_that_judges(client):

    ecrit = json.loads(Path("docs/dossier-de-liaison.schema.json").read_text())
    assert ecrit == json.loads(json.dumps(format.SCHEMA))
    assert client.get("/dossiers/echange/schema-1.json").json() == ecrit
