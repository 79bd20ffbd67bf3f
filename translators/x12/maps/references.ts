import { packCode } from '../guides/model.ts'
import { type Binding, cannotCarry, type Fields, listOf, put, segmentsOf, type Writing } from './binding.ts'
import { codeOf, meaningOf, referenceTypes } from './codes.ts'
import { tellWordLeftOut } from './words-left-out.ts'

const REF = packCode('REF')

/** Every REF of the loop whose qualifier no other binding claims. A type without a word of ours is the X12 128 code. */
export function references(field: string, claimed: readonly string[] = []): Binding {
  const others = claimed.map(packCode)
  return {
    read(loop, into, reading) {
      const all = segmentsOf(loop, REF, reading.buffer)
      if (all.length === 0) return
      const found = all.filter(segment => !others.includes(reading.code(segment, 1)))
      const entries = found.flatMap(segment => {
        const code = reading.text(segment, 1)
        const value = reading.text(segment, 2) || reading.text(segment, 3)
        const description = reading.text(segment, 2) ? reading.text(segment, 3) : ''
        const type = meaningOf(referenceTypes, code) ?? code
        return code && value ? [{ type, value, ...(description ? { description } : {}) }] : []
      })
      if (entries.length > 0) put(into, field, entries, reading, found[0]!, 2)
    },
    write(from, loop, writing, path) {
      const entries = listOf(from[field])
      for (let i = 0; i < entries.length; i++) {
        const place = `${path}${field}[${i}]`
        if (!loop.add(elementsOf(entries[i]!, writing, place))) cannotCarry(writing, 'REF', place)
      }
    },
  }
}

/** X12 128 of a reference by our word or by the code itself. */
export function referenceCode(type: string): string | undefined {
  return codeOf(referenceTypes, type) ?? (/^[A-Z0-9]{2,3}$/.test(type) ? type : undefined)
}

/** A type that is neither a word of ours nor a code goes as `ZZ`, with its name where the description would be. */
function elementsOf(reference: Fields, writing: Writing, path: string): string[] {
  const type = reference.type as string
  const code = referenceCode(type)
  const description = (reference.description as string | undefined) ?? ''
  if (!code && description) tellWordLeftOut(writing, type, 'ZZ', `${path}.type`)
  return ['REF', code ?? 'ZZ', reference.value as string, code ? description : description || type]
}
