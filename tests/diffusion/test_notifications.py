"""Notifications: once, to oneself, and when quiet hours allow; tasks that wait for commit."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from ent.annuaire.models import Commune, Etablissement, Personne
from ent.diffusion import actions
from ent.diffusion.droits import joignable, notifications_visibles_par
from ent.diffusion.lectures import a_dire
from ent.diffusion.models import Notification
from ent.diffusion.models.reglages import Canal
from ent.diffusion.registres import nouvelles_de_depart
from ent.diffusion.sortes import natures_des_modules

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie")  # whose kinds of news are told


def notifier(d, *personnes, objet_id=1, **options):
    actions.notifier(
        nature="essai",
        objet_id=objet_id,
        etablissement=d.elementaire,
        textes={(p.pk, None): "Une nouvelle" for p in personnes},
        adresse="/",
        **options,
    )


def test_the_same_thing_is_told_once(d, mardi):
    notifier(d, d.mere)
    notifier(d, d.mere, d.pere_separe)
    assert Notification.objects.count() == 2


def test_it_is_said_in_the_language_of_its_reader_and_not_of_who_acts(d, mardi):
    """Two languages in one go, while somebody who reads Arabic acts; a sentence given whole stays as it is."""
    textes = {
        (d.mere.pk, None): lambda: _("Oui"),
        (d.mere_arabophone.pk, None): lambda: _("Oui"),
        (d.enseignante.pk, None): "Oui",
    }
    with translation.override("ar"):
        actions.notifier(nature="essai", objet_id=1, etablissement=d.elementaire, textes=textes, adresse="/")
    dits = dict(Notification.objects.values_list("destinataire", "texte"))
    assert dits == {d.mere.pk: "Oui", d.mere_arabophone.pk: "نعم", d.enseignante.pk: "Oui"}


def test_one_sentence_for_many_is_said_once_in_each_language(d, mardi, django_assert_num_queries):
    dites = []

    def phrase() -> str:
        dites.append(translation.get_language())
        return _("Oui")

    textes = {(p.pk, None): phrase for p in (d.mere, d.mere_arabophone, d.pere_separe, d.enseignante)}
    with django_assert_num_queries(2):  # who speaks what, all the rows
        actions.notifier(nature="essai", objet_id=1, etablissement=d.elementaire, textes=textes, adresse="/")
    assert sorted(dites) == ["ar", "fr"]
    assert Notification.objects.count() == 4


def test_renewed_it_takes_the_place_of_what_was_told_to_these_people(d, mardi):
    notifier(d, d.mere, d.pere_separe)
    notifier(d, d.mere, objet_id=2)
    Notification.objects.update(lue_le=mardi)
    ancienne = Notification.objects.latest("pk").pk
    notifier(d, d.mere, renouvelle=True)
    non_lue = Notification.objects.non_lues().get()
    assert (non_lue.destinataire, non_lue.objet_id) == (d.mere, 1)
    assert non_lue.pk > ancienne  # newer than what a page showed: reading that page does not read this
    assert Notification.objects.count() == 3


def test_renewed_of_one_child_it_leaves_what_was_told_of_the_brother(d, mardi):
    def dire(enfant) -> None:
        actions.notifier(
            nature="essai",
            objet_id=1,
            etablissement=d.elementaire,
            textes={(d.mere.pk, enfant.pk): enfant.prenom},
            adresse="/",
            renouvelle=True,
        )

    for enfant in (d.eleve_cp, d.eleve_cm2, d.eleve_cp):
        dire(enfant)
    dites = Notification.objects.order_by("pk").values_list("texte", flat=True)
    assert list(dites) == [d.eleve_cm2.prenom, d.eleve_cp.prenom]


@pytest.mark.reel
def test_what_was_told_of_a_thing_is_found_without_reading_all_that_was_ever_told(d):
    """Corrected, or taken back: of ten million rows, those of a thing are asked for whoever was told of it."""
    with connection.cursor() as curseur, transaction.atomic():
        # Of a table that holds nothing, reading all of it is as short.
        curseur.execute("SET LOCAL enable_seqscan = off")
        plan = Notification.objects.filter(nature="essai", objet_id=1).order_by().explain()
    assert "Index Cond: ((objet_id = " in plan


def test_nothing_refers_to_a_notification():
    """They are erased in one statement, that follows no reference."""
    assert Notification._meta.related_objects == ()


def test_one_reads_one_s_own_only(d, mardi):
    notifier(d, d.mere)
    assert Notification.objects.visibles_par(d.pere_separe).count() == 0


def test_what_is_told_of_a_child_is_read_while_one_follows_them(d, mardi):
    textes = {(d.mere.pk, d.eleve_cp.pk): "Inès a un mot", (d.mere.pk, d.eleve_cm2.pk): "Sofiane a un mot"}
    actions.notifier(nature="essai", objet_id=1, etablissement=d.elementaire, textes=textes, adresse="/")
    d.eleve_cp.responsables.filter(adulte=d.mere).update(fin=mardi.date() - dt.timedelta(days=1))
    lues = Notification.objects.visibles_par(Personne.objects.get(pk=d.mere.pk))
    assert [n.texte for n in lues] == ["Sofiane a un mot"]


def lues_par(personne: Personne) -> int:
    """As another request would count them."""
    return Notification.objects.visibles_par(Personne.objects.get(pk=personne.pk)).count()


def dites_par_courriel(personne: Personne, maintenant: dt.datetime) -> int:
    return a_dire(Canal.COURRIEL, maintenant).filter(destinataire=personne).count()


@pytest.mark.parametrize("qui", ["enseignante", "mere"])
def test_whoever_left_the_school_reads_no_name_of_it_any_more(d, mardi, qui):
    """What was told of nobody in particular may name somebody: « Mme Belhadj vous a écrit »."""
    personne, hier = d.gens[qui], mardi.date() - dt.timedelta(days=1)
    notifier(d, personne)
    maintenant = mardi + dt.timedelta(minutes=1)
    assert (lues_par(personne), dites_par_courriel(personne, maintenant)) == (1, 1)
    personne.roles.update(fin=hier)
    personne.affectations.update(fin=hier)
    personne.responsabilites.update(fin=hier)
    assert (lues_par(personne), dites_par_courriel(personne, maintenant)) == (0, 0)


def test_whoever_changed_class_in_the_school_reads_no_name_of_the_former_one(d, mardi):
    """Two days ago Inès was in the CP-CE1; what is told of her in her new class is read, and of her brother all of it."""
    avant_hier, maintenant = mardi - dt.timedelta(days=2), mardi + dt.timedelta(minutes=1)
    de_lui = (d.mere.pk, d.eleve_cm2.pk)
    textes = {(d.mere.pk, d.eleve_cp.pk): "Mme Lefort vous a écrit", de_lui: "Sofiane a un mot"}
    actions.notifier(
        nature="essai", objet_id=1, etablissement=d.elementaire, textes=textes, adresse="/", visible_le=avant_hier
    )
    assert (lues_par(d.mere), dites_par_courriel(d.mere, maintenant)) == (2, 2)
    d.eleve_cp.inscriptions.update(fin=mardi.date() - dt.timedelta(days=1))
    d.eleve_cp.inscriptions.create(classe=d.cm2, debut=mardi.date())
    assert (lues_par(d.mere), dites_par_courriel(d.mere, maintenant)) == (1, 1)
    textes = {(d.mere.pk, d.eleve_cp.pk): "Inès a un mot"}
    actions.notifier(nature="essai", objet_id=2, etablissement=d.elementaire, textes=textes, adresse="/")
    assert (lues_par(d.mere), dites_par_courriel(d.mere, maintenant)) == (2, 2)


@pytest.mark.parametrize("qui", ["operateur", "referente"])
def test_whoever_keeps_the_schools_of_a_territory_or_of_a_town_reads_theirs(d, mardi, qui):
    notifier(d, d.gens[qui])
    assert (lues_par(d.gens[qui]), dites_par_courriel(d.gens[qui], mardi + dt.timedelta(minutes=1))) == (1, 1)


def test_a_town_reads_nothing_of_a_child_nor_of_a_school_of_another_town(d, mardi):
    notifier(d, d.referente)
    textes = {(d.referente.pk, d.eleve_cp.pk): "Inès a un mot"}
    actions.notifier(nature="essai", objet_id=2, etablissement=d.elementaire, textes=textes, adresse="/")
    assert lues_par(d.referente) == 1
    voisine = Commune.objects.create(nom="Saint-Malo", code_insee="35288")
    Etablissement.objects.filter(pk=d.elementaire.pk).update(commune=voisine)
    assert lues_par(d.referente) == 0


def test_whoever_has_no_open_account_is_told_by_paper(d, mardi):
    def joints() -> set[int]:
        return set(Personne.objects.filter(joignable(), pk=d.mere.pk).values_list("pk", flat=True))

    assert joints() == {d.mere.pk}
    for champ, valeur in [
        ("is_active", False), ("fermee_le", mardi), ("fusionnee_dans", d.pere_separe), ("password", ""), ("password", "!x"),
    ]:  # fmt: skip
        avant = getattr(d.mere, champ)
        Personne.objects.filter(pk=d.mere.pk).update(**{champ: valeur})
        assert joints() == set(), champ
        Personne.objects.filter(pk=d.mere.pk).update(**{champ: avant})


def test_what_waits_is_not_seen_before_its_hour(d, mardi, horloge):
    notifier(d, d.mere, visible_le=mardi + dt.timedelta(hours=1))
    assert Notification.objects.visibles_par(d.mere).count() == 0
    horloge(mardi + dt.timedelta(hours=1))
    assert Notification.objects.visibles_par(d.mere).count() == 1


def test_reading_leaves_what_arrived_meanwhile_unread(d, mardi):
    notifier(d, d.mere, objet_id=1)
    derniere = Notification.objects.get().pk
    notifier(d, d.mere, objet_id=2)
    actions.lire_notifications(personne=d.mere, jusqu_a=derniere)
    assert [n.objet_id for n in Notification.objects.non_lues()] == [2]


def test_reading_does_not_touch_another_s(d, mardi):
    notifier(d, d.mere, d.pere_separe)
    actions.lire_notifications(personne=d.mere, jusqu_a=10**9)
    assert [n.destinataire for n in Notification.objects.non_lues()] == [d.pere_separe]


class TestReadWhereItIs:
    """Read by any way, a thing is counted as unread no more, on any of one's screens."""

    @pytest.fixture
    def signaux(self, monkeypatch):
        partis: list = []
        monkeypatch.setattr(
            "ent.diffusion.actions.notifications.publier", lambda qui, s: partis.append((set(qui), s["type"]))
        )
        return partis

    def test_only_that_thing_of_that_child_and_oneself(self, d, mardi):
        textes = {(d.mere.pk, e.pk): "Une nouvelle" for e in (d.eleve_cp, d.eleve_cm2)}
        textes |= {(d.pere_separe.pk, d.eleve_cp.pk): "Une nouvelle"}
        for objet in (1, 2):
            actions.notifier(nature="essai", objet_id=objet, etablissement=d.elementaire, textes=textes, adresse="/")
        actions.lire_ce_qui_dit(personne=d.mere, dits={"essai": [1], "autre": [2]}, eleve=d.eleve_cp.pk)
        restent = Notification.objects.non_lues().values_list("destinataire", "objet_id", "eleve")
        assert set(restent) == {
            (d.mere.pk, 1, d.eleve_cm2.pk), (d.mere.pk, 2, d.eleve_cm2.pk), (d.mere.pk, 2, d.eleve_cp.pk),
            (d.pere_separe.pk, 1, d.eleve_cp.pk), (d.pere_separe.pk, 2, d.eleve_cp.pk),
        }  # fmt: skip
        actions.lire_ce_qui_dit(personne=d.mere, dits={"essai": [1, 2]})
        assert {n.destinataire for n in Notification.objects.non_lues()} == {d.pere_separe}
        actions.lire_ce_qui_dit(personne=d.pere_separe, dits={})
        assert Notification.objects.non_lues().count() == 2

    def test_what_was_read_at_night_is_not_told_in_the_morning(self, d, mardi, horloge):
        notifier(d, d.mere, visible_le=mardi + dt.timedelta(hours=12))
        actions.lire_ce_qui_dit(personne=d.mere, dits={"essai": [1]})
        horloge(mardi + dt.timedelta(hours=13))
        assert Notification.objects.visibles_par(d.mere).non_lues().count() == 0
        assert a_dire(Canal.POUSSE, mardi + dt.timedelta(hours=13)).count() == 0

    def test_every_screen_of_that_person_counts_again_and_nobody_else_s(
        self, d, mardi, signaux, django_capture_on_commit_callbacks
    ):
        notifier(d, d.mere, d.pere_separe)
        with django_capture_on_commit_callbacks(execute=True):
            actions.lire_ce_qui_dit(personne=d.mere, dits={"essai": [1]})
            actions.lire_ce_qui_dit(personne=d.mere, dits={"essai": [1]})  # nothing is unread any more: nothing is told
        with django_capture_on_commit_callbacks(execute=True):
            actions.lire_notifications(personne=d.pere_separe, jusqu_a=10**9)
        assert signaux == [({d.mere.pk}, "nouvelles.lues"), ({d.pere_separe.pk}, "nouvelles.lues")]


