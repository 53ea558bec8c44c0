"""A holder of authority takes a child out of a service: nothing more is said of that child, by no protocol, whatever was given before; the school knows."""

import io
import json
import zipfile

import pytest
from allauth.idp.oidc.models import Token
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.exports import tout_sur
from ent.annuaire.models import EntreeJournal, Personne, Responsabilite
from ent.connexion import actions as connexion
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
from ent.services.tiers.actions import registre
from ent.services.tiers.lectures import services
from ent.services.tiers.lectures.numeros import numero
from ent.services.tiers.models import OppositionTiers
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du

from .conftest import enregistrer, neuf, ouvrir
from .test_accords import mots
from .test_cas import aller, code_de, ticket_de, valider
from .test_oidc import VERIFIEUR, _code, _echanger, authlib_de, decouvrir, demander, jetons
from .test_saml import porte

RETIRER, REMETTRE = "tiers_enfant_retirer", "tiers_enfant_remettre"


def retirer(client, service, eleve):
    return client.post(reverse(RETIRER, args=[service.uuid, eleve.uuid]), follow=True)


def remettre(client, service, eleve):
    return client.post(reverse(REMETTRE, args=[service.uuid, eleve.uuid]), follow=True)


def emporte(personne) -> str:
    """What this person takes away of what is held on them."""
    with zipfile.ZipFile(io.BytesIO(tout_sur(personne))) as zip_lu:
        return json.dumps(json.loads(zip_lu.read("donnees.json")), ensure_ascii=False)


def enfants(personne, service) -> list[str]:
    return [e.prenom for a in services.acces_de(neuf(personne)) if a.service == service for e in a.enfants]


# --- Said ---------------------------------------------------------------------------------------------------------------
def test_a_page_says_what_it_changes_in_class_and_changes_nothing(calcul, d, entrer, mardi):
    client = entrer(d.mere)
    vers = reverse(RETIRER, args=[calcul.uuid, d.eleve_cp.uuid])
    assert f'href="{vers}"' in client.get(reverse("tiers_recoit", args=[calcul.uuid])).text
    page = mots(client.get(vers))
    for dit in (
        "Retirer Inès du service « Calcul en fête » ?",
        "En classe, Inès fera autrement, sur papier par exemple.",
        "L’école ne demande pas pourquoi.",
        "Ses exercices, jusqu’au 31 août",
        "La direction, et qui enseigne dans sa classe",
    ):
        assert dit in page
    assert not OppositionTiers.objects.exists() and ticket_de(aller(entrer(d.eleve_cp)))


def test_the_list_says_who_goes_there_no_more_beside_those_who_do(calcul, d, entrer, mardi):
    """With a brother who stays, or a parent who may go, the list forgot what its family had asked, and where it is undone."""
    client = entrer(d.mere)
    retirer(client, calcul, d.eleve_cp)
    assert "Sofiane" in (page := mots(client.get(reverse("tiers")))) and "Inès n’y va plus." in page
    remettre(client, calcul, d.eleve_cp)
    assert "n’y va plus" not in mots(client.get(reverse("tiers")))


