"""Forms of the journal: write, say who is on photos, publish, return."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.fichiers.forms import ChampFichiers
from ent.socle.champs import Paragraphes

from ..lectures.billets_photos import EQUIPE, FAMILLES, MONTRES, Photo, public_de
from ..models.billets import Billet, PieceBillet

MAXIMUM = 60


class BilletForm(AvecVersion, forms.Form):
    """The words and the files."""

    VERBES = frozenset({"pages.corriger_billet", "pages.publier_billet"})

    titre = forms.CharField(
        label=_("Titre"),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Ce titre dépasse 120 caractères. Raccourcissez-le.")},
    )
    texte = forms.CharField(
        label=_("Deux mots"),
        max_length=5000,
        required=False,
        widget=Paragraphes(attrs={"rows": 4}),
        error_messages={"max_length": _("Ce texte dépasse 5 000 caractères. Faites-en deux billets.")},
    )
    fichiers = ChampFichiers(label=_("Photos, sons, vidéos, documents"), required=False, maximum=MAXIMUM)

    def __init__(self, *args, personne, lieu: str, billet: Billet | None = None, **options) -> None:
        if billet is not None:
            options["initial"] = {"titre": billet.titre, "texte": billet.texte}
        super().__init__(*args, **options)
        self.billet = billet
        pieces = billet.pieces.select_related("fichier") if billet else []
        self.fields["fichiers"].ouvrir(
            personne=personne,
            lieu=lieu,
            actuels=[p.fichier for p in pieces],
            cle=f"journal:{lieu}:{billet.pk if billet else 'neuf'}",
        )

    def corrige(self):
        return (self.billet.etablissement, f"billet {self.billet.pk}") if self.billet else None


class QuiForm(AvecVersion, forms.Form):
    """Who is on these photos. The view knows the photos and the pupils; here one only checks that something was said.

    Who was said to be on a photo decides who may see it: what somebody else has just said is never replaced unseen.
    """

    VERBES = frozenset({"fichiers.dire_qui", "pages.sortir_une_piece", "fichiers.flouter"})

    pieces = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choisissez au moins une photo.")}
    )
    eleves = forms.MultipleChoiceField(required=False)
    personne = forms.BooleanField(required=False)

    def __init__(self, *args, billet: Billet, photos: Sequence[Photo], eleves, **options) -> None:
        super().__init__(*args, **options)
        self.billet, self.photos = billet, photos
        self.fields["pieces"].choices = [(p.piece.pk, p.piece.pk) for p in photos]
        self.fields["eleves"].choices = [(str(e.uuid), e.prenom) for e in eleves]

    def corrige(self):
        fichiers = (f"fichier {p.piece.fichier_id}" for p in self.photos)
        return self.billet.etablissement, f"billet {self.billet.pk}", *fichiers

    def lu(self):
        return [(str(p.piece.pk), [p.est_dite, *sorted(e.pk for e in p.eleves)]) for p in self.photos]

    @property
    def ecarts(self) -> list:
        """None: who is on each photo stands under it."""
        return []

    def clean(self) -> dict:
        donnees = super().clean()
        if not donnees.get("eleves") and not donnees.get("personne"):
            raise forms.ValidationError(_("Dites qui est sur ces photos, ou « Personne de reconnaissable »."))
        if donnees.get("eleves") and donnees.get("personne"):
            raise forms.ValidationError(_("Choisissez des élèves, ou « Personne de reconnaissable » : pas les deux."))
        return donnees


class PublierForm(AvecVersion, forms.Form):
    """For whom, and when. Whom it was for is not changed unseen."""

    VERBES = frozenset({"pages.publier_billet", "pages.retirer_billet", "pages.remettre_billet"})

    public = forms.ChoiceField(
        choices=[
            (FAMILLES, _("Toutes les familles")),
            (MONTRES, _("Seulement les familles des enfants montrés")),
            (EQUIPE, _("L’équipe de la classe seulement")),
        ],
        error_messages={"required": _("Dites pour qui."), "invalid_choice": _("Dites pour qui.")},
    )
    a = forms.DateTimeField(
        label=_("Publier le"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Cette date n’a pas pu être lue. Écrivez-la comme 2026-11-27 08:30.")},
    )

    def __init__(self, *args, billet: Billet, **options) -> None:
        publie = {"public": public_de(billet), "a": timezone.localtime(billet.visible_le) if billet.attend else None}
        super().__init__(*args, initial=publie if billet.est_publie else {}, **options)
        self.billet = billet

    def corrige(self):
        return self.billet.etablissement, f"billet {self.billet.pk}"

    def sait_que(self, n: int) -> bool:
        """The page said that these readers would not see `n` photos; each public that it said it of is sent back."""
        return f"{self.cleaned_data['public']}:{n}" in self.data.getlist("sans")

    def clean_a(self):
        a = self.cleaned_data["a"]
        if a is not None and a < timezone.now():
            raise forms.ValidationError(_("Cette heure est passée. Choisissez-en une à venir, ou aucune."))
        return a


class RendreBilletForm(forms.Form):
    mot = forms.CharField(
        label=_("Un mot pour l’élève"),
        max_length=500,
        widget=Paragraphes(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez un mot : l’élève saura quoi reprendre.")},
    )


class DecrireForm(AvecVersion, forms.Form):
    VERBES = frozenset({"pages.decrire_une_piece"})

    legende = forms.CharField(
        label=_("Ce que l’on voit"),
        max_length=200,
        required=False,
        help_text=_("Lu à ceux qui ne voient pas la photo. N’y nommez aucun élève : la photo peut aller sur le site."),
        error_messages={"max_length": _("Cette phrase dépasse 200 caractères. Raccourcissez-la.")},
    )

    def __init__(self, *args, piece: PieceBillet, **options) -> None:
        super().__init__(*args, initial={"legende": piece.legende}, **options)
        self.piece = piece

    def corrige(self):
        return self.piece.billet.etablissement, f"billet {self.piece.billet_id}"
