"""In a moved September nothing of last year is lost: who read it reads it, nobody else does, and nothing is written there."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.models import Remise, Retour, Seance, Travail
from ent.annuaire.models import Affectation, Inscription, Responsabilite, Role
from ent.diffusion.models import Notification
from ent.fichiers.lectures import lisible_par
from messagerie.actions import messages
from messagerie.actions.mots import Public
from messagerie.models import Fil, Message, Mot
from pages.models import Billet, EntreePortfolio
from tests.annuaire.rentree import RENTREE, relu, tourner
from tests.autres_responsables import devient_parent
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre
from tests.messagerie.fils import Fils
from tests.messagerie.mots import envoyer, signer
from tests.pages.journal import fichiers_de, publie

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")

NOVEMBRE = "?mois=2026-11"


def ecrire(fil, auteur, texte):
    messages.envoyer(fil=fil, auteur=relu(auteur), uuid=uuid.uuid4(), texte=texte)


@pytest.fixture
def monde(d, mardi, horloge):
    """A year of the CP-CE1 and of the CM2, then September: Inès goes to the CE1 of M. Caradec, Sofiane has left, Kenza is in the CE2."""
    vu = {"visible_le": timezone.now(), "publie_le": timezone.now()}
    commun = {"etablissement": d.elementaire, "auteur": d.enseignante, "moment": "matin", "date": mardi.date()}
    monde = SimpleNamespace(
        seance=Seance.objects.create(classe=d.cp_ce1, titre="Les sons en ou", **commun, **vu),
        seance_cm2=Seance.objects.create(classe=d.cm2, titre="Les fractions", **commun, **vu),
        travail=donner(d, texte="Ma feuille d’arbre", est_a_rendre=True),
        billet=publie(d, [d.eleve_cp], titre="La sortie au verger"),
        mot=envoyer(d),
        mot_cm2=envoyer(d, public=Public(d.elementaire, classe=d.cm2), auteur=d.directrice, titre="Au collège"),
    )
    monde.remise = rendre(monde.travail, relu(d.eleve_cp), "Voici ma feuille")
    rendre(monde.travail, relu(d.eleve_ce1), "Celle de Kenza")
    Retour.objects.create(remise=monde.remise, auteur=d.enseignante, texte="Bravo Inès", visible_le=timezone.now())
    signer(monde.mot, d.eleve_cp, relu(d.mere))
    fils = Fils(d)
    monde.fil, monde.fil_kenza = fils.foyer(), fils.foyer(d.eleve_ce1, d.mere_arabophone)
    ecrire(monde.fil, d.mere, "Inès a mal dormi")
    ecrire(monde.fil_kenza, d.mere_arabophone, "Kenza part jeudi")
    monde.annonce = fils.annonce
    ecrire(monde.annonce, d.enseignante, "Réunion vendredi")
    for eleve in (d.eleve_cp, d.eleve_cm2):
        EntreePortfolio.objects.create(
            etablissement=d.elementaire, eleve=eleve, auteur=d.enseignante, titre=f"Le beau dessin de {eleve.prenom}"
        )
    horloge(RENTREE)
    monde.classes = tourner(
        d.elementaire,
        ce1=("CE1", d.enseignant, [(d.eleve_cp, "CE1")]),
        ce2=("CE2", d.enseignante, [(d.eleve_ce1, "CE2")]),
    )
    return monde


def de_l_enfant(eleve, classe, mois=NOVEMBRE) -> str:
    return reverse("annee_enfant", args=[eleve.uuid, classe.pk]) + mois


def adresses(d, monde) -> dict[str, str]:
    """All that Nadia read of Inès."""
    return {
        "séance": reverse("cahier_enfant_seance", args=[d.eleve_cp.uuid, monde.seance.pk]),
        "travail": reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, monde.travail.pk]),
        "billet": reverse("journal_billet", args=[monde.billet.pk]),
        "mot": reverse("carnet_mot", args=[d.eleve_cp.uuid, monde.mot.pk]),
        "fil": reverse("messagerie_fil", args=[monde.fil.pk]),
        "portfolio": reverse("journal_portfolio", args=[d.eleve_cp.uuid]),
        "année": de_l_enfant(d.eleve_cp, d.cp_ce1),
    }


def statuts(client, lesquelles) -> dict[str, int]:
    return {quoi: client.get(adresse).status_code for quoi, adresse in lesquelles.items()}


# --- Families -----------------------------------------------------------------------------------------------------------
def test_a_family_reads_the_year_of_its_child(d, monde, entrer):
    page = entrer(d.mere).get(de_l_enfant(d.eleve_cp, d.cp_ce1)).text
    for dit in (
        "2026-2027",
        "Les sons en ou",
        "Ma feuille d’arbre",
        "Rendu par Inès",
        "La sortie au verger",
        "Sortie à la ferme",
        "Inès · CP-CE1",
    ):
        assert dit in page
    for autre in ("Les fractions", "Au collège", "Kenza"):
        assert autre not in page


def test_each_thing_opens_where_it_was(d, monde, entrer):
    client = entrer(d.mere)
    assert set(statuts(client, adresses(d, monde)).values()) == {200}
    assert "Bravo Inès" in (travail := client.get(adresses(d, monde)["travail"]).text)
    assert "Celle de Kenza" not in travail
    assert "Inès a mal dormi" in client.get(adresses(d, monde)["fil"]).text


def test_a_family_reads_nothing_of_another_class_nor_of_another_child(d, monde, entrer):
    """Samira's daughter was in the same class as Inès: the class's things are hers too, a household's are not, nor those of the CM2."""
    permis = {"billet": 200, "séance": 404, "travail": 404, "mot": 404, "fil": 404, "portfolio": 404, "année": 404}
    client = entrer(d.mere_arabophone)
    assert statuts(client, adresses(d, monde)) == permis
    assert client.get(reverse("cahier_enfant_seance", args=[d.eleve_ce1.uuid, monde.seance_cm2.pk])).status_code == 404
    assert client.get(reverse("cahier_enfant_seance", args=[d.eleve_ce1.uuid, monde.seance.pk])).status_code == 200


