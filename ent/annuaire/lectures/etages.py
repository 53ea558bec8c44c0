"""The settings of the territory, or of a commune: what each level says, what the schools below chose, and what a change would do."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.socle.tri import cle

from .. import droits, etages
from ..etages import Declaration, Dit, EnVigueur, Etage, Mode
from ..models import Commune, Etablissement, Personne, Place, Reglage
from .reglages import signature

NOMS = 3  # of those below that chose otherwise, said at once


@dataclass
class Cellule:
    """One of the three floors of a setting."""

    qui: str
    valeur: str
    note: str = ""
    cadenas: bool = False
    en_vigueur: bool = False
    suit: bool = False
    muette: bool = False  # nobody there said anything: a phone leaves it out of the list
    unites: list[str] = field(default_factory=list)  # a mark by place below: « p » follows, « e » chose otherwise
    est_ici: bool = False  # the floor of who reads


@dataclass
class Autrement:
    """A school, or a commune, that says its own."""

    nom: str
    valeur: str
    signature: str


@dataclass
class Effet:
    """What a change would do to the schools below, or did."""

    changent: int
    gardent: int
    mis_de_cote: int  # choices of schools that would count no more
    passages: list[str] = field(default_factory=list)  # « 20 h → 19 h », the commonest first
    caches: list[str] = field(default_factory=list)  # of a module that would close there, what it holds

    @property
    def phrase(self) -> str:
        return f"{self.bilan} {_('Annulable 15 jours.')}"

    @property
    def bilan(self) -> str:
        """« 26 établissements changeraient, 3 gardent leur choix. 20 h → 19 h. », and of a module what would be hidden."""
        if not self.changent:
            debut = _("Aucun établissement ne changerait aujourd’hui")
        else:
            debut = ngettext("%(n)s établissement changerait", "%(n)s établissements changeraient", self.changent) % {
                "n": self.changent
            }
        suites = []
        if self.gardent:
            suites.append(
                ngettext("%(n)s garde son choix", "%(n)s gardent leur choix", self.gardent) % {"n": self.gardent}
            )
        if self.mis_de_cote:
            suites.append(
                ngettext(
                    "%(n)s choix d’établissement ne compterait plus, et reviendrait après",
                    "%(n)s choix d’établissements ne compteraient plus, et reviendraient après",
                    self.mis_de_cote,
                )
                % {"n": self.mis_de_cote}
            )
        passages = f"{_noms(self.passages)}.".replace("….", "…") if self.passages else ""
        return " ".join(filter(None, (", ".join([debut, *suites]) + ".", passages, self.ce_qui_se_cache)))

    @property
    def ce_qui_se_cache(self) -> str:
        """« Ne se verrait plus : 12 menus publiés à venir ». Directions are told by the product; families by who closes."""
        if not self.caches:
            return ""
        phrase = _(
            "Ne se verrait plus : %(quoi)s. Rien n’est effacé. Les directions sont prévenues, pas les familles : dites-le-leur."
        )
        return phrase % {"quoi": ", ".join(self.caches)}

    @property
    def bouton(self) -> str:
        """Where nothing changes today, what is said holds for what is chosen later."""
        if not self.changent:
            return _("Appliquer")
        return ngettext("Appliquer à %(n)s établissement", "Appliquer à %(n)s établissements", self.changent) % {
            "n": self.changent
        }


@dataclass
class Ligne:
    """A setting on the page of a level."""

    declaration: Declaration
    etage: Etage
    ici: EnVigueur
    actuel: Reglage | None
    cellules: list[Cellule]
    autrement: list[Autrement]
    plus_bas: str = ""  # of the territory, what communes decided: « fixé par 1 commune »

    @property
    def en_vigueur(self) -> str:
        return self.declaration.en_mots(
            self.ici.valeur, Mode.BORNE if self.ici.borne and self.ici.origine is self.ici.borne[1] else Mode.LIBRE
        )

    @property
    def par_qui(self) -> str:
        """Where it comes from: « fixé par le territoire », « choix de la commune », « au choix de chaque établissement, au plus tard à 21 h »."""
        if self.ici.verrou:
            return _("fixé par %(qui)s") % {"qui": etages.QUI[self.ici.verrou.etage]}
        origine, borne = self.ici.origine, self.ici.borne
        au_dela = f", {self.declaration.en_mots(borne[0], Mode.BORNE)}" if borne and origine is not borne[1] else ""
        return " ; ".join(filter(None, (f"{self._choix_de_qui}{au_dela}", self.plus_bas)))

    @property
    def _choix_de_qui(self) -> str:
        if self.ici.origine is None:
            au_choix = Etage.ECOLE in self.declaration.etages
            return _("au choix de chaque établissement") if au_choix else _("valeur d’origine")
        return _("choix de la commune") if self.ici.origine.etage is Etage.COMMUNE else _("choix du territoire")

    @property
    def peut_changer(self) -> bool:
        """Whether this level may say it: nobody above fixed it."""
        verrou = self.ici.verrou
        return self.etage in self.declaration.etages and (verrou is None or verrou.etage is self.etage)


class Lecture:
    """All that is said at a level, above and below it. Four queries, whatever the number of schools and of settings.

    `est_lue`: by who keeps the level above, who changes nothing of it.
    """

    def __init__(self, place: Place, lecteur: Personne) -> None:
        self.place, self.lecteur = place, lecteur
        self.est_lue = place.commune is not None and not droits.peut_regler_la_commune(lecteur, place.commune.pk)
        self.ecoles = sorted(place.ecoles.select_related("commune"), key=lambda e: (cle(e.nom), e.pk))
        lignes = Reglage.objects.actuels().select_related("par").order_by()
        if place.commune is not None:
            du_dessus = Q(commune=None, etablissement=None) | Q(commune=place.commune)
            lignes = lignes.filter(du_dessus | Q(etablissement__commune=place.commune))
        self.par_code: dict[str, dict[tuple, Reglage]] = defaultdict(dict)
        for ligne in lignes:
            self.par_code[ligne.code][ligne.commune_id, ligne.etablissement_id] = ligne

    @cached_property
    def communes(self) -> dict[int, str]:
        return {ecole.commune_id: ecole.commune.nom for ecole in self.ecoles}

    def rubriques(self, seule: str = "") -> list[tuple[etages.Rubrique, list[Ligne]]]:
        """All, but those that have a page of their own; or that page's alone."""
        lues = [r for r in etages.rubriques() if (r.nom == seule if seule else not r.a_part)]
        return [(r, [self.ligne(une) for une in etages.declarations(r.nom)]) for r in lues]

    def a_part(self) -> list[tuple[etages.Rubrique, int, int]]:
        """Those that have a page of their own: how many settings, how many of them this level decided."""
        ici = (self.place.commune and self.place.commune.pk, None)
        return [
            (r, len(siens), sum(bool((li := self.par_code[u.code].get(ici)) and li.valeur is not None) for u in siens))
            for r in etages.rubriques()
            if r.a_part and (siens := etages.declarations(r.nom))
        ]

    def _dits(self, code: str, *places: tuple) -> list[Dit]:
        lignes = self.par_code[code]
        return [lignes[place].dit for place in places if place in lignes]

    def _ici(self, une: Declaration) -> EnVigueur:
        places = [(None, None)] if self.place.commune is None else [(None, None), (self.place.commune.pk, None)]
        return etages.calculer(une, self._dits(une.code, *places))

    def _en_ecoles(self, une: Declaration, hypothese: Dit | None = None) -> dict[Etablissement, EnVigueur]:
        """In force in each school; as it would be with another word of this level."""
        lus = {}
        for ecole in self.ecoles:
            dits = self._dits(une.code, (None, None), (ecole.commune_id, None), (None, ecole.pk))
            if hypothese is not None:
                dits = [dit for dit in dits if dit.etage is not hypothese.etage] + [hypothese]
            lus[ecole] = etages.calculer(une, dits, ecole.nature)
        return lus

    def annoncer(self, une: Declaration, valeur: Any, mode: str) -> Effet:
        """What saying that here would do to the schools below."""
        brut = None if valeur is None else une.genre.ecrire(valeur)
        avant = self._en_ecoles(une)
        apres = self._en_ecoles(une, Dit(self.place.etage, brut, mode))
        ferment = [ecole.pk for ecole in self.ecoles if avant[ecole].valeur and not apres[ecole].valeur]
        paires = [(avant[ecole].valeur, apres[ecole].valeur) for ecole in self.ecoles]
        passages = Counter(paire for paire in paires if paire[0] != paire[1])
        return Effet(
            passages.total(),
            sum(self._est_plus_bas(apres[ecole]) for ecole in self.ecoles),
            sum(self._est_plus_bas(avant[e]) and not self._est_plus_bas(apres[e]) for e in self.ecoles),
            [f"{une.en_mots(de)} → {une.en_mots(vers)}" for (de, vers), _n in passages.most_common()],
            etages.tenu_par(une.module, ferment) if une.module else [],
        )

    def _est_plus_bas(self, lue: EnVigueur) -> bool:
        """What is in force was said below this level."""
        rangs = list(Etage)
        return lue.origine is not None and rangs.index(lue.origine.etage) > rangs.index(self.place.etage)

    # --- Words --------------------------------------------------------------------------------------------------------
    def ligne(self, une: Declaration) -> Ligne:
        ici, en_ecoles = self._ici(une), self._en_ecoles(une)
        actuel = self.par_code[une.code].get((self.place.commune and self.place.commune.pk, None))
        autres = [(ecole, lue) for ecole, lue in en_ecoles.items() if lue.origine and lue.origine.etage is Etage.ECOLE]
        d_origine = [(e, lue) for e, lue in en_ecoles.items() if lue.origine is None and lue.valeur != ici.valeur]
        des_ecoles = self._des_ecoles(une, ici, autres, d_origine)
        cellules = [self._du_territoire(une, ici), self._des_communes(une, ici), des_ecoles]
        autrement = [
            Autrement(ecole.nom, une.en_mots(lue.valeur), signature(lue.origine.source, self.lecteur.pk))
            for ecole, lue in autres
        ]
        return Ligne(une, self.place.etage, ici, actuel, cellules, autrement, self._decide_plus_bas(une, ici))

    def _decide_plus_bas(self, une: Declaration, ici: EnVigueur) -> str:
        """« fixé par 1 commune, borné par 2 communes », within what the territory leaves; the strongest first."""
        if self.place.commune is not None or ici.verrou is not None:
            return ""
        dites = [self.par_code[une.code].get((commune, None)) for commune in self.communes]
        modes = Counter(li.mode for li in dites if li is not None and li.valeur is not None)
        return ", ".join(par_communes(mode, modes[mode]) for mode in (Mode.FIXE, Mode.BORNE, Mode.LIBRE) if modes[mode])

    def communes_qui_reglent(self) -> list[tuple[Commune, int]]:
        """By name, each with how many settings it decided."""
        combien = Counter(
            commune
            for lignes in self.par_code.values()
            for (commune, ecole), li in lignes.items()
            if commune is not None and ecole is None and li.valeur is not None
        )
        communes = {ecole.commune_id: ecole.commune for ecole in self.ecoles}
        return [(c, combien[c.pk]) for c in sorted(communes.values(), key=lambda c: (cle(c.nom), c.pk))]

    def _tenue(self, une: Declaration, ligne: Reglage) -> Any:
        """What a commune's word comes to: beyond what the territory bounds, it is held there."""
        dits = [*self._dits(une.code, (None, None)), ligne.dit] if ligne.commune_id else [ligne.dit]
        lue = etages.calculer(une, dits)
        return lue.borne[0] if ligne.mode == Mode.BORNE and lue.borne else lue.valeur

    def _dite(self, une: Declaration, qui: str, ligne: Reglage, ici: EnVigueur) -> Cellule:
        dite, tenue = une.lire(ligne.valeur), self._tenue(une, ligne)
        note = signature(ligne, self.lecteur.pk)
        if tenue != dite:
            note = _("%(qui)s, au-delà : %(valeur)s") % {"qui": note, "valeur": une.en_mots(dite, ligne.mode)}
        return Cellule(
            qui,
            une.en_mots(tenue, ligne.mode),
            note,
            cadenas=ligne.mode != Mode.LIBRE,
            en_vigueur=ici.origine is not None and ici.origine.source is ligne,
            est_ici=ligne.etage is self.place.etage,
        )

    def _du_territoire(self, une: Declaration, ici: EnVigueur) -> Cellule:
        ligne = self.par_code[une.code].get((None, None))
        if ligne is not None and ligne.valeur is not None:
            return self._dite(une, _("Territoire"), ligne, ici)
        note = _("Par défaut, laissé libre")
        return Cellule(_("Territoire"), une.en_mots(une.defaut), note, est_ici=self.place.commune is None)

    def _des_communes(self, une: Declaration, ici: EnVigueur) -> Cellule:
        if self.place.commune is None:
            return self._de_toutes_les_communes(une, ici)
        ligne, nom = self.par_code[une.code].get((self.place.commune.pk, None)), self.place.commune.nom
        if ligne is not None and ligne.valeur is not None and not (ici.verrou and ici.verrou.source is not ligne):
            return self._dite(une, nom, ligne, ici)
        if ici.verrou is not None or Etage.COMMUNE not in une.etages:
            note = _("Ne peut pas changer")
        elif ici.borne is not None:
            phrase = _("La commune peut choisir : %(borne)s") if self.est_lue else _("Vous pouvez choisir : %(borne)s")
            note = phrase % {"borne": une.en_mots(ici.borne[0], Mode.BORNE)}
        else:
            note = (
                _("La commune peut choisir pour ses établissements")
                if self.est_lue
                else _("Vous pouvez choisir pour vos établissements")
            )
        return Cellule(nom, _("suit le territoire"), note, suit=True, est_ici=True)

    def _de_toutes_les_communes(self, une: Declaration, ici: EnVigueur) -> Cellule:
        n = len(self.communes)
        qui = ngettext("%(n)s commune", "%(n)s communes", n) % {"n": n}
        lignes = [self.par_code[une.code].get((commune, None)) for commune in self.communes]
        dites = [li for li in lignes if li is not None and li.valeur is not None] if ici.verrou is None else []
        suivent = ngettext("suit", "suivent", n)
        if not dites:
            return Cellule(qui, suivent, "", suit=True, muette=True)
        valeurs = [une.en_mots(self._tenue(une, li), li.mode) for li in dites]
        noms = [self.communes[li.commune_id] for li in dites]
        return Cellule(qui, _compte(n - len(dites), valeurs), _noms(noms), unites=_unites(n, len(dites)))

    def _des_ecoles(self, une: Declaration, ici: EnVigueur, autres: list, d_origine: list) -> Cellule:
        """`d_origine`: schools where nobody said anything, and whose nature makes it otherwise: named, or one would read that all have it."""
        n = len(self.ecoles)
        par_valeur: dict[str, list[str]] = defaultdict(list)
        for ecole, lue in d_origine:
            par_valeur[une.en_mots(lue.valeur)].append(ecole.nom)
        nature = [
            _("d’origine, « %(valeur)s » pour %(noms)s") % {"noms": _noms(noms), "valeur": valeur}
            for valeur, noms in sorted(par_valeur.items(), key=lambda paire: -len(paire[1]))
        ]
        qui = ngettext("%(n)s établissement", "%(n)s établissements", n) % {"n": n}
        au_choix = ici.origine is None and Etage.ECOLE in une.etages
        if not autres:
            dit = ngettext("n’a rien changé", "n’ont rien changé", n) if au_choix else ngettext("suit", "suivent", n)
            return Cellule(qui, dit, " ; ".join(nature), suit=not au_choix, muette=not nature, en_vigueur=au_choix)
        valeurs = [une.en_mots(lue.valeur) for _ecole, lue in autres]
        noms = [ecole.nom for ecole, _lue in autres]
        compte, unites = _compte(n - len(autres), valeurs), _unites(n, len(autres))
        return Cellule(qui, compte, " ; ".join([_noms(noms), *nature]), en_vigueur=au_choix, unites=unites)


