"""A group ends with its school year: nobody closes it."""

import datetime as dt

from ent.annuaire.models import AnneeScolaire, Groupe, Personne


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def test_the_group_of_last_year_opens_nothing(d, mardi):
    passee = AnneeScolaire.objects.pour(mardi.date() - dt.timedelta(days=365))
    ancien = Groupe.objects.create(etablissement=d.elementaire, annee=passee, nom="Chorale")
    ancien.enseignants.add(d.enseignant)
    ancien.eleves.add(d.eleve_ce1)
    assert relu(d.enseignant).portee.groupes_tenus == {d.groupe_lecture.pk}
    (suivi,) = relu(d.eleve_ce1).portee.suivis
    assert suivi.groupes == {d.groupe_lecture.pk}


def test_it_opens_until_the_last_day_of_its_year(d, mardi, horloge):
    fin = d.groupe_lecture.annee.fin
    for jour, ouvert in ((fin, True), (fin + dt.timedelta(days=1), False)):
        horloge(dt.datetime.combine(jour, dt.time(12), tzinfo=mardi.tzinfo))
        assert bool(relu(d.enseignant).portee.groupes_tenus) is ouvert