def test_a_leaver_keeps_what_was_theirs(d, monde, entrer):
    """Sofiane left: his portfolio, his class and his mots stay his family's."""
    client = entrer(d.mere)
    page = client.get(de_l_enfant(d.eleve_cm2, d.cm2)).text
    assert "Les fractions" in page and "Au collège" in page and "Les sons en ou" not in page
    assert "Le beau dessin de Sofiane" in client.get(reverse("journal_portfolio", args=[d.eleve_cm2.uuid])).text


def test_what_was_told_after_the_child_left_is_not_theirs(d, mardi, horloge, entrer):
    """Inès leaves in December; the class goes on."""
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=dt.date(2026, 12, 4))
    avant = donner(d, texte="Avant son départ", date_pour=dt.date(2026, 12, 1))
    horloge(dt.datetime(2026, 12, 15, 10, tzinfo=mardi.tzinfo))
    apres = donner(d, texte="Après son départ", date_pour=dt.date(2026, 12, 17))
    lus = Travail.objects.des_enfants_de(relu(d.mere).autrefois)
    assert set(lus.filter(classe=d.cp_ce1)) == {avant}
    client = entrer(d.mere)
    assert client.get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, avant.pk])).status_code == 200
    assert client.get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, apres.pk])).status_code == 404


def test_a_class_left_for_another_in_the_year_is_not_read_again(d, mardi, horloge):
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=dt.date(2027, 1, 10))
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, niveau="CM2", debut=dt.date(2027, 1, 11))
    horloge(RENTREE)
    tourner(d.elementaire)
    siens = [s for s in relu(d.mere).autrefois.portee.suivis if s.eleve == d.eleve_cp]
    assert [s.classe_id for s in siens] == [d.cm2.pk]


