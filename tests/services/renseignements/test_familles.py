"""What a family reads, gives and keeps from others: separated parents, brothers and sisters, who has nothing to do there."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.annuaire.registres import enfants
from ent.services.renseignements.actions import proches
from ent.services.renseignements.models import Autorise, Contact
from tests.gestes import sans_garde
from tests.services.renseignements.conftest import ALLERGIE, visage

pytestmark = pytest.mark.usefixtures("mardi")


def page_de(d, eleve=None, ecole=None, nom="enfant") -> str:
    return reverse(f"renseignements_{nom}", args=[(ecole or d.elementaire).pk, (eleve or d.eleve_cp).uuid])


def test_one_holder_never_learns_the_other_s_contacts_collectors_corrections_nor_coordinates(
    d, entrer, appeler, autoriser, demander
):
    """Not even of one address: the school's file may be older than a separation."""
    gens = Personne.objects.filter(pk__in=[d.mere.pk, d.pere_separe.pk])
    gens.update(adresse="3 rue des Lilas", code_postal="78190")
    Personne.objects.filter(pk=d.mere.pk).update(telephone_portable="06 00 00 00 01")
    contact, autorise = appeler("Rachida Refuge", d.mere), autoriser("Karim Voisin", d.mere)
    demandee = demander(d.mere)
    secrets = ("Rachida", "Karim", "06 11 22 33 44", "06 55 44 33 22", "06 99 88 77 66", "06 00 00 00 01")
    sien = entrer(d.pere_separe)
    for chemin in (page_de(d), reverse("renseignements"), reverse("plus"), "/", page_de(d, nom="sante")):
        page = sien.get(chemin).text
        assert [s for s in secrets if s in page] == [], chemin
    papier = sien.get(page_de(d, nom="papier")).content
    assert papier.startswith(b"%PDF")
    for nom, arguments in [
        ("contact", [contact.pk]),
        ("autorise", [autorise.pk]),
        ("retirer", ["contact", contact.pk]),
        ("rendre", ["autorise", autorise.pk]),
        ("bouger", [contact.pk, "monter"]),
        ("correction_retirer", [demandee.pk]),
    ]:
        assert sien.post(reverse(f"renseignements_{nom}", args=arguments)).status_code == 404, nom
    page = entrer(d.mere).get(page_de(d)).text
    assert [s for s in secrets if s not in page] == []


def test_paper_holds_one_s_own_contacts_alone(d, appeler):
    from ent.services.renseignements.lectures.familles import suivi_de
    from ent.services.renseignements.lectures.papier import feuille_d_un_parent, feuilles_de, places_de

    appeler("Rachida", d.mere)
    appeler("Tonton", d.pere_separe)
    for parent, nom in ((d.mere, "Rachida"), (d.pere_separe, "Tonton")):
        feuille = feuille_d_un_parent(parent, suivi_de(parent, d.elementaire.pk, d.eleve_cp.uuid))
        assert [c.nom for c in feuille.contacts] == [nom]
    toutes = [f for f in feuilles_de(d.directrice, d.cp_ce1, places_de(d.cp_ce1)) if f.eleve == d.eleve_cp]
    assert {(f.adulte.pk, *(c.nom for c in f.contacts)) for f in toutes} == {
        (d.mere.pk, "Rachida"),
        (d.pere_separe.pk, "Tonton"),
    }


def test_the_health_sheet_is_the_child_s_and_says_who_may_read_it(d, entrer, fiche):
    page = entrer(d.pere_separe).get(page_de(d, nom="sante")).text
    assert ALLERGIE in page
    for nom in ("vous", "Mme Belhadj (responsable)", "Mme Quéméneur (direction)", "Mme Lefort (classe CP-CE1)"):
        assert f"<li>{nom}</li>" in page
    assert "Caradec" not in page


@pytest.mark.parametrize(
    "qui",
    ["mere_arabophone", "eleve_cp", "enseignant", "directrice_maternelle", "referente", "operateur", "remplacant"],
)
def test_nobody_else_reads_anything(d, entrer, appeler, fiche, qui):
    appeler("Rachida", d.mere)
    client = entrer(d.gens[qui])
    ici = [d.elementaire.pk, d.eleve_cp.uuid]
    for nom in ("enfant", "papier", "sante", "sante_ecrire", "eleve"):
        assert client.get(reverse(f"renseignements_{nom}", args=ici)).status_code == 404, nom
    for partie in ("coordonnees", "urgence", "sante"):
        assert client.post(reverse("renseignements_ouvrir", args=[*ici, partie])).status_code == 404
    assert client.get(reverse("renseignements_classe", args=[d.cp_ce1.pk])).status_code == 404
    assert client.get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).status_code == 404


