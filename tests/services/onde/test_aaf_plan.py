"""What the State's directory changes in a school: people who are kept, authority, empty values, groups, staff; both degrees."""

import datetime as dt

from django.utils import timezone

from ent.annuaire import actions, registres
from ent.annuaire.models import Affectation, EntreeJournal, Groupe, Inscription, Personne, Responsabilite, Role
from ent.services.onde import executer
from ent.services.onde.lectures import derniers_imports
from ent.services.onde.models import EcoleAaf, FicheOnde, LigneEnAttente

from . import aaf
from .aaf import ADELE, ALINE, KARIM, NOUR, TOUS, YANIS, complet, faits, liens, prendre, presents
from .exports import appliquer


# --- a Complet --------------------------------------------------------------------------------------------------------
def test_a_complet_makes_the_school_and_says_who_holds_authority(ecole, dossier):
    lot = prendre(dossier, "20261102", **complet(ecole, **TOUS))
    assert (lot.etat, lot.erreur) == ("applique", "")
    assert faits(lot, ecole) == {
        "classes_creees": 2,
        "eleves_crees": 3,
        "responsables_crees": 2,
        "liens_crees": 3,
        "autorites": 3,
    }
    places = Inscription.objects.filter(classe__etablissement=ecole).order_by("eleve__prenom")
    assert list(places.values_list("eleve__prenom", "classe__nom", "classe__identifiant_onde", "niveau")) == [
        ("Adèle", "CP-CE1", "501", "CP"),
        ("Nour", "CM2", "502", "CM2"),
        ("Yanis", "CP-CE1", "501", "CE1"),
    ]
    assert liens(ecole) == {
        ("Aline Martin", "Adèle Martin"): "confirmee",
        ("Karim Benali", "Yanis Benali"): "confirmee",
        ("Karim Benali", "Nour Benali"): "confirmee",
    }
    assert derniers_imports([ecole.pk])[ecole.pk].est_refuse is False


def test_the_same_complet_of_another_night_changes_nothing_and_says_nothing(ecole, dossier):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    assert faits(prendre(dossier, "20261109", **complet(ecole, **TOUS)), ecole) == {}
    assert EntreeJournal.objects.filter(verbe="annuaire.importer_aaf", etablissement=ecole).count() == 1


def test_a_school_imported_from_onde_keeps_its_people(ecole, dossier, trois_eleves, leurs_parents):
    appliquer(ecole, trois_eleves, leurs_parents)
    avant = set(Personne.objects.values_list("pk", flat=True))
    sans_ine = aaf.eleve("1002", "BENALI", "Yanis", ne="19/10/2019", niveau="CE1", adultes=["2002"])
    lot = prendre(dossier, "20261102", **complet(ecole, eleves=[ADELE, sans_ine, NOUR], adultes=[ALINE, KARIM]))
    assert faits(lot, ecole) == {"autorites": 3}
    assert set(Personne.objects.values_list("pk", flat=True)) == avant
    assert set(liens(ecole).values()) == {"confirmee"}
    numeros = FicheOnde.objects.filter(etablissement=ecole, cle__startswith="aaf|").order_by("cle")
    assert list(numeros.values_list("cle", flat=True)) == [f"aaf|1d-{n}" for n in (1001, 1002, 1003, 2001, 2002)]


def test_the_number_finds_again_whom_every_name_has_left(ecole, dossier):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    adele = Personne.objects.get(ine="270000001AA")
    Personne.objects.filter(pk=adele.pk).update(ine=None)
    renommee = aaf.eleve("1001", "DURAND", "Adélie", ne="05/02/2020", adultes=["2001"])
    autre_nom = aaf.adulte("2001", "DURAND", "Alinéa", enfants=["1001"])
    lot = prendre(dossier, "20261109", **complet(ecole, eleves=[renommee, YANIS, NOUR], adultes=[autre_nom, KARIM]))
    assert faits(lot, ecole) == {"eleves_modifies": 1, "responsables_modifies": 1}
    adele.refresh_from_db()
    assert (adele.prenom, adele.nom) == ("Adélie", "Durand")


