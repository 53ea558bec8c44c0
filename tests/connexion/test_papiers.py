"""« Feuilles d’activation »: who prints what for whom."""

import re
import zlib
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Etablissement, Personne, Responsabilite, Role
from ent.connexion import actions, derivation, droits, lectures
from ent.connexion.models import CodeActivation
from ent.connexion.pdf import Lieu, feuilles_pdf
from ent.diffusion.papier import Feuilles
from tests.graines import MARDI_10H
from tests.papiers import LANGUES
from tests.papiers import pages as textes

from .conftest import erreurs


def imprimer(client, classe, **choix):
    return client.post(reverse("connexion_feuilles", args=[classe.pk]), choix)


def pages(reponse) -> int:
    return len(re.findall(rb"/Type /Page\b", reponse.content))


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("directrice", 200),
        ("enseignante", 200),
        ("enseignant", 404),
        ("directrice_maternelle", 404),
        ("mere", 404),
        ("operateur", 404),
        ("referente", 404),
        ("eleve_cp", 404),
    ],
)
def test_the_direction_and_the_teachers_of_the_class_print(d, entrer, mardi, qui, statut):
    assert entrer(getattr(d, qui)).get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).status_code == statut


def test_those_who_have_not_come_in_are_chosen_beforehand(d, entrer, aline, mardi):
    page = entrer(d.enseignante).get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).text
    assert f'name="responsable" value="{aline.pk}" checked' in page
    assert f'name="responsable" value="{d.mere.pk}" disabled>' in page
    assert CodeActivation.objects.count() == 0


def test_a_sheet_holds_four_slips_a_page_and_the_journal_says_who_printed(d, entrer, aline, adele, mardi):
    reponse = imprimer(
        entrer(d.enseignante),
        d.cp_ce1,
        responsable=[aline.pk],
        eleve=[d.eleve_cp.pk, adele.pk, d.eleve_ce1.pk, d.eleve_cm2.pk],
    )
    assert reponse.headers["Content-Type"] == "application/pdf"
    assert reponse.content.startswith(b"%PDF-")
    assert pages(reponse) == 1  # Sofiane is of another class: his paper is not printed here
    [ligne] = EntreeJournal.objects.filter(verbe="connexion.imprimer_papiers")
    assert (ligne.auteur_uuid, ligne.objet, ligne.details) == (
        d.enseignante.uuid,
        f"classe {d.cp_ce1.pk}",
        {"responsables": 1, "eleves": 3, "nouveaux": 0},
    )


def test_a_lost_paper_is_printed_again_with_the_same_code(d, aline, code):
    assert actions.emettre_code(personne=aline, etablissement=d.elementaire) == code
    assert CodeActivation.objects.get().generation == 0


def test_a_person_who_has_an_account_needs_an_explicit_new_paper(d, entrer, mardi):
    client = entrer(d.directrice)
    refus = imprimer(client, d.cp_ce1, responsable=[d.pere_separe.pk])
    assert refus.status_code == 422
    assert re.findall(r'name="(?:responsable|eleve)" value="(\d+)" checked', refus.text) == [str(d.pere_separe.pk)]
    assert erreurs(refus) == [
        "Une de ces personnes a déjà un compte. Cochez « Nouveau papier » si elle ne peut plus entrer : elle choisira un "
        "autre mot de passe."
    ]
    assert CodeActivation.objects.count() == 0
    assert imprimer(client, d.cp_ce1, responsable=[d.pere_separe.pk], nouveaux="on").status_code == 200
    assert EntreeJournal.objects.filter(verbe="connexion.imprimer_papiers").get().details["nouveaux"] == 1


def test_with_nobody_ticked_the_page_says_it_and_nothing_is_downloaded_nor_noted(d, entrer, mardi):
    equipe = reverse("connexion_feuilles_personnel", args=[d.elementaire.pk])
    for refus in (imprimer(entrer(d.directrice), d.cp_ce1), entrer(d.directrice).post(equipe)):
        assert refus.status_code == 422 and erreurs(refus) == ["Choisissez au moins une personne."]
        assert " checked" not in refus.text.partition('name="responsable"')[2]
    assert not EntreeJournal.objects.filter(verbe__startswith="connexion.imprimer").exists()


