"""The end of a space: its last week, its closing and what undoes it, the archive that it leaves to each school, what is erased."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.actions import conservation, equipe
from ent.annuaire.models import EntreeJournal, Mandat, Role
from ent.annuaire.registres import collectifs
from ent.diffusion.models import Notification
from ent.fichiers.stockage import stockage
from ent.services.espaces import archives_zip, evenements
from ent.services.espaces.actions import espaces, fin, gens
from ent.services.espaces.models import (
    AdulteDeLEspace,
    ArchiveDEspace,
    DateDeLEspace,
    EcoleDeLEspace,
    Espace,
    InscriptionVisite,
)
from messagerie.actions import messages
from messagerie.models import Fil

from .conftest import neuf
from .test_ecoles import Temoin, lisent
from .test_visites import inscrire

pytestmark = pytest.mark.besoin_de("messagerie")

LENDEMAIN = dt.datetime(2026, 12, 19, 10, tzinfo=dt.UTC)


def page_de(archive) -> str:
    with stockage().open(archive.cle) as objet:
        octets = objet.read()
    assert len(octets) == archive.octets
    with zipfile.ZipFile(io.BytesIO(octets)) as lue:
        assert lue.namelist() == ["index.html", "page.css"]
        return lue.read("index.html").decode()


def test_its_last_week_is_told_to_its_adults_once(a_deux, d, horloge):
    assert fin.rappeler() == 0
    horloge(dt.datetime(2026, 12, 11, 10, tzinfo=dt.UTC))
    assert (fin.rappeler(), fin.rappeler()) == (1, 0)
    dites = Notification.objects.filter(nature=evenements.FIN_PROCHE)
    assert {n.destinataire_id for n in dites} == {d.directrice.pk, d.enseignant.pk, d.directrice_maternelle.pk}
    assert "finit vendredi 18 décembre" in dites[0].texte


def test_each_school_is_left_its_own_pupils_and_nobody_elses(a_deux, visite, d, horloge, monkeypatch):
    monkeypatch.setattr(collectifs, "_paroles", [Temoin()])
    inscrire(visite, d.eleve_cm2, d.mere)
    inscrire(visite, d.eleve_ms, d.mere)
    assert fin.archiver() == 0
    horloge(LENDEMAIN)
    assert (fin.archiver(), fin.archiver()) == (2, 0)
    ici, la = (page_de(ArchiveDEspace.objects.get(etablissement=ecole)) for ecole in (d.elementaire, d.maternelle))
    assert "Sofiane Belhadj (CM2)" in ici and "Lina" not in ici
    assert "Lina-Maëlys Belhadj (Moyens)" in la and "Sofiane" not in la
    for page in (ici, la):
        assert "2 enfants inscrits, de toutes les écoles" in page
        assert "Mme Tissier" in page and "M. Caradec" in page
        assert "Bienvenue !" in page
        assert "<script" not in page
    assert {n.destinataire_id for n in Notification.objects.filter(nature=evenements.ARCHIVE)} == {
        d.directrice.pk,
        d.directrice_maternelle.pk,
    }


def test_a_direction_takes_its_own_archive_and_no_other(a_deux, visite, d, horloge, entrer):
    horloge(LENDEMAIN)
    fin.archiver()
    ici, la = (ArchiveDEspace.objects.get(etablissement=ecole) for ecole in (d.elementaire, d.maternelle))
    client = entrer(d.directrice)
    reponse = client.get(reverse("espaces_archive", args=[ici.pk]))
    assert zipfile.is_zipfile(io.BytesIO(reponse.getvalue()))
    assert "la-grande-chorale.zip" in reponse["Content-Disposition"]
    assert client.get(reverse("espaces_archive", args=[la.pk])).status_code == 404
    for qui in ("enseignant", "mere"):
        assert entrer(d.gens[qui]).get(reverse("espaces_archive", args=[ici.pk])).status_code == 404
    assert reverse("espaces_archive", args=[ici.pk]) in client.get(reverse("espaces")).content.decode()


def test_a_work_that_is_killed_goes_on_where_it_was(a_deux, d, horloge, monkeypatch):
    """After the first school's: nothing is made twice, nothing is left out."""
    horloge(LENDEMAIN)
    vrai, ecrites = archives_zip.ecrire, []

    def tuer(sortie, ecole):
        if ecrites:
            raise KeyboardInterrupt
        ecrites.append(ecole.pk)
        vrai(sortie, ecole)

    monkeypatch.setattr(fin, "ecrire", tuer)
    with pytest.raises(KeyboardInterrupt):
        fin.archiver()
    assert ArchiveDEspace.objects.count() == 1
    assert Espace.objects.get().archive_le is None
    monkeypatch.setattr(fin, "ecrire", vrai)
    assert fin.archiver() == 1
    assert Espace.objects.get().archive_le is not None
    assert EntreeJournal.objects.filter(verbe="espaces.archiver").count() == 2


