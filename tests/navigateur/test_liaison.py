"""Dossiers de liaison in a browser: a class prepared by the keyboard, two holders who do not agree, and the whole way between two installations of the product."""

import re
import signal
import time

import pytest

from tests.navigateur import liaison as c
from tests.navigateur.conftest import Appareil
from tests.navigateur.liaison import A_ENVOYER, CHEZ_LE_COLLEGE, CLE, HOTE, OUVRIER, Porte, lance
from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.liaison", "ent.services.continuite")]
MODELES = "__import__('ent.services.liaison.models', fromlist=['x'])"
# Seconds of the Keystroke-Level Model (Card, Moran, Newell): a key, a choice to make, a move of the hand.
TOUCHE, CHOIX, MAIN = 0.28, 1.35, 0.4
SAIT = "Lire seul un roman de cent pages et en parler.\nPoser une division et vérifier son résultat."
AIDE = "Une consigne à la fois.\nUn modèle sous les yeux pour rédiger."
VINGT_HUIT = """
from ent.services.liaison.actions import preparation
from ent.services.liaison.models import Campagne, Dossier
c = Campagne.objects.get()
Dossier.objects.filter(campagne=c).update(positions={})
for n in range(28 - c.dossiers.count()):
    p = Personne.objects.create(prenom=f"Zoé{n}", nom="Zola", password="!")
    Inscription.objects.create(eleve=p, classe=d.cm2, niveau="CM2", debut=d.cm2.annee.debut)
preparation.completer_campagne(campagne=c, auteur=d.enseignant)
"""


def lisible(a: Appareil, nom: str) -> None:
    for largeur in (390, 1280):
        a.page.set_viewport_size({"width": largeur, "height": 844})
        assert (examiner(a.page, nom), debords(a.page)) == ([], False)
        a.photographier(f"liaison-{nom}-{largeur}")


def campagne(serveur) -> str:
    return serveur.lire(f"str({MODELES}.Campagne.objects.get().uuid)")


def dossier(serveur, qui: str = "eleve_cm2") -> str:
    return serveur.lire(f"str({MODELES}.Dossier.objects.get(eleve=d.{qui}).uuid)")


# --- Who prepares ---------------------------------------------------------------------------------------------------------
def test_twenty_eight_are_prepared_by_the_keyboard_in_less_than_two_minutes_each(appareil, serveur):
    """What the machine takes is measured; what a person takes is counted, key by key and choice by choice."""
    serveur.faire(VINGT_HUIT)
    a = appareil("bureau")
    a.entrer(serveur.lire("d.enseignant.courriel"))
    page, debut, personne = a.page, time.monotonic(), 0.0
    a.aller(f"/dossiers/ecole/{campagne(serveur)}/positions/")
    page.locator("[data-rangee] select").first.focus()
    for n in range(28):
        for touche in "34332433":
            page.keyboard.press(touche)
        page.keyboard.press("Enter")
        personne += 8 * (CHOIX + TOUCHE) + TOUCHE
        assert page.locator("[data-rangee]").nth(n).locator("select").last.input_value() == "3"
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text(re.compile("Enregistré pour 28 élèves")).wait_for()
    positions = (time.monotonic() - debut + personne) / 28
    page.get_by_role("link", name=re.compile("vers la 6e")).first.click()
    page.locator(".tableau-dossiers tbody a").last.wait_for()
    liens = page.locator(".tableau-dossiers tbody a")
    rang = next(n for n in range(28) if "Zola" in liens.nth(n).inner_text())
    liens.nth(rang).click()
    debut, personne, faits = time.monotonic(), 0.0, 3
    for _eleve in range(faits):
        page.get_by_label("Ce qu’il ou elle sait").fill(SAIT)
        page.get_by_label("Ce qui l’aide").fill(AIDE)
        page.get_by_label("Ma page est faite").check()
        personne += (len(SAIT) + len(AIDE)) * TOUCHE + 4 * CHOIX + 3 * MAIN
        page.get_by_role("button", name=re.compile("Enregistrer, puis")).click()
        page.get_by_text(re.compile("C’est enregistré pour Zoé")).wait_for()
    ecrire = (time.monotonic() - debut + personne) / faits
    print(
        f"\nliaison : {positions:.0f} s de positions et {ecrire:.0f} s de page par enfant, {positions + ecrire:.0f} s en tout"
    )
    assert positions + ecrire < 120
    lisible(a, "preparer")


