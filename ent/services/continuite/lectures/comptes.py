"""What a parent reads of the accounts that they linked, and what the operator reads of each platform: how many, since when one fails, of nobody by name."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Prefetch, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite
from ent.annuaire.models.portee import Suivi

from .. import droits
from ..models import CompteRelie, Plateforme
from . import edifice, mes_ecoles

ICI = Plateforme.Genre.ICI
_COLLEGES = Prefetch("colleges", Etablissement.objects.order_by("nom", "pk"))
_MUET = _("Le site du collège ne répond pas, ou pas assez vite.")
_AUTREMENT = _("Le site du collège ne répond pas comme prévu.")
RAISONS: dict[str, Promise] = {
    "nom": _("Aucun site ne porte ce nom."),
    "privee": _("Cette adresse ne mène pas à un site public."),
    "certificat": _("Ce site ne prouve pas qui il est."),
    "client": _("Il ne reconnaît pas cet ENT : l’opérateur doit revoir son identifiant ou son secret."),
    "scellee": _("Les clés de ce compte ne s’ouvrent plus."),
    "accord": _("Votre accord y a pris fin."),
    **dict.fromkeys(("muet", "lent", "coupe", "panne", "attendre"), _MUET),
    **dict.fromkeys(("illisible", "trop_gros", "detours", "absent", "refus"), _AUTREMENT),
}


def raison(code: str) -> str:
    return str(RAISONS.get(code, _AUTREMENT)) if code else ""


def retour() -> str:
    """Where a family comes back, letter for letter as the platform knows it."""
    return settings.ENT_ADRESSE.rstrip("/") + reverse("continuite_compte_retour")


def adresse_d_accord(plateforme: Plateforme, *, etat: str, preuve: str) -> str:
    """Where a family says yes. `preuve`: what proves later that it left from here, where the site takes one."""
    if plateforme.dit_de_qui:
        return mes_ecoles.adresse_d_accord(plateforme, etat=etat, retour=retour(), preuve=preuve)
    return edifice.adresse_d_accord(plateforme, etat=etat, retour=retour())


def echanger(plateforme: Plateforme, *, code: str, preuve: str) -> edifice.Cles:
    """Raises `edifice.Refuse`, or `dehors.Injoignable`."""
    if plateforme.dit_de_qui:
        return mes_ecoles.echanger(plateforme, code=code, retour=retour(), preuve=preuve)
    return edifice.echanger(plateforme, code=code, retour=retour())


def ecole_de(personne: Personne) -> int | None:
    """The school (id) by which one answers for a child today: of a class, else the one that they left. A query, of who has no child in a class."""
    suivis = personne.portee.enfants_suivis
    return suivis[0].etablissement_id if suivis else next((ou for _a, _e, ou in _liens([personne.pk])), None)


def suivis_de(personne: Personne, plateforme: Plateforme) -> list[Suivi]:
    """Children of whom an account there may speak, each once. One query."""
    colleges = set(plateforme.colleges.order_by().values_list("pk", flat=True))
    return list({s.eleve.pk: s for s in droits.enfants_au_college(personne) if s.etablissement_id in colleges}.values())


def ouverte_a(personne: Personne, plateforme: UUID) -> Plateforme | None:
    return Plateforme.objects.ouvertes_a(personne).filter(uuid=plateforme).first()


def de(personne: Personne) -> list[CompteRelie]:
    """Those that one linked, of platforms that are open. One query."""
    return list(CompteRelie.objects.tenus_par(personne).filter(plateforme__fermee_le=None).select_related("plateforme"))


def d_ailleurs(personne: Personne) -> list[CompteRelie]:
    """Those of sites like this one, with the children of whom they speak. Two queries at most; none for who answers for no child."""
    if not droits.enfants_d_ici(personne):
        return []
    siens = CompteRelie.objects.tenus_par(personne).filter(plateforme__fermee_le=None, plateforme__genre=ICI)
    return list(siens.select_related("plateforme").prefetch_related("enfants"))


def sites_a_relier(personne: Personne, relies: Collection[CompteRelie]) -> list[Plateforme]:
    """Sites like this one where one linked nothing yet. One query; none for who answers for no child."""
    if not droits.enfants_d_ici(personne):
        return []
    ouvertes = Plateforme.objects.ouvertes_a(personne).filter(genre=ICI)
    return list(ouvertes.exclude(pk__in=[compte.plateforme_id for compte in relies]).prefetch_related(_COLLEGES))


def a_relier(personne: Personne, relies: Collection[CompteRelie]) -> dict[int, list[Plateforme]]:
    """By collège, the platforms where one linked nothing yet. Two queries."""
    ouvertes = Plateforme.objects.ouvertes_a(personne).exclude(pk__in=[compte.plateforme_id for compte in relies])
    ouvertes = ouvertes.exclude(genre=ICI)
    par_college: dict[int, list[Plateforme]] = {}
    for plateforme in ouvertes.prefetch_related(_COLLEGES):
        for college in plateforme.colleges.all():
            par_college.setdefault(college.pk, []).append(plateforme)
    return par_college


# --- Whether they hold ---------------------------------------------------------------------------------------------------
def qui_les_suivait(enfants: Collection[int]) -> list[int]:
    """Adults who have, or had, a tie with one of these children."""
    return list(Responsabilite.objects.filter(enfant__in=enfants).order_by().values_list("adulte_id", flat=True))


def ou_ils_tiennent(comptes: Collection[CompteRelie]) -> dict[int, int | None]:
    """Of those whose holder still answers for the child (for a child, of several), the collège of the platform where the child is today; nothing between two
    classes, as in summer. One that is not there is held no more: no tie, or a child who is elsewhere. Three queries.
    """
    liens = _liens({c.titulaire_id for c in comptes})
    inscrits = Inscription.objects.filter(en_cours(), eleve__in={e for _a, e, _ou in liens}, classe__fermee_le=None)
    la = set(inscrits.order_by().values_list("eleve_id", "classe__etablissement_id"))
    places = {eleve for eleve, _ou in la}
    colleges = _colleges({c.plateforme_id for c in comptes})
    tenus: dict[int, int | None] = {}
    for compte in comptes:
        if compte.plateforme.dit_de_qui:  # while one answers for a child of here: by the school that says so
            if ecoles := sorted({ou for adulte, _e, ou in liens if adulte == compte.titulaire_id}):
                tenus[compte.pk] = compte.etablissement_id if compte.etablissement_id in ecoles else ecoles[0]
            continue
        siens = [(e, ou) for adulte, e, ou in liens if adulte == compte.titulaire_id and compte.eleve_id in (None, e)]
        servis = [(e, ou) for e, ou in siens if ou in colleges[compte.plateforme_id]]
        ici = sorted({ou for e, ou in servis if (e, ou) in la})
        if ici:
            tenus[compte.pk] = compte.etablissement_id if compte.etablissement_id in ici else ici[0]
        elif any(e not in places for e, _ou in servis):
            tenus[compte.pk] = None
    return tenus


def _colleges(plateformes: Collection[int]) -> dict[int, set[int]]:
    par_plateforme: dict[int, set[int]] = defaultdict(set)
    tables = Plateforme.colleges.through.objects.filter(plateforme__in=plateformes)
    for plateforme, college in tables.order_by().values_list("plateforme_id", "etablissement_id"):
        par_plateforme[plateforme].add(college)
    return par_plateforme


def _liens(adultes: Collection[int]) -> list[tuple[int, int, int]]:
    """(adult, child, school) of ties of today that hold authority."""
    return list(
        Responsabilite.objects.filter(en_cours(), adulte__in=adultes)
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .order_by("pk")
        .values_list("adulte_id", "enfant_id", "etablissement_id")
    )


# --- The operator's ------------------------------------------------------------------------------------------------------
def plateformes_de(personne: Personne) -> list[Plateforme]:
    """Each with its collèges, how many families linked (`relies`), how many are not read (`muets`), since when (`depuis`). Two queries."""
    en_panne = Q(comptes__fini_le=None) & ~Q(comptes__panne="")
    tenues = Plateforme.objects.tenues_par(personne).prefetch_related(_COLLEGES)
    return list(
        tenues.annotate(
            relies=Count("comptes", filter=Q(comptes__fini_le=None)),
            muets=Count("comptes", filter=en_panne),
            depuis=Min("comptes__lu_le", filter=en_panne),
            finis=Count("comptes", filter=Q(comptes__fini_le__isnull=False)),
        )
    )


def plateforme_de(personne: Personne, plateforme: UUID) -> Plateforme | None:
    return next((p for p in plateformes_de(personne) if p.uuid == plateforme), None)
