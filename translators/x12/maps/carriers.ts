import { type Binding, type Fields, group, segment } from './binding.ts'
import { serviceLevels, transportMethods } from './codes.ts'
import { openCode, text } from './parts.ts'

/** TD502 or TD301: 2 says that a Standard Carrier Alpha Code follows. It stands only beside one. */
const scac = {
  read(found: number, into: Fields, reading: Parameters<Binding['read']>[2]) {
    const code = reading.text(found, 3)
    if (code && ['2', ''].includes(reading.text(found, 2)) && code.length <= 4) into.scac = code
    else if (code) into.name = code
  },
  write(from: Fields, elements: string[]) {
    if (typeof from.scac !== 'string') return false
    elements[2] = '2'
    elements[3] = from.scac
    return true
  },
}

/** Who carries the goods: the first TD5. */
export function carrier(field: string): Binding {
  return group(field, [
    segment('TD5', [
      scac,
      openCode(4, 'method', transportMethods),
      text(5, 'name'),
      openCode(12, 'service', serviceLevels),
    ]),
  ])
}
