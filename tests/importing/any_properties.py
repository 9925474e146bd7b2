"""Strategies for published apiProperties.json, for use with those of the swagger."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.importing.any_swagger import changed, flags, joined, maps, names, some, texts, values, wholes, words

_TEMPLATE_KEYS = ["x-ms-apimTemplate-operationName", "x-ms-apimTemplate-policySection"]
_TEMPLATE_KEYS += ["x-ms-apimTemplateParameter.name", "x-ms-apimTemplateParameter."]
interfaces = some(
    displayName=texts | st.none(),
    description=texts,
    tooltip=texts,
    constraints=some(
        required=st.sampled_from(["true", "false", True, False]),
        clearText=flags,
        tabIndex=wholes,
        hidden=flags,
        allowedValues=values,
        x_vendor=values,
    ),
)
oauth = some(
    identityProvider=texts,
    clientId=texts,
    scopes=words,
    redirectMode=texts,
    redirectUrl=texts,
    properties=values,
    customParameters=maps(values | some(value=values), 3),
    x_vendor=values,
)
credentials = some(
    type=st.sampled_from(["string", "securestring", "oauthSetting", "oAuthSetting", "gatewaySetting", "connection"]),
    uiDefinition=interfaces | values,
    oAuthSettings=oauth,
    allowSharing=flags,
    gatewaySettings=values,
    x_vendor=values,
)
parameter_sets = some(
    uiDefinition=values | interfaces,
    values=st.lists(
        some(
            name=texts,
            uiDefinition=interfaces | values,
            parameters=maps(credentials, 2),
            metadata=values,
            x_vendor=values,
        ),
        max_size=3,
    ),
    x_vendor=values,
)
policies = some(
    templateId=texts,
    title=texts,
    type=texts,
    parameters=st.dictionaries(
        names | st.sampled_from(_TEMPLATE_KEYS),
        values,
        max_size=4,
    ),
    x_vendor=values,
)
inner = some(
    connectionParameters=maps(credentials, 3),
    connectionParameterSets=parameter_sets,
    iconBrandColor=st.sampled_from(["#da3b01", "#DA3B01", "red", "", None]),
    capabilities=words,
    scriptOperations=words,
    publisher=texts,
    stackOwner=texts,
    policyTemplateInstances=st.lists(policies, max_size=3),
    x_vendor=values,
)
documents = st.none() | changed(joined(some(x_vendor=values), inner.map(lambda one: {"properties": one})))
