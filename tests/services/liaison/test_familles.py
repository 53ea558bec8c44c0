"""What a holder of authority reads and answers: these words, in their own name, until it leaves."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers import actions as fichiers
from ent.portail.models import Brouillon
from ent.services.liaison.actions import envois, montrer, seaux
from ent.services.liaison.actions import familles as actions
from ent.services.liaison.actions.cles import cle_de
from ent.services.liaison.lectures.accords import Sort, sorts_de, titulaires_de
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.lectures.motifs import Refus
from ent.services.liaison.models import Avis, Dossier, Envoi, FichierDePiece, Piece, Retour
from tests.portail.test_accueil import texte
from tests.services.liaison.conftest import REPONSE, relire


def page(dossier: Dossier) -> str:
    return reverse("dossier_famille", args=[dossier.uuid])


def reponse(dossier: Dossier, choix: str, **champs: str) -> dict[str, str]:
    """What the page of this moment sends, to who has not answered yet."""
    lues = {f"lue-{ligne['partie']}": ligne["empreinte"] for ligne in montree(dossier).contenu}
    return {"choix": choix, "version": "aucune", **lues, **champs}


def dire(client, dossier: Dossier, choix: str, **champs: str):
    lue = re.search(r'name="version" value="(\w+)"', client.get(f"{page(dossier)}?tout=1").text)
    champs = {"version": lue[1]} | champs if lue else champs
    return client.post(reverse("dossier_repondre", args=[dossier.uuid]), reponse(dossier, choix, **champs))


def sorts(dossier: Dossier) -> dict[str, Sort]:
    titulaires = titulaires_de([dossier])[dossier.pk]
    return sorts_de(montree(dossier), titulaires, list(dossier.avis.all()), list(dossier.retours.all()))


def remontrer(d, dossier: Dossier, ecrire, **champs) -> None:
    ecrire(dossier, **champs)
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)


def partir(dossier: Dossier) -> Envoi:
    partent = [partie for partie, sort in sorts(dossier).items() if sort is Sort.PART]
    return Envoi.objects.create(dossier=dossier, version=montree(dossier), etat=Envoi.Etat.RECU, parties=partent)


# --- What is read ---------------------------------------------------------------------------------------------------------
def test_it_says_exactly_what_will_go_and_chooses_nothing(d, montre, ecrire, entrer):
    ecrire(montre, sait="Un brouillon que personne n’a montré.")
    lue = entrer(d.mere).get(page(montre))
    for dit in (
        "Vers la 6e",
        "Collège des Grands-Chênes · 2 parties",
        "La page de M. Caradec",
        "Il lit seul un roman.",
        "Dossier pour l’an prochain Sofiane · Vers la 6e",
        "Ce que sait Sofiane",
        "Seulement à : Collège des Grands-Chênes",
        "Un mot pour le collège",
        "Ce qui l’aide Une consigne à la fois.",
        "Français, à l’oral et à l’écrit Satisfaisante",
        "Le collège ne lira pas vos messages, ses absences, sa santé.",
        "Votre réponse, avant le mercredi 12 mai",
        "Sofiane ira au collège sans dossier, sans conséquence",
        "M. Belhadj peut répondre aussi. Si vous n’êtes pas d’accord sur une partie, elle ne part pas.",
    ):
        assert dit in texte(lue)
    assert "Un brouillon que" not in lue.text
    assert re.findall(r'name="choix" value="(\w+)"', lue.text) == ["oui", "sauf", "gene", "parler", "non"]
    assert not re.search(r"<input[^>]* checked", lue.text)


def test_opening_it_writes_nothing_and_what_stayed_on_the_screen_is_noted(d, montre, entrer):
    client = entrer(d.mere)
    client.get(page(montre))
    assert not Retour.objects.exists()
    for numero in ("1", "9", "x"):
        client.post(reverse("dossier_lu", args=[montre.uuid]), {"vu": f"{numero}:{d.eleve_cm2.uuid}"})
    retour = Retour.objects.get()
    assert (retour.personne, retour.version_lue, retour.choix) == (d.mere, 1, "")
    assert Notification.objects.get(nature="liaison.montre", destinataire=d.mere).lue_le
    assert not Notification.objects.get(nature="liaison.montre", destinataire=d.pere_separe).lue_le


@pytest.mark.parametrize("qui", ["mere_arabophone", "eleve_cm2", "enseignant", "directrice", "assistante", "operateur"])
def test_who_does_not_answer_for_the_child_knows_no_such_page(d, montre, entrer, qui):
    client = entrer(d.gens[qui])
    assert client.get(page(montre)).status_code == 404
    assert dire(client, montre, "oui").status_code == 404
    assert not Avis.objects.exists()


@pytest.mark.parametrize("change", [{"autorite": "sans"}, {"fin": "2026-11-23"}])
def test_a_tie_without_authority_or_that_ended_reads_nothing_and_its_no_stands_until_the_other_is_asked_anew(
    d, montre, entrer, change
):
    dire(entrer(d.pere_separe), montre, "non")
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cm2).update(**change)
    client = entrer(d.pere_separe)
    assert client.get(page(montre)).status_code == 404
    assert dire(client, montre, "oui").status_code == 404
    assert Avis.objects.filter(accorde=False).count() == 2
    dire(entrer(d.mere), montre, "oui")
    assert set(sorts(montre).values()) == {Sort.REFUSE}, "test_revenir.py asks anew"
    Avis.objects.filter(personne=d.pere_separe).update(accorde=True)
    assert set(sorts(montre).values()) == {Sort.PART}, "a « oui » of who is a holder no more holds nothing back"
    assert "peut répondre aussi" not in texte(entrer(d.mere).get(page(montre)))


@pytest.mark.besoin_de("pages")
def test_its_pictures_are_read_by_its_holders_and_another_child_on_them_is_hidden(d, montre, entrer, mardi):
    from tests.pages.journal import photo

    piece = Piece.objects.create(dossier=montre, cle="billet-1", jour=mardi.date(), titre="Les volcans")
    images = [photo(d.enseignant, d.cm2), photo(d.enseignant, d.cm2, "blue")]
    fichiers.attacher(fichiers=images)
    fichiers.dire_qui(fichier=images[1], eleves=[d.eleve_cm2, d.eleve_ce1], auteur=d.enseignant)
    for image in images:
        FichierDePiece.objects.create(piece=piece, fichier=image)

    def vues(qui) -> list[str]:
        lues = [entrer(d.gens[qui]).get(image.adresse("320")) for image in images]
        return [lue["Content-Type"] if lue.status_code == 200 else "" for lue in lues]

    assert vues("mere") == ["", ""], "a draft"
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    assert vues("mere") == vues("pere_separe") == ["image/webp", "image/svg+xml"]
    assert vues("mere_arabophone") == ["", ""]
    assert images[0].page in entrer(d.mere).get(page(montre)).text


def coches(lue) -> list[str]:
    """What is ticked: the whole, then part by part."""
    return [re.search(r'value="(\w+)"', case)[1] for case in re.findall(r"<input[^>]* checked", lue.text)]


# --- What is answered -----------------------------------------------------------------------------------------------------
def test_each_part_is_answered_alone(d, montre, entrer):
    client = entrer(d.mere)
    assert dire(client, montre, "sauf", **{"envoyer-savoirs": "oui"}).status_code == 422
    assert dire(client, montre, "").status_code == 422
    assert not Avis.objects.exists()
    dits = {"envoyer-savoirs": "oui", "envoyer-positions": "non", "mot": "Il aime rire."}
    assert dire(client, montre, "sauf", **dits).status_code == 302
    assert sorts(montre) == {"savoirs": Sort.PART, "positions": Sort.REFUSE}
    assert Retour.objects.get().mot == "Il aime rire."
    assert "Vous avez répondu : oui, sans une partie" in texte(client.get(page(montre)))


@pytest.mark.parametrize(("choix", "champ"), [("gene", "precision_gene"), ("parler", "precision_parler")])
def test_what_troubles_holds_all_back_whatever_the_other_said(d, montre, entrer, choix, champ):
    dire(entrer(d.pere_separe), montre, "oui")
    client = entrer(d.mere)
    if choix == "gene":
        assert "Écrivez la phrase qui vous gêne" in dire(client, montre, choix).text
    dire(client, montre, choix, **{champ: "« seul » me gêne", "precision_autre": ""})
    assert set(sorts(montre).values()) == {Sort.DESACCORD}
    retour = Retour.objects.get(personne=d.mere)
    assert (retour.choix, retour.precision) == (choix, "« seul » me gêne")
    assert "ne part pas avant votre oui" in texte(client.get(page(montre)))


def test_a_refused_answer_says_so_at_the_top_with_the_way_to_what_is_missing(d, montre, entrer):
    client = entrer(d.mere)
    dire(client, montre, "oui")
    refus = dire(client, montre, "sauf", **{"envoyer-savoirs": "non"})
    haut, _feuillets, reponses = re.split(
        'class="rangee dossier-lu__tete|<fieldset class="reponses', refus.text, maxsplit=2
    )
    assert re.search(r'role="alert" tabindex="-1" autofocus>.*Votre réponse n’est pas encore donnée\.', haut, re.S)
    assert "Celle d’avant vaut toujours." in haut and "vous avez dit oui" not in refus.text
    assert re.findall(r'<a href="#(.+)">(.+)</a>', haut[haut.index("autofocus") :]) == [
        ("id_envoyer-positions_0", "Où il en est du socle : Dites oui ou non.")
    ]
    assert 'id="id_envoyer-positions_0"' in reponses and coches(refus) == ["sauf", "non"]
    assert "#reponses" in dire(client, montre, "").text and 'id="reponses"' in refus.text
    assert client.get(reverse("dossier_repondre", args=[montre.uuid])).url == page(montre), "a tab that comes back"


def test_what_is_typed_is_kept_until_it_is_given_and_never_says_yes_to_other_words(d, montre, ecrire, entrer):
    client, cle = entrer(d.mere), f"reponse:{montre.pk}"
    repondre = reverse("dossier_repondre", args=[montre.uuid])
    tape = reponse(montre, "sauf", **{"envoyer-savoirs": "oui", "envoyer-positions": "non", "mot": "Il aime rire."})
    assert client.post(reverse("dossier_brouillon", args=[cle]), tape).status_code == 204
    assert "Il aime rire." in client.get(page(montre)).text
    assert "Il aime rire." not in entrer(d.pere_separe).get(page(montre)).text
    reprise = tape | {"brouillon-cle": f"{cle}~abcdefgh", "brouillon-repris": cle, "contenu-geste": "reprendre-tout"}
    reprise["brouillon-repris-a"] = "0"
    assert coches(client.post(repondre, reprise)) == ["sauf", "oui", "non"]
    remontrer(d, montre, ecrire, sait="Il lit un roman par semaine.")
    lue = client.post(repondre, reprise)
    assert (lue.status_code, coches(lue)) == (200, ["non"]) and "a changé pendant que vous répondiez" in lue.text
    assert not Avis.objects.exists()
    dire(client, montre, "non", **{"brouillon-cle": cle})
    assert not Brouillon.objects.exists()


def test_nobody_reads_what_the_other_holder_said_or_wrote(d, montre, entrer):
    dire(entrer(d.mere), montre, "oui")
    avant = texte(entrer(d.mere).get(page(montre)))
    dire(entrer(d.pere_separe), montre, "gene", precision_gene="Son père proteste.", mot="Un mot du père.")
    assert texte(entrer(d.mere).get(page(montre))) == avant, "not even whether a part would go"
    assert "Elle part si aucun parent ne dit non." in avant


def test_one_changes_one_s_mind_until_it_left(d, montre, entrer):
    client = entrer(d.mere)
    dire(client, montre, "oui")
    assert f'{page(montre)}?tout=1#reponses"' in client.get(page(montre)).text
    dire(client, montre, "non")
    assert (set(sorts(montre).values()), Retour.objects.get().choix) == ({Sort.REFUSE}, "non")
    dire(client, montre, "sauf", **{"envoyer-savoirs": "oui", "envoyer-positions": "non"})
    assert coches(client.get(f"{page(montre)}?tout=1")) == ["sauf", "oui", "non"], "her own answer"
    partir(montre)
    refus = dire(client, montre, "oui")
    assert refus.status_code == 422 and "déjà partie : pour elle, votre réponse ne se change plus ici" in texte(refus)
    assert Avis.objects.get(partie="positions").accorde is False, "nothing of it was written"
    assert "Ce dossier est déjà parti en partie" in texte(client.get(page(montre)))
    assert re.findall(r"(partie|n’est pas partie)</span>", client.get(page(montre)).text) == [
        "partie",
        "n’est pas partie",
    ]
    seule = client.get(f"{page(montre)}?tout=1")
    assert re.findall(r'name="lue-(\w+)"', seule.text) == ["positions"], "what stayed alone is answered"
    Envoi.objects.update(parties=["savoirs", "positions"])
    refus = dire(client, montre, "oui")
    assert refus.status_code == 422 and "déjà parti" in refus.text
    lue = texte(client.get(f"{page(montre)}?tout=1"))
    assert "Ce dossier est parti" in lue and "Votre réponse ne se change plus ici" in lue and 'name="choix"' not in lue


def test_what_was_sealed_and_has_not_left_is_sealed_again_as_it_may_go_then(d, accorde, entrer):
    envoi = Envoi.objects.create(dossier=accorde, version=montree(accorde), destination=accorde.destination)
    seaux.sceller(envoi, cle_de(d.elementaire))
    assert "savoirs" in envoi.parties
    dire(entrer(d.mere), accorde, "non")
    with pytest.raises(Refus):  # the worker that held it sends nothing
        envois._partir(envoi)
    envoi.refresh_from_db()
    assert (envoi.cle_objet, envoi.etat) == ("", "a_envoyer")


def test_yes_but_for_a_part_is_said_of_each_part_after_a_no(d, montre, entrer):
    client = entrer(d.mere)
    dire(client, montre, "non")
    lue = client.get(f"{page(montre)}?tout=1").text
    cochee = re.compile(r'name="envoyer-\w+"[^>]* checked')
    assert not cochee.search(lue), "a « non » to all is no answer to each"
    assert dire(client, montre, "sauf").status_code == 422
    parties = [ligne["partie"] for ligne in montree(montre).contenu]
    dire(client, montre, "sauf", **{f"envoyer-{p}": "oui" if p == parties[0] else "non" for p in parties})
    assert len(cochee.findall(client.get(f"{page(montre)}?tout=1").text)) == len(parties)


def test_what_the_next_school_did_not_take_may_be_answered_again(d, montre, entrer):
    dire(entrer(d.mere), montre, "oui")
    Envoi.objects.create(dossier=montre, version=montree(montre), etat=Envoi.Etat.REFUSE)
    dire(entrer(d.mere), montre, "non")
    assert Retour.objects.get().choix == "non"


# --- Words that change ------------------------------------------------------------------------------------------------------
def test_an_answer_to_older_words_is_refused_shows_the_new_ones_and_keeps_what_was_typed(d, montre, ecrire, entrer):
    client, lue = entrer(d.mere), reponse(montre, "oui", mot="Il aime rire.")
    remontrer(d, montre, ecrire, sait="Il lit un roman par semaine.")
    refus = client.post(reverse("dossier_repondre", args=[montre.uuid]), lue)
    assert refus.status_code == 422
    for dit in (
        "L’école a changé ce dossier pendant que vous répondiez.",
        "Il lit un roman par semaine.",
        "Il aime rire.",
    ):
        assert dit in refus.text
    assert refus.text.count("a changé pendant que vous répondiez") == 1, "the part that changed, alone"
    assert not re.search(r"<input[^>]* checked", refus.text), "a « oui » is said again to new words"
    assert not Avis.objects.exists()
    with pytest.raises(ValidationError):  # shown again between the reading of the form and the lock
        actions.repondre(dossier=montre, par=d.mere, choix="oui", dits={"savoirs": (lue["lue-savoirs"], True)})


def test_a_part_that_changed_is_asked_again_alone(d, montre, ecrire, entrer):
    client = entrer(d.mere)
    dire(client, montre, "oui")
    remontrer(d, montre, ecrire, sait="Il lit un roman par semaine.")
    assert sorts(montre) == {"savoirs": Sort.ATTEND, "positions": Sort.PART}
    lue = client.get(page(montre))
    assert re.findall(r'name="lue-(\w+)"', lue.text) == ["savoirs"]
    assert "L’école a changé ce dossier depuis votre réponse." in texte(lue)
    empreinte = montree(montre).contenu[0]["empreinte"]
    version = re.search(r'name="version" value="(\w+)"', lue.text)[1]
    envoi = {"choix": "non", "lue-savoirs": empreinte, "version": version}
    client.post(reverse("dossier_repondre", args=[montre.uuid]), envoi)
    assert sorts(montre) == {"savoirs": Sort.REFUSE, "positions": Sort.PART}
    assert Retour.objects.get().choix == "sauf"


def test_once_a_troubling_phrase_was_taken_up_all_that_it_held_back_is_asked_again(d, montre, ecrire, entrer):
    client = entrer(d.mere)
    dire(client, montre, "gene", precision_gene="« seul » me gêne")
    attend = "Rien ne part avant votre oui. Ce que vous avez écrit, mardi 24 novembre : « seul » me gêne"
    assert f"Votre remarque attend que l’école la reprenne. {attend}" in texte(client.get(page(montre)))
    remontrer(d, montre, ecrire, sait="Il lit un roman.")
    lue = client.get(page(montre))
    assert re.findall(r'name="lue-(\w+)"', lue.text) == ["savoirs", "positions"]
    assert "puis répondez : rien ne part avant. Ce que vous avez écrit" in texte(lue) and "vaut toujours" not in texte(
        lue
    )
    assert coches(client.get(f"{page(montre)}?tout=1")) == [], "these words were never answered"
    dire(client, montre, "oui")
    assert set(sorts(montre).values()) == {Sort.PART}


def test_a_page_of_the_child_waits_for_both(d, montre, entrer):
    Dossier.objects.filter(pk=montre.pk).update(texte_eleve="J’aime le foot.")
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    dire(entrer(d.mere), montre, "oui")
    assert sorts(montre)["eleve"] == Sort.ATTEND
    assert "Elle part si chaque parent a dit oui." in texte(entrer(d.mere).get(page(montre)))
    dire(entrer(d.pere_separe), montre, "oui")
    assert sorts(montre)["eleve"] == Sort.PART


# --- Where a family meets it ------------------------------------------------------------------------------------------------
def test_it_waits_on_the_home_until_it_is_answered_and_has_a_row_in_plus_while_there_is_one(d, montre, entrer):
    client, autre = entrer(d.mere), entrer(d.mere_arabophone)
    accueil = texte(client.get("/"))
    assert "Ce que lira le collège" in accueil and "À dire au plus tard mercredi 12 mai" in accueil
    assert "Son dossier pour l’an prochain est à lire" not in accueil, "said once"
    assert "Dossier pour l’an prochain 1 à lire et répondre" in texte(client.get("/plus/"))
    assert reverse("dossiers_famille") not in autre.get("/plus/").text
    dire(client, montre, "oui")
    accueil = texte(client.get("/"))
    assert "Ce que lira le collège" not in accueil
    assert "vous avez répondu : oui, envoyez-le" in accueil
    assert "Dossier pour l’an prochain rien à répondre" in texte(client.get("/plus/"))


def test_a_day_that_is_behind_is_not_said_to_come(d, montre, entrer):
    montre.campagne.date_reponse = timezone.localdate() - dt.timedelta(days=1)
    montre.campagne.save()
    client = entrer(d.mere)
    accueil = texte(client.get("/"))
    assert "Le jour donné est passé : vous pouvez encore répondre." in accueil and "À dire au plus tard" not in accueil
    assert "Votre réponse, avant le" not in client.get(reverse("dossier_famille", args=[montre.uuid])).text


def test_a_draft_that_quiet_hours_hold_back_is_on_no_page(d, montre, entrer):
    Dossier.objects.update(montre_le=timezone.now() + dt.timedelta(hours=1))
    assert "Ce que lira le collège" not in entrer(d.mere).get("/").text
    assert entrer(d.mere).get(page(montre)).status_code == 404


@pytest.mark.parametrize(("combien", "retour"), [(1, "plus"), (2, "dossiers_famille")])
def test_one_goes_back_to_the_list_where_there_is_one(d, montre, campagne, ecrire, entrer, combien, retour):
    for autre in campagne.dossiers.exclude(pk=montre.pk).order_by("pk")[: combien - 1]:
        Responsabilite.objects.create(
            adulte=d.mere, enfant=autre.eleve, etablissement=d.elementaire, debut=REPONSE - dt.timedelta(365)
        )
        remontrer(d, autre, ecrire, sait="Il compte.")
    assert f'data-retour href="{reverse(retour)}"' in entrer(d.mere).get(page(montre)).text


@pytest.mark.parametrize("combien", [1, 3])
def test_it_costs_the_same_whatever_it_holds(d, montre, ecrire, entrer, combien, django_assert_num_queries):
    for n in range(combien):
        remontrer(d, montre, ecrire, sait=f"Il lit {n} romans.")
    client = entrer(d.mere)
    with django_assert_num_queries(17):
        client.get(page(montre))
    with django_assert_num_queries(9):
        client.get(reverse("dossiers_famille"))
