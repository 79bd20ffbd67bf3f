import type { SetGuide } from './model.ts'

/** X12 865, Purchase Order Change Acknowledgment/Request - Seller Initiated. */
export const guide865: SetGuide = {
  set: '865',
  name: 'Purchase Order Change Acknowledgment',
  functionalId: 'CA',
  structure: `
    BCA! CUR REF* PER*3 TAX* FOB* CTP* PAM*10 CSH SAC*25{CUR} ITD*5 DIS*20 INC DTM*10 LDT*12 LIN*5 SI* PID*200 MEA*40
    PWK*25 PKG*25 TD1*2 TD5*12 TD3*12 TD4*5 PCT* MAN*10 TXI* CTB* G53*
    N9*1000{DTM* MSG*1000}
    N1*200{N2*2 N3*2 N4 NX2* REF*12 PER* SI* FOB TD1*2 TD5*12 TD3*12 TD4*5 PKG*25 MSG*}
    AMT*{PCT*}
    ADV*{DTM* MTX*}
    POC*{
      LIN* SI* CUR PO3*25 CTP* PAM*10 MEA*40 PID*1000{MEA*10} PWK*25 PKG*25 PO4* REF* PER*3 SAC*25{CUR} IT8 CSH* ITD*2
      DIS*20 INC TAX* FOB* SDQ*500 DTM*10 TD1 TD5*12 TD3*12 TD4*5 TXI* PCT* ACK*104{DTM} MAN*10 SPI* MSG* CTB* AMT*{PCT*}
      QTY*{SI*} SCH*200{TD1*2 TD5*12 TD3*12 TD4*5 REF*} LDT*{QTY* MSG LM*{LQ!*}}
      N9*1000{DTM* MSG*1000}
      N1*200{N2*2 N3*2 N4 QTY* NX2* REF*12 PER*3 SI* DTM FOB SCH*200 TD1*2 TD5*12 TD3*12 TD4*5 PKG*25 LDT*{MAN*10 QTY*5 MSG}}
      SLN*1000{
        MSG* SI* PID*1000 PO3*25 CTP*25 PAM*10 ACK*104 SAC*10{CUR} DTM*10 PO4 TAX*3 ADV* QTY*{SI*} N9*{DTM*}
        N1*10{N2*2 N3*2 N4 NX2* REF*12 PER*3 SI*}
      }
      PD*{PDD*}
    }
    CTT{AMT*5}
  `,
  changes: {
    '004030': [
      { at: 'all/MSG', replace: 'MTX*' },
      { at: 'LDT', drop: true },
      { at: 'G53', after: 'LDT*{QTY* MTX*}' },
      { at: 'ADV', after: 'LM*{LQ!*}' },
      { at: 'N9/MTX', after: 'PWK* EFI*' },
      { at: 'N1/N2', after: 'IN2*' },
      { at: 'POC/CTB', after: 'LM*{LQ!*}' },
      { at: 'POC/N9/MTX', after: 'PWK* EFI*' },
      { at: 'POC/N1/N2', after: 'IN2*' },
      { at: 'POC/SLN/N9/DTM', after: 'MTX*' },
      { at: 'POC/SLN/N1/N2', after: 'IN2*' },
    ],
    '005010': [{ at: 'POC/SLN/PO3', after: 'MEA*' }],
  },
}
