"""The roll in Chromium: thirty pupils on a phone, with the network and without; a family tells; an evacuation is counted from two phones."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.appel import cocher, envoyer, etre_trente, toucher
from tests.navigateur.test_accessibilite import ESPACER, PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur

MODELES = "__import__('ent.services.vie_scolaire.models', fromlist=['x'])"
DU_JOUR = (
    f"[[li.eleve.prenom, li.absent] for li in {MODELES}.LigneAppel.objects.filter("
    "appel__jour=__import__('django.utils.timezone', fromlist=['x']).localdate(), appel__moment={!r}).order_by('eleve__prenom')]"
)
APPELS = f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1, jour=__import__('django.utils.timezone', fromlist=['x']).localdate()).count()"


@pytest.fixture(scope="module", autouse=True)
def trente(serveur):
    etre_trente(serveur)


def test_thirty_pupils_are_called_in_less_than_twenty_seconds(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    duree = cocher(page)
    pied = page.locator("[data-pied] p")
    assert relacher(pied.inner_text()) == (
        "27 présents, 2 absents, 1 retard. Personne n’est joint dans les familles de Dina et de Malik : appelez-les."
    )
    telephone.photographier("appel")
    assert examiner(page, "roll") == []
    assert not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    page.set_viewport_size({"width": 320, "height": 844})
    page.evaluate(ESPACER)
    assert not debords(page), "the three hours of who is late"
    page.set_viewport_size({"width": 390, "height": 844})
    duree += envoyer(page)
    print(f"\n30 pupils, 2 absent and 1 late, from the home to the answer: {duree:.1f} s")
    assert duree < 20
    assert serveur.lire(DU_JOUR.format("matin")) == [["Dina", True], ["Malik", True], ["Tom", False]]
    telephone.photographier("appel-fait")


# The layout shifts of a page, added up (CLS): 0.1 is where one starts to see them.
AU_DESSUS_DU_PIED = """() =>
  document.querySelector(".phrase-lue").getBoundingClientRect().bottom <= document.querySelector(".pied-colle").getBoundingClientRect().top"""
BOUGE = """() => new Promise((dire) => {
  let somme = 0;
  new PerformanceObserver((vus) => { for (const v of vus.getEntries()) somme += v.value; }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => dire(somme), 500);
})"""


def test_a_roll_that_was_made_stands_where_it_is_once_its_script_runs(appareil):
    """Who is absent or late is told apart by the page itself: nothing jumps under the thumb that comes to correct."""
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    page.locator("main a[href^='/appel/']").first.click()
    page.locator("[data-grille] [data-etat=absent]").first.wait_for()
    assert page.evaluate(BOUGE) < 0.05
    assert page.locator(".appel-detail:visible").count() == 3
    assert page.locator("[data-a-part]").is_visible()


def test_without_scripts_the_roll_is_the_list_of_all(appareil):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    page.locator("main a[href^='/appel/']").first.click()
    expect(page.locator("[data-grille]")).to_be_hidden()
    assert page.get_by_role("checkbox").count() == 30
    assert page.locator(".appel-heure:visible").count() == 90
    page.get_by_role("checkbox", name="Absent : Malik").uncheck()
    page.get_by_role("button", name="Corriger l’appel").click()
    page.get_by_text("Fait par").first.wait_for()
    assert not page.get_by_role("checkbox", name="Absent : Malik").is_checked()
    page.get_by_role("checkbox", name="Absent : Malik").check()
    page.get_by_role("button", name="Corriger l’appel").click()


def test_without_network_it_is_kept_then_leaves_once(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller("/appel/")
    telephone.avoir_fini()
    serveur.faire(f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1).delete()")
    telephone.contexte.set_offline(True)
    page = telephone.page
    page.get_by_role("link", name=re.compile("Matin|Faire l’appel")).first.click()
    page.get_by_text("Pas de réseau ici. Rien n’est perdu.").first.wait_for()
    toucher(page, "Malik")
    page.get_by_role("button", name="Envoyer l’appel : 1 absent").click()
    page.get_by_text("L’appel est gardé sur ce téléphone.").first.wait_for()
    telephone.photographier("appel-garde")
    assert examiner(page, "kept roll") == []
    assert serveur.lire(APPELS) == 0
    telephone.contexte.set_offline(False)
    for _essai in range(40):
        if serveur.lire(APPELS) == 1:
            break
        page.wait_for_timeout(250)
    telephone.parcourir_la_boite()
    assert serveur.lire(APPELS) == 1


def test_an_evacuation_is_counted_without_network_and_joined(appareil, serveur):
    claire, anne = appareil("telephone"), appareil("telephone")
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller("/appel/evacuation/")
    claire.avoir_fini()
    claire.contexte.set_offline(True)
    claire.aller("/appel/evacuation/")
    claire.page.get_by_text("qui est arrivé ou parti depuis n’y est pas").first.wait_for()
    claire.page.get_by_label("Kenza Haddad").check()
    expect(claire.page.locator("[data-compte]").first).to_contain_text("vus 1")
    adultes = claire.page.locator("[data-compte=adultes]")
    claire.page.get_by_label("Mme Lefort", exact=False).first.check()
    claire.page.get_by_label("Quelqu’un de passage").fill("M. Durand")
    claire.page.get_by_role("button", name="Ajouter").click()
    claire.page.get_by_label("Adultes de passage près de vous").fill("2")
    expect(adultes).to_contain_text("vus 4")
    claire.page.get_by_role("button", name="Envoyer ce compte").click()
    claire.page.get_by_text("Ce compte est gardé sur ce téléphone.").first.wait_for()
    claire.photographier("evacuation-gardee")
    claire.aller("/appel/evacuation/")  # closed and opened again: what was ticked is still there
    expect(claire.page.get_by_label("Kenza Haddad")).to_be_checked()
    expect(claire.page.get_by_label("M. Durand").first).to_be_checked()
    expect(adultes).to_contain_text("vus 4")
    anne.entrer("anne.quemeneur@exemple.fr")
    anne.aller("/appel/evacuation/")
    expect(anne.page.get_by_label("Kenza Haddad")).not_to_be_checked()
    claire.contexte.set_offline(False)
    claire.parcourir_la_boite()
    anne.page.reload()
    expect(anne.page.get_by_label("Kenza Haddad")).to_be_checked()
    expect(anne.page.get_by_label("M. Durand").first).to_be_checked()
    expect(anne.page.locator("[data-compte=adultes]")).to_contain_text("vus 4")
    anne.page.get_by_label("Adultes de passage près de vous").fill("1")  # beside those whom another counted
    expect(anne.page.locator("[data-compte=adultes]")).to_contain_text("vus 5")
    anne.photographier("evacuation-direction")
    assert examiner(anne.page, "evacuation") == []
    assert not debords(anne.page)


@pytest.fixture
def sans_evacuation(serveur):
    serveur.faire(f"{MODELES}.Evacuation.objects.all().delete()")
    yield
    serveur.faire(f"{MODELES}.Evacuation.objects.all().delete()")


def test_a_count_refused_once_it_has_waited_is_no_longer_said_to_be_kept(appareil, sans_evacuation):
    claire = appareil("telephone")
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller("/appel/evacuation/")
    claire.avoir_fini()
    claire.contexte.set_offline(True)
    claire.aller("/appel/evacuation/")
    claire.page.get_by_label("Kenza Haddad").check()
    claire.page.get_by_role("button", name="Envoyer ce compte").click()
    gardee = claire.page.get_by_text("Ce compte est gardé sur ce téléphone.")
    gardee.first.wait_for()
    adresse = claire.page.locator("form[data-evacuation]").get_attribute("action")
    claire.contexte.route(
        f"**{adresse}",
        lambda demande: (
            demande.fulfill(status=422, json={"phrase": "Non."})
            if demande.request.method == "POST"
            else demande.continue_()
        ),
    )
    claire.contexte.set_offline(False)
    claire.page.locator("#boite [data-refuse]").wait_for()
    expect(gardee).to_have_count(0)
    expect(claire.page.get_by_label("Kenza Haddad")).to_be_checked()
    claire.aller("/appel/evacuation/")
    expect(claire.page.get_by_label("Kenza Haddad")).to_be_checked()
    expect(gardee).to_have_count(0)


def test_a_phone_follows_what_another_counts_then_the_end_and_keeps_what_it_did_not_send(appareil, sans_evacuation):
    claire, anne = appareil("telephone"), appareil("telephone")
    for telephone, qui in ((claire, "claire.lefort"), (anne, "anne.quemeneur")):
        telephone.entrer(f"{qui}@exemple.fr")
        telephone.aller("/appel/evacuation/")
        telephone.page.locator("body[data-direct=ouvert]").wait_for(state="attached")
    claire.page.get_by_label("Adèle").first.check()
    anne.page.get_by_label("Kenza Haddad").check()
    anne.page.get_by_role("button", name="Commencer une évacuation").click()
    anne.page.get_by_text("Votre compte est arrivé").first.wait_for()
    expect(claire.page.get_by_label("Kenza Haddad")).to_be_checked(timeout=15_000)
    expect(claire.page.get_by_label("Kenza Haddad")).to_have_accessible_name(re.compile("Quéméneur"))
    expect(claire.page.get_by_label("Adèle").first).to_be_checked()
    expect(claire.page.locator("[data-compte=enfants]")).to_contain_text("vus 2")
    envoyer = claire.page.get_by_role("button", name="Envoyer ce compte")
    expect(envoyer).to_be_visible()
    anne.page.get_by_role("button", name="C’est fini").click()
    anne.page.get_by_role("button", name="Terminer quand même").click()
    expect(claire.page.locator("[data-fin]")).to_contain_text("Finie à", timeout=15_000)
    expect(claire.page.get_by_label("Adèle").first).to_be_checked()
    envoyer.click()
    claire.page.get_by_role("heading", name=re.compile("En commencer une autre ?")).wait_for()
    claire.photographier("evacuation-autre")
    assert (examiner(claire.page, "autre"), debords(claire.page)) == ([], False)
    claire.page.get_by_role("link", name="Ne rien commencer").click()
    claire.page.get_by_text("N’ont pas été vus").first.wait_for()
    claire.photographier("evacuation-finie")
    assert (examiner(claire.page, "finie"), debords(claire.page)) == ([], False)


def test_a_parent_tells_an_absence_in_two_taps(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("samira.haddad@exemple.fr")
    serveur.faire("d.mere_arabophone.langue = 'fr'; d.mere_arabophone.save()")
    telephone.aller("/absences/prevenir/")
    page = telephone.page
    page.locator("label", has_text="Malade").click()
    page.get_by_role("button", name="Prévenir").click()
    page.get_by_text("L’école est prévenue.").first.wait_for()
    assert serveur.lire(f"{MODELES}.DeclarationAbsence.objects.filter(eleve=d.eleve_ce1, motif='maladie').count()") == 1
    telephone.photographier("absence-dite")
    assert examiner(page, "absences") == []
    assert not debords(page)


def test_a_button_that_is_pressed_stays_there_until_the_finger_rises(appareil, serveur):
    """The sentence to read comes while the finger is down, button included: the press counts, once, and nothing asks to press again."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/absences/prevenir/")
    page, retenue = telephone.page, []
    page.locator(".absence-form label", has_text="Inès").first.click()
    telephone.avoir_fini()
    page.route("**/absences/prevenir/apercu/", lambda demande: retenue.append(demande))
    page.locator("label", has_text="Malade").click()
    page.get_by_role("button", name="Prévenir").hover()
    page.mouse.down()
    bouton = page.get_by_role("button", name="Prévenir").element_handle()
    with page.expect_response("**/absences/prevenir/apercu/"):
        retenue[-1].continue_()
    page.wait_for_function("() => !document.querySelector('[data-absence] .htmx-request')")
    assert bouton.evaluate("(b) => b.isConnected")
    page.mouse.up()
    page.get_by_text("L’école est prévenue.").first.wait_for()


