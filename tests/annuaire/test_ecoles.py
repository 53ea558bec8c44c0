"""The schools that somebody follows: searched, sorted, exported, one by one, opened. Figures, never a family."""

import datetime as dt
import io
import re
import zipfile
from html import unescape

import pytest
from django.urls import reverse

from ent.annuaire.lectures.ecoles import Recherche, lister
from ent.annuaire.models import Commune, EntreeJournal, Etablissement, Personne, Role

LISTE = "/annuaire/ecoles/"
OUVERTURE = {
    "uai": "0783456H", "nom": "École des Merisiers", "commune": "78208", "nature": "primaire", "circonscription": "Trappes",
}  # fmt: skip
DIRECTION = {"civilite": "Mme", "prenom": "Rose", "nom_de_famille": "Ny", "courriel": "ecole.merisiers@exemple.fr"}


@pytest.fixture
def loin(d):
    """A school of another commune, with nobody in it."""
    evry = Commune.objects.create(code_insee="91228", nom="Évry")
    return Etablissement.objects.create(uai="0781111V", nom="Collège de l’Étang", nature="college", commune=evry)


def texte(reponse) -> str:
    contenu = reponse.content.decode()
    if "<main" in contenu:
        contenu = contenu[contenu.index("<main") : contenu.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", contenu)).split())


def trouvees(personne, **demande) -> list[str]:
    return [ligne.ecole.nom for ligne in lister(personne, Recherche.de(demande)).lignes]


# --- The list ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mots", "attendues"),
    [
        ("cerf", ["École du Cerf-Volant"]),
        ("CERF volant", ["École du Cerf-Volant"]),
        ("etang", ["Collège de l’Étang"]),
        ("evry", ["Collège de l’Étang"]),
        ("0781111v", ["Collège de l’Étang"]),
        ("cerf evry", []),
    ],
)
def test_search_by_name_commune_or_uai_whatever_accents(d, loin, mots, attendues):
    assert trouvees(d.operateur, q=mots) == attendues


def test_the_order_is_french(d, loin):
    assert trouvees(d.operateur)[:2] == ["École Les Coquelicots", "Collège de l’Étang"]  # Élancourt, Évry, then Trappes
    assert trouvees(d.operateur, tri="nom") == [
        "Collège de l’Étang",
        "Collège des Grands-Chênes",
        "École du Cerf-Volant",
        "École Les Coquelicots",
    ]
    assert trouvees(d.operateur, tri="eleves")[0] == "École du Cerf-Volant"
    assert trouvees(d.operateur, tri="comptes")[0] == "Collège de l’Étang"


def test_filters(d, loin):
    assert trouvees(d.operateur, commune=str(loin.commune_id)) == ["Collège de l’Étang"]
    assert trouvees(d.operateur, nature="college") == ["Collège de l’Étang", "Collège des Grands-Chênes"]
    for etat in ("sans_compte", "sans_classe", "sans_direction"):
        assert "Collège de l’Étang" in trouvees(d.operateur, etat=etat)
        assert "École du Cerf-Volant" not in trouvees(d.operateur, etat=etat)


@pytest.mark.besoin_de("ent.services.onde")
def test_a_school_that_was_never_imported(d, loin):
    assert "Collège de l’Étang" in trouvees(d.operateur, etat="jamais_importee")


@pytest.mark.besoin_de("pages")
def test_a_school_without_a_site(d, loin):
    assert trouvees(d.operateur, etat="sans_site") == ["Collège de l’Étang"]


def test_the_count_of_a_state_is_of_what_the_other_filters_keep(d, entrer, loin):
    toutes = {etat.nom: n for etat, n in lister(d.operateur, Recherche.de({})).etats}
    for demande in ({"nature": "maternelle"}, {"commune": str(d.elementaire.commune_id)}, {"q": "cerf"}):
        for etat, n in lister(d.operateur, Recherche.de(demande)).etats:
            assert n == len(lister(d.operateur, Recherche.de(demande | {"etat": etat.nom})).lignes) <= toutes[etat.nom]
            ailleurs = {e.nom: m for e, m in lister(d.operateur, Recherche.de(demande | {"etat": etat.nom})).etats}
            assert ailleurs[etat.nom] == n, "a state does not count itself out"
    fragment = entrer(d.operateur).get(reverse("annuaire_ecoles"), {"q": "cerf"}, headers={"HX-Request": "true"}).text
    assert 'data-hx-swap-oob="true"' in fragment