def test_who_lost_authority_reads_nothing_and_what_they_gave_is_read_no_more(d, entrer, appeler, autoriser, fiche):
    appeler("Tonton", d.pere_separe)
    autoriser("Tata", d.pere_separe)
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    assert entrer(d.pere_separe).get(page_de(d)).status_code == 404
    direction = entrer(d.directrice)
    direction.post(reverse("renseignements_ouvrir", args=[d.elementaire.pk, d.eleve_cp.uuid, "urgence"]))
    assert "Tonton" not in direction.get(page_de(d, nom="eleve")).text
    assert "Tata" not in direction.get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).text


# --- Contacts ---------------------------------------------------------------------------------------------------------
def test_contacts_are_in_order_moved_copied_to_a_brother_and_undone(d, entrer, appeler):
    client = entrer(d.mere)
    premier, second = appeler("Rachida", d.mere), appeler("Karim", d.mere, telephone="06 22 22 22 22")
    appeler("Tonton", d.pere_separe)
    client.post(reverse("renseignements_bouger", args=[second.pk, "monter"]))
    noms = list(Contact.objects.donnes_par(d.mere).values_list("nom", flat=True))
    assert noms == ["Karim", "Rachida"]
    client.post(reverse("renseignements_bouger", args=[second.pk, "monter"]))  # already first
    memes = reverse("renseignements_les_memes", args=[d.elementaire.pk, d.eleve_cp.uuid, d.eleve_ms.uuid])
    assert "2 contacts sont aussi donnés pour Lina-Maëlys" in client.post(memes, follow=True).text
    assert "a déjà ces contacts" in client.post(memes, follow=True).text
    siens = Contact.objects.donnes_par(d.mere).filter(eleve=d.eleve_ms)
    assert [c.nom for c in siens] == ["Karim", "Rachida"]
    assert {c.etablissement_id for c in siens} == {d.maternelle.pk}
    page = client.post(reverse("renseignements_retirer", args=["contact", premier.pk]), follow=True).text
    assert "L’école n’appelle plus Rachida en cas d’urgence." in page
    rendre = reverse("renseignements_rendre", args=["contact", premier.pk])
    assert f'action="{rendre}"' in page
    client.post(rendre)
    assert Contact.objects.en_vigueur().filter(pk=premier.pk).exists()


def test_a_child_of_another_family_is_no_brother(d, entrer, appeler):
    appeler("Rachida", d.mere)
    memes = reverse("renseignements_les_memes", args=[d.elementaire.pk, d.eleve_cp.uuid, d.eleve_ce1.uuid])
    assert entrer(d.mere).post(memes).status_code == 404
    assert not Contact.objects.filter(eleve=d.eleve_ce1).exists()


def test_a_number_that_is_none_is_refused(d, entrer):
    client = entrer(d.mere)
    for numero in ("mamie", "0612"):
        for page in ("contact_donner", "autoriser"):
            envoi = {"nom": "Rachida", "lien": "grand-mère", "telephone": numero}
            reponse = client.post(page_de(d, nom=page), envoi)
            assert (reponse.status_code, "comme 01 30 12 34 56" in reponse.text) == (422, True), (numero, page)


