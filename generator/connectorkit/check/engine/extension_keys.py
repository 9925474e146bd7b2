"""The keys of each kind of part in a definition: those of Swagger 2.0, of OpenAPI 3, and extensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from connectorkit.model.http_methods import METHODS
from connectorkit.model.patterns import lazy

_LIMITS = """default enum maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems
    minItems uniqueItems multipleOf"""
_VALUE = f"type format items collectionFormat {_LIMITS}"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SWAGGER: dict[str, frozenset[str]] = {
    "root": _words("""swagger info host basePath schemes consumes produces paths definitions parameters responses
                   securityDefinitions security tags externalDocs"""),
    "info": _words("title description termsOfService contact license version"),
    "path": _words("$ref parameters").union(METHODS),
    "operation": _words("""tags summary description externalDocs operationId consumes produces parameters responses
                        schemes deprecated security"""),
    "parameter": _words(f"$ref name in description required schema allowEmptyValue {_VALUE}"),
    "items": _words(_VALUE),
    "response": _words("$ref description schema headers examples"),
    "header": _words(f"description {_VALUE}"),
    "schema": _words(f"""$ref type format items title description properties additionalProperties allOf required
                     maxProperties minProperties discriminator readOnly xml externalDocs example {_LIMITS}"""),
    "notification": _words("schema description"),
}
OPENAPI3: dict[str, frozenset[str]] = {
    "root": _words("openapi components servers webhooks jsonSchemaDialect"),
    "info": _words("summary"),
    "path": _words("servers trace summary description"),
    "operation": _words("requestBody callbacks servers"),
    "parameter": _words("content style explode allowReserved deprecated example examples nullable oneOf anyOf"),
    "items": _words("oneOf anyOf nullable"),
    "response": _words("content links"),
    "header": _words("schema content required deprecated style explode example examples nullable"),
    "schema": _words("""oneOf anyOf not nullable writeOnly deprecated examples const $defs if then else prefixItems
                     patternProperties propertyNames contains contentEncoding contentMediaType"""),
    "notification": _words("content"),
}
_DYNAMIC = "x-ms-dynamic-values x-ms-dynamic-list x-ms-dynamic-tree"
_SHOWN = "x-ms-summary x-ms-visibility"
# The kinds of parts on which the platform reads an extension.
EXTENSIONS: dict[str, frozenset[str]] = {
    "root": _words("""x-ms-connector-metadata x-ms-capabilities x-ms-docs x-ms-openai-manifest x-ms-openai-data
                   x-ms-parameterized-host x-ms-paths"""),
    "info": _words("""x-ms-api-annotation x-ms-deployment-version x-ms-keywords x-ms-openai-published-to-copilots
                   x-ms-openai-manifest"""),
    "path": _words("x-ms-notification-content"),
    "operation": _words(f"""{_SHOWN} x-ms-trigger x-ms-trigger-hint x-ms-trigger-metadata x-ms-notification
                        x-ms-api-annotation x-ms-capabilities x-ms-pageable x-ms-operation-context
                        x-ms-safe-operation x-ms-no-generic-test x-ms-openai-data x-ms-require-user-confirmation
                        x-ms-name-for-model x-ms-description-for-model x-ms-agentic-protocol x-ms-chunk-transfer"""),
    "parameter": _words(f"""{_SHOWN} {_DYNAMIC} x-ms-dynamic-schema x-ms-dynamic-properties x-ms-url-encoding
                        x-ms-enum-values x-ms-test-value x-ms-trigger-value x-ms-localizeDefaultValue x-ms-editor
                        x-ms-editor-options x-ms-name-for-model x-ms-description-for-model x-ms-media-kind"""),
    "items": _words("x-ms-enum-values"),
    "response": _words("x-ms-summary"),
    "header": _words(_SHOWN),
    "schema": _words(f"""{_SHOWN} {_DYNAMIC} x-ms-dynamic-schema x-ms-dynamic-properties x-ms-notification-url
                     x-ms-enum-values x-ms-test-value x-ms-localizeDefaultValue x-ms-editor x-ms-editor-options
                     x-ms-media-kind x-ms-capabilities x-ms-name-for-model x-ms-description-for-model"""),
    "notification": frozenset(),
}
# Extensions of Azure's code generators and other tools; the platform ignores them everywhere.
HARMLESS = _words("""
    x-ms-api-version x-ms-arm-id-details x-ms-azure-resource x-ms-client-default x-ms-client-flatten x-ms-client-name
    x-ms-client-request-id x-ms-code-generation-settings x-ms-discriminator-value x-ms-docs-operation-type
    x-ms-docs-override x-ms-enum x-ms-error-response x-ms-examples x-ms-external x-ms-flattened
    x-ms-header-collection-prefix x-ms-header-collection-format x-ms-host x-ms-identifiers
    x-ms-long-running-operation x-ms-long-running-operation-options x-ms-mutability x-ms-odata
    x-ms-parameter-grouping x-ms-parameter-location x-ms-permission x-ms-primary-error-message x-ms-request-id
    x-ms-secret x-ms-skip-url-encoding x-ms-text x-ms-display-name""")
EVERY = frozenset[str]().union(*EXTENSIONS.values())
_LETTERS = lazy(r"[^a-z0-9]+")
_MOST_MISTAKES = 2


@cache
def known(kind: str) -> frozenset[str]:
    """Every known key on parts of this kind, including keys without effect."""
    return SWAGGER[kind] | OPENAPI3[kind] | EVERY | HARMLESS


def homes(extension: str) -> list[str]:
    """The kinds of parts on which an extension has an effect."""
    return [kind for kind, names in EXTENSIONS.items() if extension in names]


@lru_cache(maxsize=4096)
def intended(kind: str, key: str) -> str:
    """The probable correction of a key that parts of this kind cannot have; "" when there is none."""
    if key.lower().startswith("x"):
        return near(key, EXTENSIONS[kind]) or near(key, EVERY)
    return near(key, SWAGGER[kind]) or _without_prefix(key, EXTENSIONS[kind])


def misspelt(kind: str, node: Mapping[str, object], key: str) -> bool:
    """Whether a part has ``key`` under a misspelled name."""
    fine = known(kind)
    return any(intended(kind, other) == key for other in node if other not in fine)


def near(key: str, known: Iterable[str]) -> str:
    """The known word that differs from ``key`` in letter case, punctuation or very few letters; "" for none."""
    first = key.split()[0].rstrip(":") if key.split() else ""
    letters = _LETTERS.sub("", key.lower())
    most = _MOST_MISTAKES if len(letters) > 6 else 1
    best, least = "", most + 1
    for one in sorted(known):
        theirs = _LETTERS.sub("", one.lower())
        if first == one or letters == theirs or letters == theirs.replace("xms", "x", 1):
            return one
        mistakes = distance(letters, theirs, most)
        if mistakes < least:
            best, least = one, mistakes
    return best


def _without_prefix(key: str, known: Iterable[str]) -> str:
    letters = _LETTERS.sub("", key.lower())
    return next((one for one in sorted(known) if _LETTERS.sub("", one[2:]).lower() in (letters, f"ms{letters}")), "")


def distance(one: str, other: str, most: int) -> int:
    """The edit distance of two words (letters changed, inserted, removed or swapped), at most ``most`` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        here = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, here[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return min(last[-1], most + 1)