def test_what_means_nothing_in_an_address_asks_nothing(d, loin):
    assert trouvees(d.operateur, commune="x", nature="lycee", etat="inconnu", tri="?") == trouvees(d.operateur)


def test_a_referent_has_the_schools_of_her_communes_alone(d, loin):
    siennes = {e.nom for e in Etablissement.objects.filter(commune__in=d.referente.portee.communes)}
    assert set(trouvees(d.referente)) == siennes
    assert "Collège de l’Étang" not in siennes


def test_a_page_says_what_was_found_and_how_to_see_all(d, entrer, loin):
    client = entrer(d.operateur)
    assert "1 établissement sur 4" in texte(client.get(LISTE, {"q": "étang"}))
    assert "Aucun établissement ne répond à cette recherche. Les voir tous" in texte(
        client.get(LISTE, {"q": "rien de tel"})
    )


def test_typing_asks_for_the_list_alone(d, entrer, loin):
    reponse = entrer(d.operateur).get(LISTE, {"q": "étang"}, headers={"HX-Request": "true"})
    assert reponse.content.decode().startswith('<section id="ecoles"')


@pytest.mark.toute_la_maison
def test_the_list_costs_the_same_whatever_its_length(d, loin, django_assert_num_queries):
    def lire(n):
        personne = Personne.objects.get(pk=d.operateur.pk)
        assert personne.portee.est_operateur
        with django_assert_num_queries(n):
            lister(personne, Recherche())

    lire(25)
    Etablissement.objects.bulk_create(
        Etablissement(uai=f"07822{n:02d}Z", nom=f"École {n}", nature="primaire", commune=loin.commune)
        for n in range(40)
    )
    lire(25)


@pytest.mark.parametrize("qui", ["mere", "enseignante", "directrice", "eleve_cp"])
def test_nobody_else_has_a_list(d, entrer, qui):
    client = entrer(getattr(d, qui))
    for adresse in (LISTE, f"{LISTE}export.csv", f"{LISTE}ouvrir/", f"{LISTE}{d.elementaire.uai}/"):
        assert client.get(adresse).status_code == 404


# --- Figures open what they count ---------------------------------------------------------------------------------------
@pytest.mark.besoin_de("messagerie")
@pytest.mark.parametrize("qui", ["operateur", "referente"])
def test_each_figure_of_the_home_leads_to_the_list_that_it_counts(d, entrer, loin, qui):
    client = entrer(getattr(d, qui))
    accueil = client.get("/").text
    phrase = accueil[accueil.index('class="phrase"') : accueil.index("</p>", accueil.index('class="phrase"'))]
    liens = re.findall(r'<a href="([^"]+)"><b>([\d ]+)( %)?</b>', phrase)
    assert len(liens) == 3
    for adresse, nombre, pour_cent in liens:
        liste = texte(client.get(unescape(adresse)))
        assert (f", {nombre} %" if pour_cent else f"{nombre} ") in liste


def test_the_line_of_a_commune_leads_to_its_schools_with_the_same_numbers(d, entrer, loin):
    client = entrer(d.operateur)
    accueil = client.get("/").content.decode()
    ligne = next(tr for tr in re.findall(r"<tr>.*?</tr>", accueil, re.DOTALL) if "Trappes" in tr)
    adresse = unescape(re.search(r'href="([^"]+)"', ligne).group(1))
    ecoles, classes, eleves, entres = re.findall(r'<a href="[^"]+">([^<]+)</a></td>', ligne)
    liste = texte(client.get(adresse))
    assert f"{ecoles} établissement" in liste and f"{classes} classes · {eleves} élèves" in liste
    assert entres.split(" / ")[0] + " responsable" in liste


def test_what_is_to_be_seen_leads_to_the_schools_in_that_state(d, entrer, loin):
    client = entrer(d.operateur)
    accueil = client.get("/").content.decode()
    adresse, nombre = re.search(r'href="([^"]+)">Sans direction\s:\s<b>(\d+)</b>', accueil).groups()
    liste = texte(client.get(unescape(adresse)))
    assert f"{nombre} établissements sur 4" in liste and "Collège de l’Étang" in liste


