"""Whoever moderates, or writes mots, for a direction: neither judge of themselves nor of it, and under their own name."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Responsabilite, Role
from ent.diffusion.actions import perdus
from ent.diffusion.models import Notification
from messagerie.actions import moderation
from messagerie.actions.mots import Public
from messagerie.models import Signalement
from tests.annuaire.mandats import JOUR, confier, relue, secretaire_de
from tests.messagerie.mots import envoyer
from tests.messagerie.test_mots_pages import MOT


@pytest.fixture
def secretaire(d, mardi):
    return secretaire_de(d)


def test_what_was_said_of_a_family_is_theirs_to_judge(d, fils_de, ecrire, entrer, secretaire):
    confier(d, secretaire, "moderation")
    message = ecrire(fils_de.foyer(d.eleve_cp, d.mere), d.mere, "Un mot vif")
    moderation.signaler_message(message=message, par=d.enseignante, motif="trop vif")
    assert entrer(secretaire).get(reverse("messagerie_signalement", args=[message.pk])).status_code == 200


def test_what_was_said_of_them_and_what_a_direction_wrote_is_not(d, fils_de, ecrire, entrer, secretaire):
    confier(d, secretaire, "moderation")
    client = entrer(secretaire)
    sien = ecrire(fils_de.equipe, secretaire, "Une menace")
    moderation.signaler_message(message=sien, par=d.enseignante, motif="elle me menace")
    direction = ecrire(fils_de.equipe, d.directrice, "La réunion de lundi")
    client.post(reverse("messagerie_signaler", args=[direction.pk]), {"motif": ""})
    for message, geste in ((sien, "sans_suite"), (direction, "retirer")):
        adresse = reverse("messagerie_signalement", args=[message.pk])
        assert client.get(adresse).status_code == 404
        assert client.post(adresse, {"geste": geste}).status_code == 404
    file = client.get(reverse("messagerie_moderation", args=[d.elementaire.uai]))
    assert "elle me menace" not in file.text
    assert {s.suite for s in Signalement.objects.all()} == {""}
    assert entrer(d.directrice).get(reverse("messagerie_signalement", args=[sien.pk])).status_code == 200


@pytest.fixture
def mere_et_secretaire(d, secretaire):
    """Moderates, and answers for Kenza with her mother."""
    actions.rattacher(adulte=secretaire, enfant=d.eleve_ce1, etablissement=d.elementaire)
    confier(d, secretaire, "moderation")
    return relue(secretaire)


@pytest.fixture
def de_sa_famille(d, fils_de, ecrire, mere_et_secretaire) -> dict:
    """What was reported of Kenza, by her, of her other parent, by them, and in the thread of their household."""
    ecrire(fils_de.eleves, d.enseignante, "On discute")
    foyer = fils_de.foyer(d.eleve_ce1, d.mere_arabophone)
    dits = {
        "de l’enfant": (ecrire(fils_de.eleves, d.eleve_ce1, "Inès pue"), d.mere),
        "par l’enfant": (ecrire(fils_de.eleves, d.eleve_cp, "Kenza pue"), d.eleve_ce1),
        "de l’autre parent": (ecrire(foyer, d.mere_arabophone, "Un mot vif"), d.enseignante),
        "par l’autre parent": (ecrire(fils_de.annonce, d.enseignante, "Lisez mieux"), d.mere_arabophone),
        "du fil de l’autre foyer": (ecrire(foyer, d.enseignante, "Un autre"), d.remplacant),
    }
    for message, par in dits.values():
        moderation.signaler_message(message=message, par=par, motif="Kenza harcèle ma fille")
    return {nom: message for nom, (message, _par) in dits.items()}


def test_nor_is_what_was_said_of_their_family_or_by_it(d, de_sa_famille, entrer, mere_et_secretaire):
    client = entrer(mere_et_secretaire)
    for nom, message in de_sa_famille.items():
        adresse = reverse("messagerie_signalement", args=[message.pk])
        assert client.get(adresse).status_code == 404, nom
        assert client.post(adresse, {"geste": "sans_suite"}).status_code == 404, nom
        assert prevenus(message) == {d.directrice}, nom
    file = client.get(reverse("messagerie_moderation", args=[d.elementaire.uai]))
    assert "harcèle ma fille" not in file.text
    assert {s.suite for s in Signalement.objects.all()} == {""}


def test_a_tie_without_authority_leaves_it_to_the_direction_no_less(d, de_sa_famille, entrer, mere_et_secretaire):
    """Whichever school wrote it (decision 0188)."""
    gens = [d.eleve_ce1, d.mere_arabophone]
    suspensions = moderation.suspendre(
        etablissement=d.elementaire, personnes=gens, motif="Un motif", date_fin=JOUR, auteur=d.directrice
    )
    Responsabilite.objects.filter(adulte=mere_et_secretaire).update(autorite="sans")
    client = entrer(relue(mere_et_secretaire))
    for nom, message in de_sa_famille.items():
        adresse = reverse("messagerie_signalement", args=[message.pk])
        assert client.get(adresse).status_code == 404, nom
        assert client.post(adresse, {"geste": "sans_suite"}).status_code == 404, nom
    for suspension in suspensions:
        assert client.post(reverse("messagerie_lever", args=[suspension.pk])).status_code == 404
    assert {s.suite for s in Signalement.objects.all()} == {""}


def test_what_was_said_of_other_families_stays_theirs(d, fils_de, ecrire, entrer, mere_et_secretaire):
    ecrire(fils_de.eleves, d.enseignante, "On discute")
    autre = ecrire(fils_de.eleves, d.eleve_cp, "Tu es nul")
    moderation.signaler_message(message=autre, par=d.enseignante)
    adresse = reverse("messagerie_signalement", args=[autre.pk])
    assert entrer(mere_et_secretaire).get(adresse).status_code == 200
    assert prevenus(autre) == {d.directrice, mere_et_secretaire}


def test_they_neither_read_nor_lift_what_keeps_their_family_from_writing(d, entrer, mere_et_secretaire):
    gens = [d.eleve_ce1, d.mere_arabophone, d.mere]
    siennes, autre, _mere = moderation.suspendre(
        etablissement=d.elementaire, personnes=gens, motif="Un motif", date_fin=JOUR, auteur=d.directrice
    )
    client = entrer(mere_et_secretaire)
    page = client.get(reverse("messagerie_suspensions", args=[d.elementaire.uai]))
    assert [s.personne for s in page.context["actives"]] == [d.mere]
    for suspension in (siennes, autre):
        assert client.post(reverse("messagerie_lever", args=[suspension.pk])).status_code == 404


# --- Who is told that something was reported ------------------------------------------------------------------------------
def prevenus(message) -> set:
    """Who may read now that this message was reported."""
    dites = Notification.objects.filter(nature=moderation.SIGNALEMENT, objet_id=message.pk)
    return {
        n.destinataire
        for n in dites.select_related("destinataire")
        if Notification.objects.visibles_par(relue(n.destinataire)).filter(pk=n.pk).exists()
    }


@pytest.fixture
def vif(d, fils_de, ecrire):
    return ecrire(fils_de.foyer(d.eleve_cp, d.mere), d.mere, "Un mot vif")


def test_whoever_moderates_is_told_as_the_direction_is_even_at_night(d, vif, secretaire, horloge):
    confier(d, secretaire, "moderation")
    horloge(dt.datetime(2026, 11, 24, 23, 30, tzinfo=timezone.get_default_timezone()))
    moderation.signaler_message(message=vif, par=d.enseignante)
    assert prevenus(vif) == {d.directrice, secretaire}
    dites = Notification.objects.filter(nature=moderation.SIGNALEMENT).values_list("texte", "adresse", "visible_le")
    assert len(dites) == 2 and len(set(dites)) == 1
    moderation.classer_sans_suite(message=vif, auteur=secretaire)
    assert prevenus(vif) == set()


def test_another_power_or_the_one_of_another_school_tells_nothing(d, fils_de, ecrire, vif, secretaire):
    confier(d, secretaire, "carnet", "import")
    moderation.signaler_message(message=vif, par=d.enseignante)
    assert prevenus(vif) == {d.directrice}
    confier(d, secretaire, "moderation")
    a_cote = ecrire(fils_de.foyer(d.eleve_ms, d.mere), d.mere, "Un autre mot vif")
    moderation.signaler_message(message=a_cote, par=d.directrice_maternelle)
    assert prevenus(a_cote) == {d.directrice_maternelle}


def test_who_is_reported_and_who_reports_are_not_told_nor_of_what_a_direction_wrote(d, fils_de, ecrire, secretaire):
    confier(d, secretaire, "moderation")
    sien = ecrire(fils_de.equipe, secretaire, "Une menace")
    dit_par_elle = ecrire(fils_de.equipe, d.enseignante, "Une autre")
    de_la_tete = ecrire(fils_de.equipe, d.directrice, "La réunion de lundi")
    moderation.signaler_message(message=sien, par=d.enseignante)
    moderation.signaler_message(message=dit_par_elle, par=secretaire)
    moderation.signaler_message(message=de_la_tete, par=d.enseignante)
    for message in (sien, dit_par_elle, de_la_tete):
        assert prevenus(message) == {d.directrice}


def test_told_by_somebody_then_by_them_they_are_told_no_more(d, fils_de, ecrire, secretaire):
    """A second report judges anew: who reports is a party."""
    confier(d, secretaire, "moderation")
    message = ecrire(fils_de.equipe, d.remplacant, "Une menace")
    moderation.signaler_message(message=message, par=d.enseignante)
    assert prevenus(message) == {d.directrice, secretaire}
    moderation.signaler_message(message=message, par=secretaire)
    assert prevenus(message) == {d.directrice}


@pytest.mark.parametrize("fin", ["repris", "a_venir", "passe", "parti", "direction_partie"])
def test_a_mandate_that_does_not_hold_tells_nothing(d, vif, secretaire, horloge, fin):
    mandat = confier(
        d,
        secretaire,
        "moderation",
        debut=JOUR + dt.timedelta(days=1 if fin == "a_venir" else 0),
        fin=JOUR + dt.timedelta(days=2),
    )
    attendus = {d.directrice}
    if fin == "repris":
        actions.reprendre_des_pouvoirs(mandat=mandat, auteur=d.directrice)
    elif fin == "passe":
        horloge(dt.datetime(2026, 11, 27, 10, tzinfo=timezone.get_default_timezone()))
    elif fin == "parti":
        Role.objects.filter(personne=secretaire, etablissement=d.elementaire).update(fin=JOUR - dt.timedelta(days=1))
    elif fin == "direction_partie":
        Role.objects.filter(personne=d.directrice).update(fin=JOUR - dt.timedelta(days=1))
        attendus = set()
    moderation.signaler_message(message=vif, par=d.enseignante)
    assert prevenus(vif) == attendus


@pytest.mark.parametrize("fin", ["repris", "remplace", "passe"])
def test_what_was_told_goes_with_the_mandate(d, vif, secretaire, horloge, fin):
    """And the direction's stays. What was confided again keeps what it had told."""
    mandat = confier(d, secretaire, "moderation", fin=JOUR + dt.timedelta(days=2))
    moderation.signaler_message(message=vif, par=d.enseignante)
    confier(d, secretaire, "moderation", "carnet", fin=JOUR + dt.timedelta(days=2))
    assert prevenus(vif) == {d.directrice, secretaire}
    if fin == "repris":
        mandat = secretaire.mandats_recus.get(fini_le=None)
        actions.reprendre_des_pouvoirs(mandat=mandat, auteur=d.directrice)
    elif fin == "remplace":
        confier(d, secretaire, "carnet")
    else:
        perdus.oublier_le_travail_fini()
        assert prevenus(vif) == {d.directrice, secretaire}
        horloge(dt.datetime(2026, 11, 27, 1, tzinfo=timezone.get_default_timezone()))
        perdus.oublier_le_travail_fini()
    assert prevenus(vif) == {d.directrice}


# --- Mots -----------------------------------------------------------------------------------------------------------------
def test_a_mot_of_the_direction_keeps_the_words_of_whoever_signed_it(d, mardi, entrer, secretaire):
    confier(d, secretaire, "carnet")
    le_sien = envoyer(d, auteur=secretaire, public=Public(d.elementaire))
    de_la_tete = envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
    client = entrer(secretaire)
    assert client.get(reverse("carnet_corriger", args=[le_sien.pk])).status_code == 200
    corrige = client.post(reverse("carnet_corriger", args=[de_la_tete.pk]), MOT | {"titre": "Versez 50 euros"})
    assert corrige.status_code == 403
    de_la_tete.refresh_from_db()
    assert de_la_tete.titre != "Versez 50 euros"
