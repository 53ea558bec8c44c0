"""Days as they are sent: a box a child a day, a rhythm, who was seen."""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.dates import time_format
from ent.socle.textes import propre

from ..actions.ecole import Vu
from ..actions.jours import Voeu
from ..lectures.listes import PAS_VU, Ligne, dit_de
from ..lectures.semaine import Case
from ..models import JourDeclare, ServicePeriscolaire
from .ecole import JOURS

COCHE, LU = "mange", "lu"
OUI = "oui"
DITS = {OUI: True, "non": False, "rien": None}  # « rien »: what was noted is taken back, hour of departure included
HEURE = re.compile(r"(\d{1,2})(?:\s*[hH:]\s*(\d{2})?)?(?::\d{2})?")
DITES = (JourDeclare.Etat.OUI, JourDeclare.Etat.ATTENTE)  # ticked


def voeux_de(envoi: QueryDict, cases: Iterable[Case]) -> list[Voeu]:
    """What this person changed of what their page had read. A box that they left is nobody's wish: what the other holder of authority said
    meanwhile stays. On a day that nobody had said, leaving it empty says « no »: of a child whose week was touched, or of all of
    them where nothing was and the week was sent as it is. « 3 changements » of a sister say nothing of her brother.
    """
    coches, lus = set(envoi.getlist(COCHE)), _lus(envoi)
    ici = [case for case in cases if case.cle in lus]  # others are not on that page, or not to be changed there
    changees = {case.cle for case in ici if (case.cle in coches) != (lus[case.cle] in DITES)}
    touches = {case.suivi.eleve.pk for case in ici if case.cle in changees}
    voeux = []
    for case in ici:
        veut, lu = case.cle in coches, lus[case.cle]
        laissee_vide = not lu and not case.etat and (not changees or case.suivi.eleve.pk in touches)
        if case.cle in changees or laissee_vide:
            voeux.append(Voeu(case.service, case.suivi.eleve, case.jour, veut, lu=lu))
    return voeux


def jours_perdus(envoi: QueryDict, cases: Iterable[Case]) -> list[dt.date]:
    """Days that this person changed and that are offered no more: a school that closed while the sending waited for the network."""
    coches, ici = set(envoi.getlist(COCHE)), {case.cle for case in cases}
    changes = (cle for cle, lu in _lus(envoi).items() if cle not in ici and (cle in coches) != (lu in DITES))
    return sorted({jour for cle in changes if (jour := _jour(cle.rpartition(":")[2]))})


def _jour(brut: str) -> dt.date | None:
    try:
        return parse_date(brut)
    except ValueError:  # 31 November
        return None


def _lus(envoi: QueryDict) -> dict[str, str]:
    """What the page had read: the state of each of its boxes."""
    return dict(brut.rpartition("=")[::2] for brut in envoi.getlist(LU))


