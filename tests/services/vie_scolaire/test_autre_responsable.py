"""Who teaches or directs, and answers for the child at home, reads that the child does not come; never what the other holder said of it."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import absences, appels
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.models import DeclarationAbsence, LigneAppel
from tests.autres_responsables import adresses, devient_directeur, devient_enseignant, devient_parent, ou_se_lisent
from tests.services.vie_scolaire.conftest import MARDI, photo

MOT = "rendez-vous chez le juge"
DEMAIN = MARDI + dt.timedelta(days=2)


@pytest.fixture
def dites(d, declarer, manquer, demander, proposer, autoriser, dire):
    """By the mother: why Inès misses this day and another; « oui » to an outing, « non » to photos."""
    manquer(d.eleve_cp)
    absence = declarer(d.eleve_cp, d.mere, motif="autre", precision=MOT)
    declarer(d.eleve_cp, d.mere, motif="autre", precision=MOT, debut=DEMAIN, fin=DEMAIN)
    sortie, photos = proposer(), demander()
    autoriser(sortie, d.mere, d.eleve_cp)
    dire(photos, d.mere, d.eleve_cp, journal=False)
    return absence, sortie, photos


def chemins(d, dites) -> list[str]:
    pks = {d.elementaire.pk, d.cp_ce1.pk, *(dit.pk for dit in dites), *LigneAppel.objects.values_list("pk", flat=True)}
    choix = {
        "int": pks | set(DeclarationAbsence.objects.values_list("pk", flat=True)),
        "uuid": [d.eleve_cp.uuid],
        "uai": [d.elementaire.uai],
        "mois": [MARDI.replace(day=1)],
        "jour": [MARDI, DEMAIN],
        "moment": ["matin"],
        "slug": ["sortie"],
    }
    return adresses("ent.services.vie_scolaire", choix, "urls", "urls_absences", "urls_appels", "urls_autorisations")


@pytest.mark.parametrize("qui", ["directrice", "enseignante"])
def test_no_address_tells_who_is_a_parent_why(d, dites, entrer, qui):
    """Of what they read, the direction's page tells it to a head who is not."""
    personne = getattr(d, qui)
    lues = ou_se_lisent(entrer(personne), chemins(d, dites), [MOT])
    assert bool(lues) == (qui == "directrice")
    devient_parent(personne, d.eleve_cp, d.elementaire)
    assert ou_se_lisent(entrer(Personne.objects.get(pk=personne.pk)), chemins(d, dites), [MOT]) == set()


@pytest.mark.parametrize("role", ["enseignant", "directeur"])
def test_what_the_other_tells_is_told_to_the_rest_of_the_team(d, mardi, declarer, role):
    """At once, with why; who answers for the child too reads on the roll that she does not come."""
    if role == "enseignant":
        devient_enseignant(d.pere_separe, d.cp_ce1)
    else:
        devient_directeur(d.pere_separe, d.elementaire)
    dite = declarer(d.eleve_cp, d.mere, motif="autre", precision=MOT)
    annoncees = Notification.objects.filter(nature="vie_scolaire.absence_declaree")
    assert not annoncees.filter(destinataire=d.pere_separe).exists()
    assert annoncees.filter(destinataire=d.directrice, texte__contains=MOT).exists()
    absences.corriger_motif(declaration=dite, motif="autre", precision=f"{MOT} encore", par=d.mere)
    assert not annoncees.filter(destinataire=d.pere_separe).exists()
    assert DeclarationAbsence.objects.lisibles_par_l_equipe(d.pere_separe, [dite.pk]) == set()
    sienne = declarer(d.eleve_cp, d.pere_separe, debut=DEMAIN, fin=DEMAIN)
    assert annoncees.filter(destinataire=d.pere_separe, objet_id=sienne.pk).exists()  # what one told oneself


