"""What one phone counted."""

import datetime as dt

from django import forms
from django.utils import timezone

from ent.socle.nombres import entier

AGE = dt.timedelta(hours=12)  # a count that arrives later than that is of another day


class PointageForm(forms.Form):
    """`eleves`: those whom the page showed and whom this person counts; a tick says that they were seen."""

    fait_le = forms.IntegerField(required=False)

    def __init__(self, *args, eleves: set[int], **options) -> None:
        super().__init__(*args, **options)
        self.eleves = eleves

    def _dits(self, nom: str) -> set[int]:
        lus = self.data.getlist(nom) if hasattr(self.data, "getlist") else self.data.get(nom, [])
        return {numero for brut in lus if (numero := entier(str(brut))) is not None}

    @property
    def montres(self) -> set[int]:
        return self._dits("eleves") & self.eleves

    @property
    def vus(self) -> set[int]:
        return self._dits("vu") & self.montres

    @property
    def le(self) -> dt.datetime:
        """When the phone counted, if that can be."""
        dit, maintenant = self.cleaned_data.get("fait_le"), timezone.now()
        if not dit or not (maintenant - AGE).timestamp() * 1000 < dit <= maintenant.timestamp() * 1000:
            return maintenant
        return dt.datetime.fromtimestamp(dit / 1000, tz=dt.UTC)
