"""What may be taken back: dossiers opened by mistake, works chosen, a grouped showing; what a « non » becomes when its holder's tie ends."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Responsabilite
from ent.diffusion.models import Notification
from ent.services.liaison.actions import eleves, familles, montrer, preparation, travaux
from ent.services.liaison.lectures.accords import Sort
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.models import Campagne, Dossier, Version
from tests.portail.test_accueil import texte
from tests.services.liaison.conftest import relire
from tests.services.liaison.test_familles import dire, page, sorts
from tests.services.liaison.test_pages_ecole import ligne_de


# --- Opened by mistake ----------------------------------------------------------------------------------------------------
def test_dossiers_opened_by_mistake_are_closed_seen_by_nobody_and_opened_again_as_they_were(d, dossier, entrer):
    eleves.ecrire_sa_page(dossier=dossier, par=d.eleve_cm2, texte="J’aime lire.")
    client, cle = entrer(d.enseignant), dossier.campagne.uuid
    assert "1 élève a déjà écrit sa page" in texte(client.get(reverse("liaison_dates", args=[cle])))
    assert client.post(reverse("liaison_fermer", args=[cle])).status_code == 302
    liste = client.get(reverse("liaison_ecole"))
    rouvrir = reverse("liaison_rouvrir", args=[cle])
    assert rouvrir in liste.text and f'href="{reverse("liaison_campagne", args=[cle])}"' not in liste.text
    assert client.get(reverse("liaison_campagne", args=[cle])).status_code == 404
    assert client.get(reverse("liaison_preparer", args=[dossier.uuid])).status_code == 404
    assert entrer(d.eleve_cm2).get(reverse("dossier_eleve")).status_code == 404
    assert client.post(rouvrir)["Location"] == reverse("liaison_campagne", args=[cle])
    assert relire(dossier).sait == "Il lit seul un roman." and relire(dossier).texte_eleve == "J’aime lire."


@pytest.mark.parametrize("combien", [1, 3])
def test_what_was_closed_is_listed_until_it_goes_and_its_list_costs_the_same(
    d, mardi, entrer, horloge, combien, django_assert_num_queries
):
    dates = {"date_reponse": dt.date(2027, 5, 12), "date_envoi": dt.date(2027, 5, 22)}
    fermees = []
    for _n in range(combien):
        fermees.append(preparation.ouvrir_campagne(classe=d.cm2, auteur=d.enseignant, vers="6e", **dates))
        preparation.fermer_campagne(campagne=fermees[-1], auteur=d.enseignant)
    client, la = entrer(d.enseignant), reverse("liaison_ecole")
    client.get(la)
    with django_assert_num_queries(9):
        page = client.get(la)
    assert [c.pk for c in page.context["fermees"]] == [c.pk for c in reversed(fermees)]
    assert "fermés le 24 novembre ; tout s’efface mardi 1er décembre" in texte(page), texte(page)[150:900]
    assert reverse("liaison_rouvrir", args=[fermees[0].uuid]) in page.text
    assert not entrer(d.directrice_maternelle).get(la).context["fermees"], "of another school"
    client.post(reverse("liaison_rouvrir", args=[fermees[0].uuid]))
    assert not client.get(la).context["fermees"], "their place is taken"
    horloge(timezone.now() + dt.timedelta(days=8))
    preparation.fermer_campagne(campagne=fermees[0], auteur=d.enseignant)
    assert [c.pk for c in entrer(d.enseignant).get(la).context["fermees"]] == [fermees[0].pk], (
        "the others are about to go"
    )


def test_once_a_family_was_shown_one_they_stay_open(d, montre, entrer):
    client = entrer(d.enseignant)
    assert "Ouverts par erreur" not in client.get(reverse("liaison_dates", args=[montre.campagne.uuid])).text
    with pytest.raises(ValidationError, match="déjà été montré"):
        preparation.fermer_campagne(campagne=montre.campagne, auteur=d.enseignant)


def test_closed_dossiers_leave_the_place_to_others_and_go_after_a_week(d, campagne, horloge):
    preparation.fermer_campagne(campagne=campagne, auteur=d.enseignant)
    dates = {"date_reponse": campagne.date_reponse, "date_envoi": campagne.date_envoi}
    seconde = preparation.ouvrir_campagne(classe=d.cm2, auteur=d.enseignant, vers="6e", **dates)
    with pytest.raises(ValidationError, match="ouverts depuis"):
        preparation.rouvrir_campagne(campagne=campagne, auteur=d.enseignant)
    preparation.oublier_les_fermees()
    assert Campagne.objects.count() == 2
    horloge(timezone.now() + dt.timedelta(days=8))
    preparation.oublier_les_fermees()
    assert list(Campagne.objects.all()) == [seconde]


def test_one_that_is_opened_again_while_the_clock_erases_another_is_kept(d, campagne, dossier, horloge, monkeypatch):
    preparation.fermer_campagne(campagne=campagne, auteur=d.enseignant)
    dates = {"date_reponse": campagne.date_reponse, "date_envoi": campagne.date_envoi}
    seconde = preparation.ouvrir_campagne(classe=d.cm2, auteur=d.enseignant, vers="6e", **dates)
    preparation.fermer_campagne(campagne=seconde, auteur=d.enseignant)
    horloge(timezone.now() + dt.timedelta(days=8))
    oter = travaux.oter

    def pendant(pieces):
        preparation.rouvrir_campagne(campagne=seconde, auteur=d.enseignant)
        oter(pieces)

    monkeypatch.setattr(travaux, "oter", pendant)
    preparation.oublier_les_fermees()
    assert list(Campagne.objects.all()) == [seconde] and seconde.dossiers.exists()


def test_what_is_closed_is_shown_to_nobody_by_a_page_that_was_open(d, dossier):
    preparation.fermer_campagne(campagne=dossier.campagne, auteur=d.enseignant)
    with pytest.raises(ValidationError, match="fermés"):
        montrer.montrer(dossier=dossier, auteur=d.enseignant)


# --- A grouped showing ------------------------------------------------------------------------------------------------------
def test_all_that_quiet_hours_hold_is_taken_back_at_once(d, campagne, ecrire, entrer, horloge):
    nuit = timezone.make_aware(dt.datetime(2026, 11, 24, 22))
    horloge(nuit)
    for sien in campagne.dossiers.all()[:3]:
        ecrire(sien, sait="Il lit.", est_pret=True)
    client, cle = entrer(d.enseignant), campagne.uuid
    client.post(reverse("liaison_montrer", args=[cle]))
    annuler = reverse("liaison_ne_plus_montrer_les", args=[cle])
    lue = client.get(reverse("liaison_campagne", args=[cle]))
    assert "Ne pas montrer ces 3 dossiers" in texte(lue)
    assert "3 dossiers sont repris" in texte(client.post(annuler, follow=True))
    assert not Version.objects.exists() and not Notification.objects.filter(nature="liaison.montre").exists()
    client.post(reverse("liaison_montrer", args=[cle]))
    horloge(timezone.make_aware(dt.datetime(2026, 11, 25, 10)))
    assert "C’est trop tard" in texte(client.post(annuler, follow=True))
    assert Version.objects.count() == 3


def test_one_dossier_that_is_held_is_named(d, dossier, entrer, horloge):
    horloge(timezone.make_aware(dt.datetime(2026, 11, 24, 22)))
    montrer.montrer(dossier=dossier, auteur=d.enseignant)
    lue = entrer(d.enseignant).get(reverse("liaison_campagne", args=[dossier.campagne.uuid]))
    assert "Ne pas montrer le dossier de Sofiane" in texte(lue)


# --- A tie that ends --------------------------------------------------------------------------------------------------------
def non_du_pere(d, dossier: Dossier) -> None:
    """He says no to the page of who teaches, she says yes to all; then he answers for the child no more."""
    dits = {li["partie"]: (li["empreinte"], li["partie"] != "savoirs") for li in montree(dossier).contenu}
    familles.repondre(dossier=dossier, par=d.pere_separe, choix="sauf", dits=dits)
    dits = {li["partie"]: (li["empreinte"], True) for li in montree(dossier).contenu}
    familles.repondre(dossier=dossier, par=d.mere, choix="oui", dits=dits)
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=dossier.eleve).update(
        fin=timezone.localdate() - dt.timedelta(days=1)
    )


def sort_de(dossier: Dossier) -> dict[str, Sort]:
    return ligne_de(relire(dossier)).sorts


def test_a_no_outlives_the_tie_of_who_said_it_until_the_others_are_asked_anew(d, montre, entrer, horloge):
    non_du_pere(d, montre)
    assert sort_de(montre) == {"savoirs": Sort.REFUSE, "positions": Sort.PART}
    client = entrer(d.enseignant)
    redemander = reverse("liaison_redemander", args=[montre.uuid])
    assert redemander in client.get(reverse("liaison_preparer", args=[montre.uuid])).text
    horloge(timezone.make_aware(dt.datetime(2026, 11, 24, 11)))
    assert "1 responsable est prévenu" in texte(client.post(redemander, follow=True))
    assert sort_de(montre) == {"savoirs": Sort.ATTEND, "positions": Sort.ATTEND}, "each « oui » is said again"
    assert redemander not in client.get(reverse("liaison_preparer", args=[montre.uuid])).text
    mere = entrer(d.mere)
    lue = texte(mere.get(page(montre)))
    assert "L’école vous demande de nouveau votre réponse." in lue
    assert "a changé depuis votre réponse" not in lue and "Belhadj a" not in lue
    dire(mere, montre, "oui")
    assert set(sort_de(montre).values()) == {Sort.PART}


def test_who_answers_for_the_child_at_home_asks_nobody_anew(d, montre, entrer):
    """Done or refused, it would tell them that the other said « non »."""
    non_du_pere(d, montre)
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cm2).update(adulte=d.directrice)
    reponse = entrer(d.directrice).post(reverse("liaison_redemander", args=[montre.uuid]), follow=True)
    assert "Il n’y a rien à demander de nouveau" in texte(reponse)
    assert relire(montre).redemande_le is None


def test_a_wish_to_talk_outlives_it_too(d, montre):
    dits = {li["partie"]: (li["empreinte"], False) for li in montree(montre).contenu}
    familles.repondre(dossier=montre, par=d.pere_separe, choix="parler", dits=dits, precision="Son comportement")
    dits = {partie: (empreinte, True) for partie, (empreinte, _non) in dits.items()}
    familles.repondre(dossier=montre, par=d.mere, choix="oui", dits=dits)
    Responsabilite.objects.filter(adulte=d.pere_separe).update(fin=timezone.localdate() - dt.timedelta(days=1))
    ligne = ligne_de(relire(montre))
    assert ligne.a_redemander and not ligne.partent
    assert Sort.PART not in sorts(montre).values()


def test_there_is_nothing_to_ask_anew_while_every_no_is_a_holder_s(d, montre, entrer):
    dire(entrer(d.mere), montre, "non")
    with pytest.raises(ValidationError, match="rien à demander"):
        montrer.redemander(dossier=montre, auteur=d.enseignant)


# --- Who teaches their own child's class ----------------------------------------------------------------------------------------
def test_who_teaches_their_own_child_reads_nothing_of_what_the_other_holder_says(d, montre, entrer):
    dits = {li["partie"]: (li["empreinte"], False) for li in montree(montre).contenu}
    familles.repondre(dossier=montre, par=d.mere, choix="parler", dits=dits, precision="Son père exagère.")
    lie = {"lien": "pere", "autorite": "confirmee", "debut": d.cm2.annee.debut, "etablissement": d.elementaire}
    autre = entrer(d.directrice).get(reverse("liaison_preparer", args=[montre.uuid]))
    assert "Son père exagère." in autre.text, "what could leak"
    Responsabilite.objects.create(adulte=d.enseignant, enfant=montre.eleve, **lie)
    client = entrer(d.enseignant)
    for adresse in (
        reverse("liaison_preparer", args=[montre.uuid]),
        reverse("liaison_campagne", args=[montre.campagne.uuid]),
    ):
        lue = client.get(adresse).text
        assert "Son père exagère." not in lue and "Veut en parler" not in lue
        assert "Votre enfant" in lue
