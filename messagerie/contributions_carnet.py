"""What the carnet de liaison gives to the homes: what is owed first, the school's news last."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ent.diffusion.sortes import Sorte, enregistrer_sorte
from ent.portail.registres import (
    Entree,
    FormulaireGarde,
    Tuile,
    enregistrer_entree,
    enregistrer_tuile,
    garder_les_brouillons,
)

from .evenements import mots as evenements
from .lectures import mots_familles as lectures
from .lectures.mots_brouillons import ecole_du_mot

EVENEMENTS = tuple(
    nom.replace(".", ":") for nom in (evenements.MOT_PUBLIE, evenements.MOT_CHANGE, evenements.MOT_REPONDU)
)


def _carnet(request: HttpRequest) -> lectures.Carnet:
    """Read once for the two tiles of a home."""
    if not hasattr(request, "carnet"):
        request.carnet = lectures.carnet_de_famille(request.user, request.suivis)
    return request.carnet


def a_signer(request: HttpRequest) -> dict | None:
    """« À signer », and what was signed today."""
    if not request.suivis:
        return None
    carnet = _carnet(request)
    if not (carnet.a_signer or carnet.signes):
        return None
    return {"a_signer": carnet.a_signer, "signes": carnet.signes}


def nouvelles(request: HttpRequest) -> dict | None:
    """What is only to be read, for a week."""
    if not request.suivis:
        return None
    nouvelles = _carnet(request).nouvelles
    return {"nouvelles": nouvelles} if nouvelles else None


for nom, ordre, gabarit, contexte, questions in [
    (lectures.TUILE, 10, "tuile_famille", a_signer, lectures.questions),
    ("mots-a-lire", 40, "tuile_nouvelles", nouvelles, None),
]:
    enregistrer_tuile(
        Tuile(
            nom=nom,
            univers="famille",
            ordre=ordre,
            gabarit=f"messagerie/carnet/{gabarit}.html",
            contexte=contexte,
            evenements=EVENEMENTS,
            questions=questions,
        )
    )

enregistrer_sorte(Sorte("mot", _("Mots à signer ou à lire"), evenements.DITS_AVEC_LE_TITRE, 30))

for univers, url in [("famille", "carnet"), ("enseignant", "carnet_enseignant"), ("direction", "carnet_enseignant")]:
    enregistrer_entree(
        Entree(
            nom=f"carnet_{univers}",
            libelle=_("Carnet"),
            icone="stylo",
            univers=univers,
            url_name=url,
            ordre=45,
        )
    )

garder_les_brouillons(FormulaireGarde("mot", "carnet_brouillon", ecole_du_mot))