def test_a_refusal_prints_nothing_for_the_others_either(d, entrer, aline, mardi):
    imprimer(entrer(d.enseignante), d.cp_ce1, responsable=[aline.pk, d.mere.pk])
    assert CodeActivation.objects.count() == 0


def test_a_teacher_cannot_print_the_paper_of_a_parent_who_directs_a_school(d, entrer, mardi):
    """Her paper would open a school: with it and a child's birth date, a teacher would become a directrice."""
    annuaire.rattacher(adulte=d.directrice_maternelle, enfant=d.eleve_cp, etablissement=d.elementaire)
    for qui in (d.enseignante, d.directrice):
        refus = imprimer(entrer(qui), d.cp_ce1, responsable=[d.directrice_maternelle.pk], nouveaux="on")
        assert refus.status_code == 422
        assert erreurs(refus) == [
            "Une de ces personnes travaille aussi ailleurs : son papier se demande à la direction de son école."
        ]
    assert CodeActivation.objects.count() == 0


def test_a_direction_cannot_give_itself_the_account_of_who_teaches_in_another_school(d, entrer, mardi):
    """The remplaçant works in both schools and has an account: neither direction alone may reopen it."""
    adresse = reverse("connexion_feuilles_personnel", args=[d.elementaire.pk])
    refus = entrer(d.directrice).post(adresse, {"responsable": [d.remplacant.pk], "nouveaux": "on"})
    assert refus.status_code == 422
    accord = entrer(d.directrice).post(adresse, {"responsable": [d.enseignante.pk], "nouveaux": "on"})
    assert accord.status_code == 200


@pytest.mark.parametrize(("qui", "statut"), [("directrice", 200), ("enseignante", 404), ("directrice_maternelle", 404)])
def test_the_papers_of_the_staff_are_the_direction_s(d, entrer, mardi, qui, statut):
    adresse = reverse("connexion_feuilles_personnel", args=[d.elementaire.pk])
    assert entrer(getattr(d, qui)).get(adresse).status_code == statut


def test_an_adult_without_parental_authority_has_no_paper(d, entrer, aline, mardi):
    Responsabilite.objects.filter(adulte=aline).update(autorite=Responsabilite.Autorite.SANS)
    page = entrer(d.enseignante).get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).text
    assert f'value="{aline.pk}"' not in page


def test_an_adult_declared_by_another_school_has_no_paper_here(d, entrer, mardi):
    """The maternelle declares a grandmother for Inès: the élémentaire did not."""
    mamie = Personne.objects.create(prenom="Zohra", nom="Belhadj", password="!")
    annuaire.rattacher(adulte=mamie, enfant=d.eleve_cp, etablissement=d.maternelle)
    page = entrer(d.enseignante).get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).text
    assert f'value="{mamie.pk}"' not in page
    imprimer(entrer(d.enseignante), d.cp_ce1, responsable=[mamie.pk])
    assert CodeActivation.objects.count() == 0


def test_a_code_that_belongs_to_somebody_else_is_skipped(d, aline, mardi):
    """Two codes may fall alike, once in billions: the second person takes the next one."""
    prevu = derivation.code_activation(aline.uuid, d.elementaire.pk, 0)
    actions.emettre_code(personne=d.mere, etablissement=d.elementaire)
    CodeActivation.objects.update(empreinte=derivation.empreinte_code(prevu))
    assert actions.emettre_code(personne=aline, etablissement=d.elementaire) == derivation.code_activation(
        aline.uuid, d.elementaire.pk, 1
    )


