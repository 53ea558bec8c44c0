"""What is taken away is taken away once, and tapped again it is said calmly (`ent.annuaire.views.gestes.retire`)."""

import ast
import functools
import inspect
import textwrap
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from ent.annuaire.models import Groupe
from tests.matrice import COLONNES, Objets
from tests.test_gestes import GESTES, LIGNES, NOMMEES, RAISONS, VUES, lignes_en_base, posee

PHRASE = "C’est déjà fait."
A_D_AUTRES = "Ce n’est plus là, ou ce n’est pas à vous : rien n’a changé."
RETIRENT = sorted(nom for nom, vue in VUES.items() if getattr(vue, "geste", "") == "retire")
# What the matrix does not lay, or lays as what stays: played in the tests of their rooms.
AILLEURS = {
    "connexion_appareils_fermer", "continuite_agenda_retirer", "continuite_compte_delier", "journal_retirer", "renseignements_lecteur_arreter",
}  # fmt: skip


@pytest.mark.parametrize("nom", sorted(set(RETIRENT) - AILLEURS))
def test_tapped_twice_it_leads_back_to_the_page_and_says_that_it_is_done(d, mardi, entrer, nom):
    chemin, envoi, client = posee(d, entrer, nom)
    premiere = client.post(chemin, envoi)
    assert premiere.status_code == 302, premiere.text[-2000:]
    page, apres = premiere["Location"], lignes_en_base()
    assert client.get(page).status_code == 200  # and says what was done
    seconde = client.post(chemin, envoi, headers={"Referer": f"http://testserver{page}"})
    assert (seconde.status_code, seconde.get("Location")) == (302, page)
    assert client.get(page).text.count(PHRASE) == 1
    assert lignes_en_base() == apres
    # A part of a page; what had waited without network; whoever comes from no page.
    htmx = client.post(chemin, envoi, headers={"Referer": f"http://testserver{page}", "HX-Request": "true"})
    assert (htmx.status_code, htmx.get("HX-Redirect")) == (204, page)
    boite = client.post(chemin, envoi, headers={"Referer": f"http://testserver{page}", "X-Boite": "un"})
    assert (boite.json()["recu"], boite.json()["adresse"]) == ("un", page)
    assert client.get(page).text.count(PHRASE) == 1  # of the part alone, which was led there
    for venue in ({}, {"Referer": "https://ailleurs.example/"}, {"Referer": f"http://testserver{chemin}"}):
        assert client.post(chemin, envoi, headers=venue).status_code == 404


def test_what_waits_to_be_said_is_said_on_the_page_and_not_while_it_is_looked_for(d, mardi, entrer):
    chemin, envoi, client = posee(d, entrer, "annuaire_groupe_oublier")
    page = client.post(chemin, envoi)["Location"]
    client.post(chemin, envoi, headers={"Referer": f"http://testserver{page}"})
    dite = client.get(page).text
    assert "est supprimé." in dite and dite.count(PHRASE) == 1
    assert PHRASE not in client.get(page).text


def test_of_the_last_one_whose_list_goes_with_it_one_is_led_home(d, mardi, entrer):
    chemin, envoi, client = posee(d, entrer, "annuaire_pouvoirs_rendre")
    liste = reverse("annuaire_pouvoirs")
    assert client.get(liste).status_code == 200
    client.post(chemin, envoi)
    assert client.get(liste).status_code == 404
    seconde = client.post(chemin, envoi, headers={"Referer": f"http://testserver{liste}"}, follow=True)
    assert seconde.status_code == 200 and PHRASE in seconde.text


def test_what_was_refused_in_words_is_not_done(d, mardi, entrer, monkeypatch):
    chemin, envoi, client = posee(d, entrer, "annuaire_groupe_oublier")
    avant = lignes_en_base()
    with monkeypatch.context() as servi:
        servi.setattr("ent.annuaire.actions.ecole._sert", lambda groupe: True)
        assert "Quelque chose lui est donné" in client.post(chemin, envoi, follow=True).text
    assert lignes_en_base() == avant
    Groupe.objects.all().delete()  # by somebody else
    dit = client.post(chemin, envoi, headers={"Referer": "http://testserver/plus/"}, follow=True).text
    assert A_D_AUTRES in dit and PHRASE not in dit


ETRANGERS = ["pere_separe", "mere_arabophone", "eleve_cp", "enseignant", "directrice_maternelle", "referente"]


def _de_personne(argument):
    if isinstance(argument, str):
        return "9999999Z"  # a school
    return uuid.uuid4() if isinstance(argument, uuid.UUID) else 10**9


@pytest.mark.parametrize("nom", sorted(set(RETIRENT) - AILLEURS))
def test_a_stranger_reads_nothing_in_the_answer(d, mardi, entrer, nom):
    """Of what is there and is not theirs, of what is there no more, of what never was: word for word the same."""
    ecole = "elementaire" if (nom, "elementaire") in LIGNES else "-"
    arguments, envoi = Objets(d, ecole).arguments(nom)
    refuses = {cle for cle, statut in zip(COLONNES, LIGNES[nom, ecole], strict=True) if statut == "404"}
    clients = [entrer(getattr(d, cle)) for cle in ETRANGERS if cle in refuses]
    assert len(clients) > 2
    avant = lignes_en_base()
    for client in clients:
        for venue in ({}, {"Referer": "http://testserver/plus/"}):
            la, nulle_part = [
                client.post(reverse(nom, args=[*arguments[:-1], fin]), envoi, headers=venue)
                for fin in (arguments[-1], _de_personne(arguments[-1]))
            ]
            assert (la.status_code, la.get("Location")) == (nulle_part.status_code, nulle_part.get("Location"))
            assert venue or la.status_code == 404
        if page := la.get("Location"):  # else the door of its room is closed to them
            dit = client.get(page).text
            assert PHRASE not in dit  # nothing was done
            assert A_D_AUTRES in dit or '<html lang="ar"' in dit
    assert lignes_en_base() == avant


