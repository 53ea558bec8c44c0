"""« Ajouter un enfant »: one parent known in two schools becomes one account."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Affectation, EntreeJournal, Inscription, Personne, Responsabilite, Role
from ent.connexion import actions
from ent.connexion.models import CodeActivation
from ent.diffusion.models import Notification
from ent.services.onde.models import FicheOnde

from .conftest import erreurs

pytestmark = pytest.mark.besoin_de("ent.services.onde")  # lines of its files follow who is merged


@pytest.fixture
def samira_bis(d, mardi) -> Personne:
    """Samira Haddad as the maternelle spells her: it knows nothing of the account she has at the élémentaire."""
    personne = Personne.objects.create(
        prenom="Samirah",
        nom="Hadad",
        password="!",
        courriel_contact="s.hadad@exemple.fr",
        telephone_portable="0600000000",
    )
    annuaire.rattacher(adulte=personne, enfant=d.eleve_ms, etablissement=d.maternelle)
    FicheOnde.objects.create(etablissement=d.maternelle, personne=personne, nature="responsable", cle="hadad|samirah")
    return personne


@pytest.fixture
def second_code(d, samira_bis) -> str:
    return actions.emettre_code(personne=samira_bis, etablissement=d.maternelle)


def ajouter(client, code, naissance):
    return client.post(reverse("connexion_ajouter_enfant"), {"code": code, "naissance": f"{naissance:%d/%m/%Y}"})


def test_the_child_of_the_other_school_comes_into_the_account(d, entrer, samira_bis, second_code):
    samira = d.mere_arabophone
    assert [e.prenom for e in samira.portee.enfants] == ["Kenza"]
    reponse = ajouter(entrer(samira), second_code, d.eleve_ms.date_naissance)
    assert reponse.headers["Location"] == "/"
    samira = Personne.objects.get(pk=samira.pk)
    assert [e.prenom for e in samira.portee.enfants] == ["Kenza", "Lina-Maëlys"]
    assert [(f.etablissement, f.cle) for f in samira.fiches.all()] == [(d.maternelle, "hadad|samirah")]
    assert samira.telephone_portable == "0600000000"
    samira_bis.refresh_from_db()
    assert (samira_bis.is_active, samira_bis.fusionnee_dans) == (False, samira)
    assert not samira_bis.responsabilites.exists()
    assert CodeActivation.objects.get(personne=samira_bis).utilise_le is not None
    [ligne] = EntreeJournal.objects.filter(verbe="connexion.fusionner")
    assert (ligne.etablissement, ligne.auteur_uuid) == (d.maternelle, samira.uuid)


def test_nothing_is_gained_beyond_the_ties_of_the_paper(d, entrer, samira_bis, second_code):
    ajouter(entrer(d.mere_arabophone), second_code, d.eleve_ms.date_naissance)
    samira = Personne.objects.get(pk=d.mere_arabophone.pk)
    [lien] = samira.responsabilites.filter(enfant=d.eleve_ms)
    assert (lien.autorite, lien.etablissement) == (Responsabilite.Autorite.A_CONFIRMER, d.maternelle)
    assert samira.portee.roles == []


def test_the_same_code_adds_once(d, entrer, samira_bis, second_code):
    client = entrer(d.mere_arabophone)
    ajouter(client, second_code, d.eleve_ms.date_naissance)
    assert ajouter(client, second_code, d.eleve_ms.date_naissance).status_code == 422


def test_a_wrong_date_adds_nothing(d, entrer, samira_bis, second_code):
    reponse = ajouter(entrer(d.mere_arabophone), second_code, dt.date(2020, 1, 1))
    assert reponse.status_code == 422
    samira_bis.refresh_from_db()
    assert samira_bis.is_active


def test_an_account_that_is_already_open_is_not_swallowed(d, entrer, mardi):
    """The father's paper, printed anew, in the mother's hands: his account is not hers to take."""
    code = actions.emettre_code(personne=d.pere_separe, etablissement=d.elementaire, renouveler=True)
    reponse = ajouter(entrer(d.mere), code, d.eleve_cp.date_naissance)
    assert reponse.status_code == 422
    assert erreurs(reponse) == [
        "Ce papier est celui d’un compte déjà ouvert. Entrez avec ce compte-là, ou demandez à l’école de vous imprimer "
        "le papier de votre nom."
    ]
    d.pere_separe.refresh_from_db()
    assert (d.pere_separe.is_active, d.pere_separe.fusionnee_dans) == (True, None)
    assert CodeActivation.objects.get().utilise_le is None


def test_ones_own_paper_adds_nothing(d, entrer, mardi):
    code = actions.emettre_code(personne=d.mere, etablissement=d.elementaire, renouveler=True)
    reponse = ajouter(entrer(d.mere), code, d.eleve_cp.date_naissance)
    assert erreurs(reponse) == ["Ces enfants sont déjà dans votre compte."]


def test_a_tie_without_authority_is_not_reopened_by_a_second_paper(d, samira_bis):
    """Both schools know her for Kenza; the élémentaire says « sans autorité parentale »."""
    Responsabilite.objects.filter(adulte=d.mere_arabophone).update(autorite=Responsabilite.Autorite.SANS)
    annuaire.rattacher(adulte=samira_bis, enfant=d.eleve_ce1, etablissement=d.maternelle)
    actions.fusionner(depuis=samira_bis, vers=d.mere_arabophone, etablissement=d.maternelle)
    samira = Personne.objects.get(pk=d.mere_arabophone.pk)
    assert [e.prenom for e in samira.portee.enfants] == ["Lina-Maëlys"]
    assert samira.responsabilites.filter(enfant=d.eleve_ce1).count() == 2


def test_what_the_direction_said_of_one_record_is_its_word_on_both(d, samira_bis):
    """No file lifts it: what bears a day of the direction's is not said again by the State."""
    dit_le = timezone.now()
    Responsabilite.objects.filter(adulte=samira_bis).update(autorite=Responsabilite.Autorite.SANS, confirmee_le=dit_le)
    [enfant] = samira_bis.responsabilites.values_list("enfant", flat=True)
    sien = annuaire.rattacher(
        adulte=d.mere_arabophone, enfant=Personne.objects.get(pk=enfant), etablissement=d.maternelle
    )
    assert sien.confirmee_le is None
    actions.fusionner(depuis=samira_bis, vers=d.mere_arabophone, etablissement=d.maternelle)
    liens = Responsabilite.objects.filter(adulte=d.mere_arabophone, enfant=enfant, fin=None)
    assert set(liens.values_list("autorite", "confirmee_le")) == {(Responsabilite.Autorite.SANS, dit_le)}


