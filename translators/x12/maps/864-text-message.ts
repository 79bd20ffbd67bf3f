import { packCode } from '../guides/model.ts'
import { type Binding, cannotCarry, custom, each, type Part, put, segment, segmentsOf } from './binding.ts'
import { mapSet } from './map.ts'
import { party, taxNumbers } from './parties.ts'
import { date, text } from './parts.ts'
import { references } from './references.ts'

/** BMG01: an original. The segment stands also where there is no subject. */
const purpose: Part = {
  read() {},
  write(_, elements) {
    elements[1] = '00'
    return true
  },
}

const MSG = packCode('MSG')

const lines: Binding = {
  read(loop, into, reading) {
    const found = segmentsOf(loop, MSG, reading.buffer)
    const texts = found.map(each => reading.text(each, 1)).filter(Boolean)
    if (texts.length > 0) put(into, 'lines', texts, reading, found[0]!, 1)
  },
  write(from, loop) {
    for (const line of from.lines as string[]) loop.add(['MSG', line])
  },
}

/** The set has no REF but in the loops of its parties. */
const homeless: Binding = {
  read() {},
  write(from, _, writing, path) {
    if (from.references && !from.from) cannotCarry(writing, 'REF', `${path}references`)
  },
}

/** X12 864 ⇄ text message. */
export const map864 = mapSet('864', 'text-message', [
  segment('BMG', [purpose, text(2, 'subject')]),
  segment('DTM[097|003]', [date(2, 'date')]),
  party('FR|SE|SU|VN|BY|PE', 'from', [references('references', taxNumbers)]),
  custom(homeless),
  party('TO|RL|40', 'to'),
  each('MIT', 'messages', [segment('MIT', [text(1, 'number'), text(2, 'subject')]), custom(lines)]),
])
