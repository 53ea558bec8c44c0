"""Who signs up for a visit: places, the waiting list, who may say and who reads whom."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.services.espaces import evenements
from ent.services.espaces.actions import agenda, ecoles, fin, gens, visites
from ent.services.espaces.models import ClasseDeLEspace, DateDeLEspace, InscriptionVisite
from tests.papiers import pages

from .conftest import neuf

Etat = InscriptionVisite.Etat


def inscrire(date, eleve, par, *, vient=True, en_equipe=False) -> str:
    classe = ClasseDeLEspace.objects.get(ecole__espace=date.espace, classe__inscriptions__eleve=eleve)
    return visites.repondre(date=date, classe=classe, par=par, vient=vient, eleve=eleve, en_equipe=en_equipe).etat


def camarades(d, combien: int) -> list[Personne]:
    autres = Personne.objects.filter(inscriptions__classe=d.cm2).exclude(pk=d.eleve_cm2.pk)
    return list(autres.order_by("prenom", "pk")[:combien])


def vue_de(client, date, chemin) -> str:
    """What the page gives back with an answer; nothing of who may not give one there."""
    page = client.get(reverse("espaces_date", args=[date.pk])).content.decode()
    trouvee = re.search(rf'action="{re.escape(chemin)}">.*?name="vue" value="([^"]*)"', page)
    return trouvee[1] if trouvee else ""


def repondre(client, date, eleve, vient, vue=None):
    """From the page as it is now, or as it was (`vue`)."""
    chemin = reverse("espaces_repondre", args=[date.pk, eleve.uuid])
    vue = vue_de(client, date, chemin) if vue is None else vue
    return client.post(chemin, {"vient": vient, "vue": vue}, follow=True)


def test_the_week_of_a_child_says_what_was_answered(visite, d, entrer):
    client, semaine = entrer(d.mere), reverse("semaine_du", args=[visite.jour - dt.timedelta(days=3)])
    ligne = re.compile(r"<li>(?:(?!</li>).)*Visite du théâtre.*?</li>", re.DOTALL)

    def dite(eleve=d.eleve_cm2) -> str:
        page = client.get(f"{semaine}?enfant={eleve.uuid}").text
        return " ".join(re.sub(r"<[^>]+>", " ", ligne.search(page)[0]).split())

    assert dite().endswith("Visite du théâtre")
    repondre(client, visite, d.eleve_cm2, "non")
    assert dite().endswith("Visite du théâtre ne vient pas")
    assert dite(d.eleve_ms).endswith("Visite du théâtre"), "nobody answered for his sister"
    feuille = client.get(reverse("semaine_feuille", args=[visite.jour - dt.timedelta(days=3)]))
    assert "Visite du théâtre (Salle des fêtes) · ne vient pas" in " ".join(" ".join(pages(feuille.content)).split())
    repondre(client, visite, d.eleve_cm2, "oui")
    assert dite().endswith("Visite du théâtre vient")


def test_of_a_class_that_answers_whole_the_week_says_what_it_does(dater, d, entrer):
    visite = dater("Visite du collège", inscrit="classe", jusqu_a=dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC))
    semaine = reverse("semaine_du", args=[visite.jour - dt.timedelta(days=3)])
    assert "ne vient pas" not in entrer(d.mere).get(semaine).text
    classe = ClasseDeLEspace.objects.get(classe=d.cm2)
    visites.repondre(date=visite, classe=classe, par=neuf(d.enseignant), vient=False, eleve=None)
    assert "ne vient pas" in entrer(d.mere).get(semaine).text


def test_a_family_says_yes_changes_its_mind_and_twice_is_once(visite, d, entrer):
    client = entrer(d.mere)
    for _fois in range(2):
        page = repondre(client, visite, d.eleve_cm2, "oui")
        assert "une place est gardée" in page.content.decode()
    assert list(InscriptionVisite.objects.values_list("etat", flat=True)) == [Etat.VIENT]
    assert EntreeJournal.objects.filter(verbe="espaces.repondre").count() == 1
    # The other parent reads it, and may change it: it is the child's.
    assert (
        'aria-pressed="true"' in entrer(d.pere_separe).get(reverse("espaces_date", args=[visite.pk])).content.decode()
    )
    repondre(entrer(d.pere_separe), visite, d.eleve_cm2, "non")
    assert list(InscriptionVisite.objects.values_list("etat", flat=True)) == [Etat.NON]


def test_two_families_for_the_last_place(visite, d, entrer):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    premier, *_autres = camarades(d, 1)
    assert inscrire(visite, premier, d.enseignant, en_equipe=True) == Etat.VIENT
    page = repondre(entrer(d.mere), visite, d.eleve_cm2, "oui").content.decode()
    assert "liste d’attente" in page
    assert "C’est complet" in page
    inscrire(visite, premier, d.enseignant, vient=False, en_equipe=True)
    assert InscriptionVisite.objects.get(eleve=d.eleve_cm2).etat == Etat.VIENT
    dits = Notification.objects.filter(nature=evenements.PLACE, destinataire=d.mere)
    assert [n.texte for n in dits] == [
        "Sofiane · Une place s’est libérée : Visite du théâtre, jeudi 3 décembre, de 14 h 00 à 15 h 00".replace(
            " h ", "\xa0h\xa0"
        )
    ]


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_families_in_the_same_second_one_has_the_last_place(visite, d):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)

    def demander(eleve):
        try:
            return inscrire(visite, eleve, d.mere)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(demander, [d.eleve_cm2, d.eleve_ms])) == [Etat.ATTEND, Etat.VIENT]


def test_who_waited_first_comes_first_and_nobody_passes_them(visite, d):
    a, b, c, *_reste = camarades(d, 4)
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    assert [inscrire(visite, e, d.enseignant, en_equipe=True) for e in (a, b, c)] == [
        Etat.VIENT,
        Etat.ATTEND,
        Etat.ATTEND,
    ]
    inscrire(visite, a, d.enseignant, vient=False, en_equipe=True)
    etats = dict(InscriptionVisite.objects.values_list("eleve", "etat"))
    assert etats == {a.pk: Etat.NON, b.pk: Etat.VIENT, c.pk: Etat.ATTEND}
    assert inscrire(visite, a, d.enseignant, en_equipe=True) == Etat.ATTEND


def test_more_places_take_who_waits_and_fewer_take_nothing_back(visite, d):
    eleves = camarades(d, 4)
    for eleve in eleves:
        inscrire(visite, eleve, d.enseignant, en_equipe=True)
    champs = {nom: getattr(visite, nom) for nom in ("titre", "jour", "de", "a", "lieu", "texte", "inscrit", "jusqu_a")}
    with pytest.raises(ValidationError, match="au moins ce nombre"):
        agenda.corriger(date=visite, par=d.enseignant, places=2, **champs)
    agenda.corriger(date=visite, par=d.enseignant, places=4, **champs)
    assert InscriptionVisite.objects.qui_viennent().count() == 4


def test_after_the_hour_a_family_is_told_why_and_a_teacher_still_notes(visite, d, entrer, horloge):
    horloge(dt.datetime(2026, 12, 2, 18, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    page = repondre(entrer(d.mere), visite, d.eleve_cm2, "oui").content.decode()
    assert "Il est trop tard pour répondre ici" in page
    assert not InscriptionVisite.objects.exists()
    assert "est gardée" in repondre(entrer(d.enseignant), visite, d.eleve_cm2, "oui").content.decode()


@pytest.mark.parametrize(
    ("qui", "de_qui"),
    [
        ("mere_arabophone", "eleve_cm2"),
        ("pere_separe", "eleve_ms"),
        ("enseignant", "eleve_ms"),
        ("directrice_maternelle", "eleve_cm2"),
        ("eleve_cm2", "eleve_cm2"),
        ("mere", "eleve_cp"),
    ],
)
def test_nobody_answers_for_another_child(visite, d, entrer, qui, de_qui):
    """A parent of another class, a parent without that child, a teacher of the other school, a pupil for themself, a child who is not of it."""
    if qui == "pere_separe":
        d.eleve_ms.responsables.filter(adulte=d.pere_separe).delete()
    reponse = entrer(d.gens[qui]).post(
        reverse("espaces_repondre", args=[visite.pk, d.gens[de_qui].uuid]), {"vient": "oui"}
    )
    assert reponse.status_code == 404
    assert not InscriptionVisite.objects.exists()


def test_adults_of_the_other_school_read_a_first_name_and_a_school(visite, d, entrer):
    inscrire(visite, d.eleve_cm2, d.mere)
    page = entrer(d.directrice_maternelle).get(reverse("espaces_date", args=[visite.pk])).content.decode()
    assert "<b>Sofiane</b> · École du Cerf-Volant" in page
    assert "Sofiane Belhadj" not in page
    assert "1 enfant vient" in page
    for qui in ("mere", "pere_separe"):
        siens = entrer(d.gens[qui]).get(reverse("espaces_date", args=[visite.pk])).content.decode()
        assert "enfant vient" not in siens


def test_a_family_of_the_other_school_reads_its_own_child_alone(visite, d, entrer):
    """Basile's mother has a child in the middle section, and none in the CM2."""
    from ent.annuaire.models import Responsabilite

    basile = Personne.objects.get(prenom="Basile", inscriptions__classe=d.ms)
    Responsabilite.objects.create(
        adulte=d.mere_arabophone,
        enfant=basile,
        etablissement=d.maternelle,
        autorite="confirmee",
        debut=dt.date(2026, 9, 1),
    )
    inscrire(visite, d.eleve_cm2, d.mere)
    client = entrer(d.mere_arabophone)
    page = client.get(reverse("espaces_date", args=[visite.pk])).content.decode()
    assert "Basile" in page
    assert "Sofiane" not in page
    espace = client.get(reverse("espaces_espace", args=[visite.espace_id])).content.decode()
    assert "M. Caradec" in espace
    assert not any(eleve.prenom in espace for eleve in camarades(d, 5))


