"""From one instance to the other, by its addresses: what is taken, what is not and why, and what a cut, a kill or a second sending change: nothing."""

import datetime as dt
import hashlib
import json
import time
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ent.fichiers.actions import purger
from ent.fichiers.models import Fichier
from ent.services.liaison.actions import cles, correspondants, envois, receptions
from ent.services.liaison.lectures import appels
from ent.services.liaison.lectures import cles as lues
from ent.services.liaison.models import Correspondant as Ouvert
from ent.services.liaison.models import Envoi, Morceau, Reception

from .voyage import montrer_et_accorder, relire


def envoyer(d, dossier) -> Envoi:
    envois.envoyer(dossiers=[dossier], auteur=d.directrice)
    return Envoi.objects.get(dossier=dossier, etat__in=[*envois.VIVANTS, "refuse", "confirme"])


def plus_tard(envoi: Envoi) -> Envoi:
    """Its hour came."""
    Envoi.objects.filter(pk=envoi.pk).update(prochain_le=timezone.now())
    envois.reprendre()
    envoi.refresh_from_db()
    return envoi


# --- Taken ---------------------------------------------------------------------------------------------------------------
def test_it_goes_is_checked_waits_for_somebody_and_its_sender_is_told(d, accorde, college, reseau):
    envoi = envoyer(d, accorde)
    assert envoi.etat == Envoi.Etat.RECU
    assert [(m, s) for m, _c, s in reseau.appels] == [("POST", 201), ("PATCH", 200), ("GET", 200)] or reseau.appels[-1][
        2
    ] == 200
    reception = Reception.objects.get()
    assert (reception.etablissement, reception.de, reception.etat) == (d.college, d.elementaire, "a_confirmer")
    assert reception.contenu["eleve"]["prenom"] == "Sofiane"
    assert reception.efface_le == dt.date(2028, 8, 31)  # the end of the 6e
    assert [f.fichier.type_mime for f in reception.fichiers.all()] == ["image/webp"] * 2
    assert {f.fichier.etablissement for f in reception.fichiers.all()} == {d.college}
    assert not Morceau.objects.exists()
    receptions.confirmer(reception=reception, eleve=d.eleve_cm2, auteur=college.principale)
    assert plus_tard(envoi).etat == Envoi.Etat.CONFIRME
    assert envoi.cle_objet == ""


def test_nobody_reads_it_before_it_is_confirmed_then_who_teaches_the_child_does(d, accorde, college, reseau):
    envoyer(d, accorde)
    reception = Reception.objects.get()
    fichier = reception.fichiers.first().fichier
    gens = [college.principale, college.professeur, college.autre, d.mere, d.directrice, d.enseignant]
    assert not any(Reception.objects.lues_par(qui).exists() for qui in gens)
    assert not any(Fichier.objects.lisibles_par(qui).filter(pk=fichier.pk).exists() for qui in gens)
    receptions.confirmer(reception=reception, eleve=d.eleve_cm2, auteur=college.principale)
    lecteurs = [qui for qui in gens if Reception.objects.lues_par(type(qui).objects.get(pk=qui.pk)).exists()]
    assert lecteurs == [college.principale, college.professeur]
    assert [
        q for q in gens if Fichier.objects.lisibles_par(type(q).objects.get(pk=q.pk)).filter(pk=fichier.pk).exists()
    ] == lecteurs


def test_refused_by_somebody_its_sender_reads_why_and_nothing_of_the_child_stays(d, accorde, college, reseau):
    envoi = envoyer(d, accorde)
    reception = Reception.objects.get()
    receptions.refuser(
        reception=reception, motif="autre_ecole", precision="Inscrite à Élancourt.", auteur=college.principale
    )
    assert plus_tard(envoi).etat == Envoi.Etat.REFUSE
    assert (envoi.motif, envoi.precision) == ("autre_ecole", "Inscrite à Élancourt.")
    reception.refresh_from_db()
    assert (reception.contenu, reception.fichiers.count(), reception.eleve) == ({}, 0, None)
    assert not Fichier.objects.filter(etablissement=d.college).exists()


