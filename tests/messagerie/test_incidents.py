"""Stolen accounts, threats: one act cuts, everyone reads why, nothing written moves, and the evidence leaves whole."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne, Place
from ent.connexion import derivation
from ent.connexion.actions import renouveler_les_secrets
from ent.connexion.models import SecretEleve
from messagerie.actions import incidents, messages
from messagerie.droits.regles import jours_des_preuves, peut_declarer_un_incident
from messagerie.lectures.fils import place
from messagerie.models import Incident, Message
from tests.messagerie.conftest import MOTIF
from tests.messagerie.test_regles import regler


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


def refaire(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def page(d) -> str:
    return reverse("messagerie_incident", args=[d.elementaire.uai])


# --- One act ----------------------------------------------------------------------------------------------------------
def test_the_page_says_what_will_happen_before_it_does(d, mardi, entrer, page):
    lue = texte(entrer(d.directrice).get(page))
    assert "36 élèves sortent de leurs tablettes et changent de secret, une bannière le dit sur chaque page" in lue
    assert "rien de ce qui est écrit ne peut plus être modifié ni retiré" in lue
    assert not Incident.objects.exists()


def test_a_college_has_no_tablet_to_leave(c, d, entrer):
    """Its pupils have accounts, which a cut does not touch; nor has its sheet, at the territory's, a wall of first names."""
    page = entrer(c.principale).get(reverse("messagerie_incident", args=[c.ecole.uai])).text
    assert "Dès que vous coupez : une bannière le dit sur chaque page" in page and "secret" not in page
    assert "Tablettes" not in entrer(d.operateur).get(reverse("annuaire_fiche", args=[c.ecole.uai])).text


def test_pupils_can_no_longer_send_and_others_can(d, fils_de, ecrire, entrer, page):
    fil, foyer = fils_de.eleves, fils_de.foyer()
    assert entrer(d.directrice).post(page, {"portee": "eleves", "motif": MOTIF}).status_code == 302
    assert not place(d.eleve_cp, fil).peut_ecrire
    with pytest.raises(PermissionDenied):
        ecrire(fil, d.eleve_cp, "Coucou")
    assert place(d.enseignante, fil).peut_ecrire and place(d.mere, foyer).peut_ecrire
    ligne = EntreeJournal.objects.get(verbe="messagerie.declarer_incident")
    assert (ligne.etablissement, ligne.details) == (d.elementaire, {"portee": "eleves", "eleves": 36})


def test_all_but_the_direction_can_be_silenced(d, fils_de, ecrire, couper):
    foyer, de_la_direction = fils_de.foyer(), fils_de.foyer(direction=True)
    couper(d.elementaire, "tous")
    assert not place(d.mere, foyer).peut_ecrire and not place(d.enseignante, foyer).peut_ecrire
    assert place(d.directrice, de_la_direction).peut_ecrire
    assert ecrire(de_la_direction, d.directrice, "Nous nous en occupons.").numero == 1
    assert place(d.mere, fils_de.foyer(d.eleve_ms, d.mere)).peut_ecrire  # the other school goes on


def test_the_territory_is_cut_by_the_operator_in_one_act(d, fils_de, couper):
    incident = couper(None, "tous", d.operateur)
    assert not place(d.mere, fils_de.foyer()).peut_ecrire
    assert not place(d.mere, fils_de.foyer(d.eleve_ms, d.mere)).peut_ecrire
    incidents.finir_incident(incident=incident, auteur=d.operateur)
    assert place(d.mere, fils_de.foyer()).peut_ecrire
    verbes = EntreeJournal.objects.filter(etablissement=None).values_list("verbe", flat=True)
    assert {"messagerie.declarer_incident", "messagerie.finir_incident"} <= set(verbes)


def test_ending_restores_and_a_second_one_may_follow(d, fils_de, entrer, page, couper):
    incident = couper(d.elementaire)
    directrice = entrer(d.directrice)
    assert "Rétablir les messages" in texte(directrice.get(page))
    for _fois in range(2):
        assert directrice.post(reverse("messagerie_incident_finir", args=[incident.pk])).status_code == 302
    assert place(d.eleve_cp, fils_de.eleves).peut_ecrire
    assert EntreeJournal.objects.filter(verbe="messagerie.finir_incident").count() == 1
    couper(d.elementaire)
    assert Incident.objects.count() == 2


