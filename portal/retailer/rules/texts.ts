import type { RuleSetState } from '../../../engine/rule-sets/book.ts'
import type { RuleDifference } from '../../../engine/rule-sets/differences.ts'
import type { StateLook } from '../../ui/badge.tsx'

/** What the pages about rules of every kind say. */
export const texts = {
  none: 'No rules',
  versions: 'Versions',
  noVersions: 'Nothing published yet: this is what the hub begins with.',
  begin: 'Begin a new version',
  goOn: 'Go on with the draft',
  restore: 'Begin with this',
  rules: 'Rules',
  publish: 'Publish',
  publishHint: 'What is published never changes.',
  effectiveFrom: 'In effect from; empty for at once',
  noTime: 'A day and a time are needed, such as 2026-06-01 08:00.',
  reason: 'Why? For whoever asks later.',
  discard: 'Discard this draft',
  confirmDiscard: 'Discard this draft? Its rules are then only in the audit log.',
  withdraw: 'Take back before its time',
  addRule: 'Add a rule',
  addTitle: 'A new rule',
  editTitle: 'Change a rule',
  conditions: 'Every condition that is given must hold, each by any one of its words, which commas part.',
  save: 'Save',
  saveSettings: 'Save these settings',
  saved: 'Saved.',
  published: 'Published.',
  discarded: 'The draft is gone.',
  withdrawn: 'It will not take effect.',
  begun: 'A new version to work on.',
  up: 'Up',
  down: 'Down',
  remove: 'Remove',
  off: 'Off',
  unchanged: 'No difference',
  settingsDiffer: 'Settings differ in their details.',
} as const

/** How the state of a version is shown. */
export const stateLooks: Record<RuleSetState, StateLook> = {
  draft: { word: 'Draft', tone: 'info', icon: 'half' },
  scheduled: { word: 'Waits for its time', tone: 'warn', icon: 'clock' },
  'in-effect': { word: 'In effect', tone: 'good', icon: 'check' },
  replaced: { word: 'Replaced', tone: 'idle', icon: 'dot' },
  withdrawn: { word: 'Taken back', tone: 'idle', icon: 'cross' },
}

/** How what became of a rule is shown. */
export const differenceLooks: Record<RuleDifference<unknown>['what'], StateLook> = {
  added: { word: 'New', tone: 'good', icon: 'plus' },
  removed: { word: 'Removed', tone: 'bad', icon: 'cross' },
  changed: { word: 'Changed', tone: 'warn', icon: 'half' },
  moved: { word: 'Moved', tone: 'info', icon: 'retry' },
}
