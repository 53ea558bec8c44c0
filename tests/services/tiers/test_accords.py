"""What the operator adds to a service leaves of a school once its direction has said yes, by each protocol; nothing is widened unseen."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse

from ent.annuaire import actions as roles
from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
from ent.services.tiers import evenements
from ent.services.tiers.actions import ecole, registre
from ent.services.tiers.lectures import services
from ent.services.tiers.models import OuvertureTiers, ServiceTiers

from .conftest import CALCUL, enregistrer, neuf, ouvrir
from .matrice import SAISIE
from .test_cas import aller, attributs, ticket_de, valider
from .test_oidc import authlib_de, jetons, lu
from .test_saml import porte, service_saml


def mots(reponse) -> str:
    return " ".join(reponse.text.split())


def elargir(d, service, ecrits: str) -> None:
    registre.corriger_service(
        service=ServiceTiers.objects.get(pk=service.pk), auteur=d.operateur, champs={"attributs": ecrits}
    )


def repondre(client, d, service, reponse="oui", **options):
    envoi = {"reponse": reponse, "vus": OuvertureTiers.objects.get(service=service).demande_ecrite} | options
    return client.post(reverse("tiers_accorder", args=[d.elementaire.uai, service.uuid]), envoi, follow=True)


def par_cas(d, entrer, service) -> set[str]:
    dits = attributs(valider(entrer(d.eleve_cp), ticket_de(aller(entrer(d.eleve_cp)))))
    return set(dits) & {"prenom", "nom", "niveau", "profil", "classe", "uai"}


def par_oidc(d, entrer, service) -> set[str]:
    navigateur = entrer(d.eleve_cp)
    dit = lu(navigateur, jetons(navigateur, service, authlib_de(service))["id_token"])
    en_francais = {"given_name": "prenom", "family_name": "nom", "niveaux": "niveau", "classes": "classe"}
    return {en_francais.get(nom, nom) for nom in dit} & {"prenom", "nom", "niveau", "profil", "classe", "uai"}


def par_saml(d, entrer, service) -> set[str]:
    navigateur = entrer(d.eleve_cp)
    _acs, recu = porte(navigateur.get(reverse("tiers_saml_aller", args=[service.uuid])))
    lui = service_saml(navigateur, recu)
    lui.process_response()
    assert lui.get_errors() == []
    en_francais = {"urn:oid:2.5.4.42": "prenom", "urn:oid:2.5.4.4": "nom"}
    return {en_francais.get(nom, nom) for nom in lui.get_attributes()}


@pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
@pytest.mark.parametrize(
    ("lequel", "dits", "avant"),
    [
        ("calcul", par_cas, {"prenom", "niveau"}),
        ("livres", par_oidc, {"prenom", "classe", "uai"}),
        ("classe", par_saml, {"prenom", "classe", "uai"}),
    ],
)
def test_what_is_added_leaves_once_the_direction_says_yes(d, entrer, request, lequel, dits, avant):
    service = request.getfixturevalue(lequel)
    assert dits(d, entrer, service) == avant
    elargir(d, service, "prenom nom niveau classe ecole profil")
    assert dits(d, entrer, service) == avant
    repondre(entrer(d.directrice), d, service)
    assert dits(d, entrer, service) == {"prenom", "nom", "niveau", "classe", "uai", "profil"}
    elargir(d, service, "prenom")
    assert dits(d, entrer, service) == {"prenom"}
    elargir(d, service, "prenom nom")  # taken away, then asked again: another question
    assert dits(d, entrer, service) == {"prenom"}


def test_the_direction_is_told_reads_what_is_asked_and_families_read_it_from_that_day(d, calcul, entrer, mardi):
    elargir(d, calcul, "prenom nom niveau classe")
    [dite] = Notification.objects.filter(nature=evenements.DEMANDE)
    assert (dite.destinataire, dite.texte) == (
        d.directrice,
        "Calcul en fête demande à recevoir plus : à vous de dire oui ou non.",
    )
    direction, famille = entrer(d.directrice), entrer(d.pere_separe)
    lue = reverse("tiers_recoit", args=[calcul.uuid])
    assert "son nom, sa classe. Rien de plus ne part" in mots(direction.get(dite.adresse))
    assert "3 choses, et rien d’autre" in mots(famille.get(lue))
    assert "les familles le lisent" in mots(repondre(direction, d, calcul))
    page = mots(famille.get(lue))
    assert "5 choses, et rien d’autre." in page and "La liste de ce qu’il reçoit date du 24 novembre 2026." in page
    assert not Notification.objects.filter(nature=evenements.DEMANDE).exists()
    assert EntreeJournal.objects.filter(verbe="tiers.accorder", etablissement=d.elementaire).count() == 1


def test_the_home_of_the_direction_says_what_waits_until_it_is_answered(d, calcul, entrer):
    demande = "1 service demande à recevoir plus : à vous de dire oui ou non."
    assert demande not in mots(entrer(d.directrice).get("/"))
    elargir(d, calcul, "prenom niveau nom")
    accueil = entrer(d.directrice).get("/")
    adresse = reverse("tiers_ecole", args=[d.elementaire.uai])
    assert (
        demande in mots(accueil)
        and adresse in accueil.text.partition("Services à accorder</dt>")[2].partition("</dd>")[0]
    )
    repondre(entrer(d.directrice), d, calcul, reponse="non")
    assert demande not in mots(entrer(d.directrice).get("/"))


def test_refused_nothing_more_leaves_it_is_asked_no_more_and_may_be_agreed_to_later(d, calcul, entrer):
    elargir(d, calcul, "prenom nom niveau")
    client = entrer(d.directrice)
    assert "Dire non" not in mots(repondre(client, d, calcul, "non"))
    assert not Notification.objects.filter(nature=evenements.DEMANDE).exists()
    page = mots(client.get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    assert "Vous avez dit non à : son nom." in page
    assert par_cas(d, entrer, calcul) == {"prenom", "niveau"}
    repondre(client, d, calcul)
    assert par_cas(d, entrer, calcul) == {"prenom", "nom", "niveau"}


def test_a_list_that_grew_since_the_page_was_read_is_read_again_first(d, calcul, entrer):
    elargir(d, calcul, "prenom nom niveau")
    assert "relisez, puis répondez" in mots(repondre(entrer(d.directrice), d, calcul, vus="nom classe"))
    service, _secret = enregistrer(d, nom="Neuf", adresses="https://neuf.exemple.fr/")
    vers = reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])
    refus = entrer(d.directrice).post(vers, {"publics": ["eleve"], "recoit": "numero prenom"})
    assert (refus.status_code, OuvertureTiers.objects.filter(service=service).exists()) == (422, False)
    assert "Ce qu’il reçoit vient de changer" in refus.text
    assert par_cas(d, entrer, calcul) == {"prenom", "niveau"}


def test_changing_for_whom_it_is_open_agrees_to_nothing_more(d, calcul, entrer):
    elargir(d, calcul, "prenom nom niveau")
    vers = reverse("tiers_ouvrir", args=[d.elementaire.uai, calcul.uuid])
    client = entrer(d.directrice)
    version = client.get(vers).context["formulaire"].version
    envoi = {"publics": ["eleve"], "version": version, "recoit": "numero prenom nom niveau"}
    assert client.post(vers, envoi).status_code == 302
    assert OuvertureTiers.objects.get().publics == "eleve"
    assert par_cas(d, entrer, calcul) == {"prenom", "niveau"}


def test_each_school_answers_for_itself(d, calcul, entrer):
    """Who teaches in two: what is said of a person, by both; of a school, by that one."""
    ouvrir(d, calcul, etablissement=d.maternelle, publics="eleve enseignant")
    elargir(d, calcul, "prenom nom niveau ecole")
    repondre_ici = OuvertureTiers.objects.get(etablissement=d.elementaire)
    ecole.accorder(ouverture=repondre_ici, auteur=d.directrice, vus="nom ecole")
    [ici] = services.acces_de(neuf(d.eleve_cp))
    [ailleurs] = services.acces_de(neuf(d.eleve_ms))
    assert services.ce_qui_est_dit(ici, d.eleve_cp).nom == "Belhadj"
    assert services.ce_qui_est_dit(ailleurs, d.eleve_ms).nom == ""
    [des_deux] = services.acces_de(neuf(d.mere))
    assert {str(a) for a in des_deux.attributs} == {"prenom", "nom", "niveau", "ecole"}


def test_a_link_that_becomes_a_service_knows_nobody_before_the_school_agrees(d, entrer):
    lien, _secret = enregistrer(d, protocole="lien", adresses="", attributs="")
    ouvrir(d, lien)
    client = entrer(d.operateur)
    vers = reverse("tiers_service", args=[lien.uuid])
    version = client.get(vers).context["formulaire"].version
    envoi = SAISIE | {"adresses": CALCUL, "attributs": [], "version": version}
    assert client.post(vers, envoi).status_code == 302
    assert services.acces_de(neuf(d.eleve_cp)) == []
    assert aller(entrer(d.eleve_cp)).status_code == 403
    page = mots(entrer(d.directrice).get(reverse("tiers_ecole", args=[d.elementaire.uai])))
    assert "Ne reçoit rien : personne n’y entre" in page
    repondre(entrer(d.directrice), d, lien)
    assert ticket_de(aller(entrer(d.eleve_cp)))


def test_levels_and_classes_are_widened_by_the_school_alone(d, calcul):
    """The operator opens to every level what it had bounded; the class that the school named is no more."""
    registre.corriger_service(service=calcul, auteur=d.operateur, champs={"niveaux": "CM2"})
    ouvrir(d, calcul, publics="eleve")
    registre.corriger_service(service=calcul, auteur=d.operateur, champs={"niveaux": "", "publics": "eleve direction"})
    assert services.acces_de(neuf(d.eleve_cp)) == [] and services.acces_de(neuf(d.directrice)) == []
    ouverture = ouvrir(d, calcul, publics="eleve enseignant", niveaux="CP CM2", classes=[d.cp_ce1])
    assert services.acces_de(neuf(d.eleve_cp))
    ouverture.classes.clear()
    assert services.acces_de(neuf(d.eleve_cp)) == [] and services.acces_de(neuf(d.enseignant)) == []


def test_who_comes_as_a_parent_too_says_nothing_of_any_school(d, calcul, mardi):
    elargir(d, calcul, "prenom ecole classe")
    ecole.accorder(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice, vus="ecole classe")
    ouvrir(d, calcul, etablissement=d.maternelle, publics="responsable")
    qui = neuf(d.enseignante)
    [acces] = services.acces_de(qui)
    dit = services.ce_qui_est_dit(acces, qui)
    assert dit.ecoles == (d.elementaire.uai,) and {uai for uai, _nom in dit.classes} == {d.elementaire.uai}
    acces.entrees.append((OuvertureTiers.objects.get(etablissement=d.maternelle), "responsable"))
    dit = services.ce_qui_est_dit(acces, qui)
    assert (dit.prenom, dit.ecoles, dit.classes) == (qui.prenom, (), ())


# --- Two directors at once ----------------------------------------------------------------------------------------------
@pytest.fixture
def pendant(monkeypatch):
    """What somebody else does while a direction says for whom: once the service was read `lectures` times to be written."""

    def poser(lectures: int, faire) -> None:
        vraie = ecole.ouvrir_a_l_ecole

        def ouvrir_entretemps(**dits):
            lues = iter([*range(lectures), faire])

            def guetter(execute, sql, *reste):
                if "tiers_ouverturetiers" in sql and callable(ici := next(lues, None)):
                    ici()
                return execute(sql, *reste)

            with connection.execute_wrapper(guetter):
                return vraie(**dits)

        monkeypatch.setattr(ecole, "ouvrir_a_l_ecole", ouvrir_entretemps)

    return poser


def dire_pour_qui(client, d, service):
    vers = reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])
    lu = client.get(vers).context["formulaire"]
    return client.post(vers, {"publics": ["eleve"], "version": lu.version, "recoit": service.recoit_ecrit}, follow=True)


@pytest.mark.parametrize("lectures", [0, 1])
def test_a_service_that_was_closed_meanwhile_does_not_open_again_by_itself(d, calcul, entrer, pendant, lectures):
    ouverture = OuvertureTiers.objects.select_related("service", "etablissement").get()
    pendant(lectures, lambda: ecole.fermer_a_l_ecole(ouverture=ouverture, auteur=d.directrice))
    page = mots(dire_pour_qui(entrer(d.directrice), d, calcul))
    assert "vient d’être fermé par quelqu’un d’autre : rien n’a changé" in page
    restee = OuvertureTiers.objects.get()
    assert restee.ferme_le is not None and restee.publics == "eleve enseignant"
    assert Notification.objects.filter(nature=evenements.FERME).exists()  # families are still told


@pytest.mark.parametrize("lectures", [0, 1])
@pytest.mark.parametrize(
    ("repondre_a", "recoit", "refuses"),
    [
        (ecole.accorder, {"numero", "prenom", "nom", "niveau"}, set()),
        (ecole.refuser, {"numero", "prenom", "niveau"}, {"nom"}),
    ],
)
def test_what_is_answered_meanwhile_stands(d, calcul, entrer, pendant, lectures, repondre_a, recoit, refuses):
    elargir(d, calcul, "prenom nom niveau")
    ouverture = OuvertureTiers.objects.get()
    pendant(lectures, lambda: repondre_a(ouverture=ouverture, auteur=d.directrice, vus="nom"))
    dire_pour_qui(entrer(d.directrice), d, calcul)
    restee = OuvertureTiers.objects.get()
    assert (set(restee.attributs.split()), set(restee.refuses.split()), restee.publics) == (recoit, refuses, "eleve")


def rangees(client) -> list[tuple[str, str]]:
    """Of « Plus »: where each row of services leads, and what it says."""
    page = mots(client.get("/plus/"))
    return re.findall(r'<a href="([^"]+)">(?:(?!</a>).)*?Services de l’école<small>([^<]+)</small>', page)


def test_plus_leads_a_direction_to_what_its_school_opens_and_says_what_waits_for_its_yes(d, entrer):
    client, vers = entrer(d.directrice), reverse("tiers_dirigees")
    assert rangees(client) == [(vers, "aucun service")]
    service, _secret = enregistrer(d)
    ouvrir(d, service, publics="enseignant")
    assert rangees(client) == [(vers, "1 service")]
    elargir(d, service, "prenom nom niveau")
    assert rangees(client) == [(vers, "1 attend votre accord")]
    assert client.get(vers)["Location"] == reverse("tiers_ecole", args=[d.elementaire.uai])
    repondre(client, d, service, "non")
    assert rangees(client) == [(vers, "1 service")]
    assert rangees(entrer(d.enseignante)) == [(reverse("tiers"), "1 service")]
    assert entrer(d.enseignante).get(vers).status_code == 404


def test_who_teaches_and_directs_has_one_row_and_goes_to_theirs_from_it(d, entrer):
    service, _secret = enregistrer(d)
    ouvrir(d, service, etablissement=d.maternelle, publics="enseignant")
    client = entrer(d.directrice_maternelle)
    assert rangees(client) == [(reverse("tiers_dirigees"), "1 service")]
    page = client.get(reverse("tiers_dirigees"), follow=True)
    assert f'<a href="{reverse("tiers")}">Ceux qui vous sont ouverts</a>' in page.text
    assert "Ceux qui vous sont ouverts" not in entrer(d.directrice).get(reverse("tiers_dirigees"), follow=True).text


def test_a_direction_of_two_schools_chooses_which_and_reads_which_is_waited_for(d, entrer):
    roles.donner_role(personne=d.directrice, nature="directeur", etablissement=d.maternelle, auteur=d.operateur)
    service, _secret = enregistrer(d)
    ouvrir(d, service, publics="enseignant")
    elargir(d, service, "prenom nom niveau")
    page = mots(entrer(d.directrice).get(reverse("tiers_dirigees")))
    lignes = re.findall(r'href="(/services/ecole/[^"]+)"(?:(?!</a>).)*?<small>([^<]+)</small>', page)
    assert dict(lignes) == {
        reverse("tiers_ecole", args=[d.maternelle.uai]): d.maternelle.commune.nom,
        reverse("tiers_ecole", args=[d.elementaire.uai]): f"{d.elementaire.commune.nom} · 1 attend votre accord",
    }


def test_who_opens_reads_what_it_keeps_as_families_do(d, entrer):
    service, _secret = enregistrer(d)
    page = mots(entrer(d.directrice).get(reverse("tiers_ouvrir", args=[d.elementaire.uai, service.uuid])))
    assert "Ce qu’il garde :</b> ses exercices, jusqu’au 31 août." in page


# --- A yes that is taken back -------------------------------------------------------------------------------------------
def dire_oui(client, d, service, vus="nom"):
    envoi = {"reponse": "oui", "vus": vus}
    return client.post(reverse("tiers_accorder", args=[d.elementaire.uai, service.uuid]), envoi, follow=True)


def annuler_de(page) -> str:
    return re.search(r'<form method="post" action="([^"]+/annuler/)"', page.text)[1]


def test_a_yes_is_taken_back_from_the_banner_and_it_asks_again(d, calcul, entrer, mardi):
    elargir(d, calcul, "prenom nom niveau")
    client = entrer(d.directrice)
    page = dire_oui(client, d, calcul)
    assert par_cas(d, entrer, calcul) == {"prenom", "nom", "niveau"}
    defait = client.post(annuler_de(page), follow=True)
    assert "C’est annulé : il ne reçoit que ce qu’il recevait." in mots(defait)
    assert par_cas(d, entrer, calcul) == {"prenom", "niveau"}
    ouverture = OuvertureTiers.objects.get()
    assert (ouverture.attend, ouverture.refuses, ouverture.accorde_le) == (True, "", None)
    assert Notification.objects.filter(nature=evenements.DEMANDE, destinataire=d.directrice).count() == 1
    assert "/annuler/" not in defait.text.partition("<main")[2]
    assert "a changé depuis" in mots(client.post(annuler_de(page), follow=True))  # once


def test_a_no_is_taken_back_from_the_banner_and_it_asks_again_what_had_not_been_refused(d, calcul, entrer):
    elargir(d, calcul, "prenom nom niveau classe")
    ecole.refuser(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice, vus="classe")
    client = entrer(d.directrice)
    page = repondre(client, d, calcul, "non")
    assert OuvertureTiers.objects.get().attend is False
    defait = client.post(annuler_de(page), follow=True)
    assert "ce qu’il demande attend de nouveau votre réponse" in mots(defait) and "Dire non" in mots(defait)
    ouverture = OuvertureTiers.objects.get()
    assert (ouverture.attend, ouverture.refuses) == (True, "classe")
    assert Notification.objects.filter(nature=evenements.DEMANDE, destinataire=d.directrice).count() == 1
    repondre(client, d, calcul)
    assert "a changé depuis" in mots(client.post(annuler_de(page), follow=True))  # answered since


def test_what_had_been_refused_is_refused_again_and_the_list_keeps_its_day(d, calcul, entrer, mardi, horloge):
    elargir(d, calcul, "prenom nom niveau classe")
    ecole.accorder(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice, vus="classe")
    ecole.refuser(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice, vus="nom")
    horloge(mardi + dt.timedelta(days=3))
    client = entrer(d.directrice)
    client.post(annuler_de(dire_oui(client, d, calcul)))
    ouverture = OuvertureTiers.objects.get()
    assert (ouverture.refuses, ouverture.attend, ouverture.accorde_le) == ("nom", False, mardi)
    assert "classe" in ouverture.recoit and "nom" not in ouverture.recoit
    assert not Notification.objects.filter(nature=evenements.DEMANDE).exists()


@pytest.mark.parametrize("puis", ["fermer", "une heure", "une autre école"])
def test_it_is_taken_back_no_more(d, calcul, entrer, mardi, horloge, puis):
    elargir(d, calcul, "prenom nom niveau")
    ouvrir(d, calcul, etablissement=d.maternelle, publics="enseignant")
    client = entrer(d.directrice)
    annuler = annuler_de(dire_oui(client, d, calcul))
    if puis == "fermer":
        ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(etablissement=d.elementaire), auteur=d.directrice)
    elif puis == "une heure":
        horloge(mardi + dt.timedelta(minutes=61))
    else:
        client, annuler = entrer(d.directrice_maternelle), annuler.replace(d.elementaire.uai, d.maternelle.uai)
    assert "a changé depuis" in mots(client.post(annuler, follow=True))
    assert "nom" in OuvertureTiers.objects.get(etablissement=d.elementaire).recoit


def test_who_answers_what_was_answered_in_between_is_told(d, calcul, entrer, mardi, monkeypatch):
    elargir(d, calcul, "prenom nom niveau")
    vraie = ecole.accorder

    def entretemps(**dits):
        ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice)
        return vraie(**dits)

    monkeypatch.setattr(ecole, "accorder", entretemps)
    page = dire_oui(entrer(d.directrice), d, calcul)
    assert "a changé depuis : relisez" in mots(page) and "C’est dit" not in mots(page)
