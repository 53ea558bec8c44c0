"""What the sender sees, whom a reminder reaches, who gets paper, what is exported."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext, override

from ent.annuaire.models import Personne
from ent.diffusion.models import AdresseRefusee, Notification
from ent.socle.tableurs import neutre
from ent.socle.tri import cle
from messagerie.actions import mots as actions_mots
from messagerie.actions import mots_rappels as rappels
from messagerie.actions import mots_reponses as actions
from messagerie.actions.mots import Public
from messagerie.actions.mots_reponses import Saisie
from messagerie.demonstration.mots import semer_mots
from messagerie.evenements.mots import MOT_RAPPELE
from messagerie.lectures.mots_listes import mots_suivis
from messagerie.lectures.mots_suivi import CONFLIT, ENVOYE, NON_ATTEINT, PAPIER, SIGNE, VU, suivi_du_mot
from messagerie.models import CouponMot, MotVu, ReponseMot
from messagerie.mots_coupons import coupons_pdf
from tests.messagerie.mots import MARDI_21H, MERCREDI_7H, SAMEDI, envoyer, relu, signer
from tests.papiers import LANGUES

NOMMES = ["Inès", "Kenza"]


def etats(mot) -> dict[str, str]:
    return {li.eleve.prenom: li.etat for li in suivi_du_mot(mot).lignes if li.eleve.prenom in NOMMES}


def page(client, mot, **parametres) -> str:
    return client.get(reverse("carnet_suivi", args=[mot.pk]), parametres).text


class TestStates:
    def test_from_sent_to_signed(self, d, mardi):
        mot = envoyer(d)
        assert etats(mot) == {"Inès": ENVOYE, "Kenza": ENVOYE}
        actions.voir_mots(par=d.mere, vus=[(mot, d.eleve_cp)])
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        assert etats(mot) == {"Inès": VU, "Kenza": SIGNE}
        autres = {li.etat for li in suivi_du_mot(mot).lignes if li.eleve.prenom not in NOMMES}
        assert autres == {NON_ATTEINT}  # no account of theirs was ever opened

    def test_where_each_signs_one_is_not_enough(self, d, mardi):
        mot = envoyer(d, signatures="chacun")
        signer(mot, d.eleve_cp, d.mere)
        assert etats(mot)["Inès"] == ENVOYE
        signer(mot, d.eleve_cp, d.pere_separe)
        assert etats(mot)["Inès"] == SIGNE

    def test_a_printed_coupon_is_a_state_until_it_comes_back(self, d, mardi):
        mot = envoyer(d)
        rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=rappels.MANQUANTS)
        assert set(etats(mot).values()) == {PAPIER}
        actions.saisir_papiers(mot=mot, auteur=d.enseignante, saisies=[Saisie(d.eleve_cp, d.mere)])
        assert etats(mot) == {"Inès": SIGNE, "Kenza": PAPIER}

    def test_an_information_is_seen_not_signed(self, d, mardi):
        mot = envoyer(d, nature="information", date_limite=None)
        actions.voir_mots(par=d.mere, vus=[(mot, d.eleve_cp)])
        assert etats(mot) == {"Inès": VU, "Kenza": ENVOYE}

    def test_two_households_that_differ_are_a_conflict_to_settle(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        signer(mot, d.eleve_cp, d.pere_separe, "non")
        (ligne,) = suivi_du_mot(mot).conflits
        assert (ligne.etat, ligne.retenue, [o.cle for o in ligne.options_en_conflit]) == (CONFLIT, "", ["oui", "non"])
        assert {o.cle: n for o, n in suivi_du_mot(mot).par_option} == {"oui": 0, "non": 0}
        actions.trancher(mot=mot, eleve=d.eleve_cp, choix="non", auteur=d.enseignante)
        assert not suivi_du_mot(mot).conflits
        assert {o.cle: n for o, n in suivi_du_mot(mot).par_option} == {"oui": 0, "non": 1}
        signer(mot, d.eleve_cp, d.mere, "non")  # agreed since: what was settled falls
        signer(mot, d.eleve_cp, d.mere, "oui")
        assert suivi_du_mot(mot).conflits

    def test_one_settles_only_on_what_was_answered(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        with pytest.raises(ValidationError):
            actions.trancher(mot=mot, eleve=d.eleve_cp, choix="non", auteur=d.enseignante)

    def test_two_parents_may_each_take_a_slot_where_each_signs(self, d, mardi):
        for signatures, conflits in [("chacun", 0), ("une", 1)]:
            mot = envoyer(d, nature="creneaux", signatures=signatures)
            signer(mot, d.eleve_cp, d.mere, "c1")
            signer(mot, d.eleve_cp, d.pere_separe, "c2")
            assert len(suivi_du_mot(mot).conflits) == conflits

    def test_money_is_summed_once_per_child(self, d, mardi):
        mot = envoyer(d, nature="argent")
        signer(mot, d.eleve_cp, d.mere, "oui", montant=Decimal(5))
        signer(mot, d.eleve_cp, d.pere_separe, "oui", montant=Decimal("7.50"))
        signer(mot, d.eleve_ce1, d.mere_arabophone, "oui", montant=Decimal(2))
        assert suivi_du_mot(mot).somme == Decimal("9.50")

    def test_a_teacher_follows_their_own_pupils_of_a_mot_to_the_school(self, d, mardi):
        mot = envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
        assert {li.inscription.classe.nom for li in suivi_du_mot(mot, relu(d.enseignante)).lignes} == {"CP-CE1"}
        assert len(suivi_du_mot(mot, relu(d.directrice)).lignes) == 36

    @pytest.mark.parametrize("niveau", ["CE1", ""])
    def test_costs_the_same_for_a_level_and_for_the_class(self, d, mardi, niveau, django_assert_num_queries):
        mot = envoyer(d, public=Public(d.elementaire, classe=d.cp_ce1, niveau=niveau))
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        # pupils, ties with their adults, who is reached, households, seen, coupons, answers, decisions
        with django_assert_num_queries(8):
            assert len(suivi_du_mot(mot).lignes) == (10 if niveau else 24)


class TestReminder:
    def rappeles(self, mot) -> set[int]:
        return set(Notification.objects.filter(nature=MOT_RAPPELE).values_list("destinataire_id", flat=True))

    def test_only_those_missing(self, d, mardi):
        mot = envoyer(d)
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        assert rappels.relancer_mot(mot=mot, auteur=d.enseignante) == 1
        assert self.rappeles(mot) == {d.mere.pk, d.pere_separe.pk}

    def test_where_each_signs_the_one_who_has_not(self, d, mardi):
        mot = envoyer(d, signatures="chacun")
        signer(mot, d.eleve_cp, d.mere)
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        rappels.relancer_mot(mot=mot, auteur=d.enseignante)
        assert self.rappeles(mot) == {d.pere_separe.pk}

    def test_once_a_day_and_at_the_end_of_quiet_hours(self, d, mardi, horloge):
        mot = envoyer(d)
        horloge(MARDI_21H)
        rappels.relancer_mot(mot=mot, auteur=d.enseignante)
        assert {n.visible_le for n in Notification.objects.filter(nature=MOT_RAPPELE)} == {MERCREDI_7H}
        with pytest.raises(ValidationError, match="déjà parti aujourd’hui"):
            rappels.relancer_mot(mot=mot, auteur=d.enseignante)

    def test_neither_before_it_left_nor_after_the_deadline(self, d, mardi, horloge):
        mot = envoyer(d)
        horloge(MARDI_21H)
        attend = envoyer(d)
        with pytest.raises(ValidationError, match="ne le voient pas encore"):
            rappels.relancer_mot(mot=attend, auteur=d.enseignante)
        horloge(SAMEDI)
        with pytest.raises(ValidationError, match="La date est passée"):
            rappels.relancer_mot(mot=mot, auteur=d.enseignante)


def textes(contenu: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(contenu)).pages]


class TestCoupons:
    def test_for_exactly_those_whom_nothing_else_reaches(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        coupons = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=rappels.NON_ATTEINTS)
        assert len(coupons) == 22
        assert not {c.ligne.eleve.pk for c in coupons} & {d.eleve_cp.pk, d.eleve_ce1.pk}
        texte = " ".join(textes(coupons_pdf(mot, coupons)))
        assert "Nour Benali" in texte and "Inès" not in texte
        assert texte.count("Signature (responsable)") == 22

    def test_all_those_missing_and_one_child(self, d, mardi):
        mot = envoyer(d)
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        tous = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=rappels.MANQUANTS)
        assert len(tous) == 23 and d.eleve_ce1 not in [c.ligne.eleve for c in tous]
        seul = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=str(d.eleve_cp.uuid))
        assert [c.ligne.eleve for c in seul] == [d.eleve_cp]
        with pytest.raises(ValidationError, match="aucun coupon"):
            rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=str(d.eleve_ce1.uuid))
        assert CouponMot.objects.count() == 23

    def test_one_for_each_adult_when_each_signs(self, d, mardi):
        mot = envoyer(d, signatures="chacun")
        signer(mot, d.eleve_cp, d.mere)
        coupons = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=str(d.eleve_cp.uuid))
        assert [c.adulte for c in coupons] == [d.pere_separe]
        assert "Signature (M. Belhadj)" in textes(coupons_pdf(mot, coupons))[0]

    def test_of_a_whole_school_they_are_by_class_then_by_name_as_the_table(self, d, mardi, entrer):
        mot = envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
        imprimes = rappels.preparer_coupons(mot=mot, auteur=d.directrice, pour="manquants")
        lus = [(c.ligne.inscription.classe.nom, c.ligne.eleve.prenom) for c in imprimes]
        assert len({classe for classe, _prenom in lus}) == 2
        assert lus == sorted(lus, key=lambda lu: (cle(lu[0]), cle(lu[1])))
        lignes = TestExports().lire_csv(entrer(d.directrice), mot)[1:]
        assert [classe for _nom, _prenom, classe, *_reste in lignes] == sorted((li[2] for li in lignes), key=cle)

    def test_a_sheet_is_a4_and_holds_several(self, d, mardi):
        mot = envoyer(d, texte="Un long texte. " * 40)
        coupons = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=rappels.MANQUANTS)
        pages = pypdf.PdfReader(io.BytesIO(coupons_pdf(mot, coupons))).pages
        assert [round(float(c) / 72 * 25.4) for c in pages[0].mediabox[2:]] == [210, 297]
        assert 4 <= len(pages) <= 8

    @pytest.mark.parametrize("langue", LANGUES)
    def test_each_family_reads_it_in_its_language_too(self, d, mardi, encre, langue):
        Personne.objects.filter(pk=d.mere_arabophone.pk).update(langue=langue)
        mot = envoyer(d, nature="oui_non", objet="un pique-nique", montant=Decimal("12.5"))
        coupons = rappels.preparer_coupons(mot=mot, auteur=d.enseignante, pour=str(d.eleve_ce1.uuid))
        [page] = textes(coupons_pdf(mot, coupons))
        assert "À apporter : un pique-nique." in page
        assert encre.perdues == []
        with override(langue):
            assert encre.a_dit(gettext("À rendre : %(jour)s au plus tard").split("%")[0].strip())
            assert encre.a_dit(gettext("À apporter : %(objet)s.") % {"objet": "un pique-nique"})
            assert encre.a_dit(mot.options[0].texte)

    def test_who_prints_chooses_for_those_of_whom_no_language_is_known(self, d, mardi, entrer, encre):
        mot = envoyer(d, nature="oui_non")
        client = entrer(d.enseignante)
        assert client.get(reverse("carnet_suivi", args=[mot.pk])).text.count("Aussi en…") == 1
        with override("ar"):
            dit = gettext("responsable")
        client.post(reverse("carnet_coupons", args=[mot.pk]), {"pour": "non_atteints"})
        assert not encre.a_dit(dit)
        client.post(reverse("carnet_coupons", args=[mot.pk]), {"pour": "non_atteints", "langue": "ar"})
        assert encre.a_dit(dit)


class TestExports:
    def lire_csv(self, client, mot) -> list[list[str]]:
        reponse = client.get(reverse("carnet_csv", args=[mot.pk]))
        assert reponse.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))

    def test_csv_for_a_french_excel(self, d, mardi, entrer):
        mot = envoyer(d, nature="argent")
        signer(mot, d.eleve_cp, d.mere, "oui", montant=Decimal("12.5"))
        lignes = self.lire_csv(entrer(d.enseignante), mot)
        assert lignes[0][:6] == ["Nom", "Prénom", "Classe", "Niveau", "État", "Réponse"]
        ines = next(ligne for ligne in lignes if ligne[1] == "Inès")
        assert ines == [
            "Belhadj", "Inès", "CP-CE1", "CP", "Répondu", "Oui", "12,50", "Mme Belhadj", "24/11/2026 10:00", "à l’écran", "Oui",
        ]  # fmt: skip
        assert len(lignes) == 25

    @pytest.mark.parametrize("texte", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "%x"])
    def test_no_cell_runs(self, d, mardi, entrer, texte):
        assert neutre(texte) == f"'{texte}"
        Personne.objects.filter(pk=d.eleve_cp.pk).update(nom=texte.strip())
        lignes = self.lire_csv(entrer(d.enseignante), envoyer(d))
        assert not [c for ligne in lignes for c in ligne if c[:1] in "=+-@\t%" and c]

    def test_ods_holds_typed_cells(self, d, mardi, entrer):
        Personne.objects.filter(pk=d.eleve_cp.pk).update(nom="=1+1\x07")
        mot = envoyer(d, nature="argent")
        signer(mot, d.eleve_cp, d.mere, "oui", montant=Decimal("12.5"))
        contenu = entrer(d.enseignante).get(reverse("carnet_ods", args=[mot.pk])).content
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            assert archive.namelist()[0] == "mimetype"
            arbre = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 (ours)
        cellules = [
            (c.get("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"), "".join(c.itertext()))
            for c in arbre.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")
        ]
        assert ("string", "=1+1") in cellules and ("float", "12.50") in cellules
        assert ("string", "Mme Belhadj") in cellules

    def test_no_contact_data_leaves(self, d, mardi, entrer):
        Personne.objects.filter(pk=d.mere.pk).update(telephone="0612345678", adresse="3 rue des Prés")
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        texte = str(self.lire_csv(entrer(d.enseignante), mot))
        assert not [c for c in (d.mere.courriel, "0612345678", "rue des Prés") if c in texte]


class TestPage:
    def test_it_says_who_signed_and_when(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_ce1, d.mere_arabophone, "oui")
        actions.voir_mots(par=d.mere, vus=[(mot, d.eleve_cp)])
        texte = page(entrer(d.enseignante), mot)
        for phrase in ["<b>Mme Haddad</b> : Oui", "aujourd’hui à 10 h 00", "envoyé · pas encore ouvert",
                       "pas atteint · aucun compte activé", "Rappeler la famille qui manque", "Imprimer les 22 coupons",
                       "Un coupon pour les 23 sans réponse"]:  # fmt: skip
            assert phrase in texte

    def test_an_address_that_refused_is_not_reached(self, d, mardi, entrer):
        AdresseRefusee.objects.create(personne=d.mere_arabophone, adresse=d.mere_arabophone.courriel, refusee_le=mardi)
        mot = envoyer(d)
        assert etats(mot) == {"Inès": ENVOYE, "Kenza": NON_ATTEINT}
        assert "pas atteint · adresse refusée le 24 novembre" in page(entrer(d.enseignante), mot)

    def test_the_filter_keeps_those_missing(self, d, mardi, entrer):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        texte = page(entrer(d.enseignante), mot, filtre="sans")
        assert "Kenza" in texte and "Inès" not in texte

    def test_at_night_the_author_reads_when_it_leaves(self, d, horloge, entrer):
        horloge(MARDI_21H)
        assert "Partira demain à 7 h 00" in page(entrer(d.enseignante), envoyer(d))

    def test_one_family_that_is_reminded_is_spoken_of_as_one(self, d, mardi, horloge, entrer):
        mot = envoyer(d)
        signer(mot, d.eleve_ce1, d.mere_arabophone)
        horloge(MARDI_21H)
        texte = page(entrer(d.enseignante), mot)
        assert "Rappeler la famille qui manque" in texte
        assert "L’école se repose : elle le recevra demain à 7 h 00." in texte

    def test_the_direction_reads_the_results_of_its_school_and_changes_nothing(self, d, mardi, entrer):
        mot = envoyer(d)
        texte = page(entrer(d.directrice), mot)
        assert "Enfant par enfant" in texte and "Imprimer" not in texte and "Retirer aux familles" not in texte
        assert entrer(d.directrice).post(reverse("carnet_relancer", args=[mot.pk])).status_code == 403
        assert entrer(d.directrice_maternelle).get(reverse("carnet_suivi", args=[mot.pk])).status_code == 404

    def test_a_conflict_is_shown_and_settled_there(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        signer(mot, d.eleve_cp, d.pere_separe, "non")
        client = entrer(d.enseignante)
        assert "deux réponses différentes" in page(client, mot)
        client.post(reverse("carnet_trancher", args=[mot.pk, d.eleve_cp.uuid]), {"choix": "oui"})
        assert "retenu : Oui" in page(client, mot)

    def test_after_a_correction_that_asks_again_all_are_missing(self, d, mardi, entrer):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        actions_mots.corriger_mot(mot=mot, auteur=d.enseignante, redemander=True)
        assert suivi_du_mot(mot).nombre_complets == 0
        assert "Corrigé 1 fois." in page(entrer(d.enseignante), mot)

    def test_the_list_counts_no_answer_of_who_left(self, d, mardi):
        mot = envoyer(d, public=Public(d.elementaire, classe=d.cp_ce1, eleves=(d.eleve_cp, d.eleve_ce1)))
        signer(mot, d.eleve_cp, d.mere)
        d.eleve_cp.inscriptions.filter(classe=d.cp_ce1).update(fin=dt.date(2026, 11, 23))
        assert [(li.repondus, li.sur) for li in mots_suivis(relu(d.enseignante))] == [(0, 1)]

    def test_the_list_and_plus_count_as_the_page_of_each_does(self, d, mardi, entrer):
        """Who signs alone is not « tous »; of a mot to the school, a teacher's own pupils; what is answered or held awaits nobody."""
        inscrits = {"classe": d.cp_ce1, "eleves": (d.eleve_cp,)}
        chacun = envoyer(d, public=Public(d.elementaire, **inscrits), signatures="chacun")
        signer(chacun, d.eleve_cp, d.mere)
        a_tous = envoyer(d, public=Public(d.elementaire), auteur=d.directrice)
        envoyer(d, public=Public(d.elementaire, **inscrits), a=SAMEDI - dt.timedelta(days=2))
        for qui in (d.enseignante, d.directrice):
            lus = {ligne.mot: (ligne.repondus, ligne.sur) for ligne in mots_suivis(relu(qui))}
            for mot in (chacun, a_tous):
                suivi = suivi_du_mot(mot, relu(qui))
                assert lus[mot] == (suivi.nombre_complets, len(suivi.lignes)), (qui, mot)
        assert "2 mots attendent des réponses" in entrer(d.enseignante).get(reverse("plus")).text
        signer(chacun, d.eleve_cp, d.pere_separe)
        assert "1 mot attend des réponses" in entrer(d.enseignante).get(reverse("plus")).text

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_the_list_costs_the_same_for_one_and_for_three(self, d, mardi, entrer, nombre, django_assert_num_queries):
        for n in range(nombre):
            envoyer(d, titre=f"Mot {n}")
        client = entrer(d.enseignante)
        # session, person, ties, what was withdrawn, mots, answers, pupils, classes one writes to, unread notifications
        with django_assert_num_queries(9):
            assert client.get(reverse("carnet_enseignant")).text.count("0 sur 24") == nombre


def test_a_demonstration_laid_on_a_sunday_night_signs_nothing_ahead(d, horloge):
    dimanche = dt.datetime(2026, 11, 29, 1, 28, tzinfo=dt.UTC)
    horloge(dimanche)
    semer_mots(d, dimanche)
    assert ReponseMot.objects.count() > 10
    assert not ReponseMot.objects.filter(signe_le__gt=dimanche).exists()
    assert not MotVu.objects.filter(vu_le__gt=dimanche).exists()
