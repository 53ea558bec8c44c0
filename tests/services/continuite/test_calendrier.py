"""A parent's private calendar holds what the collège says, and what their own calendars of it say: nobody else's."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion.agenda import composer
from ent.diffusion.registres import evenements_de

from .ajouts import ajouter, relever, second_parent
from .produit import calendrier, cours


def lus(personne: Personne, jours: int = 10) -> list:
    jour = dt.date(2026, 11, 24)
    siens = evenements_de(Personne.objects.get(pk=personne.pk), jour, jour + dt.timedelta(days=jours))
    return sorted((e for e in siens if e.uid.startswith("college-")), key=lambda e: e.titre)


def test_it_holds_days_and_hours_of_both_and_leads_to_each(d, college, produit, entrer, mardi):
    college.envoyer(college.ligne(), college.ligne(id="m-1", nature="mot"), college.ligne(id="loin", jour="2027-02-01"))
    ajouter(entrer(d.mere), college, produit, calendrier(cours("Latin", "20261125", "1400")))
    devoir, latin = lus(d.mere)
    assert (devoir.titre, devoir.debut) == ("Lina · Devoir · Maths : exercices 3 et 4", dt.date(2026, 11, 26))
    assert devoir.chemin.startswith("/college/aller/")
    assert latin.titre == "Lina · PRONOTE · Latin"
    assert latin.debut == timezone.make_aware(dt.datetime(2026, 11, 25, 14))
    assert latin.chemin == reverse("continuite")
    ecrit = composer("Mes écoles", [devoir, latin], lambda chemin: f"https://ent.exemple.fr{chemin}").decode()
    assert "SUMMARY:Lina · PRONOTE · Latin" in ecrit
    assert "secret-12345" not in ecrit


def test_nothing_of_the_other_holder_nor_of_who_follows_no_collegien(d, college, produit, entrer, mardi):
    ajouter(entrer(second_parent(d, college)), college, produit, calendrier(cours("Latin")))
    assert [e.titre for e in lus(d.pere_separe)] == ["Lina · PRONOTE · Latin"]
    assert lus(d.mere) == []
    assert lus(college.autre_mere) == []
    assert lus(d.enseignante) == []


def test_what_changes_grows_under_the_same_name(d, college, produit, entrer, horloge, mardi):
    agenda = ajouter(entrer(d.mere), college, produit, calendrier(cours("Latin", uid="1")))
    (avant,) = lus(d.mere)
    produit.donner(calendrier(cours("Latin, salle 4", uid="1")))
    relever(horloge, agenda)
    (apres,) = lus(d.mere)
    assert (apres.uid, apres.titre) == (avant.uid, "Lina · PRONOTE · Latin, salle 4")
    assert (avant.sequence, apres.sequence) == (0, 1)
    assert apres.modifie_le > avant.modifie_le
