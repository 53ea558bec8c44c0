"""A parent links the account that they have on a collège's platform: by their consent there, for them alone, ended in one tap; on a server that keeps its contract."""

import dataclasses
import datetime as dt
import io
import time
import zipfile

import pytest
from django.urls import reverse

from ent.annuaire.exports import tout_sur
from ent.annuaire.models import Classe, EntreeJournal, Inscription, Personne, Responsabilite
from ent.annuaire.registres import prevenir_des_liens
from ent.connexion.actions.fusion import fusionner
from ent.connexion.registres import dire_une_reprise
from ent.diffusion.models import Notification
from ent.services.continuite.actions import comptes as actions
from ent.services.continuite.actions import fil, plateformes
from ent.services.continuite.lectures import sceaux
from ent.services.continuite.models import CompteRelie, Element
from ent.socle import dehors
from tests.portail.test_accueil import texte

from .ajouts import second_parent
from .conftest import inscrire
from .entcore import CLIENT, MOT, SECRET, nouvelle, partir, relier, relire, revenir


def page(client) -> str:
    return texte(client.get(reverse("continuite")))


# --- Consent -------------------------------------------------------------------------------------------------------------
def test_a_parent_goes_there_says_yes_and_reads_it_here(d, college, entcore, plateforme, entrer):
    client = entrer(d.mere)
    assert f"Relier {plateforme.nom}" in page(client)
    vers = partir(client, plateforme, str(college.collegienne.uuid))
    assert vers.startswith(f"{entcore.adresse}/auth/oauth2/auth?response_type=code&client_id={CLIENT}&")
    assert "scope=timeline&" in vers  # and nothing more
    reponse = revenir(client, entcore.suivre(vers))
    compte = CompteRelie.objects.get()
    assert reponse["Location"] == reverse("continuite_compte", args=[compte.uuid])
    assert "Votre compte, relié pour Lina." in texte(client.get(reponse["Location"]))
    lue = page(client)
    assert f"{MOT} eCollège 78 · mardi 24 novembre, 9 h 30" in lue
    assert f"Relier {plateforme.nom}" not in lue
    element = Element.objects.get()
    ou = client.get(reverse("continuite_aller", args=[element.pk]))
    assert ou["Location"] == f"{entcore.adresse}/schoolbook#/word/n-1"
    demandes = [chemin for chemin, _entetes in entcore.produit.demandes if chemin.startswith("/timeline")]
    assert demandes == ["/timeline/lastNotifications?page=0"]
    assert "version" not in entcore.produit.demandes[-1][1]["accept"]  # which would bring extracts of contents


def test_nothing_is_chosen_for_a_parent_and_nothing_left_of_who_says_no(d, college, entcore, plateforme, entrer):
    client = entrer(d.mere)
    adresse = reverse("continuite_compte_relier", args=[plateforme.uuid])
    assert "checked" not in client.get(adresse).text
    assert client.post(adresse, {}).status_code == 422
    assert client.post(adresse, {"de_qui": str(college.autre.uuid)}).status_code == 422
    etat = entcore.suivre(partir(client, plateforme, "plusieurs"))["state"]
    reponse = revenir(client, {"error": "access_denied", "state": etat})
    assert "rien n’est lu" in reponse.text
    assert not CompteRelie.objects.exists()
    assert entcore.corps == []


def test_a_return_that_did_not_leave_from_here_links_nothing(d, college, entcore, plateforme, entrer, horloge, mardi):
    """Drawn by somebody else, said again, too late, or of who left from another account: no key is asked for."""
    client = entrer(d.mere)
    vers = partir(client, plateforme, str(college.collegienne.uuid))
    dits = entcore.suivre(vers)
    for faux in ({"code": dits["code"], "state": "tiré-par-un-autre"}, {"code": dits["code"]}):
        assert "Recommencez" in revenir(client, faux).text
    pere = entrer(second_parent(d, college))
    assert revenir(pere, dits).status_code == 422
    assert entcore.corps == []
    assert revenir(client, dits).status_code == 302
    entcore.corps.clear()
    assert revenir(client, dits).status_code == 422  # once
    tard = entcore.suivre(partir(client, plateforme, str(college.collegienne.uuid)))
    horloge(mardi + dt.timedelta(minutes=31))
    assert revenir(client, tard).status_code == 422
    assert entcore.corps == []


