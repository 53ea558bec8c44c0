"""Nothing that somebody wrote is overwritten unseen: an older coupon, a second tab, the page of a child."""

import pytest
from django.urls import reverse

from ent.services.liaison.actions import familles, montrer, papier
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.models import Avis, Dossier, Retour
from tests.gestes import version_de
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte
from tests.services.liaison.conftest import relire
from tests.services.liaison.test_familles import dire, page, reponse
from tests.services.liaison.test_papier import adulte_de, sans_compte

__all__ = ["sans_compte"]


@pytest.fixture
def deux_papiers(d, sans_compte, ecrire) -> Dossier:
    """The second says something else; its coupon came back first, with a « non » to the page of who teaches."""
    ecrire(sans_compte, sait="Elle lit seule.")
    montrer.montrer(dossier=relire(sans_compte), auteur=d.enseignant)
    dits = {"savoirs": False, "positions": True}
    papier.saisir(
        dossier=sans_compte, auteur=d.enseignant, adulte=adulte_de(sans_compte), numero=2, dits=dits, precision="Merci."
    )
    return relire(sans_compte)


def coupon(client, dossier: Dossier, numero: int, **champs: str):
    envoi = {"adulte": str(adulte_de(dossier).uuid), "p-savoirs": "oui", "p-positions": "oui", **champs}
    return client.post(reverse("liaison_coupon", args=[dossier.uuid, numero]), envoi)


def avis(dossier: Dossier) -> dict[str, bool]:
    return dict(Avis.objects.filter(dossier=dossier).values_list("partie", "accorde"))


# --- Coupons ------------------------------------------------------------------------------------------------------------
def test_an_older_coupon_is_asked_about_and_somebody_chooses(d, deux_papiers, entrer):
    client, nom = entrer(d.enseignant), adulte_de(deux_papiers).nom_affiche
    refus = coupon(client, deux_papiers, 1)
    assert refus.status_code == 422
    dit = texte(refus)
    assert f"Ce coupon (n° 1) est plus ancien que la réponse déjà notée de {nom} : papier n° 2, le 24 novembre." in dit
    assert "La page de l’enseignant Non" in dit and "Merci." in dit, "what is kept"
    assert avis(deux_papiers) == {"savoirs": False, "positions": True}
    marque = refus.text.partition('name="remplace" value="')[2].partition('"')[0]
    assert coupon(client, deux_papiers, 1, remplace="autre").status_code == 422, (
        "another answer than the one that was read"
    )
    assert coupon(client, deux_papiers, 1, remplace=marque).status_code == 302
    assert avis(deux_papiers) == {"savoirs": True, "positions": True}


def test_the_same_coupon_typed_by_two_is_asked_about_and_a_later_one_is_not(d, deux_papiers, ecrire, entrer):
    client = entrer(d.enseignant)
    assert "au papier n° 2 est déjà notée" in texte(coupon(client, deux_papiers, 2))
    ecrire(deux_papiers, sait="Elle lit des romans.")
    montrer.montrer(dossier=relire(deux_papiers), auteur=d.enseignant)
    assert coupon(client, deux_papiers, 3).status_code == 302
    assert avis(deux_papiers) == {"savoirs": True, "positions": True}


def test_an_older_paper_may_be_reached_from_the_page_of_the_last_one(d, deux_papiers, entrer):
    lue = entrer(d.enseignant).get(reverse("liaison_coupon", args=[deux_papiers.uuid, 2])).text
    assert reverse("liaison_coupon", args=[deux_papiers.uuid, 1]) in lue


