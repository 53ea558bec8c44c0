"""The invented territory: its proportions, what it holds, what it never holds, and that its seed repeats it."""

import csv
import datetime as dt
import filecmp
import random
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F

from cahier_de_textes.models import Travail, TravailFait
from config.demonstration.distribution import COMMUNES, MOT_DE_PASSE, semer
from ent.annuaire.codes import NIVEAUX_1D, ine_plausible, valider_uai
from ent.annuaire.models import Affectation, Classe, Commune, Etablissement, Inscription, Personne, Responsabilite, Role
from ent.diffusion.models import Notification
from ent.services.onde.aaf import releve
from ent.services.onde.lire import lire
from ent.services.onde.models import EcoleAaf
from pages.actions.site import supprimer_site
from pages.models import SiteDEcole
from tests.graines import MARDI_10H
from tests.territoire.commande import Command
from tests.territoire.ecoles import NOMS_D_ECOLES, repartir, tracer
from tests.territoire.peupler import ECOLES_MAX, peupler

pytestmark = pytest.mark.besoin_de(
    "cahier_de_textes", "pages", "ent.services.onde"
)  # it draws homework and files, and its schools have sites

VRAIES_ECOLES = settings.BASE_DIR.parent / "shared" / "donnees" / "ecoles_sqy.csv"


@pytest.fixture(scope="class")
def territoire(django_db_setup, django_db_blocker):
    """Two invented schools beside the cast, laid once for the tests that only read them."""
    with django_db_blocker.unblock(), time_machine.travel(MARDI_10H, tick=False), transaction.atomic():
        if not Etablissement.objects.filter(nom="École du Cerf-Volant").exists():
            semer(MARDI_10H.date())
        yield peupler(ecoles=2, graine=7, instant=MARDI_10H)
        transaction.set_rollback(True)


def test_the_whole_plan_is_shared_to_the_exact_sum():
    assert repartir(1108, [5.5] * 204, minimum=2).count(5) + repartir(1108, [5.5] * 204, minimum=2).count(6) == 204
    assert sum(repartir(28_000, [1.07] * 1108)) == 28_000
    with pytest.raises(ValueError, match="cannot give 2"):
        repartir(3, [1, 1], minimum=2)