def test_each_september_one_tap_says_that_it_is_still_true(d, entrer, appeler, horloge):
    appeler("Rachida", d.mere)
    appeler("Tonton", d.pere_separe)
    client = entrer(d.mere)
    assert "toujours vrai ?" not in client.get("/").text
    Contact.objects.update(confirme_le=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert "Qui appeler, qui vient : toujours vrai ?" in client.get("/").text
    client.post(page_de(d, nom="confirmer"))
    assert "toujours vrai ?" not in client.get("/").text
    assert "toujours vrai ?" in entrer(d.pere_separe).get("/").text  # each says it of what they gave


def test_plus_says_where_it_stands(d, entrer, appeler, demander):
    assert "Inès, Lina-Maëlys, Sofiane : aucun contact d’urgence" in entrer(d.mere).get(reverse("plus")).text
    demander(d.mere)
    assert "Inès : 1 correction attend l’école" in entrer(d.mere).get(reverse("plus")).text
    appeler("Tonton", d.pere_separe)
    assert "correction" not in entrer(d.pere_separe).get(reverse("renseignements")).text


# --- Who may come -----------------------------------------------------------------------------------------------------
def test_a_collector_comes_with_a_photo_read_at_the_gate_and_by_nobody_else(d, entrer, accompagnante):
    envoi = {"nom": "Rachida", "lien": "grand-mère", "telephone": "06 11 22 33 44", "photo": visage()}
    reponse = entrer(d.mere).post(page_de(d, nom="autoriser"), envoi)
    assert reponse.status_code == 302
    photo = Autorise.objects.get().photo
    vue = reverse("fichiers_servir", args=[photo.uuid, "320"])
    lecteurs = {"mere": d.mere, "enseignante": d.enseignante, "directrice": d.directrice, "elle": accompagnante}
    assert {nom: entrer(p).get(vue).status_code for nom, p in lecteurs.items()} == dict.fromkeys(lecteurs, 200)
    for qui in (
        d.pere_separe,
        d.enseignant,
        d.mere_arabophone,
        d.eleve_cp,
        d.directrice_maternelle,
        d.operateur,
        d.referente,
    ):
        assert entrer(qui).get(vue).status_code == 404
    page = entrer(accompagnante).get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).text
    assert "Rachida" in page and "grand-mère" in page and photo.vignette in page
    assert "06 11 22 33 44" not in page
    # Corrected without it, the photo goes.
    autorise = Autorise.objects.get()
    entrer(d.mere).post(
        reverse("renseignements_autorise", args=[autorise.pk]),
        {"nom": "Rachida", "lien": "mamie", "telephone": "06 11 22 33 44"},
    )
    autorise.refresh_from_db()
    assert (autorise.lien, autorise.photo) == ("mamie", None)


def test_the_gate_reads_both_holders_and_the_days(d, entrer, autoriser):
    autoriser("Karim", d.mere)
    autoriser("Tata", d.pere_separe)
    autoriser("Hier", d.mere, fin=dt.date(2026, 11, 23))
    autoriser("Demain", d.mere, debut=dt.date(2026, 11, 25))
    page = entrer(d.enseignante).get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).text
    assert "dit par Mme Belhadj" in page and "dit par M. Belhadj" in page
    assert [nom for nom in ("Karim", "Tata", "Hier", "Demain") if f"<b>{nom}</b>" in page] == ["Karim", "Tata"]


def test_another_room_says_who_may_come_by_the_right_of_the_gate(d, autoriser, accompagnante):
    """Who keeps children in the evening: each reads of a pupil what the gate of the class tells them, of that day, and nothing of one that is over."""
    autoriser("Karim", d.mere)
    autoriser("Vendredi", d.pere_separe, debut=dt.date(2026, 11, 27))
    aujourd_hui, eleves = dt.date(2026, 11, 24), [d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ms.pk]

    def lus(qui, jour=aujourd_hui):
        departs = enfants.departs_de(qui, d.elementaire.pk, eleves, jour)
        return {pk: [un.nom for un in dep.venants.qui] for pk, dep in departs.items() if dep.venants is not None}

    tous = {d.eleve_cp.pk: ["Karim"], d.eleve_cm2.pk: []}
    assert lus(accompagnante) == lus(d.directrice) == tous
    assert lus(d.enseignante) == {d.eleve_cp.pk: ["Karim"]} and lus(d.enseignant) == {d.eleve_cm2.pk: []}
    assert lus(accompagnante, dt.date(2026, 11, 27))[d.eleve_cp.pk] == ["Karim", "Vendredi"]
    assert lus(accompagnante, dt.date(2026, 11, 23)) == {}
    for qui in (d.mere, d.pere_separe, d.directrice_maternelle, d.referente, d.operateur):
        assert lus(qui) == {}


def test_a_collector_whose_last_day_is_past_is_refused_and_one_that_ended_is_said_so_to_the_family_alone(
    d, entrer, autoriser
):
    client = entrer(d.mere)
    envoi = {"nom": "Rachida", "lien": "grand-mère", "telephone": "06 11 22 33 44", "fin": "2026-11-23"}
    reponse = client.post(page_de(d, nom="autoriser"), envoi)
    assert (reponse.status_code, "Ce jour est passé." in reponse.text) == (422, True)
    assert client.post(page_de(d, nom="autoriser"), envoi | {"fin": "2026-11-24"}).status_code == 302  # today
    autoriser("Karim", d.mere, debut=dt.date(2026, 11, 1), fin=dt.date(2026, 11, 23))
    page = client.get(page_de(d)).text
    assert "terminé le 23 novembre 2026" in page and "jusqu’au 24 novembre 2026" in page
    direction = entrer(d.directrice)
    direction.post(reverse("renseignements_ouvrir", args=[d.elementaire.pk, d.eleve_cp.uuid, "urgence"]))
    for chemin in (page_de(d, nom="eleve"), reverse("renseignements_sortie", args=[d.cp_ce1.pk])):
        lue = direction.get(chemin).text
        assert ("Karim" in lue, "Rachida" in lue) == (False, True), chemin


