"""The school that receives: what takes the place of what, and what a signed archive may not bring."""

import datetime as dt
import uuid

import jwt
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Inscription, Personne
from ent.fichiers import sas
from ent.fichiers.models import Fichier
from ent.services.liaison.actions import envois, receptions
from ent.services.liaison.lectures.motifs import Refus
from ent.services.liaison.lectures.receptions import attente
from ent.services.liaison.models import Envoi, Reception
from tests.services.liaison.test_echange import envoyer
from tests.services.liaison.test_format import archive, lire, resigner, scelle  # noqa: F401
from tests.services.liaison.voyage import accorder, montrer_et_accorder, relire


def test_a_confirmed_dossier_is_read_until_the_next_one_is_confirmed(d, accorde, college, reseau, ecrire):
    """The child's first name is written otherwise: somebody confirms again; refused, the former stays."""
    envoyer(d, accorde)
    premiere = Reception.objects.get()
    receptions.confirmer(reception=premiere, eleve=d.eleve_cm2, auteur=college.principale)
    type(d.eleve_cm2).objects.filter(pk=d.eleve_cm2.pk).update(prenom="Soufiane")
    ecrire(relire(accorde), sait="Il lit deux romans.")
    montrer_et_accorder(d, accorde)
    envois.envoyer(dossiers=[relire(accorde)], auteur=d.directrice)
    seconde = Reception.objects.exclude(pk=premiere.pk).get()
    assert (seconde.etat, set(Reception.objects.lues_par(college.professeur))) == ("a_confirmer", {premiere})
    receptions.refuser(reception=seconde, motif="autre_ecole", precision="", auteur=college.principale)
    premiere.refresh_from_db()
    assert (premiere.etat, bool(premiere.contenu)) == ("confirmee", True)


def test_a_page_opened_before_gives_a_confirmed_dossier_to_no_other_child(d, accorde, college, reseau, entrer):
    """Nor says again otherwise why one was refused."""
    envoyer(d, accorde)
    reception = Reception.objects.get()
    adresse = reverse("liaison_confirmer", args=[reception.uuid])
    for _fois in range(2):
        receptions.confirmer(reception=reception, eleve=d.eleve_cm2, auteur=college.principale)
    zoe = Personne.objects.create(prenom="Zoé", nom="Arnaud")
    Inscription.objects.create(eleve=zoe, classe=college.sixieme, niveau="6E", debut=college.sixieme.annee.debut)
    tard = entrer(college.principale).post(adresse, {"eleve": str(zoe.uuid)}, follow=True)
    assert "vient d’être traité par quelqu’un d’autre" in tard.text
    assert Reception.objects.get().eleve == d.eleve_cm2
    with pytest.raises(ValidationError, match="vient d’être traité"):
        receptions.refuser(reception=reception, motif="autre_ecole", precision="", auteur=college.principale)


def test_a_check_that_could_not_end_leaves_nothing_behind_and_begins_again(d, accorde, college, reseau, monkeypatch):
    """Nobody could judge its second photo: the first one takes no place of the school meanwhile, however often that happens."""
    juger, faits = sas.juger, []

    def une_fois_sur_deux(*photo, **options):
        faits.append(photo)
        if len(faits) % 2 == 0:
            raise sas.SansVerdict
        return juger(*photo, **options)

    monkeypatch.setattr(sas, "juger", une_fois_sur_deux)
    envoyer(d, accorde)
    reception, la_bas = Reception.objects.get(), Fichier.objects.filter(etablissement=d.college)
    assert (len(faits), reception.etat, la_bas.count()) == (2, Reception.Etat.A_VERIFIER, 0)
    monkeypatch.undo()
    receptions.verifier(reception_id=reception.pk)
    reception.refresh_from_db()
    assert (reception.etat, la_bas.count()) == (Reception.Etat.A_CONFIRMER, 2)


