"""Telephone numbers: into the international form, and the country that one belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

# Calling codes of the public numbering plan (ITU-T E.164) by country.
CODES = dict(
    entry.split(":")
    for entry in (
        "AF:93 AL:355 DZ:213 AD:376 AO:244 AR:54 AM:374 AW:297 AU:61 AT:43 AZ:994 BH:973 BD:880 BY:375 BE:32 BZ:501"
        " BJ:229 BT:975 BO:591 BA:387 BW:267 BR:55 BN:673 BG:359 BF:226 BI:257 KH:855 CM:237 US:1 CV:238 CF:236 TD:235"
        " CL:56 CN:86 CO:57 KM:269 CG:242 CD:243 CR:506 CI:225 HR:385 CU:53 CY:357 CZ:420 DK:45 DJ:253 EC:593 EG:20"
        " SV:503 GQ:240 ER:291 EE:372 SZ:268 ET:251 FJ:679 FI:358 FR:33 GF:594 PF:689 GA:241 GM:220 GE:995 DE:49 GH:233"
        " GI:350 GR:30 GL:299 GP:590 GT:502 GN:224 GW:245 GY:592 HT:509 HN:504 HK:852 HU:36 IS:354 IN:91 ID:62 IR:98"
        " IQ:964 IE:353 IL:972 IT:39 JP:81 JO:962 KE:254 KI:686 KR:82 KW:965 KG:996 LA:856 LV:371 LB:961 LS:266 LR:231"
        " LY:218 LI:423 LT:370 LU:352 MO:853 MG:261 MW:265 MY:60 MV:960 ML:223 MT:356 MQ:596 MR:222 MU:230 MX:52 MD:373"
        " MC:377 MN:976 ME:382 MA:212 MZ:258 MM:95 NA:264 NP:977 NL:31 NC:687 NZ:64 NI:505 NE:227 NG:234 MK:389 NO:47"
        " OM:968 PK:92 PW:680 PS:970 PA:507 PG:675 PY:595 PE:51 PH:63 PL:48 PT:351 QA:974 RE:262 RO:40 RU:7 RW:250"
        " WS:685 SM:378 ST:239 SA:966 SN:221 RS:381 SC:248 SL:232 SG:65 SK:421 SI:386 SB:677 SO:252 ZA:27 SS:211 ES:34"
        " LK:94 SD:249 SR:597 SE:46 CH:41 SY:963 TW:886 TJ:992 TZ:255 TH:66 TL:670 TG:228 TO:676 TN:216 TR:90 TM:993"
        " UG:256 UA:380 AE:971 GB:44 UY:598 UZ:998 VU:678 VE:58 VN:84 YE:967 ZM:260 ZW:263"
    ).split()
)
COUNTRIES = {code: country for country, code in CODES.items()}
OTHER_NAMES = {"CA": "1", "UK": "44", "KZ": "7", "PR": "1"}
_DIGITS = re.compile(r"[1-9][0-9]{7,14}")


@lru_cache(4096)
def international(text: str, country: str) -> tuple[str, str]:
    """The number as ``+`` and digits, and its country; ("", "") for what is no number.

    A number with a leading zero is local to ``country``; digits alone are taken with their calling code.
    """
    digits = re.sub(r"[\s().-]", "", text)
    code = CODES.get(country.upper()) or OTHER_NAMES.get(country.upper(), "")
    if digits.startswith("+"):
        digits = digits[1:]
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0") and code:
        digits = code + digits[1:]
    if not _DIGITS.fullmatch(digits):
        return "", ""
    found = next((COUNTRIES[digits[:size]] for size in (1, 2, 3) if digits[:size] in COUNTRIES), "")
    return (f"+{digits}", found) if found else ("", "")
