"""What an adult writes beside a child's work is for who teaches: another household, and the child, read the work alone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import remises as actions
from cahier_de_textes.models import Remise, Retour
from ent.annuaire.models import Affectation, Personne, Responsabilite
from ent.fichiers.actions import Envoi
from ent.fichiers.controles import preparer
from ent.fichiers.registres import Destination
from tests.autres_responsables import adresses, devient_enseignant, devient_parent, ou_se_lisent
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_frontieres import changer_de_classe, relu
from tests.cahier_de_textes.test_remises import UN, adresse, rendre
from tests.fichiers import fabriques

MOTS = "Sa mère ne la fait jamais lire."
AILLEURS = "Le mot qui accompagne cet envoi vient d’un autre foyer : il se lit là-bas, et à l’école."


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


@pytest.fixture
def du_pere(d, travail) -> Remise:
    """Inès's father, who lives elsewhere, hands in with her."""
    photo = fabriques.televerse("feuille.jpg", fabriques.photo())
    envoi = Envoi(Destination(d.elementaire, d.cp_ce1), prepares=[preparer(photo, photo.name)])
    return actions.remettre(travail=travail, eleve=d.eleve_cp, par=d.pere_separe, uuid=UN, texte=MOTS, envoi=envoi)


def page(d, travail, entrer, qui) -> str:
    if qui == "eleve_cp":
        return entrer(relu(d.eleve_cp)).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    return entrer(relu(getattr(d, qui))).get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])).text


@pytest.mark.parametrize("qui", ["mere", "eleve_cp"])
def test_the_other_household_and_the_child_read_the_work_alone(d, travail, du_pere, entrer, qui):
    lue = page(d, travail, entrer, qui)
    assert MOTS not in lue and str(du_pere.fichiers.get().uuid) in lue


def test_the_other_household_is_told_that_words_are_read_elsewhere_and_the_child_nothing(d, travail, du_pere, entrer):
    """« Rendu par Inès », then nothing, read as an empty sending. Nobody is named."""
    assert AILLEURS in page(d, travail, entrer, "mere") and "Belhadj Mehdi" not in page(d, travail, entrer, "mere")
    assert all(AILLEURS not in page(d, travail, entrer, qui) for qui in ("pere_separe", "eleve_cp"))
    Remise.objects.update(texte="")
    assert AILLEURS not in page(d, travail, entrer, "mere")


def test_who_teaches_reads_with_which_adult_it_was_handed_in(d, travail, du_pere, entrer):
    """What an adult writes was read as the child's."""
    client, dit = entrer(d.enseignante), f"Rendu avec {d.pere_separe.nom_affiche}"
    assert dit in client.get(reverse("cahier_remise", args=[du_pere.pk])).text
    assert dit in client.get(reverse("cahier_remises", args=[travail.pk])).text
    rendre(travail, d.eleve_cp, "Un chêne")
    seule = Remise.objects.exclude(pk=du_pere.pk).get()
    lue = client.get(reverse("cahier_remise", args=[seule.pk])).text
    assert lue.count("Rendu avec") == lue.count(dit) == 1  # the former try alone
    assert "Rendu avec" not in client.get(reverse("cahier_remises", args=[travail.pk])).text


def test_its_author_and_who_teaches_read_the_words(d, travail, du_pere, entrer):
    assert MOTS in page(d, travail, entrer, "pere_separe")
    assert MOTS in entrer(d.enseignante).get(reverse("cahier_remise", args=[du_pere.pk])).text


def test_inside_one_household_each_reads_what_the_other_wrote(d, travail, du_pere, entrer):
    Responsabilite.objects.filter(enfant=d.eleve_cp, adulte__in=[d.mere, d.pere_separe]).update(foyer="1")
    assert MOTS in page(d, travail, entrer, "mere")


def test_what_the_child_wrote_is_read_by_both(d, travail, entrer):
    rendre(travail, d.eleve_cp, "Un chêne")
    assert all("Un chêne" in page(d, travail, entrer, qui) for qui in ("mere", "pere_separe", "eleve_cp"))


@pytest.mark.parametrize("qui", ["mere", "eleve_cp"])
def test_who_is_not_shown_the_words_does_not_take_them_back(d, travail, du_pere, entrer, qui):
    reprendre = reverse("cahier_reprendre", args=[du_pere.pk])
    assert reprendre not in page(d, travail, entrer, qui)
    assert entrer(relu(getattr(d, qui))).post(reprendre).status_code == 404
    assert reprendre in page(d, travail, entrer, "pere_separe")


@pytest.mark.parametrize("qui", ["mere", "eleve_cp"])
def test_given_to_the_child_no_more_it_is_read_in_the_same_way(d, travail, du_pere, entrer, qui):
    changer_de_classe(d.eleve_cp, d.cm2)
    lue = page(d, travail, entrer, qui)
    assert MOTS not in lue and str(du_pere.fichiers.get().uuid) in lue
    assert MOTS in page(d, travail, entrer, "pere_separe")


