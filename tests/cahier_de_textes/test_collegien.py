"""A pupil of a collège reads: their days by subject, their week, their places; a small pupil keeps their cards."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cahier_de_textes.models import Remise, Retour, Seance, Travail
from ent.annuaire.models import Affectation, Inscription, Personne, Responsabilite

SEMAINE = reverse("cahier_eleve_semaine")


@pytest.fixture
def donner(c, mardi):
    def un(texte, matiere, jour, auteur=None, classe=None, **champs) -> Travail:
        champs = {"nature": "apprendre", "minutes": 10, "publie_le": mardi, "visible_le": mardi} | champs
        return Travail.objects.create(
            etablissement=c.ecole,
            classe=classe or c.cinquieme,
            auteur=auteur or c.maths,
            texte=texte,
            matiere=matiere,
            date_pour=jour,
            **champs,
        )

    return un


MERCREDI, JEUDI = dt.date(2026, 11, 25), dt.date(2026, 11, 26)


def test_the_home_says_each_day_by_subject_in_lines(c, d, mardi, donner, entrer):
    donner("Learn unit 4", "2D-ANG", MERCREDI, c.anglais)
    donner("Thalès", "2D-MAT", MERCREDI)
    a_rendre = donner("Exposé", "2D-PC", JEUDI, est_a_rendre=True)
    page = entrer(c.hugo).get("/").text
    assert "eleve--lit" in page and "tache__image" not in page and "aller jouer" not in page
    assert page.index("Pour demain") < page.index("Thalès") < page.index("Learn unit 4") < page.index("Exposé")
    assert f'href="{reverse("cahier_eleve_travail", args=[a_rendre.pk])}"' in page and "Je rends" in page
    for adresse in ("/", SEMAINE, "/plus/"):
        assert f'href="{adresse}"' in page
    assert "retour au mur" not in page
    small = entrer(d.eleve_cp).get("/").text
    assert "eleve--lit" not in small and SEMAINE not in small


def test_the_page_of_a_work_bears_its_kind_and_nobody_is_offered_to_write_to(c, d, mardi, donner, entrer):
    """« J’écris » is for who does not read yet."""
    travail = donner("Exercice 12", "2D-MAT", MERCREDI, nature="ecrire")
    page = entrer(c.hugo).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "<h1>Travail écrit</h1>" in page and "J’écris · " not in page
    assert "/messages/ecrire/" not in entrer(c.hugo).get("/messages/").text


def test_a_box_is_ticked_from_the_line(c, mardi, donner, entrer):
    travail = donner("Thalès", "2D-MAT", MERCREDI)
    client = entrer(c.hugo)
    client.post(reverse("cahier_cocher", args=[travail.pk, c.hugo.uuid]), {"fait": "1"})
    assert travail.faits.filter(eleve=c.hugo).exists()
    assert 'aria-pressed="true"' in client.get(SEMAINE).text


def test_the_week_holds_what_is_given_and_what_was_done_of_their_division_alone(c, mardi, donner, entrer):
    donner("Thalès", "2D-MAT", MERCREDI)
    donner("Pour la sixième", "2D-FRA", MERCREDI, c.francais, c.sixieme)
    donner("La semaine prochaine", "2D-MAT", dt.date(2026, 12, 1))
    seance = Seance.objects.create(
        etablissement=c.ecole,
        classe=c.cinquieme,
        auteur=c.maths,
        titre="Les proportions",
        domaine="2D-MAT",
        date=mardi.date(),
        publie_le=mardi,
        visible_le=mardi,
    )
    client = entrer(c.hugo)
    page = client.get(SEMAINE).text
    assert "Semaine du 23 novembre" in page and "Thalès" in page
    assert "Pour la sixième" not in page and "La semaine prochaine" not in page
    assert f'href="{reverse("cahier_seance", args=[seance.pk])}"' in page
    assert client.get(reverse("cahier_seance", args=[seance.pk])).status_code == 200
    suivante = client.get(reverse("cahier_eleve_semaine_du", args=["2026-11-30"])).text
    assert "La semaine prochaine" in suivante and "Thalès" not in suivante
    assert client.get(reverse("cahier_eleve_semaine_du", args=["2026-11-24"])).status_code == 404


def test_ten_works_cost_what_one_costs(c, mardi, donner, entrer, django_assert_num_queries):
    client = entrer(c.hugo)
    donner("Un", "2D-MAT", MERCREDI, est_a_rendre=True)
    client.get(SEMAINE)
    cout = 10 + sum(room in settings.SERVICES for room in ("ent.services.agenda_ecole", "ent.services.vie_scolaire"))
    with django_assert_num_queries(cout):
        client.get(SEMAINE)
    for n in range(9):
        donner(f"Encore {n}", "2D-MAT", MERCREDI, est_a_rendre=True)
    with django_assert_num_queries(cout):
        client.get(SEMAINE)


def test_plus_is_theirs_and_opens_no_page_of_an_adult(c, d, mardi, entrer):
    client = entrer(c.hugo)
    page = client.get("/plus/").text
    assert "Hugo Nguyen" in page and "Sortir sur cet appareil" in page and "Confort de lecture" in page
    for la in ('"/compte/"', "/prevenir/", "/notifications/", "Mon absence"):
        assert la not in page
    assert client.get("/compte/").status_code == client.get("/notifications/").status_code == 404
    assert entrer(d.eleve_cp).get("/plus/").status_code == 404
    assert entrer(d.eleve_cp).get(SEMAINE).status_code == entrer(c.mere).get(SEMAINE).status_code == 404


def test_the_page_of_the_college_leads_to_their_week(c, mardi, entrer):
    page = entrer(c.mere).get("/college/").text
    assert "Ce collège écrit ici" in page and f'href="/semaine/?enfant={c.hugo.uuid}"' in page
    assert "Rien à venir, rien de nouveau" not in page and "Ajouter l’agenda du collège" not in page
    assert "dans la semaine" in entrer(c.mere).get("/plus/").text
    jumelle = Personne.objects.create(prenom="Linh", nom="Nguyen")
    Inscription.objects.create(eleve=jumelle, classe=c.cinquieme, niveau="5EME", debut=c.cinquieme.annee.debut)
    Responsabilite.objects.create(
        adulte=c.mere, enfant=jumelle, etablissement=c.ecole, autorite="confirmee", debut=c.cinquieme.annee.debut
    )
    assert entrer(c.mere).get("/college/").text.count("Ce collège écrit ici") == 2  # of two in one class
    Affectation.objects.filter(classe=c.cinquieme).delete()
    assert "Ce collège écrit ici" not in entrer(c.mere).get("/college/").text


def test_colours_that_do_not_exist_are_refused_on_their_own_plus(c, d, mardi, entrer):
    refus = entrer(c.hugo).post(reverse("theme"), {"theme": "fluo"})
    assert refus.status_code == 422 and 'role="alert"' in refus.text
    assert "eleve--lit" in refus.text and "Mon compte" not in refus.text


# --- Dates of other rooms ---------------------------------------------------------------------------------------------
@pytest.fixture
def dater(c, mardi):
    from ent.services.agenda_ecole import actions

    def un(titre, jour=JEUDI, **champs):
        champs = {"etablissement": c.ecole, "auteur": c.principale, "dernier_jour": jour} | champs
        return actions.publier_evenement(titre=titre, jour=jour, prevenir=False, **champs)

    return un


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_the_week_holds_the_agenda_of_their_class_and_school_by_day(c, d, mardi, dater, entrer):
    dater("Cross", de=dt.time(13, 30), a=dt.time(16), lieu="parc", texte="Parents, venez aider.")
    dater("Musée", MERCREDI, classe=c.cinquieme, auteur=c.maths)
    dater("Tournoi", dt.date(2026, 11, 28))
    dater("Pour la sixième", classe=c.sixieme, auteur=c.francais)
    dater("À l’école", etablissement=d.elementaire, auteur=d.directrice)
    page = entrer(c.hugo).get(SEMAINE).text
    mercredi, jeudi, samedi = (page.index(f'id="jour-2026-11-{n}"') for n in (25, 26, 28))
    assert mercredi < page.index("Musée") < jeudi < page.index("de 13 h 30 à 16 h 00") < page.index("Cross")
    assert page.index("Cross") < samedi < page.index("Tournoi") and "parc" in page
    assert "Pour la sixième" not in page and "À l’école" not in page
    assert "Cross" not in entrer(c.hugo).get(reverse("cahier_eleve_semaine_du", args=["2026-11-30"])).text


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_the_home_says_what_happens_today(c, d, mardi, dater, entrer):
    dater("Cross", mardi.date(), de=dt.time(13, 30), a=dt.time(16), lieu="parc")
    dater("Musée", MERCREDI)
    dater("Kermesse", mardi.date(), etablissement=d.elementaire, auteur=d.directrice)
    page = entrer(c.hugo).get("/").text
    assert page.index('id="ce-jour"') < page.index("de 13 h 30 à 16 h 00") < page.index("Cross")
    assert "Musée" not in page and "Kermesse" not in page
    assert 'id="ce-jour"' not in entrer(d.eleve_cp).get("/").text


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_what_is_written_to_families_stays_theirs(c, mardi, dater, entrer):
    """« À savoir », why it is cancelled; what quiet hours hold, what a school turned off. A pupil opens no page of the agenda."""
    from ent.services.agenda_ecole import actions
    from ent.services.agenda_ecole.models import Evenement

    cross = dater("Cross", texte="Parents, venez aider.")
    tenu = dater("Tenu")
    Evenement.objects.filter(pk=tenu.pk).update(visible_le=mardi + dt.timedelta(hours=1))
    actions.annuler_evenement(
        evenement=cross, auteur=c.principale, le=JEUDI, portee=actions.UNE, mot="Trop d’élèves malades."
    )
    client = entrer(c.hugo)
    page = client.get(SEMAINE).text
    assert "<s>Cross</s>" in page and "Annulé" in page
    for dit in ("venez aider", "malades", "Tenu", reverse("agenda_evenement", args=[cross.pk])):
        assert dit not in page
    assert client.get(reverse("agenda_evenement", args=[cross.pk])).status_code == 404
    assert "malades" in entrer(c.mere).get(f"/semaine/?enfant={c.hugo.uuid}").text
    c.ecole.modules_fermes = "agenda_ecole"
    c.ecole.save(update_fields=["modules_fermes"])
    assert "Cross" not in entrer(c.hugo).get(SEMAINE).text


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_who_writes_for_a_college_knows_what_pupils_read(c, d, mardi, entrer):
    dit = "Les élèves lisent la date, l’heure et le lieu"
    assert dit in entrer(c.maths).get(reverse("agenda_ecrire_classe", args=[c.cinquieme.pk])).text
    assert dit not in entrer(d.enseignante).get(reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk])).text


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_an_outing_of_their_class_is_on_its_day_without_what_families_answer(c, mardi, entrer):
    from ent.services.vie_scolaire.actions.autorisations import demander_autorisation

    champs = {"titre": "Théâtre", "texte": "Dix euros.", "lieu": "Paris", "debut": JEUDI, "fin": JEUDI}
    demander_autorisation(etablissement=c.ecole, auteur=c.maths, genre="sortie", classes=[c.cinquieme], champs=champs)
    page = entrer(c.hugo).get(SEMAINE).text
    assert "Théâtre" in page and "Paris" in page and "Dix euros" not in page and "/autorisations/" not in page


# --- « Au collège » -----------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.continuite")
def test_the_page_of_their_college_lists_what_comes_by_day_then_what_was_handed_in(c, d, mardi, donner, entrer):
    donner("Learn unit 4", "2D-ANG", MERCREDI, c.anglais)
    donner("Thalès", "2D-MAT", MERCREDI)
    donner("Pour la sixième", "2D-FRA", MERCREDI, c.francais, c.sixieme)
    donner("Hier", "2D-MAT", dt.date(2026, 11, 23))
    a_rendre = donner("Exposé", "2D-PC", JEUDI, est_a_rendre=True)
    rendu = donner("Croquis", "2D-PC", JEUDI, est_a_rendre=True)
    ancien = donner("Vieux", "2D-PC", dt.date(2026, 10, 1), est_a_rendre=True)
    passe = donner("Rédaction", "2D-FRA", dt.date(2026, 11, 20), c.francais, est_a_rendre=True)
    d_agathe = donner("Commun", "2D-PC", dt.date(2026, 11, 20), est_a_rendre=True)
    for travail, eleve, jours in [
        (rendu, c.hugo, 0),
        (passe, c.hugo, 5),
        (ancien, c.hugo, 55),
        (d_agathe, c.agathe, 5),
    ]:
        Remise.objects.create(travail=travail, eleve=eleve, par=eleve, remis_le=mardi - dt.timedelta(days=jours))
    Retour.objects.create(remise=passe.remises.get(), auteur=c.francais, texte="Bien", visible_le=mardi)
    page = entrer(c.hugo).get("/college/").text
    assert "eleve--lit" in page
    ordre = [
        "Pour demain",
        "Mathématiques",
        "Thalès",
        "Learn unit 4",
        "Exposé",
        "Ce que tu as rendu",
        "Croquis",
        "Rédaction",
    ]
    places = [page.index(dit) for dit in ordre]
    assert places == sorted(places)
    # Without what is said beside a button.
    vue = re.sub(r'<span class="hors-ecran">(?:[^<]|<span[^>]*>[^<]*</span>)*</span>', "", page)
    assert [vue.count(f">{dit}<") for dit in ("Croquis", "Exposé", "Rédaction")] == [1, 1, 1]
    assert (
        page.count("J’ai une réponse") == 1 and f'href="{reverse("cahier_eleve_travail", args=[a_rendre.pk])}"' in page
    )
    for dit in ("Pour la sixième", "Hier", "Vieux", "Commun"):
        assert dit not in page
    assert "Thalès" not in entrer(c.mere).get("/college/").text  # a parent has their week


@pytest.mark.besoin_de("ent.services.continuite")
def test_the_page_of_their_college_costs_the_same_whatever_it_lists(c, mardi, donner, entrer):
    client = entrer(c.hugo)

    def cout(n: int) -> int:
        for rang in range(n):
            rendu = donner(f"R{rang}", "2D-MAT", JEUDI, est_a_rendre=True)
            Remise.objects.create(travail=rendu, eleve=c.hugo, par=c.hugo, remis_le=mardi)
            donner(f"F{rang}", "2D-MAT", JEUDI)
        with CaptureQueriesContext(connection) as requetes:
            client.get("/college/")
        return len(requetes)

    client.get("/college/")
    assert cout(1) == cout(6)


@pytest.mark.besoin_de("ent.services.continuite")
def test_with_nothing_to_do_it_says_so(c, mardi, entrer):
    page = entrer(c.hugo).get("/college/").text
    assert "Rien à préparer" in page and "Ce que tu as rendu" not in page
