"""What a collège says here: who reads it, who declares who may say it. No model is imported."""

from django.db.models import Q


def suivis_au_college(personne) -> list:
    """Children that one follows by a tie of one's own (or oneself), where they are in a collège today."""
    return [s for s in personne.portee.suivis if s.inscription.classe.etablissement.nature == "college"]


def enfants_au_college(personne) -> list:
    """Those of whom one may add an outside calendar: one's children, and not oneself."""
    return [s for s in suivis_au_college(personne) if s.eleve.pk != personne.pk]


def enfants_d_ici(personne) -> set[int]:
    """Children (ids) whom one answers for today: in a class of here, or gone from it."""
    return {s.eleve.pk for s in personne.portee.enfants_suivis} | personne.portee.partis.keys()


def elements_visibles_par(personne) -> Q:
    """Of each of these children, what the collège where they are today says; of a person who works there, nothing: it is in its own ENT.

    Of a child who left an école of here, what the collège of its sector says (`lectures.eleves`), while no class of here has them. And what one's own outside calendars, or the
    account that one linked, say of them: another's is read by nobody else, not even by who answers for the same child.
    """
    suivis = suivis_au_college(personne)
    siens = Q(pk__in=[])
    for college in {s.etablissement_id for s in suivis}:
        eleves = sorted({s.eleve.pk for s in suivis if s.etablissement_id == college})
        siens |= Q(emetteur__isnull=False, etablissement=college, eleve__in=eleves, emetteur__ferme_le=None)
    for eleve, ecoles in personne.portee.partis.items():  # of a collège that they left too, nothing
        siens |= Q(emetteur__isnull=False, emetteur__ferme_le=None, eleve=eleve) & ~Q(etablissement__in=sorted(ecoles))
    if enfants := sorted({s.eleve.pk for s in enfants_au_college(personne)}):
        siens |= Q(agenda__titulaire=personne, agenda__garde=True, eleve__in=enfants)
        siens |= Q(compte__titulaire=personne, compte__plateforme__fermee_le=None) & _d_un_enfant_ou_de_plusieurs(
            personne
        )
    if enfants := sorted(enfants_d_ici(personne)):
        siens |= Q(compte__titulaire=personne, compte__plateforme__fermee_le=None, enfant__isnull=False) & (
            Q(enfant__eleve=None) | Q(enfant__eleve__in=enfants)
        )
    return siens & Q(retire_le=None)


def enfants_relies_par(personne) -> Q:
    """Over children of linked accounts: those of one's own, whom one answers for here, or who are not known here."""
    ouverts = Q(compte__titulaire=personne, compte__plateforme__fermee_le=None, compte__plateforme__genre="ici")
    return ouverts & (Q(eleve=None) | Q(eleve__in=sorted(enfants_d_ici(personne))))


def agendas_tenus_par(personne) -> Q:
    """One's own, of children who are one's to answer for and in a collège today."""
    enfants = sorted({s.eleve.pk for s in enfants_au_college(personne)})
    return Q(titulaire=personne, eleve__in=enfants)


def _d_un_enfant_ou_de_plusieurs(personne) -> Q:
    """Of a linked account: in the collège where the child is, or one of them is; what an Edifice platform says."""
    enfants = enfants_au_college(personne)
    eleves, colleges = sorted({s.eleve.pk for s in enfants}), sorted({s.etablissement_id for s in enfants})
    return Q(enfant=None, etablissement__in=colleges) & (Q(eleve=None) | Q(eleve__in=eleves))


def plateformes_ouvertes_a(personne) -> Q:
    """Those of the collèges of one's children; of sites like this one, all, to who answers for a child: whether they have one there is theirs to say."""
    siennes = Q(colleges__in=sorted({s.etablissement_id for s in enfants_au_college(personne)}))
    if enfants_d_ici(personne):
        siennes |= Q(genre="ici")
    return Q(fermee_le=None) & siennes


def comptes_tenus_par(personne) -> Q:
    """One's own, while a child that one answers for is in that collège; of a site like this one, while one answers for a child."""
    enfants = enfants_au_college(personne)
    eleves, colleges = sorted({s.eleve.pk for s in enfants}), sorted({s.etablissement_id for s in enfants})
    tenus = Q(etablissement__in=colleges) & (Q(eleve=None) | Q(eleve__in=eleves))
    if enfants_d_ici(personne):
        tenus |= Q(plateforme__genre="ici")
    return Q(titulaire=personne) & tenus


def peut_tenir_les_emetteurs(personne) -> bool:
    """The operator alone: whoever may send here speaks to the families of a whole collège."""
    return personne.portee.est_operateur


def emetteurs_tenus_par(personne) -> Q:
    return Q() if personne.portee.est_operateur else Q(pk__in=[])


# --- What goes out ------------------------------------------------------------------------------------------------------
def suivis_a_montrer(personne, college: int | None = None) -> list:
    """Children of one's own whose école may be shown in another ENT: those who are in no collège. To the ENT of écoles, those of that collège (id) alone.
    Not what somebody confided.
    """
    siens = personne.portee.enfants_suivis
    if college is not None:
        return [s for s in siens if s.etablissement_id == college]
    return [s for s in siens if s.inscription.classe.etablissement.nature != "college"]


def peut_laisser_montrer(personne, college: int | None = None) -> bool:
    """Who follows a child in an école and another in a collège (that one, by its id): nobody else has an account of theirs over there."""
    au_college = {s.etablissement_id for s in suivis_au_college(personne) if s.eleve.pk != personne.pk}
    return bool(suivis_a_montrer(personne)) and (college in au_college if college else bool(au_college))


def a_montrer_a(personne, emetteur) -> list:
    """Whom that ENT may ask to show, of this person's; nobody where there is nothing to let."""
    if emetteur.montre_le_college:
        return suivis_a_montrer(personne, emetteur.etablissement_id)
    return suivis_a_montrer(personne) if peut_laisser_montrer(personne, emetteur.etablissement_id) else []


def accords_donnes_par(personne) -> Q:
    """One's own: the other parent gives, or does not, theirs."""
    return Q(personne=personne)
