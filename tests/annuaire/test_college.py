"""A collège: who teaches what to each division, as its principal keeps it and as families read it; the turn of the year; a family in two schools."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions, matieres
from ent.annuaire.equipes import matieres_enseignees, professeurs_de
from ent.annuaire.forms.reglages import ReglagesForm
from ent.annuaire.models import (
    Affectation,
    Classe,
    EntreeJournal,
    Etablissement,
    Inscription,
    Passage,
    Personne,
    Responsabilite,
)
from ent.annuaire.pouvoir import pouvoirs_d_aide


def tenues(classe) -> dict[str, tuple[str, list[str]]]:
    return {t.enseignant.nom: (t.nature, t.matieres) for t in professeurs_de([classe.pk])}


# --- subjects -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ecrit", "code"),
    [
        ("MATHEMATIQUES", "2D-MAT"),
        ("ANGLAIS LV1", "2D-ANG"),
        ("SCIENCES VIE & TERRE", "2D-SVT"),
        ("Sciences et technologie", "2D-SCT"),
        ("HISTOIRE-GEOGRAPHIE-ENS. MORAL", "2D-HG"),
        ("ENSEIGNT MORAL & CIVIQUE", "2D-EMC"),
        ("EDUCATION PHYSIQUE & SPORT.", "2D-EPS"),
        ("BRETON LV2", "Breton Lv2"),
        ("Atelier théâtre", "Atelier théâtre"),
    ],
)
def test_a_label_is_known_however_it_is_written(ecrit, code):
    assert matieres.reconnaitre(ecrit) == code


def test_subjects_are_said_in_their_order_and_in_the_language_of_the_reader():
    assert matieres.ranger(["Atelier théâtre", "2D-PC", "2D-MAT", "2D-PC", ""]) == [
        "2D-MAT",
        "2D-PC",
        "Atelier théâtre",
    ]
    assert matieres.en_mots(["2D-MAT", "2D-PC", "2D-SVT"]) == (
        "mathématiques, physique-chimie et sciences de la vie et de la Terre"
    )
    assert matieres.en_mots([]) == ""
    assert matieres.couleur_de("Atelier théâtre") == ""


# --- the week ------------------------------------------------------------------------------------------------------------
def test_a_college_keeps_its_hours_and_is_asked_no_rhythm_of_an_ecole(c, d, mardi, entrer):
    client, adresse = entrer(c.principale), reverse("annuaire_reglages", args=[c.ecole.uai])
    page = client.get(adresse).text
    assert 'name="semaine"' not in page and "Quatre jours et demi (mercredi matin)." in page
    assert "Quatre jours et demi" in entrer(d.operateur).get(reverse("annuaire_fiche", args=[c.ecole.uai])).text
    heures = {"matin_debut": "08:00", "matin_fin": "12:00", "apres_midi_debut": "13:30", "apres_midi_fin": "17:00"}
    tels_quels = {champ.html_name: champ.value() for champ in ReglagesForm(instance=c.ecole)}
    envoi = {nom: valeur for nom, valeur in tels_quels.items() if valeur} | heures
    envoi |= {"version": re.search(r'name="version" value="([^"]*)"', page)[1], "semaine": "4"}
    reponse = client.post(adresse, envoi)
    c.ecole.refresh_from_db()
    assert (reponse.status_code, c.ecole.matin_debut) == (302, dt.time(8))
    assert sorted(c.ecole.jours_de_classe()) == [0, 1, 2, 3, 4]


# --- the principal's pages ----------------------------------------------------------------------------------------------
def test_the_page_of_a_division_says_who_teaches_what(c, mardi, entrer, django_assert_num_queries):
    adresse = reverse("annuaire_classe", args=[c.ecole.uai, c.cinquieme.pk])
    page = entrer(c.principale).get(adresse).text
    assert page.index("M. Durand") < page.index("Professeur principal, mathématiques et physique-chimie")
    assert page.index("M. Durand") < page.index("Mme Roux") and "Vasseur" not in page
    assert entrer(c.maths).get(adresse).status_code == 404


def test_a_subject_is_said_by_hand_and_what_was_is_kept(c, mardi, entrer):
    adresse = reverse("annuaire_service", args=[c.ecole.uai, c.cinquieme.pk, c.anglais.uuid])
    page = entrer(c.principale).get(adresse)
    envoi = {
        "version": page.context["formulaire"].version,
        "nature": "principal",
        "matieres": ["2D-ANG"],
        "autre": "Club d’échecs, musique",
    }
    assert entrer(c.principale).post(adresse, envoi).status_code == 302
    assert tenues(c.cinquieme)["Roux"] == ("principal", ["2D-ANG", "2D-EMU", "Club d’échecs"])
    finie = Affectation.objects.get(enseignant=c.anglais, classe=c.cinquieme, fin__isnull=False)
    assert (finie.matieres, finie.fin) == (["2D-ANG"], timezone.localdate() - dt.timedelta(days=1))
    ligne = EntreeJournal.objects.get(verbe="annuaire.dire_les_matieres")
    assert (ligne.objet, ligne.auteur_uuid) == (f"classe {c.cinquieme.pk}", c.principale.uuid)
    assert "a dit ce que quelqu’un enseigne" in entrer(c.principale).get(f"/annuaire/{c.ecole.uai}/journal/").text
    # The page that was open before says so, and loses nothing.
    refus = entrer(c.principale).post(adresse, envoi | {"autre": "Latin"})
    assert (refus.status_code, "Latin" in refus.text) == (422, True)
    # The same again changes nothing.
    assert (
        actions.dire_les_matieres(
            affectation=Affectation.objects.get(enseignant=c.anglais, classe=c.cinquieme, fin=None),
            nature="principal",
            matieres=["2D-ANG", "2D-EMU", "Club d’échecs"],
            auteur=c.principale,
        ).fin
        is None
    )
    assert EntreeJournal.objects.filter(verbe="annuaire.dire_les_matieres").count() == 1


def test_nobody_else_opens_it_and_an_ecole_has_none(c, d, mardi, entrer):
    adresse = reverse("annuaire_service", args=[c.ecole.uai, c.cinquieme.pk, c.anglais.uuid])
    for qui in (c.maths, c.mere, d.directrice):
        assert entrer(qui).get(adresse).status_code == 404
    ailleurs = reverse("annuaire_service", args=[c.ecole.uai, d.cp_ce1.pk, d.enseignante.uuid])
    assert entrer(c.principale).get(ailleurs).status_code == 404
    ecole = reverse("annuaire_service", args=[d.elementaire.uai, d.cp_ce1.pk, d.enseignante.uuid])
    assert entrer(d.directrice).get(ecole).status_code == 404
    francais = reverse("annuaire_service", args=[c.ecole.uai, c.cinquieme.pk, c.francais.uuid])
    assert entrer(c.principale).get(francais).status_code == 404


def test_the_team_gives_divisions_with_their_subjects(c, d, mardi, entrer):
    adresse = reverse("annuaire_membre_classes", args=[c.ecole.uai, c.francais.uuid])
    page = entrer(c.principale).get(adresse)
    assert "titulaire" not in page.text and "professeur principal" in page.text
    envoi = {
        "version": page.context["formulaire"].version,
        "classes": [c.sixieme.pk, c.cinquieme.pk],
        "titre": "professeur",
        "matieres": ["2D-FRA", "2D-LCA"],
    }
    assert entrer(c.principale).post(adresse, envoi).status_code == 302
    assert tenues(c.cinquieme)["Vasseur"] == ("professeur", ["2D-FRA", "2D-LCA"])
    assert tenues(c.sixieme)["Vasseur"] == ("principal", ["2D-FRA"])
    assert (
        "5B (français et latin et grec)"
        in entrer(c.principale).get(reverse("annuaire_equipe", args=[c.ecole.uai])).text
    )
    ecole = (
        entrer(d.directrice).get(reverse("annuaire_membre_classes", args=[d.elementaire.uai, d.enseignante.uuid])).text
    )
    assert 'name="matieres"' not in ecole and "professeur principal" not in ecole


def test_who_comes_to_a_college_by_hand_is_a_professeur(c):
    assert actions.affecter(enseignant=c.francais, classe=c.cinquieme).nature == "professeur"


def test_what_one_teaches_to_a_division_is_asked_once_and_never_of_an_ecole(c, d, django_assert_num_queries):
    assert c.cinquieme.etablissement.est_college and not d.cp_ce1.etablissement.est_college  # read with them
    with django_assert_num_queries(1):
        assert matieres_enseignees(c.maths, c.cinquieme) == ["2D-MAT", "2D-PC"]
    with django_assert_num_queries(0):
        assert matieres_enseignees(d.enseignante, d.cp_ce1) == []


# --- what families read -------------------------------------------------------------------------------------------------
def test_the_sheet_of_a_pupil_says_who_teaches_what(c, mardi, entrer):
    page = entrer(c.maths).get(reverse("annuaire_eleve", args=[c.ecole.uai, c.hugo.uuid])).text
    assert "M. Durand, mathématiques et physique-chimie · Mme Roux, anglais" in page
    assert entrer(c.francais).get(reverse("annuaire_eleve", args=[c.ecole.uai, c.hugo.uuid])).status_code == 404


@pytest.mark.besoin_de("messagerie")
def test_a_family_writes_to_teachers_whose_subject_it_reads(c, mardi, entrer):
    page = entrer(c.mere).get(reverse("messagerie_ecrire")).text
    assert "Les professeurs de la 5B" in page
    assert "M. Durand, mathématiques et physique-chimie · Mme Roux, anglais" in page
    assert "Vasseur" not in page and "Mme Lefort" in page


# --- the turn of the year -----------------------------------------------------------------------------------------------
def test_the_turn_of_the_year_takes_the_sixth_up_and_the_third_out(c):
    troisieme = Classe.objects.create(etablissement=c.ecole, annee=c.sixieme.annee, nom="3C")
    tom = Personne.objects.create(prenom="Tom", nom="Pereira", password="!")
    Inscription.objects.create(eleve=tom, classe=troisieme, niveau="3E", debut=c.sixieme.annee.debut)
    with time_machine.travel(dt.datetime(2027, 6, 15, 10), tick=False):
        passage = actions.preparer_le_passage(etablissement=c.ecole, auteur=c.principale)
        places = {p.eleve.prenom: p for p in Passage.objects.get(pk=passage.pk).places.select_related("eleve", "vers")}
        assert (places["Tom"].vers, places["Tom"].niveau) == (None, "")
        assert (places["Agathe"].vers.nom, places["Agathe"].niveau) == ("5B", "5E")
        assert (places["Hugo"].vers.nom, places["Hugo"].niveau) == ("4E", "4E")
        prevues = {p.nom: p.enseignant for p in passage.classes.select_related("enseignant")}
        assert (prevues["5B"], prevues["6A"]) == (c.maths, c.francais)
    with time_machine.travel(dt.datetime(2027, 9, 1, 10), tick=False):
        actions.faire_le_passage(passage=Passage.objects.get(pk=passage.pk), auteur=c.principale)
        assert not Inscription.objects.filter(eleve=tom, fin=None).exists()
        agathe = Inscription.objects.get(eleve=c.agathe, fin=None)
        assert (agathe.classe.nom, agathe.niveau) == ("5B", "5E")
        assert {t.nature for t in Affectation.objects.filter(classe__annee__nom="2027-2028")} == {"principal"}


# --- one page for a family ----------------------------------------------------------------------------------------------
def suivre(adulte, enfant, ecole) -> None:
    Responsabilite.objects.create(
        adulte=adulte,
        enfant=enfant,
        etablissement=ecole,
        lien="pere",
        autorite="confirmee",
        debut=ecole.classes.first().annee.debut,
    )


@pytest.mark.besoin_de("cahier_de_textes")
@pytest.mark.parametrize("page", ["/", "/cahier/jour/", "/semaine/"])
def test_a_child_in_the_college_costs_no_query_more_than_one_in_the_same_ecole(c, d, mardi, client, page):
    """Two children of the same école; then one of them there, and one in the collège."""

    def compter() -> int:
        client.force_login(Personne.objects.get(pk=d.pere_separe.pk))
        client.get(page)
        with CaptureQueriesContext(connection) as faites:
            reponse = client.get(page)
        assert reponse.status_code == 200, page
        dite.append(reponse.text)
        return len(faites)

    dite: list[str] = []
    deux_de_l_ecole = compter()
    assert "Sofiane" in dite[0]
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cm2).delete()
    suivre(d.pere_separe, c.hugo, c.ecole)
    assert compter() == deux_de_l_ecole
    assert "Hugo" in dite[1] and "Inès" in dite[1] and "Sofiane" not in dite[1]


@pytest.mark.besoin_de("pages", "ent.services.onde")
def test_a_college_imports_no_file_of_onde_and_confides_no_such_power(c, d, mardi, entrer):
    """Its people come by the State's directory, or by hand."""
    client = entrer(c.principale)
    assert client.get(reverse("annuaire_import", args=[c.ecole.uai])).status_code == 404
    assert client.get(reverse("annuaire_import_modele", args=[c.ecole.uai])).status_code == 404
    confier = client.get(reverse("annuaire_pouvoirs_confier", args=[c.ecole.uai, c.maths.uuid])).text
    assert 'value="site"' in confier and 'value="import"' not in confier
    la = reverse("annuaire_pouvoirs_confier", args=[d.elementaire.uai, d.enseignante.uuid])
    assert 'value="import"' in entrer(d.directrice).get(la).text
    assert not any("import" in p.code for p in pouvoirs_d_aide(c.ecole.nature))