class TestDeferredTasks:
    """On the database backend, as in production."""

    @pytest.fixture(autouse=True)
    def base(self, d, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

    def test_a_rollback_drops_the_task(self, d):
        with pytest.raises(RuntimeError), transaction.atomic():
            actions.differer("cahier_de_textes.taches.annoncer", travail_id=1)
            raise RuntimeError
        assert DBTaskResult.objects.count() == 0

    def test_it_waits_for_its_hour(self, d, mardi):
        actions.differer("cahier_de_textes.taches.annoncer", a=mardi + dt.timedelta(hours=9), travail_id=1)
        tache = DBTaskResult.objects.get()
        assert (tache.run_after, tache.args_kwargs["kwargs"]) == (mardi + dt.timedelta(hours=9), {"travail_id": 1})
        assert not DBTaskResult.objects.ready().exists()


# --- The rule, in hand ------------------------------------------------------------------------------------------------
def lues(personne, **portee) -> set[int]:
    """The numbers of what this person reads, who belongs to what is said and to nothing else."""
    rien = {"est_operateur": False, "etablissements_de_travail": set(), "suivis": [], "communes": set(), "partis": {}}
    personne = Personne.objects.get(pk=personne.pk)
    personne.portee = SimpleNamespace(**(rien | {"modules_fermes": {}} | portee))
    q = notifications_visibles_par(personne)
    return set(Notification.objects.filter(q).values_list("objet_id", flat=True))


def test_what_a_school_closed_is_told_no_more_of_it_alone(d, mardi):
    module, natures = next(iter(natures_des_modules().items()))
    dites = [(1, natures[0], d.elementaire), (2, natures[0], d.maternelle), (3, "essai", d.elementaire)]
    for objet, nature, ecole in dites:
        actions.notifier(
            nature=nature, objet_id=objet, etablissement=ecole, textes={(d.mere.pk, None): "Une nouvelle"}, adresse="/"
        )
    la = {"etablissements_de_travail": {d.elementaire.pk, d.maternelle.pk}}
    assert lues(d.mere, **la) == {1, 2, 3}
    assert lues(d.mere, **la, modules_fermes={module: {d.elementaire.pk}}) == {2, 3}
    assert lues(d.mere, **la, modules_fermes={"un autre": {d.elementaire.pk}}) == {1, 2, 3}


def test_who_left_is_told_what_becomes_of_what_is_kept_and_nothing_else(d, mardi):
    depart = nouvelles_de_depart()[0]
    dites = [(1, depart, None), (2, depart, d.eleve_ms.pk), (3, depart, d.eleve_cp.pk), (4, "essai", None)]
    for objet, nature, eleve in dites:
        actions.notifier(
            nature=nature, objet_id=objet, etablissement=d.elementaire, textes={(d.mere.pk, eleve): "Dit"}, adresse="/"
        )
    assert lues(d.mere) == {1}
    assert lues(d.mere, partis={d.eleve_ms.pk: {d.elementaire.pk}}) == {1, 2}
    assert lues(d.mere, etablissements_de_travail={d.maternelle.pk}) == set()
    assert lues(d.mere, etablissements_de_travail={d.elementaire.pk}, partis={d.eleve_ms.pk: set()}) == {1, 2, 4}
