"""Forms of the directory: ties, settings."""

from django import forms

from .models import Etablissement, Responsabilite


class LiensForm:
    """Kind of tie, parental authority and household of many ties at once; `liens` are those of the page."""

    def __init__(self, envoi, *, liens: list[Responsabilite]) -> None:
        self.envoi, self.liens = envoi, liens

    def decisions(self) -> list[tuple[Responsabilite, str, str, str]]:
        """Ties that the page changes. What is not a known choice changes nothing."""
        voulues = []
        for lien in self.liens:
            nature = self.envoi.get(f"lien-{lien.pk}", lien.lien)
            autorite = self.envoi.get(f"autorite-{lien.pk}", lien.autorite)
            foyer = self.envoi.get(f"foyer-{lien.pk}", lien.foyer)
            connus = (
                nature in Responsabilite.Lien.values
                and autorite in Responsabilite.Autorite.values
                and foyer in Responsabilite.Foyer.values
            )
            if connus and (nature, autorite, foyer) != (lien.lien, lien.autorite, lien.foyer):
                voulues.append((lien, nature, autorite, foyer))
        return voulues


class ReglagesForm(forms.ModelForm):
    """The week and the quiet hours of a school."""

    SEMAINE = ["semaine", "matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin"]
    CALME = ["calme_debut", "calme_fin", "calme_week_end", "calme_retient"]

    class Meta:
        model = Etablissement
        fields = [
            "semaine", "matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin",
            "calme_debut", "calme_fin", "calme_week_end", "calme_retient",
        ]  # fmt: skip
        widgets = {"semaine": forms.RadioSelect, "calme_retient": forms.RadioSelect} | {
            champ: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for champ in ("matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin", "calme_debut", "calme_fin")
        }

    def champs_de_la_semaine(self):
        return [self[nom] for nom in self.SEMAINE]

    def champs_du_calme(self):
        return [self[nom] for nom in self.CALME]
