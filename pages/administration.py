"""Wagtail's administration as an app of ours.

Its own mails are not sent, since they would name pages and people. Its listings lose the filters that name everybody who
writes in the territory, and every site.
"""

from wagtail.admin.apps import WagtailAdminAppConfig

from ent.socle.rustines import wagtail_administration as rustine

DE_TROP = ("owner", "edited_by", "site")


class Administration(WagtailAdminAppConfig):
    default = False

    def ready(self) -> None:
        super().ready()
        rustine.taire_les_mails(self.apps)
        rustine.oter_des_filtres(DE_TROP)
        rustine.juger_les_choix_a_chaque_requete()
        rustine.garder_les_dates_tapees()
