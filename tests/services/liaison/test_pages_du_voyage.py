"""The pages of what leaves and of what comes: the head who sends, the head who receives, who teaches, the operator, a holder's copy."""

import io
import json
import zipfile
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Inscription, Personne, Responsabilite
from ent.diffusion.models import Notification
from ent.services.liaison.actions import cles, envois, montrer, preparation, receptions
from ent.services.liaison.lectures import cles as lues
from ent.services.liaison.lectures.envois import lignes_de
from ent.services.liaison.lectures.receptions import propositions_pour
from ent.services.liaison.models import Avis, Cle, Correspondant, Envoi, Reception

from .voyage import montrer_et_accorder, relire


@pytest.fixture
def arrive(d, accorde, college, reseau, entrer):
    """Sent from the page, waiting to be confirmed."""
    entrer(d.directrice).post(reverse("liaison_envoyer", args=[accorde.campagne.uuid]))
    return Reception.objects.get()


def page(client, nom: str, *args) -> str:
    return client.get(reverse(nom, args=args)).content.decode().replace("\xa0", " ")


# --- The head who sends ----------------------------------------------------------------------------------------------------
def test_the_head_sends_those_that_have_an_accord_and_reads_where_each_stands(d, accorde, college, reseau, entrer):
    client = entrer(d.directrice)
    avant = page(client, "liaison_envois", accorde.campagne.uuid)
    assert "Envoyer 1 dossier qui a un accord" in avant
    assert "pas encore montré" in avant
    reponse = client.post(reverse("liaison_envoyer", args=[accorde.campagne.uuid]), follow=True)
    assert "1 dossier part." in reponse.content.decode()
    apres = page(client, "liaison_envois", accorde.campagne.uuid)
    assert "Arrivé, à confirmer là-bas" in apres
    assert "Envoyer 1 dossier" not in apres
    assert (
        "Rien n’est parti"
        in client.post(reverse("liaison_envoyer", args=[accorde.campagne.uuid]), follow=True).content.decode()
    )


def test_who_did_not_answer_yet_is_named_before_a_send_and_never_to_who_is_the_other_holder(
    d, accorde, college, entrer, horloge
):
    """One « oui » is enough for a usual part: it would leave days before the date given to families."""
    client, cle = entrer(d.directrice), accorde.campagne.uuid
    tous = page(client, "liaison_envois", cle)
    assert "Tous leurs responsables ont répondu." in tous and "pas encore tout dit" not in tous
    assert "Oui, envoyer le dossier de Sofiane" in tous
    Avis.objects.filter(personne=d.pere_separe).delete()
    lue = page(client, "liaison_envois", cle)
    assert f"Sofiane Belhadj : {d.pere_separe.nom_affiche}" in lue
    assert f"N’a pas encore tout dit : {d.pere_separe.nom_affiche}." in lue
    assert "Les familles ont jusqu’au 12 mai pour répondre." in lue
    lie = {"lien": "mere", "autorite": "confirmee", "debut": d.cm2.annee.debut, "etablissement": d.elementaire}
    Responsabilite.objects.create(adulte=d.directrice, enfant=accorde.eleve, **lie)
    assert d.pere_separe.nom_affiche not in page(entrer(d.directrice), "liaison_envois", cle)


@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_of_sends_costs_the_same(d, accorde, college, entrer, combien, django_assert_num_queries):
    for autre in accorde.campagne.dossiers.exclude(pk=accorde.pk).select_related("eleve")[: combien - 1]:
        preparation.corriger_dossier(dossier=autre, auteur=d.enseignant, sait="Il lit.", est_pret=True)
        montrer.montrer(dossier=relire(autre), auteur=d.enseignant)
    client = entrer(d.directrice)
    page(client, "liaison_envois", accorde.campagne.uuid)
    with django_assert_num_queries(13):
        page(client, "liaison_envois", accorde.campagne.uuid)


def test_a_refusal_says_to_the_head_what_to_do_in_words(d, accorde, arrive, college, entrer):
    receptions.refuser(
        reception=arrive, motif="autre_ecole", precision="Elle est à Élancourt.", auteur=college.principale
    )
    Envoi.objects.update(prochain_le=arrive.recue_le)
    envois.reprendre()
    lue = page(entrer(d.directrice), "liaison_envois", accorde.campagne.uuid)
    assert "Cet élève va dans un autre établissement." in lue
    assert "« Elle est à Élancourt. »" in lue


