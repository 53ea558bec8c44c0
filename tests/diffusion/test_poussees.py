"""Pushes, read as the phone reads them: when, grouped, without a name, and what a push service's answers mean."""

import datetime as dt
import json

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.test import Client

from ent.annuaire.models import Responsabilite
from ent.diffusion import expedition, poussees, vapid
from ent.diffusion.actions import denotifier, lire_notifications, reglages
from ent.diffusion.lectures import atteignables
from ent.diffusion.models import Appareil, Envoi, Notification
from tests.diffusion.conftest import SECRETS, vapid_de

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie")  # whose kinds of news are told

MINUTE, HEURE = dt.timedelta(minutes=1), dt.timedelta(hours=1)
MIDI = {"debut": dt.time(12), "fin": dt.time(14)}


@pytest.fixture
def passer(horloge, poussees):
    """``passer(instant)``: a worker's minute; gives (device, sentence) of what was pushed in it."""

    def minute(instant: dt.datetime) -> list[tuple[str, str]]:
        horloge(instant)
        avant = len(poussees.recues)
        expedition.poussees_dues()
        return poussees.textes[avant:]

    return minute


UNE = "Travail donné. Une nouvelle de l’école vous attend."


# --- When -----------------------------------------------------------------------------------------------------------
def test_a_news_is_pushed_to_each_device_of_the_person_and_to_nobody_else(d, mardi, abonner, nouvelle, passer):
    abonner(d.mere, "telephone")
    abonner(d.mere, "tablette")
    abonner(d.pere_separe, "autre")
    nouvelle(d.mere, 1)
    assert sorted(passer(mardi)) == [("tablette", UNE), ("telephone", UNE)]
    assert passer(mardi + MINUTE) == []


def test_news_of_a_few_minutes_are_one_push(d, mardi, abonner, nouvelle, passer):
    abonner(d.mere, "telephone")
    nouvelle(d.mere, 1)
    assert passer(mardi) == [("telephone", UNE)]
    nouvelle(d.mere, 2)
    nouvelle(d.mere, 3, nature="cahier_de_textes.remise_changee")
    assert passer(mardi + MINUTE) == []
    assert passer(mardi + 5 * MINUTE) == [("telephone", "2 nouvelles de l’école vous attendent.")]
    assert passer(mardi + 10 * MINUTE) == []


def test_what_the_school_holds_back_is_pushed_when_it_opens(d, mardi, abonner, nouvelle, passer):
    abonner(d.mere, "telephone")
    nouvelle(d.mere, 1, visible_le=mardi + HEURE)
    assert passer(mardi + 59 * MINUTE) == []
    assert passer(mardi + HEURE) == [("telephone", UNE)]


def test_a_personal_slot_holds_the_push_and_gathers_it(d, mardi, abonner, nouvelle, passer, horloge):
    abonner(d.mere, "telephone")
    reglages.ajouter_creneau(personne=d.mere, jours=[1], **MIDI)
    for n in (1, 2, 3):
        horloge(mardi + 2 * HEURE + n * MINUTE)
        nouvelle(d.mere, n)
        assert passer(mardi + 2 * HEURE + n * MINUTE) == []
    assert passer(mardi + 4 * HEURE) == [("telephone", "Travail donné. 3 nouvelles de l’école vous attendent.")]


def test_a_slot_that_ends_in_the_school_s_night_waits_for_its_morning(d, mardi, abonner, nouvelle, passer, horloge):
    abonner(d.mere, "telephone")
    reglages.ajouter_creneau(personne=d.mere, jours=[1], debut=dt.time(18), fin=dt.time(21))
    horloge(mardi + 9 * HEURE)
    nouvelle(d.mere, 1)
    assert [passer(mardi + h * HEURE) for h in (9, 11, 12)] == [[], [], []]
    assert passer(mardi + 21 * HEURE) == [("telephone", UNE)]


def test_what_the_school_shows_in_its_own_night_is_pushed_in_it(d, mardi, abonner, nouvelle, passer, horloge):
    """Between its staff, or in an emergency: whoever made it visible then has decided."""
    abonner(d.enseignante, "telephone")
    horloge(mardi + 12 * HEURE)
    nouvelle(d.mere, 9)
    Notification.objects.all().delete()
    from ent.diffusion.actions import notifier

    notifier(
        nature="messagerie.message",
        objet_id=1,
        etablissement=d.elementaire,
        textes={(d.enseignante.pk, None): "Anne Quéméneur : réunion demain"},
        adresse="/",
    )
    assert passer(mardi + 12 * HEURE) == [("telephone", "Messages. Une nouvelle de l’école vous attend.")]


