"""The direction follows absences: today, the month and what the law asks of it, the register, strikes and closures."""

import datetime as dt
import io
import re
import zipfile
from functools import partial

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from pypdf import PdfReader

from ent.annuaire.models import EntreeJournal, Inscription, Personne
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from ent.services.vie_scolaire.actions import absences, appels, collectives
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.actions.fin_d_annee import effacer_l_annee_finie
from ent.services.vie_scolaire.demi_journees import demi_journee, demi_journees, jours_de_classe
from ent.services.vie_scolaire.lectures import direction, mois
from ent.services.vie_scolaire.lectures.registre import registre
from ent.services.vie_scolaire.models import Appel, DeclarationAbsence, LigneAppel
from tests.graines import MARDI_10H
from tests.papiers import LANGUES
from tests.portail.test_accueil import texte
from tests.services.vie_scolaire.conftest import photo

MARDI = MARDI_10H.date()


# --- The direction ----------------------------------------------------------------------------------------------------
def du_jour(d) -> str:
    return reverse("absences_ecole", args=[d.elementaire.uai])


def du_mois(d, mois="2026-11") -> str:
    return reverse("absences_mois", args=[d.elementaire.uai, mois])


def test_the_direction_reads_of_whom_nobody_told_and_whom_to_call(d, entrer, manquer, declarer):
    d.mere.telephone_portable = "06 00 00 00 01"
    d.mere.save()
    manquer(d.eleve_cp)
    client = entrer(d.directrice)
    page = client.get(du_jour(d)).text
    assert "Famille prévenue à 10 h 00" in page
    assert 'href="tel:0600000001"' in page
    assert entrer(d.enseignante).get(du_jour(d)).status_code == 404
    ligne = LigneAppel.objects.get()
    client.post(reverse("absences_dire", args=[ligne.pk]), {"motif": "maladie"})
    assert LigneAppel.objects.get().declaration.origine == "ecole"
    assert "Pourquoi ?" not in entrer(d.mere).get("/").text


def test_the_page_of_the_day_names_who_came_late_and_who_left_and_when(d, entrer, mardi):
    client = entrer(d.directrice)
    assert "Arrivés en retard" not in client.get(du_jour(d)).text
    demi = demi_journee(d.elementaire, MARDI, "matin")
    partie = Dit(arrive_a=dt.time(8, 50), parti_a=dt.time(11), revenu_a=dt.time(11, 20))
    dits = {d.eleve_cp.pk: Dit(arrive_a=dt.time(9, 5)), d.eleve_ce1.pk: partie}
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.enseignante, dits=dits)
    lue = texte(client.get(du_jour(d))).partition("Arrivés en retard")[2]
    assert lue.index("Haddad Kenza · CP-CE1 · matin · arrivée à 8 h 50") < lue.index(
        "Belhadj Inès · CP-CE1 · matin · arrivée à 9 h 05"
    )
    assert "Haddad Kenza · CP-CE1 · matin · départ à 11 h 00 · retour à 11 h 20" in lue.partition("Sortis avant")[2]


def test_its_home_says_what_absences_ask_of_it_today_in_counts_alone(d, entrer, manquer):
    """Its own school's: another direction reads nothing of it; no child is named there."""
    for ligne in manquer_souvent(d, manquer, 4):
        assert ligne.declaration is None
    manquer(d.eleve_ce1)
    dites = {
        "1 élève absent sans nouvelle aujourd’hui.": du_jour(d),
        "1 élève à quatre demi-journées sans motif valable ce mois-ci.": f"{du_mois(d)}#alertes",
    }
    page = entrer(d.directrice).get("/").text
    for dit, adresse in dites.items():
        assert f'href="{adresse}"' in page.partition(dit)[2].partition("</li>")[0]
    assert d.eleve_cp.prenom not in page
    assert (
        d.eleve_cp.prenom
        in entrer(d.directrice).get(du_mois(d)).text.partition('id="alertes"')[2].partition("</ul>")[0]
    )
    ailleurs = entrer(d.directrice_maternelle).get("/").text
    assert "sans nouvelle aujourd’hui" not in ailleurs and "demi-journées" not in ailleurs


A_LA_CLOCHE = MARDI_10H.replace(hour=8, minute=31)


