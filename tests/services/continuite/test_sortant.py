"""Outward: a mother lets her eldest's collège show what the école says of the younger ones. By authlib, that nobody here wrote."""

import datetime as dt
import json
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit

import jsonschema
import pytest
from authlib.oauth2.client import OAuth2Client
from django.test import Client as Navigateur
from django.urls import reverse

from cahier_de_textes.actions.travaux import publier_travail
from ent.annuaire.models import EntreeJournal, Responsabilite
from ent.connexion.registres import dire_une_reprise
from ent.services.continuite import exports
from ent.services.continuite.actions import accords, emetteurs
from ent.services.continuite.models import Accord
from tests.typographie import relacher

pytestmark = pytest.mark.besoin_de("cahier_de_textes")
RETOUR = "https://college.exemple.fr/retour?de=ecole"
PREUVE = "a" * 43


class Reponse:
    """What authlib reads of an answer of `requests`."""

    def __init__(self, reponse) -> None:
        self.status_code, self.headers, self.content = reponse.status_code, reponse.headers, reponse.content

    def json(self):
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        assert self.status_code < 500


class ParDjango:
    """authlib's session, without a network: by the whole stack of the product."""

    def post(self, url, data=None, headers=None, auth=None, **_autres):
        url, entetes, corps = auth.prepare("POST", url, dict(headers), urlencode(data))
        genre = "application/x-www-form-urlencoded"
        entetes = {nom: v for nom, v in entetes.items() if nom.lower() not in ("content-type", "content-length")}
        return Reponse(Navigateur().generic("POST", url, corps, content_type=genre, headers=entetes))


class Ailleurs(OAuth2Client):
    """The collège's ENT."""

    def __init__(self, college) -> None:
        super().__init__(
            ParDjango(),
            client_id=str(college.emetteur.uuid),
            client_secret=college.secret,
            scope="famille",
            redirect_uri=RETOUR,
            code_challenge_method="S256",
        )

    def demander(self) -> str:
        adresse, self.etat = self.create_authorization_url(reverse("continuite_relier"), code_verifier=PREUVE)
        return adresse

    def prendre(self, retour: str) -> dict:
        return self.fetch_token(
            reverse("continuite_jeton"), authorization_response=retour, state=self.etat, code_verifier=PREUVE
        )

    def renouveler(self) -> dict:
        return self.refresh_token(reverse("continuite_jeton"), refresh_token=self.token["refresh_token"])


@pytest.fixture
def ailleurs(d, college, settings) -> Ailleurs:
    settings.ENT_ADRESSE = "https://mes-ecoles.exemple.fr"
    champs = {"retours": RETOUR}
    emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs=champs)
    return Ailleurs(college)


def lire(jeton: str, **entetes):
    return Navigateur().get(reverse("continuite_famille"), headers={"Authorization": f"Bearer {jeton}", **entetes})


def autoriser(ailleurs, client, *enfants) -> str:
    """Where the mother is led back to."""
    adresse = ailleurs.demander()
    assert client.get(adresse).status_code == 200
    reponse = client.post(adresse, {"enfants": [enfant.pk for enfant in enfants]})
    assert reponse.status_code == 302
    return reponse["Location"]


def relier(ailleurs, client, *enfants) -> dict:
    return ailleurs.prendre(autoriser(ailleurs, client, *enfants))


def donner_a_lire(d, texte: str = "Relire la page du hérisson") -> None:
    publier_travail(classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte=texte, date_pour=dt.date(2026, 11, 26))


def titres(reponse) -> list[str]:
    return [relacher(ligne["titre"]) for ligne in reponse.json()["elements"]]


# --- Yes, and what it opens ---------------------------------------------------------------------------------------------
def test_she_says_yes_and_the_college_reads_lines_of_the_contract(d, ailleurs, entrer):
    donner_a_lire(d)
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)
    reponse = lire(jeton["access_token"])
    photo = reponse.json()
    assert [(e["prenom"], e["ecole"]) for e in photo["enfants"]] == [(d.eleve_cp.prenom, d.elementaire.nom)]
    for ligne in photo["elements"]:
        jsonschema.validate(ligne, exports.schema(ligne["nature"]), format_checker=jsonschema.FormatChecker())
        assert ligne["eleve"] == {"par": "id", "valeur": photo["enfants"][0]["id"]}
    (devoir,) = [li for li in photo["elements"] if "hérisson" in li["titre"] and li["nature"] == "devoir"]
    assert devoir["jour"] == "2026-11-26"
    chemin = devoir["lien"].removeprefix("https://mes-ecoles.exemple.fr")
    assert entrer(d.mere).get(chemin)["Location"] == "/semaine/2026-11-23/"
    for autre in (d.pere_separe, d.mere_arabophone, d.enseignante):  # a line of hers leads nobody else anywhere
        assert entrer(autre).get(chemin).status_code == 404
    assert str(d.eleve_cp.uuid) not in reponse.text  # a number of that accord alone
    assert reponse["Cache-Control"].find("no-store") > 0


