"""What outlives a billet: the portfolio of a pupil, the archive of a household, the purge; and what everybody may read."""

import datetime as dt
import io
import threading
import time
import zipfile
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from pypdf import PdfReader

from ent.annuaire.models import Classe, Etablissement, Inscription, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from ent.fichiers.registres import prevenir_les_retraits
from ent.fichiers.stockage import stockage
from ent.socle.dates import date_format
from pages.actions import archives, portfolio
from pages.actions import billets as actions
from pages.lectures import archives as archives_lues
from pages.models import ArchiveJournal, Billet, EntreePortfolio, OffreArchive
from tests.pages.journal import fichiers_de, photo, publie, relu, voyeurs


def garder(d, eleve, **champs) -> EntreePortfolio:
    return portfolio.garder(
        eleve=eleve, auteur=d.enseignante, etablissement=d.elementaire, **{"titre": "Mon poème", "texte": "x"} | champs
    )


def lecteurs(d, entree) -> list[str]:
    return sorted(
        c for c, p in d.gens.items() if EntreePortfolio.objects.visibles_par(relu(p)).filter(pk=entree.pk).exists()
    )


# --- Portfolio --------------------------------------------------------------------------------------------------------
class TestPortfolio:
    def test_it_is_read_by_the_pupil_each_household_and_who_teaches_them(self, d, mardi):
        garder(d, d.eleve_ce1)
        assert lecteurs(d, garder(d, d.eleve_cp)) == ["eleve_cp", "enseignante", "mere", "pere_separe"]

    @pytest.mark.reel
    @pytest.mark.django_db(transaction=True)
    def test_a_billet_that_two_hands_keep_at_once_is_kept_once(self, d, mardi):
        billet = publie(d, [d.eleve_cp], [d.eleve_cp])
        garde, entrees = threading.Event(), []

        def une_main() -> None:
            with transaction.atomic():
                entrees.append(garder(d, d.eleve_cp, billet=billet))
                garde.set()
                time.sleep(0.5)
            connection.close()

        def l_autre() -> None:
            garde.wait(20)
            with suppress(IntegrityError):
                entrees.append(garder(d, d.eleve_cp, billet=billet))
            connection.close()

        mains = [threading.Thread(target=main) for main in (une_main, l_autre)]
        for main in mains:
            main.start()
        for main in mains:
            main.join(60)
        assert entrees == [EntreePortfolio.objects.get()] * 2

    def test_it_goes_to_the_next_class_by_itself_and_leaves_the_former_teacher(self, d, mardi):
        entree = garder(d, d.eleve_cp)
        Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.cm2)
        assert lecteurs(d, entree) == ["eleve_cp", "enseignant", "mere", "pere_separe", "remplacant"]

    def test_it_goes_to_another_school_too(self, d, mardi):
        entree = garder(d, d.eleve_cp)
        Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.ms)
        Responsabilite.objects.filter(enfant=d.eleve_cp).update(etablissement=d.maternelle)
        lus = lecteurs(d, entree)
        assert ("enseignante" in lus, "directrice_maternelle" in lus, "mere" in lus) == (False, True, True)

    def test_a_photo_kept_with_its_billet_follows_the_consents_and_leaves_classmates_in_their_class(
        self, d, mardi, montrables
    ):
        """Families agreed to « the families of the class »: whoever left it takes along the photos of their own child."""
        montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
        billet = publie(d, [d.eleve_cp, d.eleve_ce1], [d.eleve_cp])
        garder(d, d.eleve_cp, billet=billet)
        ensemble, seule = fichiers_de(billet)
        assert ("mere" in voyeurs(d, ensemble), "mere" in voyeurs(d, seule)) == (True, True)
        Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.cm2)
        assert ("mere" in voyeurs(d, ensemble), "mere" in voyeurs(d, seule)) == (False, True)
        assert "enseignant" in voyeurs(d, seule)
        montrables["journal"] -= {d.eleve_cp}
        assert ("enseignant" in voyeurs(d, seule), "mere" in voyeurs(d, seule)) == (False, True)

    def test_the_pupil_and_the_teacher_choose_the_family_reads(self, d, mardi, entrer):
        chemin = reverse("journal_portfolio", args=[d.eleve_cp.uuid])
        corps = {"titre": "Mon poème", "texte": "Je l’aime.", "fichiers-deposes": []}
        statuts = [entrer(p).post(chemin, corps).status_code for p in (d.eleve_cp, d.enseignante, d.mere, d.eleve_ce1)]
        assert (statuts, EntreePortfolio.objects.count()) == ([302, 302, 403, 404], 2)
        depose = photo(d.enseignante, d.cp_ce1)
        entrer(d.enseignante).post(chemin, {"titre": "Dessin", "fichiers-deposes": [str(depose.uuid)], "seul": "on"})
        assert voyeurs(d, depose) == ["eleve_cp", "enseignante", "mere", "pere_separe"]
        page = entrer(d.mere).get(chemin).text
        assert "2026-2027" in page and depose.vignette in page and "Sortir du portfolio" not in page

    def test_a_teacher_says_that_nobody_else_is_on_an_image(self, d, mardi, entrer):
        """One family reads a portfolio: a classmate on its photos would be shown to them without having been asked."""
        chemin = reverse("journal_portfolio", args=[d.eleve_cp.uuid])
        depose = photo(d.enseignante, d.cp_ce1)
        reponse = entrer(d.enseignante).post(chemin, {"titre": "Jeu", "fichiers-deposes": [str(depose.uuid)]})
        assert reponse.status_code == 422 and "on ne reconnaît aucun autre élève qu’Inès" in reponse.text
        assert "se montre dans le journal" in reponse.text
        assert (EntreePortfolio.objects.count(), voyeurs(d, depose)) == (0, ["enseignante"])

    def test_a_billet_of_another_class_is_not_kept(self, d, mardi, entrer):
        billet = publie(d, classe=d.cm2, auteur=d.enseignant, texte="Le cross")
        chemin = reverse("journal_portfolio_billet", args=[billet.pk, d.eleve_cp.uuid])
        assert entrer(d.eleve_cp).post(chemin).status_code == 404
        siens = publie(d, texte="Nos semis")
        for _n in range(2):
            entrer(d.eleve_cp).post(reverse("journal_portfolio_billet", args=[siens.pk, d.eleve_cp.uuid]))
        assert [e.billet for e in EntreePortfolio.objects.all()] == [siens]

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_its_page_costs_the_same_whatever_it_holds(self, d, mardi, entrer, nombre, django_assert_num_queries):
        for _n in range(nombre):
            garder(d, d.eleve_cp, billet=publie(d, *[[]] * nombre))
        client = entrer(d.mere)
        with django_assert_num_queries(9):
            client.get(reverse("journal_portfolio", args=[d.eleve_cp.uuid]))


