"""A prepared query reads what the plain one reads, at each set of values, on SQLite as on PostgreSQL."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Value

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Responsabilite, Role
from ent.socle.preparees import (
    JOUR,
    Existe,
    Lignes,
    NonPreparable,
    Preparee,
    Regle,
    _compiler,
    decomposer,
    gardee,
    lire_ensemble,
)
from ent.socle.rustines import django_requetes


@pytest.fixture
def inscrits(d, mardi) -> list[Personne]:
    """The pupils of CP of one class; their inscriptions open and close on different days."""
    eleves = list(Personne.objects.filter(inscriptions__in=Inscription.objects.filter(niveau="CP")).order_by("pk")[:5])
    for n, eleve in enumerate(eleves):
        jour = dt.date(2026, 11, 20) + dt.timedelta(days=2 * n)
        Inscription.objects.filter(eleve=eleve).update(debut=jour - dt.timedelta(days=9), fin=jour if n % 2 else None)
    return eleves


def meme(base, q: Q) -> list:
    """What both read, compared; the prepared one twice, the second time from what was compiled."""
    attendu = list(base().filter(q))
    preparee = Preparee(base)
    assert preparee.lire(q) == attendu
    assert preparee.lire(q) == attendu
    return attendu


def test_dates_and_lists_of_every_length_read_as_the_plain_query(inscrits):
    def base():
        return Inscription.objects.select_related("eleve", "classe__etablissement")

    preparee = Preparee(base)
    lus = set()
    for jour in range(18, 32):
        date = dt.date(2026, 11, 1) + dt.timedelta(days=jour)
        for nombre in range(6):
            q = Q(debut__lte=date) & (Q(fin=None) | Q(fin__gte=date)) & Q(eleve__in=inscrits[:nombre])
            attendu = list(base().filter(q))
            assert preparee.lire(q) == attendu
            lus.add(len(attendu))
    assert lus >= {0, 1, 2, 3, 4}


def test_rows_are_the_models_of_the_plain_query(inscrits, django_assert_num_queries):
    preparee = Preparee(lambda: Inscription.objects.select_related("eleve", "classe__etablissement"))
    preparee.lire(Q(eleve=inscrits[0]))
    attendue = Inscription.objects.get(eleve=inscrits[1])
    with django_assert_num_queries(1):
        (lue,) = preparee.lire(Q(eleve=inscrits[1]))
        assert (lue.eleve.prenom, lue.eleve.uuid) == (inscrits[1].prenom, inscrits[1].uuid)
        assert lue.classe.etablissement.matin_debut == dt.time(8, 30)
    assert (lue.debut, lue.fin, lue._state.adding, lue._state.db) == (
        attendue.debut, attendue.fin, False, "default"
    )  # fmt: skip
    lue.eleve.telephone = "01"
    lue.eleve.save()
    assert Personne.objects.get(pk=inscrits[1].pk).telephone == "01"


@pytest.mark.parametrize(
    "q",
    [
        Q(pk__in=[]),
        Q(pk__in=[]) | Q(prenom="Inès"),
        ~Q(pk__in=[]),
        ~Q(prenom="Inès") & Q(nom_usage=""),
        Q(prenom__in=["Inès", "Kenza", "Nadia"]) & ~(Q(prenom="Kenza") | Q(is_active=False)),
        Q(ine__isnull=True, prenom__startswith="É"),
        Q(inscriptions__debut__gt=dt.date(2026, 11, 14)),
        Q(cree_le__lte=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)),
        Q(),
    ],
)
def test_shapes_of_every_kind_read_as_the_plain_query(inscrits, q):
    meme(lambda: Personne.objects.order_by("pk"), q)
    meme(lambda: Personne.objects.order_by("pk").values_list("pk", "prenom"), q)
    meme(lambda: Personne.objects.order_by("pk").values_list("prenom", flat=True), q)


def test_people_uuids_and_moments_are_values(inscrits):
    eleve = inscrits[2]
    assert meme(Personne.objects.all, Q(uuid=eleve.uuid, cree_le=eleve.cree_le)) == [eleve]
    assert len(meme(Inscription.objects.all, Q(eleve=eleve))) == 1
    assert len(meme(Inscription.objects.all, Q(eleve__in=inscrits[2:], classe__in=list(Classe.objects.all())))) == 3


def test_a_question_that_is_kept_reads_the_same_inside_others_and_is_changed_by_none(inscrits):
    """It was taken apart once, whole and part by part."""
    ages = [Q(niveau="CP") & Q(eleve__in=[e.pk for e in inscrits[n:]]) | Q(eleve=inscrits[0].pk) for n in (1, 2, 5)]
    for ecrite in ages:
        tenue = gardee(ecrite.copy())
        avant = decomposer(ecrite, []), tenue.deconstruct()
        depuis = Q(debut__lte=dt.date(2026, 11, 21))
        for compose in (
            lambda q, et=depuis: q & et,
            lambda q, et=depuis: et | q,
            lambda q, et=depuis: ~q & et,
            lambda q, et=depuis: Q(q, ~Q(q, fin=None), _connector=Q.OR) & et,
        ):
            lus = meme(lambda: Inscription.objects.order_by("pk"), compose(tenue))
            assert lus == list(Inscription.objects.order_by("pk").filter(compose(ecrite)))
        assert (decomposer(tenue, []), tenue.deconstruct()) == avant


def test_values_change_without_compiling_again(inscrits):
    preparee = Preparee(lambda: Personne.objects.values_list("prenom", flat=True))
    assert preparee.lire(Q(pk=inscrits[0].pk)) == [inscrits[0].prenom]
    avant = _compiler.cache_info().misses
    assert preparee.lire(Q(pk=inscrits[1].pk)) == [inscrits[1].prenom]
    assert preparee.lire(Q(pk=-1)) == []
    assert _compiler.cache_info().misses == avant
    assert preparee.lire(Q(prenom="Inès")) == ["Inès"]
    assert _compiler.cache_info().misses == avant + 1


def test_a_right_is_judged_at_the_date_of_each_reading(d, mardi, horloge):
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=mardi.date())
    preparee = Preparee(Inscription.objects.all)
    assert len(preparee.lire(en_cours() & Q(eleve=d.eleve_cp))) == 1
    horloge(mardi + dt.timedelta(days=1))
    assert preparee.lire(en_cours() & Q(eleve=d.eleve_cp)) == []


@pytest.mark.parametrize(
    "q",
    [
        Q(adulte=F("enfant")),
        Q(Exists(Etablissement.objects.all())),
        Q(etablissement__in=Etablissement.objects.all()),
        Q(debut__range=(dt.date(2026, 1, 1), dt.date(2026, 2, 1))),
        Q(adulte__in=[1, None]),
        Q(adulte=Personne()),
    ],
    ids=["F", "EXISTS", "subquery", "range", "NULL in a list", "unsaved"],
)
def test_what_is_not_a_value_is_refused(db, q):
    """As what Django is to write, whatever it is: a file whose right holds it is read all the same."""
    with pytest.raises(NonPreparable):
        Preparee(Responsabilite.objects.all).lire(q)


@pytest.mark.parametrize("ages", [[], ["CP"], ["CP", "CE1", "CM2"]])
@pytest.mark.parametrize("rang", range(5))
def test_a_subquery_that_says_its_own_question_is_prepared(inscrits, ages, rang):
    """As the value of an `IN` and as an EXISTS on the row in hand, one in the other and denied, whatever the values and where none can be found."""
    cp, jour = Q(niveau__in=ages), dt.date(2026, 11, 20 + rang)
    ici = Q(classe__in=Lignes(Classe, Q(fermee_le=None, inscriptions__niveau__in=ages)))
    suivis = Q(Existe(Responsabilite, "enfant", Q(adulte__in=Lignes(Personne, ~Q(prenom="Nadia")))))
    personnes = Personne.objects.order_by("pk")
    attendues = personnes.filter(
        Exists(Inscription.objects.filter(cp & Q(debut__lte=jour), eleve=OuterRef("pk"))), responsables__isnull=False
    ).exclude(pk__in=Personne.objects.filter(prenom="Inès").values("pk"))
    la = Q(Existe(Inscription, "eleve", cp & Q(debut__lte=jour)))
    autre = ~Q(pk__in=Lignes(Personne, Q(prenom="Inès")))
    assert set(meme(personnes.all, la & autre & Q(responsables__isnull=False))) == set(attendues)
    meme(personnes.all, Q(Existe(Inscription, "eleve", ici)) & ~suivis | Q(pk=inscrits[rang].pk))
    meme(Inscription.objects.all, ici & ~Q(eleve__in=Lignes(Personne, suivis)))
    meme(Inscription.objects.all, ~Q(pk__in=Lignes(Inscription, cp)) | Q(debut=jour))


def test_a_value_is_found_as_django_finds_it_or_the_question_is_refused(d):
    """What a lookup writes in its own way (`iexact`, on SQLite) would stand for a word, that nobody bears and that everybody lacks."""
    q = Q(nom__iexact=d.mere.nom.upper())
    if connection.vendor == "sqlite":
        with pytest.raises(NonPreparable, match="does not know how to write"):
            Preparee(Personne.objects.all).lire(~q)
    else:
        assert d.mere in meme(Personne.objects.all, q)


def test_a_list_of_more_than_half_of_what_postgresql_takes_is_read(d):
    def base():
        return Personne.objects.order_by("pk")

    assert d.mere in meme(base, Q(pk__in=range(1, 32_770)) | Q(pk=d.mere.pk))


def test_what_is_compiled_keeps_no_connection(inscrits):
    """Another thread reads on its own."""
    preparee = Preparee(Personne.objects.all)
    q = Q(pk=inscrits[0].pk)
    assert preparee.lire(q) == [inscrits[0]]
    _qs, compilateur, *_reste = _compiler(preparee, decomposer(q, []))
    assert compilateur.connection is None


def test_a_choice_is_read_as_what_it_stands_for(d):
    meme(lambda: Role.objects.order_by("pk"), Q(nature=Role.Nature.ENSEIGNANT) | Q(nature__in=list(Role.Nature)[:3]))


def test_several_queries_are_read_by_one(inscrits, django_assert_num_queries):
    noms = Preparee(lambda: Personne.objects.order_by().values_list("pk", "prenom"))
    niveaux = Preparee(lambda: Inscription.objects.order_by().values_list("eleve_id", "niveau"))
    for eleves in (inscrits[:1], inscrits[1:4]):
        lectures = [(noms, Q(pk__in=eleves)), (noms, Q(pk__in=[])), (niveaux, Q(eleve__in=eleves))]
        with django_assert_num_queries(1):
            lues = lire_ensemble(*lectures)
        assert [sorted(lignes) for lignes in lues] == [sorted(requete.lire(q)) for requete, q in lectures]
        assert [len(lignes) for lignes in lues] == [len(eleves), 0, len(eleves)]
    with django_assert_num_queries(0):
        assert lire_ensemble((noms, Q(pk__in=[]))) == [[]]


def test_queries_read_together_have_the_columns_they_like(inscrits, django_assert_num_queries):
    lectures = [
        (Preparee(lambda: Personne.objects.order_by().values_list("nom", "pk", "prenom")), Q(pk__in=inscrits)),
        (Preparee(lambda: Inscription.objects.order_by().values_list("classe__nom", flat=True)), Q(eleve=inscrits[0])),
        (
            Preparee(lambda: Inscription.objects.order_by().values_list("pk", "eleve_id", "classe")),
            Q(eleve=inscrits[1]),
        ),
        (Preparee(lambda: Personne.objects.order_by().values_list("prenom", Value("–"), "nom")), Q(pk=inscrits[2].pk)),
    ]
    with django_assert_num_queries(1):
        gens, (classe,), (inscription,), (dernier,) = lire_ensemble(*lectures)
    assert sorted(gens) == sorted((p.nom, p.pk, p.prenom) for p in inscrits)
    assert classe == (inscrits[0].inscriptions.get().classe.nom,)
    assert inscription == inscrits[1].inscriptions.values_list("pk", "eleve_id", "classe_id").get()
    assert dernier == (inscrits[2].prenom, "–", inscrits[2].nom)


@pytest.mark.parametrize("colonne", ["debut", "eleve__uuid", "eleve__is_active"])
def test_other_columns_than_numbers_and_words_are_not_read_together(inscrits, colonne):
    """Some databases give them as something else."""
    autres = Preparee(lambda: Inscription.objects.order_by().values_list("pk", colonne))
    with pytest.raises(TypeError):
        lire_ensemble((autres, Q(eleve=inscrits[0])))


# --- A rule that is written once ---------------------------------------------------------------------------------------
def de_cp() -> Q:
    """Pupils who are in CP today, and in no other class of a school that has one."""
    places = Inscription.objects.filter(en_cours(jour=JOUR), eleve=OuterRef("pk"), classe__fermee_le=None).order_by()
    autres = Classe.objects.filter(etablissement=OuterRef("classe__etablissement")).exclude(pk=OuterRef("classe"))
    ailleurs = places.exclude(niveau="CP").filter(Exists(autres.order_by()))
    return Q(Exists(places.filter(niveau="CP"))) & ~Q(Exists(ailleurs))


def test_a_rule_written_once_says_what_it_says_wherever_it_stands(inscrits):
    """Alone, denied, beside another condition, in a subquery of the same names, in a prepared one."""
    de = Q(Regle(Personne, de_cp()))
    for dans in (
        lambda q: Personne.objects.filter(q),
        lambda q: Personne.objects.exclude(q),
        lambda q: Personne.objects.filter(~q | Q(nom__startswith="B"), pk__in=[e.pk for e in inscrits]),
        lambda q: Classe.objects.filter(
            Exists(Inscription.objects.filter(classe=OuterRef("pk"), eleve__in=Personne.objects.filter(q).order_by()))
        ),
        lambda q: Personne.objects.filter(
            Exists(
                Inscription.objects.filter(
                    Exists(Personne.objects.filter(q, pk=OuterRef("eleve")).order_by()), classe=OuterRef("pk")
                )
            )
        ),
    ):
        attendu = set(dans(de_cp()))
        assert set(dans(de)) == attendu
        assert set(Preparee(lambda dans=dans: dans(de)).lire(Q(pk__gt=0))) == attendu
    assert set(Personne.objects.filter(de)) != set(Personne.objects.all())


def test_it_is_of_today_at_each_reading(inscrits, horloge):
    regle = Regle(Personne, de_cp())
    preparee, lus = Preparee(lambda: Personne.objects.filter(regle)), set()
    for jour in range(20, 31):
        horloge(dt.datetime(2026, 11, jour, 12, tzinfo=dt.UTC))
        siens = frozenset(Personne.objects.filter(de_cp(), pk__in=[e.pk for e in inscrits]))
        assert frozenset(Personne.objects.filter(regle, pk__in=[e.pk for e in inscrits])) == siens
        assert frozenset(preparee.lire(Q(pk__in=[e.pk for e in inscrits]))) == siens
        lus.add(siens)
    assert len(lus) > 2


def test_it_is_written_once(inscrits, monkeypatch):
    regle, ecrites = Regle(Personne, de_cp()), []
    ecrire = django_requetes.condition
    monkeypatch.setattr(django_requetes, "condition", lambda *quoi: ecrites.append(quoi) or ecrire(*quoi))
    for _fois in range(3):
        list(Personne.objects.filter(~Q(regle) | Q(nom="x")))
    assert len(ecrites) == 1


def test_what_a_rule_joins_is_asked_in_a_subquery(db):
    with pytest.raises(TypeError, match="of one row"):
        list(Inscription.objects.filter(Regle(Inscription, Q(classe__fermee_le=None))))
