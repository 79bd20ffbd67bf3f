import type { StateLook } from '../../ui/badge.tsx'

/** What the pages of trading-partner maps say. */
export const texts = {
  title: 'Maps',
  about:
    'How this partner’s documents differ from the standard. What no map says is written and read as the standard has it.',
  none: 'No maps yet',
  noneHint:
    'Documents are written and read as the standard has them. Begin a map where this partner asks for something else.',
  begin: 'Begin a map',
  which: 'Document',
  from: 'Begin with',
  fromUsed: 'The version in use, or the standard',
  begun: 'The draft is begun.',
  chooseOne: 'Choose a document.',
  otherKind: 'That map is of another document.',
  versions: 'Versions',
  save: 'Save draft',
  saved: 'The draft is saved.',
  savedWith: (count: number) =>
    `The draft is saved. ${count === 1 ? 'One thing' : `${count} things`} to correct before it can be published.`,
  publish: 'Publish',
  toPublish: 'Try and publish',
  published: (version: number) => `Version ${version} is in use from now on.`,
  publishing: (name: string, version: number) => `Publish version ${version} of ${name}`,
  reason: 'Why?',
  reasonHint: 'For whoever asks later.',
  tooEarly: 'It cannot be published yet',
  discard: 'Discard draft',
  discardQuestion: 'Discard this draft? What it says is lost.',
  discarded: 'The draft is discarded.',
  restore: 'Restore this version',
  restored: 'A draft says what the older version said. Publish it to put that back into use.',
  edit: 'Begin a new version',
  toDraft: 'Go on with the draft',
  asSaved: 'As it is saved',
  guide: 'Implementation guide',
  guidePdf: 'PDF',
  losses: 'What it cannot carry',
  lossesAbout:
    'Fields of the hub’s document that this partner does not get, or gets changed. What is not sent is not in this list.',
  noLosses: 'Every field is carried',
  noLossesHint: 'Whatever the document says, the partner reads the same.',
  download: 'Download',
  unsaved: 'Not saved yet',
  problems: (count: number) => (count === 1 ? 'One thing to correct' : `${count} things to correct`),
  correctFirst: 'Correct what is wrong with the map to see this.',
  form: 'The map',
  text: 'As text',
  textHint: 'The same map. Change either side; the other follows.',
  notJson: 'This is not JSON',
  notAnObject: 'A map is an object: { … }',
  both: 'Form and text were both changed. Which shall hold?',
  keepForm: 'Keep the form',
  keepText: 'Keep the text',
  conflict: 'Somebody else changed this draft meanwhile. Nothing was saved.',
  conflictHint: 'Copy what you need from here, then look at the draft as it is now:',
  look: 'Show',
  written: 'A document, written',
  sample: 'Document',
  example: 'Example',
  stored: (number: string, direction: string) => `${number} (${direction === 'in' ? 'received' : 'sent'})`,
  refused: 'The document would be kept back',
  read: 'A file, read',
  paste: 'Paste X12 here',
  pasteTable: 'Paste a table here',
  nothingRead: 'No document comes out of it',
  readDocuments: (count: number) => (count === 1 ? 'One document' : `${count} documents`),
  moreIssues: (count: number) => `and ${count} more`,
  changes: 'Changes',
  changesFrom: (version: number) => `Changes from version ${version}`,
  changesFromStandard: 'Changes from the standard',
  noChanges: 'None.',
  add: (noun: string) => `Add ${noun}`,
  change: 'Change',
  remove: 'Remove',
  up: 'Up',
  more: 'Say more',
  moreOf: (row: string) => `Say more of ${row}`,
  ask: 'Add',
  unnamed: 'new',
  replay: 'What happens to the last documents',
  replayAbout: (tried: number, changed: number) =>
    `${tried === 1 ? 'One document was' : `${tried} documents were`} tried under the version in use and under this one: ${
      changed === 0
        ? 'all come out the same'
        : changed === 1
          ? 'one comes out otherwise'
          : `${changed} come out otherwise`
    }.`,
  replaySkipped: (count: number) =>
    `${count === 1 ? 'One was' : `${count} were`} left out: kept in another format, or too large.`,
  replayCut: 'The time was up before all were tried: try fewer.',
  replayNone: 'No documents of this kind have passed yet',
  replayNoneHint: 'Try the map with the example, or with a file of the partner’s, on the page before.',
  replayMany: 'How many',
  again: 'Try again',
  passed: 'Passes',
  fails: 'Is kept back',
} as const

/** How the states of a version are shown. */
export const versionStates: Record<'draft' | 'published' | 'retired', StateLook> = {
  draft: { word: 'Draft', tone: 'warn', icon: 'half' },
  published: { word: 'In use', tone: 'good', icon: 'check' },
  retired: { word: 'Retired', tone: 'idle', icon: 'clock' },
}
