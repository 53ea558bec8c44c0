"""A family adds the calendar that a collège's product gives: tried, shown, kept; its address is read by nobody, what it says by its holder alone."""

import datetime as dt
import io
import logging
import zipfile

import pytest
from django.urls import reverse

from ent.annuaire.actions import conservation
from ent.annuaire.exports import tout_sur
from ent.annuaire.models import Effacement, EntreeJournal, Inscription, Personne, Responsabilite
from ent.annuaire.registres import prevenir_des_liens
from ent.services.continuite.actions import agendas, releve
from ent.services.continuite.lectures import sceaux
from ent.services.continuite.lectures.agendas import RAISONS
from ent.services.continuite.models import AgendaExterne, Element
from ent.socle import dehors
from tests.langues import AUTRES, TEMOIN, connues, ecouter
from tests.portail.test_accueil import texte

from .ajouts import MATHS, ajouter, essayer, page, relever, second_parent, titres
from .produit import HOTE, calendrier, cours
from .test_familles import ACCUEIL


# --- Tried, shown, kept --------------------------------------------------------------------------------------------------
def test_it_is_tried_at_once_and_shown_before_it_is_kept(d, college, produit, entrer):
    client = entrer(d.mere)
    produit.donner(calendrier(*(cours(f"Cours {n}", f"202611{24 + n}") for n in range(7)), cours("Passé", "20261120")))
    reponse = essayer(client, college, produit.adresse())
    agenda = AgendaExterne.objects.get()
    assert reponse["Location"] == reverse("continuite_agenda", args=[agenda.uuid])
    lue = page(client, agenda)
    assert "Voici ce que nous y lisons" in lue
    assert [n for n in range(7) if f"Cours {n}" in lue] == [0, 1, 2, 3, 4]
    assert "Passé" not in lue
    assert "Cours 0" not in texte(client.get("/"))
    client.post(reverse("continuite_agenda_garder", args=[agenda.uuid]))
    accueil = texte(client.get("/"))
    assert "PRONOTE 9 h 00 Cours 0" in accueil
    assert "PRONOTE 9 h 00 Cours 1" in accueil
    assert "PRONOTE" in texte(client.get(reverse("continuite")))
    assert "Cours 3" in texte(client.get("/semaine/"))


def test_while_a_worker_reads_it_the_page_says_so_and_asks_again(d, college, produit, entrer, monkeypatch):
    monkeypatch.setattr(agendas, "TACHE_LIRE", "ent.services.continuite.taches.dire")
    monkeypatch.setattr(agendas.diffusion, "differer", lambda *_a, **_o: None)
    client = entrer(d.mere)
    essayer(client, college, produit.adresse())
    agenda = AgendaExterne.objects.get()
    reponse = client.get(reverse("continuite_agenda", args=[agenda.uuid]))
    assert "Lecture en cours" in texte(reponse)
    assert "every 2s" in reponse.text
    client.post(reverse("continuite_agenda_garder", args=[agenda.uuid]))
    assert not AgendaExterne.objects.get().garde  # nothing was read of it


@pytest.mark.parametrize(
    ("adresse", "phrase"),
    [
        ("http://agenda.exemple.fr/a", "n’est pas protégée"),
        ("bonjour", "Copiez-la entière"),
        ("https://agenda.exemple.fr:8443/a", "ne mène pas à un site public"),
        ("", "Rien n’est encore enregistré"),
    ],
)
def test_what_is_no_address_is_refused_with_what_to_do(d, college, produit, entrer, adresse, phrase):
    reponse = essayer(entrer(d.mere), college, adresse)
    assert reponse.status_code == 422
    assert phrase in texte(reponse)
    assert not AgendaExterne.objects.exists()


def test_what_could_not_be_read_says_why_and_is_tried_again_or_left(d, college, produit, entrer):
    client = entrer(d.mere)
    produit.donner(b"<html>Connexion</html>")
    essayer(client, college, produit.adresse())
    agenda = AgendaExterne.objects.get()
    assert "Cette adresse ne donne pas un agenda." in page(client, agenda)
    produit.donner(MATHS)
    client.post(reverse("continuite_agenda_relire", args=[agenda.uuid]))
    assert "Voici ce que nous y lisons" in page(client, agenda)
    client.post(reverse("continuite_agenda_retirer", args=[agenda.uuid]))
    assert not AgendaExterne.objects.exists()