def test_a_slot_set_or_lifted_meanwhile_moves_what_waits(d, mardi, abonner, nouvelle, passer, horloge):
    abonner(d.mere, "telephone")
    creneau = reglages.ajouter_creneau(personne=d.mere, jours=[1], **MIDI)
    horloge(mardi + 2 * HEURE)
    nouvelle(d.mere, 1)
    reglages.retirer_creneau(creneau=creneau, personne=d.mere)
    assert passer(mardi + 2 * HEURE) == [("telephone", UNE)]
    nouvelle(d.mere, 2)
    reglages.ajouter_creneau(personne=d.mere, jours=[1], **MIDI)
    assert passer(mardi + 2 * HEURE + 6 * MINUTE) == []
    assert passer(mardi + 4 * HEURE) == [("telephone", UNE)]


def test_what_is_read_or_taken_back_before_is_not_pushed(d, mardi, abonner, nouvelle, passer):
    abonner(d.mere, "telephone")
    nouvelle(d.mere, 1)
    lire_notifications(personne=d.mere, jusqu_a=10**9)
    nouvelle(d.mere, 2)
    denotifier(nature="cahier_de_textes.travail_publie", objet_id=2)
    assert passer(mardi) == []
    assert Notification.objects.exclude(pousser_le=None).count() == 0


def test_a_tie_that_ended_meanwhile_is_silent(d, mardi, abonner, nouvelle, passer):
    abonner(d.pere_separe, "telephone")
    nouvelle(d.pere_separe, 1)
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite=Responsabilite.Autorite.SANS)
    assert passer(mardi) == []


def test_a_refused_kind_is_not_pushed(d, mardi, abonner, nouvelle, passer):
    abonner(d.mere, "telephone")
    reglages.regler_prevenance(personne=d.mere, heure_resume=dt.time(18), refus=[("travail", "pousse")])
    nouvelle(d.mere, 1)
    nouvelle(d.mere, 2, nature="cahier_de_textes.remise_changee")
    assert passer(mardi) == [("telephone", "Retour de l’enseignant. Une nouvelle de l’école vous attend.")]


def test_a_phone_that_is_off_does_not_ring_in_the_night(d, mardi, abonner, nouvelle, passer, poussees, horloge):
    """The service keeps the push until the school rests at most: at 19:20, forty minutes less a quarter."""
    abonner(d.mere, "telephone")
    horloge(mardi + 9 * HEURE + 20 * MINUTE)
    nouvelle(d.mere, 1)
    passer(mardi + 9 * HEURE + 20 * MINUTE)
    assert poussees.recues[0][2]["ttl"] == str(30 * 60)


# --- What a push carries --------------------------------------------------------------------------------------------
def test_no_name_no_school_no_word_of_the_school_in_what_the_phone_reads(d, mardi, abonner, nouvelle, passer, poussees):
    abonner(d.mere, "telephone")
    nouvelle(d.mere, 1)
    passer(mardi)
    _nom, lu, entetes = poussees.recues[0]
    assert lu == {"titre": "Mes écoles", "texte": UNE, "adresse": "/notifications/", "langue": "fr"}
    tout = json.dumps(lu, ensure_ascii=False) + json.dumps(entetes, ensure_ascii=False)
    assert [mot for mot in SECRETS if mot.lower() in tout.lower()] == []
    assert "poésie" in Notification.objects.get().texte  # it could have leaked


def test_a_push_is_signed_for_its_service_alone(d, mardi, abonner, nouvelle, passer, poussees):
    abonner(d.mere, "telephone")
    nouvelle(d.mere, 1)
    passer(mardi)
    entetes = poussees.recues[0][2]
    est_signe, dit = vapid_de(entetes)
    assert est_signe
    assert (dit["aud"], dit["sub"]) == (f"http://127.0.0.1:{poussees.port}", "mailto:ent@exemple.fr")
    assert 0 < dit["exp"] - mardi.timestamp() <= 24 * 3600
    assert f"k={vapid.publique()}" in entetes["authorization"]
    assert entetes["content-encoding"] == "aes128gcm"


# --- What a push service answers ------------------------------------------------------------------------------------
@pytest.mark.parametrize("statut", [404, 410])
def test_a_revoked_subscription_is_forgotten(d, mardi, abonner, nouvelle, passer, poussees, statut):
    abonner(d.mere, "perdu")
    abonner(d.mere, "telephone")
    poussees.reponses["perdu"] = statut
    nouvelle(d.mere, 1)
    assert passer(mardi) == [("telephone", UNE)]
    assert list(Appareil.objects.values_list("nom", flat=True)) == ["telephone"]


