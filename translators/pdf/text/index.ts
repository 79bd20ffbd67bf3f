export { isPdf, type PdfLimits, type PdfText, pdfLimits, readPdfText } from './read-text.ts'
export type { Box, TextPage, Word } from './words.ts'
