"""The module off in a school: nothing of it is read, counted, told or written there, wherever it would have shown; all of it comes back.

Every address of the room is played so by `tests/annuaire/test_modules.py`; here, the places that are not its own.
"""

import re

import pytest
from django.urls import reverse

from ent.annuaire import actions, etages
from ent.annuaire.models import Personne, Place
from ent.annuaire.registres import Manque
from ent.coquille.agent import ENTETE
from ent.diffusion.lectures import a_dire
from ent.diffusion.models import Notification
from ent.diffusion.models.reglages import Canal
from ent.diffusion.sortes import sortes_de
from ent.services.periscolaire import constats, evenements, taches
from ent.services.periscolaire.actions import rappels
from ent.services.periscolaire.actions.absences import annuler_pour_absence, rendre_apres_absence
from ent.services.periscolaire.actions.rythmes import poser_rythme
from ent.services.periscolaire.lectures.absences import proposer
from ent.services.periscolaire.models import JourDeclare
from tests.etages import poser

from .conftest import MARDI, PROCHAIN, VENDREDI, etats
from .test_accueils import JEUDI_SOIR, texte

FERME, OUVERT = {"module.periscolaire": False}, {"module.periscolaire": True}


def neuve(personne: Personne) -> Personne:
    """As another request reads them."""
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def deux_ecoles(d, ouvrir, dire, publier):
    """A cantine in each school of Nadia's children, each with a day and a menu."""
    cantines = ouvrir(), ouvrir(d.maternelle)
    dire(cantines[0], d.eleve_cp, MARDI, VENDREDI, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    dire(cantines[1], d.eleve_ms, MARDI, VENDREDI, par=d.directrice_maternelle, origine=JourDeclare.Origine.ECOLE)
    publier(texte="Lundi : Taboulé (gluten)")
    publier(d.maternelle, texte="Lundi : Velouté (lait)")
    return cantines


def test_a_family_of_two_schools_reads_the_one_that_has_it(d, deux_ecoles, entrer):
    poser(FERME, d.elementaire)
    client = entrer(d.mere)
    semaine = texte(client.get(reverse("periscolaire_semaine", args=["cantine", PROCHAIN])).text)
    assert "Lina-Maëlys" in semaine and "Sofiane" not in semaine.partition("Déconnexion")[0].partition("Cantine")[2]
    menus = client.get(reverse("periscolaire_menus") + f"?semaine={PROCHAIN}").text
    assert "Velouté" in menus and "Taboulé" not in menus
    rythmes = client.get(reverse("periscolaire_rythmes")).text
    assert str(d.eleve_ms.uuid) in rythmes and str(d.eleve_cp.uuid) not in rythmes
    for page in ("/", "/semaine/", "/tuile/famille/jours/"):
        lue = texte(client.get(page).text)
        assert "Lina-Maëlys Cantine" in lue and "Inès Cantine" not in lue and "Lina-Maëlys Inès" not in lue


def test_its_row_of_plus_is_there_for_who_has_a_school_that_has_it(d, deux_ecoles, cantiniere, entrer):
    def rangees() -> dict[str, bool]:
        gens = ("mere", "pere_separe", "enseignante", "directrice", "directrice_maternelle", "referente", "assistante")
        familles, equipes = reverse("periscolaire"), reverse("periscolaire_equipe")
        pages = {qui: entrer(getattr(d, qui)).get(reverse("plus")).text for qui in gens}
        return {qui: f'href="{familles}"' in page or f'href="{equipes}"' in page for qui, page in pages.items()}

    assert set(rangees().values()) == {True}
    poser(FERME, d.elementaire, d.college)
    assert {qui for qui, la in rangees().items() if la} == {"mere", "directrice_maternelle"}


def test_the_search_finds_nothing_of_it(d, deux_ecoles, entrer):
    def trouves(mot: str) -> str:
        return entrer(d.mere).post(reverse("chercher"), {"lettres": mot}).text

    assert "Taboulé" in trouves("taboulé")
    poser(FERME, d.elementaire)
    assert "Velouté" in trouves("velouté")
    assert reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, PROCHAIN]) not in trouves("taboulé")


