import type { SetGuide } from './model.ts'

/** X12 850, Purchase Order. */
export const guide850: SetGuide = {
  set: '850',
  name: 'Purchase Order',
  functionalId: 'PO',
  structure: `
    BEG! CUR REF* PER*3 TAX* FOB* CTP* PAM*10 CSH*5 TC2* SAC*25{CUR} ITD* DIS*20 INC DTM*10 LDT*12 LIN*5 SI* PID*200
    MEA*40 PWK*25 PKG*200 TD1*2 TD5*12 TD3*12 TD4*5 MAN*10 PCT* CTB*5 TXI*
    AMT*{REF* DTM PCT* FA1*{FA2!*}}
    N9*1000{DTM* MSG*1000}
    N1*200{N2*2 N3*2 N4* NX2* REF*12 PER* SI* FOB TD1*2 TD5*12 TD3*12 TD4*5 PKG*200}
    LM*{LQ!*}
    SPI*{REF*5 DTM*5 MSG*50 N1*20{N2*2 N3*2 N4 REF*20 G61 MSG*50} CB1*{REF*20 DTM*5 LDT MSG*50}}
    ADV*{DTM* MTX*}
    PO1!*100000{
      LIN* SI* CUR CN1 PO3*25 CTP*{CUR} PAM*10 MEA*40 PID*1000{MEA*10} PWK*25 PO4* REF* PER*3 SAC*25{CUR CTP} IT8 CSH*
      ITD*2 DIS*20 INC TAX* FOB* SDQ*500 IT3*5 DTM*10 TC2* TD1 TD5*12 TD3*12 TD4*5 PCT* MAN*10 MSG* SPI* TXI* CTB*
      QTY*{SI*} SCH*200{TD1*2 TD5*12 TD3*12 TD4*5 REF*} PKG*200{MEA*}
      LS{LDT*{QTY* MSG REF*3 LM*{LQ!*}} LE!}
      N9*1000{DTM* MEA*40 MSG*1000}
      N1*200{N2*2 N3*2 N4 QTY* NX2* REF*12 PER*3 SI* DTM FOB SCH*200 TD1*2 TD5*12 TD3*12 TD4*5 PKG*200 LDT*{MAN*10 QTY*5 MSG REF*3}}
      SLN*1000{
        MSG* SI* PID*1000 PO3*104 TC2* ADV* DTM*10 CTP*25 PAM*10 PO4 TAX*3 N9*{DTM* MSG*} SAC*25{CUR CTP} QTY*{SI*}
        N1*10{N2*2 N3*2 N4 NX2* REF*12 PER*3 SI*}
      }
      AMT*{REF PCT*} LM*{LQ!*}
    }
    CTT{AMT}
  `,
  changes: {
    '004030': [
      { at: 'all/MSG', replace: 'MTX*' },
      { at: 'LDT', drop: true },
      { at: 'TD5', replace: 'TD5*' },
      { at: 'TXI', after: 'LDT*{QTY* MTX* REF*}' },
      { at: 'N9/MTX', after: 'PWK* EFI*' },
      { at: 'N1/N2', after: 'IN2*' },
      { at: 'PO1/N9/MTX', after: 'PWK* EFI*' },
      { at: 'PO1/N1/N2', after: 'IN2*' },
      { at: 'PO1/SLN/N1/N2', after: 'IN2*' },
    ],
    '005010': [
      { at: 'PO1/SLN/PO3', after: 'MEA*' },
      { at: 'PO1/AMT/REF', replace: 'REF*' },
    ],
  },
}
