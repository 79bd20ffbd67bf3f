import type { Writing } from './binding.ts'

/** Tells of a word that X12 has no code for, where the segment has no place to spell it either: `code` goes in its stead. Nothing is lost where the word is that code. */
export function tellWordLeftOut(writing: Writing, word: string, code: string, path: string): void {
  if (word === code) return
  writing.report(
    'not-carried',
    `${path} "${word}" has no code in X12: it is written as ${code}, without the word.`,
    path,
  )
}
