-- Errors that are thrown through calls and caught, coroutines, and strings.
local function parse(text, depth)
    if depth == 0 then
        local number = tonumber(text)
        if not number then error({ text = text }) end
        return number
    end
    return parse(text, depth - 1) + 0
end

local caught, sum = 0, 0
for i = 1, 60000 do
    local ok, value = pcall(parse, i % 3 == 0 and "x" .. i or tostring(i), i % 7)
    if ok then sum = sum + value else caught = caught + #value.text end
end
print(caught, sum)

local count = 0
local words = coroutine.wrap(function()
    for i = 1, 40000 do coroutine.yield(string.format("%05d", i)) end
end)
for word in words do if string.find(word, "7.*3") then count = count + 1 end end
print(count)
