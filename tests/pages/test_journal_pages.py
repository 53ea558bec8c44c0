"""Pages of the journal: three taps for a teacher, the home and the journal of a family; what is wrong is said, nothing is lost."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier, Visage
from ent.fichiers.stockage import stockage
from pages.actions import billets as actions
from pages.models import Billet, PieceBillet
from pages.taches.billets import annoncer
from tests.heures import MARDI_21H
from tests.pages.journal import brouillon, fichiers_de, image, photo, publie


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text)).replace("\xa0", " ")


def bouton(reponse) -> list[str]:
    """What the publishing button says, for each public."""
    return [t.strip() for t in re.findall(r'<span class="publier__pour"[^>]*>([^<]*)</span>', reponse.text)]


def televersee(couleur="red") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{couleur}.png", image(couleur), "image/png")


# --- The teacher, in three taps ---------------------------------------------------------------------------------------
class TestPublishing:
    def test_choose_say_who_publish(self, d, mardi, entrer, montrables):
        montrables["journal"] |= {d.eleve_cp}
        client = entrer(d.enseignante)
        deposees = [photo(d.enseignante, d.cp_ce1, c) for c in ("red", "green")]
        un = client.post(
            reverse("journal_ecrire_classe", args=[d.cp_ce1.pk]),
            {"texte": "Nos semis", "fichiers-deposes": [str(f.uuid) for f in deposees]},
        )
        billet = Billet.objects.get()
        assert un.url == reverse("journal_preparer", args=[billet.pk])
        page = client.get(un.url)
        assert bouton(page) == ["Publier sans photo", "Publier sans photo", "Publier 2 photos"]
        assert page.text.count('name="pieces"') == 2 and len(re.findall(r'name="pieces"[^>]*checked', page.text)) == 2
        deux = client.post(
            reverse("journal_qui", args=[billet.pk]),
            {
                "pieces": [p.pk for p in billet.pieces.all()],
                "eleves": [str(d.eleve_cp.uuid)],
                "version_qui": re.search(r'name="version_qui" value="(\w+)"', page.text)[1],
            },
            headers={"HX-Request": "true"},
        )
        assert bouton(deux) == ["Publier 2 photos", "Publier 2 photos", "Publier 2 photos"]
        trois = client.post(un.url, {"public": "familles"}, follow=True)
        assert "C’est publié : les familles le voient maintenant." in texte(trois)
        lu = entrer(d.mere_arabophone).get(reverse("journal_billet", args=[billet.pk])).text
        assert [f.page in lu for f in deposees] == [True, True]

    def test_what_is_seen_on_a_photo_is_read_to_who_does_not_see_it(self, d, mardi, entrer, montrables):
        montrables["journal"] |= {d.eleve_cp}
        billet = publie(d, [d.eleve_cp])
        photo_du_billet = billet.pieces.first()
        client, vers = entrer(d.enseignante), reverse("journal_decrire", args=[billet.pk, photo_du_billet.pk])
        trop = client.post(vers, {"legende": "é" * 201})
        assert trop.status_code == 422 and "Raccourcissez-la" in texte(trop) and "é" * 201 in trop.text
        assert client.post(vers, {"legende": "Trois pots de semis"}).status_code == 302
        lu = entrer(d.mere_arabophone).get(reverse("journal_billet", args=[billet.pk])).text
        assert 'alt="Trois pots de semis"' in lu

    def test_without_script_the_files_come_with_the_form(self, d, mardi, entrer):
        chemin = reverse("journal_ecrire_classe", args=[d.cp_ce1.pk])
        entrer(d.enseignante).post(chemin, {"texte": "", "fichiers": [televersee(), televersee("blue")]})
        assert Billet.objects.get().pieces.count() == 2

    def test_a_blocked_photo_is_left_out_and_its_reason_is_read_by_the_teacher_alone(
        self, d, mardi, entrer, montrables
    ):
        montrables["journal"] |= {d.eleve_cp}
        billet = brouillon(d, [d.eleve_cp], [d.eleve_cp, d.eleve_ce1])
        client = entrer(d.enseignante)
        page = client.get(reverse("journal_preparer", args=[billet.pk]))
        assert bouton(page)[0] == "Publier 1 photo"
        assert "Photo 2 : 1 élève sans autorisation" in texte(page) and "Kenza : réponse attendue" in texte(page)
        client.post(reverse("journal_preparer", args=[billet.pk]), {"public": "familles"})
        for lecteur in (d.mere, d.mere_arabophone, d.eleve_cp):
            lue = entrer(lecteur).get(reverse("journal_billet", args=[billet.pk])).text
            assert [f.page in lue for f in fichiers_de(billet)] == [True, False]
            assert "autorisation" not in lue and "attendue" not in lue

    def test_when_nothing_may_be_shown_nothing_is_published(self, d, mardi, entrer, montrables):
        billet = brouillon(d, [d.eleve_ce1], titre="")
        reponse = entrer(d.enseignante).post(reverse("journal_preparer", args=[billet.pk]), {"public": "familles"})
        assert reponse.status_code == 422
        assert "Aucune photo ne peut être montrée pour l’instant." in texte(reponse)
        billet.refresh_from_db()
        assert (billet.etat, billet.live, Notification.objects.count()) == ("brouillon", False, 0)

    def test_a_rectangle_is_drawn_or_typed_and_the_photo_becomes_ready(self, d, mardi, entrer, montrables):
        montrables["journal"] |= {d.eleve_cp}
        billet = brouillon(d, [d.eleve_cp, d.eleve_ce1])
        piece = billet.pieces.get()
        client = entrer(d.enseignante)
        chemin = reverse("journal_photo", args=[billet.pk, piece.pk])
        assert re.findall(r'name="masques" value="([^"]+)" checked', client.get(chemin).text) == [str(d.eleve_ce1.uuid)]
        vide = client.post(chemin, {"masques": [str(d.eleve_ce1.uuid)]})
        assert vide.status_code == 422 and "Dessinez au moins un rectangle" in texte(vide)
        rectangle = {"gauche": ["100", ""], "haut": ["100", ""], "droite": ["400", ""], "bas": ["400", ""]}
        suite = client.post(chemin, rectangle | {"masques": [str(d.eleve_ce1.uuid)]}, follow=True)
        assert bouton(suite)[0] == "Publier 1 photo"

    @pytest.mark.parametrize(
        ("corps", "phrase"),
        [
            ({}, "Dites qui est sur ces photos"),
            ({"personne": "1", "eleves": "lui"}, "pas les deux"),
            ({"personne": "1", "pieces": []}, "Choisissez au moins une photo."),
        ],
    )
    def test_saying_who_half_is_asked_again(self, d, mardi, entrer, corps, phrase):
        billet = brouillon(d, None)
        corps = {"pieces": [billet.pieces.get().pk]} | corps
        if corps.get("eleves") == "lui":
            corps["eleves"] = [str(d.eleve_cp.uuid)]
        reponse = entrer(d.enseignante).post(reverse("journal_qui", args=[billet.pk]), corps)
        assert reponse.status_code == 422 and phrase in texte(reponse)
        assert Fichier.objects.filter(personnes_dites_le=None).count() == 1

    def test_a_pupil_of_another_class_is_not_one_of_those_to_choose(self, d, mardi, entrer):
        billet = brouillon(d, None)
        corps = {"pieces": [billet.pieces.get().pk], "eleves": [str(d.eleve_cm2.uuid)]}
        assert entrer(d.enseignante).post(reverse("journal_qui", args=[billet.pk]), corps).status_code == 422

    def test_at_night_the_page_says_when_families_will_read(self, d, horloge, entrer):
        horloge(MARDI_21H)
        billet = brouillon(d, texte="Nos semis")
        reponse = entrer(d.enseignante).post(
            reverse("journal_preparer", args=[billet.pk]), {"public": "familles"}, follow=True
        )
        assert "C’est prêt. Les familles le liront demain à 7 h 00." in texte(reponse)

    def test_withdrawn_before_it_left_it_was_seen_by_nobody(self, d, horloge, entrer):
        horloge(MARDI_21H)
        billet = publie(d, texte="Nos semis")
        page = entrer(d.enseignante).post(reverse("journal_retirer", args=[billet.pk]), follow=True)
        assert "est retiré avant d’être parti : aucune famille ne l’a vu." in texte(page)

    def test_withdrawing_leads_to_undoing(self, d, mardi, entrer):
        billet = publie(d, texte="Nos semis")
        client = entrer(d.enseignante)
        page = client.post(reverse("journal_retirer", args=[billet.pk]), follow=True)
        assert "est retiré : les familles ne le voient plus." in texte(page) and "Annuler le retrait" in texte(page)
        client.post(reverse("journal_remettre", args=[billet.pk]))
        assert "Les feuilles d’automne" in texte(entrer(d.mere).get("/journal/"))

    def test_a_draft_thrown_away_takes_its_photos(self, d, mardi, entrer):
        billet, client = brouillon(d, []), entrer(d.enseignante)
        venue = {"Referer": f"http://testserver{reverse('journal_preparer', args=[billet.pk])}"}
        pages = [client.post(reverse("journal_retirer", args=[billet.pk]), headers=venue, follow=True) for _ in "12"]
        assert [page.status_code for page in pages] == [200, 200] and "C’est déjà fait." in texte(pages[1])
        assert (Billet.objects.count(), PieceBillet.objects.count(), Fichier.objects.count()) == (0, 0, 0)


# --- Faults -----------------------------------------------------------------------------------------------------------
class TestFaults:
    def test_two_editors_on_one_billet_lose_nothing(self, d, mardi, entrer):
        billet = publie(d, texte="Nos semis")
        chemin = reverse("journal_modifier", args=[billet.pk])
        client = entrer(d.enseignante)
        vue = re.search(r'name="version" value="(\w+)"', client.get(chemin).text)[1]
        actions.corriger_billet(billet=billet, auteur=d.enseignante, titre="Semis", texte="Celui de Mme Lefort")
        corps = {"version": vue, "titre": "Semis de mars", "texte": "Le mien, plus long"}
        reponse = client.post(chemin, corps)
        assert reponse.status_code == 422
        dit = texte(reponse)
        assert "Mme Lefort a modifié cela à 10 h 00, pendant que vous écriviez." in dit
        assert "Celui de Mme Lefort" in dit and "Le mien, plus long" in dit
        assert "Celui de Mme Lefort" in texte(entrer(d.mere).get("/journal/"))
        nouvelle = re.search(r'name="version" value="(\w+)"', reponse.text)[1]
        assert client.post(chemin, corps | {"version": nouvelle}).status_code == 302
        assert "Le mien, plus long" in texte(entrer(d.mere).get("/journal/"))

    def test_a_form_without_its_version_changes_nothing(self, d, mardi, entrer):
        billet = publie(d, texte="Nos semis")
        entrer(d.enseignante).post(reverse("journal_modifier", args=[billet.pk]), {"texte": "Autre", "version": ""})
        billet.refresh_from_db()
        assert billet.texte == "Nos semis"

    def test_an_image_that_pillow_cannot_read_is_named_and_the_other_stays_on_the_page(self, d, mardi, entrer):
        abimee = SimpleUploadedFile("IMG_12.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "image/png")
        reponse = entrer(d.enseignante).post(
            reverse("journal_ecrire_classe", args=[d.cp_ce1.pk]),
            {"texte": "Nos semis", "fichiers": [televersee(), abimee]},
        )
        assert reponse.status_code == 422 and "IMG_12.png" in texte(reponse) and "Nos semis" in texte(reponse)
        garde = Fichier.objects.get()
        assert Billet.objects.count() == 0 and f'value="{garde.uuid}" checked' in reponse.text

    @pytest.mark.parametrize("panne", [OSError(28, "No space left on device"), ConnectionError("S3")])
    def test_a_full_disk_or_a_bucket_away_publishes_nothing(self, d, mardi, entrer, monkeypatch, panne):
        """The network's edge: the storage refuses the second photo."""
        vrai, faits = stockage().save, []

        def enregistrer(nom, contenu, **options):
            faits.append(nom)
            if len(faits) > 2:
                raise panne
            return vrai(nom, contenu, **options)

        monkeypatch.setattr(stockage(), "save", enregistrer)
        client = entrer(d.enseignante, raise_request_exception=False)
        reponse = client.post(
            reverse("journal_ecrire_classe", args=[d.cp_ce1.pk]),
            {"texte": "Nos semis", "fichiers": [televersee(), televersee("blue"), televersee("green")]},
        )
        assert reponse.status_code >= 422
        assert (Billet.objects.count(), Fichier.objects.count()) == (0, 0)
        assert [stockage().exists(nom) for nom in faits] == [False] * len(faits)

    def test_a_deposit_of_somebody_else_cannot_be_taken(self, d, mardi, entrer):
        autre = photo(d.enseignant, d.cm2)
        reponse = entrer(d.enseignante).post(
            reverse("journal_ecrire_classe", args=[d.cp_ce1.pk]), {"fichiers-deposes": [str(autre.uuid)]}
        )
        assert (reponse.status_code, Billet.objects.count()) == (422, 0)

    def test_a_page_that_cannot_be_is_not_there(self, d, mardi, entrer):
        client = entrer(d.mere)
        assert [client.get(f"/journal/?page={n}").status_code for n in ("0", "x", "²", "501", "1")] == [404] * 4 + [200]