def test_a_code_that_the_platform_does_not_know_links_nothing(d, college, entcore, plateforme, entrer):
    client = entrer(d.mere)
    dits = entcore.suivre(partir(client, plateforme, str(college.collegienne.uuid)))
    entcore.codes.clear()  # taken by somebody, or over
    reponse = revenir(client, dits)
    assert (reponse.status_code, "il a déjà servi" in reponse.text) == (422, True)
    assert not CompteRelie.objects.exists()


@pytest.mark.parametrize("reponse", [(b"[]", 200), (b'{"access_token": 5}', 200), (b"", 500), (b"x" * 2_000_001, 200)])
def test_a_platform_that_answers_nonsense_links_nothing(d, college, entcore, plateforme, entrer, reponse):
    client = entrer(d.mere)
    dits = entcore.suivre(partir(client, plateforme, str(college.collegienne.uuid)))
    entcore.produit.donner(reponse[0], reponse[1], chemin="/auth/oauth2/token")
    assert revenir(client, dits).status_code == 422
    assert not CompteRelie.objects.exists()


def test_a_secret_follows_no_redirection(d, college, entcore, plateforme, entrer):
    client = entrer(d.mere)
    dits = entcore.suivre(partir(client, plateforme, str(college.collegienne.uuid)))
    entcore.produit.donner(b"", 302, chemin="/auth/oauth2/token", Location=f"{entcore.adresse}/ailleurs")
    assert revenir(client, dits).status_code == 422
    assert "/ailleurs" not in [chemin for chemin, _entetes in entcore.produit.demandes]


def test_only_who_answers_for_a_child_of_a_college_that_it_serves_is_offered_it(
    d, college, entcore, plateforme, entrer
):
    adresse = reverse("continuite_compte_relier", args=[plateforme.uuid])
    assert entrer(college.autre_mere).get(adresse).status_code == 200
    for personne in (college.collegienne, d.pere_separe, d.enseignante, d.operateur):
        assert entrer(personne).get(adresse).status_code == 404
    plateformes.fermer_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert entrer(d.mere).get(adresse).status_code == 404


# --- Whose it is ---------------------------------------------------------------------------------------------------------
def test_another_parent_reads_nothing_nor_does_anybody_else(d, college, entcore, relie, entrer):
    element = Element.objects.get()
    for personne in (
        second_parent(d, college),
        college.collegienne,
        college.autre_mere,
        d.enseignante,
        d.directrice,
        d.operateur,
    ):
        client = entrer(personne)
        assert not Element.objects.visibles_par(Personne.objects.get(pk=personne.pk)).exists()
        assert client.get(reverse("continuite_aller", args=[element.pk])).status_code == 404
        assert client.get(reverse("continuite_compte", args=[relie.uuid])).status_code == 404
        assert client.post(reverse("continuite_compte_delier", args=[relie.uuid])).status_code == 404
        for adresse in ("/", reverse("continuite")):
            assert MOT not in texte(client.get(adresse))
    assert CompteRelie.objects.exists()


def test_of_several_children_it_says_which_of_none(d, college, entcore, plateforme, entrer):
    inscrire(d, "Sami", "Belhadj", d.mere, Classe.objects.get(nom="5e B"))
    client = entrer(d.mere)
    relier(client, entcore, plateforme, "plusieurs")
    assert Element.objects.get().eleve is None
    lue = page(client)
    avant, _titre, apres = lue.partition("Du collège · eCollège 78")
    assert MOT in apres
    assert MOT not in avant  # neither under Lina nor under Sami
    element = Element.objects.get()
    assert client.get(reverse("continuite_aller", args=[element.pk])).status_code == 302


