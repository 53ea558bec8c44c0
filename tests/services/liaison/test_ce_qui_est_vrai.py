"""What is said of a dossier is true, to whom it may be said: two écoles of one year, a head who is a parent, a refusal that nobody tries again, a time that is over."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne, Responsabilite
from ent.services.liaison.actions import familles, papier, receptions
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.lectures.envois import lignes_de
from ent.services.liaison.models import Correspondant, Dossier, Morceau, Reception
from tests.annuaire.test_historique import lire as lire_le_journal
from tests.portail.test_accueil import texte

from .test_echange import envoyer, plus_tard
from .voyage import relire


# --- A child who changed schools during the year -----------------------------------------------------------------------------
def test_what_two_ecoles_sent_of_one_child_is_found_whole_from_the_class_and_from_the_sheet(
    d, accorde, college, reseau, entrer
):
    envoyer(d, accorde)
    une = Reception.objects.get()
    receptions.confirmer(reception=une, eleve=d.eleve_cm2, auteur=college.principale)
    une.refresh_from_db()
    communs = {"octets": 1, "recus": 1, "etat": Reception.Etat.CONFIRMEE, "dossier": uuid4(), "identifiant": uuid4()}
    autre = Reception.objects.create(
        etablissement=d.college,
        de=d.maternelle,
        contenu=une.contenu,
        eleve=d.eleve_cm2,
        efface_le=une.efface_le,
        recue_le=timezone.make_aware(dt.datetime(2026, 10, 1, 9)),
        **communs,
    )
    fiche = reverse("annuaire_eleve", args=[d.college.uai, d.eleve_cm2.uuid])
    for qui, adresse in [
        (college.professeur, reverse("liaison_d_avant")),
        (college.principale, reverse("liaison_d_avant")),
        (college.principale, fiche),
    ]:
        lue = entrer(qui).get(adresse)
        liens = [lue.text.find(reverse("liaison_lire", args=[r.uuid])) for r in (une, autre)]
        assert 0 < liens[0] < liens[1], "both, the newest first"
        dits = texte(lue)
        assert d.elementaire.nom in dits and d.maternelle.nom in dits and "1 octobre 2026" in dits.replace("1er", "1")
    autre.delete()
    assert d.elementaire.nom not in texte(entrer(college.principale).get(fiche)), "there is no other to tell it from"


# --- A head who is the other parent ------------------------------------------------------------------------------------------
@pytest.fixture
def repondu(d, montre) -> Dossier:
    """By the father by his account, by the mother on paper: she has none."""
    contenu = montree(montre).contenu
    dits = {ligne["partie"]: (ligne["empreinte"], True) for ligne in contenu}
    familles.repondre(dossier=relire(montre), par=d.pere_separe, choix="oui", dits=dits)
    oui = {ligne["partie"]: True for ligne in contenu}
    papier.saisir(dossier=relire(montre), auteur=d.enseignant, adulte=d.mere, numero=1, dits=oui)
    return relire(montre)


REPONDU, SAISI = "a répondu au dossier de liaison", "a noté la réponse d’un coupon"


def repondre_de(d, adulte: Personne, enfant: Personne) -> None:
    Responsabilite.objects.create(
        adulte=adulte,
        enfant=enfant,
        etablissement=d.elementaire,
        lien="mere",
        autorite="confirmee",
        debut=d.cm2.annee.debut,
    )


def journal(client, d, **demande: str) -> str:
    lue = client.get(reverse("annuaire_journal", args=[d.elementaire.uai]), demande)
    assert lue.status_code == 200
    return texte(lue)


def test_a_head_reads_in_the_journal_nothing_that_the_other_holder_of_her_child_answered(d, repondu, entrer):
    dit = journal(entrer(d.directrice), d)
    assert REPONDU in dit and SAISI in dit, "what could leak"
    repondre_de(d, d.directrice, repondu.eleve)
    client = entrer(d.directrice)
    for demande in ({}, {"quoi": "liaison"}, {"qui": "familles"}, {"jour": f"{timezone.localdate():%Y-%m-%d}"}):
        dit = journal(client, d, **demande)
        assert REPONDU not in dit and SAISI not in dit, demande
    assert any("a montré 1 dossier de liaison" in ligne for ligne in lire_le_journal(client, d.elementaire))
    dits = {ligne["partie"]: (ligne["empreinte"], True) for ligne in montree(repondu).contenu}
    familles.repondre(dossier=repondu, par=d.directrice, choix="oui", dits=dits)
    assert journal(client, d).count(REPONDU) == 1, "her own"


def test_a_head_reads_it_of_the_children_of_others(d, repondu, entrer):
    """She has one in the school, who is not this one."""
    repondre_de(d, d.directrice, d.eleve_cp)
    dit = journal(entrer(d.directrice), d)
    assert REPONDU in dit and SAISI in dit


# --- Sentences ---------------------------------------------------------------------------------------------------------------
def phrase(d, dossier: Dossier) -> str:
    """What the head who sends reads of it."""
    (ligne,) = [li for li in lignes_de(relire(dossier).campagne, d.directrice) if li.dossier.pk == dossier.pk]
    return ligne.motif


def test_a_key_that_was_taken_away_before_the_check_says_what_to_do_and_promises_no_other_try(
    d, accorde, college, reseau, monkeypatch, entrer
):
    verifier, arrivees = receptions.verifier, []
    monkeypatch.setattr(receptions, "verifier", lambda *, reception_id: arrivees.append(reception_id))
    envoi, cles = envoyer(d, accorde), college.l_ecole.cles
    Correspondant.objects.filter(pk=college.l_ecole.pk).update(cles=[])
    assert plus_tard(envoi).etat == "en_cours"
    assert "nous réessayons" in phrase(d, accorde), "while it is on its way"
    for pk in arrivees:
        verifier(reception_id=pk)
    Correspondant.objects.filter(pk=college.l_ecole.pk).update(cles=cles)
    envoi = plus_tard(envoi)
    assert (envoi.etat, envoi.motif) == ("refuse", "cle")
    dite = phrase(d, accorde)
    assert "réessayons" not in dite and "envoyez-le de nouveau" in dite
    assert "réessayons" not in texte(entrer(college.principale).get(reverse("liaison_recus")))


@pytest.mark.parametrize("ici", [False, True])
def test_one_that_was_erased_there_on_its_date_is_said_so_by_both_doors(d, accorde, college, reseau, ici):
    if ici:
        Correspondant.objects.all().delete()
    envoi = envoyer(d, accorde)
    Reception.objects.update(efface_le=timezone.localdate() - dt.timedelta(days=1))
    receptions.faire_le_menage()
    envoi = plus_tard(envoi)
    assert (envoi.etat, envoi.motif) == ("refuse", "trop_tard")


# --- Time passes -------------------------------------------------------------------------------------------------------------
def arriver(d, etat: str, age: dt.timedelta, dernier_morceau: dt.timedelta) -> Reception:
    maintenant = timezone.now()
    return Reception.objects.create(
        etablissement=d.college,
        de=d.elementaire,
        identifiant=uuid4(),
        octets=2,
        etat=etat,
        recue_le=maintenant - age,
        avance_le=maintenant - dernier_morceau,
    )


def test_ten_minutes_are_counted_from_the_last_piece_and_not_from_the_announcement(d, college, monkeypatch):
    """A heavy dossier that took an hour to arrive is being checked: it is not checked twice at once."""
    verifiees = []
    monkeypatch.setattr(receptions, "verifier", lambda *, reception_id: verifiees.append(reception_id))
    heure = dt.timedelta(hours=1)
    arriver(d, "a_verifier", heure, dt.timedelta(minutes=1))
    laissee = arriver(d, "a_verifier", heure, dt.timedelta(minutes=11))
    receptions.reverifier()
    assert verifiees == [laissee.pk]


def test_a_piece_that_comes_is_the_last_one(d, college, horloge):
    reception = arriver(d, "en_cours", dt.timedelta(days=4), dt.timedelta(days=2))
    receptions.faire_le_menage()
    assert Reception.objects.filter(pk=reception.pk).exists(), "it still arrives"
    receptions.prendre_un_morceau(reception=reception, debut=0, contenu=b"x")
    horloge(timezone.now() + dt.timedelta(days=2))
    receptions.faire_le_menage()
    assert Morceau.objects.filter(reception=reception.pk).exists()
    horloge(timezone.now() + dt.timedelta(days=2))
    receptions.faire_le_menage()
    assert not Reception.objects.exists()


def test_what_arrives_again_while_others_are_erased_is_judged_again_and_kept(d, college, monkeypatch):
    _abandonnee, reprise = (arriver(d, "en_cours", dt.timedelta(days=5), dt.timedelta(days=4)) for _n in range(2))
    vider = receptions._vider

    def pendant(reception: Reception) -> None:
        receptions.prendre_un_morceau(reception=reprise, debut=0, contenu=b"x")
        vider(reception)

    monkeypatch.setattr(receptions, "_vider", pendant)
    receptions.faire_le_menage()
    assert list(Reception.objects.all()) == [reprise] and reprise.morceaux.exists()