def test_names_of_every_family_can_be_printed():
    with Feuilles() as feuilles:
        for nom in (
            "Wołczyńska",
            "Maëlys",
            "Luísa",
            "Şahin",
            "Đorđević",
            "Dvořák",
            "Țepeș",
            "Œuvrard",
            "Ångström",
            "Nguyễn Thị Phượng",
        ):
            assert feuilles.lisible(nom) == nom
        assert feuilles.lisible("Lire 📖 漢字 page 3\nfin") == "Lire  ? page 3\nfin"


def test_no_line_of_a_paper_begins_by_a_question_mark():
    with Feuilles() as feuilles:
        feuilles.add_page()
        assert feuilles.lisible("Qui vient ? « Moi »") == "Qui vient\u00a0? «\u00a0Moi\u00a0»"
        feuilles.set_font("Atkinson", "", 11)
        plein = feuilles.get_string_width("Lundi, qui vient") + 4  # the sign alone would go to the next line
        lignes = feuilles.multi_cell(plein, 5, feuilles.lisible("Lundi, qui vient ?"), dry_run=True, output="LINES")
    assert lignes == ["Lundi, qui", "vient ?"]


def test_the_slip_is_a_real_pdf_with_its_fonts_inside(d, aline, mardi):
    papier = actions.Papier(personne=aline, enfants=[d.eleve_cp], code="KPTW3HQ9")
    contenu = feuilles_pdf([papier], Lieu(d.elementaire, "https://ent.exemple.fr/"))
    assert contenu.count(b"/FontFile2") == 2
    flux = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", contenu, re.DOTALL)
    assert any(b" re f" in zlib.decompress(f) for f in flux if f[:1] == b"x")  # the square is drawn, not an image
    assert b"/Subtype /Image" not in contenu


def test_printing_a_class_costs_the_same_reads_whatever_its_size(d, entrer, compter_lectures, mardi):
    client = entrer(d.enseignante)
    adresse = reverse("connexion_feuilles", args=[d.cp_ce1.pk])
    client.get(adresse)
    for restant in (3, 1):
        garder = list(d.cp_ce1.inscriptions.values_list("pk", flat=True)[:restant])
        d.cp_ce1.inscriptions.exclude(pk__in=garder).delete()
        with compter_lectures(9):
            client.get(adresse)


def test_a_role_given_after_printing_changes_nothing_of_who_may_print(d, entrer, aline, mardi):
    annuaire.donner_role(personne=aline, nature=Role.Nature.OPERATEUR)
    assert Etablissement.objects.visibles_par(aline).count() == 3
    assert imprimer(entrer(d.enseignante), d.cp_ce1, responsable=[aline.pk]).status_code == 422


# --- The rule, in hand: the paper is asked in school 1 ----------------------------------------------------------------
FERME, OUVERT = "", "x"  # the password of the account


@pytest.mark.parametrize(
    ("compte", "dirige", "roles", "liens", "refus"),
    [
        # Nobody came in yet: a family's is printed by who keeps the class, a colleague's by their direction.
        (FERME, set(), [], {1}, ""), (FERME, {1}, [(1, "enseignant")], set(), ""), (FERME, {1}, [(1, "directeur")], set(), ""),
        (FERME, {1}, [(1, "enseignant"), (2, "enseignant")], set(), ""),
        (FERME, set(), [(1, "enseignant")], {1}, "above"), (FERME, {2}, [(1, "enseignant")], {1}, "above"),
        (FERME, {1}, [(1, "enseignant"), (2, "directeur")], {1}, "above"),
        (FERME, {1}, [(1, "enseignant"), (None, "referent_commune")], {1}, "above"),
        (FERME, {1}, [(1, "enseignant"), (None, "operateur")], {1}, "above"),
        # Somebody came in: by who directs all that the account opens.
        (OUVERT, {1}, [], {1}, ""), (OUVERT, {1, 2}, [(2, "enseignant")], {1}, ""),
        (OUVERT, {1}, [], {1, 2}, "ailleurs"), (OUVERT, {1, 2}, [(2, "enseignant")], {1, 3}, "ailleurs"),
        (OUVERT, set(), [], {1}, "ouvert"), (OUVERT, set(), [(1, "enseignant")], {1}, "ouvert"),
        (OUVERT, {1}, [(2, "enseignant")], {1}, "above"),
    ],
)  # fmt: skip
def test_whoever_prints_is_above_what_the_paper_opens(compte, dirige, roles, liens, refus):
    tenus = [Role(etablissement_id=ecole, nature=nature) for ecole, nature in roles]
    assert droits.refus_de_papier(_qui_tient(dirige, dirige), Personne(password=compte), tenus, liens, 1) == refus


