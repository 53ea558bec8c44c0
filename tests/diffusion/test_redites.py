"""Who chooses another language reads in it what they were told before."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion import registres
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from ent.diffusion.sortes import sortes
from ent.portail.actions import choisir_langue
from tests.diffusion import redites

pytestmark = [pytest.mark.besoin_de("cahier_de_textes"), pytest.mark.besoin_de("messagerie")]


# Its accesses, and one a room in which one answers; the events, and from which day they were moved.
PLUSIEURS = {"acces_confies.acte": 3, "agenda_ecole.change": 2}
DITES_AUTREMENT_A_L_EQUIPE = {("portail.mouvement", None)}  # who teaches reads the whole name of the pupil, in French


def dits(personne) -> set[str]:
    return set(Notification.objects.filter(destinataire=personne).values_list("texte", flat=True))


@pytest.fixture
def donne(d, mardi):
    """A travail that families were told of."""
    from cahier_de_textes.actions.travaux import publier_travail

    return publier_travail(
        classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Page 14", date_pour=dt.date(2026, 11, 26)
    )


def test_what_was_told_is_said_again_in_the_language_now_chosen(d, donne):
    avant, du_pere = dits(d.mere), dits(d.pere_separe)
    assert any("À lire pour jeudi 26 novembre" in texte for texte in avant)
    choisir_langue(personne=d.mere, langue="en")
    apres = dits(d.mere)
    assert any("Page 14" in texte and "Thursday" in texte for texte in apres) and not avant & apres
    assert dits(d.pere_separe) == du_pere
    choisir_langue(personne=d.mere, langue="fr")
    assert dits(d.mere) == avant


def test_read_and_seen_stay_as_they_were_and_what_cannot_be_said_again_stays_too(d, donne):
    notifier(
        nature="essai.rien",
        objet_id=1,
        etablissement=d.elementaire,
        textes={(d.mere.pk, None): "Une phrase."},
        adresse="/",
    )
    Notification.objects.filter(destinataire=d.mere).update(lue_le=timezone.now())
    avant = list(Notification.objects.filter(destinataire=d.mere).values_list("pk", "lue_le", "visible_le"))
    choisir_langue(personne=d.mere, langue="tr")
    assert list(Notification.objects.filter(destinataire=d.mere).values_list("pk", "lue_le", "visible_le")) == avant
    assert "Une phrase." in dits(d.mere)


@pytest.mark.besoin_de("pages", "ent.services.agenda_ecole", "ent.services.vie_scolaire", "ent.services.periscolaire")
@pytest.mark.besoin_de("ent.services.tiers", "ent.services.continuite", "ent.services.espaces", "ent.services.liaison")
@pytest.mark.besoin_de("ent.services.rendez_vous", "ent.services.renseignements", "ent.services.souvenirs")
@pytest.mark.besoin_de("ent.services.acces_confies")
def test_every_sentence_said_again_is_the_one_that_was_told(d, donne):
    """In each room that can: told, then said again in the same language, nothing moves."""
    tout_dire(d, donne)
    deux_sorties(d)
    au_college(d)
    entre_ecoles(d)
    for dire in redites.TOUTES:
        dire(d)
    connues = set(registres.redites()) | set(registres.redites_possibles())
    dites = Notification.objects.filter(nature__in=connues)
    assert set(dites.values_list("nature", flat=True)) == connues
    assert {nature: n for nature in connues if (n := requetes_de(nature)) > PLUSIEURS.get(nature, 1)} == {}
    for personne in Personne.objects.filter(pk__in=dites.order_by().values("destinataire")):
        siennes = dites.filter(destinataire=personne)
        avant = dict(siennes.values_list("pk", "texte"))
        choisir_langue(personne=personne, langue=personne.langue)
        assert dict(siennes.values_list("pk", "texte")) == avant
        choisir_langue(personne=personne, langue="uk")
        restees = [n for n in siennes if n.texte == avant[n.pk]]
        assert {(n.nature, n.eleve_id) for n in restees} <= DITES_AUTREMENT_A_L_EQUIPE


def requetes_de(nature: str) -> int:
    """What it costs to say again all that was told of that kind: no sentence asks for more."""
    objets = set(Notification.objects.filter(nature=nature).values_list("objet_id", flat=True))
    with CaptureQueriesContext(connection) as requetes:
        redite = registres.redites().get(nature) or registres.redites_possibles()[nature]
        for dire in redite(objets).values():
            for phrase in [dire] if callable(dire) else dire:
                phrase("Inès")
    return len(requetes)


def entre_ecoles(d) -> None:
    """Four dates of a space of the CM2: told, moved, cancelled, put back."""
    from ent.services.espaces.actions import agenda, espaces, gens

    jours = {"debut": dt.date(2026, 11, 23), "fin": dt.date(2026, 12, 18)}
    espace = espaces.ouvrir(
        etablissement=d.elementaire, par=d.directrice, titre="La chorale", propos="Chanter.", **jours
    )
    gens.apporter(
        ecole=espace.ecoles.get(), par=d.directrice, adultes=[d.directrice], classes=[d.cm2], parmi=[d.cm2, d.cp_ce1]
    )
    champs = {"jour": dt.date(2026, 12, 3), "de": dt.time(14), "a": None, "lieu": "", "texte": ""}
    champs |= {"inscrit": "", "places": None, "jusqu_a": None}
    dites = [agenda.ajouter(espace=espace, par=d.directrice, titre=f"Chant {n}", **champs) for n in range(4)]
    agenda.corriger(date=dites[1], par=d.directrice, titre="Chant 1", **champs | {"jour": dt.date(2026, 12, 4)})
    for annulee in dites[2:]:
        agenda.annuler(date=annulee, par=d.directrice, mot="Grève.")
    agenda.retablir(date=dites[3], par=d.directrice)


def au_college(d) -> None:
    """Nadia's eldest is in 5e, whose ENT says one thing of each kind that is told; the calendar that she added is away."""
    from ent.services.continuite.actions import emetteurs, reception, releve
    from ent.services.continuite.models import AgendaExterne
    from tests.services.continuite.conftest import LIEN, college_de

    lina = college_de(d)
    champs = {"etablissement": d.college, "nom": "eCollège", "origines": "https://college.exemple.fr", "cles": []}
    emetteur, _secret = emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs=champs)
    dit = {"version": 1, "titre": "Mme Perrin, 5e B", "jour": "2026-11-26", "lien": LIEN}
    eleve = {"par": "id", "valeur": str(lina.uuid)}
    natures = ("mot", "message", "absence", "document")
    reception.recevoir(emetteur=emetteur, bruts=[dit | {"id": n, "nature": n, "eleve": eleve} for n in natures])
    depuis = timezone.now() - dt.timedelta(days=31)
    perdu = AgendaExterne.objects.create(
        titulaire=d.mere, eleve=lina, etablissement=d.college, nom="PRONOTE", garde=True, lu_le=depuis
    )
    muet = releve.Lecture(panne="muet")
    releve.ecrire(agenda=perdu.pk, college=d.college.pk, lecture=muet, aujourd_hui=timezone.localdate())
    un_compte_relie(d, lina)


