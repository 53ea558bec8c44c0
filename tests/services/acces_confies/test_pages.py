"""Confide, come in by the code, read, answer, end: by pages, as each person sees them."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Confie, Delegation, EntreeJournal, Personne, Responsabilite
from ent.annuaire.registres import prevenir_des_liens
from ent.connexion import derivation
from ent.diffusion.models import Notification
from ent.services.acces_confies import actions, evenements, lectures
from ent.socle.dates import aujourd_hui
from tests.services.acces_confies.matrice import SALLES, acces
from tests.services.acces_confies.test_droits import neuf


class DInes:
    """What `matrice.acces` asks for."""

    def __init__(self, d):
        self.d, self.eleve = d, d.eleve_cp


@pytest.fixture
def confiee(d) -> Delegation:
    return acces(DInes(d))


def code_de(delegation: Delegation) -> str:
    code = delegation.delegue.codes.get()
    return derivation.code_activation(delegation.delegue.uuid, code.etablissement_id, code.generation)


def confier(client, d, **champs):
    envoi = {"prenom": "Rosa", "nom": "Lima", "lien": "autre", "enfants": [str(d.eleve_cp.uuid)]} | SALLES | champs
    return client.post(reverse("acces_confies_confier"), envoi)


# --- Who confides -------------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("cahier_de_textes", "ent.services.vie_scolaire")
def test_a_guardian_confides_rooms_of_a_child_and_reads_the_code(d, entrer, mardi):
    client = entrer(d.mere)
    reponse = confier(client, d)
    (confiee,) = Delegation.objects.filter(nom_donne="Rosa Lima")
    assert reponse.url == reverse("acces_confies_un", args=[confiee.cle])
    assert (confiee.salles, confiee.fin, confiee.enfant) == ("absences+ cahier", dt.date(2027, 3, 31), d.eleve_cp)
    page = client.get(reponse.url).text
    code = code_de(confiee)
    assert f"{code[:4]} {code[4:]}" in page
    assert client.get(reverse("acces_confies_papier", args=[confiee.cle])).content.startswith(b"%PDF")
    assert EntreeJournal.objects.filter(verbe="acces_confies.confier", etablissement=d.elementaire).exists()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"salle_cahier": "", "salle_absences": ""}, "Choisissez au moins une chose à lire."),
        ({"fin": "2027-12-31"}, "Au plus tard à la fin de l’année scolaire"),
        ({"fin": "2026-11-01"}, "Ce jour est passé."),
        ({"enfants": []}, "Choisissez un enfant."),
        ({"fin": ""}, "Dites jusqu’à quel jour."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_confided(d, entrer, mardi, champs, phrase):
    reponse = confier(entrer(d.mere), d, **champs)
    assert reponse.status_code == 422 and phrase in reponse.text
    assert not Delegation.objects.filter(nom_donne="Rosa Lima").exists()


def test_nobody_confides_the_child_of_another_nor_what_was_confided_to_them(d, entrer, mardi):
    assert confier(entrer(d.mere_arabophone), d).status_code == 422
    assert confier(entrer(d.assistante), d).status_code == 404
    assert not Delegation.objects.filter(nom_donne="Rosa Lima").exists()


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_a_room_that_is_read_only_cannot_be_answered(d, entrer, mardi):
    assert confier(entrer(d.mere), d, salle_agenda="repondre").status_code == 422


# --- The code -----------------------------------------------------------------------------------------------------------
def ouvrir(client, d, code: str, naissance: dt.date):
    client.post(reverse("connexion_activer"), {"code": code, "naissance": naissance.strftime("%d/%m/%Y")})
    client.post(reverse("connexion_activer_verifier"))
    return client.post(reverse("connexion_activer_compte"), {"courriel": "", "mot_de_passe": "trois mots qui parlent"})


def test_the_access_begins_when_its_code_is_used(d, client, confiee):
    assert neuf(confiee.delegue).portee.suivis_confies == []
    ouvrir(client, d, code_de(confiee), d.eleve_cp.date_naissance)
    confiee.refresh_from_db()
    assert confiee.acceptee_le is not None and confiee.utilisee_le is not None
    assert "Accès confié par Mme Belhadj" in client.get("/").text


def test_a_code_found_in_the_street_opens_nothing_without_a_birth_date(d, client, confiee):
    ouvrir(client, d, code_de(confiee), d.eleve_ms.date_naissance)
    confiee.refresh_from_db()
    assert confiee.acceptee_le is None


def test_a_code_opens_nothing_once_the_access_is_ended_or_two_weeks_old(d, client, confiee, horloge, mardi):
    actions.finir(delegations=[confiee], auteur=neuf(d.mere))
    ouvrir(client, d, code_de(confiee), d.eleve_cp.date_naissance)
    confiee.refresh_from_db()
    assert confiee.acceptee_le is None
    autre = acces(DInes(d))
    horloge(mardi + dt.timedelta(days=15))
    ouvrir(client, d, code_de(autre), d.eleve_cp.date_naissance)
    autre.refresh_from_db()
    assert autre.acceptee_le is None


def test_who_has_an_account_accepts_by_signing_in_with_it(d, entrer, confiee):
    """And nothing told the guardian that they had one."""
    client = entrer(d.mere_arabophone)
    client.post(
        reverse("connexion_ajouter_enfant"),
        {"code": code_de(confiee), "naissance": d.eleve_cp.date_naissance.strftime("%d/%m/%Y")},
    )
    confiee.refresh_from_db()
    assert confiee.delegue == d.mere_arabophone and confiee.acceptee_le
    portee = neuf(d.mere_arabophone).portee
    assert [e.pk for e in portee.enfants] == [d.eleve_ce1.pk]
    assert [s.eleve.pk for s in portee.suivis_de("cahier")] == [d.eleve_ce1.pk, d.eleve_cp.pk]
    assert [s.eleve.pk for s in portee.suivis_de("agenda")] == [d.eleve_ce1.pk]


def test_an_address_that_has_an_account_is_answered_as_any_other(d, entrer, mardi):
    client = entrer(d.mere)
    connue = confier(client, d, courriel=d.mere_arabophone.courriel, prenom="Un")
    inconnue = confier(client, d, courriel="personne@exemple.fr", prenom="Deux")
    assert connue.status_code == inconnue.status_code == 302
    assert len(mail.outbox) == 0
    assert Delegation.objects.get(nom_donne="Un Lima").delegue != d.mere_arabophone


# --- Seen, changed, ended -----------------------------------------------------------------------------------------------
def test_who_confided_sees_it_used(d, entrer, mardi):
    page = entrer(d.mere).get(reverse("acces_confies")).text
    assert "Paulette Girard" in page and "ouvert lundi 23 novembre, 18 h 02" in page


def test_a_sign_in_is_the_use_that_is_seen(d, entrer, mardi):
    entrer(d.assistante).get("/")
    page = entrer(d.mere).get(reverse("acces_confies")).text
    assert "ouvert mardi 24 novembre, 10 h" in page


def test_ended_in_one_tap_and_given_back_within_the_hour(d, entrer, mardi, horloge):
    cle = Delegation.objects.get(delegue=d.assistante).cle
    client = entrer(d.mere)
    page = client.post(reverse("acces_confies_terminer", args=[cle]), follow=True).text
    assert reverse("acces_confies_reprendre", args=[cle]) in page
    assert neuf(d.assistante).portee.suivis_confies == []
    client.post(reverse("acces_confies_reprendre", args=[cle]))
    assert len(neuf(d.assistante).portee.suivis_confies) == 1
    client.post(reverse("acces_confies_terminer", args=[cle]))
    horloge(mardi + dt.timedelta(hours=2))
    client.post(reverse("acces_confies_reprendre", args=[cle]))
    assert neuf(d.assistante).portee.suivis_confies == []


@pytest.mark.besoin_de("cahier_de_textes", "ent.services.agenda_ecole")
def test_other_rooms_hold_at_once(d, entrer, mardi):
    cle = Delegation.objects.get(delegue=d.assistante).cle
    envoi = {"salle_agenda": "lire", "fin": "2027-06-30"}
    assert entrer(d.mere).post(reverse("acces_confies_un", args=[cle]), envoi).status_code == 302
    (suivi,) = neuf(d.assistante).portee.suivis_confies
    assert suivi.delegation.lues == {"agenda"}
    assert entrer(d.assistante).get(reverse("cahier_jour")).status_code == 404


@pytest.mark.besoin_de("cahier_de_textes")
def test_what_was_changed_meanwhile_is_said_and_not_replaced(d, entrer, confiee):
    client, adresse = entrer(d.mere), reverse("acces_confies_un", args=[confiee.cle])
    version = re.search(r'name="version" value="([^"]+)"', client.get(adresse).text)[1]
    moins, plus = {"salle_cahier": "lire", "fin": "2026-12-18"}, {"salle_agenda": "lire", "fin": "2027-06-30"}
    assert client.post(adresse, moins | {"version": version}).status_code == 302
    refusee = client.post(adresse, plus | {"version": version})
    assert refusee.status_code == 422 and "pendant que vous écriviez" in refusee.text
    confiee.refresh_from_db()
    assert (confiee.salles, confiee.fin) == ("cahier", dt.date(2026, 12, 18))


def test_who_lives_with_the_guardian_of_one_child_of_two_does_not_agree_for_the_other(d, entrer):
    """Of one gesture, what one reads whole and what one knows to exist are two readings: each page takes its own."""
    mere = Personne.objects.get(pk=d.mere.pk)
    annuaire.rattacher(adulte=d.pere_separe, enfant=d.eleve_ms, etablissement=d.maternelle)
    Responsabilite.objects.filter(adulte__in=[d.mere, d.pere_separe], enfant=d.eleve_ms).update(foyer="1")
    cle = actions.confier(
        delegant=mere,
        suivis=[s for s in mere.portee.suivis if s.eleve.pk in (d.eleve_cp.pk, d.eleve_ms.pk)],
        prenom="Rosa",
        nom="Lima",
        courriel="",
        lien="autre",
        confie=Confie.de("absences"),
        debut=dt.date(2026, 11, 24),
        fin=dt.date(2027, 3, 31),
    )[0].cle
    client = entrer(d.pere_separe)
    client.post(reverse("acces_confies_s_opposer", args=[cle]))
    client.post(reverse("acces_confies_terminer", args=[cle]))
    ines, lina = (Delegation.objects.get(cle=cle, enfant=e) for e in (d.eleve_cp, d.eleve_ms))
    assert (bool(ines.opposee_le), bool(ines.finie_le)) == (True, False)
    assert (bool(lina.opposee_le), bool(lina.finie_le)) == (False, True)


def test_authority_that_comes_back_does_not_bring_the_access_back(d, django_capture_on_commit_callbacks):
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
    for autorite in ("sans", "confirmee"):
        Responsabilite.objects.filter(pk=lien.pk).update(autorite=autorite)
        with django_capture_on_commit_callbacks(execute=True):
            prevenir_des_liens([d.eleve_cp.pk])
    assert neuf(d.assistante).portee.suivis_confies == []
    assert EntreeJournal.objects.filter(verbe="acces_confies.fermer").count() == 1


def test_who_received_it_gives_it_back(d, entrer, django_capture_on_commit_callbacks):
    delegation = Delegation.objects.get(delegue=d.assistante)
    entrer(d.assistante).post(reverse("acces_confies_terminer", args=[delegation.cle]))
    assert neuf(d.assistante).portee.suivis_confies == []
    assert Notification.objects.filter(destinataire=d.mere, nature=evenements.FINI).count() == 1


# --- The other holder ---------------------------------------------------------------------------------------------------
CONTACTS = ["Paulette", "Girard", "Solange", "Guérin", "solange.guerin@exemple.fr", "nadia.belhadj@exemple.fr"]


def test_the_other_holder_is_told_that_it_exists_and_reads_no_name_and_no_contact(d, entrer, confiee):
    told = Notification.objects.get(destinataire=d.pere_separe, nature=evenements.CONFIE)
    assert told.texte == "Inès · Un accès a été confié (grand-parent), jusqu’au 31 mars 2027"
    client = entrer(d.pere_separe)
    for adresse in (reverse("acces_confies"), "/", reverse("notifications"), reverse("plus")):
        page = client.get(adresse).text
        assert [mot for mot in CONTACTS if mot in page] == []
    page = client.get(reverse("acces_confies")).text
    assert "Grand-parent" in page and "Je ne suis pas d’accord" in page
    for nom in ("acces_confies_un", "acces_confies_papier"):
        assert client.get(reverse(nom, args=[confiee.cle])).status_code == 404
    for nom in ("acces_confies_terminer", "acces_confies_code", "acces_confies_reprendre"):
        assert client.post(reverse(nom, args=[confiee.cle])).status_code == 404


def test_who_has_no_authority_is_told_nothing(d, entrer):
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
    acces(DInes(d))
    assert not Notification.objects.filter(destinataire=d.pere_separe, nature=evenements.CONFIE).exists()
    assert entrer(d.pere_separe).get(reverse("acces_confies")).status_code == 404


def test_who_lives_with_the_guardian_reads_it_whole_and_ends_it(d, entrer):
    Responsabilite.objects.filter(adulte__in=[d.mere, d.pere_separe], enfant=d.eleve_cp).update(foyer="1")
    client = entrer(d.pere_separe)
    assert "Paulette Girard" in client.get(reverse("acces_confies")).text
    cle = Delegation.objects.get(delegue=d.assistante).cle
    assert client.post(reverse("acces_confies_s_opposer", args=[cle])).status_code == 403
    autre = acces(DInes(d))
    adresse = reverse("acces_confies_un", args=[autre.cle])
    assert "mailto:solange" in entrer(d.mere).get(adresse).text
    page = client.get(adresse).text
    assert "solange.guerin" not in page  # where she writes is hers alone
    code = code_de(autre)
    assert code[:4] not in page and "Faire un nouveau code" not in page and "salle_absences" not in page
    assert client.post(adresse, {"salle_agenda": "lire", "fin": "2027-06-30"}).status_code == 403
    assert client.get(reverse("acces_confies_papier", args=[autre.cle])).status_code == 403
    assert client.post(reverse("acces_confies_code", args=[autre.cle])).status_code == 403
    autre.refresh_from_db()
    assert (autre.salles, code_de(autre)) == ("absences+ cahier", code)
    client.post(reverse("acces_confies_terminer", args=[cle]))
    assert neuf(d.assistante).portee.suivis_confies == []
    assert Notification.objects.filter(destinataire=d.mere, nature=evenements.FINI).exists()


def test_a_disagreement_is_read_by_the_direction_and_cuts_nothing(d, entrer):
    cle = Delegation.objects.get(delegue=d.assistante).cle
    entrer(d.pere_separe).post(reverse("acces_confies_s_opposer", args=[cle]))
    assert len(neuf(d.assistante).portee.suivis_confies) == 1
    client = entrer(d.directrice)
    assert "1 parent n’est pas d’accord avec un accès confié." in client.get("/").text
    assert (
        "M. Belhadj a dit ne pas être d’accord"
        in client.get(reverse("acces_confies_ecole", args=[d.elementaire.uai])).text
    )
    client.post(reverse("acces_confies_ecole_lue", args=[d.elementaire.uai, cle]))
    assert lectures.desaccords(neuf(d.directrice)) == {}


# --- The school ---------------------------------------------------------------------------------------------------------
def test_the_school_sees_it_on_the_pupil_s_sheet_and_the_direction_ends_it(d, entrer):
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    for qui in (d.enseignante, d.directrice):
        page = entrer(qui).get(fiche).text
        assert "Paulette Girard" in page and "Confié par Mme Belhadj" in page
        assert "18 h 02" not in page  # when a childminder opens it is not the school's business
    assert entrer(d.enseignante).get(reverse("acces_confies_ecole", args=[d.elementaire.uai])).status_code == 404
    cle = Delegation.objects.get(delegue=d.assistante).cle
    ailleurs = reverse("acces_confies_ecole_terminer", args=[d.maternelle.uai, cle])
    assert entrer(d.directrice_maternelle).post(ailleurs).status_code == 404
    entrer(d.directrice).post(reverse("acces_confies_ecole_terminer", args=[d.elementaire.uai, cle]))
    assert neuf(d.assistante).portee.suivis_confies == []
    assert Notification.objects.filter(destinataire=d.mere, nature=evenements.FINI).exists()
    assert EntreeJournal.objects.filter(verbe="acces_confies.finir", auteur_uuid=d.directrice.uuid).exists()


def test_a_teacher_of_another_class_reads_nothing_of_it(d):
    assert lectures.acces_a_l_eleve(neuf(d.enseignant), d.eleve_cp, d.elementaire) == []


# --- Who received it ----------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de(
    "cahier_de_textes", "ent.services.vie_scolaire", "messagerie", "pages", "ent.services.agenda_ecole"
)
def test_what_an_assistante_reads_is_the_home_of_a_family_of_that_child_alone(d, entrer, mardi):
    client = entrer(d.assistante)
    page = client.get("/").text
    assert "Accès confié par Mme Belhadj jusqu’au" in page
    plus = client.get(reverse("plus")).text
    assert reverse("cahier_jour") in plus and reverse("agenda") in plus and reverse("absences") in plus
    for absent in ("journal", "carnet", "messagerie_ecrire", "journal_photos"):
        assert f'href="{reverse(absent)}"' not in plus
    assert "Sofiane" not in page + plus and "Lina-Maëlys" not in page + plus


@pytest.mark.besoin_de("cahier_de_textes")
def test_an_offline_copy_is_never_given_of_what_was_confided(d, entrer):
    assert entrer(d.assistante).get(reverse("cahier_copie")).status_code == 404


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_an_absence_is_told_to_who_confided_and_without_why(d, entrer, mardi):
    from ent.services.vie_scolaire.models import DeclarationAbsence

    client, adresse = entrer(d.assistante), reverse("absences_prevenir")
    inscription = d.eleve_cp.inscriptions.get()
    envoi = {"eleves": [inscription.pk], "quand": "demain", "duree": "journee", "motif": "maladie"}
    lue = re.search(
        r'name="lue" value="([^"]+)"', client.post(adresse, envoi).text
    )  # what the school will read is shown first
    client.post(adresse, envoi | {"lue": lue[1] if lue else ""})
    assert DeclarationAbsence.objects.filter(par=d.assistante, eleve=d.eleve_cp).count() == 1
    dit = Notification.objects.get(destinataire=d.mere, nature=evenements.ACTE)
    assert "Paulette Girard" in dit.texte and "alad" not in dit.texte
    assert not Notification.objects.filter(destinataire=d.pere_separe, nature=evenements.ACTE).exists()


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_who_may_only_read_is_refused_with_a_sentence(d, entrer, mardi):
    Delegation.objects.filter(delegue=d.assistante).update(salles="absences agenda cahier")
    client = entrer(d.assistante)
    reponse = client.get(reverse("absences_prevenir"))
    assert reponse.status_code == 403 and "confiées pour les lire" in reponse.text
    assert client.get(reverse("absences")).status_code == 200


# --- The day after ------------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("cahier_de_textes", "ent.services.vie_scolaire", "ent.services.agenda_ecole")
def test_the_day_after_the_end_every_page_of_the_child_is_gone(d, entrer, mardi):
    client = entrer(d.assistante_finie)
    page = client.get("/").text
    assert "vous avait confié un accès : il est terminé" in page and "Inès" not in page
    for nom in (
        "cahier_jour",
        "cahier_quinzaine",
        "agenda",
        "absences",
        "absences_prevenir",
        "semaine",
        "cahier_agenda",
    ):
        assert client.get(reverse(nom)).status_code == 404, nom


def test_nothing_is_told_of_a_child_that_was_confided(d, entrer):
    """Whoever has a socket open hears only that what they were confided changed; no news, no push, no e-mail of the day."""
    assert not Notification.objects.filter(destinataire__in=[d.assistante, d.assistante_finie]).exists()


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_private_calendar_is_empty_once_the_access_is_over(d, client, mardi):
    from cahier_de_textes import agenda
    from cahier_de_textes.actions.agenda import ouvrir_agenda
    from cahier_de_textes.actions.travaux import publier_travail

    abonnement = ouvrir_agenda(personne=d.assistante, nom="Téléphone")
    adresse = reverse("cahier_ics", args=[abonnement.uuid, agenda.signer(abonnement.uuid)])
    publier_travail(
        classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Lire page 12", date_pour=dt.date(2026, 11, 25)
    )
    assert b"Lire page 12" in client.get(adresse).content
    Delegation.objects.filter(delegue=d.assistante).update(fin=aujourd_hui() - dt.timedelta(days=1))
    lu = client.get(adresse)
    assert lu.status_code == 404 or b"BEGIN:VEVENT" not in lu.content
