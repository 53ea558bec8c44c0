"""A page that was open for long never writes over what it had not read: paper, signatures, what children said, a tap kept offline."""

import json
import re

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import autorisations, consentements
from ent.services.vie_scolaire.actions.consentements import Saisie
from ent.services.vie_scolaire.models import AccordEleve, Consentement
from tests.portail.test_accueil import texte

from .test_autorisations import le_jour


def champs_de(page: str) -> dict[str, str]:
    """What the forms of a page send untouched: hidden fields, what is checked, what is selected."""
    envoi = {}
    for balise in re.findall(r"<input[^>]*>", page):
        if nom := re.search(r'name="([^"]*)"', balise):
            valeur = re.search(r'value="([^"]*)"', balise)
            if 'type="hidden"' in balise or " checked" in balise:
                envoi[nom[1]] = valeur[1] if valeur else "on"
    for nom, choix in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        choisi = re.search(r'value="([^"]*)" selected', choix)
        envoi[nom] = choisi[1] if choisi else ""
    return envoi


def entrer_papier(d, demande, eleve, adulte, accorde, auteur=None, support="", origine="papier"):
    saisies = [Saisie(eleve, adulte, support, accorde)]
    if support:
        consentements.saisir_papiers(demande=demande, auteur=auteur or d.directrice, saisies=saisies)
    else:
        autorisations.saisir_autorisations(
            demande=demande, auteur=auteur or d.directrice, saisies=saisies, origine=origine
        )


def en_vigueur(adulte) -> list[bool]:
    return list(Consentement.objects.en_vigueur().filter(responsable=adulte).values_list("accorde", flat=True))


# --- Paper ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("support", ["", "journal"])
def test_a_row_that_nobody_touched_never_brings_an_older_answer_back(d, demander, proposer, entrer, support):
    demande = demander() if support else proposer()
    nom = "consentements_papiers" if support else "autorisation_saisir"
    adresse = reverse(nom, args=[demande.pk, d.cp_ce1.pk])
    entrer_papier(d, demande, d.eleve_ce1, d.mere_arabophone, True, support=support)
    client = entrer(d.directrice)
    ouverte = champs_de(client.get(adresse).text)
    entrer_papier(d, demande, d.eleve_ce1, d.mere_arabophone, False, support=support)
    mere = ":".join(filter(None, [str(d.eleve_cp.uuid), str(d.mere.uuid), support]))
    assert client.post(adresse, ouverte | {mere: "oui"}).status_code == 302
    assert (en_vigueur(d.mere_arabophone), en_vigueur(d.mere)) == ([False], [True])


@pytest.mark.parametrize("support", ["", "journal"])
def test_a_row_that_one_touched_and_that_changed_is_refused_in_words_then_replaces(
    d, demander, proposer, entrer, support
):
    demande = demander() if support else proposer()
    nom = "consentements_papiers" if support else "autorisation_saisir"
    adresse = reverse(nom, args=[demande.pk, d.cp_ce1.pk])
    client = entrer(d.directrice)
    ouverte = champs_de(client.get(adresse).text)
    entrer_papier(d, demande, d.eleve_ce1, d.mere_arabophone, False, support=support)
    haddad, mere = (
        ":".join(filter(None, [str(e.uuid), str(a.uuid), support]))
        for e, a in ((d.eleve_ce1, d.mere_arabophone), (d.eleve_cp, d.mere))
    )
    refusee = client.post(adresse, ouverte | {haddad: "oui", mere: "oui"})
    assert refusee.status_code == 422 and "c’est maintenant « non »" in texte(refusee)
    assert (en_vigueur(d.mere_arabophone), en_vigueur(d.mere)) == ([False], [])
    tapes = champs_de(refusee.text)
    assert (tapes[haddad], tapes[mere]) == ("oui", "oui"), "nothing that was typed is lost"
    assert client.post(adresse, tapes).status_code == 302
    assert (en_vigueur(d.mere_arabophone), en_vigueur(d.mere)) == ([True], [True])


