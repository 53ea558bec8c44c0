"""A commune writes to the directions of its schools: each in a thread that these two alone read, never a class nor a family."""

import re
import uuid
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ent.annuaire.models import Etablissement, Interlocuteur, Personne, Role
from messagerie.actions.incidents import declarer_incident
from messagerie.actions.messages import envoyer
from messagerie.evenements.fils import participants
from messagerie.lectures.destinataires import Annuaire
from messagerie.models import Fil, Message

ADRESSE = "/messages/directions/"


def texte(reponse) -> str:
    corps = reponse.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", corps[corps.index("<main") : corps.index("</main>")])).split())


@pytest.fixture
def seconde(d):
    """Another school of Trappes, whose direction is Odile Tissier's too."""
    ecole = Etablissement.objects.create(
        uai="0781111V", nom="École des Étangs", nature="maternelle", commune=d.elementaire.commune
    )
    Role.objects.create(personne=d.directrice_maternelle, nature="directeur", etablissement=ecole, debut="2026-09-01")
    return ecole


def refaire(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def test_she_writes_to_all_her_directions_at_once_each_apart(d, mardi, entrer, seconde):
    client = entrer(d.referente)
    page = client.get(ADRESSE)
    assert {str(e) for e in page.context["formulaire"].fields["ecoles"].queryset} == {
        "École du Cerf-Volant",
        "École des Étangs",
    }
    assert page.content.decode().count(" checked") == 2
    mots = "La visite des salles est jeudi."
    envoi = client.post(ADRESSE, {"ecoles": [d.elementaire.pk, seconde.pk], "texte": mots})
    assert envoi.url == reverse("messagerie")
    fils = {m.fil.etablissement: m.fil for m in Message.objects.filter(texte=mots).select_related("fil__etablissement")}
    assert set(fils) == {d.elementaire, seconde}
    assert participants(fils[d.elementaire]) == {d.directrice.pk, d.referente.pk}
    assert participants(fils[seconde]) == {d.directrice_maternelle.pk, d.referente.pk}
    assert mots in texte(entrer(d.directrice).get(reverse("messagerie_fil", args=[fils[d.elementaire].pk])))
    assert entrer(d.directrice).get(reverse("messagerie_fil", args=[fils[seconde].pk])).status_code == 404


def test_the_direction_answers_and_she_reads_it_on_her_home(d, mardi, entrer, fils_de):
    fil = fils_de.commune
    envoyer(fil=fil, auteur=d.referente, uuid=uuid.uuid4(), texte="Combien de prises salle 7 ?")
    assert "a écrit dans « École du Cerf-Volant · la direction et la commune »" in texte(entrer(d.directrice).get("/"))
    envoyer(fil=fil, auteur=refaire(d.directrice), uuid=uuid.uuid4(), texte="Deux.")
    accueil = texte(entrer(d.referente).get("/"))
    assert "Mme Quéméneur a écrit dans" in accueil
    assert "Deux." in texte(entrer(d.referente).get(reverse("messagerie_fil", args=[fil.pk])))


def test_a_direction_writes_first_too(d, mardi, entrer):
    annuaire = Annuaire(refaire(d.directrice))
    cle = f"commune.{d.elementaire.pk}"
    assert annuaire.contient(cle)
    reponse = entrer(d.directrice).post(reverse("messagerie_ouvrir"), {"cle": cle})
    assert reponse.status_code == 302
    assert Fil.objects.get(nature="commune").etablissement == d.elementaire


def test_her_directory_holds_directions_and_nobody_else(d, mardi):
    annuaire = Annuaire(refaire(d.referente))
    assert [(r.titre, [(x.cle, x.nom, x.precision) for x in r.destinataires]) for r in annuaire.rayons] == [
        ("Les directions de vos écoles", [(f"commune.{d.elementaire.pk}", "École du Cerf-Volant", "Mme Quéméneur")])
    ]


def test_a_school_of_another_commune_is_not_hers_to_write_to(d, mardi, entrer):
    client = entrer(d.referente)
    refus = client.post(ADRESSE, {"ecoles": [d.maternelle.pk], "texte": "Bonjour"})
    assert refus.status_code == 422
    assert client.post(reverse("messagerie_ouvrir"), {"cle": f"commune.{d.maternelle.pk}"}).status_code == 404
    assert not Fil.objects.filter(nature="commune").exists()


@pytest.mark.parametrize("qui", ["enseignante", "mere", "eleve_cp", "operateur", "directrice_maternelle"])
def test_nobody_else_reads_nor_writes_there(d, mardi, entrer, fils_de, qui):
    fil = fils_de.commune
    envoyer(fil=fil, auteur=d.referente, uuid=uuid.uuid4(), texte="Bonjour")
    client = entrer(d.gens[qui])
    assert client.get(reverse("messagerie_fil", args=[fil.pk])).status_code == 404
    assert client.get(ADRESSE).status_code == 404
    with pytest.raises(PermissionDenied):
        envoyer(fil=fil, auteur=refaire(d.gens[qui]), uuid=uuid.uuid4(), texte="Bonjour")


def test_she_reads_no_thread_of_a_school(d, mardi, entrer, fils_de):
    tous = fils_de.tous()
    assert set(Fil.objects.visibles_par(refaire(d.referente))) & set(tous) == {fils_de.commune}


def test_her_role_that_ends_ends_it(d, mardi, fils_de):
    fil = fils_de.commune
    d.referente.roles.update(fin="2026-11-20")
    assert participants(fil) == {d.directrice.pk}
    with pytest.raises(PermissionDenied):
        envoyer(fil=fil, auteur=refaire(d.referente), uuid=uuid.uuid4(), texte="Bonjour")


def test_an_incident_that_leaves_the_direction_alone_silences_the_commune(d, mardi, fils_de):
    fil = fils_de.commune
    declarer_incident(etablissement=d.elementaire, portee="tous", motif="Menaces.", auteur=d.directrice)
    with pytest.raises(PermissionDenied):
        envoyer(fil=fil, auteur=refaire(d.referente), uuid=uuid.uuid4(), texte="Bonjour")
    envoyer(fil=fil, auteur=refaire(d.directrice), uuid=uuid.uuid4(), texte="Prévenez la police.")


def test_a_page_sent_twice_writes_once(d, mardi, entrer):
    client = entrer(d.referente)
    numero = re.search(r'name="numero" value="([^"]+)"', client.get(ADRESSE).content.decode()).group(1)
    for _fois in range(2):
        client.post(ADRESSE, {"ecoles": [d.elementaire.pk], "texte": "Bonjour", "numero": numero})
    assert Message.objects.filter(texte="Bonjour", fil__nature="commune").count() == 1


def test_the_page_of_a_school_leads_to_its_direction(d, mardi, entrer, seconde):
    client = entrer(d.referente)
    fiche = client.get(reverse("annuaire_fiche", args=[d.elementaire.uai])).content.decode()
    assert f'href="{ADRESSE}?ecole={d.elementaire.pk}"' in fiche
    page = client.get(ADRESSE, {"ecole": d.elementaire.pk}).content.decode()
    assert re.findall(r'value="(\d+)"[^>]* checked', page) == [str(d.elementaire.pk)]
    assert ADRESSE not in entrer(d.operateur).get(reverse("annuaire_fiche", args=[d.elementaire.uai])).text
    assert f'href="{ADRESSE}"' in client.get("/").text


def test_a_school_without_a_direction_is_named_with_where_one_is(d, mardi, entrer, seconde):
    client = entrer(d.referente)
    avant = texte(client.get(ADRESSE))
    assert "1 école n’a pas encore de direction ici" in avant and "L’opérateur du territoire la nomme" in avant
    assert "École des Étangs" not in avant.split("de direction ici")[1]
    Role.objects.filter(etablissement=seconde, nature="directeur").update(fin="2026-10-01")
    page = client.get(ADRESSE)
    assert "2 écoles n’ont pas encore de direction ici" in texte(page)
    assert f'<a href="{reverse("annuaire_fiche", args=[seconde.uai])}">École des Étangs</a>' in page.text
    assert f'value="{seconde.pk}"' not in page.text, "nobody would read it"


def test_a_school_without_a_direction_says_who_names_one_and_offers_no_dead_end(d, mardi, entrer, seconde):
    """Its page led to a page that said to read its page, which named the reader."""
    client, fiche = entrer(d.referente), reverse("annuaire_fiche", args=[seconde.uai])
    assert f'href="{ADRESSE}?ecole={seconde.pk}"' in client.get(fiche).text
    Role.objects.filter(etablissement=seconde, nature="directeur").update(fin="2026-10-01")
    page = client.get(fiche)
    assert "L’opérateur du territoire la nomme." in texte(page) and "Qui répond" not in texte(page)
    assert ADRESSE not in page.text and "Écrire à la direction" not in page.text
    Interlocuteur.objects.create(nom="Paul, à l’agglomération", telephone="01 39 44 80 80")
    for adresse in (fiche, ADRESSE):
        dite = texte(client.get(adresse))
        assert "L’opérateur du territoire la nomme. Qui répond : Paul, à l’agglomération · 01 39 44 80 80" in dite
    assert "L’opérateur du territoire" not in texte(entrer(d.operateur).get(fiche))
