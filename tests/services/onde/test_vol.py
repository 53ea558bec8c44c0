"""A file proves nothing about who may follow a child: forged lines take no pupil, no tie and no record.

The children and adults here belong to a school of the cast, with work and records that could leak to another one.
"""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite
from ent.services.onde.depots import resoudre
from ent.services.onde.models import FicheOnde, LigneEnAttente
from ent.services.onde.planifier import planifier

from .exports import (
    TITRES_ELEVES,
    TITRES_RESPONSABLES,
    appliquer,
    comptes,
    eleve,
    fichier_eleves,
    fichier_responsables,
    responsable,
    texte,
)
from .test_commandes import archive

REJET = (
    "Cet élève est encore inscrit dans une autre école.",
    "Demander à l’autre école d’importer son fichier à jour pour enregistrer le départ, puis réimporter celui-ci",
)
SANS = "La direction a écrit qu’un adulte n’a pas d’autorité pour cet enfant : dites si cette personne peut le suivre."
KONE = eleve("KONÉ", "Aïcha", ine="270000010AA", classe="CP Moulin", identifiant="901")
DUMAS = eleve("DUMAS", "Chloé", ine="270000011AA", classe="CP Moulin", identifiant="901")
ADELE_AU_MOULIN = eleve(
    "MARTIN", "Adèle", ine="270000001AA", classe="CP Moulin", identifiant="901", adresse="6 quai Neuf"
)
RESTANTS = fichier_eleves(
    eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
    eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
)


@pytest.fixture
def victime(d, mardi) -> Personne:
    """A pupil of the cast with an INE and a birth date, as a forger who knows everything would write them."""
    d.eleve_cp.ine, d.eleve_cp.date_naissance, d.eleve_cp.adresse = "279999999ZZ", dt.date(2020, 2, 4), "7 rue Cachée"
    d.eleve_cp.save()
    return d.eleve_cp


def forge(victime: Personne, ine: str) -> str:
    return eleve(victime.nom, victime.prenom, ine=ine, ne="04/02/2020", classe="CP Moulin", identifiant="901")


# --- the theft, replayed ----------------------------------------------------------------------------------------------
def test_a_forged_file_takes_no_child_of_another_school(d, autre_ecole, victime):
    parent = Personne.objects.filter(responsabilites__enfant=victime).order_by("pk").first()
    parent.courriel_contact, parent.telephone_portable = "secret@exemple.fr", "0600000001"
    parent.save()
    avant = list(Responsabilite.objects.filter(enfant=victime).order_by("pk").values())
    faux = fichier_eleves(KONE, DUMAS, forge(victime, "279999999ZZ"))
    adultes = fichier_responsables(
        responsable("M.", "LARRON", "Victor", (victime.nom, victime.prenom)),
        responsable(
            parent.civilite,
            parent.nom,
            parent.prenom,
            (victime.nom, victime.prenom),
            courriel="voleur@exemple.fr",
            portable="0699999999",
        ),
    )
    plan = planifier(autre_ecole, [faux, adultes])
    assert [(r.ligne, r.ecrit, r.raison, r.que_faire) for r in plan.rejets] == [
        (4, f"{victime.prenom} {victime.nom}", *REJET)
    ]
    dit = str(plan.en_dict())
    for secret in ["secret@exemple.fr", "0600000001", "7 rue Cachée", "CP-CE1", "Cerf-Volant", d.elementaire.uai]:
        assert secret not in dit
    assert appliquer(autre_ecole, faux, adultes) == {
        "classes_creees": 1, "eleves_crees": 2, "rejets": 1, "a_resoudre": 2,
    }  # fmt: skip
    assert [i.classe.etablissement for i in victime.inscriptions.filter(fin=None)] == [d.elementaire]
    assert list(Responsabilite.objects.filter(enfant=victime).order_by("pk").values()) == avant
    assert Personne.objects.filter(prenom="Victor", nom="Larron").count() == 0
    parent.refresh_from_db()
    assert (parent.courriel_contact, parent.telephone_portable) == ("secret@exemple.fr", "0600000001")
    assert comptes(autre_ecole, faux, adultes) == {"rejets": 1, "deja_en_attente": 2}


