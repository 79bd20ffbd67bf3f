import { Worker } from 'node:worker_threads'
import type { PdfText } from '../../translators/pdf/text/index.ts'

/** How long reading may take, and how much memory it may have beside the file itself. */
export interface AsideLimits {
  milliseconds: number
  megabytes: number
}

const usual: AsideLimits = { milliseconds: 30_000, megabytes: 512 }

/** The words of a PDF, read in a thread that is stopped when it takes too long or too much memory: then the issue says `too-slow-pdf`. */
export function readPdfAside(bytes: Uint8Array, limits: AsideLimits = usual): Promise<PdfText> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(tooSlow()), limits.milliseconds)
    worker.once('message', resolve)
    worker.once('error', error =>
      (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(tooSlow()) : reject(error),
    )
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('The reader of PDFs ended without a word'))
    })
  }).finally(() => worker.terminate()) as Promise<PdfText>
}

function tooSlow(): PdfText {
  const message = 'The PDF takes too long or too much memory to read. Print it to a new PDF, and send that.'
  return { pages: [], issues: [{ severity: 'error', code: 'too-slow-pdf', message, at: {} }] }
}
