import type { FieldGroup } from './field.ts'

/** The SMTP server that takes mail for us. */
export const mailServerFields: FieldGroup[] = [
  {
    title: 'Mail server',
    fields: [
      { name: 'host', label: 'Host', kind: 'text', required: true },
      { name: 'port', label: 'Port', kind: 'number', hint: '587 unless set.' },
      {
        ...{ name: 'tls', label: 'Encryption', kind: 'choice' },
        options: {
          starttls: 'TLS, or nothing is sent',
          implicit: 'TLS from the first byte',
          opportunistic: 'TLS where it is offered',
          none: 'None: a relay on the same machine',
        },
      },
      { name: 'user', label: 'User name', kind: 'text' },
      { name: 'password', label: 'Password', kind: 'text', secret: true },
      { name: 'from', label: 'Sender’s address', kind: 'text', required: true },
      { name: 'fromName', label: 'Sender’s name', kind: 'text' },
    ],
  },
]

/** Sign-in with tokens, as Microsoft 365 and Google want it. */
export const oauthGroup: FieldGroup = {
  title: 'Sign-in with tokens (OAuth 2.0)',
  about: 'In place of a password, for Microsoft 365 and Google.',
  folded: true,
  fields: [
    {
      ...{ name: 'oauth.tokenUrl', label: 'Token address', kind: 'text', secret: true, wide: true },
      hint: 'For instance https://login.microsoftonline.com/your-tenant/oauth2/v2.0/token or https://oauth2.googleapis.com/token.',
    },
    { name: 'oauth.clientId', label: 'Client ID', kind: 'text', secret: true },
    { name: 'oauth.clientSecret', label: 'Client secret', kind: 'text', secret: true },
    {
      ...{ name: 'oauth.refreshToken', label: 'Refresh token', kind: 'text', secret: true },
      hint: 'Where a person has consented; empty where the application signs in by itself.',
    },
    {
      ...{ name: 'oauth.scope', label: 'Scope', kind: 'text', secret: true },
      hint: 'For Microsoft without a refresh token: https://outlook.office365.com/.default.',
    },
  ],
}

/** What is asked of few: a private authority, a signature of the domain's. */
export const mailExtraFields: FieldGroup[] = [
  oauthGroup,
  {
    title: 'Signature of the domain (DKIM)',
    about: 'Where the domain publishes selector._domainkey.',
    folded: true,
    fields: [
      { name: 'dkim.domain', label: 'Domain', kind: 'text', secret: true },
      { name: 'dkim.selector', label: 'Selector', kind: 'text', secret: true },
      { name: 'dkim.privateKey', label: 'Private key', kind: 'area', secret: true, wide: true, hint: 'PEM.' },
    ],
  },
  {
    title: 'Trust and patience',
    folded: true,
    fields: [
      {
        ...{ name: 'certificateAuthority', label: 'Certificate authority', kind: 'area', wide: true },
        hint: 'PEM, where the server’s certificate is signed by none of the public ones.',
      },
      { name: 'timeoutSeconds', label: 'Seconds to wait for an answer', kind: 'number', hint: '60 unless set.' },
    ],
  },
]

/** Orders by mail, and answers to them. */
export const emailFields: FieldGroup[] = [
  {
    title: 'Who gets the orders',
    fields: [
      { name: 'to', label: 'To', kind: 'lines', required: true, hint: 'One address a line.' },
      { name: 'cc', label: 'Copies', kind: 'lines', hint: 'One address a line.' },
      {
        ...{ name: 'replyTo', label: 'Answers go to', kind: 'text' },
        hint: 'Left empty, the hub makes an address by which it knows this partner.',
      },
    ],
  },
  {
    title: 'The mail',
    fields: [
      {
        ...{ name: 'template.subject', label: 'Subject', kind: 'text', wide: true },
        hint: 'May name {number}, {numbers}, {count}, {date}, {shipBy}, {customerOrder}, {buyer}, {supplier}, {fileName}.',
      },
      { name: 'template.text', label: 'Words above the orders', kind: 'area', wide: true },
      { name: 'attachPdf', label: 'Each order as a PDF too', kind: 'check' },
    ],
  },
  ...mailServerFields,
  ...mailExtraFields,
]
