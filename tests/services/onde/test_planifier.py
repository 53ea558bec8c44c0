"""What an import changes in a school, told by its counts; and that a second run of the same files changes nothing."""

import datetime as dt

from ent.annuaire.models import Classe, EntreeJournal, Inscription, Personne, Responsabilite
from ent.services.onde.models import LigneEnAttente
from ent.services.onde.planifier import planifier

from .exports import appliquer, comptes, eleve, fichier_eleves, fichier_responsables, responsable

MARDI, LUNDI = dt.date(2026, 11, 24), dt.date(2026, 11, 23)


def test_an_empty_school_receives_its_classes_pupils_and_responsables(ecole, trois_eleves, leurs_parents):
    attendu = {"classes_creees": 2, "eleves_crees": 3, "responsables_crees": 2, "liens_crees": 3}
    assert comptes(ecole, trois_eleves, leurs_parents) == attendu
    assert Personne.objects.filter(inscriptions__classe__etablissement=ecole).count() == 0
    assert appliquer(ecole, trois_eleves, leurs_parents) == attendu
    inscrits = Inscription.objects.filter(classe__etablissement=ecole).order_by("eleve__ine")
    assert [(i.eleve.prenom, i.classe.nom, i.niveau, i.debut, i.fin) for i in inscrits] == [
        ("Adèle", "CP-CE1", "CP", MARDI, None),
        ("Yanis", "CP-CE1", "CE1", MARDI, None),
        ("Nour", "CM2", "CM2", MARDI, None),
    ]
    liens = Responsabilite.objects.filter(etablissement=ecole).order_by("enfant__ine")
    assert [(r.adulte.prenom, r.enfant.prenom, r.autorite) for r in liens] == [
        ("Aline", "Adèle", "a_confirmer"),
        ("Karim", "Yanis", "a_confirmer"),
        ("Karim", "Nour", "a_confirmer"),
    ]
    assert EntreeJournal.objects.filter(etablissement=ecole).first().verbe == "annuaire.importer_onde"


def test_the_second_run_of_the_same_files_is_empty(ecole, trois_eleves, leurs_parents):
    appliquer(ecole, trois_eleves, leurs_parents)
    assert comptes(ecole, trois_eleves, leurs_parents) == {}
    assert appliquer(ecole, trois_eleves, leurs_parents) == {}


def test_capitals_without_accents_are_no_change_and_no_question(ecole):
    """Who wrote « d’Été » by hand, and who was read in capitals before names were set right, are the same people."""
    ecrits = fichier_eleves(
        eleve("d'Été", "Jérôme", ine="270000001AA", classe="CP"),
        eleve("Le Goff", "Inès", ine="270000002AA", classe="CP"),
    )
    parents = fichier_responsables(
        responsable("M.", "de Kersaint", "Hervé", ("d'Été", "Jérôme"), courriel="herve@exemple.fr"),
        responsable("Mme", "EL HADDAD", "Zoé", ("Le Goff", "Inès"), courriel="zoe@exemple.fr"),
    )
    appliquer(ecole, ecrits, parents)
    assert {p.nom for p in Personne.objects.filter(prenom__in=["Jérôme", "Inès", "Hervé", "Zoé"])} >= {
        "d'Été", "Le Goff", "de Kersaint", "El Haddad",
    }  # fmt: skip
    Personne.objects.filter(nom="El Haddad").update(nom="EL HADDAD")
    capitales = fichier_eleves(
        eleve("D’ETE", "JEROME", ine="270000001AA", classe="CP"),
        eleve("LE GOFF", "INES", ine="270000002AA", classe="CP"),
    )
    leurs_parents = fichier_responsables(
        responsable("M.", "DE KERSAINT", "HERVE", ("D’ETE", "JEROME"), courriel="herve@exemple.fr"),
        responsable("Mme", "EL HADDAD", "ZOE", ("LE GOFF", "INES"), courriel="zoe@exemple.fr"),
    )
    plan = planifier(ecole, [capitales, leurs_parents])
    assert (plan.questions, plan.doutes, comptes(ecole, capitales, leurs_parents)) == ([], [], {})


def test_files_one_after_the_other_in_any_order_end_in_the_same_place(ecole, trois_eleves, leurs_parents):
    assert appliquer(ecole, leurs_parents) == {"a_resoudre": 3}
    assert appliquer(ecole, trois_eleves) == {"classes_creees": 2, "eleves_crees": 3}
    assert appliquer(ecole, leurs_parents) == {"responsables_crees": 2, "liens_crees": 3, "attentes_closes": 3}
    assert comptes(ecole, trois_eleves, leurs_parents) == {}
    assert LigneEnAttente.objects.filter(etablissement=ecole).en_attente().count() == 0


