"""Dossiers de liaison, looked for by a name, by « 6e » or « CP », by « PAI » for who reads them."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from .. import droits
from ..models import Campagne, Dossier, Reception

MOTS = "dossier de liaison"
PASSAGES = {Campagne.Vers.SIXIEME: "6e sixième collège", Campagne.Vers.CP: "CP", Campagne.Vers.ECOLE: "autre école"}
SANTE = "PAI projet d’accueil"


def qui_en_prepare(personne: Personne) -> bool:
    return bool(personne.portee.classes_tenues or personne.portee.etablissements_diriges)


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """Those that one prepares, and those that came of one's pupils. Two queries."""
    return [*_prepares(request.user, voulus), *_recus(request.user, voulus)][:LIMITE]


def _prepares(personne: Personne, voulus: Sequence[str]) -> list[Trouvaille]:
    siens = Dossier.objects.prepares_par(personne).select_related("eleve", "campagne__classe").order_by("-pk")
    return [
        Trouvaille(
            _("%(nom)s, dossier %(vers)s") % {"nom": _nom(d.eleve), "vers": d.campagne.get_vers_display()},
            reverse("liaison_preparer", args=[d.uuid]),
            d.campagne.classe.nom,
            d.campagne.date_envoi,
        )
        for d in siens.iterator(chunk_size=500)
        if correspond(voulus, [MOTS, PASSAGES[Campagne.Vers(d.campagne.vers)], _nom(d.eleve), _sante(personne, d)])
    ][:LIMITE]


def _sante(personne: Personne, dossier: Dossier) -> str:
    """That there is a PAI, to who reads it."""
    return SANTE if dossier.sante and droits.lit_la_sante(personne, dossier.etablissement_id) else ""


def _recus(personne: Personne, voulus: Sequence[str]) -> list[Trouvaille]:
    lues = Reception.objects.lues_par(personne).select_related("eleve", "de").order_by("-pk")[:2000]
    return [
        Trouvaille(
            _("%(nom)s, ce que dit l’école d’avant") % {"nom": _nom(r.eleve)},
            reverse("liaison_lire", args=[r.uuid]),
            r.de.nom,
            r.recue_le.date(),
        )
        for r in lues
        if r.eleve and correspond(voulus, [MOTS, "école d’avant", _nom(r.eleve)])
    ][:LIMITE]


def _nom(eleve: Personne) -> str:
    return f"{eleve.prenom} {eleve.nom}"
