"""`ent.annuaire.audience` beside what each room said of it: the same `Q`, predicate and recipients on drawn worlds.

Where they differ is said: the recipients of some rooms went on with a class that was closed or a group whose year was over, which
their own rights show to nobody. A room's part goes with its own statement.
"""

from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from ent.annuaire.audience import destinataires
from ent.annuaire.audience.droits import Colonnes
from messagerie.droits import mots as carnet
from messagerie.evenements import mots as du_carnet
from messagerie.models import Mot
from pages.droits import billets as journal
from pages.evenements import billets as du_journal
from pages.models import Billet
from tests.annuaire.mondes import Cible, Monde, ecrire, mondes
from tests.conftest import MARDI_10H

ESSAI = settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


def _mot(ici, cible: Cible) -> Mot | None:
    if len(cible.niveaux) > 1 or cible.eleve:
        return None
    return Mot.objects.create(
        **ici.lieux(cible), niveau="".join(cible.niveaux), nature="information", titre="Un mot", auteur=ici.auteur,
        visible_le=MARDI_10H,
    )  # fmt: skip


def _billet(ici, cible: Cible) -> Billet | None:
    if cible.niveaux or cible.eleve or (cible.classe is None and cible.groupe is None):
        return None
    return Billet.objects.create(
        **ici.lieux(cible), titre="Un billet", auteur=ici.auteur, etat="publie", live=True, visible_le=MARDI_10H
    )


SALLES = {
    "mots": SimpleNamespace(
        poser=_mot, colonnes=Colonnes(niveau="niveau", a_l_ecole=True), pour=carnet.adresse_a, concerne=carnet.mot_concerne,
        tenus=lambda p: carnet.mots_modifiables_par(p).children[0], tient=carnet.peut_modifier_le_mot,
        enseignants=du_carnet._enseignants, eleves=du_carnet.eleves_du_mot, familles=du_carnet.responsables_du_mot,
    ),
    "billets": SimpleNamespace(
        poser=_billet, colonnes=Colonnes(), pour=journal.donne_a, concerne=journal.concerne,
        tenus=journal.modifiables_par, tient=journal.peut_modifier, enseignants=du_journal.enseignants,
        eleves=du_journal.eleves, familles=du_journal.responsables,
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", SALLES)
def test_the_old_statement_and_the_new_say_the_same(nom, d, mardi):
    salle = SALLES[nom]

    @ESSAI
    @given(monde=mondes())
    def comparer(monde: Monde) -> None:
        with transaction.atomic():
            ici = ecrire(d, monde)
            poses = {cible: o for cible in monde.cibles if (o := salle.poser(ici, cible)) is not None}
            _memes_droits(salle, ici, poses)
            for cible, objet in poses.items():
                _memes_destinataires(salle, ici, monde, cible, objet)
            transaction.set_rollback(True)

    comparer()


def _memes_droits(salle, ici, poses) -> None:
    modele = type(next(iter(poses.values()), None))
    for cle in ici.gens if poses else ():
        qui = ici.relu(cle)
        for suivi in qui.portee.suivis:
            assert _lus(modele, salle.pour(suivi)) == _lus(modele, salle.colonnes.pour(suivi))
            for objet in poses.values():
                assert salle.concerne(objet, suivi) == salle.colonnes.de(objet).comprend(suivi)
        assert _lus(modele, salle.tenus(qui)) == _lus(modele, salle.colonnes.tenues_par(qui))
        for objet in poses.values():
            assert salle.tient(qui, objet) == salle.colonnes.de(objet).est_tenue_par(qui)


def _lus(modele, q) -> set[int]:
    return set(modele.objects.filter(q).values_list("pk", flat=True))


def _memes_destinataires(salle, ici, monde, cible, objet) -> None:
    audience = salle.colonnes.de(objet)
    eleves = destinataires.eleves(audience)
    if salle.eleves:
        anciens = salle.eleves(objet)
        encore = ici.cles([pk for pk in anciens if pk in eleves])
        assert set(eleves) <= set(anciens)
        assert encore == {cle for cle in ici.cles(anciens) if monde.est_pour(cible, cle)}
    assert salle.familles(objet, eleves) == destinataires.familles(audience.ecole, eleves)
    if not audience.est_d_ecole:
        assert salle.enseignants(objet) == destinataires.enseignants(audience)
    assert destinataires.eleves_de([audience]) == {audience: set(eleves)}
