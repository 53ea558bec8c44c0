"""What is added to a portfolio."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.fichiers.forms import ChampFichiers
from ent.socle.champs import Paragraphes
from ent.socle.francais import que_qui


class PortfolioForm(forms.Form):
    titre = forms.CharField(
        label=_("Titre"), max_length=120, error_messages={"required": _("Donnez un titre à ce travail.")}
    )
    texte = forms.CharField(
        label=_("Pourquoi je le garde"), max_length=2000, required=False, widget=Paragraphes(attrs={"rows": 3})
    )
    fichiers = ChampFichiers(label=_("Photo, son, document"), required=False, maximum=6)

    seul = forms.BooleanField(required=False)

    def __init__(self, *args, personne, classe, eleve, **options) -> None:
        super().__init__(*args, **options)
        self.fields["seul"].label = _("Sur ces images, on ne reconnaît aucun autre élève %(que_qui)s.") % {
            "que_qui": que_qui(eleve.prenom)
        }
        if personne.pk == eleve.pk:  # what a pupil keeps of their own is handed in, not published
            del self.fields["seul"]
        self.fields["fichiers"].ouvrir(personne=personne, lieu=f"classe:{classe.pk}", cle=f"portfolio:{eleve.uuid}")

    def clean(self) -> dict:
        """A portfolio is one family's: classmates are shown in the journal, where their own families were asked."""
        propres = super().clean()
        envoi = propres.get("fichiers")
        images = [f for f in (*envoi.deposes, *envoi.prepares) if f.nature in ("image", "video")] if envoi else []
        if images and "seul" in self.fields and not propres.get("seul"):
            self.add_error(
                "seul",
                _("Cochez, si c’est le cas. Une image où l’on reconnaît d’autres élèves se montre dans le journal."),
            )
        return propres
