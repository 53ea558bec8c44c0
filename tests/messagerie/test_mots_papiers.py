"""What comes back on paper while families answer on their screens, and two hands print or enter at once."""

from django.urls import reverse

from messagerie.actions import mots_reponses as actions
from messagerie.models import ReponseMot
from tests.autres_responsables import devient_parent
from tests.messagerie.mots import SAMEDI, envoyer


def test_a_teacher_takes_back_after_the_deadline_the_paper_that_they_signed_at_home(d, mardi, entrer, horloge):
    """It was entered at the desk, as those of all families: the deadline is for screens."""
    devient_parent(d.enseignante, d.eleve_ce1, d.elementaire)
    mot = envoyer(d)
    papier = actions.Saisie(d.eleve_ce1, d.enseignante)
    actions.saisir_papiers(mot=mot, auteur=d.enseignante, saisies=[papier])
    horloge(SAMEDI)
    adresse = reverse("carnet_papier_repris", args=[mot.pk, d.eleve_ce1.uuid])
    assert entrer(d.enseignante).post(adresse).status_code == 302
    assert not ReponseMot.objects.en_vigueur().exists()
