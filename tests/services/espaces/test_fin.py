"""The end of a space: its last week, its closing and what undoes it, the archive that it leaves to each school, what is erased."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse

from ent.annuaire.actions import conservation
from ent.annuaire.models import EntreeJournal
from ent.annuaire.registres import collectifs
from ent.diffusion.models import Notification
from ent.fichiers.stockage import stockage
from ent.services.espaces import archives_zip, evenements
from ent.services.espaces.actions import fin
from ent.services.espaces.models import (
    AdulteDeLEspace,
    ArchiveDEspace,
    DateDeLEspace,
    EcoleDeLEspace,
    Espace,
    InscriptionVisite,
)

from .conftest import neuf
from .test_ecoles import Temoin, lisent
from .test_visites import inscrire

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
