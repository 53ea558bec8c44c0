"""The day's e-mail: one per person, at their hour, over a real mail server that takes, refuses, falls and comes back."""

import datetime as dt
import threading
from email import message_from_string, policy

import pytest
from django.db import connection
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Personne, Responsabilite, Role
from ent.diffusion import expedition
from ent.diffusion.actions import denotifier, lire_notifications, notifier, reglages
from ent.diffusion.actions.lots import preparer_resumes
from ent.diffusion.lectures import atteignables
from ent.diffusion.models import AdresseRefusee, Envoi, Notification
from tests.diffusion.conftest import SECRETS
from tests.etages import poser

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie")  # whose kinds of news are told

SOIR = timezone.make_aware(dt.datetime(2026, 11, 24, 18, 0))  # a Tuesday
MINUTE, HEURE, JOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def passer(horloge, courrier):
    """``passer(SOIR)``: a worker's minute at that instant; gives who received an e-mail in it."""

    def minute(instant: dt.datetime) -> list[str]:
        horloge(instant)
        avant = len(courrier.recus)
        expedition.resumes()
        return courrier.destinataires[avant:]

    return minute


def lire(courrier):
    """The first e-mail received, decoded."""
    return message_from_string(courrier.recus[0][2], policy=policy.default)


def etats() -> list[str]:
    return list(Envoi.objects.order_by("pk").values_list("etat", flat=True))


# --- One per day, at one's hour -------------------------------------------------------------------------------------
def test_one_mail_at_the_hour_for_all_the_children_of_all_the_schools(d, mardi, nouvelle, passer, courrier):
    nouvelle(d.mere, 1, de=d.eleve_cp)
    nouvelle(d.mere, 2, de=d.eleve_cm2)
    nouvelle(d.mere, 3, de=d.eleve_ms, ecole=d.maternelle, nature="cahier_de_textes.remise_changee")
    assert passer(SOIR - MINUTE) == []
    assert passer(SOIR) == [d.mere.courriel]
    lue = lire(courrier)
    assert lue["Subject"] == "Mes écoles : 3 nouvelles de l’école vous attendent."
    assert "– Travail donné : 2\r\n– Retour de l’enseignant : 1" in lue.get_content()
    assert "https://ent.exemple.fr/notifications/" in lue.get_content()


def test_never_a_second_one_that_day(d, mardi, nouvelle, passer):
    nouvelle(d.mere, 1)
    assert passer(SOIR) == [d.mere.courriel]
    nouvelle(d.mere, 2)
    assert passer(SOIR + MINUTE) == []
    assert passer(SOIR + JOUR) == [d.mere.courriel]


def test_what_was_told_one_day_is_not_told_the_next(d, mardi, nouvelle, passer):
    nouvelle(d.mere, 1)
    passer(SOIR)
    assert passer(SOIR + JOUR) == []


def test_nothing_to_say_is_no_mail(d, mardi, passer):
    assert passer(SOIR) == []
    assert Envoi.objects.count() == 0


def test_what_was_read_or_taken_back_is_not_told(d, mardi, nouvelle, passer):
    nouvelle(d.mere, 1)
    lire_notifications(personne=d.mere, jusqu_a=10**9)
    nouvelle(d.pere_separe, 2)
    denotifier(nature="cahier_de_textes.travail_publie", objet_id=2)
    assert passer(SOIR) == []


def test_each_person_s_own_hour(d, mardi, nouvelle, passer):
    reglages.regler_prevenance(personne=d.mere, heure_resume=dt.time(7), refus=[])
    nouvelle(d.mere, 1)
    nouvelle(d.pere_separe, 1)
    assert passer(SOIR - 2 * HEURE) == [d.mere.courriel]  # her hour had passed when it was written
    assert passer(SOIR) == [d.pere_separe.courriel]


def test_a_worker_that_was_down_at_the_hour_catches_up(d, mardi, nouvelle, passer):
    nouvelle(d.mere, 1)
    assert passer(SOIR + HEURE) == [d.mere.courriel]


# --- What a mail never carries --------------------------------------------------------------------------------------
def test_no_name_no_school_no_word_of_the_school_in_the_whole_mail(d, mardi, nouvelle, passer, courrier):
    """Headers and body, decoded: only the address itself names anyone, in the recipient's own mailbox."""
    nouvelle(d.mere, 1, de=d.eleve_cp)
    nouvelle(d.mere, 2, de=d.eleve_ms, ecole=d.maternelle)
    passer(SOIR)
    lue = lire(courrier)
    sans_adresse = {nom: valeur for nom, valeur in lue.items() if nom != "To"}
    tout = f"{sans_adresse} {lue.get_content()}"
    assert [mot for mot in SECRETS if mot.lower() in tout.lower()] == []
    assert any("Inès" in n.texte and "poésie" in n.texte for n in Notification.objects.all())  # it could have leaked


