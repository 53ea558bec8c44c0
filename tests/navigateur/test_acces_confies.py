"""Confided accesses in Chromium: given, used on another phone, seen, ended; and the childminder whose access ended yesterday."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.besoin_de("ent.services.acces_confies", "ent.services.vie_scolaire", "cahier_de_textes"),
]
NE_LE = "d.eleve_cp.date_naissance.strftime('%d/%m/%Y')"
POUR_DEMAIN = """
from cahier_de_textes.actions.travaux import publier_travail
from ent.annuaire.calendrier import prochain_jour_de_classe
from ent.socle.dates import aujourd_hui
publier_travail(classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Relire la page du hérisson",
    date_pour=prochain_jour_de_classe(d.elementaire, aujourd_hui()))
"""


def lisible(appareil, nom: str) -> None:
    """What a page of this room owes to everybody."""
    appareil.photographier(nom)
    assert examiner(appareil.page, nom) == []
    assert not debords(appareil.page)
    assert appareil.page.evaluate(PETITES_CIBLES, 44) == []


def choisir(page, salle: str, quoi: str) -> None:
    page.locator("fieldset", has_text=salle).locator("label", has_text=quoi).first.click()


def test_an_access_is_given_used_seen_and_ended(appareil, serveur):
    serveur.faire(POUR_DEMAIN)
    mere, nounou, pere = appareil("telephone"), appareil("telephone"), appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    mere.aller("/acces-confies/")
    mere.page.get_by_role("link", name="Confier un accès").click()
    mere.page.get_by_label("Son prénom").fill("Solange")
    mere.page.get_by_label("Son nom").fill("Guérin")
    mere.page.get_by_label("assistante maternelle").check()
    mere.page.locator("label", has_text="Inès").click()
    choisir(mere.page, "Cahier de textes", "Lire")
    choisir(mere.page, "Absences", "Lire et répondre")
    lisible(mere, "acces-confier")
    mere.page.get_by_role("button", name="Confier, et voir le code").click()
    code = mere.page.locator("#le-code").inner_text()
    lisible(mere, "acces-code")

    # Another phone, where nobody is signed in.
    nounou.aller(f"/activer/{code.replace(' ', '')}/")
    nounou.page.locator("input[name=naissance]").fill(serveur.lire(NE_LE))
    nounou.page.get_by_role("button", name="Continuer").click()
    nounou.page.get_by_role("button", name="Oui, c’est moi").click()
    nounou.page.locator("input[name=mot_de_passe]").fill("trois mots qui parlent")
    nounou.page.locator("main form button[type=submit]").click()
    nounou.page.wait_for_url(serveur.adresse + "/")
    nounou.page.get_by_text("Accès confié par Mme Belhadj").first.wait_for()
    nounou.page.get_by_text("Relire la page du hérisson").first.wait_for()
    assert "Sofiane" not in nounou.page.locator("main").inner_text()
    assert nounou.page.locator(".case-bouton").count() == 0  # ticking was not confided
    lisible(nounou, "acces-nounou")
    nounou.aller("/absences/prevenir/")
    nounou.page.locator("label", has_text="Malade").click()
    nounou.page.locator("main form button[type=submit]").last.click()
    nounou.page.get_by_text("L’école est prévenue.").first.wait_for()

    # The mother reads what was told in her place; the father, that an access exists, and never whose.
    mere.aller("/")
    mere.page.get_by_text("Solange Guérin, par l’accès confié").first.wait_for()
    pere.entrer("mehdi.belhadj@exemple.fr")
    pere.page.get_by_text("Un accès a été confié (assistante maternelle").first.wait_for()
    pere.aller("/acces-confies/")
    dit = relacher(pere.page.locator("main").inner_text())
    assert "Je ne suis pas d’accord" in dit
    assert [mot for mot in ("Solange", "Guérin", "Paulette", "nadia.belhadj") if mot in dit] == []
    lisible(pere, "acces-autre-parent")

    # Ended in one tap: the page that the childminder has open says so, and holds nothing of the child any more.
    nounou.aller("/cahier/jour/")
    nounou.page.get_by_text("Relire la page du hérisson").first.wait_for()
    nounou.page.locator("body[data-direct=ouvert]").wait_for()
    mere.aller("/acces-confies/")
    assert "ouvert" in mere.page.locator("section", has_text="Solange Guérin").first.inner_text()
    lisible(mere, "acces-confies")
    mere.page.get_by_role("button", name="Terminer : Solange Guérin").click()
    mere.page.get_by_text("C’est terminé").first.wait_for()
    nounou.page.get_by_text("vous avait confié un accès : il est terminé").wait_for(timeout=10_000)
    assert "Inès" not in nounou.page.locator("body").inner_text()
    assert nounou.aller("/cahier/jour/").status == 404


def test_a_childminder_whose_access_ended_yesterday_sees_nothing_any_more(appareil, serveur):
    """Feed, pages, week, calendar, news: her open socket hears nothing of the class either."""
    telephone = appareil("telephone")
    telephone.entrer("rolande.picot@exemple.fr")
    telephone.page.get_by_text("vous avait confié un accès : il est terminé").first.wait_for()
    telephone.page.locator("body[data-direct=ouvert]").wait_for()
    entendus = "globalThis.entendus = []; for (const nom of ['cahier_de_textes:travail_publie', 'agenda_ecole:nouveau']) document.body.addEventListener(nom, () => entendus.push(nom))"
    telephone.page.evaluate(entendus)
    serveur.faire(POUR_DEMAIN.replace("hérisson", "renard"))
    telephone.page.wait_for_timeout(1500)
    assert telephone.page.evaluate("entendus") == []
    assert "Inès" not in telephone.page.locator("body").inner_text()
    lisible(telephone, "acces-termine")
    telephone.aller("/notifications/")
    assert "Inès" not in telephone.page.locator("main").inner_text()
    for chemin in (
        "/cahier/jour/",
        "/cahier/quinzaine/",
        "/cahier/copie/",
        "/cahier/agenda/",
        "/semaine/",
        "/agenda/",
        "/absences/",
    ):
        assert telephone.aller(chemin).status == 404, chemin
    assert (
        serveur.lire(
            "list(__import__('ent.diffusion.models', fromlist=['x']).Notification.objects.filter(destinataire=d.assistante_finie).values_list('pk', flat=True))"
        )
        == []
    )
