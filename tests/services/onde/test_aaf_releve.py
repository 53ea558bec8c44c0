"""Sets of the AAF taken from a folder: in order, whole, once; what is refused says why, and each school stands alone."""

import os

import pytest
from django.core.management import call_command

from ent.annuaire import actions
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import Personne
from ent.services.onde.aaf import releve
from ent.services.onde.models import EcoleAaf, FicheAaf, LotAaf

from . import aaf
from .aaf import ADELE, ALINE, KARIM, NOUR, TOUS, YANIS, complet, liens, prendre, presents


# --- in order -----------------------------------------------------------------------------------------------------------
def test_a_delta_after_a_missing_one_says_which_and_is_taken_once_it_came(ecole, dossier):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    retire = {"Eleve": aaf.fichier(aaf.retire("Eleve", "1003"))}
    lot = prendre(dossier, "20261105", "Delta", **retire)
    assert (lot.etat, lot.erreur) == (
        "refuse",
        "Il manque les deltas des 3 novembre 2026, 4 novembre 2026 : déposez-les, ou un lot complet.",
    )
    assert presents(ecole) == ["Nour Benali", "Yanis Benali", "Adèle Martin"]
    depuis = lot.lu_le
    releve.relever()
    assert LotAaf.objects.get(pk=lot.pk).lu_le == depuis
    prendre(dossier, "20261103", "Delta", Eleve=aaf.fichier())
    prendre(dossier, "20261104", "Delta", Eleve=aaf.fichier())
    lot.refresh_from_db()
    assert (lot.etat, lot.erreur) == ("applique", "")
    assert presents(ecole) == ["Yanis Benali", "Adèle Martin"]


def test_days_without_a_delta_are_a_setting(ecole, dossier, settings):
    settings.ENT_AAF_JOURS = [1, 2, 3, 4, 5]
    prendre(dossier, "20261106", **complet(ecole, **TOUS))
    assert prendre(dossier, "20261109", "Delta", Eleve=aaf.fichier()).etat == "applique"


@pytest.mark.parametrize(
    ("jour", "genre", "phrase"),
    [
        ("20261101", "Complet", "Il est d’avant le lot du 2 novembre 2026, déjà pris."),
        ("20261102", "Delta", "Il n’est pas d’après le lot du 2 novembre 2026, déjà pris : il n’apporte plus rien."),
    ],
)
def test_a_set_of_before_is_refused(ecole, dossier, jour, genre, phrase):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    vide = {"Eleve": aaf.fichier()} if genre == "Delta" else complet(ecole)
    assert prendre(dossier, jour, genre, **vide).erreur == phrase
    assert len(presents(ecole)) == 3


def test_a_delta_without_a_complet_is_refused(ecole, dossier):
    lot = prendre(dossier, "20261102", "Delta", Eleve=aaf.fichier(ADELE))
    assert lot.erreur == "Il n’y a pas encore eu de lot complet : un delta ne dit que ce qui change."
    assert not FicheAaf.objects.exists()


# --- whole, once, bounded ----------------------------------------------------------------------------------------------
def test_a_set_that_lacks_a_file_is_refused(ecole, dossier):
    aaf.deposer(dossier, "20261102", **complet(ecole, **TOUS))
    (dossier / "ENT1D_Complet_20261102_PersRelEleve_0000.xml").unlink()
    releve.relever()
    assert LotAaf.objects.get().erreur == "Il manque le fichier PersRelEleve : un lot complet les a tous."
    (dossier / "ENT1D_Complet_20261102_Eleve_0000.xml").rename(dossier / "ENT1D_Complet_20261102_Eleve_0002.xml")
    aaf.deposer(dossier, "20261102", PersRelEleve=aaf.fichier())
    releve.relever()
    assert LotAaf.objects.get().erreur == "Il manque le fichier Eleve numéro 0001."


def test_a_file_still_being_copied_is_waited_for(ecole, dossier):
    aaf.deposer(dossier, "20261102", frais=True, **complet(ecole, **TOUS))
    assert releve.relever() == []
    assert not LotAaf.objects.exists()
    for chemin in dossier.iterdir():
        aaf.poser(chemin)
    releve.relever()
    assert LotAaf.objects.get().etat == "applique"


