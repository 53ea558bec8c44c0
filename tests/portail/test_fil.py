"""The feed of a family: what waits and what it takes, today and tomorrow, then what was told, by day; and the week, day by day."""

import datetime as dt
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ent.annuaire.models import Inscription, Personne
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from ent.portail.lectures.fil import lundi_de_la_semaine
from ent.portail.models import PlusTard
from messagerie.actions.mots import Public
from messagerie.models import Mot
from tests.cahier_de_textes.test_actions import donner
from tests.messagerie.mots import envoyer, signer
from tests.portail.test_accueil import texte

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire")


def prevenir(d, personne, objet_id: int, phrase: str, eleve=None, **options) -> Notification:
    notifier(
        nature=options.pop("nature", "essai.nouvelle"),
        objet_id=objet_id,
        etablissement=d.elementaire,
        textes={(personne.pk, eleve and eleve.pk): phrase},
        adresse="/",
        **options,
    )
    return Notification.objects.get(destinataire=personne, objet_id=objet_id, eleve=eleve)


def lignes(page: str) -> list[tuple[str, str]]:
    """(first names, sentence) of each line of the news."""
    articles = re.findall(r'<li class="fil__article.*?</li>', page.partition('aria-labelledby="dit-')[2], re.DOTALL)
    return [
        (" ".join(re.findall(r"<b>(.*?)</b>", a)), re.search(r'lien-ligne"[^>]*>(.*?)</a>', a)[1]) for a in articles
    ]


