export { fontNames } from './fonts.ts'
export { type PrintedDocument, renderPdf } from './render.ts'
