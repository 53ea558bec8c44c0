"""M. Caradec's CM2 on their way to the collège: some pages written, some shown, some answered."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.models import Personne, Responsabilite

from .actions import montrer, preparation, travaux
from .lectures.choix import choix_de
from .models import Avis, Campagne, Dossier, Retour, Version

ORDRE = 75
PAGES = [
    (
        "Lire seul un roman de cent pages et en parler.\nPoser une division et vérifier son résultat.\nPrendre la parole au conseil de la classe.",
        "Une consigne à la fois.\nUn modèle sous les yeux pour rédiger.",
        "Curieux de tout : posez-lui des questions.",
    ),
    ("Écrire une page sans aide.\nSe repérer sur une carte.", "Relire à voix basse.\nÊtre assise devant.", ""),
    ("Calculer vite de tête.\nAider un camarade.", "Du temps pour écrire.", "Il ou elle aime l’anglais."),
]
POSITIONS = {
    "CPD_FRA": 3, "CPD_ETR": 3, "CPD_SCI": 4, "CPD_ART": 3, "MET_APP": 2, "FRM_CIT": 4, "SYS_NAT": 3, "REP_MND": 3,
}  # fmt: skip


def semer(d, maintenant: dt.datetime) -> None:
    jour = timezone.localdate(maintenant)
    campagne = preparation.ouvrir_campagne(
        classe=d.cm2,
        auteur=d.enseignant,
        vers=Campagne.Vers.SIXIEME,
        date_reponse=jour + dt.timedelta(days=12),
        date_envoi=jour + dt.timedelta(days=22),
    )
    dossiers = list(campagne.dossiers.select_related("eleve"))
    dossiers.sort(key=lambda dossier: dossier.eleve_id != d.eleve_cm2.pk)  # Sofiane's first: his family has accounts
    ecrits = dossiers[:10]
    for rang, dossier in enumerate(ecrits):
        _ecrire(d, dossier, rang)
    _choisir(d, ecrits[0])
    montres = [dossier.pk for dossier in ecrits[:8]]
    montrer.montrer_les(campagne=campagne, auteur=d.enseignant, dossiers=montres)
    _il_y_a_trois_jours(montres, maintenant)
    for rang, dossier in enumerate(ecrits[1:6]):
        _repondre(d, dossier, rang, maintenant)


def _ecrire(d, dossier: Dossier, rang: int) -> None:
    sait, aide, mot = PAGES[rang % len(PAGES)]
    amenagements = [{"sorte": "pap", "texte": "Textes agrandis, tiers temps."}] if rang == 3 else []
    preparation.corriger_dossier(
        dossier=dossier,
        auteur=d.enseignant,
        sait=sait,
        aide=aide,
        mot=mot,
        positions=POSITIONS | {"CPD_FRA": 2 + rang % 3},
        amenagements=amenagements,
        est_pret=rang < 9,
    )
    if rang == 7:
        preparation.corriger_dossier(
            dossier=dossier,
            auteur=d.enseignant,
            destination_id=None,
            destination_dite="Collège Saint-Exupéry, privé",
        )


def _choisir(d, dossier: Dossier) -> None:
    """A work of his, where one may go."""
    proposes = [choix.souvenir.cle for choix in choix_de(d.enseignant, dossier) if not choix.est_vide]
    travaux.choisir(dossier=dossier, auteur=d.enseignant, cles=proposes[:1], lues=[])


def _il_y_a_trois_jours(dossiers: list[int], maintenant: dt.datetime) -> None:
    """As if they had been shown out of quiet hours."""
    le = maintenant - dt.timedelta(days=3)
    Version.objects.filter(dossier__in=dossiers).update(montree_le=le)
    Dossier.objects.filter(pk__in=dossiers).update(montre_le=le)


def _repondre(d, dossier: Dossier, rang: int, maintenant: dt.datetime) -> None:
    """Of paper, but the last: two agree, one asks to talk, one holds the works back, one has the paper at home."""
    lien = Responsabilite.objects.filter(enfant=dossier.eleve_id, etablissement=dossier.etablissement_id).first()
    if rang == 4:
        Dossier.objects.filter(pk=dossier.pk).update(papier_remis_le=maintenant - dt.timedelta(days=1))
        return
    if lien is None:
        return
    choix = [Retour.Choix.OUI, Retour.Choix.OUI, Retour.Choix.PARLER, Retour.Choix.SAUF][rang]
    Retour.objects.create(
        dossier=dossier,
        personne=lien.adulte,
        version_lue=1,
        lu_le=maintenant - dt.timedelta(days=2),
        choix=choix,
        precision="Appelez-moi jeudi à 17 h." if choix == Retour.Choix.PARLER else "",
        repondu_le=maintenant - dt.timedelta(days=1),
    )
    if choix != Retour.Choix.PARLER:
        _dire(d.enseignant, dossier, lien.adulte, sauf="positions" if choix == Retour.Choix.SAUF else "")


def _dire(saisi_par: Personne, dossier: Dossier, adulte: Personne, sauf: str) -> None:
    for ligne in dossier.versions.get(numero=1).contenu:
        Avis.objects.create(
            dossier=dossier,
            personne=adulte,
            partie=ligne["partie"],
            empreinte=ligne["empreinte"],
            accorde=ligne["partie"] != sauf,
            sur_papier=True,
            saisi_par=saisi_par,
        )
