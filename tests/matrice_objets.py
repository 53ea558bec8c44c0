"""Arguments of each address of the matrix, from the objects of one school, and what a POST sends to it."""

import uuid

TRAVAIL = {"nature": "lire", "niveau": "", "texte": "Page 3", "date_pour": "2026-11-26"}

SEANCE = {"titre": "Les dizaines", "date": "2026-11-26", "moment": "matin"}

# Addresses that take an argument but name nothing of a school.
SANS_ECOLE = {
    "cahier_jour_du", "cahier_agenda", "cahier_agenda_revoquer", "cahier_ics", "tuile", "assemblage", "langue", "theme", "notifications", "account_confirm_email", "account_reset_password_from_key",
    "annuaire_territoire_import", "annuaire_territoire_avancement", "annuaire_territoire_appliquer",
    "annuaire_territoire_abandonner", "connexion_activer_code", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip

ARGUMENTS = {
    # --- portail
    "tuile": lambda o: (["famille", "cahier"], {}),
    "assemblage": lambda o: (["style", o.empreinte(), "css"], {}),
    "langue": lambda o: ([], {"langue": "fr"}),
    "theme": lambda o: ([], {"theme": "sombre"}),
    "notifications": lambda o: ([], {"jusqu_a": "1"}),
    # --- cahier de textes
    "cahier_classe": lambda o: ([o.classe.pk], TRAVAIL),
    "cahier_projeter": lambda o: ([o.classe.pk], {}),
    "cahier_groupe": lambda o: ([o.groupe().pk], TRAVAIL),
    "cahier_travail": lambda o: ([o.travail().pk], {}),
    "cahier_modifier": lambda o: ([o.travail().pk], TRAVAIL),
    "cahier_retirer": lambda o: ([o.travail().pk], {}),
    "cahier_remettre": lambda o: ([o.travail_retire().pk], {}),
    "cahier_suivi": lambda o: ([o.travail().pk], {}),
    "cahier_relancer": lambda o: ([o.travail().pk], {"filtre": "non_vu"}),
    "cahier_brouillon": lambda o: ([f"travail:classe:{o.classe.pk}"], TRAVAIL),
    "cahier_jour_du": lambda o: (["2026-11-24"], {}),
    "cahier_enfant_travail": lambda o: ([o.eleve.uuid, o.travail().pk], {}),
    "cahier_enfant_seance": lambda o: ([o.eleve.uuid, o.seance_lue().pk], {}),
    "cahier_seance_classe": lambda o: ([o.classe.pk], SEANCE),
    "cahier_seance_groupe": lambda o: ([o.groupe().pk], SEANCE),
    "cahier_seance": lambda o: ([o.seance().pk], {}),
    "cahier_seance_modifier": lambda o: ([o.seance().pk], SEANCE),
    "cahier_seance_publier": lambda o: ([o.seance(est_brouillon=True).pk], {}),
    "cahier_seance_retirer": lambda o: ([o.seance().pk], {}),
    "cahier_seance_remettre": lambda o: ([o.seance_retiree().pk], {}),
    "cahier_agenda": lambda o: ([], {"nom": "Mon téléphone"}),
    "cahier_agenda_revoquer": lambda o: ([o.agenda().pk], {}),
    "cahier_ics": lambda o: (o.adresse_d_agenda(), {}),
    "cahier_vus": lambda o: ([], {"vu": f"{o.travail().pk}:{o.eleve.uuid}"}),
    "cahier_eleve_travail": lambda o: ([o.travail().pk], {}),
    "cahier_rendre": lambda o: (
        [o.travail(est_a_rendre=True).pk, o.eleve.uuid],
        {"uuid": str(uuid.uuid4()), "texte": "Voilà"},
    ),
    "cahier_reprendre": lambda o: ([o.remise().pk], {}),
    "cahier_remises": lambda o: ([o.travail(est_a_rendre=True).pk], {}),
    "cahier_remise": lambda o: ([o.remise().pk], {"tampon": "bravo"}),
    "cahier_retirer_retour": lambda o: ([o.retour().pk], {}),
    "cahier_cocher": lambda o: ([o.travail().pk, o.eleve.uuid], {"fait": "1"}),
    # --- fichiers: a deposit that no item holds
    "fichiers_deposer": lambda o: (
        [],
        {"envoi": str(uuid.uuid4()), "lieu": f"classe:{o.classe.pk}", "fichier": o.televerse()},
    ),
    "fichiers_servir": lambda o: ([o.fichier().uuid, "320"], {}),
    "cahier_dupliquer": lambda o: (["travail", o.travail().pk], {"cible": f"classe-{o.classe.pk}", "date": "2026-11-27"}),
    "cahier_repeter": lambda o: (["travail", o.travail().pk], {"jours": ["3"], "jusqu_au": "2026-12-10"}),
    "cahier_serie": lambda o: (["travail", o.travail().pk], {"acte": "retirer"}),
    "cahier_partager": lambda o: (["travail", o.travail().pk], {"partage": "1"}),
    "cahier_reserve_reprendre": lambda o: (
        ["travail", o.travail().pk], {"cible": f"classe-{o.classe.pk}", "date": "2026-11-27"}
    ),
    "cahier_geste_annuler": lambda o: ([o.geste().pk], {}),
    "cahier_decaler_classe": lambda o: ([o.classe.pk], {"depuis": "2026-11-26"}),
    "cahier_decaler_groupe": lambda o: ([o.groupe().pk], {"depuis": "2026-11-26"}),
    "cahier_visa": lambda o: ([o.classe.pk], {"nature": "direction"}),
    "cahier_visa_retirer": lambda o: ([o.visa().pk], {}),
    "cahier_imprimer_classe": lambda o: ([o.classe.pk], {}),
    "cahier_imprimer_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_etiquettes_classe": lambda o: ([o.classe.pk], {}),
    "cahier_etiquettes_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_pdf_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_pdf_groupe": lambda o: ([o.groupe().pk], {}),
    "cahier_annee_zip_classe": lambda o: ([o.classe.pk], {}),
    "cahier_annee_zip_groupe": lambda o: ([o.groupe().pk], {}),
    # --- connexion
    "account_confirm_email": lambda o: (["cle-inconnue"], {}),
    "account_reset_password_from_key": lambda o: (["1", "cle-inconnue"], {}),
    "connexion_activer_code": lambda o: (["BCDFGHJK"], {}),
    "mfa_remove_webauthn": lambda o: ([1], {}),
    "mfa_edit_webauthn": lambda o: ([1], {}),
    "connexion_feuilles": lambda o: ([o.classe.pk], {}),
    "connexion_feuilles_personnel": lambda o: ([o.ecole.pk], {}),
    "connexion_mur": lambda o: ([o.classe.jeton_tablette], {}),
    "connexion_secret": lambda o: ([o.classe.jeton_tablette, o.eleve.uuid], {}),
    "connexion_acces": lambda o: ([o.classe.pk], {}),
    "connexion_renouveler_lien": lambda o: ([o.classe.pk], {}),
    "connexion_fermer_tablettes": lambda o: ([o.classe.pk], {}),
    "connexion_nouveau_secret": lambda o: ([o.classe.pk, o.eleve.uuid], {}),
    # --- annuaire
    "annuaire_territoire_import": lambda o: ([o.archive().pk], {}),
    "annuaire_territoire_avancement": lambda o: ([o.archive().pk], {}),
    "annuaire_territoire_appliquer": lambda o: ([o.archive().pk], {}),
    "annuaire_territoire_abandonner": lambda o: ([o.archive().pk], {}),
    "annuaire_ecole": lambda o: ([o.ecole.uai], {}),
    "annuaire_classe": lambda o: ([o.ecole.uai, o.classe.pk], {}),
    "annuaire_reglages": lambda o: ([o.ecole.uai], {}),
    "annuaire_journal": lambda o: ([o.ecole.uai], {}),
    "annuaire_responsables": lambda o: ([o.ecole.uai], {}),
    "annuaire_attente": lambda o: ([o.ecole.uai], {}),
    "annuaire_attente_resoudre": lambda o: ([o.ecole.uai, o.attente().pk], {}),
    "annuaire_import": lambda o: ([o.ecole.uai], {}),
    "annuaire_import_plan": lambda o: ([o.ecole.uai, o.depot().pk], {}),
    "annuaire_import_imprimer": lambda o: ([o.ecole.uai, o.depot().pk], {}),
    "annuaire_import_appliquer": lambda o: ([o.ecole.uai, o.depot().pk], {}),
    "annuaire_import_avancement": lambda o: ([o.ecole.uai, o.depot().pk], {}),
    "annuaire_import_reprendre": lambda o: ([o.ecole.uai, o.depot().pk], {}),
    "annuaire_import_abandonner": lambda o: ([o.ecole.uai, o.depot().pk], {}),
}
