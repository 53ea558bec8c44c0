"""What public identities show on the pages of others: buttons at the door, one's links on one's account, a row of « Plus »."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.connexion.droits import peut_tenir_un_compte
from ent.socle.adresses import se_lit

from .lectures import pages
from .models import FournisseurIdentite, Rattachement


def a_la_porte(request: HttpRequest, _objet: Any) -> dict | None:
    """Those configured, and nothing where none is. One query."""
    boutons = pages.boutons()
    suite = request.GET.get("next", "")
    return {"boutons": boutons, "suite": suite if se_lit(suite) else ""} if boutons else None


def du_compte(request: HttpRequest, _objet: Any) -> dict | None:
    if not peut_tenir_un_compte(request.user):
        return None
    liens = list(Rattachement.objects.tenus_par(request.user))
    connus, portee = {lien.fournisseur_id for lien in liens}, request.user.portee
    # ÉduConnect to who follows a child, the académie to who works in a school; both to who does both.
    siens = {True: bool(portee.suivis), False: bool(portee.roles)}
    autres = [f for f in pages.boutons() if f.pk not in connus and siens[f.est_educonnect]]
    return {"liens": liens, "autres": autres} if liens or autres else None


def etat(request: HttpRequest) -> str:
    n = FournisseurIdentite.objects.tenus_par(request.user).filter(retire_le=None).count()
    return ngettext("%(n)s fournisseur", "%(n)s fournisseurs", n) % {"n": n} if n else _("aucun fournisseur")
