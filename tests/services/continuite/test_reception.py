"""A feed is received whole: what holds is kept in the order of its versions, what does not says why, nobody else's child is ever reached."""

import datetime as dt
import itertools
import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.utils import timezone
from psycopg import sql

from ent.annuaire.models import Inscription
from ent.diffusion.models import Notification
from ent.services.continuite.actions import annonces, emetteurs, reception
from ent.services.continuite.lectures.eleves import hachage_ine
from ent.services.continuite.models import Appel, Element

from .conftest import LIEN


def de(college) -> list[tuple]:
    return list(Element.objects.order_by("identifiant").values_list("identifiant", "version", "titre", "eleve__prenom"))


def test_a_line_is_kept_once_whatever_the_number_of_times_that_it_is_sent(college):
    assert college.envoyer(college.ligne()) == {"pris": 1, "inchanges": 0, "refuses": []}
    assert college.envoyer(college.ligne()) == {"pris": 0, "inchanges": 1, "refuses": []}
    assert de(college) == [("d-12", 1, "Maths : exercices 3 et 4", "Lina")]


def test_the_later_version_holds_in_whatever_order_they_come(college):
    college.envoyer(college.ligne(version=3, titre="Maths : exercice 4 seul"))
    assert college.envoyer(college.ligne(version=2, titre="Maths : rien")) == {
        "pris": 0,
        "inchanges": 1,
        "refuses": [],
    }
    assert de(college) == [("d-12", 3, "Maths : exercice 4 seul", "Lina")]


def test_in_one_batch_too(college):
    recu = college.envoyer(
        college.ligne(version=5, titre="La dernière"), college.ligne(version=4, titre="Celle d’avant")
    )
    assert recu["pris"] == 2
    assert de(college) == [("d-12", 5, "La dernière", "Lina")]


def test_what_is_refused_says_why_and_the_others_pass(college):
    recu = college.envoyer(
        college.ligne(),
        college.ligne(id="d-13", jour="demain"),
        college.ligne(id="d-14", lien="https://ailleurs.exemple.fr/"),
        college.ligne(id="d-15"),
    )
    assert recu["pris"] == 2
    assert [(r["rang"], r["id"], r["raison"]) for r in recu["refuses"]] == [
        (1, "d-13", "jour"),
        (2, "d-14", "lien_ailleurs"),
    ]
    assert [nom for nom, *_reste in de(college)] == ["d-12", "d-15"]
    assert Appel.objects.get().refus == {"jour": 1, "lien_ailleurs": 1}


def test_withdrawn_it_goes_with_all_that_it_said_and_an_older_version_does_not_bring_it_back(college):
    college.envoyer(college.ligne())
    college.envoyer({"id": "d-12", "version": 2, "retire": True})
    element = Element.objects.get()
    assert (element.titre, element.lien, element.eleve, element.quand) == ("", "", None, "")
    assert college.envoyer(college.ligne(version=1))["inchanges"] == 1
    assert Element.objects.get().retire_le is not None
    college.envoyer(college.ligne(version=3))  # said again, later
    assert de(college) == [("d-12", 3, "Maths : exercices 3 et 4", "Lina")]


def test_a_withdrawal_that_comes_first_holds(college):
    college.envoyer({"id": "d-12", "version": 2, "retire": True})
    assert college.envoyer(college.ligne(version=1))["inchanges"] == 1


def test_a_withdrawal_is_remembered_until_the_day_of_which_it_was_said(college, mardi):
    college.envoyer(college.ligne(jour="2027-06-10"))
    college.envoyer({"id": "d-12", "version": 2, "retire": True})
    assert Element.objects.get().jour == dt.date(2027, 6, 10)


# --- Which pupil ---------------------------------------------------------------------------------------------------------
def test_a_pupil_is_named_by_our_number_or_by_their_ine_without_saying_it(college):
    hachee = hachage_ine(college.emetteur, college.collegienne.ine)
    recu = college.envoyer(college.ligne(), college.ligne(id="d-13", eleve={"par": "ine", "valeur": hachee}))
    assert recu["pris"] == 2
    assert {prenom for *_reste, prenom in de(college)} == {"Lina"}


