"""A signature is of the words that were read: who had signed reads what changed since, and is told when it is another thing."""

import datetime as dt
import io
import re
from decimal import Decimal

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from messagerie.actions import mots as actions
from messagerie.actions.mots_reponses import reprendre_reponse
from messagerie.evenements.mots import MOT_CORRIGE
from messagerie.lectures.mots_suivi import suivi_du_mot
from messagerie.lectures.mots_versions import ecarts_depuis
from messagerie.models import NON, OUI, Mot, Option, ReponseMot
from messagerie.mots_coupons import Coupon, coupons_pdf
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte

from .mots import MARDI_21H, MERCREDI_7H, envoyer, relu, signer

MIDI, TREIZE_HEURES, QUATORZE_HEURES = (MARDI_10H + dt.timedelta(hours=n) for n in (2, 3, 4))


@pytest.fixture
def mot(d, mardi):
    """« Sortie à la ferme », 5 €, signed on Tuesday morning by the mother for Inès; nobody else answered."""
    mot = envoyer(d, nature="argent", montant=Decimal(5))
    signer(mot, d.eleve_cp, d.mere, OUI)
    return mot


def corriger(d, mot, **champs) -> int:
    prevenus = actions.corriger_mot(mot=mot, auteur=d.enseignante, **champs)
    mot.refresh_from_db()
    return prevenus.enfants


def dits(qui) -> list[str]:
    return list(Notification.objects.filter(nature=MOT_CORRIGE, destinataire=qui).values_list("texte", flat=True))


def page(d, entrer, mot, qui="mere") -> str:
    return texte(entrer(relu(d.gens[qui])).get(reverse("carnet_mot", args=[d.eleve_cp.uuid, mot.pk])))


def test_who_had_signed_reads_what_it_said_and_is_told_alone(d, mot, horloge, entrer):
    horloge(MIDI)
    assert corriger(d, mot, montant=Decimal(15), objet="Des bottes") == 1
    assert dits(d.mere) == ["Inès · Changé depuis votre réponse : Sortie à la ferme"]
    assert set(Notification.objects.filter(nature=MOT_CORRIGE).values_list("destinataire", flat=True)) == {d.mere.pk}
    lue = page(d, entrer, mot)
    assert "Ce mot a changé depuis votre réponse" in lue
    assert "Montant Avant : 5 € Maintenant : 15 €" in lue
    assert "À apporter Avant : rien Maintenant : Des bottes" in lue
    assert "Votre réponse compte toujours" in lue
    assert "Ce mot a changé" not in page(d, entrer, mot, "pere_separe"), "he answered nothing"


@pytest.mark.parametrize("adresse", ["/carnet/", "/"])
def test_its_card_says_so_too(d, mot, horloge, entrer, adresse):
    """« C’est signé, l’école le sait » stood there over a return moved from 16 h 15 to 17 h 30."""

    def carte(qui) -> str:
        return texte(entrer(relu(qui)).get(adresse))

    assert "C’est signé, l’école le sait" in carte(d.mere)
    horloge(MIDI)
    corriger(d, mot, texte="Rendez vous à la ferme.")
    corriger(d, mot, montant=Decimal(15))
    dite = carte(d.mere)
    assert "Ce mot a changé depuis votre réponse, aujourd’hui à 10 h 00. Ce qui a changé" in dite
    assert "l’école le sait" not in dite.partition("Sortie à la ferme")[2], dite[dite.find("ferme") - 200 :][:900]
    assert "Ce mot a changé" not in carte(d.pere_separe), "he answered nothing"
    horloge(TREIZE_HEURES)
    signer(mot, d.eleve_cp, d.mere, OUI)
    assert "C’est signé, l’école le sait" in carte(d.mere), "of the words that it says now"


@pytest.mark.parametrize(
    ("avant", "apres", "est_dit"),
    [
        ("Départ 8 h 40.", "Départ 8 h 40 !", False),
        ("Rendez vous devan l’école.", "Rendez-vous devant l’école.", False),
        ("Départ 8 h 40.", "Départ 8 h 10.", True),
        ("Retour à 13h30.", "Retour à 14h30.", True),
        ("On mange à la ferme.", "On mange à l’école.", True),
        ("", "Prévoir des bottes.", False),
    ],
)
def test_a_letter_that_was_mended_tells_nobody(d, mardi, horloge, entrer, avant, apres, est_dit):
    mot = envoyer(d, texte=avant)
    signer(mot, d.eleve_cp, d.mere)
    horloge(MIDI)
    assert corriger(d, mot, texte=apres) == est_dit
    assert len(dits(d.mere)) == est_dit


