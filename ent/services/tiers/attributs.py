"""What a third service may receive of a person: a closed list, in words that a family reads, and the names that each dialect gives it."""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

NUMERO = "numero"  # of every service that knows who comes: opaque, another for each


class Attribut(TextChoices):
    """In the order in which a page says them."""

    PRENOM = "prenom", gettext_lazy("Son prénom")
    NOM = "nom", gettext_lazy("Son nom")
    NIVEAU = "niveau", gettext_lazy("Son niveau")
    CLASSE = "classe", gettext_lazy("Sa classe")
    ECOLE = "ecole", gettext_lazy("Son école")
    PROFIL = "profil", gettext_lazy("Si c’est un élève ou un adulte")


ORDRE = (NUMERO, *Attribut.values)


class Public(TextChoices):
    """Who may open one."""

    ELEVE = "eleve", gettext_lazy("Les élèves")
    RESPONSABLE = "responsable", gettext_lazy("Les responsables")
    ENSEIGNANT = "enseignant", gettext_lazy("Les enseignants")
    DIRECTION = "direction", gettext_lazy("La direction")
    PERSONNEL = "personnel", gettext_lazy("Les autres personnels")


class Dialecte(TextChoices):
    """How a service names what it receives: one map a dialect."""

    COURANT = "courant", pgettext_lazy("dialecte", "Courant")
    ELEA = "elea", "Éléa"


# In Éléa's map, kinds of people are those of the ENTs that it already meets.
TYPES_ELEA = {
    Public.ELEVE: "Student",
    Public.RESPONSABLE: "Relative",
    Public.ENSEIGNANT: "Teacher",
    Public.DIRECTION: "Personnel",
    Public.PERSONNEL: "Personnel",
}
# Always said, in this order, until the list of what is never received is as long as the other.
JAMAIS = (
    gettext_lazy("Votre nom, votre courriel, votre téléphone"),
    gettext_lazy("Ses photos, ses messages, ses absences"),
    gettext_lazy("Ses travaux et ce qu’on y répond"),
    gettext_lazy("Sa santé, ses repas, qui vient le chercher"),
    gettext_lazy("Ses frères et sœurs"),
    gettext_lazy("Ce que vous répondez à l’école"),
)
PAS_SON_IDENTITE = {
    Attribut.PRENOM: gettext_lazy("son prénom"),
    Attribut.NOM: gettext_lazy("son nom"),
    Attribut.CLASSE: gettext_lazy("sa classe"),
    Attribut.ECOLE: gettext_lazy("son école"),
}


def lire(ecrits: str) -> frozenset[str]:
    """A choice of several, as a row keeps it: words between spaces."""
    return frozenset(ecrits.split())


def en_mots(choses: Collection[str]) -> str:
    """« son prénom, sa classe, un numéro propre à ce service »."""
    dits = [str(attribut.label) for attribut in Attribut if attribut in choses]
    dits += [_("Un numéro propre à ce service")] if NUMERO in choses else []
    return ", ".join(dit[:1].lower() + dit[1:] for dit in dits)


def ecrire(choisis: Collection[str], ordre: Iterable[str]) -> str:
    """The same, in the order of the list."""
    return " ".join(valeur for valeur in ordre if valeur in choisis)


def jamais_recus(recus: Collection[str], nombre: int) -> list[str]:
    """As many lines as what is received: first what would say who the child is and is kept back, then what never leaves."""
    tus = [str(dit) for attribut, dit in PAS_SON_IDENTITE.items() if attribut not in recus]
    identite = ", ".join([*tus, _("sa date de naissance"), _("son adresse")])
    lignes = [identite[:1].upper() + identite[1:], *map(str, JAMAIS)]
    socle = lignes[:3]
    if nombre < len(socle):
        premier, *suite = socle[nombre - 1 :]
        return [*socle[: nombre - 1], " ; ".join([premier, *(dit[:1].lower() + dit[1:] for dit in suite)])]
    return lignes[:nombre]
