import type { SetGuide } from './model.ts'

/** X12 856, Ship Notice/Manifest. The levels (shipment, order, tare, pack, item) are told by HL03; who stands under whom is checked apart, see `hierarchy.ts`. */
export const guide856: SetGuide = {
  set: '856',
  name: 'Ship Notice/Manifest',
  functionalId: 'SH',
  structure: `
    BSN! DTM*10
    HL!*200000{
      LIN SN1 SLN*1000 PRF PO4 PID*200 MEA*40 PWK*25 PKG*25 TD1*20 TD5*12 TD3*12 TD4*5 TSD REF* PER*3
      LH1*100{LH2*4 LH3*12 LFH*20 LEP* LH4 LHT*3 LHR*10 PER*5 LHE}
      CLD*200{REF*200 DTP} MAN* DTM*10 FOB PAL
      N1*200{N2*2 N3*2 N4 REF*12 PER*3 FOB}
      SDQ*50 ETD CUR SAC*{CUR} GF YNQ*10 LM*10{LQ!*100} V1*{R4* DTM*}
    }
    CTT
  `,
  changes: {
    '004030': [{ at: 'HL/TD3', replace: 'TD3*12{AT9}' }],
    '005010': [{ at: 'HL/LH1/LH4', replace: 'LH4*4' }],
  },
}
