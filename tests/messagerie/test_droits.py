"""Who reads which thread: the right, its predicate and the recipients of signals say the same."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ent.annuaire.models import Affectation, Inscription, Personne, Responsabilite, Role
from messagerie.actions.fils import fil_d_ecole, ouvrir_projet
from messagerie.droits import fils as droits
from messagerie.evenements.fils import participants
from messagerie.lectures.fils import place
from messagerie.models import Fil, Message
from tests.graines import MARDI_10H

LECTEURS = {
    "annonce": {"enseignante", "directrice", "mere", "pere_separe", "mere_arabophone"},
    "eleves": {"enseignante", "directrice", "mere", "pere_separe", "mere_arabophone", "eleve_cp", "eleve_ce1"},
    "parents": {"enseignante", "mere", "pere_separe", "mere_arabophone"},
    "ecole": {"directrice", "enseignante", "enseignant", "remplacant", "mere", "pere_separe", "mere_arabophone"},
    "equipe": {"directrice", "enseignante", "enseignant", "remplacant"},
    "projet": {"directrice", "enseignant"},
    "commune": {"directrice", "referente"},
}


def lecteurs(d, fil) -> set[str]:
    return {cle for cle, p in d.gens.items() if p.pk in participants(fil)}


@pytest.mark.parametrize("nature", LECTEURS)
def test_each_kind_is_read_by_its_people(d, fils_de, nature):
    assert lecteurs(d, getattr(fils_de, nature)) == LECTEURS[nature]


def test_each_separated_parent_has_a_thread_that_the_other_never_reads(d, fils_de):
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere)) == {"mere", "enseignante"}
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.pere_separe)) == {"pere_separe", "enseignante"}
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere, direction=True)) == {"mere", "directrice"}


def test_adults_of_one_household_share_their_thread(d, fils_de):
    d.eleve_cp.responsables.update(foyer="1")
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere)) == {"mere", "pere_separe", "enseignante"}


def test_the_right_the_predicate_and_the_recipients_say_the_same(d, fils_de):
    tous = fils_de.tous()
    for personne in Personne.objects.all():
        visibles = set(Fil.objects.visibles_par(personne))
        assert {f for f in tous if personne.pk in participants(f)} == visibles, personne
        assert {f for f in tous if place(personne, f).qualites} == visibles, personne


def refaire(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def test_a_right_that_ends_is_silent_at_once(d, fils_de):
    fil, annonce = fils_de.foyer(d.eleve_cp, d.mere), fils_de.annonce
    assert fil in Fil.objects.visibles_par(refaire(d.mere))
    d.mere.responsabilites.filter(enfant=d.eleve_cp).update(autorite=Responsabilite.Autorite.SANS)
    assert not {fil, annonce} & set(Fil.objects.visibles_par(refaire(d.mere)))
    assert d.mere.pk not in participants(fil) | participants(annonce)
    d.enseignante.affectations.update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert not {fil, annonce} & set(Fil.objects.visibles_par(refaire(d.enseignante)))
    assert d.enseignante.pk not in participants(fil) | participants(annonce)


def test_who_came_to_the_class_once_the_child_had_left_it_reads_nothing_of_the_household(d, fils_de, ecrire, entrer):
    """A replacement begins today; Inès is in another class since last week. Who had her reads on, who never had her does not."""
    fil, autre = fils_de.foyer(d.eleve_cp, d.mere), fils_de.foyer(d.eleve_ce1, d.mere_arabophone)
    message = ecrire(fil, d.mere, "Elle fait des cauchemars")
    jour = timezone.localdate()
    d.eleve_cp.inscriptions.filter(fin=None).update(fin=jour - dt.timedelta(days=7))
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, debut=jour - dt.timedelta(days=6), niveau="CM2")
    Affectation.objects.create(
        enseignant=d.enseignant, classe=d.cp_ce1, nature=Affectation.Nature.REMPLACANT, debut=jour
    )
    venu = refaire(d.enseignant)
    assert {fil, autre} & set(Fil.objects.visibles_par(venu)) == {autre}
    assert (venu.pk in participants(fil), place(venu, fil).qualites) == (False, set())
    assert place(venu, autre).qualites == {"enseignant"} and place(refaire(d.enseignante), fil).qualites
    assert not Message.objects.visibles_par(venu).filter(pk=message.pk).exists()
    assert entrer(d.enseignant).get(f"/messages/fil/{fil.pk}/").status_code == 404
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cp_ce1, debut=jour, niveau="CP")
    assert fil in Fil.objects.visibles_par(refaire(d.enseignant)) and venu.pk in participants(fil)


def test_of_two_who_changed_places_before_one_came_each_is_read_where_they_are_now(d, fils_de):
    """Inès left for the CM2, Sofiane for the CP-CE1; then Clarisse came to both."""
    croises, jour = {d.eleve_cp: (d.cp_ce1, d.cm2), d.eleve_cm2: (d.cm2, d.cp_ce1)}, timezone.localdate()
    alors, la = [fils_de.foyer(eleve, d.mere) for eleve in croises], []
    for eleve, (_de, vers) in croises.items():
        eleve.inscriptions.filter(fin=None).update(fin=jour - dt.timedelta(days=7))
        Inscription.objects.create(eleve=eleve, classe=vers, debut=jour - dt.timedelta(days=6), niveau="CE1")
        la.append(fils_de.foyer(eleve, d.mere))
    Affectation.objects.filter(enseignant=d.enseignant).delete()
    for classe in (d.cp_ce1, d.cm2):
        Affectation.objects.create(enseignant=d.enseignant, classe=classe, debut=jour)
    venu = refaire(d.enseignant)
    assert {*alors, *la, fils_de.annonce} & set(Fil.objects.visibles_par(venu)) == {*la, fils_de.annonce}
    assert [bool(place(venu, fil).qualites) for fil in (*alors, *la)] == [False, False, True, True]


def test_a_teacher_who_left_the_school_reads_its_threads_no_more(d, fils_de):
    Role.objects.filter(personne=d.enseignante).update(fin=timezone.localdate() - dt.timedelta(days=1))
    for fil in (fils_de.annonce, fils_de.equipe, fils_de.eleves):
        assert d.enseignante.pk not in participants(fil)
        assert fil not in Fil.objects.visibles_par(refaire(d.enseignante))


def test_a_project_is_of_those_it_names_while_they_work_there(d, fils_de):
    """The direction reads it when it is named; who went to another school reads it no more."""
    projet = ouvrir_projet(
        etablissement=d.elementaire, titre="Chorale", membres=[d.enseignante, d.remplacant], auteur=d.enseignant
    )
    assert lecteurs(d, projet) == {"enseignante", "enseignant", "remplacant"}
    Role.objects.filter(personne=d.remplacant, etablissement=d.elementaire).update(fin=dt.date(2026, 11, 1))
    lisent = {cle for cle, p in d.gens.items() if projet in Fil.objects.visibles_par(refaire(p))}
    y_sont = {cle for cle, p in d.gens.items() if place(refaire(p), projet).qualites}
    assert lisent == y_sont == lecteurs(d, projet) == {"enseignante", "enseignant"}


def test_no_thread_can_hold_an_adult_alone_with_a_pupil(d, fils_de):
    """Whatever code writes: a thread that names a pupil is a household's, and pupils read none but their class's."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Fil.objects.create(etablissement=d.elementaire, nature="projet", eleve=d.eleve_cp, titre="Nous deux")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fil.objects.create(etablissement=d.elementaire, nature="eleves")
    projet = fils_de.projet
    projet.participations.create(personne=d.eleve_cp, est_membre=True)
    foyer = fils_de.foyer()
    foyer.participations.create(personne=d.eleve_cp, est_membre=True)
    lus = Fil.objects.visibles_par(refaire(d.eleve_cp))
    assert set(lus) <= {fils_de.eleves}
    for fil in lus:
        adultes = participants(fil) - set(d.cp_ce1.inscriptions.values_list("eleve", flat=True))
        assert len(adultes) >= 2


