"""Pupils whom the directory knows and whom the lines of a file may mean, read in a constant number of queries."""

from itertools import batched

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.models import AnneeScolaire, Inscription, Personne
from ent.socle.textes import norme

from .identites import cle_eleve, noms_de, par_jointures, survivante
from .lignes import LigneEleve
from .models import FicheOnde
from .plan import Plan

LOT = 5_000
MEMES_TRAITS = 2  # out of family name, first name, birth date


class ElevesConnus:
    """Those who are here, those who were, those whom an INE names wherever they are."""

    def __init__(self, plan: Plan, annee: AnneeScolaire) -> None:
        self.plan, self.annee, self.etablissement = plan, annee, plan.etablissement
        # Who leaves this evening is here until then.
        ouvertes = Inscription.objects.filter(
            Q(fin=None) | Q(fin__gte=timezone.localdate()), classe__etablissement=self.etablissement
        )
        self.presents: dict[int, Inscription] = {}
        self.en_trop: list[Inscription] = []  # a pupil has one place: the former ones are closed
        for inscription in ouvertes.select_related("eleve", "classe__annee").order_by("debut", "pk"):
            if precedente := self.presents.get(inscription.eleve_id):
                self.en_trop.append(precedente)
            self.presents[inscription.eleve_id] = inscription

    def charger(self, lignes: list[LigneEleve]) -> None:
        self._charger_les_ine(lignes)
        self.par_jointure = par_jointures(FicheOnde.Nature.ELEVE, (ligne.jointure for ligne in lignes))
        self._charger_les_noms()
        self._charger_les_anciens(lignes)
        self._charger_les_ecoles(lignes)

    def _charger_les_ine(self, lignes: list[LigneEleve]) -> None:
        self.par_ine: dict[str, Personne] = {}
        for ines in batched(sorted({ligne.ine for ligne in lignes if ligne.ine}), LOT):
            for personne in Personne.objects.filter(ine__in=ines).select_related("fusionnee_dans"):
                self.par_ine[personne.ine] = survivante(personne)

    def _charger_les_noms(self) -> None:
        """Under the names that this school's ONDE gave them, and under those of today."""
        self.par_nom: dict[str, Personne] = {}
        for fiche in self.plan.fiches:
            if fiche.nature == FicheOnde.Nature.ELEVE:
                self.par_nom.setdefault(fiche.cle, survivante(fiche.personne))
        for inscription in self.presents.values():
            eleve = inscription.eleve
            self.par_nom[cle_eleve(eleve.nom, eleve.prenom, eleve.date_naissance)] = eleve

    def _charger_les_anciens(self, lignes: list[LigneEleve]) -> None:
        """Pupils who left and may be coming back."""
        dates = {ligne.date_naissance for ligne in lignes if ligne.date_naissance and not self.par_son_nom(ligne)}
        d_ici = Personne.objects.filter(inscriptions__classe__etablissement=self.etablissement).distinct()
        self.anciens: set[int] = set()
        for lot in batched(sorted(dates), LOT):
            for ancien in d_ici.filter(date_naissance__in=lot).select_related("fusionnee_dans"):
                personne = survivante(ancien)
                self.anciens.add(personne.pk)
                self.par_nom.setdefault(cle_eleve(personne.nom, personne.prenom, personne.date_naissance), personne)

    def _charger_les_ecoles(self, lignes: list[LigneEleve]) -> None:
        """Schools of whoever a line names: (school, still there in a year that is not over, or in the file's, or after)."""
        aujourd_hui = timezone.localdate()
        nommes = [personne for ligne in lignes if (personne := self.par_son_nom(ligne))]
        nommes += self.par_jointure.values()
        self.ecoles_de: dict[int, set[tuple[int, bool]]] = {}
        for cites in batched(sorted({p.pk for p in [*self.par_ine.values(), *nommes]}), LOT):
            inscriptions = Inscription.objects.filter(eleve__in=cites).order_by()
            for pk, ecole, debut, terme, fin in inscriptions.values_list(
                "eleve", "classe__etablissement", "classe__annee__debut", "classe__annee__fin", "fin"
            ):
                ouverte = fin is None and (terme >= aujourd_hui or debut >= self.annee.debut)
                self.ecoles_de.setdefault(pk, set()).add((ecole, ouverte))

    # --- who a line may mean ----------------------------------------------------------------------------------------
    def par_son_ine(self, ligne: LigneEleve) -> Personne | None:
        return self.par_ine.get(ligne.ine) if ligne.ine else None

    def par_sa_jointure(self, ligne: LigneEleve) -> Personne | None:
        return self.par_jointure.get(ligne.jointure)

    def par_son_nom(self, ligne: LigneEleve) -> Personne | None:
        """Same family name, first name and birth date, in this school."""
        return self.par_nom.get(cle_eleve(ligne.nom, ligne.prenom, ligne.date_naissance))

    def inscription_de(self, personne: Personne | None) -> Inscription | None:
        return self.presents.get(personne.pk) if personne else None

    # --- where they are ---------------------------------------------------------------------------------------------
    def est_d_ici(self, personne: Personne) -> bool:
        """Here today, or a former pupil."""
        return (
            personne.pk in self.presents
            or personne.pk in self.anciens
            or any(ecole == self.etablissement.pk for ecole, _o in self.ecoles_de.get(personne.pk, ()))
        )

    def ecoles_qui_tiennent(self, personne: Personne) -> set[int]:
        """Where this pupil is enrolled this year."""
        return {ecole for ecole, ouverte in self.ecoles_de.get(personne.pk, ()) if ouverte}

    def est_tenu_ailleurs(self, personne: Personne) -> bool:
        """Still enrolled this year in another school, which has not said that this pupil left."""
        return bool(self.ecoles_qui_tiennent(personne) - {self.etablissement.pk})

    def est_venu_d_ailleurs(self, personne: Personne) -> bool:
        """Not here today, and known by another school too: what is written of this pupil may be that school's."""
        return personne.pk not in self.presents and any(
            ecole != self.etablissement.pk for ecole, _o in self.ecoles_de.get(personne.pk, ())
        )

    def est_a_nous(self, personne: Personne) -> bool:
        """Known here and by no other school since: this one may speak of them, and correct a name."""
        return self.est_d_ici(personne) and not self.est_venu_d_ailleurs(personne)

    def est_le_meme(self, personne: Personne, ligne: LigneEleve) -> bool:
        """Here, two traits out of three are enough (a name is corrected); from another school, all three."""
        ecrits = {norme(n) for n in (ligne.nom, ligne.champs.get("nom_usage", "")) if n}
        traits = [
            bool(ecrits & noms_de(personne)),
            norme(personne.prenom) == norme(ligne.prenom),
            personne.date_naissance == ligne.date_naissance,
        ]
        return sum(traits) >= MEMES_TRAITS if self.est_a_nous(personne) else all(traits)
