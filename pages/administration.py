"""Wagtail's administration as an app of ours.

Its own mails are not sent, since they would name pages and people. Its listings lose the filters that name everybody who
writes in the territory, and every site, and the buttons that lead to nothing here.
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
        rustine.n_etre_l_id_de_personne()
        from .cms import EN_LOT  # reads models, which are there by now

        rustine.n_offrir_en_lot_que(EN_LOT)
