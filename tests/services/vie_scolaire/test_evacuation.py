"""Evacuation: who is on site as the rolls say, counted on several phones, joined; and what a phone keeps for the day without network."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions import evacuations as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.models import Evacuation, PointageAdulte, PointageEvacuation
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.evacuation import PAGE, envoyer, presents

MARDI = MARDI_10H.date()


def test_the_counts_add_up(d, appel):
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert groupe.inscrits == d.cp_ce1.inscriptions.count() == len(groupe.attendus) + 2
    assert (groupe.absents, groupe.partis) == ([d.eleve_cp], [d.eleve_ce1])
    assert (groupe.vus, groupe.manquent) == (0, len(groupe.attendus))


def test_one_counts_the_pupils_whom_one_has_and_the_direction_all(d, appel, entrer):
    assert [g.nom for g in sur_place(d.enseignante, d.elementaire).groupes] == ["CP-CE1"]
    assert [g.nom for g in sur_place(d.directrice, d.elementaire).groupes] == ["CM2", "CP-CE1"]
    page = entrer(d.enseignante).get(PAGE).text
    assert "Sofiane" not in page
    assert entrer(d.mere).get(PAGE).status_code == 404


def test_without_a_roll_all_are_looked_for_but_those_whose_family_told(d, mardi, declarer):
    declarer(d.eleve_cp, d.mere)
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert not groupe.est_appele
    assert groupe.absents == [d.eleve_cp]


def test_what_each_phone_counted_is_joined(d, appel, entrer):
    un, deux, *_reste = presents(d)
    assert envoyer(entrer(d.enseignante), d, [un, deux], [un]).status_code == 302
    assert envoyer(entrer(d.directrice), d, [un, deux], [deux]).status_code == 302
    assert Evacuation.objects.count() == 1
    assert {p.eleve: (p.vu, p.par) for p in PointageEvacuation.objects.all()} == {
        un: (True, d.enseignante),
        deux: (True, d.directrice),
    }
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.vus, lu.manquent) == (2, lu.attendus - 2)


def test_a_count_that_comes_late_undoes_nothing_newer(d, appel, entrer, horloge):
    un, *_reste = presents(d)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    client = entrer(d.enseignante)
    envoyer(client, d, [un], [un], MARDI_10H + dt.timedelta(minutes=20))
    envoyer(client, d, [un], [], MARDI_10H + dt.timedelta(minutes=5), vu_montre=[un.pk])  # kept without network
    assert PointageEvacuation.objects.get().vu
    envoyer(client, d, [un], [un], MARDI_10H + dt.timedelta(minutes=24))  # seen again, elsewhere
    envoyer(client, d, [un], [], MARDI_10H + dt.timedelta(minutes=22), vu_montre=[un.pk])
    assert PointageEvacuation.objects.get().vu
    envoyer(client, d, [un], [], MARDI_10H + dt.timedelta(minutes=25), vu_montre=[un.pk])
    assert not PointageEvacuation.objects.get().vu


def test_a_box_that_others_ticked_is_nobody_else_s_word(d, appel, entrer, horloge):
    """A child seen by mistake, taken back, is looked for: although a phone that shows them seen sends its own count later."""
    un, deux, *_reste = presents(d)
    horloge(MARDI_10H + dt.timedelta(minutes=12))
    claire, anne = entrer(d.enseignante), entrer(d.directrice)
    envoyer(claire, d, [un], [un], MARDI_10H + dt.timedelta(minutes=5))
    montree = f'<input type="hidden" name="vu_montre" value="{un.pk}">'
    assert montree in anne.get(PAGE).text
    envoyer(claire, d, [un], [], MARDI_10H + dt.timedelta(minutes=9), vu_montre=[un.pk])
    envoyer(anne, d, [un, deux], [un, deux], MARDI_10H + dt.timedelta(minutes=8), vu_montre=[un.pk])
    lu = sur_place(d.directrice, d.elementaire)
    assert {c.eleve for g in lu.groupes for c in g.attendus if c.vu} == {deux}
    assert montree not in anne.get(PAGE).text


def test_of_two_who_saw_a_child_one_takes_back_their_own_word(d, appel, entrer, horloge):
    un, *_reste = presents(d)
    horloge(MARDI_10H + dt.timedelta(minutes=12))
    for qui in (d.enseignante, d.directrice):
        envoyer(entrer(qui), d, [un], [un], MARDI_10H + dt.timedelta(minutes=5))
    envoyer(entrer(d.directrice), d, [un], [], MARDI_10H + dt.timedelta(minutes=6), vu_montre=[un.pk])
    assert sur_place(d.directrice, d.elementaire).vus == 1
    envoyer(entrer(d.enseignante), d, [un], [], MARDI_10H + dt.timedelta(minutes=7), vu_montre=[un.pk])
    assert sur_place(d.directrice, d.elementaire).vus == 0


def test_a_count_whose_hour_cannot_be_read_is_of_now(d, appel, entrer):
    un = presents(d)[0]
    for illisible in ("demain", "9" * 5000, "-1"):
        assert envoyer(entrer(d.enseignante), d, [un], [un], fait_le=illisible).status_code == 302
    assert PointageEvacuation.objects.get().le == MARDI_10H


def test_nobody_counts_the_pupils_of_another(d, appel, entrer):
    envoyer(entrer(d.enseignante), d, [d.eleve_cm2, d.eleve_ms], [d.eleve_cm2])
    assert not PointageEvacuation.objects.exists()
    assert envoyer(entrer(d.mere), d, [d.eleve_cp], []).status_code == 403
    assert envoyer(entrer(d.directrice_maternelle), d, [d.eleve_cp], []).status_code == 404


def test_while_it_runs_every_page_of_who_works_there_leads_to_it(d, appel, entrer):
    direction = entrer(d.directrice)
    un, *_reste = presents(d)
    assert "Évacuation en cours" not in direction.get("/").text
    envoyer(direction, d, [un], [])
    banniere = f'<b>Évacuation en cours</b> <bdi>{d.elementaire.nom}</bdi> <a href="{PAGE}">Compter les élèves</a>'
    for qui, adresse in [(d.directrice, "/"), (d.enseignante, "/"), (d.enseignant, "/"), (d.enseignante, "/appel/")]:
        assert banniere in entrer(qui).get(adresse).text
    for qui in (d.mere, d.eleve_cm2, d.directrice_maternelle):
        assert "Évacuation en cours" not in entrer(qui).get("/").text
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    assert "Évacuation en cours" not in direction.get("/").text


# --- Adults -----------------------------------------------------------------------------------------------------------
def adultes(d, personne=None) -> dict[str, str]:
    """By name, where each stands."""
    return {c.nom: c.etat for c in sur_place(personne or d.directrice, d.elementaire).adultes.comptes}


def test_the_adults_of_the_school_are_on_every_list_and_no_other(d, appel, entrer):
    attendus = {
        d.gens[nom].nom_affiche for nom in ("enseignante", "enseignant", "remplacant", "directrice") if nom in d.gens
    }
    assert attendus <= adultes(d, d.enseignante).keys()
    assert adultes(d, d.enseignante) == adultes(d, d.directrice)
    assert d.directrice_maternelle.nom_affiche not in adultes(d)
    assert d.mere.nom_affiche not in adultes(d)
    role = d.enseignant.roles.get(etablissement=d.elementaire)
    role.fin = MARDI - dt.timedelta(days=1)
    role.save()
    assert d.enseignant.nom_affiche not in adultes(d)


def test_counts_of_children_and_of_adults_add_up_apart(d, appel, entrer):
    un, deux, *_reste = presents(d)
    qui = [c.valeur for c in sur_place(d.directrice, d.elementaire).adultes.comptes]
    absent, la, *_autres = qui
    client = entrer(d.directrice)
    envoyer(client, d, [un, deux], [un], adultes=qui, adulte_vu=[la], adulte_absent=[absent], passent="3")
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.vus, lu.manquent) == (1, lu.attendus - 1)
    assert (lu.adultes.attendus, lu.adultes.vus, lu.adultes.absents) == (len(qui) - 1 + 3, 1 + 3, 1)
    assert lu.adultes.manquent == lu.adultes.attendus - lu.adultes.vus == len(qui) - 2
    assert lu.manquent_en_tout == lu.manquent + lu.adultes.manquent
    assert f"Adultes de l’école : sur place {len(qui) + 2} · vus 4 · manquent {len(qui) - 2}" in client.get(PAGE).text


@pytest.mark.parametrize("ordre", [(0, 1), (1, 0)])
def test_two_phones_that_see_and_miss_the_same_adult_say_that_they_are_seen(d, appel, entrer, horloge, ordre):
    """Whichever arrives last, and whichever is older."""
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    qui = [str(d.enseignant.pk)]
    comptes = [
        (d.enseignante, MARDI_10H + dt.timedelta(minutes=5), {"adulte_vu": qui}),
        (d.directrice, MARDI_10H + dt.timedelta(minutes=6), {}),
    ]
    for rang in ordre:
        par, quand, dits = comptes[rang]
        envoyer(entrer(par), d, [], [], quand, adultes=qui, **dits)
    assert adultes(d)[d.enseignant.nom_affiche] == "vu"
    # Nobody makes absent whom another saw; who saw them may take it back.
    envoyer(entrer(d.directrice), d, [], [], MARDI_10H + dt.timedelta(minutes=8), adultes=qui, adulte_absent=qui)
    assert adultes(d)[d.enseignant.nom_affiche] == "vu"
    envoyer(entrer(d.enseignante), d, [], [], MARDI_10H + dt.timedelta(minutes=9), adultes=qui, adulte_montre_vu=qui)
    assert adultes(d)[d.enseignant.nom_affiche] == "cherche"


def test_a_child_seen_without_network_is_seen_although_another_missed_them_later(d, appel, entrer, horloge):
    un, *_reste = presents(d)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    envoyer(entrer(d.directrice), d, [un], [], MARDI_10H + dt.timedelta(minutes=6))
    envoyer(entrer(d.enseignante), d, [un], [un], MARDI_10H + dt.timedelta(minutes=5))
    assert PointageEvacuation.objects.get().vu


def test_each_of_many_who_pass_by_is_kept(d, mardi, entrer):
    noms = [f"Visiteur {n}" for n in range(70)]
    envoyer(entrer(d.directrice), d, [], [], passages=noms, passage_vu=noms)
    assert sum(adultes(d).get(nom) == "vu" for nom in noms) == 70


def test_an_absence_is_of_the_last_who_said_so_on_purpose(d, appel, entrer, horloge):
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    qui, nom = [str(d.enseignant.pk)], d.enseignant.nom_affiche
    anne, claire = entrer(d.directrice), entrer(d.enseignante)
    envoyer(anne, d, [], [], MARDI_10H + dt.timedelta(minutes=1), adultes=qui, adulte_absent=qui)
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=2), adultes=qui)  # their page did not say it yet
    assert adultes(d)[nom] == "absent"
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=3), adultes=qui, adulte_montre_absent=qui)
    assert adultes(d)[nom] == "cherche"  # shown absent, and taken back: somebody is in the building
    envoyer(
        anne, d, [], [], MARDI_10H + dt.timedelta(minutes=4), adultes=qui, adulte_absent=qui, adulte_montre_absent=qui
    )
    assert adultes(d)[nom] == "cherche"  # an older page, sent again as it stood


def test_somebody_passing_by_is_one_under_a_name_whoever_writes_it(d, appel, entrer):
    envoyer(entrer(d.enseignante), d, [], [], passage_nom="M. Durand, plombier")
    envoyer(entrer(d.directrice), d, [], [], passages=["m. DURAND plombier", "Mme Petit"])
    assert {nom: etat for nom, etat in adultes(d).items() if nom in ("M. Durand, plombier", "Mme Petit")} == {
        "M. Durand, plombier": "vu",
        "Mme Petit": "cherche",
    }
    assert len([nom for nom in adultes(d) if "urand" in nom.lower()]) == 1
    envoyer(entrer(d.directrice), d, [], [], passages=["Mme Petit"], passage_absent=["Mme Petit"])
    assert adultes(d)["Mme Petit"] == "absent"


def test_each_counts_their_own_passing_adults_and_corrects_their_own_number(d, appel, entrer, horloge):
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    claire, anne = entrer(d.enseignante), entrer(d.directrice)
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=5), passent="3")
    envoyer(anne, d, [], [], MARDI_10H + dt.timedelta(minutes=6), passent="2")
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=7), passent="")
    assert sur_place(d.directrice, d.elementaire).adultes.sans_nom == 5
    assert f"{d.enseignante.nom_affiche} : 3." in anne.get(PAGE).text
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=8), passent="1")
    envoyer(claire, d, [], [], MARDI_10H + dt.timedelta(minutes=4), passent="9")  # waited for the network
    assert sur_place(d.directrice, d.elementaire).adultes.sans_nom == 3
    envoyer(anne, d, [], [], MARDI_10H + dt.timedelta(minutes=9), passent="99999999")
    assert sur_place(d.directrice, d.elementaire).adultes.sans_nom == 301


@pytest.mark.besoin_de("messagerie")
def test_one_who_said_that_they_would_be_away_is_proposed_and_still_looked_for(d, appel, entrer):
    from messagerie.models import Absence

    Absence.objects.create(personne=d.enseignant, debut=MARDI, fin=MARDI, texte="Je suis en formation.")
    page = entrer(d.enseignante).get(PAGE).text
    assert page.count("a dit être absent aujourd’hui") == 1
    assert "en formation" not in page
    assert adultes(d)[d.enseignant.nom_affiche] == "cherche"
    Absence.objects.update(debut=MARDI - dt.timedelta(days=2), fin=MARDI - dt.timedelta(days=1))
    assert "a dit être absent" not in entrer(d.enseignante).get(PAGE).text


def test_nobody_of_another_school_is_counted_as_an_adult_of_this_one(d, appel, entrer):
    envoyer(entrer(d.enseignante), d, [], [], adultes=[str(d.directrice_maternelle.pk), str(d.mere.pk), "x"])
    assert not PointageAdulte.objects.exists()


# --- What a phone keeps -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nom", ["appel_copie", "evacuation_copie"])
def test_a_tablet_of_the_class_keeps_nothing(d, mardi, entrer, nom):
    client = entrer(d.enseignante)
    assert client.get(reverse(nom)).status_code == 200
    client.cookies["tablette"] = "une"
    assert client.get(reverse(nom)).status_code == 404


@pytest.mark.parametrize("adresse", [PAGE, "/appel/"])
def test_a_phone_asks_for_no_copy_that_is_not_there(d, mardi, entrer, adresse):
    copies = [reverse("appel_copie"), reverse("evacuation_copie")]
    for qui in (d.enseignante, d.directrice):
        client = entrer(qui)
        demandees = client.get(adresse).text.partition('data-copies="')[2].partition('"')[0].split()
        assert demandees == [copie for copie in copies if client.get(copie).status_code == 200]


def test_the_copy_of_a_roll_bears_the_version_of_one_that_nobody_took(d, mardi, entrer):
    client = entrer(d.enseignante)
    copie = client.get(reverse("appel_copie")).text
    version = copie.partition('name="version" value="')[2].partition('"')[0]
    adresse = reverse("appel_classe", args=[d.cp_ce1.pk, str(MARDI), "matin"])
    assert client.post(adresse, {"version": version, f"absent-{d.eleve_cp.pk}": "on"}).status_code == 302
    autre = client.post(adresse, {"version": version, f"absent-{d.eleve_ce1.pk}": "on"}, headers={"X-Boite": "un"})
    assert autre.status_code == 422  # somebody had made it meanwhile


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_costs_the_same_whatever_who_is_away(d, mardi, entrer, django_assert_num_queries, combien):
    eleves = [i.eleve_id for i in d.cp_ce1.inscriptions.all()[:combien]]
    demi = demi_journee(d.elementaire, MARDI, "matin")
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits=dict.fromkeys(eleves, Dit(True)))
    client = entrer(d.enseignante)
    with django_assert_num_queries(14):
        client.get(PAGE)


# --- A day without class ----------------------------------------------------------------------------------------------
def test_on_a_day_without_class_nobody_is_expected_and_whoever_is_seen_counts(d, horloge, entrer):
    """A Sunday's fair: the roll of nobody is « pas fait », and nobody is missing for not being at school."""
    dimanche = MARDI_10H + dt.timedelta(days=5)
    horloge(dimanche)
    claire, anne = entrer(d.enseignante), entrer(d.directrice)
    page = anne.get(PAGE).text
    assert "Pas de classe aujourd’hui : pas d’appel." in page
    assert "Élèves : attendus 0 · vus 0 · manquent 0" in page
    assert "Adultes de l’école : sur place 0 · vus 0 · manquent 0" in page
    assert "appel pas fait" not in page
    assert "Inscrits" not in page
    un, deux, *_reste = presents(d)
    qui = [str(d.enseignant.pk)]
    envoyer(claire, d, [un, deux], [un, deux], dimanche, adultes=qui, adulte_vu=qui)
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.attendus, lu.vus, lu.manquent_en_tout) == (2, 2, 0)
    # Who was seen and is not any more is looked for, as on any day; so is who passes by.
    horloge(dimanche + dt.timedelta(minutes=5))
    quand = dimanche + dt.timedelta(minutes=4)
    envoyer(claire, d, [un, deux], [un], quand, vu_montre=[un.pk, deux.pk], passages=["Un voisin"])
    lu = sur_place(d.directrice, d.elementaire)
    assert [c.eleve for _nom, comptes in lu.pas_vus for c in comptes] == [deux]
    assert [c.nom for c in lu.adultes.pas_vus] == ["Un voisin"]
    reponse = anne.post(reverse("evacuation_finir", args=[Evacuation.objects.get().pk]))
    assert "1 enfant et 1 adulte ne sont pas vus" in reponse.text


def test_a_copy_made_on_a_day_without_class_expects_everybody_on_the_next_one(d, horloge, entrer):
    """It is read on Monday, without network."""
    horloge(MARDI_10H + dt.timedelta(days=5))
    page = entrer(d.enseignante).get(f"{PAGE}copie/").text
    assert f"Vos élèves : attendus {d.cp_ce1.inscriptions.count()} · vus 0" in page
    assert "Pas de classe aujourd’hui" not in page
    assert "data-inattendu" not in page
