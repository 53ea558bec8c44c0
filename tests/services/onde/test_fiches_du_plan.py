"""From a plan to the sheets of those it speaks of."""

import re

from django.urls import reverse

from ent.services.onde.models import ImportOnde

from .exports import TITRES_ELEVES, eleve, texte
from .test_pages_import import deposer


def test_the_plan_leads_to_the_sheets_of_pupils_who_are_there_and_its_paper_does_not(d, mardi, entrer):
    """Who changes class and who leaves are of the school on that day; who is new has no sheet yet."""
    reste = [i.eleve for i in d.cm2.inscriptions.select_related("eleve")]
    lignes = [
        eleve(
            e.nom,
            e.prenom,
            ine=e.ine,
            ne=f"{e.date_naissance:%d/%m/%Y}",
            niveau="CM2",
            classe="CM2",
            identifiant="991002",
        )
        for e in [*reste, d.eleve_cp]
    ]
    nouvelle = eleve("ZAHN", "Lou", ine="270000009AA", niveau="CM2", classe="CM2", identifiant="991002")
    client = entrer(d.directrice)
    depose = deposer(client, d.elementaire, texte(TITRES_ELEVES, [*lignes, nouvelle]))
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])  # changes class
    partie = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_ce1.uuid])  # is in no line
    page = client.get(f"{depose.url}?tout=1").text
    assert f'href="{fiche}"' in page and f'href="{partie}"' in page
    assert [client.get(adresse).status_code for adresse in (fiche, partie)] == [200, 200]
    assert not re.search(r'<a href="/annuaire/[^"]*/eleve/[^"]*">Lou Zahn', page) and "Lou Zahn" in page
    papier = client.get(
        reverse("annuaire_import_imprimer", args=[d.elementaire.uai, ImportOnde.objects.latest("pk").pk])
    )
    assert "Inès" in papier.text and "/eleve/" not in papier.text
