import type { FeedKind } from '../../../../partners/feeds/feed-secrets.ts'
import type { FieldGroup } from '../../channels/forms/field.ts'
import { oauthGroup } from '../../channels/forms/mail.ts'

const files: FieldGroup = {
  title: 'Which files',
  fields: [
    { name: 'poll.folder', label: 'Folder', kind: 'text', hint: 'Where the sign-in starts, unless set.' },
    {
      ...{ name: 'poll.pattern', label: 'File names', kind: 'text' },
      hint: 'For instance stock_{yyyy}{MM}{dd}*.csv. Every file unless set.',
    },
    {
      ...{ name: 'poll.after.do', label: 'Once a file is taken', kind: 'choice' },
      options: { delete: 'Delete it', move: 'Move it', leave: 'Leave it' },
    },
    { name: 'poll.after.folder', label: 'Move it to', kind: 'text' },
    {
      ...{ name: 'poll.doneMarker', label: 'Only with a marker file ending in', kind: 'text' },
      hint: 'For instance .done.',
    },
  ],
}

const authority: FieldGroup = {
  title: 'A certificate authority of their own',
  folded: true,
  fields: [
    {
      ...{ name: 'certificateAuthority', label: 'Its certificate (PEM)', kind: 'area', wide: true },
      hint: 'Where the server’s certificate is signed by none of the public authorities.',
    },
  ],
}

const account = (port: string): FieldGroup['fields'] => [
  { name: 'host', label: 'Server', kind: 'text', required: true },
  { name: 'port', label: 'Port', kind: 'number', hint: `${port} unless set.` },
  { name: 'username', label: 'User name', kind: 'text', required: true },
  { name: 'password', label: 'Password', kind: 'text', secret: true },
]

const sftp: FieldGroup[] = [
  {
    title: 'Server',
    fields: [
      ...account('22'),
      {
        ...{ name: 'privateKey', label: 'Private key', kind: 'area', secret: true, wide: true },
        hint: 'Instead of a password: PEM, without a passphrase.',
      },
      {
        ...{ name: 'hostKeys', label: 'Host keys', kind: 'lines', wide: true, required: true },
        hint: 'One a line: SHA256:… as OpenSSH prints it, or ssh-ed25519 AAAA…',
      },
      {
        ...{ name: 'algorithms', label: 'Algorithms', kind: 'choice' },
        options: { modern: 'Modern', older: 'Older servers too' },
      },
    ],
  },
  files,
]

const ftp: FieldGroup[] = [
  {
    title: 'Server',
    fields: [
      ...account('21'),
      {
        ...{ name: 'tls', label: 'Encryption', kind: 'choice' },
        options: {
          explicit: 'TLS before the password (FTPS)',
          implicit: 'TLS from the first byte',
          none: 'None: in the clear',
        },
      },
    ],
  },
  files,
  authority,
]

const http: FieldGroup[] = [
  {
    title: 'File',
    fields: [
      {
        ...{ name: 'url', label: 'Address', kind: 'text', wide: true, required: true },
        hint: 'https://… {yyyy} {MM} {dd} in it stand for the day in UTC.',
      },
      { name: 'fileName', label: 'File name', kind: 'text', hint: 'Where its own says nothing, such as stock.csv.' },
      {
        ...{ name: 'fullAfterHours', label: 'Taken as news, unchanged, every so many hours', kind: 'number' },
        hint: '24 unless set.',
      },
    ],
  },
  {
    title: 'Sign-in',
    about: 'Only where the server asks for it.',
    fields: [
      { name: 'username', label: 'User name', kind: 'text' },
      { name: 'password', label: 'Password', kind: 'text', secret: true },
      { name: 'bearerToken', label: 'Or a bearer token', kind: 'text', secret: true },
    ],
  },
  authority,
]

const imap: FieldGroup[] = [
  {
    title: 'Mailbox',
    fields: [
      ...account('993'),
      { name: 'accessToken', label: 'Or an access token (OAuth 2.0)', kind: 'text', secret: true },
      {
        ...{ name: 'tls', label: 'Encryption', kind: 'choice' },
        options: { implicit: 'TLS from the first byte', starttls: 'STARTTLS', none: 'None: on the same machine' },
      },
      { name: 'folder', label: 'Folder', kind: 'text', hint: 'INBOX unless set.' },
    ],
  },
  oauthGroup,
  {
    title: 'Mails',
    fields: [
      {
        ...{ name: 'purpose', label: 'What is sent there', kind: 'choice' },
        options: { answers: 'Anything', orders: 'Orders', invoices: 'Invoices', inventory: 'Stock' },
      },
      {
        ...{ name: 'after.do', label: 'Once a mail is taken', kind: 'choice' },
        options: { 'mark-seen': 'Mark it as read', leave: 'Leave it', delete: 'Delete it', move: 'Move it' },
      },
      { name: 'after.folder', label: 'Move it to', kind: 'text' },
      { name: 'onlyUnseen', label: 'Leave mails alone that somebody has read', kind: 'check' },
    ],
  },
  authority,
]

/** Every kind of place, in the words of those who set it up, and its form. */
export const placeKinds: Record<FeedKind, { word: string; says: string; groups: FieldGroup[] }> = {
  sftp: { word: 'SFTP', says: 'Files in a folder of the partner’s SFTP server.', groups: sftp },
  ftp: { word: 'FTP, FTPS', says: 'Files in a folder of the partner’s FTP server.', groups: ftp },
  http: { word: 'Web address', says: 'One file behind an address; it is taken when it has changed.', groups: http },
  imap: { word: 'Mailbox', says: 'Mails with attachments, over IMAP.', groups: imap },
}

/** The kind of that name, if there is one. */
export const kindIn = (name: string | undefined): FeedKind | undefined =>
  name && name in placeKinds ? (name as FeedKind) : undefined
