"""Evidence for rules that the validation of a submission, or its reviewers, enforce.

Each row: the source, its date, a note, and lines with the id of a rule and what the source calls it. Light to import.
"""

from __future__ import annotations

from connectorkit.diagnostics.evidence_sources import (
    DEFINITION_SCHEMA,
    PAGE,
    POLICY,
    PROPERTIES_SCHEMA,
    REPOSITORY,
    VALIDATOR,
)

_OLDER = "Connectors that were accepted before may break this rule."
TABLE = (
    (
        VALIDATOR,
        "2022-09",
        _OLDER,
        """
        DYN050 DynamicPropertiesItemValuePathMismatch
        DYN100 InvalidCustomEditorExtensionDictionaryValue
        INF101 ContactEmailNotValid
        INF102 UrlNotValid
        INF151 OperationStatusAheadOfConnector
        OPR071 OperationSummaryTooLong
        OPR090 ValueMustEndWithAlphanumeric
        RSP010 OperationMustHaveResponse
        TRG023 NotificationUrlNotInternal
        TRG025 NotificationUrlNotString
        VER030 OperationFamilyHasDuplicateRevisions
        VER050 ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations
        VER051 ApiAnnotationExtensionReplacementInfoMissingApiProperty
        VER052 ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty
    """,
    ),
    (
        f"{REPOSITORY}, pull request 1095",
        "2021-09-09",
        _OLDER,
        """
        INF100 The 'contact' property is required.
        OPR080 Summary string contains any of the restricted characters
    """,
    ),
    (
        f"{REPOSITORY}, pull request 3407",
        "2024-04-23",
        _OLDER,
        """
        INF020 The 'title' value goes over the character limit '30'
        INF030 The value 'title' contains at least one of the restricted words
        INF080 The value 'description' contains at least one of the restricted words
        PAR090 The 'x-ms-summary' property is required.
        PAR093 The 'description' property is required.
    """,
    ),
    (
        f"{REPOSITORY}, pull request 4077",
        "2026-02-10",
        _OLDER,
        """
        INF110 The connector metadata property 'Categories' is required.
        INF130 Only two categories are allowed
    """,
    ),
    (
        f"{REPOSITORY}, pull request 4181",
        "2026-04-16",
        _OLDER,
        """
        INF060 The 'description' value must be between '30' and '500' characters.
        RSP030 The 'default' response should not have schema definition.
    """,
    ),
    (f"{REPOSITORY}, pull request 4123", "2026", _OLDER, "RSP087 Expected type 'Object', but value is of type 'Array'"),
    (
        POLICY,
        "2026-01",
        _OLDER,
        """
        ICO010 5000.2.1.3
        ICO011 5000.2.1.2
        ICO012 5000.2.1.4
        ICO020 5000.2.1.5
        INF040 5000.2.2.3
        PRP011 5000.2.1.1
        PRP012 5000.2.1.1
        PRP030 5000.2.6.9
        PRP031 5000.2.6.9
        SEC020 5000.2.6.3
    """,
    ),
    (
        DEFINITION_SCHEMA,
        "2024-10",
        "",
        """
        DYN110 x-ms-capabilities
        DYN115 x-ms-capabilities
        INF150 x-ms-api-annotation
    """,
    ),
    (
        PROPERTIES_SCHEMA,
        "2024-10",
        "",
        """
        PRP041 clearText
        PRP042 tabIndex
        PRP043 constraints
        PRP044 allowedValues
        PRP053 policy parameters
        PRP054 policy parameters
        PRP057 policy parameters
        PRP082 connectionParameters
        PRP098 IsFirstParty
    """,
    ),
    (
        f"{PAGE}Prepare connector files for certification",
        "2022-06",
        "",
        """
        OPR070 summary
        OPR120 description
    """,
    ),
    (f"{PAGE}Connector string guidance", "2022-06", "", "PAR091 title of at most 80 characters"),
    (f"{PAGE}OpenAPI extensions", "2022-06", "", "DYN082 x-ms-dynamic-tree"),
    (f"{PAGE}Test connection", "2022-06", "", "DYN112 testConnection"),
    (
        f"{PAGE}Connection parameters",
        "2022-06",
        "",
        """
        SEC120 API key
        SEC121 basic authentication
        SEC122 OAuth 2.0
    """,
    ),
    (
        f"{REPOSITORY}, pipeline that scans for credentials",
        "2024-10",
        "",
        """
        EXT240 x-ms-test-value
        INF180 clientSecret
        INF182 keys and tokens
    """,
    ),
    (
        f"{REPOSITORY}, guide and layout",
        "2024-10",
        "",
        """
        PRP013 the colour of independent publishers
        PRP076 apiProperties.json
    """,
    ),
)