def test_the_words_of_an_adult_who_is_gone_are_nobody_s(d, travail, du_pere, entrer):
    Remise.objects.update(par=None)
    assert all(MOTS not in page(d, travail, entrer, qui) for qui in ("mere", "pere_separe", "eleve_cp"))


# --- Who teaches, and answers for the child at home ---------------------------------------------------------------------
def chemins(travail, *remises) -> list[str]:
    """All that tells of a travail or of a try; what a class prints is made of neither."""
    pks = [travail.pk, *(remise.pk for remise in remises)]
    choix = {"int": pks, "uuid": [remises[0].eleve.uuid], "jour": [travail.date_pour], "str": [], "ecrit": []}
    return [chemin for chemin in adresses("cahier_de_textes", choix) if "/travail/" in chemin or "/remise/" in chemin]


@pytest.mark.parametrize(
    ("qui", "autorite"), [("mere", "confirmee"), ("enseignante", "confirmee"), ("enseignante", "sans")]
)
def test_no_address_tells_who_teaches_their_own_child_what_the_other_adult_wrote(
    d, travail, du_pere, entrer, qui, autorite
):
    """Beside the latest try, beside one before, in the list of the class; a colleague reads it. A tie without authority hides no less."""
    rendre(travail, d.eleve_cp, "Un chêne")
    ecrites = chemins(travail, du_pere, Remise.objects.latest("pk"))
    personne = getattr(d, qui)
    if qui == "mere":
        devient_enseignant(personne, d.cp_ce1)
    else:
        assert ou_se_lisent(entrer(personne), ecrites, [MOTS]), "the walk reads it where it is"
        devient_parent(personne, d.eleve_cp, d.elementaire, autorite)
    assert ou_se_lisent(entrer(relu(personne)), ecrites, [MOTS]) == set()
    page = entrer(relu(personne)).get(reverse("cahier_remise", args=[du_pere.pk])).text
    assert "un collègue le lit" in page and "Un chêne" in page and str(du_pere.fichiers.get().uuid) in page


def test_who_teaches_their_own_child_reads_at_work_what_they_wrote(d, travail, du_pere, entrer):
    devient_enseignant(d.pere_separe, d.cp_ce1)
    assert MOTS in entrer(relu(d.pere_separe)).get(reverse("cahier_remise", args=[du_pere.pk])).text


def test_words_alone_are_not_told_by_the_list_of_the_class(d, travail, entrer):
    rendue = actions.remettre(travail=travail, eleve=d.eleve_cp, par=d.mere, uuid=UN, texte=MOTS)
    devient_enseignant(d.pere_separe, d.cp_ce1)
    liste = reverse("cahier_remises", args=[travail.pk])
    assert MOTS not in entrer(relu(d.pere_separe)).get(liste).text
    assert MOTS in entrer(d.enseignante).get(liste).text
    assert rendue.texte == MOTS


def test_who_came_to_the_class_once_the_pupil_had_left_it_reads_nothing_of_theirs(d, travail, entrer):
    """A replacement begins today; Inès is in another class since last week."""
    partie, presente = rendre(travail, d.eleve_cp, "Mon arbre"), rendre(travail, d.eleve_ce1)
    d.eleve_cp.inscriptions.update(fin=timezone.localdate() - dt.timedelta(days=7))
    Affectation.objects.create(
        enseignant=d.enseignant, classe=d.cp_ce1, nature=Affectation.Nature.REMPLACANT, debut=timezone.localdate()
    )
    d_elle = actions.repondre(remise=partie, auteur=d.enseignante, texte="Bravo")
    venu, ici = (Personne.objects.get(pk=p.pk) for p in (d.enseignant, d.enseignante))
    assert set(Remise.objects.corrigees_par(venu)) == {presente}
    assert set(Remise.objects.corrigees_par(ici)) == {partie, presente}
    assert [d_elle in Retour.objects.visibles_par(qui) for qui in (venu, ici)] == [False, True]
    assert "Mon arbre" not in entrer(d.enseignant).get(reverse("cahier_remises", args=[travail.pk])).text
    assert entrer(d.enseignant).get(reverse("cahier_remise", args=[partie.pk])).status_code == 404


def test_a_parent_whose_file_is_refused_keeps_what_they_wrote(d, travail, entrer):
    """The form of a household has no script: gone back to its page, the words were nowhere."""
    envoi = {"uuid": UN, "texte": "Récité deux fois", "fichiers": fabriques.televerse("jeu.exe", b"MZ" + bytes(200))}
    refus = entrer(d.mere).post(adresse(travail, d.eleve_cp), envoi)
    assert (refus.status_code, "Récité deux fois" in refus.text, str(UN) in refus.text) == (422, True, True)
    assert '<details class="deplie" open>' in refus.text and 'role="alert"' in refus.text
    for qui, page in (
        (d.mere, reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])),
        (d.eleve_cp, reverse("cahier_eleve_travail", args=[travail.pk])),
    ):
        refus = entrer(qui).post(adresse(travail, d.eleve_cp), {"uuid": UN}).text
        assert set(re.findall(r'data-hx-get="([^"]*)"[^>]*remise_changee', refus)) == {page}, (
            "no part asks what only receives"
        )
    assert Remise.objects.count() == 0