def test_two_at_a_time_are_refused_in_a_sentence(d, mardi, entrer, page, couper):
    couper(d.elementaire)
    reponse = entrer(d.directrice).post(page, {"portee": "tous", "motif": MOTIF})
    assert reponse.status_code == 422
    assert Incident.objects.count() == 1
    with pytest.raises(ValidationError):
        couper(d.elementaire)


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({"portee": "eleves"}, "Dites ce qui se passe : tout le monde lira cette phrase."),
        ({"portee": "eleves", "motif": "  "}, "Dites ce qui se passe : tout le monde lira cette phrase."),
        ({"portee": "monde", "motif": "x"}, "monde"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_cut(d, mardi, entrer, page, envoi, phrase):
    reponse = entrer(d.directrice).post(page, envoi)
    assert reponse.status_code == 422 and phrase in texte(reponse)
    assert not Incident.objects.exists() and not SecretEleve.objects.exists()


@pytest.mark.parametrize("qui", ["enseignante", "mere", "eleve_cp", "directrice_maternelle", "referente"])
def test_nobody_else_cuts_restores_nor_takes_the_evidence(d, mardi, entrer, page, couper, qui):
    incident = couper(d.elementaire)
    client = entrer(refaire(d.gens[qui]))
    assert client.get(page).status_code == client.post(page, {"portee": "tous", "motif": "x"}).status_code == 404
    assert client.post(reverse("messagerie_incident_finir", args=[incident.pk])).status_code == 404
    envoi = {"preuves-debut": "2026-11-20", "preuves-fin": "2026-11-24"}
    assert client.post(reverse("messagerie_preuves", args=[incident.pk]), envoi).status_code == 404
    assert Incident.objects.get().fini_le is None


def test_a_direction_does_not_restore_what_the_territory_cut(d, mardi, entrer, page, couper):
    incident = couper(None, "tous", d.operateur)
    directrice = entrer(d.directrice)
    assert "dans tout le territoire, seule la direction peut écrire" in texte(directrice.get(page))
    refus = directrice.post(reverse("messagerie_incident_finir", args=[incident.pk]))
    assert refus.status_code == 403 and "lui seul les rétablit" in texte(refus)
    assert directrice.get(reverse("messagerie_incident_territoire")).status_code == 404


# --- Secrets of pupils ------------------------------------------------------------------------------------------------
def test_every_pupil_of_the_school_has_another_secret_and_their_session_ends(d, mardi, entrer, couper):
    SecretEleve.objects.create(eleve=d.eleve_cp, generation=4, echecs=9)
    ouverte, voisine = entrer(d.eleve_cp), entrer(d.eleve_ms)

    def images() -> list[str]:
        eleve = refaire(d.eleve_cp)
        return derivation.secret_images(eleve.uuid, eleve.secret.generation, eleve.gommette_image)

    avant = images()
    couper(d.elementaire)
    generations = dict(SecretEleve.objects.values_list("eleve", "generation"))
    assert len(generations) == 36 and generations[d.eleve_cp.pk] == 5 and generations[d.eleve_ce1.pk] == 1
    assert SecretEleve.objects.get(eleve=d.eleve_cp).echecs == 0
    assert images() != avant
    assert ouverte.get("/").status_code == 302
    assert voisine.get("/").status_code == 200 and d.eleve_ms.pk not in generations
    assert entrer(d.mere).get("/").status_code == 200
    ligne = EntreeJournal.objects.get(verbe="connexion.renouveler_les_secrets")
    assert (ligne.etablissement, ligne.details) == (d.elementaire, {"eleves": 36})


def test_the_whole_territory_is_renewed_in_a_flat_number_of_queries(d, mardi, django_assert_num_queries):
    """Savepoint, missing rows read and written, two updates, whose sockets close, counts, schools, one journal line by school; what their sessions
    opened elsewhere, read with those that end.
    """
    with django_assert_num_queries(18):
        assert renouveler_les_secrets(etablissement=None, auteur=d.operateur) == 46
    assert SecretEleve.objects.filter(generation=1).count() == 46
    with django_assert_num_queries(17):
        renouveler_les_secrets(etablissement=None, auteur=d.operateur)
    assert SecretEleve.objects.filter(generation=2).count() == 46


# --- The banner -------------------------------------------------------------------------------------------------------
PAGES = {"mere": "/", "enseignante": "/", "directrice": "/annuaire/", "remplacant": "/plus/"}


@pytest.mark.parametrize("qui", PAGES)
def test_a_banner_says_it_on_every_page_of_the_people_concerned(d, mardi, entrer, couper, qui):
    client = entrer(d.gens[qui])
    assert 'class="banniere"' not in client.get(PAGES[qui], follow=True).text
    couper(d.elementaire)
    lue = texte(client.get(PAGES[qui], follow=True))
    if qui == "mere":  # to whom they write: the rest filled their phone
        reste = "Vous écrivez encore à la direction et aux enseignants."
        assert f"École du Cerf-Volant : les élèves ne peuvent plus écrire pour le moment. {reste} {MOTIF}" in lue
        return
    assert (
        "École du Cerf-Volant : les élèves ne peuvent plus écrire pour le moment. Écrivent encore : la direction aux enseignants, au "
        "personnel et aux familles ; les enseignants à la direction, aux enseignants, au personnel, aux familles et aux élèves ; le personnel à la "
        f"direction, aux enseignants et au personnel ; les familles à la direction et aux enseignants. {MOTIF}"
    ) in lue


def test_the_other_school_reads_nothing_of_it(d, mardi, entrer, couper):
    couper(d.elementaire)
    for qui in ("directrice_maternelle", "operateur", "referente"):
        assert MOTIF not in entrer(d.gens[qui]).get("/").text


def test_a_pupil_reads_few_words_and_not_why(d, mardi, entrer, couper):
    couper(d.elementaire)
    lue = entrer(refaire(d.eleve_cp)).get("/").text
    assert "Les messages sont coupés pour le moment." in lue and MOTIF not in lue


def test_the_territory_s_banner_is_read_by_all(d, mardi, entrer, couper):
    couper(None, "tous", d.operateur)
    for qui in ("mere", "directrice_maternelle", "operateur"):
        assert (
            "Dans toutes les écoles : seule la direction peut écrire pour le moment, aux enseignants, au personnel et aux familles."
            in texte(entrer(d.gens[qui]).get("/"))
        )


def test_the_banner_says_what_the_rules_of_the_school_leave(d, mardi, entrer, couper):
    """A school where families only answer the direction, and nobody writes to the staff: the sentence asks the predicate of sending."""
    regler(
        Place(ecole=d.elementaire),
        d.directrice,
        {("direction", "personnel"): "non", ("responsable", "enseignant"): "non"},
    )
    couper(d.elementaire)
    assert "Vous écrivez encore à la direction." in texte(entrer(d.mere).get("/"))
    lue = texte(entrer(d.enseignante).get("/"))
    assert "les familles à la direction. " in lue
    assert "la direction aux familles ;" in lue  # the team's thread is for all the staff: one cell closes it to her
    couper(None, "tous", d.operateur)
    assert "Dans toutes les écoles : seule la direction peut écrire pour le moment, aux familles." in texte(
        entrer(d.directrice).get("/")
    )


def test_when_the_rules_leave_nobody_the_banner_says_so(d, mardi, entrer, couper):
    regler(
        Place(ecole=d.elementaire),
        d.directrice,
        {("direction", "responsable"): "non", ("direction", "enseignant"): "non"},
    )
    couper(d.elementaire, "tous")
    assert "École du Cerf-Volant : plus personne ne peut écrire pour le moment." in texte(entrer(d.mere).get("/"))


def test_each_choice_says_what_it_leaves_before_it_is_made(d, mardi, entrer, page):
    lue = texte(entrer(d.directrice).get(page))
    assert "Seule la direction peut écrire pour le moment, aux enseignants, au personnel et aux familles." in lue
    assert "Écrivent encore : la direction aux enseignants" in lue
    assert "personne d’autre n’écrit" not in lue


def test_the_banner_leaves_at_once_when_it_ends(d, mardi, entrer, couper, django_capture_on_commit_callbacks):
    incident = couper(d.elementaire)
    mere = entrer(d.mere)
    assert MOTIF in mere.get("/").text
    with django_capture_on_commit_callbacks(execute=True):
        incidents.finir_incident(incident=incident, auteur=d.directrice)
    assert MOTIF not in mere.get("/").text


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_parents_home_costs_two_queries_more_during_an_incident_and_none_without(
    d, mardi, entrer, couper, django_assert_num_queries
):
    mere = entrer(d.mere)
    with django_assert_num_queries(7):
        assert MOTIF not in mere.get("/").text
    couper(d.elementaire)
    with django_assert_num_queries(9):
        assert MOTIF in mere.get("/").text


def test_an_incident_elsewhere_costs_the_others_nothing(d, mardi, entrer, couper, django_assert_num_queries):
    maternelle = entrer(d.directrice_maternelle)
    maternelle.get("/")
    with CaptureQueriesContext(connection) as sans:
        maternelle.get("/")
    couper(d.elementaire)
    with django_assert_num_queries(len(sans)):
        assert MOTIF not in maternelle.get("/").text


# --- Nothing written moves --------------------------------------------------------------------------------------------
def test_while_it_lasts_nothing_is_corrected_nor_taken_back(d, fils_de, ecrire, couper):
    message = ecrire(fils_de.foyer(), d.mere, "Ce que j’ai dit")
    incident = couper(d.elementaire)
    for geste in (
        lambda: messages.modifier(message=message, auteur=d.mere, texte="Autre chose"),
        lambda: messages.rappeler(message=message, auteur=d.mere),
    ):
        with pytest.raises(PermissionDenied):
            geste()
    assert Message.objects.get(pk=message.pk).texte == "Ce que j’ai dit"
    incidents.finir_incident(incident=incident, auteur=d.directrice)
    messages.modifier(message=message, auteur=d.mere, texte="Autre chose")


# --- Who declares, who reads it afterwards, and how far back --------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "declare", "lit"),
    [
        ("directrice", {"elementaire"}, {"elementaire", "territoire"}),
        ("directrice_maternelle", {"maternelle"}, {"maternelle", "territoire"}),
        ("operateur", {"elementaire", "maternelle", "territoire"}, {"elementaire", "maternelle", "territoire"}),
        ("enseignante", set(), {"territoire"}),
        ("mere", set(), {"territoire"}),
    ],
)
def test_a_direction_keeps_its_school_and_the_operator_all(d, mardi, qui, declare, lit):
    lieux = {"elementaire": d.elementaire, "maternelle": d.maternelle, "territoire": None}
    for lieu in lieux.values():
        Incident.objects.create(etablissement=lieu, motif=MOTIF, par=d.operateur)
    personne, nom_de = refaire(d.gens[qui]), {lieu and lieu.pk: nom for nom, lieu in lieux.items()}
    lus = Incident.objects.visibles_par(personne).values_list("etablissement", flat=True)
    assert {nom_de[pk] for pk in lus} == lit
    assert {nom for nom, lieu in lieux.items() if peut_declarer_un_incident(personne, lieu)} == declare