def test_a_service_in_trouble_is_tried_again_and_the_other_device_hears_once(
    d, mardi, abonner, nouvelle, passer, poussees
):
    abonner(d.mere, "telephone")
    abonner(d.mere, "tablette")
    poussees.reponses["tablette"] = 500
    nouvelle(d.mere, 1)
    assert passer(mardi) == [("telephone", UNE)]
    del poussees.reponses["tablette"]
    assert passer(mardi + MINUTE) == [("tablette", UNE)]
    assert passer(mardi + 2 * MINUTE) == []


def test_a_service_that_asks_to_wait_is_waited_for(d, mardi, abonner, nouvelle, passer, poussees):
    abonner(d.mere, "telephone")
    poussees.reponses["telephone"], poussees.entetes = 429, {"Retry-After": "600"}
    nouvelle(d.mere, 1)
    passer(mardi)
    del poussees.reponses["telephone"]
    assert passer(mardi + 9 * MINUTE) == []
    assert passer(mardi + 10 * MINUTE) == [("telephone", UNE)]


def test_after_the_last_try_it_is_given_up(d, mardi, abonner, nouvelle, passer, poussees):
    abonner(d.mere, "telephone")
    poussees.reponses["telephone"] = 503
    nouvelle(d.mere, 1)
    for minutes in (0, 1, 6, 21, 81):
        passer(mardi + minutes * MINUTE)
    assert (Envoi.objects.get().etat, Appareil.objects.count()) == ("abandonne", 1)


def test_a_service_that_sends_elsewhere_is_not_followed(d, mardi, abonner, nouvelle, passer, poussees):
    abonner(d.mere, "telephone")
    ailleurs = poussees.telephone("ailleurs")
    poussees.reponses["telephone"], poussees.entetes = 307, {"Location": ailleurs.adresse}
    nouvelle(d.mere, 1)
    assert passer(mardi) == []
    assert poussees.recues == []


def test_a_service_that_nobody_answers_for_is_tried_again(d, mardi, abonner, nouvelle, passer, poussees, settings):
    telephone = poussees.telephone("telephone")
    settings.ENT_SERVICES_POUSSE = ["http://127.0.0.1:1"]
    reglages.abonner_appareil(
        personne=d.mere, jeton="", nom="t", **telephone.abonnement | {"adresse": "http://127.0.0.1:1/telephone"}
    )
    nouvelle(d.mere, 1)
    passer(mardi)
    assert Envoi.objects.get().etat == "a_envoyer"
    assert issubclass(requests.ConnectTimeout, requests.RequestException)


# --- Devices --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "adresse",
    [
        "http://127.0.0.1:5432/", "https://169.254.169.254/latest/", "https://fcm.googleapis.com.mechant.fr/x",
        "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://mechant.fr/fcm.googleapis.com",
        "https://localhost/", "file:///etc/passwd", "https://fcm.googleapis.com@mechant.fr/x",
        "https://127.0.0.1\\@fcm.googleapis.com/x", "https://qui@fcm.googleapis.com/x",
    ],
)  # fmt: skip
def test_nobody_makes_this_server_write_anywhere_but_to_push_services(d, settings, adresse):
    settings.ENT_VAPID_PRIVEE = "x"
    with pytest.raises(ValidationError):
        reglages.abonner_appareil(personne=d.mere, jeton="", nom="t", adresse=adresse, cle="c", secret="s")


def test_what_is_judged_of_an_address_is_where_one_writes(d, entrer, mardi, settings):
    """Standard Python reads « 127.0.0.1\\@fcm.googleapis.com » as the push service, and who writes reads it as this machine."""
    settings.ENT_VAPID_PRIVEE = "x"
    envoi = {"adresse": "https://127.0.0.1\\@fcm.googleapis.com/x", "cle": "c" * 87, "secret": "s" * 22}
    assert entrer(d.mere).post("/prevenir/appareil/", envoi).status_code == 422
    assert not Appareil.objects.exists()
    garde = Appareil(personne=d.mere, jeton="j", adresse=envoi["adresse"], cle=envoi["cle"], secret=envoi["secret"])
    assert poussees.pousser(garde, [], "fr", dt.timedelta(hours=1)).est_revoquee


@pytest.mark.parametrize(
    "adresse",
    [
        "https://fcm.googleapis.com/fcm/send/a",
        "https://updates.push.services.mozilla.com/wpush/v2/a",
        "https://web.push.apple.com/a",
        "https://wns2-par02p.notify.windows.com/w/?token=a",
    ],
)
def test_the_services_of_browsers_are_known(adresse):
    assert vapid.est_un_service(adresse)


