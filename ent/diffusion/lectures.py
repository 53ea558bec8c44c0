"""Who is to be told what, and who is reached. A fixed number of queries, whatever the number of people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours, module_ouvert
from ent.annuaire.models import Etablissement, Personne, Responsabilite, Role
from ent.socle.dates import date_format
from ent.socle.preparees import Preparee

from . import vapid
from .calme import creneaux_de, sortir
from .droits import joignable
from .models import AdresseRefusee, Appareil, CreneauCalme, Envoi, Notification, Refus
from .models.reglages import Canal
from .sortes import natures_des_modules, nom_de_sorte, sorte_de

ABONNES = Preparee(lambda: Appareil.objects.order_by().values_list("personne_id", flat=True))
# What nobody was told of after a week is left to the page.
HORIZON = dt.timedelta(days=7)


# --- What is to be told ---------------------------------------------------------------------------------------------
def _suivi_encore() -> Exists:
    """`notifications_visibles_par` for many people at once: the adult still follows the child, in a class of the school
    where they already were when it was told, or that left it theirs.
    """
    y_etait = Q(enfant__inscriptions__debut__lte=OuterRef("visible_le__date"))
    liens = Responsabilite.objects.filter(
        y_etait | Q(enfant__inscriptions__debut__lte=OuterRef("gardee_le")),
        en_cours(),
        en_cours("enfant__inscriptions__"),
        adulte=OuterRef("destinataire"),
        enfant=OuterRef("eleve"),
        enfant__inscriptions__classe__fermee_le=None,
        enfant__inscriptions__classe__etablissement=F("etablissement"),
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    return Exists(liens)


def _d_ici_encore() -> Q:
    """The same of what concerns no child: the person still works in the school, or follows a child who is in a class of it. A tie may outlive that."""
    roles = Role.objects.filter(en_cours(), personne=OuterRef("destinataire")).filter(
        Q(etablissement=OuterRef("etablissement"))
        | Q(commune=OuterRef("etablissement__commune"))
        | Q(nature=Role.Nature.OPERATEUR)
    )
    liens = Responsabilite.objects.filter(
        en_cours(),
        en_cours("enfant__inscriptions__"),
        adulte=OuterRef("destinataire"),
        etablissement=OuterRef("etablissement"),
        enfant__inscriptions__classe__fermee_le=None,
        enfant__inscriptions__classe__etablissement=F("etablissement"),
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    return Q(Exists(roles)) | Q(Exists(liens))


def _de_modules_ouverts() -> Q:
    """`droits.notifications_visibles_par` for many people at once: of no module that the school closed."""
    ouvertes = Q()
    for module, natures in natures_des_modules().items():
        ouvertes &= ~Q(nature__in=natures) | module_ouvert(module, "etablissement__")
    return ouvertes


def a_dire(canal: Canal, maintenant: dt.datetime) -> QuerySet[Notification]:
    """What may be told on a channel: visible, unread, of a kind that is not refused, to someone it still concerns."""
    refus = Refus.objects.filter(personne=OuterRef("destinataire"), canal=canal, sorte=OuterRef("sorte"))
    return (
        Notification.objects.non_lues()
        .filter(joignable("destinataire__"), visible_le__lte=maintenant, visible_le__gt=maintenant - HORIZON)
        .annotate(sorte=nom_de_sorte())
        .filter(Q(eleve=None) & _d_ici_encore() | _suivi_encore(), _de_modules_ouverts(), ~Exists(refus))
        .order_by()
    )


def pas_encore_dites(*, nature: str, objet_id: int) -> set[tuple[int, int | None]]:
    """(person, child) whom quiet hours still keep from being told of a thing, and who have not read it where it is. One query."""
    tenues = Notification.objects.non_lues().filter(nature=nature, objet_id=objet_id, visible_le__gt=timezone.now())
    return set(tenues.order_by().values_list("destinataire_id", "eleve_id"))


def ecoles_calmes(maintenant: dt.datetime) -> set[int]:
    """Schools whose families are left in peace now. One query."""
    return repos_des_ecoles(maintenant)[0]


def repos_des_ecoles(maintenant: dt.datetime) -> tuple[set[int], dict[tuple[dt.time, dt.time], set[int]]]:
    """Those (ids), and all schools by the hours between which they leave families in peace. One query."""
    calmes, par_heures = set(), defaultdict(set)
    for ecole in Etablissement.objects.all():
        par_heures[calendrier.heures_calmes(ecole)].add(ecole.pk)
        if calendrier.est_calme(ecole, maintenant):
            calmes.add(ecole.pk)
    return calmes, par_heures


# --- When it is pushed ----------------------------------------------------------------------------------------------
def moment_de_pousser(
    creneaux: list[CreneauCalme], etablissement: Etablissement, visible_le: dt.datetime, instant: dt.datetime
) -> dt.datetime | None:
    """When a thing visible from `visible_le` on may be pushed, from `instant` on.

    What the school made visible in its own quiet hours (between its staff, or in an emergency) does not wait for their end;
    anything else does, even when it is a person's own slot that held it until then.
    """
    malgre_le_calme = calendrier.est_calme(etablissement, visible_le)
    return sortir(creneaux, max(instant, visible_le), None if malgre_le_calme else etablissement)


def moments_de_pousser(
    personnes: set[int], nature: str, etablissement: Etablissement, visible_le: dt.datetime
) -> dict[int, dt.datetime | None]:
    """When each of these people (ids) who has a device is pushed; the others are absent. Three queries at most."""
    if not vapid.est_ouvert():
        return {}
    abonnes = set(ABONNES.lire(Q(personne__in=personnes)))
    if not abonnes:
        return {}
    refus = Refus.objects.filter(personne__in=abonnes, canal=Canal.POUSSE, sorte=sorte_de(nature).nom)
    abonnes -= set(refus.values_list("personne_id", flat=True))
    creneaux = creneaux_de(abonnes)
    maintenant = timezone.now()
    return {p: moment_de_pousser(creneaux.get(p, []), etablissement, visible_le, maintenant) for p in abonnes}


# --- Who is reached -------------------------------------------------------------------------------------------------
class Raison(models.TextChoices):
    """Why news reaches a person outside the site, or not. Those that a school can mend come first."""

    ADRESSE_REFUSEE = "adresse_refusee"
    ABANDONNE = "abandonne"
    SANS_ADRESSE = "sans_adresse"
    SANS_COMPTE = "sans_compte"
    ATTEINT = "atteint"


@dataclass(frozen=True)
class Atteinte:
    """Whether news reaches a person outside the site; `raison` says why in a few words."""

    code: Raison
    raison: str

    @property
    def est_atteint(self) -> bool:
        return self.code == Raison.ATTEINT


@dataclass(frozen=True)
class Prevenus:
    """Of how many children somebody is told on the site; and of how many nobody is, who would be: none of their adults has an account that opens."""

    enfants: int = 0
    sans_compte: int = 0

    @property
    def phrases(self) -> list[str]:
        """What who told them reads: nothing is promised that reaches nobody."""
        dites = []
        if n := self.enfants:
            phrase = ngettext(
                "La famille de %(n)d enfant en est prévenue.", "Les familles de %(n)d enfants en sont prévenues.", n
            )
            dites.append(phrase % {"n": n})
        if n := self.sans_compte:
            phrase = ngettext(
                "La famille de %(n)d enfant n’a pas de compte : dites-le-lui autrement.",
                "Les familles de %(n)d enfants n’ont pas de compte : dites-le-leur autrement.",
                n,
            )
            dites.append(phrase % {"n": n})
        return dites


def prevenus(couples: Collection[tuple[int, int]]) -> Prevenus:
    """Of these (adult, child), who were just told. One query; none where nobody was."""
    if not couples:
        return Prevenus()
    adultes = {adulte for adulte, _enfant in couples}
    ouverts = set(Personne.objects.filter(joignable(), pk__in=adultes).order_by().values_list("pk", flat=True))
    lus = {enfant for adulte, enfant in couples if adulte in ouverts}
    return Prevenus(len(lus), len({enfant for _adulte, enfant in couples} - lus))


def atteignables(personnes: Collection[int]) -> dict[int, Atteinte]:
    """By person (ids), whether the school reaches them. One query; someone who does not exist is absent."""
    dernier = Envoi.objects.filter(destinataire=OuterRef("pk"), canal=Canal.COURRIEL).exclude(
        etat__in=[Envoi.Etat.A_ENVOYER, Envoi.Etat.EN_COURS, Envoi.Etat.SANS_OBJET]
    )
    lignes = (
        Personne.objects.filter(pk__in=personnes)
        .order_by()
        .annotate(
            ouvert=Exists(Personne.objects.filter(joignable(), pk=OuterRef("pk"))),
            pousse=Exists(Appareil.objects.filter(personne=OuterRef("pk"))),
            refusee_le=Subquery(
                AdresseRefusee.objects.filter(personne=OuterRef("pk"), adresse=OuterRef("courriel")).values(
                    "refusee_le"
                )
            ),
            dernier_etat=Subquery(dernier.order_by("-pk").values("etat")[:1]),
            dernier_le=Subquery(dernier.order_by("-pk").values("fini_le")[:1]),
        )
        .values_list("pk", "courriel", "ouvert", "pousse", "refusee_le", "dernier_etat", "dernier_le")
    )
    return {pk: _atteinte(*reste) for pk, *reste in lignes}


def _atteinte(
    courriel: str | None,
    ouvert: bool,
    pousse: bool,
    refusee_le: dt.datetime | None,
    etat: str | None,
    fini_le: dt.datetime | None,
) -> Atteinte:
    if not ouvert:
        return Atteinte(Raison.SANS_COMPTE, _("aucun compte activé"))
    if pousse and vapid.est_ouvert():
        return Atteinte(Raison.ATTEINT, _("atteint"))
    if not courriel:
        return Atteinte(Raison.SANS_ADRESSE, _("aucune adresse e-mail"))
    if refusee_le:
        return Atteinte(Raison.ADRESSE_REFUSEE, _("adresse refusée le %(jour)s") % {"jour": _jour(refusee_le)})
    if etat == Envoi.Etat.ABANDONNE and fini_le:
        return Atteinte(Raison.ABANDONNE, _("e-mail du %(jour)s pas parti") % {"jour": _jour(fini_le)})
    return Atteinte(Raison.ATTEINT, _("atteint"))


def _jour(instant: dt.datetime) -> str:
    return date_format(timezone.localtime(instant), "j F")


@dataclass(frozen=True)
class NonAtteint:
    """A responsable of a school whom nothing reaches, and why."""

    ecole: Etablissement
    adulte: Personne
    enfants: list[Personne]
    raison: str
    classes: list[int] = field(default_factory=list)  # (ids) where their paper is printed, when it is what they lack

    @property
    def personne(self) -> Personne:
        return self.adulte


def non_atteints(etablissement: Etablissement) -> tuple[list[NonAtteint], int]:
    """The responsables of a school whom nothing reaches, by reason then name, and how many it has in all. Two queries."""
    liens = (
        Responsabilite.objects.filter(
            en_cours(),
            en_cours("enfant__inscriptions__"),
            etablissement=etablissement,
            enfant__inscriptions__classe__etablissement=etablissement,
            enfant__inscriptions__classe__fermee_le=None,
        )
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .select_related("adulte", "enfant")
        .order_by("adulte__nom", "adulte__prenom", "adulte_id", "enfant__prenom", "pk")
    )
    adultes: dict[int, Personne] = {}
    enfants: dict[int, dict[Personne, int]] = {}
    for lien in liens.annotate(classe=F("enfant__inscriptions__classe")):
        adultes[lien.adulte_id] = lien.adulte
        enfants.setdefault(lien.adulte_id, {}).setdefault(lien.enfant, lien.classe)
    atteintes = atteignables(adultes)
    ordre = list(Raison)
    restent = sorted(
        (pk for pk in adultes if not atteintes[pk].est_atteint), key=lambda pk: ordre.index(atteintes[pk].code)
    )
    manques = [
        NonAtteint(
            etablissement,
            adultes[pk],
            list(enfants[pk]),
            atteintes[pk].raison,
            list(enfants[pk].values()) if atteintes[pk].code == Raison.SANS_COMPTE else [],
        )
        for pk in restent
    ]
    return manques, len(adultes)