def test_what_a_holder_answered_on_a_screen_meanwhile_is_said_and_kept(d, proposer, autoriser, entrer):
    demande = proposer()
    adresse = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk])
    client = entrer(d.directrice)
    ouverte = champs_de(client.get(adresse).text)
    autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    refusee = client.post(adresse, ouverte | {f"{d.eleve_cp.uuid}:{d.mere.uuid}": "oui"})
    assert refusee.status_code == 422 and "Mme Belhadj a déjà répondu à l’écran" in texte(refusee)
    assert en_vigueur(d.mere) == [False]


@pytest.mark.parametrize("support", ["", "journal"])
def test_what_is_written_between_the_reading_and_the_lock_is_seen_under_the_lock(d, demander, proposer, support):
    demande = demander() if support else proposer()
    entrer_papier(d, demande, d.eleve_ce1, d.mere_arabophone, False, support=support)
    tardive = Saisie(d.eleve_ce1, d.mere_arabophone, support, True, cle="a", lu="")
    with pytest.raises(consentements.ValidationError) as refus:
        if support:
            consentements.saisir_papiers(demande=demande, auteur=d.directrice, saisies=[tardive])
        else:
            autorisations.saisir_autorisations(
                demande=demande, auteur=d.directrice, saisies=[tardive], origine="papier"
            )
    assert "depuis que cette page est ouverte" in refus.value.message_dict["a"][0]
    assert en_vigueur(d.mere_arabophone) == [False]


def test_the_day_of_the_outing_an_older_slip_never_writes_over_a_screen(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    le_jour(demande)
    adresse = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk])
    client = entrer(d.enseignante)
    lue = client.get(adresse)
    assert "Mme Belhadj , Inès Belhadj oui non a répondu à l’écran" in texte(lue).replace(
        "Mme Belhadj,", "Mme Belhadj ,"
    )
    envoi = champs_de(lue.text) | {f"{d.eleve_cp.uuid}:{d.mere.uuid}": "oui"}
    refusee = client.post(adresse, envoi | {"origine": "papier"})
    assert refusee.status_code == 422 and "Mme Belhadj a déjà répondu à l’écran" in texte(refusee)
    assert en_vigueur(d.mere) == [False]
    assert client.post(adresse, envoi | {"origine": "place"}).status_code == 302
    assert en_vigueur(d.mere) == [True]
    dite = Notification.objects.get(nature="vie_scolaire.autorisation_ecrite")
    assert (dite.destinataire, dite.eleve) == (d.mere, d.eleve_cp)
    assert dite.texte == "Inès · Sortie à la ferme : l’école a noté une autre réponse de votre part"


# --- Children -------------------------------------------------------------------------------------------------------------
def paroles() -> dict[tuple[int, str], bool]:
    return {(a.eleve_id, a.support): a.accorde for a in AccordEleve.objects.en_vigueur()}


def entendre(d, demande, eleve, accorde, support="journal"):
    consentements.dire_accords(demande=demande, auteur=d.directrice, dits=[(eleve, support, accorde)])


def test_the_no_of_a_child_is_not_taken_back_by_a_page_of_before(d, demander, entrer):
    demande = demander()
    client = entrer(d.enseignante)
    ouverte = champs_de(client.get(reverse("consentements_classe", args=[demande.pk, d.cp_ce1.pk])).text)
    entendre(d, demande, d.eleve_cp, False)
    adresse = reverse("consentements_accords", args=[demande.pk, d.cp_ce1.pk])
    assert client.post(adresse, ouverte | {f"accord-{d.eleve_ce1.uuid}-journal": "oui"}).status_code == 302
    assert paroles() == {(d.eleve_cp.pk, "journal"): False, (d.eleve_ce1.pk, "journal"): True}


