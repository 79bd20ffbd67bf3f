import { getDocumentProxy } from 'unpdf'
import type { Issue } from '../../issue.ts'
import { expandedSize } from './expanded-size.ts'
import { gatherWords, type TextRun } from './gather-words.ts'
import type { TextPage } from './words.ts'

/** How much of a PDF is read. */
export interface PdfLimits {
  /** Of the file, in octets. */
  size: number
  /** Of what its streams unpack to, in octets. */
  expanded: number
  pages: number
  /** Words of all pages together. */
  words: number
}

export const pdfLimits: PdfLimits = { size: 20_000_000, expanded: 200_000_000, pages: 60, words: 60_000 }

/** What could be read of a PDF. With an error there are no pages. */
export interface PdfText {
  pages: TextPage[]
  issues: Issue[]
}

/** Whether bytes are a PDF: its mark stands within the first 1,024 octets (PDF 32000-1, annex H.3.4.1). */
export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')
}

/**
 * The words of a PDF with their places. It needs neither network nor fonts. Encrypted, damaged and oversized files, and scans without text, are told
 * by issues (`encrypted-pdf`, `damaged-pdf`, `too-large-pdf`, and the warning `no-text`); it never throws.
 */
export async function readPdfText(bytes: Uint8Array, limits: PdfLimits = pdfLimits): Promise<PdfText> {
  if (bytes.length > limits.size) return failed(tooLarge(`The file has ${bytes.length} octets`, `${limits.size}`))
  if (expandedSize(bytes, limits.expanded) > limits.expanded)
    return failed(tooLarge('What it holds unpacks to more', `${limits.expanded}`))
  try {
    return await readPages(bytes, limits)
  } catch (error) {
    return failed(problemOf(error))
  }
}

async function readPages(bytes: Uint8Array, limits: PdfLimits): Promise<PdfText> {
  // The reader takes the memory that it is given for itself.
  const document = await getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    useWorkerFetch: false,
    stopAtErrors: false,
    maxImageSize: 0,
  })
  try {
    if (document.numPages > limits.pages)
      return failed(tooLarge(`It has ${document.numPages} pages`, `${limits.pages} pages`))
    const pages: TextPage[] = []
    let words = 0
    for (let number = 1; number <= document.numPages; number++) {
      const page = await readPage(await document.getPage(number))
      words += page.words.length
      if (words > limits.words) return failed(tooLarge(`It has more than ${limits.words} words`, `${limits.words}`))
      pages.push(page)
    }
    return { pages, issues: words < fewestWords ? [noText()] : [] }
  } finally {
    await document.loadingTask.destroy()
  }
}

/** A scanner's stamp has a few words; no invoice has so few. */
const fewestWords = 8

type PageProxy = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>

async function readPage(page: PageProxy): Promise<TextPage> {
  const content = await page.getTextContent({ disableNormalization: false })
  const viewport = uprightViewport(page, content.items)
  const runs = content.items.flatMap((item): TextRun[] =>
    'str' in item ? [{ text: item.str, matrix: shown(viewport.transform, item.transform), width: item.width }] : [],
  )
  return {
    number: page.pageNumber,
    width: viewport.width,
    height: viewport.height,
    words: gatherWords(page.pageNumber, runs),
  }
}

type TextItems = Awaited<ReturnType<PageProxy['getTextContent']>>['items']

/** The page as somebody reads it: where most letters run up, down or upside down, it is turned until they do not. */
function uprightViewport(page: PageProxy, items: TextItems) {
  const asStored = page.getViewport({ scale: 1 })
  const letters = new Map<number, number>()
  for (const item of items) {
    if (!('str' in item)) continue
    const [a = 0, b = 0] = shown(asStored.transform, item.transform)
    const turn = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) * 90 + 360) % 360
    letters.set(turn, (letters.get(turn) ?? 0) + item.str.trim().length)
  }
  const [[turn, most] = [0, 0]] = [...letters].toSorted(([, one], [, other]) => other - one)
  if (turn === 0 || most <= 2 * (letters.get(0) ?? 0)) return asStored
  return page.getViewport({ scale: 1, rotation: (asStored.rotation - turn + 360) % 360 })
}

/** A run's matrix as the page is shown: turned as the page is, and with y downwards along the baseline. */
function shown(page: readonly number[], run: readonly number[]): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = page
  const [ra = 1, rb = 0, rc = 0, rd = 1, re = 0, rf = 0] = run
  return [a * ra + c * rb, b * ra + d * rb, a * rc + c * rd, b * rc + d * rd, a * re + c * rf + e, b * re + d * rf + f]
}

const failed = (issue: Issue): PdfText => ({ pages: [], issues: [issue] })

function tooLarge(found: string, expected: string): Issue {
  return {
    severity: 'error',
    code: 'too-large-pdf',
    message: `The PDF is larger than the hub reads. ${found}; at most ${expected} are read.`,
    at: {},
    expected: `at most ${expected}`,
  }
}

function noText(): Issue {
  return {
    severity: 'warning',
    code: 'no-text',
    message: 'The PDF holds pictures of pages and no text: it is a scan. Somebody has to type in what it says.',
    at: {},
  }
}

function problemOf(error: unknown): Issue {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException')
    return {
      severity: 'error',
      code: 'encrypted-pdf',
      message: 'The PDF is locked with a password. Send it without one.',
      at: {},
    }
  const detail = error instanceof Error ? error.message.slice(0, 200) : ''
  return {
    severity: 'error',
    code: 'damaged-pdf',
    message: `The PDF cannot be opened: it is damaged or was cut off. Send it again.${detail ? ` (${detail})` : ''}`,
    at: {},
  }
}