def test_authority_withdrawn_ends_everywhere(d, monde, entrer):
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(autorite=Responsabilite.Autorite.SANS)
    assert set(statuts(entrer(d.mere), adresses(d, monde)).values()) == {404}


def test_a_tie_that_another_school_declares_opens_nothing_of_here(d, monde, entrer):
    """The maternelle says that Samira answers for Inès: she reads nothing of a year when no school of Inès's said so."""
    Responsabilite.objects.create(
        adulte=d.mere_arabophone, enfant=d.eleve_cp, etablissement=d.maternelle, debut=dt.date(2026, 9, 1)
    )
    assert entrer(d.mere_arabophone).get(de_l_enfant(d.eleve_cp, d.cp_ce1)).status_code == 404


def test_the_school_that_takes_a_leaver_over_takes_nothing_from_the_family(d, monde, entrer):
    """ONDE's import of the other school carries the tie there: what was read here stays read."""
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cm2)
    lien.anciennes_ecoles.add(d.elementaire)
    Responsabilite.objects.filter(pk=lien.pk).update(etablissement=d.maternelle)
    assert entrer(d.mere).get(de_l_enfant(d.eleve_cm2, d.cm2)).status_code == 200


def test_it_ends_with_the_time_that_a_year_is_kept(d, monde, entrer, horloge):
    horloge(dt.datetime(2028, 8, 30, 10, tzinfo=RENTREE.tzinfo))
    assert entrer(d.mere).get(de_l_enfant(d.eleve_cm2, d.cm2)).status_code == 200
    horloge(dt.datetime(2028, 9, 1, 10, tzinfo=RENTREE.tzinfo))
    assert entrer(d.mere).get(de_l_enfant(d.eleve_cm2, d.cm2)).status_code == 404


def test_what_was_confided_ended(d, monde, entrer):
    assert set(statuts(entrer(d.assistante), adresses(d, monde)).values()) == {404}


# --- Who taught ---------------------------------------------------------------------------------------------------------
def test_a_teacher_reads_the_class_that_they_held(d, monde, entrer):
    client = entrer(d.enseignante)
    page = client.get(reverse("annee_classe", args=[d.cp_ce1.pk]) + NOVEMBRE).text
    for dit in ("Les sons en ou", "Ma feuille d’arbre", "La sortie au verger", "Sortie à la ferme", "Inès · CP-CE1"):
        assert dit in page
    assert "Voici ma feuille" in client.get(reverse("cahier_travail", args=[monde.travail.pk])).text
    assert "Inès a mal dormi" in client.get(reverse("messagerie_fil", args=[monde.fil.pk])).text
    assert "Mme Belhadj" in client.get(reverse("carnet_suivi", args=[monde.mot.pk])).text
    assert "Les sons en ou" in client.get(reverse("cahier_seance", args=[monde.seance.pk])).text
    assert client.get(reverse("cahier_annee_classe", args=[d.cp_ce1.pk])).status_code == 200
    assert client.get(reverse("cahier_annee_pdf_classe", args=[d.cp_ce1.pk])).content[:4] == b"%PDF"
    assert "Le beau dessin de Inès" in client.get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).text


def test_of_their_own_child_a_teacher_reads_no_word_of_the_other_adult_there_either(d, monde, entrer):
    Remise.objects.filter(pk=monde.remise.pk).update(par=d.mere)
    travail = reverse("cahier_travail", args=[monde.travail.pk])
    assert "Voici ma feuille" in entrer(d.enseignante).get(travail).text
    devient_parent(d.enseignante, d.eleve_cp, d.elementaire)
    page = entrer(relu(d.enseignante)).get(travail).text
    assert "Voici ma feuille" not in page and "Celle de Kenza" in page


