"""Homes: what each person of the cast finds, in how many queries, and what they never see of others."""

import datetime as dt
import gzip
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg import _queries

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Responsabilite, Role
from ent.coquille.assemblages import assembler

pytestmark = pytest.mark.besoin_de(
    "cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire", "ent.services.onde"
)  # a home is counted with all that stands on it


def texte(reponse) -> str:
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text)).strip()


FAMILLE = ["tuile-a-faire", "tuile-periscolaire-service", "tuile-jours", "tuile-nouvelles"]


ENSEIGNANT = [
    f"tuile-{nom}"
    for nom in ["raccourcis", "appel", "a-faire", "cahier-demain", "rendez-vous", "periscolaire-jour", "cahier"]
]


@pytest.mark.toute_la_maison
@pytest.mark.parametrize(
    ("personne", "univers"),
    [
        ("mere", FAMILLE),
        ("mere_arabophone", FAMILLE),
        ("pere_separe", FAMILLE),
        ("enseignante", ENSEIGNANT),
        ("enseignant", ENSEIGNANT),
        ("remplacant", ENSEIGNANT),
        ("directrice", ["tuile-ecoles", "tuile-messages", "tuile-site"]),
        ("referente", ["tuile-commune", "tuile-messages"]),
        ("operateur", ["tuile-territoire"]),
        ("eleve_cp", ["tuile-cahier", "tuile-journal", "tuile-messages"]),
    ],
)
def test_each_person_finds_their_tiles(d, entrer, mardi, personne, univers):
    page = entrer(getattr(d, personne)).get("/")
    assert page.status_code == 200
    assert re.findall(r'<section id="(tuile-[\w-]+)"', page.text) == univers


def test_a_person_of_two_universes_has_tabs(d, entrer, mardi):
    client = entrer(d.directrice_maternelle)
    page = client.get("/").text
    assert re.findall(r'<a href="\?univers=(\w+)"', page) == ["enseignant", "direction"]
    assert 'id="tuile-ecoles"' in client.get("/?univers=direction").text


def test_a_home_that_is_not_or_no_more_theirs_is_the_one_they_were_at(d, entrer, mardi):
    client = entrer(d.directrice_maternelle)
    ailleurs = client.get("/?univers=territoire")
    assert (ailleurs.status_code, ailleurs.context["univers"]) == (200, "enseignant")
    assert "univers" not in ailleurs.cookies and 'id="tuile-territoire"' not in ailleurs.text
    client.get("/?univers=direction")
    assert client.get("/?univers=pouvoirs").context["univers"] == "direction"


# --- Families -------------------------------------------------------------------------------------------------------
def test_a_mother_is_greeted_by_the_hour(d, entrer, horloge):
    horloge(dt.datetime(2026, 11, 24, 8, 0, tzinfo=timezone.get_default_timezone()))
    page = texte(entrer(d.mere).get("/"))
    assert "Bonjour Nadia mardi 24 novembre" in page
    assert "Rien à préparer." in page and "soirée" not in page, (
        "nobody is wished a good evening at eight in the morning"
    )
    horloge(dt.datetime(2026, 11, 24, 19, 0, tzinfo=timezone.get_default_timezone()))
    assert "Bonsoir Nadia mardi 24 novembre" in texte(entrer(d.mere).get("/"))


def test_children_are_filtered_by_plain_links(d, entrer, mardi):
    client = entrer(d.mere)
    page = client.get("/").text
    puces = re.findall(r'<a class="puce[^"]*" href="([^"]+)"', page)
    assert puces == ["?univers=famille"] + [
        f"?univers=famille&amp;enfant={e.uuid}" for e in (d.eleve_cp, d.eleve_ms, d.eleve_cm2)
    ]
    page = client.get(f"/?enfant={d.eleve_cp.uuid}")
    fil = page.text.partition("<main")[2]
    assert "Inès" in fil
    assert "Sofiane" not in fil


