"""Meetings that a search finds: those of one's household, or those that one keeps or whose school one directs."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from .. import droits
from ..models import Rencontre
from .familles import guichets_de
from .moments import moment_de

LUES = 200


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """By its title, its class, the child, or « rendez-vous ». One query of who works, one of a family without a meeting, six of another."""
    sorte, trouvees = _("Rendez-vous"), []
    familles = droits.portee_de(request.user).enfants or droits.confies_de(request.user)
    for guichet in guichets_de(request.user) if familles else ():
        rencontre, eleve, prise = guichet.rencontre, guichet.suivi.eleve, guichet.reservation
        if correspond(voulus, [sorte, rencontre.titre, rencontre.classe.nom, eleve.prenom]):
            quand = moment_de(prise.creneau) if prise else eleve.prenom
            jour = timezone.localdate(prise.creneau.debut) if prise else None
            trouvees.append(Trouvaille(rencontre.titre, guichet.adresse, quand, jour))
    if droits.portee_de(request.user).etablissements_de_travail:
        suivies = Rencontre.objects.suivies_par(request.user).avec_celles_qu_il_tient(request.user)
        for rencontre in suivies.select_related("classe").order_by("-cree_le", "-pk")[:LUES]:
            if correspond(voulus, [sorte, rencontre.titre, rencontre.classe.nom]):
                sienne = rencontre.est_tenue
                adresse = reverse("rdv_rencontre", args=[rencontre.pk]) if sienne else reverse("rdv_equipe")
                jour = timezone.localdate(rencontre.fin) if rencontre.fin else None
                trouvees.append(Trouvaille(rencontre.titre, adresse, rencontre.classe.nom, jour))
    return trouvees[:LIMITE]