def test_a_school_that_left_is_left_nothing(a_deux, entree, d, horloge):
    from ent.services.espaces.actions import ecoles

    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    horloge(LENDEMAIN)
    assert fin.archiver() == 1
    assert [a.etablissement for a in ArchiveDEspace.objects.all()] == [d.elementaire]


def test_nothing_is_left_to_set_of_a_space_that_is_over_but_to_leave_it(a_deux, d, entrer, mardi):
    page = reverse("espaces_espace", args=[a_deux.pk])
    gens = d.directrice, d.directrice_maternelle, d.enseignant, d.mere

    def se_reglent() -> list[bool]:
        return ['id="regler"' in entrer(qui).get(page).text for qui in gens]

    assert se_reglent() == [True, True, True, False]
    espaces.clore(espace=a_deux, par=d.directrice)
    assert se_reglent() == [False, True, False, False]
    assert "Quitter, pour" in entrer(d.directrice_maternelle).get(page).text


def test_closing_before_its_day_is_undone_the_same_day_and_not_afterwards(a_deux, visite, d, entrer, horloge, mardi):
    client = entrer(d.directrice)
    for _fois in range(2):
        client.post(reverse("espaces_clore", args=[a_deux.pk]))
    assert Espace.objects.get().fin == mardi.date()
    assert "Rouvrir" in client.get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    assert entrer(d.enseignant).post(reverse("espaces_annuler_date", args=[visite.pk]), {"mot": "x"}).status_code == 422
    for _fois in range(2):
        client.post(reverse("espaces_rouvrir", args=[a_deux.pk]))
    assert Espace.objects.get().fin == a_deux.fin
    client.post(reverse("espaces_clore", args=[a_deux.pk]))
    horloge(mardi + dt.timedelta(days=1))
    fin.archiver()
    page = client.post(reverse("espaces_rouvrir", args=[a_deux.pk]), follow=True).content.decode()
    assert "Il est trop tard" in page
    assert Espace.objects.get().clos_le is not None


def test_what_is_kept_no_more_goes_and_the_archives_a_year_later(a_deux, visite, d, horloge):
    inscrire(visite, d.eleve_cm2, d.mere)
    horloge(LENDEMAIN)
    fin.archiver()
    cle = ArchiveDEspace.objects.get(etablissement=d.elementaire).cle
    conservation.effacer_les_perimees()
    assert DateDeLEspace.objects.exists()
    horloge(LENDEMAIN + dt.timedelta(days=31))
    conservation.effacer_les_perimees()
    for modele in (DateDeLEspace, InscriptionVisite, AdulteDeLEspace):
        assert not modele.objects.exists(), modele
    assert lisent(a_deux, d.directrice) == [False]
    assert ArchiveDEspace.objects.visibles_par(neuf(d.directrice)).exists()
    assert cle in fin.cles_du(cle.split("/")[0])
    horloge(LENDEMAIN + dt.timedelta(days=366))
    assert not ArchiveDEspace.objects.visibles_par(neuf(d.directrice)).exists()
    assert fin.menage() == 2
    conservation.effacer_les_perimees()
    assert (Espace.objects.count(), EcoleDeLEspace.objects.count()) == (0, 0)


# --- What others do while it ends ---------------------------------------------------------------------------------------
def fermer(ecole, ferme: bool) -> None:
    """As the direction turns the room off or on there."""
    ecole.modules_fermes = " espaces " if ferme else ""
    ecole.save(update_fields=["modules_fermes"])
    fin.suivre_le_module(ecoles={ecole.pk})


