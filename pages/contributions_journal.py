"""What the journal gives to the homes and to the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ent.diffusion.sortes import Sorte, enregistrer_sorte
from ent.portail.registres import Entree, Tuile, enregistrer_entree, enregistrer_tuile

from .actions.archives import ARCHIVE_OFFERTE
from .evenements import billets as evenements
from .evenements.commentaires import COMMENTAIRE
from .lectures import journal as lectures

PUBLIES = tuple(nom.replace(".", ":") for nom in (evenements.BILLET_PUBLIE, evenements.BILLET_CHANGE))
A_RELIRE = (evenements.BILLET_A_RELIRE.replace(".", ":"), evenements.BILLET_CHANGE.replace(".", ":"))


def famille(request: HttpRequest) -> dict | None:
    """The billets of the week, each labelled with its child."""
    if not request.suivis:
        return None
    lus = lectures.nouvelles_de_famille(request.user, request.suivis)
    return {"lus": lus} if lus else None


def eleve(request: HttpRequest) -> dict | None:
    """The way into the journal of one's class, and to write in it."""
    return {"titre": _("Le journal de ma classe")} if request.user.portee.est_eleve else None


def enseignant(request: HttpRequest) -> dict | None:
    """What pupils sent and nobody has answered yet; the way to publish, one tap for each class."""
    cibles = [
        c for c in lectures.cibles_de(request.user) if c.est_classe and c.cible.pk in request.user.portee.classes_tenues
    ]
    return {"cibles": cibles} if cibles else None


for univers, ordre, fonction, evenements_lus in [
    ("famille", 35, famille, PUBLIES), ("eleve", 20, eleve, ()), ("enseignant", 15, enseignant, A_RELIRE),
]:  # fmt: skip
    enregistrer_tuile(
        Tuile(
            nom=lectures.TUILE,
            univers=univers,
            ordre=ordre,
            gabarit=f"pages/journal/tuile_{univers}.html",
            contexte=fonction,
            evenements=evenements_lus,
            questions=lectures.questions if univers == "famille" else None,
        )
    )

enregistrer_sorte(
    Sorte("journal", _("Journal de la classe"), (evenements.BILLET_PUBLIE, ARCHIVE_OFFERTE, COMMENTAIRE), 40)
)

for univers, url in [("famille", "journal"), ("enseignant", "journal_classes"), ("direction", "journal_classes")]:
    enregistrer_entree(
        Entree(
            nom=f"journal_{univers}",
            libelle=_("Journal"),
            icone="image",
            univers=univers,
            url_name=url,
            ordre=50,
            dans_la_barre=False,
        )
    )