def test_what_the_other_school_says_is_read_at_once_by_the_head_and_by_the_family(d, accorde, arrive, college, entrer):
    """Of a school of this site: it asks as soon as the other one said, not half an hour later."""
    chez_la_mere = reverse("dossier_famille", args=[accorde.uuid])
    assert "elle est partie" in (avant := entrer(d.mere).get(chez_la_mere).text) and "n’a pas pris" not in avant
    receptions.refuser(reception=arrive, motif="trop_tard", precision="", auteur=college.principale)
    assert "L’établissement n’en a plus l’usage." in page(entrer(d.directrice), "liaison_envois", accorde.campagne.uuid)
    assert Notification.objects.filter(nature="liaison.suivi", destinataire=d.directrice).exists()
    apres = entrer(d.mere).get(chez_la_mere).text
    assert f"{d.college.nom} n’a pas pris ce dossier" in apres and "elle est partie" not in apres


def test_a_teacher_does_not_send(d, accorde, college, entrer):
    client = entrer(d.enseignant)
    assert client.get(reverse("liaison_envois", args=[accorde.campagne.uuid])).status_code == 403
    assert client.post(reverse("liaison_remettre", args=[accorde.uuid])).status_code == 403


def test_handed_as_a_file_it_is_the_signed_archive(d, accorde, college, entrer):
    reponse = entrer(d.directrice).post(reverse("liaison_remettre", args=[accorde.uuid]), follow=True)
    assert reponse["Content-Disposition"] == 'attachment; filename="dossier-de-liaison-sofiane.zip"'
    contenu = b"".join(reponse.streaming_content)
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        brut = archive.read("manifeste.json")
        cle = lues.cle_de(json.loads(brut)["kid"], lues.publiees(d.elementaire))
        assert lues.est_signe(cle, brut, archive.read("manifeste.sig").decode())
    envoi = Envoi.objects.get(etat="remis")
    assert entrer(d.enseignant).get(reverse("liaison_fichier", args=[envoi.uuid])).status_code == 404


def test_handing_over_is_said_twice_as_a_send_is(d, accorde, college, entrer):
    lue = page(entrer(d.directrice), "liaison_envois", accorde.campagne.uuid)
    adresse = reverse("liaison_remettre", args=[accorde.uuid])
    plie, _form, _reste = lue.partition(f'action="{adresse}"')
    assert plie.rfind("<details") > plie.rfind("</details>"), "its button is behind a fold, that says what it does"
    assert "la famille ne change plus sa réponse pour ce qu’il contient" in lue
    assert "Oui, prendre le fichier de Sofiane" in lue


def test_a_holder_takes_their_copy_with_their_own_word(d, accorde, college, entrer):
    accorde.retours.filter(personne=d.pere_separe).update(mot="Le mot du père.")
    reponse = entrer(d.mere).get(reverse("liaison_copie", args=[accorde.uuid]))
    with zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content))) as archive:
        dit = archive.read("dossier.json").decode()
        assert "Il aime lire." in dit
        assert "Le mot du père." not in dit + archive.read("index.html").decode()
    assert entrer(d.mere_arabophone).get(reverse("liaison_copie", args=[accorde.uuid])).status_code == 404


def test_the_key_is_changed_and_revoked_by_the_direction_and_by_nobody_of_elsewhere(d, college, entrer):
    premiere = Cle.objects.get(etablissement=d.elementaire)
    client = entrer(d.directrice)
    assert lues.dite(premiere.kid) in page(client, "liaison_cles", d.elementaire.uai)
    client.post(reverse("liaison_cle_changer", args=[d.elementaire.uai]))
    assert lues.qui_signe(d.elementaire) != premiere
    client.post(reverse("liaison_cle_revoquer", args=[d.elementaire.uai, premiere.pk]))
    assert [jwk["kid"] for jwk in lues.publiees(d.elementaire)] == [lues.qui_signe(d.elementaire).kid]
    assert entrer(d.directrice_maternelle).get(reverse("liaison_cles", args=[d.elementaire.uai])).status_code == 404
    ecrits = page(client, "annuaire_journal", d.elementaire.uai)
    assert "a révoqué une clé" in ecrits