# --- What waits -------------------------------------------------------------------------------------------------------
class TestWhatWaits:
    def test_it_is_counted_with_what_it_takes_soonest_first(self, d, mardi, entrer):
        envoyer(d, titre="Sortie à la ferme", date_limite=dt.date(2026, 12, 4))
        envoyer(d, titre="Rencontre", nature="creneaux", date_limite=dt.date(2026, 11, 27))
        page = texte(entrer(d.mere).get("/"))
        assert "À faire maintenant 2 choses, 3 min" in page
        assert page.index("Rencontre") < page.index("Sortie à la ferme")

    def test_each_child_of_the_filter_says_how_many_wait_for_them(self, d, mardi, entrer):
        for titre in ("Sortie", "Piscine"):
            envoyer(d, titre=titre)
        envoyer(d, titre="Cross", auteur=d.enseignant, public=Public(d.elementaire, classe=d.cm2))
        client = entrer(d.mere)

        def puces(page: str) -> list[str]:
            return re.findall(r'<a class="puce"[^>]*>.*?</svg>(.*?)</a>', page.partition("</nav>")[2], re.DOTALL)

        comptes = [" ".join(re.sub("<[^>]+>", " ", puce).split()) for puce in puces(client.get("/").text)]
        assert comptes == ["Inès 2 à faire", "Lina-Maëlys", "Sofiane 1 à faire"]
        client.post("/plus-tard/", {"cle": f"mot-{Mot.objects.get(titre='Cross').pk}-{d.eleve_cm2.pk}"})
        assert "1 à faire" not in texte(client.get("/"))

    def test_the_cards_are_counted_all_and_what_was_answered_apart(self, d, mardi, entrer):
        envoyer(d, titre="Piscine")
        signer(envoyer(d, titre="Cross"), d.eleve_cp, d.mere)
        page = texte(entrer(d.mere).get("/"))
        assert "À faire maintenant 1 chose" in page and "Déjà répondu : 1" in page

    def test_signed_it_stays_until_the_evening_and_counts_no_more(self, d, mardi, entrer):
        signer(envoyer(d), d.eleve_cp, d.mere)
        page = texte(entrer(d.mere).get("/"))
        assert "Déjà répondu" in page
        assert "À faire maintenant" not in page

    def test_what_waits_is_not_said_again_among_the_news(self, d, mardi, entrer):
        envoyer(d)
        page = entrer(d.mere).get("/").text
        assert page.count("Sortie à la ferme</a>") == 1
        assert Notification.objects.filter(destinataire=d.mere).count() == 1, "told all the same, on the telephone"

    def test_put_off_it_comes_back_tomorrow(self, d, mardi, entrer, horloge):
        mot = envoyer(d, date_limite=dt.date(2026, 11, 27))
        client, cle = entrer(d.mere), f"mot-{mot.pk}-{d.eleve_cp.pk}"
        assert f'name="cle" value="{cle}"' in client.get("/").text
        reponse = client.post("/plus-tard/", {"cle": cle}, headers={"HX-Request": "true"})
        assert (reponse.status_code, json.loads(reponse["HX-Trigger"])) == (
            204,
            {"portail:plus_tard": {}, "dit": {"phrase": "Remis à demain."}},
        )
        page = texte(client.get("/"))
        assert "1 chose remise à demain : la revoir" in page
        assert "Sortie à la ferme" not in page.partition("Pour ")[0]
        horloge(mardi + dt.timedelta(days=1))
        assert "À faire maintenant 1 chose, 1 min" in texte(client.get("/"))

    def test_what_is_put_off_is_named_by_its_button(self, d, mardi, entrer):
        """Read one by one, ten « Plus tard » say which line each puts off: whose, and what."""
        for titre in ("Sortie", "Piscine"):
            envoyer(d, titre=titre)
        envoyer(d, titre="Piscine", auteur=d.enseignant, public=Public(d.elementaire, classe=d.cm2))
        boutons = re.findall(r'id="plus-tard-[^>]*>(.*?)</button>', entrer(d.mere).get("/").text)
        noms = {" ".join(re.sub("<[^>]+>", "", bouton).split()) for bouton in boutons}
        assert noms == {
            "Plus tard : Inès, Sortie",
            "Plus tard : Inès, Piscine",
            "Plus tard : Sofiane, Piscine",
        }

    def test_all_that_was_put_off_is_seen_again_in_one_tap(self, d, mardi, entrer):
        mots = [envoyer(d, titre=f"Mot {n}") for n in range(2)]
        client = entrer(d.mere)
        for mot in mots:
            client.post("/plus-tard/", {"cle": f"mot-{mot.pk}-{d.eleve_cp.pk}"})
        assert "2 choses remises à demain : les revoir" in texte(client.get("/"))
        assert client.post("/plus-tard/", {"tout": "1"})["Location"] == "/"
        assert "À faire maintenant 2 choses" in texte(client.get("/"))

    def test_nothing_is_put_off_past_its_last_day(self, d, mardi, entrer, horloge):
        mot = envoyer(d, date_limite=mardi.date())
        client, cle = entrer(d.mere), f"mot-{mot.pk}-{d.eleve_cp.pk}"
        assert 'action="/plus-tard/"' not in client.get("/").text
        client.post("/plus-tard/", {"cle": cle})
        assert "À faire maintenant 1 chose" in texte(client.get("/"))

    def test_what_one_puts_off_still_waits_for_the_other_parent(self, d, mardi, entrer):
        mot = envoyer(d)
        entrer(d.mere).post("/plus-tard/", {"cle": f"mot-{mot.pk}-{d.eleve_cp.pk}"})
        assert "À faire maintenant 1 chose" in texte(entrer(d.pere_separe).get("/"))

    @pytest.mark.parametrize("envoi", [{}, {"cle": "x"}, {"cle": "mot-1-2<script>"}, {"cle": "a" * 300}])
    def test_nonsense_puts_nothing_off(self, d, entrer, envoi):
        assert entrer(d.mere).post("/plus-tard/", envoi).status_code == 302
        assert PlusTard.objects.count() == 0

    def test_a_script_that_puts_off_everything_keeps_a_hundred(self, d, entrer):
        client = entrer(d.mere)
        for n in range(103):
            client.post("/plus-tard/", {"cle": f"mot-{n}-1"})
        assert PlusTard.objects.count() == 100


