"""Who may see and do what on the sites of schools. The public part is everybody's."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from ent.annuaire.droits import RIEN
from ent.fichiers import registres
from ent.fichiers.supports import Support

# Roles of a school that publish on its site, and that write drafts there.
PUBLIENT = frozenset({"directeur", "personnel"})
ECRIVENT = PUBLIENT | {"enseignant"}


def ecoles_publiees_par(personne) -> frozenset[int]:
    """The direction and the rest of the staff publish on the site of their school."""
    return frozenset(r.etablissement_id for r in personne.portee.roles if r.nature in PUBLIENT)


def ecoles_ecrites_par(personne) -> frozenset[int]:
    """Teachers write drafts besides, that the school reads again before they are seen."""
    return frozenset(r.etablissement_id for r in personne.portee.roles if r.nature in ECRIVENT)


def sites_visibles_par(personne) -> Q:
    """A school's site is public."""
    return Q()


def sites_regles_par(personne) -> Q:
    return Q(etablissement__in=ecoles_publiees_par(personne))


def sites_ecrits_par(personne) -> Q:
    return Q(etablissement__in=ecoles_ecrites_par(personne))


def sites_heberges_par(personne) -> Q:
    """The operator alone gives hostnames, without reading nor writing any page."""
    return Q() if personne.portee.est_operateur else RIEN


def _ecrits(personne) -> Q:
    return Q(etablissement__in=ecoles_ecrites_par(personne)) if personne.is_authenticated else RIEN


# --- Images and documents -------------------------------------------------------------------------------------------
def images_montrables() -> Q:
    """Nobody can be recognised, or adults who agreed, or pupils each of whom may be shown on a public site today.

    Closed by default: an image of which nobody said who is on it, or said « pupils » without naming them, is not shown.
    """
    eleves = apps.get_model("pages", "ImageDEcole").eleves.through._base_manager.filter(imagedecole=OuterRef("pk"))
    permis = registres.eleves_montrables_sur(Support.SITE)
    refuses = eleves if permis is None else eleves.exclude(personne__in=permis)
    nommes = Q(personnes="eleves") & Exists(eleves.order_by()) & ~Exists(refuses.order_by())
    return Q(personnes__in=["personne", "adultes"]) | nommes


def images_lisibles_par(personne) -> Q:
    """An image is public while a live page, or the look of a site, shows it; those who write the site see it before."""
    apps_pieces = apps.get_model("pages", "PieceDePage")._base_manager
    posee = Exists(apps_pieces.filter(image=OuterRef("pk"), page__live=True).order_by())
    bandeau = Exists(apps.get_model("pages", "SiteDEcole")._base_manager.filter(bandeau=OuterRef("pk")).order_by())
    return (posee | bandeau) & images_montrables() | _ecrits(personne)


def documents_lisibles_par(personne) -> Q:
    """A document is public while a live page shows it."""
    pieces = apps.get_model("pages", "PieceDePage")._base_manager
    return Q(Exists(pieces.filter(document=OuterRef("pk"), page__live=True).order_by())) | _ecrits(personne)
