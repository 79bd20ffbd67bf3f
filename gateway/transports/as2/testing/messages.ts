import type { OutboundMessage } from '../../contract.ts'

/** A small interchange with CRLF after some segments and none at the end. */
export const ediText =
  'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260615*1200*U*00401*000000001*0*P*>~\r\n' +
  'GS*PO*SENDER*RECEIVER*20260615*1200*1*X*004010~\r\nST*850*0001~BEG*00*SA*PO-1**20260615~SE*3*0001~GE*1*1~IEA*1*000000001~'

/** A message with this id and content. */
export function outbound(
  id: string,
  content: string | Uint8Array = ediText,
  over: Partial<OutboundMessage> = {},
): OutboundMessage {
  return {
    id,
    retailerId: 'retailer',
    partnershipId: 'partnership-0',
    fileName: '850-000000001.edi',
    contentType: 'application/edi-x12',
    subject: 'Purchase order PO-1',
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    ...over,
  }
}