def test_once_the_half_day_is_over_a_late_hour_is_asked_for_and_not_that_of_now(appareil, serveur):
    serveur.faire(f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1).delete()")
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller("/appel/")
    page = telephone.page
    page.get_by_role("link", name=re.compile("Matin|Faire l’appel")).first.click()
    page.locator("form[data-appel]").evaluate("(f) => { f.dataset.finie = ''; }")  # the server says it once it is over
    page.get_by_text("En retard", exact=True).click()
    toucher(page, "Malik")
    heure = page.locator("[data-dit=retard] [data-heure=arrive] input")
    expect(heure).to_be_focused()
    expect(heure).to_have_value("")
    adresse = page.url
    page.locator("[data-pied] button").click()
    expect(heure).to_be_focused()
    assert page.url == adresse and serveur.lire(APPELS) == 0
    heure.fill("09:05")
    page.locator("[data-pied] button").click()
    page.get_by_text("L’appel est parti").first.wait_for()
    assert serveur.lire(
        f"[str(li.arrive_a) for li in {MODELES}.LigneAppel.objects.filter(eleve__prenom='Malik', appel__classe=d.cp_ce1, appel__jour=__import__('django.utils.timezone', fromlist=['x']).localdate())]"
    ) == ["09:05:00"]


@pytest.fixture
def malik_en_retard(serveur):
    """His family told that he comes at about a quarter past eleven; nothing of it is left."""
    jour = "__import__('django.utils.timezone', fromlist=['x']).localdate()"
    serveur.faire(
        f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1).delete()\n"
        "m = Personne.objects.get(prenom='Malik', inscriptions__classe=d.cp_ce1)\n"
        f"{MODELES}.DeclarationAbsence.objects.create(eleve=m, etablissement=d.elementaire, debut={jour}, fin={jour}, duree='retard', motif='transports',"
        " heure=__import__('datetime').time(11, 15))"
    )
    yield
    serveur.faire(f"{MODELES}.DeclarationAbsence.objects.filter(eleve__prenom='Malik', duree='retard').delete()")


