"""Who may come in, and who may hand out papers. No model is imported."""

from django.db.models import Q

from ent.annuaire.droits import en_cours


def est_activee(personne) -> bool:
    """An account is open once a password was chosen at activation; before, it is empty or marked unusable."""
    return bool(personne.password) and personne.has_usable_password()


def peut_tenir_un_compte(personne) -> bool:
    """A pupil enters by their class only: no e-mail, password or passkey of their own."""
    return personne.is_authenticated and not personne.inscriptions.exists()


def peut_recevoir_un_papier(auteur, adulte, roles) -> bool:
    """A paper opens all that its holder may see, so whoever prints it must already be above it. `roles` are the adult's.

    A family's paper is printed by those who keep the class. Someone who works in schools gets their first one from a
    direction they work under, and a new one only from whoever directs every school where they work. A directeur of
    another school, a référent or an operator gets none from a school.
    """
    if not roles:
        return True
    diriges = auteur.portee.etablissements_diriges
    au_dessus = {r.etablissement_id for r in roles if r.nature in ("directeur", "referent_commune", "operateur")}
    travaille_dans = {r.etablissement_id for r in roles}
    if est_activee(adulte):
        return travaille_dans <= diriges
    return au_dessus <= diriges and bool(travaille_dans & diriges)


def inscription_ouverte(classe) -> Q:
    """The pupils that the class's address opens: in this class today, neither closed nor merged."""
    return en_cours() & Q(classe=classe, eleve__is_active=True, eleve__fermee_le=None)
