"""Single log-out: each service where the session went is told, again while it is away, and never on a private network."""

import datetime as dt
import http.server
import socket
import threading
from urllib.parse import parse_qs

import pytest
from allauth.idp.oidc.models import Client, Token
from cas import SingleLogoutMixin
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from joserfc import jwt
from joserfc.jwk import KeySet

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Personne
from ent.connexion import actions as connexion
from ent.connexion.lectures import mur_de
from ent.connexion.models import SessionOuverte
from ent.services.tiers import annonces, taches
from ent.services.tiers.actions import registre, sortie
from ent.services.tiers.annonces import Injoignable
from tests.connexion.test_second_facteur import poser

from .conftest import CALCUL, LIVRES
from .test_cas import aller, ticket_de
from .test_oidc import authlib_de, demander


@pytest.fixture
def postes(monkeypatch):
    """What would have been written, and to whom; the next tries, and when."""
    ecrits: list[tuple[str, dict]] = []
    monkeypatch.setattr(sortie, "poster", lambda adresse, champs: ecrits.append((adresse, champs)))
    return ecrits


def test_each_service_of_the_session_is_told_which_ticket_is_over(
    calcul, d, entrer, postes, django_capture_on_commit_callbacks
):
    client = entrer(d.eleve_cp)
    tickets = [ticket_de(aller(client)) for _fois in range(2)]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("connexion_changer"))
    assert page.status_code == 302
    assert [adresse for adresse, _champs in postes] == [CALCUL, CALCUL]
    demandes = [champs["logoutRequest"] for _adresse, champs in postes]
    assert [SingleLogoutMixin.verify_logout_request(m, t) for m, t in zip(demandes, tickets, strict=True)] == [
        True,
        True,
    ]


def test_another_session_of_the_same_person_is_left_alone(
    calcul, d, entrer, postes, django_capture_on_commit_callbacks
):
    ticket_de(aller(entrer(d.eleve_cp)))
    with django_capture_on_commit_callbacks(execute=True):
        entrer(d.eleve_cp).post(reverse("connexion_changer"))
    assert postes == []