# --- A second tab -------------------------------------------------------------------------------------------------------
def test_a_second_tab_erases_neither_the_word_nor_the_answer_of_the_first(d, montre, entrer):
    client = entrer(d.mere)
    dire(client, montre, "sauf", **{"envoyer-savoirs": "oui", "envoyer-positions": "non", "mot": "Il aime rire."})
    seconde = reponse(montre, "oui")  # of a page that was opened before, where nothing was written
    adresse = reverse("dossier_repondre", args=[montre.uuid])
    refus = client.post(adresse, seconde)
    assert refus.status_code == 422
    dit = texte(refus)
    assert "Une autre réponse de vous a été enregistrée pendant que vous écriviez." in dit
    assert "Votre réponse oui, sans une partie" in dit and "Votre mot Il aime rire." in dit
    assert (Retour.objects.get().mot, avis(montre)) == ("Il aime rire.", {"savoirs": True, "positions": False})
    version = refus.text.partition('name="version" value="')[2].partition('"')[0]
    assert client.post(adresse, seconde | {"version": version}).status_code == 302
    assert (Retour.objects.get().mot, Retour.objects.get().choix) == ("", "oui"), "once it was read, it is replaced"


def test_what_was_begun_before_the_answer_is_offered_no_more_and_what_is_begun_after_it_is(d, montre, entrer, horloge):
    """The page where one changes one's mind shows their answer: a draft of before it is over."""
    client = entrer(d.mere)
    brouillon = reverse("dossier_brouillon", args=[f"reponse:{montre.pk}~k3x9q2ab"])
    assert client.post(brouillon, {"choix": "gene", "precision_gene": "La phrase de la fin."}).status_code == 204
    assert "La phrase de la fin." in client.get(reverse("dossier_famille", args=[montre.uuid])).text
    horloge(MARDI_10H.replace(minute=10))
    familles.repondre(
        dossier=relire(montre),
        par=d.mere,
        choix="oui",
        dits={ligne["partie"]: (ligne["empreinte"], True) for ligne in montree(montre).contenu},
    )
    change = reverse("dossier_famille", args=[montre.uuid]) + "?tout=1"
    lue = client.get(change).text
    assert "La phrase de la fin." not in lue and 'data-brouillon="reponse' in lue
    horloge(MARDI_10H.replace(minute=20))
    client.post(brouillon, {"choix": "gene", "precision_gene": "Encore une."})
    assert "Encore une." in client.get(change).text


def test_a_conflict_of_one_holder_tells_nothing_of_the_other(d, montre, entrer):
    mere = entrer(d.mere)
    tape = reponse(montre, "oui", mot="Il aime rire.")
    dits = {ligne["partie"]: (ligne["empreinte"], False) for ligne in montree(montre).contenu}
    familles.repondre(dossier=montre, par=d.pere_separe, choix="non", dits=dits, mot="Son mot à lui.")
    assert mere.post(reverse("dossier_repondre", args=[montre.uuid]), tape).status_code == 302, (
        "his answer is no conflict"
    )
    refus = mere.post(reverse("dossier_repondre", args=[montre.uuid]), tape | {"choix": "non"})
    assert refus.status_code == 422
    assert "Son mot à lui." not in refus.text
    assert "Belhadj a modifié" not in refus.text


def test_the_page_says_that_version_when_one_changes_one_s_mind(d, montre, entrer):
    client = entrer(d.mere)
    dire(client, montre, "oui", mot="Il aime rire.")
    lue = client.get(f"{page(montre)}?tout=1")
    version = lue.text.partition('name="version" value="')[2].partition('"')[0]
    repondre = reverse("dossier_repondre", args=[montre.uuid])
    envoi = reponse(montre, "oui", mot="Il aime rire et lire.", version=version)
    assert client.post(repondre, envoi).status_code == 302
    assert Retour.objects.get().mot == "Il aime rire et lire."


# --- The child's word ------------------------------------------------------------------------------------------------------
def test_what_a_child_wrote_is_not_replaced_by_what_a_grown_up_types_from_an_older_page(d, montre, entrer):
    dictee = reverse("dossier_dictee", args=[montre.uuid])
    maitre, eleve = entrer(d.enseignant), entrer(d.eleve_cm2)
    lue = version_de(maitre, dictee)
    mienne = reverse("dossier_eleve")
    eleve.post(mienne, {"texte": "J’aime les volcans.", "version": version_de(eleve, mienne)})
    refus = maitre.post(dictee, {"texte": "J’aime lire.", "version": lue})
    assert refus.status_code == 422
    assert "J’aime les volcans." in refus.text
    assert relire(montre).texte_eleve == "J’aime les volcans."