def test_taken_away_twice_from_its_own_page_it_leads_to_the_one_above(d, college, produit, entrer):
    client = entrer(d.mere)
    produit.donner(MATHS)
    essayer(client, college, produit.adresse())
    agenda = AgendaExterne.objects.get()
    venue = {"Referer": f"http://testserver{reverse('continuite_agenda', args=[agenda.uuid])}"}
    retirer = reverse("continuite_agenda_retirer", args=[agenda.uuid])
    menent = [client.post(retirer, headers=venue)["Location"] for _fois in range(2)]
    assert menent == [reverse("continuite")] * 2
    assert "C’est déjà fait." in client.get(menent[1]).text
    assert entrer(d.pere_separe).post(retirer).status_code == 404


def test_an_address_of_a_private_network_is_not_asked(d, college, produit, entrer):
    client = entrer(d.mere)
    essayer(client, college, produit.adresse(hote="intranet.exemple.fr"))
    assert "ne mène pas à un site public" in page(client, AgendaExterne.objects.get())
    assert produit.demandes == []


def test_one_person_has_few_addresses_asked(d, college, produit, entrer, mardi):
    client = entrer(d.mere)
    statuts = [essayer(client, college, produit.adresse(f"/{n}")).status_code for n in range(11)]
    assert statuts == [302] * 10 + [422]
    assert len(produit.demandes) == 10


def test_our_own_calendar_is_not_read_again(d, college, produit, entrer, settings):
    settings.ENT_ADRESSE = f"https://{HOTE}"
    assert essayer(entrer(d.mere), college, produit.adresse()).status_code == 422
    assert not AgendaExterne.objects.exists()


def test_a_webcal_address_is_read(d, college, produit, entrer):
    produit.donner(MATHS)
    essayer(entrer(d.mere), college, produit.adresse().replace("https://", "webcal://"))
    assert titres(AgendaExterne.objects.get()) == ["Maths", "Histoire"]


def test_four_of_one_child_and_no_fifth(d, college, produit, entrer):
    client = entrer(d.mere)
    for _n in range(agendas.MAX):
        ajouter(client, college, produit)
    reponse = essayer(client, college, produit.adresse("/cinq"))
    assert (reponse.status_code, "Retirez-en un." in texte(reponse)) == (422, True)


def test_renamed_replaced_removed(d, college, produit, entrer):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    adresse = reverse("continuite_agenda", args=[agenda.uuid])
    version = client.get(adresse).text.partition('name="version" value="')[2].partition('"')[0]
    client.post(adresse, {"nom": "Cours  de Lina", "version": version})
    assert "Cours de Lina 14 h 00 Maths" in texte(client.get("/"))
    produit.donner(calendrier(cours("Latin", "20261124")), chemin="/neuf")
    client.post(reverse("continuite_agenda_remplacer", args=[agenda.uuid]), {"adresse": produit.adresse("/neuf")})
    neuf = AgendaExterne.objects.latest("pk")
    assert "Maths" in texte(client.get("/"))  # until the new one is kept
    client.post(reverse("continuite_agenda_garder", args=[neuf.uuid]))
    accueil = texte(client.get("/"))
    assert "Cours de Lina 9 h 00 Latin" in accueil
    assert "Maths" not in accueil
    assert AgendaExterne.objects.get() == neuf
    client.post(reverse("continuite_agenda_retirer", args=[neuf.uuid]))
    assert "Latin" not in texte(client.get("/"))
    assert not Element.objects.exists()


# --- Whose it is ---------------------------------------------------------------------------------------------------------
def test_of_two_holders_neither_sees_the_others(d, college, produit, entrer):
    pere = second_parent(d, college)
    de_la_mere = ajouter(entrer(d.mere), college, produit)
    du_pere = ajouter(entrer(pere), college, produit, calendrier(cours("Latin", "20261124")), nom="Skolengo")
    for personne, sien, sa_ligne, autre, autre_ligne in [
        (d.mere, de_la_mere, "Maths", du_pere, "Latin"),
        (pere, du_pere, "Latin", de_la_mere, "Maths"),
    ]:
        client = entrer(personne)
        for adresse in ("/", "/semaine/", reverse("continuite")):
            lue = texte(client.get(adresse))
            assert sa_ligne in lue
            assert autre_ligne not in lue
        assert client.get(reverse("continuite_agenda", args=[sien.uuid])).status_code == 200
        for geste in ("garder", "relire", "retirer"):
            assert client.post(reverse(f"continuite_agenda_{geste}", args=[autre.uuid])).status_code == 404
        assert client.get(reverse("continuite_agenda", args=[autre.uuid])).status_code == 404
        assert client.get(reverse("continuite_agenda_remplacer", args=[autre.uuid])).status_code == 404
    for personne in (college.collegienne, college.autre_mere, d.enseignante, d.directrice, d.operateur):
        client = entrer(personne)
        assert client.get(reverse("continuite_agenda", args=[de_la_mere.uuid])).status_code == 404
        assert not Element.objects.visibles_par(Personne.objects.get(pk=personne.pk)).exists()