def test_an_oidc_service_is_told_whose_sessions_are_over(
    livres, d, entrer, client, postes, django_capture_on_commit_callbacks
):
    sortir = "https://livres.exemple.fr/sortie"
    registre.corriger_service(service=livres, auteur=d.operateur, champs={"sortie": sortir})
    navigateur = entrer(d.eleve_cp)
    demander(navigateur, livres, authlib_de(livres))
    modele = Client.objects.get(pk=livres.client_id)
    Token.objects.create(type="at", hash="h", client=modele, user=d.eleve_cp, expires_at="2026-11-25T08:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        navigateur.post(reverse("tiers_oidc_sortir"))
    assert not Token.objects.exists()
    [(adresse, champs)] = postes
    cles = KeySet.import_key_set(client.get(reverse("tiers_oidc_cles")).json())
    dit = jwt.decode(champs["logout_token"], cles, algorithms=["RS256"])
    assert (adresse, dit.header["typ"], dit.claims["aud"]) == (sortir, "logout+jwt", livres.client_id)
    assert dit.claims["events"] == {sortie.EVENEMENT: {}} and len(dit.claims["sub"]) == 64


@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
def test_however_its_code_left_a_service_is_told_that_the_session_is_over(
    livres, d, entrer, postes, django_capture_on_commit_callbacks, mode
):
    """A service chooses the way (`response_mode`): in a fragment too, its session ends with ours."""
    registre.corriger_service(service=livres, auteur=d.operateur, champs={"sortie": "https://livres.exemple.fr/sortie"})
    navigateur = entrer(d.eleve_cp)
    assert "code=" in demander(navigateur, livres, authlib_de(livres), response_mode=mode)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        navigateur.post(reverse("tiers_oidc_sortir"))
    assert [adresse for adresse, _champs in postes] == ["https://livres.exemple.fr/sortie"]


def test_a_session_keeps_a_service_once_and_is_not_written_again_for_it(livres, d, entrer):
    """OIDC names a person by the same number each time. What it would push out of the last places is said again."""
    registre.corriger_service(service=livres, auteur=d.operateur, champs={"sortie": "https://livres.exemple.fr/sortie"})
    navigateur = entrer(d.eleve_cp)
    demander(navigateur, livres, authlib_de(livres))
    [garde] = navigateur.session[sortie.SESSION]
    avant = Session.objects.get(pk=navigateur.session.session_key).session_data
    demander(navigateur, livres, authlib_de(livres))
    assert Session.objects.get(pk=navigateur.session.session_key).session_data == avant
    autres = [[0, "https://ailleurs.exemple.fr/", str(n)] for n in range(sortie.PLACES - 1)]
    session = navigateur.session
    session[sortie.SESSION] = [garde, *autres]
    session.save()
    demander(navigateur, livres, authlib_de(livres))
    assert navigateur.session[sortie.SESSION] == [*autres, garde]


def test_going_out_is_asked_of_the_person(calcul, d, entrer):
    """A link found anywhere puts nobody out; only an address of the registry is given to come back to."""
    client = entrer(d.eleve_cp)
    page = client.get(reverse("tiers_cas_sortir"), {"service": CALCUL})
    assert page.status_code == 200 and "Sortir de Mes écoles" in page.text
    assert client.get("/").status_code == 200
    assert CALCUL.replace("&", "&amp;") in client.post(reverse("tiers_cas_sortir"), {"service": CALCUL}).text
    assert client.get("/").status_code == 302
    assert client.get(reverse("tiers_cas_sortir"), {"service": CALCUL})["Location"] == CALCUL
    assert client.get(reverse("tiers_cas_sortir"), {"service": "https://ailleurs.fr/"}).status_code == 200
    assert client.get(reverse("tiers_oidc_sortir"), {"post_logout_redirect_uri": LIVRES}).status_code == 200


@pytest.mark.parametrize(("essai", "attente"), [(0, 60), (3, 7_200), (4, None)])
@pytest.mark.parametrize("definitif", [False, True])
def test_a_service_that_is_away_is_asked_again_a_few_times(
    calcul, monkeypatch, horloge, mardi, essai, attente, definitif
):
    suites = []

    def en_panne(_adresse, _champs):
        raise Injoignable("503", definitif=definitif)

    monkeypatch.setattr(sortie, "poster", en_panne)
    monkeypatch.setattr(sortie, "differer", lambda chemin, **options: suites.append((chemin, options)))
    taches.prevenir.call(service=calcul.pk, adresse=CALCUL, jeton="ST-1", essai=essai)
    if definitif or attente is None:
        assert suites == []
    else:
        [(chemin, options)] = suites
        assert (chemin, options["essai"]) == ("ent.services.tiers.taches.prevenir", essai + 1)
        assert options["a"] - mardi == dt.timedelta(seconds=attente)


# --- From afar ----------------------------------------------------------------------------------------------------------
def une_ligne(d, ici):
    perdue = SessionOuverte.objects.exclude(cle=ici.session.session_key).get()
    ici.post(reverse("connexion_appareils_fermer", args=["sessions", perdue.pk]))


def tout(d, ici):
    ici.post(reverse("connexion_appareils_tout_fermer"))


def un_autre_mot_de_passe(d, ici):
    mots = {"oldpassword": MOT_DE_PASSE, "password1": "girafe-bleue-7412", "password2": "girafe-bleue-7412"}
    ici.post(reverse("account_change_password"), mots)


def une_deuxieme_cle(d, ici):
    poser(ici)


@pytest.mark.parametrize("geste", [une_ligne, tout, un_autre_mot_de_passe, une_deuxieme_cle])
def test_a_session_that_is_closed_from_afar_is_over_in_services_too(
    calcul, livres, d, entrer, postes, django_capture_on_commit_callbacks, geste
):
    """A phone that was lost; not the device in hand."""
    perdu, ici = entrer(d.enseignante), entrer(d.enseignante)
    ticket, _garde = (ticket_de(aller(client)) for client in (perdu, ici))
    Token.objects.create(user=d.enseignante, client_id=livres.client_id, type="at", hash="x")
    with django_capture_on_commit_callbacks(execute=True):
        geste(d, ici)
    assert perdu.get("/").status_code == 302 and ici.get("/").status_code == 200
    [(adresse, champs)] = postes
    assert adresse == CALCUL and SingleLogoutMixin.verify_logout_request(champs["logoutRequest"], ticket)
    assert not Token.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        tout(d, ici)
    assert len(postes) == 1, "said once"


def test_an_incident_ends_every_session_in_services_too(
    calcul, livres, d, entrer, postes, django_capture_on_commit_callbacks
):
    tickets = [ticket_de(aller(entrer(qui))) for qui in (d.enseignante, d.enseignante, d.enseignant)]
    Token.objects.create(user=d.enseignant, client_id=livres.client_id, type="at", hash="x")
    with django_capture_on_commit_callbacks(execute=True):
        connexion.fermer_les_sessions(personnes=Personne.objects.filter(pk__in=[d.enseignante.pk, d.enseignant.pk]))
    dits = "".join(champs["logoutRequest"] for _adresse, champs in postes)
    assert len(postes) == 3 and all(ticket in dits for ticket in tickets)
    assert not Token.objects.exists()


@pytest.mark.parametrize("geste", ["secret", "tablettes", "lien", "ecole"])
def test_what_a_pupil_s_service_holds_of_them_dies_with_their_sessions(livres, d, geste):
    """No table says which sessions are theirs: a ticket of CAS that one holds is told to nobody."""
    [entree] = [e for e in mur_de(d.cp_ce1) if e.eleve == d.eleve_cp]
    gestes = {
        "secret": lambda: connexion.nouveau_secret(entree=entree, classe=d.cp_ce1, auteur=d.enseignante),
        "tablettes": lambda: connexion.fermer_les_tablettes(classe=d.cp_ce1, auteur=d.enseignante),
        "lien": lambda: connexion.renouveler_lien(classe=d.cp_ce1, auteur=d.enseignante),
        "ecole": lambda: connexion.renouveler_les_secrets(etablissement=d.elementaire, auteur=d.directrice),
    }
    for qui in (d.eleve_cp, d.eleve_cm2 if geste != "ecole" else d.eleve_ms):
        Token.objects.create(user=qui, client_id=livres.client_id, type="at", hash=f"x{qui.pk}")
    gestes[geste]()
    assert [jeton.user for jeton in Token.objects.all()] == [d.eleve_cm2 if geste != "ecole" else d.eleve_ms]


# --- The network --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "hote",
    [
        "127.0.0.1",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.8]",
    ],
)
def test_no_private_address_is_reached(hote):
    with pytest.raises(Injoignable) as refus:
        annonces.poster(f"https://{hote}/sortie", {})
    assert refus.value.definitif