# --- Archives ---------------------------------------------------------------------------------------------------------
def demander(personne, eleve, nature="zip") -> ArchiveJournal:
    personne = relu(personne)
    archive = archives.demander(recueil=archives_lues.recueils_de(personne, eleve.uuid)[0], nature=nature, par=personne)
    archives.fabriquer(archive=archive)
    return ArchiveJournal.objects.get(pk=archive.pk)


class TestArchive:
    def test_the_zip_holds_a_page_and_the_files_that_this_household_may_read(self, d, mardi, entrer, montrables):
        montrables["journal"] |= {d.eleve_cp}
        publie(d, [d.eleve_cp], [d.eleve_ce1], texte="Nos semis", titre="Semis")
        publie(d, [d.eleve_ce1], public="montres", titre="Pour Kenza")
        archive = demander(d.mere, d.eleve_cp)
        assert (archive.etat, archive.faits, archive.total) == ("prete", 1, 1)
        reponse = entrer(d.mere).get(reverse("journal_archive_prendre", args=[archive.pk]))
        assert reponse["Content-Disposition"] == 'attachment; filename="journal-cp-ce1-2026-2027.zip"'
        lu = zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content)))
        assert lu.namelist() == ["fichiers/001-01-2026-11-24-cp-ce1.webp", "journal.html"]
        page = lu.read("journal.html").decode()
        assert (
            "Nos semis" in page and 'src="fichiers/001-01-2026-11-24-cp-ce1.webp"' in page and "Pour Kenza" not in page
        )

    def test_the_book_opens_and_has_a_page_per_billet(self, d, mardi, montrables):
        for titre in ("Semis", "Le renard"):
            publie(d, *[[]] * 5, titre=titre)
        archive = demander(d.mere, d.eleve_cp, "livre")
        with stockage().open(archive.cle) as contenu:
            livre = PdfReader(io.BytesIO(contenu.read()))
        textes = [p.extract_text() for p in livre.pages]
        assert (len(textes), "Inès" in textes[0], "Semis" in textes[1], "Le renard" in textes[2]) == (
            3,
            True,
            True,
            True,
        )

    def test_the_book_is_in_the_language_of_who_asked(self, d, mardi, montrables, encre):
        publie(d, *[[]] * 5, titre="Semis")
        archive = demander(d.mere_arabophone, d.eleve_ce1, "livre")
        with stockage().open(archive.cle) as contenu:
            assert b"/Lang (ar)" in contenu.read()
        assert encre.a_dit("Semis") and encre.perdues == []
        with override("ar"):
            assert encre.a_dit(gettext("Journal de la classe"))
            assert encre.a_dit(date_format(mardi, "l j F Y"))
        assert not encre.a_dit("novembre")

    def test_another_adult_of_the_child_does_not_open_it(self, d, mardi, entrer):
        publie(d, texte="Nos semis")
        archive = demander(d.mere, d.eleve_cp)
        chemin = reverse("journal_archive_prendre", args=[archive.pk])
        assert [entrer(p).get(chemin).status_code for p in (d.pere_separe, d.enseignante, d.mere)] == [404, 404, 200]

    def test_a_consent_withdrawn_erases_the_archives_of_the_class(self, d, mardi, django_capture_on_commit_callbacks):
        publie(d, [])
        archive = demander(d.mere, d.eleve_cp)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            prevenir_les_retraits([d.eleve_ce1.pk])
        assert (ArchiveJournal.objects.count(), stockage().exists(archive.cle)) == (0, False)

    def test_an_archive_that_fails_says_so_and_keeps_nothing(self, d, mardi, entrer, monkeypatch):
        """The disk is full: the network's edge refuses."""
        publie(d, texte="Nos semis")

        def plein(*_a, **_o):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(stockage(), "save", plein)
        assert demander(d.mere, d.eleve_cp).etat == "echouee"
        assert (
            "Cela n’a pas marché : essayer encore"
            in entrer(d.mere).get(reverse("journal_archive", args=[d.eleve_cp.uuid])).text
        )

    def test_last_year_s_class_is_kept_by_those_who_answer_for_the_child_today(self, d, mardi, entrer):
        publie(d, texte="Nos semis")
        Classe.objects.filter(pk=d.cp_ce1.pk).update(fermee_le=timezone.now())
        chemin = reverse("journal_archive", args=[d.eleve_cp.uuid])
        assert [entrer(p).get(chemin).status_code for p in (d.mere, d.mere_arabophone)] == [200, 404]
        Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(fin=mardi.date() - dt.timedelta(days=1))
        assert entrer(d.mere).get(chemin).status_code == 404

    def test_a_journal_with_nothing_in_it_yet_says_so_where_its_page_leads(self, d, mardi, entrer):
        client, chemin = entrer(d.mere), reverse("journal_archive", args=[d.eleve_cp.uuid])
        assert chemin in client.get(reverse("journal_enfant", args=[d.eleve_cp.uuid])).text
        assert "Il n’y a encore rien à garder." in client.get(chemin).text
        assert client.post(chemin, {"classe": d.cp_ce1.pk, "nature": "zip"}).status_code == 404
        assert entrer(d.mere_arabophone).get(chemin).status_code == 404

    def test_an_archive_of_yesterday_is_forgotten(self, d, mardi):
        publie(d, texte="Nos semis")
        demander(d.mere, d.eleve_cp)
        ArchiveJournal.objects.update(demandee_le=timezone.now() - dt.timedelta(hours=25))
        archives.tournee()
        assert ArchiveJournal.objects.count() == 0


