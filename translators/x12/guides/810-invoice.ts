import type { SetGuide } from './model.ts'

/** X12 810, Invoice. */
export const guide810: SetGuide = {
  set: '810',
  name: 'Invoice',
  functionalId: 'IN',
  structure: `
    BIG! NTE*100 CUR REF*12 YNQ*10 PER*3
    N1*200{N2*2 N3*2 N4 REF*12 PER*3 DMG}
    ITD* DTM*10 FOB PID*200 MEA*40 PWK*25 PKG*25 L7 BAL* INC PAM* LM*10{LQ!*100}
    N9{MSG!*10} V1*{R4* DTM*} FA1*{FA2!*}
    IT1*200000{
      CRC QTY*5 CUR IT3*5 TXI*10 CTP*25 PAM*10 MEA*40 PID*1000{MEA*10} PWK*25 PKG*25 PO4 ITD*2 REF* YNQ*10 PER*5 SDQ*500
      DTM*10 CAD* L7* SR SAC*25{TXI*10}
      SLN*1000{DTM REF* PID*1000 SAC*25 TC2*2 TXI*10}
      N1*200{N2*2 N3*2 N4 REF*12 PER*3 DMG}
      LM*10{LQ!*100} V1*{R4* DTM*} FA1*{FA2!*}
    }
    TDS! TXI*10 CAD AMT* SAC*25{TXI*10} ISS*{PID} CTT
  `,
  changes: {
    '004030': [
      { at: 'PAM', after: 'CRC' },
      { at: 'IT1/TXI', replace: 'TXI*' },
      { at: 'IT1/SAC', replace: 'SAC*{TXI*{DTM}}' },
      { at: 'IT1/SLN/TXI', replace: 'TXI*' },
      { at: 'TXI', replace: 'TXI*' },
      { at: 'SAC', replace: 'SAC*{DTM* TXI*{DTM}}' },
    ],
    '005010': [{ at: 'IT1/SLN/SAC', replace: 'SAC*' }],
  },
}
