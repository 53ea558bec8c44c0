"""Numbers of five thousand figures: a sentence or a page that is not there, never an error of ours."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

pytestmark = pytest.mark.besoin_de("messagerie", "cahier_de_textes", "ent.services.vie_scolaire")

DEMESURE = "9" * 5000
TROP_LONG = "9" * 25  # Python reads it, no database holds it


@pytest.mark.parametrize("nombre", [DEMESURE, TROP_LONG])
@pytest.mark.parametrize(
    ("qui", "nom", "envoi", "attendus"),
    [
        ("mere", "notifications", {"jusqu_a": "{}"}, {302}),
        ("mere", "messagerie_ouvrir", {"cle": "equipe.{}"}, {404}),
        ("mere", "messagerie_ouvrir", {"cle": "foyer.classe.{}.x.{}-{}"}, {404}),
        ("mere", "carnet_vus", {"vu": "{}:x"}, {204}),
        ("mere", "cahier_vus", {"vu": "{}:x"}, {204}),
        ("enseignante", "messagerie_projet", {"titre": "Classe verte", "membres": "{}"}, {422}),
        ("directrice", "annuaire_responsables", {"l": "{}"}, {200, 302}),
        ("directrice", "connexion_feuilles", {"responsable": "{}", "eleve": "{}"}, {200, 302, 422}),
    ],
)
def test_a_number_beyond_measure_is_nobody_s(d, entrer, mardi, qui, nom, envoi, attendus, nombre):
    places = {
        "annuaire_responsables": [d.elementaire.uai],
        "connexion_feuilles": [d.cp_ce1.pk],
        "messagerie_projet": [d.elementaire.pk],
    }
    corps = {cle: valeur.format(*[nombre] * 3) for cle, valeur in envoi.items()}
    reponse = entrer(getattr(d, qui)).post(reverse(nom, args=places.get(nom, [])), corps)
    assert reponse.status_code in attendus


def _convertisseurs(resolveur=None) -> set:
    """What reads the addresses of the product and of its libraries."""
    motifs = (resolveur or get_resolver()).url_patterns
    lus = {convertisseur for motif in motifs for convertisseur in motif.pattern.converters.values()}
    return lus.union(*(_convertisseurs(motif) for motif in motifs if isinstance(motif, URLResolver)))


def test_no_address_reads_such_a_number():
    """Whatever its view does of it."""
    lus = _convertisseurs()
    assert any(isinstance(convertisseur, IntConverter) for convertisseur in lus)
    for convertisseur in lus:
        if re.fullmatch(convertisseur.regex, TROP_LONG):
            try:
                lu = convertisseur.to_python(TROP_LONG)
            except ValueError:
                continue
            assert isinstance(lu, str), convertisseur


@pytest.mark.parametrize("geste", ["get", "post"])
def test_nothing_was_reported_under_such_a_number(d, entrer, geste):
    for nombre in (TROP_LONG, "9" * 18):
        adresse = f"/messages/moderation/message/{nombre}/"
        assert getattr(entrer(d.directrice), geste)(adresse).status_code == 404


@pytest.mark.parametrize("jour", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    ("qui", "nom", "envoi"),
    [
        ("enseignante", "cahier_donner_classe", {"nature": "lire", "texte": "Lire", "date_pour": "{}"}),
        ("enseignante", "cahier_seance_classe", {"titre": "Lire", "moment": "matin", "date": "{}"}),
        (
            "enseignante",
            "carnet_ecrire_classe",
            {"nature": "accuse", "titre": "Piscine", "date_limite": "{}", "signatures": "une"},
        ),
        ("enseignante", "cahier_comprendre_classe", {"phrase": "pour le 31/12/9999 lire"}),
        (
            "enseignante",
            "cahier_ajouter_classe",
            {"phrase": "lire", "lue": "lire", "jour": "{}", "nature": "lire", "minutes": "5"},
        ),
        ("directrice", "consentements_demander", {"debut": "{}", "fin": "{}", "texte": "Photos"}),
        ("directrice", "messagerie_absences", {"debut": "{}", "fin": "{}", "texte": "Absente"}),
    ],
)
def test_a_day_that_no_school_could_mean_is_a_sentence(d, entrer, mardi, qui, nom, envoi, jour):
    lieux = {"consentements_demander": [d.elementaire.pk], "messagerie_absences": []}
    corps = {cle: valeur.format(jour) for cle, valeur in envoi.items()}
    reponse = entrer(getattr(d, qui)).post(reverse(nom, args=lieux.get(nom, [d.cp_ce1.pk])), corps)
    assert reponse.status_code in (200, 422)


@pytest.mark.parametrize("jour", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    ("qui", "nom", "cle"),
    [
        ("enseignante", "cahier_classe", "semaine"), ("enseignante", "cahier_classe", "jour"), ("enseignante", "cahier_semaine", "semaine"),
        ("enseignante", "cahier_donner_classe", "pour"), ("enseignante", "cahier_seance_classe", "jour"), ("enseignante", "cahier_decaler_classe", "depuis"),
        ("enseignante", "cahier_charge_classe", "jour"), ("directrice", "cahier_visa", "semaine"), ("mere", "cahier_jour", "date"),
    ],
)  # fmt: skip
def test_a_page_asked_for_such_a_day_is_still_a_page(d, entrer, mardi, qui, nom, cle, jour):
    lieux = {"cahier_semaine": [], "cahier_jour": []}
    assert entrer(getattr(d, qui)).get(reverse(nom, args=lieux.get(nom, [d.cp_ce1.pk])), {cle: jour}).status_code in (
        200,
        422,
    )


def test_a_signature_of_a_thousand_brackets_is_a_sentence(d, entrer, mardi):
    from tests.messagerie.mots import envoyer

    mot = envoyer(d, nature="accuse", avec_dessin=True)
    reponse = entrer(d.mere).post(
        reverse("carnet_signer", args=[d.eleve_cp.uuid, mot.pk]), {"trace": "[" * 3000, "nom": "Nadia"}
    )
    assert reponse.status_code == 422
    assert "Effacez-la, et signez à nouveau" in reponse.text


def test_a_day_of_the_address_that_no_school_could_mean_is_no_page(d, entrer, mardi):
    assert entrer(d.mere).get("/cahier/jour/9999-12-31/").status_code == 404