def test_a_mother_of_one_has_no_filter(d, entrer, mardi):
    assert 'class="puces"' not in entrer(d.mere_arabophone).get("/").text


@pytest.mark.parametrize("adresse", ["/?enfant={uuid}", "/tuile/famille/jours/?enfant={uuid}"])
def test_the_child_of_another_family_does_not_exist(d, entrer, mardi, adresse):
    """Inès and Kenza are in the same class: the leak would be easy."""
    assert entrer(d.mere_arabophone).get(adresse.format(uuid=d.eleve_cp.uuid)).status_code == 404
    assert entrer(d.mere_arabophone).get(adresse.format(uuid=d.eleve_ce1.uuid)).status_code == 200
    assert entrer(d.mere).get(adresse.format(uuid="pas-un-uuid")).status_code == 404


def test_a_separated_father_sees_neither_the_child_of_another_nor_the_address_of_the_mother(d, entrer, mardi):
    page = entrer(d.pere_separe).get("/").text
    assert str(d.eleve_ms.uuid) not in page
    assert "Lina-Maëlys" not in page
    assert d.mere.courriel not in page


def test_a_tile_asks_for_itself_with_its_filter(d, entrer, mardi):
    page = entrer(d.mere).get(f"/?enfant={d.eleve_cp.uuid}").text
    assert f'data-hx-get="/tuile/famille/jours/?enfant={d.eleve_cp.uuid}"' in page
    seule = entrer(d.mere).get(f"/tuile/famille/jours/?enfant={d.eleve_cp.uuid}").text
    assert seule.startswith(
        '<section id="tuile-jours" class="tuile" data-tuile data-hx-get="/tuile/famille/jours/?enfant='
    )


@pytest.mark.besoin_de("cahier_de_textes")
def test_the_week_is_that_of_the_child_whom_one_filters(d, entrer, mardi):
    client = entrer(d.mere)
    seule = client.get(f"/tuile/famille/jours/?enfant={d.eleve_cp.uuid}").text
    assert f'href="/semaine/?enfant={d.eleve_cp.uuid}"' in seule
    assert 'href="/semaine/"' in client.get("/tuile/famille/jours/").text


def test_a_tile_of_a_universe_that_is_not_ones_own_does_not_exist(d, entrer, mardi):
    assert entrer(d.mere).get("/tuile/territoire/territoire/").status_code == 404
    assert entrer(d.operateur).get("/tuile/famille/jours/").status_code == 404
    assert entrer(d.mere).get("/tuile/famille/inconnue/").status_code == 404


def test_nobody_reads_a_home_without_signing_in(client):
    for adresse in ("/", "/tuile/famille/jours/", "/notifications/", "/plus/"):
        assert client.get(adresse)["Location"] == f"/entrer/?next={adresse}"


def test_someone_without_a_child_is_told_what_to_do(d, entrer, mardi):
    seul = Personne.objects.create(prenom="Ali", nom="Seul", courriel="ali@exemple.fr")
    page = entrer(seul).get("/")
    assert "Bienvenue, Ali Aucun enfant n’est encore relié à votre compte." in texte(page)
    assert 'href="/ajouter-un-enfant/"' in page.text


def test_a_member_of_staff_without_a_class_is_not_asked_for_a_child(d, entrer, mardi):
    atsem = Personne.objects.create(prenom="Ada", nom="Libre", courriel="ada@exemple.fr")
    annuaire.donner_role(personne=atsem, nature=Role.Nature.PERSONNEL, etablissement=d.maternelle)
    assert "L’école ne vous a pas encore confié de classe." in texte(entrer(atsem).get("/"))


