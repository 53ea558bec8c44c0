"""The nightly files: valid by the ministry's schema, judged by two engines that nobody here wrote; who is in them, and who is not."""

import datetime as dt
from pathlib import Path

import pytest
import xmlschema
from django.core.management import call_command
from django.utils import timezone
from environ import Env
from lxml import etree

from ent.annuaire.codes import NIVEAUX_PAR_NATURE
from ent.annuaire.models import Affectation, Groupe, Inscription, Personne, Role
from ent.connexion.actions import fusion
from ent.fichiers.stockage import lire
from ent.services.gar import exports
from ent.services.gar.actions import envois
from ent.services.gar.lectures.contenu import Contenu, Fiche, contenu_du_soir
from ent.services.gar.models import EnvoiGar, FichierGar, Genre, NumeroGar
from ent.services.gar.reglages import regler

from .conftest import NIVEAUX, ouvrir

RACINE = Path(__file__).resolve().parents[3]
SCHEMA = RACINE.parent / "shared/donnees/schemas/gar/GAR-ENT-1D.xsd"
NS = {"m": exports.ESPACE}


@pytest.fixture(scope="module")
def juges():
    """The schema is the ministry's: it is read where the project's data is, and no copy is kept here."""
    if not SCHEMA.exists():
        pytest.skip(f"{SCHEMA} is not there")
    return etree.XMLSchema(etree.parse(SCHEMA)), xmlschema.XMLSchema(SCHEMA)


def octets(fichier: FichierGar) -> bytes:
    return b"".join(lire(fichier.cle, 0, fichier.octets))


def arbre(envoi: EnvoiGar, genre: Genre):
    return etree.fromstring(octets(envoi.fichiers.get(genre=genre)))


def dits(element, nom: str) -> list[str]:
    return [e.text for e in element.iterfind(f".//m:{nom}", NS)]


def numero_de(personne) -> str:
    return str(NumeroGar.objects.get(personne=personne).numero)


def des_eleves(envoi) -> dict[str, etree._Element]:
    return {dits(e, "GARPersonIdentifiant")[0]: e for e in arbre(envoi, Genre.ELEVE).iterfind("m:GAREleve", NS)}


def test_the_five_kinds_are_valid_by_the_schema_of_the_ministry(gar, juges):
    gar.directrice.courriel_contact = "ecole.cerf-volant@ac-exemple.fr"
    gar.directrice.save()
    Personne.objects.filter(pk=gar.eleve_cp.pk).update(prenom='In&ès <b>\x0b"')
    envoi = envois.envoyer()
    assert [f.genre for f in envoi.fichiers.all()] == list(Genre)
    for fichier in envoi.fichiers.all():
        contenu = octets(fichier)
        for juge in juges:
            assert juge.validate(etree.fromstring(contenu) if juge is juges[0] else contenu.decode()) in (True, None)
    jour = timezone.localtime(envoi.fait_le).strftime("%Y%m%d_%H%M%S")
    assert envoi.fichiers.first().nom == f"E78-1D_GAR-ENT_Complet_{jour}_Etab_0000.xml"
    assert envoi.comptes == {"Etab": 1, "Eleve": 36, "Enseignant": 3, "Groupe": 3, "RespAff": 1}


def test_the_schema_does_refuse_what_is_wrong(gar, juges):
    """Else nothing above is proved: a person said twice, a level of five signs, an element out of its place."""
    deux = Contenu([gar.elementaire], [Fiche(1, "A", "B", "National_elv", ["0789901N"])] * 2)
    long = Contenu([], [], niveaux_eleves=[("0789901N", 1, "12345")])
    for contenu in (deux, long):
        faux = next(exports.fichiers(Genre.ELEVE, contenu, {1: "x"}))
        assert not juges[0].validate(etree.fromstring(faux))
        assert not juges[1].is_valid(faux.decode())


