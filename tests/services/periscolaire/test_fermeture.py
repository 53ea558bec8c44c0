"""A service that closes tells the families who had days there; opened again, their days stand."""

import datetime as dt
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.annuaire.registres import Manque
from ent.diffusion.lectures import Prevenus
from ent.diffusion.models import Notification
from ent.services.periscolaire.actions import rythmes
from ent.services.periscolaire.actions.absences import annuler_pour_absence, rendre_apres_absence
from ent.services.periscolaire.actions.ecole import regler_service
from ent.services.periscolaire.actions.fermeture import fermer_service, rouvrir_service
from ent.services.periscolaire.actions.jours import suivre_les_departs
from ent.services.periscolaire.evenements import FERME, PLACE, RAPPEL
from ent.services.periscolaire.models import JourDeclare, ServicePeriscolaire
from tests.gestes import version_de
from tests.heures import MARDI_21H, MERCREDI_7H
from tests.portail.test_accueil import texte

from .conftest import JEUDI, LUNDI, MARDI, VENDREDI, etats


def dites(qui) -> list[str]:
    return list(Notification.objects.filter(nature=FERME, destinataire=qui).values_list("texte", flat=True))


def inscrire(cantine, eleve, jour: dt.date, etat: str = "oui") -> JourDeclare:
    return JourDeclare.objects.create(service=cantine, eleve=eleve, jour=jour, etat=etat)


def test_the_family_of_who_had_a_day_to_come_is_told_and_no_other(d, cantine):
    inscrire(cantine, d.eleve_cp, JEUDI)
    inscrire(cantine, d.eleve_cm2, JEUDI, "non")
    inscrire(cantine, d.eleve_ce1, LUNDI)  # yesterday
    assert fermer_service(service=cantine, auteur=d.directrice).enfants == 1
    phrase = "Inès · L’école ferme : Cantine. Les jours demandés n’auront pas lieu."
    assert dites(d.mere) == dites(d.pere_separe) == [phrase]
    assert dites(d.mere_arabophone) == []
    assert fermer_service(service=cantine, auteur=d.directrice) == Prevenus(), "closed once"
    assert dites(d.mere) == [phrase]


def test_of_a_child_who_left_nobody_is_told_nor_counted(d, cantine, entrer):
    """Their days are kept for the invoice; they are not of the school that day."""
    inscrire(cantine, d.eleve_cp, JEUDI)
    inscrire(cantine, d.eleve_ce1, JEUDI)
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=LUNDI)
    page = texte(entrer(d.directrice).get(reverse("periscolaire_service", args=[cantine.pk])))
    assert "1 enfant y a des jours à venir : sa famille en sera prévenue, si elle a un compte." in page
    assert fermer_service(service=cantine, auteur=d.directrice).enfants == 1
    assert set(Notification.objects.filter(nature=FERME).values_list("eleve", flat=True)) == {d.eleve_ce1.pk}


def test_nobody_is_asked_any_more_for_what_is_closed(d, cantine):
    Notification.objects.create(
        destinataire=d.mere,
        eleve=d.eleve_cp,
        etablissement=d.elementaire,
        nature=RAPPEL,
        objet_id=cantine.pk,
        texte="…",
        adresse="/",
    )
    fermer_service(service=cantine, auteur=d.directrice)
    assert not Notification.objects.filter(nature=RAPPEL).exists()


def test_opened_again_its_days_stand_and_who_was_told_is_told(d, cantine, entrer):
    dit = inscrire(cantine, d.eleve_cp, MARDI)
    fermer_service(service=cantine, auteur=d.directrice)
    semaine = reverse("semaine_du", args=[LUNDI])
    assert "Cantine" not in texte(entrer(d.mere).get(semaine))
    rouvrir_service(service=cantine, auteur=d.directrice)
    assert dites(d.mere) == ["Inès · L’école rouvre : Cantine. Les jours demandés ont bien lieu."]
    assert JourDeclare.objects.en_vigueur().get() == dit
    assert "Cantine" in texte(entrer(d.mere).get(semaine))


