"""Where whoever goes out of here is led: to the page that goes out of the provider too."""

import json

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from .lectures import oidc, saml, sceaux
from .lectures.refus import Refus
from .models import FournisseurIdentite

SEL = "identites.sortie"
SORTIE = "identites_sortie"  # of the session: the provider, and what it needs to know whose session ends


def apres(request: HttpRequest) -> str:
    """Asked while the session is there. Nothing for who came by a password, or by a provider without log-out."""
    dit = request.session.get(SORTIE)
    tenu = FournisseurIdentite.objects.ouverts().filter(pk=dit["fournisseur"]).first() if dit else None
    if dit is None or tenu is None or not request.user.is_authenticated:
        return ""
    return adresse(tenu, dit["scelle"], retour=dit["retour"])


def adresse(tenu: FournisseurIdentite, scelle: str, *, retour: str = "") -> str:
    """The page that goes out of this provider, with what it said as one came (sealed); nothing for one without log-out that leads nowhere."""
    sortie = json.loads(sceaux.ouvrir(scelle) or "{}")
    try:
        if tenu.est_saml:
            ou = saml.adresse_de_sortie(tenu, sortie=sortie)
        else:
            ou = oidc.adresse_de_sortie(
                tenu, jeton=sortie.get("jeton", ""), apres=saml.adresse("identites_revenu", tenu)
            )
    except Refus:  # it was never read, or its metadata are void: one is out of here all the same
        ou = ""
    if not ou and not retour:
        return ""
    signe = signing.dumps({"ou": ou, "nom": tenu.nom, "retour": retour}, salt=SEL, compress=True)
    return f"{reverse('identites_sorti')}?{urlencode({'s': signe})}"
