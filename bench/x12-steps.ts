import { EnvelopeReader, functionalAcknowledgmentsOf, type Interchange } from '../translators/x12/index.ts'

/** What is done with a file: its envelope compared; every element checked and the 997 built; documents made, one at a time. */
export const steps = ['envelope', 'check', 'read'] as const
export type Step = (typeof steps)[number]

const none = () => {}

/** Does a step with bytes as they come. `end` says that all have come, and answers how many sets there were; a file that is not well throws. */
export function stepOf(step: Step): { push(bytes: Uint8Array): void; end(): number } {
  const interchanges: Interchange[] = []
  let good = 0
  const reader = new EnvelopeReader(
    { documents: step === 'read', envelopeOnly: step === 'envelope' },
    {
      interchange: interchange => void interchanges.push(interchange),
      group: (group, interchange) => void interchange.groups.push(group),
      set: (set, group) => {
        if (set.issues.length === 0 && (step !== 'read' || set.document)) good++
        if (step === 'check') group.sets.push(set)
      },
      groupEnd: none,
      interchangeEnd: interchange => {
        if (step === 'check') checkAnswer(interchange)
        interchanges.length = 0
      },
      outside: issue => {
        throw new Error(issue.message)
      },
    },
  )
  return {
    push: bytes => reader.push(bytes),
    end: () => {
      reader.end()
      return good
    },
  }
}

function checkAnswer(interchange: Interchange): void {
  for (const answer of functionalAcknowledgmentsOf(interchange))
    if (answer.status !== 'accepted') throw new Error(`the group is ${answer.status}`)
}
