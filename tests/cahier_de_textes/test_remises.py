"""Handing in and answering: kept once, read by those concerned alone, told without its content."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import taches
from cahier_de_textes.actions import remises as actions
from cahier_de_textes.evenements import REMISE_CHANGEE
from cahier_de_textes.models import Remise, Retour, TravailFait
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Affectation, EntreeJournal, Responsabilite
from ent.diffusion.models import Notification
from tests.cahier_de_textes.test_actions import MARDI_21H, MERCREDI_7H, donner, signaux  # noqa: F401 (a fixture)

UN = uuid.UUID("11111111-1111-4111-8111-111111111111")
PARIS = timezone.get_default_timezone()


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


def rendre(travail, eleve, texte="Voilà", numero=None, **options) -> Remise:
    return actions.remettre(
        travail=travail, eleve=eleve, par=eleve, uuid=numero or uuid.uuid4(), texte=texte, **options
    )


def adresse(travail, eleve) -> str:
    return reverse("cahier_rendre", args=[travail.pk, eleve.uuid])


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_a_try_sent_again_after_a_cut_is_kept_once(d, travail):
    premiere = rendre(travail, d.eleve_cp, numero=UN)
    assert rendre(travail, d.eleve_cp, "autre chose", numero=UN) == premiere
    assert [(r.uuid, r.texte) for r in Remise.objects.all()] == [(UN, "Voilà")]


def test_the_number_of_another_pupil_is_refused(d, travail):
    rendre(travail, d.eleve_ce1, numero=UN)
    with pytest.raises(PermissionDenied):
        rendre(travail, d.eleve_cp, numero=UN)
    assert [r.eleve for r in Remise.objects.all()] == [d.eleve_ce1]


def test_the_number_of_another_travail_is_refused(d, travail):
    rendre(travail, d.eleve_cp, numero=UN)
    with pytest.raises(PermissionDenied):
        rendre(donner(d, est_a_rendre=True), d.eleve_cp, numero=UN)


def test_nothing_is_kept_of_an_empty_try(d, travail):
    with pytest.raises(ValidationError, match="Prends une photo"):
        rendre(travail, d.eleve_cp, "")
    assert (Remise.objects.count(), TravailFait.objects.count()) == (0, 0)


def test_several_tries_are_kept_up_to_twenty(d, travail):
    for n in range(20):
        rendre(travail, d.eleve_cp, f"essai {n}")
    with pytest.raises(ValidationError, match="beaucoup d’essais"):
        rendre(travail, d.eleve_cp, "encore")
    assert Remise.objects.count() == 20
    rendre(travail, d.eleve_ce1)


def test_handing_in_is_doing(d, travail):
    rendre(travail, d.eleve_cp)
    assert [(f.eleve, f.par) for f in travail.faits.all()] == [(d.eleve_cp, d.eleve_cp)]


def test_teachers_pupil_and_household_hear_of_it_and_nobody_else(
    d, travail, signaux, django_capture_on_commit_callbacks
):  # noqa: F811
    with django_capture_on_commit_callbacks(execute=True):
        rendre(travail, d.eleve_cp)
    assert signaux == [({d.enseignante.pk, d.eleve_cp.pk, d.mere.pk, d.pere_separe.pk}, REMISE_CHANGEE, travail.pk)]


def test_the_journal_says_that_it_was_handed_in_and_not_what(d, travail):
    remise = rendre(travail, d.eleve_cp, "mon secret")
    ligne = EntreeJournal.objects.get(verbe="cahier_de_textes.remettre")
    assert (ligne.auteur_uuid, ligne.objet, ligne.details) == (d.eleve_cp.uuid, f"remise {remise.pk}", {})


class TestTakingBack:
    def test_the_latest_try_goes_back_and_with_the_only_one_its_tick(self, d, travail):
        premiere, seconde = rendre(travail, d.eleve_cp, "un"), rendre(travail, d.eleve_cp, "deux")
        Remise.objects.filter(pk=premiere.pk).update(remis_le=timezone.now() - dt.timedelta(minutes=1))
        actions.reprendre(remise=seconde, par=d.eleve_cp)
        assert ([r.texte for r in Remise.objects.all()], travail.faits.count()) == (["un"], 1)
        actions.reprendre(remise=premiere, par=d.eleve_cp)
        assert (Remise.objects.count(), travail.faits.count()) == (0, 0)

    def test_an_earlier_try_stays(self, d, travail):
        premiere = rendre(travail, d.eleve_cp, "un")
        Remise.objects.filter(pk=premiere.pk).update(remis_le=timezone.now() - dt.timedelta(minutes=1))
        rendre(travail, d.eleve_cp, "deux")
        with pytest.raises(ValidationError, match="un autre essai après"):
            actions.reprendre(remise=premiere, par=d.eleve_cp)

    def test_a_try_that_was_answered_stays(self, d, travail, entrer):
        remise = rendre(travail, d.eleve_cp)
        actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
        with pytest.raises(ValidationError, match="déjà répondu"):
            actions.reprendre(remise=remise, par=d.eleve_cp)
        page = entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
        assert reverse("cahier_reprendre", args=[remise.pk]) not in page

    @pytest.mark.parametrize("qui", ["eleve_ce1", "mere_arabophone", "enseignante", "enseignant", "directrice"])
    def test_nobody_takes_back_another_child_s(self, d, travail, entrer, qui):
        remise = rendre(travail, d.eleve_cp)
        assert entrer(getattr(d, qui)).post(reverse("cahier_reprendre", args=[remise.pk])).status_code == 404
        assert Remise.objects.count() == 1


# --- The pupil's page -------------------------------------------------------------------------------------------------
def test_a_pupil_hands_in_words_without_any_script(d, travail, entrer):
    tablette = entrer(d.eleve_cp)
    page = tablette.get(reverse("cahier_eleve_travail", args=[travail.pk]))
    numero = str(page.context["formulaire"]["uuid"].value())
    reponse = tablette.post(adresse(travail, d.eleve_cp), {"uuid": numero, "texte": "C’est un chêne"}, follow=True)
    assert reponse.redirect_chain == [(reverse("cahier_eleve_travail", args=[travail.pk]), 302)]
    assert "C’est parti ! Bravo." in reponse.text and "C’est un chêne" in reponse.text
    assert [str(r.uuid) for r in Remise.objects.all()] == [numero]


def test_a_child_reads_what_is_missing_and_keeps_what_they_wrote(d, travail, entrer):
    tablette = entrer(d.eleve_cp)
    vide = tablette.post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": " "})
    assert (vide.status_code, "Prends une photo, parle, dessine ou écris." in vide.text) == (422, True)
    long = tablette.post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "la " * 900})
    assert (long.status_code, "C’est trop long. Écris un peu moins." in long.text, "la la" in long.text) == (
        422, True, True,
    )  # fmt: skip
    assert "La page est trop vieille" in tablette.post(adresse(travail, d.eleve_cp), {"texte": "Voilà"}).text


def test_the_outbox_is_answered_in_its_own_words(d, travail, entrer):
    tablette = entrer(d.eleve_cp)
    boite = {"X-Boite": "1"}
    for _essai in range(2):
        recu = tablette.post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "Voilà"}, headers=boite)
        assert (recu.status_code, recu.json()) == (200, {"recu": str(UN)})
    refus = tablette.post(adresse(travail, d.eleve_cp), {"uuid": uuid.uuid4()}, headers=boite)
    assert (refus.status_code, list(refus.json())) == (422, ["phrase"])
    assert Remise.objects.count() == 1


def test_what_another_pupil_left_on_the_tablet_is_not_taken(d, travail, entrer):
    """The envelope names the child: under another child's session it does not exist."""
    reponse = entrer(d.eleve_ce1).post(
        adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "Voilà"}, headers={"X-Boite": "1"}
    )
    assert (reponse.status_code, Remise.objects.count()) == (404, 0)


