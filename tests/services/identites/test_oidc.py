"""Coming in by OpenID Connect: whom one is, one's own account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Personne, Responsabilite
from ent.connexion.actions import activer, emettre_code
from ent.connexion.droits import est_activee
from ent.connexion.lectures import code_ouvrable
from ent.connexion.models import CodeActivation, SessionOuverte
from ent.services.identites.models import Rattachement
from ent.services.identites.receptions import ENTREE
from ent.services.identites.sorties import SORTIE
from tests.services.identites.conftest import Voyage, donner_un_numero, neuf, poser, qui, un_papier

pytestmark = [pytest.mark.django_db, pytest.mark.besoin_de("ent.services.onde")]


def etat_de_la_base():
    return Personne.objects.count(), Rattachement.objects.count(), SessionOuverte.objects.count()


# --- Known -----------------------------------------------------------------------------------------------------------
def test_a_parent_of_two_schools_is_recognised_once_by_the_states_number(d, la, voyage):
    """Nadia has a child in each school: one identity, one account, both children; the second time, without the number."""
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "opaque-1", "FrEduCtRefId": ["{AAF}25|x|4711"], "family_name": "Belhadj"}
    gens = Personne.objects.count()
    reponse = voyage.faire()
    assert reponse.status_code == 302
    assert qui(voyage.client) == str(d.mere.pk)
    assert len({s.etablissement_id for s in neuf(d.mere).portee.suivis}) == 2
    lien = Rattachement.objects.get()
    assert (lien.personne, lien.comment) == (d.mere, "aaf")
    assert "opaque-1" not in lien.empreinte
    la.profil = {"sub": "opaque-1"}
    autre = Voyage(la, voyage.ici)
    autre.faire()
    assert qui(autre.client) == str(d.mere.pk)
    assert (Personne.objects.count(), Rattachement.objects.count()) == (gens, 1)


def test_a_number_of_another_academie_names_nobody(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "x", "FrEduCtRefId": ["{AAF}10|x|4711"]}
    reponse = voyage.faire()
    assert (reponse.url, qui(voyage.client)) == (reverse("identites_code"), "")


def test_fr_edu_vecteur_recognises_the_one_responsable_of_that_name(d, la, voyage):
    lien = Responsabilite.objects.filter(adulte=d.mere, etablissement=d.elementaire).select_related("enfant").first()
    donner_un_numero(lien.enfant, d.elementaire, "1d-900", nature="eleve")
    la.profil = {"sub": "v", "FrEduVecteur": [f"2|{d.mere.nom.upper()}|{d.mere.prenom}|900|{d.elementaire.uai}"]}
    voyage.faire()
    assert (qui(voyage.client), Rattachement.objects.get().comment) == (str(d.mere.pk), "vecteur")


@pytest.mark.parametrize("change", [{"nom": "Autre"}, {"prenom": "Autre"}, {"uai": "maternelle"}, {"eleve": "901"}])
def test_a_vecteur_that_is_not_quite_theirs_recognises_nobody(d, la, voyage, change):
    lien = Responsabilite.objects.filter(adulte=d.mere, etablissement=d.elementaire).select_related("enfant").first()
    donner_un_numero(lien.enfant, d.elementaire, "1d-900", nature="eleve")
    dit = {"nom": d.mere.nom, "prenom": d.mere.prenom, "eleve": "900", "uai": "elementaire"} | change
    uai = getattr(d, dit["uai"]).uai
    la.profil = {"sub": "v", "FrEduVecteur": f"2|{dit['nom']}|{dit['prenom']}|{dit['eleve']}|{uai}"}
    assert voyage.faire().url == reverse("identites_code")
    assert not Rattachement.objects.exists()


def test_a_name_alone_recognises_nobody(d, la, voyage):
    la.profil = {"sub": "n", "family_name": d.mere.nom, "given_name": d.mere.prenom, "email": d.mere.courriel}
    assert voyage.faire().url == reverse("identites_code")
    assert not Rattachement.objects.exists()


def test_two_records_of_one_parent_become_one_account(d, la, voyage):
    """Known in two schools under two numbers that the State says are one person: the record that nobody opened joins the other."""
    autre = Personne.objects.create(nom=d.mere.nom, prenom=d.mere.prenom)
    Responsabilite.objects.create(
        adulte=autre, enfant=d.eleve_ms, etablissement=d.maternelle, debut=d.cp_ce1.annee.debut
    )
    donner_un_numero(d.mere, d.elementaire, "1d-1")
    donner_un_numero(autre, d.maternelle, "1d-2")
    la.profil = {"sub": "deux", "FrEduCtRefId": ["{AAF}25|x|1", "{AAF}25|x|2"]}
    voyage.faire()
    assert qui(voyage.client) == str(d.mere.pk)
    assert neuf(autre).fusionnee_dans == d.mere


def test_two_open_accounts_are_never_made_one(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-1")
    donner_un_numero(d.pere_separe, d.elementaire, "1d-2")
    la.profil = {"sub": "deux", "FrEduCtRefId": ["{AAF}25|x|1", "{AAF}25|x|2"]}
    avant = etat_de_la_base()
    reponse = voyage.faire()
    assert (reponse.status_code, etat_de_la_base()) == (403, avant)
    assert "Deux comptes ouverts" in reponse.text


def test_a_pupil_of_an_elementary_school_comes_in_by_the_class(d, la, voyage):
    donner_un_numero(d.eleve_cp, d.elementaire, "1d-5", nature="eleve")
    la.profil = {"sub": "e", "FrEduCtPersonAffiliation": ["eleve1d"], "FrEduCtRefId": ["{AAF}25|x|5"]}
    reponse = voyage.faire()
    assert (reponse.status_code, qui(voyage.client)) == (403, "")
    assert "tablette de leur classe" in reponse.text


def test_a_pupil_of_a_college_comes_in_and_the_code_of_their_paper_opens_nothing_more(d, la, voyage):
    d.elementaire.nature = "college"
    d.elementaire.save(update_fields=["nature"])
    donner_un_numero(d.eleve_cp, d.elementaire, "2d-5", nature="eleve")
    papier = emettre_code(personne=d.eleve_cp, etablissement=d.elementaire)
    la.profil = {"sub": "e", "FrEduCtPersonAffiliation": ["eleve2d"], "FrEduCtRefId": ["{AAF}25|x|5"]}
    voyage.faire()
    assert qui(voyage.client) == str(d.eleve_cp.pk)
    assert est_activee(neuf(d.eleve_cp)) and not neuf(d.eleve_cp).has_usable_password()
    assert code_ouvrable(papier) is None, "whoever finds the paper sets no password"


# --- Agents ----------------------------------------------------------------------------------------------------------
def agents(d, la):
    return Voyage(la, poser(d, la.adresse, nom="Académie", public="agents"))


def test_an_agent_is_recognised_by_a_verified_address_in_a_school_where_they_work(d, la):
    EmailAddress.objects.update_or_create(
        user=d.enseignante, email=d.enseignante.courriel, defaults={"verified": True, "primary": True}
    )
    voyage = agents(d, la)
    la.profil = {
        "sub": "ag",
        "email": d.enseignante.courriel.upper(),
        "FrEduRne": f"{d.elementaire.uai}$PU$ADM$ENS$0$x$y$z",
    }
    voyage.faire()
    assert (qui(voyage.client), Rattachement.objects.get().comment) == (str(d.enseignante.pk), "adresse")
    assert voyage.client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("quoi", ["ailleurs", "non_verifiee", "sans_rne"])
def test_an_address_alone_is_not_enough(d, la, quoi):
    EmailAddress.objects.update_or_create(
        user=d.enseignante,
        email=d.enseignante.courriel,
        defaults={"verified": quoi != "non_verifiee", "primary": True},
    )
    uai = d.maternelle.uai if quoi == "ailleurs" else d.elementaire.uai
    voyage = agents(d, la)
    la.profil = {"sub": "ag", "email": d.enseignante.courriel}
    if quoi != "sans_rne":
        la.profil["FrEduRne"] = [f"{uai}$PU$ADM$ENS$0$x$y$z"]
    assert voyage.faire().url == reverse("identites_code")
    assert not Rattachement.objects.exists()


def test_a_direction_still_shows_its_second_key(d, la, settings):
    """A provider's word is a first factor: what the territory asks of directions stands behind it."""
    settings.ENT_SECOND_FACTEUR = True
    donner_un_numero(d.directrice, d.elementaire, "1d-8", nature="personnel")
    voyage = agents(d, la)
    la.profil = {"sub": "dir", "FrEduCtRefId": "{AAF}25|x|8"}
    voyage.faire()
    assert qui(voyage.client) == str(d.directrice.pk)
    assert voyage.client.get("/").url == reverse("mfa_index")


