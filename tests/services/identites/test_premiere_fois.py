"""A first time: an identity that nobody here knows, the code of a paper, and whose name each bears."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import EntreeJournal, Personne
from ent.connexion.actions import emettre_code
from ent.connexion.droits import est_activee
from ent.connexion.models import CodeActivation, SessionOuverte
from ent.services.identites.lectures.gens import porte_un_nom_proche
from ent.services.identites.models import Rattachement
from tests.graines import MARDI_10H
from tests.services.identites.conftest import Voyage, neuf, qui, un_papier

pytestmark = pytest.mark.django_db


def test_the_code_of_a_paper_ties_the_identity_of_its_person(d, la, voyage):
    personne, code = un_papier(d)
    la.profil = {"sub": "premiere"}
    assert voyage.faire().url == reverse("identites_code")
    page = voyage.client.get(reverse("identites_code"))
    assert "Nous ne vous reconnaissons pas encore" in page.text
    naissance = d.eleve_cp.date_naissance.strftime("%d/%m/%Y")
    voyage.client.post(reverse("identites_code"), {"code": code, "naissance": naissance})
    assert qui(voyage.client) == str(personne.pk)
    ouvert = neuf(personne)
    assert (ouvert.has_usable_password(), ouvert.identifiant) == (False, "linh.nguyen")
    assert CodeActivation.objects.get(personne=personne).utilise_le
    assert voyage.client.get("/").status_code == 200
    suivante = Voyage(la, voyage.ici)
    suivante.faire()
    assert qui(suivante.client) == str(personne.pk)
    assert SessionOuverte.objects.filter(personne=personne).count() == 2
    verbes = EntreeJournal.objects.filter(auteur_uuid=personne.uuid).values_list("verbe", flat=True)
    assert sorted(verbes) == ["connexion.activer", "identites.rattacher"]


def taper(voyage, d, code):
    """The code, with the child's birth date, as the paper asks."""
    naissance = d.eleve_cp.date_naissance.strftime("%d/%m/%Y")
    return voyage.client.post(reverse("identites_code"), {"code": code, "naissance": naissance})


def test_another_family_types_its_paper_on_the_page_left_open(d, la, voyage):
    """Paul proved who he is on the school's tablet and left; the next family is asked whether the two names are theirs, and ties nothing by its code."""
    personne, code = un_papier(d)
    la.profil = {"sub": "paul", "sn": "Durand", "givenName": "Paul"}
    assert voyage.faire(partage=1).url == reverse("identites_code")
    page = voyage.client.get(reverse("identites_code")).text
    assert "Paul Durand" in page and "Ce n’est pas vous ? Recommencez" in page
    assert taper(voyage, d, code).url == reverse("identites_code")
    page = voyage.client.get(reverse("identites_code")).text
    assert "Paul Durand" in page and "Linh Nguyen" in page
    assert (qui(voyage.client), Rattachement.objects.count()) == ("", 0)
    chez_paul = Voyage(la, voyage.ici)
    chez_paul.faire()
    assert qui(chez_paul.client) == "" and CodeActivation.objects.get(personne=personne).utilise_le is None


def test_who_says_that_they_are_not_the_one_that_waits_begins_again_and_goes_out_over_there(d, la, voyage):
    personne, code = un_papier(d)
    la.profil = {"sub": "paul", "sn": "Durand", "givenName": "Paul"}
    voyage.faire(partage=1)
    taper(voyage, d, code)
    reponse = voyage.client.post(reverse("identites_code"), {"recommencer": "1"})
    assert "/sortir" in voyage.client.get(reponse.url).text  # else the next button comes back as Paul
    assert "identites_attente" not in voyage.client.session
    assert voyage.client.get(reverse("identites_code")).url == reverse("account_login")
    la.profil = {"sub": "linh", "sn": "NGUYEN", "givenName": "Linh"}
    voyage.faire(partage=1)
    taper(voyage, d, code)
    assert (qui(voyage.client), Rattachement.objects.get().comment) == (str(personne.pk), "code")


def test_a_parent_of_another_name_over_there_says_so_once_and_the_school_reads_it(d, la, voyage, entrer):
    personne, code = un_papier(d)
    la.profil = {"sub": "linh", "sn": "Lefèvre", "givenName": "Linh"}
    voyage.faire()
    taper(voyage, d, code)
    voyage.client.post(reverse("identites_code"), {"deux_noms": "1"})
    assert (qui(voyage.client), Rattachement.objects.get().comment) == (str(personne.pk), "deuxnoms")
    assert EntreeJournal.objects.get(verbe="identites.rattacher").details["comment"] == "deuxnoms"
    suivante = Voyage(la, voyage.ici)
    suivante.faire()
    assert qui(suivante.client) == str(personne.pk)
    page = entrer(d.directrice).get(reverse("identites_ecole", args=[d.elementaire.uai])).text
    assert page.count("Deux noms, confirmés") == 1 and "Lefèvre" not in page


def test_a_paper_that_was_used_or_printed_again_meanwhile_is_confirmed_no_more(d, la, voyage):
    personne, code = un_papier(d)
    la.profil = {"sub": "paul", "sn": "Durand"}
    voyage.faire()
    taper(voyage, d, code)
    CodeActivation.objects.filter(personne=personne).update(utilise_le=MARDI_10H)
    reponse = voyage.client.post(reverse("identites_code"), {"deux_noms": "1"})
    assert (reponse.status_code, qui(voyage.client), Rattachement.objects.count()) == (422, "", 0)
    assert 'name="code"' in voyage.client.get(reverse("identites_code")).text


