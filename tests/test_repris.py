"""What was taken back, then sent again from a page that one went back to, is made again: it was said to be kept, and nothing stood there."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from ent.annuaire import journal
from ent.annuaire.models import EntreeJournal
from ent.services.rendez_vous.models import Reservation
from ent.services.renseignements.models import Contact
from messagerie.models import Absence, Message
from tests.graines import MARDI_10H
from tests.test_gestes import ENVOIS, posee

pytestmark = pytest.mark.besoin_de(
    "cahier_de_textes",
    "messagerie",
    "ent.services.rendez_vous",
    "ent.services.renseignements",
    "ent.services.vie_scolaire",
)
DEJA = "C’était déjà enregistré"


def _reservee(_numero: int) -> list:
    return [Reservation.objects.filter(annulee_le=None).latest("pk").uuid]


# What makes, what takes it back, and what the latter's address names: of the number of the journal's line, unless it is said.
CAS = {
    "cahier_donner_classe": ("cahier_de_textes.publier_travail", "cahier_retirer", None),
    "cahier_seance_classe": ("cahier_de_textes.ecrire_seance", "cahier_seance_retirer", None),
    "carnet_ecrire_classe": ("messagerie.envoyer_mot", "carnet_retirer", None),
    "absences_prevenir": ("vie_scolaire.declarer_absence", "absences_retirer", None),
    "rdv_prendre": ("rendez_vous.reserver", "rdv_annuler", _reservee),
    "annuaire_groupe_garder": ("annuaire.garder_groupe", "annuaire_groupe_oublier", None),
}


@pytest.fixture
def plus_tard(horloge):
    """A second passes: of what is done at one instant, nothing says what came first."""
    secondes = iter(range(1, 100))
    return lambda: horloge(MARDI_10H + dt.timedelta(seconds=next(secondes)))


@pytest.mark.parametrize("nom", sorted(CAS))
def test_what_was_taken_back_is_made_again_by_the_same_page_and_once(d, mardi, entrer, plus_tard, nom):
    verbe, retirer, ce_qui = CAS[nom]
    chemin, envoi, client = posee(d, entrer, nom)
    envoi = {**envoi, **ENVOIS.get(nom, {}), "numero": str(uuid.uuid4())}
    faits = EntreeJournal.objects.filter(verbe=verbe)
    plus_tard()
    premiere = client.post(chemin, envoi)
    assert premiere.status_code == 302, premiere.text[-2000:]
    avant = faits.count()
    numero = int(faits.first().objet.rpartition(" ")[2])
    plus_tard()
    assert client.post(reverse(retirer, args=ce_qui(numero) if ce_qui else [numero])).status_code in (200, 204, 302)
    plus_tard()
    # An outbox whose first answer was lost makes nothing again of what its author took back meanwhile.
    assert client.post(chemin, envoi, headers={"X-Boite": "un"}).json()["recu"] == "un"
    assert faits.count() == avant
    plus_tard()
    seconde = client.post(chemin, envoi, follow=True)
    assert seconde.status_code == 200 and DEJA not in seconde.text
    assert faits.count() == avant + 1
    plus_tard()
    assert DEJA in client.post(chemin, envoi, follow=True).text
    assert faits.count() == avant + 1


@pytest.mark.parametrize("finir", ["rdv_annuler", "rdv_decommander"])
def test_a_meeting_that_was_moved_then_ended_by_either_side_is_said_to_be_so(d, mardi, entrer, plus_tard, finir):
    """The page that moved it, gone back to: it was moved no more, it was ended."""
    chemin, envoi, client = posee(d, entrer, "rdv_bouger")
    envoi["numero"] = str(uuid.uuid4())
    plus_tard()
    assert client.post(chemin, envoi).status_code == 302
    plus_tard()
    [prise] = Reservation.objects.filter(annulee_le=None)
    qui = client if finir == "rdv_decommander" else entrer(d.mere)
    assert qui.post(reverse(finir, args=[prise.uuid]), {"mot": "Je suis en stage."}).status_code == 302
    plus_tard()
    page = client.post(chemin, envoi, follow=True).text
    assert DEJA not in page and "Annulé par" in page
    assert not Reservation.objects.filter(annulee_le=None).exists()


def test_what_a_family_took_and_the_school_ended_is_taken_again(d, mardi, entrer, plus_tard):
    chemin, envoi, client = posee(d, entrer, "rdv_prendre")
    envoi = {**envoi, "numero": str(uuid.uuid4())}
    plus_tard()
    client.post(chemin, envoi)
    plus_tard()
    decommander = reverse("rdv_decommander", args=_reservee(0))
    assert entrer(d.enseignante).post(decommander, {"mot": "Je suis en stage."}).status_code == 302
    plus_tard()
    assert DEJA not in client.post(chemin, envoi, follow=True).text
    assert Reservation.objects.filter(annulee_le=None).count() == 1


def test_of_what_may_have_changed_since_nothing_says_that_it_stands(d, mardi, entrer, plus_tard):
    """Written to several directions, then taken back from one: it is sent to nobody again, and « le voici » would show what is gone."""
    chemin, envoi, client = posee(d, entrer, "messagerie_directions")
    envoi["numero"] = str(uuid.uuid4())
    plus_tard()
    client.post(chemin, envoi)
    plus_tard()
    client.post(reverse("messagerie_rappeler", args=[Message.objects.latest("pk").pk]))
    plus_tard()
    page = client.post(chemin, envoi, follow=True).text
    assert f"{DEJA} : voici où cela en est." in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert Message.objects.filter(texte="Bonjour").count() <= 1


def test_what_was_given_again_stands(d, mardi, entrer, plus_tard):
    chemin, envoi, client = posee(d, entrer, "carnet_ecrire_classe")
    envoi["numero"] = str(uuid.uuid4())
    faits = EntreeJournal.objects.filter(verbe="messagerie.envoyer_mot")
    for adresse in ("", "carnet_retirer", "carnet_remettre"):
        plus_tard()
        numero = faits.first().objet.removeprefix("mot ") if adresse else 0
        client.post(reverse(adresse, args=[numero]) if adresse else chemin, {} if adresse else envoi)
    avant = faits.count()
    plus_tard()
    assert DEJA in client.post(chemin, envoi, follow=True).text
    assert faits.count() == avant


def test_of_two_things_of_one_object_none_is_made_twice(d, mardi, entrer, plus_tard):
    """A contact is written in the journal by its child: one that was taken away is not another's."""
    chemin, envoi, client = posee(d, entrer, "renseignements_contact_donner")
    faits = EntreeJournal.objects.filter(verbe="renseignements.donner_contact")
    pages = [{**envoi, "nom": nom, "numero": str(uuid.uuid4())} for nom in ("Aline Roy", "Luc Roy")]
    for page in pages:
        plus_tard()
        client.post(chemin, page)
    assert faits.count() == 2
    for nom, refait in (("Luc Roy", False), ("Aline Roy", True)):
        plus_tard()
        client.post(
            reverse("renseignements_retirer", args=["contact", Contact.objects.get(nom=nom, retire_le=None).pk])
        )
        plus_tard()
        assert (DEJA not in client.post(chemin, pages[0], follow=True).text) == refait
    assert faits.count() == 3


