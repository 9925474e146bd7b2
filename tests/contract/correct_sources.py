"""Correct sources whose generated suites must pass: operations, by what could mislead a suite."""

HEAD = """
connector: Kinds
description: Sources that are correct, in which one name is used for two things.
version: "1"
server: https://a.example.com
"""
CORRECT = {
    "an input of texts and a list of objects share a name": """
operations:
- action: AddLabels
  summary: Add labels
  request: POST /issues/{id}/labels
  parameters: {id: string}
  body: {fields: {labels: {type: "string[]", required: true}}}
  returns: {fields: {labels: {items: {fields: {name: string}}}}}
""",
    "an input of one text and a list of texts share a name": """
operations:
- action: AddLabel
  summary: Add label
  request: POST /issues
  body: {fields: {labels: {type: string, required: true}, note: {type: "int32[]", required: true}}}
  returns: {fields: {labels: "string[]", note: {fields: {id: int32}}}}
""",
    "a query parameter is no filter of a list of objects": """
operations:
- action: find
  summary: Find
  request: GET /rows
  parameters: {tags: "string[]"}
  returns: {items: {fields: {tags: {items: {fields: {id: integer}}}}}}
""",
    "an unknown field has the type of the additional ones": """
operations:
- action: GetRow
  summary: Get row
  request: GET /row
  returns: {fields: {id: string}, additional: {fields: {unit: {type: string, choices: [m, ft]}, value: number}}}
""",
    "the event of a trigger is a list": """
operations:
- trigger: OnRows
  summary: When rows are added
  request: PUT /subscriptions/{name}
  parameters: {name: string}
  body: {fields: {url: {type: string, required: true, callback: true}}}
  responses: {200: OK}
  unsubscribe: {operation: OffRows, parameter: name}
  event_description: Rows
  event_unique: "[].id"
  event: {items: {fields: {id: string, data: {fields: {to: string}}}}}
- action: OffRows
  summary: Stop
  visibility: internal
  request: DELETE /subscriptions/{name}
  parameters: {name: string}
  responses: {200: OK}
""",
    "a webhook is ended without a parameter": """
operations:
- trigger: OnRow
  summary: When a row is added
  request: POST /subscription
  body: {fields: {url: {type: string, required: true, callback: true}}}
  responses: {200: OK}
  unsubscribe: {operation: OffRow}
  event_description: A row
  event: {fields: {id: string}}
- action: OffRow
  summary: Stop
  visibility: internal
  request: DELETE /subscription
  responses: {200: OK}
""",
    "the errors are a list": """
errors: {code: "errors[].code", message: "errors[].message"}
operations:
- action: AddRow
  summary: Add row
  request: POST /row
  body: {fields: {note: {type: string, required: true, max_length: 5}}}
  returns: {fields: {id: string}}
""",
    "an event of a list is known by a value deep inside": """
operations:
- trigger: OnRows
  summary: When rows
  request: POST /hooks
  body: {fields: {url: {type: string, required: true, callback: true}}}
  returns: {fields: {"hook.id": string}}
  unsubscribe: {operation: OffRows}
  event_description: Rows
  event_unique: "[].meta.ids[].id"
  event: {items: {fields: {meta: {fields: {ids: {items: {fields: {id: string}}}}}}}}
- action: OffRows
  summary: Stop
  visibility: internal
  request: POST /hooks/stop
  body: {fields: {url: {type: string, required: true}}}
  responses: {202: Accepted}
""",
    "choices, bounds and dates of inputs are unlike those of fields with their names": """
operations:
- action: add
  summary: Add
  request: POST /rows/{status}
  parameters: {status: {type: string, choices: [open, closed]}, level: {type: int32, min: 5}}
  body: {fields: {on: {type: string, format: date, required: true}, of: {fields: {id: int32}, required: true}}}
  returns:
    fields:
      status: {type: string, choices: [OPEN, CLOSED]}
      level: {type: int32, max: 3}
      on: date-time
      of: string
""",
    "names have dots and brackets": """
operations:
- action: add
  summary: Add
  request: POST /row/{a.b}
  parameters: {a.b: string, "filter[name]": string, "X-a.b": {type: string, in: header}}
  body: {fields: {a.b: {required: true, fields: {"c[]": {required: true, items: {fields: {"d.e[0]": string}}}}}}}
  returns: {fields: {a.b: {fields: {"c[]": {items: {fields: {"d.e[0]": string, .: string}}}}}, "filter[name]": string}}
""",
    "the errors are a list at the top": """
errors: {code: "[].code", message: "[].message"}
operations:
- action: add
  summary: Add
  request: POST /row
  body: {fields: {note: {type: string, required: true}}}
  returns: {fields: {id: string}}
""",
    "a success is told by a flag, in the envelope and in each item": """
operations:
- action: SendAll
  summary: Send all
  request: POST /all
  effect: sends
  body: {fields: {rows: {required: true, items: {fields: {to: {type: string, required: true}}}}}}
  returns: {fields: {ok: boolean, rows: {items: {fields: {to: string, sent: boolean}}}}}
  success: {envelope: {path: ok, equals: true}, items: {path: "rows[].sent", equals: true, request: "rows[]"}}
""",
    "a success is told by a choice": """
operations:
- action: send
  summary: Send
  request: POST /one
  effect: sends
  body: {fields: {to: {type: string, required: true}}}
  returns: {fields: {state: {type: string, choices: [OK, FAILED]}, count: int32}}
  success: {envelope: {path: state, equals: OK}}
""",
    "the size of a page has bounds, steps or choices": """
operations:
- action: add
  summary: Add
  request: POST /rows
  body: {fields: {note: {type: string, required: true}}}
  returns: {fields: {id: string, note: string}}
- action: list
  summary: List
  request: GET /rows
  parameters: {page: int32, size: {type: int32, min: 4, max: 6}}
  returns: {fields: {rows: {items: {fields: {id: string, note: string}}}}}
  pages: {items: "rows[]", page: page, size: size}
- action: choose
  summary: Choose
  request: GET /choices
  parameters: {page: int32, size: {type: string, choices: ["5", "10"]}}
  returns: {fields: {rows: {items: {fields: {id: string, note: string}}}}}
  pages: {items: "rows[]", page: page, size: size, max_size: 10}
- action: find
  summary: Find
  request: POST /found
  effect: reads
  body: {fields: {text: {type: string, required: true}, skip: int32, top: {type: int32, multiple_of: 3}}}
  returns: {fields: {rows: {items: {fields: {id: string, note: string}}}}}
  pages: {by: offset, items: "rows[]", offset: skip, size: top, max_size: 12}
- action: search
  summary: Search
  request: GET /search
  parameters: {word: string}
  returns: {items: {fields: {id: string, note: string}}}
sandbox:
  collections: {rows: {key: id}}
  operations:
    add: {create: rows}
    list: {list: rows}
    choose: {list: rows}
    find: {search: [rows], by: text}
    search: {search: [rows], by: word}
""",
    "parts exclude each other in what they say of additional properties": """
operations:
- action: add
  summary: Add
  request: POST /row
  body: {all_of: [{fields: {a: string}, additional: string}, {fields: {b: integer}, additional: integer}]}
  returns: {all_of: [{fields: {a: string}, additional: string}, {fields: {b: integer}, additional: integer}]}
""",
    "a policy replaces the header of one of two definitions that are needed together": """
authentication: {login: {type: basic}, extra: {type: apiKey, in: header, name: Authorization}}
security: [{login: [], extra: []}]
credentials:
  username: {type: securestring, label: User name}
  password: {type: securestring, label: Password}
  extra: {type: securestring, label: Key}
policies:
- template: setheader
  title: Key
  section: Request
  with: {name: Authorization, value: "@connectionParameters('extra')", existsAction: override}
operations:
- {action: get, summary: Get, request: GET /row, returns: {fields: {id: string}}}
""",
    "a policy replaces the credentials with a constant": """
authentication: {login: {type: basic}}
policies:
- template: setheader
  title: Key
  section: Request
  with: {name: Authorization, value: constant, existsAction: override}
operations:
- {action: get, summary: Get, request: GET /row, returns: {fields: {id: string}}}
""",
    "operations need different definitions, several of them together, or none": """
authentication:
  user: {type: apiKey, in: header, name: X-User}
  key: {type: apiKey, in: query, name: key}
  login: {type: basic}
  token: {type: oauth2, flow: accessCode, authorizationUrl: https://a.example.com/a, tokenUrl: https://a.example.com/t}
security: [{login: []}, {key: []}]
operations:
- {action: usual, summary: Usual, request: GET /usual, returns: {fields: {id: string}}}
- {action: both, summary: Both, request: POST /both, security: [{user: [], key: []}], returns: {fields: {id: string}}}
- {action: one, summary: One, request: PUT /one, security: [{key: []}], returns: {fields: {id: string}}}
- {action: signed, summary: Signed, request: GET /signed, security: [{token: []}, {user: []}], responses: {204: OK}}
- {action: free, summary: Free, request: GET /free, security: [], returns: {fields: {id: string}}}
- {action: any, summary: Any, request: GET /any, security: [{}, {key: []}], returns: {fields: {id: string}}}
""",
    "an alternative needs only some of the credentials of another": """
authentication: {login: {type: basic}, key: {type: apiKey, in: header, name: X-Key}}
security: [{key: [], login: []}, {key: []}]
operations:
- {action: get, summary: Get, request: GET /row, returns: {fields: {id: string}}}
""",
    "connection parameters without a role have other names": """
authentication: {login: {type: basic}, key: {type: apiKey, in: header, name: X-Key}}
security: [{login: [], key: []}]
credentials:
  tenant: {type: string, label: Tenant}
  account_email: {type: string, label: E-mail}
  pass_phrase: {type: securestring, label: Phrase}
  access: {type: securestring, label: Access}
operations:
- {action: get, summary: Get, request: GET /row, returns: {fields: {id: string}}}
""",
    "responses without a body declare a schema": """
operations:
- {action: look, summary: Look, request: HEAD /rows, returns: {fields: {id: string}}}
- {action: look_at, summary: Look at, request: "HEAD /rows/{id}", parameters: {id: string}, returns: file}
- {action: end, summary: End, request: DELETE /rows, responses: {204: {schema: {fields: {id: string}}}}}
- {action: clear, summary: Clear, request: POST /rows, responses: {205: {schema: {items: string}}}}
""",
    "patterns are written for JavaScript": """
operations:
- action: add
  summary: Add
  request: POST /row
  body:
    fields:
      set: {type: string, required: true, pattern: "^[[A-Za-z]+$"}
      both: {type: string, required: true, pattern: "^[a-z&&b]+$"}
      large: {type: string, required: true, pattern: "^a{0,4294967296}$"}
      nested: {type: string, required: true, pattern: '^(([a-z0-9 ])+)+$'}
      class: {type: string, required: true, pattern: "^\\\\p{L}+$"}
  returns: {fields: {set: {type: string, pattern: "^[[A-Za-z]+$"}, id: string}}
""",
    "the values of created records have choices, limits and formats": """
operations:
- action: list
  summary: List
  request: GET /rows
  parameters: {cursor: string, limit: {type: int32, min: 1, max: 50}}
  returns: {fields: {rows: {items: Row}, next: string, more: boolean}}
  pages: {by: cursor, items: "rows[]", cursor: cursor, size: limit, next: next, more: more, max_size: 50}
- {action: add, summary: Add, request: POST /rows, body: Row, returns: Row}
types:
  Row:
    fields:
      row_id: {type: string, read_only: true}
      name: {type: string, required: true, max_length: 40}
      priority: {type: string, choices: [low, high]}
      level: {type: int32, required: true, min: 1, max: 9}
      on: {type: boolean, required: true}
      day: {type: date, required: true}
      parts: {items: {fields: {kind: {type: string, required: true, choices: [a, b]}}}}
sandbox: {collections: {rows: {key: row_id}}, operations: {list: {list: rows}, add: {create: rows}}}
""",
    "no operation fills a collection, or only one with many items": """
operations:
- action: list
  summary: List
  request: GET /rows
  returns: {fields: {value: {items: Row}, '@odata.nextLink': string}}
  pages: {by: link, items: "value[]", next: '@odata\\.nextLink'}
- {action: get, summary: Get, request: "GET /rows/{id}", parameters: {id: uuid}, returns: Row}
- action: send
  summary: Send
  request: POST /mails
  body: {fields: {mails: {required: true, items: {fields: {to: {type: string, required: true}}}}}}
  returns: {fields: {results: {items: {fields: {mail_id: string, to: string, state: string}}}}}
  success: {items: {path: "results[].state", equals: SENT}}
- {action: sent, summary: Sent, request: GET /mails, returns: {items: {fields: {mail_id: string, to: string}}}}
types: {Row: {fields: {id: uuid, amount: number, day: date, labels: {additional: string}}}}
sandbox:
  collections: {rows: {key: id}, mails: {key: mail_id}}
  operations:
    list: {list: rows}
    get: {view: rows}
    send: {collection: mails, item: {state: SENT}}
    sent: {list: mails}
""",
}
