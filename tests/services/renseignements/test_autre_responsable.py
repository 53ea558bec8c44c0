"""Who teaches or directs, and answers for the child at home, reads at school nothing that the other holder gave; a colleague does, or an act that is read."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.services.renseignements.champs_corriges import Champ
from ent.services.renseignements.models import Contact, Ouverture
from tests.autres_responsables import adresses, devient_directeur, devient_enseignant, devient_parent, ou_se_lisent
from tests.services.renseignements.conftest import ALLERGIE
from tests.services.renseignements.test_equipe import dossier, famille, ouvrir

NUMERO = "06 99 88 77 66"
MOTS = ("Rachida", "Voisine", NUMERO)


@pytest.fixture
def donnes(d, appeler, autoriser, demander):
    """By the mother: whom to call, who may come, her number."""
    appeler("Rachida", d.mere)
    autoriser("Voisine", d.mere)
    return demander(d.mere)


def chemins(d) -> list[str]:
    pks = {d.elementaire.pk, d.cp_ce1.pk, *Contact.objects.values_list("pk", flat=True)}
    choix = {
        "int": pks,
        "uuid": [d.eleve_cp.uuid],
        "champ_de_fiche": Champ.values,
        "partie_de_fiche": Ouverture.Partie.values,
        "proche": ["contact", "autorise"],
        "sens": ["monter"],
    }
    return adresses("ent.services.renseignements", choix)


@pytest.mark.parametrize(
    ("qui", "autorite"),
    [("directrice", "confirmee"), ("directrice", "sans"), ("enseignante", "confirmee"), ("accompagnante", "sans")],
)
def test_no_address_tells_who_is_a_parent_what_the_other_gave(d, donnes, accompagnante, entrer, qui, autorite):
    """Those that tell it to who is not are found by the same walk. A tie without authority hides no less: a head writes those of their school."""
    personne = accompagnante if qui == "accompagnante" else getattr(d, qui)
    if autorite == "confirmee":
        assert ou_se_lisent(entrer(personne), chemins(d), MOTS), "the walk reads it where it is"
    devient_parent(personne, d.eleve_cp, d.elementaire, autorite)
    assert ou_se_lisent(entrer(Personne.objects.get(pk=personne.pk)), chemins(d), MOTS) == set()


def test_a_colleague_reads_it_and_one_s_own_stays(d, donnes, appeler, fiche, entrer):
    """A separated father is named to the class of his daughter."""
    devient_enseignant(d.pere_separe, d.cp_ce1)
    appeler("Mamie", d.pere_separe)
    page = entrer(d.pere_separe).post(ouvrir(d, "urgence"), follow=True).text
    assert "Mamie" in page and "Rachida" not in page and "un collègue le lit" in page
    assert "Ce qu’a donné un autre responsable" not in page
    assert entrer(d.pere_separe).post(ouvrir(d, "autre")).status_code == 403
    assert ALLERGIE in entrer(d.pere_separe).post(ouvrir(d, "sante"), follow=True).text  # the child's: both read it
    sortie = reverse("renseignements_sortie", args=[d.cp_ce1.pk])
    assert "un collègue le lit" in entrer(d.pere_separe).get(sortie).text
    assert "Voisine" in entrer(d.enseignante).get(sortie).text and "Voisine" in entrer(d.directrice).get(sortie).text
    page = entrer(d.enseignante).post(ouvrir(d, "urgence"), follow=True).text
    assert "Mamie" in page and "Rachida" in page and "Voisine" in page


@pytest.mark.parametrize("autorite", ["confirmee", "sans"])
def test_the_journal_tells_none_of_it_to_that_reader(d, appeler, entrer, autorite):
    """A tie without authority hides no less."""
    appeler("Rachida", d.mere)
    journal, dite = reverse("annuaire_journal", args=[d.elementaire.uai]), "a donné un contact d’urgence"
    assert dite in entrer(d.directrice).get(journal).text
    devient_parent(d.directrice, d.eleve_cp, d.elementaire, autorite)
    assert dite not in entrer(Personne.objects.get(pk=d.directrice.pk)).get(journal).text


def test_alone_in_a_school_an_act_opens_it_that_the_other_holder_reads(d, mardi, horloge, donnes, entrer):
    """At the gate somebody must know who may come."""
    devient_directeur(d.pere_separe, d.elementaire, seul=True)
    pere = entrer(d.pere_separe)
    assert not any(mot in pere.get(dossier(d)).text for mot in MOTS)
    page = pere.post(ouvrir(d, "urgence"), follow=True).text
    assert "Rachida" not in page and "cet autre responsable lira que cela a été ouvert" in page
    assert NUMERO not in pere.get(reverse("renseignements_corrections", args=[d.elementaire.pk])).text
    page = pere.post(ouvrir(d, "autre"), follow=True).text
    assert "Rachida" in page and "Voisine" in page
    assert NUMERO in pere.get(reverse("renseignements_corrections", args=[d.elementaire.pk])).text
    assert "<b>Ce qu’a donné un autre responsable</b>, par la direction" in entrer(d.mere).get(famille(d)).text
    horloge(mardi.replace(hour=mardi.hour + 1))
    assert "Rachida" not in pere.get(dossier(d)).text


def test_a_head_answers_what_the_other_asks_only_once_it_was_opened(d, donnes, entrer):
    """There is a teacher to read whom to call, and nobody else to answer a correction."""
    devient_parent(d.directrice, d.eleve_cp, d.elementaire)
    tete = entrer(Personne.objects.get(pk=d.directrice.pk))
    accepter = reverse("renseignements_accepter", args=[donnes.pk])
    page = tete.get(reverse("renseignements_corrections", args=[d.elementaire.pk])).text
    assert "un autre responsable demande une correction" in page and NUMERO not in page
    assert tete.post(accepter, {"vu": ""}).status_code == 404
    page = tete.post(ouvrir(d, "autre"), follow=True).text
    assert "Rachida" not in page and "Lire les corrections demandées" in page
    assert tete.post(accepter, {"vu": ""}).status_code == 302


def test_another_who_is_tied_to_the_child_is_no_colleague(d, donnes, entrer):
    """The other holder works there too, and nobody else: each reads their own."""
    devient_directeur(d.pere_separe, d.elementaire, seul=True)
    devient_enseignant(d.mere, d.cp_ce1)
    page = entrer(d.pere_separe).post(ouvrir(d, "autre"), follow=True).text
    assert "Rachida" in page


def test_a_head_does_not_read_in_the_journal_what_the_other_gave(d, donnes, entrer):
    journal = reverse("annuaire_journal", args=[d.elementaire.uai])
    assert "a donné un contact d’urgence" in entrer(d.directrice).get(journal).text
    devient_parent(d.directrice, d.eleve_cp, d.elementaire)
    page = entrer(Personne.objects.get(pk=d.directrice.pk)).get(journal).text
    assert "a donné un contact d’urgence" not in page and "a dit qui peut venir" not in page