def test_nobody_adds_one_of_a_child_who_is_not_theirs_or_in_no_college(d, college, produit, entrer):
    for personne, eleve in [
        (d.mere, d.eleve_cp), (d.mere, college.autre), (d.pere_separe, college.collegienne), (d.enseignante, college.collegienne), (college.collegienne, college.collegienne),
    ]:  # fmt: skip
        client = entrer(personne)
        assert client.get(reverse("continuite_agenda_ajouter", args=[eleve.uuid])).status_code == 404
        assert essayer(client, college, produit.adresse(), eleve=eleve).status_code == 404
    assert produit.demandes == []


def test_its_address_is_nowhere_but_sealed(d, college, produit, entrer, caplog, settings):
    caplog.set_level(logging.DEBUG)
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    produit.donner(b"", 500)
    AgendaExterne.objects.update(prochain_le=agenda.ajoute_le)
    releve.relever()
    assert sceaux.ouvrir(agenda.adresse_scellee) == produit.adresse()
    pages = [client.get(reverse(nom, args=args)).text for nom, args in [
        ("continuite_agenda", [agenda.uuid]), ("continuite", []), ("continuite_agenda_remplacer", [agenda.uuid]), ("plus", []),
    ]]  # fmt: skip
    assert "agenda.exemple.fr" in pages[0]  # the name of its server alone
    ecrits = [*AgendaExterne.objects.values(), *EntreeJournal.objects.values(), *Element.objects.values()]
    for dit in [*pages, caplog.text, repr(ecrits)]:
        assert "secret-12345" not in dit
    assert {e.etablissement for e in EntreeJournal.objects.filter(verbe__contains="agenda")} == {None}
    assert {str(e.details) for e in EntreeJournal.objects.filter(verbe__contains="agenda")} == {"{}"}


def test_who_has_no_authority_any_more_is_read_for_no_more(
    d, college, produit, entrer, django_capture_on_commit_callbacks
):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    lien = Responsabilite.objects.get(enfant=college.collegienne)
    lien.autorite = Responsabilite.Autorite.SANS
    lien.save()
    assert client.get(reverse("continuite_agenda", args=[agenda.uuid])).status_code == 404  # before any work is done
    assert not Element.objects.visibles_par(Personne.objects.get(pk=d.mere.pk)).exists()
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_des_liens([college.collegienne.pk])
    assert not AgendaExterne.objects.exists()
    assert not Element.objects.exists()


def test_a_tie_that_ended_by_its_date_is_seen_when_it_would_be_read(d, college, produit, entrer, horloge, mardi):
    agenda = ajouter(entrer(d.mere), college, produit)
    Responsabilite.objects.filter(enfant=college.collegienne).update(fin=dt.date(2026, 11, 24))
    combien = len(produit.demandes)
    horloge(mardi + dt.timedelta(days=2))
    releve.relever()
    assert len(produit.demandes) == combien
    assert not AgendaExterne.objects.filter(pk=agenda.pk).exists()


def test_between_two_classes_it_waits_and_is_read_by_nobody(d, college, produit, entrer, horloge, mardi):
    """Summer: the address stays, nothing is asked."""
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    Inscription.objects.filter(eleve=college.collegienne).update(fin=dt.date(2026, 11, 24))
    combien = len(produit.demandes)
    horloge(mardi + dt.timedelta(days=2))
    assert releve.relever() == 0
    assert len(produit.demandes) == combien
    assert client.get(reverse("continuite_agenda", args=[agenda.uuid])).status_code == 404
    Inscription.objects.filter(eleve=college.collegienne).update(fin=None)
    agenda = relever(horloge, agenda)
    assert agenda.lu_le > mardi + dt.timedelta(days=2)


# --- Where it stands -----------------------------------------------------------------------------------------------------
@pytest.mark.toute_la_maison
def test_a_home_costs_no_query_more(d, college, produit, entrer, django_assert_num_queries):
    client = entrer(d.mere)
    ajouter(
        client, college, produit, calendrier(*(cours(f"Cours {n}", "20261124", f"{8 + n:02d}00") for n in range(9)))
    )
    client.get("/")
    with django_assert_num_queries(ACCUEIL):
        assert "Cours 8" in texte(client.get("/"))