def _qui_tient(dirige, papiers, *, operateur=False, siens=(), pk=None):
    """Who directs these schools, and holds the papers of those; the operator, who answers for these children (ids)."""
    portee = SimpleNamespace(
        etablissements_diriges=frozenset(dirige),
        est_operateur=operateur,
        ecoles_ou={"papiers": frozenset(papiers)}.get,
        siens=frozenset(siens),
    )
    return SimpleNamespace(portee=portee, pk=pk)


@pytest.mark.parametrize(
    ("roles", "liens", "refus"),
    [
        ([(1, "directeur")], set(), ""),
        ([(1, "directeur"), (2, "directeur")], set(), ""),
        ([(1, "directeur"), (1, "enseignant")], set(), "above"),
        ([(1, "directeur")], {1}, "above"),  # who is a parent too
        ([], {1}, ""),  # as anybody who keeps the class
    ],
)
def test_the_operator_prints_the_first_paper_of_who_directs_and_is_nothing_else(roles, liens, refus):
    tenus = [Role(etablissement_id=ecole, nature=nature) for ecole, nature in roles]
    operateur = _qui_tient([], [], operateur=True)
    assert droits.refus_de_papier(operateur, Personne(password=FERME), tenus, liens, 1) == refus


@pytest.mark.parametrize(
    ("compte", "siens", "enfants", "refus"),
    [
        (OUVERT, {7}, {7, 8}, "foyer"),
        (OUVERT, {7}, {8}, ""),
        (FERME, {7}, {7}, ""),  # a first paper goes by a schoolbag
    ],
)
def test_who_answers_for_the_same_child_reprints_nothing_of_an_open_account_but_their_own(
    compte, siens, enfants, refus
):
    autre = Personne(pk=2, password=compte)
    assert droits.refus_de_papier(_qui_tient([1], [1], siens=siens, pk=1), autre, [], {1}, 1, enfants) == refus
    assert droits.refus_de_papier(_qui_tient([1], [1], siens=siens, pk=2), autre, [], {1}, 1, enfants) == ""


@pytest.mark.parametrize(
    ("compte", "roles", "liens", "refus"),
    [
        ("", [], {1}, ""),  # a family's first paper
        (OUVERT, [], {1}, "ouvert"),  # an account that is open holds more than papers: the direction gives another
        (OUVERT, [], {1, 2}, "ouvert"),
        ("", [(1, "enseignant")], set(), "above"),  # a colleague's opens what they read
        (OUVERT, [(1, "personnel")], {1}, "above"),
        ("", [(1, "directeur")], set(), "above"),
    ],
)
def test_whom_papers_were_confided_to_prints_those_of_families_alone(compte, roles, liens, refus):
    tenus = [Role(etablissement_id=ecole, nature=nature) for ecole, nature in roles]
    assert droits.refus_de_papier(_qui_tient([], [1]), Personne(password=compte), tenus, liens, 1) == refus


def test_adults_alone_keep_an_account(d, mardi):
    adultes = {cle for cle in d.gens if not cle.startswith("eleve_")}
    assert {cle for cle, qui in d.gens.items() if droits.peut_tenir_un_compte(qui)} == adultes
    assert not droits.peut_tenir_un_compte(AnonymousUser())


