import type { Finding, ProblemCode } from '../problems.ts'
import type { Report } from '../report.ts'
import type { SetBuffer } from '../set-buffer.ts'
import type { ProductIdQualifier, Reading, Trace } from './binding.ts'

/** A set being read from its buffer. */
export class SetReading implements Reading {
  readonly buffer: SetBuffer
  readonly #component: number
  readonly productIds: readonly ProductIdQualifier[] | undefined
  readonly trace: Trace | undefined
  readonly #report: Report | undefined

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
  }

  report(code: ProblemCode, finding: Finding): void {
    this.#report?.add(code, finding)
  }

  text(segment: number, element: number): string {
    return this.buffer.text(segment, element)
  }

  components(segment: number, element: number): string[] {
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
