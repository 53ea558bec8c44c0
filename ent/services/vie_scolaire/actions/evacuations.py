"""Count at the meeting point, from as many phones as there are; end it once everybody was found."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.destinataires import presents
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion

from ..evenements import appels as evenements
from ..models import Evacuation, PointageEvacuation


@transaction.atomic
def pointer(
    *, etablissement: Etablissement, par: Personne, eleves: Collection[int], vus: Collection[int], le: dt.datetime
) -> Evacuation:
    """What one phone counted, whenever it arrives: joined to what the others did. Whoever was seen by somebody stays seen, unless
    that same person takes it back; what is older than what is known changes nothing.
    """
    Etablissement.objects.select_for_update(no_key=True).get(pk=etablissement.pk)
    siennes = Evacuation.objects.filter(etablissement=etablissement)
    # What was counted before the end, and comes after it, is of the one that ended: it alarms nobody again.
    evacuation = siennes.en_cours().first() or siennes.filter(ouverte_le__lte=le, finie_le__gt=le).first()
    if evacuation is None:
        evacuation = Evacuation.objects.create(etablissement=etablissement, ouverte_par=par, ouverte_le=le)
        consigner(
            "vie_scolaire.ouvrir_evacuation",
            auteur=par,
            etablissement=etablissement,
            objet=f"evacuation {evacuation.pk}",
        )
        _signaler(evacuation, evenements.BANNIERES)
    connus = {p.eleve_id: p for p in evacuation.pointages.filter(eleve__in=eleves)}
    for eleve in eleves:
        vu, connu = eleve in vus, connus.get(eleve)
        if connu is None:
            PointageEvacuation.objects.create(evacuation=evacuation, eleve_id=eleve, vu=vu, par=par, le=le)
        elif connu.le <= le and connu.vu != vu and (vu or connu.par_id == par.pk):
            connu.vu, connu.par, connu.le = vu, par, le
            connu.save(update_fields=["vu", "par", "le"])
    _signaler(evacuation)
    return evacuation


@transaction.atomic
def finir_evacuation(*, evacuation: Evacuation, par: Personne) -> None:
    """Said again, it changes nothing."""
    if evacuation.finie_le:
        return
    evacuation.finie_le, evacuation.finie_par = timezone.now(), par
    evacuation.save(update_fields=["finie_le", "finie_par"])
    consigner(
        "vie_scolaire.finir_evacuation",
        auteur=par,
        etablissement=evacuation.etablissement,
        objet=f"evacuation {evacuation.pk}",
        vus=evacuation.pointages.filter(vu=True).count(),
        manquent=evacuation.pointages.filter(vu=False).count(),
    )
    _signaler(evacuation)
    _signaler(evacuation, evenements.BANNIERES)


@transaction.atomic
def reprendre_evacuation(*, evacuation: Evacuation, par: Personne) -> None:
    """Ended by mistake: it runs again, with all that was counted. Said again, it changes nothing."""
    Etablissement.objects.select_for_update(no_key=True).get(pk=evacuation.etablissement_id)
    evacuation.refresh_from_db()
    if evacuation.finie_le is None:
        return
    if evacuation.finie_le + Evacuation.REPRISE < timezone.now():
        raise ValidationError(
            _("C’est fini depuis trop longtemps : un nouveau compte en commence une autre."), code="tard"
        )
    if Evacuation.objects.en_cours().filter(etablissement=evacuation.etablissement_id).exists():
        raise ValidationError(_("Une autre évacuation est en cours."), code="autre")
    evacuation.finie_le = evacuation.finie_par = None
    evacuation.save(update_fields=["finie_le", "finie_par"])
    consigner(
        "vie_scolaire.reprendre_evacuation",
        auteur=par,
        etablissement=evacuation.etablissement,
        objet=f"evacuation {evacuation.pk}",
    )
    _signaler(evacuation)
    _signaler(evacuation, evenements.BANNIERES)


def _signaler(evacuation: Evacuation, nature: str = evenements.EVACUATION) -> None:
    """Every phone of the school's teachers reads again."""
    ecole = evacuation.etablissement_id
    classes = set(presents(ecole).order_by().values_list("classe_id", flat=True))
    equipe = evenements.direction_de(ecole).union(*enseignants_des_classes(classes).values())
    diffusion.signaler(nature=nature, objet_id=evacuation.pk, destinataires=equipe)