def test_evidence_is_taken_from_two_months_before_until_a_week_after(d, mardi, horloge):
    """An old incident does not open the threads of the whole year."""
    incident = Incident.objects.create(etablissement=d.elementaire, motif=MOTIF, par=d.directrice)
    horloge(mardi + dt.timedelta(days=30))
    assert jours_des_preuves(incident) == (dt.date(2026, 9, 23), dt.date(2026, 12, 24))
    incident.fini_le = mardi + dt.timedelta(days=2)
    assert jours_des_preuves(incident) == (dt.date(2026, 9, 23), dt.date(2026, 12, 3))


def version(page: str) -> dict[str, str]:
    return {"version": re.search(r'name="version" value="(\w+)"', page)[1]}


def test_what_is_said_of_it_is_corrected_while_it_lasts_and_cuts_nothing_anew(d, page, couper, entrer):
    """A word too many: they had to restore, then cut again, and 46 pupils had another secret."""
    incident = couper(d.elementaire)
    directrice, vers = entrer(d.directrice), reverse("messagerie_incident_corriger", args=[incident.pk])
    assert f'action="{vers}"' in directrice.get(page).text
    lue = version(directrice.get(page).text)
    assert directrice.post(vers, lue | {"motif": " "}).status_code == 422
    assert directrice.post(vers, lue | {"motif": "Tout est réglé ce soir."}, follow=True).status_code == 200
    accueil = texte(entrer(d.mere).get("/"))
    assert "Tout est réglé ce soir." in accueil and MOTIF not in accueil
    assert EntreeJournal.objects.get(verbe="messagerie.corriger_incident").details["avant"] == MOTIF
    assert EntreeJournal.objects.filter(verbe="messagerie.declarer_incident").count() == 1
    # Another page that was open since before: what was written meanwhile is not lost unseen.
    ailleurs = directrice.post(vers, lue | {"motif": "Demain"})
    assert (
        ailleurs.status_code == 422
        and "Ce qui est enregistré maintenant" in ailleurs.text
        and "Demain" in ailleurs.text
    )
    assert Incident.objects.get().motif == "Tout est réglé ce soir."
    lue = version(ailleurs.text)
    incidents.finir_incident(incident=incident, auteur=d.directrice)
    fini = texte(directrice.post(vers, lue | {"motif": "Encore"}, follow=True))
    assert "cette phrase n’est plus lue" in fini and Incident.objects.get().motif == "Tout est réglé ce soir."


def test_the_operator_is_not_asked_to_print(d, entrer):
    """They hold no paper of a pupil."""
    fait = entrer(d.operateur).post(
        reverse("messagerie_incident_territoire"), {"portee": "eleves", "motif": MOTIF}, follow=True
    )
    assert "chaque école imprime leurs papiers" in texte(fait)