def entre(personne, jeton: str = "") -> Client:
    """A browser that bears this device's cookie, on which a person comes in."""
    client = Client()
    if jeton:
        client.cookies["appareil"] = jeton
    client.post("/entrer/", {"login": personne.courriel, "password": "Cerf-volant-2026"})
    return client


def test_signing_out_on_a_device_ends_it_there_and_nowhere_else(d, abonner):
    ici, ailleurs = abonner(d.mere, "telephone"), abonner(d.mere, "tablette")
    client = entre(d.mere, ici.jeton)
    assert Appareil.objects.count() == 2
    client.post("/sortir/")
    assert list(Appareil.objects.all()) == [ailleurs]


def test_another_person_who_comes_in_on_a_device_ends_what_it_told(d, abonner):
    ici = abonner(d.mere, "telephone")
    entre(d.mere, ici.jeton)
    assert Appareil.objects.count() == 1
    entre(d.pere_separe, ici.jeton)
    assert Appareil.objects.count() == 0


def test_a_pupil_who_comes_in_on_a_device_ends_what_it_told(d, abonner):
    """A teacher's own tablet, lent to the class."""
    ici = abonner(d.enseignante, "tablette")
    client = Client()
    client.cookies["appareil"] = ici.jeton
    from django.contrib.auth import login
    from django.http import HttpRequest

    requete = HttpRequest()
    requete.COOKIES, requete.session = {"appareil": ici.jeton}, client.session
    login(requete, d.eleve_cp, backend="ent.connexion.entree.Entree")
    assert Appareil.objects.count() == 0


def test_one_browser_tells_one_person(d, abonner):
    abonner(d.mere, "telephone")
    reglages.abonner_appareil(
        personne=d.pere_separe,
        jeton="",
        nom="t",
        **{"adresse": Appareil.objects.get().adresse, "cle": "c", "secret": "s"},
    )
    assert Appareil.objects.get().personne == d.pere_separe


def test_ten_devices_at_most_the_oldest_leaves(d, abonner):
    for n in range(12):
        abonner(d.mere, f"appareil-{n}")
    noms = [a.nom for a in Appareil.objects.order_by("pk")]
    assert noms == [f"appareil-{n}" for n in range(2, 12)]


def test_a_person_with_a_device_is_reached_without_an_address(d, abonner):
    d.mere.courriel = None
    d.mere.save()
    assert not atteignables([d.mere.pk])[d.mere.pk].est_atteint
    abonner(d.mere, "telephone")
    assert atteignables([d.mere.pk])[d.mere.pk].est_atteint


# --- The key --------------------------------------------------------------------------------------------------------
def test_without_a_key_nothing_is_pushed_and_nothing_breaks(d, mardi, nouvelle, django_assert_num_queries):
    assert not vapid.est_ouvert()
    with django_assert_num_queries(1):
        nouvelle(d.mere, 1)
    expedition.poussees_dues()
    assert Envoi.objects.count() == 0


def test_the_command_makes_a_key_that_the_settings_take(capsys, settings):
    call_command("cles_vapid")
    sortie = capsys.readouterr()
    settings.ENT_VAPID_PRIVEE = sortie.out.partition("ENT_VAPID_PRIVEE=")[2].split()[0]
    settings.ENT_VAPID_CONTACT = "ent@exemple.fr"
    vapid.verifier()
    assert f"Clé publique : {vapid.publique()}" in sortie.err


@pytest.mark.parametrize(("privee", "contact"), [("pas-une-cle", "ent@exemple.fr"), ("", "")])
def test_half_of_the_settings_refuses_to_start(settings, poussees, privee, contact):
    settings.ENT_VAPID_PRIVEE = privee or settings.ENT_VAPID_PRIVEE
    settings.ENT_VAPID_CONTACT = contact
    with pytest.raises(ImproperlyConfigured):
        vapid.verifier()


@pytest.mark.parametrize("nombre", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three(d, mardi, abonner, nouvelle, django_assert_num_queries, nombre):
    """Devices, refusals, slots, then the rows themselves."""
    from ent.diffusion.actions import notifier

    gens = [d.mere, d.pere_separe, d.mere_arabophone][:nombre]
    for personne in gens:
        abonner(personne, personne.prenom)
    with django_assert_num_queries(4):
        notifier(
            nature="essai",
            objet_id=1,
            etablissement=d.elementaire,
            textes={(p.pk, None): "x" for p in gens},
            adresse="/",
        )