# --- The head who receives --------------------------------------------------------------------------------------------------
def test_the_head_who_receives_confirms_whom_it_is_about_and_the_teacher_reads_it(d, arrive, college, entrer):
    client = entrer(college.principale)
    assert "Sofiane Belhadj" in page(client, "liaison_recus")
    lue = page(client, "liaison_reception", arrive.uuid)
    assert "même numéro national (INE)" in lue
    assert "C’est Sofiane" in lue and "Sa classe là-bas : CM2" in lue
    for encore_fermee in ("Il lit seul un roman.", "Satisfaisante", "Il aime lire.", "L’herbier"):
        assert encore_fermee not in lue, "nobody reads it before somebody said of whom it speaks"
    prof = entrer(college.professeur)
    assert "Rien n’est encore arrivé" in page(prof, "liaison_d_avant")
    client.post(reverse("liaison_confirmer", args=[arrive.uuid]), {"eleve": str(d.eleve_cm2.uuid)})
    assert "6e A" in page(prof, "liaison_d_avant")
    dit = page(prof, "liaison_lire", arrive.uuid)
    assert "Il lit seul un roman." in dit
    assert "Il aime lire." in dit
    assert entrer(college.autre).get(reverse("liaison_lire", args=[arrive.uuid])).status_code == 404
    assert entrer(d.directrice).get(reverse("liaison_reception", args=[arrive.uuid])).status_code == 404


def test_the_home_of_who_may_confirm_says_what_waits_and_of_nobody_else(d, arrive, college, entrer):
    client, phrase = entrer(college.principale), "1 dossier reçu d’un"
    accueil = client.get("/").text
    assert phrase in accueil and "rien n’attend la direction" not in accueil
    assert f'href="{reverse("liaison_recus")}"' in accueil
    assert phrase not in entrer(d.directrice).get("/").text
    client.post(reverse("liaison_confirmer", args=[arrive.uuid]), {"eleve": str(d.eleve_cm2.uuid)})
    assert phrase not in client.get("/").text


def test_a_name_that_changed_is_shown_side_by_side(d, arrive, college, entrer):
    type(d.eleve_cm2).objects.filter(pk=d.eleve_cm2.pk).update(nom="Belhadj-Martin", ine=None)
    lue = page(entrer(college.principale), "liaison_reception", arrive.uuid)
    assert "Nom : « Belhadj » là-bas, « Belhadj-Martin » ici" in lue
    (proposition,) = propositions_pour(arrive)
    assert not proposition.par_ine


def test_a_pupil_of_whom_nothing_is_the_same_is_confirmed_twice_and_is_taken_back(d, arrive, college, entrer):
    autre = Personne.objects.create(prenom="Hugo", nom="Perrin", date_naissance="2014-03-02", password="!")
    Inscription.objects.create(eleve=autre, classe=college.sixieme, niveau="6E", debut=college.sixieme.annee.debut)
    client, prof = entrer(college.principale), entrer(college.professeur)
    lieu = reverse("liaison_reception", args=[arrive.uuid])
    cherche = client.get(lieu, {"q": autre.prenom}).text
    assert "Rien n’est pareil" in cherche and f"Oui, c’est bien {autre.prenom} {autre.nom}" in cherche
    assert "Rien n’est pareil" not in client.get(lieu).text, "of the one who is proposed"
    client.post(reverse("liaison_confirmer", args=[arrive.uuid]), {"eleve": str(autre.uuid)})
    assert prof.get(reverse("liaison_lire", args=[arrive.uuid])).status_code == 200
    assert f"Ce n’est pas {autre.prenom}" in client.get(lieu).text
    pas_lui = reverse("liaison_ce_n_est_pas_lui", args=[arrive.uuid])
    client.post(pas_lui, {"eleve": str(d.eleve_cm2.uuid)})  # a page of before
    assert prof.get(reverse("liaison_lire", args=[arrive.uuid])).status_code == 200
    for _fois in range(2):
        client.post(pas_lui, {"eleve": str(autre.uuid)})
    assert prof.get(reverse("liaison_lire", args=[arrive.uuid])).status_code == 404
    assert "Refuser ce dossier" not in client.get(lieu).text, "its sender was told that it is confirmed"
    client.post(reverse("liaison_refuser", args=[arrive.uuid]), {"motif": "eleve_inconnu"})
    client.post(reverse("liaison_confirmer", args=[arrive.uuid]), {"eleve": str(d.eleve_cm2.uuid)})
    arrive.refresh_from_db()
    assert (arrive.etat, arrive.eleve) == ("confirmee", d.eleve_cm2)


