import type { PartnershipMove } from '../../../engine/onboarding/move.ts'
import type { Missing, OnboardingStep, StepName } from '../../../engine/onboarding/steps.ts'
import type { PartnerTest } from '../../../engine/onboarding/tests.ts'
import type { TestedKind } from '../../../partners/onboarding/progress.ts'
import type { StateLook } from '../../ui/badge.tsx'

/** What the pages of onboarding say. */
export const texts = {
  add: 'Add partner',
  addTitle: 'New partner',
  addAbout: 'Who it is and what was agreed. How messages travel comes next.',
  create: 'Add partner',
  created: 'The partner is added. Set up its channel next.',
  terms: 'Name and terms',
  save: 'Save',
  saved: 'The changes are saved.',
  edit: 'Edit',
  setUp: 'Set up',
  fields: {
    name: 'Name',
    vendorNumber: 'Vendor number',
    vendorNumberHint: 'Your number for this supplier.',
    currency: 'Currency',
    currencyHint: 'Three letters, such as USD.',
    netDays: 'Payment (days net)',
    discountPercent: 'Discount (percent)',
    discountDays: 'Discount within (days)',
    postalCode: 'Ships from (ZIP code)',
    priority: 'Priority',
    priorityHint: 'Lower is preferred.',
    orderFee: 'Fee for each order',
  },
  steps: 'Before it goes live',
  tests: 'Test documents',
  testsAbout: 'An order that means nothing, marked as a test, and what the partner answers.',
  noTest: 'No test order has been sent',
  noTestHint: 'Send one and ask the partner to answer it as if it were real.',
  sendTest: 'Send a test order',
  sendAgain: 'Send another test order',
  sent: (number: string) => `Test order ${number} is on its way.`,
  answers: 'What came back',
  noAnswers: 'Nothing has come back yet',
  noAnswersHint: 'Answers are shown here as soon as they arrive. Load this page again.',
  expected: 'Answers this partner has to show',
  expectedSaved: 'What is expected is saved.',
  asItShould: 'As it should be.',
  reason: 'Why',
  overrideReason: 'Why it may go on although something is missing',
  missing: 'Still missing',
  state: 'State',
  contacts: 'Contacts',
  addContact: 'Add contact',
  removeContact: 'Remove',
  noContacts: 'Nobody yet.',
  notes: 'Notes',
  note: 'Note',
  addNote: 'Add note',
  noNotes: 'No notes yet.',
  history: 'Changes',
  historyAbout: 'Who changed what at this partner, newest first.',
  noHistory: 'Nothing has been changed yet',
  health: 'Health',
} as const

export const stepWords: Record<StepName, string> = {
  identity: 'Name and terms',
  channel: 'Channel',
  certificates: 'Certificates',
  map: 'Maps',
  tests: 'Test documents',
  certification: 'Certification',
  live: 'Live',
}

export const stepLooks: Record<OnboardingStep['state'], StateLook> = {
  done: { word: 'Done', tone: 'good', icon: 'check' },
  next: { word: 'Next', tone: 'warn', icon: 'right' },
  missing: { word: 'To do', tone: 'idle', icon: 'dot' },
  optional: { word: 'If needed', tone: 'idle', icon: 'info' },
  'not-needed': { word: 'Not needed', tone: 'idle', icon: 'check' },
}

/** What a document of a test is called. */
export const kindWords: Record<string, string> = {
  'purchase-order-acknowledgment': 'Acknowledgment',
  'ship-notice': 'Ship notice',
  invoice: 'Invoice',
}

const reasons: Record<Missing['reason'], string> = {
  'no-channel': 'No channel is set up.',
  'not-tried': 'The connection has not been tested since the channel was changed.',
  'connection-failed': 'The last connection test failed.',
  'nobody-invited': 'Nobody at the partner can sign in. Invite its first person under People.',
  'settings-incomplete': 'The channel lacks something',
  'no-key-of-ours': 'There is no key of ours to sign and decrypt with.',
  'no-certificate-of-theirs': 'The partner’s certificate is missing.',
  'no-test-order': 'No test order has been sent.',
  'test-not-delivered': 'The test order has not reached the partner.',
  'test-not-written': 'The test order could not be written for this channel.',
  'test-refused': 'The partner refused the test order.',
  'answer-missing': 'Not shown yet',
  'answer-wrong': 'Not as it should be',
  'steps-before': 'First finish the steps before.',
  'not-certified': 'Everything is there. Certify the partner.',
  'not-live': 'Certified. Orders flow once it goes live.',
  paused: 'Paused: no new orders go to this partner.',
  ended: 'Trade with this partner has ended.',
}

/** Why a step is not done, in a sentence. */
export function missingWords(missing: Missing): string {
  const says = reasons[missing.reason]
  if (!('detail' in missing)) return says
  return `${says}: ${kindWords[missing.detail as TestedKind] ?? missing.detail}`
}

export const orderLooks: Record<PartnerTest['order'], StateLook> = {
  waiting: { word: 'Waiting to leave', tone: 'info', icon: 'clock' },
  'not-written': { word: 'Could not be written', tone: 'bad', icon: 'alert' },
  'not-delivered': { word: 'Not delivered', tone: 'bad', icon: 'alert' },
  delivered: { word: 'Sent', tone: 'info', icon: 'out' },
  confirmed: { word: 'Confirmed by 997', tone: 'good', icon: 'check' },
  refused: { word: 'Refused by the partner', tone: 'bad', icon: 'cross' },
}

/** What each move is called on its button, and what is said once it is done. */
export const moveWords: Record<PartnershipMove, { button: string; done: string; bad?: boolean }> = {
  certify: { button: 'Certify', done: 'The partner is certified.' },
  'go-live': { button: 'Go live', done: 'The partner is live: orders can go to it from now on.' },
  pause: { button: 'Pause', done: 'The partner is paused: no new orders go to it.', bad: true },
  resume: { button: 'Resume', done: 'The partner is live again.' },
  'test-again': { button: 'Test again', done: 'The partner is back in testing.' },
  end: { button: 'End trade', done: 'Trade with this partner has ended.', bad: true },
}