@pytest.mark.usefixtures("territoire", "db")
class TestWhatItHolds:
    @pytest.fixture
    def ecoles(self, territoire):
        return Etablissement.objects.filter(uai__startswith="079").order_by("uai")

    def test_two_schools_keep_the_proportions_of_the_plan(self, territoire, ecoles):
        assert [(e.uai, e.nature) for e in ecoles] == [("0790001X", "elementaire"), ("0790002Y", "maternelle")]
        assert (territoire.classes, territoire.eleves, territoire.enseignants) == (11, 275, 15)
        assert Classe.objects.filter(etablissement__in=ecoles).count() == 11
        assert Inscription.objects.filter(classe__etablissement__in=ecoles).count() == 275
        adultes = Responsabilite.objects.filter(etablissement__in=ecoles).values("adulte").distinct()
        assert adultes.count() == territoire.responsables

    def test_schools_are_in_the_real_communes_with_valid_codes(self, ecoles):
        for ecole in ecoles:
            valider_uai(ecole.uai)
            assert ecole.commune.nom == COMMUNES[ecole.commune.code_insee]

    def test_levels_suit_the_school_and_the_birth_dates_the_levels(self, ecoles):
        attendus = {"elementaire": {*NIVEAUX_1D[4:]}, "maternelle": {*NIVEAUX_1D[:4]}}
        for inscription in Inscription.objects.filter(classe__etablissement__in=ecoles).select_related(
            "classe__etablissement", "eleve"
        ):
            age = 2026 - inscription.eleve.date_naissance.year
            if inscription.niveau:
                assert inscription.niveau in attendus[inscription.classe.etablissement.nature]
                assert abs(age - (NIVEAUX_1D.index(inscription.niveau) + 2)) <= 1
            assert inscription.debut == dt.date(2026, 9, 1)

    def test_each_school_has_one_directeur_who_is_among_the_teachers_and_each_class_a_titulaire(self, ecoles):
        for ecole in ecoles:
            directeurs = Role.objects.filter(etablissement=ecole, nature="directeur").values_list("personne", flat=True)
            assert len(directeurs) == 1
            assert Role.objects.filter(etablissement=ecole, nature="enseignant", personne__in=directeurs).count() == 1
        titulaires = Affectation.objects.filter(classe__etablissement__in=ecoles, nature="titulaire")
        assert Counter(
            titulaires.values_list("classe", flat=True).annotate(n=Count("pk")).values_list("n", flat=True)
        ) == {1: 11}

    def test_families_have_one_to_four_children_in_several_schools(self, ecoles):
        tailles = Counter(
            Personne.objects.filter(responsabilites__etablissement__in=ecoles)
            .annotate(enfants=Count("responsabilites__enfant", distinct=True))
            .values_list("enfants", flat=True)
        )
        assert sorted(tailles) == [1, 2, 3, 4]
        dans_les_deux = Personne.objects.annotate(n=Count("responsabilites__etablissement", distinct=True)).filter(
            n=2, uuid__isnull=False
        )
        assert dans_les_deux.exclude(courriel="nadia.belhadj@exemple.fr").exists()

    def test_it_holds_what_real_directories_hold(self, ecoles):
        eleves = Personne.objects.filter(inscriptions__classe__etablissement__in=ecoles)
        adultes = Personne.objects.filter(responsabilites__etablissement__in=ecoles).distinct()
        noms = Counter(eleves.values_list("prenom", "nom"))
        assert [n for n in noms.values() if n > 1] != []  # homonyms
        assert adultes.exclude(nom_usage="").exists()
        assert eleves.filter(nom__contains="-").exists()
        assert eleves.filter(ine=None).exists()
        assert all(ine_plausible(ine) for ine in eleves.exclude(ine=None).values_list("ine", flat=True))
        partages = Counter(c for c in adultes.values_list("courriel_contact", flat=True) if c)
        assert 2 in partages.values()
        assert Responsabilite.objects.filter(etablissement__in=ecoles, autorite="sans").exists()

    def test_two_homonyms_are_never_in_the_same_class(self, ecoles):
        par_classe = Counter(
            Inscription.objects.filter(classe__etablissement__in=ecoles).values_list(
                "classe", "eleve__prenom", "eleve__nom"
            )
        )
        assert set(par_classe.values()) == {1}

    def test_stickers_are_unique_in_a_class(self, ecoles):
        gommettes = Counter(
            Inscription.objects.filter(classe__etablissement__in=ecoles).values_list(
                "classe", "eleve__gommette_couleur", "eleve__gommette_forme", "eleve__gommette_image"
            )
        )
        assert set(gommettes.values()) == {1}

    def test_homework_is_given_for_class_days_by_teachers_of_the_class(self, ecoles, mardi):
        travaux = Travail.objects.filter(etablissement__in=ecoles)
        jours = set(travaux.values_list("date_pour", flat=True))
        assert min(jours) >= dt.date(2026, 9, 2)
        assert max(jours) <= dt.date(2026, 12, 2)
        assert [j for j in jours if j.weekday() > 4 or dt.date(2026, 10, 17) <= j <= dt.date(2026, 11, 1)] == []
        assert not travaux.filter(publie_le__gt=mardi).exists()
        assert not travaux.exclude(auteur__affectations__classe=F("classe")).exists()
        # Ten weeks of class since the rentrée, and the one to come.
        assert 3 < travaux.count() / 11 / 11 < 5

    def test_ticks_and_notifications_follow_what_was_given_to_the_child(self, ecoles, mardi):
        faits = TravailFait.objects.filter(travail__etablissement__in=ecoles)
        assert faits.exists()
        assert not faits.exclude(eleve__inscriptions__classe=F("travail__classe")).exists()
        notifications = Notification.objects.filter(etablissement__in=ecoles)
        assert notifications.filter(lue_le=None).exists()
        assert not notifications.filter(visible_le__gt=mardi).exists()
        assert not notifications.filter(destinataire__responsabilites__autorite="sans").exists()


def test_the_seed_repeats_people_and_files(db, mardi, tmp_path):
    """The same seed twice, each time in a database without it, gives the same people and the same bytes."""
    from django.db import transaction

    vus = []
    for essai in ("un", "deux"):
        with transaction.atomic():
            peupler(ecoles=2, graine=7, dossier=tmp_path / essai, instant=mardi)
            gens = Personne.objects.order_by("uuid").values_list(
                "uuid", "nom", "prenom", "date_naissance", "ine", "adresse"
            )
            travaux = Travail.objects.order_by("classe__identifiant_onde", "pk").values_list("texte", "date_pour")
            vus.append(([*gens], [*travaux]))
            transaction.set_rollback(True)
    assert vus[0] == vus[1]
    assert _differences(tmp_path / "un", tmp_path / "deux") == []


