"""What families see and do: seen without a gesture, day by day, each parent on their own."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import familles as actions
from cahier_de_textes.actions import travaux
from cahier_de_textes.evenements import TRAVAIL_VU, enseignants, enseignants_de
from cahier_de_textes.models import Seance, TravailVu
from ent.annuaire.models import Responsabilite
from tests.cahier_de_textes.test_actions import JEUDI, MARDI_21H, PARIS, donner


class TestSeen:
    """`POST /cahier/vus/`: what stayed on a screen."""

    def envoyer(self, client, *vus):
        return client.post(reverse("cahier_vus"), {"vu": [f"{t.pk}:{e.uuid}" for t, e in vus]})

    def lus(self) -> list[tuple[int, int, int]]:
        return list(TravailVu.objects.values_list("travail_id", "eleve_id", "par_id"))

    def test_once_per_person_and_child(self, d, mardi, entrer):
        travail = donner(d)
        for qui in [d.mere, d.mere, d.pere_separe, d.eleve_cp]:
            assert self.envoyer(entrer(qui), (travail, d.eleve_cp)).status_code == 204
        assert self.lus() == [(travail.pk, d.eleve_cp.pk, p.pk) for p in [d.mere, d.pere_separe, d.eleve_cp]]

    def test_who_says_that_it_is_done_has_seen_it(self, d, mardi, entrer):
        travail = donner(d)
        adresse = reverse("cahier_cocher", args=[travail.pk, d.eleve_cp.uuid])
        entrer(d.mere).post(adresse, {"fait": "1"})
        entrer(d.eleve_cp).post(adresse, {"fait": "1"})
        assert set(TravailVu.objects.values_list("par_id", "eleve_id")) == {(d.mere.pk, d.eleve_cp.pk)}

    @pytest.mark.parametrize("qui", ["mere_arabophone", "eleve_ce1", "enseignante", "directrice", "operateur"])
    def test_not_for_the_child_of_another(self, d, mardi, entrer, qui):
        travail = donner(d)
        assert self.envoyer(entrer(getattr(d, qui)), (travail, d.eleve_cp)).status_code == 204
        assert self.lus() == []

    def test_not_what_was_given_to_another_child(self, d, mardi, entrer):
        self.envoyer(entrer(d.mere), (donner(d, niveau="CE1"), d.eleve_cp), (donner(d, niveau="CP"), d.eleve_cm2))
        assert self.lus() == []

    def test_not_what_waits_for_the_morning(self, d, horloge, entrer):
        horloge(MARDI_21H)
        self.envoyer(entrer(d.mere), (donner(d), d.eleve_cp))
        assert self.lus() == []

    def test_not_by_a_parent_who_lost_authority(self, d, mardi, entrer):
        travail = donner(d)
        Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
        self.envoyer(entrer(d.pere_separe), (travail, d.eleve_cp))
        assert self.lus() == []

    @pytest.mark.parametrize("brut", ["", ":", "x:y", "12", "٣:a", "9" * 30 + ":a", "-1:a", "1:" + "0" * 36])
    def test_nonsense_is_passed_over(self, d, mardi, entrer, brut):
        assert entrer(d.mere).post(reverse("cahier_vus"), {"vu": [brut]}).status_code == 204
        assert self.lus() == []

    def test_reading_a_page_marks_nothing(self, d, mardi, entrer):
        donner(d)
        client = entrer(d.mere)
        assert client.get("/").status_code == 200
        assert client.get(reverse("cahier_vus")).status_code == 405
        assert self.lus() == []

    def test_its_teachers_are_told_once_per_travail(
        self,
        d,
        mardi,
        entrer,
        signaux,
        django_capture_on_commit_callbacks,
    ):
        premier, second = donner(d), donner(d, classe=d.cm2, auteur=d.enseignant)
        tenants = {d.enseignant.pk, d.remplacant.pk}
        with django_capture_on_commit_callbacks(execute=True):
            self.envoyer(entrer(d.mere), (premier, d.eleve_cp), (second, d.eleve_cm2))
        dits = [s for s in signaux if s[1] == TRAVAIL_VU]
        assert sorted(dits, key=lambda s: s[2]) == [
            ({d.enseignante.pk}, TRAVAIL_VU, premier.pk),
            (tenants, TRAVAIL_VU, second.pk),
        ]
        signaux.clear()
        with django_capture_on_commit_callbacks(execute=True):
            self.envoyer(entrer(d.mere), (premier, d.eleve_cp))
        assert signaux == []

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_costs_the_same_for_one_item_and_for_many(self, d, mardi, django_assert_num_queries, nombre):
        vus = [(donner(d, texte=f"Page {n}"), d.eleve_cp) for n in range(nombre)]
        # savepoint; what was told of them is read; already seen; written; teachers of the classes; savepoint
        with django_assert_num_queries(6):
            actions.voir(par=d.mere, vus=vus)


def test_the_teachers_of_several_travaux_are_those_of_each(d, mardi):
    travaux = [donner(d), donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant), donner(d, classe=d.ms)]
    travaux.append(donner(d, eleves=[d.eleve_cp]))
    assert enseignants_de(travaux) == {t: enseignants(t) for t in travaux}


def noter(d, classe=None, **champs) -> Seance:
    """A séance of this morning, that families read."""
    return Seance.objects.create(
        **{
            "classe": classe or d.cp_ce1,
            "etablissement": (classe or d.cp_ce1).etablissement,
            "auteur": d.enseignante,
            "date": dt.date(2026, 11, 24),
            "titre": "Lire un plan",
            "publie_le": timezone.now(),
            "visible_le": timezone.now(),
        }
        | champs
    )


class TestDay:
    @pytest.fixture(autouse=True)
    def soir(self, horloge):
        """After school, before quiet hours."""
        horloge(dt.datetime(2026, 11, 24, 18, 0, tzinfo=PARIS))

    def test_what_is_for_the_next_class_day_comes_first_then_what_was_done(self, d, entrer):
        donner(d, niveau="CP", texte="Page 14")
        donner(d, classe=d.cm2, auteur=d.enseignant, texte="Les fleuves")
        noter(d, titre="Le plan de l’école", domaine="QLM-ETP")
        noter(d, classe=d.cm2, auteur=d.enseignant, titre="Les fractions")
        texte = entrer(d.mere).get(reverse("cahier_jour")).text
        ordre = [
            "Pour jeudi",
            "Inès",
            "Page 14",
            "Sofiane",
            "Les fleuves",
            "Aujourd’hui en classe",
            "Inès",
            "Espace et temps",
            "Le plan de l’école",
            "Sofiane",
            "Les fractions",
        ]
        places, depuis = [], texte.index("<main")
        for mot in ordre:
            depuis = texte.index(mot, depuis)
            places.append(depuis)
        assert places == sorted(places)

    @pytest.mark.parametrize(
        ("qui", "lus"),
        [
            ("mere", ["Du CP", "Du CM2", "Des moyens"]),
            ("pere_separe", ["Du CP", "Du CM2"]),
            ("mere_arabophone", ["Du CE1"]),
        ],
    )
    def test_each_parent_reads_their_children_and_no_other(self, d, entrer, qui, lus):
        noter(d, niveaux=",CP,", titre="Du CP")
        noter(d, niveaux=",CE1,", titre="Du CE1")
        noter(d, classe=d.cm2, titre="Du CM2")
        noter(d, classe=d.ms, titre="Des moyens")
        for nom in ["cahier_jour", "cahier_quinzaine"]:
            texte = entrer(getattr(d, qui)).get(reverse(nom)).text
            assert [t for t in ["Du CP", "Du CE1", "Du CM2", "Des moyens"] if t in texte] == lus

    def test_a_parent_who_lost_authority_reads_nothing_of_the_child(self, d, entrer):
        Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
        travail, seance = donner(d, texte="Page 14"), noter(d)
        client = entrer(d.pere_separe)
        assert "Page 14" not in client.get(reverse("cahier_jour")).text
        for nom, objet in [("cahier_enfant_travail", travail), ("cahier_enfant_seance", seance)]:
            assert client.get(reverse(nom, args=[d.eleve_cp.uuid, objet.pk])).status_code == 404

    @pytest.mark.parametrize("qui", ["eleve_cp", "enseignante", "directrice", "operateur", "referente"])
    @pytest.mark.parametrize("nom", ["cahier_jour", "cahier_quinzaine"])
    def test_for_those_who_answer_for_no_child_it_does_not_exist(self, d, entrer, qui, nom):
        assert entrer(getattr(d, qui)).get(reverse(nom)).status_code == 404

    def test_a_block_whose_file_cannot_be_read_breaks_no_page(self, d, entrer):
        noter(
            d,
            date=timezone.localdate(),
            contenu=[{"type": "image", "value": {"fichier": "x", "legende": "l"}, "id": "a"}],
        )
        assert entrer(d.mere).get(reverse("cahier_quinzaine")).status_code == 200

    def test_a_past_day_says_what_was_due_and_what_was_done(self, d, entrer):
        lundi = dt.date(2026, 11, 23)
        donner(d, texte="Pour lundi", date_pour=lundi)
        noter(d, date=lundi, titre="Le chant")
        texte = entrer(d.mere).get(reverse("cahier_jour_du", args=[lundi])).text
        assert "C’était pour ce jour" in texte and "Pour lundi" in texte and "Le chant" in texte
        assert reverse("cahier_jour_du", args=[dt.date(2026, 11, 20)]) in texte  # Friday before
        assert reverse("cahier_jour_du", args=[dt.date(2026, 11, 24)]) in texte

    def test_a_day_to_come_says_what_is_due_and_never_a_plan(self, d, entrer):
        donner(d, texte="Pour jeudi matin")
        noter(d, date=JEUDI, titre="Plan de l’enseignante")
        texte = entrer(d.mere).get(reverse("cahier_jour_du", args=[JEUDI])).text
        assert "Pour jeudi matin" in texte and "Plan de l’enseignante" not in texte

    def test_the_way_back_of_a_day_is_never_the_page_itself(self, d, entrer, mardi):
        client = entrer(d.mere)
        for adresse, retour in [("/cahier/jour/", "/plus/"), (f"/cahier/jour/{JEUDI}/", "/cahier/jour/")]:
            assert re.findall(r'data-retour href="([^"]+)"', client.get(adresse).text) == [retour]

    @pytest.mark.parametrize("date", ["2026-02-30", "2024-01-01", "2031-01-01", "demain"])
    def test_a_day_that_makes_no_sense_is_no_page(self, d, entrer, date):
        assert entrer(d.mere).get(f"/cahier/jour/{date}/").status_code == 404

    def test_an_item_opens_for_its_child_alone(self, d, entrer):
        travail, seance = donner(d, niveau="CP"), noter(d, niveaux=",CP,", titre="Du CP")
        client = entrer(d.mere)
        for nom, objet in [("cahier_enfant_travail", travail), ("cahier_enfant_seance", seance)]:
            assert "Inès" in client.get(reverse(nom, args=[d.eleve_cp.uuid, objet.pk])).text
            assert client.get(reverse(nom, args=[d.eleve_cm2.uuid, objet.pk])).status_code == 404
            autre = entrer(d.mere_arabophone).get(reverse(nom, args=[d.eleve_ce1.uuid, objet.pk]))
            assert autre.status_code == 404

    def test_a_tick_without_script_comes_back_to_the_page(self, d, entrer):
        travail = donner(d)
        adresse = reverse("cahier_cocher", args=[travail.pk, d.eleve_cp.uuid])
        for venue, retour in [
            ("http://testserver/cahier/jour/", "http://testserver/cahier/jour/"),
            ("http://ailleurs.fr/", "/"),
        ]:
            reponse = entrer(d.mere).post(adresse, {"fait": "1"}, headers={"Referer": venue})
            assert reponse["Location"] == retour

    @pytest.mark.parametrize("nombre", [1, 3])
    @pytest.mark.parametrize("qui", ["mere", "mere_arabophone"])
    def test_costs_the_same_whatever_the_children_and_the_items(
        self, d, entrer, qui, nombre, django_assert_num_queries
    ):
        for n in range(nombre):
            donner(d, texte=f"Page {n}")
            noter(d, titre=f"Séance {n}")
            noter(d, titre=f"La semaine d’avant {n}", date=dt.date(2026, 11, 16 + n))
            donner(d, texte=f"Passé {n}", date_pour=dt.date(2026, 11, 16 + n))
        client = entrer(getattr(d, qui))
        for nom, requetes in [("cahier_jour", 7), ("cahier_quinzaine", 9)]:
            # session, person; ties, children; travaux (twice: to come, past), ticks (the first time with what is unread), séances
            with django_assert_num_queries(requetes):
                assert client.get(reverse(nom)).status_code == 200

    def test_the_fortnight_shows_what_is_written_under_each_title(self, d, entrer):
        mot = [{"type": "texte", "value": "<p>Nous avons <b>lu</b> le plan.</p>"}]
        premiere = noter(d, contenu=mot)
        client = entrer(d.mere)
        assert client.get(reverse("cahier_quinzaine")).text.count("<b>lu</b> le plan.") == 1
        noter(d, titre="Encore", contenu=mot)
        assert client.get(reverse("cahier_quinzaine")).text.count("<b>lu</b> le plan.") == 2
        premiere.contenu = [{"type": "texte", "value": "<p>Corrigé.</p>"}]
        premiere.save()
        texte = client.get(reverse("cahier_quinzaine")).text
        assert "Corrigé." in texte and texte.count("<b>lu</b> le plan.") == 1


@pytest.mark.parametrize("geste", ["vu", "coche"])
def test_a_travail_seen_or_ticked_is_counted_as_unread_no_more(d, mardi, entrer, geste):
    travail = donner(d)
    donner(d, texte="Un autre")
    actions.relancer(travail=travail, auteur=d.enseignante, motif="vu")
    mere = entrer(d.mere)
    if geste == "vu":
        mere.post("/cahier/vus/", {"vu": [f"{travail.pk}:{d.eleve_cp.uuid}"]})
    else:
        mere.post(reverse("cahier_cocher", args=[travail.pk, d.eleve_cp.uuid]), {"fait": "1"})
    assert mere.get("/nouvelles/").json() == {"cahier_de_textes.travail_publie": 1, "*": 1}
    assert entrer(d.pere_separe).get("/nouvelles/").json()["*"] == 3


@pytest.mark.parametrize("qui", ["mere", "eleve_cp"])
def test_what_was_taken_back_says_so_to_the_page_that_was_open(d, mardi, entrer, qui):
    """« Fait » was answered by a 404 that nobody read."""
    travail, client = donner(d), entrer(getattr(d, qui))
    cocher = reverse("cahier_cocher", args=[travail.pk, d.eleve_cp.uuid])
    travaux.retirer_travail(travail=travail, auteur=d.enseignante)
    phrase = "Ce travail est retiré. Il n’y a plus rien à faire pour celui-ci."
    reponse = client.post(cocher, {"fait": "1"}, headers={"HX-Request": "true"})
    assert (reponse.status_code, json.loads(reponse["HX-Trigger"])) == (404, {"refus": {"phrase": phrase}})
    assert "Ce travail est retiré" in client.post(cocher, {"fait": "1"}).text
    assert "Ce travail est retiré" not in entrer(d.mere_arabophone if qui == "mere" else d.eleve_cm2).post(cocher).text


def test_what_was_taken_back_before_families_could_read_it_is_no_page_of_theirs(d, horloge, entrer):
    horloge(MARDI_21H)
    travail = donner(d)
    travaux.retirer_travail(travail=travail, auteur=d.enseignante)
    page = entrer(d.mere).get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk]))
    assert page.status_code == 404 and "retiré" not in page.text