def test_what_is_taken_back_leaves_at_once_and_what_has_not_changed_is_not_sent_again(d, ailleurs, entrer):
    donner_a_lire(d)
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    marque = lire(jeton)["ETag"]
    assert lire(jeton, **{"If-None-Match": marque}).status_code == 304
    from cahier_de_textes.actions.travaux import retirer_travail
    from cahier_de_textes.models import Travail

    retirer_travail(travail=Travail.objects.get(texte="Relire la page du hérisson"), auteur=d.enseignante)
    reponse = lire(jeton, **{"If-None-Match": marque})
    assert reponse.status_code == 200
    assert not [titre for titre in titres(reponse) if "hérisson" in titre]


def test_a_long_content_is_cut_to_a_line(d, ailleurs, entrer):
    donner_a_lire(d, "Lire\nle chapitre\n" + "très " * 60 + "long")
    dits = titres(lire(relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]))
    assert [len(t) <= 140 and "\n" not in t for t in dits if "chapitre" in t] == [True]


def test_of_the_children_those_that_she_chose_and_no_other(d, ailleurs, entrer, college):
    """Sofiane, at the maternelle, was not chosen; Lina is in a collège, which says its own."""
    choisis = relier(ailleurs, entrer(d.mere), d.eleve_cp)
    page = entrer(d.mere).get(ailleurs.demander())
    assert [
        str(nom) for _pk, nom in page.context["formulaire"].fields["enfants"].choices if str(nom).startswith("Lina ")
    ] == []
    assert [e["prenom"] for e in lire(choisis["access_token"]).json()["enfants"]] == [d.eleve_cp.prenom]


def test_a_child_who_is_not_hers_cannot_be_chosen(d, ailleurs, entrer):
    reponse = entrer(d.mere).post(ailleurs.demander(), {"enfants": [d.eleve_ce1.pk]})
    assert reponse.status_code == 422
    assert not Accord.objects.exists()


# --- No, and what shuts it ----------------------------------------------------------------------------------------------
def test_she_says_no_and_is_led_back_with_it(d, ailleurs, entrer):
    reponse = entrer(d.mere).post(ailleurs.demander(), {"refuser": "1"})
    dit = parse_qs(urlsplit(reponse["Location"]).query)
    assert reponse["Location"].startswith(RETOUR)
    assert (dit["error"], dit["state"], "code" in dit) == (["access_denied"], [ailleurs.etat], False)
    assert not Accord.objects.exists()


def test_she_ends_it_in_one_tap_and_the_token_that_it_holds_opens_nothing(d, ailleurs, entrer):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    assert lire(jeton).status_code == 200
    client = entrer(d.mere)
    page = client.get(reverse("continuite_accords"))
    assert "eCollège" in page.text and "Lu pour la dernière fois" in page.text
    client.post(reverse("continuite_accord_finir", args=[Accord.objects.get().uuid]))
    assert lire(jeton).status_code == 401
    with pytest.raises(Exception, match="invalid_grant"):
        ailleurs.renouveler()
    verbes = EntreeJournal.objects.filter(verbe__startswith="continuite.").values_list("verbe", flat=True)
    assert {"continuite.autoriser", "continuite.ne_plus_autoriser"} <= set(verbes)


def test_the_accord_of_one_parent_is_not_read_nor_ended_by_the_other(d, ailleurs, entrer):
    relier(ailleurs, entrer(d.mere), d.eleve_cp)
    pere = entrer(d.pere_separe)
    assert pere.get(reverse("continuite_accords")).status_code == 404
    assert pere.post(reverse("continuite_accord_finir", args=[Accord.objects.get().uuid])).status_code == 404
    assert Accord.objects.exists()


def test_a_tie_that_ends_shuts_that_child_at_once(d, ailleurs, entrer):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(fin=dt.date(2026, 11, 20))
    assert lire(jeton).json() == {"enfants": [], "elements": []}


def test_a_closed_account_a_closed_sender_and_a_new_secret_shut_it(d, college, ailleurs, entrer):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    emetteurs.fermer_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
    assert lire(jeton).status_code == 401
    emetteurs.rouvrir_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
    assert lire(jeton).status_code == 200
    d.mere.is_active = False
    d.mere.save()
    assert lire(jeton).status_code == 401
    d.mere.is_active = True
    d.mere.save()
    emetteurs.tirer_un_secret(emetteur=college.emetteur, auteur=d.operateur)
    assert lire(jeton).status_code == 401