def test_while_rolls_are_not_made_nobody_is_said_explained(d, entrer, mardi, horloge, manquer):
    """Half an hour after the bell, the home asks for them; their page says at once what it does not know."""
    client = entrer(d.directrice)
    horloge(A_LA_CLOCHE.replace(hour=7, minute=0))
    page = client.get(du_jour(d)).text
    assert "Chaque absence est expliquée." not in page and "appels ne sont pas faits</h2>" not in page
    horloge(A_LA_CLOCHE)
    page = client.get(du_jour(d)).text
    assert "2 appels ne sont pas faits</h2>" in page and "<b>CM2</b>" in page and "<b>CP-CE1</b>" in page
    assert "Chaque absence est expliquée." not in page and "Personne." not in page
    assert "pas fait" not in client.get("/").text
    horloge(MARDI_10H)
    accueil = client.get("/").text
    assert "2 appels ne sont pas faits : qui manque n’est pas su." in accueil
    assert ">pas su<span" in accueil
    assert "pas fait" not in entrer(d.enseignante).get("/").text


def test_once_every_roll_is_made_nothing_is_unknown(d, entrer, mardi, manquer):
    client = entrer(d.directrice)
    manquer(d.eleve_cp)
    assert "1 appel n’est pas fait : qui manque n’est pas su. 1 élève absent sans nouvelle" in client.get("/").text
    assert ">au moins 1<span" in client.get("/").text
    faire(d, d.cm2)
    assert "pas fait" not in client.get("/").text
    assert "Chaque absence est expliquée." not in client.get(du_jour(d)).text
    LigneAppel.objects.all().delete()
    page = client.get(du_jour(d)).text
    assert "Chaque absence est expliquée." in page and "Personne." in page


def faire(d, classe) -> Appel:
    demi = demi_journee(d.elementaire, MARDI, "matin")
    return appels.faire_l_appel(classe=classe, demi=demi, auteur=d.directrice, dits={})


@pytest.mark.parametrize("quand", [dt.date(2026, 11, 22), dt.date(2026, 12, 25)])
def test_no_roll_is_asked_for_on_a_day_without_class(d, entrer, mardi, horloge, quand):
    horloge(MARDI_10H.replace(year=quand.year, month=quand.month, day=quand.day))
    client = entrer(d.directrice)
    assert "pas fait" not in client.get("/").text and "pas faits</h2>" not in client.get(du_jour(d)).text


def test_no_roll_is_asked_for_of_a_class_on_strike(d, entrer, mardi):
    collectives.noter_collective(
        etablissement=d.elementaire, auteur=d.directrice, raison="greve", debut=MARDI, fin=MARDI, classes=[d.cm2]
    )
    client = entrer(d.directrice)
    assert "1 appel n’est pas fait : qui" in client.get("/").text
    collectives.noter_collective(
        etablissement=d.elementaire, auteur=d.directrice, raison="greve", debut=MARDI, fin=MARDI
    )
    assert "pas fait" not in client.get("/").text


def manquer_souvent(d, manquer, combien: int) -> list[LigneAppel]:
    demis = [
        demi
        for jour in jours_de_classe(d.elementaire, dt.date(2026, 11, 2), MARDI)
        for demi in demi_journees(d.elementaire, jour)
    ]
    return [manquer(d.eleve_cp, demi.jour, demi.moment) for demi in demis[:combien]]


def test_four_half_days_without_a_valid_motive_are_told_once(d, entrer, manquer):
    manquer_souvent(d, manquer, 3)
    assert not Notification.objects.filter(nature="vie_scolaire.quatre_demi_journees").exists()
    assert "Aucun élève ce mois-ci." in entrer(d.directrice).get(du_mois(d)).text
    manquer_souvent(d, manquer, 5)
    alerte = Notification.objects.get(nature="vie_scolaire.quatre_demi_journees")
    assert (alerte.destinataire, alerte.adresse) == (d.directrice, du_mois(d))
    assert "Quatre demi-journées sans motif valable" in entrer(d.directrice).get("/notifications/").text
    page = entrer(d.directrice).get(du_mois(d)).text
    assert "Belhadj Inès" in page
    assert "réunir l’équipe éducative" in page


def test_a_pupil_of_two_classes_missed_a_half_day_once(d, entrer, manquer):
    """Both rolls say so; whichever is corrected, the other still does."""
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, debut=dt.date(2026, 9, 1))
    lignes = manquer_souvent(d, manquer, 2)
    for ligne in lignes:
        demi = demi_journee(d.elementaire, ligne.appel.jour, ligne.appel.moment)
        appels.faire_l_appel(classe=d.cm2, demi=demi, auteur=d.directrice, dits={d.eleve_cp.pk: Dit(True)})
    assert mois.sans_motif_du_mois(d.elementaire.pk, MARDI) == {d.eleve_cp.pk: lignes}
    assert not Notification.objects.filter(nature="vie_scolaire.quatre_demi_journees").exists()
    demi = demi_journee(d.elementaire, lignes[0].appel.jour, lignes[0].appel.moment)
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits={d.eleve_cp.pk: Dit()})
    assert [li.appel.classe for li in mois.sans_motif_du_mois(d.elementaire.pk, MARDI)[d.eleve_cp.pk]] == [
        d.cm2,
        d.cp_ce1,
    ]