@pytest.mark.parametrize(
    ("nom", "usage", "dit"),
    [
        ("Nguyen", "", "NGUYỄN"),
        ("Nguyen", "", "NGUYEN LEFEVRE"),
        ("Nguyen", "Lefèvre", "Lefevre"),
        ("Nguyen-Lefèvre", "", "LEFEVRE NGUYEN"),
        ("Le Gall", "", "LEGALL"),
        ("de Kersaint", "", "Kersaint"),
        ("D’Angelo", "", "D'ANGELO"),
    ],
)
def test_one_name_written_otherwise_is_one_name(nom, usage, dit):
    assert porte_un_nom_proche(Personne(nom=nom, nom_usage=usage), dit)


@pytest.mark.parametrize(("nom", "dit"), [("Nguyen", "Durand"), ("Le Gall", "Le Goff"), ("de Souza", "De Oliveira")])
def test_a_word_that_many_names_begin_with_is_not_a_name(nom, dit):
    assert not porte_un_nom_proche(Personne(nom=nom), dit)


@pytest.mark.parametrize(
    ("options", "minutes", "attend"), [({"partage": 1}, 6, False), ({"partage": 1}, 4, True), ({}, 6, True)]
)
def test_on_a_shared_device_an_identity_waits_for_five_minutes(d, la, voyage, monkeypatch, options, minutes, attend):
    la.profil = {"sub": "paul", "sn": "Durand"}
    voyage.faire(**options)
    plus_tard = time.time() + minutes * 60
    monkeypatch.setattr("ent.services.identites.views.entree.time.time", lambda: plus_tard)
    assert voyage.client.get(reverse("identites_code")).status_code == (200 if attend else 302)


@pytest.mark.parametrize("change", [{"givenName": "Autre"}, {"sn": "Autre"}, {}])
def test_the_paper_of_another_pupil_is_not_tied_to_who_comes(d, la, voyage, change):
    d.elementaire.nature = "college"
    d.elementaire.save(update_fields=["nature"])
    eleve = d.eleve_cp
    code = emettre_code(personne=eleve, etablissement=d.elementaire)
    dit = {"sn": eleve.nom.upper(), "givenName": eleve.prenom} | change
    la.profil = {"sub": "e", "FrEduCtPersonAffiliation": ["eleve2d"]} | dit
    assert voyage.faire().url == reverse("identites_code")
    naissance = eleve.date_naissance.strftime("%d/%m/%Y")
    reponse = voyage.client.post(reverse("identites_code"), {"code": code, "naissance": naissance})
    assert (reponse.status_code, qui(voyage.client)) == ((422, "") if change else (302, str(eleve.pk)))
    assert Rattachement.objects.count() == (0 if change else 1)
    assert est_activee(neuf(eleve)) is not bool(change)


def test_a_wrong_code_ties_nothing_and_is_counted(d, la, voyage):
    _personne, code = un_papier(d)
    la.profil = {"sub": "premiere"}
    voyage.faire()
    reponse = voyage.client.post(reverse("identites_code"), {"code": code, "naissance": "01/01/2001"})
    assert (reponse.status_code, Rattachement.objects.count(), qui(voyage.client)) == (422, 0, "")
    assert CodeActivation.objects.get(empreinte__isnull=False, personne=_personne).echecs == 1
    for _n in range(5):
        reponse = voyage.client.post(reverse("identites_code"), {"code": code, "naissance": "01/01/2001"})
    assert reponse.status_code == 429


def test_an_identity_is_never_given_to_a_second_person(d, la, voyage):
    """Tied to Nadia; somebody else's code, or account, takes it from her no more."""
    personne, code = un_papier(d)
    la.profil = {"sub": "une"}
    voyage.faire()
    attente = voyage.client.session["identites_attente"]
    Rattachement.objects.create(
        fournisseur=voyage.ici, personne=d.mere, empreinte=attente["empreinte"], comment="compte"
    )
    naissance = d.eleve_cp.date_naissance.strftime("%d/%m/%Y")
    reponse = voyage.client.post(reverse("identites_code"), {"code": code, "naissance": naissance})
    assert (reponse.status_code, qui(voyage.client)) == (403, "")
    assert "compte de quelqu’un d’autre" in reponse.text
    assert CodeActivation.objects.get(personne=personne).utilise_le is None
    assert not neuf(personne).password


def test_whoever_has_an_account_ties_it_after_their_password(d, la, voyage, mailoutbox):
    EmailAddress.objects.update_or_create(
        user=d.mere, email=d.mere.courriel, defaults={"verified": True, "primary": True}
    )
    la.profil = {"sub": "mienne"}
    voyage.faire()
    voyage.client.post(
        reverse("account_login") + f"?next={reverse('identites_rattacher')}",
        {"login": d.mere.courriel, "password": MOT_DE_PASSE},
    )
    assert "Il s’ouvrira aussi par" in voyage.client.get(reverse("identites_rattacher")).text
    voyage.client.post(reverse("identites_rattacher"))
    assert Rattachement.objects.get().personne == d.mere
    assert "ouvre maintenant votre compte" in mailoutbox[-1].subject
