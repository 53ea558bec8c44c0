"""Pages of the carnet: families sign where they read, teachers write; what is wrong is said and nothing is lost."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from messagerie.actions import mots as actions
from messagerie.actions.mots import Public
from messagerie.models import Mot, MotVu, ReponseMot
from tests.fichiers.fabriques import photo, televerse
from tests.messagerie.mots import MARDI_21H, SAMEDI, VENDREDI, envoyer, signer, vivre_ensemble


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text)).replace("\xa0", " ")


def adresse(nom: str, mot, enfant) -> str:
    return reverse(nom, args=[enfant.uuid, mot.pk])


MOT = {
    "nature": "oui_non", "titre": "Sortie à la ferme", "texte": "Départ 8 h 40.", "date_limite": "2026-11-27",
    "signatures": "une", "pour": "", "libelle_oui": "J’autorise", "libelle_non": "Je n’autorise pas",
}  # fmt: skip


# --- Families ---------------------------------------------------------------------------------------------------------
class TestHome:
    @pytest.mark.besoin_de("cahier_de_textes")
    def test_to_sign_comes_first_then_tomorrow_then_the_news(self, d, mardi, entrer):
        envoyer(d)
        envoyer(d, nature="information", titre="Portes fermées")
        page = texte(entrer(d.mere).get("/"))
        assert page.index("À faire maintenant") < page.index("Pour jeudi") < page.index("Nouvelles d’aujourd’hui")
        assert page.index("Sortie à la ferme") < page.index("Pour jeudi") < page.index("Portes fermées")

    def test_each_item_bears_its_child(self, d, mardi, entrer):
        envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
        page = entrer(d.mere).get("/tuile/famille/a-faire/").text
        articles = re.findall(r"<li class=\"fil__article.*?</li>", page, re.DOTALL)
        assert [(re.search(r"<b>(.*?)</b>", a)[1], 'class="gommette' in a) for a in articles] == [
            ("Inès", True),
            ("Sofiane", True),
        ]

    def test_one_tap_on_the_item_signs_and_the_tile_asks_for_itself(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        client = entrer(d.mere)
        chemin = adresse("carnet_signer", mot, d.eleve_cp)
        page = client.get("/").text
        assert f'data-hx-post="{chemin}"' in page and 'name="choix" value="oui"' in page
        reponse = client.post(chemin, {"choix": "oui"}, headers={"HX-Request": "true"})
        assert (reponse.status_code, list(json.loads(reponse["HX-Trigger"]))) == (
            204,
            ["messagerie:mot_repondu", "dit"],
        )
        signee = texte(client.get("/tuile/famille/a-faire/"))
        assert "Oui · aujourd’hui à 10 h 00. C’est signé, l’école le sait." in signee
        assert "Vous pouvez changer d’avis jusqu’à vendredi." in signee

    def test_without_script_one_comes_back_to_the_home(self, d, mardi, entrer):
        mot = envoyer(d)
        reponse = entrer(d.mere).post(
            adresse("carnet_signer", mot, d.eleve_cp), headers={"Referer": "http://testserver/"}
        )
        assert reponse["Location"] == f"/#mot-{mot.pk}-{d.eleve_cp.uuid}"
        assert ReponseMot.objects.count() == 1

    def test_the_other_of_a_household_reads_who_signed(self, d, mardi, entrer):
        vivre_ensemble(d.mere, d.pere_separe)
        signer(envoyer(d), d.eleve_cp, d.pere_separe)
        page = texte(entrer(d.mere).get("/"))
        assert "M. Belhadj a signé aujourd’hui à 10 h 00. Une signature suffit." in page and "Répondre aussi" in page

    def test_pupils_find_nothing_to_sign(self, d, mardi, entrer):
        envoyer(d)
        assert "Sortie à la ferme" not in entrer(d.eleve_cp).get("/").text

    def test_a_refusal_from_the_home_opens_the_slip_and_says_why(self, d, mardi, entrer, horloge):
        mot = envoyer(d)
        client = entrer(d.mere)
        horloge(SAMEDI)
        client.force_login(d.mere)
        reponse = client.post(adresse("carnet_signer", mot, d.eleve_cp), headers={"HX-Request": "true"})
        assert reponse["HX-Redirect"] == adresse("carnet_mot", mot, d.eleve_cp)
        assert "C’était jusqu’au vendredi 27 novembre : on ne peut plus répondre ici." in texte(
            client.get(reponse["HX-Redirect"])
        )


class TestSlip:
    def test_a_signature_too_big_or_unreadable_is_refused_and_the_name_stays(self, d, mardi, entrer):
        mot = envoyer(d, avec_dessin=True)
        client, chemin = entrer(d.mere), adresse("carnet_signer", mot, d.eleve_cp)
        enorme = json.dumps([[[n % 1000, 1] for n in range(9000)]])
        for trace, phrase in [
            (enorme, "Cette signature est trop grande."),
            (json.dumps([[[1, 1]]] * 81), "Cette signature est trop grande."),
            ('[[[1, "<script>"]]]', "Cette signature n’a pas pu être lue."),
            ("[[[1, 99999]]]", "Cette signature n’a pas pu être lue."),
            ("{", "Cette signature n’a pas pu être lue."),
        ]:
            reponse = client.post(chemin, {"trace": trace, "nom": "Nadia Belhadj"})
            assert reponse.status_code == 422
            assert phrase in texte(reponse) and 'value="Nadia Belhadj"' in reponse.text
        assert not ReponseMot.objects.exists()

    def test_neither_drawing_nor_name_is_said(self, d, mardi, entrer):
        mot = envoyer(d, avec_dessin=True)
        reponse = entrer(d.mere).post(adresse("carnet_signer", mot, d.eleve_cp))
        assert reponse.status_code == 422
        assert "L’école demande une signature : dessinez-la, ou écrivez votre nom." in texte(reponse)

    def test_the_drawing_is_drawn_again_for_who_follows_it(self, d, mardi, entrer):
        mot = envoyer(d, avec_dessin=True)
        entrer(d.mere).post(adresse("carnet_signer", mot, d.eleve_cp), {"trace": "[[[10,20],[30,40]],[[5,5]]]"})
        suivi = entrer(d.enseignante).get(reverse("carnet_suivi", args=[mot.pk])).text
        assert '<path d="M10 20 L30 40 M5 5 h1"/>' in suivi

    @pytest.mark.parametrize("montant", ["beaucoup", "-3", "0", "1,234", "99999", "NaN", ""])
    def test_an_amount_that_is_not_one(self, d, mardi, entrer, montant):
        mot = envoyer(d, nature="argent")
        reponse = entrer(d.mere).post(adresse("carnet_signer", mot, d.eleve_cp), {"choix": "oui", "montant": montant})
        assert reponse.status_code == 422 and re.search(
            r"Écrivez un montant en euros|Ce montant est trop grand", reponse.text
        )
        assert f'value="{montant}"' in reponse.text or not montant
        assert 'value="oui" checked' in reponse.text

    def test_a_slot_taken_meanwhile_is_said_and_the_others_stay(self, d, mardi, entrer):
        mot = envoyer(d, nature="creneaux")
        signer(mot, d.eleve_ce1, d.mere_arabophone, "c1")
        reponse = entrer(d.mere).post(adresse("carnet_signer", mot, d.eleve_cp), {"choix": "c1"})
        assert reponse.status_code == 422
        assert "« Jeudi 3 décembre à 16 h 30 » vient d’être pris. Choisissez-en un autre." in texte(reponse)
        assert "Jeudi 3 décembre à 16 h 45 2 places" in texte(reponse)

    def test_one_s_former_answers_are_there(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        actions.corriger_mot(mot=mot, auteur=d.enseignante, texte="Départ 7 h 30.", redemander=True)
        page = texte(entrer(d.mere).get(adresse("carnet_mot", mot, d.eleve_cp)))
        assert "Votre réponse est demandée à nouveau." in page and "Vos réponses d’avant Oui" in page

    def test_taken_back_it_is_owed_again(self, d, mardi, entrer):
        mot = envoyer(d)
        signer(mot, d.eleve_cp, d.mere)
        reponse = entrer(d.mere).post(adresse("carnet_reprendre", mot, d.eleve_cp), follow=True)
        assert "Votre réponse est reprise" in texte(reponse)

    @pytest.mark.parametrize(("personne", "mots"), [("mere", 1), ("mere", 3)])
    def test_the_carnet_costs_the_same_for_one_mot_and_for_three(
        self, d, mardi, entrer, personne, mots, django_assert_num_queries
    ):
        for n in range(mots):
            envoyer(d, titre=f"Mot {n}")
        client = entrer(getattr(d, personne))
        # session, person, ties, children, mots, answers, unread notifications
        with django_assert_num_queries(7):
            client.get(reverse("carnet"))


class TestSecrets:
    """Each of these owns an answer that could leak."""

    def test_nothing_of_the_other_household_is_on_any_page(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        pages = ["/", "/carnet/", adresse("carnet_mot", mot, d.eleve_cp), "/tuile/famille/a-faire/", "/notifications/"]

        def lues():
            client = entrer(d.mere)
            jetons = r'csrf\w*" value="[^"]*"|X-CSRFToken": "[^"]*"'
            return [re.sub(jetons, "", client.get(p).text) for p in pages]

        avant = lues()
        signer(mot, d.eleve_cp, d.pere_separe, "non", nom="Mehdi Belhadj")
        assert lues() == avant

    def test_another_family_of_the_class_reads_neither_the_slip_nor_the_answer(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "non")
        client = entrer(d.mere_arabophone)
        for nom in ("carnet_mot", "carnet_signer", "carnet_reprendre"):
            assert client.get(adresse(nom, mot, d.eleve_cp)).status_code in (404, 405)
            assert client.post(adresse(nom, mot, d.eleve_cp)).status_code in (404, 405)
        page = texte(client.get(adresse("carnet_mot", mot, d.eleve_ce1)))
        assert "Belhadj" not in page and "Inès" not in page
        for nom in ("carnet_suivi", "carnet_csv", "carnet_ods", "carnet_papiers"):
            assert client.get(reverse(nom, args=[mot.pk])).status_code == 404
        assert ReponseMot.objects.en_vigueur().get().choix == "non"

    def test_the_slip_of_a_child_of_another_class_is_not_reached_through_one_s_own(self, d, mardi, entrer):
        mot = envoyer(d, auteur=d.enseignant, public=Public(d.elementaire, classe=d.cm2))
        assert entrer(d.mere).get(adresse("carnet_mot", mot, d.eleve_cp)).status_code == 404
        assert entrer(d.mere_arabophone).get(reverse("carnet_lire", args=[mot.pk])).status_code == 404

    def test_what_is_seen_by_force_counts_for_nobody(self, d, mardi, entrer):
        mot = envoyer(d)
        entrer(d.mere_arabophone).post("/carnet/vus/", {"vu": [f"{mot.pk}:{d.eleve_cp.uuid}", "9x:1", "٣:a"]})
        assert not MotVu.objects.exists()
        entrer(d.mere).post("/carnet/vus/", {"vu": [f"{mot.pk}:{d.eleve_cp.uuid}"]})
        assert MotVu.objects.get().par == d.mere

    def test_attachments_are_read_by_its_families_and_no_other(self, d, mardi, entrer):
        client = entrer(d.enseignante)
        client.post(
            reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), MOT | {"fichiers": televerse("a.jpg", photo())}
        )
        mot = Mot.objects.get()
        chemin = mot.fichiers.get().adresse("320")
        lisent = [entrer(p).get(chemin).status_code for p in (d.mere, d.directrice, d.enseignante)]
        refuses = [entrer(p).get(chemin).status_code for p in (d.eleve_cp, d.enseignant, d.directrice_maternelle)]
        assert (lisent, refuses) == ([200] * 3, [404] * 3)


# --- Who writes -------------------------------------------------------------------------------------------------------
class TestWriting:
    def poster(self, client, d, **champs):
        return client.post(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), MOT | champs)

    def test_from_the_desk_to_the_follow_up(self, d, mardi, entrer):
        reponse = self.poster(entrer(d.enseignante), d)
        mot = Mot.objects.get()
        assert reponse["Location"] == reverse("carnet_suivi", args=[mot.pk])
        assert [o.libelle for o in mot.options] == ["J’autorise", "Je n’autorise pas"]

    def test_at_night_the_author_is_told_when_it_leaves(self, d, horloge, entrer):
        horloge(MARDI_21H)
        reponse = entrer(d.enseignante).post(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), MOT, follow=True)
        assert "Partira demain à 7 h 00." in texte(reponse)

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"titre": ""}, "Écrivez un titre"),
            ({"titre": "x" * 121}, "120 lettres au plus"),
            ({"date_limite": ""}, "Dites jusqu’à quel jour"),
            ({"date_limite": "2026-11-23"}, "Ce jour est passé."),
            ({"date_limite": "2028-01-01"}, "dans plus d’un an"),
            ({"date_limite": "31/02/2026"}, "Cette date n’existe pas."),
            ({"nature": "choix", "choix": "Gâteau"}, "Il faut au moins deux choix"),
            ({"nature": "choix", "choix": "Gâteau\ngâteau"}, "Deux choix sont les mêmes"),
            ({"nature": "choix", "choix": "\n".join(map(str, range(13)))}, "Douze choix au plus"),
            ({"libelle_non": "j’autorise"}, "Les deux réponses disent la même chose."),
            ({"nature": "argent", "montant": "dix"}, "Écrivez un montant en euros, par exemple 12,50."),
            ({"nature": "argent", "montant": "10000"}, "Ce montant est trop grand"),
            ({"nature": "objet"}, "Dites ce qu’il faut apporter."),
            ({"nature": "creneaux"}, "Écrivez au moins un jour et une heure."),
            ({"nature": "creneaux", "jour_1": "2026-12-03"}, "Écrivez le jour et l’heure de début."),
            ({"nature": "creneaux", "jour_1": "2026-11-01", "de_1": "16:30"}, "Ce jour est passé"),
            (
                {"nature": "creneaux", "jour_1": "2026-12-03", "de_1": "17:00", "a_1": "16:00"},
                "La fin vient avant le début.",
            ),
            (
                {"nature": "creneaux", "jour_1": "2026-12-03", "de_1": "16:30", "a_1": "16:40", "duree": "15"},
                "Aucun créneau ne tient",
            ),
            (
                {"nature": "creneaux", "jour_1": "2026-12-03", "de_1": "08:00", "a_1": "20:00", "duree": "5"},
                "plus de 60",
            ),
            ({"nature": "creneaux", "jour_1": "2026-12-03", "de_1": "16:30", "places": "0"}, "au moins une place"),
            ({"pour": "eleves"}, "Cochez au moins un élève"),
            ({"a": "2026-12-24T10:00"}, "C’est trop tard"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, d, mardi, entrer, champs, phrase):
        reponse = self.poster(entrer(d.enseignante), d, **champs)
        assert reponse.status_code == 422 and phrase in reponse.text
        assert "Départ 8 h 40." in reponse.text and not Mot.objects.exists()

    def test_names_ticked_for_the_whole_class_are_asked_about(self, d, mardi, entrer):
        reponse = self.poster(entrer(d.enseignante), d, eleves=[d.eleve_cp.pk])
        assert reponse.status_code == 422 and "Des élèves sont cochés" in reponse.text
        assert not Mot.objects.exists()

    def test_every_error_is_said_at_once(self, d, mardi, entrer):
        page = self.poster(entrer(d.enseignante), d, nature="creneaux", titre="").text
        assert "Écrivez un titre" in page and "Écrivez au moins un jour et une heure." in page

    def test_pupils_of_another_class_are_refused(self, d, mardi, entrer):
        reponse = self.poster(entrer(d.enseignante), d, pour="eleves", eleves=[str(d.eleve_cm2.pk)])
        assert reponse.status_code == 422 and "n’est pas dans cette classe" in reponse.text

    def test_slots_are_cut_out_of_an_evening(self, d, mardi, entrer):
        self.poster(
            entrer(d.enseignante),
            d,
            nature="creneaux",
            jour_1="2026-12-03",
            de_1="16:30",
            a_1="17:30",
            duree="20",
            places="2",
        )
        assert [(o.texte.replace("\xa0", " "), o.places) for o in Mot.objects.get().options] == [
            ("Jeudi 3 décembre, de 16 h 30 à 16 h 50", 2),
            ("Jeudi 3 décembre, de 16 h 50 à 17 h 10", 2),
            ("Jeudi 3 décembre, de 17 h 10 à 17 h 30", 2),
        ]

    def test_the_direction_writes_to_any_class_and_to_the_school(self, d, mardi, entrer):
        client = entrer(d.directrice)
        assert self.poster(client, d).status_code == 302
        assert client.post(reverse("carnet_ecrire_ecole", args=[d.elementaire.pk]), MOT).status_code == 302
        assert [m.de_la_direction for m in Mot.objects.all()] == [True, True]

    def test_a_correction_shows_what_was_there_and_asks_again(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        signer(mot, d.eleve_cp, d.mere, "oui")
        client, chemin = entrer(d.enseignante), reverse("carnet_corriger", args=[mot.pk])
        assert 'value="Sortie à la ferme"' in client.get(chemin).text
        client.post(chemin, MOT | {"titre": "Sortie au château", "redemander": "on"})
        mot.refresh_from_db()
        assert (mot.titre, mot.version) == ("Sortie au château", 2)

    def test_withdrawn_in_one_tap_put_back_in_one(self, d, mardi, entrer):
        mot = envoyer(d)
        client = entrer(d.enseignante)
        for _tap in range(2):  # where one was meant
            page = client.post(reverse("carnet_retirer", args=[mot.pk]), follow=True)
            assert "« Sortie à la ferme » est retiré : les familles ne le voient plus." in texte(page)
        for _tap in range(2):
            assert client.post(reverse("carnet_remettre", args=[mot.pk])).status_code == 302
        assert Mot.objects.get().retire_le is None

    def test_withdrawn_it_is_found_again_by_who_may_put_it_back_and_by_nobody_else(self, d, mardi, entrer):
        """In the list for a month, and at its own address, where the browser's way back leads."""
        mot = envoyer(d)
        claire, suivi = entrer(d.enseignante), reverse("carnet_suivi", args=[mot.pk])
        claire.post(reverse("carnet_retirer", args=[mot.pk]))
        assert claire.get(suivi)["Location"] == f"{reverse('carnet_enseignant')}?retire={mot.pk}"
        assert "Remettre Sortie à la ferme" in claire.get(reverse("carnet_enseignant")).text
        for autre in (d.directrice, d.enseignant, d.mere):
            assert entrer(autre).get(suivi).status_code == 404
        assert "Remettre" not in entrer(d.directrice).get(reverse("carnet_enseignant")).text
        Mot.objects.update(retire_le=mardi - dt.timedelta(days=31))
        assert "Remettre" not in claire.get(reverse("carnet_enseignant")).text

    def test_withdrawn_before_it_left_it_was_seen_by_nobody(self, d, horloge, entrer):
        horloge(MARDI_21H)
        mot = envoyer(d, titre="Photo : « le 8 »")
        page = entrer(d.enseignante).post(reverse("carnet_retirer", args=[mot.pk]), follow=True)
        assert "« Photo : “le 8” » est retiré avant d’être parti : aucune famille ne l’a vu." in texte(page)


