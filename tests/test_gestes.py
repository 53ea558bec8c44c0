"""Every address that answers a POST: it makes something, once; it corrects what its page had read; it takes something away
(`tests/test_deux_fois.py`); or it is named with why.

The rights matrix reads every page for every persona: there too, a form that lacks what its address asks for fails (`tests/gestes.py`).
"""

import datetime as dt
import re
import uuid

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.socle.adresses import se_lit
from tests.gestes import formulaires
from tests.matrice import COLONNES, TABLES, Objets
from tests.test_matrice import lues

# Neither, and why.
RAISONS = {
    "says which state is wanted: sent twice it is the same, and the page shows it": """
        acces_confies_ecole_lue acces_confies_ecole_reprendre acces_confies_ecole_terminer acces_confies_ne_plus_s_opposer acces_confies_reprendre acces_confies_s_opposer acces_confies_terminer dossier_eleve_fini
        agenda_annuler agenda_retablir absences_collective_retirer absences_juger absences_retirer evacuation_finir
        evacuation_reprendre
        annuaire_attente_resoudre annuaire_equipe annuaire_passage_arrivee annuaire_passage_classe annuaire_passage_defaire annuaire_passage_faire
        annuaire_aide_finir annuaire_pouvoirs_reprendre annuaire_passage_placer annuaire_passage_preparer annuaire_passage_programmer annuaire_passage_qui_suit annuaire_reunir annuaire_reunir_retirer bannieres cahier_cocher cahier_partager cahier_publier
        cahier_remettre cahier_retirer cahier_seance_publier cahier_seance_remettre
        cahier_seance_retirer carnet_remettre carnet_retirer carnet_trancher confort confort_d_ici
        connexion_appareils_tout_fermer connexion_donnees_opposition connexion_fermer_tablettes connexion_ouvrir_mur
        consentements_fermer journal_commentaire_montrer journal_commentaire_remettre journal_commentaire_retirer
        journal_commentaires journal_eleve_reprendre journal_portfolio_billet journal_portfolio_retirer journal_remettre
        journal_site langue langues_relire messagerie_basculer
        messagerie_incident_finir messagerie_jeter messagerie_lever messagerie_rappeler messagerie_reagir
        messagerie_remettre messagerie_renvoyer messagerie_signalement notifications plus_tard prevenir_appareil
        periscolaire_changer periscolaire_fermer periscolaire_rouvrir periscolaire_jour_fermer periscolaire_jour_rouvrir periscolaire_menus_publier periscolaire_menus_retirer periscolaire_pointer
        prevenir_arreter rdv_annuler rdv_creneau rdv_decommander rdv_deplacer rdv_ouvrir
        rdv_relancer espaces_decrocher espaces_raccrocher espaces_monter espaces_annuler_date espaces_retablir_date espaces_clore espaces_rouvrir espaces_quitter espaces_revenir
        espaces_retirer_invitation espaces_repondre espaces_repondre_classe liaison_completer liaison_montrer liaison_montrer_un liaison_ne_plus_montrer liaison_ne_plus_montrer_les liaison_rouvrir liaison_redemander liaison_relancer liaison_travaux liaison_travail_pour_tous autorisation_fermer autorisation_redemander autorisation_relancer autorisation_appel sortie_retablir rdv_prendre_la_suite rdv_reprendre rdv_soiree_retirer renseignements_confirmer
        renseignements_correction_retirer renseignements_les_memes renseignements_rendre renseignements_retirer site_heberger theme
        tiers_enfant_remettre tiers_enfant_retirer tiers_fermer tiers_retirer tiers_rouvrir identites_retirer continuite_fermer continuite_agenda_garder liaison_correspondant_fermer continuite_plateforme_fermer""",
    "what one has seen, or is typing: the last word is the right one, and it is one's own": """
        cahier_brouillon dossier_brouillon espaces_brouillon liaison_brouillon cahier_vus carnet_brouillon carnet_vus dossier_lu messagerie_avancer messagerie_brouillon nouvelles_lues prevenir prevenir_adresse""",
    "bears a number of its own, with a unique constraint: it leaves by the outbox of the browser, or by the socket's page": """
        cahier_rendre carnet_signer fichiers_deposer journal_commenter journal_eleve_billet journal_eleve_ecrire messagerie_envoyer""",
    "a code of one minute: sent twice makes two, and the one that is taken ends the others": "continuite_relier",
    "each line, or each sending, bears the number that its sender gave it: sent again, it changes nothing": "continuite_elements liaison_annoncer liaison_envoi_recu",
    "a departure of half an hour: sent twice makes two, and each serves once": "continuite_compte_relier continuite_compte_finir",
    "why, once: what is already known is left as it is": "absences_dire absences_expliquer",
    "one's own word, that nobody else corrects; the former one stays in the history": """
        carnet_reprendre consentements_repondre""",
    "undone in one tap, and not done again: the geste says what it found (cahier_de_textes/actions/gestes.py)": """
        annuaire_autorite_annuler annuaire_eleve_annuler annuaire_pouvoirs_redonner cahier_geste_annuler liaison_annuler rdv_note_rendre""",
    "what paper says, by pupil: what is already said the same is left, and the former answer stays in the history": """
        carnet_papier_repris carnet_papiers consentements_accords consentements_papiers
        autorisation_saisir autorisation_signer""",
    "one place up or down, which the page shows: each tap is another": "renseignements_bouger",
    "bears the row that its page had read, and is refused once something replaced it; the former ones are kept": """
        annuaire_reglage_annuler annuaire_reglage_annuler_commune annuaire_reglage_annuler_territoire""",
    "answered once: what no longer waits is said so, and what changed since the page was read is refused": """
        liaison_coupon renseignements_accepter renseignements_refuser renseignements_reprendre tiers_accorder tiers_reprendre tiers_reprendre_un_refus
        liaison_confirmer liaison_ce_n_est_pas_lui liaison_refuser liaison_correspondant_confirmer espaces_repondre_invitation""",
    "opening is the act itself, kept with its hour": "annuaire_aide_page renseignements_ouvrir",
    "opens what is already there, or makes it under a constraint": """
        messagerie_ouvrir journal_archive souvenirs_album connexion_ajouter_enfant periscolaire_menus_reprendre espaces_inviter""",
    "asked of GAR, or of a worker, again: twice is no more than once": """
        continuite_agenda_relire continuite_plateforme_essayer gar_actualiser gar_envoyer liaison_envoyer liaison_reessayer liaison_remettre liaison_correspondant_relire""",
    "burns into the photo what was drawn, once and for all: what two people hide, both hide": "fichiers_flouter journal_photo",
    "a file that changes nothing: it is read, planned, and applied once, by its state": """
        annuaire_depart_annuler annuaire_fiche_direction_rendre annuaire_import annuaire_import_abandonner annuaire_import_annee annuaire_import_appliquer annuaire_import_reprendre
        annuaire_territoire annuaire_territoire_abandonner annuaire_territoire_appliquer annuaire_territoire_reprendre annuaire_aaf_relever annuaire_aaf_appliquer""",
    "draws a new secret or a new code, and the paper that says it: the former one stops": """
        acces_confies_code connexion_feuilles connexion_feuilles_personnel connexion_nouveau_secret connexion_papier_direction connexion_renouveler_lien
        tiers_nouveau_secret identites_papiers continuite_secret""",
    "a paper, a reading, a preview: nothing is written but the line that says so": """
        absences_apercu absences_lettres annuaire_chercher chercher copies partage cahier_comprendre_classe cahier_comprendre_groupe cahier_traduire_seance cahier_traduire_travail carnet_coupons carnet_traduire dossier_traduire
        autorisation_feuilles autorisation_traduire consentements_feuilles journal_traduire rdv_papiers messagerie_preuves messagerie_traduire periscolaire_export
        renseignements_papiers identites_verifier liaison_papiers""",
    "coming in and going out: security's own forms, and its own brakes": """
        account_change_password account_confirm_email account_email account_login account_logout account_reauthenticate
        account_reset_password account_reset_password_from_key account_set_password account_signup cms_entrer cms_sortir
        connexion_activer connexion_activer_code connexion_activer_compte connexion_activer_verifier connexion_changer
        connexion_compte connexion_invitation connexion_mur connexion_oublier_tablette connexion_secret connexion_trouver_tablette
        mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes
        mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn
        identites_code identites_finir identites_oidc_sortie identites_rattacher identites_retour identites_saml_sortie
        tiers_cas_sortir tiers_oidc_autoriser tiers_oidc_jeton tiers_oidc_personne tiers_oidc_sortir tiers_saml_entrer tiers_saml_sortir tiers_saml_sortir_envoi continuite_jeton""",
}  # fmt: skip
NOMMEES = {nom for noms in RAISONS.values() for nom in noms.split()}
# Row by row: tests/annuaire/test_liens.py, tests/annuaire/test_autorite.py, tests/annuaire/test_niveaux.py,
# tests/pages/test_journal_pages.py, tests/services/liaison/test_positions.py; of one's own answer, test_mots_gardes.py there. `journal_qui` stands in the page that publishes, beside its version: same file.
AUTREMENT = {
    "annuaire_autorite",
    "annuaire_niveaux",
    "annuaire_responsables",
    "dossier_repondre",
    "journal_qui",
    "liaison_positions",
}