def test_once_it_is_again_what_was_signed_nothing_is_said_of_it(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    horloge(TREIZE_HEURES)
    corriger(d, mot, montant=Decimal(5))
    assert dits(d.mere) == []
    assert "Ce mot a changé" not in page(d, entrer, mot)


def test_what_was_told_is_not_told_again_by_a_comma(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    page(d, entrer, mot)
    Notification.objects.filter(nature=MOT_CORRIGE).update(lue_le=MIDI)
    horloge(TREIZE_HEURES)
    assert corriger(d, mot, titre="Sortie à la ferme !") == 0
    assert Notification.objects.filter(nature=MOT_CORRIGE).values_list("texte", "lue_le").get() == (
        "Inès · Changé depuis votre réponse : Sortie à la ferme !",
        MIDI,
    )


def test_the_choice_that_was_taken_is_shown_and_no_other(d, mardi, horloge):
    mot = envoyer(d, nature="oui_non", options=[Option(OUI, "Oui, à la cantine"), Option(NON, "Non")])
    oui, non = signer(mot, d.eleve_cp, d.mere, OUI), signer(mot, d.eleve_ce1, d.mere_arabophone, NON)
    horloge(MIDI)
    assert corriger(d, mot, options=[Option(OUI, "Oui, avec un pique-nique"), Option(NON, "Non")]) == 1
    assert [(e.quoi, e.avant, e.maintenant) for e in ecarts_depuis(mot, oui.signe_le, oui.choix)] == [
        ("choix", "Oui, à la cantine", "Oui, avec un pique-nique")
    ]
    assert ecarts_depuis(mot, non.signe_le, non.choix) == [] == dits(d.mere_arabophone)


def test_the_same_answer_given_anew_is_given_to_what_it_says_now(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    horloge(TREIZE_HEURES)
    nouvelle = signer(mot, d.eleve_cp, d.mere, OUI)
    assert ReponseMot.objects.en_vigueur().get() == nouvelle != ReponseMot.objects.first()
    assert "Ce mot a changé" not in page(d, entrer, mot)
    horloge(QUATORZE_HEURES)
    assert signer(mot, d.eleve_cp, d.mere, OUI) == nouvelle, "and once"
    assert not Notification.objects.filter(nature=MOT_CORRIGE, lue_le=None).exists(), "answering reads it"


def test_asked_again_one_reads_what_changed_since_ones_former_answer(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    horloge(TREIZE_HEURES)
    corriger(d, mot, redemander=True)
    assert dits(d.mere) == [], "it is told as what it is: to be signed"
    assert "Montant Avant : 5 € Maintenant : 15 €" in page(d, entrer, mot)


def test_who_took_their_answer_back_is_not_said_to_be_asked_again(d, mot, horloge, entrer):
    horloge(MIDI)
    reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.mere)
    corriger(d, mot, montant=Decimal(15))
    assert dits(d.mere) == [] and "demandée à nouveau" not in page(d, entrer, mot)
    horloge(TREIZE_HEURES)
    corriger(d, mot, redemander=True)
    assert "demandée à nouveau" in page(d, entrer, mot)


def test_withdrawn_what_was_told_of_its_change_goes_too_and_comes_back_with_it(d, mot, horloge):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    actions.retirer_mot(mot=mot, auteur=d.enseignante)
    assert dits(d.mere) == []
    actions.remettre_mot(mot=mot, auteur=d.enseignante)
    assert len(dits(d.mere)) == 1


def test_withdrawn_while_it_is_being_corrected_it_tells_nobody(d, mot, horloge):
    """A colleague withdraws it while the files of the correction are read."""
    horloge(MIDI)
    actions.retirer_mot(mot=Mot.objects.get(pk=mot.pk), auteur=d.enseignante)
    with pytest.raises(ValidationError, match="Remettez-le"):
        corriger(d, mot, montant=Decimal(15))
    mot.refresh_from_db()
    assert (mot.montant, mot.versions.count(), dits(d.mere)) == (5, 0, [])


def test_who_corrects_a_mot_that_a_colleague_withdrew_reads_so(d, mot, entrer):
    """Their page was open: the address is not false, and what they typed waits in their draft."""
    client, page = entrer(d.enseignante), reverse("carnet_corriger", args=[mot.pk])
    assert client.get(page).status_code == 200
    actions.retirer_mot(mot=Mot.objects.get(pk=mot.pk), auteur=d.enseignante)
    for reponse in (client.post(page, {"titre": "Sortie"}), client.get(page)):
        assert (reponse.status_code, "Remettez-le, puis corrigez-le" in reponse.text) == (403, True)
    assert entrer(d.enseignant).get(page).status_code == 404, "to who may not put it back, nothing is there"


def test_at_night_it_waits_for_the_morning(d, mot, horloge):
    horloge(MARDI_21H)
    corriger(d, mot, montant=Decimal(15))
    assert Notification.objects.get(nature=MOT_CORRIGE).visible_le == MERCREDI_7H


def test_a_page_that_was_open_does_not_sign_something_else(d, mardi, horloge, entrer):
    """Even where those who had signed are not asked again."""
    mot = envoyer(d, nature="argent", montant=Decimal(5))
    client, action = entrer(d.mere), reverse("carnet_signer", args=[d.eleve_cp.uuid, mot.pk])
    lue = {"version": 1, "depuis": 0, "tel_que": mot.publie_le.isoformat()}
    assert f'name="tel_que" value="{MARDI_10H.isoformat()}"' in client.get(
        reverse("carnet_mot", args=[d.eleve_cp.uuid, mot.pk])
    ).text.replace("+00:00", "+01:00")
    horloge(MIDI)
    corriger(d, mot, titre="Sortie à la ferme !")
    horloge(TREIZE_HEURES)
    corriger(d, mot, montant=Decimal(15))
    refusee = client.post(action, {"choix": OUI} | lue)
    assert (refusee.status_code, "relisez-le, puis répondez" in refusee.text) == (422, True)
    assert not ReponseMot.objects.exists()
    assert client.post(action, {"choix": OUI} | lue | {"tel_que": mot.corrige_le.isoformat()}).status_code == 302


@pytest.mark.parametrize("tel_que", ["", "hier", "2026-11-24T10:00:00", "9" * 60])
def test_a_moment_that_is_none_refuses_nobody_by_itself(d, mot, horloge, entrer, tel_que):
    """A page of before this release says none."""
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    action = reverse("carnet_signer", args=[d.eleve_cp.uuid, mot.pk])
    statut = entrer(d.mere).post(action, {"choix": NON, "version": 1, "tel_que": tel_que}).status_code
    assert statut == (422 if len(tel_que) > 40 else 302)


def test_the_teacher_is_told_what_it_did_and_sees_who_answered_before(d, mot, horloge, entrer):
    horloge(MIDI)
    client, champs = entrer(d.enseignante), {"titre": mot.titre, "texte": mot.texte, "date_limite": "2026-11-27"}
    champs |= {"libelle_oui": "Oui", "libelle_non": "Non", "montant": "15"}
    suite = client.post(reverse("carnet_corriger", args=[mot.pk]), champs, follow=True)
    assert "La famille de 1 élève avait répondu à autre chose : elle en est prévenue" in texte(suite)
    assert "avant la correction" in texte(suite)
    horloge(TREIZE_HEURES)
    signer(mot, d.eleve_cp, d.mere, NON)
    assert "avant la correction" not in texte(client.get(reverse("carnet_suivi", args=[mot.pk])))


# --- Papers -----------------------------------------------------------------------------------------------------------
def entrer_papiers(client, mot, **champs):
    adresse = reverse("carnet_papiers", args=[mot.pk])
    corrige = re.search(r'name="corrige"(?: value="([^"]*)")?', client.get(adresse).text)[1]
    return client.post(adresse, {"corrige": corrige or ""} | champs, follow=True)


def test_a_paper_of_before_answers_what_it_says_and_who_signed_it_is_told(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    assert dits(d.mere_arabophone) == [], "she had answered nothing"
    horloge(TREIZE_HEURES)
    maitresse, rang = entrer(d.enseignante), f"choix-{d.eleve_ce1.uuid}"
    assert "Montant Avant : 5 € Maintenant : 15 €" in texte(maitresse.get(reverse("carnet_papiers", args=[mot.pk])))
    muet = entrer_papiers(maitresse, mot, **{rang: OUI})
    assert muet.status_code == 422 and "Dites si ces papiers sont d’avant la correction." in texte(muet)
    entre = entrer_papiers(maitresse, mot, **{rang: OUI, "disent": "avant"})
    assert "1 papier est entré" in texte(entre) and "avant la correction" in texte(entre)
    reponse = ReponseMot.objects.get(eleve=d.eleve_ce1)
    assert (reponse.montant, reponse.signe_le, [e.quoi for e in ecarts_depuis(mot, reponse.lue_le)]) == (
        Decimal(5),
        TREIZE_HEURES,
        ["montant"],
    )
    assert len(dits(d.mere_arabophone)) == len(dits(d.mere)) == 1, "she, and the first not again"


def test_a_paper_of_after_answers_what_the_mot_says(d, mot, horloge, entrer):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    entrer_papiers(entrer(d.enseignante), mot, **{f"choix-{d.eleve_ce1.uuid}": OUI, "disent": "maintenant"})
    reponse = ReponseMot.objects.get(eleve=d.eleve_ce1)
    assert (reponse.montant, reponse.tel_que, dits(d.mere_arabophone)) == (Decimal(15), None, [])


def test_where_nothing_became_something_else_nothing_is_asked_of_papers(d, mot, horloge, entrer):
    """A letter that was mended; or an answer that is asked again, of which former papers are no answers."""
    horloge(MIDI)
    for champs in ({"titre": "Sortie à la fermes"}, {"montant": Decimal(15), "redemander": True}):
        corriger(d, mot, **champs)
        page = entrer(d.enseignante).get(reverse("carnet_papiers", args=[mot.pk])).text
        assert "Que disent ces papiers" not in page


@pytest.mark.parametrize("redemander", [False, True])
def test_a_page_that_did_not_know_the_correction_enters_no_paper(d, mot, horloge, entrer, redemander):
    """Where an answer is asked again, its papers would be answers to words that they do not say."""
    horloge(MIDI)
    maitresse, envoi = entrer(d.enseignante), {f"choix-{d.eleve_ce1.uuid}": OUI, "corrige": ""}
    corriger(d, mot, montant=Decimal(15), redemander=redemander)
    refus = maitresse.post(reverse("carnet_papiers", args=[mot.pk]), envoi | {"disent": "maintenant"})
    assert refus.status_code == 422 and "Ce mot vient d’être corrigé" in texte(refus)
    assert f'value="{mot.corrige_le.isoformat()}"' in refus.text, "read, it is sent"
    assert not ReponseMot.objects.filter(eleve=d.eleve_ce1).exists()


def test_what_is_to_be_read_again_before_papers_are_entered_is_on_their_page(d, mot, horloge, entrer):
    """The page said « relisez-le », and held what the mot had said, not what it says; and that something was marked, where nothing was."""
    horloge(MIDI)
    maitresse, envoi = entrer(d.enseignante), {f"choix-{d.eleve_ce1.uuid}": OUI, "corrige": ""}
    corriger(d, mot, texte="Départ à 8 h 30, retour à midi.")
    refus = texte(maitresse.post(reverse("carnet_papiers", args=[mot.pk]), envoi))
    assert "Maintenant : Départ à 8 h 30, retour à midi." in refus and "corrigez ce qui est marqué" in refus
    corriger(d, mot, texte="Départ à 9 h.", redemander=True)
    refus = texte(maitresse.post(reverse("carnet_papiers", args=[mot.pk]), envoi))
    assert "Départ à 9 h." in refus and "corrigez ce qui est marqué" not in refus


def test_a_choice_of_after_is_on_no_paper_of_before(d, mardi, horloge, entrer):
    mot = envoyer(d, nature="choix", options=[Option("a", "La ferme"), Option("b", "Le musée")])
    horloge(MIDI)
    corriger(d, mot, options=[Option("a", "La forêt"), Option("b", "Le musée"), Option("c", "Le zoo")])
    maitresse, rang = entrer(d.enseignante), f"choix-{d.eleve_ce1.uuid}"
    refus = entrer_papiers(maitresse, mot, **{rang: mot.options[-1].cle, "disent": "avant"})
    assert refus.status_code == 422 and "n’était pas sur les papiers d’avant" in texte(refus)
    entrer_papiers(maitresse, mot, **{rang: mot.options[0].cle, "disent": "avant"})
    assert ReponseMot.objects.get(eleve=d.eleve_ce1).libelle == "La ferme"


@pytest.fixture
def gouter(d, mardi):
    chocolat, pommes, aucun = Option("a", "Chocolat"), Option("b", "Pommes"), Option("c", "Aucun")
    return envoyer(d, nature="choix", options=[chocolat, pommes, aucun]), [pommes, aucun]


def test_a_choice_that_was_taken_away_is_entered_from_the_papers_that_bear_it(d, gouter, horloge, entrer):
    mot, restent = gouter
    horloge(MIDI)
    corriger(d, mot, options=restent)
    horloge(TREIZE_HEURES)
    maitresse, rang = entrer(d.enseignante), f"choix-{d.eleve_ce1.uuid}"
    page = texte(maitresse.get(reverse("carnet_papiers", args=[mot.pk])))
    assert "Que disent ces papiers" in page and "Chocolat (avant la correction)" in page
    assert "Les réponses proposées Avant : Chocolat Pommes Aucun Maintenant : Pommes Aucun" in page
    refus = entrer_papiers(maitresse, mot, **{rang: "a", "disent": "maintenant"})
    assert refus.status_code == 422 and "n’est plus proposé depuis la correction" in texte(refus)
    entre = entrer_papiers(maitresse, mot, **{rang: "a", "disent": "avant"})
    assert "1 papier est entré" in texte(entre)
    assert ReponseMot.objects.get(eleve=d.eleve_ce1).libelle == "Chocolat"
    assert len(dits(d.mere_arabophone)) == 1, "what she chose is offered no more"


def test_a_family_reads_that_the_choices_changed_and_is_told_of_its_own_alone(d, gouter, horloge, entrer):
    mot, restent = gouter
    signer(mot, d.eleve_cp, d.mere, "b")
    horloge(MIDI)
    assert corriger(d, mot, options=restent) == 0
    assert "Avant : Chocolat Pommes Aucun Maintenant : Pommes Aucun" in page(d, entrer, mot)


def test_a_choice_that_was_added_asks_nothing_of_papers(d, gouter, horloge, entrer):
    mot, restent = gouter
    horloge(MIDI)
    corriger(d, mot, options=[Option("a", "Chocolat"), *restent, Option("d", "Poires")])
    assert "Que disent ces papiers" not in entrer(d.enseignante).get(reverse("carnet_papiers", args=[mot.pk])).text


def test_a_paper_says_that_its_mot_was_corrected(d, mot, horloge):
    horloge(MIDI)
    corriger(d, mot, montant=Decimal(15))
    [ligne] = [ligne for ligne in suivi_du_mot(mot, d.enseignante).lignes if ligne.eleve == d.eleve_cp]
    page = pypdf.PdfReader(io.BytesIO(coupons_pdf(mot, [Coupon(ligne, None)]))).pages[0].extract_text()
    assert "Mot corrigé le 24 novembre à 12 h 00." in " ".join(page.split())


def test_who_has_no_account_is_not_said_to_be_told(d, mot, horloge, entrer):
    Personne.objects.filter(pk=d.mere.pk).update(password="!")
    client, champs = entrer(d.enseignante), {"titre": mot.titre, "texte": mot.texte, "date_limite": "2026-11-27"}
    champs |= {"libelle_oui": "Oui", "libelle_non": "Non", "montant": "15"}
    horloge(MIDI)
    suite = texte(client.post(reverse("carnet_corriger", args=[mot.pk]), champs, follow=True))
    assert "La famille de 1 élève avait répondu à autre chose et n’a pas de compte : dites-le-lui autrement." in suite
    assert "elle en est prévenue" not in suite
