export { feedSheetAsCsv, type SheetAsCsv, xlsxAsCsv } from './as-csv.ts'
export { isXlsx } from './package-check.ts'
export { readXlsx, type XlsxReading } from './read.ts'
export { writeXlsx } from './write.ts'
