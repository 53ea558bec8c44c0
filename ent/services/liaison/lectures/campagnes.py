"""The campaigns that somebody prepares, and the classes of which they may open one."""

from django.db.models import Prefetch

from ent.annuaire.models import Classe, Etablissement, Personne

from ..models import Campagne, Dossier, Version


def campagnes_de(personne: Personne) -> list[Campagne]:
    """Those that this person prepares, the next to leave first."""
    siennes = Campagne.objects.preparees_par(personne).select_related("classe", "etablissement")
    return list(siennes.prefetch_related(Prefetch("dossiers", Dossier.objects.prepares_par(personne))))


def fermees_de(personne: Personne) -> list[Campagne]:
    """Those that this person may still open again, the last closed first. One query."""
    fermees = Campagne.objects.fermees_par(personne).a_rouvrir()
    return list(fermees.select_related("classe", "etablissement").order_by("-fermee_le", "-pk"))


def classes_a_preparer(personne: Personne) -> list[Classe]:
    return list(Classe.objects.gerees_par(personne).select_related("etablissement"))


def se_ferme(campagne: Campagne) -> bool:
    """Opened by mistake, it may be closed while no family was shown one of its dossiers."""
    return not Version.objects.filter(dossier__campagne=campagne).exists()


def ecole_du_brouillon(personne: Personne, cible: str, numero: int) -> Etablissement | None:
    """Of a dossier whose page is being typed, or of the dossiers whose positions are, to who may write them."""
    if cible == "positions":
        sienne = Campagne.objects.preparees_par(personne).filter(pk=numero).select_related("etablissement").first()
        return sienne.etablissement if sienne else None
    if cible:
        return None
    sien = Dossier.objects.prepares_par(personne).filter(pk=numero).select_related("etablissement").first()
    return sien.etablissement if sien else None


def voisins_de(dossier: Dossier, lecteur: Personne) -> tuple[Dossier | None, Dossier | None]:
    """The one before and the one after, in the order of the class, of those that this reader prepares. One query."""
    siens = list(dossier.campagne.dossiers.prepares_par(lecteur).select_related("eleve"))
    rang = [d.pk for d in siens].index(dossier.pk)
    return (siens[rang - 1] if rang else None), (siens[rang + 1] if rang + 1 < len(siens) else None)
