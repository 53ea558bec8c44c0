"""A pupil changes class or leaves the school by the hand of the direction: what an import would do, told to who must know, undone once."""

import datetime as dt
import re
import uuid
from unittest.mock import ANY

import pytest
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.lectures.effectifs import compter
from ent.annuaire.models import EntreeJournal, Etablissement, Inscription, Personne
from ent.annuaire.registres import enregistrer_liens_changes
from ent.diffusion import expedition
from ent.diffusion.actions import notifier
from ent.diffusion.lectures import a_dire
from ent.diffusion.models import MiseDeCote, Notification
from ent.diffusion.models.reglages import Canal
from tests.etages import poser
from tests.heures import MARDI_21H, MERCREDI_7H


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def fiche(d) -> str:
    return reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])


def annuler_de(reponse) -> str:
    return next(str(m.extra_tags) for m in reponse.context["messages"] if m.extra_tags)


def changer(d, client, eleve=None, classe=None, niveau="CM2"):
    eleve = eleve or d.eleve_cp
    place = eleve.inscriptions.get(fin=None)
    adresse = reverse("annuaire_eleve_classe", args=[place.classe.etablissement.uai, eleve.uuid])
    envoi = {"depuis": place.pk, "classe": f"{(classe or d.cm2).pk}:{niveau}"}
    return client.post(adresse, envoi, follow=True)


def partir(d, client, eleve=None):
    adresse = reverse("annuaire_eleve_sortie", args=[d.elementaire.uai, (eleve or d.eleve_cp).uuid])
    return client.post(adresse, follow=True)


def places(eleve) -> list[tuple]:
    return sorted(eleve.inscriptions.order_by("pk").values_list("pk", "classe__nom", "niveau", "debut", "fin"))


def dites(d) -> set[tuple]:
    nouvelles = Notification.objects.filter(nature="portail.mouvement").select_related("destinataire")
    return {(n.destinataire.prenom, n.texte) for n in nouvelles}


def test_a_pupil_changes_class_today_as_an_import_would_do(d, mardi, entrer, fiche, django_capture_on_commit_callbacks):
    lies: list = []
    enregistrer_liens_changes(lies.append)
    directrice = entrer(d.directrice)
    assert "Changer de classe" in directrice.get(fiche).text
    with django_capture_on_commit_callbacks(execute=True):
        page = changer(d, directrice)
    assert "est dans la classe CM2 dès aujourd’hui." in page.text
    ancienne, nouvelle = d.eleve_cp.inscriptions.order_by("pk")
    assert ancienne.fin == mardi.date() - dt.timedelta(days=1)
    assert (nouvelle.classe, nouvelle.niveau, nouvelle.debut, nouvelle.fin) == (d.cm2, "CM2", mardi.date(), None)
    assert frozenset([d.eleve_cp.pk]) in lies
    ligne = EntreeJournal.objects.filter(verbe="annuaire.changer_de_classe").get()
    assert (ligne.objet, ligne.details) == (f"personne {d.eleve_cp.pk}", {"de": d.cp_ce1.pk, "vers": d.cm2.pk})
    assert entrer(d.enseignante).get(fiche).status_code == 404 and entrer(d.enseignant).get(fiche).status_code == 200


def test_who_teaches_the_pupil_who_did_and_the_family_are_told(d, mardi, entrer):
    changer(d, entrer(d.directrice))
    qui = "Inès Belhadj"
    assert {(d.enseignant.prenom, f"{qui} est maintenant dans la classe CM2.")} <= dites(d)
    assert {(d.enseignante.prenom, f"{qui} n’est plus dans la classe CP-CE1.")} <= dites(d)
    famille = {(adulte.prenom, "Inès est maintenant dans la classe CM2.") for adulte in (d.mere, d.pere_separe)}
    assert famille <= dites(d)
    assert {prenom for prenom, _texte in dites(d)}.isdisjoint({d.mere_arabophone.prenom, d.directrice.prenom})
    assert "Inès est maintenant dans la classe CM2." in entrer(d.mere).get("/notifications/").text


