"""Classes of a plan: which class of the year that the file is for a pupil's line names, by its identifier, else by its name."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Classe
from ent.socle.textes import norme

from .lignes import LigneEleve
from .plan import ClasseVisee, Plan


class PlanificateurClasses:
    def __init__(self, plan: Plan, annee: AnneeScolaire) -> None:
        self.plan, self.etablissement, self.annee = plan, plan.etablissement, annee
        ouvertes = Classe.objects.filter(etablissement=self.etablissement, annee=annee.pk, fermee_le=None)
        self.classes = list(ouvertes.order_by("pk") if annee.pk else [])
        self.visees: dict[tuple[str, str], ClasseVisee] = {}

    def connues(self) -> list[ClasseVisee]:
        """The classes of the plan and those of that year that no file names."""
        citees = {visee.classe.pk for visee in self.plan.classes if visee.classe}
        autres = [ClasseVisee(c.nom, c.identifiant_onde, c) for c in self.classes if c.pk not in citees]
        return [*self.plan.classes, *autres]

    def de(self, ligne: LigneEleve) -> ClasseVisee | None:
        """None when two classes bear that name and nothing tells them apart."""
        identifiant, nom = ligne.identifiant_classe, ligne.classe
        cle = ("id", identifiant) if identifiant else ("nom", norme(nom))
        if cle not in self.visees:
            visee = self._par_identifiant(identifiant, nom) if identifiant else self._par_nom(nom)
            if visee is None:
                return None
            # The same class may be named by its identifier on one line and by its name alone on another.
            self.visees[cle] = next((v for v in self.plan.classes if v.classe and v.classe is visee.classe), visee)
            if self.visees[cle] is visee:
                self.plan.classes.append(visee)
        return self.visees[cle]

    def _par_identifiant(self, identifiant: str, nom: str) -> ClasseVisee:
        return next(visee for cas in PAR_IDENTIFIANT for visee in cas(self.classes, identifiant, nom))

    def _par_nom(self, nom: str) -> ClasseVisee | None:
        # Lines of this very file may already have created it under its identifier.
        homonymes = [v for v in self.plan.classes if norme(v.nom) == norme(nom)]
        citees = {v.classe.pk for v in homonymes if v.classe}
        homonymes += [
            ClasseVisee(c.nom, c.identifiant_onde, c)
            for c in self.classes
            if norme(c.nom) == norme(nom) and c.pk not in citees
        ]
        if len(homonymes) > 1:
            return None
        return homonymes[0] if homonymes else ClasseVisee(nom, "")

    def fermer_les_anciennes(self) -> None:
        """Classes of the years before that the plan empties: their teachers no longer hold them."""
        restes = {e.inscription.classe_id for e in self.plan.eleves if e.inscription and not e.ligne}
        self.plan.classes_a_fermer = list(
            Classe.objects.filter(etablissement=self.etablissement, annee__debut__lt=self.annee.debut, fermee_le=None)
            .exclude(pk__in=restes)
            .order_by("pk")
        )


# --- a class named by its identifier, in order: the first that finds one ------------------------------------------------
def meme_identifiant(classes: list[Classe], identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """The same class; the file renames it."""
    for classe in classes:
        if classe.identifiant_onde == identifiant:
            change = nom and classe.nom != nom
            yield ClasseVisee(nom or classe.nom, identifiant, classe, ancien_nom=classe.nom if change else "")


def meme_nom_sans_identifiant(classes: list[Classe], identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """A class made by hand, of that name: it takes the identifier of the file."""
    for classe in classes:
        if nom and not classe.identifiant_onde and norme(classe.nom) == norme(nom):
            yield ClasseVisee(classe.nom, identifiant, classe, identifiant_adopte=True)


def nouvelle_classe(classes: list[Classe], identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """None of this year: it is created."""
    yield ClasseVisee(nom or _("Classe %(id)s") % {"id": identifiant}, identifiant)


PAR_IDENTIFIANT: list[Callable[[list[Classe], str, str], Iterator[ClasseVisee]]] = [
    meme_identifiant,
    meme_nom_sans_identifiant,
    nouvelle_classe,
]
