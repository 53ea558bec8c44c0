"""What a holder of authority is asked for their children, and what they answered. Nobody else's answer is read here."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.fichiers.supports import Support
from ent.socle.preparees import Preparee, lire_ensemble

from ..droits import consentements as droits
from ..models import Consentement, DemandeConsentement

# Two numbers and a word each: what a home reads with the count of unread news.
A_L_ECOLE = Preparee(
    lambda: DemandeConsentement.objects.order_by().values_list("pk", "etablissement_id", "supports_bruts")
)
A_LA_CLASSE = Preparee(
    lambda: DemandeConsentement.classes.through.objects.order_by().values_list(
        "demandeconsentement_id", "classe_id", "demandeconsentement__supports_bruts"
    )
)
DITS = Preparee(lambda: Consentement.objects.order_by().values_list("demande_id", "eleve_id", "support"))
CONTESTES = Preparee(
    lambda: (
        Consentement.objects.filter(
            Exists(
                Consentement.objects.filter(
                    demande=OuterRef("demande"), eleve=OuterRef("eleve"), remplace_le=None
                ).exclude(accorde=OuterRef("accorde"))
            )
        )
        .order_by()
        .values_list("demande_id", "eleve_id", "support")
    )
)
DEMANDES = Preparee(lambda: DemandeConsentement.objects.select_related("etablissement"))
REPONSES = Preparee(lambda: Consentement.objects.all())


@dataclass
class Choix:
    """One medium of one question, for one child; nothing but the question itself where it is not on images."""

    support: Support | str
    dit: Consentement | None = None
    avant: list[Consentement] = field(default_factory=list)


@dataclass
class Billet:
    """One question about one child, as one holder of authority reads it."""

    demande: DemandeConsentement
    suivi: Suivi
    choix: list[Choix] = field(default_factory=list)
    differe: bool = False  # somebody else answered otherwise (`autorisations.dire_les_desaccords`): nothing is allowed

    @property
    def attendus(self) -> int:
        """How many answers are still owed."""
        return sum(c.dit is None for c in self.choix)

    # --- Of a question that is not on images: one answer alone.
    @property
    def dit(self) -> Consentement | None:
        return self.choix[0].dit

    @property
    def avant(self) -> list[Consentement]:
        return self.choix[0].avant

    @property
    def a_repondre(self) -> bool:
        return bool(self.attendus) and self.demande.fermee_le is None and not self.demande.est_verrouillee

    @property
    def est_du_jour(self) -> bool:
        """Answered today, which one changes where one has just answered."""
        return any(c.dit and timezone.localdate(c.dit.dit_le) == timezone.localdate() for c in self.choix)

    @property
    def derniere_reponse_le(self) -> dt.datetime | None:
        """When this person last answered, whether it counts or not any more."""
        dit = self.dit or (self.avant[-1] if self.avant else None)
        return dit.dit_le if dit else None

    @property
    def lue_le(self) -> dt.datetime:
        """Since when what changed is news to this person: since they answered, else since they may read it."""
        return self.derniere_reponse_le or max(self.demande.creee_le, self.demande.visible_le)

    @property
    def est_redemandee(self) -> bool:
        """Answered before the outing changed, and not since."""
        return bool(self.demande.tour) and self.dit is None and bool(self.avant)

    @property
    def est_retiree(self) -> bool:
        """Refused by who had agreed before."""
        return self.dit is not None and not self.dit.accorde and any(avant.accorde for avant in self.avant)


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """What is asked, of the schools then of the classes of one's children; what one answered, what of it today, and outings to come of which
    somebody said otherwise.
    """
    suivis = droits.enfants_de(personne)
    if not suivis:
        return []
    a_la_classe = droits.ouverte_aux_familles("demandeconsentement__") & Q(
        demandeconsentement__toute_l_ecole=False, classe__in={s.classe_id for s in suivis}
    )
    miens = Q(responsable=personne, remplace_le=None)
    matin = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    return [
        (
            A_L_ECOLE,
            droits.ouverte_aux_familles()
            & Q(toute_l_ecole=True, etablissement__in={s.etablissement_id for s in suivis}),
        ),
        (A_LA_CLASSE, a_la_classe),
        (DITS, miens),
        (DITS, miens & Q(dit_le__gte=matin)),
        (CONTESTES, miens & Q(demande__genre=droits.SORTIE, demande__debut__gt=timezone.localdate())),
    ]


def questions_des_sorties(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Outings to come of the schools, then of the classes, of one's children."""
    suivis = droits.enfants_de(personne)
    if not suivis:
        return []
    de_l_ecole = Q(genre=droits.SORTIE, toute_l_ecole=True, etablissement__in={s.etablissement_id for s in suivis})
    de_la_classe = Q(demandeconsentement__genre=droits.SORTIE, classe__in={s.classe_id for s in suivis})
    return [
        (A_L_ECOLE, droits.lue_des_familles() & de_l_ecole),
        (A_LA_CLASSE, droits.lue_des_familles("demandeconsentement__") & de_la_classe),
    ]