@pytest.mark.parametrize("adresse", ["appel_classe", "appel_copie", "appel_confie"])
def test_the_roll_says_that_she_does_not_come_and_not_why(d, mardi, declarer, entrer, adresse):
    declarer(d.eleve_cp, d.mere, motif="maladie")
    devient_enseignant(d.pere_separe, d.cp_ce1)
    demi = demi_journee(d.elementaire, MARDI, "matin")
    cles = {"appel_classe": [d.cp_ce1.pk, MARDI, "matin"], "appel_copie": []}
    lecteurs = [d.enseignante, d.pere_separe]
    if adresse == "appel_confie":
        confie = {"classe": d.cp_ce1, "eleves": [d.eleve_cp], "auteur": d.directrice, "demis": [demi]}
        lecteurs = [d.directrice, d.pere_separe]
        cles["appel_confie"] = [appels.confier_des_eleves(a=d.pere_separe, **confie)[0].pk]
    pages = [entrer(lecteur).get(reverse(adresse, args=cles[adresse])).text for lecteur in lecteurs]
    assert ["Sa famille a prévenu" in page for page in pages] == [True, True]
    assert ["a prévenu · Malade" in page for page in pages] == [True, False]


def test_what_was_told_before_the_tie_is_read_no_more(d, dites, entrer):
    """A notification that stands goes with the right of the moment."""
    dite = dites[0]
    assert DeclarationAbsence.objects.lisibles_par_l_equipe(d.directrice, [dite.pk]) == {dite.pk}
    devient_parent(d.directrice, d.eleve_cp, d.elementaire)
    assert (
        DeclarationAbsence.objects.lisibles_par_l_equipe(Personne.objects.get(pk=d.directrice.pk), [dite.pk]) == set()
    )


def test_a_head_judges_no_motive_of_the_other_holder(d, dites, entrer):
    """A colleague of the direction does, or whom absences were confided to; nobody's count waits for it meanwhile."""
    dite = dites[0]
    devient_directeur(d.pere_separe, d.elementaire)
    page = entrer(d.pere_separe).get(reverse("absences_ecole", args=[d.elementaire.uai])).text
    juger = reverse("absences_juger", args=[dite.pk])
    assert "Inès ne viendra pas" in page and "le motif, un collègue le lit" in page and juger not in page
    assert entrer(d.pere_separe).post(juger, {"valable": "non"}).status_code == 404
    assert juger in entrer(d.directrice).get(reverse("absences_ecole", args=[d.elementaire.uai])).text
    assert entrer(d.directrice).post(juger, {"valable": "oui"}).status_code == 302


def test_a_head_opens_no_proof_of_the_other_holder(d, declarer, entrer):
    dite = declarer(d.eleve_cp, d.mere)
    entrer(d.mere).post(reverse("absences_justificatif", args=[dite.pk]), {"fichiers": photo()})
    page = dite.fichiers.get().page
    assert entrer(d.directrice).get(page).status_code == 200
    devient_directeur(d.pere_separe, d.elementaire)
    assert entrer(d.pere_separe).get(page).status_code == 404


def test_who_said_what_of_one_s_own_child_is_for_a_colleague(d, dites, entrer):
    """Where the child stands is read: she goes or she does not."""
    _absence, sortie, photos = dites
    devient_directeur(d.pere_separe, d.elementaire)
    for adresse in (
        reverse("autorisation", args=[sortie.pk]),
        reverse("autorisation_saisir", args=[sortie.pk, d.cp_ce1.pk]),
        reverse("consentements_classe", args=[photos.pk, d.cp_ce1.pk]),
        reverse("consentements_papiers", args=[photos.pk, d.cp_ce1.pk]),
    ):
        assert "Mme Belhadj" not in _d_ines(entrer(d.pere_separe).get(adresse).text), adresse
        assert "un collègue lit et note" in entrer(d.pere_separe).get(adresse).text or "papiers" in adresse
    assert "Mme Belhadj : oui" in _d_ines(entrer(d.directrice).get(reverse("autorisation", args=[sortie.pk])).text)


def _d_ines(page: str) -> str:
    """Of the page, what follows her name, until the next pupil's."""
    return page.partition("Inès Belhadj")[2].partition("gommette")[0]


def test_a_reminder_by_a_head_still_reaches_the_other_holder(d, mardi, proposer, entrer):
    devient_directeur(d.pere_separe, d.elementaire)
    sortie = proposer()
    entrer(d.pere_separe).post(reverse("autorisation_relancer", args=[sortie.pk]))
    rappels = Notification.objects.filter(nature="vie_scolaire.autorisation_rappelee", objet_id=sortie.pk)
    assert rappels.filter(destinataire=d.mere).exists()