LIGNES = {(li[1], li[2]): li[3:] for table in TABLES for li in lues(table) if li[0] == "POST"}
LUES = {(li[1], li[2]): set(li[4:]) for table in TABLES for li in lues(table) if li[0] == "GET"}
REFUS = {"403", "404", "405"}


def vues(resolveur=None) -> dict[str, object]:
    """By name, the view of each address of ours."""
    trouvees: dict[str, object] = {}
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver):
            if getattr(motif.urlconf_module, "__name__", "") != "wagtail.admin.urls":
                trouvees |= vues(motif)
        elif isinstance(motif, URLPattern):
            trouvees[motif.name or str(motif.pattern)] = motif.callback
    return trouvees


VUES = vues()
# Of whoever is in: an answer that is neither « no such page » nor « not by this method ».
REPONDENT = {nom for (nom, _ecole), statuts in LIGNES.items() if set(statuts[1:]) - {"403", "404", "405"}}
GESTES = {nom: getattr(VUES[nom], "geste", "") for nom in REPONDENT}


def test_each_address_that_is_posted_to_makes_once_corrects_or_is_named():
    assert {nom for nom, geste in GESTES.items() if not geste} - NOMMEES == set()


def test_none_is_named_that_makes_or_corrects():
    assert {nom for nom in NOMMEES if getattr(VUES[nom], "geste", "")} == set()
    assert VUES.keys() >= NOMMEES