def test_its_keys_are_nowhere_but_sealed(d, college, entcore, relie, entrer, caplog):
    client = entrer(d.mere)
    acces, renouvellement = next(iter(entcore.acces)), next(iter(entcore.renouvellements))
    assert sceaux.ouvrir(relie.acces_scelle) == acces
    assert sceaux.ouvrir(relie.renouvellement_scelle) == renouvellement
    with zipfile.ZipFile(io.BytesIO(tout_sur(d.mere))) as pris:
        emporte = pris.read("donnees.json").decode()
    assert MOT in emporte
    dits = [caplog.text, emporte, client.get(reverse("continuite_compte", args=[relie.uuid])).text, page(client)]
    dits.append(
        repr([*CompteRelie.objects.values(), *EntreeJournal.objects.values(), *relie.plateforme.__dict__.values()])
    )
    for dit in dits:
        for tu in (acces, renouvellement, SECRET, relie.acces_scelle[:40] if dit is emporte else SECRET):
            assert tu not in dit
    assert {e.etablissement for e in EntreeJournal.objects.filter(verbe__contains="compte")} == {None}


# --- Read again ----------------------------------------------------------------------------------------------------------
def test_what_came_since_is_told_and_what_was_there_before_is_not(d, college, entcore, relie, horloge, mardi):
    assert not Notification.objects.filter(nature="continuite.nouvelle").exists()
    entcore.nouvelles["u-mere"].insert(
        0, nouvelle("n-2", "Un devoir de <b>maths</b>", "HOMEWORKS", "2026-11-24T10:00:00Z")
    )
    relire(horloge, relie)
    dite = Notification.objects.get(nature="continuite.nouvelle")
    assert (dite.destinataire, dite.eleve) == (d.mere, college.collegienne)
    assert dite.texte == "Lina · eCollège 78 · Un devoir de maths"
    relire(horloge, relie)
    assert Notification.objects.filter(nature="continuite.nouvelle").count() == 1


def test_what_is_withdrawn_there_goes_here_and_what_is_older_than_its_page_stays(d, college, entcore, relie, horloge):
    entcore.nouvelles["u-mere"] = [nouvelle(f"m-{n}", le=f"2026-11-24T08:{40 + n % 20}:00Z") for n in range(25)]
    relire(horloge, relie)
    assert Element.objects.filter(identifiant="n-1").exists()
    assert Element.objects.count() == 26
    entcore.nouvelles["u-mere"] = entcore.nouvelles["u-mere"][:2]
    relire(horloge, relie)
    assert sorted(Element.objects.values_list("identifiant", flat=True)) == ["m-0", "m-1"]


def test_of_one_account_the_newest_lines_are_kept(d, college, entcore, relie, horloge, monkeypatch):
    monkeypatch.setattr(fil, "GARDEES", 3)
    entcore.nouvelles["u-mere"] = [nouvelle(f"m-{n}", le=f"2026-11-24T08:{40 + n}:00Z") for n in range(5)]
    relire(horloge, relie)
    assert sorted(Element.objects.values_list("identifiant", flat=True)) == ["m-2", "m-3", "m-4"]


@pytest.mark.parametrize("rend", [True, False])
def test_a_key_that_is_over_is_renewed(d, college, entcore, relie, horloge, rend):
    entcore.rend_le_renouvellement = rend  # what renews may be given back, or left as it was
    entcore.nouvelles["u-mere"].append(nouvelle("n-2", le="2026-11-24T08:00:00Z"))
    relie = relire(horloge, relie, dt.timedelta(hours=2))
    assert [dits["grant_type"] for dits in entcore.corps] == [["authorization_code"], ["refresh_token"]]
    assert Element.objects.count() == 2
    assert sceaux.ouvrir(relie.renouvellement_scelle) == "renouvellement-de-u-mere"
    entcore.acces.clear()  # ended sooner than it had said: renewed at once
    relie = relire(horloge, relie, dt.timedelta(minutes=-90))
    assert (relie.panne, relie.fini_le) == ("", None)