def test_the_tablet_asks_who_is_there_and_gets_a_token_of_that_session(d, mardi, entrer, client):
    reponse = entrer(d.eleve_cp).get("/qui-est-la/")
    assert reponse.json()["personne"] == str(d.eleve_cp.uuid) and len(reponse.json()["jeton"]) == 64
    assert reponse["Cache-Control"] == "no-store"
    assert client.get("/qui-est-la/").status_code == 302


def test_a_mother_hands_in_for_her_child(d, travail, entrer):
    assert entrer(d.mere).post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "Dicté"}).status_code == 302
    assert [(r.eleve, r.par) for r in Remise.objects.all()] == [(d.eleve_cp, d.mere)]


@pytest.mark.parametrize("qui", ["eleve_ce1", "mere_arabophone", "eleve_cm2", "enseignante", "directrice", "operateur"])
def test_nobody_hands_in_for_a_child_they_do_not_answer_for(d, travail, entrer, qui):
    reponse = entrer(getattr(d, qui)).post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "Voilà"})
    assert (reponse.status_code, Remise.objects.count()) == (404, 0)


def test_work_of_the_other_level_and_withdrawn_work_take_nothing(d, mardi, entrer):
    autre_niveau = donner(d, niveau="CE1", est_a_rendre=True)
    retire = donner(d, est_a_rendre=True)
    retire.retire_le = timezone.now()
    retire.save()
    for travail in (autre_niveau, retire):
        assert entrer(d.eleve_cp).post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "x"}).status_code == 404
        assert entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).status_code == 404