@pytest.mark.parametrize("retient", ["tout", "notifications"])
def test_the_family_hears_of_it_out_of_quiet_hours_whatever_the_school_lets_be_read_then(
    d, mardi, entrer, horloge, retient
):
    poser({"calme.retient": retient}, d.elementaire)
    horloge(MARDI_21H)
    changer(d, entrer(d.directrice))
    recue = Notification.objects.get(nature="portail.mouvement", destinataire=d.mere)
    assert recue.visible_le == MERCREDI_7H


def test_what_was_told_of_the_former_class_names_nobody_any_more(d, mardi, entrer):
    notifier(
        nature="essai.x",
        objet_id=1,
        etablissement=d.elementaire,
        textes={(d.mere.pk, d.eleve_cp.pk): "Sortie du CP-CE1"},
        adresse="/",
    )
    directrice, dites_avant = entrer(d.directrice), Notification.objects.filter(nature="essai.x").values().get()
    page = changer(d, directrice)
    assert not Notification.objects.filter(nature="essai.x").exists()
    directrice.post(annuler_de(page))
    assert Notification.objects.filter(nature="essai.x").values().get() == dites_avant | {"id": ANY}
    assert not MiseDeCote.objects.exists()


@pytest.mark.besoin_de("messagerie")
def test_what_was_told_to_the_whole_school_is_still_read_by_the_family(d, mardi, entrer, horloge):
    """A mot to the school and an announcement of the day before stay, to be told too; a mot to the class is set aside."""
    from messagerie.actions.messages import envoyer
    from messagerie.actions.mots import Public
    from tests.messagerie import mots
    from tests.messagerie.fils import Fils

    horloge(mardi - dt.timedelta(days=1))
    ecole = mots.envoyer(d, auteur=d.directrice, public=Public(d.elementaire), titre="Kermesse")
    mots.envoyer(d, titre="Piscine")
    envoyer(fil=Fils(d).ecole, auteur=d.directrice, uuid=uuid.uuid4(), texte="Neige : l’école ferme.")
    horloge(mardi)
    mere, siennes = entrer(d.mere), Notification.objects.filter(destinataire=d.mere, eleve=d.eleve_cp)
    assert all(mot in mere.get("/notifications/").text for mot in ("Kermesse", "Piscine", "Annonces"))
    directrice, avant = entrer(d.directrice), list(siennes.order_by("pk").values_list("texte", flat=True))
    page = changer(d, directrice)
    lue = mere.get("/notifications/").text
    assert re.search("<b>Inès</b>.*Kermesse", lue, re.DOTALL) and "Annonces de l’école" in lue and "Piscine" not in lue
    assert "Kermesse" in mere.get(reverse("carnet_lire", args=[ecole.pk]), follow=True).text
    assert {
        n.objet_id for n in a_dire(Canal.COURRIEL, mardi).filter(eleve=d.eleve_cp, nature="messagerie.mot_publie")
    } == {ecole.pk}
    rangees = MiseDeCote.objects.get().rangees
    assert {r["texte"].partition(" : ")[2] for r in rangees} == {"Piscine"}
    directrice.post(annuler_de(page))
    assert sorted(siennes.values_list("texte", flat=True)) == sorted(avant)
    assert all(mot in mere.get("/notifications/").text for mot in ("Kermesse", "Piscine", "Annonces"))


def test_what_was_set_aside_is_erased_once_it_cannot_be_undone(d, mardi, entrer, horloge):
    changer(d, entrer(d.directrice))
    horloge(mardi + dt.timedelta(hours=3))
    expedition.purge()
    assert not MiseDeCote.objects.exists()


@pytest.mark.parametrize("mouvement", [changer, partir])
def test_it_is_undone_for_an_hour_beside_its_line_of_the_journal(d, mardi, entrer, horloge, mouvement):
    """« Annuler » stands with what was done, and is gone with the next page: the sheet of a pupil who left is nobody's."""
    directrice, journal = entrer(d.directrice), reverse("annuaire_journal", args=[d.elementaire.uai])
    annuler = annuler_de(mouvement(d, directrice))
    assert annuler in directrice.get(journal).text and annuler in directrice.get(journal).text
    assert annuler not in entrer(d.directrice).get(journal).text
    horloge(mardi + dt.timedelta(minutes=61))
    assert annuler not in directrice.get(journal).text
    horloge(mardi + dt.timedelta(minutes=59))
    assert "tout est comme avant" in directrice.post(annuler, follow=True).text
    assert annuler not in directrice.get(journal).text


