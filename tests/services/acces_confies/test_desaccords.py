"""A disagreement, until it is answered; what a direction ended by a slip."""

from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.acces_confies import actions, evenements, lectures
from tests.services.acces_confies.matrice import acces
from tests.services.acces_confies.test_droits import neuf
from tests.services.acces_confies.test_pages import DInes


def test_a_disagreement_is_taken_back_until_the_direction_has_answered(d, mardi, entrer):
    """At once by « Annuler », later on the page; the direction reads it no more."""
    confiee = acces(DInes(d))
    pere, la_page = entrer(d.pere_separe), reverse("acces_confies")
    retirer = reverse("acces_confies_ne_plus_s_opposer", args=[confiee.cle])
    dit = pere.post(reverse("acces_confies_s_opposer", args=[confiee.cle]), follow=True).text
    assert "Annuler" in dit and dit.count(retirer) == 2 and "Retirer mon désaccord" in dit
    assert "Votre désaccord est retiré" in pere.post(retirer, follow=True).text
    confiee.refresh_from_db()
    assert (confiee.opposee_le, confiee.opposee_par) == (None, None)
    assert lectures.desaccords(neuf(d.directrice)) == {}
    assert "Je ne suis pas d’accord" in pere.get(la_page).text


def test_who_disagreed_is_told_that_it_was_answered_and_when(d, mardi, entrer):
    confiee = acces(DInes(d))
    pere, direction = entrer(d.pere_separe), entrer(d.directrice)
    pere.post(reverse("acces_confies_s_opposer", args=[confiee.cle]))
    direction.post(reverse("acces_confies_ecole_lue", args=[d.elementaire.uai, confiee.cle]))
    page = pere.get(reverse("acces_confies")).text
    assert "dit vous avoir répondu le 24 novembre" in page and "Retirer mon désaccord" not in page
    retirer = reverse("acces_confies_ne_plus_s_opposer", args=[confiee.cle])
    assert "ne se retire plus" in pere.post(retirer, follow=True).text
    dite = Notification.objects.get(nature=evenements.DESACCORD)
    assert (dite.destinataire, dite.texte) == (
        d.pere_separe,
        "Inès · La direction a lu votre désaccord sur un accès confié, et dit vous avoir répondu",
    )


def test_and_that_the_access_ended_without_the_name_that_they_never_read(d, mardi):
    confiee = acces(DInes(d))
    actions.s_opposer(delegations=[confiee], auteur=d.pere_separe)
    actions.finir(delegations=[confiee], auteur=d.directrice)
    dite = Notification.objects.get(nature=evenements.DESACCORD)
    assert dite.texte == "Inès · L’accès confié avec lequel vous n’étiez pas d’accord est terminé"
    actions.rendre(delegations=[confiee], auteur=d.directrice)
    assert not Notification.objects.filter(nature=evenements.DESACCORD).exists()


def test_what_a_direction_ended_by_a_slip_is_given_back_as_a_family_may(d, mardi, entrer, horloge):
    confiee = acces(DInes(d))
    direction, ou = entrer(d.directrice), [d.elementaire.uai, confiee.cle]
    reprendre = reverse("acces_confies_ecole_reprendre", args=ou)
    dit = direction.post(reverse("acces_confies_ecole_terminer", args=ou), follow=True).text
    assert "Annuler" in dit and reprendre in dit
    assert Notification.objects.filter(destinataire=d.mere, nature=evenements.FINI).exists()
    assert "l’accès est rendu" in direction.post(reprendre, follow=True).text
    confiee.refresh_from_db()
    assert confiee.finie_le is None
    assert not Notification.objects.filter(destinataire=d.mere, nature=evenements.FINI).exists()
    actions.finir(delegations=[confiee], auteur=d.mere)  # what another ended is not theirs to give back
    assert "ne s’annule plus" in direction.post(reprendre, follow=True).text
