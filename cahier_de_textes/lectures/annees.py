"""Of a class that is over: a month of it, one séance, one travail, for who read them then (`Personne.autrefois`)."""

import datetime as dt
from typing import Any

from django.db.models import Q

from ent.annuaire.models import Classe, Personne
from ent.annuaire.models.portee import Suivi

from .. import droits
from ..contenus import blocs_de
from ..models import Remise, Seance, Travail
from .remises import avec_reponses, par_prenom, sans_les_mots_d_un_autre


def mois_d_un_enfant(lecteur: Personne, suivi: Suivi, debut: dt.date, fin: dt.date) -> dict[str, Any]:
    """What one child did and was given between these days, as their family reads it. Three queries."""
    travaux = Travail.objects.des_enfants_de(lecteur).filter(droits.TRAVAUX.pour(suivi), date_pour__range=(debut, fin))
    seances = Seance.objects.des_enfants_de(lecteur).filter(droits.SEANCES.pour(suivi), date__range=(debut, fin))
    lus = list(travaux.defer("contenu"))
    rendus = Remise.objects.des_enfants_de(lecteur).filter(eleve=suivi.eleve, travail__in=lus).order_by()
    return {
        "seances": list(seances.defer("contenu").order_by("date", "pk")),
        "travaux": lus,
        "rendus": set(rendus.values_list("travail", flat=True)),
    }


def mois_d_une_classe(lecteur: Personne, classe: Classe, debut: dt.date, fin: dt.date) -> dict[str, Any]:
    """The same of a class, as its teachers and its direction follow it. Two queries."""
    siens = Q(classe=classe)
    return {
        "seances": list(
            Seance.objects.suivis_par(lecteur).filter(siens, date__range=(debut, fin)).order_by("date", "pk")
        ),
        "travaux": list(Travail.objects.suivis_par(lecteur).filter(siens, date_pour__range=(debut, fin))),
    }


def seance_relue(personne: Personne, pk: int) -> Seance | None:
    """A séance of a class that one taught. One query beside those of rights."""
    lues = Seance.objects.suivis_par(personne.autrefois).select_related("classe", "groupe", "auteur")
    return lues.filter(pk=pk).first()


def travail_relu(personne: Personne, pk: int) -> dict[str, Any] | None:
    """A travail of a class that one taught, with what pupils handed in and what was answered, by first name."""
    elle = personne.autrefois
    lus = Travail.objects.suivis_par(elle).select_related("classe", "groupe", "auteur")
    if (travail := lus.filter(pk=pk).first()) is None:
        return None
    remises = Remise.objects.corrigees_par(elle).filter(travail=travail).select_related("eleve")
    lus = sans_les_mots_d_un_autre(personne, avec_reponses(remises, lisibles=False))  # by whose child it is today
    essais = sorted(lus, key=lambda remise: par_prenom(remise.eleve))
    return {"travail": travail, "blocs": blocs_de(travail.contenu), "essais": essais, "suivi": None}