def test_a_school_that_left_frees_its_places(visite, d, entree):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    inscrire(visite, d.eleve_ms, d.mere)
    assert inscrire(visite, d.eleve_cm2, d.mere) == Etat.ATTEND
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    assert InscriptionVisite.objects.get(eleve=d.eleve_cm2).etat == Etat.VIENT
    assert [i.eleve_id for i in InscriptionVisite.objects.tenues()] == [d.eleve_cm2.pk]


def test_a_pupil_who_left_the_class_frees_a_place(visite, d, mardi):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    parti, *_autres = camarades(d, 1)
    inscrire(visite, parti, d.enseignant, en_equipe=True)
    inscrire(visite, d.eleve_cm2, d.mere)
    parti.inscriptions.update(fin=mardi.date() - dt.timedelta(days=1))
    visites.liberer(eleves=frozenset([parti.pk]))
    assert InscriptionVisite.objects.get(eleve=d.eleve_cm2).etat == Etat.VIENT


def test_a_place_that_is_given_up_once_the_visit_began_is_told_to_nobody(visite, d, horloge):
    """At four, the teacher notes who had not come at two: nobody comes in their place."""
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    inscrire(visite, d.eleve_cm2, d.mere)
    inscrire(visite, d.eleve_ms, d.mere)
    horloge(dt.datetime(2026, 12, 3, 15, tzinfo=dt.UTC))
    assert inscrire(visite, d.eleve_cm2, d.enseignant, vient=False, en_equipe=True) == Etat.NON
    assert InscriptionVisite.objects.get(eleve=d.eleve_ms).etat == Etat.ATTEND
    assert not Notification.objects.filter(nature=evenements.PLACE).exists()


