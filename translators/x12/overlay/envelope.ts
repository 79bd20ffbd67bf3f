import type { WriteEnvelope } from '../types.ts'
import type { OverlayContext } from './context.ts'
import type { EnvelopeRules } from './envelope-schema.ts'
import { clockTime, localTime } from './local-time.ts'
import type { Overlay } from './schema.ts'

/** What a partner's map says of the envelope in the environment that the facts name. */
export function envelopeRulesOf(overlay: Overlay | undefined, context: OverlayContext = {}): EnvelopeRules {
  const rules = overlay?.envelope ?? {}
  const environment = context.facts?.environment
  return { ...rules, ...(environment === undefined ? {} : rules.environments?.[environment]) }
}

/** The envelope with the names, the usage and the version that the partner's map puts in the place of the channel's. */
export function envelopeUnder(
  envelope: WriteEnvelope,
  overlay: Overlay | undefined,
  context: OverlayContext = {},
): WriteEnvelope {
  if (!overlay) return envelope
  const rules = envelopeRulesOf(overlay, context)
  const receiver = rules.receiver === 'source' ? context.sourceSender : rules.receiver
  return {
    ...envelope,
    ...(rules.sender ? { senderQualifier: rules.sender.qualifier, sender: rules.sender.id } : {}),
    ...(receiver ? { receiverQualifier: receiver.qualifier, receiver: receiver.id } : {}),
    ...(rules.groupSender ? { groupSender: rules.groupSender } : {}),
    ...(rules.groupReceiver ? { groupReceiver: rules.groupReceiver } : {}),
    ...(rules.usage ? { usage: rules.usage } : {}),
    ...(rules.acknowledgmentRequested === undefined ? {} : { acknowledgmentRequested: rules.acknowledgmentRequested }),
    version: overlay.version ?? envelope.version,
    at: localTime(envelope.at, overlay.timeZone),
  }
}

/** Puts the partner's literals into an ISA segment: authorization, security, ISA11, ISA12. Element 0 is the tag. */
export function interchangeHeaderUnder(elements: readonly string[], rules: EnvelopeRules): string[] {
  const header = [...elements]
  const put = (element: number, value: string | undefined) => {
    if (value !== undefined) header[element] = value.padEnd(header[element]?.length ?? 0)
  }
  put(1, rules.authorization?.qualifier)
  put(2, rules.authorization?.value)
  put(3, rules.security?.qualifier)
  put(4, rules.security?.value)
  put(11, rules.standard)
  put(12, rules.interchangeVersion)
  return header
}

/** Puts the partner's date, time and agency into a GS segment. */
export function groupHeaderUnder(elements: readonly string[], rules: EnvelopeRules, at: string): string[] {
  const header = [...elements]
  if (rules.groupDate === 'YYMMDD') header[4] = header[4]!.slice(2)
  if (rules.groupTime) header[5] = clockTime(at, rules.groupTime)
  if (rules.agency) header[7] = rules.agency
  return header
}

/**
 * Breaks a written file into lines of so many bytes, wherever that falls but never within a character of several bytes; readers drop the
 * breaks.
 */
export function wrappedLines(bytes: Uint8Array, length: number | undefined, lineBreak: string): Uint8Array {
  if (!length || bytes.length <= length) return bytes
  const mark = new TextEncoder().encode(lineBreak || '\n')
  const starts = lineStarts(bytes, length)
  const wrapped = new Uint8Array(bytes.length + (starts.length - 1) * mark.length)
  let to = 0
  for (const [i, start] of starts.entries()) {
    if (i > 0) {
      wrapped.set(mark, to)
      to += mark.length
    }
    const line = bytes.subarray(start, starts[i + 1])
    wrapped.set(line, to)
    to += line.length
  }
  return wrapped
}

function lineStarts(bytes: Uint8Array, length: number): number[] {
  const starts = [0]
  for (let at = length; at < bytes.length; at += length) {
    while ((bytes[at]! & 0xc0) === 0x80) at--
    starts.push(at)
  }
  return starts
}

/**
 * The name of a file: `{set}`, `{sender}`, `{receiver}`, `{control}`, `{date}` (CCYYMMDD), `{time}` (HHMMSS) in the map's time zone, and
 * `{fact.…}` are filled in. Undefined when the map names no file. Characters that file systems refuse become `_`.
 */
export function fileNameFor(
  overlay: Overlay,
  envelope: WriteEnvelope,
  context: OverlayContext = {},
): string | undefined {
  const at = localTime(envelope.at, overlay.timeZone)
  const named = envelopeUnder(envelope, overlay, context)
  const values: Readonly<Record<string, string>> = {
    set: overlay.set,
    sender: named.sender,
    receiver: named.receiver,
    control: String(envelope.interchangeControlNumber).padStart(9, '0'),
    date: at.slice(0, 10).replaceAll('-', ''),
    time: clockTime(at, 'HHMMSS'),
  }
  return overlay.fileName
    ?.replace(/\{([\w.]+)\}/g, (_, name: string) =>
      name.startsWith('fact.') ? (context.facts?.[name.slice(5)] ?? '') : (values[name] ?? ''),
    )
    .replace(/[^\w.@+-]/g, '_')
}

/** Which documents go into one interchange together, as indexes, by what the map says of batches. `kinds` are the documents' kinds. */
export function batchesUnder(kinds: readonly string[], overlay: Overlay | undefined): number[][] {
  const {
    setsPerInterchange = Number.POSITIVE_INFINITY,
    setsPerGroup = Number.POSITIVE_INFINITY,
    oneKindPerInterchange,
  } = overlay?.batch ?? {}
  const most = Math.min(setsPerInterchange, setsPerGroup)
  const batches: number[][] = []
  for (const indexes of Map.groupBy(kinds.keys(), at => (oneKindPerInterchange ? kinds[at] : '')).values()) {
    for (let from = 0; from < indexes.length; from += most) batches.push(indexes.slice(from, from + most))
  }
  return batches
}
