"""The school reads by parts that it opens: each opening is kept, and the family reads it. Health has a right of its own."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Affectation, EntreeJournal, Inscription
from ent.diffusion.models import Notification
from ent.services.renseignements.actions import fin_d_annee, sante
from ent.services.renseignements.models import Autorise, Contact, Correction, FicheSante, LecteurSante, Ouverture
from tests.gestes import version_portee
from tests.papiers import LANGUES, pages
from tests.services.renseignements.conftest import ALLERGIE, visage

MARDI = dt.date(2026, 11, 24)


def dossier(d) -> str:
    return reverse("renseignements_eleve", args=[d.elementaire.pk, d.eleve_cp.uuid])


def ouvrir(d, partie: str) -> str:
    return reverse("renseignements_ouvrir", args=[d.elementaire.pk, d.eleve_cp.uuid, partie])


def famille(d) -> str:
    return reverse("renseignements_enfant", args=[d.elementaire.pk, d.eleve_cp.uuid])


def test_a_part_is_closed_until_an_act_opens_it_and_the_family_reads_who_and_when(
    d, mardi, horloge, entrer, appeler, fiche
):
    appeler("Rachida", d.mere)
    horloge(mardi.replace(hour=8, minute=12))
    maitresse = entrer(d.enseignante)
    page = maitresse.get(dossier(d)).text
    assert "Rachida" not in page and ALLERGIE not in page and "Ouvrir les coordonnées" not in page
    assert not Ouverture.objects.exists()
    page = maitresse.post(ouvrir(d, "urgence"), follow=True).text
    assert "Rachida" in page and ALLERGIE not in page
    horloge(mardi.replace(hour=9, minute=30))
    assert "Rachida" not in maitresse.get(dossier(d)).text  # closed again after a quarter of an hour
    maitresse.post(ouvrir(d, "urgence"))
    entrer(d.directrice).post(ouvrir(d, "sante"))
    assert Ouverture.objects.count() == 2
    for parent in (d.mere, d.pere_separe):
        page = entrer(parent).get(famille(d)).text
        assert "<b>Les contacts d’urgence</b>, par l’équipe de sa classe" in page
        assert "mardi 24 novembre, de 8 h 12 à 9 h 30" in page
        assert "<b>La fiche de santé</b>, par la direction" in page
        assert "Lefort" not in page and "Quéméneur" not in page


def test_reading_writes_nothing_and_coordinates_are_the_direction_s(d, mardi, entrer, fiche):
    assert entrer(d.enseignante).post(ouvrir(d, "coordonnees")).status_code == 403
    page = entrer(d.directrice).post(ouvrir(d, "coordonnees"), follow=True).text
    assert "nadia.belhadj@exemple.fr" in page and "mehdi.belhadj@exemple.fr" in page


def test_the_direction_names_who_else_reads_health_and_stops_it(d, mardi, entrer, fiche, accompagnante, appeler):
    appeler("Rachida", d.mere)
    elle = entrer(accompagnante)
    assert elle.get(dossier(d)).status_code == 404
    assert f'href="{dossier(d)}"' not in elle.get(reverse("renseignements_classe", args=[d.cp_ce1.pk])).text
    direction = entrer(d.directrice)
    lecteurs = reverse("renseignements_lecteurs", args=[d.elementaire.pk])
    direction.post(lecteurs, {"personne": str(accompagnante.uuid), "debut": "2026-11-24", "fin": "2026-12-18"})
    assert "déjà nommée" in direction.post(lecteurs, {"personne": str(accompagnante.uuid), "debut": "2026-12-01"}).text
    sur_la_fiche = reverse("renseignements_sante", args=[d.elementaire.pk, d.eleve_cp.uuid])
    assert "Mme Diallo (sur décision de la direction, jusqu’au 18 décembre)" in entrer(d.mere).get(sur_la_fiche).text
    elle = entrer(type(accompagnante).objects.get(pk=accompagnante.pk))
    assert "Ouvrir les contacts d’urgence" not in elle.get(dossier(d)).text
    assert elle.post(ouvrir(d, "urgence")).status_code == 403
    assert ALLERGIE in elle.post(ouvrir(d, "sante"), follow=True).text
    assert "par une personne nommée par la direction pour la santé" in entrer(d.mere).get(famille(d)).text
    direction.post(reverse("renseignements_lecteur_arreter", args=[LecteurSante.objects.get().pk]))
    elle = entrer(type(accompagnante).objects.get(pk=accompagnante.pk))
    assert elle.get(dossier(d)).status_code == 404
    assert "Diallo" not in entrer(d.mere).get(sur_la_fiche).text


def test_one_that_was_to_begin_is_forgotten_once(d, mardi, entrer, accompagnante):
    direction, lecteurs = entrer(d.directrice), reverse("renseignements_lecteurs", args=[d.elementaire.pk])
    direction.post(lecteurs, {"personne": str(accompagnante.uuid), "debut": "2026-12-01", "fin": "2026-12-18"})
    arreter = reverse("renseignements_lecteur_arreter", args=[LecteurSante.objects.get().pk])
    for _fois in range(2):
        assert direction.post(arreter, headers={"Referer": f"http://testserver{lecteurs}"})["Location"] == lecteurs
    assert "C’est déjà fait." in direction.get(lecteurs).text
    assert not LecteurSante.objects.exists()


def test_a_teacher_named_for_health_finds_every_record_and_keeps_no_other_gate(d, mardi, entrer, fiche):
    liste, classe, porte = (
        reverse("renseignements_equipe"),
        reverse("renseignements_classe", args=[d.cp_ce1.pk]),
        reverse("renseignements_sortie", args=[d.cp_ce1.pk]),
    )
    assert entrer(d.enseignant).get(classe).status_code == 404
    sante.nommer_lecteur(etablissement=d.elementaire, personne=d.enseignant, debut=MARDI, fin=None, auteur=d.directrice)
    lui = entrer(d.enseignant)
    pages_lues = [lui.get(chemin).text for chemin in (liste, classe)]
    assert f'href="{classe}"' in pages_lues[0] and f'href="{dossier(d)}"' in pages_lues[1]
    assert reverse("renseignements_sortie", args=[d.cm2.pk]) in pages_lues[0]
    assert [porte in page for page in pages_lues] == [False, False]
    assert (lui.get(porte).status_code, lui.post(ouvrir(d, "urgence")).status_code) == (404, 403)
    ailleurs = reverse("renseignements_classe", args=[d.ms.pk])
    assert ailleurs not in pages_lues[0] and lui.get(ailleurs).status_code == 404


def test_a_named_reader_who_left_the_school_reads_nothing(d, mardi, entrer, fiche, accompagnante):
    sante.nommer_lecteur(
        etablissement=d.elementaire, personne=accompagnante, debut=MARDI, fin=None, auteur=d.directrice
    )
    accompagnante.roles.update(fin=MARDI - dt.timedelta(days=1))
    assert entrer(accompagnante).get(dossier(d)).status_code == 404
    assert (
        "Diallo"
        not in entrer(d.mere).get(reverse("renseignements_sante", args=[d.elementaire.pk, d.eleve_cp.uuid])).text
    )


def test_a_former_teacher_reads_nothing_a_remplacant_of_today_does(d, mardi, entrer, fiche):
    Affectation.objects.filter(enseignant=d.enseignante, classe=d.cp_ce1).update(fin=MARDI - dt.timedelta(days=1))
    assert entrer(d.enseignante).get(dossier(d)).status_code == 404
    annuaire.affecter(
        enseignant=d.remplacant, classe=d.cp_ce1, nature=Affectation.Nature.REMPLACANT, debut=MARDI, fin=MARDI
    )
    assert ALLERGIE in entrer(d.remplacant).post(ouvrir(d, "sante"), follow=True).text


def test_a_document_of_health_is_read_once_the_sheet_was_opened(d, mardi, entrer):
    ecrire = reverse("renseignements_sante_ecrire", args=[d.elementaire.pk, d.eleve_cp.uuid])
    mere = entrer(d.mere)
    version = version_portee(ecrire, mere.get(ecrire))
    assert mere.post(ecrire, {"pai": "on", "document": visage(), "version": version}).status_code == 302
    document = FicheSante.objects.get().document
    vue = reverse("fichiers_servir", args=[document.uuid, "320"])
    maitresse = entrer(d.enseignante)
    assert maitresse.get(vue).status_code == 404
    maitresse.post(ouvrir(d, "sante"))
    assert maitresse.get(vue).status_code == 200
    trace = {"gauche": "0", "haut": "0", "droite": "500", "bas": "500"}
    for nom in ("fichiers_qui", "fichiers_flouter"):  # read, never altered
        assert maitresse.post(reverse(nom, args=[document.uuid]), trace).status_code == 404
    assert {q: entrer(d.gens[q]).get(vue).status_code for q in ("pere_separe", "mere_arabophone", "enseignant", "operateur", "directrice")} == {
        "pere_separe": 200, "mere_arabophone": 404, "enseignant": 404, "operateur": 404, "directrice": 404,
    }  # fmt: skip


def test_health_is_in_no_notification_journal_search_paper_nor_page_of_another(d, mardi, entrer, fiche):
    from ent.services.renseignements.feuilles import fiches_pdf
    from ent.services.renseignements.lectures.papier import feuilles_de, places_de

    assert ALLERGIE not in str(list(EntreeJournal.objects.values_list("details", "objet")))
    assert not Notification.objects.filter(nature__startswith="renseignements").exists()
    direction = entrer(d.directrice)
    assert ALLERGIE not in direction.get(reverse("annuaire_journal", args=[d.elementaire.uai])).text
    assert ALLERGIE not in direction.post(reverse("annuaire_chercher"), {"q": "arachide"}).text
    feuilles = feuilles_de(d.directrice, d.cp_ce1, places_de(d.cp_ce1))
    assert not any(hasattr(feuille, "sante") for feuille in feuilles)
    assert fiches_pdf(feuilles).startswith(b"%PDF")


@pytest.mark.parametrize("langue", LANGUES)
def test_the_sheet_on_paper_is_in_the_language_of_its_adult_too(d, mardi, encre, langue):
    from ent.services.renseignements.feuilles import fiches_pdf
    from ent.services.renseignements.lectures.papier import feuilles_de, places_de

    [sienne] = [f for f in feuilles_de(d.directrice, d.cp_ce1, places_de(d.cp_ce1)) if f.adulte == d.mere_arabophone]
    sienne.adulte.langue = langue
    contenu = fiches_pdf([sienne])
    assert len(pages(contenu)) == 1 and "Fiche de renseignements" in pages(contenu)[0]
    assert encre.perdues == []
    with override(langue):
        assert encre.a_dit(gettext("Peuvent venir chercher l’enfant"))


@pytest.mark.parametrize("langue", ["fr", "ta", "ar"])
def test_the_sheet_on_paper_loses_no_line_of_eight_and_eight(d, mardi, encre, appeler, autoriser, monkeypatch, langue):
    from ent.diffusion.papier import Feuilles
    from ent.services.renseignements.feuilles import fiches_pdf
    from ent.services.renseignements.lectures.papier import feuilles_de, places_de

    for n in range(8):
        appeler(f"Appelé {n}", d.mere)
        autoriser(f"Venu {n}", d.mere)
    posees: list[tuple[int, float, str]] = []
    vraie = Feuilles.ligne
    monkeypatch.setattr(
        Feuilles, "ligne", lambda pdf, x, y, *dits: (posees.append((pdf.page, y, dits[0])), vraie(pdf, x, y, *dits))[1]
    )
    [sienne] = [
        f
        for f in feuilles_de(d.directrice, d.cp_ce1, places_de(d.cp_ce1))
        if f.adulte == d.mere and f.eleve == d.eleve_cp
    ]
    sienne.adulte.langue = langue
    lues = pages(fiches_pdf([sienne]))
    tout = " ".join(lues)
    assert [f"{mot} {n}" for mot in ("Appelé", "Venu") for n in range(8) if f"{mot} {n}" not in tout] == []
    assert max(y for _page, y, _mot in posees) <= 297 - 5
    places = [(page, y) for page, y, _mot in posees]
    [signature] = [(page, y) for page, y, mot in posees if mot.startswith("Date et signature")]
    assert signature >= max(
        place for place, (_p, _y, mot) in zip(places, posees, strict=True) if mot.startswith("Venu")
    )
    assert signature == max(place for place, (_p, _y, mot) in zip(places, posees, strict=True) if mot[:1] in "DV")


def test_two_parents_who_write_health_never_overwrite_unseen(d, mardi, entrer, fiche):
    ecrire = reverse("renseignements_sante_ecrire", args=[d.elementaire.pk, d.eleve_cp.uuid])
    reponse = entrer(d.pere_separe).post(ecrire, {"allergies": "lait", "version": "vieille"})
    assert reponse.status_code == 422
    assert "Cela a changé pendant que vous écriviez" in reponse.text
    assert "Nadia" not in reponse.text and "Mme Belhadj a" not in reponse.text
    fiche.refresh_from_db()
    assert fiche.allergies == ALLERGIE


def test_printing_a_class_reads_each_child_and_says_so(d, mardi, entrer, appeler):
    appeler("Rachida", d.mere)
    papiers = reverse("renseignements_papiers", args=[d.cp_ce1.pk])
    reponse = entrer(d.directrice).post(papiers)
    assert (reponse["Content-Type"], reponse.content[:4]) == ("application/pdf", b"%PDF")
    assert "<b>Les coordonnées</b>, par la direction" in entrer(d.mere).get(famille(d)).text
    assert entrer(d.enseignante).post(papiers).status_code == 403
    Ouverture.objects.all().delete()
    assert entrer(d.directrice).post(papiers, {"eleve": str(d.eleve_cp.uuid)}).content[:4] == b"%PDF"
    assert set(Ouverture.objects.values_list("eleve", flat=True)) == {d.eleve_cp.pk}
    assert entrer(d.directrice).post(papiers, {"eleve": str(d.eleve_cm2.uuid)}).status_code == 404


def test_the_sheet_of_a_pupil_leads_there(d, mardi, entrer):
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    for qui in (d.directrice, d.enseignante):
        assert f'href="{dossier(d)}"' in entrer(qui).get(fiche).text


# --- What is kept, and until when -------------------------------------------------------------------------------------
def test_what_a_family_gave_goes_a_month_after_the_child(
    d, mardi, horloge, entrer, appeler, autoriser, demander, fiche
):
    appeler("Rachida", d.mere)
    autoriser("Karim", d.mere)
    demander(d.mere)
    entrer(d.directrice).post(ouvrir(d, "sante"))
    modeles = (Contact, Autorise, Correction, FicheSante, Ouverture)
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=MARDI)
    assert entrer(d.mere).get(famille(d)).status_code == 200  # its last day
    fin_d_annee.effacer_ce_qui_est_fini()
    assert [m.objects.count() for m in modeles] == [1] * 5
    horloge(mardi + dt.timedelta(days=32))
    assert entrer(d.mere).get(famille(d)).status_code == 404
    fin_d_annee.effacer_ce_qui_est_fini()
    assert [m.objects.count() for m in modeles] == [0] * 5


def test_what_nobody_says_again_goes_in_its_second_september(d, mardi, horloge, appeler, autoriser, entrer):
    appeler("Rachida", d.mere)
    karim = autoriser("Karim", d.mere)
    entrer(d.mere).post(reverse("renseignements_retirer", args=["autorise", karim.pk]))
    entrer(d.directrice).post(ouvrir(d, "urgence"))
    horloge(dt.datetime(2027, 9, 6, 10, tzinfo=dt.UTC))
    fin_d_annee.effacer_ce_qui_est_fini()
    assert (Contact.objects.count(), Autorise.objects.count(), Ouverture.objects.count()) == (1, 0, 0)
    horloge(dt.datetime(2028, 9, 4, 10, tzinfo=dt.UTC))
    fin_d_annee.effacer_ce_qui_est_fini()
    assert Contact.objects.count() == 0