def test_onde_s_number_of_a_class_is_kept_for_the_lsu(ecole, dossier, trois_eleves):
    appliquer(ecole, trois_eleves)
    eleves = [aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", classe="77001", libelle="CP-CE1"), NOUR]
    prendre(dossier, "20261102", **complet(ecole, eleves=[*eleves, YANIS.replace("$501$", "$77001$")]))
    assert sorted(ecole.classes.values_list("nom", "identifiant_onde")) == [("CM2", "502"), ("CP-CE1", "501")]


def test_two_adults_of_one_name_are_two_people_once_the_state_said_so(ecole, dossier):
    jean = aaf.adulte("2003", "MARTIN", "Jean", civilite="M.", enfants=["1001"])
    fils = aaf.adulte("2004", "MARTIN", "Jean", civilite="M.", enfants=["1002"])
    eleves = [ADELE.replace("2001", "2003"), YANIS.replace("2002", "2004")]
    prendre(dossier, "20261102", **complet(ecole, eleves=eleves, adultes=[jean, fils]))
    meme_adresse = {"ENTPersonAdresse": "1 RUE HAUTE", "ENTPersonCodePostal": "78190"}
    jean = aaf.adulte("2003", "MARTIN", "Jean", civilite="M.", enfants=["1001"], **meme_adresse)
    fils = aaf.adulte("2004", "MARTIN", "Jean", civilite="M.", enfants=["1002"], **meme_adresse)
    lot = prendre(dossier, "20261109", **complet(ecole, eleves=eleves, adultes=[jean, fils]))
    assert faits(lot, ecole) == {"responsables_modifies": 2}
    assert liens(ecole) == {("Jean Martin", "Adèle Martin"): "confirmee", ("Jean Martin", "Yanis Benali"): "confirmee"}
    assert Responsabilite.objects.filter(etablissement=ecole).values("adulte").distinct().count() == 2


def test_a_first_name_one_letter_away_waits_for_a_person(ecole, dossier, trois_eleves, leurs_parents):
    appliquer(ecole, trois_eleves, leurs_parents)
    alina = aaf.adulte("2001", "MARTIN", "Alina", enfants=["1001"])
    for jour in ("20261102", "20261109"):
        prendre(dossier, jour, **complet(ecole, eleves=[ADELE, YANIS, NOUR], adultes=[alina, KARIM]))
    (attente,) = LigneEnAttente.objects.filter(etablissement=ecole)
    assert attente.raison == "Son prénom est à une lettre de celui de Aline Martin, qui suit déjà cet enfant."
    assert {adulte for adulte, _enfant in liens(ecole)} == {"Aline Martin", "Karim Benali"}


# --- authority ----------------------------------------------------------------------------------------------------------
def test_the_direction_s_word_stands_and_the_contrary_is_said(ecole, dossier, trois_eleves, leurs_parents, directeur):
    appliquer(ecole, trois_eleves, leurs_parents)
    lien = Responsabilite.objects.get(enfant__ine="270000001AA")
    actions.confirmer_responsabilite(responsabilite=lien, lien="mere", autorite="sans", auteur=directeur)
    lot = prendre(dossier, "20261102", **complet(ecole, **TOUS))
    assert liens(ecole)["Aline Martin", "Adèle Martin"] == "sans"
    assert EcoleAaf.objects.get(lot=lot, etablissement=ecole).dits["alertes"] == [
        "Pour 1 lien, la direction a écrit autre chose que l’AAF sur l’autorité parentale : sa décision est gardée."
    ]


def test_what_the_direction_says_once_the_night_has_read_its_school_stands(
    ecole, dossier, trois_eleves, leurs_parents, directeur, monkeypatch
):
    """Between the plan and its last steps a head does not wait for the school: she states a tie."""
    appliquer(ecole, trois_eleves, leurs_parents)
    elle, lui = (Responsabilite.objects.get(enfant__ine=ine) for ine in ("270000001AA", "270000002AA"))
    vraie = executer._Execution.autorites

    def apres_le_plan(execution):
        actions.confirmer_responsabilite(responsabilite=elle, lien="mere", autorite="sans", auteur=directeur)
        vraie(execution)

    monkeypatch.setattr(executer._Execution, "autorites", apres_le_plan)
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    elle.refresh_from_db()
    lui.refresh_from_db()
    assert (elle.autorite, elle.confirmee_par) == ("sans", directeur)
    assert (lui.autorite, lui.confirmee_par) == ("confirmee", None)


def test_an_adult_whom_the_child_s_record_leaves_out_reads_nothing(ecole, dossier):
    paul = aaf.adulte("2003", "MARTIN", "Paul", civilite="M.", enfants=["1001"])
    prendre(dossier, "20261102", **complet(ecole, eleves=[ADELE], adultes=[ALINE, paul]))
    assert liens(ecole) == {("Aline Martin", "Adèle Martin"): "confirmee", ("Paul Martin", "Adèle Martin"): "sans"}
    paul = Personne.objects.get(prenom="Paul", nom="Martin")
    assert paul.portee.suivis == []


def test_an_authority_that_the_state_takes_back_is_taken_back(ecole, dossier):
    paul = aaf.adulte("2003", "MARTIN", "Paul", civilite="M.", enfants=["1001"])
    deux = aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", adultes=["2001", "2003"])
    prendre(dossier, "20261102", **complet(ecole, eleves=[deux], adultes=[ALINE, paul]))
    assert set(liens(ecole).values()) == {"confirmee"}
    lot = prendre(
        dossier,
        "20261103",
        "Delta",
        Eleve=aaf.fichier(aaf.remplace("Eleve", "1001", ENTEleveAutoriteParentale="2001")),
        PersRelEleve=aaf.fichier(aaf.retire("PersRelEleve", "2003")),
    )
    assert faits(lot, ecole) == {"autorites": 1}
    assert liens(ecole) == {("Aline Martin", "Adèle Martin"): "confirmee", ("Paul Martin", "Adèle Martin"): "sans"}


def test_a_child_protected_by_the_direction_gets_nobody_new(ecole, dossier, trois_eleves, leurs_parents, directeur):
    appliquer(ecole, trois_eleves, leurs_parents)
    lien = Responsabilite.objects.get(enfant__ine="270000001AA")
    actions.confirmer_responsabilite(responsabilite=lien, lien="mere", autorite="sans", auteur=directeur)
    inconnu = aaf.adulte("2009", "ROCHE", "Luc", civilite="M.", enfants=["1001"])
    deux = aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", adultes=["2001", "2009"])
    prendre(dossier, "20261102", **complet(ecole, eleves=[deux, YANIS, NOUR], adultes=[ALINE, KARIM, inconnu]))
    assert ("Luc Roche", "Adèle Martin") not in liens(ecole)
    assert LigneEnAttente.objects.get(etablissement=ecole).contenu["prenom"] == "Luc"


# --- a Delta ------------------------------------------------------------------------------------------------------------
def test_a_delta_adds_replaces_and_deletes(ecole, dossier):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", ine="270000011AA", adultes=["2005"])
    lot = prendre(
        dossier,
        "20261103",
        "Delta",
        Eleve=aaf.fichier(
            chloe, aaf.remplace("Eleve", "1002", ENTPersonClasses="10$EL$1$502$CM2"), aaf.retire("Eleve", "1003")
        ),
        PersRelEleve=aaf.fichier(aaf.adulte("2005", "DUMAS", "Léa", enfants=["1004"])),
    )
    assert faits(lot, ecole) == {
        "eleves_crees": 1,
        "eleves_modifies": 1,
        "eleves_partis": 1,
        "responsables_crees": 1,
        "liens_crees": 1,
        "autorites": 1,
    }
    assert presents(ecole) == ["Yanis Benali", "Chloé Dumas", "Adèle Martin"]


def test_what_the_state_empties_is_emptied_once_and_what_it_never_said_is_kept(ecole, dossier):
    prendre(dossier, "20261102", **complet(ecole, **TOUS))
    aline = Personne.objects.get(courriel_contact="aline@exemple.fr")
    Personne.objects.filter(pk=aline.pk).update(telephone="01 30 00 00 00")
    vide = aaf.fichier(aaf.remplace("PersRelEleve", "2001", ENTPersonMail="", ENTPersonTelPerso=""))
    assert faits(prendre(dossier, "20261103", "Delta", PersRelEleve=vide), ecole) == {"responsables_modifies": 1}
    aline.refresh_from_db()
    assert (aline.courriel_contact, aline.telephone) == ("", "01 30 00 00 00")
    Personne.objects.filter(pk=aline.pk).update(courriel_contact="autre@exemple.fr")
    sans = aaf.adulte("2001", "MARTIN", "Aline", enfants=["1001"], ENTPersonMail="", ENTPersonTelPerso="")
    assert (
        faits(prendre(dossier, "20261109", **complet(ecole, eleves=TOUS["eleves"], adultes=[sans, KARIM])), ecole) == {}
    )
    aline.refresh_from_db()
    assert aline.courriel_contact == "autre@exemple.fr"


def test_a_delta_touches_no_other_school(ecole, autre_ecole, dossier):
    chloe = aaf.eleve("1004", "DUMAS", "Chloé", classe="901", structure="11", adultes=["2005"])
    lea = aaf.adulte("2005", "DUMAS", "Léa", enfants=["1004"])
    prendre(dossier, "20261102", **complet(ecole, autre_ecole, eleves=[ADELE, chloe], adultes=[ALINE, lea]))
    lot = prendre(
        dossier,
        "20261103",
        "Delta",
        PersRelEleve=aaf.fichier(aaf.remplace("PersRelEleve", "2005", ENTPersonVille="TRAPPES")),
    )
    assert [e.etablissement for e in lot.ecoles.all()] == [autre_ecole]
    assert faits(lot, autre_ecole) == {"responsables_modifies": 1}


# --- groups and staff ---------------------------------------------------------------------------------------------------
def test_groups_follow_the_state_and_those_made_by_hand_are_left(ecole, dossier):
    chorale = {"ENTPersonGroupes": ["10$GR$1$g1$CHORALE"]}
    dans = aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", **chorale)
    prendre(dossier, "20261102", **complet(ecole, eleves=[dans, YANIS]))
    groupe = Groupe.objects.get(etablissement=ecole)
    assert (groupe.nom, [str(e) for e in groupe.eleves.all()]) == ("CHORALE", ["Adèle Martin"])
    a_la_main = Groupe.objects.create(etablissement=ecole, annee=groupe.annee, nom="LECTURE")
    a_la_main.eleves.set(Personne.objects.filter(ine="270000002AA"))
    lecture = aaf.eleve(
        "1002",
        "BENALI",
        "Yanis",
        ne="19/10/2019",
        ine="270000002AA",
        niveau="CE1",
        ENTPersonGroupes=["10$GR$1$g1$CHORALE"],
    )
    dehors = aaf.eleve("1001", "MARTIN", "Adèle", ine="270000001AA", ENTPersonGroupes=["10$GR$1$g2$LECTURE"])
    lot = prendre(dossier, "20261109", **complet(ecole, eleves=[dehors, lecture]))
    assert faits(lot, ecole) == {"groupes": 1}
    assert [str(e) for e in groupe.eleves.all()] == ["Yanis Benali"]
    assert [str(e) for e in a_la_main.eleves.all()] == ["Yanis Benali"]
    assert EcoleAaf.objects.get(lot=lot).dits["alertes"] == [
        "Un autre groupe s’appelle déjà « LECTURE » : celui de l’AAF n’est pas repris."
    ]


def test_who_left_this_year_by_the_direction_s_word_does_not_come_back_by_a_file(ecole, dossier):
    lise = aaf.agent("5001", "FAURE", "Lise", ENTPersonClasses=["10$EL$1$501$CP-CE1"])
    prendre(dossier, "20261102", **complet(ecole, agents=[lise], **TOUS))
    hier = timezone.localdate() - dt.timedelta(days=1)
    Role.objects.filter(personne__nom="Faure").update(debut=hier, fin=hier)
    Affectation.objects.filter(enseignant__nom="Faure").update(debut=hier, fin=hier)
    prendre(dossier, "20261109", **complet(ecole, agents=[lise], **TOUS))
    assert not Role.objects.filter(personne__nom="Faure", fin=None).exists()
    assert not Affectation.objects.filter(enseignant__nom="Faure", fin=None).exists()


def test_staff_have_the_roles_and_classes_that_the_state_says(ecole, dossier):
    lise = aaf.agent("5001", "FAURE", "Lise", ENTPersonClasses=["10$EL$1$501$CP-CE1"])
    homonyme = aaf.agent("5002", "FAURE", "Lise", ENTPersonClasses=["10$EL$1$502$CM2"])
    dina = aaf.agent("5003", "MEYER", "Dina", fonctions=["10$DIR$DIRECTION$-$-"], ENTEnsFonctionDir=["10"])
    aide = aaf.agent("5004", "PETIT", "Anna", fonctions=["10$AED$ASSISTANT$-$-"], ENTPersonMail="anna@exemple.fr")
    lot = prendre(dossier, "20261102", **complet(ecole, agents=[lise, homonyme, dina, aide], **TOUS))
    comptes = faits(lot, ecole)
    assert {nom: comptes[nom] for nom in ("personnels_crees", "roles_donnes", "affectations_creees")} == {
        "personnels_crees": 4,
        "roles_donnes": 4,
        "affectations_creees": 2,
    }
    roles = Role.objects.filter(etablissement=ecole).order_by("personne__nom", "pk")
    assert [(str(r.personne), r.nature) for r in roles.select_related("personne")] == [
        ("Lise Faure", "enseignant"),
        ("Lise Faure", "enseignant"),
        ("Dina Meyer", "directeur"),
        ("Anna Petit", "personnel"),
    ]
    assert (
        faits(prendre(dossier, "20261109", **complet(ecole, agents=[lise, homonyme, dina, aide], **TOUS)), ecole) == {}
    )


def test_whoever_a_file_gives_a_role_is_said_to_have_one(ecole, dossier, monkeypatch):
    """What their account asks of them may be more than it was: once, and not with each file."""
    dits: list[frozenset[int]] = []
    monkeypatch.setattr(registres, "_donnes", [dits.append])
    dina = aaf.agent("5003", "MEYER", "Dina", fonctions=["10$DIR$DIRECTION$-$-"], ENTEnsFonctionDir=["10"])
    for jour in ("20261102", "20261109"):
        prendre(dossier, jour, **complet(ecole, agents=[dina], **TOUS))
    assert [qui for dit in dits for qui in dit] == [Role.objects.get(personne__nom="Meyer").personne_id]


# --- the 2nd degree -----------------------------------------------------------------------------------------------------
def test_a_college_of_the_2nd_degree_reads_its_own_names(ecole, dossier):
    ecole.nature = "college"
    ecole.save()
    commun = {"sn": "NGUYEN", "ENTPersonNomPatro": "NGUYEN", "personalTitle": "M."}
    hugo = aaf.ajout(
        "Eleve",
        "6001",
        **commun,
        givenName="HUGO",
        ENTPersonDateNaissance="06/06/2014",
        ENTPersonStructRattach="10",
        ENTEleveClasses="10$6A",
        ENTEleveGroupes="10$6A LATIN",
        ENTEleveMEF="10010012110",
        ENTEleveLibelleMEF="6EME",
        ENTElevePersRelEleve=["7001$1$1$1$1$1", "7002$2$0$0$1$0", "7003$9$0$$0$0"],
    )
    adultes = [
        aaf.ajout(
            "PersRelEleve",
            numero,
            sn="NGUYEN",
            ENTPersonNomPatro="NGUYEN",
            givenName=prenom,
            personalTitle="Mme",
            mail=f"{prenom.lower()}@exemple.fr",
        )
        for numero, prenom in (("7001", "LAN"), ("7002", "MAI"), ("7003", "ANH"))
    ]
    prof = aaf.ajout(
        "PersEducNat",
        "8001",
        sn="ROUX",
        ENTPersonNomPatro="ROUX",
        givenName="EVA",
        personalTitle="Mme",
        mail="eva@exemple.fr",
        ENTPersonStructRattach="10",
        ENTPersonFonctions="10$ENS$ENSEIGNEMENT$L1600$SVT",
        ENTAuxEnsClassesMatieres="10$6A$SVT",
    )
    prendre(dossier, "20261102", **complet(ecole, eleves=[hugo], adultes=adultes, agents=[prof]))
    (place,) = Inscription.objects.filter(classe__etablissement=ecole).select_related("classe", "eleve")
    assert (str(place.eleve), place.classe.nom, place.niveau) == ("Hugo Nguyen", "6A", "6E")
    assert liens(ecole) == {
        ("Lan Nguyen", "Hugo Nguyen"): "confirmee",
        ("Mai Nguyen", "Hugo Nguyen"): "sans",
        ("Anh Nguyen", "Hugo Nguyen"): "a_confirmer",
    }
    assert [str(p) for p in Personne.objects.filter(affectations__classe=place.classe)] == ["Eva Roux"]
    assert Groupe.objects.get(etablissement=ecole).nom == "6A LATIN"
