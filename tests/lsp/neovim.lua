-- What a person does in Neovim with the language server; prints what was seen as JSON.
local seen = {}

local function finish(failed)
  seen.failed = failed
  io.stdout:write(vim.json.encode(seen) .. "\n")
  vim.cmd("qa!")
end

local function wait(what, reached)
  if not vim.wait(60000, reached, 20) then finish(what) end
end

local function line(number) return vim.api.nvim_buf_get_lines(0, number - 1, number, false)[1] end

local function codes()
  local found = vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(0))
  table.sort(found)
  return table.concat(found, " ")
end

local function ask(method, row, column, more)
  vim.api.nvim_win_set_cursor(0, { row, column })
  local asked = vim.lsp.util.make_position_params(0, "utf-32")
  for _, one in pairs(vim.lsp.buf_request_sync(0, method, vim.tbl_extend("force", asked, more or {}), 60000) or {}) do
    return one.result
  end
end

wait("attached", function()
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  return client and client.initialized
end)
seen.root = vim.lsp.get_clients({ bufnr = 0 })[1].root_dir

-- A finding while typing, and its fix.
vim.api.nvim_buf_set_lines(0, 1, 2, false, { "summary: List shops." })
wait("finding", function() return codes() == "OPR090" end)
vim.api.nvim_win_set_cursor(0, { 2, 3 })
vim.lsp.buf.code_action({ apply = true, filter = function(one) return not one.title:find("Waive") and one.kind == "quickfix" end })
wait("fix", function() return line(2) == "summary: List shops" and codes() == "" end)

-- Completion, behind letters of several bytes.
vim.api.nvim_buf_set_lines(0, 7, 8, false, { "    shops: {title: 😀 Läden, items: Sh}" })
local column = #"    shops: {title: 😀 Läden, items: Sh"
local items = ask("textDocument/completion", 8, column).items
seen.completion = vim.tbl_filter(function(one) return one:find("^Shop") end, vim.tbl_map(function(one) return one.label end, items))
vim.api.nvim_buf_set_lines(0, 7, 8, false, { "    shops: {title: 😀 Läden, items: Shop}" })

-- Hover and definition.
seen.hover = ask("textDocument/hover", 8, column).contents.value
seen.definition = ask("textDocument/definition", 8, column)[1].uri

-- A rename across files.
vim.api.nvim_win_set_cursor(0, { 8, column })
vim.lsp.buf.rename("Store")
wait("rename", function() return line(8):find("Store}") ~= nil end)
seen.types = vim.api.nvim_buf_get_lines(vim.fn.bufadd(vim.fn.getcwd() .. "/types.yaml"), 3, 4, false)[1]

-- The style.
vim.api.nvim_buf_set_lines(0, 1, 2, false, { 'summary:    "List shops"' })
vim.lsp.buf.format({ timeout_ms = 60000 })
seen.formatted = line(2)
finish()