def test_news_that_were_told_are_set_aside_and_come_back(d, deux_ecoles, entrer):
    siennes = Notification.objects.filter(nature=evenements.CHANGE)
    siennes.update(visible_le="2026-11-24T09:00:00Z")

    def lues() -> set[int]:
        return set(Notification.objects.visibles_par(neuve(d.mere)).values_list("eleve_id", flat=True))

    def a_envoyer() -> set[int]:
        dites = a_dire(Canal.COURRIEL, JEUDI_SOIR).filter(destinataire=d.mere)
        return set(dites.values_list("eleve_id", flat=True))

    assert lues() == a_envoyer() == {d.eleve_cp.pk, d.eleve_ms.pk}
    poser(FERME, d.elementaire)
    assert lues() == a_envoyer() == {d.eleve_ms.pk}
    assert "Inès · L’école" not in entrer(d.mere).get(reverse("notifications")).text
    poser(OUVERT, d.elementaire)
    assert lues() == a_envoyer() == {d.eleve_cp.pk, d.eleve_ms.pk}


def test_nobody_is_reminded_and_nobody_is_asked_which_news_they_want(d, ouvrir, horloge):
    service = ouvrir(demande_reponse=True)
    poser(FERME, d.elementaire)
    horloge(JEUDI_SOIR)
    taches.rappeler()
    assert rappels.rappeler(service=service.pk) == 0
    assert not Notification.objects.filter(nature=evenements.RAPPEL).exists()
    assert "periscolaire" not in {s.nom for s in sortes_de(neuve(d.pere_separe))}
    poser(OUVERT, d.elementaire)
    assert "periscolaire" in {s.nom for s in sortes_de(neuve(d.pere_separe))}
    taches.rappeler()
    assert Notification.objects.filter(nature=evenements.RAPPEL, destinataire=d.pere_separe).exists()


def test_an_absence_offers_and_cancels_nothing(d, deux_ecoles):
    poser(FERME, d.elementaire)
    manque = Manque(d.eleve_cp, d.elementaire, VENDREDI, VENDREDI, "")
    assert proposer(neuve(d.mere), manque) is None
    assert annuler_pour_absence(neuve(d.mere), manque).ecrits == []
    assert etats(deux_ecoles[0], d.eleve_cp)[VENDREDI] == "oui"


def test_an_absence_that_is_withdrawn_meanwhile_gives_back_the_meal_that_it_cancelled(d, deux_ecoles):
    """Once it opens again, the child is expected: nobody would say it in their place."""
    manque = Manque(d.eleve_cp, d.elementaire, VENDREDI, VENDREDI, "")
    annuler_pour_absence(neuve(d.mere), manque)
    assert etats(deux_ecoles[0], d.eleve_cp)[VENDREDI] == "non"
    poser(FERME, d.elementaire)
    assert rendre_apres_absence(neuve(d.mere_arabophone), manque).ecrits == []
    rendre_apres_absence(neuve(d.mere), manque)
    poser(OUVERT, d.elementaire)
    assert etats(deux_ecoles[0], d.eleve_cp)[VENDREDI] == "oui"


def test_actions_write_nothing_of_it_whoever_calls_them(d, deux_ecoles, dire):
    poser(FERME, d.elementaire)
    assert dire(deux_ecoles[0], d.eleve_cp, PROCHAIN, par=neuve(d.mere)).ecrits == []
    assert dire(deux_ecoles[1], d.eleve_ms, PROCHAIN, par=neuve(d.mere)).refuses == []


def test_a_direction_reads_no_meal_and_who_serves_no_list(d, deux_ecoles, cantiniere, entrer):
    assert constats.repas_du_jour(neuve(d.directrice)) == {d.elementaire.pk: 1}
    poser(FERME, d.elementaire)
    assert constats.repas_du_jour(neuve(d.directrice)) == {}
    liste = reverse("periscolaire_liste", args=[deux_ecoles[0].pk, MARDI])
    assert liste not in entrer(cantiniere).get("/").text
    assert "Cantine" not in texte(entrer(d.enseignante).get("/").text).partition("Journée")[2]