def test_a_set_cut_in_its_last_file_writes_nothing_and_is_taken_once_mended(ecole, dossier):
    fichiers = complet(ecole, **TOUS)
    coupe = prendre(dossier, "20261102", **fichiers | {"PersEducNat": fichiers["Eleve"][:-40]})
    assert coupe.etat == "refuse"
    assert coupe.erreur.startswith("ENT1D_Complet_20261102_PersEducNat_0000.xml, ligne ")
    assert coupe.erreur.endswith("Le fichier s’arrête au milieu : il a été coupé.")
    assert not FicheAaf.objects.exists()
    assert presents(ecole) == []
    assert prendre(dossier, "20261102", **fichiers).etat == "applique"
    assert len(presents(ecole)) == 3


def test_links_and_other_names_are_left_where_they_are(ecole, dossier, tmp_path):
    (dossier / "notes.txt").write_text("bonjour")
    os.symlink("/etc/hostname", dossier / "ENT1D_Delta_20261102_Eleve_0000.xml")
    assert releve.relever() == []
    assert not LotAaf.objects.exists()


# --- schools ------------------------------------------------------------------------------------------------------------
def test_an_unknown_school_is_said_and_nobody_of_it_is_kept(ecole, dossier):
    fichiers = complet(ecole, **TOUS)
    fichiers["EtabEducNat"] = aaf.fichier(
        aaf.ecole("10", ecole.uai), aaf.ecole("99", "0780769M", ENTEcoleCommune="TRAPPES")
    )
    ailleurs = aaf.eleve("1999", "SECRET", "Enfant", structure="99", adultes=["2999"])
    fichiers["Eleve"] = aaf.fichier(ADELE, ailleurs)
    fichiers["PersRelEleve"] = aaf.fichier(ALINE, aaf.adulte("2999", "SECRET", "Parent", enfants=["1999"]))
    lot = prendre(dossier, "20261102", **fichiers)
    assert lot.bilan["inconnues"] == [{"uai": "0780769M", "nom": "E.E.PU DES MARRONNIERS", "commune": "TRAPPES"}]
    assert lot.bilan["remarques"] == ["2 fiches ne sont d’aucune école ouverte ici : elles ne sont pas gardées."]
    assert "SECRET" not in str(list(FicheAaf.objects.values_list("contenu", flat=True)))
    assert not Personne.objects.filter(nom__iexact="secret").exists()


def test_a_school_opened_here_between_two_complets_waits_for_the_next(ecole, dossier):
    uai = "0789912" + lettre_uai("0789912")
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", classe="901", structure="11", adultes=["2005"])
    fichiers = complet(
        ecole, eleves=[ADELE, chloe], adultes=[ALINE, aaf.adulte("2005", "DUMAS", "Léa", enfants=["1004"])]
    )
    fichiers["EtabEducNat"] = aaf.fichier(aaf.ecole("10", ecole.uai), aaf.ecole("11", uai))
    prendre(dossier, "20261102", **fichiers)
    nouvelle = actions.creer_etablissement(uai=uai, nom="École du Moulin", nature="elementaire", code_insee="78490")
    lot = prendre(
        dossier, "20261103", "Delta", Eleve=aaf.fichier(aaf.remplace("Eleve", "1004", ENTPersonPrenom="Cléo"))
    )
    assert (lot.etat, lot.ecoles.count(), presents(nouvelle)) == ("applique", 0, [])
    prendre(dossier, "20261109", **fichiers)
    assert presents(nouvelle) == ["Chloé Dumas"]


def test_the_rpi_and_the_services_are_kept_and_said_and_enrol_nobody(ecole, dossier):
    cantine = aaf.eleve(
        "1001", "MARTIN", "Adèle", ENTEleveRestaurantScolaire="O", ENTEleveGarderieSoir="O", adultes=["2001"]
    )
    lot = prendre(
        dossier,
        "20261102",
        **complet(ecole, eleves=[cantine, YANIS], adultes=[ALINE, KARIM], ENTEcoleRPI="RPI DU MOULIN"),
    )
    assert lot.bilan["rpi"] == {ecole.nom: "RPI DU MOULIN"}
    assert EcoleAaf.objects.get(lot=lot).dits["services"] == {"cantine": 1, "garderie_soir": 1}


