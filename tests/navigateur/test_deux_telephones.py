"""What one says on one phone, every phone of the household says; and what was said without network leaves once."""

import re

import pytest

from tests.navigateur.test_mots import donner_un_mot, reponses

pytestmark = pytest.mark.navigateur


def test_a_mot_signed_on_one_phone_is_signed_on_the_other_at_once(appareil, serveur):
    """Both are hers, both at home: no reload."""
    donner_un_mot(serveur, "Sortie au théâtre")
    un, autre = appareil("telephone"), appareil("telephone")
    for a in (un, autre):
        a.sans_attendre()
        a.entrer("nadia.belhadj@exemple.fr")
    chargement = autre.page.evaluate("performance.timeOrigin")
    la_bas = autre.page.locator(".mot-a-signer", has_text="Sortie au théâtre")
    la_bas.get_by_role("button", name="Oui").wait_for()
    ici = un.page.locator(".mot-a-signer", has_text="Sortie au théâtre")
    ici.get_by_role("button", name="Oui").click()
    ici.get_by_text("C’est signé, l’école le sait.").wait_for()
    la_bas.get_by_role("button", name="Oui", exact=True).wait_for(state="hidden", timeout=15_000)
    assert autre.page.evaluate("performance.timeOrigin") == chargement
    assert len(reponses(serveur, "Sortie au théâtre")) == 1


def test_what_was_read_on_one_phone_counts_no_more_on_the_other(appareil, serveur, fil):
    serveur.faire(
        "from uuid import uuid4\nfrom messagerie.actions.messages import envoyer\nfrom tests.messagerie.fils import Fils\n"
        "envoyer(fil=Fils(d).foyer(), auteur=d.enseignante, uuid=uuid4(), texte='Bonjour à vous')"
    )
    un, autre = appareil("telephone"), appareil("telephone")
    for a in (un, autre):
        a.sans_attendre()
        a.entrer("nadia.belhadj@exemple.fr")
    compte = autre.page.locator("[data-nouvelles='messagerie.message']").last
    avant = int(re.search(r"\d+", compte.inner_text())[0])
    un.aller(f"/messages/fil/{fil}/")
    un.page.get_by_text("Bonjour à vous").wait_for()
    autre.page.wait_for_function(
        "(avant) => !(parseInt([...document.querySelectorAll(\"[data-nouvelles='messagerie.message']\")].at(-1)?.textContent) >= avant)",
        arg=avant,
        timeout=15_000,
    )


def test_an_absence_told_without_network_waits_and_leaves_once(appareil, serveur):
    combien = "__import__('ent.services.vie_scolaire.models', fromlist=['x']).DeclarationAbsence.objects.filter(par=d.mere).count()"
    avant = serveur.lire(combien)
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")
    page = a.page
    a.avoir_fini()
    a.contexte.set_offline(True)  # all is chosen without network: no sentence is read, the day is that of this page
    page.locator(".absence-form label", has_text="Sofiane").first.click()
    page.locator(".absence-form label", has_text=re.compile("Demain|Jeudi")).first.click()
    page.locator(".absence-form label", has_text="Réunion de famille").first.click()
    page.get_by_role("button", name="Prévenir").click()
    page.get_by_text("C’est gardé sur cet appareil").wait_for()
    page.get_by_text("1 envoi attend le réseau. Il partira tout seul.").wait_for()
    a.photographier("absence-gardee")
    assert serveur.lire(combien) == avant
    seconde = a.contexte.new_page()  # another tab of the same phone
    a.contexte.set_offline(False)
    seconde.goto(serveur.adresse + "/absences/")
    page.wait_for_url("**/absences/")
    a.parcourir_la_boite()
    assert serveur.lire(combien) == avant + 1
    dernier = combien.replace(".count()", ".order_by('-pk').values_list('debut', flat=True)[0].isoformat()")
    assert serveur.lire(dernier) == "2026-11-26"  # Wednesday is without class: « Jeudi »


def test_meals_said_on_one_phone_are_asked_again_by_every_phone_of_who_answers(appareil):
    """Hers at home, and the father's, who lives elsewhere and answers for the same child: each asks what it shows again, and reads it under
    its own rights.
    """
    un, autre, pere = appareil("telephone"), appareil("telephone"), appareil("telephone")
    for a, courriel in [(un, "nadia.belhadj"), (autre, "nadia.belhadj"), (pere, "mehdi.belhadj")]:
        a.sans_attendre()
        a.entrer(f"{courriel}@exemple.fr")
        a.avoir_fini()
    un.aller("/periscolaire/")
    un.page.get_by_role("link", name="Semaine d’après").click()
    un.page.get_by_text("semaine du 30 novembre").wait_for()

    def redemande(reponse) -> bool:
        return "/tuile/famille/" in reponse.url and reponse.ok

    with autre.page.expect_response(redemande, timeout=15_000), pere.page.expect_response(redemande, timeout=15_000):
        un.page.locator("[data-dit-le-compte]").click()
        un.page.get_by_text(re.compile("^C’est noté")).wait_for()