def test_where_nothing_is_asked_back_nothing_is_taken(d, mardi, entrer):
    travail = donner(d)
    assert entrer(d.eleve_cp).post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "x"}).status_code == 403
    page = entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "J’ai fini" in page and "Je rends mon travail" not in page


@pytest.mark.parametrize("qui", ["mere", "enseignante", "directrice", "eleve_cm2"])
def test_the_pupil_s_page_is_the_pupil_s(d, travail, entrer, qui):
    assert entrer(getattr(d, qui)).get(reverse("cahier_eleve_travail", args=[travail.pk])).status_code == 404


def test_a_pupil_reads_their_own_tries_only(d, travail, entrer):
    rendre(travail, d.eleve_cp, "Le mien")
    rendre(travail, d.eleve_ce1, "Celui de Kenza")
    page = entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "Le mien" in page and "Celui de Kenza" not in page


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_page_costs_the_same_whatever_it_holds(d, travail, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        actions.repondre(remise=rendre(travail, d.eleve_cp, f"essai {n}"), auteur=d.enseignante, tampon="bravo")
    client = entrer(d.eleve_cp)
    page = reverse("cahier_eleve_travail", args=[travail.pk])
    client.get(page)
    # session, person; ties, inscriptions, groups; travail; tries, answers; tick, answered; comfort
    with django_assert_num_queries(11):
        client.get(page)


# --- Answering --------------------------------------------------------------------------------------------------------
def test_a_stamp_is_one_tap_and_another_takes_its_place(d, travail, entrer):
    remise = rendre(travail, d.eleve_cp)
    page = reverse("cahier_remise", args=[remise.pk])
    bureau = entrer(d.enseignante)
    assert bureau.post(page, {"tampon": "bravo"})["Location"] == page
    bureau.post(page, {"tampon": "encore"})
    bureau.post(page, {"texte": "Regarde bien la nervure."})
    assert [(r.tampon, r.texte) for r in remise.retours.all()] == [("encore", ""), ("", "Regarde bien la nervure.")]
    assert bureau.post(page, {"texte": " "}).status_code == 422
    assert bureau.post(page, {"tampon": "zero"}).status_code == 422


def test_pupil_and_household_read_the_answer(d, travail, entrer):
    actions.repondre(remise=rendre(travail, d.eleve_cp), auteur=d.enseignante, tampon="tres_bien", texte="Bien vu !")
    page = entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "Très bien" in page and "Bien vu !" in page and "d-tampon-tres_bien" in page
    assert "J’ai une réponse" in entrer(d.eleve_cp).get("/").text


def test_the_household_is_told_without_the_content(d, travail):
    remise = rendre(travail, d.eleve_cp)
    actions.repondre(remise=remise, auteur=d.enseignante, texte="Attention à l’orthographe")
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    assert sorted(Notification.objects.filter(nature=REMISE_CHANGEE).values_list("destinataire", "eleve", "texte")) == (
        sorted((adulte.pk, d.eleve_cp.pk, "Inès · la maîtresse a répondu") for adulte in (d.mere, d.pere_separe))
    )


def test_a_parent_without_authority_is_told_nothing_and_reads_nothing(d, travail, entrer):
    lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp)
    lien.autorite = Responsabilite.Autorite.SANS
    lien.save()
    actions.repondre(remise=rendre(travail, d.eleve_cp), auteur=d.enseignante, tampon="bravo")
    assert [n.destinataire for n in Notification.objects.filter(nature=REMISE_CHANGEE)] == [d.mere]
    assert entrer(d.pere_separe).post(adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "x"}).status_code == 404