def test_what_is_explained_counts_no_more_unless_the_direction_refuses(d, entrer, manquer, declarer):
    lignes = manquer_souvent(d, manquer, 4)
    dite = declarer(
        d.eleve_cp,
        d.mere,
        debut=lignes[0].appel.jour,
        fin=lignes[0].appel.jour,
        duree="matin",
        motif="autre",
        precision="Vacances",
    )
    assert mois.sans_motif_du_mois(d.elementaire.pk, MARDI)[d.eleve_cp.pk] == lignes[1:]
    page = entrer(d.directrice).get(du_jour(d)).text
    assert "Motifs à apprécier" in page
    entrer(d.directrice).post(reverse("absences_juger", args=[dite.pk]), {"valable": "non"})
    assert len(mois.sans_motif_du_mois(d.elementaire.pk, MARDI)[d.eleve_cp.pk]) == 4


def test_a_motive_is_judged_by_who_read_it(d, entrer, manquer, declarer):
    """Changed by the family meanwhile, or answered by a colleague: the verdict is of nothing that the page showed, and could not be corrected any more."""
    dite = declarer(d.eleve_cp, d.mere, motif="autre", precision="Mariage.")
    manquer(d.eleve_cp)
    client, adresse = entrer(d.directrice), reverse("absences_juger", args=[dite.pk])
    lu = re.search(r'name="lu" value="([^"]*)"', client.get(du_jour(d)).text)[1]
    absences.corriger_motif(declaration=dite, motif="maladie", precision="", par=d.mere)
    page = client.post(adresse, {"valable": "non", "lu": lu}, follow=True).text
    dite.refresh_from_db()
    assert (dite.valable, "Ceci a changé depuis que vous l’avez lu" in page) == (None, True)
    absences.juger_absence(declaration=dite, valable=True, par=d.directrice)
    client.post(adresse, {"valable": "non", "lu": dite.a_juger_lu.replace("True", "None")})
    dite.refresh_from_db()
    assert dite.valable is True


def test_what_the_family_took_back_meanwhile_is_said_not_to_be_judged(d, entrer, declarer):
    """The page that showed it led to one that is not there."""
    dite = declarer(d.eleve_cp, d.mere, motif="autre", precision="Mariage.")
    client, adresse = entrer(d.directrice), reverse("absences_juger", args=[dite.pk])
    absences.retirer_absence(declaration=dite, par=d.mere)
    for verdict in ("non", ""):
        page = client.post(adresse, {"valable": verdict}, follow=True)
        assert (page.status_code, "rien n’est noté" in page.text) == (200, True)
    dite.refresh_from_db()
    assert dite.valable is None and entrer(d.directrice_maternelle).post(adresse).status_code == 404


def test_letters_are_one_an_adult_and_name_no_other(d, entrer, manquer):
    manquer_souvent(d, manquer, 4)
    adresse = reverse("absences_lettres", args=[d.elementaire.uai, "2026-11", d.eleve_cp.uuid])
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(entrer(d.directrice).post(adresse).content)).pages]
    assert len(pages) == 2
    assert "R131-7" in pages[0]
    assert sum(d.mere.nom_affiche in page for page in pages) == 1
    assert EntreeJournal.objects.filter(verbe="vie_scolaire.imprimer_lettres").count() == 1
    sans = reverse("absences_lettres", args=[d.elementaire.uai, "2026-11", d.eleve_ce1.uuid])
    assert entrer(d.directrice).post(sans).status_code == 404


@pytest.mark.parametrize("langue", LANGUES)
def test_a_letter_says_each_sentence_in_the_language_of_who_opens_it(d, entrer, manquer, encre, langue):
    Personne.objects.filter(pk=d.mere.pk).update(langue=langue)
    manquer_souvent(d, manquer, 4)
    adresse = reverse("absences_lettres", args=[d.elementaire.uai, "2026-11", d.eleve_cp.uuid])
    feuilles = PdfReader(io.BytesIO(entrer(d.directrice).post(adresse).content)).pages
    assert len(feuilles) == 2
    assert encre.perdues == []
    with override(langue):
        assert encre.a_dit(gettext("Absences : %(eleve)s") % {"eleve": f"{d.eleve_cp.prenom} {d.eleve_cp.nom}"})
        assert encre.dites.count(gettext("Bonjour,")) == (2 if gettext("Bonjour,") == "Bonjour," else 1)


