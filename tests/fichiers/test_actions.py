"""All or nothing, once, under the quota; and what the purge takes."""

import threading
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from ent.annuaire.models import EntreeJournal
from ent.fichiers import actions, stockage
from ent.fichiers.controles import preparer
from ent.fichiers.limites import GO
from ent.fichiers.models import Declinaison, Fichier
from ent.fichiers.registres import Destination
from tests.etages import poser
from tests.fichiers.fabriques import pdf, photo, televerse, wav
from tests.graines import MARDI_10H
from tests.reglages import REEL


def test_a_deposit_has_its_rows_its_objects_and_its_line_of_the_journal(d, deposer, objets):
    fichier = deposer(d.enseignante, photo(2000, 1000), "IMG_1.jpg")
    assert (fichier.etablissement, fichier.classe, fichier.deposant) == (d.elementaire, d.cp_ce1, d.enseignante)
    assert (fichier.nom_donne, fichier.nature, fichier.largeur, fichier.hauteur) == ("IMG_1.jpg", "image", 2000, 1000)
    assert (
        fichier.octets == sum(o.stat().st_size for o in objets()) == sum(d.octets for d in fichier.declinaisons.all())
    )
    entree = EntreeJournal.objects.latest("pk")
    assert (entree.verbe, entree.objet) == ("fichiers.deposer", f"fichier {fichier.pk}")
    assert entree.details == {"nature": "image", "octets": fichier.octets}


def test_objects_are_private_and_their_keys_are_not_guessed(d, deposer, objets):
    deposer(d.enseignante)
    deposer(d.enseignante)
    assert {oct(o.stat().st_mode)[-3:] for o in objets()} == {"600"}
    cles = list(Declinaison.objects.values_list("cle", flat=True))
    assert len(set(cles)) == len(cles)
    assert min(len(cle.split("/")[1]) for cle in cles) >= 43, "256 bits"


def test_the_same_envoi_is_the_same_file(d, deposer, objets):
    envoi = uuid.uuid4()
    assert deposer(d.enseignante, envoi=envoi) == deposer(d.enseignante, envoi=envoi)
    n = len(objets())
    assert deposer(d.eleve_cp, envoi=envoi).deposant == d.eleve_cp, "another's is another"
    assert (Fichier.objects.count(), len(objets())) == (2, 2 * n)


# --- all or nothing ---------------------------------------------------------------------------------------------------
def test_a_rollback_leaves_no_object(d, classe, objets):
    @stockage.tout_ou_rien()
    def publier():
        envoi = actions.Envoi(classe, prepares=[preparer(televerse("a.jpg", photo()), "a.jpg")])
        assert len(actions.recueillir(envoi=envoi, deposant=d.enseignante)) == 1
        assert len(objets()) == 2, "they were written"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publier()
    assert (Fichier.objects.count(), objets()) == (0, [])


def test_an_inner_failure_takes_its_own_objects_only(d, classe, deposer, objets):
    with stockage.tout_ou_rien():
        garde = deposer(d.enseignante)
        with pytest.raises(ZeroDivisionError), stockage.tout_ou_rien():
            deposer(d.enseignante)
            raise ZeroDivisionError
    assert list(Fichier.objects.all()) == [garde]
    assert sorted(o.name for o in objets()) == sorted(d.cle.split("/")[1] for d in garde.declinaisons.all())


def test_a_storage_that_fails_half_way_leaves_nothing(d, deposer, objets, monkeypatch):
    vrai, faits = stockage.stockage().save, []

    def sauver(cle, contenu):
        if faits:
            raise OSError("disk full")
        faits.append(cle)
        return vrai(cle, contenu)

    monkeypatch.setattr(stockage.stockage(), "save", sauver)
    with pytest.raises(ValidationError, match="la place manque"):
        deposer(d.enseignante)
    assert (Fichier.objects.count(), objets(), len(faits)) == (0, [], 1)


def test_objects_are_written_inside_a_transaction_that_answers_for_them(prives):
    with pytest.raises(RuntimeError):
        stockage.ecrire(televerse("a", b"a"))


# --- quota --------------------------------------------------------------------------------------------------------------
def test_the_quota_of_a_class_says_how_much_and_what_to_do(d, deposer, settings, objets):
    premier = deposer(d.enseignante, wav(100), "long.wav")
    settings.ENT_QUOTA_CLASSE = premier.octets + 1000
    with pytest.raises(ValidationError) as erreur:
        deposer(d.eleve_cp, wav(), "court.wav")
    assert erreur.value.messages == [
        "« court.wav » n’entre plus : CP-CE1 garde déjà 1,6 Mo de fichiers sur 1,6 Mo. Il faut retirer d’anciens fichiers, ou "
        "demander plus de place à l’école."
    ]
    assert (Fichier.objects.count(), len(objets())) == (1, 1)
    deposer(d.enseignante, wav(), "ecole.wav", destination=Destination(d.elementaire))
    deposer(d.enseignante, wav(), "cm2.wav", destination=Destination(d.elementaire, d.cm2))


def test_a_commune_leaves_its_classes_less_and_nobody_more_than_the_installation(d, deposer, settings):
    poser({"fichiers.quota_classe": 1}, d.elementaire)
    settings.ENT_QUOTA_CLASSE = 3 * GO
    assert actions._quota(d.elementaire, d.cp_ce1) == GO
    assert actions._quota(d.maternelle, d.cm2) == 2 * GO  # what the installation of the tests had when it started
    settings.ENT_QUOTA_CLASSE = 20_000
    deposer(d.enseignante, wav(), "un.wav")
    with pytest.raises(ValidationError, match="CP-CE1 garde déjà 16 ko de fichiers sur 20 ko"):
        deposer(d.enseignante, wav(), "deux.wav")