# --- Exports ----------------------------------------------------------------------------------------------------------
def test_the_csv_opens_in_a_french_excel_and_holds_what_the_page_shows(d, entrer, loin):
    reponse = entrer(d.operateur).get(f"{LISTE}export.csv", {"q": "étang"})
    assert re.fullmatch(r'attachment; filename="ecoles-\d{4}-\d\d-\d\d\.csv"', reponse["Content-Disposition"])
    assert reponse.content.startswith(b"\xef\xbb\xbf")
    entete, ligne, *reste = reponse.content.decode("utf-8-sig").split("\r\n")
    assert entete.split(";")[:7] == ["UAI", "École", "Commune", "Nature", "Circonscription", "Classes", "Élèves"]
    assert ligne.split(";")[:7] == ["0781111V", "Collège de l’Étang", "Évry", "collège", "", "0", "0"]
    assert reste == [""]


def test_a_name_that_a_spreadsheet_would_run_does_not(d, entrer, loin):
    Etablissement.objects.filter(pk=loin.pk).update(nom="=cmd()")
    assert "'=cmd()" in entrer(d.operateur).get(f"{LISTE}export.csv").content.decode("utf-8-sig")


def test_the_ods_is_one_with_typed_figures(d, entrer):
    reponse = entrer(d.referente).get(f"{LISTE}export.ods")
    contenu = zipfile.ZipFile(io.BytesIO(reponse.content)).read("content.xml").decode()
    assert "École du Cerf-Volant" in contenu and 'office:value-type="float"' in contenu


def test_no_export_names_a_family(d, entrer):
    lu = entrer(d.operateur).get(f"{LISTE}export.csv").content.decode("utf-8-sig")
    assert not [p.nom for p in (d.mere, d.eleve_cp, d.pere_separe) if p.nom in lu]


# --- One school -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("qui", ["operateur", "referente"])
def test_the_page_of_a_school(d, entrer, mardi, qui):
    lue = texte(entrer(getattr(d, qui)).get(f"{LISTE}{d.elementaire.uai}/"))
    for dit in (
        "École du Cerf-Volant",
        d.elementaire.uai,
        "Anne Quéméneur",
        "CP-CE1",
        "Comptes ouverts",
        "Semaine",
        "De 8 h 30",
    ):
        assert dit in lue
    assert not [nom for nom in (d.mere.nom, d.eleve_cp.prenom, d.enseignante.nom) if nom in lue]


def test_a_referent_does_not_read_a_school_elsewhere(d, entrer, loin):
    assert entrer(d.referente).get(f"{LISTE}{loin.uai}/").status_code == 404
    assert entrer(d.referente).get(f"{LISTE}{loin.uai}/direction/").status_code == 404


# --- Opening ----------------------------------------------------------------------------------------------------------
def test_a_school_opens_with_its_first_direction(d, entrer):
    client = entrer(d.operateur)
    reponse = client.post(f"{LISTE}ouvrir/", OUVERTURE | DIRECTION)
    ecole = Etablissement.objects.get(uai="0783456H")
    assert reponse.url == f"{LISTE}0783456H/"
    assert (ecole.nom, ecole.commune.nom, ecole.nature) == ("École des Merisiers", "Élancourt", "primaire")
    role = Role.objects.get(etablissement=ecole)
    assert (role.nature, str(role.personne), role.personne.courriel_contact) == (
        "directeur",
        "Rose Ny",
        "ecole.merisiers@exemple.fr",
    )
    assert not role.personne.has_usable_password()
    premiere = EntreeJournal.objects.filter(etablissement=ecole).order_by("pk").first()
    assert (premiere.verbe, premiere.auteur_uuid) == ("annuaire.creer_etablissement", d.operateur.uuid)
    assert "Compte pas encore ouvert" in texte(client.get(reponse.url))


@pytest.mark.parametrize(
    ("dits", "phrase"),
    [
        (
            DIRECTION | {"inviter": "on"},
            "C’est ouvert : École des Merisiers. Mme Ny y dirige. Une invitation part à son adresse.",
        ),
        (DIRECTION, "C’est ouvert : École des Merisiers. Mme Ny y dirige : imprimez son papier, il ouvre son compte."),
        ({"inviter": "on"}, "C’est ouvert : École des Merisiers."),
    ],
)
def test_who_opens_a_school_reads_what_became_of_its_direction(d, entrer, dits, phrase):
    page = texte(entrer(d.operateur).post(f"{LISTE}ouvrir/", OUVERTURE | dits, follow=True))
    assert phrase in page and ("Une invitation part" in page) is ("invitation" in phrase)