def test_it_is_filtered_by_child_and_leads_nowhere(d, college, produit, entrer):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    assert "Maths" not in texte(client.get(f"/?enfant={d.eleve_cp.uuid}"))
    assert "Maths" in texte(client.get(f"/?enfant={college.collegienne.uuid}"))
    element = agenda.elements.first()
    assert client.get(reverse("continuite_aller", args=[element.pk])).status_code == 404
    assert reverse("continuite_aller", args=[element.pk]) not in client.get(reverse("continuite")).text


def test_it_stands_beside_what_the_college_sends(d, college, produit, entrer):
    college.envoyer(college.ligne(jour="2026-11-24"))
    client = entrer(d.mere)
    ajouter(client, college, produit)
    lue = texte(client.get("/"))
    assert "Maths : exercices 3 et 4" in lue
    assert "PRONOTE 14 h 00 Maths" in lue
    college.envoyer({"id": "d-12", "version": 2, "retire": True})
    assert "PRONOTE 14 h 00 Maths" in texte(client.get("/"))


def test_who_follows_no_collegien_is_offered_nothing(d, college, entrer):
    assert "Ajouter l’agenda du collège" in texte(entrer(d.mere).get(reverse("continuite")))
    assert "Ajouter l’agenda du collège" not in texte(entrer(college.collegienne).get(reverse("continuite")))
    assert entrer(d.pere_separe).get(reverse("continuite")).status_code == 404


def test_it_leaves_with_what_one_takes_away_without_its_address(d, college, produit, entrer):
    agenda = ajouter(entrer(d.mere), college, produit)
    second = ajouter(entrer(second_parent(d, college)), college, produit, calendrier(cours("Latin")))
    with zipfile.ZipFile(io.BytesIO(tout_sur(d.mere))) as pris:
        dit = pris.read("donnees.json").decode()
    assert "PRONOTE" in dit
    assert "Histoire" in dit
    for tu in ("secret-12345", agenda.adresse_scellee, second.adresse_scellee, "Latin"):
        assert tu not in dit


@pytest.mark.parametrize("qui", ["titulaire", "eleve"])
def test_it_goes_with_the_account_of_its_holder_and_of_the_child(d, college, produit, entrer, mardi, qui):
    agenda = ajouter(entrer(second_parent(d, college)), college, produit)
    parti, hier = getattr(agenda, qui), mardi.date() - dt.timedelta(days=1)
    Inscription.objects.filter(eleve=parti).update(fin=hier)
    Responsabilite.objects.filter(adulte=parti).update(fin=hier)
    Responsabilite.objects.filter(enfant=parti).delete()
    Effacement.objects.create(
        personne=parti,
        etablissement=d.college,
        genre="eleve",
        date_fin=hier,
        date_prevue=mardi.date(),
        annonce_le=mardi,
    )
    assert conservation.effacer_une_personne(personne=parti.pk)
    assert not AgendaExterne.objects.exists()
    assert not Element.objects.exists()


def test_no_sentence_of_its_pages_is_left_in_french(d, college, produit, entrer, horloge, mardi):
    """Nobody of the rights matrix has a child in a collège: those pages are read here."""
    Personne.objects.filter(pk=d.mere.pk).update(langue=TEMOIN)
    client = entrer(d.mere)
    client.cookies["langue"] = TEMOIN
    with ecouter() as dites:
        for adresse in ("http://a.fr", "non", produit.adresse(hote="intranet.exemple.fr"), produit.adresse()):
            produit.donner(MATHS)
            essayer(client, college, adresse)
            if agenda := AgendaExterne.objects.first():
                page(client, agenda)
        agenda = AgendaExterne.objects.get()
        client.post(reverse("continuite_agenda_garder", args=[agenda.uuid]))
        client.get(reverse("continuite_agenda_remplacer", args=[agenda.uuid]))
        produit.donner(b"", 500)
        for jours in (1, 31):
            relever(horloge, agenda, dt.timedelta(days=jours))
            for nom, args in [("continuite_agenda", [agenda.uuid]), ("continuite", []), ("accueil", [])]:
                client.get(reverse(nom, args=args))
        client.post(reverse("continuite_agenda_retirer", args=[agenda.uuid]))
        for raison in RAISONS.values():
            str(raison)
    manquent = {langue: sorted(dites - connues(langue)) for langue in AUTRES}
    assert manquent == {langue: [] for langue in AUTRES}
    assert len(dites) > 60


def test_the_seam_of_tests_is_the_only_one(produit):
    assert dehors.Porte() != dehors.DEHORS