@pytest.mark.parametrize("combien", [1, 3])
def test_the_gate_costs_the_same_whatever_the_number(d, entrer, autoriser, django_assert_num_queries, combien):
    for n in range(combien):
        autoriser(f"Voisin {n}", d.mere)
    client = entrer(d.enseignante)
    client.get("/")
    with django_assert_num_queries(10):
        client.get(reverse("renseignements_sortie", args=[d.cp_ce1.pk]))


def test_eight_at_most(d, entrer, appeler):
    for n in range(8):
        appeler(f"Voisin {n}", d.mere)
    envoi = {"nom": "Rachida", "lien": "grand-mère", "telephone": "06 11 22 33 44"}
    assert "Huit au plus" in entrer(d.mere).post(page_de(d, nom="contact_donner"), envoi).text
    assert Contact.objects.count() == proches.AU_PLUS


@pytest.mark.parametrize(
    ("etat", "dit"),
    [
        ("accordee", "peut rentrer seul"),
        ("a_confirmer", "accord à confirmer"),
        ("desaccord", "désaccord"),
        ("refusee", ""),
    ],
)
def test_the_gate_says_who_goes_home_alone_as_the_room_that_asked_says(d, entrer, monkeypatch, etat, dit):
    dits = {d.eleve_cp.pk: enfants.Autorisation(etat)}
    monkeypatch.setattr(enfants, "_autorisations", [lambda genre, *_quoi: dits if genre == "seul" else {}])
    page = entrer(d.enseignante).get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).text
    lus = [mot for mot in ("accord à confirmer", "désaccord", "peut rentrer seul") if mot in page]
    assert lus[:1] == ([dit] if dit else [])
    # Handed to who answers for them, else: nothing that denies what stands above.
    assert ("Ou remis à ses responsables." in page) == ("peut rentrer seul" in lus)


@pytest.mark.parametrize(
    ("etat", "dit"),
    [
        ("refusee", "refus de partir"),
        ("desaccord", "désaccord sur"),
        ("a_confirmer", "accord à confirmer sur"),
        ("accordee", ""),
        ("non_demandee", ""),
    ],
)
def test_the_gate_calls_the_direction_before_a_collector_that_a_holder_refused(
    d, entrer, autoriser, monkeypatch, etat, dit
):
    """« Partir avec une personne désignée »: her mother still names Karim; said no, or otherwise by each, he is not enough."""
    autoriser("Karim", d.mere)
    dits = {d.eleve_cp.pk: enfants.Autorisation(etat)}
    monkeypatch.setattr(enfants, "_autorisations", [lambda genre, *_quoi: dits if genre == "tiers" else {}])
    page = entrer(d.enseignante).get(reverse("renseignements_sortie", args=[d.cp_ce1.pk])).text
    mots = ("refus de partir", "désaccord sur", "accord à confirmer sur")
    assert [mot for mot in mots if mot in page] == ([dit] if dit else [])
    assert not dit or page.index(dit) < page.index("Karim")


