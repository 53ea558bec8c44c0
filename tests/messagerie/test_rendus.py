"""« À reprendre »: what waited and could not leave stays whole, its author's alone, until they send or discard it."""

import datetime as dt
import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Affectation, EntreeJournal, Personne, Responsabilite, Role
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from ent.fichiers.actions import purger
from ent.fichiers.models import Fichier
from messagerie.actions import fils as actions_fils
from messagerie.actions import messages as envois
from messagerie.actions import moderation
from messagerie.actions import rendus as actions
from messagerie.actions.incidents import declarer_incident, finir_incident
from messagerie.evenements.fils import FIL_CHANGE, NON_PARTI
from messagerie.lectures.boite import boite
from messagerie.lectures.conversation import suite
from messagerie.models import Fil, Message, Participation
from tests.messagerie.test_frontieres import poster
from tests.messagerie.test_pieces import joindre, lire, photo

PARIS = timezone.get_default_timezone()
NUIT = dt.datetime(2026, 11, 24, 21, 10, tzinfo=PARIS)
MATIN = dt.datetime(2026, 11, 25, 7, 0, tzinfo=PARIS)
MIDI = MATIN + dt.timedelta(hours=5)
SOIR = NUIT + dt.timedelta(days=1)
PAGE = "/messages/a-reprendre/"


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def suspendre(d, personne: Personne):
    moderation.suspendre(
        etablissement=d.elementaire,
        personnes=[personne],
        motif="Insultes",
        auteur=d.directrice,
        date_fin=MATIN.date() + dt.timedelta(days=7),
    )


def partir(d) -> None:
    """Nadia answers for Inès no more."""
    d.mere.responsabilites.filter(enfant=d.eleve_cp).update(autorite=Responsabilite.Autorite.SANS)


def revenir(d) -> None:
    d.mere.responsabilites.filter(enfant=d.eleve_cp).update(autorite=Responsabilite.Autorite.CONFIRMEE)


@pytest.fixture
def ecrit_la_nuit(d, fils_de, ecrire, horloge):
    """At night, a mother's message about her child, to the teacher."""
    fil = fils_de.foyer()
    horloge(NUIT)
    return ecrire(fil, d.mere, "Une question pour demain")


@pytest.fixture
def rendu(d, ecrit_la_nuit, horloge):
    """In the morning she may write no more, and she may again at noon."""
    partir(d)
    horloge(MATIN)
    envois.faire_partir(fil=ecrit_la_nuit.fil)
    revenir(d)
    horloge(MIDI)
    return Message.objects.get(pk=ecrit_la_nuit.pk)


# --- Given back -------------------------------------------------------------------------------------------------------
def test_what_waits_is_not_to_be_taken_up(d, ecrit_la_nuit):
    assert not Message.objects.rendus_de(d.mere).exists()


def test_what_could_not_leave_stays_whole_and_never_leaves_by_itself(d, fils_de, ecrire, rendu):
    assert (rendu.texte, rendu.recherche) == ("Une question pour demain", "une question pour demain")
    assert (rendu.numero, rendu.rappele_le, rendu.rendu_le) == (None, None, MATIN)
    ecrire(rendu.fil, d.enseignante, "Bonjour")
    for _fois in range(2):
        envois.faire_partir(fil=rendu.fil)
    assert list(Message.objects.partis().values_list("texte", flat=True)) == ["Bonjour"]


def test_its_quote_and_its_files_stay(d, fils_de, ecrire, entrer, horloge):
    fil = fils_de.foyer()
    question = ecrire(fil, d.enseignante, "Vient-elle jeudi ?")
    horloge(NUIT)
    joindre(entrer(d.mere), fil, photo(), "Voici le mot", en_reponse_a=question.pk)
    partir(d)
    horloge(MATIN)
    envois.faire_partir(fil=fil)
    horloge(MATIN + dt.timedelta(days=3))
    purger()
    message = Message.objects.get(texte="Voici le mot")
    assert (message.en_reponse_a, message.pieces.count()) == (question, 1)
    assert {cle: lire(entrer(d.gens[cle]), message) for cle in ("mere", "enseignante", "directrice", "pere_separe")} == {
        "mere": 200, "enseignante": 404, "directrice": 404, "pere_separe": 404,
    }  # fmt: skip


