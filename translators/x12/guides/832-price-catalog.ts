import type { SetGuide } from './model.ts'

/** X12 832, Price/Sales Catalog. */
export const guide832: SetGuide = {
  set: '832',
  name: 'Price/Sales Catalog',
  functionalId: 'SC',
  structure: `
    BCT! CTP*100 REF* YNQ*10 PER* DTM*10 CTB*25 CUR*5 ITD*2 LDT* SAC* TD1* TD5* TD3* TD4* FOB PKG* G93*50 TXI* AAA
    N1*{N2*2 N3*2 N4* REF*12 PKG* PER* DTM*10}
    LM*{LQ!*}
    N9*{DTM*}
    LIN*{
      PO1 G53 SI* DTM*10 REF* YNQ*10 PER* CRD* CTB*25 PID*200 MEA*40 PKG*25 PO4 TD1* TD5* TD3* TD4* ITD*2 LDT SAC* FOB AAA
      TC2*2 TXI* G55 G54
      CTP*100{G40*99 DTM*10 G36 LDT CUR*5 PO4 CTB*5 REF* G43*9999 SAC* G26*99}
      N1*{N2*2 N3*2 N4 REF*12 PER* DTM*10 PKG*}
      G39*{CTP} PKL*20{CTP PKG*2} LFG{CRC*{QTY}} LM*{LQ!*}
      SLN*{SI* PID* DTM* CTP* PAM* PO4* PKG* QTY* MEA* SAC* MTX* LM*{LQ!*}}
      N9*{DTM*}
    }
    CTT
  `,
  changes: {
    '004030': [
      { at: 'G93', drop: true },
      { at: 'AAA', after: 'MTX* PWK*25' },
      { at: 'N1/DTM', after: 'MTX* SPI' },
      { at: 'N9/DTM', after: 'MTX* PWK* EFI*' },
      { at: 'N9', after: 'G93*{SAC N1 G26}' },
      { at: 'LIN/TXI', after: 'MTX*' },
      {
        at: 'LIN/CTP',
        replace: 'CTP*100{DTM*10 G36 LDT CUR*5 PO4 CTB*5 REF* G43*9999 SAC* G26*99 G40*{SAC} LS{LM*{LQ!*} LE!}}',
      },
      { at: 'LIN/N1/DTM', after: 'MTX*' },
      { at: 'LIN/N1/PKG', after: 'PAL* SPI' },
      { at: 'LIN/PKL/PKG', after: 'G53 DTM*' },
      { at: 'LIN/LM/LQ', replace: 'LQ!*{REF* EFI DTM* PID*{MEA* MTX}}' },
      { at: 'LIN/SLN/LM', after: 'N1*{N2*2 N3*2 N4* REF*12 PER* DTM*10}' },
      { at: 'LIN/N9/DTM', after: 'MTX* PWK* EFI*' },
    ],
    '005010': [
      {
        at: 'LIN/CTP',
        replace: `CTP*{
          DTM*10 G36 LDT CUR*5 PO4 CTB*5 REF* G43*9999 SAC* G26*99 TXI* ITD G40*{SAC G93*}
          LS*2{LM*{LQ!*} N1*{N2*2 N3*2 N4*2} LE!}
        }`,
      },
    ],
  },
}
