"""Sending a mot: who reads it, when, who is told; correcting and withdrawing it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Groupe, Inscription, Personne, Responsabilite, Role
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from messagerie.actions import mots as actions
from messagerie.actions import mots_rappels
from messagerie.actions.mots import Public
from messagerie.droits import mots as droits
from messagerie.evenements.mots import MOT_CHANGE, MOT_PUBLIE, MOT_RAPPELE, MOT_REPONDU
from messagerie.models import Mot, Option, ReponseMot, VersionMot
from messagerie.taches.mots import annoncer
from tests.messagerie.mots import (
    CRENEAUX,
    MARDI_21H,
    MERCREDI_7H,
    OUI_NON,
    envoyer,
    lecteurs,
    relu,
    sans_autorite,
    signer,
    vivre_ensemble,
)

FAMILLES_CP_CE1 = ["mere", "mere_arabophone", "pere_separe"]


@pytest.fixture
def signaux(monkeypatch):
    """Signals that left for browsers, as (recipients, type, id)."""
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, s: partis.append((set(cibles), s["type"], s["id"])))
    return partis


# --- Whom it is for ---------------------------------------------------------------------------------------------------
class TestAudience:
    def test_a_class(self, d, mardi):
        assert lecteurs(d, envoyer(d)) == ["directrice", "enseignante", *FAMILLES_CP_CE1]

    def test_a_level_of_it(self, d, mardi):
        mot = envoyer(d, public=Public(d.elementaire, classe=d.cp_ce1, niveau="CE1"))
        assert lecteurs(d, mot) == ["directrice", "enseignante", "mere_arabophone"]

    def test_a_group(self, d, mardi):
        mot = envoyer(d, auteur=d.enseignant, public=Public(d.elementaire, groupe=d.groupe_lecture))
        assert lecteurs(d, mot) == ["directrice", "enseignant", "mere", "mere_arabophone", "pere_separe"]

    def test_named_pupils(self, d, mardi):
        mot = envoyer(d, public=Public(d.elementaire, classe=d.cp_ce1, eleves=(d.eleve_ce1,)))
        assert lecteurs(d, mot) == ["directrice", "enseignante", "mere_arabophone"]

    def test_pupils_of_another_class_are_refused(self, d, mardi):
        with pytest.raises(ValidationError, match="n’est pas dans cette classe"):
            envoyer(d, public=Public(d.elementaire, classe=d.cp_ce1, eleves=(d.eleve_cm2,)))
        assert not Mot.objects.exists()

    def test_the_whole_school(self, d, mardi):
        mot = envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
        assert lecteurs(d, mot) == [
            "directrice", "enseignant", "enseignante", "mere", "mere_arabophone", "pere_separe", "remplacant",
        ]  # fmt: skip

    def test_a_pupil_never_reads_one(self, d, mardi):
        assert "eleve_cp" not in lecteurs(d, envoyer(d))

    def test_an_adult_without_authority_does_not(self, d, mardi):
        sans_autorite(d.pere_separe, d.eleve_cp)
        assert lecteurs(d, envoyer(d)) == ["directrice", "enseignante", "mere", "mere_arabophone"]

    def test_a_child_who_left_the_class_takes_their_family_along(self, d, mardi):
        mot = envoyer(d)
        Inscription.objects.filter(eleve=d.eleve_cp).update(fin=dt.date(2026, 11, 23))
        assert lecteurs(d, mot) == ["directrice", "enseignante", "mere_arabophone"]


def test_who_may_correct(d, mardi):
    def correcteurs(mot):
        return sorted(c for c, p in d.gens.items() if Mot.objects.modifiables_par(relu(p)).filter(pk=mot.pk).exists())

    assert correcteurs(envoyer(d)) == ["enseignante"]
    assert correcteurs(envoyer(d, auteur=d.directrice)) == ["directrice"]
    ms = Public(d.maternelle, classe=d.ms)
    assert correcteurs(envoyer(d, auteur=d.directrice_maternelle, public=ms)) == ["directrice_maternelle", "remplacant"]


# --- When -------------------------------------------------------------------------------------------------------------
class TestQuietHours:
    def test_written_at_night_it_leaves_when_the_slot_opens(self, d, horloge):
        horloge(MARDI_21H)
        mot = envoyer(d)
        assert mot.visible_le == MERCREDI_7H and mot.attend
        assert lecteurs(d, mot) == ["directrice", "enseignante"]
        assert not Notification.objects.exists()
        horloge(MERCREDI_7H)
        annoncer.call(mot.pk)
        assert lecteurs(d, mot) == ["directrice", "enseignante", *FAMILLES_CP_CE1]
        assert Notification.objects.filter(nature=MOT_PUBLIE, destinataire=d.mere).count() == 1

    def test_withdrawn_before_the_morning_nobody_is_told(self, d, horloge):
        horloge(MARDI_21H)
        mot = envoyer(d)
        actions.retirer_mot(mot=mot, auteur=d.enseignante)
        horloge(MERCREDI_7H)
        annoncer.call(mot.pk)
        assert not Notification.objects.exists()

    def test_an_hour_may_be_chosen(self, d, mardi):
        a = dt.datetime(2026, 11, 25, 16, 30, tzinfo=MARDI_21H.tzinfo)
        assert envoyer(d, a=a).visible_le == a


def test_each_responsable_is_told_once_per_child(d, mardi):
    mot = envoyer(d, public=Public(d.elementaire), auteur=d.directrice)
    dites = Notification.objects.filter(nature=MOT_PUBLIE, objet_id=mot.pk, destinataire=d.mere).order_by("texte")
    assert [n.texte for n in dites] == [
        "Inès · À signer jusqu’au vendredi 27 novembre : Sortie à la ferme",
        "Sofiane · À signer jusqu’au vendredi 27 novembre : Sortie à la ferme",
    ]
    actions.annoncer_mot(mot=mot)
    assert dites.count() == 2


def test_what_is_sent_is_journalled_without_its_words(d, mardi):
    mot = envoyer(d)
    ligne = EntreeJournal.objects.get(verbe="messagerie.envoyer_mot")
    assert (ligne.objet, ligne.details, ligne.etablissement) == (f"mot {mot.pk}", {"nature": "accuse"}, d.elementaire)


# --- Signals ----------------------------------------------------------------------------------------------------------
class TestSignals:
    def test_families_and_the_school_hear_of_a_new_one(self, d, mardi, signaux, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            mot = envoyer(d)
        publies = [cibles for cibles, nature, _pk in signaux if nature == MOT_PUBLIE]
        assert {d.mere.pk, d.pere_separe.pk, d.mere_arabophone.pk} <= publies[0]
        assert d.eleve_cp.pk not in publies[0]
        assert (({d.enseignante.pk, d.directrice.pk}), MOT_CHANGE, mot.pk) in signaux

    def test_the_other_household_hears_nothing_of_a_signature(
        self, d, mardi, signaux, django_capture_on_commit_callbacks
    ):
        mot = envoyer(d)
        with django_capture_on_commit_callbacks(execute=True):
            signer(mot, d.eleve_cp, d.mere)
        assert signaux == [({d.mere.pk, d.enseignante.pk, d.directrice.pk}, MOT_REPONDU, mot.pk)]

    def test_the_same_household_does(self, d, mardi, signaux, django_capture_on_commit_callbacks):
        vivre_ensemble(d.mere, d.pere_separe)
        mot = envoyer(d)
        with django_capture_on_commit_callbacks(execute=True):
            signer(mot, d.eleve_cp, d.mere)
        assert signaux[0][0] == {d.mere.pk, d.pere_separe.pk, d.enseignante.pk, d.directrice.pk}


# --- Correcting -------------------------------------------------------------------------------------------------------
class TestCorrection:
    def test_answers_stay_when_they_are_not_asked_again(self, d, mardi):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        actions.corriger_mot(mot=mot, auteur=d.enseignante, titre="Sortie au château")
        mot.refresh_from_db()
        assert (mot.titre, mot.version, ReponseMot.objects.en_vigueur().count()) == ("Sortie au château", 1, 1)
        assert VersionMot.objects.get(mot=mot).contenu["titre"] == "Sortie à la ferme"

    def test_what_was_told_says_what_it_is_now_and_is_told_to_nobody_anew(self, d, mardi, entrer):
        mot = envoyer(d, titre="Poux : Léo Fontaine")
        mots_rappels.relancer_mot(mot=mot, auteur=d.enseignante)
        Notification.objects.filter(destinataire=d.pere_separe).update(lue_le=MERCREDI_7H)
        actions.corriger_mot(
            mot=mot, auteur=d.enseignante, titre="Poux dans la classe", date_limite=dt.date(2026, 11, 30)
        )
        assert dict(Notification.objects.filter(destinataire=d.mere).values_list("nature", "texte")) == {
            MOT_PUBLIE: "Inès · À signer jusqu’au lundi 30 novembre : Poux dans la classe",
            MOT_RAPPELE: "Inès · Rappel, à signer jusqu’au lundi 30 novembre : Poux dans la classe",
        }
        assert "للتوقيع" in Notification.objects.filter(destinataire=d.mere_arabophone, nature=MOT_PUBLIE).get().texte
        assert not Notification.objects.filter(destinataire=d.pere_separe, lue_le=None).exists()
        mere = entrer(d.mere)
        for adresse in ("/", reverse("notifications")):
            assert "Léo Fontaine" not in mere.get(adresse).text

    def test_asked_again_the_former_answer_is_kept_in_history(self, d, mardi):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        Notification.objects.update(lue_le=MERCREDI_7H)
        actions.corriger_mot(mot=mot, auteur=d.enseignante, texte="Départ 7 h 30.", redemander=True)
        ancienne = ReponseMot.objects.get()
        assert ancienne.remplacee_le is not None and (ancienne.choix, ancienne.version) == ("oui", 1)
        non_lues = Notification.objects.filter(nature=MOT_PUBLIE, destinataire=d.mere, lue_le=None)
        assert non_lues.count() == 1
        signer(mot, d.eleve_cp, d.mere, "non")
        assert [(r.choix, r.version) for r in ReponseMot.objects.order_by("pk")] == [("oui", 1), ("non", 2)]
        assert non_lues.count() == 0

    def test_a_choice_that_was_taken_does_not_vanish_under_a_signature(self, d, mardi):
        mot = envoyer(d, nature="choix", options=[Option("c1", "Gâteau"), Option("c2", "Boisson")])
        signer(mot, d.eleve_cp, d.mere, "c2")
        neufs = [Option("c1", "Gâteau"), Option("c3", "Fruits")]
        with pytest.raises(ValidationError, match="Des familles ont déjà choisi « Boisson »"):
            actions.corriger_mot(mot=mot, auteur=d.enseignante, options=neufs)
        actions.corriger_mot(mot=mot, auteur=d.enseignante, options=neufs, redemander=True)
        assert [o.cle for o in mot.options] == ["c1", "c3"]
        assert mot.option("c2").est_retiree  # the history still says what was chosen

    def test_places_are_not_taken_from_those_who_have_them(self, d, mardi):
        mot = envoyer(d, nature="creneaux")
        signer(mot, d.eleve_cp, d.mere, "c2")
        signer(mot, d.eleve_ce1, d.mere_arabophone, "c2")
        moins = [CRENEAUX[0], Option(**vars(CRENEAUX[1]) | {"places": 1})]
        with pytest.raises(ValidationError, match="2 familles y sont déjà inscrites"):
            actions.corriger_mot(mot=mot, auteur=d.enseignante, options=moins)

    def test_corrected_before_it_left_it_takes_another_hour(self, d, horloge):
        horloge(MARDI_21H)
        mot = envoyer(d)
        a = MERCREDI_7H + dt.timedelta(hours=9)
        actions.corriger_mot(mot=mot, auteur=d.enseignante, titre="Autre", a=a)
        mot.refresh_from_db()
        assert (mot.visible_le, mot.titre) == (a, "Autre")


class TestWithdrawal:
    def test_it_leaves_every_page_and_what_was_told_of_it(self, d, mardi):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        actions.retirer_mot(mot=mot, auteur=d.enseignante)
        assert lecteurs(d, mot) == []
        assert not Notification.objects.exists()

    def test_undone_it_is_there_with_its_answers_and_tells_nobody_twice(self, d, mardi):
        """Nor never: who had not read it when it went finds it again."""
        mot = envoyer(d)
        mots_rappels.relancer_mot(mot=mot, auteur=d.enseignante)
        signer(mot, d.eleve_cp, d.mere)
        Notification.objects.update(lot_pousse="déjà poussée")
        actions.retirer_mot(mot=mot, auteur=d.enseignante)
        assert not Notification.objects.exists()
        actions.remettre_mot(mot=mot, auteur=d.enseignante)
        assert "mere" in lecteurs(d, mot) and ReponseMot.objects.en_vigueur().count() == 1
        rendues = Notification.objects.order_by("nature").values_list("destinataire", "nature", "lot_pousse")
        poussees = {(n, "déjà poussée") for n in (MOT_PUBLIE, MOT_RAPPELE)}
        par_personne = {p: {(n, lot) for qui, n, lot in rendues if qui == p.pk} for p in (d.mere, d.mere_arabophone)}
        assert par_personne == {d.mere: poussees, d.mere_arabophone: poussees}
        assert not Notification.objects.non_lues().filter(destinataire=d.mere).exists()
        assert Notification.objects.non_lues().filter(destinataire=d.mere_arabophone).count() == 2

    @pytest.mark.parametrize("le_travailleur_est_passe", [True, False])
    def test_withdrawn_before_anybody_was_told_and_put_back_after_its_hour_it_is_told(
        self, d, horloge, le_travailleur_est_passe
    ):
        horloge(MARDI_21H)
        mot = envoyer(d)
        if le_travailleur_est_passe:
            actions.retirer_mot(mot=mot, auteur=d.enseignante)
            horloge(MERCREDI_7H)
            annoncer.call(mot.pk)
        else:  # its hour came, and it was withdrawn before a worker told of it
            horloge(MERCREDI_7H)
            actions.retirer_mot(mot=mot, auteur=d.enseignante)
        assert not Notification.objects.exists()
        horloge(MERCREDI_7H + dt.timedelta(minutes=30))
        actions.remettre_mot(mot=Mot.objects.get(), auteur=d.enseignante)
        assert Notification.objects.non_lues().filter(nature=MOT_PUBLIE, destinataire=d.mere).count() == 1

    def test_put_back_before_its_hour_it_waits_for_it(self, d, horloge):
        horloge(MARDI_21H)
        mot = envoyer(d)
        actions.retirer_mot(mot=mot, auteur=d.enseignante)
        actions.remettre_mot(mot=mot, auteur=d.enseignante)
        assert not Notification.objects.exists()
        horloge(MERCREDI_7H)
        annoncer.call(mot.pk)
        assert Notification.objects.filter(nature=MOT_PUBLIE, destinataire=d.mere).count() == 1


def test_a_teacher_of_another_class_does_not_follow_it(d, mardi):
    annuaire.affecter(enseignant=d.remplacant, classe=d.cp_ce1)
    assert lecteurs(d, envoyer(d)) == ["directrice", "enseignante", *FAMILLES_CP_CE1, "remplacant"]
    assert OUI_NON[0].texte == "Oui"


def test_ties_of_another_school_open_nothing(d, mardi):
    """The nursery also declared Sofiane: his mother reads there what the nursery sends of him, nothing of the other."""
    Responsabilite.objects.filter(enfant=d.eleve_cp).update(etablissement=d.maternelle)
    assert lecteurs(d, envoyer(d)) == ["directrice", "enseignante", "mere_arabophone"]


# --- What each does with each mot of a school -----------------------------------------------------------------------------
# follows · corrects and withdraws · reminds, prints coupons, enters papers
STAFF = {
    "directrice": ("classe dirigee cm2 groupe ecole ponctuel", "dirigee ecole", "dirigee ecole"),
    "enseignante": ("classe dirigee ecole ponctuel", "classe ponctuel", "classe dirigee ecole ponctuel"),
    "enseignant": ("cm2 groupe ecole", "cm2 groupe", "cm2 groupe ecole"),
    "remplacant": ("cm2 ecole voisine coquelicots", "cm2 voisine", "cm2 ecole voisine coquelicots"),
    "directrice_maternelle": ("voisine coquelicots", "voisine coquelicots", "voisine coquelicots"),
    "sans_classe": ("ecole", "", ""),
    "personnel": ("", "", ""),
    "mere": ("", "", ""),
    "eleve_cp": ("", "", ""),
    "operateur": ("", "", ""),
}


@pytest.fixture
def un_de_chaque(d, mardi) -> dict[str, Mot]:
    """Of a class by its teacher and by the direction, of another class, of named pupils, of a group, of each school; one withdrawn."""
    ici, classe = {"etablissement": d.elementaire}, {"etablissement": d.elementaire, "classe": d.cp_ce1}
    a_cote = {"etablissement": d.maternelle}
    nommes = Groupe.objects.create(etablissement=d.elementaire, annee=d.cp_ce1.annee, nom="x", ponctuel_de=d.cp_ce1)
    mots = {
        "classe": classe, "dirigee": classe | {"de_la_direction": True}, "cm2": ici | {"classe": d.cm2},
        "ponctuel": classe | {"groupe": nommes}, "groupe": ici | {"groupe": d.groupe_lecture},
        "ecole": ici | {"de_la_direction": True}, "voisine": a_cote | {"classe": d.ms},
        "coquelicots": a_cote | {"de_la_direction": True}, "retire": classe | {"retire_le": mardi},
    }  # fmt: skip
    return {
        nom: Mot.objects.create(nature="information", titre=nom, auteur=d.directrice, visible_le=mardi, **champs)
        for nom, champs in mots.items()
    }


@pytest.mark.parametrize("qui", STAFF)
def test_who_follows_corrects_and_keeps_each_mot(d, un_de_chaque, qui):
    for nature in ("enseignant", "personnel"):
        d.gens[nature if nature == "personnel" else "sans_classe"] = autre = Personne.objects.create(nom=nature)
        Role.objects.create(personne=autre, nature=nature, etablissement=d.elementaire, debut=dt.date(2026, 9, 1))
    personne = relu(d.gens[qui])
    un_de_chaque.pop("retire")

    suivis, corriges = set(Mot.objects.suivis_par(personne)), set(Mot.objects.modifiables_par(personne))
    suit, corrige, tient = (set(noms.split()) for noms in STAFF[qui])
    assert {mot.titre for mot in suivis} == suit
    assert {mot.titre for mot in corriges if mot.retire_le is None} == corrige
    assert {nom for nom, mot in un_de_chaque.items() if droits.peut_modifier_le_mot(personne, mot)} == corrige
    assert {nom for nom, mot in un_de_chaque.items() if droits.peut_tenir_le_carnet(personne, mot)} == tient


@pytest.mark.parametrize(
    ("qui", "ou"),
    [
        ("directrice", "cp_ce1 cm2 groupe_lecture elementaire"),
        ("enseignante", "cp_ce1"),
        ("enseignant", "cm2 groupe_lecture"),
        ("remplacant", "cm2 ms"),
        ("directrice_maternelle", "ms maternelle"),
        ("mere", ""),
        ("operateur", ""),
    ],
)
def test_who_writes_a_mot_to_whom(d, mardi, qui, ou):
    lieux = {nom: {"classe": getattr(d, nom)} for nom in ("cp_ce1", "cm2", "ms")}
    lieux |= {"groupe_lecture": {"groupe": d.groupe_lecture}}
    lieux |= {nom: {"etablissement": getattr(d, nom)} for nom in ("elementaire", "maternelle")} | {"nulle part": {}}
    personne = relu(d.gens[qui])
    assert {nom for nom, lieu in lieux.items() if droits.peut_ecrire_un_mot(personne, **lieu)} == set(ou.split())


def test_an_adult_signs_for_their_child_what_was_sent_to_that_child_and_a_pupil_signs_nothing(d, un_de_chaque):
    gens = [relu(p) for p in (d.mere, d.eleve_cp, d.mere_arabophone, d.enseignante)]
    signent = {
        (qui, suivi.eleve)
        for suivi in {s.eleve.pk: s for p in gens for s in p.portee.suivis}.values()
        for qui in gens
        if droits.peut_repondre(qui, un_de_chaque["classe"], suivi)
    }
    assert signent == {(d.mere, d.eleve_cp), (d.mere_arabophone, d.eleve_ce1)}
