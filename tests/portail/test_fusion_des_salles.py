"""Each thing of each room, made in both schools before they merge, at its address: who opens it before, after, and once it is undone."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cahier_de_textes.actions import remises
from ent.annuaire import actions
from ent.annuaire.models import Personne, Responsabilite
from ent.diffusion.models import Notification
from messagerie.actions import fils, messages
from messagerie.actions.mots import Public
from messagerie.models import Mot, ReponseMot
from pages.actions import portfolio
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du
from tests.annuaire.rentree import relu
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre
from tests.messagerie.fils import Fils
from tests.messagerie.mots import envoyer, signer, vivre_ensemble
from tests.pages.journal import publie

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")
# Of somebody who teaches, to follow and to answer: of a year that is over what was written is read, on the page of the work.
DU_TRAVAIL = {"suivi", "remises", "remise"}
ANNEES = {"année de la classe", "année de l’enfant"}


def faire(d, classe, maitre, eleve, parent) -> SimpleNamespace:
    """One thing of each room about this pupil of that class, as they are made: given, handed in, answered; signed; shown; kept; said."""
    travail = donner(d, auteur=maitre, classe=classe, texte="Ma feuille d’arbre", est_a_rendre=True)
    remise = rendre(travail, relu(eleve), f"Feuille de {eleve.prenom}")
    remises.repondre(remise=remise, auteur=relu(maitre), texte=f"Bravo {eleve.prenom}")
    mot = envoyer(d, auteur=maitre, public=Public(classe.etablissement, classe=classe), nature=Mot.Nature.OUI_NON)
    signer(mot, eleve, relu(parent), "oui")
    billet = publie(d, [eleve], auteur=maitre, classe=classe, titre="La sortie au verger")
    portfolio.garder(eleve=eleve, auteur=maitre, etablissement=classe.etablissement, titre="Mon bonhomme", texte="x")
    foyer, direction = Fils(d).foyer(eleve, parent), Fils(d).foyer(eleve, parent, direction=True)
    annonce = fils.fil_de_classe(nature="annonce", classe=classe, auteur=maitre)
    for fil, qui in ((foyer, parent), (direction, parent), (annonce, maitre)):
        messages.envoyer(fil=fil, auteur=relu(qui), uuid=uuid.uuid4(), texte="Un mot à lire")
    adresses = {
        "travail": reverse("cahier_travail", args=[travail.pk]),
        "suivi": reverse("cahier_suivi", args=[travail.pk]),
        "remises": reverse("cahier_remises", args=[travail.pk]),
        "remise": reverse("cahier_remise", args=[remise.pk]),
        "travail de l’enfant": reverse("cahier_enfant_travail", args=[eleve.uuid, travail.pk]),
        "mot": reverse("carnet_mot", args=[eleve.uuid, mot.pk]),
        "suivi du mot": reverse("carnet_suivi", args=[mot.pk]),
        "billet": reverse("journal_billet", args=[billet.pk]),
        "portfolio": reverse("journal_portfolio", args=[eleve.uuid]),
        "fil": reverse("messagerie_fil", args=[foyer.pk]),
        "fil de la direction": reverse("messagerie_fil", args=[direction.pk]),
        "annonce": reverse("messagerie_fil", args=[annonce.pk]),
        "année de la classe": reverse("annee_classe", args=[classe.pk]),
        "année de l’enfant": reverse("annee_enfant", args=[eleve.uuid, classe.pk]),
    }
    return SimpleNamespace(mot=mot, adresses=adresses)


@pytest.fixture
def monde(d, mardi, horloge):
    """Nadia has a child in each school; Diane's mother is of les Coquelicots alone, Samira and Mehdi of le Cerf-Volant alone."""
    diane = Personne.objects.get(prenom="Diane", nom="Mercier")
    mere_de_diane = Responsabilite.objects.get(enfant=diane).adulte
    Responsabilite.objects.filter(enfant=diane).update(autorite="confirmee")
    tissier, lefort = d.directrice_maternelle, d.enseignante
    monde = SimpleNamespace(
        finit=faire(d, d.ms, tissier, d.eleve_ms, d.mere),
        reste=faire(d, d.cp_ce1, lefort, d.eleve_cp, d.mere),
        gens={
            "direction qui finit": tissier, "collègue": d.remplacant, "Nadia": d.mere, "mère de Diane": mere_de_diane,
            "direction qui reste": d.directrice, "enseignante": lefort, "Samira": d.mere_arabophone, "Mehdi": d.pere_separe,
        },
    )  # fmt: skip
    horloge(JUIN)
    declarer(d)
    horloge(RENTREE)
    monde.plan = plan_du(d.elementaire)
    return monde


@pytest.fixture
def ouvrent(monde, entrer):
    """By school and thing, who opens it now."""

    def lire() -> dict[tuple[str, str], set[str]]:
        clients = {nom: entrer(relu(qui)) for nom, qui in monde.gens.items()}
        return {
            (de, quoi): {nom for nom, client in clients.items() if client.get(adresse).status_code == 200}
            for de in ("finit", "reste")
            for quoi, adresse in getattr(monde, de).adresses.items()
        }

    return lire


