"""Pages, images and documents of a school's site, made as its editors make them."""

import io

from django.core.files.base import ContentFile
from PIL import Image

from ent.annuaire.models import Etablissement, Personne
from pages.actions.site_equipes import aligner_personne
from pages.models import Actualite, DocumentDEcole, ImageDEcole, RubriqueActualites, SiteDEcole


class Redaction:
    """What is written on the site of one school: ``Redaction(d.elementaire, d.directrice)``."""

    def __init__(self, ecole: Etablissement, auteur: Personne) -> None:
        self.site = SiteDEcole.objects.select_related("site__root_page").get(etablissement=ecole)
        aligner_personne(personne=auteur)
        self.auteur = Personne.objects.get(pk=auteur.pk)
        self.accueil = self.site.site.root_page.specific

    def page(self, modele):
        return modele.objects.get(etablissement=self.site.etablissement_id)

    def image(self, titre: str = "Le potager", personnes: str = "personne", eleves=(), taille=(60, 40)) -> ImageDEcole:
        """A picture in the collection of the school."""
        tampon = io.BytesIO()
        Image.new("RGB", taille, "green").save(tampon, "WEBP")
        image = ImageDEcole(
            title=titre,
            description=f"Vue : {titre}",
            collection=self.site.collection,
            personnes=personnes,
            uploaded_by_user=self.auteur,
        )
        image.file = ContentFile(tampon.getvalue(), "photo.webp")
        image._set_image_file_metadata()
        image.save()
        image.eleves.set(eleves)
        return image

    def document(self, titre: str = "Règlement") -> DocumentDEcole:
        document = DocumentDEcole(
            title=titre, collection=self.site.collection, uploaded_by_user=self.auteur, file_size=10
        )
        document.file = ContentFile(b"%PDF-1.4 x", "reglement.pdf")
        document.save()
        return document

    def actualite(self, titre: str = "La semaine du goût", *, publiee: bool = True, image=None, corps=()) -> Actualite:
        """A news, published unless said; its first words name it."""
        rubrique = self.page(RubriqueActualites)
        page = Actualite(
            title=titre,
            resume=f"Résumé de {titre}",
            illustration=image,
            corps=list(corps),
            live=False,
            owner=self.auteur,
        )
        rubrique.add_child(instance=page)
        revision = page.save_revision(user=self.auteur)
        if publiee:
            revision.publish(user=self.auteur)
        return Actualite.objects.get(pk=page.pk)


def bloc_image(image: ImageDEcole, description: str = "Des tomates") -> dict:
    return {
        "type": "image",
        "value": {"image": {"image": image.pk, "alt_text": description, "decorative": False}, "legende": ""},
    }


def bloc_document(document: DocumentDEcole) -> dict:
    return {"type": "document", "value": {"document": document.pk}}
