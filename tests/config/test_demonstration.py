"""The demonstration: three weeks of plausible life, laid once."""

import datetime as dt
import re
import socket
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import get_date_max

from cahier_de_textes.actions.seances import retirer_seance
from cahier_de_textes.actions.travaux import retirer_travail
from cahier_de_textes.models import Remise, Seance, Travail, TravailFait, TravailVu
from ent.annuaire import actions, calendrier
from ent.annuaire.models import Aide, Inscription, Personne, Responsabilite
from ent.diffusion.droits import joignable
from ent.portail.registres import dates_de
from tests import modeles
from tests.graines import MARDI_10H

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # the weeks that are looked at


def test_every_class_has_work_for_each_class_day_of_three_weeks(vie):
    for classe in (vie.cp_ce1, vie.cm2, vie.ms):
        jours = {t.date_pour for t in Travail.objects.filter(classe=classe)}
        attendus = {
            jour
            for n in range(-14, 9)
            if calendrier.est_jour_de_classe(classe.etablissement, jour := dt.date(2026, 11, 24) + dt.timedelta(days=n))
        }
        assert jours == attendus


def test_nothing_in_it_was_written_in_quiet_hours_nor_is_still_to_come(vie, mardi):
    for travail in Travail.objects.exclude(visible_le=None).select_related("etablissement"):
        assert travail.visible_le <= mardi
        assert not calendrier.est_calme(travail.etablissement, travail.visible_le)


def test_the_head_confided_a_power_and_was_helped_once(vie, entrer):
    """Pages of powers and of help have something to show, and nobody is helping now."""
    assert Personne.objects.get(pk=vie.enseignant.pk).portee.mandats == {vie.elementaire.pk: frozenset({"niveaux"})}
    [aide] = Aide.objects.all()
    assert (aide.est_en_cours, aide.ouvertures.count()) == (False, 2)
    page = entrer(vie.directrice).get(reverse("annuaire_aide", args=[vie.elementaire.uai])).text
    assert "Renard" in page and "Niveaux des élèves" in page


def test_most_of_the_past_is_ticked(vie):
    passes = Travail.objects.filter(classe=vie.cm2, date_pour__lt=dt.date(2026, 11, 24))
    possibles = passes.count() * 12
    assert 0.75 < TravailFait.objects.filter(travail__in=passes).count() / possibles < 0.95


def test_nobody_without_an_account_saw_a_work_and_nothing_is_seen_later_than_now(vie):
    """« Qui l’a vu » said « vu par Mme Roussel », at an hour to come, beside « pas encore d’accès »."""
    maintenant = timezone.now()
    assert TravailVu.objects.exclude(par=F("eleve")).exists()
    assert (
        not TravailVu.objects.exclude(par=F("eleve"))
        .exclude(par__in=Personne.objects.filter(joignable()).values("pk"))
        .exists()
    )
    for quand in (
        *TravailVu.objects.values_list("vu_le", flat=True),
        *TravailFait.objects.values_list("fait_le", flat=True),
    ):
        assert quand <= maintenant


def test_drawings_are_handed_in_one_is_answered_and_colleagues_lend(vie):
    rendus = {r.eleve: r for r in Remise.objects.prefetch_related("fichiers", "retours")}
    assert rendus.keys() == {vie.eleve_cp, vie.eleve_ce1, vie.eleve_cm2}
    assert [f.nature for f in rendus[vie.eleve_cp].fichiers.all()] == ["image"]
    assert [r.tampon for r in rendus[vie.eleve_cp].retours.all()] == ["bravo"]
    assert Seance.objects.exclude(partage_le=None).count() == 2
    assert vie.cp_ce1.visas.count() == 1
    # Whoever ticked had seen.
    faits = TravailFait.objects.values_list("travail", "eleve")
    assert set(faits) <= set(TravailVu.objects.values_list("travail", "eleve"))


def test_help_ends_with_a_person_and_their_hours(vie, entrer):
    for client, nom, numero in [
        (entrer(vie.mere), "Mme Garnier, secrétariat", "0199001230"),
        (entrer(vie.directrice), "M. Delattre, aide numérique", "0199001240"),
        (Client(), "M. Delattre, aide numérique", "0199001240"),
    ]:
        texte = client.get("/aide/?page=account_login").text
        assert nom in texte and f'href="tel:{numero}"' in texte
        assert "Répond maintenant, jusqu’à" in texte  # a Tuesday, at ten


def test_it_prints_one_way_in_per_persona_and_is_laid_once(vie):
    avant = Travail.objects.count()
    sortie = StringIO()
    call_command("semer_demonstration", adresse="http://127.0.0.1:8000", stdout=sortie)
    assert Travail.objects.count() == avant
    texte = sortie.getvalue()
    assert "nadia.belhadj@exemple.fr" in texte
    assert "http://127.0.0.1:8000" + reverse("connexion_mur", args=[vie.cp_ce1.jeton_tablette]) in texte


def test_the_first_server_finds_nothing_to_do_first(tmp_path):
    """What its weeks put off (keepsakes, indexes of sites) was done by the command: the first pages have the machine for themselves."""
    modeles.copier(tmp_path, modeles.DEMONSTRATION)
    with closing(sqlite3.connect(tmp_path / modeles.BASE)) as base:
        taches = base.execute("SELECT status, task_path, run_after FROM django_tasks_database_dbtaskresult").fetchall()
    jamais = str(get_date_max().year)  # as soon as may be
    restent = [
        t
        for t in taches
        if t[0] != "SUCCESSFUL" and (t[2].startswith(jamais) or t[2] < f"{MARDI_10H.astimezone(dt.UTC):%F %T}")
    ]
    assert len(taches) > 50 and not restent, restent


