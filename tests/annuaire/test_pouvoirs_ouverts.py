"""What each power opens, and nothing else: every address of a direction is walked."""

import ast
import datetime as dt
import html
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.annuaire.pouvoir import pouvoir, pouvoirs, pouvoirs_d_aide
from tests.annuaire.mandats import CODES, JOUR, confier, secretaire_de
from tests.matrice import COLONNES, TABLES, Objets, client_de
from tests.test_matrice import lues

pytestmark = pytest.mark.toute_la_maison


@pytest.fixture
def secretaire(d, mardi) -> Personne:
    return secretaire_de(d)


# --- What is declared ---------------------------------------------------------------------------------------------------
def test_each_power_says_what_it_gives_what_it_does_not_and_where():
    muets = [p.code for p in pouvoirs() if not (p.nom and p.phrase and p.limite and p.pages)]
    assert muets == []


LECTEURS = {"ecoles_ou": 0, "tenus_par": 1, "gardees_par": 1, "ecole_ou": 2, "etablissements_tenus_par": 1}


def lus() -> set[str]:
    """Codes that rights and pages read, in the code itself."""
    trouves = set()
    for racine in ("ent", "messagerie", "pages", "cahier_de_textes"):
        for fichier in Path(racine).rglob("*.py"):
            for noeud in ast.walk(ast.parse(fichier.read_text())):
                if isinstance(noeud, ast.Call):
                    nom = getattr(noeud.func, "attr", getattr(noeud.func, "id", ""))
                    rang = LECTEURS.get(nom, 99)
                    if len(noeud.args) > rang and isinstance(noeud.args[rang], ast.Constant):
                        trouves.add(noeud.args[rang].value)
    return trouves


def test_a_power_that_no_right_reads_is_not_declared_nor_one_read_that_is_not():
    assert lus() == {*CODES, *(p.code for p in pouvoirs_d_aide())}


# --- What it opens ------------------------------------------------------------------------------------------------------
def statuts(
    d, gens: dict[str, Personne], ecole: str, noms: list[str], methode: str = "GET"
) -> dict[str, dict[str, int]]:
    """By key of `gens`, then by address. The objects of an address are laid once; each finds them untouched by the others."""
    rendus: dict[str, dict[str, int]] = {cle: {} for cle in gens}
    for nom in noms:
        with transaction.atomic():
            arguments, envoi = Objets(d, ecole).arguments(nom)
            chemin = reverse(nom, args=arguments)
            for cle, personne in gens.items():
                rendus[cle][nom] = _statut(client_de(personne), methode, chemin, envoi)
            transaction.set_rollback(True)
    return rendus


def _statut(client, methode: str, chemin: str, envoi) -> int:
    cache.clear()
    for champ in envoi.values() if isinstance(envoi, dict) else ():
        if isinstance(champ, SimpleUploadedFile):
            champ.seek(0)  # the one before has read it
    with transaction.atomic():
        reponse = client.get(chemin) if methode == "GET" else client.post(chemin, envoi)
        transaction.set_rollback(True)
    return reponse.status_code


# By power, what it opens: the pages, and what is sent to.
OUVERTES = {
    "import": """
        annuaire_import annuaire_import_annee annuaire_import_avancement annuaire_import_imprimer annuaire_import_modele
        annuaire_import_plan / annuaire_import annuaire_import_abandonner annuaire_import_annee
        annuaire_import_appliquer annuaire_import_reprendre""",
    "espaces": """
        espaces_accrocher espaces_corriger espaces_corriger_date espaces_corriger_oeuvre espaces_date espaces_ecrire espaces_espace
        espaces_gens espaces_ics espaces_invitation espaces_inviter espaces_liste espaces_oeuvre espaces_ouvrir espaces_tableau /
        espaces_accrocher espaces_annuler_date espaces_brouillon espaces_clore espaces_corriger espaces_corriger_date espaces_corriger_oeuvre
        espaces_decrocher espaces_ecrire espaces_gens espaces_inviter espaces_monter espaces_ouvrir espaces_quitter espaces_raccrocher
        espaces_repondre espaces_repondre_classe espaces_repondre_invitation espaces_retablir_date espaces_retirer_invitation
        espaces_revenir espaces_rouvrir""",
    "absences": """
        absences_collective absences_ecole absences_mois absences_registre absences_registre_ods appel_classe appel_confier appel_maintenant / absences_collective absences_collective_retirer absences_dire absences_juger absences_lettres appel_classe
        appel_confier appel_reprendre""",
    "moderation": """
        messagerie_moderation messagerie_signalement messagerie_suspensions / messagerie_lever messagerie_signalement""",
    "papiers": """
        annuaire_comptes connexion_acces connexion_feuilles / connexion_fermer_tablettes connexion_feuilles
        connexion_nouveau_secret connexion_ouvrir_mur connexion_renouveler_lien""",
    "niveaux": """
        annuaire_niveaux / annuaire_niveaux""",
    "carnet": """
        carnet_csv carnet_ecrire_classe carnet_ecrire_ecole carnet_ecrire_groupe carnet_lire carnet_ods carnet_suivi /
        carnet_brouillon carnet_ecrire_classe carnet_ecrire_ecole carnet_ecrire_groupe""",
    "autorisations": """
        autorisation autorisation_ods autorisation_saisir consentements_classe consentements_demander consentements_papiers
        sortie_corriger sortie_ics / autorisation_fermer autorisation_feuilles autorisation_redemander autorisation_relancer
        autorisation_saisir autorisation_signer consentements_accords consentements_demander consentements_fermer
        consentements_feuilles consentements_papiers sortie_annuler sortie_corriger sortie_retablir""",
    "periscolaire": """
        periscolaire_allergenes periscolaire_menus_ecrire periscolaire_ouvrir periscolaire_service / periscolaire_allergenes
        periscolaire_export periscolaire_fermer periscolaire_jour_fermer periscolaire_jour_rouvrir periscolaire_menus_ecrire periscolaire_menus_publier periscolaire_menus_reprendre
        periscolaire_menus_retirer periscolaire_ouvrir periscolaire_rouvrir periscolaire_service""",
    "site": "/",  # the staff publishes there already; a teacher: `test_the_site_is_opened_to_a_teacher`
    "agenda": "agenda_ecrire_ecole / agenda_ecrire_ecole",
}
FERMEES = {403, 404, 405}
# Leads to what is confided, whichever the power.
TOUJOURS = "annuaire_ecole"
# What whoever works in a school reads there, by a right of theirs: the day's meals, who may go and how; the site's page leads to it.
DU_PERSONNEL = {
    "periscolaire_changer",
    "periscolaire_cuisine",
    "periscolaire_cuisine_papier",
    "periscolaire_pointer",
    "renseignements_classe",
    "renseignements_sortie",
    "site_regler",
}


