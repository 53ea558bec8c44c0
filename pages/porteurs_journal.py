"""Who reads the files of the journal: whoever reads the billet, and of its photos those that may be shown."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from ent.fichiers.droits import montrables_sur
from ent.fichiers.models import Fichier, Visage
from ent.fichiers.registres import enregistrer_porteur, tenus_par
from ent.fichiers.supports import Support

from .models.billets import Billet, PieceBillet
from .models.portfolio import EntreePortfolio


def a_eux_seuls(personne) -> Q:
    """An image on which nobody else than this person's children can be recognised, and one of them at least."""
    siens = [s.eleve.pk for s in personne.portee.suivis]
    visages = Visage.objects.filter(fichier=OuterRef("pk")).order_by()
    return Exists(visages.filter(eleve__in=siens)) & ~Exists(visages.exclude(eleve__in=siens))


def montrable(support: str = Support.JOURNAL) -> Q:
    """What a reader of the journal may be shown: images by the consents of this moment; a video its teacher found without a
    face; sounds and documents.
    """
    sans_visage = PieceBillet.objects.filter(fichier=OuterRef("pk"), sans_visage=True).order_by()
    return montrables_sur(support) & (~Q(nature=Fichier.Nature.VIDEO) | Q(Exists(sans_visage)))


def lisibles_dans(billets, personne) -> Q:
    """Files of these billets that a family, or a pupil, may read."""
    tous = tenus_par(PieceBillet, billet=billets) & montrable()
    pour_les_siens = tenus_par(PieceBillet, billet=billets.exclude(classe=None).exclude(groupe=None))
    return tous | (pour_les_siens & a_eux_seuls(personne))


def des_billets(personne) -> Q:
    """The team reads every file of what it follows; a pupil those of what they are writing; families what may be shown."""
    equipe = tenus_par(PieceBillet, billet=Billet.objects.suivis_par(personne).order_by())
    ecrits = Billet.objects.ecrits_par(personne).exclude(etat=Billet.Etat.PUBLIE).order_by()
    lus = Billet.objects.des_enfants_de(personne).order_by()
    return equipe | tenus_par(PieceBillet, billet=ecrits) | lisibles_dans(lus, personne)


def _des_billets_gardes(personne) -> Q:
    """Photos of a billet that a pupil keeps: read with the portfolio, by the consents of the moment like any other."""
    entrees = EntreePortfolio.objects.visibles_par(personne).order_by()
    gardes = Billet.objects.filter(
        etat=Billet.Etat.PUBLIE, retire_le=None, equipe=False, pk__in=entrees.exclude(billet=None).values("billet")
    )
    return tenus_par(PieceBillet, billet=gardes.order_by()) & (montrable() | Q(a_eux_seuls(personne)))


def du_portfolio(personne) -> Q:
    entrees = EntreePortfolio.objects.visibles_par(personne).order_by()
    propres = tenus_par(EntreePortfolio.fichiers.through, entreeportfolio=entrees)
    return propres | _des_billets_gardes(personne)


def pieces_lisibles_du_portfolio(personne, billets: Collection[int]) -> list[PieceBillet]:
    """Of these billets, what a reader of the portfolio may be shown. Two queries."""
    if not billets:
        return []
    permis = Fichier.objects.filter(montrable() | Q(a_eux_seuls(personne))).order_by().values("pk")
    pieces = PieceBillet.objects.filter(billet__in=billets, fichier__in=permis, billet__equipe=False)
    return list(pieces.select_related("fichier").prefetch_related("fichier__declinaisons"))


enregistrer_porteur("pages.billet", des_billets)
enregistrer_porteur("pages.portfolio", du_portfolio)