# --- Who follows schools ---
def _mots(reponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text.partition("<main")[2].partition("</main>")[0]))


def test_of_a_college_no_page_says_a_circonscription_nor_counts_it_among_ecoles(d, entrer, mardi):
    Etablissement.objects.update(circonscription="Trappes")
    client = entrer(d.operateur)
    assert "circonscription Trappes" in _mots(client.get(f"/annuaire/ecoles/{d.elementaire.uai}/"))
    assert "circonscription" not in _mots(client.get(f"/annuaire/ecoles/{d.college.uai}/"))
    ouverture = {"uai": "0783456H", "nom": "Collège des Merisiers", "commune": "78208", "nature": "college"}
    # Typed, then hidden by its nature.
    client.post("/annuaire/ecoles/ouvrir/", ouverture | {"circonscription": "Trappes"})
    assert Etablissement.objects.get(uai="0783456H").circonscription == ""
    pages = ("/", "/annuaire/ecoles/", "/annuaire/ecoles/ouvrir/", reverse("annuaire_reglages_territoire"))
    fautes = re.compile(r"\d écoles?\b|\bÉcoles\b|(?:une|chaque|toutes les) écoles?\b")
    lues = {page: fautes.findall(_mots(client.get(page)).replace("Mes écoles", "")) for page in pages}
    assert lues == {page: [] for page in pages}