def test_the_register_says_each_half_day_of_the_month(d, entrer, manquer, declarer):
    manquer(d.eleve_cp)
    lu = registre(d.cp_ce1, dt.date(2026, 11, 1))
    ines = next(rang for rang in lu.rangs if rang.eleve == d.eleve_cp)
    assert ines.cases[lu.colonnes.index((MARDI, "matin"))] == "A"
    assert (ines.absences, ines.sans_motif) == (1, 1)
    declarer(d.eleve_cp, d.mere)
    assert [
        r.cases[lu.colonnes.index((MARDI, "matin"))]
        for r in registre(d.cp_ce1, dt.date(2026, 11, 1)).rangs
        if r.eleve == d.eleve_cp
    ] == ["M"]
    for forme in ("registre", "registre_ods"):
        assert entrer(d.enseignante).get(reverse(f"absences_{forme}", args=[d.cp_ce1.pk, "2026-11"])).status_code == 200
    rendu = entrer(d.directrice).get(reverse("absences_registre", args=[d.cp_ce1.pk, "2026-11"]))
    assert rendu["Content-Disposition"] == 'attachment; filename="registre-cp-ce1-2026-11.pdf"'  # it bore a number
    page = " ".join(PdfReader(io.BytesIO(rendu.content)).pages[0].extract_text().split())
    assert "Belhadj Inès" in page and "Vide : pas d’appel." in page
    ods = entrer(d.directrice).get(reverse("absences_registre_ods", args=[d.cp_ce1.pk, "2026-11"])).content
    assert "Belhadj" in zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()


def test_the_register_is_of_this_school_year_only(d, mardi, entrer):
    client = entrer(d.directrice)
    statuts = {mois: client.get(du_mois(d, mois)).status_code for mois in ("2026-06", "2026-09", "2026-11", "2026-12")}
    assert statuts == {"2026-06": 404, "2026-09": 200, "2026-11": 200, "2026-12": 404}


def test_the_file_of_a_year_goes_with_it(d, manquer, declarer, entrer, horloge):
    manquer(d.eleve_cp)
    dite = declarer(d.eleve_cp, d.mere)
    entrer(d.mere).post(reverse("absences_justificatif", args=[dite.pk]), {"fichiers": photo()})
    horloge(dt.datetime(2027, 8, 30, 10, tzinfo=MARDI_10H.tzinfo))
    effacer_l_annee_finie()
    assert (Appel.objects.count(), DeclarationAbsence.objects.count(), Fichier.objects.count()) == (1, 1, 1)
    horloge(dt.datetime(2027, 9, 1, 10, tzinfo=MARDI_10H.tzinfo))
    effacer_l_annee_finie()
    effacer_l_annee_finie()
    assert (Appel.objects.count(), DeclarationAbsence.objects.count(), Fichier.objects.count()) == (0, 0, 0)
    assert EntreeJournal.objects.get(verbe="vie_scolaire.effacer_absences").details == {"appels": 1}


def test_a_strike_asks_nobody_and_counts_nowhere(d, entrer, manquer):
    ligne = manquer(d.eleve_cp)
    client = entrer(d.directrice)
    adresse = reverse("absences_collective", args=[d.elementaire.uai])
    envoi = {"raison": "greve", "debut": str(MARDI), "fin": str(MARDI), "moment": "", "dues": f"{ligne.pk},"}
    assert client.post(adresse, envoi).status_code == 302
    ligne.refresh_from_db()
    assert ligne.collective and "Personne n’est cherché : une grève" in client.get(du_jour(d)).text
    assert "Pourquoi ?" not in entrer(d.mere).get("/").text
    assert not Notification.objects.filter(nature="vie_scolaire.absence_constatee").exists()
    assert direction.assiduites(d.elementaire, dt.date(2026, 11, 1))[0].attendues == 0
    manquer(d.eleve_ce1, moment="apres_midi")
    assert not Notification.objects.filter(nature="vie_scolaire.absence_constatee").exists()
    client.post(reverse("absences_collective_retirer", args=[d.elementaire.absences_collectives.get().pk]))
    assert "Pourquoi ?" in entrer(d.mere).get("/").text


