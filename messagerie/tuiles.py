"""What messages show on the homes."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Role
from ent.diffusion.droits import notifications_visibles_par
from ent.diffusion.models import Notification
from ent.portail import lectures as lectures_du_portail
from ent.portail.lectures.annees import AnneeLue
from ent.portail.registres import Arrivee, Chose, Lignes, en_ligne
from ent.socle.dates import date_format
from ent.socle.preparees import Preparee

from .evenements import fils as evenements
from .lectures.boite import boite, fils_d_alors
from .lectures.destinataires import Annuaire, Destinataire, est_a_qui_ecrire, foyers_a_qui_ecrire, joignables
from .lectures.rendus import ce_qui_est_rendu_a
from .models import Absence, Incident, Signalement

NOUVEAUX = 3  # threads shown on a home
DITS = Preparee(lambda: Notification.objects.non_lues().select_related("eleve"))


def nouveaux(request: HttpRequest) -> dict | None:
    """Threads with something unread, as one was told of them: no query when all is read, since a page counts them anyway."""
    if not lectures_du_portail.nouvelles_de(request.user).get(evenements.MESSAGE):
        return None
    dits = DITS.lire(notifications_visibles_par(request.user) & Q(nature=evenements.MESSAGE))
    if not dits:
        return None
    return {"dits": dits[:NOUVEAUX], "autres": max(0, len(dits) - NOUVEAUX)}


def fils_qui_attendent(request: HttpRequest, _lignes: Lignes) -> list[Chose]:
    """Each thread with something unread, to who teaches."""
    if not lectures_du_portail.nouvelles_de(request.user).get(evenements.MESSAGE):
        return []
    dits = DITS.lire(notifications_visibles_par(request.user) & Q(nature=evenements.MESSAGE))
    return [en_ligne(f"fil-{dit.objet_id}", "message", dit.texte, dit.adresse) for dit in dits[:NOUVEAUX]] + [
        en_ligne("fils-autres", "message", _("D’autres conversations"), reverse("messagerie"))
        for _autre in dits[NOUVEAUX : NOUVEAUX + 1]
    ]


def ecrire_un_mot(request: HttpRequest) -> tuple[str, str] | None:
    """To who may send one."""
    peut = bool(request.user.portee.etablissements_d_enseignement)
    return (reverse("carnet_enseignant"), _("classe ou groupe")) if peut else None


def retirer_une_photo(request: HttpRequest, vue: Any) -> dict | None:
    """Beside a photo of one's own child: to whom one writes to have it taken down."""
    return {} if vue.enfants and not request.user.portee.est_eleve else None


def ecrire_a(request: HttpRequest, trouve: Any, *, est_fiche: bool) -> dict | None:
    """Beside somebody who was found, or on their sheet: the households that one may write to, or the colleague."""
    moi, qui, ecole = request.user, trouve.personne, trouve.etablissement
    foyers = []
    if est_eleve := bool(getattr(trouve, "inscriptions", None)):
        foyers = foyers_a_qui_ecrire(moi, ecole.pk, {i.classe_id for i in trouve.inscriptions}, eleve=qui)
    elif trouve.liens:
        foyers = foyers_a_qui_ecrire(moi, ecole.pk, trouve.classes, adulte=qui.pk)
    est_collegue = bool(getattr(trouve, "roles", None)) and qui.pk != moi.pk
    collegue = est_collegue and est_a_qui_ecrire(moi, f"projet.{ecole.pk}")
    if not (foyers or collegue):
        return None
    return {
        "foyers": [(foyer, _dire(foyer, foyers, est_eleve)) for foyer in foyers],
        "collegue": qui if collegue else None,
        "ecole": ecole,
        "est_fiche": est_fiche,
    }


def ecrire_a_l_ecole(request: HttpRequest, ecole: Any) -> dict | None:
    """At the end of a help, for who may: to the direction of that school, about each child when there are several; or as a colleague.

    Who answers there may have no account (a secretary): the direction reads it.
    """
    moi = request.user
    fils = foyers_a_qui_ecrire(moi, ecole.pk, ()) if moi.is_authenticated and not moi.portee.est_eleve else []
    siens = [(fil, fil.eleve) for fil in fils if fil.eleve in {suivi.eleve for suivi in moi.portee.suivis}]
    if siens:
        return {"fils": siens, "plusieurs": len(siens) > 1, "ecole": ecole}
    if not (moi.is_authenticated and est_a_qui_ecrire(moi, f"projet.{ecole.pk}")):
        return None
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR).exclude(personne=moi)
    direction = roles.select_related("personne").first()
    return {"direction": direction.personne, "ecole": ecole} if direction else None


