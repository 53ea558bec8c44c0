"""The teacher's follow-up: seen, done, and a reminder to those alone who need it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import familles as actions
from cahier_de_textes.actions import travaux
from cahier_de_textes.evenements import TRAVAIL_RAPPELE
from cahier_de_textes.lectures.impressions import etiquettes_du_suivi
from cahier_de_textes.lectures.suivi import FAIT, FOYER, VU, suivi_du_travail
from cahier_de_textes.models import Remise, TravailFait
from ent.annuaire.models import EntreeJournal, Inscription, Personne, Responsabilite
from ent.diffusion.models import Notification
from tests.autres_responsables import devient_enseignant
from tests.cahier_de_textes.test_actions import JEUDI, MARDI_21H, MERCREDI_7H, donner

HIER = dt.date(2026, 11, 23)


def ouvrir_tous_les_comptes() -> None:
    """Every responsable has come in."""
    for p in Personne.objects.filter(responsabilites__isnull=False, identifiant=None):
        Personne.objects.filter(pk=p.pk).update(identifiant=f"p{p.pk}")


def rappeles(travail) -> set[int]:
    return set(
        Notification.objects.filter(nature=TRAVAIL_RAPPELE, objet_id=travail.pk).values_list(
            "destinataire_id", flat=True
        )
    )


def page(client, travail, filtre=""):
    return client.get(reverse("cahier_suivi", args=[travail.pk]), {"filtre": filtre} if filtre else {})


class TestPage:
    def test_each_adult_has_a_line_of_their_own(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        actions.voir(par=d.eleve_cp, vus=[(travail, d.eleve_cp)])
        texte = page(entrer(d.enseignante), travail).text
        for phrase in [
            "vu par Mme Belhadj, aujourd’hui, 10 h 00",
            "vu par Inès, aujourd’hui, 10 h 00",
            "M. Belhadj : pas encore vu",
            "Mme Benali : pas encore d’accès",
        ]:
            assert phrase in texte

    def test_who_teaches_the_class_of_their_child_reads_nothing_of_when_the_other_household_looks(
        self, d, mardi, entrer
    ):
        travail = donner(d, niveau="CP")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        actions.voir(par=d.pere_separe, vus=[(travail, d.eleve_cp)])
        devient_enseignant(d.pere_separe, d.cp_ce1)
        lue = page(entrer(d.pere_separe), travail).text
        assert "vu par M. Belhadj" in lue and "Mme Belhadj" not in lue
        assert "ce qu’un autre responsable a vu, un collègue le lit" in lue
        assert "vu par Mme Belhadj" in page(entrer(d.enseignante), travail).text
        d.pere_separe.responsabilites.update(autorite=Responsabilite.Autorite.SANS)
        lue = page(entrer(d.pere_separe), travail).text
        assert "Mme Belhadj" not in lue and "un collègue le lit" in lue

    def test_one_rule_on_the_week_the_work_and_its_follow_up(self, d, mardi, entrer):
        """Seen by anybody of theirs, a pupil is counted everywhere, and is not among those not seen; each household stays told apart."""
        travail = donner(d, niveau="CP")
        autre = d.cp_ce1.inscriptions.filter(niveau="CP").exclude(eleve=d.eleve_cp).first().eleve
        Responsabilite.objects.filter(enfant=d.eleve_cp, adulte=d.pere_separe).update(foyer="2")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        actions.voir(par=autre, vus=[(travail, autre)])
        client = entrer(d.enseignante)
        semaine = client.get(reverse("cahier_classe", args=[d.cp_ce1.pk]), {"semaine": "2026-11-23"}).text
        for texte in [
            semaine,
            client.get(reverse("cahier_travail", args=[travail.pk])).text,
            page(client, travail).text,
        ]:
            assert "2 vus sur 14" in texte
        non_vus = page(client, travail, "non_vu")
        assert {d.eleve_cp.pk, autre.pk}.isdisjoint(ligne.eleve.pk for ligne in non_vus.context["lignes"])
        assert len(non_vus.context["lignes"]) == 12
        d_un_foyer = page(client, travail, "un_foyer")
        # The family of the other has no access: a reminder would not reach it, and the child has seen it.
        assert {ligne.eleve.pk for ligne in d_un_foyer.context["lignes"]} == {d.eleve_cp.pk}
        assert "Un foyer ne l’a pas vu" in non_vus.text and "Rappeler à 1 famille<" in d_un_foyer.text

    def test_who_teaches_the_class_of_their_child_counts_what_their_own_household_saw(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        devient_enseignant(d.pere_separe, d.cp_ce1)
        semaine = reverse("cahier_classe", args=[d.cp_ce1.pk])
        for qui, nombre in [(d.pere_separe, "0 vu sur 14"), (d.enseignante, "1 vu sur 14")]:
            client = entrer(qui)
            assert nombre in client.get(semaine, {"semaine": "2026-11-23"}).text
            assert nombre in client.get(reverse("cahier_travail", args=[travail.pk])).text

    def test_filters_keep_those_to_remind(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        TravailFait.objects.create(travail=travail, eleve=Personne.objects.get(prenom="Adèle", nom="Royer"))
        client = entrer(d.enseignante)
        prenoms = {f: [li.eleve.prenom for li in page(client, travail, f).context["lignes"]] for f in ["", "non_vu"]}
        assert "Inès" in prenoms[""] and "Inès" not in prenoms["non_vu"]
        non_faits = [li.eleve.prenom for li in page(client, travail, "non_fait").context["lignes"]]
        assert "Inès" in non_faits and "Adèle" not in non_faits
        assert page(client, travail, "autre").context["filtre"] == ""

    def test_what_is_handed_in_counts_as_done(self, d, mardi, entrer):
        travail = donner(d, niveau="CP", est_a_rendre=True)
        for _essai in range(2):
            Remise.objects.create(travail=travail, eleve=d.eleve_cp, par=d.mere)
        reponse = page(entrer(d.enseignante), travail)
        assert "rendu, 2 essais" in reponse.text and "pas encore rendu" in reponse.text
        assert "Inès" not in [
            li.eleve.prenom for li in page(entrer(d.enseignante), travail, "non_fait").context["lignes"]
        ]

    def test_a_child_who_left_and_an_adult_whose_tie_ended_are_out(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        Inscription.objects.filter(eleve__prenom="Adèle").update(fin=HIER)
        Responsabilite.objects.filter(adulte=d.pere_separe).update(fin=HIER)
        texte = page(entrer(d.enseignante), travail).text
        assert "Adèle" not in texte and "M. Belhadj" not in texte and "Mme Belhadj" in texte

    def test_an_adult_without_authority_is_not_shown(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
        assert "M. Belhadj" not in page(entrer(d.enseignante), travail).text

    def test_given_to_pupils_who_all_left_it_says_who_they_were(self, d, mardi, entrer):
        travail = donner(d, eleves=[d.eleve_ce1])
        d.eleve_ce1.inscriptions.update(fin=HIER)
        phrase = f"Donné à {d.eleve_ce1.prenom}, qui n’est plus dans la classe."
        client = entrer(d.enseignante)
        assert phrase in page(client, travail).text
        assert phrase in client.get(reverse("cahier_travail", args=[travail.pk])).text

    def test_what_waits_for_the_morning_has_no_follow_up_yet(self, d, horloge, entrer):
        horloge(MARDI_21H)
        assert "Pas encore chez les familles" in page(entrer(d.enseignante), donner(d)).text

    @pytest.mark.parametrize("qui", ["mere", "pere_separe", "eleve_cp", "enseignant", "directrice_maternelle"])
    def test_it_is_not_read_by_families_nor_by_another_class(self, d, mardi, entrer, qui):
        travail = donner(d)
        assert page(entrer(getattr(d, qui)), travail).status_code == 404
        adresse = reverse("cahier_relancer", args=[travail.pk])
        assert entrer(getattr(d, qui)).post(adresse, {"filtre": "non_vu"}).status_code == 404
        assert rappeles(travail) == set()

    def test_the_direction_reads_but_does_not_remind(self, d, mardi, entrer):
        travail = donner(d)
        reponse = page(entrer(d.directrice), travail, "non_vu")
        assert reponse.status_code == 200 and "Rappeler à" not in reponse.text
        assert entrer(d.directrice).post(reverse("cahier_relancer", args=[travail.pk])).status_code == 403

    @pytest.mark.parametrize("niveau", ["CP", ""])
    def test_costs_the_same_for_a_level_and_for_the_class(self, d, mardi, niveau, django_assert_num_queries):
        travail = donner(d, niveau=niveau)
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        # pupils, seen, ties with their adults, ticks, hand-ins
        with django_assert_num_queries(5):
            assert len(suivi_du_travail(travail).lignes) == (14 if niveau else 24)


class TestReminder:
    def test_only_the_households_that_have_not_seen(self, d, mardi):
        travail = donner(d, niveau="CP")
        ouvrir_tous_les_comptes()
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=VU) == 13
        assert len(rappeles(travail)) == 13
        assert not rappeles(travail) & {d.mere.pk, d.pere_separe.pk}

    def test_households_that_the_direction_stated_are_those(self, d, mardi):
        """Neither joined for want of an address, nor parted by one that is not up to date."""
        ouvrir_tous_les_comptes()
        travail = donner(d, eleves=[d.eleve_cp])
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        for numero, adulte in enumerate((d.mere, d.pere_separe), 1):
            d.eleve_cp.responsables.filter(adulte=adulte).update(foyer=str(numero))
        assert suivi_du_travail(travail).a_rappeler(FOYER) == {(d.pere_separe.pk, d.eleve_cp.pk)}
        d.eleve_cp.responsables.filter(adulte=d.mere).update(foyer="")  # said of one alone, it parts them as well
        assert suivi_du_travail(travail).a_rappeler(FOYER) == {(d.pere_separe.pk, d.eleve_cp.pk)}
        d.eleve_cp.responsables.update(foyer="1")
        Personne.objects.filter(pk=d.mere.pk).update(adresse="3 rue des Prés", code_postal="78190")
        Personne.objects.filter(pk=d.pere_separe.pk).update(adresse="12 allée Ravel", code_postal="78190")
        assert suivi_du_travail(travail).a_rappeler(FOYER) == set()

    def test_separated_parents_of_two_addresses_are_two_households(self, d, mardi):
        Personne.objects.filter(pk=d.mere.pk).update(adresse="3 rue des Prés", code_postal="78190")
        Personne.objects.filter(pk=d.pere_separe.pk).update(adresse="12 allée Ravel", code_postal="78190")
        travail = donner(d, niveau="CP")
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=FOYER) == 1
        assert rappeles(travail) == {d.pere_separe.pk}

    def test_only_the_children_who_have_not_done_it(self, d, mardi):
        travail = donner(d, niveau="CP")
        ouvrir_tous_les_comptes()
        TravailFait.objects.create(travail=travail, eleve=d.eleve_cp)
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=FAIT) == 13
        assert not rappeles(travail) & {d.mere.pk, d.pere_separe.pk}

    def test_those_without_an_account_are_counted_apart(self, d, mardi, entrer):
        travail = donner(d, niveau="CP")
        texte = page(entrer(d.enseignante), travail, "non_vu").text
        assert "Rappeler à 1 famille<" in texte
        assert "13 familles n’ont pas encore d’accès" in texte
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=VU) == 1
        assert rappeles(travail) == {d.mere.pk, d.pere_separe.pk}

    def test_who_asks_is_told_how_many_were_reminded_and_whom_paper_alone_reaches(self, d, mardi, entrer):
        travail, client = donner(d, niveau="CP"), entrer(d.enseignante)
        sans_adulte = d.cp_ce1.inscriptions.filter(niveau="CP").exclude(eleve=d.eleve_cp).first().eleve
        sans_adulte.responsables.all().delete()
        reste = "Les familles de 13 élèves restent à prévenir sur papier."
        partir = {"filtre": "non_vu"}
        texte = client.post(reverse("cahier_relancer", args=[travail.pk]), partir, follow=True).text
        assert f"Le rappel est parti à 1 famille. {reste}" in texte
        liste = texte.partition("13 élèves à prévenir sur papier")[2].partition("</p>")[0]
        assert f"{sans_adulte.prenom} {sans_adulte.nom}" in liste and "Inès" not in liste and liste.count(",") == 12
        assert "Imprimer leurs 13 étiquettes" in texte
        papiers = client.get(reverse("cahier_suivi_papiers", args=[travail.pk]), partir | {"pour": "papier"})
        assert papiers["Content-Type"] == "application/pdf"
        assert len(suivi_du_travail(travail).sur_papier(VU)) == 13
        ouvrir_tous_les_comptes()
        assert [ligne.eleve for ligne in suivi_du_travail(travail).sur_papier(VU)] == [sans_adulte]

    def test_brothers_of_one_class_are_one_family(self, d, mardi):
        Inscription.objects.filter(eleve=d.eleve_cm2).update(classe=d.cp_ce1, niveau="CE1")
        travail = donner(d)
        Personne.objects.filter(pk=d.mere_arabophone.pk).update(fermee_le=timezone.now())
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=VU) == 1
        assert Notification.objects.filter(nature=TRAVAIL_RAPPELE, destinataire=d.mere).count() == 2  # one per child

    def test_once_a_day_and_the_next_replaces_it(self, d, mardi, horloge):
        travail = donner(d, niveau="CP")
        actions.relancer(travail=travail, auteur=d.enseignante, motif=VU)
        with pytest.raises(ValidationError, match="déjà parti"):
            actions.relancer(travail=travail, auteur=d.enseignante, motif=FAIT)
        actions.voir(par=d.mere, vus=[(travail, d.eleve_cp)])
        horloge(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC))
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=VU) == 0
        assert rappeles(travail) == set()
        assert actions.relancer(travail=travail, auteur=d.enseignante, motif=FAIT) == 1
        assert EntreeJournal.objects.filter(verbe="cahier_de_textes.relancer").count() == 2

    def test_in_quiet_hours_it_waits(self, d, mardi, horloge, entrer):
        travail = donner(d, niveau="CP")
        horloge(MARDI_21H)
        client = entrer(d.enseignante)
        assert "L’école se repose : elle le recevra demain à 7 h 00." in page(client, travail, "non_vu").text
        reponse = client.post(reverse("cahier_relancer", args=[travail.pk]), {"filtre": "non_vu"}, follow=True)
        assert "1 famille recevra le rappel demain à 7 h 00, à la fin du repos de l’école." in reponse.text
        rappel = Notification.objects.get(nature=TRAVAIL_RAPPELE, destinataire=d.mere)
        assert rappel.visible_le == MERCREDI_7H
        assert rappel.texte == "Inès · Rappel : À lire pour jeudi 26 novembre : Relire la page 14"
        assert not Notification.objects.visibles_par(Personne.objects.get(pk=d.mere.pk)).filter(pk=rappel.pk).exists()

    def test_what_families_do_not_see_and_what_is_past_is_not_reminded(self, d, horloge, mardi):
        passe = donner(d, date_pour=HIER)
        horloge(MARDI_21H)
        for travail in [passe, donner(d), donner(d, est_brouillon=True)]:
            with pytest.raises(ValidationError):
                actions.relancer(travail=travail, auteur=d.enseignante, motif=VU)

    def test_a_withdrawal_takes_the_reminder_back(self, d, mardi):
        travail = donner(d, niveau="CP", date_pour=JEUDI)
        actions.relancer(travail=travail, auteur=d.enseignante, motif=VU)
        travaux.retirer_travail(travail=travail, auteur=d.enseignante)
        assert rappeles(travail) == set()


def test_labels_are_printed_for_those_of_the_filter_alone(d, mardi, entrer):
    """What reaches whom no reminder does: one label a pupil, of this travail."""
    travail = donner(d, niveau="CE1", texte="Relire la fable")
    TravailFait.objects.create(travail=travail, eleve=d.eleve_ce1)
    suivi = suivi_du_travail(travail)
    imprimees = etiquettes_du_suivi(travail, suivi.sans(FAIT))
    assert len(imprimees) == 9 and "Kenza" not in [e.prenom for e in imprimees]
    assert {(e.niveau, *(t.texte for t in e.travaux)) for e in imprimees} == {("CE1", "Relire la fable")}
    assert "Kenza" in [e.prenom for e in etiquettes_du_suivi(travail, suivi.sans(VU))]
    client = entrer(d.enseignante)
    assert "Imprimer 9 étiquettes" in page(client, travail, "non_fait").text
    assert "étiquette" not in page(client, travail).text
    for filtre in ("non_vu", "non_fait", "autre", ""):
        papiers = client.get(reverse("cahier_suivi_papiers", args=[travail.pk]), {"filtre": filtre})
        assert (papiers.headers["Content-Type"], papiers.content[:5]) == ("application/pdf", b"%PDF-")
