"""Rows that differ by a few values are inserted as `bulk_create` inserts them, in one query."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.socle.ecritures import inserer, sans_attendre_le_disque

COMMUNS = {"nature": "essai", "adresse": "/", "lue_le": None, "pousser_le": None, "lot_pousse": "", "lot_resume": ""}
CHAMPS = ("destinataire", "eleve", "texte")


def rangees():
    lues = Notification.objects.order_by("pk")
    return list(lues.values_list("destinataire", "eleve", "texte", "etablissement", "objet_id", "visible_le", "lue_le"))


@pytest.mark.parametrize("nombre", [1, 3])
def test_each_row_has_its_own_values_and_those_of_all(d, nombre, django_assert_num_queries):
    maintenant, ecole = timezone.now(), d.elementaire.pk
    lignes = [(d.mere.pk, d.eleve_cp.pk, "L’œuf"), (d.mere.pk, None, ""), (d.enseignante.pk, None, "'); --")][:nombre]
    with django_assert_num_queries(1):
        inserer(Notification, lignes, champs=CHAMPS, etablissement=ecole, objet_id=7, visible_le=maintenant, **COMMUNS)
    assert rangees() == [(*ligne, ecole, 7, maintenant, None) for ligne in lignes]


def test_what_a_constraint_knows_stays_as_it_is(d):
    for texte, objet in (("un", 1), ("deux", 1), ("trois", 2)):
        lignes = [(d.mere.pk, d.eleve_cp.pk, texte), (d.mere.pk, None, texte)]
        inserer(
            Notification,
            lignes,
            champs=CHAMPS,
            etablissement=d.elementaire.pk,
            objet_id=objet,
            visible_le=timezone.now(),
            **COMMUNS,
        )
    assert [ligne[2] for ligne in rangees()] == ["un", "un", "trois", "trois"]


def test_a_thousand_rows_that_hold_nothing_in_a_column(d):
    lignes = [(d.mere.pk, None, str(n)) for n in range(1_000)]
    communs = COMMUNS | {"etablissement": d.elementaire.pk, "visible_le": timezone.now()}
    for n, ligne in enumerate(lignes[:3]):
        inserer(Notification, [ligne], champs=CHAMPS, objet_id=n, **communs)
    inserer(Notification, lignes, champs=CHAMPS, objet_id=3, **communs)  # all of one person and thing: one stays
    assert [ligne[2] for ligne in rangees()] == ["0", "1", "2", "0"]


def test_nothing_to_insert_asks_nothing(d, django_assert_num_queries):
    with django_assert_num_queries(0):
        inserer(Notification, [], champs=CHAMPS, objet_id=1, **COMMUNS)


def test_what_is_neither_a_number_nor_a_word_is_of_all_rows(d):
    with pytest.raises(TypeError, match="visible_le"):
        inserer(Notification, [(d.mere.pk, timezone.now())], champs=("destinataire", "visible_le"), **COMMUNS)


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_does_not_wait_for_the_disk_is_the_only_one():
    def attend() -> str:
        with connection.cursor() as curseur:
            curseur.execute("SHOW synchronous_commit")
            return curseur.fetchone()[0]

    with connection.cursor() as curseur:
        curseur.execute("SET synchronous_commit = on")
    with transaction.atomic():
        sans_attendre_le_disque()
        assert attend() == "off"
    assert attend() == "on"


def test_a_thousand_ids_are_asked_as_one_value(d):
    gens = [d.mere.pk, d.enseignante.pk, *range(900_000, 901_000)]
    with CaptureQueriesContext(connection) as demandes:
        trouves = set(Personne.objects.filter(pk__parmi=gens).values_list("pk", flat=True))
    assert trouves == {d.mere.pk, d.enseignante.pk}
    assert demandes[0]["sql"].count("(") <= 4 and set(Personne.objects.filter(pk__parmi=set())) == set()
    assert Personne.objects.exclude(pk__parmi=gens).count() == Personne.objects.count() - 2


def test_what_is_deleted_is_what_was_named(d):
    assert Notification.objects.filter(pk__parmi=[1, 2, 3]).delete() == (0, {})
