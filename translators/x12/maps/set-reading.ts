import type { Finding, ProblemCode } from '../problems.ts'
import type { Report } from '../report.ts'
import type { SetBuffer } from '../set-buffer.ts'
import type { ProductIdQualifier, Reading, Trace } from './binding.ts'

const none: readonly { segment: number; qualifier: string }[] = []

/** A set being read from its buffer. */
export class SetReading implements Reading {
  readonly buffer: SetBuffer
  readonly #component: number
  readonly productIds: readonly ProductIdQualifier[] | undefined
  readonly trace: Trace | undefined
  readonly #report: Report | undefined
  /** A one for each segment of which something was taken. */
  readonly #taken: Uint8Array
  #passed: { segment: number; qualifier: string }[] | undefined

  constructor(
    buffer: SetBuffer,
    component: number,
    productIds: readonly ProductIdQualifier[] | undefined,
    report: Report | undefined,
    trace?: Trace,
  ) {
    this.buffer = buffer
    this.#component = component
    this.productIds = productIds
    this.trace = trace
    this.#report = report
    this.#taken = new Uint8Array(buffer.count)
  }

  report(code: ProblemCode, finding: Finding): void {
    this.#report?.add(code, finding)
  }

  get passed(): readonly { segment: number; qualifier: string }[] {
    return this.#passed ?? none
  }

  pass(segment: number, element: number): void {
    this.#passed ??= []
    this.#passed.push({ segment, qualifier: this.buffer.text(segment, element) })
  }

  isTaken(segment: number): boolean {
    return this.#taken[segment] === 1
  }

  text(segment: number, element: number): string {
    this.#taken[segment] = 1
    return this.buffer.text(segment, element)
  }

  components(segment: number, element: number): string[] {
    this.#taken[segment] = 1
    return this.buffer.components(segment, element, this.#component)
  }

  code(segment: number, element: number): number {
    return this.buffer.code(segment, element)
  }

  /** The same set, to be read once more in silence, to learn where each field comes from. */
  traced(trace: Trace): Reading {
    return new SetReading(this.buffer, this.#component, this.productIds, undefined, trace)
  }
}
