"""What this room finds in a school and asks of its direction today. Counts alone: who is read on the page that it leads to."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Responsabilite
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste
from ent.socle.dates import aujourd_hui

from .lectures.direction import appels_pas_faits
from .lectures.mois import SEUIL, a_juger, bornes, sans_motif_valable
from .models import Consentement, DemandeConsentement, LigneAppel

# By school (id): pupils missing today of whom nobody told why, declarations to judge, pupils of whom R131-7 asks something this month, and
# rolls that should be made and are not.
Trouve = tuple[int, int, int, int]


def a_decider(personne) -> dict[int, Trouve]:
    """Six queries, whatever the number of schools and pupils; four before the bell and on a day without class."""
    diriges = Etablissement.objects.diriges_par(personne).order_by().values("pk")
    absents = LigneAppel.objects.absents().filter(appel__etablissement__in=diriges, collective=False).order_by()
    inexpliques = _compter(absents.filter(declaration=None, appel__jour=aujourd_hui()))
    du, au = bornes(aujourd_hui())
    du_mois = absents.filter(appel__jour__range=(du, au))
    sans_motif = (
        du_mois.filter(sans_motif_valable())
        .values_list("appel__etablissement", "eleve")
        .annotate(n=Count("pk"))
        .filter(n__gte=SEUIL)
    )
    a_signaler: dict[int, int] = {}
    for ecole, _eleve, _n in sans_motif:
        a_signaler[ecole] = a_signaler.get(ecole, 0) + 1
    juger = dict(
        du_mois.filter(a_juger()).values_list("appel__etablissement").annotate(Count("declaration", distinct=True))
    )
    attendus = appels_pas_faits(personne.portee.etablissements_diriges)
    pas_faits = {e: sum(len(demis) for _classe, demis in siens) for e, siens in attendus.items()}
    comptes = (inexpliques, juger, a_signaler, pas_faits)
    return {e: tuple(compte.get(e, 0) for compte in comptes) for e in set().union(*comptes)}


def _compter(lignes) -> dict[int, int]:
    """By school (id), how many pupils these rows are of."""
    return dict(lignes.values_list("appel__etablissement").annotate(Count("eleve", distinct=True)))


def expliquer(etat: EtatEcole, trouve: Trouve | None) -> Geste | None:
    """What is not known first: while a roll is not made, who is missing is not."""
    if not trouve or not any(trouve):
        return None
    sans_nouvelle, juger, a_signaler, pas_faits = trouve
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
    if a_signaler:
        phrase = ngettext(
            "%(n)s élève à quatre demi-journées sans motif valable ce mois-ci.",
            "%(n)s élèves à quatre demi-journées sans motif valable ce mois-ci.",
            a_signaler,
        )
        phrases.append(phrase % {"n": a_signaler})
    return Geste(" ".join(phrases), _("Voir les absences"), _adresse(etat.ecole, trouve))


def _adresse(ecole: Etablissement, trouve: Trouve) -> str:
    """The day, unless only the month asks for something: its page says who, the day's says that all is explained."""
    if any(trouve[:2]) or trouve[3]:
        return reverse("absences_ecole", args=[ecole.uai])
    return reverse("absences_mois", args=[ecole.uai, aujourd_hui()]) + "#alertes"


def dire(_etat: EtatEcole, trouve: Trouve | None) -> int | str:
    """A count; while rolls are not made, that it is not one."""
    if not trouve or not trouve[3]:
        return trouve[0] if trouve else 0
    return _("au moins %(n)s") % {"n": trouve[0]} if trouve[0] else _("pas su")


# --- Authorisations -----------------------------------------------------------------------------------------------------
def en_desaccord(personne) -> dict[int, int]:
    """By school (id), children of whom two holders of authority answered otherwise, of what still runs. One query."""
    tiennent = Responsabilite.objects.filter(
        en_cours(),
        adulte=OuterRef("responsable"),
        enfant=OuterRef("eleve"),
        etablissement=OuterRef("demande__etablissement"),
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    ici = Inscription.objects.filter(
        en_cours(), eleve=OuterRef("eleve"), classe__etablissement=OuterRef("demande__etablissement")
    )
    posees = DemandeConsentement.objects.dirigees_par(personne).actes_usuels().filter(fin__gte=aujourd_hui())
    dits = Consentement.objects.en_vigueur().filter(
        Exists(tiennent), Exists(ici), demande__in=posees.filter(fermee_le=None).order_by().values("pk")
    )
    differents = dits.order_by().values_list("demande__etablissement", "demande", "eleve")
    enfants: dict[int, set[int]] = defaultdict(set)
    for ecole, _demande, eleve, _n in differents.annotate(n=Count("accorde", distinct=True)).filter(n__gt=1):
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
    return Geste(phrase % {"n": n}, _("Voir les autorisations"), reverse("autorisations_suivi"))