def test_the_child_goes_there_no_more_and_a_brother_does(calcul, d, entrer, mardi):
    client = entrer(d.pere_separe)
    assert "Inès n’entre plus sur Calcul en fête." in mots(retirer(client, calcul, d.eleve_cp))
    assert enfants(d.pere_separe, calcul) == ["Sofiane"]
    page = mots(client.get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert "Inès n’y va plus." in page and "« Sofiane », pour lui dire bonjour" in page
    eleve = entrer(d.eleve_cp)
    assert calcul.nom not in eleve.get("/").text and calcul.nom not in eleve.get(reverse("tiers")).text
    for nom in ("tiers_quitter", "tiers_recoit"):
        assert eleve.get(reverse(nom, args=[calcul.uuid])).status_code == 404
    refus = aller(eleve)
    assert refus.status_code == 403 and "ne s’ouvre pas avec ton compte" in refus.text
    assert "n’a pas ouvert" not in refus.text
    assert remettre(client, calcul, d.eleve_cp).status_code == 200
    assert ticket_de(aller(entrer(d.eleve_cp))) and calcul.nom in entrer(d.eleve_cp).get("/").text


def test_with_every_child_out_the_page_says_that_nothing_is_received(calcul, d, entrer, mardi):
    client = entrer(d.pere_separe)
    for eleve in services.acces_de(neuf(d.pere_separe))[0].enfants:
        retirer(client, calcul, eleve)
    page = mots(client.get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert "Plus rien : personne de votre famille n’y va." in page and "c’est un lien" not in page
    assert "pour lui dire bonjour" not in page
    assert "plus rien n’est transmis" in mots(client.get(reverse("tiers")))


def test_of_a_link_there_is_nothing_to_object_to(d, entrer):
    lien, _secret = enregistrer(d, protocole="lien", adresses="", attributs="")
    ouvrir(d, lien)
    client = entrer(d.mere)
    assert retirer(client, lien, d.eleve_cp).status_code == 404
    assert "Retirer" not in client.get(reverse("tiers_recoit", args=[lien.uuid])).text


# --- No protocol --------------------------------------------------------------------------------------------------------
def test_a_ticket_given_before_is_worth_nothing(calcul, d, entrer):
    eleve = entrer(d.eleve_cp)
    ticket = ticket_de(aller(eleve))
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    refus = valider(eleve, ticket)
    assert code_de(refus) == "INVALID_TICKET"


def test_a_code_and_a_token_given_before_are_worth_nothing(livres, d, entrer):
    eleve, client_oidc = entrer(d.eleve_cp), authlib_de(livres)
    recu = jetons(eleve, livres, client_oidc)
    code = _code(eleve, livres)
    lue = decouvrir(eleve)["userinfo_endpoint"]
    assert client_oidc.get(lue).json()["given_name"] == "Inès"
    gardes = list(Token.objects.values())
    retirer(entrer(d.mere), livres, d.eleve_cp)
    assert not Token.objects.filter(user=d.eleve_cp).exists()
    assert _echanger(eleve, livres, code, code_verifier=VERIFIEUR).status_code == 400
    Token.objects.bulk_create(Token(**ligne) for ligne in gardes)  # even kept, it is judged again
    refus = eleve.get(reverse("tiers_oidc_personne"), HTTP_AUTHORIZATION=f"Bearer {recu['access_token']}")
    assert refus.status_code == 401 and "Inès" not in refus.text
    assert demander(eleve, livres, authlib_de(livres)).status_code == 403


def test_no_assertion_leaves(classe, d, entrer):
    eleve, vers = entrer(d.eleve_cp), reverse("tiers_saml_aller", args=[classe.uuid])
    assert porte(eleve.get(vers))
    retirer(entrer(d.mere), classe, d.eleve_cp)
    assert eleve.get(vers).status_code == 404


def test_another_service_another_child_and_a_responsable_s_own_account_are_untouched(calcul, livres, d, entrer, mardi):
    retirer(entrer(d.mere), livres, d.eleve_cp)
    assert ticket_de(aller(entrer(d.eleve_cp)))
    assert demander(entrer(d.mere), livres, authlib_de(livres)).status_code == 302
    assert enfants(d.mere, livres) == ["Sofiane"]


# --- Two holders ----------------------------------------------------------------------------------------------------------
def test_that_of_one_stands_and_the_other_reads_that_there_is_one_and_not_whose(calcul, d, entrer, mardi):
    mere, pere = entrer(d.mere), entrer(d.pere_separe)
    retirer(mere, calcul, d.eleve_cp)
    page = mots(pere.get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert "Un autre responsable n’est pas d’accord, et cela suffit." in page and "C’est votre demande" not in page
    assert d.mere.prenom not in page and "Remettre Inès" not in page
    assert not Notification.objects.filter(destinataire=d.pere_separe).exists()
    remettre(pere, calcul, d.eleve_cp)  # who took nobody out puts nobody back
    assert enfants(d.pere_separe, calcul) == ["Sofiane"]


def test_taken_back_by_one_that_of_the_other_still_stands(calcul, d, entrer, mardi):
    mere, pere = entrer(d.mere), entrer(d.pere_separe)
    retirer(mere, calcul, d.eleve_cp)
    retirer(pere, calcul, d.eleve_cp)
    retirer(pere, calcul, d.eleve_cp)  # twice is once
    assert OppositionTiers.objects.count() == 2
    assert "Un autre responsable n’est pas d’accord : Inès n’entre pas" in mots(remettre(mere, calcul, d.eleve_cp))
    assert enfants(d.mere, calcul) == ["Sofiane"]
    assert not Notification.objects.filter(nature=evenements.REMISE).exists()
    remettre(pere, calcul, d.eleve_cp)
    assert enfants(d.mere, calcul) == ["Inès", "Sofiane"]
    assert OppositionTiers.objects.filter(reprise_le=None).count() == 0 and OppositionTiers.objects.count() == 2


@pytest.mark.parametrize("qui", ["mere_arabophone", "eleve_cp", "enseignante", "directrice", "assistante", "operateur"])
def test_nobody_else_takes_a_child_out(calcul, d, entrer, qui):
    assert retirer(entrer(d.gens[qui]), calcul, d.eleve_cp).status_code == 404
    assert not OppositionTiers.objects.exists()


# --- The school -----------------------------------------------------------------------------------------------------------
def dits(nature) -> set[str]:
    return {n.destinataire.prenom for n in Notification.objects.filter(nature=nature).select_related("destinataire")}


def test_the_direction_and_who_teaches_the_child_are_told_and_read_it(calcul, d, entrer, mardi):
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    assert dits(evenements.OPPOSITION) == {d.directrice.prenom, d.enseignante.prenom}
    [dite] = Notification.objects.filter(nature=evenements.OPPOSITION, destinataire=d.enseignante)
    assert dite.texte == "Inès Belhadj ne va plus sur Calcul en fête : sa famille n’est pas d’accord."
    fiche = mots(entrer(d.enseignante).get(dite.adresse))
    assert "Services où ne va pas cet élève" in fiche and "Calcul en fête" in fiche
    assert "dit par" not in fiche  # who teaches does not read by whom
    direction = entrer(d.directrice)
    for page in (direction.get(dite.adresse), direction.get(reverse("tiers_ecole", args=[d.elementaire.uai]))):
        assert f"dit par {d.mere.nom_affiche} le 24 novembre 2026" in mots(page)
    enseignante = entrer(d.enseignante)
    for adresse in ("/", reverse("tiers"), reverse("tiers_recoit", args=[calcul.uuid])):
        assert "Inès Belhadj" in mots(enseignante.get(adresse))
    autre = entrer(d.enseignant)  # who teaches another class
    for adresse in ("/", reverse("tiers"), reverse("tiers_recoit", args=[calcul.uuid])):
        assert "Inès" not in autre.get(adresse).text
    assert "Inès" not in entrer(d.mere_arabophone).get(reverse("tiers_recoit", args=[calcul.uuid])).text


def test_what_was_told_is_taken_back_and_they_are_told_that_the_child_goes_again(calcul, d, entrer, mardi):
    client = entrer(d.mere)
    retirer(client, calcul, d.eleve_cp)
    remettre(client, calcul, d.eleve_cp)
    assert (dits(evenements.OPPOSITION), dits(evenements.REMISE)) == (
        set(),
        {d.directrice.prenom, d.enseignante.prenom},
    )
    assert (
        "où ne va pas" not in entrer(d.enseignante).get(f"/annuaire/{d.elementaire.uai}/eleve/{d.eleve_cp.uuid}/").text
    )
    verbes = EntreeJournal.objects.filter(etablissement=d.elementaire, verbe__startswith="tiers.").order_by("pk")
    assert [v.verbe for v in verbes][-2:] == ["tiers.s_opposer", "tiers.lever"]
    assert not EntreeJournal.objects.filter(etablissement=d.maternelle, verbe="tiers.s_opposer").exists()


def test_of_to_and_fro_the_team_reads_where_it_ends(calcul, d, entrer, mardi):
    client, equipe = entrer(d.mere), {d.directrice.prenom, d.enseignante.prenom}
    for _fois in range(2):
        retirer(client, calcul, d.eleve_cp)
        assert (dits(evenements.OPPOSITION), dits(evenements.REMISE)) == (equipe, set())
        remettre(client, calcul, d.eleve_cp)
        assert (dits(evenements.OPPOSITION), dits(evenements.REMISE)) == (set(), equipe)
    assert Notification.objects.filter(nature__startswith="tiers.").count() == len(equipe)


def test_of_two_holders_the_team_reads_it_once_until_the_last_puts_the_child_back(calcul, d, entrer, mardi):
    mere, pere = entrer(d.mere), entrer(d.pere_separe)
    retirer(mere, calcul, d.eleve_cp)
    retirer(pere, calcul, d.eleve_cp)
    dites = Notification.objects.filter(nature__startswith="tiers.", destinataire=d.enseignante)
    assert dites.get().nature == evenements.OPPOSITION
    remettre(mere, calcul, d.eleve_cp)  # whose objection it was told of: the child is still out
    assert dites.get().nature == evenements.OPPOSITION
    remettre(pere, calcul, d.eleve_cp)
    assert dites.get().nature == evenements.REMISE


def test_what_is_told_of_another_child_or_of_another_service_stays(calcul, livres, d, entrer, mardi):
    client = entrer(d.mere)
    retirer(client, livres, d.eleve_cp)
    [sofiane] = [e for e in services.acces_de(neuf(d.mere))[0].enfants if e != d.eleve_cp]
    retirer(client, calcul, sofiane)
    avant = set(Notification.objects.filter(nature=evenements.OPPOSITION).values_list("pk", flat=True))
    retirer(client, calcul, d.eleve_cp)
    remettre(client, calcul, d.eleve_cp)
    assert set(Notification.objects.filter(nature=evenements.OPPOSITION).values_list("pk", flat=True)) == avant != set()


# --- Its path -------------------------------------------------------------------------------------------------------------
def test_closed_and_opened_again_the_child_is_still_out(calcul, d, entrer):
    retirer(entrer(d.mere), calcul, d.eleve_cp)
    direction, args = entrer(d.directrice), [d.elementaire.uai, calcul.uuid]
    direction.post(reverse("tiers_fermer", args=args))
    direction.post(reverse("tiers_rouvrir", args=args))
    registre.retirer_service(service=calcul, auteur=d.operateur)
    registre.remettre_service(service=calcul, auteur=d.operateur)
    assert services.acces_de(neuf(d.eleve_cp)) == []


def test_it_goes_with_the_child_into_the_school_that_theirs_joins(calcul, d, entrer, mardi, horloge):
    ouvrir(d, calcul, etablissement=d.maternelle)
    horloge(JUIN)
    retirer(entrer(d.mere), calcul, d.eleve_ms)
    declarer(d)
    horloge(RENTREE)
    annuaire.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    [acces] = services.acces_de(neuf(d.mere))
    assert d.eleve_ms.pk in {r.eleve.pk for r in acces.retires} and d.eleve_ms.pk not in {e.pk for e in acces.enfants}
    assert {o.etablissement for o in acces.choisi_par} == {d.elementaire}


def test_two_records_of_one_parent_that_become_one_account_keep_it(calcul, d):
    depuis = Personne.objects.create(prenom="Nadia", nom="Belhadj", password="!", identifiant="nadia-bis")
    Responsabilite.objects.create(adulte=depuis, enfant=d.eleve_cp, etablissement=d.elementaire, debut="2026-09-01")
    for par in (depuis, d.mere):
        OppositionTiers.objects.create(service=calcul, eleve=d.eleve_cp, par=par)
    connexion.fusionner(depuis=depuis, vers=d.mere, etablissement=d.elementaire)
    [acces] = services.acces_de(neuf(d.mere))
    [dehors] = acces.enfants_retires
    assert (dehors.eleve, dehors.par_moi, dehors.par_un_autre, dehors.par_un_ancien) == (d.eleve_cp, True, False, False)


def test_who_said_it_takes_it_away_and_the_copy_gives_the_number_alone(calcul, d, entrer, mardi):
    client = entrer(d.pere_separe)
    retirer(client, calcul, d.eleve_cp)
    assert "Calcul en fête" in emporte(d.pere_separe) and "Calcul en fête" not in emporte(d.mere)
    texte = client.get(reverse("tiers_copie", args=[calcul.uuid])).content.decode()
    assert numero(calcul, d.eleve_cp) in texte and "Son prénom : Inès" not in texte
    assert "Son prénom : Sofiane" in texte


@pytest.mark.parametrize("combien", [1, 3])
def test_the_lists_cost_the_same_whatever_the_number_of_those_who_are_out(
    d, entrer, mardi, django_assert_num_queries, combien
):
    for n in range(combien):
        service, _secret = enregistrer(
            d, nom=f"Service {n}", adresses=f"https://s{n}.exemple.fr/", publics="eleve enseignant"
        )
        ouvrir(d, service, publics="eleve enseignant")
        OppositionTiers.objects.create(service=service, eleve=d.eleve_cp, par=d.mere)
    mere, enseignante, direction = (entrer(qui) for qui in (d.mere, d.enseignante, d.directrice))
    with django_assert_num_queries(8):
        mere.get(reverse("tiers"))
    with django_assert_num_queries(7):
        enseignante.get(reverse("tiers"))
    with django_assert_num_queries(10):
        direction.get(reverse("tiers_ecole", args=[d.elementaire.uai]))
