"""A parent of a CP pupil, here, links the account that they have on the site of a collège made as ours: the same page as if both schools were on one."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cahier_de_textes.actions.travaux import publier_travail, retirer_travail
from cahier_de_textes.models import Travail
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.annuaire.registres import prevenir_des_liens
from ent.diffusion.models import Notification
from ent.services.continuite.actions import accords, fil
from ent.services.continuite.models import Accord, CompteRelie, Element, EnfantRelie
from ent.socle import dehors
from tests.portail.test_accueil import texte
from tests.typographie import relacher

from .conftest import college_de
from .entcore import relire
from .la_bas import ICI, LA, LaBas, accorder, compte_de, enseignante_du_college, lie, ouvrir, partir, revenir

pytestmark = pytest.mark.besoin_de("cahier_de_textes")
LUNDI = dt.date(2026, 11, 23)
JEUDI = dt.date(2026, 11, 26)


@pytest.fixture
def monde(d, mardi, settings, monkeypatch):
    """Nadia has both on one site. Ici answers for the CP pupil alone, La for Lina alone: they are one mother, with an account on each of two sites."""
    settings.ENT_ADRESSE = ICI

    class Monde:
        lina = college_de(d)
        roux, cinquieme = enseignante_du_college(d)
        ici, la = compte_de("Ici"), compte_de("La")
        emetteur, plateforme = ouvrir(d)
        reseau = LaBas()

        @staticmethod
        def travail(texte: str = "Exercices 3 et 4", jour: dt.date = JEUDI) -> Travail:
            return publier_travail(
                classe=Monde.cinquieme, auteur=Monde.roux, nature="ecrire", texte=texte, date_pour=jour
            )

    annee = Monde.cinquieme.annee
    lie(Monde.ici, d.eleve_cp, d.elementaire, annee.debut)
    lie(Monde.la, Monde.lina, d.college, annee.debut)
    monkeypatch.setattr(dehors, "transmettre", Monde.reseau)
    monkeypatch.setattr(fil, "ThreadPoolExecutor", AlaSuite)  # the other site answers on this thread's database
    return Monde


class AlaSuite:
    """What is asked side by side, one after the other."""

    def __init__(self, _combien: int) -> None:
        pass

    def __enter__(self) -> "AlaSuite":
        return self

    def __exit__(self, *_args) -> None:
        pass

    map = staticmethod(map)


def relier(monde, entrer, *enfants) -> CompteRelie:
    client = entrer(monde.ici)
    dits = accorder(entrer(monde.la), partir(client, monde.plateforme), *(enfants or [monde.lina]))
    reponse = revenir(client, dits)
    assert reponse.status_code == 302, reponse.text
    compte = CompteRelie.objects.get()
    fil.lire_un(compte=compte.pk)
    compte.refresh_from_db()
    return compte


def lignes(page: str) -> list[tuple[str, str]]:
    """(day, what stands on it) of « Semaine », in its order: names and words, as they are read."""
    jours = re.findall(r'id="jour-([0-9-]+)"(.*?)</section>', page, re.S)
    return [
        (jour, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", groupe)).strip())
        for jour, corps in jours
        for groupe in re.findall(r'<li class="fil__article">(.*?)</ul>\s*</div>\s*</li>', corps, re.S)
    ]


def semaine(client, lundi: dt.date = LUNDI) -> str:
    return relacher(client.get(reverse("semaine_du", args=[lundi])).text)


# --- One page ------------------------------------------------------------------------------------------------------------
def test_the_page_is_the_same_when_both_schools_are_on_one_site_and_when_they_are_on_two(d, monde, entrer):
    Responsabilite.objects.filter(adulte=d.mere).exclude(enfant__in=[d.eleve_cp, monde.lina]).delete()
    monde.travail()
    monde.travail("Lire le chapitre 2", LUNDI)  # a day of this week that is over
    publier_travail(
        classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Relire la page du hérisson", date_pour=JEUDI
    )
    relier(monde, entrer)
    sur_un_site, sur_deux = lignes_dites(entrer(d.mere)), lignes_dites(entrer(monde.ici))
    assert sur_un_site == sur_deux
    assert {prenom for _jour, prenom, _mots in sur_deux} == {d.eleve_cp.prenom, "Lina"}
    assert any("Exercices 3 et 4" in mots for _jour, prenom, mots in sur_deux if prenom == "Lina")
    assert any(jour == LUNDI for jour, prenom, _mots in sur_deux if prenom == "Lina")


def lignes_dites(client) -> list[tuple[dt.date, str, str]]:
    """(day, first name, the line) of the paper of the week, which says each thing in words."""
    from django.http import HttpRequest

    from ent.portail.lectures.fil import jours_de_la_semaine

    demande = HttpRequest()
    demande.user = Personne.objects.get(pk=client.session["_auth_user_id"])
    demande.suivis = [s for s in demande.user.portee.suivis if s.eleve.pk != demande.user.pk]
    return [
        (jour.date, groupe.suivis[0].eleve.prenom, relacher(chose.mots))
        for jour in jours_de_la_semaine(demande, LUNDI)
        for groupe in jour.groupes
        for chose in groupe.choses
        if chose.mots
    ]


def puces(page: str) -> dict[str, str]:
    """By first name, where the filter of a page leads."""
    nav = re.search(r'<nav class="puces".*?</nav>', page, re.S)
    liens = re.findall(r'<a class="puce" href="([^"]+)".*?</a>', nav.group(0) if nav else "", re.S)
    textes = re.findall(r'<a class="puce" href="[^"]+"[^>]*>(.*?)</a>', nav.group(0) if nav else "", re.S)
    noms = [re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", t, flags=re.S)).strip() for t in textes]
    noms = [nom.split()[-1] for nom in noms]  # after the letter of who has no sticker
    return dict(zip(noms, [lien.replace("&amp;", "&") for lien in liens], strict=True))


def test_a_child_of_the_other_site_is_chosen_among_those_of_the_page(d, monde, entrer):
    monde.travail()
    publier_travail(
        classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Relire la page du hérisson", date_pour=JEUDI
    )
    client = entrer(monde.ici)
    assert "Lina" not in puces(client.get("/?univers=famille").text)
    relier(monde, entrer)
    for adresse in ("/?univers=famille", reverse("semaine_du", args=[LUNDI])):
        dites = puces(client.get(adresse).text)
        assert set(dites) == {d.eleve_cp.prenom, "Lina"}, adresse
    semaine_de = {nom: client.get(reverse("semaine_du", args=[LUNDI]) + lien).text for nom, lien in dites.items()}
    assert "Exercices 3 et 4" in semaine_de["Lina"] and "hérisson" not in semaine_de["Lina"]
    assert "hérisson" in semaine_de[d.eleve_cp.prenom] and "Exercices 3 et 4" not in semaine_de[d.eleve_cp.prenom]
    accueil = client.get(puces(client.get("/?univers=famille").text)["Lina"])
    assert accueil.status_code == 200 and 'aria-current="true"' in accueil.text
    lien = dites["Lina"].partition("enfant=")[2]
    for autre in (d.mere, d.pere_separe):
        assert entrer(autre).get(f"/semaine/?enfant={lien}").status_code == 404, "another's child does not exist"


def test_the_chip_of_the_other_site_costs_the_home_and_the_week_nothing(d, monde, entrer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = entrer(monde.ici)
    adresses = ("/?univers=famille", reverse("semaine_du", args=[LUNDI]))

    def comptes() -> list[int]:
        for adresse in adresses:
            client.get(adresse)
        rendus = []
        for adresse in adresses:
            with CaptureQueriesContext(connection) as faites:
                client.get(adresse)
            rendus.append(len(faites))
        return rendus

    avant = comptes()
    relier(monde, entrer)
    assert all(apres - a <= 2 for a, apres in zip(avant, comptes(), strict=True)), "who they are, once"


def test_it_is_read_where_one_reads_and_a_tap_opens_it_over_there(d, monde, entrer):
    monde.travail()
    relier(monde, entrer)
    client = entrer(monde.ici)
    page = semaine(client)
    assert "Exercices 3 et 4" in page and "Lina" in page
    element = Element.objects.get(compte__isnull=False, nature="devoir")
    ou = client.get(reverse("continuite_aller", args=[element.pk]))
    assert ou["Location"].startswith(f"{LA}/college/vers/")
    au_college = texte(client.get(reverse("continuite")))
    assert "Lina · Collège des Grands-Chênes" in au_college
    compte = texte(client.get(reverse("continuite_compte", args=[element.compte.uuid])))
    assert "De qui il parle" in compte and "Lina" in compte


def test_nothing_is_read_before_yes_nor_of_a_child_who_was_not_chosen(d, monde, entrer):
    from .conftest import inscrire

    monde.travail()
    inscrire(d, "Sami", "Belhadj", monde.la, monde.cinquieme)
    client = entrer(monde.ici)
    dits = accorder(entrer(monde.la), partir(client, monde.plateforme), refuser="1")
    assert "rien n’est lu" in revenir(client, dits).text
    assert (CompteRelie.objects.count(), monde.reseau.appels) == (0, [])
    relier(monde, entrer)
    assert [enfant.prenom for enfant in EnfantRelie.objects.all()] == ["Lina"]
    assert "Sami" not in semaine(client)


def test_a_return_of_another_site_or_without_what_left_from_here_links_nothing(d, monde, entrer):
    client = entrer(monde.ici)
    dits = accorder(entrer(monde.la), partir(client, monde.plateforme), monde.lina)
    assert revenir(client, dits | {"iss": "https://autre.exemple.fr"}).status_code == 422
    assert revenir(client, dits).status_code == 422  # it served once
    autre = accorder(entrer(monde.la), partir(client, monde.plateforme), monde.lina)
    assert revenir(entrer(d.mere_arabophone), autre).status_code == 422
    assert not CompteRelie.objects.exists() and monde.reseau.appels == []


# --- Whose they are ------------------------------------------------------------------------------------------------------
def test_another_familys_child_of_the_same_name_is_nobodys_and_nobody_else_reads(d, monde, entrer):
    from .conftest import inscrire

    homonyme = inscrire(d, "Lina", "Marchand", d.mere_arabophone, monde.cinquieme)
    monde.travail()
    compte = relier(monde, entrer)
    assert EnfantRelie.objects.get().eleve is None  # a Lina of another family is not theirs
    element = Element.objects.get(compte=compte, nature="devoir")
    for personne in (d.mere, d.mere_arabophone, d.pere_separe, monde.la, homonyme, d.enseignante, d.directrice):
        assert not Element.objects.visibles_par(Personne.objects.get(pk=personne.pk)).filter(pk=element.pk).exists()
        assert entrer(personne).get(reverse("continuite_aller", args=[element.pk])).status_code == 404
        assert entrer(personne).get(reverse("continuite_compte", args=[compte.uuid])).status_code == 404


def test_a_child_who_left_for_it_is_known_by_their_parent_and_goes_with_the_tie(
    d, monde, entrer, horloge, django_capture_on_commit_callbacks
):
    """Their gommette is theirs still; a tie that ends takes the lines away at once, and they do not come back by the next reading."""
    monde.travail()
    partie = Personne.objects.create(
        prenom="LINA",
        nom="Belhadj",
        password="!",
        gommette_image="chat",
        gommette_couleur="bleu",
        gommette_forme="rond",
    )
    lien = lie(monde.ici, partie, d.elementaire, monde.cinquieme.annee.debut)
    compte = relier(monde, entrer)
    assert EnfantRelie.objects.get().eleve == partie
    client = entrer(monde.ici)
    assert "Exercices 3 et 4" in semaine(client) and "p-chat" in semaine(client)
    Responsabilite.objects.filter(pk=lien.pk).update(autorite=Responsabilite.Autorite.SANS)
    assert "Exercices 3 et 4" not in semaine(entrer(monde.ici))
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_des_liens([partie.pk])
    assert not Element.objects.filter(compte=compte).exists()
    relire(horloge, compte)
    assert not Element.objects.filter(compte=compte).exists()
    assert "Exercices 3 et 4" not in semaine(entrer(monde.ici))


def test_a_parent_who_answers_here_for_nobody_any_more_reads_nothing_and_keeps_nothing(
    d, monde, entrer, django_capture_on_commit_callbacks
):
    monde.travail()
    compte = relier(monde, entrer)
    Responsabilite.objects.filter(adulte=monde.ici).update(fin=dt.date(2026, 11, 20))
    assert not Element.objects.visibles_par(Personne.objects.get(pk=monde.ici.pk)).exists()
    assert entrer(monde.ici).get(reverse("continuite_compte", args=[compte.uuid])).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_des_liens([d.eleve_cp.pk])
    assert not CompteRelie.objects.exists()


# --- What changes over there ---------------------------------------------------------------------------------------------
def test_what_is_withdrawn_over_there_goes_and_a_tie_that_ends_there_too(d, monde, entrer, horloge):
    travail = monde.travail()
    compte = relier(monde, entrer)
    retirer_travail(travail=travail, auteur=monde.roux)
    monde.travail("Exercice 5")
    compte = relire(horloge, compte)
    page = semaine(entrer(monde.ici))
    assert "Exercice 5" in page and "Exercices 3 et 4" not in page
    Responsabilite.objects.filter(adulte=monde.la).update(autorite=Responsabilite.Autorite.SANS)
    compte = relire(horloge, compte)
    assert not Element.objects.filter(compte=compte).exists()


def test_consent_withdrawn_in_the_middle_of_a_reading_takes_all_away(d, monde, entrer, horloge):
    monde.travail()
    compte = relier(monde, entrer)

    def retirer(chemin: str) -> None:
        if chemin.endswith("/flux/famille"):
            for accord in Accord.objects.all():
                accords.ne_plus_autoriser(accord=accord)

    monde.reseau.avant = retirer
    compte = relire(horloge, compte)
    assert compte.fini_le is not None
    assert (compte.acces_scelle, compte.renouvellement_scelle, compte.elements.count()) == ("", "", 0)
    assert "Exercices 3 et 4" not in semaine(entrer(monde.ici))
    assert "n’est plus lu ici" in Notification.objects.get(nature="continuite.compte_refuse").texte


def test_unlinked_in_the_middle_of_a_reading_nothing_is_written(d, monde, entrer, horloge):
    from ent.services.continuite.actions import comptes

    monde.travail()
    compte = relier(monde, entrer)
    monde.reseau.avant = lambda chemin: (
        comptes.delier(compte=CompteRelie.objects.get()) if chemin.endswith("/famille") else None
    )
    compte.refresh_from_db()
    horloge(compte.prochain_le)
    fil.relever()
    assert (CompteRelie.objects.count(), EnfantRelie.objects.count()) == (0, 0)
    assert not Element.objects.filter(compte__isnull=False).exists()


def test_a_site_that_is_away_or_says_nonsense_takes_nothing_away(d, monde, entrer, horloge, monkeypatch):
    monde.travail()
    compte = relier(monde, entrer)
    for corps, statut in ((b"[]", 200), (b'{"enfants": 3, "elements": []}', 200), (b"", 502)):
        monkeypatch.setattr(dehors, "transmettre", lambda *_a, c=corps, s=statut, **_o: dehors.Transmis(s, c))
        compte = relire(horloge, compte)
        assert compte.panne
        assert Element.objects.filter(compte=compte, nature="devoir").count() == 1


def test_news_are_told_once_linked_and_not_what_was_there_before(d, monde, entrer, horloge):
    compte = relier(monde, entrer)
    siennes = Notification.objects.filter(destinataire=monde.ici, nature="continuite.nouvelle")
    assert not siennes.exists()
    monde.travail("Exercice 6")
    compte = relire(horloge, compte)
    assert not siennes.exists()  # homework stands on its day
    assert compte.panne == ""


def test_the_ent_of_ecoles_sends_nothing(monde):
    import base64

    from django.test import Client

    basic = base64.b64encode(f"{monde.emetteur.uuid}:x".encode()).decode()
    reponse = Client().post(
        reverse("continuite_jeton"), {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )
    assert reponse.status_code == 401


def test_only_who_follows_a_child_of_that_college_is_asked(d, monde, entrer):
    vers = partir(entrer(monde.ici), monde.plateforme).removeprefix(LA)
    assert entrer(monde.la).get(vers).status_code == 200
    for personne in (d.mere_arabophone, d.pere_separe, d.enseignante, monde.lina):
        assert entrer(personne).get(vers).status_code == 403
    Inscription.objects.filter(eleve=monde.lina).update(fin=dt.date(2026, 11, 20))
    assert entrer(monde.la).get(vers).status_code == 403