def test_a_pupil_of_an_ecole_is_not_known_to_a_college_nor_one_who_left(d, college):
    """Their little brother in CP, by his true number: the sender learns nothing but what it would of nobody."""
    inconnus = [d.eleve_cp.uuid, d.mere.uuid, "00000000-0000-0000-0000-000000000000"]
    lignes = [college.ligne(id=f"x-{n}", eleve={"par": "id", "valeur": str(u)}) for n, u in enumerate(inconnus)]
    assert {r["raison"] for r in college.envoyer(*lignes)["refuses"]} == {"eleve_inconnu"}
    Inscription.objects.filter(eleve=college.collegienne).update(fin="2026-11-20")
    assert college.envoyer(college.ligne())["refuses"][0]["raison"] == "eleve_inconnu"
    assert not Element.objects.exists()


@pytest.mark.besoin_de("ent.services.identites")
def test_a_pupil_who_came_by_educonnect_is_named_as_it_names_them(d, college):
    from ent.services.identites.lectures.sceaux import empreinte
    from ent.services.identites.models import FournisseurIdentite, Rattachement

    educonnect = FournisseurIdentite.objects.create(nom="ÉduConnect", public="educonnect", protocole="saml")
    for personne, numero in [(college.collegienne, "abc-1"), (d.eleve_cp, "abc-2")]:
        Rattachement.objects.create(
            fournisseur=educonnect, personne=personne, empreinte=empreinte(educonnect.pk, numero), comment="code"
        )
    nommes = [{"par": "FrEduCtId", "valeur": numero} for numero in ("abc-1", "abc-2", "abc-3")]
    recu = college.envoyer(*[college.ligne(id=f"e-{n}", eleve=eleve) for n, eleve in enumerate(nommes)])
    assert (recu["pris"], len(recu["refuses"])) == (1, 2)


# --- What families are told ----------------------------------------------------------------------------------------------
def dites(d) -> list[tuple]:
    return list(Notification.objects.filter(nature__startswith="continuite").values_list("destinataire", "texte"))


def test_a_word_is_told_to_the_household_of_that_pupil_alone_and_a_homework_to_nobody(d, college):
    college.envoyer(college.ligne(id="m-1", nature="mot", titre="Réunion de la 5e B"), college.ligne())
    assert dites(d) == [(d.mere.pk, "Lina · Collège · Mot du collège : Réunion de la 5e B")]
    annonces.dire(elements=list(Element.objects.values_list("pk", flat=True).exclude(nature="devoir")))
    assert len(dites(d)) == 1  # told again by a worker that was killed before it could say so


def test_withdrawn_or_changed_what_was_told_is_taken_back_at_once(d, college):
    college.envoyer(college.ligne(id="m-1", nature="mot"), college.ligne(id="m-2", nature="message"))
    assert len(dites(d)) == 2
    college.envoyer(
        {"id": "m-1", "version": 2, "retire": True},
        college.ligne(id="m-2", version=2, nature="message", titre="Un autre titre"),
    )
    assert dites(d) == [(d.mere.pk, "Lina · Collège · Message : Un autre titre")]


def test_a_line_that_goes_from_one_pupil_to_another_leaves_the_first_household(d, college):
    college.envoyer(college.ligne(id="m-1", nature="mot"))
    college.envoyer(
        college.ligne(id="m-1", nature="mot", version=2, eleve={"par": "id", "valeur": str(college.autre.uuid)})
    )
    assert [qui for qui, _texte in dites(d)] == [college.autre_mere.pk]
    assert not Element.objects.visibles_par(d.mere).exists()


def test_what_waits_for_a_worker_and_is_withdrawn_meanwhile_is_told_to_nobody(d, college):
    college.envoyer(college.ligne(id="m-1", nature="mot"))
    ids = list(Element.objects.values_list("pk", flat=True))
    college.envoyer({"id": "m-1", "version": 2, "retire": True})
    annonces.dire(elements=ids)
    assert dites(d) == []


def test_who_changes_class_in_the_college_keeps_what_was_told(d, college):
    """It is of the pupil, and not of the class that they leave."""
    from ent.diffusion.actions.perdus import oublier_la_classe

    college.envoyer(college.ligne(id="m-1", nature="absence"))
    oublier_la_classe(d.college.pk, [college.collegienne.pk])
    assert len(dites(d)) == 1


