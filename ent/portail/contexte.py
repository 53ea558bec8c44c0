"""What every template knows. Nothing is read from the database until a template asks for it."""

from functools import cache, cached_property, partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from ent.connexion.droits import COOKIE_TABLETTE
from ent.socle.francais import est_facile, langue_de_base
from ent.socle.jetons import jeton

from . import lectures
from .forms import CONFORTS
from .lectures import garde
from .models import Confort
from .registres import Banniere, Entree

THEMES = ("clair", "sombre")
# What one's home is called: that of the day for who teaches, of what they answer for for the others.
ACCUEILS = {
    "eleve": gettext_lazy("Ma journée"),
    "enseignant": pgettext_lazy("accueil", "Journée"),  # « Journée » is also how long an absence lasts
    "direction": gettext_lazy("Mon école"),
    "pouvoirs": gettext_lazy("Ce qui m’est confié"),
    "commune": gettext_lazy("Ma commune"),
    "territoire": gettext_lazy("Territoire"),
}


@cache
def _adresses() -> frozenset[str]:
    """The places of the frame itself: the same for all."""
    return frozenset(reverse(nom) for nom in ("accueil", "plus"))


class Cadre:
    """The frame of a page: language, theme, navigation, count of unread notifications."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.retour_dit = False  # while the page is drawn

    @property
    def langue(self) -> str:
        return langue_de_base()

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_bidi() else "ltr"

    @property
    def theme(self) -> str:
        """« clair », « sombre », or empty: as the device says."""
        theme = self.request.COOKIES.get("theme", "")
        return theme if theme in THEMES else ""

    @property
    def est_connecte(self) -> bool:
        return hasattr(self.request, "user") and self.request.user.is_authenticated

    @property
    def ici(self) -> str:
        """The page of the navigation that this one is, a place or a row of « Plus »; empty on any other."""
        chemin = self.request.path
        est_ici = chemin in _adresses() or any(e.adresse == chemin for e in (*self.places, *self.navigation))
        return chemin if est_ici else ""

    @property
    def page(self) -> str:
        """The name of the address; empty on a page of error."""
        trouve = self.request.resolver_match
        return (trouve and trouve.view_name) or ""

    @property
    def est_une_place(self) -> bool:
        """One of the five of the phone's bar, from which one goes back nowhere."""
        if not self.est_connecte:
            return False
        if getattr(self.request, "second_facteur_manquant", False):
            return True  # nothing else opens
        return self.request.path in {*_adresses(), *(entree.adresse for entree in self.places)}

    @property
    def retour(self) -> tuple[str, str]:
        """Where one goes back to from a page that says nothing: the list of places from a place that the bar has not, else one's home."""
        if not self.est_connecte:
            return "", ""
        if self.ici:
            return reverse("plus"), gettext("Plus")
        return reverse("accueil"), gettext("Ma journée") if self.est_eleve else self.nom_de_l_accueil

    @property
    def vers_l_accueil(self) -> tuple[str, str]:
        """On a page that reads nothing of anyone."""
        return (reverse("accueil"), gettext("Accueil")) if self.est_connecte else ("", "")

    @cached_property
    def est_eleve(self) -> bool:
        """A pupil's pages have no navigation of adults."""
        return lectures.univers_de(self.request.user) == ["eleve"]

    @cached_property
    def est_lecteur(self) -> bool:
        """A pupil of a collège reads: their pages have their places, and no tile for who does not. No query but those of their portée."""
        return self.est_connecte and self.est_eleve and self.request.user.est_collegien

    @cached_property
    def est_enseignant(self) -> bool:
        """Pages of those who may teach (a directeur with a class does) load what they write with."""
        return self.est_connecte and bool(self.request.user.portee.etablissements_de_travail)

    @cached_property
    def confort(self) -> Confort:
        """How the person likes to read. One query, on the pages that ask: a pupil's."""
        choisi = Confort.objects.choisi_par(self.request.user).first() if self.est_connecte else None
        return choisi or Confort()

    @property
    def conforts(self) -> list[str]:
        """How an adult likes to read on this device, as its cookie says. No query."""
        dits = self.request.COOKIES.get("confort", "").split(".")
        return [nom for nom, _dit in CONFORTS if nom in dits and (nom != "facile" or self.est_facile)]

    @property
    def est_facile(self) -> bool:
        """Easy French: less on a page at once, one thing under the other."""
        return est_facile()

    @property
    def confort_d_ici(self) -> str:
        return "".join(f" confort--{nom}" for nom in self.conforts)

    @property
    def est_chez_soi(self) -> bool:
        """A parent's own phone keeps what they sign and what they read without network; a class's tablet keeps nothing."""
        return garde.est_chez_soi(self.request)

    @property
    def renouvelle_la_copie(self) -> bool:
        """At home, on a device that keeps what its reader opens."""
        return self.request.path == reverse("accueil") and bool(garde.droits_gardes(self.request))

    @property
    def garde_ses_envois(self) -> bool:
        """What a parent signs or a teacher writes without network waits on their own device; a class's tablet keeps nothing."""
        return self.est_chez_soi or (
            self.est_connecte and COOKIE_TABLETTE not in self.request.COOKIES and self.est_enseignant
        )

    @cached_property
    def nouvelles(self) -> int:
        """Unread notifications. One query."""
        return lectures.nouvelles_de(self.request.user)["*"]

    @cached_property
    def bannieres(self) -> list[Banniere]:
        """What services say above every page: an incident, while one lasts."""
        return lectures.bannieres_de(self.request) if self.est_connecte else []

    @cached_property
    def univers(self) -> str:
        """Which of their homes this person is at: the one that they opened last on this device."""
        return lectures.univers_choisi(self.request)

    @cached_property
    def nom_de_l_accueil(self) -> str:
        return str(ACCUEILS.get(self.univers, "")) or gettext("Accueil")

    @cached_property
    def places(self) -> list[Entree]:
        """What stands between their home and « Plus »."""
        return lectures.places_de(self.request.user, self.univers)

    @cached_property
    def navigation(self) -> list[Entree]:
        """The pages that this person may go to, of all their universes."""
        return lectures.navigation_de(self.request.user)

    @property
    def places_comptees(self) -> tuple[tuple[Entree, int], ...]:
        """Places with what is unread there."""
        comptes = lectures.nouvelles_de(self.request.user)
        return tuple((entree, comptes.get(entree.nature, 0)) for entree in self.places)


def portail(request: HttpRequest) -> dict:
    return {
        "ENT_NOM": settings.ENT_NOM,
        "ENT_TERRITOIRE": settings.ENT_TERRITOIRE,
        "cadre": Cadre(request),
        "csrf_token": SimpleLazyObject(partial(jeton, request)),  # in place of Django's own, in each part of a page
    }
