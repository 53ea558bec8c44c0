"""Pupils and classes of a plan: who is new, changed, moved, gone."""

import datetime as dt
from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Classe, Inscription, Personne
from ent.socle.textes import meme_texte, norme

from .lignes import Illisible, Lecture, LigneEleve, Rejet
from .models import FicheOnde
from .plan import Changement, ClasseVisee, EleveVise, Plan, acquis

PEUPLEE = 10  # pupils from which a file that knows none of them is another school's
LOT = 5_000
MEMES_TRAITS = 2  # out of family name, first name, birth date


def cle_eleve(nom: str, prenom: str, date_naissance) -> str:
    return f"{norme(nom)}|{norme(prenom)}|{date_naissance or ''}"[:240]


def survivante(personne: Personne) -> Personne:
    """The account that a merged one became."""
    while personne.fusionnee_dans_id:
        personne = acquis(personne.fusionnee_dans)
    return personne


def ecrire(valeur) -> str:
    """A value as the plan shows it."""
    return valeur.strftime("%d/%m/%Y") if hasattr(valeur, "strftime") else str(valeur or "")


def _oui_non(photo: bool | None) -> str:
    return "" if photo is None else _("oui") if photo else _("non")


class PlanificateurEleves:
    """Same pupil: same INE; without INE, same family name, first name and birth date in this school.

    A file proves nothing about who may follow a child: anyone can type a line. So a pupil whom another school still
    holds this year is never taken by a line. That school records the departure first, by its own import.
    """

    def __init__(self, plan: Plan, annee: AnneeScolaire | None) -> None:
        self.plan, self.annee, self.etablissement = plan, annee, plan.etablissement
        ouvertes = Inscription.objects.filter(classe__etablissement=self.etablissement, fin=None)
        self.presents: dict[int, Inscription] = {}
        self.en_trop: list[Inscription] = []
        for inscription in ouvertes.select_related("eleve", "classe").order_by("debut", "pk"):
            if precedente := self.presents.get(inscription.eleve_id):
                self.en_trop.append(precedente)
            self.presents[inscription.eleve_id] = inscription
        self.classes = list(
            Classe.objects.filter(etablissement=self.etablissement, annee=annee, fermee_le=None).order_by("pk")
            if annee
            else []
        )
        self.visees: dict[tuple[str, str], ClasseVisee] = {}
        self.retenus: set[int] = set()

    # --- classes ----------------------------------------------------------------------------------------------------
    def classes_connues(self) -> list[ClasseVisee]:
        """The classes of the plan and those of this year that no file names."""
        citees = {visee.classe.pk for visee in self.plan.classes if visee.classe}
        autres = [ClasseVisee(c.nom, c.identifiant_onde, c) for c in self.classes if c.pk not in citees]
        return [*self.plan.classes, *autres]

    def _classe(self, ligne: LigneEleve) -> ClasseVisee | None:
        """By identifier, else by name. None when two classes bear that name and nothing tells them apart."""
        identifiant, nom = ligne.identifiant_classe, ligne.classe
        cle = ("id", identifiant) if identifiant else ("nom", norme(nom))
        if cle not in self.visees:
            visee = self._trouver_classe(identifiant, nom)
            if visee is None:
                return None
            # The same class may be named by its identifier on one line and by its name alone on another.
            self.visees[cle] = next((v for v in self.plan.classes if v.classe and v.classe is visee.classe), visee)
            if self.visees[cle] is visee:
                self.plan.classes.append(visee)
        return self.visees[cle]

    def _trouver_classe(self, identifiant: str, nom: str) -> ClasseVisee | None:
        if identifiant:
            for classe in self.classes:
                if classe.identifiant_onde == identifiant:
                    change = nom and classe.nom != nom
                    return ClasseVisee(nom or classe.nom, identifiant, classe, ancien_nom=classe.nom if change else "")
            for classe in self.classes:
                if nom and not classe.identifiant_onde and norme(classe.nom) == norme(nom):
                    return ClasseVisee(classe.nom, identifiant, classe, identifiant_adopte=True)
            return ClasseVisee(nom or _("Classe %(id)s") % {"id": identifiant}, identifiant)
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

    # --- pupils -----------------------------------------------------------------------------------------------------
    def garder_l_effectif(self) -> None:
        """No file of pupils: everyone stays where they are."""
        self.plan.eleves = [self._present(inscription) for inscription in self.presents.values()]

    def _present(self, inscription: Inscription) -> EleveVise:
        eleve = inscription.eleve
        return EleveVise(
            reference=str(eleve.uuid), nom=eleve.nom, prenom=eleve.prenom, nom_usage=eleve.nom_usage,
            date_naissance=eleve.date_naissance, niveau=inscription.niveau, classe_nom=inscription.classe.nom,
            personne=eleve, inscription=inscription, photo=inscription.photo_onde,
        )  # fmt: skip

    def planifier(self, lectures: list[Lecture]) -> None:
        lignes = [ligne for lecture in lectures for ligne in lecture.lignes]
        self._charger(lignes)
        self._refuser_autre_ecole(lectures, lignes)
        vus: dict[int, LigneEleve] = {}
        for ligne in lignes:
            self._planifier_ligne(ligne, vus)
        self.plan.inscriptions_a_clore = self.en_trop
        rejetes = self._rejetes_presents()
        for pk, inscription in self.presents.items():
            if pk in vus:
                continue
            if pk in rejetes or pk in self.retenus:
                self.plan.eleves.append(self._present(inscription))
            else:
                self.plan.eleves_partis.append(self._present(inscription))
        self._fermer_les_anciennes()

    def _charger(self, lignes: list[LigneEleve]) -> None:
        """Everyone the lines may mean, in a constant number of queries."""
        ines = sorted({ligne.ine for ligne in lignes if ligne.ine})
        self.par_ine: dict[str, Personne] = {}
        for debut in range(0, len(ines), LOT):
            for personne in Personne.objects.filter(ine__in=ines[debut : debut + LOT]).select_related("fusionnee_dans"):
                self.par_ine[personne.ine] = survivante(personne)
        self.par_nom: dict[str, Personne] = {}
        for fiche in self.plan.fiches:
            if fiche.nature == FicheOnde.Nature.ELEVE:
                self.par_nom.setdefault(fiche.cle, survivante(fiche.personne))
        for inscription in self.presents.values():
            eleve = inscription.eleve
            self.par_nom[cle_eleve(eleve.nom, eleve.prenom, eleve.date_naissance)] = eleve
        # Pupils who left and may be coming back.
        dates = sorted({ligne.date_naissance for ligne in lignes if ligne.date_naissance and not self._par_nom(ligne)})
        anciens = Personne.objects.filter(inscriptions__classe__etablissement=self.etablissement).distinct()
        self.anciens: set[int] = set()
        for debut in range(0, len(dates), LOT):
            for ancien in anciens.filter(date_naissance__in=dates[debut : debut + LOT]).select_related(
                "fusionnee_dans"
            ):
                personne = survivante(ancien)
                self.anciens.add(personne.pk)
                self.par_nom.setdefault(cle_eleve(personne.nom, personne.prenom, personne.date_naissance), personne)
        nommes = [personne for ligne in lignes if (personne := self._par_nom(ligne))]
        cites = sorted({personne.pk for personne in [*self.par_ine.values(), *nommes]})
        self.ecoles_de: dict[int, set[tuple[int, bool]]] = {}
        cours = self.annee.pk if self.annee else None
        for debut in range(0, len(cites), LOT):
            inscriptions = Inscription.objects.filter(eleve__in=cites[debut : debut + LOT]).order_by()
            for pk, ecole, annee, fin in inscriptions.values_list(
                "eleve", "classe__etablissement", "classe__annee", "fin"
            ):
                ouverte = fin is None and (cours is None or annee == cours)
                self.ecoles_de.setdefault(pk, set()).add((ecole, ouverte))

    def _par_nom(self, ligne: LigneEleve) -> Personne | None:
        return self.par_nom.get(cle_eleve(ligne.nom, ligne.prenom, ligne.date_naissance))

    def _d_ici(self, personne: Personne) -> bool:
        return (
            personne.pk in self.presents
            or personne.pk in self.anciens
            or any(ecole == self.etablissement.pk for ecole, _o in self.ecoles_de.get(personne.pk, ()))
        )

    def _tenu_ailleurs(self, personne: Personne) -> bool:
        """Still enrolled this year in another school, which has not said that this pupil left."""
        return any(ouverte and ecole != self.etablissement.pk for ecole, ouverte in self.ecoles_de.get(personne.pk, ()))

    def _venu_d_ailleurs(self, personne: Personne) -> bool:
        """Not here today, and known by another school too: what is written of this pupil may be that school's."""
        return personne.pk not in self.presents and any(
            ecole != self.etablissement.pk for ecole, _o in self.ecoles_de.get(personne.pk, ())
        )

    def _refuser_autre_ecole(self, lectures: list[Lecture], lignes: list[LigneEleve]) -> None:
        """ONDE files hold no UAI. Two signs betray another school's: most of its pupils are present in one other
        school this year and not in this one, or nobody of a school that already has its pupils is in it."""
        if not lignes:
            return
        ids = {ligne.identifiant_classe for ligne in lignes if ligne.identifiant_classe}
        ici = {classe.identifiant_onde for classe in self.classes}
        ailleurs: dict[str, set[int]] = {}
        if self.annee and ids - ici:
            for identifiant, ecole in (
                Classe.objects.filter(annee=self.annee, identifiant_onde__in=sorted(ids - ici))
                .exclude(etablissement=self.etablissement)
                .order_by()
                .values_list("identifiant_onde", "etablissement")
            ):
                ailleurs.setdefault(identifiant, set()).add(ecole)
        indices: Counter[int] = Counter()
        connus = par_classe = 0
        for ligne in lignes:
            personne = self.par_ine.get(ligne.ine) if ligne.ine else None
            personne = personne or self._par_nom(ligne)
            if ligne.identifiant_classe in ici or (personne and self._d_ici(personne)):
                connus += bool(personne and self._d_ici(personne))
                continue
            ecoles = set(ailleurs.get(ligne.identifiant_classe, ()))
            par_classe += bool(ecoles)
            if personne:
                ecoles |= {ecole for ecole, ouverte in self.ecoles_de.get(personne.pk, ()) if ouverte}
            indices.update(ecoles)
        meme_ecole = max(indices.values(), default=0)
        if meme_ecole * 2 >= len(lignes) and (par_classe or meme_ecole >= 3):
            raise Illisible(
                lectures[0].fichier,
                0,
                _("C’est l’export d’une autre école : la plupart de ses élèves y sont déjà inscrits."),
            )
        if len(self.presents) >= PEUPLEE and not connus:
            raise Illisible(
                lectures[0].fichier,
                0,
                _(
                    "Aucun des élèves de ce fichier n’est connu dans votre école : c’est sans doute l’export d’une autre école."
                ),
            )

    def _planifier_ligne(self, ligne: LigneEleve, vus: dict[int, LigneEleve]) -> None:
        personne = self.par_ine.get(ligne.ine) if ligne.ine else None
        if personne and not self._meme_enfant(personne, ligne):
            self._refuser_ine(ligne, personne)
            return
        if personne is None:
            personne = self._par_nom(ligne)
            # Two children of one name and one birth date, told apart by their INE.
            if personne and ligne.ine and personne.ine and self._a_sa_ligne(personne, vus):
                personne = None
            # A former pupil who has been to another school since comes back by the INE, never by a name alone.
            if personne and not self._tenu_ailleurs(personne) and self._venu_d_ailleurs(personne):
                personne = None
        if personne and self._tenu_ailleurs(personne):
            self._retenir(ligne, personne)
            return
        if personne and personne.pk in vus:
            self._refuser(
                ligne,
                f"{ligne.prenom} {ligne.nom}",
                _("Le même élève est déjà écrit à la ligne %(n)s.") % {"n": vus[personne.pk].ligne},
                _("Garder une seule ligne dans ONDE"),
            )
            return
        classe = self._classe(ligne)
        if classe is None:
            self._refuser(
                ligne,
                ligne.classe,
                _("Deux classes portent ce nom."),
                _("Exporter avec la colonne « Identifiant classe »"),
            )
            return
        if personne:
            vus[personne.pk] = ligne
        self.plan.eleves.append(self._viser(ligne, personne, classe))

    def _a_sa_ligne(self, personne: Personne, vus: dict[int, LigneEleve]) -> bool:
        return personne.pk in vus or personne.ine in self.par_ine

    def _meme_enfant(self, personne: Personne, ligne: LigneEleve) -> bool:
        """Here, two traits out of three are enough (a name is corrected); from another school, all three."""
        noms = {norme(n) for n in (ligne.nom, ligne.champs.get("nom_usage", "")) if n}
        traits = [
            bool(noms & {norme(n) for n in (personne.nom, personne.nom_usage) if n}),
            norme(personne.prenom) == norme(ligne.prenom),
            personne.date_naissance == ligne.date_naissance,
        ]
        ici = self._d_ici(personne) and not self._venu_d_ailleurs(personne)
        return sum(traits) >= MEMES_TRAITS if ici else all(traits)

    def _refuser_ine(self, ligne: LigneEleve, personne: Personne) -> None:
        if self._d_ici(personne) and not self._venu_d_ailleurs(personne):
            ecrit = _("INE déjà porté par %(nom)s") % {"nom": personne}
            raison = _("Deux élèves ne peuvent pas avoir le même INE.")
        else:
            # Nothing is said of the other school's child, not even their first name.
            ecrit = f"{ligne.prenom} {ligne.nom}"
            raison = _("Cet INE est déjà celui d’un autre enfant.")
        self._refuser(ligne, ecrit, raison, _("Vérifier l’INE dans ONDE"))

    def _retenir(self, ligne: LigneEleve, personne: Personne) -> None:
        """Nothing is said of the other school, nor of the child beyond what the file says."""
        self.retenus.add(personne.pk)
        self.plan.inscrits_ailleurs += 1
        self._refuser(
            ligne,
            f"{ligne.prenom} {ligne.nom}",
            _("Cet élève est encore inscrit dans une autre école."),
            _(
                "Demander à l’autre école d’importer son fichier à jour pour enregistrer le départ, puis réimporter celui-ci"
            ),
        )

    def _refuser(self, ligne: LigneEleve, ecrit: str, raison: str, que_faire: str) -> None:
        self.plan.rejets.append(
            Rejet(
                ligne.fichier, ligne.ligne, ecrit, raison, que_faire, nom=norme(ligne.nom), prenom=norme(ligne.prenom)
            )
        )

    def _viser(self, ligne: LigneEleve, personne: Personne | None, classe: ClasseVisee) -> EleveVise:
        inscription = self.presents.get(personne.pk) if personne else None
        niveau = ligne.niveau if ligne.niveau is not None else (inscription.niveau if inscription else "")
        champs: dict[str, str | dt.date] = {"nom": ligne.nom, "prenom": ligne.prenom, **ligne.champs}
        champs |= {"date_naissance": ligne.date_naissance} if ligne.date_naissance else {}
        champs |= {"ine": ligne.ine} if ligne.ine else {}
        eleve = EleveVise(
            reference=str(personne.uuid) if personne else f"{self._rang(ligne.fichier)}-{ligne.ligne}",
            nom=ligne.nom, prenom=ligne.prenom, nom_usage=ligne.champs.get("nom_usage", personne.nom_usage if personne else ""),
            date_naissance=ligne.date_naissance, niveau=niveau, classe_nom=classe.nom, personne=personne,
            inscription=inscription, classe=classe, fichier=ligne.fichier, ligne=ligne.ligne, champs=champs,
        )  # fmt: skip
        eleve.photo = ligne.photo if ligne.dit_photo else inscription.photo_onde if inscription else None
        if personne:
            eleve.champs, eleve.changements = differences(personne, champs, taire=self._venu_d_ailleurs(personne))
            ancienne = inscription.classe if inscription else None
            eleve.arrive = inscription is None
            if ancienne is None or classe.classe is None or classe.classe.pk != ancienne.pk:
                eleve.changements.append(Changement("classe", ancienne.nom if ancienne else "", classe.nom))
            if inscription and inscription.niveau != niveau:
                eleve.changements.append(Changement("niveau", inscription.niveau, niveau))
            if inscription and inscription.photo_onde != eleve.photo:
                eleve.changements.append(Changement("photo", _oui_non(inscription.photo_onde), _oui_non(eleve.photo)))
        return eleve

    def _rang(self, fichier: str) -> int:
        return next(i for i, f in enumerate(self.plan.fichiers) if f["nom"] == fichier)

    def _rejetes_presents(self) -> set[int]:
        """Pupils of the school of whom a rejected line speaks: they have not left, so they stay as they are."""
        ines = {rejet.ine.upper() for rejet in self.plan.rejets if rejet.ine}
        noms = {(rejet.nom, rejet.prenom) for rejet in self.plan.rejets if rejet.nom and rejet.prenom}
        return {
            pk
            for pk, inscription in self.presents.items()
            if (inscription.eleve.ine or "") in ines
            or {
                (norme(nom), norme(inscription.eleve.prenom))
                for nom in (inscription.eleve.nom, inscription.eleve.nom_usage)
            }
            & noms
        }

    def _fermer_les_anciennes(self) -> None:
        """Classes of past years that the plan empties: their teachers no longer hold them."""
        restes = {e.inscription.classe_id for e in self.plan.eleves if e.inscription and not e.ligne}
        self.plan.classes_a_fermer = list(
            Classe.objects.filter(etablissement=self.etablissement, annee__fin__lt=timezone.localdate(), fermee_le=None)
            .exclude(pk__in=restes)
            .order_by("pk")
        )


def differences(personne: Personne, champs: dict, *, taire: bool = False) -> tuple[dict, list[Changement]]:
    """What the file changes in a person: the fields to write, and each as before → after.

    `taire`: what another school wrote is not shown to this one.
    """
    nouveaux, changements = {}, []
    for champ, valeur in champs.items():
        ancien = getattr(personne, champ)
        egaux = meme_texte(ancien or "", valeur) if isinstance(valeur, str) else ancien == valeur
        if not egaux:
            nouveaux[champ] = valeur
            changements.append(Changement(champ, "" if taire else ecrire(ancien), ecrire(valeur)))
    return nouveaux, changements
