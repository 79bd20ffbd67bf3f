import type { SetGuide } from './model.ts'

/** X12 999, Implementation Acknowledgment: a 997 that also speaks of implementation guides. */
export const guide999: SetGuide = {
  set: '999',
  name: 'Implementation Acknowledgment',
  functionalId: 'FA',
  structure: 'AK1! AK2*{IK3*{CTX*10 IK4*{CTX*10}} IK5!} AK9!',
}