def test_every_page_counts_the_responsables_of_those_who_are_there(d, mardi, entrer):
    """A family whose only child left: no list leads to a sheet that is nobody's any more."""
    eleve = next(e.eleve for e in d.cp_ce1.inscriptions.filter(fin=None) if "Benali" in e.eleve.nom)
    directrice, uai = entrer(d.directrice), d.elementaire.uai
    pages = [reverse("annuaire_comptes", args=[uai]), reverse("annuaire_responsables", args=[uai]) + "?tous=1"]
    avant = compter(Etablissement.objects.filter(pk=d.elementaire.pk), "pk")[d.elementaire.pk].responsables
    assert all(eleve.prenom in directrice.get(page).text for page in pages)
    partir(d, directrice, eleve=eleve)
    assert [page for page in pages if eleve.prenom in directrice.get(page).text] == []
    apres = compter(Etablissement.objects.filter(pk=d.elementaire.pk), "pk")[d.elementaire.pk].responsables
    assert apres == avant - eleve.responsables.filter(fin=None).count()


@pytest.mark.besoin_de("messagerie")
def test_a_pupil_who_left_is_signed_in_no_more(d, mardi, entrer):
    tablette, directrice = entrer(d.eleve_cp), entrer(d.directrice)
    assert tablette.get("/").status_code == 200
    annuler = annuler_de(partir(d, directrice))
    assert tablette.get("/").url.startswith("/entrer/") and tablette.get("/messages/").status_code == 302
    directrice.post(annuler)
    assert tablette.get("/").status_code == 200


def test_a_sticker_that_another_took_meanwhile_is_not_given_twice(d, mardi, entrer):
    autre = d.cm2.inscriptions.filter(fin=None).first().eleve
    siens = ("gommette_couleur", "gommette_forme", "gommette_image")
    Personne.objects.filter(pk=autre.pk).update(**{champ: getattr(d.eleve_cp, champ) for champ in siens})
    directrice = entrer(d.directrice)
    annuler = annuler_de(partir(d, directrice))
    changer(d, directrice, eleve=autre, classe=d.cp_ce1, niveau="CP")
    directrice.post(annuler)
    gommettes = list(d.cp_ce1.inscriptions.filter(fin=None).values_list(*(f"eleve__{champ}" for champ in siens)))
    assert len(set(gommettes)) == len(gommettes)


def test_only_levels_of_such_a_school_are_offered(d, mardi, entrer):
    page = changer(d, entrer(d.directrice), niveau="TPS")
    assert page.status_code == 422 and places(d.eleve_cp)[0][1] == "CP-CE1"


@pytest.mark.parametrize("mouvement", [changer, partir])
def test_it_is_undone_once_and_untold(d, mardi, entrer, fiche, mouvement):
    avant, gommette = places(d.eleve_cp), (relu(d.eleve_cp).gommette_image, relu(d.eleve_cp).gommette_couleur)
    directrice = entrer(d.directrice)
    annuler = annuler_de(mouvement(d, directrice))
    assert places(d.eleve_cp) != avant and dites(d)
    assert "tout est comme avant" in directrice.post(annuler, follow=True).text
    assert places(d.eleve_cp) == avant and dites(d) == set()
    eleve = relu(d.eleve_cp)
    assert (eleve.gommette_image, eleve.gommette_couleur) == gommette and eleve.fermee_le is None
    assert directrice.get(fiche).status_code == 200
    encore = mouvement(d, directrice)
    refus = directrice.post(annuler, follow=True).text
    assert "Ce n’est plus à annuler" in refus and places(d.eleve_cp) != avant
    assert "tout est comme avant" in directrice.post(annuler_de(encore), follow=True).text


