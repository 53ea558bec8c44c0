"""A class is given to another teacher, a child to another class: what was told of the former leaves the notifications, and nothing else does."""

import datetime as dt

import pytest

from ent.annuaire import actions
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Affectation, Inscription, Personne
from ent.diffusion.actions import mettre_de_cote, notifier, perdus, rendre
from ent.diffusion.models import Notification
from ent.diffusion.registres import enregistrer_lecteur, enregistrer_public, lecteurs, publics
from ent.diffusion.sortes import sortes

NATURE, DITE = "essai.classe", "essai.dite"
# Told to families, and of the class where they were told; or told to nobody of a child.
DE_LA_CLASSE = {"cahier_de_textes.travaux_decales"}
DE_LA_DIRECTION = {"vie_scolaire.quatre_demi_journees"}  # of the school, for who directs it
SANS_ENFANT = {"messagerie.message_non_parti", "messagerie.image_cachee"}
# Of a space, to adults of its schools: they go when a school leaves it, or the adult (`espaces.actions.ecoles`).
ENTRE_ECOLES = {
    f"espaces.{quoi}" for quoi in ("reponse", "nomme", "date_equipe", "place_equipe", "fin_proche", "archive")
}


@pytest.fixture(autouse=True)
def nature():
    """A kind of news of a class, read by who holds it."""
    enregistrer_lecteur(NATURE, lambda personne, classes: personne.portee.classes_tenues & set(classes))
    yield
    del lecteurs()[NATURE]


@pytest.fixture
def dire(d):
    def ecrire(personne, classe, nature: str = NATURE) -> Notification:
        return Notification.objects.create(
            destinataire=personne,
            etablissement=d.elementaire,
            nature=nature,
            objet_id=classe.pk,
            texte="…",
            adresse="/",
        )

    return ecrire


def test_what_was_told_of_a_class_goes_with_the_class(d, mardi, dire):
    perdue, autre = dire(d.enseignante, d.cp_ce1), dire(d.enseignante, d.cp_ce1, "essai.ecole")
    du_collegue = dire(d.enseignant, d.cm2)
    actions.regler_les_classes(
        personne=d.enseignante,
        etablissement=d.elementaire,
        auteur=d.directrice,
        classes=[d.cm2],
        titre="titulaire",
        fin=None,
    )
    restes = set(Notification.objects.values_list("pk", flat=True))
    assert perdue.pk not in restes
    assert {autre.pk, du_collegue.pk} <= restes


def test_a_class_that_is_kept_keeps_its_news(d, mardi, dire):
    gardee = dire(d.enseignante, d.cp_ce1)
    actions.regler_les_classes(
        personne=d.enseignante,
        etablissement=d.elementaire,
        auteur=d.directrice,
        classes=[d.cp_ce1, d.cm2],
        titre="titulaire",
        fin=None,
    )
    assert Notification.objects.filter(pk=gardee.pk).exists()


def test_a_remplacant_whose_time_is_over_reads_no_news_of_the_class(d, mardi, dire):
    tenues = Affectation.objects.filter(enseignant=d.enseignante)
    dite = dire(d.enseignante, d.cp_ce1)
    perdus.oublier_le_travail_fini()
    assert Notification.objects.filter(pk=dite.pk).exists()
    tenues.update(fin=mardi.date() - dt.timedelta(days=1))
    perdus.oublier_le_travail_fini()
    assert not Notification.objects.filter(pk=dite.pk).exists()


# --- A child in another class -------------------------------------------------------------------------------------------
@pytest.fixture
def publier(d, mardi, horloge):
    """Things told yesterday of Inès and of another child, each for an audience; and which of them are left, by child."""
    eleves, dits = (d.eleve_cp, d.eleve_ce1), {}
    enregistrer_public(DITE, lambda ids: {pk: [dits[pk]] for pk in ids if pk in dits})
    horloge(mardi - dt.timedelta(days=1))

    def dire(*audiences: Audience | None) -> None:
        for pk, audience in enumerate(audiences):
            if audience is not None:
                dits[pk] = audience
            notifier(
                nature=DITE,
                objet_id=pk,
                etablissement=d.elementaire,
                textes={(d.mere.pk, eleve.pk): "…" for eleve in eleves},
                adresse="/",
            )
        horloge(mardi)

    yield dire
    del publics()[DITE]