def test_erased_on_its_date_files_included(d, accorde, college, reseau, horloge):
    envoyer(d, accorde)
    horloge(timezone.make_aware(dt.datetime(2028, 8, 31, 12)))
    receptions.faire_le_menage()
    assert Reception.objects.exists()
    horloge(timezone.make_aware(dt.datetime(2028, 9, 1, 12)))
    receptions.faire_le_menage()
    assert not Reception.objects.exists()
    assert not Fichier.objects.filter(etablissement=d.college).exists()


# --- Cut, killed, said twice -----------------------------------------------------------------------------------------------
def test_cut_in_the_middle_it_goes_on_from_there(d, accorde, college, reseau, monkeypatch):
    monkeypatch.setattr(envois, "MORCEAU", 700)
    compte = iter(range(100))
    reseau.couper = lambda methode, _chemin: methode == "PATCH" and next(compte) == 2
    envoi = envoyer(d, accorde)
    assert (envoi.etat, envoi.motif, envoi.envoyes) == (Envoi.Etat.EN_COURS, "injoignable", 1400)
    assert envoi.prochain_le > timezone.now()
    envois.avancer(envoi_id=envoi.pk)  # before its hour: nothing
    assert Reception.objects.get().recus == 1400
    reseau.appels.clear()
    assert plus_tard(envoi).etat == Envoi.Etat.RECU
    assert [c[:2] for c in reseau.appels].count(("PATCH", f"/dossiers/echange/{envoi.uuid}")) == -(
        -(envoi.octets - 1400) // 700
    )


def test_a_piece_that_arrived_though_its_answer_was_lost_is_not_given_twice(d, accorde, college, reseau, monkeypatch):
    monkeypatch.setattr(envois, "MORCEAU", 700)
    vraie, perdues = receptions.prendre_un_morceau, iter([False, True] + [False] * 50)

    def perdre(**dits):
        recu = vraie(**dits)
        if next(perdues):
            raise ConnectionError
        return recu

    monkeypatch.setattr(receptions, "prendre_un_morceau", perdre)
    envoi = envoyer(d, accorde)  # its worker is killed there
    assert (envoi.envoyes, Reception.objects.get().recus) == (700, 1400)
    assert plus_tard(envoi).etat == Envoi.Etat.RECU


def test_asked_twice_it_leaves_once(d, accorde, college, reseau):
    assert envois.envoyer(dossiers=[accorde], auteur=d.directrice) == (1, {})
    assert envois.envoyer(dossiers=[accorde], auteur=d.directrice) == (0, {})
    assert (Envoi.objects.count(), Reception.objects.count()) == (1, 1)


def test_the_same_number_for_other_bytes_is_a_conflict(d, accorde, college, reseau):
    envoi = envoyer(d, accorde)
    corps = {
        "format": "ent-dossier-liaison",
        "version": "1.0",
        "identifiant": str(envoi.uuid),
        "octets": 12,
        "sha256": "0" * 64,
    }
    reponse = appeler(d, "POST", "/dossiers/echange/annonces", json.dumps(corps).encode(), identifiant=envoi.uuid)
    assert (reponse.status_code, reponse.json()["code"]) == (409, "conflit")


def test_a_later_version_takes_the_place_of_the_first_and_needs_nobody_when_the_child_is_the_same(
    d, accorde, college, reseau, ecrire
):
    premier = envoyer(d, accorde)
    receptions.confirmer(reception=Reception.objects.get(), eleve=d.eleve_cm2, auteur=college.principale)
    ecrire(accorde, aide="Du temps en plus.")
    montrer_et_accorder(d, accorde)
    assert envois.envoyer(dossiers=[relire(accorde)], auteur=d.directrice) == (1, {})
    (lue,) = Reception.objects.lues_par(college.professeur)
    assert "Du temps en plus." in json.dumps(lue.contenu, ensure_ascii=False)
    assert Reception.objects.exclude(pk=lue.pk).get().contenu == {}
    assert Fichier.objects.filter(etablissement=d.college).count() == 2
    assert premier.uuid != Envoi.objects.latest("pk").uuid