def test_the_hour_that_a_family_told_is_that_of_the_lateness_that_one_touches(appareil, serveur, malik_en_retard):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller("/appel/")
    page = telephone.page
    page.get_by_role("link", name=re.compile("Matin|Faire l’appel")).first.click()
    bouton = page.locator("[data-eleve]", has_text="Malik")
    expect(bouton).to_contain_text("arrive vers 11\u00a0h\u00a015")
    expect(bouton).to_have_attribute("aria-pressed", "false")
    telephone.photographier("appel-retard-annonce")
    assert (examiner(page, "appel"), debords(page), page.evaluate(PETITES_CIBLES, 44)) == ([], False, [])
    page.get_by_text("En retard", exact=True).click()
    toucher(page, "Malik")
    heure = page.locator("[data-dit=retard] [data-heure=arrive] input")
    expect(heure).to_have_value("11:15")
    expect(page.locator("[data-dit=retard]")).to_contain_text("arrive vers 11\u00a0h\u00a015, dit par sa famille")
    telephone.photographier("appel-retard-touche")
    expect(bouton).to_contain_text("en retard, 11\u00a0h\u00a015")
    toucher(page, "Malik")
    expect(bouton).to_contain_text("arrive vers")
    page.locator("form[data-appel]").evaluate("(f) => { f.dataset.finie = ''; }")
    toucher(page, "Malik")  # over: not asked for, since it was told
    expect(heure).to_have_value("11:15")
    page.locator("[data-pied] button").click()
    page.get_by_text("L’appel est parti").first.wait_for()


