"""What follows an objection: the child changes class or school, who said it answers for the child no more. Told to who teaches the child today, by the real acts of the directory."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.actions import conservation, passages
from ent.annuaire.models import Effacement, Inscription, Personne, Responsabilite
from ent.connexion import actions as connexion
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
from ent.services.tiers.lectures import services
from tests.annuaire.test_passages import JUIN, RENTREE
from tests.autres_responsables import devient_parent

from .conftest import enregistrer, neuf, ouvrir
from .test_accords import mots
from .test_cas import aller, ticket_de
from .test_oppositions import dits, enfants, remettre, retirer


# --- The child goes elsewhere ---------------------------------------------------------------------------------------------
@pytest.fixture
def faire(django_capture_on_commit_callbacks):
    """An act of the directory, to its end: what it tells after it is written too."""

    def faire(action, **comment):
        with django_capture_on_commit_callbacks(execute=True):
            return action(**comment)

    return faire


def au_cm2(d) -> set[str]:
    return {d.directrice.prenom, d.enseignant.prenom, d.gens["remplacant"].prenom}


def vers_le_cm2(d, faire):
    place = d.eleve_cp.inscriptions.get(fin=None)
    return faire(annuaire.changer_de_classe, inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)


def test_in_another_class_who_teaches_there_is_told_and_the_former_reads_it_no_more(calcul, d, entrer, mardi, faire):
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    de_la_direction = Notification.objects.get(nature=evenements.OPPOSITION, destinataire=d.directrice)
    trace = vers_le_cm2(d, faire)
    assert dits(evenements.OPPOSITION) == au_cm2(d)
    dite = Notification.objects.get(nature=evenements.OPPOSITION, destinataire=d.enseignant)
    assert dite.texte == "Inès Belhadj ne va plus sur Calcul en fête : sa famille n’est pas d’accord."
    assert "Services où ne va pas cet élève" in mots(entrer(d.enseignant).get(dite.adresse))
    assert de_la_direction in Notification.objects.all()  # told once
    faire(
        annuaire.annuler_un_mouvement, trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice
    )
    assert dits(evenements.OPPOSITION) == {d.directrice.prenom, d.enseignante.prenom}


def test_who_came_today_and_is_put_right_in_another_class_is_told_there(calcul, d, entrer, mardi, faire):
    """The line is corrected: no enrolment begins."""
    d.eleve_cp.inscriptions.update(debut=mardi.date())
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    vers_le_cm2(d, faire)
    assert dits(evenements.OPPOSITION) == au_cm2(d)


def test_a_child_who_may_go_again_is_told_of_in_no_new_class(calcul, d, entrer, mardi, faire):
    client = entrer(d.mere)
    retirer(client, calcul, d.eleve_cp)
    remettre(client, calcul, d.eleve_cp)
    vers_le_cm2(d, faire)
    assert (dits(evenements.OPPOSITION), dits(evenements.REMISE)) == (set(), {d.directrice.prenom})


def test_a_class_that_never_went_there_is_told_nothing(d, entrer, mardi, faire):
    service, _secret = enregistrer(d, niveaux="CP")
    ouvrir(d, service, niveaux="CP")
    retirer(entrer(d.mere), service, d.eleve_cp)
    assert d.enseignante.prenom in dits(evenements.OPPOSITION)
    vers_le_cm2(d, faire)
    assert dits(evenements.OPPOSITION) == {d.directrice.prenom}


def test_once_gone_nobody_of_the_school_reads_it_and_it_waits_in_the_next_one(calcul, d, entrer, mardi, faire):
    ouvrir(d, calcul, etablissement=d.maternelle, niveaux="")
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    faire(annuaire.noter_la_sortie, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert dits(evenements.OPPOSITION) == set()
    faire(annuaire.inscrire, eleve=d.eleve_cp, classe=d.ms, niveau="GS", auteur=d.operateur)
    dites = Notification.objects.filter(nature=evenements.OPPOSITION)
    assert dites and {n.etablissement for n in dites} == {d.maternelle}


def test_it_goes_up_with_the_child_when_the_school_turns_its_year(calcul, d, entrer, mardi, horloge):
    """By the passage itself, and by its undoing; the teacher of September is told."""
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    horloge(JUIN)
    passage = annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    horloge(RENTREE)
    passages.faire_le_passage(passage=passage, auteur=d.directrice)
    assert d.eleve_cp.inscriptions.get(fin=None).niveau == "CE1"
    assert (
        aller(entrer(d.eleve_cp)).status_code == 403 and enfants(d.mere, calcul) == []
    )  # Sofiane left for the collège
    passages.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert aller(entrer(d.eleve_cp)).status_code == 403 and enfants(d.mere, calcul) == ["Sofiane"]
    remettre(entrer(d.mere), calcul, d.eleve_cp)
    assert ticket_de(aller(entrer(d.eleve_cp)))


@pytest.mark.besoin_de("ent.services.onde")
def test_what_onde_says_of_the_school_leaves_it_as_it_was_said(calcul, d, entrer, mardi):
    """A file that only confirms, one that changes her class and names her parents again, one that she left and one that she came back in."""
    from tests.services.onde.exports import appliquer, eleve, fichier_eleves, fichier_responsables, responsable

    def fichier(sans=(), **ailleurs):
        places = Inscription.objects.filter(classe__etablissement=d.elementaire, fin=None).exclude(eleve__in=sans)
        lignes = [
            (i.eleve, i.niveau, ailleurs.get("classe", i.classe) if i.eleve == d.eleve_cp else i.classe)
            for i in places.select_related("eleve", "classe")
        ]
        return fichier_eleves(
            *(
                eleve(
                    e.nom,
                    e.prenom,
                    ne=f"{e.date_naissance:%d/%m/%Y}",
                    ine=e.ine or "",
                    niveau=niveau,
                    classe=c.nom,
                    identifiant=str(c.pk),
                )
                for e, niveau, c in lignes
            )
        )

    def reste_dehors():
        return aller(entrer(d.eleve_cp)).status_code == 403 and enfants(d.mere, calcul) == ["Sofiane"]

    toute_l_ecole = fichier()
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    appliquer(d.elementaire, toute_l_ecole)
    assert reste_dehors()
    parents = fichier_responsables(
        responsable("Mme", d.mere.nom, d.mere.prenom, (d.eleve_cp.nom, d.eleve_cp.prenom), courriel=d.mere.courriel)
    )
    appliquer(d.elementaire, fichier(classe=d.cm2), parents)
    assert d.eleve_cp.inscriptions.get(fin=None).classe == d.cm2 and reste_dehors()
    appliquer(d.elementaire, fichier(sans=[d.eleve_cp]))
    assert not d.eleve_cp.inscriptions.filter(fin=None)
    appliquer(d.elementaire, toute_l_ecole)
    assert d.eleve_cp.inscriptions.get(fin=None).classe == d.cp_ce1 and reste_dehors()
    remettre(entrer(d.mere), calcul, d.eleve_cp)
    assert ticket_de(aller(entrer(d.eleve_cp)))


# --- Who said it answers for the child no more ------------------------------------------------------------------------------
SANS = Responsabilite.Autorite.SANS


def perdre_l_autorite(d, faire):
    lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp, fin=None)
    faire(annuaire.confirmer_responsabilite, responsabilite=lien, lien="pere", autorite=SANS, auteur=d.directrice)


def test_whose_authority_ends_still_holds_the_child_out_until_another_puts_them_back(calcul, d, entrer, mardi, faire):
    retirer(entrer(d.pere_separe), calcul, d.eleve_cp)
    perdre_l_autorite(d, faire)
    assert services.acces_de(neuf(d.eleve_cp)) == []
    assert dits(evenements.OPPOSITION) == {d.directrice.prenom, d.enseignante.prenom}
    assert remettre(entrer(d.pere_separe), calcul, d.eleve_cp).status_code == 404
    mere = entrer(d.mere)
    page = mots(mere.get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert "Quelqu’un qui n’est plus son responsable l’avait demandé" in page and "Un autre responsable" not in page
    assert "Remettre Inès dans ce service" in page and "Dire que vous non plus" in page
    assert d.pere_separe.prenom not in page
    assert "C’est fait : Inès entre de nouveau" in mots(remettre(mere, calcul, d.eleve_cp))
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [calcul]
    assert (dits(evenements.OPPOSITION), dits(evenements.REMISE)) == (
        set(),
        {d.directrice.prenom, d.enseignante.prenom},
    )


def test_a_holder_who_agreed_with_it_puts_the_child_back_at_once(calcul, d, entrer, mardi, faire):
    mere = entrer(d.mere)
    retirer(entrer(d.pere_separe), calcul, d.eleve_cp)
    retirer(mere, calcul, d.eleve_cp)
    perdre_l_autorite(d, faire)
    assert "plus son responsable" not in mots(mere.get(reverse("tiers_recoit", args=[calcul.uuid])))
    remettre(mere, calcul, d.eleve_cp)
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [calcul]


def test_it_outlives_the_account_of_who_said_it(calcul, d, entrer, mardi):
    retirer(entrer(d.pere_separe), calcul, d.eleve_cp)
    Responsabilite.objects.filter(adulte=d.pere_separe).update(debut="2025-09-01", fin="2025-10-01")
    hier = mardi.date() - dt.timedelta(days=1)
    Effacement.objects.create(
        personne=d.pere_separe,
        etablissement=d.elementaire,
        genre=Effacement.Genre.RESPONSABLE,
        date_fin=hier,
        date_prevue=hier,
        annonce_le=mardi,
    )
    assert conservation.effacer_une_personne(personne=d.pere_separe.pk)
    assert services.acces_de(neuf(d.eleve_cp)) == []
    direction = mots(entrer(d.directrice).get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    assert "Inès Belhadj" in direction and "dit par" in direction
    remettre(entrer(d.mere), calcul, d.eleve_cp)
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [calcul]


def test_two_records_of_one_parent_that_become_one_account_are_told_of_once(calcul, d, entrer, mardi, faire):
    depuis = Personne.objects.create(prenom="Nadia", nom="Belhadj", password="!", identifiant="nadia-bis")
    Responsabilite.objects.create(adulte=depuis, enfant=d.eleve_cp, etablissement=d.elementaire, debut="2026-09-01")
    for qui in (depuis, d.mere):
        retirer(entrer(qui), calcul, d.eleve_cp)
    faire(connexion.fusionner, depuis=depuis, vers=d.mere, etablissement=d.elementaire)
    dites = Notification.objects.filter(nature__startswith="tiers.", destinataire=d.enseignante)
    assert dites.get().nature == evenements.OPPOSITION
    remettre(entrer(d.mere), calcul, d.eleve_cp)
    assert dites.get().nature == evenements.REMISE


# --- Who directs, and answers for the child at home ---------------------------------------------------------------------
def test_a_head_who_is_the_other_holder_reads_that_the_child_is_out_and_not_whose_word_it_is(calcul, d, entrer, mardi):
    """As at home (decision 0188): not on the pages of the school, nor in its journal. Another head reads it."""
    annuaire.donner_role(personne=d.gens["remplacant"], nature="directeur", etablissement=d.elementaire)
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    devient_parent(d.directrice, d.eleve_cp, d.elementaire)
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    ecole, journal = (reverse(nom, args=[d.elementaire.uai]) for nom in ("tiers_ecole", "annuaire_journal"))
    dit, fait = f"dit par {d.mere.nom_affiche}", "a retiré un enfant d’un service"
    for qui, lit in ((d.directrice, False), (d.gens["remplacant"], True)):
        client = entrer(qui)
        pages = {adresse: mots(client.get(adresse)) for adresse in (fiche, ecole, journal)}
        assert "Services où ne va pas cet élève" in pages[fiche]
        assert "Retirés par leur famille" in pages[ecole] and "Inès Belhadj" in pages[ecole]
        assert [dit in pages[fiche], dit in pages[ecole], fait in pages[journal]] == [lit] * 3
    retirer(entrer(d.directrice), calcul, d.eleve_cp)
    page = mots(entrer(neuf(d.directrice)).get(ecole))
    assert f"dit par {d.directrice.nom_affiche}" in page and dit not in page
