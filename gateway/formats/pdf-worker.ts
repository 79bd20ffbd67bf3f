/** Reads one PDF in a thread of its own, so that a file made to keep its reader busy can be stopped. See `read-pdf-aside.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { readPdfText } from '../../translators/pdf/text/index.ts'

parentPort?.postMessage(await readPdfText(workerData as Uint8Array))