# --- Families ---------------------------------------------------------------------------------------------------------
class TestFamilies:
    def test_the_home_labels_each_billet_with_its_child(self, d, mardi, entrer, montrables):
        publie(d, [], titre="Nos semis")
        publie(d, titre="Le cross", classe=d.cm2, auteur=d.enseignant)
        publie(d, titre="La moufle", classe=d.ms, auteur=d.directrice_maternelle)
        tuile = entrer(d.mere).get("/tuile/famille/nouvelles/").text
        articles = re.findall(r"<li class=\"fil__article.*?</li>", tuile, re.DOTALL)
        assert [
            (re.search(r"<b>(.*?)</b>", a)[1], re.search(r'lien-ligne"[^>]*>(.*?)</a>', a)[1]) for a in articles
        ] == [
            ("Lina-Maëlys", "Journal de la classe : La moufle"),
            ("Sofiane", "Journal de la classe : Le cross"),
            ("Inès", "Journal de la classe : Nos semis"),
        ]
        assert '<p class="hors-ecran">1 photo</p>' in tuile

    def test_filtered_by_child_the_home_shows_theirs_alone(self, d, mardi, entrer):
        publie(d, titre="Nos semis")
        publie(d, titre="Le cross", classe=d.cm2, auteur=d.enseignant)
        page = texte(entrer(d.mere).get(f"/?enfant={d.eleve_cm2.uuid}"))
        assert "Le cross" in page and "Nos semis" not in page

    def test_a_page_for_each_child(self, d, mardi, entrer):
        publie(d, titre="Nos semis")
        publie(d, titre="Le cross", classe=d.cm2, auteur=d.enseignant)
        page = texte(entrer(d.mere).get(reverse("journal_enfant", args=[d.eleve_cm2.uuid])))
        assert "Le cross" in page and "Nos semis" not in page

    def test_one_notification_per_child_never_at_night(self, d, horloge):
        horloge(MARDI_21H)
        publie(d, titre="Nos semis")
        assert Notification.objects.count() == 0
        horloge(MARDI_21H.replace(day=25, hour=7))
        annoncer.func(Billet.objects.get().pk)
        dites = Notification.objects.filter(destinataire=d.mere)
        assert [(n.eleve, n.texte) for n in dites] == [(d.eleve_cp, "Inès · Journal de la classe : Nos semis")]

    def test_the_list_shows_six_photos_and_leads_to_the_others(self, d, mardi, entrer):
        publie(d, *[[]] * 8)
        page = entrer(d.mere).get("/journal/")
        assert page.text.count("planche__photo") == 6 and "Encore 2 photos" in texte(page)

    def test_old_billets_are_a_page_away(self, d, mardi, entrer):
        for n in range(12):
            publie(d, titre=f"Billet {n}")
        client = entrer(d.mere)
        premiere, seconde = texte(client.get("/journal/")), texte(client.get("/journal/?page=2"))
        assert ("Billet 11" in premiere, "Billet 1 " in premiere, "Plus ancien" in premiere) == (True, False, True)
        assert ("Billet 1 " in seconde, "Billet 0" in seconde, "Plus ancien" in seconde) == (True, True, False)

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_the_journal_costs_the_same_whatever_its_billets_and_photos(
        self, d, mardi, entrer, montrables, nombre, django_assert_num_queries
    ):
        montrables["journal"] |= {d.eleve_cp}
        for _n in range(nombre):
            publie(d, *[[d.eleve_cp]] * nombre)
        client = entrer(d.mere)
        client.get("/journal/")
        with django_assert_num_queries(7):
            client.get("/journal/")
        with django_assert_num_queries(9):
            client.get(reverse("journal_billet", args=[Billet.objects.first().pk]))

    @pytest.mark.besoin_de("cahier_de_textes")
    @pytest.mark.parametrize("nombre", [0, 1, 3])
    def test_the_home_pays_for_the_journal_only_when_there_is_something(
        self, d, mardi, entrer, montrables, nombre, django_assert_num_queries
    ):
        for _n in range(nombre):
            publie(d, *[[]] * nombre)
        client = entrer(d.mere)
        with django_assert_num_queries(7 + (2 if nombre else 0)):
            client.get("/")


