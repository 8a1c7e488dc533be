-- Declares opt-outs and rights in every picture that darktable exports (darktable 4.2, Lua API 9).
--
-- Copy to ~/.config/darktable/lua/ and add to ~/.config/darktable/luarc:  require "lacquer"
-- or for one run:  darktable-cli IN OUT --core --luacmd 'dofile("/path/to/lacquer.lua")'
--
-- Environment: LACQUER is the program ("lacquer"); LACQUER_OPTIONS are its options ("--opt-out all").
local darktable = require "darktable"

local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- The event comes when the file is complete, before darktable's storage takes it on: what is put in its place is what is
-- stored.
darktable.register_event("lacquer", "intermediate-export-image", function(_, _, filename)
  local lower = filename:lower()
  if not (lower:match("%.png$") or lower:match("%.jpe?g$")) then return end
  local program = os.getenv("LACQUER") or "lacquer"
  local options = os.getenv("LACQUER_OPTIONS") or "--opt-out all"
  local result = filename .. ".lacquer" .. filename:match("%.[^.]+$")
  local command = table.concat(
    {quoted(program), "metadata set --quiet", options, "-o", quoted(result), quoted(filename)}, " ")
  if os.execute(command) then
    local done, reason = os.rename(result, filename)
    if done then return end
    darktable.print_error("lacquer: " .. reason)
  end
  -- An export without its opt-out must not look like a good one.
  os.remove(result)
  os.remove(filename)
  darktable.print_error("lacquer failed; the export of " .. filename .. " was removed")
end)