class TestQuietHours:
    def test_an_answer_written_at_night_is_read_when_the_school_opens(self, d, travail, horloge, entrer):
        remise = rendre(travail, d.eleve_cp)
        horloge(MARDI_21H)
        retour = actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
        page = reverse("cahier_eleve_travail", args=[travail.pk])
        assert retour.visible_le == MERCREDI_7H
        assert "d-tampon-bravo" not in entrer(d.eleve_cp).get(page).text
        assert (
            "La famille le verra mercredi à 7 h 00"
            in entrer(d.enseignante).get(reverse("cahier_remise", args=[remise.pk])).text
        )
        taches.annoncer_retour.func(retour.pk)  # too early: nothing
        assert Notification.objects.filter(nature=REMISE_CHANGEE).count() == 0
        horloge(MERCREDI_7H)
        taches.annoncer_retour.func(retour.pk)
        assert "d-tampon-bravo" in entrer(d.eleve_cp).get(page).text
        assert Notification.objects.filter(nature=REMISE_CHANGEE).count() == 2

    def test_an_answer_taken_back_meanwhile_is_not_told(self, d, travail, horloge):
        remise = rendre(travail, d.eleve_cp)
        horloge(MARDI_21H)
        retour = actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
        pk = retour.pk
        actions.retirer_retour(retour=retour, par=d.enseignante)
        horloge(MERCREDI_7H)
        taches.annoncer_retour.func(pk)
        assert Notification.objects.filter(nature=REMISE_CHANGEE).count() == 0


def test_taking_back_the_only_answer_takes_back_what_was_told(d, travail, entrer):
    remise = rendre(travail, d.eleve_cp)
    retour = actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    entrer(d.enseignante).post(reverse("cahier_retirer_retour", args=[retour.pk]))
    assert (Retour.objects.count(), Notification.objects.filter(nature=REMISE_CHANGEE).count()) == (0, 0)


# --- Who reads what was handed in -------------------------------------------------------------------------------------
REFUSES = ["mere", "eleve_cp", "eleve_ce1", "enseignant", "remplacant", "directrice", "directrice_maternelle", "operateur", "referente"]  # fmt: skip


@pytest.mark.parametrize("qui", REFUSES)
def test_the_teachers_of_the_travail_alone_read_and_answer(d, travail, entrer, qui):
    """The direction does not read hand-ins; nor does a teacher of another class."""
    remise = rendre(travail, d.eleve_cp)
    retour = actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    client = entrer(getattr(d, qui))
    assert client.get(reverse("cahier_remises", args=[travail.pk])).status_code == 404
    assert client.get(reverse("cahier_remise", args=[remise.pk])).status_code == 404
    assert client.post(reverse("cahier_remise", args=[remise.pk]), {"tampon": "vu"}).status_code == 404
    assert client.post(reverse("cahier_retirer_retour", args=[retour.pk])).status_code == 404
    assert [r.tampon for r in remise.retours.all()] == ["bravo"]


def test_a_teacher_who_has_left_the_class_reads_nothing_more(d, travail, entrer):
    remise = rendre(travail, d.eleve_cp)
    retour = actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    Affectation.objects.filter(classe=d.cp_ce1, enseignant=d.enseignante).update(fin=dt.date(2026, 11, 23))
    client = entrer(d.enseignante)
    assert client.get(reverse("cahier_remises", args=[travail.pk])).status_code == 404
    assert client.get(reverse("cahier_remise", args=[remise.pk])).status_code == 404
    assert client.post(reverse("cahier_retirer_retour", args=[retour.pk])).status_code == 404


def test_an_answer_is_taken_back_by_its_author_alone(d, travail, entrer):
    annuaire.affecter(enseignant=d.enseignant, classe=d.cp_ce1, nature=Affectation.Nature.CO_ENSEIGNANT)
    retour = actions.repondre(remise=rendre(travail, d.eleve_cp), auteur=d.enseignante, tampon="bravo")
    collegue = entrer(d.enseignant)
    assert collegue.get(reverse("cahier_remise", args=[retour.remise_id])).status_code == 200
    assert collegue.post(reverse("cahier_retirer_retour", args=[retour.pk])).status_code == 404