def test_only_those_who_learn_or_teach_where_gar_is_open(gar, mardi):
    """Nobody of the other school, no family, no direction that teaches nobody; neither who left nor who comes tomorrow."""
    demain = timezone.localdate() + dt.timedelta(days=1)
    Inscription.objects.filter(eleve=gar.eleve_ce1).update(fin=timezone.localdate() - dt.timedelta(days=1))
    Inscription.objects.filter(eleve=gar.eleve_cm2).update(debut=demain)
    envoi = envois.envoyer()
    eleves = des_eleves(envoi)
    assert numero_de(gar.eleve_cp) in eleves
    connus = set(NumeroGar.objects.values_list("personne", flat=True))
    for qui in ("eleve_ms", "eleve_ce1", "eleve_cm2", "mere", "pere_separe", "directrice_maternelle", "operateur"):
        assert getattr(gar, qui).pk not in connus, qui
    enseignants = {dits(e, "GARPersonNom")[0] for e in arbre(envoi, Genre.ENSEIGNANT).iterfind("m:GAREnseignant", NS)}
    assert enseignants == {"Lefort", "Caradec", "Sow"}
    assert dits(arbre(envoi, Genre.ETAB), "GARStructureUAI") == [gar.elementaire.uai]


def test_a_direction_that_holds_a_class_teaches(gar, mardi):
    classe = gar.cm2
    Affectation.objects.create(enseignant=gar.directrice, classe=classe, debut=timezone.localdate())
    envoi = envois.envoyer()
    siens = [e for e in arbre(envoi, Genre.ENSEIGNANT) if dits(e, "GARPersonNom") == ["Quéméneur"]]
    assert [dits(e, "GARPersonProfil") for e in siens] == [["National_ens"]]


def test_a_pupil_is_told_by_a_number_of_their_own_and_nothing_else(gar):
    Personne.objects.filter(pk=gar.eleve_cp.pk).update(ine="123456789AB", date_naissance=dt.date(2020, 3, 1))
    envoi = envois.envoyer()
    numero = numero_de(gar.eleve_cp)
    element = des_eleves(envoi)[numero]
    uai = gar.elementaire.uai
    assert [(etree.QName(e).localname, e.text) for e in element.iter() if len(e) == 0] == [
        ("GARPersonIdentifiant", numero),
        ("GARStructureUAI", uai),
        ("GARPersonProfil", "National_elv"),
        ("GARPersonNom", "Belhadj"),
        ("GARPersonPrenom", "Inès"),
        ("GARPersonAutresPrenoms", "Inès"),
        ("GARPersonEtab", uai),
    ]
    tout = b"".join(octets(f) for f in envoi.fichiers.all()).decode()
    for secret in ("123456789AB", str(gar.eleve_cp.uuid), gar.eleve_cp.uuid.hex, "2020-03-01", "nadia.belhadj"):
        assert secret not in tout


def test_the_number_never_changes(gar):
    envois.envoyer()
    numero = numero_de(gar.eleve_cp)
    Personne.objects.filter(pk=gar.eleve_cp.pk).update(nom="Autrement", prenom="Inaya")
    ouvrir(gar, gar.elementaire, False)
    envois.envoyer()
    ouvrir(gar, gar.elementaire)
    envoi = envois.envoyer()
    assert dits(des_eleves(envoi)[numero], "GARPersonNom") == ["Autrement"]


def test_classes_and_groups_have_codes_of_their_own_and_their_people(gar):
    envoi = envois.envoyer()
    racine = arbre(envoi, Genre.GROUPE)
    dit = {
        dits(g, "GARGroupeLibelle")[0]: (
            dits(g, "GARGroupeCode")[0],
            dits(g, "GARGroupeStatut")[0],
            dits(g, "GARGroupeDivAppartenance"),
        )
        for g in racine.iterfind("m:GARGroupe", NS)
    }
    cp, groupe = f"D{gar.cp_ce1.pk}", f"G{gar.groupe_lecture.pk}"
    assert dit["CP-CE1"] == (cp, "DIVISION", [])
    assert dit["Lecture à voix haute"][:2] == (groupe, "GROUPE")
    assert cp in dit["Lecture à voix haute"][2]
    couples = {
        (dits(m, "GARPersonIdentifiant")[0], dits(m, "GARGroupeCode")[0])
        for m in racine.iterfind("m:GARPersonGroupe", NS)
    }
    assert {(numero_de(gar.eleve_cp), cp), (numero_de(gar.enseignante), cp)} <= couples
    assert {numero for numero, _code in couples} <= {
        str(n) for n in NumeroGar.objects.filter(personne__in=_envoyes()).values_list("numero", flat=True)
    }


def _envoyes():
    contenu = contenu_du_soir()
    return {f.personne for f in (*contenu.eleves, *contenu.enseignants)}