def un_compte_relie(d, lina) -> None:
    """What the family let us read is over. What a platform said is in its own words, whatever the language."""
    from ent.services.continuite.actions import fil, plateformes
    from ent.services.continuite.models import CompteRelie

    champs = {"nom": "eCollège", "adresse": "https://college.exemple.fr", "client_id": "x"}
    plateforme = plateformes.declarer_une_plateforme(
        auteur=d.operateur, champs=champs, colleges=[d.college], secret="x"
    )
    compte = CompteRelie.objects.create(
        plateforme=plateforme, titulaire=d.mere, eleve=lina, etablissement=d.college, expire_le=timezone.now()
    )
    fil.ecrire(compte=compte.pk, lecture=fil.Lecture(refuse=True))


def tout_dire(d, donne) -> None:
    """One piece of news of each kind that can be said again."""
    from cahier_de_textes.actions.familles import relancer
    from ent.services.agenda_ecole import actions as agenda
    from ent.services.periscolaire import evenements as repas
    from ent.services.periscolaire.actions import ecole, fermeture, jours
    from ent.services.vie_scolaire.actions.appels import Dit, faire_l_appel
    from ent.services.vie_scolaire.demi_journees import demi_journee
    from messagerie.actions.mots import corriger_mot
    from messagerie.actions.mots_rappels import relancer_mot
    from tests.messagerie.mots import envoyer, signer
    from tests.pages.journal import publie
    from tests.services.periscolaire.matrice import REGLES

    relancer(travail=donne, auteur=d.enseignante, motif="vu")
    relancer_mot(mot=envoyer(d), auteur=d.enseignante)
    signer(signe := envoyer(d), d.eleve_cp, d.mere)
    corriger_mot(mot=signe, auteur=d.enseignante, texte="Départ 7 h 30.")
    publie(d, [], titre="La sortie")
    jour = {"jour": dt.date(2026, 12, 3), "dernier_jour": dt.date(2026, 12, 3), "de": dt.time(14), "a": dt.time(15)}
    for n in range(4):
        prevu = agenda.publier_evenement(
            etablissement=d.elementaire, auteur=d.enseignante, titre=f"Piscine {n}", classe=d.cp_ce1, **jour
        )
        if n == 1:
            agenda.corriger_evenement(evenement=prevu, auteur=d.enseignante, le=prevu.jour, lieu="Au gymnase")
        elif n > 1:
            agenda.annuler_evenement(evenement=prevu, auteur=d.enseignante, le=prevu.jour, portee="une", mot="Il pleut")
        if n == 3:
            agenda.retablir_evenement(evenement=prevu, auteur=d.enseignante)
    matin = demi_journee(d.elementaire, dt.date(2026, 11, 24), "matin")
    faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    cantine = ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=REGLES)
    voeux = [jours.Voeu(cantine, d.eleve_cp, dt.date(2026, 11, 30) + dt.timedelta(days=n), True) for n in range(2)]
    dites = jours.declarer_jours(voeux=voeux, par=d.directrice, origine="ecole").ecrits
    jours.prevenir(repas.PLACE, cantine, dites[1], {d.mere.pk})
    champs = REGLES | {"jours": REGLES["jours"].replace("0", "")}
    ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, service=cantine, champs=champs)
    fermeture.fermer_service(service=cantine, auteur=d.directrice)
    fermer_un_service(d)


