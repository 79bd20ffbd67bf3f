export { detectCsv } from './detect.ts'
export { type CsvColumn, type CsvLayout, type CsvLayoutInput, csvLayout } from './layout.ts'
export { type CsvReading, type ReadCsvOptions, readCsv } from './read.ts'
export { type CsvWriting, writeCsv } from './write.ts'
