"""Handing in and answering: kept once, read by those concerned alone, told without its content."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import droits
from cahier_de_textes.actions import remises as actions
from cahier_de_textes.evenements import REMISE_CHANGEE
from cahier_de_textes.models import Remise, Travail, TravailFait
from ent.annuaire.models import EntreeJournal, Groupe, Personne
from ent.fichiers.actions import Envoi
from ent.fichiers.controles import preparer
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from tests.cahier_de_textes.test_actions import donner
from tests.fichiers import fabriques

UN = uuid.UUID("11111111-1111-4111-8111-111111111111")
PARIS = timezone.get_default_timezone()


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


def rendre(travail, eleve, texte="Voilà", numero=None, fichiers=()) -> Remise:
    envoi = Envoi(Destination(travail.etablissement, travail.classe), prepares=[preparer(f, f.name) for f in fichiers])
    return actions.remettre(
        travail=travail, eleve=eleve, par=eleve, uuid=numero or uuid.uuid4(), texte=texte, envoi=envoi
    )


def adresse(travail, eleve) -> str:
    return reverse("cahier_rendre", args=[travail.pk, eleve.uuid])


# --- Who may, and who reads -------------------------------------------------------------------------------------------
def test_one_ticks_and_hands_in_for_ones_own_child_what_was_given_to_them(d, travail):
    ines, sofiane = (next(s for s in d.mere.portee.suivis if s.eleve == e) for e in (d.eleve_cp, d.eleve_cm2))
    assert droits.peut_cocher(d.mere, travail, ines) and droits.peut_remettre(d.mere, travail, ines)
    for qui, suivi in [(d.mere, sofiane), (d.mere_arabophone, ines), (d.mere_arabophone, sofiane)]:
        assert not droits.peut_cocher(qui, travail, suivi)
        assert not droits.peut_remettre(qui, travail, suivi)


def test_the_teacher_of_a_group_reads_what_was_handed_in_for_it_while_the_pupil_is_at_school(d, mardi):
    chorale = Groupe.objects.create(etablissement=d.elementaire, annee=d.cm2.annee, nom="Chorale")
    chorale.eleves.add(d.eleve_cm2)
    chorale.enseignants.add(d.enseignante)
    de_lecture = donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant, est_a_rendre=True)
    de_chorale = donner(d, classe=None, groupe=chorale, est_a_rendre=True)
    lus = [rendre(de_lecture, d.eleve_ce1), rendre(de_lecture, d.eleve_cm2)]
    rendre(de_chorale, d.eleve_cm2)

    def lit() -> set[Remise]:
        return set(Remise.objects.corrigees_par(Personne.objects.get(pk=d.enseignant.pk)))

    assert lit() == set(lus), "Sofiane is in his class, and sings for another teacher"
    d.eleve_ce1.inscriptions.update(fin=mardi.date() - dt.timedelta(days=1))
    assert lit() == {lus[1]}
    Travail.objects.filter(pk=de_lecture.pk).update(retire_le=mardi)
    assert lit() == set()


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_a_try_sent_again_after_a_cut_is_kept_once(d, travail):
    premiere = rendre(travail, d.eleve_cp, numero=UN)
    assert rendre(travail, d.eleve_cp, numero=UN) == premiere
    assert [(r.uuid, r.texte) for r in Remise.objects.all()] == [(UN, "Voilà")]


def test_a_page_gone_back_to_and_filled_otherwise_is_another_try(d, travail):
    """The words of a pupil who went back, and those of a photo that took the place of another, are dropped no more than the first ones."""

    def photo(largeur):
        return fabriques.televerse("IMG_1.jpg", fabriques.photo(largeur, 48))

    premiere = rendre(travail, d.eleve_cp, numero=UN)
    autre = rendre(travail, d.eleve_cp, "autre chose", numero=UN)
    photos = [rendre(travail, d.eleve_cp, numero=UN, fichiers=[photo(n)]) for n in (64, 96, 64, 96)]
    assert rendre(travail, d.eleve_cp, "autre chose", numero=UN) == autre != premiere
    assert photos[:2] == photos[2:] and Remise.objects.count() == 4


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


def test_one_household_does_not_fill_the_place_of_a_class(d, travail, monkeypatch, entrer):
    monkeypatch.setattr(actions, "OCTETS_MAX", 20_000)  # one sound of 16 kB

    def son(eleve):
        envoi = {"uuid": uuid.uuid4(), "fichiers": fabriques.televerse("voix.wav", fabriques.wav())}
        return entrer(eleve).post(adresse(travail, eleve), envoi).status_code

    assert [son(d.eleve_cp), son(d.eleve_cp), son(d.eleve_ce1)] == [302, 422, 302]
    assert (Remise.objects.count(), Fichier.objects.exclude(attache_le=None).count()) == (2, 2)


def test_handing_in_is_doing(d, travail):
    rendre(travail, d.eleve_cp)
    assert [(f.eleve, f.par) for f in travail.faits.all()] == [(d.eleve_cp, d.eleve_cp)]


def test_teachers_pupil_and_household_hear_of_it_and_nobody_else(
    d,
    travail,
    signaux,
    django_capture_on_commit_callbacks,
):
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


class TestFiles:
    """What a phone, a microphone and a canvas give."""

    def photo(self, nom="IMG_0042.HEIC"):
        return fabriques.televerse(nom, fabriques.photo(format_="HEIF" if nom.endswith("HEIC") else "JPEG"))

    def test_a_phone_s_photo_and_a_sound_go_with_the_try_and_never_without_it(self, d, travail, entrer):
        envoi = {"uuid": UN, "fichiers": [self.photo(), fabriques.televerse("voix.wav", fabriques.wav())]}
        for _essai in range(2):  # the second is the same, sent again after a cut
            assert entrer(d.eleve_cp).post(adresse(travail, d.eleve_cp), envoi).status_code == 302
            for fichier in envoi["fichiers"]:
                fichier.seek(0)
        remise = Remise.objects.get()
        assert [(f.nature, f.classe, f.attache_le is not None) for f in remise.fichiers.all()] == [
            ("image", d.cp_ce1, True),
            ("son", d.cp_ce1, True),
        ]
        assert Fichier.objects.count() == 2

    @pytest.mark.parametrize(
        ("qui", "statut"),
        [
            ("eleve_cp", 200), ("mere", 200), ("pere_separe", 200), ("enseignante", 200),
            ("eleve_ce1", 404), ("mere_arabophone", 404), ("enseignant", 404), ("directrice", 404), ("operateur", 404),
        ],
    )  # fmt: skip
    def test_a_photo_is_seen_by_those_who_read_the_try_alone(self, d, travail, entrer, qui, statut):
        photo = rendre(travail, d.eleve_cp, fichiers=[self.photo("photo.jpg")]).fichiers.get()
        assert entrer(getattr(d, qui)).get(photo.vignette).status_code == statut

    @pytest.mark.parametrize(
        ("fichier", "phrases"),
        [
            (
                ("photo.jpg", b"\xff\xd8\xff" + bytes(26_000_000)),
                ["Cette photo est trop lourde.", "Demande à un adulte."],
            ),
            (
                ("dessin.svg", b"<svg xmlns='x'><script>1</script></svg>"),
                ["Je ne peux pas envoyer ce fichier. Demande à un adulte."],
            ),
            (("jeu.exe", b"MZ" + bytes(200)), ["Je ne peux pas envoyer ce fichier. Demande à un adulte."]),
        ],
        ids=["heavy", "svg", "program"],
    )
    def test_a_refusal_is_said_to_a_child_and_nothing_is_kept(self, d, travail, entrer, fichier, phrases):
        envoi = {"uuid": UN, "texte": "Ma photo", "fichiers": fabriques.televerse(*fichier)}
        if fichier[0] == "photo.jpg":
            envoi["fichiers"].content_type = "image/jpeg"
        reponse = entrer(d.eleve_cp).post(adresse(travail, d.eleve_cp), envoi)
        assert (reponse.status_code, [p in reponse.text for p in phrases]) == (422, [True] * len(phrases))
        assert "Ma photo" in reponse.text and "JPEG" not in reponse.text, "a child reads no list of formats"
        assert (Remise.objects.count(), Fichier.objects.count()) == (0, 0)

    def test_a_full_class_is_said_to_a_child(self, d, travail, entrer, settings):
        settings.ENT_QUOTA_CLASSE = 10
        envoi = {"uuid": UN, "fichiers": self.photo("photo.jpg")}
        reponse = entrer(d.eleve_cp).post(adresse(travail, d.eleve_cp), envoi, headers={"X-Boite": "1"})
        assert (reponse.status_code, reponse.json()["phrase"]) == (
            422,
            "Il n’y a plus de place dans le cahier. Dis-le à ta maîtresse ou à ton maître.",
        )
        assert (Remise.objects.count(), Fichier.objects.count()) == (0, 0)


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
        422,
        True,
        True,
    )
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


def test_what_is_to_be_handed_in_no_more_is_refused_to_the_outbox_in_words(d, travail, entrer):
    """Handed in without network; the teacher meanwhile unticked « à rendre »."""
    Travail.objects.filter(pk=travail.pk).update(est_a_rendre=False)
    refus = entrer(d.eleve_cp).post(
        adresse(travail, d.eleve_cp), {"uuid": UN, "texte": "Voilà"}, headers={"X-Boite": "1"}
    )
    assert (refus.status_code, refus.json()) == (403, {"phrase": "Il n’y a rien à rendre ici."})


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


@pytest.mark.besoin_de("messagerie")  # which counts what a pupil has not read
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_page_costs_the_same_whatever_it_holds(d, travail, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        photo = fabriques.televerse("photo.jpg", fabriques.photo())
        remise = rendre(travail, d.eleve_cp, f"essai {n}", fichiers=[photo])
        actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    client = entrer(d.eleve_cp)
    page = reverse("cahier_eleve_travail", args=[travail.pk])
    client.get(page)
    # session, person; ties, inscriptions; travail; tries, files, widths, answers; what was taken back; tick, answered; comfort
    with django_assert_num_queries(13):
        client.get(page)


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


@pytest.mark.besoin_de("messagerie")  # which counts what a pupil has not read
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_home_costs_the_same_whatever_is_asked_back(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        rendre(donner(d, texte=f"Page {n}", est_a_rendre=True), d.eleve_cp)
    client = entrer(d.eleve_cp)
    # session, person; ties, inscriptions; travaux; ticks, leaves, handed in and answered, with what is unread; answers, séances;
    # threads (2); comfort
    with django_assert_num_queries(12):
        client.get("/")
