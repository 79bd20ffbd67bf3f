import type { SetGuide } from './model.ts'

/** X12 864, Text Message: words for a person, often about an error. */
export const guide864: SetGuide = {
  set: '864',
  name: 'Text Message',
  functionalId: 'TX',
  structure: `
    BMG! DTM*10
    N1*200{N2*2 N3*2 N4 REF*12 PER*3}
    MIT!*{N1*200{N2*2 N3*2 N4 REF*12 PER*3} MSG!*100000}
  `,
  changes: { '004030': [{ at: 'MIT/MSG', replace: 'MSG!*' }] },
}