def test_an_unknown_pupil_waits_is_looked_for_or_is_refused_with_a_reason(d, arrive, college, entrer):
    college.sixieme.inscriptions.filter(eleve=d.eleve_cm2).delete()
    client = entrer(college.principale)
    assert "laissez ce dossier attendre" in page(client, "liaison_reception", arrive.uuid)
    autre = client.post(reverse("liaison_confirmer", args=[arrive.uuid]), {"eleve": str(d.eleve_cm2.uuid)}, follow=True)
    assert "Cet élève n’est pas dans l’établissement" in autre.content.decode()
    assert (
        "Personne de ce nom"
        in client.get(reverse("liaison_reception", args=[arrive.uuid]), {"q": "zzz"}).content.decode()
    )
    sans = client.post(reverse("liaison_refuser", args=[arrive.uuid]), {"precision": "?"})
    assert sans.status_code == 422
    choix = {"motif": "eleve_inconnu", "precision": "Ni frère ni sœur."}
    demande = client.post(reverse("liaison_refuser", args=[arrive.uuid]), choix).text
    assert "Un refus ne se reprend pas" in demande and "Ni frère ni sœur." in demande
    arrive.refresh_from_db()
    assert arrive.etat == "a_confirmer" and arrive.contenu, "asked, it is there still"
    client.post(reverse("liaison_refuser", args=[arrive.uuid]), choix | {"sur": "oui"})
    arrive.refresh_from_db()
    assert (arrive.etat, arrive.contenu) == ("refusee", {})


def test_a_pai_is_read_by_the_head_alone(d, arrive, college, entrer):
    arrive.contenu["sante"] = {"texte": "Asthme : inhalateur."}
    arrive.save()
    receptions.confirmer(reception=arrive, eleve=d.eleve_cm2, auteur=college.principale)
    assert "Asthme" in page(entrer(college.principale), "liaison_lire", arrive.uuid)
    assert "Asthme" not in page(entrer(college.professeur), "liaison_lire", arrive.uuid)


@pytest.mark.parametrize("combien", [1, 3])
def test_lists_cost_the_same_whatever_their_length(d, arrive, college, entrer, combien, django_assert_num_queries):
    autres = {
        "etablissement": d.college,
        "de": d.elementaire,
        "octets": 1,
        "etat": "a_confirmer",
        "contenu": arrive.contenu,
    }
    for n in range(combien - 1):
        Reception.objects.create(identifiant=UUID(int=n), **autres)
    client = entrer(college.principale)
    page(client, "liaison_recus")
    with django_assert_num_queries(6):
        page(client, "liaison_recus")


def test_who_directs_reaches_the_key_from_what_came(d, arrive, college, entrer):
    client = entrer(college.principale)
    assert f'href="{reverse("liaison_cles", args=[d.college.uai])}"' in page(client, "liaison_recus")
    assert client.get(reverse("liaison_cles", args=[d.college.uai])).status_code == 200


def test_what_comes_of_an_ecole_is_not_said_of_a_college(d, arrive, college, entrer):
    lue = page(entrer(college.principale), "liaison_reception", arrive.uuid)
    assert "l’établissement qui l’a envoyé" in lue and "collège qui l’a envoyé" not in lue
    assert "La direction de cet établissement le lira" in lue


