"""Two of a direction at the same instant, each on what they had read: what the first did is not written over by the second."""

from django.urls import reverse

from ent.annuaire.models import Responsabilite
from ent.services.onde import depots
from ent.services.onde.models import ImportOnde, LigneEnAttente

from .exports import TITRES_ELEVES, appliquer, eleve, fichier_responsables, responsable, texte


def test_an_import_that_is_applied_meanwhile_is_not_abandoned(ecole, directeur):
    fichier = texte(TITRES_ELEVES, [eleve("BENALI", "Yanis", ine="270000001AA", classe="CP", identifiant="501")])
    depot = depots.deposer(etablissement=ecole, auteur=directeur, fichiers=[("eleves.csv", fichier)])
    lu = ImportOnde.objects.get(pk=depot.pk)
    plan = depots.plan_de(depot)
    depots.demander_application(depot=depot, auteur=directeur, plan=plan, reponses={}, empreinte=plan.empreinte())
    depots.appliquer(import_id=depot.pk)
    assert not depots.abandonner(depot=lu, auteur=directeur)
    depot.refresh_from_db()
    assert (depot.etat, bool(depot.applique_le), bool(depot.bilan)) == ("applique", True, True)


def test_a_line_that_is_settled_meanwhile_is_not_set_aside(d, mardi):
    appliquer(d.elementaire, fichier_responsables(responsable("Mme", "VASSEUR", "Lise", ("VASSEUR", "Absent"))))
    lue, attente = (LigneEnAttente.objects.get() for _n in range(2))
    depots.resoudre(attente=attente, eleves=[d.eleve_cp], auteur=d.directrice)
    depots.ecarter(attente=lue, auteur=d.directrice)
    attente.refresh_from_db()
    assert attente.resolution == [str(d.eleve_cp.uuid)]
    assert Responsabilite.objects.filter(enfant=d.eleve_cp, adulte__prenom="Lise").exists()


def test_what_a_colleague_settled_otherwise_is_not_said_to_be_done(d, mardi, entrer):
    """« C’est fait : Lise Vasseur est responsable de Kenza » was said, and she was Inès's."""
    appliquer(d.elementaire, fichier_responsables(responsable("Mme", "VASSEUR", "Lise", ("VASSEUR", "Absent"))))
    attente = LigneEnAttente.objects.get()
    client, adresse = entrer(d.directrice), reverse("annuaire_attente_resoudre", args=[d.elementaire.uai, attente.pk])
    depots.resoudre(attente=attente, eleves=[d.eleve_cp], auteur=d.directrice)
    for envoi in ({"eleve": [str(d.eleve_ce1.uuid)], "geste": "rattacher"}, {"geste": "ecarter"}):
        page = client.post(adresse, envoi, follow=True).text
        dits = [mots in page for mots in ("est responsable", "mise de côté", "Un collègue a déjà tranché")]
        assert dits == [False, False, True]
    page = client.post(adresse, {"eleve": [str(d.eleve_cp.uuid)], "geste": "rattacher"}, follow=True).text  # twice
    assert "est responsable" in page
    assert [lien.enfant for lien in Responsabilite.objects.filter(adulte__prenom="Lise")] == [d.eleve_cp]