def test_dossiers_opened_by_mistake_are_closed_and_opened_again(appareil, serveur):
    serveur.recommencer()
    serveur.faire(f"{MODELES}.Campagne.objects.all().delete()")
    a = appareil("bureau")
    a.entrer(serveur.lire("d.enseignant.courriel"))
    a.aller("/dossiers/ecole/")
    a.page.get_by_role("link", name=re.compile("CM2")).last.click()
    a.page.get_by_role("button", name="Ouvrir", exact=True).click()
    a.page.get_by_role("link", name="Dates et élèves").click()
    a.page.get_by_text("Ouverts par erreur ?").click()
    lisible(a, "dates")
    a.page.get_by_role("button", name="Fermer ces dossiers").click()
    a.page.get_by_role("button", name="Annuler").wait_for()
    lisible(a, "fermes")
    a.page.get_by_role("button", name=re.compile("Rouvrir")).click()
    a.page.get_by_text("C’est rouvert, comme c’était.").wait_for()
    serveur.recommencer()


def test_no_cell_of_a_class_stands_over_another_and_a_send_is_said_twice(appareil, serveur):
    serveur.recommencer()
    a, cle = appareil("telephone"), campagne(serveur)
    a.entrer(serveur.lire("d.directrice.courriel"))
    a.aller(f"/dossiers/ecole/{cle}/")
    lisible(a, "classe")
    a.page.set_viewport_size({"width": 390, "height": 844})
    sortent = "cs => cs.filter(c => c.scrollWidth > c.clientWidth).map(c => c.textContent)"
    assert a.page.locator(".tableau-dossiers td").evaluate_all(sortent) == []
    a.page.locator(".tableau-dossiers tr").nth(3).scroll_into_view_if_needed()
    a.photographier("liaison-classe-lignes")
    a.aller(f"/dossiers/envois/{cle}/")
    a.page.locator("main summary").first.click()
    a.page.locator("main li summary").first.click()
    lisible(a, "envois")
    a.page.get_by_role("button", name=re.compile("^Oui, envoyer")).first.wait_for()
    dit = a.page.locator("main").inner_text()
    assert "Les familles ont jusqu’au" in dit
    serveur.recommencer()


# --- Two holders ------------------------------------------------------------------------------------------------------------
def test_two_holders_who_do_not_agree_learn_nothing_of_each_other(appareil, serveur):
    serveur.recommencer()
    uuid = dossier(serveur)
    mere, pere = appareil("telephone"), appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    pere.entrer(serveur.lire("d.pere_separe.courriel"))
    for a in (mere, pere):
        a.aller(f"/dossiers/famille/{uuid}/")
        a.page.get_by_role("heading", name="Dossier pour l’an prochain", level=1).wait_for()
    lisible(mere, "famille")
    mere.page.set_viewport_size({"width": 390, "height": 844})
    mere.page.get_by_text("Oui, sans une partie").click()
    parties = mere.page.locator(".reponse-partie")
    for n in range(parties.count()):
        parties.nth(n).get_by_text("Non" if n == 0 else "Oui", exact=True).click()
    mere.page.get_by_role("button", name="Donner ma réponse").click()
    mere.page.get_by_text(re.compile("C’est noté, l’école le sait")).wait_for()
    assert "vous avez dit non" in mere.page.content()
    pere.page.reload()
    lu = pere.page.content()
    assert "vous avez dit" not in lu and "a répondu" not in lu
    pere.page.get_by_text("Oui, envoyez-le").click()
    pere.page.get_by_role("button", name="Donner ma réponse").click()
    pere.page.get_by_text(re.compile("C’est noté, l’école le sait")).wait_for()
    for a, attendu in ((pere, "oui, envoyez-le"), (mere, "oui, sans une partie")):
        a.aller(f"/dossiers/famille/{uuid}/")
        dit = a.page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
        assert f"Vous avez répondu : {attendu}" in dit
        assert "désaccord" not in dit and "pas les mêmes" not in dit
    assert "vous avez dit non" not in pere.page.content()
    ecole = appareil("bureau")
    ecole.entrer(serveur.lire("d.enseignant.courriel"))
    ecole.aller(f"/dossiers/ecole/dossier/{uuid}/")
    ecole.page.get_by_text(re.compile("Accord")).first.wait_for()


