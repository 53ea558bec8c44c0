"""What families see and do: seen without a gesture, day by day, each parent on their own."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.actions import familles as actions
from cahier_de_textes.evenements import TRAVAIL_VU, enseignants, enseignants_de
from cahier_de_textes.models import TravailVu
from ent.annuaire.models import Inscription, Responsabilite
from tests.cahier_de_textes.test_actions import MARDI_21H, donner, signaux  # noqa: F401


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
        assert self.lus() == [
            (travail.pk, d.eleve_cp.pk, p.pk) for p in [d.mere, d.pere_separe, d.eleve_cp]
        ]  # fmt: skip

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
        django_capture_on_commit_callbacks,  # noqa: F811
    ):
        premier, second = donner(d), donner(d, classe=d.cm2, auteur=d.enseignant)
        tenants = {d.enseignant.pk, d.remplacant.pk}
        with django_capture_on_commit_callbacks(execute=True):
            self.envoyer(entrer(d.mere), (premier, d.eleve_cp), (second, d.eleve_cm2))
        dits = [s for s in signaux if s[1] == TRAVAIL_VU]
        assert sorted(dits, key=lambda s: s[2]) == [
            ({d.enseignante.pk}, TRAVAIL_VU, premier.pk), (tenants, TRAVAIL_VU, second.pk),
        ]  # fmt: skip
        signaux.clear()
        with django_capture_on_commit_callbacks(execute=True):
            self.envoyer(entrer(d.mere), (premier, d.eleve_cp))
        assert signaux == []

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_costs_the_same_for_one_item_and_for_many(self, d, mardi, django_assert_num_queries, nombre):
        vus = [(donner(d, texte=f"Page {n}"), d.eleve_cp) for n in range(nombre)]
        # savepoint; already seen; written; teachers of the classes; savepoint
        with django_assert_num_queries(5):
            actions.voir(par=d.mere, vus=vus)


def test_the_teachers_of_several_travaux_are_those_of_each(d, mardi):
    travaux = [donner(d), donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant), donner(d, classe=d.ms)]
    travaux.append(donner(d, eleves=[d.eleve_cp]))
    assert enseignants_de(travaux) == {t: enseignants(t) for t in travaux}