@pytest.mark.parametrize("ine", ["", "279999999ZZ", "271111111AA"])
def test_a_former_pupil_enrolled_elsewhere_is_not_taken_back_by_a_name(d, autre_ecole, victime, ine):
    appliquer(autre_ecole, fichier_eleves(KONE, DUMAS))
    moulin = Inscription.objects.get(eleve__ine="270000010AA").classe
    ancienne = dt.date(2025, 9, 1), dt.date(2025, 12, 19)
    Inscription.objects.create(eleve=victime, classe=moulin, niveau="CP", debut=ancienne[0], fin=ancienne[1])
    faux = fichier_eleves(KONE, DUMAS, forge(victime, ine))
    assert appliquer(autre_ecole, faux) == {"rejets": 1}
    assert [i.classe.etablissement for i in victime.inscriptions.filter(fin=None)] == [d.elementaire]
    victime.refresh_from_db()
    assert victime.ine == "279999999ZZ"


def test_the_direction_cannot_answer_with_a_child_whom_the_file_did_not_take(d, autre_ecole, victime, entrer):
    appliquer(
        autre_ecole,
        fichier_eleves(KONE, DUMAS, forge(victime, "279999999ZZ")),
        fichier_responsables(responsable("M.", "LARRON", "Victor", (victime.nom, victime.prenom))),
    )
    attente = LigneEnAttente.objects.get(etablissement=autre_ecole)
    autre_ecole.roles.create(personne=d.mere, nature="directeur", debut=dt.date(2026, 9, 1))
    adresse = reverse("annuaire_attente_resoudre", args=[autre_ecole.uai, attente.pk])
    page = entrer(d.mere).post(adresse, {"eleve": [str(victime.uuid)], "geste": "rattacher"})
    assert page.status_code in (403, 404, 422)
    assert Responsabilite.objects.filter(enfant=victime, etablissement=autre_ecole).count() == 0


# --- a true change of school ------------------------------------------------------------------------------------------
def test_once_let_go_a_child_enters_by_ine_and_nothing_of_before_is_shown(
    ecole, autre_ecole, trois_eleves, leurs_parents
):
    appliquer(ecole, trois_eleves, leurs_parents)
    appliquer(ecole, RESTANTS)
    meres = fichier_responsables(
        responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle"), courriel="neuve@exemple.fr")
    )
    arrivee = fichier_eleves(KONE, DUMAS, ADELE_AU_MOULIN)
    plan = planifier(autre_ecole, [arrivee, meres])
    [adele], [aline] = plan.eleves_modifies, plan.responsables_modifies
    assert [(c.champ, c.avant, c.apres) for c in adele.changements] == [
        ("adresse", "", "6 quai Neuf"),
        ("classe", "", "CP Moulin"),
    ]
    assert [(c.champ, c.avant, c.apres) for c in aline.changements] == [("courriel_contact", "", "neuve@exemple.fr")]
    appliquer(autre_ecole, arrivee, meres)
    assert Responsabilite.objects.get(adulte__prenom="Aline", enfant__ine="270000001AA").etablissement == autre_ecole
    assert comptes(autre_ecole, arrivee, meres) == {}


def test_without_the_ine_a_child_let_go_by_another_school_is_someone_new(ecole, autre_ecole, trois_eleves):
    appliquer(ecole, trois_eleves)
    appliquer(ecole, RESTANTS)
    sans_ine = eleve("MARTIN", "Adèle", classe="CP Moulin", identifiant="901")
    assert appliquer(autre_ecole, fichier_eleves(KONE, DUMAS, sans_ine))["eleves_crees"] == 3
    assert Personne.objects.get(ine="270000001AA").inscriptions.count() == 1


def test_an_archive_lets_a_pupil_change_school_whatever_the_order(ecole, autre_ecole, trois_eleves, tmp_path):
    appliquer(autre_ecole, trois_eleves)  # the later school of the archive holds her; the first one receives her
    chemin = archive(
        tmp_path,
        **{
            f"{ecole.uai}/eleves.csv": texte(TITRES_ELEVES, [KONE, DUMAS, ADELE_AU_MOULIN]),
            f"{ecole.uai}/responsables.csv": texte(
                TITRES_RESPONSABLES, [responsable("Mme", "M", "A", ("MARTIN", "Adèle"))]
            ),
            f"{autre_ecole.uai}/eleves.csv": texte(
                TITRES_ELEVES,
                [
                    eleve(
                        "BENALI",
                        "Yanis",
                        ine="270000002AA",
                        ne="19/10/2019",
                        niveau="CE1",
                        classe="CP-CE1",
                        identifiant="501",
                    ),
                    eleve(
                        "BENALI",
                        "Nour",
                        ine="270000003AA",
                        ne="02/03/2016",
                        niveau="CM2",
                        classe="CM2",
                        identifiant="502",
                    ),
                ],
            ),
        },
    )
    call_command("importer_zip", chemin, "--appliquer")
    ouvertes = Inscription.objects.filter(eleve__ine="270000001AA", fin=None)
    assert [i.classe.etablissement for i in ouvertes] == [ecole]
    assert Responsabilite.objects.filter(enfant__ine="270000001AA", etablissement=ecole).count() == 1