def test_roles_classes_groups_and_news_follow_and_doubles_are_closed(d, samira_bis):
    vers = d.remplacant  # he teaches in both schools already, and is that very parent
    Personne.objects.filter(pk=samira_bis.pk).update(prenom="Idriss", nom="SOW")
    annuaire.donner_role(personne=samira_bis, nature=Role.Nature.PERSONNEL, etablissement=d.maternelle)
    annuaire.affecter(enseignant=samira_bis, classe=d.cm2)  # as he does
    annuaire.affecter(enseignant=samira_bis, classe=d.cp_ce1)
    d.groupe_lecture.enseignants.add(samira_bis)
    nouvelle = {"etablissement": d.maternelle, "nature": "essai.dit", "texte": "…", "adresse": "/"}
    for personne, objets in [(vers, [1]), (samira_bis, [1, 2])]:
        for objet in objets:
            Notification.objects.create(destinataire=personne, objet_id=objet, **nouvelle)
    actions.fusionner(depuis=samira_bis, vers=vers, etablissement=d.maternelle)
    vers = Personne.objects.get(pk=vers.pk)
    assert sorted(vers.portee.classes_tenues) == sorted([d.cm2.pk, d.cp_ce1.pk, d.ms.pk])
    assert vers.affectations.filter(classe=d.cm2).count() == 2
    assert [a.fin for a in Affectation.objects.filter(classe=d.cm2, enseignant=vers).exclude(fin=None)] == [
        timezone.localdate() - dt.timedelta(days=1)
    ]
    assert Role.Nature.PERSONNEL in {r.nature for r in vers.portee.roles}
    assert vers.portee.groupes_tenus == {d.groupe_lecture.pk}
    assert sorted(vers.notifications.values_list("objet_id", flat=True)) == [1, 2]


