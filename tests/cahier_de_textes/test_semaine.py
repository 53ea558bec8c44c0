"""The teacher's week: what stands where, how much it weighs, and what it costs to read."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cahier_de_textes.actions import emploi as actions_emploi
from cahier_de_textes.emploi import Creneau
from cahier_de_textes.lectures import charge as lectures_charge
from cahier_de_textes.lectures import semaine as lectures_semaine
from cahier_de_textes.models import Seance, TravailFait, TravailVu
from cahier_de_textes.templatetags import jours
from ent.annuaire.models import Groupe, Inscription, Personne
from ent.coquille import jinja
from tests.cahier_de_textes.test_actions import MARDI_21H, donner
from tests.cahier_de_textes.test_seances import ecrire

LUNDI = dt.date(2026, 11, 23)
JEUDI = dt.date(2026, 11, 26)
VENDREDI = dt.date(2026, 11, 27)


@pytest.fixture
def page(d):
    return reverse("cahier_classe", args=[d.cp_ce1.pk])


def lire(qui, cibles, lundi=LUNDI):
    return lectures_semaine.semaine(Personne.objects.get(pk=qui.pk), lundi, cibles)


def case(semaine, date):
    return next(c for c in semaine.cases if c.date == date)


# --- What stands in the week ------------------------------------------------------------------------------------------
def test_work_first_then_half_days_in_their_order(d, mardi):
    donner(d)
    ecrire(d, date=JEUDI, titre="Peinture", moment="apres_midi")
    ecrire(d, date=JEUDI, titre="Problèmes", heure=dt.time(10, 30))
    ecrire(d, date=JEUDI, titre="Lecture", heure=dt.time(8, 40))
    jeudi = case(lire(d.enseignante, [d.cp_ce1]), JEUDI)
    assert [t.texte for t in jeudi.travaux] == ["Relire la page 14"]
    assert [s.titre for s in jeudi.matin] == ["Lecture", "Problèmes"]
    assert [s.titre for s in jeudi.apres_midi] == ["Peinture"]


def test_counters_count_pupils_and_only_those_concerned(d, mardi):
    travail = donner(d, niveau="CE1")
    for par in (d.mere_arabophone, d.eleve_ce1):
        TravailVu.objects.create(travail=travail, eleve=d.eleve_ce1, par=par)
    TravailFait.objects.create(travail=travail, eleve=d.eleve_ce1)
    [lu] = case(lire(d.enseignante, [d.cp_ce1]), JEUDI).travaux
    assert (lu.nombre_vus, lu.nombre_faits, lu.nombre_concernes) == (1, 1, 10)


def test_who_left_the_class_is_counted_no_more(d, mardi):
    """Two of two had seen it, of whom one goes: it is not seen by who is left and has not looked."""
    travail = donner(d, eleves=[d.eleve_ce1, d.eleve_cp])
    TravailVu.objects.create(travail=travail, eleve=d.eleve_cp, par=d.mere)
    TravailFait.objects.create(travail=travail, eleve=d.eleve_cp)
    d.eleve_cp.inscriptions.filter(classe=d.cp_ce1).update(fin=LUNDI)
    [lu] = case(lire(d.enseignante, [d.cp_ce1]), JEUDI).travaux
    assert (lu.nombre_vus, lu.nombre_faits, lu.nombre_concernes) == (0, 0, 1)


def test_named_pupils_are_in_the_week_of_their_class_by_their_names(d, mardi, entrer, page):
    donner(d, eleves=[d.eleve_ce1])
    [lu] = case(lire(d.enseignante, [d.cp_ce1]), JEUDI).travaux
    assert (lu.prenoms, lu.nombre_concernes) == (["Kenza"], 1)
    assert "Kenza" in entrer(d.enseignante).get(page, {"semaine": "2026-11-23"}).text


def test_of_named_pupils_who_all_left_the_week_says_who_they_were_and_counts_nothing(d, mardi, entrer, page):
    donner(d, eleves=[d.eleve_ce1])
    ecrire(d, date=JEUDI, eleves=[d.eleve_ce1, d.eleve_cp])
    for eleve in (d.eleve_ce1, d.eleve_cp):
        eleve.inscriptions.filter(classe=d.cp_ce1).update(fin=LUNDI)
    texte = entrer(d.enseignante).get(page, {"semaine": "2026-11-23"}).text
    assert "Kenza n’est plus dans la classe" in texte and "0/0" not in texte
    assert "Inès, Kenza ne sont plus dans la classe" in texte


def test_the_direction_reads_all_but_drafts(d, mardi, entrer, page):
    donner(d, texte="Donné")
    donner(d, texte="En cours d’écriture", est_brouillon=True)
    ecrire(d, date=JEUDI, titre="Prévue")
    ecrire(d, date=JEUDI, titre="Ébauche", est_brouillon=True)
    maitresse, directrice = (entrer(q).get(page).text for q in (d.enseignante, d.directrice))
    for texte in ("Donné", "Prévue"):
        assert texte in maitresse and texte in directrice
    for texte in ("En cours d’écriture", "Ébauche"):
        assert texte in maitresse and texte not in directrice
    assert "brouillon" in maitresse and "Ajouter" in maitresse
    assert "ajout-rapide" not in directrice and "ajout-jour" not in directrice
    # Where one adds is drawn as a plus: the words say it too, of each day and half-day.
    liens = re.findall(r'<a class="ajout-jour.*?</a>', maitresse, re.DOTALL)
    dits = {" ".join(re.sub(r"<[^>]+>", "", lien).split()) for lien in liens}
    assert {"Donner du travail pour jeudi", "Ajouter une séance jeudi 26, Matin"} <= dits


def test_what_is_written_is_shown_as_written(d, mardi, entrer, page):
    """A card fills what is in braces: those that one writes are only words."""
    donner(d, texte="Poser {texte} <b>&</b> {0}")
    ecrire(d, date=JEUDI, titre="L’ensemble {1, 2}", heure=dt.time(8, 5), domaine="")
    texte = entrer(d.enseignante).get(page, {"semaine": "2026-11-23"}).text
    assert "Poser {texte} &lt;b&gt;&amp;&lt;/b&gt; {0}" in texte
    assert "L’ensemble {1, 2}" in texte and "<small>8 h 05</small>" in texte


def test_a_card_says_what_its_seance_says_now_and_whose_it_is_only_where_it_must(d, mardi, entrer):
    """It is drawn once for all who read the same words; its drawing, held in advance, leaves no sign in the page."""
    seance = ecrire(
        d,
        classe=d.cm2,
        auteur=d.enseignant,
        date=JEUDI,
        titre="Lecture : la fable",
        niveaux=["CM2"],
        heure=dt.time(8, 5),
    )
    page = reverse("cahier_classe", args=[d.cm2.pk])

    def carte(adresse, qui=d.enseignant):
        texte = entrer(qui).get(adresse, {"semaine": "2026-11-23"}).text
        assert not re.search("[\x02\x03]", texte)
        debut = texte.index(f'href="{reverse("cahier_seance", args=[seance.pk])}"')
        return re.sub("[ \\n]+", " ", strip_tags(f"<a {texte[debut : texte.index('</a>', debut)]}"))

    assert carte(page) == carte(page, d.directrice) == " Lecture : la fable CM2 8 h 05 "
    assert carte(reverse("cahier_semaine")) == " Lecture : la fable CM2 8 h 05 CM2 "
    Seance.objects.filter(pk=seance.pk).update(titre="Écriture", heure=None, niveaux="")
    corrigee = carte(page)
    assert "Écriture" in corrigee and "Lecture" not in corrigee and "CM2" not in corrigee and "8 h" not in corrigee
    Seance.objects.filter(pk=seance.pk).update(publie_le=None, visible_le=None)
    assert "brouillon" in carte(page)


def test_a_day_too_long_to_be_kept_is_drawn_alike_each_time(d, mardi, entrer, page, monkeypatch):
    """What a process keeps of weeks has a bound."""
    donner(d, texte="Relire la page 12")
    client, semaine = entrer(d.enseignante), {"semaine": "2026-11-23"}
    gardee = client.get(page, semaine).text
    monkeypatch.setattr(jours, "LONGUE", 0)
    avant = jinja._une_fois.cache_info()
    dessinee = client.get(page, semaine).text
    vides, bandeaux = (
        4,
        4,
    )  # days of this week that hold nothing; whose it is, which it is, its tools and the days of a phone
    assert sum(jinja._une_fois.cache_info()[:2]) - sum(avant[:2]) == vides + bandeaux
    assert a_l_identique(dessinee) == a_l_identique(gardee) and "Relire la page 12" in dessinee


def a_l_identique(texte: str) -> str:
    """Without what is drawn by chance."""
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|name="numero" value=")[\w-]+', "", texte)


def test_what_waits_says_until_when(d, horloge, entrer, page):
    horloge(MARDI_21H)
    donner(d)
    assert "visible demain à 7 h 00" in entrer(d.enseignante).get(page).text


@pytest.mark.parametrize(
    ("lundi", "date", "fermeture"),
    [
        (LUNDI, dt.date(2026, 11, 25), "Pas de classe le mercredi."),
        (dt.date(2026, 11, 9), dt.date(2026, 11, 11), "Férié : 11 novembre."),
        (dt.date(2026, 12, 21), dt.date(2026, 12, 22), "Vacances de Noël."),
    ],
)
def test_closed_days_say_why(d, mardi, entrer, page, lundi, date, fermeture):
    assert case(lire(d.enseignante, [d.cp_ce1], lundi), date).fermeture == fermeture
    assert fermeture in entrer(d.enseignante).get(page, {"semaine": lundi.isoformat()}).text


def test_wednesday_morning_is_open_where_the_school_is_and_its_afternoon_closed(d, mardi):
    d.elementaire.semaine = "4.5"
    d.elementaire.save()
    d.cp_ce1.refresh_from_db()
    mercredi = case(lire(d.enseignante, [d.cp_ce1]), dt.date(2026, 11, 25))
    assert [ouvert for *_reste, ouvert in mercredi.moments] == [True, False]


def test_a_phone_shows_the_day_asked_else_the_next_class_day_else_the_first(d, mardi):
    semaine = lire(d.enseignante, [d.cp_ce1])
    assert semaine.jour_montre(VENDREDI, JEUDI) == VENDREDI
    assert semaine.jour_montre(dt.date(2026, 12, 4), JEUDI) == JEUDI
    assert lire(d.enseignante, [d.cp_ce1], dt.date(2026, 12, 7)).jour_montre(None, JEUDI) == dt.date(2026, 12, 7)


@pytest.mark.parametrize(
    ("instant", "lundi", "jour"),
    [
        ((2026, 11, 27, 0, 30), dt.date(2026, 11, 23), VENDREDI),
        ((2026, 11, 27, 10, 0), dt.date(2026, 11, 23), VENDREDI),
        ((2026, 11, 27, 17, 0), dt.date(2026, 11, 30), dt.date(2026, 11, 30)),
        ((2026, 11, 28, 9, 0), dt.date(2026, 11, 30), dt.date(2026, 11, 30)),
        ((2026, 11, 24, 10, 0), dt.date(2026, 11, 23), JEUDI),
    ],
    ids=["in the night", "in class", "over", "on Saturday", "on a Tuesday, what is due next"],
)
def test_the_week_is_that_of_today_until_school_is_over(d, horloge, entrer, page, instant, lundi, jour):
    horloge(timezone.make_aware(dt.datetime(*instant)))
    contexte = entrer(d.enseignante).get(page).context
    assert (contexte["semaine"].lundi, contexte["jour_montre"]) == (lundi, jour)


# --- Several at once --------------------------------------------------------------------------------------------------
def test_several_classes_at_once_each_item_with_its_own(d, mardi, entrer):
    donner(d, classe=d.cm2, auteur=d.enseignant, texte="Les fractions")
    donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant, texte="La fable")
    donner(d, texte="Celle d’une autre classe")
    cibles = list(entrer(d.enseignant).get(reverse("cahier_semaine")).context["cibles"])
    assert cibles == [d.cm2, d.groupe_lecture]
    jeudi = case(lire(d.enseignant, cibles), JEUDI)
    assert [(t.texte, t.cible.nom) for t in jeudi.travaux] == [
        ("Les fractions", "CM2"),
        ("La fable", "Lecture à voix haute"),
    ]
    texte = entrer(d.enseignant).get(reverse("cahier_semaine")).text
    assert "Les fractions" in texte and "Celle d’une autre classe" not in texte


def test_schools_with_other_weeks_close_for_themselves(d, mardi):
    d.maternelle.semaine = "4.5"
    d.maternelle.save()
    d.ms.refresh_from_db()
    mercredi = case(lire(d.remplacant, [d.cm2, d.ms]), dt.date(2026, 11, 25))
    assert (mercredi.ouvertes, mercredi.est_ouvert) == ([d.ms], True)


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "referente", "directrice"])
def test_who_teaches_nothing_has_no_week(d, mardi, entrer, qui):
    assert entrer(getattr(d, qui)).get(reverse("cahier_semaine"))["Location"] == reverse("cahier")


# --- Load -------------------------------------------------------------------------------------------------------------
def charges(d, cibles, date=JEUDI, qui=None, **options):
    suivis = lectures_charge.publics(cibles)
    lignes = lectures_charge.charge(qui or d.enseignante, cibles, suivis, [date], **options)[date]
    return {ligne.libelle: ligne for ligne in lignes}


def test_the_load_adds_up_all_the_teachers_of_each_pupil(d, mardi):
    donner(d, niveau="CE1", minutes=15)
    donner(d, minutes=5)
    donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant, minutes=10)
    lignes = charges(d, [d.cp_ce1])
    assert (lignes["CP"].duree, lignes["CE1"].duree) == ("5 min", "20 à 30 min")
    assert lignes["CE1"].minutes[d.eleve_ce1.pk] == 30
    assert not lignes["CP"].depasse
    assert lectures_charge.alertes(lignes.values()) == [
        "Jeudi, CE1 (Kenza) : 30 min de travail à la maison. Au-delà de 20, on vous le dit ; vous décidez."
    ]


def test_the_whole_level_is_said_as_a_level(d, mardi):
    donner(d, niveau="CE1", minutes=25)
    (phrase,) = lectures_charge.alertes(charges(d, [d.cp_ce1]).values())
    assert phrase.startswith("Jeudi, CE1 : 25 min de travail à la maison.")
    donner(d, niveau="CP", minutes=25)
    (phrase,) = lectures_charge.alertes(charges(d, [d.cp_ce1]).values())
    assert phrase.startswith("Jeudi, CP · CE1 : 25 min de travail à la maison.")


def test_a_level_of_a_college_is_said_as_it_is_written(c, mardi):
    assert [ligne.libelle for ligne in charges(c, [c.cinquieme], qui=c.maths).values()] == ["5e"]


def test_another_teacher_s_draft_and_what_is_withdrawn_weigh_nothing(d, mardi):
    donner(d, minutes=25, est_brouillon=True)
    donner(d, minutes=25).retire_le = None
    travail = donner(d, minutes=10)
    travail.retire_le = mardi
    travail.save()
    assert charges(d, [d.cp_ce1], qui=d.enseignante)["CP"].maximum == 50
    assert charges(d, [d.groupe_lecture], qui=d.enseignant)["CE1"].maximum == 25


def test_what_is_being_written_counts_and_what_is_corrected_counts_once(d, mardi):
    travail = donner(d, minutes=10)
    ajout = lectures_charge.Ajout(JEUDI, 15, frozenset([d.eleve_cp.pk]))
    lignes = charges(d, [d.cp_ce1], sauf=travail, plus=ajout)
    assert (lignes["CP"].duree, lignes["CE1"].duree) == ("0 à 15 min", "0 min")


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_load_costs_three_queries(d, mardi, django_assert_num_queries, nombre):
    for _n in range(nombre):
        donner(d, minutes=10)
    d.enseignante.portee.classes_tenues, d.enseignante.portee.groupes_tenus  # noqa: B018
    with django_assert_num_queries(3):
        charges(d, [d.cp_ce1])


def test_the_form_shows_the_load_of_the_day_as_one_chooses(d, mardi, entrer):
    donner(d, minutes=15, niveau="CE1")
    adresse = reverse("cahier_charge_classe", args=[d.cp_ce1.pk])
    envoi = {"jour": "2026-11-26", "minutes": "10", "pour": "CE1"}
    texte = entrer(d.enseignante).get(adresse, envoi).text
    assert "Jeudi, CE1 : 25 min de travail à la maison. Au-delà de 20, on vous le dit ; vous décidez." in texte
    assert "Au-delà" not in entrer(d.enseignante).get(adresse, envoi | {"pour": "CP"}).text
    # Without minutes, those of the kind; what makes no sense counts for nothing.
    assert "25 min" in entrer(d.enseignante).get(adresse, envoi | {"minutes": "", "nature": "lire"}).text
    for fou in (
        {"minutes": "²"},
        {"pour": "CM2"},
        {"pour": "eleves", "eleves": "x"},
        {"sauf": "9" * 30},
        {"jour": "x"},
    ):
        assert entrer(d.enseignante).get(adresse, envoi | fou).status_code == 200


def test_giving_too_much_is_said_after_sending_too(d, mardi, entrer):
    don = reverse("cahier_donner_classe", args=[d.cp_ce1.pk])
    envoi = {"nature": "lire", "texte": "Page 3", "jour": "2026-11-26", "minutes": "25"}
    # Once on the page that comes, in the week, and for the whole class.
    texte = entrer(d.enseignante).post(don, envoi, follow=True).text
    assert texte.count("de travail à la maison.") == 1
    assert "Jeudi, CP · CE1 : 25 min de travail à la maison." in texte


# --- What it costs ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_week_of_a_class_costs_the_same_whatever_it_holds(
    d, mardi, entrer, page, django_assert_num_queries, nombre
):
    for n in range(nombre):
        travail = donner(d, texte=f"Page {n}")
        donner(d, eleves=[d.eleve_ce1, d.eleve_cp][: n + 1], niveau="")
        ecrire(d, date=JEUDI, niveaux=["CP"])
        for eleve in Inscription.objects.filter(classe=d.cp_ce1).values_list("eleve", flat=True)[: 3 * nombre]:
            TravailFait.objects.create(travail=travail, eleve_id=eleve)
            TravailVu.objects.create(travail=travail, eleve_id=eleve, par=d.mere)
    client = entrer(d.enseignante)
    # session, person; ties; class; pupils with their groups; travaux; who has them, load, visas, timetable with unread; séances
    with django_assert_num_queries(8):
        client.get(page)
    # Who has a timetable reads it: one more.
    chorale = Creneau(JEUDI.weekday(), "apres_midi", "Chorale")
    actions_emploi.ecrire_emploi(classe=d.cp_ce1, auteur=d.enseignante, creneaux=[chorale])
    with django_assert_num_queries(9):
        assert "Chorale" in client.get(page).text


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_week_of_several_costs_the_same_however_many(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        groupe = Groupe.objects.create(etablissement=d.elementaire, annee=d.cm2.annee, nom=f"Groupe {n}")
        groupe.enseignants.add(d.enseignant)
        groupe.eleves.add(d.eleve_cm2)
        donner(d, classe=None, groupe=groupe, auteur=d.enseignant)
    client = entrer(d.enseignant)
    # session, person; ties; classes, groups; pupils with their groups; travaux; who has them, load, timetables with unread; séances
    with django_assert_num_queries(9):
        client.get(reverse("cahier_semaine"))


def test_what_was_taken_back_is_found_again_where_it_stood(d, mardi, entrer, page):
    """Whatever page one comes from, and for who may put it back alone."""
    client = entrer(d.enseignante)
    assert "<summary>Retiré" not in client.get(page, {"semaine": "2026-11-23"}).text
    travail, seance = donner(d), ecrire(d, date=JEUDI, titre="Lecture")
    client.post(reverse("cahier_retirer", args=[travail.pk]))
    client.post(reverse("cahier_seance_retirer", args=[seance.pk]))
    lue = client.get(page, {"semaine": "2026-11-23"}).text
    assert "Retirés : 2" in lue and 'aria-label="Remettre Relire la page 14"' in lue
    assert reverse("cahier_remettre", args=[travail.pk]) in lue
    assert reverse("cahier_seance_remettre", args=[seance.pk]) in lue
    assert "Retirés" not in client.get(page, {"semaine": "2026-11-30"}).text
    assert "Retirés" not in entrer(d.directrice).get(page, {"semaine": "2026-11-23"}).text


@pytest.mark.parametrize("nom", ["cahier_classe", "cahier_groupe"])
def test_a_number_longer_than_any_is_no_class(d, mardi, entrer, nom):
    assert entrer(d.enseignante).get(reverse(nom, args=[10**20])).status_code == 404