def test_a_group_never_names_who_left_the_school(gar):
    """Nor a pupil of another school, whom a hand would have put there."""
    groupe = Groupe.objects.get(pk=gar.groupe_lecture.pk)
    groupe.eleves.add(gar.eleve_ms)
    assert gar.eleve_ms.pk not in {personne for _uai, personne, _code in contenu_du_soir().membres}


def test_levels_are_those_of_the_class_for_who_teaches_it(gar):
    envoi = envois.envoyer()
    codes = [
        (dits(e, "GARPersonIdentifiant")[0], dits(e, "GARMEFSTAT4Code")[0])
        for e in arbre(envoi, Genre.ELEVE).iterfind("m:GARPersonMEFSTAT4", NS)
    ]
    assert (numero_de(gar.eleve_cp), NIVEAUX["CP"]) in codes
    enseignes = {
        dits(e, "GARMEFSTAT4Code")[0]
        for e in arbre(envoi, Genre.ENSEIGNANT).iterfind("m:GARPersonMEFSTAT4", NS)
        if dits(e, "GARPersonIdentifiant") == [numero_de(gar.enseignante)]
    }
    assert enseignes == {NIVEAUX["CP"], NIVEAUX["CE1"]}


def test_files_are_split(gar, juges):
    """At 25,000 elements; each part is valid alone, people before their levels."""
    contenu = contenu_du_soir()
    numeros = {personne: f"n{personne}" for personne in contenu.personnes}
    parts = list(exports.fichiers(Genre.ELEVE, contenu, numeros, par_fichier=20))
    assert [len(etree.fromstring(p)) for p in parts] == [20, 20, 20, 12]
    for part in parts:
        juges[0].assertValid(etree.fromstring(part))
    assert exports.PAR_FICHIER == 25_000
    noms = [nom for p in parts for nom in [etree.QName(e).localname for e in etree.fromstring(p)]]
    assert noms == ["GAREleve"] * 36 + ["GARPersonMEFSTAT4"] * 36


def test_the_elementaire_has_its_codes_without_a_setting_and_the_maternelle_waits_for_its_own():
    declares = {"env": Env()}
    regler(declares)
    assert set(declares["ENT_GAR_NIVEAUX"]) == set(NIVEAUX_PAR_NATURE["elementaire"])
    assert all(len(code) == 4 for code in declares["ENT_GAR_NIVEAUX"].values())


def test_an_installation_adds_codes_and_corrects_them(monkeypatch):
    monkeypatch.setenv("ENT_GAR_NIVEAUX", "PS=1111,CP=9999")
    declares = {"env": Env()}
    regler(declares)
    assert declares["ENT_GAR_NIVEAUX"]["PS"] == "1111"
    assert declares["ENT_GAR_NIVEAUX"]["CP"] == "9999"
    assert declares["ENT_GAR_NIVEAUX"]["CM2"] == "1125"


def test_what_is_left_out_is_said_with_why_and_never_who(gar, settings, mardi):
    ouvrir(gar, gar.college)
    settings.ENT_GAR_NIVEAUX = {"CP": "1001"}
    Inscription.objects.filter(eleve=gar.eleve_cp).update(niveau="")
    Personne.objects.filter(pk=gar.eleve_cm2.pk).update(prenom=" ")
    Personne.objects.filter(pk=gar.directrice.pk).update(courriel_contact="")
    envoi = envois.envoyer()
    uai = gar.elementaire.uai
    assert {tuple(un[:2]): un[2] for un in envoi.laisses} == {
        ("college", gar.college.uai): 1,
        ("sans_nom", uai): 1,
        ("sans_courriel", uai): 1,
        ("sans_niveau", uai): 1,
        ("niveau_sans_code", uai): 21,
    }
    assert arbre(envoi, Genre.RESP_AFF).findall("m:GARRespAff", NS) == []


def test_a_direction_is_told_by_the_address_of_the_school_never_by_that_of_its_account(gar):
    Personne.objects.filter(pk=gar.directrice.pk).update(courriel_contact="ecole@ac-exemple.fr")
    racine = arbre(envois.envoyer(), Genre.RESP_AFF)
    assert (dits(racine, "GARPersonMail"), dits(racine, "GARRespAffEtab")) == (
        ["ecole@ac-exemple.fr"],
        [gar.elementaire.uai],
    )


