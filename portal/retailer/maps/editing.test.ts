import { describe, expect, it } from 'vitest'
import type { FormValues } from '../../ui/form-data.ts'
import { editingOf, printOf, readEditing, textOfMap } from './editing.ts'
import type { Data } from './form/lines.ts'

const map: Data = { overlay: 1, set: '850', segments: { CTT: { usage: 'required' }, REF: { max: 2 } } }

/** What is posted from the page of this map, with something changed. */
function posted(changed: FormValues, from = map): FormValues {
  const text = textOfMap(from)
  return {
    base: JSON.stringify(from),
    text: text.replaceAll('\n', '\r\n'),
    print: printOf(text),
    'segments[0][=]': 'CTT',
    'segments[0][was]': 'CTT',
    'segments[0][usage]': 'required',
    'segments[1][=]': 'REF',
    'segments[1][was]': 'REF',
    'segments[1][max]': '2',
    ...changed,
  }
}

const read = (changed: FormValues) => readEditing('x12', 'purchase-order', map, posted(changed))

describe('a draft in work', () => {
  it('stays as it is when nothing was changed', () => {
    expect(read({ do: 'look' })).toEqual({ ...editingOf('x12', 'purchase-order', map), form: expect.anything() })
  })

  it('takes what was changed in the form', () => {
    const { map: changed, text } = read({ 'segments[1][max]': '5' })
    expect(changed.segments).toEqual({ CTT: { usage: 'required' }, REF: { max: 5 } })
    expect(JSON.parse(text)).toEqual(changed)
  })

  it('takes what was changed in the text', () => {
    const text = textOfMap({ ...map, uppercase: true })
    expect(read({ text }).map).toEqual({ ...map, uppercase: true })
    expect(read({ text, do: 'look-live' })).toMatchObject({ pending: true, text })
  })

  it('asks which side holds when both were changed, and loses neither', () => {
    const text = textOfMap({ ...map, uppercase: true })
    const both = { text, 'segments[1][max]': '5' }
    expect(read(both)).toMatchObject({ torn: true, text, map: { segments: { REF: { max: 5 } } } })
    expect(read({ ...both, do: 'keep-text' })).toMatchObject({ torn: false, map: { uppercase: true } })
    expect(read({ ...both, do: 'keep-form' }).map).not.toHaveProperty('uppercase')
  })

  it('takes a text that was changed after the form was shown in it', () => {
    const shown = { ...map, segments: { CTT: { usage: 'required' }, REF: { max: 5 } } }
    const text = textOfMap({ ...shown, uppercase: true })
    const { torn, map: changed } = read({ 'segments[1][max]': '5', print: printOf(textOfMap(shown)), text })
    expect([torn, changed]).toEqual([false, { ...shown, uppercase: true }])
  })

  it('keeps a text that is no map, and says why', () => {
    for (const [text, why] of [
      ['{ "set": ', 'This is not JSON'],
      ['[1]', 'A map is an object'],
    ] as const) {
      const editing = read({ text })
      expect(editing.text).toBe(text)
      expect(editing.textProblem).toContain(why)
      expect(editing.map).toEqual(map)
    }
  })

  it('adds and removes rows, asks for fields and moves rows up', () => {
    const added = read({ do: 'add:segments' })
    expect(added.form.rows.segments).toHaveLength(3)
    expect([added.map, added.unwritable, added.open]).toEqual([map, true, 'segments'])
    expect(read({ do: 'remove:segments:0' }).map.segments).toEqual({ REF: { max: 2 } })
    const asked = read({ do: 'ask:segments:1', 'segments[1][ask]': 'note' })
    expect(asked.form.rows.segments?.[1]?.shown.has('note')).toBe(true)
    const ids = [
      { field: 'buyer', qualifier: 'IN' },
      { field: 'upc', qualifier: 'UP' },
    ]
    const withIds = { set: '850', productIds: ids }
    const rows = Object.fromEntries(
      ids.flatMap((id, i) => Object.entries(id).map(([name, value]) => [`products[${i}][${name}]`, value])),
    )
    const text = textOfMap(withIds)
    const moved = readEditing('x12', 'purchase-order', withIds, {
      ...{ base: text, text, print: printOf(text), do: 'up:products:1' },
      ...rows,
    })
    expect(moved.map.productIds).toEqual([ids[1], ids[0]])
  })

  it('keeps rows that were folded, and opens them', () => {
    const { do: _, ...folded } = posted({ do: '', 'segments[0][kept]': '1' })
    for (const name of ['=', 'was', 'usage']) delete folded[`segments[0][${name}]`]
    const again = (action: string) => readEditing('x12', 'purchase-order', map, { ...folded, do: action })
    expect(again('save').map).toEqual(map)
    expect(again('open:segments:0').form.rows.segments?.[0]?.shown.size).toBe(1)
  })

  it('does what its buttons cannot mean as if nothing was asked', () => {
    for (const action of [
      'remove:segments:9',
      'up:segments:0',
      'remove:nowhere:0',
      'add:__proto__',
      'ask:segments:x',
      ':',
    ])
      expect(read({ do: action }).map).toEqual(map)
  })
})
