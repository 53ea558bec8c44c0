"""A visit to sign up for waits on the home of the families that are asked, until they said, and no longer than one may say."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.portail.models import Brouillon
from ent.services.espaces.actions import agenda, gens, visites
from ent.services.espaces.models import ClasseDeLEspace, DateDeLEspace, Oeuvre
from tests.graines import MARDI_10H

from .conftest import neuf


def attend(entrer, qui, visite) -> bool:
    page = entrer(neuf(qui)).get("/?univers=famille").text
    return f'name="cle" value="visite-{visite.pk}-' in page


def test_it_waits_on_the_home_of_each_holder_until_one_of_them_says(d, visite, entrer):
    assert attend(entrer, d.mere, visite) and attend(entrer, d.pere_separe, visite)
    assert not attend(entrer, d.mere_arabophone, visite), "her child is in no class of it"
    page = entrer(d.mere).get("/?univers=famille").text
    assert "Dire si Sofiane vient" in page and f"{reverse('espaces_date', args=[visite.pk])}#inscription" in page
    classe = ClasseDeLEspace.objects.get(classe=d.cm2)
    visites.repondre(date=visite, classe=classe, par=neuf(d.pere_separe), vient=False, eleve=d.eleve_cm2)
    assert not attend(entrer, d.pere_separe, visite)
    autre = entrer(d.mere).get("/?univers=famille").text
    assert "Dire si Sofiane vient" not in autre, "it is the child's answer, whoever gave it"


def test_nothing_waits_once_it_is_over_cancelled_or_its_class_is_out(d, visite, porteuse, entrer, horloge):
    agenda.annuler(date=visite, par=neuf(d.enseignant), mot="Neige.")
    assert not attend(entrer, d.mere, visite)
    agenda.retablir(date=DateDeLEspace.objects.get(pk=visite.pk), par=neuf(d.enseignant))
    assert attend(entrer, d.mere, visite)
    horloge(MARDI_10H.replace(month=12, day=2, hour=18, minute=1))
    assert not attend(entrer, d.mere, visite)
    horloge(MARDI_10H)
    gens.apporter(ecole=porteuse, par=neuf(d.directrice), adultes=[d.directrice], classes=[], parmi=[d.cm2])
    assert "Dire si Sofiane vient" not in entrer(d.mere).get("/?univers=famille").text


def test_a_date_without_sign_up_or_by_class_asks_nothing_of_a_family(d, dater, entrer):
    dater("Répétition")
    dater("Visite", inscrit="classe", jusqu_a=dt.datetime(2026, 12, 2, 18, tzinfo=dt.UTC))
    assert "Dire si" not in entrer(d.mere).get("/?univers=famille").text


def test_a_class_that_answers_whole_waits_for_who_teaches_it(d, dater, porteuse, entrer):
    visite = dater("Visite du collège", inscrit="classe", jusqu_a=dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC))
    page = entrer(neuf(d.enseignant)).get("/?univers=enseignant").text
    assert "Visite du collège : dire si CM2 vient" in page and "mercredi 2 décembre à 18" in page
    assert "dire si" not in entrer(neuf(d.enseignante)).get("/?univers=enseignant").text, "her class is not of it"
    classe = ClasseDeLEspace.objects.get(classe=d.cm2)
    visites.repondre(date=visite, classe=classe, par=neuf(d.enseignant), vient=True, eleve=None)
    assert "dire si CM2" not in entrer(neuf(d.enseignant)).get("/?univers=enseignant").text


# --- What is typed is kept ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("quoi", ["date", "date corrigée", "œuvre", "œuvre corrigée"])
def test_what_is_typed_is_kept_offered_again_and_goes_once_it_is_sent(
    d, a_deux, classe, visite, accrocher, entrer, quoi
):
    client = entrer(d.enseignant)
    page, cle = {
        "date": (reverse("espaces_ecrire", args=[a_deux.pk]), f"datespace:espace:{a_deux.pk}"),
        "date corrigée": (reverse("espaces_corriger_date", args=[visite.pk]), f"datespace:{visite.pk}"),
        "œuvre": (reverse("espaces_accrocher", args=[a_deux.pk, classe.pk]), f"oeuvre:classe:{classe.pk}"),
        "œuvre corrigée": (
            reverse("espaces_corriger_oeuvre", args=[(oeuvre := accrocher()).pk]),
            f"oeuvre:{oeuvre.pk}",
        ),
    }[quoi]
    sienne = f"{cle}~k3x9q2ab"
    adresse = reverse("espaces_brouillon", args=[sienne])
    dits = {"titre": "La mare, le soir", "texte": "Trois grenouilles"}
    assert client.post(adresse, dits).status_code == 204
    lue = client.get(page).text
    assert "La mare, le soir" in lue and f'data-brouillon="{cle}"' in lue
    repris = client.post(page, dits | {"brouillon-cle": sienne, "contenu-geste": "reprendre-tout"})
    assert repris.status_code == 200 and 'value="La mare, le soir"' in repris.text
    assert not Oeuvre.objects.filter(titre="La mare, le soir").exists(), "taken up, it is not sent"
    envoi = dits | {"jour": "2026-12-04", "inscrit": "", "brouillon-cle": sienne}
    envoi |= {"version": _version(lue)} if "corrig" in quoi else {}
    assert client.post(page, envoi).status_code == 302
    assert not Brouillon.objects.exists()


def _version(page: str) -> str:
    return page.partition('name="version" value="')[2].partition('"')[0]


def test_nobody_keeps_a_draft_of_what_they_may_not_write(d, a_deux, classe, visite, accrocher, entrer):
    cles = [
        f"datespace:espace:{a_deux.pk}",
        f"datespace:{visite.pk}",
        f"oeuvre:classe:{classe.pk}",
        f"oeuvre:{accrocher().pk}",
    ]
    for qui in (d.mere, d.eleve_cm2, d.enseignante, d.mere_arabophone):
        for cle in cles:
            assert entrer(qui).post(reverse("espaces_brouillon", args=[cle]), {"titre": "x"}).status_code == 404
    du_collegue = f"oeuvre:classe:{classe.pk}"
    assert entrer(d.directrice_maternelle).post(reverse("espaces_brouillon", args=[du_collegue])).status_code == 404
