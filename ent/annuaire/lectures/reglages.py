"""Settings by levels as a page shows them: what is in force, where it comes from, who said it and when."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format

from .. import etages
from ..etages import Declaration, Dit, EnVigueur, Etage, Mode
from ..models import Etablissement, Personne, Reglage


def signature(ligne: Reglage, lecteur: int | None = None) -> str:
    """Who said it and when: « M. Renard, le 2 septembre »."""
    le = timezone.localtime(ligne.le)
    quand = date_format(le, "j F" if le.year == timezone.localdate().year else "j F Y")
    if ligne.par is None:
        return _("d’avant le %(le)s") % {"le": quand}
    qui = _("Vous") if ligne.par_id == lecteur else ligne.par.nom_affiche
    return _("%(qui)s, le %(le)s") % {"qui": qui, "le": quand}


@dataclass
class Ici:
    """A setting in one school."""

    declaration: Declaration
    vigueur: EnVigueur
    au_dessus: EnVigueur
    sien: Reglage | None  # what the school said last, even to follow again
    ecole: int

    @property
    def champ(self) -> str:
        return self.declaration.code.replace(".", "_")

    @property
    def valeur(self) -> Any:
        return self.vigueur.valeur

    @property
    def en_mots(self) -> str:
        return self.declaration.en_mots(self.valeur)

    @property
    def est_libre(self) -> bool:
        return Etage.ECOLE in self.declaration.etages and self.au_dessus.verrou is None

    @property
    def par_qui(self) -> str:
        """Who fixed it: « le territoire (M. Renard, le 2 septembre) »."""
        verrou = self.au_dessus.verrou
        if verrou is None:
            return ""
        return _("fixé par %(qui)s (%(signature)s)") % {
            "qui": etages.QUI[verrou.etage],
            "signature": signature(verrou.source),
        }

    @property
    def aide(self) -> str:
        """Under its field: what it does, the bound set above, and where what is in force comes from."""
        return " ".join(filter(None, (str(self.declaration.phrase), self._borne(), self._choix(), self._tenu())))

    def _tenu(self) -> str:
        """Of a module that is on, what turning it off would hide."""
        quoi = etages.tenu_par(self.declaration.module, [self.ecole]) if self.declaration.module and self.valeur else []
        if not quoi:
            return ""
        phrase = _("Aujourd’hui ici : %(quoi)s. Fermer les cache, à tous, sans rien effacer ni prévenir personne.")
        return phrase % {"quoi": ", ".join(quoi)}

    def _borne(self) -> str:
        if self.au_dessus.borne is None:
            return ""
        borne, qui = self.au_dessus.borne
        return _("Dans ce que laisse %(qui)s : %(borne)s.") % {
            "qui": etages.QUI[qui.etage],
            "borne": self.declaration.en_mots(borne, Mode.BORNE),
        }

    def _choix(self) -> str:
        origine = self.vigueur.origine
        if origine is None:
            return _("Valeur d’origine.")
        if origine.etage is not Etage.ECOLE:
            dit = {"qui": etages.QUI[origine.etage], "signature": signature(origine.source)}
            return _("Suit %(qui)s (%(signature)s).") % dit
        return _("Choix de l’école (%(signature)s) ; sans lui : %(valeur)s.") % {
            "signature": signature(origine.source),
            "valeur": self.declaration.en_mots(self.au_dessus.valeur),
        }

    def refus(self, valeur: Any) -> str:
        """Why the school may not say that; empty when it may."""
        borne = self.au_dessus.borne
        if borne is None or self.declaration.tient(valeur, borne[0]):
            return ""
        return self._borne()


def reglages_de_l_ecole(ecole: Etablissement) -> list[Ici]:
    """Every setting that is declared, as it stands there. One query."""
    par_code: dict[str, dict[Etage, Reglage]] = {}
    for ligne in Reglage.objects.qui_touchent([ecole]).select_related("par").order_by():
        par_code.setdefault(ligne.code, {})[ligne.etage] = ligne
    trouves = []
    for une in etages.declarations():
        if ecole.nature in une.sauf:
            continue
        lignes = par_code.get(une.code, {})
        dits: list[Dit] = [ligne.dit for ligne in lignes.values()]
        dessus = [dit for dit in dits if dit.etage is not Etage.ECOLE]
        trouves.append(
            Ici(
                une,
                etages.calculer(une, dits, ecole.nature),
                etages.calculer(une, dessus, ecole.nature),
                lignes.get(Etage.ECOLE),
                ecole.pk,
            )
        )
    return trouves


def qui_a_ferme(module: Declaration, ecole: Etablissement) -> Etage | None:
    """The level whose word keeps this module off in that school; nobody's, where schools of its nature do not have it. One query."""
    lignes = Reglage.objects.qui_touchent([ecole]).filter(code=module.code).order_by()
    origine = etages.calculer(module, [ligne.dit for ligne in lignes], ecole.nature).origine
    if origine is None:
        return Etage.ECOLE if module.defaut_de(ecole.nature) else None
    return origine.etage


def ecoles_fermees_de(personne: Personne, module: str) -> dict[int, Etablissement]:
    """Where they work, follow a child or were confided one, or that they keep from above: those that have this module off. One query."""
    fermees = personne.portee.modules_fermes.get(module, frozenset())
    confiees = {suivi.etablissement_id for suivi in personne.portee.suivis_confies} & fermees
    siennes = Etablissement.objects.visibles_par(personne) | Etablissement.objects.filter(pk__in=confiees)
    return {ecole.pk: ecole for ecole in siennes.filter(pk__in=fermees).distinct().order_by("nom", "pk")}
