import type { Channel } from '../../partners/channels/channel.ts'
import { csvFormat } from './csv.ts'
import type { Format } from './format.ts'
import { jsonFormat } from './json.ts'
import { pdfFormat } from './pdf.ts'
import { x12Format } from './x12.ts'
import { xlsxFormat } from './xlsx.ts'

/** Formats by the name that a channel gives, in the order in which a message's bytes are tried. */
const formats = {
  x12: x12Format,
  json: jsonFormat,
  csv: csvFormat,
  xlsx: xlsxFormat,
  form: jsonFormat,
} satisfies Partial<Record<Channel['format'], Format>>

/** How a channel's documents are written down, or undefined for one that only comes in (PDF). */
export function formatOf(name: Channel['format']): Format | undefined {
  return (formats as Partial<Record<Channel['format'], Format>>)[name]
}

/** The format that these bytes are in, told from the bytes themselves. */
export function recogniseFormat(bytes: Uint8Array, fileName: string | undefined): Format | undefined {
  return [x12Format, pdfFormat, xlsxFormat, jsonFormat, csvFormat].find(format => format.recognises(bytes, fileName))
}