def test_who_worked_in_a_school_until_yesterday_reads_that_it_is_over_and_no_child_is_awaited(d, entrer, mardi):
    hier = mardi.date() - dt.timedelta(days=1)
    hugo = Personne.objects.create(prenom="Hugo", nom="Tessier", courriel="hugo@exemple.fr")
    Role.objects.create(
        personne=hugo, nature="enseignant", etablissement=d.elementaire, debut=hier - dt.timedelta(days=7), fin=hier
    )
    page = texte(entrer(hugo).get("/"))
    assert f"{d.elementaire.nom} Votre dernier jour y était le 23 novembre 2026." in page
    assert "Aucun enfant" not in page and "Bienvenue" not in page


def test_the_home_of_a_family_costs_the_same_for_one_child_and_for_three(d, entrer, mardi, django_assert_num_queries):
    """Session, person, ties, children, travaux, what the tiles ask with what is unread, and what was told."""
    for parent in (d.mere_arabophone, d.mere):
        client = entrer(parent)
        with django_assert_num_queries(7):
            client.get("/")


@pytest.mark.reel
def test_how_the_queries_of_a_home_are_written_is_kept(d, entrer, mardi, monkeypatch):
    """psycopg parses again, at each use, a query that is longer than it was told to keep; rooms ask theirs in one."""
    client = entrer(d.mere)  # of three children
    client.get("/")
    encore = []
    ecrire = _queries._query2pg_nocache
    monkeypatch.setattr(_queries, "_query2pg_nocache", lambda *dits: encore.append(dits) or ecrire(*dits))
    client.get("/")
    assert encore == []


def test_the_first_load_of_a_parents_home_stays_under_100_kilobytes(d, entrer, mardi):
    html = gzip.compress(entrer(d.mere).get("/").content, 6)
    cadre = [assembler(nom).gzip for nom in ("style.css", "script.js", "icones.svg", "dessins.svg")]
    assert len(html) + sum(map(len, cadre)) < 52_000


# --- Pupils ---------------------------------------------------------------------------------------------------------
def test_a_pupil_finds_their_name_their_sticker_and_a_way_out(d, entrer, mardi):
    page = entrer(d.eleve_cp).get("/").text
    assert '<body class="eleve"' in page
    assert "<h1>Bonjour Inès</h1>" in page
    assert "gommette--tete g-turquoise" in page
    assert 'action="/tablette/changer/"' in page


def test_a_pupil_has_no_bell_and_no_pages_of_adults(d, entrer, mardi):
    client = entrer(d.eleve_cp)
    assert "/notifications/" not in client.get("/").text
    assert [client.get(a).status_code for a in ("/notifications/", "/plus/")] == [404, 404]


# --- Teachers -------------------------------------------------------------------------------------------------------
def test_a_teacher_without_a_class_is_told_where_it_will_come_from(d, entrer, mardi):
    nouvelle = Personne.objects.create(prenom="Zoé", nom="Nouvelle", courriel="zoe@exemple.fr")
    annuaire.donner_role(personne=nouvelle, nature=Role.Nature.ENSEIGNANT, etablissement=d.elementaire)
    assert "Aucune classe aujourd’hui" in texte(entrer(nouvelle).get("/"))


# --- Direction ------------------------------------------------------------------------------------------------------
def ecole(nom: str, chiffres: str, d, directrice: Personne) -> Etablissement:
    from ent.annuaire.codes import lettre_uai

    creee = Etablissement.objects.create(
        uai=chiffres + lettre_uai(chiffres), nom=nom, nature="elementaire", commune=d.elementaire.commune
    )
    annuaire.donner_role(personne=directrice, nature=Role.Nature.DIRECTEUR, etablissement=creee)
    return creee


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_a_direction_reads_the_state_of_its_school_alone(d, entrer, mardi):
    from ent.services.onde.models import LigneEnAttente

    LigneEnAttente.objects.create(
        etablissement=d.maternelle,
        empreinte="x",
        fichier="f.csv",
        ligne=2,
        raison="Deux élèves ont ce nom.",
        contenu={},
    )
    page = texte(entrer(d.directrice).get("/"))
    assert "École du Cerf-Volant École élémentaire · Trappes · 0789901N" in page
    assert "2 classes , 36 élèves . 3 responsables sur 36 ont ouvert leur compte." in page
    assert (
        "Messages signalés 0 Comptes à ouvrir 33 Lignes qui attendent 0 Liens à confirmer 33 Dernier import aucun "
        "Ne peuvent plus écrire 0 Cantine aujourd’hui pas ouverte ici"
        in re.sub(r"(?<=\w) , [A-Z][\w ’à]+?(?= [A-Z])", "", page)
    )
    assert "Coquelicots" not in page


