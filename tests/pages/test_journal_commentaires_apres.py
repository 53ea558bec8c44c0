"""Comments after they are written: their billet finds new readers, they are withdrawn, put back, told."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Affectation
from ent.diffusion.models import Notification
from pages.actions import billets as billets
from pages.actions import billets_photos
from pages.actions import commentaires as actions
from pages.lectures.billets_photos import EQUIPE, FAMILLES, MONTRES
from pages.models import Billet, Commentaire
from tests.heures import MARDI_21H, MERCREDI_7H
from tests.pages.commentaires import dites, page, suspendre, texte
from tests.pages.journal import publie, relu


# --- New readers ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def a_deux(d, mardi) -> Billet:
    """For the family of Inès alone, who is on its photo; her mother and the teacher spoke under it."""
    billet = publie(d, [d.eleve_cp], public=MONTRES)
    actions.ouvrir_aux_commentaires(billet=billet, auteur=d.enseignante, est_ouvert=True)
    billet.refresh_from_db()
    dit = actions.commenter(billet=billet, auteur=relu(d.mere), uuid=uuid.uuid4(), texte="Elle a eu bien peur.")
    actions.montrer_commentaire(commentaire=dit, auteur=d.enseignante, est_montre=True)
    actions.commenter(billet=billet, auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="Nous aussi.")
    return billet


def _pour_la_classe(d, billet):
    billets.publier_billet(billet=billet, auteur=d.enseignante, public=FAMILLES)


def _par_l_equipe(d, billet):
    billets.publier_billet(billet=billet, auteur=d.enseignante, public=EQUIPE)
    _pour_la_classe(d, billet)


def _un_de_plus(d, billet):
    billets_photos.dire_qui_est_sur(
        billet=billet, pieces=list(billet.pieces.all()), eleves=[d.eleve_cp, d.eleve_ce1], auteur=d.enseignante
    )


@pytest.mark.parametrize("elargir", [_pour_la_classe, _par_l_equipe, _un_de_plus])
def test_what_was_said_to_a_few_is_not_read_by_readers_who_come_after(d, a_deux, entrer, elargir):
    assert "bien peur" in page(entrer, d.pere_separe, a_deux)
    elargir(d, a_deux)
    lue = page(entrer, d.mere_arabophone, a_deux)
    assert "bien peur" not in lue and "Nous aussi" not in lue
    assert not Notification.objects.filter(nature="pages.commentaire", eleve__isnull=False).exists()
    # The team, and who wrote it, read it still; the team shows its own words again, as it does a family's.
    assert "bien peur" in page(entrer, d.mere, a_deux) and "Lu par l’équipe seulement" in page(
        entrer, d.enseignante, a_deux
    )
    reponse = a_deux.commentaires.get(eleve=None)
    entrer(relu(d.enseignante)).post(
        reverse("journal_commentaire_montrer", args=[a_deux.pk, reponse.pk]), {"montrer": "1"}
    )
    assert "Nous aussi" in page(entrer, d.mere_arabophone, a_deux)


def test_fewer_readers_take_nothing_from_those_who_stay(d, a_deux, entrer):
    billets.publier_billet(billet=a_deux, auteur=d.enseignante, public=MONTRES)
    assert "bien peur" in page(entrer, d.pere_separe, a_deux)


def test_its_teacher_is_told_that_comments_wait_for_them(d, a_deux, entrer):
    reponse = entrer(relu(d.enseignante)).post(
        reverse("journal_preparer", args=[a_deux.pk]), {"public": FAMILLES, "sans": "familles:1"}, follow=True
    )
    assert "Des commentaires attendent que vous les montriez" in texte(reponse)


def test_a_title_that_is_corrected_is_so_where_it_was_told(d, ouvert, ecrire):
    ecrit = ecrire(d.mere)
    billets.corriger_billet(billet=ouvert, auteur=d.enseignante, titre="Sans prénom", texte="Voilà.")
    assert dites(ecrit) == {(d.enseignante.pk, "Une famille a commenté : Sans prénom")}
    dites_du_billet = Notification.objects.filter(nature="pages.billet_publie", objet_id=ouvert.pk)
    assert dites_du_billet.exists() and not dites_du_billet.exclude(texte__contains="Sans prénom").exists()


def test_a_title_corrected_while_the_billet_is_withdrawn_is_so_once_it_is_put_back(d, ouvert, ecrire):
    ecrire(d.mere)
    billets.retirer_billet(billet=ouvert, auteur=d.enseignante)
    retire = Billet.objects.get(pk=ouvert.pk)
    billets.corriger_billet(billet=retire, auteur=d.enseignante, titre="Sans prénom", texte="Voilà.")
    billets.remettre_billet(billet=ouvert, auteur=d.enseignante)
    dites_sous_lui = Notification.objects.filter(nature__in=["pages.billet_publie", "pages.commentaire"])
    assert {n.nature for n in dites_sous_lui} == {"pages.billet_publie", "pages.commentaire"}
    assert [n.texte for n in dites_sous_lui if "Sans prénom" not in n.texte] == []
    assert dites_sous_lui.count() == len({(n.destinataire_id, n.eleve_id, n.objet_id) for n in dites_sous_lui})


def test_a_comment_is_for_whom_its_billet_is_for(ouvert, ecrire, d):
    ecrit = ecrire(d.mere)
    assert Commentaire.objects.publics([ecrit.pk, 0]) == {ecrit.pk: [ouvert.audience]}


# --- Put back -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def remettre(entrer, ouvert):
    """Withdrawn by this person, then something happens, then they put it back; did it come back?"""

    def a_la_place(commentaire, personne, entre_temps) -> bool:
        actions.retirer_commentaire(commentaire=commentaire, auteur=relu(personne))
        entre_temps()
        entrer(relu(personne)).post(reverse("journal_commentaire_remettre", args=[ouvert.pk, commentaire.pk]))
        commentaire.refresh_from_db()
        return commentaire.retire_le is None

    return a_la_place


def test_under_a_withdrawn_billet_nothing_is_told_to_families(d, ouvert, ecrire, remettre):
    ecrire(d.mere)
    reponse = ecrire(d.enseignante, "Merci !")
    remettre(reponse, d.enseignante, lambda: billets.retirer_billet(billet=ouvert, auteur=d.enseignante))
    assert dites(reponse) == set()


@pytest.mark.besoin_de("messagerie")
def test_a_suspended_person_puts_nothing_back(d, ecrire, remettre):
    assert not remettre(ecrire(d.mere), d.mere, lambda: suspendre(d, d.mere))


def test_closed_meanwhile_an_author_puts_nothing_back(d, ouvert, ecrire, remettre):
    def fermer():
        actions.ouvrir_aux_commentaires(billet=ouvert, auteur=d.enseignante, est_ouvert=False)

    assert not remettre(ecrire(d.mere), d.mere, fermer)
    assert remettre(Commentaire.objects.get(), d.enseignante, lambda: None) is False  # its author withdrew it first


def test_put_back_in_quiet_hours_it_is_read_in_the_morning(d, ecrire, remettre, horloge):
    reponse = ecrire(d.enseignante, "Merci !")
    assert remettre(reponse, d.enseignante, lambda: horloge(MARDI_21H)) and reponse.visible_le == MERCREDI_7H


def test_who_left_the_team_puts_back_nothing_of_a_family(d, ecrire, remettre, ouvert):
    remplacement = Affectation.objects.create(
        enseignant=d.mere_arabophone, classe=d.cp_ce1, nature="remplacant", debut=dt.date(2026, 11, 23)
    )

    def partir():
        Affectation.objects.filter(pk=remplacement.pk).update(fin=dt.date(2026, 11, 23))

    assert not remettre(ecrire(d.mere), d.mere_arabophone, partir)


def test_what_was_withdrawn_counts_among_the_ten(d, ecrire):
    for n in range(actions.PAR_PERSONNE):
        actions.retirer_commentaire(commentaire=ecrire(d.mere, f"Encore {n}"), auteur=d.mere)
    with pytest.raises(ValidationError, match="écrivez un message"):
        ecrire(d.mere)


def test_sent_again_once_withdrawn_it_says_so(d, ouvert):
    envoi = {"billet": ouvert, "auteur": relu(d.mere), "uuid": uuid.uuid4(), "texte": "Bravo"}
    actions.retirer_commentaire(commentaire=actions.commenter(**envoi), auteur=d.enseignante)
    with pytest.raises(ValidationError, match="a été retiré"):
        actions.commenter(**envoi)


@pytest.mark.besoin_de("messagerie")
def test_an_incident_stops_a_stolen_account_from_showing_one(d, ecrire, entrer):
    from messagerie.actions import incidents

    ecrit = ecrire(d.mere)
    incidents.declarer_incident(etablissement=d.elementaire, portee="tous", motif="Comptes volés.", auteur=d.directrice)
    with pytest.raises(ValidationError, match="L’école a coupé les messages"):
        actions.montrer_commentaire(commentaire=ecrit, auteur=relu(d.enseignante), est_montre=True)
