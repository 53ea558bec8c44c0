"""A direction opens a service to its school, says for whom, agrees to what it receives, and closes it."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner, est_le_dernier_geste
from ent.annuaire.models import Classe, EntreeJournal, Etablissement, Personne
from ent.diffusion.lectures import Prevenus, prevenus

from .. import evenements
from ..attributs import ORDRE, ecrire, lire
from ..models import OuvertureTiers, ServiceTiers
from .nouvelles import dire_a_la_direction, dire_aux_familles, ne_plus_dire

# What is done of a service in a school: the yes that is taken back is the last of them.
REPONSES = ("accorder", "refuser", "reprendre_un_accord", "reprendre_un_refus")
GESTES = tuple(f"tiers.{v}" for v in ("ouvrir", "fermer", "rouvrir", *REPONSES))
REPRIS = dt.timedelta(hours=1)  # a yes, or a no, is taken back


@transaction.atomic
def ouvrir_a_l_ecole(
    *,
    service: ServiceTiers,
    etablissement: Etablissement,
    auteur: Personne,
    publics: str,
    niveaux: str,
    classes: Collection[Classe],
    recoit: str,
    ouvre: bool = True,
) -> OuvertureTiers:
    """For whom; said again, for whom from now on. Who had said yes first stays named while it is open.

    `recoit` is what its page showed that the service receives: agreed to as it opens, left as it was while it is open. Levels that the registry
    names are written down when the school names none: what the operator widens later opens nothing here.
    Not `ouvre`: meant for what is open. If somebody has closed it in between, it stays closed, and nothing is written.
    """
    ouverture, creee = OuvertureTiers.objects.get_or_create(
        service=service, etablissement=etablissement, defaults={"ouvert_par": auteur}
    )
    ouverture, champs = _a_son_tour(ouverture), {"publics", "niveaux", "par_classes"}
    ferme = ouverture.ferme_le is not None
    if ferme and not ouvre:
        return ouverture
    if creee or ferme:
        champs |= {"ouvert_par", "ouvert_le", "ferme_le", "attributs", "refuses", "accorde_le"}
        ouverture.ouvert_par, ouverture.ouvert_le, ouverture.ferme_le = auteur, timezone.now(), None
        ouverture.attributs, ouverture.refuses = ecrire(lire(recoit) & ouverture.service.recoit, ORDRE), ""
        ouverture.accorde_le = None
    ouverture.publics, ouverture.niveaux = publics, niveaux or service.niveaux
    ouverture.par_classes = bool(classes)
    ouverture.save(update_fields=champs)
    ouverture.classes.set(classes)
    ne_plus_dire(ouverture=ouverture, natures=[evenements.FERME])
    dit = {"objet": f"service_tiers {service.pk}", "nom": service.nom, "publics": publics}
    consigner("tiers.ouvrir", auteur=auteur, etablissement=etablissement, **dit)
    return ouverture


@transaction.atomic
def fermer_a_l_ecole(*, ouverture: OuvertureTiers, auteur: Personne) -> Prevenus:
    """Nobody of the school goes there any more, from the next ticket on; families of those who went are told: of how many children, and of how many
    nobody has an account.
    """
    ouverture = _a_son_tour(ouverture)
    if ouverture.ferme_le is None:
        ouverture.ferme_le = timezone.now()
        ouverture.save(update_fields=["ferme_le"])
        consigner(
            "tiers.fermer",
            auteur=auteur,
            etablissement=ouverture.etablissement,
            objet=f"service_tiers {ouverture.service_id}",
            nom=ouverture.service.nom,
        )
        ne_plus_dire(ouverture=ouverture, natures=[evenements.DEMANDE])
        if ouverture.service.retire_le is None:
            return prevenus(dire_aux_familles(ouverture=ouverture))
    return Prevenus()


@transaction.atomic
def rouvrir(*, ouverture: OuvertureTiers, auteur: Personne) -> None:
    """Undone: to the same, and for it to receive what was agreed to; what families were told is taken back."""
    ouverture = _a_son_tour(ouverture)
    if ouverture.ferme_le is not None:
        ouverture.ferme_le = None
        ouverture.save(update_fields=["ferme_le"])
        consigner(
            "tiers.rouvrir",
            auteur=auteur,
            etablissement=ouverture.etablissement,
            objet=f"service_tiers {ouverture.service_id}",
            nom=ouverture.service.nom,
        )
        if ouverture.service.retire_le is None:
            ne_plus_dire(ouverture=ouverture, natures=[evenements.FERME])


@transaction.atomic
def accorder(*, ouverture: OuvertureTiers, auteur: Personne, vus: str) -> int | None:
    """Yes to what the page showed that it asks more: it leaves, and families read it, from now on. The line of the journal that says it, by which
    it is taken back (`reprendre_un_accord`): it keeps what had been refused, and since when the list had stood.
    """
    ouverture = _a_son_tour(ouverture)
    oui = lire(vus) & ouverture.demande
    if ouverture.ferme_le is not None or not oui:
        return None
    avant = {"refuses": ouverture.refuses, "depuis": ouverture.accorde_le.isoformat() if ouverture.accorde_le else ""}
    ouverture.attributs = ecrire(ouverture.recoit | oui, ORDRE)
    ouverture.refuses = ecrire(lire(ouverture.refuses) - oui, ORDRE)
    ouverture.accorde_le = timezone.now()
    ouverture.save(update_fields=["attributs", "refuses", "accorde_le"])
    dits = _de_quoi(ouverture, oui) | avant
    geste = consigner("tiers.accorder", auteur=auteur, etablissement=ouverture.etablissement, **dits)
    ne_plus_dire(ouverture=ouverture, natures=[evenements.DEMANDE])
    return geste.pk


@transaction.atomic
def reprendre_un_accord(*, ouverture: OuvertureTiers, auteur: Personne, geste: int) -> None:
    """Undone, for an hour: it receives from now on what it received before, and asks again what had not been answered. Raises `ValidationError`
    once somebody answered, closed or opened since.
    """
    ouverture = _a_son_tour(ouverture)
    dit = _a_reprendre(ouverture, "tiers.accorder", geste)
    ouverture.attributs = ecrire(lire(ouverture.attributs) - lire(dit.details["choses"]), ORDRE)
    ouverture.refuses = dit.details["refuses"]
    depuis = dit.details["depuis"]
    ouverture.accorde_le = dt.datetime.fromisoformat(depuis) if depuis else None
    ouverture.save(update_fields=["attributs", "refuses", "accorde_le"])
    reprises = _de_quoi(ouverture, lire(dit.details["choses"]))
    consigner("tiers.reprendre_un_accord", auteur=auteur, etablissement=ouverture.etablissement, **reprises)
    if ouverture.attend:
        dire_a_la_direction(ouverture=ouverture, nature=evenements.DEMANDE)


@transaction.atomic
def refuser(*, ouverture: OuvertureTiers, auteur: Personne, vus: str) -> int | None:
    """No: the service goes on with what it received, and is asked no more about that. The line of the journal that says it, by which it is taken
    back (`reprendre_un_refus`).
    """
    ouverture = _a_son_tour(ouverture)
    non = lire(vus) & ouverture.demande
    if ouverture.ferme_le is not None or not non - lire(ouverture.refuses):
        return None
    avant = {"refuses": ouverture.refuses}
    ouverture.refuses = ecrire(lire(ouverture.refuses) | non, ORDRE)
    ouverture.save(update_fields=["refuses"])
    dits = _de_quoi(ouverture, non) | avant
    geste = consigner("tiers.refuser", auteur=auteur, etablissement=ouverture.etablissement, **dits)
    ne_plus_dire(ouverture=ouverture, natures=[evenements.DEMANDE])
    return geste.pk


@transaction.atomic
def reprendre_un_refus(*, ouverture: OuvertureTiers, auteur: Personne, geste: int) -> None:
    """Undone, for an hour: what was refused waits for an answer again. Raises `ValidationError` once something else was decided of it."""
    ouverture = _a_son_tour(ouverture)
    dit = _a_reprendre(ouverture, "tiers.refuser", geste)
    ouverture.refuses = dit.details.get("refuses", "")
    ouverture.save(update_fields=["refuses"])
    reprises = _de_quoi(ouverture, lire(dit.details["choses"]))
    consigner("tiers.reprendre_un_refus", auteur=auteur, etablissement=ouverture.etablissement, **reprises)
    if ouverture.attend:
        dire_a_la_direction(ouverture=ouverture, nature=evenements.DEMANDE)


def _a_reprendre(ouverture: OuvertureTiers, verbe: str, geste: int) -> EntreeJournal:
    """What the journal says of that answer, given within the hour and the last thing decided. Raises `ValidationError`."""
    objet = f"service_tiers {ouverture.service_id}"
    dits = EntreeJournal.objects.filter(verbe=verbe, objet=objet, fait_le__gte=timezone.now() - REPRIS)
    dit = dits.filter(pk=geste, etablissement=ouverture.etablissement).first()
    dernier = est_le_dernier_geste(geste, etablissement=ouverture.etablissement, objet=objet, verbes=GESTES)
    if dit is None or not dernier:
        raise ValidationError(_("Ce service a changé depuis : relisez, puis répondez."))
    return dit


def _a_son_tour(ouverture: OuvertureTiers) -> OuvertureTiers:
    """As it stands once whoever answers, or corrects the registry, has finished."""
    lues = OuvertureTiers.objects.select_for_update(of=("self",)).select_related("service", "etablissement")
    return lues.get(pk=ouverture.pk)


def _de_quoi(ouverture: OuvertureTiers, choses: Collection[str]) -> dict[str, str]:
    return {
        "objet": f"service_tiers {ouverture.service_id}",
        "nom": ouverture.service.nom,
        "choses": ecrire(choses, ORDRE),
    }
