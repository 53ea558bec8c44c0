"""What a family, a class or a school must never learn of another by messages: each test owns what could leak."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Inscription, Personne, Responsabilite, Role
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from messagerie.actions import messages as actions
from messagerie.actions import moderation
from messagerie.actions.incidents import declarer_incident, finir_incident
from messagerie.actions.mots import Public
from messagerie.actions.ouverture import envoyer_a_chaque_foyer
from messagerie.evenements.mots import tenants
from messagerie.models import Absence, Fil, Message, Mot, Reaction
from tests.messagerie import mots

PARIS = timezone.get_default_timezone()
NUIT = dt.datetime(2026, 11, 24, 21, 10, tzinfo=PARIS)
MATIN = dt.datetime(2026, 11, 25, 7, 0, tzinfo=PARIS)


def poster(client, fil, **champs):
    corps = {"uuid": str(uuid.uuid4()), "texte": "Bonjour", **champs}
    return client.post(f"/messages/fil/{fil.pk}/envoyer/", corps, headers={"X-Boite": "1"})


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


# --- Two households of one child --------------------------------------------------------------------------------------
@pytest.mark.parametrize("de", ["deux foyers", "un foyer"])
def test_a_parent_cannot_learn_whether_there_is_another_household(d, fils_de, entrer, de):
    """« To the other household too » is for the school: asked by a parent, it changes nothing, whether there is one or not."""
    deux = de == "deux foyers"
    fil = fils_de.foyer(d.eleve_cp, d.mere) if deux else fils_de.foyer(d.eleve_ce1, d.mere_arabophone)
    reponse = poster(entrer(d.mere if deux else d.mere_arabophone), fil, aux_foyers="1")
    assert reponse.status_code == 200
    assert list(Message.objects.values_list("fil", flat=True)) == [fil.pk]
    assert not Fil.objects.filter(eleve=fil.eleve).exclude(pk=fil.pk).exists()


def test_a_parent_who_teaches_the_class_does_not_write_to_the_other_household_as_its_teacher(d, fils_de):
    """One who is of the household writes there as a parent, whatever else they are."""
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(adulte=d.enseignante)
    fil = fils_de.foyer(d.eleve_cp, d.enseignante)
    envoyer_a_chaque_foyer(fil=fil, auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="Ceci reste ici")
    assert list(Message.objects.values_list("fil", flat=True)) == [fil.pk]


def separes(d) -> None:
    d.eleve_cp.responsables.filter(adulte=d.pere_separe).update(foyer="2")


@pytest.mark.parametrize("geste", ["modifier", "reagir"])
def test_a_household_that_parted_tells_nothing_more_in_the_thread_it_shared(d, fils_de, ecrire, geste):
    d.eleve_cp.responsables.update(foyer="1")
    commun = fils_de.foyer(d.eleve_cp, d.mere)
    message = ecrire(commun, d.pere_separe, "Bonjour")
    separes(d)
    with pytest.raises(PermissionDenied, match="foyer a changé"):
        if geste == "modifier":
            actions.modifier(message=message, auteur=relu(d.pere_separe), texte="Pour elle")
        else:
            actions.reagir(message=message, personne=relu(d.mere), signe="question")
    message.refresh_from_db()
    assert (message.texte, message.reactions.count()) == ("Bonjour", 0)


# --- Quoting ----------------------------------------------------------------------------------------------------------
def test_the_direction_quotes_no_announcement_of_another_class(d, fils_de, ecrire):
    """She reads every announcement; the family she writes to reads those of its child's class."""
    d_ailleurs = ecrire(fils_de.de_classe("annonce", d.cm2), d.enseignant, "Le CM2 part à Guédelon")
    de_la_classe = ecrire(fils_de.annonce, d.enseignante, "Photo de classe jeudi")
    fil = fils_de.foyer(d.eleve_ce1, d.mere_arabophone, direction=True)
    assert ecrire(fil, d.directrice, "Voyez", en_reponse_a=d_ailleurs.pk).en_reponse_a is None
    assert ecrire(fil, d.directrice, "Voyez", en_reponse_a=de_la_classe.pk).en_reponse_a == de_la_classe


