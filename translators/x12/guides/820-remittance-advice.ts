import type { SetGuide } from './model.ts'

/**
 * X12 820, Payment Order/Remittance Advice. In retail the payment (BPR, TRN), the parties (N1) and one ENT with an RMR for each invoice,
 * whose ADX say what was taken off; taxes, payroll deductions, pensions and royalties have their own loops after it.
 */
export const guide820: SetGuide = {
  set: '820',
  name: 'Payment Order/Remittance Advice',
  functionalId: 'RA',
  structure: `
    BPR! NTE* TRN CUR REF* DTM*
    N1*{N2* N3* N4 REF* PER* RDM DTM}
    ENT*{
      NM1*{N2* N3* N4 REF* PER*}
      ADX*{
        NTE* PER* DTM REF*{DTM*}
        IT1*{REF*{DTM} SAC*{TXI*} SLN*{REF*{DTM*} SAC*{TXI*}}}
      }
      RMR*{
        NTE* REF* DTM*
        IT1*{REF*{DTM} SAC*{TXI*} SLN*{REF*{DTM*} SAC*{TXI*}}}
        ADX*{
          NTE* PER* REF*{DTM*}
          IT1*{REF*{DTM} SAC*{TXI*} SLN*{REF*{DTM*} SAC*{TXI*}}}
        }
      }
    }
    TXP*{TXI*} DED*
    LX*{REF* TRN* NM1*{REF* G53 AIN*{QTY* DTP*} PEN*{AMT* DTP* INV*{DTP*}}}}
    N9{AMT*{REF*} N1*{REF* EMS*{ATN* AIN* PYD*}}}
    RYL*{NM1*{LOC*{PID*{DTM PCT*{QTY AMT*{ADX*}}}} ASM{ADX}}}
  `,
  changes: {
    '004030': [
      { at: 'ENT/NM1', before: 'FA1*{FA2!*}' },
      { at: 'ENT/ADX/IT1/REF', before: 'RPA QTY' },
      { at: 'ENT/ADX/IT1/SAC/TXI', after: 'DTM*10' },
      { at: 'ENT/ADX/IT1', after: 'FA1*{FA2!*}' },
      { at: 'ENT/RMR/DTM', after: 'VEH' },
      { at: 'ENT/RMR/IT1/REF', before: 'RPA QTY' },
      { at: 'ENT/RMR/ADX/IT1/REF', before: 'RPA QTY' },
      { at: 'ENT/RMR/ADX/IT1/SAC/TXI', after: 'DTM*10' },
      { at: 'ENT/RMR/ADX', after: 'FA1*{FA2!*}' },
      { at: 'N9/AMT', before: 'REF*' },
    ],
    '005010': [{ at: 'TXP/TXI', after: 'REF* DTM*' }],
  },
}
