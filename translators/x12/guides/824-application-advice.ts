import type { SetGuide } from './model.ts'

/** X12 824, Application Advice: what became of documents after they were read. */
export const guide824: SetGuide = {
  set: '824',
  name: 'Application Advice',
  functionalId: 'AG',
  structure: `
    BGN!
    N1*{N2*2 N3*2 N4 REF*12 PER*3}
    OTI!*{REF*12 DTM*2 PER*3 AMT* QTY* NM1*9 TED*{NTE*100 RED*100} LM*{LQ!*100{RED*100}}}
  `,
  changes: { '005010': [{ at: 'OTI/TED/NTE', before: 'CTX*10' }] },
}
