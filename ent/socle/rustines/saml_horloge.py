"""python3-saml 1.16 (2023): its clock is Python's, which deprecates the calls that it makes; and two clocks may be apart in the confirmation of a
subject as in the rest.

It lets `Conditions` be 300 seconds off and `SubjectConfirmationData` none. Its readings of « now » in an answer are put 300 seconds back and
its tolerance is doubled: nothing that should pass is refused. Who calls it judges the exact bounds again.
"""

import datetime as dt
import time
from typing import Any

from onelogin.saml2 import response
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ESSAYEE = {"python3-saml": "1.16.0"}
ECART = 300  # seconds


def _instant(secondes: Any) -> str:
    return dt.datetime.fromtimestamp(float(secondes), dt.UTC).strftime(OneLogin_Saml2_Utils.TIME_FORMAT)


class _Constantes(OneLogin_Saml2_Constants):
    ALLOWED_CLOCK_DRIFT = 2 * ECART


class _Outils(OneLogin_Saml2_Utils):
    @staticmethod
    def now() -> int:
        return int(time.time()) - ECART


def accorder() -> None:
    """Safe to call again."""
    OneLogin_Saml2_Utils.now = staticmethod(lambda: int(time.time()))
    OneLogin_Saml2_Utils.parse_time_to_SAML = staticmethod(_instant)
    response.OneLogin_Saml2_Utils, response.OneLogin_Saml2_Constants = _Outils, _Constantes
