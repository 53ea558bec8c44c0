from urllib.parse import urlsplit

from django.conf import settings

from ent.socle import salles


class FichiersConfig(salles.Salle):
    name = "ent.fichiers"
    label = "fichiers"

    def ready(self) -> None:
        super().ready()
        if settings.ENT_S3_LIENS:
            self._admettre_le_seau()

    @staticmethod
    def _admettre_le_seau() -> None:
        """Pages show what the bucket answers: its host, as signed addresses write it, joins their policy."""
        from .stockage import lien

        adresse = urlsplit(lien("objet", "image/webp"))
        for regle in ("img-src", "media-src"):
            settings.SECURE_CSP[regle].append(f"{adresse.scheme}://{adresse.netloc}")