def test_in_the_language_of_the_person(d, mardi, nouvelle, passer, courrier):
    nouvelle(d.mere_arabophone, 1, de=d.eleve_ce1)
    passer(SOIR)
    lue = lire(courrier)
    assert lue["Subject"] == "\u200fMes écoles: خبر جديد من المدرسة ينتظركم."
    assert "– عمل مطلوب: 1" in lue.get_content()


# --- To whom --------------------------------------------------------------------------------------------------------
def test_a_tie_that_ends_silences_what_was_written_before(d, mardi, nouvelle, passer):
    nouvelle(d.pere_separe, 1, de=d.eleve_cp)
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite=Responsabilite.Autorite.SANS)
    assert passer(SOIR) == []


def test_the_right_of_many_is_the_right_of_one(d, mardi, nouvelle):
    """`a_dire` says in one query what `visibles_par` says for each."""
    from ent.diffusion.lectures import a_dire
    from ent.diffusion.models.reglages import Canal

    for rang, (adulte, enfant) in enumerate(
        [(a, e) for a in (d.mere, d.pere_separe, d.mere_arabophone) for e in (d.eleve_cp, d.eleve_ms, d.eleve_ce1)]
    ):
        nouvelle(adulte, rang, de=enfant)
    un_a_un = {n.pk for p in (d.mere, d.pere_separe, d.mere_arabophone) for n in Notification.objects.visibles_par(p)}
    assert {n.pk for n in a_dire(Canal.COURRIEL, mardi)} == un_a_un
    assert len(un_a_un) == 4


def test_who_has_no_account_or_no_address_gets_none(d, mardi, nouvelle, passer):
    d.mere.courriel = None
    d.mere.save()
    d.pere_separe.is_active = False
    d.pere_separe.save()
    nouvelle(d.mere, 1)
    nouvelle(d.pere_separe, 1)
    assert passer(SOIR) == []


def test_a_refused_kind_is_not_told_and_the_others_are(d, mardi, nouvelle, passer, courrier):
    reglages.regler_prevenance(personne=d.mere, heure_resume=dt.time(18), refus=[("travail", "courriel")])
    nouvelle(d.mere, 1)
    assert passer(SOIR) == []
    nouvelle(d.mere, 2, nature="cahier_de_textes.remise_changee")
    assert passer(SOIR + MINUTE) == [d.mere.courriel]
    assert "Travail donné" not in lire(courrier).get_content()


# --- Quiet hours ----------------------------------------------------------------------------------------------------
def test_what_the_school_holds_back_waits_for_the_next_mail(d, mardi, nouvelle, passer):
    nouvelle(d.mere, 1, visible_le=SOIR + HEURE)
    assert passer(SOIR) == []
    assert passer(SOIR + JOUR) == [d.mere.courriel]


def test_no_mail_leaves_while_the_school_rests(d, mardi, nouvelle, passer, horloge):
    """Written on Friday at 19:00, for someone whose hour is 18:00: not on Saturday, not on Sunday, but on Monday."""
    vendredi = SOIR + 3 * JOUR
    horloge(vendredi + HEURE)
    nouvelle(d.mere, 1)
    assert passer(vendredi + JOUR) == []
    assert passer(vendredi + 2 * JOUR) == []
    assert passer(vendredi + 3 * JOUR) == [d.mere.courriel]


def test_an_hour_that_the_school_always_keeps_quiet_becomes_its_morning(d, mardi, nouvelle, passer):
    poser({"calme.debut": dt.time(17, 30)}, d.elementaire)
    nouvelle(d.mere, 1)
    assert passer(SOIR) == []
    assert passer(SOIR + 13 * HEURE - MINUTE) == []  # 6:59
    assert passer(SOIR + 13 * HEURE) == [d.mere.courriel]


# --- A server that refuses, falls, comes back -----------------------------------------------------------------------
def test_a_refused_address_is_written_to_no_more_and_the_school_sees_why(d, mardi, nouvelle, passer, courrier):
    courrier.refus[d.mere.courriel] = "550 5.1.1 No such user"
    nouvelle(d.mere, 1)
    nouvelle(d.pere_separe, 1)
    assert passer(SOIR) == [d.pere_separe.courriel]  # one refusal stops nobody else
    assert sorted(etats()) == ["envoye", "refuse"]
    atteintes = atteignables([d.mere.pk, d.pere_separe.pk])
    assert (atteintes[d.mere.pk].est_atteint, atteintes[d.mere.pk].raison) == (False, "adresse refusée le 24 novembre")
    assert atteintes[d.pere_separe.pk].est_atteint
    courrier.refus.clear()
    assert passer(SOIR + JOUR) == []


