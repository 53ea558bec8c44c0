"""Who may read a file, and where one may deposit."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ent.annuaire.droits import classes_tenues_par, en_cours, groupes_tenus_par
from ent.socle.preparees import JOUR, Existe

from . import registres

A_VOIR = ("image", "video")  # on which somebody can be recognised


def fichiers_lisibles_par(personne, porteurs: Iterable[registres.Porteur], montrables: Q, visages: type[Model]) -> Q:
    """A file is read through an item that holds it and that this person may read; a deposit that no item has taken yet,
    by its depositor alone. Of what several households read, images once they may be shown there (`montrables`). Of what one
    household alone reads, those too on which nobody said that a child of another is (`visages`).
    """
    en_commun = montrables | se_voit_sans_controle(personne)

    def par(porteur: registres.Porteur) -> Q:
        lus = porteur.lisibles_par(personne)
        if porteur.sans_controle:
            return lus
        if not porteur.a_un_foyer:
            return lus & en_commun
        return lus & en_commun | porteur.a_un_foyer(personne) & (en_commun | sans_enfant_d_ailleurs(personne, visages))

    return reduce(or_, map(par, porteurs), deposes_par(personne))


def fichiers_tenus_pour(personne, porteurs: Iterable[registres.Porteur]) -> Q:
    """Those of the items that this person may read, whoever is on the images: what is said to be hidden, and to whom."""
    return reduce(or_, ((p.tenus_pour or p.lisibles_par)(personne) for p in porteurs), deposes_par(personne))


def se_voit_sans_controle(personne, prefixe: str = "") -> Q:
    """The adults of a school see the images of their items, to say who is on them; whoever brought one sees it."""
    d_ici = Q(**{f"{prefixe}etablissement__in": personne.portee.etablissements_de_travail})
    return d_ici | Q(**{f"{prefixe}deposant": personne})


def voit_sans_controle(personne, fichier) -> bool:
    """`se_voit_sans_controle` on a file in hand."""
    return fichier.etablissement_id in personne.portee.etablissements_de_travail or fichier.deposant_id == personne.pk


def sans_enfant_d_ailleurs(personne, visages: type[Model]) -> Q:
    """One household's own photos are free between it and its teacher, nobody being asked who is on them."""
    siens = Q(eleve__in=[suivi.eleve.pk for suivi in personne.portee.suivis])
    return ~Q(Existe(visages, "fichier", ~siens))


def peut_dire_qui(personne, fichier) -> bool:
    """Of an image that they read: who teaches its class, the direction, and who brought it as an adult of the school. A colleague of
    another class sees it, and neither names nor shows these pupils. One that is of no class is spoken of by those who teach there.
    """
    portee, ecole = personne.portee, fichier.etablissement_id
    if ecole not in portee.etablissements_de_travail:
        return False
    if fichier.deposant_id == personne.pk or ecole in portee.etablissements_diriges:
        return True
    return (
        fichier.classe_id in portee.classes_tenues
        if fichier.classe_id
        else ecole in portee.etablissements_d_enseignement
    )


def deposes_par(personne) -> Q:
    """One's own deposits that no item has taken."""
    return Q(deposant=personne, attache_le=None)


def montrable(visages: QuerySet, presents: QuerySet, permis: QuerySet | None, *, partout: bool) -> Q:
    """What may be shown on a medium today: a sound, a document; an image (or a video) of which somebody said who can be recognised
    on it (`visages`), and on which nobody may not be shown there. Closed by default: an image nobody spoke of is not shown, nor
    any pupil while no room says who may be (`permis`). What was allowed to the school where a pupil now is (`presents`, over
    enrolments) shows nothing of what another keeps, unless `partout`: for who reads what the pupil took along.
    """
    refuses = visages.filter(fichier=OuterRef("pk"))
    if permis is not None:
        # One pupil at a time, by index: never the list of all who may be shown.
        montre = Q(Exists(permis.filter(pk=OuterRef("eleve"))))
        y_est = presents.filter(
            en_cours(jour=JOUR),
            eleve=OuterRef("eleve"),
            classe__etablissement=OuterRef("fichier__etablissement"),
            classe__fermee_le=None,
        )
        refuses = refuses.exclude(montre if partout else montre & Q(Exists(y_est)))
    return ~Q(nature__in=A_VOIR) | Q(personnes_dites_le__isnull=False) & ~Q(Exists(refuses.order_by()))


def classes_ou_deposer(personne) -> Q:
    """The teachers of a class and its pupils."""
    return classes_tenues_par(personne) | Q(pk__in=[s.classe_id for s in _miens(personne)])


def groupes_ou_deposer(personne) -> Q:
    return groupes_tenus_par(personne) | Q(pk__in=[pk for s in _miens(personne) for pk in s.groupes])


def ecoles_ou_deposer(personne) -> Q:
    """Those who work in a school."""
    return Q(pk__in=personne.portee.etablissements_de_travail)


def classe_dans(personne, groupe):
    """The class from which this pupil comes to this group."""
    return next(s.inscription.classe for s in _miens(personne) if groupe.pk in s.groupes)


def _miens(personne) -> list:
    return [s for s in personne.portee.suivis if s.eleve.pk == personne.pk]