def test_what_one_answered_otherwise_since_is_answered_again(d, mardi, entrer, plus_tard):
    """« Oui », then « Non » from another page, then the first page again: « le voici » stood above a « Non »."""
    chemin, _envoi, client = posee(d, entrer, "autorisation_repondre")
    pages = [{"reponse": "oui", "numero": str(uuid.uuid4())}, {"reponse": "non", "numero": str(uuid.uuid4())}]
    faits = EntreeJournal.objects.filter(verbe="vie_scolaire.repondre_autorisation")
    avant = faits.count()
    for page in (pages[0], pages[1], pages[0]):
        plus_tard()
        derniere = client.post(chemin, page, follow=True)
        assert derniere.status_code == 200
    assert DEJA not in derniere.text
    assert faits.count() == avant + 3


def test_what_is_of_no_school_is_taken_back_too(d, mardi, entrer, plus_tard):
    client, page = entrer(d.enseignante), reverse("messagerie_absences")
    envoi = {"debut": "2026-12-07", "fin": "2026-12-08", "texte": "En stage.", "numero": str(uuid.uuid4())}
    plus_tard()
    assert client.post(page, envoi).status_code == 302
    plus_tard()
    client.post(reverse("messagerie_absence_retirer", args=[Absence.objects.get().pk]))
    plus_tard()
    assert DEJA not in client.post(page, envoi, follow=True).text
    assert Absence.objects.count() == 1


def test_each_verb_of_what_may_be_taken_back_is_one_that_a_room_says():
    dits = {v for fait, (otent, rend) in journal._reprises.items() for v in (fait, *otent, rend) if not v.endswith(".")}
    assert dits - journal._phrases.keys() == {
        f"cahier_de_textes.{nature}" for nature in ("decaler", "dupliquer", "repeter")
    }