def test_a_pupil_leaves_the_school(d, mardi, entrer, fiche):
    journal = reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])
    directrice = entrer(d.directrice)
    page = partir(d, directrice)
    assert page.redirect_chain[-1][0] == journal and "Inès Belhadj a quitté l’école." in page.text
    assert directrice.get(fiche)["Location"].startswith(reverse("annuaire_journal", args=[d.elementaire.uai]))
    assert relu(d.eleve_cp).fermee_le is not None
    assert d.eleve_cp.pk not in {s.eleve.pk for s in relu(d.mere).portee.suivis}
    assert {s.eleve.pk for s in relu(d.mere).portee.suivis} == {d.eleve_cm2.pk, d.eleve_ms.pk}
    assert dites(d) == {(d.enseignante.prenom, "Inès Belhadj a quitté l’école.")}
    assert EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie", objet=f"personne {d.eleve_cp.pk}").exists()
    adresse = reverse("annuaire_eleve_sortie", args=[d.elementaire.uai, d.eleve_cp.uuid])
    assert directrice.post(adresse).status_code == 404


def test_a_departure_sent_twice_is_one(d, mardi, entrer):
    directrice = entrer(d.directrice)
    envoi = {"numero": str(uuid.uuid4())}
    adresse = reverse("annuaire_eleve_sortie", args=[d.elementaire.uai, d.eleve_cp.uuid])
    premiere, seconde = directrice.post(adresse, envoi), directrice.post(adresse, envoi)
    assert premiere.url == seconde.url
    assert EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie").count() == 1


def test_one_put_in_a_class_today_is_moved_or_gone_at_once(d, mardi, entrer):
    place = d.eleve_cp.inscriptions.get(fin=None)
    Inscription.objects.filter(pk=place.pk).update(debut=mardi.date())
    avant = places(d.eleve_cp)
    directrice = entrer(d.directrice)
    annuler = annuler_de(changer(d, directrice))
    assert [(pk, nom) for pk, nom, *_reste in places(d.eleve_cp)] == [(place.pk, "CM2")]
    directrice.post(annuler)
    assert places(d.eleve_cp) == avant
    annuler = annuler_de(partir(d, directrice))
    assert d.eleve_cp.pk not in {s.eleve.pk for s in relu(d.mere).portee.suivis}
    directrice.post(annuler)
    assert places(d.eleve_cp) == avant


def test_a_sticker_that_is_taken_there_changes_and_comes_back(d, mardi, entrer):
    autre = d.cm2.inscriptions.filter(fin=None).first().eleve
    siens = ("gommette_couleur", "gommette_forme", "gommette_image")
    avant = [getattr(d.eleve_cp, champ) for champ in siens]
    Personne.objects.filter(pk=autre.pk).update(**dict(zip(siens, avant, strict=True)))
    directrice = entrer(d.directrice)
    page = changer(d, directrice)
    assert "donnez-lui un nouveau papier" in page.text
    assert [getattr(relu(d.eleve_cp), champ) for champ in siens] != avant
    directrice.post(annuler_de(page))
    assert [getattr(relu(d.eleve_cp), champ) for champ in siens] == avant


def test_what_moved_since_is_not_undone(d, mardi, entrer):
    """An import, which leaves no line of this pupil's movements."""
    directrice = entrer(d.directrice)
    annuler = annuler_de(changer(d, directrice))
    Inscription.objects.filter(eleve=d.eleve_cp, fin=None).update(
        fin=mardi.date() - dt.timedelta(days=1), debut=mardi.date() - dt.timedelta(days=1)
    )
    actions.inscrire(eleve=d.eleve_cp, classe=d.cp_ce1, niveau="CE1")
    avant = places(d.eleve_cp)
    assert "Ce n’est plus à annuler" in directrice.post(annuler, follow=True).text
    assert places(d.eleve_cp) == avant


@pytest.mark.parametrize("mouvement", [changer, partir])
def test_whom_another_school_took_since_is_not_put_in_two(d, mardi, entrer, mouvement):
    directrice = entrer(d.directrice)
    annuler = annuler_de(mouvement(d, directrice))
    Personne.objects.filter(pk=d.eleve_cp.pk).update(fermee_le=None)
    actions.inscrire(eleve=relu(d.eleve_cp), classe=d.ms, niveau="GS")
    avant = places(d.eleve_cp)
    directrice.post(annuler)
    assert places(d.eleve_cp) == avant


def test_who_was_of_two_schools_when_it_was_done_is_of_both_again(d, mardi, entrer):
    actions.inscrire(eleve=d.eleve_cp, classe=d.ms, niveau="GS")
    avant, place = places(d.eleve_cp), d.eleve_cp.inscriptions.get(classe=d.cp_ce1)
    trace = actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert not trace.a_ferme and place.pk in {pk for pk, *_reste in trace.avant}
    actions.annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert places(d.eleve_cp) == avant


