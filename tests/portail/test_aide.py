"""Help: of a page for its reader, searched over all that a reader may use, then a person with hours."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Interlocuteur
from ent.coquille import aide

PARIS = timezone.get_default_timezone()
QUI = {
    "nom": "Marie-Jo, secrétariat",
    "telephone": "01 30 00 00 00",
    "courriel": "",
    "par_ecrit": True,
    "precision": "en arabe aussi",
    "jours": "0134",
    "debut": dt.time(8, 30),
    "fin": dt.time(17),
    "pause_debut": dt.time(12),
    "pause_fin": dt.time(13, 30),
    "aux_vacances": False,
}


def lire(client, **demande) -> str:
    return client.get(reverse("aide"), demande).text


def questions(texte: str) -> list[str]:
    return re.findall(r"<summary><span>(.*?)</span>", texte)


# --- Of a page, for its reader ----------------------------------------------------------------------------------------
def test_the_question_mark_of_a_page_leads_to_the_help_of_that_page_and_back(d, mardi, entrer):
    client = entrer(d.mere)
    adresse = re.search(
        r'<a class="rond" href="(/aide/\?page=cahier_jour&amp;suite=[^"]+)"', client.get("/cahier/jour/").text
    )[1]
    texte = client.get(adresse.replace("&amp;", "&")).text
    assert "À quoi sert « Fait » ?" in questions(texte)
    assert re.search(r'<a data-retour href="/cahier/jour/">', texte)


def test_readers_of_one_page_do_not_read_the_same_words(d, mardi, entrer):
    lues = {
        qui: questions(lire(entrer(getattr(d, qui)), page="accueil"))
        for qui in ("mere", "enseignante", "directrice", "operateur", "referente")
    }
    assert len({tuple(q) for q in lues.values()}) == 5 and all(lues.values())
    assert "Comment faire entrer les élèves sur les tablettes ?" in lues["enseignante"]
    assert "Comment faire entrer les élèves sur les tablettes ?" not in lues["mere"]


def test_the_help_of_a_heads_home_speaks_of_what_stands_on_it(d, mardi, entrer):
    """It explained one great sentence that the page no longer has: what waits is a list."""
    client = entrer(d.directrice)
    accueil, (premiere, *_) = client.get("/").text, questions(lire(client, page="accueil"))
    (titre,) = re.findall(r"« (.+?) »", unescape(premiere).replace("\u00a0", " "))
    assert titre in accueil


def test_who_is_several_readers_reads_each_under_its_title(d, mardi, entrer):
    texte = lire(entrer(d.directrice_maternelle), page="accueil")  # she teaches too
    assert "Sur cette page · Mes classes" in texte and "Sur cette page · Mon école" in texte


def test_a_page_of_others_says_nothing_to_a_parent(d, mardi, entrer):
    assert questions(lire(entrer(d.mere), page="cahier_emploi")) == []


def test_a_name_that_no_address_bears_is_not_said_again(d, mardi, entrer):
    reponse = entrer(d.mere).get(reverse("aide"), {"page": "<b>secret"})
    assert reponse.status_code == 200 and "<b>secret" not in reponse.text and 'name="page"' not in reponse.text


def test_one_does_not_go_back_to_another_site(d, mardi, entrer):
    texte = lire(entrer(d.mere), page="accueil", suite="https://exemple.org/")
    assert '<a data-retour href="/">' in texte and 'name="suite" value="/"' in texte


def test_a_pupil_hears_it_and_is_told_to_ask_the_teacher(d, mardi, entrer):
    texte = lire(entrer(d.eleve_cp), page="accueil")
    assert "Lève la main." in texte and "tel:" not in texte
    dites = re.findall(r'data-lire="([^"]+)"', texte)
    assert len(dites) == 1 + len(aide.reponses("accueil", "eleve")) and any("haut-parleur" in dite for dite in dites)


def test_who_has_not_come_in_is_helped_at_the_door(d, mardi):
    texte = lire(Client(), page="account_login")
    assert "J’ai oublié mon mot de passe." in questions(texte)
    assert "Demandez à l’école" in texte  # nobody is named yet


def test_on_the_wall_of_first_names_nobody_is_known_and_a_pupil_is_spoken_to(d, mardi):
    assert "Cherche ton prénom et touche-le." in lire(Client(), page="connexion_mur")


def test_a_mother_reads_help_in_arabic(d, mardi, entrer):
    texte = lire(entrer(d.mere_arabophone), page="carnet_mot")
    assert "هل يمكنني تغيير جوابي؟" in questions(texte) and "Puis-je changer" not in texte


@pytest.mark.parametrize(("lecteur", "page"), [cle for cle in aide.declarees() if cle[0] in ("famille", "visiteur")])
def test_what_families_read_is_said_in_arabic(lecteur, page):
    for reponse in aide.reponses(page, lecteur):
        for phrase in (reponse.question, *reponse.etapes):
            with override("ar"):
                traduite = str(phrase)
            assert traduite != str(phrase)


def test_help_costs_pages_no_query(d, mardi, entrer, django_assert_num_queries):
    """The « ? » is the name of the address: with it a page of an adult reads what it read (see `test_accueil.py`). The door reads which public
    identities open it.
    """
    with django_assert_num_queries(1):
        assert 'href="/aide/?page=account_login' in Client().get("/entrer/").text


# --- Searched ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("demande", ["signer un mot", "SIGNER", "comment signer ?", "signe mots"])
def test_a_question_is_found_as_it_comes(d, mardi, entrer, demande):
    assert questions(lire(entrer(d.mere), q=demande))[0] == "Comment signer un mot ?"


def test_accents_do_not_count(d, mardi, entrer):
    client = entrer(d.mere)
    assert questions(lire(client, q="telephone perdu")) == questions(lire(client, q="téléphone perdu")) != []


def test_the_nearest_comes_first():
    """What the question is about, before what a step only mentions."""
    trouvees = [str(t.reponse.question) for t in aide.chercher("mot de passe", ["visiteur"])]
    en_question = ["mot de passe" in question for question in trouvees]
    assert True in en_question and False in en_question
    assert en_question == sorted(en_question, reverse=True)


def test_only_what_this_reader_may_use_is_searched(d, mardi, entrer):
    assert questions(lire(entrer(d.mere), q="importer onde")) == []
    assert questions(lire(entrer(d.directrice), q="importer onde")) != []


def test_what_is_found_leads_to_its_page(d, mardi, entrer):
    assert 'href="/prevenir/">Ouvrir cette page' in lire(entrer(d.mere), q="téléphone ne sonne pas")


def test_nothing_found_says_whom_to_ask(d, mardi, entrer):
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI)
    texte = lire(entrer(d.mere), q="zygomatique")
    assert "Aucune réponse écrite à cette question." in texte and "Marie-Jo, secrétariat" in texte


@pytest.mark.parametrize(
    ("demande", "lecteur", "trouve"),
    [
        ("remplacant", "direction", "Un remplaçant arrive ce matin."),
        ("remplacant", "enseignant", "Je suis remplaçant ou remplaçante : où sont mes classes ?"),
        ("Suppléante", "direction", "Un remplaçant arrive ce matin."),
        pytest.param(
            "cantine", "famille", "Qu’y a-t-il sur le site de l’école ?", marks=pytest.mark.besoin_de("pages")
        ),
        ("bulletins", "famille", "Où est le livret scolaire ?"),
        ("mdp oublié", "famille", "J’ai oublié mon mot de passe."),
    ],
)
def test_what_people_type_finds_what_is_written(demande, lecteur, trouve):
    assert trouve in [str(t.reponse.question) for t in aide.chercher(demande, [lecteur])][:3]


@pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")
@pytest.mark.parametrize(
    ("demande", "lecteur", "attendue"),
    [
        ("publier une actualité", "direction", "Annoncer quelque chose aux familles."),
        ("publier une actualité", "enseignant", "Annoncer quelque chose aux familles."),
        ("effacer un message", "famille", "Corriger ou retirer ce que je viens d’écrire."),
        ("effacer un message", "enseignant", "Corriger ou retirer mon message."),
        ("effacer un message", "direction", "Corriger ou retirer mon message."),
        ("un élève part", "direction", "Cet élève change de classe ou s’en va."),
        ("un élève déménage", "direction", "Cet élève change de classe ou s’en va."),
        ("changer un élève de classe", "direction", "Cet élève change de classe ou s’en va."),
        ("un collègue s'en va", "direction", "Un collègue quitte l’école."),
        ("un enseignant part", "direction", "Un collègue quitte l’école."),
        ("mettre à jour les élèves onde", "direction", "Comment mettre à jour les élèves et les responsables ?"),
        ("parents séparés", "direction", "Deux parents séparés : que voit chacun ?"),
        ("imprimer le code d'un parent", "direction", "Imprimer les codes d’une famille."),
        ("autorité parentale", "direction", "Comment savoir qui a l’autorité parentale ?"),
        ("supprimer un billet", "enseignant", "Corriger ou retirer un billet."),
        ("publier des photos", "enseignant", "Publier des photos en trois gestes."),
        ("donner des devoirs", "enseignant", "Comment donner du travail en une phrase ?"),
        ("effacer un devoir", "enseignant", "Corriger ou retirer un travail déjà donné."),
        ("qui a lu mon message", "enseignant", "Savoir si la famille a lu."),
        ("flouter une photo", "enseignant", "Flouter un visage."),
        ("un élève a oublié ses images", "enseignant", "Un élève a oublié ses images."),
        ("emploi du temps", "enseignant", "Comment écrire l’emploi du temps ?"),
        ("enlever une page du site", "enseignant", "Retirer une page."),
        ("supprimer un groupe", "enseignant", "Supprimer un groupe."),
        ("mon fils est malade", "famille", "Mon enfant est malade."),
        ("prévenir absence", "famille", "Prévenir d’une absence."),
        ("écrire à la maitresse", "famille", "Comment écrire à la maîtresse ou au maître ?"),
        ("traduire un message", "famille", "Lire ce message dans ma langue."),
        ("mot de passe oublié", "famille", "J’ai oublié mon mot de passe."),
        ("changer de mail", "famille", "Changer d’adresse e-mail."),
        ("signer le cahier de liaison", "famille", "Comment signer un mot ?"),
        ("me déconnecter", "famille", "Comment sortir de mon compte ?"),
        ("les notifications ne marchent pas", "famille", "Mon téléphone ne sonne pas."),
        ("voir les photos de ma fille", "famille", "Voir toutes les photos de mon enfant."),
        ("télécharger une photo", "famille", "Comment garder une photo ?"),
        ("téléphone perdu", "famille", "J’ai perdu mon téléphone."),
        ("mdp perdu", "visiteur", "J’ai oublié mon mot de passe."),
        ("ajouter une école", "territoire", "Comment ajouter des écoles ?"),
    ],
)
def test_what_answers_best_comes_first(demande, lecteur, attendue):
    assert str(aide.chercher(demande, [lecteur])[0].reponse.question) == attendue


def test_a_word_itself_comes_before_what_is_written_for_it():
    livret = [str(t.reponse.question) for t in aide.chercher("livret", ["famille"])]
    assert livret[0] == "Où est le livret scolaire ?"


def test_a_direction_is_told_who_sees_whom_it_named_and_a_telephone_is_one(d, mardi, entrer):
    client, chemin = entrer(d.directrice), reverse("annuaire_interlocuteur", args=[d.elementaire.uai])
    assert "La vôtre finit par celle du territoire." in client.get(chemin).text
    for faux in ("javascript:alert(1)", "demander à Marie", "12"):
        refus = client.post(chemin, ENVOI | {"telephone": faux, "version": version(client, chemin)})
        assert (
            refus.status_code == 422 and "Écrivez un numéro de téléphone" in refus.text and faux in unescape(refus.text)
        )
    for vrai in ("01 30 00 00 00", "+33 (0)1.30.00.00.00", "3020", ""):
        reponse = client.post(chemin, ENVOI | {"telephone": vrai, "version": version(client, chemin)}, follow=True)
        assert "C’est dit : l’aide des familles et de l’équipe finit par cette personne." in reponse.text


def test_small_words_alone_find_nothing():
    assert aide.chercher("comment faire ?", ["famille"]) == []


# --- A person with hours ----------------------------------------------------------------------------------------------
def dit(client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", lire(client, page="accueil").split('id="aide-personne"')[1]))


@pytest.mark.parametrize(
    ("quand", "phrase"),
    [
        (dt.datetime(2026, 11, 24, 10, 0), "Répond maintenant, jusqu’à 12 h 00"),
        (dt.datetime(2026, 11, 24, 12, 30), "Répond à partir de 13 h 30"),
        (dt.datetime(2026, 11, 24, 18, 0), "Répond à partir du jeudi 26 novembre, 8 h 30"),  # not on a Wednesday
        (dt.datetime(2026, 12, 20, 10, 0), "Répond à partir du lundi 4 janvier, 8 h 30"),  # after the holidays
    ],
)
def test_hours_say_whether_somebody_answers_now(d, mardi, entrer, monkeypatch, quand, phrase):
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI)
    client = entrer(d.enseignante)
    monkeypatch.setattr("ent.annuaire.lectures.secours.timezone.now", lambda: quand.replace(tzinfo=PARIS))
    assert phrase in dit(client).replace("\u00a0", " ").replace("⁦", "").replace("⁩", "")


def test_hours_are_said_to_an_arabic_reader_as_arabic_says_them(d, mardi, entrer):
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI)
    texte = dit(entrer(d.mere_arabophone))
    assert re.findall(r"\d+:\d\d", texte)[:4] == ["8:30", "12:00", "13:30", "17:00"]
    assert not re.search(r"\d\sh\b", texte)


def test_where_nobody_is_named_the_direction_answers_at_school_hours(d, mardi, entrer):
    texte = dit(entrer(d.enseignante))
    assert "Mme Quéméneur, direction" in texte and "de 8 h 30 à 16 h 15" in texte.replace("\u00a0", " ")


def test_one_writes_to_it_by_the_messages_of_the_school_if_it_wishes(d, mardi, entrer):
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI)
    personne = lire(entrer(d.mere), page="accueil").split('id="aide-personne"')[1]
    assert "Écrire à la direction, pour Inès" in personne and "/messages/ecrire/" not in personne
    cle = re.search(r'name="cle" value="([^"]+)"', personne)[1]
    fil = entrer(d.mere).post(reverse("messagerie_ouvrir"), {"cle": unescape(cle)}, follow=True)
    assert fil.status_code == 200 and "Mme Quéméneur" in fil.text
    collegue = lire(entrer(d.enseignante), page="accueil").split('id="aide-personne"')[1]
    assert f"{reverse('messagerie_projet', args=[d.elementaire.pk])}?avec={d.directrice.uuid}" in collegue
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI | {"par_ecrit": False})
    texte = lire(entrer(d.enseignante), page="accueil")
    assert 'href="tel:0130000000"' in texte and "/messages/ecrire/" not in texte.split('id="aide-personne"')[1]


def test_who_answers_in_a_school_is_said_to_nobody_of_another(d, mardi, entrer):
    actions.dire_qui_repond(etablissement=d.maternelle, auteur=d.directrice_maternelle, champs=QUI)
    assert "Marie-Jo" not in lire(entrer(d.enseignante), page="accueil")
    assert "Marie-Jo" in lire(entrer(d.mere), page="accueil")  # one of her children is there
    assert "Marie-Jo" not in lire(Client(), page="account_login")


def test_the_territory_answers_directions_communes_and_who_cannot_come_in(d, mardi, entrer):
    actions.dire_qui_repond(etablissement=None, auteur=d.operateur, champs=QUI | {"nom": "Point numérique"})
    for client in (entrer(d.directrice), entrer(d.referente), entrer(d.mere), Client()):
        assert "Point numérique" in lire(client, page="plus")


# --- Said on screen ---------------------------------------------------------------------------------------------------
ENVOI = {
    "nom": "Marie-Jo, secrétariat", "telephone": "01 30 00 00 00", "par_ecrit": "on", "jours": ["0", "1", "3", "4"],
    "debut": "08:30", "fin": "17:00",
}  # fmt: skip


def version(client, chemin: str) -> str:
    return re.search(r'name="version" value="(\w+)"', client.get(chemin).text)[1]


def test_a_direction_says_who_answers_and_the_journal_keeps_it(d, mardi, entrer):
    client, chemin = entrer(d.directrice), reverse("annuaire_interlocuteur", args=[d.elementaire.uai])
    reponse = client.post(chemin, ENVOI | {"version": version(client, chemin)})
    assert (reponse.status_code, reponse["Location"]) == (302, chemin)
    garde = Interlocuteur.objects.get(etablissement=d.elementaire)
    assert (garde.nom, garde.jours, garde.plages()) == (
        "Marie-Jo, secrétariat",
        "0134",
        [(dt.time(8, 30), dt.time(17))],
    )
    assert EntreeJournal.objects.filter(verbe="annuaire.dire_qui_repond", etablissement=d.elementaire).count() == 1


def test_the_operator_says_who_answers_in_the_territory(d, mardi, entrer):
    client, chemin = entrer(d.operateur), reverse("annuaire_interlocuteur_territoire")
    client.post(chemin, ENVOI | {"version": version(client, chemin)})
    assert Interlocuteur.objects.get().etablissement is None
    client.post(chemin, ENVOI | {"nom": "Un autre", "version": version(client, chemin)})
    assert Interlocuteur.objects.get().nom == "Un autre"


def test_the_territory_is_not_offered_a_button_that_leads_nowhere(d, mardi, entrer):
    """« Écrire » leads to the messages of a school: no help would show it."""
    client, chemin = entrer(d.operateur), reverse("annuaire_interlocuteur_territoire")
    page = client.get(chemin).text
    assert "par_ecrit" not in page and "écrit à la direction" not in page
    assert "par_ecrit" in entrer(d.directrice).get(reverse("annuaire_interlocuteur", args=[d.elementaire.uai])).text
    seul = ENVOI | {"telephone": "", "courriel": "", "version": version(client, chemin)}
    refus = client.post(chemin, seul)  # whatever it says of « Écrire »
    assert refus.status_code == 422 and "Donnez un téléphone ou une adresse e-mail." in refus.text


@pytest.mark.parametrize(
    ("faute", "phrase"),
    [
        ({"fin": "08:00"}, "La fin vient après le début."),
        ({"pause_debut": "12:00"}, "Une pause a un début et une fin."),
        ({"pause_debut": "12:00", "pause_fin": "18:00"}, "La pause tient dans les heures"),
        ({"jours": []}, "Cochez un jour au moins."),
        ({"telephone": "", "par_ecrit": ""}, "Donnez un téléphone"),
    ],
)
def test_what_makes_no_sense_is_explained(d, mardi, entrer, faute, phrase):
    client, chemin = entrer(d.directrice), reverse("annuaire_interlocuteur", args=[d.elementaire.uai])
    reponse = client.post(chemin, ENVOI | faute | {"version": version(client, chemin)})
    assert reponse.status_code == 422 and phrase in reponse.text and not Interlocuteur.objects.exists()


def test_a_page_read_before_another_changed_it_is_refused_once(d, mardi, entrer):
    client, chemin = entrer(d.directrice), reverse("annuaire_interlocuteur", args=[d.elementaire.uai])
    lue = version(client, chemin)
    actions.dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=QUI)
    reponse = client.post(chemin, ENVOI | {"nom": "Une autre", "version": lue})
    assert reponse.status_code == 422 and Interlocuteur.objects.get().nom == QUI["nom"]
    nouvelle = re.search(r'name="version" value="(\w+)"', reponse.text)[1]
    assert client.post(chemin, ENVOI | {"nom": "Une autre", "version": nouvelle}).status_code == 302
    assert Interlocuteur.objects.get().nom == "Une autre"