class TestPurge:
    ETE, NOVEMBRE, DECEMBRE = (
        dt.datetime(*jour, 10, tzinfo=timezone.get_default_timezone())
        for jour in ((2027, 7, 6), (2027, 11, 30), (2027, 12, 14))
    )

    @pytest.fixture
    def rentree(self, d):
        """What the import of the next September does: every pupil leaves the class, which is closed."""

        def fermer(*classes):
            for classe in classes or (d.cp_ce1,):
                Inscription.objects.filter(classe=classe, fin=None).update(fin=dt.date(2027, 8, 31))
                Classe.objects.filter(pk=classe.pk).update(fermee_le=self.NOVEMBRE)

        return fermer

    def test_families_are_told_then_the_journal_is_erased_three_months_after(self, d, mardi, horloge, rentree):
        publie(d, [])
        garde = publie(d, [])
        garder(d, d.eleve_cp, billet=garde)
        archives.tournee()
        assert OffreArchive.objects.count() == 0
        horloge(self.ETE)
        for _n in range(2):
            archives.tournee()
        dites = Notification.objects.filter(nature="pages.archive_offerte", destinataire=d.mere)
        assert [n.texte for n in dites] == ["Inès · Gardez le journal de l’année : il sera effacé trois mois après."]
        rentree()
        horloge(self.NOVEMBRE)
        archives.tournee()
        assert Billet.objects.count() == 2
        horloge(self.DECEMBRE)
        archives.tournee()
        assert (list(Billet.objects.all()), Fichier.objects.count()) == ([garde], 1)

    @pytest.mark.parametrize("manque", ["fermer", "partir", "venir"])
    def test_a_class_in_use_is_never_erased_whatever_its_year_says(self, d, mardi, horloge, rentree, manque):
        """A September file imported on 31 August had filled last year's classes: December erased the journal in progress."""
        publie(d, texte="Nos semis")
        horloge(self.ETE)
        archives.tournee()
        rentree()
        if manque == "fermer":
            Classe.objects.filter(pk=d.cp_ce1.pk).update(fermee_le=None)
        elif manque == "partir":
            Inscription.objects.filter(eleve=d.eleve_cp).update(fin=None)
        else:
            Inscription.objects.filter(eleve=d.eleve_cp).update(fin=dt.date(2027, 12, 14))
        horloge(self.DECEMBRE)
        archives.tournee()
        assert (Billet.objects.count(), archives.purger(classe=d.cp_ce1), Billet.objects.count()) == (1, 0, 1)

    def test_nothing_is_erased_before_families_had_a_month(self, d, mardi, horloge, rentree):
        publie(d, texte="Nos semis")
        rentree()
        horloge(self.DECEMBRE)
        archives.tournee()
        assert (Billet.objects.count(), OffreArchive.objects.count()) == (1, 1)

    def test_the_command_says_first_what_it_would_erase(self, d, mardi, horloge, capsys, rentree):
        publie(d, texte="Nos semis")
        horloge(self.ETE)
        archives.tournee()
        horloge(self.DECEMBRE)
        call_command("purger_journaux")
        assert ("jamais été fermée" in capsys.readouterr().out, Billet.objects.count()) == (True, 1)
        rentree()
        call_command("purger_journaux", "--essai")
        assert ("serait effacé" in capsys.readouterr().out, Billet.objects.count()) == (True, 1)
        call_command("purger_journaux")
        assert ("1 billets effacés" in capsys.readouterr().out, Billet.objects.count()) == (True, 0)