def test_a_token_lasts_ten_minutes_and_is_renewed_by_the_key(d, ailleurs, entrer, horloge, mardi):
    ancien = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    horloge(mardi + dt.timedelta(minutes=11))
    assert lire(ancien).status_code == 401
    assert lire(ailleurs.renouveler()["access_token"]).status_code == 200


# --- Who tries to come in otherwise -------------------------------------------------------------------------------------
@pytest.mark.parametrize("retour", ["https://ailleurs.exemple.fr/", RETOUR + "&x=1", "", "https://college.exemple.fr/"])
def test_nobody_is_led_to_an_address_that_was_not_declared(d, ailleurs, entrer, retour):
    ailleurs.redirect_uri = retour
    reponse = entrer(d.mere).get(ailleurs.demander())
    assert (reponse.status_code, "Location" in reponse.headers) == (400, False)


def test_without_pkce_nothing_is_asked_of_her(d, college, ailleurs, entrer):
    demande = {"client_id": college.emetteur.uuid, "redirect_uri": RETOUR, "response_type": "code"}
    pkce = {"code_challenge": "a" * 43, "code_challenge_method": "S256"}
    for manque in ({"state": "s"}, pkce):  # nor without what it would know its own question by
        reponse = entrer(d.mere).get(reverse("continuite_relier"), demande | manque)
        assert "error=invalid_request" in reponse["Location"]


def test_a_code_that_comes_twice_shuts_what_it_had_opened(d, ailleurs, entrer):
    retour = autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    jeton = ailleurs.prendre(retour)["access_token"]
    with pytest.raises(Exception, match="invalid_grant"):
        ailleurs.prendre(retour)
    assert lire(jeton).status_code == 401
    assert not Accord.objects.exists()


@pytest.mark.parametrize("change", ["proof", "page", "late", "sender"])
def test_a_code_that_was_stolen_opens_nothing_and_shuts_nothing(d, college, ailleurs, entrer, horloge, mardi, change):
    retour = autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    preuve = PREUVE if change != "proof" else "b" * 43
    if change == "page":
        ailleurs.redirect_uri = "https://college.exemple.fr/retour"
    if change == "late":
        horloge(mardi + dt.timedelta(minutes=2))
    if change == "sender":
        champs = {
            "etablissement": d.college,
            "nom": "Autre",
            "origines": "https://a.exemple.fr",
            "cles": [],
            "retours": "",
        }
        autre, secret = emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs=champs)
        ailleurs.client_id, ailleurs.client_secret = str(autre.uuid), secret
    with pytest.raises(Exception, match="invalid_grant"):
        ailleurs.fetch_token(
            reverse("continuite_jeton"), authorization_response=retour, state=ailleurs.etat, code_verifier=preuve
        )
    assert Accord.objects.filter(cle="").count() == 1


def test_who_follows_nobody_in_an_ecole_has_nothing_to_let_show(d, ailleurs, entrer):
    for personne in (d.enseignante, d.directrice, d.operateur, d.pere_separe):  # he follows nobody in that collège
        assert entrer(personne).get(ailleurs.demander()).status_code == 403
        assert entrer(personne).get(reverse("continuite_accords")).status_code == 404


def test_a_token_that_sends_does_not_read_a_family_nor_the_other_way(d, college, ailleurs, entrer):
    assert lire(college.client.jeton()).status_code == 401
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    reponse = Navigateur().post(
        reverse("continuite_elements"), "{}", "application/json", headers={"Authorization": f"Bearer {jeton}"}
    )
    assert reponse.status_code == 401


def test_readings_are_counted(d, ailleurs, entrer, monkeypatch):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    monkeypatch.setattr(exports, "LECTURES_PAR_HEURE", 2)
    assert [lire(jeton).status_code for _n in range(3)] == [200, 200, 429]


def test_no_number_of_a_person_leaves_nor_the_name_of_another_family_s_child(d, ailleurs, entrer, settings):
    """All that the demonstration told her: a schoolmate who wrote in the class's thread, the archive of a leaver, whose page bears their number."""
    from ent.annuaire.models import Personne
    from ent.diffusion import actions as diffusion
    from messagerie.actions.messages import envoyer
    from tests.messagerie.fils import Fils

    diffusion.notifier(
        nature="pages.archive_offerte",
        objet_id=1,
        etablissement=d.elementaire,
        textes={(d.mere.pk, d.eleve_cp.pk): lambda: "Inès : son album est prêt."},
        adresse=reverse("journal_archive", args=[d.eleve_cp.uuid]),
    )
    envoyer(fil=Fils(d).eleves, auteur=d.eleve_ce1, uuid=uuid.uuid4(), texte="Qui joue au ballon ?")
    lu = lire(relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]).text
    assert "Un nouveau message" in relacher(lu)
    assert [str(u) for u in Personne.objects.values_list("uuid", flat=True) if str(u) in lu] == []
    autres = Personne.objects.filter(inscriptions__isnull=False).exclude(pk=d.eleve_cp.pk)
    assert {p.prenom for p in autres if f"{p.prenom} {p.nom}" in relacher(lu)} == set()


