"""The register of processing and what a person takes away: made of what each room declares, so that no model is left out."""

import io
import json
import re
import zipfile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.utils.translation import get_language, override

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.exports import registre, tout_sur
from ent.annuaire.models import Affectation, Delegation, Personne
from ent.annuaire.traitement import Base, sans_personne, traitements
from ent.socle.dates import aujourd_hui
from tests.test_coherence import SALLES

TENUES = [tenue for traitement in traitements() for tenue in traitement.tenues]


def _de_personnes(modele: type[models.Model]) -> set[str]:
    """Fields of its rows that name a person."""
    return {c.name for c in modele._meta.get_fields() if not c.auto_created and c.related_model is Personne}


@pytest.mark.besoin_de("pages")
def test_each_model_of_ours_and_each_that_names_a_person_is_declared_once():
    attendus = {
        m._meta.label
        for m in apps.get_models()
        if apps.get_app_config(m._meta.app_label).name.split(".")[0] in SALLES or _de_personnes(m)
    }
    declares = [t.modele for t in TENUES] + list(sans_personne())
    assert sorted(declares) == sorted(attendus)


def test_each_field_that_names_a_person_is_theirs_to_take_away_or_not_in_so_many_words():
    assert {t.modele: oublis for t in TENUES if (oublis := _de_personnes(t.classe) - {*t.gens, *t.hors})} == {}


def test_a_model_that_holds_nothing_on_anybody_names_nobody():
    assert [m for m in sans_personne() if _de_personnes(apps.get_model(m))] == []


def test_no_secret_is_among_what_leaves():
    """What opens something, or is guessed from: whatever the model, it has one of these names."""
    sortis = {f"{t.modele}.{c.name}" for t in TENUES if t.gens for c in t.champs()}
    suspects = ("jeton", "secret", "cle", "empreinte", "password", "token", "uuid", "data", "generation")
    assert sorted(s for s in sortis if any(mot in s.rpartition(".")[2] for mot in suspects)) == []


def test_every_treatment_says_all_that_the_law_asks():
    for t in traitements():
        assert all(
            str(dit).strip() for dit in (t.intitule, t.finalite, t.personnes, t.donnees, t.destinataires, t.duree)
        ), t.nom
        assert t.base in Base
        assert t.tenues, t.nom


@pytest.fixture
def page(d, entrer):
    return lambda qui: entrer(qui).get(f"/annuaire/{d.elementaire.uai}/traitements/")


def test_the_register_is_read_by_who_answers_for_the_school(d, page):
    lue = page(d.directrice)
    assert lue.status_code == 200
    assert [str(t.intitule) in lue.text for t in traitements()] == [True] * len(traitements())
    assert [page(qui).status_code for qui in (d.operateur, d.referente, d.enseignante, d.mere)] == [200, 200, 404, 404]


def test_it_leaves_for_a_spreadsheet_line_by_line(d, entrer):
    reponse = entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/traitements/registre.csv")
    lignes = reponse.content.decode("utf-8-sig").splitlines()
    assert len(lignes) == len(traitements()) + 1 == len(registre())
    assert lignes[0].startswith("Traitement;Pour quoi;De qui")


# --- What one takes away --------------------------------------------------------------------------------------------
def lire(contenu: bytes) -> tuple[str, dict]:
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        assert archive.namelist() == ["a-lire.html", "a-lire.css", "donnees.json"]
        return archive.read("a-lire.html").decode(), json.loads(archive.read("donnees.json"))


def test_one_takes_away_what_is_held_on_oneself_and_nothing_of_another(d):
    page, donnees = lire(tout_sur(d.mere))
    tables = {t["modele"]: t["lignes"] for c in donnees["traitements"] for t in c["tables"]}
    assert [p["courriel"] for p in tables["annuaire.Personne"]] == [d.mere.courriel]
    assert len(tables["annuaire.Responsabilite"]) == d.mere.responsabilites.count()
    assert donnees["personne"] == str(d.mere.uuid)
    assert d.mere.courriel in page
    autres = Personne.objects.exclude(pk=d.mere.pk).exclude(courriel=None)
    assert [autre.courriel for autre in autres if autre.courriel in page] == []
    assert ">oui<" in page and ">True<" not in page
    assert d.mere.password not in json.dumps(donnees)


