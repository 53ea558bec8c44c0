"""Two colleagues at the same instant: one corrects a time of a series, the other all that follow."""

import threading
import time

import pytest
from django.db import connection, transaction

from ent.services.agenda_ecole import actions
from tests.services.agenda_ecole.test_actions import JEUDI_10, JEUDI_17


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_what_is_written_of_one_time_is_not_lost_to_who_corrects_the_series(d, serie):
    une = actions.corriger_evenement(evenement=serie, auteur=d.enseignante, le=JEUDI_17, titre="Médiathèque")
    ecrit = threading.Event()

    def cette_fois() -> None:
        with transaction.atomic():
            actions.corriger_evenement(evenement=une, auteur=d.enseignante, le=JEUDI_17, texte="Prenez un bonnet.")
            ecrit.set()
            time.sleep(0.5)
        connection.close()

    def la_suite() -> None:
        ecrit.wait(20)
        actions.corriger_evenement(
            evenement=serie, auteur=d.enseignante, le=JEUDI_10, portee=actions.SUIVANTES, lieu="Salle 2"
        )
        connection.close()

    fils = [threading.Thread(target=geste) for geste in (cette_fois, la_suite)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    une.refresh_from_db()
    assert (une.titre, une.texte, une.lieu) == ("Médiathèque", "Prenez un bonnet.", "Salle 2")
