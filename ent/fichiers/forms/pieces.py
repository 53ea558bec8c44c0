"""What a pupil sends in one go: words, and files along with them. A child reads the errors."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.champs import Paragraphes

from ..controles import Preparation
from ..limites import TAILLES
from ..sas import juger_sur_place

PIECES_MAX = 6  # of one try


class Pieces(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class ChampPieces(forms.Field):
    """Files sent along with the form, checked by their content. A child reads that one is refused, and an adult why."""

    widget = Pieces
    d_adulte = False  # who reads the errors

    def clean(self, envoyes: list[UploadedFile]) -> list[Preparation]:
        if len(envoyes) > PIECES_MAX:
            raise ValidationError(_("C’est beaucoup. Envoie 6 choses à la fois."))
        return [self._verifier(envoye) for envoye in envoyes]

    def _verifier(self, envoye: UploadedFile) -> Preparation:
        genre = (envoye.content_type or "").split("/")[0]
        limite = TAILLES["video" if genre == "video" else "image" if genre == "image" else "document"]
        if envoye.size > limite:
            phrases = {"image": _("Cette photo est trop lourde."), "video": _("Cette vidéo est trop longue.")}
            raise ValidationError([phrases.get(genre, _("Ce fichier est trop lourd.")), _("Demande à un adulte.")])
        try:
            return juger_sur_place(envoye, envoye.name)
        except ValidationError as refus:
            if getattr(refus, "code", "") == "panne":  # nobody's fault: it leaves again by itself
                raise
            if self.d_adulte:
                raise
            raise ValidationError(_("Je ne peux pas envoyer ce fichier. Demande à un adulte.")) from None


class RendreForm(forms.Form):
    """A number drawn by the device, words, files. A child reads the errors, unless an adult of theirs sends it."""

    uuid = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("La page est trop vieille. Ouvre-la encore une fois."),
            "invalid": gettext_lazy("La page est trop vieille. Ouvre-la encore une fois."),
        },
    )
    texte = forms.CharField(
        label=gettext_lazy("J’écris"),
        required=False,
        max_length=2000,
        widget=Paragraphes(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("C’est trop long. Écris un peu moins.")},
    )
    fichiers = ChampPieces(required=False)

    def __init__(self, *args, d_adulte: bool = False, **options) -> None:
        super().__init__(*args, **options)
        self.fields["fichiers"].d_adulte = d_adulte
