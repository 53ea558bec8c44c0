"""What is of one school alone is said as that school, in a household with a child in an école and one in a collège."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from ent.socle.college import AUX_DEUX
from ent.socle.francais import parlee_de
from tests.etages import poser
from tests.graines import MARDI_10H
from tests.matrice import Objets


@pytest.mark.besoin_de("messagerie")
def test_who_may_write_in_a_college_says_professeurs(c, d, mardi, entrer):
    dites = [
        entrer(c.mere).get(reverse("messagerie_regles", args=[ecole.uai])).text.partition("<main")[2]
        for ecole in (c.ecole, d.elementaire)
    ]
    assert "professeurs de la classe" in dites[0] and "un de leurs professeurs l’ouvre" in dites[0]
    assert ["nseignant" in dite for dite in dites] == [False, True]
    assert "rofesseur" not in dites[1]


@pytest.mark.besoin_de("messagerie")
def test_a_thread_speaks_as_its_own_school(c, d, mardi, entrer, horloge):
    from messagerie.actions.fils import fil_d_ecole

    horloge(MARDI_10H.replace(hour=22))
    fils = [
        fil_d_ecole(nature="ecole", etablissement=ecole, auteur=qui)
        for ecole, qui in ((c.ecole, c.principale), (d.elementaire, d.directrice))
    ]
    client, lues = entrer(c.mere), []
    for fil, (mot, autre) in zip(fils, [("du collège", "l’école"), ("de l’école", "collège")], strict=True):
        page = client.get(reverse("messagerie_fil", args=[fil.pk])).text
        lues += [f"Annonces {mot}" in page and autre not in page.partition("<main")[2].partition("</main>")[0]]
    assert lues == [True, True]


@pytest.mark.besoin_de("messagerie")
@pytest.mark.parametrize("langue", ["fr", "en"])
def test_a_thread_is_named_as_its_school_in_the_middle_of_others(c, d, mardi, langue):
    from messagerie.actions.fils import fil_d_ecole
    from messagerie.lectures.fils import titre

    fils = [
        fil_d_ecole(nature="ecole", etablissement=ecole, auteur=qui)
        for ecole, qui in ((c.ecole, c.principale), (d.elementaire, d.directrice))
    ]
    with override(parlee_de(langue, AUX_DEUX)):
        dits = [titre(fil) for fil in fils]
    if langue == "fr":
        assert dits == ["Annonces du collège", "Annonces de l’école"]
    else:
        assert len(set(dits)) == 1


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_what_one_school_asks_for_photos_is_said_as_that_school(c, d, mardi, entrer):
    from ent.fichiers.supports import Support
    from ent.services.vie_scolaire.actions.consentements import demander_consentement

    for ecole, qui in ((c.ecole, c.principale), (d.elementaire, d.directrice)):
        demander_consentement(
            etablissement=ecole,
            auteur=qui,
            finalite="vie_de_classe",
            supports=[Support.SITE],
            texte="Des photos.",
            debut=MARDI_10H.date(),
            fin=MARDI_10H.date().replace(month=12),
        )
    page = entrer(c.mere).get(reverse("consentements")).text
    assert "Sur le site du collège," in page and "Sur le site de l’école," in page and "site de l’école ou" not in page


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_a_room_that_one_school_closed_is_said_as_that_school(c, d, mardi, entrer):
    for ecole, dit, autre in (
        (c.ecole, "le collège l’a fermé. Rien n’est effacé : s’il", "école"),
        (d.elementaire, "l’école l’a fermé. Rien n’est effacé : si elle", "ollège"),
    ):
        poser({"module.agenda_ecole": True}, c.ecole, d.elementaire)
        cible = Objets(d, "elementaire").arguments("agenda_evenement")[0] if ecole == d.elementaire else []
        poser({"module.agenda_ecole": False}, *([ecole] if cible else [c.ecole, d.elementaire]))
        page = entrer(c.mere).get(reverse("agenda_evenement" if cible else "agenda", args=cible)).text
        lue = page.partition("<main")[2].partition("</main>")[0]
        assert "Cette rubrique est fermée dans votre" in lue and dit in lue
        assert autre not in lue.replace("École du Cerf-Volant", "")