QUI_ENVOIE = (
    "enseignante",
    "enseignant",
    "directrice",
    "operateur",
    "referente",
    "mere",
    "eleve_cp",
    "pere_separe",
    "remplacant",
)


def posee(d, entrer, nom: str, ecole: str = "elementaire"):
    """The address, what a page sends to it, and somebody who may send it."""
    arguments, envoi = Objets(d, ecole).arguments(nom)
    statuts = LIGNES.get((nom, ecole)) or LIGNES[nom, "-"]
    obtenus = dict(zip(COLONNES, statuts, strict=True))
    qui = next(cle for cle in QUI_ENVOIE if obtenus[cle] not in REFUS)
    return reverse(nom, args=arguments), envoi or {}, entrer(getattr(d, qui))


def lignes_en_base() -> dict[str, int]:
    return {m.__name__: m._base_manager.count() for m in apps.get_models() if m.__name__ != "Session"}


# What the matrix does not send, since it asks for rights alone.
QUI_REPOND = {"nom": "Marie-Jo", "telephone": "01 30 00 00 00", "jours": ["0", "1"], "debut": "08:30", "fin": "17:00"}
ENVOIS = {
    "annuaire_interlocuteur": QUI_REPOND,
    "annuaire_interlocuteur_territoire": QUI_REPOND,
    "annuaire_reglages": {
        "semaine": "4.5", "matin_debut": "08:20", "matin_fin": "11:30", "apres_midi_debut": "13:30", "apres_midi_fin": "15:45",
        "calme_debut": "19:00", "calme_fin": "07:30", "calme_week_end": "on", "calme_retient": "notifications", "connexion_mur": "classe", "conservation_delai": "60", "connexion_second_facteur": "direction", "connexion_images": "CE1", "pages_palette": "prune", "pages_commentaires": "on",
    },
}  # fmt: skip


@pytest.mark.parametrize("nom", sorted(nom for nom, geste in GESTES.items() if geste == "cree"))
def test_the_same_page_sent_twice_makes_one_and_shows_the_first(d, mardi, horloge, entrer, nom):
    chemin, envoi, client = posee(d, entrer, nom)
    horloge(
        mardi + dt.timedelta(seconds=1)
    )  # after what was laid: what is taken back since is made again (tests/test_repris.py)
    envoi = {**envoi, **ENVOIS.get(nom, {}), "numero": str(uuid.uuid4())}
    premiere = client.post(chemin, envoi)
    assert premiere.status_code in (200, 302), premiere.text[-2000:]
    apres = lignes_en_base()
    assert apres["EnvoiRecu"] == 1
    for fichier in (champ for champ in envoi.values() if hasattr(champ, "seek")):
        fichier.seek(0)  # a browser reads it again
    seconde = client.post(chemin, envoi)
    assert seconde.status_code == 302
    assert seconde["Location"] == premiere.get("Location", chemin)
    assert lignes_en_base() == apres