def test_a_school_may_open_without_a_direction_which_is_named_later(d, entrer):
    client = entrer(d.operateur)
    assert client.post(f"{LISTE}ouvrir/", OUVERTURE).status_code == 302
    assert "Personne ne dirige encore cette école ici." in texte(client.get(f"{LISTE}0783456H/"))
    client.post(f"{LISTE}0783456H/direction/", DIRECTION)
    assert "Rose Ny" in texte(client.get(f"{LISTE}0783456H/"))


def test_a_direction_is_named_once_whatever_the_page_that_is_sent(d, entrer):
    client = entrer(d.operateur)
    client.post(f"{LISTE}ouvrir/", OUVERTURE | DIRECTION)
    refus = client.post(f"{LISTE}0783456H/direction/", DIRECTION | {"prenom": "Rosa"})
    assert refus.status_code == 422 and "travaille déjà dans cette école" in texte(refus)
    assert Role.objects.filter(etablissement__uai="0783456H").count() == 1


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"uai": "0783456A"}, "La lettre de l’UAI 0783456A devrait être H"),
        ({"uai": "783456"}, "Un UAI a sept chiffres et une lettre"),
        ({"nom": ""}, "À corriger"),
        ({"nom": "\u200b\u202e"}, "À corriger"),
        (DIRECTION | {"prenom": "\u200b"}, "Pour nommer la direction, il faut son prénom, son nom et son adresse."),
        ({"commune": "75056"}, "choix"),
        ({"prenom": "Rose"}, "Pour nommer la direction, il faut son prénom, son nom et son adresse."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_opens(d, entrer, change, phrase):
    reponse = entrer(d.operateur).post(f"{LISTE}ouvrir/", OUVERTURE | change)
    assert reponse.status_code == 422 and phrase in texte(reponse)
    assert "Rien n’est encore enregistré : corrigez ce qui est marqué." in texte(reponse)
    assert not Etablissement.objects.filter(nom="École des Merisiers").exists()


def test_a_name_too_long_is_refused_whole_and_cut_by_no_browser(d, entrer):
    client = entrer(d.operateur)
    page = client.get(f"{LISTE}ouvrir/").content.decode()
    assert "maxlength" not in re.search(r'<input[^>]*name="nom"[^>]*>', page)[0]
    assert "maxlength" not in re.search(r'<input[^>]*name="circonscription"[^>]*>', page)[0]
    refus = client.post(f"{LISTE}ouvrir/", OUVERTURE | {"nom": "é" * 300})
    assert refus.status_code == 422 and "C’est trop long : 300 caractères, pour 120 au plus." in texte(refus)
    assert f'value="{"é" * 300}"' in refus.content.decode()
    assert not Etablissement.objects.filter(uai="0783456H").exists()


@pytest.mark.parametrize("sienne", ["courriel", "courriel_contact"])
def test_an_address_of_somebody_is_said_once_without_whose_it_is(d, entrer, sienne):
    Personne.objects.filter(pk=d.referente.pk).update(**{sienne: "prise@exemple.fr"})
    client, prise = entrer(d.operateur), DIRECTION | {"courriel": "Prise@exemple.fr"}
    for adresse, envoi in [(f"{LISTE}ouvrir/", OUVERTURE | prise), (f"{LISTE}{d.elementaire.uai}/direction/", prise)]:
        refus = client.post(adresse, envoi)
        assert refus.status_code == 422 and "Cette adresse est déjà celle de quelqu’un ici." in texte(refus)
        assert d.referente.nom not in texte(refus) and not Personne.objects.filter(nom="Ny").exists()
        [dite] = re.findall(r'name="adresse_dite" value="([^"]+)"', refus.content.decode())
        autre = client.post(adresse, envoi | {"courriel": d.mere.courriel, "adresse_dite": dite})
        assert autre.status_code == 422, "another address is said too"
    assert client.post(f"{LISTE}ouvrir/", OUVERTURE | prise | {"adresse_dite": dite}).status_code == 302
    assert Role.objects.get(etablissement__uai="0783456H").personne.courriel_contact == "Prise@exemple.fr"


def test_a_school_that_is_there_is_named(d, entrer):
    reponse = entrer(d.operateur).post(f"{LISTE}ouvrir/", OUVERTURE | {"uai": d.elementaire.uai.lower()})
    assert "Cet établissement est déjà là : École du Cerf-Volant." in texte(reponse)


def test_a_form_sent_twice_opens_one_school(d, entrer):
    client = entrer(d.operateur)
    numero = re.search(r'name="numero" value="([^"]+)"', client.get(f"{LISTE}ouvrir/").content.decode()).group(1)
    for _fois in range(2):
        assert client.post(f"{LISTE}ouvrir/", OUVERTURE | {"numero": numero}).url == f"{LISTE}0783456H/"
    assert Etablissement.objects.filter(uai="0783456H").count() == 1


@pytest.mark.parametrize("qui", ["referente", "directrice", "enseignante", "mere"])
def test_the_operator_alone_opens_a_school_and_names_a_direction(d, entrer, qui):
    client = entrer(getattr(d, qui))
    assert client.post(f"{LISTE}ouvrir/", OUVERTURE).status_code == 404
    assert client.post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION).status_code == 404
    assert not Personne.objects.filter(nom="Ny").exists()