def restes(eleve) -> list[int]:
    return list(
        Notification.objects.filter(nature=DITE, eleve=eleve).order_by("objet_id").values_list("objet_id", flat=True)
    )


def deplacer(eleve, classe, auteur=None):
    place = eleve.inscriptions.get(fin=None)
    actions.changer_de_classe(inscription=place, classe=classe, niveau="CM2", auteur=auteur)


def test_what_is_still_for_a_child_who_changed_class_stays_and_nothing_else(d, publier):
    """The school, a group of several classes, the child by their number, the new class; not the former, nor what is not known any more."""
    ecole = d.elementaire.pk
    publier(
        Audience(ecole),
        Audience(ecole, groupe=d.groupe_lecture.pk),
        Audience.d_un_eleve(ecole, d.eleve_cp.pk),
        Audience(ecole, d.cm2.pk),
        Audience(ecole, d.cp_ce1.pk),
        Audience(ecole, d.cm2.pk, niveaux=("CM1",)),
        Audience(d.maternelle.pk),
        None,
    )
    d.groupe_lecture.eleves.add(d.eleve_cp)
    deplacer(d.eleve_cp, d.cm2, d.directrice)
    assert restes(d.eleve_cp) == [0, 1, 2, 3]
    assert restes(d.eleve_ce1) == list(range(8))
    lues = Notification.objects.visibles_par(Personne.objects.get(pk=d.mere.pk)).filter(nature=DITE, eleve=d.eleve_cp)
    assert lues.count() == 4


def test_of_many_who_move_each_keeps_their_own_in_as_many_queries(d, publier, django_assert_max_num_queries):
    ecole = d.elementaire.pk
    siens = [Audience.d_un_eleve(ecole, eleve.pk) for eleve in (d.eleve_cp, d.eleve_ce1)]
    publier(Audience(ecole), *siens, Audience(ecole, d.cp_ce1.pk))
    Inscription.objects.filter(eleve__in=[d.eleve_cp, d.eleve_ce1], fin=None).update(classe=d.cm2)
    with django_assert_max_num_queries(6):
        perdus.oublier_la_classe(ecole, [d.eleve_cp.pk, d.eleve_ce1.pk])
    assert (restes(d.eleve_cp), restes(d.eleve_ce1)) == ([0, 1], [0, 2])


def test_what_a_second_change_leaves_is_read_as_well(d, publier, mardi, horloge):
    publier(Audience(d.elementaire.pk))
    deplacer(d.eleve_cp, d.cm2, d.directrice)
    horloge(mardi + dt.timedelta(days=1))
    deplacer(d.eleve_cp, d.cp_ce1, d.directrice)
    assert Notification.objects.visibles_par(Personne.objects.get(pk=d.mere.pk)).filter(nature=DITE, eleve=d.eleve_cp)


def test_what_is_put_back_is_given_back_to_who_may_still_read_it(d, publier, dire):
    """Meanwhile a child is in another class, and another teaches it."""
    publier(Audience(d.elementaire.pk, d.cp_ce1.pk))
    dire(d.enseignante, d.cp_ce1)
    dire(d.enseignant, d.cm2)
    choses = [0, d.cp_ce1.pk, d.cm2.pk]
    mettre_de_cote(natures=[DITE, NATURE], objets=choses)
    deplacer(d.eleve_cp, d.cm2, d.directrice)
    Affectation.objects.filter(enseignant=d.enseignante, classe=d.cp_ce1).delete()
    rendre(natures=[DITE, NATURE], objets=choses)
    assert (restes(d.eleve_cp), restes(d.eleve_ce1)) == ([], [0])
    assert [n.destinataire for n in Notification.objects.filter(nature=NATURE)] == [d.enseignant]


@pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire", "ent.services.espaces")
def test_each_kind_says_whom_it_is_for_or_is_named_here():
    dites = {nature for sorte in sortes() for nature in sorte.natures}
    assert dites - set(publics()) - set(lecteurs()) == (DE_LA_CLASSE | SANS_ENFANT | DE_LA_DIRECTION | ENTRE_ECOLES)
