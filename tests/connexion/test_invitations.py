"""Those who work in a school come in by an e-mail of their direction, and a direction by an e-mail of the operator."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Personne, Role
from ent.connexion import actions
from ent.connexion.models import CodeActivation
from tests.graines import MARDI_10H

from .conftest import MOT_DE_PASSE

ARRIVEE = {"prenom": "Odile", "nom": "Vasseur", "civilite": "Mme", "courriel_contact": "Odile.Vasseur@ecole.exemple.fr"}


@pytest.fixture
def odile(d, mardi) -> Personne:
    """Who teaches in the élémentaire since today, and never came in."""
    return annuaire.accueillir(
        etablissement=d.elementaire, auteur=d.directrice, identite=ARRIVEE, nature=Role.Nature.ENSEIGNANT.value
    )


@pytest.fixture
def inviter(d, entrer):
    def envoyer(*personnes: Personne, qui: Personne | None = None):
        adresse = reverse("connexion_inviter_personnel", args=[d.elementaire.pk])
        return entrer(qui or d.directrice).post(adresse, {"responsable": [p.pk for p in personnes]}, follow=True)

    return envoyer


def lien() -> str:
    """The path of the link of the last e-mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]


def phrases(reponse) -> list[str]:
    return [str(message) for message in reponse.context["messages"]]


# --- What leaves --------------------------------------------------------------------------------------------------------
def test_an_e_mail_leaves_to_the_address_that_the_school_knows(d, odile, inviter):
    assert phrases(inviter(odile)) == ["L’invitation part à 1 personne."]
    [courriel] = mail.outbox
    assert courriel.to == ["Odile.Vasseur@ecole.exemple.fr"]
    assert d.elementaire.nom in courriel.subject
    assert (
        EntreeJournal.objects.filter(verbe="connexion.inviter_le_personnel", auteur_uuid=d.directrice.uuid).count() == 1
    )


def test_their_page_says_the_invitation_and_no_paper_that_nobody_printed(d, odile, inviter, entrer):
    inviter(odile)
    page = entrer(d.directrice).get(reverse("annuaire_adulte", args=[d.elementaire.uai, odile.uuid])).text
    assert "Une invitation est partie à son adresse le 24 novembre 2026. Son papier sert jusqu’au" in page
    assert "Son papier a été imprimé" not in page


def test_who_has_no_address_is_named_and_the_others_are_invited(d, odile, inviter):
    sans = annuaire.accueillir(
        etablissement=d.elementaire,
        auteur=d.directrice,
        identite=ARRIVEE | {"prenom": "Paul", "civilite": "", "courriel_contact": ""},
        nature=Role.Nature.PERSONNEL.value,
    )
    assert phrases(inviter(odile, sans)) == [
        "L’invitation part à 1 personne.",
        "Sans adresse à elles seules que l’école connaisse, un papier est à imprimer : Paul Vasseur.",
    ]
    assert len(mail.outbox) == 1


def test_within_the_hour_nobody_is_invited_twice(d, odile, inviter):
    inviter(odile)
    assert phrases(inviter(odile)) == ["Déjà invités il y a moins d’une heure : Mme Vasseur."]
    assert len(mail.outbox) == 1


def test_an_open_account_is_not_invited(d, mardi, inviter):
    [refus] = phrases(inviter(d.enseignante))
    assert refus.startswith("Une de ces personnes a déjà un compte")
    assert mail.outbox == []


@pytest.mark.parametrize("qui", ["enseignante", "directrice_maternelle", "mere", "operateur", "referente"])
def test_the_direction_of_the_school_alone_invites(d, odile, inviter, qui):
    assert inviter(odile, qui=getattr(d, qui)).status_code == 404
    assert mail.outbox == []


def test_somebody_of_another_school_is_not_reached_by_their_number(d, mardi, inviter):
    ailleurs = annuaire.accueillir(
        etablissement=d.maternelle, auteur=d.directrice_maternelle, identite=ARRIVEE, nature="enseignant"
    )
    assert phrases(inviter(ailleurs)) == []
    assert mail.outbox == []
    assert CodeActivation.objects.count() == 0


# --- What the link opens ------------------------------------------------------------------------------------------------
def test_the_link_opens_the_account_and_proves_the_address(d, odile, inviter):
    inviter(odile)
    client, adresse = Client(), lien()
    assert "Mme Vasseur" in client.get(adresse).text
    client.post(adresse)
    compte = reverse("connexion_activer_compte")
    assert 'value="Odile.Vasseur@ecole.exemple.fr"' in client.get(compte).text
    envoi = {"courriel": "odile.vasseur@ecole.exemple.fr", "mot_de_passe": MOT_DE_PASSE}
    assert client.post(compte, envoi).url == "/"
    assert client.session["_auth_user_id"] == str(odile.pk)
    assert EmailAddress.objects.get(user=odile).verified
    assert len(mail.outbox) == 1  # nothing is left to confirm
    assert Client().get(adresse).status_code == 410


def test_another_address_is_still_to_be_proved(d, odile, inviter):
    inviter(odile)
    client = Client()
    client.post(lien())
    envoi = {"courriel": "odile@perso.exemple.fr", "mot_de_passe": MOT_DE_PASSE}
    client.post(reverse("connexion_activer_compte"), envoi)
    assert not EmailAddress.objects.get(user=odile).verified