@pytest.mark.parametrize("champs", [{"is_active": False}, {"fermee_le": MARDI_10H}, {"is_active": True}])
def test_the_class_opens_neither_a_closed_record_nor_a_merged_one(d, mardi, champs):
    Personne.objects.filter(pk=d.eleve_cp.pk).update(**champs)
    ouverte = d.eleve_cp.inscriptions.filter(droits.inscription_ouverte(d.cp_ce1)).exists()
    assert ouverte is (champs == {"is_active": True})


# --- In two languages -------------------------------------------------------------------------------------------------
MOT_DE_PASSE = "3. Choisissez votre mot de passe. Vous êtes chez vous."


def feuilles(d, *personnes, langue="") -> bytes:
    papiers = [actions.Papier(personne=qui, enfants=[d.eleve_cp], code="KPTW3HQ9") for qui in personnes]
    papiers += [actions.Papier(personne=e.eleve, entree=e) for e in lectures.mur_de(d.cp_ce1)[:2]]
    return feuilles_pdf(papiers, Lieu(d.elementaire, "https://ent.exemple.fr/", d.cp_ce1), langue=langue)


@pytest.mark.parametrize("langue", LANGUES)
def test_a_slip_says_each_sentence_in_the_language_of_the_family_too(d, mardi, encre, langue):
    Personne.objects.filter(pk=d.mere.pk).update(langue=langue)
    d.mere.refresh_from_db()
    page, *_suite = textes(feuilles(d, d.mere))
    assert "3. Choisissez votre mot de passe." in page
    assert encre.perdues == []
    with translation.override(langue):
        assert encre.a_dit(gettext(MOT_DE_PASSE))


def test_each_adult_of_a_household_has_their_own_language_and_french_adds_nothing(d, mardi, encre):
    Personne.objects.filter(pk=d.mere.pk).update(langue="ar")
    d.mere.refresh_from_db()
    feuilles(d, d.mere, d.pere_separe)
    with translation.override("ar"):
        ouvrir = gettext("1. Ouvrez %s").split("%")[0]
        mur = gettext("Le mur de la classe, à ouvrir sur la tablette.")
    ecrites = [dite for dite in encre.dites if dite.startswith(ouvrir)]
    assert len(ecrites) == 2  # measured, then written: on her slip alone
    assert not encre.a_dit(mur)
    encre.dites.clear()
    feuilles(d, d.pere_separe)
    assert not encre.a_dit(ouvrir)


def test_who_prints_chooses_a_language_for_families_of_whom_none_is_known(d, entrer, aline, mardi, encre):
    client = entrer(d.enseignante)
    page = client.get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).text
    assert "Aussi en…" in page and '<option value="ar" lang="ar">' in page
    with translation.override("ar"):
        dit = gettext(MOT_DE_PASSE)
    assert imprimer(client, d.cp_ce1, responsable=[aline.pk], langue="ar").status_code == 200
    assert encre.a_dit(dit)
    encre.dites.clear()
    for langue in ("", "fr", "xx", "../ar"):
        assert imprimer(client, d.cp_ce1, responsable=[aline.pk], langue=langue).status_code == 200
    assert not encre.a_dit(dit)


def test_who_prints_in_another_language_prints_in_french(d, entrer, aline, mardi, encre):
    Personne.objects.filter(pk=d.enseignante.pk).update(langue="ar")
    assert imprimer(entrer(d.enseignante), d.cp_ce1, responsable=[aline.pk]).status_code == 200
    assert encre.a_dit(MOT_DE_PASSE)
    with translation.override("ar"):
        assert not encre.a_dit(gettext(MOT_DE_PASSE))


def test_a_slip_that_says_all_twice_is_never_cut(d, mardi, encre):
    """Four a page in French, as many as the longest allows in two languages."""
    adultes = [d.mere, d.pere_separe, d.mere_arabophone]
    assert len(textes(feuilles(d, *adultes[:2]))) == 1
    assert len(textes(feuilles(d, *adultes[:2], langue="ar"))) == 2
