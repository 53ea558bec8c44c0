"""What of a journal a person may keep, at this moment: the year in progress, and the years that are not erased yet."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite

from ..droits import billets as droits
from ..models.billets import Billet
from .journal import Lu, joindre_ce_qui_se_montre


@dataclass
class Recueil:
    """The journal of one class of one child."""

    eleve: Personne
    inscription: Inscription

    @property
    def classe(self) -> Classe:
        return self.inscription.classe


def recueils_de(personne: Personne, eleve_uuid) -> list[Recueil]:
    """The classes of that child whose journal is still there, the present one first. Three queries at most.

    A closed class is open to those who answer for the child today, in whatever school, and whom that class's school had declared.
    """
    est_moi = str(personne.uuid) == str(eleve_uuid)
    liens = Responsabilite.objects.filter(adulte=personne, enfant__uuid=eleve_uuid)
    liens = liens.exclude(autorite=Responsabilite.Autorite.SANS).order_by()
    if not est_moi and not liens.filter(en_cours()).exists():
        return []
    inscriptions = Inscription.objects.filter(
        eleve__uuid=eleve_uuid, debut__lte=timezone.localdate(), classe__billets__etat=Billet.Etat.PUBLIE
    )
    if not est_moi:
        inscriptions = inscriptions.filter(classe__etablissement__in=liens.values("etablissement"))
    inscriptions = inscriptions.select_related("eleve", "classe__etablissement", "classe__annee").distinct()
    return [Recueil(i.eleve, i) for i in inscriptions.order_by("-debut", "-pk")]


def billets_du_recueil(personne: Personne, recueil: Recueil) -> list[Lu]:
    """What this person may read of it now, oldest first, with the files they may be shown. Three queries."""
    classe, eleve = recueil.classe, recueil.eleve
    de_la_classe = Q(classe=classe) & (Q(groupe=None) | Q(groupe__eleves=eleve))
    billets = Billet.objects.filter(droits.lisible() & de_la_classe).select_related("auteur", "classe", "groupe")
    if fin := recueil.inscription.fin:
        billets = billets.filter(visible_le__date__lte=fin)
    lus = [Lu(billet) for billet in billets.order_by("visible_le", "pk").distinct()]
    joindre_ce_qui_se_montre(lus, personne, en_liste=False)
    return lus
