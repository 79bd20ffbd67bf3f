import { hasErrors, type Issue } from '../../../translators/issue.ts'
import { counted } from '../paint.ts'

/** What a file came to. */
export class Tally {
  interchanges = 0
  groups = 0
  sets = 0
  /** Sets with an error of their own. */
  refused = 0
  errors = 0
  warnings = 0

  set(issues: readonly Issue[]): void {
    this.sets++
    if (hasErrors(issues)) this.refused++
    for (const issue of issues) this.issue(issue)
  }

  issue({ severity }: Issue): void {
    if (severity === 'error') this.errors++
    else this.warnings++
  }

  /** Exit status: 1 when there are errors. */
  get status(): number {
    return this.errors > 0 ? 1 : 0
  }

  /** `1 interchange, 1 group, 50 transaction sets, 1 of them in error; 2 errors, 0 warnings` */
  get text(): string {
    const { interchanges, groups, sets, refused, errors, warnings } = this
    const found = [counted(interchanges, 'interchange'), counted(groups, 'group'), counted(sets, 'transaction set')]
    const bad = refused > 0 ? `, ${refused.toLocaleString('en-US')} in error` : ''
    return `${found.join(', ')}${bad}; ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`
  }
}