# --- records declared elsewhere ---------------------------------------------------------------------------------------
def test_a_school_that_did_not_declare_an_adult_neither_reads_nor_writes_their_record(
    ecole, autre_ecole, trois_eleves, leurs_parents
):
    appliquer(ecole, trois_eleves, leurs_parents)
    appliquer(autre_ecole, fichier_eleves(KONE, DUMAS))
    moulin = Inscription.objects.get(eleve__ine="270000010AA").classe
    adele = Personne.objects.get(ine="270000001AA")
    Inscription.objects.create(eleve=adele, classe=moulin, niveau="CP", debut=dt.date(2026, 9, 1))  # in both schools
    mere = fichier_responsables(responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle"), courriel="autre@exemple.fr"))
    assert "aline@exemple.fr" not in str(planifier(autre_ecole, [mere]).en_dict())
    for _fois in range(2):
        assert appliquer(autre_ecole, mere) == {}
    assert Personne.objects.get(prenom="Aline", nom="Martin").courriel_contact == "aline@exemple.fr"
    assert FicheOnde.objects.filter(etablissement=autre_ecole, cle="martin|aline").count() == 0


# --- without authority ------------------------------------------------------------------------------------------------
@pytest.fixture
def sans_autorite(ecole, trois_eleves, leurs_parents) -> Etablissement:
    appliquer(ecole, trois_eleves, leurs_parents)
    Responsabilite.objects.filter(adulte__prenom="Karim", enfant__ine="270000002AA", etablissement=ecole).update(
        autorite="sans"
    )
    return ecole


def test_a_spelling_does_not_undo_what_the_direction_wrote(sans_autorite, trois_eleves, leurs_parents):
    autre_graphie = fichier_responsables(
        responsable("M.", "BEN ALI", "Abdelkarim", ("BENALI", "Yanis"), portable="0612345678")
    )
    [question] = planifier(sans_autorite, [trois_eleves, autre_graphie]).questions
    assert (question.raison, [str(c) for c in question.candidats]) == (SANS, ["Yanis Benali"])
    assert appliquer(sans_autorite, trois_eleves, autre_graphie) == {"a_resoudre": 1}
    assert Personne.objects.filter(prenom="Abdelkarim").count() == 0
    assert comptes(sans_autorite, trois_eleves, autre_graphie) == {"deja_en_attente": 1}
    assert comptes(sans_autorite, trois_eleves, leurs_parents) == {}  # those already tied stay as they are


def test_a_sibling_of_the_protected_child_is_tied_and_the_child_waits(sans_autorite):
    tante = fichier_responsables(responsable("Mme", "SAÏDI", "Lina", ("BENALI", "Yanis"), ("BENALI", "Nour")))
    assert appliquer(sans_autorite, tante) == {"responsables_crees": 1, "liens_crees": 1, "a_resoudre": 1}
    assert [r.enfant.prenom for r in Responsabilite.objects.filter(adulte__prenom="Lina")] == ["Nour"]
    assert comptes(sans_autorite, tante) == {"deja_en_attente": 1}


def test_a_person_s_word_ties_the_new_adult_and_is_remembered(sans_autorite):
    tante = fichier_responsables(responsable("Mme", "SAÏDI", "Lina", ("BENALI", "Yanis")))
    [question] = planifier(sans_autorite, [tante]).questions
    assert comptes(sans_autorite, tante, reponses={question.empreinte: [question.candidats[0].reference]}) == {
        "responsables_crees": 1,
        "liens_crees": 1,
    }
    appliquer(sans_autorite, tante)
    attente = LigneEnAttente.objects.get(etablissement=sans_autorite)
    resoudre(attente=attente, eleves=[question.candidats[0].personne], auteur=question.candidats[0].personne)
    assert [r.enfant.prenom for r in Responsabilite.objects.filter(adulte__prenom="Lina")] == ["Yanis"]
    assert comptes(sans_autorite, tante) == {}
