"""Answering: a stamp, a word, a sound; who reads what was handed in, and when families read the answer."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cahier_de_textes import taches
from cahier_de_textes.actions import remises as actions
from cahier_de_textes.evenements import REMISE_CHANGEE
from cahier_de_textes.models import Remise, Retour
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Affectation, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from tests.cahier_de_textes.test_actions import MARDI_21H, MERCREDI_7H, donner
from tests.cahier_de_textes.test_remises import PARIS, UN, adresse, rendre
from tests.fichiers import fabriques


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


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


def test_of_two_stamps_that_crossed_the_next_one_takes_the_place(d, travail):
    """Tapped at once, or of two accounts that were merged: the page is no error, and says one stamp."""
    remise = rendre(travail, d.eleve_cp)
    for tampon in ("bravo", "vu"):
        Retour.objects.create(remise=remise, auteur=d.enseignante, tampon=tampon)
    actions.repondre(remise=remise, auteur=d.enseignante, texte="Bien vu")
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="encore")
    assert sorted((r.tampon, r.texte) for r in remise.retours.all()) == [("", "Bien vu"), ("encore", "")]


def test_a_try_that_was_taken_back_meanwhile_is_answered_by_a_sentence(d, travail):
    remise = rendre(travail, d.eleve_cp)
    actions.reprendre(remise=Remise.objects.get(), par=d.eleve_cp)
    with pytest.raises(ValidationError, match="vient d’être repris"):
        actions.repondre(remise=remise, auteur=d.enseignante, texte="Bien vu")


def test_pupil_and_household_read_the_answer(d, travail, entrer):
    actions.repondre(remise=rendre(travail, d.eleve_cp), auteur=d.enseignante, tampon="tres_bien", texte="Bien vu !")
    page = entrer(d.eleve_cp).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "Très bien" in page and "Bien vu !" in page and "d-tampon-tres_bien" in page
    assert "J’ai une réponse" in entrer(d.eleve_cp).get("/").text


def test_an_answer_that_comes_after_the_day_is_past_is_on_the_pupil_s_home(d, travail, entrer, horloge):
    remise = rendre(travail, d.eleve_cp)
    horloge(dt.datetime(2026, 12, 1, 10, tzinfo=PARIS))  # the travail was for the Thursday before
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    accueil = entrer(d.eleve_cp).get("/").text
    assert "On t’a répondu" in accueil and "d-tampon-bravo" in accueil and "Ma feuille d’arbre" in accueil
    assert "On t’a répondu" not in entrer(d.eleve_ce1).get("/").text
    horloge(dt.datetime(2026, 12, 8, 10, tzinfo=PARIS))
    assert "On t’a répondu" not in entrer(d.eleve_cp).get("/").text


def sections(page: str) -> dict[str, list[str]]:
    """By heading of the pupil's home, the words that lead to a travail."""
    tete, *suite = re.split(r'<h2 id="[\w-]+">([^<]+)</h2>', page.replace("\xa0", " "))
    lues = {"cartes": re.findall(r"<h2><a [^>]*>[^<]*<small[^>]*>([^<]+)", tete)}
    for nom, corps in zip(suite[::2], suite[1::2], strict=True):
        lues[nom] = re.findall(r'class="vecu__titre vecu__titre--lien"[^>]*>([^<]+)<small[^>]*>([^<]+)', corps)
    return lues


