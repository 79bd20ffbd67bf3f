import type { Part } from './binding.ts'
import { decimal, text } from './parts.ts'

const quantity = decimal(3, 'quantity')

/**
 * POC03 to POC05: a quantity goes with what is left to receive and with a unit (C030405). Nothing of what a change speaks of has been
 * received, so all of it is left; of what is taken away nothing is. A cancellation of zero is one of the whole line, whose quantity is then zero.
 */
export const changedQuantity: readonly Part[] = [
  {
    read(found, into, reading) {
      const whole = into.action === 'cancel' && Number(reading.text(found, 3)) === 0
      if (!whole) quantity.read(found, into, reading)
    },
    write: quantity.write,
  },
  {
    read() {},
    write(from, elements) {
      if (from.quantity !== undefined) elements[4] = from.action === 'cancel' ? '0' : (from.quantity as string)
      return false
    },
  },
  {
    read: text(5, 'unit').read,
    write(from, elements) {
      elements[5] = (from.unit as string | undefined) ?? (from.quantity === undefined ? '' : 'EA')
      return false
    },
  },
]