@pytest.mark.parametrize(("cle", "requetes"), [("mere", 4), ("enseignante", 3), ("directrice", 3), ("eleve_cp", 4)])
def test_reading_threads_takes_few_queries(d, fils_de, django_assert_num_queries, cle, requetes):
    fils_de.tous()
    personne = refaire(d.gens[cle])
    with django_assert_num_queries(requetes):
        assert list(Fil.objects.visibles_par(personne))


# --- In what capacity ---------------------------------------------------------------------------------------------------
PARENTS = "mere pere_separe mere_arabophone enseignante"  # Claire Lefort also answers for a pupil of her class
QUALITES = {
    "annonce": {"direction": "directrice", "enseignant": "enseignante", "responsable": PARENTS},
    "eleves": {
        "direction": "directrice", "enseignant": "enseignante", "responsable": PARENTS, "eleve": "eleve_cp eleve_ce1",
    },
    "parents": {"enseignant": "enseignante", "responsable": PARENTS},
    "ecole": {
        "direction": "directrice", "enseignant": "enseignante enseignant remplacant", "personnel": "agent",
        "responsable": PARENTS,
    },
    "equipe": {"direction": "directrice", "enseignant": "enseignante enseignant remplacant", "personnel": "agent"},
    "projet": {"direction": "directrice", "enseignant": "enseignant"},
    "commune": {"direction": "directrice", "referent": "referente enseignant"},
    "foyer": {"enseignant": "enseignante", "responsable": "mere"},
    "foyer de la direction": {"direction": "directrice", "responsable": "mere"},
    "voisins": {"direction": "directrice_maternelle enseignant", "enseignant": "directrice_maternelle remplacant"},
}  # fmt: skip


