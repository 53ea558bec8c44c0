"""What a collège says is read by who answers for that child where they are, and by nobody else: each word of the rule keeps somebody out."""

import datetime as dt
from itertools import count

import pytest
from django.utils import timezone

from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import Classe, Commune, Etablissement, Inscription, Personne, Responsabilite
from ent.services.continuite import droits
from ent.services.continuite.models import AgendaExterne, CompteRelie, Element, Emetteur, EnfantRelie, Plateforme
from tests.services.continuite.ajouts import second_parent
from tests.services.continuite.conftest import inscrire

rangs = count()


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def dire(ecole: Etablissement, eleve: Personne | None, **champs) -> Element:
    """A line of one source, of one pupil, in one collège."""
    return Element.objects.create(
        etablissement=ecole,
        eleve=eleve,
        identifiant=f"e-{next(rangs)}",
        version=1,
        titre="Maths",
        jour=dt.date(2026, 11, 26),
        **champs,
    )


def lus(personne: Personne, elements: dict[str, Element]) -> set[str]:
    ids = set(Element.objects.filter(droits.elements_visibles_par(neuf(personne))).values_list("pk", flat=True))
    return {nom for nom, element in elements.items() if element.pk in ids}


@pytest.fixture
def voisin(d) -> Etablissement:
    """A second collège."""
    return Etablissement.objects.create(
        uai="0789904" + lettre_uai("0789904"),
        nom="Collège des Saules",
        nature="college",
        commune=Commune.objects.first(),
    )


@pytest.fixture
def ferme(d, college) -> Emetteur:
    """A sender that the operator closed."""
    return Emetteur.objects.create(
        etablissement=d.college, nom="Ancien ENT", origines="https://ancien.exemple.fr", ferme_le=timezone.now()
    )


def test_a_line_of_a_college_is_read_by_who_follows_that_child_there(d, college, ferme, voisin):
    elements = {
        "lina": dire(d.college, college.collegienne, emetteur=college.emetteur),
        "noé": dire(d.college, college.autre, emetteur=college.emetteur),
        "fermé": dire(d.college, college.collegienne, emetteur=ferme),
        "ailleurs": dire(voisin, college.collegienne, emetteur=college.emetteur),
        "retiré": dire(d.college, college.collegienne, emetteur=college.emetteur, retire_le=timezone.now()),
    }
    assert lus(d.mere, elements) == lus(college.collegienne, elements) == {"lina"}
    assert lus(college.autre_mere, elements) == {"noé"}
    assert lus(d.operateur, elements) == lus(d.pere_separe, elements) == set()


def test_of_two_children_in_two_colleges_each_says_its_own(d, college, voisin):
    classe = Classe.objects.create(etablissement=voisin, annee=d.cp_ce1.annee, nom="3e A")
    aine = inscrire(d, "Bilal", "Belhadj", d.mere, classe)
    elements = {
        "lina": dire(d.college, college.collegienne, emetteur=college.emetteur),
        "bilal": dire(voisin, aine, emetteur=college.emetteur),
        "bilal au collège de lina": dire(d.college, aine, emetteur=college.emetteur),
    }
    assert lus(d.mere, elements) == {"lina", "bilal"}


def test_of_a_child_who_left_what_another_college_says_and_not_the_schools_that_they_left(d, college, ferme):
    """And never what the other parent's own calendar says."""
    second_parent(d, college)
    Inscription.objects.filter(eleve=d.eleve_cm2).update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert neuf(d.mere).portee.partis == {d.eleve_cm2.pk: {d.elementaire.pk}}
    elements = {
        "sixième": dire(d.college, d.eleve_cm2, emetteur=college.emetteur),
        "quittée": dire(d.elementaire, d.eleve_cm2, emetteur=college.emetteur),
        "fermé": dire(d.college, d.eleve_cm2, emetteur=ferme),
        "de l’autre": dire(d.college, d.eleve_cm2, agenda=agenda(d, d.pere_separe, d.eleve_cm2)),
        "camarade": dire(d.college, d.eleve_ce1, emetteur=college.emetteur),
    }
    assert lus(d.mere, elements) == {"sixième"}