def test_an_address_that_the_person_vouches_for_is_tried_again_with_what_it_missed(
    d, mardi, nouvelle, passer, courrier
):
    courrier.refus[d.mere.courriel] = "550 5.1.1 No such user"
    nouvelle(d.mere, 1)
    passer(SOIR)
    courrier.refus.clear()
    reglages.reessayer_adresse(personne=d.mere)
    assert passer(SOIR + JOUR) == [d.mere.courriel]


def test_another_address_is_another_chance(d, mardi, nouvelle, passer, courrier):
    courrier.refus[d.mere.courriel] = "550 5.1.1 No such user"
    nouvelle(d.mere, 1)
    passer(SOIR)
    d.mere.courriel = "nadia@ailleurs.fr"
    d.mere.save()
    assert atteignables([d.mere.pk])[d.mere.pk].est_atteint
    assert passer(SOIR + JOUR) == ["nadia@ailleurs.fr"]


@pytest.mark.parametrize(
    "reponse", ["554 5.7.1 Relay access denied", "452 4.2.2 Mailbox full", "552 5.2.2 Mailbox full"]
)
def test_a_refusal_that_does_not_blame_the_address_is_tried_again(d, mardi, nouvelle, passer, courrier, reponse):
    courrier.refus[d.mere.courriel] = reponse
    nouvelle(d.mere, 1)
    passer(SOIR)
    assert (etats(), AdresseRefusee.objects.count()) == (["a_envoyer"], 0)
    courrier.refus.clear()
    assert passer(SOIR + 5 * MINUTE) == [d.mere.courriel]


def test_a_message_that_the_server_refuses_is_tried_again_and_blames_nobody(d, mardi, nouvelle, passer, courrier):
    courrier.refus_du_contenu = "554 5.7.1 Looks like spam"
    nouvelle(d.mere, 1)
    assert passer(SOIR) == []
    assert (etats(), AdresseRefusee.objects.count()) == (["a_envoyer"], 0)


def test_a_server_that_is_down_is_tried_again_and_nobody_gets_it_twice(d, mardi, nouvelle, passer, courrier):
    courrier.eteindre()
    for personne in (d.mere, d.pere_separe):
        nouvelle(personne, 1)
    assert passer(SOIR) == []
    assert etats() == ["a_envoyer", "a_envoyer"]
    courrier.allumer()
    assert passer(SOIR + 4 * MINUTE) == []  # not yet
    assert sorted(passer(SOIR + 5 * MINUTE)) == sorted([d.mere.courriel, d.pere_separe.courriel])
    assert [passer(SOIR + m * MINUTE) for m in (6, 20, 60)] == [[], [], []]


def test_a_server_that_stays_down_is_given_up_and_shown_and_the_news_wait_for_the_next_day(
    d, mardi, nouvelle, passer, courrier
):
    """Five tries over the evening; those that would fall at night wait for the morning."""
    courrier.eteindre()
    nouvelle(d.mere, 1)
    instant, essais = SOIR, []
    while not essais or etats() == ["a_envoyer"]:
        avant = Envoi.objects.values_list("essais", "etat").first()
        passer(instant)
        if Envoi.objects.values_list("essais", "etat").first() != avant:
            essais.append(f"{timezone.localtime(instant):%H:%M}")
        instant = Envoi.objects.get().essayer_le
    assert essais == ["18:00", "18:05", "18:20", "19:20", "07:00", "13:00"]  # and not 22:20
    assert etats() == ["abandonne"]
    raison = atteignables([d.mere.pk])[d.mere.pk].raison
    assert raison == "e-mail du 25 novembre pas parti"
    assert EntreeJournal.objects.filter(verbe="diffusion.abandonner_envoi").count() == 1
    courrier.allumer()
    assert passer(SOIR + JOUR) == [d.mere.courriel]
    assert atteignables([d.mere.pk])[d.mere.pk].est_atteint


def test_a_retry_at_night_waits_for_the_morning(d, mardi, nouvelle, passer, courrier):
    courrier.eteindre()
    nouvelle(d.mere, 1)
    passer(SOIR)
    Envoi.objects.update(essayer_le=SOIR + 3 * HEURE)
    courrier.allumer()
    assert passer(SOIR + 3 * HEURE) == []  # 21:00
    assert passer(SOIR + 13 * HEURE) == [d.mere.courriel]  # 7:00