@pytest.fixture
def manquante(serveur):
    """Inès was not there a week before, and nobody told why; nothing of it is left."""
    appel = f"{MODELES}.Appel.objects.create(etablissement=d.elementaire, classe=d.cp_ce1, jour='2026-11-17', moment='matin', auteur=d.enseignante, fait_le='2026-11-17T08:40:00Z')"
    serveur.faire(
        f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1, jour='2026-11-17').delete()\n"
        f"{MODELES}.LigneAppel.objects.create(appel={appel}, eleve=d.eleve_cp, absent=True)"
    )
    yield
    serveur.faire(
        f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1, jour='2026-11-17').delete()\n"
        f"{MODELES}.DeclarationAbsence.objects.filter(eleve=d.eleve_cp, debut='2026-11-17').delete()"
    )


def test_a_motive_given_in_one_tap_is_changed_afterwards(appareil, serveur, manquante):
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    telephone.aller("/absences/")
    question = page.locator(".absence-question", has_text="mardi 17")
    question.get_by_role("button", name="Malade").click()
    page.locator("main").get_by_text(re.compile("Pour changer")).wait_for()
    page.locator(".absence-dites > li", has_text="17 novembre").get_by_role("link", name="Changer le motif").click()
    page.get_by_text("Transports").click()
    telephone.photographier("motif-a-changer")
    assert (examiner(page, "motif"), debords(page), page.evaluate(PETITES_CIBLES, 44)) == ([], False, [])
    page.get_by_role("button", name="Changer le motif").click()
    page.locator("main").get_by_text("C’est changé : l’école le lit, et quand.").first.wait_for()
    telephone.photographier("motif-change")
    dits = f"list({MODELES}.DeclarationAbsence.objects.filter(eleve=d.eleve_cp, debut='2026-11-17').values_list('motif', 'motif_avant'))"
    assert serveur.lire(dits) == [["transports", "maladie"]]


