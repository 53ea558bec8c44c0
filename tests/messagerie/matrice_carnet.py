"""Arguments of the addresses of the carnet: a mot to sign, to the class of each school."""

import datetime as dt

from messagerie.actions import mots

MOT = {
    "nature": "accuse", "titre": "Sortie à la ferme", "date_limite": "2026-11-27", "signatures": "une", "pour": "",
}  # fmt: skip


def mot(o):
    """A mot to sign, to the class."""
    public = mots.Public(o.ecole, classe=o.classe)
    return mots.envoyer_mot(
        auteur=o.enseignante, public=public, nature="accuse", titre="Sortie", date_limite=dt.date(2026, 11, 27)
    )


def mot_retire(o):
    ecrit = mot(o)
    mots.retirer_mot(mot=ecrit, auteur=o.enseignante)
    return ecrit


ARGUMENTS_CARNET = {
    "carnet_vus": lambda o: ([], {"vu": f"{mot(o).pk}:{o.eleve.uuid}"}),
    "carnet_lire": lambda o: ([mot(o).pk], {}),
    "carnet_mot": lambda o: ([o.eleve.uuid, mot(o).pk], {}),
    "carnet_traduire": lambda o: ([o.eleve.uuid, mot(o).pk], {}),
    "carnet_signer": lambda o: ([o.eleve.uuid, mot(o).pk], {}),
    "carnet_reprendre": lambda o: ([o.eleve.uuid, mot(o).pk], {}),
    "carnet_ecrire_classe": lambda o: ([o.classe.pk], MOT),
    "carnet_ecrire_groupe": lambda o: ([o.groupe().pk], MOT),
    "carnet_ecrire_ecole": lambda o: ([o.ecole.pk], MOT),
    "carnet_brouillon": lambda o: ([f"mot:classe:{o.classe.pk}"], {"titre": "Sortie"}),
    "carnet_suivi": lambda o: ([mot(o).pk], {}),
    "carnet_corriger": lambda o: ([mot(o).pk], MOT),
    "carnet_retirer": lambda o: ([mot(o).pk], {}),
    "carnet_remettre": lambda o: ([mot_retire(o).pk], {}),
    "carnet_relancer": lambda o: ([mot(o).pk], {}),
    "carnet_coupons": lambda o: ([mot(o).pk], {"pour": "manquants"}),
    "carnet_papiers": lambda o: ([mot(o).pk], {f"choix-{o.eleve.uuid}": "on"}),
    "carnet_papier_repris": lambda o: ([mot(o).pk, o.eleve.uuid], {}),
    "carnet_trancher": lambda o: ([mot(o).pk, o.eleve.uuid], {"choix": "oui"}),
    "carnet_csv": lambda o: ([mot(o).pk], {}),
    "carnet_ods": lambda o: ([mot(o).pk], {}),
}
