import type { BusinessDocument, DocumentKind, FunctionalAcknowledgment } from '../documents/index.ts'
import type { Overlay } from './overlay.ts'
import type { Interchange, ReadOptions, WriteEnvelope, WrittenInterchange, X12File } from './types.ts'

export * from './overlay.ts'
export * from './types.ts'

export declare function readX12(bytes: Uint8Array, options?: ReadOptions): X12File
export declare function functionalAcknowledgmentsOf(interchange: Interchange): FunctionalAcknowledgment[]
export declare function writeX12(
  documents: readonly BusinessDocument[],
  envelope: WriteEnvelope,
  overlay?: Overlay,
): WrittenInterchange
export declare function transactionSetFor(kind: DocumentKind): { set: string; functionalId: string }
