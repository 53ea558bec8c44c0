"""What one says on one phone, every phone of the household says; and what was said without network leaves once."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import debords, examiner
from tests.navigateur.test_mots import donner_un_mot, reponses

pytestmark = pytest.mark.navigateur

CANTINE = "__import__('ent.services.periscolaire.models', fromlist=['x']).ServicePeriscolaire.objects.get(nature='cantine', etablissement=d.elementaire)"
REPAS = (
    "list(__import__('ent.services.periscolaire.models', fromlist=['x']).JourDeclare.objects.en_vigueur()"
    ".filter(eleve=d.eleve_cm2, service__nature='cantine', jour='{}').values_list('etat', flat=True))"
)
RENDEZ_VOUS = "__import__('ent.services.rendez_vous.{}', fromlist=['x'])"
RENCONTRE = RENDEZ_VOUS.format("models") + ".Rencontre.objects.get(classe=d.cp_ce1).pk"
PRIS = RENDEZ_VOUS.format("models") + ".Reservation.objects.filter(eleve=d.eleve_cp, annulee_le=None)"
CRENEAUX = f"list({PRIS}.values_list('creneau_id', flat=True))"
ANNULER = f"for prise in {PRIS}: {RENDEZ_VOUS.format('actions.reservations')}.annuler(reservation=prise, par=prise.responsable)"
PERE_RESERVE = (
    f"{RENDEZ_VOUS.format('actions.reservations')}.reserver(creneau={RENDEZ_VOUS.format('models')}.Creneau.objects.get(pk={{}}),"
    " eleve=d.eleve_cp, responsable=d.pere_separe, par=d.pere_separe)"
)
RYTHMES = (
    "__import__('ent.services.periscolaire.models', fromlist=['x']).Rythme.objects.filter(eleve=d.eleve_cm2).count()"
)


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
    ici.get_by_text("C’est signé, l’école le sait.").first.wait_for()
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
    un.page.get_by_text("Bonjour à vous").first.wait_for()
    autre.page.wait_for_function(
        "(avant) => !(parseInt([...document.querySelectorAll(\"[data-nouvelles='messagerie.message']\")].at(-1)?.textContent) >= avant)",
        arg=avant,
        timeout=15_000,
    )


# A phone so slow that its socket opens seconds after its page: until then it hears nothing.
LENTE = """(() => {
  const { now } = performance;
  performance.now = () => now.call(performance) + 6000;
  const Prise = WebSocket;
  globalThis.WebSocket = class extends Prise {
    addEventListener(nom, geste) {
      if (nom === "open") globalThis.ouvrirLaPrise = geste;
      else super.addEventListener(nom, (e) => (nom === "message" && globalThis.ouvrirLaPrise ? undefined : geste(e)));
    }
  };
})()"""


def test_a_phone_that_listens_late_asks_for_what_it_missed(appareil, serveur, fil):
    serveur.faire(
        "from uuid import uuid4\nfrom messagerie.actions.messages import envoyer\nfrom tests.messagerie.fils import Fils\n"
        "envoyer(fil=Fils(d).foyer(), auteur=d.enseignante, uuid=uuid4(), texte='Encore un mot')"
    )
    un, autre = appareil("telephone"), appareil("telephone")
    autre.contexte.add_init_script(LENTE)
    for a in (un, autre):
        a.sans_attendre()
        a.entrer("nadia.belhadj@exemple.fr")
    compte = autre.page.locator("[data-nouvelles='messagerie.message'] [data-nombre]").last
    avant = int(compte.text_content())
    un.aller(f"/messages/fil/{fil}/")
    un.page.get_by_text("Encore un mot").first.wait_for()
    un.avoir_fini()
    assert int(compte.text_content()) == avant > 0
    with autre.page.expect_response("**/nouvelles/"):
        autre.page.evaluate("() => { const ouvrir = ouvrirLaPrise; ouvrirLaPrise = null; ouvrir(); }")
    expect(compte).to_have_text(str(avant - 1))


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
    page.get_by_text("C’est gardé sur cet appareil").first.wait_for()
    page.get_by_text("1 envoi attend le réseau. Il partira tout seul.").first.wait_for()
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


def test_what_is_refused_without_a_word_waits_alone_and_leaves_later(appareil, serveur):
    """What stands before the product (a filter, a proxy) answers to one in its own words: it is not erased, and what is behind it leaves."""
    dites = (
        "list(__import__('ent.services.vie_scolaire.models', fromlist=['x']).DeclarationAbsence.objects"
        ".filter(par=d.mere, motif__in=['transports', 'maladie']).order_by('pk').values_list('motif', flat=True))"
    )
    avant = serveur.lire(dites)
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    page = a.page
    for motif in ("Transports", "Malade"):
        a.contexte.route(  # before the network is there: what waits would leave at once
            "**/absences/prevenir/", lambda demande: demande.abort() if posee(demande) else demande.continue_()
        )
        a.contexte.set_offline(False)
        a.aller("/absences/prevenir/")
        a.avoir_fini()
        a.contexte.set_offline(True)
        page.locator(".absence-form label", has_text="Sofiane").first.click()
        page.locator(".absence-form label", has_text=re.compile("Demain|Jeudi")).first.click()
        page.locator(".absence-form label", has_text=motif).first.click()
        page.get_by_role("button", name="Prévenir").click()
        page.get_by_text("C’est gardé sur cet appareil").first.wait_for()
        a.contexte.unroute("**/absences/prevenir/")
    page.get_by_text("2 envois attendent le réseau. Ils partiront tout seuls.").first.wait_for()
    refusees: list[str] = []

    def filtrer(demande) -> None:
        if posee(demande) and "transports" in (envoye := demande.request.post_data or ""):
            refusees.append(envoye)
            demande.fulfill(status=403, content_type="text/html", body="<h1>Filtre</h1>")
        else:
            demande.continue_()

    a.contexte.route("**/absences/prevenir/", filtrer)
    revenir(a, "/")
    assert serveur.lire(dites) == [*avant, "maladie"] and refusees
    page.get_by_text("1 envoi attend le réseau. Il partira tout seul.").first.wait_for()
    a.contexte.unroute("**/absences/prevenir/")
    a.parcourir_la_boite()
    assert serveur.lire(dites) == [*avant, "maladie", "transports"]
    page.locator("#boite").wait_for(state="hidden")


def posee(demande) -> bool:
    return demande.request.method == "POST"


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
    un.page.get_by_text("semaine du 30 novembre").first.wait_for()

    def redemande(reponse) -> bool:
        return "/tuile/famille/" in reponse.url and reponse.ok

    with autre.page.expect_response(redemande, timeout=15_000), pere.page.expect_response(redemande, timeout=15_000):
        un.page.locator("[data-dit-le-compte]").click()
        un.page.get_by_text(re.compile("^C’est noté")).wait_for()


def partir(a, adresse: str) -> None:
    """Cut, then sent by what the browser knows to be away."""
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller(adresse)
    a.avoir_fini()
    a.contexte.set_offline(True)


def revenir(a, adresse: str) -> None:
    """The network is back, and another tab of the same phone empties the box too."""
    seconde = a.contexte.new_page()
    a.contexte.set_offline(False)
    seconde.goto(a.serveur.adresse + adresse)
    a.parcourir_la_boite()
    seconde.close()


def attend(a) -> None:
    """It is said not to have left, beside its form and above the page, and nothing goes out of the screen."""
    a.page.get_by_text("Pas encore parti").first.wait_for()
    a.page.get_by_text("1 envoi attend le réseau. Il partira tout seul.").first.wait_for()
    a.page.wait_for_timeout(500)  # after which what is being sent would say so
    assert a.page.locator("[aria-busy=true]").count() == 0
    assert (examiner(a.page, "gardé"), debords(a.page)) == ([], False)


def test_meals_ticked_without_network_wait_and_leave_once(appareil, serveur):
    a = appareil("telephone")
    partir(a, "/periscolaire/semaine/cantine/2026-12-07/")
    case = a.page.locator("section.menu-jour", has=a.page.get_by_role("heading", name="lundi 7"))
    case.get_by_text("Sofiane").click()
    a.page.locator("[data-dit-le-compte]").click()
    attend(a)
    a.photographier("cantine-gardee")
    assert serveur.lire(REPAS.format("2026-12-07")) == []
    revenir(a, "/")
    a.page.locator("main").get_by_text(re.compile("^C’est noté")).wait_for()
    assert serveur.lire(REPAS.format("2026-12-07")) == ["oui"]
    # Of her other children nothing is said yet: their week is not « non » because his was sent.
    assert a.page.locator("[data-dit-le-compte]").inner_text() == "Enregistrer la semaine"


def test_a_day_whose_hour_passed_meanwhile_is_refused_and_the_others_are_kept(appareil, serveur):
    delai, lundi = serveur.lire(f"{CANTINE}.delai_ajout"), serveur.lire(REPAS.format("2026-11-30"))
    a = appareil("telephone")
    partir(a, "/periscolaire/semaine/cantine/2026-11-30/")
    for jour in ("lundi 30", "vendredi 4"):
        case = a.page.locator("section.menu-jour", has=a.page.get_by_role("heading", name=jour))
        case.get_by_text("Sofiane").click()
    a.page.locator("[data-dit-le-compte]").click()
    attend(a)
    # While it waits, the school asks to be told three days before: that Tuesday at ten, of Monday it is too late, of Friday it is not.
    serveur.faire(f"s = {CANTINE}\ns.delai_ajout = '3 09:00'\ns.save()")
    try:
        revenir(a, "/")
        refus = a.page.locator("#boite [data-refuse]")
        refus.wait_for()
        assert re.search(
            r"Sofiane, lundi 30 novembre\s: rien n’a changé\. C’était à dire avant .+ Appelez", refus.inner_text()
        )
        a.photographier("cantine-refusee")
        assert (examiner(a.page, "refusé"), debords(a.page)) == ([], False)
        assert (serveur.lire(REPAS.format("2026-11-30")), serveur.lire(REPAS.format("2026-12-04"))) == (lundi, ["oui"])
        a.aller("/")
        a.page.locator("#boite [data-refuse]").wait_for()  # until it was read, wherever she is
        a.page.get_by_role("button", name="J’ai compris").click()
        refus.wait_for(state="hidden")
    finally:
        serveur.faire(f"s = {CANTINE}\ns.delai_ajout = {delai!r}\ns.save()")


@pytest.fixture
def guichet(serveur):
    """The page of the slots of Inès; what is booked there is given back."""
    yield f"/rendez-vous/{serveur.lire(RENCONTRE)}/{serveur.lire('str(d.eleve_cp.uuid)')}/"
    serveur.faire(ANNULER)


def test_a_slot_touched_without_network_is_taken_once(appareil, serveur, guichet):
    a = appareil("telephone")
    partir(a, guichet)
    creneau = a.page.locator(".rdv-heures button").first
    voulu = int(creneau.get_attribute("value"))
    creneau.click()
    attend(a)
    a.photographier("creneau-garde")
    assert serveur.lire(CRENEAUX) == []
    revenir(a, "/")
    a.page.locator("main").get_by_text("C’est réservé").first.wait_for()
    assert serveur.lire(CRENEAUX) == [voulu]


def test_a_slot_that_somebody_took_meanwhile_is_said_and_another_may_be_touched(appareil, serveur, guichet):
    a = appareil("telephone")
    partir(a, guichet)
    creneau = a.page.locator(".rdv-heures button").first
    voulu = int(creneau.get_attribute("value"))
    a.page.get_by_text("Interprète, un mot").click()
    a.page.get_by_label("Un mot à l’enseignant").fill("Je viendrai avec sa grand-mère.")
    creneau.click()
    attend(a)
    serveur.faire(PERE_RESERVE.format(voulu))
    revenir(a, "/")
    a.page.get_by_role("button", name="Voir ce qui ne va pas").click()
    a.page.wait_for_load_state()
    a.page.locator("main [role=alert]").wait_for()
    a.photographier("creneau-pris-entretemps")
    assert a.page.get_by_label("Un mot à l’enseignant").input_value() == "Je viendrai avec sa grand-mère."
    assert (serveur.lire(CRENEAUX), examiner(a.page, "pris"), debords(a.page)) == ([voulu], [], False)
    a.page.locator(".rdv-heures button").first.click()
    a.page.locator("main").get_by_text("C’est réservé").first.wait_for()
    assert len(serveur.lire(CRENEAUX)) == 2  # his, and hers


def test_a_rhythm_said_without_network_begins_once(appareil, serveur):
    avant = serveur.lire(RYTHMES)
    a = appareil("telephone")
    partir(a, "/periscolaire/rythmes/")
    a.page.locator("label", has_text="Sofiane · Cantine").click()
    for jour in ("lundi", "vendredi"):
        a.page.locator("label", has_text=re.compile(f"^{jour}$")).click()
    a.page.get_by_role("button", name="Inscrire chaque semaine").click()
    attend(a)
    a.photographier("rythme-garde")
    assert serveur.lire(RYTHMES) == avant
    revenir(a, "/")
    a.page.locator("main").get_by_text(re.compile("^C’est noté")).wait_for()
    assert serveur.lire(RYTHMES) == avant + 1