def test_the_draft_is_left_as_it_was_and_takes_nothing_away(d, fils_de, ecrire, rendu):
    """What is typed since, what is sent since, a second message that comes back: each stays what it is."""
    actions_fils.enregistrer_brouillon(fil=rendu.fil, personne=d.mere, texte="J’écris autre chose")
    ecrire(rendu.fil, d.mere, "Autre chose")
    Message.objects.create(fil=rendu.fil, auteur=d.mere, uuid=rendu.fil.eleve.uuid, texte="Encore", part_le=MATIN)
    suspendre(d, d.mere)
    actions_fils.enregistrer_brouillon(fil=rendu.fil, personne=d.mere, texte="")
    envois.faire_partir(fil=rendu.fil)
    textes = Message.objects.a_reprendre_par(relu(d.mere)).order_by("pk").values_list("texte", flat=True)
    assert list(textes) == ["Une question pour demain", "Encore"]
    assert Participation.objects.get(fil=rendu.fil, personne=d.mere).brouillon == ""


def test_no_bubble_of_it_stays_and_nobody_else_knows(d, rendu, entrer):
    assert suite(relu(d.mere), rendu.fil, 0)["attentes"] == []
    assert boite(relu(d.mere)) == []
    for cle, personne in d.gens.items():
        assert rendu not in Message.objects.visibles_par(relu(personne)), cle
        assert (rendu in Message.objects.a_reprendre_par(relu(personne))) is (cle == "mere"), cle
    client = entrer(d.mere)
    assert client.get(f"/messages/message/{rendu.pk}/").status_code == 404
    assert client.post(f"/messages/message/{rendu.pk}/rappeler/").status_code == 404


def test_the_page_of_the_thread_that_is_open_is_told(
    d, ecrit_la_nuit, horloge, monkeypatch, django_capture_on_commit_callbacks
):
    suspendre(d, d.mere)
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, signal: partis.append((set(cibles), signal["type"])))
    horloge(MATIN)
    with django_capture_on_commit_callbacks(execute=True):
        envois.faire_partir(fil=ecrit_la_nuit.fil)
    assert ({d.mere.pk}, FIL_CHANGE) in partis
    assert {type_ for cibles, type_ in partis if d.enseignante.pk in cibles} == set()


def test_its_author_is_told_where_it_is_though_they_read_the_thread_no_more(d, ecrit_la_nuit, horloge):
    partir(d)
    horloge(MATIN)
    envois.faire_partir(fil=ecrit_la_nuit.fil)
    dite = Notification.objects.get()
    assert (dite.destinataire, dite.nature, dite.objet_id, dite.adresse) == (
        d.mere,
        NON_PARTI,
        ecrit_la_nuit.pk,
        PAGE,
    )


def test_a_pupil_is_told_by_the_pages_alone(d, fils_de, ecrire, horloge, entrer):
    fil = fils_de.eleves
    horloge(NUIT)
    ecrire(fil, d.eleve_cp, "Coucou la classe")
    actions_fils.fermer(fil=fil, auteur=d.enseignante)
    horloge(MATIN)
    envois.faire_partir(fil=fil)
    assert not Notification.objects.filter(nature=NON_PARTI).exists()
    client = entrer(d.eleve_cp)
    for page in ("/", "/messages/", f"/messages/fil/{fil.pk}/"):
        assert f'href="{PAGE}"' in client.get(page).text, page
    texte = client.get(PAGE).text
    assert "Coucou la classe" in texte
    assert "Ta maîtresse ou ton maître a fermé la discussion." in texte
    dit = re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", texte)  # drawn letters may spell any word
    assert "vous" not in dit.partition("<main")[2].partition("</main>")[0].casefold()


def test_sent_again_by_a_browser_that_had_no_answer_it_is_still_one(d, rendu, entrer):
    corps = {"uuid": str(rendu.uuid), "texte": rendu.texte}
    reponse = entrer(d.mere).post(f"/messages/fil/{rendu.fil_id}/envoyer/", corps, headers={"X-Boite": "1"})
    assert (reponse.status_code, reponse.json()["recu"]) == (200, str(rendu.uuid))
    assert list(Message.objects.a_reprendre_par(relu(d.mere))) == [rendu]


# --- Found ------------------------------------------------------------------------------------------------------------
def test_the_inbox_and_the_thread_say_that_there_is_one(d, rendu, entrer):
    for page in ("/messages/", f"/messages/fil/{rendu.fil_id}/"):
        assert "À reprendre : 1 message n’est pas parti" in entrer(d.mere).get(page).text
        assert "À reprendre" not in entrer(d.enseignante).get(page).text
    assert "À reprendre" not in entrer(d.mere).get("/messages/?q=question").text


def test_the_page_gives_it_whole_and_says_what_can_be_done(d, rendu, entrer, horloge):
    client = entrer(d.mere)
    texte = client.get(PAGE).text
    for dit in (
        "Inès · Mme Lefort",
        "Une question pour demain",
        "Écrit mardi 24 novembre à 21 h 10",
        "Copier le texte",
    ):
        assert dit in texte
    assert reverse("messagerie_renvoyer", args=[rendu.pk]) in texte
    assert reverse("messagerie_jeter", args=[rendu.pk]) in texte
    horloge(SOIR)
    assert "Envoyé maintenant, il partira jeudi 26 novembre à 7 h 00." in client.get(PAGE).text
    suspendre(d, d.mere)
    texte = client.get(PAGE).text
    assert "Vous ne pouvez pas écrire pour le moment." in texte
    assert reverse("messagerie_renvoyer", args=[rendu.pk]) not in texte


