"""What asks the outside: which addresses it goes to, how long it waits, how much it takes, and what it says of nobody."""

import dataclasses
import inspect
import socket
import ssl
import time

import pytest

from ent.socle import dehors

from .produit import HOTE, calendrier, cours


def refus(adresse: str, **porte) -> str:
    """Why it was not read."""
    with pytest.raises(dehors.Injoignable) as dit:
        dehors.demander(adresse, porte=dataclasses.replace(dehors.DEHORS, **porte))
    assert "secret" not in str(dit.value)
    assert dit.value.__cause__ is None  # nor in what led to it
    return dit.value.code


# --- Where it goes -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "adresse",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",  # noqa: S104 (judged, and bound by nobody)
        "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:a00:1::", "2001:db8::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_of_no_public_network_are_refused(adresse):
    assert not dehors.est_publique(adresse)


@pytest.mark.parametrize("adresse", ["8.8.8.8", "193.48.96.1", "2001:4860:4860::8888", "2a01:e0a::1"])
def test_public_ones_are_not(adresse):
    assert dehors.est_publique(adresse)


def test_what_serves_is_made_of_no_setting():
    """What lets a test reach this machine is put there by the test: nothing that an operator may say does."""
    code = inspect.getsource(dehors)
    assert "settings" not in code.replace("setting says", "")
    assert "environ" not in code
    fraiche = dehors.Porte()
    assert fraiche.juge is dehors.est_publique
    assert fraiche.ports == {443}
    contexte = fraiche.tls()
    assert (contexte.verify_mode, contexte.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    ("adresse", "code"),
    [
        ("http://agenda.exemple.fr/a", "sans_https"),
        ("ftp://agenda.exemple.fr/a", "adresse"),
        ("file:///etc/passwd", "adresse"),
        ("https://agenda.exemple.fr:80/a", "port"),
        ("https://agenda.exemple.fr:8443/a", "port"),
        ("https://moi:mot@agenda.exemple.fr/a", "adresse"),
        ("https://agenda.exemple.fr\\@ailleurs.fr/a", "adresse"),
        ("https:///a", "adresse"),
        ("n’importe quoi", "adresse"),
        ("https://[::1/a", "adresse"),
        ("https://" + "a" * 3_000, "adresse"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_before_it_is_asked(adresse, code):
    with pytest.raises(dehors.Injoignable) as dit:
        dehors.en_https(adresse)
    assert dit.value.code == code


@pytest.mark.parametrize("colle", ["webcal://agenda.exemple.fr/a", " WEBCALS://agenda.exemple.fr/a\n"])
def test_webcal_is_https(colle):
    assert dehors.en_https(colle) == "https://agenda.exemple.fr/a"


def test_a_name_of_a_private_address_is_refused_and_one_among_public_ones_too(produit):
    for adresses in (["10.0.0.7"], ["8.8.8.8", "127.0.0.2"], ["8.8.8.8", "::1"]):
        assert refus(produit.adresse(), resoudre=lambda _h, _p, a=adresses: a) == "privee"
    assert produit.demandes == []


def test_a_name_that_changes_meanwhile_leads_nowhere_else(produit, monkeypatch):
    """Resolved once: what was judged is what is called, whatever the next answer would be."""
    produit.donner(calendrier(cours("Maths")))
    reponses, appelees = iter([["127.0.0.1"], ["10.0.0.7"]]), []
    vraie = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda ou, *args, **options: appelees.append(ou[0]) or vraie(ou, *args, **options)
    )
    porte = dataclasses.replace(dehors.DEHORS, resoudre=lambda _h, _p: next(reponses))
    assert b"Maths" in dehors.demander(produit.adresse(), porte=porte).corps
    assert appelees == ["127.0.0.1"]
    assert next(reponses) == ["10.0.0.7"]  # nobody asked a second time


def test_each_redirection_is_judged_again(produit):
    for ailleurs, code in [
        (f"https://interne.exemple.fr:{produit.port}/a", "privee"),
        (f"https://127.0.0.2:{produit.port}/a", "privee"),
        ("http://agenda.exemple.fr/a", "sans_https"),
        ("https://agenda.exemple.fr:22/a", "port"),
        ("file:///etc/passwd", "adresse"),
    ]:
        produit.donner(b"", 302, Location=ailleurs)
        assert refus(produit.adresse()) == code, ailleurs


def test_three_redirections_are_followed_and_no_fourth(produit):
    for n in range(3):
        produit.donner(b"", 302, chemin=f"/{n}", Location=f"/{n + 1}")
    produit.donner(calendrier(cours("Maths")), chemin="/3")
    assert b"Maths" in dehors.demander(produit.adresse("/0")).corps
    produit.donner(b"", 302, chemin="/3", Location="/0")
    assert refus(produit.adresse("/0")) == "detours"


def test_a_certificate_that_nobody_signed_or_of_another_name_is_refused(produit):
    assert refus(produit.adresse(), tls=ssl.create_default_context) == "certificat"
    ailleurs = dataclasses.replace(dehors.DEHORS, resoudre=lambda _h, _p: ["127.0.0.1"])
    with pytest.raises(dehors.Injoignable) as dit:
        dehors.demander(produit.adresse(hote="autre.exemple.fr"), porte=ailleurs)
    assert dit.value.code == "certificat"


# --- How long, how much --------------------------------------------------------------------------------------------------
def goutte_a_goutte(ici, octets: bytes) -> None:
    for octet in octets:
        ici.wfile.write(bytes([octet]))
        ici.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("ou", ["entetes", "corps"])
def test_what_comes_drop_by_drop_is_cut_at_its_time(produit, ou):
    def repondre(ici) -> None:
        if ou == "corps":
            ici.send_response(200)
            ici.end_headers()
        else:
            ici.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        goutte_a_goutte(ici, b"B" * 200)

    produit.reponses["/secret-12345/edt.ics"] = repondre
    debut = time.monotonic()
    assert refus(produit.adresse(), en_tout=0.6) == "lent"
    assert time.monotonic() - debut < 2


def test_who_takes_what_is_sent_drop_by_drop_holds_nobody_longer(produit):
    """Two megabytes: far more than what the system keeps on its way, taken a record at a time."""

    def prendre(ici) -> None:
        for _fois in range(400):
            ici.rfile.read1(16_384)
            time.sleep(0.05)

    produit.reponses["/secret-12345/edt.ics"] = prendre
    porte = dataclasses.replace(dehors.DEHORS, en_tout=0.8)
    debut = time.monotonic()
    with pytest.raises(dehors.Injoignable) as dit:
        dehors.transmettre("POST", produit.adresse(), entetes={}, corps=b"P" * 8_000_000, porte=porte)
    assert dit.value.code == "lent"
    assert time.monotonic() - debut < 2


def test_a_name_that_the_resolver_does_not_find_in_time_is_let_go(produit):
    debut = time.monotonic()
    assert refus(produit.adresse(), en_tout=0.3, resoudre=lambda _h, _p: time.sleep(3) or ["127.0.0.1"]) in (
        "nom",
        "lent",
    )
    assert time.monotonic() - debut < 2


@pytest.mark.parametrize("annonce", [True, False])
def test_fifty_megabytes_are_not_taken(produit, annonce):
    ecrits = []

    def repondre(ici) -> None:
        ici.send_response(200)
        if annonce:
            ici.send_header("Content-Length", "50000000")
        ici.end_headers()
        for _n in range(500):
            ici.wfile.write(b"X" * 100_000)
            ecrits.append(100_000)

    produit.reponses["/secret-12345/edt.ics"] = repondre
    assert refus(produit.adresse()) == "trop_gros"
    assert sum(ecrits) < 20_000_000


def test_what_is_compressed_unasked_or_cut_in_the_middle_is_not_read(produit):
    produit.donner(b"\x1f\x8b", Content_Encoding="gzip")
    assert refus(produit.adresse()) == "illisible"

    def couper(ici) -> None:
        ici.send_response(200)
        ici.send_header("Content-Length", "1000")
        ici.end_headers()
        ici.wfile.write(b"BEGIN:VCALENDAR")

    produit.reponses["/secret-12345/edt.ics"] = couper
    assert refus(produit.adresse()) == "coupe"


@pytest.mark.parametrize(
    ("statut", "code"),
    [(401, "refus"), (403, "refus"), (404, "absent"), (410, "absent"), (500, "panne"), (429, "attendre")],
)
def test_what_it_answers_is_said(produit, statut, code):
    produit.donner(b"", statut)
    assert refus(produit.adresse()) == code


@pytest.mark.parametrize(
    ("dit", "dans"),
    [
        ("120", 120),
        ("", 0),
        ("demain", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 0),
        ("Mon, 01 Jan 2099 99999999999999999999:00:00 GMT", 0),
        ("Mon, 01 Jan 2099 00:00:00 +99999999999999999999", 0),
        ("Mon, 01 Jan 9999 00:00:00 GMT", 10**8),
    ],
)
def test_it_says_when_it_may_be_asked_again(produit, dit, dans):
    produit.donner(b"", 429, Retry_After=dit)
    with pytest.raises(dehors.Injoignable) as refuse:
        dehors.demander(produit.adresse())
    assert refuse.value.dans == dans


@pytest.mark.parametrize("dit", ["a\0b", "a\x07b", "d\xe9j\xe0", "x" * 300])
def test_what_no_header_of_ours_would_hold_is_not_kept_to_be_said_again(produit, dit):
    produit.donner(calendrier(), ETag=dit, Last_Modified=dit)
    lu = dehors.demander(produit.adresse())
    assert (lu.etag, lu.modifie) == ("", "")


def test_it_is_asked_by_what_it_said_last_time(produit):
    produit.donner(calendrier(), ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT")
    lu = dehors.demander(produit.adresse())
    assert (lu.etag, lu.modifie) == ('"v1"', "Tue, 24 Nov 2026 08:00:00 GMT")
    produit.donner(b"", 304)
    assert dehors.demander(produit.adresse(), etag=lu.etag, modifie=lu.modifie).inchange
    entetes = produit.demandes[-1][1]
    assert entetes["if-none-match"] == '"v1"'
    assert entetes["if-modified-since"] == "Tue, 24 Nov 2026 08:00:00 GMT"
    assert entetes["host"].startswith(HOTE)
    assert not {"cookie", "referer", "authorization"} & entetes.keys()
