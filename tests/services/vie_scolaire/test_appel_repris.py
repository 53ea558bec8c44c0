"""Pupils who were given come back to their class: what a roll said of them stays, and nobody is told otherwise before who has them says so."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import appels, changements, sorties
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.models import Appel, LigneAppel
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()
JEUDI_10H = MARDI_10H + dt.timedelta(days=2)


@pytest.fixture
def matin(d, mardi):
    return demi_journee(d.elementaire, MARDI, "matin")


@pytest.fixture
def confier(d, matin):
    """``confier()``: Inès goes to M. Caradec for the morning."""

    def confies() -> Appel:
        (appel,) = appels.confier_des_eleves(
            classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.enseignante, demis=[matin]
        )
        return appel

    return confies


def rassures(personne) -> list[str]:
    dites = Notification.objects.filter(destinataire=personne, nature="vie_scolaire.absence_levee")
    return list(dites.values_list("texte", flat=True))


def formulaire_de(page: str, sans: str = "") -> dict[str, list[str]]:
    """What a browser sends of the page of a roll as it stands, but boxes of that name."""
    feuille = page.partition('class="appel-feuille"')[2].partition("</form>")[0]
    envoi: dict[str, list[str]] = {}
    for champ in re.findall(r"<input [^>]*>", feuille):
        dits = dict(re.findall(r'(type|name|value)="([^"]*)"', champ))
        coche = dits["type"] not in ("checkbox", "radio") or " checked" in champ
        if coche and not (sans and dits["name"].startswith(sans)):
            envoi.setdefault(dits["name"], []).append(dits.get("value", "on"))
    return envoi


def reprendre(client, appel):
    return client.post(reverse("appel_reprendre", args=[appel.pk]))


def test_who_was_absent_before_the_class_was_split_is_absent_after(d, manquer, confier, entrer):
    ligne = manquer(d.eleve_cp)
    assert reprendre(entrer(d.enseignante), confier()).status_code == 302
    assert rassures(d.mere) == []
    apres = LigneAppel.objects.absents().get()
    assert (apres.pk, apres.prevenue_le, apres.appel.classe) == (ligne.pk, ligne.prevenue_le, d.cp_ce1)


def test_what_a_colleague_said_before_the_class_made_its_roll_waits_on_it(d, matin, confier, entrer):
    """It is shown ticked, the roll is still to be made, and who makes it reassures the family if the child is there."""
    appel = confier()
    appels.faire_l_appel_confie(appel=appel, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    claire = entrer(d.enseignante)
    reprendre(claire, appel)
    de_classe = Appel.objects.get()
    assert (de_classe.classe, de_classe.fait_le) == (d.cp_ce1, None)
    assert [ligne.eleve for ligne in LigneAppel.objects.absents()] == [d.eleve_cp] and rassures(d.mere) == []
    adresse = reverse("appel_classe", args=[d.cp_ce1.pk, MARDI, "matin"])
    page = claire.get(adresse)
    assert page.context["peut"] and not page.context["feuille"].est_faite
    assert [rang.case.eleve for rang in page.context["formulaire"].rangs() if rang.absent] == [d.eleve_cp]
    version = page.text.partition('name="version" value="')[2].partition('"')[0]
    assert claire.post(adresse, {"version": version}).status_code == 302
    assert rassures(d.mere) == ["Inès · Bien à l’école : l’appel a été corrigé."]
    assert not LigneAppel.objects.exists() and Appel.objects.get().fait_le is not None


def test_who_comes_back_to_a_class_whose_page_was_open_is_not_said_there(d, matin, confier, entrer):
    """The page did not show her: her family was told that she was missing, then « Bien à l’école », by nobody who had looked."""
    claire, adresse = entrer(d.enseignante), reverse("appel_classe", args=[d.cp_ce1.pk, MARDI, "matin"])
    appel = confier()
    envoi = formulaire_de(claire.get(adresse).text)
    appels.faire_l_appel_confie(appel=appel, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    reprendre(claire, appel)
    assert claire.post(adresse, envoi).status_code == 302
    assert ([ligne.eleve for ligne in LigneAppel.objects.absents()], rassures(d.mere)) == ([d.eleve_cp], [])
    assert Appel.objects.get().fait_le is not None
    assert claire.post(adresse, formulaire_de(claire.get(adresse).text, sans="absent")).status_code == 302
    assert rassures(d.mere) == ["Inès · Bien à l’école : l’appel a été corrigé."]


def test_who_is_given_to_a_roll_whose_page_was_open_is_not_said_there(d, matin, manquer, confier, entrer):
    appel = confier()
    caradec, adresse = entrer(d.enseignant), reverse("appel_confie", args=[appel.pk])
    envoi = formulaire_de(caradec.get(adresse).text)
    ligne = manquer(d.eleve_ce1)
    appels.confier_des_eleves(
        classe=d.cp_ce1, eleves=[d.eleve_ce1], a=d.enseignant, auteur=d.enseignante, demis=[matin]
    )
    assert caradec.post(adresse, envoi).status_code == 302
    seule = LigneAppel.objects.absents().get()
    assert (seule.pk, seule.appel) == (ligne.pk, appel)


@pytest.mark.parametrize("qui", ["enseignant", "directrice"])
def test_the_afternoon_of_who_was_given_is_not_called_in_the_morning(d, mardi, entrer, horloge, qui):
    """Their families read « absente cet après-midi » before noon; that of a class was refused already."""
    demi = demi_journee(d.elementaire, MARDI, "apres_midi")
    (appel,) = appels.confier_des_eleves(
        classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.enseignante, demis=[demi]
    )
    client, adresse = entrer(d.gens[qui]), reverse("appel_confie", args=[appel.pk])
    assert not client.get(adresse).context["peut"]
    refus = client.post(adresse, {f"absent-{d.eleve_cp.pk}": "on"})
    assert (refus.status_code, "Cet appel s’ouvre à" in refus.text) == (403, True)
    assert not Notification.objects.exists()
    horloge(MARDI_10H.replace(hour=14))
    assert client.get(adresse).context["peut"]
    assert client.post(adresse, {f"absent-{d.eleve_cp.pk}": "on"}).status_code == 302


def test_who_came_late_or_left_keeps_their_hours(d, matin, confier, entrer):
    appel = confier()
    appels.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={})
    appels.faire_l_appel_confie(appel=appel, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(parti_a=dt.time(9, 40))})
    reprendre(entrer(d.enseignante), appel)
    ligne = LigneAppel.objects.get()
    assert (ligne.appel.classe, ligne.parti_a) == (d.cp_ce1, dt.time(9, 40))


def test_pupils_of_whom_nothing_was_said_leave_no_roll_behind(d, confier, entrer):
    reprendre(entrer(d.enseignante), confier())
    assert not Appel.objects.exists() and not LigneAppel.objects.exists()


def test_an_outing_that_is_cancelled_gives_the_absent_back_to_the_roll_of_their_class(d, proposer, autoriser, horloge):
    sortie = proposer()
    autoriser(sortie, d.mere, d.eleve_cp)
    horloge(JEUDI_10H)
    matin = demi_journee(d.elementaire, JEUDI_10H.date(), "matin")
    appels.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    sorties.ouvrir_l_appel(demande=sortie, classe=d.cp_ce1, auteur=d.enseignante)
    assert LigneAppel.objects.absents().get().appel.sortie == sortie  # absent still, while that roll waits
    changements.annuler_sortie(demande=sortie, auteur=d.enseignante, mot="Il pleut.")
    assert rassures(d.mere) == []
    assert LigneAppel.objects.absents().get().appel.classe == d.cp_ce1


@pytest.mark.parametrize("plus_tard", [dt.timedelta(hours=2), dt.timedelta(days=10)])
@pytest.mark.parametrize("qui", ["enseignante", "directrice"])
def test_once_the_half_day_is_over_nobody_takes_them_back(d, confier, entrer, horloge, qui, plus_tard):
    appel = confier()
    appels.faire_l_appel_confie(appel=appel, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    client, page = entrer(d.gens[qui]), reverse("appel_confier", args=[d.cp_ce1.pk])
    offert = reverse("appel_reprendre", args=[appel.pk])
    assert offert in client.get(page).text
    horloge(MARDI_10H + plus_tard)
    assert offert not in client.get(page).text
    assert reprendre(client, appel).status_code == 403
    assert LigneAppel.objects.absents().get().appel == appel
