/** A control number without leading zeros, as numbers are compared: partners answer `12` to `000000012`. */
export const plainNumber = (text: string) => text.replace(/^0+(?=.)/, '')