def test_a_consent_that_was_revoked_there_is_said_with_how_to_link_again(
    d, college, entcore, relie, plateforme, entrer, horloge
):
    entcore.tout_revoquer()
    relie = relire(horloge, relie)
    assert relie.fini_le is not None
    assert (relie.acces_scelle, relie.renouvellement_scelle) == ("", "")
    assert not Element.objects.exists()
    client = entrer(d.mere)
    lue = client.get(reverse("continuite_compte", args=[relie.uuid]))
    assert "Votre accord y a pris fin." in texte(lue)
    assert reverse("continuite_compte_relier", args=[plateforme.uuid]) in lue.text
    dite = Notification.objects.get(nature="continuite.compte_refuse")
    assert (dite.destinataire, dite.adresse) == (d.mere, reverse("continuite_compte", args=[relie.uuid]))
    combien = len(entcore.produit.demandes)
    horloge(relie.fini_le + dt.timedelta(days=2))
    assert fil.relever() == 0
    assert len(entcore.produit.demandes) == combien
    relier(client, entcore, plateforme, str(college.collegienne.uuid))
    assert MOT in page(client)
    assert CompteRelie.objects.count() == 1


def test_our_own_secret_that_is_refused_is_no_end_of_a_family_s_consent(
    d, college, entcore, relie, plateforme, entrer, horloge
):
    champs = {"nom": plateforme.nom, "client_id": CLIENT}
    plateformes.corriger_une_plateforme(
        plateforme=plateforme, auteur=d.operateur, champs=champs, colleges=[d.college], secret="faux"
    )
    relie = relire(horloge, relie, dt.timedelta(hours=2))
    assert (relie.panne, relie.fini_le, Element.objects.count()) == ("client", None, 1)
    assert "l’opérateur doit revoir" in texte(entrer(d.mere).get(reverse("continuite_compte", args=[relie.uuid])))


@pytest.mark.parametrize(
    ("corps", "statut", "panne"),
    [
        (b"", 500, "panne"),
        (b"", 503, "attendre"),
        (b"<html>", 200, "illisible"),
        (b'{"status": "error"}', 200, "illisible"),
        (b"[" * 100_000, 200, "illisible"),
        (b"x" * 2_000_001, 200, "trop_gros"),
        (b'{"status": "ok", "results": [{"_id": "1", "type": "", "message": "Peu de moyens"}]}', 200, "attendre"),
    ],
)
def test_a_platform_that_fails_is_asked_later_and_later_and_its_lines_stay(
    d, college, entcore, relie, horloge, corps, statut, panne
):
    entcore.produit.donner(corps, statut, chemin="/timeline/lastNotifications?page=0")
    ecarts = []
    for _n in range(3):
        relie = relire(horloge, relie)
        ecarts.append(relie.prochain_le - dt.datetime.now(dt.UTC))
        assert (relie.panne, Element.objects.count()) == (panne, 1)
    assert ecarts == sorted(ecarts)
    relie = relire(horloge, relie, dt.timedelta(days=31))
    assert relie.fini_le is not None
    assert not Element.objects.exists()
    assert Notification.objects.filter(nature="continuite.compte_refuse").count() == 1


def test_what_comes_drop_by_drop_holds_nobody(d, college, entcore, relie, horloge, monkeypatch):
    def goutte_a_goutte(ici) -> None:
        ici.send_response(200)
        ici.send_header("Content-Length", "1000")
        ici.end_headers()
        for _n in range(40):
            ici.wfile.write(b" ")
            time.sleep(0.05)

    entcore.produit.reponses["/timeline/lastNotifications"] = goutte_a_goutte
    monkeypatch.setattr(dehors, "DEHORS", dataclasses.replace(dehors.DEHORS, en_tout=0.4))
    assert relire(horloge, relie).panne == "lent"


def test_a_platform_of_a_private_network_is_not_asked(d, college, entcore, relie, horloge):
    relie.plateforme.adresse = relie.plateforme.adresse.replace("agenda.exemple.fr", "intranet.exemple.fr")
    relie.plateforme.save()
    combien = len(entcore.produit.demandes)
    assert relire(horloge, relie).panne == "privee"
    assert len(entcore.produit.demandes) == combien


# --- Ended ---------------------------------------------------------------------------------------------------------------
def test_one_tap_ends_it_and_nothing_is_left(d, college, entcore, relie, entrer, horloge, mardi):
    entcore.nouvelles["u-mere"].insert(0, nouvelle("n-2", le="2026-11-24T10:00:00Z"))
    relire(horloge, relie)
    client = entrer(d.mere)
    venue = {"Referer": f"http://testserver{reverse('continuite_compte', args=[relie.uuid])}"}
    for _fois in range(2):
        fini = client.post(reverse("continuite_compte_delier", args=[relie.uuid]), headers=venue)
        assert fini["Location"] == reverse("continuite")
    assert not CompteRelie.objects.exists()
    assert not Element.objects.exists()
    assert not Notification.objects.filter(nature="continuite.nouvelle").exists()
    assert MOT not in page(client)


