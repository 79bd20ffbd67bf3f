import type { Issue } from '../../issue.ts'
import type { X12File } from '../types.ts'

/** What reading found, in lines short enough to review: envelopes, documents by number of fields, issues by code and place. */
export function outline(file: X12File): string[] {
  return [
    ...file.issues.map(issue => `file ${brief(issue)}`),
    ...file.interchanges.flatMap(interchange => [
      `interchange ${interchange.controlNumber} ${interchange.version} ${interchange.usage} ${JSON.stringify(Object.values(interchange.delimiters).join(' '))}`,
      ...interchange.issues.map(issue => `  ${brief(issue)}`),
      ...interchange.groups.flatMap(group => [
        `  group ${group.functionalId} ${group.controlNumber} ${group.version}`,
        ...group.issues.map(issue => `    ${brief(issue)}`),
        ...group.sets.flatMap(set => [
          `    set ${set.id} ${set.controlNumber}, ${set.segmentsCount} segments${set.document ? `: ${set.document.kind}` : ''}`,
          ...set.issues.map(issue => `      ${brief(issue)}`),
        ]),
      ]),
    ]),
  ]
}

/** `error too-long N402 at 22 "State"` */
export function brief(issue: Issue): string {
  const { segment = '', element, position, path } = issue.at
  const place = `${segment}${element ? String(element).padStart(2, '0') : ''}`
  const parts = [
    issue.severity,
    issue.code,
    place,
    position ? `at ${position}` : (path ?? ''),
    issue.value ? JSON.stringify(issue.value) : '',
  ]
  return parts.filter(Boolean).join(' ')
}
