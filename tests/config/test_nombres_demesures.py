"""Numbers of five thousand figures: a sentence or a page that is not there, never an error of ours."""

import pytest
from django.urls import reverse

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
        ("directrice", "annuaire_responsables", {"l": "{}"}, {200, 302}),
        ("directrice", "connexion_feuilles", {"responsable": "{}", "eleve": "{}"}, {200, 302, 422}),
    ],
)
def test_a_number_beyond_measure_is_nobody_s(d, entrer, mardi, qui, nom, envoi, attendus, nombre):
    places = {"annuaire_responsables": [d.elementaire.uai], "connexion_feuilles": [d.cp_ce1.pk]}
    corps = {cle: valeur.format(*[nombre] * 3) for cle, valeur in envoi.items()}
    reponse = entrer(getattr(d, qui)).post(reverse(nom, args=places.get(nom, [])), corps)
    assert reponse.status_code in attendus
