"""What concerns no child: to whom an e-mail and a push say it, as the page does."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.diffusion.actions import notifier
from ent.diffusion.lectures import a_dire
from ent.diffusion.models import Notification
from ent.diffusion.models.reglages import Canal


@pytest.mark.parametrize("canal", list(Canal))
def test_it_is_told_while_one_follows_a_child_who_is_in_that_school(d, mardi, canal):
    """A tie may outlive the place of its child: no e-mail announces to that household what its page shows no more. Nor by the tie of another school."""
    gens = [d.mere, d.mere_arabophone, d.pere_separe, d.enseignante]
    for rang, adulte in enumerate(gens):
        textes = {(adulte.pk, None): "Fermé"}
        notifier(nature="essai.ferme", objet_id=rang, etablissement=d.elementaire, textes=textes, adresse="/")
    Inscription.objects.filter(eleve=d.eleve_ce1).update(fin=dt.date(2026, 11, 23))
    Responsabilite.objects.filter(adulte=d.pere_separe).update(etablissement=d.maternelle)
    relus = Personne.objects.filter(pk__in=[adulte.pk for adulte in gens])
    lisent = {p.courriel for p in relus if Notification.objects.visibles_par(p).exists()}
    assert lisent == {d.mere.courriel, d.enseignante.courriel}
    assert {n.destinataire.courriel for n in a_dire(canal, timezone.now())} == lisent
