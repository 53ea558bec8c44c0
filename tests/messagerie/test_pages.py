"""The pages of messages: the inbox, a thread, the directory, and what browsers ask for between two pages."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from messagerie.actions import messages as actions
from messagerie.models import Fil, Message, Participation

NUIT = dt.datetime(2026, 11, 24, 21, 10, tzinfo=timezone.get_default_timezone())


def envoyer(client, fil, texte="Bonjour", boite=True, **champs):
    corps = {"uuid": str(uuid.uuid4()), "texte": texte, **champs}
    return client.post(f"/messages/fil/{fil.pk}/envoyer/", corps, headers={"X-Boite": "1"} if boite else {})


# --- Inbox ------------------------------------------------------------------------------------------------------------
def test_an_empty_inbox_says_what_one_could_write(d, fils_de, entrer):
    assert "Une question sur la journée de classe" in (entrer(d.mere).get("/messages/").text)
    assert "Aucun message" in entrer(d.enseignante).get("/messages/").text


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_inbox_in_a_flat_number_of_queries(d, fils_de, ecrire, entrer, django_assert_num_queries, nombre):
    for fil, auteur in [
        (fils_de.foyer(), d.enseignante),
        (fils_de.annonce, d.enseignante),
        (fils_de.foyer(d.eleve_cm2, d.mere), d.enseignant),
    ][:nombre]:
        ecrire(fil, auteur, "Bonjour")
    client = entrer(d.mere)
    with django_assert_num_queries(INBOX[nombre]):
        page = client.get("/messages/")
    assert page.text.count("boite-fil--non-lu") == nombre


INBOX = {1: 11, 3: 11}


def test_each_line_names_the_child_and_who_answers(d, fils_de, ecrire, entrer):
    ecrire(fils_de.foyer(), d.enseignante, "Bonjour")
    assert "Inès · Mme Lefort" in entrer(d.mere).get("/messages/").text
    assert "Inès · Mme Belhadj" in entrer(d.enseignante).get("/messages/").text


def test_what_waits_for_the_morning_is_counted_and_says_when_it_leaves(d, fils_de, ecrire, entrer, horloge):
    """Not when the thread was last written in, which is what the hour of a line says otherwise."""
    fil = fils_de.foyer()
    ecrire(fil, d.enseignante, "Bonjour")
    horloge(NUIT)
    ecrire(fil, d.mere, "Un")
    lire = lambda: " ".join(entrer(d.mere).get("/messages/").text.replace("\xa0", " ").split())  # noqa: E731
    assert "Un message attend de partir, mercredi à 7 h 00." in lire()
    ecrire(fil, d.mere, "Deux")
    ecrire(fil, d.mere, "Trois")
    page = lire()
    assert "3 messages attendent de partir, mercredi à 7 h 00." in page and "boite-fil__quand" not in page
    assert "attendent de partir" not in entrer(d.enseignante).get("/messages/").text


def test_a_form_that_was_refused_elsewhere_is_taken_up_from_a_thread_too(d, fils_de, entrer):
    """What waits on a device is said on every page: with the button that leads to what is to be corrected."""
    boite = entrer(d.mere).get(f"/messages/fil/{fils_de.annonce.pk}/").text.partition('id="boite"')[2]
    assert "Voir ce qui ne va pas" in boite.partition("</aside>")[0]


def test_beside_a_thread_the_list_marks_it_and_says_nothing_of_it_unread(d, fils_de, ecrire, entrer):
    ouvert = fils_de.foyer()
    for fil in (ouvert, fils_de.annonce):
        ecrire(fil, d.enseignante, "Bonjour")
    client = entrer(d.mere)
    assert client.get("/messages/").text.count("boite-fil--non-lu") == 2
    a_cote = client.get(f"/messages/?fil={ouvert.pk}", headers={"HX-Request": "true"}).text
    assert re.findall(r'href="([^"]+)" aria-current="page"', a_cote) == [f"/messages/fil/{ouvert.pk}/"]
    assert a_cote.count("boite-fil--non-lu") == 1
    assert f"/messages/?q=&amp;page=1&amp;fil={ouvert.pk}" in a_cote  # asked for again, it still knows which is open


def test_beside_a_thread_another_page_of_the_list_leaves_it_open(d, fils_de, ecrire, entrer, monkeypatch):
    monkeypatch.setattr("messagerie.lectures.boite.PAR_PAGE", 1)
    ouvert = fils_de.foyer()
    for fil in (ouvert, fils_de.annonce):
        ecrire(fil, d.enseignante, "Bonjour")
    client = entrer(d.mere)
    suivante = re.compile(r'id="boite-apres" href="([^"]+)"(?: data-hx-get="([^"]+)")?')
    a_cote = client.get(f"/messages/?fil={ouvert.pk}", headers={"HX-Request": "true"}).text
    assert suivante.search(a_cote).groups() == ("/messages/?page=2", f"/messages/?page=2&amp;fil={ouvert.pk}")
    assert suivante.search(client.get("/messages/").text).groups() == ("/messages/?page=2", None)


def test_a_search_finds_without_accents_and_only_what_one_reads(d, fils_de, ecrire, entrer):
    ecrire(fils_de.foyer(), d.enseignante, "Le rendez-vous à l’École est décalé")
    ecrire(fils_de.foyer(d.eleve_cp, d.pere_separe), d.pere_separe, "Le rendez-vous d’école du père")
    page = entrer(d.mere).get("/messages/?q=ecole rendez").text
    assert "1 message trouvé" in page
    assert "décalé" in page
    assert "du père" not in page
    actions.rappeler(message=Message.objects.get(texte__contains="décalé"), auteur=d.enseignante)
    assert "Rien ne répond à « decale »." in entrer(d.mere).get("/messages/?q=decale").text


# --- A thread ---------------------------------------------------------------------------------------------------------
def test_the_class_of_a_thread_and_how_many_read_it_are_not_one_run_of_an_arabic_line(d, fils_de, entrer):
    page = entrer(d.mere).get(f"/messages/fil/{fils_de.annonce.pk}/").text
    assert "<bdi>CP-CE1</bdi> · " in page


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("auteur", ["enseignante", "mere"])  # of whose own gestures are offered
def test_a_thread_in_a_flat_number_of_queries(d, fils_de, ecrire, entrer, django_assert_num_queries, auteur, nombre):
    fil = fils_de.foyer()
    for _n in range(nombre):
        ecrire(fil, d.gens[auteur], "Bonjour")
    client = entrer(d.mere)
    with django_assert_num_queries(FIL):
        page = client.get(f"/messages/fil/{fil.pk}/")
    assert len(re.findall(r'<li class="bulle[ "]', page.text)) == nombre + 1  # and the pattern


# Session and person, ties and children, threads that name one, the thread, all that stands around it, its messages, their files
# and signs, the news.
FIL = 8


def test_older_messages_come_page_by_page(d, fils_de, ecrire, entrer):
    fil = fils_de.equipe
    for n in range(1, 46):
        ecrire(fil, d.directrice, f"message {n}.")
    client = entrer(d.enseignante)
    page = client.get(f"/messages/fil/{fil.pk}/").text
    assert "message 6." in page
    assert "message 5." not in page
    assert "?avant=6" in page
    anciens = client.get(f"/messages/fil/{fil.pk}/?avant=6", headers={"HX-Request": "true"}).text
    assert "message 5." in anciens
    assert "message 6." not in anciens
    assert "avant=" not in anciens


def test_a_deep_link_shows_what_stands_around(d, fils_de, ecrire, entrer):
    fil = fils_de.equipe
    for n in range(1, 70):
        ecrire(fil, d.directrice, f"message {n}.")
    page = entrer(d.enseignante).get(f"/messages/fil/{fil.pk}/?message=10").text
    assert 'id="m10"' in page
    assert 'id="m69"' not in page


def test_nobody_reads_the_thread_of_another_household(d, fils_de, ecrire, entrer):
    fil = fils_de.foyer()
    message = ecrire(fil, d.mere, "Entre nous")
    for cle in ("pere_separe", "mere_arabophone", "eleve_cp", "enseignant", "directrice", "operateur"):
        client = entrer(d.gens[cle])
        for chemin in (f"fil/{fil.pk}/", f"fil/{fil.pk}/suite/", f"message/{message.pk}/"):
            assert client.get(f"/messages/{chemin}").status_code == 404, (cle, chemin)
        assert envoyer(client, fil).status_code == 404, cle
        assert client.post(f"/messages/message/{message.pk}/reagir/", {"signe": "merci"}).status_code == 404
    assert Message.objects.count() == 1


# --- Writing ----------------------------------------------------------------------------------------------------------
def test_a_browser_sends_and_gets_its_frame_back(d, fils_de, entrer):
    fil = fils_de.foyer()
    reponse = envoyer(entrer(d.mere), fil, "  Bonjour  ").json()
    message = Message.objects.get()
    assert (message.texte, message.numero, reponse["recu"]) == ("Bonjour", 1, str(message.uuid))
    assert (reponse["message"]["numero"], reponse["message"]["auteur"]) == (1, str(d.mere.uuid))


def test_without_script_one_comes_back_to_the_thread(d, fils_de, entrer):
    fil = fils_de.foyer()
    assert envoyer(entrer(d.mere), fil, boite=False).url == f"/messages/fil/{fil.pk}/#redaction"


def test_a_box_cuts_nothing_and_its_draft_keeps_what_is_too_long(d, fils_de, entrer):
    fil, client, trop = fils_de.foyer(), entrer(d.mere), "mot " * 2000 + "fin"
    boite = re.search(r"<textarea[^>]*data-texte[^>]*>", client.get(f"/messages/fil/{fil.pk}/").text)[0]
    assert "maxlength" not in boite and 'data-longueur="5000"' in boite
    client.post(f"/messages/fil/{fil.pk}/brouillon/", {"texte": trop})
    assert f">{trop}</textarea>" in client.get(f"/messages/fil/{fil.pk}/").text


def test_what_is_refused_comes_back_with_a_sentence_and_the_words(d, fils_de, entrer):
    fil, client = fils_de.foyer(), entrer(d.mere)
    trop = "mot " * 2000
    page = envoyer(client, fil, trop, boite=False)
    assert (page.status_code, "dépasse 5 000 caractères" in page.text, trop.strip() in page.text) == (422, True, True)
    assert "dépasse" in envoyer(client, fil, trop).json()["phrase"]
    assert client.post(f"/messages/fil/{fil.pk}/envoyer/", {"texte": "Sans numéro"}).status_code == 422
    assert not Message.objects.exists()


def test_a_closed_thread_says_so_to_who_was_writing(d, fils_de, entrer):
    fil = fils_de.eleves
    entrer(d.enseignante).post(f"/messages/fil/{fil.pk}/basculer/", {"ouvert": "0"})
    reponse = envoyer(entrer(d.eleve_cp), fil)
    assert (reponse.status_code, reponse.json()["phrase"]) == (403, "Ta maîtresse ou ton maître a fermé la discussion.")
    page = entrer(d.eleve_cp).get(f"/messages/fil/{fil.pk}/").text
    assert "data-redaction" not in page


def test_at_night_the_page_says_when_it_will_leave(d, fils_de, entrer, horloge):
    fil = fils_de.foyer()
    horloge(NUIT)
    client = entrer(d.mere)
    assert "cela partira mercredi 25 novembre à 7 h 00" in client.get(f"/messages/fil/{fil.pk}/").text
    assert envoyer(client, fil, "Bonsoir").json()["message"]["attend"] is True
    assert "bulle--part-demain" in client.get(f"/messages/fil/{fil.pk}/").text
    assert "bulle--part-demain" not in entrer(d.enseignante).get(f"/messages/fil/{fil.pk}/").text


def test_a_draft_is_found_again_and_leaves_with_the_message(d, fils_de, entrer):
    fil, client = fils_de.foyer(), entrer(d.mere)
    client.post(f"/messages/fil/{fil.pk}/brouillon/", {"texte": "Je voulais dire"})
    assert "Je voulais dire</textarea>" in client.get(f"/messages/fil/{fil.pk}/").text
    assert "Je voulais dire" not in entrer(d.enseignante).get(f"/messages/fil/{fil.pk}/").text
    assert 'name="brouillon" value="Je voulais dire"' in client.get(f"/messages/fil/{fil.pk}/").text
    envoyer(client, fil, brouillon="Je voulais dire")
    assert Participation.objects.get(personne=d.mere).brouillon == ""


def test_what_is_written_since_on_another_device_is_erased_by_nothing_that_leaves(d, fils_de, entrer):
    """A phone sends in the evening what it kept since the morning; its owner meanwhile began something long on a computer."""
    fil, client = fils_de.foyer(), entrer(d.mere)
    page = f"/messages/fil/{fil.pk}/brouillon/"

    def reste() -> str:
        return Participation.objects.get(personne=d.mere).brouillon

    client.post(page, {"texte": "Une longue lettre\r\nqui n’est pas finie"})
    envoyer(client, fil, "D’accord", brouillon="")
    client.post(page, {"texte": "", "avant": ""})
    assert reste() == "Une longue lettre\r\nqui n’est pas finie"
    client.post(page, {"texte": "", "avant": "Une longue lettre\nqui n’est pas finie"})
    assert reste() == "", "emptied by the page that wrote it"
    client.post(page, {"texte": "Une longue lettre"})
    envoyer(client, fil, "Une longue lettre, finie")
    assert reste() == "", "it left before its last words were kept"


def test_what_is_being_written_to_the_other_household_stays(d, fils_de, entrer):
    fil, autre = fils_de.foyer(), fils_de.foyer(d.eleve_cp, d.pere_separe)
    client = entrer(d.enseignante)
    client.post(f"/messages/fil/{autre.pk}/brouillon/", {"texte": "Au père seul"})
    envoyer(client, fil, "Sortie jeudi", aux_foyers="on")
    assert Participation.objects.get(fil=autre, personne=d.enseignante).brouillon == "Au père seul"


# --- Between two pages ------------------------------------------------------------------------------------------------
def test_what_was_missed_is_given_in_order_once(d, fils_de, ecrire, entrer):
    fil = fils_de.foyer()
    messages = [ecrire(fil, d.enseignante, t) for t in ("un", "deux", "trois")]
    actions.modifier(message=messages[0], auteur=d.enseignante, texte="un, corrigé")
    client = entrer(d.mere)
    suite = client.get(f"/messages/fil/{fil.pk}/suite/?revision=1").json()
    assert [(m["numero"], m["texte"]) for m in suite["messages"]] == [(2, "deux"), (3, "trois"), (1, "un, corrigé")]
    assert (suite["revision"], suite["dernier"], suite["encore"]) == (4, 3, False)
    assert client.get(f"/messages/fil/{fil.pk}/suite/?revision=4").json()["messages"] == []


def test_seen_is_told_by_name_in_a_household_and_by_figure_in_a_class(d, fils_de, ecrire, entrer):
    foyer, annonce = fils_de.foyer(), fils_de.annonce
    for fil in (foyer, annonce):
        ecrire(fil, d.enseignante, "Bonjour")
        entrer(d.mere).post(f"/messages/fil/{fil.pk}/avancer/", {"lu": "1"})
    client = entrer(d.enseignante)
    assert client.get(f"/messages/fil/{foyer.pk}/suite/").json()["curseurs"] == [
        {"nom": "Mme Belhadj", "lu": 1, "recu": 1}
    ]
    assert client.get(f"/messages/fil/{annonce.pk}/suite/").json()["curseurs"] == [{"nom": "", "lu": 1, "recu": 1}]
    assert entrer(d.pere_separe).get(f"/messages/fil/{annonce.pk}/suite/").json()["curseurs"] == []


def test_reading_a_thread_quiets_its_notification(d, fils_de, ecrire, entrer):
    fil = fils_de.foyer()
    ecrire(fil, d.enseignante, "Bonjour")
    client = entrer(d.mere)
    assert client.get("/nouvelles/").json() == {"messagerie.message": 1, "*": 1}
    client.post(f"/messages/fil/{fil.pk}/avancer/", {"lu": "1"})
    assert client.get("/nouvelles/").json() == {"*": 0}
    assert Notification.objects.get(destinataire=d.mere).lue_le is not None


def test_marking_all_news_as_read_leaves_the_count_of_messages_true(d, fils_de, ecrire, entrer):
    """The bar counts messages until they are opened, and the list of threads agrees; the rest of the news is read."""
    ecrire(fils_de.foyer(), d.enseignante, "Bonjour")
    notifier(
        nature="essai.nouvelle",
        objet_id=1,
        etablissement=d.elementaire,
        textes={(d.mere.pk, None): "Une chose"},
        adresse="/",
    )
    client = entrer(d.mere)
    page = client.get("/notifications/").text
    assert "Marquer 1 nouvelle comme lue" in page
    client.post("/notifications/", {"jusqu_a": re.search(r'name="jusqu_a" value="(\d+)"', page)[1]})
    assert client.get("/nouvelles/").json() == {"messagerie.message": 1, "*": 1}
    assert "Marquer" not in client.get("/notifications/").text
    assert "Bonjour" in client.get("/messages/").text


def test_the_home_shows_who_wrote(d, fils_de, ecrire, entrer):
    ecrire(fils_de.foyer(), d.enseignante, "Bonjour")
    page = entrer(d.mere).get("/").text
    assert "Mme Lefort vous a écrit." in page
    assert "Bonjour</" not in page


# --- The directory ----------------------------------------------------------------------------------------------------
def cles(client) -> list[str]:
    page = client.get("/messages/ecrire/").text
    return [morceau.partition('"')[0] for morceau in page.split('name="cle" value="')[1:]]


def test_everyone_the_directory_names_may_be_written_to_and_nobody_else(d, fils_de, entrer):
    mere = entrer(d.mere)
    siennes = cles(mere)
    assert len(siennes) == 6  # a teacher and a direction for each of her three children
    page = mere.get("/messages/ecrire/").text
    assert page.count("<b>La direction</b>") == 3 and page.count('<span class="hors-ecran">, Inès Belhadj</span>') == 2
    for cle in siennes:
        ouvert = mere.post("/messages/ouvrir/", {"cle": cle})
        assert envoyer(mere, Fil.objects.get(pk=int(ouvert.url.split("/")[3]))).status_code == 200, cle
    etrangeres = (
        set(cles(entrer(d.mere_arabophone))) | set(cles(entrer(d.enseignante))) | set(cles(entrer(d.directrice)))
    )
    for cle in etrangeres - set(siennes):
        assert mere.post("/messages/ouvrir/", {"cle": cle}).status_code == 404, cle
    for cle in ("", "foyer", "foyer.classe.1.x.1", "projet.", "equipe.99999999999999999999"):
        assert mere.post("/messages/ouvrir/", {"cle": cle}).status_code == 404, cle


def test_a_pupil_has_nobody_to_write_to_alone(d, fils_de, entrer):
    assert cles(entrer(d.eleve_cp)) == []


def test_a_few_letters_narrow_the_directory(d, fils_de, entrer):
    page = entrer(d.enseignante).get("/messages/ecrire/?q=ines").text
    assert "Inès Belhadj" in page
    assert "Kenza" not in page


def test_colleagues_of_a_project_are_chosen_in_the_school(d, fils_de, entrer):
    client = entrer(d.enseignante)
    adresse = f"/messages/projet/{d.elementaire.pk}/"
    assert client.post(adresse, {"titre": "Classe verte", "membres": [d.directrice.pk]}).status_code == 302
    fil = Fil.objects.get(nature="projet")
    assert set(fil.participations.values_list("personne", flat=True)) == {d.enseignante.pk, d.directrice.pk}
    refus = client.post(adresse, {"titre": "Chez les voisins", "membres": [d.directrice_maternelle.pk, d.mere.pk]})
    assert (refus.status_code, "ne travaille pas dans cette école" in refus.text) == (422, True)
    assert client.get(f"/messages/projet/{d.maternelle.pk}/").status_code == 404


def test_a_mother_who_reads_arabic_reads_her_messages_page_in_it(d, fils_de, ecrire, entrer):
    ecrire(fils_de.foyer(d.eleve_ce1, d.mere_arabophone), d.enseignante, "Bonjour")
    client = entrer(d.mere_arabophone)
    assert "البحث في رسائلي" in client.get("/messages/").text
    page = client.get(f"/messages/fil/{Fil.objects.get(nature='foyer').pk}/").text
    assert "رسالتكم" in page
    assert 'dir="auto">Bonjour</p>' in page


def test_who_opened_a_project_ends_it_and_nobody_else(d, fils_de, ecrire, entrer):
    fil = fils_de.projet
    assert entrer(d.directrice).post(f"/messages/fil/{fil.pk}/basculer/", {"ouvert": "0"}).status_code == 403
    entrer(d.enseignant).post(f"/messages/fil/{fil.pk}/basculer/", {"ouvert": "0"})
    assert envoyer(entrer(d.directrice), fil).json()["phrase"] == "Ce fil est fermé. Il reste à lire."
    assert "Reprendre le projet" in entrer(d.enseignant).get(f"/messages/fil/{fil.pk}/").text


def test_the_button_says_whether_it_puts_the_sign_or_takes_it_away(d, fils_de, ecrire, entrer):
    message, client = ecrire(fils_de.foyer(), d.mere, "Quelle fierté !"), entrer(d.enseignante)
    page, reagir = f"/messages/message/{message.pk}/", f"/messages/message/{message.pk}/reagir/"
    assert 'name="signe" value="merci"' in client.get(page).text
    client.post(reagir, {"signe": "merci"})
    assert 'name="oter" value="merci"' in client.get(page).text and message.reactions.count() == 1
    client.post(reagir, {"oter": "merci"})
    assert message.reactions.count() == 0


def test_no_sign_is_put_under_what_has_not_left(d, fils_de, ecrire, entrer, horloge, mardi):
    horloge(mardi.replace(hour=22))
    message, client = ecrire(fils_de.foyer(), d.mere, "Bonsoir"), entrer(d.mere)
    for etat in ("it waits", "it was taken back"):
        assert client.post(f"/messages/message/{message.pk}/reagir/", {"signe": "merci"}).status_code == 404, etat
        client.post(f"/messages/message/{message.pk}/rappeler/")
    assert message.reactions.count() == 0