def test_who_reads_the_thread_no_more_learns_nothing_of_today(d, rendu, entrer):
    """The class has another teacher, and the child another class: a mother who lost her authority is told of neither."""
    partir(d)
    Affectation.objects.filter(classe=d.cp_ce1).update(enseignant=d.remplacant)
    texte = entrer(d.mere).get(PAGE).text
    assert "Inès · CP-CE1" in texte
    assert "Une question pour demain" in texte
    assert "Vous ne lisez plus cette discussion" in texte
    for tu in (d.remplacant.nom_affiche, d.enseignante.nom_affiche, f"/messages/fil/{rendu.fil_id}/"):
        assert tu not in texte


def test_a_teacher_who_left_finds_theirs_under_the_names_they_knew(d, fils_de, ecrire, horloge, entrer):
    fil, annonce = fils_de.foyer(), fils_de.annonce
    horloge(NUIT)
    ecrire(fil, d.enseignante, "À demain")
    ecrire(annonce, d.enseignante, "La photo est jeudi")
    Role.objects.filter(personne=d.enseignante).update(fin=NUIT.date())
    d.enseignante.affectations.update(fin=NUIT.date())
    horloge(MATIN)
    for lequel in (fil, annonce):
        envois.faire_partir(fil=lequel)
    texte = entrer(d.enseignante).get(PAGE).text
    for dit in ("Inès · Mme Belhadj", "À demain", "Annonces de CP-CE1", "La photo est jeudi"):
        assert dit in texte


def test_another_s_is_not_there(d, rendu, entrer):
    for cle in ("pere_separe", "enseignante", "directrice", "eleve_cp", "operateur"):
        client = entrer(d.gens[cle])
        assert "Une question" not in client.get(PAGE).text
        for geste in ("renvoyer", "jeter", "remettre"):
            assert client.post(reverse(f"messagerie_{geste}", args=[rendu.pk])).status_code == 404, (cle, geste)
    rendu.refresh_from_db()
    assert (rendu.rendu_le, rendu.rappele_le) == (MATIN, None)


# --- Sent after all ---------------------------------------------------------------------------------------------------
def renvoyer(client, message):
    return client.post(reverse("messagerie_renvoyer", args=[message.pk]))


def test_it_leaves_as_if_written_now_and_once(d, ecrire, rendu, entrer):
    ecrire(rendu.fil, d.enseignante, "Bonjour")
    actions_fils.enregistrer_brouillon(fil=rendu.fil, personne=d.mere, texte="J’écris autre chose")
    client = entrer(d.mere)
    for _fois in range(2):
        assert renvoyer(client, rendu).url == f"/messages/fil/{rendu.fil_id}/#redaction"
    rendu.refresh_from_db()
    assert (rendu.numero, rendu.parti_le, rendu.ecrit_le, rendu.rendu_le) == (2, MIDI, MIDI, None)
    assert not Notification.objects.filter(nature=NON_PARTI).exists()
    assert Notification.objects.filter(destinataire=d.enseignante, nature="messagerie.message").count() == 1
    assert Participation.objects.get(fil=rendu.fil, personne=d.mere).brouillon == "J’écris autre chose"
    assert "Rien à reprendre" in client.get(PAGE).text


def test_at_night_it_waits_again_after_what_was_written_meanwhile_and_may_come_back_again(
    d, ecrire, rendu, horloge, entrer
):
    horloge(SOIR)
    ecrire(rendu.fil, d.mere, "Écrit avant")
    horloge(SOIR + dt.timedelta(minutes=1))
    renvoyer(entrer(d.mere), rendu)
    assert [b["texte"] for b in suite(relu(d.mere), rendu.fil, 0)["attentes"]] == ["Écrit avant", rendu.texte]
    partir(d)
    horloge(SOIR + dt.timedelta(hours=12))
    envois.faire_partir(fil=rendu.fil)
    revenir(d)
    assert Message.objects.a_reprendre_par(relu(d.mere)).count() == 2
    assert Notification.objects.filter(nature=NON_PARTI).count() == 2


def test_it_is_judged_anew(d, rendu, entrer):
    suspendre(d, d.mere)
    assert renvoyer(entrer(d.mere), rendu).status_code == 403
    partir(d)
    with pytest.raises(PermissionDenied, match="ne lisez plus"):
        actions.renvoyer(message=rendu, auteur=relu(d.mere))
    assert not Message.objects.partis().exists()


