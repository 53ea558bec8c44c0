"""What the operator does from the server."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne, Role


def appeler(*arguments) -> str:
    sortie = StringIO()
    call_command("code_activation", *arguments, stdout=sortie)
    return sortie.getvalue().strip()


def test_the_first_directeur_of_a_school_gets_a_code_from_the_operator(d, mardi, ouvrir):
    principal = Personne.objects.create(
        prenom="Luc", nom="Vidal", password="!", courriel_contact="luc.vidal@exemple.fr"
    )
    annuaire.donner_role(personne=principal, nature=Role.Nature.DIRECTEUR, etablissement=d.college)
    nom, code = appeler(d.college.uai, "Luc.Vidal@exemple.fr").split(" : ")
    assert nom == "Luc Vidal"
    _client, reponse = ouvrir(code, preuve="luc.vidal@exemple.fr")
    assert reponse.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("uai", "courriel", "phrase"),
    [
        ("0000000A", "x@exemple.fr", "Aucun établissement 0000000A."),
        (
            None,
            "x@exemple.fr",
            "0 personne avec cette adresse dans le personnel ou les familles de École du Cerf-Volant.",
        ),
        (
            None,
            "anne.quemeneur@exemple.fr",
            "Anne Quéméneur a déjà un compte. Ajoutez --nouveau si elle ne peut plus entrer.",
        ),
    ],
)
def test_what_does_not_fit_is_said(d, uai, courriel, phrase):
    with pytest.raises(CommandError, match=f"^{phrase}$"):
        appeler(uai or d.elementaire.uai, courriel)