def test_a_new_teacher_reads_the_portfolio_and_no_private_word(d, monde, entrer):
    """M. Caradec has Inès this year, and had the CM2 last year."""
    client = entrer(d.enseignant)
    assert client.get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).status_code == 200
    interdits = [
        reverse("annee_classe", args=[d.cp_ce1.pk]),
        reverse("messagerie_fil", args=[monde.fil.pk]),
        reverse("cahier_travail", args=[monde.travail.pk]),
        reverse("carnet_suivi", args=[monde.mot.pk]),
        reverse("cahier_annee_pdf_classe", args=[d.cp_ce1.pk]),
    ]
    assert [client.get(adresse).status_code for adresse in interdits] == [404] * 5
    assert client.get(reverse("annee_classe", args=[d.cm2.pk])).status_code == 200


def test_the_former_teacher_reads_nothing_of_the_portfolio_since(d, monde, entrer):
    EntreePortfolio.objects.create(
        etablissement=d.elementaire, eleve=d.eleve_cp, auteur=d.enseignant, titre="Le poème de septembre"
    )
    page = entrer(d.enseignante).get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).text
    assert "Le beau dessin de Inès" in page
    assert "Le poème de septembre" not in page


def test_a_colleague_who_left_reads_nothing_there_any_more(d, monde, entrer):
    Role.objects.filter(personne=d.enseignante).update(fin=dt.date(2027, 8, 31))
    assert entrer(d.enseignante).get(reverse("annee_classe", args=[d.cp_ce1.pk])).status_code == 404


def test_a_class_given_back_in_the_year_is_not_theirs(d, mardi, horloge):
    Affectation.objects.filter(enseignant=d.enseignante).update(fin=dt.date(2027, 2, 1))
    horloge(RENTREE)
    tourner(d.elementaire)
    assert relu(d.enseignante).autrefois.portee.classes_tenues == frozenset()


def test_a_direction_reads_what_it_followed_and_no_private_word(d, monde, entrer):
    client = entrer(d.directrice)
    page = client.get(reverse("annee_classe", args=[d.cp_ce1.pk]) + NOVEMBRE).text
    assert "Les sons en ou" in page and "La sortie au verger" in page
    assert client.get(reverse("messagerie_fil", args=[monde.fil.pk])).status_code == 404
    assert "Voici ma feuille" not in client.get(reverse("cahier_travail", args=[monde.travail.pk])).text
    autre = entrer(d.directrice_maternelle)
    assert autre.get(reverse("annee_classe", args=[d.cp_ce1.pk])).status_code == 404


def test_what_an_answer_quotes_is_found_in_a_long_thread_that_is_over(d, monde, entrer):
    premier = monde.fil.messages.get()
    Message.objects.bulk_create(
        Message(
            fil=monde.fil, numero=n, revision=n, uuid=uuid.uuid4(), auteur=d.mere, texte="…", parti_le=premier.parti_le
        )
        for n in range(2, 62)
    )
    Message.objects.filter(fil=monde.fil, numero=61).update(en_reponse_a=premier)
    Fil.objects.filter(pk=monde.fil.pk).update(dernier_numero=61)
    client, adresse = entrer(d.enseignante), reverse("messagerie_fil", args=[monde.fil.pk])
    citee = f"{adresse}?message=1#m1"
    page = client.get(adresse).text
    assert f'href="{citee}"' in page and 'id="m1"' not in page
    assert 'id="m1"' in client.get(citee).text


