"""The hosts of the sites, as the operator gives them."""

import re

from django.urls import reverse

from pages.models import SiteDEcole


def lignes(page: str) -> list[str]:
    return [ligne for ligne in page.split("<tr>") if 'name="hote"' in ligne]


def test_a_host_that_is_refused_is_said_at_its_line_with_what_was_typed(d, mardi, entrer):
    client, slug = entrer(d.operateur), SiteDEcole.objects.get(etablissement=d.elementaire).slug
    chemin = reverse("site_heberger", args=[slug])
    assert (
        f'action="{chemin}?q={d.elementaire.uai}"'
        in client.get(reverse("sites_du_territoire"), {"q": d.elementaire.uai}).text
    )
    refus = client.post(chemin, {"hote": "pas un hote !!"})
    assert refus.status_code == 422
    [dite] = [ligne for ligne in lignes(refus.text) if "Écrivez un nom d’hôte seul" in ligne]
    assert d.elementaire.uai in dite and 'value="pas un hote !!"' in dite and "autofocus" in dite
    assert refus.text.count("Écrivez un nom d’hôte seul") == 1


def test_its_page_keeps_the_search_and_leads_on(d, mardi, entrer):
    client, slug = entrer(d.operateur), SiteDEcole.objects.get(etablissement=d.elementaire).slug
    chemin = reverse("site_heberger", args=[slug]) + f"?q={d.elementaire.uai}"
    assert len(lignes(client.post(chemin, {"hote": "pas un hote !!"}).text)) == 1
    for reponse in (client.get(chemin), client.post(chemin, {"hote": ""})):
        assert reponse["Location"] == f"{reverse('sites_du_territoire')}?q={d.elementaire.uai}"


def test_a_host_that_is_too_long_does_not_take_the_former_one_away(d, mardi, entrer):
    SiteDEcole.objects.filter(etablissement=d.elementaire).update(hote="ecole.exemple.fr")
    site = SiteDEcole.objects.get(etablissement=d.elementaire)
    refus = entrer(d.operateur).post(reverse("site_heberger", args=[site.slug]), {"hote": "a" * 300})
    assert refus.status_code == 422 and re.search(r"hote-refus[^<]*253", refus.text)
    site.refresh_from_db()
    assert site.hote == "ecole.exemple.fr"
