"""Who reads the portfolio of a pupil: it follows the child, not the class."""

from django.db.models import Q

from ent.annuaire.droits import en_cours

RIEN = Q(pk__in=[])


def _enfants_de(personne) -> list[int]:
    """Those for whom this person answers, and the pupil themself."""
    return sorted({s.eleve.pk for s in personne.portee.suivis})


def eleves_enseignes_par(personne) -> Q:
    """Over `Personne`: the pupils of the classes one teaches today. Of last year's, their former teacher reads what they kept until then
    (`entrees_lues_par`); the new one reads all of it, whatever the school.
    """
    if personne.portee.est_passee:
        return Q(pk__in=list(personne.portee.eleves_d_alors))
    classes = personne.portee.classes_tenues
    return en_cours("inscriptions__") & Q(inscriptions__classe__in=classes) if classes else RIEN


def eleves_a_portfolio(personne) -> Q:
    """Over `Personne`: whose portfolio this person reads."""
    return Q(pk__in=_enfants_de(personne)) | eleves_enseignes_par(personne)


def entrees_lues_par(personne) -> Q:
    """Over `EntreePortfolio`, of whose portfolio this person reads. Of a class that is over, what was kept until the child left it: by those who
    answered for the child and still do, and by those who taught them there.
    """
    if not personne.portee.est_passee:
        return Q()
    lues = RIEN
    for suivi in personne.portee.suivis:
        lues |= Q(eleve=suivi.eleve.pk) & _jusqu_a(suivi.periode.fin)
    for eleve, fin in personne.portee.eleves_d_alors.items():
        lues |= Q(eleve=eleve) & _jusqu_a(fin)
    return lues


def _jusqu_a(fin) -> Q:
    return Q() if fin is None else Q(ajoutee_le__lt=fin)


def peut_choisir(personne, eleve, *, enseigne: bool) -> bool:
    """Works are chosen by the pupil, or by those who teach them today."""
    return enseigne or (eleve.pk == personne.pk and personne.portee.est_eleve)