@pytest.fixture
def deja_dite(serveur):
    """Inès's mother already told something of today: what will be replaced stands above what the school will read."""
    aujourd_hui = "__import__('django.utils.timezone', fromlist=['x']).localdate()"
    serveur.faire(
        f"{MODELES}.DeclarationAbsence.objects.create(eleve=d.eleve_cp, etablissement=d.elementaire, par=d.mere, "
        f"debut={aujourd_hui}, fin={aujourd_hui}, duree='journee', motif='maladie')"
    )
    yield
    serveur.faire(
        f"{MODELES}.DeclarationAbsence.objects.filter(eleve=d.eleve_cp, motif='maladie', duree='journee').delete()"
    )


def test_what_the_school_will_read_is_shown_though_an_answer_was_still_coming(appareil, deja_dite):
    """Of choices made at once, the first answer was brought into view and the last, which is longer, was not."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/absences/prevenir/")
    page = telephone.page
    page.locator("label", has_text="Retard").click()
    telephone.avoir_fini()
    page.route("**/absences/prevenir/apercu/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.get_by_label("Vers quelle heure ?").fill("10:30")
    page.locator(".absence-form label", has_text="Inès").first.click()
    page.locator("label", has_text="Transports").click()
    expect(page.locator(".phrase-lue")).to_contain_text("Transports")
    page.wait_for_function(AU_DESSUS_DU_PIED)


def test_about_when_is_asked_of_a_lateness_alone(appareil):
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/absences/prevenir/")
    page = telephone.page
    expect(page.get_by_label("Vers quelle heure ?")).to_be_hidden()
    page.locator("label", has_text="Retard").click()
    page.get_by_label("Vers quelle heure ?").fill("10:30")
    page.locator(".absence-form label", has_text="Inès").first.click()
    page.locator("label", has_text="Transports").click()
    expect(page.locator(".phrase-lue")).to_contain_text("vers 10\u00a0h\u00a030")
    # What the school will read stands above the button that sticks at the foot, once why is chosen.
    page.wait_for_function(AU_DESSUS_DU_PIED)
    page.locator(".absence-heure").scroll_into_view_if_needed()
    telephone.photographier("retard-heure")
    assert (examiner(page, "retard"), debords(page)) == ([], False)
