"""Who may come in, and who may hand out papers. No model is imported."""

from enum import Enum

from django.contrib.auth.hashers import is_password_usable
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import en_cours

SECOND_FACTEUR = "connexion.second_facteur"
COOKIE_TABLETTE = "tablette"  # what a classroom's tablet bears: nothing of anybody stays there


class Ferme(Enum):
    """Why nothing opens to somebody (`lectures.ce_qui_ferme`)."""

    COMPTE = "their account is closed"
    CLE = "a second key is asked of them, and they hold none"
    SANS_CLE = "what they show was made without the second key that is asked of them"


class DeuxiemeCle(TextChoices):
    """Whom a school asks for a second factor; never fewer than the installation does (`ENT_SECOND_FACTEUR`)."""

    INSTALLATION = "installation", _("qui l’installation demande")
    DIRECTION = "direction", _("la direction, et qui est au-dessus")
    EQUIPE = "equipe", _("toute l’équipe de l’école")


def doit_un_second_facteur(personne, *, installation: bool) -> bool:
    """Who directs, holds a power or is the operator, where the installation asks it. Where a school does: who directs it or holds a power there,
    its commune's référent and the operator; all who work there where it asks its whole team. Nothing is read but their portée.
    """
    portee = personne.portee
    if installation and (portee.etablissements_diriges or portee.mandats or portee.est_operateur):
        return True
    de_l_equipe = portee.ecoles_qui_disent(SECOND_FACTEUR, DeuxiemeCle.EQUIPE)
    demandent = portee.ecoles_qui_disent(SECOND_FACTEUR, DeuxiemeCle.DIRECTION) | de_l_equipe
    if not demandent:
        return False
    la_tienne = portee.etablissements_diriges | portee.mandats.keys()
    return (
        portee.est_operateur
        or bool(la_tienne & demandent.keys())
        or bool(portee.communes & set(demandent.values()))
        or bool(portee.etablissements_de_travail & de_l_equipe.keys())
    )


def est_activee(personne) -> bool:
    """An account is open once a password was chosen at activation, or a public identity opened it; before, it is empty or marked unusable."""
    return bool(personne.password) and is_password_usable(personne.password)


def se_liste(session, personne) -> bool:
    """Pupils have no page to read theirs on, and a session that no table keeps cannot be ended from elsewhere. Asks nothing of the base."""
    return personne.is_authenticated and hasattr(session, "model") and est_activee(personne)


def sessions_tenues_par(personne) -> Q:
    """One's own sessions, and nobody else's."""
    return Q(personne=personne)


def peut_tenir_un_compte(personne) -> bool:
    """A pupil enters by their class only: no e-mail, password or passkey of their own."""
    return personne.is_authenticated and not personne.inscriptions.exists()


def peut_garder_son_compte(personne) -> bool:
    """Change its password, close its devices: a pupil of a collège has an account too, and keeps no more of it than that."""
    return peut_tenir_un_compte(personne) or (personne.is_authenticated and personne.est_collegien)


def refus_de_papier(auteur, adulte, roles, ecoles_des_liens, etablissement_id, enfants=()) -> str:
    """Why this paper may not be printed by this author: « above », « ouvert », « ailleurs », « foyer », or nothing at all.

    A paper opens all that its holder may see, so whoever prints it must already be above it. `roles` are the adult's,
    `ecoles_des_liens` the schools that declare them for a child today. A family's first paper is printed by those who
    keep the class; someone who works in schools gets theirs from a direction they work under. An open account holds
    more than the class shows: its new paper is printed by whoever directs every school that knows the adult, and by nobody in their place; nor by
    who answers for one of the same children (`enfants`, ids): what the other household says is not theirs to read (decision 0188).
    """
    diriges, tenus = auteur.portee.etablissements_diriges, auteur.portee.ecoles_ou("papiers")
    travaille_dans = {r.etablissement_id for r in roles}
    if est_activee(adulte):
        if any(enfant in auteur.portee.siens for enfant in enfants) and adulte.pk != auteur.pk:
            return "foyer"
        if travaille_dans | ecoles_des_liens <= diriges:
            return ""
        if not travaille_dans <= diriges | {etablissement_id}:
            return "above"
        if travaille_dans and etablissement_id in tenus - diriges:
            return "above"
        return "ailleurs" if etablissement_id in diriges else "ouvert"
    if auteur.portee.est_operateur and roles:
        # Who names directions prints their first paper: of those who are nothing else.
        return "" if all(r.nature == "directeur" for r in roles) and not ecoles_des_liens else "above"
    au_dessus = {r.etablissement_id for r in roles if r.nature in ("directeur", "referent_commune", "operateur")}
    permis = not roles or (au_dessus <= diriges and bool(travaille_dans & diriges))
    return "" if permis else "above"


def inscription_ouverte(classe) -> Q:
    """The pupils that the class's address opens: in this class today, neither closed nor merged."""
    return en_cours() & Q(classe=classe, eleve__is_active=True, eleve__fermee_le=None)