# --- Everybody --------------------------------------------------------------------------------------------------------
class TestPublicSite:
    def test_only_photos_allowed_for_the_site_and_nobody_s_name(self, d, mardi, montrables):
        montrables["journal"] |= {d.eleve_cp}
        billet = publie(d, [], [d.eleve_cp], titre="Semis", texte="Nos semis")
        actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
        vide, avec = fichiers_de(billet)
        page = Client().get(reverse("journal_public", args=[d.elementaire.uai])).text
        assert (str(vide.uuid) in page, str(avec.uuid) in page, "Lefort" in page, "Inès" in page) == (
            True, False, False, False,
        )  # fmt: skip

        def statut(fichier):
            return (
                Client()
                .get(reverse("journal_public_fichier", args=[d.elementaire.uai, fichier.uuid, "320"]))
                .status_code
            )

        assert (statut(vide), statut(avec)) == (200, 404)
        montrables["site"] |= {d.eleve_cp}
        assert statut(avec) == 200
        actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=False)
        assert (statut(vide), statut(avec)) == (404, 404)

    def test_a_school_that_shows_nothing_has_no_such_page(self, d, mardi):
        publie(d, [])
        assert Client().get(reverse("journal_public", args=[d.elementaire.uai])).status_code == 404
        assert Client().get(reverse("journal_public", args=["0000000X"])).status_code == 404

    def test_a_file_of_another_school_is_not_served_there(self, d, mardi):
        billet = publie(d, [])
        actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
        (fichier,) = fichiers_de(billet)
        chemin = reverse("journal_public_fichier", args=[d.maternelle.uai, fichier.uuid, "320"])
        assert Client().get(chemin).status_code == 404

    def test_a_school_that_joined_another_shows_nothing_any_more(self, d, mardi):
        """Its site says so; here its words stayed, and nobody directed it who could have taken them back."""
        billet = publie(d, [], titre="Semis", texte="Nos semis")
        actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
        (fichier,) = fichiers_de(billet)
        Etablissement.objects.filter(pk=d.elementaire.pk).update(rejoint=d.maternelle, fermee_le=timezone.now())
        assert Client().get(reverse("journal_public", args=[d.elementaire.uai])).status_code == 404
        chemin = reverse("journal_public_fichier", args=[d.elementaire.uai, fichier.uuid, "320"])
        assert Client().get(chemin).status_code == 404