# --- Nothing is written -------------------------------------------------------------------------------------------------
def test_nothing_of_a_year_that_is_over_is_written(d, monde, entrer):
    mere, enseignante, directrice = entrer(d.mere), entrer(d.enseignante), entrer(d.directrice)
    ecrits = [
        (mere, reverse("cahier_cocher", args=[monde.travail.pk, d.eleve_cp.uuid]), {"fait": "1"}),
        (mere, reverse("cahier_rendre", args=[monde.travail.pk, d.eleve_cp.uuid]), {"texte": "Encore"}),
        (mere, reverse("carnet_signer", args=[d.eleve_cp.uuid, monde.mot.pk]), {}),
        (mere, reverse("carnet_reprendre", args=[d.eleve_cp.uuid, monde.mot.pk]), {}),
        (mere, reverse("journal_commenter", args=[monde.billet.pk]), {"texte": "Bravo"}),
        (enseignante, reverse("messagerie_envoyer", args=[monde.annonce.pk]), {"texte": "Encore"}),
        (enseignante, reverse("cahier_retirer", args=[monde.travail.pk]), {}),
        (enseignante, reverse("journal_retirer", args=[monde.billet.pk]), {}),
        (enseignante, reverse("carnet_relancer", args=[monde.mot.pk]), {}),
        (enseignante, reverse("cahier_remise", args=[monde.remise.pk]), {"texte": "Encore"}),
    ]
    assert {(adresse, client.post(adresse, donnees).status_code) for client, adresse, donnees in ecrits} == {
        (adresse, 404) for _client, adresse, _donnees in ecrits
    }
    refus = directrice.post(reverse("messagerie_envoyer", args=[monde.annonce.pk]), {"texte": "Encore"})
    assert refus.status_code == 403
    assert (
        "L’année de cette classe est finie" in directrice.get(reverse("messagerie_fil", args=[monde.annonce.pk])).text
    )


def test_pages_of_a_year_offer_no_form(d, monde, entrer):
    client = entrer(d.mere)
    for adresse in adresses(d, monde).values():
        principal = client.get(adresse).text.partition("<main")[2].partition("</main>")[0]
        formulaires = [f for f in principal.split("<form")[1:] if "traduire" not in f.partition(">")[0]]
        assert formulaires == [], adresse


# --- Files --------------------------------------------------------------------------------------------------------------
def test_files_follow_what_holds_them(d, monde):
    (photo,) = fichiers_de(monde.billet)
    assert lisible_par(relu(d.enseignante), photo.uuid) == photo
    assert lisible_par(relu(d.enseignant), photo.uuid) is None
    assert lisible_par(relu(d.directrice_maternelle), photo.uuid) is None
    assert lisible_par(relu(d.mere_arabophone), photo.uuid) is None  # nobody agreed


# --- The list -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("qui", "requetes"), [("mere_arabophone", 9), ("mere", 9), ("enseignante", 9)])
def test_the_list_costs_the_same_for_one_and_three(d, monde, entrer, qui, requetes, django_assert_num_queries):
    client = entrer(getattr(d, qui))
    with django_assert_num_queries(requetes):
        page = client.get("/annees/").text
    assert "2026-2027" in page


def test_before_the_turn_there_is_nothing_and_pupils_have_no_such_page(d, mardi, entrer):
    assert "Rien d’une année passée" in entrer(d.mere).get("/annees/").text
    assert entrer(d.eleve_cp).get("/annees/").status_code == 404


def test_things_of_today_stay_where_they_are(d, monde):
    """Inès's mother reads today's class by today's right: the reach of the past is another."""
    assert {s.classe_id for s in relu(d.mere).portee.suivis} == {monde.classes["ce1"].pk, d.ms.pk}
    assert {s.classe_id for s in relu(d.mere).autrefois.portee.suivis} == {d.cp_ce1.pk, d.cm2.pk, d.ms.pk}
    assert not Billet.objects.visibles_par(relu(d.mere)).exists()
    assert not Mot.objects.des_enfants_de(relu(d.mere)).exists()
    assert not Remise.objects.corrigees_par(relu(d.enseignante)).exists()
    assert not Fil.objects.visibles_par(relu(d.enseignante)).filter(nature="foyer").exists()


@pytest.mark.parametrize("qui", ["mere", "mere_arabophone", "enseignante", "directrice"])
def test_where_an_email_of_the_year_led_still_opens(d, monde, entrer, qui):
    """What it announced is read under the years that are over: « L’adresse est fausse » was answered of a travail and of a mot."""
    personne = relu(getattr(d, qui))
    dites = set(Notification.objects.filter(destinataire=personne).values_list("adresse", flat=True))
    client = entrer(personne)
    menent = {adresse: client.get(adresse, follow=True).status_code for adresse in dites}
    assert menent == dict.fromkeys(dites, 200)
