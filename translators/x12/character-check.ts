import type { Guide } from './guides/model.ts'
import type { Report } from './report.ts'
import type { SetBuffer } from './set-buffer.ts'
import { isUtf8 } from './text.ts'
import type { CharacterSet } from './types.ts'

/** X12.6, 3.3: the basic set, and the extended one with the letters of western Europe; UTF-8 is whatever it encodes. */
const allowed: Readonly<Record<CharacterSet, RegExp>> = {
  basic: /^[A-Z0-9 !"&'()*+,./:;?=-]*$/,
  extended: /^[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]*$/,
  'utf-8': /^/,
}

/**
 * Tells of elements with characters that the partner may not send, and once of text that is no UTF-8. `inner` are the delimiters that
 * stand within elements: they are no data. Without a `characterSet` any character goes.
 */
export function checkCharacters(
  buffer: SetBuffer,
  guide: Guide | undefined,
  characterSet: CharacterSet | undefined,
  inner: readonly string[],
  report: Report,
): void {
  if (buffer.plain && (!characterSet || characterSet === 'utf-8')) return
  let told = false
  for (let segment = 0; segment < buffer.count; segment++) {
    const slots = guide?.dictionary.segmentByKey(buffer.keys[segment]!)?.slots
    for (let element = 0; element < buffer.elements(segment); element++) {
      if (slots?.[element - 1]?.element?.type === 'B') continue
      const text = inner.reduce((rest, delimiter) => rest.replaceAll(delimiter, ''), buffer.text(segment, element))
      const foreign =
        !buffer.plain && !isUtf8(buffer.bytes.subarray(buffer.start(segment, element), buffer.end(segment, element)))
      const refused = characterSet && (!allowed[characterSet].test(text) || (foreign && characterSet === 'utf-8'))
      if (!refused && (!foreign || told)) continue
      const tag = guide?.dictionary.segmentByKey(buffer.keys[segment]!)?.tag ?? buffer.text(segment, 0).slice(0, 3)
      const name = `${tag}${String(element).padStart(2, '0')}`
      const at = {
        segment: tag,
        position: segment + 1,
        element: Math.max(element, 1),
        offset: buffer.offsets[segment]!,
      }
      if (refused) {
        const message = `${name} "${text.slice(0, 99)}" holds characters beyond the ${characterSet} set agreed with the partner.`
        report.add('invalid-character', {
          message,
          at,
          value: text.slice(0, 99),
          expected: `${characterSet} characters`,
        })
      } else {
        told = true
        const message = `${name} is no UTF-8; it is read as Windows-1252.`
        report.add('not-utf8', { message, at, value: text.slice(0, 99) })
      }
    }
  }
}