def _dire(foyer: Destinataire, foyers: list[Destinataire], est_eleve: bool) -> str:
    """What the button says: to the one household of a pupil, to which of two; to an adult, about which child when there are several."""
    if est_eleve:
        return _("Écrire à sa famille") if len(foyers) == 1 else _("Écrire à %(qui)s") % {"qui": foyer.precision}
    a_qui = _("Écrire à %(qui)s") % {"qui": foyer.precision} if "," in foyer.precision else _("Écrire")
    enfants = {f.eleve for f in foyers}
    prenom = foyer.eleve.prenom if foyer.eleve else ""
    return a_qui if len(enfants) == 1 else _("%(ecrire)s, pour %(prenom)s") % {"ecrire": a_qui, "prenom": prenom}


def suspendre_quelqu_un(request: HttpRequest, fiche: Any) -> dict | None:
    """On a sheet, for the direction: a pupil or a household may be kept from writing."""
    return {"fiche": fiche} if fiche.est_dirigee and (fiche.liens or getattr(fiche, "inscriptions", None)) else None


def ecrire_aux_directions(request: HttpRequest, ecole: Any) -> dict | None:
    """For who follows schools of a commune: to all their directions, or to that of the school in hand when it may be written to."""
    moi = request.user
    if not moi.portee.communes or (ecole and ecole.pk not in joignables(moi)):
        return None
    return {"ecole": ecole}


def questions_de_l_eleve(personne) -> list:
    return [ce_qui_est_rendu_a(personne)]


def ma_classe(request: HttpRequest) -> dict | None:
    """The pupil's own thread, when the class wrote, and what of theirs did not leave. A pupil is told nothing by notification."""
    entrees = [entree for entree in boite(request.user) if entree.non_lus]
    [rendus] = lectures_du_portail.reponses_de(request.user, "eleve", "messages")
    a_reprendre = len(rendus)
    return {"entrees": entrees, "a_reprendre": a_reprendre} if entrees or a_reprendre else None


# --- « Plus » ---------------------------------------------------------------------------------------------------------
def etat_des_messages(request: HttpRequest) -> str:
    """Where something is unread, as the bar counts. No query: every page counts it."""
    n = lectures_du_portail.nouvelles_de(request.user).get(evenements.MESSAGE, 0)
    return (
        ngettext("%(n)s conversation non lue", "%(n)s conversations non lues", n) % {"n": n} if n else _("tout est lu")
    )


def etat_des_signalements(request: HttpRequest) -> str:
    """What was reported in one's schools and nobody read. One query."""
    n = Signalement.objects.moderes_par(request.user).filter(suite="").values("message").distinct().count()
    return (
        ngettext("%(n)s message signalé à lire", "%(n)s messages signalés à lire", n) % {"n": n}
        if n
        else _("rien de signalé")
    )


def etat_de_mon_absence(request: HttpRequest) -> str:
    """When one is away next. One query."""
    fins = Absence.objects.declarees_par(request.user).filter(fin__gte=timezone.localdate()).order_by("debut")
    fin = fins.values_list("fin", flat=True).first()
    return _("jusqu’au %(jour)s") % {"jour": date_format(fin, "j F")} if fin else _("aucune")


def etat_du_territoire(request: HttpRequest) -> str:
    """Incidents said above pages today. One query."""
    n = Incident.objects.visibles_par(request.user).en_cours().count()
    return (
        ngettext("%(n)s incident dit aux familles", "%(n)s incidents dits aux familles", n) % {"n": n}
        if n
        else _("aucun incident")
    )


def partager(request: HttpRequest) -> list[Arrivee]:
    """A message, to whom one chooses first."""
    if not Annuaire(request.user).rayons:
        return []
    qui = _("vous choisissez à qui")
    return [Arrivee(_("Un message"), qui, "message", reverse("messagerie_ecrire"), sous=reverse("messagerie"))]


def annee_passee(request: HttpRequest, annee: AnneeLue) -> dict:
    """The threads of a class that is over; of the child in hand, theirs."""
    eleve = annee.suivi.eleve if annee.suivi else None
    return {"fils": fils_d_alors(annee.lecteur, annee.classe, eleve)}
