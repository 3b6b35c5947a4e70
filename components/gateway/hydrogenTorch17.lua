-- Answers of a Hydrogen Torch scorer 2.0 in the shape of 1.7: rows with a flat blob each become one row with one blob.
-- Works on raw JSON text, so numbers keep their exact spelling and keys keep their order.
local function ws(s, i) return s:find("[^ \t\r\n]", i) or #s + 1 end
local function str_end(s, i)
  local j = i + 1
  while true do
    j = s:find('["\\]', j)
    if not j then error("unterminated string") end
    if s:byte(j) == 34 then return j end
    j = j + 2
  end
end
local function val_end(s, i)
  local c = s:sub(i, i)
  if c == '"' then return str_end(s, i) end
  if c == "{" or c == "[" then
    local depth, j = 0, i
    while true do
      j = s:find('["%[%]{}]', j)
      if not j then error("unterminated container") end
      local d = s:sub(j, j)
      if d == '"' then j = str_end(s, j)
      elseif d == "{" or d == "[" then depth = depth + 1
      else depth = depth - 1; if depth == 0 then return j end end
      j = j + 1
    end
  end
  local _, e = s:find("^[%w%.%+%-]+", i)
  if not e then error("bad value at " .. i) end
  return e
end
local function members(s, open, close, keyed)
  local i = ws(s, 1)
  if s:sub(i, i) ~= open then error("expected " .. open) end
  local out = {}
  i = ws(s, i + 1)
  if s:sub(i, i) == close then return out end
  while true do
    local k
    if keyed then
      local e = str_end(s, i); k = s:sub(i + 1, e - 1)
      i = ws(s, e + 1); if s:sub(i, i) ~= ":" then error("expected :") end
      i = ws(s, i + 1)
    end
    local e = val_end(s, i)
    out[#out + 1] = { k = k, v = s:sub(i, e) }
    i = ws(s, e + 1)
    local c = s:sub(i, i)
    if c == close then return out end
    if c ~= "," then error("expected ,") end
    i = ws(s, i + 1)
  end
end
local function object(s) return members(s, "{", "}", true) end
local function array(s) return members(s, "[", "]", false) end
local function utf8(n)
  if n < 128 then return string.char(n) end
  if n < 2048 then return string.char(192 + math.floor(n / 64), 128 + n % 64) end
  if n < 65536 then return string.char(224 + math.floor(n / 4096), 128 + math.floor(n / 64) % 64, 128 + n % 64) end
  return string.char(240 + math.floor(n / 262144), 128 + math.floor(n / 4096) % 64, 128 + math.floor(n / 64) % 64, 128 + n % 64)
end
local ESC = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
local function unquote(q)
  if q:sub(1, 1) ~= '"' then error("row cell is not a string") end
  local s = q:sub(2, -2)
  if not s:find("\\", 1, true) then return s end
  local out, i = {}, 1
  while true do
    local j = s:find("\\", i, true)
    if not j then out[#out + 1] = s:sub(i); break end
    out[#out + 1] = s:sub(i, j - 1)
    local c = s:sub(j + 1, j + 1)
    if c == "u" then
      local n = tonumber(s:sub(j + 2, j + 5), 16)
      if not n then error("bad \\u escape") end
      i = j + 6
      if n >= 0xD800 and n < 0xDC00 and s:sub(i, i + 1) == "\\u" then
        local lo = tonumber(s:sub(i + 2, i + 5), 16)
        if lo and lo >= 0xDC00 and lo < 0xE000 then n = 0x10000 + (n - 0xD800) * 1024 + (lo - 0xDC00); i = i + 6 end
      end
      out[#out + 1] = utf8(n)
    else out[#out + 1] = ESC[c] or c; i = j + 2 end
  end
  return table.concat(out)
end
local QUO = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
local function quote(s)
  return '"' .. s:gsub('[%c"\\]', function(c) return QUO[c] or string.format("\\u%04x", c:byte()) end) .. '"'
end
local function reshape(body, per_row)
  local top, rows = object(body), nil
  for _, m in ipairs(top) do if m.k == "rows" then rows = array(m.v) end end
  if not rows or #rows == 0 then return nil end
  local order, cols = {}, {}
  for r, row in ipairs(rows) do
    local cells = array(row.v)
    if #cells ~= 1 then return nil end            -- not the HT single "output" column
    local blob = object(unquote(cells[1].v))
    for _, m in ipairs(blob) do
      if not cols[m.k] then if r > 1 then return nil end; cols[m.k] = {}; order[#order + 1] = m.k end
      cols[m.k][r] = m.v
    end
  end
  local parts, seen = {}, false
  for _, k in ipairs(order) do
    local c, same = cols[k], true
    for r = 1, #rows do
      if c[r] == nil then return nil end          -- ragged blobs: leave alone
      if c[r] ~= c[1] then same = false end
    end
    if per_row[k] then seen = true end
    local v = (per_row[k] or not same) and "[" .. table.concat(c, ", ") .. "]" or c[1]
    parts[#parts + 1] = '"' .. k .. '": ' .. v
  end
  if not seen then return nil end                 -- no per-row key: not an HT response
  local blob = quote("{" .. table.concat(parts, ", ") .. "}")
  local out = {}
  for _, m in ipairs(top) do
    out[#out + 1] = '"' .. m.k .. '":' .. (m.k == "rows" and "[[" .. blob .. "]]" or m.v)
  end
  return "{" .. table.concat(out, ",") .. "}"
end
function envoy_on_request(h)
  h:headers():remove("accept-encoding")           -- a gzip body could not be parsed on the way back
end
function envoy_on_response(h)
  local hs = h:headers()
  if hs:get(":status") ~= "200" or not (hs:get("content-type") or ""):find("json", 1, true) then return end
  local per_row = { predictions = true }
  local okc, keys = pcall(function() local c = h:filterContext(); return c and (c.perRowKeys or c:get("perRowKeys")) end)
  if okc and type(keys) == "string" then for k in keys:gmatch("[^,%s]+") do per_row[k] = true end end
  local buf = h:body(true)
  local len = buf:length()
  if len == 0 then return end
  local ok, out = pcall(reshape, buf:getBytes(0, len), per_row)
  if ok and out then
    buf:setBytes(out)
    h:headers():replace("x-scorer-response-shape", "ht-1.7")  -- "hs" is dead after body() yields
  elseif not ok then h:logWarn("ht17 shim left the response alone: " .. tostring(out)) end
end
