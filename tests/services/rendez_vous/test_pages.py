"""Pages of meetings: a slot in one tap, its way back, what a home says, and what it all costs."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.actions import noter_un_depart
from ent.annuaire.models import EntreeJournal, Personne
from ent.services.rendez_vous.actions import rencontres, reservations
from ent.services.rendez_vous.lectures import fouille
from ent.services.rendez_vous.models import NoteRendezVous, Rencontre, Reservation
from tests.gestes import version_de, version_portee
from tests.portail.test_accueil import texte
from tests.services.rendez_vous.conftest import JEUDI_10, MARDI_8

PARIS = ZoneInfo("Europe/Paris")


def adresse(rencontre: Rencontre, eleve: Personne) -> str:
    return reverse("rdv_prendre", args=[rencontre.pk, eleve.uuid])


# --- A family -------------------------------------------------------------------------------------------------------------
def test_a_slot_is_taken_moved_given_back_and_taken_up_again_in_one_tap_each(d, ouvrir, creneau, entrer):
    rencontre, client = ouvrir(), entrer(d.mere)
    chemin = adresse(rencontre, d.eleve_cp)
    page = client.post(chemin, {"creneau": creneau(rencontre, "17:00").pk, "moyen": "ecole"}, follow=True)
    assert "C’est réservé : mardi 8 décembre à 17 h 00." in page.text
    assert "Vous pouvez changer jusqu’à la veille, 20 h." in page.text
    prise = Reservation.objects.get()
    page = client.post(
        reverse("rdv_deplacer", args=[prise.uuid]),
        {"creneau": creneau(rencontre, "17:30").pk, "moyen": "ecole"},
        follow=True,
    )
    assert "C’est changé : mardi 8 décembre à 17 h 30." in page.text
    assert "Revenir à mardi 8 décembre, 17 h 00" in page.text
    page = client.post(reverse("rdv_annuler", args=[prise.uuid]), follow=True)
    assert "Annulé : mardi 8 décembre à 17 h 30." in page.text
    page = client.post(reverse("rdv_reprendre", args=[prise.uuid]), follow=True)
    assert "C’est repris : mardi 8 décembre à 17 h 30." in page.text


@pytest.mark.parametrize(("moyen", "dit"), [("video", 0), ("telephone", 0), ("ecole", 2)])
def test_only_who_comes_to_school_reads_the_room(d, ouvrir, reserver, entrer, moyen, dit):
    """A meeting by video had the room for a heading."""
    rencontre = ouvrir(moyens=["ecole", "telephone", "video"], lien_video="https://visio.exemple.fr/abc")
    reserver(
        rencontre, "17:00", d.mere, d.eleve_cp, moyen=moyen, telephone="06 11 11 11 11" if moyen == "telephone" else ""
    )
    assert entrer(d.mere).get(adresse(rencontre, d.eleve_cp)).text.count("salle 3") == dit


def test_the_loser_keeps_what_was_typed_and_sees_what_is_left(d, ouvrir, creneau, reserver, entrer):
    rencontre, client = ouvrir(), entrer(d.mere)
    dispute = creneau(rencontre, "17:15")
    reserver(rencontre, "17:15", d.mere_arabophone, d.eleve_ce1)
    reponse = client.post(
        adresse(rencontre, d.eleve_cp),
        {"creneau": dispute.pk, "moyen": "telephone", "telephone": "06 12 34 56 78", "mot": "Après 17 h, merci."},
    )
    assert reponse.status_code == 422
    assert "17 h 15 vient d’être pris par une autre famille." in reponse.text
    assert 'value="06 12 34 56 78"' in reponse.text and 'value="Après 17 h, merci."' in reponse.text
    assert f'value="{dispute.pk}"' not in reponse.text


@pytest.mark.parametrize("creneau_envoye", ["", "9" * 40, "abc", "autre"])
def test_what_is_no_slot_of_this_meeting_is_refused_in_words(d, ouvrir, creneau, entrer, creneau_envoye):
    rencontre = ouvrir()
    autre = ouvrir(classe=d.cm2, auteur=d.enseignant)
    envoye = str(creneau(autre, "17:00").pk) if creneau_envoye == "autre" else creneau_envoye
    reponse = entrer(d.mere).post(adresse(rencontre, d.eleve_cp), {"creneau": envoye})
    assert reponse.status_code == 422 and not Reservation.objects.exists()
    assert ("Choisissez un créneau." if not envoye else "Ce créneau n’est plus proposé") in reponse.text


def test_several_children_come_once(d, ouvrir, entrer):
    ouvrir()
    ouvrir(classe=d.cm2, auteur=d.enseignant, soirees=[(MARDI_8, dt.time(16, 50), dt.time(18, 0))], lieu="salle 8")
    client = entrer(d.mere)
    page = client.get(reverse("rdv"))
    assert "Mardi 8 décembre à 16 h 45 35 min en tout, dont 5 d’attente" in texte(page).replace("mardi", "Mardi")
    venue = page.text.partition('name="venue" value="')[2].partition('"')[0]
    page = client.post(reverse("rdv_venir"), {"venue": venue}, follow=True)
    assert "C’est réservé : mardi 8 décembre à 16 h 45." in page.text
    assert "Une seule venue" not in page.text
    assert sorted(Reservation.objects.values_list("eleve__prenom", flat=True)) == ["Inès", "Sofiane"]


@pytest.mark.parametrize("brute", ["", "x", "1:2,3:4", "999:{mere}", "{a},{a}"])
def test_a_coming_that_is_none_is_refused_whole(d, ouvrir, creneau, entrer, brute):
    rencontre = ouvrir()
    a = f"{creneau(rencontre, '17:00').pk}:{d.eleve_cp.uuid}"
    reponse = entrer(d.mere).post(reverse("rdv_venir"), {"venue": brute.format(mere=d.mere.uuid, a=a)})
    assert reponse.status_code == 422 and not Reservation.objects.exists()


def test_without_a_meeting_the_page_says_so(d, mardi, entrer):
    assert "Aucun rendez-vous n’est proposé en ce moment." in texte(entrer(d.mere).get(reverse("rdv")))


def test_the_lock_is_said(d, ouvrir, reserver, horloge, entrer):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    horloge(dt.datetime(2026, 12, 7, 20, 0, tzinfo=PARIS))
    page = entrer(d.mere).get(adresse(rencontre, d.eleve_cp))
    assert "Il est trop tard pour changer ici. Prévenez l’école" in page.text
    assert "Annuler ce rendez-vous" not in page.text and 'name="creneau"' not in page.text


# --- Homes ----------------------------------------------------------------------------------------------------------------
def test_the_home_asks_then_says_when(d, ouvrir, reserver, entrer):
    rencontre = ouvrir()
    client = entrer(d.mere)
    page = texte(client.get("/"))
    assert "À faire maintenant 1 chose, 1 min" in page and "5 créneaux libres" in page
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    assert "À faire maintenant" not in texte(client.get("/"))
    assert "17 h 00, Bilan" in texte(client.get("/semaine/2026-12-07/"))
    assert "17 h 00" not in texte(client.get(f"/semaine/2026-12-07/?enfant={d.eleve_cm2.uuid}"))
    assert "Rendez-vous mardi 8 décembre à 17 h 00" in texte(client.get("/plus/"))
    pere = entrer(d.pere_separe)
    assert "5 créneaux libres" not in texte(pere.get("/")) and "4 créneaux libres" in texte(pere.get("/"))
    assert "17 h 00" not in texte(pere.get("/semaine/2026-12-07/"))


def test_the_home_of_a_teacher_counts_families_without_a_slot(d, preparer, reserver, entrer):
    rencontre = preparer()
    client = entrer(d.enseignante)
    assert "Pas encore ouvert aux familles" in texte(client.get("/"))
    rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=d.enseignante)
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    assert "24 familles sans créneau" in texte(client.get("/"))
    assert "Recevoir les familles" not in texte(entrer(d.enseignant).get("/"))


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_home_without_meetings_costs_nothing_more(d, ouvrir, horloge, entrer, django_assert_num_queries):
    """As many queries as before there were meetings (tests/portail/test_accueil.py)."""
    ouvrir()
    horloge(dt.datetime(2026, 12, 9, 10, 0, tzinfo=PARIS))
    client = entrer(d.mere)
    with django_assert_num_queries(7):
        client.get("/")


# --- Those who receive ----------------------------------------------------------------------------------------------------
PREPAREE = {
    "titre": "Bilan", "moyens": ["ecole", "telephone"], "verrou": "matin", "duree": "20", "pause_apres": "0",
    "jour_1": "2026-12-08", "de_1": "16:45", "a_1": "18:05", "jour_2": "2026-12-10", "de_2": "17:00", "a_2": "18:00",
}  # fmt: skip


def test_a_teacher_says_evenings_reads_them_and_opens(d, mardi, entrer):
    client = entrer(d.enseignante)
    page = client.post(reverse("rdv_preparer", args=[d.cp_ce1.pk]), PREPAREE, follow=True)
    assert "Ce que verront les familles" in page.text and "7 créneaux" in texte(page)
    assert "Ouvrir à 25 familles" in page.text
    assert "Sans compte : 22 familles recevront un papier" in page.text
    rencontre = Rencontre.objects.get()
    assert [c.jour for c in rencontre.creneaux.all()] == [MARDI_8] * 4 + [JEUDI_10] * 3
    page = client.post(reverse("rdv_ouvrir", args=[rencontre.pk]), follow=True)
    assert "C’est ouvert : les familles choisissent leur créneau." in page.text


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"jour_1": ""}, "Dites quel jour."),
        ({"jour_1": "2026-02-31"}, "Cette date n’existe pas."),
        ({"de_1": ""}, "Dites à quelle heure cette soirée commence et finit."),
        ({"a_1": "16:50"}, "Entre ces deux heures, il n’y a pas la place d’un rendez-vous de 20 minutes."),
        ({"jour_1": "2026-11-20"}, "Cette soirée est déjà passée."),
        ({"moyens": []}, "Dites comment vous recevez"),
        ({"moyens": ["video"]}, "Pour recevoir en vidéo, donnez le lien de la visio."),
        ({"titre": ""}, "Dites pourquoi vous recevez"),
        ({"collegues": ["9" * 30]}, "Choisissez parmi les collègues proposés."),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_is_made(d, mardi, entrer, champs, phrase):
    reponse = entrer(d.enseignante).post(reverse("rdv_preparer", args=[d.cp_ce1.pk]), PREPAREE | champs)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert not Rencontre.objects.exists()


def test_a_paper_that_comes_back_is_entered(d, ouvrir, creneau, entrer):
    rencontre = ouvrir()
    adele = Personne.objects.get(prenom="Adèle", nom="Royer")
    famille = f"{adele.uuid}:{adele.responsables.get().adulte.uuid}"
    page = entrer(d.enseignante).post(
        reverse("rdv_donner", args=[creneau(rencontre, "17:00").pk]),
        {"famille": famille, "moyen": "ecole"},
        follow=True,
    )
    assert "C’est donné : Adèle." in page.text
    assert Reservation.objects.get().eleve == adele


def test_the_teacher_moves_with_a_word_and_cannot_without(d, ouvrir, creneau, reserver, entrer):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    client = entrer(d.enseignante)
    envoi = {"creneau": creneau(rencontre, "17:45").pk, "mot": ""}
    assert "Dites en un mot pourquoi" in client.post(reverse("rdv_bouger", args=[prise.uuid]), envoi).text
    page = client.post(reverse("rdv_bouger", args=[prise.uuid]), envoi | {"mot": "Conseil des maîtres."}, follow=True)
    assert "C’est déplacé. La famille est prévenue." in page.text
    assert "Conseil des maîtres." in entrer(d.mere).get(adresse(rencontre, d.eleve_cp)).text
    d.mere.set_unusable_password()  # a slot is given to who has no account too
    d.mere.save()
    page = client.post(reverse("rdv_decommander", args=[prise.uuid]), {"mot": "Malade.", "ferme": ""}, follow=True)
    assert "C’est annulé. La famille n’a pas de compte : dites-le-lui autrement." in page.text


# --- A note of one's own --------------------------------------------------------------------------------------------------
@pytest.fixture
def prise(d, ouvrir, reserver):
    return reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)


def garder(client, prise, texte: str, version: str | None = None):
    """What the page sends, with the version that it had read; then the page to which it leads."""
    page = reverse("rdv_prise", args=[prise.uuid])
    noter = reverse("rdv_noter", args=[prise.uuid])
    version = version_portee(noter, client.get(page)) if version is None else version
    return client.post(noter, {"texte": texte, "version": version}, follow=True)


def notes() -> list[str]:
    return list(NoteRendezVous.objects.values_list("texte", flat=True))


def test_a_note_kept_from_another_page_is_not_overwritten_unseen(d, prise, entrer):
    client = entrer(d.enseignante)
    vide = version_portee(reverse("rdv_noter", args=[prise.uuid]), client.get(reverse("rdv_prise", args=[prise.uuid])))
    assert "Votre note est gardée." in garder(client, prise, "Lecture", vide).text
    refus = garder(client, prise, "Calcul", vide)
    assert (refus.status_code, notes()) == (422, ["Lecture"])
    assert "Cela a changé pendant que vous écriviez." in refus.text
    assert (
        ">Calcul</textarea>" in refus.text.replace("\n", "") and "Lecture" in refus.text
    )  # what was typed, what is kept
    encore = version_portee(reverse("rdv_noter", args=[prise.uuid]), refus)
    assert (garder(client, prise, "Lecture, calcul", encore).status_code, notes()) == (200, ["Lecture, calcul"])


def test_a_note_that_changes_nothing_says_so_and_writes_nothing(d, prise, entrer):
    client = entrer(d.enseignante)
    garder(client, prise, "Lecture")
    lignes = EntreeJournal.objects.count()
    assert "Rien n’a changé." in garder(client, prise, "Lecture").text
    assert (notes(), EntreeJournal.objects.count()) == (["Lecture"], lignes)


def test_a_note_that_is_emptied_is_said_so_and_given_back_in_one_tap(d, prise, entrer):
    client, rendre = entrer(d.enseignante), reverse("rdv_note_rendre", args=[prise.uuid])
    garder(client, prise, "Lecture")
    page = garder(client, prise, "").text
    assert "Votre note est effacée." in page and f'action="{rendre}"' in page and notes() == []
    assert "Votre note est de nouveau là." in client.post(rendre, follow=True).text
    assert notes() == ["Lecture"]
    assert "Il n’y a plus rien à reprendre." in client.post(rendre, follow=True).text


def test_what_was_written_since_or_an_hour_ago_stays_as_it_is(d, prise, entrer, horloge, mardi):
    client, rendre = entrer(d.enseignante), reverse("rdv_note_rendre", args=[prise.uuid])
    garder(client, prise, "Lecture")
    garder(client, prise, "")
    reservations.noter(reservation=prise, auteur=d.enseignante, texte="Calcul")  # from another device
    assert "Vous avez écrit une autre note depuis" in client.post(rendre, follow=True).text
    assert notes() == ["Calcul"]
    garder(client, prise, "")
    horloge(timezone.now() + dt.timedelta(minutes=61))
    assert "Il n’y a plus rien à reprendre." in client.post(rendre, follow=True).text
    assert notes() == []


def test_the_home_of_a_direction_says_that_who_was_to_receive_left(d, ouvrir, entrer):
    """It was written on the page of meetings alone, which nobody opened: nine families were to come."""
    rencontre, accueil = ouvrir(), reverse("accueil")
    assert "plus personne ne tient" not in entrer(d.directrice).get(accueil).text
    noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    page = entrer(d.directrice).get(accueil).text
    assert "1 classe a des rendez-vous que plus personne ne tient : les familles sont attendues." in page
    assert f'href="{reverse("rdv_equipe")}"' in page
    assert "plus personne ne tient" not in entrer(d.directrice_maternelle).get(accueil).text
    entrer(d.directrice).post(reverse("rdv_prendre_la_suite", args=[rencontre.pk]))
    assert "plus personne ne tient" not in entrer(d.directrice).get(accueil).text


def test_who_comes_in_a_way_that_is_offered_no_more_is_named_to_who_receives(d, ouvrir, reserver, entrer):
    """What is booked stays: the teacher thought that all would be called, and families came."""
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    client, page = entrer(d.enseignante), reverse("rdv_rencontre", args=[rencontre.pk])
    assert "que vous n’offrez plus" not in client.get(page).text
    reglages = reverse("rdv_reglages", args=[rencontre.pk])
    envoi = {"titre": "Bilan", "moyens": ["telephone"], "verrou": "veille", "version": version_de(client, reglages)}
    lue = client.post(reglages, envoi, follow=True).text
    assert "1 famille avait choisi un moyen que vous n’offrez plus" in lue and "Inès (à l’école)" in lue


# --- What it costs --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_of_a_family_costs_the_same_whatever_it_holds(
    d, ouvrir, reserver, entrer, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        rencontre = ouvrir(soirees=[(MARDI_8 + dt.timedelta(days=rang), dt.time(16, 45), dt.time(18, 0))])
        reservations.reserver(creneau=rencontre.creneaux.first(), eleve=d.eleve_cp, responsable=d.mere, par=d.mere)
    client = entrer(d.mere)
    with django_assert_num_queries(10):
        client.get(reverse("rdv"))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_of_who_receives_costs_the_same_whoever_comes(
    d, ouvrir, creneau, entrer, django_assert_num_queries, nombre
):
    rencontre = ouvrir()
    prises = [("17:00", d.mere, d.eleve_cp), ("17:15", d.mere_arabophone, d.eleve_ce1)]
    for heure, par, eleve in [*prises, ("17:30", d.pere_separe, d.eleve_cp)][:nombre]:
        reservations.reserver(creneau=creneau(rencontre, heure), eleve=eleve, responsable=par, par=par)
    client = entrer(d.enseignante)
    with django_assert_num_queries(14):
        client.get(reverse("rdv_rencontre", args=[rencontre.pk]))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_of_a_direction_costs_the_same_whatever_its_length(
    d, ouvrir, entrer, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        ouvrir(soirees=[(MARDI_8 + dt.timedelta(days=rang), dt.time(16, 45), dt.time(18, 0))])
    client = entrer(d.directrice)
    with django_assert_num_queries(10):  # one of them: those that nobody keeps any more
        client.get(reverse("rdv_equipe"))


@pytest.mark.parametrize(("qui", "page"), [("directrice", "rdv_equipe"), ("enseignante", "rdv_rencontre")])
def test_what_a_search_finds_opens(d, ouvrir, entrer, rf, qui, page):
    """A direction reads the counts of a meeting that it does not keep: its page was not there."""
    rencontre = ouvrir()
    demande = rf.get("/")
    demande.user = Personne.objects.get(pk=d.gens[qui].pk)
    (trouvee,) = fouille.trouver(demande, ["bilan"])
    assert trouvee.adresse == reverse(page, args=[rencontre.pk] if page == "rdv_rencontre" else [])
    assert entrer(d.gens[qui]).get(trouvee.adresse).status_code == 200
