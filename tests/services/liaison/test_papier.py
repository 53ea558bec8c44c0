"""Paper for those whom no account reaches: printed, in two languages, then typed by who teaches."""

import datetime as dt
import io

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne
from ent.connexion.actions import fusionner
from ent.services.liaison.actions import montrer, papier, preparation
from ent.services.liaison.models import Avis
from tests.services.liaison.conftest import relire
from tests.services.liaison.voyage import accorder

PARTIES = ("savoirs", "positions")


@pytest.fixture
def sans_compte(d, campagne, ecrire):
    """One of the class whose only holder has no account; shown."""
    sien = campagne.dossiers.exclude(eleve=d.eleve_cm2).first()
    ecrire(sien, sait="Elle lit.", aide="Du temps.", positions={"CPD_FRA": 3})
    preparation.ecrire_la_sante(dossier=sien, auteur=d.directrice, texte="Arachide.")
    montrer.montrer(dossier=relire(sien), auteur=d.enseignant)
    return relire(sien)


def adulte_de(dossier) -> Personne:
    return Personne.objects.get(responsabilites__enfant=dossier.eleve)


def texte(reponse) -> str:
    return " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(reponse.content)).pages)


def test_it_is_printed_for_them_alone_without_the_pai_but_for_the_head(d, sans_compte, montre, entrer):
    adresse = reverse("liaison_papiers", args=[sans_compte.campagne.uuid])
    dit = texte(entrer(d.enseignant).post(adresse))
    assert "Elle lit." in dit
    assert "Signature" in dit
    assert "roman" not in dit, "Sofiane's family has an account"
    assert "Arachide" not in dit
    assert relire(sans_compte).papier_remis_le is not None
    assert "Arachide" in texte(entrer(d.directrice).post(adresse))


def test_it_says_each_sentence_in_the_language_of_its_reader_too(d, sans_compte, entrer, encre):
    Personne.objects.filter(pk=adulte_de(sans_compte).pk).update(langue="tr")
    entrer(d.enseignant).post(reverse("liaison_papiers", args=[sans_compte.campagne.uuid]))
    assert encre.a_dit("Cochez oui ou non")
    assert encre.a_dit("Evet")
    assert encre.perdues == []


def test_its_coupon_is_typed_part_by_part(d, sans_compte, entrer):
    adulte, client = adulte_de(sans_compte), entrer(d.enseignant)
    adresse = reverse("liaison_coupon", args=[sans_compte.uuid, 1])
    envoi = {"adulte": str(adulte.uuid), "p-savoirs": "oui", "p-positions": "non"}
    assert client.post(adresse, {"adulte": str(adulte.uuid), "p-savoirs": "oui"}).status_code == 422
    assert client.post(adresse, envoi).status_code == 302
    avis = {a.partie: (a.accorde, a.sur_papier, a.saisi_par) for a in Avis.objects.filter(dossier=sans_compte)}
    assert avis == {"savoirs": (True, True, d.enseignant), "positions": (False, True, d.enseignant)}
    page = client.get(reverse("liaison_campagne", args=[sans_compte.campagne.uuid])).text
    assert "<b>1</b> sur 12" in page
    assert "sauf « où il en est du socle »" in page


def test_a_coupon_follows_its_holder_into_the_account_that_they_had(d, sans_compte):
    """« Ajouter un enfant », with the paper of this school: the no that was typed of them is theirs."""
    adulte = adulte_de(sans_compte)
    papier.saisir(
        dossier=sans_compte, auteur=d.enseignant, adulte=adulte, numero=1, dits={"savoirs": True, "positions": False}
    )
    fusionner(depuis=adulte, vers=d.mere_arabophone, etablissement=d.elementaire)
    dits = set(Avis.objects.filter(dossier=sans_compte).values_list("personne", "partie", "accorde"))
    assert dits == {(d.mere_arabophone.pk, "savoirs", True), (d.mere_arabophone.pk, "positions", False)}


@pytest.mark.parametrize(("le_papier_dit", "apres", "part"), [(False, 1, False), (False, -1, True), (True, 1, True)])
def test_of_two_records_of_one_holder_that_become_one_the_last_word_counts(d, montre, le_papier_dit, apres, part):
    """A name spelt otherwise. Left behind with a record that nobody is any more, a former « non » would hold the part for ever."""
    autre = Personne.objects.create(prenom="Nadiah", nom="Belhaj", password="!")
    annuaire.rattacher(adulte=autre, enfant=d.eleve_cm2, etablissement=d.elementaire)
    accorder(montre, d.mere)
    montre.retours.update(repondu_le=timezone.now())
    dits = dict.fromkeys(PARTIES, le_papier_dit)
    papier.saisir(dossier=montre, auteur=d.enseignant, adulte=autre, numero=1, dits=dits)
    quand = timezone.now() + dt.timedelta(hours=apres)
    Avis.objects.filter(personne=autre).update(dit_le=quand)
    montre.retours.filter(personne=autre).update(repondu_le=quand)
    fusionner(depuis=autre, vers=d.mere, etablissement=d.elementaire)
    siens = Avis.objects.filter(dossier=montre, partie="savoirs")
    assert [(a.personne, a.accorde) for a in siens] == [(d.mere, part)]
    assert [(r.personne, r.choix) for r in montre.retours.all()] == [(d.mere, "oui" if part else "non")]


def test_what_a_holder_answered_by_their_account_stays_theirs(d, montre):
    version = montre.versions.get()
    Avis.objects.create(
        dossier=montre, personne=d.mere, partie="savoirs", empreinte=version.contenu[0]["empreinte"], accorde=False
    )
    montre.retours.create(personne=d.mere, version_lue=1, choix="non", repondu_le=version.montree_le)
    with pytest.raises(ValidationError, match="a répondu avec son compte"):
        papier.saisir(dossier=montre, auteur=d.enseignant, adulte=d.mere, numero=1, dits={"savoirs": True})
    assert Avis.objects.get(dossier=montre).accorde is False
