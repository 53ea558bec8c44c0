"""What reaches families out of a page is in their language too: each e-mail, each push, and each sentence that is kept of a piece of news.

News are those that the gestes of the rights matrix tell; of the others, whichever test tells them, `tests/conftest.py` holds that the seven catalogs
know what is asked of them.
"""

import ast
import html
import inspect
import re
from collections import defaultdict
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from ent.annuaire.forms import versions
from ent.annuaire.models import Personne, Responsabilite, Role
from ent.annuaire.views import gestes
from ent.connexion import courrier as courriels
from ent.connexion import taches
from ent.connexion.actions import emettre_code
from ent.connexion.models import CodeActivation
from ent.coquille import middleware
from ent.coquille.views import erreurs
from ent.diffusion import courrier, paroles, sortes
from ent.diffusion.models import Envoi, Notification
from tests.langues import A_LA_FRANCAISE, AUTRES, TEMOIN, connues, ecouter, francais
from tests.matrice import COLONNES, Objets, client_de
from tests.test_matrice import LIGNES, sessions_en_cookies, traduction  # noqa: F401  (fixtures)

MODELES = Path(courriels.__file__).parent / "templates/account/email"
ADRESSES = re.compile(r"https?://\S+|\S+@\S+")


@pytest.fixture
def foyers(d) -> set[str]:
    """Whoever follows a child, or was confided one, reads the witness's language. The words of everybody's names."""
    suivent = {*Responsabilite.objects.values_list("adulte_id", flat=True), d.assistante.pk, d.assistante_finie.pk}
    Personne.objects.filter(pk__in=suivent).update(langue=TEMOIN)
    noms = {mot for noms in Personne.objects.values_list("prenom", "nom") for nom in noms for mot in nom.split()}
    return noms | {"Solange", "Guérin"}  # to whom the matrix confides an access


def restes(texte: str, gens: set[str]) -> set[str]:
    return francais(f">{html.escape(ADRESSES.sub('', texte))}<", gens)


@pytest.mark.timeout(300)
def test_what_families_are_told_is_kept_in_their_language(d, mardi, foyers):
    dites: dict[str, set[str]] = defaultdict(set)
    for methode, nom, ecole, *attendus in LIGNES:
        cles = [cle for cle, statut in zip(COLONNES, attendus, strict=True) if statut in ("200", "204", "302")]
        if methode != "POST" or ecole == "maternelle" or not cles:
            continue
        with transaction.atomic():
            arguments, envoi = Objets(d, ecole).arguments(nom)
            for cle in cles:
                cache.clear()
                with transaction.atomic():
                    client_de(None if cle == "anonyme" else getattr(d, cle)).post(reverse(nom, args=arguments), envoi)
                    lues = Notification.objects.filter(destinataire__langue=TEMOIN).values_list("nature", "texte")
                    for nature, texte in lues:
                        dites[nature].add(texte)
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    en_francais = {n: r for n, textes in dites.items() if (r := {reste for t in textes for reste in restes(t, foyers)})}
    assert en_francais == {}
    assert len(dites) > 20


@pytest.mark.parametrize("langue", AUTRES)
def test_an_e_mail_and_a_push_say_each_kind_of_news_in_the_reader_s_language(d, mardi, langue):
    personne = Personne.objects.get(pk=d.mere.pk)
    personne.langue, personne.courriel = langue, personne.courriel or "nadia@exemple.fr"
    toutes = [n for sorte in sortes.sortes() for n in sorte.natures] + ["inconnue.nature"]
    communs = {"visible_le": timezone.now(), "destinataire": personne, "etablissement": d.elementaire}
    nouvelles = [Notification(nature=nature, **communs) for nature in toutes]
    envoi = Envoi(pk=1, destinataire=personne, canal="courriel", adresse=personne.courriel)
    with ecouter(langue) as dites:
        courrier_du_jour = courrier.composer(envoi, nouvelles)
        with translation.override(langue):
            poussees = [paroles.poussee([n]) for n in nouvelles] + [paroles.poussee(nouvelles)]
    assert dites - connues(langue) == set()
    assert len(dites) > 20
    lus = [courrier_du_jour.subject, courrier_du_jour.body, *(p[quoi] for p in poussees for quoi in ("titre", "texte"))]
    assert [lu for lu in lus if A_LA_FRANCAISE.search(lu)] == []
    if langue == TEMOIN:
        assert {reste for lu in lus for reste in restes(lu, set())} == set()


def _courriels_d_un_compte(d) -> None:
    """Each e-mail of « coming in », whatever asks for it."""
    adresse = EmailAddress.objects.create(user=d.mere, email="nadia@exemple.fr", primary=True, verified=True)
    taches.confirmer.func(adresse.pk)
    taches.mot_de_passe_oublie.func(adresse.email)
    taches.inviter.func(adresse.email)
    role = Role.objects.create(
        personne=d.mere, nature=Role.Nature.PERSONNEL, etablissement=d.maternelle, debut=timezone.localdate()
    )
    Personne.objects.filter(pk=d.mere.pk).update(courriel_contact="nadia@exemple.fr")
    emettre_code(personne=d.mere, etablissement=d.maternelle)
    taches.inviter_dans_une_ecole.func(CodeActivation.objects.get(personne=d.mere).pk)
    role.delete()
    taches.dire_deja_pris.func(adresse.email, TEMOIN)
    taches.prevenir_le_titulaire.func(adresse.email, TEMOIN)


def test_the_e_mails_of_an_account_are_in_its_language(d, foyers):
    d.mere.refresh_from_db()
    EmailAddress.objects.filter(user=d.mere).delete()
    with ecouter() as dites:
        _courriels_d_un_compte(d)
    modeles = list(MODELES.glob("*_subject.txt"))
    assert len(mail.outbox) == len(modeles) + 1 == 6  # the sixth is written in `courrier.py`
    assert {reste for m in mail.outbox for reste in restes(f"{m.subject}\n{m.body}", foyers)} == set()
    assert [m.subject for m in mail.outbox if A_LA_FRANCAISE.search(f"{m.subject}\n{m.body}")] == []
    assert {langue: dites - connues(langue) for langue in AUTRES} == {langue: set() for langue in AUTRES}


def test_a_page_reached_from_an_e_mail_needs_no_french(d, client, foyers):
    """Stopping the day's e-mail is done signed out, from a mail: the browser may have no language of ours yet."""
    lien = reverse("prevenir_arreter", args=[signing.dumps(str(d.mere.uuid), salt=paroles.SEL_ARRET)])
    page = client.get(lien)
    assert f'lang="{TEMOIN}"' in page.text
    assert francais(page.text, foyers) == set()


# Said by the ground to whoever sends something: a second sending, crossed corrections, what is refused or too big. No walk of pages meets them.
DU_SOL = (gestes, versions, middleware, erreurs)
A_L_OPERATEUR = {"Votre compte n’ouvre pas cette action. Demandez à la personne qui vous l’a ouvert."}


def _phrases(module) -> set[str]:
    appels = (n for n in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(n, ast.Call))
    return {n.args[0].value for n in appels if isinstance(n.func, ast.Name) and n.func.id == "_"}


@pytest.mark.parametrize("langue", AUTRES)
def test_what_the_ground_answers_to_who_sends_is_in_their_language(langue):
    dites = set().union(*map(_phrases, DU_SOL)) - A_L_OPERATEUR
    assert len(dites) > 20
    assert dites - connues(langue) == set()
