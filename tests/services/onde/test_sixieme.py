"""A pupil enters 6e in a collège of here, by the passage of their école and by the file of September, in either order: they keep all that is theirs, and get another way in."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.models import Travail
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.connexion import actions as connexion
from ent.connexion import collegiens, lectures
from ent.connexion.models import CodeActivation
from pages.actions import portfolio
from pages.models import EntreePortfolio
from tests.annuaire.rentree import relu

from . import aaf
from .test_annees import jour

pytestmark = pytest.mark.besoin_de("pages", "cahier_de_textes")
GOMMETTE = ("gommette_couleur", "gommette_forme", "gommette_image")
INE = "270000777AA"
NAISSANCE = dt.date(2016, 3, 2)


@pytest.fixture
def sofiane(d, mardi) -> Personne:
    """In CM2: a work in his portfolio, a travail that he was given, a tablet that knows him."""
    eleve = d.eleve_cm2
    Personne.objects.filter(pk=eleve.pk).update(ine=INE, date_naissance=NAISSANCE)
    portfolio.garder(
        eleve=eleve, auteur=d.enseignant, etablissement=d.elementaire, titre="L’herbier", texte="Six feuilles."
    )
    publier_travail(
        classe=d.cm2, auteur=d.enseignant, nature="lire", texte="Le Petit Prince", date_pour=dt.date(2026, 11, 27)
    )
    return relu(eleve)


def roux() -> str:
    """Mme Roux, of SVT."""
    return aaf.ajout(
        "PersEducNat",
        "8001",
        sn="ROUX",
        ENTPersonNomPatro="ROUX",
        givenName="EVA",
        personalTitle="Mme",
        mail="eva@exemple.fr",
        ENTPersonStructRattach="10",
        ENTPersonFonctions="10$ENS$ENSEIGNEMENT$L1600$SVT",
        ENTAuxEnsClassesMatieres="10$6A$SVT",
    )


def septembre(d, dossier, date: str, *, ine: str = INE, parents=None) -> None:
    """The file of the collège: Sofiane in 6A with Mme Roux, by both his parents' names, or one's."""
    parents = (("7001", d.mere), ("7002", d.pere_separe)) if parents is None else parents
    commun = {"sn": "BELHADJ", "ENTPersonNomPatro": "BELHADJ"}
    adultes = [
        aaf.ajout(
            "PersRelEleve",
            numero,
            sn=p.nom.upper(),
            ENTPersonNomPatro=p.nom.upper(),
            givenName=p.prenom.upper(),
            personalTitle=p.civilite or "Mme",
        )
        for numero, p in parents
    ]
    eleve = aaf.ajout(
        "Eleve",
        "6001",
        **commun,
        givenName="SOFIANE",
        personalTitle="M.",
        ENTEleveINE=ine,
        ENTPersonDateNaissance="02/03/2016",
        ENTPersonStructRattach="10",
        ENTEleveClasses="10$6A",
        ENTEleveMEF="10010012110",
        ENTEleveLibelleMEF="6EME",
        ENTElevePersRelEleve=[f"{numero}${rang}$1$1$1$1" for rang, (numero, _p) in enumerate(parents, start=1)],
    )
    lot = aaf.prendre(dossier, date, **aaf.complet(d.college, eleves=[eleve], adultes=adultes, agents=[roux()]))
    aaf.faits(lot, d.college)


@pytest.fixture(params=["passage, then file", "file, then passage"])
def en_sixieme(d, sofiane, dossier, horloge, request) -> Personne:
    horloge(jour(6, 12))
    passage = annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    if request.param.startswith("passage"):
        horloge(jour(8, 30))
        annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
        assert relu(sofiane).fermee_le is not None
        horloge(jour(9, 3))
        septembre(d, dossier, "20270903")
    else:
        horloge(jour(9, 1))
        septembre(d, dossier, "20270901")
        assert sofiane not in [entree.eleve for entree in lectures.mur_de(d.cm2)]  # in both today: on no wall
        horloge(jour(9, 3))
        annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    return relu(sofiane)


def test_they_are_the_same_person_and_keep_their_gommette(d, sofiane, en_sixieme):
    (place,) = [i for i in Inscription.objects.filter(eleve=sofiane).select_related("classe") if i.fin is None]
    assert (place.classe.nom, place.niveau, place.classe.etablissement_id) == ("6A", "6E", d.college.pk)
    assert Personne.objects.filter(prenom="Sofiane", nom="Belhadj").count() == 1
    assert en_sixieme.fermee_le is None
    assert [getattr(en_sixieme, champ) for champ in GOMMETTE] == [getattr(sofiane, champ) for champ in GOMMETTE]
    assert set(
        Responsabilite.objects.filter(enfant=sofiane, etablissement=d.college).values_list("adulte", flat=True)
    ) == {
        d.mere.pk,
        d.pere_separe.pk,
    }
    assert Personne.objects.filter(prenom=d.mere.prenom, nom=d.mere.nom).count() == 1


def test_portfolio_and_last_years_works_are_read_by_those_who_read_them(d, sofiane, en_sixieme, entrer):
    roux = Personne.objects.get(prenom="Eva", nom="Roux")
    siennes = EntreePortfolio.objects.filter(eleve=sofiane)

    def lisent(personne) -> bool:
        return siennes.visibles_par(relu(personne)).exists()

    assert all(lisent(p) for p in (en_sixieme, d.mere, d.pere_separe, roux))  # the new teacher reads the portfolio
    assert not any(lisent(p) for p in (d.mere_arabophone, d.directrice_maternelle, d.eleve_cp))
    travail = Travail.objects.get(texte="Le Petit Prince")
    for personne in (en_sixieme, d.mere):
        alors = relu(personne).autrefois
        assert travail in Travail.objects.visibles_par(alors)
    assert travail not in Travail.objects.visibles_par(relu(roux))
    assert travail not in Travail.objects.visibles_par(relu(roux).autrefois)


def test_no_wall_shows_them_and_their_paper_opens_an_account_of_theirs(d, sofiane, en_sixieme, entrer):
    sixieme = Classe.objects.get(nom="6A")
    mur = Client().get(reverse("connexion_mur", args=[sixieme.jeton_tablette]))
    assert "Au collège, chacun a son compte" in mur.text and "Sofiane" not in mur.text
    assert Client().get(reverse("connexion_secret", args=[sixieme.jeton_tablette, sofiane.uuid])).status_code in (
        404,
        200,
    )
    d.cm2.refresh_from_db()
    assert Client().get(reverse("connexion_mur", args=[d.cm2.jeton_tablette])).status_code == 404
    for classe in Classe.objects.filter(etablissement=d.elementaire, fermee_le=None):
        assert sofiane not in [entree.eleve for entree in lectures.mur_de(classe)]
    roux = Personne.objects.get(prenom="Eva", nom="Roux")
    assert [c.eleve for c in collegiens.de_la_classe(sixieme)] == [sofiane]
    (papier,) = connexion.preparer_papiers(
        classe=sixieme, auteur=roux, responsables=set(), eleves={sofiane.pk}, nouveaux=False
    )
    client = Client()
    faux = client.post(reverse("connexion_activer"), {"code": papier.code, "naissance": "03/03/2016"})
    assert faux.status_code == 422
    assert (
        client.post(reverse("connexion_activer"), {"code": papier.code, "naissance": "02/03/2016"}).status_code == 302
    )
    client.post(reverse("connexion_activer_verifier"))
    page = client.get(reverse("connexion_activer_compte"))
    assert 'name="courriel"' not in page.text and "ajouter un enfant" not in page.text
    client.post(reverse("connexion_activer_compte"), {"mot_de_passe": "Renard-des-sables-47"})
    assert client.session["_auth_user_id"] == str(sofiane.pk)
    assert (relu(sofiane).identifiant, relu(sofiane).courriel) == ("sofiane.belhadj", None)
    assert client.get(reverse("accueil")).status_code == 200
    assert client.get(reverse("connexion_compte")).status_code == 404  # a pupil has no page of account
    retour = Client()
    retour.post(reverse("account_login"), {"login": "sofiane.belhadj", "password": "Renard-des-sables-47"})
    assert retour.session["_auth_user_id"] == str(sofiane.pk)


def test_the_code_of_a_pupil_brings_nothing_into_a_parents_account(d, sofiane, en_sixieme, entrer):
    roux = Personne.objects.get(prenom="Eva", nom="Roux")
    sixieme = Classe.objects.get(nom="6A")
    (papier,) = connexion.preparer_papiers(
        classe=sixieme, auteur=roux, responsables=set(), eleves={sofiane.pk}, nouveaux=False
    )
    dits = {"code": papier.code, "naissance": "02/03/2016"}
    for adulte in (d.mere, d.mere_arabophone):
        assert entrer(adulte).post(reverse("connexion_ajouter_enfant"), dits).status_code == 422
    assert relu(sofiane).fusionnee_dans is None
    assert CodeActivation.objects.get(personne=sofiane).utilise_le is None


def test_their_parents_page_does_not_change(d, sofiane, dossier, horloge, entrer):
    """Account, places, choices, calendars, language: the same before and after; the page of September says the new class of each child and nothing is lost."""
    from ent.diffusion.models import Appareil, Refus
    from ent.portail.models import Confort

    mere = relu(d.mere)
    Personne.objects.filter(pk=mere.pk).update(langue="ar")
    horloge(jour(6, 12))

    def etat() -> dict:
        client = entrer(relu(d.mere))
        return {
            "compte": tuple(
                Personne.objects.filter(pk=d.mere.pk).values_list("identifiant", "courriel", "password", "langue")
            ),
            "enfants": sorted(e.prenom for e in relu(d.mere).portee.enfants),
            "refus": list(Refus.objects.filter(personne=d.mere).order_by("pk").values()),
            "appareils": list(Appareil.objects.filter(personne=d.mere).order_by("pk").values("pk")),
            "conforts": list(Confort.objects.filter(personne=d.mere).values()),
            "statuts": {
                a: client.get(a).status_code for a in ("/", "/semaine/", "/plus/", "/compte/", reverse("notifications"))
            },
        }

    avant = etat()
    annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    passage = d.elementaire.passages.get()
    horloge(jour(8, 30))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    septembre(d, dossier, "20270901")
    assert etat() == avant


def test_undone_they_are_back_on_the_wall_with_the_secret_that_they_had(d, sofiane, horloge):
    entree = next(e for e in lectures.mur_de(d.cm2) if e.eleve == sofiane)
    avant = (entree.lit, entree.mot, entree.images)
    horloge(jour(6, 12))
    passage = annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    horloge(jour(8, 30))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    horloge(jour(8, 31))
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    d.cm2.refresh_from_db()
    entree = next(e for e in lectures.mur_de(d.cm2) if e.eleve == sofiane)
    assert (entree.lit, entree.mot, entree.images) == avant
