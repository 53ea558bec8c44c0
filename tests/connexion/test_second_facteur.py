"""A second factor asked by levels: the territory, a commune or a school asks it of more people than the installation, never of fewer."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions, etages
from ent.annuaire.etages import Mode
from ent.annuaire.models import Personne, Place
from ent.connexion.droits import SECOND_FACTEUR, DeuxiemeCle
from ent.connexion.lectures import ce_qui_ferme
from ent.coquille.agent import ENTETE
from ent.diffusion import actions as diffusion
from ent.diffusion.consumers import signaux

GENS = [
    "mere", "pere_separe", "eleve_cp", "enseignante", "enseignant", "remplacant", "directrice", "directrice_maternelle", "referente", "operateur",
]  # fmt: skip
DU_DESSUS = {"directrice", "referente", "operateur"}


def demander(d, valeur: str | None, place: Place | None = None, mode: str = Mode.LIBRE) -> None:
    lieu = place or Place(ecole=d.elementaire)
    actions.regler(place=lieu, code=SECOND_FACTEUR, valeur=valeur, mode=mode, auteur=d.operateur)


def a_qui_il_manque(d) -> set[str]:
    return {qui for qui in GENS if ce_qui_ferme(Personne.objects.get(pk=getattr(d, qui).pk))}


@pytest.mark.parametrize("installation", [False, True])
@pytest.mark.parametrize(
    ("valeur", "demandes"),
    [
        (DeuxiemeCle.INSTALLATION, set()),
        (DeuxiemeCle.DIRECTION, DU_DESSUS),
        (DeuxiemeCle.EQUIPE, DU_DESSUS | {"enseignante", "enseignant", "remplacant"}),
    ],
)
def test_a_school_asks_more_than_the_installation_and_never_less(d, settings, installation, valeur, demandes):
    settings.ENT_SECOND_FACTEUR = installation
    demander(d, valeur)
    toujours = {"directrice", "directrice_maternelle", "operateur"} if installation else set()
    assert a_qui_il_manque(d) == demandes | toujours


def test_the_territory_asks_it_of_every_direction_and_a_school_asks_no_less(d):
    demander(d, DeuxiemeCle.DIRECTION, Place(), Mode.BORNE)
    assert a_qui_il_manque(d) == DU_DESSUS | {"directrice_maternelle"}
    with pytest.raises(ValidationError, match="au moins : la direction"):
        actions.regler(
            place=Place(ecole=d.elementaire), code=SECOND_FACTEUR, valeur="installation", auteur=d.directrice
        )
    demander(d, DeuxiemeCle.EQUIPE, Place(ecole=d.maternelle))
    assert a_qui_il_manque(d) == DU_DESSUS | {"directrice_maternelle", "remplacant"}
    demander(d, None, Place())
    demander(d, None, Place(ecole=d.maternelle))
    assert a_qui_il_manque(d) == set()


def test_a_commune_asks_it_of_its_own(d):
    demander(d, DeuxiemeCle.DIRECTION, Place(commune=d.maternelle.commune))
    assert a_qui_il_manque(d) == {"directrice_maternelle", "operateur"}


def test_nothing_opens_before_it_and_all_does_after(d, entrer):
    demander(d, DeuxiemeCle.EQUIPE)
    client = entrer(d.enseignante)
    for adresse in ("/", reverse("connexion_compte"), "/annuaire/nexiste/pas/"):
        assert client.get(adresse).headers["Location"] == reverse("mfa_index")
        assert client.post(adresse).headers["Location"] == reverse("mfa_index")
        assert client.get(adresse, headers={"HX-Request": "true"}).status_code == 401
    assert "il faut une deuxième clé avant d’aller plus loin" in client.get(reverse("mfa_index")).text
    TOTP.activate(d.enseignante, "A" * 32)
    assert client.get("/").status_code == 200


def test_a_device_keeps_no_page_of_who_lacks_it(d, entrer):
    """A page without the header is nobody's: the worker of the device wipes what it kept."""
    client = entrer(d.enseignante)
    assert client.get(reverse("mfa_index"))[ENTETE] == f"{d.enseignante.uuid} -"
    demander(d, DeuxiemeCle.EQUIPE)
    assert ENTETE not in client.get(reverse("mfa_index"))
    TOTP.activate(d.enseignante, "A" * 32)
    assert client.get(reverse("mfa_index"))[ENTETE] == f"{d.enseignante.uuid} -"


@pytest.mark.parametrize(("qui", "avant"), [("enseignante", False), ("mere", True), ("directrice_maternelle", True)])
def test_no_signal_is_heard_before_it(d, qui, avant):
    demander(d, DeuxiemeCle.EQUIPE)
    personne = Personne.objects.get(pk=getattr(d, qui).pk)

    async def ouvrir() -> bool:
        prise = WebsocketCommunicator(signaux, "/ws/")
        prise.scope["user"] = personne
        ouverte, _code = await prise.connect()
        await prise.disconnect()
        return ouverte

    assert async_to_sync(ouvrir)() is avant
    TOTP.activate(personne, "A" * 32)
    assert async_to_sync(ouvrir)()


@pytest.mark.parametrize(
    ("code", "valeur", "relus"),
    [
        (SECOND_FACTEUR, DeuxiemeCle.EQUIPE, DU_DESSUS | {"enseignante", "enseignant", "remplacant"}),
        ("calme.week_end", False, set()),
    ],
)
def test_who_was_listening_when_it_is_asked_is_judged_again(
    d, monkeypatch, django_capture_on_commit_callbacks, code, valeur, relus
):
    """A socket is judged when it opens, and messages travel whole."""
    congedies: list[int] = []
    monkeypatch.setattr(diffusion, "congedier", congedies.extend)
    with django_capture_on_commit_callbacks(execute=True):
        actions.regler(place=Place(ecole=d.elementaire), code=code, valeur=valeur, auteur=d.operateur)
    assert {qui for qui in GENS if getattr(d, qui).pk in congedies} == relus


def test_it_is_read_with_the_ties_of_a_person_and_asks_nothing_more(d, django_assert_num_queries):
    demander(d, DeuxiemeCle.DIRECTION)
    mere = Personne.objects.get(pk=d.mere.pk)
    with django_assert_num_queries(1):
        assert ce_qui_ferme(mere) is None
        assert mere.portee.modules_fermes == {}


def test_its_name_is_the_one_that_is_declared():
    assert etages.declaration(SECOND_FACTEUR).dans_la_portee