@pytest.mark.parametrize("geste", ["modifier", "rappeler"])
def test_what_quotes_words_that_changed_is_said_again(
    d, fils_de, ecrire, monkeypatch, django_capture_on_commit_callbacks, geste
):
    """On the pages that are open, and to those that catch up: in the same thread, and in a household's that quotes an announcement."""
    fil = fils_de.foyer(d.eleve_cp, d.mere)
    annonce = ecrire(fils_de.annonce, d.enseignante, "Le code de la porte est 4521")
    dit = ecrire(fil, d.enseignante, "Le code de la porte est 4521")
    citent = [ecrire(fil, d.mere, "Merci", en_reponse_a=cite.pk) for cite in (annonce, dit)]
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, signal: partis.append((set(cibles), signal)))
    avant = Fil.objects.get(pk=fil.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        for message in (annonce, dit):
            options = {"texte": "Sonnez"} if geste == "modifier" else {}
            getattr(actions, geste)(message=message, auteur=d.enseignante, **options)
    redits = {s["message"]["id"]: (qui, s["message"]) for qui, s in partis if s["id"] == fil.pk}
    attendu = "Sonnez" if geste == "modifier" else "Message retiré"
    for message in citent:
        qui, trame = redits[message.pk]
        assert (qui, trame["reponse"]["extrait"], trame["texte"]) == ({d.mere.pk, d.enseignante.pk}, attendu, "Merci")
        message.refresh_from_db()
        assert message.revision > avant
    revisions = [*Message.objects.filter(fil=fil).values_list("revision", flat=True)]
    assert len({*revisions}) == len(revisions) and max(revisions) == Fil.objects.get(pk=fil.pk).revision


def test_a_parent_quotes_no_announcement_of_a_brother_s_class(d, fils_de, ecrire):
    """The other adult of this child's household may not be one of the brother's."""
    du_frere = ecrire(fils_de.de_classe("annonce", d.cm2), d.enseignant, "Le CM2 part à Guédelon")
    assert du_frere.fil in Fil.objects.visibles_par(relu(d.mere))
    fil = fils_de.foyer(d.eleve_cp, d.mere, direction=True)
    assert ecrire(fil, d.mere, "Et pour elle ?", en_reponse_a=du_frere.pk).en_reponse_a is None


# --- A child who changed class ----------------------------------------------------------------------------------------
def change_de_classe(d) -> None:
    hier = timezone.localdate() - dt.timedelta(days=1)
    Inscription.objects.filter(eleve=d.eleve_cp, fin=None).update(fin=hier)
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, debut=timezone.localdate(), niveau="CM2")


@pytest.mark.parametrize("cle", ["mere", "enseignante"])
def test_the_thread_with_a_former_class_is_only_read(d, fils_de, ecrire, cle):
    """Its teacher has this child no more: neither writes to the family, nor reads what it would write there by mistake."""
    fil = fils_de.foyer(d.eleve_cp, d.mere)
    ecrire(fil, d.mere, "Avant")
    change_de_classe(d)
    with pytest.raises(PermissionDenied, match="changé de classe"):
        ecrire(fil, d.gens[cle], "Après")
    assert fil in Fil.objects.visibles_par(relu(d.gens[cle]))


# --- What waits for the morning ---------------------------------------------------------------------------------------
def le_pere_perd_l_autorite(d) -> None:
    d.pere_separe.responsabilites.update(autorite=Responsabilite.Autorite.SANS)


def le_pere_est_suspendu(d) -> None:
    moderation.suspendre(
        etablissement=d.elementaire,
        personnes=[d.pere_separe],
        motif="Insultes",
        auteur=d.directrice,
        date_fin=timezone.localdate() + dt.timedelta(days=7),
    )


def les_messages_sont_coupes(d) -> None:
    declarer_incident(etablissement=d.elementaire, portee="tous", motif="Menaces", auteur=d.directrice)


@pytest.mark.parametrize("cas", [separes, le_pere_perd_l_autorite, le_pere_est_suspendu, les_messages_sont_coupes])
def test_what_waits_is_judged_again_when_it_leaves(d, fils_de, ecrire, horloge, cas):
    """Written at 21:10 by one who might; at 7:00 he may not: nobody reads it, and it stays his."""
    d.eleve_cp.responsables.update(foyer="1")
    fil = fils_de.foyer(d.eleve_cp, d.pere_separe)
    horloge(NUIT)
    du_pere = ecrire(fil, d.pere_separe, "Elle ne doit plus lire ceci")
    cas(d)
    horloge(MATIN)
    for _fois in range(2):
        actions.faire_partir(fil=fil)
    du_pere.refresh_from_db()
    assert du_pere.numero is None
    assert not Message.objects.visibles_par(relu(d.mere)).exists()
    assert not Notification.objects.filter(nature="messagerie.message").exists()
    assert list(Message.objects.a_reprendre_par(relu(d.pere_separe))) == [du_pere]
    assert du_pere.texte == "Elle ne doit plus lire ceci"


def test_what_a_teacher_wrote_before_leaving_does_not_leave_after_them(d, fils_de, ecrire, horloge):
    fil = fils_de.annonce
    horloge(NUIT)
    ecrire(fil, d.enseignante, "À demain")
    d.enseignante.affectations.update(fin=NUIT.date())
    ecrire(fil, d.directrice, "Un remplaçant vient demain")
    horloge(MATIN)
    actions.faire_partir(fil=fil)
    partis = Message.objects.partis().filter(fil=fil)
    assert list(partis.values_list("numero", "texte")) == [(1, "Un remplaçant vient demain")]


