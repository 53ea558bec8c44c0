"""Who reads a billet and its photos: rights of the moment, consents of the moment."""

import datetime as dt
import uuid

import pytest
from django.db.models import Q

from ent.annuaire.models import Affectation, Inscription, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.lectures import FICHIERS
from ent.fichiers.models import Fichier, lus_par
from ent.fichiers.registres import porteurs
from pages.actions import billets as actions
from pages.actions import billets_photos
from pages.actions.billets import relire
from pages.actions.billets_eleves import proposer_billet
from pages.actions.commentaires import commenter, retirer_commentaire
from pages.lectures.billets_photos import EQUIPE, MONTRES
from pages.models import Billet, PieceBillet
from pages.porteurs_journal import des_billets
from pages.taches import billets as taches
from tests.heures import MARDI_21H, MERCREDI_7H
from tests.pages.journal import brouillon, fichiers_de, lecteurs, photo, publie, relu, voit, voyeurs

EQUIPE_CP = ["enseignante"]
FAMILLES_CP = ["eleve_ce1", "eleve_cp", "mere", "mere_arabophone", "pere_separe"]


# --- Billets ----------------------------------------------------------------------------------------------------------
def test_a_draft_is_its_teachers_alone(d, mardi):
    assert lecteurs(d, brouillon(d, texte="Nos semis")) == EQUIPE_CP


def test_published_it_is_read_by_the_class_its_families_its_teachers_and_the_direction(d, mardi):
    publie(d, classe=d.cm2, auteur=d.enseignant, texte="Le cross")
    billet = publie(d, texte="Nos semis")
    assert lecteurs(d, billet) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])


def test_for_the_team_neither_family_nor_direction_reads_it(d, mardi):
    assert lecteurs(d, publie(d, texte="Nos semis", public=EQUIPE)) == EQUIPE_CP


def test_withdrawn_it_leaves_everybody_but_those_who_may_put_it_back(d, mardi):
    billet = publie(d, texte="Nos semis")
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    assert lecteurs(d, billet) == EQUIPE_CP
    assert Notification.objects.filter(objet_id=billet.pk, nature="pages.billet_publie").count() == 0
    actions.remettre_billet(billet=billet, auteur=d.enseignante)
    assert lecteurs(d, billet) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])


def dites_a(personne, **champs) -> list[str]:
    return [n.nature for n in Notification.objects.filter(destinataire=personne, **champs).order_by("nature")]


def test_withdrawn_by_mistake_and_put_back_it_is_still_to_be_read_by_who_had_not(d, mardi):
    billet = publie(d, texte="Nos semis")
    Notification.objects.filter(destinataire=d.pere_separe).update(lue_le=mardi)
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    actions.remettre_billet(billet=relire(billet), auteur=d.enseignante)
    assert dites_a(d.mere, lue_le=None) == ["pages.billet_publie"]
    assert (dites_a(d.pere_separe, lue_le=None), dites_a(d.pere_separe)) == ([], ["pages.billet_publie"])


def test_published_again_for_fewer_it_tells_nobody_twice_nor_who_reads_it_no_more(d, mardi):
    billet = publie(d, [d.eleve_cp], texte="Nos semis")
    Notification.objects.filter(destinataire=d.mere).update(lue_le=mardi)
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=MONTRES)
    assert (dites_a(d.mere), dites_a(d.mere, lue_le=None)) == (["pages.billet_publie"], [])
    assert dites_a(d.pere_separe, lue_le=None) == ["pages.billet_publie"]
    assert dites_a(d.mere_arabophone) == []


def test_what_was_said_under_it_comes_back_with_it_but_what_was_withdrawn_since(d, mardi):
    billet = publie(d, texte="Nos semis")
    Billet.objects.filter(pk=billet.pk).update(commentable=True)
    dits = [
        commenter(billet=relire(billet), auteur=relu(d.mere), uuid=uuid.uuid4(), texte=mot) for mot in ("Un", "Deux")
    ]
    assert dites_a(d.enseignante, objet_id__in=[c.pk for c in dits]) == ["pages.commentaire"] * 2
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    retirer_commentaire(commentaire=dits[0], auteur=relu(d.enseignante))
    actions.remettre_billet(billet=relire(billet), auteur=d.enseignante)
    assert [n.objet_id for n in Notification.objects.filter(destinataire=d.enseignante)] == [dits[1].pk]


def test_withdrawn_before_its_hour_and_put_back_after_it_is_told(d, horloge):
    horloge(MARDI_21H)
    billet = publie(d, texte="Nos semis")
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    horloge(MERCREDI_7H)
    taches.annoncer.call(billet.pk)
    assert dites_a(d.mere) == []
    actions.remettre_billet(billet=relire(billet), auteur=d.enseignante)
    assert dites_a(d.mere) == ["pages.billet_publie"]