# --- Teachers' lists --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pages_of_a_teacher_cost_the_same_whatever_the_photos(
    d, mardi, entrer, montrables, nombre, django_assert_num_queries
):
    for _n in range(nombre):
        publie(d, *[[d.eleve_cp]] * nombre)
        brouillon(d, *[[d.eleve_cp]] * nombre)
    client = entrer(d.enseignante)
    with django_assert_num_queries(10):  # with what may be put back, and which photos families see
        client.get(reverse("journal_classe", args=[d.cp_ce1.pk]))
    with django_assert_num_queries(13):
        client.get(reverse("journal_preparer", args=[Billet.objects.filter(etat="brouillon").first().pk]))


def test_what_was_deposited_before_a_cut_is_taken_when_one_comes_back(d, mardi, entrer):
    """The phone sent one photo of two, then the network was cut: the form waits, the school has kept the first."""
    client = entrer(d.enseignante)
    numero = str(uuid.uuid4())
    corps = {"envoi": numero, "lieu": f"classe:{d.cp_ce1.pk}"}
    premier = client.post(reverse("fichiers_deposer"), corps | {"fichier": televersee()}).json()
    encore = client.post(reverse("fichiers_deposer"), corps | {"fichier": televersee()}).json()
    assert premier["uuid"] == encore["uuid"]
    assert Billet.objects.count() == 0
    client.post(reverse("journal_ecrire_classe", args=[d.cp_ce1.pk]), {"fichiers-deposes": [premier["uuid"]]})
    assert [f.uuid for f in fichiers_de(Billet.objects.get())] == [uuid.UUID(premier["uuid"])]


