"""The button that publishes does what it says, and nothing on its page says otherwise."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pages.actions import billets as actions
from pages.lectures.billets_photos import EQUIPE
from pages.models import Billet
from tests.pages.journal import brouillon, publie
from tests.pages.test_journal_pages import bouton, texte


def test_the_button_does_what_it_says_of_a_photo_that_families_may_not_see(d, mardi, entrer, montrables):
    """« Publier sans photo » was refused for ever, and another button came beside it."""
    billet = brouillon(d, [d.eleve_cp], texte="Au bois.")
    adresse = reverse("journal_preparer", args=[billet.pk])
    client = entrer(d.enseignante)
    page = client.get(adresse)
    assert bouton(page) == ["Publier sans photo", "Publier 1 photo", "Publier 1 photo"]
    dits = re.findall(r'name="sans" value="([^"]*)"', page.text)
    assert dits == ["familles:1"]
    assert client.post(adresse, {"public": "familles", "sans": dits}, follow=True).status_code == 200
    billet.refresh_from_db()
    assert billet.etat == "publie" and billet.pieces.count() == 1


def test_after_the_question_one_button_publishes_and_no_other_asks_again(d, mardi, entrer, montrables):
    billet = brouillon(d, None, [d.eleve_cp], texte="Au bois.")
    adresse = reverse("journal_preparer", args=[billet.pk])
    client = entrer(d.enseignante)
    demande = client.post(adresse, {"public": "familles"})
    assert demande.status_code == 422 and demande.text.count("gardées dans le billet") == 1
    dits = re.findall(r'name="sans" value="([^"]*)"', demande.text)
    assert client.post(adresse, {"public": "montres", "sans": dits}).status_code == 422, "said of other readers"
    assert client.post(adresse, {"public": "familles", "sans": dits}).status_code == 302


def test_a_billet_with_nothing_to_show_has_nothing_to_press(d, mardi, entrer, montrables):
    billet = brouillon(d, [d.eleve_cp], titre="")
    page = entrer(d.enseignante).get(reverse("journal_preparer", args=[billet.pk])).text
    assert re.findall(r'data-rien="(\w+)"', page) == ["familles"]


@pytest.mark.parametrize(("qui", "la_sienne"), [(["eleve_cp"], True), (["eleve_cp", "eleve_ce1"], False)])
def test_the_alert_and_the_counts_say_the_same_of_who_would_see(d, mardi, entrer, montrables, qui, la_sienne):
    billet = brouillon(d, [getattr(d, nom) for nom in qui], texte="Au bois.")
    page = texte(entrer(d.enseignante).get(reverse("journal_preparer", args=[billet.pk])))
    assert ("La sienne seule la verra" in page) is la_sienne
    assert ("Aucune famille ne la verra" in page) is (not la_sienne)
    assert f"Seulement les familles des enfants montrés · {1 if la_sienne else 0} photo" in page


def test_what_hides_a_photo_is_said_as_it_is_published(d, mardi, entrer, montrables):
    """Who is on them was just said: that is not what lacks."""
    montrables["journal"] |= {d.eleve_cp}
    billet = brouillon(d, [d.eleve_cp], [d.eleve_ce1], [d.eleve_cp, d.eleve_ce1], texte="Au bois.")
    client, adresse = entrer(d.enseignante), reverse("journal_preparer", args=[billet.pk])
    page = texte(client.get(adresse))
    assert re.findall(r"Photo \d : \d+ élèves? sans autorisation", page) == [
        "Photo 2 : 1 élève sans autorisation",
        "Photo 3 : 1 élève sans autorisation",
    ]
    lue = texte(client.post(adresse, {"public": "familles"}, follow=True))
    assert (
        "2 photos restent cachées aux familles. Kenza : réponse attendue. Floutez, ou retirez-les." in lue
        and "dites qui est dessus" not in lue
    )
    mele = brouillon(d, [d.eleve_cp], [d.eleve_ce1], None, texte="Au bois.")
    adresse = reverse("journal_preparer", args=[mele.pk])
    lue = texte(client.post(adresse, {"public": "familles", "sans": "familles:2"}, follow=True))
    assert "1 photo reste cachée aux familles. Kenza : réponse attendue. Floutez, ou retirez-la." in lue
    assert "1 photo reste cachée aux familles : dites qui est dessus, ou floutez." in lue


def test_a_hidden_photo_bears_the_mark_and_why_each_time_its_team_reads_it(d, mardi, entrer, montrables):
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [d.eleve_cp], [d.eleve_ce1], None, texte="Au bois.")
    page, journal = reverse("journal_billet", args=[billet.pk]), reverse("journal_classe", args=[d.cp_ce1.pk])
    lue = texte(entrer(d.enseignante).get(page))
    assert lue.count("cachée aux familles") == 2
    assert "cachée aux familles Kenza : réponse attendue." in lue
    assert "cachée aux familles Personne n’a dit qui est dessus." in lue
    assert texte(entrer(d.enseignante).get(journal)).count("cachée aux familles") == 2
    for qui in (d.mere, d.directrice):
        assert "cachée" not in texte(entrer(qui).get(page))
    montrables["journal"] |= {d.eleve_ce1}
    assert texte(entrer(d.enseignante).get(page)).count("cachée aux familles") == 1
    actions.publier_billet(billet=Billet.objects.get(pk=billet.pk), auteur=d.enseignante, public=EQUIPE)
    assert "cachée" not in texte(entrer(d.enseignante).get(page))


def test_a_correction_of_what_families_read_is_confirmed(d, mardi, entrer):
    billet = publie(d, texte="Au bois.", titre="La sortie")
    page = reverse("journal_modifier", args=[billet.pk])
    client = entrer(d.enseignante)
    version = re.search(r'name="version" value="([^"]*)"', client.get(page).text)[1]
    suite = client.post(page, {"titre": "La sortie", "texte": "Dans les bois.", "version": version}, follow=True)
    assert "C’est corrigé." in texte(suite)


def test_what_a_colleague_published_meanwhile_is_neither_thrown_away_nor_shown_to_everybody(d, mardi):
    """Each is judged as it is now, and not as the page had read it."""
    avant = brouillon(d, [], texte="Au bois.")
    actions.publier_billet(billet=avant, auteur=d.enseignante)
    with pytest.raises(ValidationError, match="est publié"):
        actions.effacer_brouillon(billet=avant, auteur=d.enseignante)
    lu = Billet.objects.get(pk=avant.pk)
    actions.publier_billet(billet=lu, auteur=d.enseignante, public=EQUIPE)
    with pytest.raises(ValidationError, match="pour toute la classe"):
        actions.montrer_sur_le_site(billet=lu, auteur=d.directrice, est_montre=True)
    assert not Billet.objects.get(pk=lu.pk).sur_le_site


def test_what_was_taken_back_is_found_again_in_the_journal_of_its_class(d, mardi, entrer):
    client, journal = entrer(d.enseignante), reverse("journal_classe", args=[d.cp_ce1.pk])
    assert "<summary>Retiré" not in client.get(journal).text
    billet = publie(d, texte="Au bois.", titre="La sortie")
    client.post(reverse("journal_retirer", args=[billet.pk]))
    lue = client.get(journal).text
    assert "Retiré : 1" in lue and 'aria-label="Remettre La sortie"' in lue
    assert reverse("journal_remettre", args=[billet.pk]) in lue
    assert "<summary>Retiré" not in entrer(d.directrice).get(journal).text
    client.post(reverse("journal_remettre", args=[billet.pk]))
    assert "<summary>Retiré" not in client.get(journal).text
