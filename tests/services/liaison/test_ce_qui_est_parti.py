"""What left is never said not to have left, and what was refused in time never leaves: answers, keys, clocks and lost words crossing a sending."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ent.annuaire.models import Etablissement
from ent.diffusion.models import Notification
from ent.services.liaison.actions import cles, envois, familles, guichets, montrer, receptions, seaux
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.lectures.envois import qui_part
from ent.services.liaison.lectures.familles import parties_parties
from ent.services.liaison.models import Cle, Dossier, Envoi, Reception
from ent.socle import dehors

from .voyage import accorder, defaire, montrer_et_accorder, octets, relire


def dire_non(dossier: Dossier, qui) -> None:
    dits = {ligne["partie"]: (ligne["empreinte"], False) for ligne in montree(dossier).contenu}
    familles.repondre(dossier=relire(dossier), par=qui, choix="non", dits=dits)


def demander(d, dossier: Dossier) -> None:
    envois.envoyer(dossiers=[relire(dossier)], auteur=d.directrice)


def continuer() -> None:
    Envoi.objects.update(prochain_le=timezone.now())
    envois.reprendre()


def etats() -> list[tuple[str, str]]:
    return list(Envoi.objects.order_by("pk").values_list("etat", "motif"))


@pytest.fixture
def pendant(monkeypatch):
    """``pendant(où, "nom", geste)``: done once, in the middle of what that function does."""

    def poser(ou, nom: str, geste) -> None:
        vrai, faits = getattr(ou, nom), []

        def au_milieu(*a, **o):
            rendu = vrai(*a, **o)
            if not faits:
                faits.append(1)
                geste()
            return rendu

        monkeypatch.setattr(ou, nom, au_milieu)

    return poser


# --- While it is sealed ------------------------------------------------------------------------------------------------
def test_a_no_said_while_the_archive_is_sealed_is_obeyed(d, accorde, college, reseau, pendant):
    pendant(seaux, "ecrire_l_archive", lambda: dire_non(accorde, d.pere_separe))
    demander(d, accorde)
    continuer()
    assert etats() == [("refuse", "sans_accord")]
    assert not Reception.objects.exists()


def test_a_child_named_on_a_photo_while_it_is_sealed_keeps_that_photo(d, accorde, college, reseau, pendant):
    """No action of the family: what may go is read again when it leaves."""
    photo = montree(accorde).fichiers.select_related("fichier").first().fichier
    pendant(seaux, "ecrire_l_archive", lambda: photo.visages.create(eleve=d.eleve_cp))
    demander(d, accorde)
    assert not Reception.objects.exists()
    continuer()
    assert (Envoi.objects.get().omis, Reception.objects.get().etat) == (1, "a_confirmer")


# --- Once it may be over there -----------------------------------------------------------------------------------------
def test_an_answer_that_is_lost_on_its_way_back_is_no_proof_that_nothing_left(d, accorde, college, reseau, monkeypatch):
    vrai = guichets.transmettre

    def perdu(methode, adresse, **k):
        recu = vrai(methode, adresse, **k)
        if methode == "PATCH":
            raise dehors.Injoignable("lent")
        return recu

    monkeypatch.setattr(guichets, "transmettre", perdu)
    demander(d, accorde)
    assert etats() == [("en_cours", "injoignable")]
    assert parties_parties(accorde.pk) == set(Envoi.objects.get().parties)
    with pytest.raises(ValidationError):
        dire_non(accorde, d.pere_separe)
    monkeypatch.setattr(guichets, "transmettre", vrai)
    continuer()
    assert (etats(), Reception.objects.get().etat) == ([("recu", "")], "a_confirmer")


def test_what_fails_before_its_first_byte_has_not_left(d, accorde, college, reseau):
    reseau.couper = lambda methode, _chemin: methode == "POST"
    demander(d, accorde)
    assert (etats(), parties_parties(accorde.pk)) == ([("a_envoyer", "injoignable")], frozenset())
    dire_non(accorde, d.pere_separe)


def test_one_that_a_later_version_replaced_on_its_way_did_leave(d, accorde, college, reseau, ecrire, monkeypatch):
    """Whole over there, not checked yet: the other school may still confirm it."""
    verifier, retenues = receptions.verifier, []
    monkeypatch.setattr(receptions, "verifier", lambda *, reception_id: retenues.append(reception_id))
    demander(d, accorde)
    ecrire(relire(accorde), sait="Il lit deux romans.")
    montrer_et_accorder(d, accorde)
    reseau.couper = lambda _methode, _chemin: True
    demander(d, accorde)
    assert etats() == [("refuse", "remplace"), ("a_envoyer", "injoignable")]
    with pytest.raises(ValidationError):
        dire_non(accorde, d.pere_separe)
    reseau.couper = lambda _methode, _chemin: False
    for pk in retenues:
        verifier(reception_id=pk)
    monkeypatch.setattr(receptions, "verifier", verifier)
    continuer()
    assert etats() == [("refuse", "remplace"), ("recu", "")]
    assert sorted(Reception.objects.values_list("etat", "motif")) == [("a_confirmer", ""), ("refusee", "remplace")]


def test_one_that_the_other_school_refused_is_no_departure(d, accorde, college, reseau):
    demander(d, accorde)
    receptions.refuser(reception=Reception.objects.get(), auteur=college.principale, motif="autre_ecole", precision="")
    continuer()
    assert (etats(), parties_parties(accorde.pk)) == ([("refuse", "autre_ecole")], frozenset())


def test_under_a_key_that_is_revoked_what_left_stays_what_left_and_another_goes(
    d, accorde, college, reseau, monkeypatch
):
    monkeypatch.setattr(receptions, "verifier", lambda *, reception_id: None)
    demander(d, accorde)
    cles.revoquer(cle=Cle.objects.get(etablissement=d.elementaire), auteur=d.directrice)
    assert etats() == [("refuse", "remplace"), ("a_envoyer", "")]
    assert parties_parties(accorde.pk)


def test_a_worker_that_fails_late_brings_back_nothing_that_was_replaced(
    d, accorde, college, reseau, ecrire, monkeypatch
):
    vrai, faits = guichets.transmettre, []

    def lent(methode, adresse, **k):
        if not faits:
            faits.append(1)
            ecrire(relire(accorde), sait="Il lit deux romans.")
            montrer_et_accorder(d, accorde)
            with monkeypatch.context() as sans_ouvrier:
                sans_ouvrier.setattr(envois.diffusion, "differer", lambda *_a, **_o: None)
                demander(d, accorde)
            raise dehors.Injoignable("lent")
        return vrai(methode, adresse, **k)

    monkeypatch.setattr(guichets, "transmettre", lent)
    demander(d, accorde)
    assert etats() == [("refuse", "remplace"), ("a_envoyer", "")]
    continuer()
    assert etats() == [("refuse", "remplace"), ("recu", "")]
    assert Reception.objects.count() == 1


def test_a_clock_that_is_set_back_makes_no_version_older(d, accorde, college, reseau, ecrire, horloge):
    demander(d, accorde)
    horloge(timezone.now() - dt.timedelta(minutes=4))
    ecrire(relire(accorde), sait="Il lit deux romans.")
    montrer_et_accorder(d, accorde)
    demander(d, accorde)
    continuer()
    assert etats()[-1] == ("recu", "")
    assert sorted(Reception.objects.values_list("etat", "motif")) == [("a_confirmer", ""), ("refusee", "remplace")]


def test_refused_as_older_with_nothing_later_who_sent_it_is_told(d, accorde, college, reseau):
    demander(d, accorde)
    Reception.objects.update(etat="refusee", motif="remplace")
    Notification.objects.all().delete()
    continuer()
    assert etats() == [("refuse", "remplace")]
    assert Notification.objects.filter(nature="liaison.suivi", destinataire=d.directrice).exists()


# --- What goes with it -------------------------------------------------------------------------------------------------
def test_a_word_does_not_go_where_its_author_let_nothing_go(d, montre, college):
    accorder(relire(montre), d.mere)
    accorder(relire(montre), d.pere_separe, mot="Il aime lire.")
    assert [mot["texte"] for mot in qui_part(relire(montre))[1].dossier["mots"]] == ["Il aime lire."]
    autre = Etablissement.objects.exclude(pk__in=[d.college.pk, d.elementaire.pk]).order_by("pk")[0]
    Dossier.objects.filter(pk=montre.pk).update(destination=autre)
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    accorder(relire(montre), d.mere)
    _version, composition = qui_part(relire(montre))
    assert composition.parties and composition.dossier["mots"] == []


def test_handed_over_again_it_is_what_may_go_now(d, accorde, college):
    premier = envois.remettre(dossier=relire(accorde), auteur=d.directrice)
    assert envois.remettre(dossier=relire(accorde), auteur=d.directrice).pk == premier.pk
    premier.version.fichiers.select_related("fichier").first().fichier.visages.create(eleve=d.eleve_cp)
    second = envois.remettre(dossier=relire(accorde), auteur=d.directrice)

    def photos(envoi: Envoi) -> int:
        return sum(nom.startswith("fichiers/") for nom in defaire(octets(envoi.cle_objet)))

    assert (photos(premier), photos(second)) == (2, 1)
