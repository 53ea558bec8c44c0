"""The operator declares an Edifice platform, tries it without anybody's account, and reads how many linked, never what they read."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.services.continuite.actions import comptes as actions
from ent.services.continuite.actions import plateformes
from ent.services.continuite.lectures import sceaux
from ent.services.continuite.lectures.comptes import RAISONS
from ent.services.continuite.models import CompteRelie, Plateforme
from tests.langues import AUTRES, TEMOIN, connues, ecouter
from tests.portail.test_accueil import texte

from .conftest import inscrire
from .entcore import CLIENT, MOT, SECRET, declarer, nouvelle, partir, relier, relire, revenir


def saisie(d, entcore, **champs) -> dict:
    dits = {"nom": "eCollège 78", "adresse": entcore.adresse, "client_id": CLIENT, "secret": SECRET}
    return dits | {"colleges": [d.college.pk]} | champs


def test_declared_it_is_tried_and_its_secret_is_shown_no_more(d, college, entcore, entrer):
    client = entrer(d.operateur)
    reponse = client.post(reverse("continuite_plateforme_nouvelle"), saisie(d, entcore))
    declaree = Plateforme.objects.get()
    assert sceaux.ouvrir(declaree.secret_scelle) == SECRET
    lue = client.get(reponse["Location"])
    assert SECRET not in lue.text
    assert "/college/comptes/retour/</code>" in lue.text
    assert "Pas encore essayée." in texte(lue)
    essai = reverse("continuite_plateforme_essayer", args=[declaree.uuid])
    client.post(essai)
    assert "Elle répond et nous reconnaît" in texte(client.get(reponse["Location"]))
    version = client.get(reponse["Location"]).text.partition('name="version" value="')[2].partition('"')[0]
    client.post(reponse["Location"], saisie(d, entcore, secret="faux", version=version))
    client.post(essai)
    assert "l’opérateur doit revoir" in texte(client.get(reponse["Location"]))
    entcore.produit.donner(b"", 500, chemin="/auth/oauth2/token")
    client.post(essai)
    assert "ne répond pas" in texte(client.get(reponse["Location"]))
    assert entcore.acces == {}


@pytest.mark.parametrize(
    "adresse",
    [
        "http://college.exemple.fr",
        "https://college.exemple.fr/ent",
        "college.exemple.fr",
        "https://a@college.exemple.fr",
        "https://college.exemple.fr:8443",
    ],
)
def test_an_address_is_a_server_alone_in_https(d, college, entcore, entrer, adresse):
    reponse = entrer(d.operateur).post(reverse("continuite_plateforme_nouvelle"), saisie(d, entcore, adresse=adresse))
    assert reponse.status_code == 422
    assert "webcal" not in reponse.text and SECRET not in reponse.text
    fautes = reponse.context["formulaire"].errors
    assert set(fautes) == {"adresse", "secret"} and "de nouveau" in fautes["secret"][0]  # typed, and not sent back
    assert not Plateforme.objects.exists()


def test_its_address_never_changes_and_an_empty_secret_leaves_the_former(d, college, entcore, plateforme, entrer):
    client, adresse = entrer(d.operateur), reverse("continuite_plateforme", args=[plateforme.uuid])
    version = client.get(adresse).text.partition('name="version" value="')[2].partition('"')[0]
    champs = saisie(d, entcore, adresse="https://ailleurs.exemple.fr", secret="", nom="Autre", version=version)
    assert client.post(adresse, champs).status_code == 302
    plateforme.refresh_from_db()
    assert (plateforme.nom, plateforme.adresse) == ("Autre", entcore.adresse)
    assert sceaux.ouvrir(plateforme.secret_scelle) == SECRET


def test_a_college_that_it_serves_no_more_takes_its_accounts_away(d, college, entcore, plateforme, relie, entrer):
    autre = d.elementaire
    autre.nature = "college"
    autre.save()
    client, adresse = entrer(d.operateur), reverse("continuite_plateforme", args=[plateforme.uuid])
    version = client.get(adresse).text.partition('name="version" value="')[2].partition('"')[0]
    client.post(adresse, saisie(d, entcore, secret="", colleges=[autre.pk], version=version))
    assert not CompteRelie.objects.exists()


@pytest.mark.parametrize("combien", [1, 3])
def test_the_operator_reads_how_many_and_since_when_never_what(
    d,
    college,
    entcore,
    plateforme,
    entrer,
    horloge,
    mardi,
    django_assert_num_queries,
    combien,
):
    for n in range(combien):
        mere = Personne.objects.create(prenom=f"Mère {n}", nom="Marchand", password="!")
        eleve = inscrire(d, f"Enfant {n}", "Marchand", mere, college.collegienne.inscriptions.get().classe)
        entcore.connecte = "u-mere"
        relier(entrer(mere), entcore, plateforme, str(eleve.uuid))
    entcore.produit.donner(b"", 500, chemin="/timeline/lastNotifications?page=0")
    relire(horloge, CompteRelie.objects.first(), dt.timedelta(hours=2))
    client = entrer(d.operateur)
    client.get(reverse("continuite_emetteurs"))
    with django_assert_num_queries(7):
        liste = texte(client.get(reverse("continuite_emetteurs")))
    lue = texte(client.get(reverse("continuite_plateforme", args=[plateforme.uuid])))
    assert f"Comptes reliés {combien}" in lue
    assert f"Pas lus en ce moment {combien} · depuis le 24 novembre à 10 h 00" in lue
    for dite in (liste, lue):
        for tu in (MOT, "Mère", "Enfant"):
            assert tu not in dite


def test_nobody_else_declares_or_reads_one(d, college, entcore, plateforme, entrer):
    for personne in (d.mere, d.directrice, d.enseignante):
        client = entrer(personne)
        for nom, args in [("continuite_plateforme", [plateforme.uuid]), ("continuite_plateforme_nouvelle", [])]:
            assert client.get(reverse(nom, args=args)).status_code == 404
        for geste in ("essayer", "fermer"):
            assert client.post(reverse(f"continuite_plateforme_{geste}", args=[plateforme.uuid])).status_code == 404


def test_no_sentence_that_a_family_reads_is_left_in_french(d, college, entcore, entrer, horloge, mardi):
    Personne.objects.filter(pk=d.mere.pk).update(langue=TEMOIN)
    client = entrer(d.mere)
    client.cookies["langue"] = TEMOIN
    plateforme = declarer(d, entcore)
    entcore.nouvelles["u-mere"] = [nouvelle()]
    adresse = reverse("continuite_compte_relier", args=[plateforme.uuid])
    with ecouter() as dites:
        client.get(adresse)
        client.post(adresse, {})
        for erreur in ("access_denied", "server_error"):
            revenir(
                client, {"error": erreur, "state": entcore.suivre(partir(client, plateforme, "plusieurs"))["state"]}
            )
        revenir(client, {"state": "autre"})
        dits = entcore.suivre(partir(client, plateforme, "plusieurs"))
        revenir(client, dits | {"code": "faux"})
        for de_qui in ("plusieurs", str(college.collegienne.uuid)):
            relier(client, entcore, plateforme, de_qui)
            compte = CompteRelie.objects.get()
            client.get(reverse("continuite"))
            client.get(reverse("continuite_compte", args=[compte.uuid]))
        entcore.produit.donner(b"", 500, chemin="/timeline/lastNotifications?page=0")
        for jours in (1, 31):
            relire(horloge, compte, dt.timedelta(days=jours))
            client.get(reverse("continuite"))
            client.get(reverse("continuite_compte", args=[compte.uuid]))
        CompteRelie.objects.update(fini_le=None, lu_le=None)
        client.get(reverse("continuite"))
        client.get(reverse("continuite_compte", args=[compte.uuid]))
        client.post(reverse("continuite_compte_delier", args=[compte.uuid]))
        for raison in RAISONS.values():
            str(raison)
    manquent = {langue: sorted(dites - connues(langue)) for langue in AUTRES}
    assert manquent == {langue: [] for langue in AUTRES}
    assert len(dites) > 60


def test_closed_by_mistake_its_news_come_back_as_they_were_and_not_to_who_unlinked(
    d, college, entcore, relie, plateforme, entrer, horloge
):
    entcore.nouvelles["u-mere"].insert(0, nouvelle("n-2", le="2026-11-24T10:00:00Z"))
    relire(horloge, relie)
    siennes = Notification.objects.filter(nature="continuite.nouvelle", destinataire=d.mere)
    avant = list(siennes.values_list("objet_id", "texte", "lue_le"))
    assert len(avant) == 1
    plateformes.fermer_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert not siennes.exists()
    plateformes.rouvrir_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert list(siennes.values_list("objet_id", "texte", "lue_le")) == avant
    plateformes.fermer_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    actions.delier(compte=CompteRelie.objects.select_related("plateforme", "titulaire").get())
    plateformes.rouvrir_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert not siennes.exists()
