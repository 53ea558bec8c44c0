"""Who reads the files of the journal: whoever reads the billet, and of its photos those that may be shown."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier, Visage, montrables_sur
from ent.fichiers.registres import Presentation, tenus_par
from ent.fichiers.supports import Support
from ent.socle.preparees import Existe, Lignes

from .droits import billets as droits
from .droits.billets import lisible
from .droits.portfolio import eleves_a_portfolio
from .models.billets import Billet, PieceBillet
from .models.portfolio import EntreePortfolio


def a_eux_seuls(personne) -> Q:
    """An image on which nobody else than this person's children can be recognised, and one of them at least."""
    siens = Q(eleve__in=[s.eleve.pk for s in personne.portee.suivis])
    return Q(Existe(Visage, "fichier", siens)) & ~Q(Existe(Visage, "fichier", ~siens))


def montrable(support: str = Support.JOURNAL, *, partout: bool = False) -> Q:
    """What a reader of the journal may be shown: images by the consents of this moment; a video its teacher found without a
    face; sounds and documents.
    """
    return montrables_sur(support, partout=partout)


def lisibles_dans(billets: Q, personne) -> Q:
    """Files of these billets that a family, or a pupil, may read."""
    nominatifs = billets & ~Q(classe=None) & ~Q(groupe=None)
    tous = tenus_par(PieceBillet, billet=Lignes(Billet, billets)) & montrable()
    return tous | tenus_par(PieceBillet, billet=Lignes(Billet, nominatifs)) & a_eux_seuls(personne)


def des_billets(personne) -> Q:
    """The team reads every file of what it follows; a pupil those of what they are writing; families what may be shown."""
    equipe = tenus_par(PieceBillet, billet=Lignes(Billet, droits.suivis_par(personne)))
    ecrits = tenus_par(PieceBillet, billet=Lignes(Billet, droits.ecrits_par(personne) & ~Q(etat=droits.PUBLIE)))
    return equipe | ecrits | lisibles_dans(droits.billets_des_enfants_de(personne), personne)


def billets_gardes(entrees) -> QuerySet[Billet]:
    """What these entries keep of the journal, as long as their pupil is among those it is for."""
    encore = entrees.filter(Q(billet__groupe=None) | Q(billet__groupe__eleves=F("eleve")))
    return Billet.objects.filter(lisible(), pk__in=encore.order_by().values("billet")).order_by()


def a_emporter(personne) -> Q:
    """Of a billet kept in a portfolio, what may leave the class: no image of a pupil whose portfolio this person does not read."""
    lus = Personne.objects.filter(eleves_a_portfolio(personne)).order_by().values("pk")
    autres = Visage.objects.filter(fichier=OuterRef("pk")).exclude(eleve__in=lus).order_by()
    return montrable(partout=True) & ~Q(Exists(autres)) | Q(a_eux_seuls(personne))


def _des_billets_gardes(personne) -> Q:
    gardes = billets_gardes(EntreePortfolio.objects.visibles_par(personne))
    return tenus_par(PieceBillet, billet=gardes) & a_emporter(personne)


def du_portfolio(personne) -> Q:
    entrees = EntreePortfolio.objects.visibles_par(personne).order_by()
    propres = tenus_par(EntreePortfolio.fichiers.through, entreeportfolio=entrees)
    return propres | _des_billets_gardes(personne)


def pieces_lisibles_du_portfolio(personne, billets: Collection[int]) -> list[PieceBillet]:
    """Of these billets, what a reader of the portfolio may be shown: all that the class is, while they read its journal. Two queries."""
    if not billets:
        return []
    emportes = Q(fichier__in=Fichier.objects.filter(a_emporter(personne)).order_by().values("pk"))
    montres = Q(fichier__in=Fichier.objects.filter(montrable()).order_by().values("pk"))
    en_classe = Q(billet__in=Billet.objects.visibles_par(personne).order_by().values("pk"))
    pieces = PieceBillet.objects.filter(emportes | montres & en_classe, billet__in=billets)
    return list(pieces.select_related("fichier"))


# --- Looked at one after the other ------------------------------------------------------------------------------------
def billets_lus(personne) -> QuerySet[Billet]:
    return Billet.objects.visibles_par(personne).select_related("auteur", "classe", "groupe", "etablissement")


def presenter_billet(personne, billet: Billet) -> Presentation:
    if billet.equipe or not billet.est_publie:
        pour = _("l’équipe de la classe seulement")
    elif billet.est_nominatif:
        pour = _("les familles des enfants montrés")
    else:
        pour = _("les familles de %(classe)s") % {"classe": billet.destination.nom}
    publiques = billet.pieces.filter(
        Q(fichier__in=Fichier.objects.filter(montrable(Support.SITE)).order_by().values("pk"))
    )
    est_public = billet.sur_le_site and Billet.objects.publics().filter(pk=billet.pk).exists()
    legendes = billet.pieces.exclude(legende="").order_by().values_list("fichier", "legende")
    return Presentation(
        titre=billet.titre or _("Sans titre"),
        adresse=reverse("journal_billet", args=[billet.pk]),
        le=billet.visible_le,
        de=billet.auteur.prenom if billet.d_un_eleve else billet.auteur.nom_affiche,
        pour=pour,
        legendes=dict(legendes),
        aux_familles=billet.est_publie and not billet.equipe,
        a_tous=frozenset(publiques.order_by().values_list("fichier", flat=True)) if est_public else (),
    )


def entrees_lues(personne) -> QuerySet[EntreePortfolio]:
    return EntreePortfolio.objects.visibles_par(personne).select_related("eleve", "etablissement")


def presenter_entree(personne, entree: EntreePortfolio) -> Presentation:
    return Presentation(
        titre=entree.titre,
        adresse=reverse("journal_portfolio", args=[entree.eleve.uuid]),
        le=entree.ajoutee_le,
        de=entree.etablissement.nom,
        pour=_("%(prenom)s, sa famille et qui lui enseigne") % {"prenom": entree.eleve.prenom},
        eleve=entree.eleve,
    )
