"""Evidence for rules without which the platform cannot import, load or run a connector.

Each row: the source, its date, a note, and lines with the id of a rule and what the source calls it. Light to import.
"""

from __future__ import annotations

from connectorkit.diagnostics.evidence_sources import DEFINITION_SCHEMA, PAGE, PROPERTIES_SCHEMA, VALIDATOR

TABLE = (
    (
        VALIDATOR,
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
        PAR165 DefaultValueMustMatchType
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
        DEFINITION_SCHEMA,
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
        PROPERTIES_SCHEMA,
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
        f"{PAGE}OpenAPI extensions",
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
        f"{PAGE}Write code in a custom connector",
        "2022-12",
        "",
        """
        CSX021 ExecuteAsync
        PRP061 scriptOperations
    """,
    ),
    (
        f"{PAGE}Configure multi-authentication",
        "2023",
        "",
        """
        PRP100 connectionParameterSets
        PRP101 connectionParameterSets
        PRP102 connectionParameterSets
        PRP104 connectionParameterSets
    """,
    ),
    ("LogicAppsUX, the parser of the designer, at 5c7453c9", "2026-11", "", "PAR063 TypeError"),
    (
        "serverlessnotes.com, a message of the portal",
        "2026-11",
        "",
        "PAR081 'Authorization' header is not allowed. Use 'API Key' authentication type in the Security tab",
    ),
    (f"{PAGE}Custom connector FAQ", "2023-02", "", "SEC091 client credentials"),
    ("The Swagger 2.0 specification", "2014-09", "", "INF010 info.title"),
    ("Names of the source", "2024-10", "", "TRG043 unsubscribe"),
)
