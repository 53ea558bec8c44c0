"""Visits are counted and never tied to anybody: no row, no count under five, none of a month that is not over."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse

from ent.services.tiers.actions import visites
from ent.services.tiers.lectures import services
from ent.services.tiers.lectures import visites as lectures
from ent.services.tiers.lectures.numeros import numero
from ent.services.tiers.models import OuvertureTiers, VisitesTiers

from .conftest import enregistrer, neuf, ouvrir
from .test_accords import mots, par_cas, par_oidc, par_saml
from .test_cas import aller, ticket_de

OCTOBRE = dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def vide():
    cache.clear()


def comptes() -> dict[tuple[str, str], int]:
    visites.relever_les_visites()
    return {(v.ouverture.service.nom, v.profil): v.personnes for v in VisitesTiers.objects.all()}


def ancienne(service) -> OuvertureTiers:
    OuvertureTiers.objects.update(ouvert_le=dt.datetime(2026, 9, 9, tzinfo=dt.UTC))
    return OuvertureTiers.objects.get(service=service, etablissement__uai="0789901N")


@pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
@pytest.mark.parametrize(("lequel", "dits"), [("calcul", par_cas), ("livres", par_oidc), ("classe", par_saml)])
def test_each_protocol_counts_a_person_once_a_month(d, entrer, request, mardi, lequel, dits):
    service = request.getfixturevalue(lequel)
    for _fois in range(3):
        dits(d, entrer, service)
    assert comptes() == {(service.nom, "eleve"): 1}
    assert comptes() == {(service.nom, "eleve"): 1}  # brought to the table once


def test_of_each_kind_apart(calcul, d, entrer, mardi):
    for qui in (d.eleve_cp, d.enseignante, d.enseignant):
        ticket_de(aller(entrer(qui)))
    assert comptes() == {("Calcul en fête", "eleve"): 1, ("Calcul en fête", "enseignant"): 2}


def test_no_row_and_no_name_in_the_cache_ties_a_person_to_a_service(calcul, d, entrer, mardi, monkeypatch):
    """Not a column that leads to a person; in the cache, only digests whose key is drawn for the month, and gone with it."""
    ecrites = {}
    ajouter = cache.add

    def noter(cle, valeur, duree=None, *autres):
        ecrites[cle] = duree
        return ajouter(cle, valeur, duree, *autres)

    monkeypatch.setattr(visites.cache, "add", noter, raising=False)
    [acces] = services.acces_de(neuf(d.eleve_cp))
    visites.compter(acces=acces, personne=d.eleve_cp)
    siennes = [cle for cle in ecrites if cle.startswith("tiers:")]
    assert len(siennes) == 3 and not any(str(d.eleve_cp.uuid) in cle for cle in siennes)
    assert all(duree <= 10 * 86_400 for duree in ecrites.values())  # the 24th: seven days left, and three of grace
    champs = apps.get_model("tiers", "VisitesTiers")._meta.get_fields()
    assert {c.name for c in champs} == {"id", "ouverture", "mois", "profil", "personnes"}


def test_another_month_is_another_key(calcul, d, horloge, mardi):
    [acces] = services.acces_de(neuf(d.eleve_cp))
    visites.compter(acces=acces, personne=d.eleve_cp)
    horloge(mardi + dt.timedelta(days=8))
    visites.compter(acces=acces, personne=d.eleve_cp)
    visites.relever_les_visites()
    assert {v.mois: v.personnes for v in VisitesTiers.objects.all()} == {
        dt.date(2026, 11, 1): 1,
        dt.date(2026, 12, 1): 1,
    }


@pytest.mark.parametrize(
    ("personnes", "dit"), [(0, "moins de 5"), (1, "moins de 5"), (4, "moins de 5"), (5, "5"), (42, "42")]
)
def test_under_five_is_never_said(calcul, d, mardi, personnes, dit):
    ouverture = ancienne(calcul)
    visites.ajouter_des_visites(ouverture=ouverture.pk, mois=OCTOBRE, profil="eleve", personnes=personnes)
    assert lectures.des_ouvertures([ouverture]) == [f"{dit} élèves", "moins de 5 enseignants"]
    assert lectures.par_ouverture([ouverture]) == {ouverture.pk: [f"{dit} élèves", "moins de 5 enseignants"]}


@pytest.mark.parametrize(
    ("ici", "ailleurs", "dit"),
    [
        (42, 0, "au moins 42 élèves"),
        (42, 3, "au moins 42 élèves"),
        (42, 5, "47 élèves"),
        (4, 3, "moins de 5 élèves par école"),
        (0, 0, "moins de 5 élèves par école"),
    ],
)
def test_a_sum_is_true_and_gives_back_nothing_that_is_hidden(calcul, d, mardi, ici, ailleurs, dit):
    """A direction that reads its own 42 would subtract them; « moins de 5 » would be false of four and three. An opening whose school lets no such
    people in hides nothing.
    """
    ouvrir(d, calcul, etablissement=d.maternelle)
    ouverture = ancienne(calcul)
    autre = OuvertureTiers.objects.select_related("service").get(etablissement=d.maternelle)
    for laquelle, profil, personnes in (
        (ouverture, "eleve", ici),
        (ouverture, "enseignant", 6),
        (autre, "eleve", ailleurs),
    ):
        visites.ajouter_des_visites(ouverture=laquelle.pk, mois=OCTOBRE, profil=profil, personnes=personnes)
    assert lectures.des_ouvertures([ouverture, autre]) == [dit, "6 enseignants"]


def test_the_month_in_course_and_the_one_before_it_opened_say_nothing(calcul, d, mardi):
    """A count that moves would say who has just come."""
    ouverture = ancienne(calcul)
    visites.ajouter_des_visites(ouverture=ouverture.pk, mois=dt.date(2026, 11, 1), profil="eleve", personnes=30)
    assert lectures.des_ouvertures([ouverture]) == ["moins de 5 élèves", "moins de 5 enseignants"]
    ouverture.ouvert_le = mardi
    assert lectures.des_ouvertures([ouverture]) == [] and lectures.par_ouverture([ouverture]) == {}


def test_families_the_direction_and_the_operator_read_it(calcul, d, entrer, mardi):
    ouverture = ancienne(calcul)
    visites.ajouter_des_visites(ouverture=ouverture.pk, mois=OCTOBRE, profil="eleve", personnes=42)
    attendu = "42 élèves, moins de 5 enseignants"
    assert f"{attendu}." in mots(entrer(d.pere_separe).get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert f"En octobre 2026 : {attendu}" in mots(entrer(d.directrice).get(reverse("tiers_ecole", args=["0789901N"])))
    assert attendu in mots(entrer(d.operateur).get(reverse("tiers_service", args=[calcul.uuid])))
    assert "42 élèves" not in mots(entrer(d.directrice_maternelle).get(reverse("tiers_ecole", args=[d.maternelle.uai])))


def test_counts_are_forgotten_after_a_year(calcul, d, mardi):
    ouverture = ancienne(calcul)
    for mois in (dt.date(2025, 9, 1), OCTOBRE):
        visites.ajouter_des_visites(ouverture=ouverture.pk, mois=mois, profil="eleve", personnes=9)
    visites.relever_les_visites()
    assert [v.mois for v in VisitesTiers.objects.all()] == [OCTOBRE]


# --- The copy -----------------------------------------------------------------------------------------------------------
def test_the_copy_is_what_leaves_and_of_one_s_own_children_alone(calcul, d, entrer, mardi):
    reponse = entrer(d.pere_separe).get(reverse("tiers_copie", args=[calcul.uuid]))
    assert reponse["Content-Disposition"] == 'attachment; filename="calcul-en-fete-2026-11-24.txt"'
    texte = reponse.content.decode()
    assert numero(calcul, d.eleve_cp) in texte
    assert "- Son prénom : Inès" in texte and "- Son niveau : CP" in texte and "Sa classe" not in texte
    autres = [p for p in (d.eleve_ms, d.enseignante, d.mere) if numero(calcul, p) in texte]
    assert autres == []


def test_nothing_is_copied_of_a_link_nor_of_a_service_that_is_not_theirs(d, calcul, entrer):
    lien, _secret = enregistrer(d, nom="Lien", protocole="lien", adresses="", attributs="")
    ouvrir(d, lien)
    client = entrer(d.pere_separe)
    assert client.get(reverse("tiers_copie", args=[lien.uuid])).status_code == 404
    ailleurs, _secret = enregistrer(d, nom="Ailleurs", adresses="https://ailleurs.exemple.fr/")
    ouvrir(d, ailleurs, etablissement=d.maternelle)
    assert entrer(d.mere_arabophone).get(reverse("tiers_copie", args=[ailleurs.uuid])).status_code == 404
