"""Arguments of the addresses of public identities: a provider of the territory, in whichever school."""

from ent.services.identites.actions import fournisseurs
from ent.services.identites.models import Rattachement

CHAMPS = {
    "nom": "ÉduConnect",
    "public": "educonnect",
    "protocole": "oidc",
    "adresse": "https://educonnect.exemple.fr",
    "client_id": "ent",
    "portees": "openid",
    "academie": 25,
}
SAISIE = CHAMPS | {"secret": "un secret", "entite": "", "hotes_retour": ""}


def _fournisseur(o, **champs):
    return fournisseurs.enregistrer(auteur=o.d.operateur, champs=CHAMPS | champs, secret="un secret")


def _uuid(o):
    return [_fournisseur(o).uuid]


def _saml(o):
    return [_fournisseur(o, protocole="saml", client_id="").uuid]


def _lien(o):
    lien = Rattachement.objects.create(
        fournisseur=_fournisseur(o), personne=o.d.mere, empreinte="x", comment=Rattachement.Comment.CODE
    )
    return [lien.pk]


ARGUMENTS = {
    "identites_nouveau": lambda o: ([], SAISIE),
    "identites_fournisseur": lambda o: (_uuid(o), SAISIE),
    # An address of nobody: it is asked, and does not answer.
    "identites_verifier": lambda o: ([_fournisseur(o, adresse="http://127.0.0.1:9").uuid], {}),
    "identites_retirer": lambda o: (_uuid(o), {}),
    "identites_ecole": lambda o: ([o.ecole.uai], {}),
    "identites_papiers": lambda o: ([o.ecole.uai], {}),
    "identites_delier": lambda o: (_lien(o), {}),
    "identites_aller": lambda o: (_uuid(o), {}),
    "identites_retour": lambda o: (_uuid(o), {}),
    "identites_finir": lambda o: (_uuid(o), {}),
    "identites_metadonnees": lambda o: (_saml(o), {}),
    "identites_revenu": lambda o: (_uuid(o), {}),
    "identites_saml_sortie": lambda o: (_saml(o), {}),
    "identites_oidc_sortie": lambda o: (_uuid(o), {}),
}
SANS_ECOLE = {nom for nom in ARGUMENTS if nom not in ("identites_ecole", "identites_papiers")}