def test_who_waits_for_a_place_is_promised_nothing(d, ouvrir):
    garderie = ouvrir(nature="garderie-soir", capacite=1)
    inscrire(garderie, d.eleve_ce1, JEUDI)
    inscrire(garderie, d.eleve_cp, JEUDI, "attente")
    fermer_service(service=garderie, auteur=d.directrice)
    rouvrir_service(service=garderie, auteur=d.directrice)
    assert dites(d.mere) == [
        "Inès · L’école rouvre : Garderie du soir. Les jours inscrits ont bien lieu ; sur la liste d’attente, votre tour est gardé."
    ]
    assert etats(garderie, d.eleve_cp) == {JEUDI: "attente"}


def test_a_place_that_was_freed_while_it_was_closed_goes_to_who_waits(d, ouvrir):
    garderie = ouvrir(nature="garderie-soir", capacite=1)
    inscrire(garderie, d.eleve_ce1, JEUDI)
    attend = inscrire(garderie, d.eleve_cp, JEUDI, "attente")
    JourDeclare.objects.filter(pk=attend.pk).update(par=d.mere)
    fermer_service(service=garderie, auteur=d.directrice)
    Inscription.objects.filter(eleve=d.eleve_ce1).update(fin=LUNDI)
    suivre_les_departs([d.eleve_ce1.pk])
    assert etats(garderie, d.eleve_cp) == {JEUDI: "attente"}, "closed, it gives none"
    rouvrir_service(service=garderie, auteur=d.directrice)
    assert etats(garderie, d.eleve_cp) == {JEUDI: "oui"}
    assert Notification.objects.filter(nature=PLACE, destinataire=d.mere).count() == 1


def test_a_rhythm_that_is_stopped_while_it_is_closed_gives_its_days_to_nobody_until_it_opens_again(d, ouvrir):
    """Who waits was told that it closes: no place is said to be free there."""
    garderie, lundi = ouvrir(nature="garderie-soir", capacite=1), LUNDI + dt.timedelta(days=7)
    un_an = {"jours": "0", "debut": lundi, "fin": lundi}
    tenu, _bilan = rythmes.poser_rythme(service=garderie, eleve=d.eleve_ce1, par=d.mere_arabophone, **un_an)
    rythmes.poser_rythme(service=garderie, eleve=d.eleve_cp, par=d.mere, **un_an)
    fermer_service(service=garderie, auteur=d.directrice)
    rythmes.arreter_rythme(rythme=tenu, par=d.mere_arabophone)
    assert etats(garderie, d.eleve_cp) == {lundi: "attente"}
    assert not Notification.objects.filter(nature=PLACE).exists()
    rouvrir_service(service=garderie, auteur=d.directrice)
    assert etats(garderie, d.eleve_cp) == {lundi: "oui"}


def test_rules_that_were_read_before_it_closed_do_not_open_it_again(d, cantine, entrer):
    """Two of the direction at once: families were told that it closes, and nobody opens it unsaid."""
    lu = ServicePeriscolaire.objects.select_related("etablissement").get(pk=cantine.pk)
    client, adresse = entrer(d.directrice), reverse("periscolaire_service", args=[cantine.pk])
    lue = version_de(client, adresse)
    fermer_service(service=cantine, auteur=d.directrice)
    with pytest.raises(ValidationError, match="est fermé"):
        regler_service(etablissement=d.elementaire, auteur=d.directrice, champs={"contact": "Moi"}, service=lu)
    cantine.refresh_from_db()
    assert cantine.ferme_le is not None and cantine.contact != "Moi"
    regles = {"jours": ["0", "1"], "debut": "11:45", "fin": "13:30", "ajout_regle": "1", "ajout_heure": "09:00"}
    regles |= {"annulation_regle": "0", "annulation_heure": "09:00", "contact": "Moi", "version": lue}
    refus = client.post(adresse, regles)
    assert (refus.status_code, "est fermé" in texte(refus), "les familles lisent" in texte(refus)) == (422, True, False)