def test_what_a_school_at_rest_keeps_of_a_retry_is_told_by_the_next_mail(d, mardi, nouvelle, passer, courrier):
    """One school is quiet from six, the other from eight: the mail that is tried again at seven says the second one's, and the first one's are not lost."""
    poser({"calme.debut": dt.time(18, 30)}, d.maternelle)
    courrier.eteindre()
    nouvelle(d.mere, 1)
    nouvelle(d.mere, 2, de=d.eleve_ms, ecole=d.maternelle, nature="cahier_de_textes.remise_changee")
    passer(SOIR)
    Envoi.objects.update(essayer_le=SOIR + HEURE)
    courrier.allumer()
    assert passer(SOIR + HEURE) == [d.mere.courriel]
    assert "Retour de l’enseignant" not in lire(courrier).get_content()
    assert passer(SOIR + JOUR) == [d.mere.courriel]
    suivant = message_from_string(courrier.recus[1][2], policy=policy.default).get_content()
    assert "– Retour de l’enseignant : 1" in suivant and "Travail donné" not in suivant


def test_a_connection_cut_after_the_content_left_is_not_sent_again(d, mardi, nouvelle, passer, courrier):
    """It may have arrived: at most once, rather than twice."""

    nouvelle(d.mere, 1)

    async def handle_DATA(server, session, envelope):
        courrier.recus += [("", a, "") for a in envelope.rcpt_tos]
        server.transport.abort()
        return "250 OK"

    courrier.handle_DATA = handle_DATA
    assert passer(SOIR) == [d.mere.courriel]
    assert etats() == ["incertain"]
    assert passer(SOIR + HEURE) == []


def test_news_read_between_two_tries_are_not_told(d, mardi, nouvelle, passer, courrier):
    courrier.eteindre()
    nouvelle(d.mere, 1)
    passer(SOIR)
    lire_notifications(personne=d.mere, jusqu_a=10**9)
    courrier.allumer()
    assert passer(SOIR + 5 * MINUTE) == []
    assert etats() == ["sans_objet"]


# --- Several workers, and one that dies -----------------------------------------------------------------------------
def test_two_workers_prepare_one_mail(d, mardi, nouvelle, horloge):
    nouvelle(d.mere, 1)
    horloge(SOIR)
    assert [preparer_resumes(maintenant=SOIR), preparer_resumes(maintenant=SOIR)] == [1, 0]


def test_what_a_dead_worker_had_not_begun_is_sent_and_what_it_had_begun_is_not(d, mardi, nouvelle, passer):
    for personne in (d.mere, d.pere_separe):
        nouvelle(personne, 1)
    preparer_resumes(maintenant=SOIR)
    Envoi.objects.update(etat="en_cours", pris_par="mort", pris_le=SOIR)
    Envoi.objects.filter(destinataire=d.pere_separe).update(transmis_le=SOIR)
    assert passer(SOIR + 9 * MINUTE) == []  # it may be slow
    assert passer(SOIR + 11 * MINUTE) == [d.mere.courriel]
    assert dict(Envoi.objects.values_list("destinataire_id", "etat")) == {
        d.mere.pk: "envoye",
        d.pere_separe.pk: "incertain",
    }


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_pass_costs_the_same_reading_for_one_and_for_three(
    d, mardi, nouvelle, passer, horloge, django_assert_num_queries, nombre
):
    """To gather: who is due (2), the people held, what is to tell (2), the rows, the mark, the journal; two savepoints."""
    for personne in (d.mere, d.pere_separe, d.mere_arabophone)[:nombre]:
        nouvelle(personne, 1, de=d.eleve_ce1 if personne == d.mere_arabophone else d.eleve_cp)
    horloge(SOIR)
    with django_assert_num_queries(10):
        assert preparer_resumes(maintenant=SOIR) == nombre


@pytest.mark.reel  # several connections that write at the same time
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_the_same_minute_send_each_e_mail_once(d, mardi, horloge, courrier):
    gens = [
        Personne.objects.create(prenom="P", nom=f"N{n}", password="x", courriel=f"p{n}@exemple.fr") for n in range(120)
    ]
    hier = mardi.date() - JOUR
    Role.objects.bulk_create(
        Role(personne=p, nature="personnel", etablissement=d.elementaire, debut=hier) for p in gens
    )
    notifier(
        nature="essai", objet_id=1, etablissement=d.elementaire, textes={(p.pk, None): "x" for p in gens}, adresse="/"
    )
    horloge(SOIR)
    depart = threading.Barrier(4)

    def travailler() -> None:
        depart.wait()
        expedition.resumes()
        connection.close()

    fils = [threading.Thread(target=travailler) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    expedition.resumes()  # what a late worker prepared after the others had looked
    assert sorted(courrier.destinataires) == sorted(p.courriel for p in gens)
    assert set(etats()) == {"envoye"}