def test_a_parent_who_ends_it_while_it_is_read_finds_nothing_of_it(d, college, entcore, relie, horloge):
    """Between what was asked and what is written, the row goes: neither lines nor keys come back."""
    horloge(relie.prochain_le + dt.timedelta(hours=2))
    (pris,) = fil._prendre(1)
    lecture = fil.demander(pris)
    assert lecture.cles  # renewed meanwhile
    assert lecture.fil.nouvelles
    actions.delier(compte=CompteRelie.objects.select_related("plateforme", "titulaire").get())
    fil.ecrire(compte=pris.pk, lecture=lecture)
    assert not CompteRelie.objects.exists()
    assert not Element.objects.exists()


def test_a_tie_that_ends_ends_it(d, college, entcore, relie, entrer, django_capture_on_commit_callbacks):
    lien = Responsabilite.objects.get(enfant=college.collegienne)
    lien.autorite = Responsabilite.Autorite.SANS
    lien.save()
    assert not Element.objects.visibles_par(Personne.objects.get(pk=d.mere.pk)).exists()  # before any work is done
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_des_liens([college.collegienne.pk])
    assert not CompteRelie.objects.exists()
    assert not Element.objects.exists()


def test_of_several_children_it_lives_with_the_last_of_them(
    d, college, entcore, plateforme, entrer, django_capture_on_commit_callbacks
):
    sami = inscrire(d, "Sami", "Belhadj", d.mere, Classe.objects.get(nom="5e B"))
    relier(entrer(d.mere), entcore, plateforme, "plusieurs")
    for enfant, reste in ((college.collegienne, True), (sami, False)):
        Responsabilite.objects.filter(enfant=enfant).update(fin=dt.date(2026, 11, 20))
        with django_capture_on_commit_callbacks(execute=True):
            prevenir_des_liens([enfant.pk])
        assert CompteRelie.objects.exists() is reste


def test_between_two_classes_it_waits_and_elsewhere_it_ends(d, college, entcore, relie, horloge, mardi):
    combien = len(entcore.produit.demandes)
    Inscription.objects.filter(eleve=college.collegienne).update(fin=dt.date(2026, 11, 20))
    horloge(relie.prochain_le)
    assert fil.relever() == 0
    assert CompteRelie.objects.exists()
    Inscription.objects.create(eleve=college.collegienne, classe=d.cp_ce1, niveau="CP", debut=dt.date(2026, 11, 23))
    horloge(relie.prochain_le + dt.timedelta(days=2))
    assert fil.relever() == 0
    assert not CompteRelie.objects.exists()
    assert len(entcore.produit.demandes) == combien


def test_an_account_that_a_paper_gives_back_reads_nothing_that_another_linked(d, college, relie):
    dire_une_reprise(d.mere.pk)
    assert not CompteRelie.objects.exists()


def test_a_platform_that_closes_is_read_by_nobody_and_comes_back(
    d, college, entcore, relie, plateforme, entrer, horloge
):
    client = entrer(d.mere)
    plateformes.fermer_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert MOT not in page(client)
    assert client.get(reverse("continuite_aller", args=[Element.objects.get().pk])).status_code == 404
    horloge(relie.prochain_le + dt.timedelta(hours=2))
    assert fil.relever() == 0
    plateformes.rouvrir_une_plateforme(plateforme=plateforme, auteur=d.operateur)
    assert MOT in page(client)


def test_two_records_that_become_one_account_keep_its_link(d, college, entcore, plateforme, relie, mardi):
    double = Personne.objects.create(prenom=d.mere.prenom, nom=d.mere.nom, password="!")
    CompteRelie.objects.create(
        plateforme=plateforme, titulaire=double, etablissement=d.college, expire_le=mardi, acces_scelle="x"
    )
    fusionner(depuis=double, vers=d.mere, etablissement=d.college)
    assert list(CompteRelie.objects.filter(titulaire=d.mere)) == [relie]
