import type { FieldGroup } from './field.ts'

/** How documents are addressed and answered in X12. */
export const x12Fields: FieldGroup[] = [
  {
    title: 'X12 names',
    about: 'As they stand on every interchange (ISA05 to ISA08).',
    fields: [
      { name: 'own.qualifier', label: 'Our qualifier', kind: 'text', required: true, hint: 'ZZ, 01, 12, 08 …' },
      { name: 'own.id', label: 'Our name', kind: 'text', required: true },
      { name: 'partner.qualifier', label: 'The partner’s qualifier', kind: 'text', required: true },
      { name: 'partner.id', label: 'The partner’s name', kind: 'text', required: true },
    ],
  },
  {
    title: 'X12 answers',
    fields: [
      {
        ...{ name: 'answers.functional', label: 'To each group', kind: 'choice' },
        options: { '997': 'A 997', '999': 'A 999', none: 'Nothing' },
      },
      {
        ...{ name: 'answers.interchange', label: 'TA1 to the interchange', kind: 'choice' },
        options: { asked: 'When asked for', always: 'Always', errors: 'When it is wrong', never: 'Never' },
      },
      { name: 'answers.application', label: 'An 824 to what cannot be applied', kind: 'check' },
      { name: 'acknowledgmentRequested', label: 'We ask for a TA1 (ISA14)', kind: 'check' },
    ],
  },
  {
    title: 'X12 strictness',
    folded: true,
    fields: [
      {
        ...{ name: 'usage', label: 'Once live, we mark documents', kind: 'choice' },
        options: { P: 'P, production', T: 'T, test' },
      },
      {
        ...{ name: 'characterSet', label: 'Characters the partner may send', kind: 'choice' },
        options: { '': 'Any', basic: 'Basic', extended: 'Extended', 'utf-8': 'UTF-8' },
      },
      {
        ...{ name: 'release', label: 'Read what comes as', kind: 'choice' },
        options: {
          '': 'What GS08 says',
          '003000': '003 and older',
          '004010': '004010',
          '004030': '004030',
          '005010': '005010',
        },
        hint: 'Choose one where the partner’s GS08 is wrong, or names a release between these.',
      },
      {
        ...{ name: 'severities', label: 'How bad single issues are', kind: 'lines', wide: true },
        hint: 'One a line: set-count-mismatch = ignore. Or error, or warning.',
      },
      {
        ...{ name: 'facts', label: 'Facts that maps may ask for', kind: 'lines', wide: true },
        hint: 'One a line: programme = drop-ship.',
      },
    ],
  },
]

/** Many documents in one message. */
export const batchFields: FieldGroup[] = [
  {
    title: 'Many orders in one message',
    about: 'Left empty, each document goes as soon as it is there.',
    folded: true,
    fields: [
      { name: 'minutes', label: 'Wait for others at most (minutes)', kind: 'number' },
      { name: 'upTo', label: 'Go as soon as there are', kind: 'number', hint: '500 unless set.' },
    ],
  },
]

/** Whose mail counts as the partner's. */
export const incomingMailFields: FieldGroup[] = [
  {
    title: 'Mail that comes in',
    fields: [
      {
        ...{ name: 'senders', label: 'Who may write', kind: 'lines' },
        hint: 'One a line: an address, or @supplier.example. Anybody unless set.',
      },
      {
        ...{ name: 'authentication', label: 'It has to prove its origin', kind: 'choice' },
        options: { none: 'No', aligned: 'By DKIM or SPF of the sender’s domain', dmarc: 'By a published DMARC record' },
      },
    ],
  },
]