def test_a_class_answers_whole(dater, d, entrer):
    date = dater("Sortie", inscrit="classe", places=1, jusqu_a=dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC))
    chemin = reverse("espaces_repondre_classe", args=[date.pk, d.cm2.pk])
    assert entrer(d.mere).post(chemin, {"vient": "oui"}).status_code == 403
    assert entrer(d.directrice_maternelle).post(chemin, {"vient": "oui"}).status_code == 403
    client = entrer(d.enseignant)
    for _fois in range(2):
        assert client.post(chemin, {"vient": "oui", "vue": vue_de(client, date, chemin)}).status_code == 302
    assert [(i.eleve, i.etat) for i in InscriptionVisite.objects.all()] == [(None, Etat.VIENT)]
    page = entrer(d.mere).get(reverse("espaces_date", args=[date.pk])).content.decode()
    assert "La classe répond pour tous" in page
    la_bas = entrer(d.directrice_maternelle)
    chemin = reverse("espaces_repondre_classe", args=[date.pk, d.ms.pk])
    la_bas.post(chemin, {"vient": "oui", "vue": vue_de(la_bas, date, chemin)})
    assert InscriptionVisite.objects.get(classe__classe=d.ms).etat == Etat.ATTEND


def test_a_place_that_is_free_for_a_class_takes_nothing_from_what_its_adults_have_to_read(
    dater, d, entree, horloge, mardi
):
    """The visit was moved, then a class gave its place up: of two news, none takes the place of the other."""
    date = dater("Sortie", inscrit="classe", places=1, jusqu_a=dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC))
    cm2, ms = (ClasseDeLEspace.objects.get(classe=classe) for classe in (d.cm2, d.ms))
    visites.repondre(date=date, classe=cm2, par=d.enseignant, vient=True)
    visites.repondre(date=date, classe=ms, par=d.directrice_maternelle, vient=True)
    champs = {nom: getattr(date, nom) for nom in ("titre", "texte", "jour", "lieu", "inscrit", "places", "jusqu_a")}
    agenda.corriger(date=date, par=d.enseignant, de=dt.time(9), a=dt.time(11), **champs)
    visites.repondre(date=date, classe=cm2, par=d.enseignant, vient=False)
    recues = Notification.objects.filter(destinataire=d.directrice_maternelle, texte__contains="Sortie")
    textes = [texte.replace("\xa0", " ") for texte in recues.order_by("pk").values_list("texte", flat=True)]
    assert [("changement" in texte, "Une place s’est libérée" in texte) for texte in textes] == [
        (True, False),
        (False, True),
    ]
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    assert not recues.exists()


