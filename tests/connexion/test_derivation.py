"""Codes and secrets come from a key: nothing is stored, everything can be printed again."""

import uuid
from collections import Counter
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from ent.annuaire.gommettes import Image
from ent.connexion import derivation
from ent.connexion.mots import MOTS

pytestmark = pytest.mark.django_db  # where the key is sealed

QUELQU_UN = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_a_code_has_eight_letters_and_figures_that_nobody_confuses():
    codes = [derivation.code_activation(QUELQU_UN, 1, generation) for generation in range(200)]
    assert {len(code) for code in codes} == {8}
    assert sorted(set("".join(codes))) == sorted("BCDFGHJKMNPQRSTVWXZ3479")
    assert len(set(codes)) == 200


def test_the_same_paper_is_printed_again_and_another_key_prints_another(settings):
    settings.ENT_CLES_CODES = ["a"]
    avant = derivation.code_activation(QUELQU_UN, 1, 0)
    assert derivation.code_activation(QUELQU_UN, 1, 0) == avant
    assert derivation.code_activation(QUELQU_UN, 2, 0) != avant
    settings.ENT_CLES_CODES = ["b"]
    assert derivation.code_activation(QUELQU_UN, 1, 0) != avant


def test_three_distinct_pictures_among_twelve_never_the_one_of_the_sticker():
    for n in range(300):
        eleve = uuid.UUID(int=n)
        gommette = Image.values[n % 25]
        grille = derivation.grille_images(eleve, 0, gommette)
        secret = derivation.secret_images(eleve, 0, gommette)
        assert len(set(grille)) == 12
        assert gommette not in grille
        assert len(set(secret)) == 3
        assert set(secret) <= set(grille)


def test_every_picture_serves_about_as_often_as_another():
    premieres = Counter(derivation.secret_images(uuid.UUID(int=n), 0, "soleil")[0] for n in range(2400))
    assert len(premieres) == 24
    assert min(premieres.values()) > 60


def test_a_new_generation_changes_the_pictures():
    assert derivation.secret_images(QUELQU_UN, 0, "chat") != derivation.secret_images(QUELQU_UN, 1, "chat")


def test_a_password_is_an_easy_word_and_two_figures():
    assert len(set(MOTS)) == len(MOTS) == 430
    mot = derivation.secret_mot(QUELQU_UN, 0)
    assert mot[:-2] in MOTS
    assert mot[-2:].isdigit()


def test_the_database_holds_neither_code_nor_secret(d, code):
    from ent.connexion.models import CodeActivation, SecretEleve

    ligne = CodeActivation.objects.values().get()
    assert code not in " ".join(map(str, ligne.values()))
    assert [c.name for c in SecretEleve._meta.fields] == ["id", "eleve", "generation", "echecs", "attendre_jusqu_a"]


@pytest.fixture
def ailleurs(monkeypatch):
    """A process that has read no key yet."""

    def relire() -> None:
        monkeypatch.setattr(derivation, "_lues", {})

    relire()
    return relire


def test_a_key_is_changed_and_no_paper_nor_secret_is(settings, ailleurs):
    settings.ENT_CLES_CODES = ["ancienne"]
    avant = (
        derivation.code_activation(QUELQU_UN, 1, 0),
        derivation.secret_images(QUELQU_UN, 0, "chat"),
        derivation.signature("x"),
    )
    for cles in (["neuve", "ancienne"], ["neuve"], ["troisieme", "neuve"], ["troisieme"]):
        settings.ENT_CLES_CODES = cles
        ailleurs()
        apres = (
            derivation.code_activation(QUELQU_UN, 1, 0),
            derivation.secret_images(QUELQU_UN, 0, "chat"),
            derivation.signature("x"),
        )
        assert apres == avant
        call_command("rechiffrer_codes", stdout=StringIO())
    settings.ENT_CLES_CODES = ["neuve"]  # it opens nothing any more
    ailleurs()
    with pytest.raises(ImproperlyConfigured, match="remettez-y l’ancienne clé"):
        derivation.code_activation(QUELQU_UN, 1, 0)


def test_the_database_holds_the_key_sealed_alone(settings, ailleurs):
    settings.ENT_CLES_CODES = ["une clé de l’installation"]
    call_command("rechiffrer_codes", stdout=StringIO())
    [ligne] = derivation.CleDeDerivation.objects.values_list("scellee", flat=True)
    assert "une clé" not in ligne
    assert ligne.startswith("gAAAA")  # Fernet
