"""What a family is shown: frozen words, told to those who have authority."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ent.diffusion.models import Notification
from ent.services.liaison.actions import montrer
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.models import Dossier, Version
from ent.services.liaison.parties import empreinte
from tests.services.liaison.conftest import relire


def test_it_is_frozen_part_by_part_and_told_to_each_holder(d, montre):
    version = montre.versions.get()
    assert [ligne["partie"] for ligne in version.contenu] == ["savoirs", "positions"]
    assert all(
        ligne["empreinte"] == empreinte(ligne["partie"], ligne["contenu"], montre.vers) for ligne in version.contenu
    )
    dites = Notification.objects.filter(nature="liaison.montre")
    assert {n.destinataire for n in dites} == {d.mere, d.pere_separe}
    assert dites.first().texte == "Sofiane · Son dossier pour l’an prochain est à lire. Répondez avant le 12 mai."
    assert set(Dossier.objects.lus_par(d.mere)) == {montre}


def test_a_draft_is_read_by_no_family(d, dossier):
    assert not Dossier.objects.lus_par(d.mere).exists()


def test_shown_again_as_it_was_makes_nothing_and_other_words_a_second_version(d, montre, ecrire):
    assert montrer.montrer(dossier=montre, auteur=d.enseignant) is None
    ecrire(montre, aide="Du temps.")
    version = montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    assert version.numero == 2
    avant, apres = (
        {ligne["partie"]: ligne["empreinte"] for ligne in v.contenu} for v in montre.versions.order_by("numero")
    )
    assert avant["positions"] == apres["positions"], "an answer to words that did not change still counts"
    assert avant["savoirs"] != apres["savoirs"]
    assert Notification.objects.filter(nature="liaison.montre", destinataire=d.mere).count() == 1


def test_an_empty_one_is_shown_to_nobody(d, campagne):
    vide = campagne.dossiers.first()
    with pytest.raises(ValidationError, match=vide.eleve.prenom):
        montrer.montrer_les(campagne=campagne, auteur=d.enseignant, dossiers=campagne.dossiers.values_list("pk"))
    assert not Version.objects.exists()


def test_quiet_hours_hold_it_back_and_the_version_before_counts_until_then(d, montre, ecrire, horloge):
    nuit = timezone.make_aware(dt.datetime(2026, 11, 24, 22))
    horloge(nuit)
    ecrire(montre, aide="Du temps.")
    seconde = montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    assert Notification.objects.filter(nature="liaison.montre", visible_le__lte=nuit).count() == 0
    assert (seconde.numero, montree(montre).numero) == (2, 1)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 25, 10)))
    assert montree(montre).numero == 2
