"""What keeps the account of a pupil of a collège safe."""

import re

from django.urls import reverse
from django.utils.html import strip_tags

from config.demonstration.distribution import MOT_DE_PASSE
from ent.connexion.models import SessionOuverte

from .conftest import erreurs


def test_a_pupil_of_a_college_keeps_their_own_account_safe(c, d, entrer):
    """Their password and their devices, in the frame of their pages; nothing else of an account, and nothing for a pupil of an école."""
    c.hugo.set_password(MOT_DE_PASSE)
    c.hugo.save()
    client, ailleurs = entrer(c.hugo), entrer(c.hugo)
    plus = client.get(reverse("plus")).text
    for nom in ("account_change_password", "connexion_appareils"):
        page = client.get(reverse(nom)).text
        assert f'href="{reverse(nom)}"' in plus
        assert (
            "eleve--lit" in page
            and f'href="{reverse("plus")}"' in page
            and reverse("connexion_compte") + '"' not in page
        )
        assert entrer(d.eleve_cp).get(reverse(nom)).status_code == 404
    fermer = reverse(
        "connexion_appareils_fermer", args=["sessions", SessionOuverte.objects.filter(personne=c.hugo).first().pk]
    )
    assert entrer(d.mere).post(fermer).status_code == 404
    envoi = {"oldpassword": "non", "password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"}
    assert erreurs(client.post(reverse("account_change_password"), envoi)) == ["Ce n’est pas le mot de passe actuel."]
    fait = client.post(reverse("account_change_password"), envoi | {"oldpassword": MOT_DE_PASSE}, follow=True)
    assert fait.redirect_chain[-1][0] == reverse("plus") and "Hugo Nguyen" in fait.text
    assert ailleurs.get(reverse("plus")).status_code == 302
    for nom in ("connexion_compte", "account_email", "mfa_index", "connexion_donnees", "account_set_password"):
        assert client.get(reverse(nom)).status_code == 404, nom


def test_a_pupil_who_comes_by_a_public_identity_has_no_password_to_change(c, entrer):
    c.hugo.set_unusable_password()
    c.hugo.save()
    for nom in ("plus", "connexion_appareils"):  # it led to a page that no pupil has
        assert reverse("account_change_password") not in entrer(c.hugo).get(reverse(nom)).text


def test_no_page_of_their_account_says_vous_to_a_pupil(c, entrer):
    """The same pages as their parents': what they say is said to both."""
    c.hugo.set_password(MOT_DE_PASSE)
    c.hugo.save()
    client = entrer(c.hugo)
    changer, appareils = reverse("account_change_password"), reverse("connexion_appareils")
    faux = {"oldpassword": "non", "password1": "court", "password2": "autre"}
    bons = {"oldpassword": MOT_DE_PASSE, "password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"}
    pages = [
        client.get(changer),
        client.get(appareils),
        client.post(changer, faux),
        client.post(changer, {}),
        client.post(reverse("connexion_appareils_tout_fermer"), follow=True),
        client.post(changer, bons, follow=True),
    ]
    dites = [strip_tags(page.text.partition("<main")[2].partition("</main>")[0]) for page in pages]
    assert all(dites)
    assert [re.findall(r"(?:\S+ ){0,3}\b(?:[Vv]ous|[Vv]otre|[Vv]os|[a-zé]{2,}ez)\b", dite) for dite in dites] == [
        []
    ] * 6


def test_a_page_of_devices_has_no_heading_for_what_a_pupil_never_has(c, d, mardi, entrer):
    """« Notifications » stood there empty for ever: no device of theirs is told anything, and « Être prévenu » is an adult's."""
    page = entrer(c.hugo).get(reverse("connexion_appareils")).text
    assert "Où ce compte est ouvert" in page and "Notifications" not in page and "Adresses d’agenda" not in page
    adulte = entrer(d.mere).get(reverse("connexion_appareils")).text
    assert "Aucun appareil n’est prévenu." in adulte
