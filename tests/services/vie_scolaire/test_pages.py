"""Pages of image rights: two taps for a parent, what the direction reads, what a teacher and the other parent never do."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Personne
from ent.services.vie_scolaire.models import AccordEleve, Consentement, DemandeConsentement
from tests.portail.test_accueil import texte

from .test_lus import champs_de

CLASSE = "consentements_classe"


def repondre(client, demande, eleve, support="journal", reponse="oui", **options):
    adresse = reverse("consentements_repondre", args=[demande.pk, eleve.uuid])
    return client.post(adresse, {"support": support, "reponse": reponse}, **options)


def tuile(page) -> str:
    trouvee = re.search(r'<section id="tuile-a-faire".*?(?=<section id="tuile-)', page.text, re.DOTALL)
    return trouvee[0] if trouvee else ""


# --- The home ---------------------------------------------------------------------------------------------------------
def test_the_tile_counts_what_this_parent_owes_and_falls_silent(d, demander, entrer):
    demande = demander()
    client = entrer(d.mere)
    assert "À faire maintenant 2 choses, 2 min" in texte(client.get("/")), "two children of this school"
    for eleve in (d.eleve_cp, d.eleve_cm2):
        for support in ("journal", "site"):
            assert repondre(client, demande, eleve, support, "non", headers={"HX-Request": "true"}).status_code == 204
    assert "Déjà répondu" in texte(client.get("/"))
    Consentement.objects.update(dit_le="2026-11-20T10:00:00Z")
    silencieuse = tuile(client.get("/"))
    assert silencieuse.endswith(" hidden></section>")
    assert "vie_scolaire:consentement_demande from:body, vie_scolaire:consentement_change from:body" in silencieuse


def test_the_tile_follows_the_child_that_the_page_keeps_to(d, demander, entrer):
    demander()
    page = entrer(d.mere).get(f"/?enfant={d.eleve_cm2.uuid}")
    assert "À faire maintenant 1 chose, 1 min" in texte(page)
    assert "Inès" not in re.sub(r"<nav.*?</nav>", "", tuile(page))


def test_nothing_is_chosen_beforehand(d, demander, entrer):
    demander()
    page = entrer(d.mere).get("/autorisations/").text
    assert 'aria-pressed="true"' not in page
    assert page.count('aria-pressed="false"') == 0
    assert len(re.findall(r'<button[^>]*name="reponse"[^>]*>', page)) == 8
    assert len(re.findall(r'<button[^>]*bouton--second[^>]*name="reponse"[^>]*>', page)) == 8, "neither is put forward"


def test_a_page_that_asks_nothing_does_not_speak_of_answers(d, mardi, demander, entrer):
    vide = texte(entrer(d.mere).get("/autorisations/"))
    assert "L’école ne demande rien pour les photos en ce moment." in vide
    assert "Ce que vous répondez pour les photos" not in vide
    assert "Sans réponse de votre part" not in vide
    demander()
    assert "Sans réponse de votre part" in texte(entrer(d.mere).get("/autorisations/"))


@pytest.mark.besoin_de("cahier_de_textes")
@pytest.mark.parametrize("nombre", [0, 1, 3])
def test_a_home_that_owes_nothing_costs_nothing_more(d, demander, dire, entrer, nombre, django_assert_num_queries):
    """As many queries as before there were image rights (test_accueil), whatever was asked and answered."""
    for _n in range(nombre):
        demande = demander()
        for eleve in (d.eleve_cp, d.eleve_cm2):
            dire(demande, d.mere, eleve, journal=True, site=False)
    Consentement.objects.update(dit_le="2026-11-20T10:00:00Z")
    client = entrer(d.mere)
    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.besoin_de("cahier_de_textes")
@pytest.mark.parametrize("nombre", [1, 3])
def test_a_home_that_owes_costs_two_queries_more(d, demander, entrer, nombre, django_assert_num_queries):
    for _n in range(nombre):
        demander()
    client = entrer(d.mere)
    client.post("/notifications/", {"jusqu_a": "999999"})
    with django_assert_num_queries(9):
        client.get("/")


def test_a_tap_that_cannot_be_read_says_so(d, demander, entrer):
    demande = demander()
    page = repondre(entrer(d.mere), demande, d.eleve_cp, reponse="peut-être")
    assert page.status_code == 422
    assert "Touchez « Oui » ou « Non »" in texte(page)
    assert Consentement.objects.count() == 0


def test_without_a_script_one_comes_back_to_the_coupon_just_answered(d, demander, entrer):
    demande = demander()
    client = entrer(d.mere)
    adresse = repondre(client, demande, d.eleve_cm2, "site", "non")["Location"]
    chemin, _diese, ancre = adresse.partition("#")
    assert (chemin, ancre) == ("/autorisations/", f"reponse-{demande.pk}-{d.eleve_cm2.uuid}-site")
    assert client.get(chemin).text.count(f'id="{ancre}"') == 1


# --- Two parents ------------------------------------------------------------------------------------------------------
def test_one_parent_never_learns_what_the_other_answered_nor_that_they_did(d, demander, entrer):
    demande = demander()
    pere = entrer(d.pere_separe)
    avant = {a: _sans_jeton(pere.get(a)) for a in ("/", "/autorisations/", "/tuile/famille/a-faire/")}
    mere = entrer(d.mere)
    for support, reponse in [("journal", "non"), ("site", "oui"), ("journal", "oui")]:
        repondre(mere, demande, d.eleve_cp, support, reponse)
    assert {a: _sans_jeton(pere.get(a)) for a in avant} == avant
    repondre(pere, demande, d.eleve_cp, "journal", "oui")
    page = _sans_jeton(pere.get("/autorisations/"))
    assert page.count('aria-pressed="true"') == 1, "his own answer"
    assert "Vos réponses d’avant" not in page, "the mother changed her mind, not he"
    assert "Vos réponses d’avant" in mere.get("/autorisations/").text


def _sans_jeton(page) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page.text)


def test_a_parent_answers_for_their_own_children_only(d, demander, entrer):
    demande = demander()
    assert repondre(entrer(d.mere_arabophone), demande, d.eleve_cp).status_code == 404
    assert repondre(entrer(d.mere), demande, d.eleve_ms).status_code == 404, "hers, but of another school"
    assert repondre(entrer(d.eleve_cp), demande, d.eleve_cp).status_code == 404, "a pupil consents to nothing here"
    assert Consentement.objects.count() == 0


# --- The school -------------------------------------------------------------------------------------------------------
def test_the_direction_asks_and_nothing_is_preselected(d, mardi, entrer):
    client = entrer(d.directrice)
    adresse = reverse("consentements_demander", args=[d.elementaire.pk])
    vide = client.get(adresse).text
    assert " checked" not in vide
    assert 'value="2027-08-31"' in vide, "the school year"
    envoi = {
        "finalite": "faire_connaitre",
        "supports": ["site"],
        "texte": "Des photos de la fête.",
        "debut": "2026-11-24",
        "fin": "2027-08-31",
        "classes": [d.cm2.pk],
    }
    assert client.post(adresse, envoi | {"supports": []}).status_code == 422
    assert client.post(adresse, envoi | {"fin": "2028-08-31"}).status_code == 422, "a year at most"
    assert client.post(adresse, envoi | {"classes": [d.ms.pk]}).status_code == 422, "a class of another school"
    assert DemandeConsentement.objects.count() == 0
    assert client.post(adresse, envoi).status_code == 302
    demande = DemandeConsentement.objects.get()
    assert (demande.toute_l_ecole, list(demande.classes.all()), demande.supports) == (False, [d.cm2], ["site"])


def test_the_direction_reads_each_holder_and_a_teacher_the_result_alone(d, demander, dire, entrer):
    demande = demander()
    dire(demande, d.mere, d.eleve_cp, journal=True)
    dire(demande, d.pere_separe, d.eleve_cp, journal=False)
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    adresse = reverse(CLASSE, args=[demande.pk, d.cp_ce1.pk])
    lue = texte(entrer(d.directrice).get(adresse))
    assert "Mme Belhadj : oui" in lue
    assert "M. Belhadj : non" in lue
    assert "Mme Haddad : oui" in lue
    vue = texte(entrer(d.enseignante).get(adresse))
    for nom in ("Mme Belhadj", "M. Belhadj", "Mehdi", "Nadia", "Haddad :", "refusé", "ONDE", " : oui", " : non"):
        assert nom not in vue
    assert re.search(r"Inès Belhadj ne peut pas ne peut pas", vue)
    assert re.search(r"Kenza Haddad peut ne peut pas", vue)


def test_the_hint_of_onde_is_worded_as_a_hint_and_changes_nothing(d, demander, entrer):
    demande = demander()
    Inscription.objects.filter(eleve=d.eleve_cp).update(photo_onde=True)
    page = texte(entrer(d.directrice).get(reverse(CLASSE, args=[demande.pk, d.cp_ce1.pk])))
    assert "La colonne « ONDE » n’est qu’une indication : elle ne vaut jamais un accord." in page
    assert re.search(r"Inès Belhadj ne peut pas Mme Belhadj : attend M. Belhadj : attend ne peut pas .*? oui", page)


def test_a_teacher_reads_their_own_classes_only(d, demander, entrer):
    demande = demander()
    client = entrer(d.enseignante)
    page = texte(client.get(reverse("consentements_demande", args=[demande.pk])))
    assert "CP-CE1" in page
    assert "CM2" not in page
    assert client.get(reverse(CLASSE, args=[demande.pk, d.cm2.pk])).status_code == 404
    assert client.post(reverse("consentements_accords", args=[demande.pk, d.cm2.pk])).status_code == 404
    ailleurs = demander(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert client.get(reverse("consentements_demande", args=[ailleurs.pk])).status_code == 404
    du_cm2 = demander(classes=[d.cm2])
    assert client.get(reverse("consentements_demande", args=[du_cm2.pk])).status_code == 404


def test_what_children_say_is_kept_by_their_teacher(d, demander, entrer):
    demande = demander()
    client = entrer(d.enseignante)
    adresse = reverse("consentements_accords", args=[demande.pk, d.cp_ce1.pk])
    ines, kenza = (f"accord-{e.uuid}-journal" for e in (d.eleve_cp, d.eleve_ce1))
    etranger = f"accord-{d.eleve_cm2.uuid}-journal"
    page = client.post(adresse, {ines: "non", kenza: "oui", etranger: "non"}, follow=True)
    assert "C’est noté : 2 réponses d’enfants." in texte(page)
    assert set(AccordEleve.objects.values_list("eleve", "accorde", "recueilli_par")) == {
        (d.eleve_cp.pk, False, d.enseignante.pk),
        (d.eleve_ce1.pk, True, d.enseignante.pk),
    }
    assert "Rien n’a changé" in texte(client.post(adresse, {ines: "non", kenza: "oui"}, follow=True))
    assert client.post(adresse, {ines: "bof"}).status_code == 422


def test_paper_is_entered_by_class_and_screens_are_left_alone(d, demander, dire, entrer):
    demande = demander()
    dire(demande, d.mere, d.eleve_cp, journal=True, site=True)
    client = entrer(d.directrice)
    adresse = reverse("consentements_papiers", args=[demande.pk, d.cp_ce1.pk])
    de_samira = f"{d.eleve_ce1.uuid}:{d.mere_arabophone.uuid}:journal"
    page = client.get(adresse).text
    assert de_samira in page
    assert f"{d.eleve_cp.uuid}:{d.mere.uuid}:journal" not in page
    assert "1 réponse est entrée." in texte(client.post(adresse, {de_samira: "non"}, follow=True))
    rouverte = champs_de(client.get(adresse).text)
    assert "1 réponse est entrée." in texte(client.post(adresse, rouverte | {de_samira: "oui"}, follow=True))
    assert [(c.origine, c.accorde) for c in Consentement.objects.filter(responsable=d.mere_arabophone)] == [
        ("papier", False),
        ("papier", True),
    ]


def test_sheets_are_a_pdf_of_the_school_or_of_one_class(d, demander, entrer):
    demande = demander()
    client, adresse = entrer(d.directrice), reverse("consentements_feuilles", args=[demande.pk])
    tout, cm2 = client.post(adresse), client.post(adresse, {"classe": d.cm2.pk})
    assert (tout["Content-Type"], tout.content[:5]) == ("application/pdf", b"%PDF-")
    assert len(cm2.content) < len(tout.content)
    assert client.post(adresse, {"classe": d.ms.pk}).status_code == 404


@pytest.mark.parametrize("qui", ["directrice", "enseignante"])
def test_a_class_costs_the_same_for_one_pupil_and_for_all(d, demander, dire, entrer, qui, django_assert_num_queries):
    demande = demander()
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    client, adresse = entrer(getattr(d, qui)), reverse(CLASSE, args=[demande.pk, d.cp_ce1.pk])
    attendu = {"directrice": 16, "enseignante": 14}[qui]
    with django_assert_num_queries(attendu):
        client.get(adresse)
    Inscription.objects.filter(classe=d.cp_ce1).exclude(eleve=d.eleve_ce1).delete()
    with django_assert_num_queries(attendu):
        client.get(adresse)


def test_closing_takes_down_and_says_so(d, demander, entrer):
    demande = demander()
    page = entrer(d.directrice).post(reverse("consentements_fermer", args=[demande.pk]), follow=True)
    assert "les photos que cette demande permettait ne se montrent plus" in texte(page)
    assert "L’école ne demande rien pour les photos en ce moment." in texte(entrer(d.mere).get("/autorisations/"))


def test_an_adult_of_no_child_and_no_school_has_no_page(d, mardi, entrer):
    seul = Personne.objects.create(prenom="Ali", nom="Seul", courriel="ali@exemple.fr")
    assert entrer(seul).get("/autorisations/").status_code == 404
    assert entrer(seul).get("/autorisations/suivi/").status_code == 404
