"""The evidence for each rule that can be an error: what is known to refuse its breach, where that is written, and when.

*refused*: the platform cannot import, load or run the connector; no accepted connector breaks the rule.
*certification*: the validation of a submission or its reviewers send the connector back. A connector that was accepted
earlier may break a newer rule of this kind.

Each line is the id of a rule and what the source calls it. Light to import.
"""

from __future__ import annotations

from typing import NamedTuple

REFUSED, CERTIFICATION = "refused", "certification"
_PAGE = "Microsoft Learn, "
_VALIDATOR = f"{_PAGE}Fix Swagger Validator errors"
_REPOSITORY = "github.com/microsoft/PowerPlatformConnectors"
_DEFINITION_SCHEMA = f"{_REPOSITORY}, schema of apiDefinition.swagger.json"
_PROPERTIES_SCHEMA = f"{_REPOSITORY}, schema of apiProperties.json"
_POLICY = f"{_PAGE}Certification policy"


class Evidence(NamedTuple):
    """Why a rule can be an error. ``kind``: REFUSED or CERTIFICATION; ``date``: of the source, year first."""

    kind: str
    source: str
    date: str
    detail: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The record in one line."""
        about = f": {self.detail.rstrip('.')}" if self.detail else ""
        said = f"{self.source}{about} ({self.date})."
        return f"{said} {self.note}" if self.note else said


MEANING = {
    REFUSED: "The platform cannot import, load or run a connector that breaks this rule.",
    CERTIFICATION: "The validation of a submission, or its reviewers, send back a connector that breaks this rule.",
}
"""What the kind of a record means, in one sentence."""


_OLDER = "Connectors that were accepted before may break this rule."
TABLE = (
    (
        REFUSED,
        _VALIDATOR,
        "2022-09",
        "",
        """
        DYN020 OperationIdNotFound
        DYN022 OperationMissingRequiredProperty
        DYN023 OperationParameterNameNotFound
        DYN024 OperationParameterStaticTypeMismatch
        DYN025 OperationParameterTypeMismatch
        DYN026 OperationParameterNameNotFound
        DYN027 SourcePropertyInternal
        DYN031 InvokedOperationShouldProduceArray
        DYN032 InvokedOperationShouldProduceArray
        DYN033 InvokedOperationShouldProduceProperty
        DYN034 InvokedOperationShouldProduceProperty
        DYN081 SelectedItemValuePathNotAllowedInThisPosition
        EXT020 AdditionalPropertyNotAllowed
        OPR010 OperationIdRequired
        OPR020 OperationIdNotUnique
        PAR010 OperationPathMustStartWithSlash
        PAR011 OperationPathMayNotContainQueryOrFragment
        PAR012 OperationPathContainsUnsupportedCharacters
        PAR014 OperationPathTemplateNotValid
        PAR015 OperationPathVariablesContainDefaults
        PAR020 PathRedefined
        PAR021 DuplicateOperationPath
        PAR030 OperationMissingPathParameter
        PAR031 PathParameterNotDefinedInTemplate
        PAR040 PathParameterMustBeRequired
        PAR060 OperationParametersContainDuplicateParameter
        PAR061 OperationParametersContainMultipleBodyParameters
        PAR062 ParameterListContainsFormDataAndBody
        PAR080 ConnectionIdParameterNotAllowed
        PAR100 FileParameterMustBeInFormData
        PAR101 SchemaTypeFileNotValid
        PAR103 StringBinaryNotSupportedForFormUrlEncoded
        PAR110 InvalidFormDataParameterName
        PAR120 AllowEmptyValueOnlyValidForQueryFormData
        PAR130 CollectionFormatValueNotSupported
        PAR140 BodyParameterSchemaRequired
        PAR141 NonBodyParameterSchemaNotValid
        PAR142 BodyParameterPropertyNotValid
        PAR150 DynamicExtensionDefinitionNotAllowedInParameter
        PAR161 EnumMustContainAtLeastOneElement
        PAR162 ArrayDuplicateValue
        PAR170 InvalidEnumValuesExtensionValue
        PAR171 MissingEnumValuesDisplayName
        PAR172 DuplicateEnumValuesInExtension
        PAR173 InvalidEnumValuesExtensionValue
        PAR190 RequiredReadOnlyPropertyNotAllowedAsInput
        PAR210 MinimumShouldBeLessThanOrEqualToMaximum
        PAR211 ExclusiveMaximumRequiresMaximum ExclusiveMinimumRequiresMinimum
        PAR212 MultipleOfMustBeGreaterThanZero MinLengthMustBeGreaterThanOrEqualToZero
        PAR213 PatternShouldBeValidRegularExpression
        PAR221 MimeTypeNotValid
        PAR243 JsonValueNotInEnum
        PAR250 ParamtersWithSameNameMustHaveSameTypeAndVisibility
        PRP095 UrlNotValid
        RSP060 ResponseMustBeDefaultOrHttpStatusCode
        RSP081 SchemaReferenceNotFound ParameterReferenceNotFound ResponseReferenceNotFound
        RSP082 SchemaRefLoopNotAllowed ParameterRefLoopNotAllowed ResponseRefLoopNotAllowed
        RSP083 PathItemRefNotSuppored
        RSP084 SchemaReferenceNotValid ParameterReferenceNotValid ResponseReferenceNotValid
        RSP085 SchemaRefLoopNotAllowed ParameterRefLoopNotAllowed ResponseRefLoopNotAllowed
        RSP086 JsonTypeIncorrect
        RSP090 RequiredLoopInSchemaNotAllowed
        RSP100 ArrayHasNoItems
        RSP101 RequiredPropertyArrayEmpty
        RSP102 RequiredPropertyDefinitionMissing
        RSP104 JsonTypeIncorrect
        RSP120 DiscriminatorMustBeARequiredStringProperty
        RSP131 ResponseHeadersAreNotUnique
        RSP170 FilterFunctionsPropertyEmpty
        SEC010 SpecificationVersionIncorrect
        SEC060 HostNameNotValid
        SEC061 HostNameNotValid
        SEC062 BasePathNotValid
        SEC080 SchemesArrayEmpty
        SEC081 SchemeNotValid SchemeNotSupported
        SEC090 SecurityScheme
        SEC093 SecurityScheme
        SEC111 SecurityRequirementMustHaveEmptyValue
        TRG020 WebhookOperationsMissingNotificationUrlProperty
        TRG022 NotificationUrlNotAllowedInThisPosition
        TRG024 NotificationUrlNotRequired
        TRG030 OperationMustHaveNotificationContentExtension
        TRG032 SchemaDefinitionSetIncorrectly
        TRG060 OperationIdNotFound
        TRG061 NotificationExtensionSupportedForTriggerOnly
        TRG062 NotificationExtensionNotSupportedInWebhookOperation
        TRG063 NotificationOperationMustBeWebhook
        PAR180 internal and required without a default
        SEC160 tags of one name
        SEC161 extension names
    """,
    ),
    (
        REFUSED,
        _DEFINITION_SCHEMA,
        "2024-10",
        "",
        """
        DYN021 x-ms-dynamic-values
        DYN029 x-ms-dynamic-values
        INF160 info.version
        PAR051 x-ms-url-encoding
        PAR143 parameter
        PAR144 parameter
        PAR145 parameter
        PAR146 parameter
        PAR244 parameter
        RSP061 response
        SEC040 reference
        TRG026 x-ms-notification-url
        TRG031 x-ms-notification-content
    """,
    ),
    (
        REFUSED,
        _PROPERTIES_SCHEMA,
        "2024-10",
        "",
        """
        PRP010 iconBrandColor
        PRP050 templateId
        PRP052 policy parameters
        PRP056 policySection
        PRP059 operationName
        PRP075 properties
        PRP077 properties
        PRP080 connectionParameters
        PRP083 oAuthSettings
        PRP085 connectionParameters
        PRP090 identityProvider
        PRP092 customParameters
        PRP094 customParameters
        PRP099 oAuthSettings
        PRP110 policyTemplateInstances
        PRP111 policy parameters
    """,
    ),
    (
        REFUSED,
        f"{_PAGE}OpenAPI extensions",
        "2022-06",
        "",
        """
        DYN060 x-ms-dynamic-list
        DYN061 x-ms-dynamic-values
        TRG010 x-ms-trigger
        TRG021 x-ms-notification-url
    """,
    ),
    (
        REFUSED,
        f"{_PAGE}Write code in a custom connector",
        "2022-12",
        "",
        """
        CSX021 ExecuteAsync
        PRP061 scriptOperations
    """,
    ),
    (
        REFUSED,
        f"{_PAGE}Configure multi-authentication",
        "2023",
        "",
        """
        PRP100 connectionParameterSets
        PRP101 connectionParameterSets
        PRP102 connectionParameterSets
        PRP104 connectionParameterSets
    """,
    ),
    (REFUSED, f"{_PAGE}Custom connector FAQ", "2023-02", "", "SEC091 client credentials"),
    (REFUSED, "The Swagger 2.0 specification", "2014-09", "", "INF010 info.title"),
    (REFUSED, "Names of the source", "2024-10", "", "TRG043 unsubscribe"),
    (
        CERTIFICATION,
        _VALIDATOR,
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
        CERTIFICATION,
        f"{_REPOSITORY}, pull request 1095",
        "2021-09-09",
        _OLDER,
        """
        INF100 The 'contact' property is required.
        OPR080 Summary string contains any of the restricted characters
    """,
    ),
    (
        CERTIFICATION,
        f"{_REPOSITORY}, pull request 3407",
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
        CERTIFICATION,
        f"{_REPOSITORY}, pull request 4077",
        "2026-02-10",
        _OLDER,
        """
        INF110 The connector metadata property 'Categories' is required.
        INF130 Only two categories are allowed
    """,
    ),
    (
        CERTIFICATION,
        f"{_REPOSITORY}, pull request 4181",
        "2026-04-16",
        _OLDER,
        """
        INF060 The 'description' value must be between '30' and '500' characters.
        RSP030 The 'default' response should not have schema definition.
    """,
    ),
    (
        CERTIFICATION,
        _POLICY,
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
        CERTIFICATION,
        _DEFINITION_SCHEMA,
        "2024-10",
        "",
        """
        DYN110 x-ms-capabilities
        DYN115 x-ms-capabilities
        INF150 x-ms-api-annotation
    """,
    ),
    (
        CERTIFICATION,
        _PROPERTIES_SCHEMA,
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
        CERTIFICATION,
        f"{_PAGE}Prepare connector files for certification",
        "2022-06",
        "",
        """
        OPR070 summary
        OPR120 description
    """,
    ),
    (CERTIFICATION, f"{_PAGE}Connector string guidance", "2022-06", "", "PAR091 title of at most 80 characters"),
    (CERTIFICATION, f"{_PAGE}OpenAPI extensions", "2022-06", "", "DYN082 x-ms-dynamic-tree"),
    (CERTIFICATION, f"{_PAGE}Test connection", "2022-06", "", "DYN112 testConnection"),
    (
        CERTIFICATION,
        f"{_PAGE}Connection parameters",
        "2022-06",
        "",
        """
        SEC120 API key
        SEC121 basic authentication
        SEC122 OAuth 2.0
    """,
    ),
    (
        CERTIFICATION,
        f"{_REPOSITORY}, pipeline that scans for credentials",
        "2024-10",
        "",
        """
        EXT240 x-ms-test-value
        INF180 clientSecret
        INF182 keys and tokens
    """,
    ),
    (
        CERTIFICATION,
        f"{_REPOSITORY}, guide and layout",
        "2024-10",
        "",
        """
        PRP013 the colour of independent publishers
        PRP076 apiProperties.json
    """,
    ),
)
RECORDS = {
    id: Evidence(kind, source, date, detail, note)
    for kind, source, date, note, lines in TABLE
    for line in lines.strip().splitlines()
    for id, _, detail in [line.strip().partition(" ")]
}
"""The record of each rule that can be an error in some profile, by its id."""