def test_who_did_it_is_told_that_it_is_done_and_anybody_else_what_is_true_of_both(d, mardi, entrer):
    """Whose right ended too, while the thing is still there: « déjà fait » made believe that it was withdrawn."""
    chemin, envoi, client = posee(d, entrer, "annuaire_groupe_oublier")
    autre, venue = entrer(d.directrice_maternelle), {"Referer": "http://testserver/plus/"}
    assert A_D_AUTRES in autre.post(chemin, envoi, headers=venue, follow=True).text  # it is there, and is not theirs
    client.post(chemin, envoi)
    dit = autre.post(chemin, envoi, headers=venue, follow=True).text
    assert A_D_AUTRES in dit and PHRASE not in dit
    assert PHRASE in client.post(chemin, envoi, headers=venue, follow=True).text


# Those that say which state is wanted, and those that undo: named as doing no harm when they are sent twice.
INOFFENSIVES = {
    nom for raison, noms in RAISONS.items() if raison.startswith(("says which state", "undone")) for nom in noms.split()
}


def test_none_of_those_that_are_named_refuses_the_second_tap(d, mardi, entrer):
    """What is ended by a day and found no more, as by a row: it declares it, or fails here."""
    perdues = []
    for nom in sorted(INOFFENSIVES & GESTES.keys()):
        with transaction.atomic():
            chemin, envoi, client = posee(d, entrer, nom, next(ecole for autre, ecole in LIGNES if autre == nom))
            if client.post(chemin, envoi).status_code < 400:
                seconde = client.post(chemin, envoi)
                if seconde.status_code in {403, 404}:
                    perdues.append((nom, seconde.status_code))
            transaction.set_rollback(True)
    assert perdues == []


# --- Who erases a row and does not say so ---------------------------------------------------------------------------------
# Not the thing that the address names, and why.
SANS_LE_DIRE = {
    "what leans on the thing goes, the thing stays": """
        agenda_annuler cahier_brouillon carnet_brouillon dossier_brouillon espaces_brouillon liaison_brouillon liaison_ne_plus_montrer
        liaison_ne_plus_montrer_les messagerie_reagir souvenirs_album journal_archive""",
    "sessions of somebody else, which the answer names": """
        connexion_activer_compte connexion_appareils_tout_fermer connexion_fermer_tablettes connexion_nouveau_secret connexion_renouveler_lien""",
    "lines of two accounts that become one": "connexion_ajouter_enfant connexion_invitation",
    "the former one, which a new one replaces": "continuite_relier",
    "a line of the plan, which the form names: the second is told that it is there no more": "annuaire_passage_classe",
}  # fmt: skip
DITES = {nom for noms in SANS_LE_DIRE.values() for nom in noms.split()}


NOS_SALLES = ("ent.", "cahier_de_textes.", "messagerie.", "pages.")


def _salle(fonction) -> str:
    return fonction.__module__.partition(".actions")[0].partition(".views")[0]


def _est_une_action(fonction) -> bool:
    return ".actions" in fonction.__module__


@functools.cache
def _texte(fonction) -> list[ast.AST]:
    return list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(fonction)))))


def _citees(fonction):
    """The functions of ours that its text names: of its own module, and of one that it imports."""
    noms = fonction.__globals__
    for noeud in _texte(fonction):
        citee = noms.get(noeud.id) if isinstance(noeud, ast.Name) else None
        if isinstance(noeud, ast.Attribute) and isinstance(noeud.value, ast.Name):
            citee = getattr(noms.get(noeud.value.id), noeud.attr, None)
        citee = inspect.unwrap(citee) if callable(citee) else None
        if inspect.isfunction(citee) and citee.__module__.startswith(NOS_SALLES):
            yield citee


def _supprime(noeud: ast.AST) -> bool:
    """`visa.delete()`: something in hand, not a question of many rows."""
    geste = noeud.func if isinstance(noeud, ast.Call) else None
    return isinstance(geste, ast.Attribute) and geste.attr == "delete" and isinstance(geste.value, ast.Name)


def efface(vue) -> bool:
    """Whether an action that this view comes to deletes what it has in hand: those it names, in any room, then those of their own room."""
    vues, a_lire = set(), [inspect.unwrap(vue)]
    while a_lire:
        lue = a_lire.pop()
        if lue in vues:
            continue
        if _est_une_action(lue) and any(map(_supprime, _texte(lue))):
            return True
        vues.add(lue)
        a_lire += [
            citee
            for citee in _citees(lue)
            if _salle(citee) == _salle(lue) or (_est_une_action(citee) and not _est_une_action(lue))
        ]
    return False


@pytest.mark.toute_la_maison
def test_a_view_that_erases_what_it_is_about_declares_it():
    repondent = {nom: VUES[nom] for nom in GESTES.keys() | NOMMEES | set(RETIRENT)}
    effacent = {
        nom
        for nom, vue in repondent.items()
        if inspect.isfunction(inspect.unwrap(vue)) and vue.__module__.startswith(NOS_SALLES) and efface(vue)
    }
    assert {nom for nom in effacent if not getattr(VUES[nom], "geste", "")} == DITES
    assert effacent >= {"cahier_visa_retirer", "journal_retirer", "prevenir_creneau_retirer"}
