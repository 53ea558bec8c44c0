"""What one stranger's site answers takes nothing away from another family's: each is read, and written, apart."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from ent.services.continuite.actions import fil, releve
from ent.services.continuite.lectures import edifice, mes_ecoles, sceaux
from ent.services.continuite.models import AgendaExterne, CompteRelie, Plateforme
from ent.socle import dehors

from .la_bas import LA
from .produit import calendrier, cours


@pytest.fixture
def agendas(d, college, produit) -> list[AgendaExterne]:
    """Of two families, due together: the first one's is asked, and written, before the other."""
    produit.donner(calendrier(cours("Maths")), chemin="/a.ics")
    produit.donner(calendrier(cours("Latin")), chemin="/b.ics")
    gens = [(d.mere, college.collegienne, "/a.ics"), (college.autre_mere, college.autre, "/b.ics")]
    return [
        AgendaExterne.objects.create(
            titulaire=adulte,
            eleve=eleve,
            etablissement=d.college,
            nom="PRONOTE",
            adresse_scellee=sceaux.sceller(produit.adresse(chemin)),
            garde=True,
            prochain_le=timezone.now() - dt.timedelta(minutes=2 - n),
        )
        for n, (adulte, eleve, chemin) in enumerate(gens)
    ]


def tenus(agendas: list[AgendaExterne]) -> list[tuple[str, int, list[str]]]:
    """(failure, how many, what is kept) of each."""
    for agenda in agendas:
        agenda.refresh_from_db()
        assert agenda.prochain_le > timezone.now() + dt.timedelta(minutes=10.5), "taken, and nothing kept of it"
    return [(a.panne, a.pannes, list(a.elements.values_list("titre", flat=True))) for a in agendas]


def test_a_wait_that_no_clock_has_is_a_failure_of_that_calendar_alone(agendas, produit):
    fou = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"
    produit.donner(b"", 503, chemin="/a.ics", Retry_After=fou)
    assert releve.relever() == 2
    assert tenus(agendas) == [("attendre", 1, []), ("", 0, ["Latin"])]


def test_a_reading_that_goes_wrong_in_a_way_of_its_own_is_a_failure_of_that_calendar_alone(agendas, monkeypatch):
    vraie = dehors.demander

    def demander(adresse: str, **dits) -> dehors.Lu:
        if adresse.endswith("/a.ics"):
            raise RuntimeError
        return vraie(adresse, **dits)

    monkeypatch.setattr(dehors, "demander", demander)
    assert releve.relever() == 2
    assert tenus(agendas) == [("illisible", 1, []), ("", 0, ["Latin"])]


def test_a_calendar_that_cannot_be_written_takes_no_other_away(agendas, monkeypatch):
    vraie = releve._remplacer

    def remplacer(agenda: AgendaExterne, *dits) -> bool:
        if agenda.pk == agendas[0].pk:
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return vraie(agenda, *dits)

    monkeypatch.setattr(releve, "_remplacer", remplacer)
    assert releve.relever() == 2
    assert tenus(agendas) == [("illisible", 1, []), ("", 0, ["Latin"])]


# --- Linked accounts -------------------------------------------------------------------------------------------------------
def test_keys_that_were_just_drawn_outlive_what_cannot_be_written_theirs_and_the_others(d, college, monkeypatch):
    plateforme = Plateforme.objects.create(nom="Edifice", adresse="https://ent.exemple.fr", client_id="c")
    comptes = [
        CompteRelie.objects.create(
            plateforme=plateforme,
            titulaire=adulte,
            eleve=eleve,
            etablissement=d.college,
            acces_scelle=sceaux.sceller("vieille"),
            renouvellement_scelle=sceaux.sceller("vieille"),
            expire_le=timezone.now() - dt.timedelta(hours=1),
            prochain_le=timezone.now() - dt.timedelta(minutes=2 - n),
        )
        for n, (adulte, eleve) in enumerate([(d.mere, college.collegienne), (college.autre_mere, college.autre)])
    ]
    monkeypatch.setattr(fil.comptes, "fermer", lambda pris: {c.pk: d.college.pk for c in pris})
    neuves = edifice.Cles("neuve", "suivante", 3600)
    monkeypatch.setattr(edifice, "renouveler", lambda *_dits: neuves)
    monkeypatch.setattr(edifice, "nouvelles", lambda *_dits: edifice.Fil())
    vraie = fil._remplacer

    def remplacer(compte: CompteRelie, *dits) -> list:
        if compte.pk == comptes[0].pk:
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return vraie(compte, *dits)

    monkeypatch.setattr(fil, "_remplacer", remplacer)
    assert fil.relever() == 2
    for compte in comptes:
        compte.refresh_from_db()
        gardees = [sceaux.ouvrir(scelle) for scelle in (compte.acces_scelle, compte.renouvellement_scelle)]
        assert gardees == ["neuve", "suivante"]
    assert [(c.panne, c.pannes, c.lu_le is None) for c in comptes] == [("illisible", 1, True), ("", 0, False)]


@pytest.mark.parametrize("numero", ["a\0b", "a b", "", "x" * 129, "é"])
def test_a_child_is_named_by_what_a_line_may_name_them(numero):
    """A number that no line could say is of nobody: another child's stays."""
    dits = [{"id": n, "prenom": "Lina", "ecole": "Les Grands-Chênes"} for n in (numero, "12")]
    photo = mes_ecoles.lire_la_photo(json.dumps({"enfants": dits, "elements": []}).encode(), LA, dt.date(2026, 11, 24))
    assert [enfant.numero for enfant in photo.enfants] == ["12"]