def test_what_left_is_once_on_the_pupil_s_home_then_its_answer_takes_its_place(d, mardi, entrer):
    for texte in ("Page 14", "Page 15", "Page 16"):
        donner(d, texte=texte)
    herbier = donner(d, texte="Mon herbier", date_pour=dt.date(2026, 12, 4), est_a_rendre=True)
    fini = donner(d, texte="Ma fiche", date_pour=mardi.date(), est_a_rendre=True)
    eleve = entrer(d.eleve_cp)
    assert sections(eleve.get("/").text)["À rendre plus tard"] == [("Mon herbier", "Pour le vendredi 4 décembre")]
    remise = rendre(herbier, d.eleve_cp)
    lues = sections(eleve.get("/").text)
    assert lues["C’est parti"] == [("Mon herbier", "C’est rendu !")] and "À rendre plus tard" not in lues
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    lues = sections(eleve.get("/").text)
    assert lues["On t’a répondu"] == [("Bravo !", "Mon herbier")] and lues.keys() == {"cartes", "On t’a répondu"}
    # On a card, the card says it, with its stamp.
    assert "Ma fiche" in lues["cartes"]
    actions.repondre(remise=rendre(fini, d.eleve_cp), auteur=d.enseignante, tampon="tres_bien")
    page = eleve.get("/").text
    assert sections(page) == lues and "d-tampon-tres_bien" in page


def test_what_left_is_told_once_its_day_is_past_and_no_more_once_it_is_old_or_another_s(d, mardi, entrer, horloge):
    remise = rendre(donner(d, texte="Ma fiche", date_pour=mardi.date(), est_a_rendre=True), d.eleve_cp)
    horloge(mardi + dt.timedelta(days=2))
    assert sections(entrer(d.eleve_cp).get("/").text)["C’est parti"] == [("Ma fiche", "C’est rendu !")]
    assert "C’est parti" not in entrer(d.eleve_ce1).get("/").text
    remise.travail.groupe, remise.travail.classe = None, d.cm2
    remise.travail.save()
    assert "Ma fiche" not in entrer(d.eleve_cp).get("/").text
    remise.travail.classe = d.cp_ce1
    remise.travail.save()
    horloge(mardi + dt.timedelta(days=7))
    assert "C’est parti" not in entrer(d.eleve_cp).get("/").text


@pytest.mark.parametrize("qui", ["mere", "pere_separe"])
def test_each_parent_reads_the_tries_and_the_answers_on_the_page_of_the_child(d, travail, entrer, qui):
    actions.repondre(remise=rendre(travail, d.eleve_cp, "Un chêne"), auteur=d.enseignante, texte="Bien vu !")
    rendre(travail, d.eleve_ce1, "Celui de Kenza")
    notification = Notification.objects.get(nature=REMISE_CHANGEE, destinataire=getattr(d, qui))
    page = entrer(getattr(d, qui)).get(notification.adresse).text
    assert "Rendu par Inès" in page
    assert "Un chêne" in page and "Bien vu !" in page and "Celui de Kenza" not in page


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
            "La famille le verra demain à 7 h 00"
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
REFUSES = [
    "mere",
    "eleve_cp",
    "eleve_ce1",
    "enseignant",
    "remplacant",
    "directrice",
    "directrice_maternelle",
    "operateur",
    "referente",
]


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
        photo = fabriques.televerse("photo.jpg", fabriques.photo())
        remise = rendre(travail, eleves[n], f"essai {n}", fichiers=[photo])
        actions.repondre(remise=remise, auteur=d.enseignante, tampon="vu")
    client = entrer(d.enseignante)
    # session, person; ties; travail; pupils, tries, files, widths, answers; unread
    with django_assert_num_queries(9):
        client.get(reverse("cahier_remises", args=[travail.pk]))