def billets_du_jour(personne: Personne, suivis: list[Suivi], lignes: list[list[tuple]]) -> list[Billet]:
    """What is owed; what was answered today, so that one may change one's mind where one has just answered; and an outing on which two differ,
    which is their holders' to settle (`autorisations.dire_les_desaccords` says whether they still are).

    No query while the rows of `questions` are none: the page that counts unread news has read them. Two otherwise.
    """
    if not lignes:
        return []
    a_l_ecole, a_la_classe, dits, du_jour, contestes = lignes
    faits, recents = set(dits), {(demande, eleve) for demande, eleve, _support in (*du_jour, *contestes)}
    voulus: dict[tuple[int, int], Suivi] = {}
    for pk, mots, suivi in _posees(suivis, a_l_ecole, a_la_classe):
        cle = (pk, suivi.eleve.pk)
        if cle in recents or any((*cle, support) not in faits for support in mots.split(",")):
            voulus.setdefault(cle, suivi)
    return _billets_de(personne, voulus)


def billets_des_sorties(personne: Personne, suivis: list[Suivi], lignes: list[list[tuple]] | None) -> list[Billet]:
    """Outings to come of these children. No query while the rows of `questions_des_sorties` are none; two otherwise, and one for theirs where nobody read them."""
    if lignes is None:
        lignes = lire_ensemble(*questions_des_sorties(personne))
    if not any(lignes):
        return []
    siens = {s.eleve.pk for s in droits.enfants_de(personne)}
    voulus = _posees([s for s in suivis if s.eleve.pk in siens], *lignes)
    return _billets_de(personne, {(pk, s.eleve.pk): s for pk, _mots, s in voulus})


def _posees(suivis: list[Suivi], a_l_ecole: list[tuple], a_la_classe: list[tuple]) -> Iterator[tuple[int, str, Suivi]]:
    """Of what is asked of their schools and of their classes: which, on what media, for which child."""
    for suivi in suivis:
        yield from ((pk, mots, suivi) for pk, ecole, mots in a_l_ecole if ecole == suivi.etablissement_id)
        yield from ((pk, mots, suivi) for pk, classe, mots in a_la_classe if classe == suivi.classe_id)


def _billets_de(personne: Personne, voulus: dict[tuple[int, int], Suivi]) -> list[Billet]:
    """By (question, child)."""
    if not voulus:
        return []
    demandes = {demande.pk: demande for demande in DEMANDES.lire(Q(pk__in={pk for pk, _eleve in voulus}))}
    couples = [(demandes[pk], suivi) for (pk, _eleve), suivi in voulus.items() if pk in demandes]
    return _billets(personne, [(d, s) for d, s in couples if droits.concerne_le_niveau(d, s.niveau)])


def tous_les_billets(personne: Personne, *, images: bool = True) -> list[Billet]:
    """Every question of every child that still runs, on images or on anything else, with one's own former answers. Three queries."""
    posees = DemandeConsentement.objects.des_enfants_de(personne).select_related("etablissement")
    demandes = list(posees.images() if images else posees.actes_usuels())
    limites = [d for d in demandes if not d.toute_l_ecole]
    classes: dict[int, set[int]] = {}
    through = DemandeConsentement.classes.through.objects.filter(demandeconsentement__in=limites)
    for demande, classe in through.values_list("demandeconsentement_id", "classe_id") if limites else ():
        classes.setdefault(demande, set()).add(classe)
    couples = [
        (demande, suivi)
        for suivi in droits.enfants_de(personne)
        for demande in demandes
        if droits.concerne(demande, classes.get(demande.pk, set()), suivi)
    ]
    return _billets(personne, couples)


def _billets(personne: Personne, couples: list[tuple[DemandeConsentement, Suivi]]) -> list[Billet]:
    billets: dict[tuple[int, int], Billet] = {}
    for demande, suivi in couples:  # a child in two classes is asked about once
        billet = Billet(demande, suivi, [Choix(question) for question in demande.questions])
        billets.setdefault((demande.pk, suivi.eleve.pk), billet)
    if not billets:
        return []
    du_lot = Q(demande__in={d for d, _s in billets}, eleve__in={e for _d, e in billets})
    for dit in REPONSES.lire(droits.reponses_de(personne) & du_lot):
        billet = billets.get((dit.demande_id, dit.eleve_id))
        choix = next((c for c in billet.choix if c.support == dit.support), None) if billet else None
        if choix is None:
            continue
        if dit.remplace_le is None:
            choix.dit = dit
        else:
            choix.avant.append(dit)
    return list(billets.values())


def billet_de(personne: Personne, demande: DemandeConsentement, eleve_uuid) -> Billet | None:
    """One open question about one of one's children; None when it is not asked of this person."""
    siens = tous_les_billets(personne, images=demande.est_image)
    return next(
        (b for b in siens if b.demande.pk == demande.pk and b.suivi.eleve.uuid == eleve_uuid),
        None,
    )
