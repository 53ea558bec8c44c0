"""A pupil's own page: their words, their works, « J’ai fini »; of what the grown-ups wrote, the kind words alone."""

import pytest
from django.urls import reverse

from ent.annuaire.views import gestes
from ent.fichiers import actions as fichiers
from ent.services.liaison.actions import montrer
from ent.services.liaison.lectures import eleves as lectures
from ent.services.liaison.models import Campagne, Dossier, Envoi, Piece
from pages.models.portfolio import EntreePortfolio
from tests.gestes import version_de
from tests.pages.journal import photo
from tests.portail.test_accueil import texte
from tests.services.liaison.conftest import relire

pytestmark = pytest.mark.besoin_de("pages")  # what a pupil chooses among

PAGE = "dossier_eleve"


def ecrire_ma_page(client, mots: str, **touche: str):
    page = reverse(PAGE)
    return client.post(page, {"texte": mots, "version": version_de(client, page), **touche})


def finir(client, fini: str) -> None:
    client.post(reverse("dossier_eleve_fini"), {"fini": fini})


def test_a_pupil_writes_says_that_it_is_done_and_goes_on_if_they_like(d, dossier, entrer):
    client = entrer(d.eleve_cm2)
    assert "Ma page pour le collège" in client.get("/").text
    ecrire_ma_page(client, "J’aime le foot.", fini="1")
    lue = texte(client.get(reverse(PAGE)))
    assert "Ta page est finie." in lue and "J’aime le foot." in lue
    assert relire(dossier).eleve_fini_le
    finir(client, "0")
    assert ecrire_ma_page(client, "J’aime le judo.").status_code == 302
    assert relire(dossier).texte_eleve == "J’aime le judo."


def test_what_two_wrote_at_once_is_refused_once(d, dossier, entrer):
    client = entrer(d.eleve_cm2)
    version = version_de(client, reverse(PAGE))
    dictee = reverse("dossier_dictee", args=[dossier.uuid])
    maitre = entrer(d.enseignant)
    maitre.post(dictee, {"texte": "Il aime le foot.", "version": version_de(maitre, dictee)})
    refus = client.post(reverse(PAGE), {"texte": "J’aime le judo.", "version": version})
    assert refus.status_code == 422 and "J’aime le judo." in refus.text
    assert relire(dossier).texte_eleve == "Il aime le foot."


def test_each_pupil_takes_turns_with_who_types_for_them_and_with_no_other(d, campagne, dossier, entrer, monkeypatch):
    """One address serves them all."""
    tours: list[str] = []
    monkeypatch.setattr(gestes, "_prendre_son_tour", tours.append)
    autre = campagne.dossiers.exclude(pk=dossier.pk).select_related("eleve").first()
    ecrire_ma_page(entrer(d.eleve_cm2), "J’aime le foot.")
    ecrire_ma_page(entrer(autre.eleve), "J’aime le judo.")
    maitre, dictee = entrer(d.enseignant), reverse("dossier_dictee", args=[dossier.uuid])
    maitre.post(dictee, {"texte": "Il aime le foot.", "version": version_de(maitre, dictee)})
    assert tours[0] == tours[2] != tours[1]


def test_of_what_was_shown_a_pupil_reads_the_teacher_s_words_and_never_positions_nor_health(d, dossier, ecrire, entrer):
    Dossier.objects.filter(pk=dossier.pk).update(
        sante="Un asthme.", amenagements=[{"sorte": "pap", "texte": "Du temps"}]
    )
    client = entrer(d.eleve_cm2)
    assert "Il lit seul un roman." not in client.get(reverse(PAGE)).text, "a draft"
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)
    lue = texte(client.get(reverse(PAGE)))
    assert "Il lit seul un roman." in lue and "Une consigne à la fois." in lue
    for tu in ("Satisfaisante", "asthme", "PAP", "Du temps"):
        assert tu not in lue


@pytest.mark.parametrize("qui", ["eleve_cp", "eleve_ce1", "mere", "enseignant"])
def test_nobody_else_has_that_page(d, dossier, entrer, qui):
    client = entrer(d.gens[qui])
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse("dossier_eleve_fini"), {"fini": "1"}).status_code == 404
    assert relire(dossier).eleve_fini_le is None


def test_works_are_chosen_among_one_s_own_three_at_most_and_none_where_another_child_is(d, dossier, entrer):
    for n in range(4):
        entree = EntreePortfolio.objects.create(
            etablissement=d.elementaire, eleve=d.eleve_cm2, titre=f"Dessin {n}", auteur=d.enseignant
        )
        image = photo(d.enseignant, d.cm2)
        entree.fichiers.add(image)
        fichiers.attacher(fichiers=[image])
        if n == 3:
            fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignant)
    client = entrer(d.eleve_cm2)
    proposes = [choix.souvenir.cle for choix in lectures.travaux_de(lectures.sien(d.eleve_cm2), d.eleve_cm2)]
    assert len(proposes) == 3
    for cle in (*proposes, "portfolio-0"):
        ecrire_ma_page(client, "J’aime peindre.", travail=f"{cle}:1")
    assert set(Piece.objects.filter(de_l_eleve=True).values_list("cle", flat=True)) == set(proposes)
    ecrire_ma_page(client, "J’aime peindre.", travail=f"{proposes[0]}:0")
    assert Piece.objects.count() == 2 and relire(dossier).texte_eleve == "J’aime peindre.", (
        "what was typed is kept with it"
    )
    assert "Choisi" in client.get(reverse(PAGE)).text


def test_once_it_left_it_is_read_and_changed_no_more(d, montre, entrer):
    Envoi.objects.create(dossier=montre, version=montre.versions.get(), etat=Envoi.Etat.CONFIRME)
    client = entrer(d.eleve_cm2)
    lue = texte(client.get(reverse(PAGE)))
    assert "Ton dossier est parti." in lue and "Tu n’as pas écrit de page" in lue and "Ta page" not in lue
    Dossier.objects.filter(pk=montre.pk).update(texte_eleve="J’aime lire.")
    lue = texte(client.get(reverse(PAGE)))
    assert "Ta page reste dans ton école." in lue and "est partie" not in lue, "its family let the rest go"
    Envoi.objects.update(parties=["savoirs", "eleve"])
    lue = texte(client.get(reverse(PAGE)))
    assert "Ta page est partie." in lue and "Tu n’as pas écrit" not in lue
    finir(client, "1")
    assert relire(montre).eleve_fini_le is None
    Envoi.objects.update(etat=Envoi.Etat.REFUSE)  # not taken there: nothing is gone
    lue = texte(client.get(reverse(PAGE)))
    assert "est partie" not in lue and "Je dis qui je suis" in lue


def test_a_home_without_a_dossier_says_nothing_of_it(d, mardi, entrer):
    assert not Campagne.objects.exists()
    assert reverse(PAGE) not in entrer(d.eleve_cm2).get("/").text