# --- The days ---------------------------------------------------------------------------------------------------------
class TestDays:
    def test_today_and_the_next_class_day_then_the_number_of_the_rest(self, d, mardi, entrer):
        donner(d, texte="Les multiples", niveau="CP", date_pour=dt.date(2026, 11, 26))
        donner(d, texte="La poésie", date_pour=dt.date(2026, 12, 3))
        page = texte(entrer(d.mere_arabophone).get("/"))
        assert "Les multiples" not in page, "not hers: of the CP"
        page = texte(entrer(d.mere).get("/"))
        assert "Pour jeudi 26 novembre Inès" in page
        assert "La semaine, et 1 chose ensuite" in page
        assert "La poésie" not in page.partition("La semaine, et")[0]

    def test_several_things_of_a_child_stand_under_one_sticker(self, d, mardi, entrer):
        for n in range(3):
            donner(d, texte=f"Page {n}", date_pour=dt.date(2026, 11, 26))
        tuile = entrer(d.mere).get(f"/tuile/famille/jours/?enfant={d.eleve_cp.uuid}").text
        assert tuile.count('<li class="fil__article">') == 1
        assert tuile.count("case-bouton__boite") == 3

    def test_the_list_asked_again_says_what_waits_for_each_child_in_the_filter(self, d, mardi, entrer):
        client = entrer(d.mere)
        mot = envoyer(d)
        htmx = {"HX-Request": "true"}
        puce = f'id="attend-{d.eleve_cp.uuid}" data-hx-swap-oob="true"'
        assert f"{puce}>1<" in client.get("/tuile/famille/a-faire/", headers=htmx).text
        signer(mot, d.eleve_cp, d.mere)
        assert f"{puce} hidden></span>" in client.get("/tuile/famille/a-faire/", headers=htmx).text
        d_une = client.get(f"/tuile/famille/a-faire/?enfant={d.eleve_cp.uuid}", headers=htmx).text
        assert "data-hx-swap-oob" not in d_une, "it has not read those of the others"


