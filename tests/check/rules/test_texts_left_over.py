"""Rules about placeholders left in texts, and about language: what they report, and what they accept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.check.rules.example import described, findings, ids, one

from connectorkit.check.engine import languages

pytestmark = pytest.mark.part(0.4)


# Texts
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Reads an order: TODO.", "OPR172"),
        ("Reads an order of {{SHOP_NAME}}.", "OPR172"),
        ("Reads an order of [[insert the name]].", "OPR172"),
        ("Reads an order of {{TODO}}.", "OPR172"),
        ("Reads an order. Description goes here.", "OPR172"),
        ("Reads a todo item and all of its todos.", ""),
        ("Reads an order by a template such as {{name}}.", ""),
        ("Reads an order that is TBDs next.", ""),
        ("Reads an order,<br>with its lines.", "OPR171"),
        ("Reads an order&nbsp;with its lines.", "OPR171"),
        ("Reads an order in HTML, such as <b>bold</b>.", ""),
        ("Reads an order where the total is <10 or the count >5.", ""),
        ("Reads an order AT&T made.", ""),
        ("Reads an order.  It has lines.", ""),
        ("Reads an  order.", "OPR173"),
        ("Reads an order:\n  - its lines\n  - its prices.", ""),
    ],
)
def test_what_is_left_over_in_a_text(tmp_path: Path, text: str, rule: str) -> None:
    found = ids(tmp_path, described(text)) & {"OPR171", "OPR172", "OPR173", "OPR154", "OPR155"}
    assert found == ({rule} if rule else set())


def test_readme_and_introduction_are_read_without_code_tables_and_addresses(tmp_path: Path) -> None:
    readme = (
        "# Contoso Orders\n\nWorks with PowerApps  today.\n\nTODO: write this.\n\n```\nTODO  PowerApps\n```\n\n"
        "See `PowerApps` at https://make.powerapps.com/PowerApps.\n\n| a  b | PowerApps |\n"
    )
    example = json.dumps({"published": {}, "files": {"readme.md": readme}})
    found = [one for one in findings(tmp_path, example, "certified") if one.id in ("OPR155", "OPR172", "OPR173")]
    assert sorted((one.id, one.span.line) for one in found) == [("OPR155", 3), ("OPR172", 5), ("OPR173", 3)]


def test_double_blanks_are_one_finding_with_every_place(tmp_path: Path) -> None:
    texts = {name: {"description": "Reads one  thing."} for name in ("GetOrder", "ListShops", "CreateOrder")}
    found = one(tmp_path, json.dumps({"operations": texts}), "OPR173")
    assert (len(found.related), "2 other strings" in found.message) == (2, True)


@pytest.mark.parametrize("said", ["(deprecated)", "Deprecated: use GetOrder_V2.", "It is replaced by Get order V2."])
def test_a_description_may_say_in_any_words_that_an_operation_is_deprecated(tmp_path: Path, said: str) -> None:
    text = json.dumps({"operations": {"GetOrder": {"deprecated": True, "description": f"Reads one order. {said}"}}})
    assert "OPR201" not in ids(tmp_path, text)


# Languages
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gibt alle Bestellungen zurück, die für einen Kunden mit dem Konto angelegt wurden.", "German"),
        ("Renvoie toutes les commandes qui sont ouvertes pour un client dans une région.", "French"),
        ("Devuelve los pedidos que se hicieron para un cliente con una tarjeta en el mes.", "Spanish"),
        ("Restituisce gli ordini che sono stati fatti per un cliente con la carta nel mese.", "Italian"),
        ("Devolve os pedidos que foram feitos para um cliente com uma loja do mesmo mês.", "Portuguese"),
        ("Geeft alle bestellingen van een klant met het nummer dat voor deze maand is.", "Dutch"),
        ("Hämtar alla ordrar som är öppna för en kund med ett konto och det angivna numret.", "Swedish"),
        ("Zwraca wszystkie zamówienia, które są otwarte dla klienta oraz na jego koncie w sklepie.", "Polish"),
        ("Читает все заказы клиента.", ""),
        ("返回客户的所有未完成订单和相关的信息。", ""),
    ],
)
def test_texts_in_other_languages_are_recognized(text: str, language: str) -> None:
    verdict = languages.not_english(text)
    assert verdict is not None
    assert verdict.language == language


@pytest.mark.parametrize(
    "text",
    [
        "Lists orders.",
        "Bestellung",
        "Reads the orders of La Poste and Les Mills in Los Angeles, San José and El Paso for a customer.",
        "The name of the street, such as Rue de la Paix, Via del Corso, Calle de la Luz or Unter den Linden.",
        "The locale: de, fr, es, it, pt, nl, se, dk, no, pl. One of en, de, fr, es, it, pt, nl, se.",
        "Filter: eq, ne, gt, ge, lt, le, and, or, not, in, any, all, contains, startswith, endswith.",
        "Total über alles",
        "Returns π, Δ and μ of a curve.",
        "ID URL API SMS PDF XML JSON CSV HTML HTTP",
        "",
    ],
)
def test_english_texts_names_and_lists_of_words_are_left_alone(text: str) -> None:
    assert languages.not_english(text) is None