@pytest.mark.parametrize("ou", QUALITES)
def test_in_what_capacity_each_is_in_a_thread(d, fils_de, ou):
    fil = {
        "foyer": fils_de.foyer,
        "foyer de la direction": lambda: fils_de.foyer(direction=True),
        "voisins": lambda: fil_d_ecole(nature="equipe", etablissement=d.maternelle, auteur=d.directrice_maternelle),
    }.get(ou, lambda: getattr(fils_de, ou))()
    depuis = {"debut": dt.date(2026, 9, 1), "etablissement": d.elementaire}
    Responsabilite.objects.create(adulte=d.enseignante, enfant=d.eleve_ce1, autorite="confirmee", **depuis)
    agent = Personne.objects.create(nom="Agent")
    Role.objects.create(personne=agent, nature="personnel", **depuis)
    # Yann Caradec teaches here, directs there, and is the commune's person in charge.
    ailleurs = {"personne": d.enseignant, "debut": dt.date(2026, 9, 1)}
    Role.objects.create(nature="directeur", etablissement=d.maternelle, **ailleurs)
    Role.objects.create(nature="referent_commune", commune=d.elementaire.commune, **ailleurs)
    places = {cle: place(refaire(p), fil).qualites for cle, p in {**d.gens, "agent": agent}.items()}
    attendues = {cle: {q for q, noms in QUALITES[ou].items() if cle in noms.split()} for cle in places}
    assert {cle: set(dites) for cle, dites in places.items()} == attendues


def test_what_a_capacity_lets_one_do():
    dits = {
        qualites: (
            droits.peut_voir_qui_a_lu({*qualites.split()}, "annonce"),
            droits.peut_voir_qui_a_lu({*qualites.split()}, "foyer"),
            droits.peut_ecrire_aux_foyers({*qualites.split()}),
            droits.peut_passer_outre({*qualites.split()}),
        )
        for qualites in ("direction", "enseignant", "personnel", "enseignant responsable", "responsable", "eleve", "")
    }
    assert dits == {
        "direction": (True, True, True, True), "enseignant": (True, True, True, False),
        "personnel": (True, True, True, False), "enseignant responsable": (True, True, False, False),
        "responsable": (False, True, False, False), "eleve": (False, True, False, False), "": (False, True, False, False),
    }  # fmt: skip


def test_who_opens_and_closes_a_thread(d, fils_de):
    cles = ("enseignante", "enseignant", "directrice", "mere", "eleve_cp")
    ouvrent = {
        nature: [cle for cle in cles if droits.peut_basculer(refaire(d.gens[cle]), getattr(fils_de, nature))]
        for nature in LECTEURS
    }
    assert {nature: qui for nature, qui in ouvrent.items() if qui} == {
        "eleves": ["enseignante"],
        "projet": ["enseignant"],
    }


# --- What one does with a message ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "est_gele", "attendu"),
    [
        ({"parti_le": dt.timedelta(minutes=15)}, False, True),
        ({"parti_le": dt.timedelta(minutes=15, seconds=1)}, False, False),
        ({"parti_le": None}, False, True),
        ({"parti_le": None}, True, False),
        ({"parti_le": None, "est_automatique": True}, False, False),
        ({"parti_le": None, "rendu_le": MARDI_10H}, False, False),
        ({"parti_le": dt.timedelta(), "rappele_le": MARDI_10H}, False, False),
    ],
)
def test_its_author_mends_a_message_for_a_quarter_of_an_hour(d, mardi, change, est_gele, attendu):
    il_y_a = change["parti_le"]
    message = Message(auteur=d.mere, **change | {"parti_le": None if il_y_a is None else mardi - il_y_a})
    assert droits.peut_modifier(d.mere, message, est_gele=est_gele) is attendu
    assert not droits.peut_modifier(d.enseignante, message, est_gele=est_gele)


def test_a_thread_quotes_what_all_its_readers_read(d, fils_de):
    """Its own; a household's, also the announcements of its class and of its school, or of any class for the direction's."""
    du_cm2 = fils_de.de_classe("annonce", d.cm2)
    a_cote = fil_d_ecole(nature="ecole", etablissement=d.maternelle, auteur=d.directrice_maternelle)
    fils = {nature: getattr(fils_de, nature) for nature in LECTEURS} | {"cm2": du_cm2, "voisins": a_cote}
    fils |= {"classe voisine": fils_de.de_classe("annonce", d.ms), "foyer": fils_de.foyer()}
    fils |= {"du père": fils_de.foyer(d.eleve_cp, d.pere_separe), "direction": fils_de.foyer(direction=True)}
    cites = {ou: {nom for nom, cite in fils.items() if droits.se_cite_dans(cite, fil)} for ou, fil in fils.items()}
    ailleurs = {
        "foyer": {"annonce", "ecole"},
        "du père": {"annonce", "ecole"},
        "direction": {"annonce", "cm2", "ecole"},
    }
    assert cites == {ou: {ou} | ailleurs.get(ou, set()) for ou in fils}
