import { ascent, baselineOf, rightOf, type Word } from './words.ts'

/** A run of text as a PDF places it: its text, and the matrix (PDF 32000-1, 9.4.4) in the coordinates of the shown page, y downwards. */
export interface TextRun {
  text: string
  matrix: readonly number[]
  /** In points, along the line. */
  width: number
}

/** Text that leans more than this from the horizontal, as watermarks and stamps do, is no part of the lines. */
const leaning = 0.05

/**
 * The words of one page: runs are cut at their spaces, letters that were placed one by one are put together, and what was printed twice to
 * look bold stands once. Rotated text is left out.
 */
export function gatherWords(page: number, runs: readonly TextRun[]): Word[] {
  const pieces = runs.flatMap(run => piecesOf(page, run))
  pieces.sort((a, b) => baselineOf(a) - baselineOf(b) || a.x - b.x)
  return joined(lines(pieces))
}

function piecesOf(page: number, { text, matrix, width }: TextRun): Word[] {
  const [a = 0, b = 0, , , x = 0, baseline = 0] = matrix
  const height = Math.hypot(matrix[2] ?? 0, matrix[3] ?? 0)
  if (height === 0 || a <= 0 || Math.abs(b) > leaning * Math.abs(a)) return []
  const advance = text.length === 0 ? 0 : width / text.length
  return Array.from(text.matchAll(/\S+/g), match => ({
    text: match[0],
    page,
    x: round(x + advance * match.index),
    y: round(baseline - height * ascent),
    width: round(advance * match[0].length),
    height: round(height),
  }))
}

/** Hundredths of a point: finer is no ink. */
const round = (value: number) => Math.round(value * 100) / 100

function lines(pieces: readonly Word[]): Word[][] {
  const found: Word[][] = []
  for (const piece of pieces) {
    const line = found.at(-1)
    const before = line?.[0]
    if (line && before && Math.abs(baselineOf(before) - baselineOf(piece)) < 0.1 * piece.height) line.push(piece)
    else found.push([piece])
  }
  for (const line of found) line.sort((a, b) => a.x - b.x)
  return found
}

function joined(found: readonly Word[][]): Word[] {
  return found.flatMap(line => {
    const words: Word[] = []
    for (const piece of line) {
      const last = words.at(-1)
      if (last && isPrintedTwice(last, piece)) continue
      if (last && touches(last, piece)) {
        last.text += piece.text
        last.width = round(rightOf(piece) - last.x)
      } else words.push({ ...piece })
    }
    return words
  })
}

function touches(left: Word, right: Word): boolean {
  const gap = right.x - rightOf(left)
  const size = Math.min(left.height, right.height)
  return gap < 0.12 * size && gap > -0.3 * size && left.height < 1.3 * right.height && right.height < 1.3 * left.height
}

function isPrintedTwice(one: Word, other: Word): boolean {
  return one.text === other.text && Math.abs(one.x - other.x) < 0.25 * one.height && one.width > 0.3 * one.height
}
