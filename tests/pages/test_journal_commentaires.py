"""Comments: off until a teacher opens a billet; a family's are read by the team first, then by all without a parent's name."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.actions import affecter
from ent.annuaire.models import EntreeJournal, Personne, Role
from ent.diffusion.models import Notification
from pages.actions import billets as billets
from pages.actions import commentaires as actions
from pages.lectures import journal as lectures
from pages.lectures.billets_photos import EQUIPE
from pages.models import Billet, Commentaire
from tests.autres_responsables import devient_parent
from tests.etages import poser
from tests.heures import MARDI_21H, MERCREDI_7H
from tests.pages.commentaires import dites, liseurs, page, suspendre, texte
from tests.pages.journal import brouillon, publie, relu


# --- Off by default -----------------------------------------------------------------------------------------------------
def test_a_billet_says_nothing_of_comments_until_its_teacher_opens_it(d, billet, entrer):
    for qui in (d.mere, d.eleve_cp, d.directrice):
        assert "ommentaire" not in page(entrer, qui, billet)
    refus = entrer(d.mere).post(
        reverse("journal_commenter", args=[billet.pk]), {"uuid": str(uuid.uuid4()), "texte": "Bravo"}
    )
    assert refus.status_code == 422 and "Les commentaires de ce billet viennent d’être fermés." in texte(refus)
    assert "Bravo" in refus.text and not Commentaire.objects.exists()


def test_a_draft_and_a_billet_of_the_team_receive_none(d, mardi, entrer):
    pour_l_equipe = publie(d, public=EQUIPE)
    with pytest.raises(ValidationError, match="pour l’équipe seulement"):
        actions.ouvrir_aux_commentaires(billet=pour_l_equipe, auteur=d.enseignante, est_ouvert=True)
    for ferme in (pour_l_equipe, brouillon(d)):
        assert "Ouvrir aux commentaires" not in page(entrer, d.enseignante, ferme)


def test_a_published_billet_that_becomes_the_team_s_receives_no_more(d, ouvert, ecrire):
    billets.publier_billet(billet=ouvert, auteur=d.enseignante, public=EQUIPE)
    with pytest.raises(ValidationError, match="d’être fermés"):
        ecrire(d.mere)


def test_a_revision_keeps_it_open(d, ouvert, ecrire):
    billets.corriger_billet(
        billet=ouvert,
        auteur=d.enseignante,
        titre="Autre titre",
        texte="Autres mots",
    )
    assert Billet.objects.get(pk=ouvert.pk).commentable


def test_a_school_that_closes_comments_receives_none_and_keeps_what_was_said(d, ouvert, ecrire, entrer):
    ecrire(d.mere)
    poser({"pages.commentaires": False}, d.elementaire)
    with pytest.raises(ValidationError, match="d’être fermés"):
        actions.commenter(billet=ouvert, auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="Merci")
    lue = page(entrer, d.enseignante, ouvert)
    assert ("Quelle belle sortie !" in lue, "Fermer les commentaires" in lue) == (True, True)
    actions.ouvrir_aux_commentaires(billet=ouvert, auteur=d.enseignante, est_ouvert=False)
    assert "Ouvrir aux commentaires" not in page(entrer, d.enseignante, ouvert)
    ferme = Billet.objects.select_related("etablissement").get(pk=ouvert.pk)
    with pytest.raises(ValidationError, match="Les réglages de l’école ferment les commentaires"):
        actions.ouvrir_aux_commentaires(billet=ferme, auteur=d.enseignante, est_ouvert=True)


# --- Who reads ------------------------------------------------------------------------------------------------------------
def test_a_family_s_comment_is_read_by_its_author_and_the_team(d, ecrire):
    assert liseurs(d, ecrire(d.mere)) == ["enseignante", "mere"]


def test_shown_it_is_read_by_the_readers_of_the_billet_without_the_parent_s_name(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere)
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    liront = liseurs(d, ecrit)
    assert {"mere", "enseignante", "mere_arabophone", "eleve_cp", "directrice"} <= set(liront)
    assert {"directrice_maternelle", "enseignant", "operateur", "referente"}.isdisjoint(liront)
    for qui in (d.eleve_cp, d.directrice):
        lue = page(entrer, qui, ouvert)
        assert f"{ecrit.eleve.prenom}, sa famille" in lue and "Quelle belle sortie !" in lue
        assert d.mere.nom not in lue
    assert d.mere.nom_affiche in page(entrer, d.enseignante, ouvert)


def test_a_teacher_takes_back_what_was_shown(d, ecrire):
    ecrit = ecrire(d.mere)
    for est_montre in (True, False):
        actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=est_montre)
    assert liseurs(d, ecrit) == ["enseignante", "mere"]


def test_each_act_says_what_it_did_and_each_button_whose_comment_it_is_about(d, ouvert, ecrire, entrer, horloge):
    ecrit, maitresse = ecrire(d.mere), entrer(d.enseignante)
    montrer = reverse("journal_commentaire_montrer", args=[ouvert.pk, ecrit.pk])
    lue = page(entrer, d.enseignante, ouvert)
    duquel = rf"le commentaire du [^,]+, [^,]+, {d.mere.nom_affiche}"
    assert len(re.findall(rf"(?:montrer aux familles|Retirer) {duquel}", lue)) == 2

    def dit(adresse, **donnees) -> str:
        return texte(maitresse.post(adresse, donnees, follow=True))

    assert "les autres familles lisent ce commentaire." in dit(montrer, montrer="1")
    assert "les autres familles ne lisent plus ce commentaire." in dit(montrer, montrer="0")
    commenter = reverse("journal_commenter", args=[ouvert.pk])
    assert "les familles le lisent." in dit(commenter, uuid=uuid.uuid4(), texte="Merci.")
    horloge(MARDI_21H)
    assert re.search("les autres familles le liront demain à 7.h.00", dit(montrer, montrer="1"))
    assert re.search("les familles le liront demain à 7.h.00", dit(commenter, uuid=uuid.uuid4(), texte="À demain."))
    dit(reverse("journal_commentaire_retirer", args=[ouvert.pk, ecrit.pk]))
    assert "ce commentaire est remis." in dit(reverse("journal_commentaire_remettre", args=[ouvert.pk, ecrit.pk]))


def test_what_the_team_writes_is_read_by_all_after_quiet_hours(d, ouvert, entrer, horloge):
    horloge(MARDI_21H)
    ecrit = actions.commenter(billet=ouvert, auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="Merci à tous.")
    assert "Merci" not in page(entrer, d.mere, ouvert)
    assert "Les familles le liront demain à 7 h 00" in page(entrer, d.enseignante, ouvert)
    horloge(MERCREDI_7H)
    lue = page(entrer, d.mere, ouvert)
    assert "Merci à tous." in lue and ecrit.auteur.nom_affiche in lue


def test_whoever_reads_the_billet_no_more_reads_no_comment_of_it(d, ouvert, ecrire, entrer):
    ecrire(d.mere)
    billets.retirer_billet(billet=ouvert, auteur=d.enseignante)
    client = entrer(relu(d.mere))
    assert client.get(reverse("journal_billet", args=[ouvert.pk])).status_code == 404
    pk = Commentaire.objects.get().pk
    assert client.post(reverse("journal_commentaire_retirer", args=[ouvert.pk, pk])).status_code == 404


def test_a_comment_is_found_under_its_own_billet_alone(d, mardi, ecrire, entrer):
    ecrit, autre = ecrire(d.mere), publie(d)
    for geste in ("montrer", "retirer", "remettre"):
        adresse = reverse(f"journal_commentaire_{geste}", args=[autre.pk, ecrit.pk])
        assert entrer(d.enseignante).post(adresse).status_code == 404


def test_comments_never_reach_the_public_site(d, ouvert, ecrire, client):
    ecrit = ecrire(d.mere, "Rien que pour la classe")
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    billets.montrer_sur_le_site(billet=ouvert, auteur=d.enseignante, est_montre=True)
    public = client.get(reverse("journal_public", args=[ouvert.etablissement.uai]))
    assert public.status_code == 200 and ouvert.titre in public.text and "Rien que pour la classe" not in public.text


# --- Who writes -----------------------------------------------------------------------------------------------------------
def test_a_pupil_and_the_direction_read_and_write_nothing(d, ouvert, entrer):
    for qui in (d.eleve_cp, d.directrice):
        assert "Votre commentaire" not in page(entrer, qui, ouvert)
        adresse = reverse("journal_commenter", args=[ouvert.pk])
        assert entrer(relu(qui)).post(adresse, {"uuid": str(uuid.uuid4()), "texte": "Moi !"}).status_code == 403
    assert not Commentaire.objects.exists()


def test_sent_twice_it_is_written_once(d, ouvert):
    envoi = uuid.uuid4()
    for _fois in range(2):
        actions.commenter(billet=ouvert, auteur=relu(d.mere), uuid=envoi, texte="Bravo")
    assert Commentaire.objects.count() == 1 and Notification.objects.filter(nature="pages.commentaire").count() == 1


def test_gone_back_to_and_written_otherwise_it_is_another(d, ouvert):
    envoi = uuid.uuid4()
    for mots in ("Bravo", "Bravo à tous !", "Bravo", "Bravo à tous !"):
        actions.commenter(billet=ouvert, auteur=relu(d.mere), uuid=envoi, texte=mots)
    assert [c.texte for c in Commentaire.objects.all()] == ["Bravo", "Bravo à tous !"]


def test_the_mark_of_another_s_comment_hinders_nobody(d, ouvert):
    envoi = uuid.uuid4()
    for auteur in (d.mere, d.mere_arabophone):
        actions.commenter(billet=ouvert, auteur=relu(auteur), uuid=envoi, texte="Bravo")
    assert Commentaire.objects.count() == 2


def test_an_empty_or_endless_comment_is_told_and_its_words_stay(d, ouvert, entrer):
    client, adresse = entrer(relu(d.mere)), reverse("journal_commenter", args=[ouvert.pk])
    vide = client.post(adresse, {"uuid": str(uuid.uuid4()), "texte": "  "})
    assert vide.status_code == 422 and "Écrivez quelques mots." in texte(vide)
    long = client.post(adresse, {"uuid": str(uuid.uuid4()), "texte": "très " * 250})
    assert long.status_code == 422 and "dépasse 1 000 caractères" in texte(long) and "très très" in long.text


def test_a_parent_who_is_no_longer_in_comes_back_to_the_billet(d, ouvert, client):
    lu = reverse("journal_billet", args=[ouvert.pk])
    refus = client.post(reverse("journal_commenter", args=[ouvert.pk]), headers={"Referer": f"http://testserver{lu}"})
    rendue = client.post(refus["Location"], {"login": "nadia.belhadj", "password": MOT_DE_PASSE}, follow=True)
    assert (rendue.redirect_chain, rendue.status_code) == ([(lu, 302)], 200)


def test_a_family_that_writes_without_end_is_led_to_messages(d, ecrire):
    for n in range(actions.PAR_PERSONNE):
        ecrire(d.mere, f"Encore {n}")
    with pytest.raises(ValidationError, match="écrivez un message"):
        ecrire(d.mere)
    ecrire(d.mere_arabophone)


def test_markup_is_shown_as_it_was_typed(d, ouvert, ecrire, entrer):
    ecrire(d.mere, "<script>alert(1)</script>")
    lue = entrer(relu(d.enseignante)).get(reverse("journal_billet", args=[ouvert.pk])).text
    assert "&lt;script&gt;alert(1)" in lue and "<script>alert" not in lue


# --- What cuts messages cuts comments -----------------------------------------------------------------------------------
@pytest.mark.besoin_de("messagerie")
def test_an_incident_stops_them(d, ecrire, django_capture_on_commit_callbacks):
    from messagerie.actions import incidents

    with django_capture_on_commit_callbacks(execute=True):
        incidents.declarer_incident(
            etablissement=d.elementaire, portee="tous", motif="Comptes volés.", auteur=d.directrice
        )
    for qui in (d.mere, d.enseignante):
        with pytest.raises(ValidationError, match="L’école a coupé les messages"):
            ecrire(qui)


@pytest.mark.besoin_de("messagerie")
def test_a_suspended_person_writes_none(d, ecrire):
    suspendre(d, d.mere)
    with pytest.raises(ValidationError, match="Vous ne pouvez pas écrire pour le moment"):
        ecrire(d.mere)
    ecrire(d.mere_arabophone)


# --- Told, withdrawn ------------------------------------------------------------------------------------------------------
def test_the_team_is_told_of_a_family_and_families_of_an_answer(d, ouvert, ecrire):
    ecrit = ecrire(d.mere)
    assert dites(ecrit) == {(d.enseignante.pk, f"Une famille a commenté : {ouvert.titre}")}
    reponse = ecrire(d.enseignante, "Merci !")
    assert dites(reponse) == {(d.mere.pk, f"{d.enseignante.nom_affiche} a commenté : {ouvert.titre}")}


def test_a_teacher_who_left_the_school_is_not_told(d, ouvert, ecrire):
    affecter(enseignant=d.remplacant, classe=d.cp_ce1, debut=dt.date(2026, 9, 1))
    Role.objects.filter(personne=d.remplacant, etablissement=d.elementaire).update(fin=dt.date(2026, 11, 23))
    ecrire(d.mere, "Bravo")
    assert not Notification.objects.filter(destinataire=d.remplacant).exists()


def test_its_author_is_told_that_it_is_shown_and_no_more_when_it_is_taken_back(d, ouvert, ecrire):
    ecrit = ecrire(d.mere)
    for _fois in range(2):
        actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    phrase = f"{ecrit.eleve.prenom} · Votre commentaire est montré à tous : {ouvert.titre}"
    assert [mots for qui, mots in sorted(dites(ecrit)) if qui == d.mere.pk] == [phrase]
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=False)
    assert {qui for qui, _mots in dites(ecrit)} == {d.enseignante.pk}


def test_withdrawn_it_leaves_every_page_and_may_be_put_back_by_who_did_it(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere)
    mere, retirer = entrer(relu(d.mere)), reverse("journal_commentaire_retirer", args=[ouvert.pk, ecrit.pk])
    suite = mere.post(retirer)
    assert liseurs(d, ecrit) == [] and dites(ecrit) == set()
    assert "Commentaire retiré." in texte(mere.get(suite.url.partition("#")[0]))
    remettre = reverse("journal_commentaire_remettre", args=[ouvert.pk, ecrit.pk])
    assert entrer(relu(d.enseignante)).post(remettre).status_code == 404
    assert entrer(relu(d.mere)).post(remettre).status_code == 302
    assert liseurs(d, ecrit) == ["enseignante", "mere"] and {qui for qui, _mots in dites(ecrit)} == {d.enseignante.pk}


def test_tapped_twice_it_is_withdrawn_once_and_put_back_once(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere)
    retirer, remettre = (
        reverse(f"journal_commentaire_{geste}", args=[ouvert.pk, ecrit.pk]) for geste in ("retirer", "remettre")
    )
    for geste, lu in ((retirer, []), (remettre, ["enseignante", "mere"])):
        suites = [entrer(relu(d.mere)).post(geste) for _fois in range(2)]
        assert {(suite.status_code, suite.headers.get("Location")) for suite in suites} == {(302, suites[0].url)}
        assert liseurs(d, ecrit) == lu
    assert entrer(relu(d.pere_separe)).post(retirer).status_code == 404


def test_withdrawn_by_the_team_at_the_same_moment_its_author_cannot_put_it_back(d, ouvert, ecrire):
    ecrit = ecrire(d.mere)
    actions.retirer_commentaire(commentaire=ecrit, auteur=d.enseignante)
    actions.retirer_commentaire(commentaire=ecrit, auteur=d.mere)
    assert not Commentaire.objects.recents_par(relu(d.mere), ouvert).exists()


def test_a_billet_that_leaves_its_readers_takes_back_what_was_told_of_its_comments(d, ouvert, ecrire):
    question, reponse = ecrire(d.mere), ecrire(d.enseignante, "Merci !")
    billets.publier_billet(billet=ouvert, auteur=d.enseignante, public=EQUIPE)
    assert dites(reponse) == set() and {qui for qui, _mots in dites(question)} == {d.enseignante.pk}
    billets.retirer_billet(billet=ouvert, auteur=d.enseignante)
    assert dites(question) == set()


def test_the_direction_withdraws_what_is_shown_and_another_family_withdraws_nothing(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere)
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    adresse = reverse("journal_commentaire_retirer", args=[ouvert.pk, ecrit.pk])
    assert entrer(relu(d.mere_arabophone)).post(adresse).status_code == 403
    assert entrer(relu(d.directrice)).post(adresse).status_code == 302
    assert liseurs(d, ecrit) == []


def test_closed_again_what_was_said_stays(d, ouvert, ecrire, entrer):
    ecrit = ecrire(d.mere)
    entrer(relu(d.enseignante)).post(reverse("journal_commentaires", args=[ouvert.pk]), {"ouvrir": "0"})
    lue = page(entrer, d.mere, ouvert)
    assert ecrit.texte in lue and "On ne peut plus commenter ce billet." in lue and "Envoyer" not in lue


def test_each_act_is_in_the_journal_of_who_did_what(d, ecrire):
    ecrit = ecrire(d.mere)
    actions.montrer_commentaire(commentaire=ecrit, auteur=d.enseignante, est_montre=True)
    actions.retirer_commentaire(commentaire=ecrit, auteur=d.enseignante)
    verbes = (
        EntreeJournal.objects.filter(objet=f"commentaire {ecrit.pk}").order_by("pk").values_list("verbe", flat=True)
    )
    assert list(verbes) == ["pages.commenter", "pages.montrer_commentaire", "pages.retirer_commentaire"]


# --- Counted --------------------------------------------------------------------------------------------------------------
def test_the_journal_counts_what_is_shown_and_the_teacher_what_waits(d, ouvert, ecrire, entrer):
    montre = ecrire(d.mere)
    ecrire(d.mere_arabophone)
    actions.montrer_commentaire(commentaire=montre, auteur=d.enseignante, est_montre=True)
    de_la_classe = texte(entrer(relu(d.enseignante)).get(reverse("journal_classe", args=[d.cp_ce1.pk])))
    assert "1 commentaire à lire" in de_la_classe and "1 commentaire " in de_la_classe
    de_famille = texte(entrer(relu(d.mere)).get(reverse("journal")))
    assert "1 commentaire " in de_famille and "commentaire à lire" not in de_famille


@pytest.mark.parametrize("combien", [1, 4])
def test_a_billet_costs_the_same_whatever_is_said_under_it(
    d, ouvert, ecrire, entrer, combien, django_assert_num_queries
):
    for n in range(combien):
        ecrire(d.mere, f"Bravo {n}")
    client = entrer(relu(d.mere))
    with django_assert_num_queries(8):
        client.get(reverse("journal_billet", args=[ouvert.pk]))


def test_a_journal_without_comments_asks_nothing_of_them(d, billet, django_assert_num_queries):
    mere = Personne.objects.get(pk=d.mere.pk)
    suivis = lectures.suivis_de(mere)
    with django_assert_num_queries(2):  # billets, their pieces
        lectures.journal_de_famille(mere, suivis)
    Billet.objects.update(commentable=True)
    with django_assert_num_queries(3):
        lectures.journal_de_famille(mere, suivis)


# --- What waits ---------------------------------------------------------------------------------------------------------
def test_what_a_family_wrote_waits_on_the_day_of_who_teaches_until_it_is_shown_or_left(d, ouvert, ecrire, entrer):
    def dit(qui=d.enseignante) -> list[bool]:
        client = entrer(relu(qui))
        return ["1 commentaire de famille à lire" in texte(client.get(url)) for url in ("/", reverse("plus"))]

    actions.commenter(billet=ouvert, auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="Merci")
    assert dit() == [False, False]
    attend = ecrire(d.mere)
    assert dit() == [True, True]
    assert dit(d.enseignant) == dit(d.directrice) == dit(d.mere) == [False, False]
    actions.montrer_commentaire(commentaire=attend, auteur=relu(d.enseignante), est_montre=True)
    assert dit() == [False, False]
    actions.montrer_commentaire(commentaire=attend, auteur=relu(d.enseignante), est_montre=False)
    assert dit() == [True, True]
    Commentaire.objects.filter(pk=attend.pk).update(cree_le=attend.cree_le - dt.timedelta(days=16))
    assert dit() == [False, False]


def test_of_the_other_adult_of_their_child_it_waits_for_a_colleague(d, ouvert, ecrire, entrer):
    ecrire(d.mere)
    devient_parent(d.enseignante, d.eleve_cp, d.elementaire)
    assert "commentaire de famille à lire" not in texte(entrer(relu(d.enseignante)).get("/"))