class TestWeek:
    def test_each_day_has_what_was_and_what_is_to_be_done(self, d, mardi, entrer):
        donner(d, texte="Page 14", date_pour=dt.date(2026, 11, 26))
        page = texte(entrer(d.mere).get("/semaine/"))
        assert "Semaine du 23 novembre" in page
        assert page.index("jeudi 26 novembre") < page.index("Page 14") < page.index("vendredi 27 novembre")
        assert page.count("Rien de prévu.") == 4

    def test_from_friday_evening_it_is_the_week_that_comes(self):
        vendredi = dt.datetime(2026, 11, 27, 17, 59, tzinfo=dt.UTC)
        assert lundi_de_la_semaine(vendredi) == dt.date(2026, 11, 23)
        assert lundi_de_la_semaine(vendredi + dt.timedelta(minutes=1)) == dt.date(2026, 11, 30)
        assert lundi_de_la_semaine(vendredi + dt.timedelta(days=2)) == dt.date(2026, 11, 30)
        assert lundi_de_la_semaine(vendredi + dt.timedelta(days=3)) == dt.date(2026, 11, 30)

    def test_from_another_week_one_comes_back_to_the_one_that_is_said(self, d, mardi, entrer, horloge):
        client = entrer(d.mere)
        assert "Revenir à cette semaine" in texte(client.get("/semaine/2026-11-16/"))
        horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 20, 30)))
        page = texte(client.get("/semaine/2026-11-23/"))
        assert "La semaine qui vient" in page and "Revenir à cette semaine" not in page

    @pytest.mark.parametrize("jour", [dt.date(2026, 11, 24), dt.date(2024, 11, 25), dt.date(2028, 11, 27)])
    def test_a_day_that_is_no_monday_or_is_far_away_is_no_week(self, d, mardi, entrer, jour):
        assert entrer(d.mere).get(reverse("semaine_du", args=[jour])).status_code == 404

    def test_the_other_family_of_the_class_reads_its_own_child_alone(self, d, mardi, entrer):
        donner(d, texte="Pour Inès seule", niveau="CP", date_pour=dt.date(2026, 11, 26))
        assert "Pour Inès seule" in texte(entrer(d.mere).get("/semaine/"))
        page = texte(entrer(d.mere_arabophone).get("/semaine/"))
        assert "Pour Inès seule" not in page
        assert "Inès" not in page
        assert entrer(d.mere_arabophone).get(f"/semaine/?enfant={d.eleve_cp.uuid}").status_code == 404

    def test_a_mot_stands_on_its_last_day_until_it_is_answered(self, d, mardi, entrer):
        mot = envoyer(d, titre="Sortie à la ferme", date_limite=dt.date(2026, 11, 27))
        page = texte(entrer(d.mere).get("/semaine/"))
        assert "vendredi 27 novembre Inès Dernier jour pour répondre Sortie à la ferme" in page
        signer(mot, d.eleve_cp, d.mere)
        assert "Sortie à la ferme" not in texte(entrer(d.mere).get("/semaine/"))
        assert "Sortie à la ferme" not in texte(entrer(d.mere).get(f"/semaine/?enfant={d.eleve_ms.uuid}"))

    def test_it_is_printed_on_one_page_of_ones_own_children(self, d, mardi, entrer):
        """Even a heavy week, which says that there is more; in each language, whatever its letters."""
        donner(d, texte="Pour Inès seule", niveau="CP", date_pour=dt.date(2026, 11, 26))
        envoyer(d, titre="Sortie à la ferme", date_limite=dt.date(2026, 11, 27))
        client = entrer(d.mere)
        adresse = reverse("semaine_feuille", args=[dt.date(2026, 11, 23)])
        assert f'href="{adresse}"' in client.get("/semaine/").text
        lu = PdfReader(io.BytesIO(client.get(adresse).content))
        assert len(lu.pages) == 1
        mots = " ".join(lu.pages[0].extract_text().split())
        for dit in (
            "Semaine du 23 novembre : Inès, Lina-Maëlys, Sofiane",
            "Pour Inès seule",
            "À rendre : Sortie à la ferme",
        ):
            assert dit in mots
        assert "la suite est sur le site" not in mots
        d_une = PdfReader(io.BytesIO(client.get(f"{adresse}?enfant={d.eleve_ms.uuid}").content)).pages[0].extract_text()
        assert "Pour Inès" not in d_une
        assert client.get(f"{adresse}?enfant={d.eleve_ce1.uuid}").status_code == 404
        for n in range(40):
            donner(d, texte=f"Lire les pages du livre de bibliothèque, numéro {n}", date_pour=dt.date(2026, 11, 26))
        for langue in ("fr", "ta", "ar"):
            Personne.objects.filter(pk=d.mere.pk).update(langue=langue)
            assert (
                len(PdfReader(io.BytesIO(entrer(Personne.objects.get(pk=d.mere.pk)).get(adresse).content)).pages) == 1
            )

    @pytest.mark.besoin_de(
        "ent.services.rendez_vous",
        "ent.services.periscolaire",
        "ent.services.agenda_ecole",
        "ent.services.continuite",
        "ent.services.espaces",
    )
    @pytest.mark.parametrize("nombre", [1, 3])
    def test_it_costs_the_same_for_one_thing_and_for_three(self, d, mardi, entrer, nombre, django_assert_num_queries):
        """Session, person, ties, children; what is to be done, what is ticked with what is unread; what was done; mots; meetings; meals; the agenda; outings; what a collège says; spaces."""
        for n in range(nombre):
            donner(d, texte=f"Page {n}", date_pour=dt.date(2026, 11, 26))
        client = entrer(d.mere)
        with django_assert_num_queries(14):
            client.get("/semaine/")


