"""Who teaches, and answers for the child at home, reads no comment of another adult before it is shown to all: a colleague does."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Affectation
from pages.actions import commentaires as actions
from pages.evenements import commentaires as evenements
from pages.models import Commentaire
from tests.autres_responsables import adresses, devient_directeur, devient_enseignant, devient_parent, ou_se_lisent
from tests.pages.commentaires import dites, page, texte
from tests.pages.journal import relu

MOT = "Son père ne doit pas le savoir."


def chemins(billet, commentaire: Commentaire) -> list[str]:
    """All that tells of a billet."""
    choix = {"int": [billet.pk, commentaire.pk], "uuid": [commentaire.eleve.uuid], "str": [], "slug": []}
    return [chemin for chemin in adresses("pages", choix, "urls_journal") if "/billet/" in chemin]


def comptes(entrer, personne, classe) -> str:
    """What the journal of a class says waits."""
    lue = texte(entrer(relu(personne)).get(reverse("journal_classe", args=[classe.pk])))
    return " ".join(re.findall(r"\d+ commentaires?(?: à lire)?", lue))


@pytest.mark.parametrize(
    ("qui", "autorite"), [("pere_separe", "confirmee"), ("enseignante", "confirmee"), ("enseignante", "sans")]
)
def test_no_address_tells_who_teaches_their_own_child_what_the_other_adult_commented(
    d, ouvert, ecrire, entrer, qui, autorite
):
    """Whether it was written before or since. A tie without authority hides no less."""
    avant = ecrire(d.mere, MOT)
    personne = getattr(d, qui)
    if qui == "pere_separe":
        devient_enseignant(personne, d.cp_ce1)
        assert ou_se_lisent(entrer(d.enseignante), chemins(ouvert, avant), [MOT]), "the walk reads it where it is"
    else:
        devient_parent(personne, d.eleve_cp, d.elementaire, autorite)
        Affectation.objects.create(enseignant=d.enseignant, classe=d.cp_ce1, debut=dt.date(2026, 9, 1))
    depuis = ecrire(d.mere, MOT)
    assert ou_se_lisent(entrer(relu(personne)), chemins(ouvert, avant), [MOT]) == set()
    assert personne.pk not in {destinataire for destinataire, _texte in dites(depuis)}
    assert personne.pk not in evenements.destinataires(depuis)
    assert "à lire" not in comptes(entrer, personne, d.cp_ce1)
    montrer = reverse("journal_commentaire_montrer", args=[ouvert.pk, avant.pk])
    assert entrer(relu(personne)).post(montrer, {"montrer": "1"}).status_code == 404
    collegue = d.enseignante if qui == "pere_separe" else d.enseignant
    assert MOT in page(entrer, collegue, ouvert)
    assert "2 commentaires à lire" in comptes(entrer, collegue, d.cp_ce1)
    assert collegue.pk in {destinataire for destinataire, _texte in dites(depuis)}


def test_shown_to_all_it_is_read_by_them_too(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere, MOT)
    devient_enseignant(d.pere_separe, d.cp_ce1)
    assert "un collègue le lit" in page(entrer, d.pere_separe, ouvert)
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    assert MOT in page(entrer, d.pere_separe, ouvert)


def test_what_other_families_and_colleagues_write_stays_theirs_to_read(d, ouvert, ecrire, entrer):
    devient_enseignant(d.pere_separe, d.cp_ce1)
    de_kenza = ecrire(d.mere_arabophone, "Merci pour la sortie.")
    ecrire(d.enseignante, "Un mot de l’équipe.")
    lue = page(entrer, d.pere_separe, ouvert)
    assert "Merci pour la sortie." in lue and "Un mot de l’équipe." in lue
    assert d.pere_separe.pk in {destinataire for destinataire, _texte in dites(de_kenza)}


def test_where_another_adult_of_the_child_alone_teaches_a_family_is_told_so(d, ouvert, ecrire, entrer):
    """What waited there waits for a colleague; withdrawn, it is not put back for nobody."""
    ecrit = ecrire(d.mere, MOT)
    Affectation.objects.filter(classe=d.cp_ce1).delete()
    devient_enseignant(d.pere_separe, d.cp_ce1)
    with pytest.raises(ValidationError, match="seul un autre responsable d’Inès lirait ici"):
        ecrire(d.mere, "Encore")
    actions.retirer_commentaire(commentaire=ecrit, auteur=d.mere)
    with pytest.raises(ValidationError, match="seul un autre responsable d’Inès lirait ici"):
        actions.remettre_commentaire(commentaire=ecrit, auteur=relu(d.mere))
    assert not Commentaire.objects.filter(texte="Encore").exists()


def test_a_separated_head_reads_what_is_shown_alone(d, ouvert, ecrire, entrer):
    ecrire(d.mere, MOT)
    devient_directeur(d.pere_separe, d.elementaire)
    assert MOT not in page(entrer, d.pere_separe, ouvert)