# --- The first paper of a direction -------------------------------------------------------------------------------------
@pytest.fixture
def nouvelle(d, entrer):
    entrer(d.operateur).post(f"{LISTE}ouvrir/", OUVERTURE | DIRECTION)
    return Personne.objects.get(nom="Ny")


def papier(personne, uai: str = "0783456H") -> str:
    return reverse("connexion_papier_direction", args=[uai, personne.uuid])


def test_the_operator_prints_the_first_paper_of_a_direction(d, entrer, nouvelle):
    reponse = entrer(d.operateur).post(papier(nouvelle))
    assert reponse.content.startswith(b"%PDF-")
    assert (
        EntreeJournal.objects.filter(verbe="connexion.imprimer_papiers_du_personnel").last().auteur_uuid
        == d.operateur.uuid
    )


def test_an_open_account_gets_no_paper_from_the_operator(d, entrer):
    """A paper opens all that its holder sees: it is not a way into a school that works."""
    reponse = entrer(d.operateur).post(papier(d.directrice, d.elementaire.uai))
    assert reponse.status_code == 302 and reponse.url == f"{LISTE}{d.elementaire.uai}/"


def test_whoever_does_not_direct_gets_no_paper_there(d, entrer, nouvelle):
    assert entrer(d.operateur).post(papier(d.enseignante, d.elementaire.uai)).status_code == 404
    Role.objects.create(personne=nouvelle, nature="referent_commune", commune=d.elementaire.commune, debut="2026-09-01")
    assert entrer(d.operateur).post(papier(nouvelle)).status_code == 302  # more than a direction: not from here


@pytest.mark.parametrize("qui", ["directrice", "enseignante", "mere", "referente"])
def test_nobody_else_prints_it(d, entrer, nouvelle, qui):
    assert entrer(getattr(d, qui)).post(papier(nouvelle)).status_code in (403, 404)


def test_those_who_follow_a_school_are_all_named_there_and_read_one_another(d, entrer, mardi):
    """Two of one commune, two of the territory; nobody of another commune, nor who is so no more."""

    def suiveur(nom: str, **role) -> Personne:
        personne = Personne.objects.create_user(prenom="Ana", nom=nom, civilite="Mme")
        Role.objects.create(personne=personne, debut=dt.date(2026, 9, 1), **role)
        return personne

    trappes, ailleurs = d.elementaire.commune, d.maternelle.commune
    autre = suiveur("Second", nature="referent_commune", commune=trappes)
    suiveur("Tierce", nature="operateur")
    suiveur("Loin", nature="referent_commune", commune=ailleurs)
    suiveur("Finie", nature="operateur", fin=mardi.date() - dt.timedelta(days=1))
    for lecteur in (d.referente, autre, d.operateur):
        page = texte(entrer(lecteur).get(reverse("annuaire_fiche", args=[d.elementaire.uai])))
        for nom, pour in (
            (str(d.referente), "la commune, Trappes"), ("Ana Second", "la commune, Trappes"), (str(d.operateur), "le territoire"),
            ("Ana Tierce", "le territoire"),
        ):  # fmt: skip
            assert f"{nom} Pour {pour}" in page
        assert "Loin" not in page and "Finie" not in page
