"""What the messagerie gives to the homes and to the navigation."""

from functools import partial

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ent.diffusion.droits import notifications_visibles_par
from ent.diffusion.models import Notification
from ent.diffusion.sortes import Sorte, enregistrer_sorte
from ent.portail import lectures as lectures_du_portail
from ent.portail.registres import Entree, Tuile, enregistrer_entree, enregistrer_tuile
from ent.socle.preparees import Preparee

from . import contributions_carnet, contributions_regles  # noqa: F401
from .evenements import fils as evenements
from .lectures.boite import boite

EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.MESSAGE, evenements.MESSAGE_CHANGE, evenements.CURSEUR))
NOUVEAUX = 3  # threads shown on a home
DITS = Preparee(lambda: Notification.objects.non_lues().select_related("eleve"))


def nouveaux(request: HttpRequest, *, en_feuille: bool) -> dict | None:
    """Threads with something unread, as one was told of them: no query when all is read, since a page counts them anyway."""
    if not lectures_du_portail.nouvelles_de(request.user).get(evenements.MESSAGE):
        return None
    dits = DITS.lire(notifications_visibles_par(request.user) & Q(nature=evenements.MESSAGE))
    if not dits:
        return None
    return {"dits": dits[:NOUVEAUX], "autres": max(0, len(dits) - NOUVEAUX), "en_feuille": en_feuille}


def ma_classe(request: HttpRequest) -> dict | None:
    """The pupil's own thread, when the class wrote. A pupil is told nothing by notification."""
    entrees = [entree for entree in boite(request.user) if entree.non_lus]
    return {"entrees": entrees} if entrees else None


for univers, ordre in [("famille", 30), ("enseignant", 20), ("direction", 30), ("eleve", 30)]:
    enregistrer_tuile(
        Tuile(
            nom="messages",
            univers=univers,
            ordre=ordre,
            gabarit="messagerie/fils/tuile_eleve.html" if univers == "eleve" else "messagerie/fils/tuile.html",
            contexte=ma_classe if univers == "eleve" else partial(nouveaux, en_feuille=univers == "famille"),
            evenements=EVENEMENTS,
        )
    )

# What a person may choose to be told of outside the site.
enregistrer_sorte(Sorte("messages", _("Messages"), (evenements.MESSAGE, evenements.NON_PARTI), 30))

for univers, ordre in [("famille", 30), ("enseignant", 25), ("direction", 25)]:
    enregistrer_entree(
        Entree(
            nom=f"messages_{univers}",
            libelle=_("Messages"),
            icone="message",
            univers=univers,
            url_name="messagerie",
            ordre=ordre,
            nature="messagerie.message",
        )
    )