def test_in_quiet_hours_it_waits_for_the_morning(d, horloge):
    horloge(MARDI_21H)
    billet = publie(d, texte="Nos semis")
    assert (billet.visible_le, lecteurs(d, billet)) == (MERCREDI_7H, sorted([*EQUIPE_CP, "directrice"]))
    horloge(MERCREDI_7H)
    assert lecteurs(d, billet) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])


def test_an_hour_may_be_chosen(d, mardi, horloge):
    demain = mardi + dt.timedelta(days=1)
    billet = publie(d, texte="Nos semis", a=demain)
    assert lecteurs(d, billet) == sorted([*EQUIPE_CP, "directrice"])
    horloge(demain)
    assert "mere" in lecteurs(d, billet)


def test_a_child_who_changes_class_reads_the_journal_of_the_new_one(d, mardi):
    billet = publie(d, texte="Nos semis")
    Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.cm2)
    assert lecteurs(d, billet) == sorted(["eleve_ce1", "mere_arabophone", *EQUIPE_CP, "directrice"])


def test_a_teacher_who_left_the_class_reads_it_no_more(d, mardi):
    billet = publie(d, texte="Nos semis")
    Affectation.objects.filter(enseignant=d.enseignante).update(fin=mardi.date() - dt.timedelta(days=1))
    assert "enseignante" not in lecteurs(d, billet)


def test_an_adult_without_authority_reads_nothing(d, mardi):
    billet = publie(d, texte="Nos semis")
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
    assert "pere_separe" not in lecteurs(d, billet)


# --- Photos -----------------------------------------------------------------------------------------------------------
def test_a_photo_that_nobody_spoke_of_is_shown_to_no_family(d, mardi, montrables):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    billet = publie(d, None, texte="Nos semis")
    assert voyeurs(d, fichiers_de(billet)[0]) == sorted([*EQUIPE_CP, "directrice"])


def test_a_photo_without_anybody_is_shown_to_the_class(d, mardi, montrables):
    billet = publie(d, [])
    assert voyeurs(d, fichiers_de(billet)[0]) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])


def test_one_pupil_who_may_not_be_shown_keeps_the_photo_from_every_family(d, mardi, montrables):
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [d.eleve_cp], [d.eleve_cp, d.eleve_ce1])
    seule, ensemble = fichiers_de(billet)
    assert voyeurs(d, seule) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])
    assert voyeurs(d, ensemble) == sorted([*EQUIPE_CP, "directrice"])


def test_a_consent_withdrawn_takes_the_photo_down_at_its_address_at_once(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    fichier = fichiers_de(publie(d, [d.eleve_cp, d.eleve_ce1]))[0]
    client, autre = entrer(d.mere), entrer(d.eleve_ce1)
    adresses = [fichier.adresse(nom) for nom in ("320", "800", "1600")]
    etag = client.get(adresses[0])["ETag"]
    assert [c.get(a).status_code for c in (client, autre) for a in adresses] == [200] * 6
    montrables["journal"] -= {d.eleve_ce1}
    assert [c.get(a).status_code for c in (client, autre) for a in adresses] == [404] * 6
    assert client.get(adresses[0], headers={"If-None-Match": etag}).status_code == 404
    assert entrer(d.enseignante).get(adresses[0]).status_code == 200


def test_before_publication_no_family_reads_a_photo(d, mardi, montrables):
    assert voyeurs(d, fichiers_de(brouillon(d, []))[0]) == EQUIPE_CP


class TestFamiliesOfThoseShown:
    def test_only_they_read_it(self, d, mardi, montrables):
        montrables["journal"] |= {d.eleve_cp}
        billet = publie(d, [d.eleve_cp], public=MONTRES)
        assert lecteurs(d, billet) == sorted(["eleve_cp", "mere", "pere_separe", *EQUIPE_CP, "directrice"])

    def test_a_child_alone_on_a_photo_is_shown_to_those_who_answer_for_them(self, d, mardi, montrables):
        billet = publie(d, [d.eleve_cp], [d.eleve_ce1], [d.eleve_cp, d.eleve_ce1], public=MONTRES)
        assert [[v for v in voyeurs(d, f) if v not in ("enseignante", "directrice")] for f in fichiers_de(billet)] == [
            ["eleve_cp", "mere", "pere_separe"],
            ["eleve_ce1", "mere_arabophone"],
            [],
        ]

    def test_published_to_the_whole_class_the_same_photo_is_not(self, d, mardi, montrables):
        billet = publie(d, [d.eleve_cp])
        assert voyeurs(d, fichiers_de(billet)[0]) == sorted([*EQUIPE_CP, "directrice"])

    def test_who_is_shown_is_said_again_and_the_readers_follow(self, d, mardi, montrables):
        billet = publie(d, [d.eleve_cp], public=MONTRES)
        piece = billet.pieces.get()
        billets_photos.dire_qui_est_sur(billet=billet, pieces=[piece], eleves=[d.eleve_ce1], auteur=d.enseignante)
        billet.refresh_from_db()
        assert lecteurs(d, billet) == sorted(["eleve_ce1", "mere_arabophone", *EQUIPE_CP, "directrice"])
        assert not voit(d.mere, piece.fichier)

    def test_when_nobody_is_shown_any_more_it_goes_back_to_the_team(self, d, mardi, montrables):
        billet = publie(d, [d.eleve_cp], public=MONTRES)
        billets_photos.dire_qui_est_sur(
            billet=billet, pieces=list(billet.pieces.all()), eleves=[], auteur=d.enseignante
        )
        billet.refresh_from_db()
        # Its group stays, empty: it comes back to who is shown again (test_journal_montres.py).
        assert (billet.equipe, billet.groupe.eleves.exists()) == (True, False)
        assert set(lecteurs(d, billet)) <= {*EQUIPE_CP, "directrice"}


def test_what_is_blurred_is_shown_under_the_same_address(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], texte="Nos semis")
    piece = billet.pieces.get()
    client = entrer(d.mere)
    assert client.get(piece.fichier.adresse("320")).status_code == 404
    billets_photos.flouter_une_photo(
        billet=billet, piece=piece, rectangles=[(0, 0, 500, 500)], masques=[d.eleve_ce1], auteur=d.enseignante
    )
    assert client.get(piece.fichier.adresse("320")).status_code == 200


