"""What was told of a thing that is withdrawn is set aside, and given back with it: nobody is told twice, nor never."""

import datetime as dt

import pytest

from ent.annuaire.models import Personne
from ent.connexion.actions.fusion import fusionner
from ent.diffusion import actions, expedition
from ent.diffusion.models import MiseDeCote, Notification

DITE, RAPPELEE = "essai.dite", "essai.rappelee"


@pytest.fixture
def dire(d):
    def dire(*personnes, nature=DITE, objet_id=1, eleve=None) -> None:
        actions.notifier(
            nature=nature,
            objet_id=objet_id,
            etablissement=d.elementaire,
            textes={(p.pk, eleve and eleve.pk): "Une nouvelle" for p in personnes},
            adresse="/",
        )

    return dire


def rangees() -> list[dict]:
    """Without their numbers: those that are given back are newer than any page that is open."""
    return [{k: v for k, v in r.items() if k != "id"} for r in Notification.objects.order_by("pk").values()]


def test_withdrawn_nobody_reads_it_and_put_back_each_row_is_as_it_was(d, mardi, dire, horloge):
    dire(d.mere, d.pere_separe, eleve=d.eleve_cp)
    dire(d.mere, nature=RAPPELEE, eleve=d.eleve_cp)
    dire(d.mere, objet_id=2)
    Notification.objects.filter(destinataire=d.pere_separe).update(lue_le=mardi, lot_pousse="2026-11-24T08:00:00")
    avant, dernier = rangees(), Notification.objects.latest("pk").pk
    actions.mettre_de_cote(natures=[DITE, RAPPELEE], objets=[1])
    assert [n.objet_id for n in Notification.objects.all()] == [2]
    horloge(mardi + dt.timedelta(hours=3))
    actions.rendre(natures=[DITE, RAPPELEE], objets=[1])
    assert sorted(rangees(), key=str) == sorted(avant, key=str)
    assert Notification.objects.filter(objet_id=1).earliest("pk").pk > dernier
    assert not MiseDeCote.objects.exists()


def test_telling_it_again_then_tells_those_alone_who_never_were(d, mardi, dire):
    dire(d.mere)
    Notification.objects.update(lue_le=mardi)
    actions.mettre_de_cote(natures=[DITE], objets=[1])
    actions.rendre(natures=[DITE], objets=[1])
    dire(d.mere, d.pere_separe)
    assert [n.destinataire for n in Notification.objects.non_lues()] == [d.pere_separe]
    assert Notification.objects.count() == 2


def test_what_was_never_told_is_not_made_up(d, mardi):
    actions.mettre_de_cote(natures=[DITE], objets=[1])
    actions.rendre(natures=[DITE], objets=[1])
    assert not MiseDeCote.objects.exists() and not Notification.objects.exists()


def test_whoever_was_erased_meanwhile_is_told_nothing_nor_anybody_of_them(d, mardi, dire):
    de_passage = Personne.objects.create(prenom="Un", nom="Passant")
    dire(d.mere, eleve=d.eleve_cp)
    dire(d.mere, eleve=de_passage)
    dire(de_passage, objet_id=1)
    actions.mettre_de_cote(natures=[DITE], objets=[1])
    de_passage.delete()
    actions.rendre(natures=[DITE], objets=[1])
    assert [(n.destinataire, n.eleve) for n in Notification.objects.all()] == [(d.mere, d.eleve_cp)]


def test_of_an_account_merged_meanwhile_it_is_given_back_to_the_one_that_stays(d, mardi, dire):
    ailleurs = Personne.objects.create(prenom=d.mere.prenom, nom=d.mere.nom)
    dire(ailleurs)
    dire(ailleurs, d.mere, objet_id=2)
    Notification.objects.filter(destinataire=d.mere).update(lue_le=mardi)
    actions.mettre_de_cote(natures=[DITE], objets=[1, 2])
    fusionner(depuis=ailleurs, vers=d.mere, etablissement=d.elementaire)
    actions.rendre(natures=[DITE], objets=[1, 2])
    rendues = Notification.objects.order_by("objet_id")
    assert [(n.destinataire, n.objet_id, n.lue_le) for n in rendues] == [(d.mere, 1, None), (d.mere, 2, mardi)], (
        "what they had read themselves stays read"
    )


def test_a_column_that_notifications_have_no_more_is_left_out(d, mardi, dire):
    dire(d.mere)
    avant = rangees()
    actions.mettre_de_cote(natures=[DITE], objets=[1])
    cote = MiseDeCote.objects.get()
    cote.rangees[0]["d_avant"] = "un autre jour"
    cote.save()
    actions.rendre(natures=[DITE], objets=[1])
    assert rangees() == avant


def test_a_passage_corrected_meanwhile_comes_back_corrected(d, mardi, dire):
    dire(d.mere)
    dire(d.mere, objet_id=2)
    actions.mettre_de_cote(natures=[DITE], objets=[1, 2])
    actions.retoucher(nature=DITE, remplacements={1: ("Une nouvelle", "Une autre")})
    actions.rendre(natures=[DITE], objets=[1, 2])
    assert [n.texte for n in Notification.objects.order_by("objet_id")] == ["Une autre", "Une nouvelle"]


def test_it_is_kept_for_as_long_as_it_is_offered_to_put_it_back(d, mardi, dire, horloge):
    dire(d.mere)
    actions.mettre_de_cote(natures=[DITE], objets=[1])
    horloge(mardi + dt.timedelta(days=30))
    expedition.purge()
    assert MiseDeCote.objects.exists()
    horloge(mardi + dt.timedelta(days=32))
    expedition.purge()
    assert not MiseDeCote.objects.exists()
