"""What the carnet de liaison puts in the feed of a family: what is owed, and the first words of what is to be read."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.portail.lectures.annees import AnneeLue
from ent.portail.registres import Chose, DuJour, Lignes

from .evenements import mots as evenements
from .lectures import mots_familles as lectures
from .lectures.mots_listes import combien_attendent
from .models import Mot

DEBUT = 140  # signs of a mot, under its title
MINUTES = {True: 1, False: 2}  # answered where it is read, or on its own page


def a_signer(request: HttpRequest, lues: Lignes) -> list[Chose]:
    """Each mot that waits for this adult, once per child; and what was signed today."""
    bulletins = lectures.coupons_de_famille(request.user, request.suivis, lues[0])
    return [_chose(request, bulletin) for bulletin in bulletins]


def _chose(request: HttpRequest, bulletin: lectures.Bulletin) -> Chose:
    mot, eleve = bulletin.mot, bulletin.suivi.eleve

    def dessiner(chose: Chose) -> str:
        return render_to_string(
            "messagerie/carnet/_bulletin.html", {"bulletin": bulletin, "mot": mot, "chose": chose}, request
        )

    return Chose(
        cle=f"mot-{mot.pk}-{eleve.pk}",
        eleves=[eleve.pk],
        dessiner=dessiner,
        minutes=MINUTES[bulletin.est_en_un_geste],
        avant=mot.date_limite,
        est_faite=not bulletin.est_du,
        dits=[(nature, mot.pk) for nature in evenements.DEMANDES],
    )


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """In a week, each mot on its last day, until it is answered: the day of what it is about is another. On a home they are among what waits."""
    if lignes is not None:
        return []
    suivis = {s.eleve.pk for s in request.suivis}
    ceux = [s for s in lectures.enfants_suivis(request.user) if s.eleve.pk in suivis]
    bulletins = lectures.a_rendre_entre(request.user, ceux, debut, fin) if ceux else []
    return [
        DuJour(
            bulletin.mot.date_limite,
            [bulletin.suivi],
            partial(render_to_string, "messagerie/carnet/_du_jour.html", {"bulletin": bulletin, "mot": bulletin.mot}),
            mots=_("À rendre : %(titre)s") % {"titre": bulletin.mot.titre},
        )
        for bulletin in bulletins
        if bulletin.est_du or not (bulletin.mienne or bulletin.suffit)
    ]


def etat_du_carnet(request: HttpRequest) -> str:
    """Where the carnet stands, in « Plus »."""
    n = lectures.combien_a_signer(request.user, lectures.enfants_suivis(request.user))
    return (
        ngettext("%(n)s mot attend votre réponse", "%(n)s mots attendent votre réponse", n) % {"n": n}
        if n
        else _("rien à répondre")
    )


def etat_des_mots_envoyes(request: HttpRequest) -> str:
    """Of who sends: how many words still wait for families."""
    n = combien_attendent(request.user)
    return (
        ngettext("%(n)s mot attend des réponses", "%(n)s mots attendent des réponses", n) % {"n": n}
        if n
        else _("rien en attente")
    )


def debuts(request: HttpRequest, mots: Collection[int]) -> dict[int, str]:
    return {
        pk: render_to_string("messagerie/carnet/_debut.html", {"texte": Truncator(texte).chars(DEBUT)})
        for pk, texte in lectures.debuts_de(request.user, mots).items()
        if texte
    }


# --- Years that are over -----------------------------------------------------------------------------------------------
def annee_d_un_enfant(request: HttpRequest, annee: AnneeLue) -> dict:
    """The mots of a month, and what one answered."""
    return {"annee": annee, "bulletins": lectures.mois_du_carnet(annee.lecteur, annee.suivi, *annee.moments)}


def annee_d_une_classe(request: HttpRequest, annee: AnneeLue) -> dict:
    debut, fin = annee.moments
    mots = Mot.objects.suivis_par(annee.lecteur).filter(classe=annee.classe, visible_le__gte=debut, visible_le__lt=fin)
    return {"annee": annee, "mots": list(mots.select_related("auteur", "groupe"))}