# --- One's own sources --------------------------------------------------------------------------------------------------
def agenda(d, de: Personne, eleve: Personne, garde: bool = True) -> AgendaExterne:
    return AgendaExterne.objects.create(
        titulaire=de, eleve=eleve, etablissement=d.college, nom="PRONOTE", adresse_scellee="x", garde=garde
    )


def test_an_outside_calendar_is_read_by_its_holder_alone_once_kept(d, college):
    second_parent(d, college)
    siens = {
        "gardé": agenda(d, d.mere, college.collegienne),
        "essayé": agenda(d, d.mere, college.collegienne, garde=False),
        "d’un camarade": agenda(d, d.mere, college.autre),
        "du père": agenda(d, d.pere_separe, college.collegienne),
    }
    elements = {nom: dire(d.college, a.eleve, agenda=a) for nom, a in siens.items()}
    assert lus(d.mere, elements) == {"gardé"}
    assert lus(d.pere_separe, elements) == {"du père"}
    assert lus(college.collegienne, elements) == set()
    tenus = AgendaExterne.objects.filter(droits.agendas_tenus_par(neuf(d.mere)))
    assert set(tenus) == {siens["gardé"], siens["essayé"]}


@pytest.fixture
def plateformes(d) -> dict[str, Plateforme]:
    def poser(nom: str, **champs) -> Plateforme:
        posee = Plateforme.objects.create(
            nom=nom, adresse=f"https://{nom}.exemple.fr", client_id="ent", secret_scelle="x", **champs
        )
        posee.colleges.add(d.college)
        return posee

    return {
        "edifice": poser("edifice"),
        "fermee": poser("fermee", fermee_le=timezone.now()),
        "ici": poser("ici", genre="ici"),
        "ici_fermee": poser("ici-fermee", genre="ici", fermee_le=timezone.now()),
    }


def compte(d, plateforme: Plateforme, de: Personne, eleve: Personne | None = None, ecole=None) -> CompteRelie:
    return CompteRelie.objects.create(
        plateforme=plateforme, titulaire=de, eleve=eleve, etablissement=ecole or d.college, expire_le=timezone.now()
    )


def test_a_linked_account_is_read_by_its_holder_of_their_children_in_that_college(d, college, plateformes, voisin):
    """Of several children, where the account speaks of no one; of another family's child, of another collège, of a platform that was closed: nothing."""
    second_parent(d, college)
    edifice, fermee = compte(d, plateformes["edifice"], d.mere), compte(d, plateformes["fermee"], d.mere)
    compte(d, plateformes["ici_fermee"], d.mere, eleve=college.autre)
    Plateforme.objects.filter(pk=plateformes["ici_fermee"].pk).update(genre="edifice")
    du_pere = compte(d, plateformes["edifice"], d.pere_separe)
    elements = {
        "lina": dire(d.college, college.collegienne, compte=edifice),
        "plusieurs": dire(d.college, None, compte=edifice),
        "noé": dire(d.college, college.autre, compte=edifice),
        "ailleurs": dire(voisin, college.collegienne, compte=edifice),
        "fermée": dire(d.college, college.collegienne, compte=fermee),
        "du père": dire(d.college, college.collegienne, compte=du_pere),
    }
    assert lus(d.mere, elements) == {"lina", "plusieurs"}
    assert lus(d.pere_separe, elements) == {"du père"}
    assert lus(college.autre_mere, elements) == set()
    tenus = CompteRelie.objects.filter(droits.comptes_tenus_par(neuf(d.mere)))
    assert set(tenus) == {edifice, fermee}