@pytest.mark.parametrize("nombre", [1, 3])
def test_one_try_costs_the_same_whatever_came_before(d, travail, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        photo = fabriques.televerse("photo.jpg", fabriques.photo())
        remise = rendre(travail, d.eleve_cp, f"essai {n}", fichiers=[photo])
        actions.repondre(remise=remise, auteur=d.enseignante, tampon="vu")
    client = entrer(d.enseignante)
    # session, person; ties; try; tries, files, widths, answers; neighbours; unread
    with django_assert_num_queries(9):
        client.get(reverse("cahier_remise", args=[remise.pk]))


def test_one_goes_from_pupil_to_pupil(d, travail, entrer):
    camille = d.cp_ce1.inscriptions.get(eleve__prenom="Camille").eleve
    ines, kenza, premiere = rendre(travail, d.eleve_cp), rendre(travail, d.eleve_ce1), rendre(travail, camille)
    voisins = {}
    for remise in (premiere, ines, kenza):
        contexte = entrer(d.enseignante).get(reverse("cahier_remise", args=[remise.pk])).context
        voisins[remise.pk] = (contexte["avant"], contexte["apres"])
    assert voisins == {premiere.pk: (None, ines.pk), ines.pk: (premiere.pk, kenza.pk), kenza.pk: (ines.pk, None)}


def test_nothing_under_envoyer_a_l_eleve_seems_to_send_to_all(d, travail, entrer):
    """« Tous les élèves », as strong and just below, read as a second way to send."""
    page = entrer(d.enseignante).get(reverse("cahier_remise", args=[rendre(travail, d.eleve_cp).pk])).text
    assert re.search(r'<a class="bouton bouton--second" [^>]*>\s*Revenir aux travaux rendus', page)
    assert '<a class="bouton"' not in page and "Tous les élèves" not in page


def test_a_voice_answers_and_leaves_with_the_answer(d, travail, entrer):
    page = reverse("cahier_remise", args=[rendre(travail, d.eleve_cp).pk])
    bureau = entrer(d.enseignante)
    assert bureau.post(page, {"son": fabriques.televerse("photo.jpg", fabriques.photo())}).status_code == 422
    assert bureau.post(page, {"son": fabriques.televerse("voix.wav", fabriques.wav())}).status_code == 302
    retour = Retour.objects.get()
    lecteurs = {"eleve_cp": 200, "mere": 200, "enseignante": 200, "eleve_ce1": 404, "directrice": 404}
    assert {qui: entrer(getattr(d, qui)).get(retour.son.adresse()).status_code for qui in lecteurs} == lecteurs
    bureau.post(reverse("cahier_retirer_retour", args=[retour.pk]))
    assert Fichier.objects.count() == 0


def test_a_voice_recorded_at_night_is_heard_in_the_morning(d, travail, horloge, entrer):
    page = reverse("cahier_remise", args=[rendre(travail, d.eleve_cp).pk])
    horloge(MARDI_21H)
    entrer(d.enseignante).post(page, {"son": fabriques.televerse("voix.wav", fabriques.wav())})
    son = Retour.objects.get().son.adresse()
    assert entrer(d.eleve_cp).get(son).status_code == 404
    horloge(MERCREDI_7H)
    assert entrer(d.eleve_cp).get(son).status_code == 200


# --- The home of who teaches ------------------------------------------------------------------------------------------
def test_what_was_handed_in_and_nobody_answered_waits_on_the_home_of_who_teaches(d, travail, entrer, horloge):
    """A pupil had handed in, and « Rien ne vous attend. » was all that the home said."""
    lien = f'href="{reverse("cahier_remises", args=[travail.pk])}"'

    def attend(qui) -> str:
        page = entrer(qui).get("/").text
        return (re.findall(rf"{lien}.*?<span>(\d+ trava\w+ rendus? à regarder)", page, re.DOTALL) or [""])[0]

    assert attend(d.enseignante) == ""
    une, _autre = rendre(travail, d.eleve_cp), rendre(travail, d.eleve_ce1)
    assert attend(d.enseignante) == "2 travaux rendus à regarder"
    assert attend(d.directrice) == attend(d.mere) == ""
    actions.repondre(remise=une, auteur=d.enseignante, tampon="vu")
    assert attend(d.enseignante) == "1 travail rendu à regarder"
    rendre(travail, d.eleve_cp), rendre(travail, d.eleve_ce1)  # once more: one each
    assert attend(d.enseignante) == "2 travaux rendus à regarder"
    horloge(MERCREDI_7H + dt.timedelta(days=15))
    assert attend(d.enseignante) == ""