def fermer_un_service(d) -> None:
    from ent.services.tiers.actions.ecole import fermer_a_l_ecole
    from tests.services.tiers.conftest import enregistrer, ouvrir

    service, _secret = enregistrer(d)
    fermer_a_l_ecole(ouverture=ouvrir(d, service), auteur=d.directrice)


def deux_sorties(d) -> None:
    """One that does not take place, one that does after all."""
    from ent.services.vie_scolaire.actions import changements
    from ent.services.vie_scolaire.actions.autorisations import demander_autorisation

    jour = dt.date(2026, 12, 4)
    for titre in ("Le moulin", "Le phare"):
        champs = {"titre": titre, "debut": jour, "fin": jour}
        sortie = demander_autorisation(
            etablissement=d.elementaire, auteur=d.enseignante, genre="sortie", classes=[d.cp_ce1], champs=champs
        )
        changements.annuler_sortie(demande=sortie, auteur=d.enseignante, mot="Le car est en panne.")
    changements.retablir_sortie(demande=sortie, auteur=d.enseignante)


@pytest.mark.parametrize("combien", [1, 3])
def test_it_costs_a_query_a_kind_whatever_their_number(d, mardi, combien, django_assert_num_queries):
    from cahier_de_textes.actions.travaux import publier_travail

    for n in range(combien):
        publier_travail(
            classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte=f"Page {n}", date_pour=dt.date(2026, 11, 26)
        )
    with django_assert_num_queries(7):
        choisir_langue(personne=d.mere, langue="en")


# --- What one thing may have told in several words ----------------------------------------------------------------------
def test_who_wrote_last_is_the_one_of_whom_it_was_told(d, mardi):
    """One's own answer came after: the sentence does not name its reader."""
    redites.des_messages(d)
    assert "Mme Lefort vous a écrit." in dits(d.mere)
    choisir_langue(personne=d.mere, langue="en")
    assert {"Mme Lefort wrote to you.", "Mme Lefort wrote in “Announcements from CP-CE1”."} <= dits(d.mere)
    assert not any("Belhadj" in texte for texte in dits(d.mere))


@pytest.mark.besoin_de("ent.services.rendez_vous")
def test_what_is_no_longer_what_was_told_stays_and_says_nothing_more(d, mardi):
    """A booking whose slot moved since, by another hand than an action: where it is now was told to nobody."""
    from ent.services.rendez_vous.models import Creneau, Reservation

    redites.des_rendez_vous(d)
    sienne = Reservation.objects.get(responsable=d.mere)
    autre = Creneau.objects.create(rencontre=sienne.creneau.rencontre, debut=timezone.now(), fin=timezone.now())
    Reservation.objects.filter(pk=sienne.pk).update(creneau=autre)
    choisir_langue(personne=d.mere, langue="en")
    restes = {n.nature for n in Notification.objects.filter(destinataire=d.mere) if "Rendez-vous" in n.texte}
    assert restes == {"rendez_vous.change_par_l_ecole", "rendez_vous.rappel"}
    assert any(texte.startswith("Inès · Book") for texte in dits(d.mere))


def test_what_was_never_said_again_is_known_in_the_language_of_the_school(d, mardi):
    """Told in French, kept in French by who chose English before any of this: the next choice says it."""
    redites.des_messages(d)
    Personne.objects.filter(pk=d.mere.pk).update(langue="en")
    d.mere.refresh_from_db()
    choisir_langue(personne=d.mere, langue="tr")
    assert not any("a écrit" in texte for texte in dits(d.mere))