@pytest.mark.parametrize(
    "nom", sorted(nom for nom, geste in GESTES.items() if geste == "corrige" and nom not in AUTREMENT)
)
def test_a_page_that_had_read_something_else_is_refused_once_then_replaces(d, mardi, entrer, nom):
    chemin, envoi, client = posee(d, entrer, nom)
    envoi = {**envoi, **ENVOIS.get(nom, {})}
    avant = lignes_en_base()
    for lue in ({"version": ""}, {"version": "ce qu’elle avait lu"}):
        refus = client.post(chemin, {**envoi, **lue})
        assert refus.status_code == 422
        assert "pendant que vous écriviez" in refus.text
    assert lignes_en_base() == avant
    portees = [
        f.champs["version"] for f in formulaires(chemin, refus.text) if f.adresse == chemin and "version" in f.champs
    ]
    assert len(portees) == 1
    reponse = client.post(chemin, {**envoi, "version": portees[0]})
    assert reponse.status_code == 302, reponse.text[-2000:]


# --- A session that was lost ----------------------------------------------------------------------------------------------
_LUES: dict[str, dict[str, tuple[str, bool]]] = {}


def lues_de(d, ecole: str) -> dict[str, tuple[str, bool]]:
    """By name, an address of ours and whether the matrix saw somebody read it. What the address names is not kept: laid once."""
    if ecole in _LUES:
        return _LUES[ecole]
    trouvees, objets = _LUES.setdefault(ecole, {}), Objets(d, ecole)
    for nom, statuts in [(nom, statuts) for (nom, ou), statuts in LUES.items() if ou == ecole and statuts != {"404"}]:
        with transaction.atomic():
            trouvees[nom] = reverse(nom, args=objets.arguments(nom)[0]), "405" not in statuts
            transaction.set_rollback(True)
    return trouvees


@pytest.mark.parametrize("ecole", ["elementaire", "-"])
def test_an_address_is_known_to_answer_get_as_the_matrix_saw_it(d, mardi, ecole):
    lues_ici = lues_de(d, ecole)
    assert [nom for nom, (chemin, lue) in lues_ici.items() if se_lit(chemin) != lue] == []
    assert {lue for _chemin, lue in lues_ici.values()} == {True, False}
    assert not se_lit("/rien/de/tel/")


@pytest.mark.parametrize("ecole", ["elementaire", "-"])
def test_no_sign_in_leads_to_an_address_that_is_only_written_to(d, mardi, ecole):
    entree, page = reverse("account_login"), f"http://testserver{reverse('plus')}?a=b"
    for nom, chemin in [(nom, chemin) for nom, (chemin, lue) in lues_de(d, ecole).items() if not lue]:
        inconnu = Client()
        if getattr(VUES[nom], "login_required", True):
            for venue in (
                "",
                f"http://testserver{chemin}",
                page.replace("testserver", "ailleurs.example"),
                "http://[::1",
            ):
                assert inconnu.post(chemin, headers={"Referer": venue})["Location"] == entree, (nom, venue)
            assert inconnu.post(chemin, headers={"Referer": page})["Location"] == f"{entree}?next=/plus/%3Fa%3Db", nom
            assert inconnu.get(chemin)["Location"] == entree, nom
            # A part of a page, asked again from it, never becomes the door.
            assert inconnu.post(chemin, headers={"HX-Request": "true", "Referer": page}).status_code == 401, nom
        gardee = {"login": "nadia.belhadj", "password": MOT_DE_PASSE, "next": chemin}
        assert inconnu.post(entree, gardee)["Location"] == reverse("accueil"), nom


# --- An address that is only written to, opened again ---------------------------------------------------------------------
@pytest.mark.parametrize("ecole", ["elementaire", "-"])
def test_what_is_only_written_to_leads_back_to_the_nearest_page_above(d, mardi, entrer, ecole):
    """A phone restores its tab at the address of a form that was refused."""
    mere, menent = entrer(d.mere), {}
    for nom, chemin in [(nom, chemin) for nom, (chemin, lue) in lues_de(d, ecole).items() if not lue]:
        page = mere.get(chemin)
        assert (page.status_code, Client().get(chemin).text.count("Revenir à la page")) in {(405, 0), (302, 0)}, nom
        menent[nom] = re.findall(r'href="([^"]+)">Revenir à la page', page.text)
        entre_deux = [chemin[: n + 1] for n in range(1, len(chemin) - 1) if chemin[n] == "/"]
        assert menent[nom] == [page for page in entre_deux if se_lit(page)][-1:], nom
    if ecole == "-":
        assert menent["theme"] == []  # the home is always offered
    else:
        assert menent["carnet_signer"][0].startswith(f"/carnet/{d.eleve_cp.uuid}/")
