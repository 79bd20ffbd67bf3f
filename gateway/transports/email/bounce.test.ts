import { describe, expect, it } from 'vitest'
import { failureOfBounce } from './bounce.ts'
import { parseMail } from './mail.ts'

const mail = (...lines: string[]) => parseMail(Buffer.from(lines.join('\r\n'), 'utf8'), { from: '' })

/** A report with its parts, as the server of that name writes it. */
const report = (headers: string[], ...parts: [type: string, ...lines: string[]][]) =>
  mail(
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
    '',
    ...parts.flatMap(([type, ...lines]) => ['--=_b', `Content-Type: ${type}`, '', ...lines]),
    '--=_b--',
  )

const ours = '019ab@hub.example'
const sentBack = [`Message-ID: <${ours}>`, 'From: orders@hub.example', 'Subject: Purchase order 1']

describe('A bounce', () => {
  it('of Postfix is read, with the recipient that failed and not the one that did not', async () => {
    const { automatic, bounce } = await report(
      ['From: MAILER-DAEMON@mx.example (Mail Delivery System)', 'Auto-Submitted: auto-replied'],
      ['text/plain; charset=us-ascii', 'This is the mail system at host mx.example.'],
      [
        'message/delivery-status',
        ...[
          'Reporting-MTA: dns; mx.example',
          'X-Postfix-Queue-ID: 4F0',
          'Arrival-Date: Mon, 1 Jun 2026 10:00:00 +0000',
          '',
        ],
        ...['Final-Recipient: rfc822; copy@supplier.example', 'Action: relayed', 'Status: 2.0.0', ''],
        ...['Final-Recipient: rfc822; desk@supplier.example', 'Original-Recipient: rfc822;desk@supplier.example'],
        ...[
          'Action: failed',
          'Status: 5.1.1',
          'Diagnostic-Code: smtp; 550 5.1.1 <desk@supplier.example>: Recipient',
          '    address rejected',
        ],
      ],
      ['text/rfc822-headers', ...sentBack],
    )
    expect(automatic).toBe('bounce')
    expect(bounce).toEqual({
      ...{ action: 'failed', status: '5.1.1', recipient: 'desk@supplier.example', originalMessageId: ours },
      diagnostic: '550 5.1.1 <desk@supplier.example>: Recipient address rejected',
    })
  })

  it('of Exchange that sends nothing back is known by what it answers', async () => {
    const { bounce } = await report(
      ['From: postmaster@supplier.example', `In-Reply-To: <${ours}>`, 'Subject: Undeliverable: Purchase order 1'],
      ['text/html; charset="us-ascii"', "<p>Your message couldn't be delivered.</p>"],
      [
        'message/delivery-status',
        ...['Reporting-MTA: dns;AM0.outlook.com', 'Received-From-MTA: dns;hub.example', ''],
        ...[
          'Final-Recipient: rfc822;desk@supplier.example',
          'Action: failed',
          'Status: 5.2.2',
          'Diagnostic-Code: smtp;554 5.2.2 mailbox full',
        ],
      ],
    )
    expect(bounce).toMatchObject({ status: '5.2.2', diagnostic: '554 5.2.2 mailbox full', originalMessageId: ours })
    expect(failureOfBounce(bounce!)?.code).toBe('partner-busy')
  })

  it('of Google, and of Exim, is read with the mail that came back', async () => {
    for (const headers of [
      ['From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>', `References: <other@x> <${ours}>`],
      ['From: Mail Delivery System <Mailer-Daemon@mx.example>', 'X-Failed-Recipients: desk@supplier.example'],
    ]) {
      const { bounce } = await report(
        headers,
        ['multipart/related; boundary="i"', '--i', 'Content-Type: text/plain', '', 'Address not found', '--i--'],
        [
          'message/delivery-status',
          ...[
            'Reporting-MTA: dns; mx.example',
            '',
            'Action: failed',
            'Final-Recipient: rfc822;desk@supplier.example',
            'Status: 5.0.0',
          ],
        ],
        ['message/rfc822', ...sentBack, 'Content-Type: text/plain', '', 'Order'],
      )
      expect(bounce).toMatchObject({ action: 'failed', recipient: 'desk@supplier.example', originalMessageId: ours })
    }
  })

  it('about an address beyond ASCII is read', async () => {
    const { bounce } = await report(
      ['From: mailer-daemon@mx.example'],
      [
        'message/global-delivery-status',
        'Reporting-MTA: dns; mx.example',
        '',
        'Final-Recipient: utf-8; büro@händler.example',
        'Action: failed',
        'Status: 5.6.7',
      ],
      ['message/global-headers', ...sentBack],
    )
    expect(bounce).toMatchObject({ recipient: 'büro@händler.example', status: '5.6.7', originalMessageId: ours })
  })

  it('of qmail, in words, is read', async () => {
    const { automatic, bounce } = await mail(
      ...['From: MAILER-DAEMON@mx.example', 'Subject: failure notice', ''],
      ...['Hi. This is the qmail-send program at mx.example.', "I'm afraid I wasn't able to deliver your message.", ''],
      ...[
        '<desk@supplier.example>:',
        '192.0.2.1 does not like recipient.',
        'Remote host said: 550 5.1.1 unknown user (#5.1.1)',
        '',
      ],
      ...[
        '--- Below this line is a copy of the message.',
        '',
        'Return-Path: <orders@hub.example>',
        ...sentBack,
        '',
        'Order',
      ],
    )
    expect(automatic).toBe('bounce')
    expect(bounce).toMatchObject({ recipient: 'desk@supplier.example', status: '5.1.1', originalMessageId: ours })
    expect(failureOfBounce(bounce!)).toMatchObject({
      code: 'partner-refused',
      detail: expect.stringContaining('unknown user'),
    })
  })

  it('is none of a mail that was opened, or called junk', async () => {
    for (const type of ['disposition-notification', 'feedback-report']) {
      const parsed = await mail(
        ...['From: desk@supplier.example', `Content-Type: multipart/report; report-type=${type}; boundary=b`, ''],
        ...[
          '--b',
          'Content-Type: text/plain',
          '',
          'Your message was displayed.',
          '--b',
          `Content-Type: message/${type}`,
          '',
        ],
        ...['Original-Message-ID: <019ab@hub.example>', 'Disposition: manual-action/MDN-sent-manually; displayed'],
        ...['--b', 'Content-Type: text/rfc822-headers', '', ...sentBack, '--b--'],
      )
      expect([parsed.automatic, parsed.bounce]).toEqual(['auto-reply', undefined])
    }
  })
})