def par_communes(mode: str, n: int) -> str:
    """« fixé par 1 commune »."""
    phrases = {
        Mode.FIXE: ngettext("fixé par %(n)s commune", "fixé par %(n)s communes", n),
        Mode.BORNE: ngettext("borné par %(n)s commune", "borné par %(n)s communes", n),
        Mode.LIBRE: ngettext("proposé par %(n)s commune", "proposé par %(n)s communes", n),
    }
    return phrases[Mode(mode)] % {"n": n}


def _compte(suivent: int, valeurs: list[str]) -> str:
    """« 26 suivent, 3 ont choisi : non »."""
    dits = [ngettext("%(n)s suit", "%(n)s suivent", suivent) % {"n": suivent}] if suivent else []
    for valeur, n in Counter(valeurs).most_common():
        dits.append(ngettext("%(n)s a choisi : %(v)s", "%(n)s ont choisi : %(v)s", n) % {"n": n, "v": valeur})
    return ", ".join(dits)


def _unites(total: int, autres: int) -> list[str]:
    return ["p"] * (total - autres) + ["e"] * autres


def _noms(noms: list[str]) -> str:
    return ", ".join(noms[:NOMS]) + ("…" if len(noms) > NOMS else "")


def combien_de_decides(personne: Personne) -> int:
    """How many settings the levels that this person keeps have decided. One query."""
    siens = Q(commune__in=personne.portee.communes)
    if personne.portee.est_operateur:
        siens |= Q(commune=None, etablissement=None)
    return Reglage.objects.actuels().filter(siens, valeur__isnull=False).count()
