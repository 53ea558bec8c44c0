"""A pupil or a household kept from writing until a day, for a reason that they read."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from messagerie.actions import moderation
from messagerie.lectures.fils import place
from messagerie.lectures.moderation import cibles
from messagerie.models import Suspension
from tests.messagerie.test_moderation import JUSQU_AU, refaire, texte


def adresse_de_suspendre(d, personne, ecole=None) -> str:
    return reverse("messagerie_suspendre", args=[(ecole or d.elementaire).uai, personne.uuid])


def test_a_household_is_suspended_told_why_goes_on_reading_and_is_lifted(d, fils_de, ecrire, entrer):
    for enfant in (d.eleve_cp, d.eleve_cm2):  # Nadia and Mehdi are one household
        enfant.responsables.update(foyer="1")
    fil = fils_de.foyer()
    directrice = entrer(d.directrice)
    [cible] = cibles(d.mere, d.elementaire)
    assert {p.pk for p in cible.personnes} == {d.mere.pk, d.pere_separe.pk}
    envoi = {"cible": cible.cle, "date_fin": "2026-12-01", "motif": "Menaces envers la maîtresse"}
    assert directrice.post(adresse_de_suspendre(d, d.mere), envoi).status_code == 302
    for adulte in (d.mere, d.pere_separe):
        ici = place(refaire(adulte), fil)
        assert ici.qualites and not ici.peut_ecrire
        assert fil in type(fil).objects.visibles_par(refaire(adulte))
        dite = Notification.objects.get(destinataire=adulte, nature="messagerie.suspension")
        assert dite.texte == "Vous ne pouvez plus écrire à l’école jusqu’au 1er décembre : Menaces envers la maîtresse"
        assert "Menaces envers la maîtresse" in texte(entrer(adulte).get(dite.adresse))
    with pytest.raises(PermissionDenied):
        ecrire(fil, d.mere, "Et alors ?")
    assert place(refaire(d.enseignante), fil).peut_ecrire
    # In the child's other school, nothing changed.
    assert place(refaire(d.mere), fils_de.foyer(d.eleve_ms, d.mere)).peut_ecrire
    for suspension in Suspension.objects.all():
        directrice.post(reverse("messagerie_lever", args=[suspension.pk]))
    assert place(refaire(d.mere), fil).peut_ecrire
    assert not Notification.objects.filter(nature="messagerie.suspension").exists()
    assert EntreeJournal.objects.filter(verbe="messagerie.suspendre").count() == 2
    assert EntreeJournal.objects.filter(verbe="messagerie.lever_suspension").count() == 2


def test_a_suspension_ends_by_itself_after_its_day(d, fils_de, horloge):
    from tests.graines import MARDI_10H

    fil = fils_de.foyer()
    moderation.suspendre(
        etablissement=d.elementaire, personnes=[d.mere], motif="x", date_fin=JUSQU_AU, auteur=d.directrice
    )
    horloge(MARDI_10H.replace(month=12, day=1))
    assert not place(refaire(d.mere), fil).peut_ecrire
    horloge(MARDI_10H.replace(month=12, day=2))
    assert place(refaire(d.mere), fil).peut_ecrire


def test_a_pupil_is_suspended_and_those_who_answer_for_them_are_told(d, fils_de, entrer):
    fil = fils_de.eleves
    assert place(d.eleve_cp, fil).peut_ecrire
    envoi = {"cible": "eleve", "date_fin": "2026-12-01", "motif": "Mots blessants"}
    assert entrer(d.directrice).post(adresse_de_suspendre(d, d.eleve_cp), envoi).status_code == 302
    assert not place(refaire(d.eleve_cp), fil).peut_ecrire
    dites = Notification.objects.filter(nature="messagerie.suspension")
    assert {(n.destinataire, n.eleve) for n in dites} == {(d.mere, d.eleve_cp), (d.pere_separe, d.eleve_cp)}
    assert dites[0].texte == "Inès ne peut plus écrire à l’école jusqu’au 1er décembre : Mots blessants"
    assert "Tu ne peux plus écrire jusqu’au mardi 1er décembre." in texte(
        entrer(d.eleve_cp).get(reverse("messagerie_suspendu"))
    )
    assert "Inès ne peut plus écrire à École du Cerf-Volant" in texte(
        entrer(d.mere).get(reverse("messagerie_suspendu"))
    )
    assert "Rien ne vous empêche d’écrire." in texte(entrer(d.enseignante).get(reverse("messagerie_suspendu")))
    place_en_cp = d.eleve_cp.inscriptions.get(fin=None)
    annuaire.changer_de_classe(inscription=place_en_cp, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    assert dites.count() == 2, "it holds in the whole school"


def test_a_new_suspension_takes_the_place_of_the_old(d, mardi):
    for fin in (JUSQU_AU, JUSQU_AU + dt.timedelta(days=7)):
        moderation.suspendre(
            etablissement=d.elementaire, personnes=[d.mere], motif="x", date_fin=fin, auteur=d.directrice
        )
    assert [s.date_fin for s in Suspension.objects.filter(levee_le=None)] == [JUSQU_AU + dt.timedelta(days=7)]


def test_what_was_told_of_the_old_one_goes_with_it(d, mardi, entrer):
    """A shorter one, then lifted: nothing says any more that one may not write until a day that no longer holds."""
    for fin in (JUSQU_AU + dt.timedelta(days=7), JUSQU_AU):
        moderation.suspendre(
            etablissement=d.elementaire, personnes=[d.mere], motif="x", date_fin=fin, auteur=d.directrice
        )
    dites = Notification.objects.filter(nature="messagerie.suspension")
    assert [n.texte for n in dites] == ["Vous ne pouvez plus écrire à l’école jusqu’au 1er décembre : x"]
    moderation.lever_la_suspension(suspension=Suspension.objects.get(levee_le=None), auteur=d.directrice)
    assert not dites.all().exists()


def test_the_reason_is_told_to_each_in_their_language(d, mardi):
    moderation.suspendre(
        etablissement=d.elementaire,
        personnes=[d.mere_arabophone],
        motif="Raison",
        date_fin=JUSQU_AU,
        auteur=d.directrice,
    )
    dite = Notification.objects.get(nature="messagerie.suspension").texte
    assert "Raison" in dite and "Vous ne pouvez plus" not in dite


def test_the_household_is_the_one_that_this_school_knows(d, mardi):
    """Separated parents of one child are two households; a direction starts from either, or from the child."""
    libelles = [c.libelle for c in cibles(d.eleve_cp, d.elementaire)]
    assert libelles[0] == "Inès Belhadj"
    assert set(libelles[1:]) == {"le foyer de Mme Belhadj", "le foyer de M. Belhadj"}
    assert {p.pk for c in cibles(d.pere_separe, d.elementaire) for p in c.personnes} == {d.pere_separe.pk}
    assert cibles(d.pere_separe, d.maternelle) == []
    assert cibles(d.enseignante, d.elementaire) == []


@pytest.mark.parametrize("qui", ["directrice_maternelle", "enseignante", "mere", "operateur"])
def test_nobody_else_suspends_nor_lifts(d, mardi, entrer, qui):
    [posee] = moderation.suspendre(
        etablissement=d.elementaire, personnes=[d.eleve_cp], motif="x", date_fin=JUSQU_AU, auteur=d.directrice
    )
    client = entrer(d.gens[qui])
    envoi = {"cible": "eleve", "date_fin": "2026-12-01", "motif": "x"}
    assert client.get(reverse("messagerie_suspensions", args=[d.elementaire.uai])).status_code == 404
    assert client.post(adresse_de_suspendre(d, d.eleve_ce1), envoi).status_code == 404
    assert client.post(reverse("messagerie_lever", args=[posee.pk])).status_code == 404
    assert Suspension.objects.get().levee_le is None


def test_a_direction_suspends_only_people_of_its_school(d, mardi, entrer):
    directrice = entrer(d.directrice)
    envoi = {"cible": "eleve", "date_fin": "2026-12-01", "motif": "x"}
    assert directrice.post(adresse_de_suspendre(d, d.eleve_ms), envoi).status_code == 404
    assert directrice.post(adresse_de_suspendre(d, d.enseignante), envoi).status_code == 403
    with pytest.raises(ValidationError):
        moderation.suspendre(
            etablissement=d.elementaire, personnes=[], motif="x", date_fin=JUSQU_AU, auteur=d.directrice
        )


def test_one_suspends_starting_from_the_sheet_or_from_the_responsables(d, mardi, entrer):
    directrice = entrer(d.directrice)
    fiche = directrice.get(reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])).text
    assert f'href="{adresse_de_suspendre(d, d.eleve_cp)}"' in fiche
    responsables = directrice.get(reverse("annuaire_responsables", args=[d.elementaire.uai]) + "?tous=1").text
    assert f'href="{adresse_de_suspendre(d, d.mere)}"' in responsables


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(d, mardi, entrer, django_assert_num_queries, nombre):
    for personne in [d.eleve_cp, d.eleve_ce1, d.mere][:nombre]:
        moderation.suspendre(
            etablissement=d.elementaire, personnes=[personne], motif="x", date_fin=JUSQU_AU, auteur=d.directrice
        )
    directrice = entrer(d.directrice)
    with django_assert_num_queries(7):
        page = directrice.get(reverse("messagerie_suspensions", args=[d.elementaire.uai]))
    assert page.text.count("<article") == nombre


def test_one_reads_one_s_own_suspensions_and_those_of_one_s_children_in_their_school_while_they_last(d, mardi):
    hier, aujourd_hui = mardi.date() - dt.timedelta(days=1), mardi.date()
    for personne, ecole, fin, levee in [
        (d.mere, d.elementaire, aujourd_hui, None),
        (d.mere, d.elementaire, hier, None),
        (d.mere, d.elementaire, aujourd_hui, mardi),
        (d.eleve_cp, d.elementaire, aujourd_hui, None),
        (d.eleve_cp, d.maternelle, aujourd_hui, None),  # another school's: the mother does not answer for her there
        (d.eleve_cp, d.elementaire, hier, None),
        (d.eleve_ce1, d.elementaire, aujourd_hui, None),
        (d.pere_separe, d.elementaire, aujourd_hui, None),
    ]:
        Suspension.objects.create(
            personne=personne, etablissement=ecole, date_fin=fin, levee_le=levee, motif="x", par=d.directrice
        )

    def lues(qui) -> list[tuple[int, int]]:
        lues = Suspension.objects.subies_par(refaire(qui)).order_by("pk")
        return list(lues.values_list("personne", "etablissement"))

    a_l_ecole = d.elementaire.pk
    assert lues(d.mere) == [(d.mere.pk, a_l_ecole), (d.eleve_cp.pk, a_l_ecole)]
    assert lues(d.eleve_cp) == [(d.eleve_cp.pk, a_l_ecole), (d.eleve_cp.pk, d.maternelle.pk)]
    assert lues(d.mere_arabophone) == [(d.eleve_ce1.pk, a_l_ecole)]
    assert lues(d.enseignante) == lues(d.directrice) == []
    assert {s.etablissement for s in Suspension.objects.moderes_par(refaire(d.directrice))} == {d.elementaire}
    assert not Suspension.objects.moderes_par(refaire(d.enseignante)).exists()


def test_what_is_said_of_who_learns_it_is_so(d, fils_de, entrer):
    """Nobody reads notifications without an account: whoever suspends is told to say it themself."""
    for enfant in (d.eleve_cp, d.eleve_cm2):
        enfant.responsables.update(foyer="1")
    fils_de.foyer()
    [cible] = cibles(d.mere, d.elementaire)
    directrice, adresse = entrer(d.directrice), adresse_de_suspendre(d, d.mere)

    def suspendue(jour: str) -> str:
        envoi = {"cible": cible.cle, "date_fin": f"2026-12-{jour}", "motif": "Menaces"}
        return texte(directrice.post(adresse, envoi, follow=True))

    assert "C’est fait. La raison se lit dans les notifications." in suspendue("01")
    Personne.objects.filter(pk=d.pere_separe.pk).update(password="")
    assert f"dites-la à qui n’a pas de compte : {d.pere_separe.nom_affiche}." in suspendue("02")
    Personne.objects.filter(pk=d.mere.pk).update(password="")
    dit = suspendue("03")
    assert "Personne ne lira la raison ici" in dit and d.mere.nom_affiche in dit
    assert "se lit dans les notifications" not in dit
