import type { FieldGroup } from './field.ts'

/** How files are put and fetched: the same for every kind of file server. */
const folders: FieldGroup[] = [
  {
    title: 'Files we send',
    fields: [
      { name: 'put.folder', label: 'Folder', kind: 'text', hint: 'Where the sign-in starts, unless set.' },
      {
        ...{ name: 'put.namePattern', label: 'File name', kind: 'text' },
        hint: '{fileName} unless set. Also {baseName}, {extension}, {messageId}, {yyyy}, {MM}, {dd}, {HH}, {mm}, {ss}.',
      },
      {
        name: 'put.doneMarker',
        label: 'Ending of a marker file',
        kind: 'text',
        hint: 'For instance .done. None unless set.',
      },
    ],
  },
  {
    title: 'Files we fetch',
    fields: [
      { name: 'poll', label: 'Look for files that the partner leaves', kind: 'check' },
      { name: 'poll.folder', label: 'Folder', kind: 'text' },
      { name: 'poll.pattern', label: 'File names', kind: 'text', hint: 'For instance *.edi. Every file unless set.' },
      {
        ...{ name: 'poll.after.do', label: 'Once a file is taken', kind: 'choice' },
        options: { delete: 'Delete it', move: 'Move it', leave: 'Leave it' },
      },
      { name: 'poll.after.folder', label: 'Move it to', kind: 'text' },
      { name: 'poll.doneMarker', label: 'Only with a marker file ending in', kind: 'text' },
      { name: 'poll.schedule.everyMinutes', label: 'Every so many minutes', kind: 'number', hint: '5 unless set.' },
      { name: 'poll.schedule.at', label: 'Or at these times', kind: 'lines', hint: 'One a line, such as 06:30.' },
      { name: 'poll.schedule.zone', label: 'Time zone of these times', kind: 'text', hint: 'Such as America/Chicago.' },
    ],
  },
]

const timeout: FieldGroup = {
  title: 'Patience',
  folded: true,
  fields: [{ name: 'timeoutSeconds', label: 'Seconds to wait for an answer', kind: 'number', hint: '30 unless set.' }],
}

/** We go to the partner's SFTP server. */
export const sftpClientFields: FieldGroup[] = [
  {
    title: 'The partner’s server',
    fields: [
      { name: 'host', label: 'Host', kind: 'text', required: true },
      { name: 'port', label: 'Port', kind: 'number', hint: '22 unless set.' },
      { name: 'username', label: 'User name', kind: 'text', required: true },
      { name: 'password', label: 'Password', kind: 'text', secret: true },
      {
        name: 'privateKey',
        label: 'Private key',
        kind: 'area',
        secret: true,
        wide: true,
        hint: 'PEM, without a passphrase.',
      },
      {
        ...{ name: 'hostKeys', label: 'Host keys', kind: 'lines', wide: true },
        hint: 'One a line: SHA256:… or ssh-ed25519 AAAA…. Leave it empty and test the connection to see what the server shows.',
      },
      {
        ...{ name: 'algorithms', label: 'Algorithms', kind: 'choice' },
        options: { modern: 'Modern', older: 'Older servers too' },
      },
    ],
  },
  ...folders,
  timeout,
]

/** The partner comes to our SFTP server. Its user name is one of its names, not a setting. */
export const sftpHostFields: FieldGroup[] = [
  {
    title: 'How the partner signs in',
    about: 'Files for the partner lie in /outbound; it puts its own into /inbound.',
    fields: [
      { name: 'password', label: 'Password', kind: 'text', secret: true, hint: 'At least 12 letters.' },
      {
        ...{ name: 'authorizedKeys', label: 'Public keys', kind: 'lines', wide: true },
        hint: 'One a line, as in authorized_keys: ssh-ed25519 AAAA….',
      },
    ],
  },
]

/** We go to the partner's FTP server (RFC 959, with TLS by RFC 4217). */
export const ftpFields: FieldGroup[] = [
  {
    title: 'The partner’s server',
    fields: [
      { name: 'host', label: 'Host', kind: 'text', required: true },
      { name: 'port', label: 'Port', kind: 'number', hint: '21 unless set.' },
      {
        ...{ name: 'tls', label: 'Encryption', kind: 'choice' },
        options: {
          explicit: 'TLS before the password (FTPS)',
          implicit: 'TLS from the first byte',
          none: 'None: in the clear',
        },
      },
      { name: 'username', label: 'User name', kind: 'text', required: true },
      { name: 'password', label: 'Password', kind: 'text', secret: true },
      {
        ...{ name: 'certificateAuthority', label: 'Certificate authority', kind: 'area', wide: true },
        hint: 'PEM, where the server’s certificate is signed by none of the public ones.',
      },
    ],
  },
  ...folders,
  timeout,
]
