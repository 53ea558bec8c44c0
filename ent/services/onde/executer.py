"""Write a plan: one transaction for one school, and one line in the journal. Killed in the middle, nothing changed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import batched
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ent.annuaire import gommettes, registres
from ent.annuaire.actions import noter_un_depart
from ent.annuaire.droits import pas_fini
from ent.annuaire.journal import consigner
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Classe,
    Etablissement,
    Groupe,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)

from . import reprises
from .identites import cle_aaf, cle_eleve
from .models import FicheOnde, GroupeAaf, LigneEnAttente, TenueAaf
from .plan import EleveVise, Plan, acquis

LOT = 1_000
DE_LA_PLACE = ("classe", "niveau", "photo", "decision", "depart")  # what is changed in an enrolment that stays
Avancement = Callable[[int, int], None]


def executer(
    plan: Plan, *, auteur: Personne | None = None, objet: str = "", avancement: Avancement | None = None
) -> dict:
    """Apply a plan computed in the same transaction or since nothing moved; returns its counts."""
    with transaction.atomic():
        # Two imports of one school follow each other.
        Etablissement.objects.select_for_update().get(pk=plan.etablissement.pk)
        return _Execution(plan, avancement or (lambda fait, total: None)).tout(auteur, objet)


class _Execution:
    def __init__(self, plan: Plan, avancement: Avancement) -> None:
        self.plan, self.avancement = plan, avancement
        self.aujourd_hui = timezone.localdate()
        self.hier = self.aujourd_hui - dt.timedelta(days=1)
        self.maintenant = timezone.now()

    def tout(self, auteur: Personne | None, objet: str) -> dict:
        self.auteur = auteur
        comptes = self.plan.comptes()
        etapes = [
            self.classes, self.eleves, self.departs, self.gommettes, self.inscriptions, self.responsables, self.liens,
            self.autorites, self.groupes, self.personnels, self.tenues, self.departs_du_personnel, self.fiches, self.attentes,
        ]  # fmt: skip
        for fait, etape in enumerate(etapes, start=1):
            etape()
            self.avancement(fait, len(etapes))
        self._consigner(auteur, objet, {nom: n for nom, n in comptes.items() if n})
        registres.prevenir_des_liens({acquis(e.personne).pk for e in [*self.plan.eleves, *self.plan.eleves_partis]})
        return comptes

    def _consigner(self, auteur: Personne | None, objet: str, faits: dict[str, int]) -> None:
        """The AAF comes every night: a night that changes nothing is no line of the journal."""
        comment: dict[str, Any] = {"auteur": auteur, "etablissement": self.plan.etablissement, "objet": objet, **faits}
        if not self.plan.est_aaf:
            consigner("annuaire.importer_onde", **comment)
        elif self.plan.nombre_de_changements():
            consigner("annuaire.importer_aaf", **comment)

    def classes(self) -> None:
        annee = AnneeScolaire.objects.pour(self.plan.annee.debut)
        Classe.objects.filter(pk__in=[v.classe.pk for v in self.plan.classes if v.classe]).update(fermee_le=None)
        nouvelles = self.plan.classes_creees
        for visee in nouvelles:
            visee.classe = Classe(
                etablissement=self.plan.etablissement, annee=annee, nom=visee.nom, identifiant_onde=visee.identifiant
            )
        Classe.objects.bulk_create([visee.reelle for visee in nouvelles])
        for visee in self.plan.classes_modifiees:
            classe = visee.reelle
            classe.nom, classe.identifiant_onde = visee.nom, visee.identifiant or classe.identifiant_onde
            classe.save(update_fields=["nom", "identifiant_onde"])
        anciennes = [classe.pk for classe in self.plan.classes_a_fermer]
        if anciennes:
            Classe.objects.filter(pk__in=anciennes).update(fermee_le=self.maintenant)

    def eleves(self) -> None:
        nouveaux = self.plan.eleves_crees
        self.crees = {id(eleve) for eleve in nouveaux}
        for eleve in nouveaux:
            eleve.personne = Personne(password=make_password(None), **eleve.champs)
        self._modifier([e for e in self.plan.eleves if e.personne and e.changements])

    def _modifier(self, vises: list) -> None:
        """Write the changed fields; those who come back are no longer closed."""
        modifies = []
        champs: set[str] = set()
        for vise in vises:
            if id(vise) in getattr(self, "crees", ()):
                continue
            for champ, valeur in vise.champs.items():
                setattr(vise.personne, champ, valeur)
            champs |= vise.champs.keys()
            if vise.personne.fermee_le:
                vise.personne.fermee_le = None
                champs.add("fermee_le")
            modifies.append(vise.personne)
        if not champs:
            return
        if "ine" in champs:
            # Two INE may be exchanged: free them first, since they are unique.
            Personne.objects.filter(pk__in=[p.pk for p in modifies]).update(ine=None)
        Personne.objects.bulk_update(modifies, sorted(champs), batch_size=200)

    def departs(self) -> None:
        partis = [acquis(e.inscription) for e in self.plan.eleves_partis]
        changent = [e.inscription for e in self._deplaces() if e.inscription]
        self._clore([*partis, *changent, *self.plan.inscriptions_a_clore])
        if partis:
            ailleurs = Inscription.objects.filter(pas_fini(), eleve=OuterRef("pk"))
            Personne.objects.filter(~Exists(ailleurs), pk__in=[i.eleve_id for i in partis]).update(
                fermee_le=self.maintenant
            )
            reprises.prendre([i.eleve_id for i in partis])

    def _deplaces(self) -> list[EleveVise]:
        """Pupils whose class changes, but those who were put in theirs today: that line is corrected in place."""
        return [
            e
            for e in self.plan.eleves
            if e.inscription and self._change_de_classe(e) and e.inscription.debut < self.aujourd_hui
        ]

    def _change_de_classe(self, eleve: EleveVise) -> bool:
        return any(c.champ == "classe" for c in eleve.changements)

    def _clore(self, inscriptions: list[Inscription]) -> None:
        """The last day is yesterday, even of a tie that was to begin today: nothing is read by it from now on, as when a hand closes it."""
        for lot in batched([i.pk for i in inscriptions], LOT):
            closes = Inscription.objects.filter(pk__in=lot)
            closes.filter(debut__gt=self.hier).update(debut=self.hier)
            closes.update(fin=self.hier)

    def gommettes(self) -> None:
        """A sticker for those who have none, or whose own is taken in their new class."""
        a_placer = [e for e in self.plan.eleves if id(e) in self.crees or self._change_de_classe(e)]
        if a_placer:
            places = {id(e) for e in a_placer}
            prises: dict[int, set] = defaultdict(set)
            for eleve in self.plan.eleves:
                personne = acquis(eleve.personne)
                if id(eleve) not in places and personne.gommette_image:
                    classe = eleve.classe.reelle.pk if eleve.classe else acquis(eleve.inscription).classe_id
                    prises[classe].add(_gommette(personne))
            fratries = self._fratries()
            self.changees = [
                e
                for rang, e in enumerate(a_placer)
                if self._coller(e, rang, prises[acquis(e.classe).reelle.pk], fratries)
            ]
        else:
            self.changees = []
        # New pupils are written once, with their sticker.
        nouveaux = [e.personne for e in self.plan.eleves if id(e) in self.crees]
        Personne.objects.bulk_create(nouveaux, batch_size=LOT)
        Personne.objects.bulk_update(
            [e.personne for e in self.changees if id(e) not in self.crees],
            ["gommette_couleur", "gommette_forme", "gommette_image"],
            batch_size=200,
        )

    def _fratries(self) -> dict[int, list[EleveVise]]:
        """Siblings, as the responsables of this very plan tell them."""
        fratries: dict[int, list[EleveVise]] = defaultdict(list)
        for responsable in self.plan.responsables:
            if len(responsable.enfants) > 1:
                for enfant in responsable.enfants:
                    fratries[id(enfant)] += [e for e in responsable.enfants if e is not enfant]
        return fratries

    def _coller(self, eleve: EleveVise, rang: int, prises: set, fratries: dict[int, list[EleveVise]]) -> bool:
        personne = acquis(eleve.personne)
        actuelle = _gommette(personne)
        if personne.gommette_image and actuelle not in prises:
            prises.add(actuelle)
            return False
        fratrie = [acquis(e.personne) for e in fratries.get(id(eleve), ())]
        freres = {_gommette(frere) for frere in fratrie if frere.gommette_image}
        nouvelle = self._gommette_libre(prises, freres, self.plan.etablissement.pk + rang)
        personne.gommette_couleur, personne.gommette_forme, personne.gommette_image = nouvelle
        prises.add(nouvelle)
        return True

    def _gommette_libre(self, prises: set, freres: set, graine: int) -> tuple[str, str, str]:
        """A sticker that nobody of the class has. Once every picture is out, a second round gives each of them again.

        Asking for a round at a time finds one in a few steps, where a full class would make it try all the thousand.
        """
        compte = Counter(image for _couleur, _forme, image in prises)
        tour = min((compte[image] for image in gommettes.Image.values), default=0)
        sorties = {triple for triple in prises if compte[triple[2]] > tour}
        for pas in range(20):
            nouvelle = gommettes.attribuer(prises=sorties, fratrie=freres, graine=graine + pas)
            if nouvelle not in prises:
                return nouvelle
        return gommettes.attribuer(prises=prises, fratrie=freres, graine=graine)

    def inscriptions(self) -> None:
        nouvelles, retouchees = [], []
        deplaces = {id(e) for e in self._deplaces()}
        for eleve in self.plan.eleves:
            if eleve.inscription is None or id(eleve) in deplaces:
                nouvelles.append(
                    Inscription(
                        eleve=eleve.personne,
                        classe=acquis(eleve.classe).reelle,
                        niveau=eleve.niveau,
                        niveau_ecrit=eleve.niveau_ecrit,
                        photo_onde=eleve.photo,
                        decision=eleve.decision,
                        debut=self.aujourd_hui,
                    )
                )
            elif eleve.classe and any(c.champ in DE_LA_PLACE for c in eleve.changements):
                eleve.inscription.classe, eleve.inscription.niveau = eleve.classe.reelle, eleve.niveau
                eleve.inscription.photo_onde, eleve.inscription.niveau_ecrit = eleve.photo, eleve.niveau_ecrit
                eleve.inscription.decision, eleve.inscription.fin = eleve.decision, None
                retouchees.append(eleve.inscription)
        Inscription.objects.bulk_create(nouvelles, batch_size=LOT)
        champs = ["classe", "niveau", "niveau_ecrit", "photo_onde", "decision", "fin"]
        Inscription.objects.bulk_update(retouchees, champs, batch_size=200)
        changent = [e.inscription.eleve_id for e in self.plan.eleves if e.inscription and self._change_de_classe(e)]
        registres.dire_les_changements_de_classe(self.plan.etablissement.pk, changent)

    def responsables(self) -> None:
        self.nouveaux_adultes = {id(r) for r in self.plan.responsables_crees}
        for responsable in self.plan.responsables_crees:
            responsable.personne = Personne(
                nom=responsable.nom,
                prenom=responsable.prenom,
                civilite=responsable.civilite,
                password=make_password(None),
                **responsable.champs,
            )
        crees = [r.personne for r in self.plan.responsables if id(r) in self.nouveaux_adultes]
        Personne.objects.bulk_create(crees, batch_size=LOT)
        self._modifier(
            [
                r
                for r in self.plan.responsables
                if id(r) not in self.nouveaux_adultes and (r.changements or acquis(r.personne).fermee_le)
            ]
        )

    def liens(self) -> None:
        dites = {(id(a.responsable), id(a.enfant)): a.autorite for a in self.plan.autorites if a.lien is None}
        a_confirmer = Responsabilite.Autorite.A_CONFIRMER
        Responsabilite.objects.bulk_create(
            [
                Responsabilite(
                    adulte=responsable.personne,
                    enfant=enfant.personne,
                    etablissement=self.plan.etablissement,
                    autorite=dites.get((id(responsable), id(enfant)), a_confirmer),
                    debut=self.aujourd_hui,
                )
                for responsable, enfant in self.plan.liens_crees
            ],
            batch_size=LOT,
        )
        # The child has left the school that declared the tie: this one takes it over, with what was confirmed.
        repris = [lien for responsable in self.plan.responsables for lien in responsable.a_reprendre]
        if repris:
            quittees = Responsabilite.anciennes_ecoles.through
            quittees.objects.bulk_create(
                [quittees(responsabilite_id=lien.pk, etablissement_id=lien.etablissement_id) for lien in repris],
                ignore_conflicts=True,
            )
            Responsabilite.objects.filter(pk__in=[lien.pk for lien in repris]).update(
                etablissement=self.plan.etablissement
            )
        reprises.noter(self.plan)

    def autorites(self) -> None:
        """What the State says of ties that are there (those made here were written with it). What a direction said since the plan stands."""
        dites = {dite.lien.pk: dite for dite in self.plan.autorites if dite.lien}
        lus = Responsabilite.objects.select_for_update(of=("self",)).filter(pk__in=dites, confirmee_le=None)
        suivent = [lien for lien in lus.order_by("pk") if lien.autorite == acquis(dites[lien.pk].lien).autorite]
        for lien in suivent:
            lien.autorite = dites[lien.pk].autorite
        Responsabilite.objects.bulk_update(suivent, ["autorite"], batch_size=200)

    def groupes(self) -> None:
        for vise in self.plan.groupes:
            marque = vise.marque
            if marque is None:
                annee = AnneeScolaire.objects.pour(self.plan.annee.debut)
                groupe = Groupe.objects.create(etablissement=self.plan.etablissement, annee=annee, nom=vise.nom)
                marque = GroupeAaf.objects.create(groupe=groupe, numero=vise.numero)
            elif marque.groupe.nom != vise.nom:
                marque.groupe.nom = vise.nom
                marque.groupe.save(update_fields=["nom"])
            marque.groupe.eleves.set([acquis(e.personne) for e in vise.eleves])

    def personnels(self) -> None:
        crees = self.plan.personnels_crees
        marques = {id(p) for p in crees}
        for vise in crees:
            vise.personne = Personne(
                nom=vise.nom, prenom=vise.prenom, civilite=vise.civilite, password=make_password(None), **vise.champs
            )
        Personne.objects.bulk_create([vise.personne for vise in crees])
        self._modifier([p for p in self.plan.personnels if id(p) not in marques and p.changements])
        Role.objects.bulk_create(
            [
                Role(personne=vise.personne, nature=role, etablissement=self.plan.etablissement, debut=self.aujourd_hui)
                for vise in self.plan.personnels
                for role in vise.roles
            ]
        )
        registres.dire_le_travail_donne({acquis(vise.personne).pk for vise in self.plan.personnels if vise.roles})

    def tenues(self) -> None:
        """Classes that somebody holds from today. What the State changes or takes back ended yesterday, and is no longer its own."""
        visees = [
            (vise, tenue) for vise in self.plan.personnels for tenue in [*vise.affectations, *vise.tenues_changees]
        ]
        quittees = [*self.plan.affectations_finies, *(t.actuelle for _v, t in visees if t.actuelle)]
        TenueAaf.objects.filter(affectation__in=quittees).delete()
        for finie in quittees:
            finie.fin = self.hier
        Affectation.objects.filter(pk__in=[t.pk for t in quittees if t.debut > self.hier]).delete()
        Affectation.objects.bulk_update([t for t in quittees if t.debut <= self.hier], ["fin"])
        nouvelles = [(tenue, tenue.pour(acquis(vise.personne), self.aujourd_hui)) for vise, tenue in visees]
        Affectation.objects.bulk_create([affectation for _t, affectation in nouvelles])
        TenueAaf.objects.bulk_create([TenueAaf(affectation=a) for tenue, a in nouvelles if tenue.de_l_aaf])
        if rendues := {t.enseignant_id for t in self.plan.affectations_finies}:
            registres.dire_le_travail_rendu(sorted(rendues))

    def departs_du_personnel(self) -> None:
        """Each by the act of the page « Équipe »: it is in the journal under its own line, and nobody of the direction is among them."""
        for depart in self.plan.personnels_partis:
            noter_un_depart(personne=depart.personne, etablissement=self.plan.etablissement, auteur=acquis(self.auteur))

    def fiches(self) -> None:
        """The names under which this school's ONDE knows them, so that the next file finds them again."""
        connues = {(f.nature, f.cle, f.personne_id) for f in self.plan.fiches}
        voulues: dict[tuple, FicheOnde] = {}
        natures = FicheOnde.Nature
        cles = [
            (natures.ELEVE, cle_eleve(e.nom, e.prenom, e.date_naissance), e.personne)
            for e in self.plan.eleves
            if e.ligne
        ]
        cles += [(natures.RESPONSABLE, r.cle, r.personne) for r in self.plan.responsables if r.declare_ici]
        cles += [(natures.PERSONNEL, p.cle, p.personne) for p in self.plan.personnels]
        cles += [(natures.ELEVE, cle_aaf(e.jointure), e.personne) for e in self.plan.eleves if e.jointure]
        cles += [(natures.RESPONSABLE, cle_aaf(j), r.personne) for r in self.plan.responsables for j in r.jointures]
        cles += [(natures.PERSONNEL, cle_aaf(p.jointure), p.personne) for p in self.plan.personnels if p.jointure]
        for nature, cle, vise in cles:
            personne = acquis(vise)
            if (nature, cle, personne.pk) not in connues:
                voulues[nature, cle, personne.pk] = FicheOnde(
                    etablissement=self.plan.etablissement, personne=personne, nature=nature, cle=cle
                )
        FicheOnde.objects.bulk_create(voulues.values(), batch_size=LOT, ignore_conflicts=True)

    def attentes(self) -> None:
        """Unanswered questions wait; those that this file or an answer settles are closed."""
        LigneEnAttente.objects.bulk_create(
            [
                LigneEnAttente(
                    etablissement=self.plan.etablissement,
                    empreinte=q.empreinte,
                    fichier=q.fichier,
                    ligne=q.ligne,
                    raison=q.raison,
                    contenu=q.contenu,
                )
                for q in self.plan.questions
            ],
            batch_size=LOT,
        )
        for attente, enfants in self.plan.attentes_closes:
            attente.resolue_le = self.maintenant
            attente.resolution = [str(acquis(e.personne).uuid) for e in enfants]
            attente.save(update_fields=["resolue_le", "resolution"])


def _gommette(personne: Personne) -> tuple[str, str, str]:
    return personne.gommette_couleur, personne.gommette_forme, personne.gommette_image