def test_it_is_never_laid_in_production(d, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="pas en production"):
        call_command("semer_demonstration")


def test_a_port_that_is_taken_is_said_before_anything_is_laid(db):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris"):
            call_command("semer_demonstration", adresse=f"http://127.0.0.1:{port}")


# --- Where homes and notifications lead -------------------------------------------------------------------------------
ADULTES = [
    "mere",
    "pere_separe",
    "mere_arabophone",
    "enseignante",
    "enseignant",
    "directrice",
    "referente",
    "operateur",
]
LIEN = re.compile(r'<a [^>]*href="(/[^"#]*)')
AU_DEHORS = ("/sortir", "/static/", "/cms/")


def liens_morts(client) -> list[tuple[str, int]]:
    """Of the home and of the notifications, links that lead to no page."""
    pages = [client.get(page) for page in ("/", "/notifications/")]
    liens = {lien.replace("&amp;", "&") for page in pages for lien in LIEN.findall(page.text)}
    assert len(liens) > 5
    visites = {lien: client.get(lien).status_code for lien in sorted(liens) if not lien.startswith(AU_DEHORS)}
    return [(lien, statut) for lien, statut in visites.items() if statut >= 400]


def tout_retirer(vie) -> None:
    """All that was told has gone: each travail and séance, each mot, each billet."""
    for travail in Travail.objects.filter(retire_le=None):
        retirer_travail(travail=travail, auteur=vie.enseignante)
    for seance in Seance.objects.filter(retire_le=None):
        retirer_seance(seance=seance, auteur=vie.enseignante)


def faire_partir(vie) -> None:
    actions.noter_un_depart(personne=vie.enseignante, etablissement=vie.elementaire, auteur=vie.directrice)


def changer_de_maitre(vie) -> None:
    actions.regler_les_classes(
        personne=vie.enseignante,
        etablissement=vie.elementaire,
        auteur=vie.directrice,
        classes=[vie.cm2],
        titre="titulaire",
        fin=None,
    )


def changer_de_classe(vie) -> None:
    for enfant in (vie.eleve_cp, vie.eleve_ce1):
        Inscription.objects.filter(eleve=enfant, fin=None).update(fin=MARDI_10H.date() - dt.timedelta(days=1))
        actions.inscrire(eleve=enfant, classe=vie.cm2, niveau="CM2", auteur=vie.directrice)


def quitter_l_ecole(vie) -> None:
    Inscription.objects.filter(eleve__in=[vie.eleve_cp, vie.eleve_ce1]).update(
        fin=MARDI_10H.date() - dt.timedelta(days=1)
    )
    Responsabilite.objects.filter(enfant__in=[vie.eleve_cp, vie.eleve_ce1]).update(
        fin=MARDI_10H.date() - dt.timedelta(days=1)
    )


def perdre_l_autorite(vie) -> None:
    Responsabilite.objects.filter(adulte=vie.mere).update(autorite=Responsabilite.Autorite.SANS)


@pytest.mark.parametrize(
    ("advient", "qui"),
    [
        (lambda vie: None, ADULTES),
        (tout_retirer, ["mere", "enseignante"]),
        (faire_partir, ["enseignante"]),
        (changer_de_maitre, ["enseignante"]),
        (changer_de_classe, ["mere", "pere_separe"]),
        (quitter_l_ecole, ["mere"]),
        (perdre_l_autorite, ["mere"]),
    ],
)
def test_no_home_nor_notification_leads_to_a_page_that_is_not_there(vie, entrer, advient, qui):
    advient(vie)
    morts = {cle: liens_morts(entrer(getattr(vie, cle))) for cle in qui}
    assert {cle: liens for cle, liens in morts.items() if liens} == {}


@pytest.mark.besoin_de("ent.services.agenda_ecole", "ent.services.vie_scolaire")
def test_a_class_goes_to_one_place_a_day(vie, mardi):
    jour = mardi.date()
    lues = dates_de(vie.enseignante, jour, jour + dt.timedelta(days=21))
    jours = sorted(d.jour for d in lues if any(public.classe == vie.cp_ce1.pk for public in d.publics))
    assert len(jours) > 3 and len(set(jours)) == len(jours)


@pytest.mark.besoin_de("messagerie", "ent.services.agenda_ecole")
def test_the_fair_is_announced_on_the_day_and_at_the_hour_of_the_agenda(vie, entrer):
    annonce = reverse("messagerie_fil", args=[apps.get_model("messagerie.Fil").objects.get(nature="ecole").pk])
    assert (
        "Le marché de Noël de l’école aura lieu le lundi 7 décembre, à partir de 16 h 30"
        in entrer(vie.mere).get(annonce).text
    )
    [marche] = apps.get_model("agenda_ecole.Evenement").objects.filter(titre="Marché de Noël")
    assert (marche.jour, marche.de) == (dt.date(2026, 12, 7), dt.time(16, 30))


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("jour", ["2026-09-01", "2026-11-02", "2027-01-04"])
def test_rolls_are_laid_on_the_first_days_after_holidays(d, horloge, jour):
    """No class day stands in the two weeks before: it was never laid on the first of September."""
    from ent.services.vie_scolaire.demonstration import semer

    maintenant = dt.datetime.fromisoformat(f"{jour}T08:30:00+02:00")
    horloge(maintenant)
    semer(d, maintenant)
