"""What this room finds in a school and asks of its direction today. Counts alone: who is read on the page that it leads to."""

from collections import Counter, defaultdict

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.droits import dits_par_un_autre
from ent.annuaire.models import Etablissement
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste
from ent.socle.dates import aujourd_hui

from .lectures.autorisations import desaccords
from .lectures.direction import appels_pas_faits
from .lectures.mois import SEUIL, a_juger, bornes, sans_motif_valable
from .models import DemandeConsentement, LigneAppel

# By school (id): pupils missing today of whom nobody told why, declarations to judge, and rolls that should be made and are not.
Trouve = tuple[int, int, int]


def a_decider(personne) -> dict[int, Trouve]:
    """Five queries, whatever the number of schools and pupils; three before the bell and on a day without class."""
    absents = _absents(personne)
    inexpliques = _compter(absents.filter(declaration=None, appel__jour=aujourd_hui()))
    du, au = bornes(aujourd_hui())
    du_mois = absents.filter(appel__jour__range=(du, au))
    juger = dict(
        du_mois.filter(a_juger())
        .exclude(dits_par_un_autre(personne, par="declaration__par"))
        .values_list("appel__etablissement")
        .annotate(Count("declaration", distinct=True))
    )
    attendus = appels_pas_faits(personne.portee.etablissements_diriges)
    pas_faits = {e: sum(len(demis) for _classe, demis in siens) for e, siens in attendus.items()}
    comptes = (inexpliques, juger, pas_faits)
    return {e: tuple(compte.get(e, 0) for compte in comptes) for e in set().union(*comptes)}


def _absents(personne) -> QuerySet[LigneAppel]:
    diriges = Etablissement.objects.diriges_par(personne).order_by().values("pk")
    return (
        LigneAppel.objects.demi_journees_manquees()
        .filter(appel__etablissement__in=diriges, collective=False)
        .order_by()
    )


def a_signaler(personne) -> dict[int, int]:
    """By school (id), pupils of whom R131-7 asks something this month. One query."""
    du_mois = _absents(personne).filter(sans_motif_valable(), appel__jour__range=bornes(aujourd_hui()))
    par_eleve = du_mois.values_list("appel__etablissement", "eleve").annotate(n=Count("pk")).filter(n__gte=SEUIL)
    return dict(Counter(ecole for ecole, _eleve, _n in par_eleve))


def signaler(etat: EtatEcole, n: int | None) -> Geste | None:
    """To the month, where they stand first: that day, all may be explained."""
    if not n:
        return None
    phrase = ngettext(
        "%(n)s élève à quatre demi-journées sans motif valable ce mois-ci.",
        "%(n)s élèves à quatre demi-journées sans motif valable ce mois-ci.",
        n,
    )
    adresse = reverse("absences_mois", args=[etat.ecole.uai, aujourd_hui()])
    return Geste(phrase % {"n": n}, _("Voir les absences du mois"), f"{adresse}#alertes")


def _compter(lignes) -> dict[int, int]:
    """By school (id), how many pupils these rows are of."""
    return dict(lignes.values_list("appel__etablissement").annotate(Count("eleve", distinct=True)))


def expliquer(etat: EtatEcole, trouve: Trouve | None) -> Geste | None:
    """What is not known first: while a roll is not made, who is missing is not."""
    if not trouve or not any(trouve):
        return None
    sans_nouvelle, juger, pas_faits = trouve
    phrases = []
    if pas_faits:
        phrase = ngettext(
            "%(n)s appel n’est pas fait : qui manque n’est pas su.",
            "%(n)s appels ne sont pas faits : qui manque n’est pas su.",
            pas_faits,
        )
        phrases.append(phrase % {"n": pas_faits})
    if sans_nouvelle:
        phrase = ngettext(
            "%(n)s élève absent sans nouvelle aujourd’hui.",
            "%(n)s élèves absents sans nouvelle aujourd’hui.",
            sans_nouvelle,
        )
        phrases.append(phrase % {"n": sans_nouvelle})
    if juger:
        phrases.append(ngettext("%(n)s motif à juger.", "%(n)s motifs à juger.", juger) % {"n": juger})
    return Geste(" ".join(phrases), _("Voir les absences"), reverse("absences_ecole", args=[etat.ecole.uai]))


def dire(_etat: EtatEcole, trouve: Trouve | None) -> int | str:
    """A count; while rolls are not made, that it is not one."""
    if not trouve or not trouve[2]:
        return trouve[0] if trouve else 0
    return _("au moins %(n)s") % {"n": trouve[0]} if trouve[0] else _("pas su")


# --- Authorisations -----------------------------------------------------------------------------------------------------
def en_desaccord(personne) -> dict[int, int]:
    """By school (id), children of whom two holders of authority answered otherwise, of what still runs. One query."""
    enfants: dict[int, set[int]] = defaultdict(set)
    for ecole, _demande, eleve in desaccords(DemandeConsentement.objects.dirigees_par(personne)):
        enfants[ecole].add(eleve)
    return {ecole: len(siens) for ecole, siens in enfants.items()}


def accorder(_etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s enfant dont les responsables répondent différemment : il ne part pas.",
        "%(n)s enfants dont les responsables répondent différemment : ils ne partent pas.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Voir les autorisations"), reverse("autorisations_suivi") + "#demandees")