def test_who_read_a_thing_reads_it_after_and_nobody_else_does(d, monde, ouvrent):
    avant = ouvrent()
    dirige, enseigne = "direction qui finit", {"direction qui finit", "collègue"}
    assert avant == {
        **lecteurs("finit", dirige, enseigne, {"Nadia"}, {"Nadia", "mère de Diane"}),
        **lecteurs("reste", "direction qui reste", {"enseignante"}, {"Nadia", "Mehdi"}, {"Nadia", "Mehdi", "Samira"}),
    }
    passage = actions.faire_le_passage(passage=monde.plan, auteur=d.directrice)
    apres = ouvrent()
    for (de, quoi), qui in avant.items():
        if quoi in DU_TRAVAIL:
            assert apres[de, quoi] <= qui, (de, quoi)
        elif quoi not in ANNEES:
            assert apres[de, quoi] == qui, (de, quoi)
    assert apres["finit", "année de la classe"] == enseigne
    assert apres["reste", "année de la classe"] == {"direction qui reste", "enseignante"}
    assert apres["finit", "année de l’enfant"] == {"Nadia"}
    assert apres["reste", "année de l’enfant"] == {"Nadia", "Mehdi"}
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert ouvrent() == avant


def lecteurs(de, dirige: str, enseignent: set[str], famille: set[str], classe: set[str]) -> dict:
    """Of the pupil whose family this is, in the class of these families. A household's thread is one household's: Nadia's."""
    foyer = famille - {"Mehdi"}
    travail = {"travail", "suivi", "suivi du mot"}
    siens = {(de, quoi): enseignent | {dirige} for quoi in travail}
    siens |= {(de, quoi): enseignent for quoi in ("remises", "remise")}
    siens |= {(de, "travail de l’enfant"): famille, (de, "mot"): famille, (de, "portfolio"): enseignent | famille}
    siens |= {(de, quoi): enseignent | {dirige} | classe for quoi in ("billet", "annonce")}
    siens |= {(de, "fil"): enseignent | foyer, (de, "fil de la direction"): {dirige} | foyer}
    return siens | {(de, annee): set() for annee in ANNEES}


def test_what_was_handed_in_answered_and_signed_is_there_after_it_and_once_undone(d, monde, entrer):
    passage = actions.faire_le_passage(passage=monde.plan, auteur=d.directrice)
    client = entrer(relu(d.mere))
    lire(monde, client)
    signe = reverse("carnet_signer", args=[d.eleve_ms.uuid, monde.finit.mot.pk])
    assert client.post(signe, {"choix": "non"}).status_code == 404
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    lire(monde, entrer(relu(d.mere)))
    assert ReponseMot.objects.get(mot=monde.finit.mot, eleve=d.eleve_ms).choix == "oui"


def lire(monde, client) -> None:
    """All that Nadia reads of Lina-Maëlys, and nothing of her classmate."""
    pages = {quoi: client.get(adresse).text for quoi, adresse in monde.finit.adresses.items()}
    assert (
        "Feuille de Lina-Maëlys" in pages["travail de l’enfant"] and "Bravo Lina-Maëlys" in pages["travail de l’enfant"]
    )
    assert "Diane" not in pages["travail de l’enfant"]
    assert "La sortie au verger" in pages["billet"] and "Mon bonhomme" in pages["portfolio"]
    assert all("Un mot à lire" in pages[fil] for fil in ("fil", "fil de la direction", "annonce"))
    assert "Oui" in pages["mot"] and "24 novembre" in pages["mot"]


def test_who_taught_there_reads_which_adults_of_a_child_answered_and_which_did_not(d, monde, entrer):
    """The other school declares their ties now: they are the adults of the children who were there still."""
    actions.faire_le_passage(passage=monde.plan, auteur=d.directrice)
    page = entrer(relu(d.directrice_maternelle)).get(monde.finit.adresses["suivi du mot"]).text
    assert "Aucun adulte connu de l’école" not in page
    diane, lina = page.index("Diane Mercier"), page.index("Lina-Maëlys Belhadj")
    assert "pas atteint" in page[diane:lina] and "Oui" in page[lina:]


def test_what_the_other_adult_of_a_household_signed_is_read_by_both_after_it(d, mardi, horloge, entrer):
    pere = Personne.objects.create(civilite="M.", prenom="Anis", nom="Belhadj")
    Responsabilite.objects.create(
        adulte=pere, enfant=d.eleve_ms, etablissement=d.maternelle, autorite="confirmee", debut=dt.date(2026, 9, 1)
    )
    vivre_ensemble(d.mere, pere)
    public = Public(d.maternelle, classe=d.ms)
    mot = envoyer(d, auteur=d.directrice_maternelle, public=public, nature=Mot.Nature.OUI_NON)
    signer(mot, d.eleve_ms, relu(pere), "oui")
    horloge(JUIN)
    declarer(d)
    horloge(RENTREE)
    actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    assert "M. Belhadj" in entrer(relu(d.mere)).get(reverse("carnet_mot", args=[d.eleve_ms.uuid, mot.pk])).text


def test_what_a_family_was_told_is_told_again_once_undone(d, monde):
    def dites() -> list[tuple]:
        siennes = Notification.objects.filter(destinataire__in=[qui.pk for qui in monde.gens.values()])
        return sorted(siennes.values_list("destinataire", "nature", "objet_id", "eleve", "lue_le"))

    avant = dites()
    passage = actions.faire_le_passage(passage=monde.plan, auteur=d.directrice)
    assert dites() != avant
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert dites() == avant