def test_a_direction_reads_all_there_is_to_decide_what_blocks_families_most_first(d, entrer, mardi):
    from ent.services.onde.models import LigneEnAttente

    client = entrer(d.directrice)
    papiers = "33 responsables n’ont pas encore ouvert leur compte. Donnez-leur leur papier."
    assert "À décider aujourd’hui" in texte(client.get("/")) and papiers in texte(client.get("/"))
    LigneEnAttente.objects.create(
        etablissement=d.elementaire,
        empreinte="x",
        fichier="f.csv",
        ligne=2,
        raison="Deux élèves ont ce nom.",
        contenu={},
    )
    assert re.search(f"1 responsable attend que vous disiez qui est son enfant.*{papiers}", texte(client.get("/")))
    Classe.objects.filter(etablissement=d.elementaire).update(fermee_le=timezone.now())
    assert "L’école n’a pas encore de classe." in texte(client.get("/"))


def test_a_direction_that_has_nothing_left_to_do_is_told_so(d, entrer, mardi, horloge):
    from ent.services.onde.models import ImportOnde

    Responsabilite.objects.filter(etablissement=d.elementaire).update(autorite=Responsabilite.Autorite.CONFIRMEE)
    for adulte in Personne.objects.filter(responsabilites__etablissement=d.elementaire, courriel=None):
        Personne.objects.filter(pk=adulte.pk).update(identifiant=f"adulte{adulte.pk}")
    ImportOnde.objects.create(
        etablissement=d.elementaire, auteur=d.directrice, etat=ImportOnde.Etat.APPLIQUE, applique_le=timezone.now()
    )
    horloge(mardi.replace(hour=8))  # before the bell no roll is asked for
    page = texte(entrer(d.directrice).get("/"))
    assert "Tout est en ordre : rien n’attend la direction." in page
    assert "Dernier import 24 novembre" in page


@pytest.mark.parametrize("ou", ["elementaire", "college"])
def test_a_direction_reads_how_many_pupils_have_no_responsable_known(d, entrer, mardi, ou):
    phrase = (
        "2 élèves n’ont aucun responsable connu : personne ne reçoit ce qui les concerne. Voir dans quelles classes"
    )
    client, cible, enfants = entrer(d.directrice), getattr(d, ou), [d.eleve_cp, d.eleve_ce1]
    if ou == "college":
        annuaire.donner_role(personne=d.directrice, nature=Role.Nature.DIRECTEUR, etablissement=cible)
    assert phrase not in texte(client.get("/"))
    if ou == "college":
        classe = Classe.objects.create(etablissement=cible, annee=d.cp_ce1.annee, nom="6A")
        for enfant in enfants:
            Inscription.objects.create(eleve=enfant, classe=classe, debut=mardi.date())
    else:
        Responsabilite.objects.filter(enfant__in=enfants).update(fin=mardi.date() - dt.timedelta(days=1))
    page = client.get("/")
    assert phrase in texte(page) and f'href="{reverse("annuaire_comptes", args=[cible.uai])}"' in page.text


@pytest.mark.toute_la_maison
def test_the_home_of_a_direction_costs_the_same_for_one_school_and_for_three(
    d, entrer, mardi, django_assert_num_queries
):
    for nombre in (1, 3):
        if nombre == 3:
            ecole("École des Sources", "0789911", d, d.directrice)
            ecole("École du Lac", "0789912", d, d.directrice)
        client = entrer(Personne.objects.get(pk=d.directrice.pk))
        with django_assert_num_queries(30):
            page = client.get("/").text
        assert page.count('<article class="carte ecole-du-jour"') == nombre