def test_what_was_told_of_each_child_is_kept(d, samira_bis):
    """A mot to the whole school, told of one child on one side and of another on the other, is one thing."""
    annuaire.rattacher(adulte=samira_bis, enfant=d.eleve_cm2, etablissement=d.elementaire)
    dite = {"etablissement": d.elementaire, "nature": "essai.dit", "objet_id": 1, "texte": "…", "adresse": "/"}
    for personne, eleve in [(d.mere_arabophone, d.eleve_ce1), (samira_bis, d.eleve_cm2), (samira_bis, d.eleve_ce1)]:
        Notification.objects.create(destinataire=personne, eleve=eleve, **dite)
    actions.fusionner(depuis=samira_bis, vers=d.mere_arabophone, etablissement=d.elementaire)
    assert sorted(d.mere_arabophone.notifications.values_list("eleve", flat=True)) == sorted(
        [d.eleve_ce1.pk, d.eleve_cm2.pk]
    )


def test_a_merged_record_comes_in_no_more(d, entrer, samira_bis):
    actions.fusionner(depuis=samira_bis, vers=d.mere_arabophone, etablissement=d.maternelle)
    samira_bis.refresh_from_db()
    assert entrer(samira_bis).get("/compte/").status_code == 302


def test_a_failure_in_the_middle_changes_nothing(d, samira_bis, second_code, monkeypatch):
    """The journal is the last line written: without it there is no merge."""
    from ent.connexion.actions import fusion

    def panne(*_a, **_k):
        raise RuntimeError

    monkeypatch.setattr(fusion, "consigner", panne)
    with pytest.raises(RuntimeError):
        actions.fusionner(depuis=samira_bis, vers=d.mere_arabophone, etablissement=d.maternelle)
    samira_bis.refresh_from_db()
    assert samira_bis.responsabilites.count() == 1
    assert samira_bis.fusionnee_dans is None


def test_a_tie_that_was_to_begin_later_begins_when_the_one_that_runs_joins_it(d, mardi):
    """A school is not left without its direction by the meeting of two records of one person."""
    jour = timezone.localdate()
    depuis = annuaire.accueillir(
        etablissement=d.maternelle,
        auteur=None,
        identite={"prenom": "Rose", "nom": "Vidal", "civilite": "", "courriel_contact": ""},
        nature="directeur",
    )
    Role.objects.filter(personne=depuis).update(debut=jour - dt.timedelta(days=30))
    annuaire.donner_role(
        personne=d.directrice, nature="directeur", etablissement=d.maternelle, debut=jour + dt.timedelta(days=9)
    )
    actions.fusionner(depuis=depuis, vers=d.directrice, etablissement=d.maternelle)
    assert d.maternelle.pk in Personne.objects.get(pk=d.directrice.pk).portee.etablissements_diriges


# --- A child who changed school, whose mother the next one spells otherwise ---------------------------------------------
@pytest.fixture
def samira_de_la_nouvelle_ecole(d, samira_bis) -> Personne:
    """Kenza is in the maternelle's GS too, since her new school's file."""
    annuaire.inscrire(eleve=d.eleve_ce1, classe=d.ms, niveau="GS")
    annuaire.rattacher(adulte=samira_bis, enfant=d.eleve_ce1, etablissement=d.maternelle)
    return samira_bis


def le_lien(d) -> Responsabilite:
    return Responsabilite.objects.get(adulte=d.mere_arabophone, enfant=d.eleve_ce1, fin=None)


