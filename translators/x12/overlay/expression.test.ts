import { describe, expect, it } from 'vitest'
import { compileExpression, type ExpressionResult } from './expression.ts'

const order = {
  number: 'PO-1',
  lines: [
    { lineNumber: '1', quantity: '3', unitPrice: '0.10', ids: { buyer: 'A' } },
    { lineNumber: '2', quantity: '1', unitPrice: '19.99', ids: { buyer: 'B' } },
  ],
}

async function evaluate(source: string, input: unknown = order): Promise<ExpressionResult> {
  const compiled = compileExpression(source)
  if ('problem' in compiled) return { problem: `refused: ${compiled.problem}` }
  return await compiled.evaluate({ input, bindings: { document: order, facts: { channel: 'web' }, index: 0 } })
}

describe('an expression', () => {
  it.each([
    ['number', 'PO-1'],
    ["'V' & $substring(number, 3)", 'V1'],
    ['$total(lines.$times(quantity, unitPrice))', '20.29'],
    ['$fixed($minus("10", "0.005"), 2)', '10.00'],
    ['$fixed("9.995", 2)', '10.00'],
    ['$compare("10", "9.5")', 1],
    ['lines[ids.buyer = "B"].lineNumber', '2'],
    ['$map(lines, function($line, $at) { $line.quantity & ":" & $at })', ['3:0', '1:1']],
    ['($double := function($x) { $x * 2 }; $double(4))', 8],
    ['$facts.channel = "web" ? "W" : "S"', 'W'],
    ['$document.number', 'PO-1'],
    ['$pad(number, -8, "0")', '0000PO-1'],
    ['$replace(number, "-", "")', 'PO1'],
    ['$join(lines.ids.buyer, "/")', 'A/B'],
    ['$count($distinct([1, 1, 2]))', 2],
    ['$matches(number, "^PO-\\\\d$")', true],
    ['$addDays("2026-11-22", 10)', '2026-12-02'],
    ['[1..5]', [1, 2, 3, 4, 5]],
    ['missing.field', undefined],
  ])('%s gives its value', async (source, value) => {
    expect(await evaluate(source)).toEqual({ value })
  })

  it('sees no more of an input than its own fields', async () => {
    for (const name of ['constructor', '__proto__', 'lines.constructor', '$lookup($, "constructor")', 'toString']) {
      expect(await evaluate(name), name).toEqual({ value: undefined })
    }
    expect(await evaluate('{"__proto__": {"polluted": true}}')).not.toHaveProperty('value.polluted')
    expect({}).not.toHaveProperty('polluted')
  })

  it('leaves its input as it was', async () => {
    const input = structuredClone(order)
    await evaluate('($append(lines, lines); $merge([$, {"number": "X"}]); $reverse(lines))', input)
    expect(input).toEqual(order)
  })
})

describe('what is not let in', () => {
  it.each([
    ['/^(a+)+$/', 'regular expressions are not let in'],
    ['$match(number, /a/)', 'regular expressions are not let in'],
    ['$eval("1+1")', 'there is no $eval here'],
    ['($e := $eval; $e("1"))', 'there is no $eval here'],
    ['$now()', 'there is no $now here'],
    ['$random()', 'there is no $random here'],
    ['$fromMillis(0, "[Y]")', 'there is no $fromMillis here'],
    ['$toMillis("1", "[Y][M][D]")', 'there is no $toMillis here'],
    ['$base64encode("x")', 'there is no $base64encode here'],
    ['| lines | {"quantity": "0"} |', 'transforms'],
    ['**.quantity', '** is not let in'],
    ['$substring(?, 1)', 'a function with ?'],
    ['function($x)<s+n+:x>{ $x }', 'has no signature'],
    ['nosuch(', 'not an expression'],
    ['', 'not an expression'],
    ['a'.repeat(2_001), 'at most 2000 characters'],
    ['('.repeat(990) + '1' + ')'.repeat(990), ''],
  ])('%s', async (source, problem) => {
    const result = await evaluate(source)
    if (problem) expect(result).toEqual({ problem: expect.stringContaining(problem) })
  })
})

describe('a hostile expression is stopped', () => {
  it.each([
    ['endless tail calls', '($f := function($x) { $f($x + 1) }; $f(1))', 'too many steps'],
    ['endless recursion', '($f := function($x) { 1 + $f($x) }; $f(1))', 'deep'],
    ['two branches', '($f := function($n) { $n > 0 ? $f($n - 1) + $f($n - 1) : 1 }; $f(60))', 'too many steps'],
    ['a huge range', '[1..10000000]', 'more than 10000 entries'],
    ['a range beyond all', '[1..1e300]', 'more than 10000 entries'],
    ['ranges in ranges', '[1..5000].([1..5000])', 'entries|steps|large'],
    ['a text that doubles', `($a := "${'x'.repeat(100)}"; ${'$a := $a & $a; '.repeat(40)} $a)`, 'characters'],
    ['padding', '$pad("x", 1000000000)', 'characters'],
    ['replacing', `($a := $pad("", 19000, "x"); $replace($a, "x", $a))`, 'characters'],
    ['joining', `($a := $pad("", 19000, "x"); $join([1..9000].$string(), $a))`, 'characters'],
    ['a value made of itself', `($a := [1]; ${'$a := [[$a], [$a]]; '.repeat(60)} $a = $a)`, 'large|steps'],
    ['an object made of itself', `($a := {"x": 1}; ${'$a := {"l": $a, "r": $a}; '.repeat(50)} $string($a))`, 'large'],
    ['growing by reduce', '$reduce([1..60], function($a, $i) { {"l": $a, "r": $a} }, {})', 'large'],
    ['sorting badly', '$sort([1..10000], function($a, $b) { $not($a < $b) and $a > $b })', 'steps'],
    ['comparing all with all', '[1..3000].($x := $; [1..3000][$ = $x])', 'steps|entries'],
    ['an error of its own', '$error("no")', 'no'],
    ['wrong types', '"a" * 2', 'number'],
    ['no number', '$plus("x", 1)', ''],
  ])('%s', async (_name, source, problem) => {
    const result = await evaluate(source)
    expect(result).toEqual({ problem: expect.stringMatching(problem) })
    expect(await evaluate('number')).toEqual({ value: 'PO-1' })
  })

  it('while others are evaluated beside it', async () => {
    const results = await Promise.all([
      evaluate('($f := function($x) { $f($x + 1) }; $f(1))'),
      evaluate('$total(lines.quantity)'),
      evaluate('[1..10000000]'),
      evaluate('$index'),
    ])
    expect(results.map(result => 'value' in result)).toEqual([false, true, false, true])
  })
})