def test_a_pupil_who_changes_class_keeps_account_and_history(ecole, trois_eleves, horloge, mardi):
    horloge(mardi - dt.timedelta(days=30))
    appliquer(ecole, trois_eleves)
    adele = Personne.objects.get(ine="270000001AA")
    horloge(mardi)
    bouge = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CE1", classe="CM2", identifiant="502"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )
    plan = planifier(ecole, [bouge])
    assert [(c.libelle, c.avant, c.apres) for c in plan.eleves_modifies[0].changements] == [
        ("Classe", "CP-CE1", "CM2"),
        ("Niveau", "CP", "CE1"),
    ]
    assert appliquer(ecole, bouge) == {"eleves_modifies": 1}
    assert [(i.classe.nom, i.niveau, i.debut, i.fin) for i in adele.inscriptions.order_by("debut")] == [
        ("CP-CE1", "CP", dt.date(2026, 10, 25), LUNDI),
        ("CM2", "CE1", MARDI, None),
    ]
    assert comptes(ecole, bouge) == {}


def test_a_pupil_who_left_is_closed_and_comes_back_to_the_same_account(ecole, trois_eleves, horloge, mardi):
    horloge(mardi - dt.timedelta(days=30))
    appliquer(ecole, trois_eleves)
    horloge(mardi)
    sans_nour = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CP", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
    )
    plan = planifier(ecole, [sans_nour])
    assert plan.avertissements[0] == (
        "1 élève sur 3 quitterait l’école. Vérifiez que l’export contient bien toutes les classes."
    )
    assert appliquer(ecole, sans_nour) == {"eleves_partis": 1}
    nour = Personne.objects.get(ine="270000003AA")
    assert (nour.fermee_le, nour.inscriptions.get().fin) == (mardi, LUNDI)
    assert comptes(ecole, sans_nour) == {}
    horloge(mardi + dt.timedelta(days=7))
    assert appliquer(ecole, trois_eleves) == {"eleves_modifies": 1}
    nour.refresh_from_db()
    assert (nour.fermee_le, nour.inscriptions.count()) == (None, 2)
    assert comptes(ecole, trois_eleves) == {}


