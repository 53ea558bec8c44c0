"""Pupils write, teachers read over: Wagtail's workflow under our rights. A pupil never publishes alone."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Revision, Task, Workflow, WorkflowState

from ent.annuaire.models import EntreeJournal, Inscription
from ent.diffusion.models import Notification
from ent.fichiers import stockage
from ent.fichiers.models import Fichier
from pages.actions import billets as actions
from pages.actions import billets_eleves, portfolio
from pages.models import Billet, RelectureEnseignant
from pages.models.billets_relecture import NOM, atelier
from tests.pages.journal import image, lecteurs, relu


@pytest.fixture
def proposer(d, mardi):
    """``proposer(d.eleve_cp, "J’ai vu un renard.")``: sent to be read over."""

    def propose(eleve, texte="J’ai vu un renard.", **champs):
        return billets_eleves.proposer_billet(
            eleve=relu(eleve), classe=champs.pop("classe", d.cp_ce1), uuid=champs.pop("uuid", uuid.uuid4()), texte=texte
        )

    return propose


def etat_du_circuit(billet) -> list[str]:
    return list(billet.workflow_states.order_by("pk").values_list("status", flat=True))


def envoi(texte="J’ai vu un renard.", *fichiers) -> dict:
    return {"uuid": str(uuid.uuid4()), "texte": texte, "fichiers": list(fichiers)}


# --- Who reads a draft ------------------------------------------------------------------------------------------------
def test_what_a_pupil_sends_is_read_by_them_and_by_those_who_teach_them(d, proposer):
    proposer(d.eleve_ce1, "Kenza")
    assert lecteurs(d, proposer(d.eleve_cp)) == ["eleve_cp", "enseignante"]


def test_taken_back_it_is_the_pupil_s_alone(d, proposer):
    billet = proposer(d.eleve_cp)
    billets_eleves.reprendre_billet(billet=billet, eleve=d.eleve_cp)
    billet.refresh_from_db()
    assert (lecteurs(d, billet), billet.etat, etat_du_circuit(billet)) == (["eleve_cp"], "brouillon", ["cancelled"])


def test_returned_only_the_pupil_and_their_teachers_read_it(d, proposer):
    billet = proposer(d.eleve_cp)
    billets_eleves.rendre_billet(billet=billet, auteur=d.enseignante, mot="Raconte la suite.")
    billet.refresh_from_db()
    assert (lecteurs(d, billet), billet.etat) == (["eleve_cp", "enseignante"], "rendu")
    assert etat_du_circuit(billet) == ["needs_changes"]


def test_published_the_whole_class_reads_it(d, proposer):
    billet = actions.publier_billet(billet=proposer(d.eleve_cp), auteur=relu(d.enseignante))
    assert lecteurs(d, billet) == [
        "directrice", "eleve_ce1", "eleve_cp", "enseignante", "mere", "mere_arabophone", "pere_separe",
    ]  # fmt: skip
    assert (billet.live, billet.etat, etat_du_circuit(billet)) == (True, "publie", ["approved"])
    assert billet.current_workflow_state is None
    decideur = WorkflowState.objects.get().task_states.get().finished_by
    assert decideur == d.enseignante


# --- The workflow -----------------------------------------------------------------------------------------------------
def test_returned_then_sent_again_it_goes_on_in_the_same_workflow(d, proposer):
    billet = proposer(d.eleve_cp)
    billets_eleves.rendre_billet(billet=billet, auteur=relu(d.enseignante), mot="Et après ?")
    billet = billets_eleves.reprendre_et_envoyer(billet=billet, eleve=relu(d.eleve_cp), texte="Il mangeait une pomme.")
    assert (billet.etat, etat_du_circuit(billet)) == ("a_relire", ["in_progress"])
    actions.publier_billet(billet=billet, auteur=relu(d.enseignante))
    billet.refresh_from_db()
    assert (billet.texte, etat_du_circuit(billet)) == ("Il mangeait une pomme.", ["approved"])
    assert [r.content["texte"] for r in Revision.objects.order_by("pk")][:2] == [
        "J’ai vu un renard.",
        "Il mangeait une pomme.",
    ]


def test_what_was_returned_may_be_published_as_it_is(d, proposer):
    billet = proposer(d.eleve_cp)
    billets_eleves.rendre_billet(billet=billet, auteur=relu(d.enseignante), mot="Et après ?")
    actions.publier_billet(billet=billet, auteur=relu(d.enseignante))
    assert (lecteurs(d, billet).count("mere"), etat_du_circuit(billet)) == (1, ["cancelled"])


def test_the_reviewers_are_those_who_teach_the_class_today(d, proposer):
    billet = proposer(d.eleve_cp)
    tache = billet.current_workflow_task
    assert isinstance(tache, RelectureEnseignant)
    peuvent = [c for c, p in d.gens.items() if tache.get_actions(billet, relu(p))]
    a_moderer = [c for c, p in d.gens.items() if tache.get_task_states_user_can_moderate(relu(p)).exists()]
    assert peuvent == a_moderer == ["enseignante"]


def test_the_workflow_is_laid_again_when_it_was_lost(d, proposer):
    proposer(d.eleve_cp)
    Workflow.objects.filter(pk=atelier().pk).delete()
    Task.objects.filter(pk__in=RelectureEnseignant.objects.values("pk")).delete()
    assert proposer(d.eleve_ce1).etat == "a_relire"
    assert (Workflow.objects.filter(name=NOM).count(), RelectureEnseignant.objects.count()) == (1, 1)
    assert atelier() == atelier()


def test_nobody_is_mailed_by_wagtail(d, proposer):
    billet = proposer(d.eleve_cp)
    billets_eleves.rendre_billet(billet=billet, auteur=relu(d.enseignante), mot="Et après ?")
    assert mail.outbox == []
    assert Notification.objects.filter(objet_id=billet.pk).count() == 0


def test_a_number_sent_twice_is_one_billet_and_is_its_pupil_s(d, proposer):
    numero = uuid.uuid4()
    assert proposer(d.eleve_cp, uuid=numero) == proposer(d.eleve_cp, uuid=numero)
    with pytest.raises(PermissionDenied):
        proposer(d.eleve_ce1, uuid=numero)


def test_a_page_gone_back_to_and_filled_otherwise_sends_another(d, proposer):
    numero = uuid.uuid4()
    un, autre = proposer(d.eleve_cp, "Un renard.", uuid=numero), proposer(d.eleve_cp, "Deux renards !", uuid=numero)
    assert (un.texte, autre.texte) == ("Un renard.", "Deux renards !") and un != autre
    assert proposer(d.eleve_cp, "Deux renards !", uuid=numero) == autre


def test_eleven_that_wait_are_too_many(d, proposer):
    for _n in range(10):
        proposer(d.eleve_cp)
    with pytest.raises(ValidationError, match="beaucoup"):
        proposer(d.eleve_cp)
    assert Billet.objects.count() == 10


def test_answered_meanwhile_it_is_not_taken_back_nor_returned_again(d, proposer):
    billet = proposer(d.eleve_cp)
    actions.publier_billet(billet=billet, auteur=relu(d.enseignante))
    with pytest.raises(ValidationError, match="répondu"):
        billets_eleves.reprendre_billet(billet=billet, eleve=d.eleve_cp)
    with pytest.raises(ValidationError, match="plus à relire"):
        billets_eleves.rendre_billet(billet=billet, auteur=relu(d.enseignante), mot="Non")


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_pupil_sends_words_and_a_drawing_and_sees_where_it_is(d, mardi, entrer):
    client = entrer(d.eleve_cp)
    dessin = SimpleUploadedFile("dessin.png", image("green"), "image/png")
    reponse = client.post(reverse("journal_eleve_ecrire"), envoi("Mon dessin", dessin), follow=True)
    assert reponse.redirect_chain == [("/journal/", 302)]
    assert "C’est parti ! Ta maîtresse ou ton maître va le lire." in reponse.text and "On va le lire" in reponse.text
    billet = Billet.objects.get()
    assert (billet.etat, billet.d_un_eleve, billet.live, billet.pieces.count()) == ("a_relire", True, False, 1)
    assert "Mon dessin" not in entrer(d.eleve_ce1).get("/journal/").text


def test_the_outbox_of_a_tablet_is_told_that_it_arrived(d, mardi, entrer):
    corps = envoi()
    reponse = entrer(d.eleve_cp).post(reverse("journal_eleve_ecrire"), corps, headers={"X-Boite": "1"})
    assert reponse.json() == {"recu": corps["uuid"]}
    refus = entrer(d.eleve_cp).post(reverse("journal_eleve_ecrire"), envoi(""), headers={"X-Boite": "1"})
    assert (refus.status_code, refus.json()["phrase"]) == (
        422,
        "Il n’y a rien à envoyer. Prends une photo, parle, dessine ou écris.",
    )
    assert Billet.objects.count() == 1


def test_on_a_full_disk_the_outbox_keeps_what_it_holds_and_a_page_its_words(d, mardi, entrer, monkeypatch):
    monkeypatch.setattr(stockage.stockage(), "save", lambda cle, contenu: Path("/dev/full").write_bytes(contenu.read()))
    for entetes, statut in (({"X-Boite": "1"}, 503), ({}, 422)):
        dessin = SimpleUploadedFile("dessin.png", image("green"), "image/png")
        reponse = entrer(d.eleve_cp).post(reverse("journal_eleve_ecrire"), envoi("Mon dessin", dessin), headers=entetes)
        assert reponse.status_code == statut
        assert "la place manque" in (reponse.json()["phrase"] if entetes else reponse.text)
    assert "Mon dessin" in reponse.text
    assert not Billet.objects.exists()


def test_an_image_that_cannot_be_read_keeps_nothing(d, mardi, entrer):
    abimee = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "image/png")
    reponse = entrer(d.eleve_cp).post(reverse("journal_eleve_ecrire"), envoi("Ma photo", abimee))
    assert reponse.status_code == 422 and "Demande à un adulte" in reponse.text
    assert Billet.objects.count() == 0


def test_beside_a_file_that_is_refused_the_others_are_kept_and_leave_with_the_words(d, mardi, entrer):
    """Without script a browser fills no field of files again: the drawing was gone, and nobody was told."""
    client, corps = entrer(d.eleve_cp), envoi("Mon dessin", SimpleUploadedFile("d.png", image("green"), "image/png"))
    corps["fichiers"].append(SimpleUploadedFile("jeu.exe", b"MZ" + bytes(200)))
    assert client.post(reverse("journal_eleve_ecrire"), corps).status_code == 422
    garde = Fichier.objects.get()
    for _essai in range(2):
        encore = {"uuid": corps["uuid"], "texte": "Mon dessin", "fichiers-deposes": garde.uuid}
        assert client.post(reverse("journal_eleve_ecrire"), encore).status_code == 302
    assert [p.fichier for p in Billet.objects.get().pieces.all()] == [garde]


def test_the_word_of_the_teacher_is_read_and_the_billet_sent_again(d, mardi, entrer, proposer):
    billet = proposer(d.eleve_cp)
    maitresse, eleve = entrer(d.enseignante), entrer(d.eleve_cp)
    assert "À relire" in maitresse.get(reverse("journal_classe", args=[d.cp_ce1.pk])).text
    sans_mot = maitresse.post(reverse("journal_rendre", args=[billet.pk]), {"mot": ""})
    assert sans_mot.status_code == 422 and "Écrivez un mot : l’élève saura quoi reprendre." in sans_mot.text
    maitresse.post(reverse("journal_rendre", args=[billet.pk]), {"mot": "Et après ?"})
    assert "Un mot pour toi" in eleve.get("/journal/").text
    page = eleve.get(reverse("journal_eleve_billet", args=[billet.pk])).text
    assert "Et après ?" in page and "J’ai vu un renard." in page
    eleve.post(reverse("journal_eleve_billet", args=[billet.pk]), envoi("Il est parti."))
    billet.refresh_from_db()
    assert (billet.etat, billet.texte) == ("a_relire", "Il est parti.")


def test_what_came_back_with_a_word_is_said_on_the_pupil_s_day_until_it_is_sent_again(d, mardi, entrer, proposer):
    billet = proposer(d.eleve_cp)
    eleve, page = entrer(d.eleve_cp), reverse("journal_eleve_billet", args=[billet.pk])
    assert "Un mot pour toi" not in eleve.get("/").text
    billets_eleves.rendre_billet(billet=billet, auteur=d.enseignante, mot="Et après ?")
    accueil = eleve.get("/").text
    assert "Un mot pour toi" in accueil and page in accueil and "J’ai vu un renard." in accueil
    assert "Un mot pour toi" in eleve.get(reverse("tuile", args=["eleve", "journal"])).text
    assert "Un mot pour toi" not in entrer(d.eleve_ce1).get("/").text
    eleve.post(page, envoi("Il est parti."))
    assert "Un mot pour toi" not in eleve.get("/").text


def test_a_sent_billet_is_not_changed_under_the_eyes_of_its_reader(d, mardi, entrer, proposer):
    billet = proposer(d.eleve_cp)
    reponse = entrer(d.eleve_cp).post(reverse("journal_eleve_billet", args=[billet.pk]), envoi("Autre chose"))
    assert reponse.status_code == 422
    billet.refresh_from_db()
    assert billet.texte == "J’ai vu un renard."


@pytest.mark.besoin_de("messagerie")  # which counts what a pupil has not read
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_journal_costs_the_same_whatever_they_wrote(
    d, mardi, entrer, proposer, nombre, django_assert_num_queries
):
    for n in range(nombre):
        actions.publier_billet(billet=proposer(d.eleve_ce1, f"n° {n}"), auteur=relu(d.enseignante))
        proposer(d.eleve_cp)
    client = entrer(d.eleve_cp)
    client.get("/journal/")
    with django_assert_num_queries(10):
        assert client.get("/journal/").status_code == 200


def test_a_pupil_of_two_classes_keeps_a_work_with_each_of_their_teachers(d, mardi, entrer):
    """What was added counted on the last class that they had joined, where the other teacher may deposit nothing: not a word could be kept."""
    depuis = mardi.date() - dt.timedelta(days=7)
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, niveau="CP", debut=depuis)
    adresse = reverse("journal_portfolio", args=[d.eleve_cp.uuid])
    for qui in (d.enseignante, d.enseignant):
        assert entrer(qui).post(adresse, {"titre": "Mon poème", "texte": "Je l’aime."}).status_code == 302, qui


def test_a_work_that_is_taken_out_by_two_taps_is_taken_out_once(d, mardi, entrer):
    entree = portfolio.garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre="Mon poème", texte="Je l’aime."
    )
    client, adresse = entrer(d.eleve_cp), reverse("journal_portfolio_retirer", args=[entree.pk])
    assert [client.post(adresse).status_code for _fois in range(2)] == [302, 302]
    assert EntreeJournal.objects.filter(verbe="pages.sortir_du_portfolio").count() == 1
    assert entrer(d.eleve_ce1).post(adresse).status_code == 404
