"""The pages of a site as data, for everybody (`login_not_required`): Wagtail's API v2, read alone, narrowed to one school.

`rest_framework` is used as a library: nothing of it is installed, neither its pages nor its sessions.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework.fields import DateField, Field
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from wagtail.api import APIField
from wagtail.api.v2 import filters
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from ent.socle.nombres import entier

from ..lectures import site_public as lectures
from ..lectures.site_recherche import chercher
from .site_public import trouver

SOUS = "api/v2/pages/"
LE_PLUS_LOIN = 100_000  # an offset that no site has, and that every database counts
CHAMPS_MAX = 200  # characters of `fields`: the parser of Wagtail calls itself at each parenthesis


class Corps(Field):
    """The blocks as the page draws them: a picture appears in them only while it may be shown (`montrables`)."""

    def get_attribute(self, instance):
        return instance

    def to_representation(self, page) -> list[dict]:
        images = lectures.montrables(lectures.pieces_de(page)[0], page.etablissement_id)
        with translation.override("fr"):
            return [{"type": bloc.block_type, "html": bloc.render({"images": images})} for bloc in page.corps]


class Adresse(Field):
    """The page at the address of its site, whatever host answered."""

    def get_attribute(self, instance):
        return instance

    def to_representation(self, page) -> str:
        return self.context["request"].site_ecole.adresse + page.url_path.split("/", 2)[2]


class AdresseDesDonnees(Adresse):
    def to_representation(self, page) -> str:
        return f"{self.context['request'].site_ecole.adresse}{SOUS}{page.pk}/"


class Serialiseur(PageSerializer):
    html_url = Adresse(read_only=True)
    detail_url = AdresseDesDonnees(read_only=True)


class Tri(filters.OrderingFilter):
    def filter_queryset(self, request, queryset, view):
        if "random" in request.GET.get("order", ""):
            raise BadRequestError("random ordering is not supported")
        return super().filter_queryset(request, queryset, view)


class Recherche(BaseFilterBackend):
    """The search of the site itself."""

    def filter_queryset(self, request, queryset, view):
        mots = request.GET.get("search", "").replace("\0", "").strip()[:100]
        if not mots:
            return queryset
        return queryset.filter(pk__in=[page.pk for page in chercher(request.site_ecole, mots)])


class Pagination(WagtailPagination):
    """Twenty at most, which is Wagtail's own bound."""

    def paginate_queryset(self, queryset, request, view=None):
        voulu = entier(request.GET.get("offset", "0"))
        if voulu is None or voulu > LE_PLUS_LOIN:
            raise BadRequestError(f"offset must be between 0 and {LE_PLUS_LOIN}")
        return super().paginate_queryset(queryset, request, view)


class PagesDUnSite(PagesAPIViewSet):
    base_serializer_class = Serialiseur
    renderer_classes = [JSONRenderer]
    authentication_classes: list = []
    permission_classes: list = []
    pagination_class = Pagination
    filter_backends = [filters.ChildOfFilter, filters.AncestorOfFilter, filters.DescendantOfFilter, Tri, Recherche]
    known_query_parameters = frozenset(
        ["limit", "offset", "fields", "order", "search", "type", "child_of", "ancestor_of", "descendant_of"]
    )
    body_fields = ["id", "title"]
    meta_fields = ["type", "detail_url", "html_url", "slug", "first_published_at"]
    listing_default_fields = [*body_fields, *meta_fields]
    detail_only_fields = ["corps"]
    # What a page says of itself beside its title, where its kind has it.
    DITS = {"date": DateField(), "resume": None, "accroche": None, "corps": Corps(read_only=True)}

    def initial(self, request, *arguments, **nommes) -> None:
        super().initial(request, *arguments, **nommes)
        if inconnus := set(request.GET) - self.known_query_parameters:
            raise BadRequestError(f"unknown query parameters: {', '.join(sorted(inconnus))}")
        if len(request.GET.get("fields", "")) > CHAMPS_MAX:
            raise BadRequestError("fields is too long")

    def check_query_parameters(self, queryset) -> None:
        """Done for lists and pages alike (`initial`): no field of a page is a filter."""

    @classmethod
    def get_body_fields(cls, model):
        siens = {champ.name for champ in model._meta.get_fields()}
        dits = [APIField(nom, serializer=champ) for nom, champ in cls.DITS.items() if nom in siens]
        return super().get_body_fields(model) + dits

    @classmethod
    def get_detail_default_fields(cls, model):
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model):
        return list(cls.listing_default_fields)

    def get_root_page(self):
        return self.request.site_ecole.site.root_page

    def get_base_queryset(self):
        return lectures.pages_en_ligne(self.request.site_ecole)


LISTE = PagesDUnSite.as_view({"get": "listing_view"})
DETAIL = PagesDUnSite.as_view({"get": "detail_view"})


@csrf_exempt
@login_not_required
@require_safe
def pages(request: HttpRequest, slug: str | None = None, pk: int | None = None) -> HttpResponse:
    """The list, or one page. A site with its own host answers there."""
    site = trouver(request, slug)
    suite = SOUS if pk is None else f"{SOUS}{pk}/"
    if slug is not None and site.hote:
        requete = request.GET.urlencode()
        return HttpResponseRedirect(site.adresse + suite + (f"?{requete}" if requete else ""))
    request.wagtailapi_router = None  # no field leads to another model
    reponse = LISTE(request) if pk is None else DETAIL(request, pk=pk)
    reponse.headers["Cache-Control"] = "no-cache"
    return reponse