def test_what_a_child_said_otherwise_meanwhile_is_refused_in_words_then_replaced(d, demander, entrer):
    demande = demander()
    client = entrer(d.enseignante)
    ouverte = champs_de(client.get(reverse("consentements_classe", args=[demande.pk, d.cp_ce1.pk])).text)
    entendre(d, demande, d.eleve_cp, False)
    adresse = reverse("consentements_accords", args=[demande.pk, d.cp_ce1.pk])
    refusee = client.post(adresse, ouverte | {f"accord-{d.eleve_cp.uuid}-journal": "oui"})
    assert refusee.status_code == 422 and "c’est maintenant « non »" in texte(refusee)
    assert paroles() == {(d.eleve_cp.pk, "journal"): False}
    assert client.post(adresse, champs_de(refusee.text)).status_code == 302
    assert paroles() == {(d.eleve_cp.pk, "journal"): True}


def test_a_signature_recorded_meanwhile_is_not_erased(d, proposer, entrer):
    demande = proposer("charte", texte="Je suis poli.")
    client = entrer(d.enseignante)
    page = reverse("autorisation_saisir", args=[demande.pk, d.cp_ce1.pk])
    ouverte = champs_de(client.get(page).text)
    entendre(d, demande, d.eleve_cp, True, support="")
    adresse = reverse("autorisation_signer", args=[demande.pk, d.cp_ce1.pk])
    assert client.post(adresse, ouverte | {f"signe-{d.eleve_ce1.uuid}": "oui"}).status_code == 302
    assert paroles() == {(d.eleve_cp.pk, ""): True, (d.eleve_ce1.pk, ""): True}
    avec = champs_de(client.get(page).text)
    entendre(d, demande, d.eleve_cp, None, support="")
    entendre(d, demande, d.eleve_cp, True, support="")
    refusee = client.post(adresse, {nom: v for nom, v in avec.items() if nom != f"signe-{d.eleve_cp.uuid}"})
    assert refusee.status_code == 422 and "c’est maintenant « oui »" in texte(refusee)
    assert len(paroles()) == 2


# --- A tap kept offline ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("deja", [False, True])
def test_a_yes_that_waited_offline_does_not_write_over_a_newer_no(d, proposer, autoriser, entrer, deja):
    demande = proposer()
    client = entrer(d.mere)
    une = reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    if deja:
        autoriser(demande, d.mere, d.eleve_cp, accorde=True)
    gardee = champs_de(client.get(une).text)
    assert gardee["lu"] == (str(Consentement.objects.get().pk) if deja else "")
    autoriser(demande, d.mere, d.eleve_cp, accorde=False)
    adresse = reverse("autorisation_repondre", args=[demande.pk, d.eleve_cp.uuid])
    refusee = client.post(adresse, gardee | {"reponse": "oui"})
    assert refusee.status_code == 422 and "Vous avez répondu autrement depuis" in texte(refusee)
    assert en_vigueur(d.mere) == [False]
    relue = champs_de(refusee.text)
    assert client.post(adresse, relue | {"reponse": "oui"}).status_code == 302, "in full knowledge, it is theirs to say"
    assert en_vigueur(d.mere) == [True]


def test_from_the_feed_nothing_is_laid_again_but_its_tile(d, proposer, entrer):
    """Tapped twice, one stays on the page that held the button: the answer has no page of its own."""
    demande, client = proposer(), entrer(d.mere)
    champs = {"reponse": "oui", "numero": "a" * 22, "depuis": "accueil"}
    adresse = reverse("autorisation_repondre", args=[demande.pk, d.eleve_cp.uuid])
    deux = [
        client.post(adresse, champs, headers={"HX-Request": "true", "Referer": "http://testserver/"}) for _fois in "ab"
    ]
    assert [r.status_code for r in deux] == [204, 302]
    assert json.loads(deux[0]["HX-Trigger"])["dit"] == {"phrase": "C’est noté : vous autorisez."}
    assert deux[1]["Location"] == "/"
    assert "déjà enregistré" not in texte(client.get("/plus/"))
    refusee = client.post(adresse, {"reponse": "peut-être"}, headers={"HX-Request": "true"})
    assert refusee["HX-Redirect"] == reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])
    assert "n’a pas pu être lue" in texte(client.get(refusee["HX-Redirect"]))
