"""The réserve: who finds what, and what a copy takes along."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.actions import reserve as actions
from cahier_de_textes.lectures.reserve import Recherche, chercher, replier
from cahier_de_textes.models import Seance, Travail
from ent.annuaire.models import AnneeScolaire, Classe, EntreeJournal, Personne
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_organisation import JEUDI, seance

PAGE = "/cahier/reserve/"


def titres(personne, **criteres) -> list[str]:
    ecrits = chercher(Personne.objects.get(pk=personne.pk), Recherche(**criteres))
    return [getattr(e, "titre", None) or e.texte for e in ecrits]


def test_one_finds_ones_own_of_every_year_and_what_the_school_shares(d, mardi):
    ancienne = AnneeScolaire.objects.pour(dt.date(2024, 10, 1))
    classe = Classe.objects.create(etablissement=d.elementaire, annee=ancienne, nom="CE2")
    seance(d, titre="La mienne")
    seance(d, titre="D’il y a deux ans", classe=classe, date=dt.date(2024, 10, 1))
    actions.partager(
        ecrit=seance(d, titre="Prêtée", classe=d.cm2, auteur=d.enseignant), auteur=d.enseignant, est_partage=True
    )
    seance(d, titre="Gardée", classe=d.cm2, auteur=d.enseignant)
    ailleurs = seance(d, titre="D’ailleurs", classe=d.ms, etablissement=d.maternelle, auteur=d.directrice_maternelle)
    actions.partager(ecrit=ailleurs, auteur=d.directrice_maternelle, est_partage=True)
    retiree = seance(d, titre="Retirée")
    Seance.objects.filter(pk=retiree.pk).update(retire_le=retiree.publie_le)
    assert titres(d.enseignante) == ["Prêtée", "La mienne", "D’il y a deux ans"]
    assert titres(d.enseignante, annee=ancienne) == ["D’il y a deux ans"]
    assert titres(d.enseignante, de_qui="ecole") == ["Prêtée"]
    assert titres(d.enseignante, de_qui="moi") == ["La mienne", "D’il y a deux ans"]
    assert titres(d.mere) == []


def test_words_are_found_without_accents_in_titles_and_contents(d, mardi):
    seance(d, titre="Poésie : « Novembre »", contenu=[])
    seance(d, titre="Sciences", contenu=[{"type": "texte", "value": "<p>Les <b>forêts</b> d’été</p>"}])
    donner(d, texte="Apprendre la POÉSIE")
    assert titres(d.enseignante, mots="poesie novembre") == ["Poésie : « Novembre »"]
    assert titres(d.enseignante, mots="Forets") == titres(d.enseignante, mots="été") == ["Sciences"]
    assert titres(d.enseignante, mots="forêts novembre") == []
    assert titres(d.enseignante, mots="poésie", quoi="travail") == ["Apprendre la POÉSIE"]
    assert replier("Œuvre d’Été") == "oeuvre d'ete"


def test_domain_level_and_kind(d, mardi):
    seance(d, titre="CP", niveaux=",CP,")
    seance(d, titre="Toute la classe", niveaux="", domaine="FRA-LEC")
    seance(d, titre="CM2", niveaux="", classe=d.cm2)
    assert titres(d.enseignante, niveau="CP") == ["Toute la classe", "CP"]
    assert titres(d.enseignante, domaine="FRA-LEC") == ["Toute la classe"]
    donner(d, texte="Lire", niveau="CE1")
    donner(d, texte="Apprendre", nature="apprendre")
    assert titres(d.enseignante, quoi="travail", nature="lire") == ["Lire"]
    assert titres(d.enseignante, quoi="travail", niveau="CP") == ["Apprendre"]


def test_what_names_pupils_is_never_shared_and_is_taken_up_without_them(d, mardi, entrer):
    travail = donner(d, eleves=[d.eleve_cp], texte="Relire")
    client = entrer(d.enseignante)
    assert client.post(reverse("cahier_partager", args=["travail", travail.pk]), {"partage": "1"}).status_code == 403
    # Shared before it was given to named pupils: still not lent.
    Travail.objects.filter(pk=travail.pk).update(partage_le=travail.publie_le)
    assert titres(d.enseignant, quoi="travail") == []
    page = reverse("cahier_reserve_reprendre", args=["travail", travail.pk])
    assert "sans aucun nom" in client.get(page).text
    client.post(page, {"cible": f"classe-{d.cp_ce1.pk}", "date": "2026-12-01"})
    copie = Travail.objects.get(origine=travail)
    assert (copie.groupe, copie.est_brouillon) == (None, True)


def test_what_is_lent_is_not_withdrawn_and_ones_own_that_others_corrected_is_kept_while_one_teaches_there(d, mardi):
    pretes = {"classe": d.cm2, "auteur": d.enseignant, "partage_le": mardi}
    seance(d, titre="Prêtée", **pretes)
    seance(d, titre="D’un groupe", **pretes | {"classe": None, "groupe": d.groupe_lecture})
    seance(d, titre="Retirée", **pretes, retire_le=mardi)
    seance(d, titre="La mienne")
    seance(d, titre="Corrigée", corrige_par_autrui=True)
    seance(d, titre="Corrigée ailleurs", classe=d.cm2, corrige_par_autrui=True)
    trouvees = {s.titre for s in Seance.objects.reserve_de(d.enseignante)}
    assert trouvees == {"Prêtée", "D’un groupe", "La mienne", "Corrigée"}
    d.enseignante.roles.update(fin=mardi.date() - dt.timedelta(days=1))
    assert not Seance.objects.reserve_de(Personne.objects.get(pk=d.enseignante.pk)).exists(), "who left finds nothing"


def test_a_colleague_takes_up_what_is_shared_until_it_is_not(d, mardi, entrer):
    originale = seance(d)
    autrice, collegue = entrer(d.enseignante), entrer(d.enseignant)
    page = reverse("cahier_reserve_reprendre", args=["seance", originale.pk])
    assert collegue.get(page).status_code == 404
    autrice.post(reverse("cahier_partager", args=["seance", originale.pk]), {"partage": "1"})
    envoi = {"cible": f"classe-{d.cm2.pk}", "date": "2026-12-01", "brouillon": "1"}
    assert collegue.post(page, envoi).status_code == 302
    copie = Seance.objects.get(origine=originale)
    assert (copie.auteur, copie.classe, copie.niveaux) == (d.enseignant, d.cm2, "")
    autrice.post(reverse("cahier_partager", args=["seance", originale.pk]), {"partage": "0"})
    assert collegue.get(page).status_code == 404
    verbes = EntreeJournal.objects.filter(objet=f"seance {originale.pk}").values_list("verbe", flat=True)
    assert sorted(verbes) == ["cahier_de_textes.ne_plus_partager", "cahier_de_textes.partager"]


def test_a_colleague_does_not_share_what_another_wrote(d, mardi, entrer):
    originale = seance(d)
    actions.partager(ecrit=originale, auteur=d.enseignante, est_partage=True)
    client = entrer(d.enseignant)
    assert client.post(reverse("cahier_partager", args=["seance", originale.pk]), {"partage": "0"}).status_code == 403


def test_the_page_searches_pages_and_never_refuses_a_search(d, mardi, entrer):
    for n in range(22):
        seance(d, titre=f"Séance {n}")
    client = entrer(d.enseignante)
    assert "22 séances" in client.get(PAGE).text and "page 1 sur 2" in client.get(PAGE).text
    assert "Plus récents" in client.get(PAGE, {"page": 2}).text
    for parametres in ({"page": "zzz"}, {"annee": "x", "niveau": "6E9"}, {"quoi": "rien"}, {"mots": "x" * 300}):
        assert client.get(PAGE, parametres).status_code == 200
    assert "Rien ne répond à cette recherche." in client.get(PAGE, {"mots": "ornithorynque"}).text


def test_families_have_no_reserve(d, mardi, entrer):
    actions.partager(ecrit=seance(d), auteur=d.enseignante, est_partage=True)
    assert entrer(d.mere).get(PAGE).status_code == 403
    page = reverse("cahier_reserve_reprendre", args=["seance", Seance.objects.get().pk])
    assert entrer(d.mere).get(page).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_reserve_costs_the_same_whatever_it_holds(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        seance(d, titre=f"Séance {n}", date=JEUDI)
    client = entrer(d.enseignante)
    with django_assert_num_queries(COUT):
        client.get(PAGE, {"mots": "seance"})


COUT = 8