# --- Suspended, closed ------------------------------------------------------------------------------------------------
def test_a_suspended_person_does_not_write_by_correcting(d, fils_de, ecrire):
    message = ecrire(fils_de.foyer(), d.mere, "Bonjour")
    moderation.suspendre(
        etablissement=d.elementaire,
        personnes=[d.mere],
        motif="Insultes",
        auteur=d.directrice,
        date_fin=timezone.localdate(),
    )
    with pytest.raises(PermissionDenied):
        actions.modifier(message=message, auteur=relu(d.mere), texte="Autre chose")
    actions.rappeler(message=message, auteur=relu(d.mere))  # taking one's words back harms nobody


def test_a_pupil_does_not_write_by_correcting_once_the_thread_is_closed(d, fils_de, ecrire):
    message = ecrire(fils_de.eleves, d.eleve_cp, "Bonjour")
    Fil.objects.filter(pk=message.fil_id).update(est_ouvert=False)
    with pytest.raises(PermissionDenied, match="fermé"):
        actions.modifier(message=message, auteur=relu(d.eleve_cp), texte="Encore moi")


# --- Numbers drawn by others ------------------------------------------------------------------------------------------
def test_a_number_taken_from_an_absent_reader_stops_nobody(d, fils_de, ecrire):
    """Numbers of messages are shown to their readers: one sent again under a colleague's is another message."""
    fil = fils_de.foyer()
    de_la_maitresse = ecrire(fil, d.enseignante, "Bonjour")
    aujourd_hui = timezone.localdate()
    Absence.objects.create(personne=d.enseignante, debut=aujourd_hui, fin=aujourd_hui, texte="En formation")
    ecrire(fil, d.mere, "Une question", uuid=de_la_maitresse.uuid)
    textes = Message.objects.filter(fil=fil).values_list("texte", flat=True)
    assert list(textes) == ["Bonjour", "Une question", "En formation"]


@pytest.mark.parametrize("repondre", ["9" * 5000, "-1", "²", "1 OR 1=1"])
def test_what_an_address_says_never_breaks_a_page(d, fils_de, entrer, repondre):
    fil, client = fils_de.foyer(), entrer(d.mere)
    cle = f"foyer.classe.{d.cp_ce1.pk}.{d.eleve_cp.uuid}.{d.mere.pk}"
    assert client.post("/messages/ouvrir/", {"cle": cle, "repondre": repondre}).status_code == 302
    page = client.get(f"/messages/fil/{fil.pk}/", {"repondre": repondre[:900], "message": repondre[:900]})
    assert page.status_code == 200
    assert poster(client, fil, en_reponse_a=repondre[:900]).status_code in (200, 422)


# --- Signals of the carnet --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("de", ["classe", "groupe"])
def test_a_teacher_who_left_the_school_hears_no_more_who_signs(d, mardi, de):
    """A signal says when a family answers, even without a word: it follows the right, as the page does."""
    ou = {"classe": d.cp_ce1} if de == "classe" else {"groupe": d.groupe_lecture}
    qui = d.enseignante if de == "classe" else d.enseignant
    mot = mots.envoyer(d, public=Public(d.elementaire, **ou), auteur=d.directrice)
    assert qui.pk in tenants(mot)
    Role.objects.filter(personne=qui).update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert not Mot.objects.suivis_par(relu(qui)).exists()
    assert tenants(mot) == {d.directrice.pk}


# --- Evidence ---------------------------------------------------------------------------------------------------------
def test_an_incident_that_is_over_opens_no_thread_of_another_time(d, mardi, entrer, horloge):
    """A direction that once cut the messages does not read those of the rest of the year."""
    incident = declarer_incident(etablissement=d.elementaire, portee="tous", motif="Menaces", auteur=d.directrice)
    finir_incident(incident=incident, auteur=d.directrice)
    horloge(timezone.now() + dt.timedelta(days=120))
    client = entrer(d.directrice)
    for debut, fin in [("2027-03-01", "2027-03-20"), ("2026-09-01", "2026-09-20")]:
        reponse = client.post(
            reverse("messagerie_preuves", args=[incident.pk]), {"preuves-debut": debut, "preuves-fin": fin}
        )
        assert reponse.status_code == 422


# --- Too much ---------------------------------------------------------------------------------------------------------
def test_a_script_does_not_fill_the_thread_of_a_class(d, fils_de, entrer, monkeypatch):
    """Each message and each sign is told to every reader: a person's pace is enough, and the box keeps the rest."""
    monkeypatch.setattr("messagerie.views.fils.MAXIMUM", 3)
    fil, client = fils_de.eleves, entrer(d.eleve_cp)
    assert [poster(client, fil).status_code for _fois in range(4)] == [200, 200, 200, 429]
    assert Message.objects.count() == 3
    client.post(f"/messages/message/{Message.objects.first().pk}/reagir/", {"signe": "bravo"})
    assert not Reaction.objects.exists()
    sans_script = client.post(f"/messages/fil/{fil.pk}/envoyer/", {"uuid": str(uuid.uuid4()), "texte": "Encore"})
    assert sans_script.status_code == 422
    assert poster(entrer(d.eleve_ce1), fil).status_code == 200
