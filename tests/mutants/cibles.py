"""What is mutated, and the tests that must see it: files of rights and of tests, room by room, each in one process."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cible:
    nom: str
    fichiers: tuple[str, ...]
    tests: tuple[str, ...]
    fonctions: tuple[str, ...] = ()  # those alone, of a file that holds more than rights


CIBLES = [
    Cible(
        "audience",
        ("ent/annuaire/audience/droits.py", "ent/annuaire/audience/enonces.py", "ent/annuaire/destinataires.py"),
        (
            "tests/annuaire/test_audience.py", "tests/cahier_de_textes/test_audience.py", "tests/messagerie/test_audience.py",
            "tests/pages/test_audience.py", "tests/cahier_de_textes/test_retours.py",
        ),
    ),
    Cible(
        "annuaire",
        ("ent/annuaire/droits.py", "ent/connexion/droits.py", "ent/diffusion/droits.py"),
        (
            "tests/annuaire/test_droits.py", "tests/annuaire/test_groupes_finis.py", "tests/annuaire/test_departs.py",
            "tests/annuaire/test_audience.py", "tests/annuaire/test_chercher.py", "tests/annuaire/test_chercher_mondes.py",
            "tests/annuaire/test_fiches.py", "tests/connexion/test_papiers.py", "tests/connexion/test_acces.py",
            "tests/connexion/test_appareils.py", "tests/connexion/test_tablettes.py", "tests/diffusion/test_notifications.py",
            "tests/diffusion/test_prevenance.py", "tests/diffusion/test_perdus.py",
        ),
    ),
    Cible(
        "cahier",
        ("cahier_de_textes/droits.py",),
        (
            "tests/cahier_de_textes/test_audience.py", "tests/cahier_de_textes/test_frontieres.py",
            "tests/cahier_de_textes/test_actions.py", "tests/cahier_de_textes/test_remises.py",
            "tests/cahier_de_textes/test_rendus_ailleurs.py", "tests/cahier_de_textes/test_reserve.py",
            "tests/cahier_de_textes/test_retours.py", "tests/cahier_de_textes/test_visas.py",
            "tests/cahier_de_textes/test_seances.py", "tests/cahier_de_textes/test_suivi.py", "tests/cahier_de_textes/test_remises_foyers.py",
        ),
    ),
    Cible(
        "messagerie",
        ("messagerie/droits/fils.py", "messagerie/droits/mots.py", "messagerie/droits/regles.py"),
        (
            "tests/messagerie/test_audience.py", "tests/messagerie/test_droits.py", "tests/messagerie/test_frontieres.py",
            "tests/messagerie/test_messages.py", "tests/messagerie/test_moderation.py",
            "tests/messagerie/test_moderation_suspensions.py", "tests/messagerie/test_pouvoirs_confies.py", "tests/messagerie/test_mots.py",
            "tests/messagerie/test_mots_gardes.py", "tests/messagerie/test_mots_reponses.py",
            "tests/messagerie/test_mots_suivi.py", "tests/messagerie/test_regles.py",
            "tests/messagerie/test_regles_proprietes.py", "tests/messagerie/test_incidents.py",
            "tests/messagerie/test_incidents_preuves.py", "tests/messagerie/test_absences.py", "tests/messagerie/test_rendus.py",
            "tests/messagerie/test_autre_responsable.py",
        ),
    ),
    Cible(
        "pages",
        (
            "pages/droits/billets.py", "pages/droits/commentaires.py", "pages/droits/portfolio.py", "pages/droits/site.py",
            "pages/perimetre.py",
        ),
        (
            "tests/pages/test_audience.py", "tests/pages/test_droits.py", "tests/pages/test_droits_site.py",
            "tests/pages/test_journal_droits.py", "tests/pages/test_journal_commentaires.py",
            "tests/pages/test_journal_eleves.py", "tests/pages/test_journal_apres.py", "tests/pages/test_frontieres_journal.py",
            "tests/pages/test_frontieres_cms.py", "tests/pages/test_site_cms.py", "tests/pages/test_site_consentements.py",
            "tests/pages/test_site_public.py",
        ),
    ),
    Cible(
        "fichiers",
        (
            "ent/fichiers/droits.py", "ent/fichiers/registres.py", "ent/services/vie_scolaire/droits/consentements.py",
        ),
        (
            "tests/fichiers/test_droit_a_l_image.py", "tests/fichiers/test_actions.py", "tests/fichiers/test_views.py",
            "tests/fichiers/test_forms.py", "tests/services/vie_scolaire", "tests/cahier_de_textes/test_porteurs.py",
        ),
    ),
    *(
        Cible(salle, (f"ent/services/{salle}/droits.py",), (f"tests/services/{salle}",))
        for salle in (
            "acces_confies", "agenda_ecole", "continuite", "espaces", "gar", "identites", "liaison", "onde", "periscolaire",
            "rendez_vous", "renseignements", "souvenirs", "tiers",
        )
    ),
    Cible(
        "appel",
        (
            "ent/services/vie_scolaire/droits/appels.py", "ent/services/vie_scolaire/droits/absences.py",
            "ent/services/vie_scolaire/droits/evacuations.py",
        ),
        (
            "tests/services/vie_scolaire/test_droits_appel.py",
            "tests/services/vie_scolaire/test_appel.py", "tests/services/vie_scolaire/test_absences.py",
            "tests/services/vie_scolaire/test_direction.py", "tests/services/vie_scolaire/test_evacuation.py",
            "tests/services/vie_scolaire/test_evacuation_fin.py", "tests/services/vie_scolaire/test_autre_responsable.py",
        ),
    ),
    Cible(
        "pièces",
        ("pages/actions/billets.py",),
        ("tests/pages/test_journal_pieces.py", "tests/pages/test_journal_pages.py"),
        ("corriger_billet", "tenir_les_pieces"),
    ),
]  # fmt: skip