def test_a_name_that_leads_to_one_private_address_among_others_is_refused(monkeypatch):
    trouvees = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("93.184.215.14", "10.0.0.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: trouvees)
    with pytest.raises(Injoignable, match="privée"):
        annonces.poster("https://double.exemple.fr/", {})


class Service(http.server.BaseHTTPRequestHandler):
    recus: list[tuple[str, dict]] = []

    def do_POST(self):
        corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.recus.append((self.path, parse_qs(corps)))
        self.send_response(int(self.path.rpartition("=")[2]))
        self.send_header("Location", "http://127.0.0.1:1/ailleurs")
        self.end_headers()

    def log_message(self, *_arguments):
        """Says nothing."""


@pytest.mark.parametrize(("statut", "repris"), [(200, False), (302, False), (404, False), (503, True), (429, True)])
def test_what_is_written_arrives_once_and_is_followed_nowhere(settings, statut, repris):
    settings.ENT_TIERS_INTERNES = ["127.0.0.1"]  # a machine of the territory, that the operator named
    Service.recus = []
    with http.server.HTTPServer(("127.0.0.1", 0), Service) as serveur:
        threading.Thread(target=serveur.handle_request, daemon=True).start()
        adresse = f"http://127.0.0.1:{serveur.server_port}/sortie?statut={statut}"
        if repris:
            with pytest.raises(Injoignable):
                annonces.poster(adresse, {"logoutRequest": "é"})
        else:
            annonces.poster(adresse, {"logoutRequest": "é"})
    assert Service.recus == [(f"/sortie?statut={statut}", {"logoutRequest": ["é"]})]


def test_killed_in_the_middle_of_a_log_out_nothing_is_half_written(calcul, livres, d, entrer, settings, monkeypatch):
    """Nobody is told, no token dies, and the session is still there: who goes out again is out, and each service is told once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

    class Mort(BaseException):
        """As a server that is stopped."""

    client = entrer(d.eleve_cp)
    for _fois in range(2):
        ticket_de(aller(client))
    Token.objects.create(user=d.eleve_cp, client_id=livres.client_id, type="at", hash="x")
    vrai, faits = sortie.differer, []

    def meurt(*arguments, **options):
        faits.append(arguments)
        if len(faits) == 2:
            raise Mort
        return vrai(*arguments, **options)

    monkeypatch.setattr(sortie, "differer", meurt)
    with pytest.raises(Mort):
        client.post(reverse("tiers_cas_sortir"))
    prevenus = DBTaskResult.objects.filter(task_path="ent.services.tiers.taches.prevenir")
    assert (prevenus.count(), Token.objects.count(), "_auth_user_id" in client.session) == (0, 1, True)
    client.post(reverse("tiers_cas_sortir"))
    assert (prevenus.count(), Token.objects.count(), "_auth_user_id" in client.session) == (2, 0, False)