@pytest.mark.besoin_de("ent.services.acces_confies")
def test_it_is_no_more_confided_and_what_was_is_kept(d, deux_ecoles, entrer):
    adresse = reverse("acces_confies_un", args=[d.assistante.delegations_recues.get().cle])
    assert 'name="salle_cantine"' in entrer(d.mere).get(adresse).text
    poser(FERME, d.elementaire)
    client = entrer(d.mere)
    page = client.get(adresse).text
    assert 'name="salle_cantine"' not in page
    version = re.search(r'name="version" value="([^"]+)"', page).group(1)
    envoi = {"salle_agenda": "lire", "fin": "2027-01-29", "version": version}
    assert client.post(adresse, envoi).status_code == 302
    assert d.assistante.delegations_recues.get().confie.lues == {"agenda", "cantine"}
    assert entrer(d.assistante).get(reverse("periscolaire")).status_code == 404
    poser(OUVERT, d.elementaire)
    assert entrer(d.assistante).get(reverse("periscolaire")).status_code == 200


def test_what_was_written_comes_back(d, deux_ecoles, entrer):
    rythme, _bilan = poser_rythme(
        service=deux_ecoles[0], eleve=d.eleve_cp, jours="0", debut=PROCHAIN, fin=PROCHAIN, par=neuve(d.mere)
    )
    ici = Place(ecole=d.elementaire)
    avant = entrer(d.pere_separe).get(reverse("periscolaire_rythmes")).text
    actions.regler(place=ici, code="module.periscolaire", valeur=False, auteur=d.directrice)
    assert entrer(d.pere_separe).get(reverse("periscolaire_rythmes")).status_code == 404
    actions.regler(place=ici, code="module.periscolaire", valeur=None, auteur=d.directrice)
    apres = entrer(d.pere_separe).get(reverse("periscolaire_rythmes")).text
    arreter = reverse("periscolaire_rythme_arreter", args=[rythme.pk])
    assert arreter in avant and arreter in apres


def test_a_phone_asks_for_its_pages_no_more_and_keeps_none_that_it_had(d, deux_ecoles, entrer):
    """What a device keeps lives as long as the rights it was kept under, which is what the header says."""

    def dit() -> tuple[str, bool]:
        client = entrer(d.pere_separe)
        session = client.session
        session.set_expiry(3600 * 24 * 30)
        session.save()
        reponse = client.post(reverse("copies"))
        return reponse.headers[ENTETE], reverse("periscolaire_menus") in reponse.json()["garder"]

    avant, d_avance = dit()
    assert d_avance
    poser(FERME, d.maternelle)  # no school of his children
    assert dit() == (avant, True)
    poser(FERME, d.elementaire)
    ferme, d_avance = dit()
    assert (ferme != avant, d_avance) == (True, False)
    poser(OUVERT, d.elementaire)
    assert dit() == (avant, True)


def test_what_closing_would_hide_is_said_before(d, deux_ecoles, entrer):
    assert etages.tenu_par("periscolaire", [d.elementaire.pk]) == [
        "1 service ouvert",
        "1 menu publié à venir",
        "2 jours réservés à venir pour 1 enfant",
    ]
    page = entrer(d.directrice).get(reverse("annuaire_reglages", args=[d.elementaire.uai])).text
    assert "Aujourd’hui ici : 1 service ouvert, 1 menu publié à venir, 2 jours réservés à venir pour 1 enfant." in page
    adresse = reverse("annuaire_reglage_territoire", args=["module.periscolaire"])
    prepare = texte(entrer(d.operateur).get(adresse, {"dire": "fixe", "valeur": "non"}).text)
    assert "2 établissements changeraient." in prepare  # the collège has none by its nature
    assert "Ne se verrait plus : 2 services ouverts, 2 menus publiés à venir" in prepare
    assert "4 jours réservés à venir pour 2 enfants. Rien n’est effacé" in prepare
    assert "Ne se verrait plus" not in texte(entrer(d.operateur).get(adresse, {"dire": "fixe", "valeur": "oui"}).text)
