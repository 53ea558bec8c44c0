"""Classes of a plan: which class of the year that the file is for a pupil's line names, by its identifier, else by its name."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Classe
from ent.socle.textes import norme

from .lignes import LigneEleve
from .plan import ClasseVisee, Plan, acquis

DERNIERS_NIVEAUX = ("GS", "CM2", "3E")  # of a maternelle, of an élémentaire, of a collège


class PlanificateurClasses:
    def __init__(self, plan: Plan, annee: AnneeScolaire) -> None:
        self.plan, self.etablissement, self.annee = plan, plan.etablissement, annee
        self.est_aaf = plan.est_aaf
        siennes = Classe.objects.filter(etablissement=self.etablissement, annee=annee.pk).order_by("pk")
        de_l_annee = list(siennes) if annee.pk else []
        self.classes = [classe for classe in de_l_annee if classe.fermee_le is None]
        self.fermees = [
            classe for classe in de_l_annee if classe.fermee_le
        ]  # by a turn that was undone: a file opens them again
        self.visees: dict[tuple[str, str], ClasseVisee] = {}
        self.numeros: dict[str, set[str]] = defaultdict(set)  # that the file writes, by label

    def charger(self, lignes: list[LigneEleve]) -> None:
        for ligne in lignes:
            self.numeros[norme(ligne.classe)].add(ligne.identifiant_classe)

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
            if self.visees[cle] not in self.plan.classes:
                self.plan.classes.append(visee)
        return self.visees[cle]

    def _par_identifiant(self, identifiant: str, nom: str) -> ClasseVisee:
        return next(visee for cas in PAR_IDENTIFIANT for visee in cas(self, identifiant, nom))

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
        fermees = (c for c in self.fermees if norme(c.nom) == norme(nom) and not c.identifiant_onde)
        return homonymes[0] if homonymes else ClasseVisee(nom, "", next(fermees, None))

    def par_numero(self) -> dict[str, ClasseVisee]:
        """The classes that the pupils' lines name, by the number that they write."""
        return {valeur: visee for (quoi, valeur), visee in self.visees.items() if quoi == "id"}

    def oubliees(self) -> list[tuple[Classe, int]]:
        """Classes that the file seems to forget, with the pupils who would leave: none of theirs is in it.

        Of the years before, but the last class of a school, whose pupils leave each year.
        """
        citees = {visee.classe.pk for visee in self.plan.classes if visee.classe}
        oubliees = {c.pk: (c, 0) for c in self.classes if c.pk not in citees}
        tenues = {e.inscription.classe_id for e in self.plan.eleves if e.inscription}
        partis = defaultdict(list)
        for eleve in self.plan.eleves_partis:
            inscription = acquis(eleve.inscription)
            partis[inscription.classe_id].append(inscription)
        for pk, inscriptions in partis.items():
            classe = inscriptions[0].classe
            finissent = classe.annee_id != self.annee.pk and all(i.niveau in DERNIERS_NIVEAUX for i in inscriptions)
            if pk not in tenues and pk not in citees and not finissent:
                oubliees[pk] = (classe, len(inscriptions))
        return [oubliees[pk] for pk in oubliees if pk not in tenues]

    def fermer_les_anciennes(self) -> None:
        """Classes of the years before that the plan empties: their teachers no longer hold them."""
        restes = {e.inscription.classe_id for e in self.plan.eleves if e.inscription and not e.ligne}
        self.plan.classes_a_fermer = list(
            Classe.objects.filter(etablissement=self.etablissement, annee__debut__lt=self.annee.debut, fermee_le=None)
            .exclude(pk__in=restes)
            .order_by("pk")
        )


# --- a class named by its identifier, in order: the first that finds one ------------------------------------------------
def meme_identifiant(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """The same class; the file renames it, or opens it again."""
    for classe in [*p.classes, *p.fermees]:
        if classe.identifiant_onde == identifiant:
            change = nom and classe.nom != nom
            yield ClasseVisee(nom or classe.nom, identifiant, classe, ancien_nom=classe.nom if change else "")


def meme_nom_sans_identifiant(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """A class made by hand, of that name: it takes the identifier of the file."""
    for classe in p.classes:
        if nom and not classe.identifiant_onde and norme(classe.nom) == norme(nom):
            yield ClasseVisee(classe.nom, identifiant, classe, identifiant_adopte=True)


def meme_nom_pour_l_etat(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """The one class of that label, of a number that the AAF writes nowhere: ONDE's number is kept, which the LSU asks back verbatim."""
    homonymes = [classe for classe in p.classes if nom and norme(classe.nom) == norme(nom)]
    ecrits = set().union(*p.numeros.values())
    if p.est_aaf and len(homonymes) == 1 and homonymes[0].identifiant_onde not in ecrits:
        yield ClasseVisee(homonymes[0].nom, homonymes[0].identifiant_onde, homonymes[0])


def meme_nom_au_numero_change(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """The one class of that label, whose number the file writes nowhere: ONDE numbered it again, and the plan says so.

    A new class would have taken its pupils away from their journal and their teachers.
    """
    if p.est_aaf:
        return
    homonymes = [classe for classe in p.classes if nom and norme(classe.nom) == norme(nom)]
    ecrits = set().union(*p.numeros.values())
    if len(homonymes) == 1 and homonymes[0].identifiant_onde not in ecrits and p.numeros[norme(nom)] == {identifiant}:
        (classe,) = homonymes
        yield ClasseVisee(classe.nom, identifiant, classe, ancien_identifiant=classe.identifiant_onde)


def fermee_du_meme_nom(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """A class of that name that an undone turn had made, of no number yet: opened again, it takes that of the file."""
    citees = {visee.classe.pk for visee in p.plan.classes if visee.classe}
    for classe in p.fermees:
        if nom and not classe.identifiant_onde and norme(classe.nom) == norme(nom) and classe.pk not in citees:
            yield ClasseVisee(classe.nom, identifiant, classe, identifiant_adopte=True)


def nouvelle_classe(p: PlanificateurClasses, identifiant: str, nom: str) -> Iterator[ClasseVisee]:
    """None of this year: it is created."""
    yield ClasseVisee(nom or _("Classe %(id)s") % {"id": identifiant}, identifiant)


PAR_IDENTIFIANT: list[Callable[[PlanificateurClasses, str, str], Iterator[ClasseVisee]]] = [
    meme_identifiant,
    meme_nom_sans_identifiant,
    meme_nom_pour_l_etat,
    meme_nom_au_numero_change,
    fermee_du_meme_nom,
    nouvelle_classe,
]
