"""What leaves in several times: what stayed is still each holder's to let go or not."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Responsabilite
from ent.services.liaison.actions import envois, familles, montrer, papier
from ent.services.liaison.lectures import familles as lectures
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.lectures.preparation import lignes_de
from ent.services.liaison.models import Avis, Dossier, Envoi, Retour
from ent.services.liaison.parties import Partie

from .voyage import accorder, montrer_et_accorder, relire

PAI = "Allergie à l’arachide."


@pytest.fixture
def avec_pai(d, dossier, college) -> Dossier:
    Dossier.objects.filter(pk=dossier.pk).update(destination=d.college, sante=PAI)
    return relire(dossier)


def repondre(qui, dossier, accorde: bool, *parties: str) -> None:
    lu = lectures.lire(qui, relire(dossier))
    dits = {f.partie: (f.empreinte, accorde) for f in lu.feuillets if f.partie in parties}
    familles.repondre(dossier=relire(dossier), par=qui, choix="oui" if accorde else "non", dits=dits)


def test_the_pai_is_withdrawn_after_the_rest_was_handed_over_and_leaves_no_more(d, avec_pai):
    accorde = montrer_et_accorder(d, avec_pai)
    assert "sante" not in envois.remettre(dossier=relire(accorde), auteur=d.directrice).parties
    lu = lectures.lire(d.mere, relire(accorde))
    assert [f.partie for f in lu.restent] == [Partie.SANTE] and not lu.est_clos and not lu.a_dire
    with pytest.raises(ValidationError, match="déjà parti"):
        repondre(d.mere, accorde, False, "savoirs")
    repondre(d.mere, accorde, False, "sante")
    with pytest.raises(ValidationError):
        envois.remettre(dossier=relire(accorde), auteur=d.directrice, le_pai=True)
    assert Avis.objects.get(personne=d.mere, partie="sante").accorde is False


def test_the_second_holder_says_no_to_the_rest_after_the_pai_was_handed_over(d, avec_pai):
    accorde = montrer_et_accorder(d, avec_pai)
    Avis.objects.filter(personne=d.pere_separe).exclude(partie="sante").delete()
    assert envois.remettre(dossier=relire(accorde), auteur=d.directrice, le_pai=True).parties == ["sante"]
    lu = lectures.lire(d.pere_separe, relire(accorde))
    assert {f.partie for f in lu.a_dire} == {"savoirs", "positions"}, "it waits for him still"
    repondre(d.pere_separe, accorde, False, "savoirs", "positions")
    with pytest.raises(ValidationError):
        envois.remettre(dossier=relire(accorde), auteur=d.directrice)


def test_what_is_let_go_after_a_first_file_is_in_the_next_one(d, avec_pai):
    accorde = montrer_et_accorder(d, avec_pai, sauf=("positions",))
    premier = envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    for qui in (d.mere, d.pere_separe):
        repondre(qui, accorde, True, "positions", "sante")
    second = envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    assert (premier.parties, second.parties) == (["savoirs"], ["savoirs", "positions"])
    assert all(lectures.lire(qui, relire(accorde)).restent[0].partie == Partie.SANTE for qui in (d.mere, d.pere_separe))


def test_new_words_of_what_stayed_are_shown_and_answered(d, avec_pai, ecrire):
    accorde = montrer_et_accorder(d, avec_pai)
    envois.remettre(dossier=relire(accorde), auteur=d.directrice, le_pai=True)
    ecrire(relire(accorde), sait="Il lit deux romans.")
    montrer.montrer(dossier=relire(accorde), auteur=d.enseignant)
    lu = lectures.lire(d.mere, relire(accorde))
    assert [(f.partie, f.contenu["sait"]) for f in lu.a_dire] == [("savoirs", "Il lit deux romans.")]
    repondre(d.mere, accorde, False, "savoirs")
    assert Retour.objects.get(personne=d.mere).choix == "sauf"


def test_a_coupon_changes_what_stayed_alone(d, avec_pai):
    accorde = montrer_et_accorder(d, avec_pai)
    Avis.objects.update(sur_papier=True)
    envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    dits = {"savoirs": False, "positions": False, "sante": False}
    parties = papier.saisir(dossier=accorde, auteur=d.enseignant, adulte=d.mere, numero=1, dits=dits)
    assert parties == {"savoirs", "positions"}
    assert dict(Avis.objects.filter(personne=d.mere).values_list("partie", "accorde")) == {
        "savoirs": True,
        "positions": True,
        "sante": False,
    }
    accorder(accorde, d.mere)
    envois.remettre(dossier=relire(accorde), auteur=d.directrice, le_pai=True)
    with pytest.raises(ValidationError, match="déjà parti"):
        papier.saisir(dossier=accorde, auteur=d.enseignant, adulte=d.mere, numero=1, dits=dits)


def test_the_page_offers_the_answer_to_what_stayed(d, avec_pai, entrer):
    accorde = montrer_et_accorder(d, avec_pai)
    envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    lue = entrer(d.mere).get(reverse("dossier_famille", args=[accorde.uuid]) + "?tout=1").text
    assert "Ce dossier est déjà parti en partie" in lue and "Ce dossier est parti" not in lue
    assert re.findall(r'name="lue-(\w+)"', lue) == ["sante"]
    version = re.search(r'name="version" value="(\w+)"', lue)[1]
    envoi = {"choix": "non", "version": version, "lue-sante": re.search(r'name="lue-sante" value="(\w+)"', lue)[1]}
    entrer(d.mere).post(reverse("dossier_repondre", args=[accorde.uuid]), envoi)
    assert Avis.objects.get(personne=d.mere, partie="sante").accorde is False


def test_once_some_of_it_left_its_page_promises_of_the_rest_alone(d, avec_pai, entrer):
    """One « oui » lets a usual part go before the other answers: the other then reads no promise that it has not left."""
    accorde = montrer_et_accorder(d, avec_pai)
    Avis.objects.filter(personne=d.pere_separe).delete()
    Retour.objects.filter(personne=d.pere_separe).delete()
    page = reverse("dossier_famille", args=[accorde.uuid])
    avant = entrer(d.pere_separe).get(page).text
    assert "Rien ne part sans vous" not in avant  # the mother said yes: it may go without him
    assert "Elle part si aucun parent ne dit non." in avant
    envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    lue = entrer(d.pere_separe).get(page).text
    assert lue.count("elle est partie") == 2
    for faux in ("Rien ne part", "Votre réponse, avant", "sans dossier", "Si vous n’êtes pas d’accord", "du dossier"):
        assert faux not in lue
    assert "Votre réponse, sur ce qui n’est pas parti" in lue and "Rien de plus ne part" in lue
    assert "parti en partie" in entrer(d.pere_separe).get(reverse("dossiers_famille"), follow=True).text


def test_a_sending_that_was_not_taken_lets_the_family_be_asked_anew(d, avec_pai):
    """Its « non » was said by who is a holder no more: else it would stay here for good."""
    accorde = montrer_et_accorder(d, avec_pai)
    Avis.objects.update(dit_le=timezone.now() - dt.timedelta(days=1))
    Avis.objects.filter(personne=d.pere_separe).update(accorde=False)
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cm2).update(fin="2026-11-20")
    refuse = Envoi.objects.create(dossier=accorde, version=montree(accorde), etat=Envoi.Etat.CONFIRME)
    with pytest.raises(ValidationError):
        montrer.redemander(dossier=relire(accorde), auteur=d.enseignant)
    Envoi.objects.filter(pk=refuse.pk).update(etat=Envoi.Etat.REFUSE)
    assert montrer.redemander(dossier=relire(accorde), auteur=d.enseignant) == 1
    [ligne] = lignes_de(Dossier.objects.filter(pk=accorde.pk))
    assert [t.pk for t in ligne.manquent] == [d.mere.pk]


def test_a_direction_reads_nothing_of_what_may_go_of_their_own_child(d, avec_pai, entrer):
    accorde = montrer_et_accorder(d, avec_pai)
    adresse = reverse("liaison_envois", args=[accorde.campagne.uuid])
    assert "3 parties peuvent partir" in entrer(d.directrice).get(adresse).text
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cm2).update(adulte=d.directrice)
    Avis.objects.filter(personne=d.mere).update(personne=d.directrice)

    def page() -> str:
        return re.sub(r'value="[^"]*"', "", entrer(d.directrice).get(adresse).text)

    avant = page()
    assert "parties peuvent partir" not in avant and "ce que dit l’autre parent" in avant
    Avis.objects.filter(personne=d.pere_separe).update(accorde=False)
    assert page().partition("<main")[2] == avant.partition("<main")[2], "whatever the other holder said"


def test_what_is_let_go_after_a_sending_leaves_by_a_further_one(d, avec_pai, reseau, entrer):
    """A « oui » said late, to something that stayed: the head sends again, and the next school has all of it."""
    accorde, client = montrer_et_accorder(d, avec_pai, sauf=("positions",)), entrer(d.directrice)
    adresse = reverse("liaison_envois", args=[accorde.campagne.uuid])
    envoyer = reverse("liaison_envoyer", args=[accorde.campagne.uuid])
    client.post(envoyer)
    premier = Envoi.objects.get()
    assert premier.etat == "recu" and "positions" not in premier.parties
    assert client.post(envoyer) and Envoi.objects.count() == 1, "nothing more may go"
    for qui in (d.mere, d.pere_separe):
        repondre(qui, accorde, True, "positions")
    page = client.get(adresse).text.replace("\xa0", " ")
    assert "1 partie de plus peut partir" in page and "Envoyer 1 dossier qui a un accord" in page
    client.post(envoyer)
    second = Envoi.objects.exclude(pk=premier.pk).get()
    assert (second.etat, {*second.parties}) == ("recu", {*premier.parties, "positions"})
    assert "de plus peut partir" not in client.get(adresse).text
    client.post(envoyer)
    assert Envoi.objects.count() == 2
    assert lectures.lire(d.mere, relire(accorde)).est_clos


def test_what_is_on_its_way_arrives_before_more_is_sent(d, avec_pai, reseau, entrer):
    """Whole over there and not checked yet, it would be given up here: a holder would withdraw what the next school reads."""
    accorde = montrer_et_accorder(d, avec_pai, sauf=("positions",))
    adresse = reverse("liaison_envois", args=[accorde.campagne.uuid])
    envoyer = reverse("liaison_envoyer", args=[accorde.campagne.uuid])
    entrer(d.directrice).post(envoyer)
    Envoi.objects.update(etat=Envoi.Etat.EN_COURS)
    for qui in (d.mere, d.pere_separe):
        repondre(qui, accorde, True, "positions")
    assert "de plus peut partir" not in entrer(d.directrice).get(adresse).text
    entrer(d.directrice).post(envoyer)
    assert Envoi.objects.get().etat == Envoi.Etat.EN_COURS
    with pytest.raises(ValidationError, match="déjà parti"):
        repondre(d.mere, accorde, False, "savoirs")
    Envoi.objects.update(etat=Envoi.Etat.RECU)
    entrer(d.directrice).post(envoyer)
    assert "positions" in Envoi.objects.latest("pk").parties and Envoi.objects.count() == 2


def test_a_direction_is_not_told_that_more_may_go_of_their_own_child(d, avec_pai, reseau, entrer):
    """It would say what the other holder let go since."""
    accorde = montrer_et_accorder(d, avec_pai, sauf=("positions",))
    adresse = reverse("liaison_envois", args=[accorde.campagne.uuid])
    entrer(d.directrice).post(reverse("liaison_envoyer", args=[accorde.campagne.uuid]))
    for qui in (d.mere, d.pere_separe):
        repondre(qui, accorde, True, "positions")
    assert "1 partie de plus peut partir" in entrer(d.directrice).get(adresse).text.replace("\xa0", " ")
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cm2).update(adulte=d.directrice)
    Avis.objects.filter(personne=d.mere).update(personne=d.directrice)
    assert "de plus peut partir" not in entrer(d.directrice).get(adresse).text


def test_a_file_handed_over_offers_no_sending_of_its_pai(d, avec_pai, entrer):
    accorde = montrer_et_accorder(d, avec_pai)
    envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    page = entrer(d.directrice).get(reverse("liaison_envois", args=[accorde.campagne.uuid])).text
    assert "de plus peut partir" not in page and "Oui, envoyer le dossier" not in page
    assert "Le PAI, en fichier à part" in page


def test_the_page_of_a_class_says_what_is_and_not_more(d, avec_pai, reseau, monkeypatch):
    """« Envoyé » is not said of what waits to leave, nor of what is on its way, nor of a file."""
    accorde = montrer_et_accorder(d, avec_pai)

    def etat() -> str:
        return str(lignes_de(Dossier.objects.filter(pk=accorde.pk))[0].etat.libelle)

    assert etat() == "Accord"
    envoi = Envoi.objects.create(
        dossier=accorde, version=montree(accorde), destination=accorde.destination, demande_par=d.directrice
    )
    dits = {}
    for un in Envoi.Etat.values:
        Envoi.objects.filter(pk=envoi.pk).update(etat=un)
        dits[un] = etat()
    assert dits == {
        "a_envoyer": "Va partir",
        "en_cours": "En route",
        "recu": "Arrivé, à confirmer là-bas",
        "confirme": "Confirmé",
        "refuse": "Pas arrivé",
        "remis": "Remis en fichier",
    }
