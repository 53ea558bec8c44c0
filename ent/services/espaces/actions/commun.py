"""What acts on spaces share: their lock, their line in the journal, the thread that follows, who reads again."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner as ecrire_la_ligne
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.registres.collectifs import Collectif, clore_parole, tenir_parole
from ent.diffusion import actions as diffusion

from .. import droits, evenements
from ..models import EcoleDeLEspace, Espace


def verrouiller(espace: Espace) -> Espace:
    """Who writes in a space takes their turn."""
    verrou = Espace.objects.select_for_update(of=("self",), no_key=True).select_related("etablissement")
    return verrou.get(pk=espace.pk)


def exiger_ouvert(espace: Espace) -> None:
    if not espace.est_ouvert:
        raise ValidationError(_("Cet espace est fini : on le relit, on n’y écrit plus."), code="fini")


def exiger_dedans(ecole: EcoleDeLEspace) -> None:
    if not ecole.est_dedans:
        raise ValidationError(_("Votre école n’est pas dans cet espace."), code="dehors")


def consigner(verbe: str, ou: Espace | EcoleDeLEspace, par: Personne | None, **details: Any) -> None:
    """Of a school's own act, in its journal alone; of the space's, in that of the school that carries it, and of the one by which this person is there."""
    if isinstance(ou, EcoleDeLEspace):
        ecoles, objet = {ou.etablissement}, f"espace {ou.espace_id}"
    else:
        siennes = EcoleDeLEspace.objects.du_travail_de(par) if par else EcoleDeLEspace.objects.none()
        d_ici = siennes.filter(espace=ou).select_related("etablissement")
        ecoles, objet = {ou.etablissement, *(ecole.etablissement for ecole in d_ici)}, f"espace {ou.pk}"
    for etablissement in sorted(ecoles, key=lambda ecole: ecole.pk):
        ecrire_la_ligne(verbe, auteur=par, etablissement=etablissement, objet=objet, **details)


def tenir_la_parole(espace: Espace, par: Personne | None) -> None:
    """The thread of the space, if a room gives one, follows who is of it and until when."""
    ecoles = tuple(ecole.etablissement_id for ecole in evenements.ecoles_de(espace))
    adultes, classes = evenements.adultes_de(espace), evenements.classes_de(espace)
    tenir_parole(
        Collectif(
            cle=espace.cle,
            titre=espace.titre,
            etablissements=ecoles,
            classes=_a_plat(classes.values()),
            adultes=_a_plat(adultes.values()),
            fin=espace.fin,
            ouvert=espace.est_ouvert,
        ),
        par=par,
    )
    if espace.clos_le is not None:
        clore_parole(espace.cle, par=par)


def _a_plat(ensembles: Collection[set[int]]) -> tuple[int, ...]:
    return tuple(sorted({pk for ensemble in ensembles for pk in ensemble}))


def relire(espace: Espace) -> None:
    """The pages of its adults ask again. Those of families follow what they are told."""
    tous = {personne for gens in evenements.adultes_de(espace).values() for personne in gens}
    diffusion.signaler(nature=evenements.CHANGE, objet_id=espace.pk, destinataires=tous)


def dire(
    nature: str,
    objet_id: int,
    etablissement: Etablissement,
    personnes: Collection[int],
    phrase: Callable[[], str],
    adresse: str,
) -> None:
    """To adults of a school, of no child."""
    diffusion.notifier(
        nature=nature,
        objet_id=objet_id,
        etablissement=etablissement,
        textes={(personne, None): phrase for personne in personnes},
        adresse=adresse,
        visible_le=calendrier.ouverture(etablissement, timezone.now()),
        renouvelle=True,
    )


def se_lit(espace: Espace) -> bool:
    """`droits.espace_commence`, in hand: families are told of it from its first day on."""
    return espace.debut <= timezone.localdate() <= espace.fin + droits.RELECTURE
