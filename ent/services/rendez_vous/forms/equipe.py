"""What a teacher says to receive families: evenings, how, where, with whom."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Classe, Personne
from ent.socle.champs import Paragraphes, Plusieurs
from ent.socle.telephones import Telephone

from ..lectures.moments import moment_de
from ..lectures.suivi import Famille, collegues_de
from ..models import Creneau, Moyen, NoteRendezVous, Rencontre, Reservation

SOIREES = 3  # rows « day, from, to » of the first page
PAUSES = [
    (0, _("Sans pause")), (3, _("Après 3 familles")), (4, _("Après 4 familles")), (5, _("Après 5 familles")), (6, _("Après 6 familles")),
]  # fmt: skip
DE, A = dt.time(16, 45), dt.time(19, 0)
LANGUES = [
    ("", _("Sans interprète")),
    ("albanais", _("albanais")),
    ("anglais", _("anglais")),
    ("arabe", _("arabe")),
    ("bengali", _("bengali")),
    ("chinois", _("chinois")),
    ("espagnol", _("espagnol")),
    ("géorgien", _("géorgien")),
    ("kurde", _("kurde")),
    ("pachto", _("pachto")),
    ("polonais", _("polonais")),
    ("portugais", _("portugais")),
    ("roumain", _("roumain")),
    ("russe", _("russe")),
    ("soninké", _("soninké")),
    ("tamoul", _("tamoul")),
    ("turc", _("turc")),
    ("ukrainien", _("ukrainien")),
    ("langue des signes", _("langue des signes")),
]


def champ_jour(*, requis: bool = True) -> forms.DateField:
    return forms.DateField(
        label=_("Jour"),
        required=requis,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026."),
            "required": _("Dites quel jour."),
        },
    )


def champ_heure(libelle: Any, heure: dt.time, *, requis: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=libelle,
        required=requis,
        initial=heure,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 16:45."),
            "required": _("Dites à quelle heure."),
        },
    )


def champ_pause() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Une pause"), choices=PAUSES, coerce=int, initial=4, help_text=_("Elle dure un créneau.")
    )


class _Reglages(forms.Form):
    """What may be corrected later too."""

    titre = forms.CharField(
        label=_("Pour quoi"),
        max_length=80,
        initial=_("Rencontre avec la famille"),
        error_messages={"required": _("Dites pourquoi vous recevez, par exemple « Bilan du trimestre ».")},
    )
    moyens = forms.MultipleChoiceField(
        label=_("Comment recevez-vous ?"),
        choices=Moyen.choices,
        initial=[Moyen.ECOLE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Dites comment vous recevez : à l’école, par téléphone ou en vidéo.")},
    )
    lieu = forms.CharField(label=_("Où"), max_length=80, required=False, help_text=_("Par exemple « salle 3 »."))
    lien_video = forms.URLField(
        label=_("Lien de la visio"),
        required=False,
        assume_scheme="https",
        help_text=_("Il n’est montré qu’aux familles qui choisissent la vidéo."),
        error_messages={"invalid": _("Copiez l’adresse entière, qui commence par https://.")},
    )
    verrou = forms.ChoiceField(
        label=_("Une famille change seule jusqu’à"), choices=Rencontre.Verrou.choices, initial=Rencontre.Verrou.VEILLE
    )
    mot = forms.CharField(
        label=_("Un mot aux familles"), max_length=500, required=False, widget=Paragraphes(attrs={"rows": 3})
    )
    collegues = Plusieurs(
        label=_("Avec un collègue, à la même table"),
        queryset=Personne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choisissez parmi les collègues proposés.")},
    )

    def __init__(self, *args, personne: Personne, classe: Classe, **options) -> None:
        super().__init__(*args, **options)
        self.fields["collegues"].queryset = collegues_de(personne, classe.etablissement_id)
        self.fields["lien_video"].suit_un_choix = True  # asked of who receives by video
        self.fields["collegues"].label_from_instance = lambda collegue: collegue.nom_affiche

    def clean(self) -> dict:
        donnees = super().clean()
        if (
            Moyen.VIDEO in donnees.get("moyens", ())
            and not donnees.get("lien_video")
            and "lien_video" not in self.errors
        ):
            self.add_error("lien_video", _("Pour recevoir en vidéo, donnez le lien de la visio."))
        return donnees


class PreparerForm(_Reglages):
    """The first page: up to three evenings, one at least."""

    duree = forms.TypedChoiceField(
        label=_("Durée de chaque rendez-vous"),
        choices=Rencontre.Duree.choices,
        coerce=int,
        initial=15,
        widget=forms.RadioSelect,
    )
    pause_apres = champ_pause()

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for n in range(1, SOIREES + 1):
            self.fields[f"jour_{n}"] = champ_jour(requis=n == 1)
            self.fields[f"de_{n}"] = champ_heure(_("De"), DE, requis=False)
            self.fields[f"a_{n}"] = champ_heure(_("À"), A, requis=False)
            for nom in (f"de_{n}", f"a_{n}"):
                self.fields[nom].suit_un_choix = True  # asked where a day is said

    @property
    def rangs(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"jour_{n}"], self[f"de_{n}"], self[f"a_{n}"]) for n in range(1, SOIREES + 1)]

    def clean(self) -> dict:
        donnees = super().clean()
        soirees = []
        for n in range(1, SOIREES + 1):
            jour, de, a = (donnees.pop(f"{nom}_{n}", None) for nom in ("jour", "de", "a"))
            if jour and de and a:
                soirees.append((jour, de, a))
            elif jour and not self.errors:
                self.add_error(f"de_{n}", _("Dites à quelle heure cette soirée commence et finit."))
        return donnees | {"soirees": soirees}


class ReglagesForm(AvecVersion, _Reglages):
    """The same, corrected."""

    VERBES = frozenset({"rendez_vous.corriger"})

    def __init__(self, *args, rencontre: Rencontre, personne: Personne, **options) -> None:
        self.rencontre = rencontre
        champs = ("titre", "lieu", "lien_video", "verrou", "mot")
        initial = {nom: getattr(rencontre, nom) for nom in champs}
        initial["moyens"] = [str(m.value) for m in rencontre.moyens]
        initial["collegues"] = sorted(rencontre.hotes.exclude(pk=personne.pk).values_list("pk", flat=True))
        super().__init__(*args, personne=personne, classe=rencontre.classe, initial=initial, **options)

    def corrige(self) -> tuple:
        return self.rencontre.etablissement, f"rencontre {self.rencontre.pk}"


class SoireeForm(forms.Form):
    """One more evening."""

    jour = champ_jour()
    de = champ_heure(_("De"), DE)
    a = champ_heure(_("À"), A)
    pause_apres = champ_pause()


class JourForm(forms.Form):
    jour = forms.DateField()


class EtatForm(forms.Form):
    etat = forms.ChoiceField(choices=Creneau.Etat.choices)


class DonnerForm(forms.Form):
    """What came on paper, or by telephone: which family takes this slot."""

    famille = forms.ChoiceField(
        label=_("À quelle famille ?"), error_messages={"required": _("Choisissez une famille.")}
    )
    moyen = forms.ChoiceField(label=_("Comment ?"), choices=Moyen.choices)
    telephone = Telephone(label=_("Numéro où appeler"), required=False)
    interprete = forms.ChoiceField(label=_("Interprète"), choices=LANGUES, required=False)

    def __init__(self, *args, rencontre: Rencontre, familles: list[Famille], **options) -> None:
        super().__init__(*args, **options)
        self.par_cle = {f.cle: f for f in familles}
        self.fields["famille"].choices = [
            ("", "–"),
            *((f.cle, f"{f.eleve.prenom} {f.eleve.nom}" + (f" ({f.noms})" if f.adultes else "")) for f in familles),
        ]
        self.fields["moyen"].choices = [(m.value, m.label) for m in rencontre.moyens]

    @property
    def choisie(self) -> Famille:
        return self.par_cle[self.cleaned_data["famille"]]


class DeplacerUneFamilleForm(forms.Form):
    """Another slot, and why."""

    creneau = forms.ChoiceField(
        label=_("Vers quel créneau ?"),
        error_messages={
            "required": _("Choisissez un créneau."),
            "invalid_choice": _("Ce créneau n’est plus libre : choisissez-en un autre."),
        },
    )
    mot = forms.CharField(
        label=_("Un mot à la famille"),
        max_length=300,
        error_messages={"required": _("Dites en un mot pourquoi : la famille le lira.")},
    )

    def __init__(self, *args, libres: list[Creneau], **options) -> None:
        super().__init__(*args, **options)
        self.par_cle = {str(c.pk): c for c in libres}
        self.fields["creneau"].choices = [(cle, moment_de(c)) for cle, c in self.par_cle.items()]

    @property
    def choisi(self) -> Creneau:
        return self.par_cle[self.cleaned_data["creneau"]]


class DecommanderForm(forms.Form):
    mot = forms.CharField(
        label=_("Un mot à la famille"),
        max_length=300,
        error_messages={"required": _("Dites en un mot pourquoi : la famille le lira.")},
    )
    ferme = forms.BooleanField(label=_("Ne plus proposer ce créneau"), required=False, initial=True)


class NoteForm(AvecVersion, forms.Form):
    """What a teacher keeps for themself, open on two pages: the second reads what the first kept. Nobody is named, it can be nobody else."""

    texte = forms.CharField(
        label=_("Votre note"),
        max_length=2000,
        required=False,
        widget=Paragraphes(attrs={"rows": 4}),
        help_text=_("Vous seul la lisez : ni la famille, ni un collègue, ni la direction."),
    )

    def __init__(self, *args, reservation: Reservation, note: NoteRendezVous | None, **options) -> None:
        self.reservation = reservation
        super().__init__(*args, initial={"texte": note.texte if note else ""}, **options)

    def corrige(self) -> tuple:
        return (self.reservation.creneau.rencontre.etablissement,)