@pytest.mark.parametrize("combien", [1, 3])
def test_messages_cost_one_query_whatever_their_threads_and_authors(d, mardi, combien, django_assert_num_queries):
    from messagerie.actions import messages
    from tests.messagerie.fils import Fils

    fils = Fils(d)
    ecrits = [(fils.annonce, d.enseignante), (fils.foyer(), d.enseignante), (fils.foyer(d.eleve_cm2), d.enseignant)]
    for fil, auteur in ecrits[:combien]:
        messages.envoyer(fil=fil, auteur=redites.relu(auteur), uuid=uuid.uuid4(), texte="Bonjour")
    with django_assert_num_queries(7):
        choisir_langue(personne=d.mere, langue="en")


@pytest.mark.besoin_de("ent.services.acces_confies", "ent.services.vie_scolaire", "ent.services.rendez_vous")
def test_what_was_answered_in_their_place_is_said_again_whole(d, mardi):
    """One answer, then two that wait to be read; one that was taken back since stays told as it was."""
    from ent.services.vie_scolaire.actions.absences import retirer_absence
    from ent.services.vie_scolaire.models import DeclarationAbsence

    redites.un_acte_confie(d, 26)
    redites.un_acte_confie(d, 27)
    retirer_absence(
        declaration=DeclarationAbsence.objects.get(debut=dt.date(2026, 11, 26)), par=redites.relu(d.assistante)
    )
    [avant] = actes(d.mere)
    assert avant.count("ne viendra pas") == 2 and "vendredi 27 novembre" in avant and "jeudi 26 novembre" in avant
    choisir_langue(personne=d.mere, langue="en")
    [apres] = actes(d.mere)
    assert "Friday" in apres and "Thursday" in apres and "viendra" not in apres and "accès" not in apres
    choisir_langue(personne=d.mere, langue="fr")
    assert actes(d.mere) == [avant]


@pytest.mark.besoin_de("ent.services.acces_confies", "ent.services.vie_scolaire", "ent.services.rendez_vous")
def test_and_a_meeting_that_was_moved_in_their_place(d, mardi, horloge):
    from ent.annuaire.models import Delegation
    from ent.services.rendez_vous.actions import reservations
    from ent.services.rendez_vous.models import Creneau

    redites.des_rendez_vous(d)
    Delegation.objects.filter(delegant=d.mere, delegue=d.assistante).update(salles="absences+ rendez_vous+")
    redites.un_acte_confie(d, 27)
    [confie] = [s for s in redites.relu(d.assistante).portee.suivis_de("rendez_vous") if s.eleve.pk == d.eleve_cp.pk]
    sienne = reservations.Reservation.objects.en_vigueur().get(responsable=d.mere)
    vers = Creneau.objects.filter(rencontre=sienne.creneau.rencontre, etat=Creneau.Etat.OUVERT).last()
    horloge(mardi + dt.timedelta(minutes=5))
    reservations.deplacer(reservation=sienne, vers=vers, par=redites.relu(d.assistante), confie=confie)
    [avant] = actes(d.mere)
    assert "rendez-vous pour Inès" in avant and "ne viendra pas" in avant
    choisir_langue(personne=d.mere, langue="en")
    [apres] = actes(d.mere)
    assert "rendez-vous" not in apres and "viendra" not in apres


def actes(personne) -> list[str]:
    return list(
        Notification.objects.filter(destinataire=personne, nature="acces_confies.acte").values_list("texte", flat=True)
    )


# --- None is forgotten --------------------------------------------------------------------------------------------------
# What a family may be told, and is said again by nothing: each with its reason (docs/decisions/0150).
SANS_REDITE = {
    "continuite.nouvelle": "as another platform wrote it, whatever one's language",
}
# Beside what families are told, to adults of the schools alone, who read French.
A_L_EQUIPE = {"messagerie.image_cachee", "vie_scolaire.quatre_demi_journees"} | {
    f"espaces.{quoi}" for quoi in ("reponse", "nomme", "date_equipe", "place_equipe", "fin_proche", "archive")
}


@pytest.mark.besoin_de("pages", "ent.services.agenda_ecole", "ent.services.vie_scolaire", "ent.services.periscolaire")
@pytest.mark.besoin_de("ent.services.tiers", "ent.services.continuite", "ent.services.espaces", "ent.services.liaison")
@pytest.mark.besoin_de("ent.services.rendez_vous", "ent.services.renseignements", "ent.services.souvenirs")
@pytest.mark.besoin_de("ent.services.acces_confies")
def test_each_kind_that_a_family_reads_is_said_again_or_is_named_here_with_its_reason():
    dites = {nature for sorte in sortes() for nature in sorte.natures}
    dites |= set(registres.publics()) | set(registres.nouvelles_de_depart())
    de_l_equipe = set(registres.lecteurs()) - set(registres.publics())  # told to who works there, who alone may read it
    connues = set(registres.redites()) | set(registres.redites_possibles())
    assert dites - connues - de_l_equipe == set(SANS_REDITE) | A_L_EQUIPE
    assert not set(registres.redites()) & set(registres.redites_possibles())