def test_what_it_answered_is_quoted_only_if_both_sides_still_read_it(d, fils_de, ecrire, rendu, entrer):
    ailleurs = ecrire(fils_de.foyer(d.eleve_cm2, d.mere), d.mere, "Autre classe")
    Message.objects.filter(pk=rendu.pk).update(en_reponse_a=ailleurs)
    renvoyer(entrer(d.mere), rendu)
    rendu.refresh_from_db()
    assert (rendu.numero, rendu.en_reponse_a) == (1, None)


def test_a_script_is_braked_there_too(d, rendu, entrer, monkeypatch):
    monkeypatch.setattr("messagerie.views.fils.MAXIMUM", 1)
    client = entrer(d.mere)
    poster(client, rendu.fil)
    assert renvoyer(client, rendu).url == PAGE
    assert Message.objects.partis().count() == 1


# --- Discarded --------------------------------------------------------------------------------------------------------
def test_discarded_it_is_nowhere_and_comes_back_in_one_tap(d, rendu, entrer):
    client = entrer(d.mere)
    for _fois in range(2):
        page = client.post(reverse("messagerie_jeter", args=[rendu.pk]), follow=True).text
    remettre = reverse("messagerie_remettre", args=[rendu.pk])
    assert "Le message est jeté." in page
    assert f'action="{remettre}"' in page
    assert "Une question" not in page
    assert renvoyer(client, rendu).status_code == 404
    assert "Une question pour demain" in client.post(remettre, follow=True).text
    verbes = EntreeJournal.objects.filter(objet=f"message {rendu.pk}").order_by("pk").values_list("verbe", flat=True)
    assert list(verbes) == [f"messagerie.{v}" for v in ("envoyer", "rendre", "jeter", "remettre")]


def test_an_hour_later_words_and_files_are_gone(d, fils_de, entrer, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    joindre(entrer(d.mere), fil, photo(), "Voici")
    suspendre(d, d.mere)
    horloge(MATIN)
    envois.faire_partir(fil=fil)
    message = Message.objects.get()
    actions.jeter(message=message, auteur=relu(d.mere))
    assert lire(entrer(d.mere), message) == 404
    actions.effacer_le_jete(message=message)
    assert Fichier.objects.exists()
    horloge(MATIN + actions.REGRET)
    actions.effacer_le_jete(message=message)
    message.refresh_from_db()
    assert (message.texte, message.recherche, message.pieces.count(), Fichier.objects.count()) == ("", "", 0, 0)
    with pytest.raises(PermissionDenied, match="effacé"):
        actions.remettre(message=message, auteur=relu(d.mere))


def test_put_back_in_time_it_is_not_erased(d, rendu, horloge):
    actions.jeter(message=rendu, auteur=relu(d.mere))
    actions.remettre(message=rendu, auteur=relu(d.mere))
    horloge(MIDI + dt.timedelta(days=1))
    actions.effacer_le_jete(message=rendu)
    assert Message.objects.a_reprendre_par(relu(d.mere)).get().texte == "Une question pour demain"


# --- An incident ------------------------------------------------------------------------------------------------------
def test_an_incident_freezes_it_and_its_evidence_holds_what_is_kept_alone(d, fils_de, ecrire, rendu, entrer):
    jete = Message.objects.create(
        fil=rendu.fil, auteur=d.mere, uuid=d.mere.uuid, texte="Jeté avant", ecrit_le=NUIT, rendu_le=MATIN
    )
    actions.jeter(message=jete, auteur=relu(d.mere))
    incident = declarer_incident(etablissement=d.elementaire, portee="tous", motif="Menaces", auteur=d.directrice)
    with pytest.raises(PermissionDenied, match="gelé"):
        actions.jeter(message=rendu, auteur=relu(d.mere))
    assert reverse("messagerie_jeter", args=[rendu.pk]) not in entrer(d.mere).get(PAGE).text
    champs = {"preuves-debut": "2026-11-24", "preuves-fin": "2026-11-25"}
    reponse = entrer(d.directrice).post(reverse("messagerie_preuves", args=[incident.pk]), champs)
    archive = zipfile.ZipFile(BytesIO(b"".join(reponse.streaming_content)))
    lu = json.loads(archive.read(f"{d.elementaire.uai}/fils/{rendu.fil_id}.json"))
    assert [(m["texte"], m["numero"], m["rendu_le"] is not None) for m in lu["messages"]] == [
        ("Une question pour demain", None, True)
    ]
    finir_incident(incident=incident, auteur=d.directrice)
    actions.jeter(message=rendu, auteur=relu(d.mere))
    assert Fil.objects.get(pk=rendu.fil_id).dernier_numero == 0
