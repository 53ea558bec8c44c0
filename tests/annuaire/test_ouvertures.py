"""A school opened by mistake is corrected or taken away while nobody and nothing is in it; a merger is offered when it may be declared."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.lectures.conservation import fins_de_droit
from ent.annuaire.models import EntreeJournal, Etablissement, Personne, Place, Role
from ent.diffusion.models import Notification
from tests.annuaire.test_ecoles import DIRECTION, OUVERTURE


def test_a_school_opened_by_mistake_is_corrected_and_what_was_made_with_it_too(d, entrer):
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE)
    fiche, corriger = (reverse(n, args=[OUVERTURE["uai"]]) for n in ("annuaire_fiche", "annuaire_fiche_corriger"))
    assert corriger in client.get(fiche).text
    version = re.search(r'name="version" value="([^"]*)"', client.get(corriger).text)[1]
    dits = {"nom": "École des Lilas", "commune": "78621", "nature": "maternelle", "version": version}
    assert "C’est corrigé." in client.post(corriger, dits, follow=True).text
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    assert (ecole.nom, ecole.nature, ecole.commune.code_insee) == ("École des Lilas", "maternelle", "78621")
    if hasattr(ecole, "site"):  # the room may not be there
        assert ecole.site.slug == "ecole-des-lilas"
        assert client.get("/ecoles/ecole-des-merisiers/").status_code == 404
    assert EntreeJournal.objects.filter(verbe="annuaire.corriger_etablissement", etablissement=ecole).exists()


def test_a_school_opened_by_mistake_is_taken_away_and_may_open_again(d, entrer):
    client = entrer(d.operateur)
    avant = Etablissement.objects.count()
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE)
    retirer = reverse("annuaire_fiche_retirer", args=[OUVERTURE["uai"]])
    assert {entrer(qui).post(retirer).status_code for qui in (d.directrice, d.referente, d.mere)} == {404}
    assert "est retiré" in client.post(retirer, follow=True).text
    assert Etablissement.objects.count() == avant
    assert client.get("/ecoles/ecole-des-merisiers/").status_code == 404
    ligne = EntreeJournal.objects.get(verbe="annuaire.retirer_etablissement")
    assert (ligne.etablissement_id, ligne.details["uai"]) == (None, OUVERTURE["uai"])
    assert "C’est ouvert" in client.post("/annuaire/ecoles/ouvrir/", OUVERTURE, follow=True).text


NOMMEE = DIRECTION | {"inviter": "on"}


def corriger(client, ecole, **dits):
    adresse = reverse("annuaire_fiche_corriger", args=[ecole.uai])
    version = re.search(r'name="version" value="([^"]*)"', client.get(adresse).text)
    envoi = {"nom": "École des Lilas", "commune": "78621", "nature": "maternelle", "version": version and version[1]}
    return client.post(adresse, {k: v for k, v in (envoi | dits).items() if v}, follow=True).text


@pytest.mark.parametrize("direction", [DIRECTION, NOMMEE], ids=["on paper", "by e-mail"])
def test_a_direction_that_never_came_in_directs_what_is_corrected(d, entrer, direction):
    """Who was named in the same form is there by that opening alone: their paper or their invitation serves still."""
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | direction)
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    role, codes = Role.objects.get(etablissement=ecole), sorted(ecole.codes.values_list("empreinte"))
    assert "Corriger ou retirer" in client.get(reverse("annuaire_fiche", args=[ecole.uai])).text
    assert "C’est corrigé." in corriger(client, ecole)
    ecole.refresh_from_db()
    assert (ecole.nom, ecole.commune.code_insee) == ("École des Lilas", "78621")
    assert (Role.objects.get(etablissement=ecole), sorted(ecole.codes.values_list("empreinte"))) == (role, codes)


def test_the_commune_that_it_is_of_in_the_end_reads_who_directs_it(d, entrer):
    """And the one that had been said by mistake reads nothing of it any more."""
    client = entrer(d.operateur)
    chez_elle, ailleurs = d.referente.roles.get().commune.code_insee, "78165"
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | DIRECTION | {"commune": chez_elle})
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    siennes = Notification.objects.filter(destinataire=d.referente, etablissement=ecole)
    assert siennes.count() == 1
    assert "C’est corrigé." in corriger(client, ecole, commune=ailleurs)
    assert siennes.count() == 0
    assert "C’est corrigé." in corriger(client, ecole, commune=chez_elle)
    assert "École des Lilas" in siennes.get().texte


def test_a_direction_that_never_came_in_goes_with_what_is_taken_away(d, entrer):
    """They hold nothing: no role, no paper. What is held on them goes as of anybody who is tied to nothing."""
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | NOMMEE)
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    nommee = Role.objects.get(etablissement=ecole).personne
    page = client.get(reverse("annuaire_fiche_corriger", args=[ecole.uai])).text
    assert "Mme Ny, dont le compte n’est pas ouvert, n’y dirigera plus" in page
    retirer = reverse("annuaire_fiche_retirer", args=[ecole.uai])
    assert "est retiré" in client.post(retirer, follow=True).text
    assert not nommee.roles.exists() and not nommee.codes.exists()
    assert nommee.pk in dict(fins_de_droit(timezone.localdate()))
    lignes = EntreeJournal.objects.filter(objet=f"personne {nommee.pk}", verbe="annuaire.noter_un_depart")
    assert lignes.get().auteur_uuid == d.operateur.uuid
    assert "C’est ouvert" in client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | NOMMEE, follow=True).text


@pytest.mark.parametrize("quoi", ["compte", "session", "ailleurs", "parent", "collegue", "reglage"])
def test_a_school_where_somebody_came_in_or_something_is_stays(d, entrer, quoi):
    """Even by a page left open; whatever room holds it."""
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | ({} if quoi == "reglage" else DIRECTION))
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    nommee = Personne.objects.filter(roles__etablissement=ecole)
    match quoi:
        case "compte":
            nommee.update(courriel="rose.ny@exemple.fr")
        case "session":
            nommee.update(last_login=timezone.now())
        case "ailleurs":
            actions.donner_role(
                personne=nommee.get(), nature="enseignant", etablissement=d.elementaire, auteur=d.operateur
            )
        case "parent":
            actions.rattacher(adulte=nommee.get(), enfant=d.eleve_cp, etablissement=d.elementaire)
        case "collegue":
            actions.donner_role(personne=d.enseignante, nature="enseignant", etablissement=ecole, auteur=d.operateur)
        case "reglage":
            actions.regler(place=Place(ecole=ecole), code="calme.debut", valeur=dt.time(19), auteur=d.operateur)
    avant = sorted(Role.objects.values_list("pk"))
    assert "est déjà dans cet établissement" in corriger(client, ecole)
    retirer = reverse("annuaire_fiche_retirer", args=[ecole.uai])
    assert "est déjà dans cet établissement" in client.post(retirer, follow=True).text
    ecole.refresh_from_db()
    assert (ecole.nom, sorted(Role.objects.values_list("pk"))) == (OUVERTURE["nom"], avant)
    site = client.get("/ecoles/ecole-des-merisiers/").status_code
    assert site == (200 if hasattr(ecole, "site") else 404)
    assert ("Corriger ou retirer" in client.get(reverse("annuaire_fiche", args=[ecole.uai])).text) == (
        quoi == "reglage"
    )


def test_a_fusion_is_offered_while_one_may_be_declared(d, entrer, horloge, mardi):
    fiche = reverse("annuaire_fiche", args=[d.elementaire.uai])
    assert "Réunir avec une autre" not in entrer(d.operateur).get(fiche).text
    horloge(mardi.replace(year=2027, month=5, day=4))
    assert "Réunir avec une autre" in entrer(d.operateur).get(fiche).text
