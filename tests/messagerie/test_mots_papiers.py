"""What comes back on paper while families answer on their screens, and two hands print or enter at once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from messagerie.actions import mots_rappels as rappels
from messagerie.actions import mots_reponses as actions
from messagerie.models import CouponMot, ReponseMot
from tests.autres_responsables import devient_parent
from tests.messagerie.mots import SAMEDI, envoyer, signer
from tests.messagerie.test_moderation import texte


def en_vigueur() -> list[tuple[str, str]]:
    return list(ReponseMot.objects.en_vigueur().values_list("eleve__prenom", "choix"))


def test_a_teacher_takes_back_after_the_deadline_the_paper_that_they_signed_at_home(d, mardi, entrer, horloge):
    """It was entered at the desk, as those of all families: the deadline is for screens."""
    devient_parent(d.enseignante, d.eleve_ce1, d.elementaire)
    mot = envoyer(d)
    papier = actions.Saisie(d.eleve_ce1, d.enseignante)
    actions.saisir_papiers(mot=mot, auteur=d.enseignante, saisies=[papier])
    horloge(SAMEDI)
    adresse = reverse("carnet_papier_repris", args=[mot.pk, d.eleve_ce1.uuid])
    assert entrer(d.enseignante).post(adresse).status_code == 302
    assert not ReponseMot.objects.en_vigueur().exists()


def test_what_a_family_signed_while_its_paper_was_being_entered_is_said_and_nothing_is_dropped(d, mardi, entrer):
    mot = envoyer(d, nature="oui_non")
    adresse = reverse("carnet_papiers", args=[mot.pk])
    envoi = {f"choix-{d.eleve_cp.uuid}": "oui", f"choix-{d.eleve_ce1.uuid}": "oui"}
    signer(mot, d.eleve_cp, d.mere, "non")
    reponse = entrer(d.enseignante).post(adresse, envoi)
    assert reponse.status_code == 422 and "Inès" in texte(reponse)
    assert reponse.text.count('value="oui" selected') == 1  # what was typed of the others
    assert en_vigueur() == [("Inès", "non")]
    del envoi[f"choix-{d.eleve_cp.uuid}"]
    assert "1 papier est entré." in texte(entrer(d.enseignante).post(adresse, envoi, follow=True))


def test_a_pile_that_is_sent_twice_is_no_quarrel(d, mardi, entrer):
    mot = envoyer(d)
    client, adresse = entrer(d.enseignante), reverse("carnet_papiers", args=[mot.pk])
    for _fois in range(2):
        assert client.post(adresse, {f"choix-{d.eleve_cp.uuid}": "on"}).status_code == 302
    assert en_vigueur() == [("Inès", "")]


def test_the_same_word_with_another_amount_or_of_another_adult_is_another_answer(d, mardi, entrer):
    """Of a child whose adults each sign, an answer is of who gave it."""
    argent = envoyer(d, nature="argent", montant=None)
    adresse = reverse("carnet_papiers", args=[argent.pk])
    tape = {f"choix-{d.eleve_cp.uuid}": "oui", f"montant-{d.eleve_cp.uuid}": "20"}
    signer(argent, d.eleve_cp, d.mere, "oui", montant=Decimal(10))
    reponse = entrer(d.enseignante).post(adresse, tape)
    assert reponse.status_code == 422 and "Inès" in texte(reponse)
    tape[f"montant-{d.eleve_cp.uuid}"] = "10,00"
    assert entrer(d.enseignante).post(adresse, tape).status_code == 302

    chacun = envoyer(d, nature="oui_non", signatures="chacun")
    adresse = reverse("carnet_papiers", args=[chacun.pk])
    du_pere = {f"choix-{d.eleve_cp.uuid}:{d.pere_separe.uuid}": "oui"}
    signer(chacun, d.eleve_cp, d.mere, "oui")
    signer(chacun, d.eleve_cp, d.pere_separe, "non")
    reponse = entrer(d.enseignante).post(adresse, du_pere)
    assert reponse.status_code == 422 and "Inès" in texte(reponse)


@pytest.mark.parametrize("deux", [False, True])
def test_coupons_that_two_hands_printed_at_once_are_printed_again(d, mardi, deux):
    mot = envoyer(d)
    CouponMot.objects.bulk_create(CouponMot(mot=mot, eleve=d.eleve_cp) for _main in range(1 + deux))
    coupons = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=str(d.eleve_cp.uuid))
    assert len(coupons) == 1
    suivi = rappels.suivi_du_mot(mot, Personne.objects.get(pk=d.enseignante.pk))
    assert [ligne.coupon_le for ligne in suivi.lignes if ligne.eleve == d.eleve_cp] == [mardi]
