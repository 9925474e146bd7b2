"""A connector whose lists come in pages of every kind."""

from __future__ import annotations

from pathlib import Path

SOURCE = r"""
connector: Shelf of Books
description: A shelf of books, listed in pages of every kind.
version: "1.0"
server: https://shelf.example/api
authentication: {key: {type: apiKey, in: query, name: key}}
credentials: {api_key: {type: securestring, label: Key, description: The key., role: api_key}}
types:
  Book: {fields: {id: {type: string, required: true}, title: string}}
  Books: {fields: {books: {type: "Book[]", required: true}}}
operations:
- action: add
  summary: Add a book
  request: POST /books
  body: {fields: {title: {type: string, required: true}}}
  returns: Book
- action: zero
  summary: Pages from 0
  request: GET /zero
  parameters: {page: int32, size: int32}
  returns: Books
  pages: {items: "books[]", page: page, first: 0, size: size, max_size: 50, page_count: {header: X-Pages}}
- action: totalled
  summary: Pages with a total
  request: GET /totalled
  parameters: {page: int32, size: int32}
  returns: {fields: {books: "Book[]", total: int32}}
  pages: {items: "books[]", page: page, size: size, total: total}
- action: skipped
  summary: Pages by offset
  request: GET /skipped
  parameters: {skip: int32, top: int32}
  returns: {fields: {books: "Book[]", count: string}}
  pages: {by: offset, items: "books[]", offset: skip, size: top, max_size: 50, total: count}
- action: searched
  summary: Pages by offset in the body
  request: POST /searched
  effect: reads
  body:
    fields:
      text: string
      paging: {fields: {from: string, rows: int32}}
  returns: {fields: {found: {fields: {books: "Book[]"}}}}
  pages: {by: offset, items: "found.books[]", offset: paging.from, size: paging.rows, max_size: 50}
- action: pointed
  summary: Pages by cursor
  request: GET /pointed
  parameters: {cursor: string, limit: int32}
  returns:
    fields:
      books: Book[]
      meta: {fields: {next: string, has_more: {type: boolean, required: true}}, required: true}
  pages: {by: cursor, items: "books[]", cursor: cursor, next: meta.next, more: meta.has_more, size: limit, max_size: 50}
- action: after
  summary: Pages after the last item
  request: GET /after
  parameters: {starting_after: string, limit: int32}
  returns: {fields: {books: "Book[]", has_more: boolean}}
  pages: {by: cursor, items: "books[]", cursor: starting_after, last_item: id, more: has_more, size: limit}
- action: heads
  summary: Pages by a cursor in headers
  request: GET /heads
  parameters: {X-Cursor: {type: string, in: header}, limit: int32}
  returns: Books
  pages: {by: cursor, items: "books[]", cursor: X-Cursor, next: {header: X-Next-Cursor}, size: limit}
- action: linked
  summary: Pages by link
  request: GET /linked
  parameters: {$top: int32, $filter: string}
  returns: {fields: {value: "Book[]", "@odata.nextLink": string}}
  pages: {by: link, items: "value[]", next: '@odata\.nextLink', size: $top, max_size: 50, platform: true}
- action: chained
  summary: Pages by the Link header
  request: GET /chained
  parameters: {per_page: int32}
  returns: Book[]
  pages: {by: link, items: "[]", next: {header: Link}, size: per_page}
policies:
- template: updatenextlink
  title: Next link
  operations: [linked]
  with: {nextLinkPropertyName: '@odata.nextLink'}
sandbox:
  collections:
    books: {key: id, new: {id: {token: 8}}}
  operations:
    add: {create: books}
    zero: {list: books}
    totalled: {list: books}
    skipped: {list: books}
    searched: {list: books}
    pointed: {list: books}
    after: {list: books}
    heads: {list: books}
    linked: {list: books}
    chained: {list: books}
"""
LISTS = ["zero", "totalled", "skipped", "searched", "pointed", "after", "heads", "linked", "chained"]


def written(folder: Path) -> Path:
    """The source, as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    return folder
