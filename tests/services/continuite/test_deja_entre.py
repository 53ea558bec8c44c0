"""One tap, both ways: a line of the collège opens there signed in by us; a line of ours that a collège shows opens here signed in by it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import Personne, Role
from ent.services.continuite.actions import emetteurs
from ent.services.continuite.models import Element

from .test_sortant import ailleurs, donner_a_lire, lire, relier  # noqa: F401

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # whose homework is what goes out


@pytest.mark.besoin_de("ent.services.tiers")
def test_a_line_opens_there_signed_in_where_it_is_a_service_of_ours(d, college, entrer, settings):
    """The collège's ENT is in the registry, its direction opened it to families: our line goes by the way that the operator declared."""
    from ent.services.tiers.actions import ecole
    from tests.services.tiers.conftest import enregistrer

    settings.ENT_ADRESSE = "https://mes-ecoles.exemple.fr"
    college.envoyer(college.ligne())
    element = Element.objects.get()
    aller = reverse("continuite_aller", args=[element.pk])
    assert entrer(d.mere).get(aller)["Location"] == element.lien
    service, _secret = enregistrer(
        d,
        nom="eCollège",
        protocole="oidc",
        accueil="https://college.exemple.fr/",
        adresses="https://college.exemple.fr/retour",
        depart="https://college.exemple.fr/commencer",
        publics="responsable",
        attributs="prenom",
    )
    assert entrer(d.mere).get(aller)["Location"] == element.lien  # nobody opened it yet
    principale = Personne.objects.create(prenom="Principale", nom="Du Collège", password="!")
    Role.objects.create(personne=principale, etablissement=d.college, nature="directeur", debut=d.cp_ce1.annee.debut)
    ecole.ouvrir_a_l_ecole(
        service=service,
        etablissement=d.college,
        auteur=principale,
        publics="responsable",
        niveaux="",
        classes=(),
        recoit=service.recoit_ecrit,
    )
    reponse = entrer(d.mere).get(aller)
    vers = urlsplit(reponse["Location"])
    assert (vers.netloc, vers.path) == ("college.exemple.fr", "/commencer")
    assert parse_qs(vers.query) == {"iss": ["https://mes-ecoles.exemple.fr"], "target_link_uri": [element.lien]}
    assert reponse["Referrer-Policy"] == "no-referrer"


@pytest.mark.besoin_de("ent.services.identites", "ent.services.onde")
def test_a_line_of_ours_opens_here_signed_in_by_the_college_that_shows_it(d, college, ailleurs, entrer, settings):  # noqa: F811
    """The ENT that shows it is a provider of identities too: its link starts there, and lands on the very page."""
    from tests.services.identites.conftest import Voyage, donner_un_numero, poser, qui
    from tests.services.identites.oidc import Fournisseur

    donner_a_lire(d)
    jetons = relier(ailleurs, entrer(d.mere), d.eleve_cp)
    (ligne,) = [li for li in lire(jetons["access_token"]).json()["elements"] if "hérisson" in li["titre"]]
    assert urlsplit(ligne["lien"]).path.startswith("/college/vers/")
    la = Fournisseur()
    try:
        fournisseur = poser(d, la.adresse)
        champs = {"origines": f"https://college.exemple.fr\n{la.adresse}"}
        emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs=champs)
        (par_la,) = [li for li in lire(jetons["access_token"]).json()["elements"] if li["id"] == ligne["id"]]
        vers = urlsplit(par_la["lien"])
        assert f"{vers.scheme}://{vers.netloc}" == "https://mes-ecoles.exemple.fr"
        assert vers.path == reverse("identites_aller", args=[fournisseur.uuid])
        suite = urlsplit(ligne["lien"]).path
        assert parse_qs(vers.query) == {"next": [suite]}
        assert (
            entrer(d.mere).get(f"{vers.path}?{vers.query}")["Location"] == suite
        )  # who is in already goes straight there
        donner_un_numero(d.mere, d.elementaire, "1d-4711")
        la.profil = {"sub": "opaque-1", "FrEduCtRefId": ["{AAF}25|x|4711"]}
        voyage = Voyage(la, fournisseur, Client())
        reponse = voyage.faire(next=suite)
        assert (qui(voyage.client), reponse["Location"]) == (str(d.mere.pk), suite)
        assert voyage.client.get(suite)["Location"] == "/semaine/2026-11-23/"
        dehors = Voyage(la, fournisseur, Client())
        assert dehors.faire(next="https://ailleurs.exemple.fr/")["Location"] == "/"
    finally:
        la.fermer()