def test_what_waits_for_an_item_is_bounded_for_each_person(d, deposer, monkeypatch):
    premier = deposer(d.eleve_cp, wav(), "un.wav")
    monkeypatch.setattr(actions, "DEPOTS_LIBRES", premier.octets + 1000)
    with pytest.raises(ValidationError, match="n’entre plus : 16 ko de fichiers attendent déjà"):
        deposer(d.eleve_cp, wav(), "deux.wav")
    deposer(d.eleve_ce1, wav(), "trois.wav")
    actions.attacher(fichiers=[premier])
    deposer(d.eleve_cp, wav(), "deux.wav")


def test_the_quota_of_a_school_is_its_own(d, deposer, settings):
    ecole = Destination(d.elementaire)
    settings.ENT_QUOTA_ECOLE = 20_000
    deposer(d.enseignante, wav(), "un.wav", destination=ecole)
    with pytest.raises(ValidationError, match="École du Cerf-Volant garde déjà 16 ko de fichiers sur 20 ko"):
        deposer(d.enseignante, wav(), "deux.wav", destination=ecole)


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_deposits_never_take_the_same_last_place(d, classe, settings, objets):
    settings.ENT_QUOTA_CLASSE = 20_000  # one sound of 16 kB
    bilan = []

    def envoyer():
        try:
            actions.deposer(
                deposant=d.enseignante,
                envoi=uuid.uuid4(),
                contenu=televerse("a.wav", wav()),
                nom="a.wav",
                destination=classe,
            )
            bilan.append("garde")
        except ValidationError:
            bilan.append("refuse")
        finally:
            connection.close()

    fils = [threading.Thread(target=envoyer) for _n in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(bilan) == ["garde"] + ["refuse"] * 5
    assert (Fichier.objects.count(), len(objets())) == (1, 1)


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_one_envoi_sent_by_several_at_once_is_one_file(d, classe, objets):
    envoi, gardes = uuid.uuid4(), []

    def envoyer():
        try:
            gardes.append(
                actions.deposer(
                    deposant=d.enseignante,
                    envoi=envoi,
                    contenu=televerse("a.wav", wav()),
                    nom="a.wav",
                    destination=classe,
                )
            )
        finally:
            connection.close()

    fils = [threading.Thread(target=envoyer) for _n in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len({f.pk for f, _neuf in gardes}) == len([1 for _f, neuf in gardes if neuf]) == len(objets()) == 1
    assert len(gardes) == 6


# --- what nothing holds -------------------------------------------------------------------------------------------------
def test_the_purge_takes_what_nothing_took_for_a_day(
    d, deposer, objets, monkeypatch, django_capture_on_commit_callbacks
):
    with time_machine.travel(MARDI_10H, tick=False) as heure:
        vieux = deposer(d.enseignante, wav())
        tenu = deposer(d.enseignante, wav())
        monkeypatch.setattr(
            Fichier.objects.all().__class__, "libres", lambda q: q.exclude(pk=tenu.pk)
        )  # an item of a room above holds it
        heure.shift(3600 * 23)
        jeune = deposer(d.enseignante, wav())
        assert actions.purger() == {"fichiers": 0, "objets": 0}
        heure.shift(3600 * 2)
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.purger() == {"fichiers": 1, "objets": 0}
    assert set(Fichier.objects.all()) == {tenu, jeune}
    assert vieux.pk not in Fichier.objects.values_list("pk", flat=True)
    assert len(objets()) == 2


def test_the_purge_takes_objects_without_a_row(d, deposer, objets):
    with time_machine.travel(MARDI_10H, tick=False) as heure:
        garde = deposer(d.enseignante, wav())
        actions.attacher(fichiers=[garde])
        orphelin = stockage.stockage().save("2026-11-24/orphelin", televerse("x", b"x"))
        heure.shift(3600 * 24)
        Fichier.objects.update(cree_le=MARDI_10H.replace(year=2027))
        assert actions.purger() == {"fichiers": 0, "objets": 0}, "a deposit of yesterday may still be under way"
        heure.shift(3600 * 48)
        assert actions.purger() == {"fichiers": 0, "objets": 1}
    assert [o.name for o in objets()] == [garde.declinaisons.get().cle.split("/")[1]]
    assert not stockage.stockage().exists(orphelin)


def test_a_purge_is_planned_once_an_hour(d, deposer, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        deposer(d.enseignante)
        deposer(d.enseignante)
    tache = DBTaskResult.objects.get()
    assert tache.task_path == "ent.fichiers.taches.purger"
    assert (tache.run_after - tache.enqueued_at).total_seconds() == pytest.approx(25 * 3600, abs=60)


def test_files_let_go_are_erased_at_once(d, deposer, objets, django_capture_on_commit_callbacks):
    fichier = deposer(d.enseignante)
    actions.attacher(fichiers=[fichier])
    with django_capture_on_commit_callbacks(execute=True):
        actions.detacher(fichiers=[fichier])
    assert (Fichier.objects.count(), objets()) == (0, [])


def test_a_file_purged_meanwhile_cannot_be_taken(d, deposer):
    fichier = deposer(d.enseignante)
    Fichier.objects.all().delete()
    with pytest.raises(ValidationError, match="effacé"):
        actions.attacher(fichiers=[fichier])
    assert transaction.get_connection().in_atomic_block or REEL


def test_the_command_says_what_it_erased(d, deposer, capsys):
    from django.core.management import call_command

    with time_machine.travel(MARDI_10H):
        deposer(d.enseignante, pdf())
    with time_machine.travel(MARDI_10H.replace(day=26)):
        call_command("purger_fichiers")
    assert capsys.readouterr().out == "1 fichier(s) sans suite et 0 objet(s) orphelin(s) effacés.\n"
