"""Wrong passwords make one wait where they come from, and close the door to nobody who is at home."""

from config.demonstration.distribution import MOT_DE_PASSE

from .conftest import erreurs
from .test_comptes import entrer_par


def test_five_wrong_passwords_make_one_wait_whether_the_account_exists_or_not(d):
    for login, ip in (("nadia.belhadj", "192.0.2.1"), ("personne.ici", "192.0.2.2")):
        statuts = [entrer_par(login, "non", ip=ip)[1].status_code for _essai in range(5)]
        assert statuts == [422] * 5
        _client, reponse = entrer_par(login, ip=ip)
        assert (reponse.status_code, reponse.headers["Retry-After"]) == (429, "300")
        assert erreurs(reponse) == ["Trop d’essais de suite. Attendez cinq minutes, puis réessayez."]


def test_nobody_is_locked_out_of_home_from_afar(d):
    for _essai in range(6):
        entrer_par("nadia.belhadj@exemple.fr", "non", ip="192.0.2.66")
    assert entrer_par("nadia.belhadj@exemple.fr", ip="192.0.2.66")[1].status_code == 429
    assert entrer_par("nadia.belhadj@exemple.fr", ip="192.0.2.1")[1].status_code == 302


def test_a_school_is_not_shut_by_who_errs_there(d):
    """All come out by one address. Who tries account after account waits a minute, with all whom the school does not know; a known device does not."""
    mere = "nadia.belhadj@exemple.fr"
    connu, _reponse = entrer_par(mere, ip="192.0.2.7")
    connu.post("/sortir/")
    for n in range(30):
        assert entrer_par(f"invente{n}@exemple.fr", "non", ip="192.0.2.7")[1].status_code == 422
    _client, reponse = entrer_par("mehdi.belhadj@exemple.fr", ip="192.0.2.7")
    assert erreurs(reponse) == ["Trop d’essais de suite. Attendez une minute, puis réessayez."]
    envoi = {"login": mere, "password": MOT_DE_PASSE}
    assert connu.post("/entrer/", envoi, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert entrer_par("mehdi.belhadj@exemple.fr", ip="192.0.2.8")[1].status_code == 302


def test_many_addresses_together_close_an_account_to_devices_it_never_came_in_from(d):
    """A device that is known is spared: by the address and by the name that one may type."""
    mere = "nadia.belhadj@exemple.fr"
    connu, reponse = entrer_par(mere, ip="192.0.2.1")
    assert reponse.status_code == 302
    for n in range(100):
        entrer_par(mere, "non", ip=f"198.51.100.{n}")
    _ailleurs, reponse = entrer_par(mere, ip="203.0.113.9")
    assert (reponse.status_code, "depuis des appareils inconnus" in reponse.text) == (422, True)
    assert connu.post("/sortir/").status_code == 302
    assert connu.post("/entrer/", {"login": mere, "password": MOT_DE_PASSE}).status_code == 302
    # The device of somebody else is a stranger to this account.
    autre, _reponse = entrer_par("mehdi.belhadj@exemple.fr", ip="203.0.113.10")
    autre.post("/sortir/")
    assert autre.post("/entrer/", {"login": mere, "password": MOT_DE_PASSE}).status_code == 422
