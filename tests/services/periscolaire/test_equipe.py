"""What the pages of who serves ask of the database: the enrolments of their schools, and not of the territory."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ent.services.periscolaire.lectures.listes import eleves_attendus
from ent.services.periscolaire.lectures.places import places_prises

from .conftest import VENDREDI, etats


def test_who_is_of_the_school_is_asked_of_its_own_enrolments(d, ouvrir, dire, entrer):
    """PostgreSQL read 28 000 enrolments to judge the 140 of a school, and walked them one by one for a commune."""
    service = ouvrir(capacite=9)
    dire(service, d.eleve_cp, VENDREDI)
    adresses = [reverse("periscolaire_equipe"), reverse("periscolaire_liste", args=[service.pk, VENDREDI])]
    with CaptureQueriesContext(connection) as captees:
        for qui, chemins in ((d.directrice, ["/", *adresses]), (d.referente, adresses[:1])):
            for chemin in chemins:
                assert entrer(qui).get(chemin).status_code == 200
        assert eleves_attendus(service) == {d.eleve_cp.pk}
        assert places_prises([service], [VENDREDI]) == {(service.pk, VENDREDI): 1}
    juges = [q["sql"] for q in captees if 'FROM "periscolaire_jourdeclare"' in q["sql"] and "EXISTS" in q["sql"]]
    assert len(juges) >= 6
    assert [sql for sql in juges if not re.search(r'U1"."etablissement_id" (IN \(|= )\d', sql)] == []
    assert etats(service, d.eleve_cp) == {VENDREDI: "oui"}
