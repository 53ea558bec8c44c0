"""What a family keeps of the cahier: what its child handed in, and what was answered; what who teaches may take of it."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.fichiers.registres import Reponse, Souvenir

from .. import droits
from ..models import Remise, Retour


def souvenirs_de(personne: Personne, eleve: Personne) -> Iterator[Souvenir]:
    """The tries of this child, of what is still given or was given to them, and the answers that a family may read. Four queries.

    What an adult wrote beside a work stays between that adult and who teaches: of the other household one reads the work alone.
    """
    remises = Remise.objects.des_enfants_de(personne).filter(eleve=eleve, travail__retire_le=None)
    reponses = Retour.objects.lisibles().select_related("auteur", "son").prefetch_related("son__declinaisons")
    lues = remises.select_related("travail").prefetch_related(
        "fichiers__declinaisons", Prefetch("retours", reponses, to_attr="reponses")
    )
    for remise in lues:
        travail = remise.travail
        est_donne = any(droits.concerne(travail, s) for s in personne.portee.suivis if s.eleve.pk == eleve.pk)
        yield Souvenir(
            cle=f"remise-{remise.pk}",
            jour=timezone.localdate(remise.remis_le),
            genre=Souvenir.TRAVAIL,
            titre=travail.texte if est_donne else travail.get_nature_display(),
            texte=remise.texte if remise.par_id in (eleve.pk, personne.pk) else "",
            de=eleve.prenom,
            fichiers=tuple(remise.fichiers.all()),
            reponses=tuple(_dite(retour) for retour in remise.reponses),
        )


def _dite(retour: Retour) -> Reponse:
    dits = [retour.get_tampon_display() if retour.tampon else "", retour.texte]
    return Reponse(retour.auteur.nom_affiche, "\n".join(dit for dit in dits if dit), retour.son)


def travaux_de(personne: Personne, eleve: Personne) -> Iterator[Souvenir]:
    """What who teaches this child corrects of it, in the child's own words alone. Three queries."""
    remises = Remise.objects.corrigees_par(personne).filter(eleve=eleve).select_related("travail")
    for remise in remises.prefetch_related("fichiers__declinaisons"):
        yield Souvenir(
            cle=f"remise-{remise.pk}",
            jour=timezone.localdate(remise.remis_le),
            genre=Souvenir.TRAVAIL,
            titre=remise.travail.texte,
            texte=remise.texte if remise.par_id == eleve.pk else "",
            de=eleve.prenom,
            fichiers=tuple(remise.fichiers.all()),
        )