def test_a_meal_given_back_while_it_was_closed_stands_when_it_opens_again(d, cantine, dire):
    """The absence that had cancelled it is withdrawn meanwhile: nobody would ask for it a second time."""
    mere = Personne.objects.get(pk=d.mere.pk)
    dire(cantine, d.eleve_cp, VENDREDI, par=mere)
    absence = Manque(eleve=d.eleve_cp, etablissement=d.elementaire, debut=VENDREDI, fin=VENDREDI)
    annuler_pour_absence(mere, absence)
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "non"}
    fermer_service(service=cantine, auteur=d.directrice)
    rendre_apres_absence(mere, absence)
    assert dire(cantine, d.eleve_ce1, VENDREDI, par=d.mere_arabophone).ecrits == [], "closed, nobody declares there"
    rouvrir_service(service=cantine, auteur=d.directrice)
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "oui"}
    assert dites(d.mere) == ["Inès · L’école rouvre : Cantine. Les jours demandés ont bien lieu."]


def test_taken_back_before_families_heard_of_it_nothing_is_said(d, cantine, horloge):
    inscrire(cantine, d.eleve_cp, JEUDI)
    horloge(MARDI_21H)
    fermer_service(service=cantine, auteur=d.directrice)
    assert {n.visible_le for n in Notification.objects.filter(nature=FERME)} == {MERCREDI_7H}
    rouvrir_service(service=cantine, auteur=d.directrice)
    assert dites(d.mere) == []


def test_one_that_was_opened_meanwhile_stays(d, cantine, ouvrir):
    fermer_service(service=cantine, auteur=d.directrice)
    autre = ouvrir()
    with pytest.raises(ValidationError, match="a ouvert ce service à nouveau depuis"):
        rouvrir_service(service=cantine, auteur=d.directrice)
    cantine.refresh_from_db()
    assert cantine.ferme_le is not None and autre.ferme_le is None


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_hands_that_open_it_at_once_one_reads_that_it_is_there(d, cantine, ouvrir):
    """One opens again what was closed, the other opens anew: the second waits for the first, and reads why."""
    fermer_service(service=cantine, auteur=d.directrice)
    ouvert, refus = threading.Event(), []

    def de_nouveau() -> None:
        with transaction.atomic():
            rouvrir_service(service=cantine, auteur=d.directrice)
            ouvert.set()
            time.sleep(0.5)
        connection.close()

    def a_neuf() -> None:
        ouvert.wait(20)
        try:
            ouvrir()
        except ValidationError as refuse:
            refus.extend(refuse.messages)
        finally:
            connection.close()

    fils = [threading.Thread(target=geste) for geste in (de_nouveau, a_neuf)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    assert refus == ["L’école a déjà ce service : changez ses règles."]


def test_a_family_without_an_account_is_not_said_to_be_told(d, cantine, entrer):
    inscrire(cantine, d.eleve_cp, JEUDI)
    Personne.objects.filter(pk__in=Responsabilite.objects.filter(enfant=d.eleve_cp).values("adulte")).update(
        password="!"
    )
    suite = texte(entrer(d.directrice).post(reverse("periscolaire_fermer", args=[cantine.pk]), follow=True))
    dit = "La famille de 1 enfant, qui y avait des jours à venir, n’a pas de compte : dites-le-lui autrement."
    assert dit in suite and "en est prévenue" not in suite


def test_the_page_says_how_many_before_and_takes_it_back_in_one_tap(d, cantine, entrer):
    inscrire(cantine, d.eleve_cp, JEUDI)
    client = entrer(d.directrice)
    page = texte(client.get(reverse("periscolaire_service", args=[cantine.pk])))
    assert "1 enfant y a des jours à venir : sa famille en sera prévenue, si elle a un compte." in page
    suite = client.post(reverse("periscolaire_fermer", args=[cantine.pk]), follow=True)
    assert "La famille de 1 enfant, qui y avait des jours à venir, en est prévenue." in texte(suite)
    rouvrir = reverse("periscolaire_rouvrir", args=[cantine.pk])
    assert f'action="{rouvrir}"' in suite.text
    for _tap in range(2):
        assert "C’est rouvert" in texte(client.post(rouvrir, follow=True))
    cantine.refresh_from_db()
    assert cantine.ferme_le is None
