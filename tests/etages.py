"""Settings of schools, laid as if somebody had said them: for tests that ask what follows, not who may say it."""

from typing import Any

from ent.annuaire import etages
from ent.annuaire.models import Etablissement


def poser(valeurs: dict[str, Any], *ecoles: Etablissement) -> None:
    """By code, values as their declarations type them: in force in these schools (in hand and in the database), or in all."""
    brutes = {code: etages.declaration(code).genre.ecrire(valeur) for code, valeur in valeurs.items()}
    for ecole in ecoles or Etablissement.objects.all():
        ecole.mettre_en_vigueur(ecole.reglages_en_vigueur | brutes)
        if ecole.pk:
            Etablissement.objects.filter(pk=ecole.pk).update(
                reglages_en_vigueur=ecole.reglages_en_vigueur, modules_fermes=ecole.modules_fermes
            )