# --- From one installation to the other -------------------------------------------------------------------------------------
@pytest.fixture
def sites(tmp_path_factory):
    ouverts = []
    try:
        la = lance(tmp_path_factory.mktemp("college"), ENT_DOMAINES=f"{HOTE},127.0.0.1")
        ouverts.append(la)
        ici = lance(tmp_path_factory.mktemp("ecole"), ENT_TACHES_DANS_LE_SERVEUR="", ENT_DOMAINES=f"{HOTE},127.0.0.1")
        ouverts.append(ici)
        porte = Porte(tmp_path_factory.mktemp("porte"), la.port)
        yield ici, la, porte
        porte.fermer()
    finally:
        for s in ouverts:
            s.fermer()


def attendre(lire, voulu, secondes: float = 60):
    fin = time.monotonic() + secondes
    while (lu := lire()) != voulu:
        assert time.monotonic() < fin, lu
        time.sleep(0.3)


def etats(s, modele: str) -> list[str]:
    return s.lire(f"list({MODELES}.{modele}.objects.order_by('pk').values_list('etat', flat=True))")


def test_between_two_installations_cut_killed_and_resumed_confirmed_or_refused_and_read_by_who_teaches(chromium, sites):
    ici, la, porte = sites
    ici.faire(A_ENVOYER.format(adresse=f"https://{HOTE}:{porte.port}"))
    ouvrier = OUVRIER.format(port=porte.port, certificat=str(porte.certificat))
    noms = ici.lire(
        f"[[x.eleve.prenom, x.eleve.nom] for x in {MODELES}.Dossier.objects.filter(eleve=d.eleve_cm2)]"
        f" + [[x.eleve.prenom, x.eleve.nom] for x in {MODELES}.Dossier.objects.filter(versions__isnull=False, destination=d.college)"
        ".exclude(eleve=d.eleve_cm2).order_by('pk')[:1]]"
    )
    la.faire(CHEZ_LE_COLLEGE.format(cle=ici.lire(CLE), eleves=noms))
    tete, principale = Appareil(chromium, ici, "bureau"), Appareil(chromium, la, "bureau")
    tete.contexte.add_cookies([ici.session(ici.lire("d.directrice.courriel")) | {"url": ici.adresse}])
    envois = f"/dossiers/envois/{campagne(ici)}/"
    tete.aller(envois)
    for prenom, nom in noms:
        ligne = tete.page.get_by_role("listitem").filter(has_text=f"{prenom} {nom}")
        ligne.locator("summary", has_text="Envoyer").click()
        ligne.get_by_role("button", name="Oui, envoyer").click()
        tete.page.get_by_text("1 dossier part.").wait_for()
    porte.coupe_a = 3  # the third piece of the first
    ici.faire(ouvrier)
    assert porte.coupures == 1
    partis = la.lire(f"{MODELES}.Reception.objects.order_by('pk').first().recus")
    # Who sends is killed, then who receives: each goes on from there.
    a_part, porte.coupe_a = c.ouvrier_a_part(ici, ouvrier), porte.pieces + 3
    porte.tuer = a_part.kill
    assert a_part.wait(60) == -signal.SIGKILL and porte.coupures == 2
    porte.coupe_a, porte.tuer = porte.pieces + 3, la.processus.kill
    ici.faire(ouvrier)
    assert la.processus.wait(10) == -signal.SIGKILL and porte.coupures == 3
    la.demarrer()
    assert partis < la.lire(f"{MODELES}.Reception.objects.order_by('pk').first().recus")
    ici.faire(ouvrier)
    attendre(lambda: etats(la, "Reception"), ["a_confirmer"] * 2)
    assert 0 < partis < la.lire(f"{MODELES}.Reception.objects.order_by('pk').first().octets")
    # The collège: told, confirms one, refuses the other.
    principale.contexte.add_cookies([la.session("aubry@exemple.fr") | {"url": la.adresse}])
    assert (
        la.lire(
            "__import__('ent.diffusion.models', fromlist=['x']).Notification.objects.filter(nature='liaison.recu', destinataire__courriel='aubry@exemple.fr').count()"
        )
        == 2
    )
    principale.aller("/dossiers/recus/")
    lisible(principale, "recus")
    principale.page.get_by_role("link", name=re.compile(noms[0][0])).click()
    lisible(principale, "reception")
    principale.page.get_by_role("button", name=f"C’est {noms[0][0]}").first.click()
    principale.page.get_by_text(re.compile("C’est confirmé")).wait_for()
    principale.page.get_by_role("link", name=re.compile(noms[1][0])).first.click()
    principale.page.get_by_text("Refuser ce dossier").click()
    principale.page.get_by_text("Cet élève va dans un autre établissement.").click()
    principale.page.get_by_label(re.compile("Un mot pour l’établissement")).fill("Inscrit à Élancourt.")
    principale.page.get_by_role("button", name="Refuser", exact=True).click()
    principale.page.get_by_role("button", name="Oui, refuser ce dossier").click()
    principale.page.get_by_text(re.compile("C’est refusé")).wait_for()
    # The école reads what became of each, and is told.
    ici.faire(ouvrier)
    assert sorted(etats(ici, "Envoi")) == ["confirme", "refuse"]
    tete.aller(envois)
    tete.page.get_by_text("Son mot : « Inscrit à Élancourt. »").wait_for()
    lisible(tete, "envois")
    dits = ici.lire(
        "list(__import__('ent.diffusion.models', fromlist=['x']).Notification.objects.filter(nature='liaison.suivi').values_list('texte', flat=True))"
    )
    assert len(dits) == 2 and any("a confirmé" in dit for dit in dits)
    # Who teaches the 6e reads it.
    professeur = Appareil(chromium, la, "bureau")
    professeur.contexte.add_cookies([la.session("lenoir@exemple.fr") | {"url": la.adresse}])
    professeur.aller("/dossiers/d-avant/")
    professeur.page.get_by_role("link", name=re.compile(noms[0][0])).click()
    professeur.page.get_by_text("Il aime lire.").first.wait_for()
    lisible(professeur, "d-avant")
    assert noms[1][1] not in professeur.page.content() or noms[0][1] == noms[1][1]
    for a in (tete, principale, professeur):
        assert a.erreurs == []
        a.contexte.close()