def test_a_school_reads_nothing_of_what_the_child_hands_in_elsewhere(d, travail):
    """The mother answers for children in two schools: each hand-in is read by the tie of its own school."""
    rendre(travail, d.eleve_cp)
    ailleurs = donner(d, classe=d.ms, auteur=d.directrice_maternelle, est_a_rendre=True)
    Remise.objects.create(travail=ailleurs, eleve=d.eleve_cp, par=d.eleve_cp, texte="Perdu")
    assert [r.texte for r in Remise.objects.des_enfants_de(d.mere)] == ["Voilà"]


def test_the_list_says_who_handed_in_who_waits_and_who_has_not(d, travail, entrer):
    actions.repondre(remise=rendre(travail, d.eleve_cp), auteur=d.enseignante, tampon="bravo")
    rendre(travail, d.eleve_ce1, "un")
    rendre(travail, d.eleve_ce1, "deux")
    contexte = entrer(d.enseignante).get(reverse("cahier_remises", args=[travail.pk])).context
    assert [(c.eleve.prenom, c.nombre, c.attend_une_reponse) for c in contexte["rendues"]] == [
        ("Inès", 1, False),
        ("Kenza", 2, True),
    ]
    assert (len(contexte["manquants"]), contexte["sans_reponse"]) == (22, 1)


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_costs_the_same_whatever_was_handed_in(d, travail, entrer, django_assert_num_queries, nombre):
    eleves = [d.eleve_cp, d.eleve_ce1, d.eleve_cp]
    for n in range(nombre):
        actions.repondre(remise=rendre(travail, eleves[n], f"essai {n}"), auteur=d.enseignante, tampon="vu")
    client = entrer(d.enseignante)
    # session, person; roles, affectations, groups; travail; pupils, tries, answers; children (navigation), unread
    with django_assert_num_queries(12):
        client.get(reverse("cahier_remises", args=[travail.pk]))


@pytest.mark.parametrize("nombre", [1, 3])
def test_one_try_costs_the_same_whatever_came_before(d, travail, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        remise = rendre(travail, d.eleve_cp, f"essai {n}")
        actions.repondre(remise=remise, auteur=d.enseignante, tampon="vu")
    client = entrer(d.enseignante)
    # session, person; roles, affectations, groups; try; tries, answers; neighbours; children (navigation), unread
    with django_assert_num_queries(12):
        client.get(reverse("cahier_remise", args=[remise.pk]))


def test_one_goes_from_pupil_to_pupil(d, travail, entrer):
    camille = d.cp_ce1.inscriptions.get(eleve__prenom="Camille").eleve
    ines, kenza, premiere = rendre(travail, d.eleve_cp), rendre(travail, d.eleve_ce1), rendre(travail, camille)
    voisins = {}
    for remise in (premiere, ines, kenza):
        contexte = entrer(d.enseignante).get(reverse("cahier_remise", args=[remise.pk])).context
        voisins[remise.pk] = (contexte["avant"], contexte["apres"])
    assert voisins == {premiere.pk: (None, ines.pk), ines.pk: (premiere.pk, kenza.pk), kenza.pk: (ines.pk, None)}


# --- The pupil's week -------------------------------------------------------------------------------------------------
def test_the_week_counts_what_was_done_since_monday_and_nothing_of_others(d, mardi, entrer):
    travaux = [donner(d, texte=f"Page {n}") for n in range(4)]
    for travail, eleve, jour in [
        (travaux[0], d.eleve_cp, 23), (travaux[1], d.eleve_cp, 24), (travaux[2], d.eleve_cp, 22), (travaux[3], d.eleve_ce1, 24),
    ]:  # fmt: skip
        TravailFait.objects.create(travail=travail, eleve=eleve, fait_le=dt.datetime(2026, 11, jour, 9, tzinfo=PARIS))
    page = entrer(d.eleve_cp).get("/").text
    assert "2 choses faites cette semaine." in page
    assert page.count('#d-pousse"') == 2 and page.count('#d-pousse-a-venir"') == 1
    assert "Ta semaine commence." in entrer(d.eleve_cm2).get("/").text


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_home_costs_the_same_whatever_is_asked_back(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        rendre(donner(d, texte=f"Page {n}", est_a_rendre=True), d.eleve_cp)
    client = entrer(d.eleve_cp)
    # session, person; ties, inscriptions, groups, roles; travaux, ticks; handed in; leaves, séances; comfort
    with django_assert_num_queries(12):
        client.get("/")
