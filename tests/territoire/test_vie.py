"""The year of school life of the invented territory: what it holds, and that pages read it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.services.agenda_ecole.models import Evenement
from ent.services.periscolaire.models import JourDeclare, Menu
from ent.services.vie_scolaire.models import LigneAppel
from tests.graines import MARDI_10H
from tests.territoire.peupler import peupler
from tests.territoire.vie import MANQUEES, vivre

pytestmark = pytest.mark.besoin_de(
    "cahier_de_textes", "ent.services.vie_scolaire", "ent.services.periscolaire", "ent.services.agenda_ecole"
)


def test_a_year_is_lived_in_each_school_and_its_families_read_it(d, mardi, entrer):
    bilan = peupler(ecoles=1, graine=7, instant=MARDI_10H)
    vie = vivre(graine=7)
    demi_journees_eleve = vie.appels / bilan.classes * bilan.eleves
    assert 0.8 * MANQUEES < vie.absences / demi_journees_eleve < 1.2 * MANQUEES
    assert vie.absences == LigneAppel.objects.filter(appel__etablissement__uai__startswith="079").count()
    assert (
        vie.repas
        == JourDeclare.objects.filter(service__etablissement__uai__startswith="079").count()
        > 5 * bilan.eleves
    )
    assert Menu.objects.filter(etablissement__uai__startswith="079", jour__gt=timezone.localdate()).count() >= 8
    assert vie.evenements == Evenement.objects.filter(etablissement__uai__startswith="079").count()
    parent = Personne.objects.filter(
        responsabilites__enfant__in=JourDeclare.objects.filter(service__etablissement__uai__startswith="079").values(
            "eleve"
        ),
        responsabilites__autorite="confirmee",
    ).order_by("pk")[0]
    semaine = entrer(parent).get(reverse("semaine")).content.decode()
    assert "Cantine" in semaine
