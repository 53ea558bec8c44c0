"""What the State last said, kept for the schools of this installation: a set of files changes it whole or not at all.

A Complet says everybody again: whom it no longer names is gone. A Delta adds, replaces attributes and deletes. Structures are read first,
so that nobody of an unknown school is kept; then pupils, so that only their adults are. Memory holds the numbers of pupils and of their adults, and
the records of one batch: whatever is read again is read page by page, and each record so many times whatever the set weighs.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import batched

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import ngettext

from ent.annuaire.models import Etablissement

from ..models import FicheAaf, LotAaf
from .fiches import ENFANTS, UTILES, Contenu, adultes_dits, premier, structures_de
from .lots import CATEGORIES, MATIERES, LotDepose
from .requetes import Requete, lire

LOT = 500
AUTRES = "autres"  # of a pupil: adults who name that child, and whom the child's record does not
GENRES = {
    "EtabEducNat": FicheAaf.Categorie.STRUCTURE, "Eleve": FicheAaf.Categorie.ELEVE,
    "PersRelEleve": FicheAaf.Categorie.RESPONSABLE, "PersEducNat": FicheAaf.Categorie.PERSONNEL,
    MATIERES: FicheAaf.Categorie.MATIERE,
}  # fmt: skip


class Numeros:
    """Numbers of people, by hundreds of thousands, eight bytes each: those that are not plain numbers stay as they are written.

    The new ones are put among the others once they are a sixteenth of them: seldom enough that each is moved a few times only.
    """

    FRAIS = 10_000

    def __init__(self) -> None:
        self._ranges, self._frais, self._autres = array("Q"), set[int](), set[str]()

    def ajouter(self, jointures: Iterable[str]) -> None:
        for jointure in jointures:
            entier = self._entier(jointure)
            self._autres.add(jointure) if entier is None else self._frais.add(entier)
        if len(self._frais) > max(self.FRAIS, len(self._ranges) // 16):
            ranges = array("Q")
            for entier in merge(self._ranges, sorted(self._frais)):
                if not ranges or ranges[-1] != entier:
                    ranges.append(entier)
            self._ranges, self._frais = ranges, set()

    def __contains__(self, jointure: str) -> bool:
        entier = self._entier(jointure)
        if entier is None:
            return jointure in self._autres
        rang = bisect_left(self._ranges, entier)
        return entier in self._frais or (rang < len(self._ranges) and self._ranges[rang] == entier)

    @staticmethod
    def _entier(jointure: str) -> int | None:
        """Only when it is written back the same: « 012 » is another than « 12 »."""
        est_nu = jointure.isascii() and jointure.isdecimal() and len(jointure) < 19 and jointure[0] != "0"
        return int(jointure) if est_nu else None


class Miroir:
    """One set being taken, in the caller's transaction."""

    def __init__(self, lot: LotAaf) -> None:
        self.lot, self.est_complet = lot, lot.genre == LotAaf.Genre.COMPLET
        self.fiches = FicheAaf.objects.filter(flux=lot.flux)
        self.ecoles: set[int] = set()  # of which something changed, or that a Complet names
        self.inconnues: list[dict] = []
        self.rpi: dict[str, str] = {}
        self.comptes = {"add": 0, "modify": 0, "delete": 0, "hors": 0}
        self.changes = Numeros()  # adults of whom a Delta says something
        self.references = Numeros()  # adults whom a pupil names
        self.eleves = Numeros()
        self.ecrites, self.comptees = 0, 0  # records that are new, and how many of them PostgreSQL has counted

    def prendre(self, depose: LotDepose) -> None:
        """Raises `Illisible`."""
        self.par_uai = dict(Etablissement.objects.order_by().values_list("uai", "pk"))
        for categorie in CATEGORIES:
            if categorie == "Eleve":
                self._lire_les_structures()
            if categorie == "PersRelEleve":
                self._lire_les_eleves()
            requetes = (r for f in depose.de(categorie) for r in lire(f.chemin, UTILES[categorie]))
            siennes = (r for r in requetes if r.categorie.casefold() == categorie.casefold())
            for lot in batched(siennes, LOT):
                self._ecrire(categorie, lot)
            if self.est_complet:
                self._oublier(self._de(GENRES[categorie]).exclude(vue=self.lot))
        self._prendre_les_matieres(depose)
        self._ranger_les_adultes()

    def _prendre_les_matieres(self, depose: LotDepose) -> None:
        """Labels of subjects, of the 2nd degree: kept as they were where a set brings none. Whatever such a file calls its records."""
        fichiers = depose.de(MATIERES)
        for lot in batched((r for f in fichiers for r in lire(f.chemin, UTILES[MATIERES])), LOT):
            self._ecrire(MATIERES, lot)
        if fichiers and self.est_complet:
            self._oublier(self._de(GENRES[MATIERES]).exclude(vue=self.lot))

    def _oublier(self, fiches: QuerySet[FicheAaf]) -> None:
        """Page by page: Django holds whatever it erases."""
        for page in self._pages(fiches.only("jointure")):
            FicheAaf.objects.filter(pk__in=[fiche.pk for fiche in page]).delete()

    def _ecrire(self, categorie: str, requetes: Iterable[Requete]) -> None:
        """Many requests of one kind: the last of a record counts."""
        genre = GENRES[categorie]
        connues = {
            f.jointure: f for f in self.fiches.filter(categorie=genre, jointure__in={r.jointure for r in requetes})
        }
        contenus: dict[str, Contenu | None] = {}
        for requete in requetes:
            self.comptes[requete.operation] += 1
            ancien = connues.get(requete.jointure)
            avant = contenus.get(requete.jointure, ancien.contenu if ancien else None)
            contenus[requete.jointure] = _apres(requete, avant)
        nouvelles, changees, ecartees = [], [], []
        for jointure, contenu in contenus.items():
            fiche = connues.get(jointure)
            ecole = self._ecole(categorie, contenu, fiche) if contenu else None
            if contenu is None or not self._est_a_garder(categorie, jointure, contenu):
                self.comptes["hors"] += contenu is not None
                ecartees += [fiche] if fiche else []
            elif fiche is None:
                nouvelles.append(self._creer(genre, jointure, ecole, contenu))
            elif fiche.contenu != contenu or fiche.etablissement_id != ecole:
                self._toucher(categorie, fiche)
                fiche.contenu, fiche.etablissement_id = contenu, ecole
                changees.append(fiche)
        for fiche in [*nouvelles, *changees, *ecartees]:
            self._toucher(categorie, fiche)
        FicheAaf.objects.bulk_create(nouvelles, batch_size=LOT)
        self._compter(len(nouvelles))
        _reecrire(changees)
        FicheAaf.objects.filter(pk__in=[f.pk for f in ecartees]).delete()
        if self.est_complet:
            FicheAaf.objects.filter(pk__in=[f.pk for f in connues.values()]).update(vue=self.lot)

    def _compter(self, n: int) -> None:
        """PostgreSQL counts a table again once others read what was written, and nobody reads a set before it is whole: until then it would take
        that table for a small one, and read all of it for each batch. So it is told, each time that there are twice as many.
        """
        self.ecrites += n
        if connection.vendor == "postgresql" and self.ecrites > 2 * self.comptees:
            with connection.cursor() as curseur:
                curseur.execute(f"ANALYZE {FicheAaf._meta.db_table} (flux, categorie, jointure)")
            self.comptees = self.ecrites

    def _creer(self, genre: str, jointure: str, ecole: int | None, contenu: Contenu) -> FicheAaf:
        comment = {"flux": self.lot.flux, "categorie": genre, "jointure": jointure, "vue": self.lot}
        return FicheAaf(etablissement_id=ecole, contenu=contenu, **comment)

    # --- which school, and whether it is one of ours --------------------------------------------------------------------
    def _ecole(self, categorie: str, contenu: Contenu, fiche: FicheAaf | None) -> int | None:
        if categorie == "EtabEducNat" and fiche and not self.est_complet:
            return fiche.etablissement_id  # of one opened here since, nobody was kept
        if categorie == "EtabEducNat":
            return self.par_uai.get(premier(contenu, "ENTStructureUAI").upper())
        if categorie == "Eleve":
            return next((self.structures.get(s) for s in structures_de(categorie, contenu)), None)
        return None

    def _est_a_garder(self, categorie: str, jointure: str, contenu: Contenu) -> bool:
        if categorie in ("EtabEducNat", MATIERES):
            return True
        if categorie == "PersRelEleve":
            return jointure in self.references or any(e in self.eleves for e in enfants_de(contenu))
        return any(self.structures.get(s) for s in structures_de(categorie, contenu))

    def _toucher(self, categorie: str, fiche: FicheAaf) -> None:
        if categorie == "PersRelEleve":
            if not self.est_complet:  # a Complet plans every school that it names
                self.changes.ajouter([fiche.jointure])
        elif categorie == "PersEducNat":
            siennes = (self.structures.get(s) for s in structures_de(categorie, fiche.contenu))
            self.ecoles |= {ecole for ecole in siennes if ecole}
        elif categorie == "Eleve" and fiche.etablissement_id:
            self.ecoles.add(fiche.etablissement_id)

    def _lire_les_structures(self) -> None:
        """A school that was opened here since the last Complet has nobody yet in what was kept: it waits for the next one."""
        self.structures: dict[str, int] = {}
        noms = dict(Etablissement.objects.order_by().values_list("pk", "nom"))
        for fiche in self.fiches.filter(categorie=FicheAaf.Categorie.STRUCTURE).order_by("jointure"):
            uai, nom = premier(fiche.contenu, "ENTStructureUAI"), premier(fiche.contenu, "ENTStructureNomCourant")
            if fiche.etablissement_id is None:
                self.inconnues.append(
                    {"uai": uai[:8], "nom": nom[:120], "commune": premier(fiche.contenu, "ENTEcoleCommune")[:80]}
                )
                continue
            self.structures[fiche.jointure] = fiche.etablissement_id
            if rpi := premier(fiche.contenu, "ENTEcoleRPI"):
                self.rpi[noms[fiche.etablissement_id]] = rpi[:120]
            if self.est_complet:
                self.ecoles.add(fiche.etablissement_id)

    # --- adults of pupils -----------------------------------------------------------------------------------------------
    def _de(self, categorie: str) -> QuerySet[FicheAaf]:
        return self.fiches.filter(categorie=categorie)

    @staticmethod
    def _pages(fiches: QuerySet[FicheAaf]) -> Iterator[list[FicheAaf]]:
        """Records of one kind, page by page, in the order of the index that finds them by number: in another, each page would sort them all.
        None is held once the next page is read, and what is changed meanwhile disturbs nothing.
        """
        dernier = ""
        while page := list(fiches.filter(jointure__gt=dernier).order_by("jointure")[:LOT]):
            yield page
            dernier = page[-1].jointure

    def _lire_les_eleves(self) -> None:
        for page in self._pages(self._de(FicheAaf.Categorie.ELEVE)):
            for fiche in page:
                self.eleves.ajouter([fiche.jointure])
                self.references.ajouter(adultes_dits(fiche.contenu))

    def _ranger_les_adultes(self) -> None:
        """Adults who name a child whose record does not name them are written on the child's; those of nobody are dropped."""
        for page in self._pages(self._de(FicheAaf.Categorie.RESPONSABLE)):
            self._ajouter_les_autres(page)
        for page in self._pages(self._de(FicheAaf.Categorie.ELEVE)):
            self._ranger(page)
        for page in self._pages(self._de(FicheAaf.Categorie.RESPONSABLE).only("jointure")):
            perdus = [fiche.pk for fiche in page if fiche.jointure not in self.references]
            FicheAaf.objects.filter(pk__in=perdus).delete()

    def _connues(self, categorie: str, jointures: Iterable[str]) -> Iterator[FicheAaf]:
        for lot in batched(sorted(set(jointures)), LOT):
            yield from self._de(categorie).filter(jointure__in=lot).order_by("pk")

    def _ajouter_les_autres(self, adultes: list[FicheAaf]) -> None:
        """On the records of the children whom these adults name, themselves."""
        disent: dict[str, set[str]] = {}
        for adulte in adultes:
            for enfant in enfants_de(adulte.contenu):
                if enfant in self.eleves:
                    disent.setdefault(enfant, set()).add(adulte.jointure)
        changees = []
        for fiche in self._connues(FicheAaf.Categorie.ELEVE, disent):
            deja = {*adultes_dits(fiche.contenu), *fiche.contenu.get(AUTRES, ())}
            if neufs := disent[fiche.jointure] - deja:
                self._dire_les_autres(fiche, {*fiche.contenu.get(AUTRES, ()), *neufs})
                changees.append(fiche)
        _reecrire(changees)

    def _ranger(self, eleves: list[FicheAaf]) -> None:
        """Without those who no longer name the child, or whom its record names since."""
        ecrits = self._connues(FicheAaf.Categorie.RESPONSABLE, (a for f in eleves for a in f.contenu.get(AUTRES, ())))
        disent = {adulte.jointure: set(enfants_de(adulte.contenu)) for adulte in ecrits}
        changees = []
        for fiche in eleves:
            dits, autres = adultes_dits(fiche.contenu).keys(), fiche.contenu.get(AUTRES, [])
            restent = {a for a in autres if a not in dits and fiche.jointure in disent.get(a, ())}
            self.references.ajouter(restent)
            if len(restent) < len(autres):
                self._dire_les_autres(fiche, restent)
                changees.append(fiche)
            elif any(adulte in self.changes for adulte in (*dits, *restent)):
                self._toucher("Eleve", fiche)
        _reecrire(changees)

    def _dire_les_autres(self, fiche: FicheAaf, autres: set[str]) -> None:
        sans = {nom: valeurs for nom, valeurs in fiche.contenu.items() if nom != AUTRES}
        fiche.contenu = sans | ({AUTRES: sorted(autres)} if autres else {})
        self._toucher("Eleve", fiche)

    def remarques(self) -> list[str]:
        if not self.comptes["hors"]:
            return []
        phrase = ngettext(
            "%(n)s fiche n’est d’aucune école ouverte ici : elle n’est pas gardée.",
            "%(n)s fiches ne sont d’aucune école ouverte ici : elles ne sont pas gardées.",
            self.comptes["hors"],
        )
        return [phrase % {"n": self.comptes["hors"]}]


def _reecrire(fiches: list[FicheAaf]) -> None:
    """By their rows, as new ones are written: `bulk_update` spends longer on saying which is which than the database on writing."""
    FicheAaf.objects.bulk_create(
        fiches, batch_size=LOT, update_conflicts=True, unique_fields=["id"], update_fields=["contenu", "etablissement"]
    )


def enfants_de(contenu: Contenu) -> list[str]:
    return [valeur.partition("$")[0].strip() for valeur in contenu.get(ENFANTS, ())]


def _apres(requete: Requete, avant: Contenu | None) -> Contenu | None:
    """The record once the request is obeyed; None when it is gone, or when what is modified was never kept.

    What the State emptied is kept as emptied, once it had been filled: a school that knows more than the State keeps it.
    """
    if requete.operation == "delete" or (requete.operation == "modify" and avant is None):
        return None
    avant = avant or {}
    base = {AUTRES: avant[AUTRES]} if AUTRES in avant else {}
    if requete.operation == "modify":
        base = avant
        dits = requete.attributs
    else:
        dits = {nom: [] for nom in avant if nom != AUTRES} | requete.attributs
    return base | {nom: valeurs for nom, valeurs in dits.items() if valeurs or nom in avant}
