"""What the ground says above every page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.etages import Heure
from ent.annuaire.lectures.aides import qui_concernent

from .registres import Banniere


def aides(request: HttpRequest, signes: list[tuple]) -> list[Banniere]:
    """A school that is opened to somebody of the operator: said to whoever opens its direction's pages, while it lasts."""
    moi, bannieres = request.user, []
    for aide in qui_concernent(moi, signes):
        dits = {
            "ecole": aide.etablissement.nom,
            "qui": aide.a_qui.nom_affiche,
            "heure": Heure().en_mots(timezone.localtime(aide.fin).time()),
        }
        dirige = aide.etablissement_id in moi.portee.etablissements_diriges
        if aide.a_qui_id == moi.pk and not dirige:
            texte = _("%(ecole)s vous ouvre ses pages, jusqu’à %(heure)s.") % dits
            lien = reverse("annuaire_aide_recue", args=[aide.etablissement.uai]), _("Les pages ouvertes")
        else:
            texte = _("%(ecole)s, aide en cours : %(qui)s, de l’opérateur, jusqu’à %(heure)s.") % dits
            lien = (
                (reverse("annuaire_aide", args=[aide.etablissement.uai]), _("Ce qui est ouvert"))
                if dirige
                else ("", "")
            )
        peut_finir = dirige or aide.a_qui_id == moi.pk
        geste = reverse("annuaire_aide_finir", args=[aide.pk]) if peut_finir else ""
        bannieres.append(Banniere(texte, "", *lien, geste, _("Terminer")))
    return bannieres
