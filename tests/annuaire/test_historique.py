"""« Qui a fait quoi »: the direction reads who did what, of whom and in which class, of what is its own to know."""

import datetime as dt
import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from ent.annuaire import actions, journal, registres
from ent.annuaire.journal import consigner
from ent.annuaire.lectures.historique import noms_de
from ent.annuaire.models import EntreeJournal, Responsabilite, Role
from tests.annuaire.test_verbes import FICHIERS
from tests.graines import MARDI_10H

# Kinds of which a line says enough: what it did is of the whole school, or is the author's own.
SANS_PERSONNE_NI_CLASSE = {
    "absence", "accord", "agenda", "cle", "code", "commune", "compte", "correspondant", "demande", "ecole", "emetteur", "envoi", "fournisseur", "geste", "import", "incident", "ligne", "lot", "page", "plateforme", "reception", "session", "site",
}  # fmt: skip


@pytest.fixture
def midi(horloge):
    """After all that laid the cast: the lines of a test are the first of the page."""
    horloge(MARDI_10H + dt.timedelta(hours=2))
    return MARDI_10H + dt.timedelta(hours=2)


def lire(client, ecole) -> list[str]:
    """Lines as they are read, the latest first."""
    page = client.get(reverse("annuaire_journal", args=[ecole.uai])).content.decode()
    lignes = re.findall(r'<li class="espace">(.*?)</li>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", ligne)).split()).partition(" · ")[2] for ligne in lignes]


def genres_ecrits() -> set[str]:
    return {nom for f in FICHIERS for nom in re.findall(r'objet=f"([a-z]+) \{', f.read_text())}


@pytest.mark.toute_la_maison
def test_each_kind_that_a_line_names_says_whom_it_is_about_or_why_not():
    connus = {nom for nom in genres_ecrits() if registres.genre_nomme(nom)}
    assert genres_ecrits() - connus == SANS_PERSONNE_NI_CLASSE - {"commune"}


def test_a_tie_names_the_adult_the_child_and_the_class(d, entrer, midi):
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
    actions.confirmer_responsabilite(responsabilite=lien, lien="mere", autorite="confirmee", auteur=d.directrice)
    ligne = lire(entrer(d.directrice), d.elementaire)[0]
    assert ligne.startswith("Mme Quéméneur a confirmé l’autorité parentale : ")
    assert {str(d.mere), str(d.eleve_cp)} <= set(re.split(r" : |, |\. ", ligne))
    assert ligne.endswith(". CP-CE1")


@pytest.mark.besoin_de("cahier_de_textes")
def test_what_is_given_names_its_class_and_its_group(d, entrer, midi):
    from cahier_de_textes.actions.travaux import publier_travail

    publier_travail(
        auteur=d.enseignante, classe=d.cp_ce1, nature="lire", texte="Le loup", date_pour=midi.date().replace(day=24)
    )
    assert lire(entrer(d.directrice), d.elementaire)[0].startswith("Mme Lefort a donné un travail. CP-CE1")


def test_whoever_left_is_still_named(d, entrer, midi):
    consigner("annuaire.garder_groupe", auteur=d.enseignant, etablissement=d.elementaire)
    actions.noter_un_depart(personne=d.enseignant, etablissement=d.elementaire, auteur=d.directrice)
    depart, groupe = lire(entrer(d.directrice), d.elementaire)[:2]
    assert depart == f"Mme Quéméneur a noté le départ d’un membre de l’équipe : {d.enseignant}."
    assert groupe == "M. Caradec a gardé un groupe d’élèves."


def test_the_operator_is_said_to_be_of_the_territory(d, entrer, midi):
    actions.donner_role(
        personne=d.enseignant, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire, auteur=d.operateur
    )
    assert lire(entrer(d.directrice), d.elementaire)[0].startswith("M. Renard, pour le territoire, a donné un rôle")


def test_what_was_put_back_is_said_alike_of_a_woman_and_of_a_man(d, entrer, midi):
    consigner("annuaire.defaire_le_passage", auteur=d.directrice, etablissement=d.elementaire)
    consigner("annuaire.revenir_sur_un_reglage", auteur=d.directrice, etablissement=d.elementaire, code="un.code")
    assert lire(entrer(d.directrice), d.elementaire)[:2] == [
        "Mme Quéméneur a remis le réglage « un.code » comme avant.",
        "Mme Quéméneur a remis les classes d’avant la rentrée.",
    ]


def test_a_person_of_another_school_is_not_named(d, entrer, midi):
    """Nor as the author, nor as whom the act is about: what that school knows is not this one's to read."""
    consigner(
        "annuaire.inscrire",
        auteur=d.directrice_maternelle,
        etablissement=d.elementaire,
        objet=f"personne {d.eleve_ms.pk}",
    )
    ligne = lire(entrer(d.directrice), d.elementaire)[0]
    assert ligne == "Une personne d’ailleurs a inscrit un élève dans une classe."


def test_a_line_that_names_a_class_of_another_school_says_nothing_of_it(d, entrer, midi):
    consigner("annuaire.affecter", auteur=d.directrice, etablissement=d.elementaire, objet=f"classe {d.ms.pk}")
    assert lire(entrer(d.directrice), d.elementaire)[0] == "Mme Quéméneur a confié une classe à un enseignant."


def test_a_change_of_class_says_from_which_to_which(d, entrer, midi):
    """As it was then, wherever the pupil went since; a class of another school is not named."""
    place = d.eleve_cp.inscriptions.get(fin=None)
    trace = actions.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    dite = f"Mme Quéméneur a changé un élève de classe : {d.eleve_cp}, de CP-CE1 à CM2."
    assert lire(entrer(d.directrice), d.elementaire)[0] == dite
    actions.annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    annule, avant = lire(entrer(d.directrice), d.elementaire)[:2]
    assert avant == dite
    assert annule.startswith(f"Mme Quéméneur a annulé le changement de classe d’un élève : {d.eleve_cp}.")
    ailleurs = {"de": d.cp_ce1.pk, "vers": d.ms.pk}
    objet = f"personne {d.eleve_cp.pk}"
    consigner("annuaire.changer_de_classe", auteur=d.directrice, etablissement=d.elementaire, objet=objet, **ailleurs)
    assert lire(entrer(d.directrice), d.elementaire)[0].endswith(f"{d.eleve_cp}. CP-CE1")


def test_a_departure_that_was_undone_says_so_and_an_older_line_what_it_knows(d, entrer, midi):
    trace = actions.noter_la_sortie(eleve=d.eleve_cm2, etablissement=d.elementaire, auteur=d.directrice)
    actions.annuler_un_mouvement(trace=trace, eleve=d.eleve_cm2, etablissement=d.elementaire, auteur=d.directrice)
    assert f"a annulé le départ d’un élève : {d.eleve_cm2}." in lire(entrer(d.directrice), d.elementaire)[0]
    consigner("annuaire.annuler_un_mouvement", auteur=d.directrice, etablissement=d.elementaire)
    assert "a annulé un changement de classe ou un départ d’élève." in lire(entrer(d.directrice), d.elementaire)[0]


@pytest.mark.besoin_de("pages")
@pytest.mark.parametrize(
    ("verbe", "details", "dite"),
    [
        ("ouvrir_aux_commentaires", {"ouvert": True}, "a ouvert les commentaires d’un billet"),
        ("ouvrir_aux_commentaires", {"ouvert": False}, "a fermé les commentaires d’un billet"),
        ("montrer_sur_le_site", {"montre": True}, "a montré un billet sur le site de l’école"),
        ("montrer_commentaire", {"montre": False}, "a masqué un commentaire"),
    ],
)
def test_what_goes_both_ways_says_which(d, entrer, midi, verbe, details, dite):
    consigner(f"pages.{verbe}", auteur=d.directrice, etablissement=d.elementaire, **details)
    assert lire(entrer(d.directrice), d.elementaire)[0] == f"Mme Quéméneur {dite}."


@pytest.mark.besoin_de("messagerie")
def test_a_household_s_thread_says_its_class_and_not_the_child(d, entrer, midi):
    """The direction does not read the threads of others: whom they are about is not said either."""
    from messagerie.actions.fils import fil_de_foyer
    from messagerie.actions.messages import envoyer

    fil = fil_de_foyer(eleve=d.eleve_cp, adultes={d.pere_separe.pk}, auteur=d.pere_separe, classe=d.cp_ce1)
    envoyer(fil=fil, auteur=d.pere_separe, uuid=uuid.uuid4(), texte="Elle tousse.")
    ligne = lire(entrer(d.directrice), d.elementaire)[0]
    assert "CP-CE1" in ligne
    assert d.eleve_cp.prenom not in ligne


def demander(client, ecole, **demande) -> list[str]:
    page = client.get(reverse("annuaire_journal", args=[ecole.uai]), demande).content.decode()
    lignes = re.findall(r'<li class="espace">(.*?)</li>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", ligne)).split()).partition(" · ")[2] for ligne in lignes]


def test_what_was_stated_of_a_tie_is_said_by_its_name(d, entrer, midi):
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
    for autorite, phrase in [
        ("confirmee", "a confirmé l’autorité parentale"),
        ("sans", "a dit qui n’a pas l’autorité parentale"),
        ("a_confirmer", "a précisé un lien de parenté"),
    ]:
        actions.confirmer_responsabilite(responsabilite=lien, lien="mere", autorite=autorite, auteur=d.directrice)
        assert lire(entrer(d.directrice), d.elementaire)[0].startswith(f"Mme Quéméneur {phrase} : ")


@pytest.mark.besoin_de("messagerie")
def test_lines_are_asked_for_by_person_by_kind_by_day_and_by_whom_they_are_about(d, entrer, midi, horloge):
    consigner("annuaire.garder_groupe", auteur=d.enseignant, etablissement=d.elementaire)
    consigner("messagerie.envoyer", auteur=d.mere, etablissement=d.elementaire)
    consigner("messagerie.envoyer", auteur=d.operateur, etablissement=d.elementaire)
    consigner("connexion.echec_de_code", etablissement=d.elementaire)
    horloge(midi + dt.timedelta(days=1))
    consigner("annuaire.inscrire", auteur=d.directrice, etablissement=d.elementaire, objet=f"personne {d.eleve_cp.pk}")
    client = entrer(d.directrice)
    groupe, mere = "M. Caradec a gardé un groupe d’élèves.", "Mme Belhadj a envoyé un message."
    inscrit = f"Mme Quéméneur a inscrit un élève dans une classe : {d.eleve_cp}. CP-CE1"
    jour = {"jour": midi.date().isoformat()}
    assert demander(client, d.elementaire, qui=d.enseignant.uuid, **jour) == [groupe]
    assert demander(client, d.elementaire, qui="familles", **jour) == [mere]
    [d_en_haut] = demander(client, d.elementaire, qui="territoire", quoi="messages", **jour)
    assert d_en_haut == "M. Renard, pour le territoire, a envoyé un message."
    consigner("periscolaire.publier_menus", auteur=d.referente, etablissement=d.elementaire)
    assert [dite.split(" a ")[0] for dite in demander(client, d.elementaire, qui="commune")] == [
        f"{d.referente.nom_affiche}, pour la commune,"
    ]
    assert demander(client, d.elementaire, qui="site", quoi="comptes", **jour) == [
        "Le site a essayé un code qui n’existe pas."
    ]
    assert demander(client, d.elementaire, qui=d.enseignant.uuid, quoi="messages") == []
    assert demander(client, d.elementaire, jour=(midi + dt.timedelta(days=1)).date(), quoi="ecole") == [inscrit]
    assert demander(client, d.elementaire, sujet=d.eleve_cp.uuid)[0] == inscrit
    assert (
        "Aucun geste ne répond à cette recherche."
        in client.get(reverse("annuaire_journal", args=[d.elementaire.uai]), {"jour": "2019-01-01"}).text
    )


@pytest.mark.parametrize(
    "demande", [{"qui": "x"}, {"quoi": "x"}, {"jour": "x"}, {"jour": "9999-12-31"}, {"sujet": "x"}]
)
def test_what_means_nothing_asks_nothing(d, entrer, midi, demande):
    client = entrer(d.directrice)
    assert demander(client, d.elementaire, **demande) == lire(client, d.elementaire) != []


def test_lines_of_a_person_of_another_school_are_not_asked_for(d, entrer, midi):
    client = entrer(d.directrice)
    page = client.get(reverse("annuaire_journal", args=[d.elementaire.uai]), {"sujet": d.eleve_ms.uuid}).text
    assert str(d.eleve_ms) not in page and str(d.directrice_maternelle.uuid) not in page


def test_each_kind_of_acts_has_words_of_its_own():
    assert len({str(libelle) for _nom, libelle in registres.sortes_de_gestes()}) == len(registres.sortes_de_gestes())
    assert {verbe for nom, _libelle in registres.sortes_de_gestes() for verbe in registres.verbes_de(nom)} == set(
        journal._phrases
    )


@pytest.mark.besoin_de("messagerie")
def test_a_message_says_to_whom_it_went_and_never_about_whom(d, entrer, midi):
    from messagerie.actions.fils import fil_d_ecole, fil_de_classe, fil_de_foyer
    from messagerie.actions.messages import envoyer

    foyer = fil_de_foyer(eleve=d.eleve_cp, adultes={d.pere_separe.pk}, auteur=d.pere_separe, classe=d.cp_ce1)
    direction = fil_de_foyer(
        eleve=d.eleve_cp, adultes={d.pere_separe.pk}, auteur=d.pere_separe, etablissement=d.elementaire
    )
    annonce = fil_de_classe(nature="annonce", classe=d.cp_ce1, auteur=d.enseignante)
    equipe = fil_d_ecole(nature="equipe", etablissement=d.elementaire, auteur=d.directrice)
    client = entrer(d.directrice)
    for fil, auteur, phrase in [
        (foyer, d.pere_separe, "M. Belhadj a écrit à qui enseigne à son enfant. CP-CE1"),
        (foyer, d.enseignante, "Mme Lefort a écrit à une famille. CP-CE1"),
        (direction, d.pere_separe, "M. Belhadj a écrit à la direction."),
        (annonce, d.enseignante, "Mme Lefort a écrit aux familles d’une classe ou d’un groupe. CP-CE1"),
        (equipe, d.directrice, "Mme Quéméneur a écrit à toute l’équipe."),
    ]:
        envoyer(fil=fil, auteur=auteur, uuid=uuid.uuid4(), texte="Bonjour.")
        assert lire(client, d.elementaire)[0] == phrase


@pytest.mark.parametrize("qui", ["enseignante", "operateur", "referente", "mere", "directrice_maternelle"])
def test_nobody_else_reads_it(d, entrer, qui):
    assert entrer(getattr(d, qui)).get(reverse("annuaire_journal", args=[d.elementaire.uai])).status_code == 404


def test_naming_costs_the_same_however_many_lines(d, django_assert_num_queries):
    lignes = [
        EntreeJournal(verbe="annuaire.inscrire", objet=f"personne {p.pk}") for p in (d.eleve_cp, d.eleve_cm2, d.mere)
    ]
    assert d.directrice.portee.etablissements_diriges
    for lues in (lignes[:1], lignes):
        with django_assert_num_queries(4):
            noms_de(d.directrice, d.elementaire, lues)


@pytest.mark.besoin_de("messagerie")
def test_the_word_journal_is_the_class_s_alone(d, entrer):
    """One word, one thing: on the pages of the school that its direction keeps, nothing else is called so."""
    client = entrer(d.directrice)
    for nom in ("annuaire_ecole", "annuaire_journal", "messagerie_incident"):
        corps = client.get(reverse(nom, args=[d.elementaire.uai])).content.decode()
        contenu = corps[corps.index("<main") : corps.index("</main>")]
        assert "ournal" not in re.sub(r"<[^>]+>", "", contenu)