class TestPapers:
    def test_a_pile_is_entered_in_one_page(self, d, mardi, entrer):
        mot = envoyer(d, nature="oui_non")
        chemin = reverse("carnet_papiers", args=[mot.pk])
        envoi = {
            f"choix-{d.eleve_cp.uuid}": "oui",
            f"par-{d.eleve_cp.uuid}": str(d.pere_separe.uuid),
            f"choix-{d.eleve_ce1.uuid}": "non",
        }
        reponse = entrer(d.enseignante).post(chemin, envoi, follow=True)
        assert "2 papiers sont entrés." in texte(reponse)
        assert {(r.eleve.prenom, r.par.prenom, r.choix) for r in ReponseMot.objects.all()} == {
            ("Inès", "Mehdi", "oui"),
            ("Kenza", "Samira", "non"),
        }
        page = texte(entrer(d.enseignante).get(chemin))
        assert "Déjà entrés" in page and "Reprendre" in page

    def test_a_full_slot_is_said_on_its_row_and_nothing_is_entered(self, d, mardi, entrer):
        mot = envoyer(d, nature="creneaux")
        envoi = {f"choix-{d.eleve_cp.uuid}": "c1", f"choix-{d.eleve_ce1.uuid}": "c1"}
        reponse = entrer(d.enseignante).post(reverse("carnet_papiers", args=[mot.pk]), envoi)
        assert reponse.status_code == 422 and texte(reponse).count("vient d’être pris") == 1
        assert reponse.text.count('value="c1" selected') == 2 and not ReponseMot.objects.exists()


def test_a_mother_who_reads_arabic_signs_in_arabic(d, mardi, entrer):
    envoyer(d, nature="oui_non")
    page = entrer(Personne.objects.get(pk=d.mere_arabophone.pk)).get("/").text
    assert "نعم" in page and "À faire maintenant" not in page


def test_the_week_says_of_the_last_day_that_it_is_one_and_not_the_event(d, mardi, entrer, horloge):
    envoyer(d)
    client, semaine = entrer(d.mere), reverse("semaine_du", args=[VENDREDI - dt.timedelta(days=4)])
    jour = client.get(semaine).text.partition('id="jour-2026-11-27"')[2].partition("</section>")[0]
    assert "Sortie à la ferme" in jour
    assert jour.index("Dernier jour pour répondre") < jour.index("Sortie à la ferme")
    horloge(SAMEDI)
    assert "Le dernier jour pour répondre est passé" in client.get(semaine).text
