"""Figures of a direction's home open what they count, with the same number there; what is reported waits one tap away."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from ent.annuaire.actions import creer_etablissement, donner_role
from ent.annuaire.lectures.comptes import responsables_par_compte
from ent.annuaire.models import Responsabilite


def texte(reponse) -> str:
    corps = reponse.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", corps[corps.index("<main") : corps.index("</main>")])).split())


def faits(accueil: str) -> dict[str, tuple[str, str]]:
    """By its words: the number, and where it leads."""
    return {
        unescape(mot): (nombre, adresse)
        for mot, adresse, nombre in re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)">([^<]+)<', accueil)
    }


def test_the_sentence_leads_to_classes_pupils_and_accounts(d, entrer, mardi):
    client = entrer(d.directrice)
    accueil = client.get("/").content.decode()
    phrase = accueil[accueil.index("phrase--ecole") : accueil.index("</p>", accueil.index("phrase--ecole"))]
    (classes, n_classes), (eleves, n_eleves), (comptes, n_entres) = re.findall(
        r'<a href="([^"]+)"><b>(\d+)</b>', phrase
    )
    assert f"{n_classes} classes, {n_eleves} élèves" in texte(client.get(classes))
    assert classes == eleves
    assert f"{n_entres} ouverts" in texte(client.get(comptes))
    assert client.get(comptes).content.decode().count('<tr><th scope="row"') == int(n_entres)


@pytest.mark.besoin_de("messagerie")
@pytest.mark.besoin_de("ent.services.onde")
@pytest.mark.besoin_de("ent.services.acces_confies")
@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.besoin_de("ent.services.renseignements")
@pytest.mark.besoin_de("ent.services.espaces")
def test_each_fact_leads_to_a_list_of_as_many(d, entrer, mardi):
    client = entrer(d.directrice)
    trouves = faits(client.get("/").content.decode())
    assert set(trouves) == {
        "Messages signalés", "Comptes à ouvrir", "Lignes qui attendent", "Liens à confirmer", "Dernier import",
        "Ne peuvent plus écrire", "Désaccords sur un accès confié", "Absents sans nouvelle", "Autorisations en désaccord",
        "Corrections demandées", "Invitations à des espaces",
    }  # fmt: skip
    nombre, adresse = trouves["Comptes à ouvrir"]
    assert int(nombre) > 0 and f"{nombre} à ouvrir" in texte(client.get(adresse))
    nombre, adresse = trouves["Liens à confirmer"]
    assert int(nombre) > 0 and f"{nombre} liens de parenté" in texte(client.get(adresse))
    for _nombre, adresse in trouves.values():
        assert client.get(adresse).status_code == 200


def test_accounts_name_each_adult_once_with_their_children(d, mardi):
    sans, ouverts = responsables_par_compte(d.elementaire)
    assert d.mere in [a.personne for a in ouverts] and d.mere not in [a.personne for a in sans]
    ids = [a.personne.pk for a in [*sans, *ouverts]]
    declares = Responsabilite.objects.filter(etablissement=d.elementaire, fin=None).values("adulte").distinct()
    assert len(ids) == len(set(ids)) == declares.count()
    assert d.eleve_cp in [enfant for a in ouverts if a.personne == d.mere for enfant, _classe in a.enfants]


@pytest.mark.besoin_de("messagerie")
def test_what_is_reported_waits_on_the_home_with_its_count(d, entrer, mardi):
    from messagerie.actions.fils import fil_de_classe
    from messagerie.actions.messages import envoyer
    from messagerie.actions.moderation import classer_sans_suite, signaler_message

    annonces = fil_de_classe(nature="annonce", auteur=d.enseignante, classe=d.cp_ce1)
    messages = [envoyer(fil=annonces, auteur=d.enseignante, uuid=uuid4(), texte=f"Annonce {n}") for n in range(2)]
    for message in messages:
        signaler_message(message=message, par=d.mere, motif="Ce mot me gêne.")
    client = entrer(d.directrice)
    accueil = client.get("/")
    adresse = reverse("messagerie_moderation", args=[d.elementaire.uai])
    assert faits(accueil.text)["Messages signalés"] == ("2", adresse)
    assert "2 messages signalés attendent que vous les lisiez." in texte(accueil)
    assert f'<a class="bouton" href="{adresse}">Lire et décider</a>' in accueil.text  # one tap
    assert "2 messages à lire" in texte(client.get(adresse))
    assert "Messages signalés" not in texte(entrer(d.enseignante).get("/"))
    for message in messages:
        classer_sans_suite(message=message, auteur=d.directrice)
    assert faits(client.get("/").text)["Messages signalés"] == ("0", adresse)


def test_a_school_without_a_class_has_its_pages(d, entrer, mardi):
    ecole = creer_etablissement(uai="0783456H", nom="École neuve", nature="primaire", code_insee="78208")
    donner_role(personne=d.directrice, nature="directeur", etablissement=ecole)
    client = entrer(d.directrice)
    assert "L’école n’a pas encore de classe." in texte(client.get(reverse("annuaire_ecole", args=[ecole.uai])))
    assert "L’école n’a pas encore de responsable." in texte(client.get(reverse("joindre", args=[ecole.uai])))
    assert "Aucun responsable n’est encore connu ici." in texte(
        client.get(reverse("annuaire_comptes", args=[ecole.uai]))
    )