def test_another_site_like_this_one_says_of_which_child(d, college, plateformes):
    ici, fermee = compte(d, plateformes["ici"], d.mere), compte(d, plateformes["ici_fermee"], d.mere)
    du_pere = compte(d, plateformes["ici"], d.pere_separe)

    def relie(de: CompteRelie, eleve: Personne | None) -> dict:
        enfant = EnfantRelie.objects.create(
            compte=de, eleve=eleve, numero=str(next(rangs)), prenom="Lina", ecole="Collège"
        )
        return {"compte": de, "enfant": enfant}

    sources = {
        "lina": relie(ici, college.collegienne),
        "inconnu d’ici": relie(ici, None),
        "noé": relie(ici, college.autre),
        "fermée": relie(fermee, college.collegienne),
        "du père": relie(du_pere, None),
    }
    elements = {nom: dire(d.college, None, **source) for nom, source in sources.items()}
    assert lus(d.mere, elements) == {"lina", "inconnu d’ici"}
    relie(compte(d, plateformes["edifice"], d.mere), college.collegienne)  # which names no child
    relies = set(EnfantRelie.objects.filter(droits.enfants_relies_par(neuf(d.mere))))
    assert relies == {sources["lina"]["enfant"], sources["inconnu d’ici"]["enfant"]}


# --- Whose they are to add, to hold, to show ----------------------------------------------------------------------------
def test_a_pupil_adds_nothing_and_shows_nobody(d, college):
    lina = neuf(college.collegienne)
    assert droits.enfants_au_college(lina) == [] and droits.enfants_d_ici(lina) == set()
    assert [s.eleve.pk for s in droits.suivis_au_college(lina)] == [lina.pk]
    assert droits.suivis_a_montrer(lina) == [] and not droits.peut_laisser_montrer(lina)
    assert set(Plateforme.objects.filter(droits.plateformes_ouvertes_a(lina))) == set()


def test_platforms_are_open_to_who_has_a_child_in_their_college_and_sites_like_this_one_to_who_has_a_child(
    d, college, plateformes
):
    def ouvertes(personne: Personne) -> set[Plateforme]:
        return set(Plateforme.objects.ouvertes_a(neuf(personne)))

    assert ouvertes(d.mere) == {plateformes["edifice"], plateformes["ici"]}
    assert ouvertes(d.pere_separe) == {plateformes["ici"]}
    assert ouvertes(d.operateur) == ouvertes(d.enseignante) == set()


def test_senders_are_held_by_the_operator_alone(d, college):
    for personne in d.gens.values():
        tient = droits.peut_tenir_les_emetteurs(neuf(personne))
        assert tient is (personne == d.operateur)
        assert list(Emetteur.objects.tenus_par(neuf(personne))) == [college.emetteur] * tient


def test_children_of_an_ecole_are_shown_to_the_ent_of_the_college_of_a_brother_or_sister(d, college, voisin):
    montrables = {s.eleve.pk for s in droits.suivis_a_montrer(neuf(d.mere))}
    assert montrables == {d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ms.pk}
    assert {s.eleve.pk for s in droits.suivis_a_montrer(neuf(d.mere), d.college.pk)} == {college.collegienne.pk}
    assert droits.peut_laisser_montrer(neuf(d.mere)) and droits.peut_laisser_montrer(neuf(d.mere), d.college.pk)
    assert not droits.peut_laisser_montrer(neuf(d.mere), voisin.pk)
    assert not droits.peut_laisser_montrer(neuf(d.pere_separe))  # nobody of theirs is in a collège
    Responsabilite.objects.filter(enfant=college.autre).update(adulte=d.operateur)
    assert not droits.peut_laisser_montrer(neuf(d.operateur))  # nobody of theirs is in an école
    a_montrer = {s.eleve.pk for s in droits.a_montrer_a(neuf(d.mere), college.emetteur)}
    assert a_montrer == montrables
    assert droits.a_montrer_a(neuf(d.pere_separe), college.emetteur) == []
    college.emetteur.montre = Emetteur.Montre.COLLEGE
    assert {s.eleve.pk for s in droits.a_montrer_a(neuf(d.mere), college.emetteur)} == {college.collegienne.pk}