def test_a_closed_sender_is_read_and_told_by_nobody(d, college):
    college.envoyer(college.ligne(id="m-1", nature="mot"))
    emetteurs.fermer_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
    assert dites(d) == []
    assert not Element.objects.visibles_par(d.mere).exists()
    emetteurs.rouvrir_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
    assert Element.objects.visibles_par(d.mere).get().lien == LIEN


def test_a_sender_closed_by_mistake_and_opened_again_has_its_news_read_as_they_were(d, college):
    """Who had not read one finds it; who had, is told nothing anew; the child of another collège is nobody's of here any more."""
    college.envoyer(college.ligne(id="m-1", nature="mot"), college.ligne(id="m-2", nature="message"))
    lue, neuve = Notification.objects.filter(destinataire=d.mere).order_by("pk")
    Notification.objects.filter(pk=lue.pk).update(lue_le=timezone.now())
    for encore in (True, False):
        emetteurs.fermer_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
        assert dites(d) == []
        if not encore:
            college.collegienne.inscriptions.update(fin=timezone.localdate() - dt.timedelta(days=1))
        emetteurs.rouvrir_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
        rendues = Notification.objects.filter(destinataire=d.mere).order_by("objet_id")
        attendues = [(lue.texte, True), (neuve.texte, False)] if encore else []
        assert [(n.texte, n.lue_le is not None) for n in rendues] == attendues


def test_a_fault_in_the_middle_keeps_nothing_of_the_feed(college, monkeypatch):
    def tomber(*_a, **_o):
        raise RuntimeError("cut")

    monkeypatch.setattr(reception, "_dire", tomber)
    with pytest.raises(RuntimeError):
        reception.recevoir(emetteur=college.emetteur, bruts=[college.ligne()])
    assert not Element.objects.exists()
    assert not Appel.objects.exists()


def test_calls_of_more_than_thirty_days_are_forgotten(college, mardi):
    college.envoyer(college.ligne())
    reception.oublier_le_passe()
    assert Appel.objects.count() == 1
    reception.oublier_le_passe(mardi + dt.timedelta(days=31))
    assert Appel.objects.count() == 0


def lignes_ecartees(plan: dict) -> int:
    """Read by a plan that was played, and found not to be what was asked."""
    return plan.get("Rows Removed by Filter", 0) + sum(lignes_ecartees(suite) for suite in plan.get("Plans", []))


def plan_tenu(requete: str, valeurs: Sequence) -> dict:
    """As PostgreSQL plans it once for all values, for a connection that asks it often (decision 0003)."""
    numeros = itertools.count(1)
    preparee = re.sub("%s", lambda _m: f"${next(numeros)}", requete)
    dites = sql.SQL(", ").join(map(sql.Literal, valeurs))
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        curseur.execute(f"PREPARE tenue AS {preparee}")
        curseur.execute(sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE tenue ({})").format(dites))
        ((plan,),) = curseur.fetchall()
    return plan[0]["Plan"]


@pytest.mark.reel
def test_a_batch_reads_what_it_names_and_not_all_that_its_sender_said_since_it_began(college):
    """PostgreSQL has counted nothing of a sender that has just begun: it is led by the index, and not by what it believes of its share."""
    lignes = [college.ligne(id=f"d-{n}") for n in range(300)]
    college.envoyer(*lignes)
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO continuite_element (emetteur_id, etablissement_id, eleve_id, identifiant, version, nature, titre, jour, quand, lien, recu_le) "
            "SELECT emetteur_id, etablissement_id, eleve_id, 'x-' || n, version, nature, titre, jour, quand, lien, recu_le "
            "FROM continuite_element, generate_series(1, 5000) AS n WHERE identifiant = 'd-0'"
        )
    lues = []

    def noter(execute, requete, valeurs, many, context):
        if requete.startswith("SELECT") and '"continuite_element"."identifiant" IN' in requete:
            lues.append((requete, valeurs))
        return execute(requete, valeurs, many, context)

    with connection.execute_wrapper(noter):
        college.envoyer(*lignes)
    plan = plan_tenu(*lues.pop())
    assert (plan["Actual Rows"], lignes_ecartees(plan), lues) == (300, 0, [])
