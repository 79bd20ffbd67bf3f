/** The substitution table of the key expansion, from the digits of π (RFC 2268 §2). */
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)

const blockSize = 8

/**
 * Decrypts RC2 in CBC mode and takes off the padding (RFC 2268). OpenSSL 3 keeps this cipher among its legacy ones, and old PKCS#12 files
 * still encrypt their certificates with it under 40 bits. Undefined when the length or the padding is wrong.
 * @param key 1 to 128 octets; its strength is its own length
 * @param iv 8 octets
 */
export function decryptRc2(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer | undefined {
  if (ciphertext.length === 0 || ciphertext.length % blockSize !== 0) return undefined
  const words = expandKey(key)
  const plain = Buffer.alloc(ciphertext.length)
  let previous = iv
  for (let at = 0; at < ciphertext.length; at += blockSize) {
    const block = ciphertext.subarray(at, at + blockSize)
    const opened = decryptBlock(words, block)
    for (let i = 0; i < blockSize; i++) plain[at + i] = opened[i]! ^ previous[i]!
    previous = block
  }
  return withoutPadding(plain)
}

function withoutPadding(plain: Buffer): Buffer | undefined {
  const size = plain.at(-1)!
  if (size < 1 || size > blockSize) return undefined
  const padding = plain.subarray(plain.length - size)
  return padding.every(octet => octet === size) ? plain.subarray(0, plain.length - size) : undefined
}

/** The 64 words of 16 bits (RFC 2268 §2), the effective bits being those of the key. */
function expandKey(key: Uint8Array): Uint16Array {
  const expanded = new Uint8Array(128)
  expanded.set(key)
  for (let i = key.length; i < 128; i++) expanded[i] = piTable[(expanded[i - 1]! + expanded[i - key.length]!) & 0xff]!
  expanded[128 - key.length] = piTable[expanded[128 - key.length]!]!
  for (let i = 127 - key.length; i >= 0; i--) expanded[i] = piTable[expanded[i + 1]! ^ expanded[i + key.length]!]!
  const view = new DataView(expanded.buffer)
  return Uint16Array.from({ length: 64 }, (_, i) => view.getUint16(i * 2, true))
}

const rotations = [1, 2, 3, 5] as const

/** Five rounds of mixing, one of mashing, six of mixing, one of mashing, five of mixing, all in reverse (RFC 2268 §4). */
function decryptBlock(words: Uint16Array, block: Uint8Array): Uint8Array {
  const view = new DataView(block.buffer, block.byteOffset, blockSize)
  const r = [0, 2, 4, 6].map(at => view.getUint16(at, true))
  let next = 63
  const mix = (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      for (let i = 3; i >= 0; i--) {
        const turned = rotateRight(r[i]!, rotations[i]!)
        const [one, two, three] = [r[(i + 3) & 3]!, r[(i + 2) & 3]!, r[(i + 1) & 3]!]
        r[i] = (turned - words[next--]! - (one & two) - (~one & three)) & 0xffff
      }
    }
  }
  const mash = () => {
    for (let i = 3; i >= 0; i--) r[i] = (r[i]! - words[r[(i + 3) & 3]! & 63]!) & 0xffff
  }
  mix(5)
  mash()
  mix(6)
  mash()
  mix(5)
  const opened = new Uint8Array(blockSize)
  const out = new DataView(opened.buffer)
  for (const [i, word] of r.entries()) out.setUint16(i * 2, word, true)
  return opened
}

const rotateRight = (word: number, by: number) => ((word >>> by) | (word << (16 - by))) & 0xffff
