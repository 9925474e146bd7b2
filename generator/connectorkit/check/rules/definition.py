"""All rules about the definition's paths, parameters, answers, schemas, references and keys."""

from __future__ import annotations

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules.extensions import extensions
from connectorkit.check.rules.parameters import (
    formats,
    inputs,
    limits,
    media,
    parameter_form,
    parameter_texts,
    parameters,
    paths,
    values,
)
from connectorkit.check.rules.responses import field_texts, references, responses, schemas, sharing
from connectorkit.check.rules.security import openapi3

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
