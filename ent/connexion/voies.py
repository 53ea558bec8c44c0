"""Lines of « Mes appareils » that this room holds: sessions, and the tablets of the classes that one teaches."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe
from ent.socle.dates import date_format
from ent.socle.nombres import entier

from . import actions, lectures
from .droits import COOKIE_TABLETTE
from .models import SessionOuverte
from .registres import Ouverture

MONTREES = (
    20  # whoever signs in every day on the school's computer leaves a session a day; « Tout fermer » ends them too
)


# --- Sessions -----------------------------------------------------------------------------------------------------------
def sessions(request: HttpRequest) -> list[Ouverture]:
    """The device in hand first: it is gone out of, not closed from afar. Then those seen last."""
    lignes = [_session(ligne, request) for ligne in lectures.sessions_de(request.user)]
    return sorted(lignes, key=lambda ligne: not ligne.ici)[:MONTREES]


def _session(ligne: SessionOuverte, request: HttpRequest) -> Ouverture:
    ici = ligne.cle == request.session.session_key
    ouverte = timezone.localtime(ligne.ouverte_le)
    phrase = _("Ouvert le %(jour)s à %(heure)s. Vu le %(vu)s.")
    if ligne.vue_le >= timezone.localdate():
        phrase = _("Ouvert le %(jour)s à %(heure)s. Vu aujourd’hui.")
    dates = {
        "jour": date_format(ouverte, "j F Y"),
        "heure": date_format(ouverte, r"G \h i"),
        "vu": date_format(ligne.vue_le, "j F Y"),
    }
    return Ouverture(
        cle=str(ligne.pk),
        nom=ligne.nom,
        precision=phrase % dates,
        ici=ici,
        geste=_("Sortir") if ici else "",
        adresse=reverse("account_logout") if ici else "",
    )


def fermer_session(*, personne, cle: str) -> bool:
    ouverte = SessionOuverte.objects.tenues_par(personne).filter(pk=entier(cle)).first()
    if ouverte is not None:
        actions.fermer_session(ouverte=ouverte, auteur=personne)
    return ouverte is not None


# --- Tablets ------------------------------------------------------------------------------------------------------------
def tablettes(request: HttpRequest) -> list[Ouverture] | None:
    """Which devices were made tablets of a class, only they know: this one if it is, and each class that one teaches as a whole."""
    lignes = []
    jeton = request.get_signed_cookie(COOKIE_TABLETTE, default="")
    if jeton and (classe := lectures.classe_de_la_tablette(jeton)):
        lignes.append(
            Ouverture(
                cle="ici",
                nom=_("Cet appareil, tablette de %(classe)s") % {"classe": classe.nom},
                precision=_("Il s’ouvre sur le mur des prénoms, et non sur votre compte."),
                ici=True,
                geste=_("Ne plus être une tablette"),
                adresse=reverse("connexion_oublier_tablette"),
            )
        )
    phrase = _("Celles qui ont photographié le carré de la classe. Fermées, elles reviennent au mur des prénoms.")
    tenues = Classe.objects.tenues_par(request.user).filter(fermee_le=None)
    lignes += [Ouverture(str(c.pk), _("Tablettes de %(classe)s") % {"classe": c.nom}, phrase) for c in tenues]
    return lignes or None


def fermer_tablettes(*, personne, cle: str) -> bool:
    classe = (
        Classe.objects.gardees_par(personne, "papiers").filter(pk=entier(cle)).select_related("etablissement").first()
    )
    if classe is not None:
        actions.fermer_les_tablettes(classe=classe, auteur=personne)
    return classe is not None
