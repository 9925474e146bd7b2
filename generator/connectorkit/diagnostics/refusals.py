"""Refusals: which errors stop a build, and the evidence for each rule that can. Light to import.

There are two kinds of error. *Refused*: the platform cannot import, load or run the connector, or the source has no
meaning. *Certification*: reviewers, or the validation of a submission, send the connector back. This module is the one
place that tells them apart. An error that no rule reports (the format, YAML and JSON, files, types, names that lead
nowhere, openapi-spec-validator) is refused; an error of a rule is refused where REFUSED has its id.

A rule belongs in REFUSED only if it is an error in the `custom` profile and its text or its source says that the import
or the designer refuses the connector. Every other rule of that profile's errors is in CERTIFICATION, with the reason.
"""

from __future__ import annotations

from connectorkit.diagnostics.finding import Finding

IMPORT = "the platform's validator refuses the import"
SCHEMA = "the platform reads the file by its schema, and refuses what does not fit"
SPECIFICATION = "Swagger 2.0 does not allow it, and openapi-spec-validator refuses it"
SIZE = "the import takes no more"
RUNTIME = "the import or the first call fails, because the platform cannot run it"
DESIGNER = "the designer cannot load the operation, or cannot make the call"
NAME = "it names something that does not exist"

_EVIDENCE = {
    IMPORT: """
        OPR010 OPR020 SEC010 SEC060 SEC061 SEC062 SEC080 SEC081 SEC090 SEC093 SEC111 SEC160 SEC161 PRP095
        PAR010 PAR011 PAR012 PAR014 PAR015 PAR020 PAR021 PAR030 PAR031 PAR040 PAR060 PAR061 PAR062 PAR070 PAR080 PAR081
        PAR100 PAR101 PAR102 PAR103 PAR110 PAR120 PAR130 PAR140 PAR141 PAR142 PAR143 PAR144 PAR145 PAR146 PAR150
        PAR161 PAR162 PAR165 PAR170 PAR171 PAR172 PAR173 PAR180 PAR190 PAR210 PAR211 PAR212 PAR213 PAR221 PAR222 PAR223
        PAR243 PAR244 PAR250
        RSP010 RSP060 RSP061 RSP081 RSP082 RSP083 RSP084 RSP085 RSP086 RSP090 RSP100 RSP101 RSP102 RSP103 RSP104
        RSP120 RSP131 RSP170 SEC040 EXT020 TRG010 TRG020 TRG022 TRG024 TRG025 TRG030 TRG032 TRG060 TRG061 TRG062 TRG063
        DYN020 DYN022 DYN023 DYN024 DYN025 DYN026 DYN027 DYN030 DYN031 DYN032 DYN033 DYN034 DYN081 DYN090
    """,
    SCHEMA: """
        INF160 PRP010 PRP050 PRP052 PRP056 PRP059 PRP075 PRP077 PRP080 PRP081 PRP083 PRP085 PRP090 PRP091 PRP092 PRP093
        PRP094 PRP096 PRP099 PRP100 PRP101 PRP102 PRP104 PRP110 PRP111 PRP061 PAR051
    """,
    SPECIFICATION: "INF010",
    SIZE: "SEC050 CSX010 RSP110 RSP111",
    RUNTIME: "SEC091 CSX020 CSX021",
    NAME: "TRG043",
    DESIGNER: "PAR063 TRG021 TRG026 TRG031 DYN021 DYN029 DYN060 DYN061",
}
REFUSED = {id: reason for reason, ids in _EVIDENCE.items() for id in ids.split()}
"""The rules whose errors stop a build, each with the reason."""

CERTIFICATION = {
    "PRP011": "the form of a colour is asked for by certification policy 5000.2.1.1; no import is known to refuse it",
    "PRP076": "only the layout of the repository asks for the file; a build always writes it",
    "INF182": "the scan of the repository reports it; the import takes the file",
    "ICO010": "certification policy 5000.2.1.3; the icon is uploaded apart from the definition",
    "ICO011": "certification policy 5000.2.1.2; the icon is uploaded apart from the definition",
    "SEC020": "the checks of a submission report it; published connectors have such keys",
    "EXT240": "the file can be imported; the secret in it is public",
}
"""The other rules that are errors in every profile, each with the reason why the import still works."""

# Errors about the use of this tool; the connector itself is not affected.
_HARMLESS = ("WVR", "CFG")
_RULE_LENGTH = 6


def refused(finding: Finding) -> bool:
    """Whether the platform cannot use what is built, or the source has no meaning: such a finding stops a build."""
    if finding.severity != "error" or finding.id.startswith(_HARMLESS):
        return False
    return finding.id in REFUSED or not of_rule(finding.id)


def of_rule(id: str) -> bool:
    """Whether ``id`` is that of a rule, not of a reader, a schema or a referee."""
    return len(id) == _RULE_LENGTH and id.startswith(FAMILIES)


FAMILIES = ("INF", "OPR", "SEC", "PAR", "RSP", "PRP", "TRG", "DYN", "EXT", "VER", "DOC", "ICO", "CSX", "PRQ")
"""The letters with which the ids of rules begin."""
