"""A parent's private calendar: what it holds, for how long, and that nothing else opens it."""

import datetime as dt
import uuid

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cahier_de_textes import agenda as ics
from cahier_de_textes.actions import agenda as actions
from cahier_de_textes.actions import travaux
from cahier_de_textes.models import AbonnementAgenda
from ent.annuaire.models import Personne, Responsabilite
from ent.connexion import actions as connexion
from ent.diffusion import registres
from tests.cahier_de_textes.test_actions import JEUDI, MARDI_21H, MERCREDI_7H, donner


def adresse(agenda: AbonnementAgenda) -> str:
    return reverse("cahier_ics", args=[agenda.uuid, ics.signer(agenda.uuid)])


@pytest.fixture
def abonner():
    """``abonner(d.mere)`` gives the path of a new calendar address."""
    return lambda personne: adresse(actions.ouvrir_agenda(personne=personne, nom="Téléphone"))


def evenements(reponse) -> list:
    return list(Calendar.from_ical(reponse.content).walk("VEVENT"))


def titres(client, chemin: str) -> list[str]:
    return sorted(str(e["summary"]) for e in evenements(client.get(chemin)))


class TestCalendar:
    def test_one_all_day_event_per_child_and_travail(self, d, mardi, client, abonner):
        travail = donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant, texte="Le loup, « page 3 »")
        donner(d, niveau="CP")
        reponse = client.get(abonner(d.mere))
        assert (reponse.status_code, reponse["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert reponse["Cache-Control"] == "private"
        lus = {str(e["summary"]): e for e in evenements(reponse)}
        assert sorted(lus) == ["Inès · À lire : Relire la page 14", "Sofiane · À lire : Le loup, « page 3 »"]
        loup = lus["Sofiane · À lire : Le loup, « page 3 »"]
        assert (loup.decoded("dtstart"), loup.decoded("dtend")) == (JEUDI, JEUDI + dt.timedelta(days=1))
        assert str(loup["uid"]) == f"travail-{travail.pk}-{d.eleve_cm2.uuid}"
        assert str(loup["url"]).endswith(reverse("cahier_enfant_travail", args=[d.eleve_cm2.uuid, travail.pk]))

    def test_it_names_nobody_but_the_children_by_their_first_names(self, d, mardi, client, abonner):
        donner(d, niveau="CP")
        texte = client.get(abonner(d.mere)).text
        for secret in ["Belhadj", "Lefort", d.eleve_cp.ine, "Trappes", d.mere.courriel]:
            assert secret not in texte

    def test_a_correction_keeps_the_event_and_says_that_it_is_newer(self, d, mardi, horloge, client, abonner):
        travail, chemin = donner(d, niveau="CP"), abonner(d.mere)
        avant = evenements(client.get(chemin))[0]
        horloge(mardi + dt.timedelta(minutes=5))
        travaux.corriger_travail(
            travail=travail, auteur=d.enseignante, nature="lire", texte="Page 15", date_pour=dt.date(2026, 11, 27)
        )
        apres = evenements(client.get(chemin))[0]
        assert avant["uid"] == apres["uid"]
        assert apres["sequence"] > avant["sequence"]
        assert apres.decoded("last-modified") == mardi + dt.timedelta(minutes=5)
        assert apres.decoded("dtstart") == dt.date(2026, 11, 27)

    def test_many_moved_at_once_are_newer_too(self, d, mardi, horloge):
        travail = donner(d)
        horloge(mardi + dt.timedelta(minutes=5))
        travail.date_pour = dt.date(2026, 11, 27)
        type(travail).objects.bulk_update([travail], ["date_pour"])
        travail.refresh_from_db()
        assert travail.modifie_le == mardi + dt.timedelta(minutes=5)

    def test_what_is_withdrawn_or_not_visible_yet_is_not_in_it(self, d, horloge, client, abonner, mardi):
        travail, chemin = donner(d, niveau="CP"), abonner(d.mere)
        travaux.retirer_travail(travail=travail, auteur=d.enseignante)
        donner(d, texte="Brouillon", est_brouillon=True)
        horloge(MARDI_21H)
        donner(d, niveau="CP", texte="De nuit")
        assert titres(client, chemin) == []
        horloge(MERCREDI_7H)
        assert titres(client, chemin) == ["Inès · À lire : De nuit"]

    def test_a_phone_that_asks_again_is_told_that_nothing_changed(self, d, mardi, horloge, client, abonner):
        donner(d)
        chemin = abonner(d.mere)
        etag = client.get(chemin)["ETag"]
        horloge(mardi + dt.timedelta(hours=1))
        reponse = client.get(chemin, headers={"If-None-Match": etag})
        assert (reponse.status_code, reponse.content) == (304, b"")
        donner(d, texte="Autre chose")
        assert client.get(chemin, headers={"If-None-Match": etag}).status_code == 200

    @pytest.mark.parametrize("nombre", [1, 3])
    @pytest.mark.parametrize("qui", ["mere", "mere_arabophone"])
    def test_costs_the_same_whatever_it_holds(
        self, d, mardi, client, abonner, qui, nombre, django_assert_num_queries, monkeypatch
    ):
        """Of this room alone: what others say of a person's days is counted by their own tests."""
        monkeypatch.setattr(registres, "_calendriers", [])
        chemin = abonner(getattr(d, qui))
        for n in range(nombre):
            donner(d, texte=f"Page {n}")
        # address with its person; ties, children; travaux, ticks
        with django_assert_num_queries(5):
            client.get(chemin)


class TestRights:
    """Judged at each reading, as those of the person are then."""

    def test_separated_parents_each_read_their_own(self, d, mardi, client, abonner):
        donner(d, niveau="CP")
        donner(d, classe=d.ms, auteur=d.directrice_maternelle, texte="Un pull")
        assert titres(client, abonner(d.mere)) == [
            "Inès · À lire : Relire la page 14",
            "Lina-Maëlys · À lire : Un pull",
        ]
        assert titres(client, abonner(d.pere_separe)) == ["Inès · À lire : Relire la page 14"]

    def test_a_parent_who_lost_authority_reads_an_empty_calendar(self, d, mardi, client, abonner):
        donner(d)
        chemin = abonner(d.pere_separe)
        assert titres(client, chemin) != []
        Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
        assert client.get(chemin).status_code == 200
        assert titres(client, chemin) == []

    @pytest.mark.parametrize("champs", [{"is_active": False}, {"fermee_le": timezone.now()}])
    def test_a_closed_account_opens_nothing(self, d, mardi, client, abonner, champs):
        chemin = abonner(d.mere)
        Personne.objects.filter(pk=d.mere.pk).update(**champs)
        assert client.get(chemin).status_code == 404

    def test_whatever_is_wrong_it_does_not_exist(self, d, mardi, client):
        agenda = actions.ouvrir_agenda(personne=d.mere, nom="Téléphone")
        bonne, inconnue = ics.signer(agenda.uuid), uuid.uuid4()
        fausses = [
            (agenda.uuid, "0" * 32),
            (agenda.uuid, bonne[:-1]),
            (agenda.uuid, bonne + "0"),
            (inconnue, bonne),
            (inconnue, ics.signer(inconnue)),
            (agenda.uuid, "é"),
        ]
        for cle, signee in fausses:
            assert client.get(reverse("cahier_ics", args=[cle, signee])).status_code == 404
        assert client.get(adresse(agenda)).status_code == 200

    def test_a_wrong_signature_asks_nothing_of_the_database(self, d, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert ics.abonnement_tenu(uuid.uuid4(), "0" * 32) is None

    def test_whoever_tries_addresses_is_slowed_down(self, d, mardi, client, abonner):
        for _essai in range(60):
            client.get(reverse("cahier_ics", args=[uuid.uuid4(), "0" * 32]))
        reponse = client.get(abonner(d.mere))
        assert reponse.status_code == 429
        assert int(reponse["Retry-After"]) > 0

    def test_an_address_is_not_read_without_end(self, d, mardi, client, abonner):
        chemin = abonner(d.mere)
        assert [client.get(chemin).status_code for _lecture in range(61)] == [200] * 60 + [429]


class TestPage:
    def test_one_address_per_device_and_each_dies_alone(self, d, mardi, entrer, client):
        mere = entrer(d.mere)
        for nom in ["Téléphone", "Tablette"]:
            assert mere.post(reverse("cahier_agenda"), {"nom": nom}).status_code == 302
        telephone, tablette = AbonnementAgenda.objects.order_by("pk")
        page = mere.get(reverse("cahier_agenda")).text
        assert f"http://testserver{adresse(telephone)}" in page
        assert f"webcal://testserver{adresse(tablette)}" in page
        mere.post(reverse("cahier_agenda_revoquer", args=[telephone.pk]))
        assert client.get(adresse(telephone)).status_code == 404
        assert client.get(adresse(tablette)).status_code == 200
        assert "Téléphone" not in mere.get(reverse("cahier_agenda")).text

    def test_they_die_with_a_password_that_is_made_again(self, d, mardi, client, abonner):
        """Who forgot it, or fears that somebody knows it, closes all that it opened."""
        telephone, autre = abonner(d.mere), abonner(d.pere_separe)
        uid, cle = user_pk_to_url_str(d.mere), default_token_generator.make_token(d.mere)
        page = client.get(reverse("account_reset_password_from_key", args=[uid, cle]), follow=True)
        client.post(page.redirect_chain[-1][0], {"password1": "Cerf-volant-2027", "password2": "Cerf-volant-2027"})
        assert Personne.objects.get(pk=d.mere.pk).check_password("Cerf-volant-2027")
        assert client.get(telephone).status_code == 404
        assert client.get(autre).status_code == 200

    def test_my_devices_list_them_and_close_each_or_all(self, d, mardi, entrer, client, abonner):
        """« Mes appareils » (tests/connexion/test_appareils.py): no browser can be told apart there, so all of them close."""
        un, deux, autre = abonner(d.mere), abonner(d.mere), abonner(d.pere_separe)
        mere, premier = entrer(d.mere), AbonnementAgenda.objects.earliest("pk")
        assert mere.get("/compte/appareils/").text.count("Créée le 24 novembre 2026.") == 2
        fermer = reverse("connexion_appareils_fermer", args=["agendas", premier.pk])
        assert entrer(d.pere_separe).post(fermer).status_code == 404
        assert [mere.post(fermer).status_code for _fois in range(2)] == [302, 404]
        assert [client.get(a).status_code for a in (un, deux)] == [404, 200]
        mere.post(reverse("connexion_appareils_tout_fermer"))
        assert [client.get(a).status_code for a in (deux, autre)] == [404, 200]
        assert "Aucune adresse d’agenda." in mere.get("/compte/appareils/").text

    def test_an_account_that_a_paper_gives_back_keeps_none(self, d, mardi, client, abonner):
        """Whoever had its password may have made one, and would read on."""
        sienne, autre = abonner(d.mere), abonner(d.pere_separe)
        papier = connexion.emettre_code(personne=d.mere, etablissement=d.elementaire, renouveler=True)
        client.post(
            reverse("connexion_activer"), {"code": papier, "naissance": f"{d.eleve_cp.date_naissance:%d/%m/%Y}"}
        )
        client.post(reverse("connexion_activer_verifier"))
        assert client.get(sienne).status_code == 200
        reponse = client.post(reverse("connexion_activer_compte"), {"mot_de_passe": "Trois-cerises-bleues"})
        assert reponse.status_code == 302
        assert [client.get(a).status_code for a in (sienne, autre)] == [404, 200]

    def test_my_devices_say_nothing_of_them_to_who_has_no_day_to_read(self, d, mardi, entrer):
        assert "Aucune adresse d’agenda." in entrer(d.enseignante).get("/compte/appareils/").text
        assert "agenda" not in entrer(d.operateur).get("/compte/appareils/").text.split("<main")[1].split("</main>")[0]

    def test_nobody_revokes_the_address_of_another(self, d, mardi, entrer, client):
        agenda = actions.ouvrir_agenda(personne=d.mere, nom="Téléphone")
        for qui in [d.pere_separe, d.directrice, d.operateur]:
            assert entrer(qui).post(reverse("cahier_agenda_revoquer", args=[agenda.pk])).status_code == 404
        assert client.get(adresse(agenda)).status_code == 200
        assert agenda.nom not in entrer(d.pere_separe).get(reverse("cahier_agenda")).text

    def test_too_many_are_refused_with_a_way_out(self, d, mardi, entrer):
        for n in range(8):
            actions.ouvrir_agenda(personne=d.mere, nom=f"Appareil {n}")
        reponse = entrer(d.mere).post(reverse("cahier_agenda"), {"nom": "Un de trop"})
        assert reponse.status_code == 422
        assert "Vous avez déjà 8 adresses. Supprimez-en une qui ne sert plus." in reponse.text

    def test_an_address_without_a_name_is_explained(self, d, mardi, entrer):
        reponse = entrer(d.mere).post(reverse("cahier_agenda"), {"nom": " "})
        assert reponse.status_code == 422 and "Donnez-lui un nom" in reponse.text
