"""The roll of an outing: those who may go, on an ad hoc roll of their class; the others stay on the roll of the class."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Personne
from ent.annuaire.registres import Autorisation
from ent.socle.dates import aujourd_hui

from ..demi_journees import DemiJournee
from ..lectures.autorisations import suivi_de
from ..lectures.sorties import demis_de
from ..models import Appel, DemandeConsentement
from .appels import confier_a_l_appel, passer_apres


@transaction.atomic
def ouvrir_l_appel(*, demande: DemandeConsentement, classe: Classe, auteur: Personne) -> list[Appel]:
    """The rolls of today's half-days of an outing, for one class. Asked again, who may go since joins them, and who may no longer leaves them.

    What the law of the house says of consent is not a box to untick: a child goes once an answer is entered.
    """
    if demande.fermee_le or not demande.debut <= aujourd_hui() <= demande.fin:
        raise ValidationError(_("L’appel d’une sortie se fait le jour même."))
    demis = demis_de(demande, aujourd_hui())
    if not demis:
        raise ValidationError(_("Il n’y a pas classe aujourd’hui : comptez les élèves sur la liste."))
    passer_apres(classe)
    partants = [rang.eleve for rang in suivi_de(auteur, demande, classe).rangs if rang.etat is Autorisation.ACCORDEE]
    if not partants:
        raise ValidationError(_("Personne n’a encore d’autorisation dans cette classe."))
    appels = [_un_appel(demande, classe, auteur, demi, partants) for demi in demis]
    consigner(
        "vie_scolaire.ouvrir_sortie",
        auteur=auteur,
        etablissement=demande.etablissement,
        objet=f"classe {classe.pk}",
        eleves=len(partants),
    )
    return appels


def _un_appel(
    demande: DemandeConsentement, classe: Classe, auteur: Personne, demi: DemiJournee, partants: list[Personne]
) -> Appel:
    appel, _cree = Appel.objects.get_or_create(
        etablissement=demande.etablissement,
        classe=None,
        de_la_classe=classe,
        sortie=demande,
        jour=demi.jour,
        moment=demi.moment,
        defaults={"auteur": auteur, "confie_a": auteur},
    )
    if appel.fait_le is None and appel.confie_a_id != auteur.pk:
        appel.confie_a = auteur
        appel.save(update_fields=["confie_a"])
    confier_a_l_appel(appel, partants)
    # A line that says something of a child keeps it: only the direction takes back what was told.
    appel.lignes.exclude(eleve__in=partants).filter(absent=False, arrive_a=None, parti_a=None).delete()
    return appel