def de_la_direction(methode: str) -> list[str]:
    """What answers to the head of the first school, and to no teacher of its other class: as the matrix says."""
    rang, autre = (3 + COLONNES.index(qui) for qui in ("directrice", "remplacant"))
    lignes = [li for table in TABLES for li in lues(table) if (li[0], li[2]) == (methode, "elementaire")]
    return [li[1] for li in lignes if int(li[rang]) not in FERMEES and int(li[autre]) in FERMEES and li[1] != TOUJOURS]


def ouvertes(d, gens: dict[str, Personne], ecole: str, methode: str) -> dict[str, set[str]]:
    noms = [nom for nom in de_la_direction(methode) if nom not in DU_PERSONNEL]
    rendus = statuts(d, gens, ecole, noms, methode)
    return {cle: {nom for nom, statut in siens.items() if statut not in FERMEES} for cle, siens in rendus.items()}


@pytest.fixture
def sessions_en_cookies(settings):
    """See `tests/matrice.py`: each persona signs in once."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"


def test_each_power_is_walked():
    assert set(OUVERTES) == set(CODES)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("rang", "methode"), [(0, "GET"), (1, "POST")])
def test_a_power_opens_its_pages_and_no_other_of_the_direction(d, mardi, sessions_en_cookies, rang, methode):
    """Every address of the direction is walked, whatever the room, by somebody of each power; by who has none, nothing opens."""
    gens = {code: secretaire_de(d, code.title()) for code in [*CODES, "aucun"]}
    for code in CODES:
        confier(d, gens[code], code)
    attendues = {code: set(OUVERTES[code].split("/")[rang].split()) for code in CODES}
    assert ouvertes(d, gens, "elementaire", methode) == attendues | {"aucun": set()}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_all_of_them_open_nothing_of_another_school_where_one_works_too(d, secretaire, sessions_en_cookies, methode):
    confier(d, secretaire, *CODES)
    assert ouvertes(d, {"tous": secretaire}, "maternelle", methode) == {"tous": set()}


def test_the_site_is_opened_to_a_teacher_until_it_is_taken_back(d, mardi, entrer):
    """Wagtail's rows follow: what it shows is today's."""
    from pages.actions.site_equipes import aligner_equipes

    site = d.elementaire.site
    for codes, statut, est_editeur in [((), 404, False), (("site",), 200, True), (("agenda",), 404, False)]:
        if codes:
            confier(d, d.enseignant, *codes)
        client = entrer(Personne.objects.get(pk=d.enseignant.pk))
        assert client.get(f"/sites/{site.slug}/reglages/").status_code == statut
        aligner_equipes()
        assert d.enseignant.groups.filter(pk=site.editeurs_id).exists() is est_editeur


# --- No page of theirs leads to a closed door -----------------------------------------------------------------------------
LIEN = re.compile(r'<a [^>]*href="(/[^"#]*)')


@pytest.mark.parametrize("code", CODES)
def test_every_link_of_their_pages_opens(d, secretaire, entrer, code):
    confier(d, secretaire, code)
    client, fermes = entrer(secretaire), set()
    for page in pouvoir(code).pages:
        reponse = client.get(page.adresse(d.elementaire))
        assert reponse.status_code == 200, page.url_name
        principal = reponse.text.partition("<main")[2].partition("</main>")[0]
        fermes |= {lien for lien in LIEN.findall(principal) if client.get(html.unescape(lien)).status_code >= 400}
    assert fermes == set()


def test_the_site_of_who_works_there_no_more_is_nobody_s_to_publish(d, mardi):
    """The group that Wagtail's workflow reads follows the role, whatever the days of the mandate."""
    from pages.actions.site_equipes import aligner_equipes

    confier(d, d.enseignant, "site")
    aligner_equipes()
    editeurs = d.elementaire.site.editeurs
    assert d.enseignant in editeurs.user_set.all()
    d.enseignant.roles.filter(etablissement=d.elementaire).update(fin=JOUR - dt.timedelta(days=1))
    aligner_equipes()
    assert d.enseignant not in editeurs.user_set.all()