# --- Not taken -------------------------------------------------------------------------------------------------------------
def signature(d, methode: str, chemin: str, corps: bytes = b"", *, identifiant=None, de="", vers="", cle=None) -> str:
    cle = cle or cles.cle_de(d.elementaire)
    return appels.signer(
        lues.privee(cle),
        cle.kid,
        methode=methode,
        chemin=chemin,
        corps=corps,
        de=de or d.elementaire.uai,
        vers=vers or d.college.uai,
        identifiant=str(identifiant or uuid4()),
    )


def appeler(d, methode: str, chemin: str, corps: bytes = b"", *, identifiant=None, de="", vers="", cle=None, **entetes):
    """A call of the école, signed, with what one says otherwise."""
    signe = signature(d, methode, chemin, corps, identifiant=identifiant, de=de, vers=vers, cle=cle)
    return Client().generic(methode, chemin, corps, headers={"authorization": signe} | entetes)


def code(reponse) -> tuple[int, str]:
    assert reponse["Content-Type"] == "application/problem+json"
    return reponse.status_code, reponse.json()["code"]


def test_who_is_not_opened_signs_with_another_key_or_not_at_all_is_refused(d, college):
    chemin = "/dossiers/echange/annonces"
    assert code(Client().post(chemin)) == (401, "signature")
    assert code(Client().post(chemin, headers={"authorization": "Bearer a.b.c"})) == (401, "signature")
    assert code(appeler(d, "POST", chemin, de=d.maternelle.uai)) == (403, "inconnu")
    assert code(appeler(d, "POST", chemin, cle=cles.cle_de(d.maternelle))) == (401, "cle")
    assert code(appeler(d, "POST", chemin, vers="0000000X")) == (404, "mauvaise_ecole")
    Ouvert.objects.filter(pk=college.l_ecole.pk).update(ferme_le=timezone.now())
    assert code(appeler(d, "POST", chemin)) == (403, "inconnu")
    assert not Reception.objects.exists()


@pytest.mark.parametrize(
    ("secondes", "attendu"), [(299, (422, "forme")), (301, (401, "horloge")), (-301, (401, "horloge"))]
)
def test_a_clock_may_be_five_minutes_off_and_no_more(d, college, monkeypatch, secondes, attendu):
    vraie = time.time
    with monkeypatch.context() as la_bas:
        la_bas.setattr(appels.time, "time", lambda: vraie() + secondes)
        signe = signature(d, "POST", "/dossiers/echange/annonces", b"{}")
    reponse = Client().post(
        "/dossiers/echange/annonces", b"{}", content_type="application/json", headers={"authorization": signe}
    )
    assert code(reponse) == attendu


def test_a_signature_is_of_one_method_one_path_and_one_body(d, college):
    chemin, corps = "/dossiers/echange/annonces", b"{}"
    signe = signature(d, "POST", chemin, corps)
    assert code(Client().post(chemin, b"{ }", content_type="application/json", headers={"authorization": signe})) == (
        401,
        "signature",
    )
    autre = f"/dossiers/echange/{uuid4()}"
    assert code(Client().generic("PATCH", autre, corps, headers={"authorization": signe})) == (401, "signature")


def test_who_proves_nothing_thirty_times_waits(d, college):
    for _n in range(30):
        Client().post("/dossiers/echange/annonces")
    reponse = Client().post("/dossiers/echange/annonces")
    assert code(reponse) == (429, "lent")
    assert int(reponse["Retry-After"]) > 0


def test_a_school_reads_and_fills_its_own_sendings_alone(d, accorde, college, reseau):
    envoi = envoyer(d, accorde)
    Ouvert.objects.create(
        etablissement=d.maternelle, adresse="https://m.exemple.fr", cles=[cles.cle_de(d.maternelle).publique]
    )
    chemin = f"/dossiers/echange/{envoi.uuid}"
    autre = {"de": d.maternelle.uai, "cle": cles.cle_de(d.maternelle), "identifiant": envoi.uuid}
    assert code(appeler(d, "GET", chemin, **autre)) == (410, "trop_tard")  # as a number that nobody announced
    assert code(appeler(d, "PATCH", chemin, b"x", **autre, **{"upload-offset": "0"})) == (410, "trop_tard")
    assert code(appeler(d, "GET", chemin)) == (404, "mauvaise_ecole")  # signed for another number
    assert appeler(d, "GET", chemin, identifiant=envoi.uuid).json() == {"etat": "a_confirmer", "recus": envoi.octets}


