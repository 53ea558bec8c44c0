"""The first time of a pupil of 6e, whole: the paper that the principal printed, an identity that nobody here knows, the account; then every refusal."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Inscription
from ent.connexion.droits import est_activee
from ent.connexion.lectures import mur_de
from ent.connexion.models import CodeActivation
from ent.services.identites.models import Rattachement
from tests.graines import MARDI_10H
from tests.papiers import pages
from tests.services.identites.conftest import Voyage, neuf, qui

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[A-Z0-9]{4} ?[A-Z0-9]{4}\b")


def papier(c, entrer) -> str:
    """The code of Agathe, as the principal's printer gives it."""
    reponse = entrer(c.principale).post(reverse("connexion_feuilles", args=[c.sixieme.pk]), {"eleve": [c.agathe.pk]})
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "application/pdf")
    lue = " ".join(pages(b"".join(reponse) if reponse.streaming else reponse.content))
    assert "Agathe" in lue
    codes = [code for code in CODE.findall(lue) if any(lettre.isalpha() for lettre in code)]
    return codes[0].replace(" ", "")


def dire(la, eleve, sujet="sixieme", **change) -> None:
    """What ÉduConnect says of a pupil whom no number of the directory names."""
    la.profil = {
        "sub": sujet,
        "FrEduCtPersonAffiliation": ["eleve2d"],
        "sn": eleve.nom.upper(),
        "givenName": eleve.prenom,
    } | change


def taper(voyage: Voyage, code: str, naissance: dt.date):
    return voyage.client.post(reverse("identites_code"), {"code": code, "naissance": naissance.strftime("%d/%m/%Y")})


def test_the_paper_of_a_sixieme_ties_an_unknown_identity_and_no_picture_opens_any_more(c, d, la, voyage, entrer):
    place = Inscription.objects.create(eleve=c.agathe, classe=d.cm2, niveau="CM2", debut=d.cm2.annee.debut)
    assert c.agathe not in [entree.eleve for entree in mur_de(d.cm2)]  # their école has not let them go yet
    code = papier(c, entrer)
    dire(la, c.agathe)
    assert voyage.faire().url == reverse("identites_code")
    assert qui(voyage.client) == "" and not Rattachement.objects.exists()
    page = voyage.client.get(reverse("identites_code")).text
    assert "Vous avez déjà un compte ici" not in page  # a parent's way
    assert taper(voyage, code, c.agathe.date_naissance).status_code == 302
    assert qui(voyage.client) == str(c.agathe.pk)
    assert est_activee(neuf(c.agathe)) and not neuf(c.agathe).has_usable_password()
    assert Rattachement.objects.get().personne == c.agathe
    assert CodeActivation.objects.get(personne=c.agathe).utilise_le
    accueil = voyage.client.get("/")
    assert accueil.status_code == 200 and "eleve--lit" in accueil.text
    assert voyage.client.get("/plus/").status_code == 200
    # Neither wall opens them: the collège has none, and their place at the école shows them no more.
    assert "ÉduConnect" in Client().get(reverse("connexion_mur", args=[c.sixieme.jeton_tablette])).text
    for classe in (c.sixieme, place.classe):
        secret = reverse("connexion_secret", args=[classe.jeton_tablette, c.agathe.uuid])
        assert qui(client := Client()) == "" and client.post(
            secret, {"image": ["chat", "lune", "roi"]}
        ).status_code in (200, 404)
        assert qui(client) == ""
    # The next time, no code is asked.
    encore = Voyage(la, voyage.ici)
    assert encore.faire().url == "/" and qui(encore.client) == str(c.agathe.pk)
    verbes = list(EntreeJournal.objects.filter(auteur_uuid=c.agathe.uuid).values_list("verbe", flat=True))
    assert "identites.rattacher" in verbes


def test_the_code_of_a_paper_is_nobody_else_s(c, la, voyage, entrer):
    """Another pupil of the class, who found it; then themself with another day of birth."""
    code = papier(c, entrer)
    autre = Inscription.objects.exclude(eleve=c.agathe).filter(classe=c.sixieme).first().eleve
    dire(la, autre)
    voyage.faire()
    for naissance in (autre.date_naissance, c.agathe.date_naissance):
        assert taper(voyage, code, naissance).status_code == 422
    assert (qui(voyage.client), Rattachement.objects.count()) == ("", 0)
    assert not est_activee(neuf(c.agathe)) and not est_activee(neuf(autre))


def test_a_code_serves_once(c, la, voyage, entrer):
    code = papier(c, entrer)
    dire(la, c.agathe)
    voyage.faire()
    taper(voyage, code, c.agathe.date_naissance)
    autre = Voyage(la, voyage.ici)
    dire(la, c.agathe, sujet="quelqu’un d’autre")
    assert autre.faire().url == reverse("identites_code")
    assert taper(autre, code, c.agathe.date_naissance).status_code == 422
    assert (qui(autre.client), Rattachement.objects.count()) == ("", 1)


def test_a_code_that_ended_opens_nothing(c, la, voyage, entrer):
    code = papier(c, entrer)
    CodeActivation.objects.filter(personne=c.agathe).update(expire_le=MARDI_10H - dt.timedelta(days=1))
    dire(la, c.agathe)
    voyage.faire()
    assert taper(voyage, code, c.agathe.date_naissance).status_code == 422
    assert (qui(voyage.client), Rattachement.objects.count()) == ("", 0)
    assert not est_activee(neuf(c.agathe))


def test_a_session_lasts_as_the_device_is_theirs_or_shared(c, la, voyage, entrer):
    code = papier(c, entrer)
    dire(la, c.agathe)
    voyage.faire()
    taper(voyage, code, c.agathe.date_naissance)
    # The paper is given in class: the first time, before a computer of the collège, leaves nobody in.
    assert qui(voyage.client) == str(c.agathe.pk) and voyage.client.session.get_expire_at_browser_close()
    chez_soi = Voyage(la, voyage.ici)
    chez_soi.faire()
    assert qui(chez_soi.client) == str(c.agathe.pk) and not chez_soi.client.session.get_expire_at_browser_close()
    au_cdi = Voyage(la, voyage.ici)
    au_cdi.faire(partage=1)
    assert qui(au_cdi.client) == str(c.agathe.pk)
    assert au_cdi.client.session.get_expire_at_browser_close()


def test_who_said_that_the_device_is_shared_and_begins_again_says_it_still(c, la, voyage):
    client, aller = Client(), reverse("identites_aller", args=[voyage.ici.uuid])
    client.get(aller, {"partage": 1})
    refus = client.post(reverse("identites_finir", args=[voyage.ici.uuid]), {"state": "inconnu", "code": "x"})
    assert f'href="{aller}?partage=1"' in refus.text
    client.get(aller)
    refus = client.post(reverse("identites_finir", args=[voyage.ici.uuid]), {"state": "inconnu", "code": "x"})
    assert f'href="{aller}"' in refus.text


def test_a_paper_that_opens_a_password_in_class_leaves_nobody_in(c, entrer):
    code, client = papier(c, entrer), Client()
    client.post(reverse("connexion_activer"), {"code": code, "naissance": c.agathe.date_naissance.strftime("%d/%m/%Y")})
    client.post(reverse("connexion_activer_verifier"))
    client.post(reverse("connexion_activer_compte"), {"mot_de_passe": "girafe-bleue-7412"})
    assert qui(client) == str(c.agathe.pk) and client.session.get_expire_at_browser_close()