def test_a_strike_hides_nobody_whom_a_roll_found_missing_unless_it_is_said_to_be_why(d, entrer, manquer, declarer):
    """Noted in one tap, it emptied « Sans nouvelle » of a child whose family nobody had reached."""
    client, adresse = entrer(d.directrice), reverse("absences_collective", args=[d.elementaire.uai])
    assert not re.search(r'name="raison"[^>]*checked', client.get(adresse).text)  # chosen, or not noted
    declarer(d.eleve_ce1, d.mere_arabophone)
    ligne = manquer(d.eleve_cp)
    appels.faire_l_appel(
        classe=d.cp_ce1,
        demi=demi_journee(d.elementaire, MARDI, "matin"),
        auteur=d.directrice,
        dits={d.eleve_cp.pk: Dit(True), d.eleve_ce1.pk: Dit(True)},
    )
    envoi = {"raison": "greve", "debut": str(MARDI), "fin": str(MARDI), "moment": ""}
    page = client.post(adresse, envoi)
    assert page.status_code == 422 and "CP-CE1, mardi 24 novembre, matin : Inès Belhadj<" in page.text
    assert "Kenza" not in page.text  # her family told
    assert f'name="dues" value="{ligne.pk},"' in page.text
    assert not d.elementaire.absences_collectives.exists()
    assert "Chaque absence est expliquée." not in client.get(du_jour(d)).text
    # The other classes, the other half-day: nobody of the roll is touched.
    assert client.post(adresse, envoi | {"classes": [d.cm2.pk]}).status_code == 302
    assert client.post(adresse, envoi | {"moment": "apres_midi"}).status_code == 302
    # Another is found missing since that page was read: it is said again.
    autre = manquer(d.eleve_cm2, classe=d.cm2)
    LigneAppel.objects.filter(pk=autre.pk).update(collective=False)
    assert client.post(adresse, envoi | {"dues": str(ligne.pk)}).status_code == 422
    assert client.post(adresse, envoi | {"dues": f"{ligne.pk},{autre.pk},"}).status_code == 302
    assert set(LigneAppel.objects.filter(absent=True).values_list("collective", flat=True)) == {True}


def test_one_noted_of_a_past_day_is_listed_and_withdrawn(d, mardi, entrer):
    """It counted in the month, and stood on no page: a strike noted by mistake could not be taken back."""
    hier = MARDI - dt.timedelta(days=1)
    client = entrer(d.directrice)
    adresse = reverse("absences_collective", args=[d.elementaire.uai])
    envoi = {"raison": "greve", "debut": str(hier), "fin": str(hier), "moment": ""}
    page = client.post(adresse, envoi, follow=True).text
    assert "Grève, 23 novembre" in page
    retirer = reverse("absences_collective_retirer", args=[d.elementaire.absences_collectives.get().pk])
    assert f'action="{retirer}"' in page
    assert "Aucune notée." in client.post(retirer, follow=True).text


def test_on_a_day_without_class_nothing_is_said_to_be_explained(d, horloge, entrer):
    horloge(MARDI_10H + dt.timedelta(days=1))
    page = entrer(d.directrice).get(reverse("absences_ecole", args=[d.elementaire.uai])).text
    assert "Chaque absence est expliquée." not in page
    assert page.count("Pas de classe aujourd’hui : pas d’appel.") == 2


def test_of_two_that_take_one_day_the_one_that_stays_holds_it(d, manquer):
    """A strike, and a closure of one class: the second was a mistake, the first was not."""
    ligne, demain = manquer(d.eleve_cp), MARDI + dt.timedelta(days=1)
    noter = partial(
        collectives.noter_collective, etablissement=d.elementaire, auteur=d.directrice, debut=MARDI, dues=[ligne.pk]
    )
    greve = noter(raison="greve", fin=MARDI, moment="matin")
    fermeture = noter(raison="fermeture", fin=demain, classes=[d.cp_ce1])
    for retiree, compte in ((fermeture, True), (greve, False)):
        collectives.retirer_collective(collective=retiree, auteur=d.directrice)
        ligne.refresh_from_db()
        assert ligne.collective is compte


def test_attendance_is_of_classes(d, manquer, entrer):
    manquer(d.eleve_cp)
    classes = {
        a.classe: (a.manquees, a.attendues, a.taux) for a in direction.assiduites(d.elementaire, dt.date(2026, 11, 1))
    }
    effectif = d.cp_ce1.inscriptions.count()
    assert classes[d.cp_ce1] == (1, effectif, f"{100 * (1 - 1 / effectif):.1f}".replace(".", ","))
    assert classes[d.cm2] == (0, 0, "")


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_of_the_day_costs_the_same_whatever_its_absents(d, mardi, entrer, django_assert_num_queries, combien):
    eleves = [i.eleve_id for i in d.cp_ce1.inscriptions.all()[:combien]]
    demi = demi_journee(d.elementaire, MARDI, "matin")
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits=dict.fromkeys(eleves, Dit(True)))
    client = entrer(d.directrice)
    with django_assert_num_queries(22):
        client.get(du_jour(d))