# --- Commune and territory ------------------------------------------------------------------------------------------
def lignes(page: str) -> list[list[str]]:
    corps = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", c)).strip()
            for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", rang, re.DOTALL)
        ]
        for rang in corps.split("</tr>")[:-1]
    ]


def test_the_operator_reads_counts_by_commune(d, entrer, mardi):
    page = entrer(d.operateur).get("/")
    assert lignes(page.text) == [
        ["Élancourt", "1", "1", "10", "1 / 10 · 10 %"],
        ["Trappes", "2", "2", "36", "3 / 36 · 8 %"],
    ]
    assert "46 élèves dans 3 classes . 7 % des responsables ont ouvert leur compte." in texte(page)


def test_a_referente_reads_the_schools_of_her_commune_alone(d, entrer, mardi):
    page = entrer(d.referente).get("/").text
    assert lignes(page) == [
        ["Collège des Grands-Chênes", "0", "0", "personne encore"],
        ["École du Cerf-Volant", "2", "36", "3 / 36 · 8 %"],
    ]
    assert "Coquelicots" not in page


def test_a_family_of_two_schools_is_one_on_the_home_of_each_and_in_their_lists(d, entrer, mardi):
    """One definition: the operator's line of the commune, what the référente reads of it, and the list of both."""
    sources = ecole("École des Sources", "0789911", d, d.directrice)
    classe = Classe.objects.create(etablissement=sources, annee=d.cp_ce1.annee, nom="CP")
    Inscription.objects.create(eleve=d.eleve_ce1, classe=classe, debut=mardi.date())
    annuaire.rattacher(adulte=d.mere, enfant=d.eleve_ce1, etablissement=sources)
    assert lignes(entrer(d.operateur).get("/").text)[1] == ["Trappes", "3", "3", "36", "3 / 36 · 8 %"]
    page = entrer(d.referente).get("/")
    assert sum(int(ligne[3].split()[0]) for ligne in lignes(page.text) if "/" in ligne[3]) == 4
    assert "36 élèves dans 3 classes . 8 % des responsables" in texte(page)
    for qui in (d.operateur, d.referente):
        liste = texte(entrer(qui).get(reverse("annuaire_ecoles") + f"?commune={d.elementaire.commune_id}"))
        assert "36 élèves · 3 responsables entrés sur 36, 8 %" in liste


def test_a_referente_does_not_count_the_school_of_her_own_child_elsewhere(d, entrer, mardi):
    annuaire.rattacher(adulte=d.referente, enfant=d.eleve_ms, etablissement=d.maternelle)
    page = entrer(d.referente).get("/?univers=commune").text
    assert [rang[0] for rang in lignes(page)] == ["Collège des Grands-Chênes", "École du Cerf-Volant"]


@pytest.mark.parametrize("personne", ["operateur", "referente"])
def test_figures_name_nobody(d, entrer, mardi, personne):
    main = texte(entrer(getattr(d, personne)).get("/")).partition("Nouveau")[0]
    noms = {e.nom for e in d.gens.values()} - {getattr(d, personne).nom}
    assert [nom for nom in noms if re.search(rf"\b{nom}\b", main)] == []


@pytest.mark.parametrize(("personne", "requetes"), [("operateur", 23), ("referente", 25)])
def test_figures_cost_the_same_for_one_school_and_for_more(
    d, entrer, mardi, django_assert_num_queries, personne, requetes
):
    for _tour in range(2):
        client = entrer(Personne.objects.get(pk=getattr(d, personne).pk))
        with django_assert_num_queries(requetes):
            client.get("/")
        for n in range(3, 6):
            if not Etablissement.objects.filter(nom=f"École {n}").exists():
                ecole(f"École {n}", f"078992{n}", d, d.directrice)
