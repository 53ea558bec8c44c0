"""Arguments of the addresses by which one comes in."""

ARGUMENTS = {
    "account_confirm_email": lambda o: (["cle-inconnue"], {}),
    "account_reset_password_from_key": lambda o: (["1", "cle-inconnue"], {}),
    "connexion_activer_code": lambda o: (["BCDFGHJK"], {}),
    "mfa_remove_webauthn": lambda o: ([1], {}),
    "mfa_edit_webauthn": lambda o: ([1], {}),
    "connexion_appareils_fermer": lambda o: (["sessions", "1"], {}),
    "connexion_feuilles": lambda o: ([o.classe.pk], {}),
    "connexion_feuilles_personnel": lambda o: ([o.ecole.pk], {}),
    "connexion_papier_direction": lambda o: ([o.ecole.uai, o.direction.uuid], {}),
    "connexion_inviter_direction": lambda o: ([o.ecole.uai, o.direction.uuid], {}),
    "connexion_inviter_personnel": lambda o: ([o.ecole.pk], {}),
    "connexion_invitation": lambda o: (["jeton-inconnu"], {}),
    "connexion_mur": lambda o: ([o.classe.jeton_tablette], {}),
    "connexion_secret": lambda o: ([o.classe.jeton_tablette, o.eleve.uuid], {}),
    "connexion_acces": lambda o: ([o.classe.pk], {}),
    "connexion_renouveler_lien": lambda o: ([o.classe.pk], {}),
    "connexion_ouvrir_mur": lambda o: ([o.classe.pk], {}),
    "connexion_fermer_tablettes": lambda o: ([o.classe.pk], {}),
    "connexion_nouveau_secret": lambda o: ([o.classe.pk, o.eleve.uuid], {}),
}
SANS_ECOLE = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "connexion_activer_code",
    "connexion_appareils_fermer",
    "connexion_invitation",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