def test_another_seed_gives_other_people(db, mardi, tmp_path):
    peupler(ecoles=1, graine=1, dossier=tmp_path / "un", avec_personnes=False, instant=mardi)
    for site in SiteDEcole.objects.filter(etablissement__uai__startswith="079"):
        supprimer_site(site=site)
    Etablissement.objects.filter(uai__startswith="079").delete()
    peupler(ecoles=1, graine=2, dossier=tmp_path / "deux", avec_personnes=False, instant=mardi)
    assert _differences(tmp_path / "un", tmp_path / "deux") == [
        "0790001X/eleves.csv",
        "0790001X/responsables.csv",
        "territoire.zip",
    ]


def _differences(un: Path, deux: Path) -> list[str]:
    noms = sorted(str(f.relative_to(un)) for f in un.rglob("*") if f.is_file())
    _pareils, differents, erreurs = filecmp.cmpfiles(un, deux, noms, shallow=False)
    return sorted(differents + erreurs)


def test_files_have_the_true_form_of_onde(db, mardi, tmp_path):
    bilan = peupler(ecoles=8, graine=3, dossier=tmp_path, avec_personnes=False, instant=mardi)
    encodages, lignes, blocs = Counter(), 0, Counter()
    for dossier in sorted(f for f in tmp_path.iterdir() if f.is_dir()):
        octets = (dossier / "eleves.csv").read_bytes()
        encodages[_encodage(octets)] += 1
        texte = octets.decode(_encodage(octets))
        assert texte.count("\r\n") == texte.count("\n")
        table = [*csv.reader(texte.splitlines(), delimiter=";")]
        assert table[0][14:18] == [" Cycle", "Niveau", "Libellé classe", "Identifiant classe"]
        assert {len(ligne) for ligne in table} == {22}
        lignes += len(table) - 1
        responsables = (dossier / "responsables.csv").read_bytes().decode(_encodage(octets))
        blocs.update((ligne.count(";") - 11) // 4 for ligne in responsables.splitlines()[1:])
    assert lignes == bilan.eleves == 1098
    assert sorted(blocs) == [1, 2, 3]
    assert {"cp1252", "utf-8-sig"} <= set(encodages)


def test_the_importer_reads_every_line_of_them_without_a_remark(db, mardi, tmp_path):
    bilan = peupler(ecoles=8, graine=3, dossier=tmp_path, avec_personnes=False, instant=mardi)
    lectures = [lire(f.name, f.read_bytes()) for f in sorted(tmp_path.glob("*/*.csv"))]
    assert [(lecture.rejets, lecture.avertissements, lecture.ignores) for lecture in lectures] == [([], [], [])] * 16
    assert sum(len(lecture.lignes) for lecture in lectures if lecture.nature == "eleves") == bilan.eleves
    lignes = [ligne for lecture in lectures if lecture.nature == "responsables" for ligne in lecture.lignes]
    # A parent known in two schools is in both files.
    assert bilan.responsables < len(lignes) < bilan.responsables * 1.1


def _encodage(octets: bytes) -> str:
    if octets.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def test_the_archive_holds_the_files_of_every_school(db, mardi, tmp_path):
    peupler(ecoles=2, dossier=tmp_path, avec_personnes=False, instant=mardi)
    with zipfile.ZipFile(tmp_path / "territoire.zip") as archive:
        assert sorted(archive.namelist()) == [
            "0790001X/eleves.csv", "0790001X/responsables.csv", "0790002Y/eleves.csv", "0790002Y/responsables.csv",
        ]  # fmt: skip
        assert archive.read("0790002Y/eleves.csv") == (tmp_path / "0790002Y" / "eleves.csv").read_bytes()


def test_without_people_only_the_schools_are_written(d, mardi):
    gens, classes = Personne.objects.count(), Classe.objects.count()
    peupler(ecoles=3, avec_personnes=False, instant=mardi)
    assert Etablissement.objects.filter(uai__startswith="079").count() == 3
    assert (Personne.objects.count(), Classe.objects.count()) == (gens, classes)


def test_the_command_says_what_it_made_and_how_to_come_in(d, mardi, capsys, client):
    call_command(Command(), ecoles=1)
    dit = capsys.readouterr().out
    nombres = dict(re.findall(r"^ +(\d+) (écoles|classes|élèves|enseignants)", dit, re.MULTILINE)[::-1])
    assert {v: k for k, v in nombres.items()} == {"écoles": "1", "classes": "5", "élèves": "137", "enseignants": "7"}
    courriels = re.findall(r"[\w.-]+@famille\.example", dit)
    assert [c.partition(".")[0] for c in courriels] == [
        "directeur", "enseignant", "responsable", "referent-commune", "operateur",
    ]  # fmt: skip
    for courriel in courriels:
        assert Personne.objects.get(courriel=courriel).check_password(MOT_DE_PASSE)


def test_it_refuses_production(d, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command(Command(), ecoles=1)


def test_it_refuses_to_mix_with_people_unless_asked(d, mardi):
    call_command(Command(), ecoles=1, verbosity=0)
    with pytest.raises(CommandError, match="--ajouter"):
        call_command(Command(), ecoles=1)
    call_command(Command(), ecoles=1, ajouter=True)
    assert [e.uai for e in Etablissement.objects.filter(uai__startswith="079").order_by("uai")] == [
        "0790001X",
        "0790002Y",
    ]


def test_it_refuses_a_number_of_schools_out_of_reach(d):
    with pytest.raises(CommandError, match=f"de 1 à {ECOLES_MAX}"):
        call_command(Command(), ecoles=0)
    with pytest.raises(CommandError, match=f"de 1 à {ECOLES_MAX}"):
        call_command(Command(), ecoles=ECOLES_MAX + 1)


def test_every_invented_school_has_a_name_of_its_own():
    assert len(set(NOMS_D_ECOLES)) == ECOLES_MAX == 525
    assert [nom for nom in NOMS_D_ECOLES if "  " in nom or "\n" in nom] == []


@pytest.fixture
def plan(d):
    """The 204 schools of the plan with their classes, drawn and not written."""
    return tracer(204, random.Random(1), {c.code_insee: c for c in Commune.objects.all()}, premier=1)


def test_the_plan_counts_204_schools_1108_classes_and_28_000_pupils_in_twelve_communes(plan):
    ecoles = [ecole for liste in plan.values() for ecole in liste]
    salles = [salle for ecole in ecoles for salle in ecole.salles]
    assert (len(ecoles), len(salles), sum(sum(s.places.values()) for s in salles)) == (204, 1108, 28_000)
    assert plan.keys() == COMMUNES.keys()
    assert Counter(e.etablissement.nature for e in ecoles) == {"elementaire": 97, "maternelle": 91, "primaire": 16}
    assert any(s.est_ulis for s in salles)
    assert any(len(s.places) > 1 for s in salles)
    assert len({e.etablissement.nom for e in ecoles}) == 204


@pytest.mark.skipif(not VRAIES_ECOLES.exists(), reason="the list of real schools is not beside the checkout")
def test_no_invented_school_bears_the_name_or_code_of_a_real_one(plan):
    with VRAIES_ECOLES.open(encoding="utf-8", newline="") as fichier:
        vraies = [*csv.DictReader(fichier, delimiter=";")]
    assert {e.uai for liste in plan.values() for e in liste} & {v["uai"] for v in vraies} == set()
    assert {_coeur(n) for n in NOMS_D_ECOLES} & {_coeur(v["nom"]) for v in vraies} == set()


def _coeur(nom: str) -> str:
    """What is proper to a school's name: without « école », its kind and small words."""
    plat = "".join(c for c in unicodedata.normalize("NFKD", nom) if not unicodedata.combining(c)).lower()
    vides = {
        "ecole",
        "elementaire",
        "maternelle",
        "primaire",
        "publique",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "a",
        "au",
        "aux",
    }
    return " ".join(mot for mot in re.split(r"[^a-z]+", plat) if mot not in vides)


def test_the_state_s_directory_says_the_same_people(db, tmp_path):
    """Its Complet, taken into schools that hold nobody, makes them as they were drawn."""
    bilan = peupler(ecoles=2, aaf=tmp_path, avec_personnes=False)
    assert [lot.erreur for lot in releve.relever(tmp_path)] == [""]
    siennes = EcoleAaf.objects.filter(etat="appliquee")
    totaux = {
        nom: sum(e.comptes.get(nom, 0) for e in siennes)
        for nom in ("eleves_crees", "classes_creees", "personnels_crees")
    }
    assert totaux == {
        "eleves_crees": bilan.eleves,
        "classes_creees": bilan.classes,
        "personnels_crees": bilan.enseignants,
    }
    assert [e.comptes.get("rejets", 0) for e in siennes] == [0, 0]
