"""What a SAML server says about somebody, under the names that ``claims`` reads.

The shapes: Sweden Connect's attribute set ELN-AP-OrgPerson (attributes named by object identifiers), and ADFS and
Entra ID (claims named by addresses). What has a name of its own keeps it, so that a personal identity number is found
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from samverk.integrations.saml import Believed

_SOAP: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
_MICROSOFT: Final = "http://schemas.microsoft.com/"
_NAMES: Final[Mapping[str, str]] = {
    "urn:oid:0.9.2342.19200300.100.1.3": "email",
    "urn:oid:1.2.752.201.3.1": "orgAffiliation",
    "urn:oid:2.5.4.97": "organizationNumber",
    "urn:oid:2.5.4.12": "title",
    "urn:oid:1.2.752.29.4.13": "personalIdentityNumber",
    "urn:oid:1.2.752.201.3.15": "previousPersonalIdentityNumber",
    "urn:oid:1.2.752.201.3.16": "mappedPersonalIdentityNumber",
    f"{_SOAP}emailaddress": "email",
    f"{_SOAP}upn": "upn",
    f"{_SOAP}title": "title",
    f"{_MICROSOFT}ws/2008/06/identity/claims/role": "roles",
    f"{_MICROSOFT}ws/2008/06/identity/claims/groups": "groups",
    "http://schemas.xmlsoap.org/claims/Group": "group",
    f"{_MICROSOFT}identity/claims/tenantid": "tid",
    f"{_MICROSOFT}identity/claims/objectidentifier": "oid",
}
_TRANSIENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
_ADDRESS: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


def claims_of(believed: Believed) -> dict[str, Any]:
    """The claims. ``sub``: the person's affiliation with the organisation, else the server's own name for them when it
    lasts, else the address; "" when there is none of them.
    """
    claims: dict[str, Any] = {}
    for name, values in believed.attributes.items():
        claims.setdefault(_NAMES.get(name, name), []).extend(values)
    if believed.name_format == _ADDRESS and not claims.get("email"):
        claims["email"] = [believed.name]
    lasting = "" if believed.name_format == _TRANSIENT else believed.name
    claims["NameID"] = believed.name
    claims["sub"] = _only(claims.get("orgAffiliation")) or lasting or _only(claims.get("email")).lower()
    return claims


def _only(values: list[str] | None) -> str:
    return values[0] if values and len(values) == 1 else ""