def test_a_pupil_whose_line_is_rejected_has_not_left(ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    abime = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CP", classe="CP-CE1", identifiant="501"),
        eleve(
            "BENALI",
            "Yanis",
            ine="270000002AA",
            ne="19/10/2019",
            niveau="CE1",
            adresse="=1",
            classe="CP-CE1",
            identifiant="501",
        ),
        eleve("BENALI", "Nour", ine="", ne="31/02/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )
    assert comptes(ecole, abime) == {"rejets": 2}


def test_field_by_field_the_plan_says_before_and_after(ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    change = fichier_eleves(
        eleve(
            "MARTIN",
            "Adèle",
            ine="270000001AA",
            niveau="CP",
            classe="CP-CE1",
            identifiant="501",
            usage="ROYER",
            ville="La Verrière",
        ),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )
    [adele] = planifier(ecole, [change]).eleves_modifies
    assert [(c.libelle, c.avant, c.apres) for c in adele.changements] == [
        ("Nom d’usage", "", "Royer"),
        ("Commune", "Trappes", "La Verrière"),
    ]
    assert appliquer(ecole, change) == {"eleves_modifies": 1}
    assert comptes(ecole, change) == {}


def test_case_and_lost_accents_are_not_a_change(ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    crie = fichier_eleves(
        eleve("Martin", "ADELE", ine="270000001AA", niveau="CP", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )
    assert comptes(ecole, crie) == {}


def test_without_ine_the_name_and_birth_date_find_the_pupil_again(ecole):
    sans = fichier_eleves(eleve("LE GALL", "Anouk"), eleve("PETIT", "Camille"))
    appliquer(ecole, sans)
    assert comptes(ecole, fichier_eleves(eleve("Le-Gall", "Anouk"), eleve("PETIT", "Camille"))) == {}
    avec = fichier_eleves(eleve("LE GALL", "Anouk", ine="270000009AA"), eleve("PETIT", "Camille"))
    assert appliquer(ecole, avec) == {"eleves_modifies": 1}
    assert Personne.objects.get(ine="270000009AA").prenom == "Anouk"
    assert comptes(ecole, sans) == {}


def test_a_class_known_by_its_name_takes_its_onde_identifier_then_follows_it(ecole):
    appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", identifiant="", classe="CP A")))
    assert appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", identifiant="77", classe="CP A"))) == {
        "classes_modifiees": 1
    }
    renomme = fichier_eleves(eleve("PETIT", "Camille", identifiant="77", classe="CP des Lutins"))
    assert appliquer(ecole, renomme) == {"classes_modifiees": 1}
    assert list(Classe.objects.filter(etablissement=ecole).values_list("nom", "identifiant_onde")) == [
        ("CP des Lutins", "77")
    ]
    assert comptes(ecole, renomme) == {}


def test_at_the_new_year_pupils_move_and_last_year_s_classes_close(ecole, trois_eleves, horloge, mardi):
    appliquer(ecole, trois_eleves)
    horloge(mardi.replace(year=2027, month=9, day=6))
    rentree = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CE1", classe="CE1", identifiant="601"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE2", classe="CE2", identifiant="602"),
    )
    assert appliquer(ecole, rentree) == {"classes_creees": 2, "eleves_modifies": 2, "eleves_partis": 1}
    assert [c.nom for c in Classe.objects.filter(etablissement=ecole, fermee_le=None)] == ["CE1", "CE2"]
    assert comptes(ecole, rentree) == {}


def test_stickers_are_unique_in_a_class_and_siblings_differ(ecole):
    lignes = [eleve("NOM", f"Prénom{n}", ine=f"2710000{n:02d}AA", ne="01/02/2019") for n in range(30)]
    parents = fichier_responsables(
        *[
            responsable("Mme", "NOM", f"Mère{n}", ("NOM", f"Prénom{2 * n}"), ("NOM", f"Prénom{2 * n + 1}"))
            for n in range(12)
        ]
    )
    appliquer(ecole, fichier_eleves(*lignes), parents)
    eleves = list(Personne.objects.filter(inscriptions__classe__etablissement=ecole).order_by("ine"))
    assert len({(e.gommette_couleur, e.gommette_forme, e.gommette_image) for e in eleves}) == 30
    for aine, cadet in zip(eleves[:24:2], eleves[1:24:2], strict=True):
        assert aine.gommette_image != cadet.gommette_image
        assert aine.gommette_couleur != cadet.gommette_couleur


# --- levels that are none -----------------------------------------------------------------------------------------------
def test_a_word_that_is_no_level_loses_neither_the_child_nor_the_parents(ecole):
    """« GS/CP » refused 25 lines: 25 children, and 42 parents whose children were nobody."""
    eleves = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="GS/CP", classe="GS/CP", identifiant="501"),
        eleve("SOW", "Awa", ine="270000002AA", niveau="ULIS école", classe="ULIS", identifiant="502"),
    )
    parents = fichier_responsables(responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle")))
    assert comptes(ecole, eleves, parents) == {
        "classes_creees": 2,
        "eleves_crees": 2,
        "responsables_crees": 1,
        "liens_crees": 1,
        "niveaux_a_preciser": 2,
    }
    appliquer(ecole, eleves, parents)
    places = Inscription.objects.filter(classe__etablissement=ecole).order_by("pk")
    assert list(places.values_list("niveau", "niveau_ecrit")) == [("", "GS/CP"), ("", "ULIS école")]
    assert comptes(ecole, eleves, parents) == {"niveaux_a_preciser": 2}
    appliquer(ecole, fichier_eleves(*DITS))
    assert list(places.values_list("niveau", "niveau_ecrit")) == [("CP", ""), ("", "ULIS école")]
    # In the same class the level that was said stays, whatever the next file writes.
    assert comptes(ecole, eleves) == {"niveaux_a_preciser": 2}


DITS = [
    eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CP", classe="GS/CP", identifiant="501"),
    eleve("SOW", "Awa", ine="270000002AA", niveau="ULIS école", classe="ULIS", identifiant="502"),
]


def test_a_new_class_may_be_named_by_its_number_on_one_line_and_by_its_name_alone_on_another(ecole):
    """It is made once, whichever comes first."""
    lues = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", classe="CP A", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", classe="CP A", identifiant=""),
    )
    assert comptes(ecole, lues)["classes_creees"] == 1
    appliquer(ecole, lues)
    assert list(Classe.objects.filter(etablissement=ecole).values_list("nom", "identifiant_onde")) == [("CP A", "501")]
