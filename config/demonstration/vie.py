"""Three weeks of life around a day: the cast, then what each installed service shows with it."""

import datetime as dt
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ent.annuaire.actions import dire_qui_repond
from ent.annuaire.actions.aides import finir_une_aide, ouvrir_une_aide, ouvrir_une_page_aidee
from ent.annuaire.actions.mandats import confier_des_pouvoirs
from ent.annuaire.models import AnneeScolaire

from .college import semer_le_college
from .distribution import Distribution

# Whom help leads to. Numbers that ARCEP keeps for fiction: they ring nowhere.
REPOND = {
    "jours": "0134", "debut": dt.time(8, 30), "fin": dt.time(16, 30), "pause_debut": dt.time(12), "pause_fin": dt.time(13, 30),
    "par_ecrit": True, "aux_vacances": False,
}  # fmt: skip
SECRETARIAT = {"nom": "Mme Garnier, secrétariat", "telephone": "01 99 00 12 30", "courriel": "secretariat@exemple.fr"}
POINT_D_APPUI = {"nom": "M. Delattre, aide numérique", "telephone": "01 99 00 12 40", "courriel": "aide@exemple.fr"}


@transaction.atomic
def semer_vie(d: Distribution, instant: dt.datetime | None = None) -> None:
    """A service that has something to show has a module `demonstration`: `semer(d, maintenant)`, at its `ORDRE`."""
    maintenant = instant or timezone.now()
    semer_le_college(d)
    dire_qui_repond(etablissement=d.elementaire, auteur=d.directrice, champs=REPOND | SECRETARIAT)
    du_territoire = {"jours": "01234", "aux_vacances": True, "par_ecrit": False}
    dire_qui_repond(etablissement=None, auteur=d.operateur, champs=REPOND | POINT_D_APPUI | du_territoire)
    modules = [f"{service}.demonstration" for service in settings.SERVICES]
    parts = [import_module(module) for module in modules if find_spec(module)]
    for part in sorted(parts, key=lambda part: part.ORDRE):
        part.semer(d, maintenant)
    _confier(d, maintenant)


def _confier(d: Distribution, maintenant: dt.datetime) -> None:
    """The head confided levels to a colleague, for a month; the operator helped her, and she ended it."""
    jour = timezone.localdate(maintenant)
    confier_des_pouvoirs(
        etablissement=d.elementaire,
        personne=d.enseignant,
        auteur=d.directrice,
        pouvoirs=["niveaux"],
        debut=jour,
        fin=min(jour + dt.timedelta(days=30), AnneeScolaire.objects.pour(jour).fin),
    )
    aide = ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)
    for page in ("reglages", "niveaux"):
        ouvrir_une_page_aidee(aide=aide, page=page, auteur=d.operateur)
    finir_une_aide(aide=aide, auteur=d.directrice)
