"""All rules about the definition's paths, parameters, answers, schemas, references and keys."""

from __future__ import annotations

from connectorkit.rules import (
    extensions,
    field_texts,
    formats,
    inputs,
    limits,
    media,
    openapi3,
    parameter_form,
    parameter_texts,
    parameters,
    paths,
    references,
    responses,
    schemas,
    sharing,
    values,
)
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (
    *paths.RULES,
    *parameters.RULES,
    *parameter_form.RULES,
    *parameter_texts.RULES,
    *inputs.RULES,
    *values.RULES,
    *limits.RULES,
    *formats.RULES,
    *media.RULES,
    *responses.RULES,
    *schemas.RULES,
    *references.RULES,
    *openapi3.RULES,
    *field_texts.RULES,
    *sharing.RULES,
    *extensions.RULES,
)