def test_who_teaches_in_two_schools_is_one_person(gar, juges):
    ouvrir(gar, gar.maternelle)
    Role.objects.create(
        personne=gar.enseignante, nature="enseignant", etablissement=gar.maternelle, debut=timezone.localdate()
    )
    envoi = envois.envoyer()
    racine = arbre(envoi, Genre.ENSEIGNANT)
    elle = [e for e in racine.iterfind("m:GAREnseignant", NS) if dits(e, "GARPersonNom") == ["Lefort"]]
    uais = [gar.elementaire.uai, gar.maternelle.uai]
    assert [(dits(e, "GARPersonEtab"), dits(e, "GARStructureUAI")) for e in elle] == [(uais, uais)]
    juges[0].assertValid(racine)


def test_a_merged_account_keeps_the_number_of_the_one_that_stays(gar):
    envois.envoyer()
    numero = NumeroGar.objects.get(personne=gar.enseignante).numero
    NumeroGar.objects.get_or_create(personne=gar.mere)
    fusion._deplacer_le_reste(gar.mere, gar.enseignante)
    assert NumeroGar.objects.get(personne=gar.enseignante).numero == numero


# --- Each night ---------------------------------------------------------------------------------------------------------
def test_one_night_is_sent_once(gar, horloge):
    nuit = dt.datetime(2026, 11, 25, 1, 30, tzinfo=timezone.get_current_timezone())
    horloge(nuit - dt.timedelta(hours=2))
    envois.chaque_nuit()
    assert EnvoiGar.objects.count() == 0
    for minutes in (0, 10, 90):
        horloge(nuit + dt.timedelta(minutes=minutes))
        envois.chaque_nuit()
    assert EnvoiGar.objects.count() == 1


def test_seven_nights_are_kept(gar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        premier = envois.envoyer()
        cles = list(premier.fichiers.values_list("cle", flat=True))
        for _nuit in range(envois.GARDES):
            envois.envoyer()
    assert EnvoiGar.objects.count() == envois.GARDES
    assert not EnvoiGar.objects.filter(pk=premier.pk).exists()
    with pytest.raises(FileNotFoundError):
        list(lire(cles[0], 0, 10))


def test_killed_in_the_middle_nothing_is_left(gar, monkeypatch):
    class Mort(BaseException):
        """As a worker that is stopped."""

    vrai, faits = exports.fichiers, []

    def meurt(genre, *reste):
        faits.append(genre)
        if genre == Genre.GROUPE:
            raise Mort
        return vrai(genre, *reste)

    monkeypatch.setattr(envois, "fichiers", meurt)
    with pytest.raises(Mort):
        envois.envoyer()
    assert (EnvoiGar.objects.count(), FichierGar.objects.count(), len(faits)) == (0, 0, 4)


def test_files_are_laid_whole_in_the_folder(gar, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ENT_GAR_DOSSIER = str(tmp_path / "sortie")
    with django_capture_on_commit_callbacks(execute=True):
        envoi = envois.envoyer()
    poses = {p.name: p.read_bytes() for p in (tmp_path / "sortie").iterdir()}
    assert poses == {f.nom: octets(f) for f in envoi.fichiers.all()}


def test_without_a_number_nothing_is_made(d, settings, horloge, capsys):
    ouvrir(d, d.elementaire)
    assert settings.ENT_GAR_ID == ""
    horloge(dt.datetime(2026, 11, 25, 2, tzinfo=timezone.get_current_timezone()))
    envois.chaque_nuit()
    with pytest.raises(SystemExit):
        call_command("envoyer_gar")
    assert "ENT_GAR_ID" in capsys.readouterr().err
    assert EnvoiGar.objects.count() == NumeroGar.objects.count() == 0


def test_the_command_says_what_it_made(gar, capsys):
    call_command("envoyer_gar")
    dit = capsys.readouterr().out
    assert "_Eleve_0000.xml" in dit and "Eleve 36" in dit


@pytest.mark.parametrize("n", [1, 2])
def test_it_costs_the_same_for_one_school_and_for_two(gar, django_assert_num_queries, n):
    if n == 2:
        ouvrir(gar, gar.maternelle)
    with django_assert_num_queries(10):
        contenu_du_soir()