def test_two_parents_lines_have_no_number_in_common(d, college, ailleurs, entrer):
    """Of the same homework of the same child: what one ENT keeps of both says nothing more of either."""
    donner_a_lire(d)
    donner_a_lire(d)  # the same words twice are two things
    Responsabilite.objects.create(
        adulte=d.pere_separe,
        enfant=college.collegienne,
        etablissement=d.college,
        lien="pere",
        autorite=Responsabilite.Autorite.CONFIRMEE,
        debut=dt.date(2026, 9, 1),
    )
    lus = []
    for parent in (d.mere, d.pere_separe):
        photo = lire(relier(ailleurs, entrer(parent), d.eleve_cp)["access_token"]).json()
        ids = [ligne["id"] for ligne in photo["elements"]]
        assert len(ids) == len(set(ids)) > 1
        lus.append({*ids, photo["enfants"][0]["id"]})
    assert lus[0] & lus[1] == set()


def test_a_return_that_is_declared_no_more_shuts_what_it_had_opened(d, college, ailleurs, entrer):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs={"retours": ""})
    assert lire(jeton).status_code == 401
    with pytest.raises(Exception, match="invalid_grant"):
        ailleurs.renouveler()


def test_families_that_ended_theirs_do_not_silence_the_college(d, college, ailleurs, entrer):
    relier(ailleurs, entrer(d.mere), d.eleve_cp)
    accords.ne_plus_autoriser(accord=Accord.objects.select_related("emetteur", "personne").get())
    for _n in range(25):
        with pytest.raises(Exception, match="invalid_grant"):
            ailleurs.renouveler()
    assert college.envoyer(college.ligne())["pris"] == 1


def test_an_account_given_back_by_a_paper_ends_them_and_my_devices_list_them(d, ailleurs, entrer):
    jeton = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    client = entrer(d.mere)
    assert "eCollège" in client.get(reverse("connexion_appareils")).text
    dire_une_reprise(d.mere.pk)
    assert lire(jeton).status_code == 401
    relier(ailleurs, client, d.eleve_cp)
    client.post(reverse("connexion_appareils_fermer", args=["autres-ent", Accord.objects.get().uuid]))
    assert not Accord.objects.exists()


def test_ended_while_its_code_is_taken_says_nothing_of_a_thief(d, ailleurs, entrer):
    autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    accord = Accord.objects.select_related("emetteur", "personne").get()
    accords.ne_plus_autoriser(accord=Accord.objects.select_related("emetteur", "personne").get())
    assert accords.prendre_la_cle(accord=accord) is None
    assert not EntreeJournal.objects.filter(verbe="continuite.couper").exists()


def test_the_journal_of_the_college_does_not_name_her(d, ailleurs, entrer):
    relier(ailleurs, entrer(d.mere), d.eleve_cp)
    assert EntreeJournal.objects.get(verbe="continuite.autoriser").etablissement is None


def test_codes_that_nobody_took_are_forgotten(d, ailleurs, entrer, horloge, mardi):
    autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    accords.oublier_les_codes(mardi + dt.timedelta(minutes=2))
    assert not Accord.objects.exists()


def test_given_again_the_former_one_goes_on_until_the_new_one_is_taken(d, ailleurs, entrer):
    premier = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    retour = autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    assert lire(premier).status_code == 200
    second = ailleurs.prendre(retour)["access_token"]
    assert (lire(premier).status_code, lire(second).status_code) == (401, 200)
    assert Accord.objects.count() == 1


def test_codes_that_nobody_took_end_no_accord_that_is_read(d, ailleurs, entrer):
    """Her collège's site is away as she comes back, and she begins again, and again."""
    premier = relier(ailleurs, entrer(d.mere), d.eleve_cp)["access_token"]
    for _fois in range(accords.ACCORDS_MAX + 1):
        autoriser(ailleurs, entrer(d.mere), d.eleve_cp)
    assert lire(premier).status_code == 200
    assert Accord.objects.count() == 1 + accords.ACCORDS_MAX