def test_a_child_of_two_schools_is_said_true_in_the_school_where_it_was_given(d, entrer, appeler):
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, niveau="MS", debut=dt.date(2026, 9, 1))
    rentree, ete = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
    Responsabilite.objects.create(
        adulte=d.mere, enfant=d.eleve_cp, etablissement=d.maternelle, autorite="confirmee", debut=rentree, fin=ete
    )
    appeler("Rachida", d.mere)
    Contact.objects.update(confirme_le=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    confirmer = [page_de(d, ecole=ecole, nom="confirmer") for ecole in (d.elementaire, d.maternelle)]
    client = entrer(Personne.objects.get(pk=d.mere.pk))
    assert [chemin in client.get("/").text for chemin in confirmer] == [True, False]
    appeler("Karim", d.mere, ecole=d.maternelle)
    Contact.objects.update(confirme_le=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert [chemin in client.get("/").text for chemin in confirmer] == [True, True]
    client.post(confirmer[0])
    assert [chemin in client.get("/").text for chemin in confirmer] == [False, True]


def test_the_limit_of_eight_is_said_to_who_copies_and_to_who_undoes(d, entrer, appeler):
    client = entrer(d.mere)
    for n in range(8):
        appeler(f"Voisin {n}", d.mere, eleve=d.eleve_ms, ecole=d.maternelle)
    appeler("Rachida", d.mere)
    memes = reverse("renseignements_les_memes", args=[d.elementaire.pk, d.eleve_cp.uuid, d.eleve_ms.uuid])
    assert "Huit au plus : retirez-en un d’abord." in client.post(memes, follow=True).text
    siens = Contact.objects.filter(eleve=d.eleve_ms).en_vigueur()
    assert siens.count() == 8
    retire = siens.first()
    client.post(reverse("renseignements_retirer", args=["contact", retire.pk]))
    client.post(memes)
    rendre = reverse("renseignements_rendre", args=["contact", retire.pk])
    assert "Huit au plus : retirez-en un d’abord." in client.post(rendre, follow=True).text
    assert (siens.count(), siens.filter(pk=retire.pk).exists()) == (8, False)


def test_the_health_form_alone_says_that_no_device_keeps_it(d, entrer):
    """saisies.js, formulaires.js and envoi.js read it: tests/navigateur/test_renseignements.py plays it."""
    client = entrer(d.mere)
    dits = {nom: "data-sans-garde" in client.get(page_de(d, nom=nom)).text for nom in ("sante_ecrire", "autoriser")}
    assert dits == {"sante_ecrire": True, "autoriser": False}
    ecrire = page_de(d, nom="sante_ecrire")
    assert sans_garde(ecrire, client.get(ecrire).text) == [], "told to the walk that reads every form"


@pytest.mark.parametrize(
    ("script", "garde"),
    [
        ("coquille/js/saisies.js", '!formulaire.matches("[data-sans-garde], [data-se-tient]")'),
        ("coquille/js/formulaires.js", '!formulaire.matches("[data-sans-garde]")'),
        ("fichiers/js/envoi.js", 'formulaire?.matches("[data-sans-garde]")'),
    ],
)
def test_each_script_that_keeps_a_form_on_the_device_leaves_that_one(script, garde):
    """What of it would be kept: words when a session ends, a sending without network, a file until it arrived."""
    assert garde in Path(finders.find(script)).read_text()


# --- The start of the year ------------------------------------------------------------------------------------------------
def test_who_gave_nobody_to_call_is_asked_once_at_the_start_of_the_year(d, entrer, appeler, horloge):
    """One line for all the children, that may be put off; told of what one gave oneself: the other holder's is theirs."""
    septembre = dt.datetime(2026, 9, 15, 10, tzinfo=dt.UTC)
    horloge(septembre)
    dit = "Qui appeler en cas d’urgence ?"

    def chez(qui) -> str:
        return entrer(qui).get("/tuile/famille/a-faire/").text

    assert chez(d.mere).count(f"<h3>{dit}") == 1
    assert "Inès, Lina-Maëlys, Sofiane" in chez(d.mere)
    appeler("Rachida", d.mere)
    horloge(septembre)
    assert "Lina-Maëlys, Sofiane" in chez(d.mere) and "Inès, Lina" not in chez(d.mere)
    assert dit in chez(d.pere_separe)
    client = entrer(d.mere)
    client.post("/plus-tard/", {"cle": "contact-2026"})
    assert dit not in client.get("/tuile/famille/a-faire/").text
    horloge(dt.datetime(2026, 10, 20, 10, tzinfo=dt.UTC))
    assert dit not in chez(d.pere_separe), "after six weeks nothing waits any more"


def test_a_class_named_after_its_level_is_said_once(d, entrer):
    inscription = Inscription.objects.select_related("classe").get(
        eleve=d.eleve_cp, classe__etablissement=d.elementaire, fin=None
    )
    niveau = inscription.get_niveau_display()
    assert f"<dd>{inscription.classe.nom}, {niveau}</dd>" in entrer(d.mere).get(page_de(d)).text
    type(inscription.classe).objects.filter(pk=inscription.classe.pk).update(nom=niveau)
    page = entrer(d.mere).get(page_de(d)).text
    assert f"<dd>{niveau}</dd>" in page and f"{niveau}, {niveau}" not in page
