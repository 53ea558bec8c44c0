"""Answering a mot: signing, changing one's mind, last places, paper, two households."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Personne
from ent.connexion.actions.fusion import fusionner
from ent.socle.preparees import lire_ensemble
from messagerie.actions import mots_reponses as actions
from messagerie.actions.mots_reponses import Saisie
from messagerie.lectures import mots_familles as lectures
from messagerie.models import Mot, MotVu, ReponseMot
from tests.messagerie.mots import MARDI_21H, SAMEDI, envoyer, relu, signer, vivre_ensemble


def bulletin(personne, mot, enfant) -> lectures.Bulletin:
    personne = relu(personne)
    suivi = next(s for s in personne.portee.suivis if s.eleve.pk == enfant.pk)
    return lectures.bulletin_de(personne, mot, suivi)


def presents(personne) -> list[tuple]:
    return lire_ensemble(*lectures.questions(personne))[0]


def dus(personne) -> list[str]:
    personne = relu(personne)
    coupons = lectures.coupons_de_famille(personne, personne.portee.suivis, presents(personne))
    return [f"{b.suivi.eleve.prenom} : {b.mot.titre}" for b in coupons if b.est_du]


# --- One family -------------------------------------------------------------------------------------------------------
class TestAnswer:
    def test_signed_it_is_no_more_owed(self, d, mardi):
        mot = envoyer(d)
        assert dus(d.mere) == ["Inès : Sortie à la ferme"]
        reponse = signer(mot, d.eleve_cp, d.mere)
        assert (reponse.par, reponse.eleve, reponse.signe_le) == (d.mere, d.eleve_cp, mardi)
        assert dus(d.mere) == []

    def test_the_same_tap_twice_counts_once(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        assert signer(mot, d.eleve_cp, d.mere, "oui").pk == signer(mot, d.eleve_cp, d.mere, "oui").pk

    def test_one_changes_one_s_mind_until_the_deadline(self, d, mardi, horloge):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        signer(mot, d.eleve_cp, d.mere, "non")
        assert [r.choix for r in ReponseMot.objects.en_vigueur()] == ["non"]
        assert [r.choix for r in bulletin(d.mere, mot, d.eleve_cp).historique] == ["oui"]
        horloge(SAMEDI)
        with pytest.raises(ValidationError, match="C’était jusqu’au vendredi 27 novembre"):
            signer(mot, d.eleve_cp, d.mere, "oui")

    def test_one_s_signature_may_be_taken_back(self, d, mardi, horloge):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        actions.reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.mere)
        assert dus(d.mere) == ["Inès : Sortie à la ferme"]
        signer(mot, d.eleve_cp, d.mere)
        horloge(SAMEDI)
        with pytest.raises(ValidationError):
            actions.reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.mere)

    @pytest.mark.parametrize(
        ("champs", "choix", "phrase"),
        [
            ({"nature": "information"}, "", "une information"),
            ({"nature": "oui_non"}, "", "Choisissez une des réponses"),
            ({"nature": "oui_non"}, "peut-etr", "Choisissez une des réponses"),
            ({"nature": "argent"}, "oui", "Écrivez un montant en euros"),
            ({"avec_dessin": True}, "", "demande une signature"),
        ],
    )
    def test_what_makes_no_sense_is_refused_in_a_sentence(self, d, mardi, champs, choix, phrase):
        mot = envoyer(d, **champs)
        with pytest.raises(ValidationError, match=phrase):
            signer(mot, d.eleve_cp, d.mere, choix)
        assert not ReponseMot.objects.exists()

    def test_nothing_is_signed_before_it_opens_nor_once_withdrawn(self, d, mardi, horloge):
        retire = envoyer(d)
        Mot.objects.filter(pk=retire.pk).update(retire_le=mardi)
        horloge(MARDI_21H)
        attend = envoyer(d)
        for mot in (retire, attend):
            with pytest.raises(ValidationError):
                signer(mot, d.eleve_cp, d.mere)

    def test_money_asked_or_left_to_each(self, d, mardi):
        fixe, libre = envoyer(d, nature="argent", montant=Decimal("12.50")), envoyer(d, nature="argent")
        assert signer(fixe, d.eleve_cp, d.mere, "oui", montant=Decimal(1)).montant == Decimal("12.50")
        assert signer(libre, d.eleve_cp, d.mere, "oui", montant=Decimal(5)).montant == Decimal(5)
        assert signer(libre, d.eleve_ce1, d.mere_arabophone, "non").montant is None

    def test_a_drawn_signature_or_a_typed_name(self, d, mardi):
        mot = envoyer(d, avec_dessin=True)
        assert signer(mot, d.eleve_cp, d.mere, trace=[[[1, 2], [3, 4]]]).trace == [[[1, 2], [3, 4]]]
        assert signer(mot, d.eleve_ce1, d.mere_arabophone, nom="Samira Haddad").nom == "Samira Haddad"

    def test_the_journal_says_that_one_answered_and_not_what(self, d, mardi):
        signer(envoyer(d, nature="oui_non"), d.eleve_cp, d.mere, "non")
        assert EntreeJournal.objects.get(verbe="messagerie.repondre_au_mot").details == {}


# --- Two households ---------------------------------------------------------------------------------------------------
class TestHouseholds:
    def test_in_one_household_the_other_reads_who_signed(self, d, mardi):
        vivre_ensemble(d.mere, d.pere_separe)
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.pere_separe)
        vu = bulletin(d.mere, mot, d.eleve_cp)
        assert (vu.mienne, vu.suffit.par, vu.est_du) == (None, d.pere_separe, False)
        assert dus(d.mere) == []

    def test_where_each_signs_the_other_still_owes(self, d, mardi):
        vivre_ensemble(d.mere, d.pere_separe)
        mot = envoyer(d, signatures="chacun")
        signer(mot, d.eleve_cp, d.pere_separe)
        assert dus(d.mere) == ["Inès : Sortie à la ferme"]

    def test_of_another_household_nothing_is_read_not_even_that_it_answered(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        avant = bulletin(d.mere, mot, d.eleve_cp)
        signer(mot, d.eleve_cp, d.pere_separe, "non")
        assert bulletin(d.mere, mot, d.eleve_cp) == avant
        assert dus(d.mere) == ["Inès : Sortie à la ferme"]

    def test_an_address_that_changes_parts_them_at_once(self, d, mardi):
        vivre_ensemble(d.mere, d.pere_separe)
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.pere_separe)
        Personne.objects.filter(pk=d.pere_separe.pk).update(adresse="12 allée Ravel")
        assert bulletin(d.mere, mot, d.eleve_cp).du_foyer is None


# --- Slots ------------------------------------------------------------------------------------------------------------
def test_a_full_slot_is_refused_and_one_s_own_may_be_changed(d, mardi):
    mot = envoyer(d, nature="creneaux")
    signer(mot, d.eleve_cp, d.mere, "c1")
    with pytest.raises(ValidationError) as refus:
        signer(mot, d.eleve_ce1, d.mere_arabophone, "c1")
    assert refus.value.messages == [
        "« Jeudi 3 décembre à 16\u00a0h\u00a030 » vient d’être pris. Choisissez-en un autre."
    ]
    signer(mot, d.eleve_cp, d.mere, "c2")
    signer(mot, d.eleve_ce1, d.mere_arabophone, "c1")
    assert lectures.places_prises(mot) == {"c1": 1, "c2": 1}


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_parents_never_take_the_same_last_place(d, mardi):
    mot = envoyer(d, nature="creneaux")
    eleves = list(Personne.objects.filter(inscriptions__classe=d.cp_ce1)[:8])
    depart, bilan = threading.Barrier(len(eleves)), []

    def prendre(eleve):
        try:
            depart.wait()
            signer(mot, eleve, d.mere, "c1")
            bilan.append("pris")
        except ValidationError as refus:
            bilan.append(refus.code)
        finally:
            connection.close()

    fils = [threading.Thread(target=prendre, args=[eleve]) for eleve in eleves]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(bilan) == ["complet"] * 7 + ["pris"]
    assert ReponseMot.objects.en_vigueur().filter(mot=mot, choix="c1").count() == 1


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_by_two_taps_at_once_is_one(d, mardi):
    mot = envoyer(d, nature="oui_non")
    depart = threading.Barrier(4)

    def taper():
        try:
            depart.wait()
            signer(mot, d.eleve_cp, d.mere, "oui")
        finally:
            connection.close()

    fils = [threading.Thread(target=taper) for _n in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert ReponseMot.objects.count() == 1


# --- Paper ------------------------------------------------------------------------------------------------------------
class TestPaper:
    def entrer(self, d, mot, *saisies):
        return actions.saisir_papiers(mot=mot, auteur=d.enseignante, saisies=saisies)

    def test_a_pile_is_entered_after_the_deadline_too(self, d, mardi, horloge):
        mot = envoyer(d, nature="oui_non")
        horloge(SAMEDI)
        assert self.entrer(d, mot, Saisie(d.eleve_cp, d.mere, "oui"), Saisie(d.eleve_ce1, None, "non")) == 2
        assert {(r.eleve, r.par, r.choix, r.source, r.saisie_par) for r in ReponseMot.objects.all()} == {
            (d.eleve_cp, d.mere, "oui", "papier", d.enseignante),
            (d.eleve_ce1, None, "non", "papier", d.enseignante),
        }

    def test_all_of_it_or_nothing(self, d, mardi):
        mot = envoyer(d, nature="creneaux")
        with pytest.raises(ValidationError) as refus:
            self.entrer(
                d, mot, Saisie(d.eleve_cp, d.mere, "c1", cle="a"), Saisie(d.eleve_ce1, d.mere_arabophone, "c1", cle="b")
            )
        assert list(refus.value.message_dict) == ["b"]
        assert not ReponseMot.objects.exists()

    def test_what_was_signed_on_a_screen_is_not_written_over(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        with pytest.raises(ValidationError, match="Mme Belhadj a déjà répondu à l’écran"):
            self.entrer(d, mot, Saisie(d.eleve_cp, d.mere, "non", cle="a"))

    def test_an_entry_is_taken_back_and_a_screen_is_not(self, d, mardi):
        mot = envoyer(d)
        self.entrer(d, mot, Saisie(d.eleve_cp, d.mere))
        actions.reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.enseignante)
        assert not ReponseMot.objects.en_vigueur().exists()
        signer(mot, d.eleve_cp, d.mere)
        actions.reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.enseignante)
        assert ReponseMot.objects.en_vigueur().count() == 1


# --- Seen -------------------------------------------------------------------------------------------------------------
def test_seen_once_and_again_after_a_correction_that_asks_again(d, mardi):
    mot = envoyer(d)
    for _fois in range(2):
        actions.voir_mots(par=d.mere, vus=[(mot, d.eleve_cp)])
    assert MotVu.objects.count() == 1
    mot.version = 2
    actions.voir_mots(par=d.mere, vus=[(mot, d.eleve_cp)])
    assert MotVu.objects.filter(Q(version=1) | Q(version=2)).count() == 2


# --- Queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_tile_costs_the_same_for_one_mot_and_for_three(d, mardi, django_assert_num_queries, nombre):
    """Whether there are mots, which a page asks with what it counts; the mots; the answers."""
    d.mere = relu(d.mere)
    with django_assert_num_queries(1 + 2):  # one's ties and children are read first
        assert lectures.coupons_de_famille(d.mere, d.mere.portee.suivis, presents(d.mere)) == []
    for n in range(nombre):
        envoyer(d, titre=f"Mot {n}")
    mere = relu(d.mere)
    suivis = mere.portee.suivis[: 1 if nombre == 1 else 3]
    with django_assert_num_queries(3):
        assert len(lectures.coupons_de_famille(mere, suivis, presents(mere))) == nombre
    signer(Mot.objects.first(), d.eleve_cp, d.pere_separe)
    with django_assert_num_queries(4):  # whom each lives with, once another adult answered
        lectures.coupons_de_famille(mere, suivis, presents(mere))


def test_the_place_of_a_pupil_who_left_is_free_again(d, mardi):
    """Its families read « complet », and the school, that nobody had taken it."""
    mot = envoyer(d, nature="creneaux")
    signer(mot, d.eleve_cp, d.mere, "c1")
    assert lectures.places_prises(mot) == {"c1": 1}
    d.eleve_cp.inscriptions.filter(classe=d.cp_ce1).update(fin=dt.date(2026, 11, 23))
    assert lectures.places_prises(mot) == {}
    assert signer(mot, d.eleve_ce1, d.mere_arabophone, "c1").choix == "c1"


def test_of_two_records_of_one_parent_that_become_one_the_last_answer_counts(d, mardi):
    """On paper under a name spelt otherwise, and on a screen: one adult, no quarrel to settle."""
    autre = Personne.objects.create(prenom="Nadiah", nom="Belhaj", password="!")
    annuaire.rattacher(adulte=autre, enfant=d.eleve_cp, etablissement=d.elementaire)
    mot = envoyer(d, nature="oui_non")
    a_l_ecran = signer(mot, d.eleve_cp, d.mere, "oui")
    plus_tard = {"source": "papier", "signe_le": mardi + dt.timedelta(hours=1)}
    ReponseMot.objects.create(mot=mot, eleve=d.eleve_cp, par=autre, choix="non", **plus_tard)
    fusionner(depuis=autre, vers=d.mere, etablissement=d.elementaire)
    siennes = ReponseMot.objects.filter(mot=mot, par=d.mere)
    assert [r.choix for r in siennes.en_vigueur()] == ["non"]
    assert siennes.exclude(remplacee_le=None).get() == a_l_ecran, "it is kept in the history"
