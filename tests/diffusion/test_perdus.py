"""A class is given to another teacher: what the former one was told of it leaves their notifications, and nothing else does."""

import datetime as dt

import pytest

from ent.annuaire import actions
from ent.annuaire.models import Affectation
from ent.diffusion.actions import perdus
from ent.diffusion.models import Notification
from ent.diffusion.registres import enregistrer_lecteur, lecteurs

NATURE = "essai.classe"


@pytest.fixture(autouse=True)
def nature():
    """A kind of news of a class, read by who holds it."""
    enregistrer_lecteur(NATURE, lambda personne, classes: personne.portee.classes_tenues & set(classes))
    yield
    del lecteurs()[NATURE]


@pytest.fixture
def dire(d):
    def ecrire(personne, classe, nature: str = NATURE) -> Notification:
        return Notification.objects.create(
            destinataire=personne,
            etablissement=d.elementaire,
            nature=nature,
            objet_id=classe.pk,
            texte="…",
            adresse="/",
        )

    return ecrire


def test_what_was_told_of_a_class_goes_with_the_class(d, mardi, dire):
    perdue, autre = dire(d.enseignante, d.cp_ce1), dire(d.enseignante, d.cp_ce1, "essai.ecole")
    du_collegue = dire(d.enseignant, d.cm2)
    actions.regler_les_classes(
        personne=d.enseignante,
        etablissement=d.elementaire,
        auteur=d.directrice,
        classes=[d.cm2],
        titre="titulaire",
        fin=None,
    )
    restes = set(Notification.objects.values_list("pk", flat=True))
    assert perdue.pk not in restes
    assert {autre.pk, du_collegue.pk} <= restes


def test_a_class_that_is_kept_keeps_its_news(d, mardi, dire):
    gardee = dire(d.enseignante, d.cp_ce1)
    actions.regler_les_classes(
        personne=d.enseignante,
        etablissement=d.elementaire,
        auteur=d.directrice,
        classes=[d.cp_ce1, d.cm2],
        titre="titulaire",
        fin=None,
    )
    assert Notification.objects.filter(pk=gardee.pk).exists()


def test_a_remplacant_whose_time_is_over_reads_no_news_of_the_class(d, mardi, dire):
    tenues = Affectation.objects.filter(enseignant=d.enseignante)
    dite = dire(d.enseignante, d.cp_ce1)
    perdus.oublier_les_classes_rendues()
    assert Notification.objects.filter(pk=dite.pk).exists()
    tenues.update(fin=mardi.date() - dt.timedelta(days=1))
    perdus.oublier_les_classes_rendues()
    assert not Notification.objects.filter(pk=dite.pk).exists()