def test_a_piece_is_held_by_no_request_once_it_is_taken(d, college):
    """A cohort left a hundred megabytes in each process of the server, until cycles were collected."""
    corps = json.dumps({"format": "ent-dossier-liaison"}).encode()
    prise = appeler(d, "POST", "/dossiers/echange/annonces", corps, identifiant=str(uuid4()))
    assert prise.status_code == 422  # it was read
    assert corps not in vars(prise.wsgi_request).values()


def test_too_much_is_refused_before_it_is_taken(d, college):
    annonce = {
        "format": "ent-dossier-liaison",
        "version": "1.0",
        "identifiant": str(uuid4()),
        "octets": 300_000_001,
        "sha256": "0" * 64,
    }
    chemin = "/dossiers/echange/annonces"
    assert code(appeler(d, "POST", chemin, json.dumps(annonce).encode(), identifiant=annonce["identifiant"])) == (
        413,
        "trop_gros",
    )
    petite = annonce | {"octets": 10, "sha256": hashlib.sha256(b"x" * 10).hexdigest()}
    assert appeler(d, "POST", chemin, json.dumps(petite).encode(), identifiant=petite["identifiant"]).status_code == 201
    la = f"/dossiers/echange/{petite['identifiant']}"
    trop = appeler(d, "PATCH", la, b"x" * 11, identifiant=petite["identifiant"], **{"upload-offset": "0"})
    assert code(trop) == (413, "trop_gros")
    assert code(appeler(d, "PATCH", la, b"x" * (receptions.MORCEAU_MAX + 1), **{"upload-offset": "0"})) == (
        413,
        "trop_gros",
    )
    ailleurs = appeler(d, "PATCH", la, b"x", identifiant=petite["identifiant"], **{"upload-offset": "5"})
    assert (ailleurs.status_code, ailleurs.json()) == (409, {"etat": "en_cours", "recus": 0})
    assert code(
        appeler(d, "POST", chemin, json.dumps(petite | {"version": "2.0"}).encode(), identifiant=petite["identifiant"])
    ) == (422, "version")


def test_bytes_changed_on_the_way_are_refused_and_their_sender_reads_it(d, accorde, college, reseau):
    """By who holds the network, whose change the signature of the call already tells; and by who would hold the storage there."""
    reseau.retoucher = lambda entetes, corps: (entetes, corps[:-1] + b"x" if "upload-offset" in entetes else corps)
    envoi = envoyer(d, accorde)
    assert (envoi.etat, envoi.motif) == (Envoi.Etat.REFUSE, "signature")
    reseau.retoucher = lambda entetes, corps: (entetes, corps)
    vrai = receptions.ContentFile
    with pytest.MonkeyPatch.context() as la_bas:
        la_bas.setattr(receptions, "ContentFile", lambda contenu: vrai(contenu[:-1] + b"x"))
        envois.envoyer(dossiers=[relire(accorde)], auteur=d.directrice)
    envoi = Envoi.objects.latest("pk")
    assert (envoi.etat, envoi.motif) == (Envoi.Etat.REFUSE, "altere")
    assert Reception.objects.latest("pk").contenu == {}


# --- Keys ------------------------------------------------------------------------------------------------------------------
def test_a_key_changed_during_a_batch_ends_what_it_began_and_the_next_waits_for_somebody(
    d, accorde, college, reseau, monkeypatch
):
    monkeypatch.setattr(envois, "MORCEAU", 700)
    compte = iter(range(100))
    reseau.couper = lambda methode, _chemin: methode == "PATCH" and next(compte) == 1
    envoi = envoyer(d, accorde)
    neuve = cles.changer_de_cle(ecole=d.elementaire, auteur=d.directrice)
    assert plus_tard(envoi).etat == Envoi.Etat.RECU  # under the former, still published
    montrer_et_accorder(d, accorde)
    Envoi.objects.all().delete()
    second = envoyer(d, relire(accorde))
    assert (second.motif, second.cle) == ("cle", neuve)
    correspondants.relire_les_cles(correspondant=college.l_ecole)
    college.l_ecole.refresh_from_db()
    assert len(college.l_ecole.cles) == 1
    correspondants.confirmer_les_cles(correspondant=college.l_ecole, kids=[neuve.kid], auteur=d.operateur)
    assert plus_tard(second).etat == Envoi.Etat.RECU


