"""Who reads the files of the journal: whoever reads the billet, and of its photos those that may be shown."""

from django.db.models import Exists, OuterRef, Q

from ent.fichiers.droits import montrables_sur
from ent.fichiers.models import Fichier, Visage
from ent.fichiers.registres import enregistrer_porteur, tenus_par
from ent.fichiers.supports import Support

from .models.billets import Billet, PieceBillet


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


enregistrer_porteur("pages.billet", des_billets)
