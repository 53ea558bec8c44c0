"""First hours: a school that has nothing yet, a teacher without class, a class without pupils, a parent without child. No page offers what is not there."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from config.demonstration.distribution import identite
from ent.annuaire import actions
from ent.annuaire.models import Affectation, Classe, Etablissement, Personne, Role
from tests.portail.test_accueil import texte

GENS = ["direction_elementaire", "direction_college", "sans_classe", "classe_vide", "sans_enfant", "sans_ecole"]
LIEN = re.compile(r'<a\b[^>]*href="(/[^"#]*)')


def liens(reponse) -> set[str]:
    return {unescape(lien) for lien in LIEN.findall(reponse.text)} - {"/sortir/"} if not reponse.streaming else set()


def neuf(prenom: str) -> Personne:
    courriel = f"{prenom}@exemple.fr"
    lui = Personne.objects.create(uuid=identite(prenom), prenom=prenom, nom="Neuf", courriel=courriel)
    EmailAddress.objects.create(user=lui, email=courriel, primary=True, verified=True)
    return lui


def ecole_neuve(d, uai: str, nature: str) -> Etablissement:
    return Etablissement.objects.create(uai=uai, nom="Les Premiers Pas", nature=nature, commune=d.elementaire.commune)


@pytest.fixture
def gens(d, mardi) -> dict[str, Personne]:
    """By what each lacks."""
    debut = {"debut": mardi.date()}
    siens = {qui: neuf(qui) for qui in GENS}
    vides = {n: ecole_neuve(d, uai, n) for n, uai in (("elementaire", "0789911Y"), ("college", "0789912Z"))}
    for nature, ecole in vides.items():
        actions.donner_role(
            personne=siens[f"direction_{nature}"], nature=Role.Nature.DIRECTEUR, etablissement=ecole, **debut
        )
    actions.donner_role(
        personne=siens["sans_classe"], nature=Role.Nature.ENSEIGNANT, etablissement=vides["elementaire"], **debut
    )
    vide = Classe.objects.create(etablissement=d.elementaire, annee=d.cp_ce1.annee, nom="CE2")
    actions.affecter(enseignant=siens["classe_vide"], classe=vide, nature=Affectation.Nature.TITULAIRE, **debut)
    actions.donner_role(
        personne=siens["sans_ecole"], nature=Role.Nature.REFERENT_COMMUNE, commune=vides["college"].commune, **debut
    )
    return siens


@pytest.mark.parametrize("qui", GENS)
def test_no_link_of_the_home_of_plus_nor_of_the_five_places_is_dead(qui, gens, entrer):
    client = entrer(gens[qui])
    pages = {page: client.get(page, follow=True) for page in ("/", "/plus/")}
    pages |= {lien: client.get(lien, follow=True) for lien in sorted(liens(pages["/plus/"]) - {"/", "/plus/"})}
    suivants = {lien: page for page, lue in pages.items() for lien in liens(lue) if lien not in pages}
    plus_loin = {
        lien: client.get(lien, follow=True) for lien in suivants if not lien.startswith(("/aide/", "/langue/"))
    }
    assert {lien: suivants.get(lien) for lien, lue in (pages | plus_loin).items() if lue.status_code >= 400} == {}


def test_a_direction_without_class_reads_on_its_home_where_classes_come_from(gens, entrer):
    maison = entrer(gens["direction_college"]).get("/").text
    assert "Tout est en ordre" not in maison
    assert "Le collège n’a pas encore de classe. Ses divisions viennent de l’annuaire de l’État (AAF)" in maison
    assert 'href="/annuaire/0789912' in maison.partition("Ses divisions")[2].partition("</li>")[0]
    assert (
        "Ses divisions viennent de l’annuaire de l’État (AAF)"
        in entrer(gens["direction_college"]).get("/annuaire/", follow=True).text
    )
    assert "Déposez les deux fichiers d’ONDE" in entrer(gens["direction_elementaire"]).get("/").text


@pytest.mark.parametrize(
    ("adresse", "dit"),
    [
        ("/annuaire/0789911Y/comptes/", "Aucun responsable n’est encore connu ici."),
        ("/annuaire/0789911Y/comptes/?ouverts=1", "Aucun responsable n’est encore connu ici."),
        ("/annuaire/0789911Y/responsables/", "Aucun responsable n’est encore connu ici."),
        pytest.param(
            "/annuaire/0789911Y/attente/", "Aucune ligne n’attend.", marks=pytest.mark.besoin_de("ent.services.onde")
        ),
        pytest.param(
            "/absences/ecole/0789911Y/",
            "Aucune classe n’a encore d’élève.",
            marks=pytest.mark.besoin_de("ent.services.vie_scolaire"),
        ),
    ],
)
def test_a_school_that_has_nobody_does_not_say_that_all_is_done(gens, entrer, adresse, dit):
    lue = texte(entrer(gens["direction_elementaire"]).get(adresse))
    assert dit in lue
    for fait in ("Tous les comptes sont ouverts", "Tous les liens", "Tous les responsables", "Chaque absence"):
        assert fait not in lue


@pytest.mark.besoin_de("ent.services.liaison")
def test_a_direction_without_class_is_asked_to_choose_none(gens, entrer):
    page = entrer(gens["direction_elementaire"]).get("/dossiers/ecole/").text
    assert "L’école n’a pas encore de classe." in page
    assert "Choisissez une classe" not in page
    assert "Tout est ouvert" not in page


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_the_roll_of_a_class_without_pupils_says_so_and_asks_for_nothing(gens, d, mardi, entrer):
    client, vide = entrer(gens["classe_vide"]), Classe.objects.get(nom="CE2")
    page = client.get(reverse("appel_classe", args=[vide.pk, mardi.date(), "matin"])).text
    assert "Aucun élève n’est encore inscrit dans cette classe." in page
    assert "Envoyer l’appel" not in page and "Toucher un prénom" not in page
    pleine = entrer(d.enseignante).get(reverse("appel_classe", args=[d.cp_ce1.pk, mardi.date(), "matin"])).text
    assert "Envoyer l’appel" in pleine and "Aucun élève" not in pleine
    assert "demi-journée est finie" not in page and "Répartir la classe" not in page
    liste = client.get(reverse("appel")).text
    assert (
        "Aucun élève n’est encore inscrit" in liste and "pas encore fait" not in liste and "Faire l’appel" not in liste
    )
    assert "Faire l’appel" not in client.get("/").text and "Faire l’appel" in entrer(d.enseignante).get("/").text


def test_who_directs_and_teaches_no_class_is_not_sent_to_themself(gens, d, entrer):
    page = entrer(d.directrice).get(reverse("cahier")).text
    assert "Demandez-lui" not in page and f'href="{reverse("annuaire")}"' in page.partition("Pas encore de classe")[2]
    assert "Demandez-lui" in entrer(gens["sans_classe"]).get(reverse("cahier")).text
    journaux = entrer(gens["direction_elementaire"]).get(reverse("journal_classes"))
    assert "Demandez-lui" not in journaux.text


@pytest.mark.parametrize(
    ("adresse", "envoi"),
    [
        ("cahier_donner_classe", {"nature": "lire", "texte": "Relire", "jour": "2026-11-26", "pour": ""}),
        (
            "carnet_ecrire_classe",
            {
                "nature": "accuse",
                "date_limite": "2026-11-27",
                "titre": "Photo",
                "texte": "Jeudi.",
                "pour": "",
                "signatures": "une",
            },
        ),
        pytest.param(
            "agenda_ecrire_classe",
            {"titre": "Piscine", "jour": "2026-12-04", "de": "09:00", "a": "10:30", "lieu": "", "rythme": ""},
            marks=pytest.mark.besoin_de("ent.services.agenda_ecole"),
        ),
    ],
)
def test_who_writes_to_a_class_without_pupils_is_not_told_that_families_read_it(gens, entrer, adresse, envoi):
    vide = Classe.objects.get(nom="CE2")
    page = entrer(gens["classe_vide"]).post(reverse(adresse, args=[vide.pk]), envoi, follow=True)
    assert page.redirect_chain and "le voient" not in texte(page)
    assert "personne ne le voit : aucun élève n’y est encore inscrit" in texte(page)