def test_a_pupil_who_changes_school_in_one_set_arrives_whatever_the_order(ecole, autre_ecole, dossier):
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", classe="901", structure="11", adultes=[])
    prendre(
        dossier, "20261102", **complet(ecole, autre_ecole, eleves=[*TOUS["eleves"], chloe], adultes=TOUS["adultes"])
    )
    adele = Personne.objects.get(ine="270000001AA")
    partie = aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", classe="901", structure="11", adultes=["2001"])
    arrivee = aaf.eleve("1004", "DUMAS", "Chloé", classe="501", structure="10", adultes=[])
    lot = prendre(
        dossier,
        "20261109",
        **complet(ecole, autre_ecole, eleves=[partie, YANIS, NOUR, arrivee], adultes=TOUS["adultes"]),
    )
    assert lot.etat == "applique"
    assert (presents(ecole), presents(autre_ecole)) == (
        ["Nour Benali", "Yanis Benali", "Chloé Dumas"],
        ["Adèle Martin"],
    )
    assert Personne.objects.get(ine="270000001AA").pk == adele.pk
    assert liens(autre_ecole) == {("Aline Martin", "Adèle Martin"): "confirmee"}


def test_a_night_that_would_empty_a_school_waits_for_a_person(ecole, dossier, d):
    eleves = [aaf.eleve(str(3000 + n), "NOM", f"Prénom{'abcdefghijklm'[n]}", ine=f"2700001{n:02}AA") for n in range(12)]
    prendre(dossier, "20261102", **complet(ecole, eleves=eleves))
    lot = prendre(dossier, "20261109", **complet(ecole, eleves=eleves[:4]))
    sienne = EcoleAaf.objects.get(lot=lot, etablissement=ecole)
    assert (sienne.etat, sienne.erreur) == (
        "retenue",
        "8 élèves sur 12 quitteraient l’école : rien n’est écrit avant que quelqu’un le dise.",
    )
    assert len(presents(ecole)) == 12
    assert releve.appliquer_quand_meme(ecole=sienne, auteur=d.operateur)
    sienne.refresh_from_db()
    assert (sienne.etat, len(presents(ecole))) == ("appliquee", 4)
    assert not releve.appliquer_quand_meme(ecole=sienne, auteur=d.operateur)


def test_killed_between_two_schools_nothing_is_half_written_and_the_next_round_goes_on(
    ecole, autre_ecole, dossier, monkeypatch
):
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", classe="901", structure="11")
    aaf.deposer(
        dossier, "20261102", **complet(ecole, autre_ecole, eleves=[*TOUS["eleves"], chloe], adultes=TOUS["adultes"])
    )
    vrai, vues = releve.executer, []

    def tuer(plan, **comment):
        vues.append(plan.etablissement)
        if len(vues) == 2:
            raise KeyboardInterrupt
        return vrai(plan, **comment)

    monkeypatch.setattr(releve, "executer", tuer)
    with pytest.raises(KeyboardInterrupt):
        releve.relever()
    assert sorted(EcoleAaf.objects.values_list("etat", flat=True)) == ["a_faire", "appliquee"]
    monkeypatch.setattr(releve, "executer", vrai)
    releve.relever()
    assert set(EcoleAaf.objects.values_list("etat", flat=True)) == {"appliquee"}
    assert LotAaf.objects.get().etat == "applique"
    assert (len(presents(ecole)), len(presents(autre_ecole))) == (3, 1)


def test_a_school_that_fails_stops_no_other(ecole, autre_ecole, dossier):
    dix = [aaf.eleve(str(3000 + n), "NOM", f"Prénom{'abcdefghijklm'[n]}", ine=f"2700001{n:02}AA") for n in range(11)]
    prendre(dossier, "20261102", **complet(ecole, autre_ecole, eleves=dix))
    autres = [
        aaf.eleve(str(4000 + n), "AUTRE", f"Prénom{'abcdefghijklm'[n]}", ine=f"2700002{n:02}AA") for n in range(11)
    ]
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", classe="901", structure="11")
    lot = prendre(dossier, "20261109", **complet(ecole, autre_ecole, eleves=[*autres, chloe]))
    refusee = EcoleAaf.objects.get(lot=lot, etablissement=ecole)
    assert refusee.etat == "refusee"
    assert refusee.erreur.startswith("Aucun des élèves de ce fichier n’est connu")
    assert presents(autre_ecole) == ["Chloé Dumas"]


def test_the_command_takes_a_folder_and_says_each_school(ecole, tmp_path, capsys):
    aaf.deposer(tmp_path, "20261102", **complet(ecole, **TOUS))
    call_command("relever_aaf", str(tmp_path))
    dit = capsys.readouterr().out
    assert "ENT1D, complet du 02/11/2026 : appliqué" in dit
    assert f"{ecole.uai} École des Marronniers : 2 classes créées, 3 élèves créés" in dit
    call_command("relever_aaf", str(tmp_path))
    assert "Aucun lot nouveau." in capsys.readouterr().out