def test_a_revoked_key_takes_nothing_more_there_and_what_waited_is_sealed_again(d, accorde, college, reseau):
    reseau.couper = lambda methode, _chemin: methode == "PATCH"
    envoi = envoyer(d, accorde)
    premiere, numero = envoi.cle, envoi.uuid
    cles.revoquer(cle=premiere, auteur=d.directrice)
    correspondants.relire_toutes()
    college.l_ecole.refresh_from_db()
    assert college.l_ecole.cles == []
    assert code(appeler(d, "GET", f"/dossiers/echange/{numero}", cle=premiere)) == (401, "cle")
    reseau.couper = lambda _m, _c: False
    suivant = plus_tard(Envoi.objects.exclude(pk=envoi.pk).get())
    assert suivant.uuid != numero
    assert (suivant.motif, suivant.cle != premiere) == ("cle", True)


def test_keys_that_cannot_be_read_keep_no_other_school_waiting(d, college, monkeypatch):
    """Whichever is asked first."""
    relues = []

    def relire_les_cles(*, correspondant: Ouvert) -> None:
        relues.append(correspondant.pk)
        raise OverflowError

    monkeypatch.setattr(correspondants, "relire_les_cles", relire_les_cles)
    correspondants.relire_toutes()
    assert set(relues) == {college.la_bas.pk, college.l_ecole.pk}


def test_published_keys_name_nobody_and_may_be_cached(d, college, client):
    reponse = client.get(f"/dossiers/echange/cles/{d.elementaire.uai}.json")
    (cle,) = reponse.json()["keys"]
    assert sorted(cle) == ["alg", "crv", "kid", "kty", "use", "x"]
    assert "public" in reponse["Cache-Control"]
    assert client.get("/dossiers/echange/cles/0000000X.json").status_code == 404


# --- Where it goes ---------------------------------------------------------------------------------------------------------
def test_a_school_of_this_instance_receives_by_the_same_door_without_the_network(d, accorde, college, reseau):
    Ouvert.objects.all().delete()
    envoi = envoyer(d, accorde)
    assert (envoi.etat, reseau.appels) == (Envoi.Etat.RECU, [])
    assert Reception.objects.get().etat == "a_confirmer"


def test_without_a_destination_an_instance_or_an_accord_it_says_what_to_do(d, accorde, college, montre):
    Ouvert.objects.all().delete()
    college.principale.roles.all().delete()
    assert envois.envoyer(dossiers=[accorde], auteur=d.directrice) == (0, {"sans_instance": 1})
    type(accorde).objects.update(destination=None)
    assert envois.envoyer(dossiers=[accorde], auteur=d.directrice) == (0, {"sans_destination": 1})
    type(accorde).objects.update(destination=d.college)
    accorde.avis.all().delete()
    assert envois.envoyer(dossiers=[accorde], auteur=d.directrice) == (0, {"sans_accord": 1})
    assert not Envoi.objects.exists()


def test_what_waits_to_leave_or_to_be_whole_outlives_the_purge(d, accorde, college, reseau, horloge, monkeypatch):
    monkeypatch.setattr(envois, "MORCEAU", 700)
    compte = iter(range(100))
    reseau.couper = lambda methode, _chemin: methode == "PATCH" and next(compte) == 2
    envoi = envoyer(d, accorde)
    horloge(timezone.now() + dt.timedelta(days=2, hours=12))
    purger()
    assert plus_tard(envoi).etat == Envoi.Etat.RECU


def test_a_silent_school_is_asked_later_and_later_for_a_fortnight(d, accorde, college, reseau, horloge):
    reseau.couper = lambda _m, _c: True
    envoi = envoyer(d, accorde)
    attentes = []
    for _n in range(4):
        attentes.append((envoi.prochain_le - timezone.now()).total_seconds())
        plus_tard(envoi)
    assert attentes == sorted(attentes)
    horloge(timezone.now() + dt.timedelta(days=15))
    assert plus_tard(envoi).motif == "abandon"
