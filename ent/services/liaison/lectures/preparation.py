"""Where the dossiers of a campaign stand, for who prepares them: one line a pupil, what families said, whom to remind."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire import destinataires
from ent.annuaire.lectures.gens import Trouvee
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.diffusion.lectures import Raison, atteignables
from ent.socle.dates import a_venir, date_format

from .. import droits
from ..models import Avis, Campagne, Dossier, Envoi, Piece, Retour, Version
from ..parties import Partie
from .accords import RETIENNENT, Sort, refus_d_avant, sorts_de, vaut_encore
from .concernes import dire_ecarte, ecartes
from .contenu import derniere, est_a_remontrer
from .etats import (
    A_LIRE,
    A_MONTRER,
    ACCORD,
    DE_L_ENVOI,
    EN_PARTIE,
    ETATS,
    LU,
    NON,
    PAPIER,
    PARLER,
    SIEN,
    VA_PARTIR,
    Etat,
)


@dataclass
class Ligne:
    """One pupil: their dossier, the words that count, who answers for them and what each said."""

    dossier: Dossier
    version: Version | None  # that the family reads
    titulaires: list[Personne] = field(default_factory=list)
    sans_compte: frozenset[int] = frozenset()  # of these
    avis: list[Avis] = field(default_factory=list)  # of who is a holder no more too, whose « non » stands
    # Of these holders, of the words that count; of who would talk first, until they answer again, whatever was shown since.
    retours: list[Retour] = field(default_factory=list)
    envoi: Envoi | None = None
    d_avant: bool = False  # somebody who is a holder no more asked to talk first
    # The reader answers for the child at home: they read here neither what the other holder answered, nor that they did not.
    est_le_sien: bool = False
    ecarte: str = ""  # is concerned no more, in a few words, and nothing of it left

    @cached_property
    def sorts(self) -> dict[str, Sort]:
        ids = [t.pk for t in self.titulaires]
        if self.version is None:
            return {}
        sorts = sorts_de(self.version, ids, self.avis, self.retours, self.dossier.redemande_le)
        if not self.d_avant:
            return sorts
        return {partie: Sort.ATTEND if sort is Sort.PART else sort for partie, sort in sorts.items()}

    @property
    def depart(self) -> Envoi | None:
        """What was not taken there is no departure: its family may be asked again."""
        return None if self.envoi is None or self.envoi.etat == Envoi.Etat.REFUSE else self.envoi

    @property
    def a_redemander(self) -> bool:
        """A « non », or a wish to talk, of somebody who is a holder no more holds it back, until the others are asked anew."""
        if self.version is None or self.depart is not None or not self.titulaires or self.est_le_sien:
            return False
        return self.d_avant or bool(
            refus_d_avant([t.pk for t in self.titulaires], self.avis, self.dossier.redemande_le)
        )

    @property
    def partent(self) -> list[str]:
        return [partie for partie, sort in self.sorts.items() if sort == Sort.PART]

    @property
    def peut_partir(self) -> bool:
        return self.etat in (ACCORD, EN_PARTIE)

    @cached_property
    def objections(self) -> list[Retour]:
        """Of who would talk first, and did not answer again."""
        if self.est_le_sien:
            return []
        return [r for r in self.retours if r.choix in RETIENNENT]

    @cached_property
    def manquent(self) -> list[Personne]:
        """Those whose word is waited for. Who would talk first waits for the school, until other words are shown to them; the other holder answers meanwhile."""
        if self.version is None or self.depart is not None:
            return []
        parlent = {r.personne_id for r in self.objections}
        deja = {r.personne_id for r in self.objections if not r.repondu_le or r.repondu_le >= self.version.montree_le}
        autres = [a for a in self.avis if a.personne_id not in parlent]
        le = self.dossier.redemande_le
        sorts = sorts_de(self.version, [t.pk for t in self.titulaires], autres, self.retours, le)
        attendues = {li["partie"]: li["empreinte"] for li in self.version.contenu if sorts[li["partie"]] == Sort.ATTEND}
        dits = {(a.personne_id, a.partie, a.empreinte) for a in self.avis if not a.accorde or vaut_encore(a.dit_le, le)}
        return [
            t
            for t in self.titulaires
            if t.pk not in deja and any((t.pk, *attendue) not in dits for attendue in attendues.items())
        ]

    @cached_property
    def retenue(self) -> Version | None:
        """The last one shown, while quiet hours hold it: nobody reads it yet, and it may be taken back."""
        faite = derniere(self.dossier)
        return faite if faite and faite.montree_le > timezone.now() else None

    @property
    def est_sur_papier(self) -> bool:
        """No account reads it."""
        return len(self.sans_compte) == len(self.titulaires)

    @property
    def lu_quand(self) -> str:
        return a_venir(self.retenue.montree_le) if self.retenue else ""

    @cached_property
    def etat(self) -> Etat:
        if self.envoi is not None:
            return DE_L_ENVOI[self.envoi.etat]
        if self.version is None:
            return A_MONTRER
        if self.est_le_sien:
            return SIEN
        if self.objections:
            return PARLER
        if self.partent:
            return EN_PARTIE if Sort.ATTEND in self.sorts.values() else ACCORD
        if Sort.ATTEND not in self.sorts.values():
            return NON
        if any(r.lu_le for r in self.retours):
            return LU
        return PAPIER if self.dossier.papier_remis_le else A_LIRE

    @property
    def detail(self) -> str:
        """In a few words, what one would ask next."""
        dire = {
            **dict.fromkeys(DE_L_ENVOI.values(), self._quand_est_il_parti),
            A_MONTRER: self._quand_sera_t_il_lu,
            PARLER: self._de_quoi_parler,
            ACCORD: self._sans_quoi,
            EN_PARTIE: self._sans_quoi,
            NON: self._qui_a_dit_non,
            LU: self._qui_a_lu,
            PAPIER: lambda: _("coupon à rendre"),
            A_LIRE: self._depuis_quand,
            SIEN: lambda: _("la direction suit les réponses"),
        }
        return " · ".join(dit for dit in (dire[self.etat](), self._ce_qui_a_change()) if dit)

    def _ce_qui_a_change(self) -> str:
        """What was answered was answered to other words."""
        if self.version is None or self.envoi is not None:
            return ""
        if self.retenue:
            return _("la famille lira ce qui a changé %(quand)s") % {"quand": self.lu_quand}
        return _("a changé depuis : à montrer de nouveau") if self.a_remontrer else ""

    def _quand_est_il_parti(self) -> str:
        if self.etat is VA_PARTIR:
            return _("demandé le %(jour)s") % {"jour": date_format(timezone.localdate(self.envoi.demande_le), "j F")}
        return date_format(timezone.localdate(self.envoi.fini_le or self.envoi.demande_le), "j F") if self.envoi else ""

    def _quand_sera_t_il_lu(self) -> str:
        if self.dossier.montre_le is None:
            return _("prêt à montrer") if self.dossier.est_pret else ""
        return _("la famille le lira %(quand)s") % {"quand": a_venir(self.dossier.montre_le)}

    def _de_quoi_parler(self) -> str:
        """Their words and their day, which stay there whatever is shown since."""
        noms = {t.pk: t.nom_affiche for t in self.titulaires}
        return " · ".join(" : ".join(d for d in (self._qui_le_dit(r, noms), r.precision) if d) for r in self.objections)

    @staticmethod
    def _qui_le_dit(retour: Retour, noms: Mapping[int, str]) -> str:
        nom = noms[retour.personne_id]
        if retour.repondu_le is None:
            return nom
        jour = date_format(timezone.localdate(retour.repondu_le), "j F")
        return _("%(nom)s, le %(jour)s") % {"nom": nom, "jour": jour}

    def _sans_quoi(self) -> str:
        """What was refused, then what nobody answered yet: an accord is whole for the rest, or waits to be."""
        restent = self._nommees(Sort.REFUSE, Sort.DESACCORD)
        attendus = self._nommees(Sort.ATTEND)
        phrases = (_("sauf « %(parties)s »"), restent), (_("il reste « %(parties)s »"), attendus)
        dits = [phrase % {"parties": " », « ".join(parties)} for phrase, parties in phrases if parties]
        if attendus and self.manquent:
            qui = get_text_list([t.nom_affiche for t in self.manquent], _("et"))
            phrase = ngettext("%(qui)s n’a pas répondu", "%(qui)s n’ont pas répondu", len(self.manquent))
            dits.append(phrase % {"qui": qui})
        return " · ".join(dits)

    def _nommees(self, *sorts: Sort) -> list[str]:
        return [str(Partie(p).label).lower() for p, sort in self.sorts.items() if sort in sorts]

    def _qui_a_dit_non(self) -> str:
        if self.a_redemander:
            return _("quelqu’un qui n’est plus responsable avait dit non")
        if Sort.DESACCORD in self.sorts.values():
            return _("les réponses ne sont pas les mêmes : rien ne part")
        non = {a.personne_id for a in self.avis if not a.accorde}
        return ", ".join(t.nom_affiche for t in self.titulaires if t.pk in non)

    def _qui_a_lu(self) -> str:
        lus = {r.personne_id: r.lu_le for r in self.retours if r.lu_le}
        noms = ", ".join(t.nom_affiche for t in self.titulaires if t.pk in lus)
        jour = date_format(timezone.localdate(max(lus.values())), "j F")
        return _("%(noms)s, le %(jour)s") % {"noms": noms, "jour": jour}

    def _depuis_quand(self) -> str:
        if self.est_sur_papier:
            return _("sans compte : à imprimer")
        return _("montré le %(jour)s") % {"jour": date_format(timezone.localdate(self.dossier.montre_le), "j F")}

    # --- The two pages ---------------------------------------------------------------------------------------------------
    @property
    def ma_page(self) -> str:
        """faite, à relire, à écrire; à remontrer when what the family reads is no longer what is written."""
        if self.a_remontrer:
            return _("à remontrer")
        if self.dossier.est_pret:
            return _("faite")
        return _("à relire") if self.est_commencee else _("à écrire")

    @property
    def est_commencee(self) -> bool:
        d = self.dossier
        return any((d.sait, d.aide, d.mot, d.positions, d.amenagements))

    @cached_property
    def a_remontrer(self) -> bool:
        montree = derniere(self.dossier)
        return montree is not None and self.envoi is None and est_a_remontrer(self.dossier, montree)

    @property
    def est_a_montrer(self) -> bool:
        """Its teacher says that it is ready, and its family does not read these words."""
        return self.dossier.est_pret and self.peut_se_montrer

    @property
    def peut_se_montrer(self) -> bool:
        """What is written is not what was shown, and nothing shown waits for the end of quiet hours."""
        return self.retenue is None and (derniere(self.dossier) is None or self.a_remontrer)

    @property
    def sa_page(self) -> str:
        if self.dossier.eleve_fini_le:
            return _("faite")
        return _("à finir") if self.dossier.texte_eleve else _("à écrire")


@dataclass
class Suivi:
    """A campaign, pupil by pupil."""

    campagne: Campagne
    lignes: list[Ligne]
    a_part: list[Ligne] = field(default_factory=list)  # who is concerned no more: neither counted, shown nor reminded

    @property
    def comptes(self) -> list[tuple[Etat, int]]:
        """Of each state that somebody is in, in the order of the bar."""
        nombres = Counter(ligne.etat.nom for ligne in self.lignes)
        return [(etat, nombres[etat.nom]) for etat in ETATS if nombres[etat.nom]]

    @property
    def peuvent_partir(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.peut_partir]

    @property
    def a_suivre(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.etat.est_a_suivre or ligne.a_remontrer]

    @property
    def retenues(self) -> list[Ligne]:
        """Shown, and held by quiet hours: all may be taken back at once."""
        return [ligne for ligne in self.lignes if ligne.retenue]

    @property
    def a_montrer(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.est_a_montrer]

    @property
    def a_relancer(self) -> list[Ligne]:
        """Families whose word is waited for, that an account reaches."""
        return [ligne for ligne in self.lignes if self._relances(ligne)]

    @property
    def couples_a_relancer(self) -> set[tuple[int, int]]:
        return {(t.pk, ligne.dossier.eleve_id) for ligne in self.lignes for t in self._relances(ligne)}

    @staticmethod
    def _relances(ligne: Ligne) -> list[Personne]:
        return [t for t in ligne.manquent if t.pk not in ligne.sans_compte] if not ligne.est_le_sien else []

    @property
    def sur_papier(self) -> list[Ligne]:
        """Shown to a family that no account reaches, and that did not answer."""
        return [ligne for ligne in self.lignes if ligne.version and ligne.est_sur_papier and ligne.manquent]


def suivi_de(campagne: Campagne, lecteur: Personne | None = None) -> Suivi:
    """Twelve queries, whatever the number of pupils. `lecteur`: who reads it, of those that they prepare alone."""
    siens = campagne.dossiers.prepares_par(lecteur) if lecteur else campagne.dossiers.all()
    lignes = lignes_de(siens, lecteur)
    return Suivi(campagne, [li for li in lignes if not li.ecarte], [li for li in lignes if li.ecarte])


def lignes_de(dossiers: Collection[Dossier] | object, lecteur: Personne | None = None) -> list[Ligne]:
    pieces = Piece.objects.prefetch_related("fichiers__fichier")
    lus = list(
        dossiers.select_related("eleve", "destination", "etablissement", "campagne").prefetch_related(
            Prefetch("pieces", pieces), "versions", "avis", "retours", "envois"
        )
    )
    titulaires = _titulaires(lus)
    atteintes = atteignables({t.pk for siens in titulaires.values() for t in siens})
    sans = {pk for pk, atteinte in atteintes.items() if atteinte.code == Raison.SANS_COMPTE}
    lignes = [_ligne(dossier, titulaires.get(dossier.pk, []), sans) for dossier in lus]
    sortis = ecartes(lus)
    for ligne in lignes:
        if ligne.depart is None:
            ligne.ecarte = dire_ecarte(sortis.get(ligne.dossier.pk, ""), ligne.dossier.campagne)
        ligne.est_le_sien = lecteur is not None and droits.est_le_sien(lecteur, ligne.dossier)
    return lignes


def _titulaires(dossiers: Collection[Dossier]) -> Mapping[int, list[Personne]]:
    """By dossier, its holders of authority. One query."""
    par_ecole: dict[int, list[Dossier]] = defaultdict(list)
    for dossier in dossiers:
        par_ecole[dossier.etablissement_id].append(dossier)
    siens: dict[int, list[Personne]] = {}
    for ecole, la in par_ecole.items():
        adultes: dict[int, list[Personne]] = defaultdict(list)
        liens: Collection[Responsabilite] = destinataires.liens(ecole, [d.eleve_id for d in la]).select_related(
            "adulte"
        )
        for lien in sorted(liens, key=lambda lien: lien.pk):
            adultes[lien.enfant_id].append(lien.adulte)
        siens |= {d.pk: adultes[d.eleve_id] for d in la}
    return siens


def _ligne(dossier: Dossier, titulaires: list[Personne], sans: Collection[int]) -> Ligne:
    maintenant = timezone.now()
    lues = [v for v in dossier.versions.all() if v.montree_le <= maintenant]
    version = max(lues, key=lambda v: v.numero, default=None)
    ids = {t.pk for t in titulaires}
    return Ligne(
        dossier=dossier,
        version=version,
        titulaires=titulaires,
        sans_compte=frozenset(ids & set(sans)),
        avis=list(dossier.avis.all()),
        d_avant=any(
            r.choix in RETIENNENT and r.personne_id not in ids and vaut_encore(r.repondu_le, dossier.redemande_le)
            for r in dossier.retours.all()
        ),
        retours=[
            r
            for r in dossier.retours.all()
            if r.personne_id in ids and version and (r.choix in RETIENNENT or r.version_lue == version.numero)
        ],
        envoi=max((e for e in dossier.envois.all() if not e.est_un_pai), key=lambda e: e.pk, default=None),
    )


def a_joindre(dossier: Dossier) -> Trouvee:
    """The pupil, as pages of the school offer to write to their household."""
    inscriptions = [Inscription(eleve=dossier.eleve, classe=dossier.campagne.classe)]
    return Trouvee(dossier.eleve, dossier.etablissement, (), inscriptions)


def objections_lisibles(personne: Personne, ids: Collection[int]) -> set[int]:
    """Of these answers (ids) that a team was told of, those that this person may read today. One query."""
    leurs = {suivi.eleve.pk for suivi in droits.enfants_de(personne)}
    siennes = Retour.objects.filter(
        pk__in=ids, dossier__in=Dossier.objects.prepares_par(personne).order_by().values("pk")
    ).exclude(dossier__eleve__in=leurs)
    return set(siennes.order_by().values_list("pk", flat=True))