def ecoles_de(lien) -> tuple:
    return lien.etablissement, list(lien.anciennes_ecoles.all())


def quitter(d) -> None:
    hier = timezone.localdate() - dt.timedelta(days=1)
    Inscription.objects.filter(eleve=d.eleve_ce1, classe__etablissement=d.elementaire).update(fin=hier)


def test_a_child_who_changed_school_is_followed_where_they_are(d, samira_de_la_nouvelle_ecole):
    quitter(d)
    avant = le_lien(d)
    actions.fusionner(depuis=samira_de_la_nouvelle_ecole, vers=d.mere_arabophone, etablissement=d.maternelle)
    samira = Personne.objects.get(pk=d.mere_arabophone.pk)
    assert {(s.eleve.prenom, s.etablissement_id) for s in samira.portee.suivis} == {
        ("Kenza", d.maternelle.pk),
        ("Lina-Maëlys", d.maternelle.pk),
    }
    assert ecoles_de(le_lien(d)) == (d.maternelle, [d.elementaire])
    assert le_lien(d).dit == avant.dit
    assert le_lien(d).confirmee_le == avant.confirmee_le


def test_the_paper_of_the_school_that_a_child_left_gives_what_was_read_there(d, samira_de_la_nouvelle_ecole):
    """The other way round: the account is that of the new school."""
    quitter(d)
    Responsabilite.objects.filter(pk=le_lien(d).pk).update(etablissement=d.maternelle)
    siens = Responsabilite.objects.filter(adulte=samira_de_la_nouvelle_ecole, enfant=d.eleve_ce1)
    siens.update(etablissement=d.elementaire)
    actions.fusionner(depuis=samira_de_la_nouvelle_ecole, vers=d.mere_arabophone, etablissement=d.elementaire)
    assert ecoles_de(le_lien(d)) == (d.maternelle, [d.elementaire])


def test_the_word_of_the_new_school_counts_where_the_former_said_nothing(d, samira_de_la_nouvelle_ecole):
    quitter(d)
    Responsabilite.objects.filter(pk=le_lien(d).pk).update(
        autorite="a_confirmer", confirmee_le=None, confirmee_par=None
    )
    dit = {"autorite": "confirmee", "lien": "mere", "confirmee_par": d.directrice, "confirmee_le": timezone.now()}
    Responsabilite.objects.filter(adulte=samira_de_la_nouvelle_ecole, enfant=d.eleve_ce1).update(**dit)
    actions.fusionner(depuis=samira_de_la_nouvelle_ecole, vers=d.mere_arabophone, etablissement=d.maternelle)
    assert {champ: getattr(le_lien(d), champ) for champ in dit} == dit


def test_without_authority_in_the_former_school_a_child_is_not_read_in_the_new_one(d, samira_de_la_nouvelle_ecole):
    quitter(d)
    Responsabilite.objects.filter(pk=le_lien(d).pk).update(autorite=Responsabilite.Autorite.SANS)
    actions.fusionner(depuis=samira_de_la_nouvelle_ecole, vers=d.mere_arabophone, etablissement=d.maternelle)
    assert (le_lien(d).etablissement, le_lien(d).autorite) == (d.maternelle, Responsabilite.Autorite.SANS)
    samira = Personne.objects.get(pk=d.mere_arabophone.pk)
    assert [e.prenom for e in samira.portee.enfants] == ["Lina-Maëlys"]


def test_while_both_schools_hold_a_child_the_new_one_waits_for_the_other(d, samira_de_la_nouvelle_ecole):
    actions.fusionner(depuis=samira_de_la_nouvelle_ecole, vers=d.mere_arabophone, etablissement=d.maternelle)
    assert ecoles_de(le_lien(d)) == (d.elementaire, [])
    trace = annuaire.noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice)
    assert ecoles_de(le_lien(d)) == (d.maternelle, [d.elementaire])
    annuaire.annuler_un_mouvement(trace=trace, eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice)
    assert ecoles_de(le_lien(d)) == (d.elementaire, [])
