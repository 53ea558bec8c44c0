"""What families, pupils, directions and the operator read of third services."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
from ent.services.tiers.actions import ecole, registre
from ent.services.tiers.attributs import jamais_recus
from ent.services.tiers.lectures import pages, services
from ent.services.tiers.models import OuvertureTiers, ServiceTiers

from .conftest import CALCUL, enregistrer, neuf, ouvrir
from .matrice import SAISIE


def mots(reponse) -> str:
    return " ".join(reponse.text.split())


def test_a_family_reads_which_services_its_children_open_and_no_other(calcul, d, entrer):
    ailleurs, _secret = enregistrer(d, nom="Ailleurs", adresses="https://ailleurs.exemple.fr/")
    ouvrir(d, ailleurs, etablissement=d.maternelle)
    assert [a.service.nom for a in services.acces_de(neuf(d.mere))] == ["Ailleurs", "Calcul en fête"]
    page = entrer(d.mere_arabophone).get(reverse("tiers")).text
    assert "Calcul en fête" in page and "Ailleurs" not in page
    for qui in ("assistante", "assistante_finie", "referente", "operateur"):
        assert services.acces_de(neuf(d.gens[qui])) == []


def test_the_page_says_what_it_receives_of_each_child_and_as_much_that_it_never_gets(calcul, d, entrer):
    page = mots(entrer(d.pere_separe).get(reverse("tiers_recoit", args=[calcul.uuid])))
    assert "3 choses, et rien d’autre." in page
    for dit in (
        "« Inès, Sofiane », pour lui dire bonjour",
        "CP, CM2",
        "Un numéro propre à ce service",
        "Son nom, sa classe",
    ):
        assert dit in page
    assert page.count("<li>") >= 6
    [acces] = services.acces_de(neuf(d.mere))
    assert (len(pages.recus(acces)), len(pages.jamais(acces))) == (3, 3)


@pytest.mark.parametrize(
    ("recus", "dit"),
    [("niveau", True), ("niveau ecole profil", True), ("prenom", False), ("nom", False), ("niveau classe", False)],
)
def test_that_it_does_not_know_whom_is_said_only_where_no_name_nor_class_leaves(d, entrer, recus, dit):
    service, _secret = enregistrer(d, attributs=recus)
    ouvrir(d, service)
    page = mots(entrer(d.mere).get(reverse("tiers_recoit", args=[service.uuid])))
    assert ("Il ne sait pas de qui il s’agit." in page) is dit


@pytest.mark.parametrize("nombre", range(1, 8))
def test_both_lists_have_the_same_size(nombre):
    lignes = jamais_recus({"prenom"}, nombre)
    assert len(lignes) == nombre
    assert not any(re.search(r" ; [A-ZÀ-Ý]", ligne) for ligne in lignes)  # « …téléphone ; Ses photos » began twice


def test_levels_and_classes_bound_who_is_concerned(d, calcul):
    ouvrir(d, calcul, publics="eleve", niveaux="CM2")
    assert [e.prenom for e in services.acces_de(neuf(d.mere))[0].enfants] == ["Sofiane"]
    assert services.acces_de(neuf(d.eleve_cp)) == []
    ouvrir(d, calcul, publics="eleve enseignant", classes=[d.cp_ce1])
    assert [e.prenom for e in services.acces_de(neuf(d.mere))[0].enfants] == ["Inès"]
    assert services.acces_de(neuf(d.enseignante))[0].profils == ["enseignant"]
    assert services.acces_de(neuf(d.enseignant)) == []  # who teaches the other class


def test_a_school_with_no_pupil_of_its_levels_reads_it_before_it_opens(c, d, entrer):
    service, _secret = enregistrer(d, publics="eleve enseignant", niveaux="CM1 CM2")
    page = entrer(c.principale).get(reverse("tiers_ouvrir", args=[c.ecole.uai, service.uuid])).text
    assert "Il est fait pour d’autres niveaux (CM1, CM2) : aucun élève d’ici ne pourra l’ouvrir." in page
    page = entrer(d.directrice).get(reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])).text
    assert "d’autres niveaux" not in page


def test_a_service_for_levels_of_other_schools_is_listed_where_it_was_decided_of_alone(c, d):
    service, _secret = enregistrer(d, niveaux="CM1 CM2")

    def listes(direction, etablissement):
        return [s for s, _ouverture in services.services_de_l_ecole(neuf(direction), etablissement)]

    assert (listes(c.principale, c.ecole), listes(d.directrice, d.elementaire)) == ([], [service])
    ouvrir(d, service, etablissement=c.ecole)
    assert listes(c.principale, c.ecole) == [service]


@pytest.mark.parametrize(("publics", "prevenues"), [("enseignant", False), ("eleve enseignant", True)])
def test_families_are_said_told_of_a_closing_when_they_are(d, entrer, publics, prevenues):
    service, _secret = enregistrer(d, publics=publics)
    ouvrir(d, service, publics=publics, classes=[d.cp_ce1])
    client, fermer = entrer(d.directrice), reverse("tiers_fermer", args=[d.elementaire.uai, service.uuid])
    assert "tous les niveaux" not in client.get(reverse("tiers_ecole", args=[d.elementaire.uai])).text
    assert ("Les familles des élèves" in client.get(fermer).text) == prevenues
    page = client.post(fermer, follow=True).text
    # The households of her pupils, most of whom opened no account: nothing is promised to them.
    assert (" en sont prévenues." in page or " en est prévenue." in page) == prevenues
    assert ("n’ont pas de compte : dites-le-leur autrement." in page) == prevenues
    assert "prévenue" not in client.post(fermer, follow=True).text  # closed already
    assert Notification.objects.filter(nature=evenements.FERME).exists() == prevenues


def test_a_school_never_opens_more_than_the_operator_allows(d, calcul):
    ouvrir(d, calcul, publics="eleve direction", niveaux="CP CM2")
    ServiceTiers.objects.update(publics="eleve", niveaux="CM1 CM2")
    assert services.acces_de(neuf(d.directrice)) == []
    assert [e.prenom for e in services.acces_de(neuf(d.mere))[0].enfants] == ["Sofiane"]


def test_a_pupil_opens_it_from_the_tablet_and_is_told_each_time(calcul, d, entrer):
    client = entrer(d.eleve_cp)
    vers = reverse("tiers_quitter", args=[calcul.uuid])
    assert f'class="bouton bouton--second bouton--eleve" href="{vers}"' in client.get("/").text
    page = client.get(vers).text
    assert "Tu quittes Mes écoles" in page and f'href="{calcul.accueil}" rel="noopener noreferrer"' in page
    assert calcul.nom not in entrer(d.eleve_ms).get("/").text


def test_who_teaches_has_it_at_home(calcul, d, entrer):
    assert reverse("tiers_quitter", args=[calcul.uuid]) in entrer(d.enseignante).get("/").text
    page = entrer(d.enseignante).get(reverse("tiers_quitter", args=[calcul.uuid])).text
    assert "Vous quittez Mes écoles" in page and "calcul.exemple.fr" in page


@pytest.mark.parametrize("nomme", [False, True])
@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(d, entrer, mardi, django_assert_num_queries, combien, nomme):
    for n in range(combien):
        service, _secret = enregistrer(d, nom=f"Service {n}", adresses=f"https://s{n}.exemple.fr/")
        ouvrir(d, service, classes=[d.cp_ce1] if nomme else ())
    client = entrer(d.mere_arabophone)
    with django_assert_num_queries(7 + nomme):
        client.get(reverse("tiers"))


@pytest.mark.parametrize("combien", [1, 3])
@pytest.mark.parametrize(
    ("qui", "nom", "requetes"), [("directrice", "tiers_ecole", 10), ("operateur", "tiers_registre", 5)]
)
def test_those_who_choose_pay_the_same_too(d, entrer, mardi, django_assert_num_queries, combien, qui, nom, requetes):
    for n in range(combien):
        service, _secret = enregistrer(d, nom=f"Service {n}", adresses=f"https://s{n}.exemple.fr/")
        ouvrir(d, service)
    client = entrer(d.gens[qui])
    with django_assert_num_queries(requetes):
        client.get(reverse(nom, args=[d.elementaire.uai] if qui == "directrice" else []))


# --- A direction --------------------------------------------------------------------------------------------------------
def test_a_direction_opens_says_for_whom_and_closes(d, entrer):
    service, _secret = enregistrer(d)
    client, vers = entrer(d.directrice), reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])
    assert "Fermé" in client.get(reverse("tiers_ecole", args=[d.elementaire.uai])).text
    envoi = {"publics": ["eleve", "enseignant"], "niveaux": ["CP"], "classes": [d.cp_ce1.pk]}
    envoi["recoit"] = "numero prenom niveau"  # as the page showed it
    assert client.post(vers, envoi).status_code == 302
    page = mots(client.get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    assert "Les élèves, les enseignants<small>CP · CP-CE1" in page
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [service]
    client.post(reverse("tiers_fermer", args=[d.elementaire.uai, service.uuid]))
    assert services.acces_de(neuf(d.eleve_cp)) == []
    journal = EntreeJournal.objects.filter(etablissement=d.elementaire, verbe__startswith="tiers.")
    assert {e.verbe for e in journal} == {"tiers.ouvrir", "tiers.fermer"}


@pytest.mark.parametrize(
    "faux",
    [
        {"publics": []},
        {"publics": ["direction"]},
        {"publics": ["eleve"], "niveaux": ["6E"]},
        {"publics": ["eleve"], "classes": ["ms"]},
    ],
)
def test_what_it_may_not_choose_is_refused_and_nothing_is_opened(d, entrer, faux):
    """Nobody; more than the operator allows; a level of another kind of school; a class of another school."""
    service, _secret = enregistrer(d)
    envoi = {"recoit": service.recoit_ecrit} | faux | ({"classes": [d.ms.pk]} if faux.get("classes") else {})
    reponse = entrer(d.directrice).post(reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid]), envoi)
    assert (reponse.status_code, OuvertureTiers.objects.exists()) == (422, False)


def test_two_who_change_it_do_not_overwrite_one_another(d, calcul, entrer):
    client, vers = entrer(d.directrice), reverse("tiers_ouvrir", args=[d.elementaire.uai, calcul.uuid])
    reponse = client.post(vers, {"publics": ["eleve"], "version": "vieille"})
    assert reponse.status_code == 422
    assert OuvertureTiers.objects.get().publics == "eleve enseignant"


@pytest.mark.parametrize(("publics", "dit"), [("eleve", True), ("responsable", True), ("enseignant", False)])
def test_families_are_said_to_read_it_only_where_it_is_for_them_or_their_children(d, entrer, publics, dit):
    service, _secret = enregistrer(d)
    client, vers = entrer(d.directrice), reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])
    page = mots(client.post(vers, {"publics": [publics], "recoit": service.recoit_ecrit}, follow=True))
    assert ("est ouvert : les familles voient ce qu’il reçoit." if dit else "Calcul en fête est ouvert.<") in page
    assert bool(services.acces_de(neuf(d.mere))) is dit
    registre.corriger_service(service=service, auteur=d.operateur, champs={"attributs": "prenom nom niveau"})
    dite = client.post(
        reverse("tiers_accorder", args=[d.elementaire.uai, service.uuid]), {"reponse": "oui", "vus": "nom"}, follow=True
    )
    assert "C’est dit : il reçoit cela aussi" in mots(dite) and ("et les familles le lisent" in mots(dite)) is dit


# --- The operator -------------------------------------------------------------------------------------------------------
def test_the_operator_registers_from_a_model_and_reads_the_secret_once(d, entrer):
    client = entrer(d.operateur)
    page = client.get(reverse("tiers_nouveau"), {"modele": "elea"}).text
    assert 'value="Éléa"' in page
    reponse = client.post(reverse("tiers_nouveau"), SAISIE | {"protocole": "oidc"})
    service = ServiceTiers.objects.get()
    assert reponse["Location"] == reverse("tiers_service", args=[service.uuid])
    assert "montré cette seule fois" in client.get(reponse["Location"]).text
    assert "montré cette seule fois" not in client.get(reponse["Location"]).text


@pytest.mark.parametrize(
    "adresse",
    [
        "http://calcul.exemple.fr/", "ftp://calcul.exemple.fr/", "calcul.exemple.fr", "https://", "https://moi@calcul.exemple.fr/",
        "https://calcul.exemple.fr/#x", "https://calcul.exemple.fr/a/../b", "https://CALCUL.exemple.fr/",
        "https://cаlcul.exemple.fr/", "https://calcul.exemple.fr:abc/", "https://a\\b.fr/",
    ],
)  # fmt: skip
def test_an_address_that_could_lead_elsewhere_is_not_registered(d, entrer, adresse):
    reponse = entrer(d.operateur).post(reverse("tiers_nouveau"), SAISIE | {"adresses": adresse})
    assert (reponse.status_code, ServiceTiers.objects.exists()) == (422, False)


def test_an_address_is_of_one_service(d, calcul, entrer):
    reponse = entrer(d.operateur).post(reverse("tiers_nouveau"), SAISIE | {"adresses": CALCUL})
    assert "est déjà celle de Calcul en fête" in reponse.text


def test_a_service_without_an_address_is_not_registered_but_a_link_is(d, entrer):
    client = entrer(d.operateur)
    assert client.post(reverse("tiers_nouveau"), SAISIE | {"adresses": ""}).status_code == 422
    assert client.post(reverse("tiers_nouveau"), SAISIE | {"adresses": "", "protocole": "lien"}).status_code == 302
    lien = ServiceTiers.objects.get()
    ouvrir(d, lien)
    page = mots(entrer(d.mere).get(reverse("tiers_recoit", args=[lien.uuid])))
    assert "Rien : c’est un lien. Nous ne lui disons ni qui vient, ni d’où." in page


def test_what_it_receives_no_more_is_corrected_and_shown_at_once(d, calcul, entrer):
    vers, lue = reverse("tiers_service", args=[calcul.uuid]), reverse("tiers_recoit", args=[calcul.uuid])
    client = entrer(d.operateur)
    envoi = SAISIE | {"adresses": CALCUL, "publics": ["eleve"], "attributs": ["niveau"]}
    envoi["version"] = client.get(vers).context["formulaire"].version
    assert "« Inès, Sofiane »" in mots(entrer(d.pere_separe).get(lue))
    assert client.post(vers, envoi).status_code == 302
    page = mots(entrer(d.pere_separe).get(lue))
    assert "2 choses, et rien d’autre." in page and "Inès, Sofiane" not in page


def test_withdrawn_nobody_goes_there_and_put_back_everybody_does(d, calcul, entrer):
    vers, client = reverse("tiers_retirer", args=[calcul.uuid]), entrer(d.operateur)
    client.post(vers)
    assert services.acces_de(neuf(d.eleve_cp)) == []
    client.post(vers, {"remettre": "1"})
    assert [a.service for a in services.acces_de(neuf(d.eleve_cp))] == [calcul]


def test_a_merged_or_closed_account_has_no_number(d, calcul):
    from ent.services.tiers.lectures import numeros

    numero = numeros.numero(calcul, d.eleve_cp)
    assert numeros.personne_du_numero(calcul, numero) == d.eleve_cp
    autre, _secret = enregistrer(d, nom="Autre", adresses="https://autre.exemple.fr/")
    assert numeros.personne_du_numero(autre, numero) is None
    for faux in ("", "zz", "00" * 32, numero[:-2]):
        assert numeros.personne_du_numero(calcul, faux) is None
    Personne.objects.filter(pk=d.eleve_cp.pk).update(is_active=False)
    assert numeros.personne_du_numero(calcul, numero) is None


def test_tokens_that_are_over_say_no_longer_who_went_where(livres, d):
    from allauth.idp.oidc.models import Client, Token

    client = Client.objects.get(pk=livres.client_id)
    for n, quand in enumerate(("2026-11-24T08:00Z", "2026-11-25T08:00Z")):
        Token.objects.create(type="at", hash=f"h{n}", client=client, user=d.eleve_cp, expires_at=quand)
    registre.oublier_les_jetons_finis()
    assert [t.hash for t in Token.objects.all()] == ["h1"]


@pytest.mark.parametrize(
    ("modele", "dits", "tus"),
    [
        ("cas", {"adresses", "sortie", "dialecte"}, {"metadonnees"}),
        ("elea", {"adresses", "sortie"}, {"metadonnees"}),
        ("oidc", {"adresses", "sortie"}, {"metadonnees", "dialecte"}),
        ("saml", {"metadonnees", "dialecte"}, {"adresses", "sortie"}),
        ("gar", set(), {"metadonnees", "dialecte", "adresses", "sortie", "attributs"}),
    ],
)
def test_a_new_service_is_asked_what_its_protocol_asks_and_what_it_must_is_not_said_optional(
    d, entrer, modele, dits, tus
):
    client = entrer(d.operateur)
    vers = reverse("tiers_nouveau") + f"?modele={modele}"
    formulaire = client.get(vers).context["formulaire"]
    noms = {champ.name for champ in formulaire.champs}
    assert dits <= noms and noms.isdisjoint({*tus, "protocole"})
    assert {"dialecte"} & noms == ({"dialecte"} & dits)  # Éléa's map is its own
    exiges = {"adresses", "metadonnees"} & dits
    assert {nom for nom in exiges if not formulaire.fields[nom].required} == set()
    refus = client.post(vers, {"nom": "Neuf", "protocole": formulaire.protocole})
    assert refus.status_code == 422 and exiges <= refus.context["formulaire"].errors.keys()
    assert tus.isdisjoint(refus.context["formulaire"].errors)


def test_what_another_protocol_said_counts_no_more(d, calcul, entrer):
    client, vers = entrer(d.operateur), reverse("tiers_service", args=[calcul.uuid])
    envoi = SAISIE | {
        "protocole": "lien",
        "adresses": CALCUL,
        "version": client.get(vers).context["formulaire"].version,
    }
    assert client.post(vers, envoi).status_code == 302
    calcul.refresh_from_db()
    assert (calcul.protocole, calcul.adresses, calcul.attributs, calcul.dialecte) == ("lien", "", "", "courant")


def test_a_new_secret_is_asked_first(d, livres, entrer):
    from allauth.idp.oidc.models import Client as ClientOIDC

    client, vers = entrer(d.operateur), reverse("tiers_nouveau_secret", args=[livres.uuid])
    assert f'href="{vers}"' in client.get(reverse("tiers_service", args=[livres.uuid])).text
    avant = ClientOIDC.objects.get(pk=livres.client_id).secret
    page = mots(client.get(vers))
    assert "l’ancien secret n’ouvre plus rien" in page and "1 école l’a ouvert." in page
    assert ClientOIDC.objects.get(pk=livres.client_id).secret == avant  # a page alone draws nothing
    assert "montré cette seule fois" in client.post(vers, follow=True).text
    assert ClientOIDC.objects.get(pk=livres.client_id).secret != avant


@pytest.mark.parametrize("par", ["la direction", "l’opérateur"])
@pytest.mark.parametrize("page", ["tiers_recoit", "tiers_quitter", "tiers_copie", "tiers_enfant_retirer"])
def test_an_old_link_to_a_service_that_closed_says_so_to_who_had_it_and_to_nobody_else(par, page, calcul, d, entrer):
    if par == "la direction":
        ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(service=calcul), auteur=d.directrice)
    else:
        registre.retirer_service(service=calcul, auteur=d.operateur)
    lien = reverse(page, args=[calcul.uuid, *([d.eleve_cp.uuid] if page == "tiers_enfant_retirer" else [])])
    for qui in (d.mere, d.eleve_cp):
        lue = entrer(qui).get(lien)
        assert lue.status_code == 404
        assert "Ce service est fermé" in lue.text and "Calcul en fête" in lue.text
        assert "L’adresse est fausse" not in lue.text
    assert f'href="{reverse("tiers")}"' in entrer(d.mere).get(lien).text.partition("<main")[2]
    for qui in ("directrice_maternelle", "referente", "assistante_finie"):
        lue = entrer(d.gens[qui]).get(lien)
        assert lue.status_code == 404
        assert "L’adresse est fausse" in lue.text and "Calcul" not in lue.text