class RythmeForm(forms.Form):
    """« Inès, cantine, each Monday and Thursday, until July »: of the days on which one of these services opens."""

    pour = forms.ChoiceField(label=gettext_lazy("Pour qui"), widget=forms.RadioSelect)
    jours = forms.MultipleChoiceField(
        label=gettext_lazy("Chaque"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un jour.")},
    )
    debut = forms.DateField(
        label=gettext_lazy("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    fin = forms.DateField(
        label=gettext_lazy("Jusqu’au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args, choix: Collection[tuple[ServicePeriscolaire, object]], fin_d_annee: dt.date, **options
    ) -> None:
        options["initial"] = {"debut": timezone.localdate(), "fin": fin_d_annee}
        super().__init__(*args, **options)
        self._de = {f"{service.pk}:{eleve.uuid}": (service, eleve) for service, eleve in choix}
        self.fields["pour"].choices = [
            (cle, f"{eleve.prenom} · {service}") for cle, (service, eleve) in self._de.items()
        ]
        servis = {jour for service, _eleve in choix for jour in service.jours}
        self.fields["jours"].choices = [(jour, nom) for jour, nom in JOURS if jour in servis]
        if len(self._de) == 1:
            self.initial["pour"] = next(iter(self._de))

    def clean(self) -> dict | None:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin < max(debut, timezone.localdate()):
            self.add_error("fin", _("Ce jour est déjà passé, ou vient avant le premier."))
        return propres

    @property
    def champs(self) -> dict:
        service, eleve = self._de[self.cleaned_data["pour"]]
        return {
            "service": service,
            "eleve": eleve,
            "jours": "".join(sorted(self.cleaned_data["jours"])),
            "debut": max(self.cleaned_data["debut"], timezone.localdate()),
            "fin": self.cleaned_data["fin"],
        }


@dataclass(frozen=True)
class Saisie:
    """What the page of a day holds of one child: as it was seen, or as it was typed and was not kept."""

    lu: str  # what it bears of it, to be compared with what is sent
    vu: str
    a: str
    avec: str
    phrase: str = ""  # why it was not kept


def saisie_de(ligne: Ligne) -> Saisie:
    lu = dit_de(ligne.pointage)
    return Saisie(lu, *lu.split("|", 2))


def contredite(ligne: Ligne, vu: Vu) -> Saisie:
    """What was typed, over what somebody else noted meanwhile: kept once it is sent again by who read that."""
    note = saisie_de(ligne)
    mots = {OUI: _("là"), "non": _("absent")}.get(note.vu, _("rien"))
    dits = {"prenom": ligne.eleve.prenom, "note": ", ".join(filter(None, (mots, note.a, note.avec)))}
    phrase = (
        _("Pour %(prenom)s, quelqu’un d’autre a noté depuis « %(note)s » : rien n’a changé. Relisez sa ligne.") % dits
    )
    return Saisie(note.lu, *dit_de(vu).split("|", 2), phrase)


def vus_de(envoi: QueryDict, lignes: Iterable[Ligne], debut: dt.time) -> tuple[list[Vu], dict[int, Saisie]]:
    """Of each child of the list, what this page changed of what it had read; beside, by child (id), what cannot be read, or be: nobody leaves a
    service before its beginning (`debut`). « Tous là »: whoever was expected and of whom nothing is marked is there. « Effacer »: of nobody is
    anything noted any more.
    """
    tous, efface, vus, illisibles = "tous" in envoi, "effacer" in envoi, [], {}
    for ligne in lignes:
        cle = str(ligne.eleve.uuid)
        if f"lu-{cle}" not in envoi:
            continue
        lu, vu, a, avec = (envoi.get(f"{nom}-{cle}", "").strip() for nom in ("lu", "vu", "a", "avec"))
        if efface:
            vu, a, avec = "rien" if lu != PAS_VU else "", "", ""
        par_defaut = tous and ligne.est_attendu and not (vu or a or avec)
        if not par_defaut and f"{vu}|{a}|{avec}" == lu:
            continue
        # Of whom it is noted when and with whom they left, nobody has to say too that they were there.
        present = True if par_defaut else DITS.get(vu, True if a or avec else None)
        try:
            parti = _heure(a) if present else None
        except ValueError:
            phrase = _("Pour %(prenom)s, l’heure de départ ne se lit pas : écrivez 17:30.")
            illisibles[ligne.eleve.pk] = Saisie(lu, vu, a, avec, phrase % {"prenom": ligne.eleve.prenom})
            continue
        if parti and parti < debut and not (ligne.pointage and ligne.pointage.parti_a == parti):
            phrase = _("Pour %(prenom)s, l’heure de départ vient avant le début, %(debut)s.")
            dits = {"prenom": ligne.eleve.prenom, "debut": time_format(debut, "G\u00a0\\h\u00a0i")}
            illisibles[ligne.eleve.pk] = Saisie(lu, vu, a, avec, phrase % dits)
        else:
            vus.append(Vu(ligne.eleve, present, parti, propre(avec)[:60] if present else "", lu, par_defaut))
    return vus, illisibles


def _heure(brut: str) -> dt.time | None:
    """« 17:30 » as a phone sends it, « 17h », « 17 h 30 » as one types it."""
    if not brut:
        return None
    if (lue := HEURE.fullmatch(brut)) is None:
        raise ValueError(brut)
    return dt.time(int(lue[1]), int(lue[2] or 0))


class FermerForm(forms.Form):
    """Why a day is closed, in a few words; nothing is a reason too."""

    raison = forms.CharField(
        required=False,
        max_length=60,
        error_messages={"max_length": gettext_lazy("Dites la raison en 60 signes au plus.")},
    )

    def clean_raison(self) -> str:
        return propre(self.cleaned_data["raison"]).strip(" .")


class ChangerForm(forms.Form):
    """The school adds a child to a day, or takes it off."""

    eleve = forms.UUIDField()
    veut = forms.ChoiceField(choices=[(OUI, OUI), ("non", "non")])

    @property
    def qui(self) -> UUID:
        return self.cleaned_data["eleve"]

    @property
    def est_voulu(self) -> bool:
        return self.cleaned_data["veut"] == OUI