def test_an_older_version_that_comes_late_takes_no_place(d, accorde, college, reseau, ecrire, monkeypatch, horloge):
    verifier, retenues = receptions.verifier, []
    monkeypatch.setattr(receptions, "verifier", lambda *, reception_id: retenues.append(reception_id))
    envoyer(d, accorde)
    horloge(timezone.now() + dt.timedelta(minutes=1))
    accorder(accorde, d.mere, sauf=("travaux",))
    ecrire(relire(accorde), sait="Il lit deux romans.")
    montrer_et_accorder(d, accorde, sauf=("travaux",))
    envois.envoyer(dossiers=[relire(accorde)], auteur=d.directrice)
    ancienne, neuve = retenues
    for pk in (neuve, ancienne):
        verifier(reception_id=pk)
    tard = Reception.objects.get(pk=ancienne)
    assert (tard.etat, tard.motif, tard.contenu, tard.fichiers.count()) == ("refusee", "remplace", {}, 0)
    gardee = Reception.objects.get(pk=neuve)
    assert (gardee.etat, gardee.fichiers.count()) == ("a_confirmer", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"humeur": float("nan")},
        {"humeur": "\ud800"},
        {"humeur": "\0"},
        {"annee_scolaire": "2026-0000"},
        {"eleve": {"nom": "B", "prenom": "S", "date_naissance": "2026-13-45"}},
        {"parties": [{"partie": "sante", "titre": "PAI", "contenu": {"texte": "SECRET"}}]},
        {"parties": [{"partie": "musique", "titre": "M", "contenu": {"joue": "x" * 30_000}}]},
        {"emis_le": "hier"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_pattern_does_not_say_is_refused_too(scelle, archive, change):  # noqa: F811
    with pytest.raises(Refus) as dit:
        lire(resigner(archive, scelle, **change), scelle)
    assert dit.value.code in {"forme", "altere"}


def test_members_that_nobody_reads_are_not_kept(scelle, archive):  # noqa: F811
    lue = lire(resigner(archive, scelle, humeur="x" * 100_000, sante={"texte": "SECRET"}), scelle)
    assert not {"humeur", "sante"} & lue.dossier.keys()


def test_schools_of_one_instance_do_not_slow_one_another(d, accorde, college, reseau, client):
    """Thirty-five calls that prove nothing, from the same address."""
    for _n in range(35):
        client.post("/dossiers/echange/annonces", b"{}", content_type="application/json")
    assert envoyer(d, accorde).etat == Envoi.Etat.RECU


@pytest.mark.parametrize("iss", ["\ud800", "x\0", "0780769"])
def test_a_school_that_is_no_number_is_nobody(d, client, iss):
    jeton = jwt.encode({"iss": iss, "aud": "0780769M"}, "k" * 32)
    reponse = client.post(
        "/dossiers/echange/annonces",
        b"{}",
        content_type="application/json",
        headers={"authorization": f"Bearer {jeton}"},
    )
    assert reponse.status_code == 403


# --- Versions of one dossier --------------------------------------------------------------------------------------------
@pytest.fixture
def deux_versions(d, accorde, college, reseau):
    """The first, confirmed; a later one, of a child told otherwise and without a part that its family took back since, which waits."""
    envoyer(d, accorde)
    une = Reception.objects.get()
    receptions.confirmer(reception=une, eleve=d.eleve_cm2, auteur=college.principale)
    une.refresh_from_db()
    plus_tard = {"emis_le": "2027-06-30T10:00:00+00:00", "parties": une.contenu["parties"][:1]}
    champs = {"efface_le": une.efface_le, "octets": 1, "recus": 1, "identifiant": uuid.uuid4()}
    deux = Reception.objects.create(
        etablissement=d.college,
        de=une.de,
        contenu=une.contenu | plus_tard | {"eleve": une.contenu["eleve"] | {"ine": "999999999AB"}},
        dossier=une.dossier,
        etat=Reception.Etat.A_CONFIRMER,
        **champs,
    )
    return une, deux


@pytest.mark.parametrize("detachee", [False, True])
def test_a_later_version_that_is_confirmed_takes_the_place_of_those_of_before(
    d, college, deux_versions, entrer, detachee
):
    """Of one that was taken off a child and waits again, too: what a family took back is read no more, nor confirmed."""
    une, deux = deux_versions
    if detachee:
        receptions.detacher(reception=une, de=str(d.eleve_cm2.uuid), auteur=college.principale)
    receptions.confirmer(reception=deux, eleve=d.eleve_cm2, auteur=college.principale)
    une.refresh_from_db()
    assert (une.etat, une.motif, une.contenu) == (Reception.Etat.REFUSEE, "remplace", {})
    with pytest.raises(ValidationError):
        receptions.confirmer(reception=une, eleve=d.eleve_cm2, auteur=college.principale)
    lue = entrer(college.professeur).get(reverse("liaison_d_avant")).text
    assert reverse("liaison_lire", args=[deux.uuid]) in lue and reverse("liaison_lire", args=[une.uuid]) not in lue


def test_of_an_earlier_one_that_is_confirmed_after_the_later_one_waits_still(d, college, deux_versions):
    une, deux = deux_versions
    receptions.detacher(reception=une, de=str(d.eleve_cm2.uuid), auteur=college.principale)
    receptions.confirmer(reception=une, eleve=d.eleve_cm2, auteur=college.principale)
    deux.refresh_from_db()
    assert deux.etat == Reception.Etat.A_CONFIRMER and deux.contenu


def test_what_waits_is_listed_first_whatever_came_since(d, accorde, college, reseau):
    """Past five hundred, the home said that one waits, and its list did not hold it."""
    envoyer(d, accorde)
    arrive = Reception.objects.get()
    communs = {"etablissement": d.college, "de": d.elementaire, "octets": 1, "etat": "refusee"}
    demain = timezone.now() + dt.timedelta(days=1)
    Reception.objects.bulk_create(
        Reception(identifiant=uuid.uuid4(), recue_le=demain, **communs) for _fois in range(501)
    )
    assert attente(college.principale)[0] == arrive
