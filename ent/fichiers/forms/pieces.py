"""What a pupil sends in one go: words, and files along with them. A child reads the errors."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.coquille.jinja import dessiner
from ent.socle.champs import Paragraphes

from ..controles import Preparation
from ..controles.commun import est_uuid
from ..limites import TAILLES
from ..models import Fichier
from ..registres import Destination
from ..sas import juger_sur_place
from . import ChampFichiers, DepotFichiers

PIECES_MAX = 6  # of one try


class Pieces(DepotFichiers):
    """What a form that comes back kept. The tools through which one chooses stand in the page (`coquille/_rendre.html`)."""

    def render(self, name, value, attrs=None, renderer=None):
        return dessiner("fichiers/pieces.html", nom=name, fichiers=self.champ.montres(value))


class ChampPieces(ChampFichiers):
    """Files sent along with the form, or kept when it was refused. A child reads that one is refused, and an adult why."""

    widget = Pieces
    d_adulte = False  # who reads the errors
    destination: Destination | None = None
    default_error_messages = {
        "trop": gettext_lazy("C’est beaucoup. Envoie 6 choses à la fois."),
        "absent": gettext_lazy("Un fichier n’est plus là. Choisis-le encore une fois."),
    }

    def _destination(self) -> Destination | None:
        """The page says whose work it is: an adult of the household deposits in a class in no other way."""
        return self.destination

    def _retrouver(self, uuids: list[str]) -> list[Fichier]:
        """What this very page kept, and it alone. Sent twice, it names again what was taken since."""
        demandes = [u for u in dict.fromkeys(uuids) if est_uuid(u)]
        siens = Fichier.objects.filter(deposant=self.personne, uuid__in=demandes).order_by("pk") if demandes else []
        return [f for f in siens if f.envoi == self._envoi(f.nom_donne, f.empreinte)]

    def _juger_un(self, envoye: File, attente: float | None) -> Preparation:
        genre = (envoye.content_type or "").split("/")[0]
        limite = TAILLES["video" if genre == "video" else "image" if genre == "image" else "document"]
        if envoye.size > limite:
            phrases = {"image": _("Cette photo est trop lourde."), "video": _("Cette vidéo est trop longue.")}
            raise ValidationError([phrases.get(genre, _("Ce fichier est trop lourd.")), _("Demande à un adulte.")])
        try:
            return juger_sur_place(envoye, envoye.name)
        except ValidationError as refus:
            # « panne » is nobody's fault: it leaves again by itself.
            if self.d_adulte or getattr(refus, "code", "") == "panne":
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
    fichiers = ChampPieces(required=False, maximum=PIECES_MAX)

    def __init__(
        self, *args, personne=None, destination: Destination | None = None, d_adulte: bool = False, **options
    ) -> None:
        """`personne` sends it, to `destination`: what a page that only shows it does not say."""
        super().__init__(*args, **options)
        champ: ChampPieces = self.fields["fichiers"]
        champ.d_adulte, champ.destination = d_adulte, destination
        # Told apart by the number of the page: what one page kept is no other page's.
        champ.ouvrir(personne=personne, lieu="", cle=self.data.get("uuid", ""))
