"""Who may see and do what on the sites of schools. The public part is everybody's."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from ent.annuaire.droits import RIEN, en_cours
from ent.fichiers import registres
from ent.fichiers.supports import Support

# Roles of a school that publish on its site, and that write drafts there.
PUBLIENT = frozenset({"directeur", "personnel"})
PAS, PROFONDEUR = 4, 12  # of the paths of Wagtail's pages: characters by level, and levels that are looked at
ECRIVENT = PUBLIENT | {"enseignant"}


def ecoles_publiees_par(personne) -> frozenset[int]:
    """The direction and the rest of the staff publish on the site of their school; so does a teacher whom the site was
    confided to."""
    par_role = frozenset(r.etablissement_id for r in personne.portee.roles if r.nature in PUBLIENT)
    return par_role | personne.portee.ecoles_ou("site")


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
def images_montrables(nommes: QuerySet, presents: QuerySet) -> Q:
    """Nobody can be recognised, or adults who agreed, or pupils each of whom may be shown on a public site today.

    Closed by default: an image of which nobody said who is on it, or said « pupils » without naming them, is not shown. A pupil who
    is named is judged whatever else was said, and by what was allowed to this school: where they are enrolled today.

    `nommes` are the rows that name pupils on images, `presents` enrolments.
    """
    eleves = nommes.filter(imagedecole=OuterRef("pk"))
    permis = registres.eleves_montrables_sur(Support.SITE)
    y_sont = presents.filter(
        en_cours(),
        eleve=OuterRef("personne"),
        classe__etablissement=OuterRef("imagedecole__etablissement"),
        classe__fermee_le=None,
    )
    refuses = eleves if permis is None else eleves.exclude(Q(personne__in=permis) & Q(Exists(y_sont)))
    dits = Q(personnes__in=["personne", "adultes"]) | Q(personnes="eleves") & Exists(eleves.order_by())
    return dits & ~Exists(refuses.order_by())


def sous_des_pages_en_ligne(pages: QuerySet, chemin: str = "path") -> Q:
    """Of what has this path: under live `pages` alone. A section that is taken down takes along what is under it."""
    au_dessus = [Substr(OuterRef(chemin), 1, PAS * rang) for rang in range(2, PROFONDEUR)]
    return ~Q(Exists(pages.filter(live=False, path__in=au_dessus).order_by()))


def pieces_en_ligne(pages: QuerySet) -> Q:
    """Over what pages hold: on a live page, under live `pages` alone."""
    return sous_des_pages_en_ligne(pages, "page__path") & Q(page__live=True)


def images_lisibles_par(personne, *, en_ligne: QuerySet, sites: QuerySet, montrables: Q) -> Q:
    """An image is public while a live page, or the look of a site, shows it; those who write the site see it before."""
    posee = Exists(en_ligne.filter(image=OuterRef("pk")).order_by())
    bandeau = Exists(sites.filter(bandeau=OuterRef("pk")).order_by())
    return (posee | bandeau) & montrables | _ecrits(personne)


def documents_lisibles_par(personne, *, en_ligne: QuerySet) -> Q:
    """A document is public while a live page shows it."""
    return Q(Exists(en_ligne.filter(document=OuterRef("pk")).order_by())) | _ecrits(personne)