def test_what_one_left_before_a_second_key_is_not_the_next_one_s(d, la, voyage):
    """A shared device: what the provider said of who gave up would be shown to it as the next person goes out."""
    donner_un_numero(d.mere, d.elementaire, "1d-8")
    TOTP.activate(d.mere, "A" * 32)
    la.profil = {"sub": "mere", "FrEduCtRefId": "{AAF}25|x|8"}
    assert voyage.faire().url == reverse("mfa_authenticate")
    personne, code = un_papier(d)
    voyage.client.post(
        reverse("connexion_activer"), {"code": code, "naissance": f"{d.eleve_cp.date_naissance:%d/%m/%Y}"}
    )
    voyage.client.post(reverse("connexion_activer_verifier"))
    voyage.client.post(reverse("connexion_activer_compte"), {"mot_de_passe": "girafe-bleue-7412"})
    assert qui(voyage.client) == str(personne.pk)
    assert not {ENTREE, SORTIE} & voyage.client.session.keys()
    assert not voyage.client.post(reverse("account_logout")).url.startswith(reverse("identites_sorti"))


# --- From one's account ----------------------------------------------------------------------------------------------
def chez_soi(d, la, educonnect) -> Voyage:
    """Nadia, in by her password a moment ago, and known over there under her name."""
    la.profil = {"sub": "mienne", "given_name": "Nadia", "family_name": "Belhadj"}
    client = Client()
    client.post(reverse("account_login"), {"login": d.mere.courriel, "password": MOT_DE_PASSE})
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    return Voyage(la, educonnect, client)