def test_nobody_else_moves_a_pupil_and_none_goes_to_another_school(d, mardi, entrer, fiche):
    avant = places(d.eleve_cp)
    for qui in (d.enseignante, d.directrice_maternelle, d.mere, d.operateur, d.referente):
        assert changer(d, entrer(qui)).status_code == partir(d, entrer(qui)).status_code == 404
    assert changer(d, entrer(d.directrice), classe=d.ms).status_code == 422
    assert "Changer de classe" not in entrer(d.enseignante).get(fiche).text
    annuler = annuler_de(changer(d, entrer(d.directrice)))
    for qui in (d.enseignante, d.directrice_maternelle, d.mere, d.operateur):
        assert entrer(qui).post(annuler).status_code == 404
    ailleurs = annuler.replace(str(d.eleve_cp.uuid), str(d.eleve_cm2.uuid))
    assert "ne s’annule plus ici" in entrer(d.directrice).post(ailleurs, follow=True).text
    assert places(d.eleve_cp) != avant


def test_of_two_who_move_the_same_pupil_the_second_is_told(d, mardi, entrer):
    place = d.eleve_cp.inscriptions.get(fin=None)
    actions.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    adresse = reverse("annuaire_eleve_classe", args=[d.elementaire.uai, d.eleve_cp.uuid])
    page = entrer(d.directrice).post(adresse, {"depuis": place.pk, "classe": f"{d.cm2.pk}:CM2"})
    assert page.status_code == 422
    assert Inscription.objects.filter(eleve=d.eleve_cp).count() == 2


def offertes(d, page: str) -> list[str]:
    noms = {d.cp_ce1.pk: "cp_ce1", d.cm2.pk: "cm2"}
    lues = re.findall(r'<option value="(\d+):(\w+)"[^>]*>([^<]+)', page)
    return [f"{niveau} {dit}" for pk, niveau, dit in lues if int(pk) in noms]


def test_each_class_is_offered_at_its_own_levels_and_none_is_said_to_be_optional(d, mardi, entrer):
    adresse = reverse("annuaire_eleve_classe", args=[d.elementaire.uai, d.eleve_cm2.uuid])
    directrice = entrer(d.directrice)
    page = directrice.get(adresse).text
    assert offertes(d, page) == ["CP CP-CE1, en CP", "CE1 CP-CE1, en CE1"] and "facultatif" not in page
    adresse_cp = reverse("annuaire_eleve_classe", args=[d.elementaire.uai, d.eleve_cp.uuid])
    assert offertes(d, directrice.get(adresse_cp).text) == ["CM2 CM2"]
    # Its last CP left, and its name still says it; where neither says any, all of such a school's are offered.
    d.cp_ce1.inscriptions.filter(niveau="CP").update(niveau="")
    assert offertes(d, directrice.get(adresse).text) == ["CP CP-CE1, en CP", "CE1 CP-CE1, en CE1"]
    d.cp_ce1.inscriptions.update(niveau="")
    d.cp_ce1.nom = "Les écureuils"
    d.cp_ce1.save()
    assert [dite.split()[0] for dite in offertes(d, directrice.get(adresse).text)] == ["CP", "CE1", "CE2", "CM1", "CM2"]


@pytest.mark.parametrize(
    ("qui", "ou", "niveau", "est_fait"),
    [
        ("eleve_cm2", "cp_ce1", "CP", True),
        ("eleve_cm2", "cp_ce1", "CM2", False),
        ("eleve_cm2", "cp_ce1", "", False),
        ("eleve_cp", "cm2", "CE1", False),
    ],
)
def test_a_level_that_is_not_of_the_class_is_refused(d, mardi, entrer, qui, ou, niveau, est_fait):
    eleve, classe = d.gens[qui], getattr(d, ou)
    page = changer(d, entrer(d.directrice), eleve=eleve, classe=classe, niveau=niveau)
    place = eleve.inscriptions.get(fin=None)
    assert ((place.classe, place.niveau) == (classe, niveau)) is est_fait
    assert ("Cette classe n’a pas ce niveau" in page.text) is not est_fait
