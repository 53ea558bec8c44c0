"""A family tells absent a child whom the roll had there: it reads so before it sends, and the school reads it on the roll and beside it."""

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.evenements.appels import DECLAREE
from tests.portail.test_accueil import texte

from .conftest import MARDI
from .test_absences import PREVENIR, cle, envoyer

ETAIT_LA = "À l’appel (ce matin), Inès était là. Si ce n’est pas le cas, appelez l’école tout de suite."
JUSQU_A_L_APPEL = "Vous pourrez changer jusqu’à l’appel."
DEPUIS = "Depuis, absence dite par la famille : Inès"


@pytest.fixture
def appeler(d, mardi):
    def _appeler(dits=None, moment="matin"):
        demi = demi_journee(d.elementaire, MARDI, moment)
        return appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.enseignante, dits=dits or {})

    return _appeler


def lire(client, d, **champs) -> str:
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "aujourd_hui", "duree": "journee", "motif": "maladie"} | champs
    return client.post(reverse("absences_apercu"), envoi).text


def test_the_parent_reads_that_the_roll_had_the_child_there(d, appeler, entrer):
    client = entrer(d.mere)
    assert JUSQU_A_L_APPEL in lire(client, d) and "Inès était là" not in lire(client, d)
    appeler()
    page = lire(client, d)
    assert ETAIT_LA in page and JUSQU_A_L_APPEL not in page
    assert ETAIT_LA in lire(client, d, duree="matin")
    for champs in ({"duree": "apres_midi"}, {"quand": "demain"}):
        assert "était là" not in lire(client, d, **champs) and JUSQU_A_L_APPEL in lire(client, d, **champs)
    jamais_montree = {"eleves": [cle(d, d.eleve_cp)], "quand": "aujourd_hui", "duree": "matin", "motif": "maladie"}
    assert ETAIT_LA in client.post(PREVENIR, jamais_montree).text


def test_of_who_was_missing_or_is_with_somebody_else_nothing_of_it_is_said(d, appeler, entrer):
    client = entrer(d.mere)
    demi = demi_journee(d.elementaire, MARDI, "matin")
    (confie,) = appels.confier_des_eleves(
        classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.enseignante, demis=[demi]
    )
    appeler()
    assert "était là" not in lire(client, d), "their own roll is not made"
    appels.faire_l_appel_confie(appel=confie, auteur=d.enseignant, dits={})
    assert ETAIT_LA in lire(client, d)
    appels.faire_l_appel_confie(appel=confie, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    assert "était là" not in lire(client, d)


def test_the_teacher_reads_it_on_the_roll_on_its_page_and_on_the_home(d, appeler, entrer, horloge, mardi):
    appeler()
    horloge(mardi.replace(minute=30))
    assert envoyer(entrer(d.mere), d, d.eleve_cp, quand="aujourd_hui").status_code == 302
    client = entrer(d.enseignante)
    feuille = reverse("appel_classe", args=[d.cp_ce1.pk, MARDI, "matin"])
    assert client.get(feuille).text.count(">absence dite par sa famille</small>") == 1
    for page in (reverse("appel"), "/"):
        assert DEPUIS in texte(client.get(page))
    assert DEPUIS not in texte(entrer(d.enseignant).get("/"))
    # The roll says it too: nothing differs any more.
    appeler({d.eleve_cp.pk: Dit(True)})
    assert "absence dite par sa famille" not in client.get(feuille).text
    assert DEPUIS not in texte(client.get("/"))


def test_told_before_the_roll_it_is_no_contradiction(d, declarer, appeler, entrer):
    declarer(d.eleve_cp, d.mere)
    appeler()
    assert DEPUIS not in texte(entrer(d.enseignante).get("/"))


def test_what_the_school_noted_is_said_as_noted_by_it_on_the_roll_in_the_news_and_nowhere_as_told_by_the_family(
    d, appeler, manquer, entrer, horloge, mardi
):
    """It was written after a call, or without any: the family told nothing on the site."""
    ligne = manquer(d.eleve_cp)
    horloge(mardi.replace(minute=30))
    note = {"motif": "autre", "precision": "Un mot de la voisine"}
    assert entrer(d.directrice).post(reverse("absences_dire", args=[ligne.pk]), note).status_code == 302
    client, feuille = entrer(d.enseignante), reverse("appel_classe", args=[d.cp_ce1.pk, MARDI, "matin"])
    page = texte(client.get(feuille))
    assert "Noté par l’école · Autre" in page and "Sa famille a prévenu" not in page
    assert 'data-annonce="ecole"' in client.get(feuille).text
    nouvelles = dict(Notification.objects.filter(nature=DECLAREE).values_list("destinataire", "texte"))
    dit = "Inès · Absence mardi 24 novembre, le matin. Noté par l’école : Un mot de la voisine."
    assert nouvelles == {d.enseignante.pk: dit}  # and not to who noted it
    (a_juger,) = entrer(d.directrice).get(reverse("absences_ecole", args=[d.elementaire.uai])).context["a_juger"]
    assert a_juger[1] == dit
    horloge(mardi.replace(minute=40))
    appeler()  # she was there after all: the family said nothing otherwise
    for ou in (feuille, reverse("appel"), "/"):
        assert "dite par sa famille" not in texte(client.get(ou)) and DEPUIS not in texte(client.get(ou))