def test_a_cancelled_visit_takes_no_answer_and_keeps_those_it_had(visite, d, entrer):
    inscrire(visite, d.eleve_cm2, d.mere)
    client = entrer(d.enseignant)
    assert client.post(reverse("espaces_annuler_date", args=[visite.pk]), {"mot": ""}).status_code == 422
    client.post(reverse("espaces_annuler_date", args=[visite.pk]), {"mot": "Le théâtre est fermé."})
    assert "Cette date est annulée" in repondre(entrer(d.mere), visite, d.eleve_cm2, "non").content.decode()
    client.post(reverse("espaces_retablir_date", args=[visite.pk]))
    assert InscriptionVisite.objects.get().etat == Etat.VIENT
    assert not Notification.objects.filter(nature=evenements.DATE_ANNULEE).exists()


def test_the_list_on_paper_names_one_s_own_pupils_and_first_names_of_others(visite, d, entrer):
    inscrire(visite, d.eleve_ms, d.mere)
    texte = chr(10).join(pages(entrer(d.enseignant).get(reverse("espaces_liste", args=[visite.pk])).content))
    assert "Sofiane Belhadj" in texte
    assert "Lina-Maëlys · École Les Coquelicots" in texte
    assert "Lina-Maëlys Belhadj" not in texte


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_of_a_visit_costs_the_same_however_many_sign_up(visite, d, entrer, django_assert_num_queries, combien):
    for eleve in camarades(d, combien):
        inscrire(visite, eleve, d.enseignant, en_equipe=True)
    client = entrer(neuf(d.enseignant))
    with django_assert_num_queries(12):
        client.get(reverse("espaces_date", args=[visite.pk]))


# --- What was seen, and what is there -----------------------------------------------------------------------------------
CHANGE = "a changé depuis que vous l’avez lu"


def vue_d(client, date, eleve) -> str:
    return vue_de(client, date, reverse("espaces_repondre", args=[date.pk, eleve.uuid]))


def test_the_old_page_of_the_other_parent_overwrites_nothing(visite, d, entrer):
    mere, pere = entrer(d.mere), entrer(d.pere_separe)
    repondre(mere, visite, d.eleve_cm2, "oui")
    lue = vue_d(pere, visite, d.eleve_cm2)
    repondre(mere, visite, d.eleve_cm2, "non")
    page = repondre(pere, visite, d.eleve_cm2, "oui", vue=lue).content.decode()
    assert CHANGE in page and "ne vient pas" in page
    assert InscriptionVisite.objects.get().etat == Etat.NON
    # Seen as it is, it is theirs to change; sent twice it is said once, and nothing is asked again.
    lue = vue_d(pere, visite, d.eleve_cm2)
    for _fois in range(2):
        assert CHANGE not in repondre(pere, visite, d.eleve_cm2, "oui", vue=lue).content.decode()
    assert InscriptionVisite.objects.get().etat == Etat.VIENT