def test_what_is_kept_as_a_list_leaves_with_the_rest(d):
    """The subjects that somebody teaches, what was asked to be corrected, a signature that was drawn."""
    Affectation.objects.filter(enseignant=d.enseignante).update(matieres=["2D-MAT"])
    page, donnees = lire(tout_sur(d.enseignante))
    tables = {t["modele"]: t["lignes"] for c in donnees["traitements"] for t in c["tables"]}
    assert [a["matieres"] for a in tables["annuaire.Affectation"]] == [["2D-MAT"]]
    assert "2D-MAT" in page


def test_what_was_told_of_a_child_is_not_told_again_by_the_file():
    """A tie may have ended since, or be found without authority: what is silenced on pages is in no file. What is written for the school is its own."""
    siens = {t.modele for t in TENUES if t.gens}
    assert siens & {"diffusion.Notification", "cahier_de_textes.Travail", "messagerie.Mot", "pages.Billet"} == set()
    assert [t.avec for t in TENUES if any("travail" in c or "mot" in c or "fil" in c for c in t.avec)] == []


def test_what_two_holders_keep_from_each_other_stays_so(d):
    """An access that the other holder confided, and that one opposed, names somebody whom one never learns."""
    enfant = d.mere.portee.enfants[0]
    Delegation.objects.create(
        delegant=d.pere_separe,
        delegue=d.assistante,
        enfant=enfant,
        etablissement=d.elementaire,
        nom_donne="Mamie Ginette",
        courriel="ginette@exemple.fr",
        salles="cahier",
        lien=Delegation.Lien.values[0],
        fin=aujourd_hui(),
        opposee_par=d.mere,
    )
    assert "Ginette" not in json.dumps(lire(tout_sur(d.mere))[1])
    assert "Ginette" in json.dumps(lire(tout_sur(d.pere_separe))[1])


def test_it_is_in_french_whatever_the_page_that_asks_for_it(d):
    """As the page says: dates and choices were in Arabic, under French titles."""
    with override("ar"):
        page, donnees = lire(tout_sur(d.mere_arabophone))
        assert get_language() == "ar"
    assert not re.search("[\u0600-\u06ff]", page + json.dumps(donnees, ensure_ascii=False))


def test_it_is_asked_for_in_ones_account_after_saying_who_one_is(d, entrer):
    client = entrer(d.mere)
    page = client.get("/compte/donnees/").text
    assert "/compte/donnees/tout.zip" in page
    assert "download" not in page  # a browser would keep the page that asks as if it were the file
    demande = client.get("/compte/donnees/tout.zip", follow=True)
    assert demande.redirect_chain[-1][0] == "/compte/confirmer/?next=%2Fcompte%2Fdonnees%2F%3Fprendre%3D1"
    page = client.post(
        "/compte/confirmer/", {"password": MOT_DE_PASSE, "next": "/compte/donnees/?prendre=1"}, follow=True
    )
    assert page.redirect_chain == [("/compte/donnees/?prendre=1", 302)]
    assert "C’est bien vous : le fichier peut partir." in page.text
    assert lire(client.get("/compte/donnees/tout.zip").content)[1]["personne"] == str(d.mere.uuid)


def test_who_has_no_account_is_answered_by_the_command(d, tmp_path):
    call_command("tout_sur", str(d.mere.uuid), tmp_path)
    assert lire((tmp_path / f"{d.mere.uuid}.zip").read_bytes())[1]["personne"] == str(d.mere.uuid)
    with pytest.raises(CommandError, match="Personne n’a ce numéro"):
        call_command("tout_sur", "00000000-0000-0000-0000-000000000000", tmp_path)
    with pytest.raises(CommandError, match="n’est pas un dossier"):
        call_command("tout_sur", str(d.mere.uuid), tmp_path / "nulle-part")
