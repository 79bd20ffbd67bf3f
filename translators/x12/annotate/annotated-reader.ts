import type { Issue } from '../../issue.ts'
import {
  type Delimiters,
  EnvelopeReader,
  type Group,
  type Interchange,
  type ReadOptions,
  type TransactionSet,
} from '../index.ts'
import { type LocatedIssue, locate } from './locate.ts'
import { cutSegments, type Segment } from './segments.ts'
import { Window } from './window.ts'

/** A transaction set with its segments as they stand in the file and its issues at their places. */
export interface AnnotatedSet {
  set: TransactionSet
  group: Group
  interchange: Interchange
  problems: LocatedIssue[]
  /** Delimiters with the release character, where ISX named one. */
  delimiters: Delimiters
  /** Cut when asked for. */
  segments(): Segment[]
}

/** Told of a file in the order in which it is read. `problem` tells what is wrong outside the sets, as soon as it is known. */
export interface AnnotatedHandler {
  interchange?(interchange: Interchange, header: Segment | undefined): void
  group?(group: Group, interchange: Interchange, header: Segment | undefined): void
  set?(set: AnnotatedSet): void
  problem?(problem: LocatedIssue, level: 'file' | 'interchange' | 'group'): void
  groupEnd?(group: Group, interchange: Interchange): void
  interchangeEnd?(interchange: Interchange): void
}

/** What is kept outside interchanges: ISA may have begun in it (it is never longer than 400 bytes). */
const margin = 4096

/**
 * Reads X12 from pieces and keeps just as much of the bytes as is needed to show where things stand: one set, not the file.
 */
export class AnnotatedReader {
  readonly #handler: AnnotatedHandler
  readonly #reader: EnvelopeReader
  readonly #window = new Window()
  #delimiters: Delimiters | undefined
  /** How far the file has been told: what comes next begins here. */
  #told = 0
  /** How many issues of interchange and group have been told. */
  #toldInterchange = 0
  #toldGroup = 0
  /** What stands before the first ISA: told with it, for a file without any ISA is no X12 and has no places to tell of. */
  #held: LocatedIssue[] | undefined = []

  constructor(options: ReadOptions, handler: AnnotatedHandler) {
    this.#handler = handler
    this.#reader = new EnvelopeReader(options, {
      interchange: interchange => this.#openInterchange(interchange),
      group: (group, interchange) => this.#openGroup(group, interchange),
      set: (set, group, interchange) => this.#set(set, group, interchange),
      groupEnd: (group, interchange) => {
        this.#tellBetween(interchange, group)
        handler.groupEnd?.(group, interchange)
      },
      interchangeEnd: interchange => {
        this.#tellBetween(interchange)
        this.#delimiters = undefined
        handler.interchangeEnd?.(interchange)
      },
      outside: issue => this.#outside(this.#located(issue)),
    })
  }

  /** Whether an ISA has been found. */
  get found(): boolean {
    return this.#held === undefined
  }

  push(chunk: Uint8Array): void {
    this.#window.push(chunk)
    this.#reader.push(chunk)
    this.#window.dropBefore(this.#delimiters ? this.#told : this.#window.end - margin)
  }

  end(): void {
    this.#reader.end()
  }

  #outside(problem: LocatedIssue): void {
    if (this.#held) this.#held.push(problem)
    else this.#handler.problem?.(problem, 'file')
  }

  #openInterchange(interchange: Interchange): void {
    for (const problem of this.#held ?? []) this.#handler.problem?.(problem, 'file')
    this.#held = undefined
    this.#delimiters = { ...interchange.delimiters }
    this.#toldInterchange = 0
    this.#told = interchange.offset + interchange.length
    this.#handler.interchange?.(interchange, this.#segmentAt(interchange.offset, this.#told))
    this.#tellBetween(interchange)
  }

  #openGroup(group: Group, interchange: Interchange): void {
    const header = this.#between(this.#window.end).find(({ tag }) => tag === 'GS')
    if (header) this.#told = header.end
    this.#tellBetween(interchange)
    this.#toldGroup = 0
    this.#handler.group?.(group, interchange, header)
    this.#tellBetween(interchange, group)
  }

  #set(set: TransactionSet, group: Group, interchange: Interchange): void {
    this.#tellBetween(interchange, group)
    const end = set.offset + set.length
    const cut = () => cutSegments(this.#window.slice(set.offset, end), set.offset, this.#delimiters!)
    const named = set.issues.length > 0 ? segmentsAt(new Set(set.issues.map(positionOf)), cut()) : undefined
    const problems = set.issues.map(issue => this.#located(issue, named?.get(positionOf(issue))))
    const delimiters = this.#delimiters!
    this.#handler.set?.({ set, group, interchange, problems, delimiters, segments: () => [...cut()] })
    this.#told = end
  }

  /** Tells what has been found about the envelope since the last time. */
  #tellBetween(interchange: Interchange, group?: Group): void {
    for (const issue of interchange.issues.slice(this.#toldInterchange)) {
      this.#handler.problem?.(this.#located(issue), 'interchange')
    }
    this.#toldInterchange = interchange.issues.length
    if (!group) return
    for (const issue of group.issues.slice(this.#toldGroup)) this.#handler.problem?.(this.#located(issue), 'group')
    this.#toldGroup = group.issues.length
  }

  #located(issue: Issue, segment?: Segment): LocatedIssue {
    const { offset } = issue.at
    const found = segment ?? (offset === undefined ? undefined : this.#segmentAt(offset, this.#window.end))
    return locate(issue, found, this.#delimiters, this.#window)
  }

  /** The segments between what was told and a place; a release character that they set holds from then on. */
  #between(to: number): Segment[] {
    const segments: Segment[] = []
    for (const segment of cutSegments(this.#window.slice(this.#told, to), this.#told, this.#delimiters!)) {
      if (segment.tag === 'ISX' && segment.elements[1]) this.#delimiters!.release = segment.elements[1][0]!
      segments.push(segment)
      if (segment.tag === 'GS') break
    }
    return segments
  }

  #segmentAt(offset: number, to: number): Segment | undefined {
    if (!this.#delimiters || !this.#window.placeOf(offset)) return undefined
    return cutSegments(this.#window.slice(offset, to), offset, this.#delimiters).next().value ?? undefined
  }
}

/** Which segment of its set an issue speaks of: where it names none, the first. */
function positionOf({ at }: Issue): number {
  return at.position ?? 1
}

/** The segments at some positions; one beyond the end of the set, such as a missing trailer, is the last. Cut no further than they go. */
function segmentsAt(positions: ReadonlySet<number>, segments: Iterable<Segment>): Map<number, Segment> {
  const found = new Map<number, Segment>()
  const furthest = Math.max(...positions)
  let position = 0
  let last: Segment | undefined
  for (const segment of segments) {
    position++
    last = segment
    if (positions.has(position)) found.set(position, segment)
    if (position >= furthest) break
  }
  for (const each of positions) if (last && each > position) found.set(each, last)
  return found
}