# --- What was told ----------------------------------------------------------------------------------------------------
class TestNews:
    def test_one_thing_of_several_children_is_one_line(self, d, mardi, entrer):
        for eleve in (d.eleve_cp, d.eleve_cm2):
            prevenir(d, d.mere, 1, f"{eleve.prenom} · Portes fermées", eleve)
        assert lignes(entrer(d.mere).get("/").text) == [("Inès Sofiane", "Portes fermées")]

    def test_filtered_by_child_it_keeps_to_theirs(self, d, mardi, entrer):
        prevenir(d, d.mere, 1, "Inès · Une chose", d.eleve_cp)
        prevenir(d, d.mere, 2, "Sofiane · Une autre", d.eleve_cm2)
        prevenir(d, d.mere, 3, "De l’école")
        client = entrer(d.mere)
        assert lignes(client.get(f"/?enfant={d.eleve_cm2.uuid}").text) == [("Sofiane", "Une autre")]
        assert "Marquer" not in client.get(f"/?enfant={d.eleve_cm2.uuid}").text, (
            "it would mark those that are not shown"
        )

    def test_what_was_given_on_a_day_is_one_line(self, d, mardi, entrer):
        for n in range(3):
            donner(d, texte=f"Page {n}", date_pour=dt.date(2026, 11, 26))
        page = texte(entrer(d.mere).get("/tuile/famille/nouvelles/"))
        assert "Travail donné : 3 choses" in page

    @pytest.mark.besoin_de("ent.services.agenda_ecole")
    def test_three_of_one_kind_school_and_day_are_one_line_that_opens(self, d, mardi, entrer):
        """And each says of which child it is, since the margin has several."""
        for n, eleve in enumerate([d.eleve_cp, d.eleve_cp, d.eleve_cm2]):
            prevenir(d, d.mere, n, f"{eleve.prenom} · Sortie {n}", eleve, nature="agenda_ecole.nouveau")
        page = entrer(d.mere).get("/").text
        dits = texte(entrer(d.mere).get("/tuile/famille/nouvelles/"))
        assert "Agenda de la classe et de l’école : 3 choses" in dits
        assert page.count("<details") == 1
        assert [phrase.strip("\u2068") for _qui, phrase in lignes(page)] == ["Sofiane\u2069 · Sortie 2"]
        assert page.count('data-dit="agenda_ecole.nouveau.') == 3

    def test_two_are_two_lines(self, d, mardi, entrer):
        for n in range(2):
            prevenir(d, d.mere, n, f"Inès · Sortie {n}", d.eleve_cp, nature="agenda_ecole.nouveau")
        assert lignes(entrer(d.mere).get("/").text) == [("Inès", "Sortie 1"), ("Inès", "Sortie 0")]

    def test_three_absences_are_three_lines(self, d, mardi, entrer):
        """A child who is not there is never folded under a number."""
        for n in range(3):
            prevenir(d, d.mere, n, f"Inès · Absence {n}", d.eleve_cp, nature="vie_scolaire.absence_constatee")
        assert len(lignes(entrer(d.mere).get("/").text)) == 3

    def test_the_same_sentence_of_two_children_is_one_line_and_reads_both(self, d, mardi, entrer):
        for n, eleve in enumerate([d.eleve_cp, d.eleve_cm2]):
            prevenir(d, d.mere, n, f"{eleve.prenom} · Inscrit vendredi", eleve)
        page = entrer(d.mere).get("/").text
        assert lignes(page) == [("Inès Sofiane", "Inscrit vendredi")]
        assert 'data-dit="essai.nouvelle.0 essai.nouvelle.1"' in page

    def test_by_day_and_with_an_end(self, d, mardi, entrer):
        prevenir(d, d.mere, 1, "Aujourd’hui")
        prevenir(d, d.mere, 2, "Hier", visible_le=mardi - dt.timedelta(days=1))
        prevenir(d, d.mere, 3, "Il y a dix jours", visible_le=mardi - dt.timedelta(days=10))
        client = entrer(d.mere)
        page = texte(client.get("/"))
        assert page.index("Nouvelles d’aujourd’hui") < page.index("Nouvelles d’hier") < page.index("C’est tout")
        assert "Il y a dix jours" not in page
        assert "Il y a dix jours" in texte(client.get("/notifications/"))

    def test_all_is_seen_once_messages_are_open_too(self, d, mardi, entrer):
        """« Marquer comme lu » leaves messages to be opened: while one waits, nothing says that all was seen."""
        message = prevenir(d, d.mere, 1, "Mme Lefort vous a écrit.", nature="messagerie.message")
        client = entrer(d.mere)
        assert "Vous avez tout vu." not in texte(client.get("/"))
        Notification.objects.filter(pk=message.pk).update(lue_le=message.visible_le)
        assert "Vous avez tout vu." in texte(client.get("/"))

    def test_the_days_before_are_a_page_away_and_end(self, d, mardi, entrer):
        for n in range(70):
            prevenir(d, d.mere, n, f"N° {n:02}", visible_le=mardi - dt.timedelta(hours=70 - n))
        client = entrer(d.mere)
        premiere = client.get("/notifications/")
        assert len(lignes(premiere.text)) == 60
        suite = re.search(r'href="(\?page=\d+)"', premiere.text)[1]
        assert [phrase for _qui, phrase in lignes(client.get(f"/notifications/{suite}").text)] == [
            f"N° {n:02}" for n in range(9, -1, -1)
        ]
        assert 'href="?page=' not in client.get(f"/notifications/{suite}").text

    def test_what_quiet_hours_held_is_on_no_page_less(self, d, mardi, entrer):
        """Read later than what was told after it, it must not push that off the pages."""
        for n in range(70):
            prevenir(d, d.mere, n, f"N° {n:02}", visible_le=mardi - dt.timedelta(hours=n))
        client = entrer(d.mere)
        pages = [lignes(client.get(f"/notifications/?page={n}").text) for n in (1, 2)]
        assert sorted(phrase for page in pages for _qui, phrase in page) == [f"N° {n:02}" for n in range(70)]

    @pytest.mark.parametrize("page", ["0", "-3", "beaucoup", "9" * 30])
    def test_a_page_that_makes_no_sense_is_a_page_all_the_same(self, d, mardi, entrer, page):
        assert entrer(d.mere).get("/notifications/", {"page": page}).status_code == 200

    def test_a_child_in_two_classes_is_one_child_for_the_filter(self, d, mardi, entrer):
        Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, debut=dt.date(2026, 9, 1))
        Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, debut=dt.date(2026, 9, 1))
        prevenir(d, d.mere, 1, "Sofiane · Une autre", d.eleve_cm2)
        assert lignes(entrer(d.mere).get(f"/?enfant={d.eleve_cp.uuid}").text) == []

    def test_of_a_child_of_another_family_nothing_is_told(self, d, mardi, entrer):
        prevenir(d, d.mere_arabophone, 1, "Kenza · À elle seule", d.eleve_ce1)
        prevenir(d, d.pere_separe, 2, "Inès · À lui seul", d.eleve_cp)
        for chemin in ("/", "/notifications/", "/tuile/famille/nouvelles/"):
            page = texte(entrer(d.mere).get(chemin))
            assert "À elle seule" not in page
            assert "À lui seul" not in page

    def test_who_teaches_reads_there_what_they_were_told(self, d, mardi, entrer):
        prevenir(d, d.enseignante, 1, "Un billet attend")
        assert lignes(entrer(d.enseignante).get("/notifications/").text) == [("", "Un billet attend")]
