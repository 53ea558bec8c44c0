"""Meetings that a guardian confides: of their household alone; read, or the hour chosen too; nothing once it is over."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Delegation, Personne
from ent.diffusion.models import Notification
from ent.services.rendez_vous.actions import reservations
from ent.services.rendez_vous.lectures.calendrier import evenements_de
from ent.services.rendez_vous.models import Creneau, Reservation
from ent.socle.dates import aujourd_hui

SECRETS = ("06 12 34 56 78", "Je viens avec mon avocate", "Mot du maître", "arabe")


def confier(d, salles: str, delegant=None) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(salles=salles)
    if delegant:
        Delegation.objects.create(
            delegant=delegant,
            delegue=d.assistante,
            enfant=d.eleve_cp,
            etablissement=d.elementaire,
            lien="autre",
            nom_donne="Nounou",
            salles=salles,
            fin=dt.date(2027, 3, 31),
            acceptee_le=timezone.now() - dt.timedelta(days=1),
        )


@pytest.fixture
def rencontre(d, ouvrir, reserver):
    """Both parents have their own, at 17:00 and at 17:30."""
    rencontre = ouvrir(mot="Mot du maître")
    precisions = {"moyen": "telephone", "telephone": SECRETS[0], "mot": SECRETS[1], "interprete": "arabe"}
    reserver(rencontre, "17:00", d.mere, d.eleve_cp, **precisions)
    reserver(rencontre, "17:30", d.pere_separe, d.eleve_cp, **precisions)
    Reservation.objects.update(mot_de_l_ecole="Mot du maître")
    return rencontre


def page_de(d, rencontre) -> str:
    return reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])


def celui(d, qui) -> Reservation:
    return Reservation.objects.get(responsable=qui, eleve=d.eleve_cp)


def test_nothing_of_it_is_confided_with_other_rooms(d, entrer, rencontre):
    confier(d, "absences+ agenda cahier+ cantine")
    client = entrer(d.assistante)
    for adresse in (reverse("rdv"), page_de(d, rencontre), reverse("rdv_ics", args=[celui(d, d.mere).uuid])):
        assert client.get(adresse).status_code == 404, adresse
    assert "Bilan" not in client.get(reverse("semaine_du", args=[dt.date(2026, 12, 7)])).text


@pytest.mark.parametrize("salles", ["rendez_vous", "rendez_vous+"])
def test_the_hour_of_who_confided_is_read_and_nothing_that_is_theirs_nor_of_the_other_parent(
    d, entrer, client, rencontre, salles
):
    confier(d, salles)
    client = entrer(d.assistante)
    pages = {
        "liste": client.get(reverse("rdv")).text,
        "page": client.get(page_de(d, rencontre)).text,
        "ics": client.get(reverse("rdv_ics", args=[celui(d, d.mere).uuid])).text,
        "recherche": client.post(reverse("chercher"), {"lettres": "bilan"}).text,
        "semaine": client.get(reverse("semaine_du", args=[dt.date(2026, 12, 7)])).text,
    }
    for nom, texte in pages.items():
        for secret in (*SECRETS, "17 h 30", "17:30", "T173000", d.pere_separe.nom_affiche, d.pere_separe.prenom):
            assert secret not in texte, (nom, secret)
    assert "17 h 00" in pages["liste"] and "17 h 00" in pages["page"] and "Par téléphone" in pages["page"]
    assert "Bilan" in pages["semaine"]
    assert "Bilan" in pages["recherche"]
    assert ("16 h 45" in pages["page"]) == (salles == "rendez_vous+")
    autre = celui(d, d.pere_separe)
    assert client.get(reverse("rdv_ics", args=[autre.uuid])).status_code == 404
    assert client.post(reverse("rdv_deplacer", args=[autre.uuid]), {"creneau": 1}).status_code == 404
    for nom in ("rdv_annuler", "rdv_reprendre"):
        assert client.post(reverse(nom, args=[celui(d, d.mere).uuid])).status_code == 404
    (evenement,) = evenements_de(Personne.objects.get(pk=d.assistante.pk), dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert (evenement.debut, evenement.texte) == (celui(d, d.mere).creneau.debut, "")


def test_who_may_only_read_sees_no_slot_and_is_refused_with_a_sentence(d, entrer, rencontre, creneau):
    confier(d, "rendez_vous")
    client, prise = entrer(d.assistante), celui(d, d.mere)
    libre = creneau(rencontre, "17:15").pk
    deplacer = client.post(reverse("rdv_deplacer", args=[prise.uuid]), {"creneau": libre})
    assert deplacer.status_code == 403 and "confiés pour les lire" in deplacer.text
    reservations.annuler(reservation=prise, par=d.mere)
    assert client.get(page_de(d, rencontre)).status_code == 404  # nothing of theirs to read
    assert client.post(page_de(d, rencontre), {"creneau": libre}).status_code == 404
    assert not Reservation.objects.en_vigueur().filter(responsable=d.mere).exists()


def prendre(client, d, rencontre, libre, **envoi):
    return client.post(
        page_de(d, rencontre), {"creneau": libre.pk, "moyen": "ecole", "numero": str(uuid.uuid4())} | envoi
    )


@pytest.mark.besoin_de("ent.services.acces_confies")
def test_the_hour_is_chosen_for_the_household_that_confided_which_is_told_alone(d, entrer, ouvrir, creneau):
    rencontre = ouvrir()
    confier(d, "rendez_vous+", delegant=d.pere_separe)
    Delegation.objects.filter(delegant=d.pere_separe, delegue=d.assistante).update(salles="rendez_vous+")
    client = entrer(d.assistante)
    reponse = prendre(
        client, d, rencontre, creneau(rencontre, "17:00"), pour=str(d.mere.uuid), telephone="06 00", mot="Bonjour"
    )
    assert reponse.status_code == 302
    prise = Reservation.objects.get()
    assert (prise.responsable, prise.prise_par, prise.moyen) == (d.mere, d.assistante, "ecole")
    assert (prise.mot, prise.telephone) == ("", "")
    client.post(
        reverse("rdv_deplacer", args=[prise.uuid]),
        {"creneau": creneau(rencontre, "17:30").pk, "pour": str(d.mere.uuid)},
    )
    prise.refresh_from_db()
    assert prise.creneau == creneau(rencontre, "17:30")
    dites = Notification.objects.filter(nature="acces_confies.acte")
    assert {n.destinataire_id for n in dites} == {d.mere.pk}
    dit = dites.get().texte.replace("\u00a0", " ")
    assert "17 h 30" in dit and "par l’accès confié" in dit
    # The father's household, which confided it too, has its own.
    client.get(reverse("rdv"))  # reads what was just said
    deux = client.get(page_de(d, rencontre) + f"?pour={d.pere_separe.uuid}").text
    assert "17 h 30" not in deux
    assert prendre(client, d, rencontre, creneau(rencontre, "17:45"), pour=str(d.pere_separe.uuid)).status_code == 302
    assert Reservation.objects.get(responsable=d.pere_separe).creneau == creneau(rencontre, "17:45")
    assert "17 h 45" not in entrer(d.mere).get(reverse("rdv")).text


def test_a_delegate_is_held_by_the_lock_of_families(d, entrer, ouvrir, creneau, horloge):
    rencontre = ouvrir()
    confier(d, "rendez_vous+")
    horloge(creneau(rencontre, "17:00").debut - dt.timedelta(hours=2))
    assert prendre(entrer(d.assistante), d, rencontre, creneau(rencontre, "17:00")).status_code in (404, 422)
    assert not Reservation.objects.exists()


def test_a_household_that_is_elsewhere_at_that_hour_is_not_said_with_whom(d, ouvrir, reserver, creneau):
    confier(d, "rendez_vous+")
    reserver(ouvrir(classe=d.cm2, auteur=d.enseignant), "17:00", d.mere, d.eleve_cm2)
    rencontre = ouvrir()
    assistante = Personne.objects.get(pk=d.assistante.pk)
    (suivi,) = assistante.portee.suivis_confies
    with pytest.raises(ValidationError, match="ne va pas à cette famille") as refus:
        reservations.reserver(
            creneau=creneau(rencontre, "17:00"), eleve=d.eleve_cp, responsable=d.mere, par=assistante, confie=suivi
        )
    assert d.eleve_cm2.prenom not in str(refus.value)


def test_meetings_by_telephone_alone_are_not_booked_by_a_delegate(d, entrer, ouvrir, creneau):
    rencontre = ouvrir(moyens=["telephone"])
    confier(d, "rendez_vous+")
    assert entrer(d.assistante).get(page_de(d, rencontre)).status_code == 404


@pytest.mark.parametrize("comment", ["jour", "terminee", "salle"])
def test_once_it_is_over_nothing_is_left_of_it(d, entrer, rencontre, comment):
    confier(d, "rendez_vous+ agenda")
    client, prise = entrer(d.assistante), celui(d, d.mere)
    assert client.get(reverse("rdv")).status_code == 200
    changes = {
        "jour": {"fin": aujourd_hui() - dt.timedelta(days=1)},
        "terminee": {"finie_le": timezone.now()},
        "salle": {"salles": "agenda"},
    }
    Delegation.objects.filter(delegue=d.assistante).update(**changes[comment])
    for adresse in (reverse("rdv"), page_de(d, rencontre), reverse("rdv_ics", args=[prise.uuid])):
        assert client.get(adresse).status_code == 404, adresse
    assert client.post(reverse("rdv_deplacer", args=[prise.uuid]), {"creneau": 1}).status_code == 404
    assert "Bilan" not in client.post(reverse("chercher"), {"lettres": "bilan"}).text
    assert "Bilan" not in client.get("/").text
    assert evenements_de(Personne.objects.get(pk=d.assistante.pk), dt.date(2026, 12, 1), dt.date(2026, 12, 31)) == []


def test_a_family_that_confided_nothing_pays_no_query_for_it(d, entrer, rencontre, django_assert_num_queries):
    mere = Personne.objects.get(pk=d.mere.pk)
    mere.portee.suivis_confies  # noqa: B018
    with django_assert_num_queries(0):
        from ent.services.rendez_vous.lectures.confies import pour_qui

        assert not pour_qui(mere)


def pour(qui) -> str:
    return f"?pour={qui.uuid}"


def test_nothing_is_done_for_a_household_in_place_of_the_one_that_is_named(d, entrer, ouvrir, creneau):
    rencontre = ouvrir()
    confier(d, "rendez_vous+", delegant=d.pere_separe)
    client = entrer(d.assistante)
    assert str(d.pere_separe.uuid) in client.get(page_de(d, rencontre) + pour(d.pere_separe)).text
    assert prendre(client, d, rencontre, creneau(rencontre, "17:00")).status_code == 404  # for which of the two?
    Delegation.objects.filter(delegant=d.pere_separe).update(finie_le=timezone.now())
    page = page_de(d, rencontre) + pour(d.pere_separe)
    assert client.get(page).status_code == 404
    envoi = {"pour": str(d.pere_separe.uuid)}
    assert prendre(client, d, rencontre, creneau(rencontre, "17:00"), **envoi).status_code == 404
    assert not Reservation.objects.exists()
    assert prendre(client, d, rencontre, creneau(rencontre, "17:00")).status_code == 302  # one household is left
    assert Reservation.objects.get().responsable == d.mere


def test_what_is_moved_is_of_the_household_that_is_named(d, entrer, rencontre, creneau):
    confier(d, "rendez_vous+", delegant=d.pere_separe)
    client, prise = entrer(d.assistante), celui(d, d.pere_separe)
    deplacer, libre = reverse("rdv_deplacer", args=[prise.uuid]), creneau(rencontre, "17:15").pk
    for envoi in ({}, {"pour": str(d.mere.uuid)}, {"pour": "nobody"}):
        assert client.post(deplacer, {"creneau": libre} | envoi).status_code == 404, envoi
    assert client.post(deplacer, {"creneau": libre, "pour": str(d.pere_separe.uuid)}).status_code == 302
    assert celui(d, d.pere_separe).creneau_id == libre


def test_search_and_calendar_lead_to_the_page_of_each_household(d, entrer, rencontre):
    confier(d, "rendez_vous+", delegant=d.pere_separe)
    client = entrer(d.assistante)
    voulues = {page_de(d, rencontre) + pour(qui) for qui in (d.mere, d.pere_separe)}
    recherche = client.post(reverse("chercher"), {"lettres": "bilan"}).text
    assert set(re.findall(r'href="(/rendez-vous/\d[^"]*)"', recherche)) == voulues
    ics = {
        client.get(reverse("rdv_ics", args=[celui(d, qui).uuid])).text.replace("\r\n ", "")
        for qui in (d.mere, d.pere_separe)
    }
    assert all(any(voulue in un for un in ics) for voulue in voulues)
    lus = evenements_de(Personne.objects.get(pk=d.assistante.pk), dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert {evenement.chemin for evenement in lus} == voulues


def test_the_word_of_the_school_is_not_erased_by_who_does_not_read_it(d, entrer, ouvrir, creneau, reserver):
    rencontre = ouvrir()
    confier(d, "rendez_vous+")
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp, moyen="ecole")
    vers = creneau(rencontre, "17:15")
    reservations.bouger(reservation=prise, vers=vers, auteur=d.enseignante, mot="Apportez le livret")
    prise.refresh_from_db()
    sequence, client = prise.sequence, entrer(d.assistante)
    deplacer = reverse("rdv_deplacer", args=[prise.uuid])
    client.post(deplacer, {"creneau": vers.pk})
    prise.refresh_from_db()
    assert (prise.mot_de_l_ecole, prise.sequence) == ("Apportez le livret", sequence)  # the same hour: nothing moved
    assert not Notification.objects.filter(nature="acces_confies.acte").exists()
    client.post(deplacer, {"creneau": creneau(rencontre, "17:30").pk})
    prise.refresh_from_db()
    assert (prise.mot_de_l_ecole, prise.creneau) == ("Apportez le livret", creneau(rencontre, "17:30"))


def test_the_last_slot_that_was_just_taken_is_said_and_not_a_page_that_is_missing(d, entrer, ouvrir):
    rencontre = ouvrir()
    confier(d, "rendez_vous+")
    client = entrer(d.assistante)
    dernier, *autres = rencontre.creneaux.order_by("debut")
    Creneau.objects.filter(pk__in=[creneau.pk for creneau in autres]).update(etat="ferme")
    assert client.get(page_de(d, rencontre)).status_code == 200
    autre = d.mere_arabophone
    reservations.reserver(creneau=dernier, eleve=d.eleve_ce1, responsable=autre, par=autre)
    refus = prendre(client, d, rencontre, dernier)
    assert refus.status_code == 422 and "vient d’être pris par une autre famille" in refus.text
    assert autre.nom not in refus.text
    assert client.get(page_de(d, rencontre)).status_code == 404  # nothing to read there any more


def test_a_meeting_by_telephone_or_video_is_booked_by_video(d, entrer, ouvrir, creneau):
    rencontre = ouvrir(moyens=["telephone", "video"], lien_video="https://visio.exemple.fr/x")
    confier(d, "rendez_vous+")
    client = entrer(d.assistante)
    assert prendre(client, d, rencontre, creneau(rencontre, "17:00"), moyen="telephone").status_code == 302
    prise = Reservation.objects.get()
    assert (prise.moyen, prise.telephone) == ("video", "")


def test_meetings_to_book_stand_in_the_feed_of_who_was_confided_to_answer(d, entrer, ouvrir):
    rencontre = ouvrir()
    confier(d, "rendez_vous+", delegant=d.pere_separe)
    voulues = {page_de(d, rencontre) + pour(qui) for qui in (d.mere, d.pere_separe)}
    client = entrer(d.assistante)
    accueil = client.get("/").text
    assert set(re.findall(r'href="(/rendez-vous/\d[^"]*)"', accueil)) == voulues
    assert "À faire maintenant" in accueil and "Confié par" in accueil
    (plus_tard, *_reste) = re.findall(r'name="cle" value="(rdv-[^"]*)"', accueil)
    client.post(reverse("plus_tard"), {"cle": plus_tard})
    assert len(re.findall(r'href="(/rendez-vous/\d[^"]*)"', client.get("/").text)) == 1  # one household's, and not both
    Delegation.objects.filter(delegue=d.assistante).update(salles="rendez_vous")
    assert "À faire maintenant" not in client.get("/").text
