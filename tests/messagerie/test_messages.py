"""Write, leave in order, correct, take back, react; where each reader is."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from messagerie.actions import fils as actions_fils
from messagerie.actions import messages as actions
from messagerie.actions import moderation
from messagerie.actions.ouverture import envoyer_a_chaque_foyer
from messagerie.lectures.boite import boite
from messagerie.lectures.conversation import suite
from messagerie.models import Fil, Message, Participation, VersionMessage
from tests.etages import poser

NUIT = dt.datetime(2026, 11, 24, 21, 10, tzinfo=timezone.get_default_timezone())
MATIN = dt.datetime(2026, 11, 25, 7, 0, tzinfo=timezone.get_default_timezone())


def numeros(fil) -> list[tuple[int | None, str]]:
    return list(Message.objects.filter(fil=fil).order_by("pk").values_list("numero", "texte"))


def test_messages_are_numbered_one_two_three(d, fils_de, ecrire):
    fil = fils_de.foyer()
    for auteur, texte in [(d.mere, "Bonjour"), (d.enseignante, "Bonjour Madame"), (d.mere, "Merci")]:
        ecrire(fil, auteur, texte)
    assert numeros(fil) == [(1, "Bonjour"), (2, "Bonjour Madame"), (3, "Merci")]
    fil.refresh_from_db()
    assert (fil.dernier_numero, fil.revision, fil.dernier_message.texte) == (3, 3, "Merci")


def test_sent_three_times_it_is_one_message(d, fils_de, ecrire):
    fil, numero = fils_de.foyer(), uuid.uuid4()
    assert len({ecrire(fil, d.mere, "Bonjour", uuid=numero).pk for _fois in range(3)}) == 1
    assert numeros(fil) == [(1, "Bonjour")]


def test_a_page_gone_back_to_and_written_otherwise_drops_none_of_the_words(d, fils_de, ecrire):
    fil, numero = fils_de.foyer(), uuid.uuid4()
    premier, second = (ecrire(fil, d.mere, texte, uuid=numero) for texte in ("Bonjour", "Bonsoir"))
    assert numeros(fil) == [(1, "Bonjour"), (2, "Bonsoir")]
    actions.modifier(message=premier, auteur=d.mere, texte="Bonjour Madame")
    assert [ecrire(fil, d.mere, t, uuid=numero) for t in ("Bonjour", "Bonsoir")] == [premier, second]
    assert numeros(fil) == [(1, "Bonjour Madame"), (2, "Bonsoir")]


def test_what_was_corrected_or_taken_back_while_it_waited_is_not_sent_again_by_an_outbox(
    d, fils_de, ecrire, horloge, mardi
):
    """At night, its answer was lost on the way to a phone, which sends it again once the words were changed, or taken back, on another screen."""
    horloge(mardi.replace(hour=22))
    fil, numeros_ = fils_de.foyer(), [uuid.uuid4(), uuid.uuid4()]
    corrige, repris = (ecrire(fil, d.mere, "Bonjour", uuid=numero) for numero in numeros_)
    actions.modifier(message=corrige, auteur=d.mere, texte="Bonjour Madame")
    actions.rappeler(message=repris, auteur=d.mere)
    assert [ecrire(fil, d.mere, "Bonjour", uuid=numero) for numero in numeros_] == [corrige, repris]
    horloge(mardi.replace(day=mardi.day + 1, hour=9))
    actions.faire_partir(fil=fil)
    assert numeros(fil) == [(1, "Bonjour Madame"), (None, "")]


def test_nothing_is_not_a_message(d, fils_de, ecrire):
    with pytest.raises(ValidationError, match="rien à envoyer"):
        ecrire(fils_de.foyer(), d.mere, "")
    assert not Message.objects.exists()


# --- Quiet hours ------------------------------------------------------------------------------------------------------
def test_written_at_night_it_leaves_in_the_morning_in_order(d, fils_de, ecrire, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    premier = ecrire(fil, d.mere, "Une question")
    second = ecrire(fil, d.mere, "Et une autre")
    assert (premier.numero, premier.part_le, second.numero) == (None, MATIN, None)
    assert boite(d.enseignante) == []
    assert [(e.attendent, e.partent_le) for e in boite(d.mere)] == [(2, MATIN)]
    horloge(MATIN - dt.timedelta(minutes=1))
    actions.faire_partir(fil=fil)
    assert numeros(fil) == [(None, "Une question"), (None, "Et une autre")]
    horloge(MATIN)
    for _fois in range(2):
        actions.faire_partir(fil=fil)
    assert numeros(fil) == [(1, "Une question"), (2, "Et une autre")]
    assert [e.non_lus for e in boite(d.enseignante)] == [2]


def test_staff_to_staff_is_exempt_but_nothing_buzzes(d, fils_de, ecrire, horloge):
    horloge(NUIT)
    assert ecrire(fils_de.equipe, d.enseignante, "Réunion demain ?").numero == 1
    assert set(Notification.objects.filter(destinataire=d.directrice).values_list("visible_le", flat=True)) == {MATIN}


def test_an_urgent_message_of_the_direction_passes_with_its_reason_and_alone(d, fils_de, ecrire, horloge):
    fil = fils_de.ecole
    horloge(NUIT)
    attend = ecrire(fil, d.directrice, "La photo de classe est jeudi")
    urgent = ecrire(fil, d.directrice, "L’école est fermée demain : neige", urgence="Neige")
    attend.refresh_from_db()
    assert (attend.numero, urgent.numero) == (None, 1)
    ligne = EntreeJournal.objects.filter(verbe="messagerie.envoyer").first()
    assert ligne.details == {"urgence": "Neige", "vers": "ecole"}
    assert (
        Notification.objects.filter(destinataire=d.mere, visible_le__lte=timezone.now()).count() == 2
    )  # her two children


@pytest.mark.parametrize("cle", ["enseignante", "mere"])
def test_nobody_else_passes_over_the_night(d, fils_de, ecrire, horloge, cle):
    horloge(NUIT)
    message = ecrire(fils_de.foyer(), d.gens[cle], "Vite !", urgence="Je suis pressée")
    assert (message.numero, message.urgence) == (None, "")


def test_a_school_may_hold_notifications_alone(d, fils_de, ecrire, horloge):
    poser({"calme.retient": "notifications"}, d.elementaire)
    horloge(NUIT)
    assert ecrire(fils_de.foyer(), d.mere, "Bonsoir").numero == 1
    assert Notification.objects.get(destinataire=d.enseignante).visible_le == MATIN


def test_what_waits_is_read_by_its_author_alone(d, fils_de, ecrire, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    message = ecrire(fil, d.mere, "Bonsoir")
    lisent = {
        cle for cle, p in d.gens.items() if message in Message.objects.visibles_par(Personne.objects.get(pk=p.pk))
    }
    assert lisent == {"mere"}


def test_what_waits_is_corrected_without_a_trace_and_taken_back_for_good(d, fils_de, ecrire, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    message, autre = ecrire(fil, d.mere, "Bonsour"), ecrire(fil, d.mere, "Oubliez")
    actions.modifier(message=message, auteur=d.mere, texte="Bonsoir")
    actions.rappeler(message=autre, auteur=d.mere)
    horloge(MATIN)
    actions.faire_partir(fil=fil)
    assert numeros(fil) == [(1, "Bonsoir"), (None, "")]
    assert not VersionMessage.objects.exists()


@pytest.mark.parametrize(("geste", "attendu"), [("modifier", ("Bonsoir", False)), ("rappeler", ("", True))])
def test_what_waits_changes_at_once_for_its_author_alone(
    d, fils_de, ecrire, horloge, monkeypatch, django_capture_on_commit_callbacks, geste, attendu
):
    fil = fils_de.foyer()
    horloge(NUIT)
    message = ecrire(fil, d.mere, "Bonsour")
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, signal: partis.append((set(cibles), signal)))
    with django_capture_on_commit_callbacks(execute=True):
        if geste == "modifier":
            actions.modifier(message=message, auteur=d.mere, texte="Bonsoir")
        else:
            actions.rappeler(message=message, auteur=d.mere)
    ((cibles, signal),) = partis
    assert (cibles, signal["type"], signal["id"]) == ({d.mere.pk}, "messagerie.message_change", fil.pk)
    trame = signal["message"]
    assert (trame["texte"], trame["est_rappele"]) == attendu
    assert (trame["uuid"], trame["numero"], trame["revision"]) == (str(message.uuid), None, 0)
    fil.refresh_from_db()
    assert fil.revision == 0  # nobody else missed anything


def test_the_catch_up_tells_its_author_what_waits(d, fils_de, ecrire, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    garde, retire = ecrire(fil, d.mere, "Bonsour"), ecrire(fil, d.mere, "Oubliez")
    actions.modifier(message=garde, auteur=d.mere, texte="Bonsoir")
    actions.rappeler(message=retire, auteur=d.mere)
    assert [(b["texte"], b["attend"]) for b in suite(d.mere, fil, 0)["attentes"]] == [("Bonsoir", True)]
    assert suite(d.enseignante, fil, 0)["attentes"] == []


# --- After it left ----------------------------------------------------------------------------------------------------
def test_a_correction_keeps_its_number_and_its_trace(d, fils_de, ecrire):
    fil = fils_de.foyer()
    message = ecrire(fil, d.mere, "Rendez-vous mardi")
    actions.modifier(message=message, auteur=d.mere, texte="Rendez-vous jeudi")
    message.refresh_from_db()
    fil.refresh_from_db()
    assert (message.numero, message.texte, message.revision, fil.revision) == (1, "Rendez-vous jeudi", 2, 2)
    assert list(message.versions.values_list("texte", flat=True)) == ["Rendez-vous mardi"]


def test_after_a_quarter_of_an_hour_it_stays(d, fils_de, ecrire, horloge):
    message = ecrire(fils_de.foyer(), d.mere, "Bonjour")
    horloge(timezone.now() + dt.timedelta(minutes=16))
    for geste in (
        lambda: actions.modifier(message=message, auteur=d.mere, texte="Au revoir"),
        lambda: actions.rappeler(message=message, auteur=d.mere),
    ):
        with pytest.raises(PermissionDenied, match="délai"):
            geste()


@pytest.mark.parametrize("cle", ["enseignante", "pere_separe", "directrice"])
def test_nobody_changes_what_another_wrote(d, fils_de, ecrire, cle):
    message = ecrire(fils_de.foyer(), d.mere, "Bonjour")
    with pytest.raises(PermissionDenied):
        actions.modifier(message=message, auteur=d.gens[cle], texte="…")
    with pytest.raises(PermissionDenied):
        actions.rappeler(message=message, auteur=d.gens[cle])


def test_taken_back_nobody_reads_it_and_the_trace_stays(d, fils_de, ecrire):
    fil = fils_de.foyer()
    message = ecrire(fil, d.mere, "Je me suis trompée de fil")
    actions.rappeler(message=message, auteur=d.mere)
    message.refresh_from_db()
    assert (message.texte, message.recherche, message.numero) == ("", "", 1)
    assert list(message.versions.values_list("texte", flat=True)) == ["Je me suis trompée de fil"]
    assert not Notification.objects.filter(nature="messagerie.message", objet_id=fil.pk).exists()


def non_lues(personne) -> list[str]:
    dites = Notification.objects.non_lues().filter(nature="messagerie.message", destinataire=personne)
    return list(dites.values_list("texte", flat=True))


@pytest.mark.parametrize("par", ["auteur", "direction"])
def test_taking_the_last_one_back_leaves_told_what_was_not_read_before_it(d, fils_de, ecrire, entrer, par):
    """« Pas d’école jeudi », then « oups », taken back: the first one is still to be read."""
    fil = fils_de.annonce
    ecrire(fil, d.enseignante, "Pas d’école jeudi")
    actions_fils.avancer(fil=Fil.objects.get(pk=fil.pk), personne=d.mere_arabophone, lu=1)
    oups = ecrire(fil, d.enseignante, "oups")
    Notification.objects.update(lot_pousse="déjà poussée")
    if par == "auteur":
        actions.rappeler(message=oups, auteur=d.enseignante)
    else:
        moderation.signaler_message(message=oups, par=d.pere_separe)
        moderation.retirer_le_message(message=oups, auteur=d.directrice)
    assert non_lues(d.mere) == ["Mme Lefort a écrit dans « Annonces de CP-CE1 »."]
    assert Notification.objects.get(destinataire=d.mere).lot_pousse == "déjà poussée"
    assert "Annonces de CP-CE1" in entrer(d.mere).get("/").text
    assert not Notification.objects.filter(destinataire=d.mere_arabophone).exists()


def test_those_before_it_taken_back_too_nothing_is_told_any_more(d, fils_de, ecrire):
    fil = fils_de.foyer()
    ecrits = [ecrire(fil, d.enseignante, texte) for texte in ("Un", "Deux", "Trois")]
    for message, restent in [(ecrits[2], 1), (ecrits[0], 1), (ecrits[1], 0)]:
        actions.rappeler(message=message, auteur=d.enseignante)
        assert len(non_lues(d.mere)) == restent


def test_what_stands_is_said_by_who_wrote_it_to_each(d, fils_de, ecrire):
    """Between three colleagues: nobody is told of what they wrote themselves."""
    fil = fils_de.equipe
    de_claire, de_yann = ecrire(fil, d.enseignante, "Un"), ecrire(fil, d.enseignant, "Deux")
    dernier = ecrire(fil, d.enseignante, "Trois")
    actions.rappeler(message=dernier, auteur=d.enseignante)
    assert non_lues(d.directrice) == ["M. Caradec a écrit dans « L’équipe de l’école »."]
    assert non_lues(d.enseignant) == ["Mme Lefort a écrit dans « L’équipe de l’école »."]
    actions.rappeler(message=de_claire, auteur=d.enseignante)
    assert (len(non_lues(d.directrice)), non_lues(d.enseignant)) == (1, [])
    actions.rappeler(message=de_yann, auteur=d.enseignant)
    assert non_lues(d.directrice) == non_lues(d.enseignante) == []


def test_an_older_one_taken_back_leaves_told_what_came_after_it(d, fils_de, ecrire):
    fil = fils_de.foyer()
    premier = ecrire(fil, d.enseignante, "Un")
    ecrire(fil, d.enseignante, "Deux")
    actions_fils.avancer(fil=Fil.objects.get(pk=fil.pk), personne=d.mere, lu=2)
    actions.rappeler(message=premier, auteur=d.enseignante)
    assert Notification.objects.get(destinataire=d.mere).lue_le is not None


def test_a_reaction_is_put_changed_and_taken_away(d, fils_de, ecrire):
    message = ecrire(fils_de.foyer(), d.mere, "Quelle fierté !")
    for signe, oter, attendus in [("merci", False, ["merci"]), ("coeur", False, ["coeur"]), ("coeur", True, [])]:
        for _fois in range(2):  # a tap that came twice
            actions.reagir(message=message, personne=d.enseignante, signe=signe, oter=oter)
            assert list(message.reactions.values_list("signe", flat=True)) == attendus
    with pytest.raises(ValidationError):
        actions.reagir(message=message, personne=d.enseignante, signe="boum")


# --- Whom it reaches --------------------------------------------------------------------------------------------------
def test_one_notification_per_thread_renewed_by_each_message(d, fils_de, ecrire):
    fil = fils_de.foyer()
    ecrire(fil, d.enseignante, "Un")
    actions_fils.avancer(fil=Fil.objects.get(pk=fil.pk), personne=d.mere, lu=1)
    assert Notification.objects.get(destinataire=d.mere).lue_le is not None
    for texte in ("Deux", "Trois"):
        ecrire(fil, d.enseignante, texte)
    notification = Notification.objects.get(destinataire=d.mere)
    assert (notification.lue_le, notification.eleve, notification.texte) == (
        None,
        d.eleve_cp,
        "Mme Lefort vous a écrit.",
    )
    assert not Notification.objects.filter(destinataire__in=[d.pere_separe, d.enseignante]).exists()


@pytest.mark.parametrize(
    ("nature", "cle", "lecteur", "dit"),
    [
        ("eleves", "eleve_cp", "mere", "Inès Belhadj a écrit dans « La classe CP-CE1 »."),
        ("annonce", "enseignante", "mere", "Mme Lefort a écrit dans « Annonces de CP-CE1 »."),
        ("projet", "enseignant", "directrice", "M. Caradec a écrit dans « Classe verte »."),
    ],
)
def test_where_many_read_one_is_told_in_which_thread(d, fils_de, ecrire, nature, cle, lecteur, dit):
    ecrire(getattr(fils_de, nature), d.gens[cle], "Le contenu")
    dites = Notification.objects.filter(nature="messagerie.message", destinataire=d.gens[lecteur])
    assert {n.texte for n in dites} == {dit}


def test_each_is_told_in_their_own_language_whoever_writes(d, fils_de, ecrire):
    fil = fils_de.foyer(d.eleve_ce1, d.mere_arabophone)
    ecrire(fil, d.enseignante, "Bonjour")
    with translation.override("ar"):
        ecrire(fil, d.mere_arabophone, "صباح الخير")
    dites = dict(Notification.objects.values_list("destinataire", "texte"))
    assert dites[d.mere_arabophone.pk] == "رسالة جديدة إليكم من Mme Lefort."
    assert dites[d.enseignante.pk] == "Mme Haddad vous a écrit."


def test_the_teacher_writes_to_both_households_and_answers_stay_apart(d, fils_de, ecrire):
    fil = fils_de.foyer(d.eleve_cp, d.mere)
    envoyer_a_chaque_foyer(fil=fil, auteur=d.enseignante, uuid=uuid.uuid4(), texte="Sortie jeudi")
    autre = fils_de.foyer(d.eleve_cp, d.pere_separe)
    assert numeros(fil) == numeros(autre) == [(1, "Sortie jeudi")]
    ecrire(autre, d.pere_separe, "Je ne savais pas")
    assert numeros(fil) == [(1, "Sortie jeudi")]
    assert not Message.objects.visibles_par(d.mere).filter(texte="Je ne savais pas").exists()


def test_the_pupils_write_only_while_their_teacher_lets_them(d, fils_de, ecrire):
    fil = fils_de.eleves
    assert ecrire(fil, d.eleve_cp, "Bonjour la classe").numero == 1
    actions_fils.fermer(fil=fil, auteur=d.enseignante)
    with pytest.raises(PermissionDenied, match="fermé"):
        ecrire(fil, d.eleve_cp, "Encore")
    for cle in ("mere", "directrice"):
        with pytest.raises(PermissionDenied):
            ecrire(fil, d.gens[cle], "Je m’en mêle")


def test_a_household_that_changed_goes_on_elsewhere(d, fils_de, ecrire):
    d.eleve_cp.responsables.update(foyer="1")
    commun = fils_de.foyer(d.eleve_cp, d.mere)
    ecrire(commun, d.mere, "À deux")
    d.eleve_cp.responsables.filter(adulte=d.pere_separe).update(foyer="2")
    with pytest.raises(PermissionDenied, match="foyer a changé"):
        ecrire(commun, d.mere, "Ne doit pas lui parvenir")
    seule = fils_de.foyer(d.eleve_cp, d.mere)
    ecrire(seule, d.mere, "Maintenant seule")
    assert seule not in Fil.objects.visibles_par(d.pere_separe)


def test_announcements_are_answered_elsewhere(d, fils_de, ecrire):
    ecrire(fils_de.annonce, d.enseignante, "Photo de classe jeudi")
    with pytest.raises(PermissionDenied, match="Répondre"):
        ecrire(fils_de.annonce, d.mere, "D’accord")


def test_an_answer_quotes_only_what_both_sides_read(d, fils_de, ecrire):
    annonce = ecrire(fils_de.annonce, d.enseignante, "Photo de classe jeudi")
    ailleurs = ecrire(fils_de.foyer(d.eleve_cm2, d.mere), d.mere, "Autre classe")
    fil = fils_de.foyer()
    assert ecrire(fil, d.mere, "Il sera là", en_reponse_a=annonce.pk).en_reponse_a == annonce
    assert ecrire(fil, d.mere, "Et ceci", en_reponse_a=ailleurs.pk).en_reponse_a is None
    du_pere = ecrire(fils_de.foyer(d.eleve_cp, d.pere_separe), d.pere_separe, "Secret")
    assert ecrire(fil, d.mere, "Et cela", en_reponse_a=du_pere.pk).en_reponse_a is None


# --- Cursors ----------------------------------------------------------------------------------------------------------
def test_a_cursor_never_goes_back_nor_past_the_end(d, fils_de, ecrire):
    fil = fils_de.foyer()
    for n in range(3):
        ecrire(fil, d.mere, str(n))
    fil.refresh_from_db()
    for lu, attendu in [(2, 2), (1, 2), (99, 3)]:
        actions_fils.avancer(fil=fil, personne=d.enseignante, lu=lu)
        assert Participation.objects.get(fil=fil, personne=d.enseignante).lu_jusqu_a == attendu


def test_who_writes_has_read_only_what_they_had_read(d, fils_de, ecrire):
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Un")
    ecrire(fil, d.mere, "Deux")
    ecrire(fil, d.enseignante, "Je réponds sans avoir lu")
    assert Participation.objects.get(fil=fil, personne=d.mere).lu_jusqu_a == 2
    assert Participation.objects.get(fil=fil, personne=d.enseignante).lu_jusqu_a == 0