# --- The operator -----------------------------------------------------------------------------------------------------------
def test_the_operator_opens_a_school_compares_its_key_and_closes_it(d, reseau, entrer):
    cle = cles.cle_de(d.elementaire)
    client = entrer(d.operateur)
    nouveau = reverse("liaison_correspondant_nouveau")
    # Directed here too, as the State's directory says it: it may receive elsewhere.
    sienne = {"etablissement": d.elementaire.pk, "adresse": "https://college.exemple.fr/"}
    for adresse in ("http://10.0.0.1", "https://college.exemple.fr/abc", "https://college.exemple.fr?a=1"):
        mauvaise = client.post(nouveau, sienne | {"adresse": adresse})
        assert mauvaise.status_code == 422 and set(mauvaise.context["formulaire"].errors) == {"adresse"}
    client.post(
        reverse("liaison_correspondant_nouveau"),
        {"etablissement": d.elementaire.pk, "adresse": "https://college.exemple.fr/"},
    )
    ouvert = Correspondant.objects.get()
    assert (ouvert.adresse, ouvert.cles) == ("https://college.exemple.fr", [])
    assert lues.dite(cle.kid) in page(client, "liaison_correspondant", d.elementaire.uai)
    client.post(reverse("liaison_correspondant_confirmer", args=[d.elementaire.uai]), {"kid": cle.kid})
    ouvert.refresh_from_db()
    assert [jwk["kid"] for jwk in ouvert.cles] == [cle.kid]
    corriger = reverse("liaison_correspondant", args=[d.elementaire.uai])
    version = {"version": client.get(corriger).context["formulaire"].version}
    client.post(corriger, version | {"adresse": ouvert.adresse})
    ouvert.refresh_from_db()
    assert len(ouvert.cles) == 1  # it is the same
    assert client.post(corriger, version | {"adresse": "https://ailleurs.exemple.fr/abc"}).status_code == 422
    assert client.post(corriger, version | {"adresse": "https://ailleurs.exemple.fr"}).status_code == 302
    ouvert.refresh_from_db()
    assert (ouvert.adresse, ouvert.cles, ouvert.cles_lues) == ("https://ailleurs.exemple.fr", [], [])
    entree = EntreeJournal.objects.get(verbe="liaison.corriger_un_correspondant")
    assert (entree.auteur_uuid, entree.etablissement) == (d.operateur.uuid, d.elementaire)
    assert client.post(corriger, version | {"adresse": "https://tard.exemple.fr"}).status_code == 422  # read before
    client.post(reverse("liaison_correspondant_fermer", args=[d.elementaire.uai]))
    assert client.post(corriger, {"adresse": "https://tard.exemple.fr"}).status_code == 404
    ouvert.refresh_from_db()
    assert (ouvert.cles, ouvert.ferme_le is None) == ([], False)
    assert entrer(d.directrice).get(reverse("liaison_correspondants")).status_code == 404


def test_words_that_quiet_hours_hold_are_said_not_to_be_those_that_go(d, accorde, college, ecrire, entrer, horloge):
    """What goes is what its family read: the page counts that, sends it once, and says it."""
    avant = lignes_de(accorde.campagne, d.directrice)
    horloge(timezone.now().replace(hour=21))
    ecrire(relire(accorde), sait="Il lit deux romans.")
    classe = entrer(d.enseignant)
    assert "a changé depuis : à montrer de nouveau" in page(classe, "liaison_campagne", accorde.campagne.uuid)
    montrer.montrer(dossier=relire(accorde), auteur=d.enseignant)
    assert "la famille lira ce qui a changé demain à 7 h" in page(classe, "liaison_campagne", accorde.campagne.uuid)
    assert [ligne.partent for ligne in lignes_de(accorde.campagne, d.directrice)] == [li.partent for li in avant]
    client, phrase = entrer(d.directrice), "Des mots plus récents attendent l’heure où la famille les lit"
    assert phrase in page(client, "liaison_envois", accorde.campagne.uuid)
    client.post(reverse("liaison_envoyer", args=[accorde.campagne.uuid]))
    apres = page(client, "liaison_envois", accorde.campagne.uuid)
    assert "Envoyer 1 dossier" not in apres and "Oui, envoyer" not in apres
    assert "pas encore montré" in apres


def test_what_is_shown_to_the_family_again_is_sent_again(d, accorde, arrive, college, ecrire, entrer):
    ecrire(accorde, aide="Du temps en plus.")
    montrer_et_accorder(d, accorde)
    assert "Envoyer 1 dossier qui a un accord" in page(entrer(d.directrice), "liaison_envois", accorde.campagne.uuid)