PROPOSITIONS = (
    "[[p.eleve.nom, [list(x) for x in p.differences]] for p in "
    "__import__('ent.services.liaison.lectures.receptions', fromlist=['x']).propositions_pour("
    f"{MODELES}.Reception.objects.get(etat='a_confirmer'))]"
)


def test_between_two_installations_what_goes_wrong_is_refused_and_says_why(sites, tmp_path):
    """Wrong school, tampered file, twice the same, unknown pupil, revoked key, a name that changed: each read by its sender."""
    ici, la, porte = sites
    adresse, vrai = f"https://{HOTE}:{porte.port}", ici.lire("d.college.uai")
    ouvrier = c.OUVRIER.format(port=porte.port, certificat=str(porte.certificat))
    ici.faire(c.A_ENVOYER.format(adresse=adresse))
    la.faire(c.CHEZ_LE_COLLEGE.format(cle=ici.lire(c.CLE), eleves=[]))

    def envoyer(avant: str = "") -> None:
        ici.faire(c.DEMANDER)
        ici.faire(avant + ouvrier)

    def devenu() -> list[str]:
        ici.faire(ouvrier)
        return ici.lire(f"list({MODELES}.Envoi.objects.order_by('pk').values_list('etat', 'motif').last())")

    ici.faire(c.VERS.format(uai="0780003X", adresse=adresse))
    envoyer()
    assert devenu() == ["refuse", "mauvaise_ecole"]
    ici.faire(c.VERS.format(uai=vrai, adresse=adresse))
    envoyer(c.ALTERER)
    attendre(lambda: etats(la, "Reception"), ["refusee"])
    assert devenu() == ["refuse", "altere"]
    assert la.lire(f"{MODELES}.Reception.objects.get().contenu") == {}
    envoyer()
    envoyer()
    attendre(lambda: etats(la, "Reception"), ["refusee", "a_confirmer"])
    assert devenu() == ["recu", ""]
    assert la.lire(PROPOSITIONS) == []
    la.faire(c.REFUSER)
    assert devenu() == ["refuse", "eleve_inconnu"]
    publique = c.Porte(tmp_path, ici.port)
    relire = c.RELIRE_LES_CLES.format(
        port=publique.port, certificat=str(publique.certificat), adresse=f"https://{HOTE}:{publique.port}"
    )
    ici.faire(c.REVOQUER)
    la.faire(relire)
    assert la.lire(f"{MODELES}.Correspondant.objects.get().cles") == []
    envoyer()
    assert devenu() == ["a_envoyer", "cle"]
    la.faire(c.CONFIRMER_LES_CLES + c.INSCRIRE)
    assert devenu()[0] in ("en_cours", "recu")
    attendre(lambda: etats(la, "Reception"), ["refusee", "refusee", "a_confirmer"])
    assert la.lire(PROPOSITIONS) == [["Belhadj-Martin", [["Nom", "Belhadj", "Belhadj-Martin"]]]]
    la.faire(c.CONFIRMER)
    assert devenu() == ["confirme", ""]
    publique.fermer()