def test_a_video_is_closed_until_its_teacher_says_that_nobody_can_be_recognised(d, mardi, montrables):
    billet = publie(d, [])
    Fichier.objects.filter(pk=billet.pieces.get().fichier_id).update(nature="video", personnes_dites_le=None)
    assert not voit(d.mere, billet.pieces.get().fichier)
    billets_photos.dire_qui_est_sur(
        billet=billet, pieces=list(billet.pieces.select_related("fichier")), eleves=[], auteur=d.enseignante
    )
    assert voit(d.mere, billet.pieces.get().fichier)


# --- The public site --------------------------------------------------------------------------------------------------
def test_on_the_site_only_what_was_published_to_the_whole_class_and_chosen(d, mardi):
    billets = [publie(d, titre="Choisi"), publie(d, titre="Pas choisi"), publie(d, titre="Équipe", public=EQUIPE)]
    actions.montrer_sur_le_site(billet=billets[0], auteur=d.enseignante, est_montre=True)
    with pytest.raises(Exception, match="toute la classe"):
        actions.montrer_sur_le_site(billet=billets[2], auteur=d.enseignante, est_montre=True)
    assert [b.titre for b in Billet.objects.publics()] == ["Choisi"]
    actions.retirer_billet(billet=billets[0], auteur=d.enseignante)
    assert list(Billet.objects.publics()) == []


def test_what_the_team_alone_had_read_waits_for_the_morning_as_anything_that_families_first_read(d, mardi, horloge):
    """Published for the team in the day, it was for all families at once at nine in the evening."""
    billet = publie(d, texte="Nos semis", public=EQUIPE)
    horloge(MARDI_21H)
    billet = actions.publier_billet(billet=billet, auteur=d.enseignante)
    assert (billet.visible_le, lecteurs(d, billet)) == (MERCREDI_7H, sorted([*EQUIPE_CP, "directrice"]))
    horloge(MERCREDI_7H)
    assert lecteurs(d, billet) == sorted([*FAMILLES_CP, *EQUIPE_CP, "directrice"])


def test_a_photo_is_judged_by_a_prepared_query_as_its_rule_says(d, mardi, montrables):
    """By everybody, of every kind of billet: what a device asks is what a list of files would hold."""
    montrables["journal"] |= {d.eleve_cp}
    billets = [
        publie(d, [], [d.eleve_cp], [d.eleve_ce1], None),
        publie(d, [d.eleve_cp], [d.eleve_ce1], public=MONTRES),
        publie(d, [d.eleve_cp], public=EQUIPE),
        brouillon(d, [d.eleve_cp]),
        publie(d, []),
        proposer_billet(eleve=relu(d.eleve_cp), classe=d.cp_ce1, uuid=uuid.uuid4(), texte="Un renard."),
    ]
    actions.retirer_billet(billet=billets[4], auteur=d.enseignante)
    PieceBillet.objects.create(billet=billets[5], fichier=photo(d.eleve_cp, d.cp_ce1), rang=0)
    (porteur,) = [p for p in porteurs() if p.lisibles_par is des_billets]
    lus = {}
    for cle in d.gens:
        regle = lus_par(relu(d.gens[cle]), [porteur]) & Q(pieces_de_billets__isnull=False)
        lus[cle] = sorted({f.pk for f in FICHIERS.lire(regle)})
        assert lus[cle] == sorted(set(Fichier.objects.filter(regle).values_list("pk", flat=True))), cle
    assert len({tuple(fichiers) for fichiers in lus.values()}) > 4, "they do not all read the same"