def lignes_du_fil(espace, *gens_) -> list[bool]:
    return [Fil.objects.visibles_par(neuf(qui)).filter(collectif=espace.cle).exists() for qui in gens_]


def test_what_a_closed_space_had_ahead_is_in_no_agenda_until_it_is_opened_again(a_deux, visite, d, mardi):
    ce_jour = DateDeLEspace.objects.entre(visite.jour, visite.jour)
    assert visite.jour > mardi.date() and list(ce_jour) == [visite]
    espaces.clore(espace=a_deux, par=d.directrice)
    assert list(ce_jour.all()) == []
    espaces.rouvrir(espace=a_deux, par=d.directrice)
    assert list(ce_jour.all()) == [visite]


def test_a_room_closed_over_the_last_day_takes_neither_archives_nor_thread(a_deux, visite, d, horloge):
    inscrire(visite, d.eleve_ms, d.mere)
    horloge(dt.datetime(2026, 12, 17, 10, tzinfo=dt.UTC))
    fermer(d.elementaire, True)
    assert lignes_du_fil(a_deux, d.directrice, d.enseignant, d.directrice_maternelle) == [False] * 3
    horloge(LENDEMAIN)
    assert fin.archiver() == 2
    la, ici = (page_de(ArchiveDEspace.objects.get(etablissement=ecole)) for ecole in (d.maternelle, d.elementaire))
    assert "Lina-Maëlys Belhadj" in la and "Mme Tissier" in la
    # Of the school that closed the room, others keep nothing; its own archive does.
    assert "M. Caradec" not in la and "M. Caradec" in ici
    # It is read again when the room is.
    assert not ArchiveDEspace.objects.visibles_par(neuf(d.directrice)).exists()
    fermer(d.elementaire, False)
    assert ArchiveDEspace.objects.visibles_par(neuf(d.directrice)).exists()
    assert lignes_du_fil(a_deux, d.directrice, d.enseignant, d.directrice_maternelle) == [True] * 3
    assert not Fil.objects.get(collectif=a_deux.cle).est_ouvert


@pytest.mark.parametrize("jours", [1, 10])
def test_who_left_the_school_that_named_them_reads_the_thread_no_more_though_they_work_in_the_other(
    a_deux, d, horloge, jours
):
    """By an act, at once, and back if it is undone; by a date, the day after, or when the worker comes back."""
    la_bas = {"personne": d.remplacant, "etablissement": d.maternelle}
    role = equipe.donner_role(nature="enseignant", auteur=d.operateur, **la_bas)
    entree = EcoleDeLEspace.objects.get(espace=a_deux, etablissement=d.maternelle)
    nommes = [d.directrice_maternelle, d.remplacant]
    gens.apporter(ecole=entree, par=d.directrice_maternelle, adultes=nommes, classes=[], parmi=[])
    assert lignes_du_fil(a_deux, *nommes) == [True, True]
    depart = equipe.noter_un_depart(auteur=d.directrice_maternelle, **la_bas)
    assert lignes_du_fil(a_deux, *nommes) == [True, False]
    assert lisent(a_deux, d.remplacant) == [False]
    equipe.annuler_un_depart(depart=depart, etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert lignes_du_fil(a_deux, *nommes) == [True, True]
    Role.objects.filter(pk=role.pk).update(fin=dt.date(2026, 11, 26))
    horloge(dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC) + dt.timedelta(days=jours))
    gens.suivre_les_dates()
    assert lignes_du_fil(a_deux, *nommes) == [True, False]


def test_a_space_closed_yesterday_is_not_opened_again_even_before_its_archives(a_deux, d, entrer, horloge, mardi):
    client = entrer(d.directrice)
    client.post(reverse("espaces_clore", args=[a_deux.pk]))
    horloge(mardi + dt.timedelta(days=1))
    assert "Rouvrir" not in client.get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    assert "Il est trop tard" in client.post(reverse("espaces_rouvrir", args=[a_deux.pk]), follow=True).content.decode()
    assert not Espace.objects.get().est_ouvert
    assert fin.archiver() == 2


