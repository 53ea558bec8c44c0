"""What the school reads of a family: told, to be told, reached by nothing; who said why, and what holds where both say something."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.models import LigneAppel
from tests.etages import poser
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()


def adresse(d, moment="matin") -> str:
    return reverse("appel_classe", args=[d.cp_ce1.pk, str(MARDI), moment])


def lue(client, ou: str) -> str:
    return client.get(ou).text.replace("\u00a0", " ")


def absente(d, moment="matin") -> None:
    demi = demi_journee(d.elementaire, MARDI, moment)
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits={d.eleve_cp.pk: Dit(True)})


def pages(d) -> list[str]:
    return [adresse(d), reverse("absences_ecole", args=[d.elementaire.uai])]


def test_a_roll_of_the_evening_says_when_the_family_will_be_told(d, entrer, horloge):
    horloge(MARDI_10H.replace(hour=21))
    absente(d)
    for page in pages(d):
        dit = lue(entrer(d.directrice), page)
        assert "Famille : sera prévenue mercredi à 7 h 00" in dit and "Famille prévenue" not in dit
    visible = Notification.objects.filter(nature="vie_scolaire.absence_constatee").values_list("visible_le", flat=True)
    assert set(visible) == {LigneAppel.objects.get().prevenue_le}


def test_while_the_school_is_held_a_family_is_told_whatever_its_quiet_hours(d, mardi, entrer):
    """R131-5: at once."""
    poser({"calme.debut": dt.time(9), "calme.fin": dt.time(18)}, d.elementaire)
    absente(d)
    assert set(Notification.objects.values_list("visible_le", flat=True)) == {MARDI_10H}
    assert "Famille prévenue à 10 h 00" in lue(entrer(d.enseignante), adresse(d))
    assert "Pas à l’école ce matin. Pourquoi ?" in entrer(d.mere).get("/").text


def test_a_family_whom_nothing_reaches_is_not_said_told(d, mardi, entrer):
    adultes = [d.mere.pk, d.pere_separe.pk]
    ligne = re.compile(rf'data-detail="{d.eleve_cp.pk}"[^>]*?( data-appeler)?>')
    assert not ligne.search(entrer(d.enseignante).get(adresse(d)).text)[1]
    Personne.objects.filter(pk__in=adultes).update(courriel=None)
    assert ligne.search(entrer(d.enseignante).get(adresse(d)).text)[1]  # before the roll leaves, as it is touched
    absente(d)
    for page in pages(d):
        dit = lue(entrer(d.directrice), page)
        assert "Famille pas prévenue : personne n’est joint, appelez-la" in dit and "Famille prévenue" not in dit


def test_why_is_chosen_and_said_as_the_school_s(d, mardi, entrer):
    absente(d)
    client = entrer(d.directrice)
    jour = pages(d)[1]
    assert '<select name="motif" required><option value="">Choisissez</option>' in client.get(jour).text
    ligne = LigneAppel.objects.get()
    client.post(reverse("absences_dire", args=[ligne.pk]), {"motif": ""})
    assert LigneAppel.objects.get().declaration is None
    client.post(reverse("absences_dire", args=[ligne.pk]), {"motif": "maladie"})
    page = lue(client, jour)
    assert "noté par l’école : Malade" in page
    annoncees = page.partition("Annoncées par les familles")[2]
    assert "Inès" not in annoncees and "Rien d’annoncé." in annoncees


def test_why_that_comes_after_somebody_told_is_said_not_to_be_noted(d, mardi, entrer, declarer):
    """A page of before the family answered; the same tap twice says what the first did."""
    absente(d)
    ligne = LigneAppel.objects.get()
    client, dire = entrer(d.directrice), reverse("absences_dire", args=[ligne.pk])
    declarer(d.eleve_cp, d.mere)  # « Malade »
    for motif, dite in (("transports", "rien n’est noté"), ("maladie", "n’est plus questionnée")):
        assert dite in client.post(dire, {"motif": motif}, follow=True).text
    assert LigneAppel.objects.get().declaration.par == d.mere


def test_what_a_family_told_otherwise_stands_beside_it_and_says_which_holds(d, mardi, entrer, declarer):
    declarer(d.eleve_cp, d.mere, duree="retard", motif="transports", heure=dt.time(9, 10))
    absente(d)
    client, jour = entrer(d.directrice), pages(d)[1]
    compte = "Transports. » L’appel dit absent : c’est l’appel qui compte."
    for _fois in range(2):
        page = lue(client, jour)
        assert compte in page and "Rien d’annoncé." in page
        client.post(reverse("absences_dire", args=[LigneAppel.objects.get().pk]), {"motif": "maladie"})


def test_what_a_family_told_is_said_as_theirs(d, mardi, entrer, declarer):
    declarer(d.eleve_cp, d.mere)
    absente(d)
    page = lue(entrer(d.directrice), pages(d)[1])
    assert "dit par la famille : Malade" in page and "noté par l’école" not in page


@pytest.mark.parametrize(
    ("autres", "dit"),
    [
        ({}, "1 absent"),
        ({"arrive": "09:10"}, "1 absent, 1 retard"),
        ({"arrive": "09:10", "parti": "11:00"}, "1 absent, 1 retard"),
        ({"parti": "11:00"}, "1 absent, 1 sorti tôt"),
    ],
)
def test_each_pupil_is_counted_once_and_a_correction_is_said_one(d, mardi, entrer, autres, dit):
    client = entrer(d.enseignante)
    for verbe in ("parti", "corrigé"):
        envoi = {f"absent-{d.eleve_cp.pk}": "on"} | {f"{nom}-{d.eleve_ce1.pk}": heure for nom, heure in autres.items()}
        assert client.post(adresse(d), envoi).status_code == 302
        assert f"L’appel est {verbe} : {dit}." in lue(client, adresse(d))
        client.get(adresse(d))
    client.post(adresse(d), {})
    assert "L’appel est corrigé : personne ne manque." in lue(client, adresse(d))


def test_one_roll_that_is_not_made_is_said_in_the_singular(d, mardi, entrer):
    appels.faire_l_appel(classe=d.cm2, demi=demi_journee(d.elementaire, MARDI, "matin"), auteur=d.directrice, dits={})
    page = lue(entrer(d.directrice), pages(d)[1])
    assert "1 appel n’est pas fait</h2>" in page and "Tant qu’il ne l’est pas" in page


def test_the_count_of_an_evacuation_is_one_touch_from_the_roll_and_from_plus(d, mardi, entrer):
    for qui in (d.enseignante, d.directrice):
        for page in (adresse(d), "/plus/"):
            assert 'href="/appel/evacuation/"' in entrer(qui).get(page).text
    assert 'href="/appel/evacuation/"' not in entrer(d.mere).get("/plus/").text