def test_a_mail_server_that_looks_at_the_link_opens_nothing(d, odile, inviter):
    inviter(odile)
    client = Client()
    client.get(lien())
    assert "_auth_user_id" not in client.session
    assert CodeActivation.objects.get().utilise_le is None
    assert client.get(reverse("connexion_activer_compte")).status_code == 302  # nothing was proved


def test_a_link_dies_with_its_paper_its_address_its_person_and_its_days(d, odile, inviter):
    inviter(odile)
    adresse = lien()

    def statut() -> int:
        return Client().get(adresse).status_code

    assert statut() == 200
    assert Client().get(adresse[:-3] + "xx/").status_code == 410
    Personne.objects.filter(pk=odile.pk).update(courriel_contact="une.autre@ecole.exemple.fr")
    assert statut() == 410
    Personne.objects.filter(pk=odile.pk).update(courriel_contact=ARRIVEE["courriel_contact"])
    actions.emettre_code(personne=odile, etablissement=d.elementaire, renouveler=True)
    assert statut() == 410
    CodeActivation.objects.update(generation=0)
    assert statut() == 200
    with time_machine.travel(MARDI_10H + dt.timedelta(days=15)):
        assert statut() == 410
    depart = annuaire.noter_un_depart(personne=odile, etablissement=d.elementaire, auteur=d.directrice)
    assert statut() == 410
    assert depart.finis


def test_who_has_an_account_already_brings_the_school_into_it(d, odile, inviter, entrer):
    inviter(odile)
    client = entrer(d.directrice_maternelle)
    page = client.get(lien())
    assert "Ajouter cette école à mon compte" in page.text
    assert client.post(lien()).url == "/"
    odile.refresh_from_db()
    assert odile.fusionnee_dans == d.directrice_maternelle


def test_a_pupil_s_tablet_is_no_account_to_bring_a_school_into(d, odile, inviter, entrer):
    inviter(odile)
    page = entrer(d.eleve_cp).get(lien())
    assert "Ajouter cette école" not in page.text
    assert "Ouvrir mon compte" in page.text


# --- Who arrives --------------------------------------------------------------------------------------------------------
def test_who_is_welcomed_is_invited_in_the_same_gesture(d, entrer, mardi):
    envoi = {"prenom": "Odile", "nom": "Vasseur", "courriel": "o@ecole.exemple.fr", "nature": "enseignant"}
    adresse = reverse("annuaire_accueillir", args=[d.elementaire.uai])
    entrer(d.directrice).post(adresse, envoi | {"titre": "titulaire", "inviter": "on"})
    assert [m.to for m in mail.outbox] == [["o@ecole.exemple.fr"]]
    entrer(d.directrice).post(
        adresse, envoi | {"titre": "titulaire", "prenom": "Paul", "courriel": "p@ecole.exemple.fr"}
    )
    assert len(mail.outbox) == 1


def test_the_operator_names_a_direction_by_e_mail(d, entrer, mardi):
    envoi = {"prenom": "Rose", "nom_de_famille": "Vidal", "courriel": "rose@ecole.exemple.fr", "inviter": "on"}
    client, adresse = entrer(d.operateur), reverse("annuaire_fiche_direction", args=[d.elementaire.uai])
    client.post(adresse, envoi)
    assert [m.to for m in mail.outbox] == [["rose@ecole.exemple.fr"]]
    rose = Personne.objects.get(prenom="Rose", nom="Vidal")
    encore = reverse("connexion_inviter_direction", args=[d.elementaire.uai, rose.uuid])
    assert phrases(client.post(encore, follow=True))[-1] == "Déjà invités il y a moins d’une heure : Rose Vidal."
    assert entrer(d.referente).post(encore).status_code == 403
    assert entrer(d.directrice).post(encore).status_code == 404


def test_nothing_leaves_to_a_mailbox_that_several_people_read(d, entrer, mardi, odile, inviter):
    """« ce.0789901n@… » is read by the whole office; an address given for two is read by two."""
    envoi = {
        "prenom": "Rose",
        "nom_de_famille": "Vidal",
        "courriel": "ce.0789901N@ac-versailles.exemple.fr",
        "inviter": "on",
    }
    adresse = reverse("annuaire_fiche_direction", args=[d.elementaire.uai])
    assert "que plusieurs personnes lisent" in entrer(d.operateur).post(adresse, envoi).text
    paul = annuaire.accueillir(
        etablissement=d.elementaire, auteur=d.directrice, identite=ARRIVEE | {"prenom": "Paul"}, nature="personnel"
    )
    inviter(odile, paul)
    assert mail.outbox == []


def test_what_an_invitation_proved_is_judged_again_before_the_account_opens(d, odile, inviter):
    inviter(odile)
    client = Client()
    client.post(lien())
    Personne.objects.filter(pk=odile.pk).update(courriel_contact="la.bonne@ecole.exemple.fr")
    envoi = {"courriel": "", "mot_de_passe": MOT_DE_PASSE}
    assert client.post(reverse("connexion_activer_compte"), envoi).url == reverse("connexion_activer")
    odile.refresh_from_db()
    assert not odile.has_usable_password()