def test_a_yes_from_before_the_day_moved_is_not_taken_for_the_new_day(visite, d, entrer):
    client = entrer(d.mere)
    lue = vue_d(client, visite, d.eleve_cm2)
    champs = ("titre", "de", "a", "lieu", "texte", "inscrit", "places", "jusqu_a")
    dits = {nom: getattr(visite, nom) for nom in champs}
    agenda.corriger(date=visite, par=d.enseignant, jour=dt.date(2026, 12, 17), **dits)
    page = repondre(client, visite, d.eleve_cm2, "oui", vue=lue).content.decode()
    assert CHANGE in page and "17 décembre" in page
    assert not InscriptionVisite.objects.exists()
    # A page without it is one that showed nothing.
    assert CHANGE in repondre(client, visite, d.eleve_cm2, "oui", vue="").content.decode()
    repondre(client, visite, d.eleve_cm2, "oui")
    assert InscriptionVisite.objects.get().etat == Etat.VIENT


def test_a_no_said_again_in_another_class_is_of_that_class(visite, porteuse, d):
    choix = [d.cm2, d.cp_ce1]
    gens.apporter(ecole=porteuse, par=d.directrice, adultes=[d.directrice, d.enseignant], classes=choix, parmi=choix)
    avant, apres = (ClasseDeLEspace.objects.get(classe=classe) for classe in choix)
    for classe in (avant, apres):
        visites.repondre(date=visite, classe=classe, par=d.mere, vient=False, eleve=d.eleve_cm2)
    assert InscriptionVisite.objects.get().classe == apres


# --- Who comes back -----------------------------------------------------------------------------------------------------
def test_a_school_that_comes_back_makes_no_more_than_the_places(visite, entree, d):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    assert [inscrire(visite, d.eleve_ms, d.mere), inscrire(visite, d.eleve_cm2, d.mere)] == [Etat.VIENT, Etat.ATTEND]
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    ecoles.revenir(ecole=entree, par=d.directrice_maternelle)
    etats = dict(InscriptionVisite.objects.values_list("eleve", "etat"))
    assert etats == {d.eleve_ms.pk: Etat.VIENT, d.eleve_cm2.pk: Etat.ATTEND}
    dits = Notification.objects.filter(nature=evenements.PLACE, destinataire=d.mere, eleve=d.eleve_cm2)
    assert [n.texte.partition(" : ")[0] for n in dits] == ["Sofiane · De nouveau sur la liste d’attente"]


def test_a_class_that_comes_back_makes_no_more_than_the_places(visite, porteuse, d):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    assert [inscrire(visite, d.eleve_cm2, d.mere), inscrire(visite, d.eleve_ms, d.mere)] == [Etat.VIENT, Etat.ATTEND]
    for classes, vient in (([], d.eleve_ms), ([d.cm2], d.eleve_cm2)):
        gens.apporter(
            ecole=porteuse, par=d.directrice, adultes=[d.directrice, d.enseignant], classes=classes, parmi=[d.cm2]
        )
        assert InscriptionVisite.objects.tenues().qui_viennent().get().eleve == vient


def test_a_school_that_closes_its_room_frees_its_places_and_takes_them_back(visite, d):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    assert [inscrire(visite, d.eleve_ms, d.mere), inscrire(visite, d.eleve_cm2, d.mere)] == [Etat.VIENT, Etat.ATTEND]
    for fermes, vient in ((" espaces ", d.eleve_cm2), ("", d.eleve_ms)):
        d.maternelle.modules_fermes = fermes
        d.maternelle.save(update_fields=["modules_fermes"])
        fin.suivre_le_module(ecoles=[d.maternelle.pk])
        assert InscriptionVisite.objects.tenues().qui_viennent().get().eleve == vient


def test_a_date_put_back_gives_the_places_freed_meanwhile(visite, entree, d):
    DateDeLEspace.objects.filter(pk=visite.pk).update(places=1)
    assert [inscrire(visite, d.eleve_ms, d.mere), inscrire(visite, d.eleve_cm2, d.mere)] == [Etat.VIENT, Etat.ATTEND]
    agenda.annuler(date=visite, par=d.enseignant, mot="Le théâtre est fermé.")
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    agenda.retablir(date=visite, par=d.enseignant)
    assert InscriptionVisite.objects.get(eleve=d.eleve_cm2).etat == Etat.VIENT
