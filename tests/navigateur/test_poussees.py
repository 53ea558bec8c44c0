"""A device that is told: the worker of the site shows what is pushed, and the button subscribes and ends it.

No push service can be reached from a test: the browser's own is replaced by a few lines that answer as it would.
"""

import json

import pytest

from tests.navigateur.chromium import lancer

pytestmark = pytest.mark.navigateur

# The browser's side of a push service, kept from page to page.
FAUX_SERVICE = """
const lire = () => JSON.parse(localStorage.getItem('faux') ?? 'null');
const faire = (json) => json && { toJSON: () => json, unsubscribe: async () => { localStorage.removeItem('faux'); return true; } };
PushManager.prototype.getSubscription = async () => faire(lire());
PushManager.prototype.subscribe = async (options) => {
  if (options.applicationServerKey.length !== 65 || !options.userVisibleOnly) throw new Error('key');
  localStorage.setItem('faux', JSON.stringify({ endpoint: 'https://fcm.googleapis.com/fcm/send/' + Math.random(),
    keys: { p256dh: 'B'.repeat(87), auth: 's'.repeat(22) } }));
  return faire(lire());
};
Notification.requestPermission = async () => 'granted';
"""
APPAREILS = "list(__import__('ent.diffusion.models', fromlist=['x']).Appareil.objects.values_list('personne__prenom', flat=True))"


def pousser(a, contenu: str, texte: str) -> list[dict]:
    """Deliver a push to the site's worker, as a push service does; gives what is then shown, once this text is."""
    a.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cdp = a.contexte.new_cdp_session(a.page)
    vus: list[dict] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda e: vus.extend(e["registrations"]))
    cdp.send("ServiceWorker.enable")
    for _ in range(250):
        if vus:
            break
        a.page.wait_for_timeout(20)
    cdp.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": a.serveur.adresse, "registrationId": vus[-1]["registrationId"], "data": contenu},
    )
    for _ in range(50):
        lues = a.page.evaluate(
            """navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((n) => n.map(
              ({ title, body, tag, lang, dir, data }) => ({ title, body, tag, lang, dir, data })))"""
        )
        if any(vue["body"] == texte for vue in lues):
            return lues
        a.page.wait_for_timeout(100)
    raise AssertionError(lues)


@pytest.fixture(scope="module")
def chromium(playwright):
    """The whole browser: the shell shows no notification."""
    navigateur = lancer(playwright.chromium, entier=True)
    yield navigateur
    navigateur.close()


@pytest.fixture
def telephone(appareil):
    a = appareil("telephone", permissions=["notifications"])
    a.page.add_init_script(FAUX_SERVICE)
    a.entrer("nadia.belhadj@exemple.fr")
    return a


def test_what_is_pushed_is_shown_and_names_nobody(telephone):
    contenu = {"titre": "Mes écoles", "texte": "2 nouvelles de l’école vous attendent.", "adresse": "/notifications/"}
    [vue] = pousser(telephone, json.dumps(contenu | {"langue": "fr"}), contenu["texte"])
    assert vue == {
        "title": "Mes écoles", "body": "2 nouvelles de l’école vous attendent.", "tag": "nouvelles", "lang": "fr", "dir": "ltr",
        "data": {"adresse": "/notifications/"},
    }  # fmt: skip
    # One takes the place of the other.
    [vue] = pousser(telephone, json.dumps(contenu | {"texte": "خبر", "langue": "ar"}), "خبر")
    assert vue["dir"] == "rtl"


def test_a_push_that_says_nothing_still_says_that_something_waits(telephone):
    [vue] = pousser(telephone, "ceci n’est pas de nous", "Une nouvelle de l’école vous attend.")
    assert vue["title"] == "Mes écoles"


def test_one_tap_tells_this_device_and_signing_out_ends_it(telephone, serveur):
    telephone.aller("/prevenir/")
    telephone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    telephone.page.get_by_text("cet appareil", exact=True).first.wait_for()
    assert serveur.lire(APPAREILS) == ["Nadia"]
    assert telephone.page.get_by_role("button", name="Me prévenir sur cet appareil").is_hidden()
    telephone.aller("/plus/")
    telephone.page.get_by_role("button", name="Sortir sur cet appareil").click()
    telephone.page.wait_for_url("**/entrer/")
    assert serveur.lire(APPAREILS) == []


def test_the_page_of_anybody_else_ends_what_the_browser_had_agreed_to(telephone, serveur):
    telephone.aller("/prevenir/")
    telephone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    telephone.page.get_by_text("cet appareil", exact=True).first.wait_for()
    # Her session ends without signing out; someone else comes in, by the form, which tells the server whose device this was.
    telephone.contexte.clear_cookies(name="sessionid")
    telephone.entrer_au_formulaire("mehdi.belhadj@exemple.fr")
    telephone.page.wait_for_function(
        "localStorage.getItem('faux') === null && localStorage.getItem('pousse-a') === null"
    )
    assert serveur.lire(APPAREILS) == []


def test_ended_from_the_page_by_one_tap(telephone, serveur):
    telephone.aller("/prevenir/")
    telephone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    telephone.page.get_by_role("button", name="Ne plus me prévenir là").click()
    telephone.page.get_by_text("cet appareil ne vous prévient plus").first.wait_for()
    assert serveur.lire(APPAREILS) == []
    assert telephone.page.evaluate("localStorage.getItem('faux')") is None


# As the browser tells its worker that its push service took another address.
CHANGEMENT = """(adresse) => {
  const evenement = new ExtendableEvent("pushsubscriptionchange");
  const json = { endpoint: adresse, keys: { p256dh: "B".repeat(87), auth: "s".repeat(22) } };
  Object.assign(evenement, { newSubscription: { toJSON: () => json, unsubscribe: () => { self.quittee = true; } } });
  dispatchEvent(evenement);
}"""
ADRESSES = "list(__import__('ent.diffusion.models', fromlist=['x']).Appareil.objects.values_list('adresse', flat=True))"


def test_another_address_of_the_push_service_is_followed(telephone, serveur):
    telephone.aller("/prevenir/")
    telephone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    telephone.page.get_by_text("cet appareil", exact=True).first.wait_for()
    [agent] = telephone.contexte.service_workers
    neuve = "https://fcm.googleapis.com/fcm/send/neuve"
    with telephone.contexte.expect_event("response", lambda r: r.url.endswith("/prevenir/appareil/")):
        agent.evaluate(CHANGEMENT, neuve)
    assert serveur.lire(ADRESSES) == [neuve]  # in the place of the former one
    # Nobody is signed in any more: it is not kept.
    telephone.contexte.clear_cookies()
    agent.evaluate(CHANGEMENT, neuve + "-2")
    telephone.page.wait_for_timeout(300)
    assert (serveur.lire(ADRESSES), agent.evaluate("self.quittee")) == ([neuve], True)


def test_the_icon_of_the_application_says_how_many_messages_wait(telephone):
    telephone.page.add_init_script(
        "globalThis.dits = []; navigator.setAppBadge = async (n) => dits.push(n); navigator.clearAppBadge = async () => dits.push(0);"
    )
    telephone.aller("/")
    [dit] = telephone.page.evaluate("dits")
    visible = telephone.page.locator("[data-nouvelles]:not([hidden]) [data-nombre]")
    assert dit == (int(visible.first.text_content()) if visible.count() else 0)