def rattacher(voyage: Voyage) -> None:
    voyage.faire(rattacher=1)
    voyage.client.post(reverse("identites_rattacher"))


def test_a_link_that_somebody_follows_ties_nothing_by_itself(d, la, educonnect, entrer):
    """Over there the browser may be in as somebody else: a shared computer, a page that signed it in."""
    victime = chez_soi(d, la, educonnect)
    la.profil = {"sub": "attaquant"}
    victime.faire(rattacher=1)
    intrus = Voyage(la, educonnect)
    intrus.faire()
    assert qui(intrus.client) == ""


def test_who_has_not_said_lately_who_they_are_says_it_first(d, la, educonnect, entrer):
    voyage = Voyage(la, educonnect, entrer(d.mere))  # a session that is hours old
    voyage.faire(rattacher=1)
    assert "/compte/" in voyage.client.post(reverse("identites_rattacher")).url
    assert not Rattachement.objects.exists()


def test_a_pupil_s_identity_opens_no_parent_s_account(d, la, educonnect):
    voyage = chez_soi(d, la, educonnect)
    la.profil = {"sub": "enfant", "FrEduCtPersonAffiliation": "eleve2d"}
    assert voyage.faire(rattacher=1).status_code == 403
    voyage.client.post(reverse("identites_rattacher"))
    assert not Rattachement.objects.exists()


def test_untied_or_given_back_by_a_paper_what_the_identity_opened_is_shut(d, la, educonnect):
    mere = chez_soi(d, la, educonnect)
    rattacher(mere)
    intrus = Voyage(la, educonnect)
    intrus.faire()
    assert qui(intrus.client) == str(d.mere.pk)
    mere.client.post(reverse("identites_delier", args=[Rattachement.objects.get().pk]))
    assert intrus.client.get(reverse("connexion_compte")).status_code == 302
    assert mere.client.get(reverse("connexion_compte")).status_code == 200
    rattacher(mere)
    emettre_code(personne=d.mere, etablissement=d.elementaire, renouveler=True)
    code = CodeActivation.objects.get(personne=d.mere, etablissement=d.elementaire)
    activer(code=code, courriel="", mot_de_passe="girafe-bleue-7412")
    encore = Voyage(la, educonnect)
    encore.faire()
    assert qui(encore.client) == ""


def test_one_ties_and_unties_from_ones_account(d, la, educonnect, entrer):
    voyage = chez_soi(d, la, educonnect)
    assert voyage.faire(rattacher=1).url == reverse("identites_rattacher")
    assert not Rattachement.objects.exists()
    assert "Nadia Belhadj" in voyage.client.get(reverse("identites_rattacher")).text
    assert voyage.client.post(reverse("identites_rattacher")).url == reverse("connexion_compte")
    lien = Rattachement.objects.get()
    assert "ÉduConnect" in voyage.client.get(reverse("connexion_compte")).text
    assert entrer(d.pere_separe).post(reverse("identites_delier", args=[lien.pk])).status_code == 404
    voyage.client.post(reverse("identites_delier", args=[lien.pk]))
    assert not Rattachement.objects.exists()


def test_each_is_offered_what_may_be_theirs(d, la, educonnect, entrer):
    poser(d, la.adresse, nom="Académie", public="agents")
    offres = {qui: entrer(getattr(d, qui)).get(reverse("connexion_compte")).text for qui in ("mere", "directrice")}
    assert {qui: ("rattacher=1" in page, "Académie" in page, "ÉduConnect" in page) for qui, page in offres.items()} == {
        "mere": (True, False, True),
        "directrice": (True, True, False),
    }


def test_the_last_way_in_is_kept(d, la, voyage):
    personne, _code = un_papier(d)
    donner_un_numero(personne, d.elementaire, "1d-77")
    la.profil = {"sub": "seule", "FrEduCtRefId": "{AAF}25|x|77"}
    voyage.faire()
    lien = Rattachement.objects.get()
    reponse = voyage.client.post(reverse("identites_delier", args=[lien.pk]), follow=True)
    assert "seule façon d’entrer" in reponse.text
    assert Rattachement.objects.get() == lien


def test_coming_back_in_another_account_ties_nothing(d, la, educonnect, entrer):
    """Left as Nadia, back as somebody else on the same device: it was not theirs to tie."""
    voyage = Voyage(la, educonnect, entrer(d.mere))
    voyage.partir(rattacher=1)
    voyage.client.force_login(d.mere_arabophone)
    reponse = voyage.revenir()
    assert (reponse.status_code, Rattachement.objects.count()) == (403, 0)