# --- What a teacher is told of what they publish --------------------------------------------------------------------------
def test_photos_that_families_do_not_see_are_counted_as_it_is_published(d, mardi, entrer):
    billet = brouillon(d, None, None, texte="Au bois.")
    adresse = reverse("journal_preparer", args=[billet.pk])
    client = entrer(d.enseignante)
    assert "Publier sans photo" in client.get(adresse).text
    demande = client.post(adresse, {"public": "familles"})
    assert demande.status_code == 422 and Billet.objects.get().etat == "brouillon"
    assert "2 photos ne seraient pas vues. Dites qui est dessus." in texte(demande)
    assert "Publier sans ces 2 photos, gardées dans le billet" in texte(demande)
    assert bouton(demande)[0] == "Publier sans ces 2 photos, gardées dans le billet"
    assert '<input type="hidden" name="sans" value="familles:2">' in demande.text
    page = client.post(adresse, {"public": "familles", "sans": "familles:2"}, follow=True).text
    assert "2 photos restent cachées aux familles : dites qui est dessus" in page
    assert billet.pieces.count() == 2


def test_what_is_ticked_under_photos_and_not_noted_is_said_by_publishing(d, mardi, entrer, montrables):
    """« Publier sans photo » beside two photos where somebody was just ticked: it loses neither."""
    montrables["journal"] |= {d.eleve_cp}
    billet = brouillon(d, None, None, texte="Au bois.")
    adresse = reverse("journal_preparer", args=[billet.pk])
    client = entrer(d.enseignante)
    page = client.get(adresse).text
    coche = {
        "pieces": [p.pk for p in billet.pieces.all()],
        "eleves": [str(d.eleve_cp.uuid)],
        "version_qui": re.search(r'name="version_qui" value="(\w+)"', page)[1],
        "version": re.search(r'name="version" value="(\w+)"', page)[1],
        "public": "familles",
    }
    assert re.search(r'<button[^>]*form="publier" formaction="[^"]*/qui/"', page), "noted by the same form"
    refus = client.post(adresse, coche | {"version_qui": "d’une autre page"})
    assert refus.status_code == 422
    assert re.findall(r'name="eleves" value="([^"]+)" form="publier" checked', refus.text) == coche["eleves"]
    assert not Visage.objects.exists()
    publie_ = client.post(adresse, coche, follow=True)
    assert "C’est publié : les familles le voient maintenant." in texte(publie_)
    assert "cachée" not in texte(publie_)
    assert set(Visage.objects.values_list("eleve", flat=True)) == {d.eleve_cp.pk}
    lu = entrer(d.mere_arabophone).get(reverse("journal_billet", args=[billet.pk])).text
    assert [f.page in lu for f in fichiers_de(billet)] == [True, True]


def test_first_names_in_words_shown_to_everybody_are_said(d, mardi, entrer):
    billet = publie(d, texte="Inès a planté un gland, Kenzo l’a arrosé.")
    page = entrer(d.enseignante).post(reverse("journal_site", args=[billet.pk]), {"montrer": "1"}, follow=True).text
    assert "Ses mots nomment Inès, et tout le monde les lit" in page
