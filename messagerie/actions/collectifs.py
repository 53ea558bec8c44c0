"""The thread of people of several schools, as the room that gathers them says who they are."""

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.annuaire.registres.collectifs import Collectif
from ent.diffusion import actions as diffusion

from ..droits.regles import Nature
from ..evenements import fils as evenements
from ..models import EcoleDuFil, Fil, Participation, PresenceAuFil
from ..models.fils import oublier_les_membres

DEUX_ECOLES = 2


@transaction.atomic
def tenir(collectif: Collectif, *, par: Personne | None) -> None:
    """Open it once two schools are in; correct who is of it, its name and its end. Said twice, it changes nothing.

    Of who goes, the cursor stays; of a school that leaves, its people read no more from then on, and what they wrote stays.
    """
    fil = Fil.objects.select_for_update(of=("self",)).filter(collectif=collectif.cle).first()
    se_parle = collectif.ouvert and len({*collectif.etablissements}) >= DEUX_ECOLES
    if fil is None:
        if not se_parle:
            return
        fil = _ouvrir(collectif, par)
    avant = fil.est_ouvert
    fil.titre, fil.fin, fil.est_ouvert = collectif.titre[:80], collectif.fin, se_parle
    if collectif.etablissements:
        fil.etablissement_id = collectif.etablissements[0]
    fil.save(update_fields=["titre", "fin", "est_ouvert", "etablissement"])
    _ranger_les_ecoles(fil, {*collectif.etablissements})
    _ranger_les_membres(fil, {*collectif.adultes})
    _noter_les_presences(fil, "etablissement", {*collectif.etablissements})
    _noter_les_presences(fil, "personne", {*collectif.adultes})
    if par is not None:
        oublier_les_membres(par)
    if avant and not se_parle:
        _consigner_la_fin(fil, par)
    diffusion.signaler(nature=evenements.FIL_CHANGE, objet_id=fil.pk, destinataires=evenements.participants(fil))


def _ouvrir(collectif: Collectif, par: Personne | None) -> Fil:
    fil = Fil.objects.create(
        nature=Nature.COLLECTIF,
        collectif=collectif.cle,
        etablissement_id=collectif.etablissements[0],
        titre=collectif.titre[:80],
        fin=collectif.fin,
        cree_par=par,
    )
    consigner("messagerie.ouvrir_collectif", auteur=par, etablissement=fil.etablissement, objet=f"fil {fil.pk}")
    return fil


def _ranger_les_ecoles(fil: Fil, voulues: set[int]) -> None:
    fil.ecoles.exclude(etablissement__in=voulues).delete()
    EcoleDuFil.objects.bulk_create(
        [EcoleDuFil(fil=fil, etablissement_id=ecole) for ecole in sorted(voulues)], ignore_conflicts=True
    )


def _ranger_les_membres(fil: Fil, voulus: set[int]) -> None:
    siennes = Participation.objects.filter(fil=fil)
    siennes.filter(est_membre=True).exclude(personne__in=voulus).update(est_membre=False)
    siennes.filter(est_membre=False, personne__in=voulus).update(est_membre=True)
    connus = set(siennes.filter(personne__in=voulus).values_list("personne_id", flat=True))
    Participation.objects.bulk_create(
        [Participation(fil=fil, personne_id=pk, est_membre=True) for pk in sorted(voulus - connus)]
    )


def _noter_les_presences(fil: Fil, quoi: str, voulus: set[int]) -> None:
    """Who comes and who goes, with the hour: what was written keeps who could read it."""
    ouvertes = fil.presences.filter(fin=None).exclude(**{quoi: None})
    la = set(ouvertes.order_by().values_list(quoi, flat=True))
    maintenant = timezone.now()
    ouvertes.filter(**{f"{quoi}__in": la - voulus}).update(fin=maintenant)
    PresenceAuFil.objects.bulk_create(
        PresenceAuFil(fil=fil, debut=maintenant, **{f"{quoi}_id": pk}) for pk in sorted(voulus - la)
    )


@transaction.atomic
def clore(cle: str, *, par: Personne | None) -> None:
    """Nobody writes there any more; everyone goes on reading. Done twice, it changes nothing."""
    for fil in Fil.objects.select_for_update(of=("self",)).filter(collectif=cle, est_ouvert=True):
        fil.est_ouvert = False
        fil.save(update_fields=["est_ouvert"])
        _consigner_la_fin(fil, par)
        diffusion.signaler(nature=evenements.FIL_CHANGE, objet_id=fil.pk, destinataires=evenements.participants(fil))


def _consigner_la_fin(fil: Fil, par: Personne | None) -> None:
    consigner("messagerie.clore_collectif", auteur=par, etablissement=fil.etablissement, objet=f"fil {fil.pk}")