def test_a_space_opened_again_since_it_was_read_is_neither_archived_nor_done_with(a_deux, d, horloge):
    """The worker read it as over; it lasts."""
    lu = Espace.objects.get(pk=a_deux.pk)
    assert fin._archiver_un(lu) == 0
    assert not ArchiveDEspace.objects.exists()
    assert Espace.objects.get().archive_le is None


def test_one_archive_that_fails_stops_no_other_and_is_made_later(a_deux, d, horloge, monkeypatch):
    autre = espaces.ouvrir(
        etablissement=d.elementaire,
        par=d.directrice,
        titre="Le jardin",
        propos="Semer.",
        debut=dt.date(2026, 11, 23),
        fin=dt.date(2026, 12, 18),
    )
    horloge(LENDEMAIN)
    vrai = fin.ecrire

    def casser(sortie, ecole):
        if ecole.espace_id == a_deux.pk and ecole.etablissement_id == d.elementaire.pk:
            raise OSError("disque plein")
        vrai(sortie, ecole)

    monkeypatch.setattr(fin, "ecrire", casser)
    assert fin.archiver() == 2
    assert ArchiveDEspace.objects.filter(ecole__espace=autre).exists()
    assert Espace.objects.get(pk=a_deux.pk).archive_le is None
    monkeypatch.setattr(fin, "ecrire", vrai)
    assert fin.archiver() == 1
    assert Espace.objects.get(pk=a_deux.pk).archive_le is not None


def test_thirty_days_later_nobody_reads_the_thread(a_deux, d, horloge):
    horloge(LENDEMAIN)
    fin.archiver()
    assert lignes_du_fil(a_deux, d.directrice, d.enseignant, d.directrice_maternelle) == [True] * 3
    horloge(LENDEMAIN + dt.timedelta(days=31))
    assert lignes_du_fil(a_deux, d.directrice, d.enseignant, d.directrice_maternelle) == [False] * 3


def test_after_its_last_day_an_adult_is_taken_off_and_a_school_leaves(a_deux, porteuse, entree, d, horloge, entrer):
    horloge(LENDEMAIN)
    fin.archiver()
    chemin = reverse("espaces_gens", args=[porteuse.pk])
    assert chemin in entrer(d.directrice).get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    choix = {"par": d.directrice, "classes": [d.cm2], "parmi": [d.cm2]}
    with pytest.raises(ValidationError, match="est fini"):
        gens.apporter(ecole=porteuse, adultes=[d.directrice, d.enseignant, d.enseignante], **choix)
    gens.apporter(ecole=porteuse, adultes=[d.directrice], **choix)
    assert lignes_du_fil(a_deux, d.enseignant) == lisent(a_deux, d.enseignant) == [False]
    page = entrer(d.directrice_maternelle).get(reverse("espaces_espace", args=[a_deux.pk])).content.decode()
    chemin = reverse("espaces_quitter", args=[entree.pk])
    assert chemin in page
    entrer(d.directrice_maternelle).post(chemin)
    assert lignes_du_fil(a_deux, d.directrice_maternelle) == lisent(a_deux, d.directrice_maternelle) == [False]
    assert not Fil.objects.get(collectif=a_deux.cle).est_ouvert


def test_what_adults_said_in_the_thread_is_taken_by_no_delegate(a_deux, d, horloge):
    fil = Fil.objects.get(collectif=a_deux.cle)
    messages.envoyer(fil=fil, auteur=neuf(d.enseignant), uuid=uuid.uuid4(), texte="Le petit Sofiane pleure beaucoup.")
    Mandat.objects.create(
        etablissement=d.elementaire,
        confie_par=d.directrice,
        personne=d.enseignante,
        pouvoirs="espaces",
        debut="2026-11-01",
        fin="2027-07-01",
    )
    assert lisent(a_deux, d.enseignante) == [True]
    assert lignes_du_fil(a_deux, d.enseignante) == [False]
    horloge(LENDEMAIN)
    fin.archiver()
    assert "pleure" in page_de(ArchiveDEspace.objects.visibles_par(neuf(d.directrice)).get())
    assert not ArchiveDEspace.objects.visibles_par(neuf(d.enseignante)).exists()
    assert not Notification.objects.filter(nature=evenements.ARCHIVE, destinataire=d.enseignante).exists()
