"""« ULIS école »: the plan says that a level is to be said, the result leads to where."""

from django.urls import reverse

from ent.services.onde.models import ImportOnde

from .exports import TITRES_ELEVES, eleve, texte
from .test_pages_import import deposer, lire_le_formulaire


def test_levels_that_the_file_does_not_write_are_said_after_it(ecole, directeur, entrer):
    client = entrer(directeur)
    deposer(
        client,
        ecole,
        texte(
            TITRES_ELEVES,
            [eleve("SOW", "Awa", ine="270000002AA", niveau="ULIS école", classe="ULIS", identifiant="502")],
        ),
    )
    depot = ImportOnde.objects.get(etablissement=ecole)
    page = client.get(reverse("annuaire_import_plan", args=[ecole.uai, depot.pk]))
    assert "Vous le direz ici après l’application" in page.text
    client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), lire_le_formulaire(page))
    fini = client.get(reverse("annuaire_import_plan", args=[ecole.uai, depot.pk]))
    assert "Dire le niveau d’un élève" in fini.text
    assert "« ULIS école »" in client.get(reverse("annuaire_niveaux", args=[ecole.uai])).text
