"""What a holder objects to stays with who prepares until they answer again; who prepares is told, and shows at the hour when families read."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Responsabilite
from ent.diffusion.models import Notification
from ent.services.liaison.actions import familles, montrer, preparation
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.models import Dossier
from tests.portail.test_accueil import texte
from tests.services.liaison.conftest import relire
from tests.services.liaison.test_pages_ecole import ligne_de

SAMEDI = timezone.make_aware(dt.datetime(2026, 11, 28, 10))
GENE = "« très agité » me gêne"


def dire(dossier: Dossier, par, choix: str, precision: str = "", accorde: bool | None = None) -> None:
    """By the action, of all that is shown."""
    oui = choix == "oui" if accorde is None else accorde
    dits = {ligne["partie"]: (ligne["empreinte"], oui) for ligne in montree(dossier).contenu}
    familles.repondre(dossier=dossier, par=par, choix=choix, dits=dits, precision=precision)


def page(client, dossier: Dossier) -> str:
    return texte(client.get(reverse("liaison_preparer", args=[dossier.uuid])))


def classe(client, dossier: Dossier) -> str:
    return texte(client.get(reverse("liaison_campagne", args=[dossier.campagne.uuid])))


@pytest.fixture
def avec_un_pai(d, montre, horloge) -> Dossier:
    """The father said what troubles him; the day after, a PAI was added and shown, his sentence untouched."""
    dire(montre, d.pere_separe, "gene", GENE)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 10)))
    preparation.ecrire_la_sante(dossier=montre, auteur=d.directrice, texte="Trousse.")
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    return relire(montre)


# --- They stay --------------------------------------------------------------------------------------------------------
def test_what_a_holder_objected_to_stays_whatever_is_shown_since(d, avec_un_pai, entrer):
    assert montree(avec_un_pai).numero == 2
    assert ligne_de(avec_un_pai).etat.nom == "parler"
    client = entrer(d.enseignant)
    for lue in (page(client, avec_un_pai), classe(client, avec_un_pai)):
        assert f"M. Belhadj, le 24 novembre : {GENE}" in lue
    familles.noter_la_lecture(dossier=avec_un_pai, par=d.pere_separe, numero=2)
    assert GENE in classe(client, avec_un_pai), "read, not answered"
    dire(avec_un_pai, d.pere_separe, "oui")
    assert GENE not in classe(client, avec_un_pai)


def test_both_are_reminded_of_other_words_and_of_the_same_ones_the_other_holder_alone(d, montre, avec_un_pai):
    assert set(ligne_de(avec_un_pai).manquent) == {d.mere, d.pere_separe}
    dire(avec_un_pai, d.pere_separe, "parler", "Demain ?")
    assert ligne_de(avec_un_pai).manquent == [d.mere]
    assert montrer.relancer(campagne=avec_un_pai.campagne, auteur=d.enseignant) == 1
    assert Notification.objects.get(nature="liaison.relance").destinataire == d.mere


# --- They are told ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choix", "dit"),
    [
        ("gene", "Sofiane · Une phrase de son dossier gêne M. Belhadj."),
        ("parler", "Sofiane · M. Belhadj veut parler de son dossier."),
        ("non", "Sofiane · M. Belhadj dit non à son dossier."),
    ],
)
def test_who_prepares_is_told_of_it_and_led_to_the_words(d, montre, entrer, choix, dit):
    dire(montre, d.pere_separe, choix, GENE)
    dites = Notification.objects.filter(nature="liaison.objection")
    assert {n.destinataire for n in dites} == {d.enseignant, d.remplacant, d.directrice}
    assert {(n.texte, n.adresse) for n in dites} == {(dit, reverse("liaison_preparer", args=[montre.uuid]))}
    lue = page(entrer(d.enseignant), montre)
    assert "Écrire à M. Belhadj" in lue, "to that household, by messages"


def test_said_otherwise_it_is_taken_back_and_what_the_other_one_says_is_its_own_news(d, montre):
    dire(montre, d.pere_separe, "parler")
    dire(montre, d.mere, "non")
    dire(montre, d.pere_separe, "oui")
    textes = set(Notification.objects.filter(nature="liaison.objection").values_list("texte", flat=True))
    assert textes == {"Sofiane · Mme Belhadj dit non à son dossier."}


def test_who_teaches_and_answers_for_the_child_is_not_told_what_the_other_holder_said(d, montre):
    lien = Responsabilite.objects.filter(enfant=d.eleve_cm2, adulte=d.mere).get()
    Responsabilite.objects.filter(pk=lien.pk).update(adulte=d.enseignant)
    dire(montre, d.pere_separe, "non")
    assert {n.destinataire for n in Notification.objects.filter(nature="liaison.objection")} == {
        d.remplacant,
        d.directrice,
    }


# --- In part ----------------------------------------------------------------------------------------------------------
def test_a_part_shown_again_that_nobody_answered_is_no_whole_accord(d, montre, ecrire, entrer):
    dire(montre, d.mere, "oui")
    assert ligne_de(montre).etat.nom == "accord"
    ecrire(montre, sait="Il écrit.")
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    ligne = ligne_de(montre)
    assert (ligne.etat.nom, ligne.peut_partir) == ("en_partie", True)
    assert ligne.detail == "il reste « la page de l’enseignant » · Mme Belhadj et M. Belhadj n’ont pas répondu"
    assert "Accord à compléter" in classe(entrer(d.enseignant), montre)


# --- Held back --------------------------------------------------------------------------------------------------------
def test_at_the_weekend_it_says_when_families_will_read_and_offers_no_second_time(d, dossier, horloge, entrer):
    horloge(SAMEDI)
    client = entrer(d.enseignant)
    dite = client.post(reverse("liaison_montrer", args=[dossier.campagne.uuid]), follow=True).text
    assert "1 dossier est prêt : sa famille le lira lundi à 7 h 00." in dite
    assert "Montrer 1 dossier" not in dite
    lue = page(client, dossier)
    assert "La famille lira ces mots lundi à 7 h 00." in lue
    assert "Montrer à sa famille" not in lue


def test_it_is_taken_back_before_the_hour_with_its_news(d, dossier, horloge, entrer):
    horloge(SAMEDI)
    client = entrer(d.enseignant)
    client.post(reverse("liaison_montrer_un", args=[dossier.uuid]))
    assert Notification.objects.filter(nature="liaison.montre").count() == 2
    annuler = reverse("liaison_ne_plus_montrer", args=[dossier.uuid])
    assert "la famille ne lira pas ces mots" in client.post(annuler, follow=True).text
    assert not dossier.versions.exists()
    assert not Notification.objects.filter(nature="liaison.montre").exists()
    assert relire(dossier).montre_le is None
    assert EntreeJournal.objects.filter(verbe="liaison.ne_plus_montrer").count() == 1
    assert "Montrer à sa famille" in page(client, dossier)


def test_once_it_may_be_read_it_stays_and_the_version_before_always_does(d, montre, ecrire, horloge):
    with pytest.raises(ValidationError, match="trop tard"):
        montrer.ne_plus_montrer(dossier=montre, auteur=d.enseignant)
    horloge(SAMEDI)
    ecrire(montre, sait="Il écrit.")
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    montrer.ne_plus_montrer(dossier=montre, auteur=d.enseignant)
    assert [v.numero for v in montre.versions.all()] == [1]
    assert relire(montre).montre_le == montre.montre_le


# --- Words ------------------------------------------------------------------------------------------------------------
def test_past_twelve_lines_it_says_so_calmly(d, dossier, ecrire, entrer):
    ecrire(dossier, sait="\n".join(["Il lit."] * 12), aide="", mot="")
    assert "12 lignes sur 12" in page(entrer(d.enseignant), dossier)
    ecrire(dossier, sait="\n".join(["Il lit."] * 20), aide="", mot="")
    assert "20 lignes : 12 suffisent, on lit mieux" in page(entrer(d.enseignant), dossier)


def test_the_page_is_named_after_who_reads_it(d, dossier, entrer):
    for qui, dit, tait in (
        (d.enseignant, "Ma page est faite", "La page de l’enseignant est faite"),
        (d.directrice, "La page de l’enseignant est faite", "Ma page"),
    ):
        lue = page(entrer(qui), dossier)
        assert (dit in lue, tait in lue) == (True, False)
    assert "Ma page" not in classe(entrer(d.directrice), dossier)
