import type { SetGuide } from './model.ts'

/** X12 997, Functional Acknowledgment. */
export const guide997: SetGuide = {
  set: '997',
  name: 'Functional Acknowledgment',
  functionalId: 'FA',
  structure: 'AK1! AK2*999999{AK3*999999{AK4*99} AK5!} AK9!',
}
