"""Responsables, other schools and staff in a plan: who is tied to whom, and what is never guessed."""

import datetime as dt

import pytest

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.services.onde.lignes import Illisible
from ent.services.onde.models import FicheOnde
from ent.services.onde.planifier import planifier

from .exports import appliquer, comptes, eleve, fichier_eleves, fichier_personnels, fichier_responsables, responsable

MARDI = dt.date(2026, 11, 24)


# --- responsables -----------------------------------------------------------------------------------------------------
def test_a_responsable_of_nobody_or_of_several_waits_and_is_not_created(ecole):
    homonymes = fichier_eleves(
        eleve("BENALI", "Yanis", ine="270000001AA", ne="04/02/2020", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2016", classe="CM1", niveau="CM1", identifiant="502"),
        eleve("TEIXEIRA DA SILVA", "Maria-Luísa", ine="270000003AA", classe="CP-CE1", identifiant="501"),
    )
    parents = fichier_responsables(
        responsable("M.", "BENALI", "Karim", ("BENALI", "Yanis")),
        responsable("Mme", "DA SILVA", "Rosa", ("DA SILVA", "Maria-Luisa")),
    )
    plan = planifier(ecole, [homonymes, parents])
    assert [
        (q.ligne, q.responsable, q.enfant, q.raison, [f"{c}, {c.classe_nom}" for c in q.candidats])
        for q in plan.questions
    ] == [
        (
            2,
            "M. Karim Benali",
            "Benali Yanis",
            "Plusieurs élèves portent ce nom.",
            ["Yanis Benali, CP-CE1", "Yanis Benali, CM1"],
        ),
        (
            3,
            "Mme Rosa Da Silva",
            "Da Silva Maria-Luisa",
            "Aucun élève de l’école ne porte ce nom.",
            ["Maria-Luísa Teixeira Da Silva, CP-CE1"],
        ),
    ]
    assert appliquer(ecole, homonymes, parents) == {"classes_creees": 2, "eleves_crees": 3, "a_resoudre": 2}
    assert Personne.objects.filter(nom__in=["Benali", "Da Silva"], prenom__in=["Karim", "Rosa"]).count() == 0
    # Asked once: the next run of the same file finds them waiting.
    assert comptes(ecole, homonymes, parents) == {"deja_en_attente": 2}


def test_the_class_breaks_a_tie_between_homonyms(ecole):
    homonymes = fichier_eleves(
        eleve("BENALI", "Yanis", ine="270000001AA", ne="04/02/2020", classe="CP", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2016", classe="CM1", niveau="CM1", identifiant="502"),
    )
    parents = fichier_responsables(responsable("M.", "BENALI", "Karim", ("BENALI", "Yanis", "CLASSE  CM1")))
    appliquer(ecole, homonymes, parents)
    assert Responsabilite.objects.get(adulte__prenom="Karim", etablissement=ecole).enfant.ine == "270000002AA"


def test_a_name_of_use_matches_too(ecole):
    enfant = fichier_eleves(eleve("DUPONT", "Rose", usage="LEMOINE"))
    parents = fichier_responsables(responsable("Mme", "LEMOINE", "Ève", ("LEMOINE", "Rose")))
    assert comptes(ecole, enfant, parents)["liens_crees"] == 1


def test_the_sure_child_is_tied_and_the_unsure_one_waits(ecole, trois_eleves):
    parents = fichier_responsables(responsable("M.", "BENALI", "Karim", ("BENALI", "Yanis"), ("BENALI", "Inconnu")))
    assert appliquer(ecole, trois_eleves, parents) == {
        "classes_creees": 2, "eleves_crees": 3, "responsables_crees": 1, "liens_crees": 1, "a_resoudre": 1,
    }  # fmt: skip
    assert comptes(ecole, trois_eleves, parents) == {"deja_en_attente": 1}


def test_an_answer_given_with_the_plan_ties_and_is_remembered(ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    parents = fichier_responsables(responsable("M.", "BENALI", "Karim", ("BENALI", "Yaniss")))
    [question] = planifier(ecole, [parents]).questions
    reponses = {question.empreinte: [question.candidats[0].reference]}
    assert comptes(ecole, parents, reponses=reponses) == {"responsables_crees": 1, "liens_crees": 1}


def test_two_parents_of_one_name_are_two_people_unless_they_share_something(ecole, trois_eleves):
    def avec(**contact):
        return fichier_responsables(
            responsable("M.", "DIOP", "Moussa", ("MARTIN", "Adèle"), courriel="m@exemple.fr", portable="0611111111"),
            responsable("M.", "DIOP", "MOUSSA", ("BENALI", "Nour"), **contact),
        )

    def crees(lecture):
        return comptes(ecole, lecture).get("responsables_crees")

    appliquer(ecole, trois_eleves)
    assert crees(avec()) == 2
    assert crees(avec(adresse="9 rue du Port", cp="78190")) == 2
    assert crees(avec(courriel="M@exemple.fr")) == 1
    assert crees(avec(portable="+33 6 11 11 11 11")) == 1


def test_spouses_of_one_first_name_are_two_people(ecole, trois_eleves):
    parents = fichier_responsables(
        responsable("M.", "MARTIN", "Dominique", ("MARTIN", "Adèle"), adresse="1 rue A", cp="78190"),
        responsable("Mme", "MARTIN", "Dominique", ("MARTIN", "Adèle"), adresse="1 rue A", cp="78190"),
    )
    assert appliquer(ecole, trois_eleves, parents)["responsables_crees"] == 2
    assert comptes(ecole, trois_eleves, parents) == {}


def test_two_accounts_merged_are_found_again(ecole, trois_eleves, leurs_parents):
    appliquer(ecole, trois_eleves, leurs_parents)
    karim = Personne.objects.get(prenom="Karim", nom="Benali")
    compte = Personne.objects.create(prenom="Abdelkarim", nom="Ben Ali", password="!")
    Responsabilite.objects.filter(adulte=karim).update(adulte=compte)
    Personne.objects.filter(pk=karim.pk).update(fusionnee_dans=compte)
    assert comptes(ecole, trois_eleves, leurs_parents) == {"responsables_modifies": 1}  # civilité and mobile phone
    appliquer(ecole, trois_eleves, leurs_parents)
    assert comptes(ecole, trois_eleves, leurs_parents) == {}
    FicheOnde.objects.filter(personne=karim).update(personne=compte, cle="benali|karim bis")
    FicheOnde.objects.filter(cle="benali|karim bis").delete()
    assert comptes(ecole, trois_eleves, leurs_parents) == {}


def test_a_tie_that_the_file_no_longer_holds_is_listed_and_kept(ecole, trois_eleves, leurs_parents):
    appliquer(ecole, trois_eleves, leurs_parents)
    sans_karim = fichier_responsables(
        responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle")),
        responsable("Mme", "BENALI", "Salima", ("BENALI", "Yanis"), ("BENALI", "Nour")),
    )
    plan = planifier(ecole, [sans_karim])
    assert [(lien.adulte.prenom, lien.enfant.prenom) for lien in plan.liens_absents] == [
        ("Karim", "Yanis"),
        ("Karim", "Nour"),
    ]
    appliquer(ecole, sans_karim)
    assert Responsabilite.objects.filter(adulte__prenom="Karim", etablissement=ecole, fin=None).count() == 2


# --- another school ---------------------------------------------------------------------------------------------------
def test_a_pupil_who_changes_school_keeps_the_account(ecole, autre_ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    adele = Personne.objects.get(ine="270000001AA")
    arrivee = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", classe="CP Moulin", identifiant="901"),
        eleve("KONÉ", "Aïcha", ine="270000010AA", classe="CP Moulin", identifiant="901"),
        eleve("DUMAS", "Chloé", ine="270000011AA", classe="CP Moulin", identifiant="901"),
    )
    restants = fichier_eleves(
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )
    # Her school has not let her go yet: the others enter, she waits.
    assert appliquer(autre_ecole, arrivee) == {"classes_creees": 1, "eleves_crees": 2, "rejets": 1}
    assert [i.classe.etablissement for i in adele.inscriptions.filter(fin=None)] == [ecole]
    assert appliquer(ecole, restants) == {"eleves_partis": 1}
    assert appliquer(autre_ecole, arrivee) == {"eleves_modifies": 1}
    assert [i.classe.etablissement for i in adele.inscriptions.order_by("pk")] == [ecole, autre_ecole]
    assert [i.classe.etablissement for i in adele.inscriptions.filter(fin=None)] == [autre_ecole]
    adele.refresh_from_db()
    assert adele.fermee_le is None
    assert comptes(autre_ecole, arrivee) == {}


def test_a_child_s_parents_follow_to_the_new_school_with_what_was_confirmed(
    ecole, autre_ecole, trois_eleves, leurs_parents
):
    appliquer(ecole, trois_eleves, leurs_parents)
    Responsabilite.objects.filter(adulte__prenom="Aline", etablissement=ecole).update(autorite="sans", lien="autre")
    arrivee = fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", classe="CP Moulin", identifiant="901"),
        eleve("KONÉ", "Aïcha", ine="270000010AA", classe="CP Moulin", identifiant="901"),
        eleve("DUMAS", "Chloé", ine="270000011AA", classe="CP Moulin", identifiant="901"),
    )
    mere = fichier_responsables(responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle")))
    appliquer(autre_ecole, arrivee, mere)
    lien = Responsabilite.objects.get(adulte__prenom="Aline", enfant__ine="270000001AA")
    assert (lien.etablissement, lien.autorite) == (ecole, "sans")  # her school has not let her go yet
    hier = MARDI - dt.timedelta(days=1)  # of a last day that is today, she would hold her until this evening
    Inscription.objects.filter(classe__etablissement=ecole, eleve=lien.enfant).update(debut=hier, fin=hier)
    assert appliquer(autre_ecole, arrivee, mere) == {"eleves_modifies": 1, "liens_repris": 1, "attentes_closes": 1}
    lien.refresh_from_db()
    assert (lien.etablissement, lien.autorite, lien.lien) == (autre_ecole, "sans", "autre")
    assert comptes(autre_ecole, mere) == {}


def test_another_child_s_ine_is_rejected_without_a_word_about_that_child(ecole, autre_ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    usurpe = fichier_eleves(
        eleve("FALL", "Djibril", ine="270000001AA", classe="CM", identifiant="901", ne="01/01/2017"),
        eleve("KONÉ", "Aïcha", ine="270000010AA", classe="CM", identifiant="901"),
    )
    plan = planifier(autre_ecole, [usurpe])
    assert [(r.ligne, r.ecrit, r.raison, r.que_faire) for r in plan.rejets] == [
        (2, "Djibril Fall", "Cet INE est déjà celui d’un autre enfant.", "Vérifier l’INE dans ONDE")
    ]
    assert "Adèle" not in str(plan.en_dict())
    assert "MARTIN" not in str(plan.en_dict())


def test_the_same_ine_in_one_s_own_school_names_who_holds_it(ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    plan = planifier(
        ecole,
        [
            fichier_eleves(
                eleve("MARTIN", "Adèle", ine="270000001AA", classe="CP-CE1", identifiant="501"),
                eleve("FALL", "Djibril", ine="270000002AA", classe="CP-CE1", identifiant="501", ne="01/01/2017"),
                eleve(
                    "BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"
                ),
            )
        ],
    )
    assert [(r.ligne, r.ecrit, r.raison) for r in plan.rejets] == [
        (3, "INE déjà porté par Yanis Benali", "Deux élèves ne peuvent pas avoir le même INE.")
    ]


def test_another_school_s_file_is_refused_by_its_pupils(ecole, autre_ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    with pytest.raises(Illisible) as refus:
        planifier(autre_ecole, [trois_eleves])
    assert refus.value.raison == "C’est l’export d’une autre école : la plupart de ses élèves y sont déjà inscrits."
    assert refus.value.fichier == "eleves.csv"


def test_another_school_s_file_is_refused_when_it_knows_nobody(d, mardi):
    etrangers = fichier_eleves(*[eleve("INCONNU", f"Enfant{n}", ine=f"2720000{n:02d}AA") for n in range(12)])
    with pytest.raises(Illisible) as refus:
        planifier(d.elementaire, [etrangers])
    assert refus.value.raison == (
        "Aucun des élèves de ce fichier n’est connu dans votre école : c’est sans doute l’export d’une autre école."
    )


def test_another_school_s_responsables_are_refused(d, mardi):
    etrangers = fichier_responsables(
        *[responsable("Mme", "INCONNU", f"Mère{n}", ("INCONNU", f"Enfant{n}")) for n in range(12)]
    )
    with pytest.raises(Illisible) as refus:
        planifier(d.elementaire, [etrangers])
    assert refus.value.raison == (
        "Aucun des enfants de ce fichier n’est élève de votre école : c’est sans doute l’export d’une autre école."
    )


def test_an_adult_of_another_school_is_never_taken_for_ours_by_name_alone(
    ecole, autre_ecole, trois_eleves, leurs_parents
):
    appliquer(ecole, trois_eleves, leurs_parents)
    ailleurs = fichier_eleves(eleve("KONÉ", "Aïcha", ine="270000010AA", classe="CM", identifiant="901"))
    homonyme = fichier_responsables(
        responsable("Mme", "MARTIN", "Aline", ("KONÉ", "Aïcha"), courriel="aline@exemple.fr")
    )
    assert appliquer(autre_ecole, ailleurs, homonyme) == {
        "classes_creees": 1, "eleves_crees": 1, "responsables_crees": 1, "liens_crees": 1,
    }  # fmt: skip
    assert Personne.objects.filter(nom="Martin", prenom="Aline").count() == 2


# --- staff ------------------------------------------------------------------------------------------------------------
def test_staff_get_their_roles_and_classes_and_an_unknown_class_is_told(ecole, trois_eleves):
    equipe = fichier_personnels(
        "Mme;;QUEMENEUR;Anne;;;;;anne@exemple.fr;;;Oui;",
        "M.;;CARADEC;Yann;;;;;;;;Non;CM2",
        "Mme;;LEFORT;Claire;;;;;;;;Non;CP-CE1;CE9",
    )
    plan = planifier(ecole, [trois_eleves, equipe])
    assert [(r.ligne, r.ecrit, r.raison) for r in plan.rejets] == [
        (4, "CE9", "Aucune classe de l’école ne porte ce nom.")
    ]
    assert appliquer(ecole, trois_eleves, equipe) == {
        "classes_creees": 2, "eleves_crees": 3, "rejets": 1,
        "personnels_crees": 3, "roles_donnes": 3, "affectations_creees": 2,
    }  # fmt: skip
    assert sorted((r.personne.prenom, r.nature) for r in ecole.roles.all()) == [
        ("Anne", "directeur"),
        ("Claire", "enseignant"),
        ("Yann", "enseignant"),
    ]
    assert comptes(ecole, trois_eleves, equipe) == {"rejets": 1}
