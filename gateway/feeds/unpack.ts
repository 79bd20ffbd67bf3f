import { openArchive, usualLimits } from '../../engine/archives/open-archive.ts'
import type { ExpansionLimits, ZipEntry } from '../../engine/archives/zip.ts'
import { detectCsv } from '../../translators/csv/index.ts'
import { csvFormat } from '../formats/csv.ts'
import { recogniseFormat } from '../formats/registry.ts'
import { xlsxFormat } from '../formats/xlsx.ts'
import type { Receive, Reception } from '../transports/contract.ts'

/** A table of which nobody can tell that it is something else: by a layout of its sender's own it may be stock. */
function mayHoldStock({ path, bytes }: ZipEntry): boolean {
  const format = recogniseFormat(bytes, path)
  if (format === xlsxFormat) return true
  return format === csvFormat && (detectCsv(bytes)?.kind ?? 'inventory-advice') === 'inventory-advice'
}

/**
 * Opens ZIP and gzip files on their way to the journal: each file in them becomes a message of its own, known by the archive's wire id and its place in it. A workbook is
 * a ZIP and stays whole. How many of the files may hold stock stands beside each. What cannot be opened is kept as it came, with the reason on its timeline. Gives the reception of the last.
 */
export function unpacking(receive: Receive, limits: ExpansionLimits = usualLimits): Receive {
  return async message => {
    const opened = openArchive(message, limits)
    if (opened === undefined) return await receive(message)
    if (typeof opened === 'string')
      return await receive({ ...message, evidence: { ...message.evidence, notUnpacked: opened } })
    const stockFiles = opened.filter(mayHoldStock).length
    let last: Reception | undefined
    for (const { path, bytes } of opened) {
      const evidence = {
        ...message.evidence,
        ...(message.fileName && { archive: message.fileName }),
        archivePath: path,
        ...(stockFiles > 1 && { stockFiles: String(stockFiles) }),
      }
      const { contentType: _, ...rest } = message
      const fileName = path.split('/').at(-1) ?? path
      last = await receive({ ...rest, bytes, fileName, wireId: `${message.wireId}!${path}`, evidence })
    }
    return last ?? (await receive({ ...message, evidence: { ...message.evidence, notUnpacked: 'It holds no files.' } }))
  }
}
